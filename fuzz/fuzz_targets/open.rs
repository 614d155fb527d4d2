//! Any bytes, any parts: a workbook of grids in order, or a refusal; never a panic, never a number that is none.
//!
//! The first byte chooses: a whole file; one part of a small workbook replaced; a few bytes of a real return's parts changed.
#![no_main]

use std::sync::OnceLock;

use libfuzzer_sys::fuzz_target;
use ragbook::sheet::limits::Limits;
use ragbook::sheet::read::{archive, open, sniff};
use ragbook_fuzz::package::{Parts, file_of, parts_of, small};
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
        b'~' => {
            let mut parts = real.clone();
            for edit in rest.chunks_exact(5) {
                let index = usize::from(edit[0]) % parts.len();
                let bytes = &mut parts[index].1;
                let at = usize::from(u16::from_le_bytes([edit[1], edit[2]])) % bytes.len().max(1);
                match edit[3] % 3 {
                    0 => bytes[at] = edit[4],
                    1 => bytes.insert(at, edit[4]),
                    _ => drop(bytes.drain(at..(at + usize::from(edit[4])).min(bytes.len()))),
                }
                if bytes.is_empty() {
                    bytes.push(b' ');
                }
            }
            file_of(&parts)
        }
        _ => rest.to_vec(),
    };
    let limits = Limits { seconds: 8, ..Limits::default() };
    let _ = sniff(&file);
    let _ = archive(&file, &limits);
    if let Ok(book) = open(&file, "stem", &limits) {
        book.grids.iter().for_each(oracle::grid_holds);
        for cell in book.grids.iter().flat_map(|g| &g.cells) {
            assert!(cell.at.row < limits.stray_row && cell.at.column < limits.stray_column);
        }
    }
});
