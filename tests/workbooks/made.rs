//! The workbooks under test, each as the program writes it: consolidated months with and without history, every edition of
//! these, the review, blank returns of every lead, marked returns that go back to their leads.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use ragbook::domain::{FreeText, Period, Rating, Value};
use ragbook::form::{self, Template};
use ragbook::intake::{self, Intake};
use ragbook::ledger::{Decisions, History, PastAction, PastFigure, Published};
use ragbook::pipeline::ledgers::Ledgers;
use ragbook::pipeline::month::{Asked, Found, find};
use ragbook::pipeline::{self, feedback, issue};
use ragbook::plan::{self, Plan};
use ragbook::publish;
use ragbook::publish::edition::{self, ApprovedTexts};
use ragbook::rules::Scope;
use ragbook::sheet::write::to_bytes;

use crate::fill::Filler;

/// What a workbook is for: what may stand in it differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// For readers within the council and at the Department.
    Published,
    /// For everybody.
    Public,
    /// A form that a lead fills in, blank or marked.
    Return,
}

impl Kind {
    /// Whether it is read rather than filled in.
    pub(crate) fn is_published(self) -> bool {
        self != Self::Return
    }
}

/// A workbook as written.
#[derive(Debug)]
pub(crate) struct Made {
    pub(crate) name: String,
    pub(crate) kind: Kind,
    /// Whether its plan says whom to write to or to ring.
    pub(crate) names_a_contact: bool,
    pub(crate) bytes: Vec<u8>,
}

/// Every workbook. With `RAGBOOK_KEEP=DIR` they stay in that folder to be looked at.
pub(crate) fn all() -> &'static [Made] {
    static ALL: OnceLock<Vec<Made>> = OnceLock::new();
    ALL.get_or_init(|| {
        let mut made = month("samples", "samples/plan", "2019-11", Some(&path("samples/2019-11")));
        made.extend(month("seeds", "seeds", "2019-11", None));
        let answered = filled_in("tests/plans/harbour", "2024-03");
        made.extend(month("harbour", "tests/plans/harbour", "2024-03", Some(answered.path())));
        made.push(tiny());
        made.push(review());
        if let Some(folder) = std::env::var_os("RAGBOOK_KEEP") {
            for book in &made {
                std::fs::write(Path::new(&folder).join(&book.name), &book.bytes).unwrap();
            }
        }
        made
    })
}

/// The review of the sample year.
fn review() -> Made {
    let (from, to) = (Period::new(2019, 10).unwrap(), Period::new(2020, 10).unwrap());
    let (plan, out) = (path("samples/year"), tempfile::tempdir().unwrap());
    let ledgers = Ledgers::load(&plan).unwrap();
    let plan = plan::load(&plan).plan.unwrap();
    let written = pipeline::review::review(&plan, &ledgers, (from, to), out.path()).unwrap();
    let bytes = std::fs::read(written.workbook).unwrap();
    Made { name: "review.xlsx".to_owned(), kind: Kind::Published, names_a_contact: true, bytes }
}

fn path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// Returns of every lead of this plan, with an answer of every kind, dates among them.
fn filled_in(plan: &str, period: &str) -> tempfile::TempDir {
    let (plan, period) = (plan::load(&path(plan)).plan.unwrap(), period.parse().unwrap());
    let template = Template::built_in().unwrap();
    let (folder, filler) =
        (tempfile::tempdir().unwrap(), Filler { plan: &plan, template: &template, period });
    for lead in plan.returners() {
        let mut book = form::blank(&plan, &template, &History::default(), lead, period);
        filler.fill(&mut book, &lead.id);
        let file = folder.path().join(form::file_name(&plan, lead, period));
        std::fs::write(file, to_bytes(&book).unwrap()).unwrap();
    }
    folder
}

/// A month of this plan as its first, and as the thirteenth, with the editions of both; its blank returns for both; what goes
/// back to its leads.
fn month(name: &str, plan: &str, period: &str, returns: Option<&Path>) -> Vec<Made> {
    let plan = plan::load(&path(plan)).plan.unwrap();
    let template = Template::built_in().unwrap();
    let period: Period = period.parse().unwrap();
    let read = |period| {
        let context = intake::Context {
            plan: &plan,
            template: &template,
            period,
            assume_period: false,
            worker: None,
            progress: None,
        };
        returns.map_or_else(Intake::default, |folder| intake::read(&[folder.to_owned()], &context).unwrap())
    };
    let scopes = [Scope::Return, Scope::Month];
    let (first_month, none) = (History::default(), Decisions::default());
    let asked =
        Asked { plan: &plan, period, as_at: period.last_day(), history: &first_month, decisions: &none };
    let found = find(&asked, read(period), &scopes);
    let year = a_year_before(&plan, period, &found);
    let later = Asked { history: &year, ..asked };
    let found_later = find(&later, read(period), &scopes);
    let mut made = vec![
        consolidated(&format!("{name}, first month"), &asked, &found),
        consolidated(&format!("{name}, a year on"), &later, &found_later),
    ];
    // A plan without any answer has nothing to show to anybody else.
    if returns.is_some() {
        made.extend(editions(&format!("{name}, first month"), &asked, &found));
        made.extend(editions(&format!("{name}, a year on"), &later, &found_later));
    }
    for (told, history) in [("first month", &first_month), ("a year on", &year)] {
        // A year on only what the form says of earlier months differs.
        let some = if told == "first month" { usize::MAX } else { 4 };
        for (file, bytes) in
            issue::issue(&plan, &template, history, period, None).unwrap().into_iter().take(some)
        {
            made.push(returned(format!("{name}, {told}, blank {file}"), bytes));
        }
    }
    let back = feedback::feedback(&asked, &template, &found).unwrap();
    for file in back.files.into_iter().filter(|file| is_workbook(&file.name)) {
        made.push(returned(format!("{name}, back {}", file.name), file.bytes));
    }
    made
}

fn consolidated(name: &str, asked: &Asked<'_>, found: &Found) -> Made {
    let out = tempfile::tempdir().unwrap();
    let folder = publish::output::Folder::claim(out.path()).unwrap();
    let set = folder.begin("set").unwrap();
    publish::write(&found.consolidation(asked), &set).unwrap();
    set.replace().unwrap();
    let bytes = std::fs::read(out.path().join(publish::names(asked.period).0)).unwrap();
    let names_a_contact = asked.plan.contact.contains('@');
    Made { name: format!("{name}.xlsx"), kind: Kind::Published, names_a_contact, bytes }
}

/// Every edition that the plan declares, as if none had been published before, and the texts to be approved for those that
/// ask for it.
fn editions(name: &str, asked: &Asked<'_>, found: &Found) -> Vec<Made> {
    let month = found.consolidation(asked);
    let run = publish::run_id(&month).unwrap();
    let approved = ApprovedTexts::of(asked.decisions, asked.as_at);
    let mut made = Vec::new();
    for declared in &asked.plan.editions {
        let wanted = edition::Asked {
            edition: declared,
            last_issue: None,
            approved: &approved,
            published: &Published::default(),
        };
        let edited = edition::cut(&month, &wanted).unwrap();
        let kind = if declared.public { Kind::Public } else { Kind::Published };
        let mut files = vec![(kind, publish::edition(&edited, &run).unwrap().workbook)];
        let texts = edition::texts(&month, declared, &approved);
        if declared.free_text != FreeText::None {
            let texts = publish::texts(&month, declared, &texts, &run).unwrap();
            files.push((Kind::Published, texts));
        }
        made.extend(files.into_iter().map(|(kind, file)| Made {
            name: format!("{name}, {}", file.name),
            kind,
            names_a_contact: asked.plan.contact.contains('@'),
            bytes: file.bytes,
        }));
    }
    made
}

fn is_workbook(name: &str) -> bool {
    Path::new(name).extension().is_some_and(|extension| extension == "xlsx")
}

const fn returned(name: String, bytes: Vec<u8>) -> Made {
    Made { name, kind: Kind::Return, names_a_contact: true, bytes }
}

/// Every published workbook, and of the forms one of each sort and plan: for checks that take seconds for each.
pub(crate) fn telling() -> impl Iterator<Item = &'static Made> {
    let mut sorts = std::collections::BTreeSet::new();
    let sort = |made: &Made| {
        let words: Vec<&str> = made.name.splitn(3, ", ").collect();
        let kind = words.get(1).map_or("", |told| told.split(' ').next().unwrap_or_default());
        format!("{} {kind}", words[0])
    };
    all().iter().filter(move |made| made.kind.is_published() || sorts.insert(sort(made)))
}

/// A plan of one action and no measure at all, without any return.
fn tiny() -> Made {
    let mut plan = plan::load(&path("tests/plans/harbour")).plan.unwrap();
    plan.actions.truncate(1);
    plan.outcomes.truncate(1);
    plan.measures.clear();
    let history = History::default();
    let period = Period::new(2024, 3).unwrap();
    let asked = Asked {
        plan: &plan,
        period,
        as_at: period.last_day(),
        history: &history,
        decisions: &Decisions::default(),
    };
    let found = find(&asked, Intake::default(), &[Scope::Return, Scope::Month]);
    consolidated("tiny", &asked, &found)
}

/// Twelve made-up months before this one, in which ratings wander and numbers drift to what was found now.
fn a_year_before(plan: &Plan, period: Period, found: &Found) -> History {
    let mut history = History::default();
    for back in 1..=12_i32 {
        let month = period.plus_months(-back);
        for (turn, (action, now)) in (0_i32..).zip(plan.actions.iter().zip(&found.ratings.actions)) {
            let wander = Rating::ALL[usize::try_from((turn * 7 + back / (2 + turn % 3)) % 5).unwrap()];
            let (delivery, returned) =
                if turn % 3 == 0 { (now.delivery.rating, true) } else { (wander, back != 4) };
            let past = PastAction {
                returned,
                delivery,
                impact: Rating::ALL[usize::try_from((turn + back) % 5).unwrap()],
                target: action.target.date(),
                original_target: now.original_target,
                commentary: "Two more teams trained; the audit comes next.".to_owned(),
                ..PastAction::default()
            };
            history.actions.insert((action.reference, month), past);
        }
        for (turn, (measure, now)) in (0_i64..).zip(plan.measures.iter().zip(&found.merged.figures)) {
            let drift = ragbook::domain::Quantity::from(i64::from(back) * (turn % 4 - 1));
            let value = match &now.value {
                None => continue,
                Some(Value::Number(number)) => Value::Number(number.minus(drift).unwrap()),
                Some(same) => same.clone(),
            };
            // Some have a value in every month, as XmR needs; some have gaps.
            if measure.developed && (turn % 3 == 0 || (turn + i64::from(back)) % 11 != 0) {
                let past = PastFigure {
                    value: Some(value),
                    state: now.state,
                    impact: Rating::ALL[usize::try_from((turn + i64::from(back)) % 3).unwrap()],
                    ..PastFigure::default()
                };
                history.figures.insert((measure.reference, month), past);
            }
        }
    }
    history
}
