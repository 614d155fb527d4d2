//! The listing in words for people.

use std::fmt::Write;

use super::{CellListing, InnerListing, SheetListing, WorkbookListing};
use crate::domain::folding::clip;
use crate::domain::{Foreign, Guard, Refusal};

/// A workbook, a line a cell.
pub(super) fn workbook(book: &WorkbookListing, quoted: usize) -> String {
    let mut text = format!("{} with {}", book.format, counted(book.sheets.len(), "sheet"));
    if let Some(producer) = &book.producer {
        text += &format!(", saved by {}", clip(producer, quoted));
    }
    text.push('\n');
    for (name, value) in &book.properties {
        text += &format!("  property {} = {}\n", clip(name, quoted), clip(value, quoted));
    }
    for found in &book.sheets {
        sheet(&mut text, found, quoted);
    }
    if !book.stray.is_empty() {
        let first = book.stray.first().map(|at| clip(at, quoted)).unwrap_or_default();
        let count = counted(book.stray.len(), "cell");
        text += &format!("{count} far outside any table, not read; the first is {first}\n");
    }
    text
}

/// An archive, a line a file.
pub(super) fn archive(files: &[InnerListing], quoted: usize) -> String {
    let mut text = format!("an archive of {}\n", counted(files.len(), "file"));
    for file in files {
        text += &format!("  {}: {}\n", clip(&file.name, quoted), file.what);
    }
    text
}

fn sheet(text: &mut String, sheet: &SheetListing, quoted: usize) {
    let cells = counted(sheet.cells.len(), "cell");
    let formulas = counted(sheet.formulas, "formula");
    let name = clip(&sheet.name, quoted);
    *text += &format!("Sheet \"{name}\" ({}, {}): {cells}, {formulas}\n", sheet.kind, sheet.visibility);
    if sheet.never_calculated {
        *text += "  its formulas look as if they were never calculated\n";
    }
    for (what, ranges) in [
        ("hidden rows", &sheet.hidden_rows),
        ("hidden columns", &sheet.hidden_columns),
        ("merged", &sheet.merges),
    ] {
        if !ranges.is_empty() {
            *text += &format!("  {what}: {}\n", ranges.join(", "));
        }
    }
    for comment in &sheet.comments {
        *text += &format!("  comment at {}: {}\n", comment.cell, clip(&comment.text, quoted));
    }
    for found in &sheet.cells {
        cell(text, found, quoted);
    }
}

fn cell(text: &mut String, cell: &CellListing, quoted: usize) {
    let format = match &cell.format_code {
        Some(code) => format!("{} ({})", cell.format, clip(code, 40)),
        None => cell.format.to_owned(),
    };
    let shown = cell.unreadable.as_deref().unwrap_or(&cell.shown);
    // Writing to a String cannot fail.
    let _ = write!(text, "  {:<8} {:<10} {format:<22} {}", cell.cell, cell.kind, clip(shown, quoted));
    if let Some(formula) = &cell.formula {
        *text += &format!("   [={}]", clip(formula, quoted));
    }
    text.push('\n');
}

fn counted(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}

/// Why a file was not opened, or what it is instead, as a sentence.
pub(super) fn refusal(refusal: &Refusal) -> String {
    match refusal {
        Refusal::Empty => "It is empty: it has no bytes at all.".to_owned(),
        Refusal::Damaged(why) => format!("It is damaged: {why}."),
        Refusal::Password { .. } => "It is protected with a password.".to_owned(),
        Refusal::NotAWorkbook(Foreign::UnreadFormat(format)) => {
            format!("It is a workbook in the {format} format, which is not read; save it as .xlsx.")
        }
        Refusal::NotAWorkbook(foreign) => format!("It is no workbook but {}.", foreign_words(*foreign)),
        Refusal::TooLarge { guard, limit, actual } => {
            let found = actual.map(|actual| format!(", it has {actual}")).unwrap_or_default();
            format!("It is larger than what is read: at most {limit} {}{found}.", guard_words(*guard))
        }
        Refusal::TooSlow(seconds) => format!("It could not be read within {seconds} seconds."),
    }
}

const fn foreign_words(foreign: Foreign) -> &'static str {
    match foreign {
        Foreign::Html => "a web page",
        Foreign::Xml => "an XML file",
        Foreign::Word => "a document such as Word's",
        Foreign::Presentation => "a presentation",
        Foreign::Pdf => "a PDF",
        Foreign::Image => "a picture",
        Foreign::Message => "an e-mail message",
        Foreign::Numbers => "a file of Apple Numbers",
        Foreign::Archive => "an archive that is not opened",
        Foreign::UnreadFormat(format) => format,
        Foreign::Unknown => "a file of an unknown kind",
    }
}

const fn guard_words(guard: Guard) -> &'static str {
    match guard {
        Guard::FileBytes => "bytes",
        Guard::ZipEntries => "parts",
        Guard::PartBytes => "bytes in one part, unpacked",
        Guard::InflatedBytes => "bytes in all, unpacked",
        Guard::Styles => "bytes of formatting",
        Guard::SharedStrings => "texts",
        Guard::Sheets => "sheets",
        Guard::Cells => "cells that are not empty",
        Guard::UnreadableCells => "cells that cannot be read",
        Guard::CellChars => "characters in one cell",
        Guard::Files => "files",
        Guard::Depth => "folders deep",
    }
}
