//! `ragbook publish`: an edition from what was consolidated.

use std::path::Path;

use super::month::claimed;
use super::{plan, plan_path};
use crate::cli::args::Shared;
use crate::cli::{Ended, Failure, console};
use crate::domain::Period;
use crate::finding::Exception;
use crate::pipeline::ledgers::folder_of;
use crate::pipeline::publish::{self, Asked, Done, TextCounts, TextsWritten};
use crate::plan::{Edition, Plan};

/// What is to be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wanted {
    /// The edition's workbook.
    Workbook,
    /// Workbook and page.
    WorkbookAndPage,
    /// The texts, to be approved or read, and no edition.
    Texts,
}

/// Writes the edition and says what it leaves out; without a name, lists the editions.
pub(super) fn run(
    shared: &Shared,
    edition: Option<&str>,
    period: Option<Period>,
    out: Option<&Path>,
    from: Option<&Path>,
    wanted: Wanted,
) -> Result<Ended, Failure> {
    let plan = plan(shared)?;
    let (Some(edition), Some(period), Some(out)) = (edition, period, out) else {
        console::result(&listed(&plan))?;
        return Ok(Ended::Well);
    };
    let path = plan_path(shared)?;
    let plan_folder = folder_of(&path);
    let ledgers = claimed(shared)?;
    let from = from.unwrap_or(out);
    let page = wanted == Wanted::WorkbookAndPage;
    let asked =
        Asked { plan: &plan, plan_folder: &plan_folder, ledgers: &ledgers, period, edition, from, out, page };
    let doing = |what: &str| format!("{what} the edition {edition} of {}", period.in_words());
    if wanted == Wanted::Texts {
        let written =
            publish::texts(&asked).map_err(|error| Failure::new(doing("listing the texts of"), error, ""))?;
        console::done(&to_approve(&written));
        return Ok(Ended::Well);
    }
    let done = publish::publish(&asked).map_err(|error| Failure::new(doing("publishing"), error, ""))?;
    console::done(&told(&done, edition));
    Ok(Ended::Well)
}

fn to_approve(written: &TextsWritten) -> String {
    let book = written.workbook.display();
    let TextCounts { approved, waiting, as_written, .. } = written.texts;
    if as_written > 0 {
        return format!(
            "Texts       {book}\n            {as_written} shown as they were written{}\nNext        Read them before the edition goes out: no check finds names\n",
            never(written.texts),
        );
    }
    format!(
        "Texts       {book}\n            {approved} approved, {waiting} not{}\nNext        Read them and decide, then run: ragbook decide \"{book}\"\n",
        never(written.texts),
    )
}

/// What becomes of the texts of leads; nothing where the edition does not ask for approval.
fn of_texts(texts: TextCounts, edition: &str) -> String {
    if texts == TextCounts::default() {
        return String::new();
    }
    if texts.as_written > 0 {
        return format!(
            "Texts       {} shown as leads wrote them: no check finds names\n            To read them before it goes out: ragbook publish --edition {edition} --texts{}\n",
            texts.as_written,
            never(texts),
        );
    }
    let waiting = match texts.waiting {
        0 => String::new(),
        n => format!(
            "; {n} withheld: no decision approves them\n            To read and approve them: ragbook publish --edition {edition} --texts"
        ),
    };
    format!("Texts       {} approved and shown{waiting}{}\n", texts.approved, never(texts))
}

/// Which numbers are withheld and why, line by line; nothing when none is.
fn for_you_alone(done: &Done) -> String {
    let line = |note: &Exception| format!("  {}  {}", note.code, note.message);
    let lines: Vec<String> = done.withheld.iter().map(line).collect();
    if lines.is_empty() {
        return String::new();
    }
    format!("For you alone, as it tells which numbers are small:\n{}\n", lines.join("\n"))
}

fn never(texts: TextCounts) -> String {
    match texts.never {
        0 => String::new(),
        n => {
            format!("\n            {n} never to be shown: what looks like a person stands there or beside it")
        }
    }
}

/// Where texts were withheld because they may name a person; nothing where none was.
fn may_name(persons: &[String]) -> String {
    let texts = match persons.len() {
        0 => return String::new(),
        1 => "1 text may name a person and is".to_owned(),
        n => format!("{n} texts may name a person and are"),
    };
    format!("Persons     {texts} withheld whole (D01): {}\n", persons.join("; "))
}

fn told(done: &Done, edition: &str) -> String {
    let left_out = if done.left_out.is_empty() { "nothing".to_owned() } else { done.left_out.join(" · ") };
    let remembered = if done.new_issue {
        "remembered in issues.csv beside the plan"
    } else {
        "the same was published before: nothing is added"
    };
    let page =
        done.page.as_ref().map_or_else(String::new, |page| format!("Page        {}\n", page.display()));
    format!(
        "Edition     {}\n{page}Sheets      {}\nLeft out    {left_out}\n{}{}Ledger      {remembered}\n{}",
        done.workbook.display(),
        done.sheets.join(" · "),
        of_texts(done.texts, edition),
        may_name(&done.persons),
        for_you_alone(done),
    )
}

fn listed(plan: &Plan) -> String {
    if plan.editions.is_empty() {
        return format!("The plan declares no edition: {}.\n", publish::names(plan));
    }
    let width = plan.editions.iter().map(|edition| edition.name.chars().count()).max().unwrap_or(0);
    let line = |edition: &Edition| {
        let public = if edition.public { "public" } else { "not public" };
        format!("{:width$}  {public:<10}  {}\n", edition.name, edition.audience)
    };
    plan.editions.iter().map(line).collect()
}
