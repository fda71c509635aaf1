//! Opening an incident for work, and writing to it: who writes, by which clock, and what is said once it is durable.

use std::rc::Rc;

use chrono::{DateTime, Utc};

use super::Context;
use crate::case::Case;
use crate::failure::Outcome;
use crate::incident::{By, Incident, Via};
use crate::journal::{Author, Draft, Journal, Logged};
use crate::screens::logged::{ahead_lines, logged_lines};
use crate::store::IncidentId;
use crate::time::Zone;
use crate::workflow::Workflow;

impl Context<'_> {
    /// Opens the incident that is meant, and warns of a record that is not as it was written.
    pub fn open(&mut self) -> Outcome<Case> {
        let id = self.incident_id()?;
        self.open_incident(&id)
    }

    /// Opens this incident, and warns of a record that is not as it was written.
    pub fn open_incident(&mut self, id: &IncidentId) -> Outcome<Case> {
        let case = self.open_quietly(id)?;
        self.warn_if_broken(&case);
        Ok(case)
    }

    /// Opens this incident without a word about its record.
    pub fn open_quietly(&self, id: &IncidentId) -> Outcome<Case> {
        let mut case = Case::open(self.shared_store(), id, Rc::clone(&self.rules), self.zone_named()?)?;
        case.read_as(self.known_writer(Some(case.incident())).map(|(name, _)| name));
        Ok(case)
    }

    /// Makes an incident from its first drafts.
    pub fn create(
        &mut self,
        id: &IncidentId,
        via: Via,
        now: DateTime<Utc>,
        drafts: Vec<Draft>,
    ) -> Outcome<(Case, Logged)> {
        let by = self.writer(None, via)?;
        let opening_zone = self.zone()?;
        let (store, rules, zone) = (self.shared_store(), Rc::clone(&self.rules), self.zone_named()?);
        let made = Case::create(store, id, rules, zone, &mut self.author(by, opening_zone), now, drafts)?;
        self.has_written(id.as_str(), &made.1.entries);
        Ok(made)
    }

    /// Writes to an open incident by the rules of its playbooks, and shows what was written.
    pub fn record(
        &mut self,
        case: &mut Case,
        via: Via,
        make: &mut dyn FnMut(&Incident, &Workflow) -> Outcome<Vec<Draft>>,
    ) -> Outcome<Logged> {
        let now = self.now();
        self.record_at(case, via, now, make)
    }

    /// Like [`Context::record`], with what the rules say at this moment.
    pub fn record_at(
        &mut self,
        case: &mut Case,
        via: Via,
        now: DateTime<Utc>,
        make: &mut dyn FnMut(&Incident, &Workflow) -> Outcome<Vec<Draft>>,
    ) -> Outcome<Logged> {
        let by = self.writer(Some(case.incident()), via)?;
        let zone = case.zone();
        let was_closed = case.incident().closed.is_some();
        let logged = case.record(&mut self.author(by, zone), now, make)?;
        self.say_logged(case, via, was_closed, logged)
    }

    /// Like [`Context::record`], for words that need neither plan nor rules.
    pub fn note(
        &mut self,
        case: &mut Case,
        via: Via,
        make: &mut dyn FnMut(&Incident) -> Outcome<Vec<Draft>>,
    ) -> Outcome<Logged> {
        let by = self.writer(Some(case.incident()), via)?;
        let zone = case.zone();
        let was_closed = case.incident().closed.is_some();
        let logged = case.note(&mut self.author(by, zone), make)?;
        self.say_logged(case, via, was_closed, logged)
    }

    fn say_logged(&mut self, case: &Case, via: Via, was_closed: bool, logged: Logged) -> Outcome<Logged> {
        let zone = case.zone();
        self.has_written(case.id().as_str(), &logged.entries);
        self.show(&logged_lines(&logged, zone))?;
        if via == Via::Command {
            self.show(&ahead_lines(&logged, zone))?;
            self.warn_of_closed(case, was_closed);
        }
        Ok(logged)
    }

    fn author(&mut self, by: By, zone: Zone) -> Author<'_> {
        Author {
            by,
            clock: &*self.world.clock,
            ids: &mut *self.world.ids,
            zone,
            tzdata: &self.world.tzdata,
        }
    }

    /// Warns loudly of a broken record; the response goes on.
    pub fn warn_if_broken(&mut self, case: &Case) {
        self.warn_if_out_of_place(case.journal());
        let reading = case.journal().reading();
        if reading.has_unnoted_fault() {
            let first = reading
                .faults
                .first()
                .map_or_else(String::new, |fault| format!(" Entry {}: {}.", fault.entry, fault.what));
            self.warn(&format!(
                "WARNING: the record of {} is not as it was written.{first}\n\
                 Go on; what you log is kept, and the fault is noted. `breach verify {}` shows all of it.\n",
                case.id(),
                case.id()
            ));
        }
    }

    /// Warns where this is not the record that belongs there.
    pub fn warn_if_out_of_place(&mut self, journal: &Journal) {
        if let Err(failure) = journal.check_place() {
            self.warn(&format!("WARNING: {}; nothing can be logged here.\n", failure.error));
        }
    }

    /// Says that an incident was written to although it is closed: nobody who left it in use may overlook that.
    fn warn_of_closed(&mut self, case: &Case, was_closed: bool) {
        if was_closed && case.incident().closed.is_some() && self.global.incident.is_none() {
            self.warn(&format!(
                "warning: `{}` is closed, and still in use: this was written to it. `breach use --none` chooses none, \
                 `-i ID` speaks of another one\n",
                case.id()
            ));
        }
    }

    /// Shows what makes the store less safe than it should be.
    pub fn warn_about_store(&mut self) {
        for warning in self.store.warnings() {
            self.warn(&format!("warning: {warning}\n"));
        }
    }
}
