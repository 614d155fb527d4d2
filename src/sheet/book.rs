//! A workbook to be written, as plain data (7-publication.md, 7.1; 3-return-workbook.md).
//!
//! `form` and `publish` say *what* stands on a sheet; [`super::write`] knows how it must look: fonts, widths, row
//! heights, tables, protection, print set-up, document properties. So every workbook ragbook writes looks and behaves alike.

mod rows;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;

pub use rows::{Row, Rows};

use super::measure::{Face, break_lines};
use crate::domain::{CellRef, Rating};

/// A workbook.
#[derive(Debug, Clone, PartialEq)]
pub struct Book {
    /// Document title; not a file name.
    pub title: String,
    /// Document subject.
    pub subject: String,
    /// Author: the organisation, never a person.
    pub author: String,
    /// Keywords, separated by commas.
    pub keywords: String,
    /// Company: the organisation.
    pub company: String,
    /// Date written as the document's creation date: the as-at date, so that the same inputs give the same bytes.
    pub created: NaiveDate,
    /// Custom properties, such as `ragbook.period`.
    pub properties: BTreeMap<String, String>,
    /// Sheets in order. The first one is shown when the workbook opens.
    pub sheets: Vec<Sheet>,
}

/// A sheet: lines of text in column A, then at most one table, at the left edge, nothing below it but a chart.
#[derive(Debug, Clone, PartialEq)]
pub struct Sheet {
    /// Tab name, at most 31 characters, unique.
    pub name: String,
    /// Title in A1, tagged Heading 1.
    pub title: String,
    /// Lines from A2 on, one a row: what the sheet contains first. A line too long for the sheet goes on in the next row
    /// ([`Sheet::rows_of_lines`]); an empty title leaves its row out.
    pub lines: Vec<Line>,
    /// The table; its header row follows the lines directly.
    pub table: Option<TableSpec>,
    /// Charts, below the table (or to be placed on a sheet of their own).
    pub charts: Vec<Chart>,
    /// Protected without a password: only cells marked as input can be typed into.
    pub protected: bool,
    /// Rows above and including the table's header stay in sight (the lead's form only).
    pub frozen_header: bool,
}

/// A line of text in column A.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The text.
    pub text: String,
    /// Its look.
    pub style: LineStyle,
    /// A link that it carries.
    pub link: Option<Link>,
}

/// Look of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineStyle {
    /// Text, size 12.
    Text,
    /// A heading within the sheet, size 13 bold, tagged Heading 2.
    Heading,
}

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Link {
    /// A cell of a sheet of this workbook.
    Cell {
        /// Sheet name.
        sheet: Arc<str>,
        /// Cell.
        cell: CellRef,
    },
}

/// An Excel table.
#[derive(Debug, Clone, PartialEq)]
pub struct TableSpec {
    /// Name, such as `Progress`.
    pub name: String,
    /// Columns in order, captions unique.
    pub columns: Vec<ColumnSpec>,
    /// Rows; each as long as `columns`.
    pub rows: Rows,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct ColumnSpec {
    /// Caption in the header row.
    pub caption: String,
    /// Width in characters of the default font.
    pub width: f64,
    /// Note on the header cell ("Fill in: …"); empty for none. Only the lead's form has notes.
    pub note: String,
}

/// A cell of a table: as it is made, or lent by the [`Rows`] it stands in.
#[derive(Debug, Clone, PartialEq)]
pub struct CellSpec<'a> {
    /// What it holds.
    pub content: CellContent<'a>,
    /// Whether a lead fills it in: unlocked, filled and bordered. Shared by the cells of a column, of which a large table has
    /// many thousands.
    pub input: Option<Arc<Input>>,
    /// Locked and greyed: does not apply to this row.
    pub greyed: bool,
    /// A link that it carries (text cells only).
    pub link: Option<Cow<'a, Link>>,
    /// What is doubtful about it: framed, coloured as long as it stands, and said in a note on the cell (a return that
    /// goes back to its lead only).
    pub mark: Option<Cow<'a, str>>,
}

/// What a cell to be written holds.
#[derive(Debug, Clone, PartialEq)]
pub enum CellContent<'a> {
    /// Nothing. In published tables only where the sheet explains what blank means.
    Blank,
    /// Text, wrapped. Also refs and shorthand such as `[x]`.
    Text(Cow<'a, str>),
    /// A number with this many decimal places shown, thousands separated.
    Number(f64, u32),
    /// A number without any number format: as a lead typed it, to be typed over (`0.85` stays `0.85`, and `85%` typed
    /// over it becomes a percent).
    Plain(f64),
    /// An error such as `#REF!`, as it came back.
    Error(Cow<'a, str>),
    /// A percent in percent (85 means 85 %), written as a fraction under a percent format with this many decimal places.
    Percent(f64, u32),
    /// A date, shown `31 Mar 2020`.
    Date(NaiveDate),
    /// A rating: filled, always with the word.
    Rating(Rating),
    /// A rating where a word does not fit (7-publication.md, 7.2, the heat map): filled, always with its letter.
    RatingLetter(Rating),
    /// A small line drawn from the numbers that stand in the same row. To a screen reader the cell is blank, and the
    /// sheet says so.
    Sparkline {
        /// Index of the first column it draws.
        first: usize,
        /// Index of the last one.
        last: usize,
    },
    /// A live formula (the lead's form only).
    Formula(Cow<'a, LiveFormula>),
}

/// A live formula with the result it is stored with.
#[derive(Debug, Clone, PartialEq)]
pub struct LiveFormula {
    /// The formula, without `=`.
    pub formula: String,
    /// Its result now.
    pub result: FormulaResult,
    /// Shown as a percent with this many decimals, else as a plain number.
    pub percent: Option<u32>,
}

/// Stored result of a formula: one without reads back as 0.
#[derive(Debug, Clone, PartialEq)]
pub enum FormulaResult {
    /// Empty text.
    Empty,
    /// A number.
    Number(f64),
    /// Words.
    Text(String),
}

/// What an input cell takes, how it says so, and what it refuses.
#[derive(Debug, Clone, PartialEq)]
pub struct Input {
    /// What may be typed.
    pub rule: InputRule,
    /// Title of the prompt, at most 32 characters.
    pub prompt_title: String,
    /// The prompt: what to type; at most 255 characters.
    pub prompt: String,
    /// What to type instead, shown when something else was typed: never "invalid"; at most 255 characters.
    pub error: String,
}

/// What an input cell takes.
#[derive(Debug, Clone, PartialEq)]
pub enum InputRule {
    /// One of these, as an inline list (255 characters in all at most).
    List(Vec<String>),
    /// A date between these, both included.
    Date(NaiveDate, NaiveDate),
    /// A whole number of nought or more.
    WholeNumber,
    /// A number between these, both included (missing: open).
    Number(Option<f64>, Option<f64>),
    /// A percent between these, in percent; the cell has a percent format.
    Percent(Option<f64>, Option<f64>),
    /// Text of at most so many characters; longer text is asked about, not refused.
    Text(u32),
}

/// A chart. Its numbers also stand in the sheet's table.
#[derive(Debug, Clone, PartialEq)]
pub struct Chart {
    /// Kind.
    pub kind: ChartKind,
    /// Title that states the finding.
    pub title: String,
    /// Alternative text: the finding, and that the numbers stand in the table.
    pub alt_text: String,
    /// Index of the table column with the categories.
    pub categories: usize,
    /// Series: index of the table column, and the rating whose colour it takes.
    pub series: Vec<(usize, Option<Rating>)>,
    /// Table rows it shows: first and last, from 0.
    pub rows: (usize, usize),
}

/// Kind of chart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChartKind {
    /// Stacked horizontal bars, first category on top, numbers in the bars.
    StackedBar,
    /// One line with labelled points, 0 to 100 %.
    Line,
}

impl Sheet {
    /// Width in characters that lines in column A may take before they go on in the next row: they run on over the
    /// empty cells to their right as far as the table goes. A sheet without a table has one column as wide as a page.
    pub fn line_width(&self) -> f64 {
        // What A4 shows at full size, upright and (forms always) across.
        let page = if self.protected { 119.0 } else { 88.0 };
        let table = self.table.as_ref().map(|t| t.columns.iter().map(|c| c.width).sum::<f64>());
        table.map_or(page, |width| width.max(page))
    }

    /// The lines as they stand on the sheet, one a row: a line too long for the sheet goes on in the row below it.
    pub fn rows_of_lines(&self) -> Vec<Line> {
        let width = self.line_width();
        let parts = |line: &Line| {
            let face = if line.style == LineStyle::Heading { Face::HEADING } else { Face::LINE };
            let broken = break_lines(&line.text, face, width);
            let part = |text: String| Line { text: text.trim_end().to_owned(), ..line.clone() };
            broken.into_iter().map(part).collect::<Vec<_>>()
        };
        self.lines.iter().flat_map(parts).collect()
    }

    /// Row (from 0) of the table's header. Row 1 of the sheet when there is neither title nor line.
    pub fn header_row(&self) -> u32 {
        let title = usize::from(!self.title.is_empty());
        u32::try_from(title + self.rows_of_lines().len()).unwrap_or(u32::MAX)
    }
}

impl Line {
    /// Plain text.
    pub fn text(text: impl Into<String>) -> Self {
        Self { text: text.into(), style: LineStyle::Text, link: None }
    }

    /// A line that leads to the top of a sheet of this workbook.
    pub fn leading_to(sheet: &str, text: impl Into<String>) -> Self {
        let link = Link::Cell { sheet: sheet.into(), cell: CellRef::new(0, 0) };
        Self { link: Some(link), ..Self::text(text) }
    }

    /// A heading within the sheet.
    pub fn heading(text: impl Into<String>) -> Self {
        Self { text: text.into(), style: LineStyle::Heading, link: None }
    }
}

impl<'a> CellSpec<'a> {
    /// A cell that holds this and nothing else.
    pub const fn of(content: CellContent<'a>) -> Self {
        Self { content, input: None, greyed: false, link: None, mark: None }
    }

    /// A text cell.
    pub fn text(text: impl Into<Cow<'a, str>>) -> Self {
        Self::of(CellContent::Text(text.into()))
    }

    /// A count.
    pub fn count(count: usize) -> Self {
        // Counts of actions, files and exceptions stay far below 2^52, where doubles are exact.
        #[expect(clippy::cast_precision_loss, reason = "counts are small")]
        Self::of(CellContent::Number(count as f64, 0))
    }

    /// The same cell with a link to a cell of this workbook.
    #[must_use]
    pub fn linked(mut self, sheet: impl Into<Arc<str>>, cell: CellRef) -> Self {
        self.link = Some(Cow::Owned(Link::Cell { sheet: sheet.into(), cell }));
        self
    }
}
