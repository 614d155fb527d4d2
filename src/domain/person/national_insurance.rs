//! National Insurance numbers: two letters, six digits, a letter from A to D (HMRC, National Insurance Manual NIM39110). They
//! carry no check digit: what is never issued is spared.

use std::ops::Range;

use super::plain::Plain;

/// Prefixes that are never issued.
const NEVER: [&str; 7] = ["BG", "GB", "KN", "NK", "NT", "TN", "ZZ"];

/// Groups in which it is written.
const GROUPS: [usize; 5] = [2, 2, 2, 2, 1];

/// Every National Insurance number.
pub(super) fn find(plain: &Plain) -> Vec<Range<usize>> {
    let starts = (0..plain.len()).filter(|at| !plain.is_joined_before(*at));
    starts.filter_map(|start| number_at(plain, start)).collect()
}

fn number_at(plain: &Plain, start: usize) -> Option<Range<usize>> {
    plain.at(start).filter(char::is_ascii_alphabetic)?;
    plain.at(start + 1).filter(char::is_ascii_alphabetic)?;
    plain.at_behind_gap(start + 2).filter(char::is_ascii_digit)?;
    let (code, range) = plain.code_at(start, &GROUPS)?;
    is_valid(&code).then_some(range)
}

fn is_valid(code: &str) -> bool {
    let bytes = code.as_bytes();
    let (Some(prefix), Some(digits), Some([suffix])) = (bytes.get(..2), bytes.get(2..8), bytes.get(8..))
    else {
        return false;
    };
    let first_or_second = |byte: &u8| byte.is_ascii_uppercase() && !b"DFIQUV".contains(byte);
    prefix.iter().all(first_or_second)
        && prefix.get(1) != Some(&b'O')
        && !NEVER.iter().any(|never| never.as_bytes() == prefix)
        && digits.iter().all(u8::is_ascii_digit)
        && (b'A'..=b'D').contains(suffix)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> usize {
        find(&Plain::of(text)).len()
    }

    #[test]
    fn finds_numbers_however_they_are_grouped() {
        for text in ["AB123456C", "ab 12 34 56 c", "NI: AB-12-34-56-C.", "AB 123456 C"] {
            assert_eq!(found(text), 1, "{text}");
        }
    }

    #[test]
    fn spares_what_is_never_issued() {
        for text in
            ["QQ123456C", "GB123456A", "AO123456A", "AB123456E", "AB12345C", "XAB123456C", "AB123456CD"]
        {
            assert_eq!(found(text), 0, "{text}");
        }
    }
}
