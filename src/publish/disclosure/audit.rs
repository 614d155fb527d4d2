//! The audit (7.4, step 5): for each guarded cell, how many whole numbers of 1 or more fit everything a reader knows?
//!
//! Exact: bounds are tightened first, then the rest is searched depth first, nearest to the true numbers first, as small
//! changes of the truth are what mostly fits. One solution is evidence for every cell at once. Only when a whole stretch
//! of numbers has been searched in vain does it count as impossible; beyond the step limit a cell counts as unsafe.

use super::SMALL;

/// Fewest numbers that must fit each guarded cell.
pub(super) const ENOUGH: usize = 3;

/// Steps (tightenings of one rule) spent on a cell before it counts as unsafe.
pub(super) const STEP_LIMIT: usize = 200_000;

/// A number that a reader does not know.
#[derive(Debug, Clone)]
pub(super) struct Unknown {
    /// Least a reader must reckon with.
    pub(super) low: i64,
    /// Most.
    pub(super) high: i64,
    /// What it is.
    pub(super) truth: i64,
    /// Whether [`ENOUGH`] numbers must fit it.
    pub(super) guarded: bool,
    /// Whether withholding may have started with it, if it is small.
    pub(super) origin: bool,
}

/// `low ≤ Σ factor × unknown ≤ high`.
#[derive(Debug, Clone)]
pub(super) struct Bounds {
    /// Unknowns with their factors, none of them nought.
    pub(super) terms: Vec<(usize, i64)>,
    /// Least.
    pub(super) low: i64,
    /// Most.
    pub(super) high: i64,
}

/// What a reader faces: unknowns that hang together, and the rules between them.
#[derive(Debug, Clone, Default)]
pub(super) struct Puzzle {
    /// Unknowns.
    pub(super) unknowns: Vec<Unknown>,
    /// Rules.
    pub(super) rules: Vec<Bounds>,
}

/// What the audit found of a cell that is not safe.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unsafe {
    /// So few numbers fit.
    TooFew(usize),
    /// The search was given up.
    NotProved,
}

/// The guarded unknowns that are not safe, in order.
pub(super) fn audit(puzzle: &Puzzle, step_limit: usize) -> Vec<(usize, Unsafe)> {
    let mut search = Search::new(puzzle);
    let mut start: Domains = puzzle.unknowns.iter().map(|u| (u.low, u.high)).collect();
    let all: Vec<usize> = (0..puzzle.rules.len()).collect();
    search.left = step_limit.saturating_mul(2);
    // The truth fits, so tightening cannot fail; if it did, nothing would be proved.
    let consistent = search.tighten(&mut start, all);
    search.origins = origins(puzzle, &start);
    let mut found = Vec::new();
    for (index, unknown) in puzzle.unknowns.iter().enumerate() {
        if !unknown.guarded {
            continue;
        }
        search.left = step_limit;
        let verdict = if consistent { search.judge(&start, index) } else { Some(Unsafe::NotProved) };
        found.extend(verdict.map(|verdict| (index, verdict)));
    }
    found
}

type Domains = Vec<(i64, i64)>;

struct Search<'a> {
    puzzle: &'a Puzzle,
    /// Rules of each unknown.
    rules_of: Vec<Vec<usize>>,
    /// Of each of these groups at least one number is small: a reader who knows the rules knows that withholding starts
    /// with a small number.
    origins: Vec<Vec<usize>>,
    /// Numbers seen in solutions, of each unknown, up to [`ENOUGH`].
    seen: Vec<Vec<i64>>,
    /// Steps left.
    left: usize,
}

impl<'a> Search<'a> {
    fn new(puzzle: &'a Puzzle) -> Self {
        let mut rules_of = vec![Vec::new(); puzzle.unknowns.len()];
        for (index, rule) in puzzle.rules.iter().enumerate() {
            for (unknown, _) in &rule.terms {
                if let Some(rules) = rules_of.get_mut(*unknown) {
                    rules.push(index);
                }
            }
        }
        let seen = puzzle.unknowns.iter().map(|u| if u.truth >= 1 { vec![u.truth] } else { Vec::new() });
        Self { puzzle, rules_of, origins: Vec::new(), seen: seen.collect(), left: 0 }
    }

    /// None when enough numbers fit.
    fn judge(&mut self, start: &Domains, target: usize) -> Option<Unsafe> {
        let &(low, high) = start.get(target)?;
        let mut stretches = vec![(low.max(1), high)];
        while self.count(target) < ENOUGH {
            let Some((low, high)) = stretches.pop() else { return Some(Unsafe::TooFew(self.count(target))) };
            if low > high {
                continue;
            }
            let seen = self.seen.get(target).map_or(&[][..], Vec::as_slice);
            if let Some(known) = seen.iter().copied().find(|number| (low..=high).contains(number)) {
                stretches.push((low, known - 1));
                stretches.push((known + 1, high));
                continue;
            }
            let mut domains = start.clone();
            if let Some(domain) = domains.get_mut(target) {
                *domain = (low, high);
            }
            match self.solve(domains, self.rules_of.get(target).cloned().unwrap_or_default()) {
                // A solution adds a number of this stretch to those seen: the stretch is split at it.
                Solved::Yes => stretches.push((low, high)),
                Solved::No => {}
                Solved::GivenUp => return Some(Unsafe::NotProved),
            }
        }
        None
    }

    fn count(&self, target: usize) -> usize {
        self.seen.get(target).map_or(0, Vec::len)
    }

    /// Looks for one solution within these domains and notes its numbers.
    fn solve(&mut self, domains: Domains, changed: Vec<usize>) -> Solved {
        let mut open = vec![(domains, changed)];
        while let Some((mut domains, changed)) = open.pop() {
            if !self.tighten(&mut domains, changed) {
                if self.left == 0 {
                    return Solved::GivenUp;
                }
                continue;
            }
            let Some((unknown, value)) = self.next_guess(&domains) else {
                self.note(&domains);
                return Solved::Yes;
            };
            let (low, high) = domains.get(unknown).copied().unwrap_or((value, value));
            let rules = self.rules_of.get(unknown).cloned().unwrap_or_default();
            // Last in, first tried: the guess itself, then what lies beside it.
            for (from, to) in [(low, value - 1), (value + 1, high), (value, value)] {
                if from <= to {
                    let mut narrowed = domains.clone();
                    if let Some(domain) = narrowed.get_mut(unknown) {
                        *domain = (from, to);
                    }
                    open.push((narrowed, rules.clone()));
                }
            }
        }
        Solved::No
    }

    /// The unknown to settle next and the number to try: first one that cannot keep its true number, as that is where
    /// the change must go on; else any that is open, smallest choice first. None when all are settled.
    fn next_guess(&self, domains: &Domains) -> Option<(usize, i64)> {
        let open = domains.iter().zip(&self.puzzle.unknowns).enumerate();
        let open = open.filter(|(_, ((low, high), _))| low < high);
        let (index, ((low, high), unknown)) = open.min_by_key(|(_, ((low, high), unknown))| {
            let keeps_truth = (*low..=*high).contains(&unknown.truth);
            (keeps_truth, high - low)
        })?;
        Some((index, unknown.truth.clamp(*low, *high)))
    }

    fn note(&mut self, solution: &Domains) {
        for ((value, _), seen) in solution.iter().zip(&mut self.seen) {
            if *value >= 1 && seen.len() < ENOUGH && !seen.contains(value) {
                seen.push(*value);
            }
        }
    }

    /// Narrows the domains as far as the rules tell. False when they contradict one another, or when no steps are left.
    fn tighten(&mut self, domains: &mut Domains, changed: Vec<usize>) -> bool {
        let mut waiting = vec![false; self.puzzle.rules.len()];
        let mut queue = changed;
        mark_all(&mut waiting, &queue);
        loop {
            while let Some(rule) = queue.pop() {
                mark(&mut waiting, rule, false);
                if self.left == 0 {
                    return false;
                }
                self.left -= 1;
                let Some(bounds) = self.puzzle.rules.get(rule) else { continue };
                let Some(narrowed) = narrow(bounds, domains) else { return false };
                for unknown in narrowed {
                    for other in self.rules_of.get(unknown).into_iter().flatten() {
                        if !waiting.get(*other).copied().unwrap_or(true) {
                            mark(&mut waiting, *other, true);
                            queue.push(*other);
                        }
                    }
                }
            }
            match self.origin(domains) {
                Origin::Impossible => return false,
                Origin::Settled => return true,
                Origin::Narrowed(unknown) => {
                    queue = self.rules_of.get(unknown).cloned().unwrap_or_default();
                    mark_all(&mut waiting, &queue);
                }
            }
        }
    }

    /// Holds the domains against "withholding starts with a small number".
    fn origin(&self, domains: &mut Domains) -> Origin {
        for group in &self.origins {
            let can_start = |unknown: &&usize| {
                domains.get(**unknown).is_some_and(|(low, high)| *low <= SMALL && *high >= 1)
            };
            let mut able = group.iter().filter(can_start);
            let (first, second) = (able.next(), able.next());
            let Some(only) = first.copied() else { return Origin::Impossible };
            let Some(domain) = domains.get_mut(only).filter(|_| second.is_none()) else { continue };
            let narrowed = (domain.0.max(1), domain.1.min(SMALL));
            if narrowed != *domain {
                *domain = narrowed;
                return Origin::Narrowed(only);
            }
        }
        Origin::Settled
    }
}

/// Groups of numbers that hang together by rules once what follows at once is known, each without those that withholding
/// cannot have started with. A group in which nothing is small any more, because what started it was revised, is left
/// out: it is no knowledge.
fn origins(puzzle: &Puzzle, start: &Domains) -> Vec<Vec<usize>> {
    let is_open = |unknown: usize| start.get(unknown).is_some_and(|(low, high)| low < high);
    let mut group_of: Vec<usize> = (0..puzzle.unknowns.len()).collect();
    for rule in &puzzle.rules {
        let mut open = rule.terms.iter().map(|(unknown, _)| *unknown).filter(|unknown| is_open(*unknown));
        let Some(first) = open.next().and_then(|first| group_of.get(first).copied()) else { continue };
        for other in open {
            let old = group_of.get(other).copied().unwrap_or(first);
            group_of.iter_mut().filter(|group| **group == old).for_each(|group| *group = first);
        }
    }
    let mut groups = std::collections::BTreeMap::<usize, Vec<usize>>::new();
    for (index, unknown) in puzzle.unknowns.iter().enumerate() {
        if let (true, Some(group)) = (unknown.origin && is_open(index), group_of.get(index)) {
            groups.entry(*group).or_default().push(index);
        }
    }
    let small = |index: &usize| puzzle.unknowns.get(*index).is_some_and(|u| (1..=SMALL).contains(&u.truth));
    groups.into_values().filter(|group| group.iter().any(small)).collect()
}

enum Solved {
    Yes,
    No,
    GivenUp,
}

enum Origin {
    Impossible,
    Settled,
    Narrowed(usize),
}

fn mark(waiting: &mut [bool], rule: usize, is_waiting: bool) {
    if let Some(entry) = waiting.get_mut(rule) {
        *entry = is_waiting;
    }
}

fn mark_all(waiting: &mut [bool], rules: &[usize]) {
    for rule in rules {
        mark(waiting, *rule, true);
    }
}

/// Narrows the unknowns of one rule; those that changed, or none when the rule cannot be kept.
fn narrow(bounds: &Bounds, domains: &mut Domains) -> Option<Vec<usize>> {
    let mut changed = Vec::new();
    let ends = |domains: &Domains, (unknown, factor): (usize, i64)| {
        let (low, high) = domains.get(unknown).copied().unwrap_or((0, 0));
        let (a, b) = (low.saturating_mul(factor), high.saturating_mul(factor));
        (a.min(b), a.max(b))
    };
    let sum = |domains: &Domains| {
        bounds.terms.iter().fold((0_i64, 0_i64), |(low, high), term| {
            let (a, b) = ends(domains, *term);
            (low.saturating_add(a), high.saturating_add(b))
        })
    };
    let (mut least, mut most) = sum(domains);
    if least > bounds.high || most < bounds.low {
        return None;
    }
    for term @ (unknown, factor) in bounds.terms.iter().copied() {
        let (a, b) = ends(domains, term);
        let (others_least, others_most) = (least.saturating_sub(a), most.saturating_sub(b));
        let (from, to) = (bounds.low.saturating_sub(others_most), bounds.high.saturating_sub(others_least));
        let (low, high) = if factor > 0 {
            (ceiling(from, factor), floor(to, factor))
        } else {
            (ceiling(to.saturating_neg(), -factor), floor(from.saturating_neg(), -factor))
        };
        let domain = domains.get_mut(unknown)?;
        let narrowed = (domain.0.max(low), domain.1.min(high));
        if narrowed.0 > narrowed.1 {
            return None;
        }
        if narrowed != *domain {
            *domain = narrowed;
            changed.push(unknown);
            (least, most) = sum(domains);
        }
    }
    Some(changed)
}

const fn floor(number: i64, by: i64) -> i64 {
    number.div_euclid(by)
}

const fn ceiling(number: i64, by: i64) -> i64 {
    let down = number.div_euclid(by);
    if number.rem_euclid(by) == 0 { down } else { down + 1 }
}
