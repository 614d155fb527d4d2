//! F05: a file that a guard stopped (10-limits-and-speed.md, "Limits").

use super::saying::{at, number};
use super::{Check, Month, Rule, Scope};
use crate::domain::{Guard, Quantity, Refusal};
use crate::finding::{Code, Exception, Fault, FaultKind, Severity};

/// A file that a guard stopped.
pub const RULE: Rule = Rule {
    code: Code("F05"),
    name: "too-large",
    severities: &[Severity::Error],
    scope: Scope::Return,
    meaning: "The file has more in it than a return can have, so it was not read. The limit it passed is \
            named.",
    example: "\"ann.xlsx\" is too large to read: at most 200,000 filled cells are read, and it has \
            1,500,000. Send the return as it was issued, without other sheets or data.",
    fix: "Send the return as it was issued, without other sheets or data. Limits can be raised in \
            plan.toml.",
    check: Check::Fault(say),
};

fn say(_: &Month<'_>, fault: &Fault) -> Option<Exception> {
    let FaultKind::Unopened(Refusal::TooLarge { guard, limit, actual }) = &fault.kind else { return None };
    let what = what(*guard);
    let limit = shown(*limit);
    let has = actual.map_or_else(|| "it has more".to_owned(), |actual| format!("it has {}", shown(actual)));
    let message = if *guard == Guard::Memory {
        format!("{} is too large to read: reading it takes more than {limit} {what}.", at(&fault.place))
    } else {
        format!("{} is too large to read: at most {limit} {what} are read, and {has}.", at(&fault.place))
    };
    let fix = match guard {
        Guard::Files => "Give fewer files at once, or raise files under [limits] in plan.toml.",
        Guard::Depth => {
            "Move the returns in it further up, or give this folder itself. It was not looked into."
        }
        _ => "Send the return as it was issued, without other sheets or data.",
    };
    Some(
        RULE.raise(Severity::Error, fault)
            .found_in_words(&has)
            .expected(format!("at most {limit} {what}"))
            .message(message)
            .fix(fix),
    )
}

fn shown(count: u64) -> String {
    number(Quantity::from(i64::try_from(count).unwrap_or(i64::MAX)))
}

const fn what(guard: Guard) -> &'static str {
    match guard {
        Guard::FileBytes => "bytes",
        Guard::ZipEntries => "parts inside the file",
        Guard::PartBytes => "bytes in one part, unpacked,",
        Guard::InflatedBytes => "bytes, unpacked,",
        Guard::Styles => "bytes of formatting",
        Guard::SharedStrings => "texts",
        Guard::Sheets => "sheets",
        Guard::Cells => "filled cells",
        Guard::Merges => "merged ranges on one sheet",
        Guard::Conditionals => "ranges with conditional number formats on one sheet",
        Guard::UnreadableCells => "unreadable cells",
        Guard::CellChars => "characters in one cell",
        Guard::Memory => "megabytes of memory",
        Guard::Files => "files at once",
        Guard::Depth => "folders inside one another",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::sample::Sample;

    #[test]
    fn memory_is_said_in_words_that_fit() {
        let refusal = Refusal::TooLarge { guard: Guard::Memory, limit: 512, actual: None };
        let sample = Sample::clean().with_file_fault(FaultKind::Unopened(refusal));
        let message = &sample.exceptions(&RULE)[0].message;
        assert!(message.contains("reading it takes more than 512 megabytes of memory"), "{message}");
    }

    #[test]
    fn too_many_files_or_folders_are_nothing_that_a_lead_can_mend() {
        for (guard, advice) in [(Guard::Files, "Give fewer files at once"), (Guard::Depth, "further up")] {
            let refusal = Refusal::TooLarge { guard, limit: 16, actual: None };
            let sample = Sample::clean().with_file_fault(FaultKind::Unopened(refusal));
            let fix = &sample.exceptions(&RULE)[0].fix;
            assert!(fix.contains(advice) && !fix.contains("as it was issued"), "{fix}");
        }
    }

    #[test]
    fn fires_and_says_which_limit() {
        let refusal = Refusal::TooLarge { guard: Guard::Cells, limit: 200_000, actual: Some(1_500_000) };
        let sample = Sample::clean().with_file_fault(FaultKind::Unopened(refusal));
        assert_eq!(sample.raises(&RULE), ["F05 error ann.xlsx"]);
        assert!(
            sample.read_aloud(&RULE).contains("at most 200,000 filled cells are read, and it has 1,500,000.")
        );
    }

    #[test]
    fn spares_a_file_that_took_too_long() {
        let sample = Sample::clean().with_file_fault(FaultKind::Unopened(Refusal::TooSlow(10)));
        assert!(sample.raises(&RULE).is_empty());
    }
}
