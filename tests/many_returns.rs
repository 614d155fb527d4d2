//! `docs/many-returns.md` does what it says: its job array, run as a plain loop, and its `DuckDB` statements, as they stand on the
//! page, give the bytes of one run over the sample month.

#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod council;

use std::fs;
use std::path::Path;
use std::process::Command;

use council::{copy, listing, said};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// The fenced blocks of this language on the page, in order.
fn blocks(page: &str, language: &str) -> Vec<String> {
    let fence = format!("```{language}\n");
    let parts = page.split(&fence).skip(1);
    parts.map(|part| part.split_once("\n```").unwrap().0.to_owned() + "\n").collect()
}

/// In this folder, with `ragbook` on the path.
fn by_bash(work: &Path, script: &str) -> String {
    let program = Path::new(env!("CARGO_BIN_EXE_ragbook")).parent().unwrap();
    let path = format!("{}:{}", program.display(), std::env::var("PATH").unwrap());
    said(Command::new("bash").current_dir(work).env("PATH", path).args(["-euo", "pipefail", "-c", script]))
}

#[test]
fn the_job_array_and_the_duckdb_statements_of_the_page_give_the_bytes_of_one_run() {
    let page = fs::read_to_string(Path::new(ROOT).join("docs/many-returns.md")).unwrap();
    let shell = blocks(&page, "sh");
    let [job, submit, plain_loop, reduce, duck] = shell.as_slice() else { panic!("{shell:#?}") };
    assert!(job.contains("#SBATCH --array=0-7") && submit == "sbatch --wait part.sh\n");
    let work = tempfile::tempdir().unwrap();
    let work = work.path();
    copy(&Path::new(ROOT).join("samples/plan"), &work.join("plan"));
    copy(&Path::new(ROOT).join("samples/2019-11"), &work.join("returns"));
    // Names that a careless script would take apart.
    let odd = work.join("returns/late ones\n'and' \"odd\"");
    fs::create_dir(&odd).unwrap();
    let first = fs::read_dir(work.join("returns")).unwrap().map(|e| e.unwrap().path()).find(|p| p.is_file());
    fs::copy(first.unwrap(), odd.join("-copy.xlsx")).unwrap();
    fs::write(work.join("part.sh"), job).unwrap();
    said(Command::new("bash").current_dir(work).args(["-n", "part.sh"]));

    by_bash(work, plain_loop);
    assert!((0..8).all(|shard| fs::metadata(work.join(format!("shard-{shard}.ndjson"))).unwrap().len() > 0));
    let told = by_bash(work, reduce);
    assert!(told.ends_with("the same, byte for byte\n"), "{told}");
    assert!(
        listing(&work.join("one")).len() > 5 && listing(&work.join("one")) == listing(&work.join("eight"))
    );

    let has_duckdb =
        Command::new("python3").args(["-c", "import duckdb"]).output().is_ok_and(|o| o.status.success());
    if !has_duckdb {
        println!("the statements are not run, because DuckDB is not here: pip install duckdb");
        return;
    }
    let sql = blocks(&page, "sql");
    fs::write(work.join("answers.sql"), sql.concat()).unwrap();
    let run = "import duckdb\nfor s in duckdb.extract_statements(open('answers.sql').read()): print(duckdb.execute(s).fetchall())";
    let found = said(Command::new("python3").current_dir(work).args(["-c", run]));
    assert!(found.contains("('alex-kaitell', 'read', 2)"), "{found}");
    assert!(found.contains("('1.2a', 'joe-banham', '12')"), "{found}");
    let told = by_bash(work, duck);
    assert!(told.ends_with("the same, byte for byte\n"), "{told}");
}
