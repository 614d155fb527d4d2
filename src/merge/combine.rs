//! How the values of several leads become one, by the measure's merge rule (4-reading.md, 4.6; 11-settled.md, "Plan").
//!
//! Exact throughout. What cannot be combined without guessing is withheld with the reason, never approximated.

use chrono::NaiveDate;

use crate::domain::folding::fold_wording;
use crate::domain::{LeadId, MergeRule, Quantity, Value};

/// One lead's value.
#[derive(Debug, Clone)]
pub(super) struct Given {
    /// Whose.
    pub(super) returner: LeadId,
    /// The lead's name for people.
    pub(super) name: String,
    /// The value.
    pub(super) value: Value,
    /// Numerator and denominator behind it.
    pub(super) fraction: Option<(Quantity, Quantity)>,
    /// When the return was completed.
    pub(super) completed: Option<NaiveDate>,
    /// Index of its contribution.
    pub(super) entry: usize,
}

/// What combining gives.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Combined {
    /// One value.
    One(Combination),
    /// Values were read, and none may be used.
    Withheld(Conflict),
}

/// One value made of several.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Combination {
    /// The value.
    pub(super) value: Value,
    /// Numerator and denominator of the combined percent.
    pub(super) fraction: Option<(Quantity, Quantity)>,
    /// Positions among the given values that are not part of it, and why.
    pub(super) passed_over: Vec<(usize, PassedOver)>,
}

/// Why a given value is not part of the combined one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PassedOver {
    /// A later answer is used (`latest`).
    Earlier,
    /// A larger one is used (`maximum`).
    Smaller,
    /// A percent without its numbers cannot be pooled: its lead counts as missing.
    NotPoolable,
}

/// Why values are withheld.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Conflict {
    /// They differ where they must be one (M02).
    Disagree,
    /// The result cannot be held exactly.
    TooLarge,
    /// None has the numbers that pooling needs.
    NothingToPool,
    /// The rule needs numbers.
    NotNumbers,
}

/// Combines the values of different leads, in plan order of leads. None without any value. `joint`: whether the plan
/// expects the measure from more than one lead, so that a list names each.
pub(super) fn combine(rule: MergeRule, given: &[Given], joint: bool) -> Option<Combined> {
    let (first, others) = given.split_first()?;
    if rule == MergeRule::List && (joint || !others.is_empty()) {
        let parts: Vec<String> = given.iter().map(|g| format!("{}: {}", g.name, g.value)).collect();
        return Some(one(Value::Text(parts.join("; ")), None));
    }
    if others.is_empty() {
        return Some(one(first.value.clone(), first.fraction));
    }
    Some(match rule {
        MergeRule::Single | MergeRule::List => agree(given),
        MergeRule::Sum => numbers(given).map_or(Combined::Withheld(Conflict::NotNumbers), |n| {
            total(&n).map_or(Combined::Withheld(Conflict::TooLarge), |sum| one(Value::Number(sum), None))
        }),
        MergeRule::Mean => numbers(given).map_or(Combined::Withheld(Conflict::NotNumbers), |n| {
            mean(&n).map_or(Combined::Withheld(Conflict::TooLarge), |mean| one(Value::Number(mean), None))
        }),
        MergeRule::Pooled => pooled(given),
        MergeRule::Latest => latest(given),
        MergeRule::Maximum => maximum(given),
    })
}

/// Whether two values are the same answer: numbers and dates exactly, texts as people compare them.
pub(super) fn same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Text(one), Value::Text(other)) => {
            one == other || (one.chars().count() <= 1_000 && fold_wording(one) == fold_wording(other))
        }
        _ => one == other,
    }
}

/// The sum of these numbers; none when it cannot be held exactly.
pub(super) fn total(numbers: &[Quantity]) -> Option<Quantity> {
    // Added from the smallest up, so that whether the sum can be held does not depend on the order of files.
    let mut sorted = numbers.to_vec();
    sorted.sort();
    sorted.into_iter().try_fold(Quantity::ZERO, Quantity::plus)
}

const fn one(value: Value, fraction: Option<(Quantity, Quantity)>) -> Combined {
    Combined::One(Combination { value, fraction, passed_over: Vec::new() })
}

fn numbers(given: &[Given]) -> Option<Vec<Quantity>> {
    given.iter().map(|g| g.value.number()).collect()
}

fn agree(given: &[Given]) -> Combined {
    let Some((first, others)) = given.split_first() else { return Combined::Withheld(Conflict::Disagree) };
    if !others.iter().all(|other| same(&first.value, &other.value)) {
        return Combined::Withheld(Conflict::Disagree);
    }
    // 17/20 and 34/40 are the same percent of different wholes: then no one fraction is behind it.
    let mut fractions = given.iter().filter_map(|g| g.fraction);
    let fraction = fractions.next().filter(|first| fractions.all(|other| other == *first));
    one(first.value.clone(), fraction)
}

fn mean(numbers: &[Quantity]) -> Option<Quantity> {
    let count = i64::try_from(numbers.len()).ok()?;
    total(numbers)?.over(Quantity::from(count))
}

/// Sum of numerators over sum of denominators. Percents without their numbers are passed over, unless all percents are
/// equal: then the pooled percent is that one, whatever the numbers.
fn pooled(given: &[Given]) -> Combined {
    let fractions: Vec<(Quantity, Quantity)> = given.iter().filter_map(|g| g.fraction).collect();
    if fractions.len() < given.len()
        && let Combined::One(agreed) = agree(given)
    {
        return one(agreed.value, None);
    }
    if fractions.is_empty() {
        return Combined::Withheld(Conflict::NothingToPool);
    }
    let summed = || {
        let numerator = total(&fractions.iter().map(|f| f.0).collect::<Vec<_>>())?;
        let denominator = total(&fractions.iter().map(|f| f.1).collect::<Vec<_>>())?;
        let percent = numerator.times(Quantity::HUNDRED)?.over(denominator)?;
        Some((percent, numerator, denominator))
    };
    let Some((percent, numerator, denominator)) = summed() else {
        return Combined::Withheld(Conflict::TooLarge);
    };
    let lacking = given.iter().enumerate().filter(|(_, g)| g.fraction.is_none());
    Combined::One(Combination {
        value: Value::Number(percent),
        fraction: Some((numerator, denominator)),
        passed_over: lacking.map(|(position, _)| (position, PassedOver::NotPoolable)).collect(),
    })
}

fn latest(given: &[Given]) -> Combined {
    let agreed = agree(given);
    if matches!(agreed, Combined::One(_)) {
        return agreed;
    }
    let last = given.iter().map(|g| g.completed).max().flatten();
    let at_last: Vec<Given> = given.iter().filter(|g| g.completed == last).cloned().collect();
    if given.iter().any(|g| g.completed.is_none()) {
        return Combined::Withheld(Conflict::Disagree);
    }
    match agree(&at_last) {
        Combined::One(combination) => {
            let earlier = given.iter().enumerate().filter(|(_, g)| g.completed != last);
            let passed_over = earlier.map(|(position, _)| (position, PassedOver::Earlier)).collect();
            Combined::One(Combination { passed_over, ..combination })
        }
        withheld @ Combined::Withheld(_) => withheld,
    }
}

fn maximum(given: &[Given]) -> Combined {
    // Words have no order: several of them must agree.
    if given.iter().any(|g| matches!(g.value, Value::Text(_))) {
        return agree(given);
    }
    let Some(largest) = given.iter().map(|g| &g.value).max() else {
        return Combined::Withheld(Conflict::Disagree);
    };
    let at_largest: Vec<Given> = given.iter().filter(|g| g.value == *largest).cloned().collect();
    match agree(&at_largest) {
        Combined::One(combination) => {
            let smaller = given.iter().enumerate().filter(|(_, g)| g.value != *largest);
            let passed_over = smaller.map(|(position, _)| (position, PassedOver::Smaller)).collect();
            Combined::One(Combination { passed_over, ..combination })
        }
        withheld @ Combined::Withheld(_) => withheld,
    }
}
