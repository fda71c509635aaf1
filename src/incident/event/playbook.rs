//! Which playbook is followed. Its texts and its plan stand in the record word for word, so that nothing else is needed to
//! go on; a text with a card number in it was refused when it was read.

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::data::data;
use super::facets::{Demand, EventData, Facets, FactUse, Moves};
use crate::hash::Hash;
use crate::time::Zone;

/// A resolved playbook, as the JSON text that it was written as.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Plan(pub Box<RawValue>);

impl PartialEq for Plan {
    fn eq(&self, other: &Self) -> bool {
        self.0.get() == other.0.get()
    }
}

/// One YAML file, word for word.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SourceFile {
    pub path: String,
    /// SHA-256 of its text.
    pub sha256: Hash,
    pub text: String,
}

data! { PlaybookAdded:
    fixed playbook: String,
    fixed title: String,
    /// Every YAML file it is made of.
    fixed sources: Vec<SourceFile>,
    /// The resolved playbook, versioned JSON.
    fixed plan: Plan,
}

impl EventData for PlaybookAdded {
    fn sentence(&self, _: Zone) -> String {
        format!("playbook {} is followed: {}", self.playbook, self.title)
    }

    fn facets(&self) -> Facets<'_> {
        Facets {
            demand: Demand::Nothing,
            ..facets()
        }
    }
}

data! { PlaybookSwapped:
    /// The playbook that is left.
    fixed from: String,
    /// The one that is followed now.
    fixed playbook: String,
    fixed title: String,
    typed why: String,
    /// Every YAML file it is made of.
    fixed sources: Vec<SourceFile>,
    fixed plan: Plan,
}

impl EventData for PlaybookSwapped {
    fn sentence(&self, _: Zone) -> String {
        format!(
            "playbook {} takes the place of {}: {}",
            self.playbook, self.from, self.why
        )
    }

    fn facets(&self) -> Facets<'_> {
        facets()
    }
}

data! { PlaybookAdopted:
    fixed playbook: String,
    fixed title: String,
    typed why: String,
    fixed difference: String,
    /// Every YAML file it is made of.
    fixed sources: Vec<SourceFile>,
    fixed plan: Plan,
}

impl EventData for PlaybookAdopted {
    fn sentence(&self, _: Zone) -> String {
        format!("edited playbook {} is followed: {}", self.playbook, self.why)
    }

    fn facets(&self) -> Facets<'_> {
        facets()
    }
}

fn facets<'a>() -> Facets<'a> {
    Facets {
        step: None,
        because: None,
        facts: FactUse::None,
        moves: Moves::AllSteps,
        demand: Demand::Plan,
        listed: None,
    }
}
