//! decisions.csv: what the officer settled about exceptions (6-exceptions.md, "Decisions").
//!
//! One row per decision, in the order in which they were taken; nothing is ever taken out. A later row about the same
//! exception stands for the earlier one. A decision belongs to the period of the workbook it was taken on and holds for that
//! period and later ones, never for earlier ones, so that consolidating an earlier month again gives the same again.
//!
//! - [`Decision`]: one row. [`Identity`]: which exception it is about.
//! - [`Decisions`]: the ledger, or as much of it as a period may know.
//! - [`Settles`]: what a decision about an exception can settle.
//! - `approval`: words that may be published.
//! - `table`: the file, read with its line numbers and written.
//!
//! Whether a decision still holds is not judged here: that needs the month (`rules`, `merge`, `rating`).

mod approval;
mod settles;
mod table;

use std::collections::BTreeMap;
use std::fmt;

use chrono::NaiveDate;

use crate::domain::folding::fold_wording;
use crate::domain::{ActionRef, CellRef, Column, LeadId, MeasureRef, Period, Provenance, Rating, Sha256};

use super::seal;

pub use settles::Settles;
pub use table::{COLUMNS, FILE, LedgerFault};

/// What an officer may decide. The words stand on the sheet Exceptions and in decisions.csv.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Choice {
    /// It is as it should be: no longer open. Changes no value and no rating.
    Accept,
    /// This value instead of what the return says, in this period.
    UseThisValue,
    /// What the return says is not used, in this period.
    RejectTheValue,
    /// This rating instead of the rule's, until a day.
    OverrideTheRating,
    /// The earlier decision no longer stands.
    Withdraw,
}

impl Choice {
    /// Every choice, in the order of the list on the sheet.
    pub const ALL: [Self; 5] =
        [Self::Accept, Self::UseThisValue, Self::RejectTheValue, Self::OverrideTheRating, Self::Withdraw];

    /// Its words.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Accept => "Accept",
            Self::UseThisValue => "Use this value",
            Self::RejectTheValue => "Reject the return's value",
            Self::OverrideTheRating => "Override the rating",
            Self::Withdraw => "Withdraw the decision",
        }
    }

    /// The choice with these words, in any case and with any apostrophe.
    pub fn from_word(word: &str) -> Option<Self> {
        let plain = |text: &str| fold_wording(text).replace(['\'', '\u{2019}', '\u{2018}'], "");
        let wanted = plain(word);
        Self::ALL.into_iter().find(|choice| plain(choice.word()) == wanted)
    }

    /// Whether it is about one value, and so holds in the period of its workbook only.
    pub const fn is_for_one_period(self) -> bool {
        matches!(self, Self::UseThisValue | Self::RejectTheValue)
    }
}

impl fmt::Display for Choice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// Ratings that an officer may give: Complete and Closed are for the evidence and the change log to say.
pub const GIVEN_RATINGS: [Rating; 3] = [Rating::Red, Rating::Amber, Rating::Green];

/// Which exception: the parts of its key (6-exceptions.md).
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Identity {
    /// Code of the rule, such as `V01`.
    pub code: String,
    /// Id of the returner, or nothing.
    pub returner: String,
    /// Ref of the measure or action, or nothing.
    pub reference: String,
    /// Column of the return, or nothing.
    pub column: String,
    /// What was found.
    pub found: String,
}

impl Identity {
    /// The parts of an exception's key; none when it is no key.
    pub fn of_key(key: &str) -> Option<Self> {
        let mut parts = key.splitn(5, '|').map(str::to_owned);
        let code = parts.next().filter(|code| !code.is_empty())?;
        let (returner, reference) = (parts.next()?, parts.next()?);
        Some(Self { code, returner, reference, column: parts.next()?, found: parts.next()? })
    }

    /// The exception's key.
    pub fn key(&self) -> String {
        [&*self.code, &self.returner, &self.reference, &self.column, &self.found].join("|")
    }

    /// Whether both are about one cell of one lead's return, whatever was found in it. Exceptions that are about no cell
    /// (a file, a missing return) are told apart by what was found alone.
    pub fn is_same_cell(&self, other: &Self) -> bool {
        self.is_about_a_cell() && self.cell() == other.cell()
    }

    /// The measure, when it is about one.
    pub fn measure(&self) -> Option<MeasureRef> {
        self.reference.parse().ok()
    }

    /// The action, when it is about one: of a measure, its action.
    pub fn action(&self) -> Option<ActionRef> {
        self.measure().map_or_else(|| self.reference.parse().ok(), |measure| measure.action())
    }

    /// The returner, when it is about one.
    pub fn lead(&self) -> Option<LeadId> {
        (!self.returner.is_empty()).then(|| LeadId::from(&*self.returner))
    }

    /// The column, when it is about one.
    pub fn column(&self) -> Option<Column> {
        Column::ALL.iter().copied().find(|column| column.key() == self.column)
    }

    /// Whether nothing was found: no return, no value, no commentary; or only what others gave (M01). What is missing next
    /// month is another gap, although its key is the same.
    fn is_about_nothing(&self) -> bool {
        self.found.is_empty() || ["W07", "M01"].contains(&self.code.as_str())
    }

    /// Whether it is about a file of which nobody knows whose it is, such as a PDF. A file of another month is another file.
    fn is_about_a_file_of_nobody(&self) -> bool {
        let about_files = self.code.starts_with(['F', 'L', 'W']) || self.code == "D01";
        about_files && self.returner.is_empty() && self.reference.is_empty()
    }

    fn is_about_a_cell(&self) -> bool {
        !self.reference.is_empty() && !self.column.is_empty()
    }

    fn cell(&self) -> [&str; 4] {
        [&self.code, &self.returner, &self.reference, &self.column]
    }

    /// What a later decision has in common with the one it stands for.
    fn superseded_by(&self) -> [&str; 5] {
        let [code, returner, reference, column] = self.cell();
        // Another date asked for is another request, and another month's figure another figure.
        let apart = matches!(Settles::of(self), Settles::RequestedChange | Settles::EarlierFigure(_));
        let any = self.is_about_a_cell() && !apart;
        [code, returner, reference, column, if any { "" } else { &self.found }]
    }
}

/// Which rating a decision overrides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Overrides {
    /// Delivery of an action.
    Delivery(ActionRef),
    /// Impact of an action.
    ActionImpact(ActionRef),
    /// Impact of a measure.
    MeasureImpact(MeasureRef),
}

/// One row of decisions.csv.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// `D1`, `D2` … in the order of rows.
    pub id: String,
    /// Line of the file on which it begins, from 2: where a reader finds it.
    pub line: u32,
    /// Period of the workbook it was taken on.
    pub period: Period,
    /// The day on which it was taken into the ledger; none in a row that somebody typed without it.
    pub decided_on: Option<NaiveDate>,
    /// The exception.
    pub about: Identity,
    /// What was decided.
    pub choice: Choice,
    /// The value or the rating, as text: `12`, `85%`, `17/20`, `2020-03-31`, `Amber`.
    pub value: String,
    /// Why.
    pub reason: String,
    /// Who decided.
    pub decided_by: String,
    /// The last day on which it holds.
    pub until: Option<NaiveDate>,
    /// What the rules said when a rating was overridden: it lapses when they say worse.
    pub rated: Option<Rating>,
    /// Id of the run whose workbook it was taken on.
    pub run: String,
    /// Row of that workbook's sheet Exceptions, from 1.
    pub sheet_row: Option<u32>,
}

impl Decision {
    /// What it lacks to be applied (rule X02; 5-rating.md, 5.4), in words; nothing when it is complete.
    pub fn lacks(&self) -> Vec<&'static str> {
        let blank = |text: &str| text.trim().is_empty();
        let (value, ending) = match self.choice {
            Choice::Withdraw => return Vec::new(),
            Choice::UseThisValue => (Some("the value to use, in the column Value"), false),
            Choice::OverrideTheRating => (Some("the rating, in the column Value"), true),
            Choice::Accept | Choice::RejectTheValue => (None, false),
        };
        let missing = [
            value.filter(|_| blank(&self.value)),
            blank(&self.reason).then_some("a reason"),
            blank(&self.decided_by).then_some("the name of who decided"),
            (ending && self.until.is_none()).then_some("the day until which it holds"),
            self.decided_on.is_none().then_some("the day on which it was decided"),
        ];
        missing.into_iter().flatten().collect()
    }

    /// Whether it holds in the period of its workbook only.
    pub fn is_for_one_period(&self) -> bool {
        let request = Settles::of(&self.about) == Settles::RequestedChange;
        let endless = self.until.is_none() && self.choice == Choice::Accept;
        self.choice.is_for_one_period() && !request
            || self.about.is_of_one_period()
            || endless && (self.about.is_about_nothing() || self.about.is_about_a_file_of_nobody())
    }

    /// Which rating it overrides and with what: of a measure its Impact, of an action Delivery unless the value says
    /// `Impact: Amber`. None when it overrides none, or its value is no rating.
    pub fn overrides(&self) -> Option<(Overrides, Rating)> {
        (self.choice == Choice::OverrideTheRating).then_some(())?;
        let words = fold_wording(&self.value);
        let (what, word) = words
            .strip_prefix("impact")
            .map(|rest| (true, rest))
            .or_else(|| words.strip_prefix("delivery").map(|rest| (false, rest)))
            .map_or((None, words.as_str()), |(impact, rest)| (Some(impact), rest));
        let word = word.trim_start_matches([':', ' ']);
        let rating = Rating::from_word(word).filter(|r| GIVEN_RATINGS.contains(r))?;
        let target = match (self.about.measure(), what) {
            (Some(measure), None | Some(true)) => Overrides::MeasureImpact(measure),
            (None, Some(true)) => Overrides::ActionImpact(self.about.action()?),
            (_, None | Some(false)) => Overrides::Delivery(self.about.action()?),
        };
        Some((target, rating))
    }

    /// Whether it says the same about the same exception, whenever it was written down.
    pub fn says_the_same(&self, other: &Self) -> bool {
        let said = |d: &Self| (d.period, d.choice, d.until, d.rated);
        let words = |d: &Self| [&d.value, &d.reason, &d.decided_by].map(|text| text.trim().to_owned());
        self.about == other.about && said(self) == said(other) && words(self) == words(other)
    }

    /// Where a value that it gives comes from: its row of decisions.csv, column `value`. The hash is of the row alone, as
    /// the file grows.
    pub fn provenance(&self) -> Provenance {
        let column = COLUMNS.iter().position(|column| *column == "value").unwrap_or_default();
        let column = u32::try_from(column).unwrap_or_default();
        Provenance {
            file: FILE.into(),
            sheet: "decisions".into(),
            cell: CellRef::new(self.line.saturating_sub(1), column),
            sha256: Sha256::of(table::fields(self).join("\u{1f}").as_bytes()),
        }
    }

    /// `decision D3 of Dana Fox: the leaflet says 12`.
    pub fn told(&self) -> String {
        format!("decision {} of {}: {}", self.id, self.decided_by.trim(), self.reason.trim())
    }
}

/// The ledger of decisions, or the part of it that a period may know; in the order in which they were taken.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Decisions {
    rows: Vec<Decision>,
    /// Of each row, the seal that it carries; none where somebody typed the row.
    seals: Vec<Option<Sha256>>,
}

impl Decisions {
    /// Every row, superseded ones among them.
    pub fn rows(&self) -> &[Decision] {
        &self.rows
    }

    /// As much of it as this period may know: decisions taken on its own workbook or on an earlier one.
    #[must_use]
    pub fn up_to(&self, period: Period) -> Self {
        self.only(|d| d.period <= period)
    }

    /// Decisions that no later one stands for, and that were not withdrawn: in the order in which they were taken. One that
    /// lacks something stands for no complete one: clearing a reason takes no decision back.
    pub fn in_force(&self) -> Vec<&Decision> {
        let mut latest: BTreeMap<[&str; 5], &Decision> = BTreeMap::new();
        for decision in &self.rows {
            let known = latest.entry(decision.about.superseded_by()).or_insert(decision);
            let stands = decision.lacks().is_empty() || !known.lacks().is_empty();
            if decision.period >= known.period && stands {
                *known = decision;
            }
        }
        let mut standing: Vec<_> = latest.into_values().filter(|d| d.choice != Choice::Withdraw).collect();
        standing.sort_by_key(|d| d.line);
        standing
    }

    /// Decisions that would stand for one in force if they did not lack something: the last of each, to be told (X02).
    pub fn waiting(&self) -> Vec<&Decision> {
        let mut last: BTreeMap<[&str; 5], &Decision> = BTreeMap::new();
        for decision in &self.rows {
            let known = last.entry(decision.about.superseded_by()).or_insert(decision);
            if decision.period >= known.period {
                *known = decision;
            }
        }
        let in_force = self.in_force();
        let is_in_force = |decision: &Decision| in_force.iter().any(|d| d.line == decision.line);
        let mut waiting: Vec<_> =
            last.into_values().filter(|d| !d.lacks().is_empty() && !is_in_force(d)).collect();
        waiting.sort_by_key(|d| d.line);
        waiting
    }

    /// The same without those that this leaves out.
    #[must_use]
    pub fn only(&self, keep: impl Fn(&Decision) -> bool) -> Self {
        let sealed = self.rows.iter().zip(&self.seals).filter(|(d, _)| keep(d));
        let (rows, seals) = sealed.map(|(d, seal)| (d.clone(), *seal)).unzip();
        Self { rows, seals }
    }

    /// SHA-256 of these rows in one fixed form (run.json, `ledgers`); none without any.
    pub fn sha256(&self) -> Option<Sha256> {
        let rows = self.rows.iter().map(table::fields).collect::<Vec<_>>();
        (!rows.is_empty()).then(|| seal::after(None, rows.iter().map(<[String; 17]>::as_slice)))
    }

    /// The ledger as it was when this period used the rows with this hash ([`Decisions::sha256`]; none: it used none), and
    /// the decisions added since. None when it never was so: rows are only ever added.
    pub fn as_used(&self, period: Period, used: Option<Sha256>) -> Option<(Self, &[Decision])> {
        let begins = |kept: usize| {
            let (rows, seals) = (self.rows.get(..kept)?.to_vec(), self.seals.get(..kept)?.to_vec());
            Some(Self { rows, seals })
        };
        (0..=self.rows.len()).rev().find_map(|kept| {
            let earlier = begins(kept)?;
            let since = self.rows.get(kept..)?;
            (earlier.up_to(period).sha256() == used).then_some((earlier, since))
        })
    }

    /// Ids of rows that carry no seal: somebody typed them, or took the seal away.
    pub fn unsealed(&self) -> Vec<&str> {
        let typed = self.rows.iter().zip(&self.seals).filter(|(_, seal)| seal.is_none());
        typed.map(|(d, _)| d.id.as_str()).collect()
    }

    /// The seal of all rows up to here.
    fn seal(&self, up_to: usize) -> Option<Sha256> {
        self.rows
            .iter()
            .take(up_to)
            .fold(None, |before, row| Some(seal::after(before, [table::fields(row).as_slice()])))
    }

    /// The decision in force about the exception with this key, when it was accepted with all that needs: for a rule whose
    /// exception, once accepted, lets a value stand (T04).
    pub fn accepted(&self, key: &str) -> Option<&Decision> {
        let accepts = |d: &&Decision| d.choice == Choice::Accept && d.lacks().is_empty();
        self.in_force().into_iter().filter(accepts).find(|d| d.about.key() == key)
    }

    /// Where a workbook says again what was taken from it before, and another decision about the same has been taken since:
    /// that one taken before, and the one that stands. Taken again, the older would silently stand once more.
    pub fn overruled(&self, again: &Decision) -> Option<(&Decision, &Decision)> {
        let about: Vec<&Decision> =
            self.rows.iter().filter(|d| d.about == again.about && d.period == again.period).collect();
        let (last, earlier) = about.split_last()?;
        let taken = earlier.iter().rev().find(|d| d.run == again.run && d.says_the_same(again))?;
        (!last.says_the_same(again)).then_some((taken, last))
    }

    /// Adds what is new: a decision that says the same as the one in force about its exception in its period adds nothing.
    /// Ids and lines are given here. Returns what was added.
    pub fn add(&mut self, taken: Vec<Decision>) -> Vec<Decision> {
        let mut added = Vec::new();
        for decision in taken {
            let mut earlier = self.rows.iter().rev();
            let known = earlier.find(|d| d.about == decision.about && d.period == decision.period);
            let nothing_to_withdraw = decision.choice == Choice::Withdraw
                && !self.up_to(decision.period).in_force().iter().any(|d| d.about == decision.about);
            if nothing_to_withdraw || known.is_some_and(|known| known.says_the_same(&decision)) {
                continue;
            }
            let number = self.rows.len() + 1;
            let line = self.rows.last().map_or(1, table::last_line) + 1;
            let decision = Decision { id: format!("D{number}"), line, ..decision };
            self.rows.push(decision.clone());
            self.seals.push(self.seal(self.rows.len()));
            added.push(decision);
        }
        added
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub(crate) fn decision(key: &str, period: &str, choice: Choice) -> Decision {
        Decision {
            id: "D1".to_owned(),
            line: 2,
            period: period.parse().unwrap(),
            decided_on: NaiveDate::from_ymd_opt(2024, 4, 8),
            about: Identity::of_key(key).unwrap(),
            choice,
            value: String::new(),
            reason: "It is so.".to_owned(),
            decided_by: "Dana Fox".to_owned(),
            until: None,
            rated: None,
            run: "0123456789abcdef".to_owned(),
            sheet_row: Some(6),
        }
    }

    pub(crate) fn ledger(taken: Vec<Decision>) -> Decisions {
        let mut ledger = Decisions::default();
        ledger.add(taken);
        ledger
    }

    #[test]
    fn a_key_comes_apart_and_together_again_whatever_was_found() {
        let key = "V01|ann|1.1a|value|12 | 13|";
        let identity = Identity::of_key(key).unwrap();
        assert_eq!((identity.found.as_str(), identity.key().as_str()), ("12 | 13|", key));
        assert_eq!(Identity::of_key("V01|ann"), None);
    }

    #[test]
    fn the_same_decision_again_adds_nothing_and_another_one_supersedes() {
        let key = "V01|ann|1.1a|value|x";
        let accept = decision(key, "2024-03", Choice::Accept);
        let mut ledger = ledger(vec![accept.clone()]);
        let again = Decision { decided_on: None, run: "f".to_owned(), ..accept.clone() };
        assert!(ledger.add(vec![again]).is_empty());
        let other = Decision { choice: Choice::RejectTheValue, ..accept };
        assert_eq!(ledger.add(vec![other])[0].id, "D2");
        assert_eq!(ledger.rows().len(), 2);
        assert_eq!(ledger.in_force().len(), 1);
        assert_eq!(ledger.in_force()[0].choice, Choice::RejectTheValue);
        ledger.add(vec![decision(key, "2024-03", Choice::Withdraw)]);
        assert!(ledger.in_force().is_empty());
        assert!(ledger.add(vec![decision("V02|ann|1.1a|value|x", "2024-03", Choice::Withdraw)]).is_empty());
    }

    #[test]
    fn one_that_lacks_something_takes_no_complete_one_out_of_force() {
        let accept = decision("S04|ann|1.1|own_rag|Green", "2024-03", Choice::Accept);
        let cleared = Decision { reason: String::new(), ..accept.clone() };
        let mut ledger = ledger(vec![accept.clone(), cleared]);
        let ids = |decisions: Vec<&Decision>| decisions.iter().map(|d| d.id.clone()).collect::<Vec<_>>();
        assert_eq!((ids(ledger.in_force()), ids(ledger.waiting())), (vec!["D1".into()], vec!["D2".into()]));
        ledger.add(vec![Decision { reason: "Filled in again.".to_owned(), ..accept }]);
        assert_eq!((ids(ledger.in_force()), ids(ledger.waiting())), (vec!["D3".into()], vec![]));
    }

    #[test]
    fn what_was_missing_is_accepted_for_its_month_only_unless_a_day_is_given() {
        for key in [
            "W07|ann|||no return",
            "V11|ann|1.1a|value|",
            "M01||1.10a||12",
            "F03||||a PDF (a.pdf)",
            "L01||||Ref (a.xlsx)",
        ] {
            let accept = decision(key, "2024-03", Choice::Accept);
            assert!(accept.is_for_one_period(), "{key}");
            let until = NaiveDate::from_ymd_opt(2024, 6, 30);
            assert!(!Decision { until, ..accept }.is_for_one_period(), "{key}");
        }
        assert!(!decision("S04|ann|1.1|own_rag|Green", "2024-03", Choice::Accept).is_for_one_period());
    }

    #[test]
    fn an_earlier_period_knows_nothing_of_a_later_decision() {
        let key = "V01|ann|1.1a|value|x";
        let mut ledger = ledger(vec![decision(key, "2024-04", Choice::Accept)]);
        assert!(ledger.up_to("2024-03".parse().unwrap()).rows().is_empty());
        // Taken later, on an earlier month's workbook: the later month's own decision stands for it there.
        ledger.add(vec![decision(key, "2024-03", Choice::RejectTheValue)]);
        assert_eq!(ledger.in_force()[0].choice, Choice::Accept);
        assert_eq!(ledger.up_to("2024-03".parse().unwrap()).in_force()[0].choice, Choice::RejectTheValue);
    }

    #[test]
    fn what_is_lacking_is_named_and_an_override_needs_all_four() {
        let mut bare = decision("S04|ann|1.1|own_rag|Green", "2024-03", Choice::OverrideTheRating);
        (bare.reason, bare.decided_by) = (String::new(), " ".to_owned());
        assert_eq!(bare.lacks().len(), 4);
        bare.choice = Choice::Accept;
        assert_eq!(bare.lacks(), ["a reason", "the name of who decided"]);
        assert!(decision("X|a|b|c|d", "2024-03", Choice::Accept).lacks().is_empty());
    }

    #[test]
    fn words_are_known_in_any_case_and_with_any_apostrophe() {
        assert_eq!(Choice::from_word(" reject the return\u{2019}s VALUE "), Some(Choice::RejectTheValue));
        assert_eq!(Choice::from_word("open"), None);
    }
}
