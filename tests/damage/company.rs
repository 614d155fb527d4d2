//! Returns that are broken in company: sent twice, in two versions, as text for an assumed month.

use std::fs;
use std::path::Path;

use ragbook::domain::{Column, Table};

use super::draft::{At, Claim, Draft, Grave};
use super::oracle::{Outcome, judge};
use super::paper::Content;
use super::run::{consolidate, send};
use super::{planned, table::Row};

/// Consolidates what a closure sends for lead 1.
fn sent(send: impl FnOnce(&ragbook::plan::Plan, &Path), more: &[&str]) -> Outcome {
    let (folder, plan) = planned();
    let work = tempfile::tempdir().unwrap();
    let returns = work.path().join("returns");
    fs::create_dir(&returns).unwrap();
    send(&plan, &returns);
    consolidate(folder.path(), &returns, &work.path().join("out"), more)
}

fn value(outcome: &Outcome, reference: &str) -> String {
    outcome.measures.iter().find(|row| row["ref"] == reference).unwrap()["value"].clone()
}

fn told<'a>(outcome: &'a Outcome, code: &str) -> Vec<&'a Row> {
    outcome.exceptions.iter().filter(|row| row["code"] == code).collect()
}

/// The good return with another count, under a name.
fn version(plan: &ragbook::plan::Plan, folder: &Path, name: &str, count: &str) {
    let mut draft = Draft::good(plan, 1);
    let tag = draft.of_measure("1a", Column::Value);
    draft.put(&tag, Content::Number(count.to_owned()), "General").unwrap();
    name.clone_into(&mut draft.name);
    send(draft, Vec::new(), Vec::new(), folder);
}

#[test]
fn a_return_sent_twice_counts_once() {
    let outcome = sent(
        |plan, folder| {
            version(plan, folder, "a.xlsx", "41");
            version(plan, folder, "a (1).xlsx", "41");
        },
        &[],
    );
    assert_eq!(value(&outcome, "1.1a"), "41");
    assert_eq!(told(&outcome, "F06").len(), 1);
    assert_eq!(
        outcome.contributions.iter().filter(|row| row["ref"] == "1.1a" && row["used"] == "yes").count(),
        1
    );
}

#[test]
fn of_two_versions_with_one_date_neither_stands() {
    let outcome = sent(
        |plan, folder| {
            version(plan, folder, "a.xlsx", "41");
            version(plan, folder, "b.xlsx", "42");
        },
        &[],
    );
    assert_eq!(value(&outcome, "1.1a"), "");
    let [told] = told(&outcome, "W05")[..] else { panic!("{:#?}", outcome.exceptions) };
    assert_eq!(told["severity"], "error");
    assert!(outcome.contributions.iter().all(|row| row["used"] == "no"));
}

#[test]
fn a_csv_for_an_assumed_month_gives_every_measure_but_the_percents_that_text_cannot_tell() {
    let (folder, plan) = planned();
    for separator in [",", ";", "\t"] {
        let work = tempfile::tempdir().unwrap();
        let mut draft = Draft::good(&plan, 1);
        draft.name = "return.csv".to_owned();
        draft.meant.retain(|tag, _| tag.0 == Table::Measures);
        draft.bytes.push(Box::new(move |_, paper| {
            super::catalogue::separated(paper, separator).unwrap_or_default().into_bytes()
        }));
        // 0.625 and -0.125 lost their percent formats on the way to text.
        let unclear = ["1e", "1f"].map(|letter| draft.of_measure(letter, Column::Value));
        let claim = unclear.iter().fold(Claim::default().touches("csv"), |claim, tag| {
            claim.and("V02", Grave::Error, At::Cell(tag.clone())).loses(tag)
        });
        // It is the Measures table alone: Progress is asked for.
        let claim = claim.also(&["V03", "W02", "R05"]);
        let sent = send(draft, vec![claim], vec!["csv"], work.path());
        let out = tempfile::tempdir().unwrap();
        let outcome = consolidate(folder.path(), work.path(), out.path(), &["--assume-period"]);
        let found = judge(&sent, &outcome);
        assert!(found.is_clean(), "{separator:?}\n{}", found.faults().join("\n"));
    }
}

#[test]
fn a_return_under_another_leads_identity_does_not_displace_theirs() {
    let outcome = sent(
        |plan, folder| {
            version(plan, folder, "own.xlsx", "41");
            // Lead 5 sends their own rows in a form that says lead 1 everywhere.
            let mut draft = Draft::good(plan, 5);
            let own = Draft::good(plan, 1);
            draft.paper.properties = own.paper.properties;
            draft.paper.sheets[0] = own.paper.sheets[0].clone();
            "stolen.xlsx".clone_into(&mut draft.name);
            send(draft, Vec::new(), Vec::new(), folder);
        },
        &[],
    );
    assert_eq!(value(&outcome, "1.1a"), "41");
    assert_eq!(value(&outcome, "5.1a"), "");
    assert!(outcome.exceptions.iter().any(|row| row["file"] == "stolen.xlsx" && row["severity"] == "error"));
}
