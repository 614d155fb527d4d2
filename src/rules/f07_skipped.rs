//! F07: a file that was passed over (4-reading.md, 4.1).

use super::saying::at;
use super::{Check, Month, Rule, Scope};
use crate::finding::fault::Skip;
use crate::finding::{Code, Exception, Fault, FaultKind, Severity};

/// A file that was passed over.
pub const RULE: Rule = Rule {
    code: Code("F07"),
    name: "skipped",
    severities: &[Severity::Note],
    scope: Scope::Return,
    meaning: "The file is no return: a lock file of Excel, a file of the operating system, a link that leads \
            out of the folder, or one of ragbook's own outputs.",
    example: "\"ann.xlsx\" was passed over: it belongs to the computer, not to a return. Nothing to do.",
    fix: "Nothing to do.",
    check: Check::Fault(say),
};

fn say(_: &Month<'_>, fault: &Fault) -> Option<Exception> {
    let FaultKind::Skipped(skip) = &fault.kind else { return None };
    let (why, fix) = match skip {
        Skip::LockFile => (
            "Excel keeps it while somebody has the workbook open",
            "If the workbook is still open, save and close it. Otherwise nothing to do.",
        ),
        Skip::Litter => ("it belongs to the computer, not to a return", "Nothing to do."),
        Skip::LinkOut => (
            "it is a link that leads out of the folder",
            "If a return is meant, copy the workbook itself into the folder.",
        ),
        Skip::OwnOutput => {
            ("ragbook wrote it itself", "Nothing to do. Keep outputs in another folder than returns.")
        }
    };
    let message = format!("{} was passed over: {why}.", at(&fault.place));
    Some(RULE.raise(Severity::Note, fault).expected("a return").message(message).fix(fix))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::sample::Sample;

    #[test]
    fn fires_on_each_kind_of_file_that_is_no_return() {
        for skip in [Skip::LockFile, Skip::Litter, Skip::LinkOut, Skip::OwnOutput] {
            let sample = Sample::clean().with_file_fault(FaultKind::Skipped(skip));
            assert_eq!(sample.raises(&RULE), ["F07 note ann.xlsx"]);
        }
    }

    #[test]
    fn spares_a_file_that_cannot_be_opened() {
        let kind = FaultKind::Unopened(crate::domain::Refusal::Empty);
        assert!(Sample::clean().with_file_fault(kind).raises(&RULE).is_empty());
    }
}
