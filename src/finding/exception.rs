//! An exception: code, severity, where it was found, what to do (1-mission.md, "Words"; 6-exceptions.md).

use std::fmt;

use crate::domain::{Column, Period};

use super::place::{Place, Subject};
use crate::domain::folding::clip;

/// Characters of what was found that are part of the key: a key stands in one cell of a ledger, and two long texts that begin
/// alike in one cell of one return are one question.
const FOUND_IN_KEY_CHARS: usize = 160;

/// How bad it is. Ordered worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The value is not used.
    Error,
    /// The value is used, a human should confirm.
    Query,
    /// For the record.
    Note,
}

impl Severity {
    /// The word shown to people and written to CSVs.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Query => "query",
            Self::Note => "note",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

impl serde::Serialize for Severity {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.word())
    }
}

/// Code of a rule, such as `V01`: a letter for the group and two digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Code(pub &'static str);

impl Code {
    /// Whether it belongs to the groups on files as they came (F, L and W), or is D01 on what stands in one.
    pub fn is_about_files(self) -> bool {
        self.0.starts_with(['F', 'L', 'W']) || self.0 == "D01"
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

/// One row of the Exceptions sheet and of exceptions.csv.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exception {
    /// Code of the rule that raised it.
    pub code: Code,
    /// Name of that rule.
    pub name: &'static str,
    /// Severity, one of those the rule declares.
    pub severity: Severity,
    /// Whom and what it concerns.
    pub subject: Subject,
    /// Where it was found.
    pub place: Place,
    /// Column of the return it concerns, part of the key.
    pub column: Option<Column>,
    /// What was found, as shown in the cell, whole: what was typed and is not used stands nowhere else.
    pub found: String,
    /// What was expected.
    pub expected: String,
    /// Where, what is wrong (both values), in words for someone who only knows Excel.
    pub message: String,
    /// What to do.
    pub fix: String,
    /// The period in which it was first raised.
    pub first_raised: Option<Period>,
    /// How many periods raised it, this one included.
    pub times_raised: u32,
    /// What the officer decided; empty while open.
    pub decision: String,
}

impl Exception {
    /// Whether nothing has been decided about it.
    pub const fn is_open(&self) -> bool {
        self.decision.is_empty()
    }

    /// Stable from month to month: code + returner + ref + column + value found (6-exceptions.md). What was found in a file of
    /// nobody is found in that very file: two PDFs are two questions.
    pub fn key(&self) -> String {
        let returner = self.subject.returner.as_ref().map_or("", |r| r.as_str());
        let column = self.column.map_or("", Column::key);
        let found = clip(&self.found, FOUND_IN_KEY_CHARS);
        let reference = self.subject.reference();
        let found = match &self.place.file {
            Some(file) if returner.is_empty() && reference.is_empty() && self.code.is_about_files() => {
                format!("{found} ({file})")
            }
            _ => found,
        };
        [self.code.0, returner, &reference, column, &found].join("|")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::LeadId;

    fn found_in(code: &'static str, file: &str, subject: Subject) -> Exception {
        Exception {
            code: Code(code),
            name: "",
            severity: Severity::Error,
            subject,
            place: Place::file(file),
            column: None,
            found: "a PDF".to_owned(),
            expected: String::new(),
            message: String::new(),
            fix: String::new(),
            first_raised: None,
            times_raised: 1,
            decision: String::new(),
        }
    }

    #[test]
    fn two_files_of_nobody_are_two_questions_and_all_else_is_keyed_by_what_was_found() {
        let key = |code, file| found_in(code, file, Subject::default()).key();
        assert_eq!(key("F03", "scan.pdf"), "F03||||a PDF (scan.pdf)");
        assert_ne!(key("F03", "scan.pdf"), key("F03", "scan 2.pdf"));
        assert_eq!(key("P03", "leads.csv"), "P03||||a PDF");
        let ann = Subject::returner(&LeadId::from("ann"));
        assert_eq!(found_in("F10", "ann.xlsx", ann).key(), "F10|ann|||a PDF");
    }
}
