//! Our own reading of the rows and texts that Excel, LibreOffice and their kin write: one walk, no copies, several times as
//! fast as a general reader of XML (10-limits-and-speed.md, "A cell reader of our own").
//!
//! It knows one plain way of writing and nothing else: tags without prefixes, attributes in double quotes, no white space
//! between tags, a formula before its value, whole addresses. Anything it does not know is [`NotPlain`], and the
//! workbook's sheet is then read by calamine beside [`super::sheet_scan`], as if this had not been tried. Tests hold both
//! to the same cells.

use std::borrow::Cow;

use super::sheet_scan::{Written, is_low, written};
use super::xml::unescape;
use crate::domain::CellRef;

/// Not written in the plain way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct NotPlain;

/// A start tag's attributes that matter here, and whether it is an empty element.
struct Attributes<'a> {
    place: Option<&'a str>,
    style: Option<&'a str>,
    kind: Option<&'a str>,
    shared: Option<&'a str>,
    hidden: Option<&'a str>,
    height: Option<&'a str>,
    keeps_space: bool,
    empty: bool,
}

/// A piece of the rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    /// A row begins: its number as written, and whether it is hidden.
    Row(&'a str, bool),
    /// A cell.
    Cell(PlainCell<'a>),
}

/// A cell as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PlainCell<'a> {
    /// Its place.
    pub(super) at: CellRef,
    /// Its style, as written.
    pub(super) style: Option<&'a str>,
    /// Its type.
    pub(super) written: Written,
    /// Its formula, raw, with the number under which it is shared.
    pub(super) formula: Option<(&'a str, Option<&'a str>)>,
    /// Its value, raw; empty and none mean different things under a formula.
    pub(super) value: Option<&'a str>,
    /// Its own text.
    pub(super) inline: Option<Cow<'a, str>>,
}

/// Walks rows, from behind `<sheetData>` to behind `</sheetData>`.
#[derive(Debug)]
pub(super) struct Rows<'a> {
    walk: Walk<'a>,
    in_row: bool,
}

impl<'a> Rows<'a> {
    /// From this place in the XML of a sheet.
    pub(super) const fn new(text: &'a str, at: usize) -> Self {
        Self { walk: Walk { text, at }, in_row: false }
    }

    /// Where it stands.
    pub(super) const fn at(&self) -> usize {
        self.walk.at
    }

    /// The next piece; none behind the last.
    pub(super) fn next(&mut self) -> Result<Option<Piece<'a>>, NotPlain> {
        if self.in_row {
            if self.walk.takes("<c") {
                return self.cell().map(|cell| Some(Piece::Cell(cell)));
            }
            self.walk.must("</row>")?;
            self.in_row = false;
        }
        if self.walk.takes("</sheetData>") {
            return Ok(None);
        }
        self.walk.must("<row")?;
        let row = self.walk.attributes()?;
        self.in_row = !row.empty;
        let hidden = match row.hidden {
            None | Some("0" | "false") => is_low(row.height),
            Some("1" | "true") => true,
            Some(_) => return Err(NotPlain),
        };
        row.place.map(|number| Some(Piece::Row(number, hidden))).ok_or(NotPlain)
    }

    fn cell(&mut self) -> Result<PlainCell<'a>, NotPlain> {
        let attributes = self.walk.attributes()?;
        let at = attributes.place.and_then(|place| place.parse().ok()).ok_or(NotPlain)?;
        let written = written(attributes.kind);
        if matches!(written, Written::IsoDate | Written::Other) {
            return Err(NotPlain);
        }
        let style = attributes.style;
        let mut cell = PlainCell { at, style, written, formula: None, value: None, inline: None };
        if attributes.empty {
            return Ok(cell);
        }
        if self.walk.takes("<f") {
            let tag = self.walk.attributes()?;
            let raw = if tag.empty { "" } else { self.walk.text_until("</f>")? };
            known_entities(raw)?;
            let shared = if tag.kind == Some("shared") { tag.shared } else { None };
            cell.formula = Some((raw, shared));
        }
        if self.walk.takes("<v>") {
            cell.value = Some(self.walk.text_until("</v>")?);
        } else if self.walk.takes("<v/>") {
            cell.value = Some("");
        } else if self.walk.takes("<is>") {
            cell.inline = Some(self.walk.string("</is>")?);
        }
        self.walk.must("</c>")?;
        // A value beside a text of its own, or a text in a cell that says it has none, is calamine's to judge.
        let inline = cell.written == Written::Inline;
        if (inline && cell.value.is_some()) || (!inline && cell.inline.is_some()) {
            return Err(NotPlain);
        }
        Ok(cell)
    }
}

/// The shared texts of a workbook, by number.
pub(super) fn strings(text: &str) -> Result<Vec<Cow<'_, str>>, NotPlain> {
    let mut walk = Walk { text, at: 0 };
    walk.takes("\u{feff}");
    if walk.takes("<?xml ") {
        walk.at += memchr::memmem::find(walk.rest(), b"?>").ok_or(NotPlain)? + "?>".len();
        while walk.takes("\r") || walk.takes("\n") {}
    }
    walk.must("<sst")?;
    let mut found = Vec::new();
    if walk.attributes()?.empty {
        return Ok(found);
    }
    loop {
        if walk.takes("<si>") {
            found.push(walk.string("</si>")?);
        } else if walk.takes("<si/>") {
            found.push(Cow::Borrowed(""));
        } else {
            walk.must("</sst>")?;
            return Ok(found);
        }
    }
}

/// A text with its entities resolved, where it holds nothing that programs disagree about: entities beyond the five and
/// character numbers, Excel's own escapes `_x000D_`, carriage returns.
pub(super) fn plain_text(raw: &str) -> Result<Cow<'_, str>, NotPlain> {
    let bytes = raw.as_bytes();
    if memchr::memchr3(b'&', b'\r', b'_', bytes).is_none() {
        return Ok(Cow::Borrowed(raw));
    }
    if raw.contains("_x") || raw.contains('\r') {
        return Err(NotPlain);
    }
    known_entities(raw)?;
    Ok(unescape(raw))
}

/// Refuses entities beyond the five and the line feed.
fn known_entities(raw: &str) -> Result<(), NotPlain> {
    let known = |entity: &str| {
        let name = entity.split_once(';').map(|(name, _)| name);
        matches!(name, Some("amp" | "lt" | "gt" | "quot" | "apos" | "#10"))
    };
    if raw.split('&').skip(1).all(known) { Ok(()) } else { Err(NotPlain) }
}

/// A number as a spreadsheet writes it: no words, no signs in front but a minus, nothing around it.
pub(super) fn plain_number(raw: &str) -> Result<f64, NotPlain> {
    let starts = raw.strip_prefix('-').unwrap_or(raw).bytes().next().is_some_and(|b| b.is_ascii_digit());
    let plain = raw.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'-' | b'+' | b'E' | b'e'));
    let number: f64 =
        if starts && plain { raw.parse().map_err(|_| NotPlain)? } else { return Err(NotPlain) };
    if number.is_finite() { Ok(number) } else { Err(NotPlain) }
}

/// A place in a text.
#[derive(Debug)]
struct Walk<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Walk<'a> {
    fn rest(&self) -> &'a [u8] {
        self.text.as_bytes().get(self.at..).unwrap_or_default()
    }

    fn takes(&mut self, wanted: &str) -> bool {
        let here = self.rest().starts_with(wanted.as_bytes());
        if here {
            self.at += wanted.len();
        }
        here
    }

    fn must(&mut self, wanted: &str) -> Result<(), NotPlain> {
        if self.takes(wanted) { Ok(()) } else { Err(NotPlain) }
    }

    /// Text up to this end tag, which is passed over; there is no other tag inside.
    fn text_until(&mut self, end: &str) -> Result<&'a str, NotPlain> {
        let start = self.at;
        self.at += memchr::memchr(b'<', self.rest()).ok_or(NotPlain)?;
        let text = self.text.get(start..self.at).ok_or(NotPlain)?;
        self.must(end)?;
        Ok(text)
    }

    /// The attributes behind a tag's name, and the tag's end.
    fn attributes(&mut self) -> Result<Attributes<'a>, NotPlain> {
        let mut found = Attributes {
            place: None,
            style: None,
            kind: None,
            shared: None,
            hidden: None,
            height: None,
            keeps_space: false,
            empty: false,
        };
        loop {
            match self.rest() {
                [b'>', ..] => {
                    self.at += 1;
                    return Ok(found);
                }
                [b'/', b'>', ..] => {
                    self.at += 2;
                    return Ok(Attributes { empty: true, ..found });
                }
                [b' ', ..] => self.at += 1,
                _ => return Err(NotPlain),
            }
            let (name, value) = self.attribute()?;
            let slot = match name {
                b"r" => &mut found.place,
                b"s" => &mut found.style,
                b"t" => &mut found.kind,
                b"si" => &mut found.shared,
                b"hidden" => &mut found.hidden,
                b"ht" => &mut found.height,
                b"xml:space" => {
                    found.keeps_space = value == "preserve";
                    continue;
                }
                _ => continue,
            };
            // Which of two counts is not for this reader to say; nor what an entity in one means.
            if slot.replace(value).is_some() || value.bytes().any(|byte| byte == b'&') {
                return Err(NotPlain);
            }
        }
    }

    fn attribute(&mut self) -> Result<(&'a [u8], &'a str), NotPlain> {
        let rest = self.rest();
        let equals = match rest {
            // As nearly every one in a cell.
            [name, b'=', ..] if name.is_ascii_lowercase() => 1,
            _ => rest.iter().position(|b| !b.is_ascii_alphanumeric() && *b != b':').ok_or(NotPlain)?,
        };
        let (name, behind) = rest.split_at_checked(equals).ok_or(NotPlain)?;
        let [b'=', b'"', behind @ ..] = behind else { return Err(NotPlain) };
        let length = behind.iter().position(|b| matches!(b, b'"' | b'<')).ok_or(NotPlain)?;
        if name.is_empty() || behind.get(length) != Some(&b'"') {
            return Err(NotPlain);
        }
        let open = self.at + equals + 2;
        let value = self.text.get(open..open + length).ok_or(NotPlain)?;
        self.at = open + length + 1;
        Ok((name, value))
    }

    /// The text of a shared string or of a cell's own: whole, or in runs; its end tag is passed over.
    fn string(&mut self, end: &str) -> Result<Cow<'a, str>, NotPlain> {
        if !self.rest().starts_with(b"<r>") {
            let text = if self.takes("<t") { self.run_text()? } else { Cow::Borrowed("") };
            self.must(end)?;
            return Ok(text);
        }
        let mut joined = String::new();
        while self.takes("<r>") {
            if self.takes("<rPr>") {
                self.run_properties()?;
            }
            self.must("<t")?;
            joined.push_str(&self.run_text()?);
            self.must("</r>")?;
        }
        self.must(end)?;
        Ok(Cow::Owned(joined))
    }

    /// The looks of a run, up to behind `</rPr>`: empty elements, which are passed over.
    fn run_properties(&mut self) -> Result<(), NotPlain> {
        while !self.takes("</rPr>") {
            self.must("<")?;
            let name = self.rest().iter().take_while(|b| b.is_ascii_alphanumeric()).count();
            self.at += name;
            if name == 0 || !self.attributes()?.empty {
                return Err(NotPlain);
            }
        }
        Ok(())
    }

    /// The text behind `<t`. Space around it counts only where the file says so.
    fn run_text(&mut self) -> Result<Cow<'a, str>, NotPlain> {
        let tag = self.attributes()?;
        if tag.empty {
            return Ok(Cow::Borrowed(""));
        }
        let raw = self.text_until("</t>")?;
        if tag.keeps_space {
            return plain_text(raw);
        }
        let space = [' ', '\t', '\n'];
        // A space that is written as an entity is trimmed too; who would write one so is not known.
        let text = plain_text(raw.trim_matches(space))?;
        if text.starts_with(space) || text.ends_with(space) { Err(NotPlain) } else { Ok(text) }
    }
}
