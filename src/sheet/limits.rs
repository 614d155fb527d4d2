//! The guards' limits (10-limits-and-speed.md, "Limits"), settable in `plan.toml` `[limits]`.

/// Limits on what is read. Sizes in bytes, times in seconds.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// Bytes of one file.
    pub file_bytes: u64,
    /// Entries of one zip.
    pub zip_entries: u64,
    /// Bytes of one part, inflated.
    pub part_bytes: u64,
    /// Bytes of all parts of one file, inflated.
    pub inflated_bytes: u64,
    /// Bytes of styles.xml.
    pub styles_bytes: u64,
    /// Bytes of one attribute of styles.xml.
    pub attribute_bytes: u64,
    /// Sheets of one workbook.
    pub sheets: u64,
    /// Non-empty cells of one workbook.
    pub cells: u64,
    /// First row (from 0) that counts as stray.
    pub stray_row: u32,
    /// First column (from 0) that counts as stray.
    pub stray_column: u32,
    /// Unreadable cells of one workbook.
    pub unreadable_cells: u64,
    /// Characters of one cell.
    pub cell_chars: u64,
    /// Characters of quoted text in messages.
    pub quoted_chars: u64,
    /// Seconds for one file.
    pub seconds: u64,
    /// Bytes of memory for reading one xls, xlsb or ods.
    pub memory_bytes: u64,
    /// Files in a run.
    pub files: u64,
    /// Folder depth.
    pub depth: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            file_bytes: 32 << 20,
            zip_entries: 4_096,
            part_bytes: 64 << 20,
            inflated_bytes: 96 << 20,
            styles_bytes: 4 << 20,
            attribute_bytes: 4_096,
            sheets: 64,
            cells: 200_000,
            stray_row: 20_000,
            stray_column: 512,
            unreadable_cells: 200,
            cell_chars: 32_767,
            quoted_chars: 160,
            seconds: 10,
            memory_bytes: 512 << 20,
            files: 100_000,
            depth: 16,
        }
    }
}
