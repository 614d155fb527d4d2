//! `ragbook man [COMMAND]…`: a page of the manual, for `man -l -` or a release archive.

use clap::CommandFactory;

use crate::cli::args::Cli;
use crate::cli::{Ended, Failure, console};

/// Prints the page of this command; of ragbook itself when none is named.
pub(super) fn run(words: &[String]) -> Result<Ended, Failure> {
    let mut whole = Cli::command();
    whole.build();
    let mut command = &whole;
    for word in words {
        let found = command.find_subcommand(word);
        let advice = "`ragbook help` lists the commands.";
        command = found.ok_or_else(|| {
            Failure::new(
                "writing the manual",
                format!("ragbook has no command \"{}\"", words.join(" ")),
                advice,
            )
        })?;
    }
    let name =
        std::iter::once("ragbook").chain(words.iter().map(String::as_str)).collect::<Vec<_>>().join("-");
    let page = clap_mangen::Man::new(command.clone()).title(name.to_uppercase());
    let mut text = Vec::new();
    page.render(&mut text).map_err(|error| Failure::new("writing the manual", error, ""))?;
    console::result(&String::from_utf8_lossy(&text))?;
    Ok(Ended::Well)
}
