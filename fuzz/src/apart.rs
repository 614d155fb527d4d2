//! xls, xlsb and ods as they are read in the worker's process, its private answer included.

use ragbook::sheet::grid::Workbook;
use ragbook::sheet::limits::Limits;
use ragbook::sheet::read::worker::answer;

use crate::oracle;

/// What the worker's process makes of these bytes, which must hold: a workbook, or none where it is refused.
///
/// A panic inside is a crash here, where the program would contain it.
pub fn read_apart(word: &str, file: &[u8]) -> Option<Workbook> {
    let limits = Limits { seconds: 8, ..Limits::default() };
    let told = serde_json::to_string(&limits).expect("limits are numbers");
    let said = answer::make(word, &told, file);
    let said = said.strip_prefix(b"ragbook 1\n").expect("it says who speaks");
    let read = said.strip_prefix(br#"{"Read":"#).and_then(|rest| rest.strip_suffix(b"}"));
    let Some(book) = read else {
        serde_json::from_slice::<serde_json::Value>(said).expect("a refusal comes through whole");
        return None;
    };
    let book: Workbook = serde_json::from_slice(book).expect("what was read comes through whole");
    oracle::book_holds(&book, &limits);
    Some(book)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compound::around;
    use crate::package::{file_of, small_ods, small_xlsb};

    #[test]
    fn what_the_fuzzer_starts_from_is_read() {
        let records = &include_bytes!("../seeds/xls/s-small")[1..];
        for (word, file) in
            [("xls", around(records)), ("xlsb", file_of(&small_xlsb())), ("ods", file_of(&small_ods()))]
        {
            let book = read_apart(word, &file).unwrap_or_else(|| panic!("{word} is refused"));
            assert!(book.grids[0].cells.len() > 9, "{word}: {book:?}");
        }
    }
}
