//! *Exceptions*: open first, worst first, with the officer's columns.

use crate::domain::Rating;
use crate::finding::{Exception, Severity};
use crate::sheet::book::{CellSpec, InputRule, Line};

use super::cells::{clipped, marked, or_words, to_fill_in, whole, words};
use super::dated;
use super::facts::Facts;
use super::page::{Cell, Key, Page, Row, Tab};
use super::shorthand::Shorthand;

/// What stands in the column Decision before a decision.
pub(super) const OPEN: &str = "Open";

/// What the officer may decide (6-exceptions.md, "Decisions").
const DECISIONS: [&str; 4] = ["Accept", "Use this value", "Reject the value", "Override the rating"];

pub(super) fn page(facts: &Facts<'_>) -> Page {
    let mut rows: Vec<Row> = facts.month.exceptions.iter().map(|exception| row(facts, exception)).collect();
    if rows.is_empty() {
        let rest = (6..15).map(|_| marked(Shorthand::NotApplicable));
        let before = (0..5).map(|_| marked(Shorthand::NotApplicable));
        rows.push(Row::of(
            before.chain([words("Nothing was wrong or doubtful in the returns")]).chain(rest).collect(),
        ));
    }
    let tally = crate::publish::Tally::of(facts.month.exceptions);
    Page {
        tab: Tab::Exceptions,
        title: dated(facts, "Exceptions"),
        lines: vec![
            Line::text(format!(
                "Errors {} (the value is not used) · queries {} (the value is used, please confirm) · notes {} (for the record). Links in the column Ref lead to the action or measure.",
                tally.errors, tally.queries, tally.notes
            )),
            Line::text(
                "The last five columns are for the performance officer: choose a decision where it says Open, and type over [x]. Notes need none.",
            ),
        ],
        columns: vec![
            ("Severity", 8.0),
            ("Code", 6.0),
            ("Returner", 9.5),
            ("Ref", 6.0),
            ("Where", 14.0),
            ("What was found", 23.0),
            ("What was expected", 12.0),
            ("What to do", 19.0),
            ("First raised", 8.5),
            ("Times raised", 6.5),
            ("Decision", 10.0),
            ("Value", 7.5),
            ("Reason", 10.0),
            ("Decided by", 8.5),
            ("Until", 8.0),
        ],
        rows,
        charts: Vec::new(),
    }
}

fn row(facts: &Facts<'_>, exception: &Exception) -> Row {
    let subject = &exception.subject;
    let returner = subject.returner.as_ref().map_or("", |id| facts.month.plan.lead_name(id));
    let first = exception.first_raised.map(crate::domain::Period::short).unwrap_or_default();
    let mut cells = vec![
        words(exception.severity.word()),
        words(exception.code.0),
        or_words(returner, Shorthand::NotApplicable),
        reference(exception),
        where_found(exception),
        clipped(&exception.message, 23.0, "exceptions.csv"),
        clipped(
            if exception.expected.trim().is_empty() {
                Shorthand::NotApplicable.token()
            } else {
                &exception.expected
            },
            12.0,
            "exceptions.csv",
        ),
        clipped(&exception.fix, 19.0, "exceptions.csv"),
        or_words(&first, Shorthand::NotApplicable),
        whole(i64::from(exception.times_raised)),
    ];
    cells.extend(officers_columns(exception));
    let row = Row::of(cells);
    let row = subject.measure.into_iter().fold(row, |row, measure| row.about(Key::Measure(measure)));
    subject.action.into_iter().fold(row, |row, action| row.about(Key::Action(action)))
}

fn reference(exception: &Exception) -> Cell {
    let text = exception.subject.reference();
    let cell = or_words(&text, Shorthand::NotApplicable);
    match (exception.subject.measure, exception.subject.action) {
        (Some(measure), _) => cell.to(Tab::Measures, Key::Measure(measure)),
        (None, Some(action)) => cell.to(Tab::Actions, Key::Action(action)),
        (None, None) => cell,
    }
}

/// File, sheet and cell.
fn where_found(exception: &Exception) -> Cell {
    match exception.place.to_string() {
        nowhere if nowhere.is_empty() => marked(Shorthand::NotApplicable),
        place => clipped(&place, 14.0, "exceptions.csv"),
    }
}

/// Decision, Value, Reason, Decided by, Until. A note asks for no decision; a decision already taken is shown.
fn officers_columns(exception: &Exception) -> [Cell; 5] {
    let none = || marked(Shorthand::NotApplicable);
    if exception.severity == Severity::Note {
        return [none(), none(), none(), none(), none()];
    }
    let open = Shorthand::NotAvailable.token();
    let blank = |title: &str, prompt: &str| to_fill_in(InputRule::Text(255), open, title, prompt);
    let decision = if exception.decision.is_empty() {
        let choices = std::iter::once(OPEN).chain(DECISIONS).map(str::to_owned).collect();
        to_fill_in(InputRule::List(choices), OPEN, "Decision", "Choose what you decided from the list.")
    } else {
        CellSpec::text(exception.decision.clone()).into()
    };
    let ratings = [Rating::Red, Rating::Amber, Rating::Green].map(Rating::word).join(", ");
    [
        decision,
        blank("Value", &format!("The value to use; or the rating: {ratings}.")),
        blank("Reason", "Why you decided so."),
        blank("Decided by", "Your name."),
        blank("Until", "The day until which it holds, such as 31/03/2020."),
    ]
}
