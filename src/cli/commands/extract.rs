//! `ragbook extract`: typed answers and findings of returns, for a consolidation elsewhere.

use std::path::Path;

use super::month::TheMonth;
use crate::cli::args::{Returns, Shared};
use crate::cli::{Ended, Failure, console};

/// Prints one JSON object a line.
pub(super) fn run(shared: &Shared, returns: &Returns, below: Option<&Path>) -> Result<Ended, Failure> {
    let lines = TheMonth::plan_only(shared, returns)?.extract(shared, returns, below)?;
    console::bytes(&lines).map_err(|error| {
        let advice = "What was written is not whole and will be refused: free some space and extract again.";
        Failure::new("writing the answers", error, advice)
    })?;
    Ok(Ended::Well)
}
