//! Accessible: the rules of 7-publication.md, 7.1 and 7.3 that a reader with a screen reader, a keyboard or a magnifier depends
//! on, on the written bytes. `../shared/tools/a11y_check.py` looks at more; these are ours.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use calamine::Data;

use crate::looks::{self, Look, Rgb};
use crate::made::{self, Kind, Made};
use crate::package::{Element, Package};
use crate::valid::{cells, range};

/// A sheet as read back.
struct Page {
    name: String,
    part: String,
    elements: Vec<Element>,
    cells: calamine::Range<Data>,
    /// First row and column, last row and column.
    table: Option<((u32, u32), (u32, u32))>,
}

struct Opened {
    package: Package,
    pages: Vec<Page>,
    looks: Vec<Look>,
}

impl Opened {
    fn of(book: &Made) -> Self {
        let package = Package::open(&book.bytes);
        let mut cells = cells(book);
        let pages = package.sheets().into_iter().map(|(name, part)| {
            let tables = package.related(&part, "table");
            assert!(tables.len() <= 1, "{}: {name} has {} tables", book.name, tables.len());
            let table = tables.first().map(|t| range(package.elements(t)[0].get("ref").unwrap()));
            Page { cells: cells.remove(&name).unwrap(), elements: package.elements(&part), name, part, table }
        });
        Self { pages: pages.collect(), looks: looks::all(&package), package }
    }
}

impl Page {
    fn text(&self, row: u32, column: u32) -> String {
        self.cells.get_value((row, column)).map(ToString::to_string).unwrap_or_default()
    }

    /// Lines in column A above the table; of a sheet without one, all.
    fn above(&self) -> Vec<String> {
        let last = self.cells.end().map_or(0, |(row, _)| row + 1);
        (0..self.table.map_or(last, |((top, _), _)| top)).map(|row| self.text(row, 0)).collect()
    }

    fn named(&self, name: &str) -> impl Iterator<Item = &Element> {
        self.elements.iter().filter(move |e| e.name == name)
    }

    /// Place and format number of every cell written.
    fn formats(&self) -> impl Iterator<Item = ((u32, u32), usize)> {
        let told = |e: &Element| (range(e.get("r").unwrap()).0, e.get("s").unwrap_or("0").parse().unwrap());
        self.named("c").map(told)
    }
}

/// Every workbook, read back once for all checks.
fn opened() -> &'static [(&'static Made, Opened)] {
    static OPENED: OnceLock<Vec<(&Made, Opened)>> = OnceLock::new();
    OPENED.get_or_init(|| made::all().iter().map(|book| (book, Opened::of(book))).collect())
}

/// Text and fill of every filled cell below a caption in what readers get, with the workbook's name.
pub(crate) fn filled_cells() -> impl Iterator<Item = (&'static str, String, Rgb)> {
    let of = |(book, opened): &'static (&Made, Opened)| {
        opened
            .pages
            .iter()
            .flat_map(|page| page.filled(opened))
            .map(|(text, fill)| (book.name.as_str(), text, fill))
    };
    opened().iter().filter(|(book, _)| book.kind.is_published()).flat_map(of)
}

impl Page {
    fn filled(&self, opened: &Opened) -> Vec<(String, Rgb)> {
        let caption = self.table.map(|((top, _), _)| top);
        self.formats()
            .filter(|((row, _), _)| Some(*row) != caption)
            .filter_map(|((row, column), number)| Some((self.text(row, column), opened.looks[number].fill?)))
            .collect()
    }
}

/// Runs a check on every workbook; it tells what is wrong.
fn wrong(check: impl Fn(&Made, &Opened) -> Vec<String>) {
    let told = |(book, opened): &(&Made, Opened)| {
        let told = check(book, opened).into_iter();
        told.map(|what| format!("{}: {what}", book.name)).collect::<Vec<_>>()
    };
    let found: Vec<String> = opened().iter().flat_map(told).collect();
    assert!(found.is_empty(), "{} are wrong: {:#?}", found.len(), &found[..found.len().min(12)]);
}

/// The same sheet by sheet.
fn wrong_pages(check: impl Fn(&Made, &Opened, &Page) -> Vec<String>) {
    wrong(|book, opened| {
        let told = |page: &Page| {
            let told = check(book, opened, page).into_iter();
            told.map(|what| format!("{}: {what}", page.name)).collect::<Vec<_>>()
        };
        opened.pages.iter().flat_map(told).collect()
    });
}

#[test]
fn the_document_says_its_title_language_and_owner() {
    wrong(|_, opened| {
        let core = opened.package.elements("docProps/core.xml");
        let text = |name: &str| core.iter().find(|e| e.name == name).map_or("", |e| e.text.as_str());
        let mut told = Vec::new();
        for name in ["title", "subject", "creator", "keywords"] {
            if text(name).trim().is_empty() || text(name).contains(".xlsx") {
                told.push(format!("the property {name} says {:?}", text(name)));
            }
        }
        if text("language") != "en-GB" {
            told.push("the language is not stated".to_owned());
        }
        let company = opened.package.all("docProps/app.xml", "Company");
        if company.iter().all(|e| e.text.trim().is_empty()) {
            told.push("the company is not stated".to_owned());
        }
        told
    });
}

#[test]
fn sheets_are_named_shown_and_open_at_their_top() {
    wrong(|_, opened| {
        let mut told = Vec::new();
        let sheets = opened.package.all("xl/workbook.xml", "sheet");
        let names: BTreeSet<String> = sheets.iter().map(|s| s.get("name").unwrap().to_lowercase()).collect();
        if names.len() != sheets.len() || sheets.iter().any(|s| s.get("state").is_some()) {
            told.push("sheets share a name, or one is hidden".to_owned());
        }
        for (number, page) in opened.pages.iter().enumerate() {
            let view = page.named("sheetView").next().unwrap();
            if (view.get("tabSelected") == Some("1")) != (number == 0)
                || view.get("zoomScale").is_some_and(|zoom| zoom != "100")
                || view.get("topLeftCell").is_some_and(|cell| cell != "A1")
            {
                told.push(format!("{} does not open at its top at 100 %", page.name));
            }
            let hidden = |e: &&Element| e.get("hidden").is_some() || e.get("ht") == Some("0");
            if page.elements.iter().any(|e| hidden(&e) && ["row", "col"].contains(&e.name.as_str())) {
                told.push(format!("{} has hidden rows or columns", page.name));
            }
        }
        told
    });
}

#[test]
fn a1_holds_the_title_of_each_sheet_tagged_as_a_heading() {
    wrong(|_, opened| {
        let mut titles = BTreeMap::new();
        let mut told = Vec::new();
        for page in &opened.pages {
            let (_, format) = page.formats().find(|(place, _)| *place == (0, 0)).unwrap();
            let look = &opened.looks[format];
            let title = page.text(0, 0);
            if title.chars().count() < 4 || look.style.as_deref() != Some("Heading 1") || !look.font.is_bold {
                told.push(format!("{}: {title:?} is no tagged title", page.name));
            }
            if let Some(other) = titles.insert(title, &page.name) {
                told.push(format!("{} and {other} have one title", page.name));
            }
        }
        told
    });
}

#[test]
fn everything_stands_in_column_a_or_in_the_one_table_at_the_left_edge() {
    wrong_pages(|_, _, page| {
        let mut told = Vec::new();
        for (row, column, _) in page.cells.used_cells() {
            let (row, column) = (u32::try_from(row).unwrap(), u32::try_from(column).unwrap());
            let inside = page.table.is_some_and(|((top, left), (bottom, right))| {
                (top..=bottom).contains(&row) && (left..=right).contains(&column)
            });
            let below = page.table.is_some_and(|(_, (bottom, _))| row > bottom);
            if !inside && (column > 0 || below) {
                told.push(format!("row {row}, column {column} stands outside the table"));
            }
        }
        if page.table.is_some_and(|((_, left), _)| left != 0) {
            told.push("the table does not start at the left edge".to_owned());
        }
        if page.table.is_some() && !page.above().iter().any(|line| line.contains("contains one table")) {
            told.push("no line says that there is one table".to_owned());
        }
        told
    });
}

#[test]
fn nothing_is_merged_filtered_or_frozen_without_a_word() {
    wrong_pages(|book, opened, page| {
        let mut told = Vec::new();
        let tables = opened.package.related(&page.part, "table");
        let filters = tables.iter().flat_map(|t| opened.package.all(t, "autoFilter")).count();
        if page.named("mergeCell").next().is_some()
            || filters > 0
            || page.named("autoFilter").next().is_some()
        {
            told.push("cells are merged, or a filter is on".to_owned());
        }
        let is_frozen = page.named("pane").any(|pane| pane.get("state") == Some("frozen"));
        if is_frozen
            && (book.kind.is_published()
                || !page.above().iter().any(|l| l.contains("frozen") || l.contains("stays in sight")))
        {
            told.push(format!("the header is frozen, which no line says: {:?}", page.above()));
        }
        told
    });
}

#[test]
fn captions_are_unique_and_blank_cells_and_shorthand_are_explained() {
    wrong_pages(|book, _, page| {
        let Some(((top, left), (bottom, right))) = page.table else { return Vec::new() };
        let mut told = Vec::new();
        let captions: Vec<String> = (left..=right).map(|c| page.text(top, c).to_lowercase()).collect();
        if captions.iter().any(|c| c.trim().is_empty())
            || captions.iter().collect::<BTreeSet<_>>().len() != captions.len()
        {
            told.push(format!("captions {captions:?}"));
        }
        let above = page.above().join("\n");
        let is_blank = |row: u32, column: u32| page.text(row, column).trim().is_empty();
        let blanks: Vec<(u32, u32)> = (top..=bottom)
            .flat_map(|row| (left..=right).map(move |column| (row, column)))
            .filter(|(row, column)| is_blank(*row, *column))
            .collect();
        if !blanks.is_empty() && !above.to_lowercase().contains("blank") {
            told.push(format!("{} blank cells, first {:?}, which no line explains", blanks.len(), blanks[0]));
        }
        if (top..=bottom).any(|row| (left..=right).all(|column| is_blank(row, column))) {
            told.push("a row of the table is blank".to_owned());
        }
        for (row, column) in (top..=bottom).flat_map(|row| (left..=right).map(move |column| (row, column))) {
            let text = page.text(row, column);
            for token in
                text.split('[').skip(1).filter_map(|rest| rest.split_once(']')).map(|(token, _)| token)
            {
                let is_shorthand =
                    (1..=4).contains(&token.len()) && token.bytes().all(|b| b.is_ascii_lowercase());
                if is_shorthand
                    && !above.contains(&format!("[{token}] ="))
                    && !above.contains(&format!("[{token}] is"))
                    && page.text(row, 0) != format!("Shorthand [{token}]")
                {
                    told.push(format!("[{token}] is not explained above the table"));
                }
            }
            if book.kind == Kind::Return {
                // A return that goes back shows what its lead typed.
                continue;
            }
            let symbols = !text.is_empty() && text.chars().all(|c| "-–—.*:~†‡#^+?!·•… ".contains(c));
            if symbols || ["n/a", "nil", "tbc"].contains(&text.to_lowercase().as_str()) || text.trim() != text
            {
                told.push(format!("{text:?} stands alone, or between spaces"));
            }
        }
        told
    });
}

#[test]
fn links_say_where_they_lead_and_are_underlined() {
    wrong_pages(|_, opened, page| {
        let (mut told, mut targets) = (Vec::new(), BTreeMap::new());
        for link in page.named("hyperlink") {
            let (row, column) = range(link.get("ref").unwrap()).0;
            let (text, target) = (page.text(row, column), link.get("location").unwrap().to_owned());
            let is_vague =
                ["here", "link", "click here", "more", "go", "open"].contains(&text.to_lowercase().as_str());
            if text.is_empty() || is_vague || text.contains('!') {
                told.push(format!("a link says {text:?}"));
            }
            let before = targets.entry(text.clone()).or_insert_with(|| target.clone());
            if *before != target {
                told.push(format!("{text:?} leads to {before} and to {target}"));
            }
            let (_, format) = page.formats().find(|(place, _)| *place == (row, column)).unwrap();
            if !opened.looks[format].font.is_underlined {
                told.push(format!("the link {text:?} is not underlined"));
            }
        }
        told
    });
}

#[test]
fn the_contents_lead_to_the_top_of_every_sheet_and_every_sheet_leads_back() {
    wrong(|book, opened| {
        if !book.kind.is_published() {
            return Vec::new();
        }
        let links = |page: &Page| -> BTreeSet<String> {
            page.named("hyperlink").map(|e| e.get("location").unwrap().replace('\'', "")).collect()
        };
        let contents = links(&opened.pages[0]);
        let cover = format!("{}!A1", opened.pages[0].name);
        let others = opened.pages[1..].iter();
        others
            .filter(|page| !contents.contains(&format!("{}!A1", page.name)) || !links(page).contains(&cover))
            .map(|page| format!("{} is not linked with the cover both ways", page.name))
            .collect()
    });
}

#[test]
fn charts_have_a_title_an_alternative_text_and_labels_and_nothing_else_floats() {
    wrong_pages(|_, opened, page| {
        let mut told = Vec::new();
        for drawing in opened.package.related(&page.part, "drawing") {
            let elements = opened.package.elements(&drawing);
            if elements.iter().any(|e| ["pic", "sp", "grpSp", "cxnSp"].contains(&e.name.as_str())) {
                told.push("an image or a text box floats on it".to_owned());
            }
            for shape in elements.iter().filter(|e| e.name == "cNvPr" && e.is_in("graphicFrame")) {
                let alternative = shape.get("descr").unwrap_or_default();
                let has_number = alternative.chars().any(|c| c.is_ascii_digit());
                if alternative.len() < 40 || !has_number || !alternative.contains("table") {
                    told.push(format!("a chart's alternative text is {alternative:?}"));
                }
            }
            for chart in opened.package.related(&drawing, "chart") {
                let parts = opened.package.elements(&chart);
                let has = |name: &str| parts.iter().filter(|e| e.name == name).count();
                let sizes = parts.iter().filter_map(|e| e.get("sz")?.parse::<u32>().ok());
                if has("title") == 0
                    || has("dLbls") < has("ser")
                    || sizes.min().is_none_or(|size| size < 1000)
                {
                    told.push("a chart lacks its title or numbers, or they are small".to_owned());
                }
            }
        }
        told
    });
}

#[test]
fn colour_never_stands_alone() {
    wrong_pages(|book, opened, page| {
        let Some(((top, _), _)) = page.table else { return Vec::new() };
        let mut told = Vec::new();
        for ((row, column), number) in page.formats().filter(|((row, _), _)| *row > top) {
            let look = &opened.looks[number];
            let text = page.text(row, column);
            let is_input = !look.is_locked;
            if book.kind.is_published() && look.fill.is_some() && text.is_empty() {
                told.push(format!("row {row}, column {column} is filled and says nothing"));
            }
            let is_rating =
                ["Red", "Amber", "Green", "Complete", "R", "A", "G", "C"].contains(&text.as_str());
            if book.kind.is_published() && look.fill.is_some() && !is_rating && !is_input {
                told.push(format!("{text:?} is filled, but is no rating"));
            }
        }
        told
    });
}

#[test]
fn text_is_one_plain_face_large_enough_and_wrapped_in_rows_of_stored_height() {
    wrong_pages(|_, opened, page| {
        let mut told = Vec::new();
        for ((row, column), number) in page.formats() {
            let look = &opened.looks[number];
            let font = &look.font;
            if font.name != "Arial"
                || font.points < 11.0
                || font.is_slanted_or_struck
                || look.is_turned_or_shrunk
            {
                told.push(format!("row {row}, column {column}: {font:?}"));
            }
            let in_table = page.table.is_some_and(|((top, _), _)| row >= top);
            if in_table && !page.text(row, column).is_empty() && !look.wraps {
                told.push(format!("row {row}, column {column} does not wrap"));
            }
        }
        let rows = page.named("row").filter(|row| row.get("ht").is_none());
        told.extend(rows.map(|row| format!("row {} has no stored height", row.get("r").unwrap())));
        told
    });
}

#[test]
fn pages_are_a4_one_wide_numbered_and_repeat_the_header_and_nothing_else() {
    wrong_pages(|_, opened, page| {
        let mut told = Vec::new();
        let setup = page.named("pageSetup").next().unwrap();
        let columns = page.table.map_or(1, |((_, left), (_, right))| right - left + 1);
        if setup.get("paperSize") != Some("9")
            || setup.get("fitToHeight") != Some("0")
            || page.named("pageSetUpPr").all(|e| e.get("fitToPage") != Some("1"))
            || (columns > 5 && setup.get("orientation") != Some("landscape"))
        {
            told.push(format!("prints as {:?}", setup.attributes));
        }
        let footers: Vec<&str> = page.named("oddFooter").map(|e| e.text.as_str()).collect();
        if footers != ["&CPage &P of &N"] || page.named("oddHeader").next().is_some() {
            told.push(format!("footers {footers:?}"));
        }
        if let Some(((top, _), _)) = page.table {
            let quoted = format!("${0}:${0}", top + 1);
            let names = opened.package.all("xl/workbook.xml", "definedName");
            let repeats = |e: &Element| {
                let sheet = e.text.rsplit_once('!').unwrap().0.trim_matches('\'').replace("''", "'");
                e.get("name") == Some("_xlnm.Print_Titles") && sheet == page.name && e.text.ends_with(&quoted)
            };
            if !names.iter().any(repeats) {
                told.push("its header row does not repeat".to_owned());
            }
        }
        told
    });
}

#[test]
fn forms_are_protected_without_a_password_and_every_input_says_what_to_type() {
    wrong_pages(|book, opened, page| {
        let inputs: Vec<(u32, u32)> = page
            .formats()
            .filter(|(_, number)| !opened.looks[*number].is_locked)
            .map(|(place, _)| place)
            .collect();
        if book.kind.is_published() || inputs.is_empty() {
            return Vec::new();
        }
        let mut told = Vec::new();
        let protection = page.named("sheetProtection").next();
        let has_password = |e: &Element| e.get("password").is_some() || e.get("hashValue").is_some();
        if protection.is_none_or(|e| e.get("sheet") != Some("1") || has_password(e)) {
            told.push("it is not protected, or with a password".to_owned());
        }
        let validations: Vec<&Element> = page.named("dataValidation").collect();
        for validation in &validations {
            let said = |key: &str| validation.get(key).is_some_and(|text| !text.trim().is_empty());
            let error = validation.get("error").unwrap_or_default().to_lowercase();
            if !said("prompt") || !said("error") || error.contains("invalid") {
                told.push(format!("a cell's prompt or error: {:?}", validation.attributes));
            }
        }
        let covered = |place: &(u32, u32)| {
            validations.iter().any(|v| {
                v.get("sqref").unwrap().split(' ').any(|part| {
                    let ((top, left), (bottom, right)) = range(part);
                    (top..=bottom).contains(&place.0) && (left..=right).contains(&place.1)
                })
            })
        };
        let bare = inputs.iter().filter(|place| !covered(place)).count();
        if bare > 0 {
            told.push(format!("{bare} cells to fill in say nothing"));
        }
        told
    });
}
