//! What is shown: every screen a pure function of state, time, zone and width.
//!
//! Text leaves through `Context::say`, which makes it visible; what people typed is never trusted to keep its line.

pub mod board;
pub mod brief;
pub mod contacts;
pub mod incidents;
pub mod layout;
pub mod now;
pub mod situation;
#[cfg(test)]
mod sample;
