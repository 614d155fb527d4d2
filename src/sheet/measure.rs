//! How wide text is in Arial and where its lines break, so that row heights can be stored: `LibreOffice` clips wrapped
//! rows without a stored height (7-publication.md, 7.1), and neither program is there to measure when ragbook writes.

/// Advance widths of Arial for the characters from space to `~`, in thousandths of the font size.
const WIDTHS: [u16; 95] = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, // space to /
    556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, // 0 to ?
    1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778, // @ to O
    667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, // P to _
    333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, // ` to o
    556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584, // p to ~
];

/// A font as far as its width goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Face {
    /// Size in points.
    pub points: u32,
    /// Whether it is bold, which is about a tenth wider.
    pub bold: bool,
}

impl Face {
    /// Text in a table.
    pub const TABLE: Self = Self { points: 11, bold: false };
    /// A table's header, a rating.
    pub const STRONG: Self = Self { points: 11, bold: true };
    /// A line above a table.
    pub const LINE: Self = Self { points: 12, bold: false };
    /// A heading within a sheet.
    pub const HEADING: Self = Self { points: 13, bold: true };
    /// A sheet's title.
    pub const TITLE: Self = Self { points: 16, bold: true };

    /// Height of one line in points, as Excel spaces Arial; a line above a table stands alone in its row and needs less.
    pub fn line_height(self) -> f64 {
        f64::from(self.points) * if self == Self::LINE { 1.25 } else { 1.3 }
    }

    /// Width of a character in thousandths of a point.
    fn advance(self, c: char) -> u64 {
        let plain = wide(c) * u64::from(self.points);
        if self.bold { plain * 110 / 100 } else { plain }
    }

    fn width(self, text: &str) -> u64 {
        if self.bold {
            return text.chars().map(|c| self.advance(c)).sum();
        }
        wide_of(text) * u64::from(self.points)
    }

    /// A width that no text of so many bytes is beyond: most texts of a table are found to fit without looking at them.
    const fn widest(self, bytes: usize) -> u64 {
        // The widest of Arial's letters is as wide as the font is high, and a little.
        (bytes as u64) * 1_015 * (self.points as u64) * if self.bold { 110 } else { 100 } / 100
    }
}

/// Width of a character in thousandths of the font size.
fn wide(c: char) -> u64 {
    let code = u32::from(c);
    match code {
        0x20..=0x7e => WIDTHS.get((code - 0x20) as usize).map_or(556, |w| u64::from(*w)),
        0x300..=0x36f | 0x200b..=0x200f => 0,
        0x2e80.. => 1000,
        _ => 620,
    }
}

/// Widths of the first 128 characters, as [`wide`] gives them.
const PLAIN: [u16; 128] = {
    let mut plain = [620; 128];
    let mut at = 0;
    while at < WIDTHS.len() {
        plain[at + 0x20] = WIDTHS[at];
        at += 1;
    }
    plain
};

/// Width of a text in thousandths of the font size. Every text of every table is measured, and most are plain ASCII.
fn wide_of(text: &str) -> u64 {
    let mut sum = 0;
    for byte in text.bytes() {
        match PLAIN.get(usize::from(byte)) {
            Some(wide) => sum += u64::from(*wide),
            None => return text.chars().map(wide).sum(),
        }
    }
    sum
}

/// Width that a column of so many characters offers to text, in thousandths of a point: Excel gives Arial 11 eight
/// pixels (six points) a character; a fiftieth is kept back because programs round glyphs differently.
fn room(column_width: f64) -> u64 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "widths are 1 to 255 characters"
    )]
    let room = (column_width.clamp(1.0, 2000.0) * 5_880.0) as u64;
    room
}

/// Width in characters of a column that shows the text on one line.
pub fn width_for(text: &str, face: Face) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "a cell has at most 32,767 letters")]
    let width = face.width(text) as f64;
    width / 5_880.0
}

/// The lines that a text takes in a column this many characters wide: broken at spaces and behind hyphens (not behind a
/// slash, where programs differ), and within a word only when it is wider than the column. Always at least one.
pub fn break_lines(text: &str, face: Face, column_width: f64) -> Vec<String> {
    let room = room(column_width);
    let mut lines = Vec::new();
    for paragraph in text.split('\n') {
        let mut line = String::new();
        break_paragraph(paragraph, face, room, |part| match part {
            Part::NewLine => lines.push(std::mem::take(&mut line)),
            Part::Text(text) => line.push_str(text),
        });
        lines.push(line);
    }
    lines
}

/// How many lines [`break_lines`] would make, without making them.
pub fn count_lines(text: &str, face: Face, column_width: f64) -> usize {
    let room = room(column_width);
    // A text that fits in any case is the common one in large tables.
    if !text.contains('\n') && (face.widest(text.len()) <= room || face.width(text) <= room) {
        return 1;
    }
    let lines = |paragraph: &str| {
        let plain = count_plain(paragraph.as_bytes(), face, room);
        plain.or_else(|| count_broken(paragraph.as_bytes(), face, room)).unwrap_or_else(|| {
            let mut lines = 1;
            break_paragraph(paragraph, face, room, |part| lines += usize::from(part == Part::NewLine));
            lines
        })
    };
    text.split('\n').map(lines).sum()
}

/// How many lines [`break_paragraph`] makes of a paragraph in which no word is wider than a line, of plain ASCII and a face
/// that is not bold, as nearly all are: in one walk. None of any other.
fn count_plain(paragraph: &[u8], face: Face, room: u64) -> Option<usize> {
    if face.bold {
        return None;
    }
    let points = u64::from(face.points);
    let (mut lines, mut used) = (1, 0);
    let (mut bare, mut full) = (0, 0);
    for (at, byte) in paragraph.iter().enumerate() {
        full += u64::from(*PLAIN.get(usize::from(*byte))?) * points;
        if !matches!(byte, b'\t'..=b'\r' | b' ') {
            bare = full;
        }
        if matches!(byte, b' ' | b'-') || at + 1 == paragraph.len() {
            if bare > room {
                return None;
            }
            if used > 0 && used + bare > room {
                lines += 1;
                used = 0;
            }
            used += full;
            (bare, full) = (0, 0);
        }
    }
    Some(lines)
}

/// How many lines [`break_paragraph`] makes of a paragraph of plain ASCII: hashes and file names are often wider than their
/// column. None of any other.
fn count_broken(paragraph: &[u8], face: Face, room: u64) -> Option<usize> {
    if !paragraph.is_ascii() {
        return None;
    }
    let advance = |byte: &u8| {
        let wide =
            PLAIN.get(usize::from(*byte)).map_or(620, |wide| u64::from(*wide)) * u64::from(face.points);
        if face.bold { wide * 110 / 100 } else { wide }
    };
    let width = |text: &[u8]| text.iter().map(advance).sum::<u64>();
    let (mut lines, mut used) = (1, 0);
    for piece in paragraph.split_inclusive(|byte| matches!(byte, b' ' | b'-')) {
        let spaces = piece.iter().rev().take_while(|byte| matches!(byte, b'\t'..=b'\r' | b' ')).count();
        let (word, spaces) = piece.split_at(piece.len() - spaces);
        let bare = width(word);
        if used > 0 && used + bare > room {
            lines += 1;
            used = 0;
        }
        if bare <= room {
            used += bare + width(spaces);
            continue;
        }
        for byte in piece {
            let advance = advance(byte);
            if used > 0 && used + advance > room {
                lines += 1;
                used = 0;
            }
            used += advance;
        }
    }
    Some(lines)
}

/// Lines to keep room for in a row: [`count_lines`], or nearly as many as if every letter were of average width, where
/// that is more. Programs without Arial take another font, whose narrow letters may be wider; a stored height must not
/// clip there.
pub fn count_lines_for_any_font(text: &str, face: Face, column_width: f64) -> usize {
    // Letters are on average a twelfth narrower than the digits in which a column is measured.
    let letters = column_width.max(1.0) / 0.92;
    #[expect(clippy::cast_precision_loss, reason = "a cell has at most 32,767 letters")]
    let fits = text.len() as f64 <= letters && !text.contains('\n');
    if fits {
        return count_lines(text, face, column_width);
    }
    let average: usize = text.split('\n').map(|paragraph| lines_of_letters(paragraph, letters)).sum();
    // One line in five may be saved: the letters of long texts do even out.
    count_lines(text, face, column_width).max(average - average / 5)
}

fn lines_of_letters(paragraph: &str, letters: f64) -> usize {
    let (mut lines, mut used) = (1, 0_usize);
    let is_ascii = paragraph.is_ascii();
    for word in paragraph.split(' ') {
        let length = if is_ascii { word.len() } else { word.chars().count() };
        let wanted = if used == 0 { length } else { used + 1 + length };
        #[expect(clippy::cast_precision_loss, reason = "a cell has at most 32,767 letters")]
        let is_full = used > 0 && wanted as f64 > letters;
        lines += usize::from(is_full);
        used = if is_full { length } else { wanted };
    }
    lines
}

/// A part of a paragraph that was broken into lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part<'a> {
    /// A further line begins here.
    NewLine,
    /// Text on the line.
    Text(&'a str),
}

fn break_paragraph<'a>(paragraph: &'a str, face: Face, room: u64, mut part: impl FnMut(Part<'a>)) {
    let mut used = 0;
    for piece in paragraph.split_inclusive([' ', '-']) {
        let (bare, full) = (face.width(piece.trim_end()), face.width(piece));
        if used > 0 && used + bare > room {
            part(Part::NewLine);
            used = 0;
        }
        if bare <= room {
            part(Part::Text(piece));
            used += full;
            continue;
        }
        for (at, c) in piece.char_indices() {
            let advance = face.advance(c);
            if used > 0 && used + advance > room {
                part(Part::NewLine);
                used = 0;
            }
            part(Part::Text(&piece[at..at + c.len_utf8()]));
            used += advance;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn breaks_at_spaces_and_loses_nothing() {
        let text = "Practitioners have the skills to work with whole families and reach shared goals";
        let lines = break_lines(text, Face::TABLE, 20.0);
        assert!(lines.len() >= 4, "{lines:?}");
        assert_eq!(lines.concat(), text);
        assert_eq!(lines.len(), count_lines(text, Face::TABLE, 20.0));
    }

    #[test]
    fn long_words_and_empty_text_have_lines_too() {
        assert_eq!(break_lines("", Face::TABLE, 10.0), [""]);
        let word = "x".repeat(100);
        let lines = break_lines(&word, Face::TABLE, 10.0);
        assert!(lines.len() >= 9);
        assert_eq!(lines.concat(), word);
        assert_eq!(count_lines("a\nb\n", Face::TABLE, 10.0), 3);
    }

    #[test]
    fn a_text_is_as_wide_as_its_characters() {
        let every: String = (0..=127_u8).map(char::from).collect();
        for text in [every.as_str(), "né — wide", "漢字", ""] {
            assert_eq!(wide_of(text), text.chars().map(wide).sum::<u64>(), "{text}");
        }
        for text in ["a-b/c d", "one two  three", "x\ny", "an exceedinglylongwordthatmustbebrokensomewhere"] {
            assert_eq!(
                break_lines(text, Face::TABLE, 5.0).len(),
                count_lines(text, Face::TABLE, 5.0),
                "{text}"
            );
        }
    }

    #[test]
    fn a_stroke_is_no_place_to_break() {
        let text = "mm iiii/mmmm iii mm/ii m/m";
        for width in (10..200).map(|tenths| f64::from(tenths) / 10.0) {
            let broken = break_lines(text, Face::TABLE, width).len();
            assert_eq!(count_lines(text, Face::TABLE, width), broken, "{width}");
        }
    }

    proptest::proptest! {
        #[test]
        fn lines_are_counted_as_they_are_broken(
            text in "([a-zA-Z]{0,9}|[ \\-/\t\n\r.]|é|iiii|WWWWWWWW){0,30}", width in 1_u32..40, points in 8_u32..17, bold: bool
        ) {
            let face = Face { points, bold };
            let broken = break_lines(&text, face, f64::from(width)).len();
            proptest::prop_assert_eq!(count_lines(&text, face, f64::from(width)), broken);
        }
    }

    #[test]
    fn bold_and_large_text_take_more_room() {
        let text = "Reporting period and the month that it stands for";
        assert!(count_lines(text, Face::TITLE, 20.0) > count_lines(text, Face::TABLE, 20.0));
    }
}
