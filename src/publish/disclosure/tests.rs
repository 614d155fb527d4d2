//! Each step of 7.4 by a small case.

use super::sample::{Desk, month, value};
use super::*;

#[test]
fn one_to_five_go_nought_stays_and_a_lone_number_needs_no_companion() {
    let mut desk = Desk::with(&["1.1a", "1.1b", "1.1c", "1.1d"]);
    desk = desk.figures("2019-10", &[("1.1a", 0), ("1.1b", 1), ("1.1c", 5), ("1.1d", 6)]);
    let shown = desk.publish("scrutiny", "2019-10", &["1.1a", "1.1b", "1.1c", "1.1d"], &["2019-10"]);
    assert_eq!(shown, ["0", "[c]", "[c]", "6"]);
}

#[test]
fn a_lone_gap_takes_the_smallest_part_not_the_total_nor_a_nought() {
    let mut desk = Desk::with(&["1.1a", "1.1b", "1.1c", "1.1d", "1.1e"])
        .total("1.1e", &["1.1a", "1.1b", "1.1c", "1.1d"]);
    desk = desk.figures("2019-10", &[("1.1a", 3), ("1.1b", 20), ("1.1c", 0), ("1.1d", 12), ("1.1e", 35)]);
    let refs = ["1.1a", "1.1b", "1.1c", "1.1d", "1.1e"];
    assert_eq!(desk.publish("scrutiny", "2019-10", &refs, &["2019-10"]), ["[c]", "20", "0", "[c]", "35"]);
    // Next month the same companion goes, though another is smaller.
    desk = desk.figures("2019-11", &[("1.1a", 3), ("1.1b", 9), ("1.1c", 0), ("1.1d", 12), ("1.1e", 24)]);
    assert_eq!(desk.publish("scrutiny", "2019-11", &refs, &["2019-11"]), ["[c]", "9", "0", "[c]", "24"]);
}

#[test]
fn two_gaps_that_add_up_to_too_little_are_not_enough() {
    // 1 + 1 = 2: both are 1. The total must go as well.
    let mut desk =
        Desk::with(&["1.1a", "1.1b", "1.1c"]).total("1.1c", &["1.1a", "1.1b"]).not_sensitive("1.1c");
    desk = desk.figures("2019-10", &[("1.1a", 1), ("1.1b", 1), ("1.1c", 2)]);
    let shown = desk.publish("scrutiny", "2019-10", &["1.1a", "1.1b", "1.1c"], &["2019-10"]);
    assert_eq!(shown, ["[c]", "[c]", "[c]"]);
}

#[test]
fn what_follows_from_an_earlier_paper_is_refused_with_its_equation() {
    let mut desk = Desk::with(&["1.1a", "1.1b", "1.1c"]).total("1.1c", &["1.1a", "1.1b"]);
    desk = desk.figures("2019-10", &[("1.1a", 3), ("1.1b", 20), ("1.1c", 23)]);
    assert_eq!(desk.publish("scrutiny", "2019-10", &["1.1b", "1.1c"], &["2019-10"]), ["[c]", "23"]);
    let mut late = Desk::with(&["1.1a", "1.1b", "1.1c"]);
    late = late.figures("2019-10", &[("1.1a", 3), ("1.1b", 20), ("1.1c", 23)]);
    late.publish("cabinet", "2019-10", &["1.1b", "1.1c"], &["2019-10"]);
    late = late.total("1.1c", &["1.1a", "1.1b"]);
    let refused = late.publish("scrutiny", "2019-10", &["1.1a"], &["2019-10"]);
    assert_eq!(
        refused,
        [
            "1.1a for October 2019 could be worked out, or nearly, from: 1.1c for October 2019 = 1.1a for October \
             2019 + 1.1b for October 2019; nothing else can be withheld. Already published, and not to be taken back: \
             1.1b for October 2019 in the cabinet edition for October 2019; 1.1c for October 2019 in the cabinet \
             edition for October 2019. Leave 1.1a, 1.1b, 1.1c out of this edition, or merge their rows in the plan."
        ]
    );
}

#[test]
fn a_running_total_that_rises_by_a_small_number_waits() {
    let mut desk = Desk::with(&["1.1a"]).cumulative("1.1a");
    let refs = ["1.1a"];
    let mut shown = Vec::new();
    for (period, total) in
        [("2019-10", 20), ("2019-11", 23), ("2019-12", 25), ("2020-01", 40), ("2020-02", 40)]
    {
        desk = desk.figures(period, &[("1.1a", total)]);
        shown.extend(desk.publish("scrutiny", period, &refs, &[period]));
    }
    assert_eq!(shown, ["20", "[c]", "[c]", "40", "40"]);
}

#[test]
fn a_percentage_needs_large_counts_on_both_sides() {
    let mut desk = Desk::with(&["1.1a"]).percent("1.1a");
    let cases = [
        ("2019-01", 20, 40, ["50", "20", "40"]),
        ("2019-02", 3, 40, ["[c]", "[c]", "40"]),
        ("2019-03", 38, 40, ["[c]", "[c]", "40"]),
        ("2019-04", 0, 40, ["0", "0", "40"]),
        ("2019-05", 40, 40, ["100", "40", "40"]),
        // All or none of a small group: not even the nought is shown.
        ("2019-06", 0, 4, ["[c]", "[c]", "[c]"]),
        ("2019-07", 4, 4, ["[c]", "[c]", "[c]"]),
        ("2019-08", 0, 0, ["[z]", "0", "0"]),
        ("2019-09", 6, 20_000, ["[low]", "6", "20000"]),
    ];
    for (period, n, d, expected) in cases {
        desk = desk.share(period, "1.1a", n, d);
        assert_eq!(desk.publish("scrutiny", period, &["1.1a"], &[period]), expected, "{n} of {d}");
    }
}

#[test]
fn what_was_withheld_stays_so_in_every_edition() {
    let mut desk = Desk::with(&["1.1a"]).figures("2019-10", &[("1.1a", 3)]);
    assert_eq!(desk.publish("scrutiny", "2019-10", &["1.1a"], &["2019-10"]), ["[c]"]);
    desk = desk.figures("2019-10", &[("1.1a", 30)]);
    assert_eq!(desk.publish("cabinet", "2019-11", &["1.1a"], &["2019-10"]), ["[c]"]);
}

#[test]
fn publishing_again_gives_the_same_and_remembers_nothing_new() {
    let mut desk = Desk::with(&["1.1a", "1.1b", "1.1c"]).total("1.1c", &["1.1a", "1.1b"]);
    desk = desk.figures("2019-10", &[("1.1a", 3), ("1.1b", 20), ("1.1c", 23)]);
    let wanted = desk.cells(&["1.1a", "1.1b", "1.1c"], &["2019-10"]);
    let first = desk.treat("scrutiny", "2019-10", &wanted).unwrap();
    assert!(desk.published.record("scrutiny", month("2019-10"), first.to_record()));
    let again = desk.treat("scrutiny", "2019-10", &wanted).unwrap();
    assert_eq!(first, again);
    assert!(!desk.published.record("scrutiny", month("2019-10"), again.to_record()));
}

#[test]
fn measures_of_the_same_wording_are_withheld_together() {
    let mut desk = Desk::with(&["1.1a", "1.1b", "1.1c", "1.2a"]).total("1.1c", &["1.1a", "1.1b"]);
    desk = desk.wording("1.1b", "Children seen").wording("1.2a", "Children  SEEN");
    desk = desk.figures("2019-10", &[("1.1a", 3), ("1.1b", 20), ("1.1c", 23), ("1.2a", 20)]);
    let shown = desk.publish("scrutiny", "2019-10", &["1.1a", "1.1b", "1.1c", "1.2a"], &["2019-10"]);
    assert_eq!(shown, ["[c]", "[c]", "23", "[c]"]);
}

#[test]
fn a_total_printed_elsewhere_joins_the_equations() {
    let mut desk = Desk::with(&["1.1a", "1.1b"]).figures("2019-10", &[("1.1a", 3), ("1.1b", 20)]);
    let cells = vec![value("1.1a", "2019-10"), value("1.1b", "2019-10")];
    desk.elsewhere.push(Elsewhere { cells, total: 23, place: "the Department's tables".to_owned() });
    assert_eq!(desk.publish("scrutiny", "2019-10", &["1.1a", "1.1b"], &["2019-10"]), ["[c]", "[c]"]);
}

#[test]
fn one_method_per_measure() {
    let mut desk = Desk::with(&["1.1a", "1.1b", "1.1c"]).total("1.1c", &["1.1a", "1.1b"]);
    desk = desk.figures("2019-10", &[("1.1a", 3), ("1.1b", 21), ("1.1c", 24)]).method(Method::Round);
    assert_eq!(desk.publish("scrutiny", "2019-10", &["1.1a", "1.1b"], &["2019-10"]), ["[c]", "20"]);
    desk = desk.method(Method::Suppress);
    let refused = desk.publish("cabinet", "2019-10", &["1.1c"], &["2019-10"]);
    assert!(
        refused[0].starts_with("1.1a was published with small_numbers = \"round\" in the scrutiny edition")
    );
}

#[test]
fn a_revision_that_gives_a_number_away_is_withheld() {
    // Printed: 30 = a + 20 with a and b … then b is revised while the total stays.
    let mut desk = Desk::with(&["1.1a", "1.1b", "1.1c", "1.1d"]).total("1.1d", &["1.1a", "1.1b", "1.1c"]);
    desk = desk.figures("2019-10", &[("1.1a", 3), ("1.1b", 7), ("1.1c", 20), ("1.1d", 30)]);
    let refs = ["1.1a", "1.1b", "1.1c", "1.1d"];
    assert_eq!(desk.publish("scrutiny", "2019-10", &refs, &["2019-10"]), ["[c]", "[c]", "20", "30"]);
    desk = desk.figures("2019-10", &[("1.1c", 21), ("1.1d", 31)]);
    assert_eq!(desk.publish("scrutiny", "2019-11", &refs, &["2019-10"]), ["[c]", "[c]", "21", "31"]);
}

#[test]
fn two_thousand_measures_over_a_year_are_settled() {
    // 400 families of four parts and a total, running totals among them; the audit of each is a matter of its own.
    let refs: Vec<String> = (1..=400).flat_map(|a| ('a'..='e').map(move |l| format!("1.{a}{l}"))).collect();
    let names: Vec<&str> = refs.iter().map(String::as_str).collect();
    let mut desk = Desk::with(&names);
    for family in names.chunks(5) {
        desk = desk.total(family[4], &family[..4]);
    }
    let months: Vec<String> = (1..=12).map(|m| format!("2019-{m:02}")).collect();
    for (at, month) in months.iter().enumerate() {
        let mut values = Vec::new();
        for (number, family) in names.chunks(5).enumerate() {
            let counts =
                [0, 1, 2, 3].map(|part| i64::try_from((number * 7 + at * 3 + part * 5) % 17).unwrap());
            values.extend(family.iter().copied().zip(counts));
            values.push((family[4], counts.iter().sum()));
        }
        desk = desk.figures(month, &values);
    }
    let months: Vec<&str> = months.iter().map(String::as_str).collect();
    let wanted = desk.cells(&names, &months);
    let treatment = desk.treat("scrutiny", "2019-12", &wanted).unwrap();
    assert_eq!(treatment.cells().count(), 24_000);
    assert!(treatment.withheld().count() > 4_000);
}

#[test]
fn the_order_of_measures_does_not_matter() {
    let refs = ["1.1a", "1.1b", "1.1c", "1.1d"];
    let mut desk = Desk::with(&refs).total("1.1d", &["1.1a", "1.1b", "1.1c"]);
    desk = desk.figures("2019-10", &[("1.1a", 2), ("1.1b", 9), ("1.1c", 9), ("1.1d", 20)]);
    let wanted = desk.cells(&refs, &["2019-10"]);
    let one = desk.treat("scrutiny", "2019-10", &wanted).unwrap();
    desk.plan.measures.reverse();
    assert_eq!(desk.treat("scrutiny", "2019-10", &wanted).unwrap(), one);
}

#[test]
fn a_search_that_takes_too_long_counts_as_unsafe() {
    let refs = ["1.1a", "1.1b", "1.1c"];
    let mut desk = Desk::with(&refs).total("1.1c", &["1.1a", "1.1b"]);
    desk = desk.figures("2019-10", &[("1.1a", 3), ("1.1b", 20), ("1.1c", 23)]);
    let wanted = desk.cells(&refs, &["2019-10"]);
    let refused = treat_within(&desk.case("scrutiny", "2019-10", &wanted), 1).unwrap_err();
    assert!(matches!(refused[0], Refusal::Unsafe { not_proved: true, .. }));
    assert!(refused[0].in_words().contains("it could not be shown that this is safe"));
}

#[test]
fn what_the_edition_says_gives_nothing_away_and_the_officer_is_told_all() {
    let refs = ["1.1a", "1.1b", "1.1c"];
    let mut desk = Desk::with(&refs).total("1.1c", &["1.1a", "1.1b"]);
    desk = desk.figures("2019-10", &[("1.1a", 3), ("1.1b", 20), ("1.1c", 23)]);
    let treatment = desk.treat("scrutiny", "2019-10", &desk.cells(&refs, &["2019-10"])).unwrap();
    let months = |r: &str| (r.to_owned(), "October 2019".to_owned());
    assert_eq!(wording::withheld_by_measure(&treatment), [months("1.1a"), months("1.1b")]);
    let told = crate::rules::run_edition(&treatment.facts("scrutiny"));
    assert!(
        told[0].message.ends_with("1.1a for October 2019 (it is a small number)."),
        "{}",
        told[0].message
    );
    assert!(
        told[1].message.ends_with("(with it a small number could be worked out)."),
        "{}",
        told[1].message
    );
    let cell = value("1.1a", "2019-10");
    assert!(!treatment.may_compare(&[&cell, &value("1.1c", "2019-10")]));
    assert!(treatment.may_compare(&[&value("1.1c", "2019-10")]));
}
