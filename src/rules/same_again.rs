//! A return of which every value is the last one before: last month's form under another month, or nothing
//! counted anew (rule T03).

use std::collections::BTreeMap;

use super::merged_value::MergedValue;
use crate::domain::LeadId;
use crate::ledger::Point;

/// How many values a return must have for it to tell that all are those of the time before.
const WHOLE: usize = 4;

/// Leads of whose values, [`WHOLE`] or more, every one is the last one before, with how many these are.
pub(super) fn same_as_before<'a>(values: &'a [MergedValue<'_>]) -> BTreeMap<&'a LeadId, usize> {
    let mut leads: BTreeMap<&LeadId, (usize, bool)> = BTreeMap::new();
    for value in values {
        let Some((lead, last)) = value.only_contributor().zip(before(value)) else { continue };
        let (count, all) = leads.entry(lead).or_insert((0, true));
        *count += 1;
        *all &= is_same(value, last);
    }
    leads.into_iter().filter(|(_, (count, all))| *all && *count >= WHOLE).map(|(l, (n, _))| (l, n)).collect()
}

/// Whether a value is that of a time before, with the same numerator and denominator.
pub(super) fn is_same(value: &MergedValue<'_>, point: &Point<'_>) -> bool {
    let numbers = (point.past.numerator, point.past.denominator);
    point.value == value.now && numbers == (value.figure.numerator, value.figure.denominator)
}

/// The last value before: of a quarterly measure too the last one given, which a form of last month repeats.
pub(super) fn before<'a>(value: &'a MergedValue<'_>) -> Option<&'a Point<'a>> {
    value.earlier.points.last()
}

#[cfg(test)]
mod tests {
    use crate::rules::sample::Sample;
    use crate::rules::t03_unchanged::RULE;

    #[test]
    fn fires_at_every_value_of_a_return_that_is_last_months() {
        let all = [("1.1a", "12"), ("1.1b", "92"), ("1.2a", "12"), ("1.10a", "12")];
        let returned = |last: &str| {
            let with = |sample: Sample, (reference, value): (&str, &str)| {
                sample.with_value(reference, value).with_earlier(reference, &["9", value])
            };
            let mut sample = all.into_iter().fold(Sample::clean(), with).with_earlier("1.10a", &["9", last]);
            for (at, _) in all.iter().enumerate() {
                let ann = sample.plan.leads[0].id.clone();
                sample.figures[at].contributors = vec![ann];
            }
            sample
        };
        assert_eq!(returned("12").raises(&RULE).len(), 4, "{:?}", returned("12").raises(&RULE));
        assert!(returned("11").raises(&RULE).is_empty());
    }
}
