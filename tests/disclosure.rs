//! D01 through the real binary: a return full of what looks like a person, and not one of them in anything that is written or
//! printed, with the provenance left to lead whoever may see it to the return.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::io::Read;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use ragbook::domain::Period;
use ragbook::form::{self, Template};
use ragbook::ledger::History;
use ragbook::sheet::book::{Book, CellContent};
use ragbook::sheet::write::to_bytes;

/// A text of each kind with the part of it that must never be seen.
const PERSONS: [(&str, &str); 8] = [
    ("Child 943 476 5919 was seen", "476 5919"),
    ("９４３４７６５９１９", "５９１９"),
    ("UPN H801200001001", "801200001001"),
    ("NI AB 12 34 56 C", "34 56 C"),
    ("DOB 12/03/2009", "12/03/2009"),
    ("ask jo.bloggs@x.example", "jo.bloggs"),
    ("ring 07700 900123 ext 4021", "900123"),
    ("lives at 12 Beech Grove, CH41 1AA", "CH41 1AA"),
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn ragbook(arguments: &[&str], folder: &Path) -> String {
    let mut command = Command::cargo_bin("ragbook").unwrap();
    command.current_dir(root()).env("NO_COLOR", "1").args(arguments);
    let output = command.args(["--plan", "samples/plan"]).arg(folder).output().unwrap();
    let [stdout, stderr] = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap());
    assert!(output.status.code().is_some_and(|code| code < 2), "{arguments:?}: {stderr}");
    stdout + &stderr
}

/// A return of the sample plan with a person in every cell of every row, refs apart.
fn hostile_return(folder: &Path) {
    let persons: Vec<&str> = PERSONS.iter().map(|(text, _)| *text).collect();
    return_of(folder, &persons);
}

/// A return of the sample plan with one of these texts after the other in every cell of every row, refs apart.
fn return_of(folder: &Path, texts: &[&str]) {
    let plan = ragbook::plan::load(&root().join("samples/plan")).plan.unwrap();
    let period: Period = "2019-11".parse().unwrap();
    let lead = plan.returners().find(|lead| lead.id.as_str() == "simone-white").unwrap();
    let mut book: Book =
        form::blank(&plan, &Template::built_in().unwrap(), &History::default(), lead, period);
    let mut person = texts.iter().cycle();
    for table in book.sheets.iter_mut().filter_map(|sheet| sheet.table.as_mut()) {
        if table.name == "About" {
            continue;
        }
        table.rows.rewrite(|number, row| {
            for cell in row.iter_mut().skip(1) {
                cell.content = CellContent::Text((*person.next().unwrap()).to_owned().into());
            }
            if number == 0 {
                row.last_mut().unwrap().content = CellContent::Number(9_434_765_919.0, 0);
            }
        });
    }
    std::fs::write(folder.join("simone.xlsx"), to_bytes(&book).unwrap()).unwrap();
}

/// Every file under a folder as text; of a workbook every part of it.
fn written(folder: &Path) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(written(&path));
        } else if path.extension().is_some_and(|e| e == "xlsx") {
            let mut archive = zip::ZipArchive::new(std::fs::File::open(&path).unwrap()).unwrap();
            for index in 0..archive.len() {
                let mut bytes = Vec::new();
                archive.by_index(index).unwrap().read_to_end(&mut bytes).unwrap();
                found.push((path.clone(), String::from_utf8_lossy(&bytes).into_owned()));
            }
        } else {
            found.push((path.clone(), std::fs::read_to_string(&path).unwrap()));
        }
    }
    found
}

#[test]
fn no_person_reaches_anything_written_or_printed() {
    let (returns, out) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    hostile_return(returns.path());
    let to = out.path().to_string_lossy().into_owned();
    let mut said =
        vec![ragbook(&["consolidate", "--trial", "--period", "2019-11", "--out", &to], returns.path())];
    for form in ["text", "json", "csv"] {
        said.push(ragbook(&["check", "--period", "2019-11", "--format", form], returns.path()));
    }
    said.push(ragbook(&["chase", "--period", "2019-11"], returns.path()));
    let printed = said.into_iter().map(|text| (PathBuf::from("(printed)"), text));
    let everything: Vec<_> = written(out.path()).into_iter().chain(printed).collect();
    for (path, text) in &everything {
        for (_, secret) in PERSONS {
            assert!(!text.contains(secret), "{secret} is shown by {}", path.display());
        }
        assert!(!text.contains("9434765919"), "the number cell is shown by {}", path.display());
    }
    let exceptions = everything.iter().find(|(path, _)| path.ends_with("exceptions.csv")).unwrap();
    for kind in [
        "NHS number",
        "unique pupil number",
        "National Insurance number",
        "date of birth",
        "e-mail address",
        "phone number",
        "home address",
    ] {
        let masked = format!("[masked: {kind}]");
        assert!(exceptions.1.contains(&masked), "{masked} is not in exceptions.csv");
    }
    assert!(exceptions.1.lines().any(|line| line.contains("D01") && line.contains("simone.xlsx")));
    let actions = everything.iter().find(|(path, _)| path.ends_with("actions.csv")).unwrap();
    assert!(actions.1.contains("[masked: "), "commentary is kept, masked");
}

#[test]
fn the_samples_have_nobody_in_them() {
    let said = ragbook(&["check", "--period", "2019-11", "--format", "csv"], &root().join("samples/2019-11"));
    assert!(!said.contains("D01"), "{said}");
}

/// A name beside a date of birth is masked by nobody: so the text it stands in is held out of every edition whole, that of the
/// Department too, in the workbook and on the page; and the officer is told where.
#[test]
fn a_name_beside_what_looks_like_a_person_reaches_no_edition() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    for name in ["plan", "returns", "out"] {
        std::fs::create_dir(at(name)).unwrap();
    }
    for entry in std::fs::read_dir(root().join("samples/plan")).unwrap() {
        let path = entry.unwrap().path();
        std::fs::copy(&path, at("plan").join(path.file_name().unwrap())).unwrap();
    }
    // In the second one the sheets cut the text before the date of birth stands.
    let long =
        format!("Jayden Smithson {}(DOB 03/04/2011)", "has portal access and uses it well ".repeat(40));
    return_of(&at("returns"), &["Jayden Smithson (DOB 03/04/2011) now has portal access", &long]);
    let run = |arguments: &[&str]| {
        let mut command = Command::cargo_bin("ragbook").unwrap();
        command.args(arguments).args(["--period", "2019-11", "--plan"]).arg(at("plan"));
        let output = command.arg("--out").arg(at("out")).output().unwrap();
        assert!(output.status.code().is_some_and(|code| code < 2), "{output:?}");
        String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap()
    };
    run(&["consolidate", &at("returns").to_string_lossy()]);
    let kept = std::fs::read_to_string(at("out").join("2019-11-data/actions.csv")).unwrap();
    assert!(kept.contains("Jayden Smithson (DOB [masked: date of birth])"), "{kept}");
    for edition in
        ["accountability", "dfe", "ofsted-accountability", "scrutiny", "parenting-board", "cabinet"]
    {
        let said = run(&["publish", "--edition", edition, "--html"]);
        let of_edition = format!("2019-11-{edition}.");
        let files = written(&at("out"));
        let files: Vec<_> =
            files.iter().filter(|(path, _)| path.to_string_lossy().contains(&of_edition)).collect();
        assert!(files.iter().any(|(path, _)| path.extension().is_some_and(|e| e == "html")));
        for (path, text) in files {
            assert!(!text.contains("Jayden") && !text.contains("[masked"), "{}", path.display());
        }
        if edition != "parenting-board" {
            assert!(said.contains("may name a person and are withheld whole (D01): "), "{edition}: {said}");
            assert!(said.contains("Commentary of 1.1"), "{edition}: {said}");
        }
    }
}
