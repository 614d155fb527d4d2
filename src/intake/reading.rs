//! What one input cell came to: its meaning and what has to be told about it; and the checks that hold for every input
//! cell, whatever its column (4-reading.md, 4.4 and 4.7).

use crate::domain::folding::is_blank;
use crate::finding::FaultKind;
use crate::finding::fault::{Lenient, Remedy};
use crate::sheet::grid::{Cell, Content, Doubt, Worn};

use super::answers::Read;

/// A cell's meaning with the faults to report at it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Reading<T> {
    /// What it means.
    pub(super) read: Read<T>,
    /// What has to be told: why it was refused, or how a lenient reading came about.
    pub(super) told: Vec<FaultKind>,
}

impl<T> Reading<T> {
    /// Not filled in.
    pub(super) const fn blank() -> Self {
        Self { read: Read::Blank, told: Vec::new() }
    }

    /// This, with nothing to tell.
    pub(super) const fn plain(value: T) -> Self {
        Self { read: Read::As(value), told: Vec::new() }
    }

    /// This, with a remark.
    pub(super) fn noted(value: T, remark: FaultKind) -> Self {
        Self { read: Read::As(value), told: vec![remark] }
    }

    /// Not usable, because.
    pub(super) fn refused(why: FaultKind) -> Self {
        Self { read: Read::Refused, told: vec![why] }
    }

    /// The same with the value turned into something else.
    pub(super) fn map<U>(self, turn: impl FnOnce(T) -> U) -> Reading<U> {
        let read = match self.read {
            Read::Blank => Read::Blank,
            Read::As(value) => Read::As(turn(value)),
            Read::Refused => Read::Refused,
        };
        Reading { read, told: self.told }
    }
}

/// A cell that holds something a reader may look at.
pub(super) enum Checked<'a> {
    /// Nothing, or nothing but white space.
    Blank,
    /// This cell, with an outside link to report if it has one.
    Filled(&'a Cell, Option<FaultKind>),
    /// Unusable whatever the column.
    Refused(FaultKind),
}

/// Puts aside what no column can use: nothing at all, errors, formulas that were never worked out.
pub(super) fn check(cell: Option<&Cell>, never_calculated: bool) -> Checked<'_> {
    let Some(cell) = cell else { return Checked::Blank };
    if let Some(formula) = &cell.formula
        && (never_calculated || cell.content == Content::Blank)
    {
        return Checked::Refused(FaultKind::NotCalculated { formula: formula.to_string() });
    }
    match &cell.content {
        Content::Blank => Checked::Blank,
        Content::Text(text) if is_blank(text) => Checked::Blank,
        Content::Error(_) | Content::Unreadable(_) => Checked::Refused(FaultKind::ErrorCell),
        Content::Number(_) | Content::Text(_) | Content::Date(_) | Content::Boolean(_) => {
            // What an xls, xlsb or ods cannot vouch for is asked for again, never used (4.7).
            if let Some(doubt) = cell.doubt.as_ref().filter(|doubt| !doubt.is_only_asked_about()) {
                let remedy = match doubt {
                    Doubt::CrossedOut => Remedy::DropStrikethrough,
                    Doubt::Unseen => Remedy::ShowTheText,
                    Doubt::Conditional => Remedy::DropConditionalFormat,
                    Doubt::Symbols => Remedy::PlainFont,
                    Doubt::Repeated => Remedy::PlainAlignment,
                    _ => Remedy::SaveAsXlsx,
                };
                return Checked::Refused(FaultKind::UnsafeInThisFormat { why: doubt.words(), remedy });
            }
            // What it takes from a cell that is gone is nothing, or what it was before.
            if cell.formula.as_deref().is_some_and(|formula| formula.contains("#REF!")) {
                let why = "its formula points to a cell that is no longer there".to_owned();
                return Checked::Refused(FaultKind::UnsafeInThisFormat { why, remedy: Remedy::TypeTheValue });
            }
            Checked::Filled(cell, outside_link(cell))
        }
    }
}

/// Reads a cell with the column's own reader once the checks are passed.
pub(super) fn read_cell<T>(
    cell: Option<&Cell>,
    never_calculated: bool,
    reader: impl FnOnce(&Cell) -> Reading<T>,
) -> Reading<T> {
    match check(cell, never_calculated) {
        Checked::Blank => Reading::blank(),
        Checked::Refused(why) => Reading::refused(why),
        Checked::Filled(cell, _) if let Some(why) = shows_otherwise(cell) => Reading::refused(why),
        Checked::Filled(cell, link) => {
            let mut reading = reader(cell);
            reading.told.extend(link);
            let how = match cell.doubt {
                Some(Doubt::MayBeUnseen) => Some(Lenient::MayBeUnseen),
                Some(Doubt::MayBeOld) => Some(Lenient::MayBeOld),
                _ => None,
            };
            let asked = how.filter(|_| matches!(reading.read, Read::As(_)));
            reading.told.extend(asked.map(|how| FaultKind::ReadAs { used: cell.shown(), how }));
            reading
        }
    }
}

/// V16: the number format shows another number, other words or nothing. The lead meant what was shown, or saw that it was
/// not what was typed: nobody can tell.
pub(super) fn shows_otherwise(cell: &Cell) -> Option<FaultKind> {
    let shown = match cell.worn() {
        Worn::Otherwise(shown) => shown,
        Worn::Bare | Worn::Around { .. } => cell.shown_for_text()?,
    };
    let doubt = if shown.is_empty() { Doubt::ShownNothing } else { Doubt::ShownDiffers(shown) };
    Some(FaultKind::UnsafeInThisFormat { why: doubt.words(), remedy: Remedy::PlainNumberFormat })
}

/// F09: the formula takes its value from another workbook.
fn outside_link(cell: &Cell) -> Option<FaultKind> {
    let formula = cell.formula.as_ref().filter(|_| cell.is_linked_outside())?;
    Some(FaultKind::OutsideLink { formula: formula.to_string() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::sample::{formula, number, text};
    use crate::sheet::grid::Doubt;

    #[test]
    fn white_space_is_blank_and_an_error_is_refused() {
        assert!(matches!(check(None, false), Checked::Blank));
        assert!(matches!(check(Some(&text(" \u{a0}\u{200b}\n")), false), Checked::Blank));
        assert!(matches!(check(Some(&number(1.0)), false), Checked::Filled(_, None)));
        let error = Cell { content: Content::Error("#REF!".to_owned()), ..number(0.0) };
        assert!(matches!(check(Some(&error), false), Checked::Refused(FaultKind::ErrorCell)));
    }

    #[test]
    fn a_cell_that_its_format_cannot_vouch_for_is_refused() {
        let doubtful = |content| Cell { content, doubt: Some(Doubt::ShownNothing), ..number(0.0) };
        let five = doubtful(Content::Number(5.0));
        assert!(matches!(check(Some(&five), false), Checked::Refused(FaultKind::UnsafeInThisFormat { .. })));
        assert!(matches!(check(Some(&doubtful(Content::Text(" ".to_owned()))), false), Checked::Blank));
    }

    #[test]
    fn a_cell_that_shows_something_else_is_refused() {
        let under = |cell: Cell, code: &str| {
            let cell = Cell { format_code: Some(code.into()), ..cell };
            read_cell(Some(&cell), false, |_| Reading::plain(())).told
        };
        let why = |told: Vec<FaultKind>| match &told[..] {
            [FaultKind::UnsafeInThisFormat { why, remedy: Remedy::PlainNumberFormat }] => why.clone(),
            other => panic!("{other:?}"),
        };
        let thousands = why(under(number(1_234_567.0), "#,##0,"));
        assert_eq!(thousands, "the cell shows \"1,235\" but holds something else");
        for hidden in [number(12.0), text("n/a")] {
            assert_eq!(why(under(hidden, ";;;")), "the cell holds a value but shows nothing");
        }
        let est = why(under(text("14"), "@\" (est)\""));
        assert_eq!(est, "the cell shows \"14 (est)\" but holds something else");
        assert!(under(number(12.0), "#,##0").is_empty() && under(text("n/a"), "@").is_empty());
    }

    #[test]
    fn a_formula_never_worked_out_is_told_from_a_blank_cell() {
        let uncalculated = formula("1+1", Content::Blank);
        assert!(matches!(
            check(Some(&uncalculated), false),
            Checked::Refused(FaultKind::NotCalculated { .. })
        ));
        let stale = formula("1+1", Content::Number(0.0));
        assert!(matches!(check(Some(&stale), true), Checked::Refused(FaultKind::NotCalculated { .. })));
        assert!(matches!(check(Some(&stale), false), Checked::Filled(_, None)));
    }

    #[test]
    fn a_formula_that_points_to_a_cell_that_is_gone_is_refused() {
        let gone = formula("IFERROR(VLOOKUP(A9,#REF!,2,0),0)", Content::Number(0.0));
        assert!(matches!(
            check(Some(&gone), false),
            Checked::Refused(FaultKind::UnsafeInThisFormat { remedy: Remedy::TypeTheValue, .. })
        ));
    }

    #[test]
    fn only_another_workbook_is_an_outside_link() {
        for outside in [
            "[1]Sheet1!A1",
            "SUM('[Book 2.xlsx]My sheet'!A1:A3)",
            "'file:///x.ods'#$S.A1",
            "Excel|Book!A1",
            "IFERROR(__xludf.DUMMYFUNCTION(\"IMPORTRANGE(\"\"https://x\"\",\"\"S!A1\"\")\"),12)",
            "INDIRECT(\"'[Book.xlsx]S'!A1\")",
            "DDE(\"soffice\",\"x.ods\",\"S.A1\")",
            "WEBSERVICE(\"https://x\")",
        ] {
            let cell = formula(outside, Content::Number(1.0));
            assert!(matches!(check(Some(&cell), false), Checked::Filled(_, Some(_))), "{outside}");
        }
        for inside in [
            "Sheet2!A1",
            "Measures[@Value]+Sheet2!B2",
            "IF(A1=\"[1]x!A1\",1,2)",
            "INDIRECT(\"A\"&1)",
            "'My sheet'!A1",
        ] {
            let cell = formula(inside, Content::Number(1.0));
            assert!(matches!(check(Some(&cell), false), Checked::Filled(_, None)), "{inside}");
        }
    }
}
