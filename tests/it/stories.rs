//! Two nights, played from the first call on: an acquirer calls somebody who is alone, and a payment provider writes.
//! In both, nothing that is typed is refused, lost or asked for twice, and help is there after four answers.

use crate::harness::{Breach, Ran};

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
struct Told {
    breach: Breach,
    screen: String,
}

impl Told {
    fn with(breach: Breach) -> Self {
        Told {
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
    let mut told = Told::with(breach);
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
            "/note @Ana phone 22:50 logs of the proxy go back to 3 October, copied to a disk",
            "1",
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
        "logs of the proxy go back to 3 October, copied to a disk",
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
    assert_is_file("acquirer-call.txt", &told.screen);
    assert_eq!(
        told.breach.told().join("\n"),
        include_str!("../data/stories/acquirer-call.record.txt").trim_end()
    );
}
