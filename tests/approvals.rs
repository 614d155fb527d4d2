//! Words that leads wrote, approved for publication through the real binary (7-publication.md, 7.4): listed for the officer,
//! decided as exceptions are, published word for word, withheld again when they change, end, or look like a person.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

#[path = "council/exceptions_sheet.rs"]
mod exceptions_sheet;

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use calamine::{Reader, Xlsx};
use tempfile::TempDir;

const WORDS: &str = "Illustrative data for 1.2: what was done, what is next and what is in the way.";
const OTHERS: &str = "Illustrative data for 1.3: what was done, what is next and what is in the way.";

/// A copy of the sample plan and of its month's returns.
struct Month(TempDir);

impl Month {
    fn new() -> Self {
        let month = Self(tempfile::tempdir().unwrap());
        for (from, to) in [("plan", month.plan()), ("2019-11", month.returns())] {
            fs::create_dir(&to).unwrap();
            for entry in
                fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("samples").join(from)).unwrap()
            {
                let path = entry.unwrap().path();
                fs::copy(&path, to.join(path.file_name().unwrap())).unwrap();
            }
        }
        month.consolidate();
        month
    }

    fn plan(&self) -> PathBuf {
        self.0.path().join("plan")
    }

    fn returns(&self) -> PathBuf {
        self.0.path().join("returns")
    }

    fn out(&self, name: &str) -> PathBuf {
        self.0.path().join("out").join(name)
    }

    /// What the command prints, and its status.
    fn run(&self, arguments: &[&str], path: &Path) -> (Option<i32>, String) {
        let mut command = Command::cargo_bin("ragbook").unwrap();
        command.arg("--plan").arg(self.plan()).args(arguments).arg(path);
        let output = command.output().unwrap();
        let [said, complained] =
            [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap());
        (output.status.code(), said + &complained)
    }

    fn consolidate(&self) {
        let out = self.out("").to_string_lossy().into_owned();
        let (code, said) = self.run(&["consolidate", "--period", "2019-11", "--out", &out], &self.returns());
        assert!(code.is_some_and(|code| code < 2), "{said}");
    }

    fn publish(&self, more: &[&str]) -> (Option<i32>, String) {
        let asked = [&["publish", "--edition", "scrutiny", "--period", "2019-11"], more, &["--out"]].concat();
        self.run(&asked, &self.out(""))
    }

    /// The workbook of texts, written anew.
    fn texts(&self) -> PathBuf {
        let (code, said) = self.publish(&["--texts"]);
        assert_eq!(code, Some(0), "{said}");
        self.out("2019-11-scrutiny-texts-for-approval.xlsx")
    }

    /// Fills in the row with these words, and decides.
    fn decide(&self, words: &str, cells: &[(&str, &str)]) -> (Option<i32>, String) {
        let book = self.texts();
        exceptions_sheet::fill_in(&book, "Texts", words, cells);
        self.run(&["decide", "--on", "2019-12-09"], &book)
    }

    /// Everything in the edition's two files.
    fn published(&self) -> String {
        let (code, said) = self.publish(&["--html"]);
        assert_eq!(code, Some(0), "{said}");
        let bytes = fs::read(self.out("2019-11-scrutiny.xlsx")).unwrap();
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
        let mut all = fs::read_to_string(self.out("2019-11-scrutiny.html")).unwrap();
        for number in 0..archive.len() {
            let mut bytes = Vec::new();
            archive.by_index(number).unwrap().read_to_end(&mut bytes).unwrap();
            all.push_str(&String::from_utf8_lossy(&bytes));
        }
        all
    }

    /// Codes of the month's exceptions.
    fn codes(&self) -> Vec<String> {
        let mut reader = csv::Reader::from_path(self.out("2019-11-data/exceptions.csv")).unwrap();
        reader.records().map(|record| record.unwrap()[1].to_owned()).collect()
    }

    /// Types other words over the commentary of 1.2 in its lead's return.
    fn retype(&self, to: &str) {
        for entry in fs::read_dir(self.returns()).unwrap() {
            let path = entry.unwrap().path();
            let is_book = path.extension().is_some_and(|extension| extension == "xlsx");
            if is_book && says(&path, WORDS) {
                exceptions_sheet::retype(&path, WORDS, to);
                return;
            }
        }
        panic!("no return says it");
    }
}

/// Whether a cell says these words and nothing else.
fn says(book: &Path, words: &str) -> bool {
    cells(book).iter().any(|cell| cell == words)
}

/// Whether a cell has these words in it.
fn tells(book: &Path, words: &str) -> bool {
    cells(book).iter().any(|cell| cell.contains(words))
}

/// What the cells of a workbook say; of one that cannot be opened none.
fn cells(book: &Path) -> Vec<String> {
    let Ok(mut book) = calamine::open_workbook::<Xlsx<_>, _>(book) else { return Vec::new() };
    let sheets = book.worksheets();
    sheets.iter().flat_map(|(_, range)| range.used_cells().map(|(_, _, cell)| cell.to_string())).collect()
}

const ACCEPT: [(&str, &str); 3] =
    [("Decision", "Accept"), ("Reason", "No child is in it."), ("Decided by", "Dana Fox")];

#[test]
fn words_are_published_once_approved_and_withheld_again_when_they_change() {
    let month = Month::new();
    let before = month.published();
    assert!(!before.contains(WORDS) && !before.contains("Commentary"));
    let issues = fs::read(month.plan().join("issues.csv")).unwrap();

    let (code, said) = month.decide(WORDS, &ACCEPT);
    assert!(code == Some(0) && said.contains("1 decision added"), "{said}");
    assert_eq!(issues, fs::read(month.plan().join("issues.csv")).unwrap(), "listing texts is no issue");
    assert!(month.publish(&[]).1.contains("Consolidate the month again"));
    month.consolidate();
    let after = month.published();
    assert!(after.contains(WORDS) && after.contains("Commentary") && !after.contains(OTHERS));
    let (_, said) = month.publish(&[]);
    assert!(said.contains("Texts       1 approved and shown; "), "{said}");
    assert!(!month.codes().iter().any(|code| code.starts_with('X')), "{:?}", month.codes());
    assert!(says(&month.texts(), "Accept"), "what was decided is shown again");

    month.retype("Quite other words than those that were approved.");
    month.consolidate();
    let again = month.published();
    assert!(!again.contains(WORDS) && !again.contains("Quite other words"));
    assert!(month.codes().contains(&"X03".to_owned()), "{:?}", month.codes());
}

#[test]
fn an_approval_ends_on_its_day_and_can_be_taken_back() {
    let month = Month::new();
    let until = [&ACCEPT[..], &[("Until", "15/11/2019")]].concat();
    assert_eq!(month.decide(WORDS, &until).0, Some(0));
    month.consolidate();
    assert!(!month.published().contains(WORDS));
    assert!(month.codes().contains(&"X01".to_owned()), "{:?}", month.codes());

    assert_eq!(month.decide(WORDS, &[&ACCEPT[..], &[("Until", "[x]")]].concat()).0, Some(0));
    month.consolidate();
    assert!(month.published().contains(WORDS));
    assert_eq!(month.decide(WORDS, &[("Decision", "Withdraw the decision")]).0, Some(0));
    month.consolidate();
    assert!(!month.published().contains(WORDS));
}

#[test]
fn nothing_else_can_be_decided_of_words_and_what_looks_like_a_person_is_never_asked_about() {
    let month = Month::new();
    let value =
        [&[("Decision", "Override the rating"), ("Value", "Green"), ("Until", "31/03/2020")], &ACCEPT[1..]];
    let (_, said) = month.decide(WORDS, &value.concat());
    assert!(
        said.contains("Choose Accept if they may be published") && said.contains("0 decisions added"),
        "{said}"
    );

    let person = "Ring the mother of the child on 07700 900123 about it.";
    assert_eq!(month.decide(WORDS, &ACCEPT).0, Some(0));
    month.retype(person);
    month.consolidate();
    assert!(!says(&month.texts(), "[masked: phone number]"));
    let (_, said) = month.publish(&[]);
    assert!(said.contains("never to be shown"), "{said}");
    let all = month.published();
    assert!(!all.contains("mother of the child") && !all.contains("900123"));
}

/// No check knows a child's name: where nobody approves texts, somebody has to read them.
#[test]
fn an_edition_that_shows_all_texts_lists_them_to_be_read_before_it_goes_out() {
    let month = Month::new();
    month.retype("Jayden and the mother of Kelly were pleased.");
    month.consolidate();
    let dfe = ["publish", "--edition", "dfe", "--period", "2019-11"];
    let (code, said) = month.run(&[&dfe[..], &["--out"]].concat(), &month.out(""));
    assert!(code == Some(0) && said.contains("no check finds names"), "{said}");
    assert!(said.contains("ragbook publish --edition dfe --texts"), "{said}");
    let edition = month.out("2019-11-dfe.xlsx");
    assert!(
        tells(&edition, "Names are not looked for"),
        "an edition that shows a name may not say it has none"
    );

    let (code, said) = month.run(&[&dfe[..], &["--texts", "--out"]].concat(), &month.out(""));
    assert!(code == Some(0) && said.contains("shown as they were written"), "{said}");
    let list = month.out("2019-11-dfe-texts-to-read.xlsx");
    assert!(says(&list, "Jayden and the mother of Kelly were pleased."));
    assert!(!says(&list, "Accept"), "there is nothing to decide");
}
