//! Damaged returns that LibreOffice saves again as xls, ods and xlsx, as leads without Excel do. Formats change on the way and
//! some claims with them, so only the promises are held: nothing silently wrong, nothing lost without a word.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::catalogue;
use super::dice::Dice;
use super::draft::{Damage, Stage};
use super::oracle::{Judgement, Sent, judge};
use super::run::consolidate;
use super::scorecard::Scorecard;
use super::{broken, plan, planned};

/// Has LibreOffice save every workbook of a folder anew; false where there is no LibreOffice.
fn saved(from: &Path, into: &Path, ending: &str) -> bool {
    let profile = tempfile::tempdir().unwrap();
    let files: Vec<_> = fs::read_dir(from).unwrap().map(|entry| entry.unwrap().path()).collect();
    let run = Command::new("soffice")
        .arg(format!("-env:UserInstallation=file://{}", profile.path().display()))
        .args(["--headless", "--convert-to", ending, "--outdir"])
        .arg(into)
        .args(files)
        .output();
    run.is_ok_and(|output| output.status.success())
}

fn judged(ending: &str) -> Option<Vec<(Sent, Judgement)>> {
    let (folder, plan) = planned();
    let work = tempfile::tempdir().unwrap();
    let [made, again] = ["made", "again"].map(|name| work.path().join(name));
    fs::create_dir(&made).unwrap();
    fs::create_dir(&again).unwrap();
    let only = std::env::var("RAGBOOK_DAMAGE_ONLY").unwrap_or_default();
    let chosen = |damage: &Damage| damage.stage < Stage::Parts && damage.name.contains(&only);
    let damages: Vec<Damage> = catalogue::all().into_iter().filter(chosen).collect();
    let mut runs: Vec<Vec<Sent>> = Vec::new();
    for (number, chunk) in damages.chunks(plan::LEADS).enumerate() {
        let mut dice = Dice::new(u64::try_from(7_000 + number).unwrap());
        let returns = work.path().join(format!("as made {number}"));
        fs::create_dir(&returns).unwrap();
        let mut sent = Vec::new();
        for (at, damage) in chunk.iter().enumerate() {
            let Some(mut one) = broken(&plan, at + 1, std::slice::from_ref(damage), &mut dice, &returns)
            else {
                continue;
            };
            let name = format!("{number}-{at}");
            fs::copy(returns.join(&one.file), made.join(format!("{name}.xlsx"))).unwrap();
            one.file = format!("{name}.{ending}");
            sent.push(one);
        }
        runs.push(sent);
    }
    if !saved(&made, &again, ending) {
        return None;
    }
    let judge_run = |(number, sent): (usize, Vec<Sent>)| {
        let returns = work.path().join(format!("saved again {number}"));
        fs::create_dir(&returns).unwrap();
        for one in &sent {
            fs::copy(again.join(&one.file), returns.join(&one.file)).unwrap();
        }
        let outcome = consolidate(folder.path(), &returns, &work.path().join(format!("out {number}")), &[]);
        let found = sent.into_iter().map(|one| {
            let found = judge(&one, &outcome);
            (one, found)
        });
        found.collect::<Vec<_>>()
    };
    Some(runs.into_iter().enumerate().flat_map(judge_run).collect())
}

#[test]
fn each_damage_saved_again_by_libreoffice_is_never_silently_wrong_or_lost() {
    if std::env::var_os("RAGBOOK_DAMAGE_OFFICE").is_none() {
        println!(
            "skipped, because it takes minutes: RAGBOOK_DAMAGE_OFFICE=1 runs it where LibreOffice is installed"
        );
        return;
    }
    let only = std::env::var("RAGBOOK_DAMAGE_OFFICE").unwrap_or_default();
    for ending in ["xls", "ods", "xlsx"].into_iter().filter(|ending| only == "1" || only == *ending) {
        let Some(judged) = judged(ending) else {
            println!("skipped, because LibreOffice (soffice) is not there");
            return;
        };
        println!("each damage saved again as {ending}\n{}", Scorecard::of(&judged));
        // Nothing here is wrong by itself: a formula has its result now, a format has become another one. To be looked at.
        for (sent, found) in judged.iter().filter(|(_, found)| !found.is_clean()) {
            println!("  {}\n    {}", sent.damages.join(" + "), found.faults().join("\n    "));
        }
        let wrong: Vec<String> = judged
            .iter()
            .filter(|(_, found)| !found.silent.is_empty() || !found.lost.is_empty())
            .map(|(sent, found)| {
                let faults = [found.silent.clone(), found.lost.clone()].concat().join("\n    ");
                format!("{} [{}]\n    {faults}", sent.damages.join(" + "), sent.file)
            })
            .collect();
        assert!(wrong.is_empty(), "{ending}: {} returns\n{}", wrong.len(), wrong.join("\n"));
    }
}
