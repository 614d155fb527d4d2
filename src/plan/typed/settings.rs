//! `plan.toml`, or the sheet `plan`: names, dates, thresholds, meetings, editions.

mod editions;
mod lists;

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::measures::{TOLERANCE_FORMS, read_tolerance};
use crate::domain::Quantity;
use crate::domain::dates::{TextDate, read_date};
use crate::plan::LeadIndex;
use crate::plan::fault::{PlanFault, PlanFaultKind};
use crate::plan::model::{Plan, RatingSettings};
use crate::plan::raw::table::{fault, nearest};
use crate::plan::raw::{Setting, SettingKind};
use crate::sheet::limits::Limits;

/// Reads the settings into a plan that has no rows yet. None when one that is needed is missing or unreadable.
pub(super) fn read(settings: &[Setting], faults: &mut Vec<PlanFault>) -> Option<Plan> {
    let mut keys = Keys { settings, used: BTreeSet::new(), asked: Vec::new(), faults };
    let name = keys.needed("name");
    let authority = keys.needed("authority");
    let version = keys.version();
    let starts = keys.date("starts");
    if starts.is_none() && keys.get("starts").is_none() {
        keys.missing("starts");
    }
    let (inspected, review_due) = (keys.date("inspected"), keys.date("review_due"));
    let returns_due_day = keys.whole("returns_due_day", 1..=28).unwrap_or(5);
    let preparation_days = keys.whole("preparation_days", 0..=60).unwrap_or(5);
    let contact = keys.text("contact").unwrap_or_default();
    let rating = rating(&mut keys);
    let limits = limits(&mut keys);
    let meetings = lists::meetings(&mut keys);
    let editions = editions::editions(&mut keys);
    lists::check_editions(&mut keys, &editions);
    keys.unknown();
    Some(Plan {
        name: name?,
        authority: authority?,
        version: version?,
        starts: starts?,
        inspected,
        review_due,
        returns_due_day,
        preparation_days,
        contact,
        rating,
        limits,
        meetings,
        editions,
        outcomes: Vec::new(),
        actions: Vec::new(),
        measures: Vec::new(),
        leads: Vec::new(),
        lead_index: LeadIndex::default(),
        changes: Vec::new(),
        files: Vec::new(),
    })
}

/// `[rating]` with the defaults of 5-rating.md.
fn rating(keys: &mut Keys<'_>) -> RatingSettings {
    RatingSettings {
        slip_amber_days: keys.whole("rating.slip_amber_days", 0..=3_660).unwrap_or(30),
        due_soon_days: keys.whole("rating.due_soon_days", 0..=3_660).unwrap_or(30),
        carry_periods: keys.whole("rating.carry_periods", 0..=120).unwrap_or(2),
        small_denominator: keys.quantity("rating.small_denominator").unwrap_or(Quantity::ZERO),
        tolerance: keys.read("rating.tolerance", TOLERANCE_FORMS, read_tolerance),
        noticeable: keys.quantity("rating.noticeable").unwrap_or(Quantity::from(1)),
        red_share: keys.whole("rating.red_share", 0..=100).unwrap_or(20),
        amber_share: keys.whole("rating.amber_share", 0..=100).unwrap_or(20),
    }
}

/// `[limits]`: each is a whole number; names and defaults are those of [`Limits`].
fn limits(keys: &mut Keys<'_>) -> Limits {
    let mut table = toml::Table::new();
    let names: Vec<&str> = keys.settings.iter().filter_map(|s| s.key.strip_prefix("limits.")).collect();
    for name in names {
        let key = format!("limits.{name}");
        if let Some(value) = keys.whole::<i64>(&key, 1..=i64::from(u32::MAX)) {
            table.insert(name.to_owned(), toml::Value::Integer(value));
            // One at a time, so that the unknown name is the one that is told.
            if table.clone().try_into::<Limits>().is_err() {
                table.remove(name);
                keys.used.remove(&key);
                // A key is no suggestion for itself.
                keys.asked.retain(|asked| *asked != key);
            }
        }
    }
    let known = toml::Table::try_from(Limits::default()).unwrap_or_default();
    keys.asked.extend(known.keys().map(|name| format!("limits.{name}")));
    table.try_into().unwrap_or_default()
}

/// The settings, and which of them have been read.
struct Keys<'a> {
    settings: &'a [Setting],
    used: BTreeSet<String>,
    /// Every key that was looked for, as suggestions for the unknown ones.
    asked: Vec<String>,
    faults: &'a mut Vec<PlanFault>,
}

impl<'a> Keys<'a> {
    fn get(&self, key: &str) -> Option<&'a Setting> {
        self.settings.iter().find(|setting| setting.key == key)
    }

    /// The setting, marked as read; none when it is not there or blank.
    fn take(&mut self, key: &str) -> Option<&'a Setting> {
        self.asked.push(key.to_owned());
        let setting = self.get(key)?;
        self.used.insert(key.to_owned());
        (!setting.value.trim().is_empty()).then_some(setting)
    }

    /// A value read by this function; a fault when it cannot be.
    fn read<T>(&mut self, key: &str, expected: &'static str, read: impl Fn(&str) -> Option<T>) -> Option<T> {
        let setting = self.take(key)?;
        let value = read(setting.value.trim());
        if value.is_none() {
            self.wrong(setting, expected);
        }
        value
    }

    fn wrong(&mut self, setting: &Setting, expected: &'static str) {
        let kind = PlanFaultKind::NotReadable { expected };
        self.faults.push(fault(setting.place.clone(), &setting.value, kind));
    }

    /// A fault at this setting, where it is there.
    fn refuse(&mut self, key: &str, expected: &'static str) {
        if let Some(setting) = self.get(key) {
            self.wrong(setting, expected);
        }
    }

    fn text(&mut self, key: &str) -> Option<String> {
        self.read(key, "text", |text| Some(text.split_whitespace().collect::<Vec<_>>().join(" ")))
    }

    fn needed(&mut self, key: &'static str) -> Option<String> {
        let text = self.text(key);
        if text.is_none() {
            self.missing(key);
        }
        text
    }

    /// Name of an entry of `[[list]]`; without one nobody could ask for it.
    fn name_of(&mut self, list: &'static str, number: usize) -> String {
        let name = self.text(&format!("{list}.{number}.name"));
        if name.is_none() {
            self.missing(if list == "meeting" { "name of a [[meeting]]" } else { "name of an [[edition]]" });
        }
        name.unwrap_or_default()
    }

    fn missing(&mut self, key: &'static str) {
        let place = self.settings.first().map(|first| first.place.clone()).unwrap_or_default();
        let place = crate::finding::Place { cell: None, ..place };
        self.faults.push(fault(place, "", PlanFaultKind::SettingMissing(key)));
    }

    /// The version as its owner writes it: as a number 1.10 would become 1.1.
    fn version(&mut self) -> Option<String> {
        let version = self.needed("version")?;
        let setting = self.get("version")?;
        if matches!(setting.kind, SettingKind::Number | SettingKind::Date) {
            self.faults.push(fault(setting.place.clone(), &setting.value, PlanFaultKind::NotText));
        }
        Some(version)
    }

    fn date(&mut self, key: &str) -> Option<NaiveDate> {
        self.read(key, "a date such as 31 March 2020", |text| read_date(text).map(TextDate::date))
    }

    /// Days listed one by one, in order; a fault when one of them is no date.
    fn dates(&mut self, key: &str) -> Vec<NaiveDate> {
        let read = |text: &str| read_date(text).map(TextDate::date);
        let all = |text: &str| text.split(';').map(str::trim).filter(|t| !t.is_empty()).map(read).collect();
        let mut days: Vec<NaiveDate> =
            self.read(key, "dates such as 31 March 2020, in a list", all).unwrap_or_default();
        days.sort_unstable();
        days.dedup();
        days
    }

    fn quantity(&mut self, key: &str) -> Option<Quantity> {
        self.read(key, "a number of nought or more, such as 1 or 0.5", |text| {
            text.parse().ok().filter(|number: &Quantity| !number.is_negative())
        })
    }

    fn whole<T: std::str::FromStr + PartialOrd>(
        &mut self,
        key: &str,
        range: std::ops::RangeInclusive<T>,
    ) -> Option<T> {
        let expected = match key {
            "returns_due_day" => "a day from 1 to 28",
            "rating.red_share" | "rating.amber_share" => "a whole percent from 0 to 100, such as 20",
            _ if key.starts_with("limits.") => "a whole number from 1 up",
            _ => "a whole number in its range",
        };
        self.read(key, expected, |text| text.parse().ok().filter(|number| range.contains(number)))
    }

    fn truth(&mut self, key: &str) -> Option<bool> {
        self.read(key, "true or false", |text| match text {
            "true" | "yes" => Some(true),
            "false" | "no" => Some(false),
            _ => None,
        })
    }

    /// Items of a list, or of a text with `;` between them.
    fn list(&mut self, key: &str) -> Vec<String> {
        let items = self.text(key).unwrap_or_default();
        items.split(';').map(|item| item.trim().to_owned()).filter(|item| !item.is_empty()).collect()
    }

    /// How many entries `[[list]]` has.
    fn entries(&self, list: &str) -> usize {
        let number = |setting: &Setting| {
            let (number, _) = setting.key.strip_prefix(list)?.strip_prefix('.')?.split_once('.')?;
            number.parse().ok()
        };
        // A hostile number must not make a long loop: there cannot be more entries than settings.
        self.settings.iter().filter_map(number).max().unwrap_or(0).min(self.settings.len())
    }

    /// A fault for every setting that nobody asked for.
    fn unknown(&mut self) {
        for setting in self.settings.iter().filter(|setting| !self.used.contains(&setting.key)) {
            let nearest = nearest(&setting.key, self.asked.iter().cloned());
            let kind = PlanFaultKind::UnknownSetting { nearest };
            self.faults.push(fault(setting.place.clone(), &setting.key, kind));
        }
    }
}
