//! Every answer in which two returns of one returner differ (W05; 4-reading.md, 4.6).
//!
//! Answers are the same when they mean the same: `85%` and `85 %` are one answer. Cells that could not be read are
//! compared by what they show.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::folding::tidy;
use crate::domain::{Column, Table};
use crate::finding::FaultKind;
use crate::intake::{Answer, MeasureRow, ProgressRow, Read, Return};

use super::caption::caption;

/// A question of a return: table, ref, which occurrence of that ref, column.
type Question = (Table, String, usize, Column);

/// Ref and caption, what `first` shows, what `second` shows, for every answer that differs; in the order of the form.
pub(super) fn differences(first: &Return, second: &Return) -> Vec<(String, String, String)> {
    let loose = [loose_answers(first), loose_answers(second)];
    let (first, second) = (answers(first), answers(second));
    let questions: BTreeSet<&Question> = first.keys().chain(second.keys()).collect();
    let blank = Shown::default();
    let loose = match loose {
        [one, other] if one != other => Some(("answers that stand in no row".to_owned(), one, other)),
        _ => None,
    };
    questions
        .into_iter()
        .filter_map(|question| {
            let one = first.get(question).unwrap_or(&blank);
            let other = second.get(question).unwrap_or(&blank);
            (one.meaning != other.meaning).then(|| {
                let (_, reference, _, column) = question;
                (format!("{reference} {}", caption(*column)), one.found.clone(), other.found.clone())
            })
        })
        .chain(loose)
        .collect()
}

/// Answers of tables that cannot be used, and those without a ref.
fn loose_answers(returned: &Return) -> String {
    let unread = returned.unread.iter().flat_map(|row| row.answers.iter().map(String::as_str));
    let orphans = returned.faults.iter().filter(|fault| fault.kind == FaultKind::OrphanAnswer);
    unread.chain(orphans.map(|fault| fault.found.as_str())).collect::<Vec<_>>().join("; ")
}

/// What a cell shows, and a text that is equal exactly where two answers mean the same.
#[derive(Default)]
struct Shown {
    found: String,
    meaning: String,
}

fn shown<T: std::fmt::Debug>(answer: &Answer<T>) -> Shown {
    let meaning = match &answer.read {
        Read::Blank => String::new(),
        Read::As(value) => format!("read {value:?}"),
        Read::Refused => format!("refused {}", tidy(&answer.found)),
    };
    Shown { found: answer.found.clone(), meaning }
}

/// Every answered cell by its question.
fn answers(returned: &Return) -> BTreeMap<Question, Shown> {
    let mut met: BTreeMap<(Table, String), usize> = BTreeMap::new();
    let mut all = BTreeMap::new();
    let mut add = |table: Table, reference: String, cells: Vec<(Column, Shown)>| {
        let occurrence = met.entry((table, reference.clone())).or_default();
        *occurrence += 1;
        for (column, shown) in cells {
            if !shown.meaning.is_empty() {
                all.insert((table, reference.clone(), *occurrence, column), shown);
            }
        }
    };
    for row in returned.progress.iter().flat_map(|table| &table.rows) {
        let reference = row.action.map_or_else(|| tidy(&row.ref_found), |action| action.to_string());
        add(Table::Progress, reference, progress_cells(row));
    }
    for row in returned.measures.iter().flat_map(|table| &table.rows) {
        let reference = row.measure.map_or_else(|| tidy(&row.ref_found), |measure| measure.to_string());
        add(Table::Measures, reference, measure_cells(row));
    }
    all
}

fn progress_cells(row: &ProgressRow) -> Vec<(Column, Shown)> {
    let mut cells = vec![
        (Column::Status, shown(&row.status)),
        (Column::Forecast, shown(&row.forecast)),
        (Column::OwnRag, shown(&row.own_rag)),
        (Column::Commentary, shown(&row.commentary)),
        (Column::Evidence, shown(&row.evidence)),
    ];
    if let Some((asked, _)) = &row.requested_target {
        cells.push((Column::TargetDate, shown(asked)));
    }
    cells
}

fn measure_cells(row: &MeasureRow) -> Vec<(Column, Shown)> {
    vec![
        (Column::Numerator, shown(&row.numerator)),
        (Column::Denominator, shown(&row.denominator)),
        (Column::Value, shown(&row.value)),
        (Column::Absence, shown(&row.absence)),
        (Column::Note, shown(&row.note)),
    ]
}
