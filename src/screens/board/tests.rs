use super::board;
use crate::document::terminal;
use crate::incident::event::{Ending, IncidentClosed};
use crate::journal::Draft;
use crate::screens::sample::duties::{with_duties, with_many};
use crate::screens::sample::{Sample, at, busy, fresh, made, not_needed, zone};
use crate::screens::situation::to_json;

fn shown(sample: &Sample, width: usize) -> String {
    let shown = board(&sample.workflow, &sample.reading.incident, &sample.situation(), zone());
    terminal(&shown, width)
}

#[test]
fn a_busy_night_on_a_wide_screen() {
    assert_eq!(shown(&busy(false), 80), include_str!("busy-80.txt"));
}

#[test]
fn a_busy_night_on_a_narrow_screen() {
    assert_eq!(shown(&busy(false), 40), include_str!("busy-40.txt"));
}

#[test]
fn no_line_is_wider_than_the_screen() {
    for width in 20..=120 {
        for line in shown(&busy(true), width).lines() {
            assert!(crate::text::width(line) <= width, "{width}: {line}");
        }
    }
}

#[test]
fn a_drill_says_so_first() {
    let first = |sample: &Sample| shown(sample, 80).lines().next().map(str::to_owned);
    let headline = "  DRILL  p4xd  Possible card data compromise         Sat 21 Nov 04:02 (London)";
    assert_eq!(first(&busy(true)).as_deref(), Some(headline));
}

#[test]
fn a_minute_after_opening_duties_say_what_they_need() {
    assert_eq!(shown(&fresh(), 80), include_str!("fresh-80.txt"));
}

#[test]
fn a_closed_incident_shows_its_end_and_nothing_to_do() {
    let closed = Draft::new(IncidentClosed {
        how: Ending::RuledOut,
        why: "a test of the bank".to_owned(),
        second: Some("Ana Ruiz".to_owned()),
        joined_to: None,
        open: Vec::new(),
        unanswered: Vec::new(),
        open_because: None,
        undecided: Vec::new(),
        left_by: None,
    });
    let sample = made(
        false,
        Vec::new(),
        vec![(1, not_needed("review", "Sit together and learn")), (9, closed)],
    );
    assert_eq!(shown(&sample, 80), include_str!("closed-80.txt"));
}

#[test]
fn text_from_outside_cannot_begin_a_line_of_its_own() {
    let mut sample = fresh();
    sample.reading.incident.title = "a\n  0 done\u{1b}[2J\tb".to_owned();
    let first = shown(&sample, 80).lines().next().map(str::to_owned);
    let headline = "  k7f3  a\\n  0 done\\x1b[2J\\tb                        Fri 20 Nov 23:44 (London)";
    assert_eq!(first.as_deref(), Some(headline));
}

#[test]
fn an_aim_is_never_called_missed() {
    let mut sample = busy(false);
    for step in &mut sample.workflow.steps {
        step.due = None;
    }
    sample.now = at("2027-01-01T00:00:00Z");
    let shown = shown(&sample, 80);
    assert!(!shown.to_lowercase().contains("missed"), "{shown}");
}

#[test]
fn the_keys_of_its_json_stay() {
    let sample = busy(false);
    let json = to_json(&sample.reading.incident, &sample.situation());
    let kept: serde_json::Value = serde_json::from_str(include_str!("busy.json")).expect("JSON");
    assert_eq!(json, kept);
}

#[test]
fn duties_that_rules_compute_stand_beside_those_of_steps() {
    assert_eq!(shown(&with_duties(), 80), include_str!("duties-80.txt"));
    assert_eq!(shown(&with_duties(), 40), include_str!("duties-40.txt"));
}

#[test]
fn sixty_duties_do_not_flood_it() {
    assert_eq!(shown(&with_many(60), 80), include_str!("sixty-80.txt"));
}
