//! Answers about texts that were asked about a moment ago. Every return of a month holds the form's own words and formulas
//! again; what takes a closer look is looked at once, as long as the very same text is asked about.

/// Shorter texts are looked at as quickly.
const SHORTEST: usize = 12;
/// Longer ones are not the form's.
const LONGEST: usize = 1_000;

/// Answers by text: `PLACES` at most, each text in a place of its own choosing, from which it drives an older one. What is
/// kept is known by all of its letters, so that an answer is always that of this very text.
#[derive(Debug)]
pub(crate) struct Remembered<T, const PLACES: usize> {
    answers: Vec<Option<(String, T)>>,
}

impl<T, const PLACES: usize> Remembered<T, PLACES> {
    /// Nothing yet.
    pub(crate) const fn new() -> Self {
        Self { answers: Vec::new() }
    }

    /// The answer about this very text, where it is remembered.
    pub(crate) fn get(&self, text: &str) -> Option<&T> {
        let (known, answer) = self.answers.get(place::<PLACES>(text))?.as_ref()?;
        (known == text).then_some(answer)
    }

    /// Remembers an answer, unless the text is short or long.
    pub(crate) fn keep(&mut self, text: &str, answer: T) {
        if !(SHORTEST..=LONGEST).contains(&text.len()) {
            return;
        }
        self.answers.resize_with(PLACES, || None);
        if let Some(place) = self.answers.get_mut(place::<PLACES>(text)) {
            *place = Some((text.to_owned(), answer));
        }
    }
}

fn place<const PLACES: usize>(text: &str) -> usize {
    usize::try_from(mixed(text.as_bytes()) % (PLACES as u64)).unwrap_or(0)
}

/// A number made of all bytes, eight at a time: for finding what is then compared byte by byte. It keeps nobody out who
/// looks for bytes that share one; such bytes only cost time.
pub(crate) fn mixed(bytes: &[u8]) -> u64 {
    const ODD: u64 = 0x9e37_79b9_7f4a_7c15;
    let (eights, rest) = bytes.as_chunks::<8>();
    let mix = |mixed: u64, piece: u64| (mixed.rotate_left(5) ^ piece).wrapping_mul(ODD);
    let whole = eights.iter().fold(bytes.len() as u64, |mixed, eight| mix(mixed, u64::from_le_bytes(*eight)));
    let last = rest.iter().fold(0, |last, byte| last << 8 | u64::from(*byte));
    let mixed = mix(whole, last);
    mixed ^ mixed >> 32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_very_text_is_known() {
        let mut known: Remembered<u8, 4> = Remembered::new();
        assert_eq!(known.get("COUNTIFS([Status],\"\")"), None);
        for number in 0..100 {
            let text = format!("COUNTIFS([Status],{number})");
            known.keep(&text, number);
            assert_eq!(known.get(&text), Some(&number));
            assert_eq!(known.get(&text[1..]), None);
            assert_eq!(known.get(&format!("{text} ")), None);
        }
        assert_eq!(known.answers.len(), 4);
    }

    #[test]
    fn short_and_long_texts_are_left() {
        let mut known: Remembered<(), 4> = Remembered::new();
        for text in ["1 May", &"x".repeat(LONGEST + 1)] {
            known.keep(text, ());
            assert_eq!(known.get(text), None);
        }
    }

    #[test]
    fn texts_that_differ_in_one_byte_mostly_have_places_of_their_own() {
        let texts = (0..200).map(|number| format!("sqref=\"F5:F{number}\" and what comes behind it"));
        let mut places: Vec<u64> = texts.map(|text| mixed(text.as_bytes())).collect();
        places.sort_unstable();
        places.dedup();
        assert_eq!(places.len(), 200);
    }
}
