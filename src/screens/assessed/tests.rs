use super::deadlines_that_run;
use crate::document::{Document, terminal};
use crate::incident::event::{ObligationAssessed, assessed_in_short};
use crate::incident::{Entry, Via};
use crate::screens::sample::duties::{with_duties, with_many};
use crate::screens::sample::{Sample, zone};

/// What followed from the answer that card data may be affected, and what from the one after it.
fn followed(sample: &Sample) -> Vec<&Entry> {
    let is_assessed = |entry: &&Entry| entry.event.is::<ObligationAssessed>();
    sample.entries.iter().filter(is_assessed).collect()
}

fn drawn(entries: &[Entry], width: usize) -> String {
    let blocks = deadlines_that_run(entries, zone());
    terminal(
        &Document {
            blocks,
            ..Document::default()
        },
        width,
    )
}

fn words(entry: &Entry) -> String {
    let assessed = entry.event.get::<ObligationAssessed>();
    assessed_in_short(assessed.unwrap_or_else(|| panic!("{:?}", entry.event)))
}

#[test]
fn an_answer_that_starts_deadlines_shows_the_nearest() {
    let sample = with_duties();
    let entry = followed(&sample)[0].clone();
    assert_eq!(
        words(&entry),
        "computed who must be told, 12 rules changed: 10 with a deadline, 1 without a fixed limit and 1 waiting for an event"
    );
    let entries = [entry];
    assert_eq!(drawn(&entries, 80), include_str!("several-80.txt"));
    assert_eq!(drawn(&entries, 40), include_str!("several-40.txt"));
}

#[test]
fn from_one_start_it_is_said_once() {
    let sample = with_many(2);
    let mut entry = followed(&sample)[0].clone();
    entry.by.via = Via::Command;
    assert_eq!(
        drawn(&[entry], 80),
        "
  Two deadlines now run, from suspicion on Fri 20 Nov 23:40
    Sat 21 Nov 23:40   Authority 1   Law of rule-01 (confirmed, 2026-06)
    Sat 21 Nov 23:40   Authority 2   Law of rule-02 (confirmed, 2026-06)
  Counsel decides. Wrong time? breach correct
"
    );
}

#[test]
fn what_has_passed_does_not_run() {
    let sample = with_many(2);
    let mut entry = followed(&sample)[0].clone();
    entry.at = "2026-11-22T08:00:00Z".parse().expect("a time");
    assert_eq!(
        drawn(&[entry], 80),
        "
  Two deadlines have passed already, from suspicion on Fri 20 Nov 23:40
    Sat 21 Nov 23:40, passed   Authority 1   Law of rule-01 (confirmed, 2026-06)
    Sat 21 Nov 23:40, passed   Authority 2   Law of rule-02 (confirmed, 2026-06)
  Counsel decides. Wrong time? /fix
"
    );
    let sample = with_duties();
    let mut entry = followed(&sample)[0].clone();
    entry.at = "2027-01-02T08:00:00Z".parse().expect("a time");
    let shown = drawn(&[entry.clone()], 80);
    assert_eq!(shown.lines().nth(1), Some("  10 deadlines have passed already"));
    assert_eq!(
        shown.lines().nth(2),
        Some("    Sat 21 Nov 2026 01:40, passed          Insurer")
    );
    entry.at = "2026-11-21T02:00:00Z".parse().expect("a time");
    let shown = drawn(&[entry], 80);
    assert_eq!(
        shown.lines().nth(1),
        Some("  Nine deadlines now run, and one has passed already")
    );
}

#[test]
fn what_does_not_apply_any_more_is_named() {
    let sample = with_duties();
    let entry = followed(&sample)[1].clone();
    assert_eq!(words(&entry), "computed who must be told, 1 rule changed: 1 no longer");
    assert_eq!(
        drawn(&[entry], 80),
        "\n  No longer, by what is known now: Code committee\n  Counsel decides. Wrong time? /fix\n"
    );
}

#[test]
fn an_answer_that_starts_nothing_says_nothing() {
    let sample = with_duties();
    assert_eq!(drawn(&sample.entries[..2], 80), "");
}

#[test]
fn sixty_are_counted() {
    let sample = with_many(60);
    let entry = followed(&sample)[0].clone();
    let shown = drawn(&[entry], 80);
    let lines: Vec<&str> = shown.lines().collect();
    assert_eq!(lines[1], "  60 deadlines now run, from suspicion on Fri 20 Nov 23:40");
    assert_eq!(
        lines[7..],
        [
            "    and 55 more: breach deadline list",
            "  Counsel decides. Wrong time? /fix"
        ]
    );
}
