//! Comments on cells: notes and threaded comments, from the parts that a sheet's relationships lead to.

use super::package::{broken, relationships};
use super::parts::Parts;
use super::sheet_scan::address;
use super::xml::{Malformed, Tokens, text_of};
use crate::domain::{CellRef, Refusal};

/// The comments of a sheet, by place. Where a cell has a threaded comment, the note that repeats it for older programs
/// is left out.
pub(super) fn read(parts: &mut Parts<'_>, sheet: &str) -> Result<Vec<(CellRef, String)>, Refusal> {
    let mut notes = Vec::new();
    let mut threaded = Vec::new();
    for link in relationships(parts, sheet)? {
        let (element, inner, into) = match link.kind.as_str() {
            "comments" => ("comment", "t", &mut notes),
            "threadedComment" => ("threadedComment", "text", &mut threaded),
            _ => continue,
        };
        let Some(path) = link.path else { continue };
        if let Some(text) = parts.xml(&path)? {
            collect(&text, element, inner, into, &path)?;
        }
    }
    notes.retain(|(at, _)| !threaded.iter().any(|(other, _)| other == at));
    notes.append(&mut threaded);
    // Stable: the replies of a thread stay in their order.
    notes.sort_by_key(|(at, _)| *at);
    Ok(notes)
}

fn collect(
    text: &str,
    element: &str,
    inner: &str,
    into: &mut Vec<(CellRef, String)>,
    path: &str,
) -> Result<(), Refusal> {
    let broken = |Malformed| broken(path);
    let mut tokens = Tokens::new(text);
    while let Some(tag) = tokens.next_start().map_err(broken)? {
        if tag.name == element {
            let at = address(tag.attribute("ref").unwrap_or_default())?;
            let words = text_of(tokens.raw_inside(&tag).map_err(broken)?, inner).map_err(broken)?;
            into.push((at, words.trim().to_owned()));
        }
    }
    Ok(())
}
