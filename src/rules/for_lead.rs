//! What to do, as a lead is told it. Some advice ends with a way out that only the performance officer has, such as a
//! decision or an option of a command: letters to leads leave that part out.

use crate::finding::Exception;

/// How the part that is the officer's begins; it comes last.
pub(super) const OFFICER: &str = "Performance officer: ";

/// The advice of an exception without what only the officer can do.
pub fn fix_for_lead(exception: &Exception) -> &str {
    exception.fix.split_once(OFFICER).map_or(&*exception.fix, |(lead, _)| lead.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::FaultKind;
    use crate::rules::sample::Sample;
    use crate::rules::w03_wrong_period::RULE;

    #[test]
    fn a_lead_is_not_told_of_the_officers_options() {
        let wanted = "2024-03".parse().unwrap();
        let kind = FaultKind::WrongPeriod { says: None, wanted, claims: Vec::new() };
        let mut csv = Sample::clean().with_file_fault(kind);
        for fault in csv.intake.files.iter_mut().flat_map(|file| &mut file.faults) {
            fault.place.file = Some("ann.csv".into());
        }
        let raised = &csv.exceptions(&RULE)[0];
        assert!(raised.fix.contains("--assume-period"), "{raised:?}");
        assert_eq!(fix_for_lead(raised), "Send the filled-in workbook itself.");
    }
}
