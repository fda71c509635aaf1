//! Two nights, played from the first call on: an acquirer calls somebody who is alone, and a payment provider writes.
//! In both, nothing that is typed is refused, lost or asked for twice, and help is there after four answers.

use breach::prompt::scripted::Event;

use crate::harness::{Breach, Ran};
use crate::pty::{Key, Start};

const CARD_TEST: &str = include_str!("../data/playbooks/stories/card-test.yaml");

const CONTACTS: &str = r#"format: 1
roles:
  it-operations: {name: Ana Ruiz, number: "+44 20 7946 0188"}
  executive-approver: {name: Jo Hall, number: "+44 20 7946 0121"}
contacts:
  acquirer: {name: Acquirer hotline, number: "+44 20 7946 0100"}
"#;

/// Words that a run shows when it did not take what was typed.
const NOT_TAKEN: [&str; 7] = [
    "Nothing was logged",
    "Nothing was recorded",
    "Nothing of that",
    "No step is called",
    "is not clear",
    "error:",
    "Not used",
];

/// What a story shows, run after run, and what is in the record at its end.
struct ReportedBy {
    breach: Breach,
    screen: String,
}

impl ReportedBy {
    fn with(breach: Breach) -> Self {
        ReportedBy {
            breach,
            screen: String::new(),
        }
    }

    #[track_caller]
    fn plays<'a>(&mut self, command: &str, lines: impl IntoIterator<Item = &'a str>, code: u8) -> Ran {
        self.breach.types(lines);
        let ran = self.breach.run(command).exits(code);
        self.screen.push_str(&format!("$ breach {command}\n{}", ran.screen));
        ran
    }

    /// No question stands on the screen again once its answer was logged.
    #[track_caller]
    fn nothing_was_asked_twice(&self) {
        for line in self.breach.lines() {
            let entry: serde_json::Value = serde_json::from_str(&line).expect("JSON");
            let Some(asked) = entry["data"]["asked"].as_str() else {
                continue;
            };
            let is_row = entry["data"].get("row").is_some();
            let logged = format!("logged #{}  ", entry["seq"]);
            let at = match self.screen.find(&logged) {
                Some(at) => at,
                None => self
                    .screen
                    .find("your answers are saved")
                    .expect("the opening was logged"),
            };
            let question = format!("\n  {asked}\n");
            assert!(
                is_row || !self.screen[at..].contains(&question),
                "`{asked}` was answered in {logged}and asked again:\n{}",
                &self.screen[at..]
            );
        }
    }

    /// Each of these stands in exactly one entry.
    #[track_caller]
    fn is_in_the_record_once<'a>(&self, answers: impl IntoIterator<Item = &'a str>) {
        let lines = self.breach.lines();
        for answer in answers {
            let found = lines
                .iter()
                .filter(|line| !line.contains("\"event\":\"playbook.added\""))
                .filter(|line| line.contains(answer))
                .count();
            assert_eq!(found, 1, "entries that hold `{answer}`:\n{}", lines[2..].join("\n"));
        }
    }

    #[track_caller]
    fn nothing_was_refused(&self) {
        for words in NOT_TAKEN {
            assert!(!self.screen.contains(words), "`{words}` on:\n{}", self.screen);
        }
    }
}

/// The record holds where the playbook's file lay, which is another place with every run, so that hashes differ.
fn without_hashes(screen: &str) -> String {
    let is_hash = |line: &str| line.len() == 66 && line.trim_start().bytes().all(|byte| byte.is_ascii_hexdigit());
    screen
        .lines()
        .map(|line| match line.split_once("for paper:") {
            Some((before, _)) => format!("{before}for paper:   …\n"),
            None if is_hash(line) => "  …\n".to_owned(),
            None => format!("{line}\n"),
        })
        .collect()
}

/// Compares with a file of the tests; what came instead is put beside it in the folder of build results.
#[track_caller]
fn assert_is_file(name: &str, actual: &str) {
    let expected = std::fs::read_to_string(format!("{}/tests/data/stories/{name}", env!("CARGO_MANIFEST_DIR")))
        .unwrap_or_default();
    if actual != expected {
        let path = format!("{}/{name}", env!("CARGO_TARGET_TMPDIR"));
        std::fs::write(&path, actual).expect("the folder of build results can be written to");
        let first = actual.lines().zip(expected.lines()).position(|(a, b)| a != b);
        panic!("tests/data/stories/{name} is not what was shown, from line {first:?} (counted from 0); see {path}");
    }
}

#[test]
fn an_acquirer_calls_at_night_and_nobody_else_is_there() {
    let mut breach = Breach::new();
    breach.playbook("card-test", CARD_TEST).profile(CONTACTS);
    let mut told = ReportedBy::with(breach);
    let ran = told.plays(
        "start",
        [
            "1",
            "Tom Becker",
            "Acquirer: 61 cards, fraud after use at our shop, 12 Oct to 18 Nov",
            "23:40",
            // The five-minute screen is there. Three calls.
            "1",
            "called back 23:46, case 88213",
            "2",
            "@Ana phone she keeps her hands off the servers",
            "3",
            "voicemail, asked to call back",
            "go on",
            // Stop the loss: agreed by Ana on the phone, and the commander's yes where nobody is commander yet.
            "stop-card-capture",
            "agreed @Ana phone 23:41",
            "approved",
            "yes",
            "done @Ana phone 23:42",
            // Ana calls again while a question stands open.
            "/note @Ana phone 22:50 logs of the proxy, back to 3 October, are saved to a disk",
            "yes",
            "23:42",
            "pulled from the load balancer",
            // What is known so far.
            "confirm-card-compromise",
            "done",
            "yes",
            "23:40",
            "unknown",
            "~4000",
            "Visa 47",
            "Mastercard 14",
            "",
            "/board",
            "/counsel Dana must decide whether this is one case or two",
            // The rest can wait until morning.
            "decide-selling",
            "later until 07:00",
            "notify-acquirer",
            "waiting on Jo until 09:00",
            "/leave",
        ],
        0,
    );
    let questions_before_help = ran.screen.split("The first five minutes").next().expect("a screen");
    assert_eq!(questions_before_help.matches("\n  Number: ").count(), 1);
    let typed_before_help = ran
        .asked
        .iter()
        .take_while(|asked| !format!("{asked:?}").contains("\"  > \", Drop"))
        .count();
    assert_eq!(typed_before_help, 4, "answers before the first help");
    told.nothing_was_refused();
    told.nothing_was_asked_twice();
    told.is_in_the_record_once([
        "Acquirer: 61 cards, fraud after use at our shop, 12 Oct to 18 Nov",
        "called back 23:46, case 88213",
        "she keeps her hands off the servers",
        "voicemail, asked to call back",
        "logs of the proxy, back to 3 October, are saved to a disk",
        "pulled from the load balancer",
        "\"fact\":\"persons_total\"",
        "Visa",
        "\"Mastercard\"",
        "Dana must decide whether this is one case or two",
        "\"on\":\"Jo\"",
        "role.assigned",
        "gate.acknowledged",
        "gate.approved",
    ]);
    assert_is_file("acquirer-call.txt", &without_hashes(&told.screen));
    assert_eq!(
        told.breach.told().join("\n"),
        include_str!("../data/stories/acquirer-call.record.txt").trim_end()
    );
}

#[test]
fn a_provider_writes_and_somebody_interrupts_every_other_minute() {
    let mut told = ReportedBy::with(Breach::new());
    // Everything that is typed, cut into sittings; each ends with Ctrl-C at whatever question stood open.
    let sittings: [&[&str]; 6] = [
        &[
            "Tom Becker",
            "Provider: an intruder in our portal since Monday",
            "23:40",
        ],
        &["1", "case PX-7 opened by their hotline"],
        &["go on", "verify-with-provider", "done", "confirmed"],
        &[
            "verify-with-provider",
            "23:50; phone; Ms Ode; will call back",
            "",
            "PX-7-1",
            "Ms Ode, day and night line",
        ],
        &["@Ana phone 22:50 two refunds nobody here made", "0"],
        &["declare", "started @Jo phone 23:45", "monitor-money", "done", "~12"],
    ];
    for (number, typed) in sittings.into_iter().enumerate() {
        told.breach.minutes_pass(2);
        told.breach.types(typed.iter().copied()).does([Event::Interrupt]);
        let command = if number == 0 {
            "start payment-provider-breach"
        } else {
            "resume"
        };
        let ran = told.breach.run(command).exits(130);
        told.screen.push_str(&format!("$ breach {command}\n{}", ran.screen));
        assert!(ran.screen.contains("To go on:   breach resume k7f3"), "{}", ran.screen);
    }
    told.screen = told.screen.replace("error: interrupted", "interrupted");
    told.nothing_was_refused();
    told.nothing_was_asked_twice();
    told.is_in_the_record_once([
        "an intruder in our portal since Monday",
        "case PX-7 opened by their hotline",
        "\"confirmed\"}",
        "will call back",
        "PX-7-1",
        "Ms Ode, day and night line",
        "two refunds nobody here made",
        "step.started",
        "\"bound\":\"about\"",
    ]);

    // A correction acts: both answers stay, and what was built on the first one changes, said before it is written.
    told.breach.minutes_pass(2);
    told.breach
        .types(["/fix", "1", "0", "they were our own test orders", "yes", "/leave"]);
    let ran = told.breach.run("resume").ok();
    let effect = "  Both stay in the record. What else changes:\n    \"Report payments nobody here made, at once\" is ruled out\n";
    assert!(ran.screen.contains(effect), "{}", ran.screen);
    let events: Vec<String> = told
        .breach
        .entries()
        .iter()
        .rev()
        .take(2)
        .map(|entry| entry.event.name().to_owned())
        .collect();
    assert_eq!(events, ["step.ruled_out", "entry.corrected"]);
}

#[test]
fn the_acquirers_call_at_a_real_terminal() {
    let breach = Breach::new();
    breach.file("config/breach/playbooks/card-test.yaml", CARD_TEST);
    let start = |words: &[&str]| {
        Start::new(env!("CARGO_BIN_EXE_breach"))
            .args(words)
            .env("HOME", breach.folder())
            .env("XDG_CONFIG_HOME", breach.folder().join("config"))
            .env("BREACH_STORE", breach.store())
            .env("TZ", "Europe/London")
            .spawn()
    };
    let at_prompt = |screen: &str| screen.ends_with("\n  >");
    let mut pty = start(&["start"]);
    pty.wait_for("Number:");
    pty.type_line("1");
    pty.wait_for("Your name, for the record:");
    pty.type_line("Tom Becker");
    pty.wait_until("their words", at_prompt);
    // A pasted mail is one answer.
    pty.type_raw("\x1b[200~Acquirer: 61 cards\nfraud after use at our shop\x1b[201~\r");
    pty.wait_for("Arrived when, and read when?");
    pty.type_line("10 min ago");
    pty.wait_until("the five-minute screen", at_prompt);
    let screen = pty.screen();
    for whole in [
        "The first five minutes",
        "  Do not",
        "  Call now",
        "Say to: Acquirer",
        "go on     ? for more",
    ] {
        assert!(screen.contains(whole), "`{whole}` has left the screen:\n{screen}");
    }
    pty.type_line("go on");
    pty.wait_for("What next?");
    pty.wait_until("the choices", at_prompt);
    pty.type_line("stop-card-capture");
    pty.wait_for("back               leave the step");
    pty.wait_until("the sentence", at_prompt);
    pty.type_line("agreed");
    pty.wait_for("approved           you agree");
    pty.wait_until("the approval", at_prompt);
    pty.type_line("approved");
    pty.wait_for("acting as Incident commander?");
    pty.wait_until("yes or no", at_prompt);
    pty.type_line("yes");
    pty.wait_for("Where does");
    pty.wait_until("the step", at_prompt);
    let screen = pty.screen();
    for whole in ["Stop card capture; leave the machines on", "  Why    Every hour"] {
        assert!(screen.contains(whole), "`{whole}` has left the screen:\n{screen}");
    }
    pty.key(Key::Ctrl('c'));
    assert_eq!(pty.finish(), 130);
    assert!(pty.is_as_found() && !pty.cursor_is_hidden());
    let screen = crate::scene::on_a_path(&pty.screen());
    assert!(screen.contains("breach resume"), "{screen}");
    let entries = breach.entries();
    let kinds: Vec<&str> = entries.iter().map(|entry| entry.event.name()).collect();
    assert_eq!(
        kinds,
        [
            "incident.opened",
            "playbook.added",
            "fact.recorded",
            "fact.recorded",
            "fact.recorded",
            "gate.acknowledged",
            "role.assigned",
            "gate.approved",
        ]
    );
    let mut pty = start(&["resume"]);
    pty.wait_for("Stop card capture");
    pty.wait_until("the choices", at_prompt);
    pty.type_line("stop-card-capture");
    pty.wait_for("Where does");
    pty.wait_until("the step", at_prompt);
    assert!(
        !pty.screen().contains("Type `agreed`"),
        "agreed to once is enough:\n{}",
        pty.screen()
    );
    pty.type_line("/leave");
    assert_eq!(pty.finish(), 0);
}

#[test]
fn a_walk_in_a_small_window() {
    let breach = Breach::new();
    breach.file("config/breach/playbooks/card-test.yaml", CARD_TEST);
    let mut pty = Start::new(env!("CARGO_BIN_EXE_breach"))
        .args(["start"])
        .env("HOME", breach.folder())
        .env("XDG_CONFIG_HOME", breach.folder().join("config"))
        .env("BREACH_STORE", breach.store())
        .env("TZ", "Europe/London")
        .size(40, 12)
        .spawn();
    let at_prompt = |screen: &str| screen.ends_with("\n  >");
    pty.wait_for("Number:");
    for (typed, then) in [
        ("1", "for the record:"),
        ("Tom Becker", "in their words?"),
        (
            "Acquirer: 61 cards, fraud after use at our shop",
            "Arrived when, and read when?",
        ),
        ("10 min ago", "go on"),
        ("go on", "/leave"),
        ("stop-card-capture", "leave the step"),
        ("agreed", "override"),
        ("approved", "yes / no"),
        ("yes", "done, started"),
    ] {
        pty.type_line(typed);
        pty.wait_for(then);
        if typed != "1" && typed != "Acquirer: 61 cards, fraud after use at our shop" {
            pty.wait_until("the prompt", at_prompt);
        }
    }
    assert!(pty.screen().contains("Stop card capture"), "{}", pty.screen());
    pty.type_line("done");
    pty.wait_for("When was the payment page out of");
    pty.wait_until("the question", at_prompt);
    pty.key(Key::Ctrl('c'));
    assert_eq!(pty.finish(), 130);
    assert!(pty.is_as_found() && !pty.cursor_is_hidden());
    let entries = breach.entries();
    let kinds: Vec<&str> = entries.iter().map(|entry| entry.event.name()).collect();
    assert_eq!(
        kinds[5..],
        ["gate.acknowledged", "role.assigned", "gate.approved", "step.completed"]
    );
}
