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

    /// Stable from month to month: code + returner + ref + column + value found (6-exceptions.md).
    pub fn key(&self) -> String {
        let returner = self.subject.returner.as_ref().map_or("", |r| r.as_str());
        let column = self.column.map_or("", Column::key);
        let found = clip(&self.found, FOUND_IN_KEY_CHARS);
        [self.code.0, returner, &self.subject.reference(), column, &found].join("|")
    }
}
