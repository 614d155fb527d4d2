//! V16: a cell that cannot be trusted in its file format (4-reading.md, 4.7).

use super::raise::QUOTED_CHARS;
use super::saying::{for_ref, says};
use super::{Check, Month, Rule, Scope};
use crate::domain::folding::clip;
use crate::finding::fault::Remedy;
use crate::finding::{Code, Exception, Fault, FaultKind, Severity};

/// A cell that cannot be trusted in its file format.
pub const RULE: Rule = Rule {
    code: Code("V16"),
    name: "unsafe-in-this-format",
    severities: &[Severity::Error],
    scope: Scope::Return,
    meaning: "In this kind of workbook the cell cannot be told from an error or a misread value; or it is crossed \
            out, cannot be seen (white writing, writing in the colour of its fill, a format of ;;;), or shows something else than it \
            holds (by its number format, conditional formatting, a font of symbols, alignment Fill, a caption whose format adds \
            words); or its ref is crossed out; or its formula takes a Last value, points to a cell that is gone, or gives something \
            else each day (TODAY). It is not used.",
    example: "Measures!I5 says \"0\". It is not used for 1.1a: in this kind of file an error looks like \
            0. Open the file in Excel, save it as an Excel Workbook (.xlsx) and send that.",
    fix: "Open the file in Excel, save it as an Excel Workbook (.xlsx) and send that. A number that shows as \
            something else: choose the number format General and type it again.",
    check: Check::Fault(say),
};

fn say(_: &Month<'_>, fault: &Fault) -> Option<Exception> {
    let FaultKind::UnsafeInThisFormat { why, remedy } = &fault.kind else { return None };
    let why = clip(why.trim_end_matches('.'), QUOTED_CHARS);
    let (says, not_used) = (says(fault), format!("It is not used{}", for_ref(fault)));
    let (expected, fix) = match remedy {
        Remedy::SaveAsXlsx => (
            "the same value in an .xlsx workbook",
            "Open the file in Excel, save it as an Excel Workbook (.xlsx) and send that.",
        ),
        Remedy::PlainNumberFormat => (
            "a cell that shows what it holds",
            "On the Home tab choose the number format General for the cell, then type again what is meant.",
        ),
        Remedy::DayFirst => (
            "a date such as 31 March 2020",
            "Type the date again with its month as a word, such as 31 March 2020.",
        ),
        Remedy::DropStrikethrough => (
            "an answer that is not crossed out",
            "If it counts, take away the strikethrough (Home tab, Font). If it does not, clear the cell.",
        ),
        Remedy::ShowTheText => (
            "an answer that can be seen",
            "If it counts, choose black and a size of 11 for the cell (Home tab, Font). If it does not, clear the cell.",
        ),
        Remedy::TypeTheValue => {
            ("a value, or a formula that works", "Type the value instead of the formula.")
        }
        Remedy::PlainFont => (
            "letters and digits",
            "Choose an ordinary font such as Calibri for the cell (Home tab, Font), look at what it then shows, and correct it.",
        ),
        Remedy::PlainAlignment => (
            "a cell that shows what it holds once",
            "On the Home tab choose Align Left for the cell, look at what it then shows, and correct it.",
        ),
        Remedy::DropConditionalFormat => (
            "a cell that shows what it holds",
            "Clear the rules of the cell (Home tab, Conditional Formatting), then type again what is meant.",
        ),
    };
    let message = format!("{says}. {not_used}: {why}.");
    Some(RULE.raise(Severity::Error, fault).expected(expected).message(message).fix(fix))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Column;
    use crate::rules::sample::Sample;

    #[test]
    fn fires_on_a_cell_that_may_be_an_error() {
        let unsafe_for = |why: &str, remedy| {
            let kind = FaultKind::UnsafeInThisFormat { why: why.to_owned(), remedy };
            Sample::clean().with_measure_fault("1.1a", Column::Value, "0", kind)
        };
        let sample = unsafe_for("in this kind of file an error looks like 0", Remedy::SaveAsXlsx);
        assert_eq!(sample.raises(&RULE), ["V16 error ann.xlsx · Measures!I5"]);
        let crossed_out = unsafe_for("the cell is crossed out", Remedy::DropStrikethrough);
        assert_eq!(
            crossed_out.read_aloud(&RULE),
            "Measures!I5 says \"0\". It is not used for 1.1a: the cell is crossed out. If it counts, take away the \
             strikethrough (Home tab, Font). If it does not, clear the cell."
        );
        let ruled = unsafe_for("it may show something else", Remedy::DropConditionalFormat);
        assert!(
            ruled
                .read_aloud(&RULE)
                .contains("Clear the rules of the cell (Home tab, Conditional Formatting)")
        );
        let turned = unsafe_for("it shows the month before the day", Remedy::DayFirst);
        assert!(turned.read_aloud(&RULE).ends_with("such as 31 March 2020."));
        let wings = unsafe_for("its font shows signs", Remedy::PlainFont);
        assert!(wings.read_aloud(&RULE).contains("Choose an ordinary font such as Calibri"));
        let repeated = unsafe_for("it is repeated", Remedy::PlainAlignment);
        assert!(repeated.read_aloud(&RULE).contains("choose Align Left"));
        let other = unsafe_for("the cell shows \"1\" but holds something else", Remedy::PlainNumberFormat);
        assert!(other.read_aloud(&RULE).ends_with("then type again what is meant."));
    }

    #[test]
    fn spares_an_error_that_is_known_to_be_one() {
        let sample = Sample::clean().with_measure_fault("1.1a", Column::Value, "#N/A", FaultKind::ErrorCell);
        assert!(sample.raises(&RULE).is_empty());
    }
}
