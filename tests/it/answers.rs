//! `breach start --answers FILE`: whole walks from a file, and files that are refused.

use std::path::Path;

use breach::incident::{Event, Via};

use crate::harness::{Breach, Ran};

const DATA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/answers");
/// A day after everything that the files speak of.
const LATER: &str = "2026-09-11T09:00:00Z";

/// Runs one of the files, from where its evidence lies, without a terminal.
fn run(breach: &mut Breach, file: &str) -> Ran {
    breach.no_terminal().set_clock(LATER);
    let path = Path::new(DATA).join(file);
    breach.run_words([
        "start",
        "payment-provider-breach",
        "--answers",
        path.to_str().expect("a path in UTF-8"),
    ])
}

/// Runs this text as a file of answers.
fn run_text(breach: &mut Breach, text: &str) -> Ran {
    breach.no_terminal();
    breach.file("answers.yaml", text);
    breach.run("start payment-provider-breach --answers answers.yaml")
}

/// What the record says of every step, in order, with what it was held for.
fn held(breach: &Breach) -> Vec<(String, Vec<String>)> {
    let held = breach.entries().into_iter().filter_map(|entry| match entry.event {
        Event::StepCompleted(step) if !step.before.is_empty() => Some((step.step, step.before)),
        _ => None,
    });
    held.collect()
}

fn is_by_script(breach: &Breach) -> bool {
    breach
        .entries()
        .iter()
        .all(|entry| entry.by.via == Via::Script && entry.by.name == "Tom Becker")
}

#[test]
fn a_false_alarm_walks_to_ruled_out() {
    let mut breach = Breach::new();
    run(&mut breach, "payment-provider-light.yaml").ok().quiet();
    assert!(is_by_script(&breach));
    assert_eq!(held(&breach), []);
    assert_told("payment-provider-light.told.txt", &breach);
    breach.run(&format!("verify {}", breach.incidents()[0])).ok();
}

#[test]
fn a_severe_case_walks_to_handled() {
    let mut breach = Breach::new();
    run(&mut breach, "payment-provider-severe.yaml").ok().quiet();
    assert!(is_by_script(&breach));
    assert_eq!(held(&breach), []);
    assert_told("payment-provider-severe.told.txt", &breach);
    breach.run(&format!("verify {}", breach.incidents()[0])).ok();
}

#[test]
fn eleven_mistakes_are_told_at_once_and_nothing_is_written() {
    let mut breach = Breach::new();
    let ran = run(&mut breach, "eleven-mistakes.yaml").exits(3);
    assert_eq!(ran.stdout, "");
    assert_eq!(breach.incidents(), [""; 0]);
    assert_eq!(ran.stderr, include_str!("../data/answers/eleven-mistakes.stderr"));
}

#[test]
fn the_first_illegal_item_stops_and_what_came_before_stays() {
    let mut breach = Breach::new();
    let ran = run_text(
        &mut breach,
        "answers: 1\nas: {name: Tom Becker, role: scribe}\nroles: {executive-approver: Carla Stein}\nsteps:\n  - step: approve-external\n    gates: {approval: {approved-by: Ivo Novak}}\n    outcome: done\n",
    )
    .exits(3);
    assert_eq!(ran.stderr, include_str!("../data/answers/not-the-approver.stderr"));
    assert_eq!(breach.lines().len(), 3);
}

#[test]
fn a_held_step_is_refused_in_the_words_of_the_walk() {
    let mut breach = Breach::new();
    let ran = run_text(
        &mut breach,
        "answers: 1\nas: {name: Tom Becker}\nsteps:\n  - step: provider-scope-questions\n    outcome: done\n",
    )
    .exits(3);
    assert_eq!(ran.stderr, include_str!("../data/answers/held.stderr"));
}

/// Compares what was told with a file line by line, so that a difference is shown as one line. `BLESS=1` writes the file, to
/// be read before it is committed.
fn assert_told(name: &str, breach: &Breach) {
    let path = format!("{}/tests/data/answers/{name}", env!("CARGO_MANIFEST_DIR"));
    let told = breach.told();
    if std::env::var_os("BLESS").is_some_and(|bless| bless == "1") {
        std::fs::write(&path, told.join("\n") + "\n").expect("the file can be written");
    }
    let expected = std::fs::read_to_string(&path).expect("the file is there");
    for (number, (is, should)) in told
        .iter()
        .flat_map(|told| told.lines())
        .zip(expected.lines())
        .enumerate()
    {
        assert_eq!(is, should, "{name}, line {}", number + 1);
    }
    assert_eq!(told.join("\n").lines().count(), expected.lines().count(), "{name}");
}
