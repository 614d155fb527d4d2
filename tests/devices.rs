//! What is no file among the inputs: pipes that nobody writes to, sockets, devices that never end. No command waits for one or
//! reads it; each is told by name, and the returns beside it are read (10-limits-and-speed.md, "Promises under trouble").

#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]
#![expect(clippy::print_stdout, reason = "what is left out is said")]

mod council;

use std::fs;
use std::os::unix::fs::symlink;
use std::os::unix::net::UnixListener;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use council::table::rows;
use council::{Council, listing, stderr};

const MONTH: &str = "2024-02";

/// What the command did, which must have ended by itself within a minute.
fn within_a_minute(command: &mut Command) -> Output {
    let mut running =
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let started = Instant::now();
    while running.try_wait().unwrap().is_none() {
        if started.elapsed() > Duration::from_mins(1) {
            running.kill().unwrap();
            panic!("{command:?} did not end");
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    running.wait_with_output().unwrap()
}

/// Puts what is no file into the folder; its names. Devices only where they may be made.
fn strange_ones(folder: &Path) -> Vec<String> {
    let made = |command: &str, arguments: &[&str]| {
        Command::new(command).current_dir(folder).args(arguments).status().is_ok_and(|s| s.success())
    };
    assert!(made("mkfifo", &["pipe.xlsx", "pipe.zip", "pipe.csv", "pipe.ods"]));
    drop(UnixListener::bind(folder.join("socket.xlsx")).unwrap());
    let mut names: Vec<String> =
        ["pipe.xlsx", "pipe.zip", "pipe.csv", "pipe.ods", "socket.xlsx"].map(str::to_owned).to_vec();
    for (name, device) in [
        ("zero.xlsx", ["c", "1", "5"]),
        ("random.csv", ["c", "1", "9"]),
        ("null.xlsx", ["c", "1", "3"]),
        ("terminal.xlsx", ["c", "5", "0"]),
        ("disk.xlsx", ["b", "7", "0"]),
    ] {
        if made("mknod", &[&[name], &device[..]].concat()) {
            names.push(name.to_owned());
        } else {
            println!("without {name}, because no device may be made here");
        }
    }
    names
}

#[test]
fn no_command_on_a_month_waits_for_what_is_no_file_and_the_returns_beside_it_are_read() {
    let work = tempfile::tempdir().unwrap();
    let council = Council::with_a_corrected_february(work.path());
    let names = strange_ones(&council.returns(MONTH));
    symlink("/dev/zero", council.returns(MONTH).join("link.xlsx")).unwrap();
    for (command, more) in [
        ("consolidate", &["--out", "reports"][..]),
        ("check", &[]),
        ("chase", &[]),
        ("extract", &[]),
        ("feedback", &["--out", "back"]),
    ] {
        let mut run = council.ragbook(command, MONTH);
        let output = within_a_minute(run.args(more).arg(council.returns(MONTH)));
        assert!(output.status.code().is_some_and(|code| code < 2), "{command}: {}", stderr(&output));
    }
    let found = listing(&work.path().join("reports"));
    let returns = rows(&found[&format!("{MONTH}-data/returns.csv")]);
    let state = |name: &str| returns.iter().find(|row| row["file"] == name).map(|row| row["state"].clone());
    for name in &names {
        assert_eq!(state(name).as_deref(), Some("refused"), "{name}");
    }
    assert_eq!(state("link.xlsx").as_deref(), Some("skipped"));
    assert_eq!(state("mara-quill 2024-03-06.xlsx").as_deref(), Some("read"));
    let exceptions = rows(&found[&format!("{MONTH}-data/exceptions.csv")]);
    let told = exceptions.iter().find(|row| row["file"] == "pipe.xlsx").unwrap();
    assert!(told["message"].contains("a pipe or a device, not a file"), "{told:?}");
    let mut verify = Command::new(env!("CARGO_BIN_EXE_ragbook"));
    verify.current_dir(work.path()).args(["verify", "reports", "--plan", "plan", "--inputs", "came-back"]);
    assert_eq!(within_a_minute(&mut verify).status.code(), Some(0));
}

#[test]
fn no_command_on_one_file_waits_for_what_is_none() {
    let work = tempfile::tempdir().unwrap();
    let council = Council::new(work.path());
    let folder = work.path().join("in");
    fs::create_dir(&folder).unwrap();
    let mut names = strange_ones(&folder);
    symlink("/dev/zero", folder.join("link.xlsx")).unwrap();
    names.push("link.xlsx".to_owned());
    let before = listing(&council.plan());
    for name in names {
        for (command, after) in [
            (&["inspect"][..], &[][..]),
            (&["layout", "try"], &[]),
            (&["decide", "--plan", "plan"], &[]),
            (&["plan", "amend", "--plan", "plan", "--from"], &[]),
            (&["plan", "check", "--plan"], &[]),
            (&["check", "--period", MONTH, "--plan"], &["came-back"]),
        ] {
            let mut run = Command::new(env!("CARGO_BIN_EXE_ragbook"));
            run.current_dir(work.path()).args(command).arg(folder.join(&name)).args(after);
            let output = within_a_minute(&mut run);
            let (told, status) = (stderr(&output), output.status.code());
            let printed = String::from_utf8_lossy(&output.stdout);
            assert!(status.is_some_and(|code| code > 0), "{command:?} {name}: {status:?} {told} {printed}");
            assert!(!told.contains("panicked"), "{command:?} {name}: {told}");
            let says = ["not a file", "ragbook has no", "cannot be used"];
            assert!(
                says.iter().any(|say| told.contains(say) || printed.contains(say)),
                "{command:?}: {told}"
            );
        }
    }
    assert!(listing(&council.plan()) == before);
}
