//! `[[meeting]]` of `plan.toml`.

use super::Keys;
use crate::plan::fault::PlanFaultKind;
use crate::plan::model::{Edition, Meeting, MonthlyDay};
use crate::plan::raw::table::{fault, nearest};

/// How often a meeting may be held; `regularly` states no dates.
const EVERY: &str = "monthly, 6-weekly (or another number of weeks), quarterly, termly, annual or regularly";

/// On which weekday of a month.
const ON: &str = "first, second, third, fourth or last and a weekday, such as second Tuesday";

/// The meetings, as listed.
pub(super) fn meetings(keys: &mut Keys<'_>) -> Vec<Meeting> {
    let meeting = |keys: &mut Keys<'_>, number: usize| {
        let key = |name: &str| format!("meeting.{number}.{name}");
        Meeting {
            name: keys.name_of("meeting", number),
            every: keys.read(&key("every"), EVERY, every).unwrap_or_default(),
            attended_by: keys.text(&key("attended_by")).unwrap_or_default(),
            edition: keys.text(&key("edition")).unwrap_or_default(),
            first: keys.date(&key("first")),
            on: keys.read(&key("on"), ON, monthly_day),
            dates: keys.dates(&key("dates")),
        }
    };
    (1..=keys.entries("meeting")).map(|number| meeting(keys, number)).collect()
}

/// Adds a fault for each meeting that gets an edition which is not there.
pub(super) fn check_editions(keys: &mut Keys<'_>, editions: &[Edition]) {
    for number in 1..=keys.entries("meeting") {
        let Some(setting) = keys.get(&format!("meeting.{number}.edition")) else { continue };
        if editions.iter().all(|edition| edition.name != setting.value.trim()) {
            let names = editions.iter().map(|edition| edition.name.clone());
            let kind = PlanFaultKind::UnknownRef { what: "edition", nearest: nearest(&setting.value, names) };
            keys.faults.push(fault(setting.place.clone(), &setting.value, kind));
        }
    }
}

fn monthly_day(text: &str) -> Option<MonthlyDay> {
    let folded = text.to_lowercase();
    let (which, weekday) = folded.split_once(' ')?;
    let which = match which {
        "first" => Some(1),
        "second" => Some(2),
        "third" => Some(3),
        "fourth" => Some(4),
        "last" => None,
        _ => return None,
    };
    Some(MonthlyDay { which, weekday: weekday.trim().parse().ok()? })
}

fn every(text: &str) -> Option<String> {
    let folded = text.to_lowercase();
    let weeks = folded.strip_suffix("-weekly").and_then(|n| n.parse::<u32>().ok()).is_some_and(|n| n > 0);
    let words = ["weekly", "monthly", "quarterly", "termly", "annual", "regularly"];
    (weeks || words.contains(&folded.as_str())).then_some(folded)
}
