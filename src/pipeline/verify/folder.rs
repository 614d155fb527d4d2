//! What lies in an output folder, by name: sets, editions, reviews.

use std::path::{Path, PathBuf};

use super::VerifyError;
use crate::domain::Period;
use crate::publish;
use crate::publish::review;

/// What is to be verified.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Found {
    /// The output folder.
    pub(super) folder: PathBuf,
    /// Months of which it holds a set or a part of one.
    pub(super) sets: Vec<Period>,
    /// Months and names that may be those of editions: what an officer put there is named like one too.
    pub(super) editions: Vec<(Period, String)>,
    /// First and last month of each review.
    pub(super) reviews: Vec<(Period, Period)>,
}

/// In this folder; of a data folder, the set or review that it belongs to.
pub(super) fn found(given: &Path) -> Result<Found, VerifyError> {
    let unreadable = |source| VerifyError::Unreadable { path: given.to_owned(), source };
    let given = given.canonicalize().map_err(unreadable)?;
    let mut found = Found { folder: given.clone(), ..Found::default() };
    let own_name = given.file_name().and_then(|name| name.to_str()).filter(|name| name.ends_with("-data"));
    if let (Some(name), Some(parent), true) = (own_name, given.parent(), given.join("run.json").exists()) {
        found.take(name);
        if !found.sets.is_empty() || !found.reviews.is_empty() {
            return Ok(Found { folder: parent.to_owned(), ..found });
        }
    }
    for entry in std::fs::read_dir(&given).map_err(unreadable)? {
        if let Some(name) = entry.map_err(unreadable)?.file_name().to_str() {
            found.take(name);
        }
    }
    found.sets.sort_unstable();
    found.sets.dedup();
    found.editions.sort_unstable();
    found.editions.dedup();
    found.reviews.sort_unstable();
    found.reviews.dedup();
    Ok(found)
}

impl Found {
    fn take(&mut self, name: &str) {
        if let Some(months) = of_review(name) {
            self.reviews.push(months);
        } else if let Some(period) = of_set(name) {
            self.sets.push(period);
        } else if let Some(edition) = of_edition(name) {
            self.editions.push(edition);
        }
    }
}

/// `2019-10-to-2020-09-review.xlsx`, or the folder beside it.
fn of_review(name: &str) -> Option<(Period, Period)> {
    let (from, rest) = name.split_once("-to-")?;
    let (from, to) = (from.parse().ok()?, rest.split("-review").next()?.parse().ok()?);
    let (workbook, data) = review::names(from, to);
    (name == workbook || name == data).then_some((from, to))
}

/// `2019-11-consolidated.xlsx`, or the folder beside it.
fn of_set(name: &str) -> Option<Period> {
    let period = name.get(..7)?.parse().ok()?;
    let (workbook, data) = publish::names(period);
    (name == workbook || name == data).then_some(period)
}

/// `2019-11-scrutiny.xlsx`, or the page of the same name.
fn of_edition(name: &str) -> Option<(Period, String)> {
    let period: Period = name.get(..7)?.parse().ok()?;
    let rest = name.get(7..)?.strip_prefix('-')?;
    let edition = rest.strip_suffix(".xlsx").or_else(|| rest.strip_suffix(".html"))?;
    let is_name = edition.chars().all(|c| c.is_alphanumeric() || c == '-') && !edition.is_empty();
    is_name.then(|| (period, edition.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_name_is_one_thing_and_others_are_none() {
        let mut found = Found::default();
        for name in [
            "2019-11-consolidated.xlsx",
            "2019-11-data",
            "2019-11-scrutiny.xlsx",
            "2019-11-scrutiny.html",
            "2019-10-to-2020-09-review.xlsx",
            "2019-10-to-2020-09-review-data",
            "2019-11 Joe Banham.xlsx",
            "2019-11-old copy.xlsx",
            "2019-13-scrutiny.xlsx",
            "notes.txt",
            "\u{1f4c1}\u{1f4c1}\u{1f4c1}-data",
        ] {
            found.take(name);
        }
        let month = |text: &str| text.parse().unwrap();
        let november: Period = month("2019-11");
        assert_eq!(found.sets, [november, november]);
        assert_eq!(found.editions, [(november, "scrutiny".to_owned()), (november, "scrutiny".to_owned())]);
        assert_eq!(found.reviews, [(month("2019-10"), month("2020-09")); 2]);
    }
}
