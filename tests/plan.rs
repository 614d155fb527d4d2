//! The plan that is built in, the plan of the samples, a quite different plan, and the way between folder and workbook.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use ragbook::domain::{Kind, MergeRule, Period, Unit};
use ragbook::finding::Exception;
use ragbook::pipeline::plan::{Start, check, convert, init};
use ragbook::plan::raw::{self, PlanFile};
use ragbook::plan::{Plan, TargetDate};

fn repository(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn plan(path: &str) -> Plan {
    let checked = check(&repository(path));
    checked.plan.unwrap_or_else(|| panic!("{path}: {:?}", checked.findings))
}

fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Severity, code, file, cell and ref of each finding, and its message.
fn listing(findings: &[Exception]) -> String {
    let line = |f: &Exception| {
        let message = f.message.as_str();
        format!("{} {} | {} | {} | {message}", f.severity, f.code, f.place, f.subject.reference())
    };
    findings.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// The rows were taken from the document, not from the program (`tests/data/README.md`).
#[test]
fn the_built_in_plan_says_what_the_document_says() {
    let stored = fs::read_to_string(repository("tests/data/wirral-actions.tsv")).unwrap();
    let plan = plan("seeds");
    let mut compared = 0;
    for line in stored.lines().skip(1) {
        let cells: Vec<String> = line.split('\t').map(folded).collect();
        let [reference, activity, desired, target, lead, measure] = &cells[..] else { panic!("{line}") };
        let action = plan.action(reference.parse().unwrap()).unwrap_or_else(|| panic!("{reference}"));
        let wording =
            [&action.activity, &action.desired_outcome, &action.target_as_written, &action.lead_as_written];
        assert_eq!(
            wording.map(|text| folded(text)),
            [activity, desired, target, lead].map(String::clone),
            "{reference}"
        );
        let mut measures =
            plan.measures_for(action.reference).map(|m| folded(&m.as_written)).collect::<Vec<_>>();
        measures.dedup();
        measures.extend(Some(action.status_as_written.to_string()).filter(|status| !status.is_empty()));
        let expected: Vec<String> =
            Some(measure.clone()).filter(|cell| !cell.is_empty()).into_iter().collect();
        assert_eq!(measures, expected, "{reference}");
        compared += 1;
    }
    assert_eq!((compared, plan.actions.len()), (41, 41));
}

#[test]
fn the_built_in_plan_has_every_action_measure_and_slot() {
    let plan = plan("seeds");
    let per_outcome = |number| plan.actions.iter().filter(|a| a.outcome == number).count();
    assert_eq!((1..=5).map(per_outcome).collect::<Vec<_>>(), [7, 9, 12, 7, 6]);
    let of_kind = |kind| plan.measures.iter().filter(|m| m.kind == kind).count();
    assert_eq!((of_kind(Kind::Assurance), of_kind(Kind::Outcome)), (49, 25));
    let joint: Vec<_> = plan.measures.iter().filter(|m| m.returned_by.len() > 1).collect();
    assert_eq!(joint.len(), 1);
    assert_eq!((joint[0].reference.to_string().as_str(), joint[0].merge), ("1.5a", MergeRule::Sum));
    assert_eq!(joint[0].returned_by.len(), 3);
    // No target, tolerance or baseline is invented; what is ours is explained.
    for measure in plan.measures.iter().filter(|m| m.developed) {
        assert!(measure.target.is_none() && measure.baseline.is_none() && measure.tolerance.is_none());
        assert!(
            measure.due_by.is_none() && measure.assumption.contains("not stated"),
            "{}",
            measure.reference
        );
    }
    let sensitive = plan.measures.iter().filter(|m| m.sensitive).map(|m| m.reference.to_string());
    let listed = ["2.1a", "2.1b", "2.1c", "2.5a", "2.6a", "2.6b", "2.6c", "2.7a", "5.3a"];
    assert_eq!(sensitive.collect::<Vec<_>>(), listed);
}

#[test]
fn units_are_those_of_the_list() {
    let mut by_unit: BTreeMap<Unit, Vec<String>> = BTreeMap::new();
    for measure in plan("seeds").measures.iter().filter(|m| m.developed) {
        by_unit.entry(measure.unit).or_default().push(measure.reference.to_string());
    }
    let refs = |unit| by_unit.get(&unit).map_or(String::new(), |refs| refs.join(" "));
    assert_eq!(
        refs(Unit::Percent),
        "1.3a 1.4a 2.3b 2.3c 2.8a 2.9a 3.3a 3.4a 3.5a 3.11a 3.11b 3.12a 4.2a 4.2b 4.3a 4.4a 4.6a 5.2a"
    );
    assert_eq!(
        (refs(Unit::Weeks), refs(Unit::Text), refs(Unit::Document)),
        ("3.10a".into(), "4.1a".into(), "2.4a 5.1a".into())
    );
    assert_eq!(by_unit[&Unit::Count].len(), 49 - 18 - 4);
}

#[test]
fn check_on_the_built_in_plan_finds_what_the_design_lists_and_nothing_else() {
    insta::assert_snapshot!(listing(&check(&repository("seeds")).findings));
}

#[test]
fn the_samples_plan_differs_from_the_built_in_one_only_in_what_is_illustrative() {
    let (seeds, _) = raw::read(&repository("seeds"));
    let (samples, _) = raw::read(&repository("samples/plan"));
    for file in PlanFile::ALL {
        let (seed, sample) = (seeds.table(file).unwrap(), samples.table(file).unwrap());
        assert_eq!((&seed.header, seed.rows.len()), (&sample.header, sample.rows.len()));
        for (seed_row, sample_row) in seed.rows.iter().zip(&sample.rows) {
            for (caption, column) in &seed.header {
                let illustrative = ["baseline", "target", "tolerance", "profile", "assumption"];
                if file != PlanFile::Measures || !illustrative.contains(&caption.as_str()) {
                    assert_eq!(
                        seed_row.cell(*column),
                        sample_row.cell(*column),
                        "{caption} {}",
                        seed_row.row
                    );
                }
            }
        }
    }
    let plan = plan("samples/plan");
    assert!(plan.name.contains("illustrative data") && plan.version.contains("illustrative"));
    let marked = |m: &&ragbook::plan::Measure| m.target.is_some() || m.due_by.is_some();
    assert!(plan.measures.iter().filter(marked).all(|m| m.assumption.contains("Illustrative only")));
    assert_eq!(plan.measures.iter().filter(marked).count(), 48);
}

#[test]
fn a_quite_different_plan_is_clean() {
    let checked = check(&repository("tests/plans/harbour"));
    assert_eq!(
        listing(&checked.findings),
        "note P10 | actions.csv · A1 |  | actions.csv, cell A1: the plan has 6 actions (4 + 2), 10 assurance measures \
         and 2 places for outcome measures."
    );
    let plan = checked.plan.unwrap();
    assert_eq!(plan.version, "2.10");
    let order: Vec<String> = plan.actions.iter().map(|a| a.reference.to_string()).collect();
    assert_eq!(order, ["1.1", "1.2", "1.3", "1.10", "2.1", "2.2"]);
    assert_eq!(plan.action("2.1".parse().unwrap()).unwrap().target, TargetDate::Ongoing);
    assert_eq!(plan.due_back("2023-12".parse::<Period>().unwrap()).to_string(), "2024-01-10");
    assert_eq!(plan.limits.files, 500);
    assert_eq!(plan.changes.len(), 4);
    assert_eq!(plan.files.len(), 6);
}

#[test]
fn what_init_writes_is_the_built_in_plan_byte_for_byte() {
    for file in init(Start::BuiltIn) {
        assert_eq!(fs::read(repository("seeds").join(&file.name)).unwrap(), file.bytes, "{}", file.name);
    }
}

/// Folder to workbook to folder: the same CSVs byte for byte, the same settings.
#[test]
fn converting_there_and_back_loses_nothing() {
    for source in ["seeds", "samples/plan", "tests/plans/harbour"] {
        let scratch = tempfile::tempdir().unwrap();
        let there = convert(&repository(source)).unwrap();
        let workbook = scratch.path().join("plan.xlsx");
        fs::write(&workbook, &there.files[0].bytes).unwrap();
        let back = convert(&workbook).unwrap();
        for file in &back.files {
            let original = fs::read(repository(source).join(&file.name)).unwrap();
            if file.name == "plan.toml" {
                fs::write(scratch.path().join("plan.toml"), &file.bytes).unwrap();
            } else {
                assert_eq!(
                    String::from_utf8_lossy(&file.bytes),
                    String::from_utf8_lossy(&original),
                    "{}",
                    file.name
                );
                fs::write(scratch.path().join(&file.name), &file.bytes).unwrap();
            }
        }
        let without_files =
            |path: &Path| check(path).plan.map(|plan| Plan { files: Vec::new(), ..plan }).unwrap();
        assert_eq!(without_files(scratch.path()), without_files(&repository(source)));
        assert_eq!(without_files(&workbook), without_files(&repository(source)));
    }
}

#[test]
fn a_byte_order_mark_is_accepted_and_another_encoding_is_told() {
    let folder = tempfile::tempdir().unwrap();
    for file in init(Start::BuiltIn) {
        fs::write(folder.path().join(&file.name), [b"\xef\xbb\xbf".as_slice(), &file.bytes].concat())
            .unwrap();
    }
    assert!(check(folder.path()).plan.is_some());
    fs::write(folder.path().join("leads.csv"), b"id,name\nx,Zo\xeb\n").unwrap();
    fs::remove_file(folder.path().join("changes.csv")).unwrap();
    let errors: Vec<String> =
        check(folder.path()).findings.iter().map(|f| format!("{} {}", f.code, f.place)).collect();
    assert_eq!(errors, ["P01 changes.csv", "P01 leads.csv"]);
}
