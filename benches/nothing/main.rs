//! A program that does nothing: the floor under the time that ragbook takes to start.

fn main() {}
