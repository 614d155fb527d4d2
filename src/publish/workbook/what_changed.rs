//! Why a rating moved: what the answers and the plan say now that they did not say when it was last rated.

use chrono::NaiveDate;

use crate::domain::figure::Progress;
use crate::domain::period::date_in_words;
use crate::domain::rated::ActionRating;
use crate::domain::{OwnRag, Period, Status};
use crate::ledger::PastAction;
use crate::publish::Consolidation;

use super::by_ref::Measured;

/// What changed of an action's dates and answers, as a sentence; nothing when only time went by.
pub(super) fn in_delivery(past: &PastAction, progress: &Progress, rating: &ActionRating) -> String {
    let day = |date: Option<NaiveDate>| date.map_or_else(|| "no date".to_owned(), date_in_words);
    let mut changes = Vec::new();
    if past.target.is_some() && past.target != rating.target {
        changes.push(format!("the due date moved from {} to {}", day(past.target), day(rating.target)));
    }
    if !progress.returned {
        changes.push("no usable return came this month".to_owned());
        return sentence(&changes);
    }
    if past.status != progress.status {
        let word = |status: Option<Status>| status.map_or("not given", Status::word);
        changes.push(format!("the status was {}, now {}", word(past.status), word(progress.status)));
    }
    if past.forecast != progress.forecast {
        changes.push(format!("the forecast was {}, now {}", day(past.forecast), day(progress.forecast)));
    }
    if past.own_rag != progress.own_rag {
        let word = |own: Option<OwnRag>| own.map_or("not given", OwnRag::word);
        changes.push(format!(
            "the lead's own rating was {}, now {}",
            word(past.own_rag),
            word(progress.own_rag)
        ));
    }
    sentence(&changes)
}

/// Which of the measures of an action are rated differently now.
pub(super) fn in_impact(
    month: &Consolidation<'_>,
    progress: &Progress,
    measures: &[Measured<'_>],
    then: Period,
) -> String {
    let mut changes: Vec<String> = measures
        .iter()
        .filter_map(|(measure, _, now)| {
            let was = month.history.figures.get(&(measure.reference, then))?.impact;
            (was != now.impact.rating)
                .then(|| format!("{} was {was}, now {}", measure.reference, now.impact.rating))
        })
        .collect();
    if !progress.returned {
        changes.insert(0, "no usable return came this month".to_owned());
    }
    sentence(&changes)
}

fn sentence(changes: &[String]) -> String {
    if changes.is_empty() { String::new() } else { format!("What changed: {}. ", changes.join("; ")) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::sample::day;
    use crate::publish::sample::month;

    #[test]
    fn what_moved_a_rating_is_said_with_what_it_was() {
        let month = month();
        let (progress, rating) = (&month.merged.progress[0], &month.ratings.actions[0]);
        let past = PastAction {
            status: Some(Status::InProgress),
            forecast: Some(day(2024, 6, 30)),
            own_rag: Some(OwnRag::Amber),
            target: rating.target,
            ..PastAction::default()
        };
        let said = in_delivery(&past, progress, rating);
        assert_eq!(said, "What changed: the forecast was 30 June 2024, now 14 August 2024. ");
        let same = PastAction { forecast: progress.forecast, ..past.clone() };
        assert_eq!(in_delivery(&same, progress, rating), "", "only time went by");
        let moved = PastAction { target: Some(day(2023, 12, 31)), ..same };
        assert!(
            in_delivery(&moved, progress, rating).contains("the due date moved from 31 December 2023 to ")
        );
        let silent = &month.merged.progress[4];
        assert_eq!(in_delivery(&past, silent, rating), "What changed: no usable return came this month. ");
    }
}
