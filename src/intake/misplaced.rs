//! An answer typed into a column of the form that is not for answers: a number under *Unit*, *Due* or *Target*, this month's
//! figure under *Last value*, a status under *Last month*. It is asked about beside the answer (L02 as a query).

use crate::domain::{Column, Period, Quantity, Status, Table, Value};
use crate::finding::FaultKind;
use crate::plan::Measure;
use crate::sheet::grid::{Cell, Content};

use super::answers::{MeasureRow, Read};
use super::rivals::{is_same, number_in};
use super::row::Row;

/// Asks about what stands in the plan's columns of a measure's row.
pub(super) fn ask_measure(row: &mut Row<'_>, measure: &Measure, read: &MeasureRow, period: Period) {
    let own = match &read.value.read {
        Read::As(Value::Number(number)) => Some(*number),
        _ => None,
    };
    let is_own = |number: Quantity| own.is_some_and(|own| is_same(own, number));
    for column in [Column::Unit, Column::Due, Column::Target] {
        let number = row.cell(column).and_then(number_in);
        let planned = |number| column == Column::Target && measure.target.is_some_and(|t| is_same(t, number));
        if number.is_some_and(|number| !is_own(number) && !planned(number)) {
            tell(row, Table::Measures, column, Column::Value);
        }
    }
    let Some(last) = &read.last_value else { return };
    let is_of_now = last.month.is_some_and(|month| month >= period);
    // The form names the month; a bare figure beside an empty Value may have missed its cell.
    let is_bare = last.month.is_none() && row.cell(Column::LastValue).and_then(number_in).is_some();
    let own_layout = row.found.header.by.layout.is_some();
    if is_of_now && read.value.found != last.value || is_bare && !own_layout && !read.value.is_answered() {
        tell(row, Table::Measures, Column::LastValue, Column::Value);
    }
}

/// Asks about a choice of this month under *Last month*, where the form shows status and rating: `In progress, Amber`.
pub(super) fn ask_progress(row: &mut Row<'_>) {
    let template = row.found.template;
    let Some(Cell { content: Content::Text(said), .. }) = row.cell(Column::LastMonth) else { return };
    if row.found.header.by.layout.is_some() {
        return;
    }
    let own = |column| row.shown(column);
    // The form itself writes a status alone where the rating is the same word: Complete.
    let status = template.status(said).map(|status| status.0).filter(|status| *status != Status::Complete);
    let rag = template.rag(said).map(|rag| rag.0);
    if status.is_some() && status != template.status(&own(Column::Status)).map(|status| status.0) {
        tell(row, Table::Progress, Column::LastMonth, Column::Status);
    } else if rag.is_some() && rag != template.rag(&own(Column::OwnRag)).map(|rag| rag.0) {
        tell(row, Table::Progress, Column::LastMonth, Column::OwnRag);
    }
}

/// Tells at the cell for the answer that another one holds what may be it.
fn tell(row: &mut Row<'_>, table: Table, stands_in: Column, answers: Column) {
    let caption = row.found.template.caption(table, stands_in).to_owned();
    let (cell, says) = (row.at(stands_in), row.shown(stands_in));
    row.tell(answers, FaultKind::RivalColumn { caption, cell, says });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::damage::{MEASURES, PROGRESS, met, told};
    use crate::intake::sample::{number, put, text};

    fn asked(sheet: usize, at: &str, cell: Cell, answer: Option<&str>) -> Vec<String> {
        told(&met(|book| {
            put(&mut book.grids[sheet], at, Some(cell));
            if let Some(answer) = answer {
                put(&mut book.grids[sheet], answer, None);
            }
        }))
    }

    #[test]
    fn a_number_in_a_column_of_the_plan_is_asked_about() {
        for (at, cell) in
            [("C5", text("62")), ("D5", number(62.0)), ("E5", number(62.0)), ("F5", text("62 (Mar 2024)"))]
        {
            assert_eq!(asked(MEASURES, at, cell, None), ["Measures!I5 RivalColumn"], "{at}");
        }
        let beside_nothing = asked(MEASURES, "F5", text("62"), Some("I5"));
        assert!(beside_nothing.contains(&"Measures!I5 RivalColumn".to_owned()), "{beside_nothing:?}");
    }

    #[test]
    fn what_the_form_says_there_is_left_alone() {
        for (at, cell) in [
            ("E6", text("90% or more")),
            ("E6", number(90.0)),
            ("F5", text("62 (Feb 2024)")),
            ("C5", number(12.0)),
        ] {
            assert_eq!(asked(MEASURES, at, cell, None), [""; 0], "{at}");
        }
    }

    #[test]
    fn a_choice_under_last_month_is_asked_about() {
        assert_eq!(asked(PROGRESS, "E6", text("Stopped"), None), ["Progress!F6 RivalColumn"]);
        assert_eq!(asked(PROGRESS, "E6", text("Red"), None), ["Progress!H6 RivalColumn"]);
        for forms in
            ["In progress, Red", "Complete", "first return", "In progress", "Complete, Complete (Jan 2024)"]
        {
            assert_eq!(asked(PROGRESS, "E6", text(forms), None), [""; 0], "{forms}");
        }
    }
}
