//! Open Document spreadsheets to grids, from their XML. Runs in a [`super::worker`]'s process.
//!
//! A reader of our own and not calamine's, which throws away whether a number is a percent, never ends on a file that
//! breaks off inside a table, asks for gigabytes on a repeated cell, and refuses indented XML (4-reading.md, 4.7).
//!
//! - `mod`: the package: password, styles, properties.
//! - `styles`: which number format a style stands for, which sheets are hidden.
//! - `table`: sheets, rows and columns, repeated ones among them.
//! - `cell`: what one cell holds; `agreement`: whether what it shows confirms it.
//! - `conditional`, `number_code`: what conditional formatting may show instead.
//! - `paragraph`: text as it is shown.

mod agreement;
mod cell;
mod conditional;
mod number_code;
mod paragraph;
mod styles;
mod table;

use std::collections::BTreeMap;

use super::filling::Filling;
use super::known::Known;
use super::names::Names;
use super::package::broken;
use super::parts::{Parts, damaged};
use super::xml::{Malformed, Token, Tokens, text_of, unescape};
use crate::domain::Refusal;
use crate::sheet::grid::{Format, Workbook};
use crate::sheet::limits::Limits;
use styles::Styles;

/// Reads a workbook into grids.
pub(super) fn open(bytes: &[u8], limits: &Limits) -> Result<Workbook, Refusal> {
    let known = Known::default();
    let mut parts = Parts::new(bytes, limits, &known)?;
    if is_encrypted(&mut parts)? {
        return Err(Refusal::Password { default_password: false });
    }
    let content =
        parts.xml("content.xml")?.ok_or_else(|| damaged("the part that holds its sheets is missing"))?;
    let mut styles = Styles::default();
    if let Some(text) = parts.xml("styles.xml")? {
        styles.read(&text).map_err(|Malformed| broken("styles.xml"))?;
    }
    styles.read(&content).map_err(|Malformed| broken("content.xml"))?;
    let (properties, producer) = match parts.xml("meta.xml")? {
        Some(text) => about(&text).map_err(|Malformed| broken("meta.xml"))?,
        None => (BTreeMap::new(), None),
    };
    let from_1904 = counts_from_1904(&content).map_err(|Malformed| broken("content.xml"))?;
    let workbook = Workbook { format: Format::Ods, properties, producer, from_1904, ..Workbook::default() };
    let mut filling = Filling::of(workbook, limits);
    table::sheets(&content, &styles, from_1904, &mut filling)?;
    let mut workbook = filling.done();
    let names = names(&content).map_err(|Malformed| broken("content.xml"))?;
    workbook.grids.iter_mut().for_each(|grid| names.spell_out(&mut grid.cells));
    Ok(workbook)
}

/// Names that lead to another file; they stand behind the sheets.
fn names(content: &str) -> Result<Names, Malformed> {
    let mut names = Names::default();
    let Some((_, behind)) = content.split_once("named-expressions") else { return Ok(names) };
    let mut tokens = Tokens::new(behind.split_once('>').map_or("", |(_, rest)| rest));
    while let Some(token) = tokens.next()? {
        let Token::Start(tag) = token else { continue };
        let value = |name| tag.attribute_of_any_prefix(name).map(unescape);
        if let (Some(name), Some(stands_for)) =
            (value("name"), value("expression").or_else(|| value("cell-range-address")))
        {
            names.add(&name, &stands_for);
        }
    }
    Ok(names
        .leading_out(|stands_for| stands_for.contains("'#") || stands_for.to_lowercase().contains("file:")))
}

/// Whether the package says that a part of it is encrypted.
fn is_encrypted(parts: &mut Parts<'_>) -> Result<bool, Refusal> {
    let Some(manifest) = parts.xml("META-INF/manifest.xml")? else { return Ok(false) };
    let mut tokens = Tokens::new(&manifest);
    while let Some(tag) = tokens.next_start().map_err(|Malformed| broken("META-INF/manifest.xml"))? {
        if matches!(tag.name, "encryption-data" | "encrypted-key") {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether plain numbers that are meant as dates count from 1904; dates themselves are written out in full.
fn counts_from_1904(content: &str) -> Result<bool, Malformed> {
    let mut tokens = Tokens::new(content);
    while let Some(tag) = tokens.next_start()? {
        match tag.name {
            "null-date" => {
                return Ok(tag
                    .attribute_of_any_prefix("date-value")
                    .is_some_and(|date| date.starts_with("1904")));
            }
            // It stands before the first sheet.
            "table" => return Ok(false),
            _ => {}
        }
    }
    Ok(false)
}

/// Custom properties, and the program that saved it.
fn about(meta: &str) -> Result<(BTreeMap<String, String>, Option<String>), Malformed> {
    let mut properties = BTreeMap::new();
    let mut tokens = Tokens::new(meta);
    while let Some(token) = tokens.next()? {
        if let Token::Start(tag) = token
            && tag.name == "user-defined"
        {
            let name = unescape(tag.attribute_of_any_prefix("name").unwrap_or_default()).into_owned();
            let value = unescape(tokens.raw_inside(&tag)?).into_owned();
            properties.insert(name, value);
        }
    }
    let producer = text_of(meta, "generator")?;
    Ok((properties, (!producer.trim().is_empty()).then(|| producer.trim().to_owned())))
}
