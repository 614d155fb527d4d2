//! The attack on everything that editions publish (issue 5, "Done when").
//!
//! `publish::disclosure` is attacked in its own tests: what its cells show never leaves fewer than three numbers for a `[c]`.
//! Here the rest is attacked: ratings, movements, gaps, reasons, headlines, counts, texts, properties, in every part of
//! every file. The attacker gets two councils whose numbers differ only where `[c]` or a rounded number stands, and whose
//! leads' names, texts, file names and reasons for decisions differ altogether. When one bit of everything published differs,
//! it tells what the cells do not, and the attacker has won.
//!
//! `RAGBOOK_ATTACKS=1000 cargo test --test attack -- --nocapture` attacks harder, and prints what it saw.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

#[path = "../chance/mod.rs"]
mod chance;
mod files;
mod world;

use std::collections::BTreeSet;

use world::{Issued, World};

/// Plans attacked in an ordinary test run.
const ATTACKS: u64 = 40;
/// Other councils tried for each plan.
const OTHERS: u64 = 2;

#[derive(Debug, Default)]
struct Tally {
    plans: u64,
    editions: usize,
    refused: usize,
    withheld: usize,
    rounded: usize,
    /// Pairs of councils that show the same cells.
    alike: u64,
    /// Withheld and rounded numbers that differ between such councils.
    differing: usize,
}

#[test]
fn nothing_published_tells_more_than_the_numbers_that_are_shown() {
    let attacks = std::env::var("RAGBOOK_ATTACKS").ok().and_then(|n| n.parse().ok()).unwrap_or(ATTACKS);
    let only: Option<u64> = std::env::var("RAGBOOK_ATTACK").ok().and_then(|n| n.parse().ok());
    let mut tally = Tally::default();
    for plan in only.map_or(0..attacks, |one| one..one + 1) {
        attack(plan, &mut tally);
        if plan % 100 == 99 {
            println!("{} plans", plan + 1);
        }
    }
    println!("{tally:#?}");
    if only.is_none() {
        assert!(tally.alike > attacks / 2, "too few councils were alike to attack anything: {tally:?}");
        assert!(tally.differing as u64 > attacks, "too few numbers were attacked: {tally:?}");
    }
}

fn attack(number: u64, tally: &mut Tally) {
    let world = World::new(number);
    let issued = world.publish("one");
    tally.plans += 1;
    count(&issued, tally);
    no_secret(number, &issued, "one");
    for other in 1..=OTHERS {
        let changed = world.otherwise(number * 1_000 + other, &issued);
        let again = changed.publish("other");
        if again.cells() != issued.cells() {
            continue;
        }
        tally.alike += 1;
        tally.differing += world.differing(&changed);
        for (one, two) in issued.editions.iter().zip(&again.editions) {
            assert_eq!(one.of, two.of, "plan {number}, other {other}");
            let (Ok(one_file), Ok(two_file)) = (&one.file, &two.file) else {
                assert_eq!(one.file.is_ok(), two.file.is_ok(), "plan {number}, other {other}, {}", one.of);
                continue;
            };
            let differs = files::difference(one_file, two_file);
            assert!(
                differs.is_none(),
                "plan {number}, other {other}, {}: {}\n{}",
                one.of,
                differs.unwrap(),
                world.told(&changed)
            );
        }
    }
}

fn count(issued: &Issued, tally: &mut Tally) {
    tally.editions += issued.editions.len();
    tally.refused += issued.editions.iter().filter(|edition| edition.file.is_err()).count();
    let cells: BTreeSet<_> = issued.cells().into_iter().map(|(_, cell, shown)| (cell, shown)).collect();
    tally.withheld += cells.iter().filter(|(_, shown)| shown == "[c]").count();
    tally.rounded += cells.len();
}

/// No planted text is in any part of any file.
fn no_secret(number: u64, issued: &Issued, council: &str) {
    for edition in &issued.editions {
        let Ok(file) = &edition.file else { continue };
        let all: String = files::parts(file).into_iter().map(|(name, text)| name + &text).collect();
        assert!(!all.to_lowercase().contains(&world::secret(council)), "plan {number}, {}", edition.of);
    }
}
