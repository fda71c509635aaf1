//! What every store must do, as one function that any store's tests can call. Knows the trait and nothing behind it.

use std::collections::BTreeMap;
use std::io::{self, Read};
use std::ops::ControlFlow;
use std::thread;

use crate::store::position::{hex, sha256};
use crate::store::{End, IncidentId, Position, Refused, Store, StoreError};

/// An empty place for records; every call opens another handle on it.
pub(super) type Place = Box<dyn Fn() -> Box<dyn Store> + Send + Sync>;

/// Holds a kind of store to its word. `fresh` makes a new empty place.
pub(super) fn contract(fresh: &dyn Fn() -> Place) {
    creates_and_reads(&*fresh()());
    refuses_a_second_of_the_same_id(&fresh());
    reads_nothing_where_nothing_is(&*fresh()());
    appends_in_order(&fresh());
    hands_over_what_others_wrote(&fresh());
    reads_on_after_a_position(&fresh());
    writes_nothing_when_refused(&*fresh()());
    takes_nothing_but_lines(&*fresh()());
    notices_a_rewritten_record(&*fresh()());
    lists_in_order(&*fresh()());
    keeps_a_line_of_a_mebibyte(&*fresh()());
    glances_newest_first(&*fresh()());
    keeps_files_under_their_hash(&*fresh()());
    keeps_nothing_of_a_file_that_fails(&*fresh()());
    keeps_one_file_of_the_same_bytes(&fresh());
    lets_writers_take_turns(&fresh());
}

fn id(text: &str) -> IncidentId {
    IncidentId::parse(text).expect("a good id")
}

fn add(store: &dyn Store, id: &IncidentId, seen: &Position, text: &str) -> Position {
    let appended = store.append(id, seen, &mut |_| Ok(text.as_bytes().to_vec()));
    appended.expect("an append").position
}

fn creates_and_reads(store: &dyn Store) {
    let at = store.create(&id("a"), b"one\ntwo\n").expect("a new record");
    assert_eq!(
        at,
        Position {
            lines: 2,
            bytes: 8,
            head: sha256(b"two")
        }
    );
    let stored = store.read(&id("a")).expect("a record");
    assert_eq!(
        (stored.lines(), stored.whole, &stored.end),
        (&b"one\ntwo\n"[..], 8, &End::Whole)
    );
    assert_eq!(stored.position(), at);
    let mut streamed = store.stream(&id("a")).expect("a stream");
    let mut bytes = Vec::new();
    streamed.reader.read_to_end(&mut bytes).expect("the lines");
    assert_eq!(
        (bytes, streamed.whole, streamed.end),
        (b"one\ntwo\n".to_vec(), 8, End::Whole)
    );
}

fn refuses_a_second_of_the_same_id(place: &Place) {
    place().create(&id("a"), b"first\n").expect("a new record");
    let second = place().create(&id("a"), b"second\n");
    assert!(
        matches!(&second, Err(StoreError::AlreadyExists { id: taken }) if *taken == id("a")),
        "{second:?}"
    );
    assert_eq!(place().read(&id("a")).expect("the first").bytes, b"first\n");
    let made: usize = thread::scope(|scope| {
        let creators: Vec<_> = (0..8)
            .map(|number| scope.spawn(move || place().create(&id("b"), format!("by {number}\n").as_bytes()).is_ok()))
            .collect();
        creators
            .into_iter()
            .map(|creator| usize::from(creator.join().expect("a creator")))
            .sum()
    });
    assert_eq!(made, 1);
    assert_eq!(place().list().expect("a list"), [id("a"), id("b")]);
}

fn reads_nothing_where_nothing_is(store: &dyn Store) {
    assert_eq!(store.list().expect("a list"), []);
    let nowhere = id("nowhere");
    let mut made = false;
    let appended = store.append(&nowhere, &Position::START, &mut |_| {
        made = true;
        Ok(b"x\n".to_vec())
    });
    let errors = [
        store.read(&nowhere).map(drop),
        store.read_after(&nowhere, &Position::START).map(drop),
        store.stream(&nowhere).map(drop),
        store.peek(&nowhere, &mut |_| ControlFlow::Continue(())).map(drop),
        appended.map(drop),
    ];
    for error in errors {
        assert!(
            matches!(&error, Err(StoreError::NotFound { id, .. }) if *id == nowhere),
            "{error:?}"
        );
    }
    assert!(!made);
}

fn appends_in_order(place: &Place) {
    let mut at = place().create(&id("a"), b"0\n").expect("a new record");
    for number in 1..=20 {
        at = add(&*place(), &id("a"), &at, &format!("{number}\nand {number}\n"));
    }
    let stored = place().read(&id("a")).expect("a record");
    let expected: String = std::iter::once("0\n".to_owned())
        .chain((1..=20).map(|n| format!("{n}\nand {n}\n")))
        .collect();
    assert_eq!(String::from_utf8(stored.bytes.clone()).expect("text"), expected);
    assert_eq!(stored.position(), at);
}

fn hands_over_what_others_wrote(place: &Place) {
    let (ours, theirs) = (place(), place());
    let start = ours.create(&id("a"), b"0\n").expect("a new record");
    let theirs_at = add(&*theirs, &id("a"), &start, "1\n2\n");
    let mut calls = 0;
    let appended = ours.append(&id("a"), &start, &mut |since| {
        calls += 1;
        assert_eq!(
            (since.lines, since.torn.len(), since.position),
            (&b"1\n2\n"[..], 0, &theirs_at)
        );
        Ok(b"3\n".to_vec())
    });
    assert_eq!(
        (appended.expect("an append").position, calls),
        (theirs_at.after(b"3\n"), 1)
    );
    let nothing = ours.append(&id("a"), &Position::START, &mut |since| {
        assert_eq!(since.lines, b"0\n1\n2\n3\n");
        Ok(Vec::new())
    });
    assert_eq!(nothing.expect("no append").position, Position::of(b"0\n1\n2\n3\n"));
    assert_eq!(theirs.read(&id("a")).expect("a record").bytes, b"0\n1\n2\n3\n");
}

fn reads_on_after_a_position(place: &Place) {
    let (ours, theirs) = (place(), place());
    let start = ours.create(&id("a"), b"0\n").expect("a new record");
    assert_eq!(ours.read_after(&id("a"), &start).expect("nothing"), b"");
    let at = add(&*theirs, &id("a"), &start, "1\n2\n");
    assert_eq!(ours.read_after(&id("a"), &start).expect("two lines"), b"1\n2\n");
    assert_eq!(ours.read_after(&id("a"), &at).expect("nothing"), b"");
    let all = ours.read_after(&id("a"), &Position::START);
    assert_eq!(all.expect("everything"), b"0\n1\n2\n");
}

fn writes_nothing_when_refused(store: &dyn Store) {
    let at = store.create(&id("a"), b"0\n").expect("a new record");
    let refused = store.append(&id("a"), &at, &mut |_| Err(Refused::because("no longer legal")));
    let Err(StoreError::Refused(Refused(error))) = refused else {
        panic!("{refused:?}")
    };
    assert_eq!(error.to_string(), "no longer legal");
    assert_eq!(store.read(&id("a")).expect("a record").bytes, b"0\n");
    add(store, &id("a"), &at, "1\n");
    assert_eq!(store.read(&id("a")).expect("a record").bytes, b"0\n1\n");
}

fn takes_nothing_but_lines(store: &dyn Store) {
    for bytes in [&b""[..], b"no end", b"a\nb", b"a\0b\n"] {
        let made = store.create(&id("a"), bytes);
        assert!(matches!(made, Err(StoreError::NotLines { .. })), "{made:?}");
    }
    let at = store.create(&id("a"), b"0\n").expect("a new record");
    for bytes in [&b"no end"[..], b"a\nb", b"a\0b\n"] {
        let appended = store.append(&id("a"), &at, &mut |_| Ok(bytes.to_vec()));
        assert!(matches!(appended, Err(StoreError::NotLines { .. })), "{appended:?}");
    }
    assert_eq!(store.read(&id("a")).expect("a record").bytes, b"0\n");
}

fn notices_a_rewritten_record(store: &dyn Store) {
    store.create(&id("a"), b"0\nabc\nxyz\n").expect("a new record");
    let longer = Position::of(b"0\nabc\nxyz\nmore\n");
    let other = Position::of(b"0\nabd\n");
    let inside = Position {
        bytes: 5,
        ..Position::of(b"0\nabc\n")
    };
    for seen in [longer, other, inside] {
        let appended = store.append(&id("a"), &seen, &mut |_| panic!("nothing is to be made here"));
        assert!(matches!(appended, Err(StoreError::Rewritten { .. })), "{appended:?}");
        let read = store.read_after(&id("a"), &seen);
        assert!(matches!(read, Err(StoreError::Rewritten { .. })), "{read:?}");
    }
    assert_eq!(store.read(&id("a")).expect("a record").bytes, b"0\nabc\nxyz\n");
}

fn lists_in_order(store: &dyn Store) {
    for name in ["drill-2", "2026-11-22-k7f3", "b", "A", "2026-11-21-zzzz"] {
        store.create(&id(name), b"0\n").expect("a new record");
    }
    let expected = ["2026-11-21-zzzz", "2026-11-22-k7f3", "A", "b", "drill-2"].map(id);
    assert_eq!(store.list().expect("a list"), expected);
}

fn keeps_a_line_of_a_mebibyte(store: &dyn Store) {
    let long = format!("{}\n", "x".repeat(1024 * 1024 - 1));
    let at = store.create(&id("a"), b"0\n").expect("a new record");
    let at = add(store, &id("a"), &at, &long);
    let at = add(store, &id("a"), &at, "1\n");
    let stored = store.read(&id("a")).expect("a record");
    assert!(stored.bytes == format!("0\n{long}1\n").into_bytes());
    assert_eq!(stored.position(), at);
    let mut sizes = Vec::new();
    let seen = store.peek(&id("a"), &mut |line| {
        sizes.push(line.len());
        ControlFlow::Continue(())
    });
    assert_eq!(
        (seen.expect("a glance").first_line, sizes),
        (b"0".to_vec(), vec![1, 1024 * 1024 - 1, 1])
    );
}

fn glances_newest_first(store: &dyn Store) {
    let plan = "p".repeat(200_000);
    let notes: String = (2..2000).map(|number| format!("note {number}\n")).collect();
    let text = format!("opened\n{plan}\n{notes}");
    store.create(&id("a"), text.as_bytes()).expect("a new record");
    let mut shown = Vec::new();
    let glance = store.peek(&id("a"), &mut |line| {
        shown.push(String::from_utf8(line.to_vec()).expect("text"));
        if line == b"note 2" {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    });
    let glance = glance.expect("a glance");
    assert_eq!(
        (glance.first_line, glance.bytes),
        (b"opened".to_vec(), text.len() as u64)
    );
    assert_eq!(
        shown,
        (2..2000)
            .rev()
            .map(|number| format!("note {number}"))
            .collect::<Vec<_>>()
    );
    let mut all = Vec::new();
    store
        .peek(&id("a"), &mut |line| {
            all.push(String::from_utf8(line.to_vec()).expect("text"));
            ControlFlow::Continue(())
        })
        .expect("a glance");
    assert_eq!(all, text.lines().rev().collect::<Vec<_>>());
}

/// Gives its bytes in pieces of odd sizes, with an interruption before each, and then ends or fails.
struct Drip<'b> {
    rest: &'b [u8],
    turn: usize,
    fails: bool,
}

impl<'b> Drip<'b> {
    fn of(rest: &'b [u8]) -> Self {
        Drip {
            rest,
            turn: 0,
            fails: false,
        }
    }
}

impl Read for Drip<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.turn += 1;
        if self.turn % 2 == 1 {
            return Err(io::ErrorKind::Interrupted.into());
        }
        if self.rest.is_empty() && self.fails {
            return Err(io::Error::other("it changed while it was read"));
        }
        let count = (self.turn * 7919).min(buffer.len()).min(self.rest.len());
        buffer[..count].copy_from_slice(&self.rest[..count]);
        self.rest = &self.rest[count..];
        Ok(count)
    }
}

/// What is kept under this hash.
pub(super) fn kept(store: &dyn Store, id: &IncidentId, sha256: &[u8; 32]) -> Option<Vec<u8>> {
    let mut reader = store.kept_file(id, sha256).expect("a look")?;
    let mut bytes = Vec::new();
    reader.read_to_end(&mut bytes).expect("its bytes");
    Some(bytes)
}

fn keeps_files_under_their_hash(store: &dyn Store) {
    let nowhere = id("nowhere");
    let errors = [
        store.keep_file(&nowhere, &mut &b"x"[..]).map(drop),
        store.kept_file(&nowhere, &[0; 32]).map(drop),
        store.kept_files(&nowhere).map(drop),
    ];
    for error in errors {
        assert!(
            matches!(&error, Err(StoreError::NotFound { id, .. }) if *id == nowhere),
            "{error:?}"
        );
    }
    store.create(&id("a"), b"0\n").expect("a new record");
    store.create(&id("b"), b"0\n").expect("a new record");
    assert_eq!(store.kept_files(&id("a")).expect("names"), [""; 0]);
    assert_eq!(kept(store, &id("a"), &[0; 32]), None);
    let large: Vec<u8> = (0..3_000_001_u32).map(|nth| (nth % 251) as u8).collect();
    let files = [&b""[..], b"\0\n", b"one line\n", &large];
    for bytes in files {
        let made = store.keep_file(&id("a"), &mut Drip::of(bytes)).expect("a kept file");
        assert_eq!((made.sha256, made.bytes), (sha256(bytes), bytes.len() as u64));
    }
    for bytes in files {
        assert!(kept(store, &id("a"), &sha256(bytes)).as_deref() == Some(bytes));
    }
    let mut names = files.map(|bytes| hex(&sha256(bytes)));
    names.sort();
    assert_eq!(store.kept_files(&id("a")).expect("names"), names);
    assert_eq!(store.kept_files(&id("b")).expect("names"), [""; 0]);
    assert_eq!(kept(store, &id("b"), &sha256(b"")), None);
    assert_eq!(store.read(&id("a")).expect("a record").bytes, b"0\n");
    assert_eq!(store.list().expect("a list"), [id("a"), id("b")]);
}

fn keeps_nothing_of_a_file_that_fails(store: &dyn Store) {
    store.create(&id("a"), b"0\n").expect("a new record");
    let bytes = vec![b'x'; 700_000];
    let mut broken = Drip {
        fails: true,
        ..Drip::of(&bytes)
    };
    let refused = store.keep_file(&id("a"), &mut broken);
    let Err(StoreError::Refused(Refused(error))) = refused else {
        panic!("{refused:?}")
    };
    assert_eq!(error.to_string(), "it changed while it was read");
    assert_eq!(store.kept_files(&id("a")).expect("names"), [""; 0]);
    store.keep_file(&id("a"), &mut &bytes[..]).expect("a second try");
    assert!(kept(store, &id("a"), &sha256(&bytes)) == Some(bytes));
}

fn keeps_one_file_of_the_same_bytes(place: &Place) {
    place().create(&id("a"), b"0\n").expect("a new record");
    let bytes = vec![b'y'; 400_000];
    thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| place().keep_file(&id("a"), &mut Drip::of(&bytes)).expect("a kept file"));
        }
    });
    let store = place();
    assert_eq!(store.kept_files(&id("a")).expect("names"), [hex(&sha256(&bytes))]);
    assert!(kept(&*store, &id("a"), &sha256(&bytes)) == Some(bytes));
}

const WRITERS: usize = 8;
const APPENDS: usize = 50;

fn lets_writers_take_turns(place: &Place) {
    let start = place().create(&id("a"), b"start\n").expect("a new record");
    thread::scope(|scope| {
        let writers: Vec<_> = (0..WRITERS)
            .map(|writer| {
                let start = start.clone();
                scope.spawn(move || write_in_turn(&*place(), writer, start))
            })
            .collect();
        let reader = place();
        while writers.iter().any(|writer| !writer.is_finished()) {
            let stored = reader.read(&id("a")).expect("a record");
            assert!(!matches!(stored.end, End::Torn(_)));
            assert_chain(stored.lines());
        }
        for writer in writers {
            writer.join().expect("a writer");
        }
    });
    let stored = place().read(&id("a")).expect("a record");
    let turns = assert_chain(&stored.bytes);
    let each: Vec<usize> = (0..APPENDS).collect();
    assert_eq!(turns, (0..WRITERS).map(|writer| (writer, each.clone())).collect());
}

/// Appends lines `<writer> <number> <previous head>`, and checks that what others wrote is handed over without a gap.
fn write_in_turn(store: &dyn Store, writer: usize, start: Position) {
    let mut seen = start;
    for number in 0..APPENDS {
        let before = seen.clone();
        let appended = store.append(&id("a"), &seen, &mut |since| {
            assert_eq!(&before.after(since.lines), since.position);
            Ok(format!("{writer} {number} {}\n", hex(&since.position.head)).into_bytes())
        });
        seen = appended.expect("an append").position;
    }
}

/// Checks the chain and gives each writer's numbers as they come.
fn assert_chain(lines: &[u8]) -> BTreeMap<usize, Vec<usize>> {
    let text = std::str::from_utf8(lines).expect("text");
    let mut turns: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    let mut head = hex(&sha256(b"start"));
    for line in text.lines().skip(1) {
        let [writer, number, previous] = line.split(' ').collect::<Vec<_>>()[..] else {
            panic!("{line}")
        };
        assert_eq!(previous, head);
        head = hex(&sha256(line.as_bytes()));
        turns
            .entry(writer.parse().expect("a writer"))
            .or_default()
            .push(number.parse().expect("a number"));
    }
    turns
}
