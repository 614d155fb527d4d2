//! Whether two texts in a field of the plan certainly mean the same: what tells a change of wording from one of meaning
//! (`plan diff`), an old form's date from a request (W04), and a log that fits from one that does not (P23).

use super::open::review_date;
use super::target_date::read_target;
use crate::domain::Quantity;
use crate::domain::dates::{TextDate, read_date};
use crate::domain::folding::fold_wording;

/// Whether two texts of this field certainly mean the same.
pub fn means_the_same(field: &str, one: &str, other: &str) -> bool {
    if plain(one) == plain(other) && numbers_agree(one, other) {
        return true;
    }
    let both = |read: &dyn Fn(&str) -> Option<String>| read(one).is_some() && read(one) == read(other);
    match field {
        "target_date" => both(&|text| read_target(text).map(|target| format!("{target:?}"))),
        "starts" | "inspected" | "review_due" | "first" => {
            both(&|text| read_date(text).map(|date| TextDate::date(date).to_string()))
        }
        "leads" | "returned_by" | "aliases" | "boards" | "dates" => list(one) == list(other),
        "assumption" => true,
        "note" => review_date(one) == review_date(other),
        _ => both(&|text| text.parse::<Quantity>().ok().map(|number| number.decimal().to_string())),
    }
}

/// Letters and digits only, in one case: what is left when punctuation and white space are folded away.
fn plain(text: &str) -> String {
    let words = fold_wording(text);
    let words = words.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

/// Punctuation next to a figure may be a minus, a decimal point, a percent sign: then it counts.
fn numbers_agree(one: &str, other: &str) -> bool {
    let figures = |text: &str| -> Vec<String> {
        let words = text.split_whitespace().filter(|word| word.chars().any(|c| c.is_ascii_digit()));
        words.map(|word| word.trim_end_matches(['.', ',', ';', ':']).to_lowercase()).collect()
    };
    let marked =
        |text: &str| text.chars().filter(|c| matches!(c, '%' | '<' | '>' | '=' | '+')).collect::<String>();
    figures(one) == figures(other) && marked(one) == marked(other)
}

fn list(text: &str) -> Vec<String> {
    let mut items: Vec<String> = text.split(';').map(fold_wording).filter(|item| !item.is_empty()).collect();
    items.sort();
    items
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_certainly_means_the_same_is_wording() {
        for (field, one, other, same) in [
            ("target_date", "March 2020", "31/3/2020", true),
            ("target_date", "March 2020", "April 2020", false),
            ("target_date", "Ongoing", "ongoing", true),
            ("leads", "ann;ben", "ben; ann", true),
            ("leads", "ann", "ann;ben", false),
            ("activity", "Train the team's", "Train the team’s.", true),
            ("activity", "Train the teams", "Train all the teams", false),
            ("measure", "Wait under 5.5 days", "Wait under 55 days", false),
            ("measure", "Wait < 5 days", "Wait > 5 days", false),
            ("target", "90", "90.0", true),
            ("target", "90", "-90", false),
            ("tolerance", "5", "5%", false),
            ("note", "Asked in May", "Asked in June", true),
            ("note", "Review: March 2020", "Review: April 2020", false),
        ] {
            assert_eq!(means_the_same(field, one, other), same, "{field} {one} {other}");
        }
    }
}
