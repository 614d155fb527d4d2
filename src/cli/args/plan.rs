//! Commands on the plan itself.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, Subcommand};

use super::{Findings, Form, date};

/// Commands on the plan itself.
#[derive(Debug, Subcommand)]
pub enum PlanCommand {
    /// What is wrong with the plan, or still open in it
    Check {
        /// How to print.
        #[command(flatten)]
        findings: Findings,
    },
    /// The plan as a readable listing
    Show,
    /// From a folder to a plan.xlsx, or from a plan.xlsx to a folder, without loss
    Convert {
        /// What to write: a file ending in .xlsx, or a folder; must not be there yet
        to: PathBuf,
    },
    /// What changed from one version of the plan to another, field by field
    ///
    /// Outcomes, actions, measures, leads, settings, meetings and editions that were added, removed or changed, with both values;
    /// changes of wording apart from changes of meaning; which changes the log (changes.csv) does not explain, and which new
    /// entries of the log the plan does not bear out.
    Diff {
        /// The earlier plan: its folder, or a plan.xlsx
        from: PathBuf,
        /// The later plan
        to: PathBuf,
        /// How to print
        #[arg(long, value_enum, default_value_t, value_name = "FORM")]
        format: Form,
    },
    /// Enter an agreed change in the plan and in its log, both or neither
    ///
    /// One change: `--ref 1.2 --field target_date --to "June 2020" --reason WHY --approved-by WHO`. To stop an action:
    /// `--field status --to stopped`, or `--to "replaced by 3.13"`. Or every change that was agreed on the sheet Requested changes of
    /// a consolidated workbook: `--from WORKBOOK`; running that again enters nothing twice. The plan file changes in that one cell
    /// and nowhere else. A change without reason or approver is refused, and so is one that the plan cannot bear.
    Amend(Amend),
}

/// What to amend.
#[derive(Debug, Clone, Args)]
pub struct Amend {
    /// Outcome, action or measure, such as 2, 1.2 or 1.2a
    #[arg(long = "ref", value_name = "REF", required_unless_present = "from")]
    pub reference: Option<String>,
    /// Column of the plan file that the ref belongs to, or status
    #[arg(long, value_name = "COLUMN", required_unless_present = "from")]
    pub field: Option<String>,
    /// What the plan is to say
    #[arg(long, value_name = "TEXT", required_unless_present = "from", allow_hyphen_values = true)]
    pub to: Option<String>,
    /// Why it was changed
    #[arg(long, value_name = "WHY", required_unless_present = "from")]
    pub reason: Option<String>,
    /// Who approved it
    #[arg(long, value_name = "WHO", required_unless_present = "from")]
    pub approved_by: Option<String>,
    /// What the plan must say now; refused when it says something else
    #[arg(long, value_name = "OLD")]
    pub from_check: Option<String>,
    /// Take what was agreed on the sheet Requested changes of this consolidated workbook
    #[arg(long, value_name = "WORKBOOK", conflicts_with_all = ["reference", "field", "to", "reason", "approved_by", "from_check"])]
    pub from: Option<PathBuf>,
    /// Day of the amendment [default: today]
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub date: Option<NaiveDate>,
    /// Give the plan this version too; without it the version stays as it is
    #[arg(long, value_name = "VERSION")]
    pub plan_version: Option<String>,
    /// Say what would change, and write nothing
    #[arg(long)]
    pub dry_run: bool,
}
