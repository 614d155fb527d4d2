//! The rating words (1-mission.md, "Words"; 5-rating.md).

use std::fmt;

use super::choices::OwnRag;

/// A rating: a word, a letter and a colour, never colour alone. Ordered from worst to best for roll-ups; `Closed` and
/// `NotRated` come last and never count as good.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum Rating {
    /// Off course.
    Red,
    /// At risk.
    Amber,
    /// On course.
    Green,
    /// Done, with evidence (shown blue).
    Complete,
    /// No rating can be given; always with the reason.
    #[default]
    NotRated,
    /// Stopped or replaced by an amendment: outside every count but "all".
    Closed,
}

impl Rating {
    /// Every rating in the order in which tables show them.
    pub const ALL: [Self; 6] =
        [Self::Red, Self::Amber, Self::Green, Self::Complete, Self::NotRated, Self::Closed];

    /// The word shown to people and written to CSVs.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Red => "Red",
            Self::Amber => "Amber",
            Self::Green => "Green",
            Self::Complete => "Complete",
            Self::NotRated => "Not rated",
            Self::Closed => "Closed",
        }
    }

    /// The one letter shown where a word does not fit.
    pub const fn letter(self) -> char {
        match self {
            Self::Red => 'R',
            Self::Amber => 'A',
            Self::Green => 'G',
            Self::Complete => 'C',
            Self::NotRated => 'N',
            Self::Closed => 'X',
        }
    }

    /// Whether it counts towards coverage: Red, Amber, Green or Complete.
    pub const fn is_rated(self) -> bool {
        matches!(self, Self::Red | Self::Amber | Self::Green | Self::Complete)
    }

    /// The rating with this word, in any case.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|r| r.word().eq_ignore_ascii_case(word))
    }
}

impl From<OwnRag> for Rating {
    fn from(own: OwnRag) -> Self {
        match own {
            OwnRag::Red => Self::Red,
            OwnRag::Amber => Self::Amber,
            OwnRag::Green => Self::Green,
        }
    }
}

impl fmt::Display for Rating {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

impl serde::Serialize for Rating {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.word())
    }
}

impl<'de> serde::Deserialize<'de> for Rating {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let word = String::deserialize(deserializer)?;
        Self::from_word(&word).ok_or_else(|| serde::de::Error::custom(format!("\"{word}\" is not a rating")))
    }
}
