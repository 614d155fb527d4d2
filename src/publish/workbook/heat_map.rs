//! *Heat map*: every action's Delivery rating month by month, as a letter on the colour of the rating.

use std::borrow::Cow;
use std::collections::BTreeSet;

use crate::domain::rated::ActionRating;
use crate::domain::{Period, Rating};
use crate::plan::Action;
use crate::sheet::book::{CellSpec, Line};

use super::cells::{letter, marked, words};
use super::facts::Facts;
use super::page::{Cell, Key, Page, Row, Tab, columns};
use super::shorthand::Shorthand;
use super::{counted, dated};

/// Months shown at most, this one included: a year, and the same month of the year before.
pub(super) const MONTHS_SHOWN: i32 = 13;
/// Width of a month's column: `Nov` over `2019`.
const MONTH: f64 = 5.9;

pub(super) fn page(facts: &Facts<'_>) -> Page {
    let months = months(facts);
    let letters: Vec<String> =
        Rating::ALL.iter().map(|rating| format!("{} {rating}", rating.letter())).collect();
    let mut columns = columns(&[("Ref", 7.0), ("Planned activity", 62.0)]);
    columns.extend(months.iter().map(|month| (Cow::Owned(month.short()), MONTH)));
    Page {
        tab: Tab::HeatMap,
        title: dated(facts, "Delivery of each action month by month"),
        lines: vec![
            Line::leading_to(Tab::Trend.name(), "Counts by month: worksheet Trend"),
            Line::text(stuck(facts)),
            Line::text(format!(
                "Letters: {}. At most {MONTHS_SHOWN} months are shown, the latest at the right.{}",
                letters.join(" · "),
                if facts.has(Tab::Actions) { " Links in column A lead to the action." } else { "" }
            )),
        ],
        columns,
        rows: facts.month.actions().map(|(action, _, rated)| row(facts, action, rated, &months)).collect(),
        charts: Vec::new(),
    }
}

/// The latest months in the records, this one last.
pub(super) fn months(facts: &Facts<'_>) -> Vec<Period> {
    let (history, now) = (facts.month.history, facts.month.period);
    let earlier = history.actions.keys().map(|(_, period)| *period).filter(|period| *period < now);
    let all: BTreeSet<Period> = earlier.chain([now]).collect();
    all.into_iter().skip_while(|period| now.months_since(*period) >= MONTHS_SHOWN).collect()
}

/// The finding: what has been Red for three months and more.
fn stuck(facts: &Facts<'_>) -> String {
    let long = |(_, _, rated): &(&Action, _, &ActionRating)| {
        rated.delivery.rating == Rating::Red && super::facts::months_at(facts.month, rated) >= 3
    };
    let refs: Vec<String> =
        facts.month.actions().filter(long).map(|(action, _, _)| action.reference.to_string()).collect();
    match refs.len() {
        0 => "Red for three months or more: 0 actions.".to_owned(),
        n => format!("Red for three months or more: {} ({}).", counted(n, "action"), refs.join(", ")),
    }
}

fn row(facts: &Facts<'_>, action: &Action, rated: &ActionRating, months: &[Period]) -> Row {
    let reference = action.reference;
    let then = |month: &Period| {
        if *month == facts.month.period {
            return letter(rated.delivery.rating);
        }
        let past = facts.month.history.actions.get(&(reference, *month));
        past.map_or_else(|| marked(Shorthand::NotAvailable), |past| letter(past.delivery))
    };
    let name = Cell::from(CellSpec::text(reference.to_string())).to(Tab::Actions, Key::Action(reference));
    Row::of([name, words(&action.activity)].into_iter().chain(months.iter().map(then)).collect())
        .about(Key::Action(reference))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::PastAction;
    use crate::plan::sample::action_ref;
    use crate::publish::sample::month;

    #[test]
    fn each_month_of_the_last_thirteen_has_a_column_and_each_action_its_letter() {
        let mut month = month();
        let now = Period::new(2024, 3).unwrap();
        for back in 1..20 {
            let past = PastAction { delivery: Rating::Red, ..PastAction::default() };
            month.history.actions.insert((action_ref("1.1"), now.plus_months(-back)), past);
        }
        let consolidation = month.consolidation();
        let page = page(&Facts::of(&consolidation));
        let captions: Vec<&str> = page.columns.iter().map(|(caption, _)| caption.as_ref()).collect();
        assert_eq!(captions.len(), 2 + 13);
        assert_eq!((captions[2], captions[14]), ("Mar 2023", "Mar 2024"));
        assert!(page.lines[1].text.contains("Red for three months or more: 1 action (1.1)."));
        let width: f64 = page.columns.iter().map(|(_, width)| width).sum();
        assert!(width <= 161.0, "{width}");
        let sheet = super::super::page::settle(vec![page]).remove(0);
        let table = sheet.table.unwrap();
        let rows = table.rows.unpacked();
        let letter = |rating| CellSpec::of(crate::sheet::book::CellContent::RatingLetter(rating));
        assert_eq!(rows[0][2], letter(Rating::Red));
        assert_eq!(rows[1][2], CellSpec::text("[x]"), "nothing is known of that month");
        assert_eq!(rows[1][14], letter(Rating::Amber));
    }
}
