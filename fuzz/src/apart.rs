//! xls, xlsb and ods as they are read in the worker's process, its private answer included.

use ragbook::sheet::grid::Workbook;
use ragbook::sheet::limits::Limits;
use ragbook::sheet::read::worker::answer;

use crate::oracle;

/// What the worker's process makes of these bytes, and that it holds: a workbook or a refusal, never nothing.
///
/// A panic inside is a crash here, where the program would contain it.
pub fn read_apart(word: &str, file: &[u8]) {
    let limits = Limits { seconds: 8, ..Limits::default() };
    let told = serde_json::to_string(&limits).expect("limits are numbers");
    let said = answer::make(word, &told, file);
    let said = said.strip_prefix(b"ragbook 1\n").expect("it says who speaks");
    let read = said.strip_prefix(br#"{"Read":"#).and_then(|rest| rest.strip_suffix(b"}"));
    match read {
        Some(book) => {
            let book: Workbook = serde_json::from_slice(book).expect("what was read comes through whole");
            oracle::book_holds(&book, &limits);
        }
        None => {
            serde_json::from_slice::<serde_json::Value>(said).expect("a refusal comes through whole");
        }
    }
}
