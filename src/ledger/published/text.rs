//! published.csv itself: text to rows and back. UTF-8, header row first, lines ended by a line feed.

use super::{CellId, Issue, Method, Part, Published, PublishedCell, Shown, Span, Why};
use crate::domain::{LeadId, Quantity};

/// Columns of published.csv.
pub const COLUMNS: [&str; 11] = [
    "issue",
    "edition",
    "published_for",
    "ref",
    "period",
    "span",
    "returner",
    "part",
    "method",
    "shown",
    "why",
];

/// Why a published.csv cannot be used. Nothing is published then: an issue that is not known cannot be joined to the
/// equations.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PublishedError {
    /// Not a table at all.
    #[error("published.csv cannot be read as a CSV: {0}")]
    NotACsv(String),
    /// Other columns.
    #[error("published.csv has the columns {found}; expected are {}", COLUMNS.join(", "))]
    Columns {
        /// The columns found, joined by commas.
        found: String,
    },
    /// A field that means nothing.
    #[error("published.csv, line {line}: {column} is \"{found}\", which ragbook never writes")]
    Field {
        /// Line, 1 being the header.
        line: u64,
        /// Column.
        column: &'static str,
        /// What stands there.
        found: String,
    },
    /// It could not be written.
    #[error("published.csv could not be made: {0}")]
    NotWritten(String),
}

/// Reads published.csv; a byte-order mark is accepted, and an empty file is an empty ledger.
///
/// # Errors
/// At the first thing that ragbook would not have written.
pub fn read(bytes: &[u8]) -> Result<Published, PublishedError> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Ok(Published::default());
    }
    let mut reader = csv::ReaderBuilder::new().has_headers(true).from_reader(bytes);
    let header = reader.headers().map_err(|e| PublishedError::NotACsv(e.to_string()))?;
    if !header.iter().eq(COLUMNS) {
        return Err(PublishedError::Columns { found: header.iter().collect::<Vec<_>>().join(", ") });
    }
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|e| PublishedError::NotACsv(e.to_string()))?;
        rows.push(row(&record)?);
    }
    // Older issues come first in every ledger that ragbook wrote; a file that was sorted in Excel must mean the same.
    rows.sort_by(|a: &PublishedCell, b| (&a.issue, &a.cell).cmp(&(&b.issue, &b.cell)));
    Ok(Published { rows })
}

/// The bytes of published.csv.
///
/// # Errors
/// Only if a CSV cannot be written to memory.
pub fn write(published: &Published) -> Result<Vec<u8>, PublishedError> {
    let mut writer =
        csv::WriterBuilder::new().terminator(csv::Terminator::Any(b'\n')).from_writer(Vec::new());
    let refused = |e: csv::Error| PublishedError::NotWritten(e.to_string());
    writer.write_record(COLUMNS).map_err(refused)?;
    for row in &published.rows {
        writer.write_record(fields(row)).map_err(refused)?;
    }
    writer.into_inner().map_err(|e| PublishedError::NotWritten(e.error().to_string()))
}

fn fields(row: &PublishedCell) -> [String; 11] {
    let why = match row.shown {
        Shown::Withheld(why) => why.word(),
        _ => "",
    };
    [
        row.issue.number.to_string(),
        row.issue.edition.clone(),
        row.issue.period.to_string(),
        row.cell.measure.to_string(),
        row.cell.period.to_string(),
        row.cell.span.word().to_owned(),
        row.cell.returner.as_ref().map(LeadId::to_string).unwrap_or_default(),
        row.cell.part.word().to_owned(),
        row.method.word().to_owned(),
        row.shown.to_string(),
        why.to_owned(),
    ]
}

fn row(record: &csv::StringRecord) -> Result<PublishedCell, PublishedError> {
    let line = record.position().map_or(0, csv::Position::line);
    let text = |index: usize| record.get(index).unwrap_or_default();
    let refused = |index: usize| PublishedError::Field {
        line,
        column: COLUMNS.get(index).copied().unwrap_or_default(),
        found: text(index).chars().take(60).collect(),
    };
    let method = Method::of_word(text(8)).ok_or_else(|| refused(8))?;
    Ok(PublishedCell {
        issue: Issue {
            number: text(0).parse().map_err(|_| refused(0))?,
            edition: text(1).to_owned(),
            period: text(2).parse().map_err(|_| refused(2))?,
        },
        cell: CellId {
            measure: text(3).parse().map_err(|_| refused(3))?,
            period: text(4).parse().map_err(|_| refused(4))?,
            span: Span::of_word(text(5)).ok_or_else(|| refused(5))?,
            returner: Some(text(6)).filter(|id| !id.is_empty()).map(LeadId::from),
            part: Part::of_word(text(7)).ok_or_else(|| refused(7))?,
        },
        method,
        shown: match (text(9), method) {
            ("[c]", _) => Shown::Withheld(Why::of_word(text(10)).ok_or_else(|| refused(10))?),
            ("[low]", _) => Shown::Low,
            ("[z]", _) => Shown::NotApplicable,
            (number, Method::Suppress) => Shown::Exact(number.parse::<Quantity>().map_err(|_| refused(9))?),
            (number, Method::Round) => Shown::Rounded(number.parse::<Quantity>().map_err(|_| refused(9))?),
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Period;

    fn sample() -> Published {
        let october: Period = "2019-10".parse().unwrap();
        let cell = |part| CellId::new("2.3b".parse().unwrap(), october, part);
        let mut published = Published::default();
        let from_ann = CellId { returner: Some(LeadId::from("ann")), ..cell(Part::Numerator) };
        let quarter = CellId { span: Span::Quarter, ..cell(Part::Value) };
        let cells = [
            (cell(Part::Value), Method::Suppress, Shown::Exact("12.5".parse().unwrap())),
            (from_ann, Method::Suppress, Shown::Withheld(Why::SmallNumber)),
            (quarter, Method::Suppress, Shown::Low),
            (cell(Part::Denominator), Method::Round, Shown::Rounded(Quantity::from(40))),
        ];
        assert!(published.record("scrutiny", october, cells));
        published
    }

    #[test]
    fn what_is_written_is_read_again() {
        let published = sample();
        let bytes = write(&published).unwrap();
        assert_eq!(read(&bytes).unwrap(), published);
        let with_mark = [b"\xef\xbb\xbf".as_slice(), &bytes].concat();
        assert_eq!(read(&with_mark).unwrap(), published);
        assert_eq!(read(b"").unwrap(), Published::default());
    }

    #[test]
    fn publishing_the_same_again_adds_nothing_and_a_change_adds_an_issue() {
        let mut published = sample();
        let october: Period = "2019-10".parse().unwrap();
        let again: Vec<_> = published.rows.iter().map(|r| (r.cell.clone(), r.method, r.shown)).collect();
        assert!(!published.record("scrutiny", october, again.clone()));
        assert!(published.record("cabinet", october, again.clone()));
        assert!(published.record("scrutiny", october, again[..1].to_vec()));
        assert_eq!(published.last_of("scrutiny").unwrap().number, 3);
        assert_eq!(published.last_before("scrutiny", october), None);
        assert_eq!(published.last_before("cabinet", october.next()).unwrap().number, 2);
    }

    #[test]
    fn a_damaged_ledger_is_refused_at_its_line() {
        let text = String::from_utf8(write(&sample()).unwrap()).unwrap();
        let found = |bytes: &str| read(bytes.as_bytes()).unwrap_err().to_string();
        assert!(found(&text.replace("[low]", "low")).contains("shown is \"low\""));
        assert!(found(&text.replace("small number", "")).starts_with("published.csv, line "));
        assert!(found(&text.replace("published_for", "month")).contains("expected are issue, edition"));
    }
}
