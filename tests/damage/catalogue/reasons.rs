//! Reasons why there is no value, and the words of Progress.

use ragbook::domain::{Column, Table};

use super::super::draft::Nature::{Ambiguous, Benign, Fault};
use super::super::draft::{At, Claim, Damage, Grave};
use super::super::good::day;
use super::super::paper::Content;
use super::{beside, cell, lost, number, of_action, text, told};

/// Damages of choices and words.
pub(crate) const ALL: &[Damage] = &[
    cell("reason typed as the value", Benign, |d, dice| {
        let tag = d.of_measure(dice.pick(&["1a", "1b", "1e", "2a", "2c"]), Column::Value);
        let (typed, reason) = dice.pick(&[
            ("n/a", "Not applicable"),
            ("N/A", "Not applicable"),
            ("not applicable", "Not applicable"),
            ("tbc", "Awaited from partner"),
            (" TBC ", "Awaited from partner"),
            ("awaited", "Awaited from partner"),
            ("No data", "Not collected yet"),
            ("not collected", "Not collected yet"),
        ]);
        d.write(&tag, typed)?;
        Some(told(&tag, "V09", Grave::Note).means(&tag, "").means(&beside(&tag, Column::Absence), reason))
    }),
    cell("reason in other words", Benign, |d, dice| {
        let tag = d.of_measure("2g", Column::Absence);
        let (typed, reason) = dice.pick(&[
            ("Awaited", "Awaited from partner"),
            ("no data", "Not collected yet"),
            ("n/a", "Not applicable"),
            ("Too small", "Too small to share"),
        ]);
        d.write(&tag, typed)?;
        Some(told(&tag, "V07", Grave::Note).means(&tag, reason))
    }),
    cell("reason in another case", Benign, |d, dice| {
        let tag = d.of_measure("2g", Column::Absence);
        d.write(
            &tag,
            dice.pick(&["AWAITED FROM PARTNER", " awaited  from partner", "Awaited\u{a0}from partner"]),
        )?;
        Some(Claim::harmless().row(&tag.1))
    }),
    cell("reason that is none", Fault, |d, dice| {
        let tag = d.of_measure("2g", Column::Absence);
        d.write(&tag, dice.pick(&["Gone fishing", "Because of the snow", "x", "41"]))?;
        Some(lost(&tag, "V07"))
    }),
    cell("reason that is an error", Fault, |d, _| {
        let tag = d.of_measure("2g", Column::Absence);
        d.put(&tag, Content::Error("#N/A".to_owned()), "General")?;
        Some(lost(&tag, "V04"))
    }),
    cell("value and reason both", Fault, |d, dice| {
        let tag = d.of_measure(dice.pick(&["1a", "1b", "1c", "1e", "2a", "2c", "2d"]), Column::Value);
        let reason = beside(&tag, Column::Absence);
        d.write(&reason, "Not applicable")?;
        let numbers = [Column::Numerator, Column::Denominator].map(|column| beside(&tag, column));
        let claim = numbers.iter().fold(lost(&tag, "V10"), Claim::loses);
        // Under a caption that nobody knows the value is no value, and the reason stands alone.
        Some(claim.loses(&reason).means(&reason, "Not applicable").touches("caption of the values"))
    }),
    cell("reason removed", Ambiguous, |d, _| {
        let tag = d.of_measure("2g", Column::Absence);
        d.put(&tag, Content::Blank, "General")?;
        // With one answer more below the table the blank looks like answers that slipped down a row.
        Some(told(&beside(&tag, Column::Value), "V11", Grave::Query).means(&tag, "").touches("columns move"))
    }),
    cell("status in another case", Benign, |d, dice| {
        let tag = of_action(d, dice, Column::Status);
        d.write(&tag, dice.pick(&["IN PROGRESS", " in progress ", "In\u{a0}progress", "In-progress"]))?;
        Some(Claim::harmless().row(&tag.1))
    }),
    cell("status in other words", Benign, |d, dice| {
        let tag = of_action(d, dice, Column::Status);
        d.write(&tag, dice.pick(&["On track", "Ongoing", "Underway", "started", "WIP"]))?;
        Some(told(&tag, "V07", Grave::Note))
    }),
    cell("status that is none", Fault, |d, dice| {
        let tag = of_action(d, dice, Column::Status);
        d.write(
            &tag,
            dice.pick(&[
                "Nearly there",
                "Closed",
                "50%",
                "Green",
                "In progres",
                "Complete?",
                "On hold",
                "Not complete",
            ]),
        )?;
        Some(lost(&tag, "V07"))
    }),
    cell("status of another kind of cell", Fault, |d, dice| {
        let tag = of_action(d, dice, Column::Status);
        let (content, code) = match dice.below(3) {
            0 => (number("1"), "V07"),
            1 => (Content::Bool(true), "V07"),
            _ => (Content::Error("#REF!".to_owned()), "V04"),
        };
        d.put(&tag, content, "General")?;
        Some(lost(&tag, code))
    }),
    cell("status left blank", Ambiguous, |d, dice| {
        let tag = of_action(d, dice, Column::Status);
        d.put(&tag, Content::Blank, "General")?;
        Some(told(&tag, "V11", Grave::Query).means(&tag, ""))
    }),
    cell("own rating as a letter", Benign, |d, dice| {
        let tag = of_action(d, dice, Column::OwnRag);
        d.write(&tag, dice.pick(&["A", "a", "Yellow"]))?;
        Some(told(&tag, "V07", Grave::Note))
    }),
    cell("own rating that is none", Fault, |d, dice| {
        let tag = of_action(d, dice, Column::OwnRag);
        d.write(&tag, dice.pick(&["Blue", "Amber/Green", "Amber to Red", "RAG", "2", "Complete"]))?;
        Some(lost(&tag, "V07"))
    }),
    cell("commentary that says nothing", Ambiguous, |d, dice| {
        let tag = of_action(d, dice, Column::Commentary);
        let said = dice.pick(&["TBC", "tbc"]);
        d.write(&tag, said)?;
        Some(told(&tag, "S09", Grave::Query).means(&tag, said).also(&["S05"]))
    }),
    cell("initials with a date of birth in Commentary", Ambiguous, |d, dice| {
        let tag = of_action(d, dice, Column::Commentary);
        d.write(
            &tag,
            dice.pick(&["KS 03/05/11 was seen", "K.S., 3.5.2011 was seen", "KS born 2014 was seen"]),
        )?;
        Some(told(&tag, "D01", Grave::Error).means(&tag, "[masked: date of birth] was seen"))
    }),
    cell("commentary left blank beside an Amber", Ambiguous, |d, dice| {
        let tag = of_action(d, dice, Column::Commentary);
        d.put(&tag, Content::Blank, "General")?;
        Some(Claim::fault("S05", Grave::Query, At::File).row(&tag.1).means(&tag, "").also(&["S09"]))
    }),
    cell("commentary too long, but kept", Ambiguous, |d, dice| {
        let tag = of_action(d, dice, Column::Commentary);
        let long = "More of the same was done, and more is to come. ".repeat(25);
        d.write(&tag, &long)?;
        Some(told(&tag, "V15", Grave::Query).means(&tag, long.trim()))
    }),
    cell("commentary or evidence that is an error", Fault, |d, dice| {
        let column = dice.pick(&[Column::Commentary, Column::Evidence]);
        let tag = of_action(d, dice, column);
        d.put(&tag, Content::Error("#NAME?".to_owned()), "General")?;
        Some(lost(&tag, "V04").also(&["S05", "S09"]))
    }),
    cell("forecast before the month's end", Ambiguous, |d, dice| {
        let tag = of_action(d, dice, Column::Forecast);
        d.put(&tag, Content::Date(day(2024, 2, 29)), "dd/mm/yyyy")?;
        Some(told(&tag, "S06", Grave::Query).means(&tag, "2024-02-29"))
    }),
    cell("complete, dated after the month's end", Fault, |d, dice| {
        let tag = of_action(d, dice, Column::Status);
        d.write(&tag, "Complete")?;
        Some(Claim::fault("S02", Grave::Error, At::File).row(&tag.1).means(&tag, "Complete").loses(&tag))
    }),
    cell("complete without evidence", Ambiguous, |d, dice| {
        let tag = of_action(d, dice, Column::Status);
        let (forecast, evidence) = (beside(&tag, Column::Forecast), beside(&tag, Column::Evidence));
        d.write(&tag, "Complete")?;
        d.put(&forecast, Content::Date(day(2024, 2, 29)), "dd/mm/yyyy")?;
        d.put(&evidence, Content::Blank, "General")?;
        let claim = Claim::fault("S01", Grave::Query, At::File).row(&tag.1);
        Some(claim.means(&tag, "Complete").means(&forecast, "2024-02-29").means(&evidence, ""))
    }),
    cell("stopped without the plan agreeing", Ambiguous, |d, dice| {
        let tag = of_action(d, dice, Column::Status);
        d.write(&tag, "Stopped")?;
        Some(Claim::fault("S11", Grave::Query, At::File).row(&tag.1).means(&tag, "Stopped"))
    }),
    cell("wording of an action or measure changed", Ambiguous, |d, dice| {
        let tag = if dice.below(2) == 0 {
            of_action(d, dice, Column::Activity)
        } else {
            d.of_measure(dice.pick(&["1a", "1b", "1e", "2a"]), Column::Measure)
        };
        d.write(&tag, "Something quite different")?;
        Some(told(&tag, "R06", Grave::Query))
    }),
    cell("wording changed in white space, case and quotes only", Benign, |d, dice| {
        let action = d.action(dice);
        let tag = (Table::Progress, action, Column::Activity);
        let Content::Text(same) = d.paper.cell(&tag)?.content.clone() else { return None };
        d.put(&tag, text(&format!(" {}\u{a0}", same.to_uppercase().replace(' ', "  "))), "General")?;
        Some(Claim::harmless().row(&tag.1))
    }),
    cell("target date of an action changed", Ambiguous, |d, dice| {
        let tag = of_action(d, dice, Column::TargetDate);
        d.write(&tag, dice.pick(&["31 December 2024", "March 2025", "Ongoing", "when we can"]))?;
        Some(told(&tag, "R07", Grave::Query))
    }),
    cell("target date of an action in another form", Benign, |d, dice| {
        let tag = of_action(d, dice, Column::TargetDate);
        if dice.below(2) == 0 {
            d.put(&tag, Content::Date(day(2024, 9, 30)), "dd/mm/yyyy")?;
        } else {
            d.write(&tag, dice.pick(&["30/09/2024", "30 Sep 2024", "2024-09-30"]))?;
        }
        Some(Claim::harmless().row(&tag.1))
    }),
];
