use super::difference;
use crate::playbook::plan::Playbook;
use crate::playbook::{Library, load_text};

const BASE: &str = include_str!("base.yaml");

fn playbook(text: &str) -> Playbook {
    match load_text("small.yaml", text) {
        Ok(loaded) => loaded.playbook,
        Err(rejected) => panic!("{}\n{}", rejected.summary(), rejected.render(100, false)),
    }
}

/// The base with each of these texts replaced by the other.
fn edited(edits: &[(&str, &str)]) -> Playbook {
    let mut text = BASE.to_owned();
    for (from, to) in edits {
        assert!(text.contains(from), "`{from}` is in base.yaml");
        text = text.replace(from, to);
    }
    playbook(&text)
}

fn words(edits: &[(&str, &str)]) -> String {
    difference(&edited(edits), &playbook(BASE)).words(80)
}

#[test]
fn a_playbook_is_no_different_from_itself() {
    let base = playbook(BASE);
    let same = difference(&base, &base);
    assert_eq!(
        (same.words(80), same.summary()),
        (String::new(), "no differences".to_owned())
    );
}

#[test]
fn a_copy_under_another_name_with_everything_written_out_is_no_difference() {
    for listed in Library::default().list() {
        let Ok(loaded) = Library::default().load(&listed.id) else {
            panic!("{} is broken", listed.id)
        };
        let copy = loaded.playbook.clone().written_out("ours");
        assert_eq!(difference(&copy, &loaded.playbook).words(80), "", "{}", listed.id);
    }
}

#[test]
fn what_a_step_is_due_with_is_compared_in_both_forms() {
    let fixed = "{by: 24 hours after first_read_at, source: The contract}";
    assert_eq!(
        words(&[(fixed, "{obligations: [acquirer-notice, regulator]}")]),
        "  Stop it (stop)
    due
      - 24 hours after first_read_at: The contract
      + with the earliest open duty to tell: acquirer-notice or any to a
        regulator
"
    );
    let with = |names: &str| edited(&[(fixed, &format!("{{obligations: [{names}]}}"))]);
    assert_eq!(
        difference(&with("contract"), &with("contract, individuals")).words(80),
        "  Stop it (stop)
    due
      - with the earliest open duty to tell: any of a contract or any to the
        people affected
      + with the earliest open duty to tell: any of a contract
"
    );
}

#[test]
fn what_stands_at_the_top_is_compared() {
    let shown = words(&[
        ("title: Small breach", "title: Small breach of ours"),
        ("summary: Something small", "summary: Something of ours"),
        ("incident-title: Possible", "incident-title: Perhaps"),
        ("  - somebody says so", "  - somebody says so\n  - it is in the news"),
        ("do-not: [delete anything]", "do-not: [delete anything, guess]"),
        ("call: [bank]", "call: [technical-lead, bank]"),
        ("bank: We call", "bank: We are calling"),
        ("does: Looks after the machines", "does: Looks after all machines"),
        (
            "  scribe: {title: Scribe, does: Writes}",
            "  counsel: {title: Counsel, does: Advises}",
        ),
        ("owner: scribe", "owner: counsel"),
        ("ask: May cards be affected?", "ask: Are cards affected?"),
    ]);
    assert_eq!(
        shown,
        "  The playbook
    title
      - Small breach
      + Small breach of ours
    summary
      - Something small happened.
      + Something of ours happened.
    incident-title
      - Possible small incident
      + Perhaps small incident
    use-when
      + it is in the news

  The first five minutes
    do-not
      + guess
    call
      + technical-lead
    say
      - bank: We call since {{ first_read_at }}.
      + bank: We are calling since {{ first_read_at }}.

  Role technical-lead
    does
      - Looks after the machines
      + Looks after all machines

  Role counsel
    new, among the roles
    title
      + Counsel
    does
      + Advises

  Role scribe
    left out; it was among the roles

  Fact card_suspected
    ask
      - May cards be affected?
      + Are cards affected?

  Look (look)
    owner
      - scribe
      + counsel
    ask
      - card_suspected (yes-no, required): May cards be affected?
      + card_suspected (yes-no, required): Are cards affected?

  Tell the bank (tell)
    owner
      - scribe
      + counsel

  Close (close)
    owner
      - scribe
      + counsel
"
    );
}

#[test]
fn every_field_of_a_step_is_compared() {
    let shown = words(&[
        ("title: Stop it", "title: Stop the loss"),
        ("why: It costs.", "why: Every hour costs."),
        (
            "      - Pull the plug.",
            "      - Pull no plug.\n      - Cut the network.",
        ),
        ("      - \"`cut off`\"", "      - \"`cut off now`\""),
        ("basis: text}", "basis: text, count: number}"),
        ("when: card_suspected", "when: not card_suspected"),
        ("after: [look]", "after: [save]"),
        (
            "- acknowledge: Nobody logs in.",
            "- acknowledge: Nobody at all logs in.",
        ),
        ("aim: 1 hour", "aim: 30 minutes"),
        ("due: {by: 24 hours", "due: {by: 72 hours"),
        ("repeat: {every: 4 hours}", "repeat: {every: 2 hours}"),
        ("required: false", "required: true"),
        ("sources: [the contract]", "sources: [the new contract]"),
        ("depends-on: [card_suspected]", "depends-on: [first_read_at]"),
        ("run: [cut, off]", "run: [cut, it, off]"),
        ("notice: letter", "notice: note"),
    ]);
    assert_eq!(shown, include_str!("fields.txt"));
}

#[test]
fn steps_come_go_and_move() {
    let look = &BASE[BASE.find("  - step: look").expect("a step")..BASE.find("contain:").expect("a list")];
    let mine = edited(&[
        (
            look,
            "  - step: ask\n    title: Ask the bank\n    owner: scribe\n    why: It knows.\n    do: [Call it.]\n    ask: {card_suspected: required}\n",
        ),
        ("    after: [look]\n", ""),
        (
            "learn:\n",
            "learn:\n  - step: thank\n    title: Thank everybody\n    owner: scribe\n    why: They stayed.\n    do: [Say thank you.]\n",
        ),
    ]);
    let found = difference(&mine, &playbook(BASE));
    assert_eq!(
        found.words(80),
        "  Ask the bank (ask)
    new, in confirm, first
    title
      + Ask the bank
    owner
      + scribe
    why
      + It knows.
    do
      + Call it.
    ask
      + card_suspected (yes-no, required): May cards be affected?

  Stop it (stop)
    after
      - look

  Thank everybody (thank)
    new, in learn, first
    title
      + Thank everybody
    owner
      + scribe
    why
      + They stayed.
    do
      + Say thank you.

  Look (look)
    left out; it was in confirm, first
"
    );
    assert_eq!(found.summary(), "2 steps new, 1 step left out and 1 step changed");
}

#[test]
fn one_step_that_moved_is_one_difference() {
    let mut mine = playbook(BASE);
    let tell = mine.steps.iter().position(|step| step.id == "tell").expect("a step");
    let mut step = mine.steps.remove(tell);
    step.phase = super::Phase::Contain;
    mine.steps.insert(1, step);
    let found = difference(&mine, &playbook(BASE));
    assert_eq!(
        found.words(80),
        "  Tell the bank (tell)
    moved: it was in notify, first, and is in contain, first
"
    );
    assert_eq!(
        serde_json::Value::from(found.to_json()),
        serde_json::json!([{
            "of": "step", "id": "tell", "title": "Tell the bank", "what": "moved",
            "stood": "in notify, first", "stands": "in contain, first",
        }])
    );
    let mut mine = playbook(BASE);
    mine.steps.swap(1, 2);
    let found = difference(&mine, &playbook(BASE));
    assert_eq!(found.summary(), "1 step moved");
}

#[test]
fn as_json_every_field_is_an_item() {
    let mine = edited(&[("      - Pull the plug.", "      - Pull no plug.")]);
    assert_eq!(
        serde_json::Value::from(difference(&mine, &playbook(BASE)).to_json()),
        serde_json::json!([{
            "of": "step", "id": "stop", "title": "Stop it", "what": "changed", "field": "do",
            "gone": ["Pull the plug."], "came": ["Pull no plug."],
        }])
    );
}
