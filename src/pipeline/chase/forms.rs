//! Who has not answered, as text for people, as CSV and as JSON.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::Chase;
use crate::domain::folding::clip;
use crate::domain::period::date_in_words;
use crate::domain::{LeadId, Period};

/// Version of the JSON form.
const SCHEMA: &str = "ragbook.chase/1";

/// The JSON form, apart from [`Chase`].
#[derive(serde::Serialize)]
struct ChaseV1<'a> {
    schema: &'static str,
    period: Period,
    due_back: NaiveDate,
    expected: usize,
    owing: Vec<OwingV1<'a>>,
}

#[derive(serde::Serialize)]
struct OwingV1<'a> {
    returner: &'a LeadId,
    name: &'a str,
    email: &'a str,
    state: &'static str,
    days_late: i64,
    file: Option<&'a str>,
    open: &'a [String],
    text: &'a str,
}

impl Chase {
    /// For people: a summary, a line a lead, then the texts.
    pub fn text(&self) -> String {
        let answered = self.expected - self.owing.len();
        let mut parts = vec![format!(
            "{answered} of {} returns for {} are complete. They are due back by {}.\n",
            self.expected,
            self.period.in_words(),
            date_in_words(self.due_back)
        )];
        let widest = self.owing.iter().map(|o| o.name.chars().count()).max().unwrap_or(0);
        for owing in &self.owing {
            let late = match owing.days_late {
                0 => String::new(),
                1 => ", 1 day late".to_owned(),
                days if days > 2 * 365 => format!(", more than {} years late", days / 366),
                days => format!(", {days} days late"),
            };
            let file = owing.file.as_ref().map(|f| format!(" ({})", clip(f, 160))).unwrap_or_default();
            parts.push(format!("  {:<widest$}  {}{late}{file}\n", owing.name, owing.state.word()));
        }
        for owing in &self.owing {
            let email = if owing.email.is_empty() { "no e-mail address in the plan" } else { &owing.email };
            parts.push(format!("\n--- {} <{email}>\n{}", owing.name, owing.text));
        }
        parts.concat()
    }

    /// As CSV, one row a lead.
    ///
    /// # Errors
    /// Only if CSV cannot be written to memory.
    pub fn csv(&self) -> Result<String, csv::Error> {
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(["returner", "name", "email", "state", "days_late", "file", "open", "text"])?;
        for owing in &self.owing {
            let (days, open) = (owing.days_late.to_string(), owing.open.join("; "));
            let file = owing.file.as_deref().unwrap_or_default();
            let cells = [
                owing.lead.as_str(),
                &owing.name,
                &owing.email,
                owing.state.word(),
                &days,
                file,
                &open,
                &owing.text,
            ];
            writer.write_record(cells.map(harmless))?;
        }
        let bytes = writer.into_inner().map_err(csv::IntoInnerError::into_error)?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }

    /// As JSON with a schema version.
    ///
    /// # Errors
    /// Only if JSON cannot be written, which plain texts never cause.
    pub fn json(&self) -> Result<String, serde_json::Error> {
        let owing = self.owing.iter().map(|o| OwingV1 {
            returner: &o.lead,
            name: &o.name,
            email: &o.email,
            state: o.state.word(),
            days_late: o.days_late,
            file: o.file.as_deref(),
            open: &o.open,
            text: &o.text,
        });
        let Self { period, due_back, expected, .. } = *self;
        let published = ChaseV1 { schema: SCHEMA, period, due_back, expected, owing: owing.collect() };
        serde_json::to_string_pretty(&published).map(|json| json + "\n")
    }

    /// How many leads owe something, by state.
    pub fn counts(&self) -> BTreeMap<&'static str, usize> {
        let mut counts = BTreeMap::new();
        for owing in &self.owing {
            *counts.entry(owing.state.word()).or_default() += 1;
        }
        counts
    }
}

/// A text that no spreadsheet runs as a formula when it opens the CSV (8-commands-and-files.md).
fn harmless(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() }
}
