//! Ratings that the officer decided (5-rating.md, 5.4): both ratings are shown; a decision lapses on its end date, or when
//! the rules rate worse than they did when it was taken. When in doubt it lapses.

use crate::domain::Rating;
use crate::domain::period::date_in_words;
use crate::domain::rated::{ActionRating, Lapse, MeasureRating, Overridden, Rated};
use crate::ledger::{Decision, Decisions, Overrides};

use super::Facts;

/// The overrides of a month, and what became of each.
pub(super) struct Overriding<'a> {
    facts: &'a Facts<'a>,
    decisions: Vec<(&'a Decision, Overrides, Rating)>,
    ended: Vec<(u32, Overridden)>,
}

impl<'a> Overriding<'a> {
    /// Those in force that say everything they need.
    pub(super) fn of(facts: &'a Facts<'a>, decisions: &'a Decisions) -> Self {
        let complete = decisions.in_force().into_iter().filter(|d| d.lacks().is_empty());
        let readable = complete.filter_map(|d| d.overrides().map(|(what, rating)| (d, what, rating)));
        Self { facts, decisions: readable.collect(), ended: Vec::new() }
    }

    /// Overrides Impact of measures.
    pub(super) fn measures(&mut self, measures: &mut [MeasureRating]) {
        for (decision, what, rating) in self.decisions.clone() {
            let Overrides::MeasureImpact(measure) = what else { continue };
            if let Some(found) = measures.iter_mut().find(|m| m.measure == measure) {
                self.one(decision, rating, &mut found.impact);
            }
        }
    }

    /// Overrides Delivery and Impact of actions. A closed action stays closed: the change log says so.
    pub(super) fn actions(&mut self, actions: &mut [ActionRating]) {
        for (decision, what, rating) in self.decisions.clone() {
            let (action, is_delivery) = match what {
                Overrides::Delivery(action) => (action, true),
                Overrides::ActionImpact(action) => (action, false),
                Overrides::MeasureImpact(_) => continue,
            };
            if let Some(found) = actions.iter_mut().find(|a| a.action == action) {
                let rated = if is_delivery { &mut found.delivery } else { &mut found.impact };
                self.one(decision, rating, rated);
            }
        }
    }

    /// What became of each decision.
    pub(super) fn ended(mut self) -> Vec<Overridden> {
        self.ended.sort_by_key(|(line, _)| *line);
        self.ended.into_iter().map(|(_, overridden)| overridden).collect()
    }

    fn one(&mut self, decision: &Decision, rating: Rating, rated: &mut Rated) {
        // A later decision about the same rating finds the earlier one's there: it lapses by what the rules say.
        let rules = Rated::by_rules(&rated.reason).map_or(rated.rating, |(rules, _)| rules);
        let lapse = self.lapse(decision, rules);
        if lapse.is_none() {
            let by_rules = Rated::by_rules(&rated.reason)
                .map(|(rating, reason)| Rated { rating, reason: reason.to_owned() });
            let until = decision.until.map(date_in_words).unwrap_or_default();
            let (by, reason) = (decision.decided_by.trim(), decision.reason.trim());
            let stop = if reason.ends_with(['.', '!', '?']) { "" } else { "." };
            let said = format!("set by {by} until {until} ({}): {reason}{stop}", decision.id);
            *rated = by_rules.unwrap_or_else(|| rated.clone()).overridden(rating, &said);
        }
        self.ended.push((decision.line, Overridden { decision: decision.id.clone(), lapse }));
    }

    fn lapse(&self, decision: &Decision, now: Rating) -> Option<Lapse> {
        if let Some(until) = decision.until.filter(|until| self.facts.as_at > *until) {
            return Some(Lapse::Ended(until));
        }
        let was = match decision.rated {
            // In its own month the rules say what they said when it was decided.
            None if decision.period == self.facts.period => return None,
            was => was,
        };
        let holds = was.is_some_and(|was| was == now || was.is_rated() && now.is_rated() && now > was);
        (!holds || now == Rating::Closed).then_some(Lapse::RatedWorse { was, now })
    }
}
