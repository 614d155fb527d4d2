//! Columns and captions: moved, put in, removed, renamed, doubled.

use ragbook::domain::{Column, Table};

use super::super::dice::Dice;
use super::super::draft::Nature::{Ambiguous, Benign, Fault};
use super::super::draft::{At, Claim, Damage, Draft, Grave, Nature, Refused, Stage};
use super::super::paper::{Cell, Content, Tag};
use super::super::plan::{Good, KINDS};
use super::{later, text};

const fn layout(name: &'static str, nature: Nature, how: super::super::draft::Break) -> Damage {
    later(name, nature, Stage::Layout, how)
}

fn table(dice: &mut Dice) -> Table {
    dice.pick(&[Table::Progress, Table::Measures])
}

fn caption(table: Table, column: Column) -> Tag {
    (table, String::new(), column)
}

/// Writes a caption; its tag stays, so that the header can still be found.
fn rename(draft: &mut Draft<'_>, table: Table, column: Column, to: &str) -> Option<()> {
    draft.paper.put(&caption(table, column), text(to), "General")
}

/// Removes a column with all its cells.
fn remove(draft: &mut Draft<'_>, table: Table, column: Column) -> Option<()> {
    let (sheet, header) = draft.paper.header(table)?;
    let at = draft.paper.column_of(table, column)?;
    for row in draft.paper.sheets[sheet].rows.iter_mut().skip(header).filter(|row| row.len() > at) {
        row.remove(at);
    }
    Some(())
}

/// Puts a column in behind the table's last one, with this heading, and this in the row of an answer.
fn beside_all(draft: &mut Draft<'_>, tag: &Tag, heading: &str, says: Content) -> Option<()> {
    let (sheet, header) = draft.paper.header(tag.0)?;
    let (_, row, _) = draft.paper.spot(tag)?;
    let at = draft.paper.sheets[sheet].rows[header].len();
    for (number, cell) in [(header, Cell::text(heading)), (row, Cell::of(says))] {
        let cells = &mut draft.paper.sheets[sheet].rows[number];
        cells.resize_with(cells.len().max(at), Cell::blank);
        let is_date = matches!(cell.content, Content::Date(_));
        cells.push(Cell { code: if is_date { "d mmm yyyy".to_owned() } else { cell.code.clone() }, ..cell });
    }
    Some(())
}

/// Every answer of a table that is not made of two numbers.
fn without_numbers(draft: &Draft<'_>) -> Vec<Tag> {
    let made = |tag: &Tag| {
        let by_numbers = |kind: &&super::super::plan::Kind| matches!(kind.good, Good::Numbers(..));
        KINDS.iter().filter(by_numbers).any(|kind| tag.1 == draft.measure(kind.letter))
    };
    draft.meant.keys().filter(|tag| tag.0 == Table::Measures && !made(tag)).cloned().collect()
}

/// Damages of columns.
pub(crate) const ALL: &[Damage] = &[
    layout("columns moved", Benign, |d, dice| {
        let table = table(dice);
        let (sheet, header) = d.paper.header(table)?;
        let width = d.paper.sheets[sheet].rows[header].len();
        let (from, to) = (dice.below(width), dice.below(width));
        for row in d.paper.sheets[sheet].rows.iter_mut().skip(header).filter(|row| row.len() == width) {
            let moved = row.remove(from);
            row.insert(to, moved);
        }
        Some(Claim::harmless().touches("columns move").touches("rows move"))
    }),
    layout("column of the lead's own put in", Benign, |d, dice| {
        let table = table(dice);
        let (sheet, header) = d.paper.header(table)?;
        let at = dice.below(d.paper.sheets[sheet].rows[header].len());
        d.paper.sheets[sheet].insert_column(at);
        d.paper.sheets[sheet].rows[header][at] =
            Cell::text(dice.pick(&["For my team", "Checked?", "2023", "Page", ""]));
        if let Some(cell) = d.paper.sheets[sheet].rows.get_mut(header + 1).and_then(|row| row.get_mut(at)) {
            *cell = Cell::of(Content::Number("12".to_owned()));
        }
        // Without a heading beside the values, a number there may be the value that is meant.
        Some(Claim::harmless().touches("columns move").also(&["L02"]))
    }),
    layout("second figures under a heading like the form's", Ambiguous, |d, dice| {
        let tag = d.of_measure(dice.pick(&["1a", "2a", "2b", "2f"]), Column::Value);
        let heading = dice.pick(&[
            "Value2",
            "Value (2)",
            "Values",
            "Vlaue",
            "Final year-end",
            "Year to date",
            "Number",
            "Q4",
            "Mar 24",
            "Copy of Value",
        ]);
        beside_all(d, &tag, heading, Content::Number("999".to_owned()))?;
        Some(Claim::fault("L02", Grave::Query, At::Cell(tag.clone())).row(&tag.1).touches("columns move"))
    }),
    layout("second status, date or rating under a heading like the form's", Ambiguous, |d, dice| {
        let (column, headings, says): (_, &[&'static str], _) = match dice.below(3) {
            0 => (Column::Status, &["Status 2", "My status", "Revised status", "State"], text("Stopped")),
            1 => {
                let day = chrono::NaiveDate::from_ymd_opt(2025, 1, 17)?;
                (
                    Column::Forecast,
                    &["New date", "Forecast 2", "Revised end date", "Finish"],
                    Content::Date(day),
                )
            }
            _ => {
                let other = if d.says(&(Table::Progress, format!("{}.1", d.lead), Column::OwnRag)) == "Red" {
                    "Green"
                } else {
                    "Red"
                };
                (Column::OwnRag, &["RAG 2", "Our RAG", "Rating"], text(other))
            }
        };
        let tag = (Table::Progress, format!("{}.1", d.lead), column);
        beside_all(d, &tag, dice.pick(headings), says)?;
        Some(Claim::fault("L02", Grave::Query, At::Cell(tag.clone())).row(&tag.1).touches("columns move"))
    }),
    layout("table moved to the right and down", Benign, |d, dice| {
        let table = table(dice);
        let (sheet, _) = d.paper.header(table)?;
        for _ in 0..=dice.below(3) {
            d.paper.sheets[sheet].insert_column(0);
        }
        for _ in 0..=dice.below(40) {
            d.paper.sheets[sheet].rows.insert(0, Vec::new());
        }
        Some(Claim::harmless().touches("columns move").touches("rows move"))
    }),
    layout("lines above the table removed", Benign, |d, dice| {
        let (sheet, header) = d.paper.header(table(dice))?;
        d.paper.sheets[sheet].rows.drain(..header);
        Some(Claim::harmless().touches("rows move").touches("lines"))
    }),
    layout("columns removed that nobody needs", Benign, |d, dice| {
        let (table, column) = dice.pick(&[
            (Table::Measures, Column::Unit),
            (Table::Measures, Column::Due),
            (Table::Measures, Column::Target),
            (Table::Measures, Column::LastValue),
            (Table::Progress, Column::LastMonth),
            (Table::Progress, Column::DesiredOutcome),
        ]);
        remove(d, table, column)?;
        Some(Claim::harmless().touches("columns move"))
    }),
    layout("captions in other words", Benign, |d, dice| {
        let (table, column, to) = dice.pick(&[
            (Table::Measures, Column::Value, "Actual"),
            (Table::Measures, Column::Value, "This month's value"),
            (Table::Measures, Column::Numerator, "Top number"),
            (Table::Measures, Column::Denominator, "Out of"),
            (Table::Measures, Column::Absence, "Reason"),
            (Table::Measures, Column::Ref, "Reference"),
            (Table::Measures, Column::Measure, "Indicator"),
        ]);
        rename(d, table, column, to)?;
        Some(Claim::harmless().touches("header"))
    }),
    layout("captions in another case and with breaks", Benign, |d, dice| {
        let table = table(dice);
        let (sheet, header) = d.paper.header(table)?;
        for cell in &mut d.paper.sheets[sheet].rows[header] {
            if let Content::Text(text) = &mut cell.content {
                *text = format!(" {}\u{a0}", text.to_uppercase().replace(' ', "\n"));
            }
        }
        Some(Claim::harmless().touches("header"))
    }),
    layout("caption of the values unknown", Fault, |d, dice| {
        rename(d, Table::Measures, Column::Value, dice.pick(&["Answer from us", "Spring", "xyz"]))?;
        let claim = Claim::fault("L01", Grave::Error, At::Header(Table::Measures))
            .touches("header")
            .touches("columns move")
            .touches("caption of the values");
        let open = without_numbers(d);
        let values: Vec<Tag> = open.iter().filter(|tag| tag.2 == Column::Value).cloned().collect();
        let claim = values.iter().fold(claim, Claim::loses);
        // A reason typed into the column goes with it, and a note to a value that nobody finds is told with the row.
        let with = [Column::Absence, Column::Note];
        let beside = values.iter().flat_map(|tag| with.map(|column| (tag.0, tag.1.clone(), column)));
        let open: Vec<Tag> = open.iter().cloned().chain(beside).collect();
        Some(claim.leaves_open(open).refuses(Refused::Values))
    }),
    layout("caption of the refs unknown", Fault, |d, dice| {
        let table = table(dice);
        rename(d, table, Column::Ref, dice.pick(&["Whatever", "", "Line"]))?;
        let claim =
            Claim::fault("L01", Grave::Error, At::Header(table)).touches("header").touches("columns move");
        Some(claim.refuses(Refused::Table(table)).also(&["R05", "W02"]))
    }),
    layout("caption of the status unknown", Fault, |d, dice| {
        rename(d, Table::Progress, Column::Status, dice.pick(&["How is it going", "Feeling"]))?;
        let claim = Claim::fault("L01", Grave::Error, At::Header(Table::Progress))
            .touches("header")
            .touches("columns move");
        Some(claim.refuses(Refused::Table(Table::Progress)).also(&["R05", "W02"]))
    }),
    layout("caption stands twice", Fault, |d, dice| {
        let (table, column, other) = dice.pick(&[
            (Table::Measures, Column::Value, Column::Target),
            (Table::Measures, Column::Ref, Column::Due),
            (Table::Progress, Column::Status, Column::LastMonth),
            (Table::Progress, Column::Forecast, Column::LastMonth),
        ]);
        let Content::Text(twice) = d.paper.cell(&caption(table, column))?.content.clone() else {
            return None;
        };
        rename(d, table, other, &twice)?;
        let claim =
            Claim::fault("L02", Grave::Error, At::Header(table)).touches("header").touches("columns move");
        Some(claim.refuses(Refused::Table(table)).also(&["R05", "W02"]))
    }),
    layout("column of numerators removed", Fault, |d, dice| {
        let column = dice.pick(&[Column::Numerator, Column::Denominator]);
        remove(d, Table::Measures, column)?;
        let mut claim = Claim::harmless()
            .touches("header")
            .touches("columns move")
            .also(&["V13", "V05", "V12", "L01", "V14"]);
        for kind in KINDS.iter().filter(|kind| matches!(kind.good, Good::Numbers(..))) {
            claim = claim.row(&d.measure(kind.letter));
        }
        let made: Vec<Tag> = d.meant.keys().filter(|tag| tag.0 == Table::Measures).cloned().collect();
        Some(claim.leaves_open(made))
    }),
    layout("columns hidden", Benign, |d, dice| {
        let table = table(dice);
        let (sheet, _) = d.paper.header(table)?;
        let column = if table == Table::Progress { Column::Commentary } else { Column::Value };
        let at = d.paper.column_of(table, column)?;
        d.paper.sheets[sheet].hidden_columns.insert(at);
        Some(Claim::fault("F08", Grave::Note, At::File).touches("columns move"))
    }),
];
