//! What makes a cell that is not used usable again (rule V16).

/// What makes an unsafe cell safe again (V16).
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Remedy {
    /// Another file format.
    SaveAsXlsx,
    /// Another number format: the one it has shows something else than the cell holds.
    PlainNumberFormat,
    /// The date typed with its month as a word: the cell shows it month first.
    DayFirst,
    /// The cell is crossed out: it counts or it does not.
    DropStrikethrough,
    /// The cell is written in white on white, or as small as a speck.
    ShowTheText,
    /// A value in place of a formula that can no longer be worked out.
    TypeTheValue,
    /// A rule of conditional formatting chooses a number format for the cell.
    DropConditionalFormat,
    /// An ordinary font: the one it has shows signs in place of letters and digits.
    PlainFont,
    /// An ordinary alignment: the one it has repeats what the cell holds.
    PlainAlignment,
}
