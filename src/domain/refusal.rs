//! Why a file could not be opened as a workbook (4-reading.md, 4.1; 10-limits-and-speed.md, "Limits").
//!
//! Told by `sheet`, carried by `finding`, put into words by the rules F01 to F05 and F11.

/// What stopped a file from being opened.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Refusal {
    /// F01: no bytes at all.
    Empty,
    /// F01: damaged or truncated; the detail in plain words, clipped.
    Damaged(String),
    /// F02: encrypted.
    Password {
        /// Whether it is Excel's built-in default password, which the sender never typed.
        default_password: bool,
    },
    /// F03: not a workbook.
    NotAWorkbook(Foreign),
    /// F05: a guard stopped it.
    TooLarge {
        /// Which guard.
        guard: Guard,
        /// Its limit.
        limit: u64,
        /// What the file has, where known.
        actual: Option<u64>,
    },
    /// F11: the time limit in seconds.
    TooSlow(u64),
}

/// What a file that is no workbook is instead (F03).
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Foreign {
    /// A web page or an "Excel" export in HTML.
    Html,
    /// XML, the 2003 "Excel" export among it.
    Xml,
    /// A Word document.
    Word,
    /// A presentation.
    Presentation,
    /// A PDF.
    Pdf,
    /// A picture.
    Image,
    /// An e-mail message.
    Message,
    /// A Numbers file.
    Numbers,
    /// An archive inside an archive, or of a kind that is not opened.
    Archive,
    /// A workbook in a format that is not read yet; the format's name.
    UnreadFormat(#[serde(with = "super::word")] super::word::Word),
    /// Something else.
    Unknown,
}

/// A guard that stopped a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Guard {
    /// Bytes of the file.
    FileBytes,
    /// Entries in the zip.
    ZipEntries,
    /// Bytes of one part, inflated.
    PartBytes,
    /// Bytes of all parts, inflated.
    InflatedBytes,
    /// Bytes of styles.xml, or of one attribute in it.
    Styles,
    /// The declared number of shared strings.
    SharedStrings,
    /// Sheets.
    Sheets,
    /// Non-empty cells.
    Cells,
    /// Merged ranges of one sheet.
    Merges,
    /// Ranges of one sheet for which conditional formatting chooses a number format.
    Conditionals,
    /// Cells that could not be read.
    UnreadableCells,
    /// Characters in one cell.
    CellChars,
    /// Megabytes of memory, for a format that is read in a process of its own.
    Memory,
    /// Files in a run.
    Files,
    /// Folder depth.
    Depth,
}
