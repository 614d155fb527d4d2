//! The value expected now on the way from baseline to target (5-rating.md, 5.2; 11-settled.md, "Plan").

use chrono::NaiveDate;

use crate::domain::{Period, Quantity};
use crate::plan::{Measure, Plan, Profile};

/// The value expected now, or why none can be said, in words.
pub(super) fn expected(
    plan: &Plan,
    measure: &Measure,
    period: Period,
    as_at: NaiveDate,
) -> Result<Quantity, String> {
    let target = measure.target.ok_or("The plan sets no target for it. It is rated once it has one.")?;
    match &measure.profile {
        Profile::Flat => Ok(target),
        Profile::Steps(steps) => {
            let reached = steps.iter().filter(|(from, _)| *from <= period).max_by_key(|(from, _)| *from);
            let first = steps.iter().map(|(from, _)| *from).min();
            reached.map(|(_, value)| *value).ok_or_else(|| match first {
                Some(first) => format!("The plan expects its first value in {}.", first.in_words()),
                None => "The plan lists no values expected on the way to its target.".to_owned(),
            })
        }
        Profile::Straight => straight(plan, measure, target, as_at),
    }
}

/// A line by days from the baseline at plan start to the target at the target date.
fn straight(plan: &Plan, measure: &Measure, target: Quantity, as_at: NaiveDate) -> Result<Quantity, String> {
    let baseline = measure.baseline.ok_or(
        "The plan expects a straight line from the baseline to the target, and there is no baseline.",
    )?;
    let end = end_date(plan, measure).ok_or(
        "The plan expects a straight line to the target, and there is no date by which to reach it.",
    )?;
    if as_at >= end {
        return Ok(target);
    }
    if as_at <= plan.starts {
        return Ok(baseline);
    }
    let elapsed = Quantity::from((as_at - plan.starts).num_days());
    let length = Quantity::from((end - plan.starts).num_days());
    // Multiplied before dividing, so that only one rounding can happen, at the 28th digit.
    let way = target.minus(baseline).and_then(|whole| whole.times(elapsed)?.over(length));
    way.and_then(|way| baseline.plus(way))
        .ok_or_else(|| "Its target and baseline are too large to work with.".to_owned())
}

/// The day by which a measure must be there: its own, else its action's target date.
pub(super) fn end_date(plan: &Plan, measure: &Measure) -> Option<NaiveDate> {
    measure.due_by.or_else(|| plan.action(measure.reference.action()?)?.target.date())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::TargetDate;
    use crate::plan::sample::{day, measure_ref, plan, quantity};

    fn percent(change: impl FnOnce(&mut Measure)) -> (Plan, Measure) {
        let plan = plan();
        let mut measure = plan.measure(measure_ref("1.1b")).unwrap().clone();
        change(&mut measure);
        (plan, measure)
    }

    fn at(plan: &Plan, measure: &Measure, period: &str) -> Result<String, String> {
        let period: Period = period.parse().unwrap();
        expected(plan, measure, period, period.last_day()).map(|q| q.to_string())
    }

    #[test]
    fn a_straight_line_goes_by_days_from_plan_start_to_the_target_date() {
        let (mut plan, measure) = percent(|m| {
            m.profile = Profile::Straight;
            m.baseline = Some(quantity("50"));
            m.due_by = Some(day(2024, 5, 30));
        });
        // 150 days from 1 January to 30 May 2024; 90 of them by 31 March.
        assert_eq!(at(&plan, &measure, "2024-03").unwrap(), "74");
        assert_eq!(at(&plan, &measure, "2024-05").unwrap(), "90");
        assert_eq!(at(&plan, &measure, "2023-11").unwrap(), "50");
        let no_baseline = Measure { baseline: None, ..measure.clone() };
        assert!(at(&plan, &no_baseline, "2024-03").unwrap_err().contains("no baseline"));
        plan.actions[0].target = TargetDate::Ongoing;
        let no_end = Measure { due_by: None, ..measure };
        assert!(at(&plan, &no_end, "2024-03").unwrap_err().contains("no date"));
    }

    #[test]
    fn a_list_is_a_step_and_says_nothing_before_its_first_month() {
        let list =
            vec![("2024-02".parse().unwrap(), quantity("40")), ("2024-04".parse().unwrap(), quantity("60"))];
        let (plan, measure) = percent(|m| m.profile = Profile::Steps(list));
        assert!(at(&plan, &measure, "2024-01").unwrap_err().contains("February 2024"));
        assert_eq!(at(&plan, &measure, "2024-03").unwrap(), "40");
        assert_eq!(at(&plan, &measure, "2024-09").unwrap(), "60");
    }

    #[test]
    fn flat_is_the_target_and_without_one_nothing_is_expected() {
        let (plan, measure) = percent(|_| {});
        assert_eq!(at(&plan, &measure, "2024-03").unwrap(), "90");
        let without = Measure { target: None, ..measure };
        assert!(at(&plan, &without, "2024-03").unwrap_err().contains("no target"));
    }
}
