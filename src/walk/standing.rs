//! Where a step stands, as the responder would say it.

use chrono::{DateTime, FixedOffset, Utc};

use super::guide::{Guide, evaluate};
use super::holds::{Hold, still_held};
use super::moments::next_pass_at;
use crate::condition::Truth;
use crate::incident::event::Outcome;
use crate::incident::{Incident, PassState};
use crate::playbook::plan::{Repeat, Step};
use crate::text::Passage;

/// Where a step stands.
#[derive(Clone, Debug, PartialEq)]
pub enum Standing {
    /// It can be done now.
    Open,
    /// It is held.
    Held(Vec<Hold>),
    /// Its condition is false.
    RuledOut,
    /// Its condition cannot be told yet, for want of these facts.
    CannotTell(Vec<Passage>),
    /// Its next pass comes later.
    Resting {
        /// When.
        next: DateTime<Utc>,
    },
    /// A repeating step whose next pass begins when somebody asks for it, or whose passes have ended.
    Between,
    /// Somebody works on it.
    Started {
        /// Who.
        who: String,
        /// Since when.
        since: DateTime<Utc>,
    },
    /// It waits.
    Waiting {
        /// For whom or what.
        on: String,
        /// Until when.
        until: Option<DateTime<FixedOffset>>,
        /// Since when.
        since: DateTime<Utc>,
    },
    /// It was put off.
    Deferred {
        /// Until when.
        until: Option<DateTime<FixedOffset>>,
    },
    /// It is done.
    Done {
        /// Who did it.
        who: String,
        /// When.
        at: DateTime<Utc>,
    },
    /// It is not needed.
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

impl Standing {
    /// Whether nothing is left to do about it now.
    pub fn is_finished(&self) -> bool {
        match self {
            Standing::RuledOut
            | Standing::Between
            | Standing::Done { .. }
            | Standing::NotNeeded { .. }
            | Standing::Declined { .. } => true,
            Standing::Open
            | Standing::Held(_)
            | Standing::CannotTell(_)
            | Standing::Resting { .. }
            | Standing::Started { .. }
            | Standing::Waiting { .. }
            | Standing::Deferred { .. } => false,
        }
    }

    /// One word or two for it, the same in every list and in `--json`.
    pub fn name(&self) -> &'static str {
        match self {
            Standing::Open => "open",
            Standing::Held(_) => "held",
            Standing::RuledOut => "ruled out",
            Standing::CannotTell(_) => "cannot tell yet",
            Standing::Resting { .. } => "again later",
            Standing::Between => "done so far",
            Standing::Started { .. } => "started",
            Standing::Waiting { .. } => "waiting",
            Standing::Deferred { .. } => "later",
            Standing::Done { .. } => "done",
            Standing::NotNeeded { .. } => "not needed",
            Standing::Declined { .. } => "will not do",
        }
    }
}

/// Says where a step stands.
pub fn standing(guide: &Guide, incident: &Incident, step: &Step, now: DateTime<Utc>) -> Standing {
    let state = incident.steps.get(&step.id);
    let number = current_pass(incident, step);
    let pass = state.and_then(|state| state.pass(number));
    let is_ruled_out = state.is_some_and(|state| state.ruled_out.is_some());
    // A step that only waits, or was put off, is not waited for any more once a fact rules it out.
    let stands_still = pass.is_some_and(|pass| {
        matches!(
            pass.state,
            PassState::Reported(Outcome::Waiting { .. } | Outcome::Deferred { .. })
        )
    });
    if is_ruled_out && stands_still {
        return Standing::RuledOut;
    }
    if let Some(pass) = pass
        && let PassState::Reported(outcome) = &pass.state
    {
        match outcome {
            Outcome::Started => {
                return Standing::Started {
                    who: pass.who.clone(),
                    since: pass.at,
                };
            }
            Outcome::Waiting { on, until } => {
                return Standing::Waiting {
                    on: on.clone(),
                    until: *until,
                    since: pass.at,
                };
            }
            Outcome::Deferred { until, .. } => {
                let is_over = until.is_some_and(|until| until.with_timezone(&Utc) <= now);
                if !is_over {
                    return Standing::Deferred { until: *until };
                }
            }
            Outcome::Done => {
                return match step.repeat {
                    Some(_) => Standing::Between,
                    None => Standing::Done {
                        who: pass.who.clone(),
                        at: pass.at,
                    },
                };
            }
            Outcome::NotNeeded { why } => return Standing::NotNeeded { why: why.clone() },
            Outcome::Declined { why } => return Standing::Declined { why: why.clone() },
        }
    }
    if is_ruled_out {
        return Standing::RuledOut;
    }
    if let Some(condition) = &step.when {
        let verdict = evaluate(condition, incident);
        match verdict.truth {
            Truth::True => {}
            Truth::False => return Standing::RuledOut,
            Truth::Unknown => return Standing::CannotTell(verdict.waits_for),
        }
    }
    if let Some(next) = next_pass_at(incident, step)
        && next > now
    {
        return Standing::Resting { next };
    }
    let held = still_held(guide, incident, step, now);
    if held.is_empty() {
        Standing::Open
    } else {
        Standing::Held(held)
    }
}

/// The pass that a report would be about: the latest, or the next one of a step that repeats on a schedule and goes on.
pub fn current_pass(incident: &Incident, step: &Step) -> u32 {
    let Some(state) = incident.steps.get(&step.id) else {
        return 1;
    };
    let count = u32::try_from(state.passes.len()).unwrap_or(u32::MAX).max(1);
    let finished = state.latest().is_some_and(|pass| pass.is_done());
    match &step.repeat {
        Some(Repeat::Every(schedule)) if finished => {
            let over = schedule
                .until
                .as_ref()
                .is_some_and(|until| evaluate(until, incident).truth == Truth::True);
            if over || next_pass_at(incident, step).is_none() {
                count
            } else {
                count + 1
            }
        }
        Some(Repeat::Every(_) | Repeat::OnDemand) | None => count,
    }
}
