//! What lies over an answer or stands behind its formula: text boxes and pictures, names and cells that lead to another
//! workbook, conditional formatting, a column dragged or sorted alone.

use ragbook::domain::Column;

use super::super::draft::Nature::{Benign, Fault};
use super::super::draft::{At, Claim, Damage, Draft, Grave};
use super::super::paper::{Paper, Tag};
use super::super::xlsx::Parts;
use super::parts::{count, edit, edit_cell, part};
use super::{lost, told};

const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// Draws a shape over the cell of an answer, `away` columns to its right.
fn drawn(draft: &mut Draft<'_>, tag: &Tag, shape: &'static str, away: usize) -> Option<()> {
    draft.paper.spot(tag)?;
    let tag = tag.clone();
    draft.parts.push(Box::new(move |parts: &mut Parts, paper: &Paper| {
        let Some((sheet, row, column)) = paper.spot(&tag) else { return };
        let column = column + away;
        let corner = |name: &str, offset: u32| {
            format!(
                "<xdr:{name}><xdr:col>{column}</xdr:col><xdr:colOff>{offset}</xdr:colOff><xdr:row>{row}</xdr:row><xdr:rowOff>{offset}</xdr:rowOff></xdr:{name}>"
            )
        };
        let drawing = format!(
            "<xdr:wsDr xmlns:xdr=\"x\" xmlns:a=\"a\"><xdr:twoCellAnchor>{}{}{shape}</xdr:twoCellAnchor></xdr:wsDr>",
            corner("from", 1_000),
            corner("to", 90_000)
        );
        let relation = format!(
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"{OFFICE}/drawing\" Target=\"../drawings/drawing1.xml\"/></Relationships>"
        );
        parts.push((format!("xl/worksheets/_rels/sheet{}.xml.rels", sheet + 1), relation.into_bytes()));
        parts.push(("xl/drawings/drawing1.xml".to_owned(), drawing.into_bytes()));
    }));
    Some(())
}

const TEXT_BOX: &str = "<xdr:sp><xdr:txBody><a:p><a:r><a:t>97</a:t></a:r></a:p></xdr:txBody></xdr:sp>";

/// Adds something to the end of the sheet of an answer.
fn behind_rows(draft: &mut Draft<'_>, tag: &Tag, text: fn(&str) -> String) {
    let tag = tag.clone();
    draft.parts.push(Box::new(move |parts: &mut Parts, paper: &Paper| {
        let Some((sheet, row, column)) = paper.spot(&tag) else { return };
        let at = super::super::paper::a1(row, column);
        edit(parts, &format!("xl/worksheets/sheet{}.xml", sheet + 1), |sheet| {
            sheet.replace("</sheetData>", &format!("</sheetData>{}", text(&at)))
        });
    }));
}

/// Gives the styles a format that conditional formatting may choose.
fn conditional(draft: &mut Draft<'_>, dxf: &'static str) {
    draft.parts.push(Box::new(move |parts: &mut Parts, _: &Paper| {
        edit(parts, "xl/styles.xml", |text| {
            text.replace("</styleSheet>", &format!("<dxfs count=\"1\"><dxf>{dxf}</dxf></dxfs></styleSheet>"))
        });
    }));
}

fn always(at: &str) -> String {
    format!(
        "<conditionalFormatting sqref=\"{at}\"><cfRule type=\"expression\" dxfId=\"0\" priority=\"1\"><formula>TRUE</formula></cfRule></conditionalFormatting>"
    )
}

fn above_one(at: &str) -> String {
    format!(
        "<conditionalFormatting sqref=\"{at}\"><cfRule type=\"cellIs\" operator=\"greaterThan\" dxfId=\"0\" priority=\"1\"><formula>1</formula></cfRule></conditionalFormatting>"
    )
}

/// Damages of what lies over an answer or behind it.
pub(crate) const ALL: &[Damage] = &[
    part("text box, picture or line over an answer", Fault, |d, dice| {
        let tag = d.of_measure(dice.pick(&["1a", "2a", "2d", "10a"]), Column::Value);
        let shapes = [TEXT_BOX, "<xdr:pic><xdr:blipFill/></xdr:pic>", "<xdr:cxnSp><xdr:spPr/></xdr:cxnSp>"];
        drawn(d, &tag, dice.pick(&shapes), 0)?;
        Some(told(&tag, "F10", Grave::Query).touches("package").touches("sheet order"))
    }),
    part("text box over the percent that two numbers make", Fault, |d, _| {
        let tag = d.of_measure("1c", Column::Value);
        drawn(d, &tag, TEXT_BOX, 0)?;
        Some(told(&tag, "F10", Grave::Query).touches("package").touches("sheet order"))
    }),
    part("text box beside the table", Benign, |d, _| {
        let tag = count(d);
        drawn(d, &tag, TEXT_BOX, 9)?;
        Some(Claim::fault("F10", Grave::Note, At::File).row(&tag.1).touches("package").touches("sheet order"))
    }),
    part("formula that leads to another workbook by a name", Fault, |d, _| {
        let tag = count(d);
        edit_cell(d, &tag, |_, at| format!("<c r=\"{at}\"><f>Rooms</f><v>41</v></c>"))?;
        d.parts.push(Box::new(|parts: &mut Parts, _: &Paper| {
            edit(parts, "xl/workbook.xml", |text| {
                let name =
                    "<definedNames><definedName name=\"Rooms\">[1]Data!$B$2</definedName></definedNames>";
                text.replace("</workbook>", &format!("{name}</workbook>"))
            });
        }));
        Some(told(&tag, "F09", Grave::Query).touches("package"))
    }),
    part("values that one formula brings from another workbook", Fault, |d, _| {
        // The formula stands in the cell above alone.
        let (first, second) = (d.of_measure("10a", Column::Value), d.of_measure("10b", Column::Value));
        let ((sheet, row, column), (other, below, same)) = (d.paper.spot(&first)?, d.paper.spot(&second)?);
        if (sheet, row + 1, column) != (other, below, same) {
            return None;
        }
        edit_cell(d, &first, |_, at| {
            let below: u32 = at.trim_start_matches(char::is_alphabetic).parse().unwrap_or(0) + 1;
            let to = format!("{}{below}", at.trim_end_matches(|c: char| c.is_ascii_digit()));
            format!("<c r=\"{at}\"><f t=\"array\" ref=\"{at}:{to}\">[1]Data!B2:B3</f><v>10</v></c>")
        })?;
        Some(
            told(&first, "F09", Grave::Query)
                .and("F09", Grave::Query, At::Cell(second.clone()))
                .row(&second.1),
        )
    }),
    part("formula that asks Google or a text for another workbook", Fault, |d, dice| {
        let tag = count(d);
        let forms: [fn(&str, &str) -> String; 3] = [
            |_, at| {
                format!(
                    "<c r=\"{at}\"><f>IFERROR(__xludf.DUMMYFUNCTION(\"IMPORTRANGE(\"\"k\"\",\"\"A1\"\")\"),41)</f><v>41</v></c>"
                )
            },
            |_, at| format!("<c r=\"{at}\"><f>INDIRECT(\"'[Rooms.xlsx]Data'!B2\")</f><v>41</v></c>"),
            |_, at| format!("<c r=\"{at}\"><f>WEBSERVICE(\"https://x.example\")+0</f><v>41</v></c>"),
        ];
        edit_cell(d, &tag, dice.pick(&forms))?;
        Some(told(&tag, "F09", Grave::Query))
    }),
    part("formula that points to a cell that is gone", Fault, |d, _| {
        let tag = count(d);
        edit_cell(d, &tag, |_, at| {
            format!("<c r=\"{at}\"><f>IFERROR(VLOOKUP(1,#REF!,2,0),0)</f><v>0</v></c>")
        })?;
        Some(lost(&tag, "V16").touches("calculated").touches("copies"))
    }),
    part("conditional format that shows other words, another number or nothing", Fault, |d, dice| {
        let tag = count(d);
        let codes = [
            "<numFmt numFmtId=\"200\" formatCode=\"0&quot; (est)&quot;\"/>",
            "<numFmt numFmtId=\"200\" formatCode=\"0%\"/>",
            "<numFmt numFmtId=\"200\" formatCode=\";;;\"/>",
        ];
        conditional(d, dice.pick(&codes));
        behind_rows(d, &tag, always);
        Some(lost(&tag, "V16").touches("package").touches("copies"))
    }),
    part("conditional format that hides or crosses out", Fault, |d, dice| {
        let tag = count(d);
        let looks = ["<font><color rgb=\"FFFFFFFF\"/></font>", "<font><strike/></font>"];
        conditional(d, dice.pick(&looks));
        behind_rows(d, &tag, above_one);
        Some(lost(&tag, "V16").touches("package").touches("copies"))
    }),
    part("conditional format that colours", Benign, |d, _| {
        let tag = count(d);
        conditional(
            d,
            "<font><color rgb=\"FFFFFFFF\"/></font><fill><patternFill><bgColor rgb=\"FFC00000\"/></patternFill></fill>",
        );
        behind_rows(d, &tag, above_one);
        Some(Claim::harmless().row(&tag.1).touches("package"))
    }),
];
