//! The body of a table as XML: ragbook writes its rows itself, and the workbook library everything else.
//!
//! The library keeps every cell of a workbook in memory, with a shared copy of its text, and packs one sheet after the
//! other; of a large month that was more than half of the time and of the memory (benches/README.md). Here a row goes
//! straight into the packing of its sheet, and texts stand in their cells (ECMA-376, 18.3.1.53), as the library itself
//! writes them in its mode for large files.
//!
//! The number of a look is the library's to give. So its sheet gets one blank cell for each look, a *specimen*, right of
//! the table in its first rows; [`super::sheet_frame`] reads the numbers off these, and the body takes their place.

use std::io::{self, Write};

use rust_xlsxwriter::IntoExcelDateTime;

use super::super::book::{CellContent, CellSpec, FormulaResult, Row, Sheet, TableSpec};
use super::super::measure::Face;
use super::columns::Columns;
use super::look::{Role, Shape, Side};
use super::outline::Look;
use super::xml::{push_number, push_text, push_verbatim};
use super::{WriteError, laid, page, table, text};
use crate::domain::provenance::column_letters;

/// Most links that Excel takes on one worksheet: a workbook with more is damaged to it. Further cells say the same without
/// a link.
const MOST_LINKS: usize = 65_530;
/// Rows of a worksheet.
const MOST_ROWS: u32 = 1_048_576;
/// How many rows are handed to the packing at once: while these are packed, another core may write the next.
const AT_ONCE: usize = 256;

/// The rows of a sheet's table, to be written.
pub(super) struct Body<'a> {
    spec: &'a TableSpec,
    /// Row of its first row, from 0.
    first: u32,
    columns: Columns,
    looks: Vec<Look>,
    /// The look of each cell by its place in `looks`, row after row.
    look_of: Vec<u16>,
    /// What stands before each row.
    before: Vec<Before>,
    /// Rows keep no height of their own, so that Excel grows them as the lead types.
    may_grow: bool,
}

/// How many looks and how many links stand before a row.
#[derive(Debug, Clone, Copy)]
struct Before {
    looks: usize,
    links: usize,
}

/// Rows as XML, and their links, which stand in another place of the sheet.
#[derive(Default)]
struct Block {
    rows: String,
    links: String,
}

impl<'a> Body<'a> {
    /// The rows of this table of this sheet, of which the first stands in this row (from 0).
    ///
    /// # Errors
    /// When a cell is to hold a number that is none, or there are more rows than Excel takes.
    pub(super) fn of(sheet: &Sheet, spec: &'a TableSpec, first: u32) -> Result<Self, WriteError> {
        if table::last_row(spec, first - 1) >= MOST_ROWS {
            return Err(WriteError::TooLong { sheet: sheet.name.clone(), rows: spec.rows.len() });
        }
        let mut columns = Columns::new(spec.columns.len());
        let mut kinds = Kinds::new(spec.columns.len());
        let mut before = Vec::with_capacity(spec.rows.len());
        let mut kind_of = Vec::with_capacity(spec.rows.len() * spec.columns.len());
        let mut links = 0;
        for row in spec.rows.iter() {
            before.push(Before { looks: kind_of.len(), links });
            for (column, cell) in row.iter().enumerate().take(spec.columns.len()) {
                if !is_finite(&cell.content) {
                    return Err(WriteError::NotANumber { sheet: sheet.name.clone() });
                }
                let linked = is_linked(&cell, &mut links);
                let shape = Shape::of(&cell);
                columns.note(column, &cell, shape);
                kind_of.push(kinds.place_of(column, (shape, Role::of(&cell, linked), cell.mark.is_some())));
            }
        }
        // At which side cells stand is known when all are seen.
        let sides: Vec<Side> = (0..spec.columns.len()).map(|column| columns.side(column)).collect();
        let mut looks = Looks::of(kinds, sides);
        for (row, start) in spec.rows.iter().zip(&before) {
            let cells = kind_of.iter_mut().skip(start.looks).take(row.len().min(spec.columns.len()));
            cells.enumerate().for_each(|(column, kind)| *kind = looks.place_of(*kind, column));
        }
        Ok(Self {
            spec,
            first,
            columns,
            looks: looks.all,
            look_of: kind_of,
            before,
            may_grow: sheet.protected,
        })
    }

    /// What stands in its columns.
    pub(super) const fn columns(&self) -> &Columns {
        &self.columns
    }

    /// Every look of its cells once, in the order in which they come.
    pub(super) fn looks(&self) -> &[Look] {
        &self.looks
    }

    /// The cells that the sheet holds in all, such as `A1:F20`.
    pub(super) fn extent(&self) -> String {
        format!("A1:{}", self.last_cell())
    }

    /// The cells of the table, its header among them, such as `A4:F20`.
    pub(super) fn range(&self) -> String {
        format!("A{}:{}", self.first, self.last_cell())
    }

    fn last_cell(&self) -> String {
        let last = column_letters(u32::try_from(self.spec.columns.len().saturating_sub(1)).unwrap_or(0));
        format!("{last}{}", table::last_row(self.spec, self.first - 1) + 1)
    }

    /// Writes the rows, their looks by these numbers; gives the sheet's links, which stand in another place of it.
    pub(super) fn write(&self, numbers: &[String], to: &mut (impl Write + Send)) -> io::Result<String> {
        let columns: Vec<String> = (0..).map(column_letters).take(self.spec.columns.len()).collect();
        let block = |from: usize| self.block(from, numbers, &columns);
        let mut ready = block(0);
        let mut links = String::new();
        for next in (AT_ONCE..self.spec.rows.len()).step_by(AT_ONCE) {
            let (written, following) = rayon::join(|| to.write_all(ready.rows.as_bytes()), || block(next));
            written?;
            links.push_str(&ready.links);
            ready = following;
        }
        to.write_all(ready.rows.as_bytes())?;
        links.push_str(&ready.links);
        Ok(links)
    }

    /// So many rows as are handed over at once, from this one on.
    fn block(&self, from: usize, numbers: &[String], columns: &[String]) -> Block {
        let mut block = Block::default();
        let rows = self.spec.rows.iter().zip(&self.before).enumerate().skip(from).take(AT_ONCE);
        for (at, (cells, before)) in rows {
            let row = (self.first as usize + 1 + at).to_string();
            self.open_row(&mut block.rows, &row, cells);
            let looks = self.look_of.iter().skip(before.looks);
            let mut links = before.links;
            for ((cell, column), look) in cells.iter().zip(columns).zip(looks) {
                let number = numbers.get(usize::from(*look)).map_or("", String::as_str);
                push_cell(&mut block.rows, (column, &row), number, &cell.content);
                if is_linked(&cell, &mut links) {
                    push_link(&mut block.links, &cell, (column, &row));
                }
            }
            block.rows.push_str("</row>");
        }
        block
    }

    fn open_row(&self, xml: &mut String, row: &str, cells: Row<'_>) {
        let height = page::pixels(table::lines_needed(self.spec, cells), Face::TABLE);
        xml.push_str("<row r=\"");
        xml.push_str(row);
        xml.push_str("\" ht=\"");
        push_number(xml, f64::from(height) * 0.75);
        xml.push_str(if self.may_grow { "\">" } else { "\" customHeight=\"1\">" });
    }
}

/// What decides how a cell looks besides its column.
type Kind = (Shape, Role, bool);

/// Every kind of cell once, in the order in which they come.
struct Kinds {
    all: Vec<Kind>,
    /// The place of the last one of each column: most cells are as the one above them.
    last: Vec<usize>,
}

impl Kinds {
    fn new(columns: usize) -> Self {
        Self { all: Vec::new(), last: vec![0; columns] }
    }

    fn place_of(&mut self, column: usize, kind: Kind) -> u16 {
        let last = self.last.get(column).copied().unwrap_or(0);
        let place = if self.all.get(last) == Some(&kind) {
            last
        } else {
            self.all.iter().position(|known| *known == kind).unwrap_or_else(|| {
                self.all.push(kind);
                self.all.len() - 1
            })
        };
        if let Some(last) = self.last.get_mut(column) {
            *last = place;
        }
        u16::try_from(place).unwrap_or(0)
    }
}

/// Every look once, in the order in which they come.
struct Looks {
    kinds: Vec<Kind>,
    sides: Vec<Side>,
    all: Vec<Look>,
    /// The place of the look of each kind in each column, as far as it is known.
    known: Vec<Option<u16>>,
}

impl Looks {
    fn of(Kinds { all: kinds, .. }: Kinds, sides: Vec<Side>) -> Self {
        let known = vec![None; kinds.len() * sides.len()];
        Self { kinds, sides, all: Vec::new(), known }
    }

    fn place_of(&mut self, kind: u16, column: usize) -> u16 {
        let kind = usize::from(kind);
        let at = kind * self.sides.len() + column;
        if let Some(Some(known)) = self.known.get(at) {
            return *known;
        }
        let (Some((shape, role, marked)), Some(side)) = (self.kinds.get(kind), self.sides.get(column)) else {
            return 0;
        };
        let look = (*shape, *role, *side, *marked);
        let place = self.all.iter().position(|known| *known == look).unwrap_or_else(|| {
            self.all.push(look);
            self.all.len() - 1
        });
        let place = u16::try_from(place).unwrap_or(0);
        if let Some(known) = self.known.get_mut(at) {
            *known = Some(place);
        }
        place
    }
}

/// Whether a cell carries a link that the sheet still has room for.
fn is_linked(cell: &CellSpec<'_>, links: &mut usize) -> bool {
    *links += usize::from(cell.link.is_some());
    cell.link.is_some() && *links <= MOST_LINKS
}

fn is_finite(content: &CellContent<'_>) -> bool {
    match content {
        CellContent::Number(number, _) | CellContent::Plain(number) | CellContent::Percent(number, _) => {
            number.is_finite()
        }
        CellContent::Formula(live) => {
            !matches!(live.result, FormulaResult::Number(number) if !number.is_finite())
        }
        _ => true,
    }
}

/// Adds a cell's link. A blank cell has nothing to click on.
fn push_link(xml: &mut String, cell: &CellSpec<'_>, (column, row): (&str, &str)) {
    if let (Some(link), CellContent::Text(words)) = (cell.link.as_deref(), &cell.content)
        && !words.is_empty()
    {
        laid::push_link(xml, (column, row), link, &text::fit(words));
    }
}

/// Adds a cell, its look by this number. A blank one keeps its look; an empty text is a blank.
fn push_cell(xml: &mut String, (column, row): (&str, &str), look: &str, content: &CellContent<'_>) {
    for part in ["<c r=\"", column, row, "\" s=\"", look] {
        xml.push_str(part);
    }
    match content {
        CellContent::Text(words) if words.is_empty() => xml.push_str("\"/>"),
        CellContent::Blank | CellContent::Sparkline { .. } => xml.push_str("\"/>"),
        CellContent::Text(words) => push_words(xml, &text::fit(words)),
        CellContent::Rating(rating) => push_words(xml, rating.word()),
        CellContent::RatingLetter(rating) => push_words(xml, rating.letter().encode_utf8(&mut [0; 4])),
        CellContent::Number(number, _) | CellContent::Plain(number) => push_value(xml, *number),
        CellContent::Percent(percent, _) => push_value(xml, *percent / 100.0),
        CellContent::Date(date) => push_value(xml, date.to_excel_serial_date()),
        CellContent::Error(error) => push_error(xml, error),
        CellContent::Formula(live) => match &live.result {
            FormulaResult::Number(number) => {
                let mut stored = String::new();
                push_number(&mut stored, *number);
                push_result(xml, "\"><f>", &live.formula, &stored);
            }
            FormulaResult::Text(words) => {
                push_result(xml, "\" t=\"str\"><f>", &live.formula, &text::fit(words));
            }
            FormulaResult::Empty => push_result(xml, "\" t=\"str\"><f>", &live.formula, ""),
        },
    }
}

fn push_words(xml: &mut String, words: &str) {
    let space = ['\t', '\n', ' '];
    let kept = words.starts_with(space) || words.ends_with(space);
    xml.push_str("\" t=\"inlineStr\"><is><t");
    xml.push_str(if kept { " xml:space=\"preserve\">" } else { ">" });
    push_text(xml, words);
    xml.push_str("</t></is></c>");
}

fn push_value(xml: &mut String, number: f64) {
    xml.push_str("\"><v>");
    push_number(xml, number);
    xml.push_str("</v></c>");
}

/// An error of Excel's stays one; others, of other programs, are told in words.
fn push_error(xml: &mut String, error: &str) {
    let known = ["#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#GETTING_DATA"];
    let kind = if known.contains(&error) { "\" t=\"e\"><f>" } else { "\" t=\"str\"><f>" };
    push_result(xml, kind, error, error);
}

fn push_result(xml: &mut String, kind: &str, formula: &str, result: &str) {
    xml.push_str(kind);
    push_verbatim(xml, formula);
    xml.push_str("</f><v>");
    push_text(xml, result);
    xml.push_str("</v></c>");
}
