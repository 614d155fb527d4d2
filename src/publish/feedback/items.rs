//! What a lead is asked about: each open error and query with the cell of the form where it is to be answered.

use crate::domain::folding::clip;
use crate::domain::{CellRef, Column, Table};
use crate::finding::{Exception, Fault, FaultKind, Severity};
use crate::form::fix_list::used;
use crate::form::template::AboutItem;
use crate::form::{Filled, Spot, place_of};
use crate::intake::{MeasureRow, ProgressRow, Return};
use crate::rules::fix_for_lead;
use crate::rules::raise::QUOTED_CHARS;
use crate::sheet::book::{Book, CellContent};

/// One thing to correct or to confirm.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Whether the answer is not used, or used and to be confirmed.
    pub severity: Severity,
    /// The cell of the form; none when it is about the whole return or about a row that the form does not have.
    pub spot: Option<Spot>,
    /// Other cells where the correction may have to be made.
    pub also: Vec<Spot>,
    /// Sheet and cell of the form; none likewise.
    pub place: Option<(String, CellRef)>,
    /// What it is about, for people: `Status of 2.3`.
    pub about: String,
    /// What is wrong.
    pub wrong: String,
    /// What to do.
    pub to_do: String,
    /// What was found, between quotation marks where it stands in a cell; whole, also where the message quotes only its
    /// beginning.
    pub found: String,
    /// What is needed.
    pub needed: String,
    /// Whether the answer is used as it stands, for people.
    pub used: &'static str,
}

/// The rule on a lead's rating that is better than the rules'.
const OWN_RATING: &str = "S04";

/// What is to be done about a table that cannot be read as the lead's own workbook has it.
const TYPE_INTO_THE_FORM: &str = "The form has this table as it was issued: there is nothing to put right in your own workbook. \
    Type the answers again where the form asks for them.";

/// What is to be done about a row of such a table.
const TYPE_AGAIN: &str = "Type the answers that are meant into this row again.";

/// The rules about such a table, as errors.
const OF_A_TABLE: [&str; 3] = ["L01", "L02", "L06"];

/// The longest row that is said again; a cell of a workbook holds twice as much.
const LONGEST_ROW: usize = 15_000;

/// About a return as such.
const WHOLE: &str = "the whole return";

/// What is to be done about a row that the form does not have.
const MOVE_IT: &str = "This row is not in the form. Type what it says into the row that it belongs to. If it is not meant, leave it out.";

/// What is to be done about a row that the lead's own workbook lacked: the form that goes back has it.
const FILL_IT_IN: &str = "The form has the row: fill it in.";

/// The same where the form has the plan's wording again, whatever the lead's own workbook said.
const WORDED_AGAIN: &str = "The form has the plan's wording again. Nothing to do if your answer is for that; otherwise correct the answer, and \
    have the plan changed if the other wording is meant.";

/// An item for each exception, in their order, then one for each row that has to be typed again. `form` is the form that goes
/// back, `returned` the return they are about.
pub(super) fn items(exceptions: &[&Exception], returned: &Return, form: &Book) -> Vec<Item> {
    let again = again(exceptions, returned, form);
    let is_asked_again = |exception: &Exception| {
        let spot = spot_of(exception, returned);
        rival(exception, returned).is_some() && again.iter().any(|item| item.spot == spot)
    };
    let others = exceptions.iter().filter(|exception| !is_asked_again(exception));
    let mut items: Vec<Item> = others.map(|exception| item(exception, returned, form)).collect();
    items.extend(again);
    items
}

/// Whether answers of the lead's have to be typed into the form again.
pub(super) fn are_to_be_typed_again(items: &[Item]) -> bool {
    items.iter().any(|item| item.to_do == TYPE_AGAIN)
}

/// Whether an exception says that a table cannot be read as it is laid out.
fn is_of_a_table(exception: &Exception) -> bool {
    exception.severity == Severity::Error && OF_A_TABLE.contains(&exception.code.0)
}

/// The rows of tables that cannot be read, each at its first answer in the form, with what the lead's own workbook says there.
fn again(exceptions: &[&Exception], returned: &Return, form: &Book) -> Vec<Item> {
    if !exceptions.iter().any(|exception| is_of_a_table(exception)) {
        return Vec::new();
    }
    let lost = |table: Table, is_read: bool| {
        let without = |fault: &Fault| matches!(&fault.kind, FaultKind::CaptionMissing { table: of, .. } if *of == table);
        !is_read || returned.faults.iter().any(without)
    };
    let measures = lost(Table::Measures, returned.measures.is_some());
    let progress = lost(Table::Progress, returned.progress.is_some());
    let mut said: Vec<(Option<Spot>, String)> = Vec::new();
    for row in &returned.unread {
        let spot = match (row.subject.measure, row.subject.action) {
            (Some(measure), _) if measures => Some(Spot::Measures(measure, Column::Value)),
            (None, Some(action)) if progress => Some(Spot::Progress(action, Column::Status)),
            (None, None) => None,
            _ => continue,
        };
        let spot = spot.filter(|spot| place_of(form, *spot).is_some());
        // On one line, as notes at cells are told from a lead's comments line by line.
        let says = format!("{}: {}", row.place.in_file(), clip(&row.answers.join("; "), LONGEST_ROW));
        match said.iter_mut().find(|(known, _)| spot.is_some() && *known == spot) {
            Some((_, all)) => *all = format!("{all}. {says}"),
            None => said.push((spot, says)),
        }
    }
    said.into_iter().map(|(spot, says)| row_again(form, spot, says)).collect()
}

fn row_again(form: &Book, spot: Option<Spot>, says: String) -> Item {
    let place = spot.and_then(|spot| place_of(form, spot)).map(|(sheet, cell)| (sheet.to_owned(), cell));
    Item {
        severity: Severity::Error,
        spot,
        also: Vec::new(),
        place,
        about: spot.map_or_else(|| "your own workbook".to_owned(), |spot| spot_in_words(form, spot)),
        wrong: format!(
            "The table could not be used. Your own workbook says in {}.",
            says.trim_end_matches('.')
        ),
        to_do: if spot.is_some() { TYPE_AGAIN } else { MOVE_IT }.to_owned(),
        found: says,
        needed: "the answers again".to_owned(),
        used: used::NO,
    }
}

/// The exception about a return as a whole, or about a file that holds none.
pub(super) fn of_file(exception: &Exception) -> Item {
    Item {
        severity: exception.severity,
        spot: None,
        also: Vec::new(),
        place: None,
        about: WHOLE.to_owned(),
        wrong: exception.message.clone(),
        to_do: fix_for_lead(exception).to_owned(),
        found: exception.found.clone(),
        needed: exception.expected.clone(),
        used: used::NO,
    }
}

/// Says at the cells of a form what is asked about them.
pub(super) fn mark(filled: &mut Filled, items: &[Item]) {
    for item in items {
        for spot in item.spot.iter().chain(&item.also) {
            let mark = &mut filled.entry(*spot).or_default().mark;
            // Line by line as in the Fix list: that is how a note of ours is told from a comment of the lead's.
            let mut lines: Vec<String> = mark.take().into_iter().flat_map(|m| lines_of(&m)).collect();
            for line in lines_of(&item.wrong).into_iter().chain(lines_of(&item.to_do)) {
                if !lines.contains(&line) {
                    lines.push(line);
                }
            }
            *mark = Some(lines.join("\n"));
        }
    }
}

/// Items about one place together, in the order in which the places come first.
pub(super) fn by_place<'a>(items: &[&'a Item]) -> Vec<Vec<&'a Item>> {
    let mut groups: Vec<Vec<&'a Item>> = Vec::new();
    for item in items {
        let same = |group: &&mut Vec<&Item>| item.spot.is_some() && group.iter().all(|i| i.spot == item.spot);
        match groups.iter_mut().find(same) {
            Some(group) => group.push(item),
            None => groups.push(vec![item]),
        }
    }
    groups
}

fn lines_of(text: &str) -> Vec<String> {
    text.lines().filter(|line| !line.trim().is_empty()).map(str::to_owned).collect()
}

fn item(exception: &Exception, returned: &Return, form: &Book) -> Item {
    let row = answers_of_row(exception, returned);
    let spot = if row.is_some() { None } else { spot_of(exception, returned) };
    let place = spot.and_then(|spot| place_of(form, spot)).map(|(sheet, cell)| (sheet.to_owned(), cell));
    let address = place.as_ref().map(|(sheet, cell)| format!("{sheet}!{cell}"));
    let in_form = |text: &str| match &address {
        // The lead's own workbook may have other columns; what is said is about the form that goes back.
        Some(address) if exception.place.cell.is_some() => text.replace(&exception.place.in_file(), address),
        _ => text.to_owned(),
    };
    let about = match (&place, spot) {
        (Some(_), Some(spot)) => spot_in_words(form, spot),
        _ if exception.place.cell.is_some() => format!("your own file, {}", exception.place.in_file()),
        _ => WHOLE.to_owned(),
    };
    let is_reworded = exception.code.0 == "R06" && exception.severity == Severity::Query && place.is_some();
    let rival = rival(exception, returned).filter(|_| place.is_some());
    // Of several leads' answers on an action the worst is used, until they agree.
    let is_used = exception.code.0 == "M02" && exception.subject.measure.is_none();
    Item {
        severity: if is_used { Severity::Query } else { exception.severity },
        spot: place.as_ref().and(spot),
        also: if place.is_some() { also(exception) } else { Vec::new() },
        wrong: match rival {
            Some((caption, cell, says)) => rival_says(exception, caption, *cell, says),
            None if is_reworded => of_own_workbook(exception),
            None => in_form(&exception.message),
        },
        to_do: match &row {
            Some(_) => MOVE_IT.to_owned(),
            None if exception.code.0 == "R05" && place.is_some() => FILL_IT_IN.to_owned(),
            None if is_reworded => WORDED_AGAIN.to_owned(),
            None if is_of_a_table(exception) => TYPE_INTO_THE_FORM.to_owned(),
            None => match rival {
                Some((_, _, says)) => format!("If {} is meant, type it here.", quoted(says)),
                None => in_form(fix_for_lead(exception)),
            },
        },
        used: if is_used { used::UNTIL_AGREED } else { used_so_far(exception) },
        found: found(exception, row.as_deref()),
        needed: exception.expected.clone(),
        place,
        about,
    }
}

/// The other cell of the lead's own workbook that may hold the answer (L02 as a query): its caption, its address, what it says.
/// The form that goes back has no such column, and another cell may have that address.
fn rival<'a>(exception: &Exception, returned: &'a Return) -> Option<(&'a str, &'a CellRef, &'a str)> {
    let is_it = |fault: &&Fault| fault.place == exception.place && fault.column == exception.column;
    let faults = returned.faults.iter().filter(|_| exception.code.0 == "L02").filter(is_it);
    faults.filter(|fault| fault.found == exception.found).find_map(|fault| match &fault.kind {
        FaultKind::RivalColumn { caption, cell, says } => Some((caption.as_str(), cell, says.as_str())),
        _ => None,
    })
}

fn rival_says(exception: &Exception, caption: &str, cell: CellRef, says: &str) -> String {
    let own = match exception.found.trim() {
        "" => "has no answer here".to_owned(),
        own => format!("says {} here", quoted(own)),
    };
    let heading = if caption.is_empty() {
        "without a heading".to_owned()
    } else {
        format!("under {}", quoted(caption))
    };
    format!(
        "Your own workbook {own}, but {} in {cell}, {heading}. What stands there is not used.",
        quoted(says)
    )
}

/// A text of a cell between quotes, as messages quote it.
fn quoted(text: &str) -> String {
    format!("\"{}\"", clip(text, QUOTED_CHARS))
}

/// What is said of wording that was changed: the form that goes back has the plan's again.
fn of_own_workbook(exception: &Exception) -> String {
    exception.message.replacen(&exception.place.in_file(), "Your own workbook", 1)
}

/// Where else a correction may have to be made: a lead whose rating is better than the dates and the status say (S04) may have
/// to correct these.
fn also(exception: &Exception) -> Vec<Spot> {
    match exception.subject.action {
        Some(action) if exception.code.0 == OWN_RATING => {
            vec![Spot::Progress(action, Column::Status), Spot::Progress(action, Column::Forecast)]
        }
        _ => Vec::new(),
    }
}

/// Whether the answer of an exception is used.
fn used_so_far(exception: &Exception) -> &'static str {
    let is_blank = exception.found.trim().is_empty() || exception.code.0 == "R05";
    match exception.severity {
        Severity::Error => used::NO,
        // Of the lead's rating and that of the rules the worse one is used.
        _ if exception.code.0 == OWN_RATING => match exception.expected.as_str() {
            "Red" => used::RED,
            "Amber" => used::AMBER,
            _ => used::YES,
        },
        _ if is_blank => used::BLANK,
        _ => used::YES,
    }
}

/// What was found: quoted where a cell says it, so that a mark such as `-` is seen to be what was typed. Never the typed
/// words alone: `Reporting period` on the Fix list would be taken for a label when the return comes back.
fn found(exception: &Exception, row: Option<&str>) -> String {
    match row.unwrap_or(&exception.found).trim() {
        "" => "nothing".to_owned(),
        // With the sign by which the officer's decision knows them, which is nothing to a lead.
        _ if exception.code.0 == "W05" => "two returns".to_owned(),
        words if exception.place.cell.is_none() => words.to_owned(),
        // Headings listed in words have their quotes.
        listed if listed.starts_with('"') && listed.ends_with('"') => format!("it says {listed}"),
        typed => format!("it says \"{typed}\""),
    }
}

/// The answers of a row that is not used and so not in the form, each in full.
fn answers_of_row(exception: &Exception, returned: &Return) -> Option<String> {
    let here = |fault: &&Fault| fault.place == exception.place;
    returned.faults.iter().filter(here).find_map(|fault| match &fault.kind {
        FaultKind::UnknownRef { answers, .. }
        | FaultKind::NumberRef { answers, settled: None, .. }
        | FaultKind::RefTwice { answers, equal: false, .. }
        | FaultKind::NotYours { answers, used: false, .. } => {
            Some(format!("{}: {}", fault.found, answers.join("\n")))
        }
        FaultKind::OrphanAnswer => Some(fault.found.clone()),
        _ => None,
    })
}

/// The cell of the form for the cell at which an exception stands.
fn spot_of(exception: &Exception, returned: &Return) -> Option<Spot> {
    let subject = &exception.subject;
    let on = |sheet: &str| exception.place.sheet.as_deref() == Some(sheet);
    let progress = returned.progress.as_ref().filter(|table| on(&table.sheet));
    let measures = returned.measures.as_ref().filter(|table| on(&table.sheet));
    if let Some(at) = exception.place.cell {
        let in_progress = progress.and_then(|table| table.rows.iter().find_map(|row| in_progress(row, at)));
        let in_measures =
            || measures.and_then(|table| table.rows.iter().find_map(|row| in_measures(row, at)));
        if let Some(spot) = in_progress.or_else(in_measures) {
            return Some(spot);
        }
    }
    let is_of = |table, column: &Column| Column::of(table).contains(column);
    match (exception.column, subject.action, subject.measure) {
        (Some(column), Some(action), _) if is_of(Table::Progress, &column) && measures.is_none() => {
            Some(Spot::Progress(action, column))
        }
        (Some(column), _, Some(measure)) if is_of(Table::Measures, &column) => {
            Some(Spot::Measures(measure, column))
        }
        (None, _, Some(measure)) => Some(Spot::Measures(measure, Column::Value)),
        (None, Some(action), None) => Some(Spot::Progress(action, Column::Status)),
        (None, None, None) if exception.place.cell.is_some() => match exception.code.0 {
            "V08" => Some(Spot::About(AboutItem::DateCompleted)),
            "W02" => Some(Spot::About(AboutItem::CompletedBy)),
            _ => None,
        },
        _ => None,
    }
}

fn in_progress(row: &ProgressRow, at: CellRef) -> Option<Spot> {
    let columns = [
        (row.status.cell, Column::Status),
        (row.forecast.cell, Column::Forecast),
        (row.own_rag.cell, Column::OwnRag),
        (row.commentary.cell, Column::Commentary),
        (row.evidence.cell, Column::Evidence),
        (row.requested_target.as_ref().map_or(row.ref_cell, |(target, _)| target.cell), Column::TargetDate),
    ];
    let action = row.action.filter(|_| at != row.ref_cell)?;
    columns.into_iter().find(|(cell, _)| *cell == at).map(|(_, column)| Spot::Progress(action, column))
}

fn in_measures(row: &MeasureRow, at: CellRef) -> Option<Spot> {
    let is_at = |cell: CellRef| cell == at;
    let measure = row.measure.filter(|_| at != row.ref_cell)?;
    // A word typed as the value, and a percent typed as 17/20, have their other answers at the Value cell.
    let columns = [
        (row.value.cell, Column::Value),
        (row.numerator.cell, Column::Numerator),
        (row.denominator.cell, Column::Denominator),
        (row.absence.cell, Column::Absence),
        (row.note.cell, Column::Note),
    ];
    let found = columns.into_iter().find(|(cell, _)| is_at(*cell));
    found.map(|(_, column)| Spot::Measures(measure, column))
}

/// A label of *Start here* in other words: alone it would be one on the Fix list too, when the return comes back.
pub(super) fn answer_to(label: &str) -> String {
    format!("{label} of this return")
}

/// `Value of 1.2a`.
fn spot_in_words(form: &Book, spot: Spot) -> String {
    let caption = |table: Table, column: Column| {
        let place = Column::of(table).iter().position(|c| *c == column).unwrap_or(0);
        let tables = form.sheets.iter().filter_map(|sheet| sheet.table.as_ref());
        let found = tables.filter(|t| t.name == table.name()).find_map(|t| t.columns.get(place));
        found.map_or_else(String::new, |column| column.caption.clone())
    };
    match spot {
        Spot::About(item) => {
            let row = AboutItem::ALL.iter().position(|(i, _)| *i == item).unwrap_or(0);
            let tables = form.sheets.iter().filter_map(|sheet| sheet.table.as_ref());
            let about =
                tables.filter(|t| t.name == Table::About.name()).find_map(|t| t.rows.get(row)?.first());
            match about.map(|cell| cell.content) {
                Some(CellContent::Text(label)) => answer_to(&label),
                _ => String::new(),
            }
        }
        Spot::Progress(action, column) => format!("{} of {action}", caption(Table::Progress, column)),
        Spot::Measures(measure, column) => format!("{} of {measure}", caption(Table::Measures, column)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ActionRef;
    use crate::finding::{Code, Subject};
    use crate::publish::sample::month;

    /// What is asked for is what is marked, and what is used is what is said.
    #[test]
    fn what_the_leads_disagree_about_is_used_and_wording_is_put_right_in_the_form() {
        let action: ActionRef = crate::plan::sample::action_ref("1.1");
        let sample = month();
        let returned = sample.intake.returns().next().unwrap();
        let template = crate::form::Template::built_in().unwrap();
        let period = "2024-03".parse().unwrap();
        let form =
            crate::form::blank(&sample.plan, &template, &sample.history, &sample.plan.leads[0], period);
        let disagree = Exception {
            code: Code("M02"),
            severity: Severity::Error,
            subject: Subject::action(action),
            ..sample.exceptions[1].clone()
        };
        let told = item(&disagree, returned, &form);
        assert_eq!((told.severity, told.used), (Severity::Query, used::UNTIL_AGREED));
        let value = Exception { subject: Subject::measure("1.1a".parse().unwrap()), ..disagree };
        assert_eq!(item(&value, returned, &form).used, used::NO);
        let place = crate::finding::Place::cell("ann.xlsx", "Progress", CellRef::new(4, 1));
        let message =
            "Progress!B5 says \"Train all\". The plan says \"Train\" for 1.1, and that stands.".to_owned();
        let reworded = Exception { code: Code("R06"), place, message, ..value };
        assert!(of_own_workbook(&reworded).starts_with("Your own workbook says \"Train all\"."));
    }

    #[test]
    fn headings_in_quotes_get_no_others_around_them() {
        let mut listed = month().exceptions.swap_remove(1);
        listed.place.cell = Some(CellRef::new(3, 0));
        listed.found = "\"Ref\" and \"Note\"".to_owned();
        assert_eq!(found(&listed, None), "it says \"Ref\" and \"Note\"");
        listed.found = "12 (est)".to_owned();
        assert_eq!(found(&listed, None), "it says \"12 (est)\"");
    }

    #[test]
    fn a_rating_that_is_too_hopeful_is_not_used_and_the_cells_to_correct_are_marked() {
        let action: ActionRef = crate::plan::sample::action_ref("1.1");
        let query = month().exceptions.swap_remove(1);
        let hopeful = Exception {
            code: Code("S04"),
            subject: Subject::action(action),
            found: "Amber".to_owned(),
            expected: "Red".to_owned(),
            ..query.clone()
        };
        assert_eq!(used_so_far(&hopeful), "No: Red is used");
        assert_eq!(
            also(&hopeful),
            [Spot::Progress(action, Column::Status), Spot::Progress(action, Column::Forecast)]
        );
        assert_eq!((used_so_far(&query), also(&query)), (used::BLANK, Vec::new()));
    }
}
