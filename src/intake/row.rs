//! One row of a recognised table: its cells by column, read one by one, with what has to be told about each.

use std::cell::OnceCell;
use std::collections::BTreeSet;

use crate::domain::folding::clip;
use crate::domain::person::{Births, marks_in};
use crate::domain::{CellRef, Column, Table};
use crate::finding::fault::Remedy;
use crate::finding::{Fault, FaultKind, Place, Subject};
use crate::form::{HeaderRows, Template};
use crate::plan::Indexed;
use crate::sheet::grid::{Cell, Content, Doubt, Format, Grid, Workbook};
use std::sync::Arc;

use super::answers::{Answer, Read};
use super::disclosure::{Persons, is_kept};
use super::header::Header;
use super::own_formula::is_own;
use super::reading::{Checked, Reading, check, read_cell};
use super::scale::Scale;
use super::stale::is_stale;
use super::taken::{Takes, takes};

/// A recognised table on its sheet.
#[derive(Debug, Clone)]
pub(super) struct Found<'a> {
    /// File it came in.
    pub(super) file: &'a Arc<str>,
    /// Format of the file.
    pub(super) format: Format,
    /// The workbook, masked.
    pub(super) workbook: &'a Workbook,
    /// The sheet.
    pub(super) grid: &'a Grid,
    /// The table's header row.
    pub(super) header: Header,
    /// First row (from 0) that no longer belongs to the table.
    pub(super) end: u32,
    /// Whether the workbook counts days from 1904.
    pub(super) from_1904: bool,
    /// Cells of the sheet in which something was masked.
    pub(super) persons: Option<&'a Persons>,
    /// When a child of the plan may have been born.
    pub(super) births: Births,
    /// The plan.
    pub(super) plan: &'a Indexed<'a>,
    /// The template.
    pub(super) template: &'a Template,
    /// Rows in which the headers of a return as issued stand.
    pub(super) issued: HeaderRows,
    /// What the sheet says of the scale of all its figures.
    pub(super) scale: Option<Scale>,
}

impl Found<'_> {
    /// The table.
    pub(super) const fn table(&self) -> Table {
        self.header.table
    }

    /// The place of a cell; a csv has no sheet.
    pub(super) fn place(&self, cell: CellRef) -> Place {
        place(self.file, self.format, self.grid, Some(cell))
    }

    /// The table's first header cell: where a finding about the whole table stands.
    pub(super) fn header_place(&self) -> Place {
        self.place(self.header.first)
    }

    /// Input columns that the table has.
    pub(super) fn inputs(&self) -> impl Iterator<Item = Column> {
        let has = |column: &&Column| column.is_input() && self.header.columns.contains_key(column);
        Column::of(self.table()).iter().filter(has).copied()
    }
}

/// A place on a sheet; a csv has no sheet.
pub(super) fn place(file: &Arc<str>, format: Format, grid: &Grid, cell: Option<CellRef>) -> Place {
    let sheet = (format != Format::Csv).then(|| Arc::clone(&grid.name));
    Place { file: Some(Arc::clone(file)), sheet, cell }
}

/// A row of a table.
pub(super) struct Row<'a> {
    /// The table.
    pub(super) found: &'a Found<'a>,
    /// The row, from 0.
    pub(super) number: u32,
    /// Whom and what the row concerns, once known.
    pub(super) subject: Subject,
    /// What was told about its cells.
    pub(super) faults: Vec<Fault>,
    /// Its cells by column, found when the first is asked for: each is asked for many times.
    cells: OnceCell<[Option<&'a Cell>; COLUMNS]>,
}

/// How many columns there are.
const COLUMNS: usize = Column::ALL.len();

impl<'a> Row<'a> {
    /// This row of the table.
    pub(super) fn new(found: &'a Found<'a>, number: u32) -> Self {
        let (subject, faults, cells) = (Subject::default(), Vec::new(), OnceCell::new());
        Self { found, number, subject, faults, cells }
    }

    /// Where a column's cell is; for a column that the table lacks, the ref's cell.
    pub(super) fn at(&self, column: Column) -> CellRef {
        let cell = |column| self.found.header.cell(column, self.number);
        cell(column).or_else(|| cell(Column::Ref)).unwrap_or(CellRef::new(self.number, 0))
    }

    /// The cell of a column, also when it lies under a merge. What the form itself puts into an input column
    /// (`not needed`, `needs both numbers`) is nothing.
    fn raw(&self, column: Column) -> Option<&'a Cell> {
        self.cells.get_or_init(|| self.cells())[column as usize]
    }

    fn cells(&self) -> [Option<&'a Cell>; COLUMNS] {
        let (mut cells, row) = ([None; COLUMNS], self.found.grid.row(self.number));
        for (column, at) in &self.found.header.columns {
            let is_placeholder = |cell: &Cell| matches!(&cell.content, Content::Text(text) if self.found.template.is_placeholder(*column, text));
            let cell = row.binary_search_by_key(at, |cell| cell.at.column).ok().map(|index| &row[index]);
            cells[*column as usize] = cell.filter(|cell| !is_placeholder(cell));
        }
        cells
    }

    /// The cell of a column that counts: none under a merge, none where it is empty.
    pub(super) fn cell(&self, column: Column) -> Option<&'a Cell> {
        self.raw(column).filter(|cell| !self.found.grid.is_under_merge(cell.at))
    }

    /// The ref's cell; none where it is empty or holds nothing but white space.
    pub(super) fn ref_cell(&self) -> Option<&'a Cell> {
        self.cell(Column::Ref).filter(|cell| !matches!(check(Some(cell), false), Checked::Blank))
    }

    /// The text of one of the plan's own columns, where it is text.
    pub(super) fn wording(&self, column: Column) -> Option<&'a str> {
        match &self.cell(column)?.content {
            Content::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Whether the cell holds an answer of the lead's: neither empty nor the form's own formula.
    pub(super) fn is_answered(&self, column: Column) -> bool {
        let filled = !matches!(check(self.raw(column), false), Checked::Blank);
        filled && !(column == Column::Value && self.value_is_own_formula())
    }

    /// Whether the cell of a column holds the form's own formula, and so no answer.
    pub(super) fn holds_own_formula(&self, column: Column) -> bool {
        column == Column::Value && self.value_is_own_formula()
    }

    /// Whether the Value cell holds the form's own formula.
    pub(super) fn value_is_own_formula(&self) -> bool {
        let Some(formula) = self.raw(Column::Value).and_then(|cell| cell.formula.as_deref()) else {
            return false;
        };
        let part = |column| self.found.header.cell(column, self.number);
        let caption = |column| self.found.template.caption(Table::Measures, column);
        let captions = [caption(Column::Numerator), caption(Column::Denominator)];
        is_own(formula, part(Column::Numerator), part(Column::Denominator), captions)
    }

    /// A formula like the form's own, where it takes a number of another row: the column was moved without the others, or
    /// the formula was typed again and a row missed.
    pub(super) fn formula_of_another_row(&self) -> Option<&'a str> {
        let formula = self.raw(Column::Value)?.formula.as_deref().filter(|_| !self.value_is_own_formula())?;
        if formula.contains('!') {
            return None;
        }
        let is = |at: &CellRef, column| self.found.header.cell(column, at.row) == Some(*at);
        let (is_numerator, is_denominator) =
            (|at: &CellRef| is(at, Column::Numerator), |at: &CellRef| is(at, Column::Denominator));
        let words = formula.split(|c: char| !(c.is_ascii_alphanumeric() || c == '$'));
        let addresses = words.filter_map(|word| word.replace('$', "").to_uppercase().parse::<CellRef>().ok());
        let parts: BTreeSet<CellRef> =
            addresses.filter(|at| is_numerator(at) || is_denominator(at)).collect();
        // More of them, as in a sum over several rows, are somebody's own reckoning.
        let is_one_share =
            parts.len() == 2 && parts.iter().any(is_numerator) && parts.iter().any(is_denominator);
        (is_one_share && parts.iter().any(|at| at.row != self.number)).then_some(formula)
    }

    /// Whether any answer stands in the row.
    pub(super) fn has_answers(&self) -> bool {
        self.found.inputs().any(|column| self.is_answered(column))
    }

    /// Every answer of the row as `Caption: found`.
    pub(super) fn listed(&self) -> Vec<String> {
        let answered = self.found.inputs().filter(|column| self.is_answered(*column));
        answered
            .map(|column| {
                let caption = self.found.template.caption(self.found.table(), column);
                format!("{caption}: {}", self.raw(column).map(Cell::shown).unwrap_or_default())
            })
            .collect()
    }

    /// Reads the cell of a column, telling what has to be told.
    pub(super) fn answer<T>(
        &mut self,
        column: Column,
        reader: impl FnOnce(&Cell) -> Reading<T>,
    ) -> Answer<T> {
        let reading = self.reading(column, reader);
        self.settle(column, reading)
    }

    /// Reads the cell of a column, telling nothing yet.
    pub(super) fn reading<T>(&self, column: Column, reader: impl FnOnce(&Cell) -> Reading<T>) -> Reading<T> {
        match (self.cell(column), self.raw(column)) {
            (None, Some(beneath)) if !matches!(check(Some(beneath), false), Checked::Blank) => {
                Reading::refused(FaultKind::MergedAnswers(self.merge_over(beneath.at)))
            }
            // Its own fault (D01) is told for the row as a whole, used or not.
            _ if !is_kept(column) && self.is_masked(column) => {
                Reading { read: Read::Refused, told: Vec::new() }
            }
            (Some(cell), _) if self.is_split() && !matches!(check(Some(cell), false), Checked::Blank) => {
                Reading::refused(FaultKind::UnsafeInThisFormat {
                    why: "its row holds more values than the table has captions, as when a comma in a number splits it"
                        .to_owned(),
                    remedy: Remedy::SaveAsXlsx,
                })
            }
            (Some(cell), _) if let Some(why) = self.why_not_its_own(column, cell) => Reading::refused(why),
            (cell, _) => read_cell(cell, self.found.grid.never_calculated, reader),
        }
    }

    /// V16 where a filled cell may be no answer of this row's for this month: the row's ref is crossed out, the caption shows
    /// words of its number format, or the formula takes last month's value, or gives something else every day.
    fn why_not_its_own(&self, column: Column, cell: &Cell) -> Option<FaultKind> {
        if !matches!(check(Some(cell), false), Checked::Filled(..)) {
            return None;
        }
        let unsafe_for = |why: &str, remedy| FaultKind::UnsafeInThisFormat { why: why.to_owned(), remedy };
        if self.cell(Column::Ref)?.doubt == Some(Doubt::CrossedOut) {
            return Some(unsafe_for("the ref of its row is crossed out", Remedy::DropStrikethrough));
        }
        let caption = self.found.header.cell(column, self.found.header.row);
        if let Some(shown) = caption.and_then(|at| self.found.grid.get(at)).and_then(Cell::shown_for_text) {
            let why =
                format!("the caption of its column shows \"{}\" but holds something else", clip(&shown, 40));
            return Some(unsafe_for(&why, Remedy::PlainNumberFormat));
        }
        cell.formula.as_ref()?;
        if is_stale(self.found, cell) {
            let why = "what its formula takes has changed since it was worked out";
            return Some(unsafe_for(why, Remedy::TypeTheValue));
        }
        match takes(self, column, cell)? {
            Takes::Changing => {
                let why = "its formula gives something else each time the workbook is opened";
                Some(unsafe_for(why, Remedy::TypeTheValue))
            }
            Takes::LastValue => Some(unsafe_for("its formula takes a last value", Remedy::TypeTheValue)),
            // Two rows may well have one figure: it is used and asked about ([`super::taken::ask`]).
            Takes::Figure(_) => None,
        }
    }

    /// Whether this row of a text file holds more values than there are captions: `1,234` without quotes are two, and
    /// nobody can tell where the row was split.
    fn is_split(&self) -> bool {
        if self.found.format != Format::Csv {
            return false;
        }
        let last =
            self.found.header.columns.values().chain(self.found.header.extra.iter().map(|(c, _)| c)).max();
        self.found.grid.row(self.number).iter().any(|cell| Some(&cell.at.column) > last)
    }

    /// Turns a reading into the column's answer, telling what has to be told.
    pub(super) fn settle<T>(&mut self, column: Column, reading: Reading<T>) -> Answer<T> {
        for kind in reading.told {
            self.tell(column, kind);
        }
        Answer { cell: self.at(column), found: self.shown(column), read: reading.read }
    }

    /// What the cell of a column shows; empty when it is empty or the form's own formula.
    pub(super) fn shown(&self, column: Column) -> String {
        if column == Column::Value && !self.is_answered(column) {
            return String::new();
        }
        match &self.raw(column) {
            Some(Cell { content: Content::Blank, formula: Some(formula), .. }) => format!("={formula}"),
            Some(cell) => cell.shown(),
            None => String::new(),
        }
    }

    /// Reports a fault at the cell of a column.
    pub(super) fn tell(&mut self, column: Column, kind: FaultKind) {
        let place = self.found.place(self.at(column));
        let found = self.shown(column);
        self.faults.push(Fault { place, subject: self.subject.clone(), column: Some(column), found, kind });
    }

    /// Whether something in the cell of a column looked like a person, now or when the form was read before.
    fn is_masked(&self, column: Column) -> bool {
        let at = self.found.header.cell(column, self.number);
        let marked = |cell: &Cell| matches!(&cell.content, Content::Text(text) if !marks_in(text).is_empty());
        at.zip(self.found.persons).is_some_and(|(at, persons)| persons.contains_key(&at))
            || self.raw(column).is_some_and(marked)
    }

    fn merge_over(&self, cell: CellRef) -> String {
        let over = |(from, to): &&(CellRef, CellRef)| {
            (from.row..=to.row).contains(&cell.row) && (from.column..=to.column).contains(&cell.column)
        };
        let merge = self.found.grid.merges.iter().find(over);
        merge.map(|(from, to)| format!("{from}:{to}")).unwrap_or_default()
    }
}

/// A row as read, before it is known whose return it is.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct ReadRow<T> {
    /// The row.
    pub(super) row: T,
    /// R01 or R02: about its ref.
    pub(super) ref_fault: Option<Fault>,
    /// About its cells: told when the row is merged.
    pub(super) cell_faults: Vec<Fault>,
    /// What it is about.
    pub(super) subject: Subject,
}

/// A refused or blank answer for a cell whose meaning cannot be told because its row is unknown.
pub(super) fn unread<T>(row: &Row<'_>, column: Column) -> Answer<T> {
    let read = if row.is_answered(column) { Read::Refused } else { Read::Blank };
    Answer { cell: row.at(column), found: row.shown(column), read }
}
