//! One thing that an answers file has written down, ready for the rules.

use crate::attribution::Source;
use crate::fact::Answer;
use crate::incident::ReportedBy;
use crate::incident::event::{Event, StepOutcome};
use crate::playbook::plan::{Gate, Question};
use crate::situation::closing::ClosingRequest;

/// One entry to be written, and where in the file it stands.
#[derive(Clone, Debug)]
pub(super) struct Action {
    /// The first byte of its text.
    pub(super) at: usize,
    pub(super) entry: Entry,
}

/// What is to be written.
#[derive(Clone, Debug)]
pub(super) enum Entry {
    Role {
        role: String,
        name: String,
    },
    Step {
        step: String,
        /// Which pass the file means, when it says so.
        pass: Option<u32>,
        source: Source,
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
        source: Source,
    },
    /// A note, as it would be typed.
    Note(String),
    Close(ClosingRequest),
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
