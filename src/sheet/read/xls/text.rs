//! Text in the records of an xls: one byte a character in the file's code page (Excel 5), or UTF-16 with the upper bytes
//! left out where all are 0 (Excel 97 on).

use encoding_rs::Encoding;

use crate::domain::Refusal;
#[cfg(test)]
use crate::domain::folding::FENCE;
use crate::sheet::read::compound::{u16_at, u32_at};
use crate::sheet::read::parts::damaged;
use crate::sheet::read::rich_text::with_runs;

/// A text and its runs: at which UTF-16 unit each begins, and in which font it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Rich {
    text: String,
    runs: Vec<(u16, u16)>,
}

impl Rich {
    /// The text, each run fenced whose font changes what the letters say.
    pub(super) fn shown(self, fence: impl Fn(u16) -> Option<char>) -> String {
        if self.runs.iter().all(|(_, font)| fence(*font).is_none()) {
            return self.text;
        }
        with_runs(&self.text, self.runs.iter().map(|(start, font)| (usize::from(*start), fence(*font))))
    }
}

/// How the file writes text.
#[derive(Debug, Clone, Copy)]
pub(super) enum Writing {
    /// Excel 97 on.
    Wide,
    /// Excel 5 and 95, in this code page; none where it is not known.
    Bytes(Option<&'static Encoding>),
}

impl Writing {
    /// Of a file of Excel 5 with this code page.
    pub(super) fn of_code_page(page: u16) -> Self {
        let label = match page {
            10_000 | 32_768 => "macintosh",
            932 => "shift_jis",
            936 => "gbk",
            949 => "euc-kr",
            950 => "big5",
            874 => "windows-874",
            367 | 32_769 => "windows-1252",
            65_001 => "utf-8",
            1_250..=1_258 => return Self::Bytes(Encoding::for_label(format!("windows-{page}").as_bytes())),
            _ => return Self::Bytes(None),
        };
        Self::Bytes(Encoding::for_label(label.as_bytes()))
    }

    /// The text whose length stands in one byte at the start.
    pub(super) fn short(self, data: &[u8]) -> Option<String> {
        self.body(data.get(1..)?, usize::from(*data.first()?))
    }

    /// The text whose length stands in two bytes at the start.
    pub(super) fn long(self, data: &[u8]) -> Option<String> {
        self.body(data.get(2..)?, usize::from(u16_at(data, 0)?))
    }

    /// The text whose length stands in two bytes at the start, with the runs behind it.
    pub(super) fn rich(self, data: &[u8]) -> Option<Rich> {
        let text = self.long(data)?;
        let length = usize::from(u16_at(data, 0)?);
        let runs = match self {
            Self::Wide => {
                let flags = *data.get(2)?;
                let runs = data.get(2 + Self::head(flags) + length * if flags & 1 != 0 { 2 } else { 1 }..)?;
                runs.get(2..)?.chunks_exact(4).filter_map(|run| u16_at(run, 0).zip(u16_at(run, 2))).collect()
            }
            Self::Bytes(_) => {
                let pairs = data.get(2 + length + 1..)?.chunks_exact(2);
                pairs.map(|run| (u16::from(run[0]), u16::from(run[1]))).collect()
            }
        };
        Some(Rich { text, runs })
    }

    /// How many bytes stand before the letters of a text of Excel 97.
    const fn head(flags: u8) -> usize {
        1 + if flags & 8 != 0 { 2 } else { 0 } + if flags & 4 != 0 { 4 } else { 0 }
    }

    fn body(self, data: &[u8], length: usize) -> Option<String> {
        match self {
            Self::Wide => {
                let flags = *data.first()?;
                characters(data.get(Self::head(flags)..)?, length, flags & 1 != 0)
            }
            Self::Bytes(encoding) => {
                let bytes = data.get(..length)?;
                let encoding = encoding.unwrap_or(encoding_rs::WINDOWS_1252);
                Some(encoding.decode_without_bom_handling(bytes).0.into_owned())
            }
        }
    }
}

fn characters(data: &[u8], length: usize, wide: bool) -> Option<String> {
    if wide {
        let units: Vec<u16> = (0..length).map_while(|n| u16_at(data, n * 2)).collect();
        (units.len() == length).then(|| String::from_utf16_lossy(&units))
    } else {
        Some(data.get(..length)?.iter().copied().map(char::from).collect())
    }
}

/// A text that goes on over several records, each with its own mark of how it is written: comments.
pub(super) fn continued(pieces: &[&[u8]], length: usize) -> Option<String> {
    let mut units = Vec::new();
    for piece in pieces {
        let (flags, rest) = piece.split_first()?;
        if flags & 1 != 0 {
            units.extend(rest.chunks_exact(2).filter_map(|two| u16_at(two, 0)));
        } else {
            units.extend(rest.iter().map(|byte| u16::from(*byte)));
        }
        if units.len() >= length {
            break;
        }
    }
    units.truncate(length);
    Some(String::from_utf16_lossy(&units))
}

/// The texts that cells share: a table that goes on over many records, cut anywhere.
pub(super) fn shared(pieces: &[&[u8]]) -> Result<Vec<Rich>, Refusal> {
    let mut reader = Pieces { pieces, at: 0 };
    let table = |reader: &mut Pieces<'_>| {
        reader.number(4)?;
        let count = reader.number(4)?;
        let mut texts = Vec::new();
        for _ in 0..count {
            texts.push(reader.text()?);
        }
        Some(texts)
    };
    table(&mut reader).ok_or_else(|| damaged("its texts are not in order"))
}

/// The bytes of several records, read as one.
struct Pieces<'a> {
    pieces: &'a [&'a [u8]],
    at: usize,
}

impl Pieces<'_> {
    /// Whether the first piece is used up: then the next one is the first.
    fn go_on(&mut self) -> Option<bool> {
        let mut went_on = false;
        while self.at >= self.pieces.first()?.len() {
            self.pieces = &self.pieces[1..];
            self.at = 0;
            went_on = true;
        }
        Some(went_on)
    }

    fn byte(&mut self) -> Option<u8> {
        self.go_on()?;
        let byte = *self.pieces.first()?.get(self.at)?;
        self.at += 1;
        Some(byte)
    }

    fn number(&mut self, bytes: u32) -> Option<u32> {
        (0..bytes).try_fold(0, |sum, place| Some(sum | u32::from(self.byte()?) << (8 * place)))
    }

    fn skip(&mut self, mut count: usize) -> Option<()> {
        while count > 0 {
            self.go_on()?;
            let step = count.min(self.pieces.first()?.len() - self.at);
            self.at += step;
            count -= step;
        }
        Some(())
    }

    fn text(&mut self) -> Option<Rich> {
        let mut left = self.number(2)?;
        let flags = self.byte()?;
        let runs = if flags & 8 != 0 { self.number(2)? } else { 0 };
        let extra = if flags & 4 != 0 { self.number(4)? } else { 0 };
        let mut wide = flags & 1 != 0;
        let mut units = Vec::new();
        while left > 0 {
            // A text cut between two records says anew how it is written.
            if self.go_on()? {
                wide = self.byte()? & 1 != 0;
            }
            let unit = if wide { self.number(2)? } else { u32::from(self.byte()?) };
            units.push(u16::try_from(unit).ok()?);
            left -= 1;
        }
        let runs = (0..runs)
            .map(|_| Some((u16::try_from(self.number(2)?).ok()?, u16::try_from(self.number(2)?).ok()?)))
            .collect::<Option<Vec<_>>>()?;
        self.skip(usize::try_from(extra).ok()?)?;
        Some(Rich { text: String::from_utf16_lossy(&units), runs })
    }
}

/// The number in a record's four bytes: part of a double, or a whole number, either perhaps a hundredfold.
pub(in crate::sheet::read) fn packed_number(data: &[u8], at: usize) -> Option<f64> {
    let packed = u32_at(data, at)?;
    let number = if packed & 2 == 0 {
        f64::from_bits(u64::from(packed & !3) << 32)
    } else {
        // The sign is kept in shifting.
        f64::from(packed.cast_signed() >> 2)
    };
    Some(if packed & 1 == 0 { number } else { number / 100.0 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shared_texts_go_on_over_records() {
        let first: &[u8] = b"\x02\0\0\0\x02\0\0\0\x04\0\x00ab";
        let second: &[u8] = b"\x01c\0\x20\x20\x01\0\x08\x01\0x\0\0";
        let third: &[u8] = b"\0\0";
        let rich = |text: &str, runs| Rich { text: text.to_owned(), runs };
        assert_eq!(
            shared(&[first, second, third]),
            Ok(vec![rich("abc\u{2020}", vec![]), rich("x", vec![(0, 0)])])
        );
        assert!(shared(&[first]).is_err());
        assert!(shared(&[b"\0\0\0\0\xff\xff\xff\xff"]).is_err());
    }

    #[test]
    fn short_and_long_texts_in_either_writing() {
        let page = Writing::of_code_page(1252);
        assert_eq!(page.short(b"\x03a\xa3b").as_deref(), Some("a\u{a3}b"));
        assert_eq!(Writing::Wide.long(b"\x02\0\x01a\0\x13\x20").as_deref(), Some("a\u{2013}"));
        assert_eq!(Writing::Wide.long(b"\x09\0\0abc"), None);
    }

    #[test]
    fn runs_in_a_font_that_crosses_out_are_fenced() {
        let shown = |rich: Option<Rich>| {
            rich.map(|rich| rich.shown(|font| (font == 7).then_some(FENCE)).replace(FENCE, "|"))
        };
        let wide: &[u8] = b"\x05\0\0" as &[u8];
        let wide = [wide, b"12014", b"\x02\0\0\0\x07\0\x03\0\x05\0"].concat();
        assert_eq!(shown(Writing::Wide.rich(&wide)).as_deref(), Some("|120|14"));
        let old = [b"\x05\0" as &[u8], b"12014", b"\x01\x03\x07"].concat();
        assert_eq!(shown(Writing::of_code_page(1252).rich(&old)).as_deref(), Some("120|14|"));
        assert_eq!(shown(Writing::Wide.rich(b"\x01\0\x01a\0\0\0")).as_deref(), Some("a"));
    }

    #[test]
    fn packed_numbers() {
        let of = |packed: u32| packed_number(&packed.to_le_bytes(), 0);
        assert_eq!(of(85 << 2 | 2), Some(85.0));
        assert_eq!(of(85 << 2 | 3), Some(0.85));
        assert_eq!(of((-5_i32 << 2 | 2).cast_unsigned()), Some(-5.0));
        assert_eq!(of(0x3ff0_0000), Some(1.0));
    }
}
