//! `ragbook chase`: who has not answered yet, how late, and text to paste into an e-mail
//! (8-commands-and-files.md).
//!
//! Takes a month as far as it came in and what the rules said of it, gives one entry for each lead who still owes
//! something, in plan order. Sends nothing.

mod forms;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use chrono::NaiveDate;

use crate::domain::folding::clip;
use crate::domain::period::date_in_words;
use crate::domain::{Column, LeadId, Period};
use crate::finding::{Code, Exception, FaultKind, Severity};
use crate::intake::FileMet;
use crate::plan::Lead;
use crate::plan::due::asked;
use crate::plan::indexed::Indexed;
use crate::rules::Month;
use crate::rules::came::{Arrivals, Came};
use crate::rules::{
    fix_for_lead, l01_caption_missing, l02_caption_twice, l06_tables_differ, w05_two_returns, w07_no_return,
};

/// Who still owes what for a period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chase {
    /// The period.
    pub period: Period,
    /// Day by which returns are due back.
    pub due_back: NaiveDate,
    /// How many leads are expected to return something.
    pub expected: usize,
    /// Leads who still owe something, in plan order.
    pub owing: Vec<Owing>,
}

/// A lead who still owes something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owing {
    /// The lead.
    pub lead: LeadId,
    /// Name of the person, post or organisation.
    pub name: String,
    /// E-mail address; empty when the plan has none.
    pub email: String,
    /// What is owed.
    pub state: OwingState,
    /// The file that came, if one did.
    pub file: Option<String>,
    /// Days since returns were due back; 0 while they are not.
    pub days_late: i64,
    /// Refs still to be answered: of the whole return, or the answers missing from it, each with what is missing.
    pub open: Vec<String>,
    /// Text to paste into an e-mail.
    pub text: String,
}

/// What a lead owes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OwingState {
    /// The whole return.
    Missing,
    /// A return that can be used: the one that came was refused.
    Refused,
    /// Some answers.
    Incomplete,
}

impl OwingState {
    /// The word shown to people and written to CSV and JSON.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Refused => "refused",
            Self::Incomplete => "incomplete",
        }
    }
}

/// Who has not answered as of today. `exceptions` are what the rules raised over the same month: they say why a file
/// was refused.
pub fn chase(month: &Month<'_>, exceptions: &[Exception], today: NaiveDate) -> Chase {
    let due_back = month.plan.due_back(month.period);
    let arrivals = Arrivals::of(month.intake);
    let plan = Indexed::of(month.plan);
    let mut merged = BTreeMap::new();
    for returned in month.merged_returns() {
        merged.extend(returned.returner.as_ref().map(|lead| (lead, returned)));
    }
    let wanting = wanting_answers(month, exceptions);
    let mut expected = 0;
    let mut owing = Vec::new();
    for lead in month.plan.returners() {
        expected += 1;
        let file = merged.get(&lead.id).map(|returned| returned.file.to_string());
        let owed = match (file, arrivals.from(lead)) {
            (Some(file), _) => wanting.get(&lead.id).map(|open| Owed::answers(month, file, open)),
            (None, Came::Refused(file) | Came::Perhaps(file)) => {
                Some(Owed::replacement((month, &plan), lead, file, exceptions))
            }
            (None, Came::Return) => Some(Owed::one_of_two((month, &plan), lead, exceptions)),
            (None, Came::Nothing) => Some(Owed::everything((month, &plan), lead, today)),
        };
        owing.extend(owed.map(|owed| owed.by(month, lead, (today - due_back).num_days().max(0))));
    }
    Chase { period: month.period, due_back, expected, owing }
}

/// A month, and its plan indexed once for all leads.
type Wanted<'a> = (&'a Month<'a>, &'a Indexed<'a>);

/// What is owed, before it is known by whom.
struct Owed {
    state: OwingState,
    file: Option<String>,
    open: Vec<String>,
    body: String,
}

impl Owed {
    fn answers(month: &Month<'_>, file: String, open: &[String]) -> Self {
        let body = incomplete(&file, month.period, open);
        Self { state: OwingState::Incomplete, file: Some(file), open: open.to_vec(), body }
    }

    fn replacement((month, plan): Wanted<'_>, lead: &Lead, file: &FileMet, exceptions: &[Exception]) -> Self {
        let why = reasons(exceptions, |e| {
            e.place.file.as_ref() == Some(&file.name) && e.code != w07_no_return::RULE.code
        });
        let body = refused(&file.name, month.period, &why);
        Self {
            state: OwingState::Refused,
            file: Some(file.name.to_string()),
            open: asked(plan, &lead.id, month.period),
            body,
        }
    }

    /// Two returns that differ, of which none stands (W05).
    fn one_of_two((month, plan): Wanted<'_>, lead: &Lead, exceptions: &[Exception]) -> Self {
        let why = reasons(exceptions, |e| {
            e.code == w05_two_returns::RULE.code && e.subject.returner.as_ref() == Some(&lead.id)
        });
        let body = two_unused(month.period, &why);
        Self { state: OwingState::Refused, file: None, open: asked(plan, &lead.id, month.period), body }
    }

    fn everything((month, plan): Wanted<'_>, lead: &Lead, today: NaiveDate) -> Self {
        let open = asked(plan, &lead.id, month.period);
        let mut body = missing(month.period, month.plan.due_back(month.period), today, &open);
        if let Some((file, whose)) = on_another_form(month, lead) {
            let _ = write!(
                body,
                "\n\n{} came in the form of {whose} and names you as who completed it. If it holds your answers, please type \
                 them into your own form and send that.",
                clip(file, 160)
            );
        }
        Self { state: OwingState::Missing, file: None, open, body }
    }

    fn by(self, month: &Month<'_>, lead: &Lead, days_late: i64) -> Owing {
        let ask = match month.plan.contact.as_str() {
            "" => String::new(),
            contact => format!("\n\nQuestions: {contact}"),
        };
        Owing {
            lead: lead.id.clone(),
            name: lead.name.to_string(),
            email: lead.email.to_string(),
            state: self.state,
            file: self.file,
            days_late,
            open: self.open,
            text: format!("Dear {},\n\n{}\n\nThank you.{ask}\n", lead.name, self.body),
        }
    }
}

/// The file that this lead completed although it is another lead's form, and whose it is (W02).
fn on_another_form<'a>(month: &Month<'a>, lead: &Lead) -> Option<(&'a str, String)> {
    month.faults().find_map(|fault| match &fault.kind {
        FaultKind::CompletedByAnother { colleague, .. } if *colleague == lead.id => {
            let whose = month.plan.lead_name(fault.subject.returner.as_ref()?).to_owned();
            Some((fault.place.file.as_deref()?, whose))
        }
        _ => None,
    })
}

/// Answers that merged returns lack or that could not be used, by lead: `1.1 Status`, `1.2a Value …`, `2.1 the whole
/// row`, each with its cell.
fn wanting_answers<'a>(month: &Month<'a>, exceptions: &'a [Exception]) -> BTreeMap<&'a LeadId, Vec<String>> {
    let mut open: BTreeMap<&LeadId, Vec<String>> = BTreeMap::new();
    for fault in month.faults() {
        let what = match (&fault.kind, fault.column) {
            (FaultKind::Missing, Some(Column::Status)) => "Status",
            (FaultKind::Missing, _) => "Value, or a reason why there is none",
            (FaultKind::RowMissing(_), _) => "the whole row",
            _ => continue,
        };
        let Some(lead) = &fault.subject.returner else { continue };
        let place = fault.place.in_file();
        let place =
            if fault.place.cell.is_some() { format!(" ({})", clip(&place, 60)) } else { String::new() };
        open.entry(lead).or_default().push(format!("{} {what}{place}", fault.subject.reference()));
    }
    for unused in exceptions.iter().filter(|e| e.severity == Severity::Error && is_of_an_answer(e)) {
        let Some(lead) = &unused.subject.returner else { continue };
        let why = format!(
            "{} could not be used. {} {}",
            unused.subject.reference(),
            unused.message,
            fix_for_lead(unused)
        );
        open.entry(lead).or_default().push(why.trim_end().to_owned());
    }
    let merged: BTreeSet<&str> = month.merged_returns().map(|returned| &*returned.file).collect();
    let is_of_a_table = |e: &&Exception| {
        e.severity == Severity::Error
            && OF_A_TABLE.contains(&e.code)
            && e.place.file.as_deref().is_some_and(|file| merged.contains(file))
    };
    for unread in exceptions.iter().filter(is_of_a_table) {
        let Some(lead) = &unread.subject.returner else { continue };
        let why = format!("A whole table could not be used. {} {}", unread.message, fix_for_lead(unread));
        open.entry(lead).or_default().push(why);
    }
    open
}

/// Rules about a table that cannot be read as it is laid out: its answers are all still owed.
const OF_A_TABLE: [Code; 3] =
    [l01_caption_missing::RULE.code, l02_caption_twice::RULE.code, l06_tables_differ::RULE.code];

/// Whether an exception is about what one cell of a return holds: group V, at a cell.
fn is_of_an_answer(exception: &Exception) -> bool {
    exception.code.0.starts_with('V') && exception.column.is_some() && exception.place.cell.is_some()
}

/// What the errors that this test picks say, each with what to do.
fn reasons(exceptions: &[Exception], of_file: impl Fn(&Exception) -> bool) -> Vec<String> {
    let errors = exceptions.iter().filter(|e| e.severity == Severity::Error && of_file(e));
    errors.map(|e| format!("{} {}", e.message, fix_for_lead(e))).collect()
}

fn missing(period: Period, due_back: NaiveDate, today: NaiveDate, open: &[String]) -> String {
    let due = date_in_words(due_back);
    let was_due = if today > due_back { "was due back by" } else { "is due back by" };
    format!(
        "Your improvement plan return for {} {was_due} {due} and has not arrived yet. Please fill in the workbook that \
         you were sent and send it back. It covers {}.\n\nIf you have sent it already, please send it again.",
        period.in_words(),
        open.join(", ")
    )
}

fn two_unused(period: Period, why: &[String]) -> String {
    let sent = format!(
        "We received more than one return from you for {}, and cannot tell which of them is meant: none is used yet.",
        period.in_words()
    );
    format!("{sent}\n\n{}\n\nPlease tell us which one is meant, or send us that one again.", why.join("\n"))
}

fn refused(file: &str, period: Period, why: &[String]) -> String {
    let sent =
        format!("We received {} for {}, but it could not be used.", clip(file, 160), period.in_words());
    if why.is_empty() {
        return format!("{sent}\n\nPlease send it again.");
    }
    // The reasons end with what to do; the same file once more would only be refused again.
    format!("{sent}\n\n{}\n\nPlease put this right and send us the workbook.", why.join("\n"))
}

fn incomplete(file: &str, period: Period, open: &[String]) -> String {
    let lines: Vec<String> = open.iter().map(|answer| format!("- {answer}")).collect();
    format!(
        "Thank you for your return for {} ({}). These answers are still needed:\n{}\n\nPlease fill them in and send the \
         workbook again.",
        period.in_words(),
        clip(file, 160),
        lines.join("\n")
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::FileState;
    use crate::plan::sample::day;
    use crate::rules::sample::Sample;
    use crate::rules::{Scope, run};

    fn chased(sample: &Sample, today: NaiveDate) -> Chase {
        let findings = run(&sample.month(), &[Scope::Return, Scope::Month]);
        chase(&sample.month(), &findings.exceptions, today)
    }

    #[test]
    fn nobody_is_chased_when_everything_came() {
        let chase = chased(&Sample::clean(), day(2024, 4, 9));
        assert!(chase.owing.is_empty());
        assert!(chase.text().starts_with("3 of 3 returns for March 2024 are complete."));
    }

    #[test]
    fn a_missing_return_is_asked_for_and_days_count_from_the_day_after_it_was_due() {
        let mut sample = Sample::clean();
        sample.intake.files.remove(2);
        let on_the_day = &chased(&sample, day(2024, 4, 5)).owing[0];
        assert_eq!((on_the_day.state, on_the_day.days_late), (OwingState::Missing, 0));
        assert!(on_the_day.text.contains("for March 2024 is due back by 5 April 2024"));
        let later = chased(&sample, day(2024, 4, 9));
        assert_eq!(later.owing[0].days_late, 4);
        assert!(later.owing[0].text.contains("It covers 2.2, 2.2a, 2.2b."));
        assert!(later.text().contains("Clerk to the Panel  missing, 4 days late"));
        let old = chased(&sample, day(2031, 4, 9));
        assert!(old.text().contains("Clerk to the Panel  missing, more than 6 years late"), "{}", old.text());
        assert_eq!(old.owing[0].days_late, 2560);
    }

    #[test]
    fn a_refused_return_says_why_and_what_to_do() {
        let kind = FaultKind::WrongPeriod {
            says: "2024-02".parse().ok(),
            wanted: "2024-03".parse().unwrap(),
            claims: Vec::new(),
        };
        let mut sample = Sample::clean().with_file_fault(kind);
        sample.intake.files[0].state = FileState::Refused;
        let owing = &chased(&sample, day(2024, 4, 9)).owing[0];
        assert_eq!((owing.state, owing.file.as_deref()), (OwingState::Refused, Some("ann.xlsx")));
        assert!(owing.text.contains("\"ann.xlsx\" is for February 2024, not for March 2024."));
        assert!(owing.text.contains("Please put this right") && !owing.text.contains("send it again"));
    }

    #[test]
    fn an_incomplete_return_lists_what_is_missing_with_its_cell() {
        let sample = Sample::clean()
            .with_progress_fault("1.1", Column::Status, "", FaultKind::Missing)
            .with_measure_fault("1.2a", Column::Value, "", FaultKind::Missing);
        let owing = &chased(&sample, day(2024, 4, 9)).owing[0];
        assert_eq!(owing.state, OwingState::Incomplete);
        assert_eq!(
            owing.open,
            ["1.1 Status (Progress!F5)", "1.2a Value, or a reason why there is none (Measures!I7)"]
        );
    }

    #[test]
    fn an_answer_that_could_not_be_used_is_asked_for_again() {
        let kind = FaultKind::ErrorCell;
        let sample = Sample::clean().with_measure_fault("1.2a", Column::Value, "#REF!", kind);
        let owing = &chased(&sample, day(2024, 4, 9)).owing[0];
        assert_eq!(owing.state, OwingState::Incomplete);
        assert!(owing.open[0].starts_with("1.2a could not be used. Measures!I7 "), "{:?}", owing.open);
    }

    /// Two columns under one heading, two tables, a heading typed over: the answers are owed though no cell is blank.
    #[test]
    fn a_table_that_cannot_be_read_is_still_owed() {
        let kind = || FaultKind::CaptionMissing {
            table: crate::domain::Table::Measures,
            missing: vec!["Value".to_owned()],
            present: vec!["Ref".to_owned()],
        };
        let sample = Sample::clean().with_fault_at("Measures", "A4", "", kind());
        let owing = &chased(&sample, day(2024, 4, 9)).owing[0];
        assert_eq!((owing.lead.as_str(), owing.state), ("ann", OwingState::Incomplete));
        assert!(
            owing.open[0].starts_with("A whole table could not be used. Measures!A4"),
            "{:?}",
            owing.open
        );
        // A damaged copy beside a table that is used is only asked about.
        let used = crate::finding::Place::cell("ann.xlsx", "Measures", "A4".parse().unwrap());
        let copy = FaultKind::TableUnread { table: crate::domain::Table::Measures, used };
        assert!(
            chased(&Sample::clean().with_fault_at("Copy", "A4", "", copy), day(2024, 4, 9)).owing.is_empty()
        );
    }

    #[test]
    fn who_filled_in_another_leads_form_is_told_so() {
        let kind =
            FaultKind::CompletedByAnother { colleague: "clerk".into(), shared: vec!["2.2".to_owned()] };
        let mut sample = Sample::clean().with_fault_at("Start here", "B16", "Clerk", kind);
        sample.intake.files.remove(2);
        let text = &chased(&sample, day(2024, 4, 9)).owing[0].text;
        assert!(text.contains("ann.xlsx came in the form of Ann Archer and names you"), "{text}");
    }

    #[test]
    fn two_returns_of_which_none_is_used_are_spoken_of_as_several() {
        let kind = FaultKind::TwoReturns {
            other: "ann (2).xlsx".to_owned(),
            standing: None,
            verdict: crate::finding::fault::Verdict::DatesDoNotTell,
            differs: Vec::new(),
        };
        let mut sample = Sample::clean().with_file_fault(kind);
        sample.set_aside.insert("ann.xlsx".to_owned(), "none is used".to_owned());
        let text = &chased(&sample, day(2024, 4, 9)).owing[0].text;
        assert!(text.contains("none is used yet") && !text.contains("it could not be used"), "{text}");
        assert!(!text.contains("Decision"), "{text}");
    }

    #[test]
    fn csv_and_json_say_the_same_and_run_nothing() {
        let mut sample = Sample::clean();
        sample.intake.files[0].name = "=cmd.xlsx".into();
        sample.intake.files[0].state = FileState::Refused;
        let chase = chased(&sample, day(2024, 4, 9));
        assert!(chase.csv().unwrap().contains("ann,Ann Archer,ann@example.invalid,refused,4,'=cmd.xlsx,"));
        let json: serde_json::Value = serde_json::from_str(&chase.json().unwrap()).unwrap();
        assert_eq!(json["owing"][0]["state"], "refused");
        assert_eq!(chase.counts()["refused"], 1);
    }
}
