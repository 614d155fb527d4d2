//! The words of the sheet *Fix list*, which `publish::feedback` puts in front of a return that goes back to its lead. Here,
//! below both, so that reading can tell what somebody typed on it from what it says itself (rule L08).

/// Name of the sheet.
pub const FIX_LIST: &str = "Fix list";

/// How its title begins; the lead and the month follow.
pub const TITLE: &str = "Fix list for the return of ";

/// Its lines above the table.
pub const LINES: [&str; 4] = [
    "This worksheet contains one table: what to correct or to confirm. Each entry under Where leads to its cell.",
    "Those cells have a thick frame and a note that says what is asked. They are orange until you change them.",
    "What is right as it stands, leave as it is and say so in your e-mail.",
    "When you are done, fill in Date completed on Start here, save the workbook and e-mail it back. You need not change this list.",
];

/// How a line begins that leads to another worksheet.
pub const LINK: &str = "Worksheet ";

/// Captions of its table.
pub const CAPTIONS: [&str; 7] =
    ["What to do", "Where", "Cell", "What is wrong", "What was found", "What is needed", "Used so far"];

/// Under *Cell*, of what has none in the form.
pub const NO_CELL: &str = "none in this form";

/// Under *Used so far*: whether an answer is used as it stands.
pub mod used {
    /// An answer that is not used.
    pub const NO: &str = "No: please correct it";
    /// An answer that is used.
    pub const YES: &str = "Yes: please confirm it";
    /// There is no answer.
    pub const BLANK: &str = "Blank: please fill it in";
    /// The worst of several leads' answers is used.
    pub const UNTIL_AGREED: &str = "The worst one, until the leads agree";
    /// Of the lead's rating and that of the rules the worse one is used.
    pub const RED: &str = "No: Red is used";
    /// The same.
    pub const AMBER: &str = "No: Amber is used";
    /// All of them.
    pub const ALL: [&str; 6] = [NO, YES, BLANK, UNTIL_AGREED, RED, AMBER];
}
