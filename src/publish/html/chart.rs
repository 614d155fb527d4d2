//! Charts as SVG: the same rows, columns and finding as the workbook's chart, with every number in its text alternative.
//!
//! Bars are as wide as the page, their lengths in percent of it, so that their words keep their size on a telephone. A line
//! keeps its shape and scrolls there.

use crate::domain::Rating;
use crate::sheet::book::{CellSpec, Chart, ChartKind, TableSpec};

use super::markup::Markup;
use super::{shown, table};

/// Height of a bar with the category above it, in pixels.
const BAR: f64 = 56.0;
/// Height of the bar itself.
const THICKNESS: f64 = 28.0;
/// Least share of the page's width, in percent, that a number in a bar needs.
const ROOM_FOR_NUMBER: f64 = 2.5;
/// Least share that a number with its rating's letter needs on every page, a telephone's too.
const ROOM_FOR_LETTER: f64 = 9.0;
/// Least share that they need where the page is wide, on paper too (`if-wide` in the style sheet).
const ROOM_ON_A_WIDE_SCREEN: f64 = 4.0;

/// A series of a chart.
struct Series<'a> {
    caption: &'a str,
    rating: Option<Rating>,
    cells: Vec<CellSpec<'a>>,
}

/// A chart with its numbers.
struct Drawn<'a> {
    categories: Vec<String>,
    series: Vec<Series<'a>>,
}

/// Draws a chart of the table. `id` is unique on the page.
pub(super) fn write(page: &mut Markup, id: &str, table: &TableSpec, chart: &Chart) {
    let drawn = Drawn::of(table, chart);
    page.inside("figure", &[], |page| {
        page.inside("figcaption", &[], |page| {
            page.element("p", &[], &chart.title);
            if chart.kind == ChartKind::StackedBar {
                page.inside("ul", &[("class", "legend")], |page| legend(page, &drawn));
            }
        });
        let frame: [(&str, &str); 4] =
            [("class", "scroll"), ("role", "region"), ("aria-label", "Chart"), ("tabindex", "0")];
        match chart.kind {
            ChartKind::StackedBar => bars(page, id, chart, &drawn),
            // The frame is named as the chart is: two charts of a page have two names.
            ChartKind::Line => {
                let name = format!("Chart. {}", chart.title);
                let frame = frame.map(|(attribute, value)| match attribute {
                    "aria-label" => (attribute, name.as_str()),
                    _ => (attribute, value),
                });
                page.inside("div", &frame, |page| line(page, id, chart, &drawn));
            }
        }
    });
}

impl<'a> Drawn<'a> {
    fn of(table: &'a TableSpec, chart: &Chart) -> Self {
        let (first, last) = chart.rows;
        let column = |number: usize| -> Vec<CellSpec<'a>> {
            let rows = (first..=last).filter_map(|row| table.rows.get(row));
            rows.filter_map(|row| row.get(number)).collect()
        };
        let series = chart.series.iter().map(|(number, rating)| Series {
            caption: table.columns.get(*number).map_or("", |column| &column.caption),
            rating: *rating,
            cells: column(*number),
        });
        Self {
            categories: column(chart.categories).iter().map(shown::words).collect(),
            series: series.collect(),
        }
    }

    /// Every number of the chart in words: `Outcome 1: Red 2, Amber 3. Outcome 2: …`.
    fn in_words(&self) -> String {
        let of = |(place, category): (usize, &String)| {
            let told = |series: &Series<'_>| {
                let cell = series.cells.get(place)?;
                Some(format!("{} {}", series.caption, shown::words(cell)))
            };
            let told: Vec<String> = self.series.iter().filter_map(told).collect();
            format!("{category}: {}.", told.join(", "))
        };
        self.categories.iter().enumerate().map(of).collect::<Vec<_>>().join(" ")
    }
}

fn legend(page: &mut Markup, drawn: &Drawn<'_>) {
    for series in &drawn.series {
        let fill = series.rating.and_then(table::fill).unwrap_or("unfilled");
        page.inside("li", &[], |page| {
            page.inside("span", &[("class", &format!("swatch {fill}")), ("aria-hidden", "true")], |page| {
                page.text(&series.rating.map_or_else(String::new, |rating| rating.letter().to_string()));
            });
            page.text(" ");
            page.text(series.caption);
        });
    }
}

/// A drawing with its name and its numbers in words.
fn drawing(
    page: &mut Markup,
    id: &str,
    chart: &Chart,
    drawn: &Drawn<'_>,
    size: &[(&'static str, &str)],
    content: impl FnOnce(&mut Markup),
) {
    let (title, desc) = (format!("{id}-title"), format!("{id}-desc"));
    let mut attributes: Vec<(&'static str, &str)> =
        vec![("role", "img"), ("aria-labelledby", &title), ("aria-describedby", &desc)];
    attributes.extend(size);
    page.inside("svg", &attributes, |page| {
        page.element("title", &[("id", &title)], &chart.title);
        page.element("desc", &[("id", &desc)], &format!("{} {}", chart.alt_text, drawn.in_words()));
        content(page);
    });
}

/// Stacked bars, the first category on top; the longest is as wide as the page.
fn bars(page: &mut Markup, id: &str, chart: &Chart, drawn: &Drawn<'_>) {
    let value = |series: &Series<'_>, place: usize| {
        series.cells.get(place).and_then(shown::number).unwrap_or(0.0).max(0.0)
    };
    let total = |place: usize| drawn.series.iter().map(|series| value(series, place)).sum::<f64>();
    let longest = (0..drawn.categories.len()).map(total).fold(0.0, f64::max).max(1.0);
    let height = drawn.categories.iter().map(|_| BAR).sum::<f64>().to_string();
    let size = [("class", "bars"), ("width", "100%"), ("height", height.as_str())];
    drawing(page, id, chart, drawn, &size, |page| {
        let mut top = 0.0;
        for (place, category) in drawn.categories.iter().enumerate() {
            page.element("text", &[("x", "0"), ("y", &format!("{:.0}", top + 17.0))], category);
            let mut along = 0.0;
            for series in &drawn.series {
                let long = value(series, place) * 99.5 / longest;
                if long > 0.0 {
                    bar(page, series, place, (along, top + 23.0, long));
                }
                along += long;
            }
            top += BAR;
        }
    });
}

/// One part of a bar: where it starts, its upper edge, how long it is, in percent of the page.
fn bar(page: &mut Markup, series: &Series<'_>, place: usize, (along, top, long): (f64, f64, f64)) {
    let fill = series.rating.and_then(table::fill).unwrap_or("unfilled");
    let rect = [
        ("class", fill),
        ("x", &format!("{:.3}%", along + 0.2)),
        ("y", &format!("{top:.0}")),
        ("width", &format!("{long:.3}%")),
        ("height", &THICKNESS.to_string()),
    ];
    page.empty("rect", &rect);
    if long < ROOM_FOR_NUMBER {
        return;
    }
    let number = series.cells.get(place).map_or_else(String::new, shown::words);
    let ink = [
        ("class", &*format!("ink-{fill}")),
        ("x", &format!("{:.3}%", along + 0.2 + long / 2.0)),
        ("y", &format!("{:.0}", top + 19.0)),
        ("text-anchor", "middle"),
    ];
    page.inside("text", &ink, |page| {
        if let Some(rating) = series.rating.filter(|_| long >= ROOM_ON_A_WIDE_SCREEN) {
            let letter = format!("{} ", rating.letter());
            let class = (long < ROOM_FOR_LETTER).then_some(("class", "if-wide"));
            page.element("tspan", class.as_slice(), &letter);
        }
        page.text(&number);
    });
}

/// Names of points as they stand below a line: `Nov` over `2019`, and the year only where it begins, so that a year's months
/// stand side by side.
fn in_two_lines(categories: &[String]) -> Vec<(&str, &str)> {
    let mut last = "";
    let split =
        |category: &'_ str| category.rsplit_once(' ').map_or(category.len(), |(first, _)| first.len());
    let mut lines = Vec::new();
    for category in categories {
        let (above, below) = category.split_at(split(category));
        let below = below.trim_start();
        lines.push((above, if below == last { "" } else { below }));
        last = below;
    }
    lines
}

/// Left edge, right edge, upper edge and foot of the field of a line chart.
const FIELD: (f64, f64, f64, f64) = (56.0, 700.0, 30.0, 240.0);

/// One line with labelled points, 0 to 100 %.
fn line(page: &mut Markup, id: &str, chart: &Chart, drawn: &Drawn<'_>) {
    let (left, right, upper, foot) = FIELD;
    let height_of = |percent: f64| (upper - foot).mul_add(percent.clamp(0.0, 100.0) / 100.0, foot);
    drawing(page, id, chart, drawn, &[("class", "line"), ("viewBox", "0 0 720 292")], |page| {
        for percent in [0.0, 20.0, 40.0, 60.0, 80.0, 100.0] {
            let y = format!("{:.1}", height_of(percent));
            let ends = [
                ("class", "grid"),
                ("x1", &left.to_string()),
                ("y1", &y),
                ("x2", &right.to_string()),
                ("y2", &y),
            ];
            page.empty("line", &ends);
            let beside = [
                ("x", &*(left - 8.0).to_string()),
                ("y", &format!("{:.1}", height_of(percent) + 5.0)),
                ("text-anchor", "end"),
            ];
            page.element("text", &beside, &format!("{percent:.0}%"));
        }
        for series in &drawn.series {
            let place = |number: usize| {
                #[expect(clippy::cast_precision_loss, reason = "a year has few months")]
                let share = number as f64 / drawn.categories.len().saturating_sub(1).max(1) as f64;
                (right - left - 48.0).mul_add(share, left + 24.0)
            };
            let numbers = series.cells.iter().enumerate();
            let points: Vec<(f64, f64, &CellSpec<'_>)> = numbers
                .filter_map(|(number, cell)| Some((place(number), height_of(shown::number(cell)?), cell)))
                .collect();
            let course: Vec<String> = points.iter().map(|(x, y, _)| format!("{x:.1},{y:.1}")).collect();
            page.empty("polyline", &[("points", &course.join(" "))]);
            for (x, y, cell) in points {
                page.empty("circle", &[("cx", &format!("{x:.1}")), ("cy", &format!("{y:.1}")), ("r", "5")]);
                let above = [
                    ("x", &*format!("{x:.1}")),
                    ("y", &format!("{:.1}", y - 12.0)),
                    ("text-anchor", "middle"),
                ];
                page.element("text", &above, &shown::words(cell));
            }
            for (number, (above, below)) in in_two_lines(&drawn.categories).into_iter().enumerate() {
                for (down, words) in [(24.0, above), (42.0, below)] {
                    let at = [
                        ("x", &*format!("{:.1}", place(number))),
                        ("y", &format!("{:.1}", foot + down)),
                        ("text-anchor", "middle"),
                    ];
                    if !words.is_empty() {
                        page.element("text", &at, words);
                    }
                }
            }
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_of_months_does_not_run_together() {
        let months = ["Nov 2019", "Dec 2019", "Jan 2020", "Feb 2020", "all"].map(str::to_owned);
        let lines = [("Nov", "2019"), ("Dec", ""), ("Jan", "2020"), ("Feb", ""), ("all", "")];
        assert_eq!(in_two_lines(&months), lines);
    }
}
