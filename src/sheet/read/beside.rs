//! What is typed or put on a sheet and stands in no cell: text boxes, pictures, headers and footers, the addresses behind
//! `=HYPERLINK(…)`. It is kept among the comments on the sheet, so that it is listed and not lost (1-mission.md, promise 3;
//! rule F10). Nothing of it is an answer.

use super::package::{Relationship, broken};
use super::parts::Parts;
use super::xml::{Malformed, Token, Tokens, text_of, unescape};
use crate::domain::folding::{clip, tidy};
use crate::domain::{CellRef, Refusal};
use crate::sheet::grid::{Cell, Grid};

/// How many shapes of a sheet are kept.
const MOST: usize = 200;
/// Characters of a text box, a header or an address that are kept.
const LONGEST: usize = 500;

/// What is said of a picture.
pub(super) const PICTURE: &str = "a picture, which is not read";

/// Text boxes and pictures of a sheet, each at the cell behind its corner. `links` are the sheet's.
pub(super) fn drawn(
    parts: &mut Parts<'_>,
    links: &[Relationship],
) -> Result<Vec<(CellRef, String)>, Refusal> {
    let mut found = Vec::new();
    for path in links.iter().filter(|link| link.kind == "drawing").filter_map(|link| link.path.as_ref()) {
        if let Some(text) = parts.xml(path)? {
            shapes(&text, &mut found).map_err(|Malformed| broken(path))?;
        }
    }
    Ok(found)
}

fn shapes(text: &str, found: &mut Vec<(CellRef, String)>) -> Result<(), Malformed> {
    let mut tokens = Tokens::new(text);
    while let Some(tag) = tokens.next_start()? {
        if !tag.name.ends_with("CellAnchor") && tag.name != "absoluteAnchor" {
            continue;
        }
        let inside = tokens.raw_inside(&tag)?;
        let says = text_box(&text_of(inside, "t")?);
        let is_picture = inside.contains(":pic>") || inside.contains(":pic ");
        let says = says.or_else(|| is_picture.then(|| PICTURE.to_owned()));
        if let Some(says) = says.filter(|_| found.len() < MOST) {
            found.push((corner(inside)?, says));
        }
    }
    Ok(())
}

/// The cell of the shape's first corner; A1 where it has none.
fn corner(inside: &str) -> Result<CellRef, Malformed> {
    let mut at = CellRef::new(0, 0);
    let mut tokens = Tokens::new(inside);
    while let Some(tag) = tokens.next_start()? {
        let place = match tag.name {
            "col" => &mut at.column,
            "row" => &mut at.row,
            "to" | "ext" | "sp" => break,
            _ => continue,
        };
        *place = tokens.raw_inside(&tag)?.trim().parse().unwrap_or(0).min(1_048_575);
    }
    Ok(at)
}

/// What a text box says; none where it is empty.
pub(super) fn text_box(said: &str) -> Option<String> {
    let said = tidy(said);
    (!said.is_empty()).then(|| format!("text box: {}", clip(&said, LONGEST)))
}

/// What the headers and footers of an xlsx sheet say in words of their own; they stand behind the cells.
pub(super) fn printed(text: &str, path: &str) -> Result<Option<(CellRef, String)>, Refusal> {
    said_in_print(text).map_err(|Malformed| broken(path))
}

fn said_in_print(text: &str) -> Result<Option<(CellRef, String)>, Malformed> {
    let behind = text.rfind("sheetData").and_then(|at| text.get(at..)).unwrap_or_default();
    if !behind.contains("headerFooter") {
        return Ok(None);
    }
    let mut said = Vec::new();
    let mut tokens = Tokens::new(behind.split_once('>').map_or("", |(_, rest)| rest));
    while let Some(token) = tokens.next()? {
        let Token::Start(tag) = token else { continue };
        if ["odd", "even", "first"].iter().any(|pages| tag.name.starts_with(pages)) {
            said.push(unescape(tokens.raw_inside(&tag)?).into_owned());
        }
    }
    Ok(header(said.iter().map(String::as_str)))
}

/// What headers and footers say, written with Excel's codes (`&CPage &P of &N`), in words other than those of a page's
/// number; at A1.
pub(super) fn header<'a>(written: impl IntoIterator<Item = &'a str>) -> Option<(CellRef, String)> {
    let mut said: Vec<String> =
        written.into_iter().map(words_of_header).filter(|words| !words.is_empty()).collect();
    said.dedup();
    let said = said.join("; ");
    (!said.is_empty()).then(|| (CellRef::new(0, 0), format!("header or footer: {}", clip(&said, LONGEST))))
}

fn words_of_header(written: &str) -> String {
    let (mut plain, mut rest) = (String::new(), written);
    while let Some((before, code)) = rest.split_once('&') {
        plain.push_str(before);
        let mut chars = code.chars();
        rest = match chars.next() {
            Some('&') => {
                plain.push('&');
                chars.as_str()
            }
            // A font, and its size.
            Some('"') => code.get(1..).and_then(|font| font.split_once('"')).map_or("", |(_, rest)| rest),
            Some(digit) if digit.is_ascii_digit() => code.trim_start_matches(|c: char| c.is_ascii_digit()),
            // A colour: six digits, or a theme's with its shade.
            Some('K') => code.get(7..).unwrap_or_default(),
            Some(_) => {
                plain.push(' ');
                chars.as_str()
            }
            None => "",
        };
    }
    plain.push_str(rest);
    let is_own = |word: &str| matches!(word.to_lowercase().as_str(), "page" | "of" | "sheet");
    let says = plain
        .split(|c: char| !c.is_alphanumeric())
        .any(|word| !word.is_empty() && !is_own(word) && !word.bytes().all(|b| b.is_ascii_digit()));
    if says { tidy(&plain) } else { String::new() }
}

/// Addresses in formulas `=HYPERLINK("https://…","here")` that their cells do not show.
pub(super) fn in_formulas(grid: &Grid) -> Vec<(CellRef, String)> {
    let links = grid.cells.iter().filter_map(|cell| {
        let formula = cell.formula.as_deref()?;
        let function = formula.get(..10).filter(|function| function.eq_ignore_ascii_case("HYPERLINK("))?;
        let address = formula.get(function.len()..)?.trim_start().strip_prefix('"')?.split('"').next()?;
        (!address.starts_with('#')).then(|| link(cell.at, Some(cell), address)).flatten()
    });
    links.take(MOST).collect()
}

/// A link as it is listed, where the cell does not say its address itself and it is none of an e-mail.
pub(super) fn link(at: CellRef, cell: Option<&Cell>, address: &str) -> Option<(CellRef, String)> {
    let shown = cell.map(Cell::shown).unwrap_or_default();
    let is_said = plain(&shown) == plain(address);
    let listed = !is_said && !address.to_lowercase().starts_with("mailto:");
    listed.then(|| (at, format!("link to {}", clip(address, LONGEST))))
}

/// An address without what programs put before and behind it.
fn plain(address: &str) -> String {
    let address = address.trim().trim_end_matches('/').to_lowercase();
    let bare = address.split_once("://").map_or(address.as_str(), |(_, rest)| rest);
    bare.trim_start_matches('/').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sheet::limits::Limits;
    use crate::sheet::read::fixture::Made;
    use crate::sheet::read::xlsx::{By, read};

    #[test]
    fn words_of_headers_are_told_from_their_codes() {
        for (written, said) in [
            ("&CPage &P of &N", ""),
            ("&C&\"Times New Roman,Regular\"&12&A", ""),
            ("&LPage &P&R&D &T", ""),
            ("&LNB 1.3a is 14&CPage &P", "NB 1.3a is 14 Page"),
            ("&C&\"Arial,Bold\"&12&KFF0000Draft && wrong", "Draft & wrong"),
        ] {
            assert_eq!(words_of_header(written), said, "{written}");
        }
        assert_eq!(
            header(["&CPage &P", "&Cdraft", "&Cdraft"]).map(|(_, said)| said).as_deref(),
            Some("header or footer: draft")
        );
    }

    #[test]
    fn text_boxes_pictures_headers_and_linking_formulas_are_kept() {
        let sheet = r#"<worksheet><sheetData><row r="1"><c r="A1" t="str"><f>HYPERLINK("https://intranet/a.docx","here")</f><v>here</v></c></row></sheetData>
            <headerFooter><oddFooter>&amp;CPage &amp;P</oddFooter><oddHeader>&amp;LNot final</oddHeader></headerFooter><drawing r:id="r7"/></worksheet>"#;
        let rels = r#"<Relationships><Relationship Id="r7" Type="http://x/relationships/drawing" Target="../drawings/drawing1.xml"/></Relationships>"#;
        let anchor = |inside: &str| {
            format!(
                "<xdr:twoCellAnchor><xdr:from><xdr:col>8</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>4</xdr:row></xdr:from><xdr:to><xdr:col>9</xdr:col></xdr:to>{inside}</xdr:twoCellAnchor>"
            )
        };
        let shapes = [
            anchor("<xdr:sp><xdr:txBody><a:p><a:r><a:t>14 not 12</a:t></a:r></a:p></xdr:txBody></xdr:sp>"),
            anchor("<xdr:pic><xdr:blipFill/></xdr:pic>"),
            anchor("<xdr:graphicFrame/>"),
        ];
        let drawing = format!("<xdr:wsDr>{}</xdr:wsDr>", shapes.concat());
        let made = Made::of("").sheet(sheet).part("xl/worksheets/_rels/sheet1.xml.rels", rels);
        let made = made.part("xl/drawings/drawing1.xml", &drawing);
        let book = read(&made.file(), &Limits::default(), By::PlainFirst).unwrap();
        let said: Vec<String> =
            book.grids[0].comments.iter().map(|(at, said)| format!("{at} {said}")).collect();
        assert_eq!(
            said,
            [
                "I5 text box: 14 not 12",
                "I5 a picture, which is not read",
                "A1 header or footer: Not final",
                "A1 link to https://intranet/a.docx"
            ]
        );
    }
}
