//! What V09 says of each lenient reading, and what it asks for.

use std::borrow::Cow;

use super::saying::quote;
use crate::finding::Severity;
use crate::finding::fault::Lenient;

/// How grave it is, and why the value is read so, in words that go on behind what the cell says; none for a plain number in a
/// percent measure, which is V02's.
pub(super) fn because(how: &Lenient) -> Option<(Severity, Cow<'static, str>)> {
    let (severity, because) = match how {
        Lenient::PlainPercent => return None,
        Lenient::MarkForAbsence => (Severity::Query, "which is taken to mean that there is no value"),
        Lenient::WordForAbsence(_) => (Severity::Note, "which is taken as the reason why there is no value"),
        Lenient::TextNumber => (Severity::Note, "a number stored as text"),
        Lenient::WordForNought => (Severity::Note, "which is taken to mean nought"),
        Lenient::TextFraction => (Severity::Note, "one number out of another"),
        Lenient::TextPercent => (Severity::Note, "a percentage stored as text"),
        Lenient::ConvertedTime => (Severity::Note, "which was converted between days and weeks"),
        Lenient::MonthForDate => (Severity::Note, "a month, which is taken as its last day"),
        Lenient::TextDate => (Severity::Note, "a date stored as text"),
        Lenient::SerialDate => (Severity::Note, "a plain number that Excel shows as a date"),
        Lenient::PartOfDate => (Severity::Query, "a date of which the cell shows only a part"),
        Lenient::WordsAround => (Severity::Query, "to which its number format adds words"),
        Lenient::AsLastValue => (
            Severity::Query,
            "which looks like what the form says under Last value or Target, and not like this month's answer",
        ),
        Lenient::MayBeOld => {
            (Severity::Query, "a formula in a workbook that was saved without working its formulas out")
        }
        Lenient::MayBeUnseen => (Severity::Query, "which conditional formatting may hide"),
        Lenient::FarFromThePlan => (Severity::Query, "a date that is years away from the plan"),
        Lenient::MayBeADate(day) => {
            return Some((
                Severity::Query,
                Cow::Owned(format!(
                    "far more than is known of this measure, and also how Excel keeps the date {}",
                    day.format("%-d %B %Y")
                )),
            ));
        }
        Lenient::TakenFrom { cell, measure } => {
            return Some((
                Severity::Query,
                Cow::Owned(format!("which its formula takes from {cell}, a figure of {measure}")),
            ));
        }
        Lenient::SaidBeside { place, says } => {
            return Some((
                Severity::Query,
                Cow::Owned(format!("but {place} says {}, so that something else may be meant", quote(says))),
            ));
        }
        Lenient::ThousandsOrDecimals => {
            (Severity::Query, "a text whose point or comma means something else in other countries")
        }
    };
    Some((severity, Cow::Borrowed(because)))
}

/// What is to be done about it.
pub(super) const fn advice(severity: Severity, how: &Lenient) -> &'static str {
    match (severity, how) {
        (_, Lenient::WordsAround) => "Confirm that it is meant as it is used. Put remarks in Note.",
        (_, Lenient::MayBeADate(_)) => {
            "Confirm the number. If two numbers were typed, such as 3-4 or 12/15, type the one that is meant."
        }
        (_, Lenient::TakenFrom { .. }) => {
            "Confirm that both rows have this figure, or type the value instead of the formula."
        }
        (_, Lenient::SaidBeside { .. }) => {
            "Confirm the figure as it stands, in the unit that the row asks for, or type the one that is meant."
        }
        (_, Lenient::ThousandsOrDecimals) => "Confirm the number, or type it again without a comma.",
        (_, Lenient::AsLastValue) => "Confirm that it is this month's answer.",
        (_, Lenient::MayBeOld) => "Press F9 in Excel, look at the cell, and confirm what it says or type it.",
        (_, Lenient::MayBeUnseen) => {
            "Confirm it, or clear the rules of the cell (Home tab, Conditional Formatting)."
        }
        (_, Lenient::FarFromThePlan) => "Confirm the date, its year above all.",
        (_, Lenient::PartOfDate) => "Confirm the date, or type it in full, such as 31 March 2020.",
        (Severity::Query, _) => "Choose a reason under Not available because, or type the value.",
        _ => "Nothing to do if that is right. Otherwise type it again.",
    }
}
