//! What it would mean to follow another playbook in a running incident: what is new, what is here already, what leaves,
//! and what the two cannot agree on.
//!
//! Pure, and decides nothing: commands ask, and look again under the record's lock.

use super::plans::{Workflow, was_reported};
use crate::fact::Kind;
use crate::fact::narrower::former;
use crate::incident::Incident;
use crate::playbook::is_library_step;
use crate::playbook::plan::{Phase, Playbook};

/// What a playbook would bring.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Joining {
    /// Its steps that are new, as many as in each phase.
    pub fresh: Vec<(Phase, usize)>,
    /// How many of its steps are here already.
    pub known: usize,
    /// How many of its questions are answered already.
    pub answered: usize,
    /// Titles of steps that no playbook has any more, and that nothing was reported about.
    pub leaving: Vec<String>,
    /// Titles of steps that no playbook has any more, although something was reported about them.
    pub worked_in: Vec<String>,
}

/// One name that means two things.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Clash {
    /// Two steps of their own under one id.
    Step {
        id: String,
        with: String,
        /// What the step is called there.
        there: String,
        /// What it is called here.
        here: String,
    },
    /// Two types of one fact.
    Fact {
        name: String,
        /// The other playbook; none if an answer of another type is in the record.
        with: Option<String>,
        there: String,
        here: String,
    },
}

/// What it would mean to follow `playbook`, in place of the playbook at `instead` or beside all of them.
pub fn joining(workflow: &Workflow, incident: &Incident, playbook: &Playbook, instead: Option<usize>) -> Joining {
    let stays: Vec<&Playbook> = others(workflow, instead).collect();
    let is_here = |id: &str| workflow.step(id).is_some();
    let fresh = Phase::ALL.map(|phase| {
        let of_phase = playbook.steps.iter().filter(|step| step.phase == phase);
        (phase, of_phase.filter(|step| !is_here(&step.id)).count())
    });
    let mut asked: Vec<&str> = playbook
        .steps
        .iter()
        .flat_map(|step| &step.questions)
        .map(|question| question.fact.as_str())
        .filter(|fact| incident.facts.get(*fact).is_some_and(|known| known.is_answered()))
        .collect();
    asked.sort_unstable();
    asked.dedup();
    let leaves = instead
        .and_then(|place| workflow.playbooks.get(place))
        .map_or_else(Vec::new, |old| {
            let stays = |id: &str| {
                playbook.step(id).is_some()
                    || stays.iter().any(|other| other.step(id).is_some())
                    || incident.steps.get(id).is_some_and(|state| state.added.is_some())
            };
            old.steps.iter().filter(|step| !stays(&step.id)).collect()
        });
    let (worked_in, leaving): (Vec<_>, Vec<_>) = leaves.into_iter().partition(|step| was_reported(incident, &step.id));
    let titles = |steps: Vec<&crate::playbook::plan::Step>| steps.into_iter().map(|step| step.title.clone()).collect();
    Joining {
        known: playbook.steps.iter().filter(|step| is_here(&step.id)).count(),
        fresh: fresh.into_iter().filter(|(_, number)| *number > 0).collect(),
        answered: asked.len(),
        leaving: titles(leaving),
        worked_in: titles(worked_in),
    }
}

/// Every name by which `playbook` and what stays mean different things. The names of the step library are everybody's: in
/// one incident the words that came first stand.
pub fn clashes(workflow: &Workflow, incident: &Incident, playbook: &Playbook, instead: Option<usize>) -> Vec<Clash> {
    let mut found = Vec::new();
    for other in others(workflow, instead) {
        for id in other.clashes(playbook).into_iter().filter(|id| !is_library_step(id)) {
            let title = |playbook: &Playbook| playbook.step(&id).map_or_else(String::new, |step| step.title.clone());
            found.push(Clash::Step {
                with: other.title.clone(),
                there: title(other),
                here: title(playbook),
                id,
            });
        }
        for (name, here) in kinds(playbook) {
            if let Some(there) = other.kind_of(name)
                && !serves(there, here)
            {
                found.push(Clash::Fact {
                    name: name.to_owned(),
                    with: Some(other.title.clone()),
                    there: kind_words(there),
                    here: kind_words(here),
                });
            }
        }
    }
    // Options and columns may change under an answer; its type may not.
    for (name, here) in kinds(playbook) {
        let answered = incident.facts.get(name).filter(|fact| fact.is_answered());
        if let Some(fact) = answered
            && fact.kind.name() != here.name()
        {
            found.push(Clash::Fact {
                name: name.to_owned(),
                with: None,
                there: kind_words(&fact.kind),
                here: kind_words(here),
            });
        }
    }
    found
}

fn others(workflow: &Workflow, instead: Option<usize>) -> impl Iterator<Item = &Playbook> {
    let stays = move |(place, _): &(usize, &Playbook)| Some(*place) != instead;
    workflow
        .playbooks
        .iter()
        .enumerate()
        .filter(stays)
        .map(|(_, playbook)| playbook)
}

/// Every fact of a playbook with its type, each once.
fn kinds(playbook: &Playbook) -> Vec<(&str, &Kind)> {
    let shared = playbook.facts.iter().map(|fact| (fact.name.as_str(), &fact.kind));
    let local = playbook
        .steps
        .iter()
        .flat_map(|step| &step.questions)
        .filter(|question| question.local)
        .map(|question| (question.fact.as_str(), &question.kind));
    let mut all: Vec<(&str, &Kind)> = shared.chain(local).collect();
    all.sort_by_key(|(name, _)| *name);
    all.dedup_by_key(|(name, _)| *name);
    all
}

/// Whether answers to a question of type `there` are all that a question of type `here` can get: the words that came first
/// stand, so its options must hold all of ours.
fn serves(there: &Kind, here: &Kind) -> bool {
    match (there, here) {
        (Kind::Select(there), Kind::Select(here)) | (Kind::MultiSelect(there), Kind::MultiSelect(here)) => {
            here.iter().all(|option| there.contains(option)) || is_former_list(there, here)
        }
        (Kind::Table(there), Kind::Table(here)) => here.iter().all(|column| there.contains(column)),
        (there, here) => there == here,
    }
}

/// Whether these are the options that a question had before narrower ones took the place of some.
fn is_former_list(there: &[String], here: &[String]) -> bool {
    there.iter().all(|option| here.contains(option)) && !former(here, there).is_empty()
}

fn kind_words(kind: &Kind) -> String {
    match kind {
        Kind::Select(options) | Kind::MultiSelect(options) => format!("{kind} ({})", options.join(", ")),
        Kind::Table(columns) => {
            let names: Vec<String> = columns
                .iter()
                .map(|column| format!("{} {}", column.name, column.kind))
                .collect();
            format!("{kind} ({})", names.join(", "))
        }
        kind => kind.to_string(),
    }
}
