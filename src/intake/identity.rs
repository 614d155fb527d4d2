//! Whose return, for which month, from which plan version: properties, *Start here* and the rows vote
//! (4-reading.md, 4.3; 11-settled.md, "Reading"; rules W01 to W03).

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::folding::fold_caption;
use crate::domain::{ActionRef, LeadId, MeasureRef, Period};
use crate::finding::FaultKind;
use crate::form::shown_version;
use crate::form::template::AboutItem;
use crate::plan::Indexed;

use super::about::{About, SaidPeriod};

/// Where a claim stands, as messages name it.
const PROPERTIES: &str = "document properties";
const START_HERE: &str = "Start here";
const ROWS: &str = "rows";

/// What the vote came to.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Identity {
    /// Whose it is.
    pub(super) returner: Option<LeadId>,
    /// Whether a source disagreed about that.
    pub(super) disputed: bool,
    /// Its period.
    pub(super) period: Option<Period>,
    /// Plan version it was issued from.
    pub(super) plan_version: Option<String>,
    /// W01 to W03.
    pub(super) faults: Vec<FaultKind>,
    /// Whether one of them keeps the return from being merged.
    pub(super) refused: bool,
}

/// What a return says of itself.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sources<'a> {
    /// Custom document properties.
    pub(super) properties: &'a BTreeMap<String, String>,
    /// *Start here*.
    pub(super) about: &'a About,
    /// Actions of its Progress rows.
    pub(super) actions: &'a [ActionRef],
    /// Measures of its Measures rows.
    pub(super) measures: &'a [MeasureRef],
}

/// What one source says of the returner.
struct Claim {
    source: &'static str,
    says: String,
    lead: Option<LeadId>,
}

/// Counts the votes. `assumed` is the period to take for a return that names none.
pub(super) fn vote(
    plan: &Indexed<'_>,
    wanted: Period,
    assumed: Option<Period>,
    sources: Sources<'_>,
) -> Identity {
    let mut identity = Identity::default();
    vote_returner(plan, sources, &mut identity);
    vote_period(wanted, assumed, sources, &mut identity);
    vote_version(sources, &mut identity);
    identity
}

fn vote_returner(plan: &Indexed<'_>, sources: Sources<'_>, identity: &mut Identity) {
    let fit = leads_that_fit(plan, sources);
    let claims = claims(plan, sources);
    let mut told: Vec<(String, String)> =
        claims.iter().map(|claim| (claim.source.to_owned(), claim.says.clone())).collect();
    if !fit.is_empty() {
        let names: Vec<&str> = fit.iter().map(|lead| plan.lead_name(lead)).collect();
        told.push((ROWS.to_owned(), names.join(", ")));
    }
    let nobody_known = claims.iter().all(|claim| claim.lead.is_none());
    if nobody_known && (!claims.is_empty() || fit.is_empty()) {
        identity.faults.push(FaultKind::UnknownReturner { claims: told });
        identity.refused = true;
        return;
    }
    let voters = claims.len() + usize::from(!fit.is_empty());
    let in_favour = |lead: &LeadId| {
        let claimed = claims.iter().filter(|claim| claim.lead.as_ref() == Some(lead)).count();
        claimed + usize::from(fit.contains(lead))
    };
    let mut candidates: Vec<&LeadId> = claims.iter().filter_map(|claim| claim.lead.as_ref()).collect();
    candidates.extend(if claims.is_empty() { only(&fit) } else { None });
    let agrees_with_rows = |lead: &&&LeadId| fit.is_empty() || fit.contains(lead);
    let winner = candidates.iter().filter(agrees_with_rows).find(|lead| 2 * in_favour(lead) > voters);
    let winner = winner.map(|lead| (**lead).clone());
    identity.disputed = winner.as_ref().is_none_or(|lead| in_favour(lead) < voters);
    if identity.disputed {
        let name = winner.as_ref().map(|lead| plan.lead_name(lead).to_owned());
        identity.faults.push(FaultKind::IdentityDisagrees { what: "returner", claims: told, winner: name });
    }
    identity.refused |= winner.is_none();
    identity.returner = winner;
}

/// The one lead of a list that has only one.
fn only<T>(leads: &[T]) -> Option<&T> {
    match leads {
        [lead] => Some(lead),
        _ => None,
    }
}

fn claims(plan: &Indexed<'_>, sources: Sources<'_>) -> Vec<Claim> {
    let property = sources.properties.get("ragbook.returner").filter(|id| !id.trim().is_empty());
    let property = property.map(|id| {
        let known = plan.lead(&LeadId::from(id.trim()));
        Claim { source: PROPERTIES, says: id.clone(), lead: known.map(|lead| lead.id.clone()) }
    });
    let said = sources.about.said(AboutItem::ReturnFrom);
    let start = (!said.is_empty()).then(|| {
        let mut leads = said.iter().map(|name| lead_named(plan, name));
        let first = leads.next().flatten();
        // Two sheets that name two people name nobody.
        let lead = first.filter(|one| leads.all(|other| other.as_ref() == Some(one)));
        Claim { source: START_HERE, says: said.join(", "), lead }
    });
    property.into_iter().chain(start).collect()
}

/// The one lead with this name, post, alias or id.
fn lead_named(plan: &Indexed<'_>, name: &str) -> Option<LeadId> {
    let by_name = plan.named(name);
    only(by_name).or_else(|| if by_name.is_empty() { only(plan.in_post(name)) } else { None }).cloned()
}

/// Leads from whom most of the rows are expected; among those with equally many, the ones who lack fewest.
fn leads_that_fit(plan: &Indexed<'_>, sources: Sources<'_>) -> Vec<LeadId> {
    // Counted row by row: going through every lead for every return would take the square of the plan.
    let mut scores: BTreeMap<&LeadId, usize> = BTreeMap::new();
    let of_actions = sources.actions.iter().filter_map(|a| Some(&plan.action(*a)?.leads));
    let of_measures = sources.measures.iter().filter_map(|m| Some(&plan.measure(*m)?.returned_by));
    for leads in of_actions.chain(of_measures) {
        let once: BTreeSet<&LeadId> = leads.iter().collect();
        for lead in once {
            *scores.entry(lead).or_default() += 1;
        }
    }
    let expected = |lead: &LeadId| {
        let actions = plan.actions_of(lead).len() * usize::from(!sources.actions.is_empty());
        actions + plan.measures_of(lead).len() * usize::from(!sources.measures.is_empty())
    };
    let most = scores.values().copied().max().unwrap_or(0);
    let rows = sources.actions.len() + sources.measures.len();
    if most == 0 || 2 * most < rows {
        return Vec::new();
    }
    let mut best: Vec<&LeadId> =
        scores.into_iter().filter(|(_, score)| *score == most).map(|(lead, _)| lead).collect();
    best.retain(|lead| plan.lead_position(lead).is_some());
    best.sort_by_key(|lead| plan.lead_position(lead));
    if !claims(plan, sources).is_empty() {
        // Somebody is named: the rows agree with everybody they fit.
        return best.into_iter().cloned().collect();
    }
    let fewest = best.iter().map(|lead| expected(lead)).min();
    best.into_iter().filter(|lead| Some(expected(lead)) == fewest).cloned().collect()
}

fn vote_period(wanted: Period, assumed: Option<Period>, sources: Sources<'_>, identity: &mut Identity) {
    let property = sources.properties.get("ragbook.period").map(|text| text.trim().parse::<Period>());
    let property = match property {
        None => SaidPeriod::Nothing,
        Some(Ok(month)) => SaidPeriod::Month(month),
        Some(Err(error)) => SaidPeriod::Unclear(error.0),
    };
    let start = sources.about.period();
    let says = |said: &SaidPeriod| match said {
        SaidPeriod::Nothing => None,
        SaidPeriod::Month(month) => Some(month.in_words()),
        SaidPeriod::Unclear(text) => Some(text.clone()),
    };
    let agreed = match (&property, &start) {
        (SaidPeriod::Month(one), SaidPeriod::Month(other)) => (one == other).then_some(*one),
        (SaidPeriod::Month(one), SaidPeriod::Nothing) | (SaidPeriod::Nothing, SaidPeriod::Month(one)) => {
            Some(*one)
        }
        _ => None,
    };
    let claims: Vec<(String, String)> = [(PROPERTIES, says(&property)), (START_HERE, says(&start))]
        .into_iter()
        .filter_map(|(source, says)| Some((source.to_owned(), says?)))
        .collect();
    // Where no period is assumed, W03 says that two are named; where one is, who won has to be told.
    if agreed.is_none() && claims.len() > 1 && assumed.is_some() {
        let winner = assumed.map(Period::in_words);
        let claims = claims.clone();
        identity.faults.push(FaultKind::IdentityDisagrees { what: "period", claims, winner });
    }
    identity.period = agreed.or(assumed);
    if identity.period != Some(wanted) {
        identity.faults.push(FaultKind::WrongPeriod { says: agreed, wanted, claims });
        identity.refused = true;
    }
}

fn vote_version(sources: Sources<'_>, identity: &mut Identity) {
    let property = sources.properties.get("ragbook.plan_version").map(|text| text.trim().to_owned());
    let start = sources.about.said(AboutItem::PlanVersion);
    let start = (!start.is_empty()).then(|| start.join(", "));
    if let (Some(property), Some(start)) = (&property, &start)
        && ![property, &shown_version(property)].into_iter().any(|p| fold_caption(p) == fold_caption(start))
    {
        let claims = vec![(PROPERTIES.to_owned(), property.clone()), (START_HERE.to_owned(), start.clone())];
        // Nobody types a property by accident.
        let winner = Some(property.clone());
        identity.faults.push(FaultKind::IdentityDisagrees { what: "plan version", claims, winner });
    }
    identity.plan_version = property.or(start).filter(|version| !version.is_empty());
}
