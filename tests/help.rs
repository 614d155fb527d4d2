//! The command line cannot change by accident: the help of every command is a snapshot (`INSTA_UPDATE=always cargo test --test
//! help` writes it anew), and slips in typing end with 2 and advice.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use assert_cmd::Command;
use clap::CommandFactory;
use ragbook::cli::args::Cli;

fn ragbook() -> Command {
    let mut command = Command::cargo_bin("ragbook").unwrap();
    // A fixed width: help is wrapped to the terminal's.
    command.env("NO_COLOR", "1").env("COLUMNS", "100");
    command
}

/// Every command with its subcommands, as words.
fn commands(command: &clap::Command, words: &[String], found: &mut Vec<Vec<String>>) {
    found.push(words.to_vec());
    for sub in command.get_subcommands().filter(|sub| sub.get_name() != "help") {
        let mut words = words.to_vec();
        words.push(sub.get_name().to_owned());
        commands(sub, &words, found);
    }
}

#[test]
fn the_help_of_every_command() {
    let mut all = Vec::new();
    commands(&Cli::command(), &[], &mut all);
    let mut text = String::new();
    for words in all {
        let output = ragbook().args(&words).arg("--help").output().unwrap();
        assert!(output.status.success(), "{words:?}");
        text.push_str("$ ragbook ");
        text.push_str(&words.join(" "));
        text.push_str(" --help\n");
        text.push_str(&String::from_utf8(output.stdout).unwrap());
        text.push('\n');
    }
    insta::assert_snapshot!(text);
}

/// A list that a full disk cut short must not pass for a shorter list.
#[cfg(target_os = "linux")]
#[test]
fn a_result_that_cannot_be_printed_whole_ends_with_two() {
    for arguments in [&["rules"][..], &["plan", "check", "--plan", "seeds", "--format", "csv"]] {
        let full = std::fs::File::options().write(true).open("/dev/full").unwrap();
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_ragbook"))
            .args(arguments)
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .stdout(full)
            .output()
            .unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{arguments:?} {said}");
        assert!(said.contains("is not whole"), "{arguments:?} said {said}");
    }
}

#[test]
fn a_slip_in_typing_ends_with_two_and_says_what_to_do() {
    for (arguments, advice) in [
        (vec!["consolidat"], "consolidate"),
        (vec!["issue", "--period", "2019-13", "--out", "x"], "not a month such as 2019-11"),
        (vec!["check", "--period", "2019-11", "--plan", "no/such/plan", "x"], "Check the path after --plan"),
        (vec!["rules", "V99"], "The nearest is V"),
        (
            vec!["explain", "9.9", "--plan", "seeds", "--period", "2019-11", "samples/2019-11"],
            "ragbook plan show",
        ),
    ] {
        let output = ragbook().args(&arguments).current_dir(env!("CARGO_MANIFEST_DIR")).output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{arguments:?} {said}");
        assert!(said.contains(advice), "{arguments:?} said {said}");
        assert!(output.stdout.is_empty() && !said.contains("panicked"), "{arguments:?} said {said}");
    }
}
