//! A plan with its look-ups by lead and by wording: what a run asks for every return, found without going through the
//! plan each time, which would make the time of a run grow with the square of the number of leads.
//!
//! Made for a run from a plan that nothing can change meanwhile, so that no answer can be out of date. Whatever is not
//! indexed is asked of the plan itself.

use std::collections::{HashMap, HashSet};
use std::ops::Deref;
use std::sync::OnceLock;

use super::model::{Action, Measure, Plan};
use crate::domain::folding::{fold_caption, fold_wording};
use crate::domain::{ActionRef, LeadId, MeasureRef};

/// Leads by what they are called, each list in plan order.
#[derive(Debug, Default)]
struct Named {
    /// By folded name, and by folded id.
    names: HashMap<String, Vec<LeadId>>,
    /// By folded post, and by folded alias.
    posts: HashMap<String, Vec<LeadId>>,
    /// By folded initial and surname, and by folded e-mail address.
    signing: HashMap<String, Vec<LeadId>>,
}

/// A plan, indexed.
#[derive(Debug)]
pub struct Indexed<'p> {
    plan: &'p Plan,
    actions: HashMap<&'p LeadId, Vec<&'p Action>>,
    measures: HashMap<&'p LeadId, Vec<&'p Measure>>,
    named: OnceLock<Named>,
    activities: OnceLock<HashMap<String, Vec<ActionRef>>>,
    wordings: OnceLock<HashMap<String, Vec<MeasureRef>>>,
}

impl Deref for Indexed<'_> {
    type Target = Plan;

    fn deref(&self) -> &Plan {
        self.plan
    }
}

impl<'p> Indexed<'p> {
    /// Indexes a plan.
    pub fn of(plan: &'p Plan) -> Self {
        let developed = plan.measures.iter().filter(|measure| measure.developed);
        Self {
            plan,
            actions: by_lead(plan.actions.iter().map(|action| (&*action.leads, action))),
            measures: by_lead(developed.map(|measure| (&*measure.returned_by, measure))),
            named: OnceLock::new(),
            activities: OnceLock::new(),
            wordings: OnceLock::new(),
        }
    }

    /// Actions for which this lead answers, in plan order.
    pub fn actions_of(&self, lead: &LeadId) -> &[&'p Action] {
        self.actions.get(lead).map(Vec::as_slice).unwrap_or_default()
    }

    /// Measures this lead returns, in plan order ([`Plan::measures_of`]).
    pub fn measures_of(&self, lead: &LeadId) -> &[&'p Measure] {
        self.measures.get(lead).map(Vec::as_slice).unwrap_or_default()
    }

    /// Leads with this name or id, compared as captions are; in plan order.
    pub fn named(&self, name: &str) -> &[LeadId] {
        self.names().names.get(&fold_caption(name)).map(Vec::as_slice).unwrap_or_default()
    }

    /// Leads with this post or alias, compared as captions are; in plan order.
    pub fn in_post(&self, post: &str) -> &[LeadId] {
        self.names().posts.get(&fold_caption(post)).map(Vec::as_slice).unwrap_or_default()
    }

    /// Leads who sign so, with an initial and a surname or an e-mail address, compared as captions are; in plan order.
    pub fn signing(&self, text: &str) -> &[LeadId] {
        self.names().signing.get(&fold_caption(text)).map(Vec::as_slice).unwrap_or_default()
    }

    /// Actions whose activity is worded so, as [`fold_wording`] folds it; in plan order.
    pub fn actions_worded(&self, folded: &str) -> &[ActionRef] {
        let index = self.activities.get_or_init(|| {
            by_wording(self.plan.actions.iter().map(|action| (&*action.activity, action.reference)))
        });
        index.get(folded).map(Vec::as_slice).unwrap_or_default()
    }

    /// Measures worded so, as [`fold_wording`] folds it; in plan order.
    pub fn measures_worded(&self, folded: &str) -> &[MeasureRef] {
        let index = self.wordings.get_or_init(|| {
            by_wording(self.plan.measures.iter().map(|measure| (&*measure.measure, measure.reference)))
        });
        index.get(folded).map(Vec::as_slice).unwrap_or_default()
    }

    fn names(&self) -> &Named {
        self.named.get_or_init(|| {
            let mut named = Named::default();
            for lead in &self.plan.leads {
                add(&mut named.names, &lead.id, [&*lead.name, lead.id.as_str()]);
                add(
                    &mut named.posts,
                    &lead.id,
                    std::iter::once(&*lead.role).chain(lead.aliases.iter().map(|a| &**a)),
                );
                add(&mut named.signing, &lead.id, [&*initialled(&lead.name), &*lead.email]);
            }
            named
        })
    }
}

fn by_lead<'p, T>(rows: impl Iterator<Item = (&'p [LeadId], &'p T)>) -> HashMap<&'p LeadId, Vec<&'p T>> {
    let mut index: HashMap<&LeadId, Vec<&T>> = HashMap::new();
    for (leads, row) in rows {
        for (number, lead) in leads.iter().enumerate() {
            // A lead who is named twice has the row once.
            if !leads[..number].contains(lead) {
                index.entry(lead).or_default().push(row);
            }
        }
    }
    index
}

fn by_wording<'p, R>(rows: impl Iterator<Item = (&'p str, R)>) -> HashMap<String, Vec<R>> {
    let mut index: HashMap<String, Vec<R>> = HashMap::new();
    for (wording, reference) in rows {
        index.entry(fold_wording(wording)).or_default().push(reference);
    }
    index
}

/// `B Baker` of Ben Baker; nothing of a name of one word.
fn initialled(name: &str) -> String {
    let (first, last) = (name.chars().next(), name.rsplit_once(' ').map(|(_, last)| last));
    first.zip(last).map_or_else(String::new, |(initial, last)| format!("{initial} {last}"))
}

/// Adds a lead under each of these, once; what is empty names nobody.
fn add<'a>(
    index: &mut HashMap<String, Vec<LeadId>>,
    lead: &LeadId,
    called: impl IntoIterator<Item = &'a str>,
) {
    let folded: HashSet<String> =
        called.into_iter().filter(|text| !text.is_empty()).map(fold_caption).collect();
    for name in folded {
        index.entry(name).or_default().push(lead.clone());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::sample::plan;

    #[test]
    fn says_what_the_plan_says() {
        let mut plan = plan();
        // Named twice, and undeveloped: what the plan itself leaves out.
        let twice = plan.actions[0].leads[0].clone();
        plan.actions[0].leads.push(twice);
        let indexed = Indexed::of(&plan);
        for lead in &plan.leads {
            let actions: Vec<_> = plan.actions_of(&lead.id).collect();
            let measures: Vec<_> = plan.measures_of(&lead.id).collect();
            assert_eq!(indexed.actions_of(&lead.id), actions);
            assert_eq!(indexed.measures_of(&lead.id), measures);
            assert_eq!(indexed.named(&lead.name.to_uppercase()), std::slice::from_ref(&lead.id));
            assert_eq!(indexed.signing(&lead.email), std::slice::from_ref(&lead.id));
        }
        assert_eq!(indexed.signing("B. Baker"), ["ben".into()]);
        let nobody = LeadId::from("nobody");
        assert!(indexed.actions_of(&nobody).is_empty() && indexed.named("").is_empty());
    }

    #[test]
    fn wordings_are_found_folded() {
        let plan = plan();
        let indexed = Indexed::of(&plan);
        for action in &plan.actions {
            assert!(indexed.actions_worded(&fold_wording(&action.activity)).contains(&action.reference));
        }
        for measure in &plan.measures {
            assert!(indexed.measures_worded(&fold_wording(&measure.measure)).contains(&measure.reference));
        }
        assert!(indexed.actions_worded("nothing of the plan").is_empty());
    }
}
