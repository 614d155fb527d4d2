//! Words outside the cells that change what figures mean, and formulas that take somebody else's figure.

use ragbook::domain::{Column, Table};

use super::super::draft::Nature::{Ambiguous, Benign, Fault};
use super::super::draft::{At, Claim, Damage, Draft, Grave};
use super::super::paper::{Paper, a1};
use super::super::xlsx::Parts;
use super::parts::{count, edit, part};
use super::{beside, cell, lost, text, told};

/// Types over the title of a table's sheet.
fn title(draft: &mut Draft<'_>, table: Table, says: &str) -> Option<()> {
    let (sheet, header) = draft.paper.header(table)?;
    let first = draft.paper.sheets[sheet].rows.get_mut(0).filter(|_| header > 0)?.get_mut(0)?;
    first.content = text(says);
    Some(())
}

/// Titles go with the sheet that holds the table, above its header.
fn apart(claim: Claim) -> Claim {
    claim
        .touches("identity")
        .touches("header")
        .touches("copies")
        .touches("sheet order")
        .touches("sheet names")
}

/// Gives the cell of an answer a formula made from the address of another one, and the other's figure as its result.
fn takes(
    draft: &mut Draft<'_>,
    tag: &super::super::paper::Tag,
    from: &super::super::paper::Tag,
    formula: &'static str,
) {
    let (tag, from, result) = (tag.clone(), from.clone(), draft.says(from));
    draft.parts.push(Box::new(move |parts: &mut Parts, paper: &Paper| {
        let (Some((sheet, row, column)), Some((_, other, beside))) = (paper.spot(&tag), paper.spot(&from))
        else {
            return;
        };
        let (at, other) = (a1(row, column), a1(other, beside));
        let formula = formula.replace("{}", &other);
        edit(parts, &format!("xl/worksheets/sheet{}.xml", sheet + 1), |sheet| {
            let start = sheet.find(&format!("<c r=\"{at}\"")).unwrap_or(sheet.len());
            let end = sheet[start..].find("</c>").map_or(sheet.len(), |end| start + end + "</c>".len());
            format!("{}<c r=\"{at}\"><f>{formula}</f><v>{result}</v></c>{}", &sheet[..start], &sheet[end..])
        });
    }));
}

/// Damages from outside the cells.
pub(crate) const ALL: &[Damage] = &[
    cell("scale told over the table", Ambiguous, |d, dice| {
        let tag = d.of_measure("1a", Column::Value);
        d.paper.cell(&tag)?;
        let said =
            ["Values of your measures (in thousands)", "£000s", "All figures '000", "DRAFT", "Values in %"];
        title(d, Table::Measures, dice.pick(&said))?;
        Some(apart(told(&tag, "V09", Grave::Query).also(&["V09"])))
    }),
    cell("other words over the table", Benign, |d, dice| {
        let said = [
            "Values for March 2024",
            "Our figures",
            "Rooms and sessions, north and south",
            "Checked by two of us",
        ];
        title(d, Table::Measures, dice.pick(&said))?;
        Some(apart(Claim::fault("L08", Grave::Note, At::File)))
    }),
    cell("another month in the title", Ambiguous, |d, dice| {
        let table = dice.pick(&[Table::Progress, Table::Measures]);
        title(
            d,
            table,
            dice.pick(&["Values February 2024", "October 2019", "As at 31/01/2024", "Last month", "2022/23"]),
        )?;
        Some(apart(Claim::fault("W02", Grave::Query, At::File)))
    }),
    cell("note that gives another figure", Ambiguous, |d, dice| {
        let tag = d.of_measure("1a", Column::Value);
        let said = ["should be 97", "typo: 97", "not 41 but 97", "in thousands", "the January figure"];
        let (note, said) = (beside(&tag, Column::Note), dice.pick(&said));
        d.put(&note, text(said), "General")?;
        Some(told(&tag, "V09", Grave::Query).means(&note, said))
    }),
    part("formula that takes the figure of another row", Ambiguous, |d, dice| {
        let (tag, from) = (count(d), d.of_measure("2f", Column::Value));
        let formulas = ["{}", "{}+0", "({})", "SUM({})", "Measures!{}", "INDIRECT(\"{}\")", "IF(TRUE,{},0)"];
        d.paper.spot(&tag)?;
        d.paper.spot(&from)?;
        takes(d, &tag, &from, dice.pick(&formulas));
        let claim = told(&tag, "V09", Grave::Query).row(&from.1).means(&tag, "1240");
        Some(claim.touches("calculated").touches("package").touches("copies").touches("sheet names"))
    }),
    part("formula of which a cell changed since", Fault, |d, _| {
        let (tag, from) = (count(d), d.of_measure("2f", Column::Value));
        d.paper.spot(&tag)?;
        d.paper.spot(&from)?;
        takes(d, &tag, &from, "SUM({},{})");
        let claim = lost(&tag, "V16").row(&from.1);
        Some(claim.touches("calculated").touches("package").touches("copies").touches("sheet names"))
    }),
];
