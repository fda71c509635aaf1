//! What a correction may put in the place of an entry.

use crate::incident::event::{Correctable, EntryCorrected, Instead};
use crate::incident::{Entry, Event};

/// What about an entry can be wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// The words of a note or a call.
    Words,
    /// The answer to a question.
    Answer,
    /// What became of a step.
    Outcome,
    When,
    Who,
    All,
}

impl Wrong {
    /// For a choice on the screen.
    pub fn words(self) -> &'static str {
        match self {
            Wrong::Words => "the words",
            Wrong::Answer => "the answer",
            Wrong::Outcome => "what became of it",
            Wrong::When => "when it happened",
            Wrong::Who => "who did it",
            Wrong::All => "it did not happen, or was not said",
        }
    }
}

/// What can be corrected about this event; nothing for events that stand as they are.
pub fn correctable(event: &Event) -> &'static [Wrong] {
    match event.correctable() {
        Correctable::Nothing => &[],
        Correctable::Words => &[Wrong::Words, Wrong::When, Wrong::Who, Wrong::All],
        Correctable::Answer => &[Wrong::Answer, Wrong::All],
        Correctable::Outcome => &[Wrong::Outcome, Wrong::When, Wrong::Who, Wrong::All],
        Correctable::Gate | Correctable::Duty | Correctable::DatedDuty => &[Wrong::When, Wrong::Who, Wrong::All],
        Correctable::Role => &[Wrong::Who, Wrong::All],
        Correctable::Override => &[Wrong::All],
    }
}

/// The event that corrects an entry.
pub fn correction(entry: &Entry, instead: Instead, why: &str) -> EntryCorrected {
    EntryCorrected {
        entry: entry.seq,
        event: entry.event.name().to_owned(),
        why: why.to_owned(),
        instead,
    }
}
