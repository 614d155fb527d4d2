//! What reading makes of a return: answers, each with the cell it stands in and what that cell showed.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;

use crate::domain::{
    Absence, ActionRef, CellRef, LeadId, MeasureRef, OwnRag, Period, Provenance, Quantity, Sha256, Status,
    Table, Value,
};
use crate::finding::{Fault, FaultKind, Place, Subject};
use crate::sheet::grid::Cell;

/// Everything that was met, by file name. The counts of its states add up to the number of files met.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Intake {
    /// Every file met, sorted by name.
    pub files: Vec<FileMet>,
    /// How they were read, as far as the plan does not say.
    pub how: HowRead,
}

/// Settings of reading that do not stand in the plan.
#[derive(Debug, Clone, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
pub struct HowRead {
    /// Whether returns that name no month were taken to be for the one asked for.
    pub assume_period: bool,
    /// Files of the words of the return, by name, with their hashes; none: the words built in.
    pub templates: Vec<(String, Sha256)>,
}

impl Intake {
    /// Returns whose answers may be merged, with the file they came in.
    pub fn returns(&self) -> impl Iterator<Item = &Return> {
        self.files.iter().filter(|f| f.state == FileState::Read).filter_map(|f| f.returned.as_ref())
    }

    /// Every fault of every file and return, in file order.
    pub fn faults(&self) -> impl Iterator<Item = &Fault> {
        self.files.iter().flat_map(|f| f.faults.iter().chain(f.returned.iter().flat_map(|r| &r.faults)))
    }
}

/// What became of a file (`state` in returns.csv).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FileState {
    /// A return, read and merged as far as its answers allow.
    Read,
    /// Nothing of it is merged; an error says why.
    Refused,
    /// Same bytes or same answers as another file, which is used.
    Duplicate,
    /// Lock file, litter, link leading out.
    Skipped,
}

impl FileState {
    /// The word in returns.csv.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Refused => "refused",
            Self::Duplicate => "duplicate",
            Self::Skipped => "skipped",
        }
    }
}

/// A file met.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct FileMet {
    /// Name relative to the folder given; inside an archive `a.zip/inner.xlsx`.
    pub name: Arc<str>,
    /// SHA-256 of its bytes; none when it could not be read at all or was skipped.
    pub sha256: Option<Sha256>,
    /// What became of it.
    pub state: FileState,
    /// The return in it, also when it was refused after reading (wrong month, nobody's): its answers are still listed.
    pub returned: Option<Return>,
    /// Faults of the file as such.
    pub faults: Vec<Fault>,
}

/// One return.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Return {
    /// File it came in.
    pub file: Arc<str>,
    /// Hash of that file.
    pub sha256: Sha256,
    /// Who it is from; none when nobody in the plan matches or no majority was found.
    pub returner: Option<LeadId>,
    /// SHA-256 of the file that this one was made from, to be corrected by its lead (`form::PROPERTY_CORRECTS`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub corrects: Option<Sha256>,
    /// Whether properties, *Start here* and rows disagreed about the returner: such a return never displaces an undisputed one.
    pub identity_disputed: bool,
    /// Its period; none when it says none.
    pub period: Option<Period>,
    /// Plan version it was issued from.
    pub plan_version: Option<String>,
    /// *Completed by*, as typed.
    pub completed_by: String,
    /// *Date completed*, when it reads as a date.
    pub date_completed: Option<NaiveDate>,
    /// The one table that a csv holds: such a file is a part of a return. None for a workbook.
    pub only_table: Option<Table>,
    /// The Progress table, when it was recognised.
    pub progress: Option<TableRead<ProgressRow>>,
    /// The Measures table, when it was recognised.
    pub measures: Option<TableRead<MeasureRow>>,
    /// Answered rows of tables that could not be used (L01, L02, L06): nothing typed is lost (rule L07).
    pub unread: Vec<UnreadRow>,
    /// Faults found inside it, by sheet and cell.
    pub faults: Vec<Fault>,
}

impl Return {
    /// Whether this is the form that ragbook made from that very file, for its lead to correct.
    pub fn is_correction_of(&self, other: &Self) -> bool {
        self.corrects == Some(other.sha256) && self.sha256 != other.sha256
    }

    /// Whether this one, which stands, says what the other one of the same lead would say: a csv is only a part.
    pub fn stands_for(&self, other: &Self) -> bool {
        let same_part = self.only_table.is_none() || self.only_table == other.only_table;
        self.returner.is_some() && self.returner == other.returner && same_part
    }

    /// Whether *Date completed* is years off, so that it settles nothing beside a date that can be right.
    pub fn is_dated_far_off(&self) -> bool {
        self.faults.iter().any(|fault| matches!(fault.kind, FaultKind::CompletedFarOff { .. }))
    }
}

/// A row with answers in a table that could not be used: what its cells show, without a meaning.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct UnreadRow {
    /// The ref's cell; where the row has none, its first answered cell.
    pub place: Place,
    /// What its ref concerns, where the plan has it.
    pub subject: Subject,
    /// The ref as it stands; empty when there is none.
    pub ref_found: String,
    /// Its answers as `Caption (cell): found`.
    pub answers: Vec<String>,
}

/// A recognised table.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct TableRead<Row> {
    /// Sheet it stands on.
    pub sheet: Arc<str>,
    /// First cell of its header row: where a finding about the whole table stands.
    pub header: CellRef,
    /// Its rows, as they stand; rows without any ref and without any answer are not rows.
    pub rows: Vec<Row>,
    /// Every answer, as found, of the rows about which something was told: a return that goes back to its lead shows them
    /// again as they were typed. By cell.
    #[serde(with = "by_cell")]
    pub doubtful: BTreeMap<CellRef, Cell>,
}

/// One input cell after reading.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Answer<T> {
    /// The cell, also when it is empty.
    pub cell: CellRef,
    /// What the cell showed; empty when it is empty.
    pub found: String,
    /// What it means.
    pub read: Read<T>,
}

/// What an input cell means.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub enum Read<T> {
    /// Not filled in.
    Blank,
    /// This.
    As(T),
    /// Filled in, but not usable: a fault at the cell says why.
    Refused,
}

impl<T> Answer<T> {
    /// An empty cell.
    pub const fn blank(cell: CellRef) -> Self {
        Self { cell, found: String::new(), read: Read::Blank }
    }

    /// What it means, when it was readable.
    pub const fn value(&self) -> Option<&T> {
        match &self.read {
            Read::As(value) => Some(value),
            Read::Blank | Read::Refused => None,
        }
    }

    /// Whether the cell was filled in, readable or not.
    pub const fn is_answered(&self) -> bool {
        !matches!(self.read, Read::Blank)
    }
}

/// One row of a Progress table.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct ProgressRow {
    /// The ref as it stands.
    pub ref_found: String,
    /// The ref's cell.
    pub ref_cell: CellRef,
    /// The action of the plan it belongs to.
    pub action: Option<ActionRef>,
    /// Whether its answers may be merged: its ref is known, it is this lead's, and it does not contradict another row.
    pub accepted: bool,
    /// Status.
    pub status: Answer<Status>,
    /// Forecast date.
    pub forecast: Answer<NaiveDate>,
    /// Your RAG.
    pub own_rag: Answer<OwnRag>,
    /// Commentary, kept whole.
    pub commentary: Answer<String>,
    /// Evidence, kept whole.
    pub evidence: Answer<String>,
    /// A changed target date, as typed and as read: a requested change, never merged.
    pub requested_target: Option<(Answer<NaiveDate>, String)>,
}

/// One row of a Measures table.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct MeasureRow {
    /// The ref as it stands.
    pub ref_found: String,
    /// The ref's cell.
    pub ref_cell: CellRef,
    /// The measure of the plan it belongs to.
    pub measure: Option<MeasureRef>,
    /// Whether its answers may be merged.
    pub accepted: bool,
    /// The value in the measure's unit, with numerator and denominator already weighed: for a percent with both numbers
    /// this is what they make. Refused when the cells contradict one another.
    pub value: Answer<Value>,
    /// Numerator, percent measures only.
    pub numerator: Answer<Quantity>,
    /// Denominator, percent measures only.
    pub denominator: Answer<Quantity>,
    /// Not available because. Also set (at the Value cell) by an absence word typed as the value.
    pub absence: Answer<Absence>,
    /// Note, kept whole.
    pub note: Answer<String>,
    /// What stands in *Last value*, which the form fills in and a lead should not change (T04); none when it says nothing.
    pub last_value: Option<LastValue>,
}

/// What a row says of an earlier period: never merged.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct LastValue {
    /// The cell.
    pub cell: CellRef,
    /// What it shows.
    pub found: String,
    /// The value in it: `85%` of `85% (Oct 2019)`.
    pub value: String,
    /// The month in it, where it names one.
    pub month: Option<Period>,
}

/// Cells by their place, serialised as a list: each says where it stands.
mod by_cell {
    use serde::{Deserialize, Deserializer, Serializer};

    use super::{BTreeMap, Cell, CellRef};

    pub(super) fn serialize<S: Serializer>(
        cells: &BTreeMap<CellRef, Cell>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(cells.values())
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<BTreeMap<CellRef, Cell>, D::Error> {
        let cells = Vec::<Cell>::deserialize(deserializer)?;
        Ok(cells.into_iter().map(|cell| (cell.at, cell)).collect())
    }
}

impl Return {
    /// Provenance of a cell of this return on the given sheet.
    pub fn provenance(&self, sheet: &Arc<str>, cell: CellRef) -> Provenance {
        Provenance { file: Arc::clone(&self.file), sheet: Arc::clone(sheet), cell, sha256: self.sha256 }
    }
}
