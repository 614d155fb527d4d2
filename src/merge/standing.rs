//! Which return of a returner stands (4-reading.md, 4.6; 11-settled.md, "Reading").
//!
//! Intake has already marked returns with the same answers as duplicates, so two returns met here differ. The one with
//! the later *Date completed* stands when every one has a date and one is later than all others. Where the dates do not tell,
//! a form that ragbook itself made from the very file of the other one stands: it is that one, corrected. Otherwise none does. A
//! return whose identity is disputed never displaces one whose identity is not. Csv files of one returner with different
//! tables are parts of one return. What the officer decided about it stands before all that.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::period::date_in_words;
use crate::domain::{LeadId, Sha256, Table};
use crate::finding::fault::Verdict;
use crate::finding::{Fault, FaultKind, Place, Subject};
use crate::intake::{Intake, Return};
use crate::ledger::Decision;

use super::differences::differences;

/// Which returns are merged, and which are not and why.
pub(super) struct Standing<'a> {
    /// At most one return per returner, or one part of each kind, by file name.
    pub(super) returns: Vec<&'a Return>,
    /// File and why it is set aside.
    pub(super) set_aside: BTreeMap<String, String>,
    /// Files in whose place another return stands.
    pub(super) superseded: BTreeSet<String>,
    /// W05, one per return set aside.
    pub(super) faults: Vec<Fault>,
}

/// Settles which returns stand. `chosen`: what the officer decided about two returns of this month.
pub(super) fn settle<'a>(intake: &'a Intake, chosen: &[(LeadId, &Decision)]) -> Standing<'a> {
    let mut by_returner: BTreeMap<&LeadId, Vec<&Return>> = BTreeMap::new();
    let mut standing = Standing {
        returns: Vec::new(),
        set_aside: BTreeMap::new(),
        superseded: BTreeSet::new(),
        faults: Vec::new(),
    };
    for returned in intake.returns() {
        if let Some(returner) = &returned.returner {
            by_returner.entry(returner).or_default().push(returned);
        } else {
            let why = "It does not say whose return it is.".to_owned();
            standing.set_aside.insert(returned.file.to_string(), why);
        }
    }
    for (returner, mut returns) in by_returner {
        returns.sort_by(|a, b| a.file.cmp(&b.file));
        for returns in rivals(&returns) {
            let chosen = chosen.iter().filter(|(lead, _)| lead == returner).map(|(_, decision)| *decision);
            standing.settle_one(returner, &returns, chosen);
        }
    }
    standing.returns.sort_by(|a, b| a.file.cmp(&b.file));
    standing
}

/// Returns of one returner that cannot all stand. Csv files hold one table each: those of different tables are parts of
/// one return, and each stands for itself.
fn rivals<'a>(returns: &[&'a Return]) -> Vec<Vec<&'a Return>> {
    if returns.iter().any(|returned| returned.only_table.is_none()) {
        return vec![returns.to_vec()];
    }
    let mut by_table: BTreeMap<Table, Vec<&Return>> = BTreeMap::new();
    for returned in returns {
        by_table.entry(returned.only_table.unwrap_or(Table::About)).or_default().push(returned);
    }
    by_table.into_values().collect()
}

impl<'a> Standing<'a> {
    fn settle_one<'d>(
        &mut self,
        returner: &LeadId,
        returns: &[&'a Return],
        chosen: impl Iterator<Item = &'d Decision>,
    ) {
        if self.take_chosen(returns, chosen) {
            return;
        }
        let undisputed: Vec<&Return> = returns.iter().copied().filter(|r| !r.identity_disputed).collect();
        let eligible = if undisputed.is_empty() { returns } else { &undisputed };
        let settled = latest(eligible).map(|stands| (stands, Verdict::CompletedLater));
        let settled = settled.or_else(|| Some((latest(&uncorrected(eligible))?, Verdict::Corrects)));
        let settled = settled.or_else(|| Some((all_the_same(eligible)?, Verdict::SameAnswers)));
        if let Some((stands, verdict)) = settled {
            self.returns.push(stands);
            for other in returns.iter().copied().filter(|r| r.file != stands.file) {
                let disputed = other.identity_disputed && !stands.identity_disputed;
                let verdict = match verdict {
                    _ if disputed => Verdict::OtherDisputed,
                    // Whatever the dates say: to its lead there is nothing to confirm.
                    _ if corrects(stands, other, returns) => Verdict::Corrects,
                    Verdict::Corrects => Verdict::CompletedLater,
                    _ => verdict,
                };
                self.set_aside.insert(other.file.to_string(), displaced_because(stands, verdict));
                self.superseded.insert(other.file.to_string());
                let fault = two_returns(returner, stands, other, Some(stands), verdict);
                self.faults.push(Fault { found: which(returns), ..fault });
            }
            return;
        }
        let Some((first, others)) = returns.split_first() else { return };
        for returned in returns {
            let why = "Another return from the same lead for this month says something else, and their dates \
                       completed do not tell which is the later one; none of them is used.";
            self.set_aside.insert(returned.file.to_string(), why.to_owned());
        }
        let none = |other: &&Return| Fault {
            found: which(returns),
            ..two_returns(returner, first, other, None, Verdict::DatesDoNotTell)
        };
        self.faults.extend(others.iter().map(none));
    }

    /// Takes the return that the officer chose; says whether there is one. The exception is not raised again: it is listed
    /// with the decision.
    fn take_chosen<'d>(
        &mut self,
        returns: &[&'a Return],
        mut chosen: impl Iterator<Item = &'d Decision>,
    ) -> bool {
        let several = returns.len() > 1;
        let found = chosen.find_map(|d| Some((d, *returns.iter().find(|r| *r.file == *d.value.trim())?)));
        let Some((decision, stands)) = found.filter(|_| several) else { return false };
        let why = format!(
            "{} decided that {} stands ({}): {}",
            decision.decided_by.trim(),
            stands.file,
            decision.id,
            decision.reason.trim()
        );
        self.returns.push(stands);
        for other in returns.iter().filter(|r| r.file != stands.file) {
            self.set_aside.insert(other.file.to_string(), why.clone());
            self.superseded.insert(other.file.to_string());
        }
        true
    }
}

/// Which returns these are, by name and content, so that a decision about them holds for no others.
fn which(returns: &[&Return]) -> String {
    let content: Vec<String> = returns.iter().map(|r| format!("{} {}", r.file, r.sha256)).collect();
    let digest = Sha256::of(content.join("\u{1f}").as_bytes()).to_string();
    let digest: String = digest.chars().take(8).collect();
    let names: Vec<&str> = returns.iter().map(|r| &*r.file).collect();
    format!("{} returns ({digest}): {}", returns.len(), names.join(", "))
}

/// The one return that was completed later than every other; a lone return needs no date.
fn latest<'a>(returns: &[&'a Return]) -> Option<&'a Return> {
    if let [only] = returns {
        return Some(only);
    }
    if returns.iter().any(|r| r.date_completed.is_none()) {
        return None;
    }
    let far_off = returns.iter().filter(|r| r.is_dated_far_off()).count();
    if far_off > 0 && far_off < returns.len() {
        return None;
    }
    let last = returns.iter().copied().max_by_key(|r| r.date_completed)?;
    let alone = returns.iter().filter(|r| r.date_completed == last.date_completed).count() == 1;
    alone.then_some(last)
}

/// Returns without those of which another one is the corrected form.
fn uncorrected<'a>(returns: &[&'a Return]) -> Vec<&'a Return> {
    let is_corrected = |one: &Return| returns.iter().any(|other| other.is_correction_of(one));
    let left: Vec<&Return> = returns.iter().copied().filter(|one| !is_corrected(one)).collect();
    if left.len() < returns.len() { left } else { returns.to_vec() }
}

/// Whether one is the corrected form of the other, or of a form that corrects it, and so on.
fn corrects(one: &Return, other: &Return, returns: &[&Return]) -> bool {
    let mut corrected = Some(one);
    // No further than there are returns: hashes make no circle, but a file's properties are only what it says.
    for _ in returns {
        let Some(now) = corrected else { return false };
        if now.is_correction_of(other) {
            return true;
        }
        corrected = returns.iter().copied().find(|before| now.is_correction_of(before));
    }
    false
}

/// The first of returns that all give the same answers; only their dates or names differ.
fn all_the_same<'a>(returns: &[&'a Return]) -> Option<&'a Return> {
    let (first, others) = returns.split_first()?;
    others.iter().all(|other| differences(first, other).is_empty()).then_some(*first)
}

fn displaced_because(stands: &Return, verdict: Verdict) -> String {
    let file = &stands.file;
    match (verdict, stands.date_completed) {
        (Verdict::OtherDisputed, _) => {
            format!("It does not say clearly whose return it is, and {file} does; that one is used.")
        }
        (Verdict::CompletedLater, Some(date)) => {
            format!("{file}, completed later ({}), is used.", date_in_words(date))
        }
        (Verdict::Corrects, _) => {
            format!("{file}, the form that was sent back to be corrected, is used.")
        }
        (Verdict::SameAnswers, _) => format!("{file} gives the same answers and is used."),
        (Verdict::CompletedLater | Verdict::DatesDoNotTell, _) => format!("{file} is used."),
    }
}

/// The finding stands at the file that is used, or at the first where none is; its answers come first.
fn two_returns(
    returner: &LeadId,
    one: &Return,
    other: &Return,
    stands: Option<&Return>,
    verdict: Verdict,
) -> Fault {
    Fault {
        place: Place::file(std::sync::Arc::clone(&one.file)),
        subject: Subject::returner(returner),
        column: None,
        found: String::new(),
        kind: FaultKind::TwoReturns {
            other: other.file.to_string(),
            standing: stands.map(|r| r.file.to_string()),
            verdict,
            differs: differences(one, other),
        },
    }
}
