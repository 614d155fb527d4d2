//! What a consolidation found, as run.json keeps it (key `facts`): from it `ragbook publish` makes an edition without any
//! return, from the very facts of which the consolidated workbook was made.
//!
//! ragbook's own memory, exact to the last decimal, and no format for others: these read the CSVs. When it cannot be read, the
//! month is consolidated again.

use std::borrow::Cow;
use std::io::{self, Write};

use serde::{Deserialize, Serialize};

use crate::domain::figure::{Contribution, Figure, Progress, RequestedChange};
use crate::domain::rated::{ActionRating, MeasureRating, RollUp};
use crate::domain::{ActionRef, Column, LeadId, Period, Provenance};
use crate::finding::{Exception, Place, Severity, Subject};
use crate::merge::Merged;
use crate::plan::raw::PlanFile;
use crate::rating::Ratings;
use crate::rules::{NotRun, RULES};

use super::Consolidation;
use super::met::Met;

/// Everything kept of a month: lent by the month when it is written, its own when it is read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Kept<'a> {
    met: Cow<'a, Met>,
    figures: Cow<'a, [Figure]>,
    progress: Cow<'a, [Progress]>,
    contributions: Cow<'a, [Contribution]>,
    requested: Vec<KeptRequest>,
    measures: Cow<'a, [MeasureRating]>,
    actions: Cow<'a, [ActionRating]>,
    roll_ups: Cow<'a, [RollUp]>,
    exceptions: Vec<KeptException<'a>>,
    not_run: Vec<KeptNotRun>,
}

/// A month taken from what was kept.
#[derive(Debug, Clone, PartialEq)]
pub struct Recalled {
    /// What came back.
    pub met: Met,
    /// Figures, progress, contributions, requested changes. Faults and files set aside were told as exceptions and in `met`.
    pub merged: Merged,
    /// Ratings.
    pub ratings: Ratings,
    /// Exceptions.
    pub exceptions: Vec<Exception>,
    /// Rules that did not run.
    pub not_run: Vec<NotRun>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct KeptException<'a> {
    code: Cow<'a, str>,
    severity: Severity,
    subject: Cow<'a, Subject>,
    place: Cow<'a, Place>,
    column: Option<Cow<'a, str>>,
    found: Cow<'a, str>,
    expected: Cow<'a, str>,
    message: Cow<'a, str>,
    fix: Cow<'a, str>,
    first_raised: Option<Period>,
    times_raised: u32,
    decision: Cow<'a, str>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct KeptNotRun {
    code: String,
    because: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct KeptRequest {
    action: ActionRef,
    field: String,
    from: String,
    to: String,
    returner: LeadId,
    provenance: Provenance,
}

impl<'a> Kept<'a> {
    /// Of a month.
    pub fn of(month: &Consolidation<'a>) -> Self {
        let not_run =
            |rule: &NotRun| KeptNotRun { code: rule.code.to_string(), because: rule.because.clone() };
        Self {
            met: Cow::Borrowed(month.met),
            figures: Cow::Borrowed(&month.merged.figures),
            progress: Cow::Borrowed(&month.merged.progress),
            contributions: Cow::Borrowed(&month.merged.contributions),
            requested: month.merged.requested.iter().map(KeptRequest::of).collect(),
            measures: Cow::Borrowed(&month.ratings.measures),
            actions: Cow::Borrowed(&month.ratings.actions),
            roll_ups: Cow::Borrowed(&month.ratings.roll_ups),
            exceptions: month.exceptions.iter().map(KeptException::of).collect(),
            not_run: month.not_run.iter().map(not_run).collect(),
        }
    }

    /// Writes it as JSON in one line: what serde makes of the whole, in two halves made beside one another. The first goes out
    /// while it is made; the second is held meanwhile.
    pub(super) fn write<W: Write + Send>(&self, to: &mut W) -> io::Result<()> {
        let Self {
            met,
            figures,
            progress,
            contributions,
            requested,
            measures,
            actions,
            roll_ups,
            exceptions,
            not_run,
        } = self;
        let second =
            SecondHalf { contributions, requested, measures, actions, roll_ups, exceptions, not_run };
        let first = || {
            entry(to, b"{\"met\":", met)?;
            entry(to, b",\"figures\":", figures)?;
            entry(to, b",\"progress\":", progress)
        };
        let (first, second) = rayon::join(first, || serde_json::to_vec(&second));
        first?;
        let mut second = second?;
        // Of the two objects one: a comma in place of the bracket between them.
        if let Some(bracket) = second.first_mut() {
            *bracket = b',';
        }
        to.write_all(&second)
    }

    /// The month again; none when it speaks of a rule, a column or a plan file's column that this ragbook does not know.
    pub fn recall(self) -> Option<Recalled> {
        let not_run = |kept: KeptNotRun| {
            let rule = RULES.iter().find(|rule| rule.code.0 == kept.code)?;
            Some(NotRun { code: rule.code, name: rule.name, because: kept.because })
        };
        let requested: Option<Vec<_>> = self.requested.into_iter().map(KeptRequest::recall).collect();
        let exceptions: Option<Vec<_>> = self.exceptions.into_iter().map(KeptException::recall).collect();
        Some(Recalled {
            met: self.met.into_owned(),
            merged: Merged {
                figures: self.figures.into_owned(),
                progress: self.progress.into_owned(),
                contributions: self.contributions.into_owned(),
                requested: requested?,
                ..Merged::default()
            },
            ratings: Ratings {
                measures: self.measures.into_owned(),
                actions: self.actions.into_owned(),
                roll_ups: self.roll_ups.into_owned(),
                // Overrides that ended were told as exceptions.
                overridden: Vec::new(),
            },
            exceptions: exceptions?,
            not_run: self.not_run.into_iter().map(not_run).collect::<Option<_>>()?,
        })
    }
}

/// A key as it is written, and its value.
fn entry(to: &mut impl Write, key: &[u8], value: &impl Serialize) -> io::Result<()> {
    to.write_all(key)?;
    Ok(serde_json::to_writer(&mut *to, value)?)
}

/// The later keys of [`Kept`].
#[derive(Serialize)]
struct SecondHalf<'k, 'a> {
    contributions: &'k [Contribution],
    requested: &'k [KeptRequest],
    measures: &'k [MeasureRating],
    actions: &'k [ActionRating],
    roll_ups: &'k [RollUp],
    exceptions: &'k [KeptException<'a>],
    not_run: &'k [KeptNotRun],
}

impl<'a> KeptException<'a> {
    fn of(exception: &'a Exception) -> Self {
        Self {
            code: exception.code.0.into(),
            severity: exception.severity,
            subject: Cow::Borrowed(&exception.subject),
            place: Cow::Borrowed(&exception.place),
            column: exception.column.map(|column| column.key().into()),
            found: exception.found.as_str().into(),
            expected: exception.expected.as_str().into(),
            message: exception.message.as_str().into(),
            fix: exception.fix.as_str().into(),
            first_raised: exception.first_raised,
            times_raised: exception.times_raised,
            decision: exception.decision.as_str().into(),
        }
    }

    fn recall(self) -> Option<Exception> {
        let rule = RULES.iter().find(|rule| rule.code.0 == self.code)?;
        let column = match &self.column {
            Some(key) => Some(Column::ALL.iter().copied().find(|column| column.key() == key)?),
            None => None,
        };
        Some(Exception {
            code: rule.code,
            name: rule.name,
            severity: self.severity,
            subject: self.subject.into_owned(),
            place: self.place.into_owned(),
            column,
            found: self.found.into_owned(),
            expected: self.expected.into_owned(),
            message: self.message.into_owned(),
            fix: self.fix.into_owned(),
            first_raised: self.first_raised,
            times_raised: self.times_raised,
            decision: self.decision.into_owned(),
        })
    }
}

impl KeptRequest {
    fn of(change: &RequestedChange) -> Self {
        Self {
            action: change.action,
            field: change.field.to_owned(),
            from: change.from.clone(),
            to: change.to.clone(),
            returner: change.returner.clone(),
            provenance: change.provenance.clone(),
        }
    }

    fn recall(self) -> Option<RequestedChange> {
        let mut columns = PlanFile::ALL.iter().flat_map(|file| file.columns());
        Some(RequestedChange {
            action: self.action,
            field: columns.find(|column| **column == self.field)?,
            from: self.from,
            to: self.to,
            returner: self.returner,
            provenance: self.provenance,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::publish::sample::month;

    #[test]
    fn a_month_is_recalled_as_it_was_to_the_last_decimal() {
        let mut month = month();
        // The sample names a rule that is still to come.
        (month.not_run[0].code, month.not_run[0].name) = (RULES[0].code, RULES[0].name);
        let third = crate::domain::Quantity::from(1).over(crate::domain::Quantity::from(3));
        month.merged.figures[1].value = third.map(crate::domain::Value::Number);
        let consolidation = month.consolidation();
        let json = serde_json::to_string(&Kept::of(&consolidation)).unwrap();
        let mut written = Vec::new();
        Kept::of(&consolidation).write(&mut written).unwrap();
        assert_eq!(String::from_utf8(written).unwrap(), json, "in halves as in one piece");
        let recalled = serde_json::from_str::<Kept>(&json).unwrap().recall().unwrap();
        assert_eq!(recalled.merged.figures, month.merged.figures);
        assert_eq!(recalled.merged.requested, month.merged.requested);
        assert_eq!(recalled.ratings, month.ratings);
        assert_eq!(recalled.exceptions, month.exceptions);
        assert_eq!(recalled.not_run, month.not_run);
        assert_eq!(&recalled.met, consolidation.met);
    }
}
