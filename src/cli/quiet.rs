//! Reading with a panic of a foreign reader kept quiet: it is contained to its file and told as that file's exception, so
//! that Rust's own message and backtrace would only frighten (8-commands-and-files.md: never a backtrace).

use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};

use super::Failure;

/// Does the work without any panic printing to the terminal. One that nothing contained ends as a failure in words.
pub(super) fn quietly<T>(doing: &str, work: impl FnOnce() -> T) -> Result<T, Failure> {
    let usual = take_hook();
    set_hook(Box::new(|_| {}));
    let done = catch_unwind(AssertUnwindSafe(work));
    set_hook(usual);
    done.map_err(|_| {
        let wrong = "ragbook met something in it that it did not expect";
        Failure::new(doing, wrong, "Take the files out one by one to find which one it is, and report it.")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    static PRINTED: AtomicUsize = AtomicUsize::new(0);

    #[test]
    fn a_panic_while_reading_prints_nothing_and_ends_in_words() {
        let before = take_hook();
        set_hook(Box::new(|_| {
            PRINTED.fetch_add(1, Ordering::SeqCst);
        }));
        // Contained by the work itself, as intake does with each file.
        let contained = quietly("reading", || catch_unwind(|| panic!("of a foreign reader")).is_err());
        assert_eq!(contained, Ok(true));
        let failure = quietly("reading a.xlsx", || -> usize { panic!("of ours") }).unwrap_err();
        assert_eq!(failure.doing, "reading a.xlsx");
        assert_eq!(PRINTED.load(Ordering::SeqCst), 0);
        let _ = catch_unwind(|| panic!("outside of reading"));
        assert_eq!(PRINTED.load(Ordering::SeqCst), 1);
        set_hook(before);
    }
}
