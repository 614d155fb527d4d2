//! What stands under *Unit* in a returned row of the Measures table: whether it leaves in doubt what the figure beside it is
//! (rule R06). The plan's unit stands in any case.

use crate::domain::folding::fold_wording;
use crate::domain::{Column, CountsAs, Period, Unit};
use crate::form::Template;
use crate::plan::Measure;

use super::around::is_hedge_of_unit;
use super::near::NearCaption;
use super::row::Row;

/// Whether the Unit cell says another unit than the plan's; or, beside a number, no such unit at all or that the number is
/// not quite this month's figure.
pub(super) fn is_in_doubt(row: &Row<'_>, measure: &Measure, has_number: bool, period: Period) -> bool {
    let template = row.found.template;
    let own = template.unit(measure.unit);
    // As in nearly every row: word for word as issued.
    if row.wording(Column::Unit) == Some(own) && own.trim_matches(['(', ')', ' ']) == own {
        return false;
    }
    names_another_unit(row, measure.unit, template)
        || has_number && names_no_such_unit(row, measure.unit, template)
        || has_number && says_another_figure(row, measure, template, period)
}

/// Whether the Unit cell of a share or a time says anything but its unit: `wks`, `nights` or `out of 10` where a number of
/// days or a percent was asked for. What is counted goes by many names, and is left alone.
fn names_no_such_unit(row: &Row<'_>, unit: Unit, template: &Template) -> bool {
    const BESIDE: [&str; 9] = ["number", "no", "of", "in", "calendar", "average", "mean", "median", "the"];
    let said = fold_wording(row.shown(Column::Unit).trim_matches(['(', ')', ' ']));
    if said.is_empty() || said == fold_wording(template.unit(unit)) {
        return false;
    }
    let mut words = said.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let named = |own: &[&str]| words.clone().any(|word| own.contains(&word));
    let own: &[&str] = match unit {
        Unit::Days => &["day", "days", "d"],
        Unit::Weeks => &["week", "weeks", "wk", "wks"],
        Unit::Percent => {
            return !said.contains('%')
                && !named(&["percent", "percentage", "pct", "pc", "cent", "rate", "share"]);
        }
        _ => return false,
    };
    !named(own) || !words.all(|word| own.contains(&word) || BESIDE.contains(&word))
}

/// Whether the Unit cell says that the figure beside it is not quite this month's: `estimate`, `Q3`, `Feb 2024`; or that a
/// count is a share.
fn says_another_figure(row: &Row<'_>, measure: &Measure, template: &Template, period: Period) -> bool {
    const SHARES: [&str; 6] = ["percent", "percentage", "pct", "proportion", "rate", "ratio"];
    const TIMES: [&str; 9] = ["q1", "q2", "q3", "q4", "qtr", "quarter", "ytd", "last", "previous"];
    let said = fold_wording(&row.shown(Column::Unit));
    if said.is_empty() || said == fold_wording(template.unit(measure.unit)) {
        return false;
    }
    let is_share = measure.unit == Unit::Count && said.contains('%');
    let is_running = measure.counts_as == CountsAs::Cumulative;
    let mut words = said.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let caption = NearCaption::of(&said);
    let runs_on = !is_running
        && ["cumulative", "to date", "so far", "since "].iter().any(|phrase| said.contains(phrase));
    let is_part = ["average", "mean", "only", "partial", "incomplete", "excluding", "excl", "except"];
    let is_part = |word: &str| measure.unit == Unit::Count && is_part.contains(&word);
    is_share
        || said.contains("to be confirmed")
        || runs_on
        || caption.is_of_another_time(period)
        || words.any(|word| {
            is_hedge_of_unit(word)
                || is_part(word)
                || TIMES.contains(&word)
                || measure.unit == Unit::Count && SHARES.contains(&word)
        })
}

/// Whether the Unit cell says another unit than the plan's, or that values are in hundreds or thousands. Words that are no
/// unit are left alone: leads' own layouts call units by many names.
fn names_another_unit(row: &Row<'_>, unit: Unit, template: &Template) -> bool {
    const OTHER_TIMES: [&str; 6] = ["minute", "hour", "hr", "fortnight", "month", "year"];
    const SHARES: [&str; 4] = ["decimal", "fraction", "ratio", "proportion"];
    const MULTIPLES: [&str; 8] = ["hundred", "thousand", "million", "000", "1000", "dozen", "k", "m"];
    let said = fold_wording(row.shown(Column::Unit).trim_matches(['(', ')', ' ']));
    let is_called = |unit: Unit| {
        let symbol = if unit == Unit::Percent { "%" } else { "" };
        said == fold_wording(template.unit(unit)) || said == unit.word() || said == symbol
    };
    if said.is_empty() || is_called(unit) {
        return false;
    }
    let both_numbers = |other: Unit| [other, unit].iter().all(|u| matches!(u, Unit::Count | Unit::Number));
    let words = || said.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    // `calls per month` is a count all the same; `hours` alone is not.
    let is_time = matches!(unit, Unit::Days | Unit::Weeks);
    Unit::ALL.iter().any(|other| is_called(*other) && !both_numbers(*other))
        || words().any(|word| MULTIPLES.contains(&word.trim_end_matches('s').trim_start_matches('x')))
        || words().any(|word| matches!(word, "x10" | "x100"))
        || (unit != Unit::Days && words().any(|word| matches!(word, "day" | "days")))
        || (unit != Unit::Weeks && words().any(|word| matches!(word, "week" | "weeks")))
        || words().any(|word| OTHER_TIMES.contains(&word.trim_end_matches('s')))
            && (is_time || words().count() == 1)
        || (unit == Unit::Percent && words().any(|word| SHARES.contains(&word)))
        || (unit == Unit::Days && said.contains("working"))
}
