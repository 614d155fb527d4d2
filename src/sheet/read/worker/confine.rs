//! The limits a reading process puts upon itself (10-limits-and-speed.md, "Limits": 512 MiB, enforced by the operating
//! system). On systems other than Unix only the time limit of the asking side holds.

use crate::sheet::limits::Limits;

/// Limits the memory and the computing time of this process, for good. To be called before the file is read.
///
/// `limits` is the text that the asking side gave as an argument; a text that is none leaves the defaults.
pub fn confine(limits: &str) {
    let limits: Limits = serde_json::from_str(limits).unwrap_or_default();
    #[cfg(unix)]
    {
        use rustix::process::Resource;
        lower(Resource::As, limits.memory_bytes);
        // Only for a process whose asker was itself ended: otherwise the asker's clock is the stricter one.
        lower(Resource::Cpu, limits.seconds.saturating_add(5));
    }
    #[cfg(not(unix))]
    let _ = limits;
}

#[cfg(unix)]
fn lower(resource: rustix::process::Resource, to: u64) {
    use rustix::process::{Rlimit, getrlimit, setrlimit};

    let held = getrlimit(resource).maximum.map_or(to, |held| held.min(to));
    // Lowering a limit of one's own is always allowed.
    let _ = setrlimit(resource, Rlimit { current: Some(held), maximum: Some(held) });
}
