//! Figures of earlier months that a return restated and the officer accepted (T04; 6-exceptions.md): from the month after the
//! decision on, the figure accepted is the one of the records, marked as revised. history.csv stays as it was: the
//! original figure with its sources stands there, and the restated one in decisions.csv, with the cell's exception as its
//! key.

use crate::domain::dates::read_date;
use crate::domain::figure::FigureState;
use crate::domain::{Period, Quantity, Value};

use super::{Choice, Decision, Decisions, History, Settles};

/// The month and the figure that an accepted restatement is about, as the column `value` of decisions.csv has them.
pub fn restatement(period: Period, value: &str) -> String {
    format!("{period} {value}")
}

impl History {
    /// Lets the figures stand that these decisions accepted. A figure that is not a number like the one it stands for is
    /// passed over, and so is one of a month without a whole figure.
    pub fn restate(&mut self, decisions: &Decisions) {
        for decision in decisions.in_force() {
            self.take_restatement(decision);
        }
    }

    fn take_restatement(&mut self, decision: &Decision) -> Option<()> {
        let Settles::EarlierFigure(measure) = Settles::of(&decision.about) else { return None };
        let accepted = decision.choice == Choice::Accept && decision.lacks().is_empty();
        let (period, value) = decision.value.split_once(' ').filter(|_| accepted)?;
        let figure = self.figures.get_mut(&(measure, period.parse().ok()?))?;
        let value = like(figure.value.as_ref()?, value)?;
        if figure.state == FigureState::Value && figure.value.as_ref() != Some(&value) {
            // The next form shows the lead's own last answer.
            if let Some(given) = decision.about.lead().and_then(|lead| figure.by_returner.get_mut(&lead)) {
                given.value = Some(value.clone());
                (given.numerator, given.denominator) = (None, None);
            }
            figure.value = Some(value);
            (figure.numerator, figure.denominator) = (None, None);
            figure.revised = true;
        }
        Some(())
    }
}

/// A text as a figure of the same kind as this one; none when it is none.
pub fn like(known: &Value, text: &str) -> Option<Value> {
    match known {
        Value::Number(_) => {
            // As the form shows it: `85%`, `1,200`, `19 days`.
            let words = ["days", "day", "weeks", "week", "%"];
            let digits = words.iter().find_map(|unit| text.trim().strip_suffix(unit)).unwrap_or(text);
            digits.replace([',', ' '], "").parse::<Quantity>().ok().map(Value::Number)
        }
        Value::Date(_) => read_date(text).map(|date| Value::Date(date.date())),
        Value::Text(_) => Some(Value::Text(text.to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::PastFigure;
    use crate::ledger::decisions::tests::{decision, ledger};

    fn history() -> History {
        let mut history = History::default();
        let number = |digits: &str| Some(Value::Number(digits.parse().unwrap()));
        for (period, value) in [("2024-01", "80"), ("2024-02", "85")] {
            let figure =
                PastFigure { value: number(value), state: FigureState::Value, ..PastFigure::default() };
            history.figures.insert(("1.1b".parse().unwrap(), period.parse().unwrap()), figure);
        }
        history
    }

    fn figures(taken: Vec<Decision>) -> Vec<(String, bool)> {
        let mut history = history();
        history.restate(&ledger(taken));
        let shown = |figure: &PastFigure| (figure.value.as_ref().unwrap().to_string(), figure.revised);
        history.figures.values().map(shown).collect()
    }

    fn accepted(found: &str, value: &str) -> Decision {
        let key = format!("T04|ann|1.1b|last_value|{found}");
        Decision { value: value.to_owned(), ..decision(&key, "2024-03", Choice::Accept) }
    }

    #[test]
    fn an_accepted_figure_stands_for_its_month_and_is_marked_as_revised() {
        let february = accepted("90% (Feb 2024)", "2024-02 90%");
        let unchanged = ("80".to_owned(), false);
        assert_eq!(figures(vec![february.clone()]), [unchanged, ("90".to_owned(), true)]);
        // Another month of the same measure is another figure: both stand.
        let january = accepted("82% (Jan 2024)", "2024-01 82%");
        let both = figures(vec![february, january]);
        assert_eq!(both, [("82".to_owned(), true), ("90".to_owned(), true)]);
    }

    #[test]
    fn a_figure_is_read_as_the_form_shows_it() {
        let number = |digits: &str| Value::Number(digits.parse().unwrap());
        for (shown, digits) in
            [("85%", "85"), ("1,200", "1200"), ("19 days", "19"), ("1 week", "1"), (" 2.5 ", "2.5")]
        {
            assert_eq!(like(&number("0"), shown), Some(number(digits)), "{shown}");
        }
        assert_eq!(like(&number("0"), "19 or so"), None);
        let day = Value::Date("2020-03-31".parse().unwrap());
        assert_eq!(like(&day, "31 March 2020"), Some(day.clone()));
    }

    #[test]
    fn what_was_not_accepted_or_is_no_figure_changes_nothing() {
        let as_it_was = figures(Vec::new());
        let rejected = Decision { choice: Choice::RejectTheValue, ..accepted("90%", "2024-02 90%") };
        let unsigned = Decision { decided_by: String::new(), ..accepted("90%", "2024-02 90%") };
        let no_figure = accepted("about 90", "2024-02 about 90");
        for taken in [rejected, unsigned, no_figure, accepted("90%", "2023-07 90%"), accepted("90%", "")] {
            assert_eq!(figures(vec![taken]), as_it_was);
        }
    }
}
