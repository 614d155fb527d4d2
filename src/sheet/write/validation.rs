//! What input cells take: Excel's data validation, with a prompt and a plain word on what to type instead.
//!
//! It saves the lead time and protects nothing: pasting goes past it in every program, so the reader checks all again.

use std::sync::Arc;

use rust_xlsxwriter::{DataValidation, DataValidationErrorStyle, DataValidationRule, Worksheet};

use super::super::book::{Input, InputRule, TableSpec};
use super::WriteError;

/// Adds the validations of a table whose body starts in this row: one for each stretch of equal inputs in a column.
pub(super) fn add(page: &mut Worksheet, spec: &TableSpec, first_row: u32) -> Result<(), WriteError> {
    for (column, _) in (0_u16..).zip(&spec.columns) {
        let inputs = spec.rows.iter().map(|row| row.input(usize::from(column)));
        let mut stretch: Option<(u32, u32, &Arc<Input>)> = None;
        for (row, input) in (first_row..).zip(inputs) {
            stretch = match (stretch, input) {
                (Some((from, _, same)), Some(input)) if Arc::ptr_eq(same, input) || same == input => {
                    Some((from, row, same))
                }
                (done, input) => {
                    place(page, column, done)?;
                    input.map(|input| (row, row, input))
                }
            };
        }
        place(page, column, stretch)?;
    }
    Ok(())
}

fn place(
    page: &mut Worksheet,
    column: u16,
    stretch: Option<(u32, u32, &Arc<Input>)>,
) -> Result<(), WriteError> {
    if let Some((from, to, input)) = stretch {
        page.add_data_validation(from, column, to, column, &validation(input)?)?;
    }
    Ok(())
}

fn validation(input: &Input) -> Result<DataValidation, WriteError> {
    let rule = rule(&input.rule)?;
    // A text that is too long is asked about, never refused: nobody should lose what they typed.
    let style = match input.rule {
        InputRule::Text(_) => DataValidationErrorStyle::Warning,
        _ => DataValidationErrorStyle::Stop,
    };
    Ok(rule
        .set_input_title(clip(&input.prompt_title, 32))?
        .set_input_message(clip(&input.prompt, 255))?
        .set_error_title(clip(&input.prompt_title, 32))?
        .set_error_message(clip(&input.error, 255))?
        .set_error_style(style))
}

fn rule(rule: &InputRule) -> Result<DataValidation, WriteError> {
    let any = DataValidation::new();
    Ok(match rule {
        InputRule::List(choices) => any.allow_list_strings(choices)?,
        InputRule::Date(first, last) => any.allow_date(DataValidationRule::Between(*first, *last)),
        InputRule::WholeNumber => any.allow_whole_number(DataValidationRule::GreaterThanOrEqualTo(0)),
        InputRule::Number(low, high) => any.allow_decimal_number(between(*low, *high)),
        InputRule::Percent(low, high) => {
            any.allow_decimal_number(between(low.map(|l| l / 100.0), high.map(|h| h / 100.0)))
        }
        InputRule::Text(most) => any.allow_text_length(DataValidationRule::LessThanOrEqualTo(*most)),
    })
}

/// A number between two bounds; an open side is as far as any spreadsheet counts exactly.
fn between(low: Option<f64>, high: Option<f64>) -> DataValidationRule<f64> {
    const FAR: f64 = 1e15;
    match (low, high) {
        (Some(low), None) => DataValidationRule::GreaterThanOrEqualTo(low),
        (None, Some(high)) => DataValidationRule::LessThanOrEqualTo(high),
        (low, high) => DataValidationRule::Between(low.unwrap_or(-FAR), high.unwrap_or(FAR)),
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
        assert!(rule(&choices).is_err(), "lists are 255 characters at most");
    }
}
