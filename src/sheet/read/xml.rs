//! The tags of an XML part, one after another, as slices of the text that is already in memory.
//!
//! Just enough to find cells, rows, merges, styles and relationships; it builds nothing and checks little. What is a
//! well-formed cell is calamine's to say: [`super::cells`] walks both side by side and refuses where they differ.
//! Parts with a DOCTYPE never come here ([`super::parts`] refuses them), so there are no entities beyond the five.

use std::borrow::Cow;

use memchr::memchr;

use super::plain::Rows;

/// The XML breaks off or is not XML.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Malformed;

/// A piece of XML. Comments and processing instructions are passed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// A start tag, or an empty element.
    Start(Tag<'a>),
    /// An end tag: its name without prefix.
    End(&'a str),
    /// Text between tags, entities not yet resolved.
    Text(&'a str),
    /// The inside of a CDATA section.
    CData(&'a str),
}

/// A start tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Tag<'a> {
    /// Name without prefix.
    pub(super) name: &'a str,
    /// Where the name without prefix starts in the text.
    pub(super) name_at: usize,
    attributes: &'a str,
    /// Whether it is an empty element, `<v/>`, which has no end tag.
    pub(super) empty: bool,
}

impl<'a> Tag<'a> {
    /// The raw value of the attribute with exactly this name (prefix included).
    pub(super) fn attribute(&self, name: &str) -> Option<&'a str> {
        self.find(|key| key == name)
    }

    /// The raw value of the attribute with this name, whatever its prefix: `id` finds `r:id`.
    pub(super) fn attribute_of_any_prefix(&self, name: &str) -> Option<&'a str> {
        self.find(|key| local(key) == name)
    }

    /// Whether this attribute says yes as XML Schema does.
    pub(super) fn is_on(&self, name: &str) -> bool {
        self.attribute(name).is_some_and(|value| matches!(value.trim(), "1" | "true" | "on"))
    }

    /// All attributes in order, names with prefix, values raw.
    pub(super) fn attributes(&self) -> Attributes<'a> {
        Attributes { rest: self.attributes }
    }

    fn find(&self, wanted: impl Fn(&str) -> bool) -> Option<&'a str> {
        self.attributes().find(|(key, _)| wanted(key)).map(|(_, value)| value)
    }
}

/// The attributes of a tag. Walked by bytes: this runs for every cell.
#[derive(Debug, Clone)]
pub(super) struct Attributes<'a> {
    rest: &'a str,
}

impl<'a> Iterator for Attributes<'a> {
    type Item = (&'a str, &'a str);

    fn next(&mut self) -> Option<Self::Item> {
        let bytes = self.rest.as_bytes();
        let equals = bytes.iter().position(|b| *b == b'=')?;
        let gap = bytes[equals + 1..].iter().position(|b| !b.is_ascii_whitespace())?;
        let open = equals + 1 + gap;
        let quote = bytes[open];
        if quote != b'"' && quote != b'\'' {
            return None;
        }
        let close = open + 1 + bytes[open + 1..].iter().position(|b| *b == quote)?;
        let found = (self.rest[..equals].trim_ascii(), &self.rest[open + 1..close]);
        self.rest = &self.rest[close + 1..];
        Some(found)
    }
}

/// Walks the tags of a part.
#[derive(Debug, Clone)]
pub(super) struct Tokens<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Tokens<'a> {
    /// From the start of this text; a byte-order mark is passed over.
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, at: if text.starts_with('\u{feff}') { 3 } else { 0 } }
    }

    /// The rows of a sheet, from here, for the reader that knows the plain way of writing them.
    pub(super) const fn rows(&self) -> Rows<'a> {
        Rows::new(self.text, self.at)
    }

    /// Goes on at this place, up to which another reader has come.
    pub(super) const fn go_on_at(&mut self, at: usize) {
        self.at = at;
    }

    /// How far the walk has come.
    pub(super) const fn at(&self) -> usize {
        self.at
    }

    /// The next piece; none at the end.
    pub(super) fn next(&mut self) -> Result<Option<Token<'a>>, Malformed> {
        loop {
            let rest = &self.text[self.at..];
            match rest.as_bytes() {
                [] => return Ok(None),
                [b'<', b'!' | b'?', ..] => {
                    if let Some(inside) = self.special(rest)? {
                        return Ok(Some(Token::CData(inside)));
                    }
                }
                [b'<', ..] => return self.tag(rest).map(Some),
                bytes => {
                    let length = memchr(b'<', bytes).unwrap_or(bytes.len());
                    self.at += length;
                    return Ok(Some(Token::Text(&rest[..length])));
                }
            }
        }
    }

    /// A CDATA section, whose inside it gives, or a comment or processing instruction, which it passes over.
    fn special(&mut self, rest: &'a str) -> Result<Option<&'a str>, Malformed> {
        if let Some(inside) = rest.strip_prefix("<![CDATA[") {
            let end = inside.find("]]>").ok_or(Malformed)?;
            self.at += "<![CDATA[".len() + end + "]]>".len();
            return Ok(Some(&inside[..end]));
        }
        let (open, close) = match rest.as_bytes() {
            [b'<', b'!', b'-', b'-', ..] => ("<!--", "-->"),
            [b'<', b'?', ..] => ("<?", "?>"),
            // A declaration. Parts that declare anything are refused before they come here.
            _ => return Err(Malformed),
        };
        self.at += open.len() + rest[open.len()..].find(close).ok_or(Malformed)? + close.len();
        Ok(None)
    }

    /// The next start tag; end tags and text are passed over.
    pub(super) fn next_start(&mut self) -> Result<Option<Tag<'a>>, Malformed> {
        loop {
            match self.next()? {
                None => return Ok(None),
                Some(Token::Start(tag)) => return Ok(Some(tag)),
                Some(_) => {}
            }
        }
    }

    /// Everything up to the end tag that closes `tag`, raw, end tag passed over.
    pub(super) fn raw_inside(&mut self, tag: &Tag<'_>) -> Result<&'a str, Malformed> {
        if tag.empty {
            return Ok("");
        }
        let start = self.at;
        // By far the most common case: text alone. The first tag can then only be the one that closes this.
        let bytes = self.text.as_bytes();
        let end = start + memchr(b'<', &bytes[start..]).ok_or(Malformed)?;
        if bytes.get(end + 1) == Some(&b'/') {
            self.at = end + memchr(b'>', &bytes[end..]).ok_or(Malformed)? + 1;
            return Ok(&self.text[start..end]);
        }
        let mut depth = 1_usize;
        loop {
            let before = self.at;
            match self.next()?.ok_or(Malformed)? {
                Token::Start(inner) if inner.name == tag.name && !inner.empty => depth += 1,
                Token::End(name) if name == tag.name => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                return Ok(&self.text[start..before]);
            }
        }
    }

    fn tag(&mut self, rest: &'a str) -> Result<Token<'a>, Malformed> {
        let end = tag_end(rest).ok_or(Malformed)?;
        let start = self.at;
        self.at += end + 1;
        let inside = &rest[1..end];
        if let Some(name) = inside.strip_prefix('/') {
            return Ok(Token::End(local(name.trim_end())));
        }
        let (inside, empty) = inside.strip_suffix('/').map_or((inside, false), |inside| (inside, true));
        let name_end = inside.bytes().position(|b| b.is_ascii_whitespace()).unwrap_or(inside.len());
        let (full, attributes) = inside.split_at(name_end);
        let name = local(full);
        if name.is_empty() {
            return Err(Malformed);
        }
        let name_at = start + 1 + full.len() - name.len();
        Ok(Token::Start(Tag { name, name_at, attributes, empty }))
    }
}

/// Where the `>` of a tag stands: not the ones inside quoted attribute values.
fn tag_end(rest: &str) -> Option<usize> {
    let mut quote = None;
    rest.bytes().position(|byte| {
        match (quote, byte) {
            (None, b'>') => return true,
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            _ => {}
        }
        false
    })
}

fn local(name: &str) -> &str {
    name.bytes().rposition(|b| b == b':').map_or(name, |colon| &name[colon + 1..])
}

/// Text with its entities and character references resolved; one that makes no sense stays as it is.
pub(super) fn unescape(raw: &str) -> Cow<'_, str> {
    if !raw.contains('&') {
        return Cow::Borrowed(raw);
    }
    let mut text = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some((before, after)) = rest.split_once('&') {
        text.push_str(before);
        let entity = after.split_once(';').and_then(|(name, tail)| Some((character(name)?, tail)));
        if let Some((c, tail)) = entity {
            text.push(c);
            rest = tail;
        } else {
            text.push('&');
            rest = after;
        }
    }
    text.push_str(rest);
    Cow::Owned(text)
}

fn character(entity: &str) -> Option<char> {
    match entity {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => {
            let number = entity.strip_prefix('#')?;
            let code = match number.strip_prefix('x') {
                Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)
        }
    }
}

/// All text inside a raw piece of XML whose elements have one of these names, joined: `t` for the runs of a comment.
pub(super) fn text_of(raw: &str, element: &str) -> Result<String, Malformed> {
    let mut tokens = Tokens::new(raw);
    let mut text = String::new();
    let mut inside = false;
    while let Some(token) = tokens.next()? {
        match token {
            Token::Start(tag) if tag.name == element => inside = !tag.empty,
            Token::End(name) if name == element => inside = false,
            Token::Text(piece) if inside => text.push_str(&unescape(piece)),
            Token::CData(piece) if inside => text.push_str(piece),
            _ => {}
        }
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn walks_tags_past_comments_prefixes_and_quoted_brackets() {
        let mut tokens =
            Tokens::new("\u{feff}<?xml?><!-- <c> --><x:row r='3' n=\"a>b\"><v/>1<![CDATA[<]]></x:row>");
        let Ok(Some(Token::Start(row))) = tokens.next() else { panic!("a start tag") };
        assert_eq!((row.name, row.attribute("r"), row.attribute("n")), ("row", Some("3"), Some("a>b")));
        assert_eq!(tokens.clone().raw_inside(&row), Ok("<v/>1<![CDATA[<]]>"));
        assert!(matches!(tokens.next(), Ok(Some(Token::Start(Tag { name: "v", empty: true, .. })))));
        assert_eq!(tokens.next(), Ok(Some(Token::Text("1"))));
        assert_eq!(tokens.next(), Ok(Some(Token::CData("<"))));
        assert_eq!(tokens.next(), Ok(Some(Token::End("row"))));
        assert_eq!(tokens.next(), Ok(None));
    }

    #[test]
    fn broken_off_xml_is_told() {
        for text in ["<a", "<a b='>", "<!--", "<![CDATA[", "<>"] {
            assert_eq!(Tokens::new(text).next(), Err(Malformed), "{text}");
        }
    }

    #[test]
    fn entities_resolve_and_nonsense_stays() {
        assert_eq!(unescape("a &amp; b &#x41;&#66; &bogus; & c"), "a & b AB &bogus; & c");
    }
}
