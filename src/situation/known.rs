//! What is not known yet and should be.

use super::closing::still_open;
use super::step::StepStatus;
use crate::fact::Answer;
use crate::incident::Incident;
use crate::workflow::Workflow;

/// Something that is not known yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    pub fact: String,
    pub title: String,
    /// It was asked and answered `unknown`; else nobody answered it.
    pub asked: bool,
}

/// Facts that were answered `unknown`, and required questions of steps that came up, in the order in which they are asked.
pub(super) fn not_known(workflow: &Workflow, incident: &Incident, steps: &[StepStatus]) -> Vec<Gap> {
    let unknown = incident
        .facts
        .iter()
        .filter(|(_, fact)| fact.answer == Some(Answer::Unknown))
        .map(|(name, _)| (name.clone(), true));
    let open = still_open(workflow, incident, steps)
        .unanswered
        .into_iter()
        .map(|(name, _)| (name, false));
    let mut gaps: Vec<Gap> = Vec::new();
    for (fact, asked) in unknown.chain(open) {
        if !gaps.iter().any(|gap| gap.fact == fact) {
            gaps.push(Gap {
                title: workflow.fact_title(&fact),
                fact,
                asked,
            });
        }
    }
    let asked: Vec<&String> = workflow
        .steps
        .iter()
        .flat_map(|step| &step.questions)
        .map(|question| &question.fact)
        .collect();
    gaps.sort_by_key(|gap| asked.iter().position(|fact| **fact == gap.fact).unwrap_or(usize::MAX));
    gaps
}
