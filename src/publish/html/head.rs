//! The page's head: title, what the file says about itself, how it looks, and that it may load and run nothing.

use crate::sheet::book::Book;

use super::markup::Markup;

/// The whole look.
const STYLE: &str = include_str!("style.css");
/// Nothing may be loaded or run; only the page's own style counts.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

pub(super) fn write(page: &mut Markup, book: &Book) {
    page.inside("head", &[], |page| {
        page.empty("meta", &[("charset", "utf-8")]);
        page.empty("meta", &[("http-equiv", "Content-Security-Policy"), ("content", POLICY)]);
        page.empty("meta", &[("name", "viewport"), ("content", "width=device-width, initial-scale=1")]);
        page.element("title", &[], &book.title);
        let created = book.created.to_string();
        let said = [
            ("description", &book.subject),
            ("author", &book.author),
            ("keywords", &book.keywords),
            ("dcterms.created", &created),
        ];
        let own = book.properties.iter().map(|(name, value)| (name.as_str(), value));
        for (name, content) in said.into_iter().chain(own) {
            page.empty("meta", &[("name", name), ("content", content)]);
        }
        page.style_sheet(STYLE);
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_style_is_the_same_to_html_and_xml_and_loads_nothing() {
        for part in ["<", "&", "url(", "@import", "]]>"] {
            assert!(!STYLE.contains(part), "{part}");
        }
    }
}
