//! The oracle: what the lead meant against what ragbook made of it. It knows nothing of ragbook's reading.
//!
//! - A used answer must be what was meant, or an error or query stands on that answer's cell, its row's ref cell, or
//!   its row's wording.
//! - A meant answer that is not used must be told in the same way, or at its table's header, or by its row's ref.
//! - Every planted fault must be told, under its code, as grave as claimed, at its place.
//! - Where nothing was planted, nothing but notes may be told.

use std::collections::{BTreeMap, BTreeSet};

use ragbook::domain::{Column, Table};

use super::draft::{At, Claim, Grave, Open, Planted, Refused};
use super::good::Meant;
use super::paper::{Paper, Place, Tag};
use super::table::Row;

/// Consequences for the plan as a whole, not findings on this return.
const CONSEQUENCES: &[&str] = &["M01", "W07"];

/// A return as it was sent.
pub(crate) struct Sent {
    /// Damages done to it, by name.
    pub(crate) damages: Vec<&'static str>,
    /// File name.
    pub(crate) file: String,
    /// Its sheets as they were sent.
    pub(crate) paper: Paper,
    /// What the lead meant before it was damaged.
    pub(crate) meant: Meant,
    /// What the damages claim, together.
    pub(crate) claims: Vec<Claim>,
    /// Whether it was sent as a csv, which has no sheets.
    pub(crate) is_csv: bool,
}

/// What ragbook made of a run.
pub(crate) struct Outcome {
    /// contributions.csv.
    pub(crate) contributions: Vec<Row>,
    /// actions.csv.
    pub(crate) actions: Vec<Row>,
    /// measures.csv.
    pub(crate) measures: Vec<Row>,
    /// exceptions.csv.
    pub(crate) exceptions: Vec<Row>,
    /// returns.csv.
    pub(crate) returns: Vec<Row>,
}

/// What is wrong with ragbook's answer.
#[derive(Debug, Default)]
pub(crate) struct Judgement {
    /// Used values that nobody meant, without an error or query on their cell.
    pub(crate) silent: Vec<String>,
    /// Meant answers that are not used, without an error or query.
    pub(crate) lost: Vec<String>,
    /// Planted faults that are not named at their cell.
    pub(crate) unnamed: Vec<String>,
    /// Errors and queries that nobody planted.
    pub(crate) unplanned: Vec<String>,
    /// Answers that must be recovered and were not (although told), or must not be used and were.
    pub(crate) unrecovered: Vec<String>,
}

impl Judgement {
    /// Whether nothing is wrong.
    pub(crate) fn is_clean(&self) -> bool {
        self.faults().is_empty()
    }

    /// Everything that is wrong.
    pub(crate) fn faults(&self) -> Vec<String> {
        let of =
            |kind: &str, list: &[String]| list.iter().map(|f| format!("{kind}: {f}")).collect::<Vec<_>>();
        [
            of("SILENT WRONG VALUE", &self.silent),
            of("LOST WITHOUT A WORD", &self.lost),
            of("FAULT NOT NAMED", &self.unnamed),
            of("UNPLANNED", &self.unplanned),
            of("NOT AS CLAIMED", &self.unrecovered),
        ]
        .concat()
    }
}

struct Judge<'a> {
    sent: &'a Sent,
    told: Vec<&'a Row>,
    outcome: &'a Outcome,
    refused: BTreeSet<Refused>,
    found: Judgement,
}

/// Judges one return.
pub(crate) fn judge(sent: &Sent, outcome: &Outcome) -> Judgement {
    let told =
        outcome.exceptions.iter().filter(|e| e["file"] == sent.file || is_archived(&e["file"], &sent.file));
    let told = told.filter(|e| !e["code"].starts_with('P')).collect();
    let refused = sent.claims.iter().filter_map(|claim| claim.refused).collect();
    let mut judge = Judge { sent, told, outcome, refused, found: Judgement::default() };
    judge.planted();
    judge.unplanned();
    let mut used = judge.used_measures();
    used.extend(judge.used_progress());
    judge.answers(&used);
    judge.figures();
    judge.found
}

fn is_archived(found: &str, file: &str) -> bool {
    found.strip_prefix(file).is_some_and(|rest| rest.starts_with('/'))
}

impl Judge<'_> {
    fn was_refused(&self) -> bool {
        let is_it = |row: &Row| row["file"] == self.sent.file || is_archived(&row["file"], &self.sent.file);
        self.outcome.returns.iter().any(|row| is_it(row) && row["state"] == "refused")
    }

    fn takes_all(&self) -> bool {
        self.refused.contains(&Refused::File) || self.refused.contains(&Refused::Unread)
    }

    fn is_refused(&self, tag: &Tag) -> bool {
        self.takes_all() || self.refused.contains(&Refused::Table(tag.0))
    }

    fn meant(&self, tag: &Tag) -> String {
        let changed = self.sent.claims.iter().rev().find_map(|claim| claim.changed.get(tag));
        changed.or_else(|| self.sent.meant.get(tag)).cloned().unwrap_or_default()
    }

    fn places(&self, tag: &Tag) -> Vec<Place> {
        let mut places = self.sent.paper.places(tag);
        if self.sent.is_csv {
            for place in &mut places {
                place.sheet.clear();
            }
        }
        places
    }

    fn stands(&self, exception: &Row, tag: &Tag) -> bool {
        self.places(tag)
            .iter()
            .any(|place| exception["sheet"] == place.sheet && exception["cell"] == place.cell)
    }

    fn fits(&self, exception: &Row, at: &At) -> bool {
        match at {
            At::Cell(tag) => self.stands(exception, tag),
            At::Header(table) => Column::of(*table)
                .iter()
                .any(|column| self.stands(exception, &(*table, String::new(), *column))),
            At::Spot(sheet, cell) => {
                // A csv has no sheets.
                let sheet = if self.sent.is_csv { "" } else { sheet };
                exception["sheet"] == *sheet && exception["cell"] == *cell
            }
            At::File => true,
            At::Subject(reference) => {
                let subject = if exception["measure"].is_empty() {
                    &exception["action"]
                } else {
                    &exception["measure"]
                };
                subject == reference && exception["cell"].is_empty()
            }
        }
    }

    fn planted(&mut self) {
        // What was planted before the file was taken away need not be named: nobody could see it.
        let takes_all = |claim: &Claim| matches!(claim.refused, Some(Refused::File | Refused::Unread));
        let last = self.sent.claims.iter().rposition(takes_all);
        let may_go = self.sent.claims.iter().any(|claim| claim.open == Open::File) && self.was_refused();
        // Nor what was planted in a table that cannot be read.
        let gone = |tag: &Tag| {
            self.is_refused(tag) || tag.0 == Table::Measures && self.refused.contains(&Refused::Values)
        };
        let in_refused = |claim: &Claim, at: &At| {
            if let At::Cell(tag) = at {
                return gone(tag);
            }
            let mut tags = claim.lost.iter().chain(claim.changed.keys()).peekable();
            tags.peek().is_some() && tags.all(gone)
        };
        // A note about the answers of the file says nothing more once a table of it is refused.
        let is_moot = |p: &Planted| p.grave == Grave::Note && p.at == At::File && !self.refused.is_empty();
        let mut unnamed = Vec::new();
        let seen = self.sent.claims.iter().enumerate().filter(|(at, claim)| {
            last.is_none_or(|last| *at == last) && (!may_go || claim.open == Open::File)
        });
        for (_, claim) in seen {
            for planted in claim
                .planted
                .iter()
                .filter(|p| claim.refused.is_some() || !in_refused(claim, &p.at) && !is_moot(p))
            {
                let named = self.told.iter().any(|e| {
                    e["code"] == planted.code
                        && e["severity"] == planted.grave.word()
                        && self.fits(e, &planted.at)
                });
                if !named {
                    let places = match &planted.at {
                        At::Cell(tag) => format!("{:?}", self.places(tag)),
                        other => format!("{other:?}"),
                    };
                    unnamed.push(format!("{} ({}) at {places}", planted.code, planted.grave.word()));
                }
            }
        }
        self.found.unnamed = unnamed;
    }

    fn unplanned(&mut self) {
        let mut unplanned = Vec::new();
        for exception in self.told.iter().filter(|e| e["severity"] != "note") {
            let code = exception["code"].as_str();
            let expected = self.sent.claims.iter().any(|claim| {
                let planted = claim.planted.iter().any(|p| p.code == code && self.fits(exception, &p.at));
                planted || claim.also.contains(code)
            });
            if !expected && !CONSEQUENCES.contains(&code) {
                unplanned.push(told(exception));
            }
        }
        self.found.unplanned = unplanned;
    }

    /// Every answer used from this return's Measures.
    fn used_measures(&self) -> BTreeMap<Tag, String> {
        let mut used = BTreeMap::new();
        let ours = |row: &&Row| row["file"] == self.sent.file || is_archived(&row["file"], &self.sent.file);
        for row in self.outcome.contributions.iter().filter(ours).filter(|row| row["used"] == "yes") {
            for (column, field) in [
                (Column::Value, "value"),
                (Column::Numerator, "numerator"),
                (Column::Denominator, "denominator"),
                (Column::Absence, "absence"),
                (Column::Note, "note"),
            ] {
                if !row[field].is_empty() {
                    used.insert((Table::Measures, row["ref"].clone(), column), row[field].clone());
                }
            }
        }
        used
    }

    /// Every answer used from this return's Progress.
    fn used_progress(&self) -> BTreeMap<Tag, String> {
        let mut used = BTreeMap::new();
        let ours = |row: &&Row| row["file"] == self.sent.file || is_archived(&row["file"], &self.sent.file);
        for row in self.outcome.actions.iter().filter(ours).filter(|row| row["carried_forward"] != "yes") {
            for (column, field) in [
                (Column::Status, "status"),
                (Column::Forecast, "forecast"),
                (Column::OwnRag, "own_rating"),
                (Column::Commentary, "commentary"),
                (Column::Evidence, "evidence"),
            ] {
                if !row[field].is_empty() {
                    used.insert((Table::Progress, row["ref"].clone(), column), row[field].clone());
                }
            }
        }
        used
    }

    /// Whether an error or a query stands on an answer: its cell, or the ref cell of its row.
    fn is_doubted(&self, tag: &Tag) -> bool {
        let fraction = [Column::Value, Column::Numerator, Column::Denominator, Column::Absence];
        let columns: Vec<Column> = if fraction.contains(&tag.2) { fraction.to_vec() } else { vec![tag.2] };
        let cells = columns
            .into_iter()
            .chain([Column::Ref, Column::Measure, Column::Activity])
            .map(|column| (tag.0, tag.1.clone(), column));
        let tags: Vec<Tag> = cells.collect();
        let grave = |e: &&&Row| e["severity"] != "note";
        self.told.iter().filter(grave).any(|e| tags.iter().any(|tag| self.stands(e, tag)))
    }

    /// Whether an answer that is not used is accounted for further up: its row, its table or its file.
    fn is_told_of(&self, tag: &Tag) -> bool {
        let file_level = |e: &&&Row| e["severity"] == "error" && e["cell"].is_empty();
        self.is_doubted(tag)
            || self
                .told
                .iter()
                .filter(|e| e["severity"] != "note")
                .any(|e| self.fits(e, &At::Header(tag.0)) || self.fits(e, &At::Subject(tag.1.clone())))
            || self.told.iter().filter(file_level).count() > 0
    }

    fn answers(&mut self, used: &BTreeMap<Tag, String>) {
        let mut tags: BTreeSet<Tag> = self.sent.meant.keys().cloned().collect();
        tags.extend(self.sent.claims.iter().flat_map(|claim| claim.changed.keys().cloned()));
        tags.extend(used.keys().cloned());
        for tag in tags {
            let meant = self.meant(&tag);
            let now = used.get(&tag).cloned().unwrap_or_default();
            let is_lost =
                self.is_refused(&tag) || self.sent.claims.iter().any(|claim| claim.lost.contains(&tag));
            let is_open = self.sent.claims.iter().any(|claim| claim.is_open(&tag));
            let fault = format!("{} {:?}: meant \"{meant}\", used \"{now}\"", tag.1, tag.2);
            if !now.is_empty() && now != meant && !self.is_doubted(&tag) {
                self.found.silent.push(fault);
            } else if !now.is_empty() && is_lost {
                self.found.unrecovered.push(format!("{fault}; must not be used"));
            } else if now.is_empty()
                && !meant.is_empty()
                && !self.is_told_of(&tag)
                && !self.refused.contains(&Refused::Unread)
            {
                self.found.lost.push(fault);
            } else if now != meant && !is_lost && !is_open {
                self.found.unrecovered.push(format!("{fault}; must be recovered"));
            }
        }
    }

    /// The merged figure of a measure that only this lead returns is what was meant, or doubted.
    fn figures(&mut self) {
        let own: BTreeSet<&str> =
            self.sent.meant.keys().filter(|tag| tag.0 == Table::Measures).map(|t| t.1.as_str()).collect();
        let own = own.into_iter().filter(|reference| !super::plan::is_joint(reference));
        for reference in own {
            let tag = (Table::Measures, reference.to_owned(), Column::Value);
            let Some(row) = self.outcome.measures.iter().find(|row| row["ref"] == reference) else {
                continue;
            };
            if !row["value"].is_empty() && row["value"] != self.meant(&tag) && !self.is_doubted(&tag) {
                self.found.silent.push(format!("{reference} in measures.csv: {}", row["value"]));
            }
        }
    }
}

fn told(exception: &Row) -> String {
    let [code, severity, sheet, cell, message] =
        ["code", "severity", "sheet", "cell", "message"].map(|c| &exception[c]);
    format!("{code} ({severity}) {sheet}!{cell} {message}")
}
