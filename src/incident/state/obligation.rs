//! Where a duty to tell somebody stands: what was computed, what people decided, and which notices were made.
//!
//! Knows no rules: what was computed is what the record says was computed.

use chrono::{DateTime, FixedOffset, Utc};

use crate::incident::event::{Applies, Assessed, Attachment, ClockState, RulesUsed};

/// What happened to a duty.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ObligationState {
    /// Whom to tell, in words, as last said.
    pub tell: String,
    pub assessed: Option<Assessment>,
    /// The entries that computed it, the last one at the end.
    pub history: Vec<u64>,
    /// What people decided and nobody took back; only the last counts.
    pub decisions: Vec<Decision>,
    /// Requests to hold it back, those that are over too.
    pub delays: Vec<Delay>,
    pub notices: Vec<Notice>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Assessment {
    pub outcome: Assessed,
    /// The rules that were used.
    pub rules: RulesUsed,
    pub seq: u64,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Decision {
    pub what: Decided,
    /// Why, if they said so.
    pub why: Option<String>,
    pub who: String,
    pub at: DateTime<Utc>,
    pub seq: u64,
}

/// A decision about a duty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decided {
    Confirmed,
    NotRequired,
    /// It is due at another time.
    Corrected {
        due_at: DateTime<FixedOffset>,
    },
    Extended {
        until: DateTime<FixedOffset>,
    },
    /// They will not be told.
    Declined {
        decided_by: String,
        /// When somebody looks at it again.
        revisit_at: DateTime<FixedOffset>,
    },
}

/// A request to hold a notice back.
#[derive(Clone, Debug, PartialEq)]
pub struct Delay {
    pub agency: String,
    pub officer: Option<String>,
    pub written: bool,
    /// Until when, if they said so.
    pub until: Option<DateTime<FixedOffset>>,
    /// Why, if they said so.
    pub why: Option<String>,
    pub since: DateTime<Utc>,
    /// Who was asked, or wrote it down.
    pub who: String,
    pub seq: u64,
    pub released: Option<Release>,
}

/// The end of a request to hold a notice back.
#[derive(Clone, Debug, PartialEq)]
pub struct Release {
    pub at: DateTime<FixedOffset>,
    pub who: String,
    pub seq: u64,
}

/// A notice that was made.
#[derive(Clone, Debug, PartialEq)]
pub struct Notice {
    pub at: DateTime<FixedOffset>,
    /// Nobody said at what hour: `at` is the first moment of the day.
    pub on_day: bool,
    /// The hour was said to be rough.
    pub about: bool,
    /// When it was written down.
    pub written: DateTime<Utc>,
    pub channel: String,
    pub reference: Option<String>,
    /// What was sent, or what shows that it was.
    pub attachment: Option<Attachment>,
    /// The office or person that it went to.
    pub to: Option<String>,
    /// Nobody outside was to be told.
    pub internal: bool,
    pub who: String,
    pub seq: u64,
}

impl ObligationState {
    pub fn decision(&self) -> Option<&Decision> {
        self.decisions.last()
    }

    /// The latest request to hold it back that is not over.
    pub fn delay(&self) -> Option<&Delay> {
        self.delays.iter().rev().find(|delay| delay.released.is_none())
    }

    /// The first notice that was made.
    pub fn first_notice(&self) -> Option<&Notice> {
        self.notices.iter().min_by_key(|notice| notice.at)
    }

    /// When it is due, by what people decided or else by what was computed, and the entry that says so. None where it does
    /// not apply, nobody can tell, or there is no such time.
    pub fn due_at(&self) -> Option<(DateTime<FixedOffset>, u64)> {
        let computed = self.assessed.as_ref().filter(|computed| {
            computed.outcome.state == ClockState::Due
                && match computed.outcome.applies {
                    Applies::Yes => true,
                    Applies::Unknown => self.decision().is_some(),
                    Applies::No => false,
                }
        });
        match self.decision().map(|decision| (&decision.what, decision.seq)) {
            Some((Decided::NotRequired | Decided::Declined { .. }, _)) => None,
            Some((Decided::Corrected { due_at: at } | Decided::Extended { until: at }, seq)) => Some((*at, seq)),
            Some((Decided::Confirmed, _)) | None => {
                computed.and_then(|computed| Some((computed.outcome.due_at?, computed.seq)))
            }
        }
    }
}
