//! What is not known yet and should be.

use std::collections::BTreeSet;

use super::closing::still_open;
use super::step::StepStatus;
use crate::fact::Answer;
use crate::incident::Incident;
use crate::playbook::plan::Question;
use crate::workflow::Workflow;
use crate::workflow::step_report::open_questions;

/// Something that is not known yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    pub fact: String,
    pub title: String,
    /// The question's own words.
    pub ask: String,
    /// It was asked and answered `unknown`; else nobody answered it.
    pub asked: bool,
    /// It was answered `unknown`, or the incident cannot be closed without it; else it may stay open.
    pub needed: bool,
}

/// Facts that were answered `unknown`, required questions of steps that came up, and those that were left open when their step
/// was done. What is needed comes first, then all in the order in which they are asked.
pub fn not_known(workflow: &Workflow, incident: &Incident, steps: &[StepStatus]) -> Vec<Gap> {
    let unknown = incident
        .facts
        .iter()
        .filter(|(_, fact)| fact.answer == Some(Answer::Unknown))
        .map(|(name, fact)| (name.clone(), fact.asked.clone(), true, true));
    let required = still_open(workflow, incident, steps)
        .unanswered
        .into_iter()
        .map(|(name, ask)| (name, ask, false, true));
    let left = left_open(workflow, incident)
        .into_iter()
        .map(|question| (question.fact, question.ask, false, false));
    let mut gaps: Vec<Gap> = Vec::new();
    for (fact, ask, asked, needed) in unknown.chain(required).chain(left) {
        if !gaps.iter().any(|gap| gap.fact == fact) {
            gaps.push(Gap {
                title: workflow.fact_title(&fact),
                fact,
                ask,
                asked,
                needed,
            });
        }
    }
    let asked: Vec<&String> = workflow
        .steps
        .iter()
        .flat_map(|step| &step.questions)
        .map(|question| &question.fact)
        .collect();
    let place = |gap: &Gap| asked.iter().position(|fact| **fact == gap.fact).unwrap_or(usize::MAX);
    gaps.sort_by_key(|gap| (!gap.needed, place(gap)));
    gaps
}

/// What nobody was asked yet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NotAsked {
    pub questions: usize,
    /// How many steps that are open and were not begun ask them.
    pub steps: usize,
}

pub(super) fn not_asked(workflow: &Workflow, incident: &Incident, steps: &[StepStatus]) -> NotAsked {
    let mut facts: BTreeSet<String> = BTreeSet::new();
    let mut found = NotAsked::default();
    for (step, status) in workflow.steps.iter().zip(steps) {
        let is_begun = incident
            .steps
            .get(&step.id)
            .is_some_and(|state| !state.passes.is_empty());
        if is_begun || status.standing.is_finished() {
            continue;
        }
        let open = open_questions(incident, step, status.pass);
        found.steps += usize::from(!open.is_empty());
        facts.extend(open.into_iter().map(|question| question.fact));
    }
    found.questions = facts.len();
    found
}

/// The questions that were left open in the last pass of each step that is done.
fn left_open(workflow: &Workflow, incident: &Incident) -> Vec<Question> {
    let done = workflow.steps.iter().filter_map(|step| {
        let passes = &incident.steps.get(&step.id)?.passes;
        passes
            .last()?
            .is_done()
            .then_some((step, u32::try_from(passes.len()).ok()?))
    });
    done.flat_map(|(step, pass)| open_questions(incident, step, pass))
        .collect()
}
