//! The cells of one sheet: what calamine's streaming reader makes of each, beside how the file writes it.
//!
//! Two walks over one sheet, side by side, cell for cell. The file's own writing ([`super::sheet_scan`]) gives the
//! address, the type, the formula and the doubts; calamine gives the value. Where calamine fails at one cell, that cell is
//! unreadable and the next one follows; where the two are no longer at the same cell, the file is refused. A reader of our
//! own could take calamine's place behind [`ValueStream`] without a change elsewhere.

use std::io::Cursor;
use std::sync::Arc;

use calamine::{Cell as Found, DataRef, XlsxCellReader, XlsxError};
use chrono::{NaiveDate, NaiveDateTime, NaiveTime};

use super::counted::Counted;
use super::deadline::Deadline;
use super::parts::damaged;
use super::sheet_scan::{SheetScan, Written, WrittenCell};
use super::styles::Styles;
use super::xml::unescape;
use crate::domain::{CellRef, Refusal};
use crate::sheet::grid::{Cell, Content, DateSerial, FormatClass};
use crate::sheet::limits::Limits;

/// What all sheets of a workbook share while they are read, and the counts that the limits are held against.
pub(super) struct Reading<'a> {
    /// The limits.
    pub(super) limits: &'a Limits,
    /// When to stop.
    pub(super) deadline: Deadline,
    /// Number formats by style.
    pub(super) styles: Arc<Styles>,
    /// Whether dates count from 1904.
    pub(super) from_1904: bool,
    /// Cells so far.
    pub(super) counted: Counted,
    /// Stray cells so far.
    pub(super) stray: Vec<(Arc<str>, CellRef)>,
}

/// So many cells nearly every sheet has: room is made for them at once.
const FEWEST_CELLS: usize = 32;

/// The cells of one sheet and what was counted on the way.
#[derive(Debug, Default)]
pub(super) struct SheetCells {
    /// Non-empty cells by row, then column.
    pub(super) cells: Vec<Cell>,
    /// How many formulas.
    pub(super) formulas: usize,
    /// Whether there are formulas and every one holds 0 or nothing (4.7). A saved empty text is a result: the form's own
    /// formulas show nothing until something is typed, and an untouched form was calculated all the same.
    pub(super) never_calculated: bool,
}

/// The values of a sheet, in the order of its cells.
pub(super) trait ValueStream<'v> {
    /// The next cell's place and value; none after the last; an error where this one cell cannot be read.
    fn next_value(&mut self) -> Result<Option<(CellRef, DataRef<'v>)>, Stopped>;
}

/// Why a stream gave no value.
#[derive(Debug)]
pub(super) enum Stopped {
    /// This cell only; the next can be read.
    AtThisCell,
    /// For good.
    ForGood,
}

impl<'v> ValueStream<'v> for XlsxCellReader<'v, Cursor<Vec<u8>>> {
    fn next_value(&mut self) -> Result<Option<(CellRef, DataRef<'v>)>, Stopped> {
        match self.next_cell_with_style_id() {
            Ok(found) => Ok(found.map(|(cell, _)| value_of(&cell))),
            Err(XlsxError::Xml(_) | XlsxError::XmlEof(_) | XlsxError::Io(_) | XlsxError::Zip(_)) => {
                Err(Stopped::ForGood)
            }
            Err(_) => Err(Stopped::AtThisCell),
        }
    }
}

fn value_of<'v>(cell: &Found<DataRef<'v>>) -> (CellRef, DataRef<'v>) {
    let (row, column) = cell.get_position();
    (CellRef::new(row, column), cell.get_value().clone())
}

/// Walks a sheet to its last cell.
pub(super) fn read<'v>(
    sheet: &Arc<str>,
    scan: &mut SheetScan<'_>,
    values: &mut impl ValueStream<'v>,
    reading: &mut Reading<'_>,
) -> Result<SheetCells, Refusal> {
    let mut found = SheetCells::new();
    let mut walked = 0_u32;
    loop {
        walked = walked.wrapping_add(1);
        if walked.is_multiple_of(256) {
            reading.deadline.check()?;
        }
        // The scan goes first: it refuses addresses on which calamine would count wrongly.
        let written = scan.next_cell()?;
        let content = match (&written, values.next_value()) {
            (None, Ok(None)) => break,
            (Some(cell), Ok(Some((at, value)))) if at == cell.at => content(cell, Some(value), reading),
            (Some(cell), Err(Stopped::AtThisCell)) => content(cell, None, reading),
            _ => return Err(damaged("the cells of a sheet are not in order")),
        };
        let Some(cell) = written else { break };
        found.take(sheet, cell, content, reading)?;
    }
    Ok(found.ended())
}

impl SheetCells {
    /// Before the first cell.
    pub(super) fn new() -> Self {
        Self { cells: Vec::with_capacity(FEWEST_CELLS), never_calculated: true, ..Self::default() }
    }

    /// After the last cell.
    pub(super) fn ended(mut self) -> Self {
        self.never_calculated &= self.formulas > 0;
        self.settle();
        self
    }

    /// Takes one cell in, if it holds anything.
    pub(super) fn take(
        &mut self,
        sheet: &Arc<str>,
        cell: WrittenCell<'_>,
        content: Content,
        reading: &mut Reading<'_>,
    ) -> Result<(), Refusal> {
        if cell.formula.is_some() {
            self.formulas += 1;
            self.never_calculated &= is_nought_or_nothing(&content);
        }
        let empty =
            matches!(&content, Content::Blank) || matches!(&content, Content::Text(t) if t.is_empty());
        if empty && cell.formula.is_none() {
            return Ok(());
        }
        reading.counted.count(&content, reading.limits)?;
        let limits = reading.limits;
        if cell.at.row >= limits.stray_row || cell.at.column >= limits.stray_column {
            reading.stray.push((Arc::clone(sheet), cell.at));
            return Ok(());
        }
        let format = reading.styles.format(cell.style);
        let written_as_date = cell.written == Written::IsoDate && format.class == FormatClass::General;
        self.cells.push(Cell {
            at: cell.at,
            content,
            format: if written_as_date { FormatClass::Date } else { format.class },
            format_code: format.code,
            formula: cell.formula,
            doubt: reading.styles.doubt(cell.style),
        });
        Ok(())
    }

    /// Sorts what a writer left out of order; of two cells at one place neither can be believed.
    fn settle(&mut self) {
        if self.cells.is_sorted_by(|a, b| a.at < b.at) {
            return;
        }
        self.cells.sort_by_key(|cell| cell.at);
        self.cells.dedup_by(|later, first| {
            let same = later.at == first.at;
            if same {
                first.content = Content::Unreadable("the file holds two values for it".to_owned());
            }
            same
        });
    }
}

fn is_nought_or_nothing(content: &Content) -> bool {
    match content {
        Content::Blank => true,
        Content::Number(number) | Content::Date(DateSerial { serial: number, .. }) => *number == 0.0,
        Content::Text(_) | Content::Boolean(_) | Content::Error(_) | Content::Unreadable(_) => false,
    }
}

/// What a cell holds; `value` is none where calamine could not read it.
fn content(cell: &WrittenCell<'_>, value: Option<DataRef<'_>>, reading: &Reading<'_>) -> Content {
    let unreadable = |why: &str| Content::Unreadable(why.to_owned());
    if let Some(doubt) = cell.doubt {
        return unreadable(doubt);
    }
    // Newer error codes such as #SPILL! are unknown to calamine, and are errors like any other.
    if let (Written::Error, Some(code)) = (cell.written, cell.value)
        && !code.trim().is_empty()
    {
        return Content::Error(code.trim().to_owned());
    }
    match value {
        None => unreadable("its value is not of the kind that the file says it is"),
        Some(DataRef::Empty) if cell.written == Written::FormulaText && cell.formula.is_some() => {
            Content::Text(String::new())
        }
        Some(DataRef::Empty) => Content::Blank,
        Some(DataRef::Bool(yes)) => Content::Boolean(yes),
        Some(DataRef::String(text)) => Content::Text(text),
        Some(DataRef::SharedString(text)) => Content::Text(text.to_owned()),
        Some(DataRef::Int(number)) => {
            number_content(number.to_string().parse().unwrap_or(f64::NAN), cell, reading)
        }
        Some(DataRef::Float(number)) => number_content(number, cell, reading),
        Some(DataRef::DateTime(moment)) => number_content(moment.as_f64(), cell, reading),
        Some(DataRef::DateTimeIso(text) | DataRef::DurationIso(text)) => iso(&text, reading.from_1904)
            .map_or_else(|| unreadable("it holds a date that is none"), Content::Date),
        Some(DataRef::Error(error)) => Content::Error(error.to_string()),
    }
}

/// A number, or the serial of a date, by the cell's number format.
pub(super) fn number_content(number: f64, cell: &WrittenCell<'_>, reading: &Reading<'_>) -> Content {
    if !number.is_finite() {
        let shown: String = cell.value.map(unescape).unwrap_or_default().chars().take(40).collect();
        return Content::Unreadable(format!("\"{shown}\" is not a number that can be held"));
    }
    match reading.styles.class(cell.style) {
        FormatClass::Date | FormatClass::Time => {
            Content::Date(DateSerial { serial: number, from_1904: reading.from_1904 })
        }
        _ => Content::Number(number),
    }
}

/// The serial of an ISO 8601 date, date and time, or time. An offset is not a local date and is left out only where it
/// is `Z`, which programs write without meaning it.
fn iso(text: &str, from_1904: bool) -> Option<DateSerial> {
    let text = text.trim();
    let text = text.strip_suffix('Z').unwrap_or(text);
    if let Ok(date) = NaiveDate::parse_from_str(text, "%Y-%m-%d") {
        return DateSerial::of(date.and_time(NaiveTime::MIN), from_1904);
    }
    for form in ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%dT%H:%M"] {
        if let Ok(moment) = NaiveDateTime::parse_from_str(text, form) {
            return DateSerial::of(moment, from_1904);
        }
    }
    let time =
        ["%H:%M:%S%.f", "T%H:%M:%S%.f"].iter().find_map(|form| NaiveTime::parse_from_str(text, form).ok())?;
    Some(DateSerial::of_time(time, from_1904))
}
