//! A zone whose rules have changed since 2025b: British Columbia does not put its clocks back any more.

use super::*;
use crate::incident::event::NoteAdded;
use crate::incident::{By, Hash, Mono, Precision, Via};

fn at(text: &str) -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339(text).expect("a value")
}

fn vancouver() -> Zone {
    Zone::parse("America/Vancouver").expect("a value")
}

fn entry(seq: u64, said: &str, zone: Option<ZoneUsed>) -> Entry {
    Entry {
        seq,
        at: at("2026-11-30T14:00:00Z").to_utc(),
        mono: Mono {
            boot: "4f0c".to_owned(),
            ms: 1,
        },
        clock: None,
        salt: [0; 16],
        by: By {
            name: "Tom".to_owned(),
            role: None,
            login: "tom".to_owned(),
            host: "ws-12".to_owned(),
            via: Via::Command,
        },
        actor: None,
        told: None,
        drill: false,
        access: None,
        occurred: Some(Occurred {
            at: Some(at(said)),
            precision: Precision::Exact,
            about: false,
        }),
        zone,
        prev: Hash::NONE,
        event: note(),
    }
}

fn note() -> Event {
    NoteAdded {
        text: "the shop called".to_owned(),
    }
    .into()
}

fn used(tzdata: &str) -> Option<ZoneUsed> {
    Some(ZoneUsed {
        name: "America/Vancouver".to_owned(),
        tzdata: tzdata.to_owned(),
    })
}

#[test]
fn a_time_that_the_rules_of_today_move_is_named_with_both_instants() {
    let entries = [
        entry(1, "2026-11-30T03:00:00-08:00", used("2025b")),
        entry(2, "2026-11-30T03:00:00-07:00", used("2025b")),
        entry(3, "2026-11-30T03:00:00-08:00", used("2026f")),
        entry(4, "2026-11-30T03:00:00-08:00", None),
        entry(5, "2026-02-01T03:00:00-08:00", used("2025b")),
    ];
    assert_eq!(
        moved_times(&entries, "2026f"),
        [MovedTime {
            seq: 1,
            zone: vancouver(),
            recorded: at("2026-11-30T03:00:00-08:00"),
            tzdata: "2025b".to_owned(),
            today: Some(at("2026-11-30T03:00:00-07:00")),
        }]
    );
}

#[test]
fn an_entry_names_the_release_only_where_it_holds_a_time_of_that_zone() {
    let zone_of = |said: &str| {
        let occurred = Occurred {
            at: Some(at(said)),
            precision: Precision::Exact,
            about: false,
        };
        zone_used(Some(&occurred), &note(), vancouver(), "2026f")
    };
    assert_eq!(zone_of("2026-11-30T03:00:00-07:00"), used("2026f"));
    assert_eq!(zone_of("2026-11-30T10:00:00+00:00"), None);
    assert_eq!(zone_used(None, &note(), vancouver(), "2026f"), None);
}

#[test]
fn the_release_stands_behind_the_time_and_reads_back() {
    let sealed = entry(1, "2026-11-30T03:00:00-07:00", used("2026f"))
        .seal()
        .expect("a value");
    let text = String::from_utf8(sealed.clone()).expect("a value");
    assert!(
        text.contains(
            r#""occurred":{"at":"2026-11-30T03:00:00-07:00","precision":"exact"},"zone":{"name":"America/Vancouver","tzdata":"2026f"},"prev":"#
        ),
        "{text}"
    );
    assert_eq!(
        Entry::open(&sealed[..sealed.len() - 1]).expect("a value"),
        entry(1, "2026-11-30T03:00:00-07:00", used("2026f"))
    );
}
