//! Doubtful cells of a return that goes back to its lead: a frame and a note that stay, and a colour that goes as soon as
//! the cell is changed. The note says what the colour means, so that colour alone never says it.

use rust_xlsxwriter::{ConditionalFormatFormula, Note, Worksheet};

use super::super::book::{CellContent, CellSpec, FormulaResult};
use super::super::measure::{Face, count_lines};
use super::{WriteError, look, text};
use crate::domain::CellRef;

/// Longest text that a formula may quote, with room for doubled quotation marks (Excel allows 255 characters).
const QUOTABLE: usize = 120;
/// Width of a note, in characters of its font.
const NOTE_CHARACTERS: f64 = 40.0;
/// Width of a note in pixels.
const NOTE_PIXELS: u32 = 320;

/// Marks a cell, if it is to be marked.
pub(super) fn add(
    page: &mut Worksheet,
    (row, column): (u32, u16),
    cell: &CellSpec<'_>,
    organisation: &str,
) -> Result<(), WriteError> {
    let Some(words) = &cell.mark else { return Ok(()) };
    let lines = u32::try_from(count_lines(words, Face::TABLE, NOTE_CHARACTERS)).unwrap_or(40).min(40);
    let note = Note::new(text::fit(words))
        .set_author(organisation)
        .add_author_prefix(false)
        .set_font_name(look::FONT)
        .set_font_size(11)
        .set_width(NOTE_PIXELS)
        .set_height(30 + 19 * lines);
    page.insert_note(row, column, &note)?;
    let rule = unchanged(&cell.content, CellRef::new(row, u32::from(column)));
    let coloured = ConditionalFormatFormula::new().set_rule(rule.as_str()).set_format(look::doubtful());
    page.add_conditional_format(row, column, row, column, &coloured)?;
    Ok(())
}

/// A formula that holds as long as the cell is as it was written; always, where no short formula can say so.
fn unchanged(content: &CellContent<'_>, at: CellRef) -> String {
    let number = |number: f64| format!("=AND(ISNUMBER({at}),{at}={number})");
    let words = |words: &str| {
        let words = text::fit(words);
        if words.is_empty() {
            format!("=ISBLANK({at})")
        } else if words.chars().count() > QUOTABLE || words.contains('\n') {
            "=TRUE".to_owned()
        } else {
            format!("=EXACT({at},\"{}\")", words.replace('"', "\"\""))
        }
    };
    match content {
        CellContent::Blank => format!("=ISBLANK({at})"),
        CellContent::Text(text) => words(text),
        CellContent::Percent(value, _) => number(*value / 100.0),
        CellContent::Number(value, _) | CellContent::Plain(value) => number(*value),
        CellContent::Formula(live) => match &live.result {
            FormulaResult::Text(text) => words(text),
            FormulaResult::Number(value) => number(*value),
            FormulaResult::Empty => "=TRUE".to_owned(),
        },
        CellContent::Date(date) => format!("={at}=DATE{}", date.format("(%Y,%-m,%-d)")),
        CellContent::Error(_) => format!("=ISERROR({at})"),
        CellContent::Rating(_) | CellContent::RatingLetter(_) | CellContent::Sparkline { .. } => {
            "=TRUE".to_owned()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_colour_goes_when_the_cell_is_changed() {
        let at: CellRef = "I7".parse().unwrap();
        let text = |words: &str| unchanged(&CellContent::Text(words.into()), at);
        assert_eq!(text("12 \"est\""), "=EXACT(I7,\"12 \"\"est\"\"\")");
        assert_eq!(text(&"long ".repeat(30)), "=TRUE");
        assert_eq!(unchanged(&CellContent::Plain(0.85), at), "=AND(ISNUMBER(I7),I7=0.85)");
        assert_eq!(unchanged(&CellContent::Blank, at), "=ISBLANK(I7)");
    }
}
