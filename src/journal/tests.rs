use std::cell::RefCell;
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};

use super::{Author, Draft, FoldOnly, Journal, Legality, Logged};
use crate::fact::{Answer, Kind, Value};
use crate::failure::{FailureKind, Outcome};
use crate::incident::event::{
    CallLogged, DRAFT, Event, FORMAT, FactRecorded, Foreign, IncidentOpened, NoteAdded, RecordFaultNoted, RoleTaken,
};
use crate::incident::{Access, By, ClockFault, Entry, Incident, Mono, ReportedBy, Via};
use crate::store::{IncidentId, MemoryStore, Store};
use crate::time::Zone;
use crate::world::{Clock, ClockReading, Ids};

const CARD: &str = "4111 1111 1111 1111";

/// Wall clock and time since boot, each set by hand.
struct Hands(RefCell<(DateTime<Utc>, u64)>);

impl Clock for Hands {
    fn read(&self) -> ClockReading {
        let (at, ms) = *self.0.borrow();
        ClockReading {
            at,
            mono: Mono {
                boot: "boot".to_owned(),
                ms,
            },
        }
    }
}

struct Counted(u8);

impl Ids for Counted {
    fn salt(&mut self) -> [u8; 16] {
        self.0 += 1;
        [self.0; 16]
    }

    fn incident(&mut self) -> String {
        "k7f3".to_owned()
    }
}

struct Desk {
    store: Arc<MemoryStore>,
    id: IncidentId,
    clock: Hands,
    ids: Counted,
}

impl Desk {
    /// An incident that was just opened.
    fn new() -> Self {
        let at = "2026-11-20T23:43:00Z".parse().expect("a time");
        let mut desk = Desk {
            store: Arc::new(MemoryStore::new()),
            id: IncidentId::parse("2026-11-20-k7f3").expect("an id"),
            clock: Hands(RefCell::new((at, 1_000))),
            ids: Counted(0),
        };
        let opened = Draft::new(IncidentOpened {
            format: FORMAT,
            draft: DRAFT,
            incident: desk.id.to_string(),
            program: "breach 0.1.0".to_owned(),
            title: "Test".to_owned(),
            drill: false,
            zone: "UTC".to_owned(),
        });
        let mut author = Author {
            by: tom(),
            clock: &desk.clock,
            ids: &mut desk.ids,
            zone: Zone::UTC,
            tzdata: "2026f",
        };
        Journal::create(desk.store.clone(), &desk.id, &mut author, &mut FoldOnly, vec![opened]).expect("an incident");
        desk
    }

    /// Time goes on by this much on the wall and since boot.
    fn wait(&self, wall_ms: i64, mono_ms: u64) {
        let mut hands = self.clock.0.borrow_mut();
        hands.0 += TimeDelta::milliseconds(wall_ms);
        hands.1 += mono_ms;
    }

    fn write(&mut self, drafts: Vec<Draft>) -> Outcome<Logged> {
        self.write_by(&mut FoldOnly, drafts)
    }

    fn write_by(&mut self, law: &mut dyn Legality, drafts: Vec<Draft>) -> Outcome<Logged> {
        let mut author = Author {
            by: tom(),
            clock: &self.clock,
            ids: &mut self.ids,
            zone: Zone::UTC,
            tzdata: "2026f",
        };
        let mut journal = Journal::read(self.store.clone(), &self.id, &mut |_, _| {})?;
        journal.record(&mut author, law, &mut |_| Ok(drafts.clone()))
    }

    /// Fails, and nothing is written.
    fn refused(&mut self, drafts: Vec<Draft>) -> (FailureKind, String) {
        let before = self.bytes();
        let failure = self.write(drafts).expect_err("a refusal");
        assert_eq!(self.bytes(), before);
        (failure.kind, failure.error.to_string())
    }

    fn bytes(&self) -> Vec<u8> {
        self.store.read(&self.id).expect("a record").lines().to_vec()
    }

    fn entries(&self) -> Vec<Entry> {
        let mut entries = Vec::new();
        Journal::look(self.store.clone(), &self.id, &mut |entry, _| entries.extend(entry)).expect("a record");
        entries
    }
}

fn tom() -> By {
    By {
        name: "Tom Becker".to_owned(),
        role: None,
        login: "tom".to_owned(),
        host: "ws-12".to_owned(),
        via: Via::Command,
    }
}

fn note(text: &str) -> Draft {
    Draft::new(NoteAdded { text: text.to_owned() })
}

fn answer(kind: Kind, value: Value) -> Draft {
    Draft::new(FactRecorded {
        fact: "cards".to_owned(),
        asked: "How many?".to_owned(),
        kind,
        row: None,
        answer: Answer::known(value),
        step: None,
        pass: None,
    })
}

/// What seals to other bytes than it reads back from is never written, whatever made it so.
#[test]
fn an_entry_that_reads_back_otherwise_is_not_written() {
    let mut desk = Desk::new();
    let odd = Event::Foreign(Foreign {
        name: "note.added".to_owned(),
        data: r#"{ "text":"a blank too many"}"#.to_owned(),
    });
    assert_eq!(
        desk.refused(vec![Draft::new(odd)]),
        (
            FailureKind::Bug,
            "an entry does not read back as it was written".to_owned()
        )
    );
}

#[test]
fn what_the_transitions_refuse_is_not_written_and_neither_is_what_stood_before_it() {
    let mut desk = Desk::new();
    let again = Draft::new(crate::incident::event::IncidentReopened { why: "x".to_owned() });
    assert_eq!(
        desk.refused(vec![note("first"), again]),
        (FailureKind::Conflict, "the incident is not closed".to_owned())
    );
}

/// Five seconds are no fault; a millisecond more, in either direction, is.
#[test]
fn a_clock_may_differ_by_five_seconds() {
    let table: [(i64, u64, Option<ClockFault>); 6] = [
        (5_000, 0, None),
        (5_001, 0, Some(ClockFault::Jump)),
        (-5_000, 0, None),
        (-5_001, 0, Some(ClockFault::Back)),
        (65_000, 60_000, None),
        (54_999, 60_000, Some(ClockFault::Back)),
    ];
    for (wall, mono, expected) in table {
        let mut desk = Desk::new();
        desk.wait(wall, mono);
        let logged = desk.write(vec![note("x")]).expect("a note");
        assert_eq!(
            logged.entries[0].clock, expected,
            "{wall} ms on the wall, {mono} ms since boot"
        );
    }
}

#[test]
fn card_numbers_are_masked_in_what_people_type_and_nowhere_else() {
    let mut desk = Desk::new();
    let drafts = vec![
        Draft {
            actor: Some(format!("Ana {CARD}")),
            told: Some(ReportedBy {
                by: CARD.to_owned(),
                channel: CARD.to_owned(),
            }),
            ..note(CARD)
        },
        Draft::new(CallLogged {
            with: CARD.to_owned(),
            number: Some(CARD.to_owned()),
            outcome: CARD.to_owned(),
        }),
        answer(Kind::Text, Value::Text(format!("it was {CARD}"))),
        // The name of a role is a name, and the hash of a file may hold any digits.
        Draft::new(RoleTaken {
            role: CARD.to_owned(),
            title: CARD.to_owned(),
            name: CARD.to_owned(),
            from: None,
        }),
    ];
    let logged = desk.write(drafts).expect("four entries");
    assert_eq!(logged.masked, 10);
    let text = String::from_utf8(desk.bytes()).expect("text");
    assert_eq!(text.matches(CARD).count(), 1, "{text}");
    assert!(text.contains(&format!("\"role\":\"{CARD}\"")), "{text}");
}

#[test]
fn a_file_keeps_its_hash_whatever_its_digits() {
    let mut desk = Desk::new();
    let sha256 = "4111111111111111".repeat(4);
    let file = Value::File {
        name: format!("{CARD}.txt"),
        size: 1,
        sha256: sha256.clone(),
    };
    let logged = desk.write(vec![answer(Kind::File, file)]).expect("an answer");
    assert_eq!(logged.masked, 1);
    assert!(String::from_utf8(desk.bytes()).expect("text").contains(&sha256));
}

#[test]
fn a_number_that_is_a_card_number_is_refused() {
    let digits = CARD.replace(' ', "");
    let number = Value::Number(digits.parse().expect("a number"));
    assert_eq!(
        Desk::new().refused(vec![answer(Kind::Number, number)]),
        (
            FailureKind::Input,
            "that looks like a card number, and card numbers are never kept".to_owned()
        )
    );
}

/// A consequence may be read by whoever may read its cause, and is written by whoever caused it.
#[test]
fn a_consequence_has_the_access_of_its_cause_and_comes_with_the_same_write() {
    struct Echo;
    impl Legality for Echo {
        fn check(&mut self, _: &Incident, _: &Draft, _: &By) -> Outcome {
            Ok(())
        }

        fn consequence(&mut self, incident: &Incident) -> Outcome<Option<(u64, Event)>> {
            let follows = incident.next_seq == 2;
            Ok(follows.then(|| (1, note("it follows").event)))
        }
    }
    let mut desk = Desk::new();
    let cause = Draft {
        access: Some(Access::Privileged),
        ..answer(Kind::Text, Value::Text("x".to_owned()))
    };
    let logged = desk.write_by(&mut Echo, vec![cause]).expect("two entries");
    let access: Vec<Option<Access>> = logged.entries.iter().map(|entry| entry.access).collect();
    assert_eq!(access, [Some(Access::Privileged), Some(Access::Privileged)]);
    // Nothing follows from words.
    let mut desk = Desk::new();
    assert_eq!(
        desk.write_by(&mut Echo, vec![note("x")]).expect("a note").entries.len(),
        1
    );
}

#[test]
fn a_broken_record_is_noted_once_and_the_response_goes_on() {
    let mut desk = Desk::new();
    desk.write(vec![note("as written")]).expect("a note");
    desk.write(vec![note("after it")]).expect("a note");
    let text = String::from_utf8(desk.bytes()).expect("text");
    desk.store
        .put(&desk.id, text.replace("as written", "as changed").as_bytes());
    let logged = desk.write(vec![note("on")]).expect("a note");
    let noted = logged.entries[0]
        .event
        .get::<RecordFaultNoted>()
        .expect("a note of the fault");
    assert_eq!(
        noted.faults,
        ["entry 1: it was changed after it was written: entry 2 does not follow from it"]
    );
    assert_eq!(logged.first().map(|entry| entry.seq), Some(4));
    assert_eq!(desk.write(vec![note("and on")]).expect("a note").entries.len(), 1);
}

#[test]
fn a_record_of_another_draft_is_looked_at_and_not_written_to() {
    let mut desk = Desk::new();
    let text = String::from_utf8(desk.bytes()).expect("text");
    let other = text.replacen("\"draft\":3", "\"draft\":99,\"mood\":\"new\"", 1);
    assert_ne!(text, other);
    desk.store.put(&desk.id, other.as_bytes());
    assert_eq!(
        desk.refused(vec![note("x")]),
        (
            FailureKind::Refused,
            "This record is of format 1, draft 99, which this breach can check and export but not go on with. Go on \
             with the breach that wrote it, or start a new incident and link it."
                .to_owned()
        )
    );
    assert_eq!(desk.entries(), []);
}
