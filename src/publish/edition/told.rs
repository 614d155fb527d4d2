//! What an edition says of what it leaves out, and why, without giving any of it away.

use crate::domain::{FreeText, Kind, Naming, Polarity, SmallNumbers, Worksheet};
use crate::plan::{Measure, Plan};

use super::figures::prints;
use super::{Edited, Shown};

/// Something left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// What.
    pub what: &'static str,
    /// What stands in its place, and why it is left out.
    pub why: String,
}

/// Everything left out of an edition; nothing when it is the whole workbook.
pub(super) fn left_out(edited: &Edited) -> Vec<LeftOut> {
    let edition = &edited.cut.edition;
    let mut told: Vec<LeftOut> = [part(edited), sheets(edited)].into_iter().flatten().collect();
    if edition.naming == Naming::Posts {
        told.push(LeftOut {
            what: "Names of leads",
            why: "Each lead stands under the post; where the plan knows none, under the organisation."
                .to_owned(),
        });
    }
    told.extend(texts(edited));
    told.extend(small_numbers(edited));
    if edition.public {
        told.push(LeftOut {
            what: "Charts",
            why: "Left out. The tables hold every number that a chart would show.".to_owned(),
        });
    }
    let held = edited.cut.persons.len();
    if held > 0 || !told.is_empty() {
        told.push(LeftOut {
            what: "What could name a person",
            why: persons(held, edition.free_text != FreeText::None),
        });
    }
    told
}

/// Texts in which rule D01 fired. That none did is no promise: a name alone is not known for a person's.
fn persons(held: usize, shows_texts: bool) -> String {
    let count = match held {
        0 => "This month none was found.".to_owned(),
        1 => "This month 1 text is concerned.".to_owned(),
        n => format!("This month {n} texts are concerned."),
    };
    let names =
        if shows_texts { " Names are not looked for: only a reader can tell whom they name." } else { "" };
    format!(
        "A text with a date of birth, a phone number, an address or another number of a particular person is withheld whole from every edition. {count}{names}"
    )
}

fn part(edited: &Edited) -> Option<LeftOut> {
    let edition = &edited.cut.edition;
    edition.is_partial().then(|| LeftOut { what: "Other outcomes", why: covers(&edited.plan) })
}

/// What an edition of a part of the plan covers, and what its counts are of: `This edition covers 25 actions, of outcomes 3, 4
/// and 5.`
pub(in crate::publish) fn covers(plan: &Plan) -> String {
    let numbers: Vec<String> = plan.outcomes.iter().map(|outcome| outcome.number.to_string()).collect();
    let listed = match numbers.as_slice() {
        [] => String::new(),
        [one] => format!("outcome {one}"),
        [rest @ .., last] => format!("outcomes {} and {last}", rest.join(", ")),
    };
    let actions = plan.actions.len();
    let noun = if actions == 1 { "action" } else { "actions" };
    format!(
        "This edition covers {actions} {noun}, of {listed}. Counts of actions and measures are of these; returns are counted whole, with all that their leads answer for."
    )
}

fn sheets(edited: &Edited) -> Option<LeftOut> {
    let has = |sheet: &&Worksheet| edited.cut.has(**sheet) || **sheet == Worksheet::Withheld;
    let missing: Vec<&str> =
        Worksheet::ALL.iter().filter(|sheet| !has(sheet)).map(|sheet| sheet.name()).collect();
    let named = match missing.as_slice() {
        [] => return None,
        [one] => (*one).to_owned(),
        [rest @ .., last] => format!("{} and {last}", rest.join(", ")),
    };
    Some(LeftOut { what: "Sheets of the full workbook", why: format!("{named}: not part of this edition.") })
}

fn texts(edited: &Edited) -> Option<LeftOut> {
    let why = match (edited.cut.edition.free_text, edited.cut.shows_texts) {
        (FreeText::All, _) => return None,
        (FreeText::ApprovedOnly, true) => {
            "Shown where a decision approves it for publication; elsewhere [c] stands for it."
        }
        (FreeText::ApprovedOnly, false) => "Left out: none of it has been approved for publication.",
        (FreeText::None, _) => "Left out of this edition.",
    };
    Some(LeftOut { what: "What leads wrote: commentary, evidence, names of documents", why: why.to_owned() })
}

fn small_numbers(edited: &Edited) -> Option<LeftOut> {
    let method = match edited.cut.edition.small_numbers? {
        SmallNumbers::Suppress => {
            "Of measures that could identify a child, numbers from 1 to 5 are withheld and stand as [c], and so do others from which one of them could be worked out. 0 is shown as 0."
        }
        SmallNumbers::Round => {
            "Of measures that could identify a child, numbers from 1 to 7 are withheld and stand as [c], and all others are rounded to the nearest 5, so that they need not add up. 0 is shown as 0."
        }
    };
    let count = withheld(edited);
    Some(LeftOut {
        what: "Small numbers",
        why: format!(
            "{method} Gaps, directions, ratings and reasons follow what is shown: where a withheld number could decide an Impact rating, that is [c] too, and how it moved is not told. {count}"
        ),
    })
}

/// How much of it is withheld, counted by what the sheets of the edition show.
fn withheld(edited: &Edited) -> String {
    let has = |sheet| edited.cut.has(sheet);
    let measures = edited.plan.measures.iter().filter(|measure| withholds(edited, measure)).count();
    let held = &edited.cut.held_back;
    let lists_actions = [Worksheet::Summary, Worksheet::Attention, Worksheet::Actions].into_iter().any(has);
    let actions = if lists_actions { held.actions.len() } else { 0 };
    let outcomes = if has(Worksheet::Summary) { held.outcomes.iter().flatten().count() } else { 0 };
    let counted = |count: usize, noun: &str| {
        (count > 0).then(|| format!("{count} {noun}{}", if count == 1 { "" } else { "s" }))
    };
    let of_measures = counted(measures, "measure");
    let of_ratings: Vec<String> =
        [counted(actions, "action"), counted(outcomes, "outcome")].into_iter().flatten().collect();
    let ratings = of_ratings.join(" and of ");
    match (of_measures, ratings.is_empty()) {
        (None, true) => "This month nothing had to be withheld for it.".to_owned(),
        (None, false) => format!("This month the Impact of {ratings} is withheld for it."),
        (Some(measures), true) => format!("This month something of {measures} is withheld for it."),
        (Some(measures), false) => {
            format!("This month something of {measures} is withheld for it, and the Impact of {ratings}.")
        }
    }
}

/// Whether a sheet of the edition shows `[c]` in the row of this measure, be it for a value, a gap, a rating or a baseline.
fn withholds(edited: &Edited, measure: &Measure) -> bool {
    if !measure.unit.is_numeric() || !measure.developed || !prints(&edited.cut.sheets, measure) {
        return false;
    }
    let (reference, has, held) = (measure.reference, |sheet| edited.cut.has(sheet), &edited.cut.held_back);
    let shown = edited.cut.figures.get(&reference);
    let now = shown.is_some_and(|shown| shown.now == Shown::Withheld);
    let rating = held.measures.contains(&reference);
    let has_gap = measure.target.is_some() && measure.polarity != Polarity::None;
    let rest = shown.is_some_and(|shown| {
        shown.last == Some(Shown::Withheld) || shown.withholds_direction() || has_gap && shown.withholds_gap()
    });
    let baseline = held.baselines.get(&reference) == Some(&Shown::Withheld);
    let earlier = || edited.cut.earlier.iter().any(|((m, _), s)| *m == reference && *s == Shown::Withheld);
    now || has(Worksheet::Measures) && (rating || rest || baseline)
        || has(Worksheet::OutcomeMeasures) && measure.kind == Kind::Outcome && rating
        || has(Worksheet::MeasuresByMonth) && earlier()
}
