//! The walk at a terminal: ask, journal, show, and ask again.
//!
//! Nothing is kept here between two questions: every answer is read back from the record, so that others may write to it
//! at the same time, and leaving loses nothing.

pub mod asides;
pub mod closing;
pub mod correction;
pub mod gates;
pub mod hand_over;
pub mod notices;
pub mod on_file;
pub mod opening;
pub mod question;
pub mod step;
pub mod talk;
pub mod walk;

pub use talk::{Stop, Talk, Talked};
