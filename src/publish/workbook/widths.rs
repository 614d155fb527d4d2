//! Columns of words as wide as what stands in them this month asks for, so that rows are short and the paper is used.
//!
//! Each sheet declares widths at which every caption and date finds room; those of columns of numbers, dates, ratings and cells to
//! fill in stand. A wide sheet shares out the rest of the page anew among its columns of words: a month of long commentaries
//! gives room to these, a month without gives it to the planned activities. The page stays one that A4 landscape prints at
//! 8 points (7-publication.md, 7.1).

use crate::sheet::book::{Sheet, TableSpec};
use crate::sheet::measure::{
    Face, count_lines, count_lines_for_any_font, takes_at_most, width_at_most, width_for,
};

/// What A4 landscape prints at 8 points, in pixels: a character of Arial 11 takes eight, a column ten more. Declared widths keep
/// a few of it free, since stored ones are rounded.
pub(super) const PAGE: f64 = 1_450.0;
/// Kept back of it: writing may widen a column for its longest number.
const KEPT_BACK: f64 = 2.0;
/// No column is wider than this, in characters: longer lines are hard to read.
const WIDEST: f64 = 80.0;
const CHARACTER: f64 = 8.0;
const EDGES: f64 = 10.0;
/// Sheets that leave more of the page free are narrow by design: they keep their width.
const NARROW: f64 = 1_200.0;
/// A list of so few columns keeps them as declared.
const LIST: usize = 2;
/// How often a caption counts beside a row's words: it stands on every page.
const CAPTION: usize = 2;
/// Lines of the tallest caption.
const CAPTION_LINES: usize = 3;
/// Widths go by half characters.
const STEP: f64 = 0.5;
/// What a cell keeps free beside its words, in characters.
const INDENT: f64 = 1.2;
/// What the end of a line leaves free on average, since words are not broken.
const RAGGED: f64 = 2.0;
/// Average width of a letter, in characters.
const LETTER: f64 = 0.92;
/// Lines that the tallest row shows: Excel stops at 409 points.
const TALLEST: usize = 28;
/// Rows that are looked at, spread over the sheet: in a long one they speak for all.
const MOST_ROWS: usize = 500;

/// Shares out the room of a sheet among its columns of words. A sheet with a chart stays as it is: both are to stand on a page.
pub(super) fn fit(sheet: &mut Sheet) {
    if !sheet.charts.is_empty() {
        return;
    }
    let Some(table) = &mut sheet.table else { return };
    let used: f64 = table.columns.iter().map(|column| column.width.mul_add(CHARACTER, EDGES)).sum();
    let mut columns: Vec<OfWords> =
        (0..table.columns.len()).filter_map(|number| OfWords::of(table, number)).collect();
    if table.columns.len() <= LIST || columns.len() < 2 {
        return;
    }
    let declared: f64 = columns.iter().map(|column| table.columns[column.number].width).sum();
    let least: f64 = columns.iter().map(|column| column.width).sum();
    let more = if used < NARROW { 0.0 } else { (PAGE - KEPT_BACK - used) / CHARACTER };
    let room = declared + more - least;
    if room < 0.0 {
        return;
    }
    share_out(&mut columns, room);
    for column in columns {
        table.columns[column.number].width = column.width;
    }
}

/// A column that holds nothing but words.
#[derive(Debug)]
struct OfWords {
    number: usize,
    /// Width in characters: first the least that breaks no word, then what the column is given.
    width: f64,
    /// Width in characters of its captions' and each row's words on one line.
    words: Vec<f64>,
}

impl OfWords {
    fn of(table: &TableSpec, number: usize) -> Option<Self> {
        let texts = words_alone(table, number).filter(|texts| !texts.is_empty())?;
        let column = table.columns.get(number)?;
        let caption = column.caption.split(' ').map(|word| width_for(word, Face::STRONG) + INDENT);
        let rows = table.rows.iter().filter(|row| row.is_linked(number));
        let links = rows.filter_map(|row| row.words(number));
        let links = links.map(|link| on_one_line(link) + INDENT);
        let needed = caption.chain(links).fold(0.0, f64::max);
        // A word as long as an address is broken rather than given a column of its own.
        let longest = longest_word(&texts, column.width);
        let mut width = (needed.max(longest.min(column.width)) / STEP).ceil() * STEP;
        while count_lines(&column.caption, Face::STRONG, width - 1.0) > CAPTION_LINES {
            width += STEP;
        }
        let is_too_tall = |width: f64| {
            texts.iter().any(|text| {
                !takes_at_most(TALLEST, text, Face::TABLE, width - 1.0)
                    && count_lines_for_any_font(text, Face::TABLE, width - 1.0) > TALLEST
            })
        };
        while width < column.width && is_too_tall(width) {
            width += STEP;
        }
        let step = texts.len().div_ceil(MOST_ROWS);
        let caption = std::iter::repeat_n(width_for(&column.caption, Face::STRONG), CAPTION);
        let words = caption.chain(texts.iter().step_by(step).map(|text| on_one_line(text))).collect();
        Some(Self { number, width, words })
    }

    /// About how many lines the words of a row take in a column this wide, to the eighth power.
    fn lines(&self, row: usize, width: f64) -> f64 {
        let words = self.words.get(row).copied().unwrap_or_default();
        let lines =
            if words + INDENT <= width { 1.0 } else { words / (width - INDENT - RAGGED).max(1.0) + 0.5 };
        let square = lines.clamp(1.0, 60.0).powi(2);
        square * square * square * square
    }
}

/// Width in characters that keeps words on one line, in Arial and in fonts whose narrow letters are wider.
fn on_one_line(words: &str) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "a cell has at most 32,767 letters")]
    let letters = words.len() as f64;
    width_for(words, Face::TABLE).max(letters * LETTER)
}

/// The words of each row in this column; none where a cell holds something else or is to be filled in.
fn words_alone(table: &TableSpec, column: usize) -> Option<Vec<&str>> {
    let rows = table.rows.iter().filter(|row| column < row.len());
    rows.map(|row| row.words(column).filter(|_| row.input(column).is_none())).collect()
}

/// Width in characters that the longest word asks for; of one as wide as `enough`, at least that.
fn longest_word(texts: &[&str], enough: f64) -> f64 {
    let mut longest = INDENT;
    // Of words up to this length none is longer.
    let mut known = 0;
    for text in texts {
        if longest >= enough {
            break;
        }
        if text.len() <= known {
            continue;
        }
        let mut from = 0;
        let ends = memchr::memchr2_iter(b' ', b'\n', text.as_bytes()).chain([text.len()]);
        for end in ends {
            let word = text.get(from..end).unwrap_or_default();
            from = end + 1;
            if word.len() > known {
                longest = longest.max(width_for(word, Face::TABLE) + INDENT);
                while width_at_most(known + 1, Face::TABLE) + INDENT <= longest {
                    known += 1;
                }
            }
        }
    }
    longest
}

/// Gives the room, step by step, to the column that makes the sheet shorter most. A row is as tall as its tallest cell; the
/// eighth root of the sum of the eighth powers is nearly that, and tells of a second tallest column too, where two have to
/// grow before the row becomes shorter.
fn share_out(columns: &mut [OfWords], room: f64) {
    let rows = columns.iter().map(|column| column.words.len()).max().unwrap_or_default();
    let height = |power: f64| power.max(1.0).sqrt().sqrt().sqrt();
    // What each row takes in each column, as wide as it is and a step wider: only the column that was given a step changes.
    let lines = |column: &OfWords, width: f64| -> Vec<f64> {
        (0..rows).map(|row| column.lines(row, width)).collect()
    };
    let mut taken: Vec<[Vec<f64>; 2]> =
        columns.iter().map(|c| [lines(c, c.width), lines(c, c.width + STEP)]).collect();
    let mut given = 0.0;
    while given + STEP <= room {
        let sums = (0..rows).map(|row| taken.iter().map(|[now, _]| now[row]).sum());
        let sums: Vec<(f64, f64)> = sums.map(|sum| (sum, height(sum))).collect();
        let saved = |(column, [now, then]): (&OfWords, &[Vec<f64>; 2])| -> f64 {
            if column.width >= WIDEST {
                return f64::NEG_INFINITY;
            }
            let of_row = |((sum, height_now), (now, then)): (&(f64, f64), (&f64, &f64))| {
                height_now - height(sum - now + then)
            };
            sums.iter().zip(now.iter().zip(then)).map(of_row).sum()
        };
        let savings: Vec<f64> = columns.iter().zip(&taken).map(saved).collect();
        let most = savings.iter().copied().fold(0.0, f64::max);
        // Where nothing becomes shorter, the rest goes to the widest column: the sheets stay equally wide.
        let widest = || {
            let growing = (0..columns.len()).filter(|number| columns[*number].width < WIDEST);
            growing.max_by(|a, b| columns[*a].width.total_cmp(&columns[*b].width))
        };
        let best = savings.iter().position(|saving| *saving >= most && most > 1e-9).or_else(widest);
        let Some((column, taken)) =
            best.and_then(|number| columns.get_mut(number).zip(taken.get_mut(number)))
        else {
            return;
        };
        column.width += STEP;
        taken.swap(0, 1);
        taken[1] = lines(column, column.width + STEP);
        given += STEP;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sheet::book::{CellSpec, ColumnSpec};

    fn sheet(texts: [&str; 2], widths: [f64; 2]) -> Sheet {
        let column = |(caption, width): (&str, f64)| ColumnSpec {
            caption: caption.to_owned(),
            width,
            note: String::new(),
        };
        let columns = [("Ref", 70.0), ("Planned activity", widths[0]), ("Evidence", widths[1])].map(column);
        let row = vec![CellSpec::count(1), CellSpec::text(texts[0]), CellSpec::text(texts[1])];
        Sheet {
            name: "Actions".to_owned(),
            title: "Actions".to_owned(),
            lines: Vec::new(),
            table: Some(TableSpec {
                name: "Actions".to_owned(),
                columns: columns.into(),
                rows: vec![row].into(),
            }),
            charts: Vec::new(),
            protected: false,
            frozen_header: false,
        }
    }

    fn fitted(texts: [&str; 2], widths: [f64; 2]) -> [f64; 3] {
        let mut sheet = sheet(texts, widths);
        fit(&mut sheet);
        let widths: Vec<f64> = sheet.table.unwrap().columns.iter().map(|column| column.width).collect();
        [widths[0], widths[1], widths[2]]
    }

    #[test]
    fn long_words_get_the_room_that_short_ones_do_not_need_and_the_page_is_full() {
        let long = "what was done, what is next and what is in the way ".repeat(12);
        let [fixed, activity, evidence] = fitted([&long, "[x]"], [40.0, 40.0]);
        assert!((fixed - 70.0).abs() < 1e-9, "numbers keep their room: {fixed}");
        assert!(activity > 60.0 && (9.0..40.0).contains(&evidence), "{activity} {evidence}");
        let pixels: f64 = [fixed, activity, evidence].iter().map(|width| width * 8.0 + 10.0).sum();
        assert!((1_420.0..=PAGE).contains(&pixels), "{pixels}");
        let [_, activity, evidence] = fitted(["[x]", &long], [40.0, 40.0]);
        assert!(evidence > activity, "{activity} {evidence}");
    }

    #[test]
    fn a_narrow_sheet_keeps_its_width_and_no_caption_is_broken() {
        let [_, activity, evidence] =
            fitted(["one", "what was done, what is next and what is in the way"], [20.0, 20.0]);
        assert!((activity + evidence - 40.0).abs() < 1e-9 && evidence > activity, "{activity} {evidence}");
        let [_, activity, evidence] = fitted(["a", "b"], [40.0, 40.0]);
        let fits = |word: &str, width: f64| width_for(word, Face::STRONG) <= width - 1.0;
        assert!(fits("activity", activity) && fits("Evidence", evidence), "{activity} {evidence}");
    }
}
