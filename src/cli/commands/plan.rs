//! `ragbook plan check`, `plan show`, `plan convert`.

use std::path::{Path, PathBuf};

use crate::cli::args::{PlanCommand, Shared};
use crate::cli::{Ended, Failure, console, findings};
use crate::pipeline::plan;
use crate::publish::output::{Existing, Folder, NewFile};

/// Does what was asked about the plan.
pub(super) fn run(shared: &Shared, command: &PlanCommand) -> Result<Ended, Failure> {
    let path = super::plan_path(shared)?;
    match command {
        PlanCommand::Check { findings: form } => {
            let checked = plan::check(&path);
            findings::print(form.format, None, &checked.findings)?;
            Ok(if checked.has_errors() { Ended::WithErrors } else { Ended::Well })
        }
        PlanCommand::Show => {
            console::result(&plan::show(&super::plan(shared)?));
            Ok(Ended::Well)
        }
        PlanCommand::Convert { to } => convert(shared, &path, to),
    }
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
