//! Playbooks that say only what they change in another one: written, checked, shown, followed, and compared with what the
//! other one says since.

use crate::harness::Breach;

/// `shop`, and `ours` which changes nothing of it yet.
fn machine() -> Breach {
    let mut breach = Breach::new();
    breach.playbook("shop", SHOP).env("BREACH_AS", "Tom").no_terminal();
    breach.run("playbook new ours --from shop").ok().quiet();
    breach
}

fn ours(breach: &Breach) -> String {
    std::fs::read_to_string(breach.folder().join("config/breach/playbooks/ours.yaml")).expect("a playbook")
}

const SHOP: &str = "playbook: shop
format: 1
title: Shop page
summary: For tests.
incident-title: Shop page changed
use-when: [The shop page looks wrong]
roles:
  lead: {title: Lead, does: Leads}
confirm:
  - step: look
    title: Look at the page
    owner: lead
    why: Somebody must.
    do: [Open it.]
contain:
  - step: close
    title: Close the shop
    owner: lead
    why: It stops the loss.
    do: [Close it.]
    after: [look]
learn:
  - step: talk
    title: Talk it over
    owner: lead
    why: To learn.
    do: [Talk.]
    after: [close]
";

const CHANGES: &str = "title: Our shop
roles:
  night: {title: Night desk, does: Watches}
change:
  close:
    owner: night
    do-also: [Tell the night desk.]
leave-out: [talk]
contain:
  - step: guard
    title: Guard the proof
    owner: night
    why: It is lost otherwise.
    do: [Copy the page.]
    after: [close]
";

#[test]
fn a_file_of_changes_begins_as_the_other_playbook() {
    let mut breach = machine();
    assert!(ours(&breach).lines().count() < 45, "{}", ours(&breach));
    let ran = breach.run("playbook diff ours shop").ok().quiet();
    assert_eq!(ran.stdout, "  ours, compared with shop: no differences\n");
    let ran = breach.run("playbook diff ours").ok().quiet();
    assert_eq!(ran.stdout, "  `shop` says what it said when ours was written\n");
}

#[test]
fn what_is_changed_added_and_left_out_is_followed() {
    let mut breach = machine();
    let text = format!("{CHANGES}{}", ours(&breach));
    breach.playbook("ours", &text);
    let ran = breach.run("playbook check ours").ok().quiet();
    assert_eq!(ran.stdout, "  ours has no mistakes: Our shop, 3 steps\n");
    let shown = breach.run("playbook show ours").ok().quiet().stdout;
    for words in [
        "Our shop",
        "Night desk",
        "Close it.",
        "Tell the night desk.",
        "Guard the proof",
    ] {
        assert!(shown.contains(words), "{words} is not in\n{shown}");
    }
    assert!(!shown.contains("Talk it over"), "{shown}");
    breach.run("start ours --no-walk").ok();
    let line = breach
        .lines()
        .into_iter()
        .find(|line| line.contains("based-on"))
        .expect("the sources");
    for path in ["ours.yaml", "shop.yaml"] {
        assert!(line.contains(path), "{path}");
    }
}

#[test]
fn mistakes_point_into_the_file_that_has_them() {
    let mut breach = machine();
    let text = ours(&breach);
    breach.playbook("ours", &format!("change:\n  clse:\n    title: Shut\n{text}"));
    let ran = breach.run("playbook check ours").exits(3);
    assert!(ran.stderr.contains("ours.yaml:2:3"), "{}", ran.stderr);
    assert!(
        ran.stderr.contains("no step `clse` to change; did you mean `close`?"),
        "{}",
        ran.stderr
    );
    breach.playbook("ours", &text);
    breach.playbook(
        "shop",
        &SHOP.replace("owner: lead\n    why: To learn.", "owner: nobody\n    why: To learn."),
    );
    let ran = breach.run("playbook check ours").exits(3);
    assert!(ran.stderr.contains("shop.yaml:25:12"), "{}", ran.stderr);
}

#[test]
fn what_the_other_playbook_says_differently_since_is_told() {
    let mut breach = machine();
    let newer = SHOP.replace("do: [Close it.]", "do: [Close it at once.]").replace(
        "  - step: talk\n    title: Talk it over",
        "  - step: meet\n    title: Meet",
    );
    breach.playbook("shop", &newer);
    let warning = "warning: `shop` has changed since `ours` was written: 1 step different, 1 step new, 1 step gone; \
                   `breach playbook diff ours` says which\n";
    let ran = breach.run("playbook check ours").ok();
    assert_eq!(
        (ran.stdout.as_str(), ran.stderr.as_str()),
        ("  ours has no mistakes: Shop page, 3 steps\n", warning)
    );
    let ran = breach.run("playbook diff ours").ok().quiet();
    assert_eq!(
        ran.stdout,
        "  What `shop` says differently since ours was written: 1 step different, 1 step
    new, 1 step gone

  different  close  Close the shop
  new        meet  Meet
  gone       talk

  `breach playbook show shop` has its words of today. To note them as read, take
  `based-on` from `breach playbook new ours --from shop -o -`
"
    );
}
