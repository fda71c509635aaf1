//! Questions whose answer follows from what is known already: they are not asked. They can still be answered.

use crate::fact::{Answer, Value};
use crate::incident::Incident;
use crate::playbook::plan::{Question, Step};
use crate::workflow::Workflow;

/// Whether another answer makes this question needless.
pub(super) fn is_needless(incident: &Incident, question: &Question) -> bool {
    let selected = |fact: &str| match incident.answer(fact).and_then(Answer::value) {
        Some(Value::Select(option)) => Some(option.as_str()),
        _ => None,
    };
    let is_yes = |fact: &str| incident.answer(fact).and_then(Answer::value) == Some(&Value::YesNo(true));
    let own = question.fact.rsplit('.').next().unwrap_or(&question.fact);
    match own {
        "key_exposed" => selected("encrypted") == Some("no"),
        "card_brands" | "card_elements" | "cards_by_brand" => {
            lacks(incident, &["card-number", "card-security-code", "card-track-or-pin"]) && !is_yes("card_suspected")
        }
        "agreed_by" => matches!(selected("status"), Some("suspected" | "confirmed")),
        _ => false,
    }
}

/// Whether nobody will ask for a fact any more: only steps that are ruled out would, and it is not known. It can still be said.
pub(super) fn is_never_asked(workflow: &Workflow, incident: &Incident, fact: &str) -> bool {
    let asks = |step: &&Step| step.questions.iter().any(|question| question.fact == fact);
    let mut askers = workflow.steps.iter().filter(asks).peekable();
    askers.peek().is_some() && askers.all(|step| ruled_out(incident, step).is_some())
}

/// The entry that ruled a step out.
pub(super) fn ruled_out(incident: &Incident, step: &Step) -> Option<u64> {
    let state = incident.steps.get(&step.id)?;
    state.ruled_out.as_ref().map(|ruled_out| ruled_out.seq)
}

/// The kinds of data are known, and are none of these.
fn lacks(incident: &Incident, none_of: &[&str]) -> bool {
    match incident.answer("data_types").and_then(Answer::value) {
        Some(Value::MultiSelect(kinds)) => kinds.iter().all(|kind| !none_of.contains(&kind.as_str())),
        _ => false,
    }
}
