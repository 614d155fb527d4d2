//! Unique pupil numbers: a check letter, the authority (3 digits), the school (4), the year (2), a serial number (3, the last
//! of them a letter in a temporary number) (Department for Education, "Unique pupil numbers: a guide").

use std::ops::Range;

use super::plain::Plain;

/// The letters a check letter may be, by remainder.
const LETTERS: &[u8; 23] = b"ABCDEFGHJKLMNPQRTUVWXYZ";

/// Groups in which it may be written.
const GROUPS: [usize; 5] = [1, 3, 4, 2, 3];

/// Every unique pupil number.
pub(super) fn find(plain: &Plain) -> Vec<Range<usize>> {
    let starts = (0..plain.len()).filter(|at| !plain.is_joined_before(*at));
    starts.filter_map(|start| number_at(plain, start)).collect()
}

fn number_at(plain: &Plain, start: usize) -> Option<Range<usize>> {
    plain.at(start).filter(char::is_ascii_alphabetic)?;
    plain.at_behind_gap(start + 1).filter(char::is_ascii_digit)?;
    let (code, range) = plain.code_at(start, &GROUPS)?;
    is_valid(&code).then_some(range)
}

/// Whether a code of 13 characters in upper case has the right check letter: the others weighted 2 to 13, modulo 23.
fn is_valid(code: &str) -> bool {
    let Some((check, rest)) = code.as_bytes().split_first() else { return false };
    let value = |(index, byte): (usize, &u8)| {
        if byte.is_ascii_digit() {
            return Some(usize::from(byte - b'0'));
        }
        // Only the last may be a letter.
        (index == 11).then(|| LETTERS.iter().position(|letter| letter == byte)).flatten()
    };
    let values: Option<Vec<usize>> = rest.iter().enumerate().map(value).collect();
    let Some(values) = values.filter(|values| values.len() == 12) else { return false };
    let sum: usize = values.iter().zip(2..).map(|(value, weight)| value * weight).sum();
    LETTERS.get(sum % 23) == Some(check)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> usize {
        find(&Plain::of(text)).len()
    }

    #[test]
    fn finds_numbers_with_the_right_letter() {
        // 8·2+0·3+1·4+2·5+0·6+0·7+0·8+0·9+1·10+0·11+0·12+1·13 = 53, 53 mod 23 = 7: H.
        for text in ["H801200001001", "upn h801200001001.", "H 801 2000 01 001", "(H801-2000-01-001)"] {
            assert_eq!(found(text), 1, "{text}");
        }
        // A temporary one: its last letter, A, counts 0, so 40 mod 23 = 17: U.
        assert_eq!(found("U80120000100A"), 1);
    }

    #[test]
    fn spares_wrong_letters_and_longer_codes() {
        for text in [
            "A801200001001",
            "H80120000100",
            "H8012000010011",
            "XH801200001001",
            "I801200001001",
            "H80120000100I",
        ] {
            assert_eq!(found(text), 0, "{text}");
        }
    }
}
