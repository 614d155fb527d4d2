//! Comments on cells: notes and threaded comments, from the parts that a sheet's relationships lead to.

use std::collections::BTreeSet;

use super::package::{broken, relationships};
use super::parts::{Parts, too_large};
use super::sheet_scan::address;
use super::xml::{Malformed, Tokens, text_of};
use crate::domain::{CellRef, Guard, Refusal};
use crate::sheet::limits::Limits;

/// The comments of a sheet, by place. Where a cell has a threaded comment, the note that repeats it for older programs
/// is left out. Comments are counted against the limit on cells, each sheet by itself.
pub(super) fn read(
    parts: &mut Parts<'_>,
    sheet: &str,
    limits: &Limits,
) -> Result<Vec<(CellRef, String)>, Refusal> {
    let mut notes = Vec::new();
    let mut threaded = Vec::new();
    for link in relationships(parts, sheet)?.iter() {
        let Some(path) = &link.path else { continue };
        let (found, into) = match link.kind.as_str() {
            "comments" => {
                let read = |text: &str| collect(text, "comment", "t", path, limits);
                (parts.shared(path, |known| &known.notes, read)?, &mut notes)
            }
            "threadedComment" => {
                let read = |text: &str| collect(text, "threadedComment", "text", path, limits);
                (parts.shared(path, |known| &known.threads, read)?, &mut threaded)
            }
            _ => continue,
        };
        into.extend(found.iter().flat_map(|found| found.iter().cloned()));
        few(into, limits)?;
    }
    let answered: BTreeSet<CellRef> = threaded.iter().map(|(at, _)| *at).collect();
    notes.retain(|(at, _)| !answered.contains(at));
    notes.append(&mut threaded);
    // Stable: the replies of a thread stay in their order.
    notes.sort_by_key(|(at, _)| *at);
    Ok(notes)
}

fn collect(
    text: &str,
    element: &str,
    inner: &str,
    path: &str,
    limits: &Limits,
) -> Result<Vec<(CellRef, String)>, Refusal> {
    let mut found = Vec::new();
    let broken = |Malformed| broken(path);
    let mut tokens = Tokens::new(text);
    while let Some(tag) = tokens.next_start().map_err(broken)? {
        if tag.name == element {
            let at = address(tag.attribute("ref").unwrap_or_default())?;
            let words = text_of(tokens.raw_inside(&tag).map_err(broken)?, inner).map_err(broken)?;
            found.push((at, words.trim().to_owned()));
            few(&found, limits)?;
        }
    }
    Ok(found)
}

fn few(comments: &[(CellRef, String)], limits: &Limits) -> Result<(), Refusal> {
    let too_many = comments.len() as u64 > limits.cells;
    if too_many { Err(too_large(Guard::Cells, limits.cells, None)) } else { Ok(()) }
}
