//! Whether the caption of another column is close to one of the form's: `Value2`, `Revised status`, `New date`, `Final
//! year-end`, the month's own name. Such a column may hold a second answer ([`super::rivals`]; 4-reading.md, 4.3).

use chrono::Datelike;

use crate::domain::folding::fold_caption;
use crate::domain::period::MONTHS;
use crate::domain::{Column, Period, Table};
use crate::form::Template;

/// Words of a caption that say that its column holds the better answer, or one that may be meant instead.
const BETTER: &[&str] = &[
    "actual",
    "actuals",
    "adjusted",
    "amended",
    "amendment",
    "audited",
    "confirmed",
    "correct",
    "corrected",
    "correction",
    "final",
    "instead",
    "new",
    "newest",
    "outturn",
    "override",
    "provisional",
    "q1",
    "q2",
    "q3",
    "q4",
    "qtr",
    "quarter",
    "real",
    "recount",
    "recounted",
    "replacement",
    "reported",
    "resubmitted",
    "restated",
    "revised",
    "revision",
    "right",
    "should",
    "true",
    "update",
    "updated",
    "use",
    "validated",
    "verified",
    "ytd",
];
/// Words of a caption that say that its column holds something else than this month's answer.
const OTHER: &[&str] = &[
    "average",
    "baseline",
    "benchmark",
    "change",
    "difference",
    "england",
    "forecast",
    "last",
    "national",
    "neighbours",
    "plan",
    "planned",
    "previous",
    "prior",
    "region",
    "regional",
    "target",
    "variance",
    "year",
];
/// Words that say nothing of what a column holds.
const FILLER: &[&str] = &[
    "a", "again", "as", "at", "b", "c", "copy", "current", "first", "for", "here", "i", "ii", "in", "latest",
    "month", "my", "now", "of", "other", "our", "own", "second", "the", "third", "this", "to", "v",
    "version",
];

/// A caption that answers to nothing, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct NearCaption {
    words: Vec<String>,
}

impl NearCaption {
    /// The caption in words: `Value2` is `value` and `2`.
    pub(super) fn of(caption: &str) -> Self {
        let mut words = Vec::new();
        for word in fold_caption(caption).replace('_', " ").split(' ').filter(|word| !word.is_empty()) {
            let digits = word.find(|c: char| c.is_ascii_digit()).unwrap_or(0);
            if digits == 0 || BETTER.contains(&word) {
                words.push(word.to_owned());
            } else {
                words.extend([word[..digits].to_owned(), word[digits..].to_owned()]);
            }
        }
        // Twelve are more than any heading has.
        words.truncate(12);
        Self { words }
    }

    /// Whether it is what Excel writes over a column that it inserts into a table, and so no caption at all.
    pub(super) fn is_excels_own(&self) -> bool {
        matches!(self.words.as_slice(), [word, rest @ ..] if word == "column" && rest.iter().all(|w| is_digits(w)))
    }

    /// Whether a column under it may hold a number that is meant as the value.
    pub(super) fn may_hold_number(&self, template: &Template, period: Period) -> bool {
        const FIGURES: &[&str] = &[
            "achieved",
            "amount",
            "answer",
            "count",
            "cumulative",
            "data",
            "figure",
            "figures",
            "number",
            "numbers",
            "output",
            "performance",
            "position",
            "reply",
            "response",
            "result",
            "results",
            "total",
            "volume",
        ];
        self.may_hold_value(template, period)
            || !self.is_of_something_else(Some(period))
                && (self.is_better()
                    || self.names_period(period)
                    || self.leaves_only(FIGURES)
                    || self.is_of_now()
                    || self.is_year_to_date())
    }

    /// Whether a column under it may hold the value of a measure in words.
    pub(super) fn may_hold_value(&self, template: &Template, period: Period) -> bool {
        !self.is_of_something_else(Some(period))
            && (self.names(template, Table::Measures, Column::Value)
                || self.is_close_to(template, Table::Measures, Column::Value))
    }

    /// Whether a column under it may hold a second status or rating.
    pub(super) fn may_hold_choice(&self, template: &Template, column: Column) -> bool {
        let kinds: &[&str] = match column {
            Column::Status => &["state", "stage", "progress", "position"],
            _ => &["rating", "colour", "color"],
        };
        // A director's rating is not the lead's.
        let of_another = self.words.iter().any(|word| word == "s");
        let own = self.is_close_to(template, Table::Progress, column)
            || self.names(template, Table::Progress, column)
            || self.leaves_only(kinds)
            || self.is_better() && self.leaves_only(&[]);
        own && !of_another && !self.is_of_something_else(None)
    }

    /// Whether a column under it may hold a second forecast date.
    pub(super) fn may_hold_forecast(&self, template: &Template) -> bool {
        const ENDS: &[&str] = &[
            "complete",
            "completed",
            "completion",
            "date",
            "delivery",
            "end",
            "finish",
            "finished",
            "forecast",
        ];
        let left = self.left();
        let says_end = left.iter().any(|word| *word != "date");
        // A date alone may be any date: of the update, of a meeting.
        let is_end = self.leaves_only(ENDS) && (says_end || left.len() < self.words.len());
        let without_forecast =
            Self { words: self.words.iter().filter(|word| *word != "forecast").cloned().collect() };
        (is_end
            || self.is_close_to(template, Table::Progress, Column::Forecast)
            || self.is_better() && left.is_empty())
            && !without_forecast.is_of_something_else(None)
    }

    /// Whether nothing but words that say nothing, or a slip of the pen, tells it from the form's own caption.
    pub(super) fn is_close_to(&self, template: &Template, table: Table, column: Column) -> bool {
        let left = self.left().join(" ");
        let is_plural =
            || left.strip_suffix('s').is_some_and(|one| template.column(table, one) == Some(column));
        !left.is_empty()
            && (template.column(table, &left) == Some(column)
                || is_plural()
                || is_slip(&left, &fold_caption(template.caption(table, column))))
    }

    /// Whether some words of it, next to one another, are a caption of this column.
    fn names(&self, template: &Template, table: Table, column: Column) -> bool {
        let words = &self.words;
        (0..words.len()).any(|from| {
            (from + 1..=words.len())
                .any(|to| template.column(table, &words[from..to].join(" ")) == Some(column))
        })
    }

    fn is_better(&self) -> bool {
        self.words.iter().any(|word| BETTER.contains(&word.as_str())) || self.is_year_to_date()
    }

    /// `Latest`, `in month`, `now`: nothing but words of this month.
    fn is_of_now(&self) -> bool {
        let now = |word: &String| matches!(word.as_str(), "latest" | "now" | "month" | "current" | "this");
        self.left().is_empty() && self.words.iter().any(now)
    }

    /// `Year-end`, `year to date`, `full year`: of this year.
    fn is_year_to_date(&self) -> bool {
        self.words.windows(2).any(|pair| {
            let [one, other] = pair else { return false };
            one == "year" && matches!(other.as_str(), "end" | "to")
                || other == "year" && matches!(one.as_str(), "full" | "whole" | "this")
        })
    }

    /// Words that say what it is about.
    fn left(&self) -> Vec<&str> {
        let says = |word: &&str| !FILLER.contains(word) && !BETTER.contains(word) && !is_digits(word);
        self.words.iter().map(String::as_str).filter(says).collect()
    }

    /// Whether what it is about is one of these and nothing else.
    fn leaves_only(&self, kinds: &[&str]) -> bool {
        let left = self.left();
        left.iter().all(|word| kinds.contains(word)) && left.is_empty() == kinds.is_empty()
    }

    fn is_of_something_else(&self, period: Option<Period>) -> bool {
        let other_month =
            |word: &String| month_of(word).is_some_and(|month| Some(month) != period.map(month_number));
        let is_other =
            |word: &String| OTHER.contains(&word.as_str()) && !(word == "year" && self.is_year_to_date());
        self.words.iter().any(|word| is_other(word) || other_month(word)) || self.names_another_year(period)
    }

    /// Whether it names the month, the quarter's year or the financial year of this period: `Mar 24`, `2023/24`.
    fn names_period(&self, period: Period) -> bool {
        let year = period.last_day().year();
        let all_digits = self.words.iter().all(|word| is_digits(word));
        let last = self.words.last();
        let is_year = last.is_some_and(|word| *word == year.to_string() || *word == (year % 100).to_string());
        all_digits && is_year && !self.words.is_empty()
            || self.words.iter().any(|word| month_of(word) == Some(month_number(period)))
    }

    /// Whether it names another month, or another year than this period's and the one before, in which its financial year
    /// may have begun.
    pub(super) fn is_of_another_time(&self, period: Period) -> bool {
        let year = period.last_day().year();
        let is_other_year = |word: &String| {
            let said = word.parse::<i32>().ok().filter(|said| (1990..=2099).contains(said));
            said.is_some_and(|said| said != year && said != year - 1)
        };
        let is_other_month =
            |word: &String| month_of(word).is_some_and(|month| month != month_number(period));
        let years_before = self
            .words
            .windows(2)
            .any(|pair| pair[0] == (year - 2).to_string() && pair[1] == ((year - 1) % 100).to_string());
        years_before || self.words.iter().any(|word| is_other_year(word) || is_other_month(word))
    }

    /// Whether a month in it is followed by another year than the period's.
    fn names_another_year(&self, period: Option<Period>) -> bool {
        let Some(year) = period.map(|period| period.last_day().year()) else { return false };
        self.words.windows(2).any(|pair| {
            let [month, said] = pair else { return false };
            let said = said.parse::<i32>().ok().filter(|said| *said > 31 || (10..=99).contains(said));
            month_of(month).is_some() && said.is_some_and(|said| said != year && said != year % 100)
        })
    }
}

/// Whether a word says that what stands with it is the better answer.
pub(super) fn is_better(word: &str) -> bool {
    BETTER.contains(&word.to_lowercase().as_str())
}

fn is_digits(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|b| b.is_ascii_digit())
}

/// Number of the month that a word names, in full or by its first letters.
fn month_of(word: &str) -> Option<u32> {
    let is = |month: &str| {
        let month = month.to_lowercase();
        word == month || word.len() == 3 && month.starts_with(word) || word == "sept" && month == "september"
    };
    MONTHS.iter().position(|month| is(month)).and_then(|at| u32::try_from(at + 1).ok())
}

fn month_number(period: Period) -> u32 {
    period.last_day().month()
}

/// Whether one letter was left out, put in, changed or exchanged with the next one, in a word long enough to be told.
fn is_slip(typed: &str, caption: &str) -> bool {
    let (typed, caption): (Vec<char>, Vec<char>) = (typed.chars().collect(), caption.chars().collect());
    if caption.len() < 5 || typed == caption {
        return false;
    }
    let same = typed.iter().zip(&caption).take_while(|(one, other)| one == other).count();
    let (typed, caption) = (&typed[same..], &caption[same..]);
    let tail = |of: &[char], from: usize| of.get(from..).unwrap_or_default().to_vec();
    let exchanged = matches!((typed, caption), ([a, b, ..], [c, d, ..]) if a == d && b == c);
    tail(typed, 1) == tail(caption, 1)
        || tail(typed, 1) == caption
        || typed == tail(caption, 1)
        || exchanged && tail(typed, 2) == tail(caption, 2)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::sample::{period, template};

    #[test]
    fn captions_close_to_value_may_hold_a_number() {
        let may = |caption: &str| NearCaption::of(caption).may_hold_number(&template(), period());
        for near in [
            "Value2",
            "Value_2",
            "Values",
            "Vlaue",
            "Valu",
            "Copy of Value",
            "Final year-end",
            "Year end",
            "Year to date",
            "Number",
            "Latest figures",
            "Q4",
            "Qtr 4",
            "March 2024",
            "Mar 24",
            "31/03/2024",
            "2023/24",
            "Total",
            "Actuals",
            "Should be",
            "My value",
            "Latest",
            "In month",
        ] {
            assert!(may(near), "{near}");
        }
        for other in [
            "Team",
            "Owner",
            "February value",
            "March 2023",
            "Value last year",
            "Previous year end",
            "2022/23",
            "Target value 2",
            "Working",
            "Checked by",
            "Room 2",
            "Data owner",
            "Page number",
        ] {
            assert!(!may(other), "{other}");
        }
        assert!(
            NearCaption::of("Column1").is_excels_own() && !NearCaption::of("Column of it").is_excels_own()
        );
    }

    #[test]
    fn captions_close_to_those_of_progress() {
        let template = template();
        for near in ["Status 2", "Status2", "My status", "Status (team)", "Revised", "State", "Statsu"] {
            assert!(NearCaption::of(near).may_hold_choice(&template, Column::Status), "{near}");
        }
        for near in ["RAG 2", "Our RAG", "Rating", "New RAG rating"] {
            assert!(NearCaption::of(near).may_hold_choice(&template, Column::OwnRag), "{near}");
        }
        for other in ["Director's RAG", "Previous status", "Updated by", "Owner"] {
            for column in [Column::Status, Column::OwnRag] {
                assert!(!NearCaption::of(other).may_hold_choice(&template, column), "{other}");
            }
        }
        for near in
            ["New date", "Date 2", "Revised end date", "Finish", "Forecast 2", "Completion", "Date revised"]
        {
            assert!(NearCaption::of(near).may_hold_forecast(&template), "{near}");
        }
        for other in ["Date", "Review date", "Date of the meeting", "Last date", "Target end date"] {
            assert!(!NearCaption::of(other).may_hold_forecast(&template), "{other}");
        }
        let note =
            |caption: &str| NearCaption::of(caption).is_close_to(&template, Table::Measures, Column::Note);
        assert!(note("Note 2") && note("Notes (2)") && !note("Notes of the meeting") && !note("2"));
    }
}
