//! JSON of every command, with text in the record that turns a line round on a terminal.

use crate::harness::Breach;

/// Turns everything behind it round.
const TURN: &str = "\u{202e}";

#[test]
fn nothing_hidden_reaches_a_terminal_and_every_command_prints_one_form() {
    let mut breach = Breach::new();
    breach.env("BREACH_AS", "Tom Becker");
    breach.run("start payment-provider-breach --no-walk").ok();
    let evil = format!("pay {TURN}gnp.exe");
    for words in [
        vec!["step", "add", "evil", "--title", &evil, "--why", &evil],
        vec!["step", "waiting", "evil", "--on", &evil],
        vec!["fact", "set", "reported_words", &evil],
        vec!["role", "assign", "incident-commander", &evil],
        vec!["note", &evil],
    ] {
        breach.run_words(words).ok();
    }
    let commands = [
        ("status --json", "breach.status/1"),
        ("brief --json", "breach.brief/1"),
        ("log --json", "breach.log/1"),
        ("list --json", "breach.list/1"),
        ("verify --json", "breach.verify/1"),
        ("contacts --json", "breach.contacts/1"),
        ("step list --all --json", "breach.step-list/1"),
        ("step show evil --json", "breach.step-show/1"),
        ("gate list --json", "breach.gate-list/1"),
        ("fact list --json", "breach.fact-list/1"),
        ("role list --json", "breach.role-list/1"),
        ("notice list --json", "breach.notice-list/1"),
        ("deadline list --all --json", "breach.deadline.list/1"),
        ("obligation list --json", "breach.obligations/1"),
        ("obligation show us-ca-ag --json", "breach.obligation/1"),
        ("obligation explain us-ca-ag --json", "breach.obligation.explain/1"),
        ("obligation facts --json", "breach.obligation.facts/1"),
        ("playbook list --json", "breach.playbooks/1"),
        ("playbook show card-data-breach --json", "breach.playbook/1"),
    ];
    for (command, format) in commands {
        let shown = breach.run(command).ok().stdout;
        let begin = format!("{{\n  \"format\": \"{format}\",\n  \"items\": [");
        assert!(shown.starts_with(&begin), "{command}:\n{shown}");
        assert!(!shown.contains(TURN), "{command}:\n{shown}");
    }
    for command in [
        "step show evil --json",
        "fact list --json",
        "role list --json",
        "log --json",
    ] {
        assert!(breach.run(command).ok().stdout.contains("\\u202egnp.exe"), "{command}");
    }
}
