//! The page of an edition (7-publication.md, 7.5), made by the program itself: well-formed, whole, self-contained, with nothing that
//! the edition's workbook lacks; and looked at in headless Chromium with axe-core, where both are to be had.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use calamine::{Data, Reader, Xlsx};
use quick_xml::events::{BytesStart, Event};
use rayon::prelude::*;
use tempfile::TempDir;

/// A consolidated sample month and its editions.
struct Month(TempDir);

impl Month {
    fn new() -> Self {
        let month = Self(tempfile::tempdir().unwrap());
        fs::create_dir(month.plan()).unwrap();
        for entry in fs::read_dir(sample("plan")).unwrap() {
            let path = entry.unwrap().path();
            fs::copy(&path, month.plan().join(path.file_name().unwrap())).unwrap();
        }
        let mut consolidate = month.run(&["consolidate", "--period", "2019-11"]);
        consolidate.arg(sample("2019-11")).assert().success();
        month
    }

    fn plan(&self) -> PathBuf {
        self.0.path().join("plan")
    }

    fn out(&self, name: &str) -> PathBuf {
        self.0.path().join("out").join(name)
    }

    fn run(&self, arguments: &[&str]) -> Command {
        let mut command = Command::cargo_bin("ragbook").unwrap();
        command.arg("--plan").arg(self.plan()).args(arguments).arg("--out").arg(self.out(""));
        command
    }

    fn publish(&self, edition: &str, further: &[&str]) {
        self.run(&["publish", "--period", "2019-11", "--edition", edition]).args(further).assert().success();
    }

    /// The edition's page.
    fn page(&self, edition: &str) -> String {
        self.publish(edition, &["--html"]);
        fs::read_to_string(self.out(&format!("2019-11-{edition}.html"))).unwrap()
    }

    /// Every text cell of every sheet of the edition's workbook, and how many cells there are.
    fn cells(&self, edition: &str) -> Vec<String> {
        let bytes = fs::read(self.out(&format!("2019-11-{edition}.xlsx"))).unwrap();
        let mut book: Xlsx<_> = Xlsx::new(std::io::Cursor::new(bytes)).unwrap();
        let sheets = book.worksheets();
        let tables = sheets.iter().filter(|(name, _)| name != "Cover").flat_map(|(_, range)| {
            // Above the table stand lines, which a page says in its own words: a table's header is the first row with more
            // than one cell.
            let filled = |row: &&[Data]| row.iter().filter(|cell| **cell != Data::Empty).count() > 1;
            let header = range.rows().position(|row| filled(&row)).unwrap();
            range.rows().skip(header).flatten()
        });
        let text = |cell: &Data| if let Data::String(text) = cell { Some(squeezed(text)) } else { None };
        tables.filter_map(text).collect()
    }
}

fn sample(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("samples").join(name)
}

/// Spaces and line breaks as one space.
fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// An element with its attributes, the elements it stands in, and the text directly or indirectly inside.
struct Element {
    name: String,
    attributes: BTreeMap<String, String>,
    inside: Vec<usize>,
    text: String,
}

/// The page read as XML: every element closed, every attribute quoted, no entity but XML's own.
fn elements(page: &str) -> Vec<Element> {
    let mut reader = quick_xml::Reader::from_str(page);
    let mut found: Vec<Element> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    let start = |tag: &BytesStart<'_>, open: &[usize], found: &mut Vec<Element>| {
        let attribute = |a: quick_xml::events::attributes::Attribute<'_>| {
            let value = quick_xml::escape::unescape(&a.value).unwrap().into_owned();
            (a.key.as_ref().to_owned(), value)
        };
        found.push(Element {
            name: tag.name().as_ref().to_owned(),
            attributes: tag.attributes().map(|a| attribute(a.unwrap())).collect(),
            inside: open.to_vec(),
            text: String::new(),
        });
    };
    let told = |text: &str, open: &[usize], found: &mut Vec<Element>| {
        for number in open {
            found[*number].text.push_str(text);
        }
    };
    loop {
        match reader.read_event().unwrap() {
            Event::Start(tag) => {
                start(&tag, &open, &mut found);
                open.push(found.len() - 1);
            }
            Event::Empty(tag) => start(&tag, &open, &mut found),
            Event::End(_) => drop(open.pop()),
            Event::Text(text) => told(&text, &open, &mut found),
            Event::GeneralRef(name) => {
                let text = quick_xml::escape::unescape(&format!("&{};", &*name)).unwrap().into_owned();
                told(&text, &open, &mut found);
            }
            Event::DocType(_) => {}
            Event::Eof => break,
            other => panic!("{other:?}"),
        }
    }
    assert!(open.is_empty());
    found
}

/// The children of an element, by its number.
fn children(page: &[Element], number: usize) -> Vec<&Element> {
    page.iter().filter(|element| element.inside.last() == Some(&number)).collect()
}

fn named<'a>(page: &'a [Element], name: &'a str) -> impl Iterator<Item = (usize, &'a Element)> {
    page.iter().enumerate().filter(move |(_, element)| element.name == name)
}

#[test]
fn the_page_is_whole_well_formed_and_loads_nothing() {
    let month = Month::new();
    for edition in ["accountability", "scrutiny", "cabinet", "parenting-board"] {
        let text = month.page(edition);
        let page = elements(&text);
        for forbidden in ["script", "link", "img", "iframe", "object", "form", "base"] {
            assert_eq!(named(&page, forbidden).count(), 0, "{edition}: {forbidden}");
        }
        let mut ids = BTreeSet::new();
        for element in &page {
            for (name, value) in &element.attributes {
                assert!(!name.starts_with("on") && name != "src", "{edition}: {name}");
                assert!(!value.contains("http:") && !value.contains("https:"), "{edition}: {value}");
                assert!(name != "id" || ids.insert(value.clone()), "{edition}: {value} stands twice");
            }
        }
        for element in &page {
            for name in ["href", "aria-labelledby", "aria-describedby"] {
                let Some(value) = element.attributes.get(name) else { continue };
                let id = if name == "href" { value.strip_prefix('#').unwrap() } else { value };
                assert!(ids.contains(id), "{edition}: {name} {id}");
            }
        }
        for name in ["header", "nav", "main", "footer", "h1", "title"] {
            assert_eq!(
                page.iter()
                    .filter(|e| e.name == name && !e.inside.iter().any(|i| page[*i].name == "svg"))
                    .count(),
                1,
                "{edition}: {name}"
            );
        }
        assert_eq!(page[0].attributes["lang"], "en-GB");
        let policy = page.iter().find(|e| e.attributes.contains_key("http-equiv")).unwrap();
        assert_eq!(
            policy.attributes["content"],
            "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
        );
    }
}

#[test]
fn every_table_has_a_caption_and_scopes_and_every_drawing_a_title() {
    let month = Month::new();
    let page = elements(&month.page("accountability"));
    assert_eq!(named(&page, "table").count(), 14, "a table for each sheet but the Cover");
    for (number, table) in named(&page, "table") {
        assert_eq!(children(&page, number).first().unwrap().name, "caption");
        let frame = &page[*table.inside.last().unwrap()];
        assert_eq!(
            (frame.attributes["role"].as_str(), frame.attributes["tabindex"].as_str()),
            ("region", "0")
        );
        for (row, _) in named(&page, "tr").filter(|(_, row)| row.inside.contains(&number)) {
            let cells = children(&page, row);
            let in_head = page[*page[row].inside.last().unwrap()].name == "thead";
            for (column, cell) in cells.iter().enumerate() {
                let scope = cell.attributes.get("scope").map(String::as_str);
                let expected = if in_head { Some("col") } else { (column == 0).then_some("row") };
                assert_eq!(scope, expected);
                assert_eq!(cell.name == "th", expected.is_some());
                assert!(!cell.text.trim().is_empty(), "an empty cell in row {row}");
            }
        }
    }
    assert!(named(&page, "svg").count() >= 1);
    for (number, _) in named(&page, "svg") {
        let title = children(&page, number)[0];
        assert!(title.name == "title" && title.text.len() > 10);
    }
    let chart = page.iter().find(|e| e.name == "desc").unwrap();
    assert!(
        chart.text.contains("Outcome 1: Red 1, Amber 1, Green 5, Complete 0, Not rated 0."),
        "{}",
        chart.text
    );
    let said = page.iter().filter(|e| e.name == "p" || e.name == "li").map(|e| e.text.as_str());
    let of_sheets = ["worksheet", "Worksheet", "column A", "screen reader"];
    let odd: Vec<&str> = said.filter(|text| of_sheets.iter().any(|word| text.contains(word))).collect();
    assert!(odd.is_empty(), "{odd:#?}");
}

#[test]
fn the_page_says_all_that_the_workbook_says_and_nothing_else_of_the_month() {
    let month = Month::new();
    let whole = elements(&month.page("accountability"));
    let said = |page: &[Element]| -> BTreeSet<String> {
        page.iter().filter(|e| e.name == "td" || e.name == "th").map(|e| squeezed(&e.text)).collect()
    };
    let all: BTreeSet<String> = month.cells("accountability").into_iter().collect();
    for edition in ["accountability", "scrutiny", "cabinet", "parenting-board", "dfe"] {
        let text = month.page(edition);
        let page = elements(&text);
        let on_page = said(&page);
        let cells: BTreeSet<String> = month.cells(edition).into_iter().collect();
        assert!(cells.len() > 50, "{edition}");
        let missing: Vec<&String> = cells.iter().filter(|cell| !on_page.contains(*cell)).collect();
        assert!(missing.is_empty(), "{edition}: {missing:#?}");
        // Long texts of the month that the edition's workbook lacks are nowhere on its page.
        let book = cells.iter().cloned().collect::<Vec<_>>().join("\n");
        let plain = squeezed(&page[0].text);
        let secret = |cell: &&String| cell.chars().count() > 25 && !book.contains(cell.as_str());
        let leaked: Vec<&String> =
            all.iter().filter(secret).filter(|cell| plain.contains(cell.as_str())).collect();
        assert!(leaked.is_empty(), "{edition}: {leaked:#?}");
        let is_public = ["scrutiny", "cabinet"].contains(&edition);
        assert_eq!(named(&page, "svg").count() == 0, is_public, "{edition}: a public edition has no charts");
    }
    assert!(whole.len() > 1000);
}

#[test]
fn fills_are_those_of_the_workbook() {
    let month = Month::new();
    let page = month.page("accountability");
    let bytes = fs::read(month.out("2019-11-accountability.xlsx")).unwrap();
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let styles = std::io::read_to_string(archive.by_name("xl/styles.xml").unwrap()).unwrap();
    for (name, fill, ink) in [
        ("red", "8E1B1B", "fff"),
        ("amber", "F2A93B", "000"),
        ("green", "D8F1CF", "000"),
        ("complete", "12436D", "fff"),
    ] {
        assert!(styles.contains(&format!("rgb=\"FF{fill}\"")), "{name}");
        let fill = fill.to_lowercase();
        assert!(
            page.contains(&format!("td.{name}, span.{name} {{ background: #{fill}; color: #{ink}; }}")),
            "{name}"
        );
        assert!(page.contains(&format!("rect.{name} {{ fill: #{fill}; }}")), "{name}");
    }
}

#[test]
fn the_page_is_the_same_again_and_never_older_than_its_workbook() {
    let month = Month::new();
    month.publish("scrutiny", &[]);
    let file = month.out("2019-11-scrutiny.html");
    assert!(!file.exists(), "only where it is asked for");
    let first = month.page("scrutiny");
    assert_eq!(first, month.page("scrutiny"));
    fs::write(&file, "of an earlier issue").unwrap();
    month.publish("scrutiny", &[]);
    assert_eq!(first, fs::read_to_string(&file).unwrap());
}

/// One way of looking at the page, as `html/axe.cjs` tells it.
#[derive(Debug, serde::Deserialize)]
struct View {
    name: String,
    page_width: u32,
    window_width: u32,
    requests: u32,
    console: Vec<String>,
    passes: u32,
    violations: Vec<String>,
}

#[derive(Debug, serde::Deserialize)]
struct Seen {
    axe: String,
    views: Vec<View>,
}

/// Chromium and a `node_modules` folder (`RAGBOOK_AXE`) with axe-core and playwright-core; else why there is none.
fn browser() -> Result<(PathBuf, PathBuf), &'static str> {
    let modules =
        PathBuf::from(std::env::var_os("RAGBOOK_AXE").ok_or("RAGBOOK_AXE names no node_modules folder")?);
    if !modules.join("axe-core/axe.min.js").is_file() || !modules.join("playwright-core").is_dir() {
        return Err("axe-core or playwright-core is not in the folder that RAGBOOK_AXE names");
    }
    let node = std::process::Command::new("node").arg("--version").output();
    node.map_err(|_| "node is not installed")?;
    let chromium = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
    let chromium = chromium.into_iter().map(PathBuf::from).find(|path| path.is_file());
    Ok((modules, chromium.ok_or("Chromium is not installed")?))
}

#[test]
fn axe_finds_nothing_on_a_laptop_a_telephone_or_paper() {
    let (modules, chromium) = match browser() {
        Ok(found) => found,
        Err(why) => return println!("skipped, because {why}"),
    };
    let month = Month::new();
    let editions = ["accountability", "scrutiny"];
    for edition in editions {
        month.publish(edition, &["--html"]);
    }
    editions.into_par_iter().for_each(|edition| {
        let mut node = std::process::Command::new("node");
        node.arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/html/axe.cjs"))
            .arg(&modules)
            .arg(&chromium);
        let ran = node.arg(month.out(&format!("2019-11-{edition}.html"))).output().unwrap();
        assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
        let seen: Seen = serde_json::from_slice(&ran.stdout).unwrap();
        assert_eq!(seen.views.len(), 4);
        for view in seen.views {
            println!("axe-core {}, {edition}, {}: {} rules pass", seen.axe, view.name, view.passes);
            assert!(view.violations.is_empty(), "{edition}: {view:#?}");
            assert!(view.passes > 30, "{edition}: {view:#?}");
            assert!(view.page_width <= view.window_width, "{edition}: {view:#?}");
            assert!(view.requests == 1 && view.console.is_empty(), "{edition}: {view:#?}");
        }
    });
}
