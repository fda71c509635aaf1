//! Records for tests: made line by line, with a clock that steps a second and salts that count.

pub(crate) mod duties;

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta};
use serde_json::value::RawValue;

use crate::fact::{Answer, Bound, Column, Kind, Value};
use crate::incident::event::{
    CallLogged, Ending, EntryCorrected, EntryRestricted, Event, FactRecorded, FactWithdrawn, Foreign, GateAcknowledged,
    GateApproved, GateSentBack, IncidentClosed, IncidentLinked, IncidentOpened, IncidentReopened, Instead, NoteAdded,
    OpenStep, Plan, PlaybookAdded, PlaybookAdopted, PlaybookSwapped, RecordFaultNoted, RecordRepaired, RoleAssigned,
    RoleTaken, SourceFile, StepAdded, StepAssigned, StepCompleted, StepDeclined, StepDeferred, StepNotNeeded,
    StepOutcome, StepOverridden, StepReopened, StepRuledIn, StepRuledOut, StepStarted, StepWaiting,
};
use crate::incident::{Access, By, ClockFault, Entry, Hash, Mono, Occurred, Precision, Reading, ReportedBy, Via};

/// A record in the making. Every entry is legal, or the test fails.
pub(crate) struct Maker {
    pub(crate) reading: Reading,
    pub(crate) bytes: Vec<u8>,
    pub(crate) entries: Vec<Entry>,
    drill: bool,
}

impl Maker {
    /// A record with entry 0.
    pub(crate) fn new(drill: bool, title: &str) -> Self {
        let mut maker = Maker {
            reading: Reading::default(),
            bytes: Vec::new(),
            entries: Vec::new(),
            drill,
        };
        maker.add(IncidentOpened {
            format: 1,
            draft: crate::incident::event::DRAFT,
            incident: if drill {
                "drill-2026-11-20-p4xd"
            } else {
                "2026-11-20-k7f3"
            }
            .to_owned(),
            program: "breach 0.1.0".to_owned(),
            title: title.to_owned(),
            drill,
            zone: "Europe/London".to_owned(),
        });
        maker
    }

    /// Adds an event by Tom, who types.
    pub(crate) fn add(&mut self, event: impl Into<Event>) -> u64 {
        self.add_with(event, |_| {})
    }

    /// The same, with something else in the entry.
    pub(crate) fn add_with(&mut self, event: impl Into<Event>, edit: impl FnOnce(&mut Entry)) -> u64 {
        let entry = self.next(event.into(), edit);
        let bytes = entry.seal().expect("a line");
        let read = self.reading.feed(&bytes[..bytes.len() - 1]);
        assert_eq!(self.reading.faults, [], "{}", entry.event.name());
        assert_eq!(read.as_ref(), Some(&entry), "an entry reads back as it was");
        self.bytes.extend(bytes);
        let seq = entry.seq;
        self.entries.push(entry);
        seq
    }

    /// The entry that would come next.
    pub(crate) fn next(&self, event: Event, edit: impl FnOnce(&mut Entry)) -> Entry {
        let seq = self.reading.next_seq();
        let mut salt = [0; 16];
        salt[8..].copy_from_slice(&seq.to_be_bytes());
        let seconds = i64::try_from(seq).expect("few entries");
        let mut entry = Entry {
            seq,
            at: time("2026-11-20T23:43:00Z").to_utc() + TimeDelta::seconds(seconds) + TimeDelta::microseconds(123_456),
            mono: Mono {
                boot: "5d2c1f0e-0000-4000-8000-000000000000".to_owned(),
                ms: 1_000_000 + seq * 1000,
            },
            clock: None,
            salt,
            by: By {
                name: "Tom Becker".to_owned(),
                role: None,
                login: "tom".to_owned(),
                host: "ws-12".to_owned(),
                via: Via::Terminal,
            },
            actor: None,
            told: None,
            drill: self.drill,
            access: None,
            occurred: None,
            zone: None,
            prev: self.reading.head(),
            event,
        };
        edit(&mut entry);
        entry
    }

    /// Each line with its LF.
    pub(crate) fn lines(&self) -> Vec<&[u8]> {
        self.bytes.split_inclusive(|byte| *byte == b'\n').collect()
    }
}

/// An RFC 3339 time.
pub(crate) fn time(text: &str) -> DateTime<chrono::FixedOffset> {
    DateTime::parse_from_rfc3339(text).expect("a time")
}

pub(crate) fn note(text: &str) -> Event {
    Event::NoteAdded(NoteAdded { text: text.to_owned() })
}

/// An answer to a question without a step.
pub(crate) fn fact(name: &str, asked: &str, kind: Kind, answer: Answer) -> FactRecorded {
    FactRecorded {
        fact: name.to_owned(),
        asked: asked.to_owned(),
        kind,
        row: None,
        answer,
        step: None,
        pass: None,
    }
}

fn plan() -> Plan {
    let json = RawValue::from_string(r#"{"format":1,"steps":[]}"#.to_owned());
    json.map(Plan).expect("JSON")
}

fn sources() -> Vec<SourceFile> {
    let text = "playbook: 1\nid: test\n".to_owned();
    vec![SourceFile {
        path: "test.yaml".to_owned(),
        sha256: Hash::of(text.as_bytes()),
        text,
    }]
}

/// A record in which every event occurs, with words that begin with `say`.
pub(crate) fn every_event(drill: bool, say: &dyn Fn(&str) -> String) -> Maker {
    let mut maker = Maker::new(drill, &say("Possible card data compromise"));
    every_step_event(&mut maker, say);
    every_fact_event(&mut maker, say);
    every_other_event(&mut maker, say);
    // Later events stand behind all others, so that the lines before them stay as they were frozen.
    duties::every_duty_event(&mut maker, say);
    maker
}

fn every_step_event(maker: &mut Maker, say: &dyn Fn(&str) -> String) {
    maker.add(PlaybookAdded {
        playbook: "first".to_owned(),
        title: say("First playbook"),
        sources: sources(),
        plan: plan(),
    });
    maker.add(PlaybookSwapped {
        from: "first".to_owned(),
        playbook: "second".to_owned(),
        title: say("Second playbook"),
        why: say("it fits better"),
        sources: sources(),
        plan: plan(),
    });
    maker.add(PlaybookAdopted {
        playbook: "second".to_owned(),
        title: say("Second playbook, edited"),
        why: say("a phone number was wrong"),
        difference: say("1 step changed"),
        sources: sources(),
        plan: plan(),
    });
    let (step, title) = ("stop-capture".to_owned(), say("Stop card capture"));
    maker.add(GateAcknowledged {
        title: title.clone(),
        step: step.clone(),
        pass: 1,
        gate: "acknowledge:rules".to_owned(),
        words: say("nobody logs in"),
    });
    maker.add(StepAssigned {
        step: step.clone(),
        title: title.clone(),
        to: say("Ana Ruiz"),
    });
    maker.add(StepStarted {
        step: step.clone(),
        pass: 1,
        title: title.clone(),
        before: vec!["approval:incident-commander".to_owned()],
    });
    maker.add(GateSentBack {
        title: title.clone(),
        step: step.clone(),
        pass: 1,
        gate: "approval:incident-commander".to_owned(),
        words: say("may the page go down"),
        why: say("ask Jo first"),
    });
    maker.add(GateApproved {
        title: title.clone(),
        step: step.clone(),
        pass: 1,
        gate: "approval:incident-commander".to_owned(),
        words: say("may the page go down"),
    });
    maker.add_with(
        StepCompleted {
            step: step.clone(),
            pass: 1,
            title: title.clone(),
            before: Vec::new(),
        },
        |entry| {
            entry.actor = Some(say("Ana Ruiz"));
            entry.told = Some(ReportedBy {
                by: say("Ana Ruiz"),
                channel: say("phone"),
            });
            entry.occurred = Some(Occurred {
                at: Some(time("2026-11-20T22:50:00+00:00")),
                precision: Precision::Exact,
                about: false,
            });
        },
    );
    maker.add(StepReopened {
        step: step.clone(),
        pass: 1,
        title: title.clone(),
        why: say("the page is up again"),
        because: None,
    });
    maker.add(StepOverridden {
        step: step.clone(),
        pass: 1,
        title: title.clone(),
        held_for: vec!["after:save-logs".to_owned(), "approval:incident-commander".to_owned()],
        why: say("cards go every minute"),
    });
    let until = Some(time("2026-11-21T07:00:00+00:00"));
    maker.add(StepWaiting {
        step: step.clone(),
        pass: 1,
        title: title.clone(),
        on: say("Jo Hall"),
        until,
    });
    maker.add(StepDeferred {
        step: step.clone(),
        pass: 1,
        title: title.clone(),
        until,
        why: Some(say("Jo sleeps")),
    });
    maker.add(StepNotNeeded {
        step: "call-bank".to_owned(),
        pass: 1,
        title: say("Call the bank"),
        why: say("they called us"),
    });
    maker.add(StepDeclined {
        step: "pay".to_owned(),
        pass: 1,
        title: say("Pay the ransom"),
        why: say("we do not pay"),
    });
    maker.add(StepAdded {
        step: "ask-anna".to_owned(),
        title: say("Ask Anna"),
        phase: "contain".to_owned(),
        owner: Some(say("Tom")),
        why: say("she built it"),
    });
    let seen = BTreeMap::from([("cards_lost".to_owned(), say("no"))]);
    maker.add(StepRuledOut {
        step: "tell-visa".to_owned(),
        title: say("Tell Visa"),
        condition: say("cards_lost"),
        seen: seen.clone(),
        because: 0,
    });
    maker.add(StepRuledIn {
        step: "tell-visa".to_owned(),
        title: say("Tell Visa"),
        condition: say("cards_lost"),
        seen,
        because: 0,
    });
}

fn every_fact_event(maker: &mut Maker, say: &dyn Fn(&str) -> String) {
    let number = |digits: &str| Value::Number(digits.parse().expect("a number"));
    let cards = maker.add(fact(
        "cards",
        &say("How many cards?"),
        Kind::Number,
        Answer::Known {
            value: number("4000"),
            bound: Some(Bound::About),
        },
    ));
    maker.add(fact(
        "cvv",
        &say("Were security codes taken?"),
        Kind::YesNo,
        Answer::Unknown,
    ));
    maker.add_with(
        fact(
            "words",
            &say("In whose words?"),
            Kind::LongText,
            Answer::known(Value::Text(say("61 cards\nfraud"))),
        ),
        |entry| {
            entry.occurred = Some(Occurred {
                at: Some(time("2026-11-20T23:20:00+00:00")),
                precision: Precision::About,
                about: false,
            });
        },
    );
    let column = |name: &str, kind| Column {
        name: name.to_owned(),
        kind,
    };
    let table = Kind::Table(vec![column("brand", Kind::Text), column("cards", Kind::Number)]);
    for (row, brand) in [(1, "Visa"), (2, "Mastercard")] {
        let cells = [
            ("brand".to_owned(), Value::Text(say(brand))),
            ("cards".to_owned(), number("61")),
        ];
        let answer = Answer::known(Value::Row(cells.into_iter().collect()));
        maker.add(FactRecorded {
            row: Some(row),
            ..fact("brands", &say("Which brands?"), table.clone(), answer)
        });
    }
    maker.add(FactWithdrawn {
        fact: "brands".to_owned(),
        row: Some(2),
        why: say("a misreading"),
    });
    maker.add(EntryCorrected {
        entry: cards,
        event: "fact.recorded".to_owned(),
        why: say("the bank counted again"),
        instead: Instead::Answer(fact(
            "cards",
            &say("How many cards?"),
            Kind::Number,
            Answer::known(number("3812")),
        )),
    });
    maker.add_with(
        fact(
            "insider",
            &say("Who may have done it?"),
            Kind::Person,
            Answer::known(Value::Person(say("Max Mole"))),
        ),
        |entry| entry.access = Some(Access::Restricted),
    );
}

fn every_other_event(maker: &mut Maker, say: &dyn Fn(&str) -> String) {
    maker.add_with(note(&say("counsel says: say nothing yet")), |entry| {
        entry.access = Some(Access::Privileged);
        entry.by.role = Some(say("scribe"));
    });
    let pasted = maker.add(note(&say("the password is hunter2")));
    maker.add_with(
        EntryRestricted {
            entry: pasted,
            access: Access::Restricted,
            why: say("holds a password"),
        },
        |entry| entry.access = Some(Access::Restricted),
    );
    let wrong = maker.add_with(note(&say("page is down")), |entry| entry.clock = Some(ClockFault::Jump));
    maker.add(EntryCorrected {
        entry: wrong,
        event: "note.added".to_owned(),
        why: say("I misheard"),
        instead: Instead::Text(say("page is up")),
    });
    maker.add(CallLogged {
        with: say("Acquirer"),
        number: Some("+44 20 7946 0100".to_owned()),
        outcome: say("case 88213"),
    });
    maker.add(RoleTaken {
        role: "incident-commander".to_owned(),
        title: say("commander"),
        name: say("Tom Becker"),
        from: None,
    });
    maker.add(RoleAssigned {
        role: "incident-commander".to_owned(),
        title: say("commander"),
        name: say("Maria Lund"),
        from: Some(say("Tom Becker")),
        deputy: false,
    });
    maker.add(RecordRepaired {
        bytes: 12,
        sha256: Hash::of(b"a torn end"),
    });
    maker.add(RecordFaultNoted {
        last_good: Some(7),
        head: Hash::of(b"a line"),
        faults: vec![say("entry 8: it was changed after it was written")],
    });
    maker.add(IncidentLinked {
        incident: "2026-11-19-b2c3".to_owned(),
        relation: say("same web shop"),
    });
    maker.add(IncidentClosed {
        how: Ending::Handled,
        why: say("done for now"),
        second: Some(say("Jo Hall")),
        joined_to: None,
        open: vec![OpenStep {
            step: "stop-capture".to_owned(),
            pass: 1,
            title: say("Stop card capture"),
        }],
        unanswered: vec!["cvv".to_owned()],
        open_because: None,
        undecided: Vec::new(),
        left_by: None,
    });
    maker.add(IncidentReopened { why: say("it goes on") });
    maker.add(EntryCorrected {
        entry: 9,
        event: "step.completed".to_owned(),
        why: say("it was only begun"),
        instead: Instead::Outcome(StepOutcome::Started),
    });
    maker.add_with(note(&say("later")), |entry| {
        entry.by.via = Via::Script;
        entry.occurred = Some(Occurred {
            at: None,
            precision: Precision::Unknown,
            about: false,
        });
    });
    maker.add(Event::Foreign(Foreign {
        name: "sample.of-tomorrow".to_owned(),
        data: r#"{"x":1}"#.to_owned(),
    }));
    maker.add(note(&say("the end")));
}
