//! Small numbers in public editions (7-publication.md, 7.4): what is printed, what is rounded, what becomes `[c]`.
//!
//! Takes the plan, the figures, which numbers the edition would print, and the ledger of everything published before
//! ([`Case`]); gives what stands in each of those cells ([`Treatment`]), or says why the edition cannot be published
//! ([`Refusal`]). Pure: no I/O, no clock; the same case gives the same treatment, whatever the order of its parts.
//!
//! - `cells`, `equations`, `model`: the numbers and every equation a reader can write between them (step 1), with what
//!   was published before (step 2), as a `system`.
//! - `primary` (step 3), `companions` (steps 4 and 6), `puzzle` and `audit` (step 5), `percent` (step 7): Method A.
//! - [`round`]: Method B; `bands`: that it leaves three numbers too.
//! - [`wording`]: what the edition says about it, and what only the officer is told.
//!
//! A figure that was withheld hides behind what else the edition prints of it: movement, gap, direction, rank and rating
//! words of a `[c]` are `[c]` too (step 8); that is the work of the sheets, which ask [`Treatment::may_compare`].

#[cfg(test)]
mod attack;
mod audit;
mod bands;
mod cells;
mod companions;
mod equations;
mod model;
mod percent;
mod primary;
mod puzzle;
pub mod round;
#[cfg(test)]
pub(crate) mod sample;
mod system;
#[cfg(test)]
mod tests;
pub mod wording;

use std::collections::{BTreeMap, BTreeSet};

pub use cells::families;

pub use crate::ledger::published::{CellId, Issue, Method, Part, Published, PublishedCell, Shown, Span, Why};

use crate::domain::figure::Figure;
use crate::domain::{LeadId, MeasureRef, Period, Quantity};
use crate::ledger::PastFigure;
use crate::plan::{Measure, Plan};
use crate::rules::d02_small_number::Withheld;
use system::{Standing, System};

/// Largest number that Method A withholds for its own sake (7.4, step 3).
pub const SMALL: i64 = 5;

/// The numbers of a figure, or of what one returner gave.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// The value.
    pub value: Option<Quantity>,
    /// Numerator, of a percentage.
    pub numerator: Option<Quantity>,
    /// Denominator, of a percentage.
    pub denominator: Option<Quantity>,
}

/// A figure of one measure for one period.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Counted {
    /// As merged.
    pub merged: Counts,
    /// As given by each returner whose answer is used.
    pub by_returner: BTreeMap<LeadId, Counts>,
}

/// A total that is printed elsewhere, by the council or the Department, and that readers can look up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Elsewhere {
    /// The cells that add up to it.
    pub cells: Vec<CellId>,
    /// The total.
    pub total: i64,
    /// Where it is printed, in words.
    pub place: String,
}

/// What an edition would print, and what readers already have.
#[derive(Debug, Clone, Copy)]
pub struct Case<'a> {
    /// The plan in force.
    pub plan: &'a Plan,
    /// The edition's name.
    pub edition: &'a str,
    /// The period it is published for.
    pub period: Period,
    /// Its method.
    pub method: Method,
    /// Figures of this period and of every other that is known. A number that was withheld before and is not given here
    /// cannot take part in the equations.
    pub figures: &'a BTreeMap<(MeasureRef, Period), Counted>,
    /// Numbers the edition would print.
    pub wanted: &'a BTreeSet<CellId>,
    /// Everything published so far, of every edition.
    pub published: &'a Published,
    /// Totals printed elsewhere.
    pub elsewhere: &'a [Elsewhere],
    /// Decimal places of exact percentages.
    pub percent_places: u32,
}

/// What stands in each cell that belongs to a protected measure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Treatment {
    method: Method,
    cells: BTreeMap<CellId, Treated>,
}

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Treated {
    /// What stands there.
    pub shown: Shown,
    /// The earlier issue that showed or withheld it first; none when this issue is the first.
    pub since: Option<Issue>,
}

/// Why an edition cannot be published with these numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// A measure, or one it hangs together with, was published by the other method.
    MethodMixed {
        /// The measure.
        measure: MeasureRef,
        /// How it was published.
        was: Method,
        /// Where.
        issue: Issue,
        /// The method of this edition.
        now: Method,
    },
    /// A number could be worked out, or nearly, and nothing is left to withhold.
    Unsafe {
        /// The number.
        cell: CellId,
        /// The equation, in words, where one alone gives it away; else the equations it stands in.
        equations: Vec<String>,
        /// Cells of these equations that were printed before, with the issue.
        printed_before: Vec<(CellId, Issue)>,
        /// Whether the search was given up, as against the number having been found.
        not_proved: bool,
        /// Measures that hang together with it.
        family: BTreeSet<MeasureRef>,
    },
}

/// What to print: every number of [`Case::wanted`] that belongs to a protected measure and has a value.
///
/// # Errors
/// With every reason why the edition cannot be published.
pub fn treat(case: &Case<'_>) -> Result<Treatment, Vec<Refusal>> {
    treat_within(case, audit::STEP_LIMIT)
}

fn treat_within(case: &Case<'_>, step_limit: usize) -> Result<Treatment, Vec<Refusal>> {
    let families = cells::families(case.plan);
    let mixed: Vec<Refusal> = families.iter().filter_map(|family| mixed(case, family)).collect();
    if !mixed.is_empty() {
        return Err(mixed);
    }
    let members: BTreeSet<MeasureRef> = families.into_iter().flatten().collect();
    let governed: BTreeMap<MeasureRef, &Measure> = case
        .plan
        .measures
        .iter()
        .filter(|m| members.contains(&m.reference))
        .map(|m| (m.reference, m))
        .collect();
    match case.method {
        Method::Round => rounded(case, &governed, step_limit),
        Method::Suppress => suppressed(case, &governed, step_limit),
    }
}

/// One method per measure (7.4): a family that this edition prints must not have been published by the other.
fn mixed(case: &Case<'_>, family: &BTreeSet<MeasureRef>) -> Option<Refusal> {
    let printed = case.wanted.iter().any(|id| family.contains(&id.measure));
    let other = |row: &&PublishedCell| family.contains(&row.cell.measure) && row.method != case.method;
    let row = case.published.rows.iter().filter(|_| printed).find(other)?;
    Some(Refusal::MethodMixed {
        measure: row.cell.measure,
        was: row.method,
        issue: row.issue.clone(),
        now: case.method,
    })
}

fn rounded(
    case: &Case<'_>,
    governed: &BTreeMap<MeasureRef, &Measure>,
    step_limit: usize,
) -> Result<Treatment, Vec<Refusal>> {
    let numbers = cells::numbers(case, governed);
    let before = Before::of(case);
    let mut printed = bands::Printed::new();
    for id in case.wanted_of(governed) {
        let number = |part| numbers.get(&id.with(part)).copied();
        let own = numbers.get(id).copied().map(round::count);
        let share = || Some(round::share(number(Part::Numerator)?, number(Part::Denominator)?));
        let shown = own.or_else(share).or_else(|| case.unchecked(governed, id));
        // A number of 1 to 7 that was withheld before stays so when it is revised.
        let kept =
            before.rows(id).iter().map(|row| row.shown).find(|shown| matches!(shown, Shown::Withheld(_)));
        if let Some(shown) = shown {
            printed.insert(id.clone(), kept.unwrap_or(shown));
        }
    }
    let mut refused = Vec::new();
    for part in model::system(case, governed).parts() {
        let settled = bands::settle(&part, &mut printed, &before.printed(), step_limit);
        refused.extend(settled.err().map(|stuck| refusal(&part, stuck)));
    }
    if !refused.is_empty() {
        return Err(refused);
    }
    let cells = printed.iter().map(|(id, shown)| before.treated(id, *shown)).collect();
    Ok(Treatment { method: Method::Round, cells })
}

fn suppressed(
    case: &Case<'_>,
    governed: &BTreeMap<MeasureRef, &Measure>,
    step_limit: usize,
) -> Result<Treatment, Vec<Refusal>> {
    let system = model::system(case, governed);
    let before = Before::of(case);
    let mut treated = BTreeMap::new();
    let mut refused = Vec::new();
    for mut part in system.parts() {
        primary::withhold(&mut part);
        let settled =
            if part.prints_something_new() { companions::settle(&mut part, step_limit) } else { Ok(()) };
        match settled {
            Ok(()) => treated.extend(shown(&before, &part)),
            Err(stuck) => refused.push(refusal(&part, stuck)),
        }
    }
    if !refused.is_empty() {
        return Err(refused);
    }
    for id in case.wanted_of(governed) {
        if let (false, Some(shown)) = (treated.contains_key(id), case.unchecked(governed, id)) {
            treated.extend([before.treated(id, shown)]);
        }
    }
    Ok(Treatment { method: Method::Suppress, cells: treated })
}

/// What stands in the wanted cells of a part that is settled.
fn shown(before: &Before<'_>, part: &System) -> Vec<(CellId, Treated)> {
    let cells = part.cells.iter().filter(|cell| cell.wanted).map(|cell| {
        let shown = match cell.standing {
            Standing::Withheld(why) => Shown::Withheld(why),
            // It is out, but need not be printed again.
            _ if cell.is_small() => Shown::Withheld(Why::SmallNumber),
            _ => Shown::Exact(Quantity::from(cell.truth)),
        };
        before.treated(&cell.id, shown)
    });
    let shares = part.shares.iter().filter(|share| share.wanted).map(|share| {
        let truth = |cell: usize| part.cells.get(cell).map_or(0, |cell| cell.truth);
        let (n, d) = (truth(share.numerator), truth(share.denominator));
        let withheld = part.cells.get(share.denominator).is_some_and(system::Cell::is_withheld);
        let shown = match share.standing {
            Standing::Withheld(why) => Shown::Withheld(why),
            _ if d == 0 && !withheld => Shown::NotApplicable,
            _ if !part.may_print(share) => Shown::Withheld(Why::Share),
            _ => percent::printed(share, n, d),
        };
        before.treated(&share.id, shown)
    });
    cells.chain(shares).collect()
}

fn refusal(part: &System, stuck: companions::Stuck) -> Refusal {
    let is_cell = |index: usize| part.cells.get(index).is_some_and(|cell| cell.id == stuck.cell);
    let of_cell = |e: &&system::Equation| e.terms.iter().any(|(cell, _)| is_cell(*cell));
    let equations: Vec<&system::Equation> = match stuck.equation.and_then(|index| part.equations.get(index)) {
        Some(equation) => vec![equation],
        None => part.equations.iter().filter(of_cell).collect(),
    };
    let cells: BTreeSet<usize> = equations.iter().flat_map(|e| &e.terms).map(|(cell, _)| *cell).collect();
    let before = cells.iter().filter_map(|cell| {
        let cell = part.cells.get(*cell).filter(|cell| cell.is_known())?;
        Some((cell.id.clone(), cell.since.clone()?))
    });
    Refusal::Unsafe {
        cell: stuck.cell,
        equations: equations.iter().map(|e| wording::equation(part, e)).collect(),
        printed_before: before.collect(),
        not_proved: stuck.not_proved,
        family: part.cells.iter().map(|cell| cell.id.measure).collect(),
    }
}

impl<'a> Case<'a> {
    /// Every cell that is printed now or was before.
    fn mentioned(&self) -> impl Iterator<Item = &'a CellId> + use<'a> {
        self.wanted.iter().chain(self.published.rows.iter().map(|row| &row.cell))
    }

    fn wanted_of(&self, governed: &BTreeMap<MeasureRef, &Measure>) -> impl Iterator<Item = &'a CellId> {
        self.wanted.iter().filter(|id| governed.contains_key(&id.measure))
    }

    /// What stands in a cell whose number cannot be checked: nothing when there is no number; `[c]` when the measure is
    /// sensitive; else the number.
    fn unchecked(&self, governed: &BTreeMap<MeasureRef, &Measure>, id: &CellId) -> Option<Shown> {
        let counted = self.figures.get(&(id.measure, id.period))?;
        let counts = match &id.returner {
            Some(returner) => counted.by_returner.get(returner)?,
            None => &counted.merged,
        };
        let value = match id.part {
            Part::Value => counts.value?,
            Part::Numerator => counts.numerator?,
            Part::Denominator => counts.denominator?,
            Part::Complement | Part::Increase => return None,
        };
        let measure = governed.get(&id.measure)?;
        if !measure.sensitive && id.span == Span::Period && self.method == Method::Suppress {
            return Some(Shown::Exact(value));
        }
        Some(Shown::Withheld(if cells::is_count(measure, id.part) { Why::NotACount } else { Why::Share }))
    }
}

/// The ledger's rows by cell, oldest first.
struct Before<'a> {
    case: &'a Case<'a>,
    rows: BTreeMap<&'a CellId, Vec<&'a PublishedCell>>,
}

impl<'a> Before<'a> {
    fn of(case: &'a Case<'a>) -> Self {
        let mut rows = BTreeMap::<&CellId, Vec<&PublishedCell>>::new();
        for row in &case.published.rows {
            rows.entry(&row.cell).or_default().push(row);
        }
        Self { case, rows }
    }

    fn rows(&self, id: &CellId) -> &[&'a PublishedCell] {
        self.rows.get(id).map_or(&[], Vec::as_slice)
    }

    /// What was printed last in each cell.
    fn printed(&self) -> bands::Printed {
        self.rows.iter().filter_map(|(id, rows)| Some(((*id).clone(), rows.last()?.shown))).collect()
    }

    /// A cell with the earlier issue that first showed this of it; none when that is an issue of this edition and period.
    fn treated(&self, id: &CellId, shown: Shown) -> (CellId, Treated) {
        let first = self.rows(id).iter().find(|row| row.shown == shown).map(|row| &row.issue);
        let own = |i: &&Issue| i.edition == self.case.edition && i.period == self.case.period;
        (id.clone(), Treated { shown, since: first.filter(|issue| !own(issue)).cloned() })
    }
}

impl Treatment {
    /// What stands in this cell; none when it belongs to no protected measure or has no value: then it is printed as any other.
    pub fn of(&self, cell: &CellId) -> Option<&Treated> {
        self.cells.get(cell)
    }

    /// Whether a difference between these two, or a rank, direction or rating that rests on them, may be printed
    /// (7.4, step 8): neither is `[c]`. Under rounding it is made from what is printed.
    pub fn may_compare(&self, cells: &[&CellId]) -> bool {
        let withheld = |id: &&CellId| self.of(id).is_some_and(|t| matches!(t.shown, Shown::Withheld(_)));
        !cells.iter().any(withheld)
    }

    /// The method.
    pub const fn method(&self) -> Method {
        self.method
    }

    /// Every cell, by id.
    pub fn cells(&self) -> impl Iterator<Item = (&CellId, &Treated)> {
        self.cells.iter()
    }

    /// Withheld cells with the reason: for the officer, never for the edition.
    pub fn withheld(&self) -> impl Iterator<Item = (&CellId, Why, Option<&Issue>)> {
        self.cells.iter().filter_map(|(id, treated)| match treated.shown {
            Shown::Withheld(why) => Some((id, why, treated.since.as_ref())),
            _ => None,
        })
    }

    /// The same by measure, as the facts of D02: `rules::run_edition` puts them into words.
    pub fn facts(&self, edition: &str) -> Vec<Withheld> {
        let mut by_measure = BTreeMap::<MeasureRef, Vec<(CellId, Why, Option<Issue>)>>::new();
        for (id, why, since) in self.withheld() {
            by_measure.entry(id.measure).or_default().push((id.clone(), why, since.cloned()));
        }
        let facts = |(measure, cells)| Withheld { edition: edition.to_owned(), measure, cells };
        by_measure.into_iter().map(facts).collect()
    }

    /// What the ledger has to remember: for [`Published::record`].
    pub fn to_record(&self) -> impl Iterator<Item = (CellId, Method, Shown)> {
        self.cells.iter().map(|(id, treated)| (id.clone(), self.method, treated.shown))
    }
}

impl From<&Figure> for Counted {
    fn from(figure: &Figure) -> Self {
        let value = figure.value.as_ref().and_then(crate::domain::Value::number);
        let merged = Counts { value, numerator: figure.numerator, denominator: figure.denominator };
        Self { merged, by_returner: BTreeMap::new() }
    }
}

impl From<&PastFigure> for Counted {
    fn from(figure: &PastFigure) -> Self {
        let value = figure.value.as_ref().and_then(crate::domain::Value::number);
        let merged = Counts { value, numerator: figure.numerator, denominator: figure.denominator };
        let by_returner = figure.by_returner.iter().map(|(returner, given)| {
            let value = given.value.as_ref().and_then(crate::domain::Value::number);
            let counts = Counts { value, numerator: given.numerator, denominator: given.denominator };
            (returner.clone(), counts)
        });
        Self { merged, by_returner: by_returner.collect() }
    }
}
