//! The rules that the fold cannot know: what a playbook demands before an entry is written, and what follows from it.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::duties::{news, not_before_knowledge};
use super::evaluations::Evaluations;
use super::holds::{Hold, holds};
use super::plans::{Workflow, zone};
use crate::condition::{Truth, Verdict};
use crate::fact::describe::answer_words;
use crate::failure::{Failure, FailureKind, Outcome};
use crate::incident::event::{Demand, Event, StepReopened, StepRuledIn, StepRuledOut};
use crate::incident::state::same_person;
use crate::incident::{By, Incident};
use crate::journal::{Draft, Legality};
use crate::obligation::Rulebook;
use crate::playbook::plan::{Gate, Step};

/// The rules of the playbooks that an incident follows, at one moment.
pub struct Rules {
    workflow: Workflow,
    evaluations: Evaluations,
    now: DateTime<Utc>,
}

impl Rules {
    /// The rules at this moment.
    pub fn at(now: DateTime<Utc>, book: Arc<Rulebook>) -> Self {
        Rules::with(Workflow::following(book), Evaluations::default(), now)
    }

    /// The rules of playbooks that were read already, at this moment.
    pub fn with(workflow: Workflow, evaluations: Evaluations, now: DateTime<Utc>) -> Self {
        Rules {
            workflow,
            evaluations,
            now,
        }
    }

    /// What was read and evaluated on the way.
    pub fn into_parts(self) -> (Workflow, Evaluations) {
        (self.workflow, self.evaluations)
    }

    /// The playbooks as the incident follows them. A plan that cannot be read is left as it was: it must not stop a note,
    /// and a draft that needs it is refused by the check.
    pub fn workflow(&mut self, incident: &Incident) -> &Workflow {
        let _ = self.workflow.refresh(incident);
        &self.workflow
    }

    fn refresh(&mut self, incident: &Incident) -> Outcome {
        self.workflow.refresh(incident).map_err(|why| {
            Failure::refused(format!("this breach cannot read the plan in the record: {why}")).hint(
                "`breach note` still works; for everything else use the breach that wrote the record, or a newer one",
            )
        })
    }

    fn step(&self, id: &str) -> Outcome<&Step> {
        self.workflow.known_step(id)
    }

    /// A report that something was done must name every hold that was not lifted: no more and no fewer.
    fn check_before(&self, incident: &Incident, id: &str, pass: u32, before: &[String]) -> Outcome {
        let step = self.step(id)?;
        let held: Vec<String> = holds(&self.workflow, incident, step, pass, self.now)
            .into_iter()
            .filter(Hold::holds)
            .map(|hold| hold.name)
            .collect();
        if held == before {
            return Ok(());
        }
        Err(Failure::new(
            FailureKind::Conflict,
            format!("what holds \"{}\" has changed in the meantime", step.title),
        )
        .nothing_logged()
        .hint(format!("`breach step show {id}` says what holds it now")))
    }

    fn check_gate(&self, incident: &Incident, id: &str, name: &str, who: &str, is_approval: bool) -> Outcome {
        let step = self.step(id)?;
        let Some(gate) = step.gates.iter().find(|gate| gate.name() == name) else {
            return Err(Failure::usage(format!("step `{id}` has no gate `{name}`"))
                .hint(format!("`breach gate list {id}` shows its gates")));
        };
        match (gate, is_approval) {
            (Gate::Acknowledge(_), false) => Ok(()),
            (Gate::Approval(role), true) => {
                if incident.acts_as(who, role) {
                    return Ok(());
                }
                let title = self.workflow.role_title(role);
                let failure = match incident.roles.get(role) {
                    Some(holder) => Failure::refused(format!("{title} is {}, and {who} is not a deputy", holder.name))
                        .nothing_logged()
                        .hint(format!(
                            "by phone: `breach gate approve {id} --gate {name} --who \"{}\"`",
                            holder.name
                        )),
                    None => Failure::refused(format!("nobody is {title} yet, so nobody can agree")).nothing_logged(),
                };
                Err(failure.hint(format!("`breach role assign {role} \"{who}\"` says that {who} may")))
            }
            (Gate::FourEyes(other), true) => {
                let done_by = incident.steps.get(other).map(|state| {
                    state
                        .passes
                        .iter()
                        .filter(|pass| pass.is_finished())
                        .map(|pass| pass.who.clone())
                        .collect::<Vec<_>>()
                });
                match done_by {
                    Some(people) if people.iter().any(|name| same_person(name, who)) => {
                        let title = self.workflow.step(other).map_or(other.as_str(), |step| &step.title);
                        Err(Failure::refused(format!(
                            "{who} did \"{title}\"; a second pair of eyes must be somebody else's"
                        ))
                        .nothing_logged()
                        .hint("by phone is fine: `--who NAME --channel phone`"))
                    }
                    _ => Ok(()),
                }
            }
            (Gate::Acknowledge(_), true) | (Gate::Approval(_) | Gate::FourEyes(_), false) => {
                Err(Failure::usage(format!("`{name}` is opened in another way"))
                    .nothing_logged()
                    .hint("`acknowledge` agrees to a sentence; `approve` gives an approval"))
            }
            (Gate::RoleFilled(_) | Gate::EvidenceReleased | Gate::PoliceDelay | Gate::Fact(_), _) => {
                Err(Failure::usage(format!("`{name}` opens by itself when its fact or role is there")).nothing_logged())
            }
        }
    }

    /// The seen facts of a condition, in words.
    fn seen(verdict: &Verdict) -> std::collections::BTreeMap<String, String> {
        let seen = verdict.seen.iter();
        seen.map(|(fact, words)| (fact.to_string(), words.clone())).collect()
    }

    fn ruling(&self, incident: &Incident) -> Option<(u64, Event)> {
        for step in &self.workflow.steps {
            let Some(condition) = &step.when else {
                continue;
            };
            let state = incident.steps.get(&step.id);
            let verdict = self.workflow.need(condition, incident);
            let ruled_out = state.is_some_and(|state| state.ruled_out.is_some());
            let becomes_out = match (ruled_out, verdict.truth) {
                (false, Truth::False) => true,
                (true, Truth::True | Truth::Unknown) => false,
                (false, Truth::True | Truth::Unknown) | (true, Truth::False) => continue,
            };
            // A playbook that came later than the facts is what made them count for this step.
            let facts = cause(incident, condition.names().into_iter().map(|(name, _)| name));
            let because = facts.max(self.workflow.brought_by(&step.id).unwrap_or(1));
            let because = because.max(self.workflow.ruled_out_asker(condition, incident).unwrap_or(1));
            let (step, title, condition) = (step.id.clone(), step.title.clone(), condition.to_string());
            let seen = Self::seen(&verdict);
            let event = if becomes_out {
                StepRuledOut {
                    step,
                    title,
                    condition,
                    seen,
                    because,
                }
                .into()
            } else {
                StepRuledIn {
                    step,
                    title,
                    condition,
                    seen,
                    because,
                }
                .into()
            };
            return Some((because, event));
        }
        None
    }

    /// A finished step opens again when a fact it was built on has changed its value since, unless the step itself asked.
    fn reopening(&self, incident: &Incident) -> Option<(u64, Event)> {
        for step in &self.workflow.steps {
            let Some(state) = incident.steps.get(&step.id).filter(|state| state.ruled_out.is_none()) else {
                continue;
            };
            let Some(pass) = state.latest().filter(|pass| pass.is_done()) else {
                continue;
            };
            for name in step.reads() {
                let Some(fact) = incident.facts.get(&name) else {
                    continue;
                };
                let Some(change) = fact.changed.as_ref().filter(|change| change.seq > pass.seq) else {
                    continue;
                };
                if change.step.as_deref() == Some(&step.id) {
                    continue;
                }
                let now_it_is = match &fact.answer {
                    Some(answer) => answer_words(answer, zone(incident)),
                    None if fact.rows.is_empty() => "withdrawn".to_owned(),
                    None => "changed".to_owned(),
                };
                return Some((
                    change.seq,
                    StepReopened {
                        step: step.id.clone(),
                        pass: u32::try_from(state.passes.len()).unwrap_or(u32::MAX),
                        title: step.title.clone(),
                        why: format!("{} is now: {now_it_is}", self.workflow.fact_title(&name)),
                        because: Some(change.seq),
                    }
                    .into(),
                ));
            }
        }
        None
    }
}

impl Legality for Rules {
    fn check(&mut self, incident: &Incident, draft: &Draft, by: &By) -> Outcome {
        not_before_knowledge(incident, &draft.event)?;
        // Opening and notes need no plan; a plan that cannot be read must not stop a note.
        let demand = draft.event.facets().demand;
        if demand == Demand::Nothing {
            return Ok(());
        }
        self.refresh(incident)?;
        let who = draft.actor.as_deref().unwrap_or(&by.name);
        match demand {
            Demand::Nothing | Demand::Plan => Ok(()),
            Demand::Step(step) => self.step(step).map(drop),
            Demand::NewStep(step) => match self.workflow.step(step) {
                None => Ok(()),
                Some(known) => Err(Failure::usage(format!(
                    "there is a step `{}` already: \"{}\"",
                    known.id, known.title
                ))
                .nothing_logged()),
            },
            Demand::Holds { step, pass, named } => self.check_before(incident, step, pass, named),
            Demand::Commander { step } => {
                self.step(step)?;
                if incident.acts_as(who, "incident-commander") {
                    return Ok(());
                }
                let failure = Failure::refused(format!(
                    "only the incident commander can override a hold, and {who} is not"
                ))
                .nothing_logged();
                Err(match incident.roles.get("incident-commander") {
                    Some(holder) => failure.hint(format!(
                        "by phone: add `--who \"{}\"` and `--channel phone`",
                        holder.name
                    )),
                    None => failure.hint("`breach role take incident-commander` makes you the commander"),
                })
            }
            Demand::Gate {
                step,
                gate,
                is_approval,
            } => self.check_gate(incident, step, gate, who, is_approval),
        }
    }

    fn consequence(&mut self, incident: &Incident) -> Outcome<Option<(u64, Event)>> {
        if incident.closed.is_some() {
            return Ok(None);
        }
        // A plan of a newer form is not walked, so nothing follows from it here.
        let of_steps = if incident.playbooks.is_empty() || self.workflow.refresh(incident).is_err() {
            None
        } else {
            self.ruling(incident).or_else(|| self.reopening(incident))
        };
        Ok(of_steps.or_else(|| news(&mut self.evaluations, &self.workflow.book, incident, self.now)))
    }
}

/// The latest entry that changed one of these facts; entry 1, the playbook, when none was recorded.
fn cause(incident: &Incident, facts: impl Iterator<Item = impl AsRef<str>>) -> u64 {
    facts
        .filter_map(|name| incident.facts.get(name.as_ref()).map(|fact| fact.seq))
        .max()
        .unwrap_or(1)
}
