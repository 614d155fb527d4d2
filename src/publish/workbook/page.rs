//! A sheet in the making: its rows know what they are about, its cells where they lead. Links between sheets are settled
//! when all sheets are there, since a link needs the row in which its target stands.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use rayon::prelude::*;

use crate::domain::{ActionRef, CellRef, MeasureRef};
use crate::sheet::book::{self, CellSpec, Chart, ColumnSpec, Line, Link, Sheet, TableSpec};

use super::shorthand;

/// The sheets, in order (7-publication.md, 7.2).
pub(super) use crate::domain::Worksheet as Tab;

/// What a row is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
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
    spec: CellSpec<'static>,
    to: Option<(Tab, Key)>,
}

impl Cell {
    /// The same cell, leading to the first row about this on that sheet; a plain cell when there is none.
    pub(super) fn to(mut self, tab: Tab, key: Key) -> Self {
        self.to = Some((tab, key));
        self
    }
}

impl From<CellSpec<'static>> for Cell {
    fn from(spec: CellSpec<'static>) -> Self {
        Self { spec, to: None }
    }
}

impl From<Cell> for CellSpec<'static> {
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

/// The rows of a sheet in the making, packed as they come: with what they are about and where their cells lead.
#[derive(Debug, Clone, Default)]
pub(super) struct Rows {
    cells: book::Rows,
    /// First row about each key, counted from 0 within the table.
    first: HashMap<Key, u32>,
    leading: Vec<Leading>,
}

/// A cell that leads somewhere.
#[derive(Debug, Clone, Copy)]
struct Leading {
    row: u32,
    column: u32,
    to: (Tab, Key),
}

impl Rows {
    /// Adds a row.
    pub(super) fn push(&mut self, row: Row) {
        let number = u32::try_from(self.cells.len()).unwrap_or(u32::MAX);
        for key in row.keys {
            self.first.entry(key).or_insert(number);
        }
        let leading = (0..).zip(&row.cells).filter_map(|(column, cell)| Some((column, cell.to?)));
        self.leading.extend(leading.map(|(column, to)| Leading { row: number, column, to }));
        self.cells.push(row.cells.into_iter().map(CellSpec::from));
    }

    /// Whether there is none.
    pub(super) const fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }

    /// How many there are.
    pub(super) const fn len(&self) -> usize {
        self.cells.len()
    }

    /// Their cells.
    #[cfg(test)]
    pub(super) const fn cells(&self) -> &book::Rows {
        &self.cells
    }

    fn remove_column(&mut self, column: usize) {
        let there = |leading: Leading| {
            let number = usize::try_from(leading.column).unwrap_or(usize::MAX);
            let moved = leading.column - u32::from(number > column);
            (number != column).then_some(Leading { column: moved, ..leading })
        };
        self.cells.remove_column(column);
        self.leading = std::mem::take(&mut self.leading).into_iter().filter_map(there).collect();
    }
}

impl FromIterator<Row> for Rows {
    fn from_iter<I: IntoIterator<Item = Row>>(rows: I) -> Self {
        let mut packed = Self::default();
        rows.into_iter().for_each(|row| packed.push(row));
        packed.cells.shrink_to_fit();
        packed.leading.shrink_to_fit();
        packed
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
    pub(super) rows: Rows,
    /// Charts.
    pub(super) charts: Vec<Chart>,
}

impl Page {
    /// The same page without the column of this caption: an edition may have nothing to show in it.
    pub(super) fn without(mut self, caption: &str) -> Self {
        let Some(number) = self.columns.iter().position(|(name, _)| *name == caption) else { return self };
        self.columns.remove(number);
        self.rows.remove_column(number);
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
        self.rows.cells.reword(|text| {
            let (shown, pointer) = text.rsplit_once(" (goes on in ")?;
            pointer.ends_with(".csv)").then(|| format!("{shown} (shortened)"))
        });
        self
    }

    /// The sheet, and what of it leads to others.
    fn into_sheet(self) -> (Sheet, Vec<Leading>) {
        let column = |(caption, width): Column| ColumnSpec {
            caption: caption.into_owned(),
            width,
            note: String::new(),
        };
        let mut lines = self.lines;
        // Below what the sheet contains, in A3, before the links.
        let after_the_contents = usize::from(!lines.is_empty());
        let explained = shorthand::line(self.rows.cells.cells()).map(|line| match self.tab {
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
                rows: self.rows.cells,
            }),
            charts: self.charts,
            protected: false,
            frozen_header: false,
        };
        (sheet, self.rows.leading)
    }
}

/// The sheets with every link settled.
pub(super) fn settle(mut pages: Vec<Page>) -> Vec<Sheet> {
    let index = |page: &mut Page| (page.tab, std::mem::take(&mut page.rows.first));
    let indexes: Vec<(Tab, HashMap<Key, u32>)> = pages.iter_mut().map(index).collect();
    let made: Vec<(Sheet, Vec<Leading>)> = pages.into_par_iter().map(Page::into_sheet).collect();
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
    let place = |number: u32| usize::try_from(number).unwrap_or(usize::MAX);
    let whole = |(mut sheet, leading): (Sheet, Vec<Leading>)| {
        if let Some(table) = &mut sheet.table {
            for from in leading {
                if let Some(link) = link(from.to) {
                    table.rows.link((place(from.row), place(from.column)), link);
                }
            }
            table.rows.shrink_to_fit();
        }
        sheet
    };
    made.into_par_iter().map(whole).collect()
}
