//! Names that stand for a place in another workbook, for one cell or for what changes by itself: `=Families`, where the book says that Families is `[1]Data!$B$2`. A
//! formula is given with such a name spelt out, so that it is known for an outside link (rule F09).

use crate::sheet::formula::{changes_by_itself, only_reference};
use crate::sheet::grid::Cell;
use std::sync::Arc;

/// How many names are kept: a book with more of them is told by its formulas without.
const MOST: usize = 1_000;
/// Names may stand for names; so many steps are followed.
const STEPS: usize = 4;

/// Names with what they stand for, as far as it may lie outside.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Names(Vec<(String, String)>);

impl Names {
    /// Takes in a name.
    pub(super) fn add(&mut self, name: &str, stands_for: &str) {
        if self.0.len() < MOST && !name.is_empty() {
            self.0.push((name.to_lowercase(), stands_for.to_owned()));
        }
    }

    /// Leaves only names that lead outside, or whose formula changes by itself or shows one cell, by way of others perhaps; `is_outside` says it of what a name stands for.
    pub(super) fn leading_out(self, is_outside: impl Fn(&str) -> bool) -> Self {
        let Self(all) = self;
        let tells = |stands_for: &str| changes_by_itself(stands_for) || only_reference(stands_for).is_some();
        let mut out: Vec<bool> =
            all.iter().map(|(_, stands_for)| is_outside(stands_for) || tells(stands_for)).collect();
        for _ in 0..STEPS {
            for (at, (_, stands_for)) in all.iter().enumerate() {
                let leads = words(stands_for).any(|(_, word)| {
                    all.iter().zip(&out).any(|((name, _), out)| *out && *name == word.to_lowercase())
                });
                out[at] |= leads;
            }
        }
        Self(all.into_iter().zip(out).filter_map(|(name, out)| out.then_some(name)).collect())
    }

    /// Spells out such names in the formulas of these cells.
    pub(super) fn spell_out(&self, cells: &mut [Cell]) {
        if self.0.is_empty() {
            return;
        }
        for cell in cells {
            if let Some(spelt) = cell.formula.as_deref().and_then(|formula| self.spelt(formula)) {
                cell.formula = Some(Arc::from(spelt));
            }
        }
    }

    /// A formula with such names spelt out; none where it has none.
    pub(super) fn spelt(&self, formula: &str) -> Option<String> {
        let mut spelt = formula.to_owned();
        for _ in 0..STEPS {
            let found = words(&spelt).find_map(|(at, word)| {
                let named = self.0.iter().find(|(name, _)| *name == word.to_lowercase())?;
                Some((at..at + word.len(), named.1.clone()))
            });
            let Some((place, stands_for)) = found else { break };
            spelt.replace_range(place, &stands_for);
        }
        (spelt != formula).then_some(spelt)
    }
}

/// Words of a formula that may be names, each with where it begins; none within texts.
fn words(formula: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut in_text = false;
    let is_of_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '\\' | '?');
    let mut start = None;
    let mut found = Vec::new();
    for (at, c) in formula.char_indices().chain([(formula.len(), ' ')]) {
        if c == '"' {
            in_text = !in_text;
        }
        match (is_of_name(c) && !in_text, start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                found.extend(formula.get(from..at).map(|word| (from, word)));
                start = None;
            }
            _ => {}
        }
    }
    found.into_iter()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_lead_out_are_spelt_out() {
        let mut names = Names::default();
        for (name, stands_for) in [
            ("Families", "[1]Data!$B$2"),
            ("Hubs", "Families+1"),
            ("Here", "Measures!$I$5"),
            ("Rate", "0.5"),
            ("Age", "today( )-A1"),
        ] {
            names.add(name, stands_for);
        }
        let names = names.leading_out(|stands_for| stands_for.contains('['));
        assert_eq!(names.spelt("families*2").as_deref(), Some("[1]Data!$B$2*2"));
        assert_eq!(names.spelt("SUM(Hubs)").as_deref(), Some("SUM([1]Data!$B$2+1)"));
        assert_eq!(names.spelt("Here").as_deref(), Some("Measures!$I$5"), "one cell");
        assert_eq!(names.spelt("Age").as_deref(), Some("today( )-A1"));
        for own in ["Rate*A1", "\"Families\"", "MyFamilies", ""] {
            assert_eq!(names.spelt(own), None, "{own}");
        }
    }

    #[test]
    fn names_that_stand_for_one_another_end() {
        let mut names = Names::default();
        names.add("a", "b+[1]S!A1");
        names.add("b", "a");
        let names = names.leading_out(|stands_for| stands_for.contains('['));
        assert!(names.spelt("a").is_some_and(|spelt| spelt.len() < 200));
    }
}
