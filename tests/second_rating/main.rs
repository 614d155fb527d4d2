//! 10,000 random plans and histories, rated by ragbook and by a second implementation written from the design pages alone
//! ([`plain`]): every rating, carried and kept mark, direction, roll-up headline and count must agree (issue 4, "Done
//! when").

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod bridge;
#[path = "../chance/mod.rs"]
mod chance;
mod dice;
mod plain;
mod world;

use std::collections::BTreeMap;

use ragbook::domain::rated::RatingCounts;

use crate::bridge::{period, rated, rating};
use crate::dice::Dice;
use crate::plain::{Delivered, Impacted, Rolled};
use crate::world::World;

/// How many worlds.
const WORLDS: u64 = 10_000;

/// Everything on which the two disagree, each with its kind first.
fn disagreements(world: &World) -> Vec<(&'static str, String)> {
    let ours = rated(world);
    let mut found = Vec::new();
    assert_eq!((ours.actions.len(), ours.measures.len()), (world.actions.len(), world.measures.len()));
    for (action, ours) in world.actions.iter().zip(&ours.actions) {
        let plain = plain::delivery(world, action);
        let Delivered { rating: delivery, carried_from, days_overdue, impact } = plain;
        let mut differs = |what, is_so: bool| {
            if !is_so {
                found.push((what, format!("ours {ours:#?}\nplain {plain:?}\n{action:#?}")));
            }
        };
        differs("delivery", ours.delivery.rating == rating(delivery));
        differs("carried", ours.carried_from == carried_from.map(period));
        differs("overdue", ours.days_overdue == days_overdue);
        differs("impact of an action", ours.impact.rating == rating(impact));
    }
    for (measure, ours) in world.measures.iter().zip(&ours.measures) {
        let plain = plain::impact(world, measure);
        let Impacted { rating: impact, kept_from, direction } = plain;
        let mut differs = |what, is_so: bool| {
            if !is_so {
                found.push((what, format!("ours {ours:#?}\nplain {plain:?}\n{measure:#?}")));
            }
        };
        differs("impact", ours.impact.rating == rating(impact));
        differs("kept", ours.kept_from == kept_from.map(period));
        differs("direction", ours.direction.map(ragbook::domain::rated::Direction::word) == direction);
    }
    let outcomes = (1..=world.outcomes).map(Some).chain([None]);
    assert_eq!(ours.roll_ups.len(), usize::from(world.outcomes) + 1);
    for (outcome, ours) in outcomes.zip(&ours.roll_ups) {
        let plain = plain::roll_up(world, outcome);
        let Rolled { headline, delivery, impact, impact_headline, overdue, got_worse, got_better } = plain;
        let mut differs = |what, is_so: bool| {
            if !is_so {
                found.push((what, format!("ours {ours:#?}\nplain {plain:?}")));
            }
        };
        differs("headline", ours.headline.rating == rating(headline));
        differs("delivery counts", counts(&ours.delivery) == delivery);
        differs("impact counts", counts(&ours.impact) == impact);
        differs("impact headline", ours.impact_headline.rating == rating(impact_headline));
        let movement = (ours.overdue, ours.got_worse, ours.got_better);
        differs("overdue and movement", movement == (overdue, got_worse, got_better));
    }
    found
}

fn counts(counts: &RatingCounts) -> [usize; 6] {
    [counts.red, counts.amber, counts.green, counts.complete, counts.not_rated, counts.closed]
}

#[test]
fn two_implementations_agree_on_ten_thousand_plans_and_histories() {
    let mut kinds: BTreeMap<&str, (usize, u64, String)> = BTreeMap::new();
    let mut met: BTreeMap<String, usize> = BTreeMap::new();
    for seed in 0..WORLDS {
        let world = Dice::new(seed).world();
        for (kind, told) in disagreements(&world) {
            let entry = kinds.entry(kind).or_insert((0, seed, told));
            entry.0 += 1;
        }
        for action in &world.actions {
            *met.entry(format!("delivery {:?}", plain::delivery(&world, action).rating)).or_default() += 1;
        }
        for measure in &world.measures {
            let Impacted { rating, kept_from, .. } = plain::impact(&world, measure);
            *met.entry(format!("impact {rating:?}, kept {}", kept_from.is_some())).or_default() += 1;
        }
    }
    let told: Vec<String> = kinds
        .iter()
        .map(|(kind, (times, seed, told))| format!("{kind}: {times} times, first with seed {seed}:\n{told}"))
        .collect();
    assert!(kinds.is_empty(), "{}", told.join("\n\n"));
    // Chance must have met every case often enough to say something.
    for case in [
        "delivery Red",
        "delivery Amber",
        "delivery Green",
        "delivery Complete",
        "delivery NotRated",
        "delivery Closed",
        "impact Red, kept false",
        "impact Amber, kept false",
        "impact Green, kept false",
        "impact NotRated, kept false",
        "impact Red, kept true",
        "impact Amber, kept true",
        "impact Green, kept true",
    ] {
        assert!(met.get(case).is_some_and(|times| *times >= 500), "{case}: {met:?}");
    }
}

#[test]
fn months_have_their_days() {
    for month in -36..36 {
        assert_eq!(bridge::day(world::last_day(month)), period(month).last_day());
        assert_eq!(world::month_of(world::last_day(month)), month);
    }
}
