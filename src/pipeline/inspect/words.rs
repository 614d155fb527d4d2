//! The listing in words for people.

use super::{CellListing, InnerListing, SheetListing, WorkbookListing};
use crate::domain::folding::clip;
use crate::domain::{Foreign, Guard, Refusal};

/// A workbook, a line a cell.
pub(super) fn workbook(book: &WorkbookListing, quoted: usize) -> String {
    let producer = book.producer.as_ref().map(|name| format!(", saved by {}", clip(name, quoted)));
    let sheets = counted(book.sheets.len(), "sheet");
    let mut lines = vec![format!("{} with {sheets}{}", book.format, producer.unwrap_or_default())];
    for (name, value) in &book.properties {
        lines.push(format!("  property {} = {}", clip(name, quoted), clip(value, quoted)));
    }
    for found in &book.sheets {
        sheet(&mut lines, found, quoted);
    }
    if !book.stray.is_empty() {
        let first = book.stray.first().map(|at| clip(at, quoted)).unwrap_or_default();
        let count = counted(book.stray.len(), "cell");
        lines.push(format!("{count} far outside any table, not read; the first is {first}"));
    }
    joined(&lines)
}

/// An archive, a line a file.
pub(super) fn archive(files: &[InnerListing], quoted: usize) -> String {
    let mut lines = vec![format!("an archive of {}", counted(files.len(), "file"))];
    for file in files {
        lines.push(format!("  {}: {}", clip(&file.name, quoted), file.what));
    }
    joined(&lines)
}

fn sheet(lines: &mut Vec<String>, sheet: &SheetListing, quoted: usize) {
    let cells = counted(sheet.cells.len(), "cell");
    let formulas = counted(sheet.formulas, "formula");
    let name = clip(&sheet.name, quoted);
    lines.push(format!("Sheet \"{name}\" ({}, {}): {cells}, {formulas}", sheet.kind, sheet.visibility));
    if sheet.never_calculated {
        lines.push("  its formulas look as if they were never calculated".to_owned());
    }
    for (what, ranges) in [
        ("hidden rows", &sheet.hidden_rows),
        ("hidden columns", &sheet.hidden_columns),
        ("merged", &sheet.merges),
    ] {
        if !ranges.is_empty() {
            lines.push(format!("  {what}: {}", ranges.join(", ")));
        }
    }
    for comment in &sheet.comments {
        lines.push(format!("  comment at {}: {}", comment.cell, clip(&comment.text, quoted)));
    }
    for found in &sheet.cells {
        lines.push(cell(found, quoted));
    }
}

fn cell(cell: &CellListing, quoted: usize) -> String {
    let format = match &cell.format_code {
        Some(code) => format!("{} ({})", cell.format, clip(code, 40)),
        None => cell.format.to_owned(),
    };
    let shown = clip(cell.unreadable.as_deref().unwrap_or(&cell.shown), quoted);
    let formula = cell.formula.as_ref().map(|formula| format!("   [={}]", clip(formula, quoted)));
    let formula = formula.unwrap_or_default();
    format!("  {:<8} {:<10} {format:<22} {shown}{formula}", cell.cell, cell.kind)
}

fn joined(lines: &[String]) -> String {
    lines.join("\n") + "\n"
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
        Refusal::TooLarge { guard: Guard::Memory, limit, .. } => {
            format!("It is larger than what is read: reading it takes more than {limit} megabytes of memory.")
        }
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
        Guard::Merges => "merged ranges on one sheet",
        Guard::Conditionals => "ranges with conditional number formats on one sheet",
        Guard::UnreadableCells => "cells that cannot be read",
        Guard::CellChars => "characters in one cell",
        Guard::Memory => "megabytes of memory",
        Guard::Files => "files",
        Guard::Depth => "folders deep",
    }
}
