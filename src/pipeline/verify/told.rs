//! What `ragbook verify` found, as text and as JSON (a published format: its own types, with a version).

use std::fmt::Write as _;

use serde::Serialize;

use super::{Checked, MadeAgain, State, Verified};

/// Version of the JSON form: raised when a key is renamed, removed or changes its meaning.
pub const SCHEMA: u32 = 1;

/// The JSON document.
#[derive(Serialize)]
struct VerifiedV1<'a> {
    schema: u32,
    well: bool,
    ledgers: Vec<FileV1<'a>>,
    sets: Vec<SetV1<'a>>,
}

#[derive(Serialize)]
struct SetV1<'a> {
    period: String,
    run: &'a str,
    files: Vec<FileV1<'a>>,
    made_again: &'static str,
    differs: &'a [String],
    why_not: &'a str,
    recorded: &'a str,
}

#[derive(Serialize)]
struct FileV1<'a> {
    whose: &'static str,
    file: &'a str,
    state: &'static str,
    told: &'a str,
}

/// As one JSON document.
///
/// # Errors
/// None that a file can cause.
pub fn as_json(verified: &Verified) -> Result<String, serde_json::Error> {
    let sets = verified.sets.iter().map(|set| {
        let (made_again, differs, why_not): (_, &[String], _) = match &set.made_again {
            MadeAgain::Same => ("same", &[], ""),
            MadeAgain::Differs(files) => ("differs", files, ""),
            MadeAgain::Not(why) => ("not tried", &[], why.as_str()),
        };
        SetV1 {
            period: set.period.to_string(),
            run: &set.run,
            files: set.files.iter().map(file).collect(),
            made_again,
            differs,
            why_not,
            recorded: &set.recorded,
        }
    });
    let document = VerifiedV1 {
        schema: SCHEMA,
        well: verified.is_well(),
        ledgers: verified.ledgers.iter().map(file).collect(),
        sets: sets.collect(),
    };
    serde_json::to_string_pretty(&document)
}

fn file(checked: &Checked) -> FileV1<'_> {
    FileV1 {
        whose: checked.whose.word(),
        file: &checked.file,
        state: checked.state.word(),
        told: &checked.told,
    }
}

/// As text for people: a line for each file, what came of making the outputs again, and the sum of it.
pub fn as_text(verified: &Verified) -> String {
    let mut text = String::new();
    for set in &verified.sets {
        let run = if set.run.is_empty() { String::new() } else { format!(", run {}", set.run) };
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{}{run}", set.period.in_words());
        set.files.iter().for_each(|file| line(&mut text, file));
        let made = match &set.made_again {
            MadeAgain::Same => {
                "Made again from plan, ledgers and inputs: every output the same, byte for byte.".to_owned()
            }
            MadeAgain::Differs(files) => format!(
                "Made again from plan, ledgers and inputs: {} came out differently. These inputs did not give these outputs.",
                files.join(", ")
            ),
            MadeAgain::Not(why) => format!("Not made again: {why}."),
        };
        let _ = writeln!(text, "  {made}");
        if !set.recorded.is_empty() {
            let _ = writeln!(text, "  In the records: {}.", set.recorded);
        }
    }
    if !verified.ledgers.is_empty() {
        let _ = writeln!(text, "Ledgers");
        verified.ledgers.iter().for_each(|file| line(&mut text, file));
    }
    let files = || verified.sets.iter().flat_map(|set| &set.files).chain(&verified.ledgers);
    let wrong = files().filter(|file| file.state.is_wrong()).count();
    let unknown = files().filter(|file| matches!(file.state, State::NotAtHand | State::NotJudged)).count();
    let sum = match (verified.is_well(), wrong, unknown) {
        (true, _, 0) => "All is as it was.".to_owned(),
        (true, _, unknown) => {
            format!(
                "All that was looked at is as it was; {} not at hand.",
                counted(unknown, "file is", "files are")
            )
        }
        (false, 0, _) => "The outputs are not what these inputs give.".to_owned(),
        (false, wrong, _) => format!("{} altered or missing.", counted(wrong, "file is", "files are")),
    };
    let _ = writeln!(text, "{sum}");
    text
}

fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

fn line(text: &mut String, file: &Checked) {
    let state =
        if file.state.is_wrong() { file.state.word().to_uppercase() } else { file.state.word().to_owned() };
    let told = if file.told.is_empty() { String::new() } else { format!("  ({})", file.told) };
    let _ = writeln!(text, "  {state:<13} {:<8} {}{told}", file.whose.word(), file.file);
}
