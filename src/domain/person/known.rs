//! Texts found to give nobody away a moment ago. Every return holds the form's own prompts and formulas again, and to look
//! closely at each of them anew was the half of the search for persons (benches/README.md).

use std::cell::RefCell;

/// How many texts are remembered on each thread.
const KEPT: usize = 64;
/// Shorter texts are looked at as quickly.
const SHORTEST: usize = 12;
/// Longer ones are not the form's.
const LONGEST: usize = 400;

thread_local! {
    static CLEAN: RefCell<[String; KEPT]> = const { RefCell::new([const { String::new() }; KEPT]) };
}

/// Whether this very text was remembered.
pub(super) fn is_clean(text: &str) -> bool {
    CLEAN.with_borrow(|clean| !text.is_empty() && clean[place(text)] == text)
}

/// Remembers a text in which nothing was found, in the place of an older one.
pub(super) fn remember_clean(text: &str) {
    if (SHORTEST..=LONGEST).contains(&text.len()) {
        CLEAN.with_borrow_mut(|clean| {
            let kept = &mut clean[place(text)];
            kept.clear();
            kept.push_str(text);
        });
    }
}

/// The place of a text, by its length and a few of its bytes. Texts that share one only cost time.
fn place(text: &str) -> usize {
    let bytes = text.as_bytes();
    let some = bytes.iter().step_by(bytes.len() / 8 + 1);
    some.fold(bytes.len(), |mixed, byte| mixed.wrapping_mul(31) + usize::from(*byte)) % KEPT
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_very_text_is_known() {
        let prompt = "Fill in: when it was complete, such as 31 March 2020";
        remember_clean(prompt);
        assert!(is_clean(prompt));
        for other in ["", "Fill in: when it was complete, such as 31 March 2021", &prompt[1..], "9434765919"]
        {
            assert!(!is_clean(other), "{other}");
        }
        remember_clean("1 May");
        assert!(!is_clean("1 May"));
    }
}
