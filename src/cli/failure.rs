//! What stops a run: what was being done, on which file, what is wrong, what to do (8-commands-and-files.md). Never a
//! backtrace.

use std::fmt;

/// A command that could not be done: exit status 2.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// What was being done, on which file: "reading the plan in seeds".
    pub doing: String,
    /// What is wrong.
    pub wrong: String,
    /// What to do about it.
    pub advice: String,
}

impl Failure {
    /// A failure with advice.
    pub fn new(doing: impl Into<String>, wrong: impl fmt::Display, advice: impl Into<String>) -> Self {
        Self { doing: doing.into(), wrong: wrong.to_string(), advice: advice.into() }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.doing, self.wrong)?;
        if self.advice.is_empty() { Ok(()) } else { write!(f, "\n{}", self.advice) }
    }
}
