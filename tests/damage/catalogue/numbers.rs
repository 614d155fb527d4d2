//! What leads type where a number is needed: counts, plain numbers, days and weeks.

use ragbook::domain::Column;

use super::super::dice::Dice;
use super::super::draft::Nature::{Ambiguous, Benign, Fault};
use super::super::draft::{At, Claim, Damage, Draft, Grave, Nature, Stage};
use super::super::paper::{Content, Tag};

const fn damage(
    name: &'static str,
    nature: Nature,
    how: fn(&mut Draft<'_>, &mut Dice) -> Option<Claim>,
) -> Damage {
    Damage { name, nature, stage: Stage::Cells, how }
}

/// Damages of numbers.
pub(crate) const ALL: &[Damage] = &[
    damage("count as text", Benign, |d, dice| {
        lenient(d, dice, &["{}", " {} ", "{}\u{a0}", "\u{200b}{}", "\u{feff}{}\u{2060}"])
    }),
    damage("count in full-width digits", Benign, |d, dice| {
        let tag = count(d, dice);
        let wide = d
            .says(&tag)
            .chars()
            .map(|c| char::from_u32(u32::from(c) + 0xfee0).unwrap_or(c))
            .collect::<String>();
        d.write(&tag, &wide);
        Some(told(&tag, "V09", Grave::Note))
    }),
    damage("count with thousands commas", Benign, |d, dice| thousands(d, dice, ",")),
    damage("count with thousands spaces", Benign, |d, dice| thousands(d, dice, dice_space(dice.clone()))),
    damage("count in words for nought", Benign, |d, dice| {
        let tag = count(d, dice);
        d.write(&tag, dice.pick(&["nil", "None", "ZERO", " nil "]));
        Some(told(&tag, "V09", Grave::Note).means(&tag, "0"))
    }),
    damage("count with a remark", Fault, |d, dice| {
        refused_text(d, dice, &["{} (est)", "about {}", "{} approx.", "c. {}", "{}*", "{} families"])
    }),
    damage("count as less or more than", Fault, |d, dice| {
        refused_text(d, dice, &["<{}", ">{}", "~{}", "≤{}", "{}+", "fewer than {}"])
    }),
    damage("count as a fraction of another", Fault, |d, dice| {
        refused_text(d, dice, &["{}/50", "{} of 50", "{} out of 50"])
    }),
    damage("count as a range", Fault, |d, dice| refused_text(d, dice, &["{}-50", "{} to 50", "{}–50"])),
    damage("count with a wrong separator", Fault, |d, dice| {
        refused_text(d, dice, &["{},5", "1,{}", "{}.000,0", "1.{}.000", "0,{}"])
    }),
    damage("count in words", Fault, |d, dice| {
        refused_text(d, dice, &["forty-one", "a dozen", "see below", "same as last month", "{} twice"])
    }),
    damage("count with a superscript", Fault, |d, dice| refused_text(d, dice, &["{}²", "{}①", "{}½"])),
    damage("count below nought", Fault, |d, dice| number(d, dice, "count", "-3", "General", "V03")),
    damage("count with a decimal part", Fault, |d, dice| number(d, dice, "count", "41.5", "General", "V03")),
    damage("count in a percent cell", Fault, |d, dice| number(d, dice, "count", "0.41", "0%", "V02")),
    damage("count became a date", Fault, |d, dice| number(d, dice, "count", "45385", "dd/mm/yyyy", "V06")),
    damage("count became a time", Fault, |d, dice| number(d, dice, "count", "0.5", "hh:mm", "V06")),
    damage("count is true", Fault, |d, dice| refused(d, dice, "count", Content::Bool(true), "V01")),
    damage("count is an error", Fault, |d, dice| {
        let error = dice.pick(&["#REF!", "#N/A", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#SPILL!"]);
        refused(d, dice, "count", Content::Error(error.to_owned()), "V04")
    }),
    damage("count is a mark for nothing", Ambiguous, |d, dice| {
        let tag = count(d, dice);
        d.write(&tag, dice.pick(&["-", "?", "–", "--"]));
        let reason = (tag.0, tag.1.clone(), Column::Absence);
        Some(told(&tag, "V09", Grave::Query).means(&tag, "").means(&reason, "Other (say in Note)"))
    }),
];

fn dice_space(mut dice: Dice) -> &'static str {
    dice.pick(&[" ", "\u{a0}", "\u{202f}", "\u{2009}"])
}

fn count(draft: &Draft<'_>, dice: &mut Dice) -> Tag {
    draft.of_measure(draft.letter_of("count", dice), Column::Value)
}

fn told(tag: &Tag, code: &'static str, grave: Grave) -> Claim {
    Claim::fault(code, grave, At::Cell(tag.clone())).row(&tag.1)
}

fn lenient(draft: &mut Draft<'_>, dice: &mut Dice, forms: &[&str]) -> Option<Claim> {
    let tag = count(draft, dice);
    let text = dice.pick(forms).replace("{}", &draft.says(&tag));
    draft.write(&tag, &text);
    Some(told(&tag, "V09", Grave::Note))
}

fn thousands(draft: &mut Draft<'_>, dice: &mut Dice, separator: &str) -> Option<Claim> {
    let tag = count(draft, dice);
    let _ = dice.below(4);
    draft.write(&tag, &format!("1{separator}234{separator}567"));
    Some(told(&tag, "V09", Grave::Note).means(&tag, "1234567"))
}

fn refused_text(draft: &mut Draft<'_>, dice: &mut Dice, forms: &[&str]) -> Option<Claim> {
    let tag = count(draft, dice);
    let text = dice.pick(forms).replace("{}", &draft.says(&tag));
    draft.write(&tag, &text);
    Some(told(&tag, "V01", Grave::Error).loses(&tag))
}

fn number(
    draft: &mut Draft<'_>,
    dice: &mut Dice,
    unit: &str,
    number: &str,
    format: &str,
    code: &'static str,
) -> Option<Claim> {
    let tag = draft.of_measure(draft.letter_of(unit, dice), Column::Value);
    draft.put(&tag, Content::Number(number.to_owned()), format);
    Some(told(&tag, code, Grave::Error).loses(&tag))
}

fn refused(
    draft: &mut Draft<'_>,
    dice: &mut Dice,
    unit: &str,
    content: Content,
    code: &'static str,
) -> Option<Claim> {
    let tag = draft.of_measure(draft.letter_of(unit, dice), Column::Value);
    draft.put(&tag, content, "General");
    Some(told(&tag, code, Grave::Error).loses(&tag))
}
