//! Playbooks with names that nobody knows, texts that are cut off, and files with other names: refused where they are checked,
//! used with a warning where a response begins.

use crate::harness::Breach;

/// A small playbook of this name with these lines above its roles and these below its step.
fn small(id: &str, head: &str, step: &str) -> String {
    format!(
        "playbook: {id}
format: 1
title: Small case
summary: A small case.
incident-title: Small case
use-when: [For a test]
{head}roles:
  lead: {{title: Lead, does: Decides}}
contain:
  - step: one
    title: One
    owner: lead
    why: A reason.
{step}"
    )
}

const DUE: &str = "    do: [Something]
    due: {obligations: [aquirer-notice, regulators]}
";

#[test]
fn an_unknown_obligation_is_refused_by_check_and_named_at_the_start() {
    let mut breach = Breach::new();
    breach
        .playbook("mine", &small("mine", "", DUE))
        .env("BREACH_AS", "Tom")
        .no_terminal();
    let checked = breach.run("playbook check mine").exits(3).stderr;
    for words in [
        "no obligation `aquirer-notice`\n   = did you mean `acquirer-notice`?",
        "no obligation `regulators`\n   = did you mean `regulator`?",
    ] {
        assert!(checked.contains(words), "{words} is not in\n{checked}");
    }
    let started = breach.run("start mine --no-walk").ok();
    assert_eq!(
        started.stderr,
        "warning: `$DIR/config/breach/playbooks/mine.yaml` has 2 mistakes; `breach playbook check mine` shows what to write \
         instead\n\n  logged #0 to #1  Fri 23:43  k7f3 opened\n"
    );
}

#[test]
fn every_shipped_playbook_passes_with_all_names_known() {
    let mut breach = Breach::new();
    breach
        .run(
            "playbook check business-data-breach card-data-breach customer-info-compromise customer-notification \
             payment-provider-breach",
        )
        .ok()
        .quiet();
}

#[test]
fn whom_to_call_is_a_role_a_desk_or_a_contact_of_the_profile() {
    let mut breach = Breach::new();
    let head = "first: {call: [lead, police, nigt-desk, hoster], say: {nigt-desk: We are on it.}}\n";
    breach.playbook("mine", &small("mine", head, "    do: [Something]\n"));
    // A desk of one's own may have no number yet.
    breach.run("playbook check mine").ok().quiet();
    breach.profile("format: 1\ncontacts:\n  night-desk: {name: Night desk, number: \"+44 20 7946 0100\"}\n");
    let checked = breach.run("playbook check mine").exits(3).stderr;
    let slip = "no role and no contact `nigt-desk`";
    assert_eq!(checked.matches(slip).count(), 2, "{checked}");
    assert!(checked.contains("did you mean `night-desk`?"), "{checked}");
}

#[test]
fn a_number_sign_in_a_profile_needs_quotes_and_keeps_no_number_away() {
    let mut breach = Breach::new();
    breach.profile("format: 1\ncontacts:\n  acquirer: {name: Desk}\n  police:\n    name: Desk\n    number: +44 20 7946 0199 PIN #8812\n");
    // A response goes on with what was read; only a check refuses it.
    breach.run("contacts").ok();
    let mut other = Breach::new();
    other.profile("format: 1\norganisation: Shop  # of the group\nme: Tom #\n");
    other.run("contacts").ok().quiet();
}

#[test]
fn a_file_that_is_called_otherwise_is_named() {
    let mut breach = Breach::new();
    breach.playbook("aws-pdb", &small("aws-personal-data", "", "    do: [Something]\n"));
    let checked = breach.run("playbook check aws-pdb").exits(3).stderr;
    assert!(
        checked.contains(
            "this file is called `aws-pdb`\n  = write `playbook: aws-pdb`, or call the file `aws-personal-data.yaml`"
        ),
        "{checked}"
    );
    let refused = breach.run("start aws-personal-data --no-walk --as Tom").exits(3).stderr;
    assert!(
        refused
            .contains("`aws-personal-data` is not a playbook; no incident was opened\nhint: did you mean `aws-pdb`?"),
        "{refused}"
    );
}

#[test]
fn yml_is_an_ending_too() {
    let mut breach = Breach::new();
    breach.playbook("other", &small("other", "", "    do: [Something]\n"));
    breach.file(
        "config/breach/playbooks/mine.yml",
        small("mine", "", "    do: [Something]\n"),
    );
    let listed = breach.run("playbook list").ok().stdout;
    assert!(listed.contains("mine  ") && listed.contains("other  "), "{listed}");
    breach.run("playbook check mine other").ok().quiet();
    breach.env("BREACH_AS", "Tom").run("start mine --no-walk").ok();
}

#[test]
fn lines_of_a_block_text_stay_and_a_command_is_quoted() {
    let mut breach = Breach::new();
    let step = "    do:
      - |
        In this order:
        systemctl stop mirror
        tar czf /mnt/usb/shop.tgz /srv/shop
      - A text that
        goes on.
    run: [tar, czf, \"/mnt/usb disk/shop.tgz\", \"$HOME/shop; rm -rf x\"]
";
    breach
        .playbook("mine", &small("mine", "", step))
        .env("BREACH_AS", "Tom")
        .no_terminal();
    breach.run("start mine --no-walk").ok();
    let quoted = "tar czf '/mnt/usb disk/shop.tgz' '$HOME/shop; rm -rf x'";
    for command in [
        "step show one",
        "playbook show mine",
        "playbook show mine --format markdown",
        "playbook show mine --format print",
        "playbook show mine --format html",
    ] {
        let shown = breach.run(command).ok().stdout;
        for lines in ["systemctl stop mirror tar", "order: systemctl"] {
            assert!(!shown.contains(lines), "{command}: {shown}");
        }
        assert!(shown.contains("A text that goes on."), "{command}: {shown}");
        let as_html = quoted.replace('\'', "&#39;");
        let one_line = shown.split_whitespace().collect::<Vec<_>>().join(" ");
        let is_paper = command.ends_with("print");
        assert!(
            is_paper || one_line.contains(quoted) || one_line.contains(&as_html),
            "{command}: {shown}"
        );
    }
}
