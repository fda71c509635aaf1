//! The passes of steps that are done more than once: which one a report is about, and when the next one begins.

use chrono::{DateTime, Utc};

use super::plans::{evaluate, zone};
use crate::condition::Truth;
use crate::incident::{Incident, Pass};
use crate::playbook::plan::{Repeat, Schedule, Step};
use crate::time::Zone;

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

/// When the next pass of a repeating step begins: from the end of the pass before, at the pace its schedule has by then.
/// `None` before the first pass, for steps that do not repeat on a schedule, and after the schedule's last pace.
pub fn next_pass_at(incident: &Incident, step: &Step) -> Option<DateTime<Utc>> {
    let Some(Repeat::Every(schedule)) = &step.repeat else {
        return None;
    };
    let state = incident.steps.get(&step.id)?;
    let first = state.passes.first()?;
    let last_done: &Pass = state.passes.iter().rev().find(|pass| pass.is_done())?;
    pass_after(schedule, first.at, last_done.at, zone(incident))
}

/// When the pass after one at `last` begins, on a schedule that began with a pass at `first`.
fn pass_after(schedule: &Schedule, first: DateTime<Utc>, last: DateTime<Utc>, zone: Zone) -> Option<DateTime<Utc>> {
    let mut pace_begins = first;
    for pace in &schedule.spans {
        let Some(lasts) = pace.lasts else {
            return Some(pace.each.after(last, zone));
        };
        let pace_ends = lasts.after(pace_begins, zone);
        if last < pace_ends {
            return Some(pace.each.after(last, zone));
        }
        pace_begins = pace_ends;
    }
    None
}

/// The passes of a repeating step that should have begun by now and did not: how many, and since when.
pub fn missed_passes(incident: &Incident, step: &Step, now: DateTime<Utc>) -> Option<(u32, DateTime<Utc>)> {
    let due = next_pass_at(incident, step)?;
    if due >= now || current_pass(incident, step) as usize <= incident.steps.get(&step.id)?.passes.len() {
        return None;
    }
    let Some(Repeat::Every(schedule)) = &step.repeat else {
        return None;
    };
    let first = incident.steps.get(&step.id)?.passes.first()?.at;
    let mut count = 1;
    let mut at = due;
    // Each at the pace that its own time has: a schedule may have slowed down meanwhile.
    while let Some(next) = pass_after(schedule, first, at, zone(incident))
        && next < now
        && count < 1000
    {
        count += 1;
        at = next;
    }
    Some((count, due))
}
