//! F02: an encrypted workbook (4-reading.md, 4.1 and 4.7).

use super::saying::at;
use super::{Check, Month, Rule, Scope};
use crate::domain::Refusal;
use crate::finding::{Code, Exception, Fault, FaultKind, Severity};

/// An encrypted workbook.
pub const RULE: Rule = Rule {
    code: Code("F02"),
    name: "password",
    severities: &[Severity::Error],
    scope: Scope::Return,
    meaning: "The workbook is protected with a password and cannot be opened without it.",
    example: "\"ann.xlsx\" is protected with a password and cannot be opened. Remove the password (File, \
            Info, Protect Workbook, Encrypt with Password), save it again and send that.",
    fix: "Remove the password (File, Info, Protect Workbook, Encrypt with Password) and save it again.",
    check: Check::Fault(say),
};

fn say(_: &Month<'_>, fault: &Fault) -> Option<Exception> {
    let FaultKind::Unopened(Refusal::Password { default_password }) = &fault.kind else { return None };
    let at = at(&fault.place);
    let draft = RULE
        .raise(Severity::Error, fault)
        .found_in_words("a password")
        .expected("a workbook without a password");
    Some(if *default_password {
        // Excel adds its own password to some protected workbooks: whoever sent it never typed one.
        let message = format!("{at} is stored in protected form by Excel itself and cannot be opened.");
        draft
            .message(message)
            .fix("Remove the protection (Review, Unprotect Workbook), save it again and send that.")
    } else {
        let message = format!("{at} is protected with a password and cannot be opened.");
        let fix = "Remove the password (File, Info, Protect Workbook, Encrypt with Password), save it again and send that.";
        draft.message(message).fix(fix)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::sample::Sample;

    #[test]
    fn fires_and_knows_a_password_nobody_typed() {
        let with = |default_password| {
            Sample::clean().with_file_fault(FaultKind::Unopened(Refusal::Password { default_password }))
        };
        assert_eq!(with(false).raises(&RULE), ["F02 error ann.xlsx"]);
        assert!(with(true).read_aloud(&RULE).contains("by Excel itself"));
    }

    #[test]
    fn spares_a_damaged_file() {
        let kind = FaultKind::Unopened(Refusal::Damaged("no end".to_owned()));
        assert!(Sample::clean().with_file_fault(kind).raises(&RULE).is_empty());
    }
}
