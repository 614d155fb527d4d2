//! Tests over the whole catalogue: what a new rule must have, whoever writes it.

use std::collections::BTreeSet;
use std::path::PathBuf;

use super::run::{run, run_plan, run_rule};
use super::sample::Sample;
use super::{Check, Month, RULES, Scope};
use crate::domain::rated::Lapse;
use crate::domain::{Absence, Column, Guard, Quantity, Refusal, Status, Table};
use crate::finding::fault::{Cover, Decided, Lenient, PercentUnclear, Range, Remedy, Skip, Verdict, Whole};
use crate::finding::{FaultKind, Place};
use crate::intake::Intake;
use crate::ledger::History;

/// Every rule file with its text, by name.
fn rule_files() -> Vec<(String, String)> {
    let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/src/rules"));
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let stem = path.file_stem().unwrap().to_string_lossy().into_owned();
        let code = stem.split('_').next().unwrap_or_default();
        if code.len() == 3 && code[1..].bytes().all(|b| b.is_ascii_digit()) {
            files.push((stem, std::fs::read_to_string(&path).unwrap()));
        }
    }
    files.sort();
    files
}

#[test]
fn the_folder_and_the_slice_agree() {
    let in_folder: Vec<String> = rule_files().into_iter().map(|(stem, _)| stem).collect();
    let in_slice: Vec<String> =
        RULES.iter().map(|r| format!("{}_{}", r.code.0.to_lowercase(), r.name.replace('-', "_"))).collect();
    assert_eq!(in_folder, in_slice, "one file a rule, named after code and name; RULES sorted by code");
}

#[test]
fn codes_and_names_are_unique_and_well_formed() {
    let codes: BTreeSet<_> = RULES.iter().map(|r| r.code).collect();
    let names: BTreeSet<_> = RULES.iter().map(|r| r.name).collect();
    assert_eq!((codes.len(), names.len()), (RULES.len(), RULES.len()));
    for rule in RULES {
        let kebab = |w: &str| !w.is_empty() && w.bytes().all(|b| b.is_ascii_lowercase());
        assert!(rule.name.split('-').all(kebab), "{}", rule.name);
        assert!(!rule.severities.is_empty() && rule.severities.is_sorted(), "{}: worst first", rule.code);
        for text in [rule.meaning, rule.example, rule.fix] {
            assert!(text.ends_with(['.', '?']) && !text.contains("  "), "{}: {text}", rule.code);
        }
        assert_eq!(rule.scope == Scope::Plan, matches!(rule.check, Check::Plan(_)), "{}", rule.code);
    }
}

#[test]
fn every_rule_has_a_test_that_fires_it_and_a_near_miss() {
    for (file, text) in rule_files() {
        let tests = text.split_once("mod tests").map_or("", |(_, tests)| tests);
        assert!(tests.contains("fn fires"), "{file} lacks a test `fires_…`");
        assert!(tests.contains("fn spares"), "{file} lacks a near miss `spares_…`");
        assert!(text.lines().count() <= 150, "{file} is too long to be one idea");
    }
}

#[test]
fn every_rule_runs_on_an_empty_month_and_an_empty_plan() {
    let sample = Sample::clean();
    let (intake, history) = (Intake::default(), History::default());
    let empty = Month {
        intake: &intake,
        merge_faults: &[],
        figures: &[],
        progress: &[],
        measure_ratings: &[],
        action_ratings: &[],
        history: &history,
        ..sample.month()
    };
    let findings = run(&empty, &[Scope::Return, Scope::Month]);
    assert!(findings.exceptions.iter().all(|e| e.code.0 == "W07"));
    assert_eq!(findings.exceptions.len(), sample.plan.returners().count());
    assert!(run_plan(&[]).exceptions.is_empty());
}

fn decided() -> Decided {
    Decided {
        id: "D1".to_owned(),
        choice: "Accept",
        by: String::new(),
        period: "2024-03".parse().unwrap(),
        code: "V01".to_owned(),
    }
}

/// One of each kind of fault.
fn one_of_each() -> Vec<FaultKind> {
    let (text, quantity, cell) = (String::new, Quantity::from(1), crate::domain::CellRef::new(0, 0));
    vec![
        FaultKind::Unopened(Refusal::Empty),
        FaultKind::Unopened(Refusal::Damaged("x".to_owned())),
        FaultKind::Unopened(Refusal::Password { default_password: true }),
        FaultKind::Unopened(Refusal::NotAWorkbook(crate::domain::Foreign::Unknown)),
        FaultKind::Unopened(Refusal::TooLarge { guard: Guard::Depth, limit: 16, actual: None }),
        FaultKind::Unopened(Refusal::TooSlow(10)),
        FaultKind::NotAReturn { sheets: Vec::new() },
        FaultKind::DuplicateFile { of: text(), same_bytes: false },
        FaultKind::Skipped(Skip::OwnOutput),
        FaultKind::HiddenAnswers { what: "sheet", cells: Vec::new() },
        FaultKind::OutsideLink { formula: text() },
        FaultKind::Comments(Vec::new()),
        FaultKind::Covered(Cover::Picture),
        FaultKind::CaptionMissing { table: Table::Progress, missing: Vec::new(), present: Vec::new() },
        FaultKind::CaptionTwice { caption: text(), cells: ["A1".parse().unwrap(), "B1".parse().unwrap()] },
        FaultKind::ColumnUnknown { caption: text(), answers: Vec::new() },
        FaultKind::TwoLayouts { table: Table::Progress, layouts: [text(), text()] },
        FaultKind::Rearranged(Vec::new()),
        FaultKind::MergedAnswers(text()),
        FaultKind::OrphanAnswer,
        FaultKind::ColumnSlipped { gap: cell, below: cell },
        FaultKind::ColumnRaised { misfit: cell, end: cell },
        FaultKind::ColumnMixed { misfits: [cell, cell] },
        FaultKind::RivalColumn { caption: text(), cell, says: text() },
        FaultKind::TablesDiffer { table: Table::Progress, other: Place::default() },
        FaultKind::TableUnread { table: Table::Progress, used: Place::default() },
        FaultKind::Aside { may_answer: false, cells: Vec::new(), more: 0 },
        FaultKind::UnknownReturner { claims: Vec::new() },
        FaultKind::IdentityDisagrees { what: "returner", claims: Vec::new(), winner: None },
        FaultKind::CompletedByAnother { colleague: "ben".into(), shared: Vec::new() },
        FaultKind::WrongPeriod { says: None, wanted: "2024-03".parse().unwrap(), claims: Vec::new() },
        FaultKind::OldPlan { says: text(), current: text(), changed: Vec::new() },
        FaultKind::UnknownRef { nearest: None, answers: Vec::new() },
        FaultKind::NumberRef { candidates: Vec::new(), settled: None, answers: Vec::new() },
        FaultKind::RefTwice { other: "A1".parse().unwrap(), equal: true, answers: Vec::new() },
        FaultKind::NotYours { expected_from: Vec::new(), used: true, answers: Vec::new() },
        FaultKind::RowMissing(Table::Measures),
        FaultKind::WordingChanged { plan: text() },
        FaultKind::WordingOfAnother { others: vec![text()], answers: vec![text()] },
        FaultKind::TargetChanged { plan: text(), asked: None },
        FaultKind::NotANumber { suggestion: None },
        FaultKind::PercentUnclear(PercentUnclear::FormatUnknown),
        FaultKind::ReadAs { used: text(), how: Lenient::PlainPercent },
        FaultKind::ReadAs { used: text(), how: Lenient::WordForAbsence(Absence::Other) },
        FaultKind::OutOfRange(Range::Unholdable),
        FaultKind::ErrorCell,
        FaultKind::NotCalculated { formula: text() },
        FaultKind::BecameADate,
        FaultKind::NotAChoice { choices: Vec::new(), read_as: None },
        FaultKind::NotADate,
        FaultKind::CompletedFarOff { period: "2024-03".parse().unwrap() },
        FaultKind::ValueAndReason { reason: Absence::Other },
        FaultKind::Missing,
        FaultKind::NumbersOfAnotherRow { formula: text() },
        FaultKind::FractionDisagrees { computed: quantity, typed: quantity },
        FaultKind::MoreThanWhole(Whole::OneBlank(Column::Numerator)),
        FaultKind::NoFraction,
        FaultKind::TooLong { length: 2, allowed: 1 },
        FaultKind::UnsafeInThisFormat { why: text(), remedy: Remedy::SaveAsXlsx },
        FaultKind::LooksLikeAPerson { kinds: Vec::new() },
        FaultKind::TwoReturns {
            other: text(),
            standing: None,
            verdict: Verdict::DatesDoNotTell,
            differs: Vec::new(),
        },
        FaultKind::PartialValue { missing: Vec::new() },
        FaultKind::Disagree { what: text(), answers: Vec::new(), used: None },
        FaultKind::TotalDisagrees { total: quantity, sum: quantity, parts: Vec::new() },
        FaultKind::SameMeasureDiffers { other: "1.1a".parse().unwrap(), other_value: text() },
        FaultKind::CompleteInFuture { dated: chrono::NaiveDate::MIN },
        FaultKind::StoppedNotAgreed { status: Status::Stopped },
        FaultKind::DecisionLapsed {
            decided: decided(),
            lapse: Lapse::FoundWorse { was: text(), now: text() },
        },
        FaultKind::DecisionIncomplete { decided: decided(), lacks: Vec::new() },
        FaultKind::DecisionUnused(decided()),
    ]
}

#[test]
fn every_kind_of_fault_is_told_by_exactly_one_rule_even_when_bare() {
    for kind in one_of_each() {
        let sample = Sample::clean().with_measure_fault("1.1a", Column::Value, "", kind.clone());
        let raised = |rule: &&&super::Rule| {
            matches!(rule.check, Check::Fault(_))
                && run_rule(rule, &sample.month()) != run_rule(rule, &Sample::clean().month())
        };
        let codes: Vec<_> = RULES.iter().filter(raised).map(|r| r.code.0).collect();
        assert_eq!(codes.len(), 1, "{kind:?} is told by {codes:?}");
    }
}

#[test]
fn what_a_cell_says_can_never_carry_a_control_character_into_an_exception() {
    let hostile = "\u{1b}[31m=1+1\r\n\u{202e}\0";
    for kind in one_of_each() {
        let sample = Sample::clean().with_measure_fault("1.1a", Column::Value, hostile, kind);
        let findings = run(&sample.month(), &[Scope::Return, Scope::Month]);
        for e in findings.exceptions {
            let texts = [&e.found, &e.expected, &e.message, &e.fix];
            assert!(!texts.iter().any(|t| t.contains(char::is_control)), "{e:?}");
        }
    }
}

#[test]
fn faults_of_cells_in_a_return_that_is_not_merged_are_held_back() {
    let faulty = || {
        let sample = Sample::clean().with_measure_fault("1.1a", Column::Value, "x", FaultKind::BecameADate);
        sample.with_file_fault(FaultKind::OldPlan {
            says: "0".to_owned(),
            current: "1".to_owned(),
            changed: Vec::new(),
        })
    };
    let codes = |sample: &Sample| -> Vec<&str> {
        let findings = run(&sample.month(), &[Scope::Return]);
        // L07 lists the answers themselves.
        findings.exceptions.iter().map(|e| e.code.0).filter(|code| *code != "L07").collect()
    };
    assert_eq!(codes(&faulty()), ["V06", "W04"]);
    let mut aside = faulty();
    aside.set_aside.insert("ann.xlsx".to_owned(), "another return stands".to_owned());
    assert_eq!(codes(&aside), ["W04"]);
}
