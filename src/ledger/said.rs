//! What was said of an action before.

use crate::domain::{ActionRef, LeadId, Period};

use super::{History, PastAction, PastProgress};

impl History {
    /// Entries of an action before this period, the latest first.
    fn before(&self, action: ActionRef, before: Period) -> impl Iterator<Item = (Period, &PastAction)> {
        let from = (action, before.plus_months(-12_000));
        self.actions.range(from..(action, before)).rev().map(|((_, period), past)| (*period, past))
    }

    /// What this lead last said of an action before this period, where `wanted` finds in it what it looks for: that
    /// lead's own words where the ledger has them, else, and for no lead in particular, the merged ones.
    pub fn last_with<T>(
        &self,
        action: ActionRef,
        lead: Option<&LeadId>,
        before: Period,
        wanted: impl Fn(&PastProgress) -> Option<T>,
    ) -> Option<(Period, T)> {
        self.before(action, before).filter(|(_, past)| past.returned).find_map(|(period, past)| {
            let said = match lead {
                Some(lead) if !past.by_lead.is_empty() => past.by_lead.get(lead)?.clone(),
                _ => merged(past),
            };
            Some((period, wanted(&said)?))
        })
    }
}

fn merged(past: &PastAction) -> PastProgress {
    PastProgress {
        status: past.status,
        forecast: past.forecast,
        own_rag: past.own_rag,
        commentary: past.commentary.clone(),
        evidence: past.evidence.clone(),
        ..PastProgress::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Rating, Status};

    fn action_ref(text: &str) -> ActionRef {
        text.parse().unwrap()
    }

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
            history.last_with(action_ref("1.1"), Some(&lead), month(before), |said| {
                Some(said.commentary.clone())
            })
        };
        assert_eq!(commentary("ann", "2024-04"), Some((month("2024-01"), "ann's".to_owned())));
        assert_eq!(commentary("ben", "2024-04"), Some((month("2024-02"), "later".to_owned())));
        let nobodys = history
            .last_with(action_ref("1.1"), None, month("2024-04"), |said| Some(said.commentary.clone()));
        assert_eq!(nobodys, Some((month("2024-02"), "merged".to_owned())));
        assert_eq!(commentary("cleo", "2024-04"), None);
        assert_eq!(commentary("ann", "2024-01"), None);
    }

    #[test]
    fn a_ledger_without_each_leads_words_gives_the_merged_ones() {
        let history = history([("2024-01", past(Rating::Red, true, &[]))]);
        let said = history.last_with(action_ref("1.1"), None, month("2024-02"), |said| said.status);
        assert_eq!(said, Some((month("2024-01"), Status::InProgress)));
    }
}
