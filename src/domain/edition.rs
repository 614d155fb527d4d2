//! What an edition of the consolidated workbook is made of (7-publication.md, 7.4): its words in `plan.toml`.

use std::fmt;
use std::str::FromStr;

use super::choices::{ChoiceError, choices};

choices! {
    /// A sheet of the workbook, in the order of 7-publication.md, 7.2.
    Worksheet {
        /// Title, headlines, contents.
        Cover = "Cover",
        /// Outcomes.
        Summary = "Summary",
        /// What needs a decision.
        Attention = "Attention",
        /// Ratings that changed.
        Movement = "Movement",
        /// Actions.
        Actions = "Actions",
        /// Measures.
        Measures = "Measures",
        /// Recommendations and their slots.
        OutcomeMeasures = "Outcome measures",
        /// Months.
        Trend = "Trend",
        /// Actions by month.
        HeatMap = "Heat map",
        /// Values by month.
        MeasuresByMonth = "Measures by month",
        /// Exceptions.
        Exceptions = "Exceptions",
        /// Changes asked for.
        RequestedChanges = "Requested changes",
        /// Returns.
        Returns = "Returns",
        /// Where values come from.
        Sources = "Sources",
        /// What an edition does not show, and why.
        Withheld = "Withheld",
        /// Rules in force.
        Notes = "Notes",
    }
}

choices! {
    /// How an edition names leads.
    Naming {
        /// By name.
        Names = "names",
        /// By post.
        Posts = "posts",
    }
}

choices! {
    /// How much of what leads wrote an edition shows.
    FreeText {
        /// All.
        All = "all",
        /// Only what a decision in the ledger approves for publication.
        ApprovedOnly = "approved only",
        /// Nothing.
        None = "none",
    }
}

choices! {
    /// How an edition protects small numbers of sensitive measures.
    SmallNumbers {
        /// Method A: 1 to 5 are withheld, and whatever would give them away.
        Suppress = "suppress",
        /// Method B: 1 to 7 are withheld, all else is rounded to the nearest 5.
        Round = "round",
    }
}

impl Worksheet {
    /// The tab's name.
    pub const fn name(self) -> &'static str {
        self.word()
    }

    /// Whether it quotes what leads typed, or names their files: only an edition that is not public, names leads and shows
    /// all free text may have it.
    pub const fn is_internal(self) -> bool {
        matches!(self, Self::Exceptions | Self::RequestedChanges | Self::Sources)
    }
}
