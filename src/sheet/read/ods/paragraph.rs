//! The text of a cell as it is shown: paragraphs, with the white space rules of Open Document (part 3, 6.1.2).

use crate::domain::CellRef;
#[cfg(test)]
use crate::domain::folding::FENCE;
use crate::sheet::grid::{Drawn, Shows};
use crate::sheet::read::beside;
use crate::sheet::read::xml::{Malformed, Tag, Token, Tokens, unescape};

/// Most spaces that one element may stand for: a cell holds no more characters than this.
const MOST_SPACES: usize = 32_768;

/// What is written inside a cell, apart from its value.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Inside {
    /// The text shown; none where there is no paragraph.
    pub(super) text: Option<String>,
    /// The text of a comment.
    pub(super) comment: Option<String>,
    /// The text of shapes within the cell, and where links in its text lead to.
    pub(super) beside: Vec<Beside>,
}

/// What a cell carries besides its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Beside {
    /// A shape, at A1: its place is the sheet's to know. With the cell at which it ends, where it says one.
    Shape(Drawn, Option<CellRef>),
    /// An address.
    Link(String),
}

/// Reads the raw inside of a cell. `fence` says what fences a part of this style: one that crosses out, raises, lowers or
/// hides, as in [`crate::sheet::read::rich_text`].
pub(super) fn inside(raw: &str, fence: &dyn Fn(&str) -> Option<char>) -> Result<Inside, Malformed> {
    let mut found = Inside::default();
    let mut tokens = Tokens::new(raw);
    while let Some(token) = tokens.next()? {
        let Token::Start(tag) = token else { continue };
        match tag.name {
            "p" | "h" => {
                let raw = tokens.raw_inside(&tag)?;
                if raw.contains("href") {
                    found.beside.extend(links(raw)?);
                }
                let shown = paragraph(raw, fence)?;
                append_line(&mut found.text, &shown);
            }
            "annotation" => {
                let inner = inside_comment(tokens.raw_inside(&tag)?)?;
                append_line(&mut found.comment, &inner);
            }
            // Shapes, pictures and tables within the cell are no part of what it holds.
            _ => {
                let end = tag.attribute_of_any_prefix("end-cell-address").and_then(end_cell);
                let shape = shape(tokens.raw_inside(&tag)?)?;
                // What is neither text nor picture is a shape where it says how far it reaches.
                if end.is_some() || shape.shows != Shows::Shape {
                    found.beside.push(Beside::Shape(shape, end));
                }
            }
        }
    }
    Ok(found)
}

/// Addresses outside the workbook that links in a paragraph lead to.
fn links(raw: &str) -> Result<Vec<Beside>, Malformed> {
    let mut found = Vec::new();
    let mut tokens = Tokens::new(raw);
    while let Some(tag) = tokens.next_start()? {
        let address = tag.attribute_of_any_prefix("href").filter(|_| tag.name == "a");
        let outside = address.filter(|address| !address.starts_with('#'));
        found.extend(outside.map(|address| Beside::Link(unescape(address).into_owned())));
    }
    Ok(found)
}

/// A shape, from its raw inside; a chart is no picture.
pub(super) fn shape(raw: &str) -> Result<Drawn, Malformed> {
    let is_picture = raw.contains(":image") && !raw.contains(":object");
    Ok(beside::shape(CellRef::new(0, 0), &inside_comment(raw)?, is_picture))
}

/// The cell of an address such as `Measures.K8` or `$'My sheet'.$K$8`.
fn end_cell(address: &str) -> Option<CellRef> {
    address.rsplit('.').next()?.replace('$', "").parse().ok()
}

/// The paragraphs of a comment or a shape, however deep they stand.
fn inside_comment(raw: &str) -> Result<String, Malformed> {
    let mut text = None;
    let mut tokens = Tokens::new(raw);
    while let Some(tag) = tokens.next_start()? {
        if matches!(tag.name, "p" | "h") {
            append_line(&mut text, &paragraph(tokens.raw_inside(&tag)?, &|_| None)?);
        }
    }
    Ok(text.unwrap_or_default())
}

fn append_line(text: &mut Option<String>, line: &str) {
    match text {
        None => *text = Some(line.to_owned()),
        Some(text) => {
            text.push('\n');
            text.push_str(line);
        }
    }
}

/// One paragraph: runs of white space are one space, and none at either end, but for those that elements stand for.
fn paragraph(raw: &str, fence: &dyn Fn(&str) -> Option<char>) -> Result<String, Malformed> {
    let mut text = String::new();
    // Of each part that is open, what fences it.
    let mut parts = Vec::new();
    let mut space_waits = false;
    let mut tokens = Tokens::new(raw);
    while let Some(token) = tokens.next()? {
        match token {
            Token::Text(piece) => fold_into(&mut text, &mut space_waits, &unescape(piece)),
            Token::CData(piece) => fold_into(&mut text, &mut space_waits, piece),
            Token::Start(tag) => {
                // Comments on parts of a text, and the small print above it, are not the text.
                if matches!(tag.name, "annotation" | "ruby-text" | "note") {
                    tokens.raw_inside(&tag)?;
                } else if tag.name == "span" && !tag.empty {
                    let fence = tag.attribute_of_any_prefix("style-name").and_then(fence);
                    text.extend(fence);
                    parts.push(fence);
                } else if let Some(mark) = standing_for(&tag) {
                    if std::mem::take(&mut space_waits) && !text.is_empty() {
                        text.push(' ');
                    }
                    text.push_str(&mark);
                }
            }
            Token::End("span") => {
                text.extend(parts.pop().flatten());
            }
            Token::End(_) => {}
        }
    }
    Ok(text)
}

fn standing_for(tag: &Tag<'_>) -> Option<String> {
    match tag.name {
        "s" => {
            let count = tag.attribute_of_any_prefix("c").and_then(|c| c.parse().ok()).unwrap_or(1);
            Some(" ".repeat(MOST_SPACES.min(count)))
        }
        "tab" => Some("\t".to_owned()),
        "line-break" => Some("\n".to_owned()),
        _ => None,
    }
}

fn fold_into(text: &mut String, space_waits: &mut bool, piece: &str) {
    for c in piece.chars() {
        if matches!(c, ' ' | '\t' | '\r' | '\n') {
            *space_waits = true;
        } else {
            if std::mem::take(space_waits) && !text.is_empty() {
                text.push(' ');
            }
            text.push(c);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(raw: &str) -> Option<String> {
        inside(raw, &|_| None).unwrap().text
    }

    #[test]
    fn white_space_and_marks_are_as_shown() {
        assert_eq!(text("\n  <text:p>a\n   b</text:p>\n").as_deref(), Some("a b"));
        assert_eq!(text("<p><s c=\"2\"/>x <span>y</span><s/></p><p>z</p>").as_deref(), Some("  x y \nz"));
        assert_eq!(text("<p>a<tab/>b<line-break/>&amp;</p>").as_deref(), Some("a\tb\n&"));
        assert_eq!((text(""), text("<p/>").as_deref()), (None, Some("")));
    }

    #[test]
    fn parts_that_are_crossed_out_or_raised_are_fenced() {
        let raw = "<p><span style-name=\"T1\">9</span><span style-name=\"T2\">1<span>2</span></span></p>";
        let found = inside(raw, &|style| (style == "T1").then_some(FENCE)).unwrap().text;
        assert_eq!(found, Some(format!("{FENCE}9{FENCE}12")));
    }

    #[test]
    fn comments_and_shapes_are_no_text() {
        let raw = "<office:annotation><dc:date>2026</dc:date><text:p>ask <text:span>Ann</text:span></text:p></office:annotation>\
                   <draw:frame><draw:text-box><text:p>no</text:p></draw:text-box></draw:frame><text:p>5</text:p>";
        assert_eq!(
            inside(raw, &|_| None),
            Ok(Inside {
                text: Some("5".into()),
                comment: Some("ask Ann".into()),
                beside: vec![Beside::Shape(beside::shape(CellRef::new(0, 0), "no", false), None)]
            })
        );
    }

    #[test]
    fn links_and_pictures_are_kept_and_charts_are_not() {
        let beside = |raw: &str| inside(raw, &|_| None).unwrap().beside;
        let link = "<text:p><text:a xlink:href=\"https://intranet/?a=1&amp;b=2\">here</text:a><text:a xlink:href=\"#S.A1\">there</text:a></text:p>";
        assert_eq!(beside(link), [Beside::Link("https://intranet/?a=1&b=2".to_owned())]);
        let picture = "<draw:frame><draw:image xlink:href=\"Pictures/1.png\"/></draw:frame>";
        assert_eq!(beside(picture), [Beside::Shape(beside::shape(CellRef::new(0, 0), "", true), None)]);
        let chart = "<draw:frame><draw:object/><draw:image xlink:href=\"x\"/></draw:frame>";
        assert_eq!(beside(chart), []);
        let over = "<draw:rect table:end-cell-address=\"$'My sheet'.$K$8\"/>";
        let lies = Beside::Shape(beside::shape(CellRef::new(0, 0), "", false), "K8".parse().ok());
        assert_eq!(beside(over), [lies]);
    }

    #[test]
    fn a_billion_spaces_are_not_believed() {
        assert_eq!(text("<p>a<s c=\"1000000000\"/></p>").map(|t| t.len()), Some(32_769));
    }
}
