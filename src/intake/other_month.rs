//! Another month than the return's in the title over a table, on *Start here* or as the name of a sheet: last month's form, or
//! figures of another time, under this month's name (W02 as a query; 4-reading.md, 4.3).

use crate::domain::folding::clip;
use crate::domain::period::MONTHS;
use crate::domain::{CellRef, Column, Period};
use crate::finding::FaultKind;
use crate::form::Template;
use crate::sheet::grid::{Content, Format, Grid, Workbook};

use super::row::Found;

/// Longest title that is looked at, in words.
const LONGEST: usize = 14;

/// Words by which a month is that of something else than the figures.
const OF_SOMETHING_ELSE: &[&str] = &[
    "agreed",
    "approved",
    "baseline",
    "board",
    "before",
    "by",
    "cabinet",
    "committee",
    "compared",
    "completed",
    "deadline",
    "due",
    "forecast",
    "from",
    "issued",
    "last",
    "meeting",
    "next",
    "previous",
    "printed",
    "received",
    "review",
    "reviewed",
    "revised",
    "saved",
    "sent",
    "signed",
    "since",
    "started",
    "submitted",
    "target",
    "updated",
    "version",
    "was",
];
/// Words beside which a month without a year is the one of the figures.
const PLAIN: &[&str] = &[
    "data", "figures", "for", "in", "measures", "month", "of", "position", "progress", "report", "return",
    "returns", "s", "the", "update", "values",
];
/// Words by which a day is the one at which figures stand.
const AS_AT: &[&str] = &["as", "ended", "ending", "end", "position", "to"];

/// The fault, where a title or a sheet's name speaks of another month.
pub(super) fn ask(
    workbook: &Workbook,
    tables: &[&Found<'_>],
    template: &Template,
    period: Period,
) -> Option<FaultKind> {
    let mut claims: Vec<(String, String)> = Vec::new();
    let mut claim = |place: String, says: &str| {
        let says = clip(says, 80);
        if !claims.iter().any(|(_, said)| *said == says) {
            claims.push((place, says));
        }
    };
    for found in tables {
        let grid = found.grid;
        // A csv's sheet is called as its file, and that is a hint at most.
        if workbook.format != Format::Csv && (names_another(&grid.name, period) || is_set_aside(&grid.name)) {
            claim("the name of a sheet".to_owned(), &grid.name);
        }
        for (at, text) in titles(grid, found.header.row) {
            // Over the columns of a table *Last month* stands beside *This month*.
            let over_value = found.header.columns.get(&Column::Value) == Some(&at.column);
            let is_group = is_of_earlier(&text.to_lowercase())
                && !over_value
                && grid.row(at.row).first().is_some_and(|cell| cell.at != at);
            if !is_group && names_another(text, period) {
                claim(format!("{}!{at}", grid.name), text);
            }
        }
    }
    let start = workbook.grids.iter().find(|grid| *grid.name == *template.sheet("start"));
    if let Some(grid) = start.filter(|grid| !tables.iter().any(|found| std::ptr::eq(found.grid, *grid))) {
        let is_labelled = |row: u32| {
            grid.row(row).iter().any(|cell| match &cell.content {
                Content::Text(text) => template.about_item(text).is_some(),
                _ => false,
            })
        };
        for (at, text) in titles(grid, u32::MAX).filter(|(at, _)| !is_labelled(at.row)) {
            if names_another(text, period) {
                claim(format!("{}!{at}", grid.name), text);
            }
        }
    }
    if claims.is_empty() {
        return None;
    }
    claims.push(("its month".to_owned(), period.in_words()));
    Some(FaultKind::IdentityDisagrees { what: "period", claims, winner: Some(period.in_words()) })
}

fn titles(grid: &Grid, above: u32) -> impl Iterator<Item = (CellRef, &str)> {
    let cells = grid.cells.iter().take_while(move |cell| cell.at.row < above);
    cells.filter_map(|cell| match &cell.content {
        Content::Text(text) if may_name_a_month(text) => Some((cell.at, text.as_str())),
        _ => None,
    })
}

/// A quick look before a long one: the first letters of a month, a number, or a word such as *last*.
fn may_name_a_month(text: &str) -> bool {
    let is_start = |three: &[u8]| {
        let is = |word: &str| word.as_bytes().get(..3).is_some_and(|start| start.eq_ignore_ascii_case(three));
        MONTHS.iter().any(|month| is(month)) || EARLIER.iter().any(|word| is(word))
    };
    let bytes = text.as_bytes();
    let mut in_word = false;
    bytes.len() <= 200
        && bytes.iter().enumerate().any(|(at, byte)| {
            let begins = !std::mem::replace(&mut in_word, byte.is_ascii_alphabetic());
            byte.is_ascii_digit() || begins && in_word && bytes.get(at..at + 3).is_some_and(is_start)
        })
}

/// Words before a month, a quarter or a year that make it an earlier one.
const EARLIER: [&str; 3] = ["last", "previous", "prior"];

/// Whether a sheet's name says that it is not the one that counts: `OLD Measures`, `do not use`.
fn is_set_aside(name: &str) -> bool {
    const WORDS: [&str; 9] =
        ["archive", "archived", "backup", "example", "old", "obsolete", "superseded", "template", "unused"];
    let name = name.to_lowercase();
    name.split(|c: char| !c.is_alphanumeric()).any(|word| WORDS.contains(&word))
        || name.contains("do not use")
}

/// Whether a remark on a figure says that it is another month's: `September figure`, `data as at 30/09/2025`, `last month's
/// figure`.
pub(super) fn is_figure_of_another(remark: &str, period: Period) -> bool {
    const FIGURE: [&str; 8] = ["count", "data", "figure", "figures", "number", "numbers", "value", "values"];
    const COMPARING: [&str; 12] = [
        "against", "change", "compared", "decrease", "down", "fall", "from", "increase", "rise", "since",
        "than", "up",
    ];
    let folded = remark.to_lowercase();
    let words = || folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let about_figure = words().count() <= 10
        && words().any(|word| FIGURE.contains(&word))
        && !words().any(|word| COMPARING.contains(&word));
    about_figure && may_name_a_month(remark) && {
        let named = remark.split(|c: char| !c.is_alphanumeric()).filter_map(month_of).collect::<Vec<_>>();
        let other = !named.is_empty() && named.iter().all(|month| *month != period.month());
        other || is_of_earlier(&folded) || names_another(remark, period)
    }
}

/// `last month`, `previous quarter`.
fn is_of_earlier(folded: &str) -> bool {
    let words: Vec<&str> =
        folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    words.windows(2).any(|pair| {
        EARLIER.contains(&pair[0])
            && matches!(pair[1], "month" | "quarter" | "year" | "period" | "return" | "term")
    })
}

/// Whether a text names a quarter or a financial year in which the period does not lie: `Q2`, `2024/25`.
fn names_another_span(text: &str, period: Period) -> bool {
    let words: Vec<String> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    // Of a year that begins in April, and of one that begins in January.
    let quarters = [(period.month() + 8) % 12 / 3 + 1, (period.month() - 1) / 3 + 1];
    let quarter = |at: usize, word: &str| {
        let digit = word.strip_prefix('q').filter(|digit| digit.len() == 1).map(str::to_owned);
        let behind = || words.get(at + 1).filter(|_| matches!(word, "quarter" | "qtr")).cloned();
        digit.or_else(behind).and_then(|digit| digit.parse::<u32>().ok()).filter(|q| (1..=4).contains(q))
    };
    let named: Vec<u32> = words.iter().enumerate().filter_map(|(at, word)| quarter(at, word)).collect();
    let starts = if period.month() >= 4 { period.year() } else { period.year() - 1 };
    let years: Vec<i32> = words
        .windows(2)
        .filter_map(|pair| {
            let first: i32 = pair[0].parse().ok().filter(|year| (1990..=2099).contains(year))?;
            let second: i32 = pair[1].parse().ok()?;
            (second == (first + 1) % 100 || second == first + 1).then_some(first)
        })
        .collect();
    let lone_year = words.len() == 1
        && words[0]
            .parse()
            .is_ok_and(|year: i32| (1990..=2099).contains(&year) && year != period.year() && year != starts);
    lone_year
        || !named.is_empty() && !named.iter().any(|quarter| quarters.contains(quarter))
        || !years.is_empty() && !years.contains(&starts)
}

/// Months that a text names in numbers: `30/09/2025`, `09/2025`.
fn in_numbers(text: &str) -> Vec<Mention> {
    let words = text.split(|c: char| c.is_whitespace() || "(),;:".contains(c));
    let dated = words.filter(|word| {
        word.len() >= 6 && word.contains(['/', '.', '-']) && !word.contains(char::is_alphabetic)
    });
    dated
        .filter_map(|word| {
            let parts: Vec<u32> =
                word.split(['/', '.', '-']).map(|part| part.parse().ok()).collect::<Option<_>>()?;
            let (month, year, has_day) = match parts[..] {
                [day, month, year] if day <= 31 && !(100..1990).contains(&year) => (month, year, true),
                [year, month, day] if day <= 31 && year >= 1990 => (month, year, true),
                [month, year] if year >= 1990 => (month, year, false),
                _ => return None,
            };
            (1..=12).contains(&month).then_some(Mention { month, year: i32::try_from(year).ok(), has_day })
        })
        .collect()
}

/// A month that a text names.
struct Mention {
    month: u32,
    year: Option<i32>,
    /// Whether a day of it stands before or behind.
    has_day: bool,
}

/// Whether a title says that what stands under it is of another month than this.
pub(super) fn names_another(text: &str, period: Period) -> bool {
    let words: Vec<&str> =
        text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let has = |known: &[&str]| words.iter().any(|word| known.contains(&word.to_lowercase().as_str()));
    if words.len() > LONGEST {
        return false;
    }
    if is_of_earlier(&text.to_lowercase()) && words.len() <= 5 {
        return true;
    }
    if has(OF_SOMETHING_ELSE) {
        return false;
    }
    if names_another_span(text, period) {
        return true;
    }
    let mut mentions = mentions(&words, period);
    mentions.extend(in_numbers(text));
    let counts = |mention: &&Mention| match mention {
        Mention { has_day: true, .. } => has(AS_AT),
        // A month without its year among other words may be a name, or `may`.
        Mention { year: None, .. } => {
            let is_plain =
                |word: &&str| month_of(word).is_some() || PLAIN.contains(&word.to_lowercase().as_str());
            words.iter().all(is_plain)
        }
        _ => true,
    };
    let last_day = period.last_day();
    let (month, year) = (chrono::Datelike::month(&last_day), chrono::Datelike::year(&last_day));
    let is_own = |mention: &Mention| {
        mention.month == month && mention.year.is_none_or(|said| said == year || said == year % 100)
    };
    !mentions.iter().any(is_own) && mentions.iter().any(|mention| counts(&mention))
}

fn mentions(words: &[&str], period: Period) -> Vec<Mention> {
    let this_year = chrono::Datelike::year(&period.last_day()) % 100;
    let whole_year = |word: Option<&&str>| {
        word.and_then(|word| word.parse::<i32>().ok()).filter(|year| (1990..=2099).contains(year))
    };
    let short_year = |word: Option<&&str>| {
        let said = word.filter(|word| word.len() == 2).and_then(|word| word.parse::<i32>().ok());
        said.filter(|year| (year - this_year).abs() <= 10)
    };
    let is_day = |word: Option<&&str>| {
        let digits = word.map(|word| word.trim_end_matches(|c: char| c.is_ascii_alphabetic()));
        digits.and_then(|digits| digits.parse::<u32>().ok()).is_some_and(|day| (1..=31).contains(&day))
    };
    let mut found = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let Some(month) = month_of(word) else { continue };
        let before = at.checked_sub(1).and_then(|before| words.get(before));
        let next = words.get(at + 1);
        // `October 30, 2025` has a day behind the month; `Oct 25` a year.
        let behind_day = whole_year(words.get(at + 2)).filter(|_| is_day(next));
        let has_day = is_day(before) || behind_day.is_some();
        let year = whole_year(next).or(behind_day).or_else(|| short_year(next));
        found.push(Mention { month, year, has_day });
    }
    found
}

/// Number of the month that a word names: in full or by its first letters, with a capital letter.
fn month_of(word: &str) -> Option<u32> {
    if !word.starts_with(char::is_uppercase) {
        return None;
    }
    let word = word.to_lowercase();
    let is = |month: &str| {
        let month = month.to_lowercase();
        word == month || word.len() == 3 && month.starts_with(&word) || word == "sept" && month == "september"
    };
    MONTHS.iter().position(|month| is(month)).and_then(|at| u32::try_from(at + 1).ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::damage::{MEASURES, START, met, told};
    use crate::intake::sample::{put, text};

    #[test]
    fn a_title_of_another_month_is_told_from_other_mentions_of_months() {
        let names = |text: &str| names_another(text, "2025-10".parse().unwrap());
        for title in [
            "Improvement plan return for September 2025: Kim Osei",
            "October 2019",
            "Sept 2025",
            "Sep",
            "Measures Sep 25",
            "Position as at 30 September 2025",
            "Figures for August",
            "Oct 24",
            "As at 30/09/2025",
            "Values as at 30.9.2025",
            "09/2025",
            "2024/25 figures",
            "Q1 figures",
            "Quarter 2 of 2025/26",
            "Last month",
            "2024",
            "Last year figures",
        ] {
            assert!(names(title), "{title}");
        }
        for other in [
            "Improvement plan return for October 2025: Kim Osei",
            "Values of your measures",
            "Sent on 4 November 2025",
            "4 November 2025",
            "April 2025 to October 2025",
            "Oct 25",
            "31 October 2025",
            "As at 31/10/2025",
            "2025/26",
            "2025",
            "2025-2026",
            "Q3",
            "1.1a and 2.1b, 15.10",
            "Better than last month by 5 of them",
            "For the Board in December 2025",
            "April Jones",
            "this may change",
            "May be late with two of these figures again",
            "Please return by 8 November 2025",
            "Compared with September 2025",
        ] {
            assert!(!names(other), "{other}");
        }
    }

    #[test]
    fn a_title_or_a_sheets_name_of_another_month_is_asked_about() {
        let asked = |sheet: usize, at: &str, said: &str| {
            let met = met(|book| put(&mut book.grids[sheet], at, Some(text(said))));
            told(&met).iter().filter(|fault| fault.contains("IdentityDisagrees")).count()
        };
        assert_eq!(asked(MEASURES, "A1", "Values for January 2024"), 1);
        assert_eq!(asked(START, "A1", "Improvement plan return for February 2024: Ann Archer"), 1);
        assert_eq!(asked(START, "A1", "Improvement plan return for March 2024: Ann Archer"), 0);
        assert_eq!(asked(MEASURES, "A30", "January 2024"), 0, "below the table it is a remark (L08)");
        let noted = |said: &str| {
            let met = met(|book| put(&mut book.grids[MEASURES], "K5", Some(text(said))));
            told(&met).contains(&"Measures!I5 ReadAs".to_owned())
        };
        for said in ["February figure", "last month's figure", "data as at 31/01/2024", "figure for Jan"] {
            assert!(noted(said), "{said}");
        }
        for said in [
            "up from the February figure",
            "March data",
            "seen in February",
            "may include some of the figures",
        ] {
            assert!(!noted(said), "{said}");
        }
        let old = met(|book| book.grids[MEASURES].name = "OLD Measures".into());
        assert!(told(&old).iter().any(|fault| fault.contains("IdentityDisagrees")));
        let renamed = met(|book| book.grids[MEASURES].name = "Feb 2024".into());
        assert!(told(&renamed).iter().any(|fault| fault.contains("IdentityDisagrees")));
    }
}
