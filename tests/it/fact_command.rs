//! `breach fact`: answers as at the prompt, rows, files, and what is taken back.

use crate::harness::Breach;

#[test]
fn answers_are_read_as_at_the_prompt() {
    let mut breach = Breach::tiny();
    let shown = breach.session([
        "fact set look.stopped unknown",
        r#"fact set look.stopped "@Ana phone 22:10 yes""#,
        "fact set look.stopped maybe",
        "fact set look.stoped yes",
        "fact list",
        "fact list --unknown --json",
        "fact set look.stopped no --privileged --at 22:20",
        "fact set look.by_brand Visa -5",
        "fact list --unknown",
    ]);
    assert_eq!(
        shown,
        r##"$ breach fact set look.stopped unknown
  logged #2  Fri 23:43  Has it stopped? unknown
$ breach fact set look.stopped "@Ana phone 22:10 yes"
  logged #3  Fri 20 Nov 22:10  Has it stopped? yes (Ana, told by phone). Written
                          down Fri 23:43 by Tom.
  logged #4  Fri 23:43  Act on it: ruled out, since this does not hold: not
                        look.stopped (look.stopped is yes)
$ breach fact set look.stopped maybe
error: `maybe` is not clear; write `yes`, `no` or `unknown`; nothing was logged
exit 3
$ breach fact set look.stoped yes
error: no fact is called `look.stoped`; nothing was logged
hint: did you mean `look.stopped`? `breach step show STEP` shows what a step asks
exit 2
$ breach fact list

  What we know
    look.stopped   yes   (entry 3, Tom)
$ breach fact list --unknown --json
{
  "format": "breach.fact-list/1",
  "items": []
}
$ breach fact set look.stopped no --privileged --at 22:20
  logged #5  Fri 20 Nov 22:20  [privileged]  Has it stopped? no. Written down
                          Fri 23:43 by Tom.
  logged #6  Fri 23:43  [privileged]  Act on it: no longer ruled out, since not
                          look.stopped (look.stopped is no)
$ breach fact set look.by_brand Visa -5
error: cards: `-5` is less than none; write `unknown` if nobody knows; nothing was logged
exit 3
$ breach fact list --unknown
  Nothing is recorded yet.
"##
    );
}

#[test]
fn a_file_stays_where_it_is() {
    let mut breach = Breach::tiny();
    breach.file("a.txt", "proof");
    let shown = breach.session([
        "fact set look.proof a.txt",
        "fact set look.proof b.txt",
        r#"fact set look.proof "none: sent by web form""#,
    ]);
    assert_eq!(
        shown,
        r##"$ breach fact set look.proof a.txt
  logged #2  Fri 23:43  Which file shows it? a.txt
$ breach fact set look.proof b.txt
error: `b.txt` cannot be read: no such file or folder; nothing was logged
exit 3
$ breach fact set look.proof "none: sent by web form"
  logged #3  Fri 23:43  Which file shows it? none: sent by web form
"##
    );
}

#[test]
fn each_row_is_an_entry_and_a_bad_file_writes_none() {
    let mut breach = Breach::tiny();
    breach.file("good.csv", "brand,cards\nMC,3\nVisa,4\n");
    breach.file("bad.csv", "brand,cards\nMC,3\nVisa,many\n");
    let shown = breach.session([
        r#"fact set look.by_brand "Visa 61""#,
        "fact set look.by_brand --from bad.csv",
        "fact set look.by_brand --from good.csv",
        "fact set look.by_brand --from none.csv",
        "fact set look.stopped --from good.csv",
        r#"fact withdraw look.by_brand --row 1 --why "counted twice""#,
        r#"fact withdraw look.by_brand --row 7 --why "not there""#,
        "fact list",
    ]);
    assert_eq!(
        shown,
        r##"$ breach fact set look.by_brand "Visa 61"
  logged #2  Fri 23:43  How many of which brand? Row 1: brand: Visa; cards: 61
$ breach fact set look.by_brand --from bad.csv
error: line 3, cards: `many` is not a number; write it in digits, like `4000` or `12.5`; nothing was logged
exit 3
$ breach fact set look.by_brand --from good.csv
  logged #3  Fri 23:43  How many of which brand? Row 2: brand: MC; cards: 3
  logged #4  Fri 23:43  How many of which brand? Row 3: brand: Visa; cards: 4
$ breach fact set look.by_brand --from none.csv
error: `none.csv` cannot be read: no such file or folder; nothing was logged
exit 3
$ breach fact set look.stopped --from good.csv
error: `look.stopped` is not a table, so a file of rows does not fit; nothing was logged
exit 2
$ breach fact withdraw look.by_brand --row 1 --why "counted twice"
  logged #5  Fri 23:43  look.by_brand row 1: withdrawn, because: counted twice
$ breach fact withdraw look.by_brand --row 7 --why "not there"
error: `look.by_brand` has no answer that could be withdrawn; nothing was logged
exit 7
$ breach fact list

  What we know
    look.by_brand row 2   brand: MC; cards: 3   (entry 3, Tom)
    look.by_brand row 3   brand: Visa; cards: 4   (entry 4, Tom)
"##
    );
}

#[test]
fn an_answer_rules_steps_out_and_in() {
    let mut breach = Breach::tiny();
    let shown = breach.session([
        "fact set look.stopped yes",
        "fact set look.stopped no",
        r#"fact withdraw look.stopped --why "misheard""#,
        "fact withdraw look.stopped --why again",
    ]);
    assert_eq!(
        shown,
        r##"$ breach fact set look.stopped yes
  logged #2  Fri 23:43  Has it stopped? yes
  logged #3  Fri 23:43  Act on it: ruled out, since this does not hold: not
                        look.stopped (look.stopped is yes)
$ breach fact set look.stopped no
  logged #4  Fri 23:43  Has it stopped? no
  logged #5  Fri 23:43  Act on it: no longer ruled out, since not look.stopped
                        (look.stopped is no)
$ breach fact withdraw look.stopped --why "misheard"
  logged #6  Fri 23:43  look.stopped: withdrawn, because: misheard
$ breach fact withdraw look.stopped --why again
error: `look.stopped` has no answer that could be withdrawn; nothing was logged
exit 7
"##
    );
}

#[test]
fn card_numbers_in_rows_and_file_names_are_hidden_before_saving() {
    let mut breach = Breach::tiny();
    breach.file("cards.csv", "brand,cards\n4111 1111 1111 1111,3\n");
    breach.file("4111111111111111.txt", "proof");
    let shown = breach.session([
        "fact set look.by_brand --from cards.csv",
        "fact set look.proof 4111111111111111.txt",
        "fact set look.by_brand \"Visa 5555 5555 5555 4444\"",
    ]);
    let kept = breach.lines().join("\n");
    for number in ["4111 1111 1111 1111", "4111111111111111", "5555 5555 5555 4444"] {
        assert!(!kept.contains(number), "{number} is kept");
    }
    assert!(kept.contains("[card number ending 1111]"), "{shown}");
    let said: Vec<&str> = shown.lines().filter(|line| !line.starts_with("$ ")).collect();
    assert!(!said.join("\n").contains("4111"), "{shown}");
    assert!(!said.join("\n").contains("5555 5555"), "{shown}");
    assert!(shown.contains("1 card number was hidden before saving"), "{shown}");
}

/// A mistyped year would set a clock a year late. At the prompts such a time is asked about.
#[test]
fn a_time_that_lies_ahead_is_logged_and_said_to_lie_ahead() {
    let mut breach = Breach::new();
    breach.env("BREACH_AS", "Tom").no_terminal();
    breach.run("start card-data-breach --no-walk").ok();
    let shown = breach.session([
        r#"fact set discovered_at "2027-11-20 10:00""#,
        r#"correct 2 --answer "2026-12-20 23:40" --why "wrong year""#,
        r#"fact set discovered_at "2026-11-20 23:40""#,
        r#"fact set aware_at unknown"#,
        r#"fact set police_delay_until "2026-12-01 10:00""#,
    ]);
    assert_eq!(
        shown,
        r##"$ breach fact set discovered_at "2027-11-20 10:00"
  logged #2  Fri 23:43  When did somebody here first see a sign of it? Sat 20
                        Nov 2027 10:00
  Saturday 20 Nov 2027, 10:00 is in the future. A mistake? breach correct 2
$ breach correct 2 --answer "2026-12-20 23:40" --why "wrong year"
  logged #3  Fri 23:43  entry 2 corrected: the answer is Sun 20 Dec 2026 23:40,
                        because: wrong year
  Sunday 20 Dec 2026, 23:40 is in the future. A mistake? breach correct 3
$ breach fact set discovered_at "2026-11-20 23:40"
  logged #4  Fri 23:43  When did somebody here first see a sign of it? Fri 20
                        Nov 2026 23:40
$ breach fact set aware_at unknown
  logged #5  Fri 23:43  Since when were you reasonably certain? unknown
$ breach fact set police_delay_until "2026-12-01 10:00"
  logged #6  Fri 23:43  Until when did police ask you, in writing, to hold back
                        notices? Tue 1 Dec 2026 10:00
"##
    );
}
