//! `ragbook explain REF`: a rating or a figure with its facts, the rule, and everything that went into it, as text
//! (8-commands-and-files.md; 1-mission.md, promise 2).
//!
//! Only reads what consolidating found: what is explained is exactly what the outputs hold. Where neither returns nor outputs
//! are at hand, [`recorded`] tells what history.csv remembers.

mod recorded;

use std::fmt::{Display, Write};

use crate::domain::figure::{Contribution, Figure, FigureState, Progress};
use crate::domain::period::date_in_words;
use crate::domain::rated::{ActionRating, Direction, MeasureRating};
use crate::domain::xmr::Xmr;
use crate::domain::{
    Absence, ActionRef, LeadId, MeasureRef, OwnRag, Period, Polarity, Quantity, Rating, Unit, Value,
};
use crate::finding::Exception;
use crate::plan::{Action, Measure, Plan, Profile, Tolerance};
use crate::publish::Consolidation;

pub use recorded::{NotRecorded, recorded};

/// Explains an action (`3.10`) or a measure (`1.2a`, `O1.3`) of the plan; none when the plan has no such ref. The text
/// ends with a line break.
pub fn explain(month: &Consolidation<'_>, reference: &str) -> Option<String> {
    let mut text = Text::default();
    if let Ok(reference) = reference.parse::<MeasureRef>() {
        let measure = month.plan.measure(reference)?;
        explain_measure(month, measure, &mut text);
    } else {
        let action = month.plan.action(reference.parse::<ActionRef>().ok()?)?;
        explain_action(month, action, &mut text);
    }
    Some(text.0)
}

/// Lines of text: headings, facts with their label, items.
#[derive(Default)]
struct Text(String);

impl Text {
    fn line(&mut self, line: impl Display) {
        // Writing into a String cannot fail.
        let _ = writeln!(self.0, "{line}");
    }

    fn heading(&mut self, heading: &str) {
        self.line(format!("\n{heading}"));
    }

    /// A labelled fact; nothing when there is nothing to say.
    fn fact(&mut self, label: &str, fact: impl Display) {
        let fact = fact.to_string();
        if !fact.is_empty() {
            self.line(format!("  {label}: {}", fact.replace('\n', "\n    ")));
        }
    }

    fn item(&mut self, item: impl Display) {
        self.line(format!("  - {item}"));
    }
}

fn explain_measure(month: &Consolidation<'_>, measure: &Measure, text: &mut Text) {
    let title = if measure.measure.is_empty() { "(to be developed)" } else { &*measure.measure };
    text.line(format!("{} {title}", measure.reference));
    text.line(format!("{}, as at {}", month.period.in_words(), date_in_words(month.as_at)));
    let figure = month.merged.figures.iter().find(|f| f.measure == measure.reference);
    if let Some(figure) = figure {
        text.heading("Value");
        tell_figure(month, measure, figure, text);
    }
    if let Some(rating) = month.ratings.measures.iter().find(|r| r.measure == measure.reference) {
        text.heading("Impact");
        tell_impact(measure.unit, rating, text);
        let now = rating.impact.rating;
        tell_months(now, month.history.months_of_measure(measure.reference, month.period, now), text);
    }
    text.heading("What the plan says");
    tell_plan(month.plan, measure, text);
    tell_contributions(month, measure.reference, text);
    let concerned = month.exceptions.iter().filter(|e| e.subject.measure == Some(measure.reference));
    tell_exceptions(concerned, text);
}

fn tell_figure(month: &Consolidation<'_>, measure: &Measure, figure: &Figure, text: &mut Text) {
    match &figure.value {
        Some(value) => text.fact("Value", shown(measure.unit, value)),
        None => text.fact("Value", "none"),
    }
    if let Some((numerator, denominator)) = figure.numerator.zip(figure.denominator) {
        text.fact("Made from", format!("{numerator} of {denominator}"));
    }
    text.fact("State", in_words(figure.state));
    text.fact("Reason given", figure.absence.map(Absence::word).unwrap_or_default());
    text.fact("Not used", figure.withheld.as_deref().unwrap_or_default());
    text.fact("From", names(month.plan, &figure.contributors));
    text.fact("Missing", names(month.plan, &figure.missing_contributors));
    if measure.returned_by.len() > 1 {
        text.fact("Put together by", format!("{} (the plan's rule for several returners)", measure.merge));
    }
}

/// How whole a figure is, in words.
const fn in_words(state: FigureState) -> &'static str {
    match state {
        FigureState::Value => "whole: every answer it needs is there",
        FigureState::Partial => "partial: an answer from someone is missing, so it is not rated",
        FigureState::Absent => "no value that could be used",
    }
}

fn tell_impact(unit: Unit, rating: &MeasureRating, text: &mut Text) {
    text.fact("Rating", rating.impact.rating);
    text.fact("Why", &rating.impact.reason);
    // Two decimals, as the reason shows at most; the exact figure stands in measures.csv.
    let expected = rating.expected.map(|e| shown(unit, &Value::Number(e.rounded(2))));
    text.fact("Expected now", expected.unwrap_or_default());
    text.fact("Direction", rating.direction.map(Direction::word).unwrap_or_default());
    let last = rating.last.as_ref().map(|(period, v)| format!("{} ({})", shown(unit, v), period.in_words()));
    text.fact("Last value", last.unwrap_or_default());
    text.fact("Rating kept from", rating.kept_from.map(Period::in_words).unwrap_or_default());
    text.fact("XmR", rating.xmr.as_ref().map(|xmr| xmr_in_words(unit, xmr)).unwrap_or_default());
}

/// `special cause, concerning: the value is below the lower process limit. Mean 12, process limits 8 to 16, from 14 values.`
fn xmr_in_words(unit: Unit, xmr: &Xmr) -> String {
    let number = |quantity: Quantity| shown(unit, &Value::Number(quantity.rounded(2)));
    let signals: Vec<&str> = xmr.signals.iter().map(|signal| signal.words()).collect();
    let why =
        if signals.is_empty() { String::new() } else { format!(": the value is {}", signals.join(", ")) };
    let target =
        xmr.assurance.map(|assurance| format!(" {}.", sentence(assurance.words()))).unwrap_or_default();
    format!(
        "{}{why}.{target} Mean {}, process limits {} to {}, from {} values",
        xmr.variation.words(),
        number(xmr.mean),
        number(xmr.lower),
        number(xmr.upper),
        xmr.points
    )
}

fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// For how long it has been rated so, when that is longer than this month.
fn tell_months(now: Rating, months: usize, text: &mut Text) {
    if months > 1 && now.is_rated() {
        text.fact("For", format!("{months} months, this one included"));
    }
}

fn tell_plan(plan: &Plan, measure: &Measure, text: &mut Text) {
    text.fact("Unit", measure.unit);
    text.fact(
        "Better is",
        match measure.polarity {
            Polarity::None => "neither: it is watched only".to_owned(),
            polarity => polarity.to_string(),
        },
    );
    text.fact("Due", measure.frequency);
    let number = |quantity| shown(measure.unit, &Value::Number(quantity));
    text.fact("Baseline", measure.baseline.map(number).unwrap_or_default());
    text.fact("Target", measure.target.map_or_else(|| "none set".to_owned(), number));
    text.fact("By", measure.due_by.map(date_in_words).unwrap_or_default());
    let profile = match &measure.profile {
        Profile::Flat => "the target at all times".to_owned(),
        Profile::Straight => "a straight line from baseline to target".to_owned(),
        Profile::Steps(steps) => {
            let steps =
                steps.iter().map(|(from, value)| format!("{} from {}", number(*value), from.in_words()));
            steps.collect::<Vec<_>>().join(", ")
        }
    };
    text.fact("Expected on the way", profile);
    let own = if measure.tolerance.is_some() { "" } else { " (the plan's general tolerance)" };
    text.fact(
        "Tolerance",
        match measure.tolerance.or(plan.rating.tolerance) {
            None => "none, so there is no Amber".to_owned(),
            Some(Tolerance::Points(points)) if measure.unit == Unit::Percent => {
                let unit = if points.to_string() == "1" { "point" } else { "points" };
                format!("{points} {unit}{own}")
            }
            Some(Tolerance::Points(points)) => format!("{}{own}", number(points)),
            Some(Tolerance::Relative(percent)) => format!("{percent}% of the value expected{own}"),
        },
    );
    text.fact("Returned by", names(plan, &measure.returned_by));
    text.fact("Assumption", &measure.assumption);
}

fn tell_contributions(month: &Consolidation<'_>, measure: MeasureRef, text: &mut Text) {
    text.heading("Where it comes from");
    let mut none = true;
    for contribution in month.merged.contributions.iter().filter(|c| c.measure == Some(measure)) {
        none = false;
        text.item(contribution_line(month, contribution));
    }
    if none {
        text.line("  No return answers it.");
    }
}

fn contribution_line(month: &Consolidation<'_>, contribution: &Contribution) -> String {
    let who = contribution.returner.as_ref().map_or("nobody in the plan", |id| month.plan.lead_name(id));
    let used = if contribution.used {
        "used.".to_owned()
    } else {
        format!("not used. {}", contribution.unused_because)
    };
    let note = match contribution.note.replace('\n', " ") {
        note if note.is_empty() => note,
        note => format!(" Note: {note}"),
    };
    format!("{} says \"{}\" ({who}): {used}{note}", contribution.provenance, contribution.found)
}

fn tell_exceptions<'a>(exceptions: impl Iterator<Item = &'a Exception>, text: &mut Text) {
    text.heading("Exceptions");
    let mut none = true;
    for exception in exceptions {
        none = false;
        text.item(format!("{} {} ({})", exception.code, exception.name, exception.severity));
        text.line(format!("    {}", exception.message));
        if !exception.is_open() {
            text.line(format!("    Decided: {}", exception.decision));
        }
    }
    if none {
        text.line("  None.");
    }
}

fn explain_action(month: &Consolidation<'_>, action: &Action, text: &mut Text) {
    text.line(format!("{} {}", action.reference, action.activity));
    text.line(format!("{}, as at {}", month.period.in_words(), date_in_words(month.as_at)));
    let progress = month.merged.progress.iter().find(|p| p.action == action.reference);
    if let Some(rating) = month.ratings.actions.iter().find(|r| r.action == action.reference) {
        text.heading("Delivery");
        tell_delivery(action, rating, text);
        let now = rating.delivery.rating;
        tell_months(now, month.history.months_of_delivery(action.reference, month.period, now), text);
        text.heading("Impact");
        text.fact("Rating", rating.impact.rating);
        text.fact("Why", &rating.impact.reason);
        let now = rating.impact.rating;
        tell_months(now, month.history.months_of_impact(action.reference, month.period, now), text);
    }
    for measure in month.plan.measures_for(action.reference) {
        let rating = month.ratings.measures.iter().find(|r| r.measure == measure.reference);
        let reason = rating.map_or("not rated", |r| r.impact.reason.as_str());
        text.item(format!("{} {}. {reason}", measure.reference, measure.measure));
    }
    if let Some(progress) = progress {
        text.heading("What the leads say");
        tell_progress(month, progress, text);
    }
    tell_action_in_plan(month.plan, action, text);
    let about = month.exceptions.iter().filter(|e| e.subject.action == Some(action.reference));
    tell_exceptions(about, text);
}

fn tell_action_in_plan(plan: &Plan, action: &Action, text: &mut Text) {
    text.heading("What the plan says");
    text.fact("Desired outcome", &action.desired_outcome);
    text.fact("Leads", names(plan, &action.leads));
    text.fact("Note", &action.note);
}

fn tell_delivery(action: &Action, rating: &ActionRating, text: &mut Text) {
    text.fact("Rating", rating.delivery.rating);
    text.fact("Why", &rating.delivery.reason);
    let read = rating.target.map(|date| format!(" ({})", date_in_words(date))).unwrap_or_default();
    text.fact("Target date", format!("{}{read}", action.target_as_written));
    if rating.times_moved > 0 {
        let original = rating.original_target.map_or_else(|| "none".to_owned(), date_in_words);
        let days = rating.original_target.zip(rating.target).map(|(first, now)| (now - first).num_days());
        let days = days.map(|days| format!(", {days} days in all")).unwrap_or_default();
        text.fact("Original target", format!("{original}; moved {}{days}", times(rating.times_moved)));
    }
    text.fact(
        "Days from target to forecast",
        rating.slippage_days.map(|d| d.to_string()).unwrap_or_default(),
    );
    if rating.days_overdue > 0 {
        text.fact("Days overdue", rating.days_overdue);
    }
    text.fact("Answers carried forward from", rating.carried_from.map(Period::in_words).unwrap_or_default());
}

fn tell_progress(month: &Consolidation<'_>, progress: &Progress, text: &mut Text) {
    if !progress.returned {
        text.line("  No answer that could be used came for it this period.");
        return;
    }
    text.fact("Status", progress.status.map_or("none that could be used", |s| s.word()));
    text.fact("Forecast date", progress.forecast.map(date_in_words).unwrap_or_default());
    text.fact("Your RAG", progress.own_rag.map(OwnRag::word).unwrap_or_default());
    if progress.disagreed {
        text.fact("Leads disagree", "the worst answer is used; the exceptions name each");
    }
    text.fact("Commentary", &progress.commentary);
    text.fact("Evidence", &progress.evidence);
    for provenance in &progress.provenance {
        text.item(provenance);
    }
    for asked in month.merged.requested.iter().filter(|r| r.action == progress.action) {
        let who = month.plan.lead_name(&asked.returner);
        text.item(format!("{who} asks to change {} to \"{}\" ({})", asked.field, asked.to, asked.provenance));
    }
}

fn times(count: u32) -> String {
    if count == 1 { "once".to_owned() } else { format!("{count} times") }
}

fn names(plan: &Plan, leads: &[LeadId]) -> String {
    leads.iter().map(|id| plan.lead_name(id)).collect::<Vec<_>>().join(", ")
}

fn shown(unit: Unit, value: &Value) -> String {
    match (unit, value) {
        (Unit::Percent, Value::Number(number)) => format!("{number}%"),
        (Unit::Days, Value::Number(number)) => format!("{number} days"),
        (Unit::Weeks, Value::Number(number)) => format!("{number} weeks"),
        (_, Value::Date(date)) => date_in_words(*date),
        (_, value) => value.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::xmr::{Assurance, Side, Signal, Variation};
    use crate::intake::Intake;
    use crate::ledger::History;
    use crate::plan::sample::plan;
    use crate::rating::Facts;

    fn explained(reference: &str) -> Option<String> {
        explained_with(reference, Vec::new())
    }

    fn explained_with(reference: &str, contributions: Vec<Contribution>) -> Option<String> {
        let (plan, intake, history) = (plan(), Intake::default(), History::default());
        let period = Period::new(2024, 7).unwrap();
        let as_at = period.last_day();
        let mut merged = crate::merge::merge(&plan, period, as_at, &intake);
        merged.contributions = contributions;
        let (figures, progress) = (&merged.figures[..], &merged.progress[..]);
        let ratings =
            crate::rating::rate(&Facts { plan: &plan, period, as_at, figures, progress, history: &history });
        let cut = crate::publish::edition::Cut::whole(&plan, period, &history);
        let month = Consolidation {
            plan: &plan,
            period,
            as_at,
            cut: &cut,
            met: &crate::publish::met::Met::default(),
            merged: &merged,
            ratings: &ratings,
            exceptions: &[],
            not_run: &[],
            history: &history,
            decisions: &crate::ledger::Decisions::default(),
        };
        explain(&month, reference)
    }

    #[test]
    fn an_action_is_explained_with_its_rating_and_what_would_change_it() {
        let text = explained("1.1").unwrap();
        assert!(text.contains("Why: Red: it was due by 30 June 2024 and is 31 days overdue."), "{text}");
        assert!(text.contains("- 1.1b % of staff trained. Not rated: it is due"), "{text}");
    }

    #[test]
    fn a_measure_is_explained_with_its_target_and_sources() {
        let text = explained(" 1.1B ").unwrap();
        assert!(text.contains("Target: 90%") && text.contains("No return answers it."), "{text}");
        assert!(
            text.contains("State: no value that could be used") && !text.contains("merge rule"),
            "{text}"
        );
    }

    #[test]
    fn xmr_is_told_with_its_rules_and_limits() {
        let xmr = Xmr {
            points: 14,
            mean: "80".parse().unwrap(),
            mean_moving_range: "2".parse().unwrap(),
            lower: "74.68".parse().unwrap(),
            upper: "85.32".parse().unwrap(),
            signals: vec![Signal::BeyondLimit(Side::High), Signal::Run(Side::High)],
            variation: Variation::Improving,
            assurance: Some(Assurance::Random),
        };
        let told = "special cause, improving: the value is above the upper process limit, the last of seven or more in a \
                    row above the mean. Target hit or missed at random. Mean 80%, process limits 74.68% to 85.32%, from \
                    14 values";
        assert_eq!(xmr_in_words(Unit::Percent, &xmr), told);
    }

    #[test]
    fn every_contribution_is_named_with_its_cell_and_whether_it_is_used() {
        let contribution = Contribution {
            measure: "1.1a".parse().ok(),
            ref_found: "1.1a".to_owned(),
            returner: Some(LeadId::from("ann")),
            found: "12 (est)".to_owned(),
            value: None,
            numerator: None,
            denominator: None,
            absence: None,
            used: false,
            unused_because: "It is not a number.".to_owned(),
            note: "Estimate\nonly".to_owned(),
            provenance: crate::domain::Provenance {
                file: "ann.xlsx".into(),
                sheet: "Measures".into(),
                cell: crate::domain::CellRef::new(6, 7),
                sha256: crate::domain::Sha256::of(b""),
            },
        };
        let text = explained_with("1.1a", vec![contribution]).unwrap();
        let line = "- ann.xlsx · Measures!H7 says \"12 (est)\" (Ann Archer): not used. It is not a number. Note: Estimate only";
        assert!(text.contains(line), "{text}");
    }

    #[test]
    fn a_ref_that_the_plan_does_not_have_is_not_explained() {
        assert_eq!(explained("9.9"), None);
        assert_eq!(explained("nonsense"), None);
    }
}
