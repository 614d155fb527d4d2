//! Editions of the sample month, made by the program itself: the accountability edition is the consolidated workbook; nothing that
//! a public edition withholds is in any part of its file; an altered set or a changed plan is refused; publishing again adds nothing.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use tempfile::TempDir;

/// A copy of the sample plan beside its consolidated month.
struct Council {
    folder: TempDir,
}

impl Council {
    fn new() -> Self {
        let council = Self { folder: tempfile::tempdir().unwrap() };
        fs::create_dir(council.plan()).unwrap();
        for entry in fs::read_dir(sample("plan")).unwrap() {
            let path = entry.unwrap().path();
            fs::copy(&path, council.plan().join(path.file_name().unwrap())).unwrap();
        }
        council.consolidate("2019-11");
        council
    }

    /// Consolidates a month: November's returns, or none.
    fn consolidate(&self, month: &str) {
        let mut command = self.run(&["consolidate", "--period", month]);
        command.arg("--out").arg(self.out());
        let nothing = self.folder.path().join("nothing");
        fs::create_dir_all(&nothing).unwrap();
        let assert = match month {
            "2019-11" => command.arg(sample(month)).assert(),
            _ => command.arg(nothing).assert(),
        };
        assert!(assert.get_output().status.code().is_some_and(|code| code < 2), "{assert}");
    }

    fn publish_month(&self, edition: &str, month: &str) -> Command {
        let mut command = self.run(&["publish", "--period", month, "--edition", edition]);
        command.arg("--out").arg(self.out());
        command
    }

    fn plan(&self) -> PathBuf {
        self.folder.path().join("plan")
    }

    fn out(&self) -> PathBuf {
        self.folder.path().join("out")
    }

    fn run(&self, arguments: &[&str]) -> Command {
        let mut command = Command::cargo_bin("ragbook").unwrap();
        command.arg("--plan").arg(self.plan()).args(arguments);
        command
    }

    fn publish(&self, edition: &str) -> Command {
        let mut command = self.run(&["publish", "--period", "2019-11", "--edition", edition]);
        command.arg("--out").arg(self.out());
        command
    }

    /// The edition's file.
    fn published(&self, edition: &str) -> Vec<u8> {
        self.publish(edition).assert().success();
        fs::read(self.out().join(format!("2019-11-{edition}.xlsx"))).unwrap()
    }

    /// What is said when it is refused; nothing is written then.
    fn refused(&self, edition: &str) -> String {
        let assert = self.publish(edition).assert().code(2);
        assert!(!self.out().join(format!("2019-11-{edition}.xlsx")).exists());
        assert!(!self.plan().join("issues.csv").exists());
        String::from_utf8(assert.get_output().stderr.clone()).unwrap()
    }
}

fn sample(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("samples").join(name)
}

/// Every part of a workbook, one after the other.
fn parts(workbook: &[u8]) -> String {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(workbook)).unwrap();
    let mut all = String::new();
    for number in 0..archive.len() {
        let mut part = archive.by_index(number).unwrap();
        all.push_str(&part.name().unwrap());
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).unwrap();
        all.push_str(&String::from_utf8_lossy(&bytes));
    }
    all.replace("&amp;", "&").replace("&apos;", "'")
}

fn csv_column(path: &Path, column: &str) -> Vec<String> {
    let mut reader = csv::Reader::from_path(path).unwrap();
    let index = reader.headers().unwrap().iter().position(|name| name == column).unwrap();
    reader.records().map(|record| record.unwrap()[index].to_owned()).collect()
}

#[test]
fn the_accountability_edition_is_the_consolidated_workbook_to_the_byte() {
    let council = Council::new();
    let edition = council.published("accountability");
    assert!(edition == fs::read(council.out().join("2019-11-consolidated.xlsx")).unwrap());
}

#[test]
fn nothing_withheld_is_in_any_part_of_a_public_edition() {
    let council = Council::new();
    let data = council.out().join("2019-11-data");
    let names = csv_column(&council.plan().join("leads.csv"), "name");
    let posts = csv_column(&council.plan().join("leads.csv"), "role");
    // One known only by a post has it as name too.
    let persons: Vec<&String> = names
        .iter()
        .zip(&posts)
        .filter(|(name, post)| !post.is_empty() && post != name)
        .map(|(name, _)| name)
        .collect();
    let mut secrets: Vec<String> = persons.into_iter().cloned().collect();
    for column in ["commentary", "evidence"] {
        let texts = csv_column(&data.join("actions.csv"), column);
        let starts = texts.iter().filter(|text| text.chars().count() > 20);
        secrets.extend(starts.map(|text| text.trim_start_matches('\'').chars().take(20).collect()));
    }
    secrets.extend(csv_column(&data.join("returns.csv"), "file"));
    assert!(secrets.len() > 40, "{secrets:#?}");
    let whole = parts(&fs::read(council.out().join("2019-11-consolidated.xlsx")).unwrap());
    assert!(secrets.iter().filter(|secret| whole.contains(secret.as_str())).count() > 40);
    for edition in ["scrutiny", "cabinet", "parenting-board"] {
        let all = parts(&council.published(edition));
        let found: Vec<&String> = secrets.iter().filter(|secret| all.contains(secret.as_str())).collect();
        assert!(found.is_empty(), "{edition}: {found:#?}");
        assert!(!all.contains("see Exceptions") && !all.contains(".csv"), "{edition}");
    }
}

#[test]
fn small_numbers_are_withheld_and_the_edition_says_so() {
    let council = Council::new();
    let (refs, values) = {
        let measures = council.out().join("2019-11-data/measures.csv");
        (csv_column(&measures, "ref"), csv_column(&measures, "value"))
    };
    let sensitive: Vec<(String, String)> = csv_column(&council.plan().join("measures.csv"), "sensitive")
        .into_iter()
        .zip(csv_column(&council.plan().join("measures.csv"), "ref"))
        .filter(|(sensitive, _)| sensitive == "yes")
        .filter_map(|(_, reference)| {
            let row = refs.iter().position(|found| *found == reference)?;
            Some((reference, values[row].clone()))
        })
        .filter(|(_, value)| !value.is_empty())
        .collect();
    assert!(!sensitive.is_empty());
    let shown = shown_now(&council.published("scrutiny"));
    for (reference, value) in sensitive {
        let value: u64 = value.parse().unwrap();
        let expected = match value {
            0 => "0".to_owned(),
            1..=7 => "[c]".to_owned(),
            other => ((other + 2) / 5 * 5).to_string(),
        };
        assert_eq!(shown.get(&reference), Some(&expected), "{reference} is {value}");
    }
}

/// What the sheet Measures shows as Now, by ref.
fn shown_now(workbook: &[u8]) -> std::collections::BTreeMap<String, String> {
    use calamine::{Reader, Xlsx};
    let mut book: Xlsx<_> = Xlsx::new(std::io::Cursor::new(workbook)).unwrap();
    let range = book.worksheet_range("Measures").unwrap();
    let rows: Vec<Vec<String>> =
        range.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect();
    let header = rows.iter().position(|row| row[0] == "Ref").unwrap();
    let now = rows[header].iter().position(|caption| caption == "Now").unwrap();
    rows[header + 1..].iter().map(|row| (row[0].clone(), row[now].clone())).collect()
}

#[test]
fn a_boards_edition_holds_its_outcomes_only() {
    let council = Council::new();
    let shown = shown_now(&council.published("parenting-board"));
    assert!(shown.keys().all(|reference| reference.starts_with(['3', '4', '5'])
        || reference.starts_with("O3")
        || reference.starts_with("O4")
        || reference.starts_with("O5")
        || reference.is_empty()));
    assert!(shown.len() > 10);
}

#[test]
fn publishing_again_gives_the_same_bytes_and_adds_nothing() {
    let council = Council::new();
    let first = council.published("scrutiny");
    let ledgers = || ["issues.csv", "published.csv"].map(|name| fs::read(council.plan().join(name)).unwrap());
    let remembered = ledgers();
    assert!(first == council.published("scrutiny"));
    assert_eq!(remembered, ledgers());
}

#[test]
fn an_altered_or_incomplete_set_and_a_changed_plan_are_refused_in_words() {
    let council = Council::new();
    let data = council.out().join("2019-11-data");
    let actions = fs::read_to_string(data.join("actions.csv")).unwrap();
    fs::write(data.join("actions.csv"), actions.replacen("Red", "Green", 1)).unwrap();
    assert!(council.refused("scrutiny").contains("not as they were consolidated: 2019-11-data/actions.csv"));
    fs::write(data.join("actions.csv"), &actions).unwrap();

    let manifest = fs::read_to_string(data.join("run.json")).unwrap();
    fs::write(data.join("run.json"), manifest.replacen("\"state\":\"Absent\"", "\"state\":\"Partial\"", 1))
        .unwrap();
    assert!(council.refused("scrutiny").contains("run.json does not say what the files beside it say"));
    fs::write(data.join("run.json"), manifest.replacen("\"schema\": 1", "\"schema\": 2", 1)).unwrap();
    assert!(council.refused("scrutiny").contains("run.json is of shape 2"));
    fs::write(data.join("run.json"), &manifest).unwrap();

    let changes = council.plan().join("leads.csv");
    let leads = fs::read_to_string(&changes).unwrap();
    fs::write(&changes, leads.replacen("Head of Fostering", "Head of Fostering and Adoption", 1)).unwrap();
    assert!(
        council
            .refused("scrutiny")
            .contains("the plan has changed since the month was consolidated: leads.csv")
    );
    fs::write(&changes, leads).unwrap();

    fs::remove_dir_all(&data).unwrap();
    assert!(council.refused("scrutiny").contains("is not there. Consolidate the month first"));
}

#[test]
fn one_measure_is_never_published_by_two_methods() {
    let council = Council::new();
    council.published("scrutiny");
    let settings = council.plan().join("plan.toml");
    let text = fs::read_to_string(&settings).unwrap();
    let board = text.find("name = \"parenting-board\"").unwrap();
    let (before, after) = text.split_at(board);
    fs::write(&settings, format!("{before}{}", after.replacen("\"round\"", "\"suppress\"", 1))).unwrap();
    let said = council.run(&["plan", "check"]).assert().code(1);
    let said = String::from_utf8(said.get_output().stdout.clone()).unwrap();
    assert!(said.contains("P08") && said.contains("with another small_numbers"), "{said}");

    // All editions together cannot change it either once one is out.
    fs::write(&settings, text.replace("small_numbers = \"round\"", "small_numbers = \"suppress\"")).unwrap();
    council.consolidate("2019-11");
    let said = council.publish("parenting-board").assert().code(2);
    let said = String::from_utf8(said.get_output().stderr.clone()).unwrap();
    assert!(said.contains("Give both editions the same method"), "{said}");
}

#[test]
fn an_edition_compares_with_its_own_last_issue_and_says_so_everywhere() {
    let council = Council::new();
    for month in ["2019-12", "2020-01"] {
        council.consolidate(month);
    }
    for (edition, month) in [
        ("scrutiny", "2019-11"),
        ("accountability", "2019-11"),
        ("accountability", "2019-12"),
        ("scrutiny", "2020-01"),
        ("accountability", "2020-01"),
        ("dfe", "2020-01"),
    ] {
        council.publish_month(edition, month).assert().success();
    }
    let told = |edition: &str| sheets(&council.out().join(format!("2020-01-{edition}.xlsx")));
    for (edition, since, never) in
        [("scrutiny", "November 2019", "December 2019"), ("accountability", "December 2019", "November 2019")]
    {
        let told = told(edition);
        let cover = told["Cover"].join("\n");
        assert!(cover.contains(&format!("Movement since {since}:")), "{edition}: {cover}");
        assert!(cover.contains(&format!("Ratings that changed since {since}")), "{edition}: {cover}");
        assert!(!cover.contains(&format!("since {never}")), "{edition}: {cover}");
        let summary = told["Summary"].join("\n");
        assert!(summary.contains(&format!("Moved since {since}:")), "{edition}: {summary}");
        let movement = told["Movement"].join("\n");
        assert!(movement.contains(&format!("Compared with {since}")), "{edition}: {movement}");
    }
    // What became Red in December moved since November, but not since December.
    let moved = |edition: &str| -> Vec<String> {
        let cells = told(edition)["Movement"].clone();
        let start = cells.iter().position(|cell| cell == "Direction").unwrap();
        cells[start..].iter().filter(|cell| cell.contains('.') && cell.len() < 6).cloned().collect()
    };
    assert_ne!(moved("scrutiny"), moved("accountability"));

    // A headline stands in the same words or not at all; only since when ratings moved is each edition's own.
    let headlines = |edition: &str| -> Vec<String> {
        let cover = told(edition)["Cover"].clone();
        let start = cover.iter().position(|cell| cell == "Headlines").unwrap();
        let end = cover.iter().position(|cell| cell == "Contents").unwrap();
        let lines = &cover[start + 1..end];
        // That headline may go on over several lines, up to the next one.
        let own = lines.iter().position(|line| line.starts_with("Movement since")).unwrap();
        let next = lines.iter().position(|line| line.starts_with("Dates: ")).unwrap();
        lines[..own].iter().chain(&lines[next..]).cloned().collect()
    };
    let all = headlines("accountability");
    assert!(all.len() >= 5, "{all:#?}");
    for edition in ["scrutiny", "dfe"] {
        let other: Vec<String> = headlines(edition).into_iter().filter(|line| !all.contains(line)).collect();
        assert!(other.is_empty(), "{edition}: {other:#?}");
    }
}

/// Every cell with text, by sheet.
fn sheets(workbook: &Path) -> std::collections::BTreeMap<String, Vec<String>> {
    use calamine::{Reader, Xlsx};
    let mut book: Xlsx<_> = calamine::open_workbook(workbook).unwrap();
    let cells = |(name, range): (String, calamine::Range<calamine::Data>)| {
        let texts = range.used_cells().map(|(_, _, cell)| cell.to_string()).collect();
        (name, texts)
    };
    book.worksheets().into_iter().map(cells).collect()
}

#[test]
fn without_a_name_the_editions_are_listed_and_an_unknown_one_is_told() {
    let council = Council::new();
    let listed = council.run(&["publish"]).assert().success();
    let listed = String::from_utf8(listed.get_output().stdout.clone()).unwrap();
    assert!(
        listed.lines().any(|line| line.starts_with("scrutiny ") && line.contains(" public ")),
        "{listed}"
    );
    assert!(council.refused("scrutinee").contains("It has: accountability, dfe"));
}

/// The rows of a sheet by ref, each cell by its caption.
fn rows_of(
    workbook: &Path,
    sheet: &str,
) -> std::collections::BTreeMap<String, std::collections::BTreeMap<String, String>> {
    use calamine::{Reader, Xlsx};
    let mut book: Xlsx<_> = calamine::open_workbook(workbook).unwrap();
    let range = book.worksheet_range(sheet).unwrap();
    let rows: Vec<Vec<String>> =
        range.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect();
    let header = rows.iter().position(|row| row[0] == "Ref").unwrap();
    let row = |row: &Vec<String>| {
        let cells = rows[header].iter().cloned().zip(row.iter().cloned());
        (row[0].clone(), cells.collect())
    };
    rows[header + 1..].iter().map(row).collect()
}

/// Two sheets of a paper say the same of a month, nothing is called confidential that never came, and two papers of a month say
/// the same in Summary.
#[test]
fn papers_and_their_sheets_agree_on_what_is_withheld() {
    let council = Council::new();
    council.consolidate("2019-12");
    for month in ["2019-11", "2019-12"] {
        for edition in ["scrutiny", "cabinet"] {
            council.publish_month(edition, month).assert().success();
        }
    }
    let at = |edition: &str| council.out().join(format!("2019-12-{edition}.xlsx"));
    let (measures, by_month) =
        (rows_of(&at("scrutiny"), "Measures"), rows_of(&at("scrutiny"), "Measures by month"));
    let mut compared = 0;
    for (reference, months) in &by_month {
        let row = &measures[reference];
        let november = months.iter().find(|(caption, _)| caption.starts_with("Nov")).unwrap().1;
        if row["Last"] != "[x]" {
            assert_eq!(&row["Last"], november, "{reference}");
            compared += 1;
        }
        // No return came for December.
        assert_ne!(row["Now"], "[c]", "{reference}: {row:?}");
        assert_ne!(row["Gap still to go"], "[c]", "{reference}: {row:?}");
    }
    assert!(compared > 10, "{compared}");
    let trust = |edition: &str| {
        let told = sheets(&at(edition))["Summary"].clone();
        told.into_iter().filter(|line| line.contains("an Impact rating")).collect::<Vec<_>>()
    };
    assert_eq!(trust("scrutiny").len(), 1);
    assert_eq!(trust("scrutiny"), trust("cabinet"));
}

#[test]
fn nobody_is_asked_to_decide_on_an_edition() {
    let council = Council::new();
    for edition in ["dfe", "ofsted-accountability"] {
        let all = parts(&council.published(edition));
        assert!(!all.contains("choose a decision") && !all.contains("plan amend"), "{edition}");
        assert!(!all.contains("<dataValidation "), "{edition}");
        // The Department's edition has no sheet Exceptions.
        assert!(edition == "dfe" || all.contains("not yet decided"), "{edition}");
    }
}
