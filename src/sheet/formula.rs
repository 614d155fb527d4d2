//! What the text of a formula names: functions that give something else each time, cells, columns of tables. Formulas are
//! never worked out (4-reading.md, 4.1); what they point to tells whose figure they give.

use crate::domain::CellRef;

/// Functions whose result changes by itself.
const CHANGING: [&str; 5] = ["TODAY", "NOW", "RAND", "RANDBETWEEN", "RANDARRAY"];

/// How many references of one formula are looked at.
const MOST: usize = 200;

/// Cells that a formula names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// The sheet, in lower case; none where it is the formula's own.
    pub sheet: Option<String>,
    /// What of it.
    pub to: Named,
}

/// What a reference names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Named {
    /// Cells from the first to the last corner; one cell has both in one place.
    Cells(CellRef, CellRef),
    /// A column of a table by its caption; whether only the formula's own row of it.
    Column(String, bool),
}

/// Whether a formula calls a function that gives something else each time the workbook is worked out: `TODAY()`, `now ()`.
pub fn changes_by_itself(formula: &str) -> bool {
    pieces(formula).iter().any(|piece| {
        matches!(piece, Piece::Call(name) if CHANGING.contains(&name.rsplit('.').next().unwrap_or_default()))
    })
}

/// Whether a formula calls one of these functions, named in capitals.
pub fn calls(formula: &str, functions: &[&str]) -> bool {
    pieces(formula).iter().any(|piece| {
        matches!(piece, Piece::Call(name) if functions.contains(&name.rsplit('.').next().unwrap_or_default()))
    })
}

/// Every reference of a formula, those in the texts of `INDIRECT` among them.
pub fn references(formula: &str) -> Vec<Reference> {
    let pieces = pieces(formula);
    let asks_by_text = pieces.iter().any(|piece| matches!(piece, Piece::Call(name) if name == "INDIRECT"));
    let mut found = Vec::new();
    let (mut sheet, mut corner): (Option<String>, Option<Corner>) = (None, None);
    let mut waits = false;
    for piece in pieces {
        let joins = std::mem::take(&mut waits);
        match piece {
            Piece::Sheet(name) => {
                sheet = Some(name);
                waits = joins;
                continue;
            }
            Piece::Colon => {
                waits = true;
                continue;
            }
            Piece::Corner(second, _) => {
                let first = corner.take().filter(|_| joins);
                if let (Some(first), Some(Reference { to, .. })) = (first, found.last_mut()) {
                    if let Some((from, last)) = first.up_to(second) {
                        *to = Named::Cells(from, last);
                    }
                    sheet = None;
                    continue;
                }
                corner = Some(second);
                let alone = second.alone().unwrap_or(NOWHERE);
                found.push(Reference { sheet: sheet.take(), to: Named::Cells(alone, alone) });
            }
            Piece::Column(caption, own_row) => {
                found.push(Reference { sheet: None, to: Named::Column(caption, own_row) });
            }
            Piece::Text(text) if asks_by_text => found.extend(references_in_text(&text)),
            Piece::Text(_) | Piece::Call(_) | Piece::Word(_) | Piece::Sign(_) => {}
        }
        sheet = None;
        if found.len() >= MOST {
            break;
        }
    }
    // A column or a row without its other end is a name.
    found.retain(|reference| reference.to != Named::Cells(NOWHERE, NOWHERE));
    found
}

/// The one reference of a formula that does nothing but show what stands there: `I6`, `+$I$6`, `(Measures!I6)`, `I6+0`.
pub fn only_reference(formula: &str) -> Option<Reference> {
    const ALONE: [&str; 11] =
        ["@", "+@", "--@", "@+0", "@-0", "@*1", "@/1", "0+@", "1*@", "@&\"\"", "\"\"&@"];
    let mut plain = String::new();
    for piece in pieces(formula) {
        match piece {
            Piece::Corner(corner, _) if corner.alone().is_some() => plain.push('@'),
            Piece::Column(_, true) => plain.push('@'),
            Piece::Corner(_, word) | Piece::Word(word) => plain.push_str(&word),
            Piece::Text(text) => plain.extend(["\"", &text, "\""]),
            Piece::Sign('(' | ')') | Piece::Sheet(_) => {}
            Piece::Sign(sign) => plain.push(sign),
            Piece::Call(_) | Piece::Colon | Piece::Column(..) => return None,
        }
    }
    ALONE.contains(&plain.as_str()).then(|| references(formula).into_iter().next())?
}

/// What a formula adds up, if it does nothing else: `SUM(A1:A9,B2)`, `A1+B2`; and whether texts among them count for nothing.
pub fn summed(formula: &str) -> Option<(Vec<Reference>, bool)> {
    let mut plain = String::new();
    for piece in pieces(formula) {
        match piece {
            Piece::Corner(corner, _) => plain.push(if corner.alone().is_some() { '@' } else { '#' }),
            Piece::Colon => plain.push(':'),
            Piece::Sheet(_) => {}
            Piece::Sign(sign) => plain.push(sign),
            Piece::Call(name) if name == "SUM" => plain.push('S'),
            _ => return None,
        }
    }
    let plain = plain.trim_start_matches('+').replace("@:@", "@").replace("#:#", "@");
    let inside = plain.strip_prefix("S(").and_then(|rest| rest.strip_suffix(')'));
    let is_list = |list: &str, sign: char| list.split(sign).all(|part| part == "@");
    let is_sum = inside.is_some_and(|list| is_list(list, ',')) || plain.contains('+') && is_list(&plain, '+');
    is_sum.then(|| (references(formula), inside.is_some()))
}

/// References in a text that `INDIRECT` is asked for.
fn references_in_text(text: &str) -> Vec<Reference> {
    if text.contains('"') { Vec::new() } else { references(text) }
}

/// Stands for no cell, until the other end of a range is known.
const NOWHERE: CellRef = CellRef::new(u32::MAX, u32::MAX);

/// An end of a range: a cell, a whole column, or a whole row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Corner {
    row: Option<u32>,
    column: Option<u32>,
}

impl Corner {
    fn of(word: &str) -> Option<Self> {
        let word = word.replace('$', "").to_ascii_uppercase();
        let letters = word.bytes().take_while(u8::is_ascii_alphabetic).count();
        let (column, row) = word.split_at_checked(letters)?;
        let at = |text: &str| text.parse::<CellRef>().ok();
        match (column, row) {
            ("", row) => Some(Self { row: Some(at(&format!("A{row}"))?.row), column: None }),
            (column, "") => Some(Self { row: None, column: Some(at(&format!("{column}1"))?.column) }),
            _ => at(&word).map(|at| Self { row: Some(at.row), column: Some(at.column) }),
        }
    }

    fn alone(self) -> Option<CellRef> {
        Some(CellRef::new(self.row?, self.column?))
    }

    /// The first and the last cell from this corner to the other.
    fn up_to(self, other: Self) -> Option<(CellRef, CellRef)> {
        let ends = |one: Option<u32>, other: Option<u32>, last: u32| match (one, other) {
            (Some(one), Some(other)) => Some((one.min(other), one.max(other))),
            (None, None) => Some((0, last)),
            _ => None,
        };
        let (top, bottom) = ends(self.row, other.row, (1 << 20) - 1)?;
        let (left, right) = ends(self.column, other.column, (1 << 14) - 1)?;
        Some((CellRef::new(top, left), CellRef::new(bottom, right)))
    }
}

/// A piece of a formula.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    /// A function that is called, in capitals.
    Call(String),
    /// A sheet, before what it holds.
    Sheet(String),
    /// A cell; or a column or a row, which mean something at the end of a range only. With the word that names it.
    Corner(Corner, String),
    /// A column of a table, and whether only the own row of it.
    Column(String, bool),
    Colon,
    Text(String),
    Word(String),
    Sign(char),
}

fn pieces(formula: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut rest = formula;
    while let Some(mark) = rest.chars().next() {
        let behind = &rest[mark.len_utf8()..];
        match mark {
            '"' => {
                let (inside, after) = behind.split_once('"').unwrap_or((behind, ""));
                pieces.push(Piece::Text(inside.to_owned()));
                rest = after;
            }
            '\'' => {
                let (inside, after) = behind.split_once('\'').unwrap_or((behind, ""));
                // LibreOffice writes a point where Excel has an exclamation mark.
                let after = after.strip_prefix(['!', '.']).unwrap_or(after);
                pieces.push(Piece::Sheet(inside.to_lowercase()));
                rest = after;
            }
            '[' => {
                let (inside, after) = bracketed(behind);
                let own_row = inside.contains('@') || inside.to_ascii_lowercase().contains("#this row");
                let mut captions =
                    inside.split(['[', ']']).map(|part| part.trim_matches([' ', ',', ';', '@']));
                let caption = captions.rfind(|part| !part.is_empty() && !part.starts_with('#'));
                pieces.push(caption.map_or(Piece::Sign('['), |c| Piece::Column(c.to_owned(), own_row)));
                rest = after;
            }
            ':' => {
                pieces.push(Piece::Colon);
                rest = behind;
            }
            ' ' | '\t' | '\n' | '\r' | '\u{a0}' => rest = behind,
            c if is_of_word(c) => {
                let end = rest.find(|c| !is_of_word(c)).unwrap_or(rest.len());
                let (word, after) = rest.split_at(end);
                let next = after.trim_start();
                if let Some(after) = after.strip_prefix('!') {
                    pieces.push(Piece::Sheet(word.trim_start_matches('$').to_lowercase()));
                    rest = after;
                } else if next.starts_with('(') {
                    pieces.push(Piece::Call(word.to_uppercase()));
                    rest = after;
                } else {
                    pieces.extend(of_word(word));
                    rest = after;
                }
            }
            _ => {
                pieces.push(Piece::Sign(mark));
                rest = behind;
            }
        }
    }
    pieces
}

/// A word that calls nothing: a cell, `Measures.I6` as LibreOffice writes it, a number, a name.
fn of_word(word: &str) -> Vec<Piece> {
    let whole = |word: &str| Corner::of(word).filter(|corner| corner.alone().is_some());
    if let Some((sheet, cell)) = word.rsplit_once('.')
        && let Some(corner) = whole(cell)
        && !sheet.bytes().all(|b| b.is_ascii_digit() || b == b'$')
    {
        let sheet = sheet.trim_start_matches('$').to_lowercase();
        return vec![Piece::Sheet(sheet), Piece::Corner(corner, cell.to_owned())];
    }
    let plain = word.trim_start_matches('.');
    let named = || Piece::Word(word.to_owned());
    vec![Corner::of(plain).map_or_else(named, |corner| Piece::Corner(corner, word.to_owned()))]
}

/// What stands in brackets, and what behind them.
fn bracketed(text: &str) -> (&str, &str) {
    let mut depth = 1_u32;
    for (at, c) in text.char_indices() {
        match c {
            '[' => depth += 1,
            ']' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return (&text[..at], &text[at + 1..]);
        }
    }
    (text, "")
}

fn is_of_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '$' | '_' | '.')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(formula: &str) -> Vec<String> {
        let said = |reference: Reference| {
            let sheet = reference.sheet.map(|sheet| sheet + "!").unwrap_or_default();
            match reference.to {
                Named::Cells(from, to) if from == to => format!("{sheet}{from}"),
                Named::Cells(from, to) => format!("{sheet}{from}:{to}"),
                Named::Column(caption, own_row) => format!("[{caption}]{own_row}"),
            }
        };
        references(formula).into_iter().map(said).collect()
    }

    #[test]
    fn functions_that_change_by_themselves_are_known_however_they_are_written() {
        for formula in ["TODAY()-1", "today ( )", "1+NOW()", "_xlfn.RANDARRAY(1)", "IF(A1,RAND(),2)"] {
            assert!(changes_by_itself(formula), "{formula}");
        }
        for formula in ["\"TODAY()\"", "MYTODAY()", "TODAY", "SUM(A1)"] {
            assert!(!changes_by_itself(formula), "{formula}");
        }
    }

    #[test]
    fn cells_ranges_and_columns_are_found_on_their_sheets() {
        for (formula, wanted) in [
            ("I6+$J$7*2", &["I6", "J7"][..]),
            ("SUM(I5:I7,Measures!I8)", &["I5:I7", "measures!I8"]),
            ("'My sheet'!$B$2:B4&\"C9\"", &["my sheet!B2:B4"]),
            ("VLOOKUP(\"1.1a\",A:I,9,0)", &["A1:I1048576"]),
            ("SUM(5:6)", &["A5:XFD6"]),
            ("$Measures.I6+'Start here'.B5", &["measures!I6", "start here!B5"]),
            ("INDIRECT(\"I6\")", &["I6"]),
            ("INDEX(Measures[Value],2)", &["[Value]false"]),
            ("Measures[[#This Row],[Last value]]+[@Value]", &["[Last value]true", "[Value]true"]),
            ("12*3.5+A+Rate", &[]),
        ] {
            assert_eq!(named(formula), wanted, "{formula}");
        }
    }

    #[test]
    fn a_formula_that_only_shows_another_cell_is_known() {
        for formula in
            ["I6", "+I6", "$I$6", "(I6)", "I6+0", "I6*1", "0+I6", "--I6", "Measures!I6", " I6 ", "I6&\"\""]
        {
            assert_eq!(only_reference(formula).map(|found| found.to), Some(named_cell("I6")), "{formula}");
        }
        for formula in
            ["I6*4", "I6+1", "10-I6", "I6/I7", "SUM(I6)", "I6:I7", "I6&\"x\"", "12", "Rate", "I6*10"]
        {
            assert_eq!(only_reference(formula), None, "{formula}");
        }
    }

    #[test]
    fn a_formula_that_only_adds_up_is_known() {
        for (formula, count) in [("SUM(A1:A9,B2)", 2), ("+A1+B2+Data!C3", 3), ("SUM(Data!A:A)", 1)] {
            assert_eq!(summed(formula).map(|(all, _)| all.len()), Some(count), "{formula}");
        }
        for formula in ["SUM(A1)*2", "A1", "A1-B2", "SUM(A1,2)", "MAX(A1:A2)", "SUM(INDEX(A1:A9,2))", ""] {
            assert_eq!(summed(formula), None, "{formula}");
        }
    }

    fn named_cell(at: &str) -> Named {
        let at = at.parse().unwrap();
        Named::Cells(at, at)
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read(text in "\\PC{0,60}") {
            let _ = (references(&text), only_reference(&text), changes_by_itself(&text));
        }
    }
}
