//! The walk at a real terminal, interrupted at every kind of prompt: the terminal is given back, the record is whole, how
//! to come back is said, and the walk goes on afterwards.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::process::Stdio;

use rustix::process::Signal;

use crate::pty::{Key, Pty, Start};
use crate::scene::{BREACH, PLAYBOOK, Ran, Scene, on_a_path};

/// A playbook with a question of every kind that has a prompt of its own, and more steps than can be numbered.
fn playbook() -> String {
    let mut text = "\
playbook: small
format: 1
title: A small one
summary: Made for tests.
incident-title: Something happened
use-when: [something happened]
first:
  do-not: [switch anything off]
  call: [acquirer]
  say: {acquirer: Something happened.}
roles:
  incident-commander: {title: Incident commander, does: Decides}
confirm:
  - step: look
    title: Look at it
    owner: incident-commander
    why: So that we know.
    do: [Look.]
    ask:
      sort: {type: select, ask: Which sort?, options: [red, green]}
      hit: {type: table, ask: Which ones?, columns: {brand: text, cards: number}}
      words: {type: text, ask: In which words?}
      others: {type: text, ask: And what else?}
      rest: {type: text, ask: And the rest?}
"
    .to_owned();
    for number in 1..=9 {
        text.push_str(&format!(
            "  - step: extra-{number}\n    title: Extra {number}\n    owner: incident-commander\n    why: More.\n    do: [Do it.]\n"
        ));
    }
    text
}

/// What is waited for, and what is then typed.
type Way = &'static [(&'static str, &'static str)];

const OPENED: Way = &[
    ("What were you told", "A man called"),
    ("Arrived when, and read when?", "5 min ago"),
];
const WALKING: Way = &[("What next?", "look"), ("Where does", "done")];

/// Every kind of prompt: whether an incident exists, how one gets there, and what shows that it waits.
const PROMPTS: [(&str, bool, &[Way], &str); 12] = [
    ("words", false, &[], "What were you told"),
    (
        "time",
        false,
        &[&[("What were you told", "A man called")]],
        "Arrived when, and read when?",
    ),
    ("five minutes", true, &[OPENED], "go on"),
    ("call", true, &[OPENED, &[("go on", "1")]], "What came of it?"),
    ("what next", true, &[OPENED, &[("go on", "go on")]], "What next?"),
    (
        "outcome",
        true,
        &[OPENED, &[("go on", "go on"), ("What next?", "look")]],
        "Where does",
    ),
    ("choice", true, &[OPENED, &[("go on", "go on")], WALKING], "Which sort?"),
    (
        "row",
        true,
        &[OPENED, &[("go on", "go on")], WALKING, &[("Which sort?", "1")]],
        "Which ones?",
    ),
    (
        "yes or no",
        true,
        &[OPENED, &[("go on", "go on")], WALKING, &[("Which sort?", "/lunch")]],
        "yes / no",
    ),
    (
        "reason",
        true,
        &[
            OPENED,
            &[
                ("go on", "go on"),
                ("What next?", "look"),
                ("Where does", "will not do"),
            ],
        ],
        "Why will it not be done?",
    ),
    (
        "list",
        true,
        &[OPENED, &[("go on", "go on"), ("What next?", "list")]],
        "Which step?",
    ),
    ("note", true, &[OPENED, &[("go on", "/note")]], "Note:"),
];

fn small(scene: &Scene) {
    std::fs::write(scene.work().join("small.yaml"), playbook()).unwrap();
}

fn walk_to(start: Start, ways: &[Way], prompt: &str) -> Pty {
    let mut pty = start.spawn();
    for (wait, typed) in ways.iter().copied().flatten() {
        wait_at(&pty, wait);
        pty.type_line(typed);
    }
    wait_at(&pty, prompt);
    pty
}

/// Waits until the question is asked and its prompt stands there: what is typed earlier is dropped.
#[track_caller]
fn wait_at(pty: &Pty, question: &str) {
    pty.wait_written(question);
    pty.wait_until(&format!("the prompt of `{question}`"), |screen| {
        let last = screen.lines().last().unwrap_or_default();
        match question {
            "What came of it?" => last.ends_with('>') || last.ends_with(')'),
            "Arrived when, and read when?" | "Why will it not be done?" | "Note:" => last.contains(question),
            "Which step?" => screen.contains(question),
            _ => last.ends_with('>'),
        }
    });
}

#[track_caller]
fn assert_given_back(pty: &Pty, when: &str) {
    assert!(pty.is_as_found(), "echo and line editing are back, {when}");
    assert!(!pty.cursor_is_hidden(), "the cursor is back, {when}");
}

fn incidents(scene: &Scene) -> Vec<String> {
    std::fs::read_dir(scene.store())
        .into_iter()
        .flatten()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.starts_with(|first: char| first.is_ascii_alphanumeric()) && name != "in-use")
        .collect()
}

/// After an end of any kind: what there is is whole, and it goes on.
#[track_caller]
fn assert_goes_on(scene: &Scene, exists: bool, when: &str) {
    let ids = incidents(scene);
    assert_eq!(ids.len(), usize::from(exists), "{when}");
    for id in ids {
        assert!(scene.kept(&id).torn.is_empty(), "{when}");
        assert_eq!(scene.breach(["verify", &id]).code, 0, "{when}");
        let mut pty = scene.at_terminal(["resume"]).spawn();
        wait_at(&pty, "? for more");
        pty.type_line("/leave");
        assert_eq!(pty.finish(), 0, "{when}: {}", pty.screen());
        assert_given_back(&pty, when);
    }
}

#[test]
fn ctrl_c_at_every_prompt() {
    ctrl_c_everywhere(80, 24);
}

#[test]
fn ctrl_c_at_every_prompt_in_a_small_window() {
    ctrl_c_everywhere(40, 12);
}

fn ctrl_c_everywhere(columns: u16, rows: u16) {
    for (name, exists, ways, prompt) in PROMPTS {
        let scene = Scene::new();
        small(&scene);
        let start = scene.at_terminal(["start", "./small.yaml"]).size(columns, rows);
        let mut pty = walk_to(start, ways, prompt);
        pty.key(Key::Ctrl('c'));
        assert_eq!(pty.finish(), 130, "{name}: {}", pty.screen());
        assert_given_back(&pty, name);
        let written = on_a_path(&String::from_utf8_lossy(&pty.raw_output()));
        if exists {
            assert!(written.contains("breach resume"), "{name}: {written}")
        } else {
            assert!(written.contains("no incident was opened"), "{name}: {written}")
        }
        assert_goes_on(&scene, exists, name);
    }
}

#[test]
fn a_request_to_end_and_a_closed_window_at_every_prompt() {
    for (name, exists, ways, prompt) in PROMPTS {
        for is_asked_to_end in [true, false] {
            let scene = Scene::new();
            small(&scene);
            let mut pty = walk_to(scene.at_terminal(["start", "./small.yaml"]), ways, prompt);
            if is_asked_to_end {
                pty.signal(Signal::TERM)
            } else {
                pty.close()
            }
            assert_eq!(pty.finish(), 1, "{name}");
            if is_asked_to_end {
                assert_given_back(&pty, name);
            }
            assert_goes_on(&scene, exists, name);
        }
    }
}

#[test]
fn ctrl_c_at_the_first_two_questions() {
    let scene = Scene::new();
    let mut pty = scene.at_terminal(["start"]).env_remove("BREACH_AS").spawn();
    pty.wait_for("Number:");
    pty.key(Key::Ctrl('c'));
    assert_eq!(pty.finish(), 130);
    assert_given_back(&pty, "situation");

    let mut pty = scene.at_terminal(["start"]).env_remove("BREACH_AS").spawn();
    pty.wait_for("Number:");
    pty.type_line("1");
    pty.wait_for("Your name, for the record:");
    pty.key(Key::Ctrl('c'));
    assert_eq!(pty.finish(), 130);
    assert_given_back(&pty, "name");
    assert_eq!(incidents(&scene), Vec::<String>::new());
}

#[test]
fn a_small_window_and_a_dumb_terminal_get_to_the_same_place() {
    for (columns, rows, term) in [(40, 12, "xterm"), (80, 24, "dumb")] {
        let scene = Scene::new();
        small(&scene);
        let start = scene
            .at_terminal(["start", "./small.yaml"])
            .size(columns, rows)
            .env("TERM", term)
            .env("NO_COLOR", "1");
        let mut pty = walk_to(start, &[OPENED, &[("go on", "go on")]], "What next?");
        pty.type_line("/leave");
        assert_eq!(pty.finish(), 0, "{}", pty.screen());
        assert_given_back(&pty, term);
        let written = String::from_utf8_lossy(&pty.raw_output()).into_owned();
        let colour = written.match_indices("\x1b[").any(|(at, _)| {
            let rest = &written[at + 2..];
            rest.split(|sign: char| sign.is_ascii_alphabetic())
                .next()
                .is_some_and(|numbers| rest[numbers.len()..].starts_with('m') && !matches!(numbers, "" | "0"))
        });
        assert!(!colour, "NO_COLOR: {written:?}");
    }
}

#[test]
fn rules_with_mistakes_hold_up_no_walk_and_it_is_said_once_as_it_begins() {
    let said = "your own obligations are not used, the built-in ones are";
    let scene = Scene::new();
    small(&scene);
    let folder = scene.root().join("home/.config/breach/obligations");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("ours.yaml"), "format: 1\nrules: none\n").unwrap();
    for (command, ways) in [
        (&["start", "./small.yaml"][..], &[OPENED, &[("go on", "go on")]][..]),
        (&["resume"][..], &[&[("go on", "go on")] as Way][..]),
    ] {
        let mut pty = walk_to(scene.at_terminal(command).size(80, 60), ways, "What next?");
        let times = |pty: &Pty| String::from_utf8_lossy(&pty.raw_output()).matches(said).count();
        assert_eq!(times(&pty), 1, "{command:?}: {}", pty.screen());
        pty.type_line("/leave");
        assert_eq!(pty.finish(), 0, "{}", pty.screen());
        assert_eq!(times(&pty), 1, "{command:?}: {}", pty.screen());
    }
}

#[test]
fn without_a_terminal_nothing_is_written() {
    let scene = Scene::new();
    let ran = scene.breach(["start", PLAYBOOK]);
    ran.assert_refused();
    assert_eq!(ran.code, 6, "{ran:?}");
    assert!(!scene.store().exists());

    let id = scene.start();
    let before = scene.kept(&id).entries.len();
    for args in [vec!["resume"], vec!["note"], vec!["start", PLAYBOOK]] {
        let ran = scene.breach(&args);
        ran.assert_refused();
        assert_eq!(ran.code, 6, "{args:?}: {ran:?}");
    }
    // Questions are drawn on standard error, so they need it to be a terminal.
    let mut command = format!("'{BREACH}' resume 2>");
    command.push_str(scene.work().join("errors").to_str().unwrap());
    let start = Start::new("/bin/sh").args(["-c", &command]).cwd(scene.work());
    let start = scene
        .environment()
        .into_iter()
        .fold(start, |start, (name, value)| start.env(name, value));
    assert_eq!(start.spawn().finish(), 6);
    assert_eq!(incidents(&scene).len(), 1);
    assert_eq!(scene.kept(&id).entries.len(), before);
}

#[test]
fn what_is_logged_and_cannot_be_said_is_no_success() {
    let (scene, id) = Scene::with_incident();
    let full = || Stdio::from(std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap());
    let ran = Ran::from(
        scene
            .command(BREACH)
            .args(["note", "unsaid"])
            .stdout(full())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap()
            .wait_with_output()
            .unwrap(),
    );
    ran.assert_refused();
    assert_eq!(
        ran.err,
        format!(
            "error: standard output cannot be written; entry #2 of `{id}` is logged and kept\n  because: No space left on device\n"
        )
    );
    assert_eq!(scene.kept(&id).notes(), ["unsaid"]);

    // At a terminal whose standard output goes elsewhere.
    let command = format!("'{BREACH}' resume > /dev/full");
    let start = Start::new("/bin/sh").args(["-c", &command]).cwd(scene.work());
    let start = scene
        .environment()
        .into_iter()
        .fold(start, |start, (name, value)| start.env(name, value));
    let mut pty = start.spawn();
    assert_eq!(pty.finish(), 1, "{}", pty.screen());
    assert!(
        pty.screen().contains("standard output cannot be written"),
        "{}",
        pty.screen()
    );
    assert_given_back(&pty, "full");
}

#[test]
fn a_reader_that_goes_away_is_no_trouble() {
    let (scene, _) = Scene::with_incident();
    for reading in [
        "log",
        "verify",
        "status",
        "brief",
        "export --format json",
        "log --json",
        "playbook show payment-provider-breach",
    ] {
        let command = format!("'{BREACH}' {reading} | true; '{BREACH}' {reading} | head -1 > /dev/null");
        let ran = Ran::of(scene.command("/bin/sh").args(["-c", &command]));
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{reading}");
    }
}

#[test]
fn what_is_typed_at_the_first_list_stands_at_the_next_question() {
    let scene = Scene::new();
    let mut pty = scene.at_terminal(["start"]).spawn();
    pty.wait_for("Number:");
    pty.type_line("the staff list went to the wrong firm");
    pty.wait_for("to 9.\n  Number:");
    pty.type_line("cannot say");
    pty.wait_for("What were you told, in their words?\n  > the staff list went to the wrong firm");
    pty.type_line(", says Ana");
    pty.wait_for("Arrived when, and read when?");
    pty.type_line("unknown day");
    pty.wait_for("Arrived when");
    pty.key(Key::Ctrl('c'));
    assert_eq!(pty.finish(), 130);
}
