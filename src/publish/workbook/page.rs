//! A sheet in the making: its rows know what they are about, its cells where they lead. Links between sheets are settled
//! when all sheets are there, since a link needs the row in which its target stands.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use crate::domain::{ActionRef, CellRef, MeasureRef};
use crate::sheet::book::{CellContent, CellSpec, Chart, ColumnSpec, Line, Link, Sheet, TableSpec};

use super::shorthand;

/// The sheets, in order (7-publication.md, 7.2).
pub(super) use crate::domain::Worksheet as Tab;

/// What a row is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Key {
    /// The sheet as such: A1.
    Top,
    /// An outcome.
    Outcome(u16),
    /// An action.
    Action(ActionRef),
    /// A measure.
    Measure(MeasureRef),
}

/// A cell and where it leads, if anywhere.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Cell {
    spec: CellSpec,
    to: Option<(Tab, Key)>,
}

impl Cell {
    /// The same cell, leading to the first row about this on that sheet; a plain cell when there is none.
    pub(super) const fn to(mut self, tab: Tab, key: Key) -> Self {
        self.to = Some((tab, key));
        self
    }
}

impl From<CellSpec> for Cell {
    fn from(spec: CellSpec) -> Self {
        Self { spec, to: None }
    }
}

impl From<Cell> for CellSpec {
    /// The cell without where it leads.
    fn from(cell: Cell) -> Self {
        cell.spec
    }
}

/// A row and what it is about.
#[derive(Debug, Clone)]
pub(super) struct Row {
    keys: Vec<Key>,
    cells: Vec<Cell>,
}

impl Row {
    /// A row of these cells.
    pub(super) const fn of(cells: Vec<Cell>) -> Self {
        Self { keys: Vec::new(), cells }
    }

    /// Its cells.
    #[cfg(test)]
    pub(super) fn cells(&self) -> &[Cell] {
        &self.cells
    }

    /// The same row, about this too: links to it lead here when no earlier row is about it.
    pub(super) fn about(mut self, key: Key) -> Self {
        self.keys.push(key);
        self
    }
}

/// A column's caption and its width in characters.
pub(super) type Column = (Cow<'static, str>, f64);

/// Columns whose captions are always the same.
pub(super) fn columns(fixed: &[(&'static str, f64)]) -> Vec<Column> {
    fixed.iter().map(|(caption, width)| (Cow::Borrowed(*caption), *width)).collect()
}

/// A sheet in the making.
#[derive(Debug, Clone)]
pub(super) struct Page {
    /// Which sheet.
    pub(super) tab: Tab,
    /// Title in A1.
    pub(super) title: String,
    /// Lines below it; what the sheet contains and its shorthand are added.
    pub(super) lines: Vec<Line>,
    /// Captions and widths.
    pub(super) columns: Vec<Column>,
    /// Rows, never none.
    pub(super) rows: Vec<Row>,
    /// Charts.
    pub(super) charts: Vec<Chart>,
}

impl Page {
    /// The same page without the column of this caption: an edition may have nothing to show in it.
    pub(super) fn without(mut self, caption: &str) -> Self {
        let Some(number) = self.columns.iter().position(|(name, _)| *name == caption) else { return self };
        self.columns.remove(number);
        self.rows.iter_mut().for_each(|row| drop(row.cells.remove(number)));
        self
    }

    /// The same page with this room shared out among these columns.
    pub(super) fn with_room(mut self, room: f64, captions: &[&str]) -> Self {
        let wider = |name: &str| captions.contains(&name);
        let count = self.columns.iter().filter(|(name, _)| wider(name)).count();
        for (_, width) in self.columns.iter_mut().filter(|(name, _)| wider(name)) {
            #[expect(clippy::cast_precision_loss, reason = "a handful of columns")]
            let share = room / count as f64;
            *width += share;
        }
        self
    }

    /// The same page without pointers to data files, which its readers do not have.
    pub(super) fn without_data_files(mut self) -> Self {
        let cells = self.rows.iter_mut().flat_map(|row| &mut row.cells);
        for cell in cells {
            if let CellContent::Text(text) = &mut cell.spec.content
                && let Some((shown, pointer)) = text.rsplit_once(" (goes on in ")
                && pointer.ends_with(".csv)")
            {
                *text = format!("{shown} (shortened)");
            }
        }
        self
    }

    /// First row about each key, counted from 0 within the table.
    fn index(&self) -> BTreeMap<Key, u32> {
        let mut index = BTreeMap::new();
        for (number, row) in (0_u32..).zip(&self.rows) {
            for key in &row.keys {
                index.entry(*key).or_insert(number);
            }
        }
        index
    }

    /// The sheet without the rows of its table, and these.
    fn into_sheet(self) -> (Sheet, Vec<Row>) {
        let column = |(caption, width): Column| ColumnSpec {
            caption: caption.into_owned(),
            width,
            note: String::new(),
        };
        let mut lines = self.lines;
        // Below what the sheet contains, in A3, before the links.
        let after_the_contents = usize::from(!lines.is_empty());
        let cells = self.rows.iter().flat_map(|row| &row.cells);
        let explained = shorthand::line(cells.map(|cell| &cell.spec)).map(|line| match self.tab {
            // No sheet sends its reader to itself.
            Tab::Withheld => line.replace(", see the sheet Withheld", ""),
            _ => line,
        });
        lines.splice(after_the_contents..after_the_contents, explained.map(Line::text));
        let sheet = Sheet {
            name: self.tab.name().to_owned(),
            title: self.title,
            lines,
            table: Some(TableSpec {
                name: self.tab.name().replace(' ', "_"),
                columns: self.columns.into_iter().map(column).collect(),
                rows: Vec::new(),
            }),
            charts: self.charts,
            protected: false,
            frozen_header: false,
        };
        (sheet, self.rows)
    }
}

/// The sheets with every link settled.
pub(super) fn settle(pages: Vec<Page>) -> Vec<Sheet> {
    let indexes: Vec<(Tab, BTreeMap<Key, u32>)> = pages.iter().map(|page| (page.tab, page.index())).collect();
    let made: Vec<(Sheet, Vec<Row>)> = pages.into_par_iter().map(Page::into_sheet).collect();
    let bodies: Vec<u32> = made.iter().map(|(sheet, _)| sheet.header_row() + 1).collect();
    let names: Vec<Arc<str>> = made.iter().map(|(sheet, _)| Arc::from(sheet.name.as_str())).collect();
    let link = |(tab, key): (Tab, Key)| {
        let number = indexes.iter().position(|(t, _)| *t == tab)?;
        let cell = match key {
            Key::Top => CellRef::new(0, 0),
            _ => CellRef::new(bodies[number] + indexes[number].1.get(&key)?, 0),
        };
        Some(Link::Cell { sheet: Arc::clone(&names[number]), cell })
    };
    let settled = |cell: Cell| CellSpec { link: cell.to.and_then(link).map(Box::new), ..cell.spec };
    let whole = |(mut sheet, rows): (Sheet, Vec<Row>)| {
        if let Some(table) = &mut sheet.table {
            table.rows = rows.into_iter().map(|row| row.cells.into_iter().map(settled).collect()).collect();
        }
        sheet
    };
    made.into_par_iter().map(whole).collect()
}
