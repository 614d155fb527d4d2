//! *Exceptions*: open first, worst first, with the officer's columns.

use crate::domain::Rating;
use crate::finding::{Exception, Severity};
use crate::sheet::book::{CellSpec, InputRule, Line};

use super::cells::{clipped, marked, or_words, to_fill_in, whole, words};
use super::dated;
use super::facts::Facts;
use super::page::{Cell, Key, Page, Row, Tab, columns};
use super::shorthand::Shorthand;

/// What stands in the column Decision before a decision.
pub(super) const OPEN: &str = "Open";

/// What the officer may decide (6-exceptions.md, "Decisions").
const DECISIONS: [&str; 4] = ["Accept", "Use this value", "Reject the value", "Override the rating"];

/// Widths of the columns whose text may have to be cut.
const WHERE: f64 = 13.5;
const FOUND: f64 = 23.5;
const EXPECTED: f64 = 11.0;

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
        columns: columns(&[
            ("Severity", 9.0),
            ("Code", 6.5),
            ("Returner", 12.6),
            ("Ref", 6.5),
            ("Where", WHERE),
            ("What was found", FOUND),
            ("What was expected", EXPECTED),
            ("What to do", 18.5),
            ("First raised", 8.5),
            ("Times raised", 7.5),
            ("Decision", 11.0),
            ("Value", 8.0),
            ("Reason", 9.5),
            ("Decided by", 9.5),
            ("Until", 7.5),
        ]),
        rows,
        charts: Vec::new(),
    }
}

fn row(facts: &Facts<'_>, exception: &Exception) -> Row {
    let subject = &exception.subject;
    let returner = whom_to_ask(facts, exception);
    let first = exception.first_raised.map(crate::domain::Period::short).unwrap_or_default();
    let mut cells = vec![
        words(exception.severity.word()),
        words(exception.code.0),
        or_words(&returner, Shorthand::NotApplicable),
        reference(exception),
        where_found(exception),
        clipped(&exception.message, FOUND, "exceptions.csv"),
        clipped(
            if exception.expected.trim().is_empty() {
                Shorthand::NotApplicable.token()
            } else {
                &exception.expected
            },
            EXPECTED,
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

/// Whose return it is about; without one, who answers for the measure or the action: the officer has to ask somebody.
fn whom_to_ask(facts: &Facts<'_>, exception: &Exception) -> String {
    let (subject, plan) = (&exception.subject, facts.month.plan);
    let answering = match (&subject.returner, subject.measure, subject.action) {
        (Some(returner), _, _) => std::slice::from_ref(returner),
        (None, Some(measure), _) => plan.measure(measure).map_or(&[][..], |m| &m.returned_by),
        (None, None, Some(action)) => plan.action(action).map_or(&[][..], |a| &a.leads),
        (None, None, None) => &[],
    };
    answering.iter().map(|lead| plan.lead_name(lead)).collect::<Vec<_>>().join("; ")
}

/// File, sheet and cell.
fn where_found(exception: &Exception) -> Cell {
    match exception.place.to_string() {
        nowhere if nowhere.is_empty() => marked(Shorthand::NotApplicable),
        place => clipped(&place, WHERE, "exceptions.csv"),
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
