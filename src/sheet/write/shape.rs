//! What a cell is, as far as its look goes.

use super::super::book::{CellContent, CellSpec, FormulaResult, InputRule};
use super::look::{Role, Shape};

/// Longest text that is kept as text when typed over: longer ones are narrative, and Excel shows no more than 255
/// characters of a cell in its text format in some versions.
pub(super) const SHORT_TEXT: u32 = 255;

impl Shape {
    /// How a cell's content is shown.
    pub(super) fn of(cell: &CellSpec<'_>) -> Self {
        match &cell.content {
            CellContent::Number(_, places) => Self::Number(*places),
            CellContent::Percent(_, places) => Self::Percent(*places),
            CellContent::Formula(live) => match (live.percent, &live.result) {
                (Some(places), _) => Self::Percent(places),
                (None, FormulaResult::Text(_)) => Self::Text,
                (None, FormulaResult::Number(_) | FormulaResult::Empty) => Self::PlainNumber,
            },
            CellContent::Sparkline { .. } => Self::Text,
            CellContent::Plain(_) => Self::PlainNumber,
            CellContent::Date(_) => Self::Date,
            CellContent::Rating(rating) | CellContent::RatingLetter(rating) => Self::Rating(*rating),
            // In a cell to fill in, words that were typed for a number must not keep the number typed over them from being one.
            CellContent::Text(words) if cell.input.is_none() && looks_like_a_number(words) => Self::TextOnly,
            CellContent::Text(_) | CellContent::Error(_) | CellContent::Blank => {
                cell.input.as_ref().map_or(Self::Text, |input| Self::to_fill_in(&input.rule))
            }
        }
    }

    /// How an answer is shown once it is typed.
    fn to_fill_in(rule: &InputRule) -> Self {
        match rule {
            InputRule::Date(..) => Self::Date,
            InputRule::WholeNumber => Self::Number(0),
            InputRule::Number(..) => Self::PlainNumber,
            InputRule::Percent(..) => Self::Percent(1),
            InputRule::Text(most) if *most <= SHORT_TEXT => Self::TextOnly,
            InputRule::Text(_) | InputRule::List(_) => Self::Text,
        }
    }

    /// Whether it is shown as words.
    pub(super) const fn is_words(self) -> bool {
        matches!(self, Self::Text | Self::TextOnly | Self::Rating(_))
    }
}

impl Role {
    /// What a cell is besides its content; `linked`: it leads somewhere.
    pub(super) const fn of(cell: &CellSpec<'_>, linked: bool) -> Self {
        match (&cell.input, cell.greyed) {
            (Some(_), false) => Self::Input,
            (Some(_), true) => Self::GreyedInput,
            (None, true) => Self::Greyed,
            (None, false) if linked => Self::Link,
            (None, false) => Self::Said,
        }
    }
}

fn looks_like_a_number(words: &str) -> bool {
    !words.is_empty()
        && words.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b',' | b'-' | b'/' | b'%'))
}
