//! Independent programs on our workbooks: openpyxl and LibreOffice fill in the blank returns as a lead would, and every value
//! comes out of `consolidate` as typed; both open every workbook we write. Where a program is not there the test says
//! "skipped, because …"; `.ci/run` installs both.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod table;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use assert_cmd::Command as Binary;
use table::{Row, read};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn ragbook() -> Binary {
    let mut command = Binary::cargo_bin("ragbook").unwrap();
    command.current_dir(root()).env("NO_COLOR", "1");
    command
}

/// A Python that has this module, or none with the reason.
fn python_with(module: &str) -> Result<&'static str, String> {
    let has = |python: &&str| {
        let import = format!("import {module}");
        Command::new(python).args(["-c", &import]).output().is_ok_and(|o| o.status.success())
    };
    // LibreOffice's module belongs to the system's own Python.
    let pythons = ["python3", "/usr/bin/python3"];
    pythons.into_iter().find(has).ok_or_else(|| format!("skipped, because no Python here has {module}"))
}

fn libreoffice() -> Result<&'static str, String> {
    let there = Command::new("soffice").arg("--version").output().is_ok_and(|o| o.status.success());
    if there {
        python_with("uno")
    } else {
        Err("skipped, because LibreOffice (soffice) is not installed".to_owned())
    }
}

/// A plan and a month to try it on.
const CASES: [(&str, &str); 2] = [("samples/plan", "2019-11"), ("tests/plans/harbour", "2024-03")];

/// Issues, lets `script` fill in, consolidates, and compares every value typed with contributions.csv.
fn round_trip(python: &str, script: &str, form: &str, (plan, period): (&str, &str)) {
    let work = tempfile::tempdir().unwrap();
    let folder = |name: &str| work.path().join(name);
    let (blank, filled, out) = (folder("blank"), folder("filled"), folder("out"));
    std::fs::create_dir(&filled).unwrap();
    ragbook().args(["issue", "--plan", plan, "--period", period, "--out"]).arg(&blank).assert().code(0);
    let typed = Command::new(python)
        .current_dir(root().join("tests/independent"))
        .arg(script)
        .args([&blank, &filled])
        .args((form != "openpyxl").then_some(form))
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .output()
        .unwrap();
    assert!(typed.status.success(), "{}", String::from_utf8_lossy(&typed.stderr));
    ragbook()
        .args(["consolidate", "--trial", "--plan", plan, "--period", period, "--out"])
        .arg(&out)
        .arg(&filled)
        .assert()
        .code(0);
    let contributions = values(&out.join(format!("{period}-data/contributions.csv")));
    let exceptions = read(&out.join(format!("{period}-data/exceptions.csv")));
    let mut wrong = Vec::new();
    let mut count = 0;
    for line in String::from_utf8(typed.stdout).unwrap().lines() {
        let answer: BTreeMap<String, String> = serde_json::from_str(line).unwrap();
        let key = (answer["file"].clone(), answer["ref"].clone());
        let found = contributions.get(&key);
        // A made-up total that does not fit its made-up parts is read all the same; it is the merge that holds it back.
        let held_back = exceptions.iter().any(|e| e["code"] == "M03" && e["measure"] == key.1);
        if found.is_none_or(|(value, used)| *value != answer["value"] || (used == "yes") == held_back) {
            wrong.push(format!("{line} came out as {found:?}"));
        }
        count += 1;
    }
    let errors: Vec<_> =
        exceptions.iter().filter(|e| e["severity"] == "error" && e["code"] != "M03").collect();
    assert!(wrong.is_empty(), "{plan}: {}\n{errors:?}", wrong.join("\n"));
    assert!(errors.is_empty(), "{plan}: {errors:?}");
    assert_eq!(count, contributions.len(), "{plan}: as many contributions as values typed");
    assert!(count > 5);
}

/// Value and used by file and ref.
fn values(path: &Path) -> BTreeMap<(String, String), (String, String)> {
    let field = |row: &Row, name: &str| row[name].clone();
    let pair =
        |row: &Row| ((field(row, "file"), field(row, "ref")), (field(row, "value"), field(row, "used")));
    read(path).iter().map(pair).collect()
}

#[test]
fn what_openpyxl_types_comes_out_typed() {
    match python_with("openpyxl") {
        Ok(python) => {
            for case in CASES {
                round_trip(python, "fill_openpyxl.py", "openpyxl", case);
            }
        }
        Err(skipped) => println!("{skipped}"),
    }
}

#[test]
fn what_libreoffice_types_and_saves_in_any_format_comes_out_typed() {
    match libreoffice() {
        Ok(python) => {
            // Every returner of the larger plan as xlsx; the plan that has every unit in each format.
            round_trip(python, "fill_libreoffice.py", "xlsx", CASES[0]);
            for form in ["xlsx", "xls", "ods"] {
                round_trip(python, "fill_libreoffice.py", form, CASES[1]);
            }
        }
        Err(skipped) => println!("{skipped}"),
    }
}

#[test]
fn what_an_officer_settles_in_libreoffice_is_taken_and_only_the_rest_stays_open() {
    let python = match libreoffice() {
        Ok(python) => python,
        Err(skipped) => return println!("{skipped}"),
    };
    for form in ["xlsx", "ods"] {
        let work = tempfile::tempdir().unwrap();
        let folder = |name: &str| work.path().join(name);
        let (plan, out) = (folder("plan"), folder("out"));
        std::fs::create_dir(&plan).unwrap();
        for file in std::fs::read_dir(root().join("samples/plan")).unwrap().map(|entry| entry.unwrap().path())
        {
            std::fs::copy(&file, plan.join(file.file_name().unwrap())).unwrap();
        }
        let consolidate = || {
            let month = ["consolidate", "--period", "2019-11", "samples/2019-11", "--plan"];
            ragbook().args(month).arg(&plan).arg("--out").arg(&out).assert().code(0);
            read(&out.join("2019-11-data/exceptions.csv"))
        };
        consolidate();
        let decided = out.join(format!("decided.{form}"));
        let settled = Command::new(python)
            .current_dir(root().join("tests/independent"))
            .arg("decide_libreoffice.py")
            .args([&out.join("2019-11-consolidated.xlsx"), &decided])
            .arg(form)
            .env("PYTHONDONTWRITEBYTECODE", "1")
            .output()
            .unwrap();
        assert!(settled.status.success(), "{}", String::from_utf8_lossy(&settled.stderr));
        let filled: usize = String::from_utf8(settled.stdout).unwrap().trim().parse().unwrap();
        assert!(filled >= 20, "{filled}");
        let taken = ragbook().arg("decide").arg(&decided).arg("--plan").arg(&plan).assert().code(0);
        let said = String::from_utf8(taken.get_output().stdout.clone()).unwrap();
        assert!(said.contains(&format!("{filled} decisions added")), "{form}: {said}");
        let exceptions = consolidate();
        assert_eq!(exceptions.iter().filter(|e| !e["decision"].is_empty()).count(), filled, "{form}");
        let open = |e: &&Row| e["severity"] == "query" && e["decision"].is_empty();
        assert_eq!(exceptions.iter().find(open), None, "{form}");
        let used = values(&out.join("2019-11-data/contributions.csv"));
        let officers = used.get(&("decisions.csv".to_owned(), "1.6a".to_owned()));
        assert_eq!(officers, Some(&("12".to_owned(), "yes".to_owned())), "{form}");
    }
}

/// A blank return and the consolidated workbook of the samples.
fn workbooks(work: &Path) -> Vec<PathBuf> {
    let (blank, out) = (work.join("blank"), work.join("out"));
    let sample = ["--plan", "samples/plan", "--period", "2019-11"];
    ragbook()
        .arg("issue")
        .args(sample)
        .args(["--returner", "joe-banham", "--out"])
        .arg(&blank)
        .assert()
        .code(0);
    ragbook()
        .args(["consolidate", "--trial"])
        .args(sample)
        .arg("samples/2019-11")
        .arg("--out")
        .arg(&out)
        .assert()
        .code(0);
    let first = std::fs::read_dir(&blank).unwrap().next().unwrap().unwrap().path();
    vec![first, out.join("2019-11-consolidated.xlsx")]
}

#[test]
fn openpyxl_opens_every_workbook_with_its_tables() {
    let python = match python_with("openpyxl") {
        Ok(python) => python,
        Err(skipped) => return println!("{skipped}"),
    };
    let work = tempfile::tempdir().unwrap();
    for path in workbooks(work.path()) {
        let program = "import sys, warnings\nwarnings.simplefilter('error')\nimport openpyxl\n\
             book = openpyxl.load_workbook(sys.argv[1])\nprint(sum(len(s.tables) for s in book), len(book.sheetnames))";
        let output = Command::new(python).args(["-c", program]).arg(&path).output().unwrap();
        assert!(output.status.success(), "{}: {}", path.display(), String::from_utf8_lossy(&output.stderr));
        let said = String::from_utf8(output.stdout).unwrap();
        let counts: Vec<usize> = said.split_whitespace().map(|n| n.parse().unwrap()).collect();
        assert_eq!(counts[0], counts[1], "{}: a table on every sheet", path.display());
    }
}

#[test]
fn libreoffice_opens_and_saves_every_workbook() {
    if let Err(skipped) = libreoffice() {
        return println!("{skipped}");
    }
    let work = tempfile::tempdir().unwrap();
    let profile = format!("-env:UserInstallation=file://{}", work.path().join("profile").display());
    for path in workbooks(work.path()) {
        let saved = work.path().join("saved");
        let output = Command::new("soffice")
            .args([&profile, "--headless", "--convert-to", "ods", "--outdir"])
            .arg(&saved)
            .arg(&path)
            .output()
            .unwrap();
        let name = Path::new(path.file_name().unwrap()).with_extension("ods");
        let written = std::fs::metadata(saved.join(&name)).map_or(0, |m| m.len());
        assert!(written > 4_000, "{}: {}", path.display(), String::from_utf8_lossy(&output.stderr));
    }
}
