//! What stands in the way of closing an incident, and what is left open when it closes.

use super::Situation;
use super::deadline::{Deadline, Nearness, PLACES};
use super::step::{Standing, StepStatus};
use super::timing::Timing;
use crate::fact::{Answer, Value};
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
    /// Duties that apply, and of which nobody was told and nobody decided not to tell: whom to tell, with the rule's id.
    pub owed: Vec<(String, String)>,
    /// Questions that decide about duties of places and contracts that people have named, and where they live while nobody has
    /// said that, by fact name, with how many.
    pub undecided: Vec<(String, usize)>,
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

/// Whether an answer says that it was nothing, or nothing of ours.
pub fn may_be_ruled_out(incident: &Incident) -> bool {
    let says = |name: &str, value: &Value| match value {
        Value::Select(option) => option == "not-ours" || name == "status" && option == "refuted",
        _ => false,
    };
    let mut answers = incident.facts.iter();
    answers.any(|(name, fact)| {
        let value = fact.answer.as_ref().and_then(Answer::value);
        value.is_some_and(|value| says(name, value))
    })
}

/// Duties that run: none may be left behind. One whose time begins with something that has not happened is not owed yet.
fn owed(situation: &Situation) -> Vec<(String, String)> {
    let open = situation
        .open()
        .filter(|duty| !matches!(duty.timing, Timing::Waiting(_)));
    open.filter_map(|duty| Some((duty.tell.to_string(), duty.obligation()?.to_owned())))
        .collect()
}

/// Of duties elsewhere only the place can matter, while nobody has said where anybody lives and a playbook asks for it.
fn undecided(workflow: &Workflow, situation: &Situation) -> Vec<(String, usize)> {
    let is_asked = |fact: &str| {
        let mut questions = workflow.steps.iter().flat_map(|step| &step.questions);
        questions.any(|question| question.fact == fact)
    };
    let groups = situation.untold().into_iter().filter_map(|untold| {
        let fact = untold.needs.first()?.fact.as_ref()?.to_string();
        let is_of_places = PLACES.contains(&fact.as_str()) && is_asked(&fact);
        let counts =
            |duty: &&&Deadline| (is_of_places || duty.nearness < Nearness::Elsewhere) && duty.obligation().is_some();
        let deciding = untold.deadlines.iter().filter(counts).count();
        (deciding > 0).then_some((fact, deciding))
    });
    groups.collect()
}

/// How an incident is to end.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ClosingRequest {
    pub how: Ending,
    pub why: String,
    /// The second person who agrees that it was nothing.
    pub second: Option<String>,
    /// The incident that it joins.
    pub joined_to: Option<String>,
    /// Why steps and questions that it calls for stay open.
    pub open_because: Option<String>,
    /// Who leaves open what decides whether somebody must be told.
    pub left_by: Option<String>,
}

/// Why an incident cannot be closed.
#[derive(Clone, Debug, PartialEq)]
pub enum NotYet {
    Open(StillOpen),
    /// A rule, in a sentence.
    Rule(&'static str),
}

impl ClosingRequest {
    /// The event that ends an incident, with what is left open. `who` closes it.
    pub fn event(
        &self,
        workflow: &Workflow,
        incident: &Incident,
        situation: &Situation,
        who: &str,
    ) -> Result<(IncidentClosed, StillOpen), NotYet> {
        let is_first = |second: &String| same_person(second, who);
        if self.how == Ending::RuledOut && self.second.as_ref().is_some_and(is_first) {
            return Err(NotYet::Rule(
                "the second person is the first; somebody else has to agree",
            ));
        }
        let mut open = still_open(workflow, incident, &situation.steps);
        if self.how == Ending::Handled {
            open.owed = owed(situation);
            open.undecided = undecided(workflow, situation);
            let is_left = self.open_because.is_some() || open.blocking.is_empty() && open.unanswered.is_empty();
            let is_decided = self.left_by.is_some() || open.undecided.is_empty();
            if !(is_left && is_decided && open.owed.is_empty()) {
                return Err(NotYet::Open(open));
            }
        }
        let closed = IncidentClosed {
            how: self.how,
            why: self.why.clone(),
            second: self.second.clone(),
            joined_to: self.joined_to.clone(),
            open: open.blocking.iter().chain(&open.other).cloned().collect(),
            unanswered: open.unanswered.iter().map(|(fact, _)| fact.clone()).collect(),
            open_because: self.open_because.clone(),
            undecided: open.undecided.iter().map(|(fact, _)| fact.clone()).collect(),
            left_by: self.left_by.clone().filter(|_| !open.undecided.is_empty()),
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
