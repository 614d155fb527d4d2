//! *Actions*: every action of the plan.

use crate::domain::figure::Progress;
use crate::domain::rated::{ActionRating, Rated};
use crate::plan::Action;
use crate::sheet::book::{CellSpec, Line};

use super::cells::{clipped, date, marked, or_words, rating, words};
use super::dated;
use super::facts::{Facts, lasting, months_at};
use super::page::{Cell, Key, Page, Row, Tab, columns};
use super::shorthand::Shorthand;

/// Widths of the columns whose text may have to be cut.
const WHY: f64 = 20.0;
const COMMENTARY: f64 = 14.0;
const EVIDENCE: f64 = 10.0;

pub(super) fn page(facts: &Facts<'_>) -> Page {
    Page {
        tab: Tab::Actions,
        title: dated(facts, "All actions of the plan"),
        lines: links(facts),
        columns: columns(&[
            ("Ref", 6.0),
            ("Planned activity", 17.0),
            ("Leads", 14.0),
            ("Due", 11.0),
            ("Original due", 11.0),
            ("Status", 10.2),
            ("Forecast", 12.0),
            ("Delivery", 10.2),
            ("Impact", 8.8),
            ("Lead's own", 8.0),
            ("Why, and what would change it", WHY),
            ("Commentary", COMMENTARY),
            ("Evidence", EVIDENCE),
            ("Exceptions", 11.5),
        ]),
        rows: facts
            .month
            .actions()
            .map(|(action, progress, rated)| row(facts, action, &facts.month.answers(progress, rated), rated))
            .collect(),
        charts: Vec::new(),
    }
}

/// Where its links lead, as far as the edition has the sheets.
fn links(facts: &Facts<'_>) -> Vec<Line> {
    let back = facts.has(Tab::Summary);
    let back = back.then(|| Line::leading_to(Tab::Summary.name(), "Back to the outcomes: worksheet Summary"));
    let to = match (facts.has(Tab::Measures), facts.has(Tab::Exceptions)) {
        (true, true) => Some(
            "Links in column A lead to the first measure of the action, those in the last column to its exceptions.",
        ),
        (true, false) => Some("Links in column A lead to the first measure of the action."),
        (false, true) => Some("Links in the last column lead to its exceptions."),
        (false, false) => None,
    };
    let impact = Line::text("Impact is the worst of the action's measures, and changes when these do.");
    back.into_iter().chain(to.map(Line::text)).chain([impact]).collect()
}

fn row(facts: &Facts<'_>, action: &Action, progress: &Progress, rated: &ActionRating) -> Row {
    let reference = action.reference;
    let first_measure = facts.by_ref.measures(reference).first().map(|(measure, _, _)| measure.reference);
    let name = Cell::from(CellSpec::text(reference.to_string()));
    let about = facts.by_ref.exceptions_on_action(reference);
    let own = progress.own_rag.map_or_else(|| marked(Shorthand::NotAvailable), |own| rating(own.into()));
    Row::of(vec![
        match first_measure {
            Some(measure) => name.to(Tab::Measures, Key::Measure(measure)),
            None => name,
        },
        words(&action.activity),
        words(&facts.named(&action.leads)),
        date(rated.target, Shorthand::NotApplicable),
        date(rated.original_target, Shorthand::NotApplicable),
        words(&status(progress, rated)),
        date(progress.forecast, Shorthand::NotAvailable),
        rating(rated.delivery.rating),
        facts.impact_of_action(rated),
        own,
        clipped(&why(facts, rated), WHY, "actions.csv"),
        clipped(&progress.commentary, COMMENTARY, "actions.csv"),
        clipped(&progress.evidence, EVIDENCE, "actions.csv"),
        exceptions(about, &reference.to_string(), Key::Action(reference)),
    ])
    .about(Key::Action(reference))
    .about(Key::Outcome(action.outcome))
}

/// Why both ratings are what they are, and since when where that is longer than this month.
fn why(facts: &Facts<'_>, rated: &ActionRating) -> String {
    let month = facts.month;
    let impact = rated.impact.rating;
    let delivery = lasting(month.period, rated.delivery.rating, months_at(month, rated));
    let impact =
        lasting(month.period, impact, month.history.months_of_impact(rated.action, month.period, impact));
    let told = |lasting: Option<String>| lasting.map_or_else(String::new, |lasting| format!(", {lasting}"));
    let settled = facts.settled.get(&rated.action).map(|told| format!(" {}", told.join(" ")));
    let settled = settled.unwrap_or_default();
    format!(
        "Delivery{}: {}{settled} Impact{}: {}",
        told(delivery),
        without_word(&rated.delivery),
        told(impact),
        without_word(&rated.impact)
    )
}

/// The reason without the rating's word, which stands in its own column, and without what is said above the table.
fn without_word(rated: &Rated) -> &str {
    let word = rated.rating.word();
    let rest = rated.reason.strip_prefix(word).and_then(|rest| rest.strip_prefix(": "));
    let rest = rest.unwrap_or(&rated.reason);
    let said_above = [" It changes when that measure does.", " It changes when those measures do."];
    said_above.iter().find_map(|said| rest.strip_suffix(said)).unwrap_or(rest)
}

/// The status, marked where it is an earlier month's.
fn status(progress: &Progress, rated: &ActionRating) -> String {
    let status = progress.status.map_or(Shorthand::NotAvailable.token(), crate::domain::Status::word);
    match rated.carried_from {
        Some(from) => format!("{status} {} from {}", Shorthand::CarriedForward.token(), from.short()),
        None => status.to_owned(),
    }
}

/// How many exceptions are about this, leading to the first of them.
pub(super) fn exceptions(count: usize, reference: &str, key: Key) -> Cell {
    if count == 0 {
        return or_words("none", Shorthand::NotApplicable);
    }
    Cell::from(CellSpec::text(format!("{count} on {reference}"))).to(Tab::Exceptions, key)
}
