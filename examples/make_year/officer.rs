//! What the performance officer of the made-up year does: amendments that were agreed, and decisions about exceptions.

use std::error::Error;
use std::fs;
use std::path::Path;

use chrono::NaiveDate;
use ragbook::domain::Period;
use ragbook::ledger::{Choice, Decision, Identity};
use ragbook::pipeline::plan::amend as enter;
use ragbook::plan::amend::Amendment;

/// An amendment: the month in which it is agreed, ref, column, what the plan is to say.
const AMENDMENTS: &[(&str, &str, &str, &str)] = &[
    ("2019-12", "2.2", "target_date", "March 2020"),
    ("2019-12", "3.7", "target_date", "March 2020"),
    ("2020-01", "1.4", "target_date", "April 2020"),
    ("2020-01", "2.4", "target_date", "June 2020"),
    ("2020-03", "5.2", "target_date", "June 2020"),
    ("2020-03", "2.2", "target_date", "June 2020"),
    ("2020-03", "1.7", "target_date", "September 2020"),
    ("2020-04", "5.4", "status", "stopped"),
    ("2020-06", "5.2", "target_date", "September 2020"),
    ("2020-09", "5.2", "target_date", "December 2020"),
];

/// Why, and who approved it.
const REASON: &str = "Illustrative data: a made-up reason";
const BOARD: &str = "Illustrative board";
/// Decisions a month at most, and what the officer decides about.
const DECISIONS: usize = 3;
const DECIDED: &[&str] = &["S07", "S10", "S01", "V09", "M04", "T02", "T03"];

/// How often the year moves an action's target date.
pub(crate) fn moves(reference: &str) -> usize {
    AMENDMENTS.iter().filter(|(_, of, field, _)| *of == reference && *field == "target_date").count()
}

/// Enters the amendments that were agreed in this month.
pub(crate) fn amend(plan: &Path, period: Period) -> Result<(), Box<dyn Error>> {
    let month = period.to_string();
    for (_, reference, field, to) in AMENDMENTS.iter().filter(|(agreed, ..)| *agreed == month) {
        let amendment = Amendment {
            reference: (*reference).to_owned(),
            field: (*field).to_owned(),
            to: (*to).to_owned(),
            reason: REASON.to_owned(),
            approved_by: BOARD.to_owned(),
            date: period.first_day() + chrono::Days::new(11),
            from_check: None,
        };
        for file in enter(plan, &amendment, None)?.files {
            fs::write(plan.join(file.name), file.bytes)?;
        }
    }
    Ok(())
}

/// Accepts a few of the exceptions raised.
pub(crate) fn decide(period: Period, raised: &[String]) -> Vec<Decision> {
    let of = |key: &String| Identity::of_key(key).filter(|about| DECIDED.contains(&&*about.code));
    let decision = |about| Decision {
        id: String::new(),
        line: 0,
        period,
        decided_on: NaiveDate::checked_add_days(period.last_day(), chrono::Days::new(8)),
        about,
        choice: Choice::Accept,
        value: String::new(),
        reason: REASON.to_owned(),
        decided_by: "Illustrative officer".to_owned(),
        until: None,
        rated: None,
        run: String::new(),
        sheet_row: None,
    };
    raised.iter().filter_map(of).take(DECISIONS).map(decision).collect()
}
