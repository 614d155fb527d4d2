//! What goes back to a lead whose return has open errors or queries (6-exceptions.md, "Feedback to the lead"): the form
//! again with what the lead typed, doubtful cells marked, a Fix list in front; and a message to paste into an e-mail.
//!
//! Takes a return and the exceptions about it, gives a [`Book`] and texts; `pipeline::feedback` chooses for whom. `typed`
//! says what stands in the cells, `items` what is asked about them, `fix_list` and `message` put it before people.

pub mod fix_list;
mod items;
mod message;
mod typed;

use crate::domain::Period;
use crate::domain::period::date_in_words;
use crate::finding::{Exception, FaultKind, Severity};
use crate::form::template::AboutItem;
use crate::form::{self, Filled, Spot, Template, place_of};
use crate::intake::Return;
use crate::ledger::History;
use crate::plan::{Lead, Plan};
use crate::sheet::book::Book;

pub use items::Item;
pub use message::Enclosed;

/// For whom, about which month, in which words.
#[derive(Debug, Clone, Copy)]
pub struct Addressee<'a> {
    /// The plan in force.
    pub plan: &'a Plan,
    /// The words of the return.
    pub template: &'a Template,
    /// Earlier periods.
    pub history: &'a History,
    /// The lead.
    pub lead: &'a Lead,
    /// The month.
    pub period: Period,
}

/// A return that goes back.
#[derive(Debug, Clone, PartialEq)]
pub struct Marked {
    /// The workbook: Fix list, then the form.
    pub book: Book,
    /// What is asked, in the order of the exceptions.
    pub items: Vec<Item>,
}

/// The return of this lead as it goes back, asking about these exceptions.
pub fn marked(to: Addressee<'_>, returned: &Return, exceptions: &[&Exception]) -> Marked {
    let Addressee { plan, template, history, lead, period } = to;
    let form = |filled: &Filled| form::prefilled(plan, template, history, lead, period, filled);
    let mut filled = typed::typed(plan, returned);
    let unmarked = form(&filled);
    let mut items = items::items(exceptions, returned, &unmarked);
    items.extend(date_again(to, &unmarked, returned));
    items::mark(&mut filled, &items);
    let mut book = form(&filled);
    // That this form corrects that file needs no date then to be known when both come back.
    book.properties.insert(form::PROPERTY_CORRECTS.to_owned(), returned.sha256.to_string());
    book.sheets.insert(0, fix_list::sheet(lead, period, &items, &unmarked));
    // The day on which it is sent again is asked for, but nothing is wrong with it, unless there was none.
    let was_dated = returned.date_completed.is_some();
    items.retain(|item| {
        item.spot != Some(Spot::About(AboutItem::DateCompleted))
            || item.severity == Severity::Error
            || !was_dated
    });
    Marked { book, items }
}

/// The message that goes with a marked return named `file`.
pub fn message(to: Addressee<'_>, items: &[Item], file: &str) -> String {
    message::about_answers(to.plan, &to.lead.name, to.period, items, file)
}

/// The message about a file of which nothing is used, to whoever sent it.
pub fn message_about_file(
    plan: &Plan,
    sender: &str,
    period: Period,
    file: &str,
    exceptions: &[&Exception],
    enclosed: &Enclosed,
) -> String {
    let items: Vec<Item> = exceptions.iter().map(|e| items::of_file(e)).collect();
    message::about_file(plan, sender, period, file, &items, enclosed)
}

/// Asks for the day of the correction: of two returns from one lead the one completed later stands.
fn date_again(to: Addressee<'_>, form: &Book, returned: &Return) -> Option<Item> {
    let spot = Spot::About(AboutItem::DateCompleted);
    let (sheet, cell) = place_of(form, spot)?;
    let before = returned.date_completed.map(date_in_words);
    if before.is_none() && returned.faults.iter().any(|f| f.kind == FaultKind::NotADate && f.column.is_none())
    {
        // It is asked for with what stands there.
        return None;
    }
    Some(Item {
        severity: Severity::Query,
        spot: Some(spot),
        also: Vec::new(),
        place: Some((sheet.to_owned(), cell)),
        about: items::answer_to(to.template.about_label(AboutItem::DateCompleted)),
        wrong: match &before {
            Some(_) => "Two returns will have come from you. The one completed later is used.",
            None => "Date completed is blank. Of two returns from you the one completed later is used.",
        }
        .to_owned(),
        to_do: "Type the day on which you send this one.".to_owned(),
        needed: if before.is_some() { "a later date" } else { "a date such as 31 March 2020" }.to_owned(),
        found: before.unwrap_or_else(|| "nothing".to_owned()),
        used: crate::form::fix_list::used::BLANK,
    })
}
