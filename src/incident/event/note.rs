//! What was written down, and the calls that were made. No playbook can refuse either.

use serde::{Deserialize, Serialize};

use super::facets::{Demand, EventData, Facets, FactUse, Listed, Moves};
use crate::fact::free_text::free_text;
use crate::time::Zone;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NoteAdded {
    pub text: String,
}

impl EventData for NoteAdded {
    fn sentence(&self, _: Zone) -> String {
        self.text.clone()
    }

    fn facets(&self) -> Facets<'_> {
        facets(None)
    }
}

free_text!(NoteAdded { text } but {});

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CallLogged {
    /// Whom: a contact's title or a person's name.
    pub with: String,
    /// The number that was used, if one is on file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    pub outcome: String,
}

impl EventData for CallLogged {
    fn sentence(&self, _: Zone) -> String {
        match &self.number {
            Some(number) => format!("call with {} ({number}): {}", self.with, self.outcome),
            None => format!("call with {}: {}", self.with, self.outcome),
        }
    }

    fn facets(&self) -> Facets<'_> {
        facets(Some(Listed::Calls))
    }
}

free_text!(CallLogged { with, number, outcome } but {});

fn facets<'a>(listed: Option<Listed>) -> Facets<'a> {
    Facets {
        step: None,
        because: None,
        facts: FactUse::None,
        moves: Moves::Nothing,
        demand: Demand::Nothing,
        listed,
    }
}
