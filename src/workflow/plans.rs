//! Every step that an incident follows, from all of its playbooks and from steps added by hand.

use std::sync::Arc;

use chrono::Utc;

use super::needless::{is_never_asked, ruled_out};
use crate::condition::{Condition, Seen, Truth, Verdict};
use crate::fact::{Answer, Kind, Value};
use crate::failure::{Failure, Outcome};
use crate::incident::event::StepReopened;
use crate::incident::{FactState, Incident, PassState};
use crate::obligation::Rulebook;
use crate::playbook::plan::{FactDef, Phase, Playbook, Question, Role, Step};
use crate::text::{Passage, did_you_mean};
use crate::time::Zone;

/// The playbooks of an incident, joined.
#[derive(Clone, Debug, Default)]
pub struct Workflow {
    /// The playbooks, in the order in which they were added.
    pub playbooks: Vec<Playbook>,
    /// Every step once, in the order offered; at the end those that work was done in and that no playbook has any more.
    pub steps: Vec<Step>,
    /// Ids of the steps that no playbook has any more.
    left: Vec<String>,
    source_seqs: Vec<u64>,
    /// The rules about who must be told.
    pub book: Arc<Rulebook>,
}

impl Workflow {
    /// Reads the plans that the incident's record holds.
    pub fn of(incident: &Incident) -> Result<Self, String> {
        let mut workflow = Workflow::default();
        workflow.refresh(incident)?;
        Ok(workflow)
    }

    /// A workflow that knows rules and no plan yet.
    pub fn following(book: Arc<Rulebook>) -> Self {
        Workflow {
            book,
            ..Workflow::default()
        }
    }

    /// Reads the plans that the incident's record holds, to be followed with these rules.
    pub fn with_rules(book: Arc<Rulebook>, incident: &Incident) -> Result<Self, String> {
        let mut workflow = Workflow::following(book);
        workflow.refresh(incident)?;
        Ok(workflow)
    }

    /// Reads the plans again if the incident's playbooks or added steps have changed.
    pub fn refresh(&mut self, incident: &Incident) -> Result<(), String> {
        let added = incident.steps.iter().filter(|(_, step)| step.added.is_some());
        let mut stamp: Vec<u64> = incident.playbooks.iter().map(|playbook| playbook.seq).collect();
        stamp.push(added.clone().count() as u64);
        if stamp == self.source_seqs {
            return Ok(());
        }
        let playbooks = incident
            .playbooks
            .iter()
            .map(|playbook| {
                Playbook::from_plan(&playbook.plan).map_err(|why| format!("playbook `{}`: {why}", playbook.id))
            })
            .collect::<Result<Vec<_>, _>>()?;
        let mut steps: Vec<Step> = Vec::new();
        for step in playbooks.iter().flat_map(|playbook| &playbook.steps) {
            if !steps.iter().any(|known| known.id == step.id) {
                steps.push(step.clone());
            }
        }
        for (id, state) in added {
            if let Some(added) = &state.added
                && !steps.iter().any(|known| known.id == *id)
            {
                steps.push(added_step(id, &state.title, added));
            }
        }
        let left = left_steps(incident, &steps)?;
        *self = Workflow {
            playbooks,
            left: left.iter().map(|step| step.id.clone()).collect(),
            steps: steps.into_iter().chain(left).collect(),
            source_seqs: stamp,
            book: Arc::clone(&self.book),
        };
        Ok(())
    }

    /// Whether a step is needed. Where only steps that are ruled out would ask for what decides it, it is not: else it would
    /// wait for ever.
    pub fn need(&self, condition: &Condition, incident: &Incident) -> Verdict {
        let verdict = evaluate(condition, incident);
        let is_never_asked = |fact: &Passage| is_never_asked(self, incident, fact);
        if verdict.truth == Truth::Unknown && verdict.waits_for.iter().all(is_never_asked) {
            return Verdict {
                truth: Truth::False,
                ..verdict
            };
        }
        verdict
    }

    /// The last entry that ruled out a step which asks for what this condition reads.
    pub(super) fn ruled_out_asker(&self, condition: &Condition, incident: &Incident) -> Option<u64> {
        let names = condition.names();
        let asks = |step: &&Step| {
            let mut questions = step.questions.iter();
            questions.any(|question| names.iter().any(|(name, _)| *name == question.fact.as_str()))
        };
        self.steps
            .iter()
            .filter(asks)
            .filter_map(|step| ruled_out(incident, step))
            .max()
    }

    pub fn step(&self, id: &str) -> Option<&Step> {
        self.steps.iter().find(|step| step.id == id)
    }

    /// Whether work was done in this step and no playbook has it any more.
    pub fn has_left(&self, id: &str) -> bool {
        self.left.iter().any(|left| left == id)
    }

    /// The entry that brought the text of this step.
    pub fn brought_by(&self, id: &str) -> Option<u64> {
        let first = self.playbooks.iter().position(|playbook| playbook.step(id).is_some())?;
        self.source_seqs.get(first).copied()
    }

    /// The role of this id, from the first playbook that has it.
    pub fn role(&self, id: &str) -> Option<&Role> {
        self.playbooks.iter().find_map(|playbook| playbook.role(id))
    }

    /// What a role is called; its id where no playbook says.
    pub fn role_title<'a>(&'a self, id: &'a str) -> &'a str {
        self.role(id).map_or(id, |role| &role.title)
    }

    /// The step of this id; else which one may be meant.
    pub fn known_step(&self, id: &str) -> Outcome<&Step> {
        self.step(id).ok_or_else(|| {
            let ids = self.steps.iter().map(|step| step.id.as_str());
            unknown(
                "step",
                id,
                did_you_mean(id, ids),
                "`breach step list --all` shows every step",
            )
        })
    }

    /// The role of this id; else which one may be meant.
    pub fn known_role(&self, id: &str) -> Outcome<&Role> {
        self.role(id).ok_or_else(|| {
            let ids = self
                .playbooks
                .iter()
                .flat_map(|playbook| &playbook.roles)
                .map(|role| role.id.as_str());
            unknown("role", id, did_you_mean(id, ids), "`breach role list` shows all")
        })
    }

    /// The question that asks for this fact; else which one may be meant.
    pub fn known_question(&self, fact: &str) -> Outcome<Question> {
        self.question(fact).ok_or_else(|| {
            let names = self.fact_names();
            let near = did_you_mean(fact, names.iter().map(String::as_str));
            unknown("fact", fact, near, "`breach step show STEP` shows what a step asks")
        })
    }

    /// A shared fact's definition: a playbook's, else that of the rules about who must be told.
    pub fn fact(&self, name: &str) -> Option<&FactDef> {
        self.playbooks
            .iter()
            .flat_map(|playbook| &playbook.facts)
            .find(|fact| fact.name == name)
            .or_else(|| self.book.fact(name))
    }

    /// The question that asks for this fact: a step's own words for it, else the shared definition.
    pub fn question(&self, fact: &str) -> Option<Question> {
        let asked = self
            .steps
            .iter()
            .flat_map(|step| &step.questions)
            .find(|question| question.fact == fact);
        asked.cloned().or_else(|| self.fact(fact).map(Question::shared))
    }

    /// Names of every fact that can be recorded, each once.
    pub fn fact_names(&self) -> Vec<String> {
        let shared = self
            .playbooks
            .iter()
            .flat_map(|playbook| &playbook.facts)
            .map(|fact| &fact.name);
        let asked = self
            .steps
            .iter()
            .flat_map(|step| &step.questions)
            .map(|question| &question.fact);
        let of_rules = self.book.facts.iter().map(|fact| &fact.name);
        let mut names: Vec<String> = shared.chain(asked).chain(of_rules).cloned().collect();
        names.sort();
        names.dedup();
        names
    }

    /// One to four words for a fact, for boards: the shared title, else its name with blanks.
    pub fn fact_title(&self, name: &str) -> String {
        match self.fact(name).and_then(|fact| fact.title.clone()) {
            Some(title) => title,
            None => name.rsplit('.').next().unwrap_or(name).replace('_', " "),
        }
    }
}

fn unknown(what: &str, name: &str, near: Option<&str>, where_all_are: &str) -> Failure {
    let failure = Failure::usage(format!("no {what} is called `{name}`")).nothing_logged();
    match near {
        Some(near) => failure.hint(format!("did you mean `{near}`? {where_all_are}")),
        None => failure.hint(where_all_are),
    }
}

/// Evaluates a condition against the incident's facts.
pub fn evaluate(condition: &Condition, incident: &Incident) -> Verdict {
    condition.evaluate(&|name| match incident.facts.get(name) {
        None => Seen::Unanswered,
        Some(fact) => seen(fact),
    })
}

fn seen(fact: &FactState) -> Seen<'_> {
    match (&fact.answer, &fact.kind) {
        (Some(answer), _) => Seen::Answered(answer),
        (None, Kind::Table(_)) if !fact.rows.is_empty() => Seen::Rows(fact.rows.len()),
        (None, _) => Seen::Unanswered,
    }
}

/// The instant that a date or date-time fact names. A date is taken at the end of its day in the incident's zone, which is
/// the last moment it can mean.
pub fn instant(incident: &Incident, fact: &str) -> Option<chrono::DateTime<Utc>> {
    match incident.answer(fact)? {
        Answer::Known {
            value: Value::DateTime(at),
            ..
        } => Some(at.with_timezone(&Utc)),
        Answer::Known { value, .. } => end_of_day(value.period()?.last(), zone(incident)),
        Answer::Unknown | Answer::None { .. } => None,
    }
}

/// The first instant that such a fact can mean, and whether it may mean a later one.
pub fn first_instant(incident: &Incident, fact: &str) -> Option<(chrono::DateTime<Utc>, bool)> {
    match incident.answer(fact)?.value()? {
        Value::DateTime(at) => Some((at.to_utc(), false)),
        value => Some((value.period()?.begins(zone(incident)).to_utc(), true)),
    }
}

/// The last second of a day.
fn end_of_day(day: chrono::NaiveDate, zone: Zone) -> Option<chrono::DateTime<Utc>> {
    let last = day.and_hms_opt(23, 59, 59)?;
    zone.instants(last).latest().map(|at| at.with_timezone(&Utc))
}

/// The incident's zone; UTC when the record names one that is not known here.
pub fn zone(incident: &Incident) -> Zone {
    Zone::parse(&incident.zone).unwrap_or(Zone::UTC)
}

/// Whether anything was reported about a step, and be it that it was opened again.
pub fn was_reported(incident: &Incident, id: &str) -> bool {
    let passes = incident.steps.get(id).map_or(&[][..], |state| &state.passes);
    passes
        .iter()
        .any(|pass| matches!(pass.state, PassState::Reported(_)) || incident.entry_was::<StepReopened>(pass.seq))
}

/// The steps that work was done in and that no playbook has any more: what was done stays done, and whoever is at work in
/// one can report its end. They hold nothing, are held by nothing, and demand nothing before closing.
fn left_steps(incident: &Incident, known: &[Step]) -> Result<Vec<Step>, String> {
    let mut ids: Vec<&String> = incident
        .steps
        .iter()
        .filter(|(id, _)| was_reported(incident, id) && known.iter().all(|step| step.id != **id))
        .map(|(id, _)| id)
        .collect();
    let mut steps = Vec::new();
    for playbook in incident.left.iter().rev() {
        if ids.is_empty() {
            break;
        }
        let plan = Playbook::from_plan(&playbook.plan).map_err(|why| format!("playbook `{}`: {why}", playbook.id))?;
        for step in plan.steps {
            if let Some(place) = ids.iter().position(|id| **id == step.id) {
                ids.remove(place);
                steps.push(Step {
                    questions: step
                        .questions
                        .into_iter()
                        .map(|question| Question {
                            required: false,
                            ..question
                        })
                        .collect(),
                    when: None,
                    after: Vec::new(),
                    gates: Vec::new(),
                    aim: None,
                    due: None,
                    repeat: None,
                    depends_on: Vec::new(),
                    required: false,
                    ..step
                });
            }
        }
    }
    Ok(steps)
}

fn added_step(id: &str, title: &str, added: &crate::incident::state::AddedStep) -> Step {
    let phase = Phase::ALL.into_iter().find(|phase| phase.name() == added.phase);
    Step {
        id: id.to_owned(),
        phase: phase.unwrap_or_default(),
        title: title.to_owned(),
        owner: added.owner.clone().unwrap_or_default(),
        why: added.why.clone(),
        required: true,
        ..Step::default()
    }
}
