//! F06: the same return twice (4-reading.md, 4.6).

use super::saying::{at, quote};
use super::{Check, Month, Rule, Scope};
use crate::finding::{Code, Exception, Fault, FaultKind, Severity};

/// The same return twice.
pub const RULE: Rule = Rule {
    code: Code("F06"),
    name: "duplicate-file",
    severities: &[Severity::Note],
    scope: Scope::Return,
    meaning: "The file holds the same bytes or the same answers as another one. One of the two is used.",
    example: "\"ann.xlsx\" is an exact copy of \"first.xlsx\", which is used. Nothing to do.",
    fix: "Nothing to do.",
    check: Check::Fault(say),
};

fn say(_: &Month<'_>, fault: &Fault) -> Option<Exception> {
    let FaultKind::DuplicateFile { of, same_bytes } = &fault.kind else { return None };
    let of = quote(of);
    let same = if *same_bytes { "is an exact copy of" } else { "holds the same answers as" };
    let message = format!("{} {same} {of}, which is used.", at(&fault.place));
    Some(
        RULE.raise(Severity::Note, fault).expected("each return once").message(message).fix("Nothing to do."),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::fault::Verdict;
    use crate::intake::{FileState, LastValue};
    use crate::rules::sample::Sample;

    #[test]
    fn fires_on_a_copy_and_on_equal_answers() {
        for same_bytes in [true, false] {
            let kind = FaultKind::DuplicateFile { of: "first.xlsx".to_owned(), same_bytes };
            assert_eq!(Sample::clean().with_file_fault(kind).raises(&RULE), ["F06 note ann.xlsx"]);
        }
    }

    #[test]
    fn what_is_true_of_the_copy_alone_is_told_beside_it() {
        let copy = |set_aside: bool| {
            let kind = FaultKind::DuplicateFile { of: "first.xlsx".to_owned(), same_bytes: false };
            let rival = FaultKind::WordingChanged { plan: "whole number".to_owned() };
            let mut sample = Sample::clean().with_file_fault(kind).with_measure_fault(
                "1.1a",
                crate::domain::Column::Unit,
                "hours",
                rival,
            );
            sample.intake.files[0].state = FileState::Duplicate;
            if set_aside {
                sample.set_aside.insert("first.xlsx".to_owned(), "another return stands".to_owned());
            }
            sample.raises(&crate::rules::r06_wording_changed::RULE)
        };
        assert_eq!(copy(false), ["R06 query ann.xlsx · Measures!C5"]);
        assert!(copy(true).is_empty(), "nothing of the one it is a copy of is used");
    }

    #[test]
    fn a_copy_that_alone_restates_the_past_is_told() {
        let restating = |kept: &str, copy: &str| {
            let mut sample = Sample::clean().with_earlier("1.1b", &["80", "85"]);
            let mut other = sample.intake.files[0].clone();
            for (file, says) in [(&mut sample.intake.files[0], kept), (&mut other, copy)] {
                let row = &mut file.returned.as_mut().unwrap().measures.as_mut().unwrap().rows[1];
                let cell = "F6".parse().unwrap();
                row.last_value =
                    Some(LastValue { cell, found: says.to_owned(), value: says.to_owned(), month: None });
            }
            let kind = FaultKind::DuplicateFile { of: "ann.xlsx".to_owned(), same_bytes: false };
            other.faults = Sample::clean().with_file_fault(kind).intake.files.remove(0).faults;
            other.state = FileState::Duplicate;
            other.returned.as_mut().unwrap().file = "z.xlsx".into();
            sample.intake.files.push(other);
            sample.raises(&crate::rules::t04_past_restated::RULE)
        };
        assert_eq!(restating("85%", "90%"), ["T04 query z.xlsx · Measures!F6"]);
        assert_eq!(restating("90%", "90%"), ["T04 query ann.xlsx · Measures!F6"]);
    }

    #[test]
    fn spares_two_returns_that_differ() {
        let kind = FaultKind::TwoReturns {
            other: "b.xlsx".to_owned(),
            standing: None,
            verdict: Verdict::DatesDoNotTell,
            differs: Vec::new(),
        };
        assert!(Sample::clean().with_file_fault(kind).raises(&RULE).is_empty());
    }
}
