//! The parts of the package: what other programs, and no program at all, would write.

use ragbook::domain::{Column, Table};

use super::super::draft::Nature::{Ambiguous, Benign, Fault};
use super::super::draft::{At, Claim, Damage, Draft, Grave, Nature, Refused, Stage};
use super::super::paper::{Paper, Tag};
use super::super::xlsx::Parts;
use super::{later, told};

pub(super) const fn part(name: &'static str, nature: Nature, how: super::super::draft::Break) -> Damage {
    later(name, nature, Stage::Parts, how)
}

/// Edits the text of a part.
pub(super) fn edit(parts: &mut Parts, name: &str, change: impl Fn(&str) -> String) {
    for (_, bytes) in parts.iter_mut().filter(|(part, _)| part == name) {
        *bytes = change(&String::from_utf8_lossy(bytes)).into_bytes();
    }
}

/// Edits every sheet.
pub(super) fn edit_sheets(parts: &mut Parts, change: impl Fn(&str) -> String) {
    for (_, bytes) in parts.iter_mut().filter(|(part, _)| part.starts_with("xl/worksheets/sheet")) {
        *bytes = change(&String::from_utf8_lossy(bytes)).into_bytes();
    }
}

/// Edits the XML of an answer's cell; the claim says what comes of it.
pub(super) fn edit_cell(draft: &mut Draft<'_>, tag: &Tag, change: fn(&str, &str) -> String) -> Option<()> {
    draft.paper.spot(tag)?;
    let tag = tag.clone();
    draft.parts.push(Box::new(move |parts: &mut Parts, paper: &Paper| {
        let Some((sheet, row, column)) = paper.spot(&tag) else { return };
        let at = super::super::paper::a1(row, column);
        edit(parts, &format!("xl/worksheets/sheet{}.xml", sheet + 1), |text| {
            let Some(from) = text.find(&format!("<c r=\"{at}\"")) else { return text.to_owned() };
            let to = from + text[from..].find("</c>").map_or(0, |end| end + 4);
            format!("{}{}{}", &text[..from], change(&text[from..to], &at), &text[to..])
        });
    }));
    Some(())
}

/// Edits the parts.
pub(super) fn edit_parts(draft: &mut Draft<'_>, change: fn(&mut Parts)) -> Claim {
    draft.parts.push(Box::new(move |parts: &mut Parts, _: &Paper| change(parts)));
    Claim::harmless().touches("package")
}

/// The same, where every number format goes with it, and so every other claim.
fn alone(draft: &mut Draft<'_>, change: fn(&mut Parts)) -> Claim {
    edit_parts(draft, change).touches("alone")
}

/// The count that these damages are done to.
pub(super) fn count(draft: &Draft<'_>) -> Tag {
    draft.of_measure("1a", Column::Value)
}

/// The file is refused, or read as it was meant; never otherwise.
pub(super) fn refused_or_right(claim: Claim) -> Claim {
    claim
        .touches("copies")
        .also(&["F01", "F03", "F05", "V01", "V02", "V04", "V05", "V06", "V08", "V11"])
        .leaves_all_open()
}

/// Damages of the package.
pub(crate) const ALL: &[Damage] = &[
    part("texts written into their cells", Benign, |d, _| {
        d.paper.inline_texts = true;
        Some(Claim::harmless().touches("texts"))
    }),
    part("days counted from 1904", Benign, |d, _| {
        d.paper.from_1904 = true;
        Some(Claim::harmless().touches("dates count"))
    }),
    part("texts in several runs", Benign, |d, _| {
        Some(
            edit_parts(d, |parts| {
                edit(parts, "xl/sharedStrings.xml", |text| {
                    text.replace(">In progress<", "><![CDATA[]]>In progress<").replace(
                        "<si><t xml:space=\"preserve\">Amber</t></si>",
                        "<si><r><rPr><b/></rPr><t>Am</t></r><r><t>ber</t></r></si>",
                    )
                });
            })
            .touches("texts"),
        )
    }),
    part("texts with reading aids", Benign, |d, _| {
        Some(
            edit_parts(d, |parts| {
                edit(parts, "xl/sharedStrings.xml", |text| {
                    text.replace(">Amber</t>", ">Amber</t><rPh sb=\"0\" eb=\"5\"><t>Red</t></rPh>")
                });
            })
            .touches("texts"),
        )
    }),
    part("text stored in its cell as a formula's", Benign, |d, _| {
        let tag = count(d);
        edit_cell(d, &tag, |_, at| format!("<c r=\"{at}\" t=\"str\"><v>41</v></c>"))?;
        Some(told(&tag, "V09", Grave::Note))
    }),
    part("number with its kind spelt out", Benign, |d, _| {
        let tag = count(d);
        edit_cell(d, &tag, |_, at| format!("<c r=\"{at}\" t=\"n\"><v>41</v></c>"))?;
        Some(Claim::harmless().row(&tag.1))
    }),
    part("number with white space or an exponent", Benign, |d, dice| {
        let tag = count(d);
        let forms: [fn(&str, &str) -> String; 3] = [
            |_, at| format!("<c r=\"{at}\"><v>4.1E1</v></c>"),
            |_, at| format!("<c r=\"{at}\"><v>41.000</v></c>"),
            |_, at| format!("<c r=\"{at}\"><v>41.00000000000001</v></c>"),
        ];
        edit_cell(d, &tag, dice.pick(&forms))?;
        Some(Claim::harmless().row(&tag.1))
    }),
    part("number in character data", Fault, |d, _| {
        let tag = count(d);
        edit_cell(d, &tag, |_, at| format!("<c r=\"{at}\"><v><![CDATA[41]]></v></c>"))?;
        Some(refused_or_right(Claim::harmless().row(&tag.1)))
    }),
    part("number in character references", Fault, |d, _| {
        let tag = count(d);
        edit_cell(d, &tag, |_, at| format!("<c r=\"{at}\"><v>&#52;&#49;</v></c>"))?;
        Some(refused_or_right(Claim::harmless().row(&tag.1)))
    }),
    part("number with a comment inside", Fault, |d, _| {
        let tag = count(d);
        edit_cell(d, &tag, |_, at| format!("<c r=\"{at}\"><v>4<!-- x -->1</v></c>"))?;
        Some(refused_or_right(Claim::harmless().row(&tag.1)))
    }),
    part("cell stands twice", Fault, |d, _| {
        let tag = count(d);
        edit_cell(d, &tag, |cell, at| format!("{cell}<c r=\"{at}\"><v>97</v></c>"))?;
        Some(refused_or_right(Claim::harmless().row(&tag.1)).loses(&tag))
    }),
    part("cell says two values", Fault, |d, _| {
        let tag = count(d);
        edit_cell(d, &tag, |_, at| format!("<c r=\"{at}\"><v>41</v><v>97</v></c>"))?;
        Some(refused_or_right(Claim::harmless().row(&tag.1)))
    }),
    part("cell without its address", Ambiguous, |d, _| {
        let tag = count(d);
        edit_cell(d, &tag, |cell, at| cell.replace(&format!(" r=\"{at}\""), ""))?;
        Some(refused_or_right(Claim::harmless().row(&tag.1)))
    }),
    part("text that is not in the table of texts", Fault, |d, dice| {
        let tag = (Table::Progress, d.action(dice), Column::Status);
        let forms: [fn(&str, &str) -> String; 4] = [
            |_, at| format!("<c r=\"{at}\" t=\"s\"><v>99999</v></c>"),
            |_, at| format!("<c r=\"{at}\" t=\"s\"><v>x</v></c>"),
            |_, at| format!("<c r=\"{at}\" t=\"s\"><v>-1</v></c>"),
            |_, at| format!("<c r=\"{at}\" t=\"s\"><v></v></c>"),
        ];
        edit_cell(d, &tag, dice.pick(&forms))?;
        Some(refused_or_right(Claim::harmless().row(&tag.1)).also(&["V07"]).touches("texts").loses(&tag))
    }),
    part("cell of an unknown kind", Fault, |d, _| {
        let tag = count(d);
        edit_cell(d, &tag, |_, at| format!("<c r=\"{at}\" t=\"zz\"><v>41</v></c>"))?;
        Some(refused_or_right(Claim::harmless().row(&tag.1)))
    }),
    part("odd truth", Fault, |d, _| {
        let tag = count(d);
        edit_cell(d, &tag, |_, at| format!("<c r=\"{at}\" t=\"b\"><v>perhaps</v></c>"))?;
        Some(refused_or_right(Claim::harmless().row(&tag.1)).loses(&tag))
    }),
    part("date spelt out in its cell", Ambiguous, |d, _| {
        let tag = d.of_measure("2c", Column::Value);
        edit_cell(d, &tag, |_, at| format!("<c r=\"{at}\" t=\"d\"><v>2024-03-15</v></c>"))?;
        Some(refused_or_right(Claim::harmless().row(&tag.1)))
    }),
    part("styles missing", Fault, |d, _| {
        Some(refused_or_right(alone(d, |parts| parts.retain(|(name, _)| name != "xl/styles.xml"))))
    }),
    part("styles cut short", Fault, |d, _| {
        Some(refused_or_right(alone(d, |parts| {
            edit(parts, "xl/styles.xml", |text| text[..text.len() / 2].to_owned());
        })))
    }),
    part("percent formats by their built-in number", Benign, |d, _| {
        Some(edit_parts(d, |parts| {
            edit(parts, "xl/styles.xml", |text| {
                // Every "0.0%" is written as the built-in 10, "0.00%".
                let Some(at) = text.find("formatCode=\"0.0%\"") else { return text.to_owned() };
                let id: String = text[..at]
                    .rsplit("numFmtId=\"")
                    .next()
                    .unwrap_or_default()
                    .chars()
                    .take_while(char::is_ascii_digit)
                    .collect();
                text.replace(&format!("<xf numFmtId=\"{id}\""), "<xf numFmtId=\"10\"")
            });
        }))
    }),
    part("strict namespaces", Benign, |d, _| {
        Some(edit_parts(d, |parts| {
            for (_, bytes) in parts.iter_mut() {
                let text = String::from_utf8_lossy(bytes)
                    .replace(
                        "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
                        "http://purl.oclc.org/ooxml/spreadsheetml/main",
                    )
                    .replace(
                        "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
                        "http://purl.oclc.org/ooxml/officeDocument/relationships",
                    )
                    .replace(
                        "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties",
                        "http://purl.oclc.org/ooxml/officeDocument/customProperties",
                    )
                    .replace(
                        "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes",
                        "http://purl.oclc.org/ooxml/officeDocument/docPropsVTypes",
                    );
                *bytes = text.into_bytes();
            }
        }))
    }),
    part("every name with a prefix", Benign, |d, _| {
        // Last of all, so that what others do to cells is done.
        d.bytes.push(Box::new(|bytes, _| {
            let mut parts = super::super::xlsx::unzipped(&bytes);
            edit_sheets(&mut parts, |text| {
                let prefixed = text
                    .replace("</", "</x:")
                    .replace('<', "<x:")
                    .replace("<x:/x:", "</x:")
                    .replace("<x:?", "<?");
                prefixed.replace("xmlns=", "xmlns:x=")
            });
            super::super::xlsx::zipped(&parts)
        }));
        Some(Claim::harmless().touches("package"))
    }),
    part("parts that nobody asked for", Benign, |d, _| {
        Some(edit_parts(d, |parts| {
            for name in [
                "docProps/thumbnail.jpeg",
                "customXml/item1.xml",
                "xl/calcChain.xml",
                "xl/theme/theme1.xml",
                "xl/printerSettings/printerSettings1.bin",
            ] {
                parts.push((name.to_owned(), b"<x/>".to_vec()));
            }
        }))
    }),
    part("comments in cells", Benign, |d, _| {
        let sheet = d.paper.header(Table::Measures)?.0 + 1;
        d.parts.push(Box::new(move |parts: &mut Parts, _: &Paper| {
            let relation = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments\" Target=\"../comments1.xml\"/></Relationships>";
            let comments = "<comments xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><authors><author>A</author></authors><commentList><comment ref=\"I6\" authorId=\"0\"><text><t>Really 44</t></text></comment></commentList></comments>";
            parts.push((format!("xl/worksheets/_rels/sheet{sheet}.xml.rels"), relation.as_bytes().to_vec()));
            parts.push(("xl/comments1.xml".to_owned(), comments.as_bytes().to_vec()));
        }));
        Some(Claim::fault("F10", Grave::Note, At::File).touches("package").touches("sheet order"))
    }),
    part("sheet part missing", Fault, |d, _| {
        let claim = edit_parts(d, |parts| parts.retain(|(name, _)| name != "xl/worksheets/sheet3.xml"));
        Some(
            refused_or_right(claim.touches("sheet order"))
                .also(&["F04", "R05", "W02"])
                .and("F01", Grave::Error, At::File)
                .refuses(Refused::File),
        )
    }),
    part("sheet cut short", Fault, |d, _| {
        let claim = edit_parts(d, |parts| edit_sheets(parts, |text| text[..text.len() * 2 / 3].to_owned()));
        Some(claim.and("F01", Grave::Error, At::File).refuses(Refused::File))
    }),
    part("texts missing", Fault, |d, _| {
        let claim = edit_parts(d, |parts| parts.retain(|(name, _)| name != "xl/sharedStrings.xml"));
        Some(refused_or_right(claim.touches("texts")).also(&["F04", "W01", "W02", "W03", "R01"]))
    }),
    part("sheets in another encoding", Fault, |d, _| {
        let claim = edit_parts(d, |parts| {
            for (_, bytes) in parts.iter_mut().filter(|(name, _)| name.starts_with("xl/worksheets/sheet")) {
                let text = String::from_utf8_lossy(bytes).replace("UTF-8", "UTF-16");
                *bytes =
                    [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
            }
        });
        Some(refused_or_right(claim).also(&["F04"]))
    }),
    part("never calculated", Fault, |d, _| {
        // Every formula of the sheet holds 0: no program has worked it out.
        let tag = count(d);
        d.parts.push(Box::new(|parts: &mut Parts, _: &Paper| {
            edit_sheets(parts, |text| {
                let mut pieces = text.split("</f>");
                let mut whole = pieces.next().unwrap_or_default().to_owned();
                for piece in pieces {
                    let rest = piece.split_once("</v>").filter(|(value, _)| value.starts_with("<v>"));
                    whole.push_str("</f><v>0</v>");
                    whole.push_str(rest.map_or(piece, |(_, rest)| rest));
                }
                whole.replace(" t=\"str\"><f>", "><f>")
            });
        }));
        edit_cell(d, &tag, |_, at| format!("<c r=\"{at}\"><f>SUM(20,21)</f><v>0</v></c>"))?;
        Some(
            told(&tag, "V05", Grave::Error)
                .loses(&tag)
                .touches("package")
                .touches("copies")
                .touches("calculated")
                .also(&["V05"]),
        )
    }),
];
