//! Answers of returns as lines of JSON, one file met a line: what `ragbook extract` writes and `consolidate --answers` takes
//! (8-commands-and-files.md, "For scale beyond a council").
//!
//! A published envelope of its own, with a version ([`SCHEMA`]); in its `file` stands what this version of ragbook made of the
//! file, so that only the same version takes it back. Every line stands alone: it names the plan, the month and the settings it
//! was read for, how many lines its extraction wrote, and ends with a seal over itself. So lines may be joined, repeated and
//! put in any order, and none can be damaged or lost without being noticed.
//!
//! What looks like a person (D01) was masked before anything here saw it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::manifest::{HashedFile, Tool, hashed};
use crate::domain::{Period, Sha256};
use crate::intake::{Context, FileMet};

/// Name and version of the format: raised when a key changes its meaning or goes.
pub const SCHEMA: &str = "ragbook.answers/1";

/// What the answers were read for: all lines that are taken together must say the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct About {
    /// [`SCHEMA`].
    pub schema: String,
    /// The program.
    pub tool: Tool,
    /// The plan's version, as its owner numbers it.
    pub plan_version: String,
    /// SHA-256 over the names and hashes of the plan's files.
    pub plan_sha256: Sha256,
    /// The month.
    pub period: Period,
    /// Whether returns that name no month were taken to be for it.
    pub assume_period: bool,
    /// Files of the words of the return; none: those built in.
    pub templates: Vec<HashedFile>,
}

/// One line.
#[derive(Debug, Serialize, Deserialize)]
struct Line {
    #[serde(flatten)]
    about: About,
    /// Which extraction it belongs to: SHA-256 over everything in it.
    extraction: Sha256,
    /// How many lines that extraction has.
    lines: usize,
    /// The file met; none where the extraction met none.
    file: Option<FileMet>,
}

/// Which version wrote a line, whatever else that version put into it.
#[derive(Deserialize)]
struct Written {
    tool: Tool,
}

/// Why answers cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AnswersError {
    /// A line is damaged or not of this format.
    #[error("line {line} is not as ragbook wrote it: {why}")]
    Damaged {
        /// Line, from 1.
        line: usize,
        /// Why.
        why: String,
    },
    /// A line was read for something else.
    #[error("line {line} was extracted for {said}, and this is {asked}")]
    Other {
        /// Line, from 1.
        line: usize,
        /// What it says.
        said: String,
        /// What is asked for.
        asked: String,
    },
    /// No line at all.
    #[error("it holds no line: an extraction always writes at least one")]
    Empty,
    /// Lines of an extraction are missing.
    #[error("{missing} of the {lines} lines of one extraction are missing{}", .among.as_ref().map(|name| format!(" (that with {name})")).unwrap_or_default())]
    Lost {
        /// How many are missing.
        missing: usize,
        /// How many there were.
        lines: usize,
        /// A file of it that is there.
        among: Option<String>,
    },
    /// Two different files have one name.
    #[error("two different files are called {}", .0.join(", "))]
    SameName(Vec<String>),
    /// They could not be written.
    #[error("the answers could not be written: {0}")]
    Unwritable(String),
}

impl About {
    /// What this context reads for.
    pub fn of(context: &Context<'_>) -> Self {
        let mut files = context.plan.files.clone();
        files.sort();
        let named: Vec<String> = files.iter().map(|(name, sha256)| format!("{name} {sha256}")).collect();
        Self {
            schema: SCHEMA.to_owned(),
            tool: Tool::this(),
            plan_version: context.plan.version.clone(),
            plan_sha256: Sha256::of(named.join("\n").as_bytes()),
            period: context.period,
            assume_period: context.assume_period,
            templates: hashed(context.template.files()),
        }
    }

    /// The first thing in which a line differs from what is asked: what it says, and what is asked for.
    fn differs(&self, asked: &Self) -> Option<(String, String)> {
        let assumed = |about: &Self| {
            if about.assume_period { "a run with --assume-period" } else { "a run without --assume-period" }
        };
        let plan = |about: &Self| {
            format!("plan version {} (its files {})", about.plan_version, about.plan_sha256.short())
        };
        let words = |about: &Self| match about.templates.as_slice() {
            [] => "the words built in".to_owned(),
            [first, ..] => format!("words of its own ({} {})", first.file, first.sha256.short()),
        };
        let version = |about: &Self| format!("{} {}", about.tool.name, about.tool.version);
        let said = [
            (version(self), version(asked)),
            (plan(self), plan(asked)),
            (self.period.in_words(), asked.period.in_words()),
            (assumed(self).to_owned(), assumed(asked).to_owned()),
            (words(self), words(asked)),
        ];
        let other = said.into_iter().find(|(said, asked)| said != asked);
        other.or_else(|| (self != asked).then(|| ("other settings".to_owned(), "another run".to_owned())))
    }
}

/// The lines of an extraction, each ended by a line feed.
///
/// # Errors
/// None that a file can cause.
pub fn to_lines(files: Vec<FileMet>, context: &Context<'_>) -> Result<Vec<u8>, AnswersError> {
    let unwritable = |error: serde_json::Error| AnswersError::Unwritable(error.to_string());
    let about = About::of(context);
    let named: Vec<String> =
        files.iter().map(|f| format!("{} {:?}", f.name, f.sha256.map(|s| s.to_string()))).collect();
    let about_all = serde_json::to_string(&about).map_err(unwritable)?;
    let extraction = Sha256::of(format!("{about_all}\n{}", named.join("\n")).as_bytes());
    let lines = files.len().max(1);
    let files = if files.is_empty() { vec![None] } else { files.into_iter().map(Some).collect() };
    let mut written = Vec::new();
    for file in files {
        let line = Line { about: about.clone(), extraction, lines, file };
        let json = serde_json::to_vec(&line).map_err(unwritable)?;
        let open = json.strip_suffix(b"}").unwrap_or(&json);
        written.extend_from_slice(open);
        written.extend_from_slice(seal(open).as_bytes());
    }
    Ok(written)
}

/// The end of a line: its key `seal`, the SHA-256 of everything before it in the line.
fn seal(open: &[u8]) -> String {
    format!(",\"seal\":\"{}\"}}\n", Sha256::of(open))
}

/// Names of the files in lines; none where a line has no file.
type Names = BTreeSet<Option<Arc<str>>>;

/// Answers of any number of extractions. Taking together is associative and commutative, and taking the same twice is
/// taking it once.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Answers {
    files: BTreeMap<Arc<str>, FileMet>,
    /// Of each extraction, how many lines it has, and the names in those that are there.
    extractions: BTreeMap<Sha256, (usize, Names)>,
    /// Names that two different files have.
    clashes: BTreeSet<Arc<str>>,
}

impl Answers {
    /// Files that were read here and now.
    pub fn of_files(files: Vec<FileMet>) -> Self {
        let mut answers = Self::default();
        for file in files {
            answers.take(file);
        }
        answers
    }

    /// Reads lines, each of which must be for what is asked.
    ///
    /// # Errors
    /// At the first line that is damaged or was read for something else.
    pub fn read(bytes: &[u8], asked: &About) -> Result<Self, AnswersError> {
        let mut answers = Self::default();
        let mut any = false;
        for (number, line) in (1..).zip(bytes.split_inclusive(|byte| *byte == b'\n')) {
            any = true;
            let Line { about, extraction, lines, file } = line_of(line, number, asked)?;
            if let Some((said, asked)) = about.differs(asked) {
                return Err(AnswersError::Other { line: number, said, asked });
            }
            let name = file.as_ref().map(|file| Arc::clone(&file.name));
            answers.extractions.entry(extraction).or_insert((lines, BTreeSet::new())).1.insert(name);
            if let Some(file) = file {
                answers.take(file);
            }
        }
        if any { Ok(answers) } else { Err(AnswersError::Empty) }
    }

    /// These and those.
    #[must_use]
    pub fn and(mut self, others: Self) -> Self {
        others.files.into_values().for_each(|file| self.take(file));
        for (extraction, (lines, names)) in others.extractions {
            self.extractions.entry(extraction).or_insert((lines, BTreeSet::new())).1.extend(names);
        }
        self.clashes.extend(others.clashes);
        self
    }

    /// Every file, by name.
    ///
    /// # Errors
    /// Lines are missing, or two different files have one name.
    pub fn whole(self) -> Result<Vec<FileMet>, AnswersError> {
        if !self.clashes.is_empty() {
            return Err(AnswersError::SameName(self.clashes.iter().map(ToString::to_string).collect()));
        }
        let lost = self.extractions.values().find(|(lines, names)| names.len() != *lines);
        if let Some((lines, names)) = lost {
            let among = names.iter().flatten().next().map(ToString::to_string);
            return Err(AnswersError::Lost {
                missing: lines.saturating_sub(names.len()),
                lines: *lines,
                among,
            });
        }
        Ok(self.files.into_values().collect())
    }

    fn take(&mut self, file: FileMet) {
        if self.files.get(&file.name).is_some_and(|known| *known != file) {
            self.clashes.insert(Arc::clone(&file.name));
        }
        self.files.entry(Arc::clone(&file.name)).or_insert(file);
    }
}

/// A line, whole and of this format.
fn line_of(line: &[u8], number: usize, asked: &About) -> Result<Line, AnswersError> {
    let damaged = |why: &str| AnswersError::Damaged { line: number, why: why.to_owned() };
    let sealed = line.len().checked_sub(seal(b"").len()).and_then(|at| line.split_at_checked(at));
    let (open, _) = sealed.filter(|(open, end)| *end == seal(open).as_bytes()).ok_or_else(|| {
        // A line of a later format may end in another way: then that is what must be said.
        match schema(line).filter(|schema| *schema != asked.schema) {
            Some(schema) => damaged(&format!("its schema is {schema}, and this ragbook knows {SCHEMA}")),
            None => damaged("it was altered or cut off: its seal does not fit"),
        }
    })?;
    let json = [open, b"}"].concat();
    if let Some(schema) = schema(&json).filter(|schema| *schema != asked.schema) {
        return Err(damaged(&format!("its schema is {schema}, and this ragbook knows {SCHEMA}")));
    }
    // Which version wrote it is told before what a later version may have put into it.
    let written: Written = serde_json::from_slice(&json).map_err(|error| damaged(&error.to_string()))?;
    if written.tool != asked.tool {
        let version = |tool: &Tool| format!("{} {}", tool.name, tool.version);
        return Err(AnswersError::Other {
            line: number,
            said: version(&written.tool),
            asked: version(&asked.tool),
        });
    }
    serde_json::from_slice(&json).map_err(|error| damaged(&error.to_string()))
}

fn schema(json: &[u8]) -> Option<String> {
    let value: serde_json::Value = serde_json::from_slice(json).ok()?;
    value.get("schema")?.as_str().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::intake::FileState;

    fn file(name: usize, state: FileState) -> FileMet {
        FileMet {
            name: Arc::from(format!("{name}.xlsx")),
            sha256: Some(Sha256::of(&[u8::try_from(name).unwrap()])),
            state,
            returned: None,
            faults: Vec::new(),
        }
    }

    /// Answers as of an extraction of these files; its id is that of its content, as in an extraction.
    fn extraction(names: &[usize], clash: Option<usize>) -> Answers {
        let mut answers = Answers::of_files(names.iter().map(|n| file(*n, FileState::Refused)).collect());
        answers.files.extend(clash.map(|n| file(n, FileState::Skipped)).map(|f| (Arc::clone(&f.name), f)));
        let all = answers.files.keys().cloned().map(Some).collect();
        answers
            .extractions
            .insert(Sha256::of(format!("{names:?} {clash:?}").as_bytes()), (answers.files.len(), all));
        answers
    }

    proptest! {
        /// However parts are put together (any order, any nesting, any of them twice), the whole is the same.
        #[test]
        fn taking_together_is_associative_commutative_and_idempotent(
            parts in prop::collection::vec((prop::collection::vec(0_usize..30, 0..8), prop::option::of(0_usize..200)), 1..6),
            order in any::<prop::sample::Index>(),
        ) {
            let of = |(names, clash): &(Vec<usize>, Option<usize>)| extraction(names, clash.filter(|n| *n < 30));
            let parts: Vec<Answers> = parts.iter().map(of).collect();
            let one_by_one = parts.iter().cloned().fold(Answers::default(), Answers::and);
            let backwards = parts.iter().rev().cloned().fold(Answers::default(), |all, next| next.and(all));
            let at = order.index(parts.len());
            let (left, right) = parts.split_at(at);
            let half = |parts: &[Answers]| parts.iter().cloned().fold(Answers::default(), Answers::and);
            let nested = half(right).and(half(left)).and(one_by_one.clone());
            let whole = one_by_one.whole();
            prop_assert_eq!(&whole, &backwards.whole());
            prop_assert_eq!(&whole, &nested.whole());
        }
    }
}
