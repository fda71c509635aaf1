//! The walk's rules, played: outcomes, gates, what has already happened, changed answers, repeats, and what a person does
//! without meaning to.

use breach::prompt::scripted::Event;

use crate::harness::{Breach, Ran};

const WALK_TEST: &str = include_str!("../data/playbooks/stories/walk-test.yaml");

/// A machine with the incident open and the five-minute screen passed: nothing is in the record but the opening.
fn opened() -> Breach {
    let mut breach = Breach::new();
    breach.playbook("walk-test", WALK_TEST);
    breach.types(["Tom Becker", "It is down", "23:40", "/leave"]);
    breach.run("start walk-test").ok();
    breach
}

/// What was logged after the opening, a sentence an entry.
fn told(breach: &Breach) -> Vec<String> {
    breach.told().split_off(5)
}

#[track_caller]
fn resumes<'a>(breach: &mut Breach, lines: impl IntoIterator<Item = &'a str>) -> Ran {
    breach.types(["go on"]).types(lines).types(["/leave"]);
    breach.run("resume").ok()
}

/// Later runs, once something was reported: the five-minute screen is over.
#[track_caller]
fn goes_on<'a>(breach: &mut Breach, lines: impl IntoIterator<Item = &'a str>) -> Ran {
    breach.types(lines).types(["/leave"]);
    breach.run("resume").ok()
}

#[test]
fn every_outcome_is_logged_with_its_reason() {
    let mut breach = opened();
    resumes(
        &mut breach,
        [
            "plain",
            "done",
            "second",
            "started",
            "third",
            "waiting on Ana until tomorrow 09:00",
            "fourth",
            "later",
            "fifth",
            "not needed, nobody uses it",
            "sixth",
            "will not do because it would stop sales",
        ],
    );
    assert_eq!(
        told(&breach),
        [
            "Plain step: done",
            "Second step: started",
            "Third step: waiting for Ana, until Sat 21 Nov 09:00",
            "Fourth step: later",
            "Fifth step: not needed, because: nobody uses it",
            "Sixth step: will not be done, because: it would stop sales",
        ]
    );
}

#[test]
fn what_an_outcome_needs_is_asked_for_and_enter_gives_no_reason() {
    let mut breach = opened();
    let ran = resumes(
        &mut breach,
        [
            "third",
            "wait",
            "Ana",
            "",
            "unknown",
            "fifth",
            "not needed",
            "",
            "nobody uses it",
        ],
    );
    assert!(
        ran.screen
            .contains("  A reason is kept with it. Type one, or /later.\n")
    );
    assert_eq!(
        told(&breach),
        [
            "Third step: waiting for Ana",
            "Fifth step: not needed, because: nobody uses it",
        ]
    );
}

#[test]
fn words_beside_an_outcome_are_kept() {
    let mut breach = opened();
    resumes(
        &mut breach,
        [
            "plain",
            "done @Ana phone 22:50 pulled the plug herself",
            "second",
            "started with the small one",
            "fourth",
            "later, Jo is asleep",
            "/note the fan is loud",
            "@Ana phone 22:40 she heard it too",
            "0",
        ],
    );
    assert_eq!(
        told(&breach),
        [
            "pulled the plug herself (Ana, told by phone)",
            "Plain step: done (Ana, told by phone)",
            "with the small one",
            "Second step: started",
            "Fourth step: later: Jo is asleep",
            "the fan is loud",
            "she heard it too (Ana, told by phone)",
        ]
    );
}

#[test]
fn instructions_come_only_when_the_sentence_is_agreed_to() {
    let mut breach = opened();
    let ran = resumes(&mut breach, ["gate-sentence", "", "yes", "done", "Ana", "22:50"]);
    assert!(!ran.screen.contains("Pull it."), "{}", ran.screen);
    assert_eq!(
        told(&breach),
        ["Behind a sentence: done, before agreement to \"Nobody logs in.\" (by Ana)"]
    );
    let mut breach = opened();
    let ran = resumes(&mut breach, ["gate-sentence", "agreed", "done"]);
    assert!(ran.screen.contains("Pull it."), "{}", ran.screen);
    assert_eq!(
        told(&breach),
        [
            "agreed, for \"Behind a sentence\": Nobody logs in.",
            "Behind a sentence: done"
        ]
    );
}

#[test]
fn nobody_becomes_the_commander_silently() {
    let mut breach = opened();
    let ran = resumes(&mut breach, ["gate-approval", "approved", "no", "back"]);
    assert!(
        ran.screen.contains("nobody is Incident commander yet"),
        "{}",
        ran.screen
    );
    assert_eq!(told(&breach), Vec::<String>::new());
    resumes(&mut breach, ["gate-approval", "@Ana phone 22:50", "yes", "done"]);
    assert_eq!(
        told(&breach),
        [
            "Ana is Incident commander",
            "approved, for \"Behind the commander\": Incident commander agrees (Ana, told by phone)",
            "Behind the commander: done",
        ]
    );
}

#[test]
fn a_refusal_goes_back_with_its_reason() {
    let mut breach = opened();
    let ran = resumes(
        &mut breach,
        [
            "gate-approval",
            "refused",
            "yes",
            "",
            "the page takes orders until midnight",
            "gate-approval",
            "back",
        ],
    );
    assert!(!ran.screen.contains("Cut it."), "{}", ran.screen);
    assert_eq!(
        told(&breach),
        [
            "Tom Becker is Incident commander",
            "sent back, for \"Behind the commander\", because: the page takes orders until midnight (asked for was: Incident commander agrees)",
        ]
    );
}

#[test]
fn a_police_delay_holds_until_it_is_over() {
    let mut breach = opened();
    let ran = resumes(
        &mut breach,
        [
            "asks",
            "done",
            "/later",
            "tomorrow 10:00",
            "/later",
            "no",
            "gate-police",
            "approved",
            "back",
        ],
    );
    assert!(!ran.screen.contains("Tell them."), "{}", ran.screen);
    breach.minutes_pass(24 * 60);
    let ran = goes_on(&mut breach, ["gate-police", "done"]);
    assert!(ran.screen.contains("Tell them."), "{}", ran.screen);
    assert_eq!(
        told(&breach),
        [
            "Asking step: done",
            "Until when did police ask you, in writing, to hold back notices? Sat 21 Nov 2026 10:00",
            "Behind the police: done",
        ]
    );
}

#[test]
fn the_second_pair_of_eyes_is_somebody_elses() {
    let mut breach = opened();
    let ran = resumes(
        &mut breach,
        ["plain", "done", "gate-four-eyes", "approved", "@Ana phone", "done"],
    );
    assert!(
        ran.screen
            .contains("Tom Becker did \"Plain step\"; a second pair of eyes must be somebody else's"),
        "{}",
        ran.screen
    );
    assert_eq!(
        told(&breach),
        [
            "Plain step: done",
            "approved, for \"Behind four eyes\": somebody other than who did \"Plain step\" has looked (Ana, told by phone)",
            "Behind four eyes: done",
        ]
    );
}

#[test]
fn what_only_a_fact_or_a_role_can_lift_says_so_and_has_its_exits() {
    let mut breach = opened();
    let ran = resumes(
        &mut breach,
        [
            "gate-role",
            "approved",
            "back",
            "gate-evidence",
            "back",
            "gate-fact",
            "done @Ana 22:50",
            "gate-police",
            "done",
        ],
    );
    assert!(
        ran.screen.contains("it waits until somebody is Technical lead"),
        "{}",
        ran.screen
    );
    assert!(
        ran.screen.contains("it waits until somebody has released the evidence"),
        "{}",
        ran.screen
    );
    assert_eq!(
        told(&breach),
        [
            "Behind a fact: done, before the condition asks.stopped (Ana, told)",
            "Behind the police: done",
        ]
    );
}

#[test]
fn the_commander_overrides_with_a_reason_and_it_is_marked() {
    let mut breach = opened();
    let ran = resumes(
        &mut breach,
        ["after-plain", "override", "the log disk is dying", "yes", "done"],
    );
    assert!(ran.screen.contains("overridden by Tom Becker"), "{}", ran.screen);
    assert_eq!(
        told(&breach),
        [
            "Tom Becker is Incident commander",
            "After the plain step: goes ahead in spite of step plain, because: the log disk is dying",
            "After the plain step: done",
        ]
    );
}

#[test]
fn what_has_happened_is_never_refused() {
    let mut breach = opened();
    resumes(
        &mut breach,
        [
            "after-plain",
            "done @Ana 03:30",
            "gate-approval",
            "done",
            "Jo",
            "yesterday 18:15",
        ],
    );
    assert_eq!(
        told(&breach),
        [
            "After the plain step: done, before step plain (Ana, told)",
            "Behind the commander: done, before approval by incident-commander (by Jo)",
        ]
    );
    let lines = breach.lines();
    assert!(
        lines[5].contains("\"occurred\":{\"at\":\"2026-11-20T03:30:00Z\",\"precision\":\"exact\"}"),
        "{}",
        lines[5]
    );
}

#[test]
fn a_step_is_ruled_out_by_an_answer_and_a_gate_is_opened_by_one() {
    let mut breach = opened();
    let ran = resumes(
        &mut breach,
        [
            "when-stopped",
            "back",
            "asks",
            "done",
            "no",
            "unknown",
            "Jo Hall",
            "when-stopped",
            "back",
            "gate-evidence",
            "done",
        ],
    );
    assert!(
        ran.screen.contains(
            "  Not known yet whether this is needed; what decides it: \"Has it stopped?\" (in\n  \"Asking step\").\n"
        ),
        "{}",
        ran.screen
    );
    assert!(
        ran.screen.contains("It is not needed as things stand"),
        "{}",
        ran.screen
    );
    assert_eq!(
        told(&breach),
        [
            "Asking step: done",
            "Has it stopped? no",
            "When stopped: ruled out, since this does not hold: asks.stopped (asks.stopped is no)",
            "Until when did police ask you, in writing, to hold back notices? unknown",
            "Who has released the evidence, so that systems may be changed? Jo Hall",
            "Behind the evidence: done",
        ]
    );
}

#[test]
fn a_schedule_brings_the_next_pass_and_says_what_was_missed() {
    let mut breach = opened();
    resumes(&mut breach, ["watch", "done", "0", "watch", "back"]);
    breach.minutes_pass(250);
    let ran = goes_on(&mut breach, ["watch", "done", "3"]);
    assert!(ran.screen.contains("Missed 4 passes since Sat 00:43"), "{}", ran.screen);
    assert_eq!(
        told(&breach),
        [
            "Watch: done",
            "How many so far? 0",
            "Watch (pass 2): done",
            "How many so far? 3",
        ]
    );
    breach.minutes_pass(70);
    let ran = goes_on(&mut breach, ["watch", "done", "unknown"]);
    assert!(!ran.screen.contains("Missed 2"), "{}", ran.screen);
}

#[test]
fn a_step_on_demand_begins_a_new_pass_with_every_report() {
    let mut breach = opened();
    resumes(
        &mut breach,
        ["on-demand", "done", "on-demand", "done", "on-demand", "done @Ana 22:50"],
    );
    assert_eq!(
        told(&breach),
        [
            "On demand: done",
            "On demand (pass 2): done",
            "On demand (pass 3): done (Ana, told)",
        ]
    );
}

#[test]
fn a_table_takes_a_row_a_line_and_a_paste_and_each_row_is_an_entry() {
    let mut breach = opened();
    breach
        .types(["go on", "table", "done", "Visa 61"])
        .does([Event::Paste("Mastercard\t12\nJCB\t3\n".to_owned())]);
    breach.types(["Discover; many", "Discover; 4", "Diners", "many", "2", "", "/leave"]);
    let ran = breach.run("resume").ok();
    assert!(
        ran.screen
            .contains("  Nothing of that was recorded. It stands there again, to be mended; Ctrl-U\n  clears it.\n"),
        "{}",
        ran.screen
    );
    assert_eq!(
        told(&breach),
        [
            "Table: done",
            "How many of which brand? Row 1: brand: Visa; cards: 61",
            "How many of which brand? Row 2: brand: Mastercard; cards: 12",
            "How many of which brand? Row 3: brand: JCB; cards: 3",
            "How many of which brand? Row 4: brand: Discover; cards: 4",
            "How many of which brand? Row 5: brand: Diners; cards: 2",
        ]
    );
}

#[test]
fn later_leaves_a_question_open_and_it_is_asked_when_the_step_is_opened_again() {
    let mut breach = opened();
    resumes(
        &mut breach,
        [
            "asks",
            "done",
            "/later until Ana answers",
            "back",
            "asks",
            "yes",
            "unknown",
        ],
    );
    assert_eq!(
        told(&breach),
        [
            "Asking step: done",
            "until Ana answers",
            "Has it stopped? yes",
            "Until when did police ask you, in writing, to hold back notices? unknown",
        ]
    );
}

#[test]
fn a_question_stands_there_again_after_every_aside() {
    let mut breach = opened();
    let ran = resumes(
        &mut breach,
        [
            "asks",
            "/board",
            "/note one",
            "/help",
            "?",
            "/call Jo",
            "no answer",
            "/i-am Tom Becker",
            "/counsel two",
            "done",
            "/board",
            "/note",
            "/later",
            "yes",
            "unknown",
        ],
    );
    assert_eq!(
        ran.screen.matches("\n  Where does this stand?\n").count(),
        8,
        "{}",
        ran.screen
    );
    assert_eq!(ran.screen.matches("\n  Has it stopped?\n").count(), 3, "{}", ran.screen);
    assert_eq!(
        told(&breach),
        [
            "one",
            "call with Jo: no answer",
            "two",
            "Asking step: done",
            "Has it stopped? yes",
            "Until when did police ask you, in writing, to hold back notices? unknown",
        ]
    );
}

#[test]
fn enter_held_down_completes_nothing_and_writes_nothing() {
    let mut breach = opened();
    let before = breach.lines();
    for way in [
        vec![],
        vec!["go on"],
        vec!["go on", "1"],
        vec!["go on", "plain", "not needed"],
        vec!["go on", "third", "waiting on Ana, who sleeps until"],
        vec!["go on", "gate-sentence"],
        vec!["go on", "gate-approval"],
        vec!["go on", "gate-approval", "approved"],
        vec!["go on", "gate-approval", "refused"],
        vec!["go on", "gate-fact"],
        vec!["go on", "gate-fact", "done"],
        vec!["go on", "after-plain", "override"],
        vec!["go on", "/note"],
        vec!["go on", "/call"],
        vec!["1"],
    ] {
        breach.types(way.iter().copied()).types(std::iter::repeat_n("", 300));
        let ran = breach.run("resume").exits(1);
        assert_eq!(breach.lines(), before, "after {way:?}:\n{}", ran.screen);
    }
}

#[test]
fn a_pasted_mail_into_a_note_is_one_note_and_elsewhere_it_is_shown_as_not_used() {
    let mut breach = opened();
    let mail = "Dear customer,\nwe had an incident.\n\nyes\ndone\n";
    breach.types(["go on", "/note"]).does([Event::Paste(mail.to_owned())]);
    breach
        .types(["plain"])
        .does([Event::Paste("done\nyes\nyes\n".to_owned())]);
    breach.types(["/leave"]);
    let ran = breach.run("resume").ok();
    assert_eq!(
        told(&breach),
        ["Dear customer,\nwe had an incident.\n\nyes\ndone", "Plain step: done"]
    );
    assert!(ran.screen.contains("    yes\n    yes\n"), "{}", ran.screen);
}
