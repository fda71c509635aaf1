//! The one door to a record: mask card numbers, make the exact bytes, prove them by folding, append, and only then become
//! the new state.
//!
//! What is legal beyond the fold, and what follows from an entry, is handed in as a [`Legality`]; this file knows no playbook.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::fact::{FreeText, Typed};
use crate::failure::{Failure, FailureKind, Outcome};
use crate::incident::draft::OtherDraft;
use crate::incident::event::{IncidentOpened, Nature, NoteAdded, RecordFaultNoted, RecordRepaired};
use crate::incident::local_times::zone_used;
use crate::incident::{Access, By, Entry, Event, Hash, Incident, Occurred, Reading, ReportedBy};
use crate::mask::mask_cards;
use crate::store::{Holds, IncidentId, Position, Refused, Since, Store, Torn};
use crate::time::Zone;
use crate::world::{Clock, Ids};

/// Something to be written down.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    pub event: Event,
    /// Who did it, when not the one who types.
    pub actor: Option<String>,
    pub told: Option<ReportedBy>,
    pub occurred: Option<Occurred>,
    pub access: Option<Access>,
}

impl Draft {
    /// An event of here and now by the one who types.
    pub fn new(event: impl Into<Event>) -> Self {
        Draft {
            event: event.into(),
            actor: None,
            told: None,
            occurred: None,
            access: None,
        }
    }
}

/// What is legal beyond the fold, and what follows.
pub trait Legality {
    /// Whether this may be written now.
    fn check(&mut self, incident: &Incident, draft: &Draft, by: &By) -> Outcome;

    /// The next event that follows from the state and is not in the record yet, with the entry that caused it.
    fn consequence(&mut self, incident: &Incident) -> Outcome<Option<(u64, Event)>>;
}

/// A law that allows what the fold allows, and draws no consequences. For notes, which no playbook can refuse.
pub struct FoldOnly;

impl Legality for FoldOnly {
    fn check(&mut self, _: &Incident, _: &Draft, _: &By) -> Outcome {
        Ok(())
    }

    fn consequence(&mut self, _: &Incident) -> Outcome<Option<(u64, Event)>> {
        Ok(None)
    }
}

/// Who writes, and the clocks and salts for it.
pub struct Author<'a> {
    pub by: By,
    pub clock: &'a dyn Clock,
    pub ids: &'a mut dyn Ids,
    /// The zone in which times are said.
    pub zone: Zone,
    /// The release of the database that knows it.
    pub tzdata: &'a str,
}

#[derive(Debug, Default)]
pub struct Logged {
    /// Our entries, in order, consequences included.
    pub entries: Vec<Entry>,
    /// What others wrote since we last looked.
    pub others: Vec<Entry>,
    /// How many card numbers were masked.
    pub masked: usize,
}

impl Logged {
    /// The entry of the first draft.
    pub fn first(&self) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.event.nature() != Nature::Upkeep)
    }
}

/// A record that is read and can be written to.
pub struct Journal {
    store: Arc<dyn Store>,
    id: IncidentId,
    reading: Reading,
    position: Position,
}

impl Journal {
    /// Reads a record that can be gone on with. `each` sees every line with its entry, when that could be read and folded.
    pub fn read(store: Arc<dyn Store>, id: &IncidentId, each: &mut dyn FnMut(Option<Entry>, &[u8])) -> Outcome<Self> {
        let journal = Journal::look(store, id, each)?;
        journal.reading.other_draft.map_or(Ok(()), other_draft)?;
        Ok(journal)
    }

    /// Reads a record to look at it; one of another draft is read too, and none of its entries are.
    pub fn look(store: Arc<dyn Store>, id: &IncidentId, each: &mut dyn FnMut(Option<Entry>, &[u8])) -> Outcome<Self> {
        let stored = store.read(id)?;
        let mut reading = Reading::default();
        reading.feed_all(stored.lines(), each);
        if reading.incident.opened_at.is_none() {
            let why = reading
                .faults
                .first()
                .map_or_else(String::new, |fault| format!(": {}", fault.what));
            return Err(Failure::new(
                FailureKind::Tampered,
                format!("the record of `{id}` does not begin as a record begins{why}"),
            )
            .hint(format!(
                "`breach verify {id}` lists everything that is wrong; start a new incident with `breach start`"
            )));
        }
        Ok(Journal {
            store,
            id: id.clone(),
            position: Position {
                lines: reading.lines(),
                bytes: reading.bytes(),
                head: reading.head().0,
            },
            reading,
        })
    }

    /// Makes a new incident from its first drafts and writes them durably, all at once.
    pub fn create(
        store: Arc<dyn Store>,
        id: &IncidentId,
        author: &mut Author<'_>,
        law: &mut dyn Legality,
        drafts: Vec<Draft>,
    ) -> Outcome<(Self, Logged)> {
        let mut batch = Batch::new(Reading::default());
        for draft in drafts {
            batch.add(draft, author, law)?;
        }
        batch.add_consequences(author, law)?;
        let position = store.create(id, &batch.bytes)?;
        let logged = Logged {
            entries: batch.entries,
            others: Vec::new(),
            masked: batch.masked,
        };
        let journal = Journal {
            store,
            id: id.clone(),
            reading: batch.reading,
            position,
        };
        Ok((journal, logged))
    }

    pub fn incident(&self) -> &Incident {
        &self.reading.incident
    }

    /// Where the record lies.
    pub fn location(&self) -> String {
        self.store.location(&self.id)
    }

    /// Whether this is the incident's own record; nothing is written to another one's, or to a copy.
    pub fn check_place(&self) -> Outcome {
        let Some(what) = Holds::of(&self.id, &self.reading.incident.id).words() else {
            return Ok(());
        };
        Err(Failure::refused(format!("`{}` {what}", self.id))
            .nothing_logged()
            .hint(format!(
                "what belongs to {} is written with `-i {}`; `breach verify {}` says more",
                self.reading.incident.id, self.reading.incident.id, self.id
            )))
    }

    /// The reading behind the state: head, faults, clock faults.
    pub fn reading(&self) -> &Reading {
        &self.reading
    }

    pub fn id(&self) -> &IncidentId {
        &self.id
    }

    /// Reads and folds what others wrote since, and gives their entries.
    pub fn catch_up(&mut self) -> Outcome<Vec<Entry>> {
        let lines = self.store.read_after(&self.id, &self.position)?;
        let mut others = Vec::new();
        self.reading.feed_all(&lines, |entry, _| others.extend(entry));
        self.position = self.position.after(&lines);
        Ok(others)
    }

    /// Writes what `make` drafts from the state as it is under the store's lock, with everything that follows from it, in
    /// one durable write.
    pub fn record(
        &mut self,
        author: &mut Author<'_>,
        law: &mut dyn Legality,
        make: &mut dyn FnMut(&Incident) -> Outcome<Vec<Draft>>,
    ) -> Outcome<Logged> {
        self.reading.other_draft.map_or(Ok(()), other_draft)?;
        self.check_place()?;
        let seen = self.position.clone();
        let mut written: Option<Batch> = None;
        let mut others = Vec::new();
        let reading = &self.reading;
        let mut attempt = |since: Since<'_>| -> Outcome<Vec<u8>> {
            let mut fresh = reading.clone();
            fresh.feed_all(since.lines, |entry, _| others.extend(entry));
            let mut batch = Batch::new(fresh);
            batch.add_repairs(since.torn, author)?;
            batch.note_faults(author)?;
            for draft in make(&batch.reading.incident)? {
                batch.add(draft, author, law)?;
            }
            batch.add_consequences(author, law)?;
            let bytes = batch.bytes.clone();
            written = Some(batch);
            Ok(bytes)
        };
        let appended = self
            .store
            .append(&self.id, &seen, &mut |since| attempt(since).map_err(Refused::because))?;
        let batch = written.ok_or_else(|| Failure::bug("the store wrote without asking what to write"))?;
        self.position = appended.position;
        self.reading = batch.reading;
        Ok(Logged {
            entries: batch.entries,
            others,
            masked: batch.masked,
        })
    }
}

/// Entries of two drafts cannot stand in one record.
fn other_draft(draft: OtherDraft) -> Outcome {
    Err(Failure::refused(draft.to_string())
        .hint("`breach log`, `verify` and `export --edition full` show what it holds"))
}

/// Why an entry is written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Because {
    /// Somebody said so, with times of theirs.
    Somebody,
    /// It follows from others; its times are computed.
    Entry,
}

/// Entries on their way into the record, and the state they would lead to.
struct Batch {
    reading: Reading,
    entries: Vec<Entry>,
    bytes: Vec<u8>,
    masked: usize,
}

impl Batch {
    fn new(reading: Reading) -> Self {
        Batch {
            reading,
            entries: Vec::new(),
            bytes: Vec::new(),
            masked: 0,
        }
    }

    fn add(&mut self, draft: Draft, author: &mut Author<'_>, law: &mut dyn Legality) -> Outcome {
        let (draft, masked) = masked(draft)?;
        if self.reading.incident.foreign && !draft.event.is::<NoteAdded>() {
            return Err(Failure::refused(
                "a newer breach wrote to this record, and this one does not understand all of it",
            )
            .nothing_logged()
            .hint("`breach note` still works; for everything else use the newer breach"));
        }
        law.check(&self.reading.incident, &draft, &author.by)?;
        let by = masked_by(&author.by);
        self.masked += masked;
        self.push(draft, by, Because::Somebody, author)
    }

    /// Seals one entry and proves it by reading it back from its bytes.
    fn push(&mut self, draft: Draft, by: By, because: Because, author: &mut Author<'_>) -> Outcome {
        let now = author.clock.read();
        let opened = draft.event.get::<IncidentOpened>();
        let drill = opened.map_or(self.reading.incident.drill, |opened| opened.drill);
        let zone = match because {
            Because::Somebody => zone_used(draft.occurred.as_ref(), &draft.event, author.zone, author.tzdata),
            Because::Entry => None,
        };
        let entry = Entry {
            seq: self.reading.next_seq(),
            clock: self.reading.clock_fault(now.at, &now.mono),
            at: chrono::DurationRound::duration_trunc(now.at, chrono::TimeDelta::microseconds(1)).unwrap_or(now.at),
            mono: now.mono,
            salt: author.ids.salt(),
            by,
            actor: draft.actor,
            told: draft.told,
            drill,
            access: draft.access,
            zone,
            occurred: draft.occurred,
            prev: self.reading.head(),
            event: draft.event,
        };
        let bytes = entry.seal().map_err(|why| {
            Failure::input(why)
                .nothing_logged()
                .hint("keep the long text in a file of its own, and write down its name and what it says")
        })?;
        let line = &bytes[..bytes.len() - 1];
        let faults_before = self.reading.fault_count;
        let read_back = self.reading.feed(line);
        if self.reading.fault_count > faults_before {
            let why = self
                .reading
                .faults
                .last()
                .map_or_else(String::new, |fault| fault.what.clone());
            return Err(Failure::new(FailureKind::Conflict, why).nothing_logged());
        }
        if read_back.and_then(|entry| entry.seal().ok()).as_deref() != Some(&bytes[..]) {
            return Err(Failure::bug("an entry does not read back as it was written").nothing_logged());
        }
        self.bytes.extend_from_slice(&bytes);
        self.entries.push(entry);
        Ok(())
    }

    fn add_consequences(&mut self, author: &mut Author<'_>, law: &mut dyn Legality) -> Outcome {
        // Words about the incident change no fact and no step, and nothing follows from them.
        let is_remark = |entry: &Entry| matches!(entry.event.nature(), Nature::Remark | Nature::Upkeep);
        if self.entries.iter().all(is_remark) {
            return Ok(());
        }
        // Each consequence changes the state, so a chain of them ends; the limit guards against a law that does not.
        const MAX_CONSEQUENCES: usize = 10_000;
        for _ in 0..MAX_CONSEQUENCES {
            if self.reading.incident.closed.is_some() || self.reading.incident.foreign {
                return Ok(());
            }
            let Some((because, event)) = law.consequence(&self.reading.incident)? else {
                return Ok(());
            };
            let cause = self.entries.iter().find(|entry| entry.seq == because);
            let by = cause.map_or_else(|| masked_by(&author.by), |cause| cause.by.clone());
            let draft = Draft {
                access: self.reading.incident.restricted.get(&because).copied(),
                ..Draft::new(event)
            };
            self.push(draft, by, Because::Entry, author)?;
        }
        Err(Failure::bug("the consequences of this entry do not end").nothing_logged())
    }

    /// Logs torn ends that were set aside and that no entry speaks of yet.
    fn add_repairs(&mut self, torn: &[Torn], author: &mut Author<'_>) -> Outcome {
        let mut seen = BTreeSet::new();
        for torn in torn {
            let Some(sha256) = Hash::parse(&torn.sha256) else {
                return Err(Failure::bug(
                    "the store named a torn end by something that is not a hash",
                ));
            };
            if !self.reading.incident.repaired.contains(&sha256) && seen.insert(sha256) {
                let event = RecordRepaired {
                    bytes: torn.bytes.len() as u64,
                    sha256,
                };
                self.push(Draft::new(event), masked_by(&author.by), Because::Entry, author)?;
            }
        }
        Ok(())
    }

    /// Notes once that the record was found broken, so that the response can go on.
    fn note_faults(&mut self, author: &mut Author<'_>) -> Outcome {
        const LISTED: usize = 20;
        if !self.reading.has_unnoted_fault() {
            return Ok(());
        }
        let (last_good, head) = match self.reading.last_good() {
            Some((seq, head)) => (Some(seq), head),
            None => (None, Hash::NONE),
        };
        let mut faults: Vec<String> = self
            .reading
            .faults
            .iter()
            .take(LISTED)
            .map(|fault| format!("entry {}: {}", fault.entry, fault.what))
            .collect();
        if self.reading.fault_count > LISTED {
            faults.push(format!("and {} more", self.reading.fault_count - LISTED));
        }
        let event = RecordFaultNoted {
            last_good,
            head,
            faults,
        };
        self.push(Draft::new(event), masked_by(&author.by), Because::Entry, author)
    }
}

/// Masks card numbers in everything that a person may have typed. A number that looks like one is refused, since none of it
/// can be hidden.
fn masked(mut draft: Draft) -> Outcome<(Draft, usize)> {
    let mut typed = Vec::new();
    draft.event.find_typed(&mut typed);
    draft.actor.find_typed(&mut typed);
    if let Some(ReportedBy { by, channel }) = &mut draft.told {
        by.find_typed(&mut typed);
        channel.find_typed(&mut typed);
    }
    let mut count = 0;
    for typed in typed {
        match typed {
            Typed::Words(text) => {
                let masked = mask_cards(text);
                if masked.count > 0 {
                    count += masked.count;
                    *text = masked.text.into_owned();
                }
            }
            Typed::Number(digits) if mask_cards(&digits).count > 0 => {
                return Err(
                    Failure::input("that looks like a card number, and card numbers are never kept")
                        .nothing_logged()
                        .hint("write down how many cards, not which"),
                );
            }
            Typed::Number(_) => {}
        }
    }
    Ok((draft, count))
}

fn masked_by(by: &By) -> By {
    By {
        name: mask_cards(&by.name).text.into_owned(),
        role: by.role.as_deref().map(|role| mask_cards(role).text.into_owned()),
        login: mask_cards(&by.login).text.into_owned(),
        host: mask_cards(&by.host).text.into_owned(),
        via: by.via,
    }
}

#[cfg(test)]
mod tests;
