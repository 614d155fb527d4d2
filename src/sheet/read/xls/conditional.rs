//! Conditional formatting of an xls: a rule's own number format, or writing that it makes unseen, may show something else than
//! the cell holds (4-reading.md, 4.4). Records `CONDFMT` and `CF`, and those of Excel 2007 on, `CONDFMT12` and `CF12`.

use super::globals::Globals;
use super::text::Writing;
use crate::domain::{CellRef, Refusal};
use crate::sheet::read::compound::{u16_at, u32_at};
use crate::sheet::read::conditional::{Comparison, Conditionals, Hides, Rule};
use crate::sheet::read::number_format::built_in;
use crate::sheet::read::xls::text::packed_number;

/// What a record of Excel 2007 on has in front.
const HEADER_12: usize = 12;

/// Rules being read: each set of ranges comes before its rules.
#[derive(Debug, Default)]
pub(super) struct Reading {
    ranges: Vec<(CellRef, CellRef)>,
    rules: Conditionals,
}

impl Reading {
    /// Takes in a record; false where it is of another kind.
    pub(super) fn take(&mut self, kind: u16, data: &[u8], globals: &Globals) -> Result<bool, Refusal> {
        match kind {
            0x01b0 => self.ranges = ranges(data),
            0x0879 => self.ranges = data.get(HEADER_12..).map(ranges).unwrap_or_default(),
            0x01b1 => self.rule(rule(data, 6, None, globals))?,
            0x087a => {
                let own = data.get(HEADER_12..).unwrap_or_default();
                // The length of its format stands before it.
                let length = u32_at(own, 6).and_then(|length| usize::try_from(length).ok());
                let formulas = length.map(|length| 10_usize.saturating_add(length.max(2)));
                self.rule(rule(own, 10, formulas, globals))?;
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn rule(&mut self, rule: Option<Rule>) -> Result<(), Refusal> {
        rule.map_or(Ok(()), |rule| self.rules.add(self.ranges.clone(), rule))
    }

    /// The rules of the sheet.
    pub(super) fn done(self) -> Conditionals {
        self.rules
    }
}

/// Ranges, behind the one that holds them all.
fn ranges(data: &[u8]) -> Vec<(CellRef, CellRef)> {
    let count = u16_at(data, 12).map_or(0, usize::from);
    let corners = data.get(14..).unwrap_or_default().chunks_exact(8).take(count);
    let range = |range: &[u8]| {
        let at = |row, column| Some(CellRef::new(u16_at(range, row)?.into(), u16_at(range, column)?.into()));
        at(0, 4).zip(at(2, 6))
    };
    corners.filter_map(range).collect()
}

/// A rule whose format begins at this place and its formulas, where that is said, at the other; none where it changes nothing
/// that matters.
fn rule(data: &[u8], format: usize, formulas: Option<usize>, globals: &Globals) -> Option<Rule> {
    let lengths = [u16_at(data, 2)?, u16_at(data, 4)?].map(usize::from);
    let end = formulas.unwrap_or(data.len());
    let read = Format::read(data.get(format..end)?, globals)?;
    if read.code.is_empty() && read.hides == Hides::No {
        return None;
    }
    let behind = data.get(formulas.unwrap_or(format + read.length)..).unwrap_or_default();
    let first = behind.get(..lengths[0]).and_then(plain_number);
    let second = behind.get(lengths[0]..).and_then(|rest| rest.get(..lengths[1])).and_then(plain_number);
    let limits: Vec<f64> = first.into_iter().chain(second).collect();
    let wanted = lengths.iter().filter(|length| **length > 0).count();
    let compares = data.first() == Some(&1) && limits.len() == wanted;
    let operator = operator(*data.get(1)?);
    let condition = compares.then(|| Comparison { operator: operator.to_owned(), limits });
    Some(Rule { code: read.code, condition, hides: read.hides })
}

/// Excel's word for a comparison, by its number.
pub(in crate::sheet::read) const fn operator(number: u8) -> &'static str {
    match number {
        1 => "between",
        2 => "notBetween",
        3 => "equal",
        4 => "notEqual",
        5 => "greaterThan",
        6 => "lessThan",
        7 => "greaterThanOrEqual",
        8 => "lessThanOrEqual",
        _ => "",
    }
}

/// The number that a formula is, if it is nothing else.
pub(in crate::sheet::read) fn plain_number(formula: &[u8]) -> Option<f64> {
    match formula {
        [0x1e, low, high] => Some(u16::from_le_bytes([*low, *high]).into()),
        [0x1f, number @ ..] => number.try_into().ok().map(f64::from_le_bytes),
        [0x20, rest @ ..] if rest.len() == 4 => packed_number(rest, 0),
        [first @ .., 0x13] => plain_number(first).map(|number| -number),
        _ => None,
    }
}

/// What a rule's format does to a cell.
#[derive(Debug, Default)]
struct Format {
    code: String,
    hides: Hides,
    /// How many bytes it takes.
    length: usize,
}

impl Format {
    /// From the format's flags on.
    fn read(data: &[u8], globals: &Globals) -> Option<Self> {
        let flags = u32_at(data, 0)?;
        let has = |bit: u32| flags & (1 << bit) != 0;
        let own_code = u16_at(data, 4)? & 1 != 0;
        let mut at = 6;
        let mut code = String::new();
        if has(25) {
            if own_code {
                let length = usize::from(u16_at(data, at)?);
                code = Writing::Wide.long(data.get(at + 2..at + length)?)?;
                at += length;
            } else {
                let number = u32::from(*data.get(at + 1)?);
                built_in(number).unwrap_or_default().clone_into(&mut code);
                at += 2;
            }
        }
        let (mut colour, mut crosses_out) = (None, false);
        if has(26) {
            let font = data.get(at..at + 118)?;
            // A bit of the second says that the rule leaves the first as it is.
            crosses_out = u32_at(font, 68)? & 0x80 != 0 && u32_at(font, 88)? & 0x80 == 0;
            colour = u32_at(font, 80).and_then(|colour| u16::try_from(colour).ok());
            at += 118;
        }
        at += if has(27) { 8 } else { 0 };
        at += if has(28) { 8 } else { 0 };
        let mut fill = None;
        if has(29) {
            let colours = u16_at(data, at + 2)?;
            // In a plain fill the second colour is the one that is seen.
            fill = (flags & (1 << 18) == 0).then_some(colours >> 7 & 0x7f);
            at += 4;
        }
        at += if has(30) { 2 } else { 0 };
        let hides = if globals.is_unseen(colour, fill) {
            Hides::Unseen
        } else if crosses_out {
            Hides::CrossesOut
        } else {
            Hides::No
        };
        Some(Self { code, hides, length: at })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sheet::grid::{Cell, Content, Doubt, FormatClass};
    use crate::sheet::read::xls::globals::Globals;

    fn doubted(records: &[(u16, Vec<u8>)], number: f64) -> bool {
        let mut reading = Reading::default();
        for (kind, data) in records {
            assert!(reading.take(*kind, data, &Globals::default()).unwrap());
        }
        let at = CellRef::new(4, 8);
        let content = Content::Number(number);
        let mut cells = [Cell {
            at,
            content,
            format: FormatClass::General,
            format_code: None,
            formula: None,
            doubt: None,
        }];
        reading.done().doubt(&mut cells);
        cells[0].doubt == Some(Doubt::Conditional)
    }

    /// `CONDFMT` for I5:I9.
    fn ranges() -> (u16, Vec<u8>) {
        let range = [4, 0, 8, 0, 8, 0, 8, 0];
        (0x01b0, [&[1, 0, 0, 0][..], &range, &[1, 0], &range].concat())
    }

    /// `CF`: a comparison with 0 by this format.
    fn equal_to_nought(flags: u32, format: &[u8]) -> (u16, Vec<u8>) {
        let head = [1, 3, 3, 0, 0, 0];
        (0x01b1, [&head[..], &flags.to_le_bytes(), &[0, 0], format, &[0x1e, 0, 0]].concat())
    }

    #[test]
    fn a_rule_that_writes_noughts_in_white_is_told() {
        let mut font = [0_u8; 118];
        font[80] = 9;
        let white = [ranges(), equal_to_nought(1 << 26, &font)];
        assert!(doubted(&white, 0.0) && !doubted(&white, 5.0));
        font[80..84].fill(0xff);
        assert!(!doubted(&[ranges(), equal_to_nought(1 << 26, &font)], 0.0));
        // Filled in black.
        let black = [0, 4, 0, 4];
        assert!(doubted(&[ranges(), equal_to_nought(1 << 29, &black)], 0.0));
    }

    #[test]
    fn a_rule_with_a_number_format_of_its_own_is_told() {
        let code = [&[9, 0][..], &[6, 0, 0], b"0\"est\""].concat();
        let with_length = [&[11_u8, 0][..], &code[2..]].concat();
        let mut record = equal_to_nought(1 << 25, &with_length);
        record.1[10] = 1;
        assert!(doubted(&[ranges(), record], 0.0));
        let (_, own) = equal_to_nought(1 << 25, &[0, 9]);
        let length = u32::try_from(own.len() - 9).unwrap().to_le_bytes();
        let newer = [&[0_u8; 12][..], &own[..6], &length, &own[6..]].concat();
        assert!(!doubted(&[ranges(), (0x087a, newer)], 0.0), "nought is nought under 0% too");
    }
}
