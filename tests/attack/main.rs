//! The attack on everything that editions publish (issue 5, "Done when"): the workbooks of all editions and months, unzipped,
//! and the same editions as pages for a browser. No CSV is published with an edition.
//!
//! - Searched: no name, file or text of a lead, and no digits of a withheld number that stands nowhere else, is in any part of
//!   any file.
//! - Solved (`solve`): the numbers are taken from the tables of the pages, as a reader would, and every equation within and
//!   across tables, months and editions is tried; at least three numbers fit each `[c]`.
//! - Compared: all else that could tell: ratings, movements, gaps, reasons, headlines, counts, properties, row heights. The
//!   attacker gets two councils whose numbers differ only where `[c]` or a rounded number stands, and whose leads' names,
//!   texts, file names and reasons for decisions differ altogether. When one bit of everything published differs, it tells what
//!   the cells do not, and the attacker has won.
//!
//! `RAGBOOK_ATTACKS=1000 cargo test --test attack -- --nocapture` attacks harder, and prints what it saw; `RAGBOOK_ATTACKS=250-500`
//! a part of the same plans.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

#[path = "../chance/mod.rs"]
mod chance;
mod files;
#[path = "../../src/publish/disclosure/attack/reader.rs"]
mod reader;
mod solve;
mod world;

use std::collections::BTreeSet;

use ragbook::ledger::published::Shown;
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
    /// Files published.
    files: usize,
    withheld: usize,
    /// All cells of sensitive measures.
    cells: usize,
    /// Withheld numbers whose digits stand nowhere else, and were looked for.
    searched: usize,
    solved: solve::Solved,
    /// Pairs of councils that show the same cells.
    alike: u64,
    /// Withheld and rounded numbers that differ between such councils.
    differing: usize,
}

#[test]
fn nothing_published_tells_more_than_the_numbers_that_are_shown() {
    let plans = plans();
    let attacks = plans.end - plans.start;
    let mut tally = Tally::default();
    for plan in plans {
        attack(plan, &mut tally);
        if plan % 100 == 99 {
            println!("{} plans", plan + 1);
        }
    }
    println!("{tally:#?}");
    if attacks > 1 {
        assert!(tally.alike > attacks / 2, "too few councils were alike to attack anything: {tally:?}");
        assert!(tally.differing as u64 > attacks, "too few numbers were attacked: {tally:?}");
        assert!(tally.solved.attacked as u64 > attacks, "too few numbers were to be solved: {tally:?}");
        assert!(tally.searched as u64 > attacks / 40, "too few numbers were searched for: {tally:?}");
    }
}

/// Which plans are attacked: `RAGBOOK_ATTACKS=1000` the first so many, `RAGBOOK_ATTACKS=250-500` a part of them, for several
/// machines or processes, `RAGBOOK_ATTACK=139` one alone.
fn plans() -> std::ops::Range<u64> {
    let asked = |name| std::env::var(name).ok();
    let number = |text: &str| text.parse::<u64>().ok();
    if let Some(one) = asked("RAGBOOK_ATTACK").and_then(|text| number(&text)) {
        return one..one + 1;
    }
    let many = asked("RAGBOOK_ATTACKS").unwrap_or_default();
    match many.split_once('-').and_then(|(from, to)| Some(number(from)?..number(to)?)) {
        Some(part) => part,
        None => 0..number(&many).unwrap_or(ATTACKS),
    }
}

fn attack(number: u64, tally: &mut Tally) {
    let world = World::new(number);
    let issued = world.publish("one").written();
    tally.plans += 1;
    count(&issued, tally);
    no_secret(number, &issued, "one");
    no_digits(number, &world, &issued, tally);
    solve::solve(number, &world, &issued, &mut tally.solved);
    for other in 1..=OTHERS {
        let changed = world.otherwise(number * 1_000 + other, &issued);
        let again = changed.publish("other");
        if again.cells() != issued.cells() {
            continue;
        }
        let again = again.written();
        tally.alike += 1;
        tally.differing += world.differing(&changed);
        for (one, two) in issued.editions.iter().zip(&again.editions) {
            assert_eq!(one.of, two.of, "plan {number}, other {other}");
            let (Ok(one_file), Ok(two_file)) = (&one.file, &two.file) else {
                assert_eq!(one.file.is_ok(), two.file.is_ok(), "plan {number}, other {other}, {}", one.of);
                continue;
            };
            let differs = files::difference(&one_file.workbook, &two_file.workbook)
                .or_else(|| files::difference_of_pages(&one_file.page, &two_file.page));
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
    tally.files += issued.editions.iter().filter(|edition| edition.file.is_ok()).count() * 2;
    let cells: BTreeSet<_> = issued.cells().into_iter().map(|(_, cell, shown)| (cell, shown)).collect();
    tally.withheld += cells.iter().filter(|(_, shown)| shown == "[c]").count();
    tally.cells += cells.len();
}

/// No planted text is in any part of any file.
fn no_secret(number: u64, issued: &Issued, council: &str) {
    for edition in &issued.editions {
        let Ok(file) = &edition.file else { continue };
        let all = files::all(file);
        assert!(!all.to_lowercase().contains(&world::secret(council)), "plan {number}, {}", edition.of);
    }
}

/// The digits of a number that is withheld wherever it would stand, and that no other number has, are in no part of any file.
fn no_digits(number: u64, world: &World, issued: &Issued, tally: &mut Tally) {
    let told: BTreeSet<_> = issued
        .ledger
        .rows
        .iter()
        .filter(|row| !matches!(row.shown, Shown::Withheld(_)))
        .map(|row| (row.cell.measure, row.cell.period))
        .collect();
    let mut secret = BTreeSet::new();
    for row in &issued.ledger.rows {
        let key = (row.cell.measure, row.cell.period);
        let month = (0..world.months()).find(|month| world::period(*month) == key.1).unwrap();
        if !told.contains(&key) {
            secret.extend(world.ever(key.0, month).filter(|number| *number >= 1_000));
        }
    }
    // A total whose other part is nought has the same digits, and is shown; or its gap to the target has.
    for row in &issued.ledger.rows {
        let (Shown::Exact(number) | Shown::Rounded(number)) = row.shown else { continue };
        let target = world.plan().measure(row.cell.measure).and_then(|measure| measure.target);
        for shown in [Some(number), target.and_then(|target| number.minus(target))].into_iter().flatten() {
            if let Ok(shown) = shown.to_string().parse::<i64>() {
                secret.remove(&shown);
            }
        }
    }
    tally.searched += secret.len();
    for edition in &issued.editions {
        let Ok(file) = &edition.file else { continue };
        let all = files::all(file);
        for secret in &secret {
            let found = files::number_in(&all, *secret);
            assert_eq!(found, None, "plan {number}, {}: {secret}", edition.of);
        }
    }
}
