//! A [`super::book::Book`] to xlsx bytes: the only place that imports `rust_xlsxwriter` (7-publication.md, 7.1).
//!
//! A workbook is written in two steps. Its `outline` goes to the library, which makes a `frame` of it: `page` lays out one
//! sheet with the help of `table` and `chart`, and `look` has every colour, font and number format. Texts and rows, which would take
//! the library most of the time of a run, go into the frame: `laid` has what stands above a table and `body` its rows,
//! `validation` and `properties` the rest; `text` makes any text fit for a cell; `pack` makes the zip.

mod body;
mod chart;
mod columns;
mod frame;
mod headings;
mod laid;
mod look;
mod mark;
mod outline;
mod pack;
mod page;
mod paper;
mod properties;
mod shape;
mod shared;
mod sheet_frame;
mod table;
mod text;
mod validation;
mod xml;

use std::io;

use rayon::prelude::*;
use rust_xlsxwriter::XlsxError;

pub use pack::Package;

use super::book::{Book, Sheet};
use frame::{Frame, Part};
use laid::Laid;
use outline::Outline;
use pack::{Packed, Packing};
use shared::SharedTexts;

/// Tables of so many rows are packed side by side, one on each core. For smaller ones that is not worth it: to get a packer ready
/// takes as long as packing several hundred rows.
const LARGE: usize = 1_000;

/// Why a book could not be written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The workbook library refused something.
    #[error("writing the workbook failed: {0}")]
    Library(String),
    /// The finished workbook could not be completed (rows, texts, headings).
    #[error("completing the workbook failed: {0}")]
    Patch(String),
    /// The zip could not be made.
    #[error("packing the workbook failed: {0}")]
    Packing(#[from] io::Error),
    /// A table is longer than a sheet can be.
    #[error(
        "the sheet \"{sheet}\" was to have {rows} rows, and Excel takes no more than 1,048,576: give fewer returns at once"
    )]
    TooLong {
        /// Sheet name.
        sheet: String,
        /// Rows of its table.
        rows: usize,
    },
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
    Ok(package(book)?.bytes()?)
}

/// The workbook, packed: smaller by far than its rows, which are needed no more when it is written.
///
/// # Errors
/// As [`to_bytes`].
pub fn package(book: &Book) -> Result<Package, WriteError> {
    let is_large = |sheet: &Sheet| sheet.table.as_ref().is_some_and(|spec| spec.rows.len() >= LARGE);
    let is_large = book.sheets.iter().any(is_large);
    let sheets: Vec<Laid<'_>> = if is_large {
        // Of several errors the first one is told, however many cores there are.
        let laid: Vec<_> = book.sheets.par_iter().map(Laid::of).collect();
        laid.into_iter().collect::<Result<_, _>>()?
    } else {
        book.sheets.iter().map(Laid::of).collect::<Result<_, _>>()?
    };
    let outline = Outline {
        organisation: book.author.clone(),
        company: text::fit(&book.company).into_owned(),
        sheets: sheets.iter().map(Laid::outline).collect(),
    };
    let frame = Frame::of(outline, &sheets)?;
    let mut shared = SharedTexts::default();
    let texts: Vec<Vec<usize>> =
        sheets.iter().map(|laid| laid.texts.iter().map(|words| shared.place_of(words)).collect()).collect();
    let packed = |part: &Part| match part {
        Part::Same(packed, _) => Ok(packed.clone()),
        Part::Sheet(name, number, frame) => {
            let found = sheets.get(*number).zip(texts.get(*number));
            let found = found.filter(|(laid, _)| laid.texts_above == frame.texts());
            let (laid, texts) = found.ok_or_else(|| frame::unexpected(name))?;
            let mut packing = Packing::begin();
            frame.write(laid, texts, &mut packing)?;
            Ok(packing.finish(name)?)
        }
        Part::Table(name, sheet, [before, behind]) => {
            let body = sheets.get(*sheet).and_then(|laid| laid.body.as_ref());
            let range = body.ok_or_else(|| frame::unexpected(name))?.range();
            Ok(Packed::of(name, &format!("{before}{range}{behind}"))?)
        }
        Part::Texts(name) => Ok(Packed::of(name, &shared.part())?),
        Part::Core(name) => Ok(Packed::of(name, &properties::core(book))?),
        Part::Custom(name) => Ok(Packed::of(name, &properties::custom(book))?),
    };
    let parts: Vec<Result<Packed, WriteError>> = if is_large {
        frame.parts().par_iter().map(packed).collect()
    } else {
        frame.parts().iter().map(packed).collect()
    };
    Ok(Package::of(parts.into_iter().collect::<Result<_, _>>()?))
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

    /// The book again with other words in it, and the third sheet with as many rows.
    fn other(words: &str, rows: usize) -> Book {
        let mut other = book();
        other.title = words.to_owned();
        other.properties = BTreeMap::from([("ragbook.period".to_owned(), words.to_owned())]);
        let form = &mut other.sheets[2];
        form.lines[0].text = format!("{words} <&>");
        let table = form.table.as_mut().unwrap();
        let row: Vec<CellSpec<'static>> = vec![
            CellSpec::text("3.10"),
            CellSpec {
                input: Some(Arc::new(input(InputRule::Text(1000)))),
                ..CellSpec::of(CellContent::Blank)
            },
            CellSpec::of(CellContent::Blank),
            CellSpec::text(words.to_owned()),
        ];
        table.rows = std::iter::repeat_n(row, rows).collect();
        other.sheets.remove(1);
        other
    }

    #[test]
    fn a_form_is_the_same_whatever_was_written_before() {
        let alone = |words: &'static str, rows| {
            std::thread::spawn(move || to_bytes(&other(words, rows)).unwrap()).join().unwrap()
        };
        let expected = [alone("Ann", 1), alone("Ben", 7), alone("Ann", 1)];
        // Here the second and third are made from the frame of the first.
        let after =
            [("Ann", 1), ("Ben", 7), ("Ann", 1)].map(|(words, rows)| to_bytes(&other(words, rows)).unwrap());
        assert!(expected == after);
        let [form, texts] =
            ["xl/worksheets/sheet2.xml", "xl/sharedStrings.xml"].map(|name| part(&after[1], name));
        assert!(form.contains("<dimension ref=\"A1:D11\"/>"), "{form}");
        assert!(
            form.contains("sqref=\"B5:B11\"") && form.contains("<ignoredError sqref=\"A4:D11\""),
            "{form}"
        );
        assert!(texts.contains("<t>Ben &lt;&amp;&gt;</t>") && !texts.contains("Ann"), "{texts}");
        assert!(part(&after[1], "xl/tables/table2.xml").contains("ref=\"A4:D11\""));
        assert!(part(&after[1], "docProps/custom.xml").contains("<vt:lpwstr>Ben</vt:lpwstr>"));
    }

    #[test]
    fn a_workbook_that_is_no_form_is_the_same_whatever_was_written_before() {
        let plain = || {
            let mut plain = other("Ann", 1);
            plain.sheets[1].protected = false;
            to_bytes(&plain).unwrap()
        };
        let alone = std::thread::scope(|scope| scope.spawn(plain).join().unwrap());
        to_bytes(&other("Ann", 1)).unwrap();
        assert!(alone == plain(), "its parts are those of a form, and packed as the library packs them");
    }

    #[test]
    fn a_table_longer_than_a_sheet_is_an_error() {
        let mut long = book();
        let rows =
            std::iter::repeat_with(|| vec![CellSpec::of(CellContent::Blank)]).take(1_048_576).collect();
        long.sheets[0].table = Some(TableSpec { rows, ..table("Long", &[("Ref", 9.0)], Vec::new()) });
        let message = to_bytes(&long).unwrap_err().to_string();
        assert!(message.contains("\"Contents\" was to have 1048576 rows"), "{message}");
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
