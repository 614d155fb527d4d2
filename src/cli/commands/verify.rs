//! `ragbook verify`: what was written, held against its manifest, its plan, its ledgers and its inputs.

use std::path::{Path, PathBuf};

use super::{plan_path, template, worker};
use crate::cli::args::{Document, Shared};
use crate::cli::progress::Progress;
use crate::cli::quiet::quietly;
use crate::cli::{Ended, Failure, console};
use crate::pipeline::verify::{self, Question, VerifyError};

/// Verifies every set in the folder, and prints what became of each file.
pub(super) fn run(
    shared: &Shared,
    folder: &Path,
    inputs: &[PathBuf],
    form: Document,
) -> Result<Ended, Failure> {
    let doing = || format!("verifying {}", folder.display());
    let failed = |error: &VerifyError| {
        let advice = match error {
            VerifyError::NoSet(_) => "Give the folder that `ragbook consolidate` wrote to.",
            VerifyError::OtherSchema { .. } => "Verify it with the version of ragbook that wrote it.",
            _ => "",
        };
        Failure::new(doing(), error, advice)
    };
    // Without a plan much can be verified all the same.
    let is_here = shared.plan.is_some() || Path::new("plan.toml").exists();
    let plan = if is_here { Some(plan_path(shared)?) } else { None };
    let (template, worker) = (template(shared)?, worker());
    let progress = Progress::new(shared.quiet);
    let told = |done, of| progress.tell(done, of);
    let question = Question {
        folder,
        plan: plan.as_deref(),
        inputs,
        template: &template,
        worker: worker.as_ref(),
        progress: Some(&told),
    };
    let verified = quietly(&doing(), || verify::verify(&question));
    progress.finish();
    let verified = verified?.map_err(|e| failed(&e))?;
    match form {
        Document::Text => console::result_in_words(&verify::as_text(&verified))?,
        Document::Json => {
            let json = verify::as_json(&verified).map_err(|e| Failure::new(doing(), e, ""))?;
            console::result(&json)?;
        }
    }
    Ok(if verified.is_well() { Ended::Well } else { Ended::WithErrors })
}
