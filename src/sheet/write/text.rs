//! Text made fit for a cell: never refused, never cut in silence.

use std::borrow::Cow;

use crate::domain::folding::unfenced;

/// Most UTF-16 units that a cell holds.
const MOST: usize = 32_767;

/// What stands at the end of a text that had to be cut.
const CUT: &str = "… (cut; whole text in the CSV)";

/// The text as a cell can hold it: control characters other than line breaks become spaces, line breaks are `\n`, and a
/// text of more than 32,767 UTF-16 units ends in a remark that it was cut.
pub(super) fn fit(text: &str) -> Cow<'_, str> {
    let clean = clean(text);
    if clean.len() <= MOST || clean.encode_utf16().count() <= MOST {
        return clean;
    }
    let room = MOST - CUT.encode_utf16().count();
    let mut used = 0;
    let kept = clean.chars().take_while(|c| {
        used += c.len_utf16();
        used <= room
    });
    Cow::Owned(kept.chain(CUT.chars()).collect())
}

fn clean(text: &str) -> Cow<'_, str> {
    // Bytes from 0xc2 0x80 to 0xc2 0x9f are control characters too; 0xef begins U+FFFE among others, 0xe2 a fence.
    let may_change = |b: u8| (b < b' ' && b != b'\n') || matches!(b, 0x7f | 0xc2 | 0xe2 | 0xef);
    // All of it, without a question at each byte: that is many bytes at a time.
    if !text.bytes().fold(false, |found, byte| found | may_change(byte)) {
        return Cow::Borrowed(text);
    }
    let text = unfenced(text).replace("\r\n", "\n").replace('\r', "\n");
    let shown = |c: char| match c {
        '\n' => '\n',
        // XML cannot carry these two; every other control character would be shown as a box or as `_x0007_`.
        '\u{fffe}' | '\u{ffff}' => ' ',
        c if c.is_control() => ' ',
        c => c,
    };
    Cow::Owned(text.chars().map(shown).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_text_is_cut_and_says_so() {
        let faces = "😀".repeat(20_000);
        let long = fit(&faces);
        assert!(long.encode_utf16().count() <= MOST);
        assert!(long.ends_with(CUT));
        assert_eq!(fit(&"a".repeat(MOST)).len(), MOST);
    }

    #[test]
    fn the_readers_own_marks_are_never_written() {
        assert_eq!(fit("12\u{2063}2\u{2063} of \u{2064}x\u{2064}"), "12^2 of [crossed out or unseen: x]");
    }

    #[test]
    fn control_characters_become_spaces() {
        assert_eq!(fit("a\u{7}b\r\nc\rd\te"), "a b\nc\nd e");
    }
}
