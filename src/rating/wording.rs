//! Numbers and rating lines as sentences: "why, and what would change it" (5-rating.md).
//!
//! A figure is compared at full precision and shown at the measure's; where the shown figure would contradict the
//! rating, decimals are added until it does not. A line that has more decimals than are shown is shown at the last figure that
//! reaches it: whoever gets there has the better colour, as the sentence promises.

use crate::domain::{Quantity, Rating, Unit};

use super::lines::Lines;

/// Decimals beyond the measure's precision that a reason may show.
const MORE_PLACES: u32 = 6;

/// `Amber: 87.0% against 95% for now; Amber is 85% and over; Green needs 95%.`
pub(super) fn sentence(unit: Unit, value: Quantity, lines: &Lines, rating: Rating) -> String {
    let places = places(unit, value, lines, rating);
    let value = fixed(unit, value, places);
    let line = |quantity: Quantity| with_unit(unit, &shown_line(unit, quantity, places, lines).to_string());
    let (open, needs, beyond) =
        if lines.higher_is_better { ("and over", "", "below") } else { ("and under", " or less", "above") };
    let green = line(lines.green);
    let why = format!("{rating}: {value} against {green} for now");
    let amber = lines.amber.map(line);
    match (rating, amber) {
        (Rating::Green, Some(amber)) => {
            format!("{why}; Green is {green} {open}; Amber is {amber} {open}.")
        }
        (Rating::Green, None) => format!("{why}; Green is {green} {open}; {beyond} that it is Red."),
        (Rating::Amber, Some(amber)) => {
            format!("{why}; Amber is {amber} {open}; Green needs {green}{needs}.")
        }
        (_, Some(amber)) => format!("{why}; Amber needs {amber}{needs}; Green needs {green}{needs}."),
        (_, None) => format!("{why}; Green needs {green}{needs}."),
    }
}

/// Decimals at which the shown figure and the shown lines tell the same rating as the exact ones.
fn places(unit: Unit, value: Quantity, lines: &Lines, rating: Rating) -> u32 {
    let least = match unit {
        Unit::Percent => 1,
        _ if value.is_whole() => 0,
        _ => lines.green.places().clamp(1, 2),
    };
    let agrees = |places: &u32| {
        let at = |quantity: Quantity| shown_line(unit, quantity, *places, lines);
        let shown = Lines { green: at(lines.green), amber: lines.amber.map(at), ..*lines };
        shown.rate(value.rounded(*places)) == rating
    };
    (least..=least + MORE_PLACES).find(agrees).unwrap_or(least + MORE_PLACES)
}

/// A line with so many decimals: the figure nearest to it from which on the better colour is reached.
fn shown_line(unit: Unit, line: Quantity, places: u32, lines: &Lines) -> Quantity {
    let places = places.max(line_places(unit));
    let nearest = line.rounded(places);
    let reached = if lines.higher_is_better { nearest >= line } else { nearest <= line };
    if reached {
        return nearest;
    }
    let step = Quantity::one_at(places);
    let further = if lines.higher_is_better { nearest.plus(step) } else { nearest.minus(step) };
    further.unwrap_or(nearest)
}

/// Targets and tolerances are mostly written with few decimals: they are shown with at least this many when they have them.
const fn line_places(unit: Unit) -> u32 {
    match unit {
        Unit::Count => 0,
        _ => 2,
    }
}

fn fixed(unit: Unit, value: Quantity, places: u32) -> String {
    let rounded = value.rounded(places).decimal();
    let width = usize::try_from(places).unwrap_or(0);
    with_unit(unit, &format!("{rounded:.width$}"))
}

fn with_unit(unit: Unit, number: &str) -> String {
    match unit {
        Unit::Percent => format!("{number}%"),
        Unit::Days => format!("{number} days"),
        Unit::Weeks => format!("{number} weeks"),
        Unit::Count | Unit::Number | Unit::Date | Unit::Text | Unit::Document => number.to_owned(),
    }
}

/// `1 day`, `3 days`.
pub(super) fn days(count: i64) -> String {
    if count == 1 { "1 day".to_owned() } else { format!("{count} days") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::sample::quantity;

    fn told(value: &str, green: &str, amber: Option<&str>, higher_is_better: bool, unit: Unit) -> String {
        let lines = Lines { green: quantity(green), amber: amber.map(quantity), higher_is_better };
        let value = quantity(value);
        sentence(unit, value, &lines, lines.rate(value))
    }

    #[test]
    fn says_why_and_what_would_change_it() {
        let percent = |value| told(value, "95", Some("85"), true, Unit::Percent);
        assert_eq!(
            percent("87"),
            "Amber: 87.0% against 95% for now; Amber is 85% and over; Green needs 95%."
        );
        assert_eq!(
            percent("96"),
            "Green: 96.0% against 95% for now; Green is 95% and over; Amber is 85% and over."
        );
        assert_eq!(percent("70"), "Red: 70.0% against 95% for now; Amber needs 85%; Green needs 95%.");
        assert_eq!(
            told("9", "6", Some("8"), false, Unit::Weeks),
            "Red: 9 weeks against 6 weeks for now; Amber needs 8 weeks or less; Green needs 6 weeks or less."
        );
        assert_eq!(
            told("7", "6", Some("8"), false, Unit::Weeks),
            "Amber: 7 weeks against 6 weeks for now; Amber is 8 weeks and under; Green needs 6 weeks or less."
        );
        assert_eq!(
            told("5", "6", None, false, Unit::Weeks),
            "Green: 5 weeks against 6 weeks for now; Green is 6 weeks and under; above that it is Red."
        );
    }

    #[test]
    fn shows_more_decimals_where_the_shown_figure_would_contradict_the_rating() {
        let amber = told("94.96", "95", Some("85"), true, Unit::Percent);
        assert_eq!(amber, "Amber: 94.96% against 95% for now; Amber is 85% and over; Green needs 95%.");
        assert!(told("84.999", "95", Some("85"), true, Unit::Percent).starts_with("Red: 84.999% against"));
        assert!(told("94.94", "95", Some("85"), true, Unit::Percent).starts_with("Amber: 94.9% against"));
    }

    #[test]
    fn a_line_between_two_figures_is_shown_at_the_one_that_reaches_it() {
        // 33 would be Amber and 38 Red: neither may be promised.
        let lower = told("30", "32.582418", Some("37.582418"), false, Unit::Count);
        assert_eq!(lower, "Green: 30 against 32 for now; Green is 32 and under; Amber is 37 and under.");
        let higher = told("24", "32.153", Some("22.153"), true, Unit::Count);
        assert_eq!(higher, "Amber: 24 against 33 for now; Amber is 23 and over; Green needs 33.");
        let percent = told("20", "17.527473", Some("19.280220"), false, Unit::Percent);
        assert!(percent.ends_with("Amber needs 19.28% or less; Green needs 17.52% or less."), "{percent}");
    }
}
