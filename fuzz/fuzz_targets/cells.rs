//! Our own reader of plain sheets against calamine, on the same bytes: white space in front of the first row means nothing,
//! and yet our own reader does not know it, so that calamine reads the sheet. Both must come to the same workbook.
//!
//! The first byte chooses: a sheet's or the shared texts' XML, a few bytes of a real return's parts changed.
#![no_main]

use std::sync::OnceLock;

use libfuzzer_sys::fuzz_target;
use ragbook::domain::Refusal;
use ragbook::sheet::limits::Limits;
use ragbook::sheet::read::open;
use ragbook_fuzz::package::{Parts, edited, file_of, parts_of, small};
use ragbook_fuzz::{Setting, oracle};

const ROWS: &[u8] = b"<sheetData>";

fn parts() -> &'static [Parts; 2] {
    static PARTS: OnceLock<[Parts; 2]> = OnceLock::new();
    PARTS.get_or_init(|| [small(), parts_of(&Setting::get().bytes)])
}

fuzz_target!(|data: &[u8]| {
    let Some((choice, rest)) = data.split_first() else { return };
    let [small, real] = parts();
    let parts = match choice {
        b'a' | b'e' => {
            let mut parts = small.clone();
            parts[usize::from(choice - b'a')].1 = rest.to_vec();
            parts
        }
        b'~' => edited(real, rest),
        _ => return,
    };
    let limits = Limits { seconds: 8, ..Limits::default() };
    let (ours, calamines) =
        (open(&file_of(&parts), "stem", &limits), open(&file_of(&spaced(parts)), "stem", &limits));
    if let Ok(book) = &ours {
        oracle::book_holds(book, &limits);
    }
    let is_slow = |read: &Result<_, Refusal>| matches!(read, Err(Refusal::TooSlow(_)));
    if (ours.is_ok() || calamines.is_ok()) && !is_slow(&ours) && !is_slow(&calamines) {
        assert_eq!(ours, calamines);
    }
});

/// The parts with a line feed in front of the first row of each sheet.
fn spaced(mut parts: Parts) -> Parts {
    for (name, bytes) in &mut parts {
        let at = bytes.windows(ROWS.len()).position(|window| window == ROWS);
        if let (true, Some(at)) = (name.starts_with("xl/worksheets/sheet"), at) {
            bytes.insert(at + ROWS.len(), b'\n');
        }
    }
    parts
}
