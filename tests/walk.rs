//! An officer's two months: twenty exceptions of November settled in LibreOffice on the sheet Exceptions, two commands, and in
//! December only what is new is open. Skipped, with a line that says so, where LibreOffice is not there.
//!
//! `cargo test --test walk -- --nocapture` prints what the officer sees at each step.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]
#![expect(clippy::print_stdout, reason = "the walk is there to be read")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::{Map, Value, json};

type Row = BTreeMap<String, String>;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// LibreOffice's own Python, or none.
fn python() -> Option<&'static str> {
    let runs = |program: &str, arguments: &[&str]| {
        Command::new(program).args(arguments).output().is_ok_and(|output| output.status.success())
    };
    runs("soffice", &["--version"]).then_some(())?;
    ["python3", "/usr/bin/python3"].into_iter().find(|python| runs(python, &["-c", "import uno"]))
}

/// The officer's folder.
struct Desk {
    work: tempfile::TempDir,
    python: &'static str,
}

impl Desk {
    fn new(python: &'static str) -> Self {
        let desk = Self { work: tempfile::tempdir().unwrap(), python };
        for (from, to) in [("samples/plan", "plan"), ("samples/2019-11", "came-back/2019-11")] {
            fs::create_dir_all(desk.path(to)).unwrap();
            for file in fs::read_dir(root().join(from)).unwrap().map(|entry| entry.unwrap().path()) {
                fs::copy(&file, desk.path(to).join(file.file_name().unwrap())).unwrap();
            }
        }
        desk
    }

    fn path(&self, name: &str) -> PathBuf {
        self.work.path().join(name)
    }

    /// Runs ragbook in the officer's folder and prints what the officer sees.
    fn ragbook(&self, arguments: &str) -> String {
        let mut ragbook = Command::new(env!("CARGO_BIN_EXE_ragbook"));
        ragbook.current_dir(self.work.path()).env("NO_COLOR", "1");
        let output = ragbook.args(arguments.split(' ')).output().unwrap();
        let told = said(&output);
        println!("$ ragbook {arguments}\n{told}");
        assert_eq!(output.status.code(), Some(0), "{told}");
        told
    }

    fn libreoffice(&self, script: &str, arguments: &[&str]) {
        let mut office = Command::new(self.python);
        office.current_dir(root().join("tests/independent")).env("PYTHONDONTWRITEBYTECODE", "1");
        let output = office.arg(script).args(arguments).output().unwrap();
        assert!(output.status.success(), "{script}: {}", said(&output));
    }

    /// Fills in rows of a sheet of a month's workbook, after sorting it.
    fn settle(&self, period: &str, sheet: &str, sort: &str, rows: &[Value]) {
        let book = self.path(&format!("reports/{period}-consolidated.xlsx"));
        let rows = Value::from(rows.to_vec()).to_string();
        self.libreoffice("settle_libreoffice.py", &[book.to_str().unwrap(), sheet, sort, &rows]);
    }

    fn data(&self, period: &str, name: &str) -> Vec<Row> {
        let path = self.path(&format!("reports/{period}-data/{name}.csv"));
        let mut reader = csv::Reader::from_path(path).unwrap();
        let columns = reader.headers().unwrap().clone();
        let named = |record: csv::StringRecord| {
            columns.iter().map(str::to_owned).zip(record.iter().map(str::to_owned)).collect()
        };
        reader.records().map(|record| named(record.unwrap())).collect()
    }

    /// Errors and queries of a month by key, open or decided.
    fn raised(&self, period: &str, open: bool) -> BTreeMap<String, Row> {
        let rows = self.data(period, "exceptions").into_iter();
        let wanted = rows.filter(|row| row["severity"] != "note" && row["decision"].is_empty() == open);
        wanted.map(|row| (row["key"].clone(), row)).collect()
    }
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&[output.stdout.clone(), output.stderr.clone()].concat()).into_owned()
}

/// Accepted until a day that has passed in December.
const LAPSED: &str = "S04|paul-smith|5.5|own_rag|Amber";
/// A contributor's part that is missing again in December.
const MISSING: &str = "M01||1.5a|value|48";

/// A row of the sheet Exceptions by what an officer sees, and what is typed there.
fn row(code: &str, returner: &str, reference: &str, decision: &str, more: &[(&str, &str)]) -> Value {
    let mut typed = json!({"Decision": decision, "Decided by": "Dana Fox", "Reason": "Talked it over."});
    for (caption, text) in more {
        typed[caption] = json!(text);
    }
    let mut shown = json!({"Code": code, "Ref": reference});
    if !returner.is_empty() {
        shown["Returner"] = json!(returner);
    }
    json!({"row": shown, "typed": typed})
}

/// Twenty rows: thirteen accepted, one of them until a day; two values given; two rejected; two returns settled; a status
/// and a rating given.
fn twenty() -> Vec<Value> {
    let accept = "Accept";
    let mut rows = vec![
        row("S04", "Alex Kaitell", "1.5", accept, &[]),
        row("S04", "Lynn Campbell", "1.5", accept, &[]),
        row("S04", "Nabeel Chaudhry", "1.5", accept, &[]),
        row("S04", "Paul Smith", "5.5", accept, &[("Until", "30/11/2019")]),
        row("M01", "", "1.5a", accept, &[]),
        row("V01", "", "1.6a", "Use this value", &[("Value", "12"), ("Reason", "Rang: twelve.")]),
        row("V02", "", "2.8a", "Use this value", &[("Value", "85%"), ("Reason", "85 % is meant.")]),
        row("M04", "", "5.5a", "Reject the return's value", &[]),
        row("R07", "", "5.6", "Reject the return's value", &[("Reason", "The Board keeps the date.")]),
        row("W05", "Bev Hurst", "[z]", "Use this value", &[("Value", "2019-11 Bev Hurst")]),
        row("S10", "", "4.5a", "Use this value", &[("Value", "In progress")]),
        row(
            "S04",
            "Lynn Campbell",
            "2.7",
            "Override the rating",
            &[("Value", "Amber"), ("Until", "29/02/2020"), ("Reason", "Replanned with the Board.")],
        ),
    ];
    let working = ["2.9", "3.11", "4.4", "2.2", "5.3", "1.2", "2.3", "2.6"];
    rows.extend(working.map(|reference| row("S07", "", reference, accept, &[])));
    rows
}

/// December's answers: those of November once more, with new words; some of them put right, some newly wrong.
fn december(desk: &Desk) -> Value {
    let mut forms = Map::new();
    let name = |lead: &str| {
        let leads = fs::read_to_string(desk.path("plan/leads.csv")).unwrap();
        let mut reader = csv::Reader::from_reader(leads.as_bytes());
        let found = reader.records().map(Result::unwrap).find(|record| &record[0] == lead);
        let issued = found.unwrap()[1].to_owned();
        let forms = fs::read_dir(desk.path("to-send"))
            .unwrap()
            .map(|e| e.unwrap().file_name().into_string().unwrap());
        let start = format!("2019-12 {}", issued.replace(['/', ':'], "-"));
        forms.into_iter().find(|form| form.starts_with(&start)).unwrap_or_else(|| panic!("{start}"))
    };
    let mut put = |lead: &str, table: &str, reference: &str, caption: &str, text: &str| {
        let form = forms.entry(name(lead)).or_insert_with(|| json!({"About": {"Completed by": {"Answer": "Illustrative data"}, "Date completed": {"Answer": "03/01/2020"}}, "Progress": {}, "Measures": {}}));
        form[table][reference][caption] = json!(text);
    };
    let day = |iso: &str| iso.split('-').rev().collect::<Vec<_>>().join("/");
    let mut measures = csv::Reader::from_path(desk.path("plan/measures.csv")).unwrap();
    let unit = measures.headers().unwrap().iter().position(|column| column == "unit").unwrap();
    let measures = measures.records().map(Result::unwrap).filter(|record| &record[unit] == "percent");
    let percents: BTreeSet<String> = measures.map(|record| record[0].to_owned()).collect();
    let mut history = csv::Reader::from_path(desk.path("plan/history.csv")).unwrap();
    let columns = history.headers().unwrap().clone();
    let last = history.records().map(Result::unwrap).map(|record| {
        columns.iter().map(str::to_owned).zip(record.iter().map(str::to_owned)).collect::<Row>()
    });
    let last: Vec<Row> = last.collect();
    let revision = last.iter().map(|row| row["revision"].clone()).max().unwrap();
    for row in last.iter().filter(|row| row["revision"] == revision && !row["lead"].is_empty()) {
        let (lead, reference) = (row["lead"].as_str(), row["ref"].as_str());
        match row["kind"].as_str() {
            "progress" => {
                put(lead, "Progress", reference, "Status", &row["status"]);
                put(lead, "Progress", reference, "Forecast date", &day(&row["forecast"]));
                put(lead, "Progress", reference, "Your RAG", &row["own_rating"]);
                put(lead, "Progress", reference, "Commentary", &format!("December: {}", row["commentary"]));
                put(lead, "Progress", reference, "Evidence", &row["evidence"]);
            }
            "contribution" if row["used"] == "yes" => {
                if row["numerator"].is_empty() {
                    let sign = if percents.contains(reference) { "%" } else { "" };
                    put(lead, "Measures", reference, "Value", &format!("{}{sign}", row["value"]));
                } else {
                    put(lead, "Measures", reference, "Numerator", &row["numerator"]);
                    put(lead, "Measures", reference, "Denominator", &row["denominator"]);
                }
            }
            _ => {}
        }
    }
    put("steve-smith", "Measures", "2.8a", "Value", "85%");
    put("safeguarding-partnership", "Measures", "1.6a", "Value", "about 9");
    // Typed as text: a spreadsheet makes the first of March of it otherwise.
    put("hannah-myers", "Progress", "5.6", "Target date", "'March 2020");
    put("paul-smith", "Progress", "2.3", "Status", "Not started");
    Value::Object(forms)
}

#[test]
fn twenty_exceptions_settled_in_november_leave_only_what_is_new_in_december() {
    let Some(python) = python() else {
        return println!("skipped, because LibreOffice (soffice and its Python module uno) is not here");
    };
    let desk = Desk::new(python);
    desk.ragbook("consolidate --plan plan --period 2019-11 --out reports came-back/2019-11");
    let before = desk.raised("2019-11", true);
    let settled = twenty();
    assert_eq!(settled.len(), 20);
    desk.settle("2019-11", "Exceptions", "Code", &settled);
    println!("LibreOffice: sheet Exceptions sorted by Code, 20 rows filled in, saved.\n");
    let told = desk.ragbook("decide reports/2019-11-consolidated.xlsx --plan plan --on 2019-12-10");
    assert!(told.contains("20 decisions added"), "{told}");
    desk.ragbook("consolidate --plan plan --period 2019-11 --out reports came-back/2019-11");
    let (open, decided) = (desk.raised("2019-11", true), desk.raised("2019-11", false));
    assert_eq!(decided.len(), 20, "{:?}", decided.keys());
    let still: BTreeSet<&String> = before.keys().filter(|key| !decided.contains_key(*key)).collect();
    assert!(still.iter().all(|key| open.contains_key(*key)), "what was not settled stays open");
    let value = |period: &str, reference: &str| {
        desk.data(period, "measures").into_iter().find(|row| row["ref"] == reference).unwrap()["value"]
            .clone()
    };
    assert_eq!((value("2019-11", "1.6a"), value("2019-11", "2.8a")), ("12".to_owned(), "85".to_owned()));

    desk.ragbook("issue --plan plan --period 2019-12 --out to-send");
    fs::create_dir(desk.path("came-back/2019-12")).unwrap();
    let answers = desk.path("december.json");
    fs::write(&answers, december(&desk).to_string()).unwrap();
    let (blanks, back) = (desk.path("to-send"), desk.path("came-back/2019-12"));
    let [blanks, back, answers] = [&blanks, &back, &answers].map(|path| path.to_str().unwrap());
    desk.libreoffice("answer_libreoffice.py", &[blanks, back, answers]);
    desk.ragbook("consolidate --plan plan --period 2019-12 --out reports came-back/2019-12");
    let (open, settled) = (desk.raised("2019-12", true), desk.raised("2019-12", false));
    let told = |heading: &str, rows: &BTreeMap<String, Row>| {
        println!("{heading}: {}", rows.len());
        for row in rows.values() {
            println!("  {} {}: {} {}", row["severity"], row["key"], row["message"], row["decision"]);
        }
    };
    told("Open in December", &open);
    told("Settled in December by decisions of November", &settled);
    // What was settled for good is settled, whether or not it came again; what was settled until a day is open again.
    let lasting = |key: &&String| {
        let decision = &decided[*key]["decision"];
        let holds = ["Accepted", "Rated", "Not agreed"].iter().any(|word| decision.starts_with(word));
        holds && *key != LAPSED && *key != MISSING
    };
    let lasting: BTreeSet<&String> = decided.keys().filter(lasting).collect();
    assert!(lasting.len() >= 13 && !open.keys().any(|key| lasting.contains(key)), "{:?}", open.keys());
    assert!(settled.keys().all(|key| lasting.contains(key)) && settled.len() >= 10, "{:?}", settled.keys());
    // Who is missing in December is asked about anew, whatever was accepted in November.
    assert!(open.contains_key(MISSING), "{:?}", open.keys());
    assert!(open.contains_key(LAPSED) && open.values().any(|row| row["code"] == "X01"));
    // The very same request of a lead is known; what is new is open.
    assert!(settled.keys().any(|key| key.starts_with("R07|")), "{:?}", settled.keys());
    for new in ["V01|safeguarding-partnership|1.6a|value|about 9", "S03|paul-smith|2.3|status|Not started"] {
        assert!(open.contains_key(new), "{new} in {:?}", open.keys());
    }
    let row = |key: &str| open[key]["times_raised"].clone();
    assert_eq!(row("S07||4.3||Impact Red: 4.3a"), "2", "not settled in November");
}
