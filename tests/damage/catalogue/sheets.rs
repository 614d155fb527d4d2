//! Sheets, and what the workbook says of itself: whose it is, and for which month.

use ragbook::domain::{Column, Table};

use super::super::draft::Nature::{Ambiguous, Benign, Fault};
use super::super::draft::{At, Claim, Damage, Draft, Grave, Nature, Refused, Stage};
use super::super::paper::{Cell, Content, Sheet};
use super::super::plan::{LEADS, partner};
use super::{later, number};

const fn sheets(name: &'static str, nature: Nature, how: super::super::draft::Break) -> Damage {
    later(name, nature, Stage::Sheets, how)
}

/// Answers an item of *Start here* otherwise; blank for none.
fn start(draft: &mut Draft<'_>, item: &str, answer: &str) -> Option<()> {
    let labelled =
        |row: &&mut Vec<Cell>| row.first().is_some_and(|c| c.content == Content::Text(item.to_owned()));
    let row = draft.paper.sheets.iter_mut().flat_map(|s| s.rows.iter_mut()).find(labelled)?;
    *row.get_mut(1)? = if answer.is_empty() { Cell::blank() } else { Cell::text(answer) };
    Some(())
}

/// Sets a property; empty removes it.
fn property(draft: &mut Draft<'_>, name: &str, value: &str) {
    draft.paper.properties.retain(|(known, _)| known != name);
    if !value.is_empty() {
        draft.paper.properties.push((name.to_owned(), value.to_owned()));
    }
}

/// A lead far from this one.
fn other(draft: &Draft<'_>) -> usize {
    1 + (draft.lead + 4) % LEADS
}

/// Somebody else's name as *Start here* writes it.
fn name(draft: &Draft<'_>, lead: usize) -> String {
    draft.plan.leads[lead - 1].name.to_string()
}

fn refused(code: &'static str) -> Claim {
    Claim::fault(code, Grave::Error, At::File)
        .refuses(Refused::File)
        .touches("identity")
        .also(&["W02", "W03"])
}

/// Damages of sheets and of identity.
pub(crate) const ALL: &[Damage] = &[
    sheets("sheets renamed", Benign, |d, dice| {
        let at = dice.below(d.paper.sheets.len());
        dice.pick(&["Sheet1", "Data", "März & April", "A sheet of some length's name"])
            .clone_into(&mut d.paper.sheets[at].name);
        Some(Claim::harmless().touches("sheet names"))
    }),
    sheets("sheets in another order", Benign, |d, _| {
        d.paper.sheets.reverse();
        Some(Claim::harmless().touches("sheet order"))
    }),
    sheets("sheet with answers hidden", Benign, |d, dice| {
        let (sheet, _) = d.paper.header(dice.pick(&[Table::Progress, Table::Measures]))?;
        d.paper.sheets[sheet].hidden = true;
        Some(Claim::fault("F08", Grave::Note, At::File))
    }),
    sheets("sheets of the lead's own put in", Benign, |d, _| {
        let mut own = Sheet::new("My workings");
        own.rows.push(vec![Cell::text("Ref"), Cell::text("Team"), Cell::text("Count")]);
        own.rows.push(vec![Cell::text("1.1a"), Cell::text("North"), Cell::of(number("20"))]);
        d.paper.sheets.insert(0, own);
        d.paper.sheets.push(Sheet::new("Sheet3"));
        Some(Claim::harmless().touches("sheet order"))
    }),
    sheets("sheet copied, equal", Benign, |d, dice| {
        let (sheet, _) = d.paper.header(dice.pick(&[Table::Progress, Table::Measures]))?;
        let mut copy = d.paper.sheets[sheet].clone();
        copy.name.push_str(" (2)");
        d.paper.sheets.push(copy);
        Some(Claim::harmless().touches("sheet order").touches("header").touches("copies"))
    }),
    sheets("sheet copied, different", Fault, |d, dice| {
        let table = dice.pick(&[Table::Progress, Table::Measures]);
        let (sheet, _) = d.paper.header(table)?;
        let mut copy = d.paper.sheets[sheet].clone();
        copy.name.push_str(" (2)");
        let tag = if table == Table::Progress {
            (table, format!("{}.2", d.lead), Column::Commentary)
        } else {
            d.of_measure("1a", Column::Value)
        };
        let (row, column) = copy.find(&tag)?;
        copy.rows[row][column] = Cell { tag: Some(tag.clone()), ..Cell::of(number("43")) };
        d.paper.sheets.push(copy);
        let claim =
            Claim::fault("L06", Grave::Error, At::Header(table)).refuses(Refused::Table(table)).row(&tag.1);
        Some(claim.touches("sheet order").touches("header").touches("copies").also(&["R05", "W02"]))
    }),
    sheets("start sheet removed", Benign, |d, _| {
        let start = d.paper.sheets.iter().position(|sheet| sheet.name == "Start here")?;
        d.paper.sheets.remove(start);
        Some(Claim::harmless().touches("identity").touches("sheet order").touches("sheet names"))
    }),
    sheets("properties removed", Benign, |d, _| {
        d.paper.properties.clear();
        Some(Claim::harmless().touches("identity"))
    }),
    sheets("nothing says the month", Fault, |d, _| {
        property(d, "ragbook.period", "");
        start(d, "Reporting period", "")?;
        Some(refused("W03"))
    }),
    sheets("return for another month", Fault, |d, _| {
        property(d, "ragbook.period", "2024-02");
        start(d, "Reporting period", "February 2024")?;
        Some(refused("W03"))
    }),
    sheets("two months in one return", Fault, |d, _| {
        start(d, "Reporting period", "February 2024")?;
        Some(refused("W03"))
    }),
    sheets("another plan version", Ambiguous, |d, _| {
        property(d, "ragbook.plan_version", "2.0");
        start(d, "Plan version", "2.0")?;
        Some(Claim::fault("W04", Grave::Query, At::File).touches("identity"))
    }),
    sheets("start sheet names somebody else", Ambiguous, |d, _| {
        let other = name(d, other(d));
        start(d, "Return from", &other)?;
        Some(Claim::fault("W02", Grave::Query, At::File).touches("identity"))
    }),
    sheets("properties name somebody else", Ambiguous, |d, _| {
        let other = format!("lead-{}", other(d));
        property(d, "ragbook.returner", &other);
        Some(Claim::fault("W02", Grave::Query, At::File).touches("identity"))
    }),
    sheets("everything names somebody else but the rows", Fault, |d, _| {
        let other = other(d);
        let theirs = name(d, other);
        property(d, "ragbook.returner", &format!("lead-{other}"));
        start(d, "Return from", &theirs)?;
        Some(refused("W02"))
    }),
    sheets("names of people nobody knows", Fault, |d, _| {
        property(d, "ragbook.returner", "bob");
        start(d, "Return from", "Bob")?;
        Some(refused("W01"))
    }),
    sheets("another lead of a joint measure filled it in", Ambiguous, |d, _| {
        let colleague = name(d, partner(d.lead));
        start(d, "Completed by", &colleague)?;
        Some(Claim::fault("W02", Grave::Query, At::File).touches("identity").touches("alone"))
    }),
    sheets("date completed years off", Benign, |d, _| {
        start(d, "Date completed", "2 April 2091")?;
        Some(Claim::harmless().touches("identity").also(&["V08"]))
    }),
    sheets("date completed unreadable", Benign, |d, _| {
        start(d, "Date completed", "last Tuesday")?;
        Some(Claim::harmless().touches("identity").also(&["V08"]))
    }),
];
