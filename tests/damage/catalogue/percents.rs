//! Percents: 85 %, 0.85, 85 or 17 of 20?

use ragbook::domain::Column;

use super::super::draft::Nature::{Ambiguous, Benign, Fault};
use super::super::draft::{Claim, Damage, Draft, Grave};
use super::super::paper::{Content, Tag};
use super::{beside, cell, lost, number, percent_lost, text, told};

/// The percent typed without numbers.
fn alone(draft: &Draft<'_>) -> Tag {
    draft.of_measure("1e", Column::Value)
}

/// A column of the percent made of numbers.
fn made(draft: &Draft<'_>, column: Column) -> Tag {
    draft.of_measure("1c", column)
}

/// Damages of percents.
pub(crate) const ALL: &[Damage] = &[
    cell("percent as text with its sign", Benign, |d, dice| {
        let tag = alone(d);
        d.write(&tag, dice.pick(&["62.5%", "62.5 %", "62.5 per cent", "62.5\u{a0}%", " 62.5％"]))?;
        Some(told(&tag, "V09", Grave::Note))
    }),
    cell("percent as a plain number", Benign, |d, _| {
        let tag = alone(d);
        d.put(&tag, number("62.5"), "General")?;
        Some(told(&tag, "V02", Grave::Note))
    }),
    cell("percent as text without its sign", Benign, |d, _| {
        let tag = alone(d);
        d.write(&tag, "62.5")?;
        Some(told(&tag, "V02", Grave::Note))
    }),
    cell("percent as a fraction of one", Fault, |d, dice| {
        let tag = alone(d);
        d.put(
            &tag,
            number(dice.pick(&["0.625", "1", "0.01", "0.5"])),
            dice.pick(&["General", "0.00", "@", "0.0\"%\"", "0.0\\%"]),
        )?;
        Some(lost(&tag, "V02"))
    }),
    cell("percent as a fraction of one in text", Fault, |d, dice| {
        let tag = alone(d);
        d.write(&tag, dice.pick(&["0.625", "1", " 0.5 "]))?;
        Some(lost(&tag, "V02"))
    }),
    cell("percent under a quoted sign", Benign, |d, dice| {
        let tag = alone(d);
        d.put(&tag, number("62.5"), dice.pick(&["0.0\"%\"", "0.0\\%", "0.0\" %\""]))?;
        Some(told(&tag, "V02", Grave::Note))
    }),
    cell("percent under another percent format", Benign, |d, dice| {
        let tag = alone(d);
        d.put(
            &tag,
            number("0.625"),
            dice.pick(&["0%", "0.00%", "[Red]0%;[Blue]-0%", "#,##0.0 %", "_-0.0%_-"]),
        )?;
        Some(Claim::harmless().row(&tag.1))
    }),
    cell("percent of nought", Benign, |d, _| {
        let tag = alone(d);
        d.put(&tag, number("0"), "General")?;
        Some(Claim::harmless().row(&tag.1).means(&tag, "0"))
    }),
    cell("percent over a hundred", Fault, |d, dice| {
        let tag = alone(d);
        let (stored, format) = dice.pick(&[("1.4", "0%"), ("140", "General"), ("62.5", "0.0%")]);
        d.put(&tag, number(stored), format)?;
        Some(lost(&tag, "V03"))
    }),
    cell("percent below nought", Fault, |d, dice| {
        let tag = alone(d);
        let (stored, format) = dice.pick(&[("-0.05", "0%"), ("-5", "General")]);
        d.put(&tag, number(stored), format)?;
        Some(lost(&tag, "V03"))
    }),
    cell("percent over a hundred where the plan allows it", Benign, |d, _| {
        let tag = d.of_measure("1f", Column::Value);
        d.put(&tag, number("1.4"), "0%")?;
        Some(Claim::harmless().row(&tag.1).means(&tag, "140"))
    }),
    cell("percent as two numbers in text", Benign, |d, dice| {
        let tag = alone(d);
        d.write(&tag, dice.pick(&["5/8", "5 / 8", " 5/8 "]))?;
        let claim = told(&tag, "V09", Grave::Note);
        Some(
            claim
                .means(&beside(&tag, Column::Numerator), "5")
                .means(&beside(&tag, Column::Denominator), "8")
                .touches("caption of the values"),
        )
    }),
    cell("percent as two numbers that make none", Fault, |d, dice| {
        let tag = alone(d);
        let (typed, code) = dice.pick(&[("0/0", "V13"), ("5/0", "V13"), ("9/8", "V13")]);
        d.write(&tag, typed)?;
        Some(percent_lost(&tag, code))
    }),
    cell("percent in words or with a remark", Fault, |d, dice| {
        let tag = alone(d);
        d.write(
            &tag,
            dice.pick(&[
                "about 60%",
                "60-65%",
                "60% (est)",
                ">60%",
                "sixty per cent",
                "62,5%",
                "5/8/9",
                "60%/70%",
            ]),
        )?;
        Some(lost(&tag, "V01"))
    }),
    cell("percent became a date", Fault, |d, dice| {
        let tag = alone(d);
        d.put(&tag, number("45424"), dice.pick(&["d-mmm", "dd/mm/yyyy"]))?;
        Some(lost(&tag, "V06"))
    }),
    cell("percent is true or an error", Fault, |d, dice| {
        let tag = alone(d);
        let error = (Content::Error("#DIV/0!".to_owned()), "V04");
        let (content, code) = if dice.below(2) == 0 { error } else { (Content::Bool(true), "V01") };
        d.put(&tag, content, "0%")?;
        Some(lost(&tag, code))
    }),
    cell("numerator over denominator", Fault, |d, _| {
        let tag = made(d, Column::Numerator);
        d.put(&tag, number("21"), "0")?;
        Some(percent_lost(&tag, "V13"))
    }),
    cell("numerator and denominator swapped", Fault, |d, _| {
        let (above, below) = (made(d, Column::Numerator), made(d, Column::Denominator));
        d.put(&above, number("20"), "0")?;
        d.put(&below, number("17"), "0")?;
        Some(percent_lost(&above, "V13"))
    }),
    cell("denominator of nought", Fault, |d, _| {
        let tag = made(d, Column::Denominator);
        d.put(&tag, number("0"), "0")?;
        Some(percent_lost(&tag, "V13"))
    }),
    cell("one of two numbers blank", Fault, |d, dice| {
        let tag = made(d, dice.pick(&[Column::Numerator, Column::Denominator]));
        d.put(&tag, Content::Blank, "0")?;
        // With one answer more below the table this looks like answers that slipped down a row.
        Some(percent_lost(&tag, "V13").means(&tag, "").touches("columns move"))
    }),
    cell("one of two numbers in words", Fault, |d, dice| {
        let tag = made(d, dice.pick(&[Column::Numerator, Column::Denominator]));
        d.write(&tag, dice.pick(&["about 17", "<20", "17 of 20", "seventeen"]))?;
        Some(percent_lost(&tag, "V01"))
    }),
    cell("one of two numbers is no whole number", Fault, |d, dice| {
        let tag = made(d, dice.pick(&[Column::Numerator, Column::Denominator]));
        d.put(&tag, number(dice.pick(&["17.5", "-17"])), "General")?;
        Some(percent_lost(&tag, "V03"))
    }),
    cell("one of two numbers is an error, a date or a percent", Fault, |d, dice| {
        let tag = made(d, dice.pick(&[Column::Numerator, Column::Denominator]));
        let (content, format, code) = match dice.below(3) {
            0 => (Content::Error("#REF!".to_owned()), "0", "V04"),
            1 => (number("45388"), "d-mmm", "V06"),
            _ => (number("0.17"), "0%", "V02"),
        };
        d.put(&tag, content, format)?;
        Some(percent_lost(&tag, code))
    }),
    cell("two numbers as text", Benign, |d, _| {
        let (above, below) = (made(d, Column::Numerator), made(d, Column::Denominator));
        d.write(&above, " 17")?;
        d.write(&below, "20\u{a0}")?;
        Some(told(&above, "V09", Grave::Note).and("V09", Grave::Note, super::At::Cell(below)))
    }),
    cell("typed percent against its numbers", Fault, |d, dice| {
        let tag = made(d, Column::Value);
        let (stored, format) = dice.pick(&[
            ("0.5", "0%"),
            ("50", "General"),
            ("0.851", "0.0%"),
            ("17", "General"),
            ("8.5", "General"),
        ]);
        d.put(&tag, number(stored), format)?;
        // Where nobody can tell which column holds the values, the numbers stand alone, and are the truth (4.4).
        Some(percent_lost(&tag, "V12").touches("caption of the values"))
    }),
    cell("typed percent agrees with its numbers", Benign, |d, dice| {
        let tag = made(d, Column::Value);
        let (stored, format) =
            dice.pick(&[("0.85", "0%"), ("85", "General"), ("0.85", "General"), ("0.85", "0.00%")]);
        d.put(&tag, number(stored), format)?;
        Some(Claim::harmless().row(&tag.1))
    }),
    cell("percent's own formula pasted as words", Benign, |d, dice| {
        let tag = made(d, Column::Value);
        d.write(&tag, dice.pick(&["needs both numbers", "85%", "85.0%"]))?;
        Some(Claim::harmless().row(&tag.1))
    }),
    cell("percent's own formula with a stale result", Benign, |d, dice| {
        let numerator = d.paper.spot(&made(d, Column::Numerator))?;
        let denominator = d.paper.spot(&made(d, Column::Denominator))?;
        let at = |(_, row, column)| super::super::paper::a1(row, column);
        let (n, m) = (at(numerator), at(denominator));
        let own =
            format!("IF(COUNT({n},{m})=2,IF({m}>0,{n}/{m},\"needs both numbers\"),\"needs both numbers\")");
        let result = [None, Some(number("0")), Some(number("0.4")), Some(text("needs both numbers"))];
        let result = result[dice.below(4)].clone().map(Box::new);
        let tag = made(d, Column::Value);
        d.put(&tag, Content::Formula(own, result), "0.0%")?;
        // Excel moves the formula's addresses along with rows and columns; what moves them here does not.
        Some(Claim::harmless().row(&tag.1).touches("rows move").touches("columns move"))
    }),
    cell("percent's own formula untouched and its numbers blank", Ambiguous, |d, _| {
        let (above, below, value) =
            (made(d, Column::Numerator), made(d, Column::Denominator), made(d, Column::Value));
        d.put(&above, Content::Blank, "0")?;
        d.put(&below, Content::Blank, "0")?;
        Some(told(&value, "V11", Grave::Query).means(&above, "").means(&below, "").means(&value, ""))
    }),
    cell("pooled percent without its numbers", Ambiguous, |d, _| {
        let tag = |column| d.of_measure("1d", column);
        let (above, below, value) = (tag(Column::Numerator), tag(Column::Denominator), tag(Column::Value));
        d.put(&above, Content::Blank, "0")?;
        d.put(&below, Content::Blank, "0")?;
        d.put(&value, number("0.75"), "0%")?;
        Some(told(&value, "V14", Grave::Query).means(&above, "").means(&below, "").leaves_open([value]))
    }),
];
