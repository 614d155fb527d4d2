//! `published.csv`: what each edition published of the measures whose small numbers are protected
//! (7-publication.md, 7.4, step 2).
//!
//! One row per published cell of each issue of an edition, oldest issue first. Rows are only ever added: what stood in a
//! paper cannot be taken back, and what was withheld stays withheld. A withheld cell's number is not kept here, nor
//! anything that would lead to it.
//!
//! Read by `publish::disclosure`, which joins every earlier issue of every edition to its equations. [`text`] is the file
//! itself; writing it to disk is `publish::output`'s work.

mod cell;
pub mod text;

pub use cell::{CellId, Part, Span};

use std::fmt;

use crate::domain::{Period, Quantity};

/// How the small numbers of a measure are protected: one way per measure, never mixed (7.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Method {
    /// Method A: 1 to 5 are withheld, and whatever would let them be worked out; all else is exact.
    Suppress,
    /// Method B: 1 to 7 are withheld, all else is rounded to the nearest 5.
    Round,
}

impl Method {
    /// The word in `plan.toml` and in published.csv.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Suppress => "suppress",
            Self::Round => "round",
        }
    }

    /// The method with this word.
    pub fn of_word(word: &str) -> Option<Self> {
        [Self::Suppress, Self::Round].into_iter().find(|method| method.word() == word.trim())
    }
}

/// Why a cell is withheld. Kept in the ledger so that publishing again gives the same bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Why {
    /// It is itself a small number.
    SmallNumber,
    /// With it, a small number could be worked out.
    Companion,
    /// It is part of the breakdown of a small group of which all or none are meant.
    Breakdown,
    /// It is a percentage or average of small numbers, or of numbers that are withheld or not known.
    Share,
    /// It cannot be checked: it is no whole number of things.
    NotACount,
}

impl Why {
    const ALL: [Self; 5] =
        [Self::SmallNumber, Self::Companion, Self::Breakdown, Self::Share, Self::NotACount];

    /// The word in published.csv.
    pub const fn word(self) -> &'static str {
        match self {
            Self::SmallNumber => "small number",
            Self::Companion => "companion",
            Self::Breakdown => "breakdown",
            Self::Share => "share",
            Self::NotACount => "not a count",
        }
    }

    /// The reason with this word.
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|why| why.word() == word)
    }
}

/// What stands in a published cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Shown {
    /// The value itself; a percentage as it was shown, with its places.
    Exact(Quantity),
    /// The value to the nearest 5, or a whole percentage of such values.
    Rounded(Quantity),
    /// `[low]`: rounds to 0 but is not.
    Low,
    /// `[z]`: a percentage of nothing.
    NotApplicable,
    /// `[c]`.
    Withheld(Why),
}

impl fmt::Display for Shown {
    /// As it stands in a cell.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Exact(value) | Self::Rounded(value) => value.fmt(f),
            Self::Low => f.write_str("[low]"),
            Self::NotApplicable => f.write_str("[z]"),
            Self::Withheld(_) => f.write_str("[c]"),
        }
    }
}

/// One issue of an edition. Issues are numbered from 1 over the whole ledger, in the order in which they were published.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Issue {
    /// Number.
    pub number: u32,
    /// The edition's name in `plan.toml`.
    pub edition: String,
    /// The period it was published for.
    pub period: Period,
}

impl fmt::Display for Issue {
    /// `the scrutiny edition for October 2019`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the {} edition for {}", self.edition, self.period.in_words())
    }
}

/// One row: a cell as an issue of an edition showed it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedCell {
    /// In which issue.
    pub issue: Issue,
    /// The cell.
    pub cell: CellId,
    /// How the measure was protected.
    pub method: Method,
    /// What stood there.
    pub shown: Shown,
}

/// Everything published so far, oldest issue first.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Published {
    /// The rows.
    pub rows: Vec<PublishedCell>,
}

impl Published {
    /// The last issue of this edition.
    pub fn last_of(&self, edition: &str) -> Option<&Issue> {
        self.rows.iter().map(|row| &row.issue).filter(|issue| issue.edition == edition).max()
    }

    /// The last issue of this edition for a period before this one: what "changed since" compares with.
    pub fn last_before(&self, edition: &str, period: Period) -> Option<&Issue> {
        let earlier = |issue: &&Issue| issue.edition == edition && issue.period < period;
        self.rows
            .iter()
            .map(|row| &row.issue)
            .filter(earlier)
            .max_by_key(|issue| (issue.period, issue.number))
    }

    /// The number of the last issue; 0 before the first.
    pub fn issues(&self) -> u32 {
        self.rows.iter().map(|row| row.issue.number).max().unwrap_or(0)
    }

    /// What it was when it had so many issues.
    #[must_use]
    pub fn up_to(&self, issues: u32) -> Self {
        Self { rows: self.rows.iter().filter(|row| row.issue.number <= issues).cloned().collect() }
    }

    /// Adds what an edition publishes now, unless its last issue for this period showed exactly the same: publishing again
    /// without a change adds nothing. Says whether rows were added.
    pub fn record(
        &mut self,
        edition: &str,
        period: Period,
        cells: impl IntoIterator<Item = (CellId, Method, Shown)>,
    ) -> bool {
        let mut cells: Vec<(CellId, Method, Shown)> = cells.into_iter().collect();
        cells.sort();
        cells.dedup();
        let same = |issue: &Issue| issue.edition == edition && issue.period == period;
        let latest = self.rows.iter().map(|row| &row.issue).filter(|issue| same(issue)).max().cloned();
        let before: Vec<(CellId, Method, Shown)> = self
            .rows
            .iter()
            .filter(|row| Some(&row.issue) == latest.as_ref())
            .map(|row| (row.cell.clone(), row.method, row.shown))
            .collect();
        if cells.is_empty() || before == cells {
            return false;
        }
        let number = self.issues() + 1;
        let issue = Issue { number, edition: edition.to_owned(), period };
        let row = |(cell, method, shown)| PublishedCell { issue: issue.clone(), cell, method, shown };
        self.rows.extend(cells.into_iter().map(row));
        true
    }
}
