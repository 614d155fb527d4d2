//! `[[edition]]` of `plan.toml` (7-publication.md, 7.4). What contradicts itself is a fault here, so that no edition can be
//! asked for that would show more than it may.

use std::str::FromStr;

use super::Keys;
use crate::domain::{FreeText, Naming, SmallNumbers, Worksheet};
use crate::plan::model::Edition;

/// The editions, as listed.
pub(super) fn editions(keys: &mut Keys<'_>) -> Vec<Edition> {
    let mut editions = Vec::<Edition>::new();
    for number in 1..=keys.entries("edition") {
        let edition = edition(keys, number);
        if !edition.name.is_empty() && editions.iter().any(|earlier| earlier.name == edition.name) {
            keys.refuse(&format!("edition.{number}.name"), "a name that no other edition has");
        }
        editions.push(edition);
    }
    editions
}

fn edition(keys: &mut Keys<'_>, number: usize) -> Edition {
    let key = |name: &str| format!("edition.{number}.{name}");
    let public = keys.truth(&key("public")).unwrap_or(false);
    let name = keys.name_of("edition", number);
    if !name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-') {
        keys.refuse(
            &key("name"),
            "a name of letters, digits and hyphens such as parenting-board: it names a file",
        );
    }
    let naming = word::<Naming>(keys, &key("names"), "names or posts");
    if public && naming == Some(Naming::Names) {
        keys.refuse(&key("names"), "posts: a public edition names nobody");
    }
    let free_text = word::<FreeText>(keys, &key("free_text"), "all, approved only or none");
    if public && free_text == Some(FreeText::All) {
        keys.refuse(&key("free_text"), "approved only, or none: the edition is public");
    }
    let small_numbers = word::<SmallNumbers>(
        keys,
        &key("small_numbers"),
        "suppress or round; leave it out only where the edition is not public",
    );
    let edition = Edition {
        name,
        audience: keys.text(&key("audience")).unwrap_or_default(),
        public,
        sheets: sheets(keys, &key("sheets")),
        outcomes: outcomes(keys, &key("outcomes")),
        boards: keys.list(&key("boards")),
        naming: naming.unwrap_or(if public { Naming::Posts } else { Naming::Names }),
        free_text: free_text.unwrap_or(if public { FreeText::ApprovedOnly } else { FreeText::All }),
        small_numbers: small_numbers.or_else(|| public.then_some(SmallNumbers::Round)),
    };
    if !edition.is_internal() && edition.sheets.iter().any(|sheet| sheet.is_internal()) {
        keys.refuse(&key("sheets"), "no Exceptions, Requested changes or Sources: they name leads and quote what they typed, so the edition must show names and all free text, and be neither public nor with small numbers held back");
    }
    edition
}

fn word<T: FromStr>(keys: &mut Keys<'_>, key: &str, words: &'static str) -> Option<T> {
    keys.read(key, words, |text| text.parse().ok())
}

/// The sheets named; each once.
fn sheets(keys: &mut Keys<'_>, key: &str) -> Vec<Worksheet> {
    let mut sheets = Vec::new();
    for name in keys.list(key) {
        match name.parse::<Worksheet>() {
            Ok(sheet) if !sheets.contains(&sheet) => sheets.push(sheet),
            Ok(_) => {}
            Err(_) => keys.refuse(key, "names of sheets, such as Cover, Summary, Attention, Movement, Actions, Measures, Outcome measures, Trend, Exceptions, Requested changes, Returns, Sources and Notes"),
        }
    }
    sheets
}

fn outcomes(keys: &mut Keys<'_>, key: &str) -> Vec<u16> {
    let mut numbers = Vec::new();
    for text in keys.list(key) {
        match text.parse::<u16>() {
            Ok(number) if !numbers.contains(&number) => numbers.push(number),
            Ok(_) => {}
            Err(_) => keys.refuse(key, "numbers of outcomes, such as \"3;4;5\""),
        }
    }
    numbers
}
