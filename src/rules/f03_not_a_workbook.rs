//! F03: a file of another kind (4-reading.md, 4.1).

use super::saying::at;
use super::{Check, Month, Rule, Scope};
use crate::domain::{Foreign, Refusal};
use crate::finding::{Code, Exception, Fault, FaultKind, Severity};

/// A file of another kind.
pub const RULE: Rule = Rule {
    code: Code("F03"),
    name: "not-a-workbook",
    severities: &[Severity::Error],
    scope: Scope::Return,
    meaning: "The file is not a workbook that can be read, whatever its name says. The kind it really is is \
            named.",
    example: "\"ann.xlsx\" is a Word document, not a workbook. Fill in the return that was sent out and \
            send it as an Excel Workbook (.xlsx).",
    fix: "Send the return as an Excel Workbook (.xlsx).",
    check: Check::Fault(say),
};

fn say(_: &Month<'_>, fault: &Fault) -> Option<Exception> {
    let FaultKind::Unopened(Refusal::NotAWorkbook(foreign)) = &fault.kind else { return None };
    let draft = RULE.raise(Severity::Error, fault).expected("an Excel Workbook (.xlsx)");
    let at = at(&fault.place);
    let resave = "Open it in Excel, save it as an Excel Workbook (.xlsx) and send that.";
    let (what, fix) = match foreign {
        Foreign::UnreadFormat(format) => {
            let message = format!("{at} is a workbook in {format} format, which is not read.");
            return Some(draft.found_in_words(format).message(message).fix(resave));
        }
        Foreign::Html => ("a web page", resave),
        Foreign::Xml => ("an XML file", resave),
        Foreign::Word => ("a Word document", SEND),
        Foreign::Presentation => ("a presentation", SEND),
        Foreign::Pdf => ("a PDF", SEND),
        Foreign::Image => ("a picture", SEND),
        Foreign::Message => {
            ("an e-mail message", "Save the workbook that is attached to it and put that in the folder.")
        }
        Foreign::Numbers => ("a Numbers file", "Export it from Numbers to Excel (.xlsx) and send that."),
        Foreign::Archive => ("an archive", "Unpack it and put the workbooks themselves in the folder."),
        Foreign::Unknown => ("a file of an unknown kind", SEND),
    };
    Some(draft.found_in_words(what).message(format!("{at} is {what}, not a workbook.")).fix(fix))
}

const SEND: &str = "Fill in the return that was sent out and send it as an Excel Workbook (.xlsx).";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::sample::Sample;

    fn file(foreign: Foreign) -> Sample {
        Sample::clean().with_file_fault(FaultKind::Unopened(Refusal::NotAWorkbook(foreign)))
    }

    #[test]
    fn fires_and_names_the_kind() {
        assert_eq!(file(Foreign::Pdf).raises(&RULE), ["F03 error ann.xlsx"]);
        assert!(
            file(Foreign::Word)
                .read_aloud(&RULE)
                .starts_with("\"ann.xlsx\" is a Word document, not a workbook.")
        );
        assert!(file(Foreign::UnreadFormat("xls")).read_aloud(&RULE).contains("is a workbook in xls format"));
    }

    #[test]
    fn spares_a_workbook_without_tables() {
        let kind = FaultKind::NotAReturn { sheets: vec!["Sheet1".to_owned()] };
        assert!(Sample::clean().with_file_fault(kind).raises(&RULE).is_empty());
    }
}
