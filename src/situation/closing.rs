//! What stands in the way of closing an incident, and what is left open when it closes.

use super::step::{Standing, StepStatus};
use crate::incident::Incident;
use crate::incident::event::{Ending, IncidentClosed, IncidentLinked, OpenStep};
use crate::incident::state::same_person;
use crate::workflow::Workflow;
use crate::workflow::passes::current_pass;

#[derive(Clone, Debug, Default, PartialEq)]
pub struct StillOpen {
    pub blocking: Vec<OpenStep>,
    /// Steps that are open and may stay so.
    pub other: Vec<OpenStep>,
    /// Required questions of steps that came up, by fact name, with the question's words.
    pub unanswered: Vec<(String, String)>,
}

/// Lists what is still open. A step whose condition cannot be told yet blocks nothing, but is named.
pub fn still_open(workflow: &Workflow, incident: &Incident, steps: &[StepStatus]) -> StillOpen {
    let mut found = StillOpen::default();
    for (step, status) in workflow.steps.iter().zip(steps) {
        let standing = &status.standing;
        let open = OpenStep {
            step: step.id.clone(),
            pass: current_pass(incident, step),
            title: step.title.clone(),
        };
        // A step that was done at least once and rests until its next pass does not keep the incident open.
        let was_done = incident
            .steps
            .get(&step.id)
            .is_some_and(|state| state.passes.iter().any(|pass| pass.is_done()));
        match standing {
            standing if standing.is_finished() => {}
            Standing::Waiting { .. } | Standing::Started { .. } => found.blocking.push(open),
            Standing::CannotTell(_) => found.other.push(open),
            _ if was_done => found.other.push(open),
            _ if step.required => found.blocking.push(open),
            _ => found.other.push(open),
        }
        let came_up = was_done || matches!(standing, Standing::Started { .. } | Standing::Waiting { .. });
        for question in step.questions.iter().filter(|question| question.required && came_up) {
            let answered = incident
                .facts
                .get(&question.fact)
                .is_some_and(|fact| fact.is_answered());
            if !answered && !found.unanswered.iter().any(|(fact, _)| *fact == question.fact) {
                found.unanswered.push((question.fact.clone(), question.ask.clone()));
            }
        }
    }
    found
}

/// How an incident is to end.
#[derive(Clone, Debug, PartialEq)]
pub struct Closing {
    pub how: Ending,
    pub why: String,
    /// The second person who agrees that it was nothing.
    pub second: Option<String>,
    /// The incident that it joins.
    pub joined_to: Option<String>,
}

/// Why an incident cannot be closed.
#[derive(Clone, Debug, PartialEq)]
pub enum NotYet {
    Open(StillOpen),
    /// A rule, in a sentence.
    Rule(&'static str),
}

impl Closing {
    /// The event that ends an incident, with what is left open. `who` closes it.
    pub fn event(
        &self,
        workflow: &Workflow,
        incident: &Incident,
        steps: &[StepStatus],
        who: &str,
    ) -> Result<(IncidentClosed, StillOpen), NotYet> {
        let is_first = |second: &String| same_person(second, who);
        if self.how == Ending::RuledOut && self.second.as_ref().is_some_and(is_first) {
            return Err(NotYet::Rule(
                "the second person is the first; somebody else has to agree",
            ));
        }
        let open = still_open(workflow, incident, steps);
        if self.how == Ending::Handled && !(open.blocking.is_empty() && open.unanswered.is_empty()) {
            return Err(NotYet::Open(open));
        }
        let closed = IncidentClosed {
            how: self.how,
            why: self.why.clone(),
            second: self.second.clone(),
            joined_to: self.joined_to.clone(),
            open: open.blocking.iter().chain(&open.other).cloned().collect(),
            unanswered: open.unanswered.iter().map(|(fact, _)| fact.clone()).collect(),
        };
        Ok((closed, open))
    }

    /// What is written into this incident about the one that it joins.
    pub fn link(&self) -> Option<IncidentLinked> {
        Some(IncidentLinked {
            incident: self.joined_to.clone()?,
            relation: format!("goes on there: {}", self.why),
        })
    }

    /// What is written into the incident that `incident` joins.
    pub fn link_back(&self, incident: &str) -> IncidentLinked {
        IncidentLinked {
            incident: incident.to_owned(),
            relation: format!("joined to this one: {}", self.why),
        }
    }
}
