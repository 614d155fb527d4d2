//! What the fuzz targets share: a plan with a measure of every unit, a blank return of it, cells made from arbitrary bytes,
//! and what must hold of every reading whatever came in ([`oracle`]).

pub mod apart;
pub mod cells;
pub mod compound;
pub mod oracle;
pub mod package;

use std::path::Path;
use std::sync::OnceLock;

use ragbook::domain::{LeadId, MergeRule, Period, Unit};
use ragbook::form::{Template, blank};
use ragbook::intake::Context;
use ragbook::ledger::History;
use ragbook::plan::{Plan, load};
use ragbook::sheet::grid::Workbook;
use ragbook::sheet::limits::Limits;
use ragbook::sheet::read::open;
use ragbook::sheet::write::to_bytes;

/// Everything that does not change from one input to the next.
pub struct Setting {
    /// The small plan of `tests/plans/harbour`, with a measure of every unit for one lead.
    pub plan: Plan,
    /// The built-in template.
    pub template: Template,
    /// The month read.
    pub period: Period,
    /// No earlier months.
    pub history: History,
    /// The lead's blank return, as bytes and as opened.
    pub bytes: Vec<u8>,
    /// Opened.
    pub blank: Workbook,
}

/// Whose return it is.
pub const LEAD: &str = "mara-quill";

/// The measure that takes every unit in turn.
pub const MEASURE: &str = "1.2a";

impl Setting {
    /// The whole plan, made once.
    pub fn get() -> &'static Self {
        static SETTING: OnceLock<Setting> = OnceLock::new();
        SETTING.get_or_init(|| {
            let mut plan = harbour();
            let units = [Unit::Weeks, Unit::Date, Unit::Text, Unit::Document, Unit::Number, Unit::Count];
            let like =
                plan.measures.iter().find(|m| m.reference.to_string() == MEASURE).expect("is there").clone();
            for (letter, unit) in ('c'..).zip(units) {
                let mut measure = like.clone();
                measure.reference = format!("1.2{letter}").parse().expect("a ref");
                measure.measure = format!("Measure in {}", unit.word()).into();
                measure.unit = unit;
                measure.merge = MergeRule::Single;
                (measure.minimum, measure.maximum, measure.target) = (None, None, None);
                plan.measures.push(measure);
            }
            Self::of(plan)
        })
    }

    /// A plan of one action and one measure: the fastest return there is.
    pub fn one_row() -> &'static Self {
        static SETTING: OnceLock<Setting> = OnceLock::new();
        SETTING.get_or_init(|| {
            let mut plan = harbour();
            plan.measures.retain(|m| m.reference.to_string() == MEASURE);
            plan.actions.retain(|a| a.reference.to_string() == "1.2");
            plan.leads.retain(|l| l.id == LeadId::from(LEAD));
            plan.changes.clear();
            Self::of(plan)
        })
    }

    fn of(plan: Plan) -> Self {
        let template = Template::built_in().expect("the template loads");
        let period = Period::new(2024, 3).expect("a month");
        let history = History::default();
        let lead = plan.leads.iter().find(|l| l.id == LeadId::from(LEAD)).expect("is there");
        let bytes = to_bytes(&blank(&plan, &template, &history, lead, period)).expect("the form is written");
        let blank = open(&bytes, "blank", &Limits::default()).expect("the form opens");
        Self { plan, template, period, history, bytes, blank }
    }

    /// As reading needs it, with this plan.
    pub fn context<'a>(&'a self, plan: &'a Plan, assume_period: bool) -> Context<'a> {
        Context {
            plan,
            template: &self.template,
            period: self.period,
            assume_period,
            progress: None,
            worker: None,
        }
    }
}

fn harbour() -> Plan {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/plans/harbour");
    load(&folder).plan.expect("the plan loads")
}
