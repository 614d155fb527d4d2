//! P09: a setting that ragbook does not know, or that is missing (2-plan.md; 5-rating.md).

use super::plan_faults::{Said, did_you_mean, raise};
use super::{Check, Rule, Scope};
use crate::finding::{Code, Severity};
use crate::plan::{PlanFault, PlanFaultKind};

/// A setting that ragbook does not know, or that is missing.
pub const RULE: Rule = Rule {
    code: Code("P09"),
    name: "wrong-setting",
    severities: &[Severity::Error],
    scope: Scope::Plan,
    meaning: "plan.toml has a key that ragbook does not know, so that what it sets would be ignored; or lacks one that is needed.",
    example: "plan.toml, line 9: \"rating.red_shares\" is no setting of the plan. Did you mean \"rating.red_share\"?",
    fix: "Correct the key, take it out, or add the one that is missing.",
    check: Check::Plan(|faults| raise(&RULE, faults, say)),
};

fn say(fault: &PlanFault) -> Option<Said> {
    let (expected, message, fix) = match &fault.kind {
        PlanFaultKind::UnknownSetting { nearest } => (
            "a setting of the plan".to_owned(),
            format!("\"{}\" is no setting of the plan.{}", fault.found, did_you_mean(nearest.as_ref())),
            "Correct the key, or take it out.",
        ),
        PlanFaultKind::SettingMissing(key) => {
            ((*key).to_owned(), format!("\"{key}\" is missing."), "Add it near the top of the file.")
        }
        _ => return None,
    };
    Some(Said { severity: Severity::Error, expected, message, fix: fix.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::raw_sample::RawSample;
    use crate::rules::plan_faults::raised;

    #[test]
    fn fires_on_unknown_and_missing_keys() {
        let unknown = RawSample::clean().with_setting("inspected", "inspection").faults();
        assert_eq!(raised(&RULE, &unknown), ["P09 error plan.toml · A5"]);
        let missing = RawSample::clean().with_setting("name = \"Example Plan\"\n", "").faults();
        assert_eq!(raised(&RULE, &missing), ["P09 error plan.toml"]);
        let limit = RawSample::clean()
            .with_setting("\n[[meeting]]", "\n[limits]\nfiles = 5\nfile = 5\n[[meeting]]")
            .faults();
        assert_eq!(raised(&RULE, &limit), ["P09 error plan.toml · A9"]);
    }

    #[test]
    fn an_unknown_limit_is_no_suggestion_for_itself() {
        let limit = RawSample::clean().with_setting("\n[[meeting]]", "\n[limits]\nfilez = 5\n[[meeting]]");
        let unknown = |fault: &PlanFault| match &fault.kind {
            PlanFaultKind::UnknownSetting { nearest } => Some(nearest.clone()),
            _ => None,
        };
        let suggested: Vec<_> = limit.faults().iter().filter_map(unknown).collect();
        assert_eq!(suggested, [Some("limits.files".to_owned())]);
    }

    #[test]
    fn spares_the_keys_of_an_edition_and_no_others() {
        let with = |key: &str| {
            RawSample::clean().with_setting("public = false", &format!("public = false\n{key}")).faults()
        };
        assert_eq!(raised(&RULE, &with("free_text = \"all\"")), [""; 0]);
        assert_eq!(raised(&RULE, &with("free_texts = \"all\"")), ["P09 error plan.toml · A15"]);
    }
}
