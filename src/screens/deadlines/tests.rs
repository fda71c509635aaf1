use super::{deadlines, to_json};
use crate::document::terminal;
use crate::screens::sample::duties::{every_state, with_duties};
use crate::screens::sample::{Sample, at, fresh, zone};

fn shown(sample: &Sample, all: bool, width: usize) -> String {
    let incident = &sample.reading.incident;
    terminal(
        &deadlines(&sample.workflow, incident, &sample.situation(), all, zone()),
        width,
    )
}

#[test]
fn what_is_open_on_a_wide_screen() {
    assert_eq!(shown(&with_duties(), false, 80), include_str!("open-80.txt"));
}

#[test]
fn what_is_open_on_a_narrow_screen() {
    assert_eq!(shown(&with_duties(), false, 40), include_str!("open-40.txt"));
}

#[test]
fn everything_on_a_wide_screen() {
    assert_eq!(shown(&with_duties(), true, 80), include_str!("all-80.txt"));
}

#[test]
fn when_it_was_decided_not_to_tell_the_time_to_look_again_comes() {
    let sample = Sample {
        now: at("2026-11-21T12:00:00Z"),
        ..with_duties()
    };
    let shown = shown(&sample, false, 80);
    let section = shown.split("\n\n").find(|section| section.contains("Not telling:"));
    assert_eq!(
        section,
        Some(
            "  Not telling: to be looked at again now
  12  not telling; it was to be looked at again Sat 21 Nov 12:00
      Newspapers  [press]
      Law of press (as amended) (confirmed, 2026-06).
      Read in: the contract.
      Not telling, as Jo Hall decided, by Tom Becker, Sat 21 Nov 00:05: nothing
      is sure yet (entry 13).
      Computed: due Sun 22 Nov 23:40."
        )
    );
}

#[test]
fn no_line_is_wider_than_the_screen() {
    for width in 20..=120 {
        let shown = shown(&with_duties(), true, width);
        // A command is never wrapped: in two lines it would be another one.
        for line in shown.lines().filter(|line| !line.starts_with("  breach ")) {
            assert!(crate::text::width(line) <= width, "{width}: {line}");
        }
    }
}

#[test]
fn without_rules_there_is_little_to_say() {
    assert_eq!(shown(&fresh(), false, 80), include_str!("fresh-80.txt"));
}

/// A folder of rules that was edited, or an older program: what was recorded stands.
#[test]
fn a_duty_stays_when_its_rule_is_gone() {
    let mut sample = with_duties();
    sample.workflow.book = std::sync::Arc::default();
    let found: Vec<String> = sample
        .situation()
        .deadlines
        .iter()
        .filter(|deadline| deadline.step().is_none())
        .map(|deadline| format!("{} {:?} {:?}", deadline.id(), deadline.timing, deadline.number))
        .collect();
    let mut before = with_duties();
    before.workflow.book = every_state();
    let with_rules: Vec<String> = before
        .situation()
        .deadlines
        .iter()
        .filter(|deadline| deadline.step().is_none() && deadline.number.is_some())
        .map(|deadline| format!("{} {:?} {:?}", deadline.id(), deadline.timing, deadline.number))
        .collect();
    let sorted = |mut lines: Vec<String>| {
        lines.sort();
        lines
    };
    assert_eq!(sorted(found), sorted(with_rules));
}

#[test]
fn the_keys_of_its_json_stay() {
    let sample = with_duties();
    let incident = &sample.reading.incident;
    for (all, kept) in [(false, include_str!("open.json")), (true, include_str!("all.json"))] {
        let items = to_json(&sample.workflow, incident, &sample.situation(), all, zone());
        let shown = format!("{:#}\n", serde_json::Value::Array(items));
        assert_eq!(shown, kept);
    }
}
