//! What a correction changes: the entry stays as it is, and what it led to becomes what it should have been.
//!
//! Knows no more than the transitions do: the state, and the entry that corrects.

use std::sync::Arc;

use super::Illegal;
use crate::incident::entry::Entry;
use crate::incident::event::{Correctable, EntryCorrected, FactRecorded, Instead};
use crate::incident::provenance::Occurred;
use crate::incident::state::{FactChange, Incident, PassState, RowState};

impl Incident {
    /// Applies a correction: the entry stays as it is, what it led to changes. Only what still rests on the entry moves;
    /// an answer that was replaced since is history, and its correction is too.
    pub(super) fn correct(&mut self, entry: &Entry, correction: &EntryCorrected) -> Result<(), Illegal> {
        let target = correction.entry;
        let Some(was) = self.type_of(target) else {
            return Err(Illegal(format!("there is no entry {target} that could be corrected")));
        };
        if was.name != correction.event {
            return Err(Illegal(format!(
                "entry {target} is `{}`, not `{}`",
                was.name, correction.event
            )));
        }
        match (was.correctable, &correction.instead) {
            (Correctable::Words, Instead::Text(_) | Instead::Nothing)
            | (
                Correctable::Words | Correctable::Answer | Correctable::Gate,
                Instead::Occurred(_) | Instead::Actor(_),
            ) => {}
            (Correctable::Answer, Instead::Answer(answer)) => self.correct_answer(entry, target, Some(answer))?,
            (Correctable::Answer, Instead::Nothing) => self.correct_answer(entry, target, None)?,
            (
                Correctable::Outcome,
                instead @ (Instead::Outcome(_) | Instead::Nothing | Instead::Occurred(_) | Instead::Actor(_)),
            ) => self.correct_step(entry, target, instead),
            (Correctable::Gate, Instead::Nothing) => {
                for pass in self.steps.values_mut().flat_map(|step| &mut Arc::make_mut(step).passes) {
                    pass.gates.retain(|_, opening| opening.seq != target);
                }
            }
            (Correctable::Role, Instead::Nothing) => {
                self.roles.retain(|_, holder| holder.seq != target);
                self.deputies.retain(|_, holder| holder.seq != target);
            }
            (Correctable::Role, Instead::Actor(name)) => {
                for holder in self.roles.values_mut().chain(self.deputies.values_mut()) {
                    if holder.seq == target {
                        holder.name.clone_from(name);
                    }
                }
            }
            (Correctable::Override, Instead::Nothing) => {
                for pass in self.steps.values_mut().flat_map(|step| &mut Arc::make_mut(step).passes) {
                    pass.overridden = pass.overridden.take().filter(|overriding| overriding.seq != target);
                }
            }
            (Correctable::DatedDuty, Instead::Occurred(Occurred { at: None, .. })) => {
                return Err(Illegal("the time of a notice or a release must be known".to_owned()));
            }
            (
                Correctable::Duty | Correctable::DatedDuty,
                instead @ (Instead::Nothing | Instead::Occurred(_) | Instead::Actor(_)),
            ) => self.correct_obligation(entry, target, instead),
            (
                Correctable::Nothing
                | Correctable::Words
                | Correctable::Answer
                | Correctable::Outcome
                | Correctable::Gate
                | Correctable::Role
                | Correctable::Override
                | Correctable::Duty
                | Correctable::DatedDuty,
                _,
            ) => {
                return Err(Illegal(format!(
                    "an entry `{}` cannot be corrected in this way",
                    was.name
                )));
            }
        }
        self.corrected.insert(target, entry.seq);
        Ok(())
    }

    fn correct_answer(&mut self, entry: &Entry, target: u64, answer: Option<&FactRecorded>) -> Result<(), Illegal> {
        let Some((name, state)) = self.facts.iter_mut().find(|(_, fact)| fact.versions.contains(&target)) else {
            return Ok(());
        };
        if let Some(answer) = answer
            && answer.fact != *name
        {
            return Err(Illegal(format!(
                "entry {target} answers `{name}`, not `{}`",
                answer.fact
            )));
        }
        let change = FactChange {
            seq: entry.seq,
            step: None,
        };
        if let Some(row) = state
            .rows
            .iter()
            .find(|(_, row)| row.seq == target)
            .map(|(number, _)| *number)
        {
            match answer {
                Some(answer) => {
                    let answer = answer.answer.clone();
                    state.rows.insert(row, RowState { answer, seq: target });
                }
                None => {
                    state.rows.remove(&row);
                }
            }
            state.changed = Some(change);
        } else if state.versions.last() == Some(&target) || state.seq == target {
            let new = answer.map(|answer| answer.answer.clone());
            if state.answer != new {
                state.changed = Some(change);
            }
            state.answer = new;
        } else {
            return Ok(());
        }
        state.at = entry.at;
        entry.who().clone_into(&mut state.who);
        Ok(())
    }

    fn correct_step(&mut self, entry: &Entry, target: u64, instead: &Instead) {
        let passes = self.steps.values_mut().flat_map(|step| &mut Arc::make_mut(step).passes);
        let Some(pass) = passes.into_iter().find(|pass| pass.seq == target) else {
            return;
        };
        match instead {
            Instead::Outcome(outcome) => pass.state = PassState::Reported(outcome.clone()),
            Instead::Nothing => {
                pass.state = PassState::Open;
                pass.gates.retain(|_, opening| !opening.approval);
            }
            Instead::Occurred(Occurred { at: Some(at), .. }) => pass.at = at.with_timezone(&chrono::Utc),
            Instead::Occurred(Occurred { at: None, .. }) => pass.at = entry.at,
            Instead::Actor(name) => pass.who.clone_from(name),
            Instead::Text(_) | Instead::Answer(_) => {}
        }
    }
}
