//! A reader with pencil and paper: takes the printed papers and the wording of the plan, writes down every equation, and
//! tries every number. Written plainly and apart from what it attacks: it shares no code and no type with it.

use std::collections::{BTreeMap, BTreeSet};

/// What the plan says of a measure, as printed in every paper.
#[derive(Debug, Clone, Default)]
pub(super) struct About {
    pub(super) percent: bool,
    pub(super) cumulative: bool,
    pub(super) sensitive: bool,
    pub(super) sums_to: Option<String>,
    pub(super) same_as: Option<String>,
}

/// One printed number: measure, month (counted from nought), part, and what stands there.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Print {
    pub(super) key: Key,
    pub(super) shown: String,
}

/// Measure, month, part: `v`, `n`, `d`, `c` (complement), `i` (increase), `q` (quarter).
pub(super) type Key = (String, usize, char);

/// `low ≤ Σ factor × number ≤ high`.
type Rule = (Vec<(Key, i64)>, i64, i64);

/// What the reader makes of a number that is `[c]` or never printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fits {
    /// So many numbers from 1 on fit; three stands for three or more.
    Numbers(usize),
    /// Too long to try.
    GivenUp,
    /// The reader holds together what was never true together: numbers of before and after a revision.
    Misled,
}

/// What the reader makes of each.
pub(super) type Found = BTreeMap<Key, Fits>;

pub(super) struct Reader<'a> {
    pub(super) plan: &'a BTreeMap<String, About>,
    pub(super) months: usize,
    /// Whether numbers may have been revised between papers: then "some small number started it" is no knowledge.
    pub(super) revisions: bool,
    /// Whether numbers stand to the nearest 5 (Method B). Percentages then say nothing here: their numbers are not printed.
    pub(super) rounded: bool,
    /// The true numbers, only to tell whether the reader was misled; the reader does not look.
    pub(super) truth: &'a BTreeMap<Key, i64>,
}

impl Reader<'_> {
    /// All papers, oldest first.
    pub(super) fn attack(&self, papers: &[Vec<Print>]) -> Found {
        let mut known = BTreeMap::<Key, i64>::new();
        let mut withheld = BTreeSet::<Key>::new();
        let mut rules = BTreeSet::<Rule>::new();
        for paper in papers {
            for print in paper {
                let percent = self.plan[&print.key.0].percent && print.key.2 == 'v';
                match print.shown.parse::<i64>() {
                    _ if percent && self.rounded => {}
                    Ok(number) if self.rounded && number != 0 => {
                        rules.insert((vec![(print.key.clone(), 1)], number - 2, number + 2));
                    }
                    Ok(number) if !percent => {
                        known.insert(print.key.clone(), number);
                        withheld.remove(&print.key);
                    }
                    _ if percent => rules.extend(percentage(&print.key, &print.shown)),
                    _ => {
                        withheld.insert(print.key.clone());
                        let truth = self.truth.get(&print.key);
                        // The strongest reader knows which are small and which only stand beside a small one.
                        if self.rounded && truth.is_some_and(|truth| (1..=7).contains(truth)) {
                            rules.insert((vec![(print.key.clone(), 1)], 1, 7));
                        }
                        if !self.revisions {
                            assert!(
                                !known.contains_key(&print.key),
                                "{:?} was printed, then withheld",
                                print.key
                            );
                        }
                        known.remove(&print.key);
                    }
                }
            }
            // Everything known after this paper; equations of earlier papers stay on the list.
            let put_in = |rule: &Rule| with_known(rule, &known);
            rules = rules.iter().filter_map(put_in).collect();
            rules.extend(self.equations(&known, &withheld).iter().filter_map(put_in));
        }
        self.solve(&rules, &Papers { known, withheld })
    }

    fn equations(&self, known: &BTreeMap<Key, i64>, withheld: &BTreeSet<Key>) -> Vec<Rule> {
        let mentioned = |key: &Key| known.contains_key(key) || withheld.contains(key);
        let mut rules = Vec::new();
        let mut zero = |terms: Vec<(Key, i64)>| rules.push((terms, 0, 0));
        for (name, about) in self.plan {
            let parts: &[char] = if about.percent { &['n', 'd'] } else { &['v'] };
            for month in 0..self.months {
                let key = |part: char| (name.clone(), month, part);
                for part in parts {
                    let members: Vec<&String> = self
                        .plan
                        .iter()
                        .filter(|(_, a)| a.sums_to.as_ref() == Some(name))
                        .map(|(m, _)| m)
                        .collect();
                    if !members.is_empty() {
                        let mut terms: Vec<(Key, i64)> =
                            members.into_iter().map(|m| ((m.clone(), month, *part), 1)).collect();
                        terms.push((key(*part), -1));
                        zero(terms);
                    }
                    if let Some(other) = &about.same_as {
                        zero(vec![(key(*part), 1), ((other.clone(), month, *part), -1)]);
                    }
                    if about.cumulative && month > 0 {
                        let last = (name.clone(), month - 1, *part);
                        zero(vec![(last, 1), (key('i'), 1), (key(*part), -1)]);
                    }
                }
                if about.percent {
                    zero(vec![(key('n'), 1), (key('c'), 1), (key('d'), -1)]);
                }
                if month >= 2 && mentioned(&key('q')) {
                    let mut terms: Vec<(Key, i64)> =
                        (month - 2..=month).map(|m| ((name.clone(), m, 'v'), 1)).collect();
                    terms.push((key('q'), -1));
                    zero(terms);
                }
            }
        }
        rules
    }

    fn solve(&self, rules: &BTreeSet<Rule>, papers: &Papers) -> Found {
        let withheld = &papers.withheld;
        let mut found = Found::new();
        let keys: BTreeSet<Key> = rules.iter().flat_map(|r| r.0.iter().map(|(k, _)| k.clone())).collect();
        // A number in no equation: 1 to 5.
        found.extend(withheld.iter().filter(|k| !keys.contains(*k)).map(|k| (k.clone(), Fits::Numbers(3))));
        let mut left: BTreeSet<Key> = keys;
        while let Some(first) = left.pop_first() {
            let mut group = BTreeSet::from([first]);
            loop {
                let more: BTreeSet<Key> = rules
                    .iter()
                    .filter(|r| r.0.iter().any(|(k, _)| group.contains(k)))
                    .flat_map(|r| r.0.iter().map(|(k, _)| k.clone()))
                    .collect();
                if more.is_subset(&group) {
                    break;
                }
                group.extend(more);
            }
            left.retain(|key| !group.contains(key));
            let rules: Vec<&Rule> = rules.iter().filter(|r| group.contains(&r.0[0].0)).collect();
            self.solve_group(&group.into_iter().collect::<Vec<_>>(), &rules, papers, &mut found);
        }
        found
    }

    /// Noughts are printed, save where the whole breakdown of a group is withheld and the group is not printed either.
    fn may_be_nought(&self, key: &Key, papers: &Papers) -> bool {
        let at = |name: &str, part: char| (name.to_owned(), key.1, part);
        let hidden = |key: Key| !papers.known.contains_key(&key);
        if !papers.withheld.contains(key) || key.2 == 'n' && hidden(at(&key.0, 'd')) {
            return true;
        }
        let Some(total) = &self.plan[&key.0].sums_to else { return false };
        let mut siblings = self.plan.iter().filter(|(_, about)| about.sums_to.as_ref() == Some(total));
        hidden(at(total, key.2)) && siblings.all(|(m, _)| hidden(at(m, key.2)))
    }

    fn solve_group(&self, keys: &[Key], rules: &[&Rule], papers: &Papers, found: &mut Found) {
        let truth = |k: &Key| self.truth.get(k).copied();
        let nought = |k: &Key| truth(k) == Some(0) && !self.may_be_nought(k, papers);
        // A running total that fell when a month was corrected: the reader takes it for one that only grows.
        let fell = |k: &Key| truth(k).is_some_and(|number| number < 0);
        let sum = |rule: &Rule| rule.0.iter().try_fold(0, |sum, (k, f)| Some(sum + truth(k)? * f));
        let holds = |rule: &&Rule| sum(rule).is_some_and(|sum| (rule.1..=rule.2).contains(&sum));
        if !rules.iter().all(holds) || keys.iter().any(|key| nought(key) || fell(key)) {
            found.extend(keys.iter().map(|key| (key.clone(), Fits::Misled)));
            return;
        }
        let cap = 400
            + 2 * rules
                .iter()
                .map(|r| if r.0.iter().all(|t| t.1.abs() == 1) { r.1.abs() } else { 0 })
                .sum::<i64>();
        let index: BTreeMap<&Key, usize> = keys.iter().enumerate().map(|(i, k)| (k, i)).collect();
        let numbered: Vec<Numbered> = rules
            .iter()
            .map(|(t, low, high)| (t.iter().map(|(k, f)| (index[k], *f)).collect(), *low, *high))
            .collect();
        let start: Vec<(i64, i64)> =
            keys.iter().map(|k| (i64::from(!self.may_be_nought(k, papers)), cap)).collect();
        let small: Vec<usize> = (0..keys.len()).filter(|i| self.plan[&keys[*i].0].sensitive).collect();
        let page =
            Page { rules: numbered, small: if self.revisions || self.rounded { Vec::new() } else { small } };
        for (i, key) in keys.iter().enumerate() {
            let mut fits = 0;
            let mut tries = 30_000;
            let mut range = start.clone();
            if !page.narrow(&mut range) {
                found.insert(key.clone(), Fits::Numbers(0));
                continue;
            }
            let (low, high) = range[i];
            for number in low.max(1)..=high {
                let mut numbers = range.clone();
                numbers[i] = (number, number);
                fits += usize::from(page.fits(numbers, &mut tries));
                if fits == 3 || tries == 0 {
                    break;
                }
            }
            found.insert(
                key.clone(),
                if fits == 3 || tries > 0 { Fits::Numbers(fits) } else { Fits::GivenUp },
            );
        }
    }
}

/// A rule between numbered unknowns.
type Numbered = (Vec<(usize, i64)>, i64, i64);

/// What all papers together print.
struct Papers {
    known: BTreeMap<Key, i64>,
    withheld: BTreeSet<Key>,
}

/// Rules with numbered unknowns, and the unknowns of which one at least is 1 to 5.
struct Page {
    rules: Vec<Numbered>,
    small: Vec<usize>,
}

impl Page {
    fn fits(&self, mut range: Vec<(i64, i64)>, tries: &mut usize) -> bool {
        if *tries == 0 {
            return false;
        }
        *tries -= 1;
        if !self.narrow(&mut range) {
            return false;
        }
        let widest =
            (0..range.len()).filter(|i| range[*i].0 < range[*i].1).min_by_key(|i| range[*i].1 - range[*i].0);
        let Some(i) = widest else { return true };
        let (low, high) = range[i];
        let middle = low + (high - low) / 2;
        [(low, middle), (middle + 1, high)].into_iter().any(|half| {
            let mut range = range.clone();
            range[i] = half;
            self.fits(range, tries)
        })
    }

    fn narrow(&self, range: &mut [(i64, i64)]) -> bool {
        loop {
            let before = range.to_vec();
            for (terms, low, high) in &self.rules {
                for (i, factor) in terms {
                    let others = terms.iter().filter(|(j, _)| j != i).map(|(j, f)| {
                        let ends = [range[*j].0 * f, range[*j].1 * f];
                        (ends[0].min(ends[1]), ends[0].max(ends[1]))
                    });
                    let (least, most) = others.fold((0, 0), |sum, end| (sum.0 + end.0, sum.1 + end.1));
                    // low − most ≤ factor × number ≤ high − least
                    let (mut from, mut to) = (low - most, high - least);
                    if *factor < 0 {
                        (from, to) = (-to, -from);
                    }
                    let by = factor.abs();
                    range[*i].0 = range[*i].0.max(-((-from).div_euclid(by)));
                    range[*i].1 = range[*i].1.min(to.div_euclid(by));
                    if range[*i].0 > range[*i].1 {
                        return false;
                    }
                }
            }
            let can = |i: &usize| range[*i].0 <= 5 && range[*i].1 >= 1;
            if !self.small.is_empty() && !self.small.iter().any(can) {
                return false;
            }
            if before == range {
                return true;
            }
        }
    }
}

/// What a percentage printed to one place says of its two numbers.
fn percentage(key: &Key, shown: &str) -> Vec<Rule> {
    let tenths = match shown {
        "[low]" => 0,
        _ => match shown.split_once('.') {
            Some((whole, tenth)) => whole.parse::<i64>().unwrap() * 10 + tenth.parse::<i64>().unwrap(),
            None => match shown.parse::<i64>() {
                Ok(whole) => whole * 10,
                Err(_) => return Vec::new(),
            },
        },
    };
    // tenths − ½ ≤ 1000 n ÷ d < tenths + ½
    let part = |part: char| (key.0.clone(), key.1, part);
    let rule = |whole: i64, low: i64, high: i64| (vec![(part('n'), 2000), (part('d'), -whole)], low, high);
    vec![rule(2 * tenths - 1, 0, 1 << 50), rule(2 * tenths + 1, -(1 << 50), -1)]
}

fn with_known(rule: &Rule, known: &BTreeMap<Key, i64>) -> Option<Rule> {
    let mut left = (Vec::new(), rule.1, rule.2);
    for (key, factor) in &rule.0 {
        match known.get(key) {
            Some(number) => {
                left.1 -= number * factor;
                left.2 -= number * factor;
            }
            None => left.0.push((key.clone(), *factor)),
        }
    }
    (!left.0.is_empty()).then_some(left)
}
