//! How wide the columns of a table are on the page. A browser breaks lines between words only, and a page has no fixed width:
//! short columns get what they need, and long texts share the rest so that no row becomes a tower.

use crate::sheet::book::TableSpec;

use super::shown;

/// Longest content, in characters, that stands in one line.
const ONE_LINE: usize = 13;
/// What a laptop shows without scrolling aside, in characters.
const LAPTOP: f64 = 148.0;
/// Room beside the words, in characters.
const BESIDE: f64 = 2.2;
/// Length beyond which a text gets no more room, in characters.
const LONG: usize = 600;

/// Columns' widths in characters.
pub(super) fn of(table: &TableSpec) -> Vec<f64> {
    let columns: Vec<Column> = (0..table.columns.len()).map(|number| Column::of(table, number)).collect();
    let given = table.columns.iter().map(|column| column.width).sum::<f64>().min(LAPTOP);
    let needed: f64 = columns.iter().filter_map(Column::in_one_line).sum();
    let weights: f64 =
        columns.iter().filter(|column| column.in_one_line().is_none()).map(Column::weight).sum();
    let width = |column: &Column| match column.in_one_line() {
        Some(width) => width,
        None => ((given - needed).max(0.0) * column.weight() / weights).max(column.least()),
    };
    columns.iter().map(width).collect()
}

/// What a column has to hold, in characters.
struct Column {
    longest_word: usize,
    longest_text: usize,
}

impl Column {
    fn of(table: &TableSpec, number: usize) -> Self {
        let caption = table.columns.get(number).map_or("", |column| column.caption.as_str());
        let texts = table.rows.column(number).map(|cell| shown::words(&cell));
        // A caption takes two lines or so.
        let half = caption.chars().count().div_ceil(2);
        let mut column = Self { longest_word: longest_word(caption).max(half), longest_text: 0 };
        for text in texts {
            column.longest_word = column.longest_word.max(longest_word(&text));
            column.longest_text = column.longest_text.max(text.chars().count().min(LONG));
        }
        column
    }

    /// Its width where everything in it stands in one line.
    fn in_one_line(&self) -> Option<f64> {
        (self.longest_text <= ONE_LINE).then(|| as_number(self.longest_text.max(self.longest_word)) + BESIDE)
    }

    /// Rows are as tall as their tallest cell: widths that grow with the root of the length keep cells alike.
    fn weight(&self) -> f64 {
        as_number(self.longest_text).sqrt()
    }

    fn least(&self) -> f64 {
        as_number(self.longest_word.min(super::markup::LONGEST_WORD)) + BESIDE
    }
}

fn longest_word(text: &str) -> usize {
    text.split_whitespace().map(|word| word.chars().count()).max().unwrap_or(0)
}

#[expect(clippy::cast_precision_loss, reason = "lengths of texts are small")]
const fn as_number(count: usize) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sheet::book::{CellSpec, ColumnSpec};

    #[test]
    fn short_columns_get_what_they_need_and_long_ones_the_rest() {
        let column =
            |caption: &str, width| ColumnSpec { caption: caption.to_owned(), width, note: String::new() };
        let long = "words ".repeat(16);
        let table = TableSpec {
            name: "T".to_owned(),
            columns: vec![column("Ref", 30.0), column("Why it is here", 20.0), column("Text", 50.0)],
            rows: crate::sheet::book::Rows::from(vec![vec![
                CellSpec::text("3.10"),
                CellSpec::text("a b c ".repeat(4)),
                CellSpec::text(long),
            ]]),
        };
        let widths = of(&table);
        assert!((widths[0] - 6.2).abs() < 1e-9, "{widths:?}");
        assert!((widths[2] / widths[1] - 2.0).abs() < 1e-9, "{widths:?}");
        assert!((widths.iter().sum::<f64>() - 100.0).abs() < 1e-9, "{widths:?}");
    }
}
