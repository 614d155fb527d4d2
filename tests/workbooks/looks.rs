//! How cells look, as `styles.xml` says.

use crate::package::{Element, Package};

/// A colour, `RRGGBB`.
pub(crate) type Rgb = [u8; 3];

pub(crate) const BLACK: Rgb = [0, 0, 0];
pub(crate) const WHITE: Rgb = [255, 255, 255];

/// A font.
#[derive(Debug, Clone, Default)]
pub(crate) struct Font {
    pub(crate) name: String,
    pub(crate) points: f64,
    pub(crate) is_bold: bool,
    pub(crate) is_underlined: bool,
    pub(crate) is_slanted_or_struck: bool,
    pub(crate) colour: Rgb,
}

/// A cell format.
#[derive(Debug, Clone)]
pub(crate) struct Look {
    pub(crate) font: Font,
    pub(crate) fill: Option<Rgb>,
    pub(crate) wraps: bool,
    pub(crate) is_locked: bool,
    pub(crate) style: Option<String>,
    pub(crate) is_turned_or_shrunk: bool,
}

/// Text and fill of each conditional format; none where it changes only one of them.
pub(crate) fn conditional(package: &Package) -> Vec<(Rgb, Rgb)> {
    let dxfs = package.elements("xl/styles.xml");
    let starts = dxfs.iter().enumerate().filter(|(_, e)| e.name == "dxf").map(|(index, _)| index);
    starts
        .map(|start| {
            let within: Vec<&Element> = dxfs[start + 1..].iter().take_while(|e| e.is_in("dxf")).collect();
            let text =
                within.iter().find(|e| e.name == "color" && e.is_in("font")).map_or(BLACK, |e| colour(e));
            let fill =
                within.iter().find(|e| e.name == "bgColor" && e.is_in("fill")).map_or(WHITE, |e| colour(e));
            (text, fill)
        })
        .collect()
}

/// Every cell format of a workbook, by its number.
pub(crate) fn all(package: &Package) -> Vec<Look> {
    let elements = package.elements("xl/styles.xml");
    let (mut fonts, mut fills) = (Vec::<Font>::new(), Vec::<Option<Rgb>>::new());
    for element in &elements {
        let on = element.get("val") != Some("0") && element.get("val") != Some("none");
        match element.name.as_str() {
            "font" if element.is_in("fonts") => fonts.push(Font { colour: BLACK, ..Font::default() }),
            "fill" if element.is_in("fills") => fills.push(None),
            "fgColor" if element.is_in("fills") => *fills.last_mut().unwrap() = Some(colour(element)),
            name if element.is_in("fonts") => {
                let font = fonts.last_mut().unwrap();
                match name {
                    "name" => element.get("val").unwrap().clone_into(&mut font.name),
                    "sz" => font.points = element.get("val").unwrap().parse().unwrap(),
                    "b" => font.is_bold = on,
                    "u" => font.is_underlined = on,
                    "i" | "strike" | "vertAlign" => font.is_slanted_or_struck = on,
                    "color" => font.colour = colour(element),
                    _ => {}
                }
            }
            _ => {}
        }
    }
    let styles: Vec<(&str, &str)> = elements
        .iter()
        .filter(|e| e.name == "cellStyle")
        .map(|e| (e.get("xfId").unwrap(), e.get("name").unwrap()))
        .collect();
    let number = |e: &Element, key: &str| e.get(key).unwrap().parse::<usize>().unwrap();
    let mut looks = Vec::<Look>::new();
    for element in elements.iter().filter(|e| e.is_in("cellXfs")) {
        match element.name.as_str() {
            "xf" => looks.push(Look {
                font: fonts[number(element, "fontId")].clone(),
                fill: fills[number(element, "fillId")],
                wraps: false,
                is_locked: true,
                style: styles
                    .iter()
                    .find(|(id, _)| Some(*id) == element.get("xfId"))
                    .map(|(_, n)| (*n).to_owned()),
                is_turned_or_shrunk: false,
            }),
            "alignment" => {
                let look = looks.last_mut().unwrap();
                look.wraps = element.get("wrapText") == Some("1");
                look.is_turned_or_shrunk =
                    element.get("textRotation").is_some() || element.get("shrinkToFit").is_some();
            }
            "protection" => looks.last_mut().unwrap().is_locked = element.get("locked") != Some("0"),
            _ => {}
        }
    }
    looks
}

/// A colour as written; a theme's are only known for text and background.
fn colour(element: &Element) -> Rgb {
    match (element.get("rgb"), element.get("theme"), element.get("indexed")) {
        (Some(rgb), ..) => hex(&rgb[rgb.len() - 6..]),
        (_, Some("1"), _) | (_, _, Some("64" | "8" | "81")) => BLACK,
        (_, Some("0"), _) | (_, _, Some("65" | "9")) => WHITE,
        _ => panic!("a colour that this test cannot tell: {element:?}"),
    }
}

/// `8E1B1B`.
pub(crate) fn hex(text: &str) -> Rgb {
    [0, 2, 4].map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap())
}
