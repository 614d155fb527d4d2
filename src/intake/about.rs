//! What *Start here* says of the return: label and value pairs in the first rows of any sheet (3-return-workbook.md;
//! 4-reading.md, 4.3).

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;

use crate::domain::dates::read_date as read_text_date;
use crate::domain::folding::{fold_caption, tidy};
use crate::domain::person::{Masked, PersonKind, mask, masked};
use crate::domain::{CellRef, Period};
use crate::finding::{Fault, FaultKind, Place, Subject};
use crate::form::Template;
use crate::form::template::AboutItem;
use crate::sheet::grid::{Cell, Content, Grid, SheetKind, Workbook};

use super::answers::Read;
use super::date::{day_of, read_date};
use super::disclosure;
use super::header::{Header, each_header};
use super::reading::{Checked, check};
use super::row::place;

/// Rows in which labels are looked for.
const LABEL_ROWS: u32 = 200;

/// What the workbook says of itself beside its labels.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct About {
    values: BTreeMap<AboutItem, Vec<(Cell, Place)>>,
}

/// What is said about the period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum SaidPeriod {
    /// Nothing.
    Nothing,
    /// This month.
    Month(Period),
    /// Something that is no one month.
    Unclear(String),
}

impl About {
    /// What stands beside a label: empty when nothing does, several texts where two sheets say different things.
    pub(super) fn said(&self, item: AboutItem) -> Vec<String> {
        let cells = self.values.get(&item).into_iter().flatten();
        cells.map(|(cell, _)| tidy(&text_of(cell))).collect()
    }

    /// The period it names.
    pub(super) fn period(&self) -> SaidPeriod {
        let mut said = SaidPeriod::Nothing;
        for (cell, _) in self.values.get(&AboutItem::Period).into_iter().flatten() {
            said = match (period_in(cell), said) {
                (Some(month), SaidPeriod::Nothing) => SaidPeriod::Month(month),
                (Some(month), SaidPeriod::Month(other)) if month == other => SaidPeriod::Month(month),
                _ => return SaidPeriod::Unclear(self.said(AboutItem::Period).join(", ")),
            };
        }
        said
    }

    /// *Completed by* as typed, with where it stands.
    pub(super) fn who_completed(&self) -> Vec<(String, Place)> {
        let cells = self.values.get(&AboutItem::CompletedBy).into_iter().flatten();
        cells.map(|(cell, place)| (tidy(&text_of(cell)), place.clone())).collect()
    }

    /// *Completed by*, masked. The e-mail address or phone number of who filled it in is no disclosure, only nothing to
    /// publish; anything else is told (D01).
    pub(super) fn completed_by(&self) -> (String, Vec<Fault>) {
        let (mut said, mut told) = (Vec::new(), Vec::new());
        for (cell, place) in self.values.get(&AboutItem::CompletedBy).into_iter().flatten() {
            let Some(Masked { text, mut kinds }) = mask(&tidy(&text_of(cell))) else {
                said.push(tidy(&text_of(cell)));
                continue;
            };
            kinds.retain(|kind| !matches!(kind, PersonKind::EMail | PersonKind::Phone));
            if !kinds.is_empty() {
                told.push(disclosure::fault(place.clone(), text.clone(), kinds));
            }
            said.push(text);
        }
        (said.join(", "), told)
    }

    /// *Date completed*, with V08 when what stands there is no date, and a note (V09) when the return of this month cannot have
    /// been completed then.
    pub(super) fn date_completed(&self, period: Period) -> (Option<NaiveDate>, Option<Fault>) {
        let Some((cell, place)) = self.values.get(&AboutItem::DateCompleted).and_then(|cells| cells.first())
        else {
            return (None, None);
        };
        let (date, kind) = match read_date(cell, false).read {
            Read::As(date) if is_near(date, period) => return (Some(date), None),
            Read::As(date) => (Some(date), FaultKind::CompletedFarOff { period }),
            Read::Blank | Read::Refused => (None, FaultKind::NotADate),
        };
        let found = masked(text_of(cell));
        (date, Some(Fault { place: place.clone(), subject: Subject::default(), column: None, found, kind }))
    }
}

/// Whether a return of this month can have been completed then: not before the month before it, nor over a year after it.
fn is_near(completed: NaiveDate, period: Period) -> bool {
    (period.previous().first_day()..=period.plus_months(12).last_day()).contains(&completed)
}

/// The row of the first usable header of each worksheet, in order: no label stands below it.
pub(super) fn first_tables_of(workbook: &Workbook, template: &Template) -> Vec<Option<u32>> {
    let sheets = workbook.grids.iter().filter(|grid| grid.kind == SheetKind::Worksheet);
    let first = |grid| each_header(grid, template).find(Header::is_usable).map(|header| header.row);
    sheets.map(first).collect()
}

/// Reads the labels of every worksheet; `first_tables` as of [`first_tables_of`] this workbook.
pub(super) fn read_about(
    workbook: &Workbook,
    first_tables: &[Option<u32>],
    file: &Arc<str>,
    template: &Template,
) -> About {
    let mut about = About::default();
    let sheets = workbook.grids.iter().filter(|grid| grid.kind == SheetKind::Worksheet);
    let mut labelled: Vec<(&Grid, Vec<Labelled<'_>>)> = sheets
        .zip(first_tables)
        .map(|(grid, first_table)| (grid, labelled(grid, *first_table, template)))
        .collect();
    // Where a sheet has the form's own words, another one with words that only may mean the same is the lead's own.
    let has_own = |labels: &[Labelled<'_>]| labels.iter().any(|label| label.own_word);
    if labelled.iter().any(|(_, labels)| has_own(labels)) {
        labelled.retain(|(_, labels)| has_own(labels));
    }
    for (grid, labels) in labelled {
        for Labelled { item, value, .. } in labels {
            let place = place(file, workbook.format, grid, Some(value.at));
            let known = about.values.entry(item).or_default();
            let said = |cell: &Cell| fold_caption(&text_of(cell));
            if !known.iter().any(|(cell, _)| said(cell) == said(value)) {
                known.push((value.clone(), place));
            }
        }
    }
    about
}

/// A label with the filled cell to its right.
struct Labelled<'a> {
    item: AboutItem,
    value: &'a Cell,
    /// Whether it is the form's own word, not a synonym.
    own_word: bool,
}

/// Labels of one sheet with the filled cell to their right. A word such as "Date" alone in a table is no label: labels
/// stand above any table's header, one below the other, or are the form's own words.
fn labelled<'a>(grid: &'a Grid, first_table: Option<u32>, template: &Template) -> Vec<Labelled<'a>> {
    let end = first_table.unwrap_or(LABEL_ROWS).min(LABEL_ROWS);
    let mut by_column: BTreeMap<u32, Vec<(AboutItem, CellRef, bool)>> = BTreeMap::new();
    for cell in grid.cells.iter().take_while(|cell| cell.at.row < end) {
        let Content::Text(text) = &cell.content else { continue };
        if let Some((item, own_word)) = template.labelled(text) {
            by_column.entry(cell.at.column).or_default().push((item, cell.at, own_word));
        }
    }
    let columns = by_column.into_values();
    let labels = columns.flat_map(|labels| {
        let several = labels.len() > 1;
        labels.into_iter().filter(move |(_, _, own_word)| several || *own_word)
    });
    labels
        .filter_map(|(item, at, own_word)| {
            Some(Labelled { item, value: beside(grid, at, template)?, own_word })
        })
        .collect()
}

/// The first filled cell to the right of a label that is not itself a label.
fn beside<'a>(grid: &'a Grid, label: CellRef, template: &Template) -> Option<&'a Cell> {
    let right = grid.row(label.row).iter().filter(|cell| cell.at.column > label.column);
    let filled = |cell: &&Cell| !matches!(check(Some(cell), false), Checked::Blank);
    let value = right.filter(|cell| !grid.is_under_merge(cell.at)).find(filled)?;
    let is_label = matches!(&value.content, Content::Text(text) if template.about_item(text).is_some());
    (!is_label).then_some(value)
}

fn text_of(cell: &Cell) -> String {
    match &cell.content {
        Content::Text(text) => text.clone(),
        _ => cell.shown(),
    }
}

/// `November 2019`, `2019-11`, or any date in that month.
fn period_in(cell: &Cell) -> Option<Period> {
    match &cell.content {
        Content::Text(text) => {
            let text = tidy(text);
            text.parse().ok().or_else(|| Period::of(read_text_date(&text)?.date()))
        }
        Content::Date(serial) => Period::of(day_of(*serial)?),
        _ => match read_date(cell, false).read {
            Read::As(date) => Period::of(date),
            Read::Blank | Read::Refused => None,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::sample::{blank_return, date, day, period, put, template, text};
    use crate::plan::sample::plan;

    fn about(change: impl FnOnce(&mut Workbook)) -> About {
        let mut book = blank_return(&plan(), "ann");
        change(&mut book);
        read_about(&book, &first_tables_of(&book, &template()), &Arc::from("a.xlsx"), &template())
    }

    #[test]
    fn reads_the_labels_of_the_form() {
        let read = about(|book| put(&mut book.grids[0], "B17", Some(text("2 April 2024"))));
        assert_eq!(read.said(AboutItem::ReturnFrom), ["Ann Archer"]);
        assert_eq!(read.period(), SaidPeriod::Month(period()));
        assert_eq!(read.date_completed(period()), (Some(day(2024, 4, 2)), None));
        assert!(read.said(AboutItem::CompletedBy).is_empty());
    }

    #[test]
    fn the_period_may_have_become_a_date_or_be_unclear() {
        let read = about(|book| put(&mut book.grids[0], "B13", Some(date(2024, 3, 1))));
        assert_eq!(read.period(), SaidPeriod::Month(period()));
        let read = about(|book| put(&mut book.grids[0], "B13", Some(text("last month"))));
        assert_eq!(read.period(), SaidPeriod::Unclear("last month".to_owned()));
        let read = about(|book| put(&mut book.grids[0], "B13", None));
        assert_eq!(read.period(), SaidPeriod::Nothing);
    }

    #[test]
    fn a_date_completed_that_is_none_is_told_at_its_cell() {
        let read = about(|book| put(&mut book.grids[0], "B17", Some(text("yesterday"))));
        let (_, fault) = read.date_completed(period());
        assert_eq!(fault.unwrap().place.in_file(), "Start here!B17");
    }

    #[test]
    fn a_date_completed_that_is_years_off_is_told() {
        for (typed, near) in [
            ("2 April 2091", false),
            ("2 April 2023", false),
            ("1 March 2004", false),
            ("20 February 2024", true),
            ("5 January 2025", true),
        ] {
            let read = about(|book| put(&mut book.grids[0], "B17", Some(text(typed))));
            let (date, fault) = read.date_completed(period());
            assert_eq!((date.is_some(), fault.is_none()), (true, near), "{typed}");
        }
    }

    #[test]
    fn captions_of_a_table_are_no_labels() {
        let read = about(|book| {
            put(&mut book.grids[1], "K4", Some(text("Lead")));
            put(&mut book.grids[1], "L4", Some(text("Ben Baker")));
        });
        assert_eq!(read.said(AboutItem::ReturnFrom), ["Ann Archer"]);
    }
}
