//! issues.csv: which edition was issued for which period (7-publication.md, 7.4: "changed since" compares with the same edition's
//! last issue, which the ledger remembers).
//!
//! One row per issue, oldest first; only ever added to. What each issue showed of small numbers stands in published.csv, and
//! the ratings it showed in history.csv. Writing it to disk is `publish::output`'s work.

use crate::domain::{Period, Sha256};

/// Columns of issues.csv.
pub const COLUMNS: [&str; 4] = ["edition", "period", "run", "sha256"];

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
}

/// Every issue, oldest first.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Issues {
    rows: Vec<Issued>,
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
        if !header.iter().eq(COLUMNS) {
            let found: Vec<&str> = header.iter().collect();
            return Err(IssuesError::Unreadable(format!(
                "its columns are {}; expected are {}",
                found.join(", "),
                COLUMNS.join(", ")
            )));
        }
        let mut rows = Vec::new();
        for (number, record) in reader.records().enumerate() {
            rows.push(issued(&record.map_err(unreadable)?).ok_or(IssuesError::Row(number + 2))?);
        }
        Ok(Self { rows })
    }

    /// The file.
    pub fn write(&self) -> Result<Vec<u8>, IssuesError> {
        let failed = |error: csv::Error| IssuesError::Unreadable(error.to_string());
        let mut writer =
            csv::WriterBuilder::new().terminator(csv::Terminator::Any(b'\n')).from_writer(Vec::new());
        writer.write_record(COLUMNS).map_err(failed)?;
        for row in &self.rows {
            let fields =
                [row.edition.clone(), row.period.to_string(), row.run.clone(), row.sha256.to_string()];
            writer.write_record(fields).map_err(failed)?;
        }
        writer.into_inner().map_err(|error| IssuesError::Unreadable(error.error().to_string()))
    }

    /// The period of the last issue of this edition before this one.
    pub fn last_before(&self, edition: &str, period: Period) -> Option<Period> {
        let earlier = |row: &&Issued| row.edition == edition && row.period < period;
        self.rows.iter().filter(earlier).map(|row| row.period).max()
    }

    /// Adds an issue, unless the last one of this edition and period is the same. Says whether it was added.
    pub fn record(&mut self, issue: Issued) -> bool {
        let of = |row: &&Issued| row.edition == issue.edition && row.period == issue.period;
        if self.rows.iter().rfind(of) == Some(&issue) {
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
}
