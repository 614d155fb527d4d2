//! Excel 5 to 2003: a whole file, or the records of one inside a sound container. Grids in order, or a refusal.
//!
//! The first byte chooses: `s` is a stream of records, all else a file.
#![no_main]

use libfuzzer_sys::fuzz_target;
use ragbook_fuzz::apart::read_apart;
use ragbook_fuzz::compound::around;

fuzz_target!(|data: &[u8]| {
    let Some((choice, rest)) = data.split_first() else { return };
    let _ = match choice {
        b's' => read_apart("xls", &around(rest)),
        _ => read_apart("xls", rest),
    };
});
