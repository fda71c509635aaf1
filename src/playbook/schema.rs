//! The JSON Schemas of format 1.

use super::fields::{FACTS_FILE, PLAYBOOK, STEP_FILE};
use crate::schema::json_schema::json_schema;

/// Which kind of file a schema is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// A playbook.
    Playbook,
    /// A file of the step library.
    Step,
    /// The shared facts.
    Facts,
}

/// The schema of a kind of file, as pretty JSON with a line break at its end.
pub fn schema(part: Part) -> String {
    match part {
        Part::Playbook => json_schema("breach playbook, format 1", &PLAYBOOK),
        Part::Step => json_schema("breach shared step, format 1", &STEP_FILE),
        Part::Facts => json_schema("breach shared facts, format 1", &FACTS_FILE),
    }
}
