//! The small line of a row, drawn from the numbers that stand in it. What Excel cannot give it, the page can: words.

use crate::sheet::book::{CellSpec, TableSpec};

use super::markup::Markup;
use super::shown;

/// Width of the drawing.
const WIDTH: f64 = 120.0;
/// Height of the drawing.
const HEIGHT: f64 = 24.0;
/// Room around the line for its thickness and its last point.
const EDGE: f64 = 4.0;

/// Draws the numbers of these columns of the row, on a scale of their own.
pub(super) fn write(page: &mut Markup, table: &TableSpec, row: usize, (first, last): (usize, usize)) {
    let Some(row) = table.rows.get(row) else { return };
    let cells: Vec<CellSpec<'_>> = (first..=last).filter_map(|column| row.get(column)).collect();
    let numbers: Vec<f64> = cells.iter().filter_map(shown::number).collect();
    let (Some(from), Some(to)) = (cells.first(), cells.last()) else { return };
    let month = |column: usize| table.columns.get(column).map_or("", |column| column.caption.as_str());
    let words =
        format!("{} in {}, {} in {}", shown::words(from), month(first), shown::words(to), month(last));
    let attributes = [("role", "img"), ("class", "small-line"), ("viewBox", "0 0 120 24")];
    page.inside("svg", &attributes, |page| {
        page.element("title", &[], &words);
        let points = points(&numbers);
        let line: Vec<String> = points.iter().map(|(x, y)| format!("{x:.1},{y:.1}")).collect();
        page.empty("polyline", &[("points", &line.join(" "))]);
        if let Some((x, y)) = points.last() {
            page.empty("circle", &[("cx", &format!("{x:.1}")), ("cy", &format!("{y:.1}")), ("r", "3")]);
        }
    });
}

/// The numbers as points from left to right, the least at the foot; a level line where all are the same.
fn points(numbers: &[f64]) -> Vec<(f64, f64)> {
    let least = numbers.iter().copied().fold(f64::INFINITY, f64::min);
    let most = numbers.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let steps = numbers.len().saturating_sub(1).max(1);
    let point = |(place, number): (usize, &f64)| {
        #[expect(clippy::cast_precision_loss, reason = "a year has few months")]
        let along = place as f64 / steps as f64;
        let up = if most > least { (number - least) / (most - least) } else { 0.5 };
        (
            (WIDTH - 2.0 * EDGE).mul_add(along, EDGE),
            (2.0f64.mul_add(EDGE, -HEIGHT)).mul_add(up, HEIGHT - EDGE),
        )
    };
    numbers.iter().enumerate().map(point).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_runs_from_left_to_right_and_up() {
        assert_eq!(points(&[1.0, 3.0, 2.0]), [(4.0, 20.0), (60.0, 4.0), (116.0, 12.0)]);
        assert_eq!(points(&[5.0, 5.0]), [(4.0, 12.0), (116.0, 12.0)]);
    }
}
