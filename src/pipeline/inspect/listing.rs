//! From grids to the listing.

use super::{CellListing, CommentListing, InnerListing, SheetListing, WorkbookListing, words};
use crate::domain::provenance::column_letters;
use crate::sheet::grid::{Cell, Content, Grid, Workbook};
use crate::sheet::read::{Inner, Sniffed, sniff};

/// A workbook as listed.
pub(super) fn workbook(book: &Workbook) -> WorkbookListing {
    WorkbookListing {
        format: book.format.word(),
        producer: book.producer.clone(),
        properties: book.properties.clone(),
        sheets: book.grids.iter().map(sheet).collect(),
        stray: book.stray.iter().map(|(sheet, at)| format!("{sheet}!{at}")).collect(),
    }
}

/// A file inside an archive as listed.
pub(super) fn inner(file: &Inner) -> InnerListing {
    let what = match file.bytes.as_ref().map_err(Clone::clone).and_then(|bytes| sniff(bytes)) {
        Ok(Sniffed::Workbook(format)) => format.word().to_owned(),
        Ok(Sniffed::Archive) => "An archive inside an archive, which is not opened.".to_owned(),
        Err(refusal) => words::refusal(&refusal),
    };
    InnerListing { name: file.name.clone(), what }
}

fn sheet(grid: &Grid) -> SheetListing {
    let row = |row: u32| (u64::from(row) + 1).to_string();
    SheetListing {
        name: grid.name.to_string(),
        kind: grid.kind.word(),
        visibility: grid.visibility.word(),
        hidden_rows: spans(&grid.hidden_rows, row),
        hidden_columns: spans(&grid.hidden_columns, column_letters),
        merges: grid.merges.iter().map(|(from, to)| format!("{from}:{to}")).collect(),
        comments: grid
            .comments
            .iter()
            .map(|(at, text)| CommentListing { cell: at.to_string(), text: text.clone() })
            .collect(),
        formulas: grid.formulas,
        never_calculated: grid.never_calculated,
        cells: grid.cells.iter().map(cell).collect(),
    }
}

fn spans(ranges: &[(u32, u32)], name: impl Fn(u32) -> String) -> Vec<String> {
    let span = |(from, to): &(u32, u32)| {
        if from == to { name(*from) } else { format!("{}:{}", name(*from), name(*to)) }
    };
    ranges.iter().map(span).collect()
}

fn cell(cell: &Cell) -> CellListing {
    let number = match &cell.content {
        Content::Number(number) => Some(*number),
        Content::Date(date) => Some(date.serial),
        _ => None,
    };
    let unreadable = match &cell.content {
        Content::Unreadable(why) => Some(why.clone()),
        _ => None,
    };
    CellListing {
        cell: cell.at.to_string(),
        kind: cell.content.word(),
        shown: cell.shown(),
        number,
        unreadable,
        format: cell.format.word(),
        format_code: cell.format_code.as_deref().map(str::to_owned),
        formula: cell.formula.as_deref().map(str::to_owned),
    }
}
