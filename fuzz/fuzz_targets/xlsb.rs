//! Excel's binary workbooks: a whole file, or one part of a small one replaced. Grids in order, or a refusal.
//!
//! The first byte chooses the part; anything else is a file.
#![no_main]

use libfuzzer_sys::fuzz_target;
use ragbook_fuzz::apart::read_apart;
use ragbook_fuzz::package::{file_of, small_xlsb};

fuzz_target!(|data: &[u8]| {
    let Some((choice, rest)) = data.split_first() else { return };
    let mut parts = small_xlsb();
    let _ = match choice {
        b'a'..=b'h' => {
            parts[usize::from(choice - b'a')].1 = rest.to_vec();
            read_apart("xlsb", &file_of(&parts))
        }
        _ => read_apart("xlsb", rest),
    };
});
