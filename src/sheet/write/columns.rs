//! What stands in each column of a table, found in one walk over its rows: by this go the side at which its cells and its
//! caption stand, and how wide it must be for its numbers.

use super::super::book::{CellContent, CellSpec};
use super::look::{Shape, Side};

/// Width in characters that a date takes.
const DATE: f64 = 11.0;

/// The columns of a table, in order.
#[derive(Debug)]
pub(super) struct Columns(Vec<Holds>);

/// What stands in a column.
#[derive(Debug, Clone, Default)]
struct Holds {
    /// Cells with more than shorthand.
    written: usize,
    /// Cells with numbers or dates.
    numbers: usize,
    /// Cells that are neither shorthand nor blank for good.
    told: usize,
    /// Which of these are shown as words.
    words: usize,
    ratings: bool,
    dates: bool,
    /// Signs of its longest number.
    signs: usize,
}

impl Columns {
    /// So many columns, in which nothing stands yet.
    pub(super) fn new(count: usize) -> Self {
        Self(vec![Holds::default(); count])
    }

    /// Notes a cell of this column and its shape.
    pub(super) fn note(&mut self, column: usize, cell: &CellSpec<'_>, shape: Shape) {
        if let Some(holds) = self.0.get_mut(column) {
            holds.note(cell, shape);
        }
    }

    /// The side at which the cells of this column stand.
    pub(super) fn side(&self, column: usize) -> Side {
        match (self.holds_numbers(column), self.holds_ratings(column + 1)) {
            (true, true) => Side::RightIndented,
            (true, false) => Side::Right,
            (false, _) if column == 0 => Side::Left,
            (false, _) => Side::LeftIndented,
        }
    }

    /// The side at which its caption stands: over the numbers of a column that has a few words among them too.
    pub(super) fn side_of_caption(&self, column: usize) -> Side {
        let is_mostly_numbers = self.0.get(column).is_some_and(|holds| holds.numbers * 2 > holds.written);
        match self.side(column) {
            Side::Left | Side::LeftIndented if is_mostly_numbers => {
                if self.holds_ratings(column + 1) {
                    Side::RightIndented
                } else {
                    Side::Right
                }
            }
            side => side,
        }
    }

    /// Width in characters that its longest number takes: one that finds no room is shown as `###`.
    pub(super) fn room_for_numbers(&self, column: usize) -> f64 {
        let Some(holds) = self.0.get(column) else { return 0.0 };
        let beside = if self.holds_ratings(column + 1) { 1.0 } else { 0.0 };
        let for_dates = if holds.dates { DATE + beside } else { 0.0 };
        // Digits are a little wider than the column's unit, and programs keep the edges free.
        #[expect(clippy::cast_precision_loss, reason = "a number shown has few digits")]
        let width = holds.signs as f64 * 1.03;
        for_dates.max(if holds.signs == 0 { 0.0 } else { width + 0.9 + beside })
    }

    /// Whether a column shows ratings, whose fills stand edge to edge with the column before.
    fn holds_ratings(&self, column: usize) -> bool {
        self.0.get(column).is_some_and(|holds| holds.ratings)
    }

    /// Whether a column's cells are numbers, so that its caption stands at the right too. Shorthand such as `[x]` in the place
    /// of a number does not make it a column of words.
    fn holds_numbers(&self, column: usize) -> bool {
        self.0.get(column).is_some_and(|holds| holds.told > 0 && holds.words == 0)
    }
}

impl Holds {
    fn note(&mut self, cell: &CellSpec<'_>, shape: Shape) {
        if is_shorthand(cell) {
            return;
        }
        self.written += 1;
        match &cell.content {
            CellContent::Number(number, places) => self.signs = self.signs.max(signs(*number, *places)),
            CellContent::Percent(percent, places) => {
                let shown = format!("{:.*}%", usize::try_from(*places).unwrap_or(0), percent);
                self.signs = self.signs.max(shown.len());
            }
            CellContent::Rating(_) | CellContent::RatingLetter(_) => self.ratings = true,
            CellContent::Date(_) => self.dates = true,
            _ => {}
        }
        self.numbers += usize::from(is_number(&cell.content));
        let is_blank = matches!(cell.content, CellContent::Blank | CellContent::Sparkline { .. });
        if !is_blank || cell.input.is_some() {
            self.told += 1;
            self.words += usize::from(shape.is_words());
        }
    }
}

const fn is_number(content: &CellContent<'_>) -> bool {
    matches!(
        content,
        CellContent::Number(..) | CellContent::Percent(..) | CellContent::Plain(_) | CellContent::Date(_)
    )
}

/// One letter or a few in square brackets (7-publication.md, 7.1).
fn is_shorthand(cell: &CellSpec<'_>) -> bool {
    let CellContent::Text(words) = &cell.content else { return false };
    let inner = words.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    inner.is_some_and(|letters| letters.len() <= 4 && letters.bytes().all(|b| b.is_ascii_lowercase()))
}

/// Signs of a number with so many decimals, a comma for every three digits before the point.
fn signs(number: f64, places: u32) -> usize {
    if places == 0 && (0.0..9.5).contains(&number) {
        return 1;
    }
    let shown = format!("{:.*}", usize::try_from(places).unwrap_or(0), number);
    let whole = shown.split('.').next().unwrap_or_default();
    shown.len() + whole.trim_start_matches('-').len().saturating_sub(1) / 3
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Rating;

    #[test]
    fn numbers_stand_at_the_right_and_shorthand_among_them_does_not_count() {
        let number = |number| CellSpec::of(CellContent::Number(number, 0));
        let rows = [
            vec![
                CellSpec::text("3.10"),
                number(7.0),
                CellSpec::of(CellContent::Rating(Rating::Red)),
                number(1.0),
            ],
            vec![
                CellSpec::text("3.11"),
                CellSpec::text("[x]"),
                CellSpec::text("[z]"),
                CellSpec::text("none"),
            ],
            vec![CellSpec::text("3.12"), number(-1234.0), CellSpec::text("[z]"), number(2.0)],
        ];
        let mut columns = Columns::new(4);
        for (column, cell) in rows.iter().flat_map(|row| row.iter().enumerate()) {
            columns.note(column, cell, Shape::of(cell));
        }
        let sides = [0, 1, 2, 3].map(|column| (columns.side(column), columns.side_of_caption(column)));
        let indented = Side::LeftIndented;
        assert_eq!(
            sides,
            [
                (Side::Left, Side::Left),
                (Side::RightIndented, Side::RightIndented),
                (indented, indented),
                (indented, Side::Right)
            ]
        );
        assert!((columns.room_for_numbers(1) - (6.0 * 1.03 + 1.9)).abs() < 1e-9, "-1,234 beside a fill");
        assert!(columns.room_for_numbers(0).abs() < 1e-9);
    }
}
