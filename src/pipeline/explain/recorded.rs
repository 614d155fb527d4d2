//! A rating or a figure explained from history.csv alone: when somebody asks months later, neither the returns nor the
//! consolidated set need be at hand. The records name each file by its fingerprint, not the cell: for that, the set or the
//! returns are asked for.

use crate::domain::period::date_in_words;
use crate::domain::{Absence, ActionRef, MeasureRef, OwnRag, Period, Quantity, Sha256, Unit, Value};
use crate::ledger::{History, PastAction, PastContribution, PastFigure, PastProgress, PastRun};
use crate::plan::{Action, Measure, Plan};

use super::{Text, in_words, shown, tell_action_in_plan, tell_months, tell_plan};

/// Characters of a fingerprint that are shown, as on the sheet Sources.
const SHOWN_OF_SHA256: usize = 16;

/// Why the records cannot explain it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotRecorded {
    /// The plan has no such ref.
    #[error("the plan has no action and no measure \"{0}\"")]
    NoSuchRef(String),
    /// The month is not in the records.
    #[error("{} is not in history.csv: it has not been consolidated yet", .0.in_words())]
    NoSuchMonth(Period),
    /// The month is there, and the plan of that time did not have it.
    #[error("history.csv has nothing about {reference} for {}", .period.in_words())]
    NotThen {
        /// The ref.
        reference: String,
        /// The month.
        period: Period,
    },
}

/// Explains an action or a measure of a month as history.csv has it. `history` holds that month and those before it. The text
/// ends with a line break.
///
/// # Errors
/// When plan or records do not have it.
pub fn recorded(
    plan: &Plan,
    history: &History,
    period: Period,
    reference: &str,
) -> Result<String, NotRecorded> {
    let run = history.runs.get(&period).ok_or(NotRecorded::NoSuchMonth(period));
    let unknown = || NotRecorded::NoSuchRef(reference.to_owned());
    let not_then = || NotRecorded::NotThen { reference: reference.trim().to_owned(), period };
    let mut text = Text::default();
    let month = |run| Recorded { plan, history, period, run };
    if let Ok(reference) = reference.parse::<MeasureRef>() {
        let measure = plan.measure(reference).ok_or_else(unknown)?;
        let month = month(run?);
        let past = history.figures.get(&(reference, period)).ok_or_else(not_then)?;
        month.tell_measure(measure, past, &mut text);
    } else {
        let action = reference.parse::<ActionRef>().ok().and_then(|reference| plan.action(reference));
        let action = action.ok_or_else(unknown)?;
        let month = month(run?);
        let past = history.actions.get(&(action.reference, period)).ok_or_else(not_then)?;
        month.tell_action(action, past, &mut text);
    }
    text.line(
        "\nThe records do not keep cells. They are named in the consolidated set and in the returns: give the folder of the \
         set with --from, or the returns.",
    );
    Ok(text.0)
}

struct Recorded<'a> {
    plan: &'a Plan,
    history: &'a History,
    period: Period,
    run: &'a PastRun,
}

impl Recorded<'_> {
    fn tell_head(&self, title: &str, text: &mut Text) {
        text.line(title);
        text.line(format!(
            "{}, as at {}, as history.csv has it (revision {}, run {})",
            self.period.in_words(),
            date_in_words(self.run.as_at),
            self.run.revision,
            self.run.run
        ));
    }

    fn tell_measure(&self, measure: &Measure, past: &PastFigure, text: &mut Text) {
        let title = if measure.measure.is_empty() { "(to be developed)" } else { &*measure.measure };
        self.tell_head(&format!("{} {title}", measure.reference), text);
        text.heading("Value");
        let value = past.value.as_ref().map_or_else(|| "none".to_owned(), |v| shown(measure.unit, v));
        text.fact("Value", value);
        text.fact("Made from", fraction(past.numerator, past.denominator));
        text.fact("State", in_words(past.state));
        text.fact("Reason given", past.absence.map(Absence::word).unwrap_or_default());
        if past.revised {
            text.fact("Revised", "a later consolidation of the month changed its first value");
        }
        text.heading("Impact");
        text.fact("Rating", past.impact);
        text.fact("Why", &past.reason);
        let number = |quantity: Quantity| shown(measure.unit, &Value::Number(quantity.rounded(2)));
        text.fact("Expected then", past.expected.map(number).unwrap_or_default());
        text.fact("Target then", past.target.map(number).unwrap_or_default());
        let months = self.history.months_of_measure(measure.reference, self.period, past.impact);
        tell_months(past.impact, months, text);
        text.heading("What the plan says now");
        tell_plan(self.plan, measure, text);
        text.heading("Where it comes from");
        for (lead, given) in &past.by_returner {
            text.item(given_line(measure.unit, self.plan.lead_name(lead), given));
        }
        if past.by_returner.is_empty() {
            text.line("  No return answered it.");
        }
    }

    fn tell_action(&self, action: &Action, past: &PastAction, text: &mut Text) {
        self.tell_head(&format!("{} {}", action.reference, action.activity), text);
        text.heading("Delivery");
        text.fact("Rating", past.delivery);
        text.fact("Why", &past.delivery_reason);
        text.fact("Target date then", past.target.map(date_in_words).unwrap_or_default());
        let original = past.original_target.filter(|original| Some(*original) != past.target);
        text.fact("Original target", original.map(date_in_words).unwrap_or_default());
        text.fact(
            "Answers carried forward from",
            past.carried_from.map(Period::in_words).unwrap_or_default(),
        );
        let months = self.history.months_of_delivery(action.reference, self.period, past.delivery);
        tell_months(past.delivery, months, text);
        text.heading("Impact");
        text.fact("Rating", past.impact);
        text.fact("Why", &past.impact_reason);
        for measure in self.plan.measures_for(action.reference) {
            if let Some(figure) = self.history.figures.get(&(measure.reference, self.period)) {
                text.item(format!("{} {}. {}", measure.reference, measure.measure, figure.reason));
            }
        }
        text.heading("What the leads said");
        if !past.returned {
            text.line("  No answer that could be used came for it that period.");
        }
        for (lead, said) in &past.by_lead {
            text.line(format!("  {}{}", self.plan.lead_name(lead), of_file(said.source)));
            tell_said(said, text);
        }
        tell_action_in_plan(self.plan, action, text);
    }
}

fn tell_said(said: &PastProgress, text: &mut Text) {
    text.fact("  Status", said.status.map(crate::domain::Status::word).unwrap_or_default());
    text.fact("  Forecast date", said.forecast.map(date_in_words).unwrap_or_default());
    text.fact("  Your RAG", said.own_rag.map(OwnRag::word).unwrap_or_default());
    text.fact("  Commentary", &said.commentary);
    text.fact("  Evidence", &said.evidence);
}

/// `Ann Archer (file with the SHA-256 eaadf1f626b215a8…): 75% (45 of 60), used. Note: as agreed`
fn given_line(unit: Unit, who: &str, given: &PastContribution) -> String {
    let value = match (&given.value, given.absence) {
        (Some(value), _) => shown(unit, value),
        (None, Some(reason)) => reason.word().to_owned(),
        (None, None) => "nothing that could be read".to_owned(),
    };
    let made_from = match fraction(given.numerator, given.denominator) {
        from if from.is_empty() => from,
        from => format!(" ({from})"),
    };
    let used = if given.used { "used" } else { "not used" };
    let note = match given.note.replace('\n', " ") {
        note if note.is_empty() => note,
        note => format!(" Note: {note}"),
    };
    format!("{who}{}: {value}{made_from}, {used}.{note}", of_file(given.source))
}

fn fraction(numerator: Option<Quantity>, denominator: Option<Quantity>) -> String {
    numerator.zip(denominator).map_or_else(String::new, |(n, d)| format!("{n} of {d}"))
}

fn of_file(source: Option<Sha256>) -> String {
    source.map_or_else(String::new, |sha256| {
        let shown: String = sha256.to_string().chars().take(SHOWN_OF_SHA256).collect();
        format!(" (file with the SHA-256 {shown}…)")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Rating;
    use crate::plan::sample::{day, plan};

    fn march() -> (Period, History) {
        let period: Period = "2024-03".parse().unwrap();
        let mut history = History::default();
        let as_at = day(2024, 3, 31);
        history.runs.insert(period, PastRun { revision: 2, run: "4f".to_owned(), as_at });
        (period, history)
    }

    #[test]
    fn a_measure_is_told_with_who_gave_what() {
        let (plan, (period, mut history)) = (plan(), march());
        let given = PastContribution {
            value: Some(Value::Number("75".parse().unwrap())),
            numerator: "45".parse().ok(),
            denominator: "60".parse().ok(),
            used: true,
            note: "as agreed".to_owned(),
            source: Some(Sha256::of(b"")),
            ..PastContribution::default()
        };
        let past = PastFigure {
            value: given.value.clone(),
            impact: Rating::Amber,
            reason: "Amber: 75.0% against 90%.".to_owned(),
            by_returner: [(crate::domain::LeadId::from("ann"), given)].into(),
            ..PastFigure::default()
        };
        history.figures.insert(("1.1b".parse().unwrap(), period), past);
        let text = recorded(&plan, &history, period, "1.1b").unwrap();
        for told in [
            "as history.csv has it (revision 2, run 4f)",
            "Value: 75%",
            "Why: Amber: 75.0% against 90%.",
            "- Ann Archer (file with the SHA-256 e3b0c44298fc1c14…): 75% (45 of 60), used. Note: as agreed",
            "Target: 90%",
        ] {
            assert!(text.contains(told), "{told} in {text}");
        }
    }

    #[test]
    fn says_what_the_records_do_not_have() {
        let (plan, (period, history)) = (plan(), march());
        let why = |period, reference: &str| recorded(&plan, &history, period, reference).unwrap_err();
        assert_eq!(why(period, "9.9a"), NotRecorded::NoSuchRef("9.9a".to_owned()));
        assert_eq!(why(period.previous(), "1.1"), NotRecorded::NoSuchMonth(period.previous()));
        assert_eq!(why(period, "1.1"), NotRecorded::NotThen { reference: "1.1".to_owned(), period });
    }
}
