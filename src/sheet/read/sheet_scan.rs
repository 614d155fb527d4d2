//! One light walk over a sheet's XML for what calamine's cell reader does not tell: hidden rows and columns, merges,
//! formulas, and how each value is written, so that forms it reads wrongly in silence are told (4-reading.md, 4.7).
//!
//! Cells come in the order of calamine's reader, one for one: [`super::cells`] walks both and refuses where they part.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

use memchr::memmem;

use super::beside;
use super::conditional::Conditionals;
use super::few_merges;
use super::known::Known;
use super::moved::moved;
use super::package::broken;
use super::parts::damaged;
use super::plain::{NotPlain, Rows};
use super::styles::Styles;
use super::xml::{Malformed, Tag, Token, Tokens, unescape};
use crate::domain::{CellRef, Refusal};

/// How a cell says its value is to be taken: the attribute `t`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Written {
    /// A number, or no type.
    Number,
    /// The number of a shared string.
    Shared,
    /// A boolean.
    Boolean,
    /// An error code.
    Error,
    /// The text a formula gave.
    FormulaText,
    /// Text in the cell itself.
    Inline,
    /// A date in ISO 8601.
    IsoDate,
    /// Something else.
    Other,
}

/// A cell as it is written.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct WrittenCell<'a> {
    /// Its place.
    pub(super) at: CellRef,
    /// Its style id; none when that is no number.
    pub(super) style: Option<usize>,
    /// Its type.
    pub(super) written: Written,
    /// Its value, raw, if there is one.
    pub(super) value: Option<&'a str>,
    /// Its formula; a cell that shares one has that of the first cell, moved to its own place.
    pub(super) formula: Option<Arc<str>>,
    /// Why calamine's reading of it cannot be trusted.
    pub(super) doubt: Option<&'static str>,
}

/// What stands behind the cells of a sheet.
#[derive(Debug, Default)]
pub(super) struct Tail {
    /// The merged ranges.
    pub(super) merges: Vec<(CellRef, CellRef)>,
    /// The rules of conditional formatting that choose number formats.
    pub(super) conditionals: Conditionals,
    /// What headers and footers say, where that is known by now: one text or none.
    pub(super) printed: Option<Vec<(CellRef, String)>>,
}

/// What stands before the rows of a sheet that has some.
#[derive(Debug, Clone)]
pub(super) struct Head {
    in_order: bool,
    hidden_columns: Vec<(u32, u32)>,
}

/// The tag before the rows, as nearly every program writes it.
const BEFORE_ROWS: &str = "<sheetData>";
static FIND_ROWS: LazyLock<memmem::Finder<'static>> = LazyLock::new(|| memmem::Finder::new(BEFORE_ROWS));

/// The walk.
#[derive(Debug)]
pub(super) struct SheetScan<'a> {
    text: &'a str,
    tokens: Tokens<'a>,
    part: &'a str,
    next: CellRef,
    in_data: bool,
    /// Whether what stands before the rows is written in the plain way, every tag closed in its turn and nothing between.
    head_in_order: bool,
    /// Formulas that cells share.
    pub(super) formulas: SharedFormulas<'a>,
    /// Hidden rows met so far.
    pub(super) hidden_rows: Vec<(u32, u32)>,
    /// Hidden columns.
    pub(super) hidden_columns: Vec<(u32, u32)>,
}

impl<'a> SheetScan<'a> {
    /// Walks up to the first row. What stands before it is nearly always the same, and walked through once in a run.
    pub(super) fn new(text: &'a str, part: &'a str, known: &Known) -> Result<Self, Refusal> {
        let head = FIND_ROWS.find(text.as_bytes());
        let head = head.and_then(|at| text.get(..at + BEFORE_ROWS.len()));
        let mut scan = Self::at_the_start(text, part);
        if let Some((head, found)) = head.and_then(|head| Some((head, known.heads.get(head)?))) {
            scan.tokens.go_on_at(head.len());
            scan.in_data = true;
            scan.head_in_order = found.in_order;
            scan.hidden_columns.clone_from(&found.hidden_columns);
            return Ok(scan);
        }
        scan.walk_head()?;
        // Where the walk went on behind that tag, as where it stands in a comment, the rows begin elsewhere.
        if let Some(head) = head.filter(|head| scan.in_data && scan.tokens.at() == head.len()) {
            let hidden_columns = scan.hidden_columns.clone();
            known.heads.keep(head, Head { in_order: scan.head_in_order, hidden_columns });
        }
        Ok(scan)
    }

    fn at_the_start(text: &'a str, part: &'a str) -> Self {
        Self {
            text,
            tokens: Tokens::new(text),
            part,
            next: CellRef::new(0, 0),
            in_data: false,
            head_in_order: true,
            formulas: SharedFormulas::default(),
            hidden_rows: Vec::new(),
            hidden_columns: Vec::new(),
        }
    }

    fn walk_head(&mut self) -> Result<(), Refusal> {
        let mut open = Vec::with_capacity(8);
        while let Some(token) = self.token()? {
            let tag = match token {
                Token::Start(tag) => tag,
                Token::End(name) => {
                    self.head_in_order &= open.pop() == Some(name);
                    continue;
                }
                Token::Text(text) | Token::CData(text) => {
                    self.head_in_order &= text.trim_ascii().is_empty();
                    continue;
                }
            };
            match tag.name {
                "col" if tag.is_on("hidden") || is_narrow(tag.attribute("width")) => {
                    self.hidden_columns.extend(columns(&tag));
                }
                "sheetData" => {
                    self.in_data = !tag.empty;
                    self.head_in_order &= self.text.get(..tag.name_at).is_some_and(is_plain_head);
                    return Ok(());
                }
                _ => {}
            }
            if !tag.empty {
                open.push(tag.name);
            }
        }
        Err(broken(self.part))
    }

    /// The next cell, empty ones included; none after the last.
    pub(super) fn next_cell(&mut self) -> Result<Option<WrittenCell<'a>>, Refusal> {
        while self.in_data {
            match self.token()? {
                None => return Err(broken(self.part)),
                Some(Token::Start(tag)) if tag.name == "row" => self.row(&tag)?,
                Some(Token::End("row")) => self.end_row(),
                Some(Token::Start(tag)) if tag.name == "c" => return self.cell(&tag).map(Some),
                Some(Token::End("sheetData")) => self.in_data = false,
                Some(_) => {}
            }
        }
        Ok(None)
    }

    /// After the last cell: the merged ranges, the rules that choose number formats, and what is printed above and below.
    pub(super) fn tail(&mut self, styles: &Styles, known: &Known) -> Result<Arc<Tail>, Refusal> {
        let (rows, rest) = self.text.split_at(self.tokens.at());
        if !rows.ends_with("sheetData>") {
            return self.walk_tail(styles).map(Arc::new);
        }
        if let Some(found) = known.tails.get(rest) {
            return Ok(found);
        }
        let mut tail = self.walk_tail(styles)?;
        // What cannot be read is told in its turn.
        tail.printed = beside::printed(self.text, self.part).ok().map(|said| said.into_iter().collect());
        let tail = Arc::new(tail);
        // What a rule shows is for the styles to say.
        if tail.printed.is_some() && memmem::find(rest.as_bytes(), b"conditionalFormatting").is_none() {
            known.tails.keep(rest, Arc::clone(&tail));
        }
        Ok(tail)
    }

    fn walk_tail(&mut self, styles: &Styles) -> Result<Tail, Refusal> {
        let mut tail = Tail::default();
        while let Some(tag) = self.tokens.next_start().map_err(|Malformed| broken(self.part))? {
            match tag.name {
                "mergeCell" => {
                    let range = tag.attribute("ref").unwrap_or_default();
                    let (from, to) = range.split_once(':').unwrap_or((range, range));
                    tail.merges.push((address(from)?, address(to)?));
                    few_merges(tail.merges.len())?;
                }
                "conditionalFormatting" => {
                    tail.conditionals.take(&tag, &mut self.tokens, styles, self.part)?;
                }
                _ => {}
            }
        }
        Ok(tail)
    }

    fn token(&mut self) -> Result<Option<Token<'a>>, Refusal> {
        self.tokens.next().map_err(|Malformed| broken(self.part))
    }

    fn row(&mut self, tag: &Tag<'_>) -> Result<(), Refusal> {
        if let Some(number) = tag.attribute("r") {
            self.next.row = row_number(number)?;
        }
        if tag.is_on("hidden") || is_low(tag.attribute("ht")) {
            self.hide(self.next.row);
        }
        if tag.empty {
            self.end_row();
        }
        Ok(())
    }

    fn hide(&mut self, row: u32) {
        match self.hidden_rows.last_mut() {
            Some((_, to)) if *to + 1 == row => *to = row,
            _ => self.hidden_rows.push((row, row)),
        }
    }

    fn end_row(&mut self) {
        self.next = CellRef::new(self.next.row.saturating_add(1), 0);
    }

    fn cell(&mut self, tag: &Tag<'a>) -> Result<WrittenCell<'a>, Refusal> {
        let (mut place, mut style, mut kind) = (None, Some(0), None);
        for (name, value) in tag.attributes() {
            match name {
                "r" => place = Some(value),
                "s" => style = plain_count(value),
                "t" => kind = Some(value),
                _ => {}
            }
        }
        let at = match place {
            Some(text) => address(text)?,
            // Where a writer leaves addresses out, the place is counted; it must still be on the sheet.
            None => address(&self.next.to_string())?,
        };
        self.next.column = at.column + 1;
        let mut cell =
            WrittenCell { at, style, written: written(kind), value: None, formula: None, doubt: None };
        if !tag.empty {
            self.inside(&mut cell)?;
        }
        Ok(cell)
    }

    fn inside(&mut self, cell: &mut WrittenCell<'a>) -> Result<(), Refusal> {
        let part = self.part;
        let mut has_value = false;
        loop {
            match self.token()?.ok_or_else(|| broken(part))? {
                Token::End("c") => break,
                Token::Start(tag) if matches!(tag.name, "f" | "v" | "is") => {
                    // calamine takes the last of several, and lets a formula behind the value wipe the value out.
                    if has_value {
                        cell.doubt = Some("the file holds two values for it, or holds them out of order");
                    }
                    let raw = self.tokens.raw_inside(&tag).map_err(|Malformed| broken(part))?;
                    match tag.name {
                        "f" => {
                            let shared = (tag.attribute("t") == Some("shared")).then(|| tag.attribute("si"));
                            cell.formula = Some(self.formulas.resolve(cell.at, shared.flatten(), raw));
                        }
                        "v" => {
                            has_value = true;
                            cell.value = Some(raw);
                            cell.doubt = cell.doubt.or_else(|| doubt(cell.written, raw));
                        }
                        _ => has_value = true,
                    }
                }
                Token::Start(_) => {
                    // calamine gives the cell up here and goes on behind this tag; so does this walk.
                    cell.doubt = Some("the file holds something in it that is no value");
                    break;
                }
                _ => {}
            }
        }
        Ok(())
    }
}

/// Formulas that several cells share, by number.
#[derive(Debug, Default)]
pub(super) struct SharedFormulas<'a> {
    first: HashMap<&'a str, (CellRef, Arc<str>)>,
}

impl<'a> SharedFormulas<'a> {
    /// The formula of the cell here: its own; where it only names a shared one, that of the first cell, moved here.
    pub(super) fn resolve(&mut self, at: CellRef, shared: Option<&'a str>, raw: &str) -> Arc<str> {
        let text: Arc<str> = Arc::from(unescape(raw).as_ref());
        let Some(number) = shared else { return text };
        if text.is_empty() {
            let first = self.first.get(number);
            return first.map_or(text, |(from, formula)| Arc::from(moved(formula, *from, at)));
        }
        self.first.insert(number, (at, Arc::clone(&text)));
        text
    }
}

/// Whether a column is too narrow for any of it to be seen: less than half a digit wide.
fn is_narrow(width: Option<&str>) -> bool {
    width.and_then(|width| width.trim().parse::<f64>().ok()).is_some_and(|digits| digits < 0.5)
}

/// Whether a row is too low for any of it to be seen: less than a point.
pub(super) fn is_low(height: Option<&str>) -> bool {
    height.and_then(|height| height.trim().parse::<f64>().ok()).is_some_and(|points| points < 1.0)
}

/// The walk in the plain way, for as long as it lasts.
impl<'a> SheetScan<'a> {
    /// The rows, for a reader of our own; none where there are none.
    pub(super) fn plain_rows(&self) -> Option<Rows<'a>> {
        (self.in_data && self.head_in_order).then(|| self.tokens.rows())
    }

    /// A row that the plain walk met.
    pub(super) fn plain_row(&mut self, number: &str, hidden: bool) -> Result<(), NotPlain> {
        let row = plain_count(number).filter(|_| !number.starts_with('0'));
        let row = row.and_then(|n| u32::try_from(n).ok()).filter(|n| *n <= 1_048_576).ok_or(NotPlain)? - 1;
        if hidden {
            self.hide(row);
        }
        Ok(())
    }

    /// After the plain walk: goes on behind the rows.
    pub(super) fn leave_rows(&mut self, at: usize) {
        self.tokens.go_on_at(at);
        self.in_data = false;
    }

    /// After a plain walk that came to nothing: the rows are still ahead.
    pub(super) fn forget_rows(&mut self) {
        self.hidden_rows.clear();
        self.formulas = SharedFormulas::default();
    }
}

/// Whether all XML readers agree about what stands before the rows: a declaration at most, then tags without prefixes.
fn is_plain_head(head: &str) -> bool {
    let head = head.strip_prefix('\u{feff}').unwrap_or(head);
    let (declaration, tags) = match head.strip_prefix("<?xml ") {
        Some(rest) => rest.split_once("?>").unwrap_or((rest, "<?")),
        None => ("", head),
    };
    let has_prefix = |tag: &str| {
        let name = tag.split(|c: char| c.is_ascii_whitespace() || c == '>').next();
        name.is_some_and(|name| name.contains(':'))
    };
    !declaration.contains(['<', '>'])
        && !tags.contains("<!")
        && !tags.contains("<?")
        && !tags.split('<').any(has_prefix)
}

/// The columns that a `col` speaks of, counted from 0.
fn columns(tag: &Tag<'_>) -> Option<(u32, u32)> {
    let number = |name| tag.attribute(name).and_then(|n| n.trim().parse::<u32>().ok());
    let (Some(from @ 1..), Some(to)) = (number("min"), number("max")) else { return None };
    Some((from - 1, to.min(16_384).saturating_sub(1).max(from - 1)))
}

/// What the attribute `t` says.
pub(super) fn written(kind: Option<&str>) -> Written {
    match kind {
        None | Some("n") => Written::Number,
        Some("s") => Written::Shared,
        Some("b") => Written::Boolean,
        Some("e") => Written::Error,
        Some("str") => Written::FormulaText,
        Some("inlineStr" | "is") => Written::Inline,
        Some("d") => Written::IsoDate,
        Some(_) => Written::Other,
    }
}

/// Forms of a value that calamine reads as something else without a word.
fn doubt(written: Written, raw: &str) -> Option<&'static str> {
    let text_of_its_own = matches!(written, Written::FormulaText | Written::IsoDate);
    if raw.contains('<') || (raw.contains('&') && !text_of_its_own) {
        return Some("the file writes its value in a way that cannot be read safely");
    }
    match written {
        Written::Shared if !raw.is_empty() && plain_count(raw).is_none() => {
            Some("the file points to a text that it does not hold")
        }
        Written::Inline if !raw.trim().is_empty() => {
            Some("the file holds two values for it, or holds them out of order")
        }
        _ => None,
    }
}

/// A style id or the number of a shared text: digits and nothing else.
pub(super) fn plain_count(text: &str) -> Option<usize> {
    let plain = (1..=9).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    plain.then(|| text.parse().ok()).flatten()
}

/// A cell address; the widest sheet ends at XFD1048576, and beyond it addresses wrap round in calamine.
pub(super) fn address(text: &str) -> Result<CellRef, Refusal> {
    text.parse()
        .or_else(|_| text.to_ascii_uppercase().parse())
        .map_err(|_| damaged("a cell has an address that no sheet has"))
}

fn row_number(text: &str) -> Result<u32, Refusal> {
    address(&format!("A{text}")).map(|at| at.row)
}
