//! A workbook's parts as its zip and XML say, by nothing of ours.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use quick_xml::events::{BytesStart, Event};

/// An element: its name without prefix, its attributes, the text directly within it, its place in the tree.
#[derive(Debug, Clone, Default)]
pub(crate) struct Element {
    pub(crate) name: String,
    pub(crate) attributes: BTreeMap<String, String>,
    pub(crate) text: String,
    pub(crate) parents: Vec<String>,
}

impl Element {
    pub(crate) fn get(&self, attribute: &str) -> Option<&str> {
        self.attributes.get(attribute).map(String::as_str)
    }

    pub(crate) fn is_in(&self, parent: &str) -> bool {
        self.parents.iter().any(|name| name == parent)
    }
}

/// Every part by name.
#[derive(Debug)]
pub(crate) struct Package {
    pub(crate) parts: BTreeMap<String, Vec<u8>>,
}

impl Package {
    pub(crate) fn open(bytes: &[u8]) -> Self {
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        let mut parts = BTreeMap::new();
        for index in 0..archive.len() {
            let mut file = archive.by_index(index).unwrap();
            let name = file.name().unwrap().into_owned();
            let mut content = Vec::new();
            file.read_to_end(&mut content).unwrap();
            assert!(parts.insert(name.clone(), content).is_none(), "{name} is there twice");
        }
        Self { parts }
    }

    /// Elements of a part in document order; panics where it is not well formed.
    pub(crate) fn elements(&self, part: &str) -> Vec<Element> {
        let content = self.parts.get(part).unwrap_or_else(|| panic!("{part} is missing"));
        elements(part, std::str::from_utf8(content).unwrap())
    }

    /// Elements of this name.
    pub(crate) fn all(&self, part: &str, name: &str) -> Vec<Element> {
        self.elements(part).into_iter().filter(|element| element.name == name).collect()
    }

    /// What a part refers to: id, type (its last word), target part or address.
    pub(crate) fn relations(&self, part: &str) -> Vec<(String, String, String)> {
        let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
        let place = if folder.is_empty() {
            format!("_rels/{file}.rels")
        } else {
            format!("{folder}/_rels/{file}.rels")
        };
        if !self.parts.contains_key(&place) {
            return Vec::new();
        }
        let told = |e: Element| {
            let target = e.get("Target").unwrap().to_owned();
            let is_outside = e.get("TargetMode") == Some("External");
            let target = if is_outside { target } else { resolved(folder, &target) };
            let kind = e.get("Type").unwrap().rsplit('/').next().unwrap().to_owned();
            (e.get("Id").unwrap().to_owned(), kind, target)
        };
        self.all(&place, "Relationship").into_iter().map(told).collect()
    }

    /// Sheets in order: name and part.
    pub(crate) fn sheets(&self) -> Vec<(String, String)> {
        let relations = self.relations("xl/workbook.xml");
        let part = |id: &str| relations.iter().find(|(found, ..)| found == id).unwrap().2.clone();
        let sheets = self.all("xl/workbook.xml", "sheet");
        sheets.iter().map(|s| (s.get("name").unwrap().to_owned(), part(s.get("id").unwrap()))).collect()
    }

    /// The parts of this kind that a sheet refers to.
    pub(crate) fn related(&self, sheet: &str, kind: &str) -> Vec<String> {
        self.relations(sheet).into_iter().filter(|(_, k, _)| k == kind).map(|(.., target)| target).collect()
    }
}

/// `../tables/table1.xml` seen from `xl/worksheets`.
fn resolved(folder: &str, target: &str) -> String {
    if let Some(absolute) = target.strip_prefix('/') {
        return absolute.to_owned();
    }
    let mut path: Vec<&str> = folder.split('/').filter(|step| !step.is_empty()).collect();
    for step in target.split('/') {
        if step == ".." {
            path.pop();
        } else {
            path.push(step);
        }
    }
    path.join("/")
}

fn elements(part: &str, xml: &str) -> Vec<Element> {
    let mut reader = quick_xml::Reader::from_str(xml);
    reader.config_mut().check_end_names = true;
    let (mut found, mut open) = (Vec::<Element>::new(), Vec::<usize>::new());
    loop {
        match reader.read_event().unwrap_or_else(|e| panic!("{part} is not well formed: {e}")) {
            Event::Start(start) => {
                let element = element(&start, &open, &found);
                open.push(found.len());
                found.push(element);
            }
            Event::Empty(start) => {
                let element = element(&start, &open, &found);
                found.push(element);
            }
            Event::End(_) => {
                open.pop().unwrap();
            }
            Event::Text(text) => {
                if let Some(index) = open.last() {
                    found[*index].text.push_str(&text.xml10_content());
                }
            }
            Event::GeneralRef(reference) => {
                if let Some(index) = open.last() {
                    let named = format!("&{};", reference.xml10_content());
                    found[*index].text.push_str(&quick_xml::escape::unescape(&named).unwrap());
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    assert!(open.is_empty(), "{part} ends early");
    assert!(!found.is_empty(), "{part} is empty");
    found
}

fn element(start: &BytesStart<'_>, open: &[usize], found: &[Element]) -> Element {
    let attributes = start.attributes().map(|attribute| {
        let attribute = attribute.unwrap();
        let value = quick_xml::escape::unescape(&attribute.value).unwrap().into_owned();
        (attribute.key.local_name().as_ref().to_owned(), value)
    });
    Element {
        name: start.local_name().as_ref().to_owned(),
        attributes: attributes.collect(),
        text: String::new(),
        parents: open.iter().map(|index| found[*index].name.clone()).collect(),
    }
}
