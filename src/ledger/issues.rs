//! issues.csv: which edition was issued for which period (7-publication.md, 7.4: "changed since" compares with the same edition's
//! last issue, which the ledger remembers).
//!
//! One row per issue, oldest first; only ever added to. What each issue showed of small numbers stands in published.csv, and
//! the ratings it showed in history.csv. Writing it to disk is `publish::output`'s work.
//!
//! It is the editions' manifest too: `ragbook verify` holds their files against it and makes them again. Each row is sealed
//! over itself, letter for letter, and every row before it. A file written before there were seals has the first four columns.

use super::seal;
use crate::domain::{Period, Sha256};

/// Name of the file, in the plan's folder.
pub const FILE: &str = "issues.csv";

/// Columns of issues.csv.
pub const COLUMNS: [&str; 7] = ["edition", "period", "run", "sha256", "page_sha256", "published", "seal"];

/// How many columns it had before there were seals.
const BARE: usize = 4;

/// One issue of an edition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issued {
    /// The edition.
    pub edition: String,
    /// Its period.
    pub period: Period,
    /// Id of the run that consolidated what it shows.
    pub run: String,
    /// SHA-256 of the workbook.
    pub sha256: Sha256,
    /// SHA-256 of the same as a page for a browser, whether or not it was written; none in rows of old.
    pub page_sha256: Option<Sha256>,
    /// How many issues published.csv had when it was made: what they showed could bear on what it withholds. None in rows of
    /// old.
    pub published: Option<u32>,
}

/// Every issue, oldest first.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Issues {
    rows: Vec<Issued>,
    /// How many of the rows, from the first, were read without a seal.
    unsealed: usize,
}

/// Why an issues.csv cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum IssuesError {
    /// No table of these columns.
    #[error("issues.csv cannot be read: {0}")]
    Unreadable(String),
    /// A row that ragbook never writes.
    #[error("issues.csv, line {0}: this is no row that ragbook writes")]
    Row(usize),
    /// A row is not as it was written.
    #[error(
        "issues.csv, line {0}: this row, or one before it, is not as it was written: its seal does not fit"
    )]
    Seal(usize),
}

impl Issues {
    /// Reads the file; an empty one is an empty ledger.
    pub fn read(bytes: &[u8]) -> Result<Self, IssuesError> {
        if bytes.iter().all(u8::is_ascii_whitespace) {
            return Ok(Self::default());
        }
        let unreadable = |error: csv::Error| IssuesError::Unreadable(error.to_string());
        let mut reader = csv::Reader::from_reader(bytes);
        let header = reader.headers().map_err(unreadable)?;
        let sealed = header.iter().eq(COLUMNS);
        if !sealed && !header.iter().eq(COLUMNS.into_iter().take(BARE)) {
            let found: Vec<&str> = header.iter().collect();
            return Err(IssuesError::Unreadable(format!(
                "its columns are {}; expected are {}",
                found.join(", "),
                COLUMNS.join(", ")
            )));
        }
        let (mut rows, mut before) = (Vec::new(), None);
        for (number, record) in reader.records().enumerate() {
            let record = record.map_err(unreadable)?;
            rows.push(issued(&record).ok_or(IssuesError::Row(number + 2))?);
            let as_written: Vec<String> = record.iter().take(COLUMNS.len() - 1).map(str::to_owned).collect();
            let fits = seal::after(before, [as_written.as_slice()]);
            if sealed && record.get(COLUMNS.len() - 1) != Some(fits.to_string().as_str()) {
                return Err(IssuesError::Seal(number + 2));
            }
            before = Some(fits);
        }
        let unsealed = if sealed { 0 } else { rows.len() };
        Ok(Self { rows, unsealed })
    }

    /// The file, every row sealed.
    pub fn write(&self) -> Result<Vec<u8>, IssuesError> {
        let failed = |error: csv::Error| IssuesError::Unreadable(error.to_string());
        let mut writer =
            csv::WriterBuilder::new().terminator(csv::Terminator::Any(b'\n')).from_writer(Vec::new());
        writer.write_record(COLUMNS).map_err(failed)?;
        let mut before = None;
        for row in &self.rows {
            let fields = [
                row.edition.clone(),
                row.period.to_string(),
                row.run.clone(),
                row.sha256.to_string(),
                row.page_sha256.map(|sha256| sha256.to_string()).unwrap_or_default(),
                row.published.map(|issues| issues.to_string()).unwrap_or_default(),
            ];
            let seal = seal::after(before, [fields.as_slice()]);
            writer.write_record(fields.iter().chain(&[seal.to_string()])).map_err(failed)?;
            before = Some(seal);
        }
        writer.into_inner().map_err(|error| IssuesError::Unreadable(error.error().to_string()))
    }

    /// Every issue, oldest first.
    pub fn rows(&self) -> &[Issued] {
        &self.rows
    }

    /// The first of them, so many: what it was then.
    #[must_use]
    pub fn first(&self, rows: usize) -> Self {
        let rows: Vec<Issued> = self.rows.iter().take(rows).cloned().collect();
        Self { unsealed: self.unsealed.min(rows.len()), rows }
    }

    /// How many of the rows carry no seal.
    pub const fn unsealed(&self) -> usize {
        self.unsealed
    }

    /// The period of the last issue of this edition before this one.
    pub fn last_before(&self, edition: &str, period: Period) -> Option<Period> {
        let earlier = |row: &&Issued| row.edition == edition && row.period < period;
        self.rows.iter().filter(earlier).map(|row| row.period).max()
    }

    /// Adds an issue, unless the last one of this edition and period is the same. Says whether it was added.
    pub fn record(&mut self, issue: Issued) -> bool {
        let of = |row: &&Issued| row.edition == issue.edition && row.period == issue.period;
        let what = |row: &Issued| (row.run.clone(), row.sha256, row.page_sha256);
        if self.rows.iter().rfind(of).is_some_and(|last| what(last) == what(&issue)) {
            return false;
        }
        self.rows.push(issue);
        true
    }
}

fn issued(record: &csv::StringRecord) -> Option<Issued> {
    let field = |number: usize| record.get(number).filter(|text| !text.is_empty());
    Some(Issued {
        edition: field(0)?.to_owned(),
        period: field(1)?.parse().ok()?,
        run: field(2)?.to_owned(),
        sha256: field(3)?.parse().ok()?,
        page_sha256: field(4).map(str::parse).transpose().ok()?,
        published: field(5).map(str::parse).transpose().ok()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn issue(edition: &str, period: &str, content: &str) -> Issued {
        let period = period.parse().unwrap();
        Issued {
            edition: edition.to_owned(),
            period,
            run: "0123".to_owned(),
            sha256: Sha256::of(content.as_bytes()),
            page_sha256: Some(Sha256::of(b"page")),
            published: Some(3),
        }
    }

    #[test]
    fn the_same_issue_adds_nothing_and_the_last_one_before_is_found() {
        let mut issues = Issues::default();
        assert!(issues.record(issue("scrutiny", "2019-10", "a")));
        assert!(issues.record(issue("cabinet", "2019-11", "b")));
        assert!(issues.record(issue("scrutiny", "2019-12", "c")));
        assert!(!issues.record(issue("scrutiny", "2019-12", "c")));
        assert!(issues.record(issue("scrutiny", "2019-12", "d")));
        let last = issues.last_before("scrutiny", "2019-12".parse().unwrap());
        assert_eq!(last.map(|p| p.to_string()).as_deref(), Some("2019-10"));
        assert_eq!(issues.last_before("cabinet", "2019-11".parse().unwrap()), None);
        assert_eq!(Issues::read(&issues.write().unwrap()).unwrap(), issues);
        assert_eq!(Issues::read(b"edition,period,run,sha256\nx,2019,1,2\n"), Err(IssuesError::Row(2)));
    }

    #[test]
    fn one_flipped_bit_anywhere_is_told() {
        let mut issues = Issues::default();
        assert!(issues.record(issue("scrutiny", "2019-10", "a")));
        assert!(issues.record(issue("cabinet", "2019-11", "b")));
        let bytes = issues.write().unwrap();
        for at in 0..bytes.len() {
            for bit in 0..8 {
                let mut flipped = bytes.clone();
                flipped[at] ^= 1 << bit;
                assert!(Issues::read(&flipped).is_err(), "bit {bit} of byte {at}");
            }
        }
    }

    #[test]
    fn a_file_from_before_there_were_seals_is_read_and_an_issue_published_again_gets_what_it_lacked() {
        let sha256 = Sha256::of(b"a");
        let old = format!("edition,period,run,sha256\nscrutiny,2019-10,0123,{sha256}\n");
        let mut issues = Issues::read(old.as_bytes()).unwrap();
        assert_eq!((issues.unsealed(), issues.rows()[0].page_sha256), (1, None));
        assert!(issues.record(issue("scrutiny", "2019-10", "a")));
        let read = Issues::read(&issues.write().unwrap()).unwrap();
        assert_eq!((read.unsealed(), read.rows()), (0, issues.rows()));
        assert_eq!(read.first(1).rows().len(), 1);
    }
}
