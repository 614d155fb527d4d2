//! W02 for a form that a colleague filled in: *Completed by* names another lead of the plan, who returns a measure or answers
//! for an action of this very form. That lead may have taken the wrong form: then the figures of the one are counted as the
//! other's (4-reading.md, 4.3: a minority is a query). A deputy, or a lead who has nothing in common with the form, is the
//! ordinary case, and nobody is asked about that.

use crate::domain::folding::fold_caption;
use crate::domain::person::masked;
use crate::domain::{ActionRef, LeadId, MeasureRef};
use crate::finding::{Fault, FaultKind, Subject};
use crate::plan::{Indexed, Lead};

use super::about::About;

/// What stands between two names, and before the name of whom it was done for.
const BETWEEN: [&str; 12] =
    [",", ";", "/", "&", "(", ")", "<", ">", " and ", " for ", " on behalf of ", " pp "];

/// The rows of a return.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rows<'a> {
    /// Actions of its Progress rows.
    pub(super) actions: &'a [ActionRef],
    /// Measures of its Measures rows.
    pub(super) measures: &'a [MeasureRef],
}

/// The query, at the cell of *Completed by*; none where nothing is to be asked.
pub(super) fn ask(plan: &Indexed<'_>, returner: &LeadId, about: &About, rows: Rows<'_>) -> Option<Fault> {
    let own = plan.lead(returner)?;
    let by = about.who_completed();
    let called: Vec<&LeadId> =
        by.iter().flat_map(|(said, _)| parts(said)).flat_map(|part| called(plan, &part)).collect();
    // Who says for whom it was done knows whose form it is.
    if called.contains(&returner) {
        return None;
    }
    let colleagues = called.into_iter().filter_map(|id| plan.lead(id)).filter(|lead| !is_one(own, lead));
    let (colleague, shared) =
        colleagues.map(|lead| (lead, shared(plan, &lead.id, rows))).find(|(_, shared)| !shared.is_empty())?;
    let kind = FaultKind::CompletedByAnother { colleague: colleague.id.clone(), shared };
    let (said, place) = by.into_iter().next()?;
    Some(Fault { place, subject: Subject::default(), column: None, found: masked(said), kind })
}

/// The whole text, and each name in it; of an e-mail address the name before the @ too.
fn parts(said: &str) -> Vec<String> {
    let mut parts = vec![said.to_owned()];
    let replaced = |text: String, between: &&str| {
        if text.contains(between) { text.replace(between, "\n") } else { text }
    };
    let split = BETWEEN.iter().fold(said.to_lowercase(), replaced);
    for part in split.split('\n') {
        // Names are compared without regard to case.
        if !part.eq_ignore_ascii_case(said) {
            parts.push(part.trim().to_owned());
        }
        parts.extend(part.split_once('@').map(|(name, _)| name.trim().to_owned()));
    }
    parts.retain(|part| !part.is_empty());
    parts
}

/// Leads called so: by name or id, by post or alias, or as people sign.
fn called<'a>(plan: &'a Indexed<'_>, part: &str) -> Vec<&'a LeadId> {
    let known = [plan.named(part), plan.in_post(part), plan.signing(part)];
    known.into_iter().find(|leads| !leads.is_empty()).unwrap_or_default().iter().collect()
}

/// Whether two leads of the plan are one person or office, known by two rows: what one is called the other is named.
fn is_one(one: &Lead, other: &Lead) -> bool {
    let names = |lead: &Lead| -> Vec<String> {
        std::iter::once(&lead.name).chain(&lead.aliases).map(|name| fold_caption(name)).collect()
    };
    let called = |lead: &Lead| -> Vec<String> {
        names(lead)
            .into_iter()
            .chain(Some(fold_caption(&lead.role)).filter(|role| !role.is_empty()))
            .collect()
    };
    let shares = |these: &[String], those: &[String]| these.iter().any(|name| those.contains(name));
    shares(&names(one), &called(other)) || shares(&called(one), &names(other))
}

/// Refs of the return that are this lead's too; those of measures, where there are any, since a value is what would be lost.
fn shared(plan: &Indexed<'_>, lead: &LeadId, rows: Rows<'_>) -> Vec<String> {
    let returns =
        |measure: &&MeasureRef| plan.measure(**measure).is_some_and(|m| m.returned_by.contains(lead));
    let answers = |action: &&ActionRef| plan.action(**action).is_some_and(|a| a.leads.contains(lead));
    let measures: Vec<String> = rows.measures.iter().filter(returns).map(ToString::to_string).collect();
    if measures.is_empty() {
        return rows.actions.iter().filter(answers).map(ToString::to_string).collect();
    }
    measures
}

#[cfg(test)]
mod tests {
    use crate::finding::FaultKind;
    use crate::intake::damage::{START, met_of, told};
    use crate::intake::sample::{put, text};
    use crate::plan::Plan;
    use crate::plan::sample::plan;

    /// What is told of `ann`'s return when this stands under *Completed by*.
    fn completed(plan: &Plan, by: &str) -> Vec<String> {
        told(&met_of(plan, |book| put(&mut book.grids[START], "B16", Some(text(by)))))
    }

    #[test]
    fn another_lead_of_a_measure_of_the_form_is_asked_about_at_the_cell() {
        for by in [
            "Ben Baker",
            "ben baker ",
            "B. Baker",
            "B Baker",
            "ben.baker@council.example",
            "ben@example.invalid",
            "Ben Baker (Head of Practice)",
            "Carol Dean, Ben Baker",
        ] {
            assert_eq!(completed(&plan(), by), ["Start here!B16 CompletedByAnother"], "{by}");
        }
        let met = met_of(&plan(), |book| put(&mut book.grids[START], "B16", Some(text("Ben Baker"))));
        let fault = &met.returned.as_ref().unwrap().faults[0];
        assert_eq!((fault.place.in_file().as_str(), fault.found.as_str()), ("Start here!B16", "Ben Baker"));
        let shared = vec!["1.10a".to_owned()];
        assert_eq!(fault.kind, FaultKind::CompletedByAnother { colleague: "ben".into(), shared });
        assert!(met.returned.unwrap().identity_disputed, "it never displaces the lead's own return");
    }

    #[test]
    fn the_ordinary_case_is_nobodys_question() {
        for by in ["Ann Archer", "A Archer", "Carol Dean", "Ben Barker", "", "Ben Baker for Ann Archer", "B"]
        {
            assert_eq!(completed(&plan(), by), [""; 0], "{by}");
        }
        // No measure and no action in common.
        let mut apart = plan();
        for measure in &mut apart.measures {
            if measure.returned_by.iter().any(|lead| lead.as_str() == "ann") {
                measure.returned_by.retain(|lead| lead.as_str() == "ann");
            }
        }
        for action in &mut apart.actions {
            if action.leads.iter().any(|lead| lead.as_str() == "ann") {
                action.leads.retain(|lead| lead.as_str() == "ann");
            }
        }
        assert_eq!(completed(&apart, "Ben Baker"), [""; 0]);
        // Ann is known by her post too, in a row of its own.
        let mut twice = plan();
        let ben = twice.leads.iter_mut().find(|lead| lead.id.as_str() == "ben").unwrap();
        ben.role = "Ann Archer".into();
        assert_eq!(completed(&twice, "Ben Baker"), [""; 0]);
    }
}
