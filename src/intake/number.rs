//! Numbers as leads type them (4-reading.md, 4.4, rows count, number, days and weeks; 11-settled.md, "Reading").
//!
//! A number cell is taken at the fifteen digits a spreadsheet keeps. A text is a number only when nothing in it is left
//! over and no character in it merely looks like a digit; a near miss is refused with the number it seems to hold.

use unicode_normalization::UnicodeNormalization;

use crate::domain::Quantity;
use crate::domain::folding::{fold_wording, is_fenced, is_invisible};
use crate::finding::FaultKind;
use crate::finding::fault::{Lenient, PercentUnclear, Range};
use crate::sheet::grid::{Cell, Content, FormatClass};

use super::answers::Read;
use super::around::{Around, around};
use super::reading::Reading;

/// What values are allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Bounds {
    /// Smallest; none is open.
    pub(super) minimum: Option<Quantity>,
    /// Largest; none is open.
    pub(super) maximum: Option<Quantity>,
    /// Whether a fraction is allowed.
    pub(super) fractions: Fractions,
}

/// Whether a number may have a fraction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fractions {
    /// It may.
    Allowed,
    /// Whole numbers only.
    Refused,
}

impl Bounds {
    /// The reading, refused when its value is out of bounds (V03).
    pub(super) fn judge(self, reading: Reading<Quantity>) -> Reading<Quantity> {
        let Read::As(quantity) = reading.read else { return reading };
        let range = if self.fractions == Fractions::Refused && !quantity.is_whole() {
            Range::Fraction
        } else if let Some(minimum) = self.minimum.filter(|minimum| quantity < *minimum) {
            Range::Below(minimum)
        } else if let Some(maximum) = self.maximum.filter(|maximum| quantity > *maximum) {
            Range::Above(maximum)
        } else {
            return reading;
        };
        Reading::refused(FaultKind::OutOfRange(range))
    }
}

/// A number in a cell of a measure that is not about percents; `known` are words that its number format may add.
pub(super) fn read_number(cell: &Cell, bounds: Bounds, known: &[&str]) -> Reading<Quantity> {
    bounds.judge(match &cell.content {
        // Elsewhere in Europe 1.000 is a thousand: in a count it is as doubtful as 1.234.
        Content::Text(text) if bounds.fractions == Fractions::Refused && has_three_decimals(text) => {
            Reading::refused(FaultKind::OutOfRange(Range::Fraction))
        }
        Content::Number(_) if cell.format == FormatClass::Percent => {
            Reading::refused(FaultKind::PercentUnclear(PercentUnclear::PercentFormatForNumber))
        }
        Content::Number(double) => from_double(*double, cell, known),
        Content::Text(text) => from_text(text, cell.format),
        Content::Date(_) => Reading::refused(FaultKind::BecameADate),
        Content::Boolean(_) | Content::Blank | Content::Error(_) | Content::Unreadable(_) => {
            Reading::refused(FaultKind::NotANumber { suggestion: None })
        }
    })
}

/// A number cell's number. A number format that itself says "less than" or "about" makes it no plain number; other words
/// in it that are not `known` are asked about.
pub(super) fn from_double(double: f64, cell: &Cell, known: &[&str]) -> Reading<Quantity> {
    // A spreadsheet keeps fifteen digits: of a longer whole number the last ones are made up.
    let held = Quantity::from_double(double).filter(|_| double.abs() < 1e15);
    let Some(quantity) = held else {
        return Reading::refused(FaultKind::OutOfRange(Range::Unholdable));
    };
    match around(cell, known) {
        Around::Harmless => Reading::plain(quantity),
        Around::Words => Reading::noted(quantity, read_as(quantity.to_string(), Lenient::WordsAround)),
        Around::Doubtful => Reading::refused(FaultKind::NotANumber { suggestion: Some(quantity) }),
    }
}

/// A number typed as text: digits, well-formed thousands, a decimal point; or a word for nought.
pub(super) fn from_text(text: &str, format: FormatClass) -> Reading<Quantity> {
    if let Some((quantity, form)) = normalised(text).as_deref().and_then(parse) {
        // A csv has no number cells: plain digits there are as good as any.
        return if format == FormatClass::Unknown && form == Form::PlainDigits {
            Reading::plain(quantity)
        } else if format != FormatClass::Unknown && may_be_thousands(text) {
            Reading::noted(quantity, read_as(quantity.to_string(), Lenient::ThousandsOrDecimals))
        } else {
            Reading::noted(quantity, read_as(quantity.to_string(), Lenient::TextNumber))
        };
    }
    if !is_fenced(text) && matches!(fold_wording(text).as_str(), "nil" | "none" | "zero") {
        return Reading::noted(Quantity::ZERO, read_as("0".to_owned(), Lenient::WordForNought));
    }
    Reading::refused(FaultKind::NotANumber { suggestion: suggestion(text) })
}

/// V09.
pub(super) const fn read_as(used: String, how: Lenient) -> FaultKind {
    FaultKind::ReadAs { used, how }
}

/// How a number is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// Digits, perhaps with a sign and a decimal point.
    PlainDigits,
    /// With thousands separators.
    Thousands,
}

/// A text with every character a person would take for the same made the same; none when a character in it could
/// mislead: a superscript or circled digit (`12²` is not 122), a line break, a reversal of the reading direction, a part
/// that is crossed out.
pub(super) fn normalised(text: &str) -> Option<String> {
    if is_fenced(text) {
        return None;
    }
    // A reversal of the reading direction at the edge turns all that follows.
    let edge = |c: char| c != '\u{202e}' && (c.is_whitespace() || is_invisible(c));
    let mut plain = String::with_capacity(text.len());
    for c in text.trim_matches(edge).chars() {
        match c {
            ' '..='~' => plain.push(c),
            '\u{2212}' => plain.push('-'),
            '\u{a0}' | '\u{202f}' | '\u{2007}' | '\u{2009}' => plain.push(' '),
            '\u{ad}' | '\u{202e}' | '\u{2061}'..='\u{2064}' => return None,
            _ if is_invisible(c) => {}
            _ if c.is_control() || c.is_whitespace() => return None,
            '\u{ff10}'..='\u{ff19}' => plain.extend(c.nfkc()),
            _ if c.nfkc().any(|n| n.is_ascii_digit()) => return None,
            _ => plain.extend(c.nfkc()),
        }
    }
    Some(plain)
}

/// The number that a normalised text is, whole and exact.
pub(super) fn parse(text: &str) -> Option<(Quantity, Form)> {
    let (sign, body) = text.strip_prefix('-').map_or(("", text), |body| ("-", body));
    let (whole, fraction) = body.split_once('.').unwrap_or((body, "0"));
    let (digits, form) = ungrouped(whole)?;
    let quantity = format!("{sign}{digits}.{fraction}").parse().ok()?;
    Some((quantity, form))
}

/// Digits without their thousands separators: `1,234,567` or `1 234 567`, one separator throughout, groups of three.
fn ungrouped(whole: &str) -> Option<(String, Form)> {
    let all_digits = |t: &str| !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit());
    if all_digits(whole) {
        return Some((whole.to_owned(), Form::PlainDigits));
    }
    let separator = if whole.contains(',') { ',' } else { ' ' };
    let groups: Vec<&str> = whole.split(separator).collect();
    let (first, rest) = groups.split_first()?;
    let well_formed = all_digits(first) && first.len() <= 3 && !first.starts_with('0') && !rest.is_empty();
    let well_formed = well_formed && rest.iter().all(|group| group.len() == 3 && all_digits(group));
    well_formed.then(|| (groups.concat(), Form::Thousands))
}

/// Whether a text is written as thousands are elsewhere in Europe: `1.500`, `412.500`.
fn may_be_thousands(text: &str) -> bool {
    let plain = normalised(text).filter(|_| has_three_decimals(text));
    let whole = plain
        .as_deref()
        .and_then(|plain| plain.split_once('.'))
        .map(|(whole, _)| whole.trim_start_matches('-'));
    whole.is_some_and(|whole| whole.len() <= 3 && !whole.starts_with('0'))
}

fn has_three_decimals(text: &str) -> bool {
    let plain = normalised(text).filter(|plain| parse(plain).is_some());
    plain.is_some_and(|plain| plain.split_once('.').is_some_and(|(_, fraction)| fraction.len() == 3))
}

/// The one number in a text that is no number, for the advice: `12 (est)` seems to hold 12. None where the text holds
/// two, or says that the number is not quite it.
fn suggestion(text: &str) -> Option<Quantity> {
    let plain = normalised(text)?;
    if plain.contains(['<', '>', '/', '~', '≤', '≥', '±', '%']) {
        return None;
    }
    let pieces = plain.split(|c: char| !c.is_ascii_digit() && c != '.' && c != ',');
    let mut numbers = pieces.map(|p| p.trim_matches(['.', ','])).filter(|p| !p.is_empty());
    let only = numbers.next().filter(|_| numbers.next().is_none())?;
    parse(only).map(|(quantity, _)| quantity)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::sample::{boolean, number, percent, quantity, serial, text, time};
    use crate::sheet::grid::Cell;

    const COUNT: Bounds =
        Bounds { minimum: Some(Quantity::ZERO), maximum: None, fractions: Fractions::Refused };
    const ANY: Bounds = Bounds { minimum: None, maximum: None, fractions: Fractions::Allowed };

    fn value(cell: &Cell, bounds: Bounds) -> Option<String> {
        match read_number(cell, bounds, &[]).read {
            Read::As(quantity) => Some(quantity.to_string()),
            _ => None,
        }
    }

    fn why(cell: &Cell, bounds: Bounds) -> FaultKind {
        let reading = read_number(cell, bounds, &[]);
        assert_eq!(reading.read, Read::Refused, "{cell:?}");
        reading.told.into_iter().next().unwrap()
    }

    #[test]
    fn number_cells() {
        assert_eq!(value(&number(12.0), COUNT), Some("12".to_owned()));
        assert_eq!(value(&number(0.1 + 0.2), ANY), Some("0.3".to_owned()));
        assert_eq!(value(&number(2.999_999_999_999_999_6), COUNT), Some("3".to_owned()));
        assert!(read_number(&number(12.0), COUNT, &[]).told.is_empty());
        assert_eq!(why(&number(3.000_000_1), COUNT), FaultKind::OutOfRange(Range::Fraction));
        assert_eq!(why(&number(-1.0), COUNT), FaultKind::OutOfRange(Range::Below(Quantity::ZERO)));
        for wide in [1e300, 1e15, -123_456_789_012_345_680.0] {
            assert_eq!(why(&number(wide), ANY), FaultKind::OutOfRange(Range::Unholdable), "{wide}");
        }
        let most = Bounds { maximum: Some(quantity("10")), ..COUNT };
        assert_eq!(why(&number(11.0), most), FaultKind::OutOfRange(Range::Above(quantity("10"))));
        assert_eq!(
            why(&percent(0.85), COUNT),
            FaultKind::PercentUnclear(PercentUnclear::PercentFormatForNumber)
        );
    }

    #[test]
    fn dates_times_and_booleans_are_no_numbers() {
        assert_eq!(why(&serial(43_893.0), COUNT), FaultKind::BecameADate);
        assert_eq!(why(&time(0.5), COUNT), FaultKind::BecameADate);
        assert_eq!(why(&boolean(true), COUNT), FaultKind::NotANumber { suggestion: None });
    }

    #[test]
    fn text_that_is_a_number_is_read_with_a_note() {
        for (typed, meant) in [
            ("12", "12"),
            (" 12\u{a0}", "12"),
            ("１２", "12"),
            ("1\u{200b}2", "12"),
            ("1,234", "1234"),
            ("1 234 567", "1234567"),
            ("1\u{202f}234", "1234"),
            ("007", "7"),
            ("\n12\n", "12"),
        ] {
            assert_eq!(value(&text(typed), COUNT).as_deref(), Some(meant), "{typed:?}");
            let told = read_number(&text(typed), COUNT, &[]).told;
            assert_eq!(told, vec![read_as(meant.to_owned(), Lenient::TextNumber)], "{typed:?}");
        }
        assert_eq!(value(&text("\u{2212}12.5"), ANY).as_deref(), Some("-12.5"));
        for nought in ["nil", " None ", "ZERO"] {
            let told = read_number(&text(nought), COUNT, &[]).told;
            assert_eq!(told, vec![read_as("0".to_owned(), Lenient::WordForNought)]);
        }
    }

    #[test]
    fn a_csv_has_only_text_so_plain_digits_there_need_no_note() {
        let cell = |t: &str| Cell { format: FormatClass::Unknown, ..text(t) };
        assert!(read_number(&cell("12"), COUNT, &[]).told.is_empty());
        assert_eq!(read_number(&cell("1,234"), COUNT, &[]).told.len(), 1);
    }

    #[test]
    fn near_misses_are_refused_with_what_they_seem_to_hold() {
        for (typed, seems) in [
            ("12 (est)", Some("12")),
            ("about 12", Some("12")),
            ("12.", Some("12")),
            ("£5", Some("5")),
            ("+5", Some("5")),
            ("<5", None),
            ("12/15", None),
            ("3-4", None),
            ("1,5", None),
            ("25,5", None),
            ("0,123", None),
            ("12,34", None),
            ("1,2345", None),
            ("1,234 567", None),
            ("1  234", None),
            ("1\n234", None),
            ("12²", None),
            ("①", None),
            ("٣", None),
            ("1e5", None),
            ("0x1F", None),
            ("4\u{ad}6", None),
            ("\u{202e}21 1", None),
            ("\u{202e}21", None),
            ("--5", Some("5")),
            ("(5)", Some("5")),
            ("½", None),
            ("twelve", None),
            ("#N/A", None),
        ] {
            let seems = seems.map(quantity);
            assert_eq!(why(&text(typed), ANY), FaultKind::NotANumber { suggestion: seems }, "{typed:?}");
        }
    }

    #[test]
    fn a_format_that_adds_a_sign_makes_it_no_plain_number() {
        let coded = |code: &str| Cell { format_code: Some(code.into()), ..number(5.0) };
        assert!(matches!(why(&coded("\"<\"0"), COUNT), FaultKind::NotANumber { .. }));
        assert_eq!(value(&coded("[<1]0;0"), COUNT).as_deref(), Some("5"));
        let rooms = coded("0\" rooms\"");
        let asked = vec![read_as("5".to_owned(), Lenient::WordsAround)];
        assert_eq!(read_number(&rooms, COUNT, &[]).told, asked);
        assert!(read_number(&rooms, COUNT, &["Rooms opened"]).told.is_empty());
    }

    proptest::proptest! {
        #[test]
        fn never_panics(typed in "\\PC{0,40}") {
            let _ = read_number(&text(&typed), COUNT, &[]);
        }

        #[test]
        fn reads_its_own_print(double in -1e12_f64..1e12) {
            if let Read::As(first) = read_number(&number(double), ANY, &[]).read {
                let again = read_number(&text(&first.to_string()), ANY, &[]).read;
                proptest::prop_assert_eq!(again, Read::As(first.rounded(6)));
            }
        }
    }
}
