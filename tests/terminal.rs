//! What a person at a terminal sees of a long run: files done, rate and time left; what a pipe gets of it: nothing. Ctrl-C at the
//! terminal ends the run and leaves everything as it was (8-commands-and-files.md). `script` is the terminal.

#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod council;

use std::fs;
use std::io::{Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use council::{Council, listing};

const MONTH: &str = "2024-02";

/// A council whose folder of February holds so much that reading it lasts for some seconds.
fn with_many_files(work: &Path) -> Council {
    let council = Council::with_a_corrected_february(work);
    let settings = council.plan().join("plan.toml");
    let text = fs::read_to_string(&settings).unwrap();
    fs::write(&settings, text.replace("files = 500", "files = 100000")).unwrap();
    let mut so_far = 0;
    // Much to read in each and little to tell of it: the run lasts as long as its reading does.
    let rows = "a,b,c,d\n".repeat(1_000);
    for many in [500, 2_000, 8_000, 32_000] {
        for number in so_far..many {
            let text = format!("{number}\n{rows}");
            fs::write(council.returns(MONTH).join(format!("{number:05}.csv")), text).unwrap();
        }
        so_far = many;
        let started = Instant::now();
        let output = trial(&council, &[]).output().unwrap();
        assert!(output.status.success());
        assert_eq!(String::from_utf8_lossy(&output.stderr), "", "a pipe gets nothing of the progress");
        assert!(!String::from_utf8_lossy(&output.stdout).contains(" a second"));
        if started.elapsed() > Duration::from_secs(3) {
            break;
        }
    }
    council
}

fn trial(council: &Council, more: &[&str]) -> Command {
    let mut run = Command::new(env!("CARGO_BIN_EXE_ragbook"));
    run.current_dir(&council.work).args(["consolidate", "--trial", "--plan", "plan", "--period", MONTH]);
    run.args(["--out", "trial"]).args(more).arg(council.returns(MONTH));
    run
}

/// The same on a terminal of its own.
fn on_a_terminal(command: &Command) -> Command {
    let quoted = |word: &std::ffi::OsStr| format!("'{}'", word.to_str().unwrap());
    let words: Vec<String> =
        std::iter::once(command.get_program()).chain(command.get_args()).map(quoted).collect();
    let mut script = Command::new("script");
    script.args(["-qec", &format!("exec {}", words.join(" ")), "/dev/null"]);
    script.current_dir(command.get_current_dir().unwrap()).env("TERM", "xterm").env("SHELL", "/bin/sh");
    script.stdout(Stdio::piped()).stderr(Stdio::piped()).stdin(Stdio::piped());
    script
}

/// `done`, `of`, rate and time left of every step that was shown.
fn steps(shown: &str) -> Vec<(u64, u64, String, String)> {
    let step = |part: &str| {
        let (count, rest) = part.split_once(" files, ")?;
        let (done, of) = count.trim().rsplit_once(" of ").map(|(done, of)| {
            (done.rsplit(|c: char| !c.is_ascii_digit()).next().unwrap_or_default().to_owned(), of)
        })?;
        let (rate, left) = rest.split_once(" a second, ")?;
        Some((done.parse().ok()?, of.parse().ok()?, rate.to_owned(), left.split(" left").next()?.to_owned()))
    };
    shown.split('\r').filter_map(step).collect()
}

#[test]
fn a_terminal_is_shown_the_progress_and_ctrl_c_leaves_everything_as_it_was() {
    if Command::new("script").arg("--version").output().is_err() {
        println!("skipped, because script is not here");
        return;
    }
    let work = tempfile::tempdir().unwrap();
    let council = with_many_files(work.path());
    let shown = on_a_terminal(&trial(&council, &[])).stdin(Stdio::null()).output().unwrap();
    assert!(shown.status.success());
    let shown = String::from_utf8_lossy(&shown.stdout).into_owned();
    let steps = steps(&shown);
    assert!(!steps.is_empty(), "{shown}");
    assert!(steps.windows(2).all(|pair| pair[0].0 <= pair[1].0), "the bar never goes back: {steps:?}");
    let files = fs::read_dir(council.returns(MONTH)).unwrap().count() as u64;
    for (done, of, rate, left) in &steps {
        assert!(done <= of && *of == files, "{done} of {of}");
        assert!(rate.parse::<u64>().is_ok_and(|rate| rate > 0), "{rate}");
        assert!(left.ends_with(" s") || left.ends_with(" min"), "{left}");
    }
    assert!(shown.contains("Workbook"), "the results follow: {shown}");
    let quiet = on_a_terminal(&trial(&council, &["--quiet"])).stdin(Stdio::null()).output().unwrap();
    assert!(!String::from_utf8_lossy(&quiet.stdout).contains(" a second"));

    // Ctrl-C, typed as soon as the bar is there.
    let state = || [listing(&council.work.join("reports")), listing(&council.plan())];
    let before = state();
    let mut run = council.ragbook("consolidate", MONTH);
    run.args(["--out", "reports"]).arg(council.returns(MONTH));
    let arguments: Vec<_> = run.get_args().filter(|a| *a != "--quiet").map(ToOwned::to_owned).collect();
    let mut loud = Command::new(run.get_program());
    loud.current_dir(&council.work).args(arguments);
    let mut running = on_a_terminal(&loud).spawn().unwrap();
    let (mut typed, mut screen) = (running.stdin.take().unwrap(), running.stdout.take().unwrap());
    let (mut shown, mut some) = (Vec::new(), [0; 4096]);
    let mut interrupted = false;
    while let Ok(length @ 1..) = screen.read(&mut some) {
        shown.extend_from_slice(&some[..length]);
        if !interrupted && String::from_utf8_lossy(&shown).contains(" a second") {
            typed.write_all(b"\x03").unwrap();
            typed.flush().unwrap();
            interrupted = true;
        }
    }
    let status = running.wait().unwrap();
    assert!(interrupted, "{}", String::from_utf8_lossy(&shown));
    assert_eq!(status.code(), Some(130), "{}", String::from_utf8_lossy(&shown));
    assert!(!String::from_utf8_lossy(&shown).contains("Workbook"));
    assert!(state() == before, "something was changed");
    council::said(&mut council.consolidating(MONTH, "reports"));
    assert!(state() != before, "the next run goes through");
}
