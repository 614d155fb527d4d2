//! What was said of an action before, and for how long it has had a rating.

use crate::domain::{ActionRef, LeadId, Period, Rating};

use super::{History, PastAction, PastProgress};

impl History {
    /// Entries of an action before this period, the latest first.
    fn before(&self, action: ActionRef, before: Period) -> impl Iterator<Item = (Period, &PastAction)> {
        let from = (action, before.plus_months(-12_000));
        self.actions.range(from..(action, before)).rev().map(|((_, period), past)| (*period, past))
    }

    /// What this lead last said of an action before this period, where `wanted` finds in it what it looks for: that
    /// lead's own words where the ledger has them, else, and for no lead in particular, the merged ones.
    pub fn last_said<T>(
        &self,
        action: ActionRef,
        lead: Option<&LeadId>,
        before: Period,
        wanted: impl Fn(&PastProgress) -> Option<T>,
    ) -> Option<(Period, T)> {
        self.before(action, before).filter(|(_, past)| past.returned).find_map(|(period, past)| {
            let said = if past.by_lead.is_empty() { merged(past) } else { past.by_lead.get(lead?)?.clone() };
            Some((period, wanted(&said)?))
        })
    }

    /// For how many months an action has had this Delivery rating, the month before which the ledger is asked included:
    /// "Red for 3 months". Counted are months on record. One that was never consolidated is not counted, since nobody
    /// rated it, and does not end the run either.
    pub fn months_at(&self, action: ActionRef, period: Period, delivery: Rating) -> usize {
        1 + self.before(action, period).take_while(|(_, past)| past.delivery == delivery).count()
    }
}

fn merged(past: &PastAction) -> PastProgress {
    PastProgress {
        status: past.status,
        forecast: past.forecast,
        own_rag: past.own_rag,
        commentary: past.commentary.clone(),
        evidence: past.evidence.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Status;
    use crate::plan::sample::action_ref;

    fn month(text: &str) -> Period {
        text.parse().unwrap()
    }

    fn past(delivery: Rating, returned: bool, by: &[(&str, &str)]) -> PastAction {
        let said =
            |commentary: &str| PastProgress { commentary: commentary.to_owned(), ..Default::default() };
        PastAction {
            status: Some(Status::InProgress),
            commentary: "merged".to_owned(),
            returned,
            delivery,
            by_lead: by.iter().map(|(lead, words)| (LeadId::from(*lead), said(words))).collect(),
            ..PastAction::default()
        }
    }

    fn history(entries: impl IntoIterator<Item = (&'static str, PastAction)>) -> History {
        let actions = entries.into_iter().map(|(period, past)| ((action_ref("1.1"), month(period)), past));
        History { actions: actions.collect(), ..History::default() }
    }

    #[test]
    fn each_lead_is_held_to_their_own_words() {
        let history = history([
            ("2024-01", past(Rating::Red, true, &[("ann", "ann's"), ("ben", "ben's")])),
            ("2024-02", past(Rating::Red, true, &[("ben", "later")])),
            ("2024-03", past(Rating::Red, false, &[])),
        ]);
        let commentary = |lead: &str, before: &str| {
            let lead = LeadId::from(lead);
            history.last_said(action_ref("1.1"), Some(&lead), month(before), |said| {
                Some(said.commentary.clone())
            })
        };
        assert_eq!(commentary("ann", "2024-04"), Some((month("2024-01"), "ann's".to_owned())));
        assert_eq!(commentary("ben", "2024-04"), Some((month("2024-02"), "later".to_owned())));
        assert_eq!(commentary("cleo", "2024-04"), None);
        assert_eq!(commentary("ann", "2024-01"), None);
    }

    #[test]
    fn a_ledger_without_each_leads_words_gives_the_merged_ones() {
        let history = history([("2024-01", past(Rating::Red, true, &[]))]);
        let said = history.last_said(action_ref("1.1"), None, month("2024-02"), |said| said.status);
        assert_eq!(said, Some((month("2024-01"), Status::InProgress)));
    }

    #[test]
    fn months_at_a_rating_are_those_on_record_and_a_month_skipped_neither_counts_nor_ends_the_run() {
        let at = |rating| past(rating, true, &[]);
        let history = history([
            ("2023-11", at(Rating::Red)),
            ("2023-12", at(Rating::Amber)),
            ("2024-01", at(Rating::Red)),
            ("2024-03", at(Rating::Red)),
        ]);
        let months = |period: &str, rating| history.months_at(action_ref("1.1"), month(period), rating);
        assert_eq!(months("2024-04", Rating::Red), 3);
        assert_eq!(months("2024-03", Rating::Red), 2);
        assert_eq!(months("2024-04", Rating::Green), 1);
        assert_eq!(months("2023-11", Rating::Red), 1);
    }
}
