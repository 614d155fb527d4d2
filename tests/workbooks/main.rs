//! Every workbook that ragbook writes, read back from its bytes: valid, accessible, readable in every light (7-publication.md,
//! 7.1 and 7.3). Nothing here trusts the program's own model of a workbook.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod made;

#[test]
fn there_are_all() {
    println!("{:#?}", made::all().iter().map(|m| (&m.name, m.bytes.len())).collect::<Vec<_>>());
}
