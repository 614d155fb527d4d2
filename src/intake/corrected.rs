//! A Note or a comment that gives another figure than the cell beside it: `should be 1200`, `typo, 1,154`. Which of the two is
//! meant nobody can tell: the figure is used and asked about ([`super::scale`]; rule V09).

use crate::domain::Quantity;

use super::number::parse;

/// Words that lead to another figure than the one that was typed.
const CORRECTING: [&str; 12] = [
    "should be",
    "should read",
    "should say",
    "ought to be",
    "actually",
    "correct figure",
    "correct number",
    "correct value",
    "instead of",
    "typo",
    "use instead",
    "please use",
];

/// Whether a remark says that another number than these is meant.
pub(super) fn names_another(remark: &str, own: &[Quantity]) -> bool {
    // Nearly every remark has no digit or none of these words.
    if !remark.bytes().any(|b| b.is_ascii_digit()) {
        return false;
    }
    let remark = remark.to_lowercase();
    let but = || remark.split_once("not ").is_some_and(|(_, rest)| rest.contains(" but "));
    if !CORRECTING.iter().any(|words| remark.contains(words)) && !but() {
        return false;
    }
    let words = remark.split(|c: char| c.is_whitespace() || "()[];:=".contains(c));
    let numbers = words.filter_map(|word| {
        let word = word.trim_matches(|c: char| !c.is_ascii_digit() && c != '-');
        parse(word).map(|(number, _)| number)
    });
    numbers.into_iter().any(|number| !own.contains(&number))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::damage::{MEASURES, met, told};
    use crate::intake::sample::{put, quantity, text};

    #[test]
    fn remarks_that_give_another_figure_are_known() {
        let own = [quantity("1145")];
        for remark in [
            "should be 1200",
            "Actually 1,200.",
            "not 1145 but 1200",
            "typo: 1154",
            "please use 12",
            "should read 1,145.5",
        ] {
            assert!(names_another(remark, &own), "{remark}");
        }
        for remark in [
            "should be 1,145 by now",
            "up from 1,100 in September",
            "2 of 3 areas",
            "should be better next month",
            "1145, as counted by hand",
            "not counted twice",
        ] {
            assert!(!names_another(remark, &own), "{remark}");
        }
    }

    #[test]
    fn a_note_or_a_comment_with_another_figure_is_asked_about() {
        let noted = met(|book| put(&mut book.grids[MEASURES], "K5", Some(text("should be 14"))));
        assert_eq!(told(&noted), ["Measures!I5 ReadAs"]);
        let commented = met(|book| {
            book.grids[MEASURES].comments.push(("I5".parse().unwrap(), "Kim: should be 14".to_owned()));
        });
        assert!(told(&commented).contains(&"Measures!I5 ReadAs".to_owned()), "{:?}", told(&commented));
        let other = met(|book| put(&mut book.grids[MEASURES], "K5", Some(text("12 of the 14 families"))));
        assert_eq!(told(&other), [""; 0]);
    }
}
