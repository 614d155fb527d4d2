//! What each input of the form takes, and the words that help: a prompt in the cell, a note on the caption, and what to
//! type instead when something else was typed.

use std::sync::Arc;

use chrono::NaiveDate;

use super::phrases::fill;
use super::template::Template;
use crate::domain::{Absence, Column, OwnRag, Quantity, Status, Table, Unit};
use crate::plan::Measure;
use crate::sheet::book::{CellContent, CellSpec, Input, InputRule};

/// Most characters the form asks for in a text column (3-return-workbook.md: commentary up to 1,000); longer text is
/// asked about, never refused. None for columns that take no free text.
pub const fn longest_text(column: Column) -> Option<u32> {
    match column {
        Column::Commentary | Column::Evidence | Column::Note => Some(1_000),
        Column::Value => Some(255),
        _ => None,
    }
}

/// Earliest and latest date that the form takes: a typing slip in the year is caught, a real date never.
fn dates() -> InputRule {
    let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default();
    InputRule::Date(day(2000, 1, 1), day(2099, 12, 31))
}

/// An empty input cell.
pub(super) fn blank(input: Input) -> CellSpec<'static> {
    CellSpec { input: Some(Arc::new(input)), ..CellSpec::of(CellContent::Blank) }
}

/// What a column of Progress, or one of Measures that does not depend on the unit, takes. None for other columns.
pub(super) fn of_column(template: &Template, table: Table, column: Column) -> Option<Input> {
    let choices = |words: Vec<&str>| InputRule::List(words.into_iter().map(str::to_owned).collect());
    let rule = match column {
        Column::Status => choices(Status::ALL.iter().map(|c| c.word()).collect()),
        Column::OwnRag => choices(OwnRag::ALL.iter().map(|c| c.word()).collect()),
        Column::Absence => choices(Absence::ALL.iter().map(|c| c.word()).collect()),
        Column::Forecast => dates(),
        Column::Commentary | Column::Evidence | Column::Note => InputRule::Text(longest_text(column)?),
        _ => return None,
    };
    Some(input(template, template.caption(table, column), rule, template.help(table, column).to_owned()))
}

/// Numerator or denominator of a percent measure; the prompt says what it counts, where the plan does.
pub(super) fn of_whole(template: &Template, column: Column, counts: &str) -> Input {
    let prompt = if counts.is_empty() {
        template.help(Table::Measures, column).to_owned()
    } else {
        fill(template.wording("prompt_counts"), &[("what", counts)])
    };
    input(template, template.caption(Table::Measures, column), InputRule::WholeNumber, prompt)
}

/// The value of a measure, by its unit.
pub(super) fn of_value(template: &Template, measure: &Measure) -> Input {
    let (low, high) = (measure.minimum.map(Quantity::to_double), measure.maximum.map(Quantity::to_double));
    let (rule, prompt) = match measure.unit {
        Unit::Count => (InputRule::WholeNumber, "prompt_whole"),
        Unit::Number => (InputRule::Number(low.or(Some(0.0)), high), "prompt_number"),
        Unit::Percent => (InputRule::Percent(low.or(Some(0.0)), high.or(Some(100.0))), "prompt_percent"),
        Unit::Days => (InputRule::Number(low.or(Some(0.0)), high), "prompt_days"),
        Unit::Weeks => (InputRule::Number(low.or(Some(0.0)), high), "prompt_weeks"),
        Unit::Date => (dates(), "prompt_date"),
        Unit::Text => (InputRule::Text(255), "prompt_text"),
        Unit::Document => (InputRule::Text(255), "prompt_document"),
    };
    let caption = template.caption(Table::Measures, Column::Value);
    input(template, caption, rule, template.wording(prompt).to_owned())
}

/// *Completed by*.
pub(super) fn of_name(template: &Template, label: &str, help: &str) -> Input {
    input(template, label, InputRule::Text(100), help.to_owned())
}

/// *Date completed*.
pub(super) fn of_date(template: &Template, label: &str, help: &str) -> Input {
    input(template, label, dates(), help.to_owned())
}

fn input(template: &Template, title: &str, rule: InputRule, prompt: String) -> Input {
    let error = error(template, &rule);
    Input { rule, prompt_title: title.to_owned(), prompt, error }
}

/// What to type instead.
fn error(template: &Template, rule: &InputRule) -> String {
    let say = |key: &str, blanks: &[(&str, &str)]| fill(template.wording(key), blanks);
    let bound = |bound: &Option<f64>| bound.map(|b| b.to_string()).unwrap_or_default();
    match rule {
        InputRule::List(choices) => say("say_choice", &[("choices", &choices.join(", "))]),
        InputRule::Date(..) => say("say_date", &[]),
        InputRule::WholeNumber => say("say_whole", &[]),
        InputRule::Number(low, Some(high)) => {
            say("say_number_between", &[("low", &bound(low)), ("high", &high.to_string())])
        }
        InputRule::Number(low, None) => say("say_number", &[("low", &bound(low))]),
        InputRule::Percent(low, high) => say("say_percent", &[("low", &bound(low)), ("high", &bound(high))]),
        InputRule::Text(most) => say("say_text", &[("most", &most.to_string())]),
    }
}
