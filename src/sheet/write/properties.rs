//! What a workbook says of itself, as XML: title and organisation, the language that a screen reader goes by, and ragbook's own
//! properties (ECMA-376, 15.2.12).

use std::fmt::Write;

use super::super::book::Book;
use super::xml::{DECLARATION, push_attribute, push_verbatim};
use super::{look, text};

const CORE: &str = "<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" \
    xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" \
    xmlns:dcmitype=\"http://purl.org/dc/dcmitype/\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">";
const CUSTOM: &str = "<Properties xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/custom-properties\" \
    xmlns:vt=\"http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes\">";
/// What every property of one's own carries.
const FORMAT: &str = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}";

/// The properties that every workbook has; of those that are empty only the author's stand.
pub(super) fn core(book: &Book) -> String {
    let mut xml = format!("{DECLARATION}{CORE}");
    let said = [
        ("dc:title", &book.title, false),
        ("dc:subject", &book.subject, false),
        ("dc:creator", &book.author, true),
        ("cp:keywords", &book.keywords, false),
        ("cp:lastModifiedBy", &book.author, true),
    ];
    for (name, words, _) in said.into_iter().filter(|(_, words, always)| *always || !words.is_empty()) {
        push_element(&mut xml, name, words);
    }
    for name in ["created", "modified"] {
        let day = book.created.format("%Y-%m-%dT00:00:00Z");
        let _never_fails = write!(xml, "<dcterms:{name} xsi:type=\"dcterms:W3CDTF\">{day}</dcterms:{name}>");
    }
    push_element(&mut xml, "dc:language", look::LANGUAGE);
    xml.push_str("</cp:coreProperties>");
    xml
}

/// Ragbook's own properties.
pub(super) fn custom(book: &Book) -> String {
    let mut xml = format!("{DECLARATION}{CUSTOM}");
    let language = ("Language", look::LANGUAGE);
    let stated = book.properties.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    for (number, (name, value)) in (2..).zip(std::iter::once(language).chain(stated)) {
        let _never_fails = write!(xml, "<property fmtid=\"{FORMAT}\" pid=\"{number}\" name=\"");
        push_attribute(&mut xml, name);
        xml.push_str("\">");
        push_element(&mut xml, "vt:lpwstr", value);
        xml.push_str("</property>");
    }
    xml.push_str("</Properties>");
    xml
}

fn push_element(xml: &mut String, name: &str, words: &str) {
    for part in ["<", name, ">"] {
        xml.push_str(part);
    }
    push_verbatim(xml, &text::fit(words));
    for part in ["</", name, ">"] {
        xml.push_str(part);
    }
}
