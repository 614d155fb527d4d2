//! A sheet of the review in the making. Links are settled when all sheets are there, since a link needs the row in which its
//! target stands.

use crate::domain::CellRef;
use crate::sheet::book::{CellSpec, Chart, ColumnSpec, Line, Link, Rows, Sheet, TableSpec};

use super::super::page::{Cell, Column};
use super::super::shorthand;
use super::COVER;

/// A row of a table: its cells, and where the first one leads.
pub(super) struct Entry {
    cells: Vec<CellSpec<'static>>,
    to: Option<(String, String)>,
}

impl Entry {
    /// A row of these cells.
    pub(super) fn of(cells: impl IntoIterator<Item = Cell>) -> Self {
        Self { cells: cells.into_iter().map(CellSpec::from).collect(), to: None }
    }

    /// The same row, its first cell leading to the first row of that sheet whose first cell says this; to the top of the sheet
    /// when there is none.
    pub(super) fn leading_to(mut self, sheet: impl Into<String>, says: impl Into<String>) -> Self {
        self.to = Some((sheet.into(), says.into()));
        self
    }

    fn says(&self, words: &str) -> bool {
        let is = |cell: &CellSpec<'_>| matches!(&cell.content, crate::sheet::book::CellContent::Text(t) if t == words);
        self.cells.first().is_some_and(is)
    }
}

/// A sheet in the making.
pub(super) struct Leaf {
    /// Name of the sheet.
    pub(super) name: String,
    /// What it shows, for the contents on the Cover.
    pub(super) shows: &'static str,
    /// Title in A1.
    pub(super) title: String,
    /// Lines below it; what the sheet contains and its shorthand are added.
    pub(super) lines: Vec<Line>,
    /// Captions and widths.
    pub(super) columns: Vec<Column>,
    /// Rows, never none.
    pub(super) rows: Vec<Entry>,
    /// Charts.
    pub(super) charts: Vec<Chart>,
}

impl Leaf {
    fn into_sheet(self) -> Sheet {
        let is_cover = self.name == COVER;
        let mut lines = self.lines;
        if !is_cover {
            let charts =
                if self.charts.is_empty() { "" } else { " The chart below it shows the same numbers." };
            lines.insert(0, Line::text(format!("This worksheet contains one table.{charts}")));
            lines.insert(1, Line::leading_to(COVER, "Back to the contents: worksheet Cover"));
        }
        let rows: Rows = self.rows.into_iter().map(|row| row.cells).collect();
        lines.extend(shorthand::line(rows.cells()).map(Line::text));
        let column = |(caption, width): Column| ColumnSpec {
            caption: caption.into_owned(),
            width,
            note: String::new(),
        };
        Sheet {
            title: self.title,
            lines,
            table: Some(TableSpec {
                name: self.name.replace(' ', "_"),
                columns: self.columns.into_iter().map(column).collect(),
                rows,
            }),
            name: self.name,
            charts: self.charts,
            protected: false,
            frozen_header: false,
        }
    }
}

/// Where the rows of a sheet lead: number of a sheet, and of its row unless it is the top.
type Links = Vec<Option<(usize, Option<usize>)>>;

/// The sheets with every link settled.
pub(super) fn settle(leaves: Vec<Leaf>) -> Vec<Sheet> {
    let place = |(sheet, says): &(String, String)| {
        let number = leaves.iter().position(|leaf| leaf.name == *sheet)?;
        Some((number, leaves[number].rows.iter().position(|row| row.says(says))))
    };
    let links: Vec<Links> = leaves
        .iter()
        .map(|leaf| leaf.rows.iter().map(|row| row.to.as_ref().and_then(place)).collect())
        .collect();
    let mut sheets: Vec<Sheet> = leaves.into_iter().map(Leaf::into_sheet).collect();
    let targets: Vec<(String, u32)> =
        sheets.iter().map(|sheet| (sheet.name.clone(), sheet.header_row() + 1)).collect();
    for (sheet, links) in sheets.iter_mut().zip(links) {
        let Some(table) = &mut sheet.table else { continue };
        for (row, link) in links.into_iter().enumerate() {
            let Some((number, place)) = link else { continue };
            let (name, body) = &targets[number];
            let at = place.and_then(|place| u32::try_from(place).ok()).map_or(0, |place| body + place);
            let cell = CellRef::new(at, 0);
            table.rows.link((row, 0), Link::Cell { sheet: name.as_str().into(), cell });
        }
    }
    sheets
}
