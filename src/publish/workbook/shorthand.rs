//! Shorthand for what is not there (7-publication.md, 7.1): in square brackets, explained on every sheet that uses it.

use crate::sheet::book::{CellContent, CellSpec};

/// Why a cell has no plain value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shorthand {
    /// Expected, but not there.
    NotAvailable,
    /// There can be none.
    NotApplicable,
    /// A contributor is missing.
    Partial,
    /// An earlier period's answer.
    CarriedForward,
    /// Another value than the one first shown for its period.
    Revised,
    /// Held back: a small number, or a text that is not approved for publication.
    Confidential,
    /// A number too small for its rounding.
    Low,
}

impl Shorthand {
    /// Every shorthand this workbook uses.
    pub(super) const ALL: [Self; 7] = [
        Self::NotAvailable,
        Self::NotApplicable,
        Self::Partial,
        Self::CarriedForward,
        Self::Revised,
        Self::Confidential,
        Self::Low,
    ];

    /// What a workbook that leaves nothing out uses.
    const OF_EVERYTHING: usize = 5;

    /// As it stands in a cell.
    pub(super) const fn token(self) -> &'static str {
        match self {
            Self::NotAvailable => "[x]",
            Self::NotApplicable => "[z]",
            Self::Partial => "[p]",
            Self::CarriedForward => "[f]",
            Self::Confidential => "[c]",
            Self::Low => "[low]",
            Self::Revised => "[r]",
        }
    }

    /// What it means.
    pub(super) const fn meaning(self) -> &'static str {
        match self {
            Self::NotAvailable => "not available",
            Self::NotApplicable => "not applicable",
            Self::Partial => "partial: an answer from someone is missing",
            Self::CarriedForward => "carried forward from an earlier month",
            Self::Confidential => "confidential: withheld, see the sheet Withheld",
            Self::Low => "rounds to 0 but is not 0",
            Self::Revised => "revised: another value than the one first consolidated for that month",
        }
    }
}

/// The shorthand of a workbook; of an edition that holds something back, more.
pub(super) fn used_in(holds_back: bool) -> impl Iterator<Item = Shorthand> {
    let count = if holds_back { Shorthand::ALL.len() } else { Shorthand::OF_EVERYTHING };
    Shorthand::ALL.into_iter().take(count)
}

/// The line that explains the shorthand in these rows; none when they use none.
pub(super) fn line<'a>(cells: impl Iterator<Item = CellSpec<'a>>) -> Option<String> {
    let mut used = [false; Shorthand::ALL.len()];
    for cell in cells {
        let CellContent::Text(text) = &cell.content else { continue };
        for at in memchr::memchr_iter(b'[', text.as_bytes()) {
            let starts = |shorthand: &Shorthand| text[at..].starts_with(shorthand.token());
            if let Some(found) = Shorthand::ALL.iter().position(starts) {
                used[found] = true;
            }
        }
    }
    let meant = |shorthand: Shorthand| format!("{} = {}", shorthand.token(), shorthand.meaning());
    let used = Shorthand::ALL.into_iter().zip(used).filter(|(_, used)| *used);
    let meanings: Vec<String> = used.map(|(shorthand, _)| meant(shorthand)).collect();
    (!meanings.is_empty()).then(|| format!("Some shorthand is used in this table: {}.", meanings.join("; ")))
}
