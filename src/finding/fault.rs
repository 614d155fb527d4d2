//! Typed facts about what is wrong in a return, before any rule has put them into words.
//!
//! `intake` reports what reading found, `merge` what combining found. Each kind belongs to exactly one rule, named in
//! its comment; `rules` turns it into code, severity and message.

use chrono::NaiveDate;

use crate::domain::rated::Lapse;
use crate::domain::{
    Absence, CellRef, Column, LeadId, MeasureRef, Period, PersonKind, Provenance, Quantity, Refusal, Status,
    Table,
};

use super::place::{Place, Subject};
pub use super::remedy::Remedy;
use crate::domain::word::Word;

/// A decision of the ledger, as messages name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decided {
    /// Its id, such as `D3`.
    pub id: String,
    /// What was decided, in the words of the sheet.
    pub choice: &'static str,
    /// Who decided; may be empty.
    pub by: String,
    /// Month of the workbook on which it was taken.
    pub period: Period,
    /// Code of the rule whose exception it is about.
    pub code: String,
}

/// Something wrong, or worth telling, at a place.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Fault {
    /// Where.
    pub place: Place,
    /// Whom and what it concerns.
    pub subject: Subject,
    /// The column it concerns, when it is about one cell of a table.
    pub column: Option<Column>,
    /// What the cell showed; empty when it is not about a cell.
    pub found: String,
    /// What is wrong.
    pub kind: FaultKind,
}

/// Why a file was passed over (F07).
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Skip {
    /// Excel's lock file `~$…`.
    LockFile,
    /// Dot-files, Thumbs.db, desktop.ini, `__MACOSX`.
    Litter,
    /// A link that leads out of the folder given.
    LinkOut,
    /// The consolidated workbook or another output of ragbook itself.
    OwnOutput,
}

/// How a lenient reading came about (V09), or a percent was settled (V02 as a note).
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Lenient {
    /// A number typed as text, thousands separators among it.
    TextNumber,
    /// `nil`, `none`, `zero` read as 0.
    WordForNought,
    /// A plain number in a percent measure read as so many percent.
    PlainPercent,
    /// `17/20` typed as text.
    TextFraction,
    /// `85%`, `85 per cent` typed as text.
    TextPercent,
    /// Weeks given, days kept, or the other way round.
    ConvertedTime,
    /// `March 2020` read as the last day of the month.
    MonthForDate,
    /// A date typed as text.
    TextDate,
    /// A plain number read as an Excel date.
    SerialDate,
    /// A date cell that shows only its month, read as the month's last day, or a day without its year (raised as a
    /// query).
    PartOfDate,
    /// The number format puts words of the lead's own around the number (raised as a query).
    WordsAround,
    /// A whole number far above all that is known of its measure, which is also how Excel stores this day, as where `3-4`
    /// was typed into a cell that keeps its number format (raised as a query).
    MayBeADate(NaiveDate),
    /// A date more than a year before the plan began or three years ahead, as where a year was mistyped or a workbook counts
    /// its days from 1904 (raised as a query).
    FarFromThePlan,
    /// Words written as *Last value* is, with an earlier month behind them (raised as a query).
    AsLastValue,
    /// The formula takes it from a figure of another row (raised as a query).
    TakenFrom {
        /// The cell of that figure.
        cell: CellRef,
        /// The ref of its row, as shown.
        measure: String,
    },
    /// Words outside the cell say that figures are in another scale or unit, no final ones, or another figure (raised as a
    /// query).
    SaidBeside {
        /// Where they stand, in words.
        place: String,
        /// What they say.
        says: String,
    },
    /// Conditional formatting may make it unseen (raised as a query).
    MayBeUnseen,
    /// A formula of a workbook that was saved without working its formulas out (raised as a query).
    MayBeOld,
    /// Three digits behind the point in a text: elsewhere in Europe that is thousands (raised as a query).
    ThousandsOrDecimals,
    /// `-` or `?` read as "no value" (raised as a query).
    MarkForAbsence,
    /// `n/a`, `tbc` … in a value cell read as this reason.
    WordForAbsence(Absence),
}

/// What lies over an answer (F10).
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Cover {
    /// A text box that says this.
    Text(String),
    /// A picture.
    Picture,
    /// A line, a box, a chart.
    Shape,
}

/// What is wrong, with the facts a message needs. What `intake` tells can be serialised (`ragbook extract`); what only a whole
/// month shows cannot.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub enum FaultKind {
    // ---- F: the file ----
    /// F01, F02, F03, F05, F11: the file could not be opened.
    Unopened(Refusal),
    /// F04: neither table; the sheets seen and, where one came close, what it lacked.
    NotAReturn {
        /// Names of the sheets looked at.
        sheets: Vec<String>,
    },
    /// F06: same bytes or same answers as another file.
    DuplicateFile {
        /// The file that is used.
        of: String,
        /// Whether even the bytes are the same.
        same_bytes: bool,
    },
    /// F07.
    Skipped(Skip),
    /// F08: answers on a hidden sheet, in hidden rows or columns (used).
    HiddenAnswers {
        /// `sheet`, `row` or `column`.
        #[serde(with = "crate::domain::word")]
        what: Word,
        /// The cells, in A1 style.
        cells: Vec<CellRef>,
    },
    /// F09: a used cell whose formula takes its value from another workbook.
    OutsideLink {
        /// The formula.
        formula: String,
    },
    /// F10: cell comments, listed, not used.
    Comments(Vec<(CellRef, String)>),
    /// F10 as a query: an answer that lies under something.
    Covered(Cover),

    // ---- L: the layout ----
    /// L01.
    CaptionMissing {
        /// Of which table.
        table: Table,
        /// Needed captions that were not found.
        missing: Vec<String>,
        /// Captions that were found.
        present: Vec<String>,
    },
    /// L01 as a query: a column that the table may well have, under a caption that nobody knows; the fault's column says which
    /// one is missing.
    ColumnUnknown {
        /// Caption of the missing column.
        caption: String,
        /// What may be its answers.
        answers: Vec<(CellRef, String)>,
    },
    /// L02: two columns answer to one caption.
    CaptionTwice {
        /// The caption.
        caption: String,
        /// Both header cells.
        cells: [CellRef; 2],
    },
    /// L02 as a query: beside the answer another column holds a different one, under a caption such as `Corrected value` or
    /// none at all.
    RivalColumn {
        /// The other column's caption; empty where it has none.
        caption: String,
        /// The other cell.
        cell: CellRef,
        /// What it shows.
        says: String,
    },
    /// L02: two layouts answer to a header row and read it differently.
    TwoLayouts {
        /// Of which table, as the fuller one has it.
        table: Table,
        /// Names of both.
        layouts: [String; 2],
    },
    /// L03: moved, inserted, extra; what was noticed, in words.
    Rearranged(Vec<String>),
    /// L04: the merged range in A1 style, over input cells of several rows.
    MergedAnswers(String),
    /// L05: an answer in a row without a ref.
    OrphanAnswer,
    /// L05: an answer in a column that has an empty cell above it while an answer stands below the last row: all between may
    /// stand a row too low.
    ColumnSlipped {
        /// The empty cell.
        gap: CellRef,
        /// The answer below the last row.
        below: CellRef,
    },
    /// L05: an answer in a column with an empty cell whose answers are of the wrong kind where they stand, and all of the right
    /// kind a row lower (the last cell is empty) or higher (an earlier one is).
    ColumnRaised {
        /// The first answer of the wrong kind; the last one where they may stand too low.
        misfit: CellRef,
        /// The empty cell.
        end: CellRef,
    },
    /// L05 as a query: an answer in a column in which others are of the kind or the size of other rows, as after sorting
    /// the column alone.
    ColumnMixed {
        /// Two answers of the wrong kind.
        misfits: [CellRef; 2],
    },
    /// L06: a second, unequal table of one kind; the other's place.
    TablesDiffer {
        /// Which table.
        table: Table,
        /// Where the other one stands.
        other: Place,
    },

    /// L06 as a query: what may be another table of the kind, whose captions cannot be read, beside the one that is used.
    TableUnread {
        /// Which table.
        table: Table,
        /// Where the one that is used stands.
        used: Place,
    },

    /// L08: what stands outside the tables of a sheet, which is not used.
    Aside {
        /// Whether it names a ref of the plan beside something that may be its answer (raised as a query).
        may_answer: bool,
        /// The cells with what they show; what may be an answer comes first.
        cells: Vec<(CellRef, String)>,
        /// How many more there are.
        more: usize,
    },

    // ---- W: whose, when ----
    /// W01: what the return says of its returner, from each source.
    UnknownReturner {
        /// Source and what it says.
        claims: Vec<(String, String)>,
    },
    /// W02 (query when someone won, error when nobody did).
    IdentityDisagrees {
        /// `returner`, `period` or `plan version`.
        #[serde(with = "crate::domain::word")]
        what: Word,
        /// Source and what it says.
        claims: Vec<(String, String)>,
        /// Who or what won.
        winner: Option<String>,
    },
    /// W02: who completed the form is another lead of some of its rows (always used).
    CompletedByAnother {
        /// The other lead.
        colleague: LeadId,
        /// Refs of the form that are the other lead's too.
        shared: Vec<String>,
    },
    /// W03: the return's period, or none when it says no month.
    WrongPeriod {
        /// The period it says; none: it says none, or its sources differ.
        says: Option<Period>,
        /// The period wanted.
        wanted: Period,
        /// Source and what it says.
        #[serde(default)]
        claims: Vec<(String, String)>,
    },
    /// W04: issued from another plan version.
    OldPlan {
        /// Version the return names.
        says: String,
        /// Version in force.
        current: String,
        /// Refs whose rows changed since.
        changed: Vec<String>,
    },

    // ---- R: refs ----
    /// R01: not in the plan; nearest ref named. `answers`: what the row's input cells hold, so that nothing is lost.
    UnknownRef {
        /// Nearest ref in the plan.
        nearest: Option<String>,
        /// The row's answers as `Caption: found`.
        answers: Vec<String>,
    },
    /// R02 (error unresolved, note when the wording settled it): a number in the ref column.
    NumberRef {
        /// Refs it could be.
        candidates: Vec<String>,
        /// The one the wording settled.
        settled: Option<String>,
        /// The row's answers as `Caption: found`.
        answers: Vec<String>,
    },
    /// R03 (note when equal, error when different).
    RefTwice {
        /// The other row's ref cell.
        other: CellRef,
        /// Whether all answers are equal.
        equal: bool,
        /// The row's answers as `Caption: found`.
        answers: Vec<String>,
    },
    /// R04 (query when the lead answers for the action, else error).
    NotYours {
        /// Leads the plan expects this row from.
        expected_from: Vec<LeadId>,
        /// Whether the returner is a lead of the action, so that the row is used.
        used: bool,
        /// The row's answers as `Caption: found`.
        answers: Vec<String>,
    },
    /// R05: the plan expects a row, the return lacks it.
    RowMissing(Table),
    /// R06 (query): the plan's wording, which stands.
    WordingChanged {
        /// The plan's wording.
        plan: String,
    },
    /// R06 (error): the wording is word for word that of another row of the plan, as after sorting or pasting one column
    /// without the others: nobody can tell which of the two rows the answers are for.
    WordingOfAnother {
        /// Refs of the rows that have this wording.
        others: Vec<String>,
        /// The row's answers as `Caption: found`.
        answers: Vec<String>,
    },
    /// R07: a changed target date: becomes a requested change.
    TargetChanged {
        /// The plan's wording of the target date.
        plan: String,
        /// The date asked for, where it reads as one.
        asked: Option<NaiveDate>,
    },

    // ---- V: values ----
    /// V01.
    NotANumber {
        /// Number that the text seems to hold, for the advice ("Type 12 and put the remark in Note").
        suggestion: Option<Quantity>,
    },
    /// V02 as an error.
    PercentUnclear(PercentUnclear),
    /// V03.
    OutOfRange(Range),
    /// V04: the error shown, such as `#REF!`.
    ErrorCell,
    /// V05: the formula that was never calculated.
    NotCalculated {
        /// The formula, clipped.
        formula: String,
    },
    /// V06: a date, time or duration where a number is needed.
    BecameADate,
    /// V06 as a query: a date where words are needed.
    DateForWords,
    /// V07 (error: unknown; note: a synonym was used).
    NotAChoice {
        /// The choices.
        #[serde(with = "crate::domain::word::list")]
        choices: Vec<&'static str>,
        /// The choice that the synonym stands for.
        #[serde(with = "crate::domain::word::option")]
        read_as: Option<Word>,
    },
    /// V08.
    NotADate,
    /// V09 as a note: *Date completed* that cannot be when this month's return was completed.
    CompletedFarOff {
        /// The month.
        period: Period,
    },
    /// V09.
    ReadAs {
        /// What was used.
        used: String,
        /// How it was read.
        how: Lenient,
    },
    /// V10.
    ValueAndReason {
        /// The reason given.
        reason: Absence,
    },
    /// V11: due, and neither value nor reason; or a blank Status.
    Missing,
    /// V12.
    FractionDisagrees {
        /// Percent worked out from the two numbers.
        computed: Quantity,
        /// Percent typed.
        typed: Quantity,
    },
    /// V12: the form's own formula, but with the numbers of another row.
    NumbersOfAnotherRow {
        /// The formula.
        formula: String,
    },
    /// V13.
    MoreThanWhole(Whole),
    /// V14: a percent without its numbers where `merge` is pooled.
    NoFraction,
    /// V15: length found and allowed, in characters.
    TooLong {
        /// Length.
        length: usize,
        /// Allowed.
        allowed: usize,
    },
    /// V16: why the cell cannot be trusted in the format it has.
    UnsafeInThisFormat {
        /// In words that complete "it is not used: …".
        why: String,
        /// What helps.
        remedy: Remedy,
    },

    // ---- D: disclosure ----
    /// D01: the text looks like a particular person; what is found is already masked.
    LooksLikeAPerson {
        /// What was masked, each kind once.
        kinds: Vec<PersonKind>,
    },

    // ---- X: the ledger of decisions ----
    /// X01: a decision that no longer holds.
    #[serde(skip)]
    DecisionLapsed {
        /// The decision.
        decided: Decided,
        /// Why.
        lapse: Lapse,
    },
    /// X02: a decision that cannot be applied, for lack of this, in words.
    #[serde(skip)]
    DecisionIncomplete {
        /// The decision.
        decided: Decided,
        /// What is missing or cannot be used.
        lacks: Vec<String>,
    },
    /// X03: a decision about something that is not raised any more.
    #[serde(skip)]
    DecisionUnused(Decided),

    // ---- W05 and M: merging ----
    /// W05 (query when one stands, error when neither does).
    #[serde(skip)]
    TwoReturns {
        /// The other file.
        other: String,
        /// The file that stands.
        standing: Option<String>,
        /// Why it stands, or why none does.
        verdict: Verdict,
        /// Every answer that differs: ref and caption, in the one that stands (or the first), in the other.
        differs: Vec<(String, String, String)>,
    },
    /// M01: a contributor is missing.
    #[serde(skip)]
    PartialValue {
        /// Who is missing.
        missing: Vec<LeadId>,
    },
    /// M02: different answers to one question. For leads of one action: the caption.
    #[serde(skip)]
    Disagree {
        /// `value`, or the caption.
        what: String,
        /// Each answer with its lead and place.
        answers: Vec<(LeadId, String, Provenance)>,
        /// What is used, if anything.
        used: Option<String>,
    },
    /// M03.
    #[serde(skip)]
    TotalDisagrees {
        /// The total's own value.
        total: Quantity,
        /// Sum of its parts.
        sum: Quantity,
        /// The parts.
        parts: Vec<MeasureRef>,
    },
    /// M04: one measure text under two actions, two values.
    #[serde(skip)]
    SameMeasureDiffers {
        /// The other measure.
        other: MeasureRef,
        /// Its value.
        other_value: String,
    },
    /// S02: complete, dated after the as-at date.
    #[serde(skip)]
    CompleteInFuture {
        /// The date given.
        dated: NaiveDate,
    },
    /// S11: a lead says Stopped and the change log does not.
    #[serde(skip)]
    StoppedNotAgreed {
        /// The status found (always Stopped).
        status: Status,
    },
}

/// How it was settled which of two returns stands (W05).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The one that stands was completed later.
    CompletedLater,
    /// The one that stands is the form that was made from the other one, sent back corrected.
    Corrects,
    /// The answers are the same, so that it makes no difference.
    SameAnswers,
    /// The other one does not say clearly whose return it is.
    OtherDisputed,
    /// None stands: *Date completed* does not tell which is the latest.
    DatesDoNotTell,
}

/// Why a percent is unclear (V02).
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum PercentUnclear {
    /// Over 0 and at most 1 in a cell without percent format: 0.85 % or 85 %?
    FractionOrPercent {
        /// As typed, in percent.
        as_typed: Quantity,
        /// A hundredfold, in percent.
        hundredfold: Quantity,
    },
    /// A percent-formatted cell for a count, days, weeks or number.
    PercentFormatForNumber,
    /// The number format shows it with words as so many of something.
    CountShown,
    /// The format does not say whether the cell is a percent (xls, xlsb, ods).
    FormatUnknown,
}

/// How a number is out of range (V03).
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Range {
    /// Below nought, or below the measure's minimum.
    Below(Quantity),
    /// Above the measure's maximum, or 100 for a percent.
    Above(Quantity),
    /// A fraction where a whole number is needed.
    Fraction,
    /// Too large or too small to hold exactly, or not a finite number.
    Unholdable,
}

/// How numerator and denominator fail (V13).
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Whole {
    /// Numerator over denominator.
    NumeratorOver {
        /// Numerator.
        numerator: Quantity,
        /// Denominator.
        denominator: Quantity,
    },
    /// Denominator 0.
    DenominatorNought,
    /// One of the two is blank or was refused: which one is missing.
    OneBlank(Column),
}
