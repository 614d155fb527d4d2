//! *Last value*: what the form says of an earlier month, and how to take it apart again when it comes back (rule T04).

use super::Issue;
use super::phrases::{self, fill};
use super::template::Template;
use crate::domain::folding::{fold_caption, tidy};
use crate::domain::period::MONTHS;
use crate::domain::{Period, Unit, Value};
use crate::ledger::Kind;
use crate::plan::Measure;

/// A value with its unit, as the form shows it: `85%`, `6 weeks`, `1,200`, `31 March 2020`. What was worked out from two numbers
/// has as many decimals as *Value* showed: `93.4%`.
pub fn with_unit_shown(value: &Value, unit: Unit) -> String {
    phrases::with_unit_shown(value, unit)
}

/// The same with all its decimals, as forms showed it before.
pub fn with_unit(value: &Value, unit: Unit) -> String {
    phrases::with_unit(value, unit)
}

/// The value that this lead last gave and that was used, with its month: `85% (Oct 2019)`. Of a measure that the lead alone
/// returns, the last whole one when that is later. Values of before the plan changed what the measure counts in are none.
pub(super) fn last_value(issue: Issue<'_>, measure: &Measure) -> String {
    let (history, lead) = (issue.history, &issue.lead.id);
    let from = issue.plan.comparable_from(measure.reference, issue.period.last_day());
    let kind = Kind { unit: measure.unit, from };
    let own = history.last_given(measure.reference, lead, issue.period);
    let own = own.filter(|(period, given)| kind.holds_given(*period, given));
    let own = own.and_then(|(period, given)| Some((period, given.value.as_ref()?)));
    let whole = || {
        let alone = measure.returned_by.iter().all(|returner| returner == lead);
        let last = history.last_of_kind(measure.reference, issue.period, kind);
        let (period, past) = last.filter(|_| alone)?;
        Some((period, past.value.as_ref()?))
    };
    // Where an officer decided on a later figure, that one: the lead's own of that month was not used.
    let last = own.into_iter().chain(whole()).max_by_key(|(period, _)| *period);
    match last {
        Some((period, value)) => {
            let value = with_unit_shown(value, measure.unit);
            fill(issue.template.wording("last_value"), &[("value", &value), ("month", &period.short())])
        }
        None => issue.template.wording("no_last_value").to_owned(),
    }
}

impl Template {
    /// The value and the month in a *Last value*; none when it is blank or says that there is none yet. Words around the two
    /// are those of the template; where they are not there, all of it is the value.
    pub fn read_last_value(&self, found: &str) -> Option<(String, Option<Period>)> {
        let found = tidy(found);
        if found.is_empty() || fold_caption(&found) == fold_caption(self.wording("no_last_value")) {
            return None;
        }
        let taken_apart = || {
            let (before, rest) = self.wording("last_value").split_once("{value}")?;
            let (between, after) = rest.split_once("{month}")?;
            let inner = found.strip_prefix(before)?.strip_suffix(after)?;
            let (value, month) = inner.rsplit_once(between)?;
            Some((value.trim().to_owned(), Some(month_of(month)?)))
        };
        Some(taken_apart().unwrap_or((found.clone(), None)))
    }
}

/// `Oct 2019`, `October 2019`.
fn month_of(text: &str) -> Option<Period> {
    let (name, year) = text.trim().split_once(' ')?;
    let starts = |month: &str| name.len() >= 3 && month.to_lowercase().starts_with(&name.to_lowercase());
    let month = MONTHS.iter().position(|month| starts(month))?;
    Period::new(year.trim().parse().ok()?, u32::try_from(month).ok()? + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_form_says_of_last_month_can_be_taken_apart_again() {
        let template = Template::built_in().unwrap();
        let read = |text: &str| template.read_last_value(text);
        let october = Period::new(2019, 10);
        assert_eq!(read("85% (Oct 2019)"), Some(("85%".to_owned(), october)));
        assert_eq!(read(" 1,200  (October 2019)"), Some(("1,200".to_owned(), october)));
        assert_eq!(read("Hub (east) (Oct 2019)"), Some(("Hub (east)".to_owned(), october)));
        assert_eq!(read("90%"), Some(("90%".to_owned(), None)));
        assert_eq!(read("90% (corrected)"), Some(("90% (corrected)".to_owned(), None)));
        assert_eq!(read("None yet"), None);
        assert_eq!(read("  "), None);
    }
}
