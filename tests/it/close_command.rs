//! `breach close` and `reopen`: what stands in the way, who agrees, and the code to keep.

use crate::harness::Breach;

#[test]
fn open_ends_are_listed_and_nothing_is_written() {
    let mut breach = Breach::tiny();
    let shown = breach.session(["step waiting look --on Dana", r#"close --why "all done""#, "log"]);
    assert_eq!(
        shown,
        r##"$ breach step waiting look --on Dana
  logged #2  Fri 23:43  Look at it: waiting for Dana
$ breach close --why "all done"

  Not yet: this incident has open ends.

  Steps
    Look at it (look)

  Questions that need an answer; `unknown` is one
    Has it stopped? (look.stopped)

  You can
    settle them one by one
        breach step done | not-needed | will-not-do STEP
        breach fact set FACT ANSWER
        breach notice made | declined ID
    leave steps and questions open, for one reason; a duty never
        breach close --why REASON --open-because REASON --left-by NAME
    close it as part of another incident, or as ruled out
        breach close --how joined --to ID --why REASON
        breach close --how ruled-out --second NAME --why REASON

  Nothing was changed.
exit 5
$ breach log
  k7f3  Tiny thing  (London)

  #0  Fri 20 Nov 23:43  Tom
      2026-11-20-k7f3 opened: Tiny thing
  #1  Fri 20 Nov 23:43  Tom
      playbook tiny is followed: Tiny
  #2  Fri 20 Nov 23:43  Tom
      Look at it: waiting for Dana
"##
    );
}

#[test]
fn handled_when_nothing_is_left() {
    let mut breach = Breach::tiny();
    let shown = breach.session([
        "step done look",
        r#"close --why "all done""#,
        "fact set look.stopped yes",
        r#"close --why "all done""#,
        "-i k7f3 step done act",
        r#"-i k7f3 reopen --why "it came back""#,
        "-i k7f3 reopen --why again",
    ]);
    assert_eq!(
        shown,
        r##"$ breach step done look
  logged #2  Fri 23:43  Look at it: done
  3 answers can follow.
    breach fact set look.stopped ANSWER      Has it stopped?
    breach fact set look.proof ANSWER      Which file shows it?
    breach fact set look.by_brand ANSWER      How many of which brand?
$ breach close --why "all done"

  Not yet: this incident has open ends.

  Questions that need an answer; `unknown` is one
    Has it stopped? (look.stopped)

  You can
    settle them one by one
        breach step done | not-needed | will-not-do STEP
        breach fact set FACT ANSWER
        breach notice made | declined ID
    leave steps and questions open, for one reason; a duty never
        breach close --why REASON --open-because REASON --left-by NAME
    close it as part of another incident, or as ruled out
        breach close --how joined --to ID --why REASON
        breach close --how ruled-out --second NAME --why REASON

  Nothing was changed.
exit 5
$ breach fact set look.stopped yes
  logged #3  Fri 23:43  Has it stopped? yes
  logged #4  Fri 23:43  Act on it: ruled out, since this does not hold: not
                        look.stopped (look.stopped is yes)
$ breach close --why "all done"
  logged #5  Fri 23:43  closed as handled: all done

  Everything that says `logged` is kept.

  Check code, for paper:   $CODE
  $HEAD

  Record:      $DIR/store/2026-11-20-k7f3/record.jsonl
  To open it again:   breach reopen --why REASON -i k7f3
$ breach -i k7f3 step done act
error: the incident is closed; nothing was logged
exit 7
$ breach -i k7f3 reopen --why "it came back"
  logged #6  Fri 23:43  opened again: it came back
$ breach -i k7f3 reopen --why again
error: the incident is not closed; nothing was logged
exit 7
"##
    );
}

/// A duty that applies stands in the way whatever else is said; what cannot be told takes the name of who leaves it open.
#[test]
fn a_small_case_closes_with_open_steps_and_one_reason_but_never_over_a_duty() {
    let mut breach = Breach::new();
    breach.env("BREACH_AS", "Tom").no_terminal();
    breach.run("start card-data-breach --no-walk").ok();
    breach.run("fact set suspected_at 22:00").ok();
    breach.run("fact set card_suspected yes").ok();
    let left = r#"--open-because "one till, one card" --left-by "Naomi Feld""#;
    let refused = breach.run(&format!("close --why handled {left}")).exits(5).stderr;
    let duties =
        "  Duties: each is told, or not told because\n    Acquiring bank / payment processor (acquirer-notice)\n\n";
    assert!(refused.contains(duties), "{refused}");
    breach.run("notice made acquirer-notice --channel phone --to desk").ok();
    let refused = breach.run("close --why handled").exits(5).stderr;
    for open in [
        "\n  Steps\n",
        "\n  Questions that decide whom to tell\n    persons_by_jurisdiction: decides about ",
        "\n    card_brands: decides about ",
    ] {
        assert!(refused.contains(open), "{open} is not in\n{refused}");
    }
    assert!(!refused.contains("Duties"), "{refused}");
    breach.run(r#"close --why handled --open-because "one till""#).exits(5);
    breach.run(&format!("close --why handled {left}")).ok();
    let entries = breach.entries();
    let breach::incident::Event::IncidentClosed(closed) = &entries[entries.len() - 1].event else {
        panic!("{:?}", entries.last());
    };
    assert_eq!(closed.open_because.as_deref(), Some("one till, one card"));
    assert_eq!(closed.left_by.as_deref(), Some("Naomi Feld"));
    assert_eq!((closed.open.is_empty(), closed.undecided.is_empty()), (false, false));
}

#[test]
fn ruled_out_takes_a_second_person() {
    let mut breach = Breach::tiny();
    let asked = breach.session([
        r#"close --how ruled-out --why "a test card""#,
        "close --how joined --why same",
        "close",
    ]);
    assert_eq!(
        asked,
        r##"$ breach close --how ruled-out --why "a test card"
error: who agrees that it was nothing? `--second NAME` says it; nothing was logged
exit 2
$ breach close --how joined --why same
error: which incident does it join? `--to ID` says it; nothing was logged
exit 2
$ breach close
error: why? `--why TEXT` says it; nothing was logged
exit 2
"##
    );
    let shown = breach.session([
        r#"close --how ruled-out --why "a test card" --second tom"#,
        r#"close --how ruled-out --why "a test card" --second Ana"#,
    ]);
    assert_eq!(
        shown,
        r##"$ breach close --how ruled-out --why "a test card" --second tom
error: the second person is the first; somebody else has to agree; nothing was logged
exit 5
$ breach close --how ruled-out --why "a test card" --second Ana
  logged #2  Fri 23:43  closed as ruled out, agreed by Ana: a test card; 2 steps
                        left open

  Still open when it closed: 2 steps
    Look at it
    Act on it

  Everything that says `logged` is kept.

  Check code, for paper:   $CODE
  $HEAD

  Record:      $DIR/store/2026-11-20-k7f3/record.jsonl
  To open it again:   breach reopen --why REASON -i k7f3
"##
    );
}

#[test]
fn joined_names_the_other_and_both_say_so() {
    let mut breach = Breach::tiny();
    let shown = breach.session([
        "start tiny --no-walk",
        r#"-i k7f3 close --how joined --to nope --why "the same thing""#,
        r#"-i k7f3 close --how joined --to k7f3 --why "the same thing""#,
        r#"-i k7f3 close --how joined --to m2q9 --why "the same thing""#,
        "-i m2q9 log",
    ]);
    assert_eq!(
        shown,
        r##"$ breach start tiny --no-walk

  logged #0 to #1  Fri 23:43  m2q9 opened
2026-11-20-m2q9
$ breach -i k7f3 close --how joined --to nope --why "the same thing"
error: there is no incident `nope`
hint: `breach list` shows all: `2026-11-20-k7f3` and `2026-11-20-m2q9`
exit 2
$ breach -i k7f3 close --how joined --to k7f3 --why "the same thing"
error: an incident cannot join itself; nothing was logged
exit 2
$ breach -i k7f3 close --how joined --to m2q9 --why "the same thing"
  logged #2  Fri 23:43  linked with 2026-11-20-m2q9: goes on there: the same
                        thing
  logged #3  Fri 23:43  closed, joined to 2026-11-20-m2q9: the same thing; 2
                        steps left open
  logged #2  Fri 23:43  linked with 2026-11-20-k7f3: joined to this one: the
                        same thing

  Still open when it closed: 2 steps
    Look at it
    Act on it

  Everything that says `logged` is kept.

  Check code, for paper:   $CODE
  $HEAD

  Record:      $DIR/store/2026-11-20-k7f3/record.jsonl
  To open it again:   breach reopen --why REASON -i k7f3
$ breach -i m2q9 log
  m2q9  Tiny thing  (London)

  #0  Fri 20 Nov 23:43  Tom
      2026-11-20-m2q9 opened: Tiny thing
  #1  Fri 20 Nov 23:43  Tom
      playbook tiny is followed: Tiny
  #2  Fri 20 Nov 23:43  Tom
      linked with 2026-11-20-k7f3: joined to this one: the same thing
"##
    );
}

/// At a terminal what closing needs is asked for, a false alarm with somebody else who agrees.
#[test]
fn close_asks_at_a_terminal() {
    let mut breach = Breach::tiny();
    breach.terminal().types(["2", "tom", "Ana Ruiz", "it was a test card"]);
    let ran = breach.run("close").ok();
    assert!(
        ran.screen.contains("That is who types. Somebody else has to agree."),
        "{}",
        ran.screen
    );
    assert_eq!(
        breach.told().last().map(String::as_str),
        Some("closed as ruled out, agreed by Ana Ruiz: it was a test card; 2 steps left open")
    );
}

#[test]
fn close_at_a_terminal_takes_one_reason_for_all_that_stays_open() {
    let mut breach = Breach::tiny();
    breach.run("step waiting look --on Dana").ok();
    breach.terminal().types(["1", "back"]);
    let before = breach.lines().len();
    let ran = breach.run("close").ok();
    assert!(
        ran.screen.contains("It stays open. Nothing was changed."),
        "{}",
        ran.screen
    );
    assert_eq!(breach.lines().len(), before);
    breach.types(["1", "Dana is away, and nothing was lost", "the till is safe"]);
    breach.run("close").ok();
    let entries = breach.entries();
    let breach::incident::Event::IncidentClosed(closed) = &entries[entries.len() - 1].event else {
        panic!("{:?}", entries.last());
    };
    assert_eq!(
        closed.open_because.as_deref(),
        Some("Dana is away, and nothing was lost")
    );
    assert_eq!(closed.why, "the till is safe");
}
