//! What an edition says of what it leaves out, and why, without giving any of it away.

use crate::domain::{FreeText, Naming, SmallNumbers, Worksheet};

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
        told.push(LeftOut { what: "What could name a person", why: persons(held) });
    }
    told
}

/// Texts in which rule D01 fired.
fn persons(held: usize) -> String {
    let count = match held {
        0 => "This month there is none.".to_owned(),
        1 => "This month 1 text is concerned.".to_owned(),
        n => format!("This month {n} texts are concerned."),
    };
    format!(
        "A text with what looks like a particular person, such as a date of birth or a phone number, is withheld whole from every edition. {count}"
    )
}

fn part(edited: &Edited) -> Option<LeftOut> {
    let edition = &edited.cut.edition;
    edition.is_partial().then(|| LeftOut {
        what: "Other outcomes",
        why: format!("{} Every count in this workbook is of these actions only.", about(edited)),
    })
}

/// What a partial edition is about: `This edition is about 25 actions of outcomes 3, 4 and 5.`
fn about(edited: &Edited) -> String {
    let numbers: Vec<String> =
        edited.plan.outcomes.iter().map(|outcome| outcome.number.to_string()).collect();
    let listed = match numbers.as_slice() {
        [] => String::new(),
        [one] => format!("outcome {one}"),
        [rest @ .., last] => format!("outcomes {} and {last}", rest.join(", ")),
    };
    format!("This edition is about {} actions of {listed}.", edited.plan.actions.len())
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
    Some(LeftOut {
        what: "Sheets of the full workbook",
        why: format!("{named}: not part of this edition. The consolidated workbook has them."),
    })
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
    let is_number = |measure: crate::domain::MeasureRef| {
        edited.plan.measure(measure).is_some_and(|m| m.unit.is_numeric())
    };
    let figures = edited.cut.figures.iter();
    let held =
        figures.filter(|(measure, shown)| is_number(**measure) && shown.now == Shown::Withheld).count();
    let count = match held {
        0 => "This month none had to be withheld.".to_owned(),
        1 => "This month 1 measure is concerned.".to_owned(),
        n => format!("This month {n} measures are concerned."),
    };
    Some(LeftOut {
        what: "Small numbers",
        why: format!(
            "{method} Gaps, directions, ratings and reasons follow what is shown: where a withheld number could decide an Impact rating, that is [c] too, and how it moved is not told. {count}"
        ),
    })
}
