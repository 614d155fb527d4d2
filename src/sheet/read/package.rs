//! What a workbook package says of itself: its sheets in order, its date system, its properties, and which part holds
//! what (4-reading.md, 4.1 and 4.2).
//!
//! Read here and not by calamine, which refuses a whole workbook for one macro sheet or one capital letter, looks for the
//! shared strings in one place only, and gives two sheets of one name the cells of the first.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::names::Names;
use super::parts::{Parts, damaged, too_large};
use super::xml::{Malformed, Tokens, text_of, unescape};
use crate::domain::{Guard, Refusal};
use crate::sheet::grid::{SheetKind, Visibility};
use crate::sheet::limits::Limits;

/// The workbook part and what it points to.
#[derive(Debug)]
pub(super) struct Package {
    /// Sheets in order.
    pub(super) sheets: Vec<SheetEntry>,
    /// Whether dates count from 1904.
    pub(super) from_1904: bool,
    /// Path of the shared strings, if there are any.
    pub(super) shared_strings: Option<String>,
    /// Path of the styles, if there are any.
    pub(super) styles: Option<String>,
    /// Custom document properties.
    pub(super) properties: BTreeMap<String, String>,
    /// Program that saved it.
    pub(super) producer: Option<String>,
    /// Names that lead to another workbook.
    pub(super) names: Names,
    /// Whether formulas are worked out by hand, and were not when the workbook was saved.
    pub(super) uncalculated: bool,
}

/// A sheet as the workbook part lists it.
#[derive(Debug)]
pub(super) struct SheetEntry {
    /// Name.
    pub(super) name: Arc<str>,
    /// Kind, by the type of its relationship.
    pub(super) kind: SheetKind,
    /// Visibility.
    pub(super) visibility: Visibility,
    /// Path of its part.
    pub(super) path: String,
}

/// A relationship of a part: its identity, the last word of its type, the path it leads to.
#[derive(Debug)]
pub(super) struct Relationship {
    /// By which the part names it.
    pub(super) id: String,
    /// Last word of the type: `worksheet`, `comments`, the same for strict OOXML.
    pub(super) kind: String,
    /// Path within the zip; none where it leads outside.
    pub(super) path: Option<String>,
    /// Address that a link on a cell leads to outside the workbook.
    pub(super) outside: Option<String>,
}

/// Reads the workbook part, its relationships and the document properties.
pub(super) fn read(parts: &mut Parts<'_>, limits: &Limits) -> Result<Package, Refusal> {
    let roots = relationships(parts, "")?;
    let main = find(&roots, "officeDocument")
        .ok_or_else(|| damaged("it does not say which of its parts is the workbook"))?;
    let listed = parts.shared(&main, |known| &known.workbooks, |text| Ok(Listed::read(text)))?;
    let listed = listed.ok_or_else(|| damaged("the part that lists its sheets is missing"))?;
    let links = relationships(parts, &main)?;
    let sheets = listed.sheets(&links, limits)?;
    let custom = find(&roots, "custom-properties").unwrap_or_else(|| "docProps/custom.xml".to_owned());
    let application = find(&roots, "extended-properties").unwrap_or_else(|| "docProps/app.xml".to_owned());
    Ok(Package {
        sheets,
        from_1904: listed.from_1904,
        names: listed.names.clone(),
        uncalculated: listed.uncalculated,
        shared_strings: find(&links, "sharedStrings"),
        styles: find(&links, "styles"),
        properties: properties(parts, &custom)?,
        producer: producer(parts, &application)?,
    })
}

/// The relationships of a part (`""`: of the package itself); empty when it has none.
pub(super) fn relationships(parts: &mut Parts<'_>, of: &str) -> Result<Arc<Vec<Relationship>>, Refusal> {
    let (folder, file) = of.rsplit_once('/').unwrap_or(("", of));
    let path =
        if folder.is_empty() { format!("_rels/{file}.rels") } else { format!("{folder}/_rels/{file}.rels") };
    let read = parts.shared(&path, |known| &known.links, |text| links_in(text, folder, &path))?;
    Ok(read.unwrap_or_default())
}

fn links_in(text: &str, folder: &str, path: &str) -> Result<Vec<Relationship>, Refusal> {
    let mut tokens = Tokens::new(text);
    let mut found = Vec::new();
    while let Some(tag) = tokens.next_start().map_err(|Malformed| broken(path))? {
        if tag.name != "Relationship" {
            continue;
        }
        let value = |name| unescape(tag.attribute(name).unwrap_or_default()).into_owned();
        let inside = !value("TargetMode").eq_ignore_ascii_case("external");
        let kind = value("Type").rsplit('/').next().unwrap_or_default().to_owned();
        let outside = (!inside && kind == "hyperlink").then(|| value("Target"));
        found.push(Relationship {
            outside,
            id: value("Id"),
            kind,
            path: inside.then(|| resolve(folder, &value("Target"))),
        });
    }
    Ok(found)
}

/// The path of the first relationship of this kind.
pub(super) fn find(links: &[Relationship], kind: &str) -> Option<String> {
    links.iter().find(|link| link.kind == kind).and_then(|link| link.path.clone())
}

/// The path a target leads to from a part's folder: relative, absolute, with `.` and `..`, with either slash.
fn resolve(folder: &str, target: &str) -> String {
    let target = target.replace('\\', "/");
    let mut steps: Vec<&str> = if target.starts_with('/') {
        Vec::new()
    } else {
        folder.split('/').filter(|s| !s.is_empty()).collect()
    };
    for step in target.split('/') {
        match step {
            "" | "." => {}
            ".." => {
                steps.pop();
            }
            step => steps.push(step),
        }
    }
    steps.join("/")
}

/// What the workbook part says by itself, before it is known where its relationships lead.
#[derive(Debug)]
pub(super) struct Listed {
    sheets: Vec<ListedSheet>,
    /// Whether dates count from 1904.
    from_1904: bool,
    /// Names that lead to another workbook.
    names: Names,
    /// Whether formulas are worked out by hand, and were not when the workbook was saved.
    uncalculated: bool,
    /// Whether its XML breaks off behind these sheets.
    broken: bool,
}

#[derive(Debug)]
struct ListedSheet {
    name: Arc<str>,
    link: String,
    visibility: Visibility,
}

impl Listed {
    fn read(workbook: &str) -> Self {
        let mut listed = Self {
            sheets: Vec::new(),
            from_1904: false,
            names: Names::default(),
            uncalculated: false,
            broken: false,
        };
        let mut tokens = Tokens::new(workbook);
        loop {
            let tag = match tokens.next_start() {
                Ok(Some(tag)) => tag,
                Ok(None) => {
                    listed.names = listed.names.leading_out(|stands_for| stands_for.contains('['));
                    return listed;
                }
                Err(Malformed) => return Self { broken: true, ..listed },
            };
            match tag.name {
                // An extension's element of the same name never carries the attribute.
                "workbookPr" if tag.attribute("date1904").is_some() => {
                    listed.from_1904 = tag.is_on("date1904");
                }
                "calcPr" => {
                    let off = |name| matches!(tag.attribute(name), Some("0" | "false"));
                    let by_hand = tag.attribute("calcMode") == Some("manual");
                    listed.uncalculated = by_hand && off("calcOnSave") || off("calcCompleted");
                }
                "definedName" => {
                    let Ok(stands_for) = tokens.raw_inside(&tag) else {
                        return Self { broken: true, ..listed };
                    };
                    listed
                        .names
                        .add(&unescape(tag.attribute("name").unwrap_or_default()), &unescape(stands_for));
                }
                "sheet" => listed.sheets.push(ListedSheet {
                    name: Arc::from(unescape(tag.attribute("name").unwrap_or_default()).as_ref()),
                    link: unescape(tag.attribute_of_any_prefix("id").unwrap_or_default()).into_owned(),
                    visibility: visibility(tag.attribute("state")),
                }),
                _ => {}
            }
        }
    }

    fn sheets(&self, links: &[Relationship], limits: &Limits) -> Result<Vec<SheetEntry>, Refusal> {
        let entry = |sheet: &ListedSheet| {
            let link = links.iter().find(|link| link.id == sheet.link);
            let link = link.ok_or_else(|| damaged("it lists a sheet that it does not hold"))?;
            Ok(SheetEntry {
                name: Arc::clone(&sheet.name),
                kind: if link.kind == "worksheet" { SheetKind::Worksheet } else { SheetKind::Other },
                visibility: sheet.visibility,
                path: link.path.clone().unwrap_or_default(),
            })
        };
        let found: Vec<SheetEntry> = self.sheets.iter().map(entry).collect::<Result<_, Refusal>>()?;
        if self.broken {
            return Err(broken("xl/workbook.xml"));
        }
        let count = found.len() as u64;
        if count > limits.sheets {
            return Err(too_large(Guard::Sheets, limits.sheets, Some(count)));
        }
        Ok(found)
    }
}

fn visibility(state: Option<&str>) -> Visibility {
    match state.map(str::to_lowercase).as_deref() {
        Some("hidden") => Visibility::Hidden,
        Some("veryhidden") => Visibility::VeryHidden,
        _ => Visibility::Visible,
    }
}

/// Custom document properties, from this part.
pub(super) fn properties(parts: &mut Parts<'_>, path: &str) -> Result<BTreeMap<String, String>, Refusal> {
    let mut found = BTreeMap::new();
    let Some(text) = parts.xml(path)? else { return Ok(found) };
    let broken = |Malformed| broken(path);
    let mut tokens = Tokens::new(&text);
    while let Some(tag) = tokens.next_start().map_err(broken)? {
        if tag.name == "property" {
            let name = unescape(tag.attribute("name").unwrap_or_default()).into_owned();
            let mut inside = Tokens::new(tokens.raw_inside(&tag).map_err(broken)?);
            if let Some(value) = inside.next_start().map_err(broken)? {
                let raw = inside.raw_inside(&value).map_err(broken)?;
                found.insert(name, unescape(raw).into_owned());
            }
        }
    }
    Ok(found)
}

/// The program that saved it, from this part.
pub(super) fn producer(parts: &mut Parts<'_>, path: &str) -> Result<Option<String>, Refusal> {
    let read = parts.shared(
        path,
        |known| &known.producers,
        |text| {
            let name = text_of(text, "Application").map_err(|Malformed| broken(path))?;
            Ok((!name.trim().is_empty()).then(|| name.trim().to_owned()))
        },
    )?;
    Ok(read.and_then(|name| (*name).clone()))
}

/// A part whose XML breaks off.
pub(super) fn broken(part: &str) -> Refusal {
    damaged(&format!("its part {part} breaks off or is not in order"))
}

#[cfg(test)]
mod tests {
    use super::resolve;

    #[test]
    fn targets_lead_where_they_say() {
        assert_eq!(resolve("xl", "worksheets/sheet1.xml"), "xl/worksheets/sheet1.xml");
        assert_eq!(resolve("xl", "/xl/./worksheets\\sheet1.xml"), "xl/worksheets/sheet1.xml");
        assert_eq!(resolve("xl/worksheets", "../comments1.xml"), "xl/comments1.xml");
        assert_eq!(resolve("", "../../workbook.xml"), "workbook.xml");
    }
}
