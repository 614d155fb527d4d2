//! Number formats that show more, less or something else than the number in the cell, and cells that are crossed out: what
//! the lead saw is what the lead meant.

use ragbook::domain::Column;

use super::super::dice::Dice;
use super::super::draft::Nature::{Ambiguous, Benign, Fault};
use super::super::draft::{Claim, Damage, Draft, Grave, letter_of};
use super::super::paper::{Content, Tag};
use super::{beside, cell, lost, number, of_action, percent_lost, text, told};

fn count(draft: &Draft<'_>, dice: &mut Dice) -> Tag {
    draft.of_measure(letter_of("count", dice), Column::Value)
}

/// Gives the cell of an answer another number format.
fn reformat(draft: &mut Draft<'_>, tag: &Tag, code: &str) -> Option<()> {
    code.clone_into(&mut draft.paper.cell(tag)?.code);
    Some(())
}

/// Damages of number formats.
pub(crate) const ALL: &[Damage] = &[
    cell("number in an accounting format", Benign, |d, dice| {
        let tag = count(d, dice);
        let formats = [
            "_-* #,##0_-;-* #,##0_-;_-* \"-\"??_-;_-@_-",
            "#,##0_);(#,##0)",
            "#,##0;[Red]-#,##0",
            "[>=1000]#,##0;0",
            "0;-0;;@",
            "General;-General",
            "+0;-0",
            "# ##0",
            "0000",
            "0.0E+0",
            "#",
        ];
        reformat(d, &tag, dice.pick(&formats))?;
        Some(Claim::harmless().row(&tag.1))
    }),
    cell("nought that its format shows as a dash", Benign, |d, dice| {
        let tag = count(d, dice);
        d.put(
            &tag,
            number("0"),
            dice.pick(&["_-* #,##0_-;-* #,##0_-;_-* \"-\"??_-;_-@_-", "0;-0;\"nil\"", "#,##0;-#,##0;-"]),
        )?;
        Some(Claim::harmless().row(&tag.1).means(&tag, "0"))
    }),
    cell("nought that its format does not show", Fault, |d, dice| {
        let tag = count(d, dice);
        d.put(&tag, number("0"), dice.pick(&["0;-0;;@", "#,###", "#", "0;-0;"]))?;
        Some(lost(&tag, "V16").means(&tag, "0"))
    }),
    cell("number whose format adds the measure's own words", Benign, |d, dice| {
        let tag = count(d, dice);
        reformat(d, &tag, dice.pick(&["0\" (count)\"", "\"No. \"0", "0 \"of\"", "\"Count: \"0"]))?;
        // Brackets are no words, and might say that it is below nought.
        let bracketed = d.paper.cell(&tag)?.code.contains('(');
        Some(if bracketed {
            Claim::harmless().row(&tag.1).also(&["V01"]).leaves_open([tag])
        } else {
            Claim::harmless().row(&tag.1)
        })
    }),
    cell("number whose format adds other words", Ambiguous, |d, dice| {
        let tag = count(d, dice);
        reformat(
            d,
            &tag,
            dice.pick(&[
                "0 \"families\"",
                "\"Rooms \"0",
                "0\" so far\"",
                "0\" w\"",
                "0\" children\"",
                "0\\ \\t\\e\\a\\m",
            ]),
        )?;
        Some(told(&tag, "V09", Grave::Query))
    }),
    cell("number whose format adds a remark", Fault, |d, dice| {
        let tag = count(d, dice);
        let formats = [
            "0\" (est)\"",
            "\"c. \"0",
            "\"about \"0",
            "0\" approx.\"",
            "0\"+\"",
            "0\\+",
            "0\\*",
            "0\"?\"",
            "[$<-809]0",
            "\"≤ \"0",
            "0\"k\"",
            "0\" thousand\"",
            "0\"%\"",
            "0\" or more\"",
            "\"up to \"0",
            "0\" (prov)\"",
            "(0)",
            "\"ABOUT\" 0",
            "[>1]\"<\"0;0",
        ];
        reformat(d, &tag, dice.pick(&formats))?;
        Some(lost(&tag, "V01"))
    }),
    cell("number that its format shows as another", Fault, |d, dice| {
        let tag = count(d, dice);
        let formats = [
            "0,",
            "#,##0,",
            "0.0,,",
            "0\"00\"",
            "\"1\"0",
            "00-00",
            "0\\.0",
            "0\"/50\"",
            "0\" of 50\"",
            "0\".5\"",
            "0\"-50\"",
            "0\"²\"",
            "10",
        ];
        reformat(d, &tag, dice.pick(&formats))?;
        Some(lost(&tag, "V16"))
    }),
    cell("number that its format hides", Fault, |d, dice| {
        let tag = count(d, dice);
        reformat(
            d,
            &tag,
            dice.pick(&[
                ";;;",
                ";",
                "\"TBC\"",
                "\"n/a\"",
                "\"\"",
                "[=0]0;;",
                "[<5]0;[<6]0",
                "\"-\"",
                "[>1]\"low\";0",
            ]),
        )?;
        Some(lost(&tag, "V16"))
    }),
    cell("number below nought that its format shows above it", Fault, |d, dice| {
        let tag = d.of_measure("1b", Column::Value);
        d.put(&tag, number("-9.75"), dice.pick(&["0.00;0.00", "#,##0.00;#,##0.00;0"]))?;
        Some(lost(&tag, "V16").means(&tag, "-9.75"))
    }),
    cell("percent under two percent signs or with a remark", Fault, |d, dice| {
        let tag = d.of_measure("1e", Column::Value);
        let (format, code) = dice.pick(&[
            ("0%%", "V16"),
            ("0%,", "V16"),
            (";;;", "V16"),
            ("0%\" (est)\"", "V01"),
            ("\"<\"0%", "V01"),
            ("\"c. \"0.0%", "V01"),
        ]);
        // Without a working percent sign the number could also be a fraction.
        d.put(&tag, number("0.625"), format)?;
        Some(lost(&tag, code))
    }),
    cell("days or weeks whose format shows another unit or a remark", Fault, |d, dice| {
        let tag = d.of_measure(dice.pick(&["2a", "2b"]), Column::Value);
        let (format, code) = dice.pick(&[
            ("0\" months\"", "V01"),
            ("0\" days (est)\"", "V01"),
            ("\"< \"0", "V01"),
            ("0\"h\"", "V01"),
            ("0,", "V16"),
            ("0\"-\"0\" weeks\"", "V16"),
        ]);
        d.put(&tag, number("12"), format)?;
        Some(lost(&tag, code))
    }),
    cell("one of two numbers shown as something else", Fault, |d, dice| {
        let tag = d.of_measure("1c", dice.pick(&[Column::Numerator, Column::Denominator]));
        let (format, code) =
            dice.pick(&[(";;;", "V16"), ("0,", "V16"), ("\"~\"0", "V01"), ("0\" (est)\"", "V01")]);
        reformat(d, &tag, format)?;
        Some(percent_lost(&tag, code))
    }),
    cell("text that its format hides or replaces", Fault, |d, dice| {
        let (tag, typed) = match dice.below(4) {
            0 => (d.of_measure("2d", Column::Value), None),
            1 => (of_action(d, dice, Column::Status), None),
            2 => (count(d, dice), Some("n/a")),
            _ => (count(d, dice), Some("12")),
        };
        if let Some(typed) = typed {
            d.put(&tag, text(typed), "General")?;
        }
        reformat(d, &tag, dice.pick(&[";;;", "0;0;0;", "0;-0;0;\"see note\""]))?;
        let claim = lost(&tag, "V16");
        Some(if typed == Some("n/a") {
            claim.means(&beside(&tag, Column::Absence), "").means(&tag, "")
        } else {
            claim
        })
    }),
    cell("answer crossed out", Fault, |d, dice| {
        let tag = match dice.below(7) {
            0 => d.of_measure("1b", Column::Value),
            1 => d.of_measure("1e", Column::Value),
            2 => d.of_measure(dice.pick(&["2a", "2b", "2c", "2d"]), Column::Value),
            3 => d.of_measure("2g", Column::Absence),
            4 => of_action(d, dice, dice_column(dice.clone())),
            _ => count(d, dice),
        };
        d.paper.cell(&tag)?.crossed_out = true;
        Some(lost(&tag, "V16"))
    }),
    cell("ref of an answer crossed out", Fault, |d, dice| {
        let tag = count(d, dice);
        d.paper.cell(&beside(&tag, Column::Ref))?.crossed_out = true;
        Some(lost(&tag, "V16").loses(&beside(&tag, Column::Note)).also(&["V16"]))
    }),
    cell("count with a part that is crossed out, raised or unseen", Fault, |d, dice| {
        let tag = count(d, dice);
        let said = d.says(&tag);
        let looks = dice.pick(&[
            "<strike/><sz val=\"11\"/>",
            "<vertAlign val=\"superscript\"/><sz val=\"11\"/>",
            "<vertAlign val=\"subscript\"/><sz val=\"11\"/>",
            "<sz val=\"11\"/><color rgb=\"FFFFFFFF\"/>",
            "<sz val=\"1\"/>",
        ]);
        let (plain, marked) = (("<sz val=\"11\"/>", said), (looks, "2".to_owned()));
        let parts = if dice.below(2) == 0 { vec![plain, marked] } else { vec![marked, plain] };
        d.put(&tag, Content::Parts(parts), "General")?;
        Some(lost(&tag, "V01"))
    }),
    cell("count with a bold part", Benign, |d, dice| {
        let tag = count(d, dice);
        let said = d.says(&tag);
        let (first, rest) = said.split_at(1);
        let parts = vec![("<b/><sz val=\"11\"/>", first.to_owned()), ("<sz val=\"11\"/>", rest.to_owned())];
        d.put(&tag, Content::Parts(parts), "General")?;
        Some(told(&tag, "V09", Grave::Note))
    }),
    cell("reason typed as the value and crossed out", Fault, |d, dice| {
        let tag = count(d, dice);
        d.put(&tag, Content::Text("n/a".to_owned()), "General")?;
        d.paper.cell(&tag)?.crossed_out = true;
        Some(lost(&tag, "V16").means(&tag, ""))
    }),
];

fn dice_column(mut dice: Dice) -> Column {
    dice.pick(&[Column::Status, Column::Forecast, Column::OwnRag])
}
