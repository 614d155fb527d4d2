//! From a file met to what became of it: bytes read once, archives opened one level deep, a panic of a foreign reader
//! contained to its file (4-reading.md, 4.1).

use std::io::ErrorKind;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;

use crate::domain::{Guard, Refusal, Sha256};
use crate::finding::FaultKind;
use crate::finding::fault::Skip;
use crate::sheet::grid::Workbook;
use crate::sheet::limits::Limits;
use crate::sheet::read::{Inner, Sniffed, archive, open_as, regular, sniff};

use super::Against;
use super::answers::{FileMet, FileState};
use super::returned::{about_file, read_return};
use super::walk::{Met, What, skipped};

/// What became of a file; of each file inside it when it is an archive.
pub(super) fn read_met(met: &Met, against: Against<'_>) -> Vec<FileMet> {
    let name: Arc<str> = Arc::from(met.name.as_str());
    match &met.what {
        What::Skip(skip) => vec![skip_file(name, *skip)],
        What::Refuse(refusal) => vec![refuse(name, None, refusal.clone())],
        What::Read => match bytes_of(&met.path, &against.plan.limits) {
            Ok(bytes) => read_bytes(name, &bytes, against),
            Err(refusal) => vec![refuse(name, None, refusal)],
        },
    }
}

/// The bytes of a file, read once; never more than the limit.
pub(super) fn bytes_of(path: &Path, limits: &Limits) -> Result<Vec<u8>, Refusal> {
    regular(path, limits.file_bytes).map_err(|error| match error.kind() {
        ErrorKind::FileTooLarge => too_large(std::fs::metadata(path).ok().map(|about| about.len()), limits),
        _ => Refusal::Damaged(format!("cannot be read: {error}")),
    })
}

fn too_large(bytes: Option<u64>, limits: &Limits) -> Refusal {
    Refusal::TooLarge { guard: Guard::FileBytes, limit: limits.file_bytes, actual: bytes }
}

fn read_bytes(name: Arc<str>, bytes: &[u8], against: Against<'_>) -> Vec<FileMet> {
    let limits = &against.plan.limits;
    let sniffed = contained(|| sniff(bytes));
    if sniffed != Ok(Sniffed::Archive) {
        return vec![read_one(&name, bytes, sniffed, against)];
    }
    match contained(|| archive(bytes, limits)) {
        Ok(files) => files.into_iter().map(|file| read_inner(&name, file, against)).collect(),
        Err(refusal) => vec![refuse(name, Some(Sha256::of(bytes)), refusal)],
    }
}

/// A file of an archive: `a.zip/inner.xlsx`.
fn read_inner(archive: &Arc<str>, inner: Inner, against: Against<'_>) -> FileMet {
    let name: Arc<str> = Arc::from(format!("{archive}/{}", inner.name));
    if let Some(skip) = inner.name.split('/').find_map(skipped) {
        return skip_file(name, skip);
    }
    match inner.bytes {
        Ok(bytes) => read_one(&name, &bytes, contained(|| sniff(&bytes)), against),
        Err(refusal) => refuse(name, None, refusal),
    }
}

/// Reads the bytes of one file that is no archive of returns, under this name.
pub(super) fn read_named(name: &Arc<str>, bytes: &[u8], against: Against<'_>) -> FileMet {
    read_one(name, bytes, contained(|| sniff(bytes)), against)
}

/// Reads the bytes of one workbook, told apart before.
fn read_one(
    name: &Arc<str>,
    bytes: &[u8],
    sniffed: Result<Sniffed, Refusal>,
    against: Against<'_>,
) -> FileMet {
    let sha256 = Sha256::of(bytes);
    let file = name.rsplit('/').next().unwrap_or(name);
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem).to_owned();
    let read = contained(|| {
        let limits = &against.plan.limits;
        if bytes.len() as u64 > limits.file_bytes {
            return Err(too_large(Some(bytes.len() as u64), limits));
        }
        let workbook = open_as(sniffed?, bytes, &stem, limits, against.context.worker, against.known)?;
        if is_own_output(&workbook) {
            return Ok(skip_file(Arc::clone(name), Skip::OwnOutput));
        }
        Ok(read_return(&workbook, name, sha256, against))
    });
    read.unwrap_or_else(|refusal| refuse(Arc::clone(name), Some(sha256), refusal))
}

/// Whether ragbook wrote the workbook as a result, not as a form to fill in.
fn is_own_output(workbook: &Workbook) -> bool {
    workbook.properties.contains_key("ragbook.written")
        && !workbook.properties.contains_key("ragbook.returner")
}

/// The result, with a panic turned into a refusal of this file alone.
pub(super) fn contained<T>(work: impl FnOnce() -> Result<T, Refusal>) -> Result<T, Refusal> {
    catch_unwind(AssertUnwindSafe(work))
        .unwrap_or_else(|_| Err(Refusal::Damaged("its contents could not be made sense of".to_owned())))
}

pub(super) fn skip_file(name: Arc<str>, skip: Skip) -> FileMet {
    let faults = vec![about_file(&name, FaultKind::Skipped(skip))];
    FileMet { name, sha256: None, state: FileState::Skipped, returned: None, faults }
}

fn refuse(name: Arc<str>, sha256: Option<Sha256>, refusal: Refusal) -> FileMet {
    let faults = vec![about_file(&name, FaultKind::Unopened(refusal))];
    FileMet { name, sha256, state: FileState::Refused, returned: None, faults }
}
