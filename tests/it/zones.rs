//! Time zones: whose rules changed since the release that others still carry, which release a record names, and what
//! happens when a country changes its clocks after a time was typed. Every zone is compared with the Python package
//! `tzdata`, in the version that `tests/data/python/requirements.txt` names.

use std::process::Stdio;

use breach::incident::Entry;
use breach::time::Zone;
use chrono::{DateTime, FixedOffset, Utc};

use super::harness::Breach;
use super::python::python;

fn at(text: &str) -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339(text).expect("a time")
}

#[test]
fn countries_that_changed_their_clocks_in_2026_are_right() {
    let noon = at("2026-11-30T13:54:00Z");
    let there = |name: &str| Zone::parse(name).expect("a zone").at(&noon).format("%H:%M").to_string();
    let shown: Vec<String> = [
        "America/Vancouver",
        "America/Edmonton",
        "America/Winnipeg",
        "Africa/Casablanca",
        "Europe/London",
    ]
    .into_iter()
    .map(|name| format!("{name} {}", there(name)))
    .collect();
    assert_eq!(
        shown,
        [
            "America/Vancouver 06:54",
            "America/Edmonton 07:54",
            "America/Winnipeg 08:54",
            "Africa/Casablanca 13:54",
            "Europe/London 13:54",
        ]
    );
    let summer = at("2120-06-29T12:00:00Z");
    let new_york = Zone::parse("America/New_York").expect("a zone").at(&summer);
    assert_eq!(new_york.to_rfc3339(), "2120-06-29T08:00:00-04:00");
}

/// An incident in Vancouver with a note, and the note's entry as an older release would have written it.
fn typed_with_older_rules() -> Breach {
    let mut breach = Breach::new();
    breach
        .env("BREACH_AS", "Tom")
        .env("TZ", "America/Vancouver")
        .no_terminal();
    breach.tzdata("2025b");
    breach.run("start card-data-breach --no-walk").ok();
    breach.run("note --at 14:00 \"the shop called\"").ok();
    let id = breach.incidents().remove(0);
    let mut lines = breach.lines();
    let mut entry = breach.entries().pop().expect("an entry");
    entry.occurred.as_mut().expect("a time").at = Some(at("2026-11-20T14:00:00-08:00"));
    let sealed = entry.seal().expect("a line");
    let last = lines.len() - 1;
    lines[last] = String::from_utf8(sealed).expect("text").trim_end().to_owned();
    breach.file(&format!("store/{id}/record.jsonl"), lines.join("\n") + "\n");
    breach.tzdata("2026f");
    breach
}

#[test]
fn an_entry_names_the_release_that_gave_its_time_an_offset() {
    let mut breach = Breach::new();
    breach
        .env("BREACH_AS", "Tom")
        .env("TZ", "America/Vancouver")
        .no_terminal();
    breach.tzdata("2026f");
    breach.run("start card-data-breach --no-walk").ok();
    breach.run("note \"no time said\"").ok();
    breach.run("note --at 14:00 \"local\"").ok();
    breach.run("note --at 2026-11-20T22:00Z \"with an offset\"").ok();
    breach.run("fact set suspected_at 13:00").ok();
    let named = |entry: &Entry| {
        let zone = entry.zone.as_ref();
        let zone = zone.map(|zone| format!(" {} {}", zone.name, zone.tzdata));
        format!("{}{}", entry.event.name(), zone.unwrap_or_default())
    };
    assert_eq!(
        breach
            .entries()
            .iter()
            .filter(|entry| matches!(entry.event.name(), "note.added" | "fact.recorded"))
            .map(named)
            .collect::<Vec<_>>(),
        [
            "note.added",
            "note.added America/Vancouver 2026f",
            "note.added",
            "fact.recorded America/Vancouver 2026f",
        ]
    );
}

#[test]
fn a_time_typed_before_a_country_changed_its_clocks_is_named_and_corrected() {
    let mut breach = typed_with_older_rules();
    let number = breach.entries().len() - 1;
    breach.terminal().types(["no", "/leave"]);
    let shown = breach.run("resume").ok().screen;
    let expected = format!(
        "  Clocks in Vancouver have changed. Entry {number} says 14:00 on Fri 20 Nov 2026: by
  the rules of 2025b that was Fri 22:00 UTC, by those of 2026f it is Fri 21:00
  UTC.
    breach correct {number}   gives the right time
  Correct entry {number} now?   yes / no
  > no
"
    );
    assert!(shown.contains(&expected), "{shown}");
    breach
        .run(&format!("correct {number} --at 14:00 --why \"clocks changed\""))
        .ok();
    breach.types(["/leave"]);
    let shown = breach.run("resume").ok().screen;
    assert!(!shown.contains("have changed"), "{shown}");
}

#[test]
fn the_version_says_which_release_is_built_in() {
    let mut breach = Breach::new();
    let said = breach.run("--version").ok().stdout;
    assert_eq!(
        said,
        format!(
            "breach {} (tzdata {})\n",
            env!("CARGO_PKG_VERSION"),
            breach::time::zone::tzdata()
        )
    );
}

#[test]
#[ignore = "needs Python with tzdata: tests/run installs it"]
fn every_zone_is_what_the_tzdata_of_python_says() {
    let now = Utc::now().timestamp().to_string();
    let ran = python("offsets.py", &[&now], Stdio::null());
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    let said = String::from_utf8(ran.stdout).expect("UTF-8");
    let (mut zones, mut compared, mut differences) = (0, 0, Vec::new());
    for line in said.lines() {
        let (name, offsets) = line.split_once(' ').expect("a name and its offsets");
        let Ok(zone) = Zone::parse(name) else { continue };
        zones += 1;
        for pair in offsets.split(' ') {
            let (instant, offset) = pair.split_once('=').expect("an instant and its offset");
            let instant = DateTime::from_timestamp(instant.parse().expect("a number"), 0).expect("a time");
            let ours = zone.at(&instant).offset().local_minus_utc();
            compared += 1;
            if offset.parse() != Ok(ours) {
                differences.push(format!("{name} at {instant}: {ours}, Python says {offset}"));
            }
        }
    }
    assert!(differences.is_empty(), "{differences:#?}");
    assert!(zones > 550 && compared > 10_000, "{zones} zones, {compared} offsets");
}
