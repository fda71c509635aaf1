//! What is true of an incident at one moment: its deadlines, where its steps stand, what comes next, what is not known.
//!
//! Made from the workflow, the incident, the rules and the moment, and computed once for all of them; screens, JSON, calendars,
//! reports and exit codes read it and define nothing. Pure. It carries its moment: nobody who has one asks for the time.

pub mod closing;
pub mod deadline;
pub mod effect;
pub mod known;
pub mod nearest;
pub mod next;
#[cfg(test)]
mod sample;
pub mod step;
pub mod timing;

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use crate::incident::Incident;
use crate::obligation::{Duty, Rule, assess_these};
use crate::playbook::plan::Due;
use crate::time::{TimeView, Zone};
use crate::workflow::duties::case_of;
use crate::workflow::{Evaluations, Workflow};

pub use deadline::Deadline;
pub use known::{Gap, NotAsked, not_known};
pub use nearest::Nearest;
pub use next::{Next, Todo};
pub use step::{Standing, StepStatus};
pub use timing::Timing;

use deadline::{Untold, untold};

/// What is true of an incident at one moment.
#[derive(Clone, Debug, PartialEq)]
pub struct Situation {
    now: DateTime<Utc>,
    /// Every deadline that is one, may be one, or was one: what has a time first, the nearest first; then what has no limit,
    /// what waits, what cannot be told, and what is settled.
    pub deadlines: Vec<Deadline>,
    /// Every step, in the order of the workflow.
    pub steps: Vec<StepStatus>,
    /// What is to be done.
    pub next: Next,
    /// What is not known and should be.
    pub not_known: Vec<Gap>,
    /// The open duties that each step is due with, by its id: those with a time first, the nearest first.
    due_with: BTreeMap<String, Vec<String>>,
}

impl Situation {
    pub fn of(workflow: &Workflow, incident: &Incident, now: DateTime<Utc>) -> Self {
        Self::with(&mut Evaluations::default(), workflow, incident, now)
    }

    /// The same, with what the rules said before where it is for the same facts and moment.
    pub fn with(evaluations: &mut Evaluations, workflow: &Workflow, incident: &Incident, now: DateTime<Utc>) -> Self {
        let computed = evaluations.of(&workflow.book, case_of(incident), now);
        let of_rules = deadline::of_rules(workflow, incident, computed, now);
        let due_with: BTreeMap<String, Vec<String>> = workflow
            .steps
            .iter()
            .filter_map(|step| match step.due.as_ref()? {
                Due::With(with) => {
                    let open = deadline::open_with(&of_rules, with);
                    Some((step.id.clone(), open.map(|duty| duty.id().to_owned()).collect()))
                }
                Due::By(_) => None,
            })
            .collect();
        let steps = step::statuses(workflow, incident, now);
        let of_steps = workflow
            .steps
            .iter()
            .zip(&steps)
            .filter_map(|(step, status)| deadline::of_step(workflow, incident, step, status, now));
        let all = of_steps
            .chain(of_rules.into_iter().map(|(deadline, _)| deadline))
            .chain(deadline::of_record(workflow, incident, now))
            .collect();
        let mut situation = Situation {
            now,
            deadlines: deadline::in_order(workflow, incident, all),
            not_known: not_known(workflow, incident, &steps),
            steps,
            next: Next::default(),
            due_with,
        };
        let timing_of = |step: &str| situation.deadline_of(step).map(|deadline| &deadline.timing);
        situation.next = next::next(workflow, incident, &situation.steps, &timing_of, now);
        situation
    }

    /// The moment that it speaks of, in a zone.
    pub fn seen_in(&self, zone: Zone) -> TimeView {
        TimeView { now: self.now, zone }
    }

    /// Deadlines that are to be met.
    pub fn open(&self) -> impl Iterator<Item = &Deadline> {
        self.deadlines.iter().filter(|deadline| deadline.timing.is_open())
    }

    /// Deadlines of which it cannot be told yet whether they are any, or by when, by what would tell.
    pub fn untold(&self) -> Vec<Untold<'_>> {
        untold(&self.deadlines)
    }

    pub fn deadline(&self, obligation: &str) -> Option<&Deadline> {
        let mut all = self.deadlines.iter();
        all.find(|deadline| deadline.obligation() == Some(obligation))
    }

    /// The deadline that a step carries by itself.
    pub fn own_deadline(&self, step: &str) -> Option<&Deadline> {
        self.deadlines.iter().find(|deadline| deadline.step() == Some(step))
    }

    /// The deadline that a step is due by: its own, else the nearest of the open duties that it is due with.
    pub fn deadline_of(&self, step: &str) -> Option<&Deadline> {
        self.own_deadline(step)
            .or_else(|| self.open_with(step).find(|duty| duty.at().is_some()))
    }

    /// The open duties that a step which is done may have settled, the nearest first.
    pub fn open_with(&self, step: &str) -> impl Iterator<Item = &Deadline> {
        let ids = self.due_with.get(step).into_iter().flatten();
        ids.filter_map(|id| self.deadline(id))
    }

    pub fn step(&self, id: &str) -> Option<&StepStatus> {
        self.steps.iter().find(|step| step.id == id)
    }

    /// The questions without an answer of steps that are open and that nobody has begun.
    pub fn not_asked(&self, workflow: &Workflow, incident: &Incident) -> NotAsked {
        known::not_asked(workflow, incident, &self.steps)
    }

    /// Rules near to what people said that are no deadline, or nobody is told by: whoever asks whether they were looked at
    /// finds them here, and why in [`Situation::reasons`].
    pub fn beside<'w>(&self, workflow: &'w Workflow, incident: &Incident) -> Vec<&'w Rule> {
        deadline::beside(workflow, incident, &self.deadlines)
    }

    /// What these rules compute for the incident at this moment, with reasons, which take several times longer.
    pub fn reasons<'r>(&self, workflow: &'r Workflow, incident: &Incident, rules: &[&'r Rule]) -> Vec<Duty<'r>> {
        assess_these(&workflow.book, &case_of(incident), rules, self.now)
    }
}
