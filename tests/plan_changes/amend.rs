//! `ragbook plan amend --ref …`: plan file and log change together, or not at all.

use std::fs;

use super::{move_date, plan, repository, run, text};

const WHY: [&str; 4] = ["--reason", "The trainer left", "--approved-by", "Improvement Board"];

#[test]
fn one_cell_and_one_row_of_the_log_change_and_no_other_byte() {
    let plan = plan();
    let actions = plan.path().join("actions.csv");
    // As Excel saves it: a byte-order mark and lines that end in CR LF.
    let excel = format!("\u{feff}{}", fs::read_to_string(&actions).unwrap().replace('\n', "\r\n"));
    fs::write(&actions, &excel).unwrap();
    move_date(plan.path(), "1.2", "June 2020", "2019-12-03");
    let before = excel.lines().map(str::to_owned).collect::<Vec<_>>();
    let row = before.iter().position(|line| line.starts_with("1.2,")).unwrap();
    let after = fs::read_to_string(&actions).unwrap();
    let expected = excel.replace(&before[row], &before[row].replacen("March 2020", "June 2020", 1));
    assert_eq!(after, expected);
    let log = fs::read_to_string(plan.path().join("changes.csv")).unwrap();
    assert!(
        log.ends_with(
            "\n2019-12-03,1.2,target_date,March 2020,June 2020,Improvement Board,The trainer left\n"
        )
    );
    for file in ["plan.toml", "measures.csv", "leads.csv", "outcomes.csv"] {
        let untouched = fs::read(repository("samples/plan").join(file)).unwrap();
        assert_eq!(fs::read(plan.path().join(file)).unwrap(), untouched, "{file}");
    }
    let left = fs::read_dir(plan.path()).unwrap().flatten().map(|e| e.file_name().into_string().unwrap());
    assert_eq!(left.filter(|name| name.starts_with(".ragbook-amend")).count(), 0);
    let (_, shown, _) = run(&["plan", "show", "--plan", text(plan.path())]);
    assert!(
        shown.contains("By: June 2020 (30 June 2020); first 31 March 2020, moved once, 91 days later in all")
    );
}

#[test]
fn what_cannot_stand_is_refused_in_words_and_nothing_is_written() {
    let plan = plan();
    move_date(plan.path(), "1.2", "June 2020", "2019-12-03");
    let files =
        || ["actions.csv", "changes.csv", "measures.csv"].map(|f| fs::read(plan.path().join(f)).unwrap());
    let before = files();
    let amend = |rest: &[&str]| {
        let mut arguments = vec!["plan", "amend", "--plan", text(plan.path())];
        arguments.extend(rest);
        run(&arguments)
    };
    let one = |reference: &'static str, field: &'static str, to: &'static str| {
        let mut rest = vec!["--ref", reference, "--field", field, "--to", to, "--date", "2019-12-04"];
        rest.extend(WHY);
        amend(&rest)
    };
    for (reference, field, to, told) in [
        ("1.2", "target_date", "when we can", "\"when we can\" cannot be read as a target date"),
        ("1.2", "target_date", "June 2020", "already says \"June 2020\""),
        ("1.2", "deadline", "July 2020", "\"deadline\" is no column of actions.csv"),
        ("1.2", "ref", "1.9", "a ref is never amended"),
        ("9.9", "target_date", "July 2020", "\"9.9\" is no outcome, action or measure of the plan"),
        ("1.2", "leads", "nobody-known", "nobody-known"),
        ("1.2a", "unit", "elephants", "elephants"),
        ("3.1", "status", "paused", "stopped, or replaced by"),
        ("3.1", "status", "replaced by 9.9", "9.9"),
        ("1.2", "note", "=HYPERLINK(\"x\")", "starts like a formula"),
    ] {
        let (status, out, said) = one(reference, field, to);
        assert_eq!((status, out.as_str()), (2, ""), "{reference} {field} {to}: {said}");
        assert!(said.contains(told), "{reference} {field} {to}: {said}");
    }
    for (rest, told) in [
        (&["--ref", "1.2", "--field", "target_date", "--to", "July 2020"][..], "--approved-by"),
        (
            &["--ref", "1.2", "--field", "note", "--to", "x", "--reason", " ", "--approved-by", "y"][..],
            "does not say why",
        ),
        (
            &["--ref", "1.2", "--field", "note", "--to", "x", "--reason", "x", "--approved-by", ""][..],
            "does not say who approved it",
        ),
    ] {
        let (status, _, said) = amend(rest);
        assert_eq!(status, 2);
        assert!(said.contains(told), "{said}");
    }
    let dated = |date: &'static str, check: &'static str| {
        let mut rest = vec!["--ref", "1.2", "--field", "target_date", "--to", "July 2020", "--date", date];
        rest.extend(["--from-check", check]);
        rest.extend(WHY);
        amend(&rest)
    };
    let (status, _, said) = dated("2019-12-02", "June 2020");
    assert!(status == 2 && said.contains("a later change of it, dated 2019-12-03"), "{said}");
    let (status, _, said) = dated("2019-12-05", "March 2020");
    assert!(status == 2 && said.contains("now says \"June 2020\", not \"March 2020\""), "{said}");
    assert_eq!(files(), before);
}

#[test]
fn a_dry_run_shows_what_would_change_and_writes_nothing() {
    let plan = plan();
    let mut arguments = vec!["plan", "amend", "--plan", text(plan.path()), "--dry-run", "--ref", "3.3"];
    arguments.extend(["--field", "status", "--to", "replaced by 3.4", "--plan-version", "2"]);
    arguments.extend(WHY);
    let before = fs::read(plan.path().join("changes.csv")).unwrap();
    let (status, shown, said) = run(&arguments);
    assert_eq!(status, 0, "{said}");
    assert!(shown.contains("to replaced by 3.4") && shown.contains("Improvement Board"), "{shown}");
    assert!(shown.contains("plan.toml, version: October 2019, illustrative data -> 2"), "{shown}");
    assert!(said.contains("Nothing was written"));
    assert_eq!(fs::read(plan.path().join("changes.csv")).unwrap(), before);
    arguments.retain(|argument| *argument != "--dry-run");
    assert_eq!(run(&arguments).0, 0);
    let toml = fs::read_to_string(plan.path().join("plan.toml")).unwrap();
    let original = fs::read_to_string(repository("samples/plan/plan.toml")).unwrap();
    assert_eq!(toml, original.replace("\"October 2019, illustrative data\"", "\"2\""));
}

#[test]
fn a_plan_workbook_is_never_written_into_and_the_message_says_how() {
    let plan = plan();
    let book = plan.path().join("plan.xlsx");
    assert_eq!(run(&["plan", "convert", "--plan", text(plan.path()), text(&book)]).0, 0);
    let before = fs::read(&book).unwrap();
    let mut arguments =
        vec!["plan", "amend", "--plan", text(&book), "--ref", "1.2", "--field", "target_date"];
    arguments.extend(["--to", "June 2020"]);
    arguments.extend(WHY);
    let (status, _, said) = run(&arguments);
    assert_eq!(status, 2);
    assert!(said.contains("ragbook plan convert --plan"), "{said}");
    assert_eq!(fs::read(&book).unwrap(), before);
}

/// The one rename that commits is behind it, the moves are not: the next command finishes before it reads.
#[test]
fn a_stop_between_the_two_files_is_finished_by_the_next_command() {
    let plan = plan();
    let old = ["actions.csv", "changes.csv"].map(|f| fs::read(plan.path().join(f)).unwrap());
    move_date(plan.path(), "1.2", "June 2020", "2019-12-03");
    let ready = plan.path().join(".ragbook-amend.ready");
    fs::create_dir(&ready).unwrap();
    fs::rename(plan.path().join("changes.csv"), ready.join("changes.csv")).unwrap();
    let aside = plan.path().join(".ragbook-amend.old");
    fs::create_dir(&aside).unwrap();
    fs::write(aside.join("actions.csv"), &old[0]).unwrap();
    fs::write(aside.join("changes.csv"), &old[1]).unwrap();
    let (_, listed, said) = run(&["plan", "check", "--plan", text(plan.path())]);
    assert!(!listed.contains("P01") && !listed.contains("P23"), "{listed}{said}");
    let log = fs::read_to_string(plan.path().join("changes.csv")).unwrap();
    assert!(log.contains("June 2020"), "{log}");
    assert!(!ready.exists() && !aside.exists());
}

#[test]
fn check_tells_a_plan_that_was_changed_past_its_log() {
    let plan = plan();
    move_date(plan.path(), "1.2", "June 2020", "2019-12-03");
    let actions = plan.path().join("actions.csv");
    let changed = fs::read_to_string(&actions).unwrap().replace(",June 2020,", ",July 2020,");
    fs::write(&actions, changed).unwrap();
    let (status, listed, _) = run(&["plan", "check", "--plan", text(plan.path())]);
    assert_eq!(status, 0, "{listed}");
    assert!(
        listed.contains(
            "P23  changes.csv, cell E2: the log changes it to \"June 2020\", and the plan says \"July 2020\"."
        ),
        "{listed}"
    );
}

/// As a power cut leaves it between the two names that cannot be renamed at once.
#[test]
fn a_plan_whose_files_stood_aside_when_the_power_went_is_put_back_before_anybody_looks_for_it() {
    let plan = plan();
    let ready = plan.path().join(".ragbook-plan.ready");
    let files: Vec<_> = std::fs::read_dir(plan.path()).unwrap().map(|entry| entry.unwrap().path()).collect();
    std::fs::create_dir(&ready).unwrap();
    for file in &files {
        std::fs::rename(file, ready.join(file.file_name().unwrap())).unwrap();
    }
    let (status, told, said) = run(&["plan", "show", "--plan", text(plan.path())]);
    assert_eq!(status, 0, "{said}");
    assert!(told.contains("1.1a") && !ready.exists() && files.iter().all(|file| file.exists()), "{told}");
}
