//! Every screen and file reads the same situation: whether a deadline applies, when it is due, and whether it was missed or
//! met late, is never answered in two ways.

use proptest::prelude::*;
use proptest::sample::select;
use serde_json::Value as Json;

use crate::harness::Breach;

const PLAYBOOK: &str = r#"
playbook: tiny
format: 1
title: Tiny
summary: Two steps.
incident-title: Tiny thing
use-when:
  - something small
roles:
  incident-commander: {title: Incident commander, does: Decides}
notify:
  - step: write
    title: Write to the scheme
    owner: incident-commander
    why: It wants it.
    do: [Write.]
    ask: {suspected_at: optional, aware_at: optional}
    due: {by: 4 hours after suspected_at, source: "Scheme guide, 4 h", checked: 2026-06}
  - step: tell
    title: Tell the owner
    owner: incident-commander
    why: The contract says so.
    do: [Tell them.]
    due: {by: 24 hours after aware_at, source: The contract}
"#;

fn opened() -> Breach {
    let mut breach = Breach::new();
    breach.playbook("tiny", PLAYBOOK).env("BREACH_AS", "Tom").no_terminal();
    breach.run("start tiny --no-walk").ok();
    breach
}

fn items(breach: &mut Breach, command: &str) -> Vec<Json> {
    let shown = breach.run(command).ok().quiet().stdout;
    let read: Json = serde_json::from_str(&shown).expect("JSON");
    read["items"].as_array().expect("items").clone()
}

/// While it is not known when they became aware, the earliest known time stands in: the step's own deadline may lie ahead.
#[test]
fn a_step_that_counts_from_a_stand_in_is_missed_nowhere() {
    let mut breach = opened();
    breach.run("step not-needed write --why \"no scheme\"").ok();
    breach.run("fact set suspected_at \"2026-11-17 22:00\"").ok();
    let screens = ["step show tell", "status", "", "deadline list", "brief"];
    for screen in screens {
        let shown = breach.run(screen).ok().stdout;
        let said = (shown.contains("MISSED"), shown.contains("to be safe"));
        assert_eq!(said, (false, true), "{screen}: {shown}");
    }
    let timing = |breach: &mut Breach| {
        let listed = items(breach, "deadline list --json");
        let tell = listed.iter().find(|item| item["step"] == "tell").expect("the step");
        (tell["missed"].clone(), tell["earliest"].clone(), tell["due_at"].clone())
    };
    let json = |missed: bool, at: &str| (Json::Bool(missed), Json::Bool(!missed), Json::from(at));
    assert_eq!(timing(&mut breach), json(false, "2026-11-18T22:00:00Z"));
    breach.run("fact set aware_at \"2026-11-18 22:00\"").ok();
    for screen in screens {
        let shown = breach.run(screen).ok().stdout;
        let said = (shown.contains("MISSED"), shown.contains("to be safe"));
        assert_eq!(said, (true, false), "{screen}: {shown}");
    }
    assert_eq!(timing(&mut breach), json(true, "2026-11-19T22:00:00Z"));
}

/// What is done to an incident before it is looked at.
fn commands() -> impl Strategy<Value = (Vec<&'static str>, u32)> {
    let suspected = select(vec![
        "",
        "fact set suspected_at \"2026-11-17 12:00\"",
        "fact set suspected_at \"2026-11-20 23:00\"",
    ]);
    let aware = select(vec![
        "",
        "fact set aware_at \"2026-11-18 09:00\"",
        "fact set aware_at \"2026-11-20 23:30\"",
    ]);
    let decided = select(vec![
        "",
        "obligation correct acquirer-notice --due \"Sun 22 Nov 12:00\" --why contract",
        "obligation not-required acquirer-notice --why contract",
        "notice made acquirer-notice --channel phone",
        "notice made acquirer-notice --channel phone --at \"2026-11-19 10:00\"",
        "notice declined acquirer-notice --why unsure --decided-by Jo --revisit \"Sun 22 Nov 12:00\"",
    ]);
    let done = select(vec![
        "",
        "step done write",
        "step done write --at \"2026-11-17 13:00\"",
        "step done tell",
    ]);
    let wait = select(vec![0_u32, 300, 5_000]);
    (any::<bool>(), suspected, aware, decided, done, wait).prop_map(|(cards, suspected, aware, decided, done, wait)| {
        let contract = [
            "fact set card_brands visa",
            "fact set contract_duties acquirer",
            "fact set card_suspected yes",
        ];
        let contract = contract.into_iter().filter(move |_| cards);
        let rest = [suspected, aware, decided, done]
            .into_iter()
            .filter(|command| !command.is_empty());
        (contract.chain(rest).collect(), wait)
    })
}

fn count(shown: &str, what: &str) -> usize {
    shown.matches(what).count()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_two_of_them_disagree((commands, wait) in commands()) {
        let mut breach = opened();
        for command in &commands {
            let ran = breach.run(command);
            // Nobody is told before anybody knew.
            let is_too_early = command.contains("made") && ran.stderr.contains("before anybody knew of it");
            assert!(ran.code == 0 || is_too_early, "{command}: {}", ran.stderr);
        }
        if wait > 0 {
            breach.minutes_pass(wait);
        }
        // The report speaks of the last entry's time; it is now.
        breach.run("note \"looked at\"").ok();
        let listed = items(&mut breach, "deadline list --all --json");
        let is = |item: &Json, key: &str| item[key] == Json::Bool(true);
        let number = |wanted: &dyn Fn(&Json) -> bool| listed.iter().filter(|item| wanted(item)).count();
        let missed = number(&|item| is(item, "missed"));
        let late = number(&|item| is(item, "late"));

        for item in &items(&mut breach, "status --json")[0]["deadlines"].as_array().expect("deadlines").clone() {
            let same = |other: &&Json| other["step"] == item["step"] && other["obligation"] == item["obligation"];
            let other = listed.iter().find(same).expect("it is listed");
            for (here, there) in [("state", "state"), ("at", "due_at"), ("missed", "missed"), ("earliest", "earliest")] {
                prop_assert_eq!(&item[here], &other[there], "{}: {} and {}", here, item, other);
            }
        }

        let list = breach.run("deadline list --all").ok().stdout;
        prop_assert_eq!((count(&list, "MISSED"), count(&list, "LATE")), (missed, late), "{}", list);
        let board = breach.run("status").ok().stdout;
        let (deadlines, _) = board.split_once("\n  Now").expect("what is to be done");
        prop_assert_eq!(count(deadlines, "MISSED"), missed, "{}", board);
        let now = breach.run("").ok().stdout;
        let (deadlines, _) = now.split_once("\n  Do next").expect("what is to be done");
        prop_assert_eq!(deadlines.contains("MISSED"), missed > 0, "{}", now);
        let brief = breach.run("brief").ok().stdout.replace("\n", " ");
        prop_assert_eq!(count(&brief, "MISSED"), missed.min(3), "{}", brief);

        for id in ["write", "tell"] {
            let item = listed.iter().find(|item| item["step"] == *id);
            let shown = breach.run(&format!("step show {id}")).ok().stdout;
            let expected = item.is_some_and(|item| is(item, "missed"));
            prop_assert_eq!(shown.contains("MISSED"), expected, "{}", shown);
            let expected = item.is_some_and(|item| is(item, "late"));
            prop_assert_eq!(shown.contains("LATE"), expected, "{}", shown);
        }

        let calendar = breach.run("deadline list --ics - --details").ok().stdout.replace("\r\n ", "");
        let tasks: Vec<&str> = calendar.split("BEGIN:VTODO").skip(1).collect();
        for item in listed.iter().filter(|item| item["due_at"].is_string()) {
            let id = [&item["step"], &item["obligation"]].into_iter().find_map(Json::as_str).expect("an id");
            let status = match item["state"].as_str() {
                Some("due") => "STATUS:NEEDS-ACTION",
                Some("told" | "done") => "STATUS:COMPLETED",
                _ => continue,
            };
            let due = item["due_at"].as_str().unwrap_or_default().replace(['-', ':'], "");
            let task = tasks.iter().find(|task| task.contains(&format!("[{id}]")));
            let task = task.copied().unwrap_or_default();
            prop_assert!(task.contains(&format!("DUE:{due}")) && task.contains(status), "{}: {}", item, calendar);
        }

        let report = breach.run("export --format markdown").ok().stdout;
        prop_assert_eq!((count(&report, "  - Missed: "), count(&report, "  - Late: ")), (missed, late), "{}", report);
    }
}
