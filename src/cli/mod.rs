//! The command line: typed arguments, console rendering, the clock, the exit status.

use std::process::ExitCode;

/// Runs ragbook with these arguments, the program's name first.
pub fn run(arguments: impl IntoIterator<Item = std::ffi::OsString>) -> ExitCode {
    let _ = arguments;
    ExitCode::from(2)
}
