//! Damaged returns through the real binary: sixteen leads' returns to a run, two runs at a time.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::draft::Draft;
use super::oracle::{Judgement, Outcome, Sent, judge};
use super::plan::PERIOD;
use super::table::read;
use super::{draft::Claim, xlsx};

/// Finishes a draft: its file on disk, and what is known of it.
pub(crate) fn send(draft: Draft<'_>, claims: Vec<Claim>, damages: Vec<&'static str>, folder: &Path) -> Sent {
    let mut parts = xlsx::parts(&draft.paper);
    for edit in &draft.parts {
        edit(&mut parts, &draft.paper);
    }
    let mut bytes = xlsx::zipped(&parts);
    for edit in &draft.bytes {
        bytes = edit(bytes, &draft.paper);
    }
    fs::write(folder.join(&draft.name), bytes).unwrap();
    let is_csv = claims.iter().any(|claim| claim.touches.contains("csv"));
    Sent { damages, file: draft.name, paper: draft.paper, meant: draft.meant, claims, is_csv }
}

/// Consolidates a folder of returns.
pub(crate) fn consolidate(plan: &Path, returns: &Path, out: &Path, more: &[&str]) -> Outcome {
    let output = Command::new(env!("CARGO_BIN_EXE_ragbook"))
        .args(["consolidate", "--trial", "--jobs", "1", "--period", PERIOD, "--plan"])
        .args([plan, returns])
        .arg("--out")
        .arg(out)
        .args(more)
        .env("NO_COLOR", "1")
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    no_marks_of_reading(out);
    let table = |name: &str| read(&out.join(format!("{PERIOD}-data")).join(name));
    Outcome {
        contributions: table("contributions.csv"),
        actions: table("actions.csv"),
        measures: table("measures.csv"),
        exceptions: table("exceptions.csv"),
        returns: table("returns.csv"),
    }
}

/// Nobody but ragbook may see the marks that it puts around what is crossed out or raised (U+2063, U+2064): in no output.
fn no_marks_of_reading(out: &Path) {
    for entry in fs::read_dir(out).unwrap().map(|entry| entry.unwrap().path()) {
        if entry.is_dir() {
            no_marks_of_reading(&entry);
            continue;
        }
        let bytes = fs::read(&entry).unwrap();
        let parts =
            if bytes.starts_with(b"PK") { xlsx::unzipped(&bytes) } else { vec![(String::new(), bytes)] };
        for (name, bytes) in parts {
            let text = String::from_utf8_lossy(&bytes);
            assert!(!text.contains(['\u{2063}', '\u{2064}']), "{}: {name}", entry.display());
        }
    }
}

/// One run's returns, made into a folder by a closure and judged.
pub(crate) type Batch<'a> = Box<dyn Fn(&Path) -> Vec<Sent> + Send + Sync + 'a>;

/// Judges every batch, two at a time; the judgements come in the order of the batches.
pub(crate) fn all(plan: &Path, batches: &[Batch<'_>]) -> Vec<(Sent, Judgement)> {
    let next = AtomicUsize::new(0);
    let judged = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    let Some(batch) = batches.get(number) else { return };
                    let work = tempfile::tempdir().unwrap();
                    let returns = work.path().join("returns");
                    fs::create_dir(&returns).unwrap();
                    let sent = batch(&returns);
                    let outcome = consolidate(plan, &returns, &work.path().join("out"), &[]);
                    let found = sent.into_iter().map(|sent| {
                        let found = judge(&sent, &outcome);
                        if let Some(keep) =
                            std::env::var_os("RAGBOOK_DAMAGE_KEEP").filter(|_| !found.is_clean())
                        {
                            fs::create_dir_all(&keep).unwrap();
                            let kept = Path::new(&keep).join(format!("{number} {}", sent.file));
                            fs::copy(returns.join(&sent.file), kept).unwrap();
                        }
                        (sent, found)
                    });
                    judged.lock().unwrap().push((number, found.collect::<Vec<_>>()));
                }
            });
        }
    });
    let mut judged = judged.into_inner().unwrap();
    judged.sort_by_key(|(number, _)| *number);
    judged.into_iter().flat_map(|(_, found)| found).collect()
}
