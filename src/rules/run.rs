//! Runs the rules and puts what they raise into one order, whatever the order of files.

use std::collections::BTreeSet;

use rayon::prelude::*;

use super::d02_small_number::Withheld;
use super::d03_text_not_approved::Waiting;
use super::settle::settle;
use super::{Check, Month, NotRun, RULES, Ran, Rule, Scope};
use crate::finding::Exception;
use crate::plan::PlanFault;

/// What the rules made of a month or a plan.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Findings {
    /// Open ones first; errors first, then queries, then notes; then by code, file, sheet, cell and subject.
    pub exceptions: Vec<Exception>,
    /// Rules that did not run, or only in part, by code.
    pub not_run: Vec<NotRun>,
}

/// Runs every rule of these scopes over a month. Rules on the plan need [`run_plan`].
///
/// An exception that earlier periods raised too says since when and how often: the history ledger knows its key.
pub fn run(month: &Month<'_>, scopes: &[Scope]) -> Findings {
    run_with(month, scopes, Vec::new())
}

/// The same, with exceptions that are not raised any more only because a decision settled them: they are listed with the
/// decision, so that nobody wonders where they went.
pub fn run_with(month: &Month<'_>, scopes: &[Scope], settled: Vec<Exception>) -> Findings {
    let mut findings = Findings::default();
    let rules: Vec<&Rule> = RULES.iter().copied().filter(|rule| scopes.contains(&rule.scope)).collect();
    let ran: Vec<Option<Ran>> = rules.par_iter().map(|rule| run_rule(rule, month)).collect();
    for (rule, ran) in rules.into_iter().zip(ran) {
        if let Some(ran) = ran {
            findings.take(rule, ran);
        }
    }
    if !settled.is_empty() {
        let raised: BTreeSet<String> = findings.exceptions.iter().map(Exception::key).collect();
        findings.exceptions.extend(settled.into_iter().filter(|e| !raised.contains(&e.key())));
    }
    for fault in settle(month, &mut findings.exceptions) {
        let of_decisions = RULES.iter().filter(|rule| scopes.contains(&rule.scope));
        findings.exceptions.extend(of_decisions.filter_map(|rule| match rule.check {
            Check::Fault(say) => say(month, &fault),
            Check::Month(_) | Check::Plan(_) | Check::Edition(_) | Check::Text(_) => None,
        }));
    }
    for exception in &mut findings.exceptions {
        let known = &month.history.raised;
        let earlier = if known.is_empty() { None } else { known.get(&exception.key()) };
        let first = earlier.and_then(|periods| periods.first().copied());
        exception.first_raised = Some(first.unwrap_or(month.period));
        exception.times_raised =
            1 + earlier.map_or(0, |periods| u32::try_from(periods.len()).unwrap_or(u32::MAX - 1));
    }
    findings.sorted()
}

/// Runs every rule on the plan's own files.
pub fn run_plan(faults: &[PlanFault]) -> Findings {
    let mut findings = Findings::default();
    for rule in RULES {
        if let Check::Plan(check) = rule.check {
            findings.take(rule, check(faults));
        }
    }
    findings.sorted()
}

/// Tells what an edition withholds, measure by measure, in the order given. For the officer, never for the edition.
pub fn run_edition(withheld: &[Withheld]) -> Vec<Exception> {
    let told = RULES.iter().filter_map(|rule| match rule.check {
        Check::Edition(say) => Some(withheld.iter().map(say)),
        _ => None,
    });
    told.flatten().collect()
}

/// Tells which words of leads wait for approval, in the order given. For the officer, never for the edition.
pub fn run_texts(waiting: &[Waiting<'_>]) -> Vec<Exception> {
    let told = RULES.iter().filter_map(|rule| match rule.check {
        Check::Text(say) => Some(waiting.iter().map(say)),
        _ => None,
    });
    told.flatten().collect()
}

/// Runs one rule over a month; none when it looks at plan files or editions.
pub(super) fn run_rule(rule: &Rule, month: &Month<'_>) -> Option<Ran> {
    match rule.check {
        Check::Plan(_) | Check::Edition(_) | Check::Text(_) => None,
        Check::Month(check) => Some(check(month)),
        Check::Fault(say) => Some(Ran::Checked(month.faults().filter_map(|f| say(month, f)).collect())),
    }
}

impl Findings {
    fn take(&mut self, rule: &Rule, ran: Ran) {
        let (exceptions, because) = match ran {
            Ran::Checked(exceptions) => (exceptions, None),
            Ran::InPart(exceptions, because) => (exceptions, Some(because)),
            Ran::NotRun(because) => (Vec::new(), Some(because)),
        };
        self.exceptions.extend(exceptions);
        self.not_run.extend(because.map(|because| NotRun { code: rule.code, name: rule.name, because }));
    }

    fn sorted(mut self) -> Self {
        self.exceptions.sort_by(|a, b| order(a).cmp(&order(b)));
        self
    }
}

/// The order of exceptions, settled ones last: total as far as a reader can see a difference.
fn order(e: &Exception) -> impl Ord + '_ {
    let place = (&e.place.file, &e.place.sheet, e.place.cell);
    (!e.is_open(), e.severity, e.code, place, &e.subject, e.column, (&e.found, &e.message, &e.fix))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Column;
    use crate::finding::{FaultKind, Severity};
    use crate::rules::sample::Sample;

    const ALL: [Scope; 2] = [Scope::Return, Scope::Month];

    #[test]
    fn a_clean_month_raises_nothing_and_says_what_did_not_run() {
        let findings = run(&Sample::clean().month(), &ALL);
        assert_eq!(findings.exceptions, Vec::new());
        let codes: Vec<_> = findings.not_run.iter().map(|n| n.code.0).collect();
        assert_eq!(codes, ["S03", "S08", "S09", "T01", "T02", "T03", "T04", "T05"]);
    }

    #[test]
    fn worst_comes_first_then_code_then_place() {
        let missing = |column| (column, "", FaultKind::Missing);
        let mut sample = Sample::clean();
        for (column, found, kind) in [
            missing(Column::Value),
            (Column::Value, "1 Mar", FaultKind::BecameADate),
            missing(Column::Numerator),
        ] {
            sample = sample.with_measure_fault("1.1a", column, found, kind);
        }
        let findings = run(&sample.month(), &ALL);
        let order: Vec<_> = findings.exceptions.iter().map(|e| (e.code.0, e.place.in_file())).collect();
        let expected = [("V06", "Measures!I5"), ("V11", "Measures!G5"), ("V11", "Measures!I5")];
        assert_eq!(order, expected.map(|(code, place)| (code, place.to_owned())));
        assert!(findings.exceptions.iter().all(|e| e.first_raised == Some(sample.period)));
    }

    #[test]
    fn an_exception_of_earlier_months_says_since_when_and_how_often() {
        let fault = (Column::Value, "12 (est)", FaultKind::Missing);
        let mut sample = Sample::clean().with_measure_fault("1.1a", fault.0, fault.1, fault.2);
        let key = run(&sample.month(), &ALL).exceptions[0].key();
        let months = ["2023-11", "2024-01", "2024-02"].map(|month| month.parse().unwrap());
        sample.history.raised.insert(key, months.into());
        let raised = &run(&sample.month(), &ALL).exceptions[0];
        assert_eq!((raised.first_raised, raised.times_raised), (Some(months[0]), 4));
    }

    #[test]
    fn one_return_alone_leaves_out_what_only_a_month_can_show() {
        let mut sample = Sample::clean();
        sample.intake.files.remove(1);
        let findings = run(&sample.month(), &[Scope::Return]);
        assert_eq!(findings.exceptions, Vec::new());
        let all = run(&sample.month(), &ALL);
        assert_eq!(
            all.exceptions.iter().map(|e| (e.code.0, e.severity)).collect::<Vec<_>>(),
            [("W07", Severity::Error)]
        );
    }
}
