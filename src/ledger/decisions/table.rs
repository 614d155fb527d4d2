//! decisions.csv as a file: UTF-8, a header row, columns found by name; every fault with its line.
//!
//! Fields are guarded as in every CSV that ragbook writes: what would start a formula has an apostrophe in front, which
//! reading takes away again.

use chrono::NaiveDate;

use crate::domain::csv_text::without_controls;
use crate::domain::{Period, Rating};
use crate::ledger::text::{guarded, unguarded};

use super::{Choice, Decision, Decisions, Identity, seal};

/// Name of the file, in the plan's folder.
pub const FILE: &str = "decisions.csv";

/// Its columns.
pub const COLUMNS: [&str; 17] = [
    "id",
    "period",
    "decided_on",
    "key",
    "code",
    "returner",
    "ref",
    "column",
    "found",
    "decision",
    "value",
    "reason",
    "decided_by",
    "until",
    "rated",
    "run",
    "sheet_row",
];

/// Caption of the column behind them: SHA-256 over the row and all rows before it, so that what was altered shows. A row that
/// somebody typed has none.
const SEAL: &str = "seal";

/// What is wrong with decisions.csv, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LedgerFault {
    /// Not a CSV.
    #[error("{FILE} line {line}: {what}")]
    Unreadable {
        /// Line, from 1.
        line: u64,
        /// What the reader says.
        what: String,
    },
    /// Columns.
    #[error("{FILE} line 1: {0}")]
    Columns(String),
    /// A field.
    #[error("{FILE} line {line}: {column} says \"{found}\". {wanted}")]
    Field {
        /// Line, from 1.
        line: u32,
        /// Column.
        column: &'static str,
        /// What stands there.
        found: String,
        /// What is needed.
        wanted: &'static str,
    },
    /// A row is not as it was written.
    #[error(
        "{FILE} line {line}: this row, or one before it, is not as it was written: its seal does not fit"
    )]
    Seal {
        /// Line, from 1.
        line: u32,
    },
    /// It could not be written as a CSV.
    #[error("{FILE} could not be made: {0}")]
    Unwritable(String),
}

impl Decisions {
    /// Reads the ledger's bytes.
    ///
    /// # Errors
    /// At the first line that cannot be read: a decision must not be passed over in silence.
    pub fn from_csv(bytes: &[u8]) -> Result<Self, LedgerFault> {
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(bytes);
        let mut records = reader.records();
        let unreadable = |error: &csv::Error| {
            let line = error.position().map_or(0, csv::Position::line);
            LedgerFault::Unreadable { line, what: "this line is no row of a CSV in UTF-8".to_owned() }
        };
        let Some(header) = records.next() else { return Ok(Self::default()) };
        let header = header.map_err(|e| unreadable(&e))?;
        let at = columns(&header)?;
        let sealed = header.iter().position(|name| name.trim() == SEAL);
        let mut read = Self::default();
        let mut as_written = Vec::new();
        for record in records {
            let record = record.map_err(|e| unreadable(&e))?;
            let line = record.position().map_or(0, csv::Position::line);
            let row = Row { record: &record, at: &at, line: u32::try_from(line).unwrap_or(u32::MAX) };
            read.rows.push(row.decision()?);
            let field = |at: usize| record.get(at).unwrap_or_default().to_owned();
            as_written.push((at.map(field), sealed.map(field).unwrap_or_default()));
        }
        read.check(&as_written)?;
        Ok(read)
    }

    /// Takes the seals that the rows carry. Each must fit the fields as they stand in the file, letter for letter: `accept`
    /// would be read like `Accept`.
    fn check(&mut self, as_written: &[([String; 17], String)]) -> Result<(), LedgerFault> {
        let mut before = None;
        for (row, (fields, carried)) in self.rows.iter().zip(as_written) {
            let fits = seal::after(before, [fields.as_slice()]);
            before = Some(fits);
            if !carried.is_empty() && *carried != fits.to_string() {
                return Err(LedgerFault::Seal { line: row.line });
            }
            self.seals.push((!carried.is_empty()).then_some(fits));
        }
        Ok(())
    }

    /// The ledger as bytes: the same rows always give the same bytes.
    ///
    /// # Errors
    /// Only for a fault of ragbook itself.
    pub fn to_csv(&self) -> Result<Vec<u8>, LedgerFault> {
        let failed = |error: &dyn std::fmt::Display| LedgerFault::Unwritable(error.to_string());
        let mut writer =
            csv::WriterBuilder::new().terminator(csv::Terminator::Any(b'\n')).from_writer(Vec::new());
        writer.write_record(COLUMNS.iter().chain(&[SEAL])).map_err(|e| failed(&e))?;
        for (row, seal) in self.rows.iter().zip(&self.seals) {
            let seal = seal.map(|seal| seal.to_string()).unwrap_or_default();
            writer.write_record(fields(row).iter().chain(&[seal])).map_err(|e| failed(&e))?;
        }
        writer.into_inner().map_err(|e| failed(e.error()))
    }
}

/// A row's fields as written.
pub(super) fn fields(d: &Decision) -> [String; 17] {
    let about = &d.about;
    let date = |date: Option<NaiveDate>| date.map_or_else(String::new, |date| date.to_string());
    [
        d.id.clone(),
        d.period.to_string(),
        date(d.decided_on),
        about.key(),
        about.code.clone(),
        about.returner.clone(),
        about.reference.clone(),
        about.column.clone(),
        about.found.clone(),
        d.choice.word().to_owned(),
        d.value.clone(),
        d.reason.clone(),
        d.decided_by.clone(),
        date(d.until),
        d.rated.map_or("", Rating::word).to_owned(),
        d.run.clone(),
        d.sheet_row.map_or_else(String::new, |row| row.to_string()),
    ]
    .map(|field| guarded(&without_controls(&field)).into_owned())
}

/// The last line of the file that a row takes up: a reason may have several.
pub(super) fn last_line(decision: &Decision) -> u32 {
    let breaks: usize = fields(decision).iter().map(|field| field.matches('\n').count()).sum();
    decision.line + u32::try_from(breaks).unwrap_or_default()
}

/// Position of each column.
fn columns(header: &csv::StringRecord) -> Result<[usize; 17], LedgerFault> {
    let names: Vec<&str> = header.iter().map(str::trim).collect();
    if let Some(unknown) =
        names.iter().find(|name| !name.is_empty() && **name != SEAL && !COLUMNS.contains(name))
    {
        let known = COLUMNS.join(", ");
        return Err(LedgerFault::Columns(format!("\"{unknown}\" is not a column of it. It has: {known}")));
    }
    let mut at = [0; 17];
    for (slot, column) in at.iter_mut().zip(COLUMNS) {
        let position = names.iter().position(|name| *name == column);
        *slot = position.ok_or_else(|| LedgerFault::Columns(format!("the column {column} is missing")))?;
    }
    Ok(at)
}

struct Row<'a> {
    record: &'a csv::StringRecord,
    at: &'a [usize; 17],
    line: u32,
}

impl Row<'_> {
    fn text(&self, column: &str) -> &str {
        let position = COLUMNS.iter().position(|known| *known == column).unwrap_or_default();
        self.record.get(self.at[position]).map_or("", |field| unguarded(field))
    }

    fn fault(&self, column: &'static str, wanted: &'static str) -> LedgerFault {
        let found = crate::domain::folding::clip(self.text(column), 80);
        LedgerFault::Field { line: self.line, column, found, wanted }
    }

    /// A field that may be empty.
    fn optional<T>(
        &self,
        column: &'static str,
        wanted: &'static str,
        read: impl Fn(&str) -> Option<T>,
    ) -> Result<Option<T>, LedgerFault> {
        match self.text(column).trim() {
            "" => Ok(None),
            text => read(text).map(Some).ok_or_else(|| self.fault(column, wanted)),
        }
    }

    fn date(&self, column: &'static str) -> Result<Option<NaiveDate>, LedgerFault> {
        self.optional(column, "A date such as 2020-03-31 is needed.", |text| text.parse().ok())
    }

    fn decision(&self) -> Result<Decision, LedgerFault> {
        let key = self.text("key");
        let about = Identity::of_key(key)
            .ok_or_else(|| self.fault("key", "The key of an exception, as in exceptions.csv, is needed."))?;
        let parts = [
            ("code", &about.code),
            ("returner", &about.returner),
            ("ref", &about.reference),
            ("column", &about.column),
            ("found", &about.found),
        ];
        if let Some((column, _)) = parts.into_iter().find(|(column, part)| self.text(column) != **part) {
            return Err(self.fault(column, "The key of the same row says otherwise."));
        }
        let period = self.text("period").trim().parse::<Period>();
        let choice = Choice::from_word(self.text("decision"));
        Ok(Decision {
            id: self.text("id").trim().to_owned(),
            line: self.line,
            period: period.map_err(|_| self.fault("period", "A month such as 2019-11 is needed."))?,
            decided_on: self.date("decided_on")?,
            choice: choice.ok_or_else(|| {
                self.fault(
                    "decision",
                    "Accept, Use this value, Reject the return's value, Override the rating or Withdraw the decision is needed.",
                )
            })?,
            value: self.text("value").to_owned(),
            reason: self.text("reason").to_owned(),
            decided_by: self.text("decided_by").to_owned(),
            until: self.date("until")?,
            rated: self.optional("rated", "A rating such as Amber is needed.", Rating::from_word)?,
            run: self.text("run").to_owned(),
            sheet_row: self.optional("sheet_row", "A row number is needed.", |t| t.parse().ok())?,
            about,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{decision, ledger};
    use super::*;
    use crate::domain::Sha256;

    #[test]
    fn what_is_written_is_read_again_with_its_lines() {
        let mut odd = decision("V01|ann|1.1a|value|=1+1, \"x\"", "2024-03", Choice::UseThisValue);
        odd.reason = "-first\nsecond".to_owned();
        odd.value = "'tis".to_owned();
        odd.rated = Some(Rating::Amber);
        odd.until = NaiveDate::from_ymd_opt(2024, 6, 30);
        let written = ledger(vec![odd, decision("W06|ben||| 6 April", "2024-03", Choice::Accept)]);
        let bytes = written.to_csv().unwrap();
        let text = String::from_utf8(bytes.clone()).unwrap();
        assert!(text.contains(",\"'=1+1, \"\"x\"\"\",") && text.contains("\"'-first"), "{text}");
        let read = Decisions::from_csv(&bytes).unwrap();
        assert_eq!(read, written);
        assert_eq!(read.rows()[1].line, 4, "the first row takes up two lines");
        assert_eq!(read.to_csv().unwrap(), bytes);
    }

    #[test]
    fn one_flipped_bit_anywhere_is_told_and_a_typed_row_is_known_as_such() {
        let key = |n: u32| format!("V01|ann|1.{n}a|value|x");
        let written = ledger((1..=3).map(|n| decision(&key(n), "2024-03", Choice::Accept)).collect());
        let bytes = written.to_csv().unwrap();
        for (at, bit) in (0..bytes.len()).flat_map(|at| [(at, at % 8), (at, 5)]) {
            let mut flipped = bytes.clone();
            flipped[at] ^= 1 << bit;
            assert!(Decisions::from_csv(&flipped).is_err(), "bit {bit} of byte {at}");
        }
        let typed = String::from_utf8(bytes).unwrap()
            + "D4,2024-04,,W06|ben||| 6 April,W06,ben,,, 6 April,Accept,,ok,Dana,,,,,\n";
        let mut read = Decisions::from_csv(typed.as_bytes()).unwrap();
        assert_eq!(read.unsealed(), ["D4"]);
        read.add(vec![decision(&key(5), "2024-04", Choice::Accept)]);
        let again = Decisions::from_csv(&read.to_csv().unwrap()).unwrap();
        assert_eq!((again.unsealed(), again.rows().len()), (vec!["D4"], 5));
        let march = "2024-03".parse().unwrap();
        let (used, since) = again.as_used(march, written.sha256()).unwrap();
        assert_eq!((used.rows().len(), since.len()), (5, 0), "later months' decisions make no difference");
        assert_eq!(again.as_used(march, None).unwrap().1.len(), 5);
        assert_eq!(again.as_used(march, Some(Sha256::of(b"never"))), None);
    }

    #[test]
    fn faults_name_the_line_and_what_is_needed() {
        let good = String::from_utf8(
            ledger(vec![decision("V01|ann|1.1a|value|x", "2024-03", Choice::Accept)]).to_csv().unwrap(),
        )
        .unwrap();
        let read = |text: &str| Decisions::from_csv(text.as_bytes()).unwrap_err().to_string();
        assert!(read(&good.replace("Accept", "Perhaps")).starts_with("decisions.csv line 2: decision says"));
        assert!(read(&good.replace("2024-04-08", "soon")).contains("decided_on says \"soon\". A date such"));
        assert!(read(&good.replace(",ann,1.1a", ",ben,1.1a")).contains("returner says \"ben\". The key"));
        assert!(read(&good.replace("sheet_row", "row")).contains("\"row\" is not a column"));
        assert!(read(&good.replace("id,", "")).contains("line 1: the column id is missing"));
        assert!(Decisions::from_csv(b"").unwrap().rows().is_empty());
    }
}
