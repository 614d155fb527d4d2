//! Rows of history.csv as typed months. Every row is checked; what ragbook would not have written is an error with its line.

use std::collections::BTreeMap;
use std::str::FromStr;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::columns::{COLUMNS, Column};
use super::rows::{Kind, seal_of};
use super::{FILE, PastAction, PastContribution, PastFigure, PastMonth, PastProgress, Revision};
use crate::domain::figure::FigureState;
use crate::domain::{LeadId, Period, Quantity, Rating, Sha256, Value};
use crate::ledger::table::{self, LedgerError, Row};

type Read<T> = Result<T, LedgerError>;

/// What the file holds.
pub(super) struct Held {
    /// Every revision of every month, in order.
    pub(super) months: BTreeMap<Period, Vec<Revision>>,
    /// The seal of its last revision.
    pub(super) seal: Option<Sha256>,
    /// Which revisions it has, in the order of the file, each with the number of rows up to its end.
    pub(super) order: Order,
}

/// Revisions in the order of the file, each with the number of rows up to its end.
pub(super) type Order = Vec<(Period, u32, usize)>;

/// Everything in the file.
pub(super) fn read(bytes: &[u8]) -> Read<Held> {
    let rows = table::read(FILE, COLUMNS, bytes)?;
    let months = months(&rows)?;
    let (seal, order) = unbroken(&rows)?;
    Ok(Held { months, seal, order })
}

/// That every revision carries the seal over its rows and what stands before them; the last seal, and the revisions in the
/// order of the file.
fn unbroken(rows: &[Row]) -> Read<(Option<Sha256>, Order)> {
    let of = |row: &Row| [Column::Period, Column::Revision].map(|c| row.text(c as usize).to_owned());
    let (mut before, mut order, mut end) = (None, Vec::new(), 0);
    for revision in rows.chunk_by(|a, b| of(a) == of(b)) {
        let Some(first) = revision.first() else { continue };
        let bare = |row: &Row| {
            let mut fields = row.fields().to_vec();
            if let Some(seal) = fields.get_mut(Column::Seal as usize) {
                seal.clear();
            }
            fields
        };
        let seal = seal_of(&revision.iter().map(bare).collect::<Vec<_>>(), before);
        let carried = |row: &&Row| row.text(Column::Seal as usize) != seal.to_string();
        let broken: Vec<&Row> = revision.iter().filter(carried).collect();
        let [month, number] = of(first);
        if broken.len() == revision.len() {
            return Err(first.wrong(format!(
                "the rows of revision {number} of {month}, from here on, or what stands before them, are not as they were \
                 written: their seal does not fit"
            )));
        }
        if let Some(row) = broken.first() {
            return Err(row.wrong("its seal is not that of the other rows of its revision"));
        }
        before = Some(seal);
        end += revision.len();
        order.push((needed(first, Column::Period)?, needed(first, Column::Revision)?, end));
    }
    Ok((before, order))
}

/// Every revision of every month, in order.
fn months(rows: &[Row]) -> Read<BTreeMap<Period, Vec<Revision>>> {
    let mut making = BTreeMap::<(Period, u32), Making>::new();
    for row in rows {
        let period: Period = needed(row, Column::Period)?;
        let revision: u32 = needed(row, Column::Revision)?;
        let as_at = needed(row, Column::AsAt)?;
        let run = row.needed(Column::Run as usize, |text| Ok::<_, LedgerError>(text.to_owned()))?;
        let rows: usize = needed(row, Column::Rows)?;
        let month = PastMonth::new(period, as_at);
        let new = Making { run: run.clone(), month, line: row.line, rows, taken: 0 };
        let revision = making.entry((period, revision)).or_insert(new);
        if (&revision.run, revision.month.as_at, revision.rows) != (&run, as_at, rows) {
            let wrong = "run, as_at or rows is not what the other rows of this revision say";
            return Err(row.wrong(wrong));
        }
        revision.take(row)?;
    }
    let mut months = BTreeMap::<Period, Vec<Revision>>::new();
    for ((period, number), made) in making {
        let revisions = months.entry(period).or_default();
        let wrong = if usize::try_from(number).ok() != Some(revisions.len() + 1) {
            format!("revision {number} of {period} stands here, and the one before it is missing")
        } else if made.rows != made.taken {
            format!("revision {number} of {period} has {} of its {} rows", made.taken, made.rows)
        } else {
            revisions.push(Revision { run: made.run, month: made.month });
            continue;
        };
        return Err(LedgerError { file: FILE, line: Some(made.line), wrong });
    }
    Ok(months)
}

/// A revision as far as it has been read.
struct Making {
    run: String,
    month: PastMonth,
    /// Line of its first row.
    line: u64,
    rows: usize,
    taken: usize,
}

impl Making {
    fn take(&mut self, row: &Row) -> Read<()> {
        self.taken += 1;
        let kind = needed_word(row, Column::Kind, "a kind of row", Kind::ALL, Kind::word)?;
        only_its_own(row, kind)?;
        match kind {
            Kind::Measure => {
                let figure = figure(row)?;
                once(row, self.month.figures.insert(needed(row, Column::Ref)?, figure).is_none())
            }
            Kind::Action => {
                let action = action(row)?;
                once(row, self.month.actions.insert(needed(row, Column::Ref)?, action).is_none())
            }
            Kind::Contribution => {
                let figure = self.month.figures.get_mut(&needed(row, Column::Ref)?);
                let figure = figure.ok_or_else(|| row.wrong("its measure has no row before it"))?;
                once(row, figure.by_returner.insert(lead(row)?, contribution(row)?).is_none())
            }
            Kind::Progress => {
                let action = self.month.actions.get_mut(&needed(row, Column::Ref)?);
                let action = action.ok_or_else(|| row.wrong("its action has no row before it"))?;
                once(row, action.by_lead.insert(lead(row)?, progress(row)?).is_none())
            }
            Kind::Exception => {
                let key = row.needed(Column::Key as usize, |text| Ok::<_, LedgerError>(text.to_owned()))?;
                once(row, self.month.raised.insert(key))
            }
        }
    }
}

fn once(row: &Row, is_new: bool) -> Read<()> {
    if is_new { Ok(()) } else { Err(row.wrong("the same row stands here twice")) }
}

/// A field under a column that this kind of row does not have would otherwise be passed over.
fn only_its_own(row: &Row, kind: Kind) -> Read<()> {
    use Column as C;
    let of_all = [C::Kind, C::Period, C::Revision, C::Run, C::AsAt, C::Rows, C::Seal];
    let strange = |column: &&Column| !of_all.contains(column) && !kind.own().contains(column);
    let filled = Column::ALL.iter().filter(strange).find(|column| !row.text(**column as usize).is_empty());
    filled.map_or(Ok(()), |column| {
        let name = COLUMNS.get(*column as usize).copied().unwrap_or_default();
        Err(row.wrong(format!("a row of kind {} has nothing under {name}", kind.word())))
    })
}

fn figure(row: &Row) -> Read<PastFigure> {
    let states = [FigureState::Value, FigureState::Partial, FigureState::Absent];
    Ok(PastFigure {
        value: value(row)?,
        numerator: number(row, Column::Numerator)?,
        denominator: number(row, Column::Denominator)?,
        state: needed_word(row, Column::State, "a state", states, FigureState::word)?,
        absence: optional(row, Column::Absence)?,
        target: number(row, Column::Target)?,
        expected: number(row, Column::Expected)?,
        impact: rating(row, Column::Impact)?,
        reason: row.text(Column::ImpactReason as usize).to_owned(),
        revised: false,
        by_returner: BTreeMap::new(),
        sources: sources(row)?,
    })
}

fn contribution(row: &Row) -> Read<PastContribution> {
    Ok(PastContribution {
        value: value(row)?,
        numerator: number(row, Column::Numerator)?,
        denominator: number(row, Column::Denominator)?,
        absence: optional(row, Column::Absence)?,
        used: yes_no(row, Column::Used)?,
        note: row.text(Column::Note as usize).to_owned(),
        source: one_source(row)?,
    })
}

fn action(row: &Row) -> Read<PastAction> {
    Ok(PastAction {
        status: optional(row, Column::Status)?,
        forecast: optional(row, Column::Forecast)?,
        own_rag: optional(row, Column::OwnRating)?,
        commentary: row.text(Column::Commentary as usize).to_owned(),
        evidence: row.text(Column::Evidence as usize).to_owned(),
        returned: yes_no(row, Column::Returned)?,
        delivery: rating(row, Column::Delivery)?,
        delivery_reason: row.text(Column::DeliveryReason as usize).to_owned(),
        impact: rating(row, Column::Impact)?,
        impact_reason: row.text(Column::ImpactReason as usize).to_owned(),
        carried_from: optional(row, Column::CarriedFrom)?,
        target: optional(row, Column::Target)?,
        original_target: optional(row, Column::OriginalTarget)?,
        by_lead: BTreeMap::new(),
        sources: sources(row)?,
    })
}

fn progress(row: &Row) -> Read<PastProgress> {
    Ok(PastProgress {
        status: optional(row, Column::Status)?,
        forecast: optional(row, Column::Forecast)?,
        own_rag: optional(row, Column::OwnRating)?,
        commentary: row.text(Column::Commentary as usize).to_owned(),
        evidence: row.text(Column::Evidence as usize).to_owned(),
        source: one_source(row)?,
    })
}

/// A value of the type that the column before it names.
fn value(row: &Row) -> Read<Option<Value>> {
    let text = row.text(Column::Value as usize);
    match row.text(Column::ValueType as usize) {
        "" if text.is_empty() => Ok(None),
        "number" => Ok(Some(Value::Number(row.needed(Column::Value as usize, exact)?))),
        "date" => Ok(Some(Value::Date(needed::<NaiveDate>(row, Column::Value)?))),
        "text" => Ok(Some(Value::Text(text.to_owned()))),
        other => Err(row.wrong(format!("under value_type, \"{other}\" is not number, date or text"))),
    }
}

fn number(row: &Row, column: Column) -> Read<Option<Quantity>> {
    row.optional(column as usize, exact)
}

/// A decimal with all the places that one can have.
fn exact(text: &str) -> Result<Quantity, String> {
    let plain = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.' || byte == b'-');
    let number = Decimal::from_str_exact(text).ok().filter(|_| plain).map(Quantity::from);
    number.ok_or_else(|| format!("\"{text}\" is not a plain number such as 85 or 12.5"))
}

fn rating(row: &Row, column: Column) -> Read<Rating> {
    needed_word(row, column, "a rating", Rating::ALL, Rating::word)
}

fn yes_no(row: &Row, column: Column) -> Read<bool> {
    needed_word(row, column, "yes or no", [true, false], |yes| if yes { "yes" } else { "no" })
}

fn lead(row: &Row) -> Read<LeadId> {
    row.needed(Column::Lead as usize, |text| Ok::<_, LedgerError>(LeadId::from(text)))
}

fn sources(row: &Row) -> Read<Vec<Sha256>> {
    let listed = |text: &str| text.split(' ').map(str::parse).collect::<Result<Vec<Sha256>, _>>();
    Ok(row.optional(Column::Sources as usize, listed)?.unwrap_or_default())
}

fn one_source(row: &Row) -> Read<Option<Sha256>> {
    optional(row, Column::Sources)
}

fn needed<T: FromStr<Err: std::fmt::Display>>(row: &Row, column: Column) -> Read<T> {
    row.needed(column as usize, |text| named(text, text.parse()))
}

fn optional<T: FromStr<Err: std::fmt::Display>>(row: &Row, column: Column) -> Read<Option<T>> {
    row.optional(column as usize, |text| named(text, text.parse()))
}

/// Names the text with the reason why it cannot be read, where the reason does not name it itself.
fn named<T, E: std::fmt::Display>(text: &str, read: Result<T, E>) -> Result<T, String> {
    read.map_err(|why| why.to_string())
        .map_err(|why| if why.contains(text) { why } else { format!("\"{text}\" cannot be read: {why}") })
}

fn needed_word<T: Copy, const N: usize>(
    row: &Row,
    column: Column,
    what: &str,
    choices: [T; N],
    word: impl Fn(T) -> &'static str,
) -> Read<T> {
    row.needed(column as usize, |text| {
        choices
            .into_iter()
            .find(|choice| word(*choice) == text)
            .ok_or_else(|| format!("\"{text}\" is not {what}"))
    })
}
