//! Cells from arbitrary bytes: what leads type, paste and damage, more often than noise.

use arbitrary::{Result, Unstructured};
use ragbook::domain::CellRef;
use ragbook::sheet::grid::{Cell, Content, DateSerial, FormatClass};

/// Format codes with the class the reader gives them.
const FORMATS: [(FormatClass, Option<&str>); 14] = [
    (FormatClass::General, None),
    (FormatClass::Percent, Some("0%")),
    (FormatClass::Percent, Some("0.0%")),
    (FormatClass::Percent, Some("0.##########%")),
    (FormatClass::Number, Some("0.00")),
    (FormatClass::Number, Some("#,##0")),
    (FormatClass::Number, Some("0\"%\"")),
    (FormatClass::Number, Some("\"<\"0")),
    (FormatClass::Number, Some("0\" days\"")),
    (FormatClass::Number, Some("0\" weeks\"")),
    (FormatClass::Date, Some("dd/mm/yyyy")),
    (FormatClass::Time, Some("h:mm")),
    (FormatClass::Text, Some("@")),
    (FormatClass::Unknown, None),
];

/// Pieces that typed answers are made of.
const PIECES: [&str; 64] = [
    "0",
    "1",
    "5",
    "9",
    "12",
    "85",
    "007",
    "1,234",
    "1 234",
    "0.85",
    "17/20",
    "3-4",
    "12.50",
    "-",
    "+",
    ".",
    ",",
    "/",
    "%",
    " %",
    " per cent",
    "<",
    ">",
    "~",
    "£",
    " ",
    "\u{a0}",
    "\u{200b}",
    "\u{202f}",
    "\u{202e}",
    "\u{ad}",
    "\n",
    "\t",
    "²",
    "½",
    "①",
    "１",
    "٣",
    "−",
    "–",
    "’",
    "(",
    ")",
    " (est)",
    "about ",
    "nil",
    "none",
    "zero",
    "n/a",
    "tbc",
    "awaited",
    " weeks",
    " day",
    " days",
    " months",
    "31/03/2024",
    "2024-03-31",
    "March 2024",
    "1st Apr 24",
    "Friday ",
    "on track",
    "Complete",
    "Green",
    "1.2a",
];

/// One cell; none is an empty one.
pub fn cell(u: &mut Unstructured<'_>, at: CellRef) -> Result<Option<Cell>> {
    let content = match u.int_in_range(0..=11)? {
        0 => return Ok(None),
        1 | 2 => Content::Number(number(u)?),
        3 => Content::Date(DateSerial { serial: number(u)?, from_1904: u.ratio(1, 8)? }),
        4 => Content::Boolean(u.arbitrary()?),
        5 => Content::Error((*u.choose(&["#N/A", "#REF!", "#DIV/0!", "#VALUE!"])?).to_owned()),
        6 => Content::Unreadable("odd".to_owned()),
        7 => Content::Blank,
        _ => Content::Text(text(u)?),
    };
    let (format, code) = *u.choose(&FORMATS)?;
    let formula = if content == Content::Blank || u.ratio(1, 8)? { Some(formula(u)?) } else { None };
    // A date under any other format, and a number under a date format, are not what a reader gives.
    let format = match (&content, format) {
        (Content::Date(_), FormatClass::Date | FormatClass::Time) => format,
        (Content::Date(_), _) => FormatClass::Date,
        (Content::Number(_), FormatClass::Date | FormatClass::Time) => FormatClass::General,
        (_, other) => other,
    };
    Ok(Some(Cell {
        at,
        content,
        format,
        format_code: code.map(Into::into),
        formula: formula.map(Into::into),
        doubt: None,
    }))
}

fn formula(u: &mut Unstructured<'_>) -> Result<&'static str> {
    u.choose(&[
        "1+1",
        "G6/H6",
        "IF(AND(ISNUMBER(G6),ISNUMBER(H6)),G6/H6,\"\")",
        "[1]Sheet1!A1",
        "SUM(A1:A9)",
        "[@Numerator]/[@Denominator]",
    ])
    .copied()
}

/// A finite number, seldom a wild one.
pub fn number(u: &mut Unstructured<'_>) -> Result<f64> {
    let number = match u.int_in_range(0..=7)? {
        0 => f64::from(u.int_in_range(-2..=130_i32)?),
        1 => f64::from(u.int_in_range(0..=10_000_i32)?) / 10_000.0,
        2 => f64::from(u.int_in_range(0..=20_000_i32)?) / 100.0,
        3 => f64::from(u.int_in_range(36_000..=74_000_i32)?),
        4 => f64::from(u.int_in_range(0..=740_000_i32)?) / 10.0,
        5 => *u.choose(&[
            0.1 + 0.2,
            2.999_999_999_999_999_6,
            1e15,
            1e28,
            1e29,
            1e-10,
            1e-29,
            -0.0,
            59.0,
            60.0,
            2_958_465.0,
        ])?,
        _ => u.arbitrary()?,
    };
    Ok(if number.is_finite() { number } else { 0.0 })
}

/// A text: pieces of typed answers, or anything.
pub fn text(u: &mut Unstructured<'_>) -> Result<String> {
    if u.ratio(1, 6)? {
        return u.arbitrary::<&str>().map(str::to_owned);
    }
    let pieces = u.int_in_range(1..=4)?;
    (0..pieces).map(|_| u.choose(&PIECES).copied()).collect()
}
