//! A formula filled down or across is saved once, for its first cell; every other cell has it with its addresses moved.

use crate::domain::CellRef;

/// The formula of the cell `from` as it stands in `to`: relative addresses moved, `$` ones and everything in quotes kept.
pub(super) fn moved(formula: &str, from: CellRef, to: CellRef) -> String {
    let mut result = String::with_capacity(formula.len());
    let mut rest = formula;
    while let Some(c) = rest.chars().next() {
        if c == '"' || c == '\'' {
            let end = rest[1..].find(c).map_or(rest.len(), |end| end + 2);
            result.push_str(&rest[..end]);
            rest = &rest[end..];
        } else if is_word(c) {
            let end = rest.find(|c| !is_word(c)).unwrap_or(rest.len());
            let (word, behind) = rest.split_at(end);
            let names_something_else = behind.starts_with(['(', '!', '[']);
            let address = if names_something_else { None } else { moved_address(word, from, to) };
            result.push_str(address.as_deref().unwrap_or(word));
            rest = behind;
        } else {
            result.push(c);
            rest = &rest[c.len_utf8()..];
        }
    }
    result
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '$' | '_' | '.')
}

/// `G5`, `$G5`, `G$5` moved; none for other words and for what would leave the sheet.
fn moved_address(word: &str, from: CellRef, to: CellRef) -> Option<String> {
    let (fixed_column, rest) = word.strip_prefix('$').map_or((false, word), |rest| (true, rest));
    let letters = rest.find(|c: char| !c.is_ascii_alphabetic())?;
    let (column, row) = rest.split_at(letters);
    let (fixed_row, row) = row.strip_prefix('$').map_or((false, row), |row| (true, row));
    let at: CellRef = format!("{}{row}", column.to_ascii_uppercase()).parse().ok()?;
    let shift = |place: u32, from: u32, to: u32, fixed: bool| {
        if fixed { Some(place) } else { (place + to).checked_sub(from) }
    };
    let column = shift(at.column, from.column, to.column, fixed_column)?;
    let place = CellRef::new(shift(at.row, from.row, to.row, fixed_row)?, column).to_string();
    let letters = place.find(|c: char| c.is_ascii_digit())?;
    let mark = |fixed: bool| if fixed { "$" } else { "" };
    Some(format!("{}{}{}{}", mark(fixed_column), &place[..letters], mark(fixed_row), &place[letters..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relative_addresses_move_and_nothing_else() {
        let at = |text: &str| text.parse().unwrap();
        for (formula, expected) in [
            ("IF(COUNT(G5,H5)=2,G5/H5,\"G5\")", "IF(COUNT(G7,H7)=2,G7/H7,\"G5\")"),
            ("$G5+G$5+$G$5", "$G7+G$5+$G$5"),
            ("LOG10(A1)+'My G5'!G5+Sheet2!g5", "LOG10(A3)+'My G5'!G7+Sheet2!G7"),
            ("SUM(A1:B2)*1.5E3", "SUM(A3:B4)*1.5E3"),
            ("Tab1[G5x]&é", "Tab1[G5x]&é"),
        ] {
            assert_eq!(moved(formula, at("I5"), at("I7")), expected);
        }
        assert_eq!(moved("A1", at("B2"), at("C1")), "A1", "off the sheet");
        assert_eq!(moved("A1", at("B2"), at("C2")), "B1");
    }

    proptest::proptest! {
        #[test]
        fn never_panics(formula in "\\PC{0,40}", row in 0_u32..1_048_576, column in 0_u32..16_384) {
            let _ = moved(&formula, CellRef::new(3, 3), CellRef::new(row, column));
        }
    }
}
