//! A condition that several rules share, under a name that reads well in them. Data only.

use serde::{Deserialize, Serialize};

use crate::condition::Condition;
use crate::text::Passage;

/// A named condition. Rules and later definitions read it like a yes-no fact.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Definition {
    /// Its snake-case name. No fact has the same.
    pub name: Passage,
    /// What it means, in words.
    pub title: Passage,
    pub when: Condition,
}
