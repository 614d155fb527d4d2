//! Formulas of xls and xlsb as people write them, as far as telling the form's own formula and quoting simple ones needs.
//! A formula with anything else in it has no text here; that it is one is known all the same.

use crate::domain::CellRef;
use crate::sheet::read::compound::{u16_at, u32_at};

/// Which program's way of writing formulas.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::sheet::read) enum Width {
    /// Excel 5 and 95.
    Excel5,
    /// Excel 97 to 2003.
    Excel97,
    /// xlsb.
    Xlsb,
}

/// What stands for a formula whose text is not read.
pub(in crate::sheet::read) const UNREAD: &str = "(a formula)";

/// The text of a formula; none where it holds more than addresses, figures, texts, signs and the commonest functions.
pub(in crate::sheet::read) fn text_of(code: &[u8], width: Width) -> Option<String> {
    written(Reader { code, width, base: None })
}

/// The text of a formula that several cells of an Excel 97 file share, for the cell at `base`.
pub(super) fn shared_text_of(code: &[u8], base: CellRef) -> Option<String> {
    written(Reader { code, width: Width::Excel97, base: Some(base) })
}

fn written(mut reader: Reader<'_>) -> Option<String> {
    let mut stack: Vec<String> = Vec::new();
    while !reader.code.is_empty() {
        let mark = reader.byte()?;
        match mark {
            0x03..=0x0e => {
                let (right, left) = (stack.pop()?, stack.pop()?);
                stack.push(format!("{left}{}{right}", sign(mark)?));
            }
            0x13 => {
                let last = stack.pop()?;
                stack.push(format!("-{last}"));
            }
            0x14 => stack.last_mut()?.push('%'),
            0x15 => {
                let last = stack.pop()?;
                stack.push(format!("({last})"));
            }
            0x16 => stack.push(String::new()),
            0x17 => stack.push(reader.quoted()?),
            0x19 => reader.attribute(&mut stack)?,
            0x1d => stack.push(if reader.byte()? == 0 { "FALSE" } else { "TRUE" }.to_owned()),
            0x1e => stack.push(reader.two()?.to_string()),
            0x1f => {
                let number = reader.take(8)?.try_into().ok().map(f64::from_le_bytes)?;
                stack.push(number.to_string());
            }
            _ => reader.operand(mark, &mut stack)?,
        }
        // A formula that grows without end on the way is none a person wrote.
        if stack.last().is_some_and(|text| text.len() > 8_192) {
            return None;
        }
    }
    let text = stack.pop()?;
    stack.is_empty().then_some(text)
}

const fn sign(mark: u8) -> Option<&'static str> {
    Some(match mark {
        0x03 => "+",
        0x04 => "-",
        0x05 => "*",
        0x06 => "/",
        0x07 => "^",
        0x08 => "&",
        0x09 => "<",
        0x0a => "<=",
        0x0b => "=",
        0x0c => ">=",
        0x0d => ">",
        0x0e => "<>",
        _ => return None,
    })
}

/// Name of a function; with the number of its arguments where that is fixed.
const fn function(number: u16) -> Option<(&'static str, usize)> {
    Some(match number {
        0 => ("COUNT", 0),
        1 => ("IF", 0),
        4 => ("SUM", 0),
        5 => ("AVERAGE", 0),
        27 => ("ROUND", 2),
        36 => ("AND", 0),
        37 => ("OR", 0),
        38 => ("NOT", 1),
        128 => ("ISNUMBER", 1),
        129 => ("ISBLANK", 1),
        131 => ("N", 1),
        _ => return None,
    })
}

fn call(name: &str, arguments: usize, stack: &mut Vec<String>) -> Option<()> {
    let first = stack.len().checked_sub(arguments)?;
    let arguments = stack.split_off(first).join(",");
    stack.push(format!("{name}({arguments})"));
    Some(())
}

struct Reader<'a> {
    code: &'a [u8],
    width: Width,
    /// The cell from which the distances of a shared formula are counted.
    base: Option<CellRef>,
}

impl<'a> Reader<'a> {
    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.code.split_at_checked(count)?;
        self.code = rest;
        Some(taken)
    }

    fn byte(&mut self) -> Option<u8> {
        self.take(1)?.first().copied()
    }

    fn two(&mut self) -> Option<u16> {
        u16_at(self.take(2)?, 0)
    }

    fn operand(&mut self, mark: u8, stack: &mut Vec<String>) -> Option<()> {
        match mark & 0x1f | 0x20 {
            0x21 => {
                let (name, arguments) = function(self.two()?)?;
                call(name, arguments, stack)
            }
            0x22 => {
                let arguments = usize::from(self.byte()? & 0x7f);
                let (name, _) = function(self.two()?)?;
                call(name, arguments, stack)
            }
            0x24 => {
                let (row, column) = (self.row()?, self.column()?);
                stack.push(CellRef::new(row, column).to_string());
                Some(())
            }
            0x25 => {
                let (top, bottom, left, right) = (self.row()?, self.row()?, self.column()?, self.column()?);
                stack.push(format!("{}:{}", CellRef::new(top, left), CellRef::new(bottom, right)));
                Some(())
            }
            0x2c => {
                let (row, column) = (self.two()?, self.two()?);
                stack.push(self.offset_from_base(row, column)?.to_string());
                Some(())
            }
            _ => None,
        }
    }

    /// A place given as a distance from the base, or outright: the two top bits of the column say which.
    fn offset_from_base(&self, row: u16, column: u16) -> Option<CellRef> {
        let base = self.base?;
        let (own_row, own_column) = (u16::try_from(base.row).ok()?, u8::try_from(base.column).ok()?);
        let row = if column & 0x8000 == 0 { row } else { own_row.wrapping_add(row) };
        let [low, _] = column.to_le_bytes();
        let column = if column & 0x4000 == 0 { low } else { own_column.wrapping_add(low) };
        Some(CellRef::new(u32::from(row), u32::from(column)))
    }

    fn row(&mut self) -> Option<u32> {
        match self.width {
            Width::Excel5 => Some(u32::from(self.two()? & 0x3fff)),
            Width::Excel97 => Some(u32::from(self.two()?)),
            Width::Xlsb => u32_at(self.take(4)?, 0),
        }
    }

    fn column(&mut self) -> Option<u32> {
        match self.width {
            Width::Excel5 => Some(u32::from(self.byte()?)),
            Width::Excel97 | Width::Xlsb => Some(u32::from(self.two()? & 0x3fff)),
        }
    }

    fn quoted(&mut self) -> Option<String> {
        let text: String = match self.width {
            Width::Xlsb => {
                let units = usize::from(self.two()?);
                utf16(self.take(units * 2)?)
            }
            Width::Excel97 => {
                let length = usize::from(self.byte()?);
                if self.byte()? & 1 == 0 { latin(self.take(length)?) } else { utf16(self.take(length * 2)?) }
            }
            Width::Excel5 => {
                let length = usize::from(self.byte()?);
                latin(self.take(length)?)
            }
        };
        Some(format!("\"{}\"", text.replace('"', "\"\"")))
    }

    /// Hints for calculating, and the short form of a sum.
    fn attribute(&mut self, stack: &mut Vec<String>) -> Option<()> {
        let (kind, data) = (self.byte()?, self.two()?);
        if kind & 0x04 != 0 {
            self.take((usize::from(data) + 1) * 2)?;
        }
        if kind & 0x10 != 0 {
            call("SUM", 1, stack)?;
        }
        Some(())
    }
}

fn latin(bytes: &[u8]) -> String {
    bytes.iter().copied().map(char::from).collect()
}

fn utf16(bytes: &[u8]) -> String {
    let units: Vec<u16> = bytes.chunks_exact(2).filter_map(|two| u16_at(two, 0)).collect();
    String::from_utf16_lossy(&units)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_forms_own_formula_has_its_text() {
        // IF(COUNT(G6,H6)=2,G6/H6,"x") as Excel 97 writes it, with its jumps.
        let code =
            b"\x24\x05\0\x06\xc0\x24\x05\0\x07\xc0\x42\x02\0\0\x1e\x02\0\x0b\x19\x02\x0e\0\x44\x05\0\x06\xc0\
                     \x44\x05\0\x07\xc0\x06\x19\x08\x0b\0\x17\x01\0x\x19\x08\x03\0\x42\x03\x01\0";
        assert_eq!(text_of(code, Width::Excel97).as_deref(), Some("IF(COUNT(G6,H6)=2,G6/H6,\"x\")"));
        assert_eq!(text_of(b"\x24\x05\0\0\0\x06\xc0\x1e\x02\0\x05", Width::Xlsb).as_deref(), Some("G6*2"));
        assert_eq!(text_of(b"\x24\x05\xc0\x06", Width::Excel5).as_deref(), Some("G6"));
    }

    #[test]
    fn a_shared_formula_is_moved_to_its_cell() {
        // Two columns to the left, one to the left, and $A$1, in I7 and I8.
        let code = b"\x4c\0\0\xfe\xc0\x4c\0\0\xff\xc0\x06\x2c\0\0\0\0\x03";
        let at = |cell: &str| shared_text_of(code, cell.parse().unwrap());
        assert_eq!(at("I7").as_deref(), Some("G7/H7+A1"));
        assert_eq!(at("I8").as_deref(), Some("G8/H8+A1"));
        assert_eq!(text_of(code, Width::Excel97), None);
    }

    #[test]
    fn what_is_not_known_has_no_text() {
        for code in [&b"\x01\0\0\0\0"[..], b"\x3a\0\0", b"\x03", b"\x1e\x02", b"\x42\xff\x01\0", b""] {
            assert_eq!(text_of(code, Width::Excel97), None, "{code:?}");
        }
    }
}
