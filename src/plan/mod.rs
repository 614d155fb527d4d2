//! The master plan: read from its folder or from `plan.xlsx`, validated with all faults at once (2-plan.md).
//!
//! [`raw::RawPlan`] is what the files say; [`Plan`] is what the rest of ragbook may rely on: refs parsed, leads known,
//! units and dates typed. Unvalidated data cannot reach floor 3.

pub mod amend;
pub mod amended;
pub mod calendar;
mod comparable;
pub mod diff;
pub mod due;
pub mod earlier;
pub mod fault;
pub mod indexed;
mod lead_index;
pub mod meaning;
pub mod model;
pub mod open;
pub mod raw;
#[cfg(test)]
pub(crate) mod raw_sample;
#[cfg(test)]
pub(crate) mod sample;
pub mod slots;
pub mod target_date;
mod typed;

pub use fault::{CannotRate, Impossible, PlanFault, PlanFaultKind};
pub use indexed::Indexed;
pub use lead_index::LeadIndex;
pub use model::{
    Action, Change, ChangeSubject, Edition, Lead, Measure, Meeting, MonthlyDay, Outcome, Plan, Profile,
    RatingSettings, TargetDate, Tolerance,
};
pub use raw::RawPlan;

use std::path::Path;

/// Version of the plan's format (docs/formats.md): raised when a file or column changes its meaning or goes.
pub const FORMAT: u32 = 1;

/// What loading a plan gives: the plan, unless a fault of severity error stands in its way, and every fault.
#[derive(Debug, Clone, PartialEq)]
pub struct Loaded {
    /// The validated plan; none when a fault makes it unusable.
    pub plan: Option<Plan>,
    /// Every fault found: by file, then row.
    pub faults: Vec<PlanFault>,
}

/// Loads the plan in this folder (CSV and TOML), or this `plan.xlsx`.
pub fn load(path: &Path) -> Loaded {
    let (raw, unread) = raw::read(path);
    validate(&raw, unread)
}

/// The plan in this folder, or this `plan.xlsx`, for work with it. What is still open in a plan that can be used is not looked
/// for: only `plan check` tells it.
///
/// # Errors
/// What [`load`] finds in a plan that cannot be used.
pub fn load_for_work(path: &Path) -> Result<Plan, Vec<PlanFault>> {
    let (raw, unread) = raw::read(path);
    let Loaded { plan, mut faults } = close(&raw, unread);
    plan.ok_or_else(|| {
        faults.sort_by_key(order);
        faults
    })
}

/// Makes a plan of what the files say. `unread` are the faults of reading them; all are kept.
pub fn validate(raw: &RawPlan, unread: Vec<PlanFault>) -> Loaded {
    let Loaded { plan, mut faults } = close(raw, unread);
    if let Some(plan) = &plan {
        faults.extend(open::look(plan, raw));
    }
    faults.sort_by_key(order);
    Loaded { plan, faults }
}

/// The plan, unless it cannot be used, and what is wrong with it.
fn close(raw: &RawPlan, unread: Vec<PlanFault>) -> Loaded {
    let mut faults = unread;
    let plan = typed::read(raw, &mut faults);
    let plan = plan.filter(|_| !faults.iter().any(PlanFault::stops));
    Loaded { plan, faults }
}

/// Files in the order of 2-plan.md, then rows, then columns.
fn order(fault: &PlanFault) -> (usize, u32, u32) {
    let name = fault.place.sheet.as_deref().or(fault.place.file.as_deref()).unwrap_or_default();
    let stem = name.split('.').next().unwrap_or_default();
    let tables = raw::PlanFile::ALL.iter().position(|file| file.sheet_name() == stem);
    let cell = fault.place.cell;
    (tables.map_or(0, |index| index + 1), cell.map_or(0, |c| c.row), cell.map_or(0, |c| c.column))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_loaded_for_work_is_what_is_checked() {
        let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/plan");
        let checked = load(&samples);
        assert!(!checked.faults.is_empty(), "something is open in it");
        assert_eq!(load_for_work(&samples).ok(), checked.plan);
        let nothing = tempfile::tempdir().unwrap();
        assert_eq!(load_for_work(nothing.path()), Err(load(nothing.path()).faults));
    }
}
