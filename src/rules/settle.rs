//! What the officer decided, laid over what was raised (6-exceptions.md, "Decisions"): which exceptions are settled and no
//! longer open, which decisions lapsed (X01), lack something (X02) or settle nothing (X03).
//!
//! A decision matches the exception with its very key. One that accepted what was found in a cell also holds for something
//! else found there, when that is certainly no worse; when in doubt it lapses. It changes no value and no rating here: that
//! is `merge`'s and `rating`'s work.

use super::Month;
use super::saying::in_words;
use crate::domain::dates::{TextDate, read_date};
use crate::domain::figure::Figure;
use crate::domain::period::date_in_words;
use crate::domain::rated::{ActionRating, Lapse};
use crate::domain::{ActionRef, CellRef, Column, OwnRag, Period, Polarity, Status, Value};
use crate::finding::fault::Decided;
use crate::finding::{Exception, Fault, FaultKind, Place, Subject};
use crate::intake::given;
use crate::ledger::decisions::FILE;
use crate::ledger::{Choice, Decision, Identity, Settles};
use crate::plan::Plan;

/// Marks the exceptions that are settled, and returns what is to be told about decisions, in the order of the ledger.
pub fn settle(month: &Month<'_>, exceptions: &mut [Exception]) -> Vec<Fault> {
    let in_force = month.decisions.in_force();
    let identities: Vec<Option<Identity>> = exceptions
        .iter()
        .map(|e| if in_force.is_empty() { None } else { Identity::of_key(&e.key()) })
        .collect();
    let mut faults = Vec::new();
    for decision in in_force {
        if decision.is_for_one_period() && decision.period != month.period {
            continue;
        }
        let mut lacks = lacks(month.plan, decision);
        lacks.extend(no_such_return(month, decision));
        if !lacks.is_empty() {
            faults.push(incomplete(decision, lacks));
            continue;
        }
        if decision.about.is_a_text() {
            faults.extend(words(month, decision).map(|kind| fault(decision, &decision.id, kind)));
            continue;
        }
        let matching = Matching::of(decision, &identities);
        let kind = match verdict(month, decision, &matching) {
            Verdict::Settles => {
                for at in matching.any() {
                    exceptions[*at].decision = in_the_sheets_words(decision);
                }
                continue;
            }
            Verdict::SettlesNothingHere => continue,
            Verdict::Lapsed(lapse) => FaultKind::DecisionLapsed { decided: decided(decision), lapse },
            Verdict::Unused => FaultKind::DecisionUnused(decided(decision)),
        };
        faults.push(fault(decision, matching.found(), kind));
    }
    let waiting = month.decisions.waiting().into_iter().filter(|decision| decision.period == month.period);
    faults.extend(waiting.map(|decision| incomplete(decision, lacks(month.plan, decision))));
    faults
}

/// What is to be told of words approved for publication: that the last day has come while they still stand, or, in the month
/// of the decision, that they stand nowhere any more. They are published, or not, by `publish::edition`.
fn words(month: &Month<'_>, decision: &Decision) -> Option<FaultKind> {
    let ended = decision.until.filter(|until| month.as_at > *until);
    let decided = decided(decision);
    match (stands(month, &decision.about), ended) {
        (true, Some(until)) => Some(FaultKind::DecisionLapsed { decided, lapse: Lapse::Ended(until) }),
        (false, None) if decision.period == month.period => Some(FaultKind::DecisionUnused(decided)),
        _ => None,
    }
}

/// Whether these words are among the month's: as answered now, or carried forward.
fn stands(month: &Month<'_>, about: &Identity) -> bool {
    let is = |reference: &str, column, text: &str| {
        reference == about.reference && Identity::of_text(reference, column, text) == *about
    };
    let answer = |action: ActionRef, commentary: &str, evidence: &str| {
        let name = action.to_string();
        is(&name, Column::Commentary, commentary) || is(&name, Column::Evidence, evidence)
    };
    let now = month.progress.iter().any(|p| answer(p.action, &p.commentary, &p.evidence));
    let carried = |rated: &ActionRating| {
        let past = month.history.actions.get(&(rated.action, rated.carried_from?))?;
        Some(answer(rated.action, &past.commentary, &past.evidence))
    };
    let value = |figure: &Figure| match &figure.value {
        Some(Value::Text(text)) => is(&figure.measure.to_string(), Column::Value, text),
        _ => false,
    };
    now || month.action_ratings.iter().any(|rated| carried(rated) == Some(true))
        || month.figures.iter().any(value)
}

/// What keeps a decision from being applied, in words; nothing when it can be. A value must read as one of the measure's
/// as strictly as in a return.
pub fn lacks(plan: &Plan, decision: &Decision) -> Vec<String> {
    let mut lacks: Vec<String> = decision.lacks().into_iter().map(str::to_owned).collect();
    if let Some(why) = decision.about.why_not(decision.choice) {
        lacks.push(format!("something to settle: {}", why.trim_end_matches('.')));
        return lacks;
    }
    let value = decision.value.trim();
    if value.is_empty() {
        return lacks;
    }
    match decision.choice {
        Choice::UseThisValue => lacks.extend(unusable(plan, decision, value)),
        Choice::OverrideTheRating if decision.overrides().is_none() => {
            lacks.push(format!("a rating: Red, Amber or Green is needed, not \"{value}\""));
        }
        _ => {}
    }
    lacks
}

/// Why a value cannot be used for what it is about.
fn unusable(plan: &Plan, decision: &Decision, value: &str) -> Option<String> {
    let needed = match Settles::of(&decision.about) {
        Settles::Figure(reference) => {
            let Some(measure) = plan.measure(reference) else {
                return Some(format!("a measure: the plan has no {reference}"));
            };
            given::from_text(value, measure).is_none().then(|| in_words(measure.unit))
        }
        Settles::Answer(_, column) => given::answer_text(value, column).is_none().then(|| answers_of(column)),
        Settles::WhichReturn | Settles::RequestedChange | Settles::EarlierFigure(_) | Settles::NoValue => {
            None
        }
    };
    needed.map(|needed| format!("a value that can be used: {needed} is needed, not \"{value}\""))
}

/// What may be typed for an answer on an action.
const fn answers_of(column: Column) -> &'static str {
    match column {
        Column::Status => "Not started, In progress, Complete or Stopped",
        Column::OwnRag => "Red, Amber or Green",
        _ => "a date such as 31/03/2020",
    }
}

/// The file of a return that is to stand has to be one of the month's.
fn no_such_return(month: &Month<'_>, decision: &Decision) -> Option<String> {
    let names_one = decision.choice == Choice::UseThisValue
        && Settles::of(&decision.about) == Settles::WhichReturn
        && !decision.value.trim().is_empty();
    let is_there = || month.intake.files.iter().any(|file| &*file.name == decision.value.trim());
    (names_one && !is_there())
        .then(|| format!("the name of one of the returns: there is no \"{}\"", decision.value.trim()))
}

/// A decision that cannot be applied, as rule X02 tells it.
pub fn incomplete(decision: &Decision, lacks: Vec<String>) -> Fault {
    let kind = FaultKind::DecisionIncomplete { decided: decided(decision), lacks };
    fault(decision, &decision.id, kind)
}

/// What a decision comes to in a month.
enum Verdict {
    /// The exceptions it matches are settled.
    Settles,
    /// It holds, and no exception shows it.
    SettlesNothingHere,
    Lapsed(Lapse),
    Unused,
}

/// Exceptions of this month that a decision may be about, by their position.
struct Matching<'a> {
    exact: Vec<usize>,
    /// About the same cell, with something else found.
    same_cell: Vec<usize>,
    /// What was found there.
    found: Option<&'a Identity>,
}

impl<'a> Matching<'a> {
    fn of(decision: &Decision, identities: &'a [Option<Identity>]) -> Self {
        let known = || identities.iter().enumerate().filter_map(|(at, id)| Some((at, id.as_ref()?)));
        let exact: Vec<usize> = known().filter(|(_, id)| **id == decision.about).map(|(at, _)| at).collect();
        let same: Vec<(usize, &Identity)> = if exact.is_empty() {
            known().filter(|(_, id)| id.is_same_cell(&decision.about)).collect()
        } else {
            Vec::new()
        };
        let found = same.first().map(|(_, id)| *id);
        Self { exact, same_cell: same.into_iter().map(|(at, _)| at).collect(), found }
    }

    fn any(&self) -> impl Iterator<Item = &usize> {
        self.exact.iter().chain(&self.same_cell)
    }

    fn is_empty(&self) -> bool {
        self.exact.is_empty() && self.same_cell.is_empty()
    }

    fn found(&self) -> &'a str {
        self.found.map_or("", |id| id.found.as_str())
    }
}

fn verdict(month: &Month<'_>, decision: &Decision, matching: &Matching<'_>) -> Verdict {
    match decision.choice {
        Choice::Accept => accepted(month, decision, matching),
        _ if Settles::of(&decision.about) == Settles::RequestedChange => {
            not_agreed(month, decision, matching)
        }
        Choice::UseThisValue | Choice::RejectTheValue => match matching.found {
            _ if !matching.exact.is_empty() => Verdict::Settles,
            Some(now) => Verdict::Lapsed(Lapse::FoundOther {
                was: decision.about.found.clone(),
                now: now.found.clone(),
            }),
            None => Verdict::Unused,
        },
        Choice::OverrideTheRating => overridden(month, decision, matching),
        Choice::Withdraw => Verdict::SettlesNothingHere,
    }
}

fn accepted(month: &Month<'_>, decision: &Decision, matching: &Matching<'_>) -> Verdict {
    let ended = decision.until.filter(|until| month.as_at > *until);
    if matching.is_empty() {
        let tell = ended.is_none() && is_newly_unused(month, decision);
        return if tell { Verdict::Unused } else { Verdict::SettlesNothingHere };
    }
    if let Some(until) = ended {
        return Verdict::Lapsed(Lapse::Ended(until));
    }
    match matching.found {
        Some(now) if !is_no_worse(month.plan, &decision.about, now) => {
            Verdict::Lapsed(Lapse::FoundWorse { was: decision.about.found.clone(), now: now.found.clone() })
        }
        _ => Verdict::Settles,
    }
}

/// A request that was not agreed: for this very date, until its last day.
fn not_agreed(month: &Month<'_>, decision: &Decision, matching: &Matching<'_>) -> Verdict {
    match decision.until.filter(|until| month.as_at > *until) {
        None if matching.is_empty() && is_newly_unused(month, decision) => Verdict::Unused,
        _ if matching.exact.is_empty() => Verdict::SettlesNothingHere,
        Some(until) => Verdict::Lapsed(Lapse::Ended(until)),
        None => Verdict::Settles,
    }
}

/// A decision without an end is told once as unused, not in every month that follows: when it was taken now, or when its
/// exception was still raised last month.
fn is_newly_unused(month: &Month<'_>, decision: &Decision) -> bool {
    let last = month.period.previous();
    let raised = month.history.raised.get(&decision.about.key());
    decision.until.is_some()
        || decision.period >= last
        || raised.is_some_and(|periods| periods.contains(&last))
}

fn overridden(month: &Month<'_>, decision: &Decision, matching: &Matching<'_>) -> Verdict {
    let fate = month.overridden.iter().find(|fate| fate.decision == decision.id);
    match fate.map(|fate| &fate.lapse) {
        // The action or measure is not in the plan any more.
        None => Verdict::Unused,
        // An end that everybody knew of is told once, in the month in which it came.
        Some(Some(Lapse::Ended(until))) if *until < month.period.previous().last_day() => {
            Verdict::SettlesNothingHere
        }
        Some(Some(lapse)) => Verdict::Lapsed(lapse.clone()),
        Some(None) if matching.exact.is_empty() => Verdict::SettlesNothingHere,
        Some(None) => Verdict::Settles,
    }
}

/// Whether what was found now is certainly as good as what was accepted: by the measure's polarity for a value, further on
/// for a status, no later for a date. Of anything else nobody can say so.
fn is_no_worse(plan: &Plan, accepted: &Identity, now: &Identity) -> bool {
    match accepted.column() {
        Some(Column::Value) => {
            let Some(measure) = accepted.measure().and_then(|m| plan.measure(m)) else { return false };
            let read = |found: &str| given::from_text(found, measure).map(|given| given.value);
            match (read(&accepted.found), read(&now.found), measure.polarity) {
                (Some(Value::Number(was)), Some(Value::Number(now)), Polarity::Higher) => now >= was,
                (Some(Value::Number(was)), Some(Value::Number(now)), Polarity::Lower) => now <= was,
                (Some(Value::Number(was)), Some(Value::Number(now)), Polarity::None) => now == was,
                (Some(Value::Date(was)), Some(Value::Date(now)), _) => now <= was,
                _ => false,
            }
        }
        Some(Column::Status) => {
            let further = |found: &str| match found.parse::<Status>() {
                Ok(Status::NotStarted) => Some(0),
                Ok(Status::InProgress) => Some(1),
                Ok(Status::Complete) => Some(2),
                Ok(Status::Stopped) | Err(_) => None,
            };
            further(&accepted.found).zip(further(&now.found)).is_some_and(|(was, now)| now >= was)
        }
        Some(Column::OwnRag) => {
            let rag = |found: &str| found.parse::<OwnRag>().ok();
            rag(&accepted.found).zip(rag(&now.found)).is_some_and(|(was, now)| now == was)
        }
        Some(Column::Forecast) => {
            let day = |found: &str| read_date(found).map(TextDate::date);
            day(&accepted.found).zip(day(&now.found)).is_some_and(|(was, now)| now <= was)
        }
        _ => false,
    }
}

/// What stands in the column Decision of a settled exception.
fn in_the_sheets_words(decision: &Decision) -> String {
    let by = decision.decided_by.trim();
    let until = decision.until.map(|day| format!(" until {}", date_in_words(day))).unwrap_or_default();
    let what = match decision.choice {
        Choice::Accept if matches!(Settles::of(&decision.about), Settles::EarlierFigure(_)) => {
            let (period, value) = decision.value.split_once(' ').unwrap_or_default();
            let month = period.parse::<Period>().map(Period::in_words).unwrap_or_default();
            format!("{value} stands for {month} from next month on, accepted by {by}")
        }
        Choice::Accept => format!("Accepted by {by}{until}"),
        Choice::UseThisValue if Settles::of(&decision.about) == Settles::WhichReturn => {
            format!("{} stands, decided by {by}", decision.value)
        }
        Choice::UseThisValue => format!("{} is used instead, decided by {by}", decision.value),
        Choice::RejectTheValue if Settles::of(&decision.about) == Settles::RequestedChange => {
            let on = decision.decided_on.map(|day| format!(" on {}", date_in_words(day))).unwrap_or_default();
            format!("Not agreed, the plan's date stands: decided by {by}{on}{until}")
        }
        Choice::RejectTheValue => format!("The return's value is rejected by {by}"),
        Choice::OverrideTheRating => format!("Rated {} by {by}{until}", decision.value),
        Choice::Withdraw => return String::new(),
    };
    format!("{what}: {}", decision.reason.trim())
}

fn decided(decision: &Decision) -> Decided {
    Decided {
        id: decision.id.clone(),
        choice: decision.choice.word(),
        by: decision.decided_by.trim().to_owned(),
        period: decision.period,
        code: decision.about.code.clone(),
    }
}

/// At the decision's row. What was found begins with its id: two decisions are two exceptions.
fn fault(decision: &Decision, found: &str, kind: FaultKind) -> Fault {
    let about = &decision.about;
    let subject = match about.measure() {
        Some(measure) => Subject::measure(measure),
        None => about.action().map(Subject::action).unwrap_or_default(),
    };
    let place = Place { cell: Some(CellRef::new(decision.line.saturating_sub(1), 0)), ..Place::file(FILE) };
    let lead = about.lead();
    let found = if found.is_empty() || found == decision.id {
        decision.id.clone()
    } else {
        format!("{}: {found}", decision.id)
    };
    Fault { place, subject: subject.from(lead.as_ref()), column: about.column(), found, kind }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Rating;
    use crate::domain::rated::Overridden;
    use crate::ledger::decisions::tests::{decision, ledger};
    use crate::plan::sample::day;
    use crate::rules::sample::Sample;
    use crate::rules::{Scope, run};

    const KEY: &str = "V14|ann|1.1b|value|85%";

    /// A month in which 1.1b shows this, with this decision in the ledger.
    fn month(found: &str, taken: Decision) -> Sample {
        let mut sample =
            Sample::clean().with_measure_fault("1.1b", Column::Value, found, FaultKind::NoFraction);
        sample.decisions = ledger(vec![taken]);
        sample
    }

    /// What was decided about V14, and the codes of group X raised.
    fn settled(sample: &Sample) -> (String, Vec<&'static str>) {
        let findings = run(&sample.month(), &[Scope::Return, Scope::Month]).exceptions;
        let told = findings.iter().map(|e| e.code.0).filter(|code| code.starts_with('X')).collect();
        (findings.iter().find(|e| e.code.0 == "V14").unwrap().decision.clone(), told)
    }

    #[test]
    fn the_same_or_better_stays_accepted_and_anything_else_lapses() {
        for found in ["85%", "85.0%", "92%"] {
            let sample = month(found, decision(KEY, "2024-02", Choice::Accept));
            assert_eq!(settled(&sample), ("Accepted by Dana Fox: It is so.".to_owned(), vec![]), "{found}");
        }
        for found in ["84%", "about 90%", "", "0.9"] {
            let sample = month(found, decision(KEY, "2024-02", Choice::Accept));
            assert_eq!(settled(&sample), (String::new(), vec!["X01"]), "{found}");
        }
    }

    #[test]
    fn it_holds_on_its_last_day_and_not_on_the_next() {
        let until = |date| Decision { until: Some(date), ..decision(KEY, "2024-02", Choice::Accept) };
        assert!(
            settled(&month("85%", until(day(2024, 3, 31)))).0.ends_with("until 31 March 2024: It is so.")
        );
        assert_eq!(settled(&month("85%", until(day(2024, 3, 30)))).1, ["X01"]);
    }

    #[test]
    fn an_incomplete_decision_settles_nothing() {
        let unsigned = Decision { decided_by: String::new(), ..decision(KEY, "2024-03", Choice::Accept) };
        assert_eq!(settled(&month("85%", unsigned)), (String::new(), vec!["X02"]));
    }

    #[test]
    fn an_override_settles_while_it_holds_and_is_told_when_the_rules_rate_worse() {
        let taken = Decision {
            value: "Green".to_owned(),
            until: Some(day(2024, 6, 30)),
            ..decision(KEY, "2024-03", Choice::OverrideTheRating)
        };
        let with = |lapse| {
            let mut sample = month("85%", taken.clone());
            sample.overridden = vec![Overridden { decision: "D1".to_owned(), lapse }];
            settled(&sample)
        };
        assert_eq!(with(None).0, "Rated Green by Dana Fox until 30 June 2024: It is so.");
        let worse = Lapse::RatedWorse { was: Some(Rating::Amber), now: Rating::Red };
        assert_eq!(with(Some(worse)), (String::new(), vec!["X01"]));
        assert_eq!(with(Some(Lapse::Ended(day(2024, 3, 30)))).1, ["X01"]);
        assert!(with(Some(Lapse::Ended(day(2024, 1, 31)))).1.is_empty(), "an end is told once");
    }

    #[test]
    fn a_status_holds_when_it_is_further_and_nothing_is_guessed_of_a_rating() {
        let about = |column: &str, found: &str| Identity {
            column: column.to_owned(),
            found: found.to_owned(),
            reference: "1.1".to_owned(),
            ..Identity::default()
        };
        let plan = crate::plan::sample::plan();
        let holds = |column, was, now| is_no_worse(&plan, &about(column, was), &about(column, now));
        assert!(holds("status", "In progress", "Complete") && !holds("status", "Complete", "In progress"));
        assert!(!holds("status", "In progress", "Stopped"));
        assert!(
            holds("forecast", "31/05/2024", "1 May 2024") && !holds("forecast", "31/05/2024", "1/6/2024")
        );
        assert!(!holds("own_rag", "Amber", "Green") && !holds("commentary", "a", "b"));
    }
}
