//! Formulas that fill more cells than the one that holds them: only the first cell carries the formula, and the others look as
//! if they had been typed. Each of them is given the formula, so that it is known where its value comes from (rule F09).

use std::sync::{Arc, LazyLock};

use memchr::memmem;

use super::xml::{Malformed, Token, Tokens, unescape};
use crate::domain::CellRef;
use crate::sheet::grid::Cell;

/// Ranges of one sheet at most.
const MOST: usize = 500;

/// What a sheet must hold for any of it to be looked for.
static ARRAY: LazyLock<memmem::Finder<'static>> = LazyLock::new(|| memmem::Finder::new("\"array\""));

/// Ranges with the formula that fills them.
#[derive(Debug, Default)]
pub(super) struct Arrays(Vec<(CellRef, CellRef, Arc<str>)>);

impl Arrays {
    /// Those of an xlsx sheet.
    pub(super) fn of_sheet(text: &str) -> Result<Self, Malformed> {
        let mut found = Self::default();
        if ARRAY.find(text.as_bytes()).is_none() {
            return Ok(found);
        }
        let mut tokens = Tokens::new(text);
        while let Some(token) = tokens.next()? {
            let Token::Start(tag) = token else { continue };
            if tag.name != "f" || tag.attribute("t") != Some("array") || tag.empty {
                continue;
            }
            let corners = tag.attribute("ref").and_then(|range| range.split_once(':'));
            let raw = tokens.raw_inside(&tag)?;
            if let Some((Ok(from), Ok(to))) = corners.map(|(from, to)| (from.parse(), to.parse())) {
                found.add(from, to, &unescape(raw));
            }
        }
        Ok(found)
    }

    /// Takes in a range.
    pub(super) fn add(&mut self, from: CellRef, to: CellRef, formula: &str) {
        if self.0.len() < MOST && from != to {
            self.0.push((from, to, Arc::from(formula)));
        }
    }

    /// Gives the cells of each range its formula; those that have one of their own keep it. `cells` are in order.
    pub(super) fn spread(&self, cells: &mut [Cell]) {
        for (from, to, formula) in &self.0 {
            let start = cells.partition_point(|cell| cell.at.row < from.row);
            let end = cells.partition_point(|cell| cell.at.row <= to.row);
            let inside = |cell: &&mut Cell| (from.column..=to.column).contains(&cell.at.column);
            for cell in cells.get_mut(start..end).unwrap_or_default().iter_mut().filter(inside) {
                cell.formula.get_or_insert_with(|| Arc::clone(formula));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::Made;
    use super::super::known::Known;
    use crate::sheet::limits::Limits;

    #[test]
    fn every_cell_that_an_array_fills_has_its_formula() {
        let rows = r#"<row r="5"><c r="I5"><f t="array" ref="I5:I6">[1]Data!B2:B3</f><v>1</v></c><c r="J5"><v>2</v></c></row>
            <row r="6"><c r="I6"><v>3</v></c></row><row r="7"><c r="I7"><v>4</v></c></row>"#;
        let book =
            super::super::xlsx::open(&Made::of(rows).file(), &Limits::default(), &Known::default()).unwrap();
        let linked = book.grids[0].cells.iter().filter(|cell| cell.is_linked_outside());
        assert_eq!(linked.map(|cell| cell.at.to_string()).collect::<Vec<_>>(), ["I5", "I6"]);
    }
}
