//! Types illustrative answers into a blank return, as a lead would: into the input cells of the book that
//! `form` makes, by caption.
//!
//! Everything here is made up and says so. The figures come from a hash of the ref, so that they are the same at every run
//! and mean nothing.

use chrono::{Days, NaiveDate};
use ragbook::domain::{Column, LeadId, Period, Table, Unit};
use ragbook::form::Template;
use ragbook::form::template::AboutItem;
use ragbook::plan::{Measure, Plan};
use ragbook::sheet::book::{Book, CellContent, CellSpec, TableSpec};

/// The mark that stands where a reader sees it.
pub(crate) const MARK: &str = "Illustrative data";

/// A return being filled in.
pub(crate) struct Filler<'a> {
    /// The plan behind it.
    pub(crate) plan: &'a Plan,
    /// The words of the form.
    pub(crate) template: &'a Template,
    /// The month reported on.
    pub(crate) period: Period,
}

impl Filler<'_> {
    /// Fills in every input of the return with plain, right answers.
    pub(crate) fn fill(&self, book: &mut Book, lead: &LeadId) {
        mark(book);
        let completed = self.period.next().first_day() + Days::new(hash(lead.as_str()) % 4);
        self.about(book, AboutItem::CompletedBy, CellContent::Text(MARK.into()));
        self.about(book, AboutItem::DateCompleted, CellContent::Date(completed));
        for reference in refs(book, Table::Progress) {
            self.progress(book, &reference);
        }
        for reference in refs(book, Table::Measures) {
            self.measure(book, &reference);
        }
    }

    /// Sets the answer beside a label on *Start here*.
    pub(crate) fn about(&self, book: &mut Book, item: AboutItem, content: CellContent<'static>) {
        let label = CellContent::Text(self.template.about_label(item).into());
        let Some(table) = table(book, Table::About) else { return };
        let mut content = Some(content);
        table.rows.rewrite(|_, row| {
            if row[0].content == label
                && let Some(content) = content.take()
            {
                row[1].content = content;
            }
        });
    }

    /// Sets one cell of a row, by ref and column.
    pub(crate) fn set(
        &self,
        book: &mut Book,
        kind: Table,
        reference: &str,
        column: Column,
        content: CellContent<'static>,
    ) {
        let caption = self.template.caption(kind, column).to_owned();
        let Some(table) = table(book, kind) else { return };
        let Some(at) = table.columns.iter().position(|c| c.caption == caption) else { return };
        let wanted = CellContent::Text(reference.into());
        let mut content = Some(content);
        table.rows.rewrite(|_, row| {
            if row.iter().any(|cell| cell.content == wanted)
                && let Some(content) = content.take()
            {
                row[at].content = content;
            }
        });
    }

    fn progress(&self, book: &mut Book, reference: &str) {
        let Some(action) = reference.parse().ok().and_then(|r| self.plan.action(r)) else { return };
        let as_at = self.period.last_day();
        let chance = hash(reference) % 10;
        let due = action.target.date();
        let overdue = due.is_some_and(|d| d <= as_at);
        let status = match (overdue, chance) {
            (true, 0..=6) => "Complete",
            (_, 0..=1) if !overdue => "Not started",
            _ => "In progress",
        };
        let forecast = match (status, due) {
            ("Complete", Some(due)) => Some(due - Days::new(chance)),
            (_, Some(_)) if overdue => Some(as_at + Days::new(20 + chance)),
            (_, Some(due)) if chance == 5 => Some(due + Days::new(45)),
            (_, Some(due)) if chance == 6 => Some(due + Days::new(14)),
            (_, due) => due,
        };
        let rag = match (status, chance) {
            _ if overdue && status != "Complete" => "Red",
            (_, 5..=6) => "Amber",
            _ => "Green",
        };
        self.set(book, Table::Progress, reference, Column::Status, CellContent::Text(status.into()));
        if let Some(forecast) = forecast {
            self.set(book, Table::Progress, reference, Column::Forecast, CellContent::Date(forecast));
        }
        self.set(book, Table::Progress, reference, Column::OwnRag, CellContent::Text(rag.into()));
        let commentary =
            format!("{MARK} for {reference}: what was done, what is next and what is in the way.");
        self.set(book, Table::Progress, reference, Column::Commentary, CellContent::Text(commentary.into()));
        if status == "Complete" {
            let evidence = format!("{MARK}: name of the document for {reference}");
            self.set(book, Table::Progress, reference, Column::Evidence, CellContent::Text(evidence.into()));
        }
    }

    fn measure(&self, book: &mut Book, reference: &str) {
        let Some(measure) = reference.parse().ok().and_then(|r| self.plan.measure(r)) else { return };
        let mut set = |column, content| self.set(book, Table::Measures, reference, column, content);
        if measure.unit == Unit::Percent {
            let (numerator, denominator) = fraction(measure);
            set(Column::Numerator, CellContent::Number(f64::from(numerator), 0));
            set(Column::Denominator, CellContent::Number(f64::from(denominator), 0));
            // A spreadsheet would work the form's formula out; a lead sees the percent, so the file holds it.
            set(
                Column::Value,
                CellContent::Percent(f64::from(numerator) / f64::from(denominator) * 100.0, 1),
            );
        } else {
            set(Column::Value, plain_value(measure, self.period));
        }
        set(Column::Note, CellContent::Text(MARK.into()));
    }
}

/// The table of this kind in a book.
pub(crate) fn table(book: &mut Book, kind: Table) -> Option<&mut TableSpec> {
    book.sheets.iter_mut().filter_map(|s| s.table.as_mut()).find(|t| t.name == kind.name())
}

/// A whole number that a text always gives (FNV-1a).
pub(crate) fn hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |h: u64, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3))
        >> 7
}

/// Says in the document's title that nothing here is real. The first sheet says so by the plan's name, by whom to ask and by
/// who completed it: words behind the form's own title would be a lead's (L08).
fn mark(book: &mut Book) {
    book.title = format!("{} ({})", book.title, MARK.to_lowercase());
}

fn fraction(measure: &Measure) -> (u32, u32) {
    let chance = u32::try_from(hash(&measure.reference.to_string()) % 30).unwrap_or(0);
    let denominator = 24 + chance * 2;
    let share =
        if measure.polarity == ragbook::domain::Polarity::Lower { 4 + chance / 3 } else { 68 + chance };
    (denominator * share / 100, denominator)
}

fn plain_value(measure: &Measure, period: Period) -> CellContent<'static> {
    let chance = u32::try_from(hash(&measure.reference.to_string()) % 30).unwrap_or(0);
    match measure.unit {
        Unit::Weeks => CellContent::Number(f64::from(6 + chance / 3), 0),
        Unit::Days => CellContent::Number(f64::from(20 + chance), 0),
        Unit::Number => CellContent::Number(f64::from(chance) + 0.5, 1),
        Unit::Date => CellContent::Date(last_monday(period)),
        Unit::Text => CellContent::Text(format!("{MARK}: a sentence for {}", measure.reference).into()),
        Unit::Document => CellContent::Text(format!("{MARK}: document for {}", measure.reference).into()),
        Unit::Count | Unit::Percent => CellContent::Number(f64::from(6 + chance), 0),
    }
}

fn last_monday(period: Period) -> NaiveDate {
    use chrono::Datelike;
    let last = period.last_day();
    last - Days::new(u64::from(last.weekday().num_days_from_monday()))
}

/// Refs of a table's rows, in order.
fn refs(book: &mut Book, kind: Table) -> Vec<String> {
    let Some(table) = table(book, kind) else { return Vec::new() };
    let text = |cell: CellSpec<'_>| match cell.content {
        CellContent::Text(text) => Some(text.into_owned()),
        _ => None,
    };
    table.rows.iter().filter_map(|row| text(row.first()?)).collect()
}
