//! What a person does in the middle of a question: the question comes back whole, and no number answers another list.

use crate::harness::{Breach, Ran};

const WALK_TEST: &str = include_str!("../data/playbooks/stories/walk-test.yaml");

/// A machine with the incident open and the five-minute screen passed.
fn opened() -> Breach {
    let mut breach = Breach::new();
    breach.playbook("walk-test", WALK_TEST);
    breach.types(["Tom Becker", "It is down", "23:40", "/leave"]);
    breach.run("start walk-test").ok();
    breach
}

#[track_caller]
fn resumes<'a>(breach: &mut Breach, lines: impl IntoIterator<Item = &'a str>) -> Ran {
    breach.types(["go on"]).types(lines).types(["/leave"]);
    breach.run("resume").ok()
}

/// What was logged after the opening, a sentence an entry.
fn told(breach: &Breach) -> Vec<String> {
    breach.told().split_off(5)
}

/// How often these words stand on the screen.
fn times(ran: &Ran, words: &str) -> usize {
    ran.screen.matches(words).count()
}

const TWO_STEPS: &str = "  About \"second and third are off\" (Ana):\n  Does it finish one of these steps?\n   1  Second \
                         step\n   2  Third step\n   0  no, just a note\n";

#[test]
fn twelve_interruptions_of_a_choice_close_no_step_and_bring_it_back_whole() {
    let mut breach = opened();
    let ran = resumes(
        &mut breach,
        [
            "/note @Ana phone 22:40 second and third are off",
            "/note @Ben phone 22:41 he is on his way",
            "/note the fan is loud",
            "/counsel only for you",
            "/call Jo",
            "no answer",
            "/board",
            "?",
            "/help",
            "/i-am Tom Becker",
            "/fix",
            "/later",
            "/note",
            "/later",
            "/fix 99",
            "/call",
            "/later",
            "9",
            "2",
        ],
    );
    // Twelve interruptions, and once at first.
    assert_eq!(times(&ran, TWO_STEPS), 13, "{}", ran.screen);
    assert_eq!(
        told(&breach),
        [
            "second and third are off (Ana, told by phone)",
            "he is on his way (Ben, told by phone)",
            "the fan is loud",
            "only for you",
            "call with Jo: no answer",
            "Third step: done (Ana, told by phone)",
        ]
    );
}

#[test]
fn an_interruption_inside_an_interruption_comes_back_to_each_of_them() {
    let mut breach = opened();
    let ran = resumes(
        &mut breach,
        [
            "/note the fan is loud",
            "/fix",
            "1",
            "the fan is quiet",
            "/note in the middle of the reason",
            "misheard",
            "/note @Ana phone 22:40 second and third are off",
            "/board",
            "0",
            "/board",
            "yes",
        ],
    );
    assert_eq!(times(&ran, "  Correct it?   yes / no\n"), 3, "{}", ran.screen);
    assert_eq!(times(&ran, TWO_STEPS), 2, "{}", ran.screen);
    assert_eq!(
        told(&breach),
        [
            "the fan is loud",
            "in the middle of the reason",
            "second and third are off (Ana, told by phone)",
            "entry 5 corrected: now reads: the fan is quiet, because: misheard",
        ]
    );
}

#[test]
fn a_report_that_fits_one_step_is_asked_by_its_name_and_one_that_fits_none_is_not_asked_about() {
    let mut breach = opened();
    let ran = resumes(
        &mut breach,
        [
            "@Ana phone 22:40 the second is off",
            "/board",
            "no",
            "@Ben phone 22:41 the press called again today",
            "@Jo he will be back at nine",
            "@\u{5c71}\u{7530} phone 22:50 \u{505c}\u{6b62}",
        ],
    );
    let question = "  About \"the second is off\" (Ana):\n  Does it finish the step \"Second step\"?   yes / no\n";
    assert_eq!(times(&ran, question), 2, "{}", ran.screen);
    assert_eq!(times(&ran, "Does it finish"), 2, "{}", ran.screen);
    assert_eq!(
        told(&breach),
        [
            "the second is off (Ana, told by phone)",
            "the press called again today (Ben, told by phone)",
            "he will be back at nine (Jo, told)",
            "\u{505c}\u{6b62} (\u{5c71}\u{7530}, told by phone)",
        ]
    );
}

#[test]
fn the_questions_before_there_is_an_incident_come_back_whole_too() {
    let mut breach = Breach::new();
    breach.playbook("walk-test", WALK_TEST);
    breach.types([
        "?",
        "/board",
        "1",
        "Tom Becker",
        "/board",
        "It is down",
        "23:40",
        "/leave",
    ]);
    let ran = breach.run("start").ok();
    assert_eq!(
        times(&ran, "  What have you been told, or seen?\n\n   1  "),
        3,
        "{}",
        ran.screen
    );
    assert_eq!(
        times(&ran, "  What were you told, in their words?\n  > "),
        2,
        "{}",
        ran.screen
    );
}

#[test]
fn what_was_meant_as_a_command_is_asked_about_and_never_kept_as_an_answer() {
    let mut breach = opened();
    let ran = resumes(
        &mut breach,
        [
            "asks",
            "done",
            "/export x",
            "no",
            "yes",
            "back",
            "/note --restricted Jan has the key",
            "yes",
            "/note --loud it rings",
            "no",
            "/call Jo",
            "breach note he rang",
            "no",
            "no answer",
            "/call Jo",
            "/baord",
            "yes",
        ],
    );
    assert_eq!(
        times(
            &ran,
            "  `/export` is no command here. Is it meant word for word?   yes / no\n"
        ),
        1,
        "{}",
        ran.screen
    );
    assert_eq!(times(&ran, "  Has it stopped?\n"), 2, "{}", ran.screen);
    assert_eq!(
        told(&breach),
        [
            "Asking step: done",
            "Has it stopped? yes",
            "Jan has the key",
            "call with Jo: no answer",
            "call with Jo: /baord",
        ]
    );
    assert!(
        breach.lines()[7].contains("\"access\":\"restricted\""),
        "{:?}",
        breach.lines()[7]
    );
}

#[test]
fn a_note_without_words_is_refused_and_says_whose_words_are_missing() {
    let mut breach = opened();
    let ran = resumes(&mut breach, ["/note @Ana phone", "plain", "@Ruiz 23:10", "back"]);
    assert_eq!(
        times(
            &ran,
            "error: the note is empty; nothing was logged\nhint: what did Ana say, or do? Type it behind the name\n"
        ),
        1,
        "{}",
        ran.screen
    );
    assert_eq!(times(&ran, "hint: what did Ruiz say, or do?"), 1, "{}", ran.screen);
    assert_eq!(told(&breach), Vec::<String>::new());
    assert!(
        breach
            .run("note @Ana")
            .exits(2)
            .stderr
            .starts_with("error: the note is empty")
    );
}

#[test]
fn the_situation_is_corrected_by_its_list_and_a_number_alone_is_refused() {
    let mut breach = opened();
    let ran = resumes(&mut breach, ["/fix 2", "1", "acquirer", "wrong one", "yes"]);
    assert_eq!(
        times(&ran, "  What have you been told, or seen?\n   1  "),
        1,
        "{}",
        ran.screen
    );
    let told = told(&breach);
    assert!(
        told[0].starts_with("entry 2 corrected: the answer is A bank or our acquirer sees"),
        "{told:?}"
    );
    assert_eq!(
        breach.run("correct 2 --answer 9 --why x").exits(3).stderr,
        "error: a number stands for nothing here; write the situation in words; nothing was logged\n"
    );
}

#[test]
fn what_was_left_open_stands_under_not_known_yet() {
    let mut breach = opened();
    resumes(&mut breach, ["asks", "done", "/later", "back"]);
    let status = breach.run("status").ok().stdout;
    assert!(status.contains("  Not known yet\n"), "{status}");
    let list = breach.run("fact list --unknown").ok().stdout;
    assert_eq!(
        list,
        "\n  Not known yet\n    asks.stopped   not answered\n    police_delay_until   not answered\n    \
         evidence_released_by   not answered\n"
    );
    let report = breach.run("export").ok().stdout;
    assert!(report.contains("Has it stopped? *not answered*"), "{report}");
}

/// One word in common is no match: "on his way" is about nobody's step. `back` is nobody's name.
#[test]
fn a_single_common_word_offers_no_step_and_back_leaves_who_did_it() {
    let mut breach = Breach::new();
    breach.env("BREACH_AS", "Tom").no_terminal();
    breach.run("start card-data-breach --no-walk").ok();
    breach.terminal();
    let lines = ["/note @Ben Weil phone 22:40 he is on his way", "1", "done", "back"];
    let ran = resumes(&mut breach, lines);
    assert_eq!(times(&ran, "he is on his way (Ben Weil, told by phone)"), 1);
    assert_eq!(times(&ran, "Does it finish"), 0);
    assert_eq!(times(&ran, "Who did it? A name, or `back`: "), 1);
    assert_eq!(breach.entries().len(), 3);
}
