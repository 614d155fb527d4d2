//! One function a command, each reading aloud, a line a stage.

pub mod calendar;
pub mod chase;
pub mod consolidate;
pub mod decide;
pub mod explain;
pub mod feedback;
pub mod inspect;
pub mod issue;
pub mod layout;
pub mod ledgers;
pub mod month;
pub mod plan;
pub mod publish;
pub mod recall;
pub mod record;
pub mod review;
