//! Commas between thousands that may be decimal signs: `7,500` beside `412,5` in one table, or as a number of days. In the
//! plan's country a comma stands between thousands (4-reading.md, 4.4), and leads with a program in another language type it
//! where others type a point: the number is used and asked about (V09).

use crate::domain::{Column, Quantity, Unit, Value};
use crate::finding::fault::Lenient;
use crate::plan::Measure;
use crate::sheet::grid::{Cell, Content};

use super::answers::{MeasureRow, Read};
use super::number::{normalised, read_as};
use super::row::Row;

/// V09 as a query at every number of the row that a comma makes a thousandfold of what may be meant.
pub(super) fn ask(row: &mut Row<'_>, measure: &Measure, read: &MeasureRow) {
    let value = match &read.value.read {
        Read::As(Value::Number(number)) => Some(*number),
        _ => None,
    };
    let numbers = [
        (Column::Value, value),
        (Column::Numerator, read.numerator.value().copied()),
        (Column::Denominator, read.denominator.value().copied()),
    ];
    let asked: Vec<(Column, Quantity)> = numbers
        .into_iter()
        .filter_map(|(column, number)| Some((column, number?)))
        .filter(|(column, _)| row.cell(*column).and_then(said).is_some_and(|said| is_one_group(&said)))
        .collect();
    if asked.is_empty() {
        return;
    }
    // Nobody waits a thousand days, and no share is a thousandfold.
    let is_implausible = matches!(measure.unit, Unit::Days | Unit::Weeks);
    if is_implausible || has_decimal_commas(row) {
        for (column, number) in asked {
            row.tell(column, read_as(number.to_string(), Lenient::ThousandsOrDecimals));
        }
    }
}

/// What a text that holds a number says.
fn said(cell: &Cell) -> Option<String> {
    match &cell.content {
        Content::Text(text) if text.contains(',') => normalised(text),
        _ => None,
    }
}

/// `1,500` and nothing more: one comma before three digits.
fn is_one_group(said: &str) -> bool {
    let digits = said.trim_start_matches('-').split(|c: char| c.is_whitespace()).next().unwrap_or_default();
    digits.split_once(',').is_some_and(|(whole, group)| {
        let all_digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
        (1..=3).contains(&whole.len()) && group.len() == 3 && all_digits(whole) && all_digits(group)
    })
}

/// Whether a number of the table has a comma that can only be a decimal sign: `412,5`.
fn has_decimal_commas(row: &Row<'_>) -> bool {
    let found = row.found;
    let columns = [Column::Value, Column::Numerator, Column::Denominator];
    let is_answer = |cell: &Cell| {
        cell.at.row > found.header.row
            && cell.at.row < found.end
            && columns.iter().any(|column| found.header.cell(*column, cell.at.row) == Some(cell.at))
    };
    found.grid.cells.iter().filter(|cell| is_answer(cell)).filter_map(said).any(|said| {
        let number = said.trim_start_matches('-').trim_end_matches(['%', ' ']);
        number.split_once(',').is_some_and(|(whole, fraction)| {
            let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
            all_digits(whole) && all_digits(fraction) && fraction.len() != 3
        })
    })
}

#[cfg(test)]
mod tests {
    use crate::intake::damage::{MEASURES, met, told, value};
    use crate::intake::sample::{put, text};

    #[test]
    fn a_comma_before_three_digits_is_asked_about_where_it_may_be_a_decimal_sign() {
        let typed = |cells: &[(&str, &str)]| {
            let met = met(|book| {
                for (at, said) in cells {
                    put(&mut book.grids[MEASURES], at, Some(text(said)));
                }
            });
            let asked = told(&met).iter().filter(|fault| *fault == "Measures!I5 ReadAs").count();
            (asked, value(&met, "1.1a"))
        };
        // Once as a number stored as text, once more for its comma.
        assert_eq!(typed(&[("I5", "1,500"), ("I8", "2,5")]), (2, "1500".to_owned()));
        assert_eq!(typed(&[("I5", "1,500")]), (1, "1500".to_owned()));
        assert_eq!(typed(&[("I5", "1,500"), ("I8", "2,500")]), (1, "1500".to_owned()));
        assert_eq!(typed(&[("I5", "1,500,000"), ("I8", "2,5")]).0, 1);
        let weeks = met(|book| put(&mut book.grids[MEASURES], "I7", Some(text("6,500"))));
        assert_eq!(told(&weeks).iter().filter(|fault| *fault == "Measures!I7 ReadAs").count(), 2);
    }
}
