//! What stands in the way of closing an incident, and what is left open when it closes.

use chrono::{DateTime, Utc};

use super::guide::Guide;
use super::standing::{Standing, current_pass, standing};
use crate::incident::Incident;
use crate::incident::event::OpenStep;

/// What is still open.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StillOpen {
    /// Steps that block closing.
    pub blocking: Vec<OpenStep>,
    /// Steps that are open and may stay so.
    pub other: Vec<OpenStep>,
    /// Required questions of steps that came up, by fact name, with the question's words.
    pub unanswered: Vec<(String, String)>,
}

/// Lists what is still open. A step whose condition cannot be told yet blocks nothing, but is named.
pub fn still_open(guide: &Guide, incident: &Incident, now: DateTime<Utc>) -> StillOpen {
    let mut found = StillOpen::default();
    for step in &guide.steps {
        let standing = standing(guide, incident, step, now);
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
        match &standing {
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
