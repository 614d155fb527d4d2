//! `layouts/*.toml` beside a `return.toml`: the captions of tables that `ragbook issue` did not make, such as a council's own
//! monitoring table (9-architecture.md, "Layouts claim, never guess"; docs/layouts.md).
//!
//! A layout only says which caption is which column. Whether it answers to a sheet is decided by `intake::header`.

use std::collections::BTreeMap;
use std::path::Path;

use super::template::{AboutItem, HashedName, TemplateError};
use crate::domain::folding::fold_caption;
use crate::domain::{Column, Sha256, Table};

/// How many rows the captions of a layout take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CaptionRows {
    /// Each column has one caption.
    One,
    /// A group caption stands above a caption: `This month / Status`.
    Two,
}

/// One layout.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    /// Its name, as messages call it.
    pub name: String,
    /// How many rows its captions take.
    pub caption_rows: CaptionRows,
    columns: BTreeMap<(Table, String), Column>,
    about: BTreeMap<String, AboutItem>,
}

/// The file's shape.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    name: String,
    caption_rows: u8,
    #[serde(default)]
    progress: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    measures: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    about: BTreeMap<String, Vec<String>>,
}

impl Layout {
    /// Every layout of a folder, by file name; none when there is no such folder.
    ///
    /// # Errors
    /// When a file cannot be read, is no layout, or two have one name.
    pub fn all_in(folder: &Path) -> Result<Vec<(Self, HashedName)>, TemplateError> {
        if !folder.is_dir() {
            return Ok(Vec::new());
        }
        let unreadable =
            |path: &Path, source| TemplateError::Unreadable { path: path.display().to_string(), source };
        let entries = std::fs::read_dir(folder).map_err(|e| unreadable(folder, e))?;
        let mut paths = Vec::new();
        for entry in entries {
            paths.push(entry.map_err(|e| unreadable(folder, e))?.path());
        }
        paths.retain(|path| path.extension().is_some_and(|e| e == "toml"));
        paths.sort();
        let mut layouts: Vec<(Self, HashedName)> = Vec::new();
        for path in paths {
            let text = std::fs::read_to_string(&path).map_err(|e| unreadable(&path, e))?;
            let layout = Self::parse(&text, &path.display().to_string())?;
            if layouts.iter().any(|(other, _)| other.name == layout.name) {
                let detail = format!("another layout is called \"{}\" too", layout.name);
                return Err(TemplateError::Contradictory { path: path.display().to_string(), detail });
            }
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            layouts.push((layout, (format!("layouts/{name}"), Sha256::of(text.as_bytes()))));
        }
        Ok(layouts)
    }

    pub(super) fn parse(text: &str, path: &str) -> Result<Self, TemplateError> {
        let malformed = |detail: String| TemplateError::Malformed { path: path.to_owned(), detail };
        let contradictory = |detail: String| TemplateError::Contradictory { path: path.to_owned(), detail };
        let words: Words = toml::from_str(text).map_err(|e| malformed(e.to_string()))?;
        let caption_rows = match words.caption_rows {
            1 => CaptionRows::One,
            2 => CaptionRows::Two,
            _ => return Err(malformed("caption_rows is 1 or 2".to_owned())),
        };
        let mut columns = BTreeMap::new();
        for (table, captions) in [(Table::Progress, &words.progress), (Table::Measures, &words.measures)] {
            needed(table, captions).map_err(malformed)?;
            for (key, texts) in captions {
                let column = Column::of(table).iter().find(|column| column.key() == key);
                let column = column.ok_or_else(|| malformed(format!("{table} has no column \"{key}\"")))?;
                add(texts, |text| columns.insert((table, text), *column).is_some_and(|o| o != *column))
                    .map_err(contradictory)?;
            }
        }
        if columns.is_empty() {
            return Err(malformed("it has neither [progress] nor [measures]".to_owned()));
        }
        let mut about = BTreeMap::new();
        for (key, texts) in &words.about {
            let item = AboutItem::ALL.iter().find(|(_, known)| known == key).map(|(item, _)| *item);
            let item = item.ok_or_else(|| malformed(format!("[about] has no label \"{key}\"")))?;
            add(texts, |text| about.insert(text, item).is_some_and(|o| o != item)).map_err(contradictory)?;
        }
        Ok(Self { name: words.name, caption_rows, columns, about })
    }

    /// The column of a table that answers to this text as a caption; of two rows, joined by a space.
    pub fn column(&self, table: Table, text: &str) -> Option<Column> {
        self.columns.get(&(table, fold_caption(text))).copied()
    }

    /// Its labels of *Start here*, folded.
    pub(super) const fn about(&self) -> &BTreeMap<String, AboutItem> {
        &self.about
    }
}

/// Adds captions that answer to one thing; `taken` says whether a caption answered to another already.
fn add(texts: &[String], mut taken: impl FnMut(String) -> bool) -> Result<(), String> {
    for text in texts {
        let folded = fold_caption(text);
        if folded.is_empty() || taken(folded) {
            return Err(format!("\"{text}\" is empty or stands twice"));
        }
    }
    Ok(())
}

/// What a table cannot be read without, when the layout has the table at all (11-settled.md, "Return").
fn needed(table: Table, captions: &BTreeMap<String, Vec<String>>) -> Result<(), String> {
    let has = |column: Column| captions.get(column.key()).is_some_and(|texts| !texts.is_empty());
    let answers = match table {
        Table::Measures => has(Column::Value) || has(Column::Numerator) && has(Column::Denominator),
        _ => has(Column::Status),
    };
    if captions.is_empty() || has(Column::Ref) && answers {
        return Ok(());
    }
    let wanted = if table == Table::Measures { "value, or numerator and denominator" } else { "status" };
    Err(format!("[{}] needs ref and {wanted}", table.name().to_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const EXAMPLE: &str = include_str!("../../templates/layouts/two-row-captions.toml");

    #[test]
    fn the_example_is_a_layout() {
        let layout = Layout::parse(EXAMPLE, "x").unwrap();
        assert_eq!(layout.caption_rows, CaptionRows::Two);
        assert_eq!(layout.column(Table::Progress, "this month WHERE we are"), Some(Column::Status));
        assert_eq!(layout.column(Table::Progress, "Status"), None, "its own captions only");
    }

    #[test]
    fn gaps_and_contradictions_are_refused() {
        let refused = |old: &str, new: &str| {
            Layout::parse(&EXAMPLE.replacen(old, new, 1), "x").unwrap_err().to_string()
        };
        assert!(refused("caption_rows = 2", "caption_rows = 3").contains("1 or 2"));
        assert!(
            refused("status =", "state =").contains("no column \"state\"")
                || refused("status =", "state =").contains("needs")
        );
        assert!(refused("ref = [\"Action no\"]", "ref = []").contains("[progress] needs ref and status"));
        assert!(refused("\"This month / Colour\"", "\"This month - done by\"").contains("stands twice"));
        assert!(refused("period =", "month =").contains("no label \"month\""));
        assert!(refused("name =", "title =").contains("title"));
    }
}
