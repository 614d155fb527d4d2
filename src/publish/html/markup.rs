//! Markup in the making. Every element is closed by the call that opened it and every text and attribute is escaped, so that
//! what a lead typed can never become markup. The result reads as HTML and as XML.

/// Longest word, in characters, that a browser has to keep whole: a long address of a file would otherwise push a table's
/// other columns off the paper.
pub(super) const LONGEST_WORD: usize = 16;

/// A page in the making.
#[derive(Debug, Default)]
pub(super) struct Markup(String);

/// Attributes of an element, by name.
pub(super) type Attributes<'a> = &'a [(&'static str, &'a str)];

impl Markup {
    /// An element with what `content` writes inside.
    pub(super) fn inside(
        &mut self,
        name: &'static str,
        attributes: Attributes<'_>,
        content: impl FnOnce(&mut Self),
    ) {
        self.tag(name, attributes, ">");
        content(self);
        self.0.push_str("</");
        self.0.push_str(name);
        self.0.push('>');
        if starts_a_line(name) {
            self.0.push('\n');
        }
    }

    /// An element that holds this text.
    pub(super) fn element(&mut self, name: &'static str, attributes: Attributes<'_>, text: &str) {
        self.inside(name, attributes, |inner| inner.text(text));
    }

    /// An element that holds nothing.
    pub(super) fn empty(&mut self, name: &'static str, attributes: Attributes<'_>) {
        self.tag(name, attributes, "/>");
        if starts_a_line(name) {
            self.0.push('\n');
        }
    }

    /// Text.
    pub(super) fn text(&mut self, text: &str) {
        escape(text, &mut self.0);
    }

    /// Text in which a browser may break long words too.
    pub(super) fn breakable(&mut self, text: &str) {
        let mut length = 0;
        let mut rest = text;
        while let Some(c) = rest.chars().next() {
            length = if c.is_whitespace() { 0 } else { length + 1 };
            if length > LONGEST_WORD {
                self.empty("wbr", &[]);
                length = 1;
            }
            let (one, others) = rest.split_at(c.len_utf8());
            self.text(one);
            rest = others;
        }
    }

    /// Our own style sheet, which a browser does not unescape: it holds neither `<` nor `&`.
    pub(super) fn style_sheet(&mut self, css: &'static str) {
        self.inside("style", &[], |inner| inner.0.push_str(css));
    }

    /// All that was written.
    pub(super) fn finished(self) -> String {
        self.0
    }

    fn tag(&mut self, name: &'static str, attributes: Attributes<'_>, end: &str) {
        self.0.push('<');
        self.0.push_str(name);
        for (attribute, value) in attributes {
            self.0.push(' ');
            self.0.push_str(attribute);
            self.0.push_str("=\"");
            escape(value, &mut self.0);
            self.0.push('"');
        }
        self.0.push_str(end);
    }
}

/// Elements after which the source goes on in a new line, for those who look at it. None that stands within a cell: there a
/// line break is shown, as texts may have paragraphs.
fn starts_a_line(name: &str) -> bool {
    matches!(
        name,
        "meta"
            | "title"
            | "style"
            | "head"
            | "header"
            | "nav"
            | "main"
            | "section"
            | "footer"
            | "figure"
            | "table"
            | "thead"
            | "tbody"
            | "caption"
            | "colgroup"
            | "tr"
            | "p"
            | "li"
            | "ul"
            | "div"
            | "h1"
            | "h2"
            | "h3"
            | "body"
    )
}

/// Writes text so that it can only be text. Control characters other than line breaks are dropped: a browser shows none of
/// them, and XML can carry none.
fn escape(text: &str, to: &mut String) {
    for c in text.replace("\r\n", "\n").chars() {
        match c {
            '&' => to.push_str("&amp;"),
            '<' => to.push_str("&lt;"),
            '>' => to.push_str("&gt;"),
            '"' => to.push_str("&quot;"),
            '\'' => to.push_str("&#39;"),
            '\r' | '\n' => to.push('\n'),
            '\t' => to.push(' '),
            c if c.is_control() || is_no_character(c) => {}
            c => to.push(c),
        }
    }
}

/// Code points that Unicode never gives to a character.
fn is_no_character(c: char) -> bool {
    let code = u32::from(c);
    (0xFDD0..=0xFDEF).contains(&code) || code & 0xFFFE == 0xFFFE
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_stays_text() {
        let mut page = Markup::default();
        page.element(
            "td",
            &[("title", "\"><script>")],
            "<script>alert('1')</script> & \u{7}\u{b}\u{85}\u{ffff}a\r\nb\tc",
        );
        assert_eq!(
            page.finished(),
            "<td title=\"&quot;&gt;&lt;script&gt;\">&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt; &amp; a\nb c</td>"
        );
    }

    #[test]
    fn long_words_may_break() {
        let mut page = Markup::default();
        page.breakable("2019-11 a-file-with-a-long-name.xlsx");
        assert_eq!(page.finished(), "2019-11 a-file-with-a-lo<wbr/>ng-name.xlsx");
    }
}
