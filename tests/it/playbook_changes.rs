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
    assert!(ours(&breach).lines().count() < 50, "{}", ours(&breach));
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

/// What `playbook diff ours` says after each of these texts of `shop` was replaced by the other.
fn since(breach: &mut Breach, edits: &[(&str, &str)]) -> String {
    let mut newer = SHOP.to_owned();
    for (from, to) in edits {
        assert!(newer.contains(from), "`{from}` is in the playbook");
        newer = newer.replace(from, to);
    }
    breach.playbook("shop", &newer);
    breach.run("playbook diff ours").ok().quiet().stdout
}

const AGAIN: &str = "
  `breach playbook show shop` has all its words of today. To note them as read,
  take `based-on` from `breach playbook new ours --from shop -o -`
";

#[test]
fn what_the_other_playbook_says_differently_since_is_told_field_by_field() {
    let mut breach = machine();
    let shown = since(
        &mut breach,
        &[
            (
                "do: [Close it.]",
                "do: [Call the landlord., Close it at once.]\n    aim: 30 minutes",
            ),
            (
                "  - step: talk\n    title: Talk it over",
                "  - step: meet\n    title: Meet",
            ),
        ],
    );
    assert_eq!(
        shown,
        format!(
            "  What `shop` says differently since ours was written: 1 step new, 1 step left
    out and 1 step changed

  In everything else:

  Close the shop (close)
    do
      - Close it.
      + Call the landlord.
      + Close it at once.
    aim
      + 30 minutes after opening

  Meet (meet)
    new, in learn, first
    title
      + Meet
    owner
      + lead
    why
      + To learn.
    do
      + Talk.
    after
      + close

  Talk it over (talk)
    left out; it was in learn, first
{AGAIN}"
        )
    );
    let warning = "warning: `shop` has changed since `ours` was written: 1 step new, 1 step left out and 1 step changed; \
                   `breach playbook diff ours` says what\n";
    let ran = breach.run("playbook check ours").ok();
    assert_eq!(
        (ran.stdout.as_str(), ran.stderr.as_str()),
        ("  ours has no mistakes: Shop page, 3 steps\n", warning)
    );
}

#[test]
fn what_ours_replaces_stands_apart_from_what_it_follows() {
    let mut breach = machine();
    let text = format!("{CHANGES}{}", ours(&breach));
    breach.playbook("ours", &text);
    let shown = since(
        &mut breach,
        &[
            ("title: Shop page\n", "title: The page of the shop\n"),
            ("The shop page looks wrong", "The shop page looks odd"),
            ("does: Leads}", "does: Leads and decides}"),
            (
                "title: Close the shop\n    owner: lead\n    why: It stops the loss.",
                "title: Shut the shop\n    owner: lead\n    why: It stops the loss, and it shows that somebody acts.",
            ),
            ("do: [Close it.]", "do: [Close it at once.]"),
            ("why: To learn.", "why: To learn from it."),
        ],
    );
    assert_eq!(
        shown,
        format!(
            "  What `shop` says differently since ours was written: 2 steps changed and
    changes outside the steps

  Where yours says something of its own, which stays:

  The playbook
    title
      - Shop page
      + The page of the shop

  Shut the shop (close)
    do
      - Close it.
      + Close it at once.

  Talk it over (talk)
    why
      - To learn.
      + To learn from it.

  Elsewhere in what yours changes:

  The playbook
    use-when
      - The shop page looks wrong
      + The shop page looks odd

  Shut the shop (close)
    title
      - Close the shop
      + Shut the shop
    why
      - It stops the loss.
      + It stops the loss, and it shows that somebody acts.

  In everything else:

  Role lead
    does
      - Leads
      + Leads and decides
{AGAIN}"
        )
    );
    let items = breach.run("playbook diff ours --json").ok().stdout;
    assert!(
        items.contains("\"group\":\"replaced\"") || items.contains("\"group\": \"replaced\""),
        "{items}"
    );
}

#[test]
fn of_a_long_text_that_changed_only_the_new_words_are_known() {
    let mut breach = Breach::new();
    let long = "why: It stops the loss, and everybody who looks at the page sees that we act.";
    breach
        .playbook("shop", &SHOP.replace("why: It stops the loss.", long))
        .no_terminal();
    breach.run("playbook new ours --from shop").ok().quiet();
    assert_eq!(
        since(&mut breach, &[]),
        format!(
            "  What `shop` says differently since ours was written: 1 step changed

  In everything else:

  Close the shop (close)
    why
      - (other words)
      + It stops the loss.
{AGAIN}"
        )
    );
    assert!(!ours(&breach).contains("everybody who looks"), "{}", ours(&breach));
}

#[test]
fn questions_facts_roles_and_the_first_five_minutes_are_noticed_too() {
    let mut breach = machine();
    let shown = since(
        &mut breach,
        &[
            (
                "roles:\n",
                "first: {do-not: [guess], call: [lead]}\nroles:\n  desk: {title: Desk, does: Answers}\n",
            ),
            (
                "do: [Open it.]",
                "do: [Open it.]\n    ask: {card_suspected: required}\n    sources: [The contract]",
            ),
        ],
    );
    assert_eq!(
        shown,
        format!(
            "  What `shop` says differently since ours was written: 1 step changed and
    changes outside the steps

  In everything else:

  The first five minutes
    do-not
      + guess
    call
      + lead

  Role desk
    new, among the roles
    title
      + Desk
    does
      + Answers

  Look at the page (look)
    ask
      + card_suspected (yes-no, required): May card data be affected? (A
        suspicion is enough.)
    sources
      + The contract
{AGAIN}"
        )
    );
}

/// As `breach playbook new` wrote it before it noted every field.
const WRITTEN_EARLIER: &str = "playbook: ours
format: 1
based-on:
  playbook: shop
  steps:
    look: \"f50f5050010a\"
    close: \"0123456789ab\"
    leave: \"0123456789ab\"
";

#[test]
fn a_file_that_noted_steps_only_loads_and_is_told_by_step() {
    let mut breach = machine();
    breach.playbook("ours", WRITTEN_EARLIER);
    let shown = since(&mut breach, &[]);
    assert_eq!(
        shown,
        format!(
            "  What `shop` says differently since ours was written: 1 step new, 1 step left
    out and 1 step changed

  In everything else:

  Talk it over (talk)
    new, in learn, first
    title
      + Talk it over
    owner
      + lead
    why
      + To learn.
    do
      + Talk.
    after
      + close

  leave (leave)
    left out; it was among the steps

  Close the shop (close)
    something; the version that wrote the file did not note what
{AGAIN}"
        )
    );
}
