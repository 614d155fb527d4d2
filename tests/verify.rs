//! `ragbook verify` through the real binary and the library: whatever was altered is found and named, and what was not
//! altered is proved to be what it was (8-commands-and-files.md).
//!
//! `RAGBOOK_FLIPS=5000 cargo test --test verify flipped -- --nocapture` flips more bits and prints the tally.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod council;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use council::{Council, number, said, took};
use ragbook::domain::Column;
use ragbook::form::Template;
use ragbook::ledger::{Choice, Decision, Decisions, Identity};
use ragbook::pipeline::verify::{MadeAgain, Question, State, Verified, Whose, verify};
use rayon::prelude::*;

const MONTH: &str = "2024-02";

/// Three months, the last one consolidated twice, with a decision: the set of February has ledgers before and after it. The
/// evening sessions are counted as a sensitive measure, so that published.csv has something to remember.
fn at_work(work: &Path) -> Council {
    let council = Council::new(work);
    let measures = council.plan().join("measures.csv");
    let text = fs::read_to_string(&measures).unwrap();
    let sensitive = text.replace("single,,,,,,,,,,no,otis-fenn", "single,,,,,,,,,,yes,otis-fenn");
    assert_ne!(sensitive, text);
    fs::write(&measures, sensitive).unwrap();
    let settings = council.plan().join("plan.toml");
    let text = fs::read_to_string(&settings).unwrap();
    let shown = text.replace("\"Summary\", \"Actions\"]", "\"Summary\", \"Measures\"]");
    assert_ne!(shown, text);
    fs::write(&settings, shown).unwrap();
    council.send("2024-01", "mara-quill", "2024-02-05", &took(19));
    council.consolidate("2024-01", "reports");
    decide(&council, "2024-01", 1);
    council.send(MONTH, "mara-quill", "2024-03-05", &took(17));
    council.send(MONTH, "otis-fenn", "2024-03-05", &[("1.3a", Column::Value, number(3))]);
    council.consolidate(MONTH, "reports");
    council.send("2024-03", "mara-quill", "2024-04-05", &took(16));
    council.consolidate("2024-03", "reports");
    council.send("2024-03", "mara-quill", "2024-04-06", &took(15));
    council.consolidate("2024-03", "reports");
    decide(&council, "2024-03", 2);
    council
}

/// Adds a decision about an exception that was raised.
fn decide(council: &Council, period: &str, number: usize) {
    let path = council.plan().join("decisions.csv");
    let mut ledger = Decisions::from_csv(&fs::read(&path).unwrap_or_default()).unwrap();
    ledger.add(vec![Decision {
        id: String::new(),
        line: 0,
        period: period.parse().unwrap(),
        decided_on: Some("2024-04-08".parse().unwrap()),
        about: Identity::of_key(&format!("V01|mara-quill|1.2a|value|{number}")).unwrap(),
        choice: Choice::Accept,
        value: String::new(),
        reason: "As agreed by phone.".to_owned(),
        decided_by: "Dana Fox".to_owned(),
        until: None,
        rated: None,
        run: String::new(),
        sheet_row: Some(6),
    }]);
    fs::write(path, ledger.to_csv().unwrap()).unwrap();
}

/// `ragbook publish` of a month of the reports, with its page.
fn publish(council: &Council, period: &str, edition: &str, out: &str) {
    let mut publish = Command::new(env!("CARGO_BIN_EXE_ragbook"));
    publish.current_dir(&council.work).args(["publish", "--plan", "plan", "--period", period, "--html"]);
    said(publish.args(["--from", "reports", "--edition", edition, "--out", out]));
}

/// `ragbook review` of January to March.
fn review(council: &Council, out: &str) {
    let mut review = Command::new(env!("CARGO_BIN_EXE_ragbook"));
    review.current_dir(&council.work).args(["review", "--plan", "plan", "--from", "2024-01"]);
    said(review.args(["--to", "2024-03", "--out", out]));
}

/// What the library finds in the council's reports of February.
fn verified(council: &Council, with_inputs: bool) -> Verified {
    verified_in(council, &format!("reports/{MONTH}-data"), with_inputs)
}

/// What the library finds in this folder.
fn verified_in(council: &Council, folder: &str, with_inputs: bool) -> Verified {
    let template = Template::built_in().unwrap();
    let inputs: Vec<PathBuf> = if with_inputs { vec![council.returns(MONTH)] } else { Vec::new() };
    let question = Question {
        folder: &council.work.join(folder),
        plan: Some(&council.plan()),
        inputs: &inputs,
        template: &template,
        worker: None,
        progress: None,
    };
    verify(&question).unwrap()
}

/// Files found wrong, with whose they are; each once.
fn wrong(found: &Verified) -> Vec<(Whose, String)> {
    let mut wrong: Vec<_> =
        found.files().filter(|f| f.state.is_wrong()).map(|f| (f.whose, f.file.clone())).collect();
    wrong.sort_by(|a, b| a.1.cmp(&b.1));
    wrong.dedup();
    wrong
}

/// Numbers that are the same at every run (xorshift).
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 11).unwrap() % end
    }
}

#[test]
fn every_one_of_many_flipped_bits_is_found_in_the_right_file() {
    let flips: usize = std::env::var("RAGBOOK_FLIPS").ok().and_then(|n| n.parse().ok()).unwrap_or(500);
    // Two councils side by side, each with every other flip.
    let halves: Vec<_> = [0, 1].into_par_iter().map(|half| flipped(half, flips)).collect();
    let mut tally = BTreeMap::<String, usize>::new();
    for (name, found) in halves.into_iter().flatten() {
        *tally.entry(name).or_default() += found;
    }
    println!("{flips} single bits flipped, each found and named: {tally:#?}");
    for needed in [
        "history.csv",
        "decisions.csv",
        "issues.csv",
        "published.csv",
        "plan.toml",
        "2024-02-data/run.json",
        "2024-02-data/measures.csv",
        "edition 2024-02-board.xlsx",
        "edition 2024-02-board.html",
        "2024-01-to-2024-03-review.xlsx",
        "2024-01-to-2024-03-review-data/run.json",
    ] {
        assert!(tally.keys().any(|name| name.contains(needed)), "{needed} was never flipped");
    }
}

/// Of so many flips every other one, from this one on: how many were found in each file.
fn flipped(first: usize, flips: usize) -> BTreeMap<String, usize> {
    let work = tempfile::tempdir().unwrap();
    let council = at_work(work.path());
    // February's set, two editions of it and the review lie in one folder; what came after stands in the ledgers.
    publish(&council, MONTH, "board", "out");
    publish(&council, MONTH, "office", "out");
    council.consolidate("2024-03", "reports");
    publish(&council, "2024-03", "board", "elsewhere");
    review(&council, "out");
    let (reports, out) = (work.path().join("reports"), work.path().join("out"));
    council::copy(&reports.join(format!("{MONTH}-data")), &out.join(format!("{MONTH}-data")));
    let workbook = format!("{MONTH}-consolidated.xlsx");
    fs::copy(reports.join(&workbook), out.join(&workbook)).unwrap();

    let well = verified_in(&council, "out", true);
    assert!(well.is_well(), "{well:#?}");
    let editions = well.editions.iter().map(|edition| &edition.made_again);
    let made = well.sets.iter().map(|set| &set.made_again).chain(editions);
    let made: Vec<_> = made.chain(well.reviews.iter().map(|review| &review.made_again)).collect();
    assert_eq!(made, [&MadeAgain::Same; 4], "{well:#?}");
    let mut targets: Vec<(Whose, String, PathBuf)> = Vec::new();
    for file in well.files() {
        let folder = match file.whose {
            Whose::Manifest | Whose::Output | Whose::Edition => out.clone(),
            Whose::Plan | Whose::Ledger => council.plan(),
            Whose::Input | Whose::Words => council.returns(MONTH),
        };
        targets.push((file.whose, file.file.clone(), folder.join(&file.file)));
    }
    targets.sort_by(|a, b| a.1.cmp(&b.1));
    targets.dedup_by(|a, b| a.1 == b.1);
    let mut random = Random(0x5eed);
    let mut tally = BTreeMap::<String, usize>::new();
    for flip in 0..flips {
        // Each file in turn, so that the short ones are not passed over.
        let (owner, name, path) = &targets[flip % targets.len()];
        let whole = fs::read(path).unwrap();
        if whole.is_empty() {
            continue;
        }
        let (at, bit) = (random.below(whole.len()), random.below(8));
        if flip % 2 != first {
            continue;
        }
        let mut flipped = whole.clone();
        flipped[at] ^= 1 << bit;
        fs::write(path, &flipped).unwrap();
        let found = verified_in(&council, "out", true);
        fs::write(path, &whole).unwrap();
        assert_eq!(wrong(&found), [(*owner, name.clone())], "bit {bit} of byte {at} of {name}");
        *tally.entry(format!("{} {name}", owner.word())).or_default() += 1;
    }
    assert!(verified_in(&council, "out", true).is_well());
    tally
}

fn ragbook(council: &Council) -> Command {
    let mut ragbook = Command::new(env!("CARGO_BIN_EXE_ragbook"));
    ragbook.current_dir(&council.work).env("NO_COLOR", "1").args(["verify", "reports", "--plan", "plan"]);
    ragbook
}

#[test]
fn the_command_says_what_became_of_each_file_and_ends_with_the_right_status() {
    let work = tempfile::tempdir().unwrap();
    let council = at_work(work.path());
    let told = said(ragbook(&council).args(["--inputs", "came-back"]));
    assert!(told.contains("February 2024, run ") && told.contains("All is as it was."), "{told}");
    // The returns of three months lie below one folder, under other names than each month met them by.
    assert_eq!(told.matches("every output the same, byte for byte").count(), 3, "{told}");
    let told = said(&mut ragbook(&council));
    assert!(told.contains("not at hand   input") && told.contains("Not made again"), "{told}");
    // Without a plan the outputs are still held against the manifest.
    let mut alone = Command::new(env!("CARGO_BIN_EXE_ragbook"));
    let told = said(alone.current_dir(&council.work).args(["verify", "reports"]));
    assert!(told.contains("not at hand   plan") && told.contains("same          output"), "{told}");

    let measures = work.path().join("reports/2024-02-data/measures.csv");
    let whole = fs::read(&measures).unwrap();
    fs::write(&measures, [whole.as_slice(), b" "].concat()).unwrap();
    fs::remove_file(work.path().join("reports/2024-01-consolidated.xlsx")).unwrap();
    let output = ragbook(&council).args(["--format", "json"]).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((&json["schema"], &json["well"]), (&1.into(), &false.into()));
    let files = |set: usize| json["sets"][set]["files"].as_array().unwrap().clone();
    let state = |set: usize, name: &str| {
        files(set).into_iter().find(|f| f["file"] == name).map(|f| f["state"].clone()).unwrap()
    };
    assert_eq!(state(0, "2024-01-consolidated.xlsx"), "missing");
    assert_eq!(state(1, "2024-02-data/measures.csv"), "altered");
    fs::write(&measures, whole).unwrap();
    fs::remove_file(work.path().join("reports/2024-02-data/run.json")).unwrap();
    let output = ragbook(&council).output().unwrap();
    assert!(String::from_utf8_lossy(&output.stdout).contains("MISSING       manifest 2024-02-data/run.json"));

    let mut nothing = Command::new(env!("CARGO_BIN_EXE_ragbook"));
    let output = nothing.current_dir(&council.work).args(["verify", "plan"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("holds no consolidated set"));
}

#[test]
fn returns_are_known_by_what_is_in_them_wherever_they_went() {
    let work = tempfile::tempdir().unwrap();
    let council = at_work(work.path());
    let archive = work.path().join("archive/deep");
    fs::create_dir_all(&archive).unwrap();
    for (number, file) in fs::read_dir(council.returns(MONTH)).unwrap().enumerate() {
        fs::rename(file.unwrap().path(), archive.join(format!("{number}.xlsx"))).unwrap();
    }
    let told = said(ragbook(&council).args(["--inputs", "archive", "--inputs", "came-back"]));
    assert!(told.contains("it is now called deep/0.xlsx") && told.contains("All is as it was."), "{told}");
    assert_eq!(told.matches("every output the same, byte for byte").count(), 3, "{told}");
    // A return of the same name with other bytes is not it.
    fs::write(council.returns(MONTH).join("mara-quill 2024-03-05.xlsx"), "other").unwrap();
    let output = ragbook(&council).args(["--inputs", "came-back"]).output().unwrap();
    let told = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(told.contains("ALTERED       input    mara-quill 2024-03-05.xlsx"), "{told}");
}

#[test]
fn an_amended_plan_and_grown_ledgers_are_told_as_such_and_the_outputs_are_made_again_from_what_was() {
    let work = tempfile::tempdir().unwrap();
    let council = at_work(work.path());
    let mut amend = Command::new(env!("CARGO_BIN_EXE_ragbook"));
    amend.current_dir(&council.work).args(["plan", "amend", "--plan", "plan", "--ref", "1.2"]);
    amend.args(["--field", "target_date", "--to", "September 2024", "--reason", "agreed"]);
    amend.args(["--approved-by", "Board", "--date", "2024-05-02", "--plan-version", "2.0"]);
    said(&mut amend);
    // October's late correction: the months after it rest on the revision before.
    council.send("2024-01", "mara-quill", "2024-05-03", &[("1.2a", Column::Value, number(12))]);
    council.consolidate("2024-01", "elsewhere");
    decide(&council, MONTH, 3);
    let found = verified(&council, true);
    assert!(found.is_well(), "{found:#?}");
    assert_eq!(found.sets[0].made_again, MadeAgain::Same);
    let of = |name: &str| found.sets[0].files.iter().find(|f| f.file == name).unwrap();
    for name in ["actions.csv", "changes.csv", "plan.toml", "history.csv", "decisions.csv"] {
        assert_eq!(of(name).state, State::ChangedSince, "{name}: {}", of(name).told);
    }
    assert!(of("actions.csv").told.contains("2024-05-02 1.2 target_date"), "{}", of("actions.csv").told);
    assert!(of("history.csv").told.contains("revision 2 of 2024-01"));
    assert!(of("decisions.csv").told.contains("D3"));
    // Changed by hand on top of it: that is no amendment.
    let path = council.plan().join("actions.csv");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replacen("the", "teh", 1)).unwrap();
    assert_eq!(wrong(&verified(&council, true)), [(Whose::Plan, "actions.csv".to_owned())]);
}

#[test]
fn a_manifest_sealed_anew_by_somebody_else_is_still_noticed() {
    let work = tempfile::tempdir().unwrap();
    let council = at_work(work.path());
    let path = work.path().join("reports").join(format!("{MONTH}-data/run.json"));
    let text = fs::read_to_string(&path).unwrap();
    let forged = |from: &str, to: &str| {
        assert!(text.contains(from), "{text}");
        let open = text.replacen(from, to, 1);
        let open = open.split_once(",\n  \"seal\"").unwrap().0;
        let seal = ragbook::domain::Sha256::of(open.as_bytes());
        fs::write(&path, format!("{open},\n  \"seal\": \"{seal}\"\n}}\n")).unwrap();
        verified(&council, true)
    };
    // Another setting: the run's id is no longer that of its origin.
    let found = forged("\"2024-02-29\"", "\"2024-02-28\"");
    assert_eq!(wrong(&found), [(Whose::Manifest, format!("{MONTH}-data/run.json"))]);
    fs::write(&path, &text).unwrap();
    assert!(verified(&council, true).is_well());
}

#[test]
fn an_edition_is_held_against_the_ledger_of_issues_and_made_again_from_the_set() {
    let work = tempfile::tempdir().unwrap();
    let council = at_work(work.path());
    publish(&council, MONTH, "board", "reports");
    let whole = fs::read(work.path().join("reports/2024-02-board.xlsx")).unwrap();
    let told = said(&mut ragbook(&council));
    assert!(told.contains("February 2024, edition board, run "), "{told}");
    assert!(told.contains("same          edition  2024-02-board.html"), "{told}");
    assert!(
        told.contains("Made again from plan, ledgers and the set beside it: every output the same"),
        "{told}"
    );
    assert!(told.contains("same          ledger   issues.csv  (every row as it was written)"), "{told}");
    // Without the plan nobody can say; what is no edition is nobody's business.
    fs::write(work.path().join("reports/2024-02-notes.xlsx"), "my notes").unwrap();
    let mut alone = Command::new(env!("CARGO_BIN_EXE_ragbook"));
    let told = said(alone.current_dir(&council.work).args(["verify", "reports"]));
    assert!(told.contains("not at hand   edition  2024-02-board.xlsx"), "{told}");
    assert!(!told.contains("notes"), "{told}");

    // Published again after a late return: both issues are remembered, and the earlier file is still one of them.
    council.send(MONTH, "mara-quill", "2024-03-09", &took(12));
    council.consolidate(MONTH, "reports");
    publish(&council, MONTH, "board", "reports");
    let state = |found: &Verified| found.editions[0].files[0].clone();
    assert_eq!(verified_in(&council, "reports", false).editions[0].made_again, MadeAgain::Same);
    let newer = fs::read(work.path().join("reports/2024-02-board.xlsx")).unwrap();
    assert_ne!(whole, newer);
    fs::write(work.path().join("reports/2024-02-board.xlsx"), &whole).unwrap();
    let found = verified_in(&council, "reports", false);
    assert_eq!((state(&found).state, found.is_well()), (State::Same, true));
    assert!(state(&found).told.contains("an earlier issue"), "{found:#?}");

    // An edition that nothing remembers, and a ledger that is gone.
    fs::write(work.path().join("reports/2024-01-board.xlsx"), &newer).unwrap();
    let found = verified_in(&council, "reports", false);
    assert_eq!(wrong(&found), [(Whose::Edition, "2024-01-board.xlsx".to_owned())]);
    fs::remove_file(council.plan().join("issues.csv")).unwrap();
    let found = verified_in(&council, "reports", false);
    assert_eq!(wrong(&found), [(Whose::Ledger, "issues.csv".to_owned())]);
    assert!(found.editions.iter().all(|edition| edition.files.iter().any(|f| f.state == State::NotJudged)));
}

#[test]
fn a_review_is_made_again_from_the_records_of_its_months_as_they_were() {
    let work = tempfile::tempdir().unwrap();
    let council = at_work(work.path());
    review(&council, "year");
    council.send("2024-02", "mara-quill", "2024-03-09", &took(12));
    council.consolidate("2024-02", "reports");
    let found = verified_in(&council, "year/2024-01-to-2024-03-review-data", false);
    assert!(found.is_well() && found.sets.is_empty(), "{found:#?}");
    assert_eq!(found.reviews[0].made_again, MadeAgain::Same, "{found:#?}");
    let history = found.reviews[0].files.iter().find(|file| file.file == "history.csv").unwrap();
    assert_eq!(history.state, State::ChangedSince);
    assert!(history.told.contains("revision 2 of 2024-02"), "{}", history.told);
    let path = work.path().join("year/2024-01-to-2024-03-review-data/measures.csv");
    fs::write(&path, [fs::read(&path).unwrap().as_slice(), b" "].concat()).unwrap();
    let json = {
        let mut verify = Command::new(env!("CARGO_BIN_EXE_ragbook"));
        verify.current_dir(&council.work).args(["verify", "year", "--plan", "plan", "--format", "json"]);
        let output = verify.output().unwrap();
        assert_eq!(output.status.code(), Some(1));
        serde_json::from_slice::<serde_json::Value>(&output.stdout).unwrap()
    };
    assert_eq!(json["reviews"][0]["to"], "2024-03");
    let files = json["reviews"][0]["files"].as_array().unwrap();
    let altered: Vec<_> = files.iter().filter(|file| file["state"] == "altered").collect();
    assert_eq!(altered.len(), 1);
    assert_eq!(altered[0]["file"], "2024-01-to-2024-03-review-data/measures.csv");
}
