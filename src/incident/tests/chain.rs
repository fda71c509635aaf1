//! Damage of every kind: found, named at the right entry, and never a panic.

use proptest::prelude::{Strategy, any, prop, proptest};
use proptest::{prop_assert, prop_assert_eq};

use super::sample::{Maker, every_event, note};
use crate::incident::{Entry, Hash, Reading, Receipt};
use crate::store::{End, MemoryStore, Store};

fn read(bytes: &[u8]) -> Reading {
    let mut reading = Reading::default();
    reading.feed_all(bytes, |_, _| {});
    reading
}

/// The first fault: entry, line and words.
fn first(reading: &Reading) -> (u64, u64, &str) {
    let fault = reading.faults.first().unwrap();
    (fault.entry, fault.line, fault.what.as_str())
}

fn ten() -> Maker {
    let mut maker = Maker::new(false, "Test");
    for number in 1..10 {
        maker.add(note(&format!("note {number}")));
    }
    maker
}

fn join(lines: &[&[u8]]) -> Vec<u8> {
    lines.concat()
}

#[test]
fn a_changed_line_is_named_by_the_one_after_it() {
    let maker = ten();
    let text = String::from_utf8(maker.bytes.clone())
        .unwrap()
        .replace("note 4", "note X");
    let reading = read(text.as_bytes());
    assert_eq!(
        first(&reading),
        (
            4,
            6,
            "it was changed after it was written: entry 5 does not follow from it"
        )
    );
    assert_eq!(reading.fault_count, 1);
    assert_eq!(
        reading.last_good(),
        Some((3, Hash::of(maker.lines()[3].trim_ascii_end())))
    );
}

#[test]
fn a_deleted_line_is_missing() {
    let maker = ten();
    let mut lines = maker.lines();
    lines.remove(4);
    let reading = read(&join(&lines));
    assert_eq!(first(&reading), (4, 5, "it is missing; entry 5 is in its place"));
    assert_eq!(reading.fault_count, 1);
    assert_eq!(reading.next_seq(), 10);
    let mut lines = maker.lines();
    lines.drain(4..7);
    let reading = read(&join(&lines));
    assert_eq!(first(&reading), (4, 5, "entries 4 to 6 are missing"));
    assert_eq!(reading.fault_count, 1);
}

#[test]
fn the_first_line_deleted_is_one_missing_entry() {
    let maker = ten();
    let reading = read(&join(&maker.lines()[1..]));
    assert_eq!(first(&reading), (0, 1, "it is missing; entry 1 is in its place"));
    assert_eq!(reading.fault_count, 1);
    assert_eq!(reading.last_good(), None);
}

#[test]
fn swapped_lines_are_both_named() {
    let maker = ten();
    let mut lines = maker.lines();
    lines.swap(4, 5);
    let reading = read(&join(&lines));
    let all: Vec<_> = reading
        .faults
        .iter()
        .map(|fault| (fault.entry, fault.line, fault.what.as_str()))
        .collect();
    assert_eq!(
        all,
        [
            (4, 5, "it is missing; entry 5 is in its place"),
            (6, 6, "a line with number 4 comes before it: copied, moved or inserted"),
        ]
    );
}

#[test]
fn a_doubled_line_stands_there_twice() {
    let maker = ten();
    let mut lines = maker.lines();
    lines.insert(5, lines[4]);
    let reading = read(&join(&lines));
    assert_eq!(first(&reading), (4, 6, "it appears twice"));
    assert_eq!(reading.fault_count, 1);
    assert_eq!(reading.next_seq(), 10);
}

#[test]
fn an_older_line_copied_in_is_named_where_it_stands() {
    let maker = ten();
    let mut lines = maker.lines();
    lines.insert(7, lines[2]);
    let reading = read(&join(&lines));
    assert_eq!(
        first(&reading),
        (7, 8, "a line with number 2 comes before it: copied, moved or inserted")
    );
    assert_eq!(reading.fault_count, 1);
}

#[test]
fn an_inserted_line_is_named_whether_or_not_its_link_fits() {
    let maker = ten();
    for fits in [true, false] {
        let before = Entry::open(maker.lines()[3].trim_ascii_end()).unwrap();
        let mut forged = before.clone();
        forged.seq = 4;
        forged.event = note("forged");
        if fits {
            forged.prev = Hash::of(maker.lines()[3].trim_ascii_end());
        }
        let forged = forged.seal().unwrap();
        let mut lines = maker.lines();
        lines.insert(4, &forged);
        let reading = read(&join(&lines));
        assert_eq!(
            first(&reading),
            (4, 6, "two lines are in its place; one of them was inserted or changed")
        );
        assert_eq!(reading.fault_count, 1);
        assert_eq!(reading.next_seq(), 10);
    }
}

#[test]
fn inserted_rubbish_is_named_and_the_rest_is_read() {
    let maker = ten();
    let mut lines = maker.lines();
    lines.insert(4, b"rubbish\n");
    let reading = read(&join(&lines));
    assert_eq!(
        first(&reading),
        (4, 6, "two lines are in its place; one of them was inserted or changed")
    );
    assert_eq!((reading.fault_count, reading.next_seq()), (1, 10));
    assert_eq!(reading.incident, maker.reading.incident);
}

#[test]
fn a_changed_link_is_told_from_a_changed_line() {
    let maker = ten();
    let link = Hash::of(maker.lines()[4].trim_ascii_end()).to_string();
    let other = if link.ends_with('0') { "1" } else { "0" };
    let text = String::from_utf8(maker.bytes.clone()).unwrap();
    let edited = text.replace(&link, &format!("{}{other}", &link[..63]));
    let reading = read(edited.as_bytes());
    assert_eq!(first(&reading), (5, 6, "its link to the entry before it was changed"));
    assert_eq!(reading.fault_count, 1);
    assert_eq!(reading.last_good().map(|(entry, _)| entry), Some(4));
}

#[test]
fn a_changed_number_is_told_from_a_missing_line() {
    let maker = ten();
    for (to, says) in [
        ("7", "its number was changed: it says 7"),
        ("3", "its number was changed: it says 3"),
    ] {
        let text = String::from_utf8(maker.bytes.clone()).unwrap();
        let edited = text.replace("{\"seq\":5,", &format!("{{\"seq\":{to},"));
        let reading = read(edited.as_bytes());
        assert_eq!(first(&reading), (5, 6, says));
        assert_eq!((reading.fault_count, reading.next_seq()), (1, 10));
    }
}

#[test]
fn a_rewritten_line_end_is_named_on_the_first_line() {
    let maker = ten();
    let text = String::from_utf8(maker.bytes.clone()).unwrap().replace('\n', "\r\n");
    let reading = read(text.as_bytes());
    assert_eq!(
        first(&reading),
        (0, 1, "the line ends in CR LF; something has rewritten the file")
    );
    assert_eq!(reading.fault_count, 10);
}

/// A store's view of these bytes: `whole`, `torn` or `tampered`.
fn verdict(bytes: &[u8]) -> &'static str {
    let store = MemoryStore::default();
    let id = crate::store::IncidentId::parse("2026-11-20-k7f3").unwrap();
    store.put(&id, bytes);
    match store.read(&id) {
        Err(error) if error.is_tampering() => "tampered",
        Err(error) => panic!("{error}"),
        Ok(stored) => match (read(stored.lines()).is_whole(), &stored.end) {
            (false, _) => "tampered",
            (true, End::Whole) => "whole",
            (true, _) => "torn",
        },
    }
}

#[test]
fn cut_at_every_byte() {
    let short = ten();
    let everywhere = 0..short.bytes.len();
    cut(&short, everywhere);
    let long = every_event(false, &|text| text.to_owned());
    let near_line_ends = ends(&long).into_iter().flat_map(|end| end - 1..=end + 1);
    cut(&long, near_line_ends.filter(|place| *place < long.bytes.len()));
}

fn ends(maker: &Maker) -> Vec<usize> {
    let mut ends = Vec::new();
    for line in maker.lines() {
        ends.push(ends.last().copied().unwrap_or(0) + line.len());
    }
    ends
}

fn cut(maker: &Maker, places: impl Iterator<Item = usize>) {
    let ends = ends(maker);
    let code = Receipt::new("2026-11-20-k7f3", maker.entries.len() as u64 - 1, maker.reading.head());
    for cut in places {
        let expected = match (cut < ends[0], ends.contains(&cut)) {
            (true, _) => "tampered",
            (false, true) => "whole",
            (false, false) => "torn",
        };
        assert_eq!(verdict(&maker.bytes[..cut]), expected, "cut at {cut}");
        assert!(!code.matches(read(&maker.bytes[..cut]).head()), "cut at {cut}");
    }
}

#[test]
fn a_bit_flipped_in_every_byte() {
    let maker = ten();
    let last_line = maker.bytes.len() - maker.lines()[9].len();
    let code = Receipt::new("2026-11-20-k7f3", 9, maker.reading.head());
    let mut entry = 0;
    for place in 0..maker.bytes.len() {
        let mut bytes = maker.bytes.clone();
        bytes[place] ^= 1;
        let reading = read(&bytes);
        let in_line = maker.bytes[place] != b'\n';
        if place < last_line {
            let found = first(&reading).0;
            assert_eq!(found, entry, "byte {place}: {:?}", reading.faults);
        } else {
            assert!(!code.matches(reading.head()), "byte {place}");
        }
        if !in_line {
            entry += 1;
        }
    }
}

fn texts() -> impl Strategy<Value = Vec<String>> {
    prop::collection::vec(any::<String>(), 0..12)
}

proptest! {
    #[test]
    fn any_prefix_of_a_valid_record_is_valid(notes in texts(), keep in any::<prop::sample::Index>()) {
        let mut maker = Maker::new(false, "Test");
        for text in &notes {
            maker.add(note(text));
        }
        let lines = maker.lines();
        let keep = keep.index(lines.len()) + 1;
        let reading = read(&lines[..keep].concat());
        prop_assert_eq!(&reading.faults, &[]);
        prop_assert_eq!(reading.next_seq(), keep as u64);
    }

    #[test]
    fn any_bytes_in_place_of_a_line_are_found(place in 1_usize..9, bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let maker = ten();
        let mut lines = maker.lines();
        let mut line: Vec<u8> = bytes.into_iter().filter(|byte| *byte != b'\n').collect();
        line.push(b'\n');
        lines[place] = &line;
        let reading = read(&lines.concat());
        prop_assert!(reading.fault_count > 0);
        prop_assert_eq!(reading.faults[0].entry, place as u64);
    }
}
