//! What can happen in an incident: the closed, versioned list of events. Each is known in the file of its family.
//!
//! This is the wire format of record format 1 and is frozen with it. Adding an event raises nothing, since older
//! programs keep verifying what they do not know; changing one is not possible.

mod data;
mod facets;
mod fact;
mod gate;
mod incident;
mod note;
mod notice;
mod obligation;
mod playbook;
mod record;
mod role;
mod step;

use serde_json::value::RawValue;

use crate::fact::{FreeText, Typed};
use crate::time::Zone;

pub use facets::{Correctable, Demand, EventData, Facets, FactUse, Listed, Moves, Nature};
pub use fact::{FactRecorded, FactWithdrawn};
pub use gate::{GateAcknowledged, GateApproved, GateSentBack};
pub(crate) use incident::FIRST_DRAFT;
pub use incident::{DRAFT, Ending, FORMAT, IncidentClosed, IncidentLinked, IncidentOpened, IncidentReopened, OpenStep};
pub use note::{CallLogged, NoteAdded};
pub use notice::{Attachment, NOT_SAID, NoticeDeclined, NoticeMade};
pub use obligation::{
    Applies, Assessed, ClockState, ObligationAssessed, ObligationConfirmed, ObligationCorrected, ObligationDelayed,
    ObligationExtended, ObligationNotRequired, ObligationRecomputed, ObligationReleased, RulesOrigin, RulesUsed,
    assessed_in_short, outcome_words,
};
pub use playbook::{Plan, PlaybookAdded, PlaybookAdopted, PlaybookSwapped, SourceFile};
pub use record::{EntryCorrected, EntryRestricted, Instead, RecordFaultNoted, RecordRepaired};
pub use role::{RoleAssigned, RoleTaken};
pub use step::{
    StepAdded, StepAssigned, StepCompleted, StepDeclined, StepDeferred, StepNotNeeded, StepOutcome, StepOverridden,
    StepReopened, StepRuledIn, StepRuledOut, StepStarted, StepWaiting, hold_words, pass_title,
};

/// What is the same for every event of one name.
#[derive(Debug, PartialEq, Eq)]
pub struct EventType {
    /// Its name in the record.
    pub name: &'static str,
    /// What kind of event it is.
    pub nature: Nature,
    /// What a correction of it can change.
    pub correctable: Correctable,
}

/// The data of an event of the list, found by its type: for what is done with one event and no other.
pub trait Listing: EventData {
    /// The event's name in the record.
    const NAME: &'static str;

    /// The data, if the event is this one.
    fn of(event: &Event) -> Option<&Self>;
}

/// Names every event once: its name in the record, the type of its data, which is also the name of its variant, what kind of
/// event it is, and what a correction of it can change.
macro_rules! events {
    ($($name:literal => $variant:ident: $nature:ident, $correctable:ident;)*) => {
        #[derive(Clone, Debug, PartialEq)]
        pub enum Event {
            $(#[doc = concat!("`", $name, "`.")] $variant($variant),)*
            /// An event of a newer program: kept, shown raw, and never acted on.
            Foreign(Foreign),
        }

        /// Every event that this program knows, in the order of the list.
        pub static TYPES: &[EventType] = &[$(EventType {
            name: $name,
            nature: Nature::$nature,
            correctable: Correctable::$correctable,
        },)*];

        impl Event {
            /// The event's name in the record.
            pub fn name(&self) -> &str {
                match self {
                    $(Event::$variant(_) => $name,)*
                    Event::Foreign(foreign) => &foreign.name,
                }
            }

            /// What happened, without who and when.
            pub fn sentence(&self, zone: Zone) -> String {
                match self {
                    $(Event::$variant(data) => data.sentence(zone),)*
                    Event::Foreign(foreign) => foreign.sentence(zone),
                }
            }

            /// What the event says about itself.
            pub fn facets(&self) -> Facets<'_> {
                match self {
                    $(Event::$variant(data) => data.facets(),)*
                    Event::Foreign(foreign) => foreign.facets(),
                }
            }

            /// What kind of event it is.
            pub fn nature(&self) -> Nature {
                match self {
                    $(Event::$variant(_) => Nature::$nature,)*
                    Event::Foreign(_) => Nature::Amendment,
                }
            }

            /// What a correction of it can change.
            pub fn correctable(&self) -> Correctable {
                match self {
                    $(Event::$variant(_) => Correctable::$correctable,)*
                    Event::Foreign(_) => Correctable::Nothing,
                }
            }

            /// Its place in [`TYPES`]; none for an event of a newer program.
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

            /// Writes the event's data as JSON.
            pub fn data(&self) -> Result<Box<RawValue>, serde_json::Error> {
                match self {
                    $(Event::$variant(data) => serde_json::value::to_raw_value(data),)*
                    Event::Foreign(foreign) => RawValue::from_string(foreign.data.clone()),
                }
            }

            /// Reads the data of the event of this name, a JSON text.
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

        impl FreeText for Event {
            fn find_typed<'a>(&'a mut self, found: &mut Vec<Typed<'a>>) {
                match self {
                    $(Event::$variant(data) => data.find_typed(found),)*
                    Event::Foreign(foreign) => foreign.find_typed(found),
                }
            }
        }

        $(impl From<$variant> for Event {
            fn from(data: $variant) -> Self {
                Event::$variant(data)
            }
        }

        impl Listing for $variant {
            const NAME: &'static str = $name;

            fn of(event: &Event) -> Option<&Self> {
                if let Event::$variant(data) = event { Some(data) } else { None }
            }
        })*
    };
}

events! {
    "incident.opened" => IncidentOpened: Work, Nothing;
    "incident.closed" => IncidentClosed: Closing, Nothing;
    "incident.reopened" => IncidentReopened: Work, Nothing;
    "incident.linked" => IncidentLinked: Amendment, Nothing;
    "playbook.added" => PlaybookAdded: Work, Nothing;
    "playbook.swapped" => PlaybookSwapped: Work, Nothing;
    "playbook.adopted" => PlaybookAdopted: Work, Nothing;
    "step.completed" => StepCompleted: Work, Outcome;
    "step.started" => StepStarted: Work, Outcome;
    "step.waiting" => StepWaiting: Work, Outcome;
    "step.deferred" => StepDeferred: Work, Outcome;
    "step.not_needed" => StepNotNeeded: Work, Outcome;
    "step.declined" => StepDeclined: Work, Outcome;
    "step.assigned" => StepAssigned: Work, Nothing;
    "step.added" => StepAdded: Work, Nothing;
    "step.reopened" => StepReopened: Work, Nothing;
    "step.overridden" => StepOverridden: Work, Override;
    "step.ruled_out" => StepRuledOut: Work, Nothing;
    "step.ruled_in" => StepRuledIn: Work, Nothing;
    "gate.acknowledged" => GateAcknowledged: Work, Gate;
    "gate.approved" => GateApproved: Work, Gate;
    "gate.sent_back" => GateSentBack: Work, Nothing;
    "fact.recorded" => FactRecorded: Work, Answer;
    "fact.withdrawn" => FactWithdrawn: Work, Nothing;
    "note.added" => NoteAdded: Remark, Words;
    "call.logged" => CallLogged: Remark, Words;
    "entry.corrected" => EntryCorrected: Amendment, Nothing;
    "entry.restricted" => EntryRestricted: Remark, Nothing;
    "role.taken" => RoleTaken: Work, Role;
    "role.assigned" => RoleAssigned: Work, Role;
    "record.repaired" => RecordRepaired: Upkeep, Nothing;
    "record.fault_noted" => RecordFaultNoted: Upkeep, Nothing;
    "obligation.assessed" => ObligationAssessed: Work, Nothing;
    "obligation.confirmed" => ObligationConfirmed: Work, Duty;
    "obligation.not_required" => ObligationNotRequired: Work, Duty;
    "obligation.corrected" => ObligationCorrected: Work, Duty;
    "obligation.extended" => ObligationExtended: Work, Duty;
    "obligation.delayed" => ObligationDelayed: Work, Duty;
    "obligation.released" => ObligationReleased: Work, DatedDuty;
    "obligation.recomputed" => ObligationRecomputed: Work, Nothing;
    "notice.made" => NoticeMade: Work, DatedDuty;
    "notice.declined" => NoticeDeclined: Work, Duty;
}

impl Event {
    /// The data, if this is the event that carries data of this type.
    pub fn get<Data: Listing>(&self) -> Option<&Data> {
        Data::of(self)
    }

    /// Whether this is the event that carries data of this type.
    pub fn is<Data: Listing>(&self) -> bool {
        Data::of(self).is_some()
    }

    /// The name of an event that this program does not know.
    pub fn foreign_name(&self) -> Option<&str> {
        if let Event::Foreign(foreign) = self {
            Some(&foreign.name)
        } else {
            None
        }
    }
}

/// An event of a newer program.
#[derive(Clone, Debug, PartialEq)]
pub struct Foreign {
    pub name: String,
    /// Its data, as JSON text.
    pub data: String,
}

impl EventData for Foreign {
    fn sentence(&self, _: Zone) -> String {
        format!("{} (of a newer breach): {}", self.name, self.data)
    }

    fn facets(&self) -> Facets<'_> {
        Facets {
            step: None,
            because: None,
            facts: FactUse::None,
            moves: Moves::Nothing,
            demand: Demand::Plan,
            listed: None,
        }
    }
}

impl FreeText for Foreign {
    fn find_typed<'a>(&'a mut self, _: &mut Vec<Typed<'a>>) {}
}
