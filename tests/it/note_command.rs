//! `breach note`: one note, standard input, who told it, and what is refused.

use crate::harness::Breach;

const WALK_TEST: &str = include_str!("../data/playbooks/stories/walk-test.yaml");

/// A machine without a terminal, the incident open, Tom typing.
fn opened() -> Breach {
    let mut breach = Breach::new();
    breach
        .playbook("walk-test", WALK_TEST)
        .env("BREACH_AS", "Tom")
        .no_terminal();
    breach.run("start walk-test --no-walk").ok();
    breach
}

#[test]
fn one_note_is_one_entry_and_says_who_told_it() {
    let mut breach = opened();
    let shown = breach.session([
        "note page is down",
        r#"note "@Ana phone 22:50 page is down""#,
        r#"note "page is down" --at 22:50 --who Ana --channel chat"#,
        "note secret --privileged",
        r#"note -- "- a line of a list""#,
        "log",
        r#"note "@Ana phone 4:50 page is down" --at 22:10"#,
    ]);
    assert_eq!(
        shown,
        r##"$ breach note page is down
  logged #2  Fri 23:43  page is down
$ breach note "@Ana phone 22:50 page is down"
  logged #3  Fri 20 Nov 22:50  page is down (Ana, told by phone). Written down
                          Fri 23:43 by Tom.
$ breach note "page is down" --at 22:50 --who Ana --channel chat
  logged #4  Fri 20 Nov 22:50  page is down (Ana, told by chat). Written down
                          Fri 23:43 by Tom.
$ breach note secret --privileged
  logged #5  Fri 23:43  [privileged]  secret
$ breach note -- "- a line of a list"
  logged #6  Fri 23:43  - a line of a list
$ breach log
  k7f3  Something to walk through  (London)

  #0  Fri 20 Nov 23:43  Tom
      2026-11-20-k7f3 opened: Something to walk through
  #1  Fri 20 Nov 23:43  Tom
      playbook walk-test is followed: A step of every kind, for the tests
  #2  Fri 20 Nov 23:43  Tom
      page is down
  #3  Fri 20 Nov 23:43  for Fri 20 Nov 22:50  Tom
      page is down (Ana, told by phone)
  #4  Fri 20 Nov 23:43  for Fri 20 Nov 22:50  Tom
      page is down (Ana, told by chat)
  #5  Fri 20 Nov 23:43  Tom  [privileged]
      secret
  #6  Fri 20 Nov 23:43  Tom
      - a line of a list
$ breach note "@Ana phone 4:50 page is down" --at 22:10
  logged #7  Fri 20 Nov 22:10  page is down (Ana, told by phone). Written down
                          Fri 23:43 by Tom.
"##
    );
}

#[test]
fn a_time_is_read_in_the_zone_that_was_asked_for() {
    let mut breach = opened();
    let shown = breach.session([
        r#"--zone Asia/Tokyo note "@Ana phone 00:30 heard in Tokyo""#,
        "--zone Asia/Tokyo note heard --at 00:31",
    ]);
    assert_eq!(
        shown,
        r##"$ breach --zone Asia/Tokyo note "@Ana phone 00:30 heard in Tokyo"
  logged #2  Sat 21 Nov 00:30  heard in Tokyo (Ana, told by phone). Written down
                          Sat 08:43 by Tom.
$ breach --zone Asia/Tokyo note heard --at 00:31
  logged #3  Sat 21 Nov 00:31  heard. Written down Sat 08:43 by Tom.
"##
    );
}

#[test]
fn standard_input_is_one_note() {
    let mut breach = opened();
    breach.input("first line\r\nsecond line\n");
    let shown = breach.session(["note -", "note -"]);
    assert_eq!(
        shown,
        r##"$ breach note -
  logged #2  Fri 23:43  first line
                        second line
$ breach note -
error: standard input holds no text; nothing was logged
exit 3
"##
    );
}

#[test]
fn what_says_nothing_is_refused() {
    let mut breach = opened();
    let shown = breach.session([
        "note",
        r#"note """#,
        r#"note "page is down" --at tomorrow"#,
        r#"note "page is down" --channel phone"#,
    ]);
    assert_eq!(
        shown,
        r##"$ breach note
error: there is no terminal to ask at; nothing was written
hint: `breach note TEXT`, or `breach note -` to read standard input
exit 6
$ breach note ""
error: the note is empty; nothing was logged
exit 2
$ breach note "page is down" --at tomorrow
error: Sat 21 Nov 2026 has not come yet; give the day when it happened; nothing was logged
exit 3
$ breach note "page is down" --channel phone
error: the following required arguments were not provided:
  --who <NAME>

Usage: breach note --who <NAME> --channel <CHANNEL> <TEXT>...

For more information, try '--help'.
exit 2
"##
    );
}

#[test]
fn the_scribe_writes_a_line_an_entry() {
    let mut breach = opened();
    breach.terminal();
    breach.types(["page is down", "@Ana phone 22:50 server still on", ""]);
    let shown = breach.session(["note"]);
    assert_eq!(
        shown,
        r##"$ breach note

  One line is one entry. A paste is one entry. An empty line ends it.
  Note: page is down
  logged #2  Fri 23:43  page is down
  Note: @Ana phone 22:50 server still on
  logged #3  Fri 20 Nov 22:50  server still on (Ana, told by phone). Written
                          down Fri 23:43 by Tom.
  Note: 
"##
    );
}
