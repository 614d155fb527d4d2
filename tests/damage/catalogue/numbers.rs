//! What leads type where a number is needed: counts, plain numbers, days and weeks.

use ragbook::domain::Column;

use super::super::dice::Dice;
use super::super::draft::Nature::{Ambiguous, Benign, Fault};
use super::super::draft::{At, Claim, Damage, Draft, Grave, letter_of};
use super::super::paper::{Content, Tag};
use super::{beside, cell, lost, number, text, told};

/// Damages of numbers.
pub(crate) const ALL: &[Damage] = &[
    cell("count as text", Benign, |d, dice| {
        lenient(d, dice, &["{}", " {} ", "{}\u{a0}", "\u{200b}{}", "\u{feff}{}\u{2060}"])
    }),
    cell("count in full-width digits", Benign, |d, dice| {
        let tag = count(d, dice);
        let wide = d
            .says(&tag)
            .chars()
            .map(|c| char::from_u32(u32::from(c) + 0xfee0).unwrap_or(c))
            .collect::<String>();
        d.write(&tag, &wide)?;
        Some(told(&tag, "V09", Grave::Note))
    }),
    cell("count with thousands commas", Benign, |d, dice| thousands(d, dice, ",")),
    cell("count with thousands spaces", Benign, |d, dice| thousands(d, dice, dice_space(dice.clone()))),
    cell("count in words for nought", Benign, |d, dice| {
        let tag = count(d, dice);
        d.write(&tag, dice.pick(&["nil", "None", "ZERO", " nil "]))?;
        Some(told(&tag, "V09", Grave::Note).means(&tag, "0"))
    }),
    cell("count with a remark", Fault, |d, dice| {
        refused_text(d, dice, &["{} (est)", "about {}", "{} approx.", "c. {}", "{}*", "{} families"])
    }),
    cell("count as less or more than", Fault, |d, dice| {
        refused_text(d, dice, &["<{}", ">{}", "~{}", "≤{}", "{}+", "fewer than {}"])
    }),
    cell("count as a fraction of another", Fault, |d, dice| {
        refused_text(d, dice, &["{}/50", "{} of 50", "{} out of 50"])
    }),
    cell("count as a range", Fault, |d, dice| refused_text(d, dice, &["{}-50", "{} to 50", "{}–50"])),
    cell("count with a wrong separator", Fault, |d, dice| {
        refused_text(d, dice, &["{},5", "1,{}", "{}.000,0", "1.{}.000", "0,{}"])
    }),
    cell("count in words", Fault, |d, dice| {
        refused_text(d, dice, &["forty-one", "a dozen", "see below", "same as last month", "{} twice"])
    }),
    cell("count with a superscript", Fault, |d, dice| refused_text(d, dice, &["{}²", "{}①", "{}½"])),
    cell("count below nought", Fault, |d, dice| typed(d, dice, "count", "-3", "General", "V03")),
    cell("count with a decimal part", Fault, |d, dice| typed(d, dice, "count", "41.5", "General", "V03")),
    cell("count in a percent cell", Fault, |d, dice| typed(d, dice, "count", "0.41", "0%", "V02")),
    cell("count became a date", Fault, |d, dice| typed(d, dice, "count", "45385", "dd/mm/yyyy", "V06")),
    cell("count became a time", Fault, |d, dice| typed(d, dice, "count", "0.5", "hh:mm", "V06")),
    cell("count is true", Fault, |d, dice| refused(d, dice, "count", Content::Bool(true), "V01")),
    cell("count is an error", Fault, |d, dice| {
        let error = dice.pick(&["#REF!", "#N/A", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#SPILL!"]);
        refused(d, dice, "count", Content::Error(error.to_owned()), "V04")
    }),
    cell("number out of its bounds", Fault, |d, dice| {
        let tag = d.of_measure("1b", Column::Value);
        d.put(&tag, number(dice.pick(&["-10.5", "50.01", "1e9"])), "General")?;
        Some(lost(&tag, "V03"))
    }),
    cell("number below nought where the plan allows it", Benign, |d, _| {
        let tag = d.of_measure("1b", Column::Value);
        d.put(&tag, number("-9.75"), "General")?;
        Some(Claim::harmless().row(&tag.1).means(&tag, "-9.75"))
    }),
    cell("number with an exponent", Benign, |d, _| {
        let tag = d.of_measure("1b", Column::Value);
        d.put(&tag, number("4.25E1"), "0.00E+00")?;
        Some(Claim::harmless().row(&tag.1).means(&tag, "42.5"))
    }),
    cell("number that is none", Fault, |d, dice| {
        let tag = d.of_measure("1b", Column::Value);
        d.put(&tag, number(dice.pick(&["NaN", "INF", "1e400"])), "General")?;
        Some(Claim::harmless().row(&tag.1).loses(&tag).also(&["F01", "V01", "V03", "V04"]).leaves_all_open())
    }),
    cell("number in a decimal comma", Fault, |d, _| {
        let tag = d.of_measure("1b", Column::Value);
        d.write(&tag, "3,25")?;
        Some(lost(&tag, "V01"))
    }),
    cell("number in a fancy but harmless format", Benign, |d, dice| {
        let tag = count(d, dice);
        let same = d.paper.cell(&tag)?.content.clone();
        d.put(&tag, same, dice.pick(&["#,##0", "0.00", "[Red]0;[Blue]-0", "@", "_-* #,##0_-"]))?;
        Some(Claim::harmless().row(&tag.1))
    }),
    cell("number whose format says about", Fault, |d, dice| {
        let tag = count(d, dice);
        let same = d.paper.cell(&tag)?.content.clone();
        d.put(&tag, same, dice.pick(&["\"<\"0", "\"~\"0", "\\>0"]))?;
        Some(lost(&tag, "V01"))
    }),
    cell("days or weeks with their unit", Benign, |d, dice| {
        let (letter, form, value) = dice.pick(&[
            ("2a", "12.5 days", "12.5"),
            ("2a", "2 weeks", "14"),
            ("2a", "1 day", "1"),
            ("2b", "6 weeks", "6"),
            ("2b", "42 days", "6"),
            ("2b", "6\u{a0}Weeks ", "6"),
        ]);
        let tag = d.of_measure(letter, Column::Value);
        d.write(&tag, form)?;
        Some(told(&tag, "V09", Grave::Note).means(&tag, value))
    }),
    cell("days or weeks in another unit or as a range", Fault, |d, dice| {
        let tag = d.of_measure(dice.pick(&["2a", "2b"]), Column::Value);
        d.write(
            &tag,
            dice.pick(&[
                "4-6 weeks",
                "2 months",
                "36 hours",
                "about 6 weeks",
                "6 or 7",
                "1 week 3 days",
                "within 10 days",
            ]),
        )?;
        Some(lost(&tag, "V01"))
    }),
    cell("days or weeks below nought", Fault, |d, dice| {
        let tag = d.of_measure(dice.pick(&["2a", "2b"]), Column::Value);
        d.put(&tag, number("-1"), "General")?;
        Some(lost(&tag, "V03"))
    }),
    cell("days became a date", Fault, |d, dice| {
        let tag = d.of_measure(dice.pick(&["2a", "2b"]), Column::Value);
        d.put(&tag, number("45388"), dice.pick(&["dd/mm/yyyy", "d-mmm", "mmm-yy", "[$-809]dd mmmm yyyy"]))?;
        Some(lost(&tag, "V06"))
    }),
    cell("days in a percent cell", Fault, |d, dice| {
        let tag = d.of_measure(dice.pick(&["2a", "2b", "1b"]), Column::Value);
        d.put(&tag, number("0.06"), dice.pick(&["0%", "0.0 %", "0.00%;[Red]-0.00%"]))?;
        Some(lost(&tag, "V02"))
    }),
    cell("number where none is asked for", Fault, |d, dice| {
        let tag = count(d, dice);
        let beside = beside(&tag, dice.pick(&[Column::Numerator, Column::Denominator]));
        d.put(&beside, number("12"), "0")?;
        Some(told(&beside, "V01", Grave::Error).loses(&beside).row(&tag.1))
    }),
    cell("formula with its result", Benign, |d, dice| {
        let tag = count(d, dice);
        let result = d.says(&tag);
        d.put(&tag, Content::Formula("SUM(20,21)".to_owned(), Some(Box::new(number(&result)))), "General")?;
        Some(Claim::harmless().row(&tag.1).touches("calculated"))
    }),
    cell("formula without a result", Fault, |d, dice| {
        let tag = count(d, dice);
        d.put(&tag, Content::Formula("SUM(20,21)".to_owned(), None), "General")?;
        Some(lost(&tag, "V05"))
    }),
    cell("formula whose result is an error", Fault, |d, dice| {
        let tag = count(d, dice);
        let error = Content::Error(dice.pick(&["#REF!", "#N/A", "#DIV/0!"]).to_owned());
        d.put(&tag, Content::Formula("VLOOKUP(1,Z1:Z9,2)".to_owned(), Some(Box::new(error))), "General")?;
        Some(lost(&tag, "V04"))
    }),
    cell("formula into another workbook", Ambiguous, |d, dice| {
        let tag = count(d, dice);
        let result = d.says(&tag);
        d.put(
            &tag,
            Content::Formula("'[1]Team A'!$B$4".to_owned(), Some(Box::new(number(&result)))),
            "General",
        )?;
        Some(told(&tag, "F09", Grave::Query))
    }),
    cell("formula that gives something else each day", Fault, |d, dice| {
        let tag = count(d, dice);
        let result = d.says(&tag);
        let by = dice.pick(&["TODAY()-45000", "ROUND(NOW(),0)-45000", "RANDBETWEEN(1,50)"]);
        d.put(&tag, Content::Formula(by.to_owned(), Some(Box::new(number(&result)))), "General")?;
        Some(lost(&tag, "V16"))
    }),
    cell("value left blank", Ambiguous, |d, dice| {
        let tag = count(d, dice);
        d.put(&tag, Content::Blank, "General")?;
        Some(told(&tag, "V11", Grave::Query).means(&tag, ""))
    }),
    cell("value of spaces", Ambiguous, |d, dice| {
        let tag = count(d, dice);
        d.write(&tag, dice.pick(&[" ", "\u{a0}\u{200b}", "\t", "\n"]))?;
        Some(told(&tag, "V11", Grave::Query).means(&tag, ""))
    }),
    cell("parts that do not add up to their total", Fault, |d, dice| {
        let part = d.of_measure(dice.pick(&["10a", "10b"]), Column::Value);
        let total = d.of_measure("10c", Column::Value);
        d.put(&part, number("19"), "General")?;
        Some(told(&total, "M03", Grave::Error).row(&part.1).means(&part, "19").leaves_open([total]))
    }),
    cell("words: too long, but kept", Ambiguous, |d, dice| {
        let tag = d.of_measure(dice.pick(&["2d", "2e"]), Column::Value);
        let long = "Rooms are open. ".repeat(20);
        d.write(&tag, &long)?;
        Some(told(&tag, "V15", Grave::Query).means(&tag, long.trim()))
    }),
    cell("words with white space around them", Benign, |d, dice| {
        let tag = d.of_measure(dice.pick(&["2d", "2e"]), Column::Value);
        let padded = format!(" \u{a0}{}\u{200b} ", d.says(&tag));
        d.write(&tag, &padded)?;
        Some(Claim::harmless().row(&tag.1))
    }),
    cell("words that are an error", Fault, |d, dice| {
        let tag = d.of_measure(dice.pick(&["2d", "2e"]), Column::Value);
        d.put(&tag, Content::Error("#NAME?".to_owned()), "General")?;
        Some(lost(&tag, "V04"))
    }),
    cell("note beside a value", Benign, |d, dice| {
        let value = count(d, dice);
        let tag = beside(&value, Column::Note);
        d.put(&tag, text("Counted at the end of the month"), "General")?;
        Some(Claim::harmless().row(&tag.1).means(&tag, "Counted at the end of the month"))
    }),
    cell("count is a mark for nothing", Ambiguous, |d, dice| {
        let tag = count(d, dice);
        d.write(&tag, dice.pick(&["-", "?", "–", "--"]))?;
        let reason = beside(&tag, Column::Absence);
        Some(told(&tag, "V09", Grave::Query).means(&tag, "").means(&reason, "Other (say in Note)"))
    }),
    cell("unit says that the figure is not quite this month's", Ambiguous, |d, dice| {
        let tag = count(d, dice);
        let unit = beside(&tag, Column::Unit);
        d.write(
            &unit,
            // Not `year to date`: for a running total that is what it is.
            dice.pick(&["estimate", "provisional", "Q3", "Feb 2024", "% of rooms", "hours"]),
        )?;
        Some(Claim::fault("R06", Grave::Query, At::Cell(unit)).row(&tag.1).touches("columns move"))
    }),
    cell("both numbers are days of about now, or of months and years", Ambiguous, |d, dice| {
        let tag = d.of_measure("1c", Column::Value);
        // `8-1` and `3-4` typed in 2024; `11/15` and `12/15`.
        let pairs = [(["45300", "45385"], "99.812713"), (["42309", "42339"], "99.929143")];
        let (serials, percent) = dice.pick(&pairs);
        let mut claim = Claim::harmless().row(&tag.1).means(&tag, percent);
        for (column, serial) in [Column::Numerator, Column::Denominator].into_iter().zip(serials) {
            let part = beside(&tag, column);
            d.put(&part, number(serial), "General")?;
            claim = claim.and("V09", Grave::Query, At::Cell(part.clone())).means(&part, serial);
        }
        Some(claim)
    }),
];

fn dice_space(mut dice: Dice) -> &'static str {
    dice.pick(&[" ", "\u{a0}", "\u{202f}", "\u{2009}"])
}

fn count(draft: &Draft<'_>, dice: &mut Dice) -> Tag {
    draft.of_measure(letter_of("count", dice), Column::Value)
}

fn lenient(draft: &mut Draft<'_>, dice: &mut Dice, forms: &[&str]) -> Option<Claim> {
    let tag = count(draft, dice);
    let text = dice.pick(forms).replace("{}", &draft.says(&tag));
    draft.write(&tag, &text)?;
    Some(told(&tag, "V09", Grave::Note))
}

fn thousands(draft: &mut Draft<'_>, dice: &mut Dice, separator: &str) -> Option<Claim> {
    let tag = count(draft, dice);
    let _ = dice.below(4);
    draft.write(&tag, &format!("1{separator}234{separator}567"))?;
    Some(told(&tag, "V09", Grave::Note).means(&tag, "1234567"))
}

fn refused_text(draft: &mut Draft<'_>, dice: &mut Dice, forms: &[&str]) -> Option<Claim> {
    let tag = count(draft, dice);
    let text = dice.pick(forms).replace("{}", &draft.says(&tag));
    draft.write(&tag, &text)?;
    Some(lost(&tag, "V01"))
}

fn typed(
    draft: &mut Draft<'_>,
    dice: &mut Dice,
    unit: &str,
    stored: &str,
    format: &str,
    code: &'static str,
) -> Option<Claim> {
    let tag = draft.of_measure(letter_of(unit, dice), Column::Value);
    draft.put(&tag, number(stored), format)?;
    Some(lost(&tag, code))
}

fn refused(
    draft: &mut Draft<'_>,
    dice: &mut Dice,
    unit: &str,
    content: Content,
    code: &'static str,
) -> Option<Claim> {
    let tag = draft.of_measure(letter_of(unit, dice), Column::Value);
    draft.put(&tag, content, "General")?;
    Some(lost(&tag, code))
}
