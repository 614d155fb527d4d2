//! Reading xls, xlsb and ods in a process of its own (4-reading.md, 4.7): the same program, called again, with a limit on
//! memory that the operating system enforces and a limit on time that is enforced from here. Whatever a damaged or hostile
//! file does there (an endless loop, a request for gigabytes, an abort), it ends as a refusal of that one file.
//!
//! - here: the side that asks. Bytes go out on the program's standard input, an [`answer`] comes back on its standard output.
//! - [`answer`]: what comes back, and what makes it.
//! - [`confine`]: the limits the process puts upon itself before it has seen a byte.
//!
//! One process for each file: starting one takes 2 to 3 ms, and nothing of a bad file outlives it.

pub mod answer;
pub mod confine;

use std::io::{Read, Write};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread;

use super::deadline::Deadline;
use super::parts::{damaged, too_large};
use crate::domain::{Guard, Refusal};
use crate::sheet::grid::{Format, Workbook};
use crate::sheet::limits::Limits;

/// The first argument that makes the program read one file for another process: `ragbook __read ods LIMITS`.
pub const CALL: &str = "__read";

/// Most bytes an answer may have: the cells of the largest workbook that the limits allow take a tenth of it.
const ANSWER_BYTES: u64 = 1 << 30;

/// Most bytes kept of what the process says when it dies.
const LAST_WORDS: u64 = 64 << 10;

/// The program that reads for us: ragbook itself, whose path only [`crate::cli`] can know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Worker {
    program: PathBuf,
}

impl Worker {
    /// A worker that calls this program, which must be ragbook.
    pub const fn new(program: PathBuf) -> Self {
        Self { program }
    }

    /// Has the bytes read as this format.
    ///
    /// # Errors
    /// What the reader refused; `TooSlow` and `TooLarge` (memory) where a limit ended it; `Damaged` where it died.
    pub(super) fn read(&self, format: Format, bytes: &[u8], limits: &Limits) -> Result<Workbook, Refusal> {
        let deadline = Deadline::starting_now(limits);
        let mut child = self.start(format, limits).map_err(|error| {
            damaged(&format!(
                "the part of ragbook that reads {} could not be started: {error}",
                format.word()
            ))
        })?;
        let heard = converse(&mut child, bytes, deadline);
        // The answer is complete or it is none: whatever the process still does is of no use.
        let _ = child.kill();
        let _ = child.wait();
        let (said, last_words) = heard.ok_or(Refusal::TooSlow(limits.seconds))?;
        match answer::parse(&said) {
            Some(answer) => answer,
            None if last_words.contains("memory allocation") => {
                Err(too_large(Guard::Memory, limits.memory_bytes >> 20, None))
            }
            None => Err(damaged("the program that reads such workbooks could not make sense of it")),
        }
    }

    fn start(&self, format: Format, limits: &Limits) -> std::io::Result<Child> {
        Command::new(&self.program)
            .arg(CALL)
            .arg(format.word())
            .arg(serde_json::to_string(limits)?)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
    }
}

/// Gives the bytes and listens to the end, on threads of their own so that neither side can block the other; what was
/// said on standard output and standard error, or none when the time was up.
fn converse(child: &mut Child, bytes: &[u8], deadline: Deadline) -> Option<(Vec<u8>, String)> {
    let (stdin, stdout, stderr) = (child.stdin.take(), child.stdout.take(), child.stderr.take());
    thread::scope(|scope| {
        let (tell, told) = mpsc::channel();
        scope.spawn(move || {
            // A process that died has closed its end; why is told by its last words.
            stdin.map(|mut stdin| stdin.write_all(bytes))
        });
        let last_words = scope.spawn(move || all_of(stderr, LAST_WORDS));
        scope.spawn(move || tell.send(all_of(stdout, ANSWER_BYTES)));
        let said = told.recv_timeout(deadline.remaining()).ok();
        // Closing the pipes from the other end lets the threads that still wait go on.
        let _ = child.kill();
        let last_words = last_words.join().unwrap_or_default();
        said.map(|said| (said, String::from_utf8_lossy(&last_words).into_owned()))
    })
}

fn all_of(pipe: Option<impl Read>, most: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    if let Some(pipe) = pipe {
        // What was said before the pipe broke still counts.
        let _ = pipe.take(most).read_to_end(&mut bytes);
    }
    bytes
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    /// A worker whose program is a shell script: what a process does when it goes wrong.
    fn script(lines: &str, limits: &Limits) -> Result<Workbook, Refusal> {
        let folder = tempfile::tempdir().unwrap();
        let program = folder.path().join("ragbook");
        std::fs::write(&program, format!("#!/bin/sh\n{lines}\n")).unwrap();
        std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).unwrap();
        Worker::new(program).read(Format::Ods, &vec![0; 1 << 20], limits)
    }

    #[test]
    fn a_process_that_never_ends_is_ended() {
        let limits = Limits { seconds: 1, ..Limits::default() };
        assert_eq!(script("exec sleep 60", &limits), Err(Refusal::TooSlow(1)));
    }

    #[test]
    fn a_process_that_dies_or_says_nonsense_is_a_damaged_file() {
        for lines in ["kill -ABRT $$", "exit 101", "echo hello", "cat >/dev/null; printf 'ragbook 1\\n{'"] {
            let read = script(lines, &Limits::default());
            assert!(matches!(read, Err(Refusal::Damaged(_))), "{lines}: {read:?}");
        }
    }

    #[test]
    fn running_out_of_memory_is_told_from_damage() {
        let read = script("echo 'memory allocation of 9 bytes failed' >&2; exit 134", &Limits::default());
        assert_eq!(read, Err(too_large(Guard::Memory, 512, None)));
    }
}
