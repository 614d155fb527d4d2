//! Fonts that show signs in place of letters and digits: what a person sees is not what the cell holds.

use super::xml::Tag;

/// The character set of fonts of signs, in every format of Excel's.
pub(super) const SIGNS: u8 = 2;

/// Names of such fonts, or how they begin; in lower case and without spaces.
const NAMES: [&str; 13] = [
    "bookshelfsymbol",
    "d050000l",
    "librebarcode",
    "marlett",
    "monotypesorts",
    "msoutlook",
    "mtextra",
    "opensymbol",
    "standardsymbols",
    "symbol",
    "webdings",
    "wingdings",
    "zapfdingbats",
];

/// Whether a font of this name shows signs.
pub(super) fn shows_signs(name: &str) -> bool {
    // Nearly every font of a workbook is told by its first letter.
    if !name.starts_with(|c: char| "bdilmoswzBDILMOSWZ'".contains(c)) {
        return false;
    }
    let name: String = name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    // "Symbola" has letters like any other.
    let is = |known: &str| {
        name.starts_with(known) && (known != "symbol" || matches!(&*name, "symbol" | "symbolmt" | "symbolps"))
    };
    NAMES.iter().any(|known| is(known)) || name.contains("dingbats")
}

/// Whether an element of a font's description, or of a run's, says that it shows signs.
pub(super) fn is_of_signs(tag: &Tag<'_>) -> bool {
    match tag.name {
        "name" | "rFont" => tag.attribute("val").is_some_and(shows_signs),
        "charset" => tag.attribute("val") == Some("2"),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fonts_of_signs_are_known_by_their_names() {
        for name in [
            "Wingdings",
            "Wingdings 2",
            "Webdings",
            "Symbol",
            "SymbolMT",
            "ITC Zapf Dingbats",
            "'OpenSymbol'",
        ] {
            assert!(shows_signs(name), "{name}");
        }
        for name in [
            "Calibri",
            "Arial",
            "Segoe UI Symbol",
            "Symbola",
            "Book Antiqua",
            "Segoe UI",
            "MS Sans Serif",
            "",
        ] {
            assert!(!shows_signs(name), "{name}");
        }
    }
}
