//! Playbooks: what should be done. From YAML to a checked [`Playbook`], or to every mistake at once.
//!
//! [`find`] locates and loads, [`plan`] is the result and its frozen form, [`document`] and [`copy`] show a
//! playbook in other ways. Nothing here knows of incidents, clocks or terminals; only [`find`] opens files.

mod builtin;
pub mod changes;
pub(crate) mod check;
pub mod difference;
pub mod document;
pub(crate) mod fields;
pub mod find;
pub mod fork;
mod given;
pub mod outline;
pub mod plan;
mod step;
mod step_source;
mod symbols;
pub(crate) mod vocabulary;

#[cfg(test)]
mod tests;

pub use builtin::is_library_step;
pub use check::MAX_STEPS;
pub use find::{Library, Listed, Loaded, Rejected, Source, load_text};
pub use given::Names;
pub use plan::{
    Aim, Due, DueBy, DueWith, FactDef, First, Gate, Instruction, Moment, PLAN, Pace, Phase, Playbook, Question,
    RECIPIENTS, Repeat, Role, Say, Schedule, Side, Step,
};
pub use vocabulary::OPENING_FACTS;
