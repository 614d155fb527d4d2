//! Whether the rows and texts of a workbook are written in one vocabulary (an XML namespace).
//!
//! calamine and [`super::sheet_scan`] go by the names of elements without their prefixes. Excel does not: `<z:c>` among
//! cells `<c>` is nothing to it, or of some other program, and the number in it is not what the lead saw. Such a part is
//! refused as damaged before either reads it. Parts in the plain way have no prefixes and need no such look.

use super::parts::damaged;
use super::xml::{Malformed, Tag, Token, Tokens};
use crate::domain::Refusal;

/// The vocabulary of spreadsheets, transitional and strict (ECMA-376 part 1, annex A).
const SPREADSHEETS: [&str; 2] = [
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
];

/// Refuses a sheet whose rows, cells or values are not of the vocabulary of the sheet.
pub(super) fn one_in_sheet(text: &str) -> Result<(), Refusal> {
    // Behind the rows other programs' parts are usual, with elements of the same names.
    one(text, &["sheetData", "row", "c", "v", "f", "is", "t", "r"], Some("sheetData"))
}

/// Refuses shared texts that are not of the vocabulary of their part.
pub(super) fn one_in_texts(text: &str) -> Result<(), Refusal> {
    one(text, &["si", "t", "r"], None)
}

fn one(text: &str, names: &[&str], last: Option<&str>) -> Result<(), Refusal> {
    let mut tokens = Tokens::new(text);
    let mut root: Option<&str> = None;
    while let Some(token) = tokens.next().map_err(|Malformed| damaged("a part of it breaks off"))? {
        let tag = match token {
            Token::End(name) if last == Some(name) => return Ok(()),
            Token::Start(tag) => tag,
            _ => continue,
        };
        let prefix = prefix(text, &tag);
        match root {
            None => root = Some(prefix),
            Some(root) if names.contains(&tag.name) && (prefix != root || names_anew(&tag, root)) => {
                return Err(damaged(
                    "cells of another kind stand among its cells, and programs disagree about them",
                ));
            }
            Some(_) => {}
        }
    }
    Ok(())
}

/// The prefix before a tag's name, `x:`; empty where it has none.
fn prefix<'a>(text: &'a str, tag: &Tag<'_>) -> &'a str {
    let before = &text[..tag.name_at];
    before.rfind('<').map_or("", |open| &before[open + 1..])
}

/// Whether a tag gives the prefix of the root another meaning. Some programs say the same one again at every tag.
fn names_anew(tag: &Tag<'_>, root: &str) -> bool {
    let is_the_prefix = |name: &str| match root.strip_suffix(':') {
        Some(prefix) => name.strip_prefix("xmlns:") == Some(prefix),
        None => name == "xmlns",
    };
    tag.attributes().any(|(name, meaning)| is_the_prefix(name) && !SPREADSHEETS.contains(&meaning))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sheet::limits::Limits;
    use crate::sheet::read::fixture::Made;
    use crate::sheet::read::open;

    #[test]
    fn other_vocabularies_among_the_cells_are_told() {
        for (rows, is_one) in [
            ("<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>", true),
            ("<row r=\"1\"><z:c r=\"A1\"><z:v>1</z:v></z:c></row>", false),
            ("<row r=\"1\"><c r=\"A1\"><z:v>1</z:v></c></row>", false),
            ("<z:row r=\"1\"/>", false),
            ("<row xmlns=\"urn:other\"/>", false),
            ("<row xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"/>", true),
            ("<row xmlns:z=\"urn:other\"><c><v>1</v></c></row>", true),
            ("<row><c><v>1</v><z:note/></c></row>", true),
        ] {
            let sheet = format!("<worksheet><sheetData>{rows}</sheetData><x14:f/></worksheet>");
            assert_eq!(one_in_sheet(&sheet).is_ok(), is_one, "{rows}");
        }
        assert!(one_in_sheet("<x:worksheet><x:sheetData><x:row/></x:sheetData></x:worksheet>").is_ok());
        assert!(one_in_sheet("<x:worksheet><sheetData/></x:worksheet>").is_err());
        assert!(one_in_texts("<sst><si><t>1</t><z:t>2</z:t></si></sst>").is_err());
        assert!(one_in_texts("<x:sst><x:si><x:t>1</x:t></x:si></x:sst>").is_ok());
    }

    #[test]
    fn a_workbook_with_a_foreign_cell_is_damaged() {
        let opened = |rows: &str| open(&Made::of(rows).file(), "stem", &Limits::default());
        let own = r#"<row r="1"><c r="A1"><v>1</v></c></row>"#;
        assert!(opened(own).is_ok());
        let foreign = own.replace("</row>", r#"<z:c xmlns:z="urn:z" r="B1"><z:v>99</z:v></z:c></row>"#);
        assert!(matches!(opened(&foreign), Err(Refusal::Damaged(_))));
    }
}
