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
    editions: Vec<EditionV1<'a>>,
    reviews: Vec<ReviewV1<'a>>,
}

#[derive(Serialize)]
struct SetV1<'a> {
    period: String,
    run: &'a str,
    files: Vec<FileV1<'a>>,
    #[serde(flatten)]
    made_again: MadeV1<'a>,
    recorded: &'a str,
}

#[derive(Serialize)]
struct EditionV1<'a> {
    period: String,
    edition: &'a str,
    run: &'a str,
    files: Vec<FileV1<'a>>,
    #[serde(flatten)]
    made_again: MadeV1<'a>,
}

#[derive(Serialize)]
struct ReviewV1<'a> {
    from: String,
    to: String,
    run: &'a str,
    files: Vec<FileV1<'a>>,
    #[serde(flatten)]
    made_again: MadeV1<'a>,
}

#[derive(Serialize)]
struct MadeV1<'a> {
    made_again: &'static str,
    differs: &'a [String],
    why_not: &'a str,
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
    let sets = verified.sets.iter().map(|set| SetV1 {
        period: set.period.to_string(),
        run: &set.run,
        files: set.files.iter().map(file).collect(),
        made_again: made(&set.made_again),
        recorded: &set.recorded,
    });
    let editions = verified.editions.iter().map(|edition| EditionV1 {
        period: edition.period.to_string(),
        edition: &edition.name,
        run: &edition.run,
        files: edition.files.iter().map(file).collect(),
        made_again: made(&edition.made_again),
    });
    let reviews = verified.reviews.iter().map(|review| ReviewV1 {
        from: review.from.to_string(),
        to: review.to.to_string(),
        run: &review.run,
        files: review.files.iter().map(file).collect(),
        made_again: made(&review.made_again),
    });
    let document = VerifiedV1 {
        schema: SCHEMA,
        well: verified.is_well(),
        ledgers: verified.ledgers.iter().map(file).collect(),
        sets: sets.collect(),
        editions: editions.collect(),
        reviews: reviews.collect(),
    };
    serde_json::to_string_pretty(&document)
}

fn made(made_again: &MadeAgain) -> MadeV1<'_> {
    let (made_again, differs, why_not): (_, &[String], _) = match made_again {
        MadeAgain::Same => ("same", &[], ""),
        MadeAgain::Differs(files) => ("differs", files, ""),
        MadeAgain::Not(why) => ("not tried", &[], why.as_str()),
    };
    MadeV1 { made_again, differs, why_not }
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
        part(&mut text, &set.period.in_words(), &set.run, &set.files);
        again(
            &mut text,
            &set.made_again,
            "plan, ledgers and inputs",
            "These inputs did not give these outputs.",
        );
        if !set.recorded.is_empty() {
            // Writing to a String cannot fail.
            let _ = writeln!(text, "  In the records: {}.", set.recorded);
        }
    }
    for edition in &verified.editions {
        let title = format!("{}, edition {}", edition.period.in_words(), edition.name);
        part(&mut text, &title, &edition.run, &edition.files);
        let other = "The set beside it did not give this edition.";
        again(&mut text, &edition.made_again, "plan, ledgers and the set beside it", other);
    }
    for review in &verified.reviews {
        let title = format!("{} to {}, review", review.from.in_words(), review.to.in_words());
        part(&mut text, &title, &review.run, &review.files);
        again(&mut text, &review.made_again, "plan and ledgers", "These records did not give these outputs.");
    }
    if !verified.ledgers.is_empty() {
        let _ = writeln!(text, "Ledgers");
        verified.ledgers.iter().for_each(|file| line(&mut text, file));
    }
    let files = || verified.files();
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

/// The title of a part and a line for each of its files.
fn part(text: &mut String, title: &str, run: &str, files: &[Checked]) {
    let run = if run.is_empty() { String::new() } else { format!(", run {run}") };
    let _ = writeln!(text, "{title}{run}");
    for file in files {
        line(text, file);
    }
}

/// What came of making it again from these.
fn again(text: &mut String, made_again: &MadeAgain, from: &str, other: &str) {
    let made = match made_again {
        MadeAgain::Same => format!("Made again from {from}: every output the same, byte for byte."),
        MadeAgain::Differs(files) => {
            format!("Made again from {from}: {} came out differently. {other}", files.join(", "))
        }
        MadeAgain::Not(why) => format!("Not made again: {why}."),
    };
    let _ = writeln!(text, "  {made}");
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
