//! Bytes to text: UTF-8 with or without byte-order mark, UTF-16 in either order, else Windows-1252, which is what Excel
//! on Windows saves as "CSV" (4-reading.md, 4.1).

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// The text, without byte-order mark; none when the bytes are no text (NULs, many control characters).
pub(super) fn decode(bytes: &[u8]) -> Option<String> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        let (text, malformed) = encoding.decode_without_bom_handling(&bytes[mark..]);
        return (!malformed && is_text(&text)).then(|| text.into_owned());
    }
    if let Ok(text) = std::str::from_utf8(bytes)
        && is_text(text)
    {
        return Some(text.to_owned());
    }
    let encoding = wide_without_mark(bytes).unwrap_or(WINDOWS_1252);
    let (text, malformed) = encoding.decode_without_bom_handling(bytes);
    (!malformed && is_text(&text)).then(|| text.into_owned())
}

/// UTF-16 without a mark: in western text nearly every other byte is NUL.
fn wide_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let start = &bytes[..bytes.len().min(512)];
    let nulls = |offset: usize| start.iter().skip(offset).step_by(2).filter(|b| **b == 0).count();
    let (even, odd) = (nulls(0), nulls(1));
    let mostly =
        |many: usize, few: usize| bytes.len().is_multiple_of(2) && many * 5 > start.len() * 2 && few == 0;
    if mostly(odd, even) {
        Some(UTF_16LE)
    } else if mostly(even, odd) {
        Some(UTF_16BE)
    } else {
        None
    }
}

fn is_text(text: &str) -> bool {
    // A stray control character or two happen in pasted text; a NUL, or one in fifty, does not.
    let odd = |c: &char| c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{c}' | '\u{80}'..='\u{9f}');
    !text.contains('\0') && text.chars().filter(odd).count().saturating_sub(2) * 50 <= text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_encodings_that_arrive_give_the_same_text() {
        let text = "Réf;Value\r\n1;£5";
        let wide = |order: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(order).collect::<Vec<u8>>();
        let marked = |mark: &[u8], body: Vec<u8>| [mark, &body].concat();
        for bytes in [
            text.as_bytes().to_vec(),
            marked(b"\xef\xbb\xbf", text.as_bytes().to_vec()),
            marked(b"\xff\xfe", wide(u16::to_le_bytes)),
            marked(b"\xfe\xff", wide(u16::to_be_bytes)),
            wide(u16::to_le_bytes),
            wide(u16::to_be_bytes),
            WINDOWS_1252.encode(text).0.into_owned(),
        ] {
            assert_eq!(decode(&bytes).as_deref(), Some(text), "{bytes:?}");
        }
    }

    #[test]
    fn binary_is_no_text() {
        for bytes in [&b"a\0b\0\0c"[..], &[1, 2, 3, 4, 5], &[0xff, 0xfe, 0x00, 0xd8]] {
            assert_eq!(decode(bytes), None, "{bytes:?}");
        }
    }
}
