//! What is typed or put on a sheet and stands in no cell: text boxes, pictures, headers and footers, the addresses behind
//! `=HYPERLINK(…)`. It is kept among the comments on the sheet, so that it is listed and not lost (1-mission.md, promise 3;
//! rule F10). Nothing of it is an answer.

use super::package::{Relationship, broken};
use super::parts::Parts;
use super::xml::{Malformed, Tag, Token, Tokens, text_of, unescape};
use crate::domain::folding::{clip, tidy};
use crate::domain::{CellRef, Refusal};
use crate::sheet::grid::{Cell, Drawn, Grid, Shows};

/// How many shapes of a sheet are kept.
const MOST: usize = 200;
/// Characters of a text box, a header or an address that are kept.
const LONGEST: usize = 500;
/// From how many comments on nothing more of a sheet is listed among them.
pub(super) const MOST_LISTED: usize = 1_000;

/// Height of a row and width of a column as Excel makes them by itself, in its own small units.
const ROW: u32 = 190_500;
const COLUMN: u32 = 609_600;

/// What is said of a picture.
pub(super) const PICTURE: &str = "a picture, which is not read";

/// Shapes of a sheet, taken into its grid: what they say is listed at the cell behind their corner, and over which cells
/// they lie is kept. `links` are the sheet's.
pub(super) fn drawn(parts: &mut Parts<'_>, links: &[Relationship], grid: &mut Grid) -> Result<(), Refusal> {
    for path in links.iter().filter(|link| link.kind == "drawing").filter_map(|link| link.path.as_ref()) {
        if let Some(text) = parts.xml(path)? {
            shapes(&text, grid).map_err(|Malformed| broken(path))?;
        }
    }
    Ok(())
}

fn shapes(text: &str, grid: &mut Grid) -> Result<(), Malformed> {
    let mut tokens = Tokens::new(text);
    while let Some(tag) = tokens.next_start()? {
        if !tag.name.ends_with("CellAnchor") && tag.name != "absoluteAnchor" {
            continue;
        }
        let inside = tokens.raw_inside(&tag)?;
        let is_picture = inside.contains(":pic>") || inside.contains(":pic ");
        let (from, to) = corners(inside)?;
        let shape = shape(from.unwrap_or(CellRef::new(0, 0)), &text_of(inside, "t")?, is_picture);
        // What is hidden lies over nothing; a shape without a corner in a cell lies who knows where.
        let covers = from.is_some() && !is_hidden(inside)?;
        keep(grid, Drawn { to: to.unwrap_or(shape.from).max(shape.from), ..shape }, covers);
    }
    Ok(())
}

/// A shape over one cell.
pub(super) fn shape(at: CellRef, says: &str, is_picture: bool) -> Drawn {
    let says = tidy(says);
    let shows = match (says.is_empty(), is_picture) {
        (false, _) => Shows::Text(clip(&says, LONGEST)),
        (true, true) => Shows::Picture,
        (true, false) => Shows::Shape,
    };
    Drawn { from: at, to: at, shows }
}

/// Lists what a shape says, and keeps where it lies if it `covers` cells.
pub(super) fn keep(grid: &mut Grid, shape: Drawn, covers: bool) {
    if grid.drawn.len() >= MOST || grid.comments.len() >= MOST_LISTED {
        return;
    }
    let listed = match &shape.shows {
        Shows::Text(says) => Some(format!("text box: {says}")),
        Shows::Picture => Some(PICTURE.to_owned()),
        Shows::Shape => None,
    };
    grid.comments.extend(listed.map(|listed| (shape.from, listed)));
    if covers {
        grid.drawn.push(shape);
    }
}

fn is_hidden(inside: &str) -> Result<bool, Malformed> {
    let mut tokens = Tokens::new(inside);
    while let Some(tag) = tokens.next_start()? {
        if tag.name == "cNvPr" {
            return Ok(tag.is_on("hidden"));
        }
    }
    Ok(false)
}

/// The first and the last cell under a shape; none where it says none. A shape that ends where a row or column begins does
/// not reach into it.
fn corners(inside: &str) -> Result<(Option<CellRef>, Option<CellRef>), Malformed> {
    let (mut from, mut to) = (None, None);
    let mut tokens = Tokens::new(inside);
    while let Some(tag) = tokens.next_start()? {
        match tag.name {
            "from" => from = Some(corner(tokens.raw_inside(&tag)?, 0)?),
            "to" => {
                to = Some(corner(tokens.raw_inside(&tag)?, 1)?);
                break;
            }
            // A size in place of a corner, as Google Sheets writes it.
            "ext" if to.is_none() => to = from.map(|from| reaching(from, &tag)),
            "sp" | "pic" | "cxnSp" | "graphicFrame" | "grpSp" => break,
            _ => {}
        }
    }
    Ok((from, to))
}

/// The last cell of a shape of this size, where rows and columns are as Excel makes them by itself: of wider ones it reaches
/// over fewer, and asking about one too many is better than about one too few.
fn reaching(from: CellRef, size: &Tag<'_>) -> CellRef {
    let cells = |name, each: u32| {
        let length = size.attribute(name).and_then(|length| length.trim().parse::<u32>().ok());
        length.unwrap_or_default().saturating_sub(1) / each
    };
    let (rows, columns) = (cells("cy", ROW), cells("cx", COLUMN));
    CellRef::new(from.row.saturating_add(rows), from.column.saturating_add(columns))
}

/// A corner's cell; `back` is how many rows and columns it lies before one whose very beginning it names.
fn corner(inside: &str, back: u32) -> Result<CellRef, Malformed> {
    let (mut places, mut offsets) = ([0_u32; 2], [0_i64; 2]);
    let mut tokens = Tokens::new(inside);
    while let Some(tag) = tokens.next_start()? {
        let which = usize::from(tag.name.starts_with("col"));
        let number = tokens.raw_inside(&tag)?.trim();
        match tag.name {
            "row" | "col" => places[which] = number.parse().unwrap_or(0).min(1_048_575),
            "rowOff" | "colOff" => offsets[which] = number.parse().unwrap_or(0),
            _ => {}
        }
    }
    let [row, column] =
        [0, 1].map(|at| if offsets[at] == 0 { places[at].saturating_sub(back) } else { places[at] });
    Ok(CellRef::new(row, column))
}

/// What a text box is listed as; none where it is empty. For formats that do not say where it lies.
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
    fn a_shape_with_a_size_reaches_over_as_many_cells() {
        let shape = "<xdr:from><xdr:col>7</xdr:col><xdr:row>4</xdr:row></xdr:from><xdr:ext cx=\"900000\" cy=\"190500\"/><xdr:sp/>";
        let (from, to) = corners(shape).unwrap();
        let cells = [from, to].map(|at| at.unwrap_or(CellRef::new(0, 0)).to_string());
        assert_eq!(cells, ["H5", "I5"]);
    }

    #[test]
    fn text_boxes_pictures_headers_and_linking_formulas_are_kept() {
        let sheet = r#"<worksheet><sheetData><row r="1"><c r="A1" t="str"><f>HYPERLINK("https://intranet/a.docx","here")</f><v>here</v></c></row></sheetData>
            <headerFooter><oddFooter>&amp;CPage &amp;P</oddFooter><oddHeader>&amp;LNot final</oddHeader></headerFooter><drawing r:id="r7"/></worksheet>"#;
        let rels = r#"<Relationships><Relationship Id="r7" Type="http://x/relationships/drawing" Target="../drawings/drawing1.xml"/></Relationships>"#;
        let anchor = |inside: &str| {
            format!(
                "<xdr:twoCellAnchor><xdr:from><xdr:col>8</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>4</xdr:row></xdr:from><xdr:to><xdr:col>9</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>4</xdr:row><xdr:rowOff>99</xdr:rowOff></xdr:to>{inside}</xdr:twoCellAnchor>"
            )
        };
        let shapes = [
            anchor("<xdr:sp><xdr:txBody><a:p><a:r><a:t>14 not 12</a:t></a:r></a:p></xdr:txBody></xdr:sp>"),
            anchor("<xdr:pic><xdr:blipFill/></xdr:pic>"),
            anchor("<xdr:graphicFrame/>"),
            anchor("<xdr:sp><xdr:nvSpPr><xdr:cNvPr id=\"9\" name=\"x\" hidden=\"1\"/></xdr:nvSpPr></xdr:sp>"),
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
        let drawn: Vec<String> = book.grids[0]
            .drawn
            .iter()
            .map(|shape| format!("{}:{} {:?}", shape.from, shape.to, shape.shows))
            .collect();
        assert_eq!(drawn, ["I5:I5 Text(\"14 not 12\")", "I5:I5 Picture", "I5:I5 Shape"]);
    }
}
