//! The few things that matter now.
//!
//! Nobody is told that they are on step 3 of 35. Steps are ranked by when they press - a deadline, an aim, the next pass -
//! and, where nothing presses, by the order of the playbook.

use chrono::{DateTime, TimeDelta, Utc};

use super::step::{Standing, StepStatus};
use super::timing::Timing;
use crate::incident::Incident;
use crate::playbook::plan::Step;
use crate::workflow::Workflow;
use crate::workflow::holds::Hold;

/// How far ahead "now" reaches.
const HORIZON_HOURS: i64 = 12;

/// At most this many things are shown at once.
pub const AT_ONCE: usize = 5;

/// What is to be done, sorted for somebody who can do one thing at a time.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Next {
    /// Steps that can be worked on now, the most pressing first; those already started lead. A step that only needs
    /// somebody's agreement or approval is one of them.
    pub now: Vec<Todo>,
    /// Steps that wait for somebody.
    pub waiting: Vec<Todo>,
    /// Steps that are held although they press.
    pub held: Vec<Todo>,
    /// How many steps are open beyond those.
    pub later: usize,
    pub done: usize,
    /// How many are not needed, ruled out or will not be done.
    pub not_needed: usize,
}

/// One step to be done.
#[derive(Clone, Debug, PartialEq)]
pub struct Todo {
    pub step: String,
    pub title: String,
    /// The role that owns it.
    pub owner: String,
    /// The person it was given to, or who holds the role.
    pub person: Option<String>,
    pub standing: Standing,
    /// Where the deadline from outside stands that it carries or is due with.
    pub deadline: Option<Timing>,
    /// When our own yardstick is reached.
    pub aim: Option<DateTime<Utc>>,
    /// Passes that should have begun by now and did not: how many, and since when.
    pub missed_passes: Option<(u32, DateTime<Utc>)>,
}

impl Todo {
    fn of(incident: &Incident, step: &Step, status: &StepStatus, deadline: Option<&Timing>) -> Self {
        let assigned = incident.steps.get(&step.id).and_then(|state| state.assigned.clone());
        Todo {
            step: step.id.clone(),
            title: step.title.clone(),
            owner: step.owner.clone(),
            person: assigned.or_else(|| incident.roles.get(&step.owner).map(|holder| holder.name.clone())),
            standing: status.standing.clone(),
            deadline: deadline.cloned(),
            aim: status.aim,
            missed_passes: status.missed_passes,
        }
    }

    /// When a duty from outside is due, at the earliest.
    pub fn due_at(&self) -> Option<DateTime<Utc>> {
        self.deadline.as_ref().and_then(Timing::due).map(|due| due.at)
    }

    /// When it presses, the earlier of duty and aim.
    fn presses_at(&self) -> Option<DateTime<Utc>> {
        [self.due_at(), self.aim].into_iter().flatten().min()
    }
}

/// Sorts every step. `deadline_of` tells where the deadline of a step stands.
pub(super) fn next<'s>(
    workflow: &Workflow,
    incident: &Incident,
    steps: &[StepStatus],
    deadline_of: &dyn Fn(&str) -> Option<&'s Timing>,
    now: DateTime<Utc>,
) -> Next {
    let horizon = now + TimeDelta::hours(HORIZON_HOURS);
    let mut sorted = Next::default();
    for (step, status) in workflow.steps.iter().zip(steps) {
        let todo = Todo::of(incident, step, status, deadline_of(&step.id));
        match &todo.standing {
            Standing::Done { .. } | Standing::Between => sorted.done += 1,
            Standing::NotNeeded { .. } | Standing::Declined { .. } | Standing::RuledOut => sorted.not_needed += 1,
            Standing::Waiting { .. } => sorted.waiting.push(todo),
            Standing::Open | Standing::Started { .. } => sorted.now.push(todo),
            // A sentence to agree to or an approval to ask for is the next thing to do about a step.
            Standing::Held(holds) if holds.iter().all(Hold::is_lifted_by_a_word) => sorted.now.push(todo),
            Standing::Held(_) if todo.presses_at().is_some_and(|at| at <= horizon) => sorted.held.push(todo),
            Standing::Held(_) | Standing::CannotTell(_) | Standing::Deferred { .. } | Standing::Resting { .. } => {
                sorted.later += 1;
            }
        }
    }
    // The sort is stable, so steps that press equally keep the order of the playbook.
    let rank = |todo: &Todo| {
        let started = matches!(todo.standing, Standing::Started { .. });
        let at = todo.presses_at();
        (!started, at.is_none(), at)
    };
    sorted.now.sort_by_key(rank);
    sorted.held.sort_by_key(rank);
    sorted.waiting.sort_by_key(|todo| match &todo.standing {
        Standing::Waiting { until, .. } => (until.is_none(), until.map(|until| until.with_timezone(&Utc))),
        _ => (true, None),
    });
    let open = sorted.now.len();
    let (mut near, far): (Vec<Todo>, Vec<Todo>) = sorted.now.into_iter().partition(|todo| is_near(todo, horizon));
    // Somebody who has nothing else to do is shown the one thing that comes first.
    if near.is_empty() {
        near.extend(far.into_iter().take(1));
    }
    near.truncate(AT_ONCE);
    sorted.later += open - near.len();
    sorted.now = near;
    sorted
}

/// Whether it belongs to the next hours: it was started, presses soon, or nobody said when it presses.
fn is_near(todo: &Todo, horizon: DateTime<Utc>) -> bool {
    matches!(todo.standing, Standing::Started { .. }) || todo.presses_at().is_none_or(|at| at <= horizon)
}
