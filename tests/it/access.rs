//! What a reader without the right is shown: a curtain, not a lock.

use crate::harness::Breach;

const SCREENS: [&str; 14] = [
    "log",
    "log --json",
    "status",
    "status --json",
    "brief",
    "brief --json",
    "fact list",
    "fact list --json",
    "fact list --unknown",
    "step list --all",
    "step list --all --json",
    "deadline list --all",
    "deadline list --all --json",
    "notice list --json",
];

fn opened() -> Breach {
    let mut breach = Breach::walk_test();
    breach.run("note hello").ok();
    breach.run("role assign incident-commander Dana").ok();
    breach
}

/// The screen, at one moment, without the line that counts.
fn seen(breach: &mut Breach, who: &str, screen: &str) -> String {
    breach.set_clock("2026-11-21T00:30:00Z");
    let shown = breach.run(&format!("--as {who} {screen}")).ok().stdout;
    let lines = shown.lines().filter(|line| !line.contains("not for everybody"));
    lines.map(|line| format!("{line}\n")).collect()
}

#[test]
fn without_the_right_every_screen_is_that_of_an_incident_without_the_restricted_entries() {
    let (mut with, mut without) = (opened(), opened());
    for command in [
        "note \"MARKER saw it\" --restricted",
        "fact set card_suspected yes --restricted",
        "step done plain --restricted",
        "step later second --why \"MARKER sleeps\" --restricted",
    ] {
        with.run(command).ok();
    }
    let note = without.lines().len();
    let correction = format!("correct {note} --text \"MARKER in a correction\" --why MARKER");
    with.run(&correction).ok();
    for screen in SCREENS {
        let (shown, expected) = (seen(&mut with, "Bob", screen), seen(&mut without, "Bob", screen));
        assert_eq!(shown, expected, "{screen}");
        assert!(!shown.contains("MARKER"), "{screen}\n{shown}");
    }
    let log = with.run("--as Bob log").ok().stdout;
    assert!(log.contains("not shown in full: not for everybody."), "{log}");
    for who in ["Tom", "Dana"] {
        let log = seen(&mut with, who, "log");
        assert!(log.contains("MARKER saw it"), "{who}: {log}");
    }
}

#[test]
fn an_entry_restricted_later_is_seen_by_its_author_and_by_who_restricted_it_alone() {
    let mut breach = opened();
    breach.run("note \"MARKER saw it\"").ok();
    let number = breach.lines().len() - 1;
    breach
        .run(&format!("--as Ana restrict {number} --why \"MARKER names a person\""))
        .ok();
    for (who, sees) in [("Tom", true), ("Ana", true), ("Bob", false)] {
        assert_eq!(seen(&mut breach, who, "log").contains("MARKER saw it"), sees, "{who}");
    }
}

#[test]
fn a_privileged_call_shows_that_it_was_made_and_not_what_was_said() {
    let mut breach = opened();
    breach
        .run("contacts call Dana --outcome \"MARKER say nothing\" --privileged")
        .ok();
    let log = seen(&mut breach, "Bob", "log");
    assert!(
        log.contains("call with Dana, Incident commander: what was said is for counsel"),
        "{log}"
    );
    assert!(!log.contains("MARKER"), "{log}");
    assert!(seen(&mut breach, "Dana", "log").contains("MARKER say nothing"));
}

/// Whoever restricts an entry may read it, so nobody can restrict what is kept from them.
#[test]
fn what_is_kept_from_somebody_they_cannot_restrict_and_so_come_to_read() {
    let mut breach = opened();
    let note = breach.lines().len();
    breach.run("note \"MARKER saw it\" --restricted").ok();
    breach.run("note \"MARKER says counsel\" --privileged").ok();
    let before = breach.lines().len();
    for (entry, command) in [(note, "--privileged"), (note, ""), (note + 1, "")] {
        let refused = breach.run(&format!("--as Bob restrict {entry} --why mine {command}"));
        assert_ne!(refused.code, 0);
        let expected = format!("there is no entry `{entry}`");
        assert!(refused.stderr.contains(&expected), "{}", refused.stderr);
    }
    assert_eq!(breach.lines().len(), before);
    assert!(!seen(&mut breach, "Bob", "log").contains("MARKER"));
}
