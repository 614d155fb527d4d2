//! The texts above the rows of tables (titles, lines, captions), which a workbook keeps once, in a part of their own
//! (ECMA-376, 18.4.9). The texts of rows stand in their cells.

use std::collections::HashMap;
use std::fmt::Write;

use super::xml::{DECLARATION, push_text};

/// The texts by their places.
#[derive(Debug, Default)]
pub(super) struct SharedTexts<'a> {
    places: HashMap<&'a str, usize>,
    xml: String,
    /// How often a cell has one of them.
    uses: usize,
}

impl<'a> SharedTexts<'a> {
    /// The place of a text that a cell has; the first cell with it decides.
    pub(super) fn place_of(&mut self, words: &'a str) -> usize {
        self.uses += 1;
        let next = self.places.len();
        *self.places.entry(words).or_insert_with(|| {
            let space = ['\t', '\n', ' '];
            let kept = words.starts_with(space) || words.ends_with(space);
            self.xml.push_str(if kept { "<si><t xml:space=\"preserve\">" } else { "<si><t>" });
            push_text(&mut self.xml, words);
            self.xml.push_str("</t></si>");
            next
        })
    }

    /// The part.
    pub(super) fn part(&self) -> String {
        let mut part = String::with_capacity(self.xml.len() + 200);
        let (uses, count) = (self.uses, self.places.len());
        let _never_fails = write!(
            part,
            "{DECLARATION}<sst xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" count=\"{uses}\" uniqueCount=\"{count}\">"
        );
        part.push_str(&self.xml);
        part.push_str("</sst>");
        part
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_kept_once_and_counted_each_time() {
        let mut texts = SharedTexts::default();
        let places = ["Ref", " a <b", "Ref"].map(|words| texts.place_of(words));
        assert_eq!(places, [0, 1, 0]);
        let part = texts.part();
        assert!(
            part.ends_with(
                "count=\"3\" uniqueCount=\"2\"><si><t>Ref</t></si><si><t xml:space=\"preserve\"> a &lt;b</t></si></sst>"
            ),
            "{part}"
        );
    }
}
