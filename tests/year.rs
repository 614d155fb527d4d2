//! Twelve months one after another through the real binary (issue 4): issue, fill in, damage some, consolidate, decide,
//! consolidate again; two amendments and one restated value on the way. At every step what history.csv, decisions.csv, the data
//! files and the workbook say is read independently and must agree, and every month run again at the year's end gives the same
//! bytes. Then the review of the year, counted again from the ledger's raw rows.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod council;
#[path = "council/exceptions_sheet.rs"]
mod exceptions_sheet;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use calamine::{Data, Reader, Xlsx};
use council::table::rows;
use council::{Council, Listing, Typed, copy, date, listing, number, said, stderr, text};
use ragbook::domain::{Column, Period};
use ragbook::sheet::book::CellContent;

type Row = BTreeMap<String, String>;

/// The month whose value is restated, when, and to what.
const RESTATED: (&str, &str, u32) = ("2024-05", "2024-07", 14);
/// The lead who sends nothing in this month.
const SILENT: (&str, &str) = ("2024-06", "harbour-youth-trust");

/// A year at work.
struct Year {
    _work: tempfile::TempDir,
    council: Council,
    /// What each month's last consolidation wrote.
    written: BTreeMap<String, Listing>,
}

fn month(count: i32) -> Period {
    Period::new(2024, 1).unwrap().plus_months(count)
}

/// Status and forecast of the action that two leads share.
fn joint(count: u32) -> (CellContent<'static>, CellContent<'static>) {
    let done = count >= 7;
    let status = if done { "Complete" } else { "In progress" };
    (text(status), date(if done { "2024-07-12" } else { "2024-07-31" }))
}

/// Mara's answers in a month, with this many days to an answer.
fn mara(count: u32, days: u32) -> Vec<Typed<'static>> {
    let (status, forecast) = joint(count);
    vec![
        ("1.2", Column::Status, text("In progress")),
        ("1.2", Column::Forecast, date("2024-12-20")),
        ("1.2", Column::Commentary, text(&format!("Month {count}: a second team started."))),
        ("1.2a", Column::Value, number(days)),
        ("1.2b", Column::Numerator, number(30 + 2 * count)),
        ("1.2b", Column::Denominator, number(60)),
        ("1.10", Column::Status, status),
        ("1.10", Column::Forecast, forecast),
        ("1.10", Column::Evidence, text(if count >= 7 { "Rota of all hubs" } else { "" })),
        ("1.10a", Column::Value, number(2 * count)),
    ]
}

impl Year {
    fn reports(period: &str) -> String {
        format!("reports/{period}")
    }

    /// Issues the month's forms; the plan as it is then is kept.
    fn issue(&self, period: &str) {
        let out = format!("to-send/{period}");
        said(self.council.ragbook("issue", period).args(["--out", &out]));
        let forms = listing(&self.council.work.join(out));
        assert_eq!(forms.len(), 3, "{period}: a form for each lead");
        copy(&self.council.plan(), &self.council.work.join("plans").join(period));
    }

    fn fill_in(&self, period: &str, count: u32) {
        let first = period.parse::<Period>().unwrap().next().first_day();
        let completed = format!("{}", first.format("%Y-%m-04"));
        let mara = mara(count, 22 - count);
        let (status, forecast) = joint(count);
        let done = count >= 7;
        let otis = [
            ("1.1", Column::Status, text(if count > 3 { "Complete" } else { "In progress" })),
            ("1.1", Column::Forecast, date("2024-04-15")),
            ("1.1", Column::Evidence, text(if count > 5 { "Photographs" } else { "" })),
            ("1.1a", Column::Value, number(60 + 5 * count)),
            ("1.1b", Column::Value, number(50 + 5 * count)),
            ("1.1c", Column::Value, number(110 + 10 * count)),
            ("1.2b", Column::Numerator, number(20)),
            ("1.2b", Column::Denominator, number(40)),
            ("1.10", Column::Status, status),
            ("1.10", Column::Forecast, forecast),
            ("1.10", Column::Evidence, text(if done { "Rota of all hubs" } else { "" })),
            // Every third month something that is no number.
            ("1.10a", Column::Value, if count.is_multiple_of(3) { text("about 7") } else { number(count) }),
        ];
        let trust = [
            ("2.1", Column::Status, text("In progress")),
            ("2.2", Column::Status, text("In progress")),
            ("2.2", Column::Forecast, date("2024-09-30")),
            ("2.1a", Column::Value, number(30 + count)),
        ];
        let all: [(&str, &[Typed<'_>]); 3] =
            [("mara-quill", &mara), ("otis-fenn", &otis), ("harbour-youth-trust", &trust)];
        for (lead, answers) in all.into_iter().filter(|(lead, _)| (period, *lead) != SILENT) {
            self.council.send(period, lead, &completed, answers);
        }
        self.damage(period, count);
    }

    /// Files that come among the returns and are none, or are broken, or are another month's.
    fn damage(&self, period: &str, count: u32) {
        let folder = self.council.returns(period);
        match count % 4 {
            0 => fs::write(folder.join("photo.jpg"), b"\xff\xd8\xff\xe0 a picture").unwrap(),
            1 => {
                let whole = listing(&folder).into_values().next().unwrap();
                fs::write(folder.join("cut off.xlsx"), &whole[..whole.len() / 2]).unwrap();
            }
            2 => {
                let earlier = month(i32::try_from(count).unwrap() - 2).to_string();
                let old = listing(&self.council.returns(&earlier)).into_values().next().unwrap();
                fs::write(folder.join("last month again.xlsx"), old).unwrap();
            }
            _ => {
                let (name, bytes) = listing(&folder).into_iter().next().unwrap();
                fs::write(folder.join(format!("Copy of {name}")), bytes).unwrap();
            }
        }
    }

    /// Consolidates; everything that says something of the month must say the same.
    fn consolidate(&mut self, period: &str) {
        let listing = self.council.consolidate(period, &Self::reports(period));
        self.agree(period, &listing);
        self.written.insert(period.to_owned(), listing);
    }

    /// Settles a query and an error of the month, as far as it has them, and takes the decisions into the ledger.
    fn decide(&mut self, period: &str) -> usize {
        let book = self.council.work.join(Self::reports(period)).join(format!("{period}-consolidated.xlsx"));
        let exceptions = rows(&self.written[period][&format!("{period}-data/exceptions.csv")]);
        let open = |severity: &str| {
            exceptions.iter().find(|row| {
                let about_a_value = severity == "query" || row["code"] == "V01";
                row["severity"] == severity && row["decision"].is_empty() && about_a_value
            })
        };
        let by = [("Reason", "Rang them."), ("Decided by", "Dana Fox")];
        let mut filled = 0;
        if let Some(query) = open("query") {
            exceptions_sheet::fill(&book, &query["key"], &[&[("Decision", "Accept")], &by[..]].concat());
            filled += 1;
        }
        if let Some(error) = open("error") {
            let use_seven = [("Decision", "Use this value"), ("Value", "7")];
            exceptions_sheet::fill(&book, &error["key"], &[&use_seven, &by[..]].concat());
            filled += 1;
        }
        let on = period.parse::<Period>().unwrap().next().first_day().format("%Y-%m-10").to_string();
        let mut decide = std::process::Command::new(env!("CARGO_BIN_EXE_ragbook"));
        decide.current_dir(&self.council.work).args(["decide", "--plan", "plan", "--on", &on]).arg(&book);
        let before = self.decisions().len();
        let output = decide.output().unwrap();
        assert!(output.status.success(), "{period}: {}", stderr(&output));
        assert_eq!(self.decisions().len(), before + filled, "{period}");
        filled
    }

    fn amend(&self, arguments: &[&str]) {
        let mut amend = std::process::Command::new(env!("CARGO_BIN_EXE_ragbook"));
        amend.current_dir(&self.council.work).args(["plan", "amend", "--plan", "plan"]).args(arguments);
        said(amend.args(["--reason", "Agreed", "--approved-by", "Families First Board"]));
    }

    fn decisions(&self) -> Vec<Row> {
        rows(&fs::read(self.council.plan().join("decisions.csv")).unwrap_or_default())
    }

    /// Rows of the latest revision of a month in history.csv.
    fn history(&self, period: &str) -> Vec<Row> {
        let all = rows(&self.council.history());
        let revision = |row: &Row| row["revision"].parse::<u32>().unwrap();
        let latest = all.iter().filter(|row| row["period"] == period).map(revision).max().unwrap();
        all.into_iter().filter(|row| row["period"] == period && revision(row) == latest).collect()
    }

    /// history.csv, decisions.csv, the data files and the workbook say the same of a month.
    fn agree(&self, period: &str, written: &Listing) {
        let data = |name: &str| rows(&written[&format!("{period}-data/{name}.csv")]);
        let history = self.history(period);
        let of_kind = |kind: &str| history.iter().filter(|row| row["kind"] == kind).collect::<Vec<_>>();
        let (actions, measures, exceptions) = (data("actions"), data("measures"), data("exceptions"));
        let mut book = Workbook::open(&written[&format!("{period}-consolidated.xlsx")]);

        for column in ["delivery", "impact"] {
            let csv = pairs(&actions, "ref", column);
            let ledger = of_kind("action").iter().map(|r| (&*r["ref"], &*r[column])).collect::<Vec<_>>();
            let caption = if column == "delivery" { "Delivery" } else { "Impact" };
            let sheet = book.column("Actions", caption);
            assert_eq!(as_map(&csv), as_map(&ledger), "{period}: {column} by action");
            let ratings = counted(csv.iter().map(|(_, rating)| *rating));
            assert_eq!(ratings, counted(sheet.iter().map(String::as_str)), "{period}: {column} on the sheet");
        }
        let delivery = counted(actions.iter().map(|row| &*row["delivery"]));
        for rating in ["Red", "Amber", "Green", "Complete", "Not rated"] {
            let all = book.column("Summary", rating).pop().unwrap();
            assert_eq!(
                all,
                delivery.get(rating).unwrap_or(&0).to_string(),
                "{period}: {rating} of all outcomes"
            );
        }
        let values = of_kind("measure").iter().map(|r| (&*r["ref"], &*r["value"])).collect::<Vec<_>>();
        assert_eq!(as_map(&pairs(&measures, "ref", "value")), as_map(&values), "{period}: values");
        assert_eq!(book.column("Measures", "Ref").len(), measures.len(), "{period}: measures on the sheet");

        let mut keys: Vec<&str> = exceptions.iter().map(|row| &*row["key"]).collect();
        keys.sort_unstable();
        keys.dedup();
        let raised: Vec<String> =
            of_kind("exception").iter().map(|row| row["key"].trim_start_matches('\'').to_owned()).collect();
        assert_eq!(keys, raised, "{period}: exceptions");
        assert_eq!(book.column("Exceptions", "Code").len(), exceptions.len(), "{period}: rows of Exceptions");
        let decided = exceptions.iter().filter(|row| !row["decision"].is_empty()).count();
        let shown = book.column("Exceptions", "Decision");
        let choices = ["Accept", "Use this value"];
        assert_eq!(shown.iter().filter(|c| choices.contains(&&***c)).count(), decided, "{period}: decisions");
        for decision in self.decisions().iter().filter(|d| d["period"] == period) {
            let parts = ["code", "returner", "ref", "column", "found"].map(|column| &*decision[column]);
            let row = exceptions.iter().find(|row| row["key"] == parts.join("|")).unwrap();
            assert!(row["decision"].contains("Dana Fox"), "{period}: {row:?}");
        }
    }
}

fn pairs<'a>(rows: &'a [Row], key: &str, value: &str) -> Vec<(&'a str, &'a str)> {
    rows.iter().map(|row| (&*row[key], &*row[value])).collect()
}

fn as_map<'a>(pairs: &[(&'a str, &'a str)]) -> BTreeMap<&'a str, &'a str> {
    pairs.iter().copied().collect()
}

fn counted<'a>(words: impl Iterator<Item = &'a str>) -> BTreeMap<&'a str, usize> {
    let mut counts = BTreeMap::new();
    words.for_each(|word| *counts.entry(word).or_default() += 1);
    counts
}

/// A workbook as an independent reader sees it.
struct Workbook(Xlsx<std::io::Cursor<Vec<u8>>>);

impl Workbook {
    fn open(bytes: &[u8]) -> Self {
        Self(Xlsx::new(std::io::Cursor::new(bytes.to_vec())).unwrap())
    }

    /// The cells below a caption, to the end of the table.
    fn column(&mut self, sheet: &str, caption: &str) -> Vec<String> {
        let range = self.0.worksheet_range(sheet).unwrap();
        let is = |cell: &Data| *cell == Data::String(caption.to_owned());
        let header =
            range.rows().position(|row| row.len() > 3 && row.iter().any(is) && row[3] != Data::Empty);
        let header = header.unwrap_or_else(|| panic!("{sheet} has no column {caption}"));
        let column = range.rows().nth(header).unwrap().iter().position(is).unwrap();
        range
            .rows()
            .skip(header + 1)
            .map(|row| row[column].to_string())
            .take_while(|c| !c.is_empty())
            .collect()
    }
}

/// Runs the year.
fn year() -> Year {
    let work = tempfile::tempdir().unwrap();
    let council = Council::new(work.path());
    let mut year = Year { _work: work, council, written: BTreeMap::new() };
    let mut decided = 0;
    for count in 0..12 {
        let period = month(count).to_string();
        match &*period {
            "2024-04" => year.amend(&[
                "--ref",
                "1.10",
                "--field",
                "target_date",
                "--to",
                "October 2024",
                "--date",
                "2024-04-10",
            ]),
            "2024-08" => {
                year.amend(&["--ref", "2.1", "--field", "status", "--to", "stopped", "--date", "2024-08-14"]);
            }
            _ => {}
        }
        if period == RESTATED.1 {
            year.restate();
        }
        year.issue(&period);
        year.fill_in(&period, u32::try_from(count).unwrap() + 1);
        year.consolidate(&period);
        decided += year.decide(&period);
        year.consolidate(&period);
    }
    assert!(decided >= 12, "{decided} decisions");
    year
}

impl Year {
    /// A corrected return for an earlier month comes in: that month is run again, and the one after it, as the plan is
    /// still the same.
    fn restate(&mut self) {
        let (period, _, days) = RESTATED;
        let before = self.council.history();
        self.council.send(period, "mara-quill", "2024-06-20", &mara(5, days));
        for again in [period, SILENT.0] {
            self.consolidate(again);
        }
        let history = self.council.history();
        assert!(history.starts_with(&before), "nothing that stood there is changed");
        let value =
            self.history(period).into_iter().find(|row| row["kind"] == "measure" && row["ref"] == "1.2a");
        let value = value.unwrap();
        assert_eq!((&*value["value"], &*value["revision"]), ("14", "2"), "restated");
    }

    /// A month run again with its returns, the plan as it was then and the ledgers as they are now.
    fn again(&self, period: &str) -> Listing {
        let plan = self.council.work.join("again").join(period);
        copy(&self.council.work.join("plans").join(period), &plan);
        for ledger in ["history.csv", "decisions.csv"] {
            fs::copy(self.council.plan().join(ledger), plan.join(ledger)).unwrap();
        }
        let out = self.council.work.join("again").join(format!("out-{period}"));
        let mut ragbook = std::process::Command::new(env!("CARGO_BIN_EXE_ragbook"));
        ragbook.current_dir(&self.council.work).args(["consolidate", "--quiet", "--period", period]);
        let told =
            said(ragbook.arg("--plan").arg(&plan).arg("--out").arg(&out).arg(self.council.returns(period)));
        assert!(told.contains("the results are those in history.csv already"), "{period}: {told}");
        assert_eq!(fs::read(plan.join("history.csv")).unwrap(), self.council.history(), "{period}");
        listing(&out)
    }

    /// The review of the year is counted again from the raw rows of the ledger.
    fn review(&self) {
        let review = |out: &str| {
            let mut ragbook = std::process::Command::new(env!("CARGO_BIN_EXE_ragbook"));
            ragbook.current_dir(&self.council.work).args(["review", "--plan", "plan", "--out", out]);
            said(ragbook.args(["--from", "2023-12", "--to", "2024-12"]));
            listing(&self.council.work.join(out))
        };
        let written = review("review");
        assert_eq!(written, review("review-again"), "the same records give the same bytes");
        let name = "2023-12-to-2024-12-review";
        let data = |file: &str| rows(&written[&format!("{name}-data/{file}.csv")]);
        let mut book = Workbook::open(&written[&format!("{name}.xlsx")]);

        let mut letters = BTreeMap::<(String, String), String>::new();
        for count in 0..12 {
            let period = month(count);
            for row in self.history(&period.to_string()).into_iter().filter(|row| row["kind"] == "action") {
                let letter = if row["delivery"] == "Closed" { "X" } else { &row["delivery"][..1] };
                letters.insert((row["ref"].clone(), period.to_string()), letter.to_owned());
            }
            let refs = book.column("Heat map", "Ref");
            let shown = book.column("Heat map", &period.short());
            for (reference, letter) in refs.into_iter().zip(shown) {
                let known = &letters[&(reference, period.to_string())];
                assert_eq!(letter, *known, "{period}");
            }
        }
        assert!(book.column("Heat map", "Dec 2023").iter().all(|cell| cell == "[x]"), "never consolidated");
        assert_eq!(data("ratings").len(), letters.len());
        let manifest = &written[&format!("{name}-data/run.json")];
        let manifest: serde_json::Value = serde_json::from_slice(manifest).unwrap();
        assert_eq!(manifest["missing"][0], "2023-12");
        assert_eq!(manifest["months"].as_array().unwrap().len(), 12);

        let actions = data("actions");
        let action = |reference: &str| actions.iter().find(|row| row["ref"] == reference).unwrap();
        let joint = action("1.10");
        assert_eq!(
            ["original_target", "target", "times_moved", "days_moved", "done", "finish"].map(|c| &*joint[c]),
            ["2024-07-31", "2024-10-31", "1", "92", "2024-07-12", "complete on time"]
        );
        assert_eq!(action("2.1")["finish"], "closed");
        assert_eq!(action("1.1")["finish"], "complete late");
        let trust_silent = action("2.2")["months_without_return"].parse::<usize>().unwrap();
        assert_eq!(trust_silent, 1);
        let measures = data("measures");
        let days = measures.iter().find(|row| row["ref"] == "1.2a").unwrap();
        assert_eq!(
            ["first_period", "first", "last_period", "last", "movement", "reached"].map(|c| &*days[c]),
            ["2024-01", "21", "2024-12", "10", "better", "yes"]
        );
        let moved = counted(measures.iter().map(|row| &*row["movement"]));
        let told = data("recommendations");
        let sum = |column: &str| told.iter().map(|row| row[column].parse::<usize>().unwrap()).sum::<usize>();
        assert_eq!(sum("better"), moved["better"]);
        assert_eq!(sum("months_without_return"), sum_of(&actions, "months_without_return"));
        let raised = data("exceptions");
        let settled: Vec<&Row> = raised.iter().filter(|row| !row["decision"].is_empty()).collect();
        assert!(!settled.is_empty() && settled.iter().all(|row| row["decision"].starts_with('D')));
    }
}

fn sum_of(rows: &[Row], column: &str) -> usize {
    rows.iter().map(|row| row[column].parse::<usize>().unwrap()).sum()
}

#[test]
fn a_year_agrees_with_itself_at_every_step_and_every_month_can_be_run_again() {
    let year = year();
    assert_eq!(rows(&fs::read(year.council.plan().join("changes.csv")).unwrap()).len(), 4 + 2);
    for (period, first) in &year.written {
        assert!(year.again(period) == *first, "{period} run again gives other bytes");
    }
    year.review();
}

#[test]
fn a_review_of_months_that_nobody_consolidated_writes_nothing_and_says_what_to_do() {
    let work = tempfile::tempdir().unwrap();
    let council = Council::new(work.path());
    let review = |from: &str, to: &str| {
        let mut ragbook = std::process::Command::new(env!("CARGO_BIN_EXE_ragbook"));
        ragbook.current_dir(&council.work).args(["review", "--plan", "plan", "--out", "review"]);
        ragbook.args(["--from", from, "--to", to]).output().unwrap()
    };
    let nothing = review("2024-01", "2024-12");
    assert_eq!(nothing.status.code(), Some(2));
    assert!(stderr(&nothing).contains("Consolidate the months first"), "{}", stderr(&nothing));
    let backwards = review("2024-12", "2024-01");
    assert_eq!(backwards.status.code(), Some(2));
    assert!(stderr(&backwards).contains("first month after --from"), "{}", stderr(&backwards));
    assert!(!Path::new(&council.work).join("review").exists());
}
