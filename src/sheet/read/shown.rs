//! A cell as a person sees it: what messages quote and `found` holds in the outputs.

pub use super::number_format::{date_shown, is_month_first};
use super::number_format::{decimals, has_thousands};
pub use super::worn::shown_for_text;
use crate::domain::Quantity;
use crate::domain::folding::unfenced;
use crate::sheet::grid::{Cell, Content, DateSerial, FormatClass, Worn};

/// What stands for a cell whose content cannot be read.
pub const UNREADABLE: &str = "(unreadable)";

/// The cell as Excel would show it, as near as needed to quote it: `85%` for 0.85 under `0%`, `4 Mar 2020`, `TRUE`.
/// Text comes as it is, unclipped; a part of it that is crossed out is told in words.
pub fn shown(cell: &Cell) -> String {
    match &cell.content {
        Content::Blank => String::new(),
        Content::Text(text) => unfenced(text).into_owned(),
        Content::Error(text) => text.clone(),
        Content::Boolean(true) => "TRUE".to_owned(),
        Content::Boolean(false) => "FALSE".to_owned(),
        Content::Number(number) => shown_number(*number, cell),
        Content::Date(serial) => match worn(cell) {
            Worn::Around { after, .. } => format!("{} {after}", shown_date(*serial, cell.format)),
            _ => shown_date(*serial, cell.format),
        },
        Content::Unreadable(_) => UNREADABLE.to_owned(),
    }
}

/// Whether [`shown`] writes a number as the cell shows it. Fractions, exponents and codes without a nought it does not.
pub fn is_imitated(cell: &Cell) -> bool {
    match (&cell.content, cell.format_code.as_deref()) {
        (Content::Number(_), Some(code)) => {
            cell.format != FormatClass::Number || code.contains('0') && !code.contains(['/', 'E', 'e'])
        }
        _ => true,
    }
}

/// What the number format of a cell puts around its number, or shows in its place.
pub fn worn(cell: &Cell) -> Worn {
    match (&cell.content, cell.format_code.as_deref()) {
        (Content::Number(number), Some(code)) => super::worn::worn(code, cell.format, *number),
        (Content::Date(_), Some(code)) => super::worn::worn_by_date(code),
        _ => Worn::Bare,
    }
}

fn shown_number(number: f64, cell: &Cell) -> String {
    let digits = shown_digits(number, cell);
    match worn(cell) {
        Worn::Around { before, after } => {
            let apart =
                |side: &str| if side.contains(char::is_alphabetic) || side.contains('(') { " " } else { "" };
            let (left, right) = (apart(&before), apart(&after));
            format!("{before}{left}{digits}{right}{after}").trim().to_owned()
        }
        // The number that the file holds: what is shown in its place is told apart.
        Worn::Otherwise(_) => Quantity::from_double(number)
            .map_or_else(|| number.to_string(), |exact| exact.decimal().to_string()),
        Worn::Bare => digits,
    }
}

fn shown_digits(number: f64, cell: &Cell) -> String {
    let code = cell.format_code.as_deref().unwrap_or_default();
    let Some(exact) = Quantity::from_double(number) else { return number.to_string() };
    match cell.format {
        FormatClass::Percent => match exact.times(Quantity::HUNDRED) {
            Some(percent) => format!("{}%", to_places(percent, decimals(code))),
            None => number.to_string(),
        },
        // A code without digits, a fraction or an exponent is not imitated: the number itself is plainer.
        FormatClass::Number if code.contains('0') && !code.contains(['/', 'E', 'e']) => {
            let digits = to_places(exact, decimals(code));
            if has_thousands(code) { with_thousands(&digits) } else { digits }
        }
        _ => exact.decimal().to_string(),
    }
}

/// A number written to so many decimal places.
pub fn to_places(quantity: Quantity, places: usize) -> String {
    let places = places.min(28);
    let rounded = quantity.rounded(u32::try_from(places).unwrap_or(28));
    let digits = rounded.decimal().to_string();
    if places == 0 {
        return digits;
    }
    // By hand: the decimal's own padding panics where digits and places together are more than it holds.
    let (whole, fraction) = digits.split_once('.').unwrap_or((&digits, ""));
    format!("{whole}.{fraction:0<places$}")
}

/// Digits with commas between thousands.
pub fn with_thousands(digits: &str) -> String {
    let (whole, fraction) = digits.find('.').map_or((digits, ""), |point| digits.split_at(point));
    let (sign, whole) = whole.strip_prefix('-').map_or(("", whole), |whole| ("-", whole));
    let mut grouped = String::new();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    format!("{sign}{grouped}{fraction}")
}

fn shown_date(serial: DateSerial, format: FormatClass) -> String {
    let clock = || {
        let (hours, minutes, seconds) = serial.clock()?;
        let seconds = if seconds == 0 { String::new() } else { format!(":{seconds:02}") };
        Some(format!("{hours:02}:{minutes:02}{seconds}"))
    };
    let date = || {
        let moment = serial.moment()?;
        let time = match (serial.has_time(), moment.format("%S").to_string().as_str()) {
            (false, _) => "",
            (true, "00") => " %H:%M",
            (true, _) => " %H:%M:%S",
        };
        Some(moment.format(&format!("%-d %b %Y{time}")).to_string())
    };
    let best = if format == FormatClass::Time { clock() } else { date() };
    // No date (4.7): the number that the file holds says more than a made-up day.
    best.or_else(|| Quantity::from_double(serial.serial).map(|q| q.decimal().to_string()))
        .unwrap_or_else(|| serial.serial.to_string())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::number_format::classify;
    use super::*;
    use crate::domain::CellRef;

    fn cell(content: Content, code: &str) -> String {
        let format = classify(code);
        let format_code = (format != FormatClass::General).then(|| Arc::from(code));
        shown(&Cell { at: CellRef::new(0, 0), content, format, format_code, formula: None, doubt: None })
    }

    #[test]
    fn numbers_show_as_their_format_says_without_noise() {
        for (number, code, wanted) in [
            (0.85, "0%", "85%"),
            (0.855, "0%", "86%"),
            (0.57, "0.0%", "57.0%"),
            (85.0, "0%", "8500%"),
            (0.1 + 0.2, "General", "0.3"),
            (2.0 / 3.0, "General", "0.666666666666667"),
            (1_234_567.891, "#,##0.00", "1,234,567.89"),
            (-1_234.0, "#,##0", "-1,234"),
            (12.0, "0.00", "12.00"),
            (1e300, "General", &1e300_f64.to_string()),
            (0.5, "# ?/?", "0.5"),
            (12.0, "0\" (est)\"", "12 (est)"),
            (12.0, "\"<\"0", "<12"),
            (0.5, "0\"%\"", "1%"),
            (1_234_567.0, "#,##0,", "1234567"),
            (12.0, ";;;", "12"),
            (-0.5, "0.000", "-0.500"),
            (1e28, "0.000000", "10000000000000000000000000000.000000"),
            (1e26, "0.0000000000%", "10000000000000000000000000000.0000000000%"),
        ] {
            assert_eq!(cell(Content::Number(number), code), wanted, "{number} {code}");
        }
    }

    #[test]
    fn dates_show_as_people_write_them() {
        let date = |serial, code| cell(Content::Date(DateSerial { serial, from_1904: false }), code);
        assert_eq!(date(43_894.0, "dd/mm/yyyy"), "4 Mar 2020");
        assert_eq!(date(43_894.5, "dd/mm/yyyy"), "4 Mar 2020 12:00");
        assert_eq!(date(0.604_166_666_666_667, "h:mm"), "14:30");
        assert_eq!(date(26.0 / 24.0, "[h]:mm"), "26:00");
        assert_eq!(date(60.0, "dd/mm/yyyy"), "60");
        assert_eq!(date(-5.0, "dd/mm/yyyy"), "-5");
    }

    #[test]
    fn words_in_the_format_of_a_date_are_shown_with_it() {
        let date = |code| cell(Content::Date(DateSerial { serial: 43_894.0, from_1904: false }), code);
        assert_eq!(date("d mmm yyyy \"(est)\""), "4 Mar 2020 (est)");
        assert_eq!(date("\"not before \"d mmm yyyy"), "4 Mar 2020 not before");
        for usual in ["d\"th\" mmmm yyyy", "d\\ mmm\\-yyyy", "yyyy\\-mm\\-dd\\Thh:mm", "[$-809]d/m/yy;@"] {
            assert!(date(usual).starts_with("4 Mar 2020") && !date(usual).contains("th"), "{usual}");
        }
    }

    #[test]
    fn the_rest_shows_as_it_is() {
        assert_eq!(cell(Content::Boolean(true), "General"), "TRUE");
        assert_eq!(cell(Content::Error("#REF!".to_owned()), "General"), "#REF!");
        assert_eq!(cell(Content::Text(" x ".to_owned()), "@"), " x ");
    }
}
