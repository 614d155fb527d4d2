//! V09: a lenient reading: what was typed, what was used (4-reading.md, 4.4).

use super::lenient::{advice, because};
use super::saying::{for_ref, says, used_in_words};
use super::{Check, Month, Rule, Scope};
use crate::domain::Period;
use crate::finding::fault::Lenient;
use crate::finding::{Code, Exception, Fault, FaultKind, Severity};

/// A lenient reading: what was typed, what was used.
pub const RULE: Rule = Rule {
    code: Code("V09"),
    name: "read-as",
    severities: &[Severity::Query, Severity::Note],
    scope: Scope::Return,
    meaning: "The cell was typed in an unusual way and read as the value it plainly stands for. A query when a \
            mark such as - or ? was read as no value, a cell shows only part of its date, a date is years \
            away from the plan, its number format adds words, a number far above the others may be a date in disguise, words look \
            like those of Last value, its formula takes the figure of another row (=I6), or words outside the table or in the Note \
            say that figures are in another scale (in thousands).",
    example: "Measures!I5 says \"nil\", which is taken to mean nought. It is used as 0 for 1.1a. Nothing \
            to do if that is right. Otherwise type it again.",
    fix: "Nothing to do if the reading is right. Otherwise type the value again.",
    check: Check::Fault(say),
};

fn say(month: &Month<'_>, fault: &Fault) -> Option<Exception> {
    if let FaultKind::CompletedFarOff { period } = &fault.kind {
        return Some(far_off(fault, *period));
    }
    let FaultKind::ReadAs { used, how } = &fault.kind else { return None };
    // A plain number in a percent measure is V02's.
    let (severity, because) = because(how)?;
    let used = used_in_words(month, fault, used);
    let used_as = match how {
        Lenient::MarkForAbsence | Lenient::WordForAbsence(_) => {
            format!("The reason used{} is {used}", for_ref(fault))
        }
        _ => format!("It is used as {used}{}", for_ref(fault)),
    };
    let message = format!("{}, {because}. {used_as}.", says(fault));
    let fix = advice(severity, how);
    Some(RULE.raise(severity, fault).expected(used).message(message).fix(fix))
}

/// A Date completed that cannot be right: beside one that can it settles nothing.
fn far_off(fault: &Fault, period: Period) -> Exception {
    let month = period.in_words();
    let message = format!("{}, which cannot be when the return for {month} was completed.", says(fault));
    let draft = RULE.raise(Severity::Note, fault).expected("a date near the month").message(message);
    draft.fix("Nothing to do, unless another return comes from the same lead: then type the day on which each was completed.")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Column;
    use crate::rules::sample::Sample;

    fn read(found: &str, used: &str, how: Lenient) -> Sample {
        let kind = FaultKind::ReadAs { used: used.to_owned(), how };
        Sample::clean().with_measure_fault("1.1a", Column::Value, found, kind)
    }

    #[test]
    fn fires_on_nil_and_asks_about_a_dash() {
        let nil = read("nil", "0", Lenient::WordForNought);
        assert_eq!(nil.raises(&RULE), ["V09 note ann.xlsx · Measures!I5"]);
        assert!(nil.read_aloud(&RULE).contains("It is used as 0 for 1.1a."));
        let month = read("1 Mar 2024", "2024-03-31", Lenient::PartOfDate);
        assert_eq!(month.raises(&RULE), ["V09 query ann.xlsx · Measures!I5"]);
        let aloud = month.read_aloud(&RULE);
        assert!(aloud.contains("It is used as 31 March 2024 for 1.1a."), "{aloud}");
        let worded = read("41 families", "41", Lenient::WordsAround);
        assert_eq!(worded.raises(&RULE), ["V09 query ann.xlsx · Measures!I5"]);
        let disguised = Lenient::MayBeADate("2024-04-03".parse().unwrap());
        let date = read("45,385", "45385", disguised);
        assert_eq!(date.raises(&RULE), ["V09 query ann.xlsx · Measures!I5"]);
        assert!(
            date.read_aloud(&RULE).contains("how Excel keeps the date 3 April 2024. It is used as 45,385")
        );
        let far = read("2 Jun 2020", "2020-06-02", Lenient::FarFromThePlan);
        assert_eq!(far.raises(&RULE), ["V09 query ann.xlsx · Measures!I5"]);
        let words = read("Yes (Feb 2024)", "Yes (Feb 2024)", Lenient::AsLastValue);
        assert_eq!(words.raises(&RULE), ["V09 query ann.xlsx · Measures!I5"]);
        let taken = Lenient::TakenFrom { cell: "I8".parse().unwrap(), measure: "1.10a".to_owned() };
        let taken = read("12", "12", taken);
        assert_eq!(taken.raises(&RULE), ["V09 query ann.xlsx · Measures!I5"]);
        assert!(
            taken
                .read_aloud(&RULE)
                .contains("which its formula takes from I8, a figure of 1.10a. It is used as 12")
        );
        let scale = Lenient::SaidBeside { place: "Measures!A1".to_owned(), says: "in thousands".to_owned() };
        let scale = read("12", "12", scale);
        assert_eq!(scale.raises(&RULE), ["V09 query ann.xlsx · Measures!I5"]);
        assert!(scale.read_aloud(&RULE).contains("but Measures!A1 says \"in thousands\""));
        let three = read("1.500", "1.5", Lenient::ThousandsOrDecimals);
        assert_eq!(three.raises(&RULE), ["V09 query ann.xlsx · Measures!I5"]);
        let dash = read("-", "Other (say in Note)", Lenient::MarkForAbsence);
        assert_eq!(dash.raises(&RULE), ["V09 query ann.xlsx · Measures!I5"]);
    }

    #[test]
    fn fires_on_a_date_completed_that_is_years_off() {
        let kind = FaultKind::CompletedFarOff { period: "2024-03".parse().unwrap() };
        let sample = Sample::clean().with_fault_at("Start here", "B17", "2 April 2091", kind);
        assert_eq!(sample.raises(&RULE), ["V09 note ann.xlsx · Start here!B17"]);
        assert!(sample.read_aloud(&RULE).contains("cannot be when the return for March 2024 was completed."));
    }

    #[test]
    fn spares_a_plain_percent_which_has_its_own_rule() {
        assert!(read("85", "85%", Lenient::PlainPercent).raises(&RULE).is_empty());
    }
}
