//! What may be typed on the command line: typed, without any I/O (8-commands-and-files.md). Help is written here.

mod plan;

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

use crate::domain::Period;

pub use plan::{Amend, PlanCommand};

/// Issues, reads, checks, merges and rates the Excel returns of a council's improvement plan.
#[derive(Debug, Parser)]
#[command(name = "ragbook", version, long_version = super::version::LONG.as_str())]
#[command(propagate_version = true, arg_required_else_help = true)]
#[command(after_help = "The month:\n  \
    ragbook issue        blank returns, one for each lead\n  \
    ragbook check        what is wrong with the returns that came back\n  \
    ragbook chase        who has not answered yet\n  \
    ragbook feedback     what is wrong, back to each lead: marked return and message\n  \
    ragbook consolidate  the workbook, the data files and the manifest\n  \
    ragbook decide       your decisions on the sheet Exceptions; then consolidate again\n  \
    ragbook publish      an edition of it for one audience\n  \
    ragbook review       after a year: did the plan work?\n\n\
    Start with `ragbook init DIR`. Exit status: 0 done, 1 done and an error was found, 2 could not be done.")]
pub struct Cli {
    /// Options of every command.
    #[command(flatten)]
    pub shared: Shared,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// Options of every command.
#[derive(Debug, Clone, Args)]
pub struct Shared {
    /// The plan: its folder, or a plan.xlsx [default: the current folder, when it holds plan.toml]
    #[arg(long, global = true, value_name = "DIR")]
    pub plan: Option<PathBuf>,
    /// Folder with a return.toml of your own words for the return [default: the words built in]
    #[arg(long, global = true, value_name = "DIR")]
    pub templates: Option<PathBuf>,
    /// Say nothing but results and errors
    #[arg(long, short, global = true)]
    pub quiet: bool,
    /// How many cores to use [default: all]
    #[arg(long, global = true, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub jobs: Option<u16>,
}

/// How findings are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Form {
    /// For people.
    #[default]
    Text,
    /// One JSON document.
    Json,
    /// Comma-separated, with a header row.
    Csv,
}

/// How something is printed that is no list of findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Document {
    /// For people.
    #[default]
    Text,
    /// One JSON document.
    Json,
}

/// `--format`, where a command prints findings.
#[derive(Debug, Clone, Copy, Args)]
pub struct Findings {
    /// How to print
    #[arg(long, value_enum, default_value_t, value_name = "FORM")]
    pub format: Form,
}

/// Which returns, for which month.
#[derive(Debug, Clone, Args)]
pub struct Returns {
    /// The month reported on, such as 2019-11
    #[arg(long, short)]
    pub period: Period,
    /// Read returns that do not say their month (a bare csv) as of this period
    #[arg(long)]
    pub assume_period: bool,
    /// The returns: files, folders (searched through), zip archives of returns
    #[arg(required = true, value_name = "RETURN")]
    pub returns: Vec<PathBuf>,
}

/// Which returns, or which answers extracted from returns, for which month.
#[derive(Debug, Clone, Args)]
pub struct ReturnsOrAnswers {
    /// The month reported on, such as 2019-11
    #[arg(long, short)]
    pub period: Period,
    /// Read returns that do not say their month (a bare csv) as of this period
    #[arg(long)]
    pub assume_period: bool,
    /// Answers that `ragbook extract` wrote, instead of the returns or beside them; may be repeated
    #[arg(long, value_name = "FILE")]
    pub answers: Vec<PathBuf>,
    /// The returns: files, folders (searched through), zip archives of returns
    #[arg(required_unless_present = "answers", value_name = "RETURN")]
    pub returns: Vec<PathBuf>,
}

impl ReturnsOrAnswers {
    /// The returns alone.
    pub fn returns(&self) -> Returns {
        Returns { period: self.period, assume_period: self.assume_period, returns: self.returns.clone() }
    }
}

/// Which returns, if any, for which month.
#[derive(Debug, Clone, Args)]
pub struct ReturnsIfAny {
    /// The month reported on, such as 2019-11
    #[arg(long, short)]
    pub period: Period,
    /// Read returns that do not say their month (a bare csv) as of this period
    #[arg(long)]
    pub assume_period: bool,
    /// The returns: files, folders (searched through), zip archives of returns
    #[arg(value_name = "RETURN")]
    pub returns: Vec<PathBuf>,
}

impl ReturnsIfAny {
    /// The returns; none when none were given.
    pub fn returns(&self) -> Option<Returns> {
        let returns = self.returns.clone();
        let given = !returns.is_empty();
        given.then_some(Returns { period: self.period, assume_period: self.assume_period, returns })
    }
}

/// What to do with layouts.
#[derive(Debug, Subcommand)]
pub enum LayoutCommand {
    /// Say which rows and columns of a return are recognised, by which layout, and what is missing
    ///
    /// Reads DIR/layouts/*.toml of `--templates DIR`. With `--plan` it also says whose return it would be. Shows captions and
    /// labels as they are: nothing is masked.
    Try {
        /// The return
        file: PathBuf,
        /// The month to read it for, when it names none
        #[arg(long, short)]
        period: Option<Period>,
    },
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Write a plan folder to start from: the one built in, or a blank one
    Init {
        /// Folder to write; must not hold a plan yet
        dir: PathBuf,
        /// Headings and explanations only
        #[arg(long)]
        blank: bool,
    },
    /// The plan itself: check, show, convert, compare, amend
    #[command(subcommand)]
    Plan(PlanCommand),
    /// Write the blank returns of a month, one workbook for each lead
    Issue {
        /// The month reported on, such as 2019-11
        #[arg(long, short)]
        period: Period,
        /// Folder to write to; files that are there already are never overwritten
        #[arg(long, short)]
        out: PathBuf,
        /// Only for this lead (name or id as in leads.csv); may be repeated
        #[arg(long, value_name = "LEAD")]
        returner: Vec<String>,
    },
    /// Say what is wrong with one or many returns; writes nothing
    Check {
        /// Which returns.
        #[command(flatten)]
        returns: Returns,
        /// How to print.
        #[command(flatten)]
        findings: Findings,
    },
    /// Other councils' layouts: see what is recognised in a return that `ragbook issue` did not make
    #[command(subcommand)]
    Layout(LayoutCommand),
    /// Say what ragbook sees in any workbook: sheets, cells, formats, what is hidden or merged
    ///
    /// Shows the file as it is. What looks like a person (D01) is masked everywhere else, not here: do not pass it on.
    Inspect {
        /// The workbook
        file: PathBuf,
        /// How to print
        #[arg(long, value_enum, default_value_t, value_name = "FORM")]
        format: Document,
    },
    /// Say who has not answered yet, how late, with a text to paste into an e-mail
    Chase {
        /// Which returns.
        #[command(flatten)]
        returns: Returns,
        /// How to print.
        #[command(flatten)]
        findings: Findings,
    },
    /// Write what goes back to the leads: each return with open errors or queries again, prefilled and marked, and a message
    ///
    /// For each lead with something to correct or to confirm: `2019-11 NAME - to correct.xlsx`, the form with what the lead
    /// typed, doubtful cells marked, a Fix list with links in front; and beside it a `.txt` to paste into an e-mail. A file of
    /// which nothing can be used gets a message only. The files that came back are never touched. A corrected workbook is an
    /// ordinary return: put it into the folder beside the first one.
    Feedback {
        /// Which returns.
        #[command(flatten)]
        returns: Returns,
        /// Folder to write to; files that are there already are never overwritten
        #[arg(long, short)]
        out: PathBuf,
    },
    /// The main job: read the returns, check, merge, rate, and write the workbook, the data files and the manifest
    Consolidate {
        /// Which returns, or answers.
        #[command(flatten)]
        returns: ReturnsOrAnswers,
        /// Folder to write to; an earlier set of the same month is replaced by a complete one
        #[arg(long, short)]
        out: PathBuf,
        /// The day at which ratings stand [default: the last day of the period]
        #[arg(long, value_name = "DATE", value_parser = date)]
        as_at: Option<NaiveDate>,
        /// End with status 1 when an error was found
        #[arg(long)]
        strict: bool,
        /// Write the outputs only: history.csv beside the plan is read, and left as it is
        #[arg(long)]
        trial: bool,
    },
    /// Take the officer's decisions on the sheet Exceptions into the ledger, decisions.csv beside the plan
    ///
    /// On the sheet Exceptions of the consolidated workbook choose a decision where it says Open, fill in Reason and Decided
    /// by, save, and run this; then consolidate again.
    ///
    /// Accept: it is as it should be; no value and no rating changes. Use this value: the value in Value instead of the
    /// return's, for this month. Reject the return's value: it is not used, for this month. Override the rating: Red, Amber
    /// or Green in Value (for an action's Impact: "Impact: Amber"), with Reason, Decided by and Until. Withdraw the decision:
    /// takes back one that was made.
    ///
    /// Rows may be sorted and filtered and columns moved: each row is known by its Key. The same workbook twice adds nothing
    /// twice; a changed decision is added and stands for the earlier one; nothing is ever deleted. Status 1: a row was not
    /// used, or lacks something.
    Decide {
        /// The consolidated workbook with your decisions, saved as .xlsx
        workbook: PathBuf,
        /// The data folder written with it [default: beside the workbook]
        #[arg(long, value_name = "DIR")]
        data: Option<PathBuf>,
        /// Say what would be taken, and write nothing
        #[arg(long)]
        dry_run: bool,
        /// The day of the decisions [default: today]
        #[arg(long, value_name = "DATE", value_parser = date)]
        on: Option<NaiveDate>,
    },
    /// Write an edition of the consolidated workbook for one audience, or list the editions that the plan declares
    ///
    /// Needs no returns: it reads what `ragbook consolidate` wrote. What an edition withholds never was in its file. Each issue is
    /// remembered beside the plan (issues.csv, published.csv): the next one says what changed since, and no small number can be
    /// worked out from two of them together.
    Publish {
        /// Name of the edition, as in plan.toml; without one the editions are listed
        #[arg(long, value_name = "NAME", requires_all = ["period", "out"])]
        edition: Option<String>,
        /// The month, such as 2019-11
        #[arg(long, short)]
        period: Option<Period>,
        /// Folder to write to
        #[arg(long, short)]
        out: Option<PathBuf>,
        /// Folder that holds what was consolidated [default: the folder written to]
        #[arg(long, value_name = "DIR")]
        from: Option<PathBuf>,
        /// Also write it as one page for a browser, for people who will not open Excel
        #[arg(long, requires = "edition")]
        html: bool,
        /// Instead of the edition, write a workbook of what leads wrote that it shows: to read before it goes out, and, where it
        /// shows a text only if a decision approves it, to decide and give to ragbook decide
        #[arg(long, requires = "edition", conflicts_with = "html")]
        texts: bool,
    },
    /// After a year: did the plan work? A workbook, data files and a manifest from the records alone
    ///
    /// Made from history.csv, decisions.csv, the plan and its change log: for each action first and last dates, how often they
    /// moved, ratings by month; for each measure first, last and target values; for each recommendation whether it improved, with
    /// the evidence counted. Months that were never consolidated are named and never guessed.
    Review {
        /// First month, such as 2019-10
        #[arg(long)]
        from: Period,
        /// Last month, such as 2020-09
        #[arg(long)]
        to: Period,
        /// Folder to write to; an earlier review of the same months is replaced by a complete one
        #[arg(long, short)]
        out: PathBuf,
    },
    /// Explain a rating or a figure: facts, rule, sources
    ///
    /// From the returns, when they are given. Without them from what was consolidated: the set in the folder after --from, or in
    /// the current folder; where there is none, from the records, history.csv beside the plan, which name no cells.
    Explain {
        /// The action or measure, such as 3.10 or 1.2a
        reference: String,
        /// Which returns, if any.
        #[command(flatten)]
        returns: ReturnsIfAny,
        /// Folder that holds what was consolidated [default: the current folder]
        #[arg(long, value_name = "DIR", conflicts_with = "returns")]
        from: Option<PathBuf>,
        /// The day at which ratings stand [default: the last day of the period]
        #[arg(long, value_name = "DATE", value_parser = date, requires = "returns")]
        as_at: Option<NaiveDate>,
    },
    /// Write the typed answers and findings of returns, one JSON object a line, for `consolidate --answers`
    ///
    /// For more returns than one machine should read: extract parts of them anywhere, in any order, then consolidate from what
    /// was written; the outputs are the same, byte for byte, as of one run over all returns. What looks like a person (D01)
    /// is masked. Where the returns lie in several folders, give --below in every part.
    Extract {
        /// Which returns.
        #[command(flatten)]
        returns: Returns,
        /// Name files by their path from this folder [default: from the folder given]
        #[arg(long, value_name = "DIR")]
        below: Option<PathBuf>,
    },
    /// Prove that what was consolidated is still what it was, and what it came from
    ///
    /// Checks every set in the folder against its manifest, run.json: the outputs, the manifest itself, the plan, the ledgers,
    /// and the returns where they are at hand, found by what is in them and not by their names. Reviews in it are held against
    /// their own manifest, editions against issues.csv beside the plan. When all are as they were, everything is made again in
    /// memory and compared byte for byte. Writes nothing. Status 1: something is altered or missing.
    // --inputs takes all that follows it, so the folder comes first.
    #[command(override_usage = "ragbook verify <DIR> [OPTIONS]")]
    Verify {
        /// The folder that `ragbook consolidate`, `publish` or `review` wrote to
        #[arg(value_name = "DIR")]
        folder: PathBuf,
        /// Where the returns are now: files, folders, archives; one or several, and the flag may be repeated
        #[arg(long, value_name = "PATH", num_args = 1..)]
        inputs: Vec<PathBuf>,
        /// How to print
        #[arg(long, value_enum, default_value_t, value_name = "FORM")]
        format: Document,
    },
    /// The plan's meetings, which figures and which edition each gets, and when returns go out and are due back
    ///
    /// Only dates that the plan states, or that follow from the first day of a meeting; see `[[meeting]]` in plan.toml. A day that
    /// is no working day in England is marked, not moved.
    Calendar {
        /// First month [default: the month in which the plan starts]
        #[arg(long, value_name = "MONTH")]
        from: Option<Period>,
        /// Last month [default: the month of the plan's review, else a year]
        #[arg(long, value_name = "MONTH")]
        to: Option<Period>,
        /// As an iCalendar file for Outlook and others: `ragbook calendar --ics > meetings.ics`
        #[arg(long, conflicts_with = "format")]
        ics: bool,
        /// How to print
        #[arg(long, value_enum, default_value_t, value_name = "FORM")]
        format: Form,
    },
    /// The exception catalogue, or one rule of it with an example and a fix
    Rules {
        /// Code of a rule, such as V03
        code: Option<String>,
        /// How to print
        #[arg(long, value_enum, default_value_t, value_name = "FORM")]
        format: Document,
    },
    /// Completions for your shell, to stdout
    Completions {
        /// The shell
        shell: Shell,
    },
    /// A page of the manual, to stdout: `ragbook man | man -l -`
    Man {
        /// The command, such as consolidate or plan amend [default: ragbook itself]
        #[arg(value_name = "COMMAND")]
        words: Vec<String>,
    },
}

fn date(text: &str) -> Result<NaiveDate, String> {
    NaiveDate::parse_from_str(text, "%Y-%m-%d")
        .map_err(|_| format!("\"{text}\" is not a date such as 2019-11-30"))
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent() {
        super::Cli::command().debug_assert();
    }
}
