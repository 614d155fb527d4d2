//! How the rules on the plan's own files (P01 on) put a typed fault into words.

use super::{Ran, Rule};
use crate::finding::{Place, Severity};
use crate::plan::PlanFault;
use crate::plan::raw::files::SETTINGS_FILE;

/// What a plan rule has to say about one fault.
#[derive(Debug)]
pub(super) struct Said {
    /// How bad it is.
    pub(super) severity: Severity,
    /// What was expected.
    pub(super) expected: String,
    /// What is wrong, without the place.
    pub(super) message: String,
    /// What to do.
    pub(super) fix: String,
}

/// Raises an exception for each fault that the rule has something to say about. The message leads with the place.
pub(super) fn raise(rule: &Rule, faults: &[PlanFault], say: fn(&PlanFault) -> Option<Said>) -> Ran {
    let exception = |fault: &PlanFault| {
        let said = say(fault)?;
        let message = format!("{}: {}", at(&fault.place), said.message);
        Some(rule.raise_plan(said.severity, fault).expected(said.expected).message(message).fix(said.fix))
    };
    Ran::Checked(faults.iter().filter_map(exception).collect())
}

/// The place as an officer looks it up: `actions.csv, cell E13`, `plan.xlsx, actions!E13`, `plan.toml, line 4`.
fn at(place: &Place) -> String {
    let file = place.file.as_deref().unwrap_or("The plan");
    match (&place.sheet, place.cell) {
        (None, Some(cell)) if file == SETTINGS_FILE => format!("{file}, line {}", cell.row + 1),
        (None, Some(cell)) => format!("{file}, cell {cell}"),
        (None, None) => file.to_owned(),
        (Some(_), _) => format!("{file}, {}", place.in_file()),
    }
}

/// ` Did you mean "x"?`, or nothing.
pub(super) fn did_you_mean<T: AsRef<str>>(nearest: Option<&T>) -> String {
    nearest.map(|nearest| format!(" Did you mean \"{}\"?", nearest.as_ref())).unwrap_or_default()
}

/// Code, severity and place of what a rule makes of these faults.
#[cfg(test)]
pub(super) fn raised(rule: &Rule, faults: &[PlanFault]) -> Vec<String> {
    let super::Check::Plan(check) = rule.check else { return vec!["not a rule on the plan".to_owned()] };
    let Ran::Checked(exceptions) = check(faults) else { return vec!["not run".to_owned()] };
    exceptions.iter().map(|e| format!("{} {} {}", e.code, e.severity, e.place)).collect()
}
