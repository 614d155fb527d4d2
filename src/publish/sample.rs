//! A small month for tests: the sample plan, two returns, one refused file, one exception of each severity.

use std::sync::Arc;

use crate::domain::figure::{Contribution, Figure, FigureState, Progress, RequestedChange};
use crate::domain::rated::{ActionRating, Direction, MeasureRating, Rated, RatingCounts, RollUp};
use crate::domain::xmr::{Assurance, Side, Signal, Variation, Xmr};
use crate::domain::{CellRef, LeadId, OwnRag, Period, Provenance, Rating, Sha256, Status, Value};
use crate::finding::{Code, Exception, Place, Severity, Subject};
use crate::intake::{FileMet, FileState, Intake, Return};
use crate::ledger::History;
use crate::merge::Merged;
use crate::plan::Plan;
use crate::plan::sample::{action_ref, day, measure_ref, plan, quantity};
use crate::rating::Ratings;
use crate::rules::NotRun;

use super::Consolidation;
use super::edition::Cut;
use super::met::Met;

/// Owns what a [`Consolidation`] borrows.
#[derive(Debug, Clone)]
pub(crate) struct Month {
    pub(crate) plan: Plan,
    pub(crate) intake: Intake,
    pub(crate) merged: Merged,
    pub(crate) ratings: Ratings,
    pub(crate) exceptions: Vec<Exception>,
    pub(crate) not_run: Vec<NotRun>,
    pub(crate) history: History,
    pub(crate) decisions: crate::ledger::Decisions,
}

impl Month {
    /// The same with an XmR of 1.1b.
    pub(crate) fn with_xmr(mut self) -> Self {
        self.ratings.measures[1].xmr = Some(Xmr {
            points: 14,
            mean: quantity("80"),
            mean_moving_range: quantity("2"),
            lower: quantity("74.68"),
            upper: quantity("85.32"),
            signals: vec![Signal::BeyondLimit(Side::High)],
            variation: Variation::Improving,
            assurance: Some(Assurance::Random),
        });
        self
    }

    pub(crate) fn consolidation(&self) -> Consolidation<'_> {
        let period = Period::new(2024, 3).unwrap();
        Consolidation {
            plan: &self.plan,
            period,
            as_at: period.last_day(),
            met: Box::leak(Box::new(self.met(period))),
            merged: &self.merged,
            ratings: &self.ratings,
            exceptions: &self.exceptions,
            not_run: &self.not_run,
            history: &self.history,
            decisions: &self.decisions,
            cut: Box::leak(Box::new(Cut::whole(&self.plan, period, &self.history))),
        }
    }

    /// What came back: made anew each time, since tests change the month before they look at it.
    fn met(&self, period: Period) -> Met {
        Met::of(&self.plan, period, &self.intake, &self.merged.set_aside, &self.exceptions)
    }
}

fn place(cell: CellRef) -> Provenance {
    Provenance {
        file: Arc::from("ann.xlsx"),
        sheet: Arc::from("Measures"),
        cell,
        sha256: Sha256::of(b"ann's return"),
    }
}

fn rated(rating: Rating, reason: &str) -> Rated {
    Rated { rating, reason: reason.to_owned() }
}

fn file(name: &str, state: FileState, returner: Option<&str>) -> FileMet {
    let sha256 = Sha256::of(name.as_bytes());
    let content = returner.map(|id| Return {
        file: Arc::from(name),
        sha256,
        returner: Some(LeadId::from(id)),
        identity_disputed: false,
        unread: Vec::new(),
        corrects: None,
        only_table: None,
        period: Period::new(2024, 3),
        plan_version: Some("1.0".to_owned()),
        completed_by: "=HYPERLINK(\"http://example.invalid\")".to_owned(),
        date_completed: Some(day(2024, 4, 9)),
        progress: None,
        measures: None,
        faults: Vec::new(),
    });
    FileMet { name: Arc::from(name), sha256: Some(sha256), state, returned: content, faults: Vec::new() }
}

fn exception(code: &'static str, name: &'static str, severity: Severity, found: &str) -> Exception {
    Exception {
        code: Code(code),
        name,
        severity,
        subject: Subject::measure(measure_ref("1.1a")).from(Some(&LeadId::from("ann"))),
        place: Place::cell("ann.xlsx", "Measures", CellRef::new(6, 7)),
        column: Some(crate::domain::Column::Value),
        found: found.to_owned(),
        expected: "a whole number".to_owned(),
        message: format!("Measures!H7 says \"{found}\". A whole number is needed for 1.1a."),
        fix: "Type 12 and put the remark in Note.".to_owned(),
        first_raised: Period::new(2024, 3),
        times_raised: 1,
        decision: String::new(),
    }
}

fn figures(plan: &Plan) -> Vec<Figure> {
    let empty = |m: &crate::plan::Measure| Figure {
        measure: m.reference,
        value: None,
        numerator: None,
        denominator: None,
        state: FigureState::Absent,
        absence: None,
        contributors: Vec::new(),
        missing_contributors: m.returned_by.clone(),
        unusable: Vec::new(),
        excused: Vec::new(),
        provenance: Vec::new(),
        withheld: None,
    };
    let mut figures: Vec<Figure> = plan.measures.iter().map(empty).collect();
    figures[1] = Figure {
        value: Some(Value::Number(quantity("87.5"))),
        numerator: Some(quantity("35")),
        denominator: Some(quantity("40")),
        state: FigureState::Value,
        contributors: vec![LeadId::from("ann")],
        missing_contributors: Vec::new(),
        provenance: vec![place(CellRef::new(7, 7))],
        ..figures[1].clone()
    };
    figures[3] = Figure {
        value: Some(Value::Number(quantity("1234"))),
        state: FigureState::Partial,
        contributors: vec![LeadId::from("ann")],
        missing_contributors: vec![LeadId::from("ben")],
        provenance: vec![place(CellRef::new(9, 7))],
        ..figures[3].clone()
    };
    figures
}

fn ratings(plan: &Plan, figures: &[Figure]) -> Ratings {
    let measures = figures.iter().map(|figure| MeasureRating {
        measure: figure.measure,
        impact: match figure.state {
            FigureState::Value => {
                rated(Rating::Amber, "Amber: 87.5 % against 90 % for now; Green needs 90 % and over.")
            }
            _ => rated(Rating::NotRated, "Not rated: no whole value this month."),
        },
        expected: plan.measure(figure.measure).and_then(|m| m.target),
        direction: figure.value.as_ref().map(|_| Direction::FirstValue),
        last: None,
        kept_from: None,
        short_of_target: None,
        xmr: None,
    });
    let delivery = [Rating::Red, Rating::Amber, Rating::Complete, Rating::NotRated, Rating::Green];
    let actions = plan.actions.iter().zip(delivery).map(|(action, rating)| ActionRating {
        action: action.reference,
        delivery: rated(rating, &format!("{rating}: because the sample says so.")),
        by_rules: rating,
        impact: rated(Rating::NotRated, "Not rated: none of its measures is rated."),
        carried_from: None,
        slippage_days: (rating == Rating::Red).then_some(45),
        days_overdue: if rating == Rating::Red { 12 } else { 0 },
        times_moved: 0,
        target: action.target.date(),
        original_target: action.target.date(),
    });
    let roll_up = |outcome: Option<u16>| {
        let mut counts = RatingCounts::default();
        let of = plan.actions.iter().zip(delivery).filter(|(a, _)| outcome.is_none_or(|o| a.outcome == o));
        of.for_each(|(_, rating)| counts.add(rating));
        let not_rated = RatingCounts { not_rated: counts.all(), ..RatingCounts::default() };
        RollUp {
            outcome,
            delivery: counts,
            headline: rated(Rating::Red, "Red: 20 % or more of the rated actions are Red."),
            impact: not_rated,
            impact_headline: rated(Rating::NotRated, "Not rated: no action has a rated measure."),
            overdue: counts.red,
            got_worse: 0,
            got_better: 0,
        }
    };
    Ratings {
        measures: measures.collect(),
        actions: actions.collect(),
        roll_ups: vec![roll_up(Some(1)), roll_up(Some(2)), roll_up(None)],
        overridden: Vec::new(),
    }
}

/// The month.
pub(crate) fn month() -> Month {
    let plan = plan();
    let figures = figures(&plan);
    let ratings = ratings(&plan, &figures);
    let progress = plan.actions.iter().map(|action| Progress {
        action: action.reference,
        returned: action.outcome == 1,
        status: (action.outcome == 1).then_some(Status::InProgress),
        forecast: (action.outcome == 1).then(|| day(2024, 8, 14)),
        own_rag: (action.outcome == 1).then_some(OwnRag::Amber),
        commentary: if action.outcome == 1 { "-cmd|' /C calc'!A0".to_owned() } else { String::new() },
        evidence: String::new(),
        disagreed: false,
        complete_in_future: None,
        unreadable: Vec::new(),
        provenance: if action.outcome == 1 { vec![place(CellRef::new(5, 5))] } else { Vec::new() },
    });
    let contribution = |reference: &str, found: &str, used: bool, row: u32| Contribution {
        measure: Some(measure_ref(reference)),
        ref_found: reference.to_owned(),
        returner: Some(LeadId::from("ann")),
        found: found.to_owned(),
        value: used.then(|| Value::Number(quantity("87.5"))),
        numerator: None,
        denominator: None,
        absence: None,
        used,
        unused_because: if used { String::new() } else { "it is not a number".to_owned() },
        note: String::new(),
        provenance: place(CellRef::new(row, 7)),
    };
    let merged = Merged {
        figures,
        progress: progress.collect(),
        contributions: vec![
            contribution("1.1a", "-12 (est)", false, 6),
            contribution("1.1b", "35/40", true, 7),
        ],
        requested: vec![RequestedChange {
            action: action_ref("1.2"),
            field: "target_date",
            from: "September 2024".to_owned(),
            to: "December 2024".to_owned(),
            returner: LeadId::from("ann"),
            provenance: place(CellRef::new(5, 3)),
        }],
        set_aside: std::collections::BTreeMap::new(),
        superseded: std::collections::BTreeSet::new(),
        faults: Vec::new(),
    };
    Month {
        plan,
        intake: Intake {
            files: vec![
                file("ann.xlsx", FileState::Read, Some("ann")),
                file("photo.xlsx", FileState::Refused, None),
                file("zz.xlsx", FileState::Duplicate, Some("ann")),
            ],
            ..Intake::default()
        },
        merged,
        ratings,
        exceptions: vec![
            exception("V01", "not-a-number", Severity::Error, "-12 (est)"),
            exception("V11", "missing", Severity::Query, ""),
            exception("V09", "read-as", Severity::Note, "=12"),
        ],
        not_run: vec![NotRun {
            code: Code("T01"),
            name: "running-total-fell",
            because: "there is no history yet".to_owned(),
        }],
        history: History::default(),
        decisions: crate::ledger::Decisions::default(),
    }
}
