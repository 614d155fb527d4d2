//! *Notes*: what the review was made from, what is missing, and by which rules its words are chosen.

use crate::publish::review::Review;

use super::super::cells::words;
use super::super::counted;
use super::super::page::columns;
use super::super::shorthand::Shorthand;
use super::leaf::{Entry, Leaf};
use super::{are, dated, listed};

pub(super) fn page(review: &Review<'_>, run: &str) -> Leaf {
    let mut notes = vec![("Months in the records".to_owned(), format!("{}.", listed(&review.months)))];
    notes.push((
        "Months missing".to_owned(),
        match review.missing.as_slice() {
            [] => "None: every month of the stretch is in the records.".to_owned(),
            missing => format!(
                "{}. {} in no ledger, so nothing is said of {}: no rating, value, return or exception is guessed.",
                listed(missing),
                are(missing.len(), "month"),
                if missing.len() == 1 { "it" } else { "them" }
            ),
        },
    ));
    let revised: Vec<String> = review
        .year
        .history
        .runs
        .iter()
        .filter(|(_, run)| run.revision > 1)
        .map(|(month, run)| format!("{} ({})", month.in_words(), run.revision))
        .collect();
    notes.push((
        "Months consolidated again".to_owned(),
        if revised.is_empty() {
            "None: each month stands as it was first consolidated.".to_owned()
        } else {
            format!("The latest revision of each is used: {}.", revised.join(", "))
        },
    ));
    if !review.not_in_plan.is_empty() {
        notes.push((
            "Not in the plan any more".to_owned(),
            format!("The records have {}, the plan does not: left out here.", review.not_in_plan.join(", ")),
        ));
    }
    let other_kind = review.measures.iter().filter(|measure| measure.of_another_kind > 0);
    let other_kind: Vec<String> =
        other_kind.map(|m| format!("{} ({})", m.measure.reference, m.of_another_kind)).collect();
    if !other_kind.is_empty() {
        notes.push((
            "Values of another kind".to_owned(),
            format!("The plan changed what these count in; values from before, in brackets how many, are not compared: {}.", other_kind.join(", ")),
        ));
    }
    notes.extend(rules(review));
    let used = [Shorthand::NotAvailable, Shorthand::NotApplicable, Shorthand::Partial];
    notes.extend(used.iter().map(|s| (format!("Shorthand {}", s.token()), format!("{}.", s.meaning()))));
    notes.push(("What this cannot show".to_owned(), "Why something changed. A measure may move for reasons outside the plan, and an action may work where nothing is measured. Ratings, values and reasons are those of each month's consolidation; no return was read again.".to_owned()));
    notes.push(("Made from".to_owned(), format!("history.csv, decisions.csv and the plan with its change log: plan version {}, records of {}, run {run}. The file run.json in the data folder lists them with their fingerprints; the same records always give the same workbook.", review.year.plan.version, counted(review.months.len(), "month"))));
    Leaf {
        name: "Notes".to_owned(),
        shows: "Months missing, and by which rules words were chosen",
        title: dated(review, "Notes"),
        lines: Vec::new(),
        columns: columns(&[("Note", 34.0), ("Meaning", 98.0)]),
        rows: notes.into_iter().map(|(note, meaning)| Entry::of([words(&note), words(&meaning)])).collect(),
        charts: Vec::new(),
    }
}

fn rules(review: &Review<'_>) -> Vec<(String, String)> {
    let note = |name: &str, meaning: &str| (name.to_owned(), meaning.to_owned());
    vec![
        (
            "Better, worse, same".to_owned(),
            format!(
                "The last whole value in the records against the first, the good way being the one the plan names. A difference counts from {} in the measure's unit.",
                review.year.plan.rating.noticeable
            ),
        ),
        note(
            "XmR",
            "From 13 values on, by the rules of NHS England's Making Data Count: common cause is the usual up and down, special cause stands out from it. It says more than first against last.",
        ),
        note(
            "Running total",
            "A measure that counts from the start of the plan rises whatever happens. Its rise is no evidence; whether it reached its target is.",
        ),
        note(
            "Did it improve?",
            "Yes: of the measures that can be compared more than half are better and none is worse. Partly: more better than worse. Mixed: as many better as worse. No change: none better, none worse. No: more worse than better. Too little evidence: fewer than half of the measures can be compared. No evidence: none can. Measures that are watched only, and dates, texts and documents, are left out; running totals and measures without two values count among those that cannot be compared.",
        ),
        note(
            "Target reached",
            "The last whole value against the target in force in the last month of the records; the target itself counts as reached.",
        ),
        note(
            "How an action stands",
            "Complete needs evidence (its Delivery is Complete). On time: by the first date the plan ever gave, or where it gave none. By a moved date: after it, by the date in force. Late: after that too.",
        ),
        note(
            "Did it work?",
            "Worked: at least one of its measures is better or at its target, none is worse, and its Impact is not Red. Mixed: both. Delivered, not working: Delivery is Complete or Green, and no measure is better or at its target while one is the same or worse or the Impact is Red. Not delivered, nothing better: the same without delivery. No evidence: no measure can be compared.",
        ),
        note(
            "Months without a return",
            "Months of the records in which the action was not closed and no return that was used spoke of it. Its ratings then rest on carried-forward answers, or there are none.",
        ),
    ]
}
