//! V16: a cell that cannot be trusted in its file format (4-reading.md, 4.7).

use super::raise::QUOTED_CHARS;
use super::saying::{for_ref, says};
use super::{Check, Month, Rule, Scope};
use crate::domain::folding::clip;
use crate::finding::{Code, Exception, Fault, FaultKind, Severity};

/// A cell that cannot be trusted in its file format.
pub const RULE: Rule = Rule {
    code: Code("V16"),
    name: "unsafe-in-this-format",
    severities: &[Severity::Error],
    scope: Scope::Return,
    meaning: "In this kind of workbook the cell cannot be told from an error or a misread value, so it is not \
            used.",
    example: "Measures!I5 says \"0\". It is not used for 1.1a: in this kind of file an error looks like \
            0. Open the file in Excel, save it as an Excel Workbook (.xlsx) and send that.",
    fix: "Open the file in Excel, save it as an Excel Workbook (.xlsx) and send that.",
    check: Check::Fault(say),
};

fn say(_: &Month<'_>, fault: &Fault) -> Option<Exception> {
    let FaultKind::UnsafeInThisFormat(why) = &fault.kind else { return None };
    let why = clip(why.trim_end_matches('.'), QUOTED_CHARS);
    let message = format!("{}. It is not used{}: {why}.", says(fault), for_ref(fault));
    let fix = "Open the file in Excel, save it as an Excel Workbook (.xlsx) and send that.";
    Some(
        RULE.raise(Severity::Error, fault)
            .expected("the same value in an .xlsx workbook")
            .message(message)
            .fix(fix),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Column;
    use crate::rules::sample::Sample;

    #[test]
    fn fires_on_a_cell_that_may_be_an_error() {
        let kind = FaultKind::UnsafeInThisFormat("in this kind of file an error looks like 0".to_owned());
        let sample = Sample::clean().with_measure_fault("1.1a", Column::Value, "0", kind);
        assert_eq!(sample.raises(&RULE), ["V16 error ann.xlsx · Measures!I5"]);
    }

    #[test]
    fn spares_an_error_that_is_known_to_be_one() {
        let sample = Sample::clean().with_measure_fault("1.1a", Column::Value, "#N/A", FaultKind::ErrorCell);
        assert!(sample.raises(&RULE).is_empty());
    }
}
