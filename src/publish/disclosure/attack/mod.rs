//! The attack (issue 5, "Done when"): a thousand random small plans, several months, editions and revisions; a [`reader`]
//! gets everything printed and tries to find what is `[c]`. No number may be left with fewer than three that fit.
//!
//! `RAGBOOK_ATTACKS=20000 cargo test --release --lib disclosure::attack -- --nocapture` attacks harder and prints what it saw.

mod reader;

use std::collections::{BTreeMap, BTreeSet};

use super::sample::Desk;
use super::{CellId, Counted, Counts, Part, Refusal, Shown, Span, Why};
use crate::domain::{MeasureRef, Period, Quantity};
use reader::{About, Fits, Key, Print, Reader};

/// Plans attacked in an ordinary test run.
const ATTACKS: u64 = 1_000;

/// A small generator of its own, so that a failing plan can be made again from its number.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % end
    }

    fn one_in(&mut self, n: u64) -> bool {
        self.below(n) == 0
    }

    /// Mostly small.
    fn count(&mut self) -> i64 {
        let most = [1, 4, 7, 13, 40][usize::try_from(self.below(5)).unwrap()];
        i64::try_from(self.below(most + 1)).unwrap()
    }
}

/// A plan with its true numbers, month by month.
struct World {
    desk: Desk,
    about: BTreeMap<String, About>,
    months: Vec<String>,
    truth: BTreeMap<Key, i64>,
    revisions: bool,
}

#[derive(Debug, Default)]
struct Tally {
    plans: u64,
    papers: u64,
    cells: u64,
    small: u64,
    companions: u64,
    breakdowns: u64,
    shares: u64,
    refused: u64,
    attacked: u64,
    given_up: u64,
    misled: u64,
}

fn attack(number: u64, tally: &mut Tally) {
    let mut dice = Dice(number.wrapping_mul(0x5851_f42d_4c95_7f2d));
    let mut world = world(&mut dice);
    tally.plans += 1;
    let mut papers = Vec::new();
    for month in 0..world.months.len() {
        if world.revisions && month > 0 && dice.one_in(2) {
            world.revise(&mut dice, month - 1);
        }
        for edition in ["scrutiny", "cabinet", "board"] {
            if edition != "scrutiny" && dice.one_in(2) {
                continue;
            }
            papers.extend(world.publish(&mut dice, edition, month, tally));
        }
    }
    let (plan, truth) = (&world.about, &world.truth);
    let reader =
        Reader { plan, months: world.months.len(), revisions: world.revisions, rounded: false, truth };
    let found = reader.attack(&papers);
    for (key, fits) in &found {
        let truth = world.truth.get(key).copied().unwrap_or(0);
        let printed = papers.iter().flatten().any(|print| print.key == *key);
        let small = world.about[&key.0].sensitive && (1..=5).contains(&truth);
        if !printed && !small {
            continue;
        }
        tally.attacked += 1;
        match fits {
            Fits::GivenUp => tally.given_up += 1,
            Fits::Misled => {
                assert!(world.revisions, "plan {number}: {key:?}; {}", world.told(&papers));
                tally.misled += 1;
            }
            Fits::Numbers(fits) => assert!(
                *fits >= 3,
                "plan {number}: only {fits} numbers fit {key:?}, which is {truth}; {}",
                world.told(&papers)
            ),
        }
    }
}

fn world(dice: &mut Dice) -> World {
    let refs = ["1.1a", "1.1b", "1.1c", "1.1d", "1.1e", "1.1f"];
    let count = 2 + usize::try_from(dice.below(5)).unwrap();
    let refs = &refs[..count.min(6)];
    let mut desk = Desk::with(refs);
    let mut about: BTreeMap<String, About> =
        refs.iter().map(|r| ((*r).to_owned(), About { sensitive: true, ..About::default() })).collect();
    let (percent, cumulative) = (dice.one_in(4), dice.one_in(3));
    for (i, name) in refs.iter().enumerate() {
        let mut this = about[*name].clone();
        if percent {
            desk = desk.percent(name);
            this.percent = true;
        } else if cumulative {
            desk = desk.cumulative(name);
            this.cumulative = true;
        }
        // A later measure is the total of some that stand before it, so that totals may be parts of totals.
        if i + 1 < refs.len() && !dice.one_in(4) {
            let total = refs[i + 1 + usize::try_from(dice.below((refs.len() - i - 1) as u64)).unwrap()];
            desk = desk.total(total, &[name]);
            this.sums_to = Some(total.to_owned());
        } else if dice.one_in(6) {
            desk = desk.not_sensitive(name);
            this.sensitive = false;
        }
        about.insert((*name).to_owned(), this);
    }
    let months: Vec<String> = (0..=dice.below(5)).map(|m| format!("2019-{:02}", 4 + m)).collect();
    let revisions = dice.one_in(4) && !cumulative;
    let mut world = World { desk, about, months, truth: BTreeMap::new(), revisions };
    for month in 0..world.months.len() {
        world.fill(dice, month);
    }
    world
}

impl World {
    /// Gives every measure of a month its numbers: parts by dice, totals by adding.
    fn fill(&mut self, dice: &mut Dice, month: usize) {
        let names: Vec<String> = self.about.keys().cloned().collect();
        for name in names {
            let about = self.about[&name].clone();
            let parts: &[char] = if about.percent { &['n', 'c'] } else { &['v'] };
            for part in parts {
                let members: Vec<i64> = self
                    .about
                    .iter()
                    .filter(|(_, a)| a.sums_to.as_deref() == Some(&name))
                    .map(|(m, _)| self.truth[&(m.clone(), month, *part)])
                    .collect();
                let before = month.checked_sub(1).filter(|_| about.cumulative);
                let before = before.map_or(0, |last| self.truth[&(name.clone(), last, *part)]);
                let number = if members.is_empty() { before + dice.count() } else { members.iter().sum() };
                self.truth.insert((name.clone(), month, *part), number);
                if about.cumulative && month > 0 {
                    self.truth.insert((name.clone(), month, 'i'), number - before);
                }
            }
            if about.percent {
                let both = self.truth[&(name.clone(), month, 'n')] + self.truth[&(name.clone(), month, 'c')];
                self.truth.insert((name.clone(), month, 'd'), both);
            } else if month >= 2 && !about.cumulative {
                let sum = (month - 2..=month).map(|m| self.truth[&(name.clone(), m, 'v')]).sum();
                self.truth.insert((name.clone(), month, 'q'), sum);
            }
            self.tell(&name, month);
        }
    }

    /// Puts the true numbers of a measure into the figures.
    fn tell(&mut self, name: &str, month: usize) {
        let number = |part: char| self.truth.get(&(name.to_owned(), month, part)).copied();
        let quantity = |part: char| number(part).map(Quantity::from);
        let merged = match (number('n'), number('d')) {
            (Some(n), Some(d)) => Counts {
                value: super::percent::of(n, d, 6),
                numerator: quantity('n'),
                denominator: quantity('d'),
            },
            _ => Counts { value: quantity('v'), ..Counts::default() },
        };
        let key = (name.parse::<MeasureRef>().unwrap(), self.period(month));
        self.desk.figures.insert(key, Counted { merged, by_returner: BTreeMap::new() });
    }

    /// A month is returned anew with other numbers.
    fn revise(&mut self, dice: &mut Dice, month: usize) {
        let before = self.truth.clone();
        let names: Vec<String> = self.about.keys().cloned().collect();
        self.fill(dice, month);
        // Half of the lowest numbers stay as they were.
        for name in &names {
            let is_total = self.about.values().any(|a| a.sums_to.as_ref() == Some(name));
            if !is_total && !dice.one_in(2) {
                for part in ['v', 'n', 'c', 'd'] {
                    let key = (name.clone(), month, part);
                    if let Some(number) = before.get(&key) {
                        self.truth.insert(key, *number);
                    }
                }
            }
        }
        self.add_up(month);
    }

    /// Totals of a month, and quarters, from their parts.
    fn add_up(&mut self, month: usize) {
        let names: Vec<String> = self.about.keys().cloned().collect();
        for name in &names {
            for part in ['v', 'n', 'c', 'd'] {
                let members: Vec<String> = self
                    .about
                    .iter()
                    .filter(|(_, a)| a.sums_to.as_ref() == Some(name))
                    .map(|(m, _)| m.clone())
                    .collect();
                if !members.is_empty() && self.truth.contains_key(&(name.clone(), month, part)) {
                    let sum = members.iter().map(|m| self.truth[&(m.clone(), month, part)]).sum();
                    self.truth.insert((name.clone(), month, part), sum);
                }
            }
            for later in month.max(2)..(month + 3).min(self.months.len()) {
                if self.truth.contains_key(&(name.clone(), later, 'q')) {
                    let sum = (later - 2..=later).map(|m| self.truth[&(name.clone(), m, 'v')]).sum();
                    self.truth.insert((name.clone(), later, 'q'), sum);
                }
            }
            self.tell(name, month);
        }
    }

    /// The plan and its papers in a few lines, for a failing attack.
    fn told(&self, papers: &[Vec<Print>]) -> String {
        let print = |p: &Print| {
            format!("{}.{}{}={} ({:?})", p.key.0, p.key.1, p.key.2, p.shown, self.truth.get(&p.key))
        };
        let paper = |paper: &Vec<Print>| paper.iter().map(print).collect::<Vec<_>>().join(" ");
        let papers = papers.iter().map(paper).collect::<Vec<_>>().join("\n");
        format!("{:?}\n{papers}", self.about)
    }

    fn period(&self, month: usize) -> Period {
        self.months[month].parse().unwrap()
    }

    /// One paper: this month, or every month so far; some measures, or all. None when it was refused.
    fn publish(
        &mut self,
        dice: &mut Dice,
        edition: &str,
        month: usize,
        tally: &mut Tally,
    ) -> Option<Vec<Print>> {
        let first = if dice.one_in(3) { 0 } else { month };
        let all = dice.one_in(2);
        let mut wanted = BTreeSet::new();
        let mut key_of = BTreeMap::<CellId, Key>::new();
        for (name, about) in &self.about {
            if !all && dice.one_in(3) {
                continue;
            }
            for m in first..=month {
                let id = CellId::value(name.parse().unwrap(), self.period(m));
                let mut want = |id: CellId, part: char| {
                    key_of.insert(id.clone(), (name.clone(), m, part));
                    wanted.insert(id);
                };
                want(id.clone(), 'v');
                if about.percent && !dice.one_in(3) {
                    want(id.with(Part::Numerator), 'n');
                    want(id.with(Part::Denominator), 'd');
                }
                if m >= 2 && !about.percent && !about.cumulative && dice.one_in(3) {
                    want(CellId { span: Span::Quarter, ..id }, 'q');
                }
            }
        }
        tally.papers += 1;
        let treatment = match self.desk.treat(edition, &self.months[month], &wanted) {
            Ok(treatment) => treatment,
            Err(refusals) => {
                tally.refused += 1;
                assert!(refusals.iter().all(|r| matches!(r, Refusal::Unsafe { .. })));
                return None;
            }
        };
        let mut paper = Vec::new();
        for (id, treated) in treatment.cells() {
            let key = key_of[id].clone();
            let truth = self.truth.get(&key).copied();
            let is_count = key.2 != 'v' || !self.about[&key.0].percent;
            let small =
                self.about[&key.0].sensitive && is_count && truth.is_some_and(|t| (1..=5).contains(&t));
            assert!(!small || matches!(treated.shown, Shown::Withheld(_)), "{key:?} is small and printed");
            tally.cells += 1;
            match treated.shown {
                Shown::Withheld(Why::SmallNumber) => tally.small += 1,
                Shown::Withheld(Why::Companion) => tally.companions += 1,
                Shown::Withheld(Why::Breakdown) => tally.breakdowns += 1,
                Shown::Withheld(_) => tally.shares += 1,
                _ => {}
            }
            paper.push(Print { key, shown: treated.shown.to_string() });
        }
        self.desk.published.record(edition, self.period(month), treatment.to_record());
        Some(paper)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thousand_small_plans_withstand_a_reader_who_adds_and_subtracts() {
        let attacks = std::env::var("RAGBOOK_ATTACKS").ok().and_then(|n| n.parse().ok()).unwrap_or(ATTACKS);
        let mut tally = Tally::default();
        for number in 0..attacks {
            attack(number, &mut tally);
        }
        println!("{tally:?}");
        assert!(
            tally.small > attacks && tally.companions > attacks / 4,
            "the plans had little to hide: {tally:?}"
        );
        assert!(tally.given_up * 100 <= tally.attacked, "the reader gave up too often: {tally:?}");
    }
}
