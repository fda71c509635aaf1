//! The walk at a terminal: ask, journal, show, and ask again.
//!
//! What stands on the screen follows from the record alone, which others may write to at the same time; leaving loses
//! nothing.

pub mod asking;
mod call;
mod carry_out;
mod choices;
pub mod closing;
pub mod correction;
pub mod gates;
pub mod hand_over;
mod heard;
pub mod note;
pub mod notices;
pub mod on_file;
pub mod opening;
pub mod prompts;
pub mod question;
pub mod slash_commands;
pub mod step;
pub mod swap;
pub mod walk;

pub use asking::{Exit, Flow, Session};
