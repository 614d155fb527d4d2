//! `ragbook plan check`, `plan show`, `plan convert`; `plan diff` and `plan amend` stand beside.

use std::path::{Path, PathBuf};

use crate::cli::args::{Form, PlanCommand, Shared};
use crate::cli::{Ended, Failure, console, findings};
use crate::pipeline::plan;
use crate::publish::output::{self, Existing, Folder, NewFile};

/// Does what was asked about the plan.
pub(super) fn run(shared: &Shared, command: &PlanCommand) -> Result<Ended, Failure> {
    // Two plans are named: the one in the current folder has nothing to do with it.
    if let PlanCommand::Diff { from, to, format } = command {
        return diff(from, to, *format);
    }
    let path = super::plan_path(shared)?;
    match command {
        PlanCommand::Check { findings: form } => {
            let checked = plan::check(&path);
            findings::print(form.format, None, &checked.findings)?;
            Ok(if checked.has_errors() { Ended::WithErrors } else { Ended::Well })
        }
        PlanCommand::Show => {
            console::result(&plan::show(&super::plan(shared)?))?;
            Ok(Ended::Well)
        }
        PlanCommand::Convert { to } => convert(shared, &path, to),
        PlanCommand::Diff { from, to, format } => diff(from, to, *format),
        PlanCommand::Amend(what) => super::amend::run(shared, &path, what),
    }
}

/// What changed between two plans. It is a comparison, not a check: the exit status is 0 whatever was found.
fn diff(from: &Path, to: &Path, form: Form) -> Result<Ended, Failure> {
    let doing = || format!("comparing the plan in {} with the one in {}", from.display(), to.display());
    for path in [from, to] {
        if !path.exists() {
            let wrong = format!("there is no {}", path.display());
            return Err(Failure::new(
                doing(),
                wrong,
                "Give two plan folders, or two plan.xlsx, the earlier one first.",
            ));
        }
        output::finish_stopped(path).map_err(|e| super::unwritten(doing(), &e))?;
    }
    let advice = "`ragbook plan check --plan DIR` says what to mend; a plan with errors cannot be compared as a whole.";
    let found = plan::diff(from, to).map_err(|e| Failure::new(doing(), e, advice))?;
    let text = match form {
        Form::Text => plan::diff_as_text(&found),
        Form::Json => plan::diff_as_json(&found).map_err(|e| Failure::new(doing(), e, ""))?,
        Form::Csv => plan::diff_as_csv(&found).map_err(|e| Failure::new(doing(), e, ""))?,
    };
    console::result(&text)?;
    Ok(Ended::Well)
}

/// A folder becomes the workbook `to`; a workbook becomes the folder `to`.
fn convert(shared: &Shared, path: &Path, to: &Path) -> Result<Ended, Failure> {
    let doing = || format!("converting the plan in {} to {}", path.display(), to.display());
    let converted = plan::convert(path).map_err(|e| Failure::new(doing(), e, ""))?;
    let (dir, files) = place(to, converted.files, path.is_dir());
    let folder = Folder::claim(&dir).map_err(|e| super::unwritten(doing(), &e))?;
    folder.write_all("plan", &files, Existing::Keep).map_err(|e| super::unwritten(doing(), &e))?;
    if !shared.quiet {
        let comments = converted.comments_left_out;
        let lost = if comments > 0 {
            format!(
                " The {comments} comment lines of plan.toml have no place in a workbook and were left out."
            )
        } else {
            String::new()
        };
        console::message(&format!("The plan stands in {}.{lost}", to.display()));
    }
    Ok(Ended::Well)
}

/// A single workbook takes the name given when that ends in `.xlsx`; everything else goes into the folder given.
fn place(to: &Path, mut files: Vec<NewFile>, from_folder: bool) -> (PathBuf, Vec<NewFile>) {
    let named = to.extension().is_some_and(|e| e.eq_ignore_ascii_case("xlsx"));
    if let (true, true, Some(name), [only]) = (from_folder, named, to.file_name(), files.as_mut_slice()) {
        only.name = name.to_string_lossy().into_owned();
        let parent = to.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
        return (parent.to_owned(), files);
    }
    (to.to_owned(), files)
}
