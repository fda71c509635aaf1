//! When things are due: deadlines from outside, our own aims, and the next pass of a step that repeats.

use chrono::{DateTime, Utc};

use super::guide::{Guide, instant, zone};
use super::standing::{current_pass, standing};
use crate::incident::{Incident, Pass};
use crate::obligation::rule::Recipient;
use crate::playbook::plan::{Due, DueBy, DueWith, Moment, Repeat, Schedule, Side, Step};

/// Facts from which duties count. Each duty names its own; while that one is not known the earliest known counts, so that a
/// clock never starts later than it may have to.
pub const START_TIMES: [&str; 6] = [
    "arrived_at",
    "first_read_at",
    "suspected_at",
    "discovered_at",
    "aware_at",
    "determined_at",
];

/// A duty from outside that a step carries, with the time it is due.
#[derive(Clone, Debug, PartialEq)]
pub struct Deadline {
    /// The step.
    pub step: String,
    /// Its title.
    pub title: String,
    /// Its time, and where that comes from.
    pub clock: Clock,
    /// It was met, or is no longer needed.
    pub settled: bool,
}

/// The time of a duty from outside, and where it comes from.
#[derive(Clone, Debug, PartialEq)]
pub struct Clock {
    /// When it is due; `None` while what it counts from is not known.
    pub at: Option<DateTime<Utc>>,
    /// What its time comes from.
    pub from: Origin,
    /// That time is only the earliest possible one: the earliest start time known stands in for the one it counts from,
    /// until counsel chooses.
    pub earliest: bool,
    /// The law, scheme rule or contract.
    pub source: String,
    /// When that source was last read.
    pub checked: Option<String>,
}

/// What the time of a duty comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The playbook counts it from this fact or step.
    Counted(String),
    /// It is computed for this obligation.
    Obligation(String),
}

/// The time of a duty to tell, as computed from the rules and as people decided.
#[derive(Clone, Debug, PartialEq)]
pub struct DutyTime {
    /// The obligation.
    pub id: String,
    /// What kind of recipient is told.
    pub recipient: Recipient,
    /// Who is told, in words.
    pub tell: String,
    /// When it is due; `None` where no law names a limit, or its clock does not run yet.
    pub at: Option<DateTime<Utc>>,
    /// That time is only the earliest possible one.
    pub earliest: bool,
    /// The law and its place.
    pub law: String,
    /// Where the rule was read.
    pub source: String,
    /// When that was last known to be true: `2026-01`.
    pub as_of: String,
    /// Nothing is to be done about it any more.
    pub settled: bool,
    /// Nobody is told: it is something to be done in the house.
    pub internal: bool,
}

/// When our own yardstick for this step is reached: counted from opening, or from the end of another step. A later pass
/// counts from the one before.
pub fn aim_at(incident: &Incident, step: &Step) -> Option<DateTime<Utc>> {
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

/// When the duty of a step is due.
pub fn due_at(guide: &Guide, incident: &Incident, due: &Due) -> Option<DateTime<Utc>> {
    clock(guide, incident, due)?.at
}

/// The time of a step's duty. A step that is due with computed duties has none while no open one among them has a time.
pub fn clock(guide: &Guide, incident: &Incident, due: &Due) -> Option<Clock> {
    match due {
        Due::By(due) => {
            let counted = counted(incident, due);
            let (Moment::Fact(name) | Moment::Step(name)) = &due.of;
            Some(Clock {
                at: counted.map(|(at, _)| at),
                from: Origin::Counted(name.clone()),
                earliest: counted.is_some_and(|(_, earliest)| earliest),
                source: due.source.clone(),
                checked: due.checked.clone(),
            })
        }
        Due::With(with) => first_of(&guide.duties, with).map(|duty| Clock {
            at: duty.at,
            from: Origin::Obligation(duty.id.clone()),
            earliest: duty.earliest,
            source: duty.law.clone(),
            checked: Some(duty.as_of.clone()),
        }),
    }
}

/// The open duty that is due first among those a step is due with.
fn first_of<'d>(duties: &'d [DutyTime], with: &'d DueWith) -> Option<&'d DutyTime> {
    let timed = open_with(duties, with).filter(|duty| duty.at.is_some());
    timed.min_by_key(|duty| duty.at)
}

/// The open duties among those a step is due with.
fn open_with<'d>(duties: &'d [DutyTime], with: &'d DueWith) -> impl Iterator<Item = &'d DutyTime> {
    let named = |duty: &&DutyTime| {
        let mut names = with.obligations.iter();
        names.any(|name| *name == duty.id || name == duty.recipient.name())
    };
    duties.iter().filter(|duty| !duty.settled).filter(named)
}

/// The open duties that a step which is done may have settled, the nearest first.
pub fn untold<'g>(guide: &'g Guide, step: &'g Step) -> Vec<&'g DutyTime> {
    match &step.due {
        Some(Due::With(with)) => open_with(&guide.duties, with).collect(),
        Some(Due::By(_)) | None => Vec::new(),
    }
}

/// When a duty is due, and whether the earliest start time known stands in for the one it counts from.
fn counted(incident: &Incident, due: &DueBy) -> Option<(DateTime<Utc>, bool)> {
    let (from, earliest) = match &due.of {
        Moment::Fact(fact) => match instant(incident, fact) {
            Some(at) => (at, false),
            None if START_TIMES.contains(&fact.as_str()) => (earliest_start(incident)?, true),
            None => return None,
        },
        Moment::Step(step) => (finished_at(incident, step)?, false),
    };
    let at = match due.side {
        Side::After => due.span.after(from, zone(incident)),
        Side::Before => due.span.before(from, zone(incident)),
    };
    Some((at, earliest))
}

/// The earliest of the start times that is known.
fn earliest_start(incident: &Incident) -> Option<DateTime<Utc>> {
    START_TIMES.iter().filter_map(|fact| instant(incident, fact)).min()
}

impl Clock {
    /// Whether the time is over. The earliest possible time of a computed duty passes without being missed.
    pub fn is_missed(&self, now: DateTime<Utc>) -> bool {
        let only_earliest = self.earliest && matches!(self.from, Origin::Obligation(_));
        !only_earliest && self.at.is_some_and(|at| at < now)
    }
}

/// Every duty that the steps carry: those with a time first, the nearest first. Ruled-out steps carry none.
pub fn deadlines(guide: &Guide, incident: &Incident, now: DateTime<Utc>) -> Vec<Deadline> {
    let mut found: Vec<Deadline> = guide
        .steps
        .iter()
        .filter_map(|step| {
            let due = step.due.as_ref()?;
            let standing = standing(guide, incident, step, now);
            if matches!(standing, super::Standing::RuledOut) {
                return None;
            }
            Some(Deadline {
                step: step.id.clone(),
                title: step.title.clone(),
                clock: clock(guide, incident, due)?,
                settled: standing.is_finished(),
            })
        })
        .collect();
    found.sort_by_key(|deadline| (deadline.settled, deadline.clock.at.is_none(), deadline.clock.at));
    found
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
fn pass_after(
    schedule: &Schedule,
    first: DateTime<Utc>,
    last: DateTime<Utc>,
    zone: crate::time::Zone,
) -> Option<DateTime<Utc>> {
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

/// When the first pass of a step ended.
fn finished_at(incident: &Incident, step: &str) -> Option<DateTime<Utc>> {
    incident
        .steps
        .get(step)?
        .passes
        .first()
        .filter(|pass| pass.is_done())
        .map(|pass| pass.at)
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

#[cfg(test)]
mod tests;
