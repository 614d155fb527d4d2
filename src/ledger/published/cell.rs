//! Which published number is meant: measure, period, and which of the numbers about them.

use std::fmt;

use crate::domain::{LeadId, MeasureRef, Period};

/// Which of the numbers of a measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Part {
    /// The value itself: a count, or a percentage.
    Value,
    /// Of a percentage: those who count.
    Numerator,
    /// Of a percentage: all.
    Denominator,
    /// Of a percentage: denominator less numerator. Never printed, but anybody can subtract.
    Complement,
    /// Of a running total: what this period added. Never printed, but anybody can subtract.
    Increase,
}

impl Part {
    const ALL: [Self; 5] =
        [Self::Value, Self::Numerator, Self::Denominator, Self::Complement, Self::Increase];

    /// The word in published.csv.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Value => "value",
            Self::Numerator => "numerator",
            Self::Denominator => "denominator",
            Self::Complement => "complement",
            Self::Increase => "increase",
        }
    }

    /// The part with this word.
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|part| part.word() == word)
    }
}

/// The stretch of time a cell is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Span {
    /// What was returned for the period.
    Period,
    /// The sum of the three months of the quarter that ends with the period.
    Quarter,
}

impl Span {
    /// The word in published.csv.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Period => "period",
            Self::Quarter => "quarter",
        }
    }

    /// The span with this word.
    pub fn of_word(word: &str) -> Option<Self> {
        [Self::Period, Self::Quarter].into_iter().find(|span| span.word() == word)
    }
}

/// One number that an edition may publish.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CellId {
    /// The measure.
    pub measure: MeasureRef,
    /// The period it is about, not the one in which it was published.
    pub period: Period,
    /// The stretch of time.
    pub span: Span,
    /// What one returner gave; none for the merged figure.
    pub returner: Option<LeadId>,
    /// Which number.
    pub part: Part,
}

impl CellId {
    /// A number of the merged figure of a measure for a period.
    pub const fn new(measure: MeasureRef, period: Period, part: Part) -> Self {
        Self { measure, period, span: Span::Period, returner: None, part }
    }

    /// The value of a measure for a period.
    pub const fn value(measure: MeasureRef, period: Period) -> Self {
        Self::new(measure, period, Part::Value)
    }

    /// Another number of the same figure.
    #[must_use]
    pub fn with(&self, part: Part) -> Self {
        Self { part, ..self.clone() }
    }

    /// The same number of another period.
    #[must_use]
    pub fn at(&self, period: Period) -> Self {
        Self { period, ..self.clone() }
    }
}

impl fmt::Display for CellId {
    /// In words, for a message to the officer: `2.1a for October 2019`, `the numerator of 2.3b for October 2019`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.part {
            Part::Value => {}
            Part::Numerator => f.write_str("the numerator of ")?,
            Part::Denominator => f.write_str("the denominator of ")?,
            Part::Complement => f.write_str("the denominator less the numerator of ")?,
            Part::Increase => f.write_str("the increase of ")?,
        }
        write!(f, "{}", self.measure)?;
        if let Some(returner) = &self.returner {
            write!(f, " from {returner}")?;
        }
        match (self.span, self.part) {
            (Span::Quarter, _) => write!(f, " for the quarter to {}", self.period.in_words()),
            (Span::Period, Part::Increase) => write!(f, " up to {}", self.period.in_words()),
            (Span::Period, _) => write!(f, " for {}", self.period.in_words()),
        }
    }
}
