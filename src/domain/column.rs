//! The tables of a return and their columns (3-return-workbook.md). Captions and synonyms are data, in
//! `templates/return.toml`; here only which columns there are.

use std::fmt;

/// A table of a return.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub enum Table {
    /// Who, for when, by whom: on *Start here*.
    About,
    /// One row per action of the lead.
    Progress,
    /// One row per measure the lead returns.
    Measures,
}

impl Table {
    /// The table's name, as in the workbook.
    pub const fn name(self) -> &'static str {
        match self {
            Self::About => "About",
            Self::Progress => "Progress",
            Self::Measures => "Measures",
        }
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

macro_rules! columns {
    ($($(#[$meta:meta])* $column:ident = $key:literal,)+) => {
        /// A column of the Progress or the Measures table.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        pub enum Column { $($(#[$meta])* $column,)+ }

        impl Column {
            /// Every column.
            pub const ALL: &'static [Self] = &[$(Self::$column,)+];

            /// Its key in `templates/return.toml`.
            pub const fn key(self) -> &'static str {
                match self { $(Self::$column => $key,)+ }
            }
        }
    };
}

columns! {
    /// The ref, in both tables.
    Ref = "ref",
    /// The plan's wording of the action.
    Activity = "activity",
    /// The plan's desired outcome.
    DesiredOutcome = "desired_outcome",
    /// The plan's target date.
    TargetDate = "target_date",
    /// Last period's status and rating.
    LastMonth = "last_month",
    /// Input: status.
    Status = "status",
    /// Input: when it will be, or was, complete.
    Forecast = "forecast",
    /// Input: the lead's own rating.
    OwnRag = "own_rag",
    /// Input: what was done, what is next, what is in the way.
    Commentary = "commentary",
    /// Input: document or link.
    Evidence = "evidence",
    /// The measure's text.
    Measure = "measure",
    /// The unit in words.
    Unit = "unit",
    /// Due this month, or when next.
    Due = "due",
    /// The target.
    Target = "target",
    /// The last value with its period.
    LastValue = "last_value",
    /// Input: numerator of a percent.
    Numerator = "numerator",
    /// Input: denominator of a percent.
    Denominator = "denominator",
    /// Input: the value.
    Value = "value",
    /// Input: why there is no value.
    Absence = "absence",
    /// Input: anything the officer should know.
    Note = "note",
}

impl Column {
    /// Columns of a table in the order in which the form has them.
    pub const fn of(table: Table) -> &'static [Self] {
        match table {
            Table::About => &[],
            Table::Progress => &[
                Self::Ref,
                Self::Activity,
                Self::DesiredOutcome,
                Self::TargetDate,
                Self::LastMonth,
                Self::Status,
                Self::Forecast,
                Self::OwnRag,
                Self::Commentary,
                Self::Evidence,
            ],
            Table::Measures => &[
                Self::Ref,
                Self::Measure,
                Self::Unit,
                Self::Due,
                Self::Target,
                Self::LastValue,
                Self::Numerator,
                Self::Denominator,
                Self::Value,
                Self::Absence,
                Self::Note,
            ],
        }
    }

    /// Whether a lead fills it in.
    pub const fn is_input(self) -> bool {
        matches!(
            self,
            Self::Status
                | Self::Forecast
                | Self::OwnRag
                | Self::Commentary
                | Self::Evidence
                | Self::Numerator
                | Self::Denominator
                | Self::Value
                | Self::Absence
                | Self::Note
        )
    }
}
