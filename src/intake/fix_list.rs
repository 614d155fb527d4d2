//! What somebody typed on the Fix list of a form that went back: a reply beside an entry, a number below the list. Nothing
//! there is read as an answer, so it is listed, and asked about where it may be one (1-mission.md, promise 3; rule L08).

use crate::domain::CellRef;
use crate::domain::folding::{fold_caption, tidy};
use crate::form::Template;
use crate::form::fix_list::{CAPTIONS, FIX_LIST, LINES, LINK, NO_CELL, TITLE, used};
use crate::sheet::grid::{Cell, Content, Grid};

/// Positions of captions.
const CELL: usize = 2;
const USED: usize = 6;

/// Whether a sheet is the Fix list.
pub(super) fn is_fix_list(grid: &Grid) -> bool {
    fold_caption(&grid.name) == fold_caption(FIX_LIST)
}

/// Cells that the list does not say itself. What was changed inside one of its own texts cannot be told.
pub(super) fn typed<'a>(grid: &'a Grid, template: &Template) -> Vec<&'a Cell> {
    let header = header(grid);
    let is_own = |cell: &&Cell| {
        let Content::Text(text) = &cell.content else { return false };
        match &header {
            Some((row, columns)) if cell.at.row > *row => is_of_the_list(grid, cell, columns),
            Some((row, columns)) if cell.at.row == *row => columns.contains(&cell.at.column),
            _ => is_own_line(&tidy(text), template),
        }
    };
    grid.cells.iter().filter(|cell| !is_own(cell)).collect()
}

/// Whether a cell stands in the list itself or below it, where a reply may stand.
pub(super) fn is_beside_an_entry(grid: &Grid, at: CellRef) -> bool {
    header(grid).is_some_and(|(row, _)| at.row > row)
}

/// The row of its captions, and the column of each.
fn header(grid: &Grid) -> Option<(u32, Vec<u32>)> {
    grid.cells.chunk_by(|one, next| one.at.row == next.at.row).find_map(|row| {
        let column =
            |caption: &&str| row.iter().find(|cell| says(cell) == *caption).map(|cell| cell.at.column);
        let columns: Option<Vec<u32>> = CAPTIONS.iter().map(column).collect();
        Some((row.first()?.at.row, columns?))
    })
}

/// Whether a cell is one of an entry: under a caption, in a row that says where and whether it is used as the list does.
fn is_of_the_list(grid: &Grid, cell: &Cell, columns: &[u32]) -> bool {
    let under = |caption: usize| {
        let column = columns.get(caption).copied();
        grid.row(cell.at.row).iter().find(|cell| Some(cell.at.column) == column).map(says).unwrap_or_default()
    };
    let says_used = used::ALL.contains(&under(USED).as_str());
    let place = under(CELL);
    let says_where =
        place == NO_CELL || place.rsplit(' ').next().is_some_and(|cell| cell.parse::<CellRef>().is_ok());
    // Where one of the two was typed over, that cell alone is somebody's.
    let doubtful = [(CELL, says_where), (USED, says_used)];
    let is_typed_over =
        doubtful.iter().any(|(caption, own)| !own && columns.get(*caption) == Some(&cell.at.column));
    columns.contains(&cell.at.column) && (says_used || says_where) && !is_typed_over
}

fn is_own_line(text: &str, template: &Template) -> bool {
    let link = text.strip_prefix(LINK).and_then(|rest| rest.split_once(": "));
    LINES.iter().any(|line| tidy(line) == text)
        || text.starts_with(TITLE)
        || link.is_some_and(|(_, title)| template.is_own_line(title, &|_, _| true))
}

fn says(cell: &Cell) -> String {
    match &cell.content {
        Content::Text(text) => tidy(text),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::FaultKind;
    use crate::intake::damage::met;
    use crate::intake::sample::{grid, number, put, text};
    use crate::sheet::grid::Workbook;

    fn list(book: &mut Workbook) {
        let mut list = grid(FIX_LIST);
        put(&mut list, "A1", Some(text("Fix list for the return of Ann Archer for March 2024")));
        for (row, line) in (2..).zip(LINES) {
            put(&mut list, &format!("A{row}"), Some(text(line)));
        }
        put(&mut list, "A6", Some(text("Worksheet Measures: Values of your measures")));
        let entries = [
            CAPTIONS,
            [
                "Type 12 alone.",
                "Value of 1.1a",
                "Measures I5",
                "It says 12 (est).",
                "it says \"12 (est)\"",
                "a whole number",
                used::NO,
            ],
            ["Confirm.", "the whole return", NO_CELL, "Wrong.", "two returns", "one return", used::YES],
        ];
        for (row, entry) in (8..).zip(entries) {
            for (column, said) in ["A", "B", "C", "D", "E", "F", "G"].into_iter().zip(entry) {
                put(&mut list, &format!("{column}{row}"), Some(text(said)));
            }
        }
        book.grids.insert(0, list);
    }

    /// What is told as typed when this stands in this cell of the list: whether it may be an answer, and the cells.
    fn told(at: &str, cell: Cell) -> Vec<(bool, Vec<String>)> {
        let met = met(|book| {
            list(book);
            put(&mut book.grids[0], at, Some(cell));
        });
        let faults = met.returned.iter().flat_map(|returned| &returned.faults);
        let aside = faults.filter_map(|fault| match &fault.kind {
            FaultKind::Aside { may_answer, cells, .. } => {
                Some((*may_answer, cells.iter().map(|(at, said)| format!("{at} {said}")).collect()))
            }
            _ => None,
        });
        aside.collect()
    }

    #[test]
    fn what_the_list_says_itself_is_nobodys() {
        assert_eq!(told("A6", text("Worksheet Measures: Values of your measures")), []);
    }

    #[test]
    fn what_was_typed_beside_below_or_over_it_is_told_and_asked_about_where_it_may_be_an_answer() {
        for (at, cell, asks, said) in [
            ("H9", number(14.0), true, "H9 14"),
            ("F9", number(14.0), true, "F9 14"),
            ("G9", text("14"), true, "G9 14"),
            ("G10", text("confirmed, thanks"), false, "G10 confirmed, thanks"),
            ("A14", text("1.1a should be 14"), true, "A14 1.1a should be 14"),
            ("B3", text("see below"), false, "B3 see below"),
        ] {
            assert_eq!(told(at, cell), [(asks, vec![said.to_owned()])], "{at}");
        }
    }
}
