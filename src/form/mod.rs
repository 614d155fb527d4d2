//! The return's layout (3-return-workbook.md): shared by issuing and reading, so that what is issued and what is
//! recognised cannot drift apart. Wording, captions, synonyms and choices are data: `templates/return.toml`.
//!
//! [`blank`] makes the workbook of one returner from the plan and last month's history, as a
//! [`crate::sheet::book::Book`]; `pipeline` has it written. A sheet a file: `start`, `progress`, `measures`.
//! [`prefilled`] makes the same workbook with what its lead typed in it (`filled`).

mod filled;
pub mod fix_list;
mod inputs;
mod last_value;
pub mod layout;
mod measures;
mod name;
mod own_lines;
mod phrases;
mod progress;
mod start;
pub mod template;
mod version;

pub use filled::{Entry, Filled, Spot, place_of};
pub use fix_list::FIX_LIST;
pub use inputs::longest_text;
pub use last_value::{with_unit, with_unit_shown};
pub use layout::{CaptionRows, Layout};
pub use measures::percent_formula;
pub use name::{FileNames, file_name};
pub use template::Template;
pub use version::shown_version;

use std::collections::BTreeMap;

use crate::domain::{Period, Table};
use crate::ledger::History;
use crate::plan::{Lead, Plan};
use crate::sheet::book::Book;
use phrases::fill;

/// Custom property: name of the plan.
pub const PROPERTY_PLAN: &str = "ragbook.plan";
/// Custom property: version of the plan.
pub const PROPERTY_PLAN_VERSION: &str = "ragbook.plan_version";
/// Custom property: the period, such as `2019-11`.
pub const PROPERTY_PERIOD: &str = "ragbook.period";
/// Custom property: id of the lead.
pub const PROPERTY_RETURNER: &str = "ragbook.returner";
/// Custom property of a form that goes back to its lead: SHA-256 of the very file that it was made from.
pub const PROPERTY_CORRECTS: &str = "ragbook.corrects";

/// Rows (from 0) in which the headers of the tables stand in a return as issued.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HeaderRows {
    /// Of Progress.
    pub progress: u32,
    /// Of Measures.
    pub measures: u32,
}

/// Rows in which the headers stand in a return as issued: its sheets are laid out for this.
pub fn header_rows(template: &Template) -> HeaderRows {
    let row = |table| progress::of_template(template, table, vec![Vec::new()]).header_row();
    HeaderRows { progress: row(Table::Progress), measures: row(Table::Measures) }
}

/// What a form is made for; every sheet is made from it.
#[derive(Clone, Copy)]
struct Issue<'a> {
    plan: &'a Plan,
    template: &'a Template,
    history: &'a History,
    lead: &'a Lead,
    period: Period,
    filled: &'a Filled,
}

/// The blank return of one returner for a period: *Start here*, *Progress*, *Measures*, with everything in it that the
/// plan and earlier months know and nothing that the lead is to say.
pub fn blank(plan: &Plan, template: &Template, history: &History, lead: &Lead, period: Period) -> Book {
    prefilled(plan, template, history, lead, period, &Filled::new())
}

/// The same return with what its lead typed in it and doubtful cells marked, to be corrected and sent again: an ordinary
/// return, with the same captions, identity and rules for each cell. A measure that the lead answered without being asked has
/// its row too.
pub fn prefilled(
    plan: &Plan,
    template: &Template,
    history: &History,
    lead: &Lead,
    period: Period,
    filled: &Filled,
) -> Book {
    let issue = Issue { plan, template, history, lead, period, filled };
    let progress = progress::sheet(issue);
    let measures = measures::sheet(issue);
    let start = start::sheet(issue, &progress, &measures);
    let stated = |property: &str, value: &str| (property.to_owned(), value.to_owned());
    Book {
        title: fill(
            template.wording("document_title"),
            &[("period", &period.in_words()), ("lead", &lead.name)],
        ),
        subject: plan.name.clone(),
        author: plan.authority.clone(),
        keywords: template.wording("keywords").to_owned(),
        company: plan.authority.clone(),
        created: period.last_day(),
        properties: BTreeMap::from([
            stated(PROPERTY_PLAN, &plan.name),
            stated(PROPERTY_PLAN_VERSION, &plan.version),
            stated(PROPERTY_PERIOD, &period.to_string()),
            stated(PROPERTY_RETURNER, lead.id.as_str()),
        ]),
        sheets: vec![start, progress, measures],
    }
}

#[cfg(test)]
mod tests;
