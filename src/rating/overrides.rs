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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::decisions::tests::{decision, ledger};
    use crate::ledger::{Choice, History};
    use crate::plan::sample::{action_ref, day, plan};

    fn action(rating: Rating) -> ActionRating {
        let rated = || Rated { rating, reason: format!("{rating}: as the rules say.") };
        ActionRating {
            action: action_ref("1.1"),
            delivery: rated(),
            by_rules: rating,
            impact: rated(),
            carried_from: None,
            slippage_days: None,
            days_overdue: 0,
            times_moved: 0,
            target: None,
            original_target: None,
        }
    }

    /// Action 1.1 in July 2024, where the rules say this, with these decisions; and why each that lapsed did.
    fn july(rules: Rating, taken: Vec<Decision>) -> (ActionRating, Vec<Option<Lapse>>) {
        let (plan, history, decisions) = (plan(), History::default(), ledger(taken));
        let (period, as_at) = ("2024-07".parse().unwrap(), day(2024, 7, 31));
        let facts = Facts { plan: &plan, period, as_at, figures: &[], progress: &[], history: &history };
        let mut overriding = Overriding::of(&facts, &decisions);
        let mut actions = [action(rules)];
        overriding.actions(&mut actions);
        let [action] = actions;
        (action, overriding.ended().into_iter().map(|overridden| overridden.lapse).collect())
    }

    fn green(rated: Option<Rating>) -> Decision {
        Decision {
            value: "Green".to_owned(),
            until: Some(day(2024, 7, 31)),
            rated,
            ..decision("S04|ann|1.1|own_rag|Green", "2024-06", Choice::OverrideTheRating)
        }
    }

    #[test]
    fn both_ratings_are_shown_and_the_rules_one_can_be_told() {
        let (action, lapses) = july(Rating::Red, vec![green(Some(Rating::Red))]);
        assert_eq!((action.delivery.rating, lapses), (Rating::Green, vec![None]));
        assert_eq!(
            action.delivery.reason,
            "Green: set by Dana Fox until 31 July 2024 (D1): It is so. The rules say Red: as the rules say."
        );
        assert_eq!(Rated::by_rules(&action.delivery.reason).unwrap().0, Rating::Red);
        assert_eq!((action.impact.rating, action.by_rules), (Rating::Red, Rating::Red));
    }

    #[test]
    fn impact_of_an_action_is_overridden_where_the_value_says_so() {
        let impact = Decision { value: "impact: amber".to_owned(), ..green(Some(Rating::Red)) };
        let (action, _) = july(Rating::Red, vec![impact]);
        assert_eq!((action.delivery.rating, action.impact.rating), (Rating::Red, Rating::Amber));
    }

    #[test]
    fn it_lapses_when_the_rules_rate_worse_or_cannot_be_compared() {
        let lapses = |was, now| july(now, vec![green(was)]).1[0].is_some();
        for (was, now, lapsed) in [
            (Rating::Amber, Rating::Red, true),
            (Rating::Amber, Rating::Amber, false),
            (Rating::Amber, Rating::Complete, false),
            (Rating::Amber, Rating::NotRated, true),
            (Rating::NotRated, Rating::NotRated, false),
            (Rating::NotRated, Rating::Amber, true),
            (Rating::Red, Rating::Closed, true),
        ] {
            assert_eq!(lapses(Some(was), now), lapsed, "{was} then, {now} now");
        }
        assert!(lapses(None, Rating::Red), "a later month cannot know what the rules said then");
    }

    #[test]
    fn it_holds_on_its_last_day_and_without_all_four_not_at_all() {
        let ended = Decision { until: Some(day(2024, 7, 30)), ..green(Some(Rating::Red)) };
        assert_eq!(july(Rating::Red, vec![ended]).1, [Some(Lapse::Ended(day(2024, 7, 30)))]);
        let endless = Decision { until: None, ..green(Some(Rating::Red)) };
        let (action, lapses) = july(Rating::Red, vec![endless]);
        assert_eq!((action.delivery.rating, lapses.len()), (Rating::Red, 0));
    }

    #[test]
    fn a_second_decision_on_one_rating_still_tells_what_the_rules_say() {
        let second = Decision {
            value: "Amber".to_owned(),
            ..Decision {
                about: crate::ledger::Identity::of_key("S05|ann|1.1|commentary|").unwrap(),
                ..green(Some(Rating::Red))
            }
        };
        let (action, _) = july(Rating::Red, vec![green(Some(Rating::Red)), second]);
        assert!(action.delivery.reason.starts_with("Amber: set by Dana Fox until 31 July 2024 (D2)"));
        assert_eq!(action.delivery.reason.matches("set by").count(), 1);
        assert!(action.delivery.reason.ends_with("The rules say Red: as the rules say."));
    }
}
