//! Refs of actions and measures (1-mission.md, "Words"): `3.1` and `3.10` are different actions, `1.2a` is a
//! measure of action `1.2`, `O1.3` is the third outcome-measure slot of outcome 1.

use std::fmt;
use std::str::FromStr;

use unicode_normalization::UnicodeNormalization;

/// Why a text is not a ref.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" is not a ref such as 3.10 or 1.2a")]
pub struct RefError(pub String);

/// Ref of a planned action: the outcome's number, a full stop, the action's number within it.
///
/// Ordered by number, so that 3.9 comes before 3.10.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ActionRef {
    /// Number of the outcome the action serves, from 1.
    pub outcome: u16,
    /// Number of the action within its outcome, from 1.
    pub number: u16,
}

impl ActionRef {
    /// The action with this outcome number and number.
    pub const fn new(outcome: u16, number: u16) -> Self {
        Self { outcome, number }
    }
}

impl fmt::Display for ActionRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.outcome, self.number)
    }
}

impl FromStr for ActionRef {
    type Err = RefError;

    /// Reads a ref after folding white space, invisible characters and full-width forms. Leading zeros are refused:
    /// `3.01` is nobody's ref.
    fn from_str(text: &str) -> Result<Self, RefError> {
        let folded = fold(text);
        let (outcome, number) = folded.split_once('.').ok_or_else(|| RefError(text.to_owned()))?;
        match (ordinal(outcome), ordinal(number)) {
            (Some(outcome), Some(number)) => Ok(Self { outcome, number }),
            _ => Err(RefError(text.to_owned())),
        }
    }
}

/// Ref of a measure: of an action (`1.2a`, kind *assurance*) or of an outcome (`O1.3`, kind *outcome*).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum MeasureRef {
    /// An assurance measure: the action's ref and a letter.
    OfAction {
        /// The action it is counted for.
        action: ActionRef,
        /// `a` to `z`.
        letter: char,
    },
    /// An outcome-measure slot: the outcome's number and the slot's number.
    OfOutcome {
        /// The outcome it evidences.
        outcome: u16,
        /// The slot, from 1.
        slot: u16,
    },
}

impl MeasureRef {
    /// The action this measure is counted for; none for an outcome measure.
    pub const fn action(&self) -> Option<ActionRef> {
        match self {
            Self::OfAction { action, .. } => Some(*action),
            Self::OfOutcome { .. } => None,
        }
    }

    /// Number of the outcome this measure belongs to.
    pub const fn outcome(&self) -> u16 {
        match self {
            Self::OfAction { action, .. } => action.outcome,
            Self::OfOutcome { outcome, .. } => *outcome,
        }
    }
}

impl fmt::Display for MeasureRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OfAction { action, letter } => write!(f, "{action}{letter}"),
            Self::OfOutcome { outcome, slot } => write!(f, "O{outcome}.{slot}"),
        }
    }
}

impl FromStr for MeasureRef {
    type Err = RefError;

    /// Reads a ref after folding white space, case, invisible characters and full-width forms.
    fn from_str(text: &str) -> Result<Self, RefError> {
        let folded = fold(text);
        let refused = || RefError(text.to_owned());
        if let Some(rest) = folded.strip_prefix('o') {
            let ActionRef { outcome, number } = rest.parse().map_err(|_| refused())?;
            return Ok(Self::OfOutcome { outcome, slot: number });
        }
        let letter = folded.chars().last().filter(char::is_ascii_lowercase).ok_or_else(refused)?;
        let action = folded[..folded.len() - 1].parse().map_err(|_| refused())?;
        Ok(Self::OfAction { action, letter })
    }
}

macro_rules! serde_as_text {
    ($($name:ty),*) => {$(
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    )*};
}
serde_as_text!(ActionRef, MeasureRef);

/// NFKC, lower case, without white space or invisible characters. At most the first 64 characters are looked at: no
/// ref is longer, and a longer text must not cost anything.
fn fold(text: &str) -> String {
    let looked_at = text.as_bytes().get(..64).unwrap_or(text.as_bytes());
    if looked_at.is_ascii() {
        let kept = looked_at.iter().filter(|byte| !byte.is_ascii_whitespace() && !byte.is_ascii_control());
        return kept.map(|byte| char::from(byte.to_ascii_lowercase())).collect();
    }
    fold_any(text)
}

fn fold_any(text: &str) -> String {
    text.chars()
        .take(64)
        .nfkc()
        .filter(|c| !c.is_whitespace() && !c.is_control() && !is_invisible(*c))
        .flat_map(char::to_lowercase)
        .collect()
}

const fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}' | '\u{ad}')
}

fn ordinal(text: &str) -> Option<u16> {
    let plain = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()) && !text.starts_with('0');
    plain.then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_one_and_three_ten_differ_and_sort_by_number() {
        let one: ActionRef = "3.1".parse().unwrap();
        let ten: ActionRef = "3.10".parse().unwrap();
        let nine: ActionRef = "3.9".parse().unwrap();
        assert!(one < nine && nine < ten);
        assert_eq!(ten.to_string(), "3.10");
    }

    #[test]
    fn folds_space_case_and_full_width() {
        assert_eq!(" １.2Ａ\u{a0}\u{200b}".parse::<MeasureRef>().unwrap().to_string(), "1.2a");
        assert_eq!("o1.3".parse::<MeasureRef>().unwrap().to_string(), "O1.3");
    }

    #[test]
    fn plain_texts_fold_as_every_text_does() {
        let every: String = (0..=127_u8).map(char::from).collect();
        let long = "o1 ".repeat(70) + "\u{301}";
        for text in [&every[..40], &every[40..], &every, &long, "", " O\u{b}1.\t3", "1.2\u{301}a", "１.2"] {
            assert_eq!(fold(text), fold_any(text), "{text:?}");
        }
    }

    #[test]
    fn refuses_what_is_no_ref() {
        for text in ["", "3", "3.", ".1", "3.01", "3.1.2", "a.b", "3.1", "3.1aa", "é", "3.é"] {
            assert!(text.parse::<MeasureRef>().is_err(), "{text}");
        }
        assert!("3.1a".parse::<ActionRef>().is_err());
    }
}
