//! `ragbook calendar`.

use crate::cli::args::{Form, Shared};
use crate::cli::{Ended, Failure, console};
use crate::domain::Period;
use crate::pipeline::calendar::{as_ics, as_json, as_rows, as_text};
use crate::plan::calendar::{calendar, usual_months};

/// Most months shown at once.
const MOST_MONTHS: i32 = 120;

/// Prints the plan's meetings and return dates of these months.
pub(super) fn run(
    shared: &Shared,
    from: Option<Period>,
    to: Option<Period>,
    ics: bool,
    form: Form,
) -> Result<Ended, Failure> {
    let plan = super::plan(shared)?;
    let doing = "making the calendar of the plan";
    let usual = usual_months(&plan);
    let from = from.or(usual.map(|(from, _)| from));
    let last = |from: Period| {
        to.or(usual.map(|(_, last)| last).filter(|last| *last >= from))
            .unwrap_or_else(|| from.plus_months(11))
    };
    let Some(from) = from else {
        return Err(Failure::new(doing, "the plan does not say when it starts", "Say --from and --to."));
    };
    let to = last(from);
    let months = to.months_since(from) + 1;
    if !(1..=MOST_MONTHS).contains(&months) {
        let wrong = format!("from {from} to {to} is no stretch of 1 to {MOST_MONTHS} months");
        return Err(Failure::new(doing, wrong, "Give the first month after --from and the last after --to."));
    }
    let calendar = calendar(&plan, from, to);
    let refused = |e: &dyn std::fmt::Display| Failure::new(doing, e, "");
    match (ics, form) {
        (true, _) => {
            // Byte for byte: every line of it ends in CR LF, the last one too.
            console::result(&as_ics(&plan, &calendar))?;
            for undated in &calendar.undated {
                if !shared.quiet {
                    console::message(&format!(
                        "{} is not in it: the plan states no dates for it.",
                        undated.name
                    ));
                }
            }
        }
        (false, Form::Text) => console::result(&as_text(&calendar))?,
        (false, Form::Json) => console::result(&as_json(&calendar).map_err(|e| refused(&e))?)?,
        (false, Form::Csv) => console::result(&as_rows(&calendar).map_err(|e| refused(&e))?)?,
    }
    Ok(Ended::Well)
}
