//! Where links lead on the page: an id for each section, and for each row that a link leads to.
//!
//! An id of a section is its name (`heat-map`), of a row the section and its first cell (`actions_3.10`), so that a link to
//! it can be sent by mail and still leads there next month. Names hold no underscore, so no two kinds of id can meet.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use crate::domain::CellRef;
use crate::sheet::book::{Book, Link, Row, Sheet, TableSpec};

use super::shown;
use super::{CONTENTS, MAIN};

/// The ids of a page.
#[derive(Debug)]
pub(super) struct Anchors {
    sheets: Vec<Place>,
}

#[derive(Debug)]
struct Place {
    name: String,
    id: String,
    /// Row of the sheet (from 0) in which the first row of its table stands.
    body: u32,
    /// Ids of the rows of the table that links lead to.
    rows: BTreeMap<usize, String>,
}

impl Anchors {
    /// For this book.
    pub(super) fn of(book: &Book) -> Self {
        let mut taken = BTreeSet::from([MAIN.to_owned(), CONTENTS.to_owned()]);
        let place = |sheet: &Sheet| Place {
            name: sheet.name.clone(),
            id: free(slug(&sheet.name), &mut taken),
            body: sheet.header_row() + 1,
            rows: BTreeMap::new(),
        };
        let mut anchors = Self { sheets: book.sheets.iter().map(place).collect() };
        let targets = book.sheets.iter().flat_map(links).filter_map(|link| anchors.row_of(&link));
        let targets: BTreeSet<(usize, usize)> = targets.collect();
        for (number, (sheet, place)) in book.sheets.iter().zip(&mut anchors.sheets).enumerate() {
            let rows = targets.range((number, 0)..=(number, usize::MAX)).map(|(_, row)| *row);
            place.rows = row_ids(&place.id, sheet.table.as_ref(), rows);
        }
        anchors
    }

    /// Id of the section of a sheet, by its number in the book.
    pub(super) fn section(&self, number: usize) -> &str {
        self.sheets.get(number).map_or("", |place| &place.id)
    }

    /// Id of a row of a sheet's table, where a link leads to it.
    pub(super) fn row(&self, number: usize, row: usize) -> Option<&str> {
        self.sheets.get(number)?.rows.get(&row).map(String::as_str)
    }

    /// Whether a link leads back to the Cover.
    pub(super) fn leads_to_contents(&self, link: &Link) -> bool {
        let Link::Cell { sheet, .. } = link;
        self.sheets.first().is_some_and(|cover| *cover.name == **sheet)
    }

    /// The address of a link within the page; none where the book has no such sheet.
    pub(super) fn address(&self, link: &Link) -> Option<String> {
        if self.leads_to_contents(link) {
            return Some(format!("#{CONTENTS}"));
        }
        let Link::Cell { sheet, .. } = link;
        let place = self.sheets.iter().find(|place| *place.name == **sheet)?;
        let row = self.row_of(link).and_then(|(_, row)| place.rows.get(&row));
        Some(format!("#{}", row.unwrap_or(&place.id)))
    }

    /// The sheet and the row of its table that a link leads to; none when it leads to the top of a sheet.
    fn row_of(&self, link: &Link) -> Option<(usize, usize)> {
        let Link::Cell { sheet, cell: CellRef { row, .. } } = link;
        let number = self.sheets.iter().position(|place| *place.name == **sheet)?;
        let row = row.checked_sub(self.sheets.get(number)?.body)?;
        Some((number, usize::try_from(row).ok()?))
    }
}

fn links(sheet: &Sheet) -> impl Iterator<Item = Cow<'_, Link>> {
    let cells = sheet.table.iter().flat_map(|table| table.rows.cells());
    sheet
        .lines
        .iter()
        .filter_map(|line| line.link.as_ref().map(Cow::Borrowed))
        .chain(cells.filter_map(|cell| cell.link))
}

/// Ids of these rows: the first cell of a row where no other row has the same, else the row's number.
fn row_ids(
    section: &str,
    table: Option<&TableSpec>,
    rows: impl Iterator<Item = usize>,
) -> BTreeMap<usize, String> {
    let all = table.iter().flat_map(|table| table.rows.iter());
    let name = |cells: Row<'_>| slug(&cells.first().as_ref().map_or_else(String::new, shown::words));
    let names: Vec<String> = all.map(name).collect();
    let mut count = BTreeMap::<&str, usize>::new();
    for name in &names {
        *count.entry(name).or_default() += 1;
    }
    let id = |row: usize| {
        let name = names.get(row)?;
        let is_alone = count.get(name.as_str()) == Some(&1);
        let name = if is_alone { name.clone() } else { format!("row-{}", row + 1) };
        Some((row, format!("{section}_{name}")))
    };
    rows.filter_map(id).collect()
}

/// Letters, digits and points; anything else is a hyphen.
fn slug(text: &str) -> String {
    let plain = |c: char| if c.is_alphanumeric() || c == '.' { c } else { '-' };
    let mapped: String = text.to_lowercase().chars().map(plain).collect();
    let parts: Vec<&str> = mapped.split('-').filter(|part| !part.is_empty()).collect();
    if parts.is_empty() { "row".to_owned() } else { parts.join("-") }
}

/// This id, or with a number where it is taken.
fn free(wanted: String, taken: &mut BTreeSet<String>) -> String {
    let numbered = (2..).map(|number| format!("{wanted}-{number}"));
    let id = std::iter::once(wanted.clone()).chain(numbered).find(|id| !taken.contains(id)).unwrap_or(wanted);
    taken.insert(id.clone());
    id
}
