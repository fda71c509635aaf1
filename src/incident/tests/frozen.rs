//! Records that were written once and must be readable for ever.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::PathBuf;

use super::sample::{every_event, note};
use crate::incident::Reading;
use crate::incident::event::TYPES;

/// The bytes of a frozen file. One that is missing is written, once, and the test fails so that somebody looks at it.
pub(crate) fn frozen(folder: &str, name: &str, bytes: &[u8]) -> Vec<u8> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("tests/data")
        .join(folder)
        .join(name);
    match fs::read(&path) {
        Ok(found) => found,
        Err(_) => {
            let mut file = fs::File::create_new(&path).unwrap();
            file.write_all(bytes).unwrap();
            panic!(
                "`{}` was missing and has been written; look at it and keep it",
                path.display()
            );
        }
    }
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
        let found = frozen("records/v1", name, &bytes);
        assert_eq!(
            String::from_utf8(found).unwrap(),
            String::from_utf8(bytes).unwrap(),
            "{name}"
        );
    }
}

#[test]
fn the_whole_one_has_every_event_and_no_fault() {
    let bytes = frozen("records/v1", "whole.jsonl", &whole());
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
    let bytes = frozen("records/v1", "torn.jsonl", &torn());
    let mut reading = Reading::default();
    reading.feed_all(&bytes, |_, _| {});
    assert_eq!(reading.faults, []);
    assert!(reading.bytes() < bytes.len() as u64);
}

#[test]
fn the_broken_one_names_its_entry() {
    let bytes = frozen("records/v1", "broken.jsonl", &broken());
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
