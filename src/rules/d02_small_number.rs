//! D02: numbers that an edition withholds (6-exceptions.md, D; 7-publication.md, 7.4). What is withheld is
//! `publish::disclosure`'s to say; this tells the officer which cells, and why the companions. It never stands in an edition:
//! the reason would tell which number is small.

use super::{Check, Rule, Scope};
use crate::domain::MeasureRef;
use crate::finding::{Code, Exception, Place, Severity, Subject};
use crate::ledger::published::{CellId, Issue, Why};

/// Numbers of one measure that an edition withholds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Withheld {
    /// The edition's name.
    pub edition: String,
    /// The measure.
    pub measure: MeasureRef,
    /// The cells with their reasons and, where an earlier issue withheld them first, that issue.
    pub cells: Vec<(CellId, Why, Option<Issue>)>,
}

/// Numbers withheld in an edition.
pub const RULE: Rule = Rule {
    code: Code("D02"),
    name: "small-number",
    severities: &[Severity::Note],
    scope: Scope::Edition,
    meaning: "An edition shows [c] for these numbers, because they are small and could identify someone, or because a small \
            number could be worked out from them. This note is for the officer alone: it says which are which.",
    example: "The scrutiny edition shows [c] for 2.1a for October 2019 (it is a small number) and 2.1b for October 2019 \
            (with it a small number could be worked out).",
    fix: "Nothing. Do not give these numbers or these reasons to anyone whom the edition is for.",
    check: Check::Edition(say),
};

fn say(withheld: &Withheld) -> Exception {
    let told = |(cell, why, since): &(CellId, Why, Option<Issue>)| {
        let since = since.as_ref().map_or_else(String::new, |issue| format!("; already withheld in {issue}"));
        format!("{cell} ({}{since})", because(*why))
    };
    let told: Vec<String> = withheld.cells.iter().map(told).collect();
    let told = match told.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => told.concat(),
    };
    let message = format!("The {} edition shows [c] for {told}.", withheld.edition);
    let draft = RULE.raise_at(Severity::Note, Place::default(), Subject::measure(withheld.measure));
    draft.found(&withheld.edition).message(message).fix(RULE.fix)
}

/// Why a cell is withheld.
const fn because(why: Why) -> &'static str {
    match why {
        Why::SmallNumber => "it is a small number",
        Why::Companion => "with it a small number could be worked out",
        Why::Breakdown => "it belongs to the breakdown of a small group of which all or none are meant",
        Why::Share => "the numbers behind it are small, withheld or not known",
        Why::NotACount => "it is not a whole number of things, so it cannot be checked",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::sample::Sample;
    use crate::rules::{run, run_edition};

    #[test]
    fn fires_for_each_measure_with_its_cells_and_reasons() {
        let cell = |month: &str| CellId::value("2.1a".parse().unwrap(), month.parse().unwrap());
        let issue = Issue { number: 1, edition: "cabinet".to_owned(), period: "2019-10".parse().unwrap() };
        let withheld = Withheld {
            edition: "scrutiny".to_owned(),
            measure: "2.1a".parse().unwrap(),
            cells: vec![
                (cell("2019-10"), Why::Companion, Some(issue)),
                (cell("2019-11"), Why::SmallNumber, None),
            ],
        };
        let raised = run_edition(&[withheld]);
        assert_eq!(raised.len(), 1);
        assert_eq!(
            raised[0].message,
            "The scrutiny edition shows [c] for 2.1a for October 2019 (with it a small number could be worked out; \
             already withheld in the cabinet edition for October 2019) and 2.1a for November 2019 (it is a small number)."
        );
    }

    #[test]
    fn spares_an_edition_that_withholds_nothing_and_every_month() {
        assert!(run_edition(&[]).is_empty());
        let sample = Sample::clean();
        assert!(run(&sample.month(), &[Scope::Edition, Scope::Return]).exceptions.is_empty());
    }
}
