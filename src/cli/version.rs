//! What `ragbook --version` says: the program, and the version of every format that it reads or writes.

use std::sync::LazyLock;

use super::findings;
use crate::pipeline::verify;
use crate::plan;
use crate::publish::{answers, manifest};

/// The version, and those of the formats.
pub(super) static LONG: LazyLock<String> = LazyLock::new(|| {
    format!(
        "{}\nplan format {}\nrun.json schema {}\nfindings as JSON schema {}\nverify as JSON schema {}\nanswers {}",
        env!("CARGO_PKG_VERSION"),
        plan::FORMAT,
        manifest::SCHEMA,
        findings::SCHEMA,
        verify::SCHEMA,
        answers::SCHEMA,
    )
});
