//! Every playbook walked from opening to closing, once for a light case and once for a severe one: what the record tells,
//! the report that would be filed, and that no step is a dead end.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use breach::incident::Event;
use breach::incident::event::Ending;

use crate::harness::Breach;

const DATA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/answers");

/// One walk: the file of answers and what is typed afterwards.
struct Walk {
    /// The file's name, without its ending.
    name: &'static str,
    playbook: &'static str,
    /// When it is written down.
    written: &'static str,
    /// Commands after the file; `{#WORDS}` is the number of the first entry that begins with these words.
    then: &'static [&'static str],
}

const CARD_LIGHT: Walk = Walk {
    name: "card-light",
    playbook: "card-data-breach",
    written: "2026-07-18T19:00:00Z",
    then: &[],
};

const CARD_SEVERE: Walk = Walk {
    name: "card-severe",
    playbook: "card-data-breach",
    written: "2026-07-10T12:00:00Z",
    then: &[
        "correct {#Stop card capture; leave the machines on: done} --at \"2026-03-20 23:40\" --why \"the paper log says 23:40; 00:40 was a slip\"",
        "close --how handled --why \"It was stopped, everybody affected was told, the cause is closed, and the acquirer has the proof it asked for.\" --left-by \"Naomi Feld\"",
    ],
};

const BUSINESS_LIGHT: Walk = Walk {
    name: "business-light",
    playbook: "business-data-breach",
    written: "2026-03-16T11:00:00Z",
    then: &[
        "restrict {#Treat a suspected insider fairly and quietly: done} --why \"a person under suspicion\"",
        "restrict {#What did counsel say is allowed?} --privileged --why \"counsel's advice\"",
        "restrict {#What else could explain what was seen?} --why \"a person under suspicion\"",
        "restrict {#Which access was ended?} --why \"a person under suspicion\"",
        "restrict {#Which devices were taken in? Row 1} --why \"a person under suspicion\"",
        "restrict {#Which devices were taken in? Row 2} --why \"a person under suspicion\"",
        "close --how handled --why \"The stick is back, its list shows no second use, and exports need a second person.\" --left-by \"Farah Aziz\"",
    ],
};

const BUSINESS_SEVERE: Walk = Walk {
    name: "business-severe",
    playbook: "business-data-breach",
    written: "2026-06-26T12:00:00Z",
    then: &[],
};

const LOST_LAPTOP: Walk = Walk {
    name: "lost-laptop",
    playbook: "business-data-breach",
    written: "2026-09-16T08:00:00Z",
    then: &[],
};

const INFO_LIGHT: Walk = Walk {
    name: "customer-info-light",
    playbook: "customer-info-compromise",
    written: "2026-06-16T13:00:00Z",
    then: &[],
};

const INFO_SEVERE: Walk = Walk {
    name: "customer-info-severe",
    playbook: "customer-info-compromise",
    written: "2026-05-11T12:00:00Z",
    then: &[],
};

const NOTIFICATION_LIGHT: Walk = Walk {
    name: "notification-light",
    playbook: "customer-notification",
    written: "2026-04-24T12:00:00Z",
    then: &[],
};

const NOTIFICATION_SEVERE: Walk = Walk {
    name: "notification-severe",
    playbook: "customer-notification",
    written: "2026-08-19T12:00:00Z",
    then: &[],
};

/// The letters are sent, and the rest of the telling is followed in the same incident.
const CARD_CONTINUED: Walk = Walk {
    name: "card-severe",
    playbook: "card-data-breach",
    written: "2026-07-10T12:00:00Z",
    then: &[
        "playbook add customer-notification",
        "step done link-parent-incident --at \"2026-03-23 12:00\"",
        "step not-needed assess-harm --why \"judged together with the kinds of data on 23 March; level and reason stand there\"",
        "step done information-hold --at \"2026-03-23 12:30\" --who \"Ben Achterberg\"",
        "gate acknowledge check-safe-to-announce --agreed --who \"Hannah Osei\" --channel phone",
        "step done check-safe-to-announce --at \"2026-03-27 12:10\" --who \"Hannah Osei\" --channel phone",
        "step not-needed decide-who-is-told --why \"counsel's list asks for everybody who was affected\"",
        "step done holding-statement --at \"2026-03-23 18:00\" --who \"Ben Achterberg\"",
        "step done build-recipient-list --at \"2026-03-25 15:00\" --who \"Sunita Rao\"",
        "step done choose-channels --at \"2026-03-25 16:00\" --who \"Ben Achterberg\"",
        "step done check-notice-quality --at \"2026-03-26 18:00\" --who \"Naomi Feld\" --channel phone",
        "step will-not-do website-faq --why \"the page that says we are closed carries the letter\"",
        "step not-needed brief-staff --why \"the shop has eleven people, and all were at the meeting of 26 March\"",
        "step done handle-failed-delivery --at \"2026-04-10 12:00\" --who \"Chloe Martin\"",
        "step done watch-reaction --at \"2026-06-25 12:00\" --who \"Chloe Martin\"",
        "step done verify-claims --at \"2026-06-02 12:00\" --who \"Naomi Feld\"",
        "step done obligations-closeout --at \"2026-06-30 12:00\" --who \"Naomi Feld\"",
        "step done record-integrity --at \"2026-07-09 12:00\"",
        "step done notification-review --at \"2026-06-09 15:30\" --who \"Ben Achterberg\"",
        "close --how handled --why \"The cause is closed, and everybody affected was told.\" --left-by \"Naomi Feld\"",
    ],
};

/// Walks whose report is kept as a whole, to be read by people; of the others, the rows that matter are.
const WHOLE: [&str; 2] = ["card-severe", "customer-info-light"];

/// Steps that are done in neither walk of their playbook, and why that is no dead end.
const NEVER_DONE: &[(&str, &str, &str)] = &[
    (
        "business-data-breach",
        "choose-containment-timing",
        "no system is affected in the light walk; in the severe one all was cut off before anybody could weigh it",
    ),
    (
        "card-data-breach",
        "offer-protection",
        "a card alone is replaced by its bank; the severe walk says so as will not do",
    ),
    (
        "customer-info-compromise",
        "collect-volatile",
        "the host took memory with its snapshot; the severe walk says so as not needed",
    ),
    (
        "customer-notification",
        "follow-up-monitoring",
        "it need not be done; the severe walk says what takes its place as will not do",
    ),
    (
        "customer-notification",
        "offer-protection",
        "no money and no identity number is concerned; the severe walk says so as not needed",
    ),
];

#[test]
fn a_terminal_with_a_new_seal_and_cards_read_on_the_payment_page() {
    leads_somewhere(&[&CARD_LIGHT, &CARD_SEVERE]);
}

#[test]
fn a_list_on_a_stick_a_demand_for_money_and_a_laptop_in_a_taxi() {
    leads_somewhere(&[&BUSINESS_LIGHT, &BUSINESS_SEVERE, &LOST_LAPTOP]);
}

#[test]
fn a_list_to_the_wrong_address_and_members_on_offer() {
    leads_somewhere(&[&INFO_LIGHT, &INFO_SEVERE]);
}

#[test]
fn a_disk_that_came_back_and_letters_that_were_read() {
    leads_somewhere(&[&NOTIFICATION_LIGHT, &NOTIFICATION_SEVERE]);
}

/// What was done in the first playbook stays done in the second, and the incident ends once, for both.
#[test]
fn telling_customers_goes_on_from_the_card_incident() {
    let breach = run(&CARD_CONTINUED);
    let told = breach.told();
    let added = told
        .iter()
        .position(|told| told.starts_with("playbook customer-notification is followed"));
    let told = told[added.expect("it was added")..].join("\n") + "\n";
    assert_eq!(golden("card-continued.told.txt", &told), told);
}

/// Walks it and holds what was told and the report against their goldens. The incident is closed at the end.
#[track_caller]
fn walk(walk: &Walk) -> Breach {
    let mut breach = run(walk);
    let id = breach.incidents().remove(0);
    breach.run(&format!("verify {id}")).ok();
    let told = breach.told().join("\n") + "\n";
    let told_golden = golden(&format!("{}.told.txt", walk.name), &told);
    let report = breach.run(&format!("export -i {id} -o report.md")).ok();
    assert_eq!(report.stderr, "");
    let report = fs::read_to_string(breach.folder().join("report.md")).expect("the report");
    let (ending, report) = if WHOLE.contains(&walk.name) {
        ("report.md", without_fingerprints(&report))
    } else {
        ("digest.txt", digest(&report))
    };
    let report_golden = golden(&format!("{}.{ending}", walk.name), &report);
    assert_eq!(told, told_golden, "{}", walk.name);
    assert_eq!(report, report_golden, "{}", walk.name);
    breach
}

#[track_caller]
fn run(walk: &Walk) -> Breach {
    let mut breach = Breach::new();
    breach.no_terminal().set_clock(walk.written);
    let path = Path::new(DATA).join(format!("{}.yaml", walk.name));
    let path = path.to_str().expect("a path in UTF-8");
    breach
        .run_words(["start", walk.playbook, "--answers", path])
        .ok()
        .quiet();
    let scribe = breach.entries().remove(0).by.name;
    breach.env("BREACH_AS", &scribe);
    for command in walk.then {
        let command = with_numbers(command, &breach);
        breach.run(&command).ok();
    }
    breach
}

/// A command with `{#WORDS}` replaced by the number of the first entry that begins with these words.
#[track_caller]
fn with_numbers(command: &str, breach: &Breach) -> String {
    let Some((before, rest)) = command.split_once("{#") else {
        return command.to_owned();
    };
    let (words, after) = rest.split_once('}').expect("a closing brace");
    let told = breach.told();
    let number = told.iter().position(|told| told.starts_with(words));
    let number = number.unwrap_or_else(|| panic!("nothing begins with `{words}` in:\n{}", told.join("\n")));
    with_numbers(&format!("{before}{number}{after}"), breach)
}

/// The report without what every change of a playbook or of the program changes.
fn without_fingerprints(report: &str) -> String {
    let changing = [
        "- Entries: ",
        "- Check code: ",
        "- Head (SHA-256",
        "- Recorded with: ",
        "Computed by the built-in rules, SHA-256 ",
    ];
    // Every new rule of a place that is named adds to what was looked at in vain.
    let mut is_in_vain = false;
    let lines = report.lines().filter(|line| {
        if line.starts_with('#') {
            is_in_vain = *line == "### Looked at, and does not apply";
        }
        !is_in_vain && changing.iter().all(|begin| !line.starts_with(begin))
    });
    lines.map(|line| format!("{line}\n")).collect()
}

/// The rows of a report that matter most: how it ended, who was told and when it was due, which steps came to what, how many
/// answers each step has, and what is not known. Every answer itself stands in what the record tells.
fn digest(report: &str) -> String {
    let mut rows = Vec::new();
    let mut steps: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let (mut section, mut part) = ("", "");
    const COUNTED: [&str; 2] = ["Cannot be told yet whether they apply", "Ended with the incident"];
    type Counts = Vec<(String, usize)>;
    let (mut answers, mut out_of_use) = (Counts::new(), Counts::new());
    let report = without_fingerprints(report);
    let add = |counts: &mut Counts, part: &str| match counts.iter_mut().find(|(name, _)| name == part) {
        Some((_, number)) => *number += 1,
        None => counts.push((part.to_owned(), 1)),
    };
    for line in report.lines() {
        if let Some(title) = line.strip_prefix("## ") {
            (section, part) = (title, "");
        } else if let Some(title) = line.strip_prefix("### ") {
            part = title;
        } else if let Some(row) = line.strip_prefix("- ") {
            match section {
                "" if row.starts_with("Closed: ") || row.starts_with("Edition: ") => rows.push(row.to_owned()),
                "What is known" => add(&mut answers, part),
                "What is not known" => rows.push(format!("Not known: {row}")),
                "Steps" if part.is_empty() => {
                    let (title, rest) = row.split_once(": **").unwrap_or((row, ""));
                    let outcome = rest.split([',', '*']).next().unwrap_or_default();
                    steps.entry(outcome.to_owned()).or_default().push(title.to_owned());
                }
                "Who was told, and who was not" if !COUNTED.contains(&part) => rows.push(format!("{part}: {row}")),
                "Who was told, and who was not" | "Steps" => add(&mut out_of_use, part),
                _ => {}
            }
        } else if let Some(row) = line.strip_prefix("  - ")
            && section == "Who was told, and who was not"
            && !COUNTED.contains(&part)
            && [
                "Computed: ",
                "Told: ",
                "Done: ",
                "Decision: ",
                "Held back: ",
                "Missed: ",
                "Late: ",
            ]
            .iter()
            .any(|label| row.starts_with(label))
        {
            rows.push(format!("  {}", row.split(", because: ").next().unwrap_or(row)));
        }
    }
    rows.extend(out_of_use.iter().map(|(part, number)| format!("{part}: {number}")));
    rows.extend(
        steps
            .iter()
            .map(|(outcome, titles)| format!("Steps {outcome} ({}): {}", titles.len(), titles.join("; "))),
    );
    rows.extend(
        answers
            .iter()
            .map(|(step, number)| format!("Answers: {number} under {step}")),
    );
    rows.join("\n") + "\n"
}

/// A golden file; a missing one is written, empty at its end so that the comparison fails and somebody looks at it.
fn golden(name: &str, text: &str) -> String {
    let path = Path::new(DATA).join(name);
    fs::read_to_string(&path).unwrap_or_else(|_| {
        fs::write(&path, text).expect("the golden can be written");
        format!("`{name}` was missing and has been written; look at it and keep it")
    })
}

/// Every step of the playbook has an outcome in every walk, rests, is ruled out, or is named as left open by a closing as
/// ruled out or with a reason; and is done in one walk at least, or has its reason above.
#[track_caller]
fn leads_somewhere(walks: &[&Walk]) {
    let mut done: BTreeMap<String, bool> = BTreeMap::new();
    for walk in walks {
        let mut breach = self::walk(walk);
        let closed = breach.entries().into_iter().find_map(|entry| match entry.event {
            Event::IncidentClosed(closed) => Some(closed),
            _ => None,
        });
        let closed = closed.unwrap_or_else(|| panic!("{} does not end", walk.name));
        let id = breach.incidents().remove(0);
        let list = breach.run(&format!("step list -i {id} --all --json")).ok().stdout;
        let list: serde_json::Value = serde_json::from_str(&list).expect("JSON");
        for item in list["items"].as_array().expect("a list") {
            let text = |key: &str| item[key].as_str().expect("text").to_owned();
            let (step, standing) = (text("step"), text("standing"));
            let is_done = matches!(standing.as_str(), "done" | "done so far" | "again later");
            *done.entry(step.clone()).or_default() |= is_done;
            let has_end = is_done || matches!(standing.as_str(), "not needed" | "will not do" | "ruled out");
            let may_stay = closed.how == Ending::RuledOut || closed.open_because.is_some();
            let is_named = may_stay && closed.open.iter().any(|open| open.step == step);
            assert!(has_end || is_named, "{}: `{step}` is {standing}", walk.name);
        }
    }
    let never: Vec<&str> = done
        .iter()
        .filter(|(_, is_done)| !**is_done)
        .map(|(step, _)| step.as_str())
        .collect();
    let stated: Vec<&str> = NEVER_DONE
        .iter()
        .filter(|(playbook, ..)| *playbook == walks[0].playbook)
        .map(|(_, step, _)| *step)
        .collect();
    assert_eq!(never, stated, "{} and {}", walks[0].name, walks[1].name);
}
