//! T04: a return that restates an earlier period by changing *Last value* (6-exceptions.md; 11-settled.md, "Rules added").
//!
//! The form shows there what the records say. What comes back is compared with every figure the form can have been
//! issued with, so that a return issued before last month was consolidated accuses nobody.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::issued::{Issued, is_shown_as, issued};
use super::saying::{at, quote};
use super::{Check, Month, NO_HISTORY, Ran, Rule, Scope};
use crate::domain::{Column, Period};
use crate::finding::{Code, Exception, Place, Severity, Subject};
use crate::form::with_unit_shown;
use crate::intake::{LastValue, MeasureRow, Return};
use crate::plan::Measure;

/// A return that restates an earlier period.
pub const RULE: Rule = Rule {
    code: Code("T04"),
    name: "past-restated",
    severities: &[Severity::Query],
    scope: Scope::Return,
    meaning: "The lead changed the figure under Last value. The figure in the records stands until it is decided \
              otherwise.",
    example: "Measures!F6 says \"90% (Feb 2024)\" for 1.1b; the records say 85% for February 2024, and that \
            stands. If the earlier figure was wrong, say so and why in Note; otherwise leave Last value as \
            it was.",
    fix: "Decide whether the earlier figure is corrected. Until then the figure in the records stands.",
    check: Check::Month(check),
};

fn check(month: &Month<'_>) -> Ran {
    if month.history.is_empty() {
        return Ran::NotRun(NO_HISTORY.to_owned());
    }
    // A copy gives the same answers, and may restate the past all the same.
    let returns = month.merged_returns().chain(month.copies());
    let tables = returns.filter_map(|r| r.measures.as_ref().map(|table| (r, table)));
    let rows = tables.flat_map(|(returned, table)| {
        // The second of two equal rows may restate the past all the same.
        let used =
            |ref_of: &MeasureRow| table.rows.iter().any(|row| row.accepted && row.measure == ref_of.measure);
        let rows = table.rows.iter().filter(move |row| row.accepted || used(row));
        rows.filter_map(move |row| restated(month, returned, &table.sheet, row))
    });
    let mut told = BTreeSet::new();
    Ran::Checked(rows.filter(|exception| told.insert(exception.key())).collect())
}

fn restated(month: &Month<'_>, returned: &Return, sheet: &Arc<str>, row: &MeasureRow) -> Option<Exception> {
    let said = row.last_value.as_ref()?;
    let measure = month.plan.measure(row.measure?)?;
    let issued = issued(month, measure, returned.returner.as_ref());
    let of_month = |period: Period| said.month.is_none_or(|month| month == period);
    if issued.iter().any(|one| of_month(one.period) && is_shown_as(said, one.value, measure.unit)) {
        return None;
    }
    let about = issued.iter().find(|one| of_month(one.period)).copied();
    let place = Place::cell(Arc::clone(&returned.file), Arc::clone(sheet), said.cell);
    let (expected, stands) = stands(measure, said, about);
    let says = format!("{} says {} for {}", at(&place), quote(&said.found), measure.reference);
    let subject = Subject::measure(measure.reference).from(returned.returner.as_ref());
    let draft = RULE.raise_at(Severity::Query, place, subject).column(Column::LastValue).found(&said.found);
    let fix =
        "If the earlier figure was wrong, say so and why in Note; otherwise leave Last value as it was.";
    Some(draft.expected(expected).message(format!("{says}; {stands}")).fix(fix))
}

/// What is expected, and what the records say, as the end of a message.
fn stands(measure: &Measure, said: &LastValue, about: Option<Issued<'_>>) -> (String, String) {
    let Some(Issued { period, value, revised }) = about else {
        let when = said.month.map_or_else(String::new, |month| format!(" for {}", month.in_words()));
        let stands = format!("the records have no value{when}, and that stands.");
        return ("no earlier value".to_owned(), stands);
    };
    let value = with_unit_shown(value, measure.unit);
    // Then the return may have been issued with the figure of before.
    let since = if revised { " since that month was consolidated again" } else { "" };
    let stands = format!("the records say {value} for {}{since}, and that stands.", period.in_words());
    (format!("{value} ({})", period.short()), stands)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{CellRef, Value};
    use crate::form::Template;
    use crate::ledger::PastContribution;
    use crate::rules::sample::Sample;

    /// What Ann's return says of 1.1b, which was 80% in January and 85% in February.
    fn says(found: &str) -> Sample {
        let mut sample = Sample::clean().with_earlier("1.1b", &["80", "85"]);
        let read = Template::built_in().unwrap().read_last_value(found);
        let row = &mut sample.ann().measures.as_mut().unwrap().rows[1];
        row.last_value = read.map(|(value, month)| LastValue {
            cell: CellRef::new(5, 5),
            found: found.to_owned(),
            value,
            month,
        });
        sample
    }

    #[test]
    fn fires_at_last_value_and_quotes_both_figures() {
        let sample = says("90% (Feb 2024)");
        assert_eq!(sample.raises(&RULE), ["T04 query ann.xlsx · Measures!F6"]);
        let expected = "Measures!F6 says \"90% (Feb 2024)\" for 1.1b; the records say 85% for February 2024, and that \
                        stands.";
        assert!(sample.read_aloud(&RULE).starts_with(expected), "{}", sample.read_aloud(&RULE));
        assert!(says("90%").read_aloud(&RULE).contains("the records say 85% for February 2024"));
        assert!(says("90% (Dec 2023)").read_aloud(&RULE).contains("have no value for December 2023"));
    }

    #[test]
    fn fires_on_the_second_of_two_equal_rows() {
        let mut sample = says("85% (Feb 2024)");
        let other = says("90%").ann().measures.as_ref().unwrap().rows[1].clone();
        sample.ann().measures.as_mut().unwrap().rows.push(MeasureRow { accepted: false, ..other });
        assert_eq!(sample.raises(&RULE), ["T04 query ann.xlsx · Measures!F6"]);
    }

    #[test]
    fn spares_what_the_form_was_issued_with_whenever_that_was() {
        for found in
            ["85% (Feb 2024)", " 85 % (February 2024)", "80% (Jan 2024)", "none yet", "", "85", "80%"]
        {
            assert!(says(found).raises(&RULE).is_empty(), "{found}");
        }
    }

    #[test]
    fn spares_the_leads_own_part_of_a_value_that_several_make() {
        let mut sample = says("40% (Feb 2024)");
        let given =
            PastContribution { value: Some(Value::Number("40".parse().unwrap())), ..Default::default() };
        let february = (sample.plan.measures[1].reference, sample.period.previous());
        sample.history.figures.get_mut(&february).unwrap().by_returner.insert("ann".into(), given);
        assert!(sample.raises(&RULE).is_empty());
    }

    #[test]
    fn is_not_run_without_history() {
        let mut sample = says("90%");
        sample.history.figures.clear();
        assert_eq!(check(&sample.month()), Ran::NotRun(NO_HISTORY.to_owned()));
    }
}
