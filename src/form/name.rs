//! The file name of a return: `2019-11 Joe Banham.xlsx`.

use std::collections::HashMap;

use crate::domain::Period;
use crate::domain::folding::tidy;
use crate::plan::{Lead, Plan};

/// Longest part made of a lead's name, in characters: file systems stop at 255 bytes, paths on shared drives earlier.
const LONGEST: usize = 80;

/// The file names of a plan's returns: how many leads would share each name.
#[derive(Debug, Clone)]
pub struct FileNames {
    // Windows and macOS take two names for one when only case differs: these are in lower case.
    leads: HashMap<String, u32>,
}

impl FileNames {
    /// Of all the plan's leads.
    pub fn of(plan: &Plan) -> Self {
        let mut leads = HashMap::new();
        for lead in &plan.leads {
            *leads.entry(safe(&lead.name).to_lowercase()).or_default() += 1;
        }
        Self { leads }
    }

    /// The file name of this lead's return for a period: the period, then the lead's name with characters that file systems
    /// refuse replaced by `-`. Where two leads would get one name, each has its id behind it. The period in front keeps
    /// every name clear of the names that Windows reserves (`CON`, `NUL` …).
    pub fn name(&self, lead: &Lead, period: Period) -> String {
        let name = safe(&lead.name);
        let is_shared = self.leads.get(&name.to_lowercase()).is_some_and(|leads| *leads > 1);
        if name.is_empty() || is_shared {
            let both = format!("{name} ({})", safe(lead.id.as_str()));
            return format!("{period} {}.xlsx", both.trim_start());
        }
        format!("{period} {name}.xlsx")
    }
}

/// The file name of one lead's return; see [`FileNames::name`], which is for those of many.
pub fn file_name(plan: &Plan, lead: &Lead, period: Period) -> String {
    FileNames::of(plan).name(lead, period)
}

fn safe(name: &str) -> String {
    let accepted =
        |c: char| if matches!(c, '<' | '>' | ':' | '"' | '/' | '\\' | '|' | '?' | '*') { '-' } else { c };
    let safe: String = tidy(name).chars().map(accepted).take(LONGEST).collect();
    safe.trim_matches([' ', '.']).to_owned()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::plan::sample;

    #[test]
    fn names_are_safe_and_never_shared() {
        let mut plan = sample::plan();
        let period = Period::new(2019, 11).unwrap();
        let name_of = |plan: &Plan, index: usize| file_name(plan, &plan.leads[index], period);
        assert_eq!(name_of(&plan, 0), "2019-11 Ann Archer.xlsx");
        plan.leads[0].name = Arc::from("Head of Service: \"Early Help\" / MASH. ");
        assert_eq!(name_of(&plan, 0), "2019-11 Head of Service- -Early Help- - MASH.xlsx");
        plan.leads[0].name = Arc::from("ben baker");
        assert_eq!(name_of(&plan, 0), "2019-11 ben baker (ann).xlsx");
        assert_eq!(name_of(&plan, 1), "2019-11 Ben Baker (ben).xlsx");
        plan.leads[0].name = Arc::from("...");
        assert_eq!(name_of(&plan, 0), "2019-11 (ann).xlsx");
    }
}
