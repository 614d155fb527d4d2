//! Valid: what Excel would otherwise offer to repair.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;

use calamine::{Data, Range, Reader, Xlsx};

use crate::made::{self, Made};
use crate::package::Package;

/// Cell range such as `A5:O23`, rows and columns from 0.
pub(crate) fn range(text: &str) -> ((u32, u32), (u32, u32)) {
    let cell = |text: &str| {
        let letters = text.trim_matches('$').chars().take_while(char::is_ascii_alphabetic);
        let column = letters.fold(0_u32, |all, c| all * 26 + (c as u32 - 'A' as u32) + 1);
        let row: String = text.chars().filter(char::is_ascii_digit).collect();
        (row.parse::<u32>().unwrap() - 1, column - 1)
    };
    let (first, last) = text.split_once(':').unwrap_or((text, text));
    (cell(first), cell(last))
}

/// The cells as calamine reads them.
pub(crate) fn cells(book: &Made) -> BTreeMap<String, Range<Data>> {
    let mut read: Xlsx<_> = Xlsx::new(Cursor::new(&book.bytes)).unwrap();
    read.worksheets().into_iter().collect()
}

fn broken(look: impl Fn(&Made, &Package) -> Vec<String>) {
    let found: Vec<String> = made::all()
        .iter()
        .flat_map(|book| {
            let told = look(book, &Package::open(&book.bytes));
            told.into_iter().map(|what| format!("{}: {what}", book.name))
        })
        .collect();
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn every_part_is_well_formed_and_has_a_content_type() {
    broken(|_, package| {
        let types = package.elements("[Content_Types].xml");
        let of = |name: &str, key: &str| -> BTreeSet<String> {
            let known = types.iter().filter(|e| e.name == name).filter_map(|e| e.get(key));
            known.map(str::to_owned).collect()
        };
        let (extensions, parts) = (of("Default", "Extension"), of("Override", "PartName"));
        let mut wrong: Vec<String> = Vec::new();
        for part in package.parts.keys().filter(|part| *part != "[Content_Types].xml") {
            package.elements(part);
            let extension = part.rsplit('.').next().unwrap();
            let is_named = parts.contains(&format!("/{part}"));
            let is_of_a_kind = extension != "xml" && extensions.contains(extension);
            if !is_named && !is_of_a_kind {
                wrong.push(format!("{part} has no content type"));
            }
        }
        let missing = parts.iter().filter(|part| !package.parts.contains_key(&part[1..]));
        wrong.extend(missing.map(|part| format!("{part} has a content type but is not there")));
        wrong
    });
}

#[test]
fn every_relation_leads_somewhere_and_every_id_used_is_one() {
    broken(|_, package| {
        let mut wrong = Vec::new();
        for part in package.parts.keys().filter(|part| !part.contains("_rels/")) {
            let relations = package.relations(part);
            for (id, kind, target) in &relations {
                if !package.parts.contains_key(target) {
                    wrong.push(format!("{part}: {kind} {id} leads to {target}, which is not there"));
                }
            }
            // `r:id` and its like; drawings and tables have ids of their own kind.
            let used = package.elements(part).into_iter().filter_map(|e| Some(e.get("id")?.to_owned()));
            let ids: BTreeSet<&str> = relations.iter().map(|(id, ..)| id.as_str()).collect();
            wrong.extend(
                used.filter(|id| id.starts_with("rId") && !ids.contains(id.as_str()))
                    .map(|id| format!("{part} uses {id}, which is no relation")),
            );
        }
        wrong
    });
}

#[test]
fn tables_are_named_once_and_their_captions_stand_in_their_cells() {
    broken(|book, package| {
        let (mut wrong, mut names, mut ids) = (Vec::new(), BTreeSet::new(), BTreeSet::new());
        let cells = cells(book);
        for (sheet, part) in package.sheets() {
            for table in package.related(&part, "table") {
                let elements = package.elements(&table);
                let head = &elements[0];
                let name = head.get("displayName").unwrap().to_lowercase();
                if !names.insert(name.clone()) || !ids.insert(head.get("id").unwrap().to_owned()) {
                    wrong.push(format!("{sheet}: the name or id of {name} is taken"));
                }
                let ((top, left), (bottom, right)) = range(head.get("ref").unwrap());
                let captions: Vec<&str> = elements
                    .iter()
                    .filter(|e| e.name == "tableColumn")
                    .map(|e| e.get("name").unwrap())
                    .collect();
                let written: Vec<String> =
                    (left..=right).map(|c| cells[&sheet].get_value((top, c)).unwrap().to_string()).collect();
                if captions != written || bottom <= top {
                    wrong.push(format!("{sheet}: {name} says {captions:?}, its cells {written:?}"));
                }
            }
        }
        wrong
    });
}

#[test]
fn defined_names_and_links_lead_into_sheets_that_are_there() {
    broken(|_, package| {
        let sheets = package.sheets();
        let known: BTreeSet<&str> = sheets.iter().map(|(name, _)| name.as_str()).collect();
        let leads = |target: &str| {
            let (sheet, cell) = target.rsplit_once('!').unwrap_or(("", target));
            let sheet = sheet.trim_matches('\'').replace("''", "'");
            known.contains(sheet.as_str()) && !cell.contains("#REF")
        };
        let names = package.all("xl/workbook.xml", "definedName");
        let mut wrong: Vec<String> = names
            .iter()
            .filter(|e| !leads(&e.text))
            .map(|e| format!("the name {} is lost", e.text))
            .collect();
        for (sheet, part) in &sheets {
            for link in package.all(part, "hyperlink") {
                let target = link.get("location").unwrap_or_default();
                if !leads(target) {
                    wrong.push(format!("{sheet}: a link leads to {target:?}"));
                }
            }
        }
        wrong
    });
}

#[test]
fn published_workbooks_hold_values_only() {
    broken(|book, package| {
        let sheets = package.sheets();
        let with = |name: &str| sheets.iter().map(|(_, part)| package.all(part, name).len()).sum::<usize>();
        let mut wrong = Vec::new();
        if book.kind.is_published()
            && (with("f") > package_sparklines(package) || with("conditionalFormatting") > 0)
        {
            wrong.push(format!(
                "{} formulas, {} conditional formats",
                with("f"),
                with("conditionalFormatting")
            ));
        }
        let forbidden =
            ["vbaProject", "externalLink", "connections", "pivot", "embeddings", "activeX", "calcChain"];
        let strange = package.parts.keys().filter(|part| forbidden.iter().any(|word| part.contains(word)));
        wrong.extend(strange.map(|part| format!("{part} should not be there")));
        wrong
    });
}

/// Small lines name their range in an element that is called like a formula.
fn package_sparklines(package: &Package) -> usize {
    package.sheets().iter().map(|(_, part)| package.all(part, "sparkline").len()).sum()
}

#[test]
fn every_formula_of_a_form_is_stored_with_its_result() {
    broken(|_, package| {
        let mut wrong = Vec::new();
        for (sheet, part) in package.sheets() {
            let elements = package.elements(&part);
            let formulas = elements.iter().enumerate().filter(|(_, e)| e.name == "f" && e.is_in("sheetData"));
            let has_result = |index: usize| elements.get(index + 1).is_some_and(|next| next.name == "v");
            wrong.extend(
                formulas.filter(|(i, _)| !has_result(*i)).map(|(_, e)| format!("{sheet}: {}", e.text)),
            );
        }
        wrong
    });
}
