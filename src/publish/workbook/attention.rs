//! *Attention*: actions that need a decision, worst first.

use crate::domain::figure::Progress;
use crate::domain::period::date_in_words;
use crate::domain::rated::ActionRating;
use crate::plan::Action;
use crate::sheet::book::{CellSpec, Line};

use super::cells::{clipped_to, count, date, marked, rating, whole, words};
use super::facts::{Cause, Facts};
use super::page::{Cell, Key, Page, Row, Tab};
use super::shorthand::Shorthand;
use super::{counted, dated};

pub(super) fn page(facts: &Facts<'_>) -> Page {
    let mut rows: Vec<Row> = (1..)
        .zip(&facts.attention)
        .map(|(rank, (action, rating, causes))| row(facts, rank, action, rating, causes))
        .collect();
    if rows.is_empty() {
        let nothing = words("No action needs attention this month");
        let blanks = std::iter::repeat_with(|| marked(Shorthand::NotApplicable)).take(9);
        rows.push(Row::of(
            [marked(Shorthand::NotApplicable), marked(Shorthand::NotApplicable), nothing]
                .into_iter()
                .chain(blanks.take(8))
                .collect(),
        ));
    }
    Page {
        tab: Tab::Attention,
        title: dated(facts, "Actions that need attention"),
        lines: vec![
            Line::text(format!("Ranked worst first: {}. Then by days overdue, then by ref.", ranking())),
            Line::text("Links in the column Ref lead to the action."),
        ],
        columns: vec![
            ("Rank", 6.0),
            ("Ref", 6.0),
            ("Planned activity", 28.0),
            ("Leads", 14.0),
            ("Delivery", 10.0),
            ("Movement", 12.0),
            ("Due", 11.5),
            ("Days overdue", 9.0),
            ("Times moved", 7.5),
            ("Why it is here", 18.0),
            ("What will change, and by when", 35.0),
        ],
        rows,
        charts: Vec::new(),
    }
}

/// How the sheet is ranked, in words.
pub(super) fn ranking() -> String {
    Cause::ALL.map(Cause::words).join(" · ")
}

fn row(facts: &Facts<'_>, rank: usize, action: &Action, rated: &ActionRating, causes: &[Cause]) -> Row {
    let leads: Vec<&str> = action.leads.iter().map(|lead| facts.month.plan.lead_name(lead)).collect();
    let movement = facts.movements.iter().find(|m| m.action == action.reference && m.what == "Delivery");
    let moved = match (movement, facts.before) {
        (Some(m), _) => words(&format!("{}, was {}", m.direction(), m.was)),
        (None, Some(_)) => words("No change"),
        (None, None) => marked(Shorthand::NotAvailable),
    };
    let progress = facts.month.merged.progress.iter().find(|p| p.action == action.reference);
    Row::of(vec![
        count(rank),
        Cell::from(CellSpec::text(action.reference.to_string()))
            .to(Tab::Actions, Key::Action(action.reference)),
        words(&action.activity),
        words(&leads.join("; ")),
        rating(rated.delivery.rating),
        moved,
        date(rated.target, Shorthand::NotApplicable),
        whole(rated.days_overdue),
        whole(i64::from(rated.times_moved)),
        words(&causes.iter().map(|cause| cause.words()).collect::<Vec<_>>().join("; ")),
        clipped_to(8, &what_will_change(progress, rated), 35.0, "Actions"),
    ])
}

/// The lead's forecast and commentary; without either, what the rating itself says would change it.
fn what_will_change(progress: Option<&Progress>, rated: &ActionRating) -> String {
    let forecast = progress.and_then(|p| p.forecast).map(|day| format!("Forecast {}.", date_in_words(day)));
    let commentary = progress.map(|p| p.commentary.trim().to_owned()).filter(|text| !text.is_empty());
    match (forecast, commentary) {
        (Some(forecast), Some(commentary)) => format!("{forecast} {commentary}"),
        (Some(forecast), None) => format!("{forecast} The return does not say what will change."),
        (None, Some(commentary)) => commentary,
        (None, None) => format!("No return says what will change. {}", rated.delivery.reason),
    }
}

/// How many actions stand here, for readers of the Notes sheet.
pub(super) fn how_many(facts: &Facts<'_>) -> String {
    counted(facts.attention.len(), "action")
}
