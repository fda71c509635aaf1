//! `breach hand-over` and `role`: who holds what from now on.

use crate::harness::Breach;

#[test]
fn roles_are_taken_and_given() {
    let mut breach = Breach::tiny();
    let shown = breach.session([
        "role take incident-commander",
        "role take incident-commander",
        r#"role assign legal-counsel "Dana Weiss""#,
        r#"role assign legal-counsel "dana  weiss""#,
        "role assign incident-commander Ana --deputy",
        "role take legal-consel",
        "role list",
    ]);
    assert_eq!(
        shown,
        r##"$ breach role take incident-commander
  logged #2  Fri 23:43  Tom is Incident commander
$ breach role take incident-commander
error: Tom is Incident commander already; nothing was changed
exit 5
$ breach role assign legal-counsel "Dana Weiss"
  logged #3  Fri 23:43  Dana Weiss is Legal counsel
$ breach role assign legal-counsel "dana  weiss"
error: Dana Weiss is Legal counsel already; nothing was changed
exit 5
$ breach role assign incident-commander Ana --deputy
  logged #4  Fri 23:43  Ana is deputy: Incident commander
$ breach role take legal-consel
error: no role is called `legal-consel`; nothing was logged
hint: did you mean `legal-counsel`? `breach role list` shows all
exit 2
$ breach role list

  Incident commander (incident-commander): Tom, since Fri 23:43; deputy Ana
      Decides
  Legal counsel (legal-counsel): Dana Weiss, since Fri 23:43
      Advises
"##
    );
}

#[test]
fn nobody_is_handed_the_role_without_having_said_it_back() {
    let mut breach = Breach::tiny();
    let shown = breach.session(["hand-over Maria", "hand-over", "hand-over --said-back"]);
    assert_eq!(
        shown,
        r##"$ breach hand-over Maria
error: there is no terminal to ask at; nothing was written
hint: `breach hand-over NAME --said-back` logs it once they have said it back
exit 6
$ breach hand-over
error: there is no terminal to ask at; nothing was written
hint: `breach hand-over NAME --said-back` logs it once they have said it back
exit 6
$ breach hand-over --said-back
error: the following required arguments were not provided:
  <NAME>

Usage: breach hand-over --said-back <NAME>

For more information, try '--help'.
exit 2
"##
    );
}

#[test]
fn the_command_passes_and_the_code_is_printed() {
    let mut breach = Breach::tiny();
    let shown = breach.session([
        "role take incident-commander",
        "hand-over Maria --said-back",
        "hand-over maria --said-back",
    ]);
    assert_eq!(
        shown,
        r##"$ breach role take incident-commander
  logged #2  Fri 23:43  Tom is Incident commander
$ breach hand-over Maria --said-back
  Read this aloud. About 10 seconds.

  It is Friday, 23:43. Incident k7f3: Tiny thing.
  NEXT      Look at it: Tom.
  DO NOT    Hurry.

  logged #3  Fri 23:43  Maria is Incident commander, from Tom

  Everything that says `logged` is kept.

  Check code, for paper:   $CODE
  $HEAD

  Record:      $DIR/store/2026-11-20-k7f3/record.jsonl
  To go on:   breach resume k7f3
$ breach hand-over maria --said-back
error: Maria is Incident commander already; nothing was changed
exit 5
"##
    );
}

#[test]
fn the_role_one_types_in_is_not_the_one_handed_over() {
    let mut breach = Breach::tiny();
    let shown = breach.session([
        "hand-over Dana --said-back --role legal-counsel",
        "hand-over Dana --said-back --of legal-counsel",
        "hand-over Dana --said-back --of legal-consel",
        "role list",
    ]);
    assert_eq!(
        shown,
        r##"$ breach hand-over Dana --said-back --role legal-counsel
error: `--role legal-counsel` says in which role you type, not which role is handed over; nothing was logged
hint: `--of legal-counsel` hands over that role, `--of incident-commander` the command
exit 2
$ breach hand-over Dana --said-back --of legal-counsel
  Read this aloud. About 10 seconds.

  It is Friday, 23:43. Incident k7f3: Tiny thing.
  NEXT      Look at it.
  DO NOT    Hurry.

  logged #2  Fri 23:43  Dana is Legal counsel

  Everything that says `logged` is kept.

  Check code, for paper:   $CODE
  $HEAD

  Record:      $DIR/store/2026-11-20-k7f3/record.jsonl
  To go on:   breach resume k7f3
$ breach hand-over Dana --said-back --of legal-consel
error: no role is called `legal-consel`; nothing was logged
hint: did you mean `legal-counsel`? `breach role list` shows all
exit 2
$ breach role list

  Incident commander (incident-commander): nobody yet
      Decides
  Legal counsel (legal-counsel): Dana, since Fri 23:43
      Advises
"##
    );
}

#[test]
fn at_a_terminal_no_is_no() {
    let mut breach = Breach::tiny();
    breach.run("role take incident-commander").ok();
    breach.terminal();
    breach.types(["Maria Lund", "", "no"]);
    let shown = breach.session(["hand-over"]);
    assert_eq!(
        shown,
        r##"$ breach hand-over
  Read this aloud. About 10 seconds.

  It is Friday, 23:43. Incident k7f3: Tiny thing.
  NEXT      Look at it: Tom.
  DO NOT    Hurry.

  Who takes over? Maria Lund
  Ask Maria Lund to say back: the next deadline, and what not to do.
  Does Maria Lund take over as incident commander?   yes / no
  > 
  Type yes or no. Nothing was changed.
  > no
  Nothing was changed.
"##
    );
}

#[test]
fn at_a_terminal_yes_hands_over() {
    let mut breach = Breach::tiny();
    breach.run("role take incident-commander").ok();
    breach.terminal();
    breach.types(["yes"]);
    let shown = breach.session([r#"hand-over "Maria Lund""#]);
    assert_eq!(
        shown,
        r##"$ breach hand-over "Maria Lund"
  Read this aloud. About 10 seconds.

  It is Friday, 23:43. Incident k7f3: Tiny thing.
  NEXT      Look at it: Tom.
  DO NOT    Hurry.

  Ask Maria Lund to say back: the next deadline, and what not to do.
  Does Maria Lund take over as incident commander?   yes / no
  > yes
  logged #3  Fri 23:43  Maria Lund is Incident commander, from Tom

  Everything that says `logged` is kept.

  Check code, for paper:   $CODE
  $HEAD

  Record:      $DIR/store/2026-11-20-k7f3/record.jsonl
  To go on:   breach resume k7f3
"##
    );
}

#[test]
fn who_holds_it_already_is_not_asked() {
    let mut breach = Breach::tiny();
    breach.run("role take incident-commander").ok();
    breach.terminal();
    let shown = breach.session(["hand-over tom"]);
    assert_eq!(
        shown,
        r##"$ breach hand-over tom
  Read this aloud. About 10 seconds.

  It is Friday, 23:43. Incident k7f3: Tiny thing.
  NEXT      Look at it: Tom.
  DO NOT    Hurry.

error: Tom is Incident commander already; nothing was changed
exit 5
"##
    );
}
