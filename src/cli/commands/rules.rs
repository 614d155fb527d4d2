//! `ragbook rules [CODE]`: the exception catalogue.

use crate::cli::args::Document;
use crate::cli::{Ended, Failure, console};
use crate::rules::catalogue;

/// Prints the catalogue, or one rule of it.
pub(super) fn run(code: Option<&str>, format: Document) -> Result<Ended, Failure> {
    let unknown = |code: &str| {
        let nearest =
            catalogue::nearest(code).map_or_else(String::new, |near| format!("The nearest is {near}. "));
        let advice = format!("{nearest}`ragbook rules` lists them all.");
        Failure::new("looking up the rule", format!("there is no rule \"{code}\""), advice)
    };
    let text = match (format, code) {
        (Document::Text, None) => catalogue::catalogue_text(),
        (Document::Text, Some(code)) => catalogue::explain(code).ok_or_else(|| unknown(code))?,
        (Document::Json, code) => catalogue::catalogue_json(code)
            .map_err(|e| Failure::new("listing the rules", e, ""))?
            .ok_or_else(|| unknown(code.unwrap_or_default()))?,
    };
    console::result(&text)?;
    Ok(Ended::Well)
}
