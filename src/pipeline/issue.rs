//! `ragbook issue`: the plan and last month's history to one blank return per returner (3-return-workbook.md).

use rayon::prelude::*;

use crate::domain::Period;
use crate::domain::folding::fold_caption;
use crate::form::{self, FileNames, Template};
use crate::ledger::History;
use crate::plan::raw::nearest;
use crate::plan::{Lead, Plan};
use crate::sheet::write::{self, WriteError};

/// Why returns could not be issued.
#[derive(Debug, thiserror::Error)]
pub enum IssueError {
    /// A lead was asked for whom the plan does not know, or who has nothing to return.
    #[error("{found}; the plan's returners are: {returners}")]
    NoSuchReturner {
        /// What is wrong with the lead asked for.
        found: String,
        /// Ids of the plan's returners.
        returners: String,
    },
    /// A return could not be written.
    #[error("the return of {lead} could not be made: {source}")]
    Unwritten {
        /// The lead.
        lead: String,
        /// Why.
        source: WriteError,
    },
}

/// File name and bytes of each returner's blank return, in plan order; of these returners only, when they are given, by
/// id or by name.
/// Nothing is written to disk here.
pub fn issue(
    plan: &Plan,
    template: &Template,
    history: &History,
    period: Period,
    returners: Option<&[String]>,
) -> Result<Vec<(String, Vec<u8>)>, IssueError> {
    let leads = chosen(plan, returners)?;
    let names = FileNames::of(plan);
    let one = |lead: &Lead| {
        let book = form::blank(plan, template, history, lead, period);
        let unwritten = |source| IssueError::Unwritten { lead: lead.name.to_string(), source };
        Ok((names.name(lead, period), write::to_bytes(&book).map_err(unwritten)?))
    };
    leads.into_par_iter().map(one).collect()
}

fn chosen<'a>(plan: &'a Plan, asked: Option<&[String]>) -> Result<Vec<&'a Lead>, IssueError> {
    let all: Vec<&Lead> = plan.returners().collect();
    let Some(asked) = asked else { return Ok(all) };
    let unknown = asked.iter().find(|wanted| !all.iter().any(|lead| is_meant(lead, wanted)));
    if let Some(wanted) = unknown {
        let found = match plan.leads.iter().find(|lead| is_meant(lead, wanted)) {
            Some(lead) => format!("{} has no action and no measure to return", lead.name),
            None => format!("the plan has no lead \"{wanted}\"{}", perhaps(&all, wanted)),
        };
        let returners = all.iter().map(|lead| lead.id.as_str()).collect::<Vec<_>>().join(", ");
        return Err(IssueError::NoSuchReturner { found, returners });
    }
    Ok(all.into_iter().filter(|lead| asked.iter().any(|wanted| is_meant(lead, wanted))).collect())
}

/// The returner who may be meant, of two spellings the closer one.
fn perhaps(all: &[&Lead], wanted: &str) -> String {
    let spellings = all.iter().flat_map(|lead| [lead.id.as_str(), &*lead.name]);
    nearest(wanted, spellings).map_or_else(String::new, |meant| format!("; perhaps \"{meant}\" is meant"))
}

/// An officer knows the lead's name; the id stands only in leads.csv.
fn is_meant(lead: &Lead, wanted: &str) -> bool {
    lead.id.as_str() == wanted || fold_caption(&lead.name) == fold_caption(wanted)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::sample;

    fn issued(returners: Option<&[String]>) -> Result<Vec<(String, Vec<u8>)>, IssueError> {
        let period = Period::new(2024, 3).unwrap();
        issue(&sample::plan(), &Template::built_in().unwrap(), &History::default(), period, returners)
    }

    /// With `RAGBOOK_KEEP=DIR` the returns stay in that folder to be looked at.
    #[test]
    fn every_returner_gets_the_same_bytes_each_time() {
        let returns = issued(None).unwrap();
        let names: Vec<&str> = returns.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(
            names,
            ["2024-03 Ann Archer.xlsx", "2024-03 Ben Baker.xlsx", "2024-03 Clerk to the Panel.xlsx"]
        );
        assert!(returns == issued(None).unwrap());
        if let Some(folder) = std::env::var_os("RAGBOOK_KEEP") {
            for (name, bytes) in returns {
                std::fs::write(std::path::Path::new(&folder).join(name), bytes).unwrap();
            }
        }
    }

    #[test]
    fn only_those_asked_for_and_nobody_unknown() {
        assert_eq!(issued(Some(&["ben".to_owned()])).unwrap().len(), 1);
        assert_eq!(issued(Some(&["ann archer".to_owned(), "ann".to_owned()])).unwrap().len(), 1);
        let message = issued(Some(&["zoe".to_owned()])).unwrap_err().to_string();
        assert_eq!(message, "the plan has no lead \"zoe\"; the plan's returners are: ann, ben, clerk");
        let message = issued(Some(&["Ann Archr".to_owned()])).unwrap_err().to_string();
        assert!(message.contains("no lead \"Ann Archr\"; perhaps \"Ann Archer\" is meant;"), "{message}");
    }
}
