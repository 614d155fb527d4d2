//! Typed facts about what is wrong, or still open, in the plan's own files (2-plan.md; rules P01 on).

use chrono::NaiveDate;

use crate::domain::{CellRef, MeasureRef, Unit};
use crate::finding::{Place, Subject};

/// Something wrong or open in a plan file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanFault {
    /// File and cell (row and column of the CSV or of the sheet in `plan.xlsx`; for `plan.toml` column A of its line).
    pub place: Place,
    /// What it concerns.
    pub subject: Subject,
    /// The text found; empty when it is not about one text.
    pub found: String,
    /// What is wrong.
    pub kind: PlanFaultKind,
}

impl PlanFault {
    /// Whether the plan cannot be used because of it.
    pub const fn stops(&self) -> bool {
        self.kind.stops()
    }
}

/// What is wrong or open. The first part stands in the way of using the plan; the second does not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PlanFaultKind {
    // ---- Wrong: the plan cannot be used ----
    /// P01: a needed file, or sheet of `plan.xlsx`, is not there.
    FileMissing,
    /// P01: it is there and cannot be read; why.
    Unreadable(String),
    /// A file was given for the plan that is none: a return, or one of the plan's own CSVs.
    NotAPlan,
    /// P02: a column the plan does not have.
    UnknownColumn {
        /// The plan's column that looks most like it.
        nearest: Option<&'static str>,
    },
    /// P02: a column that is needed.
    ColumnMissing(&'static str),
    /// P02: one caption over two columns.
    ColumnTwice,
    /// P03: a ref, id or number that stands in an earlier row too.
    RefTwice {
        /// Cell where it stands first.
        first: CellRef,
    },
    /// P03: two leads answer to one name.
    NameTwice {
        /// Id of the other lead.
        other: String,
    },
    /// P04: a ref or id that the plan does not have.
    UnknownRef {
        /// What it should be: `action`, `lead` …
        what: &'static str,
        /// The one that looks most like it.
        nearest: Option<String>,
    },
    /// P05: none of the words allowed here.
    NotAChoice {
        /// The words.
        choices: Vec<&'static str>,
        /// The word that looks most like it.
        nearest: Option<&'static str>,
    },
    /// P06: needed, and blank; the column.
    Blank(&'static str),
    /// P07: cannot be read as what the column holds; what is expected, in words.
    NotReadable {
        /// What is expected, with an example.
        expected: &'static str,
    },
    /// P07: a number or date cell of `plan.xlsx` where the plan's own words are needed: 3.10 would have become 3.1.
    NotText,
    /// P08: two columns, or two rows, contradict each other.
    Impossible(Impossible),
    /// P21: an amendment without its date: it has no place in the log.
    AmendmentUndated,
    /// P09: a setting that the plan cannot do without; its key.
    SettingMissing(&'static str),
    /// P09: a key of `plan.toml` that ragbook does not know.
    UnknownSetting {
        /// The key that looks most like it.
        nearest: Option<String>,
    },

    // ---- Open: the plan can be used, somebody should look ----
    /// P10: how large the plan is, for the record.
    Size {
        /// Number of actions of each outcome, in order.
        actions: Vec<usize>,
        /// Assurance measures.
        assurance: usize,
        /// Outcome-measure slots.
        slots: usize,
    },
    /// P11: an action without a measure.
    NoMeasure,
    /// P12: a status stands where the measure should be.
    StatusNotMeasure,
    /// P13: due before the inspection that the plan answers.
    DueBeforeInspection {
        /// When it is due.
        due: NaiveDate,
        /// When the inspection was.
        inspected: NaiveDate,
    },
    /// P14: the measure names a document, or words, and nothing that can be counted.
    NothingToCount(Unit),
    /// P15: the wording names no unit; the one taken.
    NoUnit(Unit),
    /// P16: Ongoing, and nothing says when that is looked at again.
    OngoingWithoutReview,
    /// P17: the same measure text under another action; that measure.
    SameMeasure(MeasureRef),
    /// P18: a lead known only by a post.
    PostOnly,
    /// P19: measures without a target.
    NoTarget {
        /// They, in plan order.
        measures: Vec<MeasureRef>,
        /// Of how many that could have one.
        of: usize,
    },
    /// P20: outcome measures are still to be written.
    OutcomeMeasuresUndeveloped {
        /// How many are developed.
        developed: usize,
        /// Of how many.
        of: usize,
    },
    /// P21: an amendment that does not say who approved it, or why.
    AmendmentIncomplete {
        /// Blank columns.
        missing: Vec<&'static str>,
    },
    /// P22: a rating rule is asked for that can never apply.
    CannotRate(CannotRate),
    /// P23: an amendment does not start where the one before it ended.
    LogBreaks {
        /// Where that one ended.
        before: String,
    },
    /// P23: the last amendment of a field says something else than the plan.
    PlanSaysOther {
        /// What the plan says.
        now: String,
    },
}

/// Two things in the plan that cannot both hold (P08).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Impossible {
    /// A measure's ref names another action than its action column, or an action's another outcome.
    RefAndOwner,
    /// `kind` does not go with the ref: `1.2a` is an assurance measure, `O1.2` an outcome measure.
    RefAndKind,
    /// `merge` pooled needs a percent.
    PooledWithoutPercent,
    /// `merge` sum of percents.
    SumOfPercents,
    /// A `merge` that calculates, for a unit that is no number.
    MergeOfWords,
    /// Several returners and `merge` single or blank.
    SeveralWithoutMerge,
    /// Minimum above maximum.
    MinimumOverMaximum,
    /// Target or baseline outside minimum and maximum.
    OutsideRange,
    /// Numerator or denominator for a unit that is no percent.
    FractionWithoutPercent,
    /// A number (target, baseline, tolerance, minimum, maximum, profile) for a unit that has none.
    NumberForWords,
    /// A fraction, or a number below nought, for a count.
    NotACount,
    /// `sums_to` leads back to the measure itself.
    SumsToItself,
    /// `sums_to` a measure of another unit, or one that is no number.
    SumsToOtherUnit,
    /// An undeveloped outcome measure (its text is blank) with other cells filled in.
    UndevelopedWithDetails,
    /// An assurance measure without a text.
    AssuranceWithoutText,
    /// A profile whose months are not in order.
    ProfileOutOfOrder,
    /// Two editions that show the same sensitive measure and protect its small numbers by different methods.
    TwoSmallNumberMethods,
}

/// Why a rating rule can never apply (P22).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CannotRate {
    /// A tolerance without a target.
    ToleranceWithoutTarget,
    /// A profile without a target.
    ProfileWithoutTarget,
    /// A target, and polarity none: watched only.
    TargetWithoutPolarity,
    /// A straight profile without a baseline.
    StraightWithoutBaseline,
    /// A straight profile without an end date.
    StraightWithoutEnd,
    /// A measure due once, or a document or date, with no date by which it is due.
    NoDueDate,
}

impl PlanFaultKind {
    /// Whether the plan cannot be used because of it.
    pub const fn stops(&self) -> bool {
        !matches!(
            self,
            Self::Size { .. }
                | Self::NoMeasure
                | Self::StatusNotMeasure
                | Self::DueBeforeInspection { .. }
                | Self::NothingToCount(_)
                | Self::NoUnit(_)
                | Self::OngoingWithoutReview
                | Self::SameMeasure(_)
                | Self::PostOnly
                | Self::NoTarget { .. }
                | Self::OutcomeMeasuresUndeveloped { .. }
                | Self::AmendmentIncomplete { .. }
                | Self::CannotRate(_)
                | Self::LogBreaks { .. }
                | Self::PlanSaysOther { .. }
        )
    }
}
