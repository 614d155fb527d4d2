//! A clean month for rule tests: every returner of [`crate::plan::sample::plan`] answered everything for 2024-03.
//! "A rule test starts from one clean return, changes one thing, runs one rule" (9-architecture.md, "Ways of building").

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;

use super::run::run_rule;
use super::{Month, Ran, Rule};
use crate::domain::figure::{Figure, FigureState, Progress};
use crate::domain::rated::{ActionRating, MeasureRating, Overridden, Rated};
use crate::domain::{
    ActionRef, CellRef, Column, LeadId, OwnRag, Period, Provenance, Rating, Sha256, Status, Table, Unit,
    Value,
};
use crate::finding::{Exception, Fault, FaultKind, Place, Subject};
use crate::intake::{Answer, FileMet, FileState, Intake, MeasureRow, ProgressRow, Read, Return, TableRead};
use crate::ledger::{Decisions, History, PastAction, PastFigure};
use crate::plan::sample::{action_ref, day, measure_ref, plan, quantity};
use crate::plan::{Change, ChangeSubject, Plan};

/// Row (from 0) of the header of both tables; row 5 of the sheet is the first answer.
const HEADER: u32 = 3;

/// Everything a [`Month`] borrows.
pub(crate) struct Sample {
    pub plan: Plan,
    pub period: Period,
    pub as_at: NaiveDate,
    pub intake: Intake,
    pub merge_faults: Vec<Fault>,
    pub set_aside: BTreeMap<String, String>,
    pub superseded: std::collections::BTreeSet<String>,
    pub figures: Vec<Figure>,
    pub progress: Vec<Progress>,
    pub measure_ratings: Vec<MeasureRating>,
    pub action_ratings: Vec<ActionRating>,
    pub history: History,
    pub decisions: Decisions,
    pub overridden: Vec<Overridden>,
}

impl Sample {
    /// A month in which no rule has anything to say. Files: `ann.xlsx`, `ben.xlsx`, `clerk.xlsx`.
    pub(crate) fn clean() -> Self {
        let plan = plan();
        let files: Vec<FileMet> = plan.returners().map(|lead| file(&plan, &lead.id)).collect();
        let figures = plan.measures.iter().map(|m| figure(&plan, m.reference)).collect();
        let progress = plan.actions.iter().map(|a| progress(a.reference)).collect();
        let measure_ratings = plan.measures.iter().map(|m| measure_rating(m.reference)).collect();
        let action_ratings = plan.actions.iter().map(|a| action_rating(a.reference)).collect();
        Self {
            period: "2024-03".parse().unwrap(),
            as_at: day(2024, 3, 31),
            intake: Intake { files, ..Intake::default() },
            merge_faults: Vec::new(),
            set_aside: BTreeMap::new(),
            superseded: std::collections::BTreeSet::new(),
            figures,
            progress,
            measure_ratings,
            action_ratings,
            history: History::default(),
            decisions: Decisions::default(),
            overridden: Vec::new(),
            plan,
        }
    }

    pub(crate) fn month(&self) -> Month<'_> {
        Month {
            plan: &self.plan,
            period: self.period,
            as_at: self.as_at,
            intake: &self.intake,
            merge_faults: &self.merge_faults,
            set_aside: &self.set_aside,
            superseded: &self.superseded,
            figures: &self.figures,
            progress: &self.progress,
            measure_ratings: &self.measure_ratings,
            action_ratings: &self.action_ratings,
            history: &self.history,
            decisions: &self.decisions,
            overridden: &self.overridden,
        }
    }

    /// Ann's return.
    pub(crate) fn ann(&mut self) -> &mut Return {
        self.intake.files[0].returned.as_mut().unwrap()
    }

    /// Ann's Progress row of action 1.1, on row 5.
    pub(crate) fn row(&mut self) -> &mut ProgressRow {
        &mut self.ann().progress.as_mut().unwrap().rows[0]
    }

    /// Rating of action 1.1.
    pub(crate) fn rating(&mut self) -> &mut ActionRating {
        &mut self.action_ratings[0]
    }

    /// The same with what action 1.1 was last month.
    pub(crate) fn with_last_month(mut self, status: Status, forecast: NaiveDate, commentary: &str) -> Self {
        let past = PastAction {
            status: Some(status),
            forecast: Some(forecast),
            own_rag: None,
            commentary: commentary.to_owned(),
            evidence: String::new(),
            returned: true,
            delivery: Rating::Green,
            impact: Rating::NotRated,
            ..PastAction::default()
        };
        self.history.actions.insert((action_ref("1.1"), self.period.previous()), past);
        self
    }

    /// The same with a whole value of one of Ann's measures now, from her Value cell.
    pub(crate) fn with_value(mut self, reference: &str, digits: &str) -> Self {
        let index = self.figures.iter().position(|f| f.measure == measure_ref(reference)).unwrap();
        let provenance = Provenance {
            file: Arc::from("ann.xlsx"),
            sheet: Arc::from("Measures"),
            cell: cell(Table::Measures, index, Column::Value),
            sha256: Sha256::of(b"ann.xlsx"),
        };
        self.figures[index].value = Some(Value::Number(quantity(digits)));
        self.figures[index].provenance = vec![provenance];
        self
    }

    /// The same with whole values of a measure in the months before, the last of them last month's.
    pub(crate) fn with_earlier(mut self, reference: &str, digits: &[&str]) -> Self {
        for (back, digits) in (1..).zip(digits.iter().rev()) {
            let past = PastFigure {
                value: Some(Value::Number(quantity(digits))),
                state: FigureState::Value,
                ..PastFigure::default()
            };
            let key = (measure_ref(reference), self.period.plus_months(-back));
            self.history.figures.insert(key, past);
        }
        self
    }

    /// The same with a change of a measure's unit on this day in the plan's log.
    pub(crate) fn with_unit_changed(mut self, reference: &str, on: NaiveDate) -> Self {
        self.plan.changes.push(Change {
            date: on,
            subject: ChangeSubject::Measure(measure_ref(reference)),
            field: "unit".to_owned(),
            from: "number".to_owned(),
            to: "count".to_owned(),
            approved_by: "Board".to_owned(),
            reason: "Counted anew".to_owned(),
        });
        self
    }

    /// The same with a fault at a cell of Ann's Measures table.
    pub(crate) fn with_measure_fault(
        self,
        reference: &str,
        column: Column,
        found: &str,
        kind: FaultKind,
    ) -> Self {
        let subject = Subject::measure(measure_ref(reference));
        self.with_cell_fault(Table::Measures, reference, column, subject, found, kind)
    }

    /// The same with a fault at a cell of Ann's Progress table.
    pub(crate) fn with_progress_fault(
        self,
        reference: &str,
        column: Column,
        found: &str,
        kind: FaultKind,
    ) -> Self {
        let subject = Subject::action(action_ref(reference));
        self.with_cell_fault(Table::Progress, reference, column, subject, found, kind)
    }

    fn with_cell_fault(
        mut self,
        table: Table,
        reference: &str,
        column: Column,
        subject: Subject,
        found: &str,
        kind: FaultKind,
    ) -> Self {
        let ann = self.ann();
        let rows: Vec<&str> = match table {
            Table::Measures => {
                ann.measures.iter().flat_map(|t| t.rows.iter().map(|r| &*r.ref_found)).collect()
            }
            _ => ann.progress.iter().flat_map(|t| t.rows.iter().map(|r| &*r.ref_found)).collect(),
        };
        let index = rows.iter().position(|r| *r == reference).unwrap();
        let place = Place::cell("ann.xlsx", table.name(), cell(table, index, column));
        let subject = subject.from(Some(&LeadId::from("ann")));
        ann.faults.push(Fault { place, subject, column: Some(column), found: found.to_owned(), kind });
        self
    }

    /// The same with a fault of Ann's file as such.
    pub(crate) fn with_file_fault(mut self, kind: FaultKind) -> Self {
        let subject = Subject::returner(&LeadId::from("ann"));
        let place = Place::file("ann.xlsx");
        let fault = Fault { place, subject, column: None, found: String::new(), kind };
        self.intake.files[0].faults.push(fault);
        self
    }

    /// The same with a fault at a place in Ann's return that is not an answer.
    pub(crate) fn with_fault_at(mut self, sheet: &str, a1: &str, found: &str, kind: FaultKind) -> Self {
        let place = Place::cell("ann.xlsx", sheet, a1.parse().unwrap());
        let subject = Subject::returner(&LeadId::from("ann"));
        let fault = Fault { place, subject, column: None, found: found.to_owned(), kind };
        self.ann().faults.push(fault);
        self
    }

    /// The same with a fault that merging found, at Ann's Value cell of this measure.
    pub(crate) fn with_merge_fault(mut self, reference: &str, found: &str, kind: FaultKind) -> Self {
        self = self.with_measure_fault(reference, Column::Value, found, kind);
        let fault = self.ann().faults.pop().unwrap();
        self.merge_faults.push(fault);
        self
    }

    /// Runs one rule and checks what every exception must have.
    pub(crate) fn exceptions(&self, rule: &Rule) -> Vec<Exception> {
        let exceptions = match run_rule(rule, &self.month()).unwrap() {
            Ran::Checked(exceptions) | Ran::InPart(exceptions, _) => exceptions,
            Ran::NotRun(because) => panic!("not run: {because}"),
        };
        for e in &exceptions {
            assert_eq!((e.code, e.name), (rule.code, rule.name));
            assert!(rule.severities.contains(&e.severity), "{} is not declared", e.severity);
            assert!(!e.message.is_empty() && !e.fix.is_empty() && !e.expected.is_empty(), "{e:?}");
            for text in [&e.message, &e.fix, &e.expected] {
                let stray = ["None", "Some(", "  ", ".."].iter().find(|s| text.contains(**s));
                assert!(stray.is_none() && !text.contains(char::is_control), "{stray:?} in {text}");
            }
            assert!(e.message.ends_with('.') && e.fix.ends_with('.'), "{} | {}", e.message, e.fix);
        }
        exceptions
    }

    /// What one rule raises, as `V01 error ann.xlsx · Measures!I7`.
    pub(crate) fn raises(&self, rule: &Rule) -> Vec<String> {
        let exceptions = self.exceptions(rule);
        exceptions
            .iter()
            .map(|e| format!("{} {} {}", e.code, e.severity, e.place).trim().to_owned())
            .collect()
    }

    /// Message and fix of the one exception a rule raises, as a lead reads them.
    pub(crate) fn read_aloud(&self, rule: &Rule) -> String {
        let exceptions = self.exceptions(rule);
        assert_eq!(exceptions.len(), 1, "{exceptions:?}");
        format!("{} {}", exceptions[0].message, exceptions[0].fix)
    }
}

/// A readable answer that showed this text.
pub(crate) fn answered<T>(answer: &mut Answer<T>, found: &str, value: T) {
    answer.found = found.to_owned();
    answer.read = Read::As(value);
}

fn cell(table: Table, index: usize, column: Column) -> CellRef {
    let columns = Column::of(table);
    let column = columns.iter().position(|c| *c == column).unwrap();
    CellRef::new(HEADER + 1 + u32::try_from(index).unwrap(), u32::try_from(column).unwrap())
}

fn answer<T>(cell: CellRef, found: &str, value: T) -> Answer<T> {
    Answer { cell, found: found.to_owned(), read: Read::As(value) }
}

fn file(plan: &Plan, lead: &LeadId) -> FileMet {
    let name: Arc<str> = Arc::from(format!("{lead}.xlsx"));
    let sha256 = Sha256::of(name.as_bytes());
    let progress = plan.actions_of(lead).enumerate().map(|(i, a)| progress_row(i, a.reference));
    let measures =
        plan.measures_of(lead).enumerate().map(|(i, m)| measure_row(plan, i, &m.reference.to_string()));
    let header = CellRef::new(HEADER, 0);
    let returned = Return {
        file: Arc::clone(&name),
        sha256,
        returner: Some(lead.clone()),
        identity_disputed: false,
        unread: Vec::new(),
        corrects: None,
        only_table: None,
        period: "2024-03".parse().ok(),
        plan_version: Some(plan.version.clone()),
        completed_by: plan.lead_name(lead).to_owned(),
        date_completed: Some(day(2024, 4, 3)),
        progress: Some(TableRead {
            sheet: Arc::from("Progress"),
            header,
            rows: progress.collect(),
            doubtful: std::collections::BTreeMap::default(),
        }),
        measures: Some(TableRead {
            sheet: Arc::from("Measures"),
            header,
            rows: measures.collect(),
            doubtful: std::collections::BTreeMap::default(),
        }),
        faults: Vec::new(),
    };
    FileMet {
        name,
        sha256: Some(sha256),
        state: FileState::Read,
        returned: Some(returned),
        faults: Vec::new(),
    }
}

fn progress_row(index: usize, action: ActionRef) -> ProgressRow {
    let at = |column| cell(Table::Progress, index, column);
    ProgressRow {
        ref_found: action.to_string(),
        ref_cell: at(Column::Ref),
        action: Some(action),
        accepted: true,
        status: answer(at(Column::Status), "In progress", Status::InProgress),
        forecast: answer(at(Column::Forecast), "31/05/2024", day(2024, 5, 31)),
        own_rag: answer(at(Column::OwnRag), "Green", OwnRag::Green),
        commentary: answer(at(Column::Commentary), COMMENTARY, COMMENTARY.to_owned()),
        evidence: Answer::blank(at(Column::Evidence)),
        requested_target: None,
    }
}

/// What every clean Progress row says.
pub(crate) const COMMENTARY: &str = "Two sessions held, the next is on 9 April.";

fn measure_row(plan: &Plan, index: usize, reference: &str) -> MeasureRow {
    let at = |column| cell(Table::Measures, index, column);
    let measure = measure_ref(reference);
    let value = clean_value(plan.measure(measure).unwrap().unit);
    MeasureRow {
        ref_found: reference.to_owned(),
        ref_cell: at(Column::Ref),
        measure: Some(measure),
        accepted: true,
        value: answer(at(Column::Value), &value.to_string(), value),
        numerator: Answer::blank(at(Column::Numerator)),
        denominator: Answer::blank(at(Column::Denominator)),
        absence: Answer::blank(at(Column::Absence)),
        note: Answer::blank(at(Column::Note)),
        last_value: None,
    }
}

fn clean_value(unit: Unit) -> Value {
    match unit {
        Unit::Percent => Value::Number(quantity("92")),
        Unit::Date => Value::Date(day(2024, 3, 1)),
        Unit::Text | Unit::Document => Value::Text("Hub plan, version 2".to_owned()),
        _ => Value::Number(quantity("12")),
    }
}

fn figure(plan: &Plan, measure: crate::domain::MeasureRef) -> Figure {
    let planned = plan.measure(measure).unwrap();
    Figure {
        measure,
        value: Some(clean_value(planned.unit)),
        numerator: None,
        denominator: None,
        state: FigureState::Value,
        absence: None,
        contributors: planned.returned_by.clone(),
        missing_contributors: Vec::new(),
        unusable: Vec::new(),
        excused: Vec::new(),
        provenance: Vec::new(),
        withheld: None,
    }
}

fn progress(action: ActionRef) -> Progress {
    let provenance = (action == action_ref("1.1")).then(|| Provenance {
        file: Arc::from("ann.xlsx"),
        sheet: Arc::from("Progress"),
        cell: cell(Table::Progress, 0, Column::Status),
        sha256: Sha256::of(b"ann.xlsx"),
    });
    Progress {
        action,
        returned: true,
        status: Some(Status::InProgress),
        forecast: Some(day(2024, 5, 31)),
        own_rag: Some(OwnRag::Green),
        commentary: COMMENTARY.to_owned(),
        evidence: String::new(),
        disagreed: false,
        complete_in_future: None,
        unreadable: Vec::new(),
        provenance: provenance.into_iter().collect(),
    }
}

fn rated(rating: Rating) -> Rated {
    Rated { rating, reason: "As the sample says.".to_owned() }
}

fn measure_rating(measure: crate::domain::MeasureRef) -> MeasureRating {
    MeasureRating {
        measure,
        impact: rated(Rating::NotRated),
        expected: None,
        direction: None,
        last: None,
        kept_from: None,
        short_of_target: None,
        xmr: None,
    }
}

fn action_rating(action: ActionRef) -> ActionRating {
    ActionRating {
        action,
        delivery: rated(Rating::Green),
        by_rules: Rating::Green,
        impact: rated(Rating::NotRated),
        carried_from: None,
        slippage_days: None,
        days_overdue: 0,
        times_moved: 0,
        target: None,
        original_target: None,
    }
}
