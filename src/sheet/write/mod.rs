//! A [`super::book::Book`] to xlsx bytes: the only place that imports `rust_xlsxwriter` (7-publication.md, 7.1).
//!
//! `page` lays out one sheet with the help of `table`, `validation` and `chart`; `look` has every colour, font
//! and number format; `text` makes any text fit for a cell; `body` writes the rows of tables, which would take the library
//! most of the time of a run; `patch` adds these and what the library cannot write.

mod body;
mod chart;
mod columns;
mod look;
mod mark;
mod page;
mod paper;
mod patch;
mod shape;
mod sheet_part;
mod table;
mod text;
mod validation;
mod xml;

use rust_xlsxwriter::{DocProperties, Workbook, XlsxError};

use super::book::Book;
use patch::ToComplete;

/// How hard parts are packed, from 1 to 9. At 3 a workbook is written in half the time of 6, and is a fifth larger
/// (10-limits-and-speed.md).
const PACKING: u8 = 3;

/// Why a book could not be written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The workbook library refused something.
    #[error("writing the workbook failed: {0}")]
    Library(String),
    /// The finished workbook could not be completed (headings, language).
    #[error("completing the workbook failed: {0}")]
    Patch(String),
    /// A cell is to hold a number that is none (infinite or not a number).
    #[error("the sheet \"{sheet}\" was to hold something that is not a number")]
    NotANumber {
        /// Sheet name.
        sheet: String,
    },
}

impl From<XlsxError> for WriteError {
    fn from(error: XlsxError) -> Self {
        Self::Library(error.to_string())
    }
}

/// The workbook as xlsx bytes; the same book always gives the same bytes.
///
/// # Errors
/// When the book asks for what Excel cannot hold: two sheets or captions of one name, a list of over 255 characters, a
/// number that is none. Texts never fail: what a cell cannot hold is cut, and says so (`text::fit`).
pub fn to_bytes(book: &Book) -> Result<Vec<u8>, WriteError> {
    let mut workbook = Workbook::new();
    workbook.set_default_format(&look::table_text(), look::ROW_PIXELS, look::COLUMN_PIXELS)?;
    workbook.set_properties(&properties(book));
    workbook.set_zip_compression_level(PACKING);
    let mut sheets = Vec::with_capacity(book.sheets.len());
    for sheet in &book.sheets {
        let body = page::write(workbook.add_worksheet(), sheet, &book.author)?;
        sheets.push(ToComplete { body, protected: sheet.protected });
    }
    let frame = workbook.save_to_buffer()?;
    drop(workbook);
    patch::complete(&frame, &sheets)
}

fn properties(book: &Book) -> DocProperties {
    let stated = DocProperties::new()
        .set_title(text::fit(&book.title))
        .set_subject(text::fit(&book.subject))
        .set_author(text::fit(&book.author))
        .set_keywords(text::fit(&book.keywords))
        .set_company(text::fit(&book.company))
        .set_creation_datetime(&book.created)
        .set_custom_property("Language", look::LANGUAGE);
    book.properties
        .iter()
        .fold(stated, |all, (name, value)| all.set_custom_property(name, &*text::fit(value)))
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;
    use std::collections::BTreeMap;
    use std::io::{Cursor, Read};
    use std::sync::Arc;

    use calamine::{Data, Reader, Xlsx};
    use chrono::NaiveDate;

    use super::*;
    use crate::domain::{CellRef, Rating};
    use crate::sheet::book::{
        CellContent, CellSpec, Chart, ChartKind, ColumnSpec, FormulaResult, Input, InputRule, Line,
        LiveFormula, Rows, Sheet, TableSpec,
    };

    fn column(caption: &str, width: f64) -> ColumnSpec {
        ColumnSpec { caption: caption.to_owned(), width, note: String::new() }
    }

    fn sheet(name: &str, lines: Vec<Line>, table: Option<TableSpec>) -> Sheet {
        Sheet {
            name: name.to_owned(),
            title: format!("About {name}"),
            lines,
            table,
            charts: Vec::new(),
            protected: false,
            frozen_header: false,
        }
    }

    fn input(rule: InputRule) -> Input {
        let text = |words: &str| words.to_owned();
        Input { rule, prompt_title: text("Status"), prompt: text("Choose one."), error: text("Choose one.") }
    }

    const ONE: &str = "This worksheet contains one table. A blank cell means not filled in yet: fill in.";

    fn table(name: &str, columns: &[(&str, f64)], rows: Vec<Vec<CellSpec<'_>>>) -> TableSpec {
        let columns = columns.iter().map(|(caption, width)| column(caption, *width)).collect();
        TableSpec { name: name.to_owned(), columns, rows: rows.into() }
    }

    fn contents() -> Sheet {
        let link = CellSpec::text("Ratings by outcome").linked("It's rated", CellRef::new(0, 0));
        let rows = vec![vec![link, CellSpec::text("x")]];
        let spec = table("Contents", &[("Worksheet", 24.0), ("What it shows", 66.0)], rows);
        sheet("Contents", vec![Line::text(ONE), Line::heading("Headlines")], Some(spec))
    }

    fn rated() -> Sheet {
        let date = NaiveDate::from_ymd_opt(2024, 3, 31).unwrap();
        let row = |(rating, n): (Rating, usize)| {
            vec![
                CellSpec::text(format!("3.{n}0")),
                CellSpec::count(n),
                CellSpec::count(1200),
                CellSpec::of(CellContent::Rating(rating)),
                CellSpec::of(CellContent::Date(date)),
                CellSpec::of(CellContent::Percent(57.25, 1)),
            ]
        };
        let columns = [
            ("Outcome", 40.0),
            ("Red", 11.0),
            ("Green", 11.0),
            ("Delivery", 12.0),
            ("By when", 13.0),
            ("Share", 12.0),
        ];
        let spec = table("Rated", &columns, Rating::ALL.into_iter().zip(0..).map(row).collect());
        let mut rated = sheet("It's rated", vec![Line::text(ONE)], Some(spec));
        let bars = Chart {
            kind: ChartKind::StackedBar,
            title: "Two outcomes have most of the red".to_owned(),
            alt_text: "Stacked bars of ratings by outcome. The numbers stand in the table above.".to_owned(),
            categories: 0,
            series: vec![(1, Some(Rating::Red)), (2, Some(Rating::Green))],
            rows: (0, 5),
        };
        let line = Chart { kind: ChartKind::Line, series: vec![(5, None)], ..bars.clone() };
        rated.charts = vec![bars, line];
        rated
    }

    fn form() -> Sheet {
        let choices = InputRule::List(vec!["Complete".to_owned(), "Stopped".to_owned()]);
        let formula = CellContent::Formula(Cow::Owned(LiveFormula {
            formula: "COUNTBLANK(B4:B4)".to_owned(),
            result: FormulaResult::Number(1.0),
            percent: None,
        }));
        let row = vec![
            CellSpec::text("3.10"),
            CellSpec { input: Some(Arc::new(input(choices))), ..CellSpec::of(CellContent::Blank) },
            CellSpec { greyed: true, ..CellSpec::of(formula) },
            CellSpec {
                input: Some(Arc::new(input(InputRule::Text(1000)))),
                ..CellSpec::text("wide words ".repeat(40))
            },
        ];
        let columns = [("Ref", 7.0), ("Status", 14.0), ("Value", 12.0), ("Note", 50.0)];
        let mut spec = table("Form", &columns, vec![row]);
        spec.columns[1].note = "Fill in: choose one".to_owned();
        let lines = vec![Line::text(ONE), Line::text("The header row is frozen.")];
        Sheet { protected: true, frozen_header: true, ..sheet("Form", lines, Some(spec)) }
    }

    /// A sheet of each kind: a list with a link, ratings with charts, a protected form, lines alone.
    fn book() -> Book {
        let text = |words: &str| words.to_owned();
        Book {
            title: text("A workbook with everything in it"),
            subject: text("Test"),
            author: text("Example Council"),
            keywords: text("ratings, test"),
            company: text("Example Council"),
            created: NaiveDate::from_ymd_opt(2024, 3, 31).unwrap(),
            properties: BTreeMap::from([(text("ragbook.period"), text("2024-03"))]),
            sheets: vec![
                contents(),
                rated(),
                form(),
                sheet("Words", vec![Line::text("A line ".repeat(60))], None),
            ],
        }
    }

    fn part(bytes: &[u8], name: &str) -> String {
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        let mut text = String::new();
        archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
        text
    }

    #[test]
    fn the_same_book_gives_the_same_bytes_and_reads_back() {
        let bytes = to_bytes(&book()).unwrap();
        assert_eq!(bytes, to_bytes(&book()).unwrap());
        if let Some(folder) = std::env::var_os("RAGBOOK_KEEP") {
            std::fs::write(std::path::Path::new(&folder).join("everything.xlsx"), &bytes).unwrap();
        }
        let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
        assert_eq!(workbook.sheet_names(), ["Contents", "It's rated", "Form", "Words"]);
        let range = workbook.worksheet_range("Form").unwrap();
        let row = book().sheets[2].header_row() + 1;
        assert_eq!(range.get_value((row, 0)), Some(&Data::String("3.10".to_owned())));
        assert_eq!(range.get_value((row, 2)), Some(&Data::Float(1.0)));
    }

    #[test]
    fn headings_language_and_links_are_there() {
        let bytes = to_bytes(&book()).unwrap();
        assert!(part(&bytes, "docProps/core.xml").contains("<dc:language>en-GB</dc:language>"));
        let styles = part(&bytes, "xl/styles.xml");
        assert!(styles.contains(r#"<cellStyle name="Heading 1" xfId="1" builtinId="16"/>"#), "{styles}");
        assert!(styles.contains(r#"<cellStyle name="Heading 2" xfId="2" builtinId="17"/>"#), "{styles}");
        assert!(part(&bytes, "xl/worksheets/sheet1.xml").contains("location=\"'It''s rated'!A1\""));
        assert!(part(&bytes, "docProps/custom.xml").contains("ragbook.period"));
    }

    #[test]
    fn a_form_is_protected_without_password_and_its_rows_may_grow() {
        let form = part(&to_bytes(&book()).unwrap(), "xl/worksheets/sheet3.xml");
        assert!(form.contains("<sheetProtection sheet=\"1\""), "{form}");
        assert!(!form.contains("password") && !form.contains("customHeight=\"1\""));
        assert!(form.contains("errorStyle=\"warning\""));
    }

    #[test]
    fn a_table_may_start_in_row_1_and_have_no_rows() {
        let mut plain = book();
        let spec = TableSpec {
            name: "changes".to_owned(),
            columns: vec![column("date", 12.0)],
            rows: Rows::default(),
        };
        plain.sheets = vec![Sheet { title: String::new(), ..sheet("changes", Vec::new(), Some(spec)) }];
        let bytes = to_bytes(&plain).unwrap();
        assert!(part(&bytes, "xl/tables/table1.xml").contains("ref=\"A1:A2\""));
    }

    #[test]
    fn what_is_no_number_is_an_error_and_not_a_figure() {
        let mut wrong = book();
        let table = wrong.sheets[1].table.as_mut().unwrap();
        table.rows.set((0, 1), &CellContent::Number(f64::NAN, 0));
        assert!(matches!(to_bytes(&wrong), Err(WriteError::NotANumber { .. })));
    }

    #[test]
    fn no_worksheet_has_more_links_than_excel_takes() {
        let link = || vec![CellSpec::text("x").linked("Words", CellRef::new(0, 0))];
        let mut many = book();
        let spec = table("Many", &[("Ref", 9.0)], std::iter::repeat_with(link).take(65_532).collect());
        many.sheets =
            vec![sheet("Many", Vec::new(), Some(spec)), sheet("Words", vec![Line::text("A line")], None)];
        let links = part(&to_bytes(&many).unwrap(), "xl/worksheets/sheet1.xml");
        assert_eq!(links.matches("<hyperlink ").count(), 65_530);
        assert_eq!(links.matches("<c r=").count(), 65_532 + 2, "the others say the same without one");
    }
}
