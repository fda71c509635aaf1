//! The law: which event may follow which state, and what it changes.
//!
//! One `match (state, event)` decides; it has no wildcard that accepts. The same function is used to read a record and
//! to prove a new entry before it is written, so an entry that cannot be replayed cannot be written.

mod correction;
mod obligation;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use serde_json::value::RawValue;

use super::draft::Opening;
use super::entry::Entry;
use super::event::{Event, FORMAT, FactRecorded, FactWithdrawn, IncidentOpened, StepOutcome};
use super::provenance::Via;
use super::state::{
    AddedStep, Closing, Decided, FactChange, FactState, GateOpening, Incident, Overriding, Pass, PassState,
    PlaybookState, RoleHolder, RowState, RuledOut, StepState,
};
use crate::fact::{Answer, Kind};

/// How far a record's numbering may skip before an entry is refused rather than folded.
pub(super) const MAX_SKIP: u64 = 65_536;

/// Why an event may not follow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Illegal(pub String);

impl fmt::Display for Illegal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Illegal {}

/// Which of the three lives an incident is in.
#[derive(Clone, Copy)]
enum Life {
    Unopened,
    Open,
    Closed,
}

impl Incident {
    /// Folds one entry into the state.
    pub fn apply(&mut self, entry: &Entry) -> Result<(), Illegal> {
        let life = match (self.opened_at, &self.closed) {
            (None, _) => Life::Unopened,
            (Some(_), None) => Life::Open,
            (Some(_), Some(_)) => Life::Closed,
        };
        if entry.seq < self.next_seq || entry.seq - self.next_seq > MAX_SKIP {
            return Err(Illegal(format!(
                "entry {} cannot follow entry {}",
                entry.seq,
                self.next_seq.wrapping_sub(1)
            )));
        }
        if !matches!(life, Life::Unopened) && entry.drill != self.drill {
            return Err(Illegal("a drill and a real incident cannot share a record".to_owned()));
        }
        match (life, &entry.event) {
            (Life::Unopened, Event::IncidentOpened(opened)) => self.open(entry, opened)?,
            (Life::Unopened, _) => return Err(Illegal("a record begins with `incident.opened`".to_owned())),
            (Life::Open | Life::Closed, Event::IncidentOpened(_)) => {
                return Err(Illegal("the incident is open already".to_owned()));
            }

            (Life::Open, Event::IncidentClosed(closed)) => {
                self.closed = Some(Closing {
                    how: closed.how,
                    why: closed.why.clone(),
                    second: closed.second.clone(),
                    joined_to: closed.joined_to.clone(),
                    at: entry.at,
                    seq: entry.seq,
                });
            }
            (Life::Closed, Event::IncidentReopened(_)) => self.closed = None,
            (Life::Open, Event::IncidentReopened(_)) => {
                return Err(Illegal("the incident is not closed".to_owned()));
            }

            (Life::Open, Event::PlaybookAdded(added)) => {
                if self.playbooks.iter().any(|playbook| playbook.id == added.playbook) {
                    return Err(Illegal(format!("playbook `{}` is followed already", added.playbook)));
                }
                self.playbooks
                    .push(followed(entry, &added.playbook, &added.title, &added.plan.0));
            }
            (Life::Open, Event::PlaybookSwapped(swapped)) => {
                let place = self.playbook(&swapped.from)?;
                let is_other =
                    |playbook: &PlaybookState| playbook.id == swapped.playbook && playbook.id != swapped.from;
                if self.playbooks.iter().any(is_other) {
                    return Err(Illegal(format!("playbook `{}` is followed already", swapped.playbook)));
                }
                let state = followed(entry, &swapped.playbook, &swapped.title, &swapped.plan.0);
                self.left.push(std::mem::replace(&mut self.playbooks[place], state));
            }
            (Life::Open, Event::PlaybookAdopted(adopted)) => {
                let place = self.playbook(&adopted.playbook)?;
                let state = followed(entry, &adopted.playbook, &adopted.title, &adopted.plan.0);
                self.left.push(std::mem::replace(&mut self.playbooks[place], state));
            }

            (Life::Open, Event::StepCompleted(step)) => {
                let pass = self.pass_to_report(entry, &step.step, step.pass, &step.title, Reporting::Result)?;
                pass.before.clone_from(&step.before);
                pass.state = PassState::Reported(StepOutcome::Done);
            }
            (Life::Open, Event::StepStarted(step)) => {
                let pass = self.pass_to_report(entry, &step.step, step.pass, &step.title, Reporting::Start)?;
                pass.before.clone_from(&step.before);
                pass.state = PassState::Reported(StepOutcome::Started);
            }
            (Life::Open, Event::StepWaiting(step)) => {
                let pass = self.pass_to_report(entry, &step.step, step.pass, &step.title, Reporting::Progress)?;
                pass.state = PassState::Reported(StepOutcome::Waiting {
                    on: step.on.clone(),
                    until: step.until,
                });
            }
            (Life::Open, Event::StepDeferred(step)) => {
                let pass = self.pass_to_report(entry, &step.step, step.pass, &step.title, Reporting::Progress)?;
                pass.state = PassState::Reported(StepOutcome::Deferred {
                    until: step.until,
                    why: step.why.clone(),
                });
            }
            (Life::Open, Event::StepNotNeeded(step)) => {
                let pass = self.pass_to_report(entry, &step.step, step.pass, &step.title, Reporting::Result)?;
                pass.state = PassState::Reported(StepOutcome::NotNeeded { why: step.why.clone() });
            }
            (Life::Open, Event::StepDeclined(step)) => {
                let pass = self.pass_to_report(entry, &step.step, step.pass, &step.title, Reporting::Result)?;
                pass.state = PassState::Reported(StepOutcome::Declined { why: step.why.clone() });
            }
            (Life::Open, Event::StepAssigned(step)) => {
                self.step_mut(&step.step, &step.title).assigned = Some(step.to.clone());
            }
            (Life::Open, Event::StepAdded(step)) => {
                if self.steps.contains_key(&step.step) {
                    return Err(Illegal(format!("there is a step `{}` already", step.step)));
                }
                self.step_mut(&step.step, &step.title).added = Some(AddedStep {
                    phase: step.phase.clone(),
                    owner: step.owner.clone(),
                    why: step.why.clone(),
                });
            }
            (Life::Open, Event::StepReopened(step)) => {
                let pass = self.finished_pass(&step.step, step.pass)?;
                pass.state = PassState::Open;
                pass.seq = entry.seq;
                pass.at = entry.when();
                pass.gates.retain(|_, opening| !opening.approval);
                pass.overridden = None;
            }
            (Life::Open, Event::StepOverridden(step)) => {
                let overriding = Overriding {
                    who: entry.who().to_owned(),
                    held_for: step.held_for.clone(),
                    why: step.why.clone(),
                    seq: entry.seq,
                };
                let pass = self.open_pass(entry, &step.step, step.pass, &step.title)?;
                pass.overridden = Some(overriding);
            }
            (Life::Open, Event::StepRuledOut(step)) => {
                let seq = entry.seq;
                let state = self.step_mut(&step.step, &step.title);
                if state.ruled_out.is_some() {
                    return Err(Illegal(format!("step `{}` is ruled out already", step.step)));
                }
                state.ruled_out = Some(RuledOut {
                    condition: step.condition.clone(),
                    seen: step.seen.clone(),
                    seq,
                });
            }
            (Life::Open, Event::StepRuledIn(step)) => {
                let state = self.step_mut(&step.step, &step.title);
                if state.ruled_out.take().is_none() {
                    return Err(Illegal(format!("step `{}` is not ruled out", step.step)));
                }
            }

            (Life::Open, Event::GateAcknowledged(gate)) => {
                self.open_gate(entry, &gate.step, gate.pass, &gate.gate, false)?;
            }
            (Life::Open, Event::GateApproved(gate)) => {
                self.open_gate(entry, &gate.step, gate.pass, &gate.gate, true)?;
            }
            (Life::Open, Event::GateSentBack(gate)) => {
                let pass = self.open_pass(entry, &gate.step, gate.pass, "")?;
                pass.gates.remove(&gate.gate);
                pass.sent_back.insert(gate.gate.clone(), gate.why.clone());
            }

            (Life::Open, Event::FactRecorded(fact)) => self.record_fact(entry, fact)?,
            (Life::Open, Event::FactWithdrawn(fact)) => self.withdraw_fact(entry, fact)?,

            (Life::Open, Event::RoleTaken(role)) => {
                self.roles
                    .insert(role.role.clone(), holder(entry, &role.title, &role.name));
            }
            (Life::Open, Event::RoleAssigned(role)) => {
                let people = if role.deputy {
                    &mut self.deputies
                } else {
                    &mut self.roles
                };
                people.insert(role.role.clone(), holder(entry, &role.title, &role.name));
            }

            (Life::Open, Event::ObligationAssessed(assessed)) => self.assess(entry, assessed)?,
            (Life::Open, Event::ObligationConfirmed(said)) => {
                self.decide(
                    entry,
                    (&said.obligation, &said.tell),
                    Decided::Confirmed,
                    said.why.as_deref(),
                )?;
            }
            (Life::Open, Event::ObligationNotRequired(said)) => {
                self.decide(
                    entry,
                    (&said.obligation, &said.tell),
                    Decided::NotRequired,
                    Some(&said.why),
                )?;
            }
            (Life::Open, Event::ObligationCorrected(said)) => {
                let what = Decided::Corrected { due_at: said.due_at };
                self.decide(entry, (&said.obligation, &said.tell), what, Some(&said.why))?;
            }
            (Life::Open, Event::ObligationExtended(said)) => {
                let what = Decided::Extended { until: said.until };
                self.decide(entry, (&said.obligation, &said.tell), what, Some(&said.why))?;
            }
            (Life::Open, Event::NoticeDeclined(said)) => {
                let what = Decided::Declined {
                    decided_by: said.decided_by.clone(),
                    revisit_at: said.revisit_at,
                };
                self.decide(entry, (&said.obligation, &said.tell), what, Some(&said.why))?;
            }
            (Life::Open, Event::ObligationRecomputed(said)) => self.recompute(said)?,
            (Life::Open, Event::ObligationDelayed(said)) => self.delay(entry, said)?,
            (Life::Open, Event::ObligationReleased(said)) => self.release(entry, said)?,
            (Life::Open, Event::NoticeMade(made)) => self.notice(entry, made)?,

            (Life::Open | Life::Closed, Event::EntryCorrected(correction)) => self.correct(entry, correction)?,
            (Life::Open | Life::Closed, Event::EntryRestricted(restriction)) => {
                if self.type_of(restriction.entry).is_none() {
                    return Err(Illegal(format!("there is no entry {}", restriction.entry)));
                }
                self.restricted.insert(restriction.entry, restriction.access);
            }
            (Life::Open | Life::Closed, Event::IncidentLinked(link)) => {
                self.linked.push((link.incident.clone(), link.relation.clone()));
            }
            (Life::Open | Life::Closed, Event::NoteAdded(_) | Event::CallLogged(_) | Event::RecordFaultNoted(_)) => {}
            (Life::Open | Life::Closed, Event::RecordRepaired(repair)) => self.repaired.push(repair.sha256),
            (Life::Open | Life::Closed, Event::Foreign(_)) => self.foreign = true,

            (Life::Closed, _) => return Err(Illegal("the incident is closed".to_owned())),
        }
        if let Some(access) = entry.access {
            self.restricted.insert(entry.seq, access);
        }
        if entry.by.via != Via::Script {
            let place = [&entry.by.login, "@", &entry.by.host].concat();
            match self.writers.get_mut(&place) {
                Some(name) if *name == entry.by.name => {}
                Some(name) => name.clone_from(&entry.by.name),
                None => {
                    self.writers.insert(place, entry.by.name.clone());
                }
            }
        }
        self.remember(entry);
        Ok(())
    }

    /// Takes what a record of another draft says of itself, for headings; nothing of it is folded.
    pub(super) fn open_unread(&mut self, opening: Opening) {
        self.id = opening.incident;
        self.title = opening.title;
        self.zone = opening.zone;
        self.drill = opening.drill;
        self.opened_at = Some(opening.at);
    }

    fn open(&mut self, entry: &Entry, opened: &IncidentOpened) -> Result<(), Illegal> {
        if opened.format != FORMAT {
            return Err(Illegal(format!(
                "the record has format {}, and this breach reads format {FORMAT}; a newer breach reads it",
                opened.format
            )));
        }
        if opened.drill != entry.drill {
            return Err(Illegal("entry 0 and its own `drill` mark disagree".to_owned()));
        }
        self.id.clone_from(&opened.incident);
        self.title.clone_from(&opened.title);
        self.zone.clone_from(&opened.zone);
        self.drill = opened.drill;
        self.opened_at = Some(entry.at);
        Ok(())
    }

    /// Notes which event this entry was, so that a correction can be checked against it.
    fn remember(&mut self, entry: &Entry) {
        const UNKNOWN: u8 = u8::MAX;
        let kind = entry.event.number().unwrap_or(UNKNOWN);
        while self.next_seq < entry.seq {
            self.kinds.push(UNKNOWN);
            self.next_seq += 1;
        }
        self.kinds.push(kind);
        self.next_seq = entry.seq + 1;
    }

    fn playbook(&self, id: &str) -> Result<usize, Illegal> {
        self.playbooks
            .iter()
            .position(|playbook| playbook.id == id)
            .ok_or_else(|| Illegal(format!("playbook `{id}` is not followed")))
    }

    fn step_mut(&mut self, id: &str, title: &str) -> &mut StepState {
        let step = Arc::make_mut(self.steps.entry(id.to_owned()).or_default());
        if !title.is_empty() {
            title.clone_into(&mut step.title);
        }
        step
    }

    /// The pass of this number, made if it is the next one and the one before is finished.
    fn open_pass(&mut self, entry: &Entry, id: &str, number: u32, title: &str) -> Result<&mut Pass, Illegal> {
        let existing = self.steps.get(id).map_or(&[][..], |step| &step.passes);
        let count = u32::try_from(existing.len()).unwrap_or(u32::MAX);
        let next_is_free = existing.last().is_none_or(Pass::is_finished);
        match number {
            0 => return Err(Illegal("passes are counted from 1".to_owned())),
            number if number <= count => {}
            number if number == count.saturating_add(1) && next_is_free => {}
            _ => {
                return Err(Illegal(format!(
                    "pass {number} of step `{id}` cannot begin before pass {count} has ended"
                )));
            }
        }
        let fresh = Pass {
            state: PassState::Open,
            seq: entry.seq,
            at: entry.when(),
            who: entry.who().to_owned(),
            before: Vec::new(),
            gates: BTreeMap::new(),
            sent_back: BTreeMap::new(),
            overridden: None,
        };
        let step = self.step_mut(id, title);
        if number > count {
            step.passes.push(fresh);
        }
        let place = usize::try_from(number - 1).map_err(|_| Illegal("too many passes".to_owned()))?;
        step.passes
            .get_mut(place)
            .ok_or_else(|| Illegal(format!("step `{id}` has no pass {number}")))
    }

    fn pass_to_report(
        &mut self,
        entry: &Entry,
        id: &str,
        number: u32,
        title: &str,
        what: Reporting,
    ) -> Result<&mut Pass, Illegal> {
        let pass = self.open_pass(entry, id, number, title)?;
        may_report(&pass.state, what).map_err(|why| Illegal(format!("step `{id}` {why}")))?;
        pass.seq = entry.seq;
        pass.at = entry.when();
        entry.who().clone_into(&mut pass.who);
        Ok(pass)
    }

    fn finished_pass(&mut self, id: &str, number: u32) -> Result<&mut Pass, Illegal> {
        let place = usize::try_from(number).unwrap_or(usize::MAX).wrapping_sub(1);
        self.steps
            .get_mut(id)
            .and_then(|step| Arc::make_mut(step).passes.get_mut(place))
            .filter(|pass| pass.is_finished())
            .ok_or_else(|| Illegal(format!("step `{id}` is not finished, so it cannot be reopened")))
    }

    fn open_gate(&mut self, entry: &Entry, step: &str, number: u32, gate: &str, approval: bool) -> Result<(), Illegal> {
        let opening = GateOpening {
            who: entry.who().to_owned(),
            at: entry.when(),
            seq: entry.seq,
            approval,
        };
        let pass = self.open_pass(entry, step, number, "")?;
        if pass.gates.contains_key(gate) {
            return Err(Illegal(format!("`{gate}` of step `{step}` is open already")));
        }
        pass.sent_back.remove(gate);
        pass.gates.insert(gate.to_owned(), opening);
        Ok(())
    }

    fn record_fact(&mut self, entry: &Entry, fact: &FactRecorded) -> Result<(), Illegal> {
        let is_table = matches!(fact.kind, Kind::Table(_));
        match (is_table, fact.row, &fact.answer) {
            (true, Some(0), _) => return Err(Illegal("rows are counted from 1".to_owned())),
            (true, Some(_), Answer::Known { .. }) | (true, None, Answer::Unknown | Answer::None { .. }) => {}
            (true, Some(_), Answer::Unknown | Answer::None { .. }) | (true, None, Answer::Known { .. }) => {
                return Err(Illegal(format!(
                    "`{}` is a table: rows have numbers, `unknown` has none",
                    fact.fact
                )));
            }
            (false, None, _) => {}
            (false, Some(_), _) => return Err(Illegal(format!("`{}` is not a table and has no rows", fact.fact))),
        }
        let state = self.facts.entry(fact.fact.clone()).or_insert_with(|| FactState {
            asked: fact.asked.clone(),
            kind: fact.kind.clone(),
            answer: None,
            rows: BTreeMap::new(),
            last_row: 0,
            seq: entry.seq,
            at: entry.at,
            who: String::new(),
            told_by: None,
            versions: Vec::new(),
            changed: None,
        });
        if state.kind.name() != fact.kind.name() && state.is_answered() {
            return Err(Illegal(format!(
                "`{}` was answered as {} before, and cannot become {}",
                fact.fact, state.kind, fact.kind
            )));
        }
        if let Some(row) = fact.row
            && row != state.last_row.saturating_add(1)
        {
            return Err(Illegal(format!(
                "the next row of `{}` is {}",
                fact.fact,
                state.last_row.saturating_add(1)
            )));
        }
        state.asked.clone_from(&fact.asked);
        state.kind = fact.kind.clone();
        match fact.row {
            Some(row) => {
                state.last_row = row;
                state.answer = None;
                let answer = fact.answer.clone();
                state.rows.insert(row, RowState { answer, seq: entry.seq });
            }
            None => {
                if is_table && !state.rows.is_empty() {
                    return Err(Illegal(format!("`{}` has rows; withdraw them first", fact.fact)));
                }
                if state.answer.as_ref().is_some_and(|answer| *answer != fact.answer) {
                    state.changed = Some(FactChange {
                        seq: entry.seq,
                        step: fact.step.clone(),
                    });
                }
                state.answer = Some(fact.answer.clone());
            }
        }
        touch(state, entry);
        Ok(())
    }

    fn withdraw_fact(&mut self, entry: &Entry, fact: &FactWithdrawn) -> Result<(), Illegal> {
        let missing = || Illegal(format!("`{}` has no answer that could be withdrawn", fact.fact));
        let state = self.facts.get_mut(&fact.fact).ok_or_else(missing)?;
        match fact.row {
            Some(row) => {
                state.rows.remove(&row).ok_or_else(missing)?;
            }
            None => {
                if !state.is_answered() {
                    return Err(missing());
                }
                state.answer = None;
                state.rows.clear();
            }
        }
        state.changed = Some(FactChange {
            seq: entry.seq,
            step: None,
        });
        touch(state, entry);
        Ok(())
    }
}

/// What a step event says about its pass.
#[derive(Clone, Copy)]
enum Reporting {
    Start,
    /// It stands still or was put off.
    Progress,
    Result,
}

/// The transitions of a pass. A report of what happened is refused only where it says nothing new.
fn may_report(state: &PassState, what: Reporting) -> Result<(), &'static str> {
    match (state, what) {
        (PassState::Open, Reporting::Start | Reporting::Progress | Reporting::Result) => Ok(()),
        (
            PassState::Reported(StepOutcome::Waiting { .. } | StepOutcome::Deferred { .. }),
            Reporting::Start | Reporting::Progress | Reporting::Result,
        ) => Ok(()),
        (PassState::Reported(StepOutcome::Started), Reporting::Progress | Reporting::Result) => Ok(()),
        (PassState::Reported(StepOutcome::Started), Reporting::Start) => Err("is started already"),
        (
            PassState::Reported(StepOutcome::NotNeeded { .. } | StepOutcome::Declined { .. }),
            Reporting::Start | Reporting::Result,
        ) => Ok(()),
        (PassState::Reported(StepOutcome::NotNeeded { .. } | StepOutcome::Declined { .. }), Reporting::Progress) => {
            Err("is marked as not to be done; reopen it first")
        }
        (PassState::Reported(StepOutcome::Done), Reporting::Start | Reporting::Progress | Reporting::Result) => {
            Err("is done already; correct that entry, or reopen the step")
        }
    }
}

fn followed(entry: &Entry, id: &str, title: &str, plan: &RawValue) -> PlaybookState {
    PlaybookState {
        id: id.to_owned(),
        title: title.to_owned(),
        plan: Arc::from(plan.get()),
        seq: entry.seq,
    }
}

fn holder(entry: &Entry, title: &str, name: &str) -> RoleHolder {
    RoleHolder {
        title: title.to_owned(),
        name: name.to_owned(),
        since: entry.when(),
        seq: entry.seq,
    }
}

fn touch(state: &mut FactState, entry: &Entry) {
    state.seq = entry.seq;
    state.at = entry.at;
    entry.who().clone_into(&mut state.who);
    state.told_by = entry.told.as_ref().map(|told| told.by.clone());
    state.versions.push(entry.seq);
}
