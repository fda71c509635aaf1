//! Whole evenings of people at a terminal: the real program, from the first word to what is left at the end.

use crate::pty::{Key, Pty};
use crate::scene::{BREACH, Ran, Scene};

/// One person at a machine in one place.
struct Evening {
    scene: Scene,
    zone: &'static str,
    name: &'static str,
}

/// The screens and files that speak of deadlines, for whoever looks afterwards.
const LOOKS: [&[&str]; 9] = [
    &["status"],
    &["brief"],
    &["log"],
    &["deadline", "list", "--all"],
    &["deadline", "list", "--json"],
    &["deadline", "list", "--ics", "-", "--details"],
    &["status", "--json"],
    &["export", "--format", "markdown"],
    &["export", "--format", "json"],
];

impl Evening {
    fn new(zone: &'static str, name: &'static str) -> Self {
        let scene = Scene::new();
        Evening { scene, zone, name }
    }

    fn at_terminal(&self, args: &[&str]) -> Pty {
        let start = self
            .scene
            .at_terminal(args)
            .env("TZ", self.zone)
            .env("BREACH_AS", self.name);
        start.size(100, 60).spawn()
    }

    /// Opens an incident and passes the five-minute screen.
    fn opens(&self, situation: &str, words: &str, when: &str) -> Pty {
        let mut pty = self.at_terminal(&["start"]);
        pty.wait_until("the list of situations", |screen| screen.ends_with("Number:"));
        says(&mut pty, situation, "in their words?");
        says(&mut pty, words, "Arrived when, and read when?");
        says(&mut pty, when, "go on");
        pty
    }

    fn run(&self, args: &[&str]) -> Ran {
        let mut command = self.scene.command(BREACH);
        let ran = Ran::of(command.env("TZ", self.zone).env("BREACH_AS", self.name).args(args));
        assert_eq!(ran.code, 0, "{args:?}: {ran:?}");
        ran
    }

    /// What every screen and file says, each after the command that shows it.
    fn looks(&self, id: &str) -> String {
        let looks = LOOKS.iter().map(|look| {
            let args: Vec<&str> = ["-i", id].iter().chain(look.iter()).copied().collect();
            format!("$ {args:?}\n{}\n", self.run(&args).out)
        });
        looks.collect()
    }

    fn id(&self) -> String {
        let folders = std::fs::read_dir(self.scene.store()).expect("a store");
        let mut names: Vec<String> = folders
            .map(|folder| folder.expect("a folder").file_name().to_string_lossy().into_owned())
            .filter(|name| self.scene.record_of(name).exists())
            .collect();
        let name = names.pop().expect("an incident");
        assert!(names.is_empty(), "one incident, not {names:?} too");
        name
    }

    fn kinds(&self) -> Vec<String> {
        let kept = self.scene.kept(&self.id());
        let kinds = kept
            .entries
            .iter()
            .map(|entry| entry["event"].as_str().expect("a type").to_owned());
        kinds.collect()
    }
}

/// Types a line, and waits for what comes of it and for the next prompt.
#[track_caller]
fn says(pty: &mut Pty, typed: &str, then: &str) {
    let before = pty.raw_output().len();
    pty.type_line(typed);
    pty.wait_after(before + typed.len(), then);
    pty.wait_prompt(&format!("a prompt after `{typed}`"));
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The lines that hold this text, with the line before each.
fn lines_with(shown: &str, text: &str) -> String {
    let lines: Vec<&str> = shown.lines().collect();
    let pairs = lines.windows(2).filter(|pair| pair[1].contains(text));
    pairs.map(|pair| format!("{}\n{}\n", pair[0], pair[1])).collect()
}

#[track_caller]
fn leaves(mut pty: Pty) {
    pty.type_line("/leave");
    assert_eq!(pty.finish(), 0);
}

#[test]
fn a_false_alarm_ends_as_ruled_out_by_two_people_and_nothing_was_missed() {
    let evening = Evening::new("Europe/London", "Maria Lund");
    let mut pty = evening.opens("2", "The bank says cards used here were misused", "3 days ago");
    for (typed, then) in [
        ("go on", "What next?"),
        ("evidence-guard", "You can type"),
        ("agreed", "Where does this stand?"),
        ("done", "Who has agreed"),
        ("none", "automatic deleting"),
        ("none", "switched off"),
        ("none", "What next?"),
        ("confirm-card-compromise", "Where does this stand?"),
        ("done", "Where does it stand now?"),
        ("suspected", "May card data be affected?"),
        ("yes", "Which contracts"),
        ("back", "What next?"),
        ("/board", "2 d ago, to be safe"),
    ] {
        says(&mut pty, typed, then);
    }
    leaves(pty);
    // The bank calls back: it was its own test.
    evening.run(&["fact", "set", "status", "refuted"]);
    evening.run(&["fact", "set", "card_suspected", "no"]);
    let why = "the bank tested its own cards";
    let closed = evening.run(&["close", "--how", "ruled-out", "--second", "Tom Becker", "--why", why]);
    assert!(
        one_line(&closed.out).contains("closed as ruled out, agreed by Tom Becker: the bank tested its own cards"),
        "{}",
        closed.out
    );
    let shown = evening.looks(&evening.id());
    for wrong in [
        "MISSED",
        "NEXT",
        "\"missed\": true",
        "Missed:",
        "Told late",
        "NEEDS-ACTION",
    ] {
        assert!(!shown.contains(wrong), "{wrong}: {}", lines_with(&shown, wrong));
    }
    // The one deadline that ran is taken out of the calendar; what never stood there is not put in.
    let calendar = evening
        .run(&["-i", &evening.id(), "deadline", "list", "--ics", "-", "--details"])
        .out;
    let tasks: Vec<&str> = calendar.split("BEGIN:VTODO").skip(1).collect();
    assert_eq!(tasks.len(), 1, "{calendar}");
    assert!(
        tasks[0].contains("[acquirer-notice]") && tasks[0].contains("STATUS:CANCELLED"),
        "{calendar}"
    );
    let brief = evening.run(&["-i", &evening.id(), "brief"]).out;
    assert!(brief.contains("ruled out") && brief.contains("Tom Becker"), "{brief}");
    let report = evening
        .run(&["-i", &evening.id(), "export", "--format", "markdown"])
        .out;
    assert!(
        report.contains("ruled out") && report.contains("agreed by Tom Becker"),
        "{report}"
    );
}

#[test]
fn staff_data_sent_to_the_wrong_firm_is_a_case_of_its_own() {
    let evening = Evening::new("Europe/Madrid", "Ana Ruiz");
    let words = "Payroll sent the salary list of our 84 staff to the wrong firm";
    let mut pty = evening.opens("8", words, "2 days ago, 26 h ago");
    let screen = pty.screen();
    for wanted in [
        "send a second mail with the data",
        "1  Recipient",
        "Please delete it",
        "confirm in writing",
    ] {
        assert!(screen.contains(wanted), "{wanted}: {screen}");
    }
    for (typed, then) in [
        ("1", "What came of it?"),
        ("they deleted it and will confirm in writing", "The one you used"),
        ("", "called"),
        ("go on", "What next?"),
        ("call-the-recipient", "Where does this stand?"),
        ("done", "Who got it"),
        ("none", "When was the sending stopped?"),
        ("25 h ago", "To how many"),
        ("1", "What next?"),
    ] {
        says(&mut pty, typed, then);
    }
    leaves(pty);
    evening.run(&["fact", "set", "org_role", "ours"]);
    evening.run(&["fact", "set", "established_in", "ES"]);
    evening.run(&["fact", "set", "persons_by_jurisdiction", "ES; 84; exact"]);
    let id = evening.id();
    let shown = evening.looks(&id);
    assert!(shown.contains("Data sent to the wrong person"), "{shown}");
    for wrong in ["Notice to customers", "MISSED", "told late"] {
        assert!(!shown.contains(wrong), "{wrong}: {}", lines_with(&shown, wrong));
    }
    let report = evening.run(&["-i", &id, "export", "--format", "markdown"]).out;
    for wanted in [
        "they deleted it and will confirm in writing",
        "- To how many did it go? **1**",
    ] {
        assert!(report.contains(wanted), "{wanted}: {report}");
    }
}

#[test]
fn a_notice_read_two_days_late_in_another_zone_over_the_years_end_keeps_both_times() {
    let evening = Evening::new("Australia/Sydney", "Jo");
    let when = "Date: Wed, 31 Dec 2025 22:10:00 -0500, 2026-01-02 14:30";
    let mut pty = evening.opens("5", "Our payment provider wrote that it had an incident", when);
    let echoed = String::from_utf8_lossy(&pty.raw_output()).into_owned();
    for wanted in [
        "Thursday 1 Jan 2026, 14:10 in Sydney, which is Wed 31 Dec 22:10 -05:00",
        "Friday 2 Jan 2026, 14:30 in Sydney",
    ] {
        assert!(echoed.contains(wanted), "{wanted}: {echoed}");
    }
    says(&mut pty, "go on", "What next?");
    leaves(pty);
    let kept = evening.scene.kept(&evening.id());
    let stored = |fact: &str| {
        let entry = kept.entries.iter().find(|entry| entry["data"]["fact"] == fact);
        entry
            .map(|entry| entry["data"]["answer"]["value"].to_string())
            .unwrap_or_default()
    };
    assert_eq!(stored("arrived_at"), "\"2025-12-31T22:10:00-05:00\"");
    assert_eq!(stored("first_read_at"), "\"2026-01-02T14:30:00+11:00\"");
    // Read aloud by somebody elsewhere, the zone is named.
    let elsewhere = evening.run(&["--zone", "America/New_York", "fact", "list"]).out;
    assert!(elsewhere.contains("Wed 31 Dec 2025 22:10"), "{elsewhere}");
    let shown = evening.looks(&evening.id());
    assert!(!shown.contains("2027"), "{shown}");
}

#[test]
fn a_wrong_playbook_is_swapped_and_the_calls_that_were_made_carry_over() {
    let evening = Evening::new("Europe/London", "Jo");
    let mut pty = evening.opens("5", "Our provider called", "5 min ago");
    for (typed, then) in [
        ("2", "Say to: Acquirer"),
        ("he opened case 77", "The one you used"),
        ("", "called"),
        ("go on", "What next?"),
    ] {
        says(&mut pty, typed, then);
    }
    leaves(pty);
    let why = "the cards came from our own shop";
    let swap = [
        "playbook",
        "swap",
        "payment-provider-breach",
        "card-data-breach",
        "--why",
        why,
    ];
    let mut pty = evening.at_terminal(&swap);
    pty.wait_until("the question", |screen| screen.ends_with('>'));
    says(&mut pty, "yes", "switch off, restart, or log in to the shop's servers");
    let screen = pty.screen();
    let (_, calls) = screen.rsplit_once("Call now").expect("whom to call");
    let (calls, _) = calls.split_once("Say to").expect("what to say");
    assert_eq!(calls.matches("Acquirer").count(), 1, "{calls}");
    assert!(calls.contains("1  Acquirer") && calls.contains("called "), "{calls}");
    leaves(pty);
    let shown = evening.looks(&evening.id());
    assert!(shown.contains("he opened case 77") && shown.contains(why), "{shown}");
}

/// What is typed at any question, with the questions that it brings and their answers.
const INTERRUPTIONS: [&[(&str, &str)]; 12] = [
    &[("/note the fan is loud", "")],
    &[("/board", "")],
    &[("?", "")],
    &[("/help", "")],
    &[("/call Jo", "What came of it?"), ("no answer", "")],
    &[("/counsel only for you", "")],
    &[("/i-am Ana Ruiz", "")],
    &[("/fix 99", "")],
    &[("/fix", "What is wrong?"), ("/later", "")],
    &[("/note", "Note:"), ("/later", "")],
    &[("/call", "Who was called"), ("/later", "")],
    &[("/note @Ben phone 1 min ago the second one is over", "")],
];

/// The prompt that is interrupted: how one gets there, and what it asks.
const PROMPTS: [(&[(&str, &str)], &str); 4] = [
    (&[], "go on"),
    (&[("go on", "What next?")], "What next?"),
    (
        &[("go on", "What next?"), ("2", "Where does this stand?")],
        "Where does this stand?",
    ),
    (&[("1", "What came of it?")], "What came of it?"),
];

#[test]
fn twelve_interruptions_at_each_of_four_prompts_close_no_step() {
    for (way, question) in PROMPTS {
        let evening = Evening::new("Europe/London", "Ana Ruiz");
        let mut pty = evening.opens("5", "Our provider called", "5 min ago");
        for (typed, then) in way {
            says(&mut pty, typed, then);
        }
        for interruption in INTERRUPTIONS {
            let (last, first) = interruption.split_last().expect("a line");
            for (typed, then) in first {
                says(&mut pty, typed, then);
            }
            says(&mut pty, last.0, question);
        }
        pty.key(Key::Ctrl('c'));
        assert_eq!(pty.finish(), 130);
        let kinds = evening.kinds();
        let steps: Vec<&String> = kinds.iter().filter(|kind| kind.starts_with("step.")).collect();
        assert!(steps.is_empty(), "{question}: {kinds:?}");
    }
}
