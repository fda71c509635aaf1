//! `breach deadline`: the list, its JSON, and the file for a calendar.

use breach::incident::Hash;
use serde_json::{Value as Json, json};

use crate::harness::Breach;

const TINY: &str = r#"
playbook: tiny
format: 1
title: Tiny
summary: Two steps.
incident-title: Tiny thing
use-when:
  - something small
sources:
  - General practice
first:
  do-not: [hurry]
  call: [incident-commander]
roles:
  incident-commander: {title: Incident commander, does: Decides}
confirm:
  - step: look
    title: Look at it
    owner: incident-commander
    why: It is the first.
    do: [Look.]
    ask: {suspected_at: required}
    sources: [General practice]
notify:
  - step: write
    title: Write to the scheme
    owner: incident-commander
    why: It wants it.
    do: [Write.]
    due: {by: 4 hours after suspected_at, source: "Scheme guide, 4 h", checked: 2026-06}
    sources: [General practice]
"#;

/// A machine without a terminal, the incident open, Tom typing.
fn opened() -> Breach {
    let mut breach = Breach::new();
    breach.playbook("tiny", TINY).env("BREACH_AS", "Tom").no_terminal();
    breach.run("start tiny --no-walk").ok();
    breach
}

/// Two contracts and a step set a time; a third duty waits, and hundreds cannot be told.
fn running() -> Breach {
    let mut breach = opened();
    for fact in [
        "card_brands visa",
        "contract_duties acquirer",
        "suspected_at 23:40",
        "card_suspected yes",
    ] {
        breach.run(&format!("fact set {fact}")).ok();
    }
    breach
}

/// The list without what cannot be told, which changes with the rules.
fn listed(breach: &mut Breach, command: &str) -> String {
    let shown = breach.run(command).ok().quiet().stdout;
    let (shown, _) = shown.split_once("\n  Cannot tell yet: ").expect("what cannot be told");
    shown.to_owned()
}

/// Each item of the JSON by these keys.
fn items(breach: &mut Breach, command: &str, keys: &[&str]) -> Vec<Vec<Json>> {
    let shown = breach.run(command).ok().quiet().stdout;
    let read: Json = serde_json::from_str(&shown).expect("JSON");
    assert_eq!(read["format"], "breach.deadline.list/1");
    let items = read["items"].as_array().expect("items");
    items
        .iter()
        .map(|item| keys.iter().map(|key| item[*key].clone()).collect())
        .collect()
}

/// The properties of the tasks in a calendar by which one tells them apart, line by line.
fn tasks(calendar: &str) -> Vec<String> {
    let kept = ["UID:", "DUE:", "SEQUENCE:", "STATUS:", "SUMMARY:", "COMPLETED:"];
    let tasks = calendar.split("BEGIN:VTODO").skip(1);
    tasks
        .map(|task| {
            let (task, _) = task.split_once("END:VTODO").expect("the end of a task");
            let lines = task
                .lines()
                .filter(|line| kept.iter().any(|name| line.starts_with(name)));
            let lines: Vec<&str> = lines.filter(|line| !line.starts_with("UID:")).collect();
            lines.join(" ").replace('\r', "")
        })
        .collect()
}

fn uids(calendar: &str) -> Vec<String> {
    let lines = calendar.lines().filter(|line| line.starts_with("UID:"));
    let mut uids: Vec<String> = lines.map(str::to_owned).collect();
    uids.sort();
    uids
}

#[test]
fn what_is_due_stands_first_with_its_law() {
    let mut breach = running();
    assert_eq!(
        listed(&mut breach, "deadline list"),
        include_str!("../data/deadline/running.txt")
            .trim_end_matches('\n')
            .to_owned()
            + "\n"
    );
}

#[test]
fn decisions_stand_beside_what_was_computed_and_settled_ones_with_all() {
    let mut breach = running();
    for command in [
        r#"obligation correct acquirer-notice --due "Sun 22 Nov 12:00" --why "our contract says noon on Sunday""#,
        r#"notice made visa-notify --channel e-mail --reference V-7"#,
        "step done write",
    ] {
        breach.run(command).ok();
    }
    breach.minutes_pass(60);
    assert_eq!(
        listed(&mut breach, "deadline list --all"),
        include_str!("../data/deadline/decided.txt")
            .trim_end_matches('\n')
            .to_owned()
            + "\n"
    );
}

#[test]
fn an_answer_that_starts_a_deadline_says_so() {
    let mut breach = opened();
    breach.run("fact set card_brands visa").ok();
    breach.run("fact set contract_duties acquirer").ok();
    breach.run("fact set suspected_at 23:40").ok();
    let shown = breach.session(["fact set card_suspected yes", "fact set card_suspected no"]);
    assert_eq!(shown, include_str!("../data/deadline/answers.txt"));
}

#[test]
fn json_has_each_that_is_open_and_groups_of_those_that_cannot_be_told() {
    let mut breach = running();
    let keys = [
        "number",
        "obligation",
        "step",
        "state",
        "due_at",
        "due_local",
        "earliest",
        "missed",
        "confidence",
        "as_of",
    ];
    let found = items(&mut breach, "deadline list --json", &keys);
    let open: Vec<_> = found.iter().filter(|item| item[3] != "cannot_tell").cloned().collect();
    let row = |row: Json| row.as_array().expect("a row").clone();
    assert_eq!(
        open,
        [
            row(json!([
                1,
                null,
                "write",
                "due",
                "2026-11-21T03:40:00Z",
                "2026-11-21T03:40:00Z",
                false,
                false,
                null,
                "2026-06"
            ])),
            row(json!([
                2,
                "acquirer-notice",
                null,
                "due",
                "2026-11-21T23:40:00Z",
                "2026-11-21T23:40:00Z",
                false,
                false,
                "confirmed",
                "2025-01"
            ])),
            row(json!([
                5,
                "visa-notify",
                null,
                "due",
                "2026-11-23T23:59:59Z",
                "2026-11-23T23:59:59Z",
                false,
                false,
                "confirmed",
                "2026-06"
            ])),
            row(json!([
                3,
                "visa-at-risk-accounts",
                null,
                "due",
                "2026-11-23T23:59:59Z",
                "2026-11-23T23:59:59Z",
                true,
                false,
                "confirmed",
                "2025-01"
            ])),
            row(json!([
                4,
                "visa-incident-report",
                null,
                "waiting",
                null,
                null,
                false,
                false,
                "confirmed",
                "2025-01"
            ])),
        ]
    );
    let groups = items(&mut breach, "deadline list --json", &["state", "count", "obligations"]);
    let groups: Vec<_> = groups.iter().filter(|item| item[0] == "cannot_tell").collect();
    let counted: u64 = groups.iter().map(|group| group[1].as_u64().expect("a count")).sum();
    let all = items(&mut breach, "deadline list --all --json", &["state", "obligation"]);
    let one_by_one = all.iter().filter(|item| item[0] == "cannot_tell").count();
    assert_eq!((groups.len() > 1, counted), (true, one_by_one as u64));
}

#[test]
fn a_missed_one_is_loud_and_an_earliest_time_that_passed_is_not() {
    let mut breach = running();
    breach.set_clock("2026-11-24T08:00:00Z");
    let shown = breach.run("deadline list").ok().stdout;
    let heads: Vec<&str> = shown
        .lines()
        .filter(|line| line.contains("MISSED") || line.contains("to be safe"))
        .collect();
    assert_eq!(
        heads,
        [
            "   1  Sat 21 Nov 03:40   MISSED 3 d 4 h ago",
            "   2  Sat 21 Nov 23:40   MISSED 2 d 8 h ago",
            "   5  Mon 23 Nov 23:59   MISSED 8 h ago",
            "   3  Mon 23 Nov 23:59   8 h ago, to be safe",
        ]
    );
}

#[test]
fn a_calendar_says_neither_what_nor_whom() {
    let mut breach = running();
    let written = breach.run("deadline list --ics -").ok().quiet().stdout;
    assert_eq!(
        tasks(&written),
        [
            "SEQUENCE:2 DUE:20261121T034000Z STATUS:NEEDS-ACTION SUMMARY:Deadline 1\\, incident k7f3",
            "SEQUENCE:1 DUE:20261121T234000Z STATUS:NEEDS-ACTION SUMMARY:Deadline 2\\, incident k7f3",
            "SEQUENCE:1 DUE:20261123T235959Z STATUS:NEEDS-ACTION SUMMARY:Deadline 3\\, incident k7f3",
            "SEQUENCE:1 DUE:20261123T235959Z STATUS:NEEDS-ACTION SUMMARY:Deadline 5\\, incident k7f3",
        ]
    );
    for leak in ["isa", "cquir", "ontract", "card", "cheme", "acquirer-notice", "Write"] {
        assert!(!written.contains(leak), "{leak}: {written}");
    }
    let details = breach.run("deadline list --ics - --details").ok().quiet().stdout;
    let details = details.replace("\r\n ", "");
    let said: Vec<&str> = details
        .lines()
        .filter(|line| line.starts_with("DESCRIPTION:Tell: Acquiring"))
        .collect();
    assert_eq!(
        said,
        [
            "DESCRIPTION:Tell: Acquiring bank / payment processor [acquirer-notice]\\nDue: Saturday 21 Nov 2026\\, 23:40 \
          (London)\\nLaw: Merchant agreement (confirmed\\, 2025-01)\\nComputed from what is known. Counsel decides."
        ]
    );
    assert_eq!(uids(&written), uids(&details));
}

#[test]
fn what_was_settled_or_withdrawn_replaces_what_a_calendar_has() {
    let mut breach = running();
    let before = breach.run("deadline list --ics -").ok().stdout;
    for command in [
        "notice made visa-notify --channel e-mail --at 23:42",
        r#"obligation not-required acquirer-notice --why "the contract has no such clause""#,
        "step done write",
    ] {
        breach.run(command).ok();
    }
    let after = breach.run("deadline list --ics -").ok().stdout;
    let told: Vec<String> = tasks(&after)
        .into_iter()
        .map(|task| {
            // The step was done at the minute of the clock.
            let (task, rest) = task.split_once(" COMPLETED:20261120T2343").unwrap_or((&task, ""));
            if rest.is_empty() {
                task.to_owned()
            } else {
                format!("{task} done{}", rest.trim_start_matches(|sign: char| sign != ' '))
            }
        })
        .collect();
    assert_eq!(
        told,
        [
            "SEQUENCE:3 DUE:20261121T034000Z STATUS:COMPLETED done SUMMARY:Deadline 1\\, incident k7f3",
            "SEQUENCE:2 DUE:20261121T234000Z STATUS:CANCELLED SUMMARY:Deadline 2\\, incident k7f3",
            "SEQUENCE:1 DUE:20261123T235959Z STATUS:NEEDS-ACTION SUMMARY:Deadline 3\\, incident k7f3",
            "SEQUENCE:2 DUE:20261123T235959Z STATUS:NEEDS-ACTION SUMMARY:Deadline 4\\, incident k7f3",
            "SEQUENCE:2 DUE:20261123T235959Z STATUS:COMPLETED COMPLETED:20261120T234200Z SUMMARY:Deadline 5\\, incident k7f3",
        ]
    );
    assert_eq!(
        uids(&before),
        uids(&after)
            .into_iter()
            .filter(|uid| before.contains(uid))
            .collect::<Vec<_>>()
    );
    // What nobody can guess stands in front of the id.
    let first = Hash::of(breach.lines()[0].as_bytes());
    let uid = Hash::of(format!("{first}.obligation.visa-notify").as_bytes()).to_string();
    assert!(before.contains(&format!("UID:{}-task", &uid[..32])), "{before}");
}

#[test]
fn a_deadline_that_does_not_apply_any_more_is_withdrawn_and_its_number_of_changes_never_shrinks() {
    let mut breach = running();
    let said = |breach: &mut Breach| {
        let written = breach.run("deadline list --ics -").ok().stdout;
        let visa = tasks(&written).into_iter().find(|task| task.contains("Deadline 5"));
        visa.expect("the deadline")
    };
    let mut seen = vec![said(&mut breach)];
    for command in [
        "fact set card_brands mastercard",
        "fact set card_brands visa",
        r#"obligation extend visa-notify --until "Tue 24 Nov 12:00" --why "Visa said so""#,
        r#"obligation recompute visa-notify --why "it was another case""#,
    ] {
        breach.run(command).ok();
        seen.push(said(&mut breach));
    }
    let tail = "SUMMARY:Deadline 5\\, incident k7f3";
    assert_eq!(
        seen,
        [
            format!("SEQUENCE:1 DUE:20261123T235959Z STATUS:NEEDS-ACTION {tail}"),
            format!("SEQUENCE:2 DUE:20261123T235959Z STATUS:CANCELLED {tail}"),
            format!("SEQUENCE:3 DUE:20261123T235959Z STATUS:NEEDS-ACTION {tail}"),
            format!("SEQUENCE:4 DUE:20261124T120000Z STATUS:NEEDS-ACTION {tail}"),
            format!("SEQUENCE:5 DUE:20261123T235959Z STATUS:NEEDS-ACTION {tail}"),
        ]
    );
}

#[test]
fn a_file_is_written_whole_and_replaced_only_when_told_to() {
    let mut breach = running();
    let folder = breach.folder().join("a-folder");
    std::fs::create_dir(&folder).expect("a folder");
    breach.file("elsewhere", "mine");
    std::os::unix::fs::symlink("elsewhere", breach.folder().join("link.ics")).expect("a link");
    let shown = breach.session([
        "deadline list --ics deadlines.ics",
        "deadline list --ics deadlines.ics --details",
        "deadline list --ics deadlines.ics --details --force",
        "deadline list --ics link.ics",
        "deadline list --ics link.ics --force",
        "deadline list --ics a-folder",
        "deadline list --ics none/deadlines.ics",
        "deadline list --details",
        "deadline list --ics deadlines.ics --json",
    ]);
    assert_eq!(shown, include_str!("../data/deadline/files.txt"));
    let read = |name: &str| std::fs::read_to_string(breach.folder().join(name)).expect("it can be read");
    assert!(breach.folder().join("link.ics").is_symlink());
    assert!(read("elsewhere").starts_with("BEGIN:VCALENDAR\r\n"));
    assert!(read("deadlines.ics").ends_with("END:VCALENDAR\r\n"));
}

#[test]
fn without_a_deadline_no_file_is_written() {
    let mut breach = opened();
    breach.file("old.ics", "old");
    assert_eq!(
        breach.session([
            "deadline list --ics deadlines.ics",
            "deadline list --ics old.ics",
            "deadline list --ics -"
        ]),
        "$ breach deadline list --ics deadlines.ics
  No deadline has a time yet; nothing was written.
$ breach deadline list --ics old.ics
  No deadline has a time yet; nothing was written.
$ breach deadline list --ics -
  No deadline has a time yet; nothing was written.
"
    );
    assert!(!breach.folder().join("deadlines.ics").exists());
    let old = std::fs::read_to_string(breach.folder().join("old.ics")).expect("it can be read");
    assert_eq!(old, "old");
}

#[test]
fn a_deadline_that_may_be_running_is_not_called_none() {
    let mut breach = Breach::new();
    breach.env("BREACH_AS", "Tom").no_terminal();
    breach.run("start card-data-breach --no-walk").ok();
    breach.run("fact set suspected_at 22:00").ok();
    let shown = breach.run("").ok().stdout;
    let said: Vec<&str> = shown
        .lines()
        .skip_while(|line| !line.contains("deadline"))
        .take_while(|line| !line.is_empty())
        .collect();
    assert_eq!(
        said,
        [
            "  Perhaps a deadline",
            "    Sat 22:00   Acquiring bank / payment         perhaps; needs: card data",
            "                processor and 16 more            suspected",
            "    Fri 23:00   82 duties                        perhaps; needs: regulated as",
            "    Sat 04:00   294 duties                       perhaps; needs: people by place",
        ]
    );
}
