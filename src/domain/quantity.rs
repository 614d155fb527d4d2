//! Exact decimal quantities. Binary floating point puts a quarter of "exactly on the line" cases on the wrong side
//! (9-architecture.md), so values, targets and tolerances are decimals from the moment a cell is read.

use std::fmt;
use std::str::FromStr;

use chrono::NaiveDate;
use rust_decimal::{Decimal, RoundingStrategy};

/// An exact decimal number. Percents are in percent: `85` means 85 %.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Quantity(Decimal);

impl Quantity {
    /// Nought.
    pub const ZERO: Self = Self(Decimal::ZERO);
    /// One hundred, the whole of a percent.
    pub const HUNDRED: Self = Self(Decimal::ONE_HUNDRED);

    /// The number behind a spreadsheet's binary double, at the 15 significant digits that a spreadsheet keeps and
    /// shows: `0.1 + 0.2` typed as a formula is 0.3, not 0.30000000000000004. None for NaN, infinities and numbers
    /// too large or too small for an exact decimal (about 7.9e28).
    pub fn from_double(double: f64) -> Option<Self> {
        if !double.is_finite() {
            return None;
        }
        if let Some(whole) = whole(double) {
            return Some(Self(Decimal::from(whole)));
        }
        Self::from_digits(double)
    }

    fn from_digits(double: f64) -> Option<Self> {
        let digits = format!("{double:.14e}");
        let number = Decimal::from_scientific(&digits).ok()?;
        // A tiny non-zero number that the decimal cannot hold must not become a silent nought.
        (number.is_zero() == (double == 0.0)).then(|| Self(number.normalize()))
    }

    /// The decimal inside, for arithmetic.
    pub const fn decimal(self) -> Decimal {
        self.0
    }

    /// Whether there is no fraction.
    pub fn is_whole(self) -> bool {
        self.0.is_integer()
    }

    /// Whether it is below nought.
    pub fn is_negative(self) -> bool {
        self.0 < Decimal::ZERO
    }

    /// Sum; none when it cannot be held exactly.
    pub fn plus(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).map(|d| Self(d.normalize()))
    }

    /// Difference; none when it cannot be held exactly.
    pub fn minus(self, other: Self) -> Option<Self> {
        self.0.checked_sub(other.0).map(|d| Self(d.normalize()))
    }

    /// How far apart the two are, never below nought; none when that cannot be held exactly.
    pub fn distance(self, other: Self) -> Option<Self> {
        if self >= other { self.minus(other) } else { other.minus(self) }
    }

    /// Product; none when it is too large.
    pub fn times(self, other: Self) -> Option<Self> {
        self.0.checked_mul(other.0).map(|d| Self(d.normalize()))
    }

    /// Quotient to 28 significant digits; none when dividing by nought or too large.
    pub fn over(self, other: Self) -> Option<Self> {
        self.0.checked_div(other.0).map(|d| Self(d.normalize()))
    }

    /// Rounded half away from nought to this many decimal places, as people round.
    #[must_use]
    pub fn rounded(self, places: u32) -> Self {
        Self(self.0.round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero).normalize())
    }

    /// The smallest step at this many decimal places: 0.01 at two. Places beyond 28 are taken as 28.
    pub fn one_at(places: u32) -> Self {
        Self(Decimal::new(1, places.min(28)))
    }

    /// Number of decimal places needed to write it exactly, 0 to 28.
    pub fn places(self) -> u32 {
        self.0.normalize().scale()
    }

    /// The nearest binary double, for a number cell of a workbook that people look at.
    pub fn to_double(self) -> f64 {
        self.0.to_string().parse().unwrap_or(f64::NAN)
    }
}

/// A double that is a whole number of at most fifteen digits: these are its digits.
fn whole(double: f64) -> Option<i64> {
    #[expect(clippy::cast_possible_truncation, reason = "fifteen digits have room")]
    (double.fract() == 0.0 && double.abs() < 1e15).then_some(double as i64)
}

impl From<Decimal> for Quantity {
    fn from(decimal: Decimal) -> Self {
        Self(decimal.normalize())
    }
}

impl From<i64> for Quantity {
    fn from(whole: i64) -> Self {
        Self(Decimal::from(whole))
    }
}

impl fmt::Display for Quantity {
    /// A plain decimal number without exponent: at most 6 places, rounded half to even (11-settled.md, "Files").
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = self.0.round_dp_with_strategy(6, RoundingStrategy::MidpointNearestEven).normalize();
        if shown.is_zero() { f.write_str("0") } else { write!(f, "{shown}") }
    }
}

/// Why a text is not a plain decimal number.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" is not a plain number such as 85 or 12.5")]
pub struct QuantityError(pub String);

impl FromStr for Quantity {
    type Err = QuantityError;

    /// Reads digits with an optional sign and an optional full stop: what plan files and our own CSVs hold. What a
    /// *lead* typed is read by `intake`, which knows many more forms.
    fn from_str(text: &str) -> Result<Self, QuantityError> {
        let refused = || QuantityError(text.to_owned());
        let body = text.strip_prefix('-').unwrap_or(text);
        let (whole, fraction) = body.split_once('.').unwrap_or((body, "0"));
        let digits = |t: &str| !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit());
        if !digits(whole) || !digits(fraction) || text.len() > 30 {
            return Err(refused());
        }
        Decimal::from_str_exact(text).map(Self::from).map_err(|_| refused())
    }
}

/// Every decimal, as text: what is read back is the same number, however many places it has.
impl serde::Serialize for Quantity {
    /// Exact, unlike [`fmt::Display`]: what is kept must give the same figure again.
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0.normalize())
    }
}

impl<'de> serde::Deserialize<'de> for Quantity {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Decimal::from_str_exact(&text).map(Self::from).map_err(serde::de::Error::custom)
    }
}

/// What a measure's value is after reading: a number (count, number, percent, days, weeks), a date, or text (also the
/// name of a document).
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub enum Value {
    /// A number in the measure's own unit; percents in percent.
    Number(Quantity),
    /// A local calendar date.
    Date(NaiveDate),
    /// Trimmed text.
    Text(String),
}

impl Value {
    /// The number inside, if it is one.
    pub const fn number(&self) -> Option<Quantity> {
        match self {
            Self::Number(quantity) => Some(*quantity),
            Self::Date(_) | Self::Text(_) => None,
        }
    }
}

impl fmt::Display for Value {
    /// As in the CSVs: plain decimal, ISO 8601 date, text.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(quantity) => quantity.fmt(f),
            Self::Date(date) => write!(f, "{}", date.format("%Y-%m-%d")),
            Self::Text(text) => f.write_str(text),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_double_keeps_the_fifteen_digits_a_spreadsheet_keeps() {
        let hundredfold =
            |d: f64| Quantity::from_double(d).unwrap().times(Quantity::HUNDRED).unwrap().to_string();
        assert_eq!(hundredfold(0.57), "57");
        assert_eq!(hundredfold(0.1 + 0.2), "30");
        assert_eq!(hundredfold(2.0 / 3.0), "66.666667");
        for whole in [0.0, -0.0, 1.0, -7.0, 120.0, 4e10, 999_999_999_999_999.0, -1e15, 1e15, 1e16, 0.5, -2.5]
        {
            let (quick, long) = (Quantity::from_double(whole), Quantity::from_digits(whole));
            assert_eq!(format!("{quick:?}"), format!("{long:?}"));
        }
        assert_eq!(Quantity::from_double(1e300), None);
        assert_eq!(Quantity::from_double(1e-40), None);
        assert_eq!(Quantity::from_double(f64::NAN), None);
        assert_eq!(Quantity::from_double(-0.0).unwrap().to_string(), "0");
    }

    #[test]
    fn prints_plain_and_rounds_half_to_even() {
        // 1 of 512 as a percent ends exactly between two figures of six places.
        for (exact, printed) in
            [("0.1953125", "0.195312"), ("0.0000015", "0.000002"), ("66.66666666666667", "66.666667")]
        {
            assert_eq!(exact.parse::<Quantity>().unwrap().to_string(), printed);
        }
        assert_eq!("12.50".parse::<Quantity>().unwrap().to_string(), "12.5");
        for text in ["", "1e3", "1,000", "+1", ".5", "5.", "1.2.3", "٣"] {
            assert!(text.parse::<Quantity>().is_err(), "{text}");
        }
    }
}
