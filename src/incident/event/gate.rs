//! The gates of a step that people open.

use super::data::data;
use super::facets::{Demand, EventData, Facets, FactUse, Listed, Moves};
use crate::time::Zone;

data! { GateAcknowledged:
    fixed step: String,
    fixed pass: u32,
    /// The step's title, as shown.
    typed title: String,
    /// The gate, by kind and argument.
    fixed gate: String,
    /// The sentence agreed to, as shown.
    typed words: String,
}

impl EventData for GateAcknowledged {
    fn sentence(&self, _: Zone) -> String {
        format!("agreed, for \"{}\": {}", self.title, self.words)
    }

    fn facets(&self) -> Facets<'_> {
        facets(&self.step, &self.gate, false)
    }
}

data! { GateApproved:
    fixed step: String,
    fixed pass: u32,
    /// The step's title, as shown.
    typed title: String,
    /// The gate, by kind and argument.
    fixed gate: String,
    /// What was asked for, as shown.
    typed words: String,
}

impl EventData for GateApproved {
    fn sentence(&self, _: Zone) -> String {
        format!("approved, for \"{}\": {}", self.title, self.words)
    }

    fn facets(&self) -> Facets<'_> {
        facets(&self.step, &self.gate, true)
    }
}

data! { GateSentBack:
    fixed step: String,
    fixed pass: u32,
    /// The step's title, as shown.
    typed title: String,
    /// The gate, by kind and argument.
    fixed gate: String,
    /// What was asked for, as shown.
    typed words: String,
    typed why: String,
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
