//! What a deadline's time says at one moment: the one place that calls anything missed, passed or late.
//!
//! It is derived and never recorded. A wrong clock, a mistyped time or a late entry would make a record of it false for ever;
//! what is derived is right again as soon as the facts are.

use chrono::{DateTime, TimeDelta, Utc};

use crate::incident::event::{Applies, ClockState};
use crate::incident::state::{Decided, Decision, ObligationState};
use crate::incident::{self, Incident};
use crate::obligation::count::{When, start_of};
use crate::time::Zone;
use crate::workflow::duties::told_when;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DueTime {
    pub at: DateTime<Utc>,
    /// It is only the earliest possible one: something else stands in for the start that counts.
    pub is_earliest: bool,
}

/// What is known about a deadline before anybody looks at a clock.
#[derive(Clone, Debug, PartialEq)]
pub enum Claim {
    /// It is to be met. Where its time has not begun to run, what it waits for.
    Open(Option<String>),
    /// Nobody can tell yet whether it is to be met, or by when.
    CannotTell,
    /// They were told, then for the first time.
    Told(When),
    Done(When),
    /// Somebody decided that it is not required, or that the step is not needed.
    NotRequired,
    /// Somebody decided not to tell, and when to look at it again.
    Declined(DateTime<Utc>),
    /// It was one, and is none by what is known now.
    Withdrawn,
}

/// Where a deadline stands in time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Timing {
    /// It is due at this time, which lies ahead.
    Due(DateTime<Utc>),
    /// Only the earliest possible time is known, and lies ahead.
    Earliest(DateTime<Utc>),
    /// Only the earliest possible time is known, and it is over; the one that counts may lie ahead.
    EarliestPassed(DateTime<Utc>),
    /// Its time is over, and it was not met.
    Missed(DateTime<Utc>),
    /// It is to be met without delay; there is no fixed limit.
    NoLimit,
    /// Its time begins with something that has not happened, or that nobody has recorded.
    Waiting(String),
    /// Whether it is one, or by when, cannot be told yet; with its time if it is one.
    CannotTell(Option<DueTime>),
    /// Nothing is to be done about it any more.
    Settled(Settled),
    /// It was one, and is none by what is known now.
    Withdrawn(Option<DueTime>),
}

/// How a deadline was settled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settled {
    pub how: Settlement,
    /// When it was due by the facts that hold now.
    pub due: Option<DueTime>,
    /// How long after that it was met; nothing when it was in time, or when nobody can tell.
    pub late: Option<TimeDelta>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Settlement {
    /// They were told, then for the first time.
    Told(When),
    Done(When),
    /// Somebody decided that it is not required.
    NotRequired,
    /// Somebody decided not to tell, and when to look at it again.
    Declined {
        /// When to look at it again.
        revisit_at: DateTime<Utc>,
        is_over: bool,
    },
}

impl Claim {
    /// What becomes of it in this incident: one that was ruled out, or goes on as part of another, owes nothing any more.
    pub(super) fn in_incident(self, incident: &Incident) -> Self {
        let owes_nothing = incident
            .closed
            .as_ref()
            .is_some_and(|closing| closing.how != incident::event::Ending::Handled);
        match self {
            Claim::Open(_) | Claim::CannotTell if owes_nothing => Claim::Withdrawn,
            claim => claim,
        }
    }
}

impl Settlement {
    /// When it was met, as far as somebody said: of a day its first moment.
    pub fn met_at(&self, zone: Zone) -> Option<DateTime<Utc>> {
        match self {
            Settlement::Told(when) | Settlement::Done(when) => start_of(*when, zone),
            Settlement::NotRequired | Settlement::Declined { .. } => None,
        }
    }
}

/// What is said after "in time" of what was met on the day it was due, at an hour that nobody knows.
pub const AS_RECORDED: &str = "as far as recorded; the hour was not written down";

impl Settled {
    /// Whether it was in time as far as anybody wrote down: no more than the day is known, and it was due on that day.
    pub fn lacks_the_hour(&self, zone: Zone) -> bool {
        let (Settlement::Told(When::On(day)) | Settlement::Done(When::On(day))) = self.how else {
            return false;
        };
        let due_on = self.due.map(|due| zone.at(&due.at).date_naive());
        self.late.is_none() && due_on == Some(day)
    }
}

impl Timing {
    /// Judges a deadline at a moment. Days are those of this zone.
    pub fn of(claim: Claim, due: Option<DueTime>, now: DateTime<Utc>, zone: Zone) -> Self {
        let met = |when: When| {
            // Of a day of which nothing more is known any moment may be meant: the whole day must lie after the time.
            let first = match when {
                When::At(at) => at,
                When::On(_) => start_of(when, zone).unwrap_or(DateTime::<Utc>::MIN_UTC),
            };
            due.filter(|due| !due.is_earliest && first > due.at)
                .map(|due| first - due.at)
        };
        let settled = |how: Settlement, late: Option<TimeDelta>| Timing::Settled(Settled { how, due, late });
        match claim {
            Claim::Open(waits_for) => match (due, waits_for) {
                (Some(due), _) => match (due.at < now, due.is_earliest) {
                    (true, true) => Timing::EarliestPassed(due.at),
                    (true, false) => Timing::Missed(due.at),
                    (false, true) => Timing::Earliest(due.at),
                    (false, false) => Timing::Due(due.at),
                },
                (None, Some(on)) => Timing::Waiting(on),
                (None, None) => Timing::NoLimit,
            },
            Claim::CannotTell => Timing::CannotTell(due),
            Claim::Told(when) => settled(Settlement::Told(when), met(when)),
            Claim::Done(when) => settled(Settlement::Done(when), met(when)),
            Claim::NotRequired => settled(Settlement::NotRequired, None),
            Claim::Declined(revisit_at) => settled(
                Settlement::Declined {
                    revisit_at,
                    is_over: revisit_at <= now,
                },
                None,
            ),
            Claim::Withdrawn => Timing::Withdrawn(due),
        }
    }

    /// Judges a duty by what the record holds about it alone: what was computed last, decided and done. Nothing for
    /// what is no duty, or only to be kept.
    pub fn of_record(incident: &Incident, state: &ObligationState, now: DateTime<Utc>, zone: Zone) -> Option<Self> {
        let outcome = state.assessed.as_ref().map(|assessed| &assessed.outcome);
        let due = state.due_at().map(|(at, _)| DueTime {
            at: at.to_utc(),
            is_earliest: decided_time(state.decision()).is_none() && outcome.is_some_and(|outcome| outcome.earliest),
        });
        let internal = state.first_notice().is_some_and(|notice| notice.internal);
        let is_one = state.decision().is_some() || outcome.is_some_and(|outcome| outcome.applies == Applies::Yes);
        let due = due.filter(|_| is_one);
        let claim = match (settled_by(state, internal), outcome) {
            (Some(settled), _) => settled,
            (None, _) if due.is_some() => Claim::Open(None),
            (None, Some(outcome)) if outcome.applies == Applies::Yes || state.decision().is_some() => {
                match outcome.state {
                    ClockState::Waiting => Claim::Open(Some(outcome.counts_from.clone().unwrap_or_default())),
                    ClockState::Due | ClockState::Open => Claim::Open(None),
                    ClockState::Kept | ClockState::None => return None,
                }
            }
            (None, Some(outcome)) if outcome.applies == Applies::No => Claim::Withdrawn,
            (None, Some(_)) => Claim::CannotTell,
            (None, None) => return None,
        };
        Some(Timing::of(claim.in_incident(incident), due, now, zone))
    }

    /// Its time, where it has one.
    pub fn due(&self) -> Option<DueTime> {
        let time = |at: &DateTime<Utc>, is_earliest: bool| Some(DueTime { at: *at, is_earliest });
        match self {
            Timing::Due(at) | Timing::Missed(at) => time(at, false),
            Timing::Earliest(at) | Timing::EarliestPassed(at) => time(at, true),
            Timing::NoLimit | Timing::Waiting(_) => None,
            Timing::CannotTell(due) | Timing::Withdrawn(due) => *due,
            Timing::Settled(settled) => settled.due,
        }
    }

    /// Whether it is to be met.
    pub fn is_open(&self) -> bool {
        self.is_running() || matches!(self, Timing::NoLimit | Timing::Waiting(_))
    }

    /// Whether it is to be met and has a time, over or not.
    pub fn is_running(&self) -> bool {
        matches!(
            self,
            Timing::Due(_) | Timing::Earliest(_) | Timing::EarliestPassed(_) | Timing::Missed(_)
        )
    }

    /// Whether its time is over, and it was not met.
    pub fn is_missed(&self) -> bool {
        matches!(self, Timing::Missed(_))
    }

    /// How long after its time it was met, if it was.
    pub fn late(&self) -> Option<TimeDelta> {
        match self {
            Timing::Settled(settled) => settled.late,
            _ => None,
        }
    }

    /// Whether somebody decided not to tell, and the time to look at that again has come.
    pub fn is_to_be_looked_at(&self) -> bool {
        matches!(
            self,
            Timing::Settled(Settled {
                how: Settlement::Declined { is_over: true, .. },
                ..
            })
        )
    }

    /// What it is called in JSON.
    pub fn name(&self) -> &'static str {
        match self {
            Timing::Due(_) | Timing::Earliest(_) | Timing::EarliestPassed(_) | Timing::Missed(_) => "due",
            Timing::NoLimit => "open",
            Timing::Waiting(_) => "waiting",
            Timing::CannotTell(_) => "cannot_tell",
            Timing::Settled(settled) => match settled.how {
                Settlement::Told(_) => "told",
                Settlement::Done(_) => "done",
                Settlement::NotRequired => "not_required",
                Settlement::Declined { .. } => "not_telling",
            },
            Timing::Withdrawn(_) => "withdrawn",
        }
    }

    /// A time that is certain comes before one that is only the earliest.
    pub(super) fn order(&self) -> (u8, bool, Option<DateTime<Utc>>, bool) {
        let rank = match self {
            Timing::Due(_) | Timing::Earliest(_) | Timing::EarliestPassed(_) | Timing::Missed(_) => 0,
            Timing::NoLimit => 1,
            Timing::Waiting(_) => 2,
            Timing::CannotTell(_) => 3,
            Timing::Settled(_) => 4,
            Timing::Withdrawn(_) => 5,
        };
        let due = self.due();
        let at = due.map(|due| due.at);
        (rank, at.is_none(), at, due.is_some_and(|due| due.is_earliest))
    }
}

/// What settled a duty, as the record says. `internal` when nobody outside was to be told.
pub(super) fn settled_by(state: &ObligationState, internal: bool) -> Option<Claim> {
    if let Some(notice) = state.first_notice() {
        let at = told_when(notice);
        return Some(if internal { Claim::Done(at) } else { Claim::Told(at) });
    }
    match &state.decision()?.what {
        Decided::NotRequired => Some(Claim::NotRequired),
        Decided::Declined { revisit_at, .. } => Some(Claim::Declined(revisit_at.to_utc())),
        Decided::Confirmed | Decided::Corrected { .. } | Decided::Extended { .. } => None,
    }
}

/// The time that somebody decided on; it stands above any that was computed.
pub(super) fn decided_time(decision: Option<&Decision>) -> Option<DateTime<Utc>> {
    match &decision?.what {
        Decided::Corrected { due_at: at } | Decided::Extended { until: at } => Some(at.to_utc()),
        Decided::Confirmed | Decided::NotRequired | Decided::Declined { .. } => None,
    }
}

#[cfg(test)]
mod tests;
