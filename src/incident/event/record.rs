//! What is said about entries of the record, and what the journal says about the record itself.

use serde::{Deserialize, Serialize};

use super::data::data;
use super::facets::{Demand, EventData, Facets, FactUse, Listed, Moves};
use super::fact::FactRecorded;
use super::step::StepOutcome;
use crate::fact::describe::answer_words_to;
use crate::fact::{FreeText, Typed};
use crate::hash::Hash;
use crate::incident::provenance::{Access, Occurred};
use crate::text::count;
use crate::time::Zone;
use crate::time::format::day_clock;

/// What takes the place of a corrected entry.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Instead {
    /// New words of a note or a call.
    Text(String),
    /// A new answer to the same question.
    Answer(FactRecorded),
    /// What became of the step instead.
    Outcome(StepOutcome),
    Occurred(Occurred),
    Actor(String),
    /// Nothing: it did not happen.
    Nothing,
}

impl Instead {
    /// The new answer, if that is what takes the place.
    pub fn answer(&self) -> Option<&FactRecorded> {
        match self {
            Instead::Answer(fact) => Some(fact),
            Instead::Text(_) | Instead::Outcome(_) | Instead::Occurred(_) | Instead::Actor(_) | Instead::Nothing => {
                None
            }
        }
    }

    fn words(&self, zone: Zone) -> String {
        match self {
            Instead::Text(text) => format!("now reads: {text}"),
            Instead::Answer(fact) => format!("the answer is {}", answer_words_to(&fact.kind, &fact.answer, zone)),
            Instead::Outcome(outcome) => outcome.corrected_words(),
            Instead::Occurred(occurred) => match occurred.at {
                Some(at) => format!("it happened at {}", day_clock(at, zone)),
                None => "nobody knows when it happened".to_owned(),
            },
            Instead::Actor(name) => format!("it was {name}"),
            Instead::Nothing => "it did not happen".to_owned(),
        }
    }
}

impl FreeText for Instead {
    fn find_typed<'a>(&'a mut self, found: &mut Vec<Typed<'a>>) {
        match self {
            Instead::Text(text) | Instead::Actor(text) => text.find_typed(found),
            Instead::Answer(fact) => fact.find_typed(found),
            Instead::Outcome(outcome) => outcome.find_typed(found),
            Instead::Occurred(_) | Instead::Nothing => {}
        }
    }
}

data! { EntryCorrected:
    /// The entry that was wrong, by `seq`.
    fixed entry: u64,
    /// The event of that entry.
    fixed event: String,
    typed why: String,
    typed instead: Instead,
}

impl EventData for EntryCorrected {
    fn sentence(&self, zone: Zone) -> String {
        let (entry, instead, why) = (self.entry, self.instead.words(zone), &self.why);
        format!("entry {entry} corrected: {instead}, because: {why}")
    }

    fn facets(&self) -> Facets<'_> {
        Facets {
            step: None,
            because: Some(self.entry),
            facts: match self.instead.answer() {
                Some(fact) => FactUse::Corrects(&fact.fact),
                None => FactUse::None,
            },
            moves: Moves::LikeEntry(self.entry),
            demand: Demand::Plan,
            listed: Some(Listed::Corrections),
        }
    }
}

data! { EntryRestricted:
    fixed entry: u64,
    /// Who may read it from now on.
    fixed access: Access,
    typed why: String,
}

impl EventData for EntryRestricted {
    fn sentence(&self, _: Zone) -> String {
        let access = match self.access {
            Access::Privileged => "privileged",
            Access::Restricted => "restricted",
        };
        format!("entry {} is {access} from now on: {}", self.entry, self.why)
    }

    fn facets(&self) -> Facets<'_> {
        Facets {
            because: Some(self.entry),
            ..upkeep()
        }
    }
}

data! { RecordRepaired:
    /// How many bytes were set aside.
    fixed bytes: u64,
    /// SHA-256 of them: the name they are kept under.
    fixed sha256: Hash,
}

impl EventData for RecordRepaired {
    fn sentence(&self, _: Zone) -> String {
        let size = count(self.bytes, "byte");
        format!("a torn end of {size} was set aside, SHA-256 {}", self.sha256)
    }

    fn facets(&self) -> Facets<'_> {
        upkeep()
    }
}

data! { RecordFaultNoted:
    /// The last entry before the first fault, if there is one.
    fixed last_good: Option<u64> = "Option::is_none",
    /// The hash of that entry.
    fixed head: Hash,
    /// What was found, in words.
    fixed faults: Vec<String>,
}

impl EventData for RecordFaultNoted {
    fn sentence(&self, _: Zone) -> String {
        let faults = self.faults.join("; ");
        format!("the record was found broken and the response went on: {faults}")
    }

    fn facets(&self) -> Facets<'_> {
        upkeep()
    }
}

fn upkeep<'a>() -> Facets<'a> {
    Facets {
        step: None,
        because: None,
        facts: FactUse::None,
        moves: Moves::Nothing,
        demand: Demand::Nothing,
        listed: None,
    }
}
