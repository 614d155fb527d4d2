//! A row of the Measures table (3-return-workbook.md; 4-reading.md, 4.3 and 4.4): the value with its two numbers and the
//! reason weighed against one another.

use crate::domain::{Absence, Column, MeasureRef, Period, Quantity, Unit, Value};
use crate::finding::fault::Whole;
use crate::finding::{FaultKind, Subject};
use crate::plan::Measure;
use crate::plan::due::{Due, asked_for};

use super::answers::{Answer, LastValue, MeasureRow, Read};
use super::choice::read_reason;
use super::disguised::ask;
use super::misplaced;
use super::number::read_number;
use super::percent::{self, Typed};
use super::progress_row::{compare_wording, ref_cell_text, ref_fault, wording_of_another};
use super::reading::Reading;
use super::refs::{RefRead, read_ref};
use super::rivals::ask_value;
use super::row::{ReadRow, Row, unread};
use super::text::read_text;
use super::value::{known_words, part_bounds, read_value, typed_absence};
use super::{commas, scale, taken, unit_cell};

/// Reads a row; none when it has neither a ref nor an answer.
pub(super) fn read_row(row: &mut Row<'_>, period: Period) -> Option<ReadRow<MeasureRow>> {
    let found = row.found;
    let ref_cell = row.ref_cell()?;
    let RefRead { reference, fault, meant } =
        read_ref::<MeasureRef>(ref_cell, row.wording(Column::Measure), found.plan, found.format);
    (meant || row.has_answers()).then_some(())?;
    row.subject = reference.map(Subject::measure).unwrap_or_default();
    let mut ref_fault = fault.map(|kind| ref_fault(row, kind));
    let of_another = reference.and_then(|r| wording_of_another(row, Column::Measure, r));

    let template = found.template;
    let mut read = MeasureRow {
        ref_found: ref_cell_text(row),
        ref_cell: row.at(Column::Ref),
        measure: reference,
        accepted: reference.is_some() && of_another.is_none(),
        value: Answer::blank(row.at(Column::Value)),
        numerator: Answer::blank(row.at(Column::Numerator)),
        denominator: Answer::blank(row.at(Column::Denominator)),
        absence: row.answer(Column::Absence, |cell| read_reason(cell, template)),
        note: row.answer(Column::Note, |cell| read_text(cell, Column::Note)),
        last_value: last_value(row),
    };
    if let Some(measure) = reference.and_then(|r| found.plan.measure(r)) {
        read_values(row, measure, &mut read);
        ask(row, measure, &read, period);
        ask_value(row, measure, &read, period);
        taken::ask(row, measure, &read);
        scale::ask(row, measure, &read, period);
        commas::ask(row, measure, &read);
        misplaced::ask_measure(row, measure, &read, period);
        let is_due = asked_for(found.plan, measure, period) == Due::Now;
        let can_answer = found.header.columns.contains_key(&Column::Value);
        if is_due && can_answer && read.value.read == Read::Blank && read.absence.read == Read::Blank {
            row.tell(Column::Value, FaultKind::Missing);
        }
        compare_wording(row, Column::Measure, &measure.measure);
        // A lead who writes another unit may well have given the value in it.
        let has_number = matches!(read.value.read, Read::As(Value::Number(_)));
        if unit_cell::is_in_doubt(row, measure, has_number, period) {
            row.tell(
                Column::Unit,
                FaultKind::WordingChanged { plan: template.unit(measure.unit).to_owned() },
            );
        }
    } else {
        read.value = unread(row, Column::Value);
        read.numerator = unread(row, Column::Numerator);
        read.denominator = unread(row, Column::Denominator);
    }
    ref_fault = of_another.or(ref_fault);
    Some(ReadRow {
        row: read,
        ref_fault,
        cell_faults: std::mem::take(&mut row.faults),
        subject: row.subject.clone(),
    })
}

/// What *Last value* says, taken apart as the form put it together.
fn last_value(row: &Row<'_>) -> Option<LastValue> {
    let template = row.found.template;
    let found = row.cell(Column::LastValue)?.shown();
    let (value, month) = template.read_last_value(&found)?;
    Some(LastValue { cell: row.at(Column::LastValue), found, value, month })
}

fn read_values(row: &mut Row<'_>, measure: &Measure, read: &mut MeasureRow) {
    // A word such as n/a in the Value cell is a reason, whatever the unit.
    let word = row.cell(Column::Value).and_then(|cell| typed_absence(cell, row.found.template));
    let reason = word.as_ref().map(|(absence, _)| *absence);
    // Nobody typed what a formula says: it is no reason, and no value either.
    let word = word.filter(|_| row.cell(Column::Value).is_some_and(|cell| cell.formula.is_none()));
    if measure.unit == Unit::Percent {
        read_percent(row, measure, reason.is_some(), read);
    } else {
        let from_1904 = row.found.from_1904;
        if reason.is_none() {
            read.value = row.answer(Column::Value, |cell| read_value(cell, measure, from_1904));
        } else {
            read.value.found = row.shown(Column::Value);
        }
        read.numerator = not_asked_for(row, Column::Numerator);
        read.denominator = not_asked_for(row, Column::Denominator);
    }
    if let Some((absence, told)) = word {
        take_word(row, absence, told, read);
    }
    if let (Read::As(_), Read::As(reason)) = (&read.value.read, &read.absence.read) {
        let reason = *reason;
        row.tell(Column::Value, FaultKind::ValueAndReason { reason });
        read.value.read = Read::Refused;
    }
}

/// The reason column stands where it is filled in; where it is blank the word chooses the reason.
fn take_word(row: &mut Row<'_>, absence: Absence, told: FaultKind, read: &mut MeasureRow) {
    row.tell(Column::Value, told);
    if read.absence.read == Read::Blank {
        read.absence =
            Answer { cell: row.at(Column::Value), found: row.shown(Column::Value), read: Read::As(absence) };
    }
}

/// Numerator and Denominator of a measure that is no percent stay empty; an answer there is told, and a mark for
/// "nothing" is no answer.
fn not_asked_for(row: &mut Row<'_>, column: Column) -> Answer<Quantity> {
    let template = row.found.template;
    let reading: Reading<Quantity> = row.reading(column, |cell| match typed_absence(cell, template) {
        Some(_) => Reading::blank(),
        None => Reading::refused(FaultKind::NotANumber { suggestion: None }),
    });
    row.settle(column, reading)
}

fn read_percent(row: &mut Row<'_>, measure: &Measure, is_word: bool, read: &mut MeasureRow) {
    let bounds = percent::bounds(measure);
    read.numerator =
        row.answer(Column::Numerator, |cell| read_number(cell, part_bounds(measure), &known_words(measure)));
    read.denominator = row
        .answer(Column::Denominator, |cell| read_number(cell, part_bounds(measure), &known_words(measure)));
    let both = read.numerator.value().copied().zip(read.denominator.value().copied());
    let typed = if is_word || row.value_is_own_formula() {
        Typed::Clear(Reading::blank())
    } else if let Some(formula) = row.formula_of_another_row() {
        let formula = formula.to_owned();
        Typed::Clear(Reading::refused(FaultKind::NumbersOfAnotherRow { formula }))
    } else {
        typed_value(row, bounds, both.is_some(), &known_words(measure))
    };
    if let Some((numerator, denominator)) = both {
        let computed = percent::computed(numerator, denominator, bounds);
        let value = if let Read::As(computed) = computed.read {
            percent::weighed(typed, computed)
        } else {
            let nought = FaultKind::MoreThanWhole(Whole::DenominatorNought);
            let column =
                if computed.told.contains(&nought) { Column::Denominator } else { Column::Numerator };
            computed.told.into_iter().for_each(|kind| row.tell(column, kind));
            Reading { read: Read::Refused, told: Vec::new() }
        };
        read.value = row.settle(Column::Value, value.map(Value::Number));
        return;
    }
    if read.numerator.is_answered() || read.denominator.is_answered() {
        // One of the two is missing or could not be read: no value can be trusted.
        for (answer, column) in
            [(&read.numerator, Column::Numerator), (&read.denominator, Column::Denominator)]
        {
            if answer.read == Read::Blank {
                row.tell(column, FaultKind::MoreThanWhole(Whole::OneBlank(column)));
            }
        }
        read.value = row.settle(Column::Value, Reading { read: Read::Refused, told: Vec::new() });
        return;
    }
    let alone = percent::alone(typed, bounds, measure.merge);
    if let Read::As(percent::Percent { numbers: Some((numerator, denominator)), .. }) = &alone.read {
        read.numerator = Answer { read: Read::As(*numerator), ..row.settle(Column::Value, Reading::blank()) };
        read.denominator =
            Answer { read: Read::As(*denominator), ..row.settle(Column::Value, Reading::blank()) };
    }
    read.value = row.settle(Column::Value, alone.map(|percent| Value::Number(percent.value)));
}

/// What the Value cell says by itself. A formula without a result is no obstacle where both numbers are given.
fn typed_value(row: &Row<'_>, bounds: super::number::Bounds, both: bool, known: &[&str]) -> Typed {
    let mut typed = None;
    let reading = row.reading(Column::Value, |cell| {
        typed = Some(percent::read_typed(cell, bounds, known));
        Reading::plain(())
    });
    match (reading.read, typed) {
        (Read::As(()), Some(Typed::Clear(mut clear))) => {
            clear.told.extend(reading.told);
            Typed::Clear(clear)
        }
        (Read::As(()), Some(unclear)) => unclear,
        (Read::Refused, _) if both && matches!(reading.told[..], [FaultKind::NotCalculated { .. }]) => {
            Typed::Clear(Reading::blank())
        }
        (Read::Refused, _) => Typed::Clear(Reading { read: Read::Refused, told: reading.told }),
        _ => Typed::Clear(Reading::blank()),
    }
}
