//! Days and weeks as leads type them (4-reading.md, 4.4, row days, weeks).

use crate::domain::{Quantity, Unit};
use crate::finding::FaultKind;
use crate::finding::fault::Lenient;
use crate::sheet::grid::{Cell, Content, FormatClass, Worn};

use super::answers::Read;
use super::number::{Bounds, normalised, parse, read_as, read_number};
use super::reading::Reading;

/// A number of days or weeks, in the measure's own unit (`unit` is one of the two).
pub(super) fn read_duration(cell: &Cell, unit: Unit, bounds: Bounds) -> Reading<Quantity> {
    // Words of the number format: those of a unit are known, and told apart here.
    let read_number = |cell, bounds| read_number(cell, bounds, &["day days week weeks wk wks"]);
    match &cell.content {
        Content::Text(text) => match with_unit(text) {
            Some((quantity, typed)) => bounds.judge(in_unit(quantity, typed, unit)),
            None => read_number(cell, bounds),
        },
        Content::Number(_) => match unit_in_format(cell) {
            // A format such as `0" days"` shows a unit of its own: what is shown is what was meant.
            Some(FormatUnit::Known(shown)) if shown != unit && cell.format != FormatClass::Percent => {
                let open = Bounds { minimum: None, maximum: None, ..bounds };
                match read_number(cell, open) {
                    Reading { read: Read::As(quantity), .. } => bounds.judge(in_unit(quantity, shown, unit)),
                    other => other,
                }
            }
            Some(FormatUnit::Other) => Reading::refused(FaultKind::NotANumber { suggestion: None }),
            _ => read_number(cell, bounds),
        },
        _ => read_number(cell, bounds),
    }
}

/// A unit of time that a number format shows.
enum FormatUnit {
    Known(Unit),
    Other,
}

/// The unit that the words of a number format show, in whichever way it writes them: quoted, escaped, as a currency.
fn unit_in_format(cell: &Cell) -> Option<FormatUnit> {
    let Worn::Around { before, after } = cell.worn() else { return None };
    let shown = format!("{before} {after}");
    let shown = shown.to_lowercase();
    let mut words = shown.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).peekable();
    words.peek()?;
    let all = |units: &[&str]| words.clone().all(|word| units.contains(&word));
    Some(if all(&["day", "days"]) {
        FormatUnit::Known(Unit::Days)
    } else if all(&["week", "weeks", "wk", "wks"]) {
        FormatUnit::Known(Unit::Weeks)
    } else {
        FormatUnit::Other
    })
}

/// `6 weeks`, `42 days`, `1 day`.
fn with_unit(text: &str) -> Option<(Quantity, Unit)> {
    let text = normalised(text)?.to_lowercase();
    let units = [("weeks", Unit::Weeks), ("week", Unit::Weeks), ("days", Unit::Days), ("day", Unit::Days)];
    units.into_iter().find_map(|(word, unit)| {
        let rest = text.strip_suffix(word)?;
        let (quantity, _) = parse(rest.strip_suffix(' ').unwrap_or(rest))?;
        Some((quantity, unit))
    })
}

/// The quantity in the wanted unit, with a note.
fn in_unit(quantity: Quantity, typed: Unit, wanted: Unit) -> Reading<Quantity> {
    let seven = Quantity::from(7);
    let (used, how) = match (typed, wanted) {
        (Unit::Weeks, Unit::Days) => (quantity.times(seven), Lenient::ConvertedTime),
        (Unit::Days, Unit::Weeks) => (quantity.over(seven), Lenient::ConvertedTime),
        _ => (Some(quantity), Lenient::TextNumber),
    };
    match used {
        Some(used) => Reading::noted(used, read_as(used.to_string(), how)),
        None => Reading::refused(FaultKind::NotANumber { suggestion: None }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::number::Fractions;
    use crate::intake::sample::{number, percent, serial, text};

    const OPEN: Bounds =
        Bounds { minimum: Some(Quantity::ZERO), maximum: None, fractions: Fractions::Allowed };

    fn weeks(cell: &Cell) -> Option<String> {
        match read_duration(cell, Unit::Weeks, OPEN).read {
            Read::As(quantity) => Some(quantity.to_string()),
            _ => None,
        }
    }

    #[test]
    fn numbers_and_units() {
        assert_eq!(weeks(&number(6.5)).as_deref(), Some("6.5"));
        for (typed, meant) in
            [("6", "6"), ("6 weeks", "6"), ("1 Week", "1"), ("42 days", "6"), ("45 days", "6.428571")]
        {
            assert_eq!(weeks(&text(typed)).as_deref(), Some(meant), "{typed}");
            assert_eq!(read_duration(&text(typed), Unit::Weeks, OPEN).told.len(), 1, "{typed}");
        }
        let days = read_duration(&text("6 weeks"), Unit::Days, OPEN);
        assert_eq!(
            days,
            Reading::noted(Quantity::from(42), read_as("42".to_owned(), Lenient::ConvertedTime))
        );
    }

    #[test]
    fn other_units_ranges_and_dates_are_refused() {
        for wrong in
            ["4-6 weeks", "6 months", "about 6 weeks", "-6 weeks", "6 weeks 2 days", "weeks", "1\n2 weeks"]
        {
            assert_eq!(weeks(&text(wrong)), None, "{wrong}");
        }
        assert_eq!(weeks(&number(-1.0)), None);
        assert_eq!(weeks(&percent(0.5)), None);
        assert_eq!(weeks(&serial(43_000.0)), None);
    }

    #[test]
    fn a_unit_in_the_number_format_is_what_is_shown() {
        let coded = |code: &str| Cell { format_code: Some(code.into()), ..number(42.0) };
        assert_eq!(weeks(&coded("0\" days\"")).as_deref(), Some("6"));
        assert_eq!(weeks(&coded("0\" weeks\"")).as_deref(), Some("42"));
        for currency in ["0[$ days]", "[$days ]0", "[Red]0[$ day-809]"] {
            assert_eq!(weeks(&coded(currency)).as_deref(), Some("6"), "{currency}");
        }
        for other in
            ["0\" months\"", "0\\m", "0\" school weeks\"", "0\" fortnights\"", "0 \"w\"", "0[$ months]"]
        {
            assert_eq!(weeks(&coded(other)), None, "{other}");
        }
        assert_eq!(weeks(&coded("[Red]#,##0.00_-;\\-0 @")).as_deref(), Some("42"));
    }
}
