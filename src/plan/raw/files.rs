//! The plan's files and their columns (2-plan.md).

/// A table of the plan: a CSV of the folder, or a sheet of `plan.xlsx`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PlanFile {
    /// One row per outcome.
    Outcomes,
    /// One row per action.
    Actions,
    /// One row per measure.
    Measures,
    /// One row per returner.
    Leads,
    /// One row per amendment.
    Changes,
}

/// Name of the settings file in a folder.
pub const SETTINGS_FILE: &str = "plan.toml";
/// Name of the settings sheet in `plan.xlsx`.
pub const SETTINGS_SHEET: &str = "plan";
/// Columns of the settings sheet.
pub const SETTINGS_COLUMNS: [&str; 2] = ["key", "value"];

impl PlanFile {
    /// Every table, in the order in which they are read.
    pub const ALL: [Self; 5] = [Self::Outcomes, Self::Actions, Self::Measures, Self::Leads, Self::Changes];

    /// Name of its sheet in `plan.xlsx`.
    pub const fn sheet_name(self) -> &'static str {
        match self {
            Self::Outcomes => "outcomes",
            Self::Actions => "actions",
            Self::Measures => "measures",
            Self::Leads => "leads",
            Self::Changes => "changes",
        }
    }

    /// Name of its file in a folder.
    pub const fn file_name(self) -> &'static str {
        match self {
            Self::Outcomes => "outcomes.csv",
            Self::Actions => "actions.csv",
            Self::Measures => "measures.csv",
            Self::Leads => "leads.csv",
            Self::Changes => "changes.csv",
        }
    }

    /// Its columns, in the order in which ragbook writes them. All are needed.
    pub const fn columns(self) -> &'static [&'static str] {
        match self {
            Self::Outcomes => &["number", "outcome", "recommendation"],
            Self::Actions => &[
                "ref",
                "outcome",
                "activity",
                "desired_outcome",
                "target_date",
                "lead_as_written",
                "leads",
                "status_as_written",
                "note",
            ],
            Self::Measures => &[
                "ref",
                "action",
                "measure",
                "as_written",
                "kind",
                "unit",
                "polarity",
                "counts_as",
                "frequency",
                "merge",
                "baseline",
                "target",
                "tolerance",
                "profile",
                "numerator",
                "denominator",
                "sums_to",
                "minimum",
                "maximum",
                "sensitive",
                "returned_by",
                "assumption",
            ],
            Self::Leads => &["id", "name", "role", "organisation", "email", "aliases", "boards"],
            Self::Changes => &["date", "ref", "field", "from", "to", "approved_by", "reason"],
        }
    }

    /// Columns whose words must not become a number or a date on the way: in a workbook cell 3.10 would read 3.1, and
    /// `March 2020` the first day of March.
    pub fn needs_text(self, column: &str) -> bool {
        match self {
            Self::Outcomes => false,
            Self::Actions => matches!(column, "ref" | "target_date"),
            Self::Measures => matches!(column, "ref" | "action" | "sums_to" | "profile"),
            Self::Leads => column == "id",
            Self::Changes => matches!(column, "ref" | "from" | "to"),
        }
    }
}
