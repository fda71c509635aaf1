//! One thing that an answers file has written down, ready for the rules.

use crate::fact::Answer;
use crate::incident::event::{Event, StepOutcome};
use crate::incident::{Occurred, ReportedBy};
use crate::journal::Draft;
use crate::playbook::plan::{Gate, Question};
use crate::situation::closing::Closing;

/// One entry to be written, and where in the file it stands.
#[derive(Clone, Debug)]
pub(super) struct Action {
    /// The first byte of its text.
    pub(super) at: usize,
    /// What is to be written.
    pub(super) what: What,
}

/// What is to be written.
#[derive(Clone, Debug)]
pub(super) enum What {
    Role {
        role: String,
        name: String,
    },
    Step {
        step: String,
        /// Which pass the file means, when it says so.
        pass: Option<u32>,
        mark: Mark,
        report: StepAction,
    },
    Fact {
        step: String,
        pass: Option<u32>,
        question: Question,
        answer: Answer,
        /// The step asks this question itself.
        is_asked: bool,
        told: Option<ReportedBy>,
    },
    /// What became of a duty to tell somebody.
    Duty {
        event: Event,
        mark: Mark,
    },
    /// A note, as it would be typed.
    Note(String),
    Close(Closing),
}

/// What is said about a step.
#[derive(Clone, Debug)]
pub(super) enum StepAction {
    Acknowledge(Gate),
    Approve(Gate),
    SendBack(Gate, String),
    Override(String),
    Outcome(StepOutcome),
}

/// When it happened, who did it, who said so.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Mark {
    pub(super) occurred: Option<Occurred>,
    pub(super) actor: Option<String>,
    pub(super) told: Option<ReportedBy>,
}

impl Mark {
    /// Whether it speaks of something that has happened already, which no hold can undo.
    pub(super) fn has_happened(&self) -> bool {
        self.occurred.is_some() || self.actor.is_some()
    }

    /// Adds it to a draft.
    pub(super) fn add_to(&self, draft: Draft) -> Draft {
        Draft {
            occurred: self.occurred,
            actor: self.actor.clone(),
            told: self.told.clone(),
            ..draft
        }
    }
}
