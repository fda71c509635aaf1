//! What people decide about who must be told, and the notices that were made: recorded, shown, corrected, exported.

use crate::harness::Breach;

const WALK_TEST: &str = include_str!("../data/playbooks/stories/walk-test.yaml");

/// Duties with short names, which are also whom to tell. They apply to nobody here, so that nothing is computed.
const RULES: &str = r#"
format: 1
jurisdiction: CONTRACT
law: none
binds: nobody here
by: [fca-firm]
recipient: regulator
trigger: none
clock: {within: 72 hours, after: awareness}
deadline: 72 hours
content: none
encryption: none
risk: none
source: none
confidence: background
as-of: 2026-01
rules:
  ico: {tell: ico}
  brands: {tell: brands}
  people: {tell: people}
  insurer: {tell: insurer}
"#;

/// A machine without a terminal, the incident open, Tom typing.
fn opened() -> Breach {
    let mut breach = Breach::new();
    breach
        .playbook("walk-test", WALK_TEST)
        .obligations("own", RULES)
        .env("BREACH_AS", "Tom")
        .no_terminal();
    breach.run("start walk-test --no-walk").ok();
    breach
}

#[test]
fn counsel_decides() {
    let mut breach = opened();
    let shown = breach.session([
        r#"obligation confirm ico --who "Carla Counsel" --channel phone"#,
        r#"obligation confirm ico --who "Carla Counsel""#,
        r#"obligation not-required brands --why "no cards" --privileged"#,
        r#"obligation not-required brands --why " ""#,
        "obligation not-required brands",
    ]);
    assert_eq!(
        shown,
        r##"$ breach obligation confirm ico --who "Carla Counsel" --channel phone
  logged #2  Fri 23:43  ico: confirmed to apply as computed (Carla Counsel, told
                        by phone)
$ breach obligation confirm ico --who "Carla Counsel"
error: obligation `ico` was decided so already; nothing was logged
exit 7
$ breach obligation not-required brands --why "no cards" --privileged
  logged #3  Fri 23:43  [privileged]  brands: does not apply, because: no cards
$ breach obligation not-required brands --why " "
error: a reason is kept with it; nothing was logged
hint: `--why TEXT` says why
exit 2
$ breach obligation not-required brands
error: the following required arguments were not provided:
  --why <TEXT>

Usage: breach obligation not-required --why <TEXT> <ID>

For more information, try '--help'.
exit 2
"##
    );
}

#[test]
fn another_time_counts_and_more_time_is_later() {
    let mut breach = opened();
    let shown = breach.session([
        r#"obligation correct ico --due "2026-11-23 22:00" --why "we knew on Friday""#,
        r#"obligation extend ico --until "2026-11-23 20:00" --why "they agreed""#,
        r#"obligation extend ico --until "2026-11-24 12:00" --why "they agreed""#,
        r#"obligation extend ico --until yesterday --why "they agreed""#,
        r#"obligation recompute ico --why "counsel was wrong""#,
        r#"obligation recompute ico --why "counsel was wrong""#,
    ]);
    assert_eq!(
        shown,
        r##"$ breach obligation correct ico --due "2026-11-23 22:00" --why "we knew on Friday"
  logged #2  Fri 23:43  ico: due Monday 23 Nov 2026, 22:00 instead of the
                        computed time, because: we knew on Friday
$ breach obligation extend ico --until "2026-11-23 20:00" --why "they agreed"
error: it is due Monday 23 Nov 2026, 22:00 already; nothing was logged
hint: `breach obligation correct ico --due TIME --why TEXT` sets an earlier time
exit 5
$ breach obligation extend ico --until "2026-11-24 12:00" --why "they agreed"
  logged #3  Fri 23:43  ico: extended to Tuesday 24 Nov 2026, 12:00, because:
                        they agreed
$ breach obligation extend ico --until yesterday --why "they agreed"
error: Thu 19 Nov 2026 is over; give a future time; nothing was logged
exit 3
$ breach obligation recompute ico --why "counsel was wrong"
  logged #4  Fri 23:43  ico: what is computed counts again, because: counsel was
                        wrong
$ breach obligation recompute ico --why "counsel was wrong"
error: nobody decided anything about obligation `ico` that could be taken back; nothing was logged
exit 7
"##
    );
}

#[test]
fn the_police_hold_a_notice_back_and_let_it_go() {
    let mut breach = opened();
    let shown = breach.session([
        r#"obligation delay people --agency "Met Police" --officer "DC Lane" --until "Mon 09:00""#,
        "obligation delay people --agency FBI --oral",
        "obligation release people --at 23:40",
        "obligation release people",
        "obligation release people --at unknown",
    ]);
    assert_eq!(
        shown,
        r##"$ breach obligation delay people --agency "Met Police" --officer "DC Lane" --until "Mon 09:00"
  logged #2  Fri 23:43  people: Met Police (DC Lane) asked in writing to hold
                        the notice back until Monday 23 Nov 2026, 09:00
  By the rule on file the police cannot hold this back: it is still to be made
  as the law says. Ask counsel before you wait.
$ breach obligation delay people --agency FBI --oral
  logged #3  Fri 23:43  people: FBI asked without writing to hold the notice
                        back
  By the rule on file the police cannot hold this back: it is still to be made
  as the law says. Ask counsel before you wait.
  Ask for it in writing: what was only said counts for a short time, or not at
  all.
$ breach obligation release people --at 23:40
  logged #4  Fri 20 Nov 23:40  people: not held back any more since Friday 20
                          Nov 2026, 23:40. Written down Fri 23:43 by Tom.
$ breach obligation release people
error: nobody holds back obligation `people`; nothing was logged
exit 7
$ breach obligation release people --at unknown
error: this needs the day when it happened, at least; nothing was logged
hint: about is enough: `--at "about 14:00"`, and so is a day: `--at "20 Nov"`
exit 3
"##
    );
}

#[test]
fn notices_are_made_and_declined() {
    let mut breach = opened();
    breach.file("form.pdf", "form");
    let shown = breach.session([
        "notice list",
        r#"notice made ico --channel "web form" --at 23:20 --to ICO --reference IC-4711 --attachment form.pdf --who Ana"#,
        "notice made ico --channel phone",
        "notice made ico --channel letter --attachment none.pdf",
        "notice made ico --channel letter --at unknown",
        r#"notice made ico --channel " ""#,
        r#"notice declined insurer --why "below the excess" --revisit "Fri 09:00""#,
        r#"notice declined brands --why "no cards" --decided-by "Maria Lund" --revisit "yesterday 09:00""#,
        "notice list",
        "notice list --json",
    ]);
    assert_eq!(
        shown,
        r##"$ breach notice list
  No notice is recorded yet.
$ breach notice made ico --channel "web form" --at 23:20 --to ICO --reference IC-4711 --attachment form.pdf --who Ana
  logged #2  Fri 20 Nov 23:20  ico: told Friday 20 Nov 2026, 23:20, by web form,
                          to ICO, reference IC-4711, with form.pdf (by Ana).
                          Written down Fri 23:43 by Tom.
$ breach notice made ico --channel phone
  logged #3  Fri 23:43  ico: told Friday 20 Nov 2026, 23:43, by phone
$ breach notice made ico --channel letter --attachment none.pdf
error: `none.pdf` cannot be read: no such file or folder; nothing was logged
exit 3
$ breach notice made ico --channel letter --at unknown
error: this needs the day when it happened, at least; nothing was logged
hint: about is enough: `--at "about 14:00"`, and so is a day: `--at "20 Nov"`
exit 3
$ breach notice made ico --channel " "
error: how they were told is kept with it; nothing was logged
hint: `--channel letter`, `--channel "web form"`
exit 2
$ breach notice declined insurer --why "below the excess" --revisit "Fri 09:00"
  logged #4  Fri 23:43  insurer: will not be told, because: below the excess
                        (decided by Tom; to be looked at again Friday 27 Nov
                        2026, 09:00)
$ breach notice declined brands --why "no cards" --decided-by "Maria Lund" --revisit "yesterday 09:00"
error: Thursday 19 Nov 2026, 09:00 is over; give a future time; nothing was logged
exit 3
$ breach notice list

  Told
    ico (ico)
      Fri 23:20  web form, to ICO, reference IC-4711, with form.pdf   (entry 2,
        Ana)
      Fri 23:43  phone   (entry 3, Tom)

  Not told, by decision
    insurer (insurer)
      Fri 23:43  because: below the excess; decided by Tom, to be looked at
        again Fri 27 Nov 09:00   (entry 4, Tom)
$ breach notice list --json
{
  "format": "breach.notice-list/1",
  "items": [
    {
      "at": "2026-11-20T23:20:00+00:00",
      "attachment": {
        "name": "form.pdf",
        "sha256": "07397d633f25a7101990a75864ae03d5a3b9ac07c4ed6accbc52cbfd7d7c13b4",
        "size": 4
      },
      "channel": "web form",
      "entry": 2,
      "made": true,
      "obligation": "ico",
      "on_day": false,
      "reference": "IC-4711",
      "tell": "ico",
      "to": "ICO",
      "who": "Ana"
    },
    {
      "at": "2026-11-20T23:43:08+00:00",
      "attachment": null,
      "channel": "phone",
      "entry": 3,
      "made": true,
      "obligation": "ico",
      "on_day": false,
      "reference": null,
      "tell": "ico",
      "to": null,
      "who": "Tom"
    },
    {
      "at": "2026-11-20T23:43:17+00:00",
      "decided_by": "Tom",
      "entry": 4,
      "made": false,
      "obligation": "insurer",
      "revisit_at": "2026-11-27T09:00:00+00:00",
      "tell": "insurer",
      "who": "Tom",
      "why": "below the excess"
    }
  ]
}
"##
    );
}

#[test]
fn a_notice_that_was_written_down_wrongly_is_corrected() {
    let mut breach = opened();
    let shown = breach.session([
        "notice made ico --channel phone --at 23:20",
        r#"correct 2 --at 23:25 --why "I misread the clock""#,
        r#"correct 2 --who Ana --why "it was Ana""#,
        "notice list",
        r#"correct 2 --text fax --why "it was a fax""#,
        r#"correct 2 --nothing --why "it was a fax""#,
        "notice list",
    ]);
    assert_eq!(
        shown,
        r##"$ breach notice made ico --channel phone --at 23:20
  logged #2  Fri 20 Nov 23:20  ico: told Friday 20 Nov 2026, 23:20, by phone.
                          Written down Fri 23:43 by Tom.
$ breach correct 2 --at 23:25 --why "I misread the clock"
  logged #3  Fri 23:43  entry 2 corrected: it happened at Fri 20 Nov 23:25,
                        because: I misread the clock
$ breach correct 2 --who Ana --why "it was Ana"
  logged #4  Fri 23:43  entry 2 corrected: it was Ana, because: it was Ana
$ breach notice list

  Told
    ico (ico)
      Fri 23:25  phone   (entry 2, Ana)
$ breach correct 2 --text fax --why "it was a fax"
error: entry 2 is `notice.made`, and that cannot be corrected in this way; nothing was logged
hint: what can be wrong about it: when it happened, who did it or it did not happen, or was not said
exit 5
$ breach correct 2 --nothing --why "it was a fax"
  logged #5  Fri 23:43  entry 2 corrected: it did not happen, because: it was a
                        fax
$ breach notice list
  No notice is recorded yet.
"##
    );
}

#[test]
fn a_deadline_that_passes_brings_no_entry_with_it() {
    let mut breach = opened();
    breach
        .run(r#"obligation correct ico --due "in 2 hours" --why counsel --privileged"#)
        .ok();
    breach
        .run(r#"obligation correct brands --due "in 2 hours" --why "the contract""#)
        .ok();
    breach.run("notice made brands --channel portal").ok();
    breach.minutes_pass(180);
    let shown = breach.session([
        r#"note "a note brings nothing with it""#,
        "step done plain",
        "step done gate-sentence --at 2026-11-20T23:50:00Z",
        "notice made ico --channel phone",
        r#"close --how ruled-out --second Ana --why "it was a test""#,
        "notice made ico --channel letter -i k7f3",
        r#"reopen --why "a letter is missing" -i k7f3"#,
        "notice made ico --channel letter",
        "log",
        "verify",
    ]);
    assert_eq!(
        shown,
        r##"$ breach note "a note brings nothing with it"
  logged #5  Sat 02:43  a note brings nothing with it
$ breach step done plain
  logged #6  Sat 02:43  Plain step: done
$ breach step done gate-sentence --at 2026-11-20T23:50:00Z
  logged #7  Fri 20 Nov 23:50  Behind a sentence: done, before agreement to
                          "Nobody logs in.". Written down Sat 02:43 by Tom.
$ breach notice made ico --channel phone
  logged #8  Sat 02:43  ico: told Saturday 21 Nov 2026, 02:43, by phone
$ breach close --how ruled-out --second Ana --why "it was a test"
  logged #9  Sat 02:43  closed as ruled out, agreed by Ana: it was a test; 18
                        steps left open

  Still open when it closed: 18 steps
    Second step
    Third step
    Fourth step
    Fifth step
    Sixth step
    Asking step
    Table
    Behind the commander
    10 more: breach step list

  Everything that says `logged` is kept.

  Check code, for paper:   $CODE
  $HEAD

  Record:      $DIR/store/2026-11-20-k7f3/record.jsonl
  To open it again:   breach reopen --why REASON -i k7f3
$ breach notice made ico --channel letter -i k7f3
error: the incident is closed; nothing was logged
exit 7
$ breach reopen --why "a letter is missing" -i k7f3
  logged #10  Sat 02:43  opened again: a letter is missing
$ breach notice made ico --channel letter
  logged #11  Sat 02:43  ico: told Saturday 21 Nov 2026, 02:43, by letter
$ breach log
  k7f3  Something to walk through  (London)

  #0  Fri 20 Nov 23:43  Tom
      2026-11-20-k7f3 opened: Something to walk through
  #1  Fri 20 Nov 23:43  Tom
      playbook walk-test is followed: A step of every kind, for the tests
  #2  Fri 20 Nov 23:43  Tom  [privileged]
      ico: due Saturday 21 Nov 2026, 01:43 instead of the computed time,
      because: counsel
  #3  Fri 20 Nov 23:43  Tom
      brands: due Saturday 21 Nov 2026, 01:43 instead of the computed time,
      because: the contract
  #4  Fri 20 Nov 23:43  Tom
      brands: told Friday 20 Nov 2026, 23:43, by portal
  #5  Sat 21 Nov 02:43  Tom
      a note brings nothing with it
  #6  Sat 21 Nov 02:43  Tom
      Plain step: done
  #7  Sat 21 Nov 02:43  for Fri 20 Nov 23:50  Tom
      Behind a sentence: done, before agreement to "Nobody logs in."
  #8  Sat 21 Nov 02:43  Tom
      ico: told Saturday 21 Nov 2026, 02:43, by phone
  #9  Sat 21 Nov 02:43  Tom
      closed as ruled out, agreed by Ana: it was a test; 18 steps left open
  #10  Sat 21 Nov 02:43  Tom
      opened again: a letter is missing
  #11  Sat 21 Nov 02:43  Tom
      ico: told Saturday 21 Nov 2026, 02:43, by letter
$ breach verify
  2026-11-20-k7f3  12 entries  WHOLE

  Every entry follows from the one before, up to #11 of Saturday 21 Nov 2026,
  02:43 (London).

  Check code   $CODE
  Head         $HEAD

  Not checked
    No check code was given. Whoever controlled this machine could have
    rewritten everything, cut off the end, or changed the last entry, and this
    check would not find it. If somebody wrote a check code down: --check-code
    CODE
    Times are those of this machine's clock; nothing from outside bounds them.
    Whether what was told is true, and what was never told.
"##
    );
}

#[test]
fn the_entries_are_json_that_names_the_duty_and_whom_to_tell() {
    let mut breach = opened();
    breach.file("form.pdf", "form");
    for command in [
        r#"obligation confirm ico --why "risk is likely""#,
        r#"obligation not-required ico --why "no risk""#,
        r#"obligation correct ico --due "2026-11-23 22:00" --why "we knew""#,
        r#"obligation extend ico --until "2026-11-24 22:00" --why "they agreed""#,
        "obligation delay ico --agency FBI --oral",
        "obligation release ico",
        r#"obligation recompute ico --why "rash""#,
        r#"notice made ico --channel "web form" --at 23:20 --attachment form.pdf"#,
        r#"notice declined ico --why "no risk" --revisit "2026-11-27 09:00""#,
    ] {
        breach.run(command).ok();
    }
    let data: Vec<String> = breach
        .lines()
        .iter()
        .skip(2)
        .map(|line| {
            let event = line.find("\"event\"").expect("an event");
            line[event..].to_owned()
        })
        .collect();
    assert_eq!(
        data,
        [
            r#""event":"obligation.confirmed","data":{"obligation":"ico","tell":"ico","why":"risk is likely"}}"#,
            r#""event":"obligation.not_required","data":{"obligation":"ico","tell":"ico","why":"no risk"}}"#,
            r#""event":"obligation.corrected","data":{"obligation":"ico","tell":"ico","due_at":"2026-11-23T22:00:00Z","why":"we knew"}}"#,
            r#""event":"obligation.extended","data":{"obligation":"ico","tell":"ico","until":"2026-11-24T22:00:00Z","why":"they agreed"}}"#,
            r#""event":"obligation.delayed","data":{"obligation":"ico","tell":"ico","agency":"FBI","written":false}}"#,
            r#""event":"obligation.released","data":{"obligation":"ico","tell":"ico","at":"2026-11-20T23:43:21Z"}}"#,
            r#""event":"obligation.recomputed","data":{"obligation":"ico","tell":"ico","why":"rash"}}"#,
            r#""event":"notice.made","data":{"obligation":"ico","tell":"ico","at":"2026-11-20T23:20:00Z","channel":"web form","attachment":{"name":"form.pdf","size":4,"sha256":"07397d633f25a7101990a75864ae03d5a3b9ac07c4ed6accbc52cbfd7d7c13b4"}}}"#,
            r#""event":"notice.declined","data":{"obligation":"ico","tell":"ico","why":"no risk","decided_by":"Tom","revisit_at":"2026-11-27T09:00:00Z"}}"#,
        ]
    );
}
