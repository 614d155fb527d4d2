//! A row of the Progress table (3-return-workbook.md; 4-reading.md, 4.3 and 4.4).

use chrono::{Datelike, NaiveDate};

use crate::domain::dates::{TextDate, read_date as read_text_date};
use crate::domain::folding::{fold_wording, unfenced};
use crate::domain::{ActionRef, Column, Period};
use crate::finding::{Fault, FaultKind, Subject};
use crate::plan::amended::without_original;
use crate::plan::due::is_closed;
use crate::plan::{Action, ChangeSubject};
use crate::sheet::grid::{Cell, Content};

use super::answers::{Answer, ProgressRow, Read};
use super::choice::{read_rag, read_status};
use super::date::{day_of, read_date};
use super::disclosure::fold_safe;
use super::misplaced;
use super::refs::{PlanRef, RefRead, read_ref, wording_of_others};
use super::rivals::ask_progress;
use super::row::{ReadRow, Row};
use super::text::read_text;

/// Reads a row; none when it has neither a ref nor an answer.
pub(super) fn read_row(row: &mut Row<'_>, period: Period) -> Option<ReadRow<ProgressRow>> {
    let found = row.found;
    let ref_cell = row.ref_cell()?;
    let RefRead { reference, fault, meant } =
        read_ref::<ActionRef>(ref_cell, row.wording(Column::Activity), found.plan, found.format);
    (meant || row.has_answers()).then_some(())?;
    row.subject = reference.map(Subject::action).unwrap_or_default();
    let mut ref_fault = fault.map(|kind| ref_fault(row, kind));
    let of_another = reference.and_then(|r| wording_of_another(row, Column::Activity, r));

    let template = found.template;
    let status = row.answer(Column::Status, |cell| read_status(cell, template));
    if reference.is_some_and(|action| !is_closed(found.plan, action, period)) && status.read == Read::Blank {
        row.tell(Column::Status, FaultKind::Missing);
    }
    let from_1904 = found.from_1904;
    let forecast = row.answer(Column::Forecast, |cell| read_date(cell, from_1904));
    let own_rag = row.answer(Column::OwnRag, |cell| read_rag(cell, template));
    ask_progress(row);
    misplaced::ask_progress(row);
    let commentary = row.answer(Column::Commentary, |cell| read_text(cell, Column::Commentary));
    let evidence = row.answer(Column::Evidence, |cell| read_text(cell, Column::Evidence));
    let action = reference.and_then(|r| found.plan.action(r));
    let requested_target = action.and_then(|action| {
        compare_wording(row, Column::Activity, &action.activity);
        compare_wording(row, Column::DesiredOutcome, &action.desired_outcome);
        requested_target(row, action)
    });
    let read = ProgressRow {
        ref_found: ref_cell_text(row),
        ref_cell: row.at(Column::Ref),
        action: reference,
        accepted: reference.is_some() && of_another.is_none(),
        status,
        forecast,
        own_rag,
        commentary,
        evidence,
        requested_target,
    };
    ref_fault = of_another.or(ref_fault);
    Some(ReadRow {
        row: read,
        ref_fault,
        cell_faults: std::mem::take(&mut row.faults),
        subject: row.subject.clone(),
    })
}

/// R01 or R02 at the ref's cell, with the row's answers so that nothing is lost.
pub(super) fn ref_fault(row: &Row<'_>, mut kind: FaultKind) -> Fault {
    match &mut kind {
        FaultKind::UnknownRef { answers, .. } | FaultKind::NumberRef { answers, .. } => {
            *answers = row.listed();
        }
        _ => {}
    }
    Fault {
        place: row.found.place(row.at(Column::Ref)),
        subject: row.subject.clone(),
        column: Some(Column::Ref),
        found: ref_cell_text(row),
        kind,
    }
}

/// R06 as an error: the row's wording is another row's of the plan, so that its answers could be for either.
pub(super) fn wording_of_another<R: PlanRef>(row: &Row<'_>, column: Column, reference: R) -> Option<Fault> {
    let others = wording_of_others(reference, row.wording(column), row.found.plan);
    (!others.is_empty()).then(|| Fault {
        place: row.found.place(row.at(column)),
        subject: row.subject.clone(),
        column: Some(column),
        found: row.shown(column),
        kind: FaultKind::WordingOfAnother { others, answers: row.listed() },
    })
}

/// What the ref cell shows.
pub(super) fn ref_cell_text(row: &Row<'_>) -> String {
    row.shown(Column::Ref)
}

/// R06: wording that differs after folding; the plan's stands. A blank cell changes nothing.
pub(super) fn compare_wording(row: &mut Row<'_>, column: Column, plan: &str) {
    let Some(cell) = row.cell(column) else { return };
    let said = match &cell.content {
        // As nearly every cell: word for word the plan's.
        Content::Text(text) if text == plan => return,
        Content::Text(text) => fold_wording(text),
        _ => fold_wording(&cell.shown()),
    };
    if !said.is_empty() && said != fold_safe(plan, row.found.births) {
        row.tell(column, FaultKind::WordingChanged { plan: plan.to_owned() });
    }
}

/// R07: a target date that is another than the plan's. The same date in another form is no change.
fn requested_target(row: &mut Row<'_>, action: &Action) -> Option<(Answer<NaiveDate>, String)> {
    let cell = row.cell(Column::TargetDate)?;
    let said = match &cell.content {
        Content::Blank => return None,
        Content::Text(text) => without_original(text).to_owned(),
        _ => cell.shown(),
    };
    let is_text = matches!(cell.content, Content::Text(_));
    let is_as_written = || {
        let folded = fold_wording(&said);
        folded.is_empty() || folded == fold_wording(&action.target_as_written)
    };
    if is_text && (said == *action.target_as_written || is_as_written()) {
        return None;
    }
    let without = is_text.then(|| Cell { content: Content::Text(said.clone()), ..cell.clone() });
    let cell = without.as_ref().unwrap_or(cell);
    let asked = match read_date(cell, row.found.from_1904).read {
        Read::As(date) => Some(date),
        Read::Blank | Read::Refused => None,
    };
    let target = action.target.date();
    if asked.is_some() && asked == target || is_month_of(cell, target, &action.target_as_written) {
        return None;
    }
    // The date that the plan had when the form was issued is no request to go back to it: W04 names the row.
    let plan = row.found.plan;
    if plan.said_before(ChangeSubject::Action(action.reference), "target_date", &said) {
        row.tell(
            Column::TargetDate,
            FaultKind::WordingChanged { plan: action.target_as_written.to_string() },
        );
        return None;
    }
    row.tell(
        Column::TargetDate,
        FaultKind::TargetChanged { plan: action.target_as_written.to_string(), asked },
    );
    let read = asked.map_or(Read::Refused, Read::As);
    let said = unfenced(&said).into_owned();
    Some((Answer { cell: cell.at, found: row.shown(Column::TargetDate), read }, said))
}

/// Whether a spreadsheet made a date cell of the plan's `March 2020`: the first of that month, shown without its day.
fn is_month_of(cell: &Cell, target: Option<NaiveDate>, as_written: &str) -> bool {
    let (Content::Date(serial), Some(target)) = (&cell.content, target) else { return false };
    let month_only = cell.format_code.as_deref().is_some_and(|code| !code.to_lowercase().contains('d'));
    let plan_says_month = matches!(read_text_date(as_written), Some(TextDate::MonthEnd(_)));
    let same_month =
        |day: NaiveDate| (day.year(), day.month(), day.day()) == (target.year(), target.month(), 1);
    month_only && plan_says_month && day_of(*serial).is_some_and(same_month)
}
