//! How a rule builds an exception: `RULE.raise(severity, fault).expected(…).message(…).fix(…)`.

use super::Rule;
use crate::domain::Column;
use crate::domain::folding::clip;
use crate::finding::{Exception, Fault, Place, Severity, Subject};
use crate::plan::PlanFault;

/// Longest text quoted from a cell in a message (10-limits-and-speed.md, "Limits").
pub const QUOTED_CHARS: usize = 160;

/// Longest message or advice, and longest text found: a message lists every comment, changed answer or unused row, and a cell
/// of a workbook holds 32,767 characters.
pub(super) const MESSAGE_CHARS: usize = 32_000;

/// An exception in the making; [`Draft::fix`] ends it.
#[derive(Debug)]
#[must_use]
pub struct Draft(Exception);

impl Rule {
    /// Starts an exception at the place of a fault in a return.
    pub fn raise(&self, severity: Severity, fault: &Fault) -> Draft {
        let draft = self.raise_at(severity, fault.place.clone(), fault.subject.clone()).found(&fault.found);
        Draft(Exception { column: fault.column, ..draft.0 })
    }

    /// Starts an exception at the place of a fault in a plan file.
    pub fn raise_plan(&self, severity: Severity, fault: &PlanFault) -> Draft {
        self.raise_at(severity, fault.place.clone(), fault.subject.clone()).found(&fault.found)
    }

    /// Starts an exception at a place that the rule itself worked out.
    pub fn raise_at(&self, severity: Severity, place: Place, subject: Subject) -> Draft {
        Draft(Exception {
            code: self.code,
            name: self.name,
            severity,
            subject,
            place,
            column: None,
            found: String::new(),
            expected: String::new(),
            message: String::new(),
            fix: String::new(),
            first_raised: None,
            times_raised: 1,
            decision: String::new(),
        })
    }
}

impl Draft {
    /// The column of the return it concerns.
    pub fn column(self, column: Column) -> Self {
        Self(Exception { column: Some(column), ..self.0 })
    }

    /// What was found, as the cell shows it: all of it, so that exceptions.csv loses nothing that a message only quotes.
    pub fn found(self, found: &str) -> Self {
        Self(Exception { found: clip(found, MESSAGE_CHARS), ..self.0 })
    }

    /// What was found, in words, unless the fault's cell already says it.
    pub fn found_in_words(self, found: impl AsRef<str>) -> Self {
        if self.0.found.is_empty() { self.found(found.as_ref()) } else { self }
    }

    /// What was expected.
    pub fn expected(self, expected: impl AsRef<str>) -> Self {
        Self(Exception { expected: clip(expected.as_ref(), MESSAGE_CHARS), ..self.0 })
    }

    /// Where and what is wrong, showing both values, for someone who only knows Excel.
    pub fn message(self, message: impl AsRef<str>) -> Self {
        Self(Exception { message: clip(message.as_ref(), MESSAGE_CHARS), ..self.0 })
    }

    /// What to do: the end of the exception.
    pub fn fix(self, fix: impl AsRef<str>) -> Exception {
        Exception { fix: clip(fix.as_ref(), MESSAGE_CHARS), ..self.0 }
    }
}

#[cfg(test)]
mod tests {
    use crate::domain::Column;
    use crate::finding::FaultKind;
    use crate::rules::sample::Sample;
    use crate::rules::v01_not_a_number::RULE;

    #[test]
    fn what_was_found_is_kept_whole_and_quoted_and_keyed_in_part() {
        let long = format!("{} END", "no number ".repeat(40));
        let sample = Sample::clean().with_measure_fault(
            "1.1a",
            Column::Value,
            &long,
            FaultKind::NotANumber { suggestion: None },
        );
        let raised = &sample.exceptions(&RULE)[0];
        assert_eq!(raised.found, long);
        assert!(!raised.message.contains("END") && !raised.key().contains("END"), "{raised:?}");
    }
}
