//! What people see: messages on stderr, findings on stdout. Colour only on a terminal, never against `NO_COLOR`.

use std::fmt::Write as _;
use std::io::{IsTerminal, Write as _};

use anstyle::{AnsiColor, Style};

use super::failure::Failure;
use crate::finding::{Exception, Severity};

/// Prints what stopped the run.
pub fn failure(failure: &Failure) {
    let style = coloured(std::io::stderr().is_terminal(), AnsiColor::Red);
    let text = printable(&without_numbers(&failure.to_string()), true);
    let _ = writeln!(std::io::stderr().lock(), "{style}error:{style:#} {text}");
}

/// What the operating system said in words, without the number that it has for it.
fn without_numbers(text: &str) -> String {
    let mut parts = text.split(" (os error ");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |kept, part| match part.split_once(')') {
        Some((number, rest)) if number.bytes().all(|byte| byte.is_ascii_digit()) => kept + rest,
        _ => kept + " (os error " + part,
    })
}

/// Prints a message for people on stderr. Control characters are kept out: a file's name must not drive the terminal.
pub fn message(text: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{}", printable(text, true));
}

/// Prints text for people on stdout, in which names of files and words of returns may stand.
///
/// # Errors
/// As [`result`].
pub fn result_in_words(text: &str) -> Result<(), Failure> {
    result(&printable(text, true))
}

/// Prints on stdout what a command did that has done its work: the work stands, whether or not this can be read.
pub fn done(text: &str) {
    if let Err(error) = write(&printable(text, true)) {
        message(&format!("All was done; only saying so on stdout failed: {error}."));
    }
}

/// The text without what a terminal would take for a command, or show in another order than it stands: each such character
/// becomes a mark. A line break may stand where it is the program's own.
fn printable(text: &str, breaks: bool) -> String {
    let is_turn = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let mark =
        |c: char| if (c.is_control() && !(breaks && c == '\n')) || is_turn(c) { '\u{fffd}' } else { c };
    text.chars().map(mark).collect()
}

/// Prints a result on stdout, all of it: a list of findings that a full disk cut short would look like a shorter list.
///
/// # Errors
/// When it cannot be written. A reader that went away (`| head`) is no failure.
pub fn result(text: &str) -> Result<(), Failure> {
    let advice = "What was printed is not whole. Free some space or print it elsewhere, then run this again.";
    write(text).map_err(|error| Failure::new("printing the result", error, advice))
}

fn write(text: &str) -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    let line_end: &[u8] = if text.ends_with('\n') { b"" } else { b"\n" };
    match out.write_all(text.as_bytes()).and_then(|()| out.write_all(line_end)).and_then(|()| out.flush()) {
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        written => written,
    }
}

/// Writes bytes to stdout, all of them: for a result of which a part is worth nothing. A reader that went away is told too.
pub fn bytes(bytes: &[u8]) -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    out.write_all(bytes).and_then(|()| out.flush())
}

/// Exceptions for people, by file: severity, code, what is wrong and what to do.
pub fn exceptions_in_words(exceptions: &[Exception]) -> String {
    let terminal = std::io::stdout().is_terminal();
    let mut files: Vec<&str> = exceptions.iter().map(file_of).collect();
    files.sort_unstable();
    files.dedup();
    let mut text = String::new();
    for file in files {
        text.push_str(&if file.is_empty() { "(no file)".to_owned() } else { printable(file, false) });
        text.push('\n');
        for exception in exceptions.iter().filter(|e| file_of(e) == file) {
            let style = match exception.severity {
                Severity::Error => coloured(terminal, AnsiColor::Red),
                Severity::Query => coloured(terminal, AnsiColor::Yellow),
                Severity::Note => Style::new(),
            };
            let (severity, code) = (exception.severity, exception.code);
            // Writing to a String cannot fail.
            let _ = writeln!(
                text,
                "  {style}{severity:<5}{style:#} {code}  {}",
                printable(&exception.message, true)
            );
            if !exception.fix.is_empty() {
                let _ = writeln!(text, "             {}", printable(&exception.fix, true));
            }
        }
    }
    text.push_str(&counted(exceptions));
    text.push('\n');
    text
}

/// `2 errors, 1 query, 0 notes.`
pub fn counted(exceptions: &[Exception]) -> String {
    let count = |severity| exceptions.iter().filter(|e| e.severity == severity).count();
    let say = |n: usize, one: &str, many: &str| format!("{n} {}", if n == 1 { one } else { many });
    format!(
        "{}, {}, {}.",
        say(count(Severity::Error), "error", "errors"),
        say(count(Severity::Query), "query", "queries"),
        say(count(Severity::Note), "note", "notes")
    )
}

fn file_of(exception: &Exception) -> &str {
    exception.place.file.as_deref().unwrap_or_default()
}

fn coloured(terminal: bool, colour: AnsiColor) -> Style {
    let plain = !terminal || std::env::var_os("NO_COLOR").is_some_and(|v| !v.is_empty());
    if plain { Style::new() } else { Style::new().bold().fg_color(Some(colour.into())) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_the_operating_system_are_left_out() {
        let said = "reading x: No such file or directory (os error 2). Check the path (os error two)";
        assert_eq!(
            without_numbers(said),
            "reading x: No such file or directory. Check the path (os error two)"
        );
    }
}
