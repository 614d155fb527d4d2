//! Posts instead of names (7-publication.md, 7.4).
//!
//! The plan does not say which posts belong to the first two tiers, whose names may be published: so every lead goes by
//! the post.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::domain::{LeadId, Naming, Value};
use crate::plan::{Lead, Plan};

use super::Edited;

/// What stands for a lead of whom the plan knows neither post nor organisation.
const NOT_NAMED: &str = "Lead with no post recorded";

/// Puts posts for names wherever leads are named: in the plan, and in every sentence that ragbook made.
///
/// `whole` is the plan before any of it was left out: a post that several hold has the same number in every edition.
pub(super) fn to_posts(edited: &mut Edited, whole: &Plan) {
    if edited.cut.edition.naming == Naming::Names {
        return;
    }
    let renamed = Renamed::of(whole);
    plan(&mut edited.plan, &renamed, &posts(whole));
    for progress in &mut edited.merged.progress {
        renamed.mend(&mut progress.commentary);
        renamed.mend(&mut progress.evidence);
    }
    for figure in &mut edited.merged.figures {
        if let Some(Value::Text(text)) = &mut figure.value {
            renamed.mend(text);
        }
        figure.withheld.iter_mut().for_each(|why| renamed.mend(why));
    }
    let ratings = &mut edited.ratings;
    ratings.measures.iter_mut().for_each(|rating| renamed.mend(&mut rating.impact.reason));
    for rating in &mut ratings.measures {
        if let Some((_, Value::Text(text))) = &mut rating.last {
            renamed.mend(text);
        }
    }
    for rating in &mut ratings.actions {
        renamed.mend(&mut rating.delivery.reason);
        renamed.mend(&mut rating.impact.reason);
    }
    for roll_up in &mut ratings.roll_ups {
        renamed.mend(&mut roll_up.headline.reason);
        renamed.mend(&mut roll_up.impact_headline.reason);
    }
    for past in edited.history.actions.values_mut() {
        renamed.mend(&mut past.commentary);
        renamed.mend(&mut past.evidence);
        renamed.mend(&mut past.delivery_reason);
        renamed.mend(&mut past.impact_reason);
        past.by_lead.clear();
    }
    for past in edited.history.figures.values_mut() {
        past.by_returner.clear();
        renamed.mend(&mut past.reason);
        if let Some(Value::Text(text)) = &mut past.value {
            renamed.mend(text);
        }
    }
}

/// The plan without names: of its wording only what sheets show, the rest is not needed.
fn plan(plan: &mut Plan, renamed: &Renamed, posts: &BTreeMap<LeadId, String>) {
    let mend = |text: &mut Arc<str>| {
        let mut mended = text.to_string();
        renamed.mend(&mut mended);
        if *mended != **text {
            *text = Arc::from(mended);
        }
    };
    for lead in &mut plan.leads {
        lead.name = Arc::from(posts.get(&lead.id).map_or(NOT_NAMED, String::as_str));
        for text in [&mut lead.role, &mut lead.organisation, &mut lead.email] {
            *text = Arc::from("");
        }
        lead.aliases.clear();
    }
    for outcome in &mut plan.outcomes {
        mend(&mut outcome.outcome);
        mend(&mut outcome.recommendation);
    }
    for action in &mut plan.actions {
        mend(&mut action.activity);
        mend(&mut action.desired_outcome);
        action.lead_as_written = Arc::from("");
        action.note = Arc::from("");
    }
    for measure in &mut plan.measures {
        mend(&mut measure.measure);
        mend(&mut measure.numerator);
        mend(&mut measure.denominator);
        measure.as_written = Arc::from("");
        measure.assumption = Arc::from("");
    }
    for change in &mut plan.changes {
        change.approved_by.clear();
        renamed.mend(&mut change.reason);
        renamed.mend(&mut change.from);
        renamed.mend(&mut change.to);
    }
}

/// What stands for each lead; a post, or an organisation, that stands for several is numbered in the order of the plan:
/// `Commissioning Manager`, `Commissioning Manager (2)`.
fn posts(plan: &Plan) -> BTreeMap<LeadId, String> {
    let mut held: BTreeMap<String, usize> = BTreeMap::new();
    let numbered = plan.leads.iter().map(|lead| {
        let post = post(lead);
        let times = held.entry(post.clone()).or_default();
        *times += 1;
        let numbered = if *times > 1 { format!("{post} ({times})") } else { post };
        (lead.id.clone(), numbered)
    });
    numbered.collect()
}

/// The post; without one the organisation.
fn post(lead: &Lead) -> String {
    [&lead.role, &lead.organisation]
        .into_iter()
        .map(|text| text.trim())
        .find(|text| !text.is_empty())
        .unwrap_or(NOT_NAMED)
        .to_owned()
}

/// Names with what stands for each, longest first: `Ann Archer-Smith` is not `Ann Archer`.
struct Renamed {
    names: Vec<(String, String)>,
}

impl Renamed {
    fn of(plan: &Plan) -> Self {
        let posts = posts(plan);
        let both = |lead: &Lead| {
            let post = posts.get(&lead.id).map_or(NOT_NAMED, String::as_str);
            (lead.name.trim().to_owned(), post.to_owned())
        };
        let mut names: Vec<_> = plan.leads.iter().map(both).collect();
        names.retain(|(name, post)| !name.is_empty() && name != post);
        names.sort_by_key(|(name, _)| std::cmp::Reverse(name.chars().count()));
        Self { names }
    }

    /// Puts the post wherever a name stands as whole words.
    fn mend(&self, text: &mut String) {
        for (name, post) in &self.names {
            if text.contains(name.as_str()) {
                *text = replaced(text, name, post);
            }
        }
    }
}

fn replaced(text: &str, name: &str, post: &str) -> String {
    let mut made = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(name) {
        let (before, found) = rest.split_at(at);
        let after = &found[name.len()..];
        let touches = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let within = touches(made.chars().chain(before.chars()).last()) || touches(after.chars().next());
        made.push_str(before);
        made.push_str(if within { name } else { post });
        rest = after;
    }
    made.push_str(rest);
    made
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_names_only_and_the_longest_first() {
        let names = [("Ann Archer-Smith", "Head of Homes"), ("Ann Archer", "Head of Training")];
        let renamed = Renamed { names: names.map(|(n, p)| (n.to_owned(), p.to_owned())).to_vec() };
        let mended = |text: &str| {
            let mut text = text.to_owned();
            renamed.mend(&mut text);
            text
        };
        assert_eq!(
            mended("Ann Archer: done; Ann Archer-Smith: not"),
            "Head of Training: done; Head of Homes: not"
        );
        assert_eq!(mended("nothing usable from Ann Archers."), "nothing usable from Ann Archers.");
    }
}
