//! What holds a step back: steps that come first, and gates. A hold keeps back instructions, never a report.

use chrono::{DateTime, Utc};

use super::passes::current_pass;
use super::plans::{Workflow, evaluate, instant};
use crate::condition::Truth;
use crate::incident::{Incident, Pass};
use crate::playbook::plan::{Gate, Step};

/// One thing that holds a step.
#[derive(Clone, Debug, PartialEq)]
pub struct Hold {
    /// Its name in the record: a gate's name, or `after:STEP`.
    pub name: String,
    pub what: HoldKind,
    /// How it was lifted, when it was.
    pub lifted: Option<Lifted>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum HoldKind {
    After { step: String, title: String },
    Gate(Gate),
}

/// How a hold was lifted.
#[derive(Clone, Debug, PartialEq)]
pub struct Lifted {
    /// By whom, where a person did it.
    pub who: Option<String>,
    /// When, where a person did it.
    pub at: Option<DateTime<Utc>>,
    pub overridden: bool,
}

impl Hold {
    pub fn holds(&self) -> bool {
        self.lifted.is_none()
    }
}

impl Hold {
    /// Whether somebody's word is all it needs: a sentence agreed to, an approval, a second pair of eyes.
    pub fn is_lifted_by_a_word(&self) -> bool {
        matches!(
            &self.what,
            HoldKind::Gate(Gate::Acknowledge(_) | Gate::Approval(_) | Gate::FourEyes(_))
        )
    }
}

/// Everything that holds this pass of a step or held it, in the playbook's order.
pub fn holds(workflow: &Workflow, incident: &Incident, step: &Step, number: u32, now: DateTime<Utc>) -> Vec<Hold> {
    let pass = incident.steps.get(&step.id).and_then(|state| state.pass(number));
    let overridden = |name: &str| {
        pass.and_then(|pass| pass.overridden.as_ref())
            .filter(|overriding| overriding.held_for.iter().any(|held| held == name))
            .map(|overriding| Lifted {
                who: Some(overriding.who.clone()),
                at: None,
                overridden: true,
            })
    };
    let after = step.after.iter().map(|id| {
        let title = workflow.step(id).map_or(id.as_str(), |step| &step.title).to_owned();
        (
            format!("after:{id}"),
            HoldKind::After {
                step: id.clone(),
                title,
            },
            satisfied(incident, id),
        )
    });
    let gates = step.gates.iter().map(|gate| {
        (
            gate.name(),
            HoldKind::Gate(gate.clone()),
            gate_lifted(gate, pass, incident, now),
        )
    });
    after
        .chain(gates)
        .map(|(name, what, lifted)| Hold {
            lifted: lifted.or_else(|| overridden(&name)),
            name,
            what,
        })
        .collect()
}

/// What still holds the current pass of a step.
pub fn still_held(workflow: &Workflow, incident: &Incident, step: &Step, now: DateTime<Utc>) -> Vec<Hold> {
    let number = current_pass(incident, step);
    holds(workflow, incident, step, number, now)
        .into_iter()
        .filter(Hold::holds)
        .collect()
}

/// Whether a step that comes first no longer holds others: done, not needed, will not be done, or ruled out. Its first pass
/// is enough.
fn satisfied(incident: &Incident, id: &str) -> Option<Lifted> {
    let state = incident.steps.get(id)?;
    let lifted = |pass: &Pass| Lifted {
        who: Some(pass.who.clone()),
        at: Some(pass.at),
        overridden: false,
    };
    match state.passes.first() {
        Some(pass) if pass.is_finished() => Some(lifted(pass)),
        _ if state.ruled_out.is_some() => Some(Lifted {
            who: None,
            at: None,
            overridden: false,
        }),
        _ => None,
    }
}

fn gate_lifted(gate: &Gate, pass: Option<&Pass>, incident: &Incident, now: DateTime<Utc>) -> Option<Lifted> {
    let nobody = Lifted {
        who: None,
        at: None,
        overridden: false,
    };
    match gate {
        Gate::Acknowledge(_) | Gate::Approval(_) | Gate::FourEyes(_) => pass
            .and_then(|pass| pass.gates.get(&gate.name()))
            .map(|opening| Lifted {
                who: Some(opening.who.clone()),
                at: Some(opening.at),
                overridden: false,
            }),
        Gate::RoleFilled(role) => incident
            .roles
            .get(role)
            .or_else(|| incident.deputies.get(role))
            .map(|holder| Lifted {
                who: Some(holder.name.clone()),
                at: Some(holder.since),
                overridden: false,
            }),
        Gate::EvidenceReleased => incident
            .answer("evidence_released_by")
            .and_then(|answer| answer.value())
            .map(|_| nobody),
        Gate::PoliceDelay => match instant(incident, "police_delay_until") {
            Some(until) if until > now => None,
            Some(_) | None => Some(nobody),
        },
        Gate::Fact(condition) => match evaluate(condition, incident).truth {
            Truth::True => Some(nobody),
            Truth::False | Truth::Unknown => None,
        },
    }
}
