//! F10: cell comments, listed and not used. The form's own notes on its captions are no comments of the lead's, and
//! neither are the notes on doubtful cells of a return that went back: each of their lines stands in its Fix list too. A
//! note to which the lead added a word is the lead's.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::domain::folding::{fold_caption, fold_wording, tidy};
use crate::domain::{CellRef, Column, Table};
use crate::finding::{Fault, FaultKind, Subject};
use crate::form::{FIX_LIST, Template};
use crate::sheet::grid::{Content, Grid, SheetKind, Workbook};

use super::row::place;

/// From how many bytes on what stands before a help is no author's name.
const LONGEST_NAME: usize = 60;

/// One fault for each sheet with comments, at the first of them.
pub(super) fn comments(workbook: &Workbook, file: &Arc<str>, template: &Template) -> Vec<Fault> {
    let sheets = workbook.grids.iter().filter(|grid| grid.kind == SheetKind::Worksheet);
    // Most comments are the form's own: what the cells say is asked only for the others.
    let mut said: Option<BTreeSet<String>> = None;
    sheets
        .filter_map(|grid| {
            let mut is_leads = |comment: &&(CellRef, String)| {
                !is_forms(grid, comment, template)
                    && !is_repeated(&comment.1, said.get_or_insert_with(|| said_in_fix_list(workbook)))
            };
            let leads: Vec<(CellRef, String)> =
                grid.comments.iter().filter(|comment| is_leads(comment)).cloned().collect();
            let first = leads.first()?.0;
            let place = place(file, workbook.format, grid, Some(first));
            let kind = FaultKind::Comments(leads);
            Some(Fault { place, subject: Subject::default(), column: None, found: String::new(), kind })
        })
        .collect()
}

/// Every text of the Fix list's cells; none where the workbook has none.
fn said_in_fix_list(workbook: &Workbook) -> BTreeSet<String> {
    let fix_list = workbook.grids.iter().filter(|grid| fold_caption(&grid.name) == fold_caption(FIX_LIST));
    let cells = fix_list.flat_map(|grid| &grid.cells);
    let texts = cells.filter_map(|cell| match &cell.content {
        Content::Text(text) => Some(tidy(text)),
        _ => None,
    });
    texts.collect()
}

/// Whether a comment says nothing but what cells of the Fix list say too, line by line.
fn is_repeated(comment: &str, said: &BTreeSet<String>) -> bool {
    let mut lines = comment.lines().map(tidy).filter(|line| !line.is_empty()).peekable();
    lines.peek().is_some() && lines.all(|line| said.contains(&line))
}

/// Whether a comment is the form's own: on a caption or a label, holding the template's help for it.
fn is_forms(grid: &Grid, (at, comment): &(CellRef, String), template: &Template) -> bool {
    let Some(Content::Text(caption)) = grid.get(*at).map(|cell| &cell.content) else { return false };
    // Where something was typed over a caption its help is still there.
    if template.is_help(comment) {
        return true;
    }
    let columns = [Table::Progress, Table::Measures].into_iter().filter_map(|table| {
        let answers: Option<Column> = template.column(table, caption);
        answers.map(|column| template.help(table, column))
    });
    let about = template.about_item(caption).map(|item| template.about_help(item));
    let mut helps = columns.chain(about).filter(|help| !help.is_empty());
    // Most are word for word as issued.
    if helps.clone().any(|help| help == comment) {
        return true;
    }
    let said = fold_wording(comment);
    helps.any(|help| is_help(&said, &fold_wording(help)))
}

/// Whether a note says this help and nothing else; programs put the name of its author in front.
fn is_help(said: &str, help: &str) -> bool {
    said.strip_suffix(help).is_some_and(|before| {
        let before = before.trim_end();
        before.is_empty() || before.ends_with(':') && before.len() <= LONGEST_NAME && !before.contains(". ")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::damage::{MEASURES, met, told};
    use crate::intake::sample::{grid, put, template, text};

    fn with_comment(at: &str, comment: &str) -> Vec<String> {
        told(&met(|book| book.grids[MEASURES].comments.push((at.parse().unwrap(), comment.to_owned()))))
    }

    #[test]
    fn a_comment_that_says_what_a_cell_says_is_told_unless_the_fix_list_says_it() {
        assert_eq!(with_comment("I5", "In progress"), ["Measures!I5 Comments"]);
        let listed = met(|book| {
            let mut list = grid(FIX_LIST);
            put(&mut list, "D5", Some(text("Measures!I5 is empty.")));
            book.grids.insert(0, list);
            book.grids[MEASURES + 1]
                .comments
                .push(("I5".parse().unwrap(), "Measures!I5 is empty.".to_owned()));
        });
        assert!(!told(&listed).iter().any(|told| told.contains("Comments")), "{:?}", told(&listed));
    }

    #[test]
    fn the_forms_own_note_on_a_caption_that_was_typed_over_is_no_comment() {
        let help = template().help(Table::Measures, Column::Value).to_owned();
        let over = |note: &str| {
            told(&met(|book| {
                put(&mut book.grids[MEASURES], "I4", Some(text("Nov-19")));
                book.grids[MEASURES].comments.push(("I4".parse().unwrap(), note.to_owned()));
            }))
        };
        assert!(over(&help).iter().all(|told| !told.contains("Comments")), "{:?}", over(&help));
        let added = format!("{help} See Ben.");
        assert!(over(&added).iter().any(|told| told.contains("Comments")), "{:?}", over(&added));
    }

    #[test]
    fn words_added_to_the_forms_own_note_are_the_leads() {
        let template = template();
        let help = template.help(Table::Measures, Column::Value);
        assert!(!help.is_empty());
        for own in [help.to_owned(), format!("Performance team:\n{help}")] {
            assert_eq!(with_comment("I4", &own), [""; 0], "{own}");
        }
        for added in [format!("{help} 1.3a should be 14"), format!("1.3a should be 14, not 12. {help}")] {
            assert_eq!(with_comment("I4", &added), ["Measures!I4 Comments"], "{added}");
        }
    }
}
