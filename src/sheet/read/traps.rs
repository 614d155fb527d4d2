//! What goes wrong in workbooks from outside, one test each: forms that readers get wrong in silence (4-reading.md, 4.7),
//! damage, and files made to overwhelm.

use zip::CompressionMethod;

use super::fixture::{Made, rels};
use super::open;
use crate::domain::{CellRef, Guard, Refusal};
use crate::sheet::grid::{Cell, Content, DateSerial, FormatClass, Grid, SheetKind, Visibility, Workbook};
use crate::sheet::limits::Limits;

fn opened(made: &Made) -> Result<Workbook, Refusal> {
    open(&made.file(), "stem", &Limits::default())
}

fn grid(rows: &str) -> Grid {
    opened(&Made::of(rows)).unwrap().grids.remove(0)
}

/// The one cell of a sheet that holds just this cell.
fn only(cell: &str) -> Cell {
    let mut cells = grid(&format!("<row r=\"1\">{cell}</row>")).cells;
    assert_eq!(cells.len(), 1, "{cell}");
    cells.remove(0)
}

fn is_damaged(made: &Made) -> bool {
    matches!(opened(made), Err(Refusal::Damaged(_)))
}

fn stopped_by(made: &Made) -> Option<Guard> {
    match opened(made) {
        Err(Refusal::TooLarge { guard, .. }) => Some(guard),
        _ => None,
    }
}

// ---- values that readers get wrong without a word ----

#[test]
fn odd_writing_of_a_value_is_unreadable_and_never_blank() {
    for cell in [
        r#"<c r="A1"><v><![CDATA[5]]></v></c>"#,
        r#"<c r="A1"><v>&#53;</v></c>"#,
        r#"<c r="A1"><v>5<!-- 0 -->5</v></c>"#,
        r#"<c r="A1"><v><!-- x -->5</v></c>"#,
        r#"<c r="A1" t="str"><v><![CDATA[x]]></v></c>"#,
        r#"<c r="A1" t="s"><v>-1</v></c>"#,
        r#"<c r="A1" t="s"><v>1.0</v></c>"#,
        r#"<c r="A1" t="s"><v> 1</v></c>"#,
        r#"<c r="A1" t="s"><v>2</v></c>"#,
        r#"<c r="A1"><v>5</v><f>1+1</f></c>"#,
        r#"<c r="A1"><v>5</v><v>6</v></c>"#,
        r#"<c r="A1" t="inlineStr"><v>5</v></c>"#,
        r#"<c r="A1" t="zz"><v>5</v></c>"#,
        r#"<c r="A1" t="b"><v>2</v></c>"#,
        r#"<c r="A1" t="n"><v>five</v></c>"#,
        r#"<c r="A1"><v>5</v><extLst/></c>"#,
        r#"<c r="A1" t="d"><v>31/03/2026</v></c>"#,
    ] {
        let found = only(cell);
        assert!(matches!(found.content, Content::Unreadable(_)), "{cell}: {:?}", found.content);
    }
}

#[test]
fn nan_and_infinities_are_no_numbers() {
    for number in ["NaN", "inf", "-Infinity", "1E400"] {
        let found = only(&format!("<c r=\"A1\"><v>{number}</v></c>"));
        assert!(matches!(found.content, Content::Unreadable(_)), "{number}: {:?}", found.content);
    }
}

#[test]
fn a_bad_cell_does_not_stop_the_next() {
    let cells = grid(
        r#"<row r="1"><c r="A1" t="b"><v>2</v></c><c r="B1"><v>1</v></c><c r="C1" t="e"><v>#CALC!</v></c>
        <c r="D1"><v>5</v><extLst><ext/></extLst></c><c r="E1" t="s"><v>9</v></c><c r="F1"><v>2</v></c></row>"#,
    )
    .cells;
    let kinds: Vec<(String, &str)> = cells.iter().map(|c| (c.at.to_string(), c.content.word())).collect();
    let wanted = [
        ("A1", "unreadable"),
        ("B1", "number"),
        ("C1", "error"),
        ("D1", "unreadable"),
        ("E1", "unreadable"),
        ("F1", "number"),
    ];
    assert_eq!(kinds, wanted.map(|(at, kind)| (at.to_owned(), kind)));
}

#[test]
fn the_raw_date_serial_is_kept() {
    for serial in ["59", "60", "61", "0", "-5", "99999999", "46112.5"] {
        let found = only(&format!("<c r=\"A1\" s=\"2\"><v>{serial}</v></c>"));
        let raw = DateSerial { serial: serial.parse().unwrap(), from_1904: false };
        assert_eq!((found.content, found.format), (Content::Date(raw), FormatClass::Date));
    }
    let made = Made::of(
        r#"<row r="1"><c r="A1" s="2"><v>44650</v></c><c r="B1" t="d"><v>2026-03-31</v></c></row>"#,
    )
    .part(
        "xl/workbook.xml",
        r#"<workbook><workbookPr date1904="1"/><sheets><sheet name="S" r:id="r0"/></sheets></workbook>"#,
    );
    let cells = opened(&made).unwrap().grids.remove(0).cells;
    assert_eq!((cells[0].shown(), cells[1].shown()), ("31 Mar 2026".to_owned(), "31 Mar 2026".to_owned()));
    assert_eq!(cells[0].content, Content::Date(DateSerial { serial: 44_650.0, from_1904: true }));
    assert_eq!(cells[0].content, cells[1].content);
}

#[test]
fn only_a_working_percent_sign_makes_a_percent() {
    use FormatClass::{Date, General, Number, Percent, Text, Time, Unknown};

    let classes: Vec<FormatClass> =
        (0..8).map(|style| only(&format!("<c r=\"A1\" s=\"{style}\"><v>0.85</v></c>")).format).collect();
    assert_eq!(classes, [General, Percent, Date, Number, Time, Percent, Text, Unknown]);
    assert_eq!(only(r#"<c r="A1" s="5"><v>0.857</v></c>"#).shown(), "85.7%");
    assert_eq!(only(r#"<c r="A1" s="-1"><v>0.857</v></c>"#).format, Unknown);
}

#[test]
fn crossed_out_and_raised_parts_of_a_text_are_fenced() {
    use crate::domain::folding::{FENCE, STRUCK};

    let raised = r#"<is><r><t>12</t></r><r><rPr><vertAlign val="superscript"/></rPr><t>2</t></r></is>"#;
    let found = only(&format!(r#"<c r="A1" t="inlineStr">{raised}</c>"#));
    assert_eq!(found.content, Content::Text(format!("12{FENCE}2{FENCE}")));
    let shared =
        "<sst uniqueCount=\"1\"><si><r><rPr><strike/></rPr><t>120 </t></r><r><t>140</t></r></si></sst>";
    let made =
        Made::of(r#"<row r="1"><c r="A1" t="s"><v>0</v></c></row>"#).part("xl/sharedStrings.xml", shared);
    let cell = opened(&made).unwrap().grids.remove(0).cells.remove(0);
    assert_eq!(cell.content, Content::Text(format!("{STRUCK}120 {STRUCK}140")));
}

// ---- formulas ----

#[test]
fn a_formula_without_a_result_is_told_from_blank() {
    let sheet = grid(
        r#"<row r="1"><c r="A1"><f>SUM(B1:B9)</f></c><c r="B1"><f>1+1</f><v></v></c><c r="C1" t="str"><f>""</f><v></v></c>
        <c r="D1"/><c r="E1"><f t="shared" ref="E1:F1" si="0">G1*2</f><v>4</v></c><c r="F1"><f t="shared" si="0"/><v>6</v></c>
        <c r="G1"><f>[1]Sheet1!A1</f><v>3</v></c></row>"#,
    );
    let found = |at: &str| {
        sheet.get(at.parse().unwrap()).map(|c| (c.content.clone(), c.formula.as_deref().unwrap_or("-")))
    };
    assert_eq!(found("A1"), Some((Content::Blank, "SUM(B1:B9)")));
    assert_eq!(found("B1"), Some((Content::Blank, "1+1")));
    assert_eq!(found("C1"), Some((Content::Text(String::new()), "\"\"")));
    assert_eq!(found("D1"), None);
    assert_eq!(found("F1"), Some((Content::Number(6.0), "H1*2")));
    assert_eq!(found("G1"), Some((Content::Number(3.0), "[1]Sheet1!A1")));
    assert_eq!((sheet.formulas, sheet.never_calculated), (6, false));
}

#[test]
fn never_calculated_means_every_formula_holds_nought_or_nothing() {
    let flagged = |cells: &str| grid(&format!("<row r=\"1\">{cells}</row>")).never_calculated;
    assert!(flagged(r#"<c r="A1"><f>1+1</f><v>0</v></c><c r="B1"><f>2</f></c><c r="C1"><v>7</v></c>"#));
    assert!(!flagged(r#"<c r="A1"><f>1+1</f><v>0</v></c><c r="B1"><f>2</f><v>2</v></c>"#));
    assert!(!flagged(r#"<c r="A1" t="str"><f>""</f><v></v></c>"#), "an untouched form was calculated");
    assert!(!flagged(r#"<c r="A1"><v>0</v></c>"#), "no formula at all");
}

#[test]
fn a_form_of_our_own_reads_as_calculated() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    // Without this the library stores 0 for an empty result.
    sheet.set_formula_result_default("");
    let formula = |result: &str| rust_xlsxwriter::Formula::new("=IF(B1=0,\"\",C1/B1)").set_result(result);
    sheet.write_formula(0, 0, formula("")).unwrap().write_formula(1, 0, formula("0.5")).unwrap();
    let bytes = book.save_to_buffer().unwrap();
    let grid = open(&bytes, "", &Limits::default()).unwrap().grids.remove(0);
    assert_eq!((grid.formulas, grid.never_calculated), (2, false));
    assert_eq!(grid.cells[0].content, Content::Text(String::new()));
    assert_eq!(grid.cells[1].content, Content::Number(0.5));
}

// ---- what lies around the cells ----

#[test]
fn hidden_merged_and_commented_cells_are_told() {
    let made = Made::of("")
        .sheet(
            r#"<x:worksheet><x:dimension ref="nonsense"/><x:cols><x:col min="2" max="3" hidden="1"/></x:cols><x:sheetData>
            <x:row r="2" hidden="1"/><x:row r="3" hidden="true"><x:c r="C3"><x:v>1</x:v></x:c></x:row><x:row r="5" hidden="0"/>
            </x:sheetData><x:mergeCells><x:mergeCell ref="C3:D4"/></x:mergeCells></x:worksheet>"#,
        )
        .part("xl/worksheets/_rels/sheet1.xml.rels", &rels(&[("comments", "../comments1.xml"), ("threadedComment", "/xl/t.xml")]))
        .part(
            "xl/comments1.xml",
            r#"<comments><commentList><comment ref="C3"><text><r><t>a &amp; </t></r><r><t>b</t></r></text></comment>
            <comment ref="A1"><text><t>[Threaded comment]</t></text></comment></commentList></comments>"#,
        )
        .part("xl/t.xml", r#"<ThreadedComments><threadedComment ref="A1"><text>why?</text></threadedComment></ThreadedComments>"#);
    let sheet = opened(&made).unwrap().grids.remove(0);
    assert_eq!(
        (sheet.hidden_rows.as_slice(), sheet.hidden_columns.as_slice()),
        (&[(1, 2)][..], &[(1, 2)][..])
    );
    assert_eq!(sheet.merges, [("C3".parse().unwrap(), "D4".parse().unwrap())]);
    assert!(sheet.is_under_merge(CellRef::new(3, 3)) && !sheet.is_under_merge(CellRef::new(2, 2)));
    let comments: Vec<(String, &str)> =
        sheet.comments.iter().map(|(at, t)| (at.to_string(), t.as_str())).collect();
    assert_eq!(comments, [("A1".to_owned(), "why?"), ("C3".to_owned(), "a & b")]);
    assert_eq!(sheet.cells.len(), 1);
}

#[test]
fn sheets_of_other_kinds_are_listed_and_never_read() {
    let made = Made::of(r#"<row r="1"><c r="A1"><v>1</v></c></row>"#)
        .part(
            "xl/workbook.xml",
            r#"<workbook><sheets><sheet name="M" r:id="r1"/><sheet name="S &amp; T" state="Hidden" r:id="r0"/>
            <sheet name="S &amp; T" state="veryHidden" r:id="r0"/></sheets></workbook>"#,
        )
        .part(
            "xl/_rels/workbook.xml.rels",
            &rels(&[("worksheet", "./worksheets/sheet1.xml"), ("xlMacrosheet", "m.xml")]),
        );
    let grids = opened(&made).unwrap().grids;
    let seen: Vec<_> = grids.iter().map(|g| (&*g.name, g.kind, g.visibility, g.cells.len())).collect();
    assert_eq!(
        seen,
        [
            ("M", SheetKind::Other, Visibility::Visible, 0),
            ("S & T", SheetKind::Worksheet, Visibility::Hidden, 1),
            ("S & T", SheetKind::Worksheet, Visibility::VeryHidden, 1),
        ]
    );
}

#[test]
fn properties_and_producer_are_read() {
    let made = Made::of("")
        .part(
            "docProps/custom.xml",
            r#"<Properties><property name="ragbook.period"><vt:lpwstr>2019-11 &amp; x</vt:lpwstr></property></Properties>"#,
        )
        .part("docProps/app.xml", "<Properties><Application>LibreOffice/7.4</Application></Properties>");
    let book = opened(&made).unwrap();
    assert_eq!(book.properties.get("ragbook.period").map(String::as_str), Some("2019-11 & x"));
    assert_eq!(book.producer.as_deref(), Some("LibreOffice/7.4"));
}

#[test]
fn a_far_cell_is_told_and_not_read() {
    let book = opened(&Made::of(
        r#"<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t xml:space="preserve"> </t></is></c></row>"#,
    ))
    .unwrap();
    assert_eq!(book.grids[0].cells.len(), 1);
    assert_eq!(book.stray.iter().map(|(s, at)| format!("{s}!{at}")).collect::<Vec<_>>(), ["S!XFD1048576"]);
}

// ---- damage ----

#[test]
fn cells_without_addresses_or_out_of_order_keep_their_places() {
    let found = grid(
        r#"<row><c><v>1</v></c><c><v>2</v></c></row><row r="4"><c r="C4"><v>3</v></c><c><v>4</v></c></row><row r="3"><c r="A3"><v>5</v></c></row>"#,
    );
    let places: Vec<String> = found.cells.iter().map(|c| format!("{}={}", c.at, c.shown())).collect();
    assert_eq!(places, ["A1=1", "B1=2", "A3=5", "C4=3", "D4=4"]);
    let twice = grid(
        r#"<row r="2"><c r="A2"><v>1</v></c></row><row r="1"><c r="A1"><v>1</v></c><c r="A2"><v>9</v></c></row>"#,
    );
    assert!(matches!(twice.get(CellRef::new(1, 0)).unwrap().content, Content::Unreadable(_)));
}

#[test]
fn addresses_beyond_the_sheet_are_damage() {
    for cell in ["XFE1", "A1048577", "A4294967297", "AAAAAAAAAAAA1", "A0", "A"] {
        assert!(is_damaged(&Made::of(&format!("<row><c r=\"{cell}\"><v>1</v></c></row>"))), "{cell}");
    }
    assert!(is_damaged(&Made::of("<row r=\"4294967297\"/>")));
}

#[test]
fn a_flipped_bit_never_gives_another_value() {
    let made = Made::of(r#"<row r="1"><c r="A1"><v>12345</v></c></row>"#);
    let whole = open(&made.file(), "s", &Limits::default()).unwrap();
    for method in [CompressionMethod::Stored, CompressionMethod::Deflated] {
        let file = made.file_packed(method);
        assert_eq!(open(&file, "s", &Limits::default()).as_ref(), Ok(&whole));
        for at in 0..file.len() {
            let mut flipped = file.clone();
            flipped[at] ^= 4;
            if let Ok(book) = open(&flipped, "s", &Limits::default()) {
                let values = |b: &Workbook| b.grids.iter().map(|g| g.cells.clone()).collect::<Vec<_>>();
                // A flip in a part's name can hide the styles or the texts, never change a number.
                assert_eq!(values(&book), values(&whole), "byte {at}");
            }
        }
    }
}

#[test]
fn parts_in_other_encodings_or_of_one_name_are_damage() {
    let wide: Vec<u8> =
        "\u{feff}<worksheet><sheetData/></worksheet>".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert!(is_damaged(&Made::of("").bytes("xl/worksheets/sheet1.xml", &wide)));
    assert!(is_damaged(
        &Made::of("")
            .sheet(r#"<?xml version="1.0" encoding="ISO-8859-1"?><worksheet><sheetData/></worksheet>"#)
    ));
    assert!(is_damaged(
        &Made::of("").part("xl/worksheets/SHEET1.xml", "<worksheet><sheetData/></worksheet>")
    ));
}

#[test]
fn a_doctype_is_damage() {
    let bomb = r#"<!DOCTYPE s [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><sst><si><t>&b;</t></si></sst>"#;
    assert!(is_damaged(&Made::of("").part("xl/sharedStrings.xml", bomb)));
}

#[test]
fn missing_parts_and_broken_xml_are_damage() {
    let made = || Made::of(r#"<row r="1"><c r="A1"><v>1</v></c></row>"#);
    for part in ["xl/worksheets/sheet1.xml", "xl/_rels/workbook.xml.rels", "_rels/.rels"] {
        assert!(is_damaged(&made().without(part)), "{part}");
    }
    for sheet in ["", "<worksheet>", "<worksheet><sheetData><row><c r=\"A1\"><v>1", "no xml"] {
        assert!(is_damaged(&made().sheet(sheet)), "{sheet}");
    }
    assert!(is_damaged(&made().part("xl/sharedStrings.xml", "<sst><si><t>one")));
    assert!(opened(&made().without("xl/styles.xml")).is_ok());
}

// ---- files made to overwhelm ----

#[test]
fn counts_that_lie_or_exceed_their_limits_are_stopped() {
    let many = r#"<sst uniqueCount="1000000000000"><si><t>a</t></si></sst>"#;
    assert_eq!(stopped_by(&Made::of("").part("xl/sharedStrings.xml", many)), Some(Guard::SharedStrings));
    let limits =
        Limits { cells: 2, unreadable_cells: 1, cell_chars: 5, part_bytes: 3_000, ..Limits::default() };
    let guard = |rows: &str| match open(&Made::of(rows).file(), "s", &limits) {
        Err(Refusal::TooLarge { guard, .. }) => Some(guard),
        _ => None,
    };
    assert_eq!(guard("<row><c><v>1</v></c><c><v>1</v></c><c/></row>"), None);
    assert_eq!(guard("<row><c><v>1</v></c><c><v>1</v></c><c><v>1</v></c></row>"), Some(Guard::Cells));
    assert_eq!(
        guard(r#"<row><c t="b"><v>2</v></c><c t="b"><v>2</v></c></row>"#),
        Some(Guard::UnreadableCells)
    );
    assert_eq!(guard(r#"<row><c t="inlineStr"><is><t>sixsix</t></is></c></row>"#), Some(Guard::CellChars));
    assert_eq!(guard(&" ".repeat(4_000)), Some(Guard::PartBytes));
}

#[test]
fn comments_without_end_are_stopped() {
    let made = |count: usize| {
        let comments = r#"<comment ref="A1"><text><t>x</t></text></comment>"#.repeat(count);
        let links = rels(&[("comments", "../comments1.xml")]);
        Made::of("")
            .part("xl/worksheets/_rels/sheet1.xml.rels", &links)
            .part("xl/comments1.xml", &format!("<comments>{comments}</comments>"))
    };
    let limits = Limits { cells: 2, ..Limits::default() };
    assert_eq!(open(&made(2).file(), "s", &limits).unwrap().grids[0].comments.len(), 2);
    let stopped = open(&made(3).file(), "s", &limits);
    assert!(matches!(stopped, Err(Refusal::TooLarge { guard: Guard::Cells, .. })), "{stopped:?}");
}

#[test]
fn merged_ranges_without_end_are_stopped() {
    let made = |count: usize| {
        let merges = r#"<mergeCell ref="A1:B1"/>"#.repeat(count);
        Made::of("").sheet(&format!("<worksheet><sheetData/><mergeCells>{merges}</mergeCells></worksheet>"))
    };
    assert_eq!(stopped_by(&made(5_000)), None);
    assert_eq!(stopped_by(&made(5_001)), Some(Guard::Merges));
}

#[test]
fn time_runs_out() {
    let limits = Limits { seconds: 0, ..Limits::default() };
    let rows = "<row><c><v>1</v></c></row>".repeat(600);
    assert_eq!(open(&Made::of(&rows).file(), "s", &limits), Err(Refusal::TooSlow(0)));
}

proptest::proptest! {
    #![proptest_config(proptest::test_runner::Config::with_cases(256))]

    #[test]
    fn no_edit_of_a_part_panics(edits in proptest::collection::vec((0_usize..4_000, proptest::prelude::any::<u8>()), 1..5)) {
        let sheet = r#"<worksheet><dimension ref="A1:C2"/><cols><col min="1" max="2" hidden="1"/></cols><sheetData><row r="1"><c r="A1" t="s"><v>1</v></c><c r="B1" s="1"><f>1+1</f><v>0.5</v></c></row><row r="2"><c r="C2" t="inlineStr"><is><t>x</t></is></c></row></sheetData><mergeCells><mergeCell ref="A1:B1"/></mergeCells></worksheet>"#;
        let mut bytes = sheet.as_bytes().to_vec();
        for (at, byte) in &edits {
            let at = at % bytes.len();
            bytes[at] = *byte;
        }
        let _ = super::xlsx::read_without_net(&Made::of("").bytes("xl/worksheets/sheet1.xml", &bytes).file());
        let mut file = Made::of("<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>").file();
        for (at, byte) in &edits {
            let at = at % file.len();
            file[at] = *byte;
        }
        let _ = open(&file, "s", &Limits::default());
    }
}
