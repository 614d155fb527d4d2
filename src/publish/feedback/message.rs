//! The message that goes with a return sent back: plain text, ready to paste into an e-mail below a greeting of one's own.

use std::fmt::Write as _;

use super::Item;
use super::items::{are_to_be_typed_again, by_place};
use crate::domain::Period;
use crate::domain::folding::clip;
use crate::finding::Severity;
use crate::plan::Plan;

/// What goes back with the message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Enclosed {
    /// The return with what was typed, under this file name.
    MarkedReturn(String),
    /// The blank return of the month asked for, under this file name.
    BlankReturn(String),
    /// Nothing.
    Nothing,
}

/// The message about a return that is used as far as its answers allow.
pub(super) fn about_answers(plan: &Plan, name: &str, period: Period, items: &[Item], file: &str) -> String {
    let (wrong, unsure): (Vec<&Item>, Vec<&Item>) = items.iter().partition(|i| i.severity == Severity::Error);
    let mut text = heading(name, period);
    text.push_str("Thank you for your return.");
    list(
        &mut text,
        1,
        &wrong,
        "This could not be used; please correct it:",
        "These could not be used; please correct them:",
    );
    list(
        &mut text,
        1 + by_place(&wrong).len(),
        &unsure,
        "Please confirm or complete this:",
        "Please confirm or complete these:",
    );
    let answers = if are_to_be_typed_again(items) {
        "with those of your answers in it that could be read"
    } else {
        "with your answers in it"
    };
    let _ = write!(
        text,
        "\n\nYour return is attached again as \"{file}\", {answers}. Its first worksheet, Fix list, has a link to \
         each cell. Please correct it there, fill in Date completed on Start here, save it and e-mail it back."
    );
    if !unsure.is_empty() {
        // A confirmation has no cell of its own: without this a lead would look for one.
        text.push_str(" What is right as it stands, leave as it is and say so in your e-mail.");
    }
    close(text, plan)
}

/// The message about a file of which nothing is used.
pub(super) fn about_file(
    plan: &Plan,
    name: &str,
    period: Period,
    file: &str,
    items: &[Item],
    enclosed: &Enclosed,
) -> String {
    let mut text = heading(name, period);
    let _ = write!(text, "Thank you for sending \"{}\". Nothing in it could be used yet.", clip(file, 160));
    list(&mut text, 1, &items.iter().collect::<Vec<_>>(), "What is wrong:", "What is wrong:");
    match enclosed {
        Enclosed::MarkedReturn(form) | Enclosed::BlankReturn(form) => {
            let _ = write!(
                text,
                "\n\nA form for {} is attached as \"{form}\". Please fill it in, save it and e-mail it back.",
                period.in_words()
            );
        }
        Enclosed::Nothing => text.push_str("\n\nPlease send it again once that is done."),
    }
    close(text, plan)
}

fn heading(name: &str, period: Period) -> String {
    format!("{name}: improvement plan return for {}\n\n", period.in_words())
}

/// Numbered from `first` on.
fn list(text: &mut String, first: usize, items: &[&Item], one: &str, several: &str) {
    if items.is_empty() {
        return;
    }
    text.push_str("\n\n");
    let places = by_place(items);
    text.push_str(if places.len() == 1 { one } else { several });
    for (number, group) in (first..).zip(places) {
        let Some(of_place) = group.first() else { continue };
        let _ = write!(text, "\n\n{number}. {}", place(of_place));
        let mut said: Vec<&str> = Vec::new();
        for line in
            group.iter().map(|item| item.wrong.as_str()).chain(group.iter().map(|item| item.to_do.as_str()))
        {
            if !line.is_empty() && !said.contains(&line) {
                let _ = write!(text, "\n   {line}");
                said.push(line);
            }
        }
    }
}

/// Where, as the start of a line: `Status of 2.3 (worksheet Progress, cell F5)`.
fn place(item: &Item) -> String {
    let mut chars = item.about.chars();
    let about = chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect());
    match &item.place {
        Some((sheet, cell)) => format!("{about} (worksheet {sheet}, cell {cell})"),
        None => about,
    }
}

fn close(mut text: String, plan: &Plan) -> String {
    text.push_str("\n\nThank you.");
    if !plan.contact.is_empty() {
        let _ = write!(text, "\nQuestions: {}", plan.contact);
    }
    text.push('\n');
    text
}
