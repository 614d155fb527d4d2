//! ragbook: issues Excel returns to the lead officers of an improvement plan, reads what they send back,
//! checks it against the plan, merges the measure values and writes one consolidated workbook.
//!
//! Data goes one way. Each folder is a floor and imports only from floors below it
//! (`tests/architecture.rs` reads the `use crate::` lines and fails on a breach):
//!
//! | floor | modules |
//! | --- | --- |
//! | 6 | [`cli`] |
//! | 5 | [`pipeline`] |
//! | 4 | [`publish`] |
//! | 3 | [`rules`], [`merge`], [`rating`] |
//! | 2 | [`plan`], [`form`], [`intake`], [`ledger`] |
//! | 1 | [`sheet`], [`finding`] |
//! | 0 | [`domain`] |

pub mod cli;
pub mod domain;
pub mod finding;
pub mod form;
pub mod intake;
pub mod ledger;
pub mod merge;
pub mod pipeline;
pub mod plan;
pub mod publish;
pub mod rating;
pub mod rules;
pub mod sheet;
