//! Conditional formatting of an xlsb: a rule's own number format, or writing that it makes unseen, may show something else than
//! the cell holds (4-reading.md, 4.4).

use super::book::{colour_of, is_white};
use super::records::{Record, text_at};
use crate::domain::{CellRef, Refusal};
use crate::sheet::read::colours::BLACK;
use crate::sheet::read::compound::{u16_at, u32_at};
use crate::sheet::read::conditional::{Comparison, Conditionals, Hides, Rule};
use crate::sheet::read::number_format::built_in;
use crate::sheet::read::xls::conditional::{operator, plain_number};

/// What one of the formats does that rules choose.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Format {
    code: String,
    hides: Hides,
}

impl Format {
    /// From a `BrtDXF`: what it does not say stays as it is.
    pub(super) fn read(data: &[u8]) -> Self {
        let mut format = Self::default();
        let (mut colour, mut fill, mut is_dark, mut is_pale) = (None, None, false, false);
        let mut at = 6;
        // A kind, a length that counts itself, and what it is.
        while let Some((kind, length)) = u16_at(data, at).zip(u16_at(data, at + 2)) {
            let length = usize::from(length).max(4);
            let inside = data.get(at + 4..at + length).unwrap_or_default();
            match kind {
                // In a plain fill the background is the colour that is seen.
                2 => (fill, is_dark) = (colour_of(inside), !is_white(inside)),
                5 => (colour, is_pale) = (colour_of(inside), is_white(inside)),
                0x1d if inside.first() == Some(&1) => format.hides = Hides::CrossesOut,
                0x26 => {
                    let units =
                        inside.get(2..).unwrap_or_default().chunks_exact(2).filter_map(|two| u16_at(two, 0));
                    format.code = char::decode_utf16(units).map_while(Result::ok).collect();
                }
                0x29 if format.code.is_empty() => {
                    let number = u16_at(inside, 0).map(u32::from);
                    number.and_then(built_in).unwrap_or_default().clone_into(&mut format.code);
                }
                _ => {}
            }
            at += length;
        }
        let blacked_out =
            is_dark && fill.is_some() && fill.as_deref() == Some(colour.as_deref().unwrap_or(BLACK));
        if is_pale && !is_dark || blacked_out {
            format.hides = Hides::Unseen;
        }
        format
    }
}

/// Rules being read: each set of ranges comes before its rules.
#[derive(Debug, Default)]
pub(super) struct Reading {
    ranges: Vec<(CellRef, CellRef)>,
    rules: Conditionals,
}

impl Reading {
    /// Takes in a record of the sheet, where it is one of these.
    pub(super) fn take(&mut self, record: Record<'_>, formats: &[Format]) -> Result<(), Refusal> {
        match record.kind {
            461 => self.ranges = ranges(record.data),
            463 => {
                if let Some(rule) = rule(record.data, formats) {
                    self.rules.add(self.ranges.clone(), rule)?;
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// The rules of the sheet.
    pub(super) fn done(self) -> Conditionals {
        self.rules
    }
}

fn ranges(data: &[u8]) -> Vec<(CellRef, CellRef)> {
    let corners = data.get(12..).unwrap_or_default().chunks_exact(16);
    let range = |range: &[u8]| {
        let at = |row, column| Some(CellRef::new(u32_at(range, row)?, u32_at(range, column)?));
        at(0, 8).zip(at(4, 12))
    };
    corners.filter_map(range).collect()
}

/// A rule; none where its format changes nothing that matters.
fn rule(data: &[u8], formats: &[Format]) -> Option<Rule> {
    let format = formats.get(usize::try_from(u32_at(data, 8)?).ok()?)?;
    if format.code.is_empty() && format.hides == Hides::No {
        return None;
    }
    let comparison = || {
        let word = operator(u8::try_from(u32_at(data, 16)?).ok()?);
        let (_, mut at) = text_at(data, 42)?;
        let mut limits = Vec::new();
        for length in [30, 34] {
            if u32_at(data, length)? == 0 {
                continue;
            }
            let size = usize::try_from(u32_at(data, at)?).ok()?;
            limits.push(plain_number(data.get(at + 4..)?.get(..size)?)?);
            let extra = usize::try_from(u32_at(data, at + 4 + size)?).ok()?;
            at = at.checked_add(8 + size)?.checked_add(extra)?;
        }
        Some(Comparison { operator: word.to_owned(), limits })
    };
    let condition = (u32_at(data, 0) == Some(1)).then(comparison).flatten();
    Some(Rule { code: format.code.clone(), condition, hides: format.hides })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sheet::grid::{Cell, Content, Doubt, FormatClass};

    /// A `BrtDXF` with these properties.
    fn format(properties: &[(u16, &[u8])]) -> Format {
        let mut data = vec![0, 0, 0, 0, 1, 0];
        for (kind, inside) in properties {
            data.extend(kind.to_le_bytes());
            data.extend(u16::try_from(inside.len() + 4).unwrap().to_le_bytes());
            data.extend(*inside);
        }
        Format::read(&data)
    }

    /// `BrtBeginCFRule`: equal to 0, by the first format.
    fn equal_to_nought() -> Vec<u8> {
        let mut data = vec![0_u8; 42];
        (data[0], data[16], data[30]) = (1, 3, 3);
        data.extend([0xff; 4]);
        data.extend([3, 0, 0, 0, 0x1e, 0, 0, 0, 0, 0, 0]);
        data
    }

    fn doubted(format: Format, number: f64) -> bool {
        let mut reading = Reading::default();
        // One rule, one range: I5:I9.
        let data: Vec<u8> = [1_u32, 0, 1, 4, 8, 8, 8].into_iter().flat_map(u32::to_le_bytes).collect();
        let formats = [format];
        reading.take(Record { kind: 461, data: &data }, &formats).unwrap();
        assert_eq!(reading.ranges.len(), 1, "{:?}", reading.ranges);
        reading.take(Record { kind: 463, data: &equal_to_nought() }, &formats).unwrap();
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

    #[test]
    fn what_a_rule_shows_otherwise_is_told() {
        let white: &[u8] = &[5, 0, 0, 0, 0xff, 0xff, 0xff, 0xff];
        let black: &[u8] = &[5, 0, 0, 0, 0, 0, 0, 0xff];
        assert!(doubted(format(&[(5, white)]), 0.0) && !doubted(format(&[(5, white)]), 5.0));
        assert!(doubted(format(&[(2, black)]), 0.0), "black on black");
        assert!(!doubted(format(&[(2, black), (5, white)]), 0.0) && doubted(format(&[(0x1d, &[1])]), 0.0));
        let code: Vec<u8> =
            std::iter::once(6).chain("0\"est\"".encode_utf16()).flat_map(u16::to_le_bytes).collect();
        assert!(doubted(format(&[(0x26, &code)]), 0.0));
        assert!(!doubted(format(&[(0x19, &[0xbc, 2])]), 0.0), "bold");
    }
}
