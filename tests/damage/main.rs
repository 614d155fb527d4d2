//! The damage suite: one good return and the ways in which leads, spreadsheets and mail systems break it, through the
//! real binary (promise 1 of 1-mission.md: no silent wrong value).
//!
//! Every damage of the [`catalogue`] has a name and claims what must come of it: the answers that must be recovered, the
//! code that must be told at which cell, the answers of which nothing may be used. [`oracle`] judges. Singles are run
//! one by one for every damage; pairs and triples are thrown with a seed. Two damages are put together only when neither
//! touches what the other touches (a row, the header, the file's identity); where one takes the whole file or table away,
//! what the others planted in it need not be named, but nothing of it may be used.
//!
//! `cargo test --test damage` judges about 400 damaged returns and prints a scorecard with `-- --nocapture`;
//! `RAGBOOK_DAMAGE_RUNS=5000` asks for that many, `RAGBOOK_DAMAGE_SEED=7` for others, `RAGBOOK_DAMAGE_TOGETHER` for certain
//! ones together, and `RAGBOOK_DAMAGE_KEEP=FOLDER` keeps what went wrong.
//! `RAGBOOK_DAMAGE_OFFICE=1` has LibreOffice save each damaged return again as xls, ods and xlsx ([`office`]).

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]
#![expect(clippy::print_stdout, reason = "the scorecard is printed")]

mod catalogue;
#[path = "../chance/mod.rs"]
mod chance;
mod company;
mod dice;
mod draft;
mod good;
mod office;
mod oracle;
mod paper;
mod plan;
mod run;
mod scorecard;
#[path = "../table/mod.rs"]
mod table;
mod xlsx;

use std::collections::BTreeSet;
use std::path::Path;

use dice::Dice;
use draft::{Claim, Damage, Draft};
use oracle::{Judgement, Sent};
use ragbook::plan::{Plan, load};
use scorecard::Scorecard;

/// A number from the environment.
fn setting(name: &str, otherwise: usize) -> usize {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(otherwise)
}

/// The plan in a folder that goes away with the test.
fn planned() -> (tempfile::TempDir, Plan) {
    let folder = tempfile::tempdir().unwrap();
    plan::write(folder.path());
    let loaded = load(folder.path());
    let plan = loaded.plan.unwrap_or_else(|| panic!("{:#?}", loaded.faults));
    (folder, plan)
}

/// Breaks a lead's return in these ways, as far as they fit together; none when not one of them fits.
fn broken(plan: &Plan, lead: usize, damages: &[Damage], dice: &mut Dice, folder: &Path) -> Option<Sent> {
    let mut draft = Draft::good(plan, lead);
    let mut damages = damages.to_vec();
    damages.sort_by_key(|damage| damage.stage);
    let mut claims: Vec<Claim> = Vec::new();
    let mut done = Vec::new();
    for damage in damages {
        // Tried on a copy of the same return with the same dice, so that a clash leaves no trace.
        let mut trial = Draft::good(plan, lead);
        trial.paper = draft.paper.clone();
        trial.meant = draft.meant.clone();
        let Some(claim) = (damage.how)(&mut trial, &mut dice.clone()) else { continue };
        if claims.iter().any(|earlier| earlier.clashes(&claim)) {
            continue;
        }
        let claim = (damage.how)(&mut draft, dice).unwrap_or(claim);
        claims.push(claim);
        done.push(damage.name);
    }
    (!done.is_empty()).then(|| run::send(draft, claims, done, folder))
}

/// Fails with everything that is wrong, after the scorecard.
fn finish(what: &str, judged: &[(Sent, Judgement)]) {
    let card = Scorecard::of(judged);
    println!("{what}\n{card}");
    let wrong: Vec<String> = judged
        .iter()
        .filter(|(_, found)| !found.is_clean())
        .map(|(sent, found)| {
            format!("{} [{}]\n    {}", sent.damages.join(" + "), sent.file, found.faults().join("\n    "))
        })
        .collect();
    assert!(
        wrong.is_empty(),
        "{} returns were not read as claimed:\n{}\n{card}",
        wrong.len(),
        wrong.join("\n")
    );
}

#[test]
fn every_good_return_reads_as_it_was_meant_with_no_error_and_no_query() {
    let (folder, plan) = planned();
    let batch: run::Batch<'_> = Box::new(|folder| {
        let good = |lead| run::send(Draft::good(&plan, lead), Vec::new(), Vec::new(), folder);
        (1..=plan::LEADS).map(good).collect()
    });
    finish("good returns", &run::all(folder.path(), &[batch]));
}

#[test]
fn there_are_many_ways_and_each_has_its_own_name() {
    let names: BTreeSet<&str> = catalogue::all().iter().map(|damage| damage.name).collect();
    assert_eq!(names.len(), catalogue::all().len());
    assert!(names.len() > 200, "{} ways", names.len());
}

#[test]
fn each_damage_alone() {
    let (folder, plan) = planned();
    let only = std::env::var("RAGBOOK_DAMAGE_ONLY").unwrap_or_default();
    let damages: Vec<Damage> = catalogue::all().into_iter().filter(|d| d.name.contains(&only)).collect();
    let seed = setting("RAGBOOK_DAMAGE_SEED", 1);
    // Each damage stands in its run with fifteen others, on a lead of its own.
    let batches: Vec<run::Batch<'_>> = damages
        .chunks(plan::LEADS)
        .enumerate()
        .map(|(number, damages)| -> run::Batch<'_> {
            let plan = &plan;
            Box::new(move |folder| {
                let mut dice = Dice::new(u64::try_from(seed * 1_000 + number).unwrap());
                let one = |(at, damage): (usize, &Damage)| {
                    let sent = broken(plan, at + 1, std::slice::from_ref(damage), &mut dice, folder);
                    sent.unwrap_or_else(|| panic!("\"{}\" does not fit the good return", damage.name))
                };
                damages.iter().enumerate().map(one).collect()
            })
        })
        .collect();
    let judged = run::all(folder.path(), &batches);
    for (sent, damage) in judged.iter().map(|(sent, _)| sent).zip(&damages) {
        assert!(
            damage.nature.allows(&sent.claims),
            "\"{}\" claims what its nature does not allow",
            damage.name
        );
    }
    finish("each damage alone", &judged);
}

#[test]
fn random_singles_pairs_and_triples() {
    let (folder, plan) = planned();
    let damages = catalogue::all();
    let (runs, seed) = (setting("RAGBOOK_DAMAGE_RUNS", 400), setting("RAGBOOK_DAMAGE_SEED", 1));
    let batches: Vec<run::Batch<'_>> = (0..runs.div_ceil(plan::LEADS))
        .map(|number| -> run::Batch<'_> {
            let (plan, damages) = (&plan, &damages);
            Box::new(move |folder| {
                let mut dice = Dice::new(u64::try_from(seed * 1_000_000 + number).unwrap());
                let one = |lead| {
                    let many = 1 + dice.below(3);
                    let thrown: Vec<Damage> = (0..many).map(|_| dice.pick(damages)).collect();
                    broken(plan, lead, &thrown, &mut dice, folder)
                };
                (1..=plan::LEADS).filter_map(one).collect()
            })
        })
        .collect();
    finish("singles, pairs and triples", &run::all(folder.path(), &batches));
}

/// `RAGBOOK_DAMAGE_TOGETHER="date is an error + row doubled, equal"` throws just these, for every lead and with 20 seeds.
#[test]
fn the_damages_named_together() {
    let Ok(named) = std::env::var("RAGBOOK_DAMAGE_TOGETHER") else { return };
    let all = catalogue::all();
    let one = |name| *all.iter().find(|damage| damage.name == name).unwrap_or_else(|| panic!("{name}"));
    let damages: Vec<Damage> = named.split(" + ").map(one).collect();
    let (folder, plan) = planned();
    let batches: Vec<run::Batch<'_>> = (0..20)
        .map(|seed| -> run::Batch<'_> {
            let (plan, damages) = (&plan, &damages);
            Box::new(move |folder| {
                let mut dice = Dice::new(seed);
                (1..=plan::LEADS).filter_map(|lead| broken(plan, lead, damages, &mut dice, folder)).collect()
            })
        })
        .collect();
    finish(&named, &run::all(folder.path(), &batches));
}

#[test]
fn the_oracle_itself_sees_what_is_wrong() {
    let (folder, plan) = planned();
    let work = tempfile::tempdir().unwrap();
    let good = run::send(Draft::good(&plan, 1), Vec::new(), Vec::new(), work.path());
    let out = tempfile::tempdir().unwrap();
    let mut outcome = run::consolidate(folder.path(), work.path(), out.path(), &[]);
    assert!(oracle::judge(&good, &outcome).is_clean());
    let at = outcome.contributions.iter().position(|row| row["ref"] == "1.1a").unwrap();
    outcome.contributions[at].insert("value".to_owned(), "42".to_owned());
    assert_eq!(oracle::judge(&good, &outcome).silent.len(), 1);
    outcome.contributions[at].insert("used".to_owned(), "no".to_owned());
    assert_eq!(oracle::judge(&good, &outcome).lost.len(), 1);
    let mut action = outcome.actions.iter_mut().find(|row| row["ref"] == "1.10");
    action.as_mut().unwrap().insert("status".to_owned(), "Complete".to_owned());
    assert_eq!(oracle::judge(&good, &outcome).silent.len(), 1);
    let measure = outcome.measures.iter_mut().find(|row| row["ref"] == "1.2a").unwrap();
    measure.insert("value".to_owned(), "87.5".to_owned());
    assert_eq!(oracle::judge(&good, &outcome).silent.len(), 2);
}
