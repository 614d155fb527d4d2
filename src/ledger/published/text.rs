//! published.csv itself: text to rows and back. UTF-8, header row first, lines ended by a line feed.
//!
//! Behind the columns stands `seal`: of every row of an issue the SHA-256 over the rows of that issue, letter for letter, and
//! over every issue before it, so that one altered character shows. A file written before there were seals is read without.

use super::{CellId, Issue, Method, Part, Published, PublishedCell, Shown, Span, Why};
use crate::domain::{LeadId, Quantity, Sha256};
use crate::ledger::seal;

/// Name of the file, in the plan's folder.
pub const FILE: &str = "published.csv";

/// Columns of published.csv, but for the seal behind them.
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

/// Caption of the last column.
const SEAL: &str = "seal";

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
    /// A row is not as it was written.
    #[error(
        "published.csv, line {line}: this row, or one before it, is not as it was written: its seal does not fit"
    )]
    Seal {
        /// Line, 1 being the header.
        line: u64,
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
    let sealed = header.iter().eq(COLUMNS.into_iter().chain([SEAL]));
    if !sealed && !header.iter().eq(COLUMNS) {
        return Err(PublishedError::Columns { found: header.iter().collect::<Vec<_>>().join(", ") });
    }
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|e| PublishedError::NotACsv(e.to_string()))?;
        rows.push((row(&record)?, record));
    }
    // Older issues come first in every ledger that ragbook wrote; a file that was sorted in Excel must mean the same.
    rows.sort_by(|(a, _), (b, _)| (&a.issue, &a.cell).cmp(&(&b.issue, &b.cell)));
    if sealed {
        unbroken(&rows)?;
    }
    Ok(Published { rows: rows.into_iter().map(|(row, _)| row).collect() })
}

/// Whether the rows of this file, which can be read, carry seals: those written before there were any do not.
pub fn is_sealed(bytes: &[u8]) -> bool {
    let header = bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
    header.trim_ascii_end().ends_with(SEAL.as_bytes())
}

/// That every row carries the seal of its issue.
fn unbroken(rows: &[(PublishedCell, csv::StringRecord)]) -> Result<(), PublishedError> {
    let mut before = None;
    for issue in rows.chunk_by(|(a, _), (b, _)| a.issue == b.issue) {
        let fields = |(_, record): &(PublishedCell, csv::StringRecord)| -> Vec<String> {
            record.iter().take(COLUMNS.len()).map(str::to_owned).collect()
        };
        let as_written: Vec<_> = issue.iter().map(fields).collect();
        let seal = seal::after(before, as_written.iter().map(Vec::as_slice));
        let is_other = |(_, record): &&(_, csv::StringRecord)| {
            record.get(COLUMNS.len()) != Some(seal.to_string().as_str())
        };
        if let Some((_, record)) = issue.iter().find(is_other) {
            return Err(PublishedError::Seal { line: record.position().map_or(0, csv::Position::line) });
        }
        before = Some(seal);
    }
    Ok(())
}

/// The bytes of published.csv.
///
/// # Errors
/// Only if a CSV cannot be written to memory.
pub fn write(published: &Published) -> Result<Vec<u8>, PublishedError> {
    let mut writer =
        csv::WriterBuilder::new().terminator(csv::Terminator::Any(b'\n')).from_writer(Vec::new());
    let refused = |e: csv::Error| PublishedError::NotWritten(e.to_string());
    writer.write_record(COLUMNS.iter().chain(&[SEAL])).map_err(refused)?;
    let mut before: Option<Sha256> = None;
    for issue in published.rows.chunk_by(|a, b| a.issue == b.issue) {
        let rows: Vec<_> = issue.iter().map(fields).collect();
        let seal = seal::after(before, rows.iter().map(<[String; 11]>::as_slice));
        for row in &rows {
            writer.write_record(row.iter().chain(&[seal.to_string()])).map_err(refused)?;
        }
        before = Some(seal);
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
        assert!(found(&text.replace("12.5", "12.6")).contains("its seal does not fit"));
        assert!(found(&text.replace("[low]", "low")).contains("shown is \"low\""));
        assert!(found(&text.replace("small number", "")).starts_with("published.csv, line "));
        assert!(found(&text.replace("published_for", "month")).contains("expected are issue, edition"));
    }

    #[test]
    fn one_flipped_bit_anywhere_is_told() {
        let mut published = sample();
        let november: Period = "2019-11".parse().unwrap();
        let cells = [(CellId::value("2.3b".parse().unwrap(), november), Method::Round, Shown::Low)];
        assert!(published.record("cabinet", november, cells));
        let bytes = write(&published).unwrap();
        assert!(is_sealed(&bytes) && read(&bytes).is_ok());
        for at in 0..bytes.len() {
            for bit in 0..8 {
                let mut flipped = bytes.clone();
                flipped[at] ^= 1 << bit;
                assert!(read(&flipped).is_err(), "bit {bit} of byte {at}");
            }
        }
    }

    #[test]
    fn a_file_from_before_there_were_seals_is_read_and_sealed_when_it_is_written_again() {
        let sealed = String::from_utf8(write(&sample()).unwrap()).unwrap();
        let bare: Vec<&str> = sealed.lines().map(|line| line.rsplit_once(',').unwrap().0).collect();
        let bare = bare.join("\n") + "\n";
        assert!(!is_sealed(bare.as_bytes()));
        let read = read(bare.as_bytes()).unwrap();
        assert_eq!(String::from_utf8(write(&read).unwrap()).unwrap(), sealed);
    }
}
