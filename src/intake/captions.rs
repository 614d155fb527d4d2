//! The captions of a row, or of two rows of which the upper one holds groups (4-reading.md, 4.3).

use std::borrow::Cow;

use crate::domain::CellRef;
use crate::form::CaptionRows;
use crate::sheet::grid::{Content, Grid};

/// What stands above one column of the sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Caption<'a> {
    /// Column of the sheet, from 0.
    pub(super) column: u32,
    /// The group above it; empty when it has none.
    pub(super) group: Cow<'a, str>,
    /// The caption itself; where the lower row is empty, what stands alone in the upper one.
    pub(super) text: Cow<'a, str>,
}

impl Caption<'_> {
    /// Group and caption as a layout writes them: `This month / Status`.
    pub(super) fn joined(&self) -> String {
        if self.group.is_empty() {
            self.text.clone().into_owned()
        } else {
            format!("{} / {}", self.group, self.text)
        }
    }
}

/// Captions of a row by column of the sheet; of two rows, `row` is the lower one.
pub(super) fn captions(grid: &Grid, row: u32, rows: CaptionRows) -> Vec<Caption<'_>> {
    match rows {
        CaptionRows::One => {
            let cells = grid.row(row).iter().filter(|cell| !grid.is_under_merge(cell.at));
            let captions = cells.filter_map(|cell| match &cell.content {
                Content::Text(text) => Some(Caption {
                    column: cell.at.column,
                    group: Cow::Borrowed(""),
                    text: Cow::Borrowed(text),
                }),
                _ => None,
            });
            captions.collect()
        }
        CaptionRows::Two => row.checked_sub(1).map(|upper| in_two_rows(grid, upper, row)).unwrap_or_default(),
    }
}

fn in_two_rows(grid: &Grid, upper: u32, lower: u32) -> Vec<Caption<'_>> {
    let cells = grid.row(upper).iter().chain(grid.row(lower));
    let mut columns: Vec<u32> = cells.map(|cell| cell.at.column).collect();
    columns.sort_unstable();
    columns.dedup();
    columns.into_iter().filter_map(|column| caption(grid, upper, lower, column)).collect()
}

fn caption(grid: &Grid, upper: u32, lower: u32, column: u32) -> Option<Caption<'_>> {
    let group_at = CellRef::new(upper, column);
    let merge = grid.merges.iter().find(|(from, to)| {
        (from.row..=to.row).contains(&upper) && (from.column..=to.column).contains(&column)
    });
    let group = text_at(grid, merge.map_or(group_at, |(from, _)| *from))?;
    let beneath = CellRef::new(lower, column);
    let text = if grid.is_under_merge(beneath) { Cow::Borrowed("") } else { text_at(grid, beneath)? };
    if !text.is_empty() {
        return Some(Caption { column, group, text });
    }
    // A group alone is the caption of its own column, never of those that it is merged over.
    let is_own = merge.is_none_or(|(from, _)| from.column == column);
    (is_own && !group.is_empty()).then_some(Caption { column, group: Cow::Borrowed(""), text: group })
}

/// The text of a cell, empty for an empty one; none for a number or a date: that is no caption.
fn text_at(grid: &Grid, at: CellRef) -> Option<Cow<'_, str>> {
    match grid.get(at).map(|cell| &cell.content) {
        None | Some(Content::Blank) => Some(Cow::Borrowed("")),
        Some(Content::Text(text)) => Some(Cow::Borrowed(text.trim())),
        Some(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Column, Table};
    use crate::form::Template;
    use crate::intake::header::{Header, headers};
    use crate::intake::sample::{grid, number, put, template, text};

    /// A sheet with these rows from row 3 on; empty texts are empty cells.
    fn sheet(rows: &[&[&str]], merges: &[&str]) -> Grid {
        let mut sheet = grid("S");
        for (row, texts) in (2..).zip(rows) {
            for (column, t) in (0..).zip(*texts).filter(|(_, t)| !t.is_empty()) {
                put(&mut sheet, &CellRef::new(row, column).to_string(), Some(text(t)));
            }
        }
        for merge in merges {
            let (from, to) = merge.split_once(':').unwrap();
            sheet.merges.push((from.parse().unwrap(), to.parse().unwrap()));
        }
        sheet
    }

    fn usable(sheet: &Grid, template: &Template) -> Vec<Header> {
        headers(sheet, template).into_iter().filter(Header::is_usable).collect()
    }

    #[test]
    fn groups_reach_over_their_merge_and_no_further() {
        let sheet = sheet(
            &[&["Ref", "This month", "", "Remarks", ""], &["", "Status", "RAG", "", "More"]],
            &["A3:A4", "B3:C3"],
        );
        let joined: Vec<String> = captions(&sheet, 3, CaptionRows::Two).iter().map(Caption::joined).collect();
        assert_eq!(joined, ["Ref", "This month / Status", "This month / RAG", "Remarks", "More"]);
    }

    #[test]
    fn the_forms_own_captions_may_stand_in_two_rows() {
        let sheet = sheet(
            &[
                &["Ref", "Planned activity", "Your update", ""],
                &["", "", "Status", "Commentary"],
                &["1.1", "x", "Done"],
            ],
            &["A3:A4", "B3:B4", "C3:D3"],
        );
        let found = usable(&sheet, &template());
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].row, found[0].table), (3, Table::Progress));
        assert_eq!(found[0].columns[&Column::Ref], 0);
        assert_eq!(found[0].columns[&Column::Commentary], 3);
    }

    #[test]
    fn the_first_row_of_answers_is_no_second_row_of_captions() {
        let mut one = sheet(&[&["Ref", "Status", "Commentary"], &["", "", "Status"]], &[]);
        assert_eq!(usable(&one, &template()).iter().map(|h| h.row).collect::<Vec<_>>(), [2]);
        // A number beneath is an answer: what stands above it is no caption of two rows.
        one = sheet(&[&["Ref", "Remarks"], &["", "Status"]], &[]);
        put(&mut one, "A4", Some(number(1.1)));
        assert!(usable(&one, &template()).is_empty());
    }

    #[test]
    fn a_group_over_two_columns_is_the_caption_of_neither_but_its_own() {
        let two = sheet(&[&["Ref", "Status", ""], &["No", "", ""], &["1.1", "Done", "Late"]], &["B3:C3"]);
        let found = captions(&two, 3, CaptionRows::Two);
        assert_eq!(found.iter().map(|c| c.column).collect::<Vec<_>>(), [0, 1]);
    }
}
