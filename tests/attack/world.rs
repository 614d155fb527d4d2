//! A random council: a plan, three months of numbers, in some a year before them, everything published month by month through
//! the library; in some a month is corrected and published again.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::Arc;

use crate::chance::Chance;
use ragbook::domain::figure::{Figure, FigureState, Progress};
use ragbook::domain::{
    CellRef, Column, MeasureRef, OwnRag, Period, Provenance, Quantity, Rating, Sha256, Status, Unit, Value,
};
use ragbook::intake::Intake;
use ragbook::ledger::published::{Method, Shown};
use ragbook::ledger::{
    Choice, Decision, Decisions, History, Identity, Issued as Remembered, Issues, Published,
};
use ragbook::merge::Merged;
use ragbook::pipeline::record::record;
use ragbook::plan::Plan;
use ragbook::publish::edition::{ApprovedTexts, Cut, cut};
use ragbook::publish::met::Met;
use ragbook::publish::{Consolidation, edition};
use ragbook::rating::{Facts, rate, roll_ups};

/// Months in which editions are published.
const PUBLISHED: usize = 3;
/// Months before them, in some councils: enough for XmR.
const YEAR: usize = 12;
/// A number that stands nowhere else.
const TELLING: i64 = 4_201;
const EDITIONS: [&str; 3] = ["scrutiny", "cabinet", "board"];

/// A small generator of its own, so that a failing plan can be made again from its number.
#[derive(Debug, Clone)]
pub(crate) struct Dice(Chance);

impl Dice {
    fn new(seed: u64) -> Self {
        Self(Chance::new(seed.wrapping_mul(0x5851_f42d_4c95_7f2d)))
    }

    fn below(&mut self, end: u64) -> u64 {
        self.0.next() % end
    }

    fn one_in(&mut self, n: u64) -> bool {
        self.below(n) == 0
    }

    /// Mostly small.
    fn count(&mut self) -> i64 {
        let most = [3, 6, 9, 14, 30][usize::try_from(self.below(5)).unwrap()];
        i64::try_from(self.below(most + 1)).unwrap()
    }
}

/// The numbers of a measure in a month: of a percentage numerator and denominator, else the value alone; none: not given.
pub(crate) type Numbers = Option<(i64, Option<i64>)>;

/// A council.
#[derive(Debug, Clone)]
pub(crate) struct World {
    plan: Plan,
    numbers: BTreeMap<(MeasureRef, usize), Numbers>,
    /// What a month's numbers become when it is corrected.
    corrected: BTreeMap<(MeasureRef, usize), Numbers>,
    /// Editions published in each month, in order.
    published: Vec<Vec<&'static str>>,
    /// Which ratings officers decided.
    decided: Vec<(usize, usize)>,
}

/// An edition, or why it was refused.
pub(crate) struct Edited<F = Files> {
    pub(crate) of: String,
    /// Month, counted from nought.
    pub(crate) month: usize,
    pub(crate) file: Result<F, String>,
}

/// The workbook's bytes and the page's words.
pub(crate) struct Files {
    pub(crate) workbook: Vec<u8>,
    pub(crate) page: String,
}

/// Everything published.
pub(crate) struct Issued<F = Files> {
    pub(crate) editions: Vec<Edited<F>>,
    pub(crate) ledger: Published,
}

/// Editions that are cut, and not yet written: writing takes long, and most councils are told apart by their cells.
pub(crate) type Unwritten = Issued<Box<ragbook::publish::edition::Edited>>;

impl Unwritten {
    /// Every edition as its files.
    pub(crate) fn written(self) -> Issued {
        let write = |edited: Box<ragbook::publish::edition::Edited>| {
            let files = edition(&edited, "0123456789abcdef").unwrap();
            Files { workbook: files.workbook.bytes, page: String::from_utf8(files.page.bytes).unwrap() }
        };
        let editions = self.editions.into_iter().map(|edited| Edited {
            of: edited.of,
            month: edited.month,
            file: edited.file.map(write),
        });
        Issued { editions: editions.collect(), ledger: self.ledger }
    }
}

impl<F> Issued<F> {
    /// What every issue showed: issue, cell, what stood there.
    pub(crate) fn cells(&self) -> Vec<(String, String, String)> {
        let row = |row: &ragbook::ledger::published::PublishedCell| {
            (row.issue.to_string(), row.cell.to_string(), row.shown.to_string())
        };
        self.ledger.rows.iter().map(row).collect()
    }
}

/// Words that a decision approves: the same in every council.
const APPROVED: &str = "Two courses were held; a third follows.";

/// A text of this council that nobody outside it may see.
pub(crate) fn secret(council: &str) -> String {
    format!("zq{council}qz")
}

pub(crate) fn period(month: usize) -> Period {
    Period::new(2024, 4).unwrap().plus_months(i32::try_from(month).unwrap())
}

/// Action whose commentary is approved.
const APPROVED_IN: &str = "1.2";

/// The decision of an officer by which those words may be published; and one for the words of another action.
fn approvals(period: Period) -> Decisions {
    let approve = |action: &str| Decision {
        id: String::new(),
        line: 0,
        period,
        decided_on: Some(period.last_day()),
        about: Identity::of_text(action, Column::Commentary, APPROVED),
        choice: Choice::Accept,
        value: String::new(),
        reason: "It says nothing of a child.".to_owned(),
        decided_by: "Dana Fox".to_owned(),
        until: None,
        rated: None,
        run: String::new(),
        sheet_row: None,
    };
    let mut decisions = Decisions::default();
    decisions.add(vec![approve(APPROVED_IN), approve("2.1")]);
    decisions
}

/// Puts every total in as the sum of its parts; none where a part is missing.
fn add_up(plan: &Plan, numbers: &mut BTreeMap<(MeasureRef, usize), Numbers>) {
    let months: std::collections::BTreeSet<usize> = numbers.keys().map(|(_, month)| *month).collect();
    for month in months {
        for total in &plan.measures {
            let parts = plan.measures.iter().filter(|m| m.sums_to == Some(total.reference));
            let parts: Vec<Numbers> = parts.map(|m| numbers[&(m.reference, month)]).collect();
            if parts.is_empty() {
                continue;
            }
            let sum = parts.iter().try_fold(0, |sum, part| Some(sum + (*part)?.0));
            numbers.insert((total.reference, month), sum.map(|sum| (sum, None)));
        }
    }
}

fn plan(dice: &mut Dice) -> Plan {
    let folder = tempfile::tempdir().unwrap();
    let put = |name: &str, text: String| std::fs::write(folder.path().join(name), text).unwrap();
    let method = if dice.one_in(2) { "round" } else { "suppress" };
    let mut toml = String::from(
        "name = \"A plan\"\nauthority = \"A council\"\nversion = \"1\"\nstarts = 2024-04-01\nreturns_due_day = 5\ncontact = \"the office\"\n",
    );
    let tolerance =
        ["", "tolerance = \"10%\"\n", "tolerance = \"2\"\n"][usize::try_from(dice.below(3)).unwrap()];
    let least = if dice.one_in(6) { 10 } else { 0 };
    write!(toml, "[rating]\nsmall_denominator = {least}\n{tolerance}").unwrap();
    for (name, more) in [
        ("scrutiny", "public = true"),
        ("cabinet", "public = true\nsheets = [\"Cover\", \"Summary\", \"Attention\", \"Outcome measures\"]"),
        ("board", "public = false\nnames = \"posts\"\nfree_text = \"none\"\noutcomes = \"1\""),
    ] {
        write!(
            toml,
            "\n[[edition]]\nname = \"{name}\"\naudience = \"{name}\"\n{more}\nsmall_numbers = \"{method}\"\n"
        )
        .unwrap();
    }
    put("plan.toml", toml);
    put("leads.csv", "id,name,role,organisation,email,aliases,boards\nann,Ann Archer,Head of One,A council,,,\nben,Ben Baker,Head of Two,A council,,,\n".to_owned());
    put("outcomes.csv", "number,outcome,recommendation\n1,First,Do this\n2,Second,Do that\n".to_owned());
    put("actions.csv", "ref,outcome,activity,desired_outcome,target_date,lead_as_written,leads,status_as_written,note\n1.1,1,Act,Be well,30 June 2024,,ann,,\n1.2,1,Act more,Be well,31 March 2025,,ann,,\n2.1,2,Act on,Be safe,31 May 2024,,ben,,\n".to_owned());
    put("changes.csv", "date,ref,field,from,to,approved_by,reason\n".to_owned());
    put("measures.csv", measures(dice));
    let loaded = ragbook::plan::load(folder.path());
    loaded.plan.unwrap_or_else(|| panic!("{:?}", loaded.faults))
}

/// Measures at random: sums, percentages, running totals, quarters; most of them sensitive.
fn measures(dice: &mut Dice) -> String {
    let mut text = "ref,action,measure,as_written,kind,unit,polarity,counts_as,frequency,merge,baseline,target,tolerance,profile,numerator,denominator,sums_to,minimum,maximum,sensitive,returned_by,assumption\n".to_owned();
    let pick =
        |dice: &mut Dice, of: &[&'static str]| of[usize::try_from(dice.below(of.len() as u64)).unwrap()];
    let parts = dice.below(4);
    for reference in ["1.1a", "1.1b", "1.1c", "1.2a", "1.2b", "2.1a", "2.1b"] {
        let nth = u64::from(reference.as_bytes()[3] - b'a');
        let in_sum = reference.starts_with("1.1") && parts > 0;
        let sums_to = if in_sum && nth < parts.min(2) { "1.1c" } else { "" };
        let unit = if !in_sum && dice.one_in(3) { "percent" } else { "count" };
        let polarity = pick(dice, &["higher", "lower", "lower", "none"]);
        let counts_as = if !in_sum && dice.one_in(4) { "cumulative" } else { "period" };
        let frequency = if !in_sum && dice.one_in(3) { "quarterly" } else { "monthly" };
        let most = if unit == "percent" { 100 } else { 12 };
        let target = if dice.one_in(6) { String::new() } else { dice.below(most).to_string() };
        let baseline = if dice.one_in(2) { String::new() } else { dice.below(most).to_string() };
        let sensitive = if dice.one_in(5) { "no" } else { "yes" };
        let (n, d) = if unit == "percent" { ("those seen", "all") } else { ("", "") };
        let action = &reference[..3];
        let lead = if action == "2.1" { "ben" } else { "ann" };
        writeln!(text, "{reference},{action},Children of {reference},Children of {reference},assurance,{unit},{polarity},{counts_as},{frequency},single,{baseline},{target},,,{n},{d},{sums_to},,,{sensitive},{lead},").unwrap();
    }
    text
}

impl World {
    pub(crate) fn new(number: u64) -> Self {
        let mut dice = Dice::new(number);
        let plan = plan(&mut dice);
        let before = if dice.one_in(4) { YEAR } else { 0 };
        let mut published = vec![Vec::new(); before];
        for _ in 0..PUBLISHED {
            let out: Vec<&'static str> = EDITIONS.into_iter().filter(|_| !dice.one_in(4)).collect();
            published.push(out);
        }
        let decided = if dice.one_in(3) {
            vec![(before + 1, usize::try_from(dice.below(7)).unwrap())]
        } else {
            Vec::new()
        };
        let (numbers, corrected) = (BTreeMap::new(), BTreeMap::new());
        let mut world = Self { plan, numbers, corrected, published, decided };
        let (gaps, telling) = (dice.one_in(2), dice.one_in(3));
        for month in 0..world.months() {
            for measure in world.plan.measures.clone() {
                let numbers = if gaps && dice.one_in(6) {
                    None
                } else if measure.unit == Unit::Percent {
                    let denominator = dice.count() + 1;
                    let numerator =
                        i64::try_from(dice.below(u64::try_from(denominator).unwrap() + 1)).unwrap();
                    Some((numerator, Some(denominator)))
                } else {
                    let before = month.checked_sub(1).and_then(|m| world.numbers[&(measure.reference, m)]);
                    let cumulative = measure.counts_as == ragbook::domain::CountsAs::Cumulative;
                    let start = if cumulative { before.map_or(0, |(n, _)| n) } else { 0 };
                    // Beside a small one it is withheld, and then its digits may stand nowhere.
                    let tells =
                        telling && measure.sums_to.is_some() && measure.reference.to_string() == "1.1b";
                    let far = if tells { TELLING + 37 * i64::try_from(month).unwrap() } else { 0 };
                    Some((start + dice.count() + far, None))
                };
                world.numbers.insert((measure.reference, month), numbers);
            }
        }
        add_up(&world.plan, &mut world.numbers);
        if dice.one_in(4) {
            world.correct(&mut dice, before + 1);
        }
        world
    }

    /// Other numbers for some measures of a month, that are returned after it was published.
    fn correct(&mut self, dice: &mut Dice, month: usize) {
        let of_month = self.numbers.iter().filter(|((_, when), _)| *when == month);
        let mut corrected: BTreeMap<_, _> = of_month.map(|(key, numbers)| (*key, *numbers)).collect();
        for numbers in corrected.values_mut() {
            if let (Some((number, denominator)), true) = (numbers, dice.one_in(2)) {
                *number =
                    (*number + i64::try_from(dice.below(5)).unwrap()).min(denominator.unwrap_or(i64::MAX));
            }
        }
        add_up(&self.plan, &mut corrected);
        self.corrected = corrected;
    }

    pub(crate) fn months(&self) -> usize {
        self.published.len()
    }

    /// The plan.
    pub(crate) fn plan(&self) -> &Plan {
        &self.plan
    }

    /// Whether a month was corrected after it was published, or numbers are missing: then equations need not hold.
    pub(crate) fn misleads(&self) -> bool {
        !self.corrected.is_empty() || self.numbers.values().any(Option::is_none)
    }

    /// The numbers of a measure in a month, as they are in the end.
    pub(crate) fn truth(&self, measure: MeasureRef, month: usize) -> Numbers {
        let key = (measure, month);
        self.corrected.get(&key).or_else(|| self.numbers.get(&key)).copied().flatten()
    }

    /// Every number of a measure in a month that was ever true.
    pub(crate) fn ever(&self, measure: MeasureRef, month: usize) -> impl Iterator<Item = i64> {
        let key = (measure, month);
        let numbers = [self.numbers.get(&key), self.corrected.get(&key)];
        numbers.into_iter().flatten().flatten().map(|(number, _)| *number)
    }

    /// The same council with other numbers wherever `[c]` or a rounded number stands, or nothing at all.
    pub(crate) fn otherwise(&self, seed: u64, issued: &Issued) -> Self {
        let mut dice = Dice::new(seed);
        let mut other = self.clone();
        let exact: std::collections::BTreeSet<(MeasureRef, Period)> = issued
            .ledger
            .rows
            .iter()
            .filter(|row| row.method == Method::Suppress && matches!(row.shown, Shown::Exact(_)))
            .map(|row| (row.cell.measure, row.cell.period))
            .collect();
        for ((reference, month), numbers) in other.numbers.iter_mut().chain(&mut other.corrected) {
            let sensitive = self.plan.measure(*reference).is_some_and(|m| m.sensitive);
            let fixed = exact.contains(&(*reference, period(*month))) || !sensitive;
            if fixed || dice.one_in(3) {
                continue;
            }
            if let Some((number, denominator)) = numbers {
                let step = i64::try_from(dice.below(7)).unwrap() - 3;
                if *number != 0 {
                    *number = (*number + step).clamp(1, denominator.unwrap_or(i64::MAX));
                }
            }
        }
        add_up(&self.plan, &mut other.numbers);
        add_up(&self.plan, &mut other.corrected);
        other
    }

    /// How many numbers differ.
    pub(crate) fn differing(&self, other: &Self) -> usize {
        let differ = |one: &BTreeMap<_, Numbers>, two: &BTreeMap<_, Numbers>| {
            one.iter().filter(|(key, numbers)| two[*key] != **numbers).count()
        };
        differ(&self.numbers, &other.numbers) + differ(&self.corrected, &other.corrected)
    }

    /// The numbers of both, for a person.
    pub(crate) fn told(&self, other: &Self) -> String {
        let mut text = String::new();
        for ((measure, month), numbers) in &self.numbers {
            let m = self.plan.measure(*measure).unwrap();
            let about = (m.polarity, m.target, m.counts_as, m.frequency, m.sums_to, m.sensitive);
            writeln!(
                text,
                "{measure} {} {numbers:?} | {:?}  {about:?}",
                period(*month),
                other.numbers[&(*measure, *month)]
            )
            .unwrap();
        }
        for (key, numbers) in &self.corrected {
            writeln!(text, "{} {} corrected {numbers:?} | {:?}", key.0, period(key.1), other.corrected[key])
                .unwrap();
        }
        text
    }

    /// Consolidates month after month and publishes its editions. The council's texts, names and files bear its name.
    pub(crate) fn publish(&self, council: &str) -> Unwritten {
        let mut plan = self.plan.clone();
        for lead in &mut plan.leads {
            lead.name = Arc::from(format!("{} {}", secret(council), lead.name));
        }
        let (mut history, mut ledger, mut issues) =
            (History::default(), Published::default(), Issues::default());
        let mut editions = Vec::new();
        let is_corrected = |month| self.corrected.keys().any(|(_, when)| *when == month);
        let months = 0..self.months();
        for (month, again) in months.flat_map(|month| {
            std::iter::once((month, false)).chain(is_corrected(month).then_some((month, true)))
        }) {
            let period = period(month);
            let merged = self.merged(&plan, month, again, council);
            let facts = Facts {
                plan: &plan,
                period,
                as_at: period.last_day(),
                figures: &merged.figures,
                progress: &merged.progress,
                history: &history,
            };
            let mut ratings = rate(&facts);
            for (_, measure) in self.decided.iter().filter(|(when, _)| *when == month) {
                let rated = &mut ratings.measures[*measure].impact;
                let said = format!("set by {} until then (X): {}.", secret(council), secret(council));
                *rated = rated.clone().overridden(Rating::Amber, &said);
                let rated = &mut ratings.actions[0].delivery;
                *rated = rated.clone().overridden(Rating::Amber, &said);
            }
            ratings.roll_ups = roll_ups(&plan, &ratings.actions, &history, history.latest_period(period));
            let intake = Intake::default();
            let met = Met::of(&plan, period, &intake, &merged.set_aside, &[]);
            let whole = Cut::whole(&plan, period, &history);
            let decisions = approvals(period);
            let approved = ApprovedTexts::of(&decisions, period.last_day());
            let consolidated = Consolidation {
                plan: &plan,
                period,
                as_at: period.last_day(),
                met: &met,
                merged: &merged,
                ratings: &ratings,
                exceptions: &[],
                not_run: &[],
                history: &history,
                decisions: &decisions,
                cut: &whole,
            };
            for name in &self.published[month] {
                let declared = plan.editions.iter().find(|edition| edition.name == *name).unwrap();
                let asked = ragbook::publish::edition::Asked {
                    edition: declared,
                    last_issue: issues.last_before(name, period),
                    approved: &approved,
                    published: &ledger,
                };
                let file = match cut(&consolidated, &asked) {
                    Err(refused) => Err(refused.to_string()),
                    Ok(edited) => {
                        if let Some(treatment) = edited.treatment() {
                            ledger.record(name, period, treatment.to_record());
                        }
                        let sha256 = Sha256::of(name.as_bytes());
                        issues.record(Remembered {
                            edition: (*name).to_owned(),
                            period,
                            run: "0".to_owned(),
                            sha256,
                            page_sha256: None,
                            published: None,
                        });
                        Ok(Box::new(edited))
                    }
                };
                let again = if again { ", again" } else { "" };
                editions.push(Edited { of: format!("{name} {period}{again}"), month, file });
            }
            let past = record(&consolidated, &intake);
            history.figures.extend(past.figures.into_iter().map(|(measure, past)| ((measure, period), past)));
            history.actions.extend(past.actions.into_iter().map(|(action, past)| ((action, period), past)));
        }
        Issued { editions, ledger }
    }

    fn merged(&self, plan: &Plan, month: usize, again: bool, council: &str) -> Merged {
        let place = Provenance {
            file: Arc::from(format!("{}.xlsx", secret(council))),
            sheet: Arc::from("Measures"),
            cell: CellRef::new(4, 4),
            sha256: Sha256::of(council.as_bytes()),
        };
        let figures = plan.measures.iter().map(|measure| {
            let numbers = if again { &self.corrected } else { &self.numbers }[&(measure.reference, month)];
            let (value, numerator, denominator) = match numbers {
                None => (None, None, None),
                Some((n, None)) => (Some(Quantity::from(n)), None, None),
                Some((n, Some(d))) => {
                    let (n, d) = (Quantity::from(n), Quantity::from(d));
                    (n.times(Quantity::HUNDRED).and_then(|n| n.over(d)), Some(n), Some(d))
                }
            };
            Figure {
                measure: measure.reference,
                value: value.map(Value::Number),
                numerator,
                denominator,
                state: if numbers.is_some() { FigureState::Value } else { FigureState::Absent },
                absence: None,
                contributors: if numbers.is_some() { measure.returned_by.clone() } else { Vec::new() },
                missing_contributors: if numbers.is_some() {
                    Vec::new()
                } else {
                    measure.returned_by.clone()
                },
                unusable: Vec::new(),
                excused: Vec::new(),
                provenance: vec![place.clone()],
                withheld: None,
            }
        });
        let progress = plan.actions.iter().map(|action| Progress {
            action: action.reference,
            returned: true,
            status: Some(if month + 1 == self.months() { Status::Complete } else { Status::InProgress }),
            forecast: None,
            own_rag: Some(OwnRag::Green),
            commentary: if action.reference == APPROVED_IN.parse().unwrap() {
                APPROVED.to_owned()
            } else {
                format!("{} wrote this", secret(council))
            },
            evidence: format!("{}.docx", secret(council)),
            disagreed: false,
            complete_in_future: None,
            unreadable: Vec::new(),
            provenance: vec![place.clone()],
        });
        Merged { figures: figures.collect(), progress: progress.collect(), ..Merged::default() }
    }
}
