//! What a text must hold for each kind to be worth looking for. Most texts hold none of it, and looking closely at every text
//! was a sixth of the time of a run (benches/README.md). Nothing is decided here: a sign too many only costs time.

use super::{FEWEST_DIGITS, PersonKind};

/// Fewest digits of an NHS, pupil's or phone number: `01632 96012`.
const OF_A_LONG_NUMBER: usize = 10;
/// Digits of a National Insurance number.
const OF_NATIONAL_INSURANCE: usize = 6;

/// What was seen in one walk over a text.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Signs {
    digits: usize,
    at: bool,
    /// A digit and two letters in a row, as at the end of a postcode.
    inward: bool,
    /// The letters of `dob`, `born` or `birth`, whatever points and spaces stand between.
    birth: bool,
    /// How many capital letters begin no word in small letters, as in initials.
    initials: usize,
}

impl Signs {
    /// The signs in these characters: of the plain view, or of a text of plain ASCII, which differs from its plain view by
    /// nothing that matters here.
    pub(super) fn of(chars: impl Iterator<Item = char>) -> Self {
        let mut signs = Self::default();
        // The two characters before: in a row, and with points and spaces left out.
        let (mut row, mut word) = (['\0'; 2], ['\0'; 2]);
        let mut capital = false;
        for c in chars {
            if c.is_control() && !c.is_whitespace() {
                continue;
            }
            signs.initials += usize::from(capital && !c.is_lowercase());
            capital = c.is_uppercase();
            let c = if c.is_whitespace() { ' ' } else { lower(c) };
            signs.digits += usize::from(c.is_ascii_digit());
            signs.at |= c == '@';
            signs.inward |=
                row[0].is_ascii_digit() && row[1].is_ascii_alphabetic() && c.is_ascii_alphabetic();
            row = [row[1], c];
            if !matches!(c, ' ' | '.') {
                signs.birth |= matches!([word[0], word[1], c], ['d', 'o', 'b'] | ['b', 'o' | 'i', 'r']);
                word = [word[1], c];
            }
        }
        signs
    }

    /// Whether initials with a date of birth may be found.
    pub(super) const fn may_hold_initials(self) -> bool {
        self.initials > 0 && self.digits >= FEWEST_DIGITS
    }

    /// Whether a kind may be found.
    pub(super) const fn may_hold(self, kind: PersonKind) -> bool {
        match kind {
            PersonKind::NhsNumber | PersonKind::PupilNumber | PersonKind::Phone => {
                self.digits >= OF_A_LONG_NUMBER
            }
            PersonKind::NationalInsurance => self.digits >= OF_NATIONAL_INSURANCE,
            PersonKind::BirthDate => self.birth && self.digits >= FEWEST_DIGITS,
            PersonKind::EMail => self.at,
            PersonKind::HomeAddress => self.inward && self.digits >= FEWEST_DIGITS,
        }
    }
}

/// As [`super::birth`] makes letters small.
fn lower(c: char) -> char {
    if c.is_ascii() { c.to_ascii_lowercase() } else { c.to_lowercase().next().unwrap_or(c) }
}

#[cfg(test)]
mod tests {
    use super::super::plain::Plain;
    use super::super::{KINDS, PersonKind};
    use super::*;

    /// Where a kind is found, its signs were seen.
    fn holds(typed: &str) {
        let plain = Plain::of(typed);
        for kind in KINDS.into_iter().filter(|kind: &PersonKind| !kind.find(&plain).is_empty()) {
            assert!(Signs::of(plain.chars()).may_hold(kind), "{kind} in the plain view of {typed:?}");
            assert!(!typed.is_ascii() || Signs::of(typed.chars()).may_hold(kind), "{kind} in {typed:?}");
        }
    }

    #[test]
    fn what_is_found_has_its_signs() {
        for typed in [
            "943 476 5919",
            "NHS9434765919",
            "h801200001001",
            "U80120000100A",
            "ab 12 34 56 c",
            "D.O.B: 1 May 09",
            "d  o\tb 1 May 09",
            "D\u{1}ob 1.5.09",
            "B\u{1}orn 1.5.09",
            "date of Birth 12/03/2009",
            "12/03/2009 (DOB)",
            "a@x.example",
            "ａ＠x.example",
            "01632 96012",
            "+44 7700 900123",
            "447700900123",
            "1 M1 1\u{1}AE",
            "b\u{130}rthday 1.5.09",
            "12 CH411aa",
            "１２\u{a0}ＣＨ41\u{200b} 1AA",
        ] {
            assert!(KINDS.iter().any(|kind| !kind.find(&Plain::of(typed)).is_empty()), "{typed:?}");
            holds(typed);
        }
    }

    #[test]
    fn initials_have_their_sign() {
        for typed in ["KS (03/05/11)", "J.S. 3.5.11", "Child K 3 May 11", "A\u{1}B born 2014"] {
            assert!(Signs::of(typed.chars()).may_hold_initials(), "{typed:?}");
        }
        assert!(!Signs::of("Fill in a date, such as 31 March 2020".chars()).may_hold_initials());
    }

    proptest::proptest! {
        #[test]
        fn whatever_is_found_has_its_signs(
            typed in "([0-9]{1,4}|[dobDOBinrth]|DOB|born|birth|AB|M1 1AE|CH4|07700|0151|a@x.co|[ .\\-/()\u{1}\t,@]|[a-zA-Z]|１|é){0,24}"
        ) {
            holds(&typed);
        }
    }
}
