//! Dates, in the Value of a date measure and in *Forecast date*.

use ragbook::domain::Column;

use super::super::dice::Dice;
use super::super::draft::Nature::{Ambiguous, Benign, Fault};
use super::super::draft::{Claim, Damage, Draft, Grave};
use super::super::paper::{Content, Tag};
use super::{cell, lost, number, of_action, told};

/// A date cell of the return: a measure's or a forecast.
fn date(draft: &Draft<'_>, dice: &mut Dice) -> Tag {
    if dice.below(2) == 0 {
        draft.of_measure("2c", Column::Value)
    } else {
        of_action(draft, dice, Column::Forecast)
    }
}

/// Damages of dates. Every date in them is after the month's end, so that no rule asks about a forecast in the past.
pub(crate) const ALL: &[Damage] = &[
    cell("date as text", Benign, |d, dice| {
        let tag = date(d, dice);
        d.write(
            &tag,
            dice.pick(&[
                "5/9/2024",
                "05/09/2024",
                "5.9.2024",
                "05-09-2024",
                "5 September 2024",
                "5 Sep 2024",
                "2024-09-05",
                "5/9/24",
                "5th September 2024",
                " 5\u{a0}Sept 2024 ",
            ]),
        )?;
        Some(told(&tag, "V09", Grave::Note).means(&tag, "2024-09-05"))
    }),
    cell("date as a month", Benign, |d, dice| {
        let tag = date(d, dice);
        d.write(&tag, dice.pick(&["September 2024", "Sep 2024", "september  2024"]))?;
        Some(told(&tag, "V09", Grave::Note).means(&tag, "2024-09-30"))
    }),
    cell("date as a plain number", Benign, |d, dice| {
        let tag = date(d, dice);
        d.put(&tag, number("45540"), "General")?;
        Some(told(&tag, "V09", Grave::Note).means(&tag, "2024-09-05").touches("dates count"))
    }),
    cell("date four years off, as where days are counted from 1904", Ambiguous, |d, dice| {
        let tag = d.of_measure("2c", Column::Value);
        let off = dice.pick(&["2020-03-14", "2028-03-16"]);
        d.put(&tag, Content::Date(off.parse().ok()?), "dd/mm/yyyy")?;
        Some(told(&tag, "V09", Grave::Query).means(&tag, off))
    }),
    cell("date under another date format", Benign, |d, dice| {
        let tag = date(d, dice);
        let same = d.paper.cell(&tag)?.content.clone();
        d.put(
            &tag,
            same,
            dice.pick(&["d mmm yyyy", "yyyy-mm-dd", "mm/dd/yyyy", "[$-809]dddd d mmmm", "mmm-yy"]),
        )?;
        Some(Claim::harmless().row(&tag.1))
    }),
    cell("date in another order or none at all", Fault, |d, dice| {
        let tag = date(d, dice);
        d.write(
            &tag,
            dice.pick(&[
                "09/25/2024",
                "early September",
                "31/09/2024",
                "30 February 2025",
                "5/9",
                "Autumn 2024",
                "next month",
                "2024",
                "5/9/2024 or 6/9/2024",
                "September",
            ]),
        )?;
        Some(lost(&tag, "V08"))
    }),
    cell("date is a number that is none", Fault, |d, dice| {
        let tag = date(d, dice);
        d.put(&tag, number(dice.pick(&["12", "20240905", "-5"])), "General")?;
        Some(lost(&tag, "V08"))
    }),
    cell("date is a time alone", Fault, |d, dice| {
        let tag = date(d, dice);
        d.put(&tag, number("0.5"), "hh:mm")?;
        Some(lost(&tag, "V08"))
    }),
    cell("date out of the calendar", Fault, |d, dice| {
        let tag = date(d, dice);
        d.put(&tag, number(dice.pick(&["-3", "60", "2958470"])), "dd/mm/yyyy")?;
        Some(lost(&tag, "V08"))
    }),
    cell("date is true", Fault, |d, dice| {
        let tag = date(d, dice);
        d.put(&tag, Content::Bool(true), "General")?;
        Some(lost(&tag, "V08"))
    }),
    cell("date is an error", Fault, |d, dice| {
        let tag = date(d, dice);
        d.put(&tag, Content::Error("#VALUE!".to_owned()), "dd/mm/yyyy")?;
        Some(lost(&tag, "V04"))
    }),
    cell("date from a formula without a result", Fault, |d, dice| {
        let tag = date(d, dice);
        // The date that is meant: a program that calculates it when it saves the return again gives nothing else.
        let formula = format!("DATEVALUE(\"{}\")", d.says(&tag));
        d.put(&tag, Content::Formula(formula, None), "dd/mm/yyyy")?;
        Some(lost(&tag, "V05"))
    }),
];
