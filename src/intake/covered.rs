//! Answers under a text box, a picture or another shape: whoever opened the return saw the shape and not the cell
//! (1-mission.md, promise 1; rule F10 as a query).

use crate::domain::Column;
use crate::domain::folding::fold_wording;
use crate::finding::fault::Cover;
use crate::finding::{Fault, FaultKind, Subject};
use crate::sheet::grid::{Cell, Shows};

use super::row::{Found, Row};

/// One fault for each answer of a row that a shape lies over. A text that says what the cell says changes nothing.
pub(super) fn in_row(found: &Found<'_>, number: u32, subject: &Subject) -> Vec<Fault> {
    if found.grid.drawn.is_empty() {
        return Vec::new();
    }
    let row = Row::new(found, number);
    // Its own numbers make the Value of a percent.
    let is_made = |column| column == Column::Value && row.is_answered(Column::Numerator);
    let answered = found.inputs().filter(|column| row.is_answered(*column) || is_made(*column));
    let covered = answered.filter_map(|column| {
        let at = row.at(column);
        let shown = found.grid.get(at).map(Cell::shown).unwrap_or_default();
        let is_other = |shows: &Shows| match shows {
            Shows::Text(says) => fold_wording(says) != fold_wording(&shown),
            Shows::Picture | Shows::Shape => true,
        };
        let over = found.grid.drawn.iter().find(|shape| shape.covers(at) && is_other(&shape.shows))?;
        let kind = FaultKind::Covered(match &over.shows {
            Shows::Text(says) => Cover::Text(says.clone()),
            Shows::Picture => Cover::Picture,
            Shows::Shape => Cover::Shape,
        });
        let place = found.place(at);
        Some(Fault { place, subject: subject.clone(), column: Some(column), found: shown, kind })
    });
    covered.collect()
}

#[cfg(test)]
mod tests {
    use crate::intake::damage::{MEASURES, met, told, value};
    use crate::intake::sample::put;
    use crate::sheet::grid::{Drawn, Shows};

    fn under(from: &str, to: &str, shows: Shows) -> Vec<String> {
        let met = met(|book| {
            let (from, to) = (from.parse().unwrap(), to.parse().unwrap());
            book.grids[MEASURES].drawn.push(Drawn { from, to, shows });
        });
        assert_eq!(value(&met, "1.1a"), "12");
        told(&met)
    }

    #[test]
    fn an_answer_under_a_shape_is_asked_about() {
        for shows in [Shows::Text("14".to_owned()), Shows::Picture, Shows::Shape] {
            assert_eq!(under("I5", "I5", shows), ["Measures!I5 Covered"]);
        }
        assert_eq!(under("A4", "I5", Shows::Picture), ["Measures!I5 Covered"]);
    }

    #[test]
    fn a_percent_that_its_numbers_make_is_an_answer_too() {
        let told = told(&met(|book| {
            put(&mut book.grids[MEASURES], "I6", None);
            let at = "I6".parse().unwrap();
            book.grids[MEASURES].drawn.push(Drawn { from: at, to: at, shows: Shows::Text("95%".to_owned()) });
        }));
        assert_eq!(told, ["Measures!I6 Covered"]);
    }

    #[test]
    fn shapes_elsewhere_and_texts_that_say_the_same_are_not() {
        for (from, to, says) in [("A1", "K3", "14"), ("L5", "N9", "14"), ("I5", "I5", " 12 ")] {
            assert_eq!(under(from, to, Shows::Text(says.to_owned())), [""; 0], "{from}");
        }
    }

    #[test]
    fn a_person_in_a_text_box_is_masked() {
        let met = met(|book| {
            let at = "I5".parse().unwrap();
            let shows = Shows::Text("ask ann.archer@example.org".to_owned());
            book.grids[MEASURES].drawn.push(Drawn { from: at, to: at, shows });
        });
        assert!(!format!("{:?}", met.returned).contains("ann.archer@"));
    }
}
