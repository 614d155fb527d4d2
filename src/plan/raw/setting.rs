//! Settings by key: `rating.red_share`, `meeting.2.name`. One shape behind `plan.toml` and the sheet `plan`.

use std::sync::Arc;

use chrono::NaiveDate;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::files::SETTINGS_FILE;
use super::table::fault;
use crate::domain::{CellRef, Quantity};
use crate::finding::Place;
use crate::plan::fault::{PlanFault, PlanFaultKind};

/// One setting as found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting {
    /// Its key; entries of `[[meeting]]` and `[[edition]]` are counted from 1.
    pub key: String,
    /// Its value as text; the items of a list are joined by `;`.
    pub value: String,
    /// What it was written as.
    pub kind: SettingKind,
    /// File and cell; for `plan.toml` column A of its line.
    pub place: Place,
}

/// What a value was written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SettingKind {
    /// Text.
    Text,
    /// A number.
    Number,
    /// A date.
    Date,
    /// True or false.
    Truth,
    /// A list of texts.
    List,
}

/// Settings of a `plan.toml`, in the order of its lines.
pub fn from_toml(text: &str) -> Result<Vec<Setting>, Box<PlanFault>> {
    let table = DeTable::parse(text).map_err(|error| {
        let line = error.span().map(|span| line_of(text, span.start));
        let place = Place { cell: line.map(|row| CellRef::new(row, 0)), ..Place::file(SETTINGS_FILE) };
        Box::new(fault(place, "", PlanFaultKind::Unreadable(error.message().to_owned())))
    })?;
    let mut flat = Flat { text, settings: Vec::new() };
    flat.table("", table.get_ref());
    flat.settings.sort_by_key(|(start, _)| *start);
    Ok(flat.settings.into_iter().map(|(_, setting)| setting).collect())
}

/// Settings as the text of a `plan.toml`, for `ragbook plan convert`: top-level keys first, as TOML needs it, then each
/// table whole, the entries of a list by number.
pub fn to_toml(settings: &[Setting]) -> String {
    let mut tables: Vec<&str> = Vec::new();
    for setting in settings {
        let (table, _, _) = parts(&setting.key);
        if !tables.contains(&table) {
            tables.push(table);
        }
    }
    let rank = |setting: &&Setting| {
        let (table, entry, _) = parts(&setting.key);
        (!table.is_empty(), tables.iter().position(|known| *known == table), entry)
    };
    let mut sorted: Vec<&Setting> = settings.iter().collect();
    sorted.sort_by_key(rank);
    let mut lines = Vec::new();
    let mut section = ("", None);
    for setting in sorted {
        let (table, entry, key) = parts(&setting.key);
        if section != (table, entry) {
            section = (table, entry);
            let heading = if entry.is_some() { format!("\n[[{table}]]") } else { format!("\n[{table}]") };
            lines.push(heading);
        }
        lines.push(format!("{} = {}", as_key(key), as_toml(setting)));
    }
    lines.push(String::new());
    lines.join("\n")
}

/// `edition.2.name` is table `edition`, entry 2, key `name`; a top-level key has no table.
fn parts(key: &str) -> (&str, Option<usize>, &str) {
    let Some((table, rest)) = key.split_once('.') else { return ("", None, key) };
    let entry = rest.split_once('.').and_then(|(number, rest)| Some((number.parse().ok()?, rest)));
    entry.map_or((table, None, rest), |(number, rest)| (table, Some(number), rest))
}

/// A key, its parts quoted where TOML asks for it.
fn as_key(key: &str) -> String {
    let bare =
        |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || "-_".contains(c));
    let part = |part: &str| if bare(part) { part.to_owned() } else { toml::Value::from(part).to_string() };
    key.split('.').map(part).collect::<Vec<_>>().join(".")
}

fn as_toml(setting: &Setting) -> String {
    let quoted = |text: &str| toml::Value::String(text.to_owned()).to_string();
    let value = setting.value.as_str();
    // A number or date that is no plain one is quoted: the reader then says what is wrong with it.
    let plain = match setting.kind {
        SettingKind::Number => value.parse::<Quantity>().is_ok(),
        SettingKind::Date => value.parse::<NaiveDate>().is_ok(),
        SettingKind::Truth => matches!(value, "true" | "false"),
        SettingKind::Text | SettingKind::List => false,
    };
    match setting.kind {
        _ if plain => value.to_owned(),
        SettingKind::Text | SettingKind::Number | SettingKind::Date | SettingKind::Truth => quoted(value),
        SettingKind::List => {
            let items: Vec<_> =
                setting.value.split(';').filter(|item| !item.is_empty()).map(quoted).collect();
            format!("[{}]", items.join(", "))
        }
    }
}

/// Nested tables made flat. Each setting comes with the byte it starts at.
struct Flat<'a> {
    text: &'a str,
    settings: Vec<(usize, Setting)>,
}

impl Flat<'_> {
    fn table(&mut self, prefix: &str, table: &DeTable<'_>) {
        for (key, value) in table {
            self.value(&format!("{prefix}{}", key.get_ref()), key.span().start, value);
        }
    }

    fn value(&mut self, key: &str, start: usize, value: &Spanned<DeValue<'_>>) {
        match value.get_ref() {
            DeValue::Table(table) => self.table(&format!("{key}."), table),
            DeValue::Array(items) if items.iter().any(|item| item.get_ref().is_table()) => {
                for (index, item) in items.iter().enumerate() {
                    self.value(&format!("{key}.{}", index + 1), item.span().start, item);
                }
            }
            DeValue::Array(items) => {
                let items: Vec<String> = items.iter().map(|item| scalar(item.get_ref()).0).collect();
                self.add(key, start, items.join(";"), SettingKind::List);
            }
            other => {
                let (text, kind) = scalar(other);
                self.add(key, start, text, kind);
            }
        }
    }

    fn add(&mut self, key: &str, start: usize, value: String, kind: SettingKind) {
        let cell = Some(CellRef::new(line_of(self.text, start), 0));
        let place = Place { file: Some(Arc::from(SETTINGS_FILE)), sheet: None, cell };
        self.settings.push((start, Setting { key: key.to_owned(), value, kind, place }));
    }
}

fn scalar(value: &DeValue<'_>) -> (String, SettingKind) {
    match value {
        DeValue::String(text) => (text.to_string(), SettingKind::Text),
        DeValue::Integer(number) => (number.as_str().to_owned(), SettingKind::Number),
        DeValue::Float(number) => (number.as_str().to_owned(), SettingKind::Number),
        DeValue::Boolean(truth) => (truth.to_string(), SettingKind::Truth),
        DeValue::Datetime(date) => (date.to_string(), SettingKind::Date),
        DeValue::Array(_) | DeValue::Table(_) => (String::new(), SettingKind::List),
    }
}

/// Line (from 0) of a byte.
fn line_of(text: &str, byte: usize) -> u32 {
    let before = text.as_bytes().iter().take(byte).filter(|b| **b == b'\n').count();
    u32::try_from(before).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn toml_goes_flat_and_back() {
        let text = "name = \"A \\\"B\\\"\"\nstarts = 2019-10-01\n\n[rating]\nred_share = 20\n\n[[edition]]\nname = \"x\"\npublic = true\nsheets = [\"Cover\", \"Summary\"]\n";
        let settings = from_toml(text).unwrap();
        let keys: Vec<_> = settings.iter().map(|s| (s.key.as_str(), s.value.as_str())).collect();
        assert_eq!(keys[0], ("name", "A \"B\""));
        assert_eq!(keys[5], ("edition.1.sheets", "Cover;Summary"));
        assert_eq!(settings[2].place.to_string(), "plan.toml · A5");
        let again = from_toml(&to_toml(&settings)).unwrap();
        let bare =
            |s: &[Setting]| s.iter().map(|s| (s.key.clone(), s.value.clone(), s.kind)).collect::<Vec<_>>();
        assert_eq!(bare(&again), bare(&settings));
    }

    #[test]
    fn rows_of_a_workbook_in_any_order_make_a_toml() {
        let setting = |key: &str, value: &str, kind| Setting {
            key: key.to_owned(),
            value: value.to_owned(),
            kind,
            place: Place::default(),
        };
        let shuffled = [
            setting("edition.2.name", "b", SettingKind::Text),
            setting("rating.red_share", "20", SettingKind::Number),
            setting("edition.1.free text", "all", SettingKind::Text),
            setting("name", "x", SettingKind::Text),
            setting("rating.noticeable", "0.5", SettingKind::Number),
            setting("starts", "tomorrow", SettingKind::Date),
            setting("edition.1.name", "a", SettingKind::Text),
        ];
        let again = from_toml(&to_toml(&shuffled)).unwrap();
        let pairs = |settings: &[Setting]| {
            let mut pairs: Vec<_> = settings.iter().map(|s| (s.key.clone(), s.value.clone())).collect();
            pairs.sort();
            pairs
        };
        assert_eq!(pairs(&again), pairs(&shuffled));
    }

    #[test]
    fn a_slip_in_the_file_is_told_with_its_line() {
        let fault = from_toml("name = \"x\"\nversion = \n").unwrap_err();
        assert_eq!(fault.place.to_string(), "plan.toml · A2");
        assert!(matches!(fault.kind, PlanFaultKind::Unreadable(_)));
    }
}
