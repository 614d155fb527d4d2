//! From when on a measure's values mean what they mean now: what the amendment log says of its unit and of the stretch
//! of time a value covers (2-plan.md, `changes.csv`).
//!
//! Values from before such an amendment are of another kind: rules over time, direction of travel and XmR leave them out
//! and say so.

use chrono::NaiveDate;

use crate::domain::{MeasureRef, Period};

use super::model::{ChangeSubject, Plan};

/// Columns of `measures.csv` whose change makes earlier values values of another kind.
const MEANING: [&str; 2] = ["unit", "counts_as"];

impl Plan {
    /// The first period whose values of this measure can be compared with those of now; none when the log knows of no
    /// change. An amendment holds for the month in which it was made.
    pub fn comparable_from(&self, measure: MeasureRef, as_at: NaiveDate) -> Option<Period> {
        let of_measure = self.changes.iter().filter(|c| c.subject == ChangeSubject::Measure(measure));
        let of_meaning = of_measure.filter(|c| MEANING.contains(&c.field.trim()) && c.date <= as_at);
        of_meaning.map(|c| c.date).max().and_then(Period::of)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::model::Change;
    use crate::plan::sample::{day, measure_ref, plan};

    #[test]
    fn the_last_change_of_unit_or_counting_says_from_when_values_compare() {
        let mut plan = plan();
        let from = |plan: &Plan, reference| plan.comparable_from(measure_ref(reference), day(2024, 6, 30));
        assert_eq!(from(&plan, "1.1a"), None);
        let dated = [((2024, 2, 10), "unit"), ((2024, 1, 5), "counts_as"), ((2024, 5, 1), "target")];
        for ((y, m, d), field) in dated.into_iter().chain([((2024, 7, 1), "unit")]) {
            plan.changes.push(Change {
                date: day(y, m, d),
                subject: ChangeSubject::Measure(measure_ref("1.1a")),
                field: field.to_owned(),
                from: "count".to_owned(),
                to: "percent".to_owned(),
                approved_by: "Board".to_owned(),
                reason: "Agreed".to_owned(),
            });
        }
        assert_eq!(from(&plan, "1.1a"), Period::new(2024, 2));
        assert_eq!(from(&plan, "1.1b"), None);
    }
}
