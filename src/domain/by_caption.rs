//! Things found by a caption, however it is dressed.

use std::collections::BTreeMap;

use super::folding::{fold_any_caption, fold_beginning, fold_caption, fold_into, fold_plain_caption};

/// Things by their captions, names or choices, compared as [`fold_caption`] folds them. Nearly every text that is looked for
/// is none of them, and is told so by its first letters, without being folded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ByCaption<T> {
    things: BTreeMap<String, T>,
    /// Length of the longest key.
    longest: usize,
    /// What the keys begin with: a bit for each beginning, by [`bit_of`].
    beginnings: [u64; BEGINNINGS / 64],
}

impl<T> Default for ByCaption<T> {
    fn default() -> Self {
        Self { things: BTreeMap::new(), longest: 0, beginnings: [0; BEGINNINGS / 64] }
    }
}

impl<T> ByCaption<T> {
    /// Adds a thing under a caption; gives the one that stood there.
    pub fn insert(&mut self, caption: &str, thing: T) -> Option<T> {
        self.insert_folded(fold_caption(caption), thing)
    }

    /// The same for a caption that is folded already.
    pub fn insert_folded(&mut self, folded: String, thing: T) -> Option<T> {
        self.longest = self.longest.max(folded.len());
        let begins = folded.as_bytes();
        let (word, bit) = bit_of(begins.get(..BEGINNING).unwrap_or(begins));
        self.beginnings[word] |= bit;
        self.things.insert(folded, thing)
    }

    /// The thing that answers to this text, with the key it has.
    pub fn get(&self, text: &str) -> Option<(&str, &T)> {
        let folded = if text.is_ascii() {
            let (begins, length) = fold_beginning::<BEGINNING>(text);
            let (word, bit) = bit_of(&begins[..length]);
            if self.beginnings[word] & bit == 0 {
                return None;
            }
            let mut room = [0; ROOM];
            if let Some(room) = room.get_mut(..self.longest) {
                let length = fold_into(text, room)?;
                return self.known(str::from_utf8(&room[..length]).ok()?);
            }
            fold_plain_caption(text, self.longest)?
        } else {
            fold_any_caption(text)
        };
        self.known(&folded)
    }

    fn known(&self, folded: &str) -> Option<(&str, &T)> {
        self.things.get_key_value(folded).map(|(key, thing)| (key.as_str(), thing))
    }
}

/// Room for a folded text that may be one of these, in bytes; where the longest key is longer still, it is made anew for
/// each.
const ROOM: usize = 128;

/// How many beginnings are told apart.
const BEGINNINGS: usize = 1_024;

/// So many bytes of a key are its beginning.
const BEGINNING: usize = 3;

/// The place of a beginning: its bytes, mixed. Beginnings that share one only cost time.
fn bit_of(begins: &[u8]) -> (usize, u64) {
    let mixed = begins.iter().fold(0_usize, |mixed, byte| (mixed * 37 + usize::from(*byte)) % BEGINNINGS);
    (mixed / 64, 1 << (mixed % 64))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn captions_are_found_however_they_are_dressed() {
        let mut known = ByCaption::default();
        for (number, caption) in ["Your RAG", "Ref", "№", ""].into_iter().enumerate() {
            assert_eq!(known.insert(caption, number), None);
        }
        assert_eq!(known.insert(" REF. ", 7), Some(1));
        let found = |text: &str| known.get(text).map(|(key, number)| (key.to_owned(), *number));
        assert_eq!(found("(your)  rag:"), Some(("your rag".to_owned(), 0)));
        assert_eq!(found("Ｒef"), Some(("ref".to_owned(), 7)));
        assert_eq!(found("No"), Some(("no".to_owned(), 2)));
        assert_eq!(found(" - "), Some((String::new(), 3)));
        let long = "No longer in use, ".repeat(20);
        known.insert(&long, 9);
        let found = |text: &str| known.get(text).map(|(key, number)| (key.to_owned(), *number));
        assert_eq!(found("No longer in use ".repeat(20).as_str()), Some((fold_caption(&long), 9)));
        assert_eq!(found("(your)  rag:"), Some(("your rag".to_owned(), 0)));
        for other in ["Your RAGs", "Re f", "yourrag", "Reference", "é"] {
            assert_eq!(found(other), None, "{other}");
        }
    }

    proptest::proptest! {
        #[test]
        fn whatever_folds_alike_is_found_and_nothing_else(
            text in "([a-cA-C`'.,\u{1}\t\n é\u{a0}\u{200b}\u{301}Ａ-]){0,12}", other in "[a-cA-C`' ]{0,12}"
        ) {
            let mut known = ByCaption::default();
            known.insert(&other, ());
            let same = fold_caption(&text) == fold_caption(&other);
            proptest::prop_assert_eq!(known.get(&text).is_some(), same);
            proptest::prop_assert!(known.get(&other).is_some());
        }
    }
}
