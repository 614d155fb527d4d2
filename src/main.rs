//! The ragbook program: everything is in the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    ragbook::cli::run(std::env::args_os())
}
