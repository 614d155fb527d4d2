//! `ragbook completions SHELL`.

use clap::CommandFactory;
use clap_complete::Shell;

use crate::cli::args::Cli;
use crate::cli::{Ended, Failure, console};

/// Prints completions for the shell.
pub(super) fn run(shell: Shell) -> Result<Ended, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "ragbook", &mut script);
    console::result(&String::from_utf8_lossy(&script))?;
    Ok(Ended::Well)
}
