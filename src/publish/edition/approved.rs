//! Texts that the officer's decisions approve for publication.

use std::collections::BTreeSet;

use crate::domain::{ActionRef, MeasureRef};

/// Which texts of the month may be published. Empty while no decision approves any.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ApprovedTexts {
    /// Actions whose commentary may be published.
    pub commentaries: BTreeSet<ActionRef>,
    /// Actions whose evidence may be published.
    pub evidence: BTreeSet<ActionRef>,
    /// Measures whose value in words, such as the name of a document, may be published.
    pub values: BTreeSet<MeasureRef>,
}
