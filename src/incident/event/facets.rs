//! What everything that treats events differently may ask of an event. Nobody outside this folder lists events.
//!
//! There is no default answer: whoever adds an event answers each of these, and a question that is added here is asked of
//! every event.

use chrono::{DateTime, Utc};

use crate::fact::FreeText;
use crate::time::Zone;

/// What the data of an event says about the event, beside where a person may have typed anything in it.
pub trait EventData: FreeText {
    /// What happened, without who and when.
    fn sentence(&self, zone: Zone) -> String;

    /// What else it says about itself.
    fn facets(&self) -> Facets<'_>;
}

/// What kind of event it is: when it may be written, and whether anything can follow from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nature {
    /// Work on an open incident.
    Work,
    /// The end of the work.
    Closing,
    /// Words about the incident, open or closed; no fact and no step changes with them.
    Remark,
    /// What is added to an incident, open or closed, and may change what it led to.
    Amendment,
    /// What the journal writes by itself about its record.
    Upkeep,
}

/// What a correction of an event can change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Correctable {
    /// Nothing: it stands as it is.
    Nothing,
    /// The words of a note or a call.
    Words,
    /// The answer to a question.
    Answer,
    /// What became of a step.
    Outcome,
    /// The opening of a gate.
    Gate,
    Role,
    /// A decision to go ahead in spite of a hold.
    Override,
    /// What was decided or asked about a duty.
    Duty,
    /// What was done about a duty at a time that must be known.
    DatedDuty,
}

/// What an event says about itself.
#[derive(Clone, Debug, PartialEq)]
pub struct Facets<'a> {
    /// The step that it belongs to.
    pub step: Option<&'a str>,
    /// The entry that it speaks of or follows from. Who may not read that entry may not read this one.
    pub because: Option<u64>,
    /// What it has to do with facts. Who may not read a fact may not read what quotes it.
    pub facts: FactUse<'a>,
    /// Whose deadlines it may move.
    pub moves: Moves<'a>,
    /// What must hold before it is written.
    pub demand: Demand<'a>,
    /// The part of a report that lists it beside the timeline.
    pub listed: Option<Listed>,
}

/// What an event has to do with facts.
#[derive(Clone, Debug, PartialEq)]
pub enum FactUse<'a> {
    None,
    Answers(&'a str),
    /// It puts another answer in the place of an earlier one.
    Corrects(&'a str),
    /// It takes back the answer that holds.
    Withdraws(&'a str),
    /// It quotes the values of these.
    Quotes(Vec<&'a str>),
}

/// Whose deadlines an event may move.
#[derive(Clone, Debug, PartialEq)]
pub enum Moves<'a> {
    /// Nobody's, but through the facts that it answers.
    Nothing,
    AllSteps,
    Step(&'a str),
    /// Those of these duties, with the time that it names for each.
    Duties(Vec<(&'a str, Option<DateTime<Utc>>)>),
    LikeEntry(u64),
}

/// What a playbook must agree to before an event is written.
#[derive(Clone, Debug, PartialEq)]
pub enum Demand<'a> {
    /// Nothing: it may be written even where no plan can be read.
    Nothing,
    /// The plan can be read.
    Plan,
    /// The plan has this step.
    Step(&'a str),
    /// The plan has no such step yet.
    NewStep(&'a str),
    /// It says that something was done, and these are the holds that were not lifted.
    Holds {
        step: &'a str,
        pass: u32,
        named: &'a [String],
    },
    /// Whoever did it is the incident commander.
    Commander { step: &'a str },
    /// Whoever did it may open or refuse this gate.
    Gate {
        step: &'a str,
        gate: &'a str,
        /// It gives or refuses an approval, rather than agree to a sentence.
        is_approval: bool,
    },
}

/// The parts of a report that list entries beside the timeline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Listed {
    /// Decisions out of the usual order.
    OutOfOrder,
    Roles,
    Calls,
    Corrections,
}
