//! A return on its way to being broken, and what each damage claims must come of it.

use std::collections::{BTreeMap, BTreeSet};

use ragbook::domain::{Column, Table};
use ragbook::plan::Plan;

use super::dice::Dice;
use super::good::{Meant, filled};
use super::paper::{Content, Paper, Tag};
use super::plan::KINDS;
use super::xlsx::Parts;

/// Where a planted fault must be named.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum At {
    /// At the cell of this answer, wherever it stands now.
    Cell(Tag),
    /// At the first cell of a table's header row.
    Header(Table),
    /// At this cell of this sheet.
    Spot(String, String),
    /// Somewhere in the file.
    File,
    /// With this ref as its subject, without a cell: a missing row.
    Subject(String),
}

/// How grave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Grave {
    /// An error.
    Error,
    /// A query.
    Query,
    /// A note.
    Note,
}

impl Grave {
    /// The word in exceptions.csv.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Query => "query",
            Self::Note => "note",
        }
    }
}

/// A fault that a damage planted.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Planted {
    /// Code it must be told under.
    pub(crate) code: &'static str,
    /// How grave.
    pub(crate) grave: Grave,
    /// Where.
    pub(crate) at: At,
}

/// How much of a return a damage takes away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Refused {
    /// A table.
    Table(Table),
    /// The values that stand in the Value column of Measures.
    Values,
    /// All of it.
    File,
    /// All of it, and rightly so: it is no return (a lock file).
    Unread,
}

/// What must come of a damage. What is neither lost nor changed must be recovered as it was meant.
#[derive(Debug, Clone, Default)]
pub(crate) struct Claim {
    /// Rows it touches: no other damage may touch the same row.
    pub(crate) rows: BTreeSet<String>,
    /// Things other than rows it touches, by name: no other damage may touch the same.
    pub(crate) touches: BTreeSet<&'static str>,
    /// Faults that must be named.
    pub(crate) planted: Vec<Planted>,
    /// Answers of which nothing may be used.
    pub(crate) lost: BTreeSet<Tag>,
    /// Answers that now mean something else.
    pub(crate) changed: BTreeMap<Tag, String>,
    /// Errors and queries that may come along, anywhere in the file.
    pub(crate) also: BTreeSet<&'static str>,
    /// What cannot be read at all.
    pub(crate) refused: Option<Refused>,
    /// Answers, or the whole file, that may be recovered or refused: told either way, and never wrong.
    pub(crate) open: Open,
}

/// What may come out either way.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) enum Open {
    /// Nothing.
    #[default]
    Nothing,
    /// These answers.
    Answers(BTreeSet<Tag>),
    /// Anything in the file.
    File,
}

impl Claim {
    /// Nothing is to be told, everything to be recovered.
    pub(crate) fn harmless() -> Self {
        Self::default()
    }

    /// One fault.
    pub(crate) fn fault(code: &'static str, grave: Grave, at: At) -> Self {
        Self::default().and(code, grave, at)
    }

    /// One more fault.
    pub(crate) fn and(mut self, code: &'static str, grave: Grave, at: At) -> Self {
        self.planted.push(Planted { code, grave, at });
        self
    }

    /// A row it touches.
    pub(crate) fn row(mut self, reference: &str) -> Self {
        self.rows.insert(reference.to_owned());
        self
    }

    /// Something else it touches.
    pub(crate) fn touches(mut self, what: &'static str) -> Self {
        self.touches.insert(what);
        self
    }

    /// An answer that may not be used.
    pub(crate) fn loses(mut self, tag: &Tag) -> Self {
        self.lost.insert(tag.clone());
        self
    }

    /// Every answer of a row that may not be used.
    pub(crate) fn loses_row(mut self, meant: &Meant, table: Table, reference: &str) -> Self {
        self.lost.extend(meant.keys().filter(|tag| tag.0 == table && tag.1 == reference).cloned());
        self
    }

    /// An answer that now means this.
    pub(crate) fn means(mut self, tag: &Tag, value: &str) -> Self {
        self.changed.insert(tag.clone(), value.to_owned());
        self
    }

    /// Codes that may come along.
    pub(crate) fn also(mut self, codes: &[&'static str]) -> Self {
        self.also.extend(codes);
        self
    }

    /// Nothing of the file or table can be read.
    pub(crate) fn refuses(mut self, what: Refused) -> Self {
        self.refused = Some(what);
        self
    }

    /// These answers may be recovered or refused.
    pub(crate) fn leaves_open(mut self, tags: impl IntoIterator<Item = Tag>) -> Self {
        self.open = Open::Answers(tags.into_iter().collect());
        self
    }

    /// The file may be read, rightly, or refused.
    pub(crate) fn leaves_all_open(mut self) -> Self {
        self.open = Open::File;
        self
    }

    /// Whether an answer may come out either way.
    pub(crate) fn is_open(&self, tag: &Tag) -> bool {
        match &self.open {
            Open::Nothing => false,
            Open::Answers(tags) => tags.contains(tag),
            Open::File => true,
        }
    }

    /// Whether two damages touch the same thing, so that neither claim would hold.
    pub(crate) fn clashes(&self, other: &Self) -> bool {
        let is_alone = |claim: &Self| claim.touches.contains("alone");
        is_alone(self)
            || is_alone(other)
            || !self.rows.is_disjoint(&other.rows)
            || !self.touches.is_disjoint(&other.touches)
    }
}

/// Something done to the parts of the finished package.
pub(crate) type PartsEdit = Box<dyn Fn(&mut Parts, &Paper) + Send>;
/// Something done to the finished file.
pub(crate) type BytesEdit = Box<dyn Fn(Vec<u8>, &Paper) -> Vec<u8> + Send>;

/// A return that can be broken.
pub(crate) struct Draft<'a> {
    /// The plan.
    pub(crate) plan: &'a Plan,
    /// Whose it is, from 1.
    pub(crate) lead: usize,
    /// Its sheets.
    pub(crate) paper: Paper,
    /// What the lead meant.
    pub(crate) meant: Meant,
    /// What is done to its parts at the end.
    pub(crate) parts: Vec<PartsEdit>,
    /// What is done to its bytes at the end.
    pub(crate) bytes: Vec<BytesEdit>,
    /// Name of its file.
    pub(crate) name: String,
}

impl<'a> Draft<'a> {
    /// The good return of a lead.
    pub(crate) fn good(plan: &'a Plan, lead: usize) -> Self {
        let (paper, meant) = filled(plan, lead);
        let name = format!("2024-03 return {lead}.xlsx");
        Self { plan, lead, paper, meant, parts: Vec::new(), bytes: Vec::new(), name }
    }

    /// Ref of a measure by its letter: `1a`.
    pub(crate) fn measure(&self, letter: &str) -> String {
        format!("{}.{letter}", self.lead)
    }

    /// A column of a measure's row.
    pub(crate) fn of_measure(&self, letter: &str, column: Column) -> Tag {
        (Table::Measures, self.measure(letter), column)
    }

    /// One of the lead's actions.
    pub(crate) fn action(&self, dice: &mut Dice) -> String {
        format!("{}.{}", self.lead, dice.pick(&["1", "2", "10"]))
    }

    /// What an answer means.
    pub(crate) fn says(&self, tag: &Tag) -> String {
        self.meant.get(tag).cloned().unwrap_or_default()
    }

    /// Puts something into the cell of an answer.
    pub(crate) fn put(&mut self, tag: &Tag, content: Content, code: &str) -> Option<()> {
        self.paper.put(tag, content, code)
    }

    /// Puts text into the cell of an answer.
    pub(crate) fn write(&mut self, tag: &Tag, text: &str) -> Option<()> {
        self.paper.put(tag, Content::Text(text.to_owned()), "General")
    }
}

/// One of a lead's measures with a unit and a typed value that no total depends on.
pub(crate) fn letter_of(unit: &str, dice: &mut Dice) -> &'static str {
    let plain = |letter: &str| !matches!(letter, "10a" | "10b" | "10c" | "10d" | "1f");
    let valued = |good| matches!(good, super::plan::Good::Value(_));
    let of: Vec<&'static str> = KINDS
        .iter()
        .filter(|k| k.unit == unit && plain(k.letter) && valued(k.good))
        .map(|k| k.letter)
        .collect();
    of[dice.below(of.len())]
}

/// Breaks a return and says what must come of it; none when it does not fit this return as it is now.
pub(crate) type Break = fn(&mut Draft<'_>, &mut Dice) -> Option<Claim>;

/// Whether something is wrong afterwards.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Nature {
    /// Nothing is: at most a note.
    Benign,
    /// Something is, and must be named.
    Fault,
    /// It could mean two things: asked about, or named.
    Ambiguous,
}

impl Nature {
    /// Whether claims fit: nothing grave is planted where nothing is wrong, and where something is, it is told.
    pub(crate) fn allows(self, claims: &[Claim]) -> bool {
        let grave =
            claims.iter().flat_map(|claim| &claim.planted).any(|planted| planted.grave != Grave::Note);
        let may_be_told = claims.iter().any(|claim| !claim.also.is_empty() || claim.refused.is_some());
        match self {
            Self::Benign => !grave,
            Self::Fault => grave || may_be_told,
            Self::Ambiguous => true,
        }
    }
}

/// A named way to break a return.
#[derive(Clone, Copy)]
pub(crate) struct Damage {
    /// Name.
    pub(crate) name: &'static str,
    /// Whether something is wrong afterwards.
    pub(crate) nature: Nature,
    /// Later stages are done after earlier ones: cells, rows, columns, sheets, parts, bytes.
    pub(crate) stage: Stage,
    /// How.
    pub(crate) how: Break,
}

/// When a damage is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Stage {
    /// To cells.
    Cells,
    /// To rows and columns.
    Layout,
    /// To sheets and what the workbook says of itself.
    Sheets,
    /// To the parts of the package.
    Parts,
    /// To the bytes of the file.
    Bytes,
}
