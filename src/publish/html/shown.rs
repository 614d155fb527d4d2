//! A cell as Excel shows it: the page has to say the same to the digit.

use crate::domain::Quantity;
use crate::sheet::book::{CellContent, CellSpec, FormulaResult};
use crate::sheet::read::shown::{to_places, with_thousands};

/// What stands in the cell.
pub(super) fn words(cell: &CellSpec<'_>) -> String {
    match &cell.content {
        CellContent::Blank | CellContent::Sparkline { .. } => String::new(),
        CellContent::Text(text) | CellContent::Error(text) => text.clone().into_owned(),
        CellContent::Number(number, places) => with_thousands(&digits(*number, *places)),
        CellContent::Percent(percent, places) => format!("{}%", digits(*percent, *places)),
        CellContent::Plain(number) => plain(*number),
        CellContent::Formula(live) => match (&live.result, live.percent) {
            (FormulaResult::Empty, _) => String::new(),
            (FormulaResult::Text(text), _) => text.clone(),
            (FormulaResult::Number(number), Some(places)) => format!("{}%", digits(number * 100.0, places)),
            (FormulaResult::Number(number), None) => plain(*number),
        },
        CellContent::Date(date) => date.format("%-d %b %Y").to_string(),
        CellContent::Rating(rating) => rating.word().to_owned(),
        CellContent::RatingLetter(rating) => rating.letter().to_string(),
    }
}

fn plain(number: f64) -> String {
    Quantity::from_double(number).map_or_else(|| number.to_string(), |n| n.decimal().to_string())
}

/// The number that stands in the cell; a percent in percent. For drawing only.
pub(super) const fn number(cell: &CellSpec<'_>) -> Option<f64> {
    match cell.content {
        CellContent::Number(number, _) | CellContent::Plain(number) | CellContent::Percent(number, _) => {
            Some(number)
        }
        _ => None,
    }
}

/// Rounded half away from nought at the 15 digits that a spreadsheet keeps, as Excel rounds what it shows.
fn digits(number: f64, places: u32) -> String {
    let places = usize::try_from(places).unwrap_or(0);
    Quantity::from_double(number)
        .map_or_else(|| format!("{number:.places$}"), |exact| to_places(exact, places))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Rating;

    #[test]
    fn numbers_stand_as_excel_shows_them() {
        let shown = |content| words(&CellSpec::of(content));
        assert_eq!(shown(CellContent::Number(12_345.0, 0)), "12,345");
        assert_eq!(shown(CellContent::Number(-1_234.5, 2)), "-1,234.50");
        assert_eq!(shown(CellContent::Percent(12.5, 0)), "13%", "half away from nought");
        assert_eq!(shown(CellContent::Percent(57.0, 1)), "57.0%");
        assert_eq!(shown(CellContent::Date("2020-03-04".parse().unwrap())), "4 Mar 2020");
        assert_eq!(shown(CellContent::Rating(Rating::NotRated)), "Not rated");
        assert_eq!(shown(CellContent::RatingLetter(Rating::Red)), "R");
    }
}
