//! Refs as they come back (4-reading.md, 4.3): as text, or as the number or date that a spreadsheet made of one.
//!
//! A number 3.1 is 3.1 or 3.10: only the row's wording can say which. The same goes for a text in a csv, where a
//! spreadsheet may have dropped the nought before it was saved.

use std::str::FromStr;

use chrono::Datelike;

use crate::domain::folding::{FENCE, fold_wording, tidy};
use crate::domain::{ActionRef, MeasureRef, Quantity};
use crate::finding::FaultKind;
use crate::plan::{Indexed, Plan};
use crate::sheet::grid::{Cell, Content, Format};

use super::date::day_of;

/// What a ref cell says.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct RefRead<R> {
    /// The row of the plan, when it is certain.
    pub(super) reference: Option<R>,
    /// R01 or R02, with no answers yet.
    pub(super) fault: Option<FaultKind>,
    /// Whether the cell holds anything that could be meant as a ref, so that a row without answers is still a row.
    pub(super) meant: bool,
}

/// A kind of ref that a plan has.
pub(super) trait PlanRef: Copy + PartialEq + FromStr + std::fmt::Display {
    /// Every ref of the plan with its wording.
    fn all(plan: &Plan) -> Vec<(Self, &str)>;
    /// Whether the plan has it.
    fn is_known(self, plan: &Plan) -> bool;
    /// Its wording.
    fn wording(self, plan: &Plan) -> Option<&str>;
    /// Every ref of the plan with this folded wording.
    fn worded<'a>(plan: &'a Indexed<'_>, folded: &str) -> &'a [Self];
    /// The decimal number that a spreadsheet makes of it, trailing noughts dropped; for a measure its action's.
    fn as_number(self) -> Option<Quantity>;
}

impl PlanRef for ActionRef {
    fn all(plan: &Plan) -> Vec<(Self, &str)> {
        plan.actions.iter().map(|action| (action.reference, &*action.activity)).collect()
    }

    fn is_known(self, plan: &Plan) -> bool {
        plan.action(self).is_some()
    }

    fn wording(self, plan: &Plan) -> Option<&str> {
        plan.action(self).map(|action| &*action.activity)
    }

    fn worded<'a>(plan: &'a Indexed<'_>, folded: &str) -> &'a [Self] {
        plan.actions_worded(folded)
    }

    fn as_number(self) -> Option<Quantity> {
        self.to_string().parse().ok()
    }
}

impl PlanRef for MeasureRef {
    fn all(plan: &Plan) -> Vec<(Self, &str)> {
        plan.measures.iter().map(|measure| (measure.reference, &*measure.measure)).collect()
    }

    fn is_known(self, plan: &Plan) -> bool {
        plan.measure(self).is_some()
    }

    fn wording(self, plan: &Plan) -> Option<&str> {
        plan.measure(self).map(|measure| &*measure.measure)
    }

    fn worded<'a>(plan: &'a Indexed<'_>, folded: &str) -> &'a [Self] {
        plan.measures_worded(folded)
    }

    fn as_number(self) -> Option<Quantity> {
        match self {
            Self::OfAction { action, .. } => action.as_number(),
            Self::OfOutcome { outcome, slot } => ActionRef::new(outcome, slot).as_number(),
        }
    }
}

/// Reads a ref cell; `wording` is what the row says of the plan's wording.
pub(super) fn read_ref<R: PlanRef>(
    cell: &Cell,
    wording: Option<&str>,
    plan: &Plan,
    format: Format,
) -> RefRead<R> {
    match &cell.content {
        Content::Number(double) => {
            let number = Quantity::from_double(*double);
            by_number(number, wording, plan).unwrap_or_else(|| unknown(&double.to_string(), plan, true))
        }
        Content::Date(date) => {
            let day = day_of(*date);
            let could_be = |r: R| {
                day.is_some_and(|d| {
                    let text = r.to_string();
                    text == format!("{}.{}", d.day(), d.month())
                        || text == format!("{}.{}", d.month(), d.day())
                })
            };
            let candidates: Vec<String> =
                R::all(plan).iter().filter(|(r, _)| could_be(*r)).map(|(r, _)| r.to_string()).collect();
            ambiguous(candidates, None)
        }
        Content::Text(text) => by_text(text, wording, plan, format),
        _ => unknown(&cell.shown(), plan, true),
    }
}

fn by_text<R: PlanRef>(text: &str, wording: Option<&str>, plan: &Plan, format: Format) -> RefRead<R> {
    if text.contains(FENCE) {
        return unknown(text, plan, true);
    }
    let Ok(reference) = text.parse::<R>() else {
        // A text that is no ref at all, such as a signature below the table, makes no row by itself.
        return unknown(text, plan, text.parse::<ActionRef>().is_ok() || text.parse::<MeasureRef>().is_ok());
    };
    let tidied = tidy(text);
    let number = tidied.parse::<Quantity>().ok();
    if format == Format::Csv && number.is_some() && !tidied.ends_with('0') {
        let same_number = R::all(plan).iter().filter(|(r, _)| r.as_number() == number).count();
        if same_number > 1 {
            let mut read = by_number(number, wording, plan).unwrap_or_else(|| unknown(text, plan, true));
            if read.reference == Some(reference) {
                read.fault = None;
            }
            return read;
        }
    }
    if reference.is_known(plan) {
        return RefRead { reference: Some(reference), fault: None, meant: true };
    }
    unknown(text, plan, true)
}

/// The ref that a number could be, settled by the wording; none when no ref could be that number.
fn by_number<R: PlanRef>(number: Option<Quantity>, wording: Option<&str>, plan: &Plan) -> Option<RefRead<R>> {
    let all = R::all(plan);
    let candidates: Vec<&(R, &str)> =
        all.iter().filter(|(r, _)| number.is_some() && r.as_number() == number).collect();
    if candidates.is_empty() {
        return None;
    }
    let words = wording.map(fold_wording).filter(|w| !w.is_empty());
    let mut same =
        candidates.iter().filter(|(_, plan_words)| words.as_ref() == Some(&fold_wording(plan_words)));
    let settled = same.next().filter(|_| same.next().is_none()).map(|(r, _)| *r);
    Some(ambiguous(candidates.iter().map(|(r, _)| r.to_string()).collect(), settled))
}

/// Other rows of the plan whose wording the row has word for word, where it does not have that of its own ref.
pub(super) fn wording_of_others<R: PlanRef>(
    reference: R,
    wording: Option<&str>,
    plan: &Indexed<'_>,
) -> Vec<String> {
    // As in nearly every row: word for word its own.
    let Some(wording) = wording.filter(|words| reference.wording(plan) != Some(*words)) else {
        return Vec::new();
    };
    let words = fold_wording(wording);
    if words.is_empty() {
        return Vec::new();
    }
    let same = R::worded(plan, &words);
    if same.contains(&reference) { Vec::new() } else { same.iter().map(ToString::to_string).collect() }
}

fn ambiguous<R: PlanRef>(candidates: Vec<String>, settled: Option<R>) -> RefRead<R> {
    let fault =
        FaultKind::NumberRef { candidates, settled: settled.map(|r| r.to_string()), answers: Vec::new() };
    RefRead { reference: settled, fault: Some(fault), meant: true }
}

fn unknown<R: PlanRef>(text: &str, plan: &Plan, meant: bool) -> RefRead<R> {
    let wanted: String = tidy(text).to_lowercase().chars().take(64).collect();
    let distance = |r: &R| strsim::damerau_levenshtein(&wanted, &r.to_string().to_lowercase());
    let nearest = R::all(plan).into_iter().map(|(r, _)| r).min_by_key(distance);
    let nearest = nearest.filter(|r| distance(r) <= 2).map(|r| r.to_string());
    RefRead { reference: None, fault: Some(FaultKind::UnknownRef { nearest, answers: Vec::new() }), meant }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::sample::{date, number, text};
    use crate::plan::sample::{action_ref, measure_ref, plan};

    fn action(cell: &Cell, wording: Option<&str>, format: Format) -> RefRead<ActionRef> {
        read_ref(cell, wording, &plan(), format)
    }

    #[test]
    fn text_refs_fold_space_and_width_and_are_never_confused() {
        for (typed, meant) in [("1.1", "1.1"), (" 1.10\u{a0}", "1.10"), ("１.１", "1.1")] {
            let read = action(&text(typed), None, Format::Xlsx);
            assert_eq!((read.reference, read.fault), (Some(action_ref(meant)), None), "{typed}");
        }
    }

    #[test]
    fn a_number_is_a_trap_that_only_the_wording_opens() {
        let candidates = vec!["1.1".to_owned(), "1.10".to_owned()];
        for wording in [None, Some(""), Some("Something else")] {
            let read = action(&number(1.1), wording, Format::Xlsx);
            let fault =
                FaultKind::NumberRef { candidates: candidates.clone(), settled: None, answers: vec![] };
            assert_eq!((read.reference, read.fault), (None, Some(fault)));
        }
        let read = action(&number(1.1), Some(" hold  JOINT panels"), Format::Xlsx);
        assert_eq!(read.reference, Some(action_ref("1.10")));
        // Even one candidate alone is not taken without its wording.
        assert_eq!(action(&number(2.1), None, Format::Xlsx).reference, None);
        assert_eq!(
            action(&number(2.1), Some("Open the hubs"), Format::Xlsx).reference,
            Some(action_ref("2.1"))
        );
        assert!(matches!(action(&number(9.9), None, Format::Xlsx).fault, Some(FaultKind::UnknownRef { .. })));
    }

    #[test]
    fn wording_of_another_row_is_seen() {
        let plan = plan();
        let indexed = Indexed::of(&plan);
        let others = |wording| wording_of_others(action_ref("1.1"), wording, &indexed);
        assert_eq!(others(Some("Hold  joint panels")), ["1.10"]);
        for fine in [None, Some(""), Some("Train the teams"), Some("Train all the teams")] {
            assert_eq!(others(fine), Vec::<String>::new(), "{fine:?}");
        }
    }

    #[test]
    fn a_csv_may_have_lost_the_nought() {
        assert_eq!(action(&text("1.1"), None, Format::Csv).reference, None);
        let read = action(&text("1.1"), Some("Train the teams"), Format::Csv);
        assert_eq!((read.reference, read.fault), (Some(action_ref("1.1")), None));
        assert_eq!(action(&text("1.10"), None, Format::Csv).reference, Some(action_ref("1.10")));
        assert_eq!(action(&text("1.2"), None, Format::Csv).reference, Some(action_ref("1.2")));
    }

    #[test]
    fn dates_and_strangers_are_told_with_what_they_could_be() {
        let read = action(&date(2024, 10, 1), None, Format::Xlsx);
        assert!(
            matches!(read.fault, Some(FaultKind::NumberRef { candidates, settled: None, .. }) if candidates == ["1.10"])
        );
        let read = action(&text("1.3"), None, Format::Xlsx);
        assert!(matches!(read.fault, Some(FaultKind::UnknownRef { nearest: Some(_), .. })) && read.meant);
        assert!(action(&text("1.1a"), None, Format::Xlsx).meant);
        assert!(!action(&text("Signed: Ann"), None, Format::Xlsx).meant);
        let read: RefRead<MeasureRef> = read_ref(&text("1.2A "), None, &plan(), Format::Xlsx);
        assert_eq!(read.reference, Some(measure_ref("1.2a")));
    }
}
