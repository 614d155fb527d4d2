//! How a set of outputs and a ledger in another folder know of each other while both are being replaced: the set carries a
//! [`Link`], the plan's folder a [`Pending`]. Each names the other by its path, absolute and from itself, so that both may be
//! moved or mounted elsewhere together; and both carry the name of the staged ledger's folder, which no other run has.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::stage::{Stage, flush_folder};
use super::{NewFile, OutputError};
use crate::domain::Sha256;

/// Where a folder is, seen from another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Whereabouts {
    absolute: Named,
    relative: Option<Named>,
}

/// A path as JSON: as text, or where it is none (Linux allows any bytes) as it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
enum Named {
    Text(String),
    Bytes(OsString),
}

impl From<PathBuf> for Named {
    fn from(path: PathBuf) -> Self {
        path.into_os_string().into_string().map_or_else(Self::Bytes, Self::Text)
    }
}

impl AsRef<Path> for Named {
    fn as_ref(&self) -> &Path {
        match self {
            Self::Text(path) => path.as_ref(),
            Self::Bytes(path) => path.as_ref(),
        }
    }
}

impl Whereabouts {
    fn of(there: &Path, from: &Path) -> Result<Self, OutputError> {
        let absolute = |path: &Path| fs::canonicalize(path).map_err(OutputError::on("finding", path));
        let (there, from) = (absolute(there)?, absolute(from)?);
        Ok(Self { relative: relative(&there, &from).map(Named::from), absolute: there.into() })
    }

    /// Where it may be now.
    fn candidates(&self, from: &Path) -> impl Iterator<Item = PathBuf> {
        let relative = self.relative.as_ref().map(|relative| from.join(relative));
        [relative, Some(self.absolute.as_ref().to_owned())].into_iter().flatten()
    }
}

/// The way from one absolute path to another; none when they share no beginning (another drive).
fn relative(there: &Path, from: &Path) -> Option<PathBuf> {
    let shared = there.components().zip(from.components()).take_while(|(a, b)| a == b).count();
    let up = from.components().skip(shared).map(|_| std::path::Component::ParentDir);
    (shared > 0).then(|| up.chain(there.components().skip(shared)).collect())
}

/// In a set's folder: which ledger is replaced with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Link {
    plan: Whereabouts,
    /// Name of the folder in the plan's folder in which the new ledger stands.
    pub(super) staged: String,
    /// Names of the set's entries.
    pub(super) entries: Vec<String>,
    /// The new ledger.
    ledger: Ledger,
}

/// Name, length and hash of a new ledger: a ledger only grows, so it is known by its beginning for ever after.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Ledger {
    name: String,
    bytes: usize,
    sha256: String,
}

impl Ledger {
    fn of(file: &NewFile) -> Self {
        Self { name: file.name.clone(), bytes: file.bytes.len(), sha256: Sha256::of(&file.bytes).to_string() }
    }

    fn is_in(&self, plan: &Path) -> bool {
        let bytes = fs::read(plan.join(&self.name)).unwrap_or_default();
        bytes.get(..self.bytes).is_some_and(|start| Sha256::of(start).to_string() == self.sha256)
    }
}

impl Link {
    /// Its name among the set's files.
    pub(super) const NAME: &'static str = ".ragbook-ledger";

    pub(super) fn read(ready: &Path) -> Result<Option<Self>, OutputError> {
        read(&ready.join(Self::NAME))
    }

    pub(super) fn write(&self, partial: &Path) -> Result<(), OutputError> {
        write(&partial.join(Self::NAME), self)?;
        flush_folder(partial)
    }

    /// The plan's folder, when it still waits for the set with this link in this output folder.
    pub(super) fn waiting_plan(&self, out: &Path) -> Result<Option<PathBuf>, OutputError> {
        for plan in self.plan.candidates(out) {
            if Pending::read(&plan)?.is_some_and(|pending| pending.staged == self.staged) {
                return Ok(Some(plan));
            }
        }
        Ok(None)
    }

    /// Whether the new ledger is in its place; none when the plan's folder is not to be found.
    pub(super) fn ledger_arrived(&self, out: &Path) -> Option<bool> {
        let plans: Vec<PathBuf> = self.plan.candidates(out).filter(|plan| plan.is_dir()).collect();
        (!plans.is_empty()).then(|| plans.iter().any(|plan| self.ledger.is_in(plan)))
    }
}

/// In the plan's folder: which set decides about the staged ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Pending {
    out: Whereabouts,
    /// Name of the set.
    pub(super) set: String,
    staged: String,
}

impl Pending {
    /// Its name in the plan's folder.
    pub(super) const NAME: &'static str = ".ragbook-pending";

    pub(super) fn read(plan: &Path) -> Result<Option<Self>, OutputError> {
        read(&plan.join(Self::NAME))
    }

    pub(super) fn write(&self, plan: &Path) -> Result<(), OutputError> {
        let path = plan.join(Self::NAME);
        // Inside the staged folder, so that what a stop leaves of it is swept with that.
        let new = plan.join(&self.staged).join(Self::NAME);
        write(&new, self)?;
        fs::rename(&new, &path).map_err(OutputError::on("writing", &path))?;
        flush_folder(plan)
    }

    /// The folder in which the set was committed; none when it was not.
    pub(super) fn committed_in(&self, plan: &Path) -> Result<Option<PathBuf>, OutputError> {
        for out in self.out.candidates(plan) {
            let link = Link::read(&Stage::Ready.of(&out, &self.set))?;
            if link.is_some_and(|link| link.staged == self.staged) {
                return Ok(Some(out));
            }
        }
        Ok(None)
    }
}

/// Link and marker of a set and a staged ledger.
pub(super) fn joined(
    out: &Path,
    set: &str,
    entries: Vec<String>,
    plan: &Path,
    (staged, ledger): (&Path, &NewFile),
) -> Result<(Link, Pending), OutputError> {
    let staged = staged.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let link = Link {
        plan: Whereabouts::of(plan, out)?,
        staged: staged.clone(),
        entries,
        ledger: Ledger::of(ledger),
    };
    let pending = Pending { out: Whereabouts::of(out, plan)?, set: set.to_owned(), staged };
    Ok((link, pending))
}

fn read<T: for<'de> Deserialize<'de>>(path: &Path) -> Result<Option<T>, OutputError> {
    match fs::read(path) {
        Ok(bytes) => serde_json::from_slice(&bytes)
            .map(Some)
            .map_err(|error| OutputError::on("reading", path)(error.into())),
        // A folder that is no folder, or not there any more, holds none.
        Err(error)
            if matches!(error.kind(), std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory) =>
        {
            Ok(None)
        }
        Err(error) => Err(OutputError::on("reading", path)(error)),
    }
}

fn write(path: &Path, what: &impl Serialize) -> Result<(), OutputError> {
    let bytes = serde_json::to_vec(what).map_err(|error| OutputError::on("writing", path)(error.into()))?;
    let written = || {
        let mut file = File::create(path)?;
        file.write_all(&bytes)?;
        file.sync_all()
    };
    written().map_err(OutputError::on("writing", path))
}
