//! The rows of a table, packed: a large month has more than a million cells, and all of its sheets are in memory until the
//! last of them is written.
//!
//! A cell takes sixteen bytes, and its words stand in one text with those of all others; what few cells have (a link, what
//! they take) stands beside them. Rows are packed as they are made, a [`CellSpec`] at a time, and lent as they are read.

use std::borrow::Cow;
use std::sync::Arc;

use chrono::{Datelike, NaiveDate};

use super::{CellContent, CellSpec, Input, Link, LiveFormula};
use crate::domain::Rating;

/// The rows of a table, in order.
#[derive(Clone, Default)]
pub struct Rows {
    /// Where each row ends among the cells.
    ends: Vec<usize>,
    cells: Vec<Packed>,
    words: Words,
    more: Vec<More>,
    formulas: Vec<LiveFormula>,
}

/// A row of [`Rows`]: its cells by column.
#[derive(Clone, Copy)]
pub struct Row<'a> {
    rows: &'a Rows,
    cells: &'a [Packed],
}

/// A cell: what kind of content, the content, and where in `more` the rest of it stands.
#[derive(Debug, Clone, Copy)]
struct Packed {
    kind: Kind,
    /// Place in `more`, from 1; nought where there is nothing more.
    more: u32,
    /// A number's bits, a date's number of days, or a place in `words` or `formulas`.
    content: u64,
}

/// Kind of content, and what of it is small.
#[derive(Debug, Clone, Copy)]
enum Kind {
    Blank,
    Text,
    Number(u8),
    Plain,
    Error,
    Percent(u8),
    Date,
    Rating(Rating),
    RatingLetter(Rating),
    Sparkline,
    Formula,
}

/// What few cells have; most of these have a link alone, of which a large month has a hundred thousand and more.
#[derive(Debug, Clone)]
enum More {
    Link(Link),
    Input(Arc<Input>),
    Several(Box<Several>),
}

/// Everything that a cell may have besides its content.
#[derive(Debug, Clone, Default)]
struct Several {
    input: Option<Arc<Input>>,
    greyed: bool,
    link: Option<Link>,
    mark: Option<Box<str>>,
}

impl More {
    /// None where there is nothing.
    fn of(several: Several) -> Option<Self> {
        Some(match several {
            Several { input: None, greyed: false, link: None, mark: None } => return None,
            Several { input: None, greyed: false, link: Some(link), mark: None } => Self::Link(link),
            Several { input: Some(input), greyed: false, link: None, mark: None } => Self::Input(input),
            several => Self::Several(Box::new(several)),
        })
    }

    fn input(&self) -> Option<&Arc<Input>> {
        match self {
            Self::Link(_) => None,
            Self::Input(input) => Some(input),
            Self::Several(several) => several.input.as_ref(),
        }
    }

    fn several(&self) -> Several {
        match self {
            Self::Link(link) => Several { link: Some(link.clone()), ..Several::default() },
            Self::Input(input) => Several { input: Some(Arc::clone(input)), ..Several::default() },
            Self::Several(several) => (**several).clone(),
        }
    }
}

impl Rows {
    /// Adds a row of these cells.
    pub fn push<'c>(&mut self, cells: impl IntoIterator<Item = CellSpec<'c>>) {
        for cell in cells {
            let packed = self.packed(cell);
            self.cells.push(packed);
        }
        self.ends.push(self.cells.len());
    }

    /// How many rows there are.
    pub const fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is none.
    pub const fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The row with this number, from 0.
    pub fn get(&self, row: usize) -> Option<Row<'_>> {
        let end = *self.ends.get(row)?;
        let start = row.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        Some(Row { rows: self, cells: self.cells.get(start..end)? })
    }

    /// The rows in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Row<'_>> + Clone {
        (0..self.len()).map(|row| self.get(row).unwrap_or(Row { rows: self, cells: &[] }))
    }

    /// The cells of all rows in order.
    pub fn cells(&self) -> impl Iterator<Item = CellSpec<'_>> + Clone {
        self.iter().flat_map(Row::iter)
    }

    /// The cells in this column (from 0), from the first row to the last.
    pub fn column(&self, column: usize) -> impl Iterator<Item = CellSpec<'_>> + Clone {
        self.iter().filter_map(move |row| row.get(column))
    }

    /// Whether a cell is marked.
    pub fn has_marks(&self) -> bool {
        self.more.iter().any(|more| matches!(more, More::Several(several) if several.mark.is_some()))
    }

    /// Whether a cell shows a small line.
    pub fn has_sparklines(&self) -> bool {
        self.cells.iter().any(|cell| matches!(cell.kind, Kind::Sparkline))
    }

    /// Gives a cell a link; nothing where there is no such cell.
    pub fn link(&mut self, (row, column): (usize, usize), link: Link) {
        let start = row.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        let known = self.cells.get(start + column).map_or(0, |cell| cell.more);
        let several = self.more(known).map(More::several).unwrap_or_default();
        let place = self.place_of(Several { link: Some(link), ..several });
        if let Some(cell) = self.cells.get_mut(start + column) {
            cell.more = place;
        }
    }

    /// Takes this column (from 0) out of every row.
    pub fn remove_column(&mut self, column: usize) {
        self.rewrite(|_, cells| {
            if column < cells.len() {
                cells.remove(column);
            }
        });
    }

    /// Gives cells other words, where `other` has some for theirs.
    pub fn reword(&mut self, other: impl Fn(&str) -> Option<String>) {
        self.rewrite(|_, cells| {
            for cell in cells {
                if let CellContent::Text(words) = &mut cell.content
                    && let Some(other) = other(words)
                {
                    *words = other.into();
                }
            }
        });
    }

    /// Packs the rows anew, each as `change` leaves its cells; it is told the row's number, from 0.
    pub fn rewrite(&mut self, mut change: impl FnMut(usize, &mut Vec<CellSpec<'_>>)) {
        let mut rewritten = Self::default();
        for (number, row) in self.iter().enumerate() {
            let mut cells = row.iter().collect();
            change(number, &mut cells);
            rewritten.push(cells);
        }
        rewritten.shrink_to_fit();
        *self = rewritten;
    }

    /// The rows as they were packed.
    #[cfg(test)]
    pub(crate) fn unpacked(&self) -> Vec<Vec<CellSpec<'_>>> {
        self.iter().map(|row| row.iter().collect()).collect()
    }

    /// Gives one cell other content.
    #[cfg(test)]
    pub(crate) fn set(&mut self, (row, column): (usize, usize), content: &CellContent<'static>) {
        self.rewrite(|number, cells| {
            if number == row {
                cells[column].content = content.clone();
            }
        });
    }

    fn packed(&mut self, cell: CellSpec<'_>) -> Packed {
        let places = |places: u32| u8::try_from(places).unwrap_or(u8::MAX);
        let half = |column: usize| u64::from(u32::try_from(column).unwrap_or(u32::MAX));
        let (kind, content) = match cell.content {
            CellContent::Blank => (Kind::Blank, 0),
            CellContent::Text(words) => (Kind::Text, self.words.place_of(&words)),
            CellContent::Number(number, shown) => (Kind::Number(places(shown)), number.to_bits()),
            CellContent::Plain(number) => (Kind::Plain, number.to_bits()),
            CellContent::Error(error) => (Kind::Error, self.words.place_of(&error)),
            CellContent::Percent(percent, shown) => (Kind::Percent(places(shown)), percent.to_bits()),
            CellContent::Date(date) => (Kind::Date, i64::from(date.num_days_from_ce()).cast_unsigned()),
            CellContent::Rating(rating) => (Kind::Rating(rating), 0),
            CellContent::RatingLetter(rating) => (Kind::RatingLetter(rating), 0),
            CellContent::Sparkline { first, last } => (Kind::Sparkline, half(first) << 32 | half(last)),
            CellContent::Formula(live) => {
                self.formulas.push(live.into_owned());
                (Kind::Formula, as_number(self.formulas.len() - 1))
            }
        };
        let several = Several {
            input: cell.input,
            greyed: cell.greyed,
            link: cell.link.map(Cow::into_owned),
            mark: cell.mark.map(|mark| mark.into_owned().into_boxed_str()),
        };
        Packed { kind, more: self.place_of(several), content }
    }

    /// Place of this in `more`, from 1. Cells to fill in stand side by side in every row: those of the last row are theirs too.
    fn place_of(&mut self, several: Several) -> u32 {
        const NEAR: usize = 12;
        let Some(more) = More::of(several) else { return 0 };
        let near = self.more.len().saturating_sub(NEAR);
        let is_same =
            |known: &More| matches!((known, &more), (More::Input(a), More::Input(b)) if Arc::ptr_eq(a, b));
        let known = self.more.iter().skip(near).position(is_same).map(|place| near + place);
        let place = known.unwrap_or_else(|| {
            self.more.push(more);
            self.more.len() - 1
        });
        u32::try_from(place + 1).unwrap_or(0)
    }

    /// Gives back the room kept for further rows.
    pub fn shrink_to_fit(&mut self) {
        self.ends.shrink_to_fit();
        self.cells.shrink_to_fit();
        self.words.shrink_to_fit();
        self.more.shrink_to_fit();
    }

    fn more(&self, place: u32) -> Option<&More> {
        self.more.get(usize::try_from(place).ok()?.checked_sub(1)?)
    }
}

impl<'a> Row<'a> {
    /// How many cells it has.
    pub const fn len(self) -> usize {
        self.cells.len()
    }

    /// Whether it has none.
    pub const fn is_empty(self) -> bool {
        self.cells.is_empty()
    }

    /// The cell in this column, from 0.
    pub fn get(self, column: usize) -> Option<CellSpec<'a>> {
        self.cells.get(column).map(|cell| self.unpacked(*cell))
    }

    /// The cell in the first column.
    pub fn first(self) -> Option<CellSpec<'a>> {
        self.get(0)
    }

    /// What the cell in this column takes, if it is to be filled in.
    pub fn input(self, column: usize) -> Option<&'a Arc<Input>> {
        self.rows.more(self.cells.get(column)?.more)?.input()
    }

    /// The cells in order.
    pub fn iter(self) -> impl ExactSizeIterator<Item = CellSpec<'a>> + Clone {
        self.cells.iter().map(move |cell| self.unpacked(*cell))
    }

    /// The words of the cell in this column that holds nothing else.
    pub fn words(self, column: usize) -> Option<&'a str> {
        let cell = self.cells.get(column)?;
        matches!(cell.kind, Kind::Text).then(|| self.rows.words.get(cell.content))
    }

    /// Whether the cell in this column leads somewhere.
    pub fn is_linked(self, column: usize) -> bool {
        let more = self.cells.get(column).and_then(|cell| self.rows.more(cell.more));
        more.is_some_and(|more| match more {
            More::Link(_) => true,
            More::Input(_) => false,
            More::Several(several) => several.link.is_some(),
        })
    }

    /// What the cells hold, in order, with what those take that are to be filled in; nothing else is looked at.
    pub fn contents(self) -> impl ExactSizeIterator<Item = (CellContent<'a>, Option<&'a Arc<Input>>)> {
        self.cells
            .iter()
            .map(move |cell| (self.content(*cell), self.rows.more(cell.more).and_then(More::input)))
    }

    fn unpacked(self, cell: Packed) -> CellSpec<'a> {
        let plain = CellSpec::of(self.content(cell));
        match self.rows.more(cell.more) {
            None => plain,
            Some(More::Link(link)) => CellSpec { link: Some(Cow::Borrowed(link)), ..plain },
            Some(More::Input(input)) => CellSpec { input: Some(Arc::clone(input)), ..plain },
            Some(More::Several(more)) => CellSpec {
                input: more.input.clone(),
                greyed: more.greyed,
                link: more.link.as_ref().map(Cow::Borrowed),
                mark: more.mark.as_deref().map(Cow::Borrowed),
                ..plain
            },
        }
    }

    fn content(self, cell: Packed) -> CellContent<'a> {
        let words = || Cow::Borrowed(self.rows.words.get(cell.content));
        let number = f64::from_bits(cell.content);
        match cell.kind {
            Kind::Blank => CellContent::Blank,
            Kind::Text => CellContent::Text(words()),
            Kind::Number(places) => CellContent::Number(number, places.into()),
            Kind::Plain => CellContent::Plain(number),
            Kind::Error => CellContent::Error(words()),
            Kind::Percent(places) => CellContent::Percent(number, places.into()),
            Kind::Date => CellContent::Date(date(cell.content)),
            Kind::Rating(rating) => CellContent::Rating(rating),
            Kind::RatingLetter(rating) => CellContent::RatingLetter(rating),
            Kind::Sparkline => CellContent::Sparkline {
                first: as_place(cell.content >> 32),
                last: as_place(cell.content & u64::from(u32::MAX)),
            },
            Kind::Formula => match self.rows.formulas.get(as_place(cell.content)) {
                Some(live) => CellContent::Formula(Cow::Borrowed(live)),
                None => CellContent::Blank,
            },
        }
    }
}

impl<'c> FromIterator<Vec<CellSpec<'c>>> for Rows {
    fn from_iter<I: IntoIterator<Item = Vec<CellSpec<'c>>>>(rows: I) -> Self {
        let mut packed = Self::default();
        rows.into_iter().for_each(|row| packed.push(row));
        packed.shrink_to_fit();
        packed
    }
}

impl<'c> From<Vec<Vec<CellSpec<'c>>>> for Rows {
    fn from(rows: Vec<Vec<CellSpec<'c>>>) -> Self {
        rows.into_iter().collect()
    }
}

impl PartialEq for Rows {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && self.iter().zip(other.iter()).all(|(one, two)| one.iter().eq(two.iter()))
    }
}

impl std::fmt::Debug for Rows {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

impl std::fmt::Debug for Row<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

/// The words of all cells, one behind the other.
#[derive(Debug, Clone, Default)]
struct Words {
    all: String,
    ends: Vec<usize>,
    /// Places of words that stood in a cell lately, from 1, by a few of their letters: most columns say few different things.
    lately: Vec<u64>,
}

impl Words {
    /// How many words are remembered.
    const LATELY: usize = 256;

    /// The place of these words, at which they may stand already.
    fn place_of(&mut self, words: &str) -> u64 {
        self.lately.resize(Self::LATELY, 0);
        let letter = |letter: Option<&u8>| usize::from(letter.copied().unwrap_or_default());
        let bytes = words.as_bytes();
        let sum = bytes.len() * 31 + letter(bytes.first()) * 7 + letter(bytes.get(bytes.len() / 2)) * 3;
        let slot = (sum + letter(bytes.last())) % Self::LATELY;
        let known = self.lately.get(slot).and_then(|place| place.checked_sub(1));
        if let Some(place) = known.filter(|place| self.get(*place) == words) {
            return place;
        }
        self.all.push_str(words);
        self.ends.push(self.all.len());
        let place = as_number(self.ends.len());
        if let Some(lately) = self.lately.get_mut(slot) {
            *lately = place;
        }
        place - 1
    }

    fn shrink_to_fit(&mut self) {
        self.all.shrink_to_fit();
        self.ends.shrink_to_fit();
        self.lately = Vec::new();
    }

    fn get(&self, place: u64) -> &str {
        let place = as_place(place);
        let start = place.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        self.ends.get(place).and_then(|end| self.all.get(start..*end)).unwrap_or_default()
    }
}

fn as_number(place: usize) -> u64 {
    u64::try_from(place).unwrap_or(u64::MAX)
}

fn as_place(number: u64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

fn date(days: u64) -> NaiveDate {
    let days = i32::try_from(days.cast_signed()).ok();
    days.and_then(NaiveDate::from_num_days_from_ce_opt).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::CellRef;
    use crate::sheet::book::{FormulaResult, InputRule};

    /// A row with a cell of every kind.
    fn of_every_kind() -> Vec<CellSpec<'static>> {
        let day = NaiveDate::from_ymd_opt(1899, 12, 31).unwrap();
        let result = FormulaResult::Text("1 of 2".to_owned());
        let live = LiveFormula { formula: "A1".to_owned(), result, percent: None };
        let input = Input {
            rule: InputRule::Text(9),
            prompt_title: String::new(),
            prompt: String::new(),
            error: String::new(),
        };
        let contents = [
            CellContent::Blank,
            CellContent::Text("words, née".into()),
            CellContent::Text("".into()),
            CellContent::Number(-0.1, 2),
            CellContent::Plain(f64::MAX),
            CellContent::Error("#REF!".into()),
            CellContent::Percent(12.5, 1),
            CellContent::Date(day),
            CellContent::Rating(Rating::Red),
            CellContent::RatingLetter(Rating::Closed),
            CellContent::Sparkline { first: 3, last: 70_000 },
            CellContent::Formula(Cow::Owned(live)),
        ];
        let mut cells: Vec<CellSpec<'static>> = contents.into_iter().map(CellSpec::of).collect();
        cells.push(CellSpec { input: Some(Arc::new(input)), greyed: true, ..CellSpec::text("x") });
        cells.push(CellSpec { mark: Some("doubtful".into()), ..CellSpec::text("x") });
        cells.push(CellSpec::text("x").linked("Notes", CellRef::new(6, 1)));
        cells
    }

    #[test]
    fn every_cell_comes_back_as_it_was() {
        let cells = of_every_kind();
        let rows: Rows = [cells.clone(), Vec::new(), cells.clone()].into_iter().collect();
        let read: Vec<Vec<CellSpec<'_>>> = rows.iter().map(|row| row.iter().collect()).collect();
        assert_eq!(read, [cells.clone(), Vec::new(), cells]);
        assert_eq!(std::mem::size_of::<Packed>(), 16, "a large month has a million of them");
    }

    #[test]
    fn words_and_inputs_that_come_again_are_kept_once() {
        let cells = of_every_kind();
        let mut rows = Rows::default();
        let input = CellSpec { greyed: false, ..cells[12].clone() };
        (0..50).for_each(|_| rows.push(cells[..12].iter().cloned().chain([input.clone()])));
        assert_eq!((rows.words.ends.len(), rows.more.len()), (4, 1));
    }

    #[test]
    fn a_column_goes_and_words_change_and_the_rest_stays() {
        let mut rows: Rows = vec![vec![CellSpec::text("a"), CellSpec::count(1)]; 2].into_iter().collect();
        let link = Link::Cell { sheet: "Notes".into(), cell: CellRef::new(0, 0) };
        rows.link((1, 1), link.clone());
        rows.link((9, 9), link);
        let linked = CellSpec::count(1).linked("Notes", CellRef::new(0, 0));
        assert_eq!(rows.column(0).count(), 2);
        rows.reword(|words| (words == "a").then(|| "b".to_owned()));
        let expected =
            [vec![CellSpec::text("b"), CellSpec::count(1)], vec![CellSpec::text("b"), linked.clone()]];
        assert_eq!(rows, expected.into_iter().collect());
        rows.remove_column(0);
        assert_eq!(rows, vec![vec![CellSpec::count(1)], vec![linked]].into());
    }
}
