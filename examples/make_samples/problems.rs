//! Damages some of the sample returns on purpose, each the way a real return goes wrong, and keeps a list of what was
//! planted where, for people (`samples/planted.csv`) and for tests.

use chrono::NaiveDate;
use ragbook::domain::{CellRef, Column, LeadId, Period, Table, Unit};
use ragbook::form::template::AboutItem;
use ragbook::sheet::book::{Book, CellContent, CellSpec, ColumnSpec};

use super::fill::{Filler, MARK, table};

/// A problem planted in a sample return.
pub(crate) struct Planted {
    /// What was done, in plain words.
    pub(crate) what: &'static str,
    /// Code that must be raised.
    pub(crate) code: &'static str,
    /// File.
    pub(crate) file: String,
    /// Sheet; empty for a whole file.
    pub(crate) sheet: String,
    /// Cell; empty for a whole file.
    pub(crate) cell: String,
}

/// A file of the sample month.
pub(crate) struct SampleFile {
    /// File name.
    pub(crate) name: String,
    /// Its book.
    pub(crate) book: Book,
}

/// Returners who send nothing.
pub(crate) const MISSING: &[&str] = &["fiona-oshaughnessy"];

/// One answer typed the wrong way.
struct Slip {
    lead: &'static str,
    table: Table,
    reference: &'static str,
    column: Column,
    typed: Typed,
    code: &'static str,
    what: &'static str,
}

/// What the lead's cell holds.
enum Typed {
    Text(&'static str),
    Number(f64, u32),
    /// A day of 2019: month and day.
    Day(u32, u32),
}

impl Typed {
    fn content(&self) -> CellContent<'static> {
        match *self {
            Self::Text(text) => CellContent::Text(text.into()),
            Self::Number(number, places) => CellContent::Number(number, places),
            Self::Day(month, day) => date(month, day),
        }
    }
}

/// A day of 2019.
fn date(month: u32, day: u32) -> CellContent<'static> {
    NaiveDate::from_ymd_opt(2019, month, day).map_or(CellContent::Blank, CellContent::Date)
}

const fn value(
    lead: &'static str,
    reference: &'static str,
    typed: Typed,
    code: &'static str,
    what: &'static str,
) -> Slip {
    Slip { lead, table: Table::Measures, reference, column: Column::Value, typed, code, what }
}

const fn progress(
    (lead, reference): (&'static str, &'static str),
    column: Column,
    typed: Typed,
    code: &'static str,
    what: &'static str,
) -> Slip {
    Slip { lead, table: Table::Progress, reference, column, typed, code, what }
}

/// Slips of a single cell. A percent typed as 85 % under the form's own format is the fourth way, is right, and raises
/// nothing: see [`send`].
const SLIPS: &[Slip] = &[
    value("joe-banham", "1.3a", Typed::Text("85%"), "V09", "percent typed as text: 85%"),
    value("joe-banham", "1.4a", Typed::Number(85.0, 0), "V02", "percent typed as a plain 85"),
    value("steve-smith", "2.8a", Typed::Number(0.85, 2), "V02", "percent typed as a plain 0.85"),
    value("eifion-burke", "3.2a", Typed::Day(4, 3), "V06", "Excel made a date of 3-4 in a count"),
    value("safeguarding-partnership", "1.6a", Typed::Text("12 (est)"), "V01", "an estimate in words"),
    value("lynn-campbell", "2.7a", Typed::Text("tbc"), "V09", "tbc instead of a value"),
    progress(
        ("alex-shears", "3.1"),
        Column::Ref,
        Typed::Number(3.1, 1),
        "R02",
        "ref as a number; the wording settles it",
    ),
    progress(
        ("clinical-lead", "3.10"),
        Column::Ref,
        Typed::Number(3.1, 1),
        "R02",
        "ref 3.10 became the number 3.1",
    ),
    progress(
        ("hannah-myers", "5.6"),
        Column::TargetDate,
        Typed::Text("March 2020"),
        "R07",
        "target date changed",
    ),
];

/// The files that one returner sends, with what was planted in them. `fresh` makes that returner's filled-in return for
/// any period.
pub(crate) fn send(
    filler: &Filler<'_>,
    lead: &LeadId,
    name: &str,
    fresh: &dyn Fn(Period) -> Book,
) -> (Vec<SampleFile>, Vec<Planted>) {
    let mut book = fresh(filler.period);
    let mut planted = Vec::new();
    match lead.as_str() {
        "paul-smith" => {
            typed_percent(filler, &mut book, "2.3b");
            filler.set(&mut book, Table::Measures, "2.3b", Column::Value, CellContent::Percent(85.0, 0));
        }
        "nabeel-chaudhry" => {
            // A third of a joint measure left blank: partial, not due until December.
            filler.set(&mut book, Table::Measures, "1.5a", Column::Value, CellContent::Blank);
            planted.push(whole("one of three returners of a joint measure gives no value", "M01", ""));
        }
        "clinical-lead" => {
            // Without the plan's wording nothing settles what the number 3.1 was.
            let wording = CellContent::Text("Meet about the waiting lists (illustrative data)".into());
            filler.set(&mut book, Table::Progress, "3.10", Column::Activity, wording);
        }
        "trish-lewis" => {
            filler.about(&mut book, AboutItem::DateCompleted, date(12, 9));
            planted.push(whole("completed after the due date", "W06", name));
        }
        "di-hollis" => {
            rearrange(&mut book);
            planted.push(whole("Measures: columns moved and one inserted", "L03", name));
        }
        "anne-marie-carney" => {
            book = fresh(filler.period.previous());
            planted.push(whole("last month's return sent again", "W03", name));
            planted.push(whole("so that nothing came for this month", "W07", name));
        }
        "bev-hurst" => return two_versions(filler, book, name),
        _ => {}
    }
    for slip in SLIPS.iter().filter(|slip| slip.lead == lead.as_str()) {
        planted.push(slip_in(filler, &mut book, slip, name));
    }
    (vec![SampleFile { name: name.to_owned(), book }], planted)
}

/// Plants one slip and says where it stands.
fn slip_in(filler: &Filler<'_>, book: &mut Book, slip: &Slip, name: &str) -> Planted {
    let (sheet, cell) = place(filler, book, slip.table, slip.reference, slip.column).unwrap_or_default();
    let unit = slip.reference.parse().ok().and_then(|r| filler.plan.measure(r)).map(|m| m.unit);
    if unit == Some(Unit::Percent) {
        typed_percent(filler, book, slip.reference);
    }
    filler.set(book, slip.table, slip.reference, slip.column, slip.typed.content());
    Planted { what: slip.what, code: slip.code, file: name.to_owned(), sheet, cell }
}

/// Someone who sends nothing.
pub(crate) fn missing() -> Planted {
    whole("no return", "W07", "")
}

fn whole(what: &'static str, code: &'static str, file: &str) -> Planted {
    Planted { what, code, file: file.to_owned(), sheet: String::new(), cell: String::new() }
}

/// A second version two days later in which one number is another.
fn two_versions(filler: &Filler<'_>, mut first: Book, name: &str) -> (Vec<SampleFile>, Vec<Planted>) {
    let mut second = first.clone();
    filler.about(&mut first, AboutItem::DateCompleted, date(12, 2));
    filler.about(&mut second, AboutItem::DateCompleted, date(12, 4));
    filler.set(&mut second, Table::Measures, "4.4a", Column::Numerator, CellContent::Number(21.0, 0));
    filler.set(&mut second, Table::Measures, "4.4a", Column::Denominator, CellContent::Number(24.0, 0));
    filler.set(&mut second, Table::Measures, "4.4a", Column::Value, CellContent::Percent(87.5, 1));
    let again = name.replace(".xlsx", " corrected.xlsx");
    // The exception stands at the version that is used.
    let planted = whole("two versions from one lead", "W05", &again);
    let files =
        vec![SampleFile { name: name.to_owned(), book: first }, SampleFile { name: again, book: second }];
    (files, vec![planted])
}

/// Leaves the numbers of a percent blank, so that the typed Value stands alone.
fn typed_percent(filler: &Filler<'_>, book: &mut Book, reference: &str) {
    filler.set(book, Table::Measures, reference, Column::Numerator, CellContent::Blank);
    filler.set(book, Table::Measures, reference, Column::Denominator, CellContent::Blank);
}

/// Moves the last column of Measures in front of the refs, and inserts a column of the lead's own.
fn rearrange(book: &mut Book) {
    let Some(table) = table(book, Table::Measures) else { return };
    if let Some(last) = table.columns.pop() {
        table.columns.insert(0, last);
    }
    let own = ColumnSpec { caption: "Seen by".to_owned(), width: 12.0, note: String::new() };
    table.columns.insert(3, own);
    table.rows.rewrite(|_, row| {
        if let Some(last) = row.pop() {
            row.insert(0, last);
        }
        row.insert(3, CellSpec::text(MARK));
    });
}

/// Sheet name and cell of a row's column, as they stand in the book.
fn place(
    filler: &Filler<'_>,
    book: &Book,
    kind: Table,
    reference: &str,
    column: Column,
) -> Option<(String, String)> {
    let caption = filler.template.caption(kind, column);
    let sheet = book.sheets.iter().find(|s| s.table.as_ref().is_some_and(|t| t.name == kind.name()))?;
    let table = sheet.table.as_ref()?;
    let at = table.columns.iter().position(|c| c.caption == caption)?;
    let wanted = CellContent::Text(reference.into());
    let row = table.rows.iter().position(|row| row.iter().any(|cell| cell.content == wanted))?;
    let cell = CellRef::new(sheet.header_row() + 1 + u32::try_from(row).ok()?, u32::try_from(at).ok()?);
    Some((sheet.name.clone(), cell.to_string()))
}
