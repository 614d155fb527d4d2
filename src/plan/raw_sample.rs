//! A small plan as its files say it, for tests: change one thing, see what is found. Nothing of any council's.

use super::fault::PlanFault;
use super::raw::{PlanFile, RawPlan, folder, setting};
use super::{Loaded, validate};

/// The texts of a plan's files.
#[derive(Debug, Clone)]
pub(crate) struct RawSample {
    settings: String,
    tables: Vec<(PlanFile, String)>,
}

impl RawSample {
    /// A plan in which nothing is wrong or open but its size.
    pub(crate) fn clean() -> Self {
        let settings = "name = \"Example Plan\"\nauthority = \"Example Council\"\nversion = \"1.0\"\n\
            starts = 2024-01-01\ninspected = 2023-11-30\n\n[[meeting]]\nname = \"Board\"\nevery = \"monthly\"\n\
            edition = \"board\"\n\n[[edition]]\nname = \"board\"\npublic = false\n";
        let tables = [
            (PlanFile::Outcomes, "1,Teams are trained,Train the teams\n"),
            (
                PlanFile::Actions,
                "1.1,1,Train the teams,Staff are trained,June 2024,\"Ann Archer, Head of Training\",ann,,\n\
                 1.10,1,Keep the register,The register is right,Ongoing,Ben Baker,ben;ann,,Review: March 2025\n",
            ),
            (
                PlanFile::Measures,
                "1.1a,1.1,% of staff trained,% trained,assurance,percent,higher,snapshot,monthly,single,40,90,5,\
                 straight,Staff trained,All staff,,,,no,ann,\n\
                 1.1b,1.1,Number of courses,No of courses,assurance,count,higher,period,monthly,single,,12,10%,\
                 2024-03:3;2024-06:12,,,1.10a,0,50,no,ann,\n\
                 1.10a,1.10,Number of entries,No of entries,assurance,count,higher,period,monthly,sum,,20,,,,,,,,\
                 yes,ann;ben,\n\
                 O1.1,,Number of complaints,Number of complaints,outcome,count,lower,period,quarterly,single,9,4,,,\
                 ,,,,,no,ben,\n",
            ),
            (
                PlanFile::Leads,
                "ann,Ann Archer,Head of Training,Example Council,,Head of Training,\n\
                 ben,Ben Baker,Registrar,Example Council,,,board\n",
            ),
            (
                PlanFile::Changes,
                "2024-02-01,1.1,target_date,March 2024,June 2024,The Board,Two courses were full\n",
            ),
        ];
        let with_header =
            |(file, rows): (PlanFile, &str)| (file, format!("{}\n{rows}", file.columns().join(",")));
        Self { settings: settings.to_owned(), tables: tables.into_iter().map(with_header).collect() }
    }

    /// The same with one text changed in this file, everywhere it stands.
    pub(crate) fn with(mut self, file: PlanFile, from: &str, to: &str) -> Self {
        for (_, text) in self.tables.iter_mut().filter(|(name, _)| *name == file) {
            assert!(text.contains(from), "{from:?} is not in {}", file.file_name());
            *text = text.replace(from, to);
        }
        self
    }

    /// The same with one text changed in `plan.toml`.
    pub(crate) fn with_setting(mut self, from: &str, to: &str) -> Self {
        assert!(self.settings.contains(from), "{from:?} is not in plan.toml");
        self.settings = self.settings.replace(from, to);
        self
    }

    /// What loading it gives.
    pub(crate) fn load(&self) -> Loaded {
        let settings = setting::from_toml(&self.settings).unwrap();
        let tables = self.tables.iter().map(|(file, text)| folder::table(*file, text).unwrap()).collect();
        validate(&RawPlan { settings, tables, files: Vec::new() }, Vec::new())
    }

    /// Its faults.
    pub(crate) fn faults(&self) -> Vec<PlanFault> {
        self.load().faults
    }
}
