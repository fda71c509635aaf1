//! One entry of the record: what happened, with everything that says where it comes from.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::event::Event;
use super::provenance::{Access, By, Occurred, ReportedBy};
use crate::hash::Hash;
use crate::time::ZoneUsed;

/// One entry of a record.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Its number: physical lines counted from 0.
    pub seq: u64,
    /// When it was written, by this machine's clock.
    pub at: DateTime<Utc>,
    /// Time since boot, to find a clock that was set.
    pub mono: Mono,
    /// The wall clock and the time since boot disagree with the line before.
    pub clock: Option<ClockFault>,
    /// 128 random bits, so that a line reduced to its hash cannot be guessed back.
    pub salt: [u8; 16],
    pub by: By,
    /// Who did it, when that is somebody else.
    pub actor: Option<String>,
    /// Who said so and how, when it was told.
    pub told: Option<ReportedBy>,
    /// Whether this is a drill.
    pub drill: bool,
    /// Who may read it, when not everybody.
    pub access: Option<Access>,
    /// When it happened, when the responder said so.
    pub occurred: Option<Occurred>,
    /// The zone of the times in it, and the release of the database that gave them their offset.
    pub zone: Option<ZoneUsed>,
    /// SHA-256 of the line before.
    pub prev: Hash,
    pub event: Event,
}

/// Milliseconds since boot, sleep included, and which boot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mono {
    pub boot: String,
    /// Milliseconds since that boot.
    pub ms: u64,
}

/// How the wall clock left its course since the previous line of the same boot, by more than five seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClockFault {
    /// It shows an earlier time than it should.
    Back,
    /// It shows a later time than it should.
    Jump,
}

impl Entry {
    /// Who did it: the actor, else whoever typed.
    pub fn who(&self) -> &str {
        self.actor.as_deref().unwrap_or(&self.by.name)
    }

    /// When it happened as far as known, else when it was written down.
    pub fn when(&self) -> DateTime<Utc> {
        self.occurred
            .and_then(|occurred| occurred.at)
            .map_or(self.at, |at| at.with_timezone(&Utc))
    }
}
