//! What a correction may put in the place of an entry.

use crate::incident::event::{EntryCorrected, Instead};
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
    /// When it happened.
    When,
    /// Who did it.
    Who,
    /// It did not happen.
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
    match event {
        Event::NoteAdded(_) | Event::CallLogged(_) => &[Wrong::Words, Wrong::When, Wrong::Who, Wrong::All],
        Event::FactRecorded(_) => &[Wrong::Answer, Wrong::All],
        Event::StepCompleted(_)
        | Event::StepStarted(_)
        | Event::StepWaiting(_)
        | Event::StepDeferred(_)
        | Event::StepNotNeeded(_)
        | Event::StepDeclined(_) => &[Wrong::Outcome, Wrong::When, Wrong::Who, Wrong::All],
        Event::GateAcknowledged(_) | Event::GateApproved(_) => &[Wrong::When, Wrong::Who, Wrong::All],
        Event::RoleTaken(_) | Event::RoleAssigned(_) => &[Wrong::Who, Wrong::All],
        Event::StepOverridden(_) => &[Wrong::All],
        Event::ObligationConfirmed(_)
        | Event::ObligationNotRequired(_)
        | Event::ObligationCorrected(_)
        | Event::ObligationExtended(_)
        | Event::ObligationDelayed(_)
        | Event::ObligationReleased(_)
        | Event::NoticeMade(_)
        | Event::NoticeDeclined(_) => &[Wrong::When, Wrong::Who, Wrong::All],
        _ => &[],
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
