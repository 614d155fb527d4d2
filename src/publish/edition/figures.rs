//! Small numbers of sensitive measures: what disclosure control settled, put in the place of what was merged
//! (7-publication.md, 7.4, "Small numbers").
//!
//! Here is the one door through which a sensitive number reaches an edition. Nothing settled: no edition.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::figure::{Figure, FigureState};
use crate::domain::rated::{Direction, MeasureRating, Rated};
use crate::domain::{Absence, Kind, MeasureRef, Quantity, Rating, SmallNumbers, Value, Worksheet};
use crate::plan::{Measure, Plan};
use crate::publish::Consolidation;
use crate::publish::disclosure::{self, Case, CellId, Counted, Method, Published, Treatment};

use super::held_back::{may_tell, may_tell_gap};
use super::{Edited, Refused};

/// A number as an edition shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// As merged; a percentage with the places that are shown.
    Exact(Quantity),
    /// To the nearest 5, or a whole percentage of such numbers.
    Rounded(Quantity),
    /// `[low]`: rounds to nought, but is not.
    Low,
    /// `[z]`: a percentage of nothing.
    NotApplicable,
    /// `[c]`.
    Withheld,
    /// Nothing came: there is nothing to withhold, and the column State says so too.
    Absent,
}

impl Shown {
    /// The number that stands there, if one does.
    pub const fn number(self) -> Option<Quantity> {
        match self {
            Self::Exact(number) | Self::Rounded(number) => Some(number),
            Self::Low | Self::NotApplicable | Self::Withheld | Self::Absent => None,
        }
    }
}

/// What an edition shows of a measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PublishedMeasure {
    /// The value of the period.
    pub now: Shown,
    /// The last value before it, where there is one.
    pub last: Option<Shown>,
    /// Whether the distance to the target may be told: not where what is shown leaves open whether it is reached.
    pub tells_gap: bool,
}

impl PublishedMeasure {
    /// Whether the direction is withheld: one of the two numbers between which it lies is.
    pub fn withholds_direction(&self) -> bool {
        let there = |shown: Shown| !matches!(shown, Shown::Absent | Shown::NotApplicable);
        self.last.is_some_and(|last| {
            there(self.now) && there(last) && (self.now.number().is_none() || last.number().is_none())
        })
    }

    /// Whether the distance to the target is withheld.
    pub const fn withholds_gap(&self) -> bool {
        match self.now {
            Shown::Absent | Shown::NotApplicable => false,
            Shown::Withheld | Shown::Low => true,
            Shown::Exact(_) | Shown::Rounded(_) => !self.tells_gap,
        }
    }
}

impl From<disclosure::Shown> for Shown {
    /// Without the reason why a number is withheld: that is for the officer, and would tell which number is the small one.
    fn from(shown: disclosure::Shown) -> Self {
        match shown {
            disclosure::Shown::Exact(number) => Self::Exact(number),
            disclosure::Shown::Rounded(number) => Self::Rounded(number),
            disclosure::Shown::Low => Self::Low,
            disclosure::Shown::NotApplicable => Self::NotApplicable,
            disclosure::Shown::Withheld(_) => Self::Withheld,
        }
    }
}

/// What disclosure control settles for this part of the plan, and what the ledger has to remember of it; nothing where the
/// edition does not hold small numbers back.
pub(super) fn treat(edited: &Edited, published: &Published) -> Result<Option<Treatment>, Refused> {
    let Some(small_numbers) = edited.cut.edition.small_numbers else { return Ok(None) };
    // As if every sheet were there: what one paper tells of a month and another does not would make their words differ.
    if let Ok(treatment) = treat_for(edited, published, small_numbers, |_| true) {
        return Ok(Some(treatment));
    }
    // What is printed nowhere must not stop the edition: an earlier one may have protected it by the other method.
    let prints = |measure: &Measure| prints(&edited.cut.sheets, measure);
    treat_for(edited, published, small_numbers, prints).map(Some).map_err(|refusals| {
        Refused::Unsafe(refusals.iter().map(disclosure::Refusal::in_words).collect::<Vec<_>>().join(" "))
    })
}

/// What disclosure control settles of the measures that are wanted.
fn treat_for(
    edited: &Edited,
    published: &Published,
    small_numbers: SmallNumbers,
    is_wanted: impl Fn(&Measure) -> bool,
) -> Result<Treatment, Vec<disclosure::Refusal>> {
    let month = edited.consolidation();
    let (mut figures, mut wanted) = (BTreeMap::new(), BTreeSet::new());
    let past = month.history.figures.iter().filter(|((_, period), _)| *period < month.period);
    figures.extend(past.map(|(key, past)| (*key, Counted::from(past))));
    for (measure, figure, rating) in month.measures() {
        figures.insert((measure.reference, month.period), Counted::from(figure));
        if is_wanted(measure) {
            wanted.insert(CellId::value(measure.reference, month.period));
            wanted.extend(rating.last.as_ref().map(|(period, _)| CellId::value(measure.reference, *period)));
        }
    }
    let case = Case {
        plan: month.plan,
        edition: &edited.cut.edition.name,
        period: month.period,
        method: match small_numbers {
            SmallNumbers::Suppress => Method::Suppress,
            SmallNumbers::Round => Method::Round,
        },
        figures: &figures,
        wanted: &wanted,
        published,
        elsewhere: &[],
        percent_places: PERCENT_PLACES,
    };
    disclosure::treat(&case)
}

/// Whether a sheet of the edition prints the values of this measure. What is printed nowhere is withheld everywhere.
fn is_printed(month: &Consolidation<'_>, measure: &Measure) -> bool {
    prints(&month.cut.sheets, measure)
}

/// Whether one of these sheets does.
pub(super) fn prints(sheets: &[Worksheet], measure: &Measure) -> bool {
    let has = |sheet| sheets.contains(&sheet);
    has(Worksheet::Measures)
        || has(Worksheet::MeasuresByMonth)
        || has(Worksheet::OutcomeMeasures) && measure.kind == Kind::Outcome
}

/// Puts what was settled in the place of what was merged. A sensitive number that nothing has settled is withheld where no
/// sheet prints it, and stops the edition where one would.
pub(super) fn settle(
    edited: &mut Edited,
    treatment: Option<&Treatment>,
    published: &Published,
) -> Result<(), Refused> {
    let Some(treatment) = treatment else { return Ok(()) };
    let mut open = Vec::new();
    let mut settled = Vec::new();
    let month = edited.consolidation();
    // A measure that is not sensitive and adds up with one that is says something of it.
    let families: BTreeSet<MeasureRef> = disclosure::families(month.plan).into_iter().flatten().collect();
    for (measure, figure, rating) in month.measures() {
        let protected = measure.sensitive || families.contains(&measure.reference);
        let shown =
            |period| treatment.of(&CellId::value(measure.reference, period)).map(|t| Shown::from(t.shown));
        let last = rating.last.as_ref().map(|(period, _)| shown(*period));
        let has_number = |value: &Value| value.number().is_some();
        let must = measure.sensitive && figure.value.as_ref().is_some_and(has_number);
        let printed = is_printed(&month, measure);
        match (shown(month.period), last.flatten()) {
            (None, _) if must && printed => open.push(measure.reference.to_string()),
            (None, None) if !protected => {}
            (now, shown_last) => {
                let last = last.map(|_| shown_last.unwrap_or(Shown::Withheld));
                let now = now.unwrap_or_else(|| instead_of_nothing(figure));
                let tells_gap = may_tell_gap(measure, now);
                settled.push((measure.clone(), PublishedMeasure { now, last, tells_gap }));
            }
        }
    }
    if !open.is_empty() {
        return Err(Refused::NotSettled(open.join(", ")));
    }
    for (measure, shown) in &settled {
        earlier(edited, measure.reference, treatment, published);
        replace(edited, measure, *shown);
    }
    forget(edited);
    Ok(())
}

/// What stands for a number that nothing had to settle: none came, or it is printed nowhere.
fn instead_of_nothing(figure: &Figure) -> Shown {
    let held_by_lead = figure.absence == Some(Absence::TooSmallToShare);
    if figure.value.is_none() && !held_by_lead { Shown::Absent } else { Shown::Withheld }
}

/// What was published of a measure's earlier months: what this issue shows as Last, and what earlier issues of this edition
/// showed as theirs. What was never published is not told: neither what it was nor whether there was any.
fn earlier(edited: &mut Edited, measure: MeasureRef, treatment: &Treatment, published: &Published) {
    let (edition, now) = (&edited.cut.edition.name, edited.period);
    let of_measure = |cell: &CellId| {
        cell.measure == measure && cell.period < now && *cell == CellId::value(measure, cell.period)
    };
    let own = published.rows.iter().filter(|row| row.issue.edition == *edition && row.issue.period < now);
    let before = own.filter(|row| of_measure(&row.cell)).map(|row| (row.cell.period, row.shown));
    let this = treatment.cells().filter(|(cell, _)| of_measure(cell));
    let shown: Vec<_> = before.chain(this.map(|(cell, treated)| (cell.period, treated.shown))).collect();
    let shown = shown.into_iter().map(|(period, shown)| ((measure, period), Shown::from(shown)));
    edited.cut.earlier.extend(shown);
}

fn replace(edited: &mut Edited, measure: &Measure, shown: PublishedMeasure) {
    let reference = measure.reference;
    let noticeable = edited.plan.rating.noticeable;
    let figures = edited.merged.figures.iter_mut();
    for (figure, rating) in figures.zip(&mut edited.ratings.measures).filter(|(f, _)| f.measure == reference)
    {
        let as_merged = figure.value.as_ref().and_then(Value::number);
        let tells = may_tell(&edited.plan, measure, figure, rating, shown);
        let exact =
            figure.value.is_none() || matches!(shown.now, Shown::Exact(now) if Some(now) == as_merged);
        if figure.value.is_some() {
            figure.value = shown.now.number().map(Value::Number);
        }
        let last = shown.last.and_then(Shown::number);
        rating.direction = match rating.last {
            Some(_) => direction(
                measure,
                shown.now.number().filter(|_| figure.state == FigureState::Value),
                last,
                noticeable,
            ),
            None => rating.direction.filter(|_| shown.now.number().is_some()),
        };
        rating.last = rating.last.take().and_then(|(period, _)| Some((period, Value::Number(last?))));
        // It is made from every number before.
        rating.xmr = None;
        if !tells {
            let why = why_held_back(shown.now, rating.kept_from.is_some());
            rating.impact = Rated { rating: Rating::NotRated, reason: why.to_owned() };
            rating.kept_from = None;
            edited.cut.held_back.measures.insert(reference);
        } else if !exact {
            say_nothing_of_it(rating);
        }
        if !tells || !exact {
            (rating.expected, rating.short_of_target) = (None, None);
        }
    }
    edited.cut.figures.insert(reference, shown);
}

/// Said of a measure whose rating is withheld: by what is shown beside it, so that neither gives the other away.
const fn why_held_back(now: Shown, is_kept: bool) -> &'static str {
    match now {
        _ if is_kept => {
            "Withheld: the rating is kept from an earlier month, and the exact number of that month is not told."
        }
        Shown::Rounded(_) => {
            "Withheld: the number shown is rounded, and only the exact one decides the rating."
        }
        Shown::Exact(_) | Shown::Low | Shown::NotApplicable => {
            "Withheld: the rating could tell of how many children the percentage is."
        }
        Shown::Withheld | Shown::Absent => {
            "Withheld: the number behind it is small, or would let a small one be worked out."
        }
    }
}

/// Decimal places with which sheets show percentages.
const PERCENT_PLACES: u32 = 1;

/// The reason without the numbers that it compares.
fn say_nothing_of_it(rating: &mut MeasureRating) {
    rating.impact.reason = format!(
        "{}, by the exact number. Here it is rounded, to protect small numbers.",
        rating.impact.rating
    );
}

/// Direction of travel between published numbers alone; none when one of them is not told.
fn direction(
    measure: &Measure,
    now: Option<Quantity>,
    last: Option<Quantity>,
    noticeable: Quantity,
) -> Option<Direction> {
    Direction::between(measure.polarity, last?, now?, noticeable)
}

/// Forgets every number from which a held-back one could be worked out and that no sheet needs.
fn forget(edited: &mut Edited) {
    let is_sensitive = |plan: &Plan, reference| plan.measure(reference).is_some_and(|m| m.sensitive);
    let plan = &edited.plan;
    let settled = &edited.cut.figures;
    let protected = |measure| settled.contains_key(&measure) || is_sensitive(plan, measure);
    edited.history.figures.retain(|(measure, _), _| !protected(*measure));
    for figure in edited.merged.figures.iter_mut().filter(|figure| protected(figure.measure)) {
        (figure.numerator, figure.denominator) = (None, None);
    }
}
