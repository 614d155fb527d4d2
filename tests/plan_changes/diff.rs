//! `ragbook plan diff A B`.

use std::fs;

use super::{move_date, plan, repository, run, text};

#[test]
fn each_change_is_told_with_both_values_and_whether_the_log_explains_it() {
    let plan = plan();
    move_date(plan.path(), "1.2", "June 2020", "2019-12-03");
    let edit = |file: &str, from: &str, to: &str| {
        let path = plan.path().join(file);
        let before = fs::read_to_string(&path).unwrap();
        assert!(before.contains(from), "{file} {from}");
        fs::write(path, before.replacen(from, to, 1)).unwrap();
    };
    edit("actions.csv", "Undertake independent, in-depth review", "Undertake independent in-depth review");
    edit("actions.csv", "Roll-out of full second wave training", "Roll-out of some training");
    edit("leads.csv", "Joe Banham", "Joseph Banham");
    edit("plan.toml", "returns_due_day = 5", "returns_due_day = 7");
    edit(
        "plan.toml",
        "[[meeting]]\n",
        "[[meeting]]\nname = \"New meeting\"\nevery = \"monthly\"\n\n[[meeting]]\n",
    );
    edit("changes.csv", "Improvement Board", "The Board");
    let samples = repository("samples/plan");
    let (status, told, said) = run(&["plan", "diff", text(&samples), text(plan.path())]);
    assert_eq!(status, 0, "{said}");
    let expected = [
        "Settings\n  returns_due_day: \"5\" -> \"7\" (meaning)\n",
        "Meetings\n  New meeting: added: \"monthly\"\n",
        "1.1  activity: \"Undertake independent, in-depth review of",
        "(wording)\n      NOT in changes.csv\n",
        "1.2  activity: \"Roll-out of full second wave training of",
        "1.2  target_date: \"March 2020\" -> \"June 2020\" (meaning)\n      3 December 2019, approved by The Board: The trainer left\n",
        "joe-banham  name: \"Joe Banham\" -> \"Joseph Banham\" (meaning)\n",
        "Not explained by changes.csv: 2. New amendments that the plan does not bear out: 0. Amendments taken out of the log: 0.",
    ];
    for line in expected {
        assert!(told.contains(line), "{line}\n---\n{told}");
    }
    // One meeting more in front changes none of the others.
    assert_eq!(told.matches("meeting").count(), 1, "{told}");
}

#[test]
fn entries_that_the_plan_does_not_bear_out_are_named() {
    let plan = plan();
    let log = plan.path().join("changes.csv");
    let header = fs::read_to_string(&log).unwrap();
    fs::write(
        &log,
        format!(
            "{header}2019-12-03,1.2,target_date,March 2020,June 2020,Board,x\n2019-12-04,1.3,target_date,May 2020,March 2020,Board,x\n"
        ),
    )
    .unwrap();
    let samples = repository("samples/plan");
    let (status, told, _) = run(&["plan", "diff", text(&samples), text(plan.path()), "--format", "csv"]);
    assert_eq!(status, 0);
    assert!(told.contains("amendment,1.2,not borne out,target_date,March 2020,June 2020,meaning,not asked,\"the plan says \"\"March 2020\"\"\""), "{told}");
    assert!(told.contains("amendment,1.3,not borne out,target_date,May 2020,March 2020,meaning"), "{told}");
    let (_, json, _) = run(&["plan", "diff", text(plan.path()), text(&samples), "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["schema"], 1);
    let gone = json["differences"].as_array().unwrap();
    assert_eq!(gone.iter().filter(|d| d["change"] == "removed" && d["part"] == "amendment").count(), 2);
}

#[test]
fn a_folder_and_its_workbook_say_the_same() {
    let plan = plan();
    let book = plan.path().join("plan.xlsx");
    assert_eq!(run(&["plan", "convert", "--plan", text(plan.path()), text(&book)]).0, 0);
    let (status, told, _) = run(&["plan", "diff", text(plan.path()), text(&book)]);
    assert_eq!((status, told.as_str()), (0, "The two plans say the same.\n"));
    let (status, _, said) = run(&["plan", "diff", text(plan.path()), "no/such/plan"]);
    assert!(status == 2 && said.contains("there is no no/such/plan"), "{said}");
}
