//! `ragbook plan show`: the plan as text a person can read, outcome by outcome.

use std::fmt::{self, Display, Write};

use crate::domain::LeadId;
use crate::domain::folding::clip;
use crate::domain::period::date_in_words;
use crate::domain::{CountsAs, Polarity, Quantity, Unit};
use crate::plan::{Action, Change, ChangeSubject, Measure, Plan, Profile, Tolerance};

/// Longest text shown in one piece; no wording of a plan comes near it.
const MOST_CHARS: usize = 4_000;

/// The listing. Control characters of the plan's texts never reach a terminal.
pub fn show(plan: &Plan) -> String {
    let mut text = String::new();
    // Writing to a String cannot fail.
    let _ = listing(plan, &mut text);
    text
}

fn listing(plan: &Plan, text: &mut String) -> fmt::Result {
    writeln!(text, "{}", clean(&format!("{}, {}", plan.name, plan.authority)))?;
    writeln!(text, "Version {}, from {}", clean(&plan.version), date_in_words(plan.starts))?;
    if let Some(review) = plan.review_due {
        writeln!(text, "To be reviewed by {}", date_in_words(review))?;
    }
    for outcome in &plan.outcomes {
        writeln!(text, "\nOutcome {}: {}", outcome.number, clean(&outcome.outcome))?;
        writeln!(text, "Answers: {}", clean(&outcome.recommendation))?;
        for action in plan.actions.iter().filter(|action| action.outcome == outcome.number) {
            show_action(plan, action, text)?;
        }
        let of_outcome = || plan.measures.iter().filter(|m| m.reference.action().is_none());
        let here = || of_outcome().filter(|m| m.reference.outcome() == outcome.number);
        let undeveloped = here().filter(|m| !m.developed).count();
        if here().any(|m| m.developed) {
            writeln!(text, "\n  Outcome measures")?;
        }
        for measure in here().filter(|m| m.developed) {
            show_measure(plan, measure, text)?;
        }
        if undeveloped > 0 {
            writeln!(text, "\n  Outcome measures to be developed: {undeveloped}")?;
        }
    }
    meetings(plan, text)?;
    changes(plan, text)
}

fn show_action(plan: &Plan, action: &Action, text: &mut String) -> fmt::Result {
    writeln!(text, "\n  {}  {}", action.reference, clean(&action.activity))?;
    writeln!(text, "       So that: {}", clean(&action.desired_outcome))?;
    let read = action.target.date().map(date_in_words).filter(|read| **read != *action.target_as_written);
    let read = read.map_or_else(String::new, |read| format!(" ({read})"));
    let slip = plan.slip(action.reference).map_or_else(String::new, |slip| format!("; {slip}"));
    writeln!(text, "       By: {}{read}{slip}", clean(&action.target_as_written))?;
    writeln!(text, "       Leads: {}", names(plan, &action.leads))?;
    if !action.status_as_written.is_empty() {
        writeln!(text, "       The plan says: {}", clean(&action.status_as_written))?;
    }
    for measure in plan.measures_for(action.reference) {
        show_measure(plan, measure, text)?;
    }
    Ok(())
}

fn show_measure(plan: &Plan, measure: &Measure, text: &mut String) -> fmt::Result {
    writeln!(text, "       {}  {}", measure.reference, clean(&measure.measure))?;
    let mut facts = vec![
        measure.unit.to_string(),
        better(measure.polarity),
        counts_as(measure.counts_as).to_owned(),
        measure.frequency.to_string(),
    ];
    let values = [("baseline", measure.baseline), ("target", measure.target)];
    facts.extend(
        values.iter().filter_map(|(name, value)| Some(format!("{name} {}", shown(measure, (*value)?)))),
    );
    facts.extend(measure.due_by.map(|day| format!("due by {}", date_in_words(day))));
    facts.extend(measure.tolerance.map(tolerance));
    if measure.profile != Profile::Flat {
        facts.push(profile(&measure.profile));
    }
    if measure.returned_by.len() > 1 {
        facts.push(format!("combined by {}", measure.merge));
    }
    facts.extend(measure.sums_to.map(|total| format!("part of {total}")));
    if measure.sensitive {
        facts.push("small numbers are sensitive".to_owned());
    }
    writeln!(text, "             {}", facts.join(" · "))?;
    writeln!(text, "             returned by {}", names(plan, &measure.returned_by))
}

fn meetings(plan: &Plan, text: &mut String) -> fmt::Result {
    if !plan.meetings.is_empty() {
        writeln!(text, "\nMeetings")?;
    }
    for meeting in &plan.meetings {
        let edition = if meeting.edition.is_empty() { "accountability" } else { &meeting.edition };
        let line = format!("{}, {}: edition {edition}", meeting.name, meeting.every);
        writeln!(text, "  {}", clean(&line))?;
    }
    Ok(())
}

fn changes(plan: &Plan, text: &mut String) -> fmt::Result {
    if !plan.changes.is_empty() {
        writeln!(text, "\nAmendments")?;
    }
    plan.changes.iter().try_for_each(|change| writeln!(text, "  {}", clean(&amendment(change))))
}

fn amendment(change: &Change) -> String {
    let subject = match change.subject {
        ChangeSubject::Outcome(number) => format!("outcome {number}"),
        ChangeSubject::Action(action) => action.to_string(),
        ChangeSubject::Measure(measure) => measure.to_string(),
    };
    let from = if change.from.is_empty() { "blank" } else { &change.from };
    format!(
        "{}: {subject}, {} from {from} to {}; {}, approved by {}",
        date_in_words(change.date),
        change.field,
        change.to,
        or_unsaid(&change.reason),
        or_unsaid(&change.approved_by)
    )
}

fn or_unsaid(text: &str) -> &str {
    if text.is_empty() { "not said" } else { text }
}

fn names(plan: &Plan, leads: &[LeadId]) -> String {
    clean(&leads.iter().map(|id| plan.lead_name(id)).collect::<Vec<_>>().join("; "))
}

fn shown(measure: &Measure, value: Quantity) -> String {
    if measure.unit == Unit::Percent { format!("{value}%") } else { value.to_string() }
}

fn better(polarity: Polarity) -> String {
    if polarity == Polarity::None { "watched only".to_owned() } else { format!("better is {polarity}") }
}

const fn counts_as(counts_as: CountsAs) -> &'static str {
    match counts_as {
        CountsAs::Period => "this period only",
        CountsAs::Cumulative => "running total",
        CountsAs::Snapshot => "as things stand",
    }
}

fn tolerance(tolerance: Tolerance) -> String {
    match tolerance {
        Tolerance::Points(points) => format!("tolerance {points}"),
        Tolerance::Relative(percent) => format!("tolerance {percent}% of the value expected"),
    }
}

fn profile(profile: &Profile) -> String {
    match profile {
        Profile::Flat => "flat profile".to_owned(),
        Profile::Straight => "straight line from baseline to target".to_owned(),
        Profile::Steps(steps) => {
            let steps: Vec<_> =
                steps.iter().map(|(month, value)| format!("{value} from {}", month.short())).collect();
            format!("expected: {}", steps.join(", "))
        }
    }
}

fn clean(text: &(impl Display + ?Sized)) -> String {
    clip(&text.to_string(), MOST_CHARS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::sample;

    #[test]
    fn reads_by_outcome_action_and_measure() {
        let text = show(&sample::plan());
        let lines: Vec<&str> = text.lines().map(str::trim).collect();
        let at = |line: &str| {
            lines.iter().position(|found| *found == line).unwrap_or_else(|| panic!("{line}\n{text}"))
        };
        assert!(at("1.10  Hold joint panels") < at("Leads: Ann Archer; Ben Baker"));
        at("percent · better is higher · this period only · monthly · target 90% · tolerance 5");
        at("By: 2024/25 (31 March 2025)");
        at("count · better is higher · this period only · monthly · combined by sum");
    }

    #[test]
    fn an_outcome_measure_stands_under_its_outcome_not_under_the_last_action() {
        let mut plan = sample::plan();
        let mut measure = plan.measures[0].clone();
        measure.reference = sample::measure_ref("O1.1");
        plan.measures.push(measure);
        let text = show(&plan);
        let shown = text.split("O1.1").next().unwrap();
        assert!(shown.trim_end().ends_with("\n\n  Outcome measures"), "{text}");
    }

    #[test]
    fn nothing_of_the_plan_reaches_a_terminal_as_a_command() {
        let mut plan = sample::plan();
        plan.name = "a\u{1b}[2Jb".to_owned();
        assert!(!show(&plan).contains('\u{1b}'));
    }
}
