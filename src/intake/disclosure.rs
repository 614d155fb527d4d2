//! D01: what looks like a particular person in a return is masked before anything else sees it, so that no figure, message,
//! CSV or workbook can show it (6-exceptions.md, D; 11-settled.md, "Rules added").
//!
//! Takes a workbook as opened, gives it back with every such passage masked, and where that was. The provenance leads whoever
//! may see it to the return itself.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use crate::domain::folding::fold_wording;
use crate::domain::person::{self, Births, Masked, PersonKind, mask_said, masked};
use crate::domain::{CellRef, Column, Quantity};
use crate::finding::{Fault, FaultKind, Place, Subject};
use crate::sheet::grid::{Cell, Content, SheetKind, Shows, Workbook};

use super::identity::Identity;
use super::row::{Found, place};

/// Masked cells of one sheet, with what was masked.
pub(super) type Persons = BTreeMap<CellRef, Vec<PersonKind>>;

/// A workbook in which nothing looks like a person any more.
#[derive(Debug)]
pub(super) struct Safe<'a> {
    /// The workbook, masked.
    pub(super) workbook: Cow<'a, Workbook>,
    /// Masked cells by sheet.
    cells: BTreeMap<Arc<str>, Persons>,
    /// Masked comments.
    comments: Vec<(Place, String, Vec<PersonKind>)>,
    /// When a child of the plan may have been born.
    pub(super) births: Births,
}

impl<'a> Safe<'a> {
    /// Masks a workbook; one with nothing to mask is not copied.
    pub(super) fn of(workbook: &'a Workbook, file: &Arc<str>, births: Births) -> Self {
        let (cells, comments) = (BTreeMap::new(), Vec::new());
        let mut safe = Self { workbook: Cow::Borrowed(workbook), cells, comments, births };
        for (index, grid) in workbook.grids.iter().enumerate() {
            let persons = safe.cells.entry(Arc::clone(&grid.name)).or_default();
            for (at, cell) in grid.cells.iter().enumerate() {
                let Some((masked, kinds)) = masked_cell(cell, births) else { continue };
                if !kinds.is_empty() {
                    persons.insert(cell.at, kinds);
                }
                if let Some(slot) =
                    safe.workbook.to_mut().grids.get_mut(index).and_then(|g| g.cells.get_mut(at))
                {
                    *slot = masked;
                }
            }
            for (at, (cell, comment)) in grid.comments.iter().enumerate() {
                let Some(Masked { text, kinds }) = mask_said(comment, births) else { continue };
                let grids = &mut safe.workbook.to_mut().grids;
                if let Some((_, slot)) = grids.get_mut(index).and_then(|g| g.comments.get_mut(at)) {
                    slot.clone_from(&text);
                }
                if grid.kind == SheetKind::Worksheet {
                    safe.comments.push((place(file, workbook.format, grid, Some(*cell)), text, kinds));
                }
            }
            // What a text box says is told with the comments.
            for (at, shape) in grid.drawn.iter().enumerate() {
                let Shows::Text(says) = &shape.shows else { continue };
                let Some(Masked { text, .. }) = mask_said(says, births) else { continue };
                let grids = &mut safe.workbook.to_mut().grids;
                if let Some(slot) = grids.get_mut(index).and_then(|g| g.drawn.get_mut(at)) {
                    slot.shows = Shows::Text(text);
                }
            }
        }
        safe
    }

    /// Masked cells of a sheet.
    pub(super) fn persons(&self, sheet: &str) -> Option<&Persons> {
        self.cells.get(sheet).filter(|persons| !persons.is_empty())
    }

    /// One fault for each masked comment.
    pub(super) fn in_comments(&self) -> Vec<Fault> {
        let told = self.comments.iter();
        told.map(|(place, found, kinds)| fault(place.clone(), found.clone(), kinds.clone())).collect()
    }
}

/// A cell masked, with what was masked of what it shows; none when there is nothing to mask.
fn masked_cell(cell: &Cell, births: Births) -> Option<(Cell, Vec<PersonKind>)> {
    let content = masked_content(&cell.content, births);
    let formula = cell.formula.as_deref().and_then(|formula| mask_said(formula, births));
    if content.is_none() && formula.is_none() {
        return None;
    }
    let mut masked = cell.clone();
    let mut kinds = Vec::new();
    if let Some((content, of_content)) = content {
        masked.content = content;
        kinds = of_content;
    }
    if let Some(Masked { text, kinds: of_formula }) = formula {
        masked.formula = Some(Arc::from(text));
        // A formula without a result is what the cell shows.
        if cell.content == Content::Blank {
            kinds = of_formula;
        }
    }
    Some((masked, kinds))
}

fn masked_content(content: &Content, births: Births) -> Option<(Content, Vec<PersonKind>)> {
    let masked = |text: &str| mask_said(text, births);
    match content {
        Content::Text(text) => masked(text).map(|masked| (Content::Text(masked.text), masked.kinds)),
        Content::Error(text) => masked(text).map(|masked| (Content::Error(masked.text), masked.kinds)),
        Content::Number(number) => {
            let kind = person::in_number(Quantity::from_double(*number)?)?;
            Some((Content::Text(kind.mask()), vec![kind]))
        }
        Content::Blank | Content::Date(_) | Content::Boolean(_) | Content::Unreadable(_) => None,
    }
}

/// A masked text as a fault of its place.
pub(super) fn fault(place: Place, found: String, kinds: Vec<PersonKind>) -> Fault {
    let kind = FaultKind::LooksLikeAPerson { kinds };
    Fault { place, subject: Subject::default(), column: None, found, kind }
}

/// Whether what is left of a text with a person in it is still an answer. A status, date, number or document is not.
pub(super) const fn is_kept(column: Column) -> bool {
    matches!(column, Column::Commentary | Column::Evidence | Column::Note) || !column.is_input()
}

/// One fault for each masked cell of a row, whatever its column; the plan's own words are nobody's fault.
pub(super) fn in_row(found: &Found<'_>, number: u32, subject: &Subject) -> Vec<Fault> {
    let mut told = marked_again(found, number, subject);
    let Some(persons) = found.persons else { return told };
    let row = persons.range(CellRef::new(number, 0)..=CellRef::new(number, u32::MAX));
    let masked = row.filter_map(|(at, kinds)| {
        let shown = found.grid.get(*at).map(shown).unwrap_or_default();
        let column = found.header.columns.iter().find(|(_, column)| **column == at.column).map(|(c, _)| *c);
        if column.is_some_and(|c| !c.is_input()) && is_of_the_plan(found, subject, &shown) {
            return None;
        }
        let fault = fault(found.place(*at), shown, kinds.clone());
        Some(Fault { subject: subject.clone(), column, ..fault })
    });
    told.extend(masked);
    told
}

/// Answers in which an earlier reading left its masks, as a form that went back to the lead holds them: withheld like any
/// masked text, and so told like one until they are worded anew.
fn marked_again(found: &Found<'_>, number: u32, subject: &Subject) -> Vec<Fault> {
    let is_known = |at: &CellRef| found.persons.is_some_and(|persons| persons.contains_key(at));
    let told = found.inputs().filter_map(|column| {
        let at = found.header.cell(column, number).filter(|at| !is_known(at))?;
        let Content::Text(text) = &found.grid.get(at)?.content else { return None };
        let kinds = person::marks_in(text);
        let fault = fault(found.place(at), text.clone(), kinds.clone());
        (!kinds.is_empty()).then(|| Fault { subject: subject.clone(), column: Some(column), ..fault })
    });
    told.collect()
}

fn shown(cell: &Cell) -> String {
    match (&cell.content, &cell.formula) {
        (Content::Blank, Some(formula)) => format!("={formula}"),
        _ => cell.shown(),
    }
}

fn is_of_the_plan(found: &Found<'_>, subject: &Subject, shown: &str) -> bool {
    let plan = found.plan;
    let action = subject.action.and_then(|action| plan.action(action));
    let measure = subject.measure.and_then(|measure| plan.measure(measure));
    let of_action =
        action.into_iter().flat_map(|a| [&*a.activity, &*a.desired_outcome, &*a.target_as_written]);
    let mut words = of_action.chain(measure.map(|m| &*m.measure));
    words.any(|words| fold_safe(words, found.births) == fold_wording(shown))
}

/// The plan's wording as a masked cell is compared with it.
pub(super) fn fold_safe(wording: &str, births: Births) -> String {
    match mask_said(wording, births) {
        Some(masked) => fold_wording(&masked.text),
        None => fold_wording(wording),
    }
}

/// Masks what the vote on the returner and the month quotes.
pub(super) fn mask_identity(identity: &mut Identity) {
    for fault in &mut identity.faults {
        if let FaultKind::UnknownReturner { claims }
        | FaultKind::IdentityDisagrees { claims, .. }
        | FaultKind::WrongPeriod { claims, .. } = fault
        {
            for (_, says) in claims {
                *says = masked(std::mem::take(says));
            }
        }
        if let FaultKind::IdentityDisagrees { winner, .. } = fault {
            *winner = winner.take().map(masked);
        }
    }
    identity.plan_version = identity.plan_version.take().map(masked);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Sha256;
    use crate::intake::answers::{FileMet, Read};
    use crate::intake::sample::{clean_return, number, period, put, template, text};
    use crate::intake::{Context, Return};
    use crate::plan::Plan;
    use crate::plan::sample::plan;

    const START: usize = 0;
    const PROGRESS: usize = 1;
    const MEASURES: usize = 2;

    fn met(plan: &Plan, change: impl FnOnce(&mut Workbook)) -> FileMet {
        let template = template();
        let mut book = clean_return(plan);
        change(&mut book);
        let context = Context {
            plan,
            template: &template,
            period: period(),
            assume_period: false,
            worker: None,
            progress: None,
        };
        crate::intake::read_workbook(&book, "ann.xlsx", Sha256::of(b""), &context)
    }

    fn with(sheet: usize, at: &str, cell: Cell) -> FileMet {
        met(&plan(), |book| put(&mut book.grids[sheet], at, Some(cell)))
    }

    fn returned(met: &FileMet) -> &Return {
        met.returned.as_ref().unwrap()
    }

    /// Every fault as `Sheet!Cell ref kinds`, other kinds of fault by their name.
    fn told(met: &FileMet) -> Vec<String> {
        let faults = met.faults.iter().chain(&returned(met).faults);
        let kind = |fault: &Fault| match &fault.kind {
            FaultKind::LooksLikeAPerson { kinds } => format!("{kinds:?}"),
            other => format!("{other:?}").split(['(', ' ']).next().unwrap_or_default().to_owned(),
        };
        faults.map(|f| format!("{} {} {}", f.place.in_file(), f.subject.reference(), kind(f))).collect()
    }

    #[test]
    fn words_are_kept_masked_and_told_at_their_cell() {
        let met = with(PROGRESS, "I5", text("Child 943\u{a0}476 5919 was seen, ring 07700 900123"));
        assert_eq!(told(&met), ["Progress!I5 1.1 [NhsNumber, Phone]"]);
        let row = &returned(&met).progress.as_ref().unwrap().rows[0];
        let masked = "Child [masked: NHS number] was seen, ring [masked: phone number]";
        assert_eq!(row.commentary.read, Read::As(masked.to_owned()));
        assert_eq!(row.commentary.found, masked);
        assert_eq!(told(&with(PROGRESS, "J5", text("ann@x.example"))), ["Progress!J5 1.1 [EMail]"]);
        assert_eq!(told(&with(MEASURES, "K5", text("DOB 12/03/2009"))), ["Measures!K5 1.1a [BirthDate]"]);
    }

    #[test]
    fn a_value_status_or_date_with_a_person_in_it_is_not_used_and_told_once() {
        for (sheet, at, cell) in [
            (MEASURES, "I5", text("9434765919")),
            (MEASURES, "I5", number(9_434_765_919.0)),
            (MEASURES, "I6", text("AB123456C")),
            (MEASURES, "G6", number(9_434_765_919.0)),
            (MEASURES, "J5", text("ask ann@x.example")),
            (PROGRESS, "F5", text("Complete, ask ann@x.example")),
            (PROGRESS, "G5", number(7_700_900_123.0)),
            (PROGRESS, "H5", text("Green 07700 900123")),
        ] {
            let met = with(sheet, at, cell.clone());
            let told = told(&met);
            assert!(
                matches!(&told[..], [one] if one.contains(&format!("!{at} "))),
                "{at} {cell:?}: {told:?}"
            );
            let found = &returned(&met).faults[0].found;
            assert!(found.contains("[masked: "), "{found}");
        }
        let row = |met: &FileMet| returned(met).measures.as_ref().unwrap().rows[0].value.read.clone();
        assert_eq!(row(&with(MEASURES, "I5", number(9_434_765_919.0))), Read::Refused);
    }

    #[test]
    fn nothing_of_a_person_is_left_anywhere_in_what_was_read() {
        let hidden = "943 476 5919";
        let met = met(&plan(), |book| {
            for (sheet, at) in [
                (START, "B16"),
                (START, "B17"),
                (PROGRESS, "B5"),
                (PROGRESS, "D6"),
                (PROGRESS, "K4"),
                (PROGRESS, "K5"),
                (PROGRESS, "A9"),
                (PROGRESS, "I9"),
                (PROGRESS, "I11"),
                (MEASURES, "A6"),
                (MEASURES, "F5"),
            ] {
                put(&mut book.grids[sheet], at, Some(text(hidden)));
            }
            let formula = Some("\"943 476 5919\"&[1]x!A1".into());
            put(&mut book.grids[PROGRESS], "J5", Some(Cell { formula, ..text(hidden) }));
            book.grids[PROGRESS].comments.push(("C3".parse().unwrap(), format!("see {hidden}")));
            book.properties.insert("ragbook.plan_version".to_owned(), hidden.to_owned());
        });
        let everything = format!("{met:?}");
        assert!(!everything.contains("5919"), "{everything}");
        let told = told(&met);
        for place in ["K5", "I9", "I11", "B5", "D6", "C3"] {
            assert!(told.iter().any(|t| t.starts_with(&format!("Progress!{place} "))), "{place}: {told:?}");
        }
        assert!(told.iter().any(|t| t.starts_with("Start here!B16 ")), "{told:?}");
    }

    #[test]
    fn initials_with_a_childs_date_of_birth_are_a_person_and_a_meeting_in_the_plans_time_is_none() {
        let met = with(PROGRESS, "I5", text("KS (03/05/11) was seen."));
        assert_eq!(told(&met), ["Progress!I5 1.1 [BirthDate]"]);
        let row = &returned(&met).progress.as_ref().unwrap().rows[0];
        assert_eq!(row.commentary.found, "[masked: date of birth] was seen.");
        assert_eq!(told(&with(PROGRESS, "I5", text("KS (03/02/24): panel held"))), Vec::<String>::new());
    }

    #[test]
    fn a_text_that_comes_back_masked_is_told_again_at_its_cell() {
        let came_back = "Child [masked: NHS number] seen, ring [masked: phone number]";
        assert_eq!(told(&with(PROGRESS, "I5", text(came_back))), ["Progress!I5 1.1 [NhsNumber, Phone]"]);
        // The form's own words are nobody's.
        assert_eq!(told(&with(MEASURES, "F5", text("[masked: phone number]"))), Vec::<String>::new());
    }

    #[test]
    fn who_it_is_from_may_be_an_address_and_who_filled_it_in_is_told_to_nobody() {
        let mut plan = plan();
        plan.leads[0].aliases.push("ann@x.example".into());
        let met = met(&plan, |book| {
            let start = &mut book.grids[START];
            put(start, "B14", Some(text("ann@x.example")));
            put(start, "B16", Some(text("Ann Archer, ann@x.example")));
        });
        assert_eq!(told(&met), Vec::<String>::new());
        assert_eq!(returned(&met).returner.as_ref().unwrap().as_str(), "ann");
        assert_eq!(returned(&met).completed_by, "Ann Archer, [masked: e-mail address]");
    }

    #[test]
    fn the_plans_own_words_are_nobodys_fault() {
        let mut plan = plan();
        let words = "Answer the duty line 0151 496 0123 within a minute";
        plan.actions[0].activity = words.into();
        let met = met(&plan, |book| put(&mut book.grids[PROGRESS], "B5", Some(text(words))));
        assert_eq!(told(&met), Vec::<String>::new());
        let other =
            self::met(&plan, |book| put(&mut book.grids[PROGRESS], "B5", Some(text("0151 496 0124"))));
        assert_eq!(told(&other).len(), 2, "{:?}", told(&other));
    }

    #[test]
    fn what_a_return_usually_says_is_left_alone() {
        for usual in ["ext 4021, see 3.10", "https://x.example/2019-11-04/doc-12345.pdf", "Board 12/03/2019"]
        {
            assert_eq!(told(&with(PROGRESS, "J5", text(usual))), Vec::<String>::new(), "{usual}");
        }
    }
}
