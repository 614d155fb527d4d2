//! What nobody does on purpose, and what would be read wrongly without a word if ragbook were credulous: number formats
//! that show something else than they hold, refs that slip against their values, packages that say a thing twice.

use ragbook::domain::{Column, Table};

use super::super::draft::Nature::{Ambiguous, Benign, Fault};
use super::super::draft::{At, Claim, Damage, Grave, Refused, Stage};
use super::super::paper::{Cell, Content, Paper};
use super::super::xlsx::Parts;
use super::parts::{count, edit, edit_cell, edit_parts, edit_sheets, part, refused_or_right};
use super::{beside, cell, later, lost, number, told};

/// Hostile damages.
pub(crate) const ALL: &[Damage] = &[
    cell("percent format only for what is below nought", Fault, |d, dice| {
        let tag = d.of_measure("1e", Column::Value);
        d.put(&tag, number("0.625"), dice.pick(&["0.000;-0.0%", "0.00;[Red]-0%;0%", "?/?", "0.000_%"]))?;
        Some(lost(&tag, "V02"))
    }),
    cell("percent format under a condition", Ambiguous, |d, dice| {
        let tag = d.of_measure("1e", Column::Value);
        let (stored, format) = dice.pick(&[
            ("62.5", "[<=1]0.0%;0.0"),
            ("0.625", "[<=1]0.0%;0.0"),
            ("62.5", "[>1]0.0;0.0%"),
            ("0.625", "[>1]0.0;0.0%"),
        ]);
        d.put(&tag, number(stored), format)?;
        Some(Claim::harmless().row(&tag.1).also(&["V02", "V03"]).leaves_open([tag]))
    }),
    cell("count in an odd notation", Fault, |d, dice| {
        let tag = count(d);
        d.write(
            &tag,
            dice.pick(&[
                "(41)", "41-", "1'041", "٤١", "0x29", "4.1E1", "=41", "41,", "XLI", "4l", "O41", "41%",
                "£41", "n/a (41)", "41\n12", "41; 12",
            ]),
        )?;
        Some(Claim::harmless().row(&tag.1).loses(&tag).also(&["V01", "V02", "V03"]))
    }),
    cell("count with a sign, a point or noughts", Ambiguous, |d, dice| {
        let tag = count(d);
        d.write(&tag, dice.pick(&["+41", "41.", "041", "41.0", "41.00"]))?;
        Some(Claim::harmless().row(&tag.1).also(&["V01"]).leaves_open([tag]))
    }),
    cell("count written with escapes", Ambiguous, |d, _| {
        let tag = count(d);
        d.write(&tag, "_x0034_1")?;
        Some(Claim::harmless().row(&tag.1).also(&["V01"]).leaves_open([tag]))
    }),
    cell("no-data words in the two numbers", Ambiguous, |d, dice| {
        let above = d.of_measure("1c", Column::Numerator);
        let below = beside(&above, Column::Denominator);
        let word = dice.pick(&["n/a", "-", "tbc", "no data"]);
        d.write(&above, word)?;
        d.write(&below, word)?;
        let value = beside(&above, Column::Value);
        let claim = Claim::harmless().row(&above.1).means(&above, "").means(&below, "").means(&value, "");
        Some(claim.loses(&value).also(&["V01", "V09", "V11", "V13"]))
    }),
    cell("date with a time of day", Benign, |d, _| {
        let tag = d.of_measure("2c", Column::Value);
        d.put(&tag, number("45366.75"), "dd/mm/yyyy hh:mm")?;
        Some(Claim::harmless().row(&tag.1).touches("dates count"))
    }),
    later("refs slipped against their values", Fault, Stage::Layout, |d, _| {
        // The ref column alone sorted, or a cell put into it: two refs change places, their wording stays.
        let refs = [d.of_measure("1a", Column::Ref), d.of_measure("2f", Column::Ref)];
        let [first, second] =
            [d.paper.cell(&refs[0])?.content.clone(), d.paper.cell(&refs[1])?.content.clone()];
        d.put(&refs[0], second, "General")?;
        d.put(&refs[1], first, "General")?;
        let claim = refs.iter().fold(Claim::harmless(), |claim, tag| {
            let wording = At::Cell(beside(tag, Column::Measure));
            claim.and("R06", Grave::Error, wording).row(&tag.1)
        });
        Some(claim.leaves_open(refs.iter().map(|tag| beside(tag, Column::Value))))
    }),
    later("one ref filled down over others", Fault, Stage::Layout, |d, _| {
        let refs = [d.of_measure("1a", Column::Ref), d.of_measure("1b", Column::Ref)];
        let first = d.paper.cell(&refs[0])?.content.clone();
        d.put(&refs[1], first, "General")?;
        let mut claim = Claim::harmless();
        for tag in &refs {
            claim = claim.row(&tag.1).loses_row(&d.meant, tag.0, &tag.1);
        }
        let subject = At::Subject(refs[1].1.clone());
        let claim =
            claim.and("R03", Grave::Error, At::Cell(refs[0].clone())).and("R05", Grave::Query, subject);
        Some(claim.also(&["R03", "R06", "V01", "V03"]))
    }),
    later("ref merged over two rows", Fault, Stage::Layout, |d, _| {
        let (upper, lower) = (d.of_measure("2a", Column::Ref), d.of_measure("2b", Column::Ref));
        let ((sheet, row, column), below) = (d.paper.spot(&upper)?, d.paper.spot(&lower)?);
        (below == (sheet, row + 1, column)).then_some(())?;
        d.paper.sheets[sheet].merges.push([(row, column), (row + 1, column)]);
        let claim = Claim::fault("L05", Grave::Error, At::Cell(beside(&lower, Column::Value)));
        let claim = claim
            .row(&upper.1)
            .row(&lower.1)
            .loses(&beside(&lower, Column::Value))
            .also(&["L04", "L05", "R05"]);
        Some(claim.touches("rows move").touches("columns move"))
    }),
    later("table pasted again beside itself, one value other", Fault, Stage::Layout, |d, _| {
        let (sheet, header) = d.paper.header(Table::Measures)?;
        let tag = count(d);
        let width = d.paper.sheets[sheet].rows[header].len();
        for row in d.paper.sheets[sheet].rows.iter_mut().skip(header).filter(|row| row.len() == width) {
            let copy = row.clone();
            row.push(Cell::blank());
            row.extend(copy);
        }
        let (_, row, _) = d.paper.spot(&tag)?;
        let last =
            d.paper.sheets[sheet].rows[row].iter().rposition(|cell| cell.tag.as_ref() == Some(&tag))?;
        d.paper.sheets[sheet].rows[row][last].content = number("14");
        // Either two tables, or captions that stand twice: nothing of them may be used.
        let claim =
            Claim::harmless().row(&tag.1).touches("header").touches("columns move").touches("rows move");
        Some(claim.refuses(Refused::Table(Table::Measures)).also(&["L02", "L06", "R05", "W02"]))
    }),
    later("table pasted again below itself, one value other", Fault, Stage::Layout, |d, _| {
        let (sheet, header, last) =
            d.paper.body(Table::Measures).map(|(sheet, first, last)| (sheet, first - 1, last))?;
        let tag = count(d);
        let mut copy: Vec<Vec<Cell>> = d.paper.sheets[sheet].rows[header..=last].to_vec();
        let changed = copy.iter_mut().flatten().find(|cell| cell.tag.as_ref() == Some(&tag))?;
        changed.content = number("14");
        d.paper.sheets[sheet].rows.push(Vec::new());
        d.paper.sheets[sheet].rows.extend(copy);
        let claim =
            Claim::harmless().row(&tag.1).touches("header").touches("columns move").touches("rows move");
        let rows: Vec<_> = d.meant.keys().filter(|tag| tag.0 == Table::Measures).cloned().collect();
        Some(claim.loses(&tag).leaves_open(rows).also(&["L06", "R03", "R05", "W02", "V01"]))
    }),
    part("days counted from 1904, said in another word", Benign, |d, _| {
        d.paper.from_1904 = true;
        let claim = edit_parts(d, |parts| {
            edit(parts, "xl/workbook.xml", |text| text.replace("date1904=\"1\"", "date1904=\"true\""));
        });
        Some(claim.touches("dates count"))
    }),
    part("date formats by their built-in number", Benign, |d, _| {
        Some(edit_parts(d, |parts| {
            edit(parts, "xl/styles.xml", |text| {
                let Some(at) = text.find("formatCode=\"dd/mm/yyyy\"") else { return text.to_owned() };
                let id = text[..at].rsplit("numFmtId=\"").next().unwrap_or_default();
                let id: String = id.chars().take_while(char::is_ascii_digit).collect();
                text.replace(&format!("<xf numFmtId=\"{id}\""), "<xf numFmtId=\"14\"")
            });
        }))
    }),
    part("row stands twice", Fault, |d, _| {
        let tag = count(d);
        d.parts.push(Box::new(move |parts: &mut Parts, paper: &Paper| {
            let Some((_, row, column)) = paper.spot(&tag) else { return };
            let at = super::super::paper::a1(row, column);
            edit_sheets(parts, |text| {
                // The other tables have a cell there too.
                if !text.contains(">Value<") {
                    return text.to_owned();
                }
                text.replace(
                    "</sheetData>",
                    &format!("<row r=\"{}\"><c r=\"{at}\"><v>97</v></c></row></sheetData>", row + 1),
                )
            });
        }));
        Some(
            refused_or_right(Claim::harmless().row(&d.measure("1a")))
                .touches("package")
                .touches("header")
                .also(&["L05", "V07", "R01", "S05"]),
        )
    }),
    part("cells in another order in their row", Ambiguous, |d, _| {
        Some(refused_or_right(edit_parts(d, |parts| {
            edit_sheets(parts, |text| {
                let row = |row: &str| {
                    let Some((head, cells)) = row.split_once('>') else { return row.to_owned() };
                    let mut cells: Vec<&str> = cells.split_inclusive("</c>").collect();
                    cells.reverse();
                    format!("{head}>{}", cells.concat())
                };
                let (head, body) = text.split_once("<sheetData>").unwrap_or((text, ""));
                let (body, tail) = body.split_once("</sheetData>").unwrap_or((body, ""));
                let rows: Vec<String> = body.split("</row>").filter(|r| !r.is_empty()).map(row).collect();
                format!("{head}<sheetData>{}</row></sheetData>{tail}", rows.join("</row>"))
            });
        })))
    }),
    part("second body of a sheet", Fault, |d, _| {
        Some(
            refused_or_right(edit_parts(d, |parts| {
                edit_sheets(parts, |text| {
                    text.replace(
                        "</sheetData>",
                        "</sheetData><sheetData><row r=\"6\"><c r=\"I6\"><v>97</v></c></row></sheetData>",
                    )
                });
            }))
            .also(&["L05", "V07", "V12", "R01", "V15"]),
        )
    }),
    part("number said to be an error", Fault, |d, _| {
        let tag = count(d);
        edit_cell(d, &tag, |_, at| format!("<c r=\"{at}\" t=\"e\"><v>41</v></c>"))?;
        Some(refused_or_right(Claim::harmless().row(&tag.1)).loses(&tag))
    }),
    part("text in its cell without its kind", Fault, |d, _| {
        let tag = count(d);
        edit_cell(d, &tag, |_, at| format!("<c r=\"{at}\"><is><t>41</t></is></c>"))?;
        Some(refused_or_right(Claim::harmless().row(&tag.1)))
    }),
    part("shared formula with its result", Benign, |d, _| {
        let tag = count(d);
        edit_cell(d, &tag, |_, at| {
            format!("<c r=\"{at}\"><f t=\"shared\" si=\"0\" ref=\"{at}:{at}\">20+21</f><v>41</v></c>")
        })?;
        Some(Claim::harmless().row(&tag.1))
    }),
    part("shared formula without a result", Fault, |d, _| {
        let tag = count(d);
        edit_cell(d, &tag, |_, at| format!("<c r=\"{at}\"><f t=\"shared\" si=\"0\"/></c>"))?;
        Some(told(&tag, "V05", Grave::Error).loses(&tag))
    }),
    part("stray cell at the far end", Benign, |d, _| {
        Some(edit_parts(d, |parts| {
            edit_sheets(parts, |text| {
                text.replace(
                    "</sheetData>",
                    "<row r=\"1048576\"><c r=\"XFD1048576\" t=\"str\"><v> </v></c></row></sheetData>",
                )
            });
        }))
    }),
    part("workbook's list of sheets cut short", Fault, |d, _| {
        let claim =
            edit_parts(d, |parts| edit(parts, "xl/workbook.xml", |text| text[..text.len() - 40].to_owned()));
        Some(claim.and("F01", Grave::Error, At::File).refuses(Refused::File))
    }),
    cell("text of great length", Ambiguous, |d, dice| {
        let tag = (Table::Progress, d.action(dice), Column::Evidence);
        let long = "x".repeat(32_767);
        d.write(&tag, &long)?;
        Some(told(&tag, "V15", Grave::Query).means(&tag, &long))
    }),
    cell("words that a spreadsheet would run", Benign, |d, dice| {
        let tag = (Table::Progress, d.action(dice), Column::Evidence);
        let said = "Minutes of 5 March";
        d.put(
            &tag,
            Content::Formula(
                "\"Minutes of \"&\"5 March\"".to_owned(),
                Some(Box::new(Content::Text(said.to_owned()))),
            ),
            "General",
        )?;
        Some(Claim::harmless().row(&tag.1).means(&tag, said).touches("calculated"))
    }),
];
