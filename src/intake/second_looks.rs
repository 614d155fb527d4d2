//! Answers that read well where they stand and are doubted all the same: moved columns, other columns, dates in disguise.
//! Each with what must be told at which cell. A test module: it has no code of its own.

use super::damage::{MEASURES, PROGRESS, measure, met, told, value, with};
use super::sample::{date, formula, number, put, text};
use crate::sheet::grid::{Cell, Content, Doubt, Workbook};

fn cells(book: &mut Workbook, sheet: usize, cells: &[(&str, Option<Cell>)]) {
    for (at, cell) in cells {
        put(&mut book.grids[sheet], at, cell.clone());
    }
}

#[test]
fn a_number_far_above_all_that_is_known_and_the_serial_of_a_day_is_asked_about() {
    let counted = |last: Option<&str>, count: f64| {
        let met = met(|book| cells(book, MEASURES, &[("F5", last.map(text)), ("I5", Some(number(count)))]));
        (told(&met), value(&met, "1.1a"))
    };
    let asked = (vec!["Measures!I5 ReadAs".to_owned()], "45385".to_owned());
    // 3 April 2024, where `3-4` was typed.
    assert_eq!(counted(Some("12 (Feb 2024)"), 45_385.0), asked);
    assert_eq!(counted(None, 45_385.0), asked);
    for typed in ["45385", " 45385 "] {
        let met = met(|book| cells(book, MEASURES, &[("I5", Some(text(typed)))]));
        let told = told(&met);
        assert!(told.iter().filter(|fault| *fault == "Measures!I5 ReadAs").count() == 2, "{told:?}");
    }
    // 1 December 2015, where `12/15` was typed: asked about only beside a last value that is far smaller.
    assert_eq!(counted(Some("1,200 (Feb 2024)"), 42_339.0).0.len(), 1);
    // Nothing else makes the first day of a month of this century likely but a month and a year.
    assert_eq!(counted(None, 42_339.0).0.len(), 1);
    for (last, count) in [
        (None, 42_340.0),
        (None, 12_000.0),
        (Some("40,000 (Feb 2024)"), 45_385.0),
        (Some("12 (Feb 2024)"), 9_000.0),
    ] {
        assert_eq!(counted(last, count).0, [""; 0], "{last:?} {count}");
    }
    let parts =
        met(|book| cells(book, MEASURES, &[("G6", Some(number(18.0))), ("H6", Some(number(45_385.0)))]));
    assert_eq!(told(&parts), ["Measures!H6 ReadAs"]);
    // `11/15` and `12/15` typed: 1 November and 1 December 2015.
    let months = met(|book| {
        cells(book, MEASURES, &[("G6", Some(number(42_309.0))), ("H6", Some(number(42_339.0)))]);
        cells(book, MEASURES, &[("I6", None)]);
    });
    assert_eq!(told(&months), ["Measures!G6 ReadAs", "Measures!H6 ReadAs"]);
    // Two days, neither of which makes the other look large.
    let days = met(|book| {
        cells(book, MEASURES, &[("G6", Some(number(45_300.0))), ("H6", Some(number(45_385.0)))]);
        cells(book, MEASURES, &[("I6", None)]);
    });
    assert_eq!(told(&days), ["Measures!G6 ReadAs", "Measures!H6 ReadAs"]);
}

#[test]
fn a_column_that_may_hold_a_better_answer_is_asked_about() {
    let beside = |caption: &str, says: Cell| {
        told(&met(|book| cells(book, MEASURES, &[("L4", Some(text(caption))), ("L5", Some(says.clone()))])))
    };
    for caption in
        ["Corrected value", "Value (revised)", "Final", "Should be", "Actual figure", "March 2024", "Mar"]
    {
        assert_eq!(
            beside(caption, number(14.0)),
            ["Measures!A4 Rearranged", "Measures!I5 RivalColumn"],
            "{caption}"
        );
    }
    for (caption, says) in [
        ("Corrected value", number(12.0)),
        ("Corrected value", text("checked by AB")),
        ("Value last year", number(14.0)),
        ("February value", number(14.0)),
        ("Target value of the plan", number(14.0)),
        ("Team", number(14.0)),
        ("Value2", number(12.0)),
        ("Value2", text("see Note")),
    ] {
        assert_eq!(beside(caption, says), ["Measures!A4 Rearranged"], "{caption}");
    }
    for says in [number(14.0), text("14 (est)"), text("<5")] {
        assert_eq!(beside("Value2", says), ["Measures!A4 Rearranged", "Measures!I5 RivalColumn"]);
    }
    for (caption, says, at) in [
        ("Numerator 2", number(17.0), "G6"),
        ("Copy of Denominator", number(30.0), "H6"),
        ("Reason 2", text("Not applicable"), "J6"),
        ("Comments", text("17 of 30, really"), "K6"),
        ("Note 2", text("17 of 30, really"), "K6"),
    ] {
        let asked = met(|book| cells(book, MEASURES, &[("L4", Some(text(caption))), ("L6", Some(says))]));
        assert_eq!(told(&asked), ["Measures!A4 Rearranged".to_owned(), format!("Measures!{at} RivalColumn")]);
        assert_eq!(value(&asked, "1.1b"), "90", "{caption}");
    }
    let dated = met(|book| {
        cells(
            book,
            MEASURES,
            &[("L4", Some(Cell { format_code: Some("mmm yyyy".into()), ..date(2024, 3, 1) }))],
        );
        cells(book, MEASURES, &[("L5", Some(number(14.0)))]);
    });
    assert!(told(&dated).contains(&"Measures!I5 RivalColumn".to_owned()), "{:?}", told(&dated));
}

#[test]
fn a_number_beside_value_under_no_caption_is_asked_about() {
    let met = met(|book| {
        for cell in &mut book.grids[MEASURES].cells {
            cell.at.column += u32::from(cell.at.column > 8);
        }
        cells(book, MEASURES, &[("J5", Some(number(14.0))), ("J8", Some(text("see Note")))]);
    });
    assert_eq!(
        told(&met),
        ["Measures!J5 Aside", "Measures!A4 Rearranged", "Measures!I5 RivalColumn"],
        "what stands in such a column is listed too"
    );
}

#[test]
fn an_extra_column_that_changes_what_the_figure_means_is_asked_about() {
    let beside = |caption: &str, says: Cell| {
        told(&met(|book| cells(book, MEASURES, &[("L4", Some(text(caption))), ("L5", Some(says))])))
            .contains(&"Measures!I5 RivalColumn".to_owned())
    };
    for (caption, says) in [
        ("Scale", "thousands"),
        ("Factor", "x1000"),
        ("In", "'000"),
        ("Month", "Jan"),
        ("Period", "January 2024"),
        ("As at", "31/01/2024"),
        ("Ignore", "yes"),
        ("Is this right?", "no"),
        ("Status", "Draft"),
    ] {
        assert!(beside(caption, text(says)), "{caption}: {says}");
    }
    assert!(beside("Multiplier", number(1000.0)) && beside("As at", date(2024, 1, 31)));
    for (caption, says) in [
        ("Scale", "1"),
        ("Month", "March 2024"),
        ("Ignore", "no"),
        ("Is this right?", "yes"),
        ("Team", "North"),
        ("Seen by", "Ann, who counted thousands of them by hand in May"),
        ("Remark", "an estimate"),
    ] {
        assert!(!beside(caption, text(says)), "{caption}: {says}");
    }
    assert!(!beside("As at", date(2024, 3, 31)));
}

#[test]
fn a_revised_status_or_forecast_in_a_column_of_its_own_is_asked_about() {
    let beside = |caption: &str, says: Cell| {
        told(&met(|book| cells(book, PROGRESS, &[("K4", Some(text(caption))), ("K5", Some(says))])))
    };
    assert!(beside("Revised status", text("Complete")).contains(&"Progress!F5 RivalColumn".to_owned()));
    assert!(beside("New forecast date", date(2024, 9, 30)).contains(&"Progress!G5 RivalColumn".to_owned()));
    for (caption, says, at) in [
        ("Status 2", text("Complete"), "F5"),
        ("State", text("Complete"), "F5"),
        ("New date", date(2024, 9, 30), "G5"),
        ("End date", text("30/9/2024"), "G5"),
        ("RAG 2", text("Red"), "H5"),
        ("Comments", text("All went wrong."), "I5"),
        ("Evidence 2", text("Minutes of 3 March"), "J5"),
    ] {
        assert!(beside(caption, says).contains(&format!("Progress!{at} RivalColumn")), "{caption}");
    }
    for (caption, says) in [
        ("Date", date(2024, 9, 30)),
        ("Review date", date(2024, 9, 30)),
        ("Status 2", text("as last month")),
        ("Revised status", text("In progress")),
        ("Director's RAG", text("Red")),
        ("Updated by", text("Ann")),
        ("Previous status", text("Complete")),
    ] {
        let told = beside(caption, says);
        assert!(told.iter().all(|fault| !fault.contains("RivalColumn")), "{caption}: {told:?}");
    }
}

#[test]
fn a_cell_inserted_into_the_column_withdraws_what_stands_below_it() {
    let met = met(|book| {
        cells(book, MEASURES, &[("I7", None), ("I8", Some(number(6.5))), ("I9", Some(number(3.0)))]);
    });
    let told = told(&met);
    for expected in ["Measures!I8 ColumnSlipped", "Measures!I9 OrphanAnswer", "Measures!I7 Missing"] {
        assert!(told.contains(&expected.to_owned()), "{told:?}");
    }
    assert_eq!((value(&met, "1.1a").as_str(), value(&met, "1.10a").as_str()), ("12", "Refused"));
}

#[test]
fn a_total_below_the_column_moves_nothing() {
    let met = met(|book| cells(book, MEASURES, &[("I7", None), ("I9", Some(number(15.0)))]));
    assert!(!told(&met).iter().any(|fault| fault.contains("ColumnSlipped")), "{:?}", told(&met));
    assert_eq!(value(&met, "1.10a"), "3");
}

#[test]
fn a_column_that_moved_up_suits_the_row_below_and_is_withdrawn() {
    let plan = crate::plan::sample::plan();
    assert_eq!(plan.measures_of(&"ann".into()).count(), 4, "count, percent, weeks, count");
    // 18 of 20 stood in the second row as 90%; a cell was taken out above it, and all below moved up.
    let met = met(|book| {
        let percent = super::sample::percent(0.9);
        let moved =
            [("I5", Some(percent)), ("I6", Some(text("6 weeks"))), ("I7", Some(number(3.0))), ("I8", None)];
        cells(book, MEASURES, &moved);
        cells(book, MEASURES, &[("G6", None), ("H6", None)]);
    });
    let told = told(&met);
    assert!(told.contains(&"Measures!I7 ColumnRaised".to_owned()), "{told:?}");
    for reference in ["1.1a", "1.1b", "1.2a"] {
        assert_eq!(value(&met, reference), "Refused", "{reference}");
    }
    assert!(measure(&met, "1.10a").value.found.is_empty());
}

#[test]
fn a_column_that_moved_down_and_lost_its_last_answer_is_withdrawn() {
    // Count, percent, weeks, count: 12, 90%, 6 weeks and 3 stand a row too low, and 3 was typed over.
    let percent = super::sample::percent(0.9);
    let moved = |last: Cell| {
        met(|book| {
            let moved = [
                ("I5", None),
                ("I6", Some(number(12.5))),
                ("I7", Some(percent.clone())),
                ("I8", Some(last.clone())),
            ];
            cells(book, MEASURES, &moved);
            cells(book, MEASURES, &[("G6", None), ("H6", None)]);
        })
    };
    // Three answers of four rows are too few to tell; each is refused for its own sake, or asked about.
    let few = moved(text("6 weeks"));
    assert!(!told(&few).iter().any(|fault| fault.contains("ColumnRaised")), "{:?}", told(&few));
}

#[test]
fn a_date_years_away_from_the_plan_is_asked_about() {
    use super::disguised::is_far;
    let day = |text: &str| text.parse().unwrap();
    let far = |text: &str| is_far(day(text), day("2023-04-01"), "2024-03".parse().unwrap());
    assert_eq!(["2020-06-02", "2028-06-04", "2042-03-15", "1924-03-15"].map(far), [true; 4]);
    assert_eq!(["2022-09-30", "2024-03-15", "2026-12-31"].map(far), [false; 3]);
}

#[test]
fn numbers_that_suit_one_anothers_last_values_are_asked_about() {
    let exchanged = |first: f64, last: f64| {
        told(&met(|book| {
            cells(book, MEASURES, &[("F5", Some(text("150 (Feb 2024)"))), ("I5", Some(number(first)))]);
            cells(book, MEASURES, &[("F8", Some(text("12 (Feb 2024)"))), ("I8", Some(number(last)))]);
        }))
    };
    assert_eq!(exchanged(13.0, 155.0), ["Measures!I5 ColumnMixed", "Measures!I8 ColumnMixed"]);
    assert_eq!(exchanged(155.0, 13.0), [""; 0]);
}

#[test]
fn units_that_leads_write_in_place_of_the_plans() {
    for (cell, unit, asked) in [
        ("C7", "months", true),
        ("C7", "hours", true),
        ("C5", "hours", true),
        ("C5", "calls per month", false),
        ("C6", "ratio", true),
        ("C6", "decimal (0-1)", true),
        ("C6", "% of cases", false),
        ("C6", "out of 10", true),
        ("C7", "nights", true),
        ("C7", "mins", true),
        ("C7", "quarters", true),
        ("C7", "school weeks", true),
        ("C7", "wks", false),
        ("C7", "Number of weeks", false),
        ("C5", "children", false),
        ("C5", "Q3", true),
        ("C5", "estimate", true),
        ("C5", "provisional", true),
        ("C5", "families (not final)", true),
        ("C5", "February", true),
        ("C5", "2022/23", true),
        ("C5", "year to date", true),
        ("C5", "% of families", true),
        ("C5", "1000s", true),
        ("C5", "families (north only)", true),
        ("C5", "to be confirmed", true),
        ("C5", "families, March 2024", false),
        ("C5", "children under 5", false),
    ] {
        let told = told(&with(MEASURES, cell, text(unit)));
        assert_eq!(told == [format!("Measures!{cell} WordingChanged")], asked, "{unit}: {told:?}");
    }
}

#[test]
fn an_answer_beside_a_ref_that_is_crossed_out_is_not_used() {
    let struck = |at: &str, says: &str| {
        let cell = Cell { doubt: Some(Doubt::CrossedOut), ..text(says) };
        let met = with(MEASURES, at, cell);
        (told(&met), value(&met, "1.1a"))
    };
    assert_eq!(
        struck("A5", "1.1a"),
        (vec!["Measures!I5 UnsafeInThisFormat".to_owned()], "Refused".to_owned())
    );
    // The words of a caption or of the plan may be crossed out.
    assert_eq!(struck("I4", "Value"), (Vec::new(), "12".to_owned()));
}

#[test]
fn a_formula_that_takes_last_months_figure_or_changes_each_day_is_not_used() {
    let worked_out = |by: &str| {
        let met = with(MEASURES, "I5", formula(by, Content::Number(12.0)));
        (told(&met), value(&met, "1.1a"))
    };
    let refused = (vec!["Measures!I5 UnsafeInThisFormat".to_owned()], "Refused".to_owned());
    for by in ["F5", "(F5)", "Measures!$F$5", "TODAY()-45370", "RANDBETWEEN(1,20)", "TODAY( )-1", "now ()"] {
        assert_eq!(worked_out(by), refused, "{by}");
    }
    for by in ["6+6", "SUM(I8,9)", "I8*4", "MAX(N5:N9)", "\"TODAY()\"&12", "Data!B2"] {
        assert_eq!(worked_out(by), (Vec::new(), "12".to_owned()), "{by}");
    }
}

#[test]
fn a_formula_that_takes_the_figure_of_another_row_is_asked_about() {
    let worked_out = |by: &str, other: f64| {
        let met = met(|book| {
            cells(book, MEASURES, &[("I8", Some(number(other)))]);
            cells(book, MEASURES, &[("I5", Some(formula(by, Content::Number(12.0))))]);
        });
        (told(&met), value(&met, "1.1a"))
    };
    let asked = (vec!["Measures!I5 ReadAs".to_owned()], "12".to_owned());
    for by in ["I8", "$I$8", "+I8", "(I8)", "I8+0", "Measures!I8", "measures!$I$8*1", "I8&\"\""] {
        assert_eq!(worked_out(by, 12.0), asked, "{by}");
        // What is kept there is another figure by now: it was not worked out again.
        assert_eq!(worked_out(by, 3.0).0.len(), 1, "{by}");
    }
    for by in [
        "SUM(I8)",
        "ROUND(I8,0)",
        "INDEX(I5:I9,4)",
        "VLOOKUP(\"1.10a\",A:I,9,0)",
        "INDIRECT(\"I\"&8)",
        "OFFSET(H5,3,1)",
        "IF(TRUE,I8,I6)",
        "INDEX(Measures[Value],4)",
    ] {
        assert_eq!(worked_out(by, 12.0), asked, "{by}");
    }
    for by in ["I8*4", "SUM(I8,9)", "MAX(I6:I8)", "INDEX(Data!B:B,3)"] {
        assert_eq!(worked_out(by, 3.0), (Vec::new(), "12".to_owned()), "{by}");
    }
}

#[test]
fn a_helper_cell_hides_nothing() {
    let by_way_of = |helper: &str| {
        let met = met(|book| {
            cells(book, MEASURES, &[("N20", Some(formula(helper, Content::Number(12.0))))]);
            cells(book, MEASURES, &[("I5", Some(formula("N20", Content::Number(12.0))))]);
        });
        told(&met).into_iter().filter(|fault| fault.starts_with("Measures!I5")).collect::<Vec<_>>()
    };
    assert_eq!(by_way_of("I8"), ["Measures!I5 ReadAs"]);
    assert_eq!(by_way_of("N21+TODAY()"), ["Measures!I5 UnsafeInThisFormat"]);
    assert_eq!(by_way_of("6+6"), [""; 0]);
}

#[test]
fn words_that_the_format_of_a_caption_adds_are_asked_about() {
    let under = |code: &str| {
        let caption = Cell { format_code: Some(code.into()), ..text("Value") };
        told(&with(MEASURES, "I4", caption))
    };
    assert!(under("@\" (000s)\"").contains(&"Measures!I5 UnsafeInThisFormat".to_owned()));
    for plain in ["@", "0", "dd/mm/yyyy", "0.0%"] {
        assert_eq!(under(plain), [""; 0], "{plain}");
    }
}
