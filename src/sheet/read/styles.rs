//! The number format of every cell style, from `styles.xml`.
//!
//! Our own small pass: calamine's copies each font name and format code once per style, so that a file of 4 KB asks for
//! gigabytes, and the cells need nothing but the number format. Each code is judged once per workbook.

use std::collections::HashMap;
use std::sync::Arc;

use super::colours::{BLACK, colour_of, looks_same};
use super::conditional::Hides;
use super::fonts::is_of_signs;
use super::number_format::{built_in, classify};
use super::package::broken;
use super::parts::too_large;
use super::rich_text::{is_too_small_to_see, is_white};
use super::xml::{Malformed, Tag, Token, Tokens, unescape};
use crate::domain::{Guard, Refusal};
use crate::sheet::grid::{Doubt, FormatClass};
use crate::sheet::limits::Limits;

/// A number format as the grid carries it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct NumberFormat {
    /// Its class.
    pub(super) class: FormatClass,
    /// Its code, when there is one other than General.
    pub(super) code: Option<Arc<str>>,
}

/// Number formats by style id, the `s` of a cell.
#[derive(Debug, Default)]
pub(super) struct Styles {
    formats: Vec<NumberFormat>,
    of_style: Vec<usize>,
    /// Whether a style crosses its cells out; shorter than the list of styles where none does.
    crossed_out: Vec<bool>,
    /// Whether cells of a style cannot be seen; shorter likewise.
    unseen: Vec<bool>,
    /// Whether the font of a style shows signs in place of letters; shorter likewise.
    of_signs: Vec<bool>,
    /// Whether the alignment of a style repeats what its cells hold; shorter likewise.
    repeating: Vec<bool>,
    /// The format code of each format that conditional formatting may choose, where it has one.
    conditional: Vec<Option<String>>,
    /// Whether such a format crosses out, or makes writing unseen.
    hiding: Vec<Hides>,
}

impl Styles {
    /// The format of a cell with this style id; a cell without one has style 0. A style that the file does not define
    /// is [`FormatClass::Unknown`]: nobody can tell whether it is a percent.
    pub(super) fn format(&self, style: Option<usize>) -> NumberFormat {
        let known = style.and_then(|id| self.of_style.get(id)).map(|format| self.formats[*format].clone());
        known.unwrap_or_else(|| NumberFormat { class: self.class(style), code: None })
    }

    /// The class alone, without a copy of the code: for every number cell.
    pub(super) fn class(&self, style: Option<usize>) -> FormatClass {
        match style {
            Some(0) if self.of_style.is_empty() => FormatClass::General,
            Some(id) => {
                self.of_style.get(id).map_or(FormatClass::Unknown, |format| self.formats[*format].class)
            }
            None => FormatClass::Unknown,
        }
    }

    /// Whether cells with this style are crossed out.
    pub(super) fn is_crossed_out(&self, style: Option<usize>) -> bool {
        style.and_then(|id| self.crossed_out.get(id)).is_some_and(|crossed_out| *crossed_out)
    }

    /// Why a cell with this style may not be an answer: it is crossed out, or nobody can see it.
    pub(super) fn doubt(&self, style: Option<usize>) -> Option<Doubt> {
        if self.is_crossed_out(style) {
            return Some(Doubt::CrossedOut);
        }
        let is = |list: &[bool]| style.and_then(|id| list.get(id)).is_some_and(|is| *is);
        if is(&self.unseen) {
            Some(Doubt::Unseen)
        } else if is(&self.of_signs) {
            Some(Doubt::Symbols)
        } else {
            is(&self.repeating).then_some(Doubt::Repeated)
        }
    }

    /// These styles with those whose font shows signs in place of letters.
    pub(super) fn with_signs(mut self, fonts_of_signs: &[bool], font_of_style: &[Option<usize>]) -> Self {
        if fonts_of_signs.contains(&true) {
            let is = |font: &Option<usize>| font.and_then(|font| fonts_of_signs.get(font)) == Some(&true);
            self.of_signs = font_of_style.iter().map(is).collect();
        }
        self
    }

    /// These styles with those whose alignment repeats what a cell holds.
    pub(super) fn with_repeating(mut self, repeating: Vec<bool>) -> Self {
        if repeating.contains(&true) {
            self.repeating = repeating;
        }
        self
    }

    /// The format code that conditional formatting gives by this number, if any.
    pub(super) fn conditional(&self, id: usize) -> Option<&str> {
        self.conditional.get(id)?.as_deref()
    }

    /// Whether the format that conditional formatting gives by this number crosses out, or writes in white.
    pub(super) fn hides(&self, id: usize) -> Hides {
        self.hiding.get(id).copied().unwrap_or_default()
    }

    /// These styles with the font of each, of which some cross out.
    pub(super) fn with_fonts(mut self, crossing_out: &[bool], font_of_style: &[Option<usize>]) -> Self {
        if crossing_out.contains(&true) {
            let crosses = |font: &Option<usize>| font.and_then(|font| crossing_out.get(font)) == Some(&true);
            self.crossed_out = font_of_style.iter().map(crosses).collect();
        }
        self
    }

    /// These styles with those whose font is white or a speck, on no fill or a pale one.
    pub(super) fn with_unseen(mut self, unseen_fonts: &[bool], dark_fills: &[bool], used: Used<'_>) -> Self {
        if unseen_fonts.contains(&true) {
            let is_unseen = |(font, fill): (&Option<usize>, &Option<usize>)| {
                let is = |list: &[bool], at: &Option<usize>| at.and_then(|at| list.get(at)) == Some(&true);
                is(unseen_fonts, font) && !is(dark_fills, fill)
            };
            self.unseen = used.fonts.iter().zip(used.fills).map(is_unseen).collect();
        }
        self
    }

    /// These styles with those that write on a fill in its own colour, as where an answer was blacked out.
    pub(super) fn with_blacked_out(
        mut self,
        font_colours: &[String],
        fill_colours: &[Option<String>],
        used: Used<'_>,
    ) -> Self {
        let colour = |font: Option<usize>| font_colours.get(font?);
        let fill = |fill: Option<usize>| fill_colours.get(fill?)?.as_ref();
        let fonts_and_fills = used.fonts.iter().zip(used.fills);
        let blacked_out: Vec<bool> = fonts_and_fills
            .map(|(font, on)| fill(*on).zip(colour(*font)).is_some_and(|(fill, font)| looks_same(fill, font)))
            .collect();
        if blacked_out.contains(&true) {
            self.unseen.resize(self.unseen.len().max(blacked_out.len()), false);
            for (unseen, blacked_out) in self.unseen.iter_mut().zip(blacked_out) {
                *unseen |= blacked_out;
            }
        }
        self
    }

    /// From the format code by number, and the number of each style; none where the file does not say.
    pub(super) fn of(codes: &HashMap<u32, String>, style_formats: Vec<Option<u32>>) -> Self {
        let mut styles = Self::default();
        let mut known: HashMap<Option<u32>, usize> = HashMap::new();
        for number in style_formats {
            let index = *known.entry(number).or_insert_with(|| {
                let code = number.and_then(|n| codes.get(&n).map(String::as_str).or_else(|| built_in(n)));
                let class = code.map_or(FormatClass::Unknown, classify);
                let code = code.filter(|_| class != FormatClass::General).map(Arc::from);
                styles.formats.push(NumberFormat { class, code });
                styles.formats.len() - 1
            });
            styles.of_style.push(index);
        }
        styles
    }

    /// Reads the part.
    pub(super) fn read(text: &str, limits: &Limits) -> Result<Self, Refusal> {
        if text.len() as u64 > limits.styles_bytes {
            return Err(too_large(Guard::Styles, limits.styles_bytes, Some(text.len() as u64)));
        }
        let mut reading = Reading::default();
        let mut container = "";
        let mut tokens = Tokens::new(text);
        while let Some(token) = tokens.next().map_err(|Malformed| broken("xl/styles.xml"))? {
            match token {
                Token::Start(tag)
                    if matches!(tag.name, "numFmts" | "cellXfs" | "fonts" | "fills" | "dxfs")
                        && !tag.empty =>
                {
                    container = tag.name;
                }
                Token::End(name) if name == container => container = "",
                // Conditional formats have formats of their own elsewhere in the part, with numbers of their own.
                Token::Start(tag) if container == "numFmts" && tag.name == "numFmt" => {
                    reading.define(&tag, limits)?;
                }
                Token::Start(tag) if container == "dxfs" => reading.conditional_format(&tag, limits)?,
                Token::Start(tag) if container == "cellXfs" && tag.name == "xf" => {
                    reading.style(&tag);
                }
                Token::Start(tag) if container == "fonts" && tag.name == "font" => {
                    reading.crossing_out.push(false);
                    reading.unseen_fonts.push(false);
                    reading.fonts_of_signs.push(false);
                    reading.font_colours.push(BLACK.to_owned());
                }
                Token::Start(tag) if container == "fonts" && matches!(tag.name, "color" | "sz") => {
                    let size = tag.attribute("val").and_then(|size| size.parse().ok());
                    let is_unseen = match tag.name {
                        "color" => is_white(&tag),
                        _ => size.is_some_and(is_too_small_to_see),
                    };
                    if let (Some(colour), Some(font)) = (colour_of(&tag), reading.font_colours.last_mut()) {
                        *font = colour;
                    }
                    if let Some(font) = reading.unseen_fonts.last_mut() {
                        *font |= is_unseen;
                    }
                }
                Token::Start(tag) if container == "cellXfs" && tag.name == "alignment" => {
                    if let Some(repeats) = reading.repeating.last_mut() {
                        *repeats = tag.attribute("horizontal") == Some("fill");
                    }
                }
                Token::Start(tag) if container == "fonts" && is_of_signs(&tag) => {
                    if let Some(font) = reading.fonts_of_signs.last_mut() {
                        *font = true;
                    }
                }
                Token::Start(tag) if container == "fills" => reading.fill(&tag),
                Token::Start(tag) if container == "fonts" && tag.name == "strike" => {
                    let is_off = matches!(tag.attribute("val"), Some("0" | "false"));
                    if let Some(font) = reading.crossing_out.last_mut() {
                        *font = !is_off;
                    }
                }
                _ => {}
            }
        }
        let styles = Self::of(&reading.codes, std::mem::take(&mut reading.style_formats));
        let used = Used { fonts: &reading.font_of_style, fills: &reading.fill_of_style };
        let styles = styles.with_fonts(&reading.crossing_out, used.fonts);
        let styles = styles.with_unseen(&reading.unseen_fonts, &reading.dark_fills, used);
        let styles = styles.with_blacked_out(&reading.font_colours, &reading.fill_colours, used);
        let styles = styles.with_signs(&reading.fonts_of_signs, used.fonts);
        let styles = styles.with_repeating(std::mem::take(&mut reading.repeating));
        Ok(Self {
            conditional: reading.conditional,
            hiding: reading.hiding.iter().map(Hiding::hides).collect(),
            ..styles
        })
    }
}

/// The font and the fill of each style, by number.
#[derive(Debug, Clone, Copy)]
pub(super) struct Used<'a> {
    /// Fonts.
    pub(super) fonts: &'a [Option<usize>],
    /// Fills.
    pub(super) fills: &'a [Option<usize>],
}

#[derive(Default)]
struct Reading {
    codes: HashMap<u32, String>,
    style_formats: Vec<Option<u32>>,
    /// For each font whether it crosses out.
    crossing_out: Vec<bool>,
    font_of_style: Vec<Option<usize>>,
    /// For each font whether it shows signs in place of letters, and for each style whether it repeats what cells hold.
    fonts_of_signs: Vec<bool>,
    repeating: Vec<bool>,
    /// For each font whether it is white or a speck.
    unseen_fonts: Vec<bool>,
    /// The colour of each font, and of each dark fill.
    font_colours: Vec<String>,
    fill_colours: Vec<Option<String>>,
    /// For each fill whether white writing can be seen on it.
    dark_fills: Vec<bool>,
    fill_of_style: Vec<Option<usize>>,
    conditional: Vec<Option<String>>,
    hiding: Vec<Hiding>,
    /// Whether the font of a conditional format is being read.
    in_font: bool,
}

/// What makes a conditional format hide what a cell says.
#[derive(Debug, Default)]
struct Hiding {
    crosses_out: bool,
    white: bool,
    dark_fill: bool,
    /// The colours of writing and fill, where it gives them.
    colour: Option<String>,
    fill: Option<String>,
}

impl Hiding {
    /// Takes in an element; false where it says nothing of this.
    fn take(&mut self, tag: &Tag<'_>, in_font: bool) -> bool {
        match tag.name {
            "color" if in_font => (self.white, self.colour) = (is_white(tag), colour_of(tag)),
            "strike" if in_font => self.crosses_out = !matches!(tag.attribute("val"), Some("0" | "false")),
            "bgColor" => (self.dark_fill, self.fill) = (!is_white(tag), colour_of(tag)),
            _ => return false,
        }
        true
    }

    fn hides(&self) -> Hides {
        // Where it gives no colour, cells keep their own, which is black as a rule.
        let colour = self.colour.as_deref().unwrap_or(BLACK);
        let blacked_out = self.dark_fill && self.fill.as_deref().is_some_and(|fill| looks_same(fill, colour));
        if self.white && !self.dark_fill || blacked_out {
            Hides::Unseen
        } else if self.crosses_out {
            Hides::CrossesOut
        } else {
            Hides::No
        }
    }
}

impl Reading {
    fn define(&mut self, tag: &Tag<'_>, limits: &Limits) -> Result<(), Refusal> {
        let code = code_of(tag, limits)?;
        if let Some(number) = tag.attribute("numFmtId").and_then(|n| n.parse().ok()) {
            self.codes.insert(number, code);
        }
        Ok(())
    }

    /// A fill begins, or says its pattern or colours. A colour of a theme or of the palette is dark for all that is known.
    fn fill(&mut self, tag: &Tag<'_>) {
        if tag.name == "fill" {
            self.dark_fills.push(false);
            self.fill_colours.push(None);
        }
        let Some(fill) = self.dark_fills.last_mut() else { return };
        match tag.name {
            "patternFill" => *fill = !matches!(tag.attribute("patternType"), None | Some("none")),
            "gradientFill" => *fill = true,
            "fgColor" => {
                *fill &= !is_white(tag);
                if let Some(colour) = self.fill_colours.last_mut().filter(|_| *fill) {
                    *colour = colour_of(tag);
                }
            }
            _ => {}
        }
    }

    /// A format of conditional formatting, or its number format: with its own code, or one of Excel's by number alone.
    fn conditional_format(&mut self, tag: &Tag<'_>, limits: &Limits) -> Result<(), Refusal> {
        match (tag.name, self.conditional.last_mut()) {
            ("dxf", _) => {
                self.conditional.push(None);
                self.hiding.push(Hiding::default());
            }
            ("font" | "fill" | "border", _) => self.in_font = tag.name == "font",
            _ if self.hiding.last_mut().is_some_and(|last| last.take(tag, self.in_font)) => {}
            ("numFmt", Some(last)) if tag.attribute("formatCode").is_some() => {
                *last = Some(code_of(tag, limits)?);
            }
            ("numFmt", Some(last)) => {
                let number: Option<u32> = tag.attribute("numFmtId").and_then(|n| n.trim().parse().ok());
                let own = number.and_then(|number| self.codes.get(&number).cloned());
                *last = own.or_else(|| number.and_then(built_in).map(str::to_owned));
            }
            _ => {}
        }
        Ok(())
    }

    fn style(&mut self, tag: &Tag<'_>) {
        let number = |name| tag.attribute(name).and_then(|n| n.parse().ok());
        self.font_of_style.push(number("fontId"));
        self.fill_of_style.push(number("fillId"));
        self.repeating.push(false);
        self.style_formats.push(tag.attribute("numFmtId").map_or(Some(0), |n| n.parse().ok()));
    }
}

fn code_of(tag: &Tag<'_>, limits: &Limits) -> Result<String, Refusal> {
    let code = tag.attribute("formatCode").unwrap_or_default();
    if code.len() as u64 > limits.attribute_bytes {
        return Err(too_large(Guard::Styles, limits.attribute_bytes, Some(code.len() as u64)));
    }
    Ok(unescape(code).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_come_from_the_cell_styles_alone() {
        let text = r#"<x:styleSheet><numFmts count="1"><numFmt numFmtId="164" formatCode="0&quot;%&quot;"/></numFmts>
            <cellStyleXfs><xf numFmtId="9"/></cellStyleXfs>
            <cellXfs><xf/><xf numFmtId="9"/><xf numFmtId="164"><alignment/></xf><xf numFmtId="50"/></cellXfs>
            <dxfs><dxf><numFmt numFmtId="164" formatCode="0%"/></dxf></dxfs></x:styleSheet>"#;
        let styles = Styles::read(text, &Limits::default()).unwrap();
        let class = |id| styles.format(id).class;
        assert_eq!(class(Some(0)), FormatClass::General);
        assert_eq!(class(Some(1)), FormatClass::Percent);
        assert_eq!(class(Some(2)), FormatClass::Number);
        assert_eq!(class(Some(3)), FormatClass::Unknown);
        assert_eq!((class(Some(4)), class(None)), (FormatClass::Unknown, FormatClass::Unknown));
        assert_eq!(styles.format(Some(1)).code.as_deref(), Some("0%"));
    }

    #[test]
    fn a_conditional_format_may_name_one_of_excels_own_by_number() {
        let text = r#"<s><dxfs><dxf><numFmt numFmtId="9"/></dxf><dxf><numFmt numFmtId="200" formatCode="0"/></dxf><dxf/></dxfs></s>"#;
        let styles = Styles::read(text, &Limits::default()).unwrap();
        assert_eq!([0, 1, 2].map(|id| styles.conditional(id)), [Some("0%"), Some("0"), None]);
    }

    #[test]
    fn a_conditional_format_may_hide() {
        let text = r#"<s><dxfs><dxf><font><color rgb="FFFFFFFF"/></font></dxf><dxf><font><strike/></font><fill><patternFill><bgColor rgb="FF000000"/></patternFill></fill></dxf>
            <dxf><font><color rgb="FFFFFFFF"/></font><fill><patternFill><bgColor rgb="FFC00000"/></patternFill></fill></dxf>
            <dxf><font><b/></font><border><left><color rgb="FFFFFFFF"/></left></border></dxf>
            <dxf><fill><patternFill><bgColor rgb="FF000000"/></patternFill></fill></dxf></dxfs></s>"#;
        let styles = Styles::read(text, &Limits::default()).unwrap();
        assert_eq!(
            [0, 1, 2, 3, 4, 5].map(|id| styles.hides(id)),
            [Hides::Unseen, Hides::Unseen, Hides::No, Hides::No, Hides::Unseen, Hides::No]
        );
    }

    #[test]
    fn a_font_of_signs_and_an_alignment_that_repeats_are_told() {
        let text = r#"<s><fonts><font><name val="Calibri"/></font><font><name val="Wingdings"/><charset val="2"/></font></fonts>
            <cellXfs><xf fontId="0"><alignment horizontal="center"/></xf><xf fontId="1"/><xf fontId="0"><alignment horizontal="fill"/></xf><xf/></cellXfs></s>"#;
        let styles = Styles::read(text, &Limits::default()).unwrap();
        let doubts = [0, 1, 2, 3].map(|id| styles.doubt(Some(id)));
        assert_eq!(doubts, [None, Some(Doubt::Symbols), Some(Doubt::Repeated), None]);
    }

    #[test]
    fn a_font_may_cross_out() {
        let text = r#"<s><fonts><font><b/></font><font><strike/><sz val="11"/></font><font><strike val="0"/></font></fonts>
            <cellXfs><xf fontId="0"/><xf fontId="1"/><xf fontId="2"/><xf/></cellXfs>
            <dxfs><dxf><font><strike/></font></dxf></dxfs></s>"#;
        let styles = Styles::read(text, &Limits::default()).unwrap();
        let crossed_out: Vec<bool> = (0..5).map(|id| styles.is_crossed_out(Some(id))).collect();
        assert_eq!(crossed_out, [false, true, false, false, false]);
    }

    #[test]
    fn white_writing_is_unseen_but_on_a_dark_fill() {
        let text = r#"<s><fonts><font/><font><color rgb="FFFFFFFF"/></font><font><sz val="1"/></font></fonts>
            <fills><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="solid"><fgColor rgb="FF12436D"/></patternFill></fill>
            <fill><patternFill patternType="solid"><fgColor rgb="FFFFF8E1"/></patternFill></fill></fills>
            <cellXfs><xf fontId="0" fillId="0"/><xf fontId="1" fillId="0"/><xf fontId="1" fillId="1"/><xf fontId="1" fillId="2"/>
            <xf fontId="2"/></cellXfs></s>"#;
        let styles = Styles::read(text, &Limits::default()).unwrap();
        let unseen: Vec<bool> = (0..5).map(|id| styles.doubt(Some(id)) == Some(Doubt::Unseen)).collect();
        assert_eq!(unseen, [false, true, false, true, true]);
    }

    #[test]
    fn writing_on_a_fill_of_its_own_colour_is_unseen() {
        let text = r#"<s><fonts><font/><font><color theme="1"/></font><font><color rgb="FFC00000"/></font></fonts>
            <fills><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="solid"><fgColor rgb="FF000000"/></patternFill></fill>
            <fill><patternFill patternType="solid"><fgColor rgb="FFC00000"/></patternFill></fill></fills>
            <cellXfs><xf fontId="0" fillId="0"/><xf fontId="0" fillId="1"/><xf fontId="1" fillId="1"/><xf fontId="2" fillId="1"/>
            <xf fontId="2" fillId="2"/></cellXfs></s>"#;
        let styles = Styles::read(text, &Limits::default()).unwrap();
        let unseen: Vec<bool> = (0..5).map(|id| styles.doubt(Some(id)) == Some(Doubt::Unseen)).collect();
        assert_eq!(unseen, [false, true, true, false, true]);
    }

    #[test]
    fn a_monstrous_format_code_is_refused() {
        let code = "0".repeat(5_000);
        let text = format!(r#"<s><numFmts><numFmt numFmtId="164" formatCode="{code}"/></numFmts></s>"#);
        assert!(matches!(
            Styles::read(&text, &Limits::default()),
            Err(Refusal::TooLarge { guard: Guard::Styles, .. })
        ));
    }
}
