//! *Exceptions*: open first, worst first, then what was decided; with the officer's columns, and the key by which
//! `ragbook decide` knows each row however the sheet was sorted.

use std::sync::Arc;

use crate::domain::ActionRef;
use crate::domain::period::date_in_words;
use crate::finding::{Exception, Severity};
use crate::intake::decided::mark;
use crate::ledger::decisions::GIVEN_RATINGS;
use crate::ledger::{Choice, Decision, Identity};
use crate::sheet::book::{Input, InputRule, Line};

use super::by_ref::NO_RETURN;
use super::cells::{clipped, filled_in_value, input, marked, or_words, to_fill_in, whole, words};
use super::dated;
use super::facts::Facts;
use super::page::{Cell, Key, Page, Row, Rows, Tab, columns};
use super::shorthand::Shorthand;

/// What stands in the column Decision before a decision.
pub(super) use crate::intake::decided::OPEN;

/// What stands there in an edition.
pub(super) const NOT_YET_DECIDED: &str = "not yet decided";

/// Width of a key: eight characters on one line.
const KEY: f64 = 11.0;

/// Widths of the columns whose text may have to be cut.
const WHERE: f64 = 13.5;
const FOUND: f64 = 17.0;
const EXPECTED: f64 = 10.5;
const FIX: f64 = 14.0;

pub(super) fn page(facts: &Facts<'_>) -> Page {
    let in_force = facts.month.decisions.in_force();
    let officers = Officers::new();
    let mut rows: Rows =
        facts.month.exceptions.iter().map(|exception| row(facts, &in_force, &officers, exception)).collect();
    if rows.is_empty() {
        let rest = (6..16).map(|_| marked(Shorthand::NotApplicable));
        let before = (0..5).map(|_| marked(Shorthand::NotApplicable));
        rows.push(Row::of(
            before.chain([words("Nothing was wrong or doubtful in the returns")]).chain(rest).collect(),
        ));
    }
    let open = || facts.month.exceptions.iter().filter(|e| e.is_open());
    let tally = crate::publish::Tally::of(open());
    Page {
        tab: Tab::Exceptions,
        title: dated(facts, "Exceptions"),
        lines: vec![
            Line::text(format!(
                "Open: errors {} (what came is not used, or nothing came) · queries {} (the value is used, please confirm) · notes {} (for the record). {}Links in the column Ref lead to the action or measure.",
                tally.errors,
                tally.queries,
                tally.notes,
                ages(facts)
            )),
            Line::text(if facts.month.cut.is_to_decide_on() {
                "Decision, Value, Reason, Decided by and Until are for the performance officer: choose a decision where it says Open, type over [x], save, and run ragbook decide. Notes need none. Sorting is safe: Key tells which row is which."
            } else {
                "Decision, Value, Reason, Decided by and Until say what the performance officer decided. Notes need no decision."
            }),
        ],
        columns: columns(&[
            ("Severity", 8.7),
            ("Code", 6.5),
            ("Returner", 14.2),
            ("Ref", 6.5),
            ("Where", WHERE),
            ("What was found", FOUND),
            ("What was expected", EXPECTED),
            ("What to do", FIX),
            ("First raised", 7.2),
            ("Times raised", 7.0),
            ("Decision", 10.0),
            ("Value", 8.0),
            ("Reason", 9.5),
            ("Decided by", 9.5),
            ("Until", 7.5),
            ("Key", KEY),
        ]),
        rows,
        charts: Vec::new(),
    }
}

fn row(facts: &Facts<'_>, in_force: &[&Decision], officers: &Officers, exception: &Exception) -> Row {
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
        clipped(&exception.fix, FIX, "exceptions.csv"),
        or_words(&first, Shorthand::NotApplicable),
        whole(i64::from(exception.times_raised)),
    ];
    let key = exception.key();
    let taken = decision_on(in_force, exception, &key);
    if facts.month.cut.is_to_decide_on() {
        cells.extend(officers.columns(exception, taken));
    } else {
        cells.extend(decided(exception, taken));
    }
    cells.push(words(&mark(&key)));
    let row = unanswered(facts, exception)
        .into_iter()
        .fold(Row::of(cells), |row, action| row.about(Key::Action(action)));
    let row = facts.by_ref.unusable_by(exception).iter().fold(row, |row, m| row.about(Key::Measure(*m)));
    let row = subject.measure.into_iter().fold(row, |row, measure| row.about(Key::Measure(measure)));
    subject.action.into_iter().fold(row, |row, action| row.about(Key::Action(action)))
}

/// The actions without an answer that a missing return is about.
fn unanswered(facts: &Facts<'_>, exception: &Exception) -> Vec<ActionRef> {
    let returner = exception.subject.returner.as_ref().filter(|_| exception.code == NO_RETURN);
    returner.map_or_else(Vec::new, |lead| facts.by_ref.unanswered_by(lead).collect())
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

/// How many were decided, and since when the oldest open error or query has been raised.
fn ages(facts: &Facts<'_>) -> String {
    let decided = facts.month.exceptions.iter().filter(|e| !e.is_open()).count();
    let decided =
        if decided == 0 { String::new() } else { format!("Decided, at the end of the table: {decided}. ") };
    let oldest = facts.undecided().filter(|e| e.times_raised > 1).min_by_key(|e| e.first_raised);
    let since = oldest.and_then(|oldest| {
        let months = facts.month.period.months_since(oldest.first_raised?);
        let months = super::counted(usize::try_from(months).ok()?, "month");
        let times = oldest.times_raised;
        let reference = oldest.subject.reference();
        let about = if reference.is_empty() { whom_to_ask(facts, oldest) } else { reference };
        let about = if about.is_empty() { about } else { format!(" {about}") };
        Some(format!("Open for longest: {}{about}, for {months}, raised {times} times. ", oldest.code))
    });
    format!("{decided}{}", since.unwrap_or_default())
}

/// The decision that settled an exception: on its very key, else on the same cell. Of an open one the decision that still
/// lacks something, so that only that has to be filled in.
fn decision_on<'a>(in_force: &[&'a Decision], exception: &Exception, key: &str) -> Option<&'a Decision> {
    if in_force.is_empty() {
        return None;
    }
    let about = Identity::of_key(key)?;
    let exact = in_force.iter().find(|d| d.about == about);
    if exception.is_open() {
        return exact.filter(|d| !d.lacks().is_empty()).copied();
    }
    exact.or_else(|| in_force.iter().find(|d| d.about.is_same_cell(&about))).copied()
}

/// The same columns for readers of an edition, who decide nothing on it.
fn decided(exception: &Exception, taken: Option<&Decision>) -> [Cell; 5] {
    let [choice, value, reason, by, until] = match taken {
        None if exception.severity == Severity::Note => Default::default(),
        None => [NOT_YET_DECIDED.to_owned(), String::new(), String::new(), String::new(), String::new()],
        Some(decision) => [
            decision.choice.word().to_owned(),
            decision.value.clone(),
            decision.reason.clone(),
            decision.decided_by.clone(),
            decision.until.map(date_in_words).unwrap_or_default(),
        ],
    };
    [choice, value, reason, by, until].map(|text| or_words(&text, Shorthand::NotApplicable))
}

/// What the officer's columns take.
pub(super) struct Officers {
    decision: Arc<Input>,
    value: Arc<Input>,
    reason: Arc<Input>,
    decided_by: Arc<Input>,
    until: Arc<Input>,
}

impl Officers {
    pub(super) fn new() -> Self {
        let ratings = GIVEN_RATINGS.map(crate::domain::Rating::word).join(", ");
        // One list for the whole column: Excel leaves lists where they are when rows are sorted.
        let choices = std::iter::once(OPEN).chain(Choice::ALL.map(Choice::word)).map(str::to_owned).collect();
        let text = |title, prompt: &str| input(InputRule::Text(255), title, prompt);
        Self {
            decision: input(InputRule::List(choices), "Decision", "Choose what you decided from the list."),
            value: text(
                "Value",
                &format!(
                    "The value to use; of two returns (W05) the name of the file that stands; or the rating: {ratings}."
                ),
            ),
            reason: text("Reason", "Why you decided so."),
            decided_by: text("Decided by", "Your name."),
            until: text("Until", "The day until which it holds, such as 31/03/2020."),
        }
    }

    /// Decision, Value, Reason, Decided by, Until. A note asks for no decision; one already taken is shown, and can be
    /// changed.
    fn columns(&self, exception: &Exception, taken: Option<&Decision>) -> [Cell; 5] {
        if exception.severity == Severity::Note && taken.is_none() {
            return std::array::from_fn(|_| marked(Shorthand::NotApplicable));
        }
        self.columns_of(taken)
    }

    /// The same with this decision, or open.
    pub(super) fn columns_of(&self, taken: Option<&Decision>) -> [Cell; 5] {
        let filled = |input, text: &str| {
            let text = text.trim();
            filled_in_value(input, if text.is_empty() { Shorthand::NotAvailable.token() } else { text })
        };
        let said = |part: fn(&Decision) -> &String| taken.map_or("", |decision| part(decision).as_str());
        let until = taken.and_then(|d| d.until).map(date_in_words).unwrap_or_default();
        [
            to_fill_in(&self.decision, taken.map_or(OPEN, |decision| decision.choice.word())),
            filled(&self.value, said(|d| &d.value)),
            filled(&self.reason, said(|d| &d.reason)),
            filled(&self.decided_by, said(|d| &d.decided_by)),
            filled(&self.until, &until),
        ]
    }
}
