//! A council at work, for tests that go on from month to month: a plan of its own in a temporary folder, returns filled in on
//! the forms that `ragbook issue` would send, and the real binary.

#![allow(dead_code, reason = "each test uses a part of it")]

#[path = "../table/mod.rs"]
pub(crate) mod table;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use ragbook::domain::{Column, Period, Table};
use ragbook::form::template::AboutItem;
use ragbook::form::{self, Entry, Filled, Spot, Template};
use ragbook::pipeline::ledgers::Ledgers;
use ragbook::sheet::book::CellContent;
use ragbook::sheet::write::to_bytes;

/// Files below a folder with their bytes, by relative name.
pub(crate) type Listing = BTreeMap<String, Vec<u8>>;

/// One answer: ref, column, what is typed.
pub(crate) type Typed<'a> = (&'a str, Column, CellContent<'static>);

/// Text as typed.
pub(crate) fn text(typed: &str) -> CellContent<'static> {
    CellContent::Text(typed.to_owned().into())
}

/// A date as typed: `2024-03-31`.
pub(crate) fn date(typed: &str) -> CellContent<'static> {
    CellContent::Date(typed.parse().unwrap())
}

/// A number as typed.
pub(crate) fn number(typed: u32) -> CellContent<'static> {
    CellContent::Plain(f64::from(typed))
}

/// What Mara Quill answers in a month in which her measure took so many days.
pub(crate) fn took(days: u32) -> Vec<Typed<'static>> {
    vec![
        ("1.2", Column::Status, text("In progress")),
        ("1.2", Column::Forecast, date("2024-03-31")),
        ("1.2a", Column::Value, number(days)),
    ]
}

/// A council whose plan is a copy of `tests/plans/harbour`.
pub(crate) struct Council {
    pub(crate) work: PathBuf,
}

impl Council {
    /// In this folder, which it makes.
    pub(crate) fn new(work: &Path) -> Self {
        let plan = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/plans/harbour");
        copy(&plan, &work.join("plan"));
        Self { work: work.to_owned() }
    }

    /// January in the records, February consolidated, and a corrected return for February that changes everything.
    pub(crate) fn with_a_corrected_february(work: &Path) -> Self {
        let council = Self::new(work);
        council.send("2024-01", "mara-quill", "2024-02-05", &took(19));
        council.consolidate("2024-01", "reports");
        council.send("2024-02", "mara-quill", "2024-03-05", &took(17));
        council.consolidate("2024-02", "reports");
        council.send("2024-02", "mara-quill", "2024-03-06", &took(15));
        council
    }

    /// The plan's folder.
    pub(crate) fn plan(&self) -> PathBuf {
        self.work.join("plan")
    }

    /// The folder of a month's returns.
    pub(crate) fn returns(&self, period: &str) -> PathBuf {
        self.work.join("came-back").join(period)
    }

    /// Puts a lead's return among the month's, on a form that knows the months before; completed on this day.
    pub(crate) fn send(&self, period: &str, lead: &str, completed: &str, answers: &[Typed<'_>]) {
        let plan = ragbook::plan::load(&self.plan()).plan.unwrap();
        let month: Period = period.parse().unwrap();
        let history = Ledgers::load(&self.plan()).unwrap().before(month);
        let mut filled = Filled::new();
        let mut put = |spot, content: CellContent<'static>| {
            filled.insert(spot, Entry { typed: Some(content), mark: None });
        };
        put(Spot::About(AboutItem::CompletedBy), text(lead));
        put(Spot::About(AboutItem::DateCompleted), date(completed));
        for (reference, column, content) in answers {
            let spot = match reference.parse() {
                Ok(measure) => Spot::Measures(measure, *column),
                Err(_) => Spot::Progress(reference.parse().unwrap(), *column),
            };
            assert!(
                Column::of(if matches!(spot, Spot::Measures(..)) {
                    Table::Measures
                } else {
                    Table::Progress
                })
                .contains(column)
            );
            put(spot, content.clone());
        }
        let lead = plan.leads.iter().find(|known| known.id.as_str() == lead).unwrap();
        let template = Template::built_in().unwrap();
        let book = form::prefilled(&plan, &template, &history, lead, month, &filled);
        fs::create_dir_all(self.returns(period)).unwrap();
        let name = format!("{} {completed}.xlsx", lead.id);
        fs::write(self.returns(period).join(name), to_bytes(&book).unwrap()).unwrap();
    }

    /// `ragbook COMMAND --plan … --period …`, to be added to.
    pub(crate) fn ragbook(&self, command: &str, period: &str) -> Command {
        let mut ragbook = Command::new(env!("CARGO_BIN_EXE_ragbook"));
        ragbook.current_dir(&self.work).env("NO_COLOR", "1");
        ragbook.args([command, "--plan", "plan", "--period", period, "--quiet"]);
        ragbook
    }

    /// `ragbook consolidate` of a month's returns into a folder.
    pub(crate) fn consolidating(&self, period: &str, out: &str) -> Command {
        let mut ragbook = self.ragbook("consolidate", period);
        ragbook.arg("--out").arg(out).arg(self.returns(period));
        ragbook
    }

    /// Consolidates a month; what was written.
    pub(crate) fn consolidate(&self, period: &str, out: &str) -> Listing {
        said(&mut self.consolidating(period, out));
        listing(&self.work.join(out))
    }

    /// The history ledger; empty when there is none.
    pub(crate) fn history(&self) -> Vec<u8> {
        fs::read(self.plan().join("history.csv")).unwrap_or_default()
    }
}

/// Runs a command that must succeed; what it printed.
pub(crate) fn said(command: &mut Command) -> String {
    let output = command.output().unwrap();
    assert!(output.status.success(), "{command:?}: {}", stderr(&output));
    String::from_utf8(output.stdout).unwrap()
}

/// What a command said to people.
pub(crate) fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Files below a folder, without what ragbook leaves for itself while it writes.
pub(crate) fn listing(folder: &Path) -> Listing {
    let mut found = Listing::new();
    for entry in fs::read_dir(folder).into_iter().flatten().map(Result::unwrap) {
        let name = entry.file_name().into_string().unwrap();
        if name.starts_with(".ragbook") {
            continue;
        }
        if entry.path().is_dir() {
            found.extend(
                listing(&entry.path()).into_iter().map(|(inner, bytes)| (format!("{name}/{inner}"), bytes)),
            );
        } else {
            found.insert(name, fs::read(entry.path()).unwrap());
        }
    }
    found
}

/// Copies a folder with everything in it.
pub(crate) fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}
