//! Who must be told, by when, on what authority: rules as data, and what follows from them for the facts of one incident.
//!
//! Pure: facts, rules and `now` come in, duties come out. Knows nothing of playbooks, records, files or screens. It computes;
//! whether a duty holds is for counsel to decide, so every duty carries its source, its confidence and its date.

pub mod calendar;
pub mod count;
pub mod place;
pub mod rule;
mod sheet;
pub mod start;

pub use rule::{Clock, Recipient, Rule, RuleKind, Status};
