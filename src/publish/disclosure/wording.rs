//! Words about small numbers: for the edition (what was withheld and why, without giving it away), and for the officer (a
//! refusal with its equation).

use super::system::{Equation, System};
use super::{Method, Refusal, Treatment};

/// The line above a table that holds `[c]`: the same for every reason, as the reason would tell which number is small.
pub const SHORTHAND: &str =
    "[c] = confidential: a small number, or a number that would let one be worked out";

/// What the edition says of how small numbers were treated, one paragraph each. Says nothing of single cells.
pub fn method(method: Method) -> Vec<String> {
    let text: &[&str] = match method {
        Method::Suppress => &[
            "Measures that count children or families could identify someone when a number is small. Numbers from 1 to 5 are not shown; [c] stands in their place. 0 is shown, and means none.",
            "Some larger numbers are [c] too, because a small one could be worked out from them by adding, subtracting or comparing with an earlier paper.",
            "A percentage is shown only when those who count and those who do not are each none, or 6 or more. Movements, gaps and ranks are [c] when a number behind them is.",
            "A number that was [c] in one paper is [c] in every other.",
        ],
        Method::Round => &[
            "Measures that count children or families could identify someone when a number is small. Numbers from 1 to 7 are not shown; [c] stands in their place. 0 is shown, and means none. All other numbers are rounded to the nearest 5.",
            "Percentages are worked out from the rounded numbers and are whole. Totals are rounded by themselves, so parts may not add up to them.",
        ],
    };
    text.iter().map(|line| (*line).to_owned()).collect()
}

/// For the sheet that says what was withheld: each measure with the months in which a number of it is `[c]`, in order.
pub fn withheld_by_measure(treatment: &Treatment) -> Vec<(String, String)> {
    let mut lines: Vec<(String, Vec<String>)> = Vec::new();
    for (id, _, _) in treatment.withheld() {
        let (measure, month) = (id.measure.to_string(), id.period.in_words());
        match lines.last_mut().filter(|(last, _)| *last == measure) {
            Some((_, months)) if months.contains(&month) => {}
            Some((_, months)) => months.push(month),
            None => lines.push((measure, vec![month])),
        }
    }
    lines.into_iter().map(|(measure, months)| (measure, months.join("; "))).collect()
}

/// `2.1 for October 2019 = 2.1a for October 2019 + 2.1b for October 2019`.
pub(super) fn equation(system: &System, equation: &Equation) -> String {
    let name = |cell: usize| system.cells.get(cell).map(|cell| cell.id.to_string()).unwrap_or_default();
    let parts = equation.terms.iter().filter(|(cell, _)| Some(*cell) != equation.total);
    let parts: Vec<String> = parts.map(|(cell, _)| name(*cell)).collect();
    let sum = parts.join(" + ");
    match (equation.total, &equation.said) {
        (Some(total), _) => format!("{} = {sum}", name(total)),
        (None, Some(place)) => format!("the total in {place} = {sum}"),
        (None, None) => format!("what was printed before a revision, with {sum}"),
    }
}

impl Refusal {
    /// For the officer: which number, from what it could be worked out, what to do.
    pub fn in_words(&self) -> String {
        match self {
            Self::MethodMixed { measure, was, issue, now } => format!(
                "{measure} was published with small_numbers = \"{}\" in {issue}; this edition has small_numbers = \"{}\". \
                 The two together would give small numbers away. Give both editions the same method, or leave {measure} \
                 and the measures that add up with it out of this one.",
                was.word(),
                now.word(),
            ),
            Self::Unsafe { cell, equations, printed_before, not_proved, family } => {
                let how = if *not_proved {
                    "it could not be shown that this is safe"
                } else {
                    "nothing else can be withheld"
                };
                let before: Vec<String> =
                    printed_before.iter().map(|(cell, issue)| format!("{cell} in {issue}")).collect();
                let before = if before.is_empty() {
                    String::new()
                } else {
                    format!(" Already published, and not to be taken back: {}.", before.join("; "))
                };
                let family: Vec<String> = family.iter().map(ToString::to_string).collect();
                format!(
                    "{cell} could be worked out, or nearly, from: {}; {how}.{before} Leave {} out of this edition, or merge \
                     their rows in the plan.",
                    equations.join("; "),
                    family.join(", "),
                )
            }
        }
    }
}
