//! Every workbook that ragbook writes, read back from its bytes: valid, accessible, readable in every light (7-publication.md,
//! 7.1 and 7.3). Nothing here trusts the program's own model of a workbook.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod accessible;
mod checker;
mod contrast;
#[path = "../../examples/make_samples/fill.rs"]
mod fill;
mod looks;
mod made;
mod other_programs;
mod package;
mod valid;
