//! Dates of birth: a full date that a word such as *dob*, *born* or *date of birth* leads to. A date without such a word is a
//! meeting; `born since 1 April 2019` is a cohort.

use std::ops::Range;

use super::calendar::date_at;
use super::plain::Plain;

/// Words that lead to a date of birth.
const WORDS: [&str; 11] = [
    "date of birth",
    "dates of birth",
    "birth date",
    "birth dates",
    "birthdate",
    "d.o.b",
    "d o b",
    "dob",
    "dobs",
    "born",
    "birthday",
];

/// Words that may stand between.
const LINKING: [&str; 30] = [
    "on", "is", "was", "are", "were", "as", "given", "of", "the", "a", "this", "that", "his", "her", "their",
    "child", "children", "client", "pupil", "student", "mother", "father", "baby", "he", "she", "they", "s",
    "and", "circa", "yp",
];

/// How far behind the word the date may begin, in characters.
const REACH: usize = 40;

/// Every date of birth.
pub(super) fn find(plain: &Plain) -> Vec<Range<usize>> {
    let lower: Vec<char> = (0..plain.len()).map(|at| lower_of(plain, at)).collect();
    let mut found = Vec::new();
    for word in WORDS.map(|word| word.chars().collect::<Vec<char>>()) {
        for (start, window) in lower.windows(word.len()).enumerate() {
            let end = start + word.len();
            let whole = !plain.is_joined_before(start) && !plain.is_joined_at(end);
            if window == word && whole {
                found.extend(dates_behind(plain, end));
                found.extend(date_before(plain, start));
            }
        }
    }
    found
}

fn lower_of(plain: &Plain, at: usize) -> char {
    plain.at(at).map_or(' ', |c| c.to_lowercase().next().unwrap_or(c))
}

/// The date behind the word, and those that follow it in a list.
fn dates_behind(plain: &Plain, word_end: usize) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = word_end;
    while let Some((start, end)) = next_date(plain, at) {
        found.push(start..end);
        at = end;
    }
    found
}

/// The date that begins behind nothing but marks and linking words.
fn next_date(plain: &Plain, from: usize) -> Option<(usize, usize)> {
    let mut at = from;
    while at < plain.len() && at - from <= REACH {
        if let Some(end) = date_at(plain, at) {
            return Some((at, end));
        }
        let c = plain.at(at)?;
        if c.is_alphabetic() {
            let end = plain.skip(at, char::is_alphabetic);
            // A single letter stands for a name: "DOB of A: …".
            if end - at > 1 && !LINKING.contains(&plain.lower(at..end).as_str()) {
                return None;
            }
            at = end;
        } else if " :=-(),.'*#/&;".contains(c) {
            at += 1;
        } else {
            return None;
        }
    }
    None
}

/// The date that the word in brackets explains: `12/03/2009 (DOB)`.
fn date_before(plain: &Plain, word_start: usize) -> Option<Range<usize>> {
    let bracket = plain.before(word_start).filter(|c| matches!(c, '(' | '[')).map(|_| word_start - 1)?;
    let end = if plain.before(bracket) == Some(' ') { bracket - 1 } else { bracket };
    let starts = end.saturating_sub(24)..end;
    starts.into_iter().find(|start| date_at(plain, *start) == Some(end)).map(|start| start..end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<String> {
        let plain = Plain::of(text);
        find(&plain).into_iter().map(|range| plain.text(range)).collect()
    }

    #[test]
    fn finds_dates_that_a_word_leads_to() {
        for (text, dates) in [
            ("DOB 12/03/2009", &["12/03/2009"][..]),
            ("D.O.B.: 12.3.09", &["12.3.09"]),
            ("Date of birth of the child is 12th March 2009.", &["12th March 2009"]),
            ("child A (born 12 March 2009)", &["12 March 2009"]),
            ("born on 2009-03-12", &["2009-03-12"]),
            ("12/03/2009 (DOB)", &["12/03/2009"]),
            ("dates of birth 12/3/2009 and 14/5/2011", &["12/3/2009", "14/5/2011"]),
            ("DOB 12032009", &["12032009"]),
            ("ＤＯＢ\u{200b} １２/０３/２００９", &["12/03/2009"]),
        ] {
            assert_eq!(found(text), dates, "{text}");
        }
    }

    #[test]
    fn spares_meetings_and_cohorts() {
        for text in [
            "Board met on 12 March 2019",
            "babies born between 1 April 2019 and 30 June 2019",
            "born since 1 April 2019: 12",
            "date of birth recorded on every file from 1 April 2019",
            "Minutes 12.03.2019.docx",
            "newborn 12/03/2019",
            "born in March 2009",
            "Panel 12/03/2019. DOB is on every file",
            "plan b. Reviewed 12/03/2019",
        ] {
            assert!(found(text).is_empty(), "{text}: {:?}", found(text));
        }
    }
}
