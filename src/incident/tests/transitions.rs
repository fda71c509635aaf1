//! The law: which event may follow which, and that reading again gives the same state as living through it.

use proptest::prelude::{Just, Strategy, prop, proptest};
use proptest::prop_assert_eq;

use super::sample::{Maker, every_event, fact, note};
use crate::fact::{Answer, Kind, Value};
use crate::incident::event::{
    Ending, EntryCorrected, EntryRestricted, Event, EventType, FactWithdrawn, GateApproved, IncidentClosed,
    IncidentOpened, IncidentReopened, Instead, Nature, StepAdded, StepCompleted, StepNotNeeded, StepOutcome,
    StepReopened, StepRuledIn, StepStarted, StepWaiting, TYPES,
};
use crate::incident::fast_decode::open_plain;
use crate::incident::transitions::MAX_SKIP;
use crate::incident::{Access, Entry, Illegal, Reading};

fn completed(pass: u32) -> Event {
    StepCompleted {
        step: "a".to_owned(),
        pass,
        title: "A".to_owned(),
        before: Vec::new(),
    }
    .into()
}

fn started() -> Event {
    StepStarted {
        step: "a".to_owned(),
        pass: 1,
        title: "A".to_owned(),
        before: Vec::new(),
    }
    .into()
}

fn waiting() -> Event {
    StepWaiting {
        step: "a".to_owned(),
        pass: 1,
        title: "A".to_owned(),
        on: "Jo".to_owned(),
        until: None,
    }
    .into()
}

fn not_needed() -> Event {
    StepNotNeeded {
        step: "a".to_owned(),
        pass: 1,
        title: "A".to_owned(),
        why: "no".to_owned(),
    }
    .into()
}

fn reopened() -> Event {
    StepReopened {
        step: "a".to_owned(),
        pass: 1,
        title: "A".to_owned(),
        why: "again".to_owned(),
        because: None,
    }
    .into()
}

fn closed() -> Event {
    IncidentClosed {
        how: Ending::Handled,
        why: "done".to_owned(),
        second: None,
        joined_to: None,
        open: Vec::new(),
        unanswered: Vec::new(),
        open_because: None,
        undecided: Vec::new(),
        left_by: None,
    }
    .into()
}

fn answer(text: &str) -> Event {
    fact("f", "F?", Kind::Text, Answer::known(Value::Text(text.to_owned()))).into()
}

fn corrected(entry: u64, event: &str, instead: Instead) -> Event {
    EntryCorrected {
        entry,
        event: event.to_owned(),
        why: "wrong".to_owned(),
        instead,
    }
    .into()
}

/// What the transitions say to the last of these events; all before it must be legal.
fn refusal(events: Vec<Event>) -> String {
    let mut maker = Maker::new(false, "Test");
    let mut events = events;
    let last = events.pop().unwrap();
    for event in events {
        maker.add(event);
    }
    let entry = maker.next(last, |_| {});
    let mut incident = maker.reading.incident.clone();
    let Err(Illegal(why)) = incident.apply(&entry) else {
        return "legal".to_owned();
    };
    why
}

#[test]
fn what_may_follow_what() {
    let reopened_incident = || IncidentReopened { why: "more".to_owned() }.into();
    let approved = || {
        Event::from(GateApproved {
            title: "Stop card capture".to_owned(),
            step: "a".to_owned(),
            pass: 1,
            gate: "approval:x".to_owned(),
            words: "may we".to_owned(),
        })
    };
    let added = || {
        Event::from(StepAdded {
            step: "a".to_owned(),
            title: "A".to_owned(),
            phase: "contain".to_owned(),
            owner: None,
            why: "needed".to_owned(),
        })
    };
    let withdrawn = || {
        Event::from(FactWithdrawn {
            fact: "f".to_owned(),
            row: None,
            why: "no".to_owned(),
        })
    };
    let restricted = |entry| {
        Event::from(EntryRestricted {
            entry,
            access: Access::Privileged,
            why: "counsel".to_owned(),
        })
    };
    let ruled_in = Event::from(StepRuledIn {
        step: "a".to_owned(),
        title: "A".to_owned(),
        condition: "x".to_owned(),
        seen: Default::default(),
        because: 0,
    });
    let done = "step `a` is done already; correct that entry, or reopen the step";
    let table: Vec<(Vec<Event>, &str)> = vec![
        (vec![started(), completed(1)], "legal"),
        (vec![started(), started()], "step `a` is started already"),
        (vec![started(), waiting(), started()], "legal"),
        (vec![completed(1), completed(1)], done),
        (vec![completed(1), started()], done),
        (vec![completed(1), completed(2)], "legal"),
        (
            vec![started(), completed(2)],
            "pass 2 of step `a` cannot begin before pass 1 has ended",
        ),
        (
            vec![completed(3)],
            "pass 3 of step `a` cannot begin before pass 0 has ended",
        ),
        (vec![completed(0)], "passes are counted from 1"),
        (
            vec![not_needed(), waiting()],
            "step `a` is marked as not to be done; reopen it first",
        ),
        (vec![not_needed(), completed(1)], "legal"),
        (vec![reopened()], "step `a` is not finished, so it cannot be reopened"),
        (vec![completed(1), reopened(), completed(1)], "legal"),
        (vec![closed(), completed(1)], "the incident is closed"),
        (vec![closed(), note("still")], "legal"),
        (vec![closed(), closed()], "the incident is closed"),
        (vec![reopened_incident()], "the incident is not closed"),
        (vec![closed(), reopened_incident(), completed(1)], "legal"),
        (vec![approved(), approved()], "`approval:x` of step `a` is open already"),
        (vec![added(), added()], "there is a step `a` already"),
        (vec![ruled_in], "step `a` is not ruled out"),
        (vec![withdrawn()], "`f` has no answer that could be withdrawn"),
        (
            vec![answer("x"), withdrawn(), withdrawn()],
            "`f` has no answer that could be withdrawn",
        ),
        (
            vec![answer("x"), fact("f", "F?", Kind::YesNo, Answer::Unknown).into()],
            "`f` was answered as text before, and cannot become yes-no",
        ),
        (vec![restricted(0)], "legal"),
        (vec![restricted(1)], "there is no entry 1"),
        (
            vec![note("x"), corrected(2, "note.added", Instead::Nothing)],
            "there is no entry 2 that could be corrected",
        ),
        (
            vec![note("x"), corrected(1, "call.logged", Instead::Nothing)],
            "entry 1 is `note.added`, not `call.logged`",
        ),
        (
            vec![
                note("x"),
                corrected(1, "note.added", Instead::Outcome(StepOutcome::Done)),
            ],
            "an entry `note.added` cannot be corrected in this way",
        ),
        (
            vec![
                completed(1),
                corrected(1, "step.completed", Instead::Nothing),
                completed(1),
            ],
            "legal",
        ),
    ];
    for (events, expected) in table {
        let names: Vec<String> = events.iter().map(|event| event.name().to_owned()).collect();
        assert_eq!(refusal(events), expected, "{names:?}");
    }
}

#[test]
fn a_record_begins_once_and_with_its_beginning() {
    let maker = Maker::new(false, "Test");
    let opened = Event::from(IncidentOpened {
        format: 2,
        draft: crate::incident::event::DRAFT,
        incident: "2026-11-20-k7f3".to_owned(),
        program: "breach 9".to_owned(),
        title: "T".to_owned(),
        drill: false,
        zone: "UTC".to_owned(),
    });
    assert_eq!(refusal(vec![opened.clone()]), "the incident is open already");
    let mut empty = Reading::default().incident;
    let mut entry = maker.entries[0].clone();
    entry.event = note("x");
    assert_eq!(
        empty.apply(&entry),
        Err(Illegal("a record begins with `incident.opened`".to_owned()))
    );
    entry.event = opened;
    assert_eq!(
        empty.apply(&entry),
        Err(Illegal(
            "the record has format 2, and this breach reads format 1; a newer breach reads it".to_owned()
        ))
    );
}

/// A gap in the numbers is a fault; beyond the limit it is not even folded, whatever a number of 20 digits says.
#[test]
fn numbering_may_skip_so_far_and_no_further() {
    assert_eq!(MAX_SKIP, 65_536);
    let maker = Maker::new(false, "Test");
    let skipped = |skip: u64| {
        let entry = maker.next(note("x"), |entry| entry.seq = 1 + skip);
        maker.reading.incident.clone().apply(&entry)
    };
    assert_eq!(skipped(65_536), Ok(()));
    assert_eq!(
        skipped(65_537),
        Err(Illegal("entry 65538 cannot follow entry 0".to_owned()))
    );
}

#[test]
fn a_drill_stays_a_drill() {
    let maker = Maker::new(true, "Test");
    let entry = maker.next(note("x"), |entry| entry.drill = false);
    let mut incident = maker.reading.incident.clone();
    assert_eq!(
        incident.apply(&entry),
        Err(Illegal("a drill and a real incident cannot share a record".to_owned()))
    );
}

#[test]
fn a_refused_entry_changes_nothing() {
    let maker = every_event(false, &|text| text.to_owned());
    for event in maker.entries.iter().map(|entry| entry.event.clone()) {
        let entry = maker.next(event, |_| {});
        let mut incident = maker.reading.incident.clone();
        if incident.apply(&entry).is_err() {
            assert_eq!(incident, maker.reading.incident, "{}", entry.event.name());
        }
    }
}

#[test]
fn every_entry_reads_back_and_seals_to_the_same_bytes() {
    let hostile = |text: &str| format!("{text} \u{202e}\u{1b}[31m\n\"\\</script>=1+1 \u{0}é𝄞");
    for maker in [every_event(false, &hostile), every_event(true, &|text| text.to_owned())] {
        for (line, entry) in maker.lines().iter().zip(&maker.entries) {
            let read = Entry::open(&line[..line.len() - 1]).unwrap();
            assert_eq!(&read, entry);
            assert_eq!(&read.seal().unwrap(), line);
        }
    }
}

/// Bytes changed in any place must not make the two readers of a line disagree.
#[test]
fn a_plain_line_reads_the_same_as_json() {
    let is_plain = |line: &[u8]| {
        let text = std::str::from_utf8(line).ok()?;
        let plain = open_plain(text)?;
        assert_eq!(Ok(&plain), Entry::open_any(text).as_ref(), "{text}");
        Some(plain)
    };
    let maker = every_event(true, &|text| text.to_owned());
    let mut plain = 0;
    for line in maker.lines() {
        let mut line = line[..line.len() - 1].to_vec();
        plain += usize::from(is_plain(&line).is_some());
        for at in 0..line.len() {
            for other in *b"0\"\\,}{ \n" {
                let byte = std::mem::replace(&mut line[at], other);
                is_plain(&line);
                line[at] = byte;
            }
            is_plain(&line[..at]);
        }
    }
    // The sample has lines of every kind, and most are plain.
    assert!(plain * 2 > maker.lines().len(), "{plain}");
}

/// What an event says of its own nature is what the transitions do with it.
#[test]
fn an_event_closes_or_opens_as_the_law_says() {
    let sample = every_event(false, &|text| text.to_owned());
    let mut reading = Reading::default();
    for line in sample.lines() {
        let line = &line[..line.len() - 1];
        let was_open = reading.incident.is_open();
        let entry = reading.feed(line).unwrap();
        assert_eq!(Entry::event_name(line), Some(entry.event.name()));
        let is_open = match entry.event.nature() {
            Nature::Work => true,
            Nature::Closing => false,
            Nature::Remark | Nature::Amendment | Nature::Upkeep => was_open,
        };
        assert_eq!(is_open, reading.incident.is_open(), "{}", entry.event.name());
    }
    let mut maker = Maker::new(false, "Test");
    maker.add(closed());
    for EventType { name, nature, .. } in TYPES {
        let entry = sample.entries.iter().find(|entry| entry.event.name() == *name).unwrap();
        let next = maker.next(entry.event.clone(), |_| {});
        let why = maker.reading.clone().incident.apply(&next).map_err(|illegal| illegal.0);
        let only_while_open = ["the incident is closed", "the incident is open already"].map(|why| Err(why.to_owned()));
        let expected = only_while_open.contains(&why) || next.event.is::<IncidentReopened>();
        assert_eq!(matches!(nature, Nature::Work | Nature::Closing), expected, "{name}");
    }
}

#[test]
fn lines_that_no_entry_has_are_refused() {
    let maker = Maker::new(false, "Test");
    let line = String::from_utf8(maker.entries[0].seal().unwrap())
        .unwrap()
        .trim_end()
        .to_owned();
    for (from, to) in [
        ("\"seq\":0", "\"seq\":-1"),
        ("\"seq\":0", "\"seq\":0,\"seq\":0"),
        ("\"seq\":0", "\"seq\":0,\"more\":1"),
        ("\"drill\":false", "\"drill\":0"),
        ("2026-11-20T23:43", "yesterday 23:43"),
        ("\"salt\":\"0", "\"salt\":\"g"),
        ("\"salt\":\"0", "\"salt\":\""),
        ("\"format\":1", "\"format\":1,\"new\":true"),
        ("\"prev\":\"0", "\"prev\":\"A"),
    ] {
        assert!(line.contains(from), "{from}");
        let edited = line.replacen(from, to, 1);
        assert!(Entry::open(edited.as_bytes()).is_err(), "{to}");
    }
    assert_eq!(
        Entry::open(b"{}\r"),
        Err("the line ends in CR LF; something has rewritten the file".to_owned())
    );
    assert_eq!(Entry::open(b"\xff"), Err("the line is not UTF-8".to_owned()));
    let long = vec![b'x'; 1024 * 1024 + 1];
    assert_eq!(Entry::open(&long), Err("the line is longer than 1 MiB".to_owned()));
}

fn any_event() -> impl Strategy<Value = Event> {
    prop::sample::select(vec![0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]).prop_flat_map(|kind| {
        Just(match kind {
            0 => completed(1),
            1 => completed(2),
            2 => started(),
            3 => waiting(),
            4 => not_needed(),
            5 => reopened(),
            6 => closed(),
            7 => IncidentReopened { why: "more".to_owned() }.into(),
            8 => answer("x"),
            9 => corrected(1, "step.completed", Instead::Nothing),
            _ => note("n"),
        })
    })
}

proptest! {
    #[test]
    fn living_through_it_and_reading_it_again_give_one_state(events in prop::collection::vec(any_event(), 0..60)) {
        let mut maker = Maker::new(false, "Test");
        for event in events {
            let entry = maker.next(event.clone(), |_| {});
            if maker.reading.incident.clone().apply(&entry).is_ok() {
                maker.add(event);
            }
        }
        let mut again = Reading::default();
        again.feed_all(&maker.bytes, |_, _| {});
        prop_assert_eq!(&again.faults, &[]);
        prop_assert_eq!(again.incident, maker.reading.incident.clone());
    }
}
