//! Header rows of the Progress and Measures tables (4-reading.md, 4.3): captions in any order, on any sheet, in the first
//! 200 rows; by the form's own captions or by a layout's. Layouts claim, never guess: where two read a row differently it
//! is told and not read (9-architecture.md).

use std::collections::BTreeMap;

use crate::domain::{CellRef, Column, Table};
use crate::form::{CaptionRows, Layout, Template};
use crate::plan::Plan;
use crate::sheet::grid::{Cell, Content, Grid};

use super::captions::{Caption, captions};

/// Rows in which a header is looked for.
const HEADER_ROWS: u32 = 200;
/// From how many captions on a row without the needed ones is told as a damaged header rather than passed over.
const NEAR: usize = 3;

/// Columns of words. Beside one with the form's own caption another that answers to it (`Comments` beside `Note`) is an
/// extra column, about which [`super::rivals`] asks; beside a figure's it would leave open which of the two counts (L02).
const WORDS: [Column; 3] = [Column::Commentary, Column::Evidence, Column::Note];

/// By whose captions a header was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct By {
    /// Which of the template's layouts; none: the form's own captions.
    pub(super) layout: Option<usize>,
    /// Whether a group row above belongs to it.
    pub(super) rows: CaptionRows,
}

/// The form's own captions in one row.
const OWN: By = By { layout: None, rows: CaptionRows::One };

/// A row that answers to captions of a table.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Header {
    /// Of which table.
    pub(super) table: Table,
    /// By whose captions.
    pub(super) by: By,
    /// Two whose captions it answers to, and who read it differently: by name.
    pub(super) rivals: Option<[String; 2]>,
    /// The row, from 0; of two rows the lower one.
    pub(super) row: u32,
    /// First cell of the row.
    pub(super) first: CellRef,
    /// Column of the sheet (from 0) by column of the table.
    pub(super) columns: BTreeMap<Column, u32>,
    /// Captions that two columns answer to, with both cells.
    pub(super) twice: Vec<(Column, [CellRef; 2])>,
    /// Other captions of the row, with their columns.
    pub(super) extra: Vec<(u32, String)>,
}

impl Header {
    /// A row without any caption.
    pub(super) fn none(table: Table, row: u32) -> Self {
        let first = CellRef::new(row, 0);
        let (columns, twice, extra) = (BTreeMap::new(), Vec::new(), Vec::new());
        Self { table, by: OWN, rivals: None, row, first, columns, twice, extra }
    }

    /// Needed columns that it lacks (11-settled.md, "Return"): Ref and Status; Ref and Value.
    pub(super) fn missing(&self) -> Vec<Column> {
        let answers = if self.table == Table::Progress { Column::Status } else { Column::Value };
        [Column::Ref, answers].into_iter().filter(|column| !self.columns.contains_key(column)).collect()
    }

    /// Whether rows can be read under it: a Measures table without Value still holds percents made from their numbers.
    pub(super) fn is_usable(&self) -> bool {
        let has = |column| self.columns.contains_key(&column);
        let answers = match self.table {
            Table::Progress => has(Column::Status),
            _ => has(Column::Value) || has(Column::Numerator) && has(Column::Denominator),
        };
        has(Column::Ref) && answers
    }

    /// Whether it has enough captions to be a damaged header of its table.
    pub(super) fn is_near(&self) -> bool {
        self.columns.len() >= NEAR
    }

    /// Whether a group row above belongs to it.
    pub(super) fn is_in_two_rows(&self) -> bool {
        self.by.rows == CaptionRows::Two
    }

    /// Whether another header stands above or below it in the same columns of the sheet.
    pub(super) fn overlaps(&self, other: &Self) -> bool {
        let span = |h: &Self| (h.columns.values().min().copied(), h.columns.values().max().copied());
        let ((from, to), (other_from, other_to)) = (span(self), span(other));
        from <= other_to && other_from <= to
    }

    /// The cell of a column in a row; none when the table lacks the column.
    pub(super) fn cell(&self, column: Column, row: u32) -> Option<CellRef> {
        self.columns.get(&column).map(|at| CellRef::new(row, *at))
    }
}

/// What this row would be as a header of the table; none when no caption of it answers.
pub(super) fn read_header(
    grid: &Grid,
    row: u32,
    table: Table,
    template: &Template,
    by: By,
) -> Option<Header> {
    read_captions(captions(grid, row, by.rows), row, table, template, by)
}

/// What these captions of a row would be as a header of the table.
fn read_captions(
    captions: Vec<Caption>,
    row: u32,
    table: Table,
    template: &Template,
    by: By,
) -> Option<Header> {
    let layout = by.layout.and_then(|index| template.layouts().get(index));
    let mut header = Header { by, ..Header::none(table, row) };
    let answers = |caption: &Caption| match layout {
        Some(layout) => layout.column(table, &caption.joined()).map(|column| (column, false)),
        // The form's captions have no groups: a group above one says nothing.
        None => template.captioned(table, &caption.text),
    };
    let answered: Vec<Option<(Column, bool)>> = captions.iter().map(answers).collect();
    let has_own = |column| WORDS.contains(&column) && answered.contains(&Some((column, true)));
    for (caption, answers) in captions.into_iter().zip(&answered) {
        match *answers {
            Some((column, is_own)) if !is_own && has_own(column) => {
                header.extra.push((caption.column, caption.joined()));
            }
            Some((column, _)) => {
                if let Some(first) = header.columns.insert(column, caption.column) {
                    header.columns.insert(column, first);
                    let second = CellRef::new(row, caption.column);
                    header.twice.push((column, [CellRef::new(row, first), second]));
                }
            }
            None => header.extra.push((caption.column, caption.joined())),
        }
    }
    let first = header.columns.values().min()?;
    header.first = CellRef::new(row, *first);
    Some(header)
}

/// Every usable or near header of a sheet, from the top. A row that answers to both tables is the one it has more
/// captions of.
pub(super) fn headers(grid: &Grid, template: &Template) -> Vec<Header> {
    each_header(grid, template).collect()
}

/// The same, one by one: who wants the first need not wait for all.
pub(super) fn each_header(grid: &Grid, template: &Template) -> impl Iterator<Item = Header> {
    let mut above: Option<Above> = None;
    rows_with_captions(grid, template).into_iter().flat_map(move |candidate| {
        let row = candidate.row;
        let own = if candidate.is_captioned { best(grid, row, template, OWN) } else { None };
        let is_usable = own.as_ref().is_some_and(Header::is_usable);
        let upper = row.checked_sub(1).map(|upper| match above {
            Some(known) if known.row == upper => known.is_usable,
            // No candidate: no caption of the form stands in it.
            _ => false,
        });
        above = Some(Above { row, is_usable });
        match header_in(grid, row, template, own, upper.unwrap_or(false)) {
            Some(header) => side_by_side(grid, &header, template).unwrap_or_else(|| vec![header]),
            None => Vec::new(),
        }
    })
}

/// The two headers of a row that holds the same captions twice, one set beside the other, as where a table was copied to
/// its own right: each is whole, and which of the two counts is asked where they differ (L06).
fn side_by_side(grid: &Grid, header: &Header, template: &Template) -> Option<Vec<Header>> {
    let (_, [_, second]) = header.twice.iter().find(|(column, _)| *column == Column::Ref)?;
    let (left, right): (Vec<Caption>, Vec<Caption>) = captions(grid, header.row, header.by.rows)
        .into_iter()
        .partition(|caption| caption.column < second.column);
    let whole = |captions| {
        let header = read_captions(captions, header.row, header.table, template, header.by)?;
        (header.is_usable() && header.twice.is_empty()).then_some(header)
    };
    let (left, right) = (whole(left)?, whole(right)?);
    left.columns.keys().eq(right.columns.keys()).then(|| vec![left, right])
}

/// What the row above was found to be.
#[derive(Debug, Clone, Copy)]
struct Above {
    row: u32,
    /// Whether it is a header by itself, by the form's own captions.
    is_usable: bool,
}

/// A row that may be a header.
#[derive(Debug, Clone, Copy)]
struct Candidate {
    row: u32,
    /// Whether it holds a caption of the form.
    is_captioned: bool,
}

/// The rows that may be headers: with a caption of the form in them, or above them where captions stand in two rows. A row
/// without any is none, and nearly all rows are told apart so. Layouts have captions of their own: for them every row is
/// looked at.
fn rows_with_captions(grid: &Grid, template: &Template) -> Vec<Candidate> {
    let rows = grid.cells.chunk_by(|one, next| one.at.row == next.at.row);
    let rows = rows.filter_map(|cells| Some((cells.first()?.at.row, cells)));
    let mut found = Vec::new();
    let mut last_captioned = None;
    for (row, cells) in rows.take_while(|(row, _)| *row < HEADER_ROWS) {
        let is_captioned = has_caption(cells, template);
        let is_below_one = row.checked_sub(1).is_some_and(|above| {
            let reaches_down = |(from, to): &(CellRef, CellRef)| from.row < above && to.row >= above;
            last_captioned == Some(above) || grid.merges.iter().any(reaches_down)
        });
        if is_captioned {
            last_captioned = Some(row);
        }
        if is_captioned || is_below_one || !template.layouts().is_empty() {
            found.push(Candidate { row, is_captioned });
        }
    }
    found
}

/// Whether a text among these cells is a caption of the form.
fn has_caption(cells: &[Cell], template: &Template) -> bool {
    cells.iter().any(|cell| matches!(&cell.content, Content::Text(text) if template.is_caption(text)))
}

/// Whether a row below a header may be a copy of it, told without reading it as one: it holds a caption.
pub(super) fn may_repeat(grid: &Grid, row: u32, header: &Header, template: &Template) -> bool {
    header.by != OWN || has_caption(grid.row(row), template)
}

/// The first ref of a sheet that has rows of the table and no header of any table: its header row was lost. The refs of
/// at least two rows must stand in one column, beside something else.
pub(super) fn headless(grid: &Grid, table: Table, plan: &Plan) -> Option<CellRef> {
    let is_ref = |text: &str| match table {
        Table::Measures => text.parse().is_ok_and(|r| plan.measure(r).is_some()),
        _ => text.parse().is_ok_and(|r| plan.action(r).is_some()),
    };
    let mut refs: BTreeMap<u32, Vec<CellRef>> = BTreeMap::new();
    for cell in grid.cells.iter().filter(|cell| !grid.is_under_merge(cell.at)) {
        if matches!(&cell.content, Content::Text(text) if is_ref(text)) && grid.row(cell.at.row).len() > 1 {
            refs.entry(cell.at.column).or_default().push(cell.at);
        }
    }
    refs.into_values().find(|refs| refs.len() > 1).and_then(|refs| refs.first().copied())
}

/// `own` is the row by the form's own captions; `is_under_header` says whether the row above is a header by these.
fn header_in(
    grid: &Grid,
    row: u32,
    template: &Template,
    own: Option<Header>,
    is_under_header: bool,
) -> Option<Header> {
    let mut claims: Vec<Header> = own.iter().filter(|h| h.is_usable()).cloned().collect();
    for (index, layout) in template.layouts().iter().enumerate() {
        let by = By { layout: Some(index), rows: layout.caption_rows };
        claims.extend(best(grid, row, template, by).filter(Header::is_usable));
    }
    // Captions in two rows, unless the upper row is a header by itself: then this one is its first row of answers.
    if claims.is_empty() && !is_under_header {
        let both = By { rows: CaptionRows::Two, ..OWN };
        claims.extend(best(grid, row, template, both).filter(Header::is_usable));
    }
    settled(&claims, template).or_else(|| own.filter(Header::is_near))
}

/// The row as a header of the table it has more captions of.
fn best(grid: &Grid, row: u32, template: &Template, by: By) -> Option<Header> {
    let captions = captions(grid, row, by.rows);
    let progress = read_captions(captions.clone(), row, Table::Progress, template, by);
    // It cannot have more captions of the other table than it has.
    if progress.as_ref().is_some_and(|header| header.is_usable() && header.columns.len() == captions.len()) {
        return progress;
    }
    let measures = read_captions(captions, row, Table::Measures, template, by);
    let better = |a: Header, b: Header| {
        let rank = |h: &Header| (h.is_usable(), h.columns.len());
        if rank(&b) > rank(&a) { b } else { a }
    };
    match (progress, measures) {
        (Some(progress), Some(measures)) => Some(better(progress, measures)),
        (one, other) => one.or(other),
    }
}

/// The one header of a row that several claim: the fullest, when the others say nothing else; else it has rivals.
fn settled(claims: &[Header], template: &Template) -> Option<Header> {
    let rank = |h: &Header| h.columns.len();
    // Of equally full ones the first stands: the form's own, then the layouts in their order.
    let mut fullest = claims.iter().rev().max_by_key(|h| rank(h))?.clone();
    let name = |by: By| match by.layout.and_then(|index| template.layouts().get(index)) {
        Some(Layout { name, .. }) => name.clone(),
        None => "the form's own captions".to_owned(),
    };
    let differs = |other: &&Header| {
        let same = |(column, at): (&Column, &u32)| fullest.columns.get(column) == Some(at);
        other.table != fullest.table || !other.columns.iter().all(same)
    };
    fullest.rivals = claims.iter().find(differs).map(|other| [name(fullest.by), name(other.by)]);
    Some(fullest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::sample::{grid, put, template, text};

    fn found(captions: &[&str]) -> Option<Header> {
        let mut sheet = grid("S");
        for (column, caption) in (0..).zip(captions) {
            put(&mut sheet, &CellRef::new(8, column).to_string(), Some(text(caption)));
        }
        headers(&sheet, &template()).into_iter().next()
    }

    #[test]
    fn captions_in_any_order_and_dress() {
        let header = found(&["STATUS:", "My notes", " Reference ", "Your  rag"]).unwrap();
        assert_eq!(header.table, Table::Progress);
        assert_eq!(header.cell(Column::Ref, 9), Some(CellRef::new(9, 2)));
        assert_eq!(header.extra, vec![(1, "My notes".to_owned())]);
        assert!(header.missing().is_empty() && header.is_usable());
    }

    #[test]
    fn a_row_answering_to_both_tables_is_the_one_it_has_more_of() {
        let header = found(&["Ref", "Measure", "Unit", "Due", "Value", "Status"]).unwrap();
        assert_eq!(header.table, Table::Measures);
        let header = found(&["Ref", "Planned activity", "Status", "Commentary", "Value"]).unwrap();
        assert_eq!(header.table, Table::Progress);
    }

    #[test]
    fn needed_captions_and_near_misses() {
        let header = found(&["Ref", "Measure", "Unit", "Fig. so far"]).unwrap();
        assert!(!header.is_usable());
        assert_eq!(header.missing(), vec![Column::Value]);
        assert!(found(&["Ref", "Numerator", "Denominator", "Valeu"]).unwrap().is_usable());
        assert_eq!(found(&["Ref", "Name"]), None);
        assert_eq!(found(&["Value", "Result", "Ref"]).unwrap().twice.len(), 1);
    }

    #[test]
    fn a_table_beside_another_has_a_header_of_its_own() {
        let mut sheet = grid("S");
        for (column, caption) in (0..).zip(["Ref", "Value", "Note", "", "Ref", "Value", "Note"]) {
            put(&mut sheet, &CellRef::new(3, column).to_string(), Some(text(caption)));
        }
        let columns = |sheet: &Grid| -> Vec<Vec<u32>> {
            headers(sheet, &template()).iter().map(|h| h.columns.values().copied().collect()).collect()
        };
        let mut found = columns(&sheet);
        for columns in &mut found {
            columns.sort_unstable();
        }
        assert_eq!(found, [[0, 1, 2], [4, 5, 6]]);
        put(&mut sheet, "G4", None);
        assert_eq!(headers(&sheet, &template()).len(), 1, "a part of a header is no table");
    }
}
