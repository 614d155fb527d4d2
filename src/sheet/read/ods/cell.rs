//! What one cell of an Open Document holds.

use std::sync::Arc;

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};

use super::agreement::{Shown, ShownDate, compare, date_as_shown, is_error};
use super::paragraph::{Beside, Inside, inside};
use super::styles::NumberFormat;
use crate::domain::CellRef;
use crate::sheet::grid::{Cell, Content, DateSerial, Doubt, FormatClass};
use crate::sheet::read::xml::{Malformed, Tag, unescape};

/// A cell, its comment apart. Its place is the sheet's to know.
pub(super) struct Found {
    /// The cell, at A1.
    pub(super) cell: Cell,
    /// Its comment.
    pub(super) comment: Option<String>,
    /// Shapes and links within it.
    pub(super) beside: Vec<Beside>,
}

/// Reads a cell from its tag and its raw inside.
pub(super) fn read(
    tag: &Tag<'_>,
    raw: &str,
    format: Option<&NumberFormat>,
    fence: &dyn Fn(&str) -> Option<char>,
    from_1904: bool,
) -> Result<Found, Malformed> {
    let Inside { text, comment, beside } = inside(raw, fence)?;
    let (mut content, mut doubt) = content(tag, text.as_deref(), format, from_1904);
    let formula = tag.attribute_of_any_prefix("formula").map(|formula| plain_formula(&unescape(formula)));
    let said_type = tag.attribute_of_any_prefix("value-type");
    if formula.is_some() && text.as_deref().is_some_and(is_error) {
        // Errors are saved as 0 or as text; only what the cell shows says so.
        content = Content::Error(text.as_deref().unwrap_or_default().trim().to_owned());
        doubt = None;
    }
    let class = class(said_type, format);
    let code = format.filter(|format| format.class == class).and_then(|format| format.code.clone());
    let worded =
        matches!(content, Content::Number(_)).then(|| with_words(code.as_deref(), class, text.as_deref()));
    let (code, doubt) = match (&content, text.as_deref().unwrap_or_default().trim()) {
        (Content::Date(_), "") if class == FormatClass::Date => (code, doubt.or(Some(Doubt::ShownNothing))),
        (Content::Date(date), shown) if class == FormatClass::Date => {
            match date.moment().map(|moment| date_as_shown(shown, moment)) {
                Some(ShownDate::Other) => (code, Some(Doubt::ShownDiffers(shown.to_owned()))),
                Some(ShownDate::Part(part)) => (Some(Arc::from(part)), doubt),
                // The text says all; the order of a style may follow the language.
                Some(ShownDate::Whole) => (None, doubt),
                None => (code, doubt),
            }
        }
        _ => (worded.flatten().or(code), doubt),
    };
    let formula = formula.map(Arc::from);
    let cell = Cell { at: CellRef::new(0, 0), content, format: class, format_code: code, formula, doubt };
    Ok(Found { cell, comment, beside })
}

/// The class of the number format; [`FormatClass::Unknown`] where the cell's type and its style say different things.
fn class(said_type: Option<&str>, format: Option<&NumberFormat>) -> FormatClass {
    let styled = format.map_or(FormatClass::General, |format| format.class);
    match said_type {
        Some("percentage") if matches!(styled, FormatClass::General | FormatClass::Percent) => {
            FormatClass::Percent
        }
        Some("percentage") => FormatClass::Unknown,
        Some("date") => FormatClass::Date,
        Some("time") => FormatClass::Time,
        Some("currency") => FormatClass::Number,
        _ => styled,
    }
}

fn content(
    tag: &Tag<'_>,
    text: Option<&str>,
    format: Option<&NumberFormat>,
    from_1904: bool,
) -> (Content, Option<Doubt>) {
    let attribute = |name| tag.attribute_of_any_prefix(name).map(unescape);
    let unreadable = |why: &str| (Content::Unreadable(why.to_owned()), None);
    let shown = || Content::Text(text.unwrap_or_default().to_owned());
    let said_type = tag.attribute_of_any_prefix("value-type");
    match said_type {
        Some("float" | "percentage" | "currency") => {
            match attribute("value")
                .and_then(|value| value.trim().parse::<f64>().ok())
                .filter(|v| v.is_finite())
            {
                Some(number) => number_content(number, text, class(said_type, format), from_1904),
                None => unreadable("it says that it is a number and holds none"),
            }
        }
        Some("date") => match attribute("date-value").and_then(|value| moment(&value, from_1904)) {
            Some(serial) => (Content::Date(serial), None),
            None => unreadable("it holds a date that is none"),
        },
        Some("time") => match attribute("time-value").and_then(|value| duration(&value, from_1904)) {
            Some(serial) => (Content::Date(serial), None),
            None => unreadable("it holds a time that is none"),
        },
        Some("boolean") => match attribute("boolean-value").as_deref() {
            Some("true") => (Content::Boolean(true), None),
            Some("false") => (Content::Boolean(false), None),
            _ => unreadable("it is neither true nor false"),
        },
        Some("string") => match attribute("string-value") {
            Some(held) => {
                let differs = text.is_some_and(|text| folded(text) != folded(&held));
                let doubt = differs.then(|| Doubt::ShownDiffers(text.unwrap_or_default().to_owned()));
                (Content::Text(held.into_owned()), doubt)
            }
            None => (shown(), None),
        },
        None if text.is_some() => (shown(), None),
        None => (Content::Blank, None),
        Some(_) => unreadable("it says that it is of an unknown kind"),
    }
}

fn number_content(
    number: f64,
    text: Option<&str>,
    class: FormatClass,
    from_1904: bool,
) -> (Content, Option<Doubt>) {
    let shown = text.unwrap_or_default();
    if matches!(class, FormatClass::Date | FormatClass::Time) {
        return (Content::Date(DateSerial { serial: number, from_1904 }), None);
    }
    if shown.trim().is_empty() {
        return (Content::Number(number), Some(Doubt::ShownNothing));
    }
    match compare(shown, number, class) {
        Shown::Same => (Content::Number(number), None),
        Shown::Error => (Content::Error(shown.trim().to_owned()), None),
        Shown::Boolean(yes) => (Content::Boolean(yes), None),
        Shown::Differs => (Content::Number(number), Some(Doubt::ShownDiffers(shown.to_owned()))),
    }
}

/// The format code with the words and signs that the shown text has around its number, as where the number format adds
/// them; none where there are none.
fn with_words(code: Option<&str>, class: FormatClass, text: Option<&str>) -> Option<Arc<str>> {
    let text = text?.trim().replace('"', "");
    let is_digit = |c: char| c.is_ascii_digit();
    let (first, last) = (text.find(is_digit)?, text.rfind(is_digit)?);
    let (before, after) = (&text[..first], &text[last + 1..]);
    let after = if class == FormatClass::Percent { after.trim_start().strip_prefix('%')? } else { after };
    let is_usual = |c: char| c.is_whitespace() || "£$€-\u{2212}().,".contains(c);
    if before.chars().all(|c| is_usual(c) || c == '+') && after.chars().all(is_usual) {
        return None;
    }
    let whole = if class == FormatClass::Percent { "0%" } else { "General" };
    let before = before.trim_end_matches(['-', '\u{2212}', '(', '.', ',']);
    Some(Arc::from(format!("\"{before}\"{}\"{after}\"", code.unwrap_or(whole))))
}

fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A date, with or without time, written out in full.
fn moment(text: &str, from_1904: bool) -> Option<DateSerial> {
    let text = text.trim();
    let text = text.strip_suffix('Z').unwrap_or(text);
    if let Ok(date) = NaiveDate::parse_from_str(text, "%Y-%m-%d") {
        return DateSerial::of(date.and_time(NaiveTime::MIN), from_1904);
    }
    let moment = ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%dT%H:%M"];
    let moment = moment.iter().find_map(|form| NaiveDateTime::parse_from_str(text, form).ok())?;
    DateSerial::of(moment, from_1904)
}

/// A duration such as `PT26H05M00S` as part of a day.
fn duration(text: &str, from_1904: bool) -> Option<DateSerial> {
    let text = text.trim();
    let (sign, text) = text.strip_prefix('-').map_or((1.0, text), |rest| (-1.0, rest));
    let (days, mut rest) = text.strip_prefix('P')?.split_once('T')?;
    let mut seconds = match days.strip_suffix('D') {
        Some(days) => days.parse::<f64>().ok()? * 86_400.0,
        None if days.is_empty() => 0.0,
        None => return None,
    };
    for (unit, size) in [('H', 3_600.0), ('M', 60.0), ('S', 1.0)] {
        if let Some((count, after)) = rest.split_once(unit) {
            seconds += count.replace(',', ".").parse::<f64>().ok()? * size;
            rest = after;
        }
    }
    (rest.is_empty() && seconds.is_finite())
        .then_some(DateSerial { serial: sign * seconds / 86_400.0, from_1904 })
}

/// A formula as Excel writes it, as near as needed to tell the form's own formula and links to other files:
/// `of:=IF([.G7]>0;1;2)` is `IF(G7>0,1,2)`.
fn plain_formula(formula: &str) -> String {
    let code = formula.split_once('=').map_or(formula, |(_, code)| code);
    let mut plain = String::with_capacity(code.len());
    // A text, or the name of a sheet or file; brackets in one are its own: LibreOffice keeps `'[1]Team A'!$B$4` as it came.
    let mut quoted = None;
    let mut in_reference = false;
    for c in code.chars() {
        match c {
            '"' | '\'' if quoted.is_none_or(|open| open == c) => {
                quoted = if quoted.is_some() { None } else { Some(c) };
                plain.push(c);
            }
            _ if quoted.is_some() => plain.push(c),
            '[' => in_reference = true,
            ']' => in_reference = false,
            '.' if in_reference && !plain.ends_with(|c: char| c.is_alphanumeric() || c == '\'') => {}
            ';' if !in_reference => plain.push(','),
            c => plain.push(c),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sheet::read::xml::{Token, Tokens};

    fn cell(xml: &str, format: Option<&NumberFormat>) -> Cell {
        let mut tokens = Tokens::new(xml);
        let Ok(Some(Token::Start(tag))) = tokens.next() else { panic!("a start tag") };
        let raw = tokens.raw_inside(&tag).unwrap();
        read(&tag, raw, format, &|_| None, false).unwrap().cell
    }

    fn plain(xml: &str) -> (Content, Option<Doubt>) {
        let cell = cell(xml, None);
        (cell.content, cell.doubt)
    }

    #[test]
    fn values_are_read_by_their_type() {
        let serial = |serial| Content::Date(DateSerial { serial, from_1904: false });
        for (xml, content) in [
            ("<c office:value-type='float' office:value='85'><text:p>85</text:p></c>", Content::Number(85.0)),
            ("<c office:value-type='string'><text:p>85%</text:p></c>", Content::Text("85%".into())),
            (
                "<c office:value-type='date' office:date-value='2026-03-31'><p>31/03/26</p></c>",
                serial(46_112.0),
            ),
            ("<c office:value-type='time' office:time-value='PT36H00M00S'><p>x</p></c>", serial(1.5)),
            ("<c office:value-type='boolean' office:boolean-value='true'/>", Content::Boolean(true)),
            (
                "<c office:value-type='float' office:value='1'><text:p>TRUE</text:p></c>",
                Content::Boolean(true),
            ),
        ] {
            assert_eq!(plain(xml), (content, None), "{xml}");
        }
        for xml in [
            "<c value-type='float'/>",
            "<c value-type='float' value='NaN'/>",
            "<c value-type='date' date-value='31/3'/>",
        ] {
            assert!(matches!(plain(xml).0, Content::Unreadable(_)), "{xml}");
        }
    }

    #[test]
    fn a_percent_is_known_and_a_contradiction_is_not_hidden() {
        let percentage = "<c value-type='percentage' value='0.85'><p>85%</p></c>";
        assert_eq!(cell(percentage, None).format, FormatClass::Percent);
        let number = NumberFormat { class: FormatClass::Number, code: None };
        assert_eq!(cell(percentage, Some(&number)).format, FormatClass::Unknown);
        let percent = NumberFormat { class: FormatClass::Percent, code: Some("0%".into()) };
        let found = cell("<c value-type='float' value='0.85'><p>85%</p></c>", Some(&percent));
        assert_eq!((found.format, found.doubt), (FormatClass::Percent, None));
    }

    #[test]
    fn words_shown_around_a_number_are_kept_as_its_format() {
        let shown = |value: &str, text: &str| {
            let found = cell(&format!("<c value-type='float' value='{value}'><p>{text}</p></c>"), None);
            (found.format_code.as_deref().unwrap_or_default().to_owned(), found.shown())
        };
        assert_eq!(shown("12", "12 (est)"), ("\"\"General\" (est)\"".to_owned(), "12 (est)".to_owned()));
        assert_eq!(shown("12", "&lt;12").1, "<12");
        for (value, text) in
            [("12", "12"), ("-12", "-12"), ("-12", "(12)"), ("1200", "£1,200.00"), ("0.5", ".5")]
        {
            assert_eq!(shown(value, text).0, "", "{text}");
        }
    }

    #[test]
    fn a_date_that_shows_another_day_is_in_doubt_and_one_that_shows_a_part_says_so() {
        let shown = |text: &str| {
            cell(&format!("<c value-type='date' date-value='2024-03-01'><p>{text}</p></c>"), None)
        };
        assert_eq!(shown("11/03/24").doubt, Some(Doubt::ShownDiffers("11/03/24".to_owned())));
        assert_eq!((shown("01/03/24").doubt, shown("01/03/24").format_code), (None, None));
        assert_eq!(shown("").doubt, Some(Doubt::ShownNothing));
        assert_eq!(shown("1 Mar 2024 (tbc)").doubt, Some(Doubt::ShownDiffers("1 Mar 2024 (tbc)".to_owned())));
        assert!(shown("03/01/2024").is_month_first());
        assert_eq!(shown("Mar-24").date_shown(), crate::sheet::grid::DateShown::NoDay);
    }

    #[test]
    fn an_error_saved_as_nought_is_an_error_and_a_value_unlike_its_text_is_in_doubt() {
        let error = Content::Error("#N/A".into());
        assert_eq!(plain("<c value-type='float' value='0'><p>#N/A</p></c>"), (error.clone(), None));
        assert_eq!(
            plain("<c formula='of:=NA()' value-type='string' string-value=''><p>#N/A</p></c>"),
            (error, None)
        );
        let differs = plain("<c value-type='float' value='0'><p>12</p></c>");
        assert_eq!(differs, (Content::Number(0.0), Some(Doubt::ShownDiffers("12".into()))));
        assert_eq!(plain("<c value-type='float' value='5'/>").1, Some(Doubt::ShownNothing));
    }

    #[test]
    fn formulas_are_written_as_excel_does() {
        for (open, excel) in [
            ("of:=IF([.G7]>0;[.G7]/[.$H7];\";\")", "IF(G7>0,G7/$H7,\";\")"),
            ("of:=SUM([.A1:.A3])", "SUM(A1:A3)"),
            ("of:=[.B3]", "B3"),
            ("of:=['file:///x.ods'#$Sheet.A1]", "'file:///x.ods'#$Sheet.A1"),
            ("of:='[1]team a'!$b$4", "'[1]team a'!$b$4"),
            ("of:=[$'It''s; a'.B3]&\"'\";[.A1]", "$'It''s; a'.B3&\"'\",A1"),
        ] {
            assert_eq!(plain_formula(open), excel);
        }
    }
}
