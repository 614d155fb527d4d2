//! Makes `samples/2019-11/`: one filled-in return from every returner of the sample plan, each marked "illustrative data",
//! some damaged on purpose; and `samples/planted.csv`, which says what was planted where.
//!
//! `cargo run --example make_samples` writes them anew, always the same bytes. A test checks that the files in the
//! repository are these.

mod fill;
mod problems;

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use ragbook::domain::Period;
use ragbook::form::{self, Template};
use ragbook::ledger::History;
use ragbook::sheet::write::to_bytes;

fn main() -> Result<(), Box<dyn Error>> {
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
    make(&std::env::args_os().nth(1).map_or_else(|| samples, PathBuf::from))
}

/// Writes the month and the list of what was planted into this folder.
pub(crate) fn make(target: &Path) -> Result<(), Box<dyn Error>> {
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
    let plan = ragbook::plan::load(&samples.join("plan")).plan.ok_or("samples/plan has errors")?;
    let template = Template::built_in()?;
    let period: Period = "2019-11".parse()?;
    let history = History::default();
    let month = target.join(period.to_string());
    if month.exists() {
        fs::remove_dir_all(&month)?;
    }
    fs::create_dir_all(&month)?;
    let mut list = csv::Writer::from_path(target.join("planted.csv"))?;
    list.write_record(["what", "code", "returner", "file", "sheet", "cell"])?;
    for lead in plan.returners() {
        let fresh = |period| {
            let filler = fill::Filler { plan: &plan, template: &template, period };
            let mut book = form::blank(&plan, &template, &history, lead, period);
            filler.fill(&mut book, &lead.id);
            book
        };
        let filler = fill::Filler { plan: &plan, template: &template, period };
        let (files, planted) = if problems::MISSING.contains(&lead.id.as_str()) {
            (Vec::new(), vec![problems::missing()])
        } else {
            problems::send(&filler, &lead.id, &form::file_name(&plan, lead, period), &fresh)
        };
        for file in files {
            fs::write(month.join(&file.name), to_bytes(&file.book)?)?;
        }
        for p in planted {
            list.write_record([p.what, p.code, lead.id.as_str(), &p.file, &p.sheet, &p.cell])?;
        }
    }
    list.flush()?;
    Ok(())
}
