//! Makes a plan and a month's filled-in returns of any size, for the benchmarks in `benches/`: illustrative data, the same
//! bytes at every run.
//!
//! `cargo run --release --example make_corpus -- 1000 FOLDER` writes `FOLDER/plan/` with a thousand leads, two actions and two
//! measures each, and `FOLDER/returns/` with a return from every lead.

#[path = "../make_samples/fill.rs"]
mod fill;

use std::error::Error;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use ragbook::domain::Period;
use ragbook::form::{self, FileNames, Template};
use ragbook::ledger::History;
use ragbook::sheet::write::to_bytes;
use rayon::prelude::*;

/// How many outcomes the actions are spread over.
const OUTCOMES: usize = 20;

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args().skip(1);
    let usage = "say how many returns and where: make_corpus 1000 FOLDER";
    let returns: usize = args.next().ok_or(usage)?.parse()?;
    let folder = PathBuf::from(args.next().ok_or(usage)?);
    write_plan(&folder.join("plan"), returns)?;
    write_returns(&folder)
}

fn write_plan(folder: &Path, leads: usize) -> Result<(), Box<dyn Error>> {
    fs::create_dir_all(folder)?;
    let settings = "name = \"Plan of many leads (illustrative data)\"\nauthority = \"Illustrative Council\"\nversion = \"1\"\n\
        starts = 2019-10-01\nreview_due = 2020-10-01\nreturns_due_day = 5\n\n[rating]\ntolerance = \"5%\"\n";
    fs::write(folder.join("plan.toml"), settings)?;
    let mut outcomes = "number,outcome,recommendation\n".to_owned();
    for outcome in 1..=OUTCOMES {
        writeln!(outcomes, "{outcome},Illustrative outcome {outcome},Illustrative recommendation {outcome}")?;
    }
    fs::write(folder.join("outcomes.csv"), outcomes)?;
    let mut people = "id,name,role,organisation,email,aliases,boards\n".to_owned();
    let mut actions =
        "ref,outcome,activity,desired_outcome,target_date,lead_as_written,leads,status_as_written,note\n"
            .to_owned();
    let mut measures = "ref,action,measure,as_written,kind,unit,polarity,counts_as,frequency,merge,baseline,target,tolerance,\
        profile,numerator,denominator,sums_to,minimum,maximum,sensitive,returned_by,assumption\n"
        .to_owned();
    for number in 0..leads * 2 {
        let lead = number / 2 + 1;
        let action = format!("{}.{}", number % OUTCOMES + 1, number / OUTCOMES + 1);
        if number % 2 == 0 {
            writeln!(people, "lead-{lead},Illustrative Lead {lead},Head of Illustration {lead},,,,")?;
        }
        writeln!(
            actions,
            "{action},{},\"Illustrative activity {number}, which is as long as the activities of a real plan are, so that the \
             texts weigh what they weigh there.\",Illustrative desired outcome {number},{},Illustrative Lead {lead},lead-{lead},,",
            number % OUTCOMES + 1,
            ["March 2020", "2020/21", "Ongoing", "December 2019"][number % 4],
        )?;
        let (unit, counts_as, target) =
            [("count", "period", "30"), ("percent", "snapshot", "85"), ("days", "snapshot", "30")]
                [number % 3];
        let polarity = if unit == "days" { "lower" } else { "higher" };
        let merge = if unit == "percent" { "pooled" } else { "single" };
        let parts = if unit == "percent" { "children reviewed in time,children to be reviewed" } else { "," };
        writeln!(
            measures,
            "{action}a,{action},Illustrative measure {number},Illustrative measure {number},assurance,{unit},{polarity},\
             {counts_as},monthly,{merge},,{target},,,{parts},,,,no,lead-{lead},Illustrative data",
        )?;
    }
    fs::write(folder.join("leads.csv"), people)?;
    fs::write(folder.join("actions.csv"), actions)?;
    fs::write(folder.join("measures.csv"), measures)?;
    fs::write(folder.join("changes.csv"), "date,ref,field,from,to,approved_by,reason\n")?;
    Ok(())
}

fn write_returns(folder: &Path) -> Result<(), Box<dyn Error>> {
    let loaded = ragbook::plan::load(&folder.join("plan"));
    let plan = loaded.plan.ok_or_else(|| format!("the plan has errors: {:?}", loaded.faults.first()))?;
    let template = Template::built_in()?;
    let period: Period = "2019-11".parse()?;
    let month = folder.join("returns");
    fs::create_dir_all(&month)?;
    let (history, names) = (History::default(), FileNames::of(&plan));
    let written = plan.leads.par_iter().try_for_each(|lead| {
        let mut book = form::blank(&plan, &template, &history, lead, period);
        fill::Filler { plan: &plan, template: &template, period }.fill(&mut book, &lead.id);
        let bytes = to_bytes(&book).map_err(|error| error.to_string())?;
        fs::write(month.join(names.name(lead, period)), bytes).map_err(|error| error.to_string())
    });
    written.map_err(Into::into)
}
