//! Any bytes, any parts: a workbook of grids in order, or a refusal; never a panic, never a number that is none.
//!
//! The first byte chooses: a whole file; one part of a small workbook replaced; a few bytes of a real return's parts changed.
#![no_main]

use std::sync::OnceLock;

use libfuzzer_sys::fuzz_target;
use ragbook::sheet::limits::Limits;
use ragbook::sheet::read::{archive, open, sniff};
use ragbook_fuzz::package::{Parts, edited, file_of, parts_of, small};
use ragbook_fuzz::{Setting, oracle};

/// Parts of both workbooks, made once.
fn parts() -> &'static [Parts; 2] {
    static PARTS: OnceLock<[Parts; 2]> = OnceLock::new();
    PARTS.get_or_init(|| [small(), parts_of(&Setting::get().bytes)])
}

fuzz_target!(|data: &[u8]| {
    let Some((choice, rest)) = data.split_first() else { return };
    let [small, real] = parts();
    let file = match choice {
        b'a'..=b'k' => {
            let mut parts = small.clone();
            parts[usize::from(choice - b'a')].1 = rest.to_vec();
            file_of(&parts)
        }
        b'~' => file_of(&edited(real, rest)),
        _ => rest.to_vec(),
    };
    let limits = Limits { seconds: 8, ..Limits::default() };
    let _ = sniff(&file);
    let _ = archive(&file, &limits);
    if let Ok(book) = open(&file, "stem", &limits) {
        oracle::book_holds(&book, &limits);
    }
});
