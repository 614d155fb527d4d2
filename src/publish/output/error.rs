//! What stops writing, with the path and what to do.

use std::io;
use std::path::{Path, PathBuf};

/// Why files could not be written. What stood in the folder before still stands there.
#[derive(Debug, thiserror::Error)]
pub enum OutputError {
    /// The output folder's path is a file.
    #[error("{} is a file, not a folder. Give a folder to write to", .0.display())]
    NotAFolder(PathBuf),
    /// Another ragbook writes there.
    #[error("another ragbook is writing to {}. Wait until it has finished, then run this again", .0.display())]
    Busy(PathBuf),
    /// Another ragbook works with the ledgers there.
    #[error("another ragbook{} is working with the ledgers in {}. Wait until it has finished, then run this again",
        of(.by), .folder.display())]
    LedgersBusy {
        /// The plan's folder.
        folder: PathBuf,
        /// Which process; empty when that is not known.
        by: String,
    },
    /// Files with other content stand there.
    #[error("{}. Nothing was written: {} may have been filled in. Give another folder with --out, or move {} away first",
        in_the_way(.0), it_they(.0), it_them(.0))]
    InTheWay(Vec<PathBuf>),
    /// The operating system refused.
    #[error("{doing} {} failed: {source}. {}. What stood there before is unchanged", .path.display(), advice(.source))]
    System {
        /// What was being done.
        doing: &'static str,
        /// On what.
        path: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
}

impl OutputError {
    /// For `map_err`: the operating system refused this, on this path.
    pub(in crate::publish) fn on(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::System { doing, path, source }
    }
}

fn of(by: &str) -> String {
    if by.is_empty() { String::new() } else { format!(" ({by})") }
}

fn in_the_way(paths: &[PathBuf]) -> String {
    match paths {
        [only] => format!("{} is already there with other content", only.display()),
        [first, rest @ ..] => {
            format!("{} and {} more are already there with other content", first.display(), rest.len())
        }
        [] => String::new(),
    }
}

const fn it_they(paths: &[PathBuf]) -> &'static str {
    if paths.len() == 1 { "it" } else { "they" }
}

const fn it_them(paths: &[PathBuf]) -> &'static str {
    if paths.len() == 1 { "it" } else { "them" }
}

/// What a person can do about it.
fn advice(source: &io::Error) -> &'static str {
    match source.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            "The disk is full: free some space or choose another folder, then run this again"
        }
        io::ErrorKind::ReadOnlyFilesystem => "The disk is read-only: choose another folder",
        io::ErrorKind::PermissionDenied | io::ErrorKind::ResourceBusy | io::ErrorKind::ExecutableFileBusy => {
            "Close the file if it is open in Excel, and check that you may write there; or choose another folder"
        }
        io::ErrorKind::NotFound => "The folder went away meanwhile: check the path, then run this again",
        _ => "Close the file if it is open elsewhere and check the disk, then run this again",
    }
}
