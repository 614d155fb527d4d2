//! *Exceptions*: by kind, how many were raised over the stretch and what became of them. Each one stands in exceptions.csv.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::Period;
use crate::publish::review::Review;
use crate::publish::review::exceptions::{Became, ExceptionYear};
use crate::sheet::book::Line;

use super::super::cells::{count, words};
use super::super::page::columns;
use super::dated;
use super::leaf::{Entry, Leaf};

pub(super) fn page(review: &Review<'_>) -> Leaf {
    let mut kinds = BTreeMap::<&str, Vec<&ExceptionYear<'_>>>::new();
    for exception in &review.exceptions {
        kinds.entry(&exception.identity.code).or_default().push(exception);
    }
    let mut rows: Vec<Entry> = kinds.into_iter().map(|(code, raised)| row(code, &raised)).collect();
    if rows.is_empty() {
        rows.push(super::measures::none("No exception was raised", 10));
    }
    Leaf {
        name: "Exceptions".to_owned(),
        shows: "What was wrong or doubtful, by kind, and what became of it",
        title: dated(review, "Exceptions by kind"),
        lines: vec![Line::text(format!(
            "The same exception in several months is one. Still open: raised in {}, and no decision stands. Each one is in exceptions.csv in the data folder.",
            review.last().in_words()
        ))],
        columns: columns(&[
            ("Code", 7.0),
            ("What it is", 50.0),
            ("Severity", 15.0),
            ("Exceptions raised", 13.0),
            ("Months in which", 11.0),
            ("Most often raised, months", 14.0),
            ("Settled by a decision", 13.0),
            ("No longer raised", 12.0),
            ("Still open", 10.0),
            ("For the record", 10.0),
        ]),
        rows,
        charts: Vec::new(),
    }
}

fn row(code: &str, raised: &[&ExceptionYear<'_>]) -> Entry {
    let became = |became| count(raised.iter().filter(|exception| exception.became == became).count());
    let months: BTreeSet<Period> = raised.iter().flat_map(|exception| &exception.months).copied().collect();
    let first = raised.first();
    let meaning = first.and_then(|exception| exception.rule).map_or("", |rule| rule.meaning);
    Entry::of([
        words(code),
        words(first_sentence(meaning)),
        words(&first.map_or_else(String::new, |exception| exception.severity())),
        count(raised.len()),
        count(months.len()),
        count(raised.iter().map(|exception| exception.months.len()).max().unwrap_or_default()),
        became(Became::Settled),
        became(Became::Gone),
        became(Became::Open),
        became(Became::Noted),
    ])
}

/// What a rule's explanation begins with: rules' names are for those who know them.
fn first_sentence(meaning: &str) -> &str {
    meaning.split_once(". ").map_or(meaning.trim_end_matches('.'), |(first, _)| first)
}
