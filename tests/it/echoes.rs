//! Whoever reads the echo of a time reads what was kept, and what was kept is what was typed.

use chrono::{DateTime, FixedOffset, TimeDelta, Utc};
use proptest::prelude::*;
use serde_json::Value as Json;

use crate::harness::Breach;

/// A minute of November 2026 that is over, where the machine stands two zones away from the clock that is read.
fn typed() -> impl Strategy<Value = (String, DateTime<Utc>, bool)> {
    let minute = (0_i64..19 * 24 * 60).prop_map(|minutes| {
        let start: DateTime<Utc> = "2026-11-01T15:00:00Z".parse().expect("a time");
        start + TimeDelta::minutes(minutes)
    });
    (minute, 0_usize..10, any::<bool>()).prop_map(|(at, way, is_about)| {
        let hours_east = |hours: i32| at.with_timezone(&FixedOffset::east_opt(hours * 3600).expect("an offset"));
        let here = hours_east(0);
        let text = match way {
            0 => here.format("%Y-%m-%d %H:%M").to_string(),
            1 => here.format("%-d %b %H:%M").to_string(),
            2 => here.format("%-d %b %Y, %H:%M").to_string(),
            3 => at.format("%Y-%m-%d %H:%M UTC").to_string(),
            4 => hours_east(9).format("%-d %b %Y %H:%M Tokyo").to_string(),
            5 => hours_east(9).format("%Y-%m-%d %H:%M Asia/Tokyo").to_string(),
            6 => hours_east(-5).to_rfc3339(),
            7 => hours_east(-5).to_rfc2822(),
            8 => hours_east(1).format("%Y-%m-%d %H:%M CET").to_string(),
            _ => here.format("%Y-%m-%d %I:%M %p").to_string(),
        };
        let text = if is_about && way != 7 {
            format!("about {text}")
        } else {
            text
        };
        (text, at, is_about && way != 7)
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_typed_time_is_kept_as_typed_and_echoed_as_kept((typed, at, is_about) in typed()) {
        let mut breach = Breach::tiny();
        let fact = breach.run(&format!("fact set suspected_at \"{typed}\"")).ok().stdout;
        let note = breach.run(&format!("note seen --at \"{typed}\"")).ok().stdout;
        let step = breach.run(&format!("step done look --at \"{typed}\"")).ok().stdout;
        let lines = breach.lines();
        let entries: Vec<Json> = lines.iter().map(|line| serde_json::from_str(line).expect("an entry")).collect();
        let kept = |value: &Json| value.as_str().and_then(|text| text.parse::<DateTime<Utc>>().ok());
        let about = if is_about { "about " } else { "" };
        let [.., of_fact, of_note, of_step] = entries.as_slice() else { panic!("three entries: {lines:?}") };
        prop_assert_eq!(kept(&of_fact["data"]["answer"]["value"]), Some(at), "{}", typed);
        prop_assert_eq!(&of_fact["data"]["answer"]["bound"], &if is_about { Json::from("about") } else { Json::Null });
        for entry in [of_note, of_step] {
            prop_assert_eq!(kept(&entry["occurred"]["at"]), Some(at), "{}: {}", typed, entry);
            let precision = if is_about { "about" } else { "exact" };
            prop_assert_eq!(&entry["occurred"]["precision"], precision, "{}", typed);
        }
        let one_line = |shown: &str| shown.split_whitespace().collect::<Vec<_>>().join(" ");
        let echo = format!("? {about}{}", at.format("%a %-d %b %Y %H:%M"));
        prop_assert!(one_line(&fact).contains(&echo), "{}: {}", typed, fact);
        let echo = format!("{about}{}", at.format("%a %-d %b %H:%M"));
        for shown in [note, step] {
            prop_assert!(one_line(&shown).contains(&echo), "{}: {}", typed, shown);
        }
    }
}
