//! Words and signs that a number format puts around a number: `0" families"`, `0" (est)"`, `"<"0`. The lead saw them
//! beside the number, so they are judged as if they had been typed (4-reading.md, 4.4, row count: `12 (est)` is refused).

use unicode_normalization::UnicodeNormalization;

use crate::sheet::grid::{Cell, Worn};

/// What stands around a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Around {
    /// Nothing, or nothing that changes it: a currency, the measure's own words.
    Harmless,
    /// Words that nobody planned: the number is asked about.
    Words,
    /// A sign or a word by which it is not quite that number.
    Doubtful,
}

/// Words by which a number is not quite meant, or is a multiple of what is written.
const HEDGES: &[&str] = &[
    "about",
    "above",
    "almost",
    "approx",
    "approximate",
    "approximately",
    "around",
    "at",
    "below",
    "between",
    "bn",
    "c",
    "ca",
    "circa",
    "disputed",
    "draft",
    "dozen",
    "e",
    "est",
    "estim",
    "estimate",
    "estimated",
    "exceeds",
    "expected",
    "fewer",
    "forecast",
    "hundred",
    "hundreds",
    "ignore",
    "k",
    "least",
    "less",
    "m",
    "max",
    "maximum",
    "million",
    "millions",
    "min",
    "minimum",
    "mn",
    "more",
    "most",
    "nearly",
    "not",
    "over",
    "per",
    "plus",
    "projected",
    "prov",
    "provisional",
    "roughly",
    "some",
    "subject",
    "target",
    "tba",
    "tbc",
    "than",
    "thousand",
    "thousands",
    "to",
    "unconfirmed",
    "under",
    "unverified",
    "up",
    "void",
    "wrong",
];

/// Judges what the number format of this cell puts around its number; `known` are words that may stand there, in any
/// wording: the measure's own, its unit.
pub(super) fn around(cell: &Cell, known: &[&str]) -> Around {
    let Worn::Around { before, after } = cell.worn() else { return Around::Harmless };
    let fold = |text: &str| text.nfkc().flat_map(char::to_lowercase).collect::<String>();
    let (before, after) = (fold(&before), fold(&after));
    let percent = known.iter().any(|phrase| phrase.contains('%'));
    let is_sign = |c: char| !c.is_alphanumeric() && !c.is_whitespace();
    // A plus before the number says that it is positive; behind it, that it is more.
    let sign_before = |c: char| is_sign(c) && !matches!(c, '£' | '$' | '€' | '+' | ':' | '.' | '\'');
    let sign_after = |c: char| is_sign(c) && !matches!(c, '£' | '$' | '€' | '.') && !(percent && c == '%');
    if before.contains(sign_before) || after.contains(sign_after) {
        return Around::Doubtful;
    }
    let known: Vec<String> = known.iter().map(|phrase| fold(phrase)).collect();
    let is_known = |word| known.iter().any(|phrase| words(phrase).any(|own| own == word));
    let both = [before, after];
    let mut shown = both.iter().flat_map(|side| words(side));
    if shown.clone().any(|word| HEDGES.contains(&word) && !(percent && word == "per")) {
        Around::Doubtful
    } else if shown.all(is_known) {
        Around::Harmless
    } else {
        Around::Words
    }
}

/// Whether words beside a number, in a column of units, say that it is not quite what it should be: `estimate`, `draft`.
/// Words that compare belong to what is counted there: `children under 5`, `calls per month`.
pub(super) fn is_hedge_of_unit(word: &str) -> bool {
    const COMPARING: [&str; 17] = [
        "above", "around", "at", "below", "between", "c", "e", "k", "less", "m", "more", "over", "per",
        "some", "than", "to", "under",
    ];
    HEDGES.contains(&word) && !COMPARING.contains(&word)
}

fn words(text: &str) -> impl Iterator<Item = &str> + Clone {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::sample::number;
    use crate::sheet::grid::FormatClass;

    fn judged(code: &str, known: &[&str]) -> Around {
        let cell = Cell { format: FormatClass::Number, format_code: Some(code.into()), ..number(12.0) };
        around(&cell, known)
    }

    #[test]
    fn a_number_is_taken_as_it_is_shown() {
        for code in ["0", "£#,##0.00", "[$€-407]0", "+0;-0", "0 \"families\"", "\"No. of families: \"0"] {
            assert_eq!(judged(code, &["No. of families seen"]), Around::Harmless, "{code}");
        }
        for code in ["0\" rooms\"", "\"Team A\" 0", "0\" families seen so far\""] {
            assert_eq!(judged(code, &["No. of families seen"]), Around::Words, "{code}");
        }
        for code in [
            "0\" (est)\"",
            "\"<\"0",
            "\\~0",
            "0\\+",
            "0\\*",
            "\"c. \"0",
            "\"about \"0",
            "0\"k\"",
            "0\" or more\"",
            "0\"%\"",
            "(0)",
            "-0",
            "0\"?\"",
            "\"≤\"0",
            "\"ＡＢＯＵＴ \"0",
            "0\" more families\"",
        ] {
            assert_eq!(judged(code, &["families more than"]), Around::Doubtful, "{code}");
        }
        assert_eq!(judged("0.0\" %\"", &["% percent"]), Around::Harmless);
    }
}
