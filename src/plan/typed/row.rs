//! One row of a table, read cell by cell; what cannot be read becomes a fault at its cell.

use std::fmt::Display;
use std::str::FromStr;
use std::sync::Arc;

use chrono::NaiveDate;

use crate::domain::dates::{TextDate, read_date};
use crate::domain::folding::{clip, is_plainly_tidy};
use crate::domain::{LeadId, Quantity};
use crate::finding::{Place, Subject};
use crate::plan::fault::{Impossible, PlanFault, PlanFaultKind};
use crate::plan::raw::table::nearest;
use crate::plan::raw::{RawRow, RawTable};

use super::Known;

/// A row being read.
pub(super) struct Row<'a> {
    table: &'a RawTable,
    cells: &'a RawRow,
    faults: &'a mut Vec<PlanFault>,
    /// What the row is about, once its ref is known.
    pub(super) subject: Subject,
}

impl<'a> Row<'a> {
    /// The row of this table.
    pub(super) fn new(table: &'a RawTable, row: &'a RawRow, faults: &'a mut Vec<PlanFault>) -> Self {
        Self { table, cells: row, faults, subject: Subject::default() }
    }

    /// The cell's text, trimmed; empty when blank.
    pub(super) fn text(&self, column: &str) -> &'a str {
        let cell = self.table.column(column).and_then(|index| self.cells.cell(index));
        cell.map_or("", |cell| cell.text.trim())
    }

    /// The cell's text with white space folded: every run of it is one space.
    pub(super) fn wording(&self, column: &str) -> Arc<str> {
        folded(self.text(column))
    }

    /// As [`Self::wording`]; a fault when blank.
    pub(super) fn needed(&mut self, column: &'static str) -> Option<Arc<str>> {
        self.filled(column)?;
        Some(self.wording(column))
    }

    /// That the cell is not blank; a fault when it is.
    pub(super) fn filled(&mut self, column: &'static str) -> Option<()> {
        if self.text(column).is_empty() {
            self.fault(column, PlanFaultKind::Blank(column));
            return None;
        }
        Some(())
    }

    /// Items of a list separated by `;`.
    pub(super) fn list(&self, column: &str) -> Vec<Arc<str>> {
        self.text(column).split(';').map(folded).filter(|item| !item.is_empty()).collect()
    }

    /// Place of the cell in this column.
    pub(super) fn place(&self, column: &str) -> Place {
        self.table.place(self.cells.row, column)
    }

    /// Adds a fault at the cell in this column.
    pub(super) fn fault(&mut self, column: &str, kind: PlanFaultKind) {
        let found = self.text(column);
        self.fault_on(column, found, kind);
    }

    /// Adds a fault at the cell in this column, about a part of its text.
    pub(super) fn fault_on(&mut self, column: &str, found: &str, kind: PlanFaultKind) {
        let place = self.place(column);
        self.faults.push(PlanFault { place, subject: self.subject.clone(), found: clip(found, 160), kind });
    }

    /// Adds a fault: this cell contradicts another.
    pub(super) fn impossible(&mut self, column: &str, what: Impossible) {
        self.fault(column, PlanFaultKind::Impossible(what));
    }

    /// As [`Self::impossible`], when the condition holds.
    pub(super) fn impossible_if(&mut self, holds: bool, column: &str, what: Impossible) {
        if holds {
            self.impossible(column, what);
        }
    }

    /// A text read as a type with one plain form; none and no fault when blank.
    pub(super) fn parsed<T: FromStr>(&mut self, column: &'static str, expected: &'static str) -> Option<T> {
        let text = self.text(column);
        if text.is_empty() {
            return None;
        }
        let parsed = text.parse().ok();
        if parsed.is_none() {
            self.fault(column, PlanFaultKind::NotReadable { expected });
        }
        parsed
    }

    /// As [`Self::parsed`]; a fault when blank too.
    pub(super) fn parsed_needed<T: FromStr>(
        &mut self,
        column: &'static str,
        expected: &'static str,
    ) -> Option<T> {
        self.filled(column)?;
        self.parsed(column, expected)
    }

    /// A plain number; none when blank.
    pub(super) fn number(&mut self, column: &'static str) -> Option<Quantity> {
        self.parsed(column, "a plain number such as 85 or 12.5")
    }

    /// A date; none when blank.
    pub(super) fn date(&mut self, column: &'static str) -> Option<NaiveDate> {
        let text = self.text(column);
        if text.is_empty() {
            return None;
        }
        let date = read_date(text).map(TextDate::date);
        if date.is_none() {
            self.fault(column, PlanFaultKind::NotReadable { expected: "a date such as 31 March 2020" });
        }
        date
    }

    /// One of these words, in any case; none when blank.
    pub(super) fn choice<T: Copy>(
        &mut self,
        column: &'static str,
        all: &'static [T],
        word: fn(T) -> &'static str,
    ) -> Option<T> {
        let text = self.text(column);
        if text.is_empty() {
            return None;
        }
        let found = all.iter().copied().find(|choice| word(*choice).eq_ignore_ascii_case(text));
        if found.is_none() {
            let choices: Vec<&'static str> = all.iter().map(|choice| word(*choice)).collect();
            let nearest = nearest(text, choices.iter().copied());
            self.fault(column, PlanFaultKind::NotAChoice { choices, nearest });
        }
        found
    }

    /// As [`Self::choice`]; a fault when blank too.
    pub(super) fn choice_needed<T: Copy>(
        &mut self,
        column: &'static str,
        all: &'static [T],
        word: fn(T) -> &'static str,
    ) -> Option<T> {
        self.filled(column)?;
        self.choice(column, all, word)
    }

    /// Ids of leads; each unknown one is a fault. Unchecked when the leads could not be read.
    pub(super) fn leads(&mut self, column: &'static str, known: &Known<'_>) -> Vec<LeadId> {
        let ids: Vec<LeadId> = self.list(column).iter().map(|id| LeadId::from(&**id)).collect();
        for id in &ids {
            if let Some(leads) = known.leads.filter(|_| !known.lead_ids.contains(id)) {
                self.unknown(column, id.as_str(), "lead", leads.iter().map(|lead| lead.id.as_str()));
            }
        }
        ids
    }

    /// Adds a fault about a ref that is not among the known ones.
    pub(super) fn unknown<T: Display>(
        &mut self,
        column: &'static str,
        found: &str,
        what: &'static str,
        known: impl Iterator<Item = T>,
    ) {
        let nearest = nearest(found, known.map(|known| known.to_string()));
        self.fault_on(column, found, PlanFaultKind::UnknownRef { what, nearest });
    }
}

/// The text with every run of white space as one space, and none around it. Most have no other white space, and many are empty.
fn folded(text: &str) -> Arc<str> {
    let text = text.trim();
    let is_folded = || !text.contains("  ") && text.chars().all(|c| c == ' ' || !c.is_whitespace());
    match text {
        "" => Arc::default(),
        text if is_plainly_tidy(text) || is_folded() => text.into(),
        text => text.split_whitespace().collect::<Vec<_>>().join(" ").into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_run_of_white_space_becomes_one_space() {
        for (text, expected) in [
            ("", ""),
            (" \t ", ""),
            ("as it is", "as it is"),
            (" a  b ", "a b"),
            ("a\nb", "a b"),
            ("a\u{a0}\u{2003}b", "a b"),
        ] {
            assert_eq!(&*folded(text), expected, "{text:?}");
        }
    }
}
