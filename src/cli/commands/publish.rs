//! `ragbook publish`: an edition from what was consolidated.

use std::path::Path;

use super::month::claimed;
use super::{plan, plan_path};
use crate::cli::args::Shared;
use crate::cli::{Ended, Failure, console};
use crate::domain::Period;
use crate::pipeline::ledgers::folder_of;
use crate::pipeline::publish::{self, Asked, Done};
use crate::plan::{Edition, Plan};

/// Writes the edition and says what it leaves out; without a name, lists the editions.
pub(super) fn run(
    shared: &Shared,
    edition: Option<&str>,
    period: Option<Period>,
    out: Option<&Path>,
    from: Option<&Path>,
    page: bool,
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
    let asked =
        Asked { plan: &plan, plan_folder: &plan_folder, ledgers: &ledgers, period, edition, from, out, page };
    let done = publish::publish(&asked).map_err(|error| {
        Failure::new(format!("publishing the edition {edition} of {}", period.in_words()), error, "")
    })?;
    console::done(&told(&done));
    Ok(Ended::Well)
}

fn told(done: &Done) -> String {
    let left_out = if done.left_out.is_empty() { "nothing".to_owned() } else { done.left_out.join(" · ") };
    let remembered = if done.new_issue {
        "remembered in issues.csv beside the plan"
    } else {
        "the same was published before: nothing is added"
    };
    let page =
        done.page.as_ref().map_or_else(String::new, |page| format!("Page        {}\n", page.display()));
    format!(
        "Edition     {}\n{page}Sheets      {}\nLeft out    {left_out}\nLedger      {remembered}\n",
        done.workbook.display(),
        done.sheets.join(" · "),
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
