//! Which playbook is followed. Its texts and its plan stand in the record word for word, so that nothing else is needed to
//! go on; a text with a card number in it was refused when it was read.

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::facets::{Demand, EventData, Facets, FactUse, Moves};
use crate::fact::free_text::free_text;
use crate::hash::Hash;
use crate::time::Zone;

/// One YAML file, word for word.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SourceFile {
    pub path: String,
    /// SHA-256 of its text.
    pub sha256: Hash,
    pub text: String,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlaybookAdded {
    pub playbook: String,
    pub title: String,
    /// Every YAML file it is made of.
    pub sources: Vec<SourceFile>,
    /// The resolved playbook, versioned JSON.
    pub plan: Box<RawValue>,
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

free_text!(PlaybookAdded {} but { playbook, title, sources, plan });

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlaybookSwapped {
    /// The playbook that is left.
    pub from: String,
    /// The one that is followed now.
    pub playbook: String,
    pub title: String,
    pub why: String,
    /// Every YAML file it is made of.
    pub sources: Vec<SourceFile>,
    pub plan: Box<RawValue>,
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

free_text!(PlaybookSwapped { why } but { from, playbook, title, sources, plan });

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlaybookAdopted {
    pub playbook: String,
    pub title: String,
    pub why: String,
    pub difference: String,
    /// Every YAML file it is made of.
    pub sources: Vec<SourceFile>,
    pub plan: Box<RawValue>,
}

impl EventData for PlaybookAdopted {
    fn sentence(&self, _: Zone) -> String {
        format!("edited playbook {} is followed: {}", self.playbook, self.why)
    }

    fn facets(&self) -> Facets<'_> {
        facets()
    }
}

free_text!(PlaybookAdopted { why } but { playbook, title, difference, sources, plan });

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

macro_rules! equal_by_text {
    ($($type:ident { $($field:ident),* })*) => {
        $(impl PartialEq for $type {
            fn eq(&self, other: &Self) -> bool {
                $(self.$field == other.$field &&)* self.plan.get() == other.plan.get()
            }
        })*
    };
}

equal_by_text! {
    PlaybookAdded { playbook, title, sources }
    PlaybookSwapped { from, playbook, title, why, sources }
    PlaybookAdopted { playbook, title, why, difference, sources }
}
