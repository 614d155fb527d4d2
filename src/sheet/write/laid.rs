//! A sheet laid out: what stands in it, and the outline of the rest.

use std::borrow::Cow;

use super::super::book::{Line, LineStyle, Link, Sheet};
use super::super::measure::{Face, count_lines};
use super::body::Body;
use super::outline::{Above, AboveKind, ColumnOutline, SheetOutline, TableOutline, Width};
use super::xml::push_attribute;
use super::{WriteError, chart, table, text, validation};

/// Widest sheet, in characters, that stays upright: what an A4 page shows at full size.
const UPRIGHT: f64 = 90.0;

/// A sheet to be written.
pub(super) struct Laid<'a> {
    pub(super) sheet: &'a Sheet,
    above: Vec<Above>,
    /// The texts above the rows of its table, in order: title, lines, captions; then what its charts draw.
    pub(super) texts: Vec<Cow<'a, str>>,
    /// How many of them stand above the rows.
    pub(super) texts_above: usize,
    /// The links of lines, as XML.
    pub(super) links: String,
    /// The rows of its table.
    pub(super) body: Option<Body<'a>>,
    /// What its cells take, as XML.
    pub(super) validations: String,
}

impl<'a> Laid<'a> {
    /// Lays out a sheet.
    ///
    /// # Errors
    /// When a cell is to hold what Excel cannot.
    pub(super) fn of(sheet: &'a Sheet) -> Result<Self, WriteError> {
        let mut laid = Self {
            sheet,
            above: Vec::new(),
            texts: Vec::new(),
            texts_above: 0,
            links: String::new(),
            body: None,
            validations: String::new(),
        };
        if !sheet.title.is_empty() {
            laid.title();
        }
        for line in sheet.rows_of_lines() {
            laid.line(&line);
        }
        if let Some(spec) = &sheet.table {
            laid.texts.extend(spec.columns.iter().map(|column| text::fit(&column.caption)));
            let first = u32::try_from(laid.above.len() + 1).unwrap_or(u32::MAX);
            laid.body = Some(Body::of(sheet, spec, first)?);
            laid.validations = validation::of(spec, first)?;
        }
        laid.texts_above = laid.texts.len();
        if let Some(spec) = &sheet.table {
            laid.texts.extend(sheet.charts.iter().flat_map(|shown| chart::texts(spec, shown)));
        }
        Ok(laid)
    }

    fn title(&mut self) {
        let title = &self.sheet.title;
        let (kind, lines) = if self.sheet.table.is_none() {
            (AboveKind::WrappedTitle, count_lines(title, Face::TITLE, self.sheet.line_width()))
        } else {
            (AboveKind::Title, 1)
        };
        self.add(kind, lines, text::fit(title));
    }

    fn line(&mut self, line: &Line) {
        let kind = match (line.style, &line.link) {
            (LineStyle::Heading, _) => AboveKind::Heading,
            (LineStyle::Text, None) => AboveKind::Text,
            (LineStyle::Text, Some(_)) => AboveKind::Link,
        };
        let words = text::fit(&line.text).into_owned();
        if let Some(link) = &line.link {
            let row = (self.above.len() + 1).to_string();
            push_link(&mut self.links, ("A", &row), link, &words);
        }
        self.add(kind, 1, Cow::Owned(words));
    }

    fn add(&mut self, kind: AboveKind, lines: usize, words: Cow<'a, str>) {
        let is_blank = words.is_empty();
        self.above.push(Above { kind, lines, is_blank });
        if !is_blank {
            self.texts.push(words);
        }
    }

    /// Its outline.
    pub(super) fn outline(&self) -> SheetOutline {
        let sheet = self.sheet;
        let columns = sheet.table.as_ref().map_or(1, |spec| spec.columns.len());
        let table = sheet.table.as_ref().zip(self.body.as_ref());
        SheetOutline {
            name: sheet.name.clone(),
            protected: sheet.protected,
            frozen_header: sheet.frozen_header,
            // A form is always wide, so that its sheets print alike (3-return-workbook.md).
            landscape: columns > 5 || sheet.line_width() > UPRIGHT || sheet.protected,
            alone: sheet.table.is_none().then(|| Width::of(sheet.line_width())),
            above: self.above.clone(),
            table: table.map(|(spec, body)| TableOutline {
                name: spec.name.clone(),
                columns: (0..)
                    .zip(&spec.columns)
                    .map(|(number, column)| ColumnOutline {
                        caption: text::fit(&column.caption).into_owned(),
                        width: Width::of(column.width.max(body.columns().room_for_numbers(number))),
                        side_of_caption: body.columns().side_of_caption(number),
                        note: text::fit(&column.note).into_owned(),
                    })
                    .collect(),
                lines_of_header: table::lines_of_header(spec),
                looks: body.looks().to_vec(),
            }),
        }
    }
}

/// Adds a link that stands on a cell with these words.
pub(super) fn push_link(xml: &mut String, (column, row): (&str, &str), link: &Link, words: &str) {
    let Link::Cell { sheet, cell: to } = link;
    for part in ["<hyperlink ref=\"", column, row, "\" location=\"'"] {
        xml.push_str(part);
    }
    push_attribute(xml, &sheet.replace('\'', "''"));
    for part in ["'!", to.to_string().as_str(), "\" display=\""] {
        xml.push_str(part);
    }
    push_attribute(xml, words);
    xml.push_str("\"/>");
}
