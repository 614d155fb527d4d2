//! Formulas that take their value from another workbook, by themselves or by way of other cells (rule F09).

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Arc;

use crate::domain::CellRef;
use crate::domain::remembered::Remembered;
use crate::sheet::grid::Workbook;

/// A cell may point to one that points to one …: so many steps are followed.
const STEPS: usize = 4;

/// Functions that ask another file or program.
const ASKING: [&str; 9] = [
    "WEBSERVICE",
    "RTD",
    "DDE",
    "IMPORTRANGE",
    "IMPORTDATA",
    "IMPORTXML",
    "IMPORTHTML",
    "IMPORTFEED",
    "GOOGLEFINANCE",
];
/// Functions that ask for what a text says: an address, or a function of Google's own.
const ASKING_BY_TEXT: [&str; 2] = ["INDIRECT", "DUMMYFUNCTION"];

/// Whether a formula takes its value from another workbook: `[1]Sheet!A1`, `'[Book.xlsx]My sheet'!A1`,
/// `'file:///x.ods'#$Sheet.A1`, `Program|Document!item`, `IMPORTRANGE(…)`. Brackets of table columns (`[@Numerator]`) are no
/// such thing.
pub fn leads_outside(formula: &str) -> bool {
    thread_local! {
        static KNOWN: RefCell<Remembered<bool, 64>> = const { RefCell::new(Remembered::new()) };
    }
    // The form's own formulas stand in every return, and each is asked about several times.
    if let Some(known) = KNOWN.with_borrow(|known| known.get(formula).copied()) {
        return known;
    }
    let leads = looked_at_closely(formula);
    KNOWN.with_borrow_mut(|known| known.keep(formula, leads));
    leads
}

fn looked_at_closely(formula: &str) -> bool {
    let calls = |functions: &[&str]| {
        formula.match_indices('(').any(|(at, _)| {
            let before = &formula[..at];
            functions.iter().any(|name| {
                before.get(at.saturating_sub(name.len())..).is_some_and(|end| end.eq_ignore_ascii_case(name))
            })
        })
    };
    let asks_by_text = calls(&ASKING_BY_TEXT);
    if !asks_by_text && !calls(&ASKING) && !formula.contains(['[', '|', '#', ':']) {
        return false;
    }
    let code: String = formula.split('"').step_by(2).collect();
    let before_mark = code.split('!').rev().skip(1);
    let outside = before_mark.into_iter().any(|part| {
        let name_of_sheet = |c: char| c.is_alphanumeric() || " _.'-&()".contains(c);
        part.trim_end_matches(name_of_sheet).ends_with(']')
    });
    let upper = code.to_uppercase();
    let marks = ["FILE:", "#$", "|"].iter().any(|mark| upper.contains(mark));
    let asks = ASKING.iter().any(|name| upper.contains(&format!("{name}(")));
    let says = |text: &str| {
        let text = text.to_uppercase();
        text.contains('[') || ["FILE:", "IMPORT", "GOOGLE"].iter().any(|mark| text.contains(mark))
    };
    outside || marks || asks || asks_by_text && formula.split('"').skip(1).step_by(2).any(says)
}

/// Spells out, in formulas that point to cells with such formulas, what those say: `P9` is `[1]Data!B2`, where that is what
/// stands in P9.
pub(super) fn follow(workbook: &mut Workbook) {
    for _ in 0..STEPS {
        let outside = cells_outside(workbook);
        if outside.is_empty() {
            return;
        }
        let mut changed = false;
        for grid in &mut workbook.grids {
            let sheet = grid.name.to_lowercase();
            for cell in grid.cells.iter_mut().filter(|cell| !cell.is_linked_outside()) {
                if let Some(spelt) =
                    cell.formula.as_deref().and_then(|formula| spelt(formula, &sheet, &outside))
                {
                    cell.formula = Some(Arc::from(spelt));
                    changed = true;
                }
            }
        }
        if !changed {
            return;
        }
    }
}

/// Formulas that lead outside, by sheet (in lower case) and cell.
type Outside = BTreeMap<(String, CellRef), Arc<str>>;

fn cells_outside(workbook: &Workbook) -> Outside {
    let of_sheets = workbook.grids.iter().flat_map(|grid| {
        let sheet = grid.name.to_lowercase();
        let outside = grid.cells.iter().filter(|cell| cell.is_linked_outside());
        outside.filter_map(move |cell| Some(((sheet.clone(), cell.at), cell.formula.clone()?)))
    });
    of_sheets.collect()
}

/// The formula with the first address of such a cell spelt out; none where it has none.
fn spelt(formula: &str, own_sheet: &str, outside: &Outside) -> Option<String> {
    let mut at = 0;
    let mut sheet = None;
    // The first corner of a range, waiting for the second.
    let mut corner: Option<(String, CellRef)> = None;
    for (index, piece) in formula.split('"').enumerate() {
        let start = at;
        at += piece.len() + 1;
        // Every other piece is a text.
        if index % 2 == 1 {
            continue;
        }
        let mut from = 0;
        for word in piece.split_inclusive(|c: char| !(c.is_ascii_alphanumeric() || c == '$')) {
            let begin = from;
            from += word.len();
            let address = word.trim_end_matches(|c: char| !(c.is_ascii_alphanumeric() || c == '$'));
            let range = corner.take();
            let named = sheet.take().or(range.as_ref().map(|(sheet, _)| sheet.clone()));
            let named = named.unwrap_or_else(|| own_sheet.to_owned());
            if word.ends_with('!') || word.ends_with("'!") {
                sheet = Some(sheet_before(&piece[..from - 1]));
                continue;
            }
            let Ok(cell) = address.replace('$', "").to_uppercase().parse::<CellRef>() else { continue };
            let first = range.map_or(cell, |(_, first)| first);
            if word.ends_with(':') {
                corner = Some((named.clone(), cell));
            }
            let within = |at: CellRef| {
                (first.row..=cell.row).contains(&at.row) && (first.column..=cell.column).contains(&at.column)
            };
            if let Some((_, spelt)) = outside.iter().find(|((sheet, at), _)| *sheet == named && within(*at)) {
                let place = start + begin..start + begin + address.len();
                let mut whole = formula.to_owned();
                whole.replace_range(place, spelt);
                return Some(whole);
            }
        }
    }
    None
}

/// The sheet that a formula names before a `!`, in lower case: `'Start here'` or `Data`.
fn sheet_before(formula: &str) -> String {
    let name = match formula.strip_suffix('\'') {
        Some(quoted) => quoted.rsplit('\'').next(),
        None => formula.rsplit(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '.'))).next(),
    };
    name.unwrap_or_default().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sheet::grid::{Cell, Content, FormatClass, Grid, SheetKind, Visibility};

    fn followed(formulas: &[(&str, &str)]) -> Vec<String> {
        let mut book = Workbook::default();
        for name in ["Measures", "Start here"] {
            book.grids.push(Grid::empty(Arc::from(name), SheetKind::Worksheet, Visibility::Visible));
        }
        for (at, formula) in formulas {
            let (sheet, at) = at.strip_prefix("S!").map_or((0, *at), |at| (1, at));
            book.grids[sheet].cells.push(Cell {
                at: at.parse().unwrap(),
                content: Content::Number(1.0),
                format: FormatClass::General,
                format_code: None,
                formula: Some(Arc::from(*formula)),
                doubt: None,
            });
        }
        follow(&mut book);
        book.grids[0].cells.iter().filter_map(|cell| cell.formula.as_deref().map(str::to_owned)).collect()
    }

    #[test]
    fn formulas_lead_outside_by_way_of_other_cells() {
        let outside = ("P9", "[1]Data!B2");
        assert_eq!(followed(&[outside, ("I9", "$P$9*2")])[1], "[1]Data!B2*2");
        assert_eq!(followed(&[outside, ("P8", "P9"), ("I9", "SUM(P8,1)")])[2], "SUM([1]Data!B2,1)");
        let other = ("S!D3", "[1]Data!B2");
        assert_eq!(followed(&[other, ("I9", "'Start here'!D3")])[0], "'Start here'![1]Data!B2");
        assert_eq!(followed(&[outside, ("I9", "SUM(P8:P10)")])[1], "SUM(P8:[1]Data!B2)");
        for own in ["P8", "'Start here'!P9", "\"P9\"", "P99+AP9", "SUM(P1:P8)", "SUM(Q8:Q10)"] {
            assert_eq!(followed(&[outside, ("I9", own)])[1], own);
        }
    }

    #[test]
    fn cells_that_point_to_one_another_end() {
        assert_eq!(followed(&[("A1", "B1"), ("B1", "A1+[1]D!A1")]).len(), 2);
    }
}
