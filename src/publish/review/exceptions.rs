//! Exceptions of the stretch: raised in which months, and what became of them.

use std::collections::BTreeSet;

use crate::domain::Period;
use crate::finding::Severity;
use crate::ledger::{Choice, Decision, Identity};
use crate::rules::{RULES, Rule};

use super::Year;

/// What became of an exception by the last month that the ledger has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Became {
    /// Raised in the last month, and nobody decided.
    Open,
    /// The officer decided, and the decision stands.
    Settled,
    /// Not raised in the last month.
    Gone,
    /// For the record: needs no decision.
    Noted,
}

impl Became {
    /// The words shown to people and written to CSVs.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Open => "still open",
            Self::Settled => "settled",
            Self::Gone => "no longer raised",
            Self::Noted => "for the record",
        }
    }
}

/// One exception, the same from month to month.
#[derive(Debug, Clone)]
pub struct ExceptionYear<'a> {
    /// Its key, as in exceptions.csv.
    pub key: &'a str,
    /// The parts of the key.
    pub identity: Identity,
    /// Its rule; none when this ragbook has no rule of that code.
    pub rule: Option<&'static Rule>,
    /// Months in which it was raised.
    pub months: BTreeSet<Period>,
    /// The decision that stands.
    pub decision: Option<&'a Decision>,
    /// What became of it.
    pub became: Became,
}

impl ExceptionYear<'_> {
    /// Severities of its rule, worst first: `error`, or `error or query` where the ledger does not say which.
    pub fn severity(&self) -> String {
        let all = self.rule.map_or(&[][..], |rule| rule.severities);
        all.iter().map(|severity| severity.word()).collect::<Vec<_>>().join(" or ")
    }
}

/// Every exception raised in the stretch: open ones first, then by how often they were raised, then by key.
pub(super) fn of<'a>(year: &Year<'a>) -> Vec<ExceptionYear<'a>> {
    let last = year.history.runs.keys().next_back().copied();
    let standing = year.decisions.in_force();
    let mut all: Vec<ExceptionYear<'a>> = Vec::new();
    for (key, raised) in &year.history.raised {
        let months: BTreeSet<Period> = raised.range(year.from..=year.to).copied().collect();
        let identity = Identity::of_key(key).unwrap_or_default();
        let decision = standing
            .iter()
            .copied()
            .find(|decision| decision.about == identity && settles(decision, &months, year.to));
        let rule = RULES.iter().copied().find(|rule| rule.code.0 == identity.code);
        let noted = rule.is_some_and(|rule| rule.severities == [Severity::Note]);
        let became = match decision {
            _ if noted => Became::Noted,
            Some(_) => Became::Settled,
            None if last.is_some_and(|last| months.contains(&last)) => Became::Open,
            None => Became::Gone,
        };
        all.push(ExceptionYear { key, identity, rule, months, decision, became });
    }
    all.sort_by(|a, b| (a.became, b.months.len(), a.key).cmp(&(b.became, a.months.len(), b.key)));
    all
}

/// Whether a decision stands for the last time it was raised: complete, not ended, and not one that held for an earlier month
/// only.
fn settles(decision: &Decision, months: &BTreeSet<Period>, to: Period) -> bool {
    let lasts = decision.until.is_none_or(|until| until >= to.last_day());
    let last = months.last().copied();
    let in_time = match decision.choice {
        Choice::Withdraw => false,
        choice if choice.is_for_one_period() => Some(decision.period) == last,
        _ => last.is_some_and(|last| decision.period <= last),
    };
    decision.lacks().is_empty() && lasts && in_time
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::decisions::tests::{decision, ledger};
    use crate::publish::review::sample::Stretch;

    const KEY: &str = "V01|ann|1.1a|value|12 (est)";

    fn became(stretch: &Stretch) -> Became {
        stretch.review().exceptions[0].became
    }

    #[test]
    fn raised_in_the_last_month_is_open_until_somebody_decides() {
        let mut stretch = Stretch::new();
        stretch.raised("2024-01", KEY).raised("2024-03", KEY);
        assert_eq!((became(&stretch), stretch.review().exceptions[0].months.len()), (Became::Open, 2));
        stretch.decisions = ledger(vec![decision(KEY, "2024-02", Choice::Accept)]);
        assert_eq!(became(&stretch), Became::Settled);
        stretch.decisions = ledger(vec![decision(KEY, "2024-02", Choice::RejectTheValue)]);
        assert_eq!(became(&stretch), Became::Open, "it held for February only");
        let ended = Decision { until: "2024-03-30".parse().ok(), ..decision(KEY, "2024-02", Choice::Accept) };
        stretch.decisions = ledger(vec![ended]);
        assert_eq!(became(&stretch), Became::Open, "it ended before the month did");
    }

    #[test]
    fn what_is_raised_no_more_is_gone_and_notes_need_nothing() {
        let mut stretch = Stretch::new();
        stretch.raised("2024-01", KEY).rated(
            "2024-03",
            "1.1",
            crate::domain::Rating::Green,
            crate::domain::Rating::Red,
        );
        assert_eq!(became(&stretch), Became::Gone);
        let mut stretch = Stretch::new();
        stretch.raised("2024-03", "L03|ann|||moved");
        let review = stretch.review();
        assert_eq!(
            (review.exceptions[0].became, review.exceptions[0].severity()),
            (Became::Noted, "note".to_owned())
        );
    }
}
