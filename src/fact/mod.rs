//! Facts: what the responders know, with types, and with `unknown` as an honest answer.
//!
//! A [`Kind`] says what an answer may look like, a [`Value`] is one answer's content, an [`Answer`] is a value, an
//! `unknown`, or a reason for having none. Their JSON is part of the record's format and is frozen with it.
//! This module knows nothing of playbooks, records, prompts or time zones other than the one it is handed.

pub mod amount;
pub mod answer;
pub mod describe;
pub mod free_text;
pub mod kind;
pub mod narrower;
pub mod read;
pub mod value;

#[cfg(test)]
mod tests;

pub use answer::{Answer, Bound};
pub use free_text::{FreeText, Typed};
pub use kind::{Column, Kind};
pub use read::{Asked, read_answer, read_csv, read_row};
pub use value::{IsoDuration, Row, Value};
