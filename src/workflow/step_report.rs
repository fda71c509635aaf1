//! From an answer to a draft: what a person reports about a step, a gate or a fact, as the journal can write it.

use chrono::{DateTime, Utc};

use super::holds::{Hold, holds};
use super::needless::is_needless;
use super::passes::current_pass;
use super::plans::Workflow;
use crate::fact::{Answer, Kind};
use crate::incident::Incident;
use crate::incident::event::{
    Event, FactRecorded, GateAcknowledged, GateApproved, GateSentBack, StepCompleted, StepDeclined, StepDeferred,
    StepNotNeeded, StepOutcome, StepOverridden, StepReopened, StepStarted, StepWaiting,
};
use crate::incident::state::same_person;
use crate::playbook::plan::{Question, Repeat, Step};

/// Why something cannot be reported.
#[derive(Clone, Debug, PartialEq)]
pub enum Refusal {
    /// The step is held, and nobody said that it had happened already.
    Held {
        step: String,
        title: String,
        holds: Vec<Hold>,
    },
    /// A rule, in a sentence.
    Rule(String),
}

/// What a person says about a step.
#[derive(Clone, Debug, PartialEq)]
pub struct StepReport {
    pub outcome: StepOutcome,
    /// It has happened already: a hold cannot undo it.
    pub has_happened: bool,
}

/// An event that speaks of a pass of a step, with what else it says.
macro_rules! of_step {
    ($event:ident, $step:ident, $pass:ident, $($field:ident),*) => {
        $event { step: $step.id.clone(), pass: $pass, title: $step.title.clone(), $($field),* }.into()
    };
}

/// Turns a report about the current pass of a step into its event.
pub fn report(
    workflow: &Workflow,
    incident: &Incident,
    step: &Step,
    report: StepReport,
    now: DateTime<Utc>,
) -> Result<Event, Refusal> {
    let number = pass_to_report(incident, step);
    let held: Vec<Hold> = holds(workflow, incident, step, number, now)
        .into_iter()
        .filter(Hold::holds)
        .collect();
    let before: Vec<String> = held.iter().map(|hold| hold.name.clone()).collect();
    if matches!(report.outcome, StepOutcome::Done | StepOutcome::Started) && !held.is_empty() && !report.has_happened {
        return Err(Refusal::Held {
            step: step.id.clone(),
            title: step.title.clone(),
            holds: held,
        });
    }
    Ok(match report.outcome {
        StepOutcome::Done => of_step!(StepCompleted, step, number, before),
        StepOutcome::Started => of_step!(StepStarted, step, number, before),
        StepOutcome::Waiting { on, until } => of_step!(StepWaiting, step, number, on, until),
        StepOutcome::Deferred { until, why } => of_step!(StepDeferred, step, number, until, why),
        StepOutcome::NotNeeded { why } => of_step!(StepNotNeeded, step, number, why),
        StepOutcome::Declined { why } => of_step!(StepDeclined, step, number, why),
    })
}

/// The pass that a report is about. A step done on demand begins a new pass with every report.
pub fn pass_to_report(incident: &Incident, step: &Step) -> u32 {
    let number = current_pass(incident, step);
    let finished = incident
        .steps
        .get(&step.id)
        .and_then(|state| state.pass(number))
        .is_some_and(|pass| pass.is_done());
    match step.repeat {
        Some(Repeat::OnDemand | Repeat::Every(_)) if finished => number + 1,
        _ => number,
    }
}

/// The questions of a step that are still to be asked: shared facts that nobody answered, and the step's own questions
/// that this pass has not answered, but for those whose answer is known otherwise.
pub fn open_questions(incident: &Incident, step: &Step, pass: u32) -> Vec<Question> {
    let began = match pass {
        0 | 1 => None,
        _ => incident
            .steps
            .get(&step.id)
            .and_then(|state| state.pass(pass - 1))
            .map(|before| before.seq),
    };
    step.questions
        .iter()
        .filter(|question| !is_needless(incident, question))
        .filter(|question| match incident.facts.get(&question.fact) {
            None => true,
            Some(fact) if !fact.is_answered() => true,
            Some(fact) => question.local && began.is_some_and(|began| !answered_since(fact, began, step, incident)),
        })
        .cloned()
        .collect()
}

/// Whether this fact was answered after the pass before had ended, not counting that pass's own late answers.
fn answered_since(fact: &crate::incident::FactState, began: u64, step: &Step, incident: &Incident) -> bool {
    let this_pass = incident
        .steps
        .get(&step.id)
        .and_then(|state| state.latest())
        .map_or(u64::MAX, |pass| pass.seq);
    fact.seq > began && (fact.seq >= this_pass || this_pass == u64::MAX)
}

/// The event that records an answer. A table's row gets the next free number.
pub fn answer(incident: &Incident, question: &Question, answer: Answer, asked_by: Option<(&str, u32)>) -> Event {
    let row = match (&question.kind, &answer) {
        (Kind::Table(_), Answer::Known { .. }) => {
            Some(incident.facts.get(&question.fact).map_or(0, |fact| fact.last_row) + 1)
        }
        _ => None,
    };
    FactRecorded {
        fact: question.fact.clone(),
        asked: question.ask.clone(),
        kind: question.kind.clone(),
        row,
        answer,
        step: asked_by.map(|(step, _)| step.to_owned()),
        pass: asked_by.map(|(_, pass)| pass),
    }
    .into()
}

/// The event of agreeing to a gate's sentence.
pub fn acknowledge(incident: &Incident, step: &Step, gate: &str, words: &str) -> Event {
    let (pass, gate, words) = (pass_to_report(incident, step), gate.to_owned(), words.to_owned());
    of_step!(GateAcknowledged, step, pass, gate, words)
}

pub fn approve(incident: &Incident, step: &Step, gate: &str, words: &str) -> Event {
    let (pass, gate, words) = (pass_to_report(incident, step), gate.to_owned(), words.to_owned());
    of_step!(GateApproved, step, pass, gate, words)
}

/// The event of refusing an approval.
pub fn send_back(incident: &Incident, step: &Step, gate: &str, words: &str, why: &str) -> Event {
    let (pass, gate, words) = (pass_to_report(incident, step), gate.to_owned(), words.to_owned());
    let why = why.to_owned();
    of_step!(GateSentBack, step, pass, gate, words, why)
}

/// The event of going ahead in spite of what holds a step.
pub fn override_holds(incident: &Incident, step: &Step, held: &[Hold], why: &str) -> Event {
    let (pass, why) = (pass_to_report(incident, step), why.to_owned());
    let held_for = held.iter().map(|hold| hold.name.clone()).collect();
    of_step!(StepOverridden, step, pass, held_for, why)
}

/// The event of opening a finished step again.
pub fn reopen(incident: &Incident, step: &Step, why: &str) -> Result<Event, Refusal> {
    let state = incident.steps.get(&step.id);
    let finished = state.and_then(|state| {
        let number = u32::try_from(state.passes.len()).ok()?;
        state.latest().filter(|pass| pass.is_finished()).map(|_| number)
    });
    let pass =
        finished.ok_or_else(|| Refusal::Rule(format!("\"{}\" is not finished, so it is open already", step.title)))?;
    let (why, because) = (why.to_owned(), None);
    Ok(of_step!(StepReopened, step, pass, why, because))
}

/// Who would hand a role to this person; nobody when it is free.
pub fn from_whom(incident: &Incident, role: &str, name: &str) -> Result<Option<String>, Refusal> {
    match incident.roles.get(role) {
        Some(holder) if same_person(&holder.name, name) => {
            Err(Refusal::Rule(format!("{} is {} already", holder.name, holder.title)))
        }
        holder => Ok(holder.map(|holder| holder.name.clone())),
    }
}
