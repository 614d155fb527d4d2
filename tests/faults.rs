//! Trouble, made on purpose around the real binary: full disk, folders that may not be written, files that vanish or grow
//! while they are read, two runs at once, a clock set back, odd names, very many files, links in circles, Ctrl-C. Each ends
//! with the documented status and a clear message, and nothing that stood there before is damaged (10-limits-and-speed.md,
//! "Promises under trouble"). Kills at any instant: `tests/killed.rs`.
//!
//! `RAGBOOK_FILES=45000 cargo test --test faults many -- --nocapture` reads more files.

#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod council;

use std::ffi::{OsStr, OsString};
use std::fs;
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use council::table::rows;
use council::{Council, Listing, copy, listing, said, stderr};
use ragbook::publish::output::{Folder, LedgerFolder};

const MONTH: &str = "2024-02";

/// Everything that must be as before, or all new.
fn state(work: &Path) -> [Listing; 2] {
    [listing(&work.join("reports")), listing(&work.join("plan"))]
}

/// Ended with 2, a message that says so much, no panic; and everything is as it was.
fn refused(what: &str, output: &Output, says: &[&str], work: &Path, before: &[Listing; 2]) {
    let message = stderr(output);
    assert_eq!(output.status.code(), Some(2), "{what}: {message}");
    for part in says {
        assert!(message.contains(part), "{what} did not say \"{part}\": {message}");
    }
    assert!(!message.contains("panicked"), "{what}: {message}");
    assert!(state(work) == *before, "{what} changed something");
}

/// The command with this before it, run by a shell.
fn by_shell(before: &str, command: &Command) -> Command {
    let mut shell = Command::new("bash");
    shell
        .arg("-c")
        .arg(format!("{before}; exec \"$0\" \"$@\""))
        .arg(command.get_program())
        .args(command.get_args());
    shell.current_dir(command.get_current_dir().unwrap()).env("NO_COLOR", "1");
    shell
}

#[test]
fn a_disk_that_is_full_at_any_point_leaves_everything_as_it_was() {
    let work = tempfile::tempdir().unwrap();
    let council = Council::with_a_corrected_february(&work.path().join("old"));
    let before = state(&council.work);
    let mut full = 0;
    // No file may be longer than this many kilobytes: it fails where the disk would be full.
    for kilobytes in [0, 1, 2, 4, 8, 12, 16, 20, 24, 28, 32, 40] {
        let here = work.path().join(format!("full-{kilobytes}"));
        copy(&council.work, &here);
        let here = Council { work: here };
        let run = here.consolidating(MONTH, "reports");
        let output = by_shell(&format!("trap '' XFSZ; ulimit -f {kilobytes}"), &run).output().unwrap();
        if output.status.success() {
            assert!(state(&here.work) != before, "{kilobytes} kilobytes");
        } else {
            full += 1;
            refused(
                &format!("{kilobytes} kilobytes"),
                &output,
                &["What stood there before is unchanged"],
                &here.work,
                &before,
            );
        }
        // Once there is room again, the run can be repeated.
        said(&mut here.consolidating(MONTH, "reports"));
        assert!(state(&here.work) != before);
    }
    assert!(full >= 3, "only {full} runs met the limit");
}

#[test]
fn a_small_full_file_system_leaves_everything_as_it_was() {
    let work = tempfile::tempdir().unwrap();
    let disk = work.path().join("disk");
    fs::create_dir(&disk).unwrap();
    let mount = Command::new("mount").args(["-t", "tmpfs", "-o", "size=4m", "tmpfs"]).arg(&disk).output();
    if !mount.is_ok_and(|output| output.status.success()) {
        println!("skipped, because no file system may be mounted here");
        return;
    }
    let council = Council::with_a_corrected_february(&disk);
    let before = state(&council.work);
    // What is left of the disk is filled, but for a little.
    fs::write(disk.join("filler"), vec![0_u8; 10_000_000]).unwrap_err();
    let length = fs::metadata(disk.join("filler")).unwrap().len();
    fs::File::options()
        .write(true)
        .open(disk.join("filler"))
        .unwrap()
        .set_len(length.saturating_sub(12_000))
        .unwrap();
    let output = council.consolidating(MONTH, "reports").output().unwrap();
    let checked = std::panic::catch_unwind(|| {
        refused("full", &output, &["The disk is full", "unchanged"], &council.work, &before);
        fs::remove_file(disk.join("filler")).unwrap();
        said(&mut council.consolidating(MONTH, "reports"));
        let verify = ["verify", "reports", "--plan", "plan", "--inputs", "came-back"];
        said(Command::new(env!("CARGO_BIN_EXE_ragbook")).current_dir(&council.work).args(verify));
    });
    Command::new("umount").arg(&disk).status().unwrap();
    checked.unwrap();
}

#[test]
fn folders_and_files_that_may_not_be_written_are_told_before_the_work() {
    let work = tempfile::tempdir().unwrap();
    let council = Council::with_a_corrected_february(work.path());
    let before = state(work.path());
    for folder in ["reports", "plan"] {
        let path = work.path().join(folder);
        let bind = Command::new("mount").args(["--bind"]).arg(&path).arg(&path).output();
        let read_only = Command::new("mount").args(["-o", "remount,ro,bind"]).arg(&path).output();
        let is_mounted = bind.is_ok_and(|o| o.status.success());
        if !is_mounted || !read_only.is_ok_and(|o| o.status.success()) {
            println!("skipped, because no folder can be made read-only here");
            return;
        }
        let output = council.consolidating(MONTH, "reports").output().unwrap();
        let trial = council.consolidating(MONTH, "elsewhere").arg("--trial").output().unwrap();
        Command::new("umount").arg(&path).status().unwrap();
        refused(folder, &output, &["read-only"], work.path(), &before);
        assert!(trial.status.success(), "a trial needs neither: {}", stderr(&trial));
    }
    // A file where the folder should be.
    let output = council.consolidating(MONTH, "plan/plan.toml").output().unwrap();
    refused("a file", &output, &["is a file, not a folder"], work.path(), &before);
}

#[test]
fn what_another_run_holds_is_told_and_two_at_once_end_whole() {
    let work = tempfile::tempdir().unwrap();
    let council = Council::with_a_corrected_february(work.path());
    let before = state(work.path());
    let held = Folder::claim(&work.path().join("reports")).unwrap();
    let output = council.consolidating(MONTH, "reports").output().unwrap();
    refused(
        "outputs held",
        &output,
        &["another ragbook is writing to", "Wait until it has finished"],
        work.path(),
        &before,
    );
    drop(held);
    let held = LedgerFolder::claim(&council.plan()).unwrap();
    let output = council.consolidating(MONTH, "elsewhere").output().unwrap();
    refused(
        "ledgers held",
        &output,
        &["another ragbook (process ", "is working with the ledgers"],
        work.path(),
        &before,
    );
    drop(held);
    for turn in 0..5 {
        // Into one folder, or with the plan alone in common.
        let second = if turn % 2 == 0 { "reports" } else { "other" };
        let start = |out: &str| {
            council.consolidating(MONTH, out).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap()
        };
        let (one, two) = (start("reports"), start(second));
        let (one, two) = (one.wait_with_output().unwrap(), two.wait_with_output().unwrap());
        let done = [&one, &two].into_iter().filter(|output| output.status.success()).count();
        assert!(done >= 1, "{} {}", stderr(&one), stderr(&two));
        for output in [&one, &two].into_iter().filter(|output| !output.status.success()) {
            assert_eq!(output.status.code(), Some(2));
            assert!(stderr(output).contains("another ragbook"), "{}", stderr(output));
        }
    }
    said(&mut council.consolidating(MONTH, "reports"));
    let verify = ["verify", "reports", "--plan", "plan", "--inputs", "came-back"];
    said(Command::new(env!("CARGO_BIN_EXE_ragbook")).current_dir(work.path()).args(verify));
    assert_eq!(
        rows(&council.history())
            .iter()
            .filter(|row| row["period"] == MONTH)
            .map(|row| &row["revision"])
            .max()
            .unwrap(),
        "2"
    );
}

#[test]
fn files_that_vanish_or_grow_while_they_are_read_never_stop_the_others() {
    let work = tempfile::tempdir().unwrap();
    let council = Council::with_a_corrected_february(work.path());
    let folder = council.returns(MONTH);
    let good = fs::read(folder.join("mara-quill 2024-03-05.xlsx")).unwrap();
    // A pipe that nobody writes to must not be waited for.
    Command::new("mkfifo").arg(folder.join("pipe.xlsx")).status().unwrap();
    let started = Instant::now();
    let found = council.consolidate(MONTH, "reports");
    assert!(started.elapsed() < Duration::from_mins(1));
    let returns = rows(&found[&format!("{MONTH}-data/returns.csv")]);
    assert!(returns.iter().any(|row| row["file"] == "pipe.xlsx" && row["state"] == "refused"), "{returns:?}");
    let stop = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let (comes, grows) = (folder.join("comes and goes.xlsx"), folder.join("grows.xlsx"));
            let mut length = 0;
            while !stop.load(Ordering::Relaxed) {
                length = (length + 997) % good.len();
                drop(fs::write(&comes, &good[..length]));
                drop(fs::write(&grows, &good[..length]));
                drop(fs::remove_file(&comes));
            }
        });
        for _ in 0..5 {
            let output = council.consolidating(MONTH, "reports").output().unwrap();
            assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
            let found = listing(&work.path().join("reports"));
            let returns = rows(&found[&format!("{MONTH}-data/returns.csv")]);
            for name in ["mara-quill 2024-03-05.xlsx", "mara-quill 2024-03-06.xlsx"] {
                assert!(returns.iter().any(|row| row["file"] == name && row["state"] == "read"), "{name}");
            }
            let measures = rows(&found[&format!("{MONTH}-data/measures.csv")]);
            let value = &measures.iter().find(|row| row["ref"] == "1.2a").unwrap()["value"];
            // Half a file is refused; a whole copy of a return is a duplicate: the value stays that of the later return.
            assert_eq!(value, "15");
        }
        stop.store(true, Ordering::Relaxed);
    });
}

#[test]
fn a_clock_set_back_changes_no_byte() {
    let work = tempfile::tempdir().unwrap();
    let council = Council::with_a_corrected_february(work.path());
    let now = council.consolidate(MONTH, "now");
    let run = council.consolidating(MONTH, "then");
    let mut then = Command::new("faketime");
    then.arg("1999-12-31 23:59:59").arg(run.get_program()).args(run.get_args()).current_dir(work.path());
    match then.output() {
        Ok(output) if output.status.success() => assert!(listing(&work.path().join("then")) == now),
        _ => println!("skipped, because faketime is not here"),
    }
}

#[test]
fn names_of_any_characters_are_read_and_never_reach_the_terminal_as_commands() {
    let work = tempfile::tempdir().unwrap();
    let council = Council::with_a_corrected_february(work.path());
    let good = fs::read(council.returns(MONTH).join("mara-quill 2024-03-06.xlsx")).unwrap();
    let odd = work.path().join("plan \u{1f4c1} 'quoted' \"twice\"\nand more");
    fs::create_dir(&odd).unwrap();
    let mut names: Vec<OsString> = [
        "-x.xlsx",
        "--period.xlsx",
        "two\nlines.xlsx",
        "tab\there.xlsx",
        "\u{1b}]0;owned\u{7}.xlsx",
        "\u{1f600}.xlsx",
        "'single'.xlsx",
        "\"double\".xlsx",
        "$(touch owned).xlsx",
        "a;b&c|d.xlsx",
        " .xlsx",
        "=1+1.xlsx",
        "\u{202e}xslx.xlsx",
        "back\\slash.xlsx",
        "*.xlsx",
    ]
    .into_iter()
    .map(OsString::from)
    .collect();
    names.push(OsString::from(format!("{}.xlsx", "long".repeat(50))));
    names.push(OsString::from_vec(b"not-\xff\xfe-utf8.xlsx".to_vec()));
    for name in &names {
        fs::write(odd.join(name), &good).unwrap();
    }
    fs::write(odd.join(OsStr::from_bytes(b"rubbish \x1b[31m\xff.xlsx")), "rubbish").unwrap();
    let run = |command: &str, rest: &[&OsStr]| {
        council.ragbook(command, MONTH).args(rest).arg(&odd).output().unwrap()
    };
    let out = OsString::from_vec("out \u{1f4e4}\n\u{fffd}".as_bytes().to_vec());
    let output = run("consolidate", &[OsStr::new("--trial"), OsStr::new("--out"), &out]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let found = listing(&work.path().join(&out));
    let returns = rows(&found[&format!("{MONTH}-data/returns.csv")]);
    assert_eq!(returns.len(), names.len() + 1, "{returns:?}");
    assert!(!work.path().join("owned").exists());
    for command in ["check", "chase"] {
        let output = run(command, &[]);
        let printed = [output.stdout.as_slice(), &output.stderr].concat();
        let command_of_terminal =
            String::from_utf8_lossy(&printed).chars().find(|c| c.is_control() && *c != '\n' && *c != '\t');
        assert_eq!(command_of_terminal, None, "{command}: {}", String::from_utf8_lossy(&printed));
    }
    // A return named like an option, given as such.
    let output = council
        .ragbook("check", MONTH)
        .current_dir(&odd)
        .args(["--plan", "../plan", "--", "-x.xlsx"])
        .output();
    assert_ne!(output.unwrap().status.code(), None);
}

#[test]
fn links_in_circles_and_links_to_nowhere_end() {
    let work = tempfile::tempdir().unwrap();
    let council = Council::with_a_corrected_february(work.path());
    let folder = council.returns(MONTH);
    fs::create_dir(folder.join("inner")).unwrap();
    for (to, name) in [
        (folder.clone(), "inner/up"),
        (folder.join("inner"), "inner/self"),
        (folder.join("b"), "a"),
        (folder.join("a"), "b"),
        (work.path().join("nowhere"), "dangling.xlsx"),
        (work.path().join("plan"), "out"),
        ("/".into(), "root"),
    ] {
        std::os::unix::fs::symlink(to, folder.join(name)).unwrap();
    }
    let started = Instant::now();
    let found = council.consolidate(MONTH, "reports");
    assert!(started.elapsed() < Duration::from_mins(1));
    let returns = rows(&found[&format!("{MONTH}-data/returns.csv")]);
    assert_eq!(returns.iter().filter(|row| row["state"] == "read").count(), 2, "{returns:?}");
    for name in ["a", "b", "dangling.xlsx", "out", "root"] {
        assert!(
            returns.iter().any(|row| row["file"] == name && row["state"] == "skipped"),
            "{name}: {returns:?}"
        );
    }
}

#[test]
fn very_many_files_in_one_folder_all_end_in_the_list() {
    let many = std::env::var("RAGBOOK_FILES").ok().and_then(|n| n.parse().ok()).unwrap_or(10_000);
    let work = tempfile::tempdir().unwrap();
    let council = Council::with_a_corrected_february(work.path());
    let settings = council.plan().join("plan.toml");
    let own = fs::read_to_string(&settings).unwrap();
    fs::write(
        &settings,
        own.lines().filter(|line| !line.starts_with("files")).collect::<Vec<_>>().join("\n"),
    )
    .unwrap();
    let folder = council.returns(MONTH);
    for number in 0..many {
        fs::write(folder.join(format!("{number:05}.xlsx")), number.to_string()).unwrap();
    }
    let started = Instant::now();
    let found = council.consolidate(MONTH, "reports");
    println!("{many} files that are no returns, and two that are: {:.1} s", started.elapsed().as_secs_f64());
    assert_eq!(rows(&found[&format!("{MONTH}-data/returns.csv")]).len(), many + 2);
    let value = rows(&found[&format!("{MONTH}-data/measures.csv")]);
    assert_eq!(value.iter().find(|row| row["ref"] == "1.2a").unwrap()["value"], "15");
}

#[test]
fn ctrl_c_leaves_everything_as_it_was_or_complete() {
    let work = tempfile::tempdir().unwrap();
    let council = Council::with_a_corrected_february(&work.path().join("old"));
    let whole = work.path().join("whole");
    copy(&council.work, &whole);
    let started = Instant::now();
    said(&mut Council { work: whole.clone() }.consolidating(MONTH, "reports"));
    let lasted = started.elapsed();
    let (old, new) = (state(&council.work), state(&whole));
    let mut stopped = 0;
    for turn in 0..20_u32 {
        let here = Council { work: work.path().join(format!("turn-{turn}")) };
        copy(&council.work, &here.work);
        let mut running =
            here.consolidating(MONTH, "reports").stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(lasted * turn / 20);
        Command::new("kill")
            .args(["-INT", &running.id().to_string()])
            .stderr(Stdio::null())
            .status()
            .unwrap();
        stopped += u32::from(running.wait().unwrap().code().is_none());
        // Whoever comes next puts right what was stopped between two renames.
        let mut next = here.ragbook("issue", "2024-03");
        said(next.args(["--returner", "mara-quill", "--out", "to-send"]));
        let after = state(&here.work);
        assert!(after == old || after == new, "turn {turn} left a mixture");
    }
    assert!(stopped > 0, "no run was stopped");
}
