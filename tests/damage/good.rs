//! The good return of a lead, and what the lead meant by it: the form that ragbook issues, filled in. From here on the
//! oracle knows what every answer means; nothing of ragbook's reading is asked.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use ragbook::domain::{Column, Period, Table};
use ragbook::form::{Template, blank};
use ragbook::ledger::History;
use ragbook::plan::Plan;
use ragbook::sheet::book::{Book, CellContent, Sheet as BookSheet};

use super::paper::{Cell, Content, Paper, Sheet, Tag};
use super::plan::{Good, KINDS, PERIOD, id};

/// What each answered cell means, as ragbook's data files write it.
pub(crate) type Meant = BTreeMap<Tag, String>;

/// Serial day of a date in the 1900 system.
pub(crate) fn serial(date: NaiveDate) -> i64 {
    (date - NaiveDate::from_ymd_opt(1899, 12, 30).unwrap()).num_days()
}

/// The form of a lead as issued, on paper.
pub(crate) fn issued(plan: &Plan, lead: usize) -> Paper {
    let period: Period = PERIOD.parse().unwrap();
    let lead = plan.leads.iter().find(|l| l.id.as_str() == id(lead)).unwrap();
    let book = blank(plan, &Template::built_in().unwrap(), &History::default(), lead, period);
    on_paper(&book)
}

/// The good return of a lead, and what it means.
pub(crate) fn filled(plan: &Plan, lead: usize) -> (Paper, Meant) {
    let mut paper = issued(plan, lead);
    let mut meant = Meant::new();
    about(&mut paper, lead);
    for action in ["1", "2", "10"] {
        let reference = format!("{lead}.{action}");
        let said = [
            (Column::Status, Content::Text("In progress".to_owned()), "In progress".to_owned()),
            (Column::Forecast, Content::Date(day(2024, 8, 31)), "2024-08-31".to_owned()),
            (Column::OwnRag, Content::Text("Amber".to_owned()), "Amber".to_owned()),
        ];
        for (column, content, means) in said {
            let tag = (Table::Progress, reference.clone(), column);
            let code = if column == Column::Forecast { "dd/mm/yyyy" } else { "General" };
            paper.put(&tag, content, code).unwrap();
            meant.insert(tag, means);
        }
        for (column, text) in [
            (Column::Commentary, format!("Work on {reference} goes on; the next step is agreed.")),
            (Column::Evidence, format!("Minutes of {reference}.docx")),
        ] {
            let tag = (Table::Progress, reference.clone(), column);
            paper.put(&tag, Content::Text(text.clone()), "General").unwrap();
            meant.insert(tag, text);
        }
    }
    let own = KINDS.iter().map(|kind| (format!("{lead}.{}", kind.letter), kind));
    let other = if lead % 2 == 1 { lead + 1 } else { lead - 1 };
    let joint = KINDS.iter().filter(|kind| kind.letter == "10d").map(|kind| (format!("{other}.10d"), kind));
    for (reference, kind) in own.chain(joint) {
        let tag = |column| (Table::Measures, reference.clone(), column);
        match kind.good {
            Good::Value(value) => {
                let (content, code) = typed(kind.unit, value);
                paper.put(&tag(Column::Value), content, code).unwrap();
                meant.insert(tag(Column::Value), value.to_owned());
            }
            Good::Numbers(numerator, denominator, percent) => {
                paper.put(&tag(Column::Numerator), Content::Number(numerator.to_owned()), "0").unwrap();
                paper.put(&tag(Column::Denominator), Content::Number(denominator.to_owned()), "0").unwrap();
                meant.insert(tag(Column::Numerator), numerator.to_owned());
                meant.insert(tag(Column::Denominator), denominator.to_owned());
                meant.insert(tag(Column::Value), percent.to_owned());
            }
            Good::Reason(reason) => {
                paper.put(&tag(Column::Absence), Content::Text(reason.to_owned()), "General").unwrap();
                meant.insert(tag(Column::Absence), reason.to_owned());
            }
        }
    }
    (paper, meant)
}

/// How a value of a unit is typed into the form.
pub(crate) fn typed(unit: &str, value: &str) -> (Content, &'static str) {
    match unit {
        "percent" => {
            let hundredth: rust_decimal::Decimal = value.parse().unwrap();
            let stored = (hundredth / rust_decimal::Decimal::ONE_HUNDRED).normalize().to_string();
            (Content::Number(stored), "0.0%")
        }
        "date" => (Content::Date(value.parse().unwrap()), "dd/mm/yyyy"),
        "text" | "document" => (Content::Text(value.to_owned()), "General"),
        _ => (Content::Number(value.to_owned()), "General"),
    }
}

/// A day.
pub(crate) fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

fn about(paper: &mut Paper, lead: usize) {
    for row in &mut paper.sheets[0].rows {
        let label = match row.first().map(|cell| &cell.content) {
            Some(Content::Text(text)) => text.clone(),
            _ => continue,
        };
        match label.as_str() {
            "Completed by" => row[1] = Cell::text(format!("Robin {lead}")),
            "Date completed" => {
                row[1] = Cell { code: "dd/mm/yyyy".to_owned(), ..Cell::of(Content::Date(day(2024, 4, 3))) };
            }
            _ => {}
        }
    }
}

fn on_paper(book: &Book) -> Paper {
    let properties = book.properties.iter().map(|(name, value)| (name.clone(), value.clone())).collect();
    let sheets = book.sheets.iter().map(sheet).collect();
    Paper { sheets, properties, from_1904: false, inline_texts: false }
}

fn sheet(book: &BookSheet) -> Sheet {
    let mut sheet = Sheet::new(&book.name);
    sheet.rows.push(vec![Cell::text(&*book.title)]);
    sheet.rows.extend(book.rows_of_lines().into_iter().map(|line| vec![Cell::text(line.text)]));
    let Some(table) = &book.table else { return sheet };
    let kind = [Table::Progress, Table::Measures].into_iter().find(|kind| kind.name() == table.name);
    let columns: &[Column] = kind.map_or(&[], Column::of);
    let tagged = |reference: &str, at: usize, cell: Cell| {
        let tag = kind.and_then(|kind| Some((kind, reference.to_owned(), *columns.get(at)?)));
        Cell { tag, ..cell }
    };
    let captions = table.columns.iter().enumerate().map(|(at, c)| tagged("", at, Cell::text(&*c.caption)));
    sheet.rows.push(captions.collect());
    for row in table.rows.iter() {
        let reference = match row.first().map(|cell| cell.content) {
            Some(CellContent::Text(text)) => text.into_owned(),
            _ => String::new(),
        };
        let cells = row.iter().enumerate();
        sheet.rows.push(cells.map(|(at, spec)| tagged(&reference, at, cell(&spec.content))).collect());
    }
    sheet
}

fn cell(content: &CellContent<'_>) -> Cell {
    match content {
        CellContent::Text(text) => Cell::text(&**text),
        CellContent::Formula(live) if live.percent.is_none() => {
            let result = Content::Text("1 of 3".to_owned());
            Cell::of(Content::Formula(live.formula.clone(), Some(Box::new(result))))
        }
        CellContent::Formula(_) => Cell { code: "0.0%".to_owned(), ..Cell::of(Content::Own) },
        _ => Cell::blank(),
    }
}
