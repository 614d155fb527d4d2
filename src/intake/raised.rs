//! A Value column that was moved without the others, told by answers that suit another row's unit: a row was deleted from
//! it alone and the rest moved up, it was pasted a row lower and the last one lost, or it was sorted alone (4-reading.md: when in doubt, ask). [`super::slipped`] tells a
//! column that was moved down.

use crate::domain::{CellRef, Column, Unit};
use crate::finding::{Fault, FaultKind};
use crate::form::Template;
use crate::plan::Measure;
use crate::sheet::grid::{Cell, Content, FormatClass};

use super::answers::{MeasureRow, Read};
use super::percent::{self, Typed};
use super::row::{Found, ReadRow, Row};
use super::slipped::{Withdraw, withdraw_at};
use super::value::{known_words, read_value, typed_absence};

/// Answers that have to suit other rows before a column is taken to have moved: fewer may do so by chance.
const ENOUGH: usize = 3;

/// What stands in the Value column of a row.
struct Slot<'a> {
    measure: &'a Measure,
    at: CellRef,
    /// The lead's own answer.
    answer: Option<&'a Cell>,
    /// Whether the cell is empty, and no reason is given.
    empty: bool,
}

/// L05 at answers of a Value column that may not stand in their own rows.
pub(super) fn tell(found: &Found<'_>, rows: &mut [ReadRow<MeasureRow>]) {
    let Some(slots) = slots(found, rows) else { return };
    let suits = |answer: usize, row: usize| {
        slots[answer]
            .answer
            .is_none_or(|cell| suits(cell, slots[row].measure, found.template, found.from_1904))
    };
    let misfit = |at: usize| {
        let Slot { measure, answer, .. } = &slots[at];
        answer.is_some_and(|cell| !reads_as(cell, measure, found.template, found.from_1904))
    };
    if let Some((first, start)) = moved_up(&slots, suits, misfit) {
        let kind = FaultKind::ColumnRaised { misfit: slots[first].at, end: slots[slots.len() - 1].at };
        for read in &mut rows[start..] {
            withdraw_at(found, read, Column::Value, &kind);
        }
        return;
    }
    if let Some((gap, misfit, end)) = moved_down(&slots, suits, misfit) {
        let kind = FaultKind::ColumnRaised { misfit: slots[misfit].at, end: slots[gap].at };
        for read in &mut rows[gap + 1..=end] {
            withdraw_at(found, read, Column::Value, &kind);
        }
        return;
    }
    if let Some((one, other)) = exchanged(&slots) {
        let kind = FaultKind::ColumnMixed { misfits: [slots[one].at, slots[other].at] };
        for (read, slot) in rows.iter_mut().zip(&slots) {
            if slot.answer.is_some() && matches!(read.row.value.read, Read::As(_)) {
                let row = Row::new(found, read.row.ref_cell().row);
                let (place, found) = (found.place(slot.at), row.shown(Column::Value));
                let subject = read.subject.clone();
                let fault = Fault { place, subject, column: Some(Column::Value), found, kind: kind.clone() };
                read.cell_faults.push(fault);
            }
        }
    }
}

/// The slot of each row; none where a row is not one of the plan's, or the table has no Value column.
fn slots<'a>(found: &'a Found<'a>, rows: &[ReadRow<MeasureRow>]) -> Option<Vec<Slot<'a>>> {
    let slot = |read: &ReadRow<MeasureRow>| {
        let row = Row::new(found, read.row.ref_cell().row);
        let at = found.header.cell(Column::Value, row.number)?;
        let answer = row.cell(Column::Value).filter(|_| row.is_answered(Column::Value));
        let empty = found.grid.get(at).is_none() && !row.is_answered(Column::Absence);
        Some(Slot { measure: found.plan.measure(read.row.measure?)?, at, answer, empty })
    };
    rows.iter().map(slot).collect()
}

/// Where the last cell is empty and from an answer that does not suit its row on all of them suit the next one: that
/// answer, and the first row from which they do.
fn moved_up(
    slots: &[Slot<'_>],
    suits: impl Fn(usize, usize) -> bool,
    misfit: impl Fn(usize) -> bool,
) -> Option<(usize, usize)> {
    let last = slots.len().checked_sub(1).filter(|last| slots[*last].empty)?;
    let first = (0..last).find(|at| misfit(*at))?;
    // A cell that holds the form's own formula, or nothing, did not come from the row below.
    let answered = (first..last).filter(|at| slots[*at].answer.is_some()).count();
    if answered < ENOUGH || !(first..last).all(|at| suits(at, at + 1)) {
        return None;
    }
    let start = (0..first).rev().find(|at| !suits(*at, at + 1)).map_or(0, |at| at + 1);
    Some((first, start))
}

/// Where a cell is empty and the answers from there to one that does not suit its row all suit the row above: that cell, the
/// last such answer, and the last row up to which they do. The answer that would then stand below the table was lost.
fn moved_down(
    slots: &[Slot<'_>],
    suits: impl Fn(usize, usize) -> bool,
    misfit: impl Fn(usize) -> bool,
) -> Option<(usize, usize, usize)> {
    let gap = slots.iter().position(|slot| slot.empty)?;
    let last = (gap + 1..slots.len()).rev().find(|at| misfit(*at))?;
    let inside = gap + 1..=last;
    let answered = inside.clone().filter(|at| slots[*at].answer.is_some()).count();
    let misfits = inside.clone().filter(|at| misfit(*at)).count();
    if answered <= ENOUGH || misfits < ENOUGH || !inside.clone().all(|at| suits(at, at - 1)) {
        return None;
    }
    let end = (last + 1..slots.len()).take_while(|at| suits(*at, at - 1)).last().unwrap_or(last);
    Some((gap, last, end))
}

/// The first and the last of at least [`ENOUGH`] answers that are of another kind than their own rows want, and together of
/// just the kinds that these rows want. Two may be two mistakes: Excel makes dates of numbers and the other way round.
fn exchanged(slots: &[Slot<'_>]) -> Option<(usize, usize)> {
    let misfits: Vec<(usize, Kind, Kind)> = (0..)
        .zip(slots)
        .filter_map(|(at, slot)| Some((at, kind(slot.answer?)?, wanted(slot.measure.unit))))
        .filter(|(_, is, wanted)| is != wanted)
        .collect();
    let (mut are, mut want): (Vec<Kind>, Vec<Kind>) =
        misfits.iter().map(|(_, is, wants)| (*is, *wants)).unzip();
    are.sort_unstable();
    want.sort_unstable();
    let ends = misfits.first().zip(misfits.last()).map(|((first, ..), (last, ..))| (*first, *last));
    ends.filter(|_| misfits.len() >= ENOUGH && are == want)
}

/// What an answer plainly is, or what a unit wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Number,
    Percent,
    Date,
    Words,
}

const fn wanted(unit: Unit) -> Kind {
    match unit {
        Unit::Count | Unit::Number | Unit::Days | Unit::Weeks => Kind::Number,
        Unit::Percent => Kind::Percent,
        Unit::Date => Kind::Date,
        Unit::Text | Unit::Document => Kind::Words,
    }
}

/// What an answer plainly is; none for words with digits in them, which may be a number with a remark, and for a plain
/// number, which may be a percent.
fn kind(cell: &Cell) -> Option<Kind> {
    match &cell.content {
        Content::Number(_) if cell.formula.is_some() => None,
        Content::Number(_) if cell.format == FormatClass::Percent => Some(Kind::Percent),
        Content::Number(_) => Some(Kind::Number),
        Content::Date(_) if cell.format == FormatClass::Date => Some(Kind::Date),
        Content::Text(text) if !text.chars().any(char::is_numeric) && text.trim().chars().count() > 2 => {
            Some(Kind::Words)
        }
        _ => None,
    }
}

/// Whether an answer can be read as a value of this measure, under its number format or, where it was pasted without the
/// one it had, under none.
fn suits(cell: &Cell, measure: &Measure, template: &Template, from_1904: bool) -> bool {
    let number = match cell.content {
        Content::Number(number) => Some(number),
        Content::Date(date) => Some(date.serial),
        _ => None,
    };
    let bare = number.map(|number| Cell {
        content: Content::Number(number),
        format: FormatClass::General,
        format_code: None,
        ..cell.clone()
    });
    let reads = |cell: &Cell| reads_as(cell, measure, template, from_1904);
    reads(cell) || bare.is_some_and(|bare| reads(&bare))
}

/// Whether a cell can be read as a value of this measure as it stands.
fn reads_as(cell: &Cell, measure: &Measure, template: &Template, from_1904: bool) -> bool {
    if typed_absence(cell, template).is_some() {
        return true;
    }
    match measure.unit {
        // A formula without a saved result: that of a percent, which moved with the answers.
        unit if cell.content == Content::Blank => unit == Unit::Percent,
        Unit::Percent => {
            let typed = percent::read_typed(cell, percent::bounds(measure), &known_words(measure));
            // 0.05 without its format is a percent that lost its sign on the way.
            !matches!(typed, Typed::Clear(reading) if !matches!(reading.read, Read::As(_)))
        }
        Unit::Text | Unit::Document => matches!(cell.content, Content::Text(_)),
        _ => matches!(read_value(cell, measure, from_1904).read, Read::As(_)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::sample::{date, number, text};
    use crate::plan::sample::measure;

    #[test]
    fn three_answers_that_stand_in_one_anothers_rows_are_no_chance_and_two_may_be() {
        let units = [Unit::Count, Unit::Date, Unit::Text, Unit::Count];
        let measures: Vec<Measure> = units.iter().map(|unit| measure("1.1a", "m", *unit, &["ann"])).collect();
        let exchanged = |cells: [Cell; 4]| {
            let slot = |(measure, answer)| Slot {
                measure,
                at: CellRef::new(0, 0),
                answer: Some(answer),
                empty: false,
            };
            exchanged(&measures.iter().zip(&cells).map(slot).collect::<Vec<_>>())
        };
        let (count, day, words) = (number(12.0), date(2024, 3, 15), text("Minutes"));
        assert_eq!(exchanged([count.clone(), day.clone(), words.clone(), count.clone()]), None);
        assert_eq!(exchanged([words.clone(), count.clone(), day.clone(), count.clone()]), Some((0, 2)));
        assert_eq!(
            exchanged([day.clone(), count.clone(), words, count.clone()]),
            None,
            "two mistakes that Excel makes"
        );
        assert_eq!(exchanged([day.clone(), count.clone(), day, count]), None, "no row wants the second date");
    }
}
