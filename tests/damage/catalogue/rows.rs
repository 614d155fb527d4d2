//! Rows: refs spoilt, rows removed, doubled, pasted from elsewhere, sorted.

use ragbook::domain::{Column, Table};

use super::super::dice::Dice;
use super::super::draft::Nature::{Ambiguous, Benign, Fault};
use super::super::draft::{At, Claim, Damage, Draft, Grave, Nature, Stage};
use super::super::good::filled;
use super::super::paper::{Cell, Content, Tag};
use super::super::plan::LEADS;
use super::{beside, cell, later, number, told};

const fn layout(name: &'static str, nature: Nature, how: super::super::draft::Break) -> Damage {
    later(name, nature, Stage::Layout, how)
}

/// The ref cell of a measure that nothing else depends on.
fn measure_ref(draft: &Draft<'_>, dice: &mut Dice) -> Tag {
    draft.of_measure(dice.pick(&["1a", "1b", "1c", "1e", "2a", "2c", "2d", "2g"]), Column::Ref)
}

/// The ref cell of any row.
fn any_ref(draft: &Draft<'_>, dice: &mut Dice) -> Tag {
    if dice.below(2) == 0 {
        measure_ref(draft, dice)
    } else {
        (Table::Progress, draft.action(dice), Column::Ref)
    }
}

/// What a lost row may bring along: it is missing, and so is its part of a figure.
const MISSING: &[&str] = &["R05"];

/// A row that cannot be used, told at its ref.
fn row_lost(draft: &Draft<'_>, tag: &Tag, code: &'static str) -> Claim {
    told(tag, code, Grave::Error).loses_row(&draft.meant, tag.0, &tag.1).also(MISSING)
}

/// Takes a row out; none when it is not there.
fn take_row(draft: &mut Draft<'_>, tag: &Tag) -> Option<Vec<Cell>> {
    let (sheet, row) = draft.paper.row_of(tag.0, &tag.1)?;
    Some(draft.paper.sheets[sheet].rows.remove(row))
}

/// Puts a row in below another one of its table.
fn add_row(draft: &mut Draft<'_>, table: Table, row: Vec<Cell>, dice: &mut Dice) -> Option<()> {
    let (sheet, first, last) = draft.paper.body(table)?;
    let at = first + dice.below(last - first + 2);
    draft.paper.sheets[sheet].rows.insert(at, row);
    Some(())
}

/// Damages of rows.
pub(crate) const ALL: &[Damage] = &[
    cell("ref in other letters", Benign, |d, dice| {
        let tag = any_ref(d, dice);
        let wide =
            |text: &str| text.chars().map(|c| char::from_u32(u32::from(c) + 0xfee0).unwrap_or(c)).collect();
        let forms: [String; 5] = [
            tag.1.to_uppercase(),
            format!(" {}\u{a0}", tag.1),
            wide(&tag.1),
            format!("{}\u{200b}", tag.1),
            format!("\u{feff}{}", tag.1),
        ];
        d.write(&tag, &forms[dice.below(5)])?;
        Some(Claim::harmless().row(&tag.1))
    }),
    cell("ref became a number, settled by its wording", Benign, |d, dice| {
        let action = dice.pick(&["1", "10", "2"]);
        let tag = (Table::Progress, format!("{}.{action}", d.lead), Column::Ref);
        let stored = if action == "10" { format!("{}.1", d.lead) } else { tag.1.clone() };
        d.put(&tag, number(&stored), "General")?;
        Some(told(&tag, "R02", Grave::Note))
    }),
    cell("ref became a number, its wording gone", Fault, |d, dice| {
        let action = dice.pick(&["1", "10", "2"]);
        let tag = (Table::Progress, format!("{}.{action}", d.lead), Column::Ref);
        let stored = if action == "10" { format!("{}.1", d.lead) } else { tag.1.clone() };
        d.put(&tag, number(&stored), "General")?;
        d.put(&beside(&tag, Column::Activity), Content::Blank, "General")?;
        Some(row_lost(d, &tag, "R02").also(&["R06"]))
    }),
    cell("ref became a date, its wording gone", Fault, |d, dice| {
        let tag = (Table::Progress, d.action(dice), Column::Ref);
        d.put(&tag, number("45301"), "dd/mm/yyyy")?;
        d.put(&beside(&tag, Column::Activity), Content::Blank, "General")?;
        Some(row_lost(d, &tag, "R02").also(&["R06"]))
    }),
    cell("ref unknown", Fault, |d, dice| {
        let tag = any_ref(d, dice);
        let forms = [format!("{}z", tag.1), "99.9".to_owned(), format!("{}.77a", d.lead), "new".to_owned()];
        d.write(&tag, &forms[dice.below(4)])?;
        Some(row_lost(d, &tag, "R01"))
    }),
    cell("ref is an error", Fault, |d, dice| {
        let tag = any_ref(d, dice);
        d.put(&tag, Content::Error("#REF!".to_owned()), "General")?;
        Some(
            Claim::harmless()
                .row(&tag.1)
                .loses_row(&d.meant, tag.0, &tag.1)
                .also(&["R01", "R05", "V04", "L05"]),
        )
    }),
    cell("ref blank beside answers", Fault, |d, dice| {
        let tag = measure_ref(d, dice);
        let answer = [Column::Numerator, Column::Value, Column::Absence];
        let answer =
            answer.into_iter().map(|column| beside(&tag, column)).find(|tag| !d.says(tag).is_empty())?;
        d.put(&tag, Content::Blank, "General")?;
        let claim = Claim::fault("L05", Grave::Error, At::Cell(answer)).row(&tag.1);
        Some(claim.loses_row(&d.meant, tag.0, &tag.1).also(&["L05", "R05"]))
    }),
    layout("row removed", Ambiguous, |d, dice| {
        let tag = any_ref(d, dice);
        take_row(d, &tag)?;
        let claim =
            Claim::fault("R05", Grave::Query, At::Subject(tag.1.clone())).row(&tag.1).touches("rows move");
        Some(claim.loses_row(&d.meant, tag.0, &tag.1))
    }),
    layout("row doubled, equal", Benign, |d, dice| {
        let tag = any_ref(d, dice);
        let (sheet, row) = d.paper.row_of(tag.0, &tag.1)?;
        let copy = d.paper.sheets[sheet].rows[row].clone();
        add_row(d, tag.0, copy, dice)?;
        Some(told(&tag, "R03", Grave::Note).touches("rows move"))
    }),
    layout("row doubled, different", Fault, |d, dice| {
        let tag = any_ref(d, dice);
        let (sheet, row) = d.paper.row_of(tag.0, &tag.1)?;
        let mut copy = d.paper.sheets[sheet].rows[row].clone();
        let column = if tag.0 == Table::Progress { Column::Evidence } else { Column::Note };
        let at = d.paper.column_of(tag.0, column)?;
        if column == Column::Evidence {
            copy.get_mut(at)?.content = Content::Text("Another paper.docx".to_owned());
        } else {
            let value = d.paper.column_of(tag.0, Column::Value)?;
            copy.get_mut(value)?.content = number("3");
            "General".clone_into(&mut copy.get_mut(value)?.code);
        }
        add_row(d, tag.0, copy, dice)?;
        // Where nobody finds the values, its two rows say the same.
        Some(row_lost(d, &tag, "R03").touches("rows move").touches("caption of the values"))
    }),
    layout("row of another lead pasted", Fault, |d, dice| {
        let table = dice.pick(&[Table::Progress, Table::Measures]);
        let other = 1 + (d.lead + 1 + dice.below(LEADS - 4)) % LEADS;
        if other.div_ceil(2) == d.lead.div_ceil(2) {
            return None;
        }
        let reference = format!("{other}.{}", if table == Table::Progress { "2" } else { "2a" });
        let (paper, meant) = filled(d.plan, other);
        let (sheet, row) = paper.row_of(table, &reference)?;
        let pasted = paper.sheets[sheet].rows[row].clone();
        add_row(d, table, pasted, dice)?;
        let tag = (table, reference.clone(), Column::Ref);
        Some(
            told(&tag, "R04", Grave::Error)
                .loses_row(&meant, table, &reference)
                .touches("rows move")
                .touches("R04"),
        )
    }),
    layout("rows sorted anyhow", Benign, |d, dice| {
        let table = dice.pick(&[Table::Progress, Table::Measures]);
        let (sheet, first, last) = d.paper.body(table)?;
        for at in (first + 1..=last).rev() {
            d.paper.sheets[sheet].rows.swap(at, first + dice.below(at - first + 1));
        }
        Some(Claim::harmless().touches("rows move"))
    }),
    layout("blank rows put in", Benign, |d, dice| {
        let table = dice.pick(&[Table::Progress, Table::Measures]);
        for _ in 0..=dice.below(3) {
            add_row(d, table, Vec::new(), dice)?;
        }
        Some(Claim::harmless().touches("rows move"))
    }),
    layout("header repeated further down", Benign, |d, dice| {
        let table = dice.pick(&[Table::Progress, Table::Measures]);
        let (sheet, header) = d.paper.header(table)?;
        let mut copy = d.paper.sheets[sheet].rows[header].clone();
        for cell in &mut copy {
            cell.tag = None;
        }
        add_row(d, table, copy, dice)?;
        Some(Claim::harmless().touches("rows move").touches("header"))
    }),
    layout("headings between rows", Benign, |d, dice| {
        let table = dice.pick(&[Table::Progress, Table::Measures]);
        let mut row = vec![Cell::blank(); 2];
        row[1] = Cell::text("The measures of the second action");
        add_row(d, table, row, dice)?;
        Some(Claim::harmless().touches("rows move"))
    }),
    layout("totals row at the end", Fault, |d, _| {
        let (sheet, _, last) = d.paper.body(Table::Measures)?;
        let value = d.paper.column_of(Table::Measures, Column::Value)?;
        let reference = d.paper.column_of(Table::Measures, Column::Ref)?;
        let mut row = vec![Cell::blank(); value.max(reference) + 1];
        row[reference] = Cell::text("Total");
        row[value] = Cell::of(number("1500"));
        let tag = (Table::Measures, "Total".to_owned(), Column::Ref);
        row[reference].tag = Some(tag.clone());
        d.paper.sheets[sheet].rows.insert(last + 1, row);
        Some(told(&tag, "R01", Grave::Error).touches("rows move"))
    }),
    layout("remarks below the table", Benign, |d, _| {
        let (sheet, _, last) = d.paper.body(Table::Measures)?;
        let remark = vec![vec![], vec![Cell::blank(), Cell::text("Figures checked by the team on 3 April")]];
        let rows = &mut d.paper.sheets[sheet].rows;
        let below = rows.split_off(last + 1);
        rows.extend(remark.into_iter().chain(below));
        Some(Claim::harmless().touches("rows move"))
    }),
    layout("answer in a row of its own below the table", Fault, |d, _| {
        let (sheet, first, last) = d.paper.body(Table::Measures)?;
        let value = d.paper.column_of(Table::Measures, Column::Value)?;
        let mut row = vec![Cell::blank(); value + 1];
        row[value] = Cell::of(number("77"));
        // Every row is touched: beside a value that is gone, the whole column would look moved a row down.
        let rows = &d.paper.sheets[sheet].rows[first..=last];
        let refs: Vec<String> = rows
            .iter()
            .filter_map(|row| Some(row.iter().find_map(|cell| cell.tag.as_ref())?.1.clone()))
            .collect();
        let name = d.paper.sheets[sheet].name.clone();
        d.paper.sheets[sheet].rows.insert(last + 1, row);
        let at = At::Spot(name, super::super::paper::a1(last + 1, value));
        let claim = Claim::fault("L05", Grave::Error, at).touches("rows move").touches("columns move");
        Some(refs.iter().fold(claim, |claim, reference| claim.row(reference)))
    }),
    layout("rows hidden", Benign, |d, dice| {
        let table = dice.pick(&[Table::Progress, Table::Measures]);
        let (sheet, first, last) = d.paper.body(table)?;
        let hidden = first + dice.below(last - first + 1);
        d.paper.sheets[sheet].hidden_rows.insert(hidden);
        // The row is touched: an answer that something else takes away is no hidden answer.
        let reference =
            d.paper.sheets[sheet].rows[hidden].iter().find_map(|cell| cell.tag.as_ref())?.1.clone();
        Some(Claim::fault("F08", Grave::Note, At::File).touches("rows move").row(&reference))
    }),
    layout("answers of two rows merged", Ambiguous, |d, _| {
        // 2a above 2b: only the upper one can be seen.
        let (upper, lower) = (d.of_measure("2a", Column::Value), d.of_measure("2b", Column::Value));
        let ((sheet, row, column), below) = (d.paper.spot(&upper)?, d.paper.spot(&lower)?);
        (below == (sheet, row + 1, column)).then_some(())?;
        d.paper.sheets[sheet].merges.push([(row, column), (row + 1, column)]);
        let claim = Claim::fault("L04", Grave::Query, At::File).row(&upper.1).row(&lower.1).loses(&lower);
        Some(claim.touches("rows move").touches("columns move"))
    }),
];
