//! The outputs made again in memory, from the plan, the ledgers and the inputs as they were, and compared byte for byte.

use super::{Hand, MadeAgain, SetVerified};
use crate::domain::Sha256;
use crate::intake::at_hand::{Match, matched, read_again};
use crate::intake::{self, Context, Intake};
use crate::pipeline::month::{Asked, find};
use crate::pipeline::record::record;
use crate::plan::Plan;
use crate::publish;
use crate::publish::manifest::{HashedFile, Manifest, Tool};
use crate::rules::Scope;

use super::files::PlanThen;
use super::ledgers::AsUsed;

/// Makes the set again, and says whether it comes out the same. `bytes`: the manifest as it stands.
pub(super) fn make_again(
    hand: &Hand<'_>,
    manifest: &Manifest,
    bytes: &[u8],
    then: &PlanThen,
    used: AsUsed,
    set: &mut SetVerified,
) {
    set.made_again = tried(hand, manifest, bytes, then, used, set).unwrap_or_else(MadeAgain::Not);
}

/// That what this program wrote can be made again by the one that runs.
pub(super) fn by_this_version(tool: &Tool) -> Result<(), String> {
    let this = Tool::this();
    if *tool == this {
        return Ok(());
    }
    Err(format!("it was made by ragbook {}, and this is {}", tool.version, this.version))
}

fn tried(
    hand: &Hand<'_>,
    manifest: &Manifest,
    bytes: &[u8],
    then: &PlanThen,
    used: AsUsed,
    set: &mut SetVerified,
) -> Result<MadeAgain, String> {
    let settings = &manifest.origin.settings;
    by_this_version(&manifest.origin.tool)?;
    if settings.templates.is_empty() != hand.question.template.files().is_empty() {
        return Err("the words of the return were those built in; leave out --templates".to_owned());
    }
    let path = hand.question.plan.ok_or("the plan is not at hand")?;
    let plan = then.plan(path).ok_or("the plan cannot be used as it is")?;
    let (history, decisions) =
        used.history.zip(used.decisions).ok_or("what was used of the ledgers is not at hand")?;
    let intake = intake_of(hand, manifest, &plan)?;
    let asked = Asked {
        plan: &plan,
        period: settings.period,
        as_at: settings.as_at,
        history: &history,
        decisions: &decisions,
    };
    let found = find(&asked, intake, &[Scope::Return, Scope::Month]);
    let month = found.consolidation(&asked);
    let files = publish::hashes(&month).map_err(|error| error.to_string())?;
    if set.recorded.is_empty()
        && let Some(ledger) = hand.ledgers.history()
    {
        set.recorded = ledger.revision_like(&record(&month, &found.intake)).map_or_else(
            || {
                format!(
                    "history.csv does not have these results of {}: a trial, or not the last run",
                    settings.period
                )
            },
            |number| format!("history.csv has these results as revision {number} of {}", settings.period),
        );
    }
    let own = Sha256::of(bytes);
    let is_other = |file: &&HashedFile| {
        let was = manifest.outputs.iter().find(|output| output.file == file.file);
        file.sha256 != was.map_or(own, |output| output.sha256)
    };
    let others: Vec<String> = files.iter().filter(is_other).map(|file| file.file.clone()).collect();
    Ok(if others.is_empty() { MadeAgain::Same } else { MadeAgain::Differs(others) })
}

/// The inputs read again, under the names that they had.
fn intake_of(hand: &Hand<'_>, manifest: &Manifest, plan: &Plan) -> Result<Intake, String> {
    let question = hand.question;
    let context = Context {
        plan,
        template: question.template,
        period: manifest.origin.settings.period,
        assume_period: manifest.origin.settings.assume_period,
        worker: question.worker,
        progress: question.progress,
    };
    // The folder as it was gives every file met, also those that were passed over or could not be read.
    let read = intake::read(question.inputs, &context).map_err(|error| error.to_string())?;
    if is_as_it_was(&read, manifest) {
        return Ok(read);
    }
    let at_hand = hand.inputs.unwrap_or_default();
    let named = &manifest.origin.inputs;
    let hashed: Vec<_> =
        named.iter().filter_map(|input| Some((input.file.as_str(), input.sha256?))).collect();
    let mut found = matched(&hashed, at_hand).into_iter();
    let files: Vec<_> = named
        .iter()
        .map(|input| {
            let file = input.sha256.and_then(|_| found.next()).and_then(|found| match found {
                Match::Same(file) => Some(file),
                Match::Altered(_) | Match::NotThere => None,
            });
            (input.file.clone(), file)
        })
        .collect();
    let read = read_again(&files, &context);
    if is_as_it_was(&read, manifest) {
        return Ok(read);
    }
    let lost = named.iter().filter(|input| input.sha256.is_none()).map(|input| input.file.as_str());
    let lost: Vec<&str> = lost.collect();
    Err(if lost.is_empty() {
        "the returns are not read as they were then".to_owned()
    } else {
        format!(
            "the returns do not lie in their folders as they did; without that, {} cannot be met again as then",
            lost.join(", ")
        )
    })
}

/// Whether just the files of the manifest were met, with the same fate.
fn is_as_it_was(read: &Intake, manifest: &Manifest) -> bool {
    let met = read.files.iter().map(|file| (&*file.name, file.sha256, file.state));
    met.eq(manifest.origin.inputs.iter().map(|input| (&*input.file, input.sha256, input.state)))
}
