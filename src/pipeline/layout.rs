//! `ragbook layout try FILE`: what is recognised in a return, and what is missing, before a layout file is relied on
//! (docs/layouts.md). Reads and tells; merges nothing and writes nothing.

use std::fmt::Write;
use std::path::Path;

use crate::domain::folding::clip;
use crate::domain::{Period, Table};
use crate::form::Template;
use crate::form::template::AboutItem;
use crate::intake::seen::{Seen, SeenHeader, seen};
use crate::intake::{self, Context, FileMet, TableRead};
use crate::plan::Plan;
use crate::sheet::limits::Limits;
use crate::sheet::read::{Worker, open_with};

/// Longest text quoted, in characters.
const QUOTED_CHARS: usize = 80;

/// What was recognised in a file.
#[derive(Debug)]
pub struct Tried {
    /// The listing, line by line.
    pub text: String,
    /// Whether a table was recognised, and none that can be read in two ways.
    pub is_usable: bool,
}

/// Why a file cannot be tried.
#[derive(Debug, thiserror::Error)]
pub enum TryError {
    /// It cannot be opened.
    #[error("{0}")]
    Refused(String),
    /// It cannot be reached.
    #[error(transparent)]
    Unreachable(#[from] intake::IntakeError),
}

/// Tries a file's bytes; with a plan, also whose return it would be.
///
/// # Errors
/// When the file cannot be opened as a workbook.
pub fn attempt(
    path: &Path,
    bytes: &[u8],
    template: &Template,
    plan: Option<&Plan>,
    period: Option<Period>,
    worker: Option<&Worker>,
) -> Result<Tried, TryError> {
    let limits = plan.map_or_else(Limits::default, |plan| plan.limits.clone());
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let workbook = open_with(bytes, &stem, &limits, worker)
        .map_err(|refusal| TryError::Refused(super::inspect::why_refused(&refusal)))?;
    let seen = seen(&workbook, template);
    let mut text = String::new();
    for header in &seen.headers {
        push_header(&mut text, header, template);
    }
    if seen.headers.is_empty() {
        line(
            &mut text,
            "No row answers to the captions of Progress or Measures, neither the form's own nor a layout's.",
        );
        let names: Vec<String> =
            template.layouts().iter().map(|layout| clip(&layout.name, QUOTED_CHARS)).collect();
        let known = if names.is_empty() { "none".to_owned() } else { names.join("; ") };
        line(&mut text, &format!("Layouts known: {known}"));
    }
    push_labels(&mut text, &seen, template);
    if let Some(plan) = plan {
        push_identity(&mut text, path, template, plan, period.or(seen.period), worker)?;
    }
    Ok(Tried { text, is_usable: seen.headers.iter().any(is_whole) && seen.headers.iter().all(is_clear) })
}

fn is_whole(header: &SeenHeader) -> bool {
    header.missing.is_empty()
}

/// Whether nothing in it can be read in two ways.
fn is_clear(header: &SeenHeader) -> bool {
    header.twice.is_empty() && header.rivals.is_none()
}

fn push_header(text: &mut String, header: &SeenHeader, template: &Template) {
    let by = header.layout.as_ref().map_or_else(
        || "the form's own captions".to_owned(),
        |name| format!("the layout \"{}\"", clip(name, QUOTED_CHARS)),
    );
    let (sheet, table) = (clip(&header.sheet, QUOTED_CHARS), header.table.name());
    line(text, &format!("Sheet \"{sheet}\": {table}, by {by}; captions in row {}", header.first.row + 1));
    let caption = |column| template.caption(header.table, column);
    for (column, at, found) in &header.columns {
        line(text, &format!("  {at}  {}  is \"{}\"", clip(found, QUOTED_CHARS), caption(*column)));
    }
    for (at, found) in &header.extra {
        line(text, &format!("  {at}  {}  answers to nothing and is not read", clip(found, QUOTED_CHARS)));
    }
    for column in &header.missing {
        line(
            text,
            &format!("  missing: \"{}\", without which the table cannot be read whole", caption(*column)),
        );
    }
    for (column, [first, second]) in &header.twice {
        line(
            text,
            &format!(
                "  twice: {first} and {second} both answer to \"{}\"; the table is not read",
                caption(*column)
            ),
        );
    }
    if let Some([one, other]) = &header.rivals {
        let (one, other) = (clip(one, QUOTED_CHARS), clip(other, QUOTED_CHARS));
        line(
            text,
            &format!("  claimed by {one} and by {other}, which read it differently; the table is not read"),
        );
    }
    line(text, &format!("  rows with a ref beneath: {}", header.rows));
}

fn push_labels(text: &mut String, seen: &Seen, template: &Template) {
    for (item, said) in &seen.labels {
        let said: Vec<String> = said.iter().map(|said| clip(said, QUOTED_CHARS)).collect();
        line(text, &format!("Label \"{}\": {}", template.about_label(*item), said.join(" / ")));
    }
    let says = |item: AboutItem| seen.labels.iter().any(|(known, _)| *known == item);
    for item in [AboutItem::ReturnFrom, AboutItem::Period].into_iter().filter(|item| !says(*item)) {
        line(text, &format!("Label \"{}\": not found", template.about_label(item)));
    }
}

/// Whose return it would be, and how many of its rows would be merged.
fn push_identity(
    text: &mut String,
    path: &Path,
    template: &Template,
    plan: &Plan,
    period: Option<Period>,
    worker: Option<&Worker>,
) -> Result<(), TryError> {
    let Some(period) = period else {
        line(text, "It names no month: say which with --period to see whose return it would be.");
        return Ok(());
    };
    let context = Context { plan, template, period, assume_period: true, progress: None, worker };
    let intake = intake::read(&[path.to_owned()], &context)?;
    for returned in intake.files.iter().filter_map(returned) {
        let who = returned.returner.as_ref().map_or("nobody in the plan", |lead| plan.lead_name(lead));
        let disputed = if returned.identity_disputed { "; its sources disagree" } else { "" };
        line(text, &format!("Return from: {}{disputed}", clip(who, QUOTED_CHARS)));
        push_rows(text, Table::Progress, returned.progress.as_ref(), |row| row.accepted);
        push_rows(text, Table::Measures, returned.measures.as_ref(), |row| row.accepted);
    }
    Ok(())
}

fn returned(file: &FileMet) -> Option<&intake::Return> {
    file.returned.as_ref()
}

fn push_rows<Row>(
    text: &mut String,
    table: Table,
    read: Option<&TableRead<Row>>,
    accepted: impl Fn(&Row) -> bool,
) {
    let Some(read) = read else { return };
    let merged = read.rows.iter().filter(|row| accepted(row)).count();
    line(text, &format!("{table}: {merged} of {} rows would be merged", read.rows.len()));
}

fn line(text: &mut String, line: &str) {
    // Writing to a String cannot fail.
    let _ = writeln!(text, "{line}");
}
