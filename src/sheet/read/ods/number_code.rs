//! Number styles of an Open Document as format codes in Excel's way of writing: `0.0%`, `0" (est)"`, `d mmm yyyy`. Only what
//! conditional formatting chooses is judged by them; of every other cell the text shown says more.

use crate::sheet::read::rich_text::is_pale;
use crate::sheet::read::xml::{Malformed, Tag, Token, Tokens, unescape};

/// What a section that writes in white begins with.
pub(super) const WHITE: &str = "[White]";

/// A number style: its own code, and the styles it hands numbers to that meet a condition.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct NumberCode {
    /// The code for what meets none of the conditions.
    pub(super) code: String,
    /// Conditions such as `value()>=0`, with the style for what meets them.
    pub(super) maps: Vec<(String, String)>,
}

/// The code of the number style that `tag` opens; none for one that shows yes and no.
pub(super) fn number_code(tag: &Tag<'_>, inside: &str) -> Result<Option<NumberCode>, Malformed> {
    let is_percent = tag.name == "percentage-style";
    let mut found = NumberCode::default();
    let mut tokens = Tokens::new(inside);
    while let Some(token) = tokens.next()? {
        let Token::Start(part) = token else { continue };
        let value = |name| part.attribute_of_any_prefix(name);
        let is_long = value("style") == Some("long");
        let either = |short: &'static str, long: &'static str| if is_long { long } else { short };
        match part.name {
            "boolean" => return Ok(None),
            "map" => {
                let pair = value("condition").zip(value("apply-style-name"));
                found.maps.extend(
                    pair.map(|(condition, style)| (unescape(condition).into_owned(), style.to_owned())),
                );
            }
            "text-properties" if value("color").is_some_and(is_pale) => found.code.push_str(WHITE),
            "text" => {
                let text = unescape(tokens.raw_inside(&part)?).into_owned();
                push_literal(&mut found.code, &text, is_percent);
            }
            "currency-symbol" => {
                let sign = unescape(tokens.raw_inside(&part)?).into_owned();
                push_literal(&mut found.code, &sign, false);
            }
            "number" => {
                let embedded = tokens.raw_inside(&part)?;
                found.code.push_str(&digits(&part));
                if embedded.contains("embedded-text") {
                    found.code.push_str("\"…\"0");
                }
            }
            "scientific-number" => found.code.push_str("0.00E+00"),
            "fraction" => found.code.push_str("# ?/?"),
            "text-content" => found.code.push('@'),
            "day" => found.code.push_str(either("d", "dd")),
            "month" if value("textual") == Some("true") => found.code.push_str(either("mmm", "mmmm")),
            "month" | "minutes" => found.code.push_str(either("m", "mm")),
            "year" => found.code.push_str(either("yy", "yyyy")),
            "day-of-week" => found.code.push_str(either("ddd", "dddd")),
            "hours" => found.code.push_str(either("h", "hh")),
            "seconds" => found.code.push_str(either("s", "ss")),
            "am-pm" => found.code.push_str("AM/PM"),
            _ => {}
        }
    }
    Ok(Some(found))
}

/// The digits that a style shows; `General` where it shows as many as there are.
fn digits(part: &Tag<'_>) -> String {
    let value = |name| part.attribute_of_any_prefix(name);
    let Some(places) = value("decimal-places").and_then(|n| n.parse::<usize>().ok()) else {
        return "General".to_owned();
    };
    let whole = match (value("grouping"), value("min-integer-digits")) {
        (Some("true"), _) => "#,##0",
        (_, Some("0")) => "#",
        _ => "0",
    };
    let decimals = if places == 0 { String::new() } else { format!(".{}", "0".repeat(places.min(20))) };
    let thousands = match value("display-factor").and_then(|factor| factor.parse::<f64>().ok()) {
        Some(factor) if factor >= 1e6 => ",,",
        Some(factor) if factor >= 1e3 => ",",
        _ => "",
    };
    format!("{whole}{decimals}{thousands}")
}

/// Text that stands as it is; the percent sign of a percent works.
fn push_literal(code: &mut String, text: &str, is_percent: bool) {
    let mut rest = text;
    if is_percent && let Some((before, after)) = text.split_once('%') {
        push_literal(code, before, false);
        code.push('%');
        rest = after;
    }
    let plain = rest.replace('"', "'");
    match plain.as_str() {
        "" => {}
        // These stand in a code by themselves, between the parts of a date.
        "/" | "-" | " " | "." | ", " | ":" => code.push_str(&plain),
        _ => {
            code.push('"');
            code.push_str(&plain);
            code.push('"');
        }
    }
}

/// The sections of a number style in one code. Excel's own conditions, above nought and below, need not be written.
pub(super) fn joined(own: &NumberCode, of: impl Fn(&str) -> Option<String>) -> String {
    let condition = |map: &(String, String)| map.0.trim().trim_start_matches("value()").replace(' ', "");
    let conditions: Vec<String> = own.maps.iter().take(2).map(condition).collect();
    let usual =
        matches!(conditions.iter().map(String::as_str).collect::<Vec<_>>()[..], [">=0"] | [">0", "<0"]);
    let sections = own.maps.iter().take(2).zip(&conditions).filter_map(|((_, style), condition)| {
        let code = of(style)?;
        Some(if usual { code } else { format!("[{}]{code}", condition.replace("!=", "<>")) })
    });
    sections.chain([own.code.clone()]).collect::<Vec<_>>().join(";")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(style: &str) -> String {
        let mut tokens = Tokens::new(style);
        let tag = tokens.next_start().unwrap().unwrap();
        let inside = tokens.raw_inside(&tag).unwrap();
        let found = number_code(&tag, inside).unwrap().unwrap();
        joined(&found, |style| Some(style.to_owned()))
    }

    #[test]
    fn styles_become_codes() {
        let number = "<number:number number:decimal-places=\"0\" number:min-integer-digits=\"1\"/>";
        for (style, written) in [
            (format!("<number-style>{number}</number-style>"), "0"),
            (format!("<number-style>{number}<number:text> (est)</number:text></number-style>"), "0\" (est)\""),
            (format!("<percentage-style>{number}<number:text>%</number:text></percentage-style>"), "0%"),
            ("<number-style/>".to_owned(), ""),
            ("<number-style><number:text>n/a</number:text></number-style>".to_owned(), "\"n/a\""),
            (number.replace("/>", " number:display-factor=\"1000\"/></n>").replace("<number:n", "<n><number:n"), "0,"),
            (
                "<date-style><number:day/><number:text>/</number:text><number:month number:style=\"long\"/></date-style>"
                    .to_owned(),
                "d/mm",
            ),
            (
                format!("<n><number:text>-</number:text>{number}<style:map style:condition=\"value()&gt;=0\" style:apply-style-name=\"0\"/></n>"),
                "0;-0",
            ),
            (format!("<n><style:text-properties fo:color=\"#ffffff\"/>{number}</n>"), "[White]0"),
            (
                format!("<n>{number}<style:map style:condition=\"value()&lt;5\" style:apply-style-name=\"x\"/></n>"),
                "[<5]x;0",
            ),
        ] {
            assert_eq!(code(&style), written, "{style}");
        }
    }
}
