//! Texts that look like a particular person (6-exceptions.md, D01): what gives one away, found and masked.
//!
//! Takes a text as typed, gives it back with every such passage replaced by `[masked: NHS number]` and the like; all else
//! is kept as typed. Pure. Each kind has a file of its own with its checksum or shape, so that a phone extension, a ref, a
//! meeting date or a link with digits is not taken for a person. What is looked at is `plain::Plain`: digits in full width,
//! invisible characters and odd spaces hide nothing. Names are not looked for: a name alone cannot be told from a
//! colleague's.

use std::fmt;
use std::ops::Range;

use super::Quantity;
pub use initials::Births;
use plain::Plain;
use signs::Signs;

mod birth;
mod calendar;
mod email;
mod groups;
mod home;
mod initials;
mod known;
mod national_insurance;
mod nhs;
mod phone;
mod plain;
mod signs;
mod upn;

/// What gives a person away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub enum PersonKind {
    /// Ten digits with a valid check digit.
    NhsNumber,
    /// A pupil's number: check letter and twelve characters.
    PupilNumber,
    /// A National Insurance number.
    NationalInsurance,
    /// A date said to be a date of birth, or one beside initials.
    BirthDate,
    /// An e-mail address.
    EMail,
    /// A UK phone number that may be a person's.
    Phone,
    /// A house number with its postcode.
    HomeAddress,
}

impl PersonKind {
    /// What the mask and messages call it.
    pub const fn words(self) -> &'static str {
        match self {
            Self::NhsNumber => "NHS number",
            Self::PupilNumber => "unique pupil number",
            Self::NationalInsurance => "National Insurance number",
            Self::BirthDate => "date of birth",
            Self::EMail => "e-mail address",
            Self::Phone => "phone number",
            Self::HomeAddress => "home address",
        }
    }

    /// What stands in its place.
    pub fn mask(self) -> String {
        format!("{MARK}{}]", self.words())
    }

    fn find(self, plain: &Plain) -> Vec<Range<usize>> {
        match self {
            Self::NhsNumber => nhs::find(plain),
            Self::PupilNumber => upn::find(plain),
            Self::NationalInsurance => national_insurance::find(plain),
            Self::BirthDate => birth::find(plain),
            Self::EMail => email::find(plain),
            Self::Phone => phone::find(plain),
            Self::HomeAddress => home::find(plain),
        }
    }
}

impl fmt::Display for PersonKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.words())
    }
}

/// Every kind; where two claim the same characters, the earlier one names the mask.
const KINDS: [PersonKind; 7] = [
    PersonKind::NhsNumber,
    PersonKind::PupilNumber,
    PersonKind::NationalInsurance,
    PersonKind::BirthDate,
    PersonKind::EMail,
    PersonKind::Phone,
    PersonKind::HomeAddress,
];

/// How every mask begins.
const MARK: &str = "[masked: ";

/// Fewest digits in anything that is found but an e-mail address: `1 M1 1AE`, `1 May 09`.
const FEWEST_DIGITS: usize = 3;

/// A text with what looked like a person masked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Masked {
    /// The text, masked.
    pub text: String,
    /// What was masked, each kind once, in the order of [`PersonKind`].
    pub kinds: Vec<PersonKind>,
}

/// The text masked; none when nothing in it looks like a person.
pub fn mask(text: &str) -> Option<Masked> {
    mask_with(text, None)
}

/// The same for what a return says, where initials beside a date on which a child may have been born are a person too.
pub fn mask_said(text: &str, births: Births) -> Option<Masked> {
    mask_with(text, Some(births))
}

/// What an earlier masking left its marks for in a text: a form that comes back may hold them.
pub fn marks_in(text: &str) -> Vec<PersonKind> {
    if memchr::memmem::find(text.as_bytes(), MARK.as_bytes()).is_none() {
        return Vec::new();
    }
    KINDS.into_iter().filter(|kind| text.contains(&kind.mask())).collect()
}

fn mask_with(text: &str, births: Option<Births>) -> Option<Masked> {
    // Most texts hold no sign of a person, and need no closer look.
    if text.is_ascii() && has_few_digits(text) && memchr::memchr(b'@', text.as_bytes()).is_none()
        || known::is_clean(text, births)
    {
        return None;
    }
    let plain = if text.is_ascii() {
        None
    } else {
        let digits = text.chars().filter(|c| c.is_numeric()).take(FEWEST_DIGITS).count();
        if digits < FEWEST_DIGITS && !text.contains(['@', '\u{ff20}', '\u{fe6b}']) {
            known::remember_clean(text, None);
            return None;
        }
        Some(Plain::of(text))
    };
    let of_ascii = || Signs::of(text.bytes().map(char::from));
    let signs = plain.as_ref().map_or_else(of_ascii, |plain| Signs::of(plain.chars()));
    let initials = signs.may_hold_initials();
    let found = looked_at_closely(text, plain, signs, births.filter(|_| initials));
    // A text with initials in it is clean for the births that were looked for.
    if found.is_none() && (births.is_some() || !initials) {
        known::remember_clean(text, births.filter(|_| initials));
    }
    found
}

fn looked_at_closely(
    text: &str,
    plain: Option<Plain>,
    signs: Signs,
    births: Option<Births>,
) -> Option<Masked> {
    if births.is_none() && !KINDS.into_iter().any(|kind| signs.may_hold(kind)) {
        return None;
    }
    let plain = plain.unwrap_or_else(|| Plain::of(text));
    let mut found: Vec<(Range<usize>, PersonKind)> = Vec::new();
    for kind in KINDS.into_iter().filter(|kind| signs.may_hold(*kind)) {
        found.extend(kind.find(&plain).into_iter().map(|span| (plain.span(&span), kind)));
    }
    if let Some(births) = births {
        let passages = initials::find(&plain, births);
        found.extend(passages.into_iter().map(|span| (plain.span(&span), PersonKind::BirthDate)));
    }
    let mut kinds: Vec<PersonKind> = found.iter().map(|(_, kind)| *kind).collect();
    kinds.sort_unstable();
    kinds.dedup();
    (!found.is_empty()).then(|| Masked { text: replaced(text, found), kinds })
}

/// Whether a text of plain ASCII has too few digits for anything but an e-mail address. All of it is counted, without a
/// question at each byte: that is several bytes at a time.
fn has_few_digits(text: &str) -> bool {
    text.bytes().filter(u8::is_ascii_digit).count() < FEWEST_DIGITS
}

/// The text masked, or as it is.
pub fn masked(text: String) -> String {
    match mask(&text) {
        Some(masked) => masked.text,
        None => text,
    }
}

/// What a number alone in its cell looks like: a spreadsheet drops the spaces of an NHS number and the leading nought of a
/// mobile number.
pub fn in_number(number: Quantity) -> Option<PersonKind> {
    let digits = number.to_string();
    if nhs::is_valid(&digits) {
        return Some(PersonKind::NhsNumber);
    }
    phone::is_mobile_without_nought(&digits).then_some(PersonKind::Phone)
}

/// Replaces the passages found; those that overlap become one, named after the first kind.
fn replaced(text: &str, mut found: Vec<(Range<usize>, PersonKind)>) -> String {
    found.sort_by_key(|(span, kind)| (span.start, *kind));
    let mut spans: Vec<(Range<usize>, PersonKind)> = Vec::new();
    for (span, kind) in found {
        match spans.last_mut() {
            Some((last, _)) if span.start < last.end => last.end = last.end.max(span.end),
            _ => spans.push((span, kind)),
        }
    }
    let mut masked = String::new();
    let mut kept = 0;
    for (span, kind) in spans {
        masked.push_str(text.get(kept..span.start).unwrap_or_default());
        masked.push_str(&kind.mask());
        kept = span.end;
    }
    masked.push_str(text.get(kept..).unwrap_or_default());
    masked
}

#[cfg(test)]
mod tests;
