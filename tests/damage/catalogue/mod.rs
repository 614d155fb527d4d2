//! The damages, by what they touch. Adding one touches one file here.

mod columns;
mod dates;
mod files;
mod formats;
mod hostile;
mod numbers;
mod outside;
mod over;
mod parts;
mod percents;
mod reasons;
mod rows;
mod sheets;

use ragbook::domain::{Column, Table};

use super::draft::{At, Claim, Damage, Draft, Grave, Nature, Stage};
use super::paper::{Content, Tag};

pub(crate) use files::separated;

/// Every damage.
pub(crate) fn all() -> Vec<Damage> {
    [
        numbers::ALL,
        formats::ALL,
        percents::ALL,
        dates::ALL,
        reasons::ALL,
        rows::ALL,
        columns::ALL,
        sheets::ALL,
        parts::ALL,
        outside::ALL,
        over::ALL,
        files::ALL,
        hostile::ALL,
    ]
    .concat()
}

/// A damage of cells.
const fn cell(name: &'static str, nature: Nature, how: super::draft::Break) -> Damage {
    Damage { name, nature, stage: Stage::Cells, how }
}

/// A damage of a later stage.
const fn later(name: &'static str, nature: Nature, stage: Stage, how: super::draft::Break) -> Damage {
    Damage { name, nature, stage, how }
}

/// Something told at an answer, whose row is touched.
fn told(tag: &Tag, code: &'static str, grave: Grave) -> Claim {
    Claim::fault(code, grave, At::Cell(tag.clone())).row(&tag.1)
}

/// An error at an answer that is then not used.
fn lost(tag: &Tag, code: &'static str) -> Claim {
    told(tag, code, Grave::Error).loses(tag)
}

/// Another column of an answer's row.
fn beside(tag: &Tag, column: Column) -> Tag {
    (tag.0, tag.1.clone(), column)
}

/// Text in a cell.
fn text(text: &str) -> Content {
    Content::Text(text.to_owned())
}

/// A number in a cell.
fn number(number: &str) -> Content {
    Content::Number(number.to_owned())
}

/// Numerator, Denominator and Value of a percent may not be used: something is told at one of them.
fn percent_lost(tag: &Tag, code: &'static str) -> Claim {
    let all = [Column::Numerator, Column::Denominator, Column::Value];
    all.into_iter().fold(told(tag, code, Grave::Error), |claim, column| claim.loses(&beside(tag, column)))
}

/// A column of one of the lead's actions.
fn of_action(draft: &Draft<'_>, dice: &mut super::dice::Dice, column: Column) -> Tag {
    (Table::Progress, draft.action(dice), column)
}
