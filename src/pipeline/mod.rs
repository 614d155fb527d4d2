//! One function a command, each reading aloud, a line a stage.

pub mod chase;
