//! `templates/return.toml`: captions, caption synonyms, choices with their synonyms, and the form's wording. Compiled
//! in as the default, replaceable with `--templates DIR`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::layout::Layout;
use super::own_lines::OwnLines;
use crate::domain::by_caption::ByCaption;
use crate::domain::folding::{fold_caption, fold_wording};
use crate::domain::{Absence, Column, OwnRag, Sha256, Status, Table, Unit};

/// The default template, compiled in.
const DEFAULT: &str = include_str!("../../templates/return.toml");

/// Why a template cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum TemplateError {
    /// The file cannot be read.
    #[error("cannot read {path}: {source}")]
    Unreadable {
        /// The file.
        path: String,
        /// Why.
        source: std::io::Error,
    },
    /// The file is not TOML of the expected shape.
    #[error("{path} is not a template: {detail}")]
    Malformed {
        /// The file.
        path: String,
        /// What is wrong and where, in the TOML reader's words.
        detail: String,
    },
    /// Two columns of one table answer to one caption, or a caption is empty.
    #[error("{path}: {detail}")]
    Contradictory {
        /// The file.
        path: String,
        /// What contradicts what.
        detail: String,
    },
}

/// Keys of `[wording]` that the form needs; a template without one of them is refused rather than leaving a gap.
const WORDING: &str = "document_title keywords title about_intro about_item about_answer ask ask_nobody \
    progress_title progress_fill progress_blank progress_none measures_title measures_fill measures_blank \
    measures_none first_return no_return last_month last_month_older ongoing due_now due_next not_due no_target \
    target_higher target_lower target_by last_value no_last_value not_needed needs_numbers of_all none_left prompt_counts prompt_whole prompt_number \
    prompt_percent prompt_days prompt_weeks prompt_date prompt_text prompt_document say_choice say_date say_whole \
    say_number say_number_between say_percent say_text";

/// Most lines on *Start here* besides the first and the last, which the program adds (3-return-workbook.md: at most
/// eight short lines; the first says what the sheet contains).
const MOST_LINES: usize = 7;

/// Words of the return. Every text a lead reads comes from here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    words: Words,
    progress: ByCaption<Captioned>,
    measures: ByCaption<Captioned>,
    /// The captions of both.
    captions: ByCaption<()>,
    about: ByCaption<Labelled>,
    statuses: ByCaption<Status>,
    rags: ByCaption<OwnRag>,
    absences: ByCaption<Absence>,
    typed_absences: BTreeMap<String, Absence>,
    /// What the form puts into Numerator and Denominator where no numbers are asked for.
    not_needed: ByCaption<()>,
    /// What it puts into Value where a percent's numbers are still to come.
    needs_numbers: ByCaption<()>,
    own_lines: OwnLines,
    /// What the notes on the captions of both tables say.
    helps: BTreeSet<String>,
    layouts: Vec<Layout>,
    files: Vec<HashedName>,
}

/// What a caption of a table stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Captioned {
    column: Column,
    /// Whether it is the form's own caption, and no synonym of it.
    is_own: bool,
}

/// What a label of *Start here* stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Labelled {
    item: AboutItem,
    /// Whether it is the form's own label, and no synonym of it.
    is_own: bool,
}

/// A file of the folder with the words, and its hash.
pub type HashedName = (String, Sha256);

/// A label of the About table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum AboutItem {
    /// Name of the plan.
    Plan,
    /// Plan version.
    PlanVersion,
    /// Reporting period, `November 2019`.
    Period,
    /// Return from.
    ReturnFrom,
    /// Please return by.
    ReturnBy,
    /// Input: completed by.
    CompletedBy,
    /// Input: date completed.
    DateCompleted,
    /// Live formula: actions still to update.
    ActionsLeft,
    /// Live formula: values still to fill in.
    ValuesLeft,
}

impl AboutItem {
    /// Every label in the order of the form, with its key in `return.toml`.
    pub const ALL: [(Self, &'static str); 9] = [
        (Self::Plan, "plan"),
        (Self::PlanVersion, "plan_version"),
        (Self::Period, "period"),
        (Self::ReturnFrom, "return_from"),
        (Self::ReturnBy, "return_by"),
        (Self::CompletedBy, "completed_by"),
        (Self::DateCompleted, "date_completed"),
        (Self::ActionsLeft, "actions_left"),
        (Self::ValuesLeft, "values_left"),
    ];
}

/// A caption: what the form shows and what else is recognised.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Label {
    caption: String,
    #[serde(default)]
    synonyms: Vec<String>,
    #[serde(default)]
    help: String,
}

/// The file's shape.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    sheets: BTreeMap<String, String>,
    wording: BTreeMap<String, String>,
    lines: Vec<String>,
    about: BTreeMap<String, Label>,
    progress: BTreeMap<String, Label>,
    measures: BTreeMap<String, Label>,
    units: BTreeMap<String, String>,
    status: BTreeMap<String, Vec<String>>,
    rag: BTreeMap<String, Vec<String>>,
    reason: BTreeMap<String, Vec<String>>,
    typed_reason: BTreeMap<String, Vec<String>>,
}

impl Words {
    /// Whether every text that the form needs is there; else what is missing.
    fn complete(&self) -> Result<(), String> {
        let lacks = |part: &str, texts: &BTreeMap<String, String>, key: &str| {
            let is_there = texts.get(key).is_some_and(|text| !text.trim().is_empty());
            (!is_there).then(|| format!("[{part}] lacks {key}"))
        };
        let sheets =
            ["start", "progress", "measures"].iter().find_map(|key| lacks("sheets", &self.sheets, key));
        let wording = || WORDING.split_whitespace().find_map(|key| lacks("wording", &self.wording, key));
        let units = || Unit::ALL.iter().find_map(|unit| lacks("units", &self.units, unit.word()));
        let lines =
            || (self.lines.len() > MOST_LINES).then(|| format!("lines has more than {MOST_LINES} lines"));
        sheets.or_else(wording).or_else(units).or_else(lines).map_or(Ok(()), Err)
    }
}

impl Template {
    /// The template compiled into the program.
    pub fn built_in() -> Result<Self, TemplateError> {
        Self::parse(DEFAULT, "templates/return.toml (built in)")
    }

    /// `return.toml` in this folder, with the layouts of its folder `layouts`.
    pub fn from_folder(folder: &Path) -> Result<Self, TemplateError> {
        let path = folder.join("return.toml");
        let name = path.display().to_string();
        let text = std::fs::read_to_string(&path)
            .map_err(|source| TemplateError::Unreadable { path: name.clone(), source })?;
        let (layouts, hashed): (Vec<_>, Vec<_>) =
            Layout::all_in(&folder.join("layouts"))?.into_iter().unzip();
        let mut template = Self::parse(&text, &name)?.with_layouts(layouts, folder)?;
        template.files = vec![("return.toml".to_owned(), Sha256::of(text.as_bytes()))];
        template.files.extend(hashed);
        Ok(template)
    }

    /// The same with other councils' layouts recognised too. A label of theirs that means something else here is refused.
    fn with_layouts(mut self, layouts: Vec<Layout>, folder: &Path) -> Result<Self, TemplateError> {
        for layout in &layouts {
            for (label, item) in layout.about() {
                let is_own = *label == fold_caption(self.about_label(*item));
                let labelled = Labelled { item: *item, is_own };
                if self.about.insert_folded(label.clone(), labelled).is_some_and(|other| other.item != *item)
                {
                    let detail = format!("the label \"{label}\" of \"{}\" means two things", layout.name);
                    let path = folder.join("layouts").display().to_string();
                    return Err(TemplateError::Contradictory { path, detail });
                }
            }
        }
        self.layouts = layouts;
        Ok(self)
    }

    /// The files that the words come from, with their hashes; none when they are those built in.
    pub fn files(&self) -> &[HashedName] {
        &self.files
    }

    /// Layouts recognised besides the form's own captions, in the order of their files.
    pub fn layouts(&self) -> &[Layout] {
        &self.layouts
    }

    fn parse(text: &str, path: &str) -> Result<Self, TemplateError> {
        let malformed = |detail: String| TemplateError::Malformed { path: path.to_owned(), detail };
        let contradictory = |detail: String| TemplateError::Contradictory { path: path.to_owned(), detail };
        let words: Words = toml::from_str(text).map_err(|e| malformed(e.to_string()))?;
        words.complete().map_err(malformed)?;
        let (mut progress, mut measures) = (ByCaption::default(), ByCaption::default());
        let mut either = ByCaption::default();
        for (table, captions, columns) in [
            (Table::Progress, &words.progress, &mut progress),
            (Table::Measures, &words.measures, &mut measures),
        ] {
            for column in Column::of(table) {
                let caption = captions.get(column.key());
                let caption = caption.ok_or_else(|| malformed(format!("{table} lacks {}", column.key())))?;
                let own = fold_caption(&caption.caption);
                for text in std::iter::once(&caption.caption).chain(&caption.synonyms) {
                    let folded = fold_caption(text);
                    let is_own = folded == own;
                    either.insert(text, ());
                    let previous = columns.insert(text, Captioned { column: *column, is_own });
                    if folded.is_empty() || previous.is_some_and(|other| other.column != *column) {
                        return Err(contradictory(format!("\"{text}\" in {table} is empty or stands twice")));
                    }
                }
            }
        }
        let mut about = ByCaption::default();
        for (item, key) in AboutItem::ALL {
            let caption = words.about.get(key).ok_or_else(|| malformed(format!("about lacks {key}")))?;
            let own = fold_caption(&caption.caption);
            for text in std::iter::once(&caption.caption).chain(&caption.synonyms) {
                let labelled = Labelled { item, is_own: fold_caption(text) == own };
                if about.insert(text, labelled).is_some_and(|other| other.item != item) {
                    return Err(contradictory(format!("\"{text}\" in about stands twice")));
                }
            }
        }
        let statuses = choices(&words.status, Status::ALL).map_err(contradictory)?;
        let rags = choices(&words.rag, OwnRag::ALL).map_err(contradictory)?;
        let absences = choices(&words.reason, Absence::ALL).map_err(contradictory)?;
        let typed_absences = typed(&words.typed_reason).map_err(contradictory)?;
        let placeholder = |key: &str| {
            let mut placeholder = ByCaption::default();
            placeholder.insert(words.wording.get(key).map_or("", String::as_str), ());
            placeholder
        };
        let (not_needed, needs_numbers) = (placeholder("not_needed"), placeholder("needs_numbers"));
        let own = OWN_LINES.iter().map(|key| words.wording.get(*key).map_or("", String::as_str));
        let own_lines = OwnLines::new(own.chain(words.lines.iter().map(String::as_str)));
        let of_table = |(captions, table): (&BTreeMap<String, Label>, Table)| -> Vec<String> {
            let labels = Column::of(table).iter().filter_map(|column| captions.get(column.key()));
            labels.map(|label| label.help.clone()).filter(|help| !help.is_empty()).collect()
        };
        let tables = [(&words.progress, Table::Progress), (&words.measures, Table::Measures)];
        let helps = tables.into_iter().flat_map(of_table).collect();
        Ok(Self {
            words,
            progress,
            measures,
            captions: either,
            about,
            statuses,
            rags,
            absences,
            typed_absences,
            not_needed,
            needs_numbers,
            own_lines,
            helps,
            layouts: Vec::new(),
            files: Vec::new(),
        })
    }

    /// The column of a table that answers to this text as a caption.
    pub fn column(&self, table: Table, text: &str) -> Option<Column> {
        self.captioned(table, text).map(|(column, _)| column)
    }

    /// The same, with whether the text is the form's own caption of it (however it is dressed) rather than a synonym.
    pub fn captioned(&self, table: Table, text: &str) -> Option<(Column, bool)> {
        let columns = match table {
            Table::About => return None,
            Table::Progress => &self.progress,
            Table::Measures => &self.measures,
        };
        columns.get(text).map(|(_, captioned)| (captioned.column, captioned.is_own))
    }

    /// Whether a text is a caption of either table.
    pub fn is_caption(&self, text: &str) -> bool {
        self.captions.get(text).is_some()
    }

    /// The caption that the form shows for a column of a table.
    pub fn caption(&self, table: Table, column: Column) -> &str {
        self.entry(table, column).map_or("", |c| &c.caption)
    }

    /// What the caption's note tells the lead ("fill in …"); empty for columns that are not filled in.
    pub fn help(&self, table: Table, column: Column) -> &str {
        self.entry(table, column).map_or("", |c| &c.help)
    }

    /// Whether a text is, word for word, what the note on a caption of either table tells the lead.
    pub fn is_help(&self, text: &str) -> bool {
        self.helps.contains(text)
    }

    fn entry(&self, table: Table, column: Column) -> Option<&Label> {
        match table {
            Table::About => None,
            Table::Progress => self.words.progress.get(column.key()),
            Table::Measures => self.words.measures.get(column.key()),
        }
    }

    /// The About item that answers to this text as a label.
    pub fn about_item(&self, text: &str) -> Option<AboutItem> {
        self.labelled(text).map(|(item, _)| item)
    }

    /// The same, with whether the text is the form's own label for it (however it is dressed) rather than a synonym.
    pub fn labelled(&self, text: &str) -> Option<(AboutItem, bool)> {
        self.about.get(text).map(|(_, labelled)| (labelled.item, labelled.is_own))
    }

    /// The label that the form shows for an About item.
    pub fn about_label(&self, item: AboutItem) -> &str {
        self.about_entry(item).map_or("", |c| &c.caption)
    }

    /// What the prompt of an About item tells the lead; empty for items that are not filled in.
    pub fn about_help(&self, item: AboutItem) -> &str {
        self.about_entry(item).map_or("", |c| &c.help)
    }

    fn about_entry(&self, item: AboutItem) -> Option<&Label> {
        let (_, key) = AboutItem::ALL.iter().find(|(i, _)| *i == item)?;
        self.words.about.get(*key)
    }

    /// A wording of the form by its key; empty when the template lacks it.
    pub fn wording(&self, key: &str) -> &str {
        self.words.wording.get(key).map_or("", String::as_str)
    }

    /// Whether a text is the one that the form itself puts into this input column (`not needed` in Numerator and
    /// Denominator, `needs both numbers` in Value): to be read as a blank cell, also where a program has turned formulas
    /// into values. In any other column a lead typed it.
    pub fn is_placeholder(&self, column: Column, text: &str) -> bool {
        let placeholder = match column {
            Column::Numerator | Column::Denominator => &self.not_needed,
            Column::Value => &self.needs_numbers,
            _ => return false,
        };
        placeholder.get(text).is_some()
    }

    /// Whether a text is a line of the form's own: a title, a caption of *Start here*, or what it says about filling it in.
    /// `fits` says whether a text may stand for a name such as `lead` or `contact`; `inputs` are captions, known here.
    pub fn is_own_line(&self, text: &str, fits: &dyn Fn(&str, &str) -> bool) -> bool {
        let captions = |text: &str| {
            text.split(" and ").flat_map(|some| some.split(", ")).all(|caption| self.is_caption(caption))
        };
        self.own_lines
            .holds(text, &|name, text| if name == "inputs" { captions(text) } else { fits(name, text) })
    }

    /// The lines on *Start here* that say how to fill the return in.
    pub fn lines(&self) -> &[String] {
        &self.words.lines
    }

    /// A sheet's name in the form: key `start`, `progress` or `measures`.
    pub fn sheet(&self, key: &str) -> &str {
        self.words.sheets.get(key).map_or("", String::as_str)
    }

    /// A unit in the words the form uses, by the unit's own word.
    pub fn unit(&self, unit: Unit) -> &str {
        self.words.units.get(unit.word()).map_or_else(|| unit.word(), String::as_str)
    }

    /// The status that a text chooses, with whether it is the choice's own word (in any case) rather than a synonym.
    pub fn status(&self, text: &str) -> Option<(Status, bool)> {
        chosen(&self.statuses, text, Status::word)
    }

    /// The lead's own rating that a text chooses, likewise.
    pub fn rag(&self, text: &str) -> Option<(OwnRag, bool)> {
        chosen(&self.rags, text, OwnRag::word)
    }

    /// The reason that a text chooses in the reason column, likewise.
    pub fn absence(&self, text: &str) -> Option<(Absence, bool)> {
        chosen(&self.absences, text, Absence::word)
    }

    /// The reason that an absence word typed as a value stands for: `n/a`, `tbc`, `-`. Compared letter by letter after
    /// tidying and lower-casing, because `-` and `?` are nothing but punctuation.
    pub fn typed_absence(&self, text: &str) -> Option<Absence> {
        self.typed_absences.get(&fold_wording(text)).copied()
    }
}

/// Keys of the lines that the form writes outside its tables, and of the captions of the table on *Start here*.
const OWN_LINES: [&str; 14] = [
    "title",
    "about_intro",
    "about_item",
    "about_answer",
    "ask",
    "ask_nobody",
    "progress_title",
    "progress_fill",
    "progress_blank",
    "measures_title",
    "measures_fill",
    "measures_blank",
    "progress_none",
    "measures_none",
];

fn chosen<T: Copy>(choices: &ByCaption<T>, text: &str, word: fn(T) -> &'static str) -> Option<(T, bool)> {
    choices.get(text).map(|(folded, choice)| (*choice, folded == fold_caption(word(*choice))))
}

/// Absence words typed as a value, letter by letter.
fn typed(words: &BTreeMap<String, Vec<String>>) -> Result<BTreeMap<String, Absence>, String> {
    let mut found = BTreeMap::new();
    for (word, marks) in words {
        let absence: Absence = word.parse().map_err(|_| format!("\"{word}\" is not one of the reasons"))?;
        for mark in marks {
            if found.insert(fold_wording(mark), absence).is_some_and(|other| other != absence) {
                return Err(format!("\"{mark}\" stands for two reasons"));
            }
        }
    }
    Ok(found)
}

/// Choice words and their synonyms, folded, to choices.
fn choices<T: Copy + PartialEq + std::str::FromStr + std::fmt::Display>(
    words: &BTreeMap<String, Vec<String>>,
    all: &[T],
) -> Result<ByCaption<T>, String> {
    let mut found = ByCaption::default();
    for choice in all {
        found.insert(&choice.to_string(), *choice);
    }
    for (word, synonyms) in words {
        let choice: T = word.parse().map_err(|_| format!("\"{word}\" is not one of the choices"))?;
        for synonym in synonyms {
            if found.insert(synonym, choice).is_some_and(|other| other != choice) {
                return Err(format!("\"{synonym}\" stands for two choices"));
            }
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_template_is_whole_and_knows_its_own_captions() {
        let template = Template::built_in().unwrap();
        for table in [Table::Progress, Table::Measures] {
            for column in Column::of(table) {
                let caption = template.caption(table, *column);
                assert_eq!(template.captioned(table, &caption.to_uppercase()), Some((*column, true)));
                assert_eq!(
                    template.help(table, *column).starts_with("Fill in"),
                    column.is_input(),
                    "{caption}"
                );
            }
        }
        assert_eq!(template.captioned(Table::Progress, "Reference"), Some((Column::Ref, false)));
        assert_eq!(template.status("on-track"), Some((Status::InProgress, false)));
        assert_eq!(template.status("Closed"), None, "could be complete or stopped: ask");
        assert!(template.is_placeholder(Column::Numerator, "Not needed "));
        assert!(!template.is_placeholder(Column::Numerator, ""));
        assert!(template.is_placeholder(Column::Value, "needs both numbers"));
        // In Value a lead typed it: there it is a reason.
        assert!(!template.is_placeholder(Column::Value, "not needed"));
        assert_eq!(template.typed_absence("N/A"), Some(Absence::NotApplicable));
    }

    #[test]
    fn a_template_with_a_gap_or_a_contradiction_is_refused() {
        let refused = |old: &str, new: &str| {
            Template::parse(&DEFAULT.replacen(old, new, 1), "x").unwrap_err().to_string()
        };
        assert!(refused("say_date =", "say_dates =").contains("lacks say_date"));
        assert!(refused("\"Deadline\"", "\"Plan\"").contains("stands twice"));
        assert!(refused("[\"R\"]", "[\"R\", \"A\"]").contains("two choices"));
        assert!(refused("caption = \"Status\"", "caption = \"Ref\"").contains("stands twice"));
    }
}
