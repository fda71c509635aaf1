//! `breach gate`: sentences, approvals, what is sent back, and who may.

use crate::harness::Breach;

#[test]
fn a_sentence_is_agreed_to_in_so_many_words() {
    let mut breach = Breach::walk_test();
    let shown = breach.session([
        "gate acknowledge gate-sentence",
        "gate acknowledge gate-sentence --agreed",
        "gate acknowledge gate-sentence --agreed",
        "gate acknowledge plain --agreed",
    ]);
    assert_eq!(
        shown,
        r##"$ breach gate acknowledge gate-sentence
error: there is no terminal to ask at; nothing was written
hint: `--agreed` says that you have read the sentence and agree
exit 6
$ breach gate acknowledge gate-sentence --agreed
  logged #2  Fri 23:43  agreed, for "Behind a sentence": Nobody logs in.
$ breach gate acknowledge gate-sentence --agreed
error: `acknowledge:Nobody logs in.` of step `gate-sentence` is open already; nothing was logged
exit 7
$ breach gate acknowledge plain --agreed
error: step `plain` has no such gate; nothing was logged
hint: `breach gate list plain` shows its gates
exit 2
"##
    );
}

#[test]
fn at_a_terminal_the_word_is_typed() {
    let mut breach = Breach::walk_test();
    breach.terminal();
    breach.types(["yes"]);
    let shown = breach.session(["gate acknowledge gate-sentence"]);
    assert_eq!(
        shown,
        r##"$ breach gate acknowledge gate-sentence

    "Nobody logs in."

  Type agreed if that holds.
  > yes
error: the sentence was not agreed to; nothing was logged
exit 5
"##
    );
}

#[test]
fn at_a_terminal_the_word_opens_it() {
    let mut breach = Breach::walk_test();
    breach.terminal();
    breach.types(["agreed"]);
    let shown = breach.session(["gate acknowledge gate-sentence"]);
    assert_eq!(
        shown,
        r##"$ breach gate acknowledge gate-sentence

    "Nobody logs in."

  Type agreed if that holds.
  > agreed
  logged #2  Fri 23:43  agreed, for "Behind a sentence": Nobody logs in.
"##
    );
}

#[test]
fn an_approval_is_given_by_who_holds_the_role() {
    let mut breach = Breach::walk_test();
    let shown = breach.session([
        "gate approve gate-approval",
        r#"role assign incident-commander "Jo Hall""#,
        "gate approve gate-approval",
        r#"gate approve gate-approval --who "Jo Hall" --channel phone"#,
        r#"gate send-back gate-approval --why "facts changed" --who "Jo Hall""#,
        "gate list gate-approval",
    ]);
    assert_eq!(
        shown,
        r##"$ breach gate approve gate-approval
error: nobody is Incident commander yet, so nobody can agree; nothing was logged
hint: `breach role assign incident-commander "Tom"` says that Tom may
exit 5
$ breach role assign incident-commander "Jo Hall"
  logged #2  Fri 23:43  Jo Hall is Incident commander
$ breach gate approve gate-approval
error: Incident commander is Jo Hall, and Tom is not a deputy; nothing was logged
hint: by phone: `breach gate approve gate-approval --gate approval:incident-commander --who "Jo Hall"`
hint: `breach role assign incident-commander "Tom"` says that Tom may
exit 5
$ breach gate approve gate-approval --who "Jo Hall" --channel phone
  logged #3  Fri 23:43  approved, for "Behind the commander": Incident commander
                        agrees (Jo Hall, told by phone)
$ breach gate send-back gate-approval --why "facts changed" --who "Jo Hall"
  logged #4  Fri 23:43  sent back, for "Behind the commander", because: facts
                        changed (asked for was: Incident commander agrees) (by
                        Jo Hall)
$ breach gate list gate-approval

  Behind the commander (gate-approval)
    Incident commander agrees: not yet
      approval:incident-commander
"##
    );
}

#[test]
fn four_eyes_are_somebody_elses() {
    let mut breach = Breach::walk_test();
    let shown = breach.session([
        "step done plain",
        "gate approve gate-four-eyes",
        "gate approve gate-four-eyes --who Ana --channel phone",
        "gate list gate-four-eyes",
        "gate list gate-four-eyes --json",
    ]);
    assert_eq!(
        shown,
        r##"$ breach step done plain
  logged #2  Fri 23:43  Plain step: done
$ breach gate approve gate-four-eyes
error: Tom did "Plain step"; a second pair of eyes must be somebody else's; nothing was logged
hint: by phone is fine: `--who NAME --channel phone`
exit 5
$ breach gate approve gate-four-eyes --who Ana --channel phone
  logged #3  Fri 23:43  approved, for "Behind four eyes": somebody other than
                        who did "Plain step" has looked (Ana, told by phone)
$ breach gate list gate-four-eyes

  Behind four eyes (gate-four-eyes)
    somebody other than who did "Plain step" has looked: Ana, Fri 23:43
      four-eyes:plain
$ breach gate list gate-four-eyes --json
{
  "format": "breach.gate-list/1",
  "items": [
    {
      "gate": "four-eyes:plain",
      "open": true,
      "step": "gate-four-eyes",
      "who": "Ana"
    }
  ]
}
"##
    );
}

#[test]
fn what_a_fact_opens_nobody_approves() {
    let mut breach = Breach::walk_test();
    let shown = breach.session([
        "gate approve gate-evidence",
        "gate approve gate-evidence --gate evidence-released",
        "gate approve gate-approval --gate nonsense",
    ]);
    assert_eq!(
        shown,
        r##"$ breach gate approve gate-evidence
error: step `gate-evidence` has no such gate; nothing was logged
hint: `breach gate list gate-evidence` shows its gates
exit 2
$ breach gate approve gate-evidence --gate evidence-released
error: `evidence-released` opens by itself when its fact or role is there; nothing was logged
exit 2
$ breach gate approve gate-approval --gate nonsense
error: step `gate-approval` has no gate `nonsense`; nothing was logged
hint: `breach gate list gate-approval` shows its gates
exit 2
"##
    );
}
