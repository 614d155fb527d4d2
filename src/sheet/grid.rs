//! The sheet as found (4-reading.md, 4.2): one grid type for every format, and for plan files too.
//!
//! Made by [`super::read`]; recognised by `intake` and by `plan`; printed by `ragbook inspect`.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::domain::CellRef;

/// A workbook as found: its sheets in order and what the file says of itself.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Workbook {
    /// Format it was read as: `xlsx`, `csv` …
    pub format: Format,
    /// Sheets in order, sheets that are not worksheets among them (without cells).
    pub grids: Vec<Grid>,
    /// Custom document properties, as text.
    pub properties: BTreeMap<String, String>,
    /// Program that saved it, as it names itself (docProps/app.xml), when it does.
    pub producer: Option<String>,
    /// Whether the workbook counts days from 1904: what a plain number means where a date is wanted.
    pub from_1904: bool,
    /// Non-empty cells beyond the stray limits, each with its sheet: told, never read into the grid as answers.
    pub stray: Vec<(Arc<str>, CellRef)>,
}

/// File format by content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Format {
    /// xlsx, xlsm, xltx, strict OOXML.
    #[default]
    Xlsx,
    /// Comma-, semicolon- or tab-separated text.
    Csv,
    /// Binary xlsb.
    Xlsb,
    /// BIFF5 or BIFF8.
    Xls,
    /// Open Document spreadsheet.
    Ods,
}

impl Format {
    /// The word used in messages and by `ragbook inspect`.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Xlsx => "xlsx",
            Self::Csv => "csv",
            Self::Xlsb => "xlsb",
            Self::Xls => "xls",
            Self::Ods => "ods",
        }
    }
}

/// What kind of sheet it is. Only worksheets carry answers; the cells of the others are never read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum SheetKind {
    /// An ordinary sheet.
    Worksheet,
    /// A chart, macro or dialog sheet.
    Other,
}

impl SheetKind {
    /// The word `ragbook inspect` prints.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Worksheet => "worksheet",
            Self::Other => "chart, macro or dialog sheet",
        }
    }
}

/// Whether people see the sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Visibility {
    /// Seen.
    Visible,
    /// Hidden, can be unhidden by hand.
    Hidden,
    /// Hidden so that Excel's menus do not show it.
    VeryHidden,
}

impl Visibility {
    /// The word `ragbook inspect` prints.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Visible => "visible",
            Self::Hidden => "hidden",
            Self::VeryHidden => "very hidden",
        }
    }
}

/// One sheet as found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Grid {
    /// Name as found; for a csv the file's stem.
    pub name: Arc<str>,
    /// Kind.
    pub kind: SheetKind,
    /// Visibility.
    pub visibility: Visibility,
    /// Hidden rows (from 0), as inclusive ranges, in order.
    pub hidden_rows: Vec<(u32, u32)>,
    /// Hidden columns (from 0), as inclusive ranges, in order.
    pub hidden_columns: Vec<(u32, u32)>,
    /// Merged ranges, top left and bottom right.
    pub merges: Vec<(CellRef, CellRef)>,
    /// Cell comments (notes), in order.
    pub comments: Vec<(CellRef, String)>,
    /// Shapes that lie over cells, where the file says over which: what they say is among the comments too.
    pub drawn: Vec<Drawn>,
    /// Non-empty cells, by row, then column. A cell with only a formula and no result is there, with [`Content::Blank`].
    pub cells: Vec<Cell>,
    /// How many formulas the sheet has.
    pub formulas: usize,
    /// Whether there are formulas and every one holds 0 or nothing, as where a program never calculated (4.7): each used
    /// one is V05. A saved empty text counts as calculated.
    pub never_calculated: bool,
}

/// A text box, a picture or another shape that lies over cells.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Drawn {
    /// The first cell under it.
    pub from: CellRef,
    /// The last cell under it.
    pub to: CellRef,
    /// What it shows.
    pub shows: Shows,
}

impl Drawn {
    /// Whether it lies over this cell.
    pub fn covers(&self, at: CellRef) -> bool {
        (self.from.row..=self.to.row).contains(&at.row)
            && (self.from.column..=self.to.column).contains(&at.column)
    }
}

/// What a shape shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Shows {
    /// A text, which is all that stands in it.
    Text(String),
    /// A picture.
    Picture,
    /// Neither: a line, a box, a chart.
    Shape,
}

/// One non-empty cell.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Cell {
    /// Its place.
    pub at: CellRef,
    /// What it holds.
    pub content: Content,
    /// What its number format makes of a number.
    pub format: FormatClass,
    /// The format code itself, when there is one other than General; tells how many decimals are shown.
    pub format_code: Option<Arc<str>>,
    /// The formula that made it, without `=`; none for a typed value.
    pub formula: Option<Arc<str>>,
    /// What makes its content doubtful in this file format, when it cannot be ruled out (4.7): V16 where it is an answer.
    pub doubt: Option<Doubt>,
}

/// Why the content of a cell may not be what its sender saw (4-reading.md, 4.7).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Doubt {
    /// xls and xlsb: the result of a formula, where programs save 0 for an error, a text or nothing at all.
    FormulaResult,
    /// ods: the cell shows this text, which its value does not look like.
    ShownDiffers(String),
    /// ods: the cell shows nothing beside its value, so that nothing confirms it.
    ShownNothing,
    /// xls: a number under a number format that means a date in some languages and a number in others.
    NumberOrDate,
    /// xls: a text with characters that no one can see, as where its encoding was not the one the file names.
    BrokenText,
    /// The file holds the cell twice, with different contents.
    Twice,
    /// The whole cell is crossed out.
    CrossedOut,
    /// The whole cell is written in white on white, or too small to be seen.
    Unseen,
    /// Conditional formatting may show something else than the cell holds.
    Conditional,
    /// Conditional formatting may make it unseen, by a condition that is not worked out: asked about where it is an answer.
    MayBeUnseen,
    /// A formula of a workbook that is worked out by hand and was saved without that: asked about where it is an answer.
    MayBeOld,
    /// The whole cell is written in a font that shows signs in place of letters and digits.
    Symbols,
    /// The cell's alignment repeats what it holds as often as there is room: 5 is shown as 5555.
    Repeated,
    /// csv with semicolons, as where a comma is the decimal sign: `1.234` and `12,500` may be thousands or decimals.
    ThousandsOrDecimals,
}

impl Doubt {
    /// Whether the cell is used all the same, and asked about.
    pub const fn is_only_asked_about(&self) -> bool {
        matches!(self, Self::MayBeUnseen | Self::MayBeOld)
    }

    /// In words that complete "it is not used: …".
    pub fn words(&self) -> String {
        match self {
            Self::FormulaResult => {
                "in this kind of file the result of a formula cannot be told from an error".to_owned()
            }
            Self::ShownDiffers(shown) => {
                format!(
                    "the cell shows \"{}\" but holds something else",
                    crate::domain::folding::clip(shown, 40)
                )
            }
            Self::ShownNothing => "the cell holds a value but shows nothing".to_owned(),
            Self::NumberOrDate => "in this kind of file it may be a number or a date".to_owned(),
            Self::BrokenText => "its text is broken in this kind of file".to_owned(),
            Self::Twice => "the file holds two values for the cell".to_owned(),
            Self::CrossedOut => "the cell is crossed out".to_owned(),
            Self::Unseen => "it is written so that nobody can see it".to_owned(),
            Self::Conditional => {
                "conditional formatting may show something else than the cell holds".to_owned()
            }
            Self::MayBeUnseen => "conditional formatting may hide it".to_owned(),
            Self::MayBeOld => "its formula may not have been worked out since something changed".to_owned(),
            Self::Symbols => "its font shows signs in place of letters and digits".to_owned(),
            Self::Repeated => "its alignment (Fill) repeats it on the screen".to_owned(),
            Self::ThousandsOrDecimals => {
                "in a file with semicolons nobody can tell whether its digits are thousands or decimals"
                    .to_owned()
            }
        }
    }
}

/// What a cell holds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Content {
    /// Nothing: only where a formula has no saved result.
    Blank,
    /// A number, as the file has it. Finite. A number under a date format is [`Content::Date`].
    Number(#[serde(with = "bits")] f64),
    /// Text, untouched. Empty only where a formula's saved result is empty text.
    Text(String),
    /// A date, time or duration: the raw serial of the file's own date system, before any conversion (4.7).
    Date(DateSerial),
    /// True or false.
    Boolean(bool),
    /// An error such as `#REF!`, as shown.
    Error(String),
    /// A cell the reader could not make sense of; why.
    Unreadable(String),
}

impl Content {
    /// The word `ragbook inspect` prints.
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Blank => "no saved result",
            Self::Number(_) => "number",
            Self::Text(_) => "text",
            Self::Date(_) => "date",
            Self::Boolean(_) => "boolean",
            Self::Error(_) => "error",
            Self::Unreadable(_) => "unreadable",
        }
    }
}

/// A date as a serial number of days.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct DateSerial {
    /// Days (and parts of a day) in the file's own date system.
    #[serde(with = "bits")]
    pub serial: f64,
    /// Whether the file counts from 1904.
    pub from_1904: bool,
}

/// What a number format makes of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum FormatClass {
    /// General, or none.
    General,
    /// A number format without a percent sign.
    Number,
    /// Shown a hundredfold with a percent sign that is neither quoted nor escaped.
    Percent,
    /// A date, with or without time.
    Date,
    /// A time or duration without a date.
    Time,
    /// Text.
    Text,
    /// The format's reader does not say (csv; elsewhere a style that the file does not define).
    Unknown,
}

impl FormatClass {
    /// The word `ragbook inspect` prints.
    pub const fn word(self) -> &'static str {
        match self {
            Self::General => "general",
            Self::Number => "number",
            Self::Percent => "percent",
            Self::Date => "date",
            Self::Time => "time",
            Self::Text => "text",
            Self::Unknown => "unknown",
        }
    }
}

/// Numbers pass between processes as their bits: no digit is lost on the way.
mod bits {
    use serde::{Deserialize, Deserializer, Serializer};

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "the form that serde asks for")]
    pub(super) fn serialize<S: Serializer>(number: &f64, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u64(number.to_bits())
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<f64, D::Error> {
        u64::deserialize(deserializer).map(f64::from_bits)
    }
}

impl Grid {
    /// A sheet with nothing on it.
    pub const fn empty(name: Arc<str>, kind: SheetKind, visibility: Visibility) -> Self {
        Self {
            name,
            kind,
            visibility,
            hidden_rows: Vec::new(),
            hidden_columns: Vec::new(),
            merges: Vec::new(),
            comments: Vec::new(),
            drawn: Vec::new(),
            cells: Vec::new(),
            formulas: 0,
            never_calculated: false,
        }
    }

    /// The cell at this place, if it is not empty.
    pub fn get(&self, at: CellRef) -> Option<&Cell> {
        self.cells.binary_search_by_key(&at, |cell| cell.at).ok().map(|found| &self.cells[found])
    }

    /// The non-empty cells of one row (from 0), by column.
    pub fn row(&self, row: u32) -> &[Cell] {
        let start = self.cells.partition_point(|cell| cell.at.row < row);
        let end = self.cells.partition_point(|cell| cell.at.row <= row);
        &self.cells[start..end]
    }

    /// Whether this cell lies under a merge without being its top left: its content counts for nothing (4.7).
    pub fn is_under_merge(&self, at: CellRef) -> bool {
        self.merges.iter().any(|(from, to)| {
            at != *from
                && (from.row..=to.row).contains(&at.row)
                && (from.column..=to.column).contains(&at.column)
        })
    }

    /// Whether this row (from 0) is hidden.
    pub fn is_row_hidden(&self, row: u32) -> bool {
        self.hidden_rows.iter().any(|(from, to)| (*from..=*to).contains(&row))
    }

    /// Whether this column (from 0) is hidden.
    pub fn is_column_hidden(&self, column: u32) -> bool {
        self.hidden_columns.iter().any(|(from, to)| (*from..=*to).contains(&column))
    }
}

impl Cell {
    /// The cell as a person sees it in Excel, as near as needed to quote it: `85%` for 0.85 under a percent format,
    /// `4 Mar 2020` for a date, `TRUE`, `#REF!`. This is `found` in the outputs.
    pub fn shown(&self) -> String {
        super::read::shown::shown(self)
    }

    /// Whether a formula made it that takes its value from another workbook.
    pub fn is_linked_outside(&self) -> bool {
        self.formula.as_deref().is_some_and(super::read::leads_outside)
    }

    /// Whether [`Cell::shown`] is to the letter what the cell shows of a number: fractions such as `1/2` and powers of ten
    /// come as plain numbers.
    pub fn is_shown_to_the_letter(&self) -> bool {
        super::read::shown::is_imitated(self)
    }

    /// What its number format puts around its number, or shows in its place; [`Worn::Bare`] for anything but a number.
    pub fn worn(&self) -> Worn {
        super::read::shown::worn(self)
    }

    /// What its number format shows in place of its text, words of its own among it; none where it shows the text alone.
    pub fn shown_for_text(&self) -> Option<String> {
        let Content::Text(text) = &self.content else { return None };
        super::read::shown::shown_for_text(self.format_code.as_deref()?, text)
    }

    /// Whether the cell shows the number of the month before that of the day, by a format code of its own: the short date of
    /// a language has none and is shown day first here.
    pub fn is_month_first(&self) -> bool {
        self.format_code.as_deref().is_some_and(super::read::shown::is_month_first)
    }

    /// How much of a date the cell shows; the whole of it where its format is not known.
    pub fn date_shown(&self) -> DateShown {
        self.format_code.as_deref().map_or(DateShown::Whole, super::read::shown::date_shown)
    }
}

/// What a number format makes of a number besides writing its digits, grouped and rounded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Worn {
    /// Nothing.
    Bare,
    /// Words or signs stand around the digits: `12 (est)`, `<12`, `£12`.
    Around {
        /// Before them.
        before: String,
        /// Behind them.
        after: String,
    },
    /// It shows this instead, another number or none: 1,235 for 1,234,567, nothing for 12.
    Otherwise(String),
}

/// How much of a date a number format shows: `mmm-yy` shows no day, `d-mmm` no year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateShown {
    /// Day, month and year.
    Whole,
    /// Month and year.
    NoDay,
    /// Day and month.
    NoYear,
    /// Less than that, such as the year alone.
    Less,
}
