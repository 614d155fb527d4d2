//! The sheets of an Open Document: columns, rows and cells, each of which may stand for many.

use std::sync::Arc;

use super::cell;
use super::conditional::{conditionals, rule};
use super::paragraph::{Beside, shape};
use super::styles::Styles;
use crate::domain::{CellRef, Refusal};
use crate::sheet::grid::{Cell, Content, Doubt, Drawn, Grid, SheetKind, Visibility};
use crate::sheet::read::arrays::Arrays;
use crate::sheet::read::beside;
use crate::sheet::read::conditional::{Conditionals, may_show_otherwise};
use crate::sheet::read::filling::{Filling, extend, is_on_a_sheet};
use crate::sheet::read::package::broken;
use crate::sheet::read::parts::damaged;
use crate::sheet::read::xml::{Malformed, Tag, Token, Tokens, unescape};

/// Reads every sheet of the document's body.
pub(super) fn sheets(
    content: &str,
    styles: &Styles,
    from_1904: bool,
    filling: &mut Filling<'_>,
) -> Result<(), Refusal> {
    let mut tokens = Tokens::new(content);
    let mut in_spreadsheet = false;
    while let Some(token) = tokens.next().map_err(break_off)? {
        match token {
            Token::Start(tag) if tag.name == "spreadsheet" => in_spreadsheet = true,
            Token::End("spreadsheet") => return Ok(()),
            Token::Start(tag) if in_spreadsheet => {
                // Anything else that holds tables (earlier versions of cells, copies of other files) is no sheet.
                let inside = tokens.raw_inside(&tag).map_err(break_off)?;
                if tag.name == "table" {
                    sheet(&tag, inside, styles, from_1904, filling)?;
                }
            }
            _ => {}
        }
    }
    if in_spreadsheet { Err(broken("content.xml")) } else { Err(damaged("it holds no sheets")) }
}

fn break_off(_: Malformed) -> Refusal {
    broken("content.xml")
}

fn sheet(
    tag: &Tag<'_>,
    inside: &str,
    styles: &Styles,
    from_1904: bool,
    filling: &mut Filling<'_>,
) -> Result<(), Refusal> {
    let name = unescape(tag.attribute_of_any_prefix("name").unwrap_or_default());
    let hidden = styles.hides_table(tag.attribute_of_any_prefix("style-name"));
    let visibility = if hidden { Visibility::Hidden } else { Visibility::Visible };
    let grid = Grid::empty(Arc::from(name.as_ref()), SheetKind::Worksheet, visibility);
    let mut sheet =
        Sheet { grid, styles, from_1904, columns: Vec::new(), arrays: Arrays::default(), column: 0, row: 0 };
    let mut rules = Conditionals::default();
    let mut tokens = Tokens::new(inside);
    while let Some(tag) = tokens.next_start().map_err(break_off)? {
        match tag.name {
            "table-column" => sheet.take_column(&tag),
            "table-row" => {
                let inside = tokens.raw_inside(&tag).map_err(break_off)?;
                sheet.take_row(&tag, inside, filling)?;
            }
            "shapes" => {
                let mut shapes = Tokens::new(tokens.raw_inside(&tag).map_err(break_off)?);
                while let Some(tag) = shapes.next_start().map_err(break_off)? {
                    let inside = shapes.raw_inside(&tag).map_err(break_off)?;
                    // It lies on the page and not in a cell, so that nothing says over which cells.
                    beside::keep(&mut sheet.grid, shape(inside).map_err(break_off)?, false);
                }
            }
            "conditional-formats" => {
                let inside = tokens.raw_inside(&tag).map_err(break_off)?;
                rules = conditionals(inside, styles)?;
            }
            // Groups and header rows hold rows; everything else on a sheet holds none of its cells.
            "table-header-rows"
            | "table-row-group"
            | "table-rows"
            | "table-header-columns"
            | "table-column-group"
            | "table-columns" => {}
            _ => {
                tokens.raw_inside(&tag).map_err(break_off)?;
            }
        }
    }
    rules.doubt(&mut sheet.grid.cells);
    sheet.arrays.spread(&mut sheet.grid.cells);
    let links = beside::in_formulas(&sheet.grid);
    sheet.grid.comments.extend(links);
    let printed =
        styles.printed(tag.attribute_of_any_prefix("style-name")).map(|said| said.replace('&', "&&"));
    sheet.grid.comments.extend(beside::header(printed.as_deref()));
    filling.sheet(sheet.grid)
}

/// A filled cell and the columns it stands for: the first, and the one after the last.
struct Run {
    from: u32,
    to: u32,
    cell: Cell,
}

/// A sheet being read, and where its next column and row stand.
struct Sheet<'a> {
    grid: Grid,
    styles: &'a Styles,
    from_1904: bool,
    /// First column after a run of columns, with the style that cells of the run have when they name none.
    columns: Vec<(u32, Option<&'a str>)>,
    arrays: Arrays,
    column: u32,
    row: u32,
}

impl<'a> Sheet<'a> {
    fn take_column(&mut self, tag: &Tag<'a>) {
        let end = self.column.saturating_add(repeated(tag, "number-columns-repeated"));
        if self.is_hidden(tag) {
            extend(&mut self.grid.hidden_columns, self.column, end - 1);
        }
        self.columns.push((end, tag.attribute_of_any_prefix("default-cell-style-name")));
        self.column = end;
    }

    fn take_row(&mut self, tag: &Tag<'_>, inside: &str, filling: &mut Filling<'_>) -> Result<(), Refusal> {
        let end = self.row.saturating_add(repeated(tag, "number-rows-repeated"));
        if self.is_hidden(tag) {
            extend(&mut self.grid.hidden_rows, self.row, end - 1);
        }
        let cells = self.cells(inside, tag.attribute_of_any_prefix("default-cell-style-name"))?;
        for row in self.row..end {
            // Rows without cells are passed over at once, however many there are.
            if cells.is_empty() {
                break;
            }
            for Run { from, to, cell } in &cells {
                for column in *from..*to {
                    let at = CellRef::new(row, column);
                    if !is_on_a_sheet(at) {
                        return Err(damaged("it has a cell beyond the end of a sheet"));
                    }
                    filling.take(&mut self.grid, Cell { at, ..cell.clone() })?;
                }
            }
        }
        self.row = end;
        Ok(())
    }

    /// The filled cells of a row, each with the run of columns it stands for; merges and comments are noted on the way.
    fn cells(&mut self, inside: &str, row_style: Option<&str>) -> Result<Vec<Run>, Refusal> {
        let mut found = Vec::new();
        let mut column = 0_u32;
        let mut tokens = Tokens::new(inside);
        while let Some(tag) = tokens.next_start().map_err(break_off)? {
            if !matches!(tag.name, "table-cell" | "covered-table-cell") {
                tokens.raw_inside(&tag).map_err(break_off)?;
                continue;
            }
            let raw = tokens.raw_inside(&tag).map_err(break_off)?;
            let end = column.saturating_add(repeated(&tag, "number-columns-repeated"));
            let at = CellRef::new(self.row, column);
            self.merge(&tag, at);
            let style =
                tag.attribute_of_any_prefix("style-name").or(row_style).or_else(|| self.style_of(column));
            let format = self.styles.number_format(style);
            let fence = |style: &str| self.styles.fence(style);
            let mut read = cell::read(&tag, raw, format, &fence, self.from_1904).map_err(break_off)?;
            read.cell.doubt = read.cell.doubt.or_else(|| self.styles.doubt(style));
            if read.cell.doubt.is_none() && self.styles.writes_white(style, &read.cell) {
                read.cell.doubt = Some(Doubt::Unseen);
            }
            for rule in
                self.styles.maps(style).iter().filter_map(|(when, then)| rule(self.styles, then, when))
            {
                let open = matches!(read.cell.doubt, None | Some(Doubt::MayBeUnseen));
                if open && may_show_otherwise(&read.cell, &rule) {
                    read.cell.doubt = Some(Doubt::Conditional);
                } else if open && rule.may_make_unseen() {
                    read.cell.doubt = Some(Doubt::MayBeUnseen);
                }
            }
            if let Some(formula) = &read.cell.formula {
                let (rows, columns) = (
                    repeated(&tag, "number-matrix-rows-spanned"),
                    repeated(&tag, "number-matrix-columns-spanned"),
                );
                let to = CellRef::new(at.row.saturating_add(rows - 1), at.column.saturating_add(columns - 1));
                self.arrays.add(at, to, formula);
            }
            if let Some(comment) = read.comment {
                self.grid.comments.push((at, comment));
            }
            for beside in read.beside {
                match beside {
                    Beside::Link(address) => {
                        let listed = beside::link(at, Some(&read.cell), &address);
                        self.list(at, listed.map(|(_, said)| said));
                    }
                    Beside::Shape(shape, end) => {
                        let to = end.unwrap_or(at).max(at);
                        beside::keep(&mut self.grid, Drawn { from: at, to, ..shape }, true);
                    }
                }
            }
            if read.cell.content != Content::Blank || read.cell.formula.is_some() {
                found.push(Run { from: column, to: end, cell: read.cell });
            }
            column = end;
        }
        Ok(found)
    }

    /// Keeps what stands in no cell among the comments, as far as there is room.
    fn list(&mut self, at: CellRef, said: Option<String>) {
        if self.grid.comments.len() < beside::MOST_LISTED {
            self.grid.comments.extend(said.map(|said| (at, said)));
        }
    }

    fn merge(&mut self, tag: &Tag<'_>, at: CellRef) {
        let (rows, columns) = (repeated(tag, "number-rows-spanned"), repeated(tag, "number-columns-spanned"));
        if rows > 1 || columns > 1 {
            let to = CellRef::new(at.row.saturating_add(rows - 1), at.column.saturating_add(columns - 1));
            self.grid.merges.push((at, to));
        }
    }

    fn is_hidden(&self, tag: &Tag<'_>) -> bool {
        matches!(tag.attribute_of_any_prefix("visibility"), Some("collapse" | "filter"))
            || self.styles.is_flat(tag.attribute_of_any_prefix("style-name"))
    }

    fn style_of(&self, column: u32) -> Option<&'a str> {
        self.columns.iter().find(|(end, _)| column < *end).and_then(|(_, style)| *style)
    }
}

/// How many a tag stands for: at least one.
fn repeated(tag: &Tag<'_>, name: &str) -> u32 {
    tag.attribute_of_any_prefix(name).and_then(|count| count.trim().parse().ok()).unwrap_or(1).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Guard;
    use crate::sheet::grid::Workbook;
    use crate::sheet::limits::Limits;

    fn read(sheet: &str) -> Result<Workbook, Refusal> {
        let content = format!("<d><body><spreadsheet>{sheet}</spreadsheet></body></d>");
        let limits = Limits::default();
        let mut filling = Filling::of(Workbook::default(), &limits);
        sheets(&content, &Styles::default(), false, &mut filling)?;
        Ok(filling.done())
    }

    fn found(sheet: &str) -> Vec<(String, String)> {
        let grid = read(sheet).unwrap().grids.remove(0);
        grid.cells.iter().map(|cell| (cell.at.to_string(), cell.shown())).collect()
    }

    fn pairs(cells: &[(&str, &str)]) -> Vec<(String, String)> {
        cells.iter().map(|(at, text)| ((*at).to_owned(), (*text).to_owned())).collect()
    }

    const FIVE: &str = "<table-cell value-type='float' value='5'><p>5</p></table-cell>";

    #[test]
    fn repeated_cells_and_rows_keep_addresses_and_indents_are_nothing() {
        let sheet = format!(
            "<table name='S'>\n <table-column number-columns-repeated='3'/>\n <table-row number-rows-repeated='2'>\n  \
             <table-cell number-columns-repeated='2'/>\n  {FIVE}\n </table-row>\n \
             <table-row number-rows-repeated='1048000'><table-cell number-columns-repeated='16384'/></table-row>\n \
             <table-header-rows><table-row><covered-table-cell number-columns-repeated='2' value-type='string'><p>x</p>\
             </covered-table-cell></table-row></table-header-rows></table>"
        );
        let book = read(&sheet).unwrap();
        assert_eq!(book.stray.len(), 2);
        assert_eq!(found(&sheet), pairs(&[("C1", "5"), ("C2", "5")]));
    }

    #[test]
    fn a_billion_repeats_stop_at_the_limit() {
        let many = FIVE.replace("value-type", "number-columns-repeated='1000' value-type");
        let sheet = format!("<table><table-row number-rows-repeated='1000000'>{many}</table-row></table>");
        assert!(matches!(read(&sheet), Err(Refusal::TooLarge { guard: Guard::Cells, .. })));
        let wide = FIVE.replace("value-type", "number-columns-repeated='4000000000' value-type");
        assert!(matches!(
            read(&format!("<table><table-row>{wide}</table-row></table>")),
            Err(Refusal::Damaged(_))
        ));
    }

    #[test]
    fn a_document_cut_off_is_damaged() {
        for cut in ["<table><table-row><table-cell>", "<table><table-row><table-cell><annotation><p>"] {
            let content = format!("<d><spreadsheet>{cut}");
            let limits = Limits::default();
            let mut filling = Filling::of(Workbook::default(), &limits);
            let outcome = sheets(&content, &Styles::default(), false, &mut filling);
            assert!(matches!(outcome, Err(Refusal::Damaged(_))), "{cut}");
        }
    }

    #[test]
    fn what_stands_in_no_cell_is_listed() {
        let book = read(
            "<table><table:shapes><draw:frame><draw:text-box><text:p>14 not 12</text:p></draw:text-box></draw:frame></table:shapes>\
             <table-row><table-cell value-type=\"string\"><text:p><text:a xlink:href=\"https://x.y/\">here</text:a></text:p></table-cell></table-row></table>",
        );
        let comments = book.unwrap().grids.remove(0).comments;
        let said: Vec<&str> = comments.iter().map(|(_, said)| said.as_str()).collect();
        assert_eq!(said, ["text box: 14 not 12", "link to https://x.y/"]);
    }

    #[test]
    fn what_a_condition_may_show_otherwise_is_doubted() {
        let mut styles = Styles::default();
        styles
            .read(
                r#"<a><number:number-style style:name="N1"><number:number number:decimal-places="0"/><number:text> (est)</number:text></number:number-style>
                <style:style style:name="est" style:family="table-cell" style:data-style-name="N1"/>
                <style:style style:name="own" style:family="table-cell"><style:map style:condition="cell-content()&gt;4" style:apply-style-name="est"/></style:style></a>"#,
            )
            .unwrap();
        let doubted = |cell: &str, condition: &str| {
            let content = format!(
                "<d><spreadsheet><table name='S'><table-row>{cell}</table-row><calcext:conditional-formats><calcext:conditional-format \
                 calcext:target-range-address=\"S.A1:S.A1\"><calcext:condition calcext:apply-style-name=\"est\" calcext:value=\"{condition}\"/>\
                 </calcext:conditional-format></calcext:conditional-formats></table></spreadsheet></d>"
            );
            let limits = Limits::default();
            let mut filling = Filling::of(Workbook::default(), &limits);
            sheets(&content, &styles, false, &mut filling).unwrap();
            filling.done().grids[0].cells[0].doubt == Some(Doubt::Conditional)
        };
        assert!(doubted(FIVE, "formula-is(TRUE())") && doubted(FIVE, "&gt;4") && !doubted(FIVE, "&gt;5"));
        let own = FIVE.replace("value-type", "style-name='own' value-type");
        assert!(doubted(&own, "&gt;5"));
        // In white, by the font, for what is above four.
        let hidden = |condition: &str| {
            let styles = r##"<a><style:style style:name="est" style:family="table-cell"><style:text-properties fo:color="#ffffff"/></style:style></a>"##;
            let mut white = Styles::default();
            white.read(styles).unwrap();
            let rule = rule(&white, "est", condition).unwrap();
            let grid =
                read(&format!("<table><table-row>{FIVE}</table-row></table>")).unwrap().grids.remove(0);
            may_show_otherwise(&grid.cells[0], &rule)
        };
        assert!(
            hidden(">4") && !hidden(">5") && hidden("formula-is(TRUE())") && !hidden("formula-is([.A1]>4)")
        );
    }

    #[test]
    fn every_cell_that_a_matrix_fills_has_its_formula() {
        let first = FIVE.replace(
            "value-type",
            "table:formula=\"of:=['file:///x.ods'#$D.A1:.A2]\" number-matrix-rows-spanned='2' number-matrix-columns-spanned='1' value-type",
        );
        let sheet = format!(
            "<table><table-row>{first}</table-row><table-row>{FIVE}</table-row><table-row>{FIVE}</table-row></table>"
        );
        let grid = read(&sheet).unwrap().grids.remove(0);
        let linked: Vec<bool> = grid.cells.iter().map(Cell::is_linked_outside).collect();
        assert_eq!(linked, [true, true, false]);
    }

    #[test]
    fn a_shape_lies_over_the_cells_up_to_its_end() {
        let book = read(
            "<table><table-row><table-cell/><table-cell><draw:custom-shape table:end-cell-address=\"S.C2\"><text:p>14</text:p>\
             </draw:custom-shape></table-cell></table-row></table>",
        );
        let grid = book.unwrap().grids.remove(0);
        assert!(grid.drawn[0].covers("C2".parse().unwrap()) && !grid.drawn[0].covers("A1".parse().unwrap()));
    }

    #[test]
    fn merges_hidden_rows_comments_and_old_versions() {
        let sheet = "<tracked-changes><table-cell value-type='float' value='1'/></tracked-changes>\
            <table name='S'><table-column/><table-column visibility='collapse' number-columns-repeated='2'/>\
            <table-row visibility='filter' number-rows-repeated='2'><table-cell/></table-row>\
            <table-row visibility='collapse'><table-cell number-columns-spanned='2' number-rows-spanned='3'>\
            <annotation><p>why</p></annotation></table-cell></table-row></table>";
        let grid = read(sheet).unwrap().grids.remove(0);
        assert_eq!((grid.hidden_rows, grid.hidden_columns), (vec![(0, 2)], vec![(1, 2)]));
        let at = |text: &str| text.parse::<CellRef>().unwrap();
        assert_eq!(grid.merges, [(at("A3"), at("B5"))]);
        assert_eq!(grid.comments, [(at("A3"), "why".to_owned())]);
        assert!(grid.cells.is_empty());
    }
}
