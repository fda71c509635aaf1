//! What is shown: pure functions from state to text, indented by two columns and never wider than they are told.
//!
//! Nothing here asks, writes or reads a clock. Whatever came from outside is made visible when it is said.

pub mod assessed;
pub mod board;
pub mod brief;
pub mod closing;
pub mod contacts;
pub mod deadlines;
pub mod first;
pub mod held;
pub mod held_back;
pub mod incidents;
pub mod joining;
pub mod layout;
pub mod logged;
pub mod moved_time;
pub mod nearest;
pub mod notices;
pub mod now;
pub mod obligations;
pub mod paper;
pub mod rules;
#[cfg(test)]
pub(crate) mod sample;
pub mod situation;
pub mod step;
