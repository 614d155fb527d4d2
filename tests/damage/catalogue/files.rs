//! The file as a whole: cut short, renamed, exported, replaced, encrypted.

use std::io::{Cursor, Write as _};

use ragbook::domain::Table;
use zip::write::SimpleFileOptions;

use super::super::dice::Dice;
use super::super::draft::Nature::{Ambiguous, Benign, Fault};
use super::super::draft::{At, Claim, Damage, Draft, Grave, Nature, Refused, Stage};
use super::super::paper::{Content, Paper};
use super::later;

const fn file(name: &'static str, nature: Nature, how: super::super::draft::Break) -> Damage {
    later(name, nature, Stage::Bytes, how)
}

fn whole(code: &'static str) -> Claim {
    Claim::fault(code, Grave::Error, At::File).refuses(Refused::File).touches("file")
}

/// Sends something else instead.
fn instead(draft: &mut Draft<'_>, bytes: &[u8], code: &'static str) -> Claim {
    let bytes = bytes.to_vec();
    draft.bytes.push(Box::new(move |_, _| bytes.clone()));
    whole(code)
}

/// Gives the file another ending.
fn ending(draft: &mut Draft<'_>, ending: &str) {
    draft.name = draft.name.replace(".xlsx", ending);
}

/// A compound file whose directory names this stream.
fn compound(stream: &str) -> Vec<u8> {
    let mut bytes = vec![0_u8; 512 * 3];
    bytes[..8].copy_from_slice(&[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
    bytes[24..34].copy_from_slice(&[0x3e, 0, 3, 0, 0xfe, 0xff, 9, 0, 6, 0]);
    let long =
        |bytes: &mut Vec<u8>, at: usize, value: u32| bytes[at..at + 4].copy_from_slice(&value.to_le_bytes());
    long(&mut bytes, 44, 1);
    long(&mut bytes, 48, 1);
    long(&mut bytes, 56, 4096);
    long(&mut bytes, 60, 0xffff_fffe);
    long(&mut bytes, 68, 0xffff_fffe);
    long(&mut bytes, 76, 0);
    for at in (80..512).step_by(4) {
        long(&mut bytes, at, 0xffff_ffff);
    }
    // The allocation table: itself, then the directory.
    long(&mut bytes, 512, 0xffff_fffd);
    long(&mut bytes, 516, 0xffff_fffe);
    for at in (520..1024).step_by(4) {
        long(&mut bytes, at, 0xffff_ffff);
    }
    for (entry, (name, kind)) in [("Root Entry", 5_u8), (stream, 2)].into_iter().enumerate() {
        let at = 1024 + entry * 128;
        for (place, unit) in name.encode_utf16().enumerate() {
            bytes[at + place * 2..at + place * 2 + 2].copy_from_slice(&unit.to_le_bytes());
        }
        let length = u16::try_from(name.len() * 2 + 2).unwrap_or_default();
        bytes[at + 64..at + 66].copy_from_slice(&length.to_le_bytes());
        bytes[at + 66] = kind;
        bytes[at + 67] = 1;
        for link in [68, 72, 76] {
            long(&mut bytes, at + link, 0xffff_ffff);
        }
        long(&mut bytes, at + 116, 0xffff_fffe);
    }
    long(&mut bytes, 1024 + 76, 1);
    bytes
}

/// The Measures sheet as separated text.
pub(crate) fn separated(paper: &Paper, separator: &str) -> Option<String> {
    let (sheet, _) = paper.header(Table::Measures)?;
    let mut text = String::new();
    for row in &paper.sheets[sheet].rows {
        let field = |content: &Content| match content {
            Content::Text(text) => text.clone(),
            Content::Number(number) => number.clone(),
            Content::Date(date) => date.format("%d/%m/%Y").to_string(),
            _ => String::new(),
        };
        let quoted = |text: String| format!("\"{}\"", text.replace('"', "\"\""));
        let fields: Vec<String> = row.iter().map(|cell| quoted(field(&cell.content))).collect();
        text.push_str(&fields.join(separator));
        text.push_str("\r\n");
    }
    Some(text)
}

fn archive(name: &str, content: &[u8]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    archive.start_file(name, SimpleFileOptions::default()).unwrap();
    archive.write_all(content).unwrap();
    archive.finish().unwrap().into_inner()
}

/// A csv says no month: it is refused with advice unless the officer assumes the month.
fn csv(draft: &mut Draft<'_>, dice: &mut Dice) -> Option<Claim> {
    ending(draft, ".csv");
    let (separator, encoding) = (dice.pick(&[",", ";", "\t"]), dice.below(3));
    separated(&draft.paper, separator)?;
    draft.bytes.push(Box::new(move |_, paper| {
        let text = separated(paper, separator).unwrap_or_default();
        match encoding {
            0 => text.into_bytes(),
            1 => [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect(),
            _ => [0xef, 0xbb, 0xbf].into_iter().chain(text.bytes()).collect(),
        }
    }));
    Some(
        whole("W03").touches("identity").touches("csv").touches("header").also(&["W02", "W01", "R05", "F04"]),
    )
}

/// Damages of files.
pub(crate) const ALL: &[Damage] = &[
    file("cut short", Fault, |d, dice| {
        let share = 1 + dice.below(98);
        d.bytes.push(Box::new(move |bytes, _| bytes[..bytes.len() * share / 100].to_vec()));
        Some(whole("F01"))
    }),
    file("empty", Fault, |d, _| Some(instead(d, b"", "F01"))),
    file("bits flipped", Ambiguous, |d, dice| {
        let at = dice.below(10_000);
        d.bytes.push(Box::new(move |mut bytes, _| {
            let place = bytes.len() * at / 10_000;
            bytes[place] ^= 1 << (at % 8);
            bytes
        }));
        // Where a flipped bit tells nothing (a time in the archive), the return is as it was. One in the name of the part of
        // styles leaves the numbers without their formats, and then they are asked about.
        let may_fire = ["F01", "F02", "F03", "F04", "F05", "V02", "V08"];
        Some(Claim::harmless().touches("file").also(&may_fire).leaves_all_open())
    }),
    file("bytes after the end", Ambiguous, |d, _| {
        d.bytes.push(Box::new(|mut bytes, _| {
            bytes.extend([0; 64]);
            bytes
        }));
        Some(Claim::harmless().touches("file").also(&["F01"]).leaves_all_open())
    }),
    file("another ending", Benign, |d, dice| {
        ending(d, dice.pick(&[".xls", ".xlsm", ".docx", ".pdf", ".txt", "", ".XLSX", ".xlsx.download"]));
        Some(Claim::harmless().touches("file"))
    }),
    file("odd name", Benign, |d, dice| {
        d.name = format!(
            "{}{}",
            dice.pick(&["Kopie von ", "RE_ FW_ ", "final FINAL (3) ", "Ünïcode · ", "'=cmd' "]),
            d.name
        );
        Some(Claim::harmless().touches("file"))
    }),
    file("web page named as a workbook", Fault, |d, _| {
        Some(instead(
            d,
            b"<html><body><table><tr><td>Ref</td><td>Value</td></tr></table></body></html>",
            "F03",
        ))
    }),
    file("PDF named as a workbook", Fault, |d, _| {
        Some(instead(d, b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n%%EOF\n", "F03"))
    }),
    file("picture named as a workbook", Fault, |d, _| {
        Some(instead(d, b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0", "F03"))
    }),
    file("Word document named as a workbook", Fault, |d, _| {
        let word = archive("word/document.xml", b"<w:document/>");
        Some(instead(d, &word, "F03"))
    }),
    file("message named as a workbook", Fault, |d, _| {
        Some(instead(d, b"From: robin@saltmarsh.example\r\nTo: office@saltmarsh.example\r\nSubject: My return\r\nMIME-Version: 1.0\r\n\r\nAll done.", "F03"))
    }),
    file("rich text named as a workbook", Fault, |d, _| Some(instead(d, b"{\\rtf1\\ansi All done}", "F03"))),
    file("password", Fault, |d, _| {
        let locked = compound("EncryptedPackage");
        Some(instead(d, &locked, "F02"))
    }),
    file("noise", Fault, |d, dice| {
        let noise: Vec<u8> = (0..4_000).map(|_| u8::try_from(dice.below(256)).unwrap_or_default()).collect();
        let noise: Vec<u8> = [0x00, 0x01, 0xfe].into_iter().chain(noise).collect();
        d.bytes.push(Box::new(move |_, _| noise.clone()));
        Some(Claim::harmless().refuses(Refused::File).touches("file").also(&["F01", "F03", "F04"]))
    }),
    file("lock file", Benign, |d, _| {
        d.name = format!("~${}", d.name);
        Some(Claim::fault("F07", Grave::Note, At::File).touches("file").refuses(Refused::Unread))
    }),
    file("in an archive", Benign, |d, _| {
        ending(d, ".zip");
        d.bytes.push(Box::new(|bytes, _| archive("return.xlsx", &bytes)));
        Some(Claim::harmless().touches("file"))
    }),
    file("exported as text", Fault, csv),
    file("workbook of something else", Fault, |d, _| {
        d.bytes.push(Box::new(|_, _| {
            let mut own = super::super::paper::Sheet::new("Rota");
            own.rows.push(vec![super::super::paper::Cell::text("Monday")]);
            let paper =
                Paper { sheets: vec![own], properties: Vec::new(), from_1904: false, inline_texts: false };
            super::super::xlsx::zipped(&super::super::xlsx::parts(&paper))
        }));
        Some(whole("F04"))
    }),
    file("packed anew by another program", Benign, |d, _| {
        // The package made anew, in another order and without compression.
        d.bytes.push(Box::new(|bytes, _| {
            let mut parts = super::super::xlsx::unzipped(&bytes);
            parts.reverse();
            let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
            let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
            for (name, content) in &parts {
                archive.start_file(name.as_str(), stored).unwrap();
                archive.write_all(content).unwrap();
            }
            archive.finish().unwrap().into_inner()
        }));
        Some(Claim::harmless().touches("file"))
    }),
];
