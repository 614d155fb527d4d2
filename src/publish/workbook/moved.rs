//! What *Cover* and *Summary* say of ratings that moved: how many got worse and better, and how many are gone. A Red that is no
//! longer rated, because nothing came, is no good news, so it is told in the same breath.

use crate::domain::Rating;

use super::facts::{DELIVERY, Facts, IMPACT, Movement};
use super::{in_brackets, listed};

/// Whether the actions are named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refs {
    /// Only counted.
    Counted,
    /// Counted, with the refs.
    Named,
}

/// The sentence, after the words that say since when: `in Delivery 1 got worse, 0 got better; in Impact …`.
pub(super) fn told(facts: &Facts<'_>, refs: Refs) -> String {
    // How Impact moved is not told where a small number could be read from it.
    let may_tell_impact = facts.month.cut.held_back.courses.is_empty();
    let parts = [Some(DELIVERY), may_tell_impact.then_some(IMPACT)].into_iter().flatten();
    let parts: Vec<String> = parts.map(|what| format!("in {what} {}", of(facts, what, refs))).collect();
    parts.join("; ")
}

fn of(facts: &Facts<'_>, what: &str, refs: Refs) -> String {
    let those = |direction: &str| -> Vec<&Movement> {
        facts.movements.iter().filter(|m| m.what == what && m.direction() == direction).collect()
    };
    let got = |direction: &str| {
        let moved = those(direction);
        let one = |m: &&Movement| format!("{} {} to {}", m.action, m.was, m.now);
        let named: Vec<String> = moved.iter().filter(|_| refs == Refs::Named).map(one).collect();
        format!("{} got {}{}", moved.len(), direction.to_lowercase(), in_brackets(&named))
    };
    let newly = those("Newly rated");
    let newly = (!newly.is_empty()).then(|| {
        let red = newly.iter().filter(|m| m.now == Rating::Red).count();
        format!(
            ", {} newly rated{}{}",
            is_are(newly.len()),
            named(&newly, refs),
            of_them(newly.len(), red, ["is", "are"])
        )
    });
    let gone: Vec<&Movement> =
        those("No longer rated").into_iter().filter(|m| m.now == Rating::NotRated).collect();
    let gone = (!gone.is_empty()).then(|| {
        let red = gone.iter().filter(|m| m.was == Rating::Red).count();
        format!(
            ", {} no longer rated{}{}{}",
            is_are(gone.len()),
            named(&gone, refs),
            of_them(gone.len(), red, ["was", "were"]),
            for_want_of(facts, &gone)
        )
    });
    format!("{}, {}{}{}", got("Worse"), got("Better"), newly.unwrap_or_default(), gone.unwrap_or_default())
}

fn is_are(count: usize) -> String {
    format!("{count} {}", if count == 1 { "is" } else { "are" })
}

fn named(moved: &[&Movement], refs: Refs) -> String {
    let refs: Vec<_> = moved.iter().filter(|_| refs == Refs::Named).map(|m| m.action).collect();
    in_brackets(&refs)
}

/// `, 4 of them were Red`; nothing when none was.
fn of_them(all: usize, red: usize, [one, more]: [&str; 2]) -> String {
    match (all, red) {
        (_, 0) => String::new(),
        (1, _) => format!(" and {one} Red"),
        (all, red) if all == red => format!(", all of them {more} Red"),
        (_, 1) => format!(", 1 of them {one} Red"),
        (_, red) => format!(", {red} of them {more} Red"),
    }
}

/// Whose returns did not come, where that is why these have no rating any more: ` (no return from Ann Archer)`.
fn for_want_of(facts: &Facts<'_>, gone: &[&Movement]) -> String {
    /// More names than this are found on the sheet Returns.
    const NAMES: usize = 3;
    let mut missing: Vec<&str> = Vec::new();
    let mut explained = 0;
    for moved in gone {
        let leads = facts.month.plan.action(moved.action).map_or(&[][..], |action| &action.leads).iter();
        let measures = facts.by_ref.measures(moved.action).iter();
        let leads = leads.chain(measures.flat_map(|(measure, _, _)| &measure.returned_by));
        let silent =
            leads.filter_map(|lead| facts.by_ref.received(lead)).filter(|(_, came)| !came.returned());
        let silent: Vec<&str> = silent.map(|(lead, _)| &*lead.name).collect();
        explained += usize::from(!silent.is_empty());
        for name in silent {
            if !missing.contains(&name) {
                missing.push(name);
            }
        }
    }
    let of_these = if explained == gone.len() { String::new() } else { format!("{explained} of these: ") };
    match missing.len() {
        0 => String::new(),
        1..=NAMES => format!(" ({of_these}no return from {})", listed(&missing)),
        many => format!(" ({of_these}no return from {many} leads)"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Period;
    use crate::ledger::PastAction;
    use crate::plan::sample::action_ref;
    use crate::publish::sample::month;

    #[test]
    fn a_red_that_is_gone_for_want_of_a_return_is_told() {
        let mut month = month();
        let action = month.ratings.actions.iter().find(|rated| rated.delivery.rating == Rating::NotRated);
        let action = action.unwrap().action;
        let past = PastAction { delivery: Rating::Red, returned: true, ..PastAction::default() };
        month.history.actions.insert((action, Period::new(2024, 2).unwrap()), past);
        let consolidation = month.consolidation();
        let facts = Facts::of(&consolidation);
        assert_eq!(
            told(&facts, Refs::Counted),
            "in Delivery 0 got worse, 0 got better, 1 is no longer rated and was Red (no return from Ben Baker); in Impact 0 got worse, 0 got better"
        );
        assert!(told(&facts, Refs::Named).contains(&format!("1 is no longer rated ({action}) and was Red")));
        assert_ne!(action, action_ref("1.1"));
    }
}
