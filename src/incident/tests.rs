//! The record under test: exact bytes, the transitions, the chain, and records that were damaged in every way.
#![expect(clippy::unwrap_used, reason = "a test that cannot read its sample should stop")]

mod chain;
mod duties;
pub(crate) mod frozen;
pub(crate) mod sample;
mod transitions;
