//! What input cells take: Excel's data validation as XML, with a prompt and a plain word on what to type instead
//! (ECMA-376, 18.3.1.32 and 33).
//!
//! It saves the lead time and protects nothing: pasting goes past it in every program, so the reader checks all again.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::Arc;

use rust_xlsxwriter::IntoExcelDateTime;

use super::super::book::{Input, InputRule, TableSpec};
use super::WriteError;
use super::xml::{push_attribute, push_verbatim};
use crate::domain::CellRef;

/// Characters of a list at most, commas among them: a workbook with a longer one is damaged to Excel.
const LONGEST_LIST: usize = 255;

/// The validations of a table whose body starts in this row, in the order of their addresses as texts: one for each stretch of
/// equal inputs in a column. Empty where nothing is filled in.
pub(super) fn of(spec: &TableSpec, first_row: u32) -> Result<String, WriteError> {
    let mut all = BTreeMap::new();
    for column in 0..spec.columns.len() {
        let mut place = |stretch: Option<(u32, u32, &Arc<Input>)>| {
            if let Some((from, to, input)) = stretch {
                let range = range(column, from, to);
                let xml = validation(input, &range)?;
                all.insert(range, xml);
            }
            Ok::<(), WriteError>(())
        };
        let mut stretch: Option<(u32, u32, &Arc<Input>)> = None;
        for (row, input) in (first_row..).zip(spec.rows.iter().map(|row| row.input(column))) {
            stretch = match (stretch, input) {
                (Some((from, _, same)), Some(input)) if Arc::ptr_eq(same, input) || same == input => {
                    Some((from, row, same))
                }
                (done, input) => {
                    place(done)?;
                    input.map(|input| (row, row, input))
                }
            };
        }
        place(stretch)?;
    }
    if all.is_empty() {
        return Ok(String::new());
    }
    let each: String = all.values().map(String::as_str).collect();
    Ok(format!("<dataValidations count=\"{}\">{each}</dataValidations>", all.len()))
}

fn range(column: usize, from: u32, to: u32) -> String {
    let cell = |row| CellRef::new(row, u32::try_from(column).unwrap_or(u32::MAX));
    if from == to { cell(from).to_string() } else { format!("{}:{}", cell(from), cell(to)) }
}

fn validation(input: &Input, range: &str) -> Result<String, WriteError> {
    let (kind, operator) = kind(&input.rule);
    let mut xml = format!("<dataValidation type=\"{kind}\"");
    // A text that is too long is asked about, never refused: nobody should lose what they typed.
    if matches!(input.rule, InputRule::Text(_)) {
        xml.push_str(" errorStyle=\"warning\"");
    }
    let operator = operator.map(|operator| ("operator", operator.to_owned()));
    let shown = ["allowBlank", "showInputMessage", "showErrorMessage"].map(|name| (name, "1".to_owned()));
    let title = clip(&input.prompt_title, 32);
    let said = [
        ("errorTitle", title.clone()),
        ("error", clip(&input.error, 255)),
        ("promptTitle", title),
        ("prompt", clip(&input.prompt, 255)),
        ("sqref", range.to_owned()),
    ];
    for (name, value) in operator.into_iter().chain(shown).chain(said).filter(|(_, value)| !value.is_empty())
    {
        xml.push(' ');
        xml.push_str(name);
        xml.push_str("=\"");
        push_attribute(&mut xml, &value);
        xml.push('"');
    }
    xml.push('>');
    for (formula, number) in formulas(&input.rule)?.iter().zip(1..) {
        let _never_fails = write!(xml, "<formula{number}>");
        push_verbatim(&mut xml, formula);
        let _never_fails = write!(xml, "</formula{number}>");
    }
    xml.push_str("</dataValidation>");
    Ok(xml)
}

/// What is compared, and how, where that is not "between".
const fn kind(rule: &InputRule) -> (&'static str, Option<&'static str>) {
    const AT_LEAST: Option<&str> = Some("greaterThanOrEqual");
    match rule {
        InputRule::List(_) => ("list", None),
        InputRule::Date(..) => ("date", None),
        InputRule::WholeNumber => ("whole", AT_LEAST),
        InputRule::Number(Some(_), None) | InputRule::Percent(Some(_), None) => ("decimal", AT_LEAST),
        InputRule::Number(..) | InputRule::Percent(..) => ("decimal", None),
        InputRule::Text(_) => ("textLength", Some("lessThanOrEqual")),
    }
}

/// What it is compared with.
fn formulas(rule: &InputRule) -> Result<Vec<String>, WriteError> {
    Ok(match rule {
        InputRule::List(choices) => {
            let list = choices.join(",").replace('"', "\"\"");
            if list.encode_utf16().count() > LONGEST_LIST {
                let most = format!("a list of choices is longer than {LONGEST_LIST} characters: {list}");
                return Err(WriteError::Library(most));
            }
            vec![format!("\"{list}\"")]
        }
        InputRule::Date(first, last) => {
            [first, last].map(|date| date.to_excel_serial_date().to_string()).into()
        }
        InputRule::WholeNumber => vec!["0".to_owned()],
        InputRule::Number(low, high) => between(*low, *high),
        InputRule::Percent(low, high) => between(low.map(|l| l / 100.0), high.map(|h| h / 100.0)),
        InputRule::Text(most) => vec![most.to_string()],
    })
}

/// The bounds of a number; an open side is as far as any spreadsheet counts exactly.
fn between(low: Option<f64>, high: Option<f64>) -> Vec<String> {
    const FAR: f64 = 1e15;
    match (low, high) {
        (Some(low), None) => vec![low.to_string()],
        (low, high) => [low.unwrap_or(-FAR), high.unwrap_or(FAR)].map(|bound| bound.to_string()).into(),
    }
}

/// The text as far as Excel takes it, with `…` where it ends early.
fn clip(text: &str, most: usize) -> String {
    if text.encode_utf16().count() <= most {
        return text.to_owned();
    }
    let mut used = 1;
    let kept = text.chars().take_while(|c| {
        used += c.len_utf16();
        used <= most
    });
    kept.chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_prompt_that_is_too_long_is_cut_visibly() {
        assert_eq!(clip("abcdef", 6), "abcdef");
        assert_eq!(clip("abcdefg", 6), "abcde…");
        assert!(clip(&"😀".repeat(20), 32).encode_utf16().count() <= 32);
    }

    #[test]
    fn what_excel_would_refuse_to_open_is_an_error_here() {
        let choices = InputRule::List(vec!["a long choice ".repeat(10), "another long one ".repeat(10)]);
        assert!(formulas(&choices).is_err(), "lists are 255 characters at most");
    }

    #[test]
    fn a_validation_says_what_is_taken_and_what_to_type_instead() {
        let words = |words: &str| words.to_owned();
        let of = |rule: InputRule| {
            let input =
                Input { rule, prompt_title: words("Value"), prompt: words("A \"share\""), error: words("") };
            validation(&input, "F5:F6").unwrap()
        };
        let said = "allowBlank=\"1\" showInputMessage=\"1\" showErrorMessage=\"1\" errorTitle=\"Value\" promptTitle=\"Value\" \
                    prompt=\"A &quot;share&quot;\" sqref=\"F5:F6\"";
        assert_eq!(
            of(InputRule::Percent(Some(0.0), Some(100.0))),
            format!(
                "<dataValidation type=\"decimal\" {said}><formula1>0</formula1><formula2>1</formula2></dataValidation>"
            )
        );
        assert_eq!(
            of(InputRule::Text(100)),
            format!(
                "<dataValidation type=\"textLength\" errorStyle=\"warning\" operator=\"lessThanOrEqual\" {said}><formula1>100</formula1></dataValidation>"
            )
        );
        assert!(of(InputRule::List(vec![words("a < b"), words("c")])).contains("<formula1>\"a &lt; b,c\"<"));
        let open = of(InputRule::Number(Some(1.5), None));
        assert!(
            open.contains(" operator=\"greaterThanOrEqual\" ") && open.contains("<formula1>1.5<"),
            "{open}"
        );
        assert!(of(InputRule::Number(None, Some(3.0))).contains("<formula1>-1000000000000000<"));
    }
}
