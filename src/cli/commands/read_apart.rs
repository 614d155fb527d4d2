//! `ragbook __read FORMAT LIMITS`: not a command for people. ragbook calls itself so to read an xls, xlsb or ods in a
//! process of its own ([`crate::sheet::read::worker`]): the file on standard input, the answer on standard output.

use std::ffi::OsString;
use std::io::{Read, Write};
use std::process::ExitCode;

use crate::sheet::read::Worker;
use crate::sheet::read::worker::{CALL, answer, confine};

/// The worker that calls this very program; none where the system does not say where it is.
pub(in crate::cli) fn worker() -> Option<Worker> {
    std::env::current_exe().ok().map(Worker::new)
}

/// Whether these arguments are such a call.
pub(in crate::cli) fn is_call_from_reader(arguments: &[OsString]) -> bool {
    arguments.get(1).is_some_and(|first| first == CALL)
}

/// Reads the file and answers.
pub(in crate::cli) fn read_apart(arguments: &[OsString]) -> ExitCode {
    let argument = |number: usize| arguments.get(number).map(|a| a.to_string_lossy()).unwrap_or_default();
    let limits = argument(3);
    confine::confine(&limits);
    let mut bytes = Vec::new();
    if std::io::stdin().lock().read_to_end(&mut bytes).is_err() {
        return ExitCode::from(2);
    }
    let answer = answer::make(&argument(2), &limits, &bytes);
    let told = std::io::stdout().lock().write_all(&answer);
    ExitCode::from(if told.is_ok() { 0 } else { 2 })
}
