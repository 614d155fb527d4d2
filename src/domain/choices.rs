//! Choice lists: what a plan file may say about a measure, and what a lead may choose in a return
//! (2-plan.md; 3-return-workbook.md).
//!
//! Each choice has exactly one word here, the one written in plan files, CSVs and workbooks. Synonyms that leads type
//! live in `templates/return.toml`, never here.

use std::fmt;
use std::str::FromStr;

/// A text that is none of the choices.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\"{found}\" is not one of: {choices}")]
pub struct ChoiceError {
    /// What was written.
    pub found: String,
    /// The choices, joined by commas.
    pub choices: String,
}

macro_rules! choices {
    ($(#[$meta:meta])* $name:ident { $($(#[$choice_meta:meta])* $choice:ident = $word:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name { $($(#[$choice_meta])* $choice,)+ }

        impl $name {
            /// Every choice, in the order in which people are shown them.
            pub const ALL: &'static [Self] = &[$(Self::$choice,)+];

            /// The choice's one word.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$choice => $word,)+ }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.word())
            }
        }

        impl FromStr for $name {
            type Err = ChoiceError;

            /// The exact word, in any case.
            fn from_str(text: &str) -> Result<Self, ChoiceError> {
                Self::ALL.iter().copied().find(|c| c.word().eq_ignore_ascii_case(text)).ok_or_else(|| ChoiceError {
                    found: text.to_owned(),
                    choices: Self::ALL.iter().map(|c| c.word()).collect::<Vec<_>>().join(", "),
                })
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.word())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let word = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
                word.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}

pub(super) use choices;

choices! {
    /// What a measure is for.
    Kind {
        /// Is the activity delivered?
        Assurance = "assurance",
        /// Did children's lives change?
        Outcome = "outcome",
    }
}

choices! {
    /// Unit of a measure's value.
    Unit {
        /// A whole number of things, nought or more.
        Count = "count",
        /// Any number.
        Number = "number",
        /// In percent: 85 means 85 %.
        Percent = "percent",
        /// Days, nought or more.
        Days = "days",
        /// Weeks, nought or more.
        Weeks = "weeks",
        /// A local calendar date.
        Date = "date",
        /// Words.
        Text = "text",
        /// The name of, or a link to, a document.
        Document = "document",
    }
}

impl Unit {
    /// Whether values of this unit are numbers.
    pub const fn is_numeric(self) -> bool {
        matches!(self, Self::Count | Self::Number | Self::Percent | Self::Days | Self::Weeks)
    }
}

choices! {
    /// Which direction is good.
    Polarity {
        /// More is better.
        Higher = "higher",
        /// Less is better.
        Lower = "lower",
        /// Watched only: neither direction is good.
        None = "none",
    }
}

choices! {
    /// What stretch of time a value covers.
    CountsAs {
        /// This period only.
        Period = "period",
        /// Running total since the plan started.
        Cumulative = "cumulative",
        /// As things stand at the as-at date.
        Snapshot = "snapshot",
    }
}

choices! {
    /// How often a measure is due (months: 11-settled.md, "Plan").
    Frequency {
        /// Every month.
        Monthly = "monthly",
        /// June, September, December, March.
        Quarterly = "quarterly",
        /// December, April, July.
        Termly = "termly",
        /// March.
        Annual = "annual",
        /// In the month of the action's target date.
        Once = "once",
    }
}

choices! {
    /// How the contributions of several returners become one value (4-reading.md, 4.6).
    MergeRule {
        /// One value; different ones disagree (M02).
        Single = "single",
        /// Added up.
        Sum = "sum",
        /// Sum of numerators over sum of denominators.
        Pooled = "pooled",
        /// Arithmetic mean.
        Mean = "mean",
        /// By *Date completed*.
        Latest = "latest",
        /// The largest.
        Maximum = "maximum",
        /// Joined by `; `, each with its lead.
        List = "list",
    }
}

choices! {
    /// A lead's answer to "Status".
    Status {
        /// Nothing done yet.
        NotStarted = "Not started",
        /// Under way.
        InProgress = "In progress",
        /// Done.
        Complete = "Complete",
        /// Given up or replaced.
        Stopped = "Stopped",
    }
}

choices! {
    /// A lead's own rating, "Your RAG". Ordered from worst to best.
    OwnRag {
        /// Off course.
        Red = "Red",
        /// At risk.
        Amber = "Amber",
        /// On course.
        Green = "Green",
    }
}

choices! {
    /// A lead's answer to "Not available because".
    Absence {
        /// The measure does not apply.
        NotApplicable = "Not applicable",
        /// It will be collected later.
        NotCollectedYet = "Not collected yet",
        /// A partner has not sent it.
        AwaitedFromPartner = "Awaited from partner",
        /// The lead holds back a small number.
        TooSmallToShare = "Too small to share",
        /// Said in Note.
        Other = "Other (say in Note)",
    }
}
