//! Cells of the consolidated workbook: every cell filled, numbers as numbers, ratings with their word.

use std::sync::Arc;

use chrono::NaiveDate;

use crate::domain::{Quantity, Rating, Unit, Value};
use crate::sheet::book::{CellContent, CellSpec, Input, InputRule};

use crate::sheet::measure::{Face, break_lines, count_lines};

use super::page::Cell;
use super::shorthand::Shorthand;

/// Width of the narrowest column that shows values.
const VALUE_WIDTH: f64 = 8.0;
/// Lines of text that the tallest row of a table shows.
const LINES_OF_A_ROW: usize = 25;

/// Words from the plan or from ragbook; `[x]` when there are none.
pub(super) fn words(text: &str) -> Cell {
    or_words(text, Shorthand::NotAvailable)
}

/// Words, or this shorthand when there are none.
pub(super) fn or_words(text: &str, otherwise: Shorthand) -> Cell {
    let text = text.trim();
    if text.is_empty() { marked(otherwise) } else { CellSpec::text(text.to_owned()).into() }
}

/// What a lead typed. In quotation marks where a reader could take it for a number or for nothing, such as `-` or `12`.
pub(super) fn typed(text: &str, otherwise: Shorthand) -> Cell {
    let text = text.trim();
    if !text.is_empty() && !text.chars().any(char::is_alphabetic) {
        return CellSpec::text(format!("\"{text}\"")).into();
    }
    or_words(text, otherwise)
}

/// What a lead typed, in a column this wide: cut where a row of a table can grow no further (Excel stops at 409 points).
/// `whole` names where all of it stands.
pub(super) fn clipped(text: &str, width: f64, whole: &str) -> Cell {
    clipped_to(LINES_OF_A_ROW, text, width, whole)
}

/// The same, cut to so many lines of this column.
pub(super) fn clipped_to(most: usize, text: &str, width: f64, whole: &str) -> Cell {
    let text = text.trim();
    // Words stand a character away from the column's edge.
    let width = width - 1.0;
    if count_lines(text, Face::TABLE, width) <= most {
        return typed(text, Shorthand::NotAvailable);
    }
    let lines = break_lines(text, Face::TABLE, width);
    let suffix = format!(" … (goes on in {whole})");
    let kept = most.saturating_sub(break_lines(&suffix, Face::TABLE, width).len()).max(1);
    CellSpec::text(format!("{}{suffix}", beginning(text, lines.iter().take(kept)))).into()
}

/// The beginning of a text that these lines make up: no space where a word was too long for a line.
fn beginning<'a>(text: &str, lines: impl Iterator<Item = &'a String>) -> String {
    let (mut kept, mut rest) = (String::new(), text);
    for line in lines.map(|line| line.trim()) {
        if !kept.is_empty() && rest.starts_with(char::is_whitespace) {
            kept.push(' ');
        }
        kept.push_str(line);
        rest = rest.trim_start();
        rest = rest.strip_prefix(line).unwrap_or(rest);
    }
    kept
}

/// A shorthand.
pub(super) fn marked(shorthand: Shorthand) -> Cell {
    CellSpec::text(shorthand.token()).into()
}

/// A count.
pub(super) fn count(count: usize) -> Cell {
    CellSpec::count(count).into()
}

/// A whole number of days, months or times.
pub(super) fn whole(number: i64) -> Cell {
    CellSpec::of(CellContent::Number(Quantity::from(number).to_double(), 0)).into()
}

/// A date, or this shorthand.
pub(super) fn date(date: Option<NaiveDate>, otherwise: Shorthand) -> Cell {
    date.map_or_else(|| marked(otherwise), |date| CellSpec::of(CellContent::Date(date)).into())
}

/// A rating.
pub(super) fn rating(rating: Rating) -> Cell {
    CellSpec::of(CellContent::Rating(rating)).into()
}

/// A rating as its letter, filled.
pub(super) fn letter(rating: Rating) -> Cell {
    CellSpec::of(CellContent::RatingLetter(rating)).into()
}

/// A share in percent of these, with no decimals; `[z]` of nothing.
pub(super) fn share(part: usize, all: usize) -> Cell {
    if all == 0 {
        return marked(Shorthand::NotApplicable);
    }
    #[expect(clippy::cast_precision_loss, reason = "counts are small")]
    let percent = part as f64 * 100.0 / all as f64;
    CellSpec::of(CellContent::Percent(percent, 0)).into()
}

/// A quantity of this unit, at a sensible number of decimals: as many as it has, one at most for percents, days and weeks,
/// two for other numbers.
pub(super) fn quantity(quantity: Option<Quantity>, unit: Unit, otherwise: Shorthand) -> Cell {
    let Some(quantity) = quantity else { return marked(otherwise) };
    let most = if unit == Unit::Number { 2 } else { 1 };
    let places = quantity.places().min(most);
    let shown = quantity.rounded(places).to_double();
    let content = if unit == Unit::Percent {
        CellContent::Percent(shown, places)
    } else {
        CellContent::Number(shown, places)
    };
    CellSpec::of(content).into()
}

/// A value of this unit, or this shorthand.
pub(super) fn value(value: Option<&Value>, unit: Unit, otherwise: Shorthand) -> Cell {
    match value {
        None => marked(otherwise),
        Some(Value::Number(number)) => quantity(Some(*number), unit, otherwise),
        Some(Value::Date(day)) => date(Some(*day), otherwise),
        Some(Value::Text(text)) => clipped(text, VALUE_WIDTH, "measures.csv"),
    }
}

/// What a cell for the officer to type over takes, to be shared by all cells of a column.
pub(super) fn input(rule: InputRule, title: &str, prompt: &str) -> Arc<Input> {
    Arc::new(Input {
        rule,
        prompt_title: title.to_owned(),
        prompt: prompt.to_owned(),
        error: format!("{prompt} Or leave it as it is."),
    })
}

/// A cell for the officer to type over. It says `[x]` rather than nothing: a screen reader passes over an empty one.
pub(super) fn to_fill_in(input: &Arc<Input>, content: &str) -> Cell {
    filled_in(input, CellContent::Text(content.to_owned().into()))
}

/// The same with a value that the officer gave: a number as a number, a percent as a percent.
pub(super) fn filled_in_value(input: &Arc<Input>, value: &str) -> Cell {
    let number = |text: &str| text.parse::<Quantity>().ok().map(|q| (q.to_double(), q.places()));
    let content = match (number(value), value.strip_suffix('%').and_then(number)) {
        (Some((number, places)), _) => CellContent::Number(number, places),
        (None, Some((percent, places))) => CellContent::Percent(percent, places),
        (None, None) => CellContent::Text(value.to_owned().into()),
    };
    filled_in(input, content)
}

fn filled_in(input: &Arc<Input>, content: CellContent<'static>) -> Cell {
    CellSpec { input: Some(Arc::clone(input)), ..CellSpec::of(content) }.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A space put into a link makes it another link.
    #[test]
    fn a_text_that_is_cut_gets_no_space_within_a_word() {
        let text = format!("Evidence: SharePoint/{}/Training, then more of it", "Permanence/".repeat(6));
        for width in [6.0, 11.0, 20.0] {
            let lines = break_lines(&text, Face::TABLE, width);
            let kept = beginning(&text, lines.iter().take(lines.len() - 1));
            assert!(text.starts_with(&kept), "{kept}");
        }
        assert_eq!(beginning("one\ntwo", ["one".to_owned(), "two".to_owned()].iter()), "one two");
    }
}
