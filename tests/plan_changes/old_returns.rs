//! Returns issued before the plan was amended are still read; the rows that changed since are named (W04), and what the form
//! said then is no request to go back to it.

use std::fs;
use std::path::{Path, PathBuf};

use super::{consolidate, move_date, plan, run, text};

/// Issues the return of one lead: its path.
fn issue(plan: &Path, out: &Path, lead: &str) -> PathBuf {
    let (status, _, said) =
        run(&["issue", "--plan", text(plan), "--period", "2019-11", "--returner", lead, "--out", text(out)]);
    assert_eq!(status, 0, "{said}");
    fs::read_dir(out).unwrap().flatten().map(|entry| entry.path()).find(|p| p.extension().is_some()).unwrap()
}

/// What `check` says about a return.
fn check(plan: &Path, returned: &Path) -> String {
    let (_, found, said) = run(&["check", "--plan", text(plan), "--period", "2019-11", text(returned)]);
    assert!(!found.is_empty(), "{said}");
    found
}

#[test]
fn the_date_of_the_form_is_named_and_not_taken_for_a_request() {
    let (plan, out) = (plan(), tempfile::tempdir().unwrap());
    let old = issue(plan.path(), out.path(), "joe-banham");
    assert!(!check(plan.path(), &old).contains("W04"));
    move_date(plan.path(), "1.2", "June 2020", "2019-12-03");
    let found = check(plan.path(), &old);
    assert!(found.contains("was issued before the plan (version \"October 2019, illustrative data\") was last amended. Changed since: 1.2."), "{found}");
    assert!(!found.contains("R07"), "{found}");

    // Another version of the plan on top of it.
    let toml = plan.path().join("plan.toml");
    let newer = fs::read_to_string(&toml)
        .unwrap()
        .replace("October 2019, illustrative data", "December 2019, illustrative");
    fs::write(&toml, newer).unwrap();
    let found = check(plan.path(), &old);
    assert!(
        found.contains("the plan is now \"December 2019, illustrative\". Changed since: 1.2."),
        "{found}"
    );

    // A form issued now shows where the date stood first, and raises nothing of the kind.
    let again = tempfile::tempdir().unwrap();
    let new = issue(plan.path(), again.path(), "joe-banham");
    let (_, seen, _) = run(&["inspect", text(&new)]);
    assert!(seen.contains("June 2020 (originally March 2020)"), "{seen}");
    let found = check(plan.path(), &new);
    assert!(!found.contains("W04") && !found.contains("R07") && !found.contains("R06"), "{found}");
}

#[test]
fn every_output_shows_the_first_date_beside_the_one_in_force() {
    let (plan, out, reports) = (plan(), tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    move_date(plan.path(), "1.2", "December 2019", "2019-11-03");
    move_date(plan.path(), "1.2", "June 2020", "2019-11-30");
    let returned = issue(plan.path(), out.path(), "joe-banham");
    let (status, said) = consolidate(plan.path(), reports.path(), &returned);
    assert_eq!(status, 0, "{said}");
    let mut actions = csv::Reader::from_path(reports.path().join("2019-11-data/actions.csv")).unwrap();
    let row = actions.records().map(Result::unwrap).find(|row| &row[1] == "1.2").unwrap();
    assert_eq!([&row[4], &row[5], &row[6]], ["June 2020", "2020-03-31", "2020-06-30"]);
    let (_, book, _) = run(&["inspect", text(&reports.path().join("2019-11-consolidated.xlsx"))]);
    assert!(book.contains("Original due"));
    let slip = "first 31 March 2020, moved twice, 91 days later in all";
    assert!(book.contains(slip), "the sheet Attention says why 1.2 is there");
    let (_, explained, _) =
        run(&["explain", "1.2", "--plan", text(plan.path()), "--period", "2019-11", text(&returned)]);
    assert!(explained.contains("31 March 2020; moved 2 times, 91 days in all"), "{explained}");
    let (_, shown, _) = run(&["plan", "show", "--plan", text(plan.path())]);
    assert!(shown.contains(slip), "{shown}");
}

#[test]
fn actions_added_and_taken_away_since_have_their_codes() {
    let (plan, out) = (plan(), tempfile::tempdir().unwrap());
    let old = issue(plan.path(), out.path(), "joe-banham");
    let path = plan.path().join("actions.csv");
    let actions = fs::read_to_string(&path).unwrap();
    fs::write(
        &path,
        format!("{actions}1.12,1,A new action,That it helps,June 2020,\"Joe Banham\",joe-banham,,\n"),
    )
    .unwrap();
    let (_, found, _) =
        run(&["check", "--plan", text(plan.path()), "--period", "2019-11", "--format", "csv", text(&old)]);
    let rows: Vec<&str> =
        found.lines().filter(|line| line.contains("R05") && line.contains("1.12")).collect();
    assert_eq!(rows.len(), 1, "{found}");
    // And the other way round: a form with a row that the plan no longer has.
    let newer = tempfile::tempdir().unwrap();
    let new = issue(plan.path(), newer.path(), "joe-banham");
    fs::write(&path, actions).unwrap();
    let found = check(plan.path(), &new);
    assert!(found.contains("R01") && found.contains("1.12"), "{found}");
}
