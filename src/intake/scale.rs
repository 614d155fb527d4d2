//! Words outside the cells that say in which scale or unit figures are: `(in thousands)`, `£000`, `all times in hours` over
//! the table, in the sheet's name, in a comment, on *Start here*, or in the Note of a row. Whether the lead had it in mind
//! when typing 12 nobody can tell: the figures that it could change are asked about (rule V09).

use unicode_normalization::UnicodeNormalization;

use crate::domain::folding::clip;
use crate::domain::{Column, CountsAs, Period, Quantity, Table, Unit, Value};
use crate::finding::fault::Lenient;
use crate::plan::Measure;
use crate::sheet::grid::{Cell, Content, Format, Grid};

use super::answers::{MeasureRow, Read};
use super::header::Header;
use super::number::read_as;
use super::recognise::Looking;
use super::row::{Found, Row};
use super::{corrected, other_month};

/// Longest text that is looked at, in bytes: a remark on the scale of figures is short.
const LONGEST: usize = 300;

/// What words say of figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Each stands for a thousand, a million …
    Multiple,
    /// They are shares of a hundred.
    Percent,
    /// They are times in this unit: its first letters.
    Time(&'static str),
    /// They are running totals.
    Running,
    /// They are no final ones: a draft, estimates, a test.
    Draft,
}

/// What a sheet says of the scale of its figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Scale {
    kind: Kind,
    /// Where it stands, in words.
    place: String,
    says: String,
}

/// What the sheet of a Measures table, or *Start here*, says of its figures.
pub(super) fn of_sheet(looking: Looking<'_>, grid: &Grid, header: &Header) -> Option<Scale> {
    if header.table != Table::Measures {
        return None;
    }
    let said = |kind: Kind, place: String, says: &str| Scale { kind, place, says: clip(says, 80) };
    let is_csv = looking.workbook.format == Format::Csv;
    // A csv's sheet is called as its file, and that is a hint at most.
    let in_name = kind_of(&grid.name).filter(|_| !is_csv);
    let in_name = in_name.map(|kind| said(kind, "the name of the sheet".to_owned(), &grid.name));
    let in_cells = || {
        beside(looking, grid, header).find_map(|(cell, text)| {
            let over_value = header.columns.get(&Column::Value) == Some(&cell.at.column);
            let kind = kind_of(text).or_else(|| over_value.then(|| percent_alone(text)).flatten());
            kind.map(|kind| said(kind, format!("{}!{}", grid.name, cell.at), text))
        })
    };
    let in_comments = || {
        let mut comments = grid.comments.iter().filter(|(at, _)| at.row <= header.row);
        comments.find_map(|(at, text)| {
            let is_forms = Column::of(Table::Measures)
                .iter()
                .any(|column| looking.template.help(Table::Measures, *column) == text);
            let kind = kind_of(text).filter(|_| !is_forms)?;
            Some(said(kind, format!("what is added to {}!{at}", grid.name), text))
        })
    };
    // The caption itself, in which signs count for nothing else: `Value %`.
    let in_caption = || {
        let caption = header.cell(Column::Value, header.row).and_then(|at| grid.get(at))?;
        let (_, text) = text_of(caption)?;
        let kind = if text.contains('%') { Some(Kind::Percent) } else { kind_of(text) };
        kind.map(|kind| said(kind, format!("{}!{}", grid.name, caption.at), text))
    };
    in_caption().or(in_name).or_else(in_cells).or_else(in_comments).or_else(|| on_start(looking, grid))
}

/// What *Start here* says of all figures.
fn on_start(looking: Looking<'_>, own: &Grid) -> Option<Scale> {
    const ALL: [&str; 8] = ["all", "amounts", "everything", "figures", "numbers", "sums", "times", "values"];
    let template = looking.template;
    let sheets = looking.workbook.grids.iter().filter(|grid| !std::ptr::eq(*grid, own));
    sheets.filter(|grid| *grid.name == *template.sheet("start")).find_map(|grid| {
        grid.cells.iter().filter_map(text_of).find_map(|(cell, text)| {
            if text.len() > LONGEST || template.is_own_line(text, &|_, _| true) {
                return None;
            }
            let kind =
                kind_of(text).filter(|_| words(text).iter().any(|word| ALL.contains(&word.as_str())))?;
            Some(Scale { kind, place: format!("{}!{}", grid.name, cell.at), says: clip(text, 80) })
        })
    })
}

/// Texts of the sheet above the table, beside it and below it, that are none of the form's own.
fn beside<'a>(
    looking: Looking<'a>,
    grid: &'a Grid,
    header: &'a Header,
) -> impl Iterator<Item = (&'a Cell, &'a str)> {
    let in_table = |column: u32| {
        header.columns.values().any(|at| *at == column) || header.extra.iter().any(|(at, _)| *at == column)
    };
    // In the table's own columns a remark stands alone in its row; beside other cells it is a row that lost its ref.
    let is_alone = |row: u32| grid.row(row).len() == 1;
    let texts = grid.cells.iter().filter_map(text_of);
    texts.filter(move |(cell, text)| {
        let outside = cell.at.row < header.row
            || cell.at.row > header.row && (!in_table(cell.at.column) || is_alone(cell.at.row));
        outside && !looking.template.is_own_line(text, &|_, _| true)
    })
}

fn text_of(cell: &Cell) -> Option<(&Cell, &str)> {
    match &cell.content {
        Content::Text(text) => Some((cell, text)),
        _ => None,
    }
}

/// V09 as a query at a figure that the sheet, the row's own Note or a comment on its cells may give in another scale or unit,
/// as one of another month, or as another one.
pub(super) fn ask(row: &mut Row<'_>, measure: &Measure, read: &MeasureRow, period: Period) {
    let Read::As(Value::Number(number)) = &read.value.read else { return };
    let parts = [&read.numerator, &read.denominator].map(|part| part.value().copied());
    let own: Vec<Quantity> = [Some(*number)].into_iter().chain(parts).flatten().collect();
    let number = number.to_string();
    let found: &Found<'_> = row.found;
    let cells = [Column::Value, Column::Numerator, Column::Denominator].map(|column| row.at(column));
    let comments = found.grid.comments.iter().filter(|(at, _)| cells.contains(at));
    let said = comments.map(|(at, text)| (format!("the comment on {at}"), text));
    let note = read.note.value().into_iter().map(|note| ("Note".to_owned(), note));
    let of_row = note.chain(said).filter(|(_, text)| text.len() <= LONGEST).find(|(_, text)| {
        // That a figure is an estimate or a running total is what the Note is for.
        let kind = kind_of(text).filter(|kind| !matches!(kind, Kind::Draft | Kind::Running));
        kind.is_some_and(|kind| matters(kind, measure))
            || corrected::names_another(text, &own)
            || other_month::is_figure_of_another(text, period)
    });
    let of_row = of_row.map(|(place, text)| (place, clip(text, 80)));
    let of_sheet = found.scale.as_ref().filter(|scale| matters(scale.kind, measure));
    if let Some((place, says)) = of_row.or_else(|| of_sheet.map(|s| (s.place.clone(), s.says.clone()))) {
        row.tell(Column::Value, read_as(number, Lenient::SaidBeside { place, says }));
    }
}

/// Whether a text speaks of a scale in which a figure of this measure could be meant; or, where that is asked, of a draft.
pub(super) fn is_told_by(text: &str, measure: &Measure, or_draft: bool) -> bool {
    let counts = |kind: &Kind| *kind != Kind::Running && (or_draft || *kind != Kind::Draft);
    kind_of(text).filter(counts).is_some_and(|kind| matters(kind, measure))
}

/// Whether figures of this measure could be meant otherwise. One whose own words speak of the scale is meant so.
fn matters(kind: Kind, measure: &Measure) -> bool {
    let own = [&measure.measure, &measure.as_written].into_iter().any(|text| kind_of(text) == Some(kind));
    let is_time = matches!(measure.unit, Unit::Days | Unit::Weeks);
    !own && match kind {
        Kind::Multiple => matches!(measure.unit, Unit::Count | Unit::Number),
        Kind::Percent => matches!(measure.unit, Unit::Count),
        Kind::Time(unit) => is_time && !measure.unit.word().starts_with(unit),
        Kind::Running => {
            measure.counts_as == CountsAs::Period && matches!(measure.unit, Unit::Count | Unit::Number)
        }
        Kind::Draft => true,
    }
}

/// What a text says of the figures beside it, if anything.
fn kind_of(text: &str) -> Option<Kind> {
    const MULTIPLES: [&str; 16] = [
        "thousand",
        "thousands",
        "million",
        "millions",
        "hundred",
        "hundreds",
        "billions",
        "dozen",
        "dozens",
        "tausend",
        "tsd",
        "mio",
        "milliers",
        "miles",
        "migliaia",
        "duizend",
    ];
    const DRAFT: [&str; 9] = [
        "draft",
        "dummy",
        "estimate",
        "estimated",
        "estimates",
        "provisional",
        "unconfirmed",
        "unvalidated",
        "unverified",
    ];
    const TIMES: [&str; 7] = ["hour", "minute", "month", "year", "week", "day", "working"];
    if text.len() > LONGEST {
        return None;
    }
    let text: String = text.nfkc().flat_map(char::to_lowercase).collect();
    let words = words(&text);
    let is = |at: usize, wanted: &[&str]| words.get(at).is_some_and(|word| wanted.contains(&word.as_str()));
    let short = words.len() <= 4;
    for at in 0..words.len() {
        // `in thousands`, `in £ thousands`, `(thousands)`, `thousands of pounds`.
        let behind_in = at > 0 && (is(at - 1, &["in", "en", "£", "as"]) || at > 1 && is(at - 1, &["£"]));
        let bracketed = is(at.wrapping_sub(1), &["("]);
        let rate = is(at, &["per"])
            && (is(at + 1, &["100", "1000", "10000", "100000", "thousand", "hundred", "million"])
                || is(at + 2, &[","]) && is(at + 3, &["000"]));
        if rate {
            return Some(Kind::Multiple);
        }
        let running = is(at, &["cumulative", "ytd"])
            || is(at, &["running"]) && is(at + 1, &["total", "totals"])
            || is(at, &["year"]) && is(at + 1, &["to"]) && is(at + 2, &["date"]);
        if running && words.len() <= 8 {
            return Some(Kind::Running);
        }
        let is_test = is(at, &["test"]) && is(at + 1, &["data", "figures", "values"])
            || is(at, &["not"]) && is(at + 1, &["final", "confirmed", "validated"]);
        if (is(at, &DRAFT) || is_test) && words.len() <= 8 {
            return Some(Kind::Draft);
        }
        let alone = short && words.iter().filter(|word| word.len() > 1).count() <= 2;
        if is(at, &MULTIPLES) && (behind_in || bracketed || is(at + 2, &["pounds"]) || alone) {
            return Some(Kind::Multiple);
        }
        // `£k`, `(k)`, `in k`, `£m`.
        let short_form = is(at, &["k", "ks", "mn", "bn"]) && bracketed && is(at + 1, &[")"]);
        if short_form || behind_in && is(at, &["k", "ks", "m", "mn", "bn"]) {
            return Some(Kind::Multiple);
        }
        // `£000`, `'000s`, `(000)`, `x1000`; `1,000` is a number.
        let is_000 = is(at, &["000", "000s", "000000", "1000s", "x10", "x100", "x1000", "000's"]);
        let in_number =
            at > 1 && is(at - 1, &[",", "."]) && words[at - 2].bytes().all(|b| b.is_ascii_digit());
        if is_000 && !(in_number && is(at, &["000", "000000"])) && !is(at + 1, &[",", "."]) {
            return Some(Kind::Multiple);
        }
        let times = is(at, &["x", "×", "*"]) && (is(at + 1, &["1000", "100", "000"]) || is(at + 3, &["000"]));
        if times && is(at + 2, &[",", ")"]) | (at + 2 >= words.len()) {
            return Some(Kind::Multiple);
        }
        let is_percent = is(at, &["%", "percent", "percentages", "percentage"])
            || is(at, &["per"]) && is(at + 1, &["cent"]);
        let both = words.iter().any(|word| matches!(word.as_str(), "and" | "or" | "number" | "numbers"));
        if is_percent && (behind_in || bracketed) && !both {
            return Some(Kind::Percent);
        }
        // `in month` is when, `in months` is how.
        let is_many = words[at].ends_with('s') || words[at] == "working";
        let names_time = is_many && (behind_in || bracketed && words.len() <= 7);
        if names_time && let Some(time) = TIMES.iter().find(|time| words[at].trim_end_matches('s') == **time)
        {
            return Some(Kind::Time(time));
        }
    }
    None
}

/// Percent, where a text says nothing else.
fn percent_alone(text: &str) -> Option<Kind> {
    matches!(text.trim().to_lowercase().as_str(), "%" | "percent" | "per cent" | "percentage" | "percentages")
        .then_some(Kind::Percent)
}

/// Words and signs of a text, in order.
fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut joined = false;
    for c in text.chars().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() {
            match words.last_mut().filter(|_| joined) {
                Some(word) => word.push(c),
                None => words.push(c.to_string()),
            }
            joined = true;
        } else {
            joined = false;
            if !c.is_whitespace() {
                words.push(c.to_string());
            }
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::damage::{MEASURES, START, met, told, value};
    use crate::intake::sample::{put, text};

    #[test]
    fn remarks_on_a_scale_are_known() {
        for said in [
            "(in thousands)",
            "All figures in £000",
            "£000s",
            "'000",
            "Values of your measures ('000)",
            "(k)",
            "£k",
            "Measures in £m",
            "Thousands",
            "x1000",
            "× 1,000",
            "in £ thousands",
            "thousands of pounds",
            "Measures (000s)",
            "figures are in hundreds",
        ] {
            assert_eq!(kind_of(said), Some(Kind::Multiple), "{said}");
        }
        for said in ["in %", "(%)", "values in per cent", "Measures (percent)"] {
            assert_eq!(kind_of(said), Some(Kind::Percent), "{said}");
        }
        for said in ["in Tsd.", "en milliers", "per 1,000 residents", "Claims per 1000"] {
            assert_eq!(kind_of(said), Some(Kind::Multiple), "{said}");
        }
        for said in ["DRAFT", "All figures are estimates", "Test data", "Not final"] {
            assert_eq!(kind_of(said), Some(Kind::Draft), "{said}");
        }
        assert_eq!(kind_of("Cumulative since April"), Some(Kind::Running));
        assert_eq!(kind_of("Values (months)"), Some(Kind::Time("month")));
        assert_eq!(kind_of("all times in hours"), Some(Kind::Time("hour")));
        assert_eq!(kind_of("in working days"), Some(Kind::Time("working")));
        for other in [
            "Values of your measures",
            "Spending was £412,000 in all",
            "1,000 children",
            "1,000 per child",
            "The draft of the policy was read by all staff and agreed",
            "12,000.50",
            "We helped thousands of people and hundreds more joined the sessions in May",
            "number and % of families",
            "in May",
            "Kim (manager)",
            "(m)other and baby unit",
            "Type a percentage, such as 85%.",
            "in the last week",
            "All that were opened in year",
            "Two more in month",
        ] {
            assert_eq!(kind_of(other), None, "{other}");
        }
    }

    #[test]
    fn a_scale_told_outside_the_table_is_asked_about_at_each_figure_it_could_change() {
        let asked = |sheet: usize, at: &str, said: &str| {
            let met = met(|book| put(&mut book.grids[sheet], at, Some(text(said))));
            let asked = told(&met).into_iter().filter(|fault| fault.ends_with("ReadAs")).collect::<Vec<_>>();
            (asked, value(&met, "1.1a"))
        };
        let both =
            || (vec!["Measures!I5 ReadAs".to_owned(), "Measures!I8 ReadAs".to_owned()], "12".to_owned());
        for (at, said) in [("A1", "Values of your measures (in thousands)"), ("N3", "£000"), ("A21", "'000")]
        {
            assert_eq!(asked(MEASURES, at, said), both(), "{at}");
        }
        assert_eq!(asked(START, "A30", "All figures in thousands"), both());
        assert_eq!(asked(START, "A30", "We saw visitors in thousands").0, [""; 0]);
        assert_eq!(asked(MEASURES, "K5", "in £000s").0, ["Measures!I5 ReadAs"]);
        assert_eq!(asked(MEASURES, "A1", "Values in %"), both());
        assert_eq!(asked(MEASURES, "A2", "times in working days").0, ["Measures!I7 ReadAs"]);
    }

    #[test]
    fn the_sheets_name_and_a_comment_may_tell_the_scale() {
        let named = met(|book| book.grids[MEASURES].name = "Measures (000s)".into());
        assert!(told(&named).contains(&"Measures (000s)!I5 ReadAs".to_owned()), "{:?}", told(&named));
        let noted = met(|book| {
            book.grids[MEASURES].comments.push(("I4".parse().unwrap(), "Kim: in thousands".to_owned()));
        });
        assert!(told(&noted).contains(&"Measures!I5 ReadAs".to_owned()));
    }
}
