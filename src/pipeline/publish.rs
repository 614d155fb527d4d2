//! `ragbook publish`: an edition from what was consolidated. It needs no returns: it recalls the month from the data folder of
//! the consolidated set, and refuses when that set is not whole or the plan is no longer the same.

use std::path::{Path, PathBuf};

use crate::domain::{FreeText, Period, Sha256};
use crate::finding::Exception;
use crate::ledger::issues::{self, IssuesError};
use crate::ledger::published::text::PublishedError;
use crate::ledger::published::{self, Published};
use crate::ledger::{Issued, Issues};
use crate::plan::{Edition, Plan};
use crate::publish::edition::{self, ApprovedTexts, EditionText, Refused, Standing};
use crate::publish::output::{Folder, NewFile, OutputError};
use crate::publish::{self, PublishError};
use crate::rules::run_edition;

use super::consolidate::is_of_another_month;
use super::ledgers::Ledgers;
use super::recall::{self, NotRecalled};

/// What is asked for.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// The plan in force.
    pub plan: &'a Plan,
    /// The folder of the plan: the ledgers are there.
    pub plan_folder: &'a Path,
    /// The ledgers, held against every other ragbook.
    pub ledgers: &'a Ledgers,
    /// The month.
    pub period: Period,
    /// Name of the edition.
    pub edition: &'a str,
    /// The folder of the consolidated set.
    pub from: &'a Path,
    /// The folder to write to.
    pub out: &'a Path,
    /// Whether the page for a browser is written too (7-publication.md, 7.5).
    pub page: bool,
}

/// Why an edition was not published. Nothing was written then.
#[derive(Debug, thiserror::Error)]
pub enum NotPublished {
    /// The plan declares no such edition.
    #[error("the plan declares no edition \"{asked}\". It has: {has}")]
    NoSuchEdition {
        /// What was asked for.
        asked: String,
        /// What there is.
        has: String,
    },
    /// What was consolidated cannot be used.
    #[error(transparent)]
    NotRecalled(#[from] NotRecalled),
    /// No return of the month was used, and returns of another month came.
    #[error(
        "no return of {0} could be used, and returns of another month came: consolidate that other month, or {0} again with its own returns"
    )]
    OfAnotherMonth(String),
    /// The edition would show what it must not.
    #[error("the edition is not published, because {0}")]
    Refused(#[from] Refused),
    /// It shows no texts.
    #[error("it has free_text = \"none\": it shows nothing that leads wrote, so there is nothing to read")]
    NoTexts,
    /// The ledger of what was published cannot be used.
    #[error(transparent)]
    Published(#[from] PublishedError),
    /// The ledger of issues cannot be used.
    #[error(transparent)]
    Issues(#[from] IssuesError),
    /// A ledger is there and cannot be read.
    #[error("{0} cannot be read: {1}")]
    Ledger(PathBuf, String),
    /// The workbook could not be made.
    #[error(transparent)]
    Publish(#[from] PublishError),
    /// It could not be written.
    #[error(transparent)]
    Output(#[from] OutputError),
}

/// What was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Done {
    /// The edition's workbook.
    pub workbook: PathBuf,
    /// The same as a page for a browser, where it was written.
    pub page: Option<PathBuf>,
    /// Its sheets.
    pub sheets: Vec<&'static str>,
    /// What it leaves out.
    pub left_out: Vec<&'static str>,
    /// Which small numbers it withholds, and why (D02): for the officer alone.
    pub withheld: Vec<Exception>,
    /// Texts that it shows where a decision approves them.
    pub texts: TextCounts,
    /// Where texts stood that may name a person (D01) and are withheld whole: for the officer alone.
    pub persons: Vec<String>,
    /// Whether the ledgers remember a new issue: not when the same one was published before.
    pub new_issue: bool,
}

/// How many texts of leads an edition shows, and how many it withholds for want of approval; none of them all where it
/// shows no text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TextCounts {
    /// Approved, and shown.
    pub approved: usize,
    /// Withheld, as nobody has approved them.
    pub waiting: usize,
    /// Shown as they were written: the edition shows all texts.
    pub as_written: usize,
    /// Withheld whatever is decided: they look like a particular person.
    pub never: usize,
}

impl TextCounts {
    /// Of these.
    pub fn of(texts: &[EditionText]) -> Self {
        let count = |standing| texts.iter().filter(|text| text.standing == standing).count();
        Self {
            approved: count(Standing::Approved),
            waiting: count(Standing::Waiting),
            as_written: count(Standing::AsWritten),
            never: count(Standing::Never),
        }
    }
}

/// The workbook of texts, for approval or to be read before they go out, where it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextsWritten {
    /// The workbook.
    pub workbook: PathBuf,
    /// What stands in it.
    pub texts: TextCounts,
}

/// Writes the texts that this edition shows where a decision approves them, for the officer to decide; of one that shows all
/// texts these, for the officer to read. Publishes nothing, and remembers nothing.
pub fn texts(asked: &Asked<'_>) -> Result<TextsWritten, NotPublished> {
    let declared = declared(asked)?;
    if declared.free_text == FreeText::None {
        return Err(NotPublished::NoTexts);
    }
    let (history, decisions) =
        (asked.ledgers.before(asked.period), asked.ledgers.decisions_up_to(asked.period));
    let recalled = recall::recall(asked.plan, &history, &decisions, asked.period, asked.from)?;
    let out = Folder::claim(asked.out)?;
    let month = recalled.consolidation(asked.plan, &history, &decisions);
    let found = edition::texts(&month, declared, &ApprovedTexts::of(&decisions, month.as_at));
    let file = publish::texts(&month, declared, &found, &recalled.run)?;
    out.probe_replace(&[&file.name])?;
    let workbook = out.path().join(&file.name);
    out.replace_set(&format!("{}-{}-texts", asked.period, declared.name), &[file])?;
    Ok(TextsWritten { workbook, texts: TextCounts::of(&found) })
}

fn declared<'a>(asked: &Asked<'a>) -> Result<&'a Edition, NotPublished> {
    let declared = asked.plan.editions.iter().find(|edition| edition.name == asked.edition);
    declared.ok_or_else(|| NotPublished::NoSuchEdition {
        asked: asked.edition.to_owned(),
        has: names(asked.plan),
    })
}

/// Makes the edition, remembers it in the ledgers beside the plan, writes it.
///
/// The ledgers are written first: what was remembered and not published does no harm, what was published and is not
/// remembered could give a small number away.
pub fn publish(asked: &Asked<'_>) -> Result<Done, NotPublished> {
    let declared = declared(asked)?;
    let (history, decisions) =
        (asked.ledgers.before(asked.period), asked.ledgers.decisions_up_to(asked.period));
    let recalled = recall::recall(asked.plan, &history, &decisions, asked.period, asked.from)?;
    let month = recalled.consolidation(asked.plan, &history, &decisions);
    if is_of_another_month(month.met.counts, month.exceptions) {
        return Err(NotPublished::OfAnotherMonth(asked.period.in_words()));
    }
    let out = Folder::claim(asked.out)?;
    let same = same_folder(asked.out, asked.plan_folder);
    let ledgers = if same { None } else { Some(Folder::claim(asked.plan_folder)?) };
    let mut shown = read_ledger(asked.plan_folder, published::text::FILE)?
        .map_or_else(|| Ok(Published::default()), |bytes| published::text::read(&bytes))?;
    let mut issued = read_ledger(asked.plan_folder, issues::FILE)?
        .map_or_else(|| Ok(Issues::default()), |bytes| Issues::read(&bytes))?;
    let approved = ApprovedTexts::of(&decisions, month.as_at);
    let edited = edition::cut(
        &month,
        &edition::Asked {
            edition: declared,
            last_issue: issued.last_before(&declared.name, asked.period),
            approved: &approved,
            published: &shown,
        },
    )?;
    let publish::EditionFiles { workbook, page } = publish::edition(&edited, &recalled.run)?;
    let page_sha256 = Sha256::of(&page.bytes);
    // A page of an earlier issue beside the new workbook would say something else.
    let page = (asked.page || out.path().join(&page.name).exists()).then_some(page);
    let names = page.iter().map(|page| page.name.as_str()).chain([workbook.name.as_str()]);
    out.probe_replace(&names.collect::<Vec<_>>())?;
    let published_before = shown.issues();
    let new_cells = edited
        .treatment()
        .is_some_and(|treatment| shown.record(&declared.name, asked.period, treatment.to_record()));
    let new_issue = issued.record(Issued {
        edition: declared.name.clone(),
        period: asked.period,
        run: recalled.run.clone(),
        sha256: Sha256::of(&workbook.bytes),
        page_sha256: Some(page_sha256),
        published: Some(published_before),
    });
    let mut changed = Vec::new();
    if new_cells {
        changed
            .push(NewFile { name: published::text::FILE.to_owned(), bytes: published::text::write(&shown)? });
    }
    if new_issue {
        changed.push(NewFile { name: issues::FILE.to_owned(), bytes: issued.write()? });
    }
    if !changed.is_empty() {
        ledgers.as_ref().unwrap_or(&out).replace_set("published", &changed)?;
    }
    let at = |file: &NewFile| out.path().join(&file.name);
    let (workbook_at, page_at) = (at(&workbook), page.as_ref().map(at));
    let files: Vec<NewFile> = std::iter::once(workbook).chain(page).collect();
    out.replace_set(&format!("{}-{}", asked.period, declared.name), &files)?;
    let cut = edited.consolidation().cut;
    Ok(Done {
        workbook: workbook_at,
        page: page_at,
        sheets: cut.sheets.iter().map(|sheet| sheet.name()).collect(),
        left_out: cut.left_out.iter().map(|left| left.what).collect(),
        withheld: edited.treatment().map_or_else(Vec::new, |treatment| {
            let mut facts = treatment.facts(&declared.name);
            facts.retain(|fact| edited.prints(fact.measure));
            run_edition(&facts)
        }),
        texts: TextCounts::of(&edition::texts(&month, declared, &approved)),
        persons: cut.persons.iter().cloned().collect(),
        new_issue,
    })
}

/// The editions that the plan declares, as a list for people.
pub fn names(plan: &Plan) -> String {
    let names: Vec<&str> = plan.editions.iter().map(|edition| edition.name.as_str()).collect();
    if names.is_empty() { "none; add [[edition]] to plan.toml".to_owned() } else { names.join(", ") }
}

fn same_folder(one: &Path, other: &Path) -> bool {
    matches!((one.canonicalize(), other.canonicalize()), (Ok(one), Ok(other)) if one == other)
}

/// A ledger's bytes; none when there is none yet.
fn read_ledger(folder: &Path, name: &str) -> Result<Option<Vec<u8>>, NotPublished> {
    let path = folder.join(name);
    match std::fs::read(&path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(NotPublished::Ledger(path, error.to_string())),
    }
}
