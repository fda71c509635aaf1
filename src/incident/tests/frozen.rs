//! Records that were written once. Those of format 1 are frozen with it; until then they are renewed with each draft, by
//! `BLESS=1 cargo test frozen`. Those of the first draft stay as they are: they are what an old record is.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use super::sample::{every_event, note};
use crate::incident::Reading;
use crate::incident::draft::OtherDraft;
use crate::incident::event::TYPES;

fn folder(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(name)
}

/// The bytes of a frozen file. `BLESS=1 cargo test` writes it, to be looked at before it is kept.
pub(crate) fn frozen(folder: &str, name: &str, bytes: &[u8]) -> Vec<u8> {
    let path = self::folder(folder).join(name);
    if std::env::var_os("BLESS").is_some_and(|bless| bless == "1") {
        fs::write(&path, bytes).unwrap();
    }
    fs::read(&path).unwrap_or_else(|error| panic!("`{}`: {error}; `BLESS=1` writes it", path.display()))
}

fn whole() -> Vec<u8> {
    every_event(false, &|text| text.to_owned()).bytes
}

/// Cut 40 bytes before the end of the note that was the last line when these records were frozen.
fn torn() -> Vec<u8> {
    let maker = every_event(false, &|text| text.to_owned());
    let ends = maker
        .entries
        .iter()
        .position(|entry| entry.event == note("the end"))
        .unwrap();
    let mut bytes = maker.lines()[..=ends].concat();
    bytes.truncate(bytes.len() - 40);
    bytes
}

fn broken() -> Vec<u8> {
    let text = String::from_utf8(whole()).unwrap();
    text.replacen("Stop card capture", "Stop card rapture", 1).into_bytes()
}

#[test]
fn frozen_records_are_what_this_program_would_write() {
    for (name, bytes) in [
        ("whole.jsonl", whole()),
        ("torn.jsonl", torn()),
        ("broken.jsonl", broken()),
    ] {
        let found = frozen("records/draft", name, &bytes);
        assert_eq!(
            String::from_utf8(found).unwrap(),
            String::from_utf8(bytes).unwrap(),
            "{name}"
        );
    }
}

#[test]
fn the_whole_one_has_every_event_and_no_fault() {
    let bytes = whole();
    let mut reading = Reading::default();
    let mut seen = BTreeSet::new();
    reading.feed_all(&bytes, |entry, _| {
        seen.insert(entry.unwrap().event.name().to_owned());
    });
    assert_eq!(reading.faults, []);
    let mut names: BTreeSet<String> = TYPES.iter().map(|known| known.name.to_owned()).collect();
    names.insert("sample.of-tomorrow".to_owned());
    assert_eq!(seen, names);
    assert!(reading.incident.foreign);
}

#[test]
fn the_torn_one_is_whole_but_for_its_last_line() {
    let bytes = torn();
    let mut reading = Reading::default();
    reading.feed_all(&bytes, |_, _| {});
    assert_eq!(reading.faults, []);
    assert!(reading.bytes() < bytes.len() as u64);
}

#[test]
fn the_broken_one_names_its_entry() {
    let bytes = broken();
    let mut reading = Reading::default();
    reading.feed_all(&bytes, |_, _| {});
    let first = reading.faults.first().unwrap();
    assert_eq!(
        (first.entry, first.line, first.what.as_str()),
        (
            4,
            6,
            "it was changed after it was written: entry 5 does not follow from it"
        )
    );
    assert_eq!(reading.fault_count, 1);
    assert_eq!(reading.last_good().map(|(entry, _)| entry), Some(3));
}

/// Its links are checked and its entries are not read, so nothing of it is called changed or newer.
#[test]
fn a_record_of_another_draft_is_checked_by_its_links() {
    let read = |name: &str| {
        let bytes = fs::read(folder("records/v1").join(name)).unwrap();
        let mut reading = Reading::default();
        reading.feed_all(&bytes, |entry, _| assert_eq!(entry, None));
        reading
    };
    let whole = read("whole.jsonl");
    assert_eq!((whole.other_draft, whole.fault_count), (Some(OtherDraft(1)), 0));
    assert_eq!(whole.foreign, []);
    assert_eq!(whole.incident.id, "2026-11-20-k7f3");
    assert_eq!(whole.incident.title, "Possible card data compromise");
    assert_eq!(whole.next_seq(), whole.lines());
    assert_eq!(read("torn.jsonl").fault_count, 0);
    let broken = read("broken.jsonl");
    let what = "it was changed after it was written: entry 5 does not follow from it";
    let faults: Vec<(u64, &str)> = broken
        .faults
        .iter()
        .map(|fault| (fault.entry, fault.what.as_str()))
        .collect();
    assert_eq!(faults, [(4, what)]);
    assert_eq!(
        OtherDraft(1).to_string(),
        "This record is of format 1, draft 1, which this breach can check and export but not go on with. Go on with the \
         breach that wrote it, or start a new incident and link it."
    );
}
