//! One incident open for work: its record is read once and kept, with the playbooks and what the rules say about its facts.
//!
//! No file and no lock is held between two calls. What others write meanwhile is read by [`Case::catch_up`], and again under
//! the store's lock by whatever records; both open the record by its name, and notice that it was removed or replaced.

mod rule_loader;

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use chrono::{DateTime, Utc};

use crate::failure::{Failure, Outcome};
use crate::incident::view::View;
use crate::incident::{By, Entry, Event, Incident};
use crate::journal::{Author, Draft, FoldOnly, Journal, Legality, Logged};
use crate::situation::Situation;
use crate::store::{IncidentId, Store};
use crate::time::Zone;
use crate::workflow::{Evaluations, Rules, Workflow};

pub use rule_loader::RuleLoader;

pub struct Case {
    journal: Journal,
    entries: Vec<Entry>,
    workflow: Workflow,
    rules: Rc<RuleLoader>,
    evaluations: Evaluations,
    zone: Zone,
    /// The last one that was worked out: for the number of the next entry, and the moment.
    situation: Option<((u64, DateTime<Utc>), Situation)>,
    /// Who reads, and what they may see, where that is not everything.
    reader: Option<String>,
    view: Option<Shown>,
}

/// What a reader may see, with what the rules say about that alone.
struct Shown {
    view: View,
    workflow: Workflow,
    evaluations: Evaluations,
}

/// An open incident at one moment.
#[derive(Clone, Copy)]
pub struct Snapshot<'c> {
    /// What is to be done.
    pub workflow: &'c Workflow,
    pub incident: &'c Incident,
    /// The same, entry by entry.
    pub entries: &'c [Entry],
    /// What is true of it.
    pub situation: &'c Situation,
}

impl Case {
    /// Reads an incident's record. Times are shown in `zone`, else in the incident's own.
    pub fn open(store: Arc<dyn Store>, id: &IncidentId, rules: Rc<RuleLoader>, zone: Option<Zone>) -> Outcome<Self> {
        let mut entries = Vec::new();
        let journal = Journal::read(store, id, &mut |entry, _| entries.extend(entry))?;
        Ok(Case::of(journal, entries, rules, zone))
    }

    /// Makes a new incident from its first drafts, and gives what was written.
    pub fn create(
        store: Arc<dyn Store>,
        id: &IncidentId,
        rules: Rc<RuleLoader>,
        zone: Option<Zone>,
        author: &mut Author<'_>,
        now: DateTime<Utc>,
        drafts: Vec<Draft>,
    ) -> Outcome<(Self, Logged)> {
        let mut law = Rules::at(now, rules.get());
        let (journal, logged) = Journal::create(store, id, author, &mut law, drafts)?;
        let mut case = Case::of(journal, logged.entries.clone(), rules, zone);
        (case.workflow, case.evaluations) = law.into_parts();
        Ok((case, logged))
    }

    fn of(journal: Journal, entries: Vec<Entry>, rules: Rc<RuleLoader>, zone: Option<Zone>) -> Self {
        Case {
            zone: zone.unwrap_or_else(|| crate::workflow::plans::zone(journal.incident())),
            journal,
            entries,
            workflow: Workflow::default(),
            rules,
            evaluations: Evaluations::default(),
            situation: None,
            reader: None,
            view: None,
        }
    }

    /// From now on everything that is shown is what this person may see.
    pub fn read_as(&mut self, reader: Option<String>) {
        if self.reader != reader {
            self.reader = reader;
            self.renew_view();
        }
    }

    /// Folds the record anew for whoever reads it.
    fn renew_view(&mut self) {
        self.situation = None;
        let view = View::of(self.journal.incident(), &self.entries, self.reader.as_deref());
        self.view = view.map(|view| Shown {
            view,
            workflow: Workflow::default(),
            evaluations: Evaluations::default(),
        });
    }

    pub fn id(&self) -> &IncidentId {
        self.journal.id()
    }

    /// The record as it was read: state, head, faults.
    pub fn journal(&self) -> &Journal {
        &self.journal
    }

    pub fn incident(&self) -> &Incident {
        self.view
            .as_ref()
            .map_or_else(|| self.journal.incident(), |shown| &shown.view.incident)
    }

    /// Every entry that could be read, in order.
    pub fn entries(&self) -> &[Entry] {
        self.view.as_ref().map_or(&self.entries, |shown| &shown.view.entries)
    }

    /// Whether whoever reads may see all of this entry.
    pub fn shows(&self, seq: u64) -> bool {
        let is_left_out = |shown: &Shown| shown.view.left_out.has(seq);
        seq < self.journal.incident().next_seq && !self.view.as_ref().is_some_and(is_left_out)
    }

    /// The zone that times are typed and shown in.
    pub fn zone(&self) -> Zone {
        self.zone
    }

    /// How often the rules were held against the facts since the incident was opened.
    pub fn evaluations(&self) -> usize {
        self.evaluations.passes()
    }

    /// Reads what others wrote since the last look. True when there was something.
    pub fn catch_up(&mut self) -> Outcome<bool> {
        let others = self.journal.catch_up()?;
        let is_news = !others.is_empty();
        self.entries.extend(others);
        if is_news {
            self.renew_view();
        }
        Ok(is_news)
    }

    /// The playbooks as the incident follows them, without what the rules say.
    pub fn workflow(&mut self) -> Outcome<(&Workflow, &Incident)> {
        let (workflow, incident) = match &mut self.view {
            Some(shown) => (&mut shown.workflow, &shown.view.incident),
            None => (&mut self.workflow, self.journal.incident()),
        };
        workflow.book = self.rules.get();
        workflow.refresh(incident).map_err(unreadable)?;
        Ok((workflow, incident))
    }

    /// What is true of the incident at this moment. Worked out once for each state and moment.
    pub fn situation(&mut self, now: DateTime<Utc>) -> Outcome<Snapshot<'_>> {
        self.workflow()?;
        let key = (self.journal.incident().next_seq, now);
        let (workflow, incident, entries, evaluations) = match &mut self.view {
            Some(Shown {
                view,
                workflow,
                evaluations,
            }) => (&*workflow, &view.incident, &view.entries, evaluations),
            None => (
                &self.workflow,
                self.journal.incident(),
                &self.entries,
                &mut self.evaluations,
            ),
        };
        let situation = match self.situation.take() {
            Some((known, situation)) if known == key => situation,
            _ => Situation::with(evaluations, workflow, incident, now),
        };
        let (_, situation) = self.situation.insert((key, situation));
        Ok(Snapshot {
            workflow,
            incident,
            entries,
            situation,
        })
    }

    /// Writes to the record: drafts are made from the state under the store's lock, by the rules of its playbooks at this
    /// moment. Gives what was written, and what others had written.
    pub fn record(
        &mut self,
        author: &mut Author<'_>,
        now: DateTime<Utc>,
        make: &mut dyn FnMut(&Incident, &Workflow) -> Outcome<Vec<Draft>>,
    ) -> Outcome<Logged> {
        let mut workflow = std::mem::take(&mut self.workflow);
        workflow.book = self.rules.get();
        let rules = Rules::with(workflow, std::mem::take(&mut self.evaluations), now);
        let rules = RefCell::new(rules);
        let logged = self.journal.record(author, &mut ByRules(&rules), &mut |incident| {
            make(incident, rules.borrow_mut().workflow(incident))
        });
        (self.workflow, self.evaluations) = rules.into_inner().into_parts();
        self.keep(logged)
    }

    /// Writes words to the record that need no plan and change no fact: reading plans and rules takes longer than everything
    /// else about a note. What follows from rules alone waits for the next other entry.
    pub fn note(
        &mut self,
        author: &mut Author<'_>,
        make: &mut dyn FnMut(&Incident) -> Outcome<Vec<Draft>>,
    ) -> Outcome<Logged> {
        let logged = self.journal.record(author, &mut FoldOnly, make);
        self.keep(logged)
    }

    fn keep(&mut self, logged: Outcome<Logged>) -> Outcome<Logged> {
        let mut logged = logged?;
        self.entries
            .extend(logged.others.iter().chain(&logged.entries).cloned());
        self.renew_view();
        if let Some(shown) = &self.view {
            logged.others.retain(|entry| !shown.view.left_out.has(entry.seq));
        }
        Ok(logged)
    }
}

/// The rules, lent to the journal while drafts are made by the same playbooks.
struct ByRules<'r>(&'r RefCell<Rules>);

impl Legality for ByRules<'_> {
    fn check(&mut self, incident: &Incident, draft: &Draft, by: &By) -> Outcome {
        self.0.borrow_mut().check(incident, draft, by)
    }

    fn consequence(&mut self, incident: &Incident) -> Outcome<Option<(u64, Event)>> {
        self.0.borrow_mut().consequence(incident)
    }
}

fn unreadable(why: String) -> Failure {
    Failure::refused(format!("this breach cannot read the plan in the record: {why}"))
        .hint("`breach note`, `log`, `verify` and `export` still work")
}
