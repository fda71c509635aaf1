//! `breach correct`: both stay in the record, and what rests on the entry moves.

use crate::harness::Breach;

#[test]
fn an_answer_is_corrected_and_what_rests_on_it_moves() {
    let mut breach = Breach::tiny();
    let shown = breach.session([
        "fact set look.stopped yes",
        r#"correct 2 --answer no --why "misread the mail""#,
        "correct 2 --answer maybe --why x",
        "log",
    ]);
    assert_eq!(
        shown,
        r##"$ breach fact set look.stopped yes
  logged #2  Fri 23:43  Has it stopped? yes
  logged #3  Fri 23:43  Act on it: ruled out, since this does not hold: not
                        look.stopped (look.stopped is yes)
$ breach correct 2 --answer no --why "misread the mail"
  logged #4  Fri 23:43  entry 2 corrected: the answer is no, because: misread
                        the mail
  logged #5  Fri 23:43  Act on it: no longer ruled out, since not look.stopped
                        (look.stopped is no)
  "Act on it" is no longer ruled out
$ breach correct 2 --answer maybe --why x
error: `maybe` is not clear; write `yes`, `no` or `unknown`; nothing was logged
exit 3
$ breach log
  k7f3  Tiny thing  (London)

  #0  Fri 20 Nov 23:43  Tom
      2026-11-20-k7f3 opened: Tiny thing
  #1  Fri 20 Nov 23:43  Tom
      playbook tiny is followed: Tiny
  #2  Fri 20 Nov 23:43  Tom  [corrected by #4]
      Has it stopped? yes
  #3  Fri 20 Nov 23:43  Tom
      Act on it: ruled out, since this does not hold: not look.stopped
      (look.stopped is yes)
  #4  Fri 20 Nov 23:43  Tom
      entry 2 corrected: the answer is no, because: misread the mail
  #5  Fri 20 Nov 23:43  Tom
      Act on it: no longer ruled out, since not look.stopped (look.stopped is
      no)
"##
    );
}

#[test]
fn a_file_and_a_row_are_corrected_like_any_answer() {
    let mut breach = Breach::tiny();
    breach.file("a.txt", "wrong").file("b.txt", "right");
    let shown = breach.session([
        "fact set look.proof a.txt",
        r#"fact set look.by_brand "Visa 61""#,
        r#"correct 2 --answer b.txt --why "wrong file""#,
        r#"correct 3 --answer "Visa 16" --why swapped"#,
        "fact list",
    ]);
    assert_eq!(
        shown,
        r##"$ breach fact set look.proof a.txt
  logged #2  Fri 23:43  Which file shows it? a.txt
$ breach fact set look.by_brand "Visa 61"
  logged #3  Fri 23:43  How many of which brand? Row 1: brand: Visa; cards: 61
$ breach correct 2 --answer b.txt --why "wrong file"
  logged #4  Fri 23:43  entry 2 corrected: the answer is b.txt, because: wrong
                        file
$ breach correct 3 --answer "Visa 16" --why swapped
  logged #5  Fri 23:43  entry 3 corrected: the answer is brand: Visa; cards: 16,
                        because: swapped
$ breach fact list

  What we know
    look.by_brand row 1   brand: Visa; cards: 16   (entry 3, Tom)
    look.proof   b.txt   (entry 2, Tom)
"##
    );
}

#[test]
fn a_step_becomes_what_it_was() {
    let mut breach = Breach::tiny();
    let shown = breach.session([
        "step done look",
        r#"correct 2 --outcome waiting --why "only asked for""#,
        r#"correct 2 --outcome waiting --on Dana --until "tomorrow 09:00" --why "only asked for""#,
        "step list",
        r#"correct 2 --outcome nothing --why "another incident""#,
        "step list",
    ]);
    assert_eq!(
        shown,
        r##"$ breach step done look
  logged #2  Fri 23:43  Look at it: done
  3 answers can follow.
    breach fact set look.stopped ANSWER      Has it stopped?
    breach fact set look.proof ANSWER      Which file shows it?
    breach fact set look.by_brand ANSWER      How many of which brand?
$ breach correct 2 --outcome waiting --why "only asked for"
error: the following required arguments were not provided:
  --on <WHO>

Usage: breach correct --outcome <OUTCOME> --why <REASON> --on <WHO> <ENTRY>

For more information, try '--help'.
exit 2
$ breach correct 2 --outcome waiting --on Dana --until "tomorrow 09:00" --why "only asked for"
  logged #3  Fri 23:43  entry 2 corrected: it waits for Dana, because: only
                        asked for
  "Look at it": waiting instead of done
$ breach step list

  confirm
    look   Look at it   waiting: Dana   Incident commander
    act   Act on it   cannot tell yet: not known: look.stopped   Incident
        commander
$ breach correct 2 --outcome nothing --why "another incident"
  logged #4  Fri 23:43  entry 2 corrected: it did not happen, because: another
                        incident
  "Look at it": open instead of waiting
$ breach step list

  confirm
    look   Look at it   open   Incident commander
    act   Act on it   cannot tell yet: not known: look.stopped   Incident
        commander
"##
    );
}

#[test]
fn words_times_and_people_are_corrected() {
    let mut breach = Breach::tiny();
    let shown = breach.session([
        r#"note "page is down""#,
        r#"correct 2 --text "page is slow" --why "it answers""#,
        r#"correct 2 --at 22:50 --why "told so""#,
        r#"correct 2 --who Ana --why "she saw it""#,
    ]);
    assert_eq!(
        shown,
        r##"$ breach note "page is down"
  logged #2  Fri 23:43  page is down
$ breach correct 2 --text "page is slow" --why "it answers"
  logged #3  Fri 23:43  entry 2 corrected: now reads: page is slow, because: it
                        answers
$ breach correct 2 --at 22:50 --why "told so"
  logged #4  Fri 23:43  entry 2 corrected: it happened at Fri 20 Nov 22:50,
                        because: told so
$ breach correct 2 --who Ana --why "she saw it"
  logged #5  Fri 23:43  entry 2 corrected: it was Ana, because: she saw it
"##
    );
}

#[test]
fn what_cannot_be_corrected_says_what_can() {
    let mut breach = Breach::tiny();
    let shown = breach.session([
        "correct",
        "correct 2",
        "correct 0 --text x --why y",
        "correct 9 --text x --why y",
        "step done look",
        "correct 2 --text x --why y",
        "correct 2 --nothing",
        "correct 2 --on Dana --why x",
    ]);
    assert_eq!(
        shown,
        r##"$ breach correct
error: there is no terminal to ask at; nothing was written
hint: `breach correct 12 --answer yes --why REASON` asks nothing
exit 6
$ breach correct 2
error: there is no terminal to ask at; nothing was written
hint: `breach correct 12 --answer yes --why REASON` asks nothing
exit 6
$ breach correct 0 --text x --why y
error: entry 0 is `incident.opened`, and that cannot be corrected in this way; nothing was logged
hint: write down what is wrong with it: `breach note TEXT`
exit 5
$ breach correct 9 --text x --why y
error: there is no entry 9; nothing was logged
hint: `breach log` shows every entry with its number
exit 2
$ breach step done look
  logged #2  Fri 23:43  Look at it: done
  3 answers can follow.
    breach fact set look.stopped ANSWER      Has it stopped?
    breach fact set look.proof ANSWER      Which file shows it?
    breach fact set look.by_brand ANSWER      How many of which brand?
$ breach correct 2 --text x --why y
error: entry 2 is `step.completed`, and that cannot be corrected in this way; nothing was logged
hint: what can be wrong about it: what became of it, when it happened, who did it or it did not happen, or was not said
exit 5
$ breach correct 2 --nothing
error: a correction needs the entry's number and a reason; nothing was logged
hint: `breach correct 12 --answer yes --why "misread the mail"`
exit 2
$ breach correct 2 --on Dana --why x
error: the following required arguments were not provided:
  --outcome <OUTCOME>

Usage: breach correct --outcome <OUTCOME> --on <WHO> --why <REASON> <ENTRY>

For more information, try '--help'.
exit 2
"##
    );
}

#[test]
fn at_a_terminal_the_question_is_asked_again_and_the_effect_shown() {
    let mut breach = Breach::tiny();
    breach.run("fact set look.stopped yes").ok();
    breach.terminal();
    breach.types(["1", "no", "misread the mail", "yes"]);
    let shown = breach.session(["correct 2"]);
    assert_eq!(
        shown,
        r##"$ breach correct 2

  Entry 2, as it stands:
  #2  Fri 23:43  Has it stopped? yes

  What is wrong?
   1  the answer
   2  it did not happen, or was not said
   0  nothing; leave it
  > 1

  Has it stopped?
    yes / no / unknown
  k7f3  Fri 23:43   no deadline running yet
  > no
  Why is it corrected? misread the mail

  Both stay in the record. What else changes:
    "Act on it" is no longer ruled out
  Correct it?   yes / no
  > yes
  logged #4  Fri 23:43  entry 2 corrected: the answer is no, because: misread
                        the mail
  logged #5  Fri 23:43  Act on it: no longer ruled out, since not look.stopped
                        (look.stopped is no)
"##
    );
}
