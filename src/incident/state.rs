//! The state of an incident: what its entries add up to. Only [`super::transitions`] changes it.

mod obligation;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::event::{Ending, EventType, Listing, StepOutcome, TYPES};
use super::provenance::Access;
use crate::fact::{Answer, Kind, Row, Value};
use crate::hash::Hash;

pub use obligation::{Assessment, Decided, Decision, Delay, Notice, ObligationState, Release};

/// An incident as its record says it is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Incident {
    /// Full id; empty before entry 0.
    pub id: String,
    pub title: String,
    /// Whether it is a drill.
    pub drill: bool,
    /// Time zone of the responders, an IANA name.
    pub zone: String,
    pub opened_at: Option<DateTime<Utc>>,
    /// How it ended, while it is closed.
    pub closed: Option<Closing>,
    /// Playbooks followed, in the order in which they were added.
    pub playbooks: Vec<PlaybookState>,
    /// Playbooks, or earlier texts of one, that another took the place of, in that order.
    pub left: Vec<PlaybookState>,
    /// Steps that something happened to, by id. Whoever writes tries on a copy of the state first, which shares them.
    pub steps: BTreeMap<String, Arc<StepState>>,
    /// Facts that were asked for or recorded, by name.
    pub facts: BTreeMap<String, FactState>,
    /// Duties to tell somebody that something was computed or decided about, by the id of their rule.
    pub obligations: BTreeMap<String, ObligationState>,
    /// The digests of rules whose own texts the record has.
    pub rules_kept: BTreeSet<Hash>,
    pub roles: BTreeMap<String, RoleHolder>,
    /// Who stands in for whom.
    pub deputies: BTreeMap<String, RoleHolder>,
    /// Entries that are not for everybody.
    pub restricted: BTreeMap<u64, Access>,
    /// Corrected entries: their `seq` and that of the latest correction.
    pub corrected: BTreeMap<u64, u64>,
    /// Incidents that belong to this one, and how.
    pub linked: Vec<(String, String)>,
    /// Who typed last, by `login@host`.
    pub writers: BTreeMap<String, String>,
    /// Torn ends that were set aside, by SHA-256.
    pub repaired: Vec<Hash>,
    /// A newer program wrote here: nothing but notes may be appended.
    pub foreign: bool,
    /// Number of the next entry.
    pub next_seq: u64,
    /// Which event each entry was, as an index into `TYPES`.
    pub(super) kinds: Vec<u8>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Closing {
    pub how: Ending,
    pub why: String,
    /// The second person, who agreed that it was nothing.
    pub second: Option<String>,
    /// The incident that it goes on in.
    pub joined_to: Option<String>,
    pub at: DateTime<Utc>,
    pub seq: u64,
}

/// A playbook that the incident follows.
#[derive(Clone, Debug, PartialEq)]
pub struct PlaybookState {
    pub id: String,
    pub title: String,
    /// The plan, as JSON text.
    pub plan: Arc<str>,
    /// The entry that brought it.
    pub seq: u64,
}

/// What happened to a step.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StepState {
    pub title: String,
    /// Its passes; pass 1 is the first.
    pub passes: Vec<Pass>,
    /// Why its condition keeps it away, while it does.
    pub ruled_out: Option<RuledOut>,
    /// The person it was given to.
    pub assigned: Option<String>,
    /// Present when no playbook has this step.
    pub added: Option<AddedStep>,
}

/// One pass through a step.
#[derive(Clone, Debug, PartialEq)]
pub struct Pass {
    pub state: PassState,
    /// The entry that says so.
    pub seq: u64,
    /// When that happened, as far as known.
    pub at: DateTime<Utc>,
    pub who: String,
    /// Holds that were not lifted when it was reported.
    pub before: Vec<String>,
    /// Gates that were opened, by name.
    pub gates: BTreeMap<String, GateOpening>,
    /// Approvals that were refused, by gate name, with the reason.
    pub sent_back: BTreeMap<String, String>,
    /// The holds that the commander overrode.
    pub overridden: Option<Overriding>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum PassState {
    /// Nothing was reported, or it was reopened.
    Open,
    Reported(StepOutcome),
}

/// Why a condition keeps a step away.
#[derive(Clone, Debug, PartialEq)]
pub struct RuledOut {
    pub condition: String,
    /// The facts it saw, in words.
    pub seen: BTreeMap<String, String>,
    pub seq: u64,
}

/// A step that no playbook has.
#[derive(Clone, Debug, PartialEq)]
pub struct AddedStep {
    pub phase: String,
    pub owner: Option<String>,
    pub why: String,
}

/// How a gate was opened.
#[derive(Clone, Debug, PartialEq)]
pub struct GateOpening {
    pub who: String,
    pub at: DateTime<Utc>,
    pub seq: u64,
    /// An approval falls when its step reopens; an acknowledged sentence stays.
    pub approval: bool,
}

/// A commander's decision to go ahead.
#[derive(Clone, Debug, PartialEq)]
pub struct Overriding {
    pub who: String,
    pub held_for: Vec<String>,
    pub why: String,
    pub seq: u64,
}

/// A fact and its history.
#[derive(Clone, Debug, PartialEq)]
pub struct FactState {
    /// The question, as last asked.
    pub asked: String,
    /// The kind of answer it takes.
    pub kind: Kind,
    /// The answer that holds; for a table, only `unknown` or `none`.
    pub answer: Option<Answer>,
    /// The rows that hold, by number.
    pub rows: BTreeMap<u32, RowState>,
    /// The highest row number ever used.
    pub last_row: u32,
    /// The entry that said so last.
    pub seq: u64,
    /// When that entry was written.
    pub at: DateTime<Utc>,
    pub who: String,
    /// Who said it to them, when it was told.
    pub told_by: Option<String>,
    /// The entries that said something about it.
    pub versions: Vec<u64>,
    /// The last time that its value changed from one answer to another.
    pub changed: Option<FactChange>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct RowState {
    pub answer: Answer,
    /// The entry that said so.
    pub seq: u64,
}

/// A change from one answer to another.
#[derive(Clone, Debug, PartialEq)]
pub struct FactChange {
    pub seq: u64,
    /// The step that asked, if one did.
    pub step: Option<String>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct RoleHolder {
    /// What the role is called.
    pub title: String,
    pub name: String,
    pub since: DateTime<Utc>,
    pub seq: u64,
}

impl FactState {
    /// The rows that hold and are known, in their order.
    pub fn known_rows(&self) -> impl Iterator<Item = &Row> {
        self.rows.values().filter_map(|row| match row.answer.value() {
            Some(Value::Row(cells)) => Some(cells),
            _ => None,
        })
    }
}

impl Pass {
    /// Whether nothing more is to be done in this pass.
    pub fn is_finished(&self) -> bool {
        matches!(
            self.state,
            PassState::Reported(StepOutcome::Done | StepOutcome::NotNeeded { .. } | StepOutcome::Declined { .. })
        )
    }

    pub fn is_done(&self) -> bool {
        self.state == PassState::Reported(StepOutcome::Done)
    }
}

impl StepState {
    pub fn latest(&self) -> Option<&Pass> {
        self.passes.last()
    }

    /// The pass of this number, from 1.
    pub fn pass(&self, number: u32) -> Option<&Pass> {
        self.passes.get(usize::try_from(number.checked_sub(1)?).ok()?)
    }
}

impl FactState {
    /// Whether anything was answered that still holds.
    pub fn is_answered(&self) -> bool {
        self.answer.is_some() || !self.rows.is_empty()
    }
}

impl Incident {
    pub fn is_open(&self) -> bool {
        self.opened_at.is_some() && self.closed.is_none()
    }

    /// Everybody whom the record knows as acting in it: holders of roles, deputies, and who typed.
    pub fn people(&self) -> impl Iterator<Item = String> {
        let holders = self.roles.values().chain(self.deputies.values());
        holders.map(|holder| &holder.name).chain(self.writers.values()).cloned()
    }

    /// Whether entry `seq` was the event with this data.
    pub fn entry_was<Data: Listing>(&self, seq: u64) -> bool {
        self.type_of(seq).is_some_and(|event| event.name == Data::NAME)
    }

    /// Which event entry `seq` was.
    pub fn type_of(&self, seq: u64) -> Option<&'static EventType> {
        let number = *self.kinds.get(usize::try_from(seq).ok()?)?;
        TYPES.get(usize::from(number))
    }

    /// The answer to a fact, for facts that are not tables.
    pub fn answer(&self, fact: &str) -> Option<&Answer> {
        self.facts.get(fact).and_then(|fact| fact.answer.as_ref())
    }

    /// The words of a fact that is text.
    pub fn text(&self, fact: &str) -> Option<&str> {
        match self.answer(fact)?.value()? {
            Value::Text(words) => Some(words),
            _ => None,
        }
    }

    /// Whether this person holds the role or stands in for its holder. Names are compared without regard to case.
    pub fn acts_as(&self, name: &str, role: &str) -> bool {
        [&self.roles, &self.deputies]
            .iter()
            .any(|people| people.get(role).is_some_and(|holder| same_person(&holder.name, name)))
    }
}

/// Whether two names mean one person: equal but for case and surrounding or doubled blanks.
pub fn same_person(one: &str, other: &str) -> bool {
    let words = |name: &str| name.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>();
    words(one) == words(other)
}
