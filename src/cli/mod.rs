//! The command line: typed arguments, console rendering, the clock, the exit status.
//!
//! [`run`] takes the arguments as an iterator, so that tests can call it in process. Results go to stdout, messages for
//! people to stderr. Exit status: 0 done; 1 done, and something of severity error was found; 2 could not be done.

pub mod args;
mod commands;
pub mod console;
pub mod failure;
pub mod findings;
pub mod progress;
mod quiet;
mod version;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::Parser;

use args::Cli;
pub use failure::Failure;

/// How a command that could be done ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// Nothing of severity error was found, or the command does not say.
    Well,
    /// Done, and something of severity error was found.
    WithErrors,
}

/// Runs ragbook with these arguments, the program's name first.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    if commands::is_call_from_reader(&arguments) {
        return commands::read_apart(&arguments);
    }
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        // Help and version are results; a slip in typing is a failure with clap's own advice.
        Err(slip) => {
            let _ = slip.print();
            return ExitCode::from(if slip.use_stderr() { 2 } else { 0 });
        }
    };
    match commands::dispatch(&cli) {
        Ok(Ended::Well) => ExitCode::SUCCESS,
        Ok(Ended::WithErrors) => ExitCode::from(1),
        Err(failure) => {
            console::failure(&failure);
            ExitCode::from(2)
        }
    }
}
