//! A house number with its postcode: `12 CH41 1AA`, `12 High Street, CH41 1AA`. A postcode without a number may be an office, a
//! number some way before one a count.

use std::ops::Range;

use super::plain::Plain;

/// Words between the number and the postcode, at most.
const WORDS: usize = 8;

/// What streets are called.
const STREETS: [&str; 36] = [
    "street", "st", "road", "rd", "avenue", "ave", "av", "close", "cl", "lane", "ln", "drive", "dr", "way",
    "court", "ct", "place", "pl", "crescent", "cres", "terrace", "gardens", "gdns", "grove", "hill", "row",
    "square", "sq", "walk", "mews", "view", "rise", "parade", "quay", "villas", "croft",
];

/// Every house number with its postcode.
pub(super) fn find(plain: &Plain) -> Vec<Range<usize>> {
    let starts = (0..plain.len()).filter(|at| !plain.is_joined_before(*at));
    starts
        .filter_map(|start| {
            let end = postcode_at(plain, start)?;
            Some(house_before(plain, start)?..end)
        })
        .collect()
}

/// Position behind the postcode that begins here: area, district, and a digit with two letters.
fn postcode_at(plain: &Plain, start: usize) -> Option<usize> {
    let outward_end = plain.skip(start, |c| c.is_ascii_alphanumeric());
    let word = plain.text(start..outward_end).to_ascii_uppercase();
    let inward_end = |from: usize| {
        let end = plain.skip(from, |c| c.is_ascii_alphanumeric());
        is_inward(&plain.text(from..end).to_ascii_uppercase()).then_some(end)
    };
    if plain.is_joined_at(outward_end) {
        return None;
    }
    if is_outward(&word) && plain.at(outward_end) == Some(' ') {
        return inward_end(outward_end + 1).filter(|end| !plain.is_joined_at(*end));
    }
    let (outward, inward) = word.split_at_checked(word.len().checked_sub(3)?)?;
    (is_outward(outward) && is_inward(inward)).then_some(outward_end)
}

fn is_outward(code: &str) -> bool {
    let area = code.bytes().take_while(u8::is_ascii_uppercase).count();
    let (letters, district) = code.split_at(area);
    let usual_letters = match letters.as_bytes() {
        [one] => !b"QVX".contains(one),
        [one, two] => !b"QVX".contains(one) && !b"IJZ".contains(two),
        _ => false,
    };
    let usual_district = match district.as_bytes() {
        [digit] => digit.is_ascii_digit(),
        [digit, more] => digit.is_ascii_digit() && more.is_ascii_alphanumeric(),
        _ => false,
    };
    usual_letters && usual_district
}

fn is_inward(code: &str) -> bool {
    let letter = |byte: &u8| byte.is_ascii_uppercase() && !b"CIKMOV".contains(byte);
    matches!(code.as_bytes(), [digit, one, two] if digit.is_ascii_digit() && letter(one) && letter(two))
}

/// Where the house number before a postcode begins: nothing but the words of an address stands between.
fn house_before(plain: &Plain, postcode: usize) -> Option<usize> {
    let mut between: Vec<String> = Vec::new();
    let mut at = postcode;
    for _ in 0..=WORDS {
        let end = plain.skip_back(at, |c| c == ' ' || c == ',');
        let start = plain.skip_back(end, |c| c != ' ' && c != ',');
        if start == end || (end == at && !between.is_empty()) {
            return None;
        }
        let word = plain.text(start..end);
        let word = word.trim_start_matches('(');
        let start = end - word.chars().count();
        if is_house_number(word) {
            return is_address(word, &between).then_some(start);
        }
        let is_word = word.chars().all(|c| c.is_alphabetic() || "'-.&".contains(c));
        let ends_sentence = word.ends_with('.') && !is_street(word);
        if !is_word || ends_sentence {
            return None;
        }
        between.push(word.to_owned());
        at = start;
    }
    None
}

/// `12`, `12a`, `12-14`.
fn is_house_number(word: &str) -> bool {
    let one = |part: &str| {
        let digits = part.bytes().take_while(u8::is_ascii_digit).count();
        let rest = part.get(digits..).unwrap_or_default();
        (1..=4).contains(&digits) && rest.len() <= 1 && rest.bytes().all(|b| b.is_ascii_alphabetic())
    };
    word.split('-').count() <= 2 && word.split('-').all(one)
}

/// Whether the words between are those of an address: a street among them, or every one with a capital as names have. A year
/// needs a street.
fn is_address(number: &str, between: &[String]) -> bool {
    let small = ["of", "the", "on", "le", "by", "upon", "and", "&"];
    let named = |word: &String| {
        word.chars().next().is_some_and(char::is_uppercase) || small.contains(&word.to_lowercase().as_str())
    };
    let is_year = number.len() == 4 && (number.starts_with("19") || number.starts_with("20"));
    between.iter().any(|word| is_street(word)) || !is_year && between.iter().all(named)
}

fn is_street(word: &str) -> bool {
    STREETS.contains(&word.trim_end_matches('.').to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<String> {
        let plain = Plain::of(text);
        find(&plain).into_iter().map(|range| plain.text(range)).collect()
    }

    #[test]
    fn finds_numbers_with_their_postcode() {
        for (text, home) in [
            ("at 12 CH41 1AA", "12 CH41 1AA"),
            ("12, CH41 1AA.", "12, CH41 1AA"),
            ("12 High Street, CH41 1AA", "12 High Street, CH41 1AA"),
            ("12a high st., birkenhead ch411aa", "12a high st., birkenhead ch411aa"),
            (
                "Flat 3, 12-14 The Paddocks, Upton-on-Sea, W1A 0AX",
                "12-14 The Paddocks, Upton-on-Sea, W1A 0AX",
            ),
            ("(7 M1 1AE)", "7 M1 1AE"),
            ("１２\u{a0}ＣＨ41\u{200b} 1AA", "12 CH41 1AA"),
        ] {
            assert_eq!(found(text), [home], "{text}");
        }
    }

    #[test]
    fn spares_offices_counts_refs_and_years() {
        for text in [
            "Family Hub, CH41 1AA",
            "12 children moved to CH41 1AA",
            "3.10 Hub, CH41 1AA",
            "Opened in 2019 Birkenhead CH41 1AA",
            "Visits rose to 12. Hub CH41 1AA",
            "12 CH41",
            "page 12 of B12 3IK",
            "12 hubs in Birkenhead, CH41 1AA",
        ] {
            assert!(found(text).is_empty(), "{text}: {:?}", found(text));
        }
    }
}
