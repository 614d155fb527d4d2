//! A workbook as the suite damages it: plain rows of cells. An answer carries a [`Tag`] that moves with its cell, so
//! that after any rearrangement the suite still knows where each answer stands.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use ragbook::domain::{CellRef, Column, Table};

/// Which answer (or plan text) a cell is: its table, its row's ref, its column.
pub(crate) type Tag = (Table, String, Column);

/// What a cell holds.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Content {
    /// Nothing.
    Blank,
    /// Text.
    Text(String),
    /// Text in two parts, one of which looks as the run properties say (XML inside `rPr`).
    Parts(Vec<(&'static str, String)>),
    /// A number, as its XML says it.
    Number(String),
    /// A date, stored as a serial in the workbook's own date system.
    Date(NaiveDate),
    /// True or false.
    Bool(bool),
    /// An error such as `#REF!`.
    Error(String),
    /// A formula with its stored result, if it has one.
    Formula(String, Option<Box<Content>>),
    /// The form's own formula of a percent, made for wherever its row stands.
    Own,
}

/// A cell.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Cell {
    /// What it holds.
    pub(crate) content: Content,
    /// Number format code.
    pub(crate) code: String,
    /// Which answer it is.
    pub(crate) tag: Option<Tag>,
    /// Whether the whole cell is crossed out.
    pub(crate) crossed_out: bool,
}

impl Cell {
    /// A blank cell.
    pub(crate) fn blank() -> Self {
        Self::of(Content::Blank)
    }

    /// A General cell.
    pub(crate) fn of(content: Content) -> Self {
        Self { content, code: "General".to_owned(), tag: None, crossed_out: false }
    }

    /// A text cell.
    pub(crate) fn text(text: impl Into<String>) -> Self {
        Self::of(Content::Text(text.into()))
    }
}

/// A sheet.
#[derive(Debug, Clone)]
pub(crate) struct Sheet {
    /// Name.
    pub(crate) name: String,
    /// Rows of cells, from A1.
    pub(crate) rows: Vec<Vec<Cell>>,
    /// Not shown.
    pub(crate) hidden: bool,
    /// Rows not shown, from 0.
    pub(crate) hidden_rows: BTreeSet<usize>,
    /// Columns not shown, from 0.
    pub(crate) hidden_columns: BTreeSet<usize>,
    /// Merged ranges: first and last cell, row and column from 0.
    pub(crate) merges: Vec<[(usize, usize); 2]>,
}

impl Sheet {
    /// A sheet of this name without cells.
    pub(crate) fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            rows: Vec::new(),
            hidden: false,
            hidden_rows: BTreeSet::new(),
            hidden_columns: BTreeSet::new(),
            merges: Vec::new(),
        }
    }

    /// Puts a blank column in at this place.
    pub(crate) fn insert_column(&mut self, at: usize) {
        for row in self.rows.iter_mut().filter(|row| row.len() > at) {
            row.insert(at, Cell::blank());
        }
    }

    /// The first cell with a tag.
    pub(crate) fn find(&self, tag: &Tag) -> Option<(usize, usize)> {
        let place = |row: &Vec<Cell>| row.iter().position(|cell| cell.tag.as_ref() == Some(tag));
        self.rows.iter().enumerate().find_map(|(number, row)| place(row).map(|column| (number, column)))
    }
}

/// A workbook.
#[derive(Debug, Clone)]
pub(crate) struct Paper {
    /// Sheets.
    pub(crate) sheets: Vec<Sheet>,
    /// Custom document properties.
    pub(crate) properties: Vec<(String, String)>,
    /// Days are counted from 1904.
    pub(crate) from_1904: bool,
    /// Texts stand in their cells instead of in the shared table.
    pub(crate) inline_texts: bool,
}

/// Where a cell stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    /// Sheet; empty for a csv.
    pub(crate) sheet: String,
    /// Cell in A1 style.
    pub(crate) cell: String,
}

/// A1 style.
pub(crate) fn a1(row: usize, column: usize) -> String {
    CellRef::new(u32::try_from(row).unwrap(), u32::try_from(column).unwrap()).to_string()
}

impl Paper {
    /// Sheet and row of a table's header; none when it has lost its *Ref*.
    pub(crate) fn header(&self, table: Table) -> Option<(usize, usize)> {
        let tag = (table, String::new(), Column::Ref);
        self.spot(&tag).map(|(sheet, row, _)| (sheet, row))
    }

    /// Sheet, row and column of the first cell with this tag.
    pub(crate) fn spot(&self, tag: &Tag) -> Option<(usize, usize, usize)> {
        let found = |(at, sheet): (usize, &Sheet)| sheet.find(tag).map(|(row, column)| (at, row, column));
        self.sheets.iter().enumerate().find_map(found)
    }

    /// Every place where an answer stands.
    pub(crate) fn places(&self, tag: &Tag) -> Vec<Place> {
        let mut found = Vec::new();
        for sheet in &self.sheets {
            for (number, row) in sheet.rows.iter().enumerate() {
                for (column, cell) in row.iter().enumerate() {
                    if cell.tag.as_ref() == Some(tag) {
                        found.push(Place { sheet: sheet.name.clone(), cell: a1(number, column) });
                    }
                }
            }
        }
        found
    }

    /// The cell of an answer; none when a damage has taken it away.
    pub(crate) fn cell(&mut self, tag: &Tag) -> Option<&mut Cell> {
        let (sheet, row, column) = self.spot(tag)?;
        self.sheets.get_mut(sheet)?.rows.get_mut(row)?.get_mut(column)
    }

    /// Puts something into the cell of an answer.
    pub(crate) fn put(&mut self, tag: &Tag, content: Content, code: &str) -> Option<()> {
        let cell = self.cell(tag)?;
        cell.content = content;
        code.clone_into(&mut cell.code);
        Some(())
    }

    /// The row of a ref: its sheet and its number.
    pub(crate) fn row_of(&self, table: Table, reference: &str) -> Option<(usize, usize)> {
        self.spot(&(table, reference.to_owned(), Column::Ref)).map(|(sheet, row, _)| (sheet, row))
    }

    /// Column in which a table's column stands.
    pub(crate) fn column_of(&self, table: Table, column: Column) -> Option<usize> {
        self.spot(&(table, String::new(), column)).map(|(_, _, column)| column)
    }

    /// Sheet, first and last row of a table's body.
    pub(crate) fn body(&self, table: Table) -> Option<(usize, usize, usize)> {
        let (sheet, header) = self.header(table)?;
        let is_body = |row: &Vec<Cell>| row.iter().any(|c| c.tag.as_ref().is_some_and(|t| t.0 == table));
        let last = self.sheets[sheet].rows.iter().rposition(is_body)?;
        (last > header).then_some((sheet, header + 1, last))
    }
}
