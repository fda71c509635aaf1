//! `breach step`: every outcome as a command, what is held, and what is added by hand.

use crate::harness::Breach;

#[test]
fn every_outcome_has_its_command() {
    let mut breach = Breach::walk_test();
    let shown = breach.session([
        "step done plain",
        "step started second",
        r#"step waiting third --on Ana --until "tomorrow 09:00""#,
        r#"step later fourth --until "in 2 hours" --why "Ana sleeps""#,
        r#"step not-needed fifth --why "nobody uses it""#,
        r#"step will-not-do sixth --why "it would stop sales""#,
        "step done on-demand",
        "step done on-demand",
    ]);
    assert_eq!(
        shown,
        r##"$ breach step done plain
  logged #2  Fri 23:43  Plain step: done
$ breach step started second
  logged #3  Fri 23:43  Second step: started
$ breach step waiting third --on Ana --until "tomorrow 09:00"
  logged #4  Fri 23:43  Third step: waiting for Ana, until Sat 21 Nov 09:00
$ breach step later fourth --until "in 2 hours" --why "Ana sleeps"
  logged #5  Fri 23:43  Fourth step: later, until Sat 21 Nov 01:43: Ana sleeps
$ breach step not-needed fifth --why "nobody uses it"
  logged #6  Fri 23:43  Fifth step: not needed, because: nobody uses it
$ breach step will-not-do sixth --why "it would stop sales"
  logged #7  Fri 23:43  Sixth step: will not be done, because: it would stop
                        sales
$ breach step done on-demand
  logged #8  Fri 23:43  On demand: done
$ breach step done on-demand
  logged #9  Fri 23:43  On demand (pass 2): done
"##
    );
}

#[test]
fn what_is_missing_is_asked_at_a_terminal_and_refused_without_one() {
    let mut breach = Breach::walk_test();
    let shown = breach.session([
        "step waiting third",
        "step not-needed fifth",
        "step will-not-do sixth",
        "step override gate-sentence",
        "step reopen plain",
    ]);
    assert_eq!(
        shown,
        r##"$ breach step waiting third
error: there is no terminal to ask at; nothing was written
hint: add `--on WHO`
exit 6
$ breach step not-needed fifth
error: there is no terminal to ask at; nothing was written
hint: add `--why TEXT`
exit 6
$ breach step will-not-do sixth
error: there is no terminal to ask at; nothing was written
hint: add `--why TEXT`
exit 6
$ breach step override gate-sentence
error: there is no terminal to ask at; nothing was written
hint: add `--why TEXT`
exit 6
$ breach step reopen plain
error: there is no terminal to ask at; nothing was written
hint: add `--why TEXT`
exit 6
"##
    );
}

#[test]
fn what_is_missing_is_asked_at_a_terminal() {
    let mut breach = Breach::walk_test();
    breach.terminal();
    breach.types(["", "Ana"]);
    let shown = breach.session(["step waiting third"]);
    assert_eq!(
        shown,
        r##"$ breach step waiting third
  On whom, or for what? 
  Type it, or /leave. Nothing was logged yet.
  On whom, or for what? Ana
  logged #2  Fri 23:43  Third step: waiting for Ana
"##
    );
}

#[test]
fn a_held_step_is_refused_with_its_exits() {
    let mut breach = Breach::walk_test();
    let shown = breach.session([
        "step done gate-sentence",
        "step started after-plain",
        "step done gate-approval",
        "log",
    ]);
    assert_eq!(
        shown,
        r##"$ breach step done gate-sentence

  Not yet: "Behind a sentence" waits for one thing.

    agreement to "Nobody logs in."

  You can
    agree to it
        breach gate acknowledge gate-sentence
    say that it has already happened
        breach step done gate-sentence --at TIME --who NAME
    go ahead anyway: commander, with a reason, marked in the report
        breach step override gate-sentence --why REASON

  Nothing was changed.
exit 5
$ breach step started after-plain

  Not yet: "After the plain step" waits for one thing.

    Plain step, first

  You can
    finish that first
        breach step done plain
    say that it has already happened
        breach step done after-plain --at TIME --who NAME
    go ahead anyway: commander, with a reason, marked in the report
        breach step override after-plain --why REASON

  Nothing was changed.
exit 5
$ breach step done gate-approval

  Not yet: "Behind the commander" waits for one thing.

    approval by incident-commander

  You can
    write down who agreed
        breach gate approve gate-approval --who NAME --channel phone
    say that it has already happened
        breach step done gate-approval --at TIME --who NAME
    go ahead anyway: commander, with a reason, marked in the report
        breach step override gate-approval --why REASON

  Nothing was changed.
exit 5
$ breach log
  k7f3  Something to walk through  (London)

  #0  Fri 20 Nov 23:43  Tom
      2026-11-20-k7f3 opened: Something to walk through
  #1  Fri 20 Nov 23:43  Tom
      playbook walk-test is followed: A step of every kind, for the tests
"##
    );
}

#[test]
fn what_has_happened_is_logged_as_before_what_held_it() {
    let mut breach = Breach::walk_test();
    let shown = breach.session([
        "step done gate-sentence --at 22:00",
        "step done after-plain --who Ana --channel phone",
    ]);
    assert_eq!(
        shown,
        r##"$ breach step done gate-sentence --at 22:00
  logged #2  Fri 20 Nov 22:00  Behind a sentence: done, before agreement to
                          "Nobody logs in.". Written down Fri 23:43 by Tom.
$ breach step done after-plain --who Ana --channel phone
  logged #3  Fri 23:43  After the plain step: done, before step plain (Ana, told
                        by phone)
"##
    );
}

#[test]
fn only_the_commander_overrides() {
    let mut breach = Breach::walk_test();
    let shown = breach.session([
        r#"step override gate-sentence --why "loss goes on""#,
        "role take incident-commander",
        r#"step override gate-sentence --why "loss goes on""#,
        r#"step override plain --why "no reason""#,
        "step done gate-sentence",
    ]);
    assert_eq!(
        shown,
        r##"$ breach step override gate-sentence --why "loss goes on"
error: only the incident commander can override a hold, and Tom is not; nothing was logged
hint: `breach role take incident-commander` makes you the commander
exit 5
$ breach role take incident-commander
  logged #2  Fri 23:43  Tom is Incident commander
$ breach step override gate-sentence --why "loss goes on"
  logged #3  Fri 23:43  Behind a sentence: goes ahead in spite of agreement to
                        "Nobody logs in.", because: loss goes on
$ breach step override plain --why "no reason"
error: nothing holds "Plain step", so there is nothing to override; nothing was logged
exit 2
$ breach step done gate-sentence
  logged #4  Fri 23:43  Behind a sentence: done
"##
    );
}

#[test]
fn a_finished_step_opens_again_with_a_reason() {
    let mut breach = Breach::walk_test();
    let shown = breach.session([
        "step done plain",
        "step done plain",
        r#"step reopen plain --why "not all of it""#,
        r#"step reopen plain --why "not all of it""#,
    ]);
    assert_eq!(
        shown,
        r##"$ breach step done plain
  logged #2  Fri 23:43  Plain step: done
$ breach step done plain
error: step `plain` is done already; correct that entry, or reopen the step; nothing was logged
exit 7
$ breach step reopen plain --why "not all of it"
  logged #3  Fri 23:43  Plain step: open again, because: not all of it
$ breach step reopen plain --why "not all of it"
error: "Plain step" is not finished, so it is open already; nothing was changed
exit 5
"##
    );
}

#[test]
fn steps_can_be_added_and_given_away() {
    let mut breach = Breach::walk_test();
    let shown = breach.session([
        r#"step add --title "Call the courier" --why "a parcel is under way""#,
        r#"step add --title "Call the courier" --why again"#,
        "step add --title Lost --why lost --phase nowhere",
        "step assign call-the-courier Ana",
        "step assign call-the-curier Ana",
    ]);
    assert_eq!(
        shown,
        r##"$ breach step add --title "Call the courier" --why "a parcel is under way"
  logged #2  Fri 23:43  step added: Call the courier (contain), because: a
                        parcel is under way
$ breach step add --title "Call the courier" --why again
error: there is a step `call-the-courier` already: "Call the courier"; nothing was logged
exit 2
$ breach step add --title Lost --why lost --phase nowhere
error: unknown phase `nowhere`; expected `confirm`, `contain`, `notify`, `audit` or `learn`
exit 2
$ breach step assign call-the-courier Ana
  logged #3  Fri 23:43  Call the courier: given to Ana
$ breach step assign call-the-curier Ana
error: no step is called `call-the-curier`; nothing was logged
hint: did you mean `call-the-courier`? `breach step list --all` shows every step
exit 2
"##
    );
}

#[test]
fn done_says_which_questions_can_follow() {
    let mut breach = Breach::walk_test();
    let shown = breach.session(["step done asks"]);
    assert_eq!(
        shown,
        r##"$ breach step done asks
  logged #2  Fri 23:43  Asking step: done
  3 answers can follow.
    breach fact set asks.stopped ANSWER      Has it stopped?
    breach fact set police_delay_until ANSWER      Until when did police ask you, in writing, to hold back notices?
    breach fact set evidence_released_by ANSWER      Who has released the evidence, so that systems may be changed?
"##
    );
}

/// Whoever would have been asked is not asked any more, so what hangs on the answer is not needed: it does not wait for ever.
#[test]
fn a_step_whose_only_asker_is_ruled_out_is_ruled_out_too_and_comes_back_with_an_answer() {
    let mut breach = crate::harness::Breach::new();
    breach.env("BREACH_AS", "Tom").no_terminal().playbook(
        "nested",
        "playbook: nested
format: 1
title: Nested
summary: A question inside a question.
incident-title: Nested
use-when: [For a test]
roles:
  lead: {title: Lead, does: Decides}
confirm:
  - step: here
    title: Is it here
    owner: lead
    why: It decides the rest.
    do: [Look]
    ask:
      present: {type: yes-no, ask: Is it here?}
contain:
  - step: able
    title: Can it be patched
    owner: lead
    why: It decides how.
    when: here.present
    do: [Look]
    ask:
      ok: {type: yes-no, ask: Can it be patched?}
  - step: patch
    title: Patch it
    owner: lead
    why: It stops it.
    when: able.ok
    do: [Patch]
notify:
  - step: report
    title: Report
    owner: lead
    why: They want to know.
    after: [patch]
    do: [Report]
",
    );
    breach.run("start nested --no-walk").ok();
    assert_eq!(
        breach.run("fact set here.present no").ok().stdout,
        "  logged #2  Fri 23:43  Is it here? no
  logged #3  Fri 23:43  Can it be patched: ruled out, since this does not hold:
                        here.present (here.present is no)
  logged #4  Fri 23:43  Patch it: ruled out, since this does not hold: able.ok
                        (able.ok is not answered)
"
    );
    breach.run("step done report").ok();
    let back = breach.run("fact set here.present yes").ok().stdout;
    for step in ["Can it be patched", "Patch it"] {
        assert!(
            back.contains(&format!("{step}: no longer ruled out")),
            "{step} in\n{back}"
        );
    }
}
