//! Where a step stands, as the responder would say it, what holds it, and when our own yardstick for it is reached.

use chrono::{DateTime, FixedOffset, Utc};

use crate::condition::Truth;
use crate::incident::event::StepOutcome;
use crate::incident::{Incident, PassState};
use crate::playbook::plan::Step;
use crate::text::Passage;
use crate::workflow::Workflow;
use crate::workflow::holds::{Hold, holds, still_held};
use crate::workflow::passes::{current_pass, missed_passes, next_pass_at};
use crate::workflow::plans::zone;
use crate::workflow::step_report::pass_to_report;

/// Everything about a step that changes with the incident.
#[derive(Clone, Debug, PartialEq)]
pub struct StepStatus {
    pub id: String,
    pub standing: Standing,
    /// The pass that a report would be about.
    pub pass: u32,
    /// Everything that holds that pass or held it, in the playbook's order.
    pub holds: Vec<Hold>,
    /// When our own yardstick for it is reached.
    pub aim: Option<DateTime<Utc>>,
    /// Passes that should have begun by now and did not: how many, and since when.
    pub missed_passes: Option<(u32, DateTime<Utc>)>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Standing {
    /// It can be done now.
    Open,
    Held(Vec<Hold>),
    RuledOut,
    /// Its condition cannot be told yet, for want of these facts.
    CannotTell(Vec<Passage>),
    /// Its next pass comes later.
    Resting {
        next: DateTime<Utc>,
    },
    /// A repeating step whose next pass begins when somebody asks for it, or whose passes have ended.
    Between,
    Started {
        who: String,
        since: DateTime<Utc>,
    },
    Waiting {
        on: String,
        until: Option<DateTime<FixedOffset>>,
        since: DateTime<Utc>,
    },
    Deferred {
        until: Option<DateTime<FixedOffset>>,
    },
    Done {
        who: String,
        at: DateTime<Utc>,
    },
    NotNeeded {
        why: String,
    },
    /// It will not be done.
    Declined {
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

/// Where every step stands, in their order.
pub fn statuses(workflow: &Workflow, incident: &Incident, now: DateTime<Utc>) -> Vec<StepStatus> {
    workflow
        .steps
        .iter()
        .map(|step| {
            let pass = pass_to_report(incident, step);
            StepStatus {
                id: step.id.clone(),
                standing: standing(workflow, incident, step, now),
                pass,
                holds: holds(workflow, incident, step, pass, now),
                aim: aim_at(incident, step),
                missed_passes: missed_passes(incident, step, now),
            }
        })
        .collect()
}

/// Says where a step stands.
pub fn standing(workflow: &Workflow, incident: &Incident, step: &Step, now: DateTime<Utc>) -> Standing {
    let state = incident.steps.get(&step.id);
    let number = current_pass(incident, step);
    let pass = state.and_then(|state| state.pass(number));
    let is_ruled_out = state.is_some_and(|state| state.ruled_out.is_some());
    // A step that only waits, or was put off, is not waited for any more once a fact rules it out.
    let stands_still = pass.is_some_and(|pass| {
        matches!(
            pass.state,
            PassState::Reported(StepOutcome::Waiting { .. } | StepOutcome::Deferred { .. })
        )
    });
    if is_ruled_out && stands_still {
        return Standing::RuledOut;
    }
    if let Some(pass) = pass
        && let PassState::Reported(outcome) = &pass.state
    {
        match outcome {
            StepOutcome::Started => {
                return Standing::Started {
                    who: pass.who.clone(),
                    since: pass.at,
                };
            }
            StepOutcome::Waiting { on, until } => {
                return Standing::Waiting {
                    on: on.clone(),
                    until: *until,
                    since: pass.at,
                };
            }
            StepOutcome::Deferred { until, .. } => {
                let is_over = until.is_some_and(|until| until.with_timezone(&Utc) <= now);
                if !is_over {
                    return Standing::Deferred { until: *until };
                }
            }
            StepOutcome::Done => {
                return match step.repeat {
                    Some(_) => Standing::Between,
                    None => Standing::Done {
                        who: pass.who.clone(),
                        at: pass.at,
                    },
                };
            }
            StepOutcome::NotNeeded { why } => return Standing::NotNeeded { why: why.clone() },
            StepOutcome::Declined { why } => return Standing::Declined { why: why.clone() },
        }
    }
    if is_ruled_out {
        return Standing::RuledOut;
    }
    if let Some(condition) = &step.when {
        let verdict = workflow.need(condition, incident);
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
    let held = still_held(workflow, incident, step, now);
    if held.is_empty() {
        Standing::Open
    } else {
        Standing::Held(held)
    }
}

/// When our own yardstick for this step is reached: counted from opening, or from the end of another step. A later pass
/// counts from the one before.
fn aim_at(incident: &Incident, step: &Step) -> Option<DateTime<Utc>> {
    if let Some(next) = next_pass_at(incident, step) {
        return Some(next);
    }
    let aim = step.aim.as_ref()?;
    let from = match &aim.after {
        None => incident.opened_at?,
        Some(step) => finished_at(incident, step)?,
    };
    Some(aim.span.after(from, zone(incident)))
}

/// When the first pass of a step ended.
pub(super) fn finished_at(incident: &Incident, step: &str) -> Option<DateTime<Utc>> {
    incident
        .steps
        .get(step)?
        .passes
        .first()
        .filter(|pass| pass.is_done())
        .map(|pass| pass.at)
}

#[cfg(test)]
mod tests;
