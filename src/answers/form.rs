//! What an answers file says, as far as it can be told without a playbook: its fields, each with its place.

use std::ops::Range;

use crate::incident::event::Ending;
use crate::schema::yaml::{Key, Node};

/// A text and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Said {
    /// The text, trimmed and never empty.
    pub(super) value: String,
    /// Its bytes in the file.
    pub(super) at: Range<usize>,
}

#[derive(Clone, Debug, Default)]
pub(super) struct Form {
    pub(super) writer: Option<Writer>,
    pub(super) title: Option<Said>,
    pub(super) opening: Opening,
    /// Roles and who takes them, in the order of the file.
    pub(super) roles: Vec<(Key, Said)>,
    pub(super) items: Vec<Item>,
    pub(super) close: Option<Close>,
}

#[derive(Clone, Debug)]
pub(super) struct Writer {
    pub(super) name: String,
    pub(super) role: Option<Said>,
}

/// Answers to the opening questions.
#[derive(Clone, Debug, Default)]
pub(super) struct Opening {
    pub(super) situation: Option<Said>,
    pub(super) reported_words: Option<Said>,
    pub(super) first_read_at: Option<Said>,
}

/// What is said about one step, or about duties alone.
#[derive(Clone, Debug)]
pub(super) struct Item {
    /// Left out where only notices are told.
    pub(super) step: Option<Said>,
    pub(super) pass: Option<u32>,
    pub(super) attribution: AttributionForm,
    pub(super) gates: Vec<(Key, GateSaid)>,
    pub(super) overriding: Option<Overriding>,
    pub(super) outcome: Option<OutcomeSaid>,
    pub(super) facts: Vec<(Key, Node)>,
    /// Duties to tell somebody, and what became of them.
    pub(super) notices: Vec<(Key, NoticeSaid)>,
    pub(super) notes: Vec<Said>,
}

/// What became of a duty to tell somebody. Where an attribution says nothing, that of the item counts.
#[derive(Clone, Debug)]
pub(super) struct NoticeSaid {
    pub(super) attribution: AttributionForm,
    pub(super) what: NoticeKind,
}

/// The three things that become of a duty.
#[derive(Clone, Debug)]
pub(super) enum NoticeKind {
    Made {
        channel: Said,
        to: Option<Said>,
        reference: Option<Said>,
    },
    NotRequired(Said),
    Declined {
        why: Said,
        revisit: Said,
    },
}

/// When it happened, who did it, and how that was told.
#[derive(Clone, Debug, Default)]
pub(super) struct AttributionForm {
    pub(super) at: Option<Said>,
    pub(super) who: Option<Said>,
    pub(super) channel: Option<Said>,
}

/// What became of a gate.
#[derive(Clone, Debug)]
pub(super) enum GateSaid {
    Agreed(Range<usize>),
    Approved(Range<usize>, AttributionForm),
    /// `{sent-back: why, by: NAME, at?, channel?}`.
    SentBack(Range<usize>, Said, AttributionForm),
}

/// Going ahead in spite of what holds a step: `why`, or `{why, by?, at?, channel?}`.
#[derive(Clone, Debug)]
pub(super) struct Overriding {
    pub(super) why: Said,
    /// The commander, when said apart from who did the step.
    pub(super) attribution: Option<AttributionForm>,
}

/// What became of a step.
#[derive(Clone, Debug)]
pub(super) struct OutcomeSaid {
    pub(super) at: Range<usize>,
    pub(super) what: OutcomeKind,
    pub(super) until: Option<Said>,
}

/// The kinds of outcome, with their words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum OutcomeKind {
    Done,
    Started,
    Later(Option<String>),
    Waiting(String),
    NotNeeded(String),
    WillNotDo(String),
}

#[derive(Clone, Debug)]
pub(super) struct Close {
    pub(super) at: Range<usize>,
    pub(super) how: Ending,
    pub(super) why: String,
    pub(super) second: Option<Said>,
    pub(super) to: Option<Said>,
}
