//! `ragbook init`: a plan folder to start from. What it holds is data of the repository, in `seeds/` and
//! `templates/blank-plan/`.

use crate::plan::raw::PlanFile;
use crate::plan::raw::files::SETTINGS_FILE;
use crate::publish::output::NewFile;

/// What to start from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Start {
    /// The plan that is built in.
    BuiltIn,
    /// Settings with explanations, and tables with headings only.
    Blank,
}

/// The files of the new plan folder. Nothing is written here; whoever writes them must not replace files that are there.
pub fn init(start: Start) -> Vec<NewFile> {
    let file = |name: &str, text: String| NewFile { name: name.to_owned(), bytes: text.into_bytes() };
    let settings = match start {
        Start::BuiltIn => include_str!("../../../seeds/plan.toml"),
        Start::Blank => include_str!("../../../templates/blank-plan/plan.toml"),
    };
    let tables = PlanFile::ALL.into_iter().map(|table| {
        let text = match start {
            Start::BuiltIn => built_in(table).to_owned(),
            Start::Blank => format!("{}\n", table.columns().join(",")),
        };
        file(table.file_name(), text)
    });
    std::iter::once(file(SETTINGS_FILE, settings.to_owned())).chain(tables).collect()
}

const fn built_in(table: PlanFile) -> &'static str {
    match table {
        PlanFile::Outcomes => include_str!("../../../seeds/outcomes.csv"),
        PlanFile::Actions => include_str!("../../../seeds/actions.csv"),
        PlanFile::Measures => include_str!("../../../seeds/measures.csv"),
        PlanFile::Leads => include_str!("../../../seeds/leads.csv"),
        PlanFile::Changes => include_str!("../../../seeds/changes.csv"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pipeline::plan::check;

    #[test]
    fn both_plans_can_be_used_as_they_are() {
        for start in [Start::BuiltIn, Start::Blank] {
            let folder = tempfile::tempdir().unwrap();
            for file in init(start) {
                std::fs::write(folder.path().join(file.name), file.bytes).unwrap();
            }
            let checked = check(folder.path());
            assert!(checked.plan.is_some(), "{:?}", checked.findings);
        }
    }
}
