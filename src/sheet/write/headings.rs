//! Titles and headings tagged as such, which a screen reader goes by and the workbook library cannot write.

use super::{WriteError, look};

/// Adds the built-in styles Heading 1 and Heading 2 and gives them to the cells in the two heading fonts, which no other
/// text uses.
pub(super) fn tag_headings(styles: &str) -> Result<String, WriteError> {
    let mut styles = styles.to_owned();
    for (points, level) in [(look::TITLE_POINTS, 1), (look::HEADING_POINTS, 2)] {
        if let Some(font) = font_of_size(&styles, points) {
            styles = add_style(&styles, font, level)?;
        }
    }
    Ok(styles)
}

/// Index of the first font of this size.
fn font_of_size(styles: &str, points: u32) -> Option<usize> {
    let fonts = between(styles, "<fonts ", "</fonts>")?;
    fonts.split("<font>").skip(1).position(|font| font.contains(&format!("<sz val=\"{points}\"/>")))
}

fn add_style(styles: &str, font: usize, level: u8) -> Result<String, WriteError> {
    let missing = |what: &str| WriteError::Patch(format!("the styles lack {what}"));
    let style_xfs =
        between(styles, "<cellStyleXfs ", "</cellStyleXfs>").ok_or_else(|| missing("style formats"))?;
    let style_count = style_xfs.matches("<xf ").count();
    let names = between(styles, "<cellStyles ", "</cellStyles>").ok_or_else(|| missing("style names"))?;
    let name_count = names.matches("<cellStyle ").count();
    let cell_xfs = between(styles, "<cellXfs ", "</cellXfs>").ok_or_else(|| missing("cell formats"))?;
    let in_font = format!("fontId=\"{font}\"");
    let tagged: Vec<String> = cell_xfs
        .split_inclusive("<xf ")
        .map(|xf| {
            if xf.contains(&in_font) {
                xf.replace("xfId=\"0\"", &format!("xfId=\"{style_count}\""))
            } else {
                xf.to_owned()
            }
        })
        .collect();
    let styles = replace_once(styles, cell_xfs, &tagged.concat())?;
    let style = format!(
        "<xf numFmtId=\"0\" fontId=\"{font}\" fillId=\"0\" borderId=\"0\" applyNumberFormat=\"0\" applyFill=\"0\" applyBorder=\"0\" applyAlignment=\"0\" applyProtection=\"0\"/>"
    );
    let styles = replace_once(&styles, style_xfs, &counted(style_xfs, style_count, &style))?;
    let name =
        format!("<cellStyle name=\"Heading {level}\" xfId=\"{style_count}\" builtinId=\"{}\"/>", 15 + level);
    replace_once(&styles, names, &counted(names, name_count, &name))
}

/// The list with one more entry and its count put right.
fn counted(list: &str, count: usize, entry: &str) -> String {
    let list = list.replacen(&format!("count=\"{count}\""), &format!("count=\"{}\"", count + 1), 1);
    format!("{list}{entry}")
}

/// What stands from `start` up to `end`, `start` included.
fn between<'a>(text: &'a str, start: &str, end: &str) -> Option<&'a str> {
    let from = text.find(start)?;
    let length = text[from..].find(end)?;
    Some(&text[from..from + length])
}

fn replace_once(text: &str, old: &str, new: &str) -> Result<String, WriteError> {
    if text.matches(old).count() == 1 {
        Ok(text.replacen(old, new, 1))
    } else {
        Err(WriteError::Patch("a part of the workbook does not look as expected".to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STYLES: &str = r#"<styleSheet><fonts count="2"><font><sz val="11"/></font><font><b/><sz val="16"/></font></fonts><cellStyleXfs count="1"><xf numFmtId="0" fontId="0"/></cellStyleXfs><cellXfs count="2"><xf numFmtId="0" fontId="0" xfId="0"/><xf numFmtId="0" fontId="1" xfId="0"/></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>"#;

    #[test]
    fn the_title_font_becomes_heading_1_and_nothing_else_does() {
        let tagged = tag_headings(STYLES).unwrap();
        assert!(tagged.contains(r#"fontId="1" xfId="1"/>"#), "{tagged}");
        assert!(tagged.contains(r#"fontId="0" xfId="0"/>"#), "{tagged}");
        assert!(tagged.contains(r#"<cellStyles count="2">"#), "{tagged}");
        assert!(tagged.contains(r#"name="Heading 1" xfId="1" builtinId="16""#), "{tagged}");
    }

    #[test]
    fn a_part_that_looks_different_is_an_error() {
        assert!(replace_once("<x/>", "<y/>", "").is_err());
    }
}
