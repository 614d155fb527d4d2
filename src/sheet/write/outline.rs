//! What the workbook library is asked for: everything of a workbook but its rows and texts.
//!
//! Plain data, and all that [`super::page`] goes by where a sheet has neither charts nor marks. So two workbooks of one outline
//! have the same frame ([`super::frame`]): the forms of a month have few outlines, however many leads there are.

use super::look::{Role, Shape, Side};

/// What decides how a cell looks: also whether it is marked.
pub(super) type Look = (Shape, Role, Side, bool);

/// The outline of a workbook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Outline {
    /// Author of notes.
    pub(super) organisation: String,
    pub(super) company: String,
    pub(super) sheets: Vec<SheetOutline>,
}

/// The outline of a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SheetOutline {
    pub(super) name: String,
    /// Whether it is a form.
    pub(super) protected: bool,
    pub(super) frozen_header: bool,
    pub(super) landscape: bool,
    /// Width of its only column, where it has no table.
    pub(super) alone: Option<Width>,
    /// The rows above the table.
    pub(super) above: Vec<Above>,
    pub(super) table: Option<TableOutline>,
}

/// A row above the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Above {
    pub(super) kind: AboveKind,
    /// Lines that it is tall.
    pub(super) lines: usize,
    /// Whether it holds nothing.
    pub(super) is_blank: bool,
}

/// How a row above the table looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum AboveKind {
    /// The title over a table, on one line.
    Title,
    /// The title of a sheet without one, wrapped.
    WrappedTitle,
    /// A line of text.
    Text,
    /// A line that leads somewhere.
    Link,
    /// A heading within the sheet.
    Heading,
}

/// The outline of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TableOutline {
    pub(super) name: String,
    pub(super) columns: Vec<ColumnOutline>,
    /// Lines that the tallest caption takes.
    pub(super) lines_of_header: usize,
    /// Every look of its cells once, in the order in which they come.
    pub(super) looks: Vec<Look>,
}

/// The outline of a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ColumnOutline {
    pub(super) caption: String,
    pub(super) width: Width,
    pub(super) side_of_caption: Side,
    pub(super) note: String,
}

/// A width in characters, to the last bit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Width(u64);

impl Width {
    pub(super) const fn of(characters: f64) -> Self {
        Self(characters.to_bits())
    }

    pub(super) const fn characters(self) -> f64 {
        f64::from_bits(self.0)
    }
}

impl Outline {
    /// Whether many workbooks may have it: forms are made by the dozen.
    pub(super) fn is_common(&self) -> bool {
        self.sheets.iter().any(|sheet| sheet.protected)
    }
}
