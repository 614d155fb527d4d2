//! The count of it all.

use std::fmt;

use super::oracle::{Judgement, Sent};

/// What a run of the suite came to.
#[derive(Debug, Default)]
pub(crate) struct Scorecard {
    returns: usize,
    /// Returns with one, two, three damages.
    by_damages: [usize; 4],
    planted: usize,
    silent: usize,
    lost: usize,
    unnamed: usize,
    unplanned: usize,
    unrecovered: usize,
}

impl Scorecard {
    /// Counts.
    pub(crate) fn of(judged: &[(Sent, Judgement)]) -> Self {
        let mut card = Self { returns: judged.len(), ..Self::default() };
        for (sent, found) in judged {
            card.by_damages[sent.damages.len().min(3)] += 1;
            card.planted += sent.claims.iter().map(|claim| claim.planted.len()).sum::<usize>();
            card.silent += found.silent.len();
            card.lost += found.lost.len();
            card.unnamed += found.unnamed.len();
            card.unplanned += found.unplanned.len();
            card.unrecovered += found.unrecovered.len();
        }
        card
    }
}

impl fmt::Display for Scorecard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [good, single, pairs, triples] = self.by_damages;
        writeln!(f, "  returns judged                           {:>6}", self.returns)?;
        writeln!(f, "  good / single / pairs / triples          {good} / {single} / {pairs} / {triples}")?;
        writeln!(f, "  faults planted                           {:>6}", self.planted)?;
        writeln!(f, "  silent wrong values                      {:>6}", self.silent)?;
        writeln!(f, "  values lost without an exception         {:>6}", self.lost)?;
        writeln!(f, "  planted faults not named at their cell   {:>6}", self.unnamed)?;
        writeln!(f, "  errors and queries that nobody planted   {:>6}", self.unplanned)?;
        write!(f, "  answers not recovered (or used) as claimed {:>4}", self.unrecovered)
    }
}
