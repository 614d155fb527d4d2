//! What stands on the sheets outside tables and labels: below a table, beside it, on a sheet of notes. It is not used, and
//! listed so that nothing anyone typed is lost (1-mission.md, promise 3; rule L08). Where it names a ref of the plan beside
//! a value it may be an answer, and is asked about.

use std::cell::LazyCell;

use crate::domain::dates::read_date;
use crate::domain::folding::{fold_wording, tidied, tidy};
use crate::domain::person::masked;
use crate::domain::{ActionRef, Column, MeasureRef, Period};
use crate::finding::{Fault, FaultKind, Subject};
use crate::form::Template;
use crate::plan::{Indexed, Plan};
use crate::sheet::grid::{Cell, Content, Grid};

use super::fix_list::{is_beside_an_entry, is_fix_list, typed};
use super::header::Header;
use super::near::is_better;
use super::reading::{Checked, check};
use super::recognise::{Looking, end_of};
use super::row::place;

/// How many cells of a sheet are listed.
const LISTED: usize = 30;

/// One fault for each sheet with something outside its tables; `headers` are those of the sheet.
pub(super) fn aside(looking: Looking<'_>, grid: &Grid, headers: &[Header]) -> Option<Fault> {
    // Under a header that cannot be read every cell may be an answer; those are told as such.
    if headers.iter().any(|header| !header.is_usable()) {
        return None;
    }
    let template = looking.template;
    if is_fix_list(grid) {
        return on_the_fix_list(looking, grid);
    }
    let told = told_elsewhere(looking, grid, headers);
    let fits = |name: &str, said: &str| may_fill(looking.plan, name, said);
    let loose: Vec<&Cell> = grid
        .cells
        .iter()
        .zip(&told)
        .filter(|(cell, told)| !**told && !grid.is_under_merge(cell.at) && is_filled(cell))
        .map(|(cell, _)| cell)
        .filter(|cell| !matches!(&cell.content, Content::Text(text) if template.is_own_line(text, &fits)))
        .collect();
    let first = loose.first()?.at;
    let mut rows = loose.chunk_by(|one, next| one.at.row == next.at.row);
    let corrects = loose.iter().any(|cell| {
        let said = cell.shown();
        matches!(cell.content, Content::Text(_)) && words(&said).any(is_better)
    });
    let corrects = corrects || words(&grid.name).any(is_better);
    let answer = rows.find(|row| may_answer(row, looking.plan, template, corrects));
    let at = answer.and_then(|row| row.first()).map_or(first, |cell| cell.at);
    let found = answer.map(|row| row.iter().map(|cell| cell.shown()).collect::<Vec<_>>().join(" "));
    // What may be an answer comes first.
    let listed = answer.into_iter().flatten().chain(loose.iter().filter(|cell| cell.at.row != at.row));
    let listed: Vec<&&Cell> = if answer.is_some() { listed.collect() } else { loose.iter().collect() };
    let cells = listed.iter().take(LISTED).map(|cell| (cell.at, cell.shown())).collect();
    let kind =
        FaultKind::Aside { may_answer: answer.is_some(), cells, more: listed.len().saturating_sub(LISTED) };
    let place = place(looking.file, looking.workbook.format, grid, Some(at));
    Some(Fault { place, subject: Subject::default(), column: None, found: found.unwrap_or_default(), kind })
}

/// Whether a text is what the form puts for a name in its own lines.
fn may_fill(plan: &Indexed<'_>, name: &str, said: &str) -> bool {
    match name {
        "period" => {
            read_date(said).and_then(|day| Period::of(day.date())).is_some_and(|p| p.in_words() == said)
        }
        "lead" => !plan.named(said).is_empty(),
        // Masked where it is an address, as every text of the workbook.
        "contact" => tidied(&plan.contact) == said || tidy(&masked(plan.contact.clone())) == said,
        _ => true,
    }
}

/// What was typed on the Fix list: asked about where a number, a date or a choice stands beside an entry.
fn on_the_fix_list(looking: Looking<'_>, grid: &Grid) -> Option<Fault> {
    let template = looking.template;
    let typed: Vec<&Cell> = typed(grid, template).into_iter().filter(|cell| is_filled(cell)).collect();
    let is_answer = |cell: &&Cell| {
        let is_value = match &cell.content {
            Content::Text(said) => {
                said.contains(char::is_numeric)
                    || template.status(said).is_some()
                    || template.rag(said).is_some()
                    || template.typed_absence(said).is_some()
            }
            _ => true,
        };
        is_value && is_beside_an_entry(grid, cell.at)
    };
    let answer = typed.iter().copied().find(is_answer);
    let first = answer.or(typed.first().copied())?;
    let cells = typed.iter().take(LISTED).map(|cell| (cell.at, cell.shown())).collect();
    let more = typed.len().saturating_sub(LISTED);
    let kind = FaultKind::Aside { may_answer: answer.is_some(), cells, more };
    let place = place(looking.file, looking.workbook.format, grid, Some(first.at));
    let found = answer.map(Cell::shown).unwrap_or_default();
    Some(Fault { place, subject: Subject::default(), column: None, found, kind })
}

fn is_filled(cell: &Cell) -> bool {
    !matches!(cell.content, Content::Blank) && !matches!(check(Some(cell), false), Checked::Blank)
}

/// For each cell of the sheet whether reading makes something of it, or tells of it by itself: tables with their headers,
/// labels with what they say.
fn told_elsewhere(looking: Looking<'_>, grid: &Grid, headers: &[Header]) -> Vec<bool> {
    let template = looking.template;
    let mut told = vec![false; grid.cells.len()];
    let mut rest = told.as_mut_slice();
    // A word such as Lead alone in a table is no label. Nobody asks about sheets without any.
    let has_labels = LazyCell::new(|| {
        let labels = grid.cells.iter().filter(|cell| is_label(cell, template)).take(2).count();
        labels > 1 || labels == 1 && !headers.is_empty()
    });
    for cells in grid.cells.chunk_by(|one, next| one.at.row == next.at.row) {
        let (told, behind) = std::mem::take(&mut rest).split_at_mut(cells.len());
        rest = behind;
        let Some(row) = cells.first().map(|cell| cell.at.row) else { continue };
        // The captions of a table may stand in two rows.
        if headers.iter().any(|header| header.row == row || header.row == row + 1 && header.is_in_two_rows())
        {
            told.fill(true);
            continue;
        }
        let above = headers.iter().filter(|header| header.row < row && row < end_of(headers, header));
        for header in above {
            of_table(cells, header, template, told);
        }
        if headers.iter().all(|header| header.row > row)
            && let Some(label) = cells.iter().position(|cell| is_label(cell, template))
            && *has_labels
        {
            // The label with the cell that says what it asks for.
            let filled = (label..cells.len()).filter(|at| is_filled(&cells[*at]));
            filled.take(2).for_each(|at| told[at] = true);
        }
    }
    told
}

/// Tells the cells of a row that belong to the table: those under its captions, where the row has a ref or is answered; of
/// any other row what stands under the captions of answers, and beside an answer there (L05) under the others but Ref.
fn of_table(cells: &[Cell], header: &Header, template: &Template, told: &mut [bool]) {
    let at = |column: Column| header.columns.get(&column).copied();
    let cell = |column: Column| cells.iter().find(|cell| Some(cell.at.column) == at(column));
    let is_input =
        |cell: &Cell| header.columns.iter().any(|(column, at)| column.is_input() && *at == cell.at.column);
    let is_answered = cells.iter().any(|cell| {
        let placeholder =
            |text: &str| Column::of(header.table).iter().any(|c| template.is_placeholder(*c, text));
        is_input(cell)
            && is_filled(cell)
            && !matches!(&cell.content, Content::Text(text) if placeholder(text))
    });
    let reads_as_ref = |text: &str| text.parse::<MeasureRef>().is_ok() || text.parse::<ActionRef>().is_ok();
    let has_ref = cell(Column::Ref).filter(|cell| is_filled(cell)).is_some_and(|cell| match &cell.content {
        // A second header inside the table answers to captions.
        Content::Text(text) => is_answered || reads_as_ref(text) || template.is_caption(text),
        _ => true,
    });
    let captioned = |column: u32| {
        header.columns.values().any(|at| *at == column) || header.extra.iter().any(|(at, _)| *at == column)
    };
    let is_told = |cell: &&Cell| {
        let in_table = captioned(cell.at.column);
        let beside_answer = is_answered && in_table && Some(cell.at.column) != at(Column::Ref);
        has_ref && in_table || beside_answer || is_input(cell)
    };
    for (cell, told) in cells.iter().zip(told) {
        *told |= is_told(&cell);
    }
}

fn is_label(cell: &Cell, template: &Template) -> bool {
    matches!(&cell.content, Content::Text(text) if template.about_item(text).is_some())
}

fn words(said: &str) -> impl Iterator<Item = &str> {
    let words = said.split(|c: char| c.is_whitespace() || ",;:()[]=\"'".contains(c));
    words.map(|word| word.trim_matches('.')).filter(|word| !word.is_empty())
}

/// Whether a row names a ref of the plan beside something that may be its answer. A number that belongs to something else
/// than the ref, as in `1.1a, North, 20`, is no answer unless the sheet speaks of corrections.
fn may_answer(row: &[&Cell], plan: &Plan, template: &Template, corrects: bool) -> bool {
    let text = |cell: &Cell| match &cell.content {
        Content::Text(text) => text.clone(),
        _ => String::new(),
    };
    let measure = |word: &str| word.parse().ok().and_then(|reference| plan.measure(reference));
    let action = |word: &str| word.parse().ok().and_then(|reference| plan.action(reference));
    let is_ref = |word: &str| measure(word).is_some() || action(word).is_some();
    let says_number =
        |said: &str| words(said).any(|word| word.contains(|c: char| c.is_numeric()) && !is_ref(word));
    let is_choice = |said: &str| template.status(said).is_some() || template.rag(said).is_some();
    let is_value = |cell: &Cell| match &cell.content {
        Content::Number(_) | Content::Date(_) => true,
        Content::Text(said) => says_number(said) || is_choice(said) || template.typed_absence(said).is_some(),
        _ => false,
    };
    row.iter().enumerate().any(|(index, cell)| {
        let said = text(cell);
        let plans_words: Vec<String> = words(&said)
            .filter_map(|word| {
                let measure = measure(word).map(|measure| fold_wording(&measure.measure));
                measure.or_else(|| action(word).map(|action| fold_wording(&action.activity)))
            })
            .collect();
        let mut others = row.iter().skip(index + 1).copied();
        let mut next = others.clone().skip_while(|other| plans_words.contains(&fold_wording(&text(other))));
        let beside = if corrects { others.any(is_value) } else { next.next().is_some_and(is_value) };
        // Excel makes a number of a typed 1.1: only a choice beside it says that a ref is meant.
        let typed = matches!(cell.content, Content::Number(_)) && action(&cell.shown()).is_some();
        words(&said).any(|word| measure(word).is_some()) && (says_number(&said) || beside)
            || action(said.trim()).is_some() && beside
            || typed && row.iter().any(|other| is_choice(&text(other)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::CellRef;
    use crate::intake::damage::{MEASURES, START, met, told};
    use crate::intake::sample::{grid, number, put, text};
    use crate::sheet::grid::Workbook;

    fn aside_of(change: impl FnOnce(&mut Workbook)) -> Vec<(String, bool, Vec<String>)> {
        let met = met(change);
        let faults = met.returned.iter().flat_map(|returned| &returned.faults);
        let aside = faults.filter_map(|fault| match &fault.kind {
            FaultKind::Aside { may_answer, cells, .. } => {
                let cells = cells.iter().map(|(at, said)| format!("{at} {said}")).collect();
                Some((fault.place.in_file(), *may_answer, cells))
            }
            _ => None,
        });
        aside.collect()
    }

    fn sheet(rows: &[&[&str]]) -> impl FnOnce(&mut Workbook) {
        let mut notes = grid("Sheet4");
        for (row, texts) in (0..).zip(rows) {
            for (column, said) in (0..).zip(*texts) {
                let cell = said.parse::<u32>().map_or_else(|_| text(said), |n| number(f64::from(n)));
                put(&mut notes, &CellRef::new(row, column).to_string(), Some(cell));
            }
        }
        move |book| book.grids.push(notes)
    }

    #[test]
    fn a_clean_return_has_nothing_aside() {
        assert_eq!(told(&met(|_| {})), [""; 0]);
    }

    #[test]
    fn a_sheet_with_refs_beside_values_is_asked_about_whatever_its_caption() {
        for rows in [
            &[&["Ref", "Revised value"][..], &["1.1a", "14"]][..],
            &[&["please use"], &["1.1a: 14 instead of 12"]],
            &[&["1.1", "Stopped"]],
            &[&["1.1a", "Number of staff trained", "14"]],
            &[&["Ref", "Lead", "Revised"], &["1.1a", "Ann", "14"]],
        ] {
            let aside = aside_of(sheet(rows));
            assert!(matches!(&aside[..], [(_, true, _)]), "{rows:?} {aside:?}");
        }
        let aside = aside_of(sheet(&[&["Ref", "Revised value"], &["1.1a", "14"]]));
        assert_eq!(aside[0].0, "Sheet4!A2");
        assert_eq!(aside[0].2, ["A2 1.1a", "B2 14", "A1 Ref", "B1 Revised value"]);
    }

    #[test]
    fn words_that_are_no_answer_are_listed() {
        for rows in [
            &[&["Thanks for your help"][..]][..],
            &[&["9.9z", "14"]],
            &[&["1.1a", "see Ann"]],
            &[&["1.1a", "North", "14"]],
        ] {
            assert!(matches!(&aside_of(sheet(rows))[..], [(_, false, _)]), "{rows:?}");
        }
    }

    #[test]
    fn text_below_and_beside_the_tables_and_beside_labels_is_told() {
        let at = |sheet: usize, cell: &str, said: &str| {
            aside_of(|book| put(&mut book.grids[sheet], cell, Some(text(said))))
        };
        let one = |at: &str, asks: bool, cell: &str, said: &str| {
            vec![(format!("{at}!{cell}"), asks, vec![format!("{cell} {said}")])]
        };
        assert_eq!(
            at(MEASURES, "A21", "1.1a should be 14"),
            one("Measures", true, "A21", "1.1a should be 14")
        );
        assert_eq!(at(MEASURES, "N5", "should be 14"), one("Measures", false, "N5", "should be 14"));
        assert_eq!(at(MEASURES, "B2", "1.1a is 14"), one("Measures", true, "B2", "1.1a is 14"));
        assert_eq!(at(START, "C16", "1.1a is 14"), one("Start here", true, "C16", "1.1a is 14"));
        assert_eq!(at(START, "A30", "in haste"), one("Start here", false, "A30", "in haste"));
    }

    #[test]
    fn words_added_behind_a_line_of_the_forms_own_are_told() {
        let own = "Improvement plan return for March 2024: Ann Archer";
        let added = format!("{own} - 1.1a is 14");
        let at =
            |cell: &str, said: &str| aside_of(|book| put(&mut book.grids[START], cell, Some(text(said))));
        assert_eq!(at("A1", &added), [("Start here!A1".to_owned(), true, vec![format!("A1 {added}")])]);
        assert_eq!(at("A1", own), []);
        assert_eq!(at("A9", "Questions: performance@example.invalid"), []);
        let asked = "Questions: performance@example.invalid. I was away.";
        assert_eq!(at("A9", asked).len(), 1);
        let fill = "This worksheet contains one table; its header row is frozen. Fill in the yellow cells: ";
        assert_eq!(at("A9", &format!("{fill}Status, Forecast date and Evidence.")), []);
        assert_eq!(at("A9", &format!("{fill}Status and Evidence. 1.1a is 14.")).len(), 1);
    }
}
