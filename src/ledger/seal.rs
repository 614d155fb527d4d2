//! Seals: a SHA-256 that each part of a ledger carries over its own rows and over everything that stands before them, so that
//! one flipped bit anywhere in the file shows, also in rows that no month looks at any more (docs/ledgers.md).

use crate::domain::Sha256;

/// The seal of these rows, which stand behind a part with the seal `before` (none at the top of the file).
pub fn after<'a>(before: Option<Sha256>, rows: impl IntoIterator<Item = &'a [String]>) -> Sha256 {
    let mut sealed = before.map(|seal| seal.to_string()).unwrap_or_default().into_bytes();
    for row in rows {
        sealed.extend_from_slice(format!("{}\n", row.len()).as_bytes());
        for field in row {
            // With its length, no field can lend a character to the next one.
            sealed.extend_from_slice(format!("{}:{field}\n", field.len()).as_bytes());
        }
    }
    Sha256::of(&sealed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(fields: &[&[&str]]) -> Vec<Vec<String>> {
        fields.iter().map(|row| row.iter().map(|f| (*f).to_owned()).collect()).collect()
    }

    #[test]
    fn a_seal_depends_on_every_field_on_their_borders_and_on_what_stands_before() {
        let seal = |before, fields: &[&[&str]]| after(before, rows(fields).iter().map(Vec::as_slice));
        let one = seal(None, &[&["a", "bc"], &["d"]]);
        assert_eq!(one, seal(None, &[&["a", "bc"], &["d"]]));
        for other in [
            seal(None, &[&["ab", "c"], &["d"]]),
            seal(None, &[&["a", "bc", "d"]]),
            seal(None, &[&["a", "bc"], &["d"], &[]]),
            seal(Some(one), &[&["a", "bc"], &["d"]]),
        ] {
            assert_ne!(one, other);
        }
    }
}
