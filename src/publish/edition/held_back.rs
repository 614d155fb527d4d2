//! What would tell of a withheld number without showing it: ratings, movements of ratings, baselines (7-publication.md, 7.4,
//! step 8: they follow published values).
//!
//! A rating is shown only where every number that the reader must reckon with gives the same one: whether it is shown then
//! says nothing either. So an action's Impact stands when a rating that is shown makes it Red, the worst there is, and is
//! `[c]` when a withheld one could decide it; likewise an outcome's. A rating never differs from that of another edition.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::figure::{Figure, FigureState};
use crate::domain::rated::{MeasureRating, Rated};
use crate::domain::{ActionRef, MeasureRef, Polarity, Quantity, Rating, SmallNumbers, Unit};
use crate::plan::{Measure, Plan, Profile};
use crate::publish::disclosure::{self, round};
use crate::rating;

use super::{Edited, PublishedMeasure, Shown};

/// What stands as `[c]` because a withheld number is behind it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct HeldBack {
    /// Measures whose Impact rating is.
    pub measures: BTreeSet<MeasureRef>,
    /// Actions whose Impact rating is.
    pub actions: BTreeSet<ActionRef>,
    /// Outcomes, and all together (none), whose Impact rating is.
    pub outcomes: BTreeSet<Option<u16>>,
    /// Actions of which it is not told how Impact moved: the earlier rating may rest on a number withheld then.
    pub courses: BTreeSet<ActionRef>,
    /// What stands for baselines that are not shown as the plan has them: withheld or rounded.
    pub baselines: BTreeMap<MeasureRef, Shown>,
}

/// Said of an Impact rating that a withheld number could decide.
const WITHHELD: &str = "Withheld: a number that is withheld or rounded could decide it.";

/// Whether the rating of a measure says no more than the numbers that are shown of it.
pub(super) fn may_tell(
    plan: &Plan,
    measure: &Measure,
    figure: &Figure,
    rated: &MeasureRating,
    shown: PublishedMeasure,
) -> bool {
    let numeric = measure.developed && measure.unit.is_numeric() && measure.polarity != Polarity::None;
    let (Some(expected), true) = (rated.expected, numeric) else { return true };
    if rated.kept_from.is_none() && (figure.value.is_none() || figure.state != FigureState::Value) {
        // It rests on no number, as the column State says.
        return true;
    }
    if measure.unit == Unit::Percent && plan.rating.small_denominator > Quantity::ZERO {
        // Whether it is rated tells how large the denominator is.
        return false;
    }
    if let Some(kept) = rated.kept_from {
        let last = rated.last.as_ref().filter(|(period, _)| *period == kept).and(shown.last);
        return last
            .and_then(|last| reckoned_with(measure.unit, last))
            .is_some_and(|(low, high)| low == high);
    }
    let rate = |value| rating::of_value(plan, measure, expected, value);
    reckoned_with(measure.unit, shown.now).is_some_and(|(low, high)| rate(low) == rate(high))
}

/// Whether the distance to the target says nothing that what is shown leaves open: a number that is rounded up to its target
/// need not have reached it.
pub(super) fn may_tell_gap(measure: &Measure, now: Shown) -> bool {
    let Some(target) = measure.target else { return true };
    let reached = |value: Quantity| match measure.polarity {
        Polarity::Higher => value >= target,
        Polarity::Lower => value <= target,
        Polarity::None => true,
    };
    reckoned_with(measure.unit, now).is_some_and(|(low, high)| reached(low) == reached(high))
}

/// The least and the most that may stand behind what is shown; none when that could be anything.
fn reckoned_with(unit: Unit, shown: Shown) -> Option<(Quantity, Quantity)> {
    match (shown, unit) {
        (Shown::Exact(percent), Unit::Percent) => {
            let half: Quantity = "0.05".parse().ok()?;
            Some((percent.minus(half)?, percent.plus(half)?))
        }
        (Shown::Exact(number), _) => Some((number, number)),
        // Of a percentage of rounded numbers little is certain.
        (Shown::Rounded(_), Unit::Percent)
        | (Shown::Low | Shown::NotApplicable | Shown::Withheld | Shown::Absent, _) => None,
        (Shown::Rounded(number), _) if number == Quantity::ZERO => Some((number, number)),
        (Shown::Rounded(number), _) => {
            let half = Quantity::from(round::STEP / 2);
            Some((number.minus(half)?, number.plus(half)?))
        }
    }
}

/// Follows withheld ratings of measures up to actions and outcomes, and back to the months before.
pub(super) fn roll_up(edited: &mut Edited) {
    let protected: BTreeSet<MeasureRef> = edited.cut.figures.keys().copied().collect();
    if protected.is_empty() {
        return;
    }
    let courses: BTreeSet<ActionRef> = protected.iter().filter_map(MeasureRef::action).collect();
    for rated in &mut edited.ratings.actions {
        let action = rated.action;
        if !courses.contains(&action) {
            continue;
        }
        let of_action = |m: &&MeasureRating| m.measure.action() == Some(action);
        let (mut held, mut red) = (false, false);
        for measure in edited.ratings.measures.iter().filter(of_action) {
            held |= edited.cut.held_back.measures.contains(&measure.measure);
            red |= measure.impact.rating == Rating::Red;
        }
        if held && !(red && rated.impact.rating == Rating::Red) {
            rated.impact = Rated { rating: Rating::NotRated, reason: WITHHELD.to_owned() };
            edited.cut.held_back.actions.insert(action);
        } else {
            rated.impact.reason = match rated.impact.rating {
                Rating::NotRated => "Not rated: no measure of it is rated.".to_owned(),
                rating => format!("{rating}: the worst rating of its measures."),
            };
        }
    }
    for ((action, _), past) in &mut edited.history.actions {
        if courses.contains(action) {
            past.impact = Rating::NotRated;
            past.impact_reason.clear();
        }
    }
    edited.cut.held_back.courses = courses;
    outcomes(edited);
}

fn outcomes(edited: &mut Edited) {
    let actions = &edited.ratings.actions;
    let mut roll_ups = rating::roll_ups(&edited.plan, actions, &edited.history, edited.cut.since);
    let held: BTreeSet<u16> = actions
        .iter()
        .filter(|rated| rated.delivery.rating != Rating::Closed)
        .filter(|rated| edited.cut.held_back.actions.contains(&rated.action))
        .map(|rated| rated.action.outcome)
        .collect();
    for roll_up in &mut roll_ups {
        let concerned = roll_up.outcome.map_or(!held.is_empty(), |number| held.contains(&number));
        if concerned && roll_up.impact_headline.rating != Rating::Red {
            roll_up.impact_headline = Rated { rating: Rating::NotRated, reason: WITHHELD.to_owned() };
            edited.cut.held_back.outcomes.insert(roll_up.outcome);
        }
    }
    edited.ratings.roll_ups = roll_ups;
}

/// Baselines of measures that could identify a child follow the rule of their values: all those that stand together are
/// withheld when one of them is small; where numbers are rounded, a baseline that stands alone is, and those that may add up with
/// others are withheld, as nobody has tried what could be worked out of them. They stay in the plan, as a measure with a baseline
/// must not look like one without; no sheet but *Measures* prints them.
pub(super) fn baselines(edited: &mut Edited) {
    let Some(small_numbers) = edited.cut.edition.small_numbers else { return };
    let most = match small_numbers {
        SmallNumbers::Suppress => disclosure::SMALL,
        SmallNumbers::Round => round::LARGEST_WITHHELD,
    };
    let is_small = |measure: &Measure| {
        measure.unit != Unit::Percent
            && measure.baseline.is_some_and(|b| b > Quantity::ZERO && b <= Quantity::from(most))
    };
    for family in disclosure::families(&edited.plan) {
        let members = || edited.plan.measures.iter().filter(|m| family.contains(&m.reference));
        let with: Vec<_> = members().filter_map(|m| Some((m.reference, m.unit, m.baseline?))).collect();
        let shown: Vec<_> = match (small_numbers, with.as_slice()) {
            (SmallNumbers::Round, [(measure, unit, baseline)]) if *unit != Unit::Percent => {
                vec![(*measure, Shown::from(round::quantity(*baseline)))]
            }
            (SmallNumbers::Suppress, _) if !members().any(is_small) => Vec::new(),
            _ => with.iter().map(|(measure, ..)| (*measure, Shown::Withheld)).collect(),
        };
        edited.cut.held_back.baselines.extend(shown);
    }
    // What is expected now on a straight line leads back to where the line begins.
    let straight = |m: &&Measure| {
        m.profile == Profile::Straight && edited.cut.held_back.baselines.contains_key(&m.reference)
    };
    let straight: BTreeSet<MeasureRef> =
        edited.plan.measures.iter().filter(straight).map(|m| m.reference).collect();
    let rests_on_nothing = |rated: &MeasureRating| {
        let shown = edited.cut.figures.get(&rated.measure);
        rated.kept_from.is_none() && shown.is_some_and(|shown| shown.now == Shown::Absent)
    };
    let of_straight = edited.ratings.measures.iter_mut().filter(|rated| straight.contains(&rated.measure));
    for rated in of_straight.filter(|rated| !rests_on_nothing(rated)) {
        rated.impact = Rated { rating: Rating::NotRated, reason: WITHHELD.to_owned() };
        (rated.expected, rated.short_of_target, rated.kept_from) = (None, None, None);
        edited.cut.held_back.measures.insert(rated.measure);
    }
}
