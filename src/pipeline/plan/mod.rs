//! Commands on the plan itself: `ragbook init`, `plan check`, `plan show`, `plan convert`, `plan diff`, `plan amend` (8-commands-and-files.md).

mod amend;
mod convert;
mod diff;
mod init;
mod noted;
mod requests;
mod show;

use std::path::Path;

use crate::domain::folding::clip;
use crate::finding::{Exception, Severity};
use crate::plan::{self, Plan};
use crate::rules::run::run_plan;

pub use amend::{AmendError, Amended, Outcome, RowTaken, amend, amend_from};
pub use convert::{ConvertError, Converted, convert};
pub use diff::{diff, diff_as_csv, diff_as_json, diff_as_text};
pub use init::{Start, init};
pub use noted::Noted;
pub use requests::{Decision, Request};
pub use show::show;

/// What `ragbook plan check` found.
#[derive(Debug, Clone, PartialEq)]
pub struct Checked {
    /// The plan; none when something of severity error stands in its way.
    pub plan: Option<Plan>,
    /// Errors first, then queries, then notes; by code, file and row.
    pub findings: Vec<Exception>,
}

impl Checked {
    /// Whether something of severity error was found: exit status 1.
    pub fn has_errors(&self) -> bool {
        self.findings.iter().any(|finding| finding.severity == Severity::Error)
    }
}

/// Loads the plan in this folder, or this `plan.xlsx`, and says what is wrong or still open in it.
pub fn check(path: &Path) -> Checked {
    let loaded = plan::load(path);
    Checked { findings: run_plan(&loaded.faults).exceptions, plan: loaded.plan }
}

/// The plan, for every command that works with one.
///
/// # Errors
/// A plan that cannot be used, with its errors.
pub fn usable(path: &Path) -> Result<Plan, UnusablePlan> {
    plan::load_for_work(path).map_err(|faults| {
        let mut errors = run_plan(&faults).exceptions;
        errors.retain(|finding| finding.severity == Severity::Error);
        UnusablePlan { path: path.display().to_string(), errors }
    })
}

/// A plan with something of severity error in it.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("the plan in {path} cannot be used: {}", told(.errors))]
pub struct UnusablePlan {
    /// Where it is.
    pub path: String,
    /// What stands in its way.
    pub errors: Vec<Exception>,
}

/// The first few errors, and how many more there are.
fn told(errors: &[Exception]) -> String {
    const TOLD: usize = 3;
    let first: Vec<String> = errors.iter().take(TOLD).map(|error| clip(&error.message, 300)).collect();
    let more = errors.len().saturating_sub(TOLD);
    let more = if more > 0 { format!(" And {more} more.") } else { String::new() };
    format!("{}{more}", first.join(" "))
}
