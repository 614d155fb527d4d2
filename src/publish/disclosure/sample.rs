//! A desk that publishes, for tests: a plan of sensitive measures, figures, editions one after the other.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::{Case, CellId, Counted, Counts, Elsewhere, Method, Part, Published, Refusal, Treatment, treat};
use crate::domain::{CountsAs, MeasureRef, Period, Quantity, Unit};
use crate::plan::{Measure, Plan};

/// A plan, its figures, and what was published.
pub(crate) struct Desk {
    pub(crate) plan: Plan,
    pub(crate) figures: BTreeMap<(MeasureRef, Period), Counted>,
    pub(crate) published: Published,
    pub(crate) elsewhere: Vec<Elsewhere>,
    pub(crate) method: Method,
}

/// `2019-10`.
pub(crate) fn month(text: &str) -> Period {
    text.parse().unwrap()
}

/// The value cell of this measure.
pub(crate) fn value(reference: &str, period: &str) -> CellId {
    CellId::value(reference.parse().unwrap(), month(period))
}

impl Desk {
    /// Sensitive counts with these refs.
    pub(crate) fn with(refs: &[&str]) -> Self {
        let mut plan = crate::plan::sample::plan();
        plan.measures = refs
            .iter()
            .map(|r| {
                let mut measure =
                    crate::plan::sample::measure(r, &format!("Children of {r}"), Unit::Count, &["ann"]);
                measure.sensitive = true;
                measure
            })
            .collect();
        Self {
            plan,
            figures: BTreeMap::new(),
            published: Published::default(),
            elsewhere: Vec::new(),
            method: Method::Suppress,
        }
    }

    fn change(mut self, reference: &str, change: impl FnOnce(&mut Measure)) -> Self {
        let wanted = reference.parse().unwrap();
        change(self.plan.measures.iter_mut().find(|m| m.reference == wanted).unwrap());
        self
    }

    /// Makes the first the total of the others.
    pub(crate) fn total(mut self, total: &str, parts: &[&str]) -> Self {
        for part in parts {
            self = self.change(part, |m| m.sums_to = Some(total.parse().unwrap()));
        }
        self
    }

    pub(crate) fn percent(self, reference: &str) -> Self {
        self.change(reference, |m| m.unit = Unit::Percent)
    }

    pub(crate) fn cumulative(self, reference: &str) -> Self {
        self.change(reference, |m| m.counts_as = CountsAs::Cumulative)
    }

    pub(crate) fn not_sensitive(self, reference: &str) -> Self {
        self.change(reference, |m| m.sensitive = false)
    }

    pub(crate) fn wording(self, reference: &str, text: &str) -> Self {
        self.change(reference, |m| m.measure = Arc::from(text))
    }

    pub(crate) fn method(mut self, method: Method) -> Self {
        self.method = method;
        self
    }

    /// Counts of a month.
    pub(crate) fn figures(mut self, period: &str, values: &[(&str, i64)]) -> Self {
        for (reference, value) in values {
            let merged = Counts { value: Some(Quantity::from(*value)), ..Counts::default() };
            self.figures.insert(
                (reference.parse().unwrap(), month(period)),
                Counted { merged, by_returner: BTreeMap::new() },
            );
        }
        self
    }

    /// A percentage of a month.
    pub(crate) fn share(mut self, period: &str, reference: &str, n: i64, d: i64) -> Self {
        let merged = Counts {
            value: super::percent::of(n, d, 1),
            numerator: Some(Quantity::from(n)),
            denominator: Some(Quantity::from(d)),
        };
        self.figures.insert(
            (reference.parse().unwrap(), month(period)),
            Counted { merged, by_returner: BTreeMap::new() },
        );
        self
    }

    /// Every figure of these measures and months, with the counts of percentages.
    pub(crate) fn cells(&self, refs: &[&str], periods: &[&str]) -> BTreeSet<CellId> {
        let mut cells = BTreeSet::new();
        for (reference, period) in refs.iter().flat_map(|r| periods.iter().map(move |p| (r, p))) {
            let id = value(reference, period);
            if self.plan.measure(id.measure).is_some_and(|m| m.unit == Unit::Percent) {
                cells.insert(id.with(Part::Numerator));
                cells.insert(id.with(Part::Denominator));
            }
            cells.insert(id);
        }
        cells
    }

    /// What this edition would print.
    pub(crate) fn treat(
        &self,
        edition: &str,
        period: &str,
        wanted: &BTreeSet<CellId>,
    ) -> Result<Treatment, Vec<Refusal>> {
        treat(&self.case(edition, period, wanted))
    }

    /// The case of an edition.
    pub(crate) fn case<'a>(
        &'a self,
        edition: &'a str,
        period: &str,
        wanted: &'a BTreeSet<CellId>,
    ) -> Case<'a> {
        Case {
            plan: &self.plan,
            edition,
            period: month(period),
            method: self.method,
            figures: &self.figures,
            wanted,
            published: &self.published,
            elsewhere: &self.elsewhere,
            percent_places: 1,
        }
    }

    /// Publishes these measures and months and remembers it; what each cell shows, in order of ids.
    pub(crate) fn publish(
        &mut self,
        edition: &str,
        period: &str,
        refs: &[&str],
        periods: &[&str],
    ) -> Vec<String> {
        let wanted = self.cells(refs, periods);
        let treatment = match self.treat(edition, period, &wanted) {
            Ok(treatment) => treatment,
            Err(refusals) => return refusals.iter().map(Refusal::in_words).collect(),
        };
        self.published.record(edition, month(period), treatment.to_record());
        let shown = |id: &CellId| treatment.of(id).map_or("-".to_owned(), |t| t.shown.to_string());
        wanted.iter().map(shown).collect()
    }
}
