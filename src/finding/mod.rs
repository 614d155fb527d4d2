//! What is wrong and where: places, typed faults, and the exceptions that rules make of them (6-exceptions.md).
//!
//! Facts first, words last: `intake`, `plan` and `merge` report a [`Fault`]; only a rule turns one into an
//! [`Exception`] with code, severity and words.

pub mod exception;
pub mod fault;
pub mod place;
pub mod remedy;

pub use exception::{Code, Exception, Severity};
pub use fault::{Fault, FaultKind};
pub use place::{Place, Subject};
