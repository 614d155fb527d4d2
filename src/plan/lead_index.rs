//! Where in a plan's list of leads each lead stands.

use std::collections::HashMap;
use std::sync::OnceLock;

use super::model::Lead;
use crate::domain::LeadId;

/// Positions of leads by id, made at the first question. It is a hint: what it says is checked against the list, so that a
/// list that was changed meanwhile is still answered for as it is. A copy of a plan makes its own.
#[derive(Debug, Default)]
pub struct LeadIndex(OnceLock<HashMap<LeadId, usize>>);

impl LeadIndex {
    /// Where in this list the lead with this id stands, from 0.
    pub(super) fn position(&self, leads: &[Lead], id: &LeadId) -> Option<usize> {
        let index = self
            .0
            .get_or_init(|| leads.iter().enumerate().rev().map(|(at, lead)| (lead.id.clone(), at)).collect());
        let hinted = index.get(id).copied().filter(|at| leads.get(*at).is_some_and(|lead| lead.id == *id));
        hinted.or_else(|| leads.iter().position(|lead| lead.id == *id))
    }
}

impl Clone for LeadIndex {
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl PartialEq for LeadIndex {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

#[cfg(test)]
mod tests {
    use crate::plan::sample::plan;

    #[test]
    fn a_list_that_was_changed_is_answered_for_as_it_is() {
        let mut plan = plan();
        let ids: Vec<_> = plan.leads.iter().map(|lead| lead.id.clone()).collect();
        assert_eq!(plan.lead_position(&ids[1]), Some(1));
        plan.leads.remove(0);
        assert_eq!(plan.lead_position(&ids[1]), Some(0));
        assert_eq!(plan.lead(&ids[0]), None);
        plan.leads[0].id = "new".into();
        assert_eq!(plan.lead(&ids[1]), None);
        assert_eq!(plan.lead_position(&"new".into()), Some(0));
    }
}
