//! The gates of a step that people open.

use serde::{Deserialize, Serialize};

use super::facets::{Demand, EventData, Facets, FactUse, Listed, Moves};
use crate::fact::free_text::free_text;
use crate::time::Zone;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GateAcknowledged {
    pub step: String,
    pub pass: u32,
    /// The step's title, as shown.
    pub title: String,
    /// The gate, by kind and argument.
    pub gate: String,
    /// The sentence agreed to, as shown.
    pub words: String,
}

impl EventData for GateAcknowledged {
    fn sentence(&self, _: Zone) -> String {
        format!("agreed, for \"{}\": {}", self.title, self.words)
    }

    fn facets(&self) -> Facets<'_> {
        facets(&self.step, &self.gate, false)
    }
}

free_text!(GateAcknowledged { title, words } but { step, pass, gate });

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GateApproved {
    pub step: String,
    pub pass: u32,
    /// The step's title, as shown.
    pub title: String,
    /// The gate, by kind and argument.
    pub gate: String,
    /// What was asked for, as shown.
    pub words: String,
}

impl EventData for GateApproved {
    fn sentence(&self, _: Zone) -> String {
        format!("approved, for \"{}\": {}", self.title, self.words)
    }

    fn facets(&self) -> Facets<'_> {
        facets(&self.step, &self.gate, true)
    }
}

free_text!(GateApproved { title, words } but { step, pass, gate });

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GateSentBack {
    pub step: String,
    pub pass: u32,
    /// The step's title, as shown.
    pub title: String,
    /// The gate, by kind and argument.
    pub gate: String,
    /// What was asked for, as shown.
    pub words: String,
    pub why: String,
}

impl EventData for GateSentBack {
    fn sentence(&self, _: Zone) -> String {
        format!(
            "sent back, for \"{}\", because: {} (asked for was: {})",
            self.title, self.why, self.words
        )
    }

    fn facets(&self) -> Facets<'_> {
        Facets {
            listed: Some(Listed::OutOfOrder),
            ..facets(&self.step, &self.gate, true)
        }
    }
}

free_text!(GateSentBack { title, words, why } but { step, pass, gate });

fn facets<'a>(step: &'a str, gate: &'a str, is_approval: bool) -> Facets<'a> {
    Facets {
        step: Some(step),
        because: None,
        facts: FactUse::None,
        moves: Moves::Nothing,
        demand: Demand::Gate {
            step,
            gate,
            is_approval,
        },
        listed: None,
    }
}
