//! The cells of a sheet that is written in the plain way, by our own reader; see [`super::plain`].

use std::borrow::Cow;
use std::sync::Arc;

use super::cells::{Reading, SheetCells, number_content};
use super::plain::{NotPlain, Piece, PlainCell, Rows, plain_number, plain_text};
use super::sheet_scan::{SheetScan, Written, WrittenCell, plain_count};
use crate::domain::Refusal;
use crate::sheet::grid::Content;

/// Walks a sheet to its last cell; none, with everything as it was, where the sheet or the shared texts hold something that
/// is not written in the plain way.
pub(super) fn read(
    sheet: &Arc<str>,
    scan: &mut SheetScan<'_>,
    texts: &[Cow<'_, str>],
    reading: &mut Reading<'_>,
) -> Result<Option<SheetCells>, Refusal> {
    let Some(mut rows) = scan.plain_rows() else { return Ok(None) };
    let (counted, stray) = (reading.counted.clone(), reading.stray.len());
    if let Ok(found) = walk(sheet, scan, &mut rows, texts, reading)? {
        return Ok(Some(found));
    }
    scan.forget_rows();
    reading.counted = counted;
    reading.stray.truncate(stray);
    Ok(None)
}

fn walk<'a>(
    sheet: &Arc<str>,
    scan: &mut SheetScan<'a>,
    rows: &mut Rows<'a>,
    texts: &[Cow<'_, str>],
    reading: &mut Reading<'_>,
) -> Result<Result<SheetCells, NotPlain>, Refusal> {
    let mut found = SheetCells::new();
    let mut walked = 0_u32;
    loop {
        walked = walked.wrapping_add(1);
        if walked.is_multiple_of(256) {
            reading.deadline.check()?;
        }
        let cell = match rows.next() {
            Err(NotPlain) => return Ok(Err(NotPlain)),
            Ok(None) => break,
            Ok(Some(Piece::Row(number, hidden))) => match scan.plain_row(number, hidden) {
                Ok(()) => continue,
                Err(NotPlain) => return Ok(Err(NotPlain)),
            },
            Ok(Some(Piece::Cell(cell))) => cell,
        };
        let Ok((written, content)) = read_cell(scan, cell, texts, reading) else { return Ok(Err(NotPlain)) };
        found.take(sheet, written, content, reading)?;
    }
    scan.leave_rows(rows.at());
    Ok(Ok(found.ended()))
}

fn read_cell<'a>(
    scan: &mut SheetScan<'a>,
    cell: PlainCell<'a>,
    texts: &[Cow<'_, str>],
    reading: &Reading<'_>,
) -> Result<(WrittenCell<'a>, Content), NotPlain> {
    let formula = cell.formula.map(|(raw, shared)| scan.formulas.resolve(cell.at, shared, raw));
    let written = WrittenCell {
        at: cell.at,
        style: cell.style.map_or(Some(0), plain_count),
        written: cell.written,
        value: cell.value,
        formula,
        doubt: None,
    };
    let content = match (cell.written, cell.value) {
        (Written::Number | Written::Shared | Written::Boolean, None | Some("")) => Content::Blank,
        (Written::Number, Some(raw)) => number_content(plain_number(raw)?, &written, reading),
        (Written::Shared, Some(raw)) => {
            let text = plain_count(raw).and_then(|number| texts.get(number)).ok_or(NotPlain)?;
            Content::Text(text.clone().into_owned())
        }
        (Written::Boolean, Some("0")) => Content::Boolean(false),
        (Written::Boolean, Some("1")) => Content::Boolean(true),
        (Written::Error, Some(code)) if is_error_code(code) => Content::Error(code.to_owned()),
        // No value at all under a formula that gives text is a result that was saved as empty text.
        (Written::FormulaText, None) if written.formula.is_none() => Content::Blank,
        (Written::FormulaText, raw) => Content::Text(plain_text(raw.unwrap_or_default())?.into_owned()),
        (Written::Inline, None) => {
            cell.inline.map_or(Content::Blank, |text| Content::Text(text.into_owned()))
        }
        _ => return Err(NotPlain),
    };
    Ok((written, content))
}

/// `#REF!`, `#N/A`, `#DIV/0!` and their like.
fn is_error_code(code: &str) -> bool {
    code.starts_with('#') && code.bytes().all(|b| b.is_ascii_alphanumeric() || b"#/!?_".contains(&b))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use proptest::prelude::*;

    use super::super::fixture::Made;
    use super::super::xlsx::{By, read};
    use crate::sheet::limits::Limits;

    /// Whether our own reader takes this file; then it must have read what calamine reads.
    fn is_plain_and_the_same(bytes: &[u8], what: &str) -> bool {
        let limits = Limits::default();
        let Ok(ours) = read(bytes, &limits, By::PlainAlone) else { return false };
        assert_eq!(Ok(ours), read(bytes, &limits, By::CalamineAlone), "{what}");
        true
    }

    fn workbooks(folder: &Path) -> Vec<std::path::PathBuf> {
        let listed = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
        listed.filter(|path| path.extension().is_some_and(|e| e == "xlsx" || e == "xlsm")).collect()
    }

    #[test]
    fn the_samples_are_plain_and_read_as_calamine_reads_them() {
        let samples = workbooks(&Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/2019-11"));
        assert!(samples.len() > 20);
        for path in samples {
            assert!(
                is_plain_and_the_same(&std::fs::read(&path).unwrap(), &path.display().to_string()),
                "{path:?}"
            );
        }
    }

    #[test]
    fn foreign_workbooks_that_are_plain_read_as_calamine_reads_them() {
        let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus");
        let more = std::env::var_os("RAGBOOK_FOREIGN").map(std::path::PathBuf::from);
        let folders = [Some(corpus), more].into_iter().flatten();
        let (mut met, mut plain) = (0, 0);
        for path in folders.flat_map(|folder| workbooks(&folder)) {
            met += 1;
            plain += usize::from(is_plain_and_the_same(
                &std::fs::read(&path).unwrap(),
                &path.display().to_string(),
            ));
        }
        println!("{plain} of {met} foreign workbooks are plain");
    }

    const SHEET: &str = r#"<worksheet><cols><col min="2" max="3" hidden="1"/></cols><sheetData><row r="1" spans="1:4"><c r="A1" t="s"><v>0</v></c><c r="B1" s="1"><v>0.85</v></c><c r="C1" s="2"><v>46112</v></c><c r="D1" t="b"><v>1</v></c></row><row r="2" hidden="1"><c r="A2" t="e"><v>#REF!</v></c><c r="B2" t="inlineStr"><is><t xml:space="preserve"> a &amp; b </t></is></c><c r="C2" t="str"><f>A1&amp;"x"</f><v>zerox</v></c><c r="D2"><f t="shared" ref="D2:D3" si="0">B1*2</f><v>1.7</v></c></row><row r="3"><c r="D3"><f t="shared" si="0"/><v>-2.5E-3</v></c><c r="E3" t="str"><f>""</f><v></v></c><c r="F3" s="1"/><c r="G3" t="inlineStr"><is><r><rPr><b/></rPr><t>one </t></r><r><t> two</t></r></is></c></row></sheetData><mergeCells><mergeCell ref="A5:B6"/></mergeCells></worksheet>"#;
    const STRINGS: &str = "<sst count=\"3\" uniqueCount=\"3\"><si><t>zero</t></si><si><t xml:space=\"preserve\"> one </t></si><si/></sst>";

    #[test]
    fn the_plain_way_is_read_and_other_ways_are_left_alone() {
        let made = |sheet: &str| Made::of("").sheet(sheet).part("xl/sharedStrings.xml", STRINGS).file();
        assert!(is_plain_and_the_same(&made(SHEET), "the sheet"));
        for (from, to) in [
            ("<v>0</v>", "<v>9</v>"),
            ("<v>0.85</v>", "<v> 0.85</v>"),
            ("<v>0.85</v>", "<v>+1</v>"),
            ("<v>0.85</v>", "<v>1e999</v>"),
            ("<v>0.85</v>", "<v>NaN</v>"),
            ("<v>0.85</v>", "<v><![CDATA[1]]></v>"),
            ("<v>0.85</v>", "<v>1<!-- 2 --></v>"),
            ("<v>0.85</v>", "<v>&#49;</v>"),
            ("<v>0.85</v>", "<v>1</v><v>2</v>"),
            ("<v>zerox</v>", "<v>_x0041_</v>"),
            ("<v>zerox</v>", "<v>a&nbsp;b</v>"),
            ("<v>#REF!</v>", "<v></v>"),
            (" s=\"1\"", " s=\"1\" s=\"2\""),
            (" r=\"B1\"", " r=\"b1\""),
            (" r=\"B1\"", " r=\"XFE1\""),
            (" r=\"B1\"", ""),
            (" r=\"B1\"", " r='B1'"),
            ("<row r=\"3\">", "<row>"),
            ("<row r=\"3\">", "<row r=\"03\">"),
            ("<row r=\"3\">", "\n<row r=\"3\">"),
            ("</row><row r=\"3\">", "</x:row><row r=\"3\">"),
            ("<t>", "<x:t>"),
            ("<r><t> two</t></r>", "<rPh><t>x</t></rPh>"),
            ("</sheetData>", ""),
            ("<worksheet>", "<?>ml version=\"1.0\"?><worksheet>"),
            ("<worksheet>", "<?xml >?><worksheet>"),
            ("<worksheet>", "<worksheet><!-- x -->"),
            ("<cols>", "<![CDATA[ ]]><cols>"),
            ("<cols>", "<x:cols>"),
            ("</cols>", "</x:cols>"),
        ] {
            let other = SHEET.replacen(from, to, 1);
            assert_ne!(other, SHEET, "{from}");
            assert!(!is_plain_and_the_same(&made(&other), to), "{to} is not plain");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(if cfg!(debug_assertions) { 400 } else { 100_000 }))]
        #[test]
        fn whatever_is_plain_reads_as_calamine_reads_it(
            edits in prop::collection::vec(
                (any::<prop::sample::Index>(), 0..4_usize, any::<prop::sample::Index>(), any::<bool>()), 1..4),
        ) {
            const BITS: [&str; 42] = ["<", ">", "\"", "&", " ", "/", "c", "<v>", "</v>", "<f>", "</f>", "<t>", "</t>", "<is>",
                "</is>", "</c>", "<c r=\"B9\">", "</row>", "<row r=\"7\">", "&amp;", "&#10;", "&#13;", "\r", "\n", "_x000D_", "1",
                "-", "E5", ".", "é", " t=\"s\"", " t=\"str\"", " s=\"1\"", " hidden=\"1\"", "<r>", "</r>", "<si>", "</si>", "<v/>",
                " xml:space=\"preserve\"", "'", "\u{a0}"];
            let (mut sheet, mut strings) = (SHEET.to_owned(), STRINGS.to_owned());
            for (place, kind, bit, in_strings) in edits {
                let text = if in_strings { &mut strings } else { &mut sheet };
                let at = text.floor_char_boundary(place.index(text.len()));
                let length = text[at..].chars().next().map_or(0, char::len_utf8) * usize::from(kind > 0);
                let bit = if kind == 1 { "" } else { BITS[bit.index(BITS.len())] };
                text.replace_range(at..at + length, bit);
            }
            let made = Made::of("").sheet(&sheet).part("xl/sharedStrings.xml", &strings).file();
            is_plain_and_the_same(&made, &format!("{sheet}\n{strings}"));
        }
    }
}
