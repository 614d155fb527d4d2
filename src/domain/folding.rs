//! Comparing texts as people compare them: without regard to case, spacing, quotes or invisible characters
//! (4-reading.md, 4.3 and 4.4; 11-settled.md, "Reading").

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

/// At most this many characters of a text are looked at when comparing (10-limits-and-speed.md, "Limits").
pub const COMPARED_CHARS: usize = 1_000;

/// Stands before and behind a part of a text that is raised or lowered in its cell. Invisible: dropped where texts are
/// compared. A value that holds one is no plain value.
pub const FENCE: char = '\u{2063}';

/// The same for a part that is crossed out or cannot be seen: it turns the meaning of words too.
pub const STRUCK: char = '\u{2064}';

/// Whether a part of the text is fenced in either way.
pub fn is_fenced(text: &str) -> bool {
    // Both begin with the same byte, which few texts hold.
    memchr::memchr(0xe2, text.as_bytes()).is_some() && text.contains([FENCE, STRUCK])
}

/// The text as a reader of outputs must see it, without fences: a crossed-out or unseen part says so in words, raised digits
/// stand behind a `^`, and anything else raised or lowered is as it is.
pub fn unfenced(text: &str) -> Cow<'_, str> {
    if !is_fenced(text) {
        return Cow::Borrowed(text);
    }
    let (mut plain, mut rest) = (String::with_capacity(text.len() + 24), text);
    while let Some(at) = rest.find([FENCE, STRUCK]) {
        plain.push_str(&rest[..at]);
        let mark = if rest[at..].starts_with(STRUCK) { STRUCK } else { FENCE };
        rest = &rest[at + mark.len_utf8()..];
        // A mark without its like is no fence.
        let Some((inside, behind)) = rest.split_once(mark) else { continue };
        let inside = inside.replace([FENCE, STRUCK], "");
        let is_digits = !inside.is_empty() && inside.bytes().all(|b| b.is_ascii_digit());
        let says: [&str; 3] = match mark {
            STRUCK if !inside.is_empty() => ["[crossed out or unseen: ", &inside, "]"],
            FENCE if is_digits => ["^", &inside, ""],
            _ => ["", &inside, ""],
        };
        plain.extend(says);
        rest = behind;
    }
    plain.push_str(rest);
    Cow::Owned(plain)
}

/// Whether a character has no width and no meaning in a cell: zero-width spaces and joiners, direction marks, the soft
/// hyphen, the byte-order mark.
pub const fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}'
            | '\u{2066}'..='\u{2069}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
    )
}

/// NFKC, invisible and control characters dropped, every run of white space one space, trimmed: what a *value* reader
/// starts from. Case, punctuation and quotes stay. Reads the whole text.
pub fn tidy(text: &str) -> String {
    if text.is_ascii() { tidy_ascii(text, |byte| byte) } else { tidy_chars(text.chars()) }
}

/// [`tidy`], without a copy of a text that is tidy as it is.
pub fn tidied(text: &str) -> Cow<'_, str> {
    if is_plainly_tidy(text) { Cow::Borrowed(text) } else { Cow::Owned(tidy(text)) }
}

/// Whether [`tidy`] surely leaves a text as it is, as nearly every one: plain ASCII without control characters, single spaces
/// between words and none around them.
pub fn is_plainly_tidy(text: &str) -> bool {
    let bytes = text.as_bytes();
    // All of it, without a question at each byte: that is many bytes at a time.
    let is_plain = bytes.iter().fold(true, |plain, byte| plain & matches!(byte, b' '..=b'~'));
    let behind = bytes.get(1..).unwrap_or_default();
    let has_gap = bytes.iter().zip(behind).fold(false, |gap, both| gap | matches!(both, (b' ', b' ')));
    let has_edge = bytes.first() == Some(&b' ') || bytes.last() == Some(&b' ');
    is_plain && !has_gap && !has_edge
}

/// [`tidy`] of a text in which there is nothing to normalise, as most are; `change` makes of each byte another. A third of
/// the time of a run went into normalising such texts (benches/README.md).
fn tidy_ascii(text: &str, change: impl Fn(u8) -> u8) -> String {
    let mut tidied = Vec::with_capacity(text.len());
    let mut gap = false;
    for byte in text.bytes() {
        if matches!(byte, b'\t'..=b'\r' | b' ') {
            gap = true;
        } else if !byte.is_ascii_control() {
            if gap && !tidied.is_empty() {
                tidied.push(b' ');
            }
            gap = false;
            tidied.push(change(byte));
        }
    }
    plain(tidied)
}

/// Bytes of plain ASCII as text.
fn plain(ascii: Vec<u8>) -> String {
    String::from_utf8(ascii).unwrap_or_default()
}

fn tidy_chars(chars: impl Iterator<Item = char>) -> String {
    let mut tidied = String::new();
    let mut gap = false;
    for c in chars.nfkc() {
        if c.is_whitespace() {
            gap = true;
        } else if !c.is_control() && !is_invisible(c) {
            if gap && !tidied.is_empty() {
                tidied.push(' ');
            }
            gap = false;
            tidied.push(c);
        }
    }
    tidied
}

/// For wording: [`tidy`], lower case, curly quotes and long dashes made plain. Two wordings are the same when these are
/// equal.
pub fn fold_wording(text: &str) -> String {
    if text.is_ascii() {
        let compared = text.get(..COMPARED_CHARS).unwrap_or(text);
        return tidy_ascii(compared, |byte| if byte == b'`' { b'\'' } else { byte.to_ascii_lowercase() });
    }
    fold_any_wording(text)
}

fn fold_any_wording(text: &str) -> String {
    tidy_chars(text.chars().take(COMPARED_CHARS))
        .chars()
        .map(|c| match c {
            '\u{2018}' | '\u{2019}' | '\u{201a}' | '\u{201b}' | '`' | '\u{b4}' | '\u{2032}' => '\'',
            '\u{201c}' | '\u{201d}' | '\u{201e}' | '\u{201f}' | '\u{2033}' => '"',
            '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
            other => other,
        })
        .flat_map(char::to_lowercase)
        .collect()
}

/// Whether nothing of a text is left when it is tidied: white space, invisible and control characters alone.
pub fn is_blank(text: &str) -> bool {
    // No form of writing takes a visible letter or sign of ASCII away.
    !text.bytes().any(|byte| byte.is_ascii_graphic()) && (text.is_ascii() || tidy(text).is_empty())
}

/// For captions, names and choices: [`fold_wording`], and every run of punctuation or space is one space.
pub fn fold_caption(text: &str) -> String {
    if text.is_ascii() {
        return fold_plain_caption(text, usize::MAX).unwrap_or_default();
    }
    fold_any_caption(text)
}

/// [`fold_caption`] of a text of plain ASCII, `longest` bytes at most: none as soon as it is longer than this.
pub(super) fn fold_plain_caption(text: &str, longest: usize) -> Option<String> {
    let compared = text.get(..COMPARED_CHARS).unwrap_or(text);
    let mut folded = vec![0; compared.len().min(longest)];
    let length = fold_into(compared, &mut folded)?;
    folded.truncate(length);
    Some(plain(folded))
}

/// The same where there is room already; none where it is too little, else how much of it was taken.
pub(super) fn fold_into(text: &str, room: &mut [u8]) -> Option<usize> {
    let compared = text.get(..COMPARED_CHARS).unwrap_or(text);
    let (mut length, mut gap) = (0, false);
    for byte in compared.bytes() {
        match FOLDED.get(usize::from(byte)) {
            Some(0) | None => {}
            Some(b' ') => gap = length > 0,
            Some(folded) => {
                if gap {
                    *room.get_mut(length)? = b' ';
                    length += 1;
                    gap = false;
                }
                *room.get_mut(length)? = *folded;
                length += 1;
            }
        }
    }
    Some(length)
}

/// What each byte of plain ASCII is folded to: a letter or digit, a space for what parts words, nought for what is dropped.
const FOLDED: [u8; 128] = {
    let mut folded = [0; 128];
    let mut byte: u8 = 0;
    while byte < 128 {
        folded[byte as usize] = if byte.is_ascii_alphanumeric() {
            byte.to_ascii_lowercase()
        } else if !byte.is_ascii_control() || matches!(byte, b'\t'..=b'\r') {
            b' '
        } else {
            0
        };
        byte += 1;
    }
    folded
};

/// The first bytes of a text of plain ASCII, folded as [`fold_caption`] does: fewer where it is shorter.
pub(super) fn fold_beginning<const LENGTH: usize>(text: &str) -> ([u8; LENGTH], usize) {
    let folded = |byte: &u8| FOLDED.get(usize::from(*byte)).copied().unwrap_or_default();
    // As nearly every text begins: with letters or digits, and nothing between them.
    if let Some(first) =
        text.as_bytes().first_chunk::<LENGTH>().filter(|first| first.iter().all(u8::is_ascii_alphanumeric))
    {
        return (first.each_ref().map(folded), LENGTH);
    }
    let (mut begins, mut length, mut gap) = ([0; LENGTH], 0, false);
    for byte in text.get(..COMPARED_CHARS).unwrap_or(text).bytes() {
        match FOLDED.get(usize::from(byte)) {
            Some(0) | None => continue,
            Some(b' ') => {
                gap = length > 0;
                continue;
            }
            Some(folded) => {
                for next in gap.then_some(b' ').into_iter().chain([*folded]).take(LENGTH - length) {
                    begins[length] = next;
                    length += 1;
                }
                gap = false;
            }
        }
        if length == LENGTH {
            break;
        }
    }
    (begins, length)
}

pub(super) fn fold_any_caption(text: &str) -> String {
    let mut folded = String::new();
    for word in fold_wording(text).split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()) {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.push_str(word);
    }
    folded
}

/// A text made safe to quote in messages, terminals and CSVs: control characters become spaces, and text longer than
/// `limit` characters is cut with `…`.
pub fn clip(text: &str, limit: usize) -> String {
    // Nearly every text is clean and short.
    if text.len() <= limit && text.bytes().fold(true, |clean, byte| clean & matches!(byte, b' '..=b'~')) {
        return text.to_owned();
    }
    let clean = |c: char| if c.is_control() || is_invisible(c) && c != '\u{ad}' { ' ' } else { c };
    let mut clipped: String = text.chars().take(limit).map(clean).collect();
    if text.chars().nth(limit).is_some() {
        clipped.push('…');
    }
    clipped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn captions_fold_case_space_punctuation_and_width() {
        assert_eq!(fold_caption(" Your\u{a0}RAG: "), "your rag");
        assert_eq!(fold_caption("Ｎot available\nbecause…"), "not available because");
        assert_eq!(fold_caption("***"), "");
    }

    #[test]
    fn fences_are_told_in_words_and_never_shown() {
        for (fenced, plain) in [
            ("14", "14"),
            ("\u{2064}1\u{2064}4", "[crossed out or unseen: 1]4"),
            ("12\u{2063}2\u{2063}", "12^2"),
            ("1\u{2063}st\u{2063} March", "1st March"),
            ("\u{2064}a\u{2063}b\u{2063}\u{2064}c\u{2063}", "[crossed out or unseen: ab]c"),
            ("\u{2064}\u{2064}\u{2063}x", "x"),
        ] {
            assert_eq!(unfenced(fenced), plain);
        }
    }

    #[test]
    fn wording_folds_quotes_and_invisible_characters_but_not_punctuation() {
        assert_eq!(fold_wording("No\u{2019}  of\u{200b} Plans"), "no' of plans");
        assert_ne!(fold_wording("a, b"), fold_wording("a b"));
    }

    #[test]
    fn plain_texts_fold_as_every_text_does() {
        let every: String = (0..=127_u8).map(char::from).collect();
        let long = "Word, `other`\tword \u{1}. ".repeat(70);
        for text in [every.as_str(), long.as_str(), "", " ", " A\r\n\u{b}\u{7f}b\u{1c}C  "] {
            assert_eq!(tidy(text), tidy_chars(text.chars()));
            assert_eq!(tidied(text), tidy(text));
            assert_eq!(fold_wording(text), fold_any_wording(text));
            assert_eq!(fold_caption(text), fold_any_caption(text));
            assert_eq!(is_blank(text), tidy(text).is_empty());
        }
    }

    proptest::proptest! {
        #[test]
        fn quick_ways_fold_as_the_long_way_does(
            text in "([a-cA-C`'.,\u{1}\t\n é\u{a0}\u{200b}\u{301}Ａ-]){0,12}"
        ) {
            proptest::prop_assert_eq!(fold_caption(&text), fold_any_caption(&text));
            proptest::prop_assert_eq!(is_blank(&text), tidy(&text).is_empty());
            proptest::prop_assert_eq!(tidied(&text), tidy(&text));
        }
    }
}
