//! What can happen in an incident: the closed, versioned list of events, and their exact JSON.
//!
//! This is the wire format of record format 1 and is frozen with it. Adding an event raises nothing, since older
//! programs keep verifying what they do not know; changing one is not possible.

mod obligation;

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::entry::{Access, Occurred};
use crate::fact::{Answer, Column, Kind};
use crate::hash::Hash;

pub use obligation::{
    Applies, Assessed, Attachment, ClockState, DeadlineMissed, NOT_SAID, NoticeDeclined, NoticeMade,
    ObligationAssessed, ObligationConfirmed, ObligationCorrected, ObligationDelayed, ObligationExtended,
    ObligationNotRequired, ObligationRecomputed, ObligationReleased, RulesOrigin, RulesUsed,
};

/// Names every event once: its variant, its name in the record, and the type of its data.
macro_rules! events {
    ($($(#[$doc:meta])* $name:literal => $variant:ident,)*) => {
        /// One thing that happened.
        #[derive(Clone, Debug, PartialEq)]
        pub enum Event {
            $($(#[$doc])* $variant($variant),)*
            /// An event of a newer program: kept, shown raw, and never acted on.
            Foreign(Foreign),
        }

        impl Event {
            /// Every event name this program knows.
            pub const NAMES: &'static [&'static str] = &[$($name,)*];

            /// The event's name in the record.
            pub fn name(&self) -> &str {
                match self {
                    $(Event::$variant(_) => $name,)*
                    Event::Foreign(foreign) => &foreign.name,
                }
            }

            /// Writes the event's data as JSON.
            ///
            /// # Errors
            /// Only when an event holds what JSON cannot express, which would be a bug.
            pub fn data(&self) -> Result<Box<RawValue>, serde_json::Error> {
                match self {
                    $(Event::$variant(data) => serde_json::value::to_raw_value(data),)*
                    Event::Foreign(foreign) => RawValue::from_string(foreign.data.clone()),
                }
            }

            /// Its place in [`Event::NAMES`]; none for an event of a newer program.
            pub(super) fn number(&self) -> Option<u8> {
                #[repr(u8)]
                enum Number {
                    $($variant,)*
                }
                match self {
                    $(Event::$variant(_) => Some(Number::$variant as u8),)*
                    Event::Foreign(_) => None,
                }
            }

            /// Reads the data of the event of this name, a JSON text.
            ///
            /// # Errors
            /// When the data is not what this event carries.
            pub fn decode(name: &str, data: &str) -> Result<Self, serde_json::Error> {
                match name {
                    $($name => serde_json::from_str(data).map(Event::$variant),)*
                    _ => {
                        let data: &RawValue = serde_json::from_str(data)?;
                        Ok(Event::Foreign(Foreign { name: name.to_owned(), data: data.get().to_owned() }))
                    }
                }
            }
        }

        $(impl From<$variant> for Event {
            fn from(data: $variant) -> Self {
                Event::$variant(data)
            }
        })*
    };
}

events! {
    /// Entry 0 of every record.
    "incident.opened" => IncidentOpened,
    /// The response ended.
    "incident.closed" => IncidentClosed,
    /// A closed incident goes on.
    "incident.reopened" => IncidentReopened,
    /// Another incident belongs to this one.
    "incident.linked" => IncidentLinked,
    /// A playbook is followed from here on.
    "playbook.added" => PlaybookAdded,
    /// One playbook takes the place of another.
    "playbook.swapped" => PlaybookSwapped,
    /// An edited text of a playbook takes the place of the one in use.
    "playbook.adopted" => PlaybookAdopted,
    /// A step is done.
    "step.completed" => StepCompleted,
    /// Somebody works on a step.
    "step.started" => StepStarted,
    /// A step waits for somebody.
    "step.waiting" => StepWaiting,
    /// A step was put off.
    "step.deferred" => StepDeferred,
    /// A step is not needed here.
    "step.not_needed" => StepNotNeeded,
    /// A step will not be done, although it could be.
    "step.declined" => StepDeclined,
    /// A step was given to a person.
    "step.assigned" => StepAssigned,
    /// A step that no playbook has.
    "step.added" => StepAdded,
    /// A finished step is open again.
    "step.reopened" => StepReopened,
    /// The commander lets a held step go ahead.
    "step.overridden" => StepOverridden,
    /// A step's condition is false.
    "step.ruled_out" => StepRuledOut,
    /// A step's condition is no longer false.
    "step.ruled_in" => StepRuledIn,
    /// The sentence of a gate was agreed to.
    "gate.acknowledged" => GateAcknowledged,
    /// A gate's approval was given.
    "gate.approved" => GateApproved,
    /// A gate's approval was refused or taken back.
    "gate.sent_back" => GateSentBack,
    /// An answer to a question.
    "fact.recorded" => FactRecorded,
    /// A fact, or one row of it, no longer holds.
    "fact.withdrawn" => FactWithdrawn,
    /// Something was written down.
    "note.added" => NoteAdded,
    /// A call was made or taken.
    "call.logged" => CallLogged,
    /// An earlier entry was wrong.
    "entry.corrected" => EntryCorrected,
    /// An earlier entry is not for everybody.
    "entry.restricted" => EntryRestricted,
    /// Somebody took a role.
    "role.taken" => RoleTaken,
    /// Somebody was given a role.
    "role.assigned" => RoleAssigned,
    /// The pen was offered to another machine.
    "pen.passed" => PenPassed,
    /// The pen was accepted on another machine.
    "pen.accepted" => PenAccepted,
    /// The pen was taken back.
    "pen.taken_back" => PenTakenBack,
    /// A torn end was set aside.
    "record.repaired" => RecordRepaired,
    /// The record was found broken, and the response goes on.
    "record.fault_noted" => RecordFaultNoted,
    /// Who must be told was computed again, and some of it came out otherwise.
    "obligation.assessed" => ObligationAssessed,
    /// A duty applies as computed.
    "obligation.confirmed" => ObligationConfirmed,
    /// A duty does not apply.
    "obligation.not_required" => ObligationNotRequired,
    /// A duty is due at another time than computed.
    "obligation.corrected" => ObligationCorrected,
    /// A duty is due later.
    "obligation.extended" => ObligationExtended,
    /// The police asked to hold a notice back.
    "obligation.delayed" => ObligationDelayed,
    /// Nothing holds a notice back any more.
    "obligation.released" => ObligationReleased,
    /// What people decided about a duty no longer counts.
    "obligation.recomputed" => ObligationRecomputed,
    /// Somebody was told.
    "notice.made" => NoticeMade,
    /// Somebody will not be told.
    "notice.declined" => NoticeDeclined,
    /// A deadline passed without a notice.
    "deadline.missed" => DeadlineMissed,
}

/// An event of a newer program.
#[derive(Clone, Debug, PartialEq)]
pub struct Foreign {
    /// Its name.
    pub name: String,
    /// Its data, as JSON text.
    pub data: String,
}

/// Data of `incident.opened`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IncidentOpened {
    /// Record format: 1.
    pub format: u32,
    /// The full incident id.
    pub incident: String,
    /// Program and version that opened it.
    pub program: String,
    /// What the incident is called.
    pub title: String,
    /// Whether this is a drill.
    pub drill: bool,
    /// Time zone of the responders, an IANA name.
    pub zone: String,
}

/// How an incident ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ending {
    /// It was dealt with.
    Handled,
    /// It was nothing; a second person agreed.
    RuledOut,
    /// It goes on as part of another incident.
    Joined,
}

/// A step that was open when the incident closed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OpenStep {
    /// Step id.
    pub step: String,
    /// Which pass, from 1.
    pub pass: u32,
    /// Its title.
    pub title: String,
}

/// Data of `incident.closed`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IncidentClosed {
    /// How it ended.
    pub how: Ending,
    /// Why, in words.
    pub why: String,
    /// The second person, when ruled out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub second: Option<String>,
    /// The incident it joined.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub joined_to: Option<String>,
    /// Steps that were still open, and end with this entry.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub open: Vec<OpenStep>,
    /// Questions left without an answer, by fact name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unanswered: Vec<String>,
}

/// Data of `incident.reopened`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IncidentReopened {
    /// Why.
    pub why: String,
}

/// Data of `incident.linked`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IncidentLinked {
    /// The other incident.
    pub incident: String,
    /// How they belong together, in words.
    pub relation: String,
}

/// One YAML file, word for word.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SourceFile {
    /// Where it was read.
    pub path: String,
    /// SHA-256 of its text.
    pub sha256: Hash,
    /// Its text.
    pub text: String,
}

/// Data of `playbook.added`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlaybookAdded {
    /// Playbook id.
    pub playbook: String,
    /// Its title.
    pub title: String,
    /// Every YAML file it is made of.
    pub sources: Vec<SourceFile>,
    /// The resolved playbook, versioned JSON.
    pub plan: Box<RawValue>,
}

/// Data of `playbook.swapped`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlaybookSwapped {
    /// The playbook that is left.
    pub from: String,
    /// The one that is followed now.
    pub playbook: String,
    /// Its title.
    pub title: String,
    /// Why.
    pub why: String,
    /// Every YAML file it is made of.
    pub sources: Vec<SourceFile>,
    /// The resolved playbook.
    pub plan: Box<RawValue>,
}

/// Data of `playbook.adopted`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlaybookAdopted {
    /// Playbook id.
    pub playbook: String,
    /// Its title.
    pub title: String,
    /// Why.
    pub why: String,
    /// What changed, in words.
    pub difference: String,
    /// Every YAML file it is made of.
    pub sources: Vec<SourceFile>,
    /// The resolved playbook.
    pub plan: Box<RawValue>,
}

macro_rules! equal_by_text {
    ($($type:ident { $($field:ident),* })*) => {
        $(impl PartialEq for $type {
            fn eq(&self, other: &Self) -> bool {
                $(self.$field == other.$field &&)* self.plan.get() == other.plan.get()
            }
        })*
    };
}

equal_by_text! {
    PlaybookAdded { playbook, title, sources }
    PlaybookSwapped { from, playbook, title, why, sources }
    PlaybookAdopted { playbook, title, why, difference, sources }
}

/// Data of `step.completed`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StepCompleted {
    /// Step id.
    pub step: String,
    /// Which pass, from 1.
    pub pass: u32,
    /// Its title, as shown.
    pub title: String,
    /// What it was still held for when it was reported: gates by name, steps as `after:ID`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub before: Vec<String>,
}

/// Data of `step.started`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StepStarted {
    /// Step id.
    pub step: String,
    /// Which pass, from 1.
    pub pass: u32,
    /// Its title, as shown.
    pub title: String,
    /// What it was still held for when it was reported.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub before: Vec<String>,
}

/// Data of `step.waiting`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StepWaiting {
    /// Step id.
    pub step: String,
    /// Which pass, from 1.
    pub pass: u32,
    /// Its title, as shown.
    pub title: String,
    /// Whom or what it waits for.
    pub on: String,
    /// Until when, if somebody said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<DateTime<FixedOffset>>,
}

/// Data of `step.deferred`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StepDeferred {
    /// Step id.
    pub step: String,
    /// Which pass, from 1.
    pub pass: u32,
    /// Its title, as shown.
    pub title: String,
    /// Until when, if somebody said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<DateTime<FixedOffset>>,
    /// Why, if somebody said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
}

/// Data of `step.not_needed`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StepNotNeeded {
    /// Step id.
    pub step: String,
    /// Which pass, from 1.
    pub pass: u32,
    /// Its title, as shown.
    pub title: String,
    /// Why.
    pub why: String,
}

/// Data of `step.declined`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StepDeclined {
    /// Step id.
    pub step: String,
    /// Which pass, from 1.
    pub pass: u32,
    /// Its title, as shown.
    pub title: String,
    /// Why.
    pub why: String,
}

/// Data of `step.assigned`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StepAssigned {
    /// Step id.
    pub step: String,
    /// Its title, as shown.
    pub title: String,
    /// The person.
    pub to: String,
}

/// Data of `step.added`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StepAdded {
    /// Step id.
    pub step: String,
    /// Its title.
    pub title: String,
    /// The phase: confirm, contain, notify, audit or learn.
    pub phase: String,
    /// The role or person that owns it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// Why it is needed.
    pub why: String,
}

/// Data of `step.reopened`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StepReopened {
    /// Step id.
    pub step: String,
    /// Which pass, from 1.
    pub pass: u32,
    /// Its title, as shown.
    pub title: String,
    /// Why.
    pub why: String,
    /// The entry that caused it, when it was no person's decision.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub because: Option<u64>,
}

/// Data of `step.overridden`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StepOverridden {
    /// Step id.
    pub step: String,
    /// Which pass, from 1.
    pub pass: u32,
    /// Its title, as shown.
    pub title: String,
    /// What it was held for: gates by name, steps as `after:ID`.
    pub held_for: Vec<String>,
    /// Why.
    pub why: String,
}

/// Data of `step.ruled_out`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StepRuledOut {
    /// Step id.
    pub step: String,
    /// Its title, as shown.
    pub title: String,
    /// The condition, as written.
    pub condition: String,
    /// The facts it saw, in words.
    pub seen: BTreeMap<String, String>,
    /// The entry that caused it.
    pub because: u64,
}

/// Data of `step.ruled_in`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StepRuledIn {
    /// Step id.
    pub step: String,
    /// Its title, as shown.
    pub title: String,
    /// The condition, as written.
    pub condition: String,
    /// The facts it saw, in words.
    pub seen: BTreeMap<String, String>,
    /// The entry that caused it.
    pub because: u64,
}

/// Data of `gate.acknowledged`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GateAcknowledged {
    /// Step id.
    pub step: String,
    /// Which pass, from 1.
    pub pass: u32,
    /// The step's title, as shown.
    pub title: String,
    /// The gate, by kind and argument.
    pub gate: String,
    /// The sentence agreed to, as shown.
    pub words: String,
}

/// Data of `gate.approved`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GateApproved {
    /// Step id.
    pub step: String,
    /// Which pass, from 1.
    pub pass: u32,
    /// The step's title, as shown.
    pub title: String,
    /// The gate, by kind and argument.
    pub gate: String,
    /// What was asked for, as shown.
    pub words: String,
}

/// Data of `gate.sent_back`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GateSentBack {
    /// Step id.
    pub step: String,
    /// Which pass, from 1.
    pub pass: u32,
    /// The step's title, as shown.
    pub title: String,
    /// The gate, by kind and argument.
    pub gate: String,
    /// What was asked for, as shown.
    pub words: String,
    /// Why it was refused.
    pub why: String,
}

/// Data of `fact.recorded`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "FactWire", into = "FactWire")]
pub struct FactRecorded {
    /// The fact's name: shared, or `step_id.name`.
    pub fact: String,
    /// The question, as asked.
    pub asked: String,
    /// What kind of answer it takes.
    pub kind: Kind,
    /// For one row of a table: its number, from 1.
    pub row: Option<u32>,
    /// The answer.
    pub answer: Answer,
    /// The step that asked, if one did.
    pub step: Option<String>,
    /// The pass of that step.
    pub pass: Option<u32>,
}

/// The JSON of `fact.recorded`: the answer's type stands beside it, so that the record can be read alone.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct FactWire {
    fact: String,
    asked: String,
    r#type: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    columns: Vec<ColumnWire>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    row: Option<u32>,
    answer: serde_json::Value,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    step: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pass: Option<u32>,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ColumnWire {
    name: String,
    r#type: String,
}

impl TryFrom<FactWire> for FactRecorded {
    type Error = String;

    fn try_from(wire: FactWire) -> Result<Self, String> {
        let columns = wire
            .columns
            .into_iter()
            .map(|column| {
                Ok(Column {
                    name: column.name,
                    kind: kind_named(&column.r#type, Vec::new())?,
                })
            })
            .collect::<Result<Vec<_>, String>>()?;
        let kind = kind_named(&wire.r#type, columns)?;
        let answer = Answer::from_json(&kind, &wire.answer)?;
        Ok(FactRecorded {
            fact: wire.fact,
            asked: wire.asked,
            kind,
            row: wire.row,
            answer,
            step: wire.step,
            pass: wire.pass,
        })
    }
}

impl From<FactRecorded> for FactWire {
    fn from(fact: FactRecorded) -> Self {
        let columns = match &fact.kind {
            Kind::Table(columns) => columns
                .iter()
                .map(|column| ColumnWire {
                    name: column.name.clone(),
                    r#type: column.kind.name().to_owned(),
                })
                .collect(),
            _ => Vec::new(),
        };
        FactWire {
            fact: fact.fact,
            asked: fact.asked,
            r#type: fact.kind.name().to_owned(),
            columns,
            row: fact.row,
            answer: fact.answer.to_json(),
            step: fact.step,
            pass: fact.pass,
        }
    }
}

/// The kind of this name. Options are left out: the record keeps what was chosen, not what could have been.
fn kind_named(name: &str, columns: Vec<Column>) -> Result<Kind, String> {
    Ok(match name {
        "text" => Kind::Text,
        "long-text" => Kind::LongText,
        "yes-no" => Kind::YesNo,
        "number" => Kind::Number,
        "money" => Kind::Money,
        "date" => Kind::Date,
        "date-time" => Kind::DateTime,
        "duration" => Kind::Duration,
        "select" => Kind::Select(Vec::new()),
        "multi-select" => Kind::MultiSelect(Vec::new()),
        "table" => Kind::Table(columns),
        "person" => Kind::Person,
        "file" => Kind::File,
        _ => return Err(format!("no type of answer is called `{name}`")),
    })
}

/// Data of `fact.withdrawn`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FactWithdrawn {
    /// The fact.
    pub fact: String,
    /// Only this row of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub row: Option<u32>,
    /// Why.
    pub why: String,
}

/// Data of `note.added`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NoteAdded {
    /// The note.
    pub text: String,
}

/// Data of `call.logged`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CallLogged {
    /// Whom: a contact's title or a person's name.
    pub with: String,
    /// The number that was used, if one is on file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// What came of it.
    pub outcome: String,
}

/// What takes the place of a corrected entry.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Instead {
    /// New words of a note or a call.
    Text(String),
    /// A new answer to the same question.
    Answer(FactRecorded),
    /// What became of the step instead.
    Outcome(Outcome),
    /// When it really happened.
    Occurred(Occurred),
    /// Who really did it.
    Actor(String),
    /// Nothing: it did not happen.
    Nothing,
}

/// What became of a step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It is done.
    Done,
    /// Somebody works on it.
    Started,
    /// It waits for somebody.
    Waiting {
        /// Whom or what.
        on: String,
        /// Until when.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        until: Option<DateTime<FixedOffset>>,
    },
    /// It was put off.
    Deferred {
        /// Until when.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        until: Option<DateTime<FixedOffset>>,
        /// Why.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        why: Option<String>,
    },
    /// It is not needed here.
    NotNeeded {
        /// Why.
        why: String,
    },
    /// It will not be done.
    Declined {
        /// Why.
        why: String,
    },
}

/// Data of `entry.corrected`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EntryCorrected {
    /// The entry that was wrong, by `seq`.
    pub entry: u64,
    /// The event of that entry.
    pub event: String,
    /// Why it is corrected.
    pub why: String,
    /// What takes its place.
    pub instead: Instead,
}

/// Data of `entry.restricted`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EntryRestricted {
    /// The entry, by `seq`.
    pub entry: u64,
    /// Who may read it from now on.
    pub access: Access,
    /// Why.
    pub why: String,
}

/// Data of `role.taken`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoleTaken {
    /// The role.
    pub role: String,
    /// What the role is called.
    pub title: String,
    /// Who takes it.
    pub name: String,
    /// Who held it before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
}

/// Data of `role.assigned`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoleAssigned {
    /// The role.
    pub role: String,
    /// What the role is called.
    pub title: String,
    /// Who is given it.
    pub name: String,
    /// Who held it before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// As deputy, beside the holder.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub deputy: bool,
}

/// Data of `pen.passed`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PenPassed {
    /// To whom.
    pub to: String,
}

/// Data of `pen.accepted`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PenAccepted {
    /// From whom.
    pub from: String,
}

/// Data of `pen.taken_back`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PenTakenBack {
    /// From whom.
    pub from: String,
    /// Why.
    pub why: String,
}

/// Data of `record.repaired`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecordRepaired {
    /// How many bytes were set aside.
    pub bytes: u64,
    /// SHA-256 of them: the name they are kept under.
    pub sha256: Hash,
}

/// Data of `record.fault_noted`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecordFaultNoted {
    /// The last entry before the first fault, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_good: Option<u64>,
    /// The hash of that entry.
    pub head: Hash,
    /// What was found, in words.
    pub faults: Vec<String>,
}
