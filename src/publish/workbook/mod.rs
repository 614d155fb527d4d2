//! The consolidated workbook as plain data, a file per sheet (7-publication.md, 7.1 and 7.2).

use crate::sheet::book::Book;

use super::Consolidation;

/// The workbook of this month. `run` is the manifest's id.
pub fn book(month: &Consolidation<'_>, run: &str) -> Book {
    let _ = (month, run);
    Book {
        title: String::new(),
        subject: String::new(),
        author: String::new(),
        keywords: String::new(),
        company: String::new(),
        created: month.as_at,
        properties: std::collections::BTreeMap::new(),
        sheets: Vec::new(),
    }
}
