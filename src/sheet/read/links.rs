//! Where the links on cells of an xlsx sheet lead to, when the cell does not say it: `here` is no address. They are kept among
//! the comments on the sheet, so that the address is listed and not lost (1-mission.md, promise 3).

use std::collections::BTreeMap;

use super::beside;
use super::package::{Relationship, broken};
use super::sheet_scan::address;
use super::xml::{Malformed, Tokens};
use crate::domain::{CellRef, Refusal};
use crate::sheet::grid::Grid;

/// How many links of a sheet are kept.
const MOST: usize = 1_000;

/// The links of a sheet that lead out of the workbook, each with its cell, as `link to https://…`; none where the cell says
/// the address itself, and none to an e-mail address.
pub(super) fn read(
    text: &str,
    relationships: &[Relationship],
    grid: &Grid,
    path: &str,
) -> Result<Vec<(CellRef, String)>, Refusal> {
    let mut found = Vec::new();
    let outside = relationships.iter().filter_map(|link| Some((link.id.as_str(), link.outside.as_deref()?)));
    let outside: BTreeMap<&str, &str> = outside.collect();
    if outside.is_empty() {
        return Ok(found);
    }
    // Links stand behind the cells.
    let behind =
        text.rfind("sheetData").and_then(|at| text.get(at..)?.split_once('>')).map_or("", |(_, rest)| rest);
    let mut tokens = Tokens::new(behind);
    while let Some(tag) = tokens.next_start().map_err(|Malformed| broken(path))? {
        let (Some(range), Some(id)) = (tag.attribute("ref"), tag.attribute_of_any_prefix("id")) else {
            continue;
        };
        let target = outside.get(id).filter(|_| tag.name == "hyperlink" && found.len() < MOST);
        let Some(target) = target else { continue };
        let at = address(range.split(':').next().unwrap_or_default())?;
        found.extend(beside::link(at, grid.get(at), target));
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use crate::sheet::limits::Limits;
    use crate::sheet::read::fixture::Made;
    use crate::sheet::read::xlsx::{By, read};

    fn links(text: &str, target: &str) -> Vec<String> {
        let sheet = format!(
            r#"<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>{text}</t></is></c></row></sheetData>
            <hyperlinks><hyperlink ref="A1" r:id="r7"/><hyperlink ref="A1" location="'S'!A2"/></hyperlinks></worksheet>"#
        );
        let rels = format!(
            r#"<Relationships><Relationship Id="r7" Type="http://x/relationships/hyperlink" Target="{target}" TargetMode="External"/></Relationships>"#
        );
        let made = Made::of("").sheet(&sheet).part("xl/worksheets/_rels/sheet1.xml.rels", &rels);
        let book = read(&made.file(), &Limits::default(), By::PlainFirst);
        book.unwrap().grids[0].comments.iter().map(|(at, said)| format!("{at} {said}")).collect()
    }

    #[test]
    fn an_address_that_the_cell_does_not_show_is_kept() {
        assert_eq!(
            links("here", "https://intranet/report.docx?a=1&amp;b=2"),
            ["A1 link to https://intranet/report.docx?a=1&b=2"]
        );
        for (shown, target) in [
            ("https://intranet/report.docx", "https://intranet/report.docx"),
            ("intranet/report", "https://intranet/report/"),
            ("Ann", "mailto:ann@example.invalid"),
        ] {
            assert_eq!(links(shown, target), [""; 0], "{shown}");
        }
    }
}
