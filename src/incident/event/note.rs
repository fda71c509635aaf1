//! What was written down, and the calls that were made. No playbook can refuse either.

use super::data::data;
use super::facets::{Demand, EventData, Facets, FactUse, Listed, Moves};
use crate::time::Zone;

data! { NoteAdded:
    typed text: String,
}

impl EventData for NoteAdded {
    fn sentence(&self, _: Zone) -> String {
        self.text.clone()
    }

    fn facets(&self) -> Facets<'_> {
        facets(None)
    }
}

data! { CallLogged:
    /// Whom: a contact's title or a person's name.
    typed with: String,
    /// The number that was used, if one is on file.
    typed number: Option<String> = "Option::is_none",
    typed outcome: String,
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
