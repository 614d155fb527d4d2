//! What the styles of an Open Document say of cells and sheets: number formats, and which sheets are hidden.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::number_code::{NumberCode, WHITE, joined, number_code};
use crate::domain::folding::{FENCE, STRUCK};
use crate::sheet::grid::{Cell, Content, Doubt, FormatClass, Worn};
use crate::sheet::read::colours::looks_same;
use crate::sheet::read::fonts::shows_signs;
use crate::sheet::read::rich_text::{is_pale, is_too_small_to_see};
use crate::sheet::read::worn::worn;
use crate::sheet::read::xml::{Malformed, Tag, Token, Tokens, unescape};

/// Longest chain of styles that follow one another; programs make two or three links.
const LONGEST_CHAIN: usize = 32;

/// A number format: its class, and a format code that shows as many decimals.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct NumberFormat {
    /// The class.
    pub(super) class: FormatClass,
    /// A code in Excel's way of writing, where decimals matter.
    pub(super) code: Option<Arc<str>>,
}

/// The styles by name, of both `styles.xml` and `content.xml`.
#[derive(Debug, Default)]
pub(super) struct Styles {
    formats: HashMap<String, NumberFormat>,
    cells: HashMap<String, CellStyle>,
    /// What fences parts of a text whose style crosses out, raises, lowers or hides, by style.
    fences: HashMap<String, char>,
    hidden_tables: Vec<String>,
    /// Number styles as format codes, for conditional formatting.
    codes: HashMap<String, NumberCode>,
    /// Whether any of them writes in white.
    is_white_somewhere: bool,
    /// Styles of rows and columns without height or width.
    flat: HashSet<String>,
    /// What headers and footers of a page style say.
    printed: HashMap<String, String>,
    /// The page style of sheets, by their style.
    pages: HashMap<String, String>,
}

#[derive(Debug, Default)]
struct CellStyle {
    parent: Option<String>,
    format: Option<String>,
    /// Whether it crosses out; none where it says nothing of that.
    crossed_out: Option<bool>,
    /// Whether it writes in white or nearly; none where it says nothing of that.
    white: Option<bool>,
    /// Whether its letters are a speck.
    speck: Option<bool>,
    /// Whether white writing is seen on its background.
    dark: Option<bool>,
    /// The colours of writing and background, where they are given.
    colour: Option<String>,
    background: Option<String>,
    /// Whether its font shows signs in place of letters.
    of_signs: Option<bool>,
    /// Whether what a cell holds is repeated as often as there is room.
    repeats: Option<bool>,
    /// Conditions, each with the style that cells have that meet it.
    maps: Vec<(String, String)>,
}

impl CellStyle {
    /// Takes in what one of its elements says.
    fn take(&mut self, tag: &Tag<'_>) {
        let value = |name| tag.attribute_of_any_prefix(name);
        self.crossed_out = line_through(tag).or(self.crossed_out);
        if let Some(background) = value("background-color") {
            self.dark = Some(background != "transparent" && !is_pale(background));
            self.background = Some(background.to_lowercase());
        }
        self.repeats = value("repeat-content").map(|repeats| repeats == "true").or(self.repeats);
        if tag.name != "text-properties" {
            return;
        }
        // The window's own colour is seen on whatever stands behind it.
        let automatic = value("use-window-font-color") == Some("true");
        self.white = if automatic { Some(false) } else { value("color").map(is_pale).or(self.white) };
        let black = || automatic.then(|| "#000000".to_owned());
        self.colour =
            black().or_else(|| value("color").map(str::to_lowercase)).or_else(|| self.colour.take());
        let charset = value("font-charset").map(|charset| charset == "x-symbol");
        let name = value("font-name").or_else(|| value("font-family")).map(shows_signs);
        self.of_signs = charset.filter(|signs| *signs).or(name).or(self.of_signs);
        let points = value("font-size").and_then(|size| size.strip_suffix("pt")?.parse().ok());
        self.speck = points.map(is_too_small_to_see).or(self.speck);
    }
}

impl Styles {
    /// Takes in the styles of a part.
    pub(super) fn read(&mut self, text: &str) -> Result<(), Malformed> {
        let mut tokens = Tokens::new(text);
        while let Some(tag) = tokens.next_start()? {
            match tag.name {
                "body" => break,
                "style" => self.style(&tag, &mut tokens)?,
                "master-page" => {
                    let inside = tokens.raw_inside(&tag)?;
                    let page = tag.attribute_of_any_prefix("name").unwrap_or_default();
                    self.printed.insert(page.to_owned(), words_in_print(inside)?);
                }
                "number-style" | "percentage-style" | "currency-style" | "date-style" | "time-style"
                | "text-style" | "boolean-style" => self.format(&tag, &mut tokens)?,
                _ => {}
            }
        }
        Ok(())
    }

    /// The number format of a cell with this style; none for General, and where the style is not known.
    pub(super) fn number_format(&self, style: Option<&str>) -> Option<&NumberFormat> {
        let mut style = self.cells.get(style?)?;
        for _ in 0..LONGEST_CHAIN {
            if let Some(format) = &style.format {
                return self.formats.get(format);
            }
            style = self.cells.get(style.parent.as_ref()?)?;
        }
        None
    }

    /// Whether cells with this style are crossed out.
    fn is_crossed_out(&self, style: Option<&str>) -> bool {
        self.says(style, |style| style.crossed_out)
    }

    /// Why a cell with this style may not be an answer: it is crossed out, or nobody can see it.
    pub(super) fn doubt(&self, style: Option<&str>) -> Option<Doubt> {
        if self.is_crossed_out(style) {
            return Some(Doubt::CrossedOut);
        }
        let is_white = self.says(style, |style| style.white) && !self.says(style, |style| style.dark);
        if is_white || self.says(style, |style| style.speck) || self.is_blacked_out(style) {
            Some(Doubt::Unseen)
        } else if self.says(style, |style| style.of_signs) {
            Some(Doubt::Symbols)
        } else {
            self.says(style, |style| style.repeats).then_some(Doubt::Repeated)
        }
    }

    /// Whether cells are filled in the colour of their writing.
    fn is_blacked_out(&self, style: Option<&str>) -> bool {
        let background = self.first(style, |style| style.background.as_deref());
        let colour = self.first(style, |style| style.colour.as_deref());
        let plain = |colour: &str| colour.trim_start_matches('#').to_ascii_uppercase();
        background.zip(colour).is_some_and(|(one, other)| looks_same(&plain(one), &plain(other)))
    }

    /// What the style says, or else the one that it follows.
    fn says(&self, style: Option<&str>, of: impl Fn(&CellStyle) -> Option<bool>) -> bool {
        self.first(style, of).unwrap_or(false)
    }

    /// What the first style of a chain says that says anything.
    fn first<'a, T>(&'a self, style: Option<&str>, of: impl Fn(&'a CellStyle) -> Option<T>) -> Option<T> {
        let mut style = style.and_then(|name| self.cells.get(name));
        for _ in 0..LONGEST_CHAIN {
            let known = style?;
            if let Some(says) = of(known) {
                return Some(says);
            }
            style = known.parent.as_ref().and_then(|parent| self.cells.get(parent));
        }
        None
    }

    /// What fences a part of a text with this style, if it is crossed out, raised, lowered or unseen: the whole does not mean
    /// what its letters say.
    pub(super) fn fence(&self, style: &str) -> Option<char> {
        self.fences.get(style).copied()
    }

    /// Whether sheets of this style are hidden.
    pub(super) fn hides_table(&self, style: Option<&str>) -> bool {
        style.is_some_and(|style| self.hidden_tables.iter().any(|hidden| hidden == style))
    }

    /// What the headers and footers of sheets of this style say.
    pub(super) fn printed(&self, style: Option<&str>) -> Option<&str> {
        self.printed.get(self.pages.get(style?)?).map(String::as_str)
    }

    /// Whether rows or columns of this style have no height or width.
    pub(super) fn is_flat(&self, style: Option<&str>) -> bool {
        style.is_some_and(|style| self.flat.contains(style))
    }

    /// The number format of a cell style as a code; none where it shows numbers as they are.
    pub(super) fn code(&self, style: &str) -> Option<String> {
        let mut style = self.cells.get(style)?;
        for _ in 0..LONGEST_CHAIN {
            if let Some(format) = &style.format {
                let own = self.codes.get(format)?;
                let code = joined(own, |other| self.codes.get(other).map(|other| other.code.clone()));
                return (code != "General").then_some(code);
            }
            style = self.cells.get(style.parent.as_ref()?)?;
        }
        None
    }

    /// Whether the number format writes this cell's number in white.
    pub(super) fn writes_white(&self, style: Option<&str>, cell: &Cell) -> bool {
        let number = match cell.content {
            Content::Number(number) => number,
            Content::Date(date) => date.serial,
            _ => return false,
        };
        self.is_white_somewhere
            && style.and_then(|style| self.code(style)).is_some_and(|code| {
                code.contains(WHITE) && worn(&code, cell.format, number) == Worn::Otherwise(String::new())
            })
    }

    /// Conditions of a cell style, each with the style that takes its place.
    pub(super) fn maps(&self, style: Option<&str>) -> &[(String, String)] {
        style.and_then(|style| self.cells.get(style)).map_or(&[], |style| &style.maps)
    }

    fn style(&mut self, tag: &Tag<'_>, tokens: &mut Tokens<'_>) -> Result<(), Malformed> {
        let value = |name| tag.attribute_of_any_prefix(name).map(str::to_owned);
        let inside = tokens.raw_inside(tag)?;
        let Some(name) = value("name") else { return Ok(()) };
        match tag.attribute_of_any_prefix("family") {
            Some("table-cell") => {
                let (parent, format) = (value("parent-style-name"), value("data-style-name"));
                let mut style = CellStyle { parent, format, ..CellStyle::default() };
                let mut inner = Tokens::new(inside);
                while let Some(tag) = inner.next_start()? {
                    style.take(&tag);
                    let value = |name| tag.attribute_of_any_prefix(name);
                    let map = value("condition").zip(value("apply-style-name")).filter(|_| tag.name == "map");
                    style.maps.extend(map.map(|(when, then)| (unescape(when).into_owned(), then.to_owned())));
                }
                self.cells.insert(name, style);
            }
            Some("table-row" | "table-column") => {
                let mut inner = Tokens::new(inside);
                while let Some(tag) = inner.next_start()? {
                    let size = |name| tag.attribute_of_any_prefix(name);
                    if size("row-height").or_else(|| size("column-width")).is_some_and(is_flat) {
                        self.flat.insert(name.clone());
                    }
                }
            }
            Some("text") => {
                let mut inner = Tokens::new(inside);
                while let Some(tag) = inner.next_start()? {
                    let position = tag.attribute_of_any_prefix("text-position");
                    let white = tag.attribute_of_any_prefix("color");
                    let size =
                        tag.attribute_of_any_prefix("font-size").and_then(|size| size.strip_suffix("pt"));
                    let of_signs = ["font-name", "font-family"]
                        .into_iter()
                        .any(|name| tag.attribute_of_any_prefix(name).is_some_and(shows_signs));
                    let is_raised = of_signs || position.is_some_and(|position| !position.starts_with("0%"));
                    let is_struck = line_through(&tag) == Some(true)
                        || white.is_some_and(is_pale)
                        || size.and_then(|size| size.parse().ok()).is_some_and(is_too_small_to_see);
                    if is_struck || is_raised {
                        self.fences.insert(name, if is_struck { STRUCK } else { FENCE });
                        return Ok(());
                    }
                }
            }
            Some("table") => {
                if let Some(page) = value("master-page-name") {
                    self.pages.insert(name.clone(), page);
                }
                let mut inner = Tokens::new(inside);
                while let Some(tag) = inner.next_start()? {
                    if tag.attribute_of_any_prefix("display") == Some("false") {
                        self.hidden_tables.push(name);
                        return Ok(());
                    }
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn format(&mut self, tag: &Tag<'_>, tokens: &mut Tokens<'_>) -> Result<(), Malformed> {
        let inside = tokens.raw_inside(tag)?;
        let Some(name) = tag.attribute_of_any_prefix("name") else { return Ok(()) };
        if let Some(code) = number_code(tag, inside)? {
            self.is_white_somewhere |= code.code.contains(WHITE);
            self.codes.insert(name.to_owned(), code);
        }
        let digits = digits(inside)?;
        let (class, code) = match tag.name {
            "percentage-style" => (FormatClass::Percent, digits.map(|digits| digits + "%")),
            "number-style" | "currency-style" => match digits {
                Some(digits) => (FormatClass::Number, Some(digits)),
                None => (FormatClass::General, None),
            },
            "date-style" => (FormatClass::Date, None),
            "time-style" => (FormatClass::Time, None),
            "text-style" => (FormatClass::Text, None),
            _ => (FormatClass::Number, None),
        };
        self.formats.insert(name.to_owned(), NumberFormat { class, code: code.map(Arc::from) });
        Ok(())
    }
}

/// Whether the properties of a style cross out; none where they say nothing of it. Programs say it by the line's style or
/// by its type.
fn line_through(tag: &Tag<'_>) -> Option<bool> {
    let said =
        ["text-line-through-style", "text-line-through-type"].map(|name| tag.attribute_of_any_prefix(name));
    said.iter().flatten().next()?;
    Some(said.iter().flatten().any(|line| *line != "none"))
}

/// Whether a height or width is so small that nothing in it can be seen: less than a quarter of a millimetre.
fn is_flat(size: &str) -> bool {
    let unit = size.trim().trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    let number: Option<f64> = size.trim().strip_suffix(unit).and_then(|number| number.parse().ok());
    let in_millimetres = match unit {
        "cm" => 10.0,
        "in" => 25.4,
        "pt" => 25.4 / 72.0,
        "pc" => 25.4 / 6.0,
        "px" => 25.4 / 96.0,
        _ => 1.0,
    };
    number.is_some_and(|number| number * in_millimetres < 0.25)
}

/// What headers and footers say besides fields such as the page's number.
fn words_in_print(inside: &str) -> Result<String, Malformed> {
    const FIELDS: [&str; 8] =
        ["sheet-name", "page-number", "page-count", "date", "time", "title", "file-name", "subject"];
    let mut said = Vec::new();
    let mut tokens = Tokens::new(inside);
    while let Some(token) = tokens.next()? {
        match token {
            Token::Start(tag)
                if FIELDS.contains(&tag.name) || tag.attribute_of_any_prefix("display") == Some("false") =>
            {
                tokens.raw_inside(&tag)?;
            }
            Token::Text(text) if !text.trim().is_empty() => said.push(unescape(text).trim().to_owned()),
            _ => {}
        }
    }
    Ok(said.join(" "))
}

/// The digits of a number style as a format code, `#,##0.00`; none where it shows as many as there are.
fn digits(inside: &str) -> Result<Option<String>, Malformed> {
    let mut tokens = Tokens::new(inside);
    while let Some(token) = tokens.next()? {
        let Token::Start(tag) = token else { continue };
        if tag.name != "number" {
            continue;
        }
        let places = |name| tag.attribute_of_any_prefix(name).and_then(|n| n.parse::<usize>().ok());
        let Some(decimals) = places("decimal-places") else { return Ok(None) };
        let grouped = tag.attribute_of_any_prefix("grouping") == Some("true");
        let whole = if grouped { "#,##0" } else { "0" };
        let decimals = "0".repeat(decimals.min(20));
        return Ok(Some(if decimals.is_empty() { whole.to_owned() } else { format!("{whole}.{decimals}") }));
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_writing_and_specks_are_unseen_but_on_a_dark_background() {
        let mut styles = Styles::default();
        let cell = |name: &str, parent: &str, cell: &str, text: &str| {
            format!(
                r#"<style:style style:name="{name}" style:family="table-cell" style:parent-style-name="{parent}">
                <style:table-cell-properties {cell}/><style:text-properties {text}/></style:style>"#
            )
        };
        let white = r##"fo:color="#ffffff""##;
        let all = [
            cell("white", "Default", r#"fo:background-color="transparent""#, white),
            cell("head", "white", r##"fo:background-color="#12436d""##, ""),
            cell("auto", "white", "", r#"style:use-window-font-color="true""#),
            cell("speck", "auto", "", r#"fo:font-size="1pt""#),
            cell("plain", "Default", "", r##"fo:color="#000000" fo:font-size="11pt""##),
            cell("out", "plain", r##"fo:background-color="#000000""##, ""),
            cell("signs", "plain", "", r#"style:font-name="Wingdings""#),
            cell("fill", "plain", r#"style:repeat-content="true""#, ""),
        ];
        styles.read(&format!("<a>{}</a>", all.concat())).unwrap();
        let doubts = ["out", "signs", "fill"].map(|name| styles.doubt(Some(name)));
        assert_eq!(doubts, [Some(Doubt::Unseen), Some(Doubt::Symbols), Some(Doubt::Repeated)]);
        let unseen = ["white", "head", "auto", "speck", "plain"]
            .map(|name| styles.doubt(Some(name)) == Some(Doubt::Unseen));
        assert_eq!(unseen, [true, false, false, true, false]);
    }

    #[test]
    fn a_style_or_its_parent_may_cross_out() {
        let mut styles = Styles::default();
        let cell = |name: &str, parent: &str, line: &str| {
            format!(
                r#"<style:style style:name="{name}" style:family="table-cell" style:parent-style-name="{parent}">
                <style:text-properties style:text-line-through-style="{line}"/></style:style>"#
            )
        };
        let child = r#"<style:style style:name="c" style:family="table-cell" style:parent-style-name="s"/>"#;
        styles
            .read(&format!("<a>{}{}{child}</a>", cell("s", "Default", "solid"), cell("n", "s", "none")))
            .unwrap();
        let crossed_out = ["s", "n", "c", "?"].map(|name| styles.is_crossed_out(Some(name)));
        assert_eq!(crossed_out, [true, false, true, false]);
    }

    #[test]
    fn parts_that_are_crossed_out_raised_or_unseen_are_fenced() {
        for (properties, is_fenced) in [
            ("style:text-line-through-type=\"single\"", true),
            ("style:text-line-through-style=\"solid\"", true),
            ("style:text-line-through-style=\"none\" style:text-line-through-type=\"none\"", false),
            ("style:text-position=\"super 58%\"", true),
            ("style:text-position=\"0% 100%\"", false),
            ("fo:color=\"#FFFFFF\"", true),
            ("fo:color=\"#000000\" fo:font-size=\"11pt\"", false),
            ("fo:font-size=\"1pt\"", true),
        ] {
            let mut styles = Styles::default();
            let text = format!(
                r#"<a><style:style style:name="T1" style:family="text"><style:text-properties {properties}/></style:style></a>"#
            );
            styles.read(&text).unwrap();
            assert_eq!(styles.fence("T1").is_some(), is_fenced, "{properties}");
        }
    }

    #[test]
    fn formats_are_found_along_the_chain_of_styles() {
        let mut styles = Styles::default();
        styles
            .read(
                r#"<a><number:percentage-style style:name="N1"><number:number number:decimal-places="1"/><number:text>%</number:text>
                </number:percentage-style><number:number-style style:name="N0"><number:number number:min-integer-digits="1"/>
                </number:number-style><style:style style:name="p" style:family="table-cell" style:data-style-name="N1"/>
                <style:style style:name="q" style:family="table-cell" style:parent-style-name="p"/>
                <style:style style:name="g" style:family="table-cell" style:data-style-name="N0"/>
                <style:style style:name="r" style:family="table-cell" style:parent-style-name="r"/>
                <style:style style:name="h" style:family="table"><style:table-properties table:display="false"/></style:style></a>"#,
            )
            .unwrap();
        let percent = NumberFormat { class: FormatClass::Percent, code: Some("0.0%".into()) };
        assert_eq!(styles.number_format(Some("q")), Some(&percent));
        assert_eq!(styles.number_format(Some("g")).map(|f| f.class), Some(FormatClass::General));
        assert_eq!((styles.number_format(Some("r")), styles.number_format(None)), (None, None));
        assert!(styles.hides_table(Some("h")) && !styles.hides_table(Some("q")));
        assert_eq!(
            (styles.code("q").as_deref(), styles.code("g"), styles.code("r")),
            (Some("0.0%"), None, None)
        );
    }

    #[test]
    fn words_in_print_rows_without_height_and_conditions_are_found() {
        let mut styles = Styles::default();
        styles
            .read(
                r#"<a><style:style style:name="r0" style:family="table-row"><style:table-row-properties style:row-height="0.01cm"/></style:style>
                <style:style style:name="r1" style:family="table-row"><style:table-row-properties style:row-height="0.45cm"/></style:style>
                <style:style style:name="c0" style:family="table-column"><style:table-column-properties style:column-width="0in"/></style:style>
                <style:style style:name="s" style:family="table" style:master-page-name="P"/>
                <style:style style:name="m" style:family="table-cell"><style:map style:condition="cell-content()&gt;5" style:apply-style-name="x"/></style:style>
                <style:master-page style:name="P"><style:header><text:p>Draft <text:sheet-name>Measures</text:sheet-name></text:p></style:header>
                <style:footer style:display="false"><text:p>old</text:p></style:footer></style:master-page></a>"#,
            )
            .unwrap();
        let flat = ["r0", "r1", "c0"].map(|style| styles.is_flat(Some(style)));
        assert_eq!(flat, [true, false, true]);
        assert_eq!(styles.printed(Some("s")), Some("Draft"));
        assert_eq!(styles.maps(Some("m")), [("cell-content()>5".to_owned(), "x".to_owned())]);
    }
}
