//! The month through the real binary, on the sample returns: what was planted is found where it was planted, every file
//! and every typed value is accounted for, and the same inputs give the same bytes.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod conservation;
mod feedback;
mod lost;
mod planted;
mod repeatable;
mod second_plan;
#[path = "../table/mod.rs"]
mod table;

use std::path::{Path, PathBuf};

use assert_cmd::Command;
use tempfile::TempDir;

/// The repository.
fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// ragbook, in the repository, with a quiet environment.
fn ragbook() -> Command {
    let mut command = Command::cargo_bin("ragbook").unwrap();
    command.current_dir(root()).env("NO_COLOR", "1");
    command
}

/// The sample month, consolidated into a folder that goes away with the test.
struct Consolidated {
    out: TempDir,
    stdout: String,
}

impl Consolidated {
    fn samples() -> Self {
        let out = tempfile::tempdir().unwrap();
        let output = ragbook()
            .args([
                "consolidate",
                "--trial",
                "--plan",
                "samples/plan",
                "--period",
                "2019-11",
                "samples/2019-11",
                "--out",
            ])
            .arg(out.path())
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        Self { out, stdout: String::from_utf8(output.stdout).unwrap() }
    }

    fn data(&self, name: &str) -> PathBuf {
        self.out.path().join("2019-11-data").join(name)
    }

    fn table(&self, name: &str) -> table::Rows {
        table::read(&self.data(name))
    }
}
