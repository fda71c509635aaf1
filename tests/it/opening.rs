//! The first minute: three questions, the incident, and the five-minute screen.

use crate::harness::Breach;

const CARD_TEST: &str = include_str!("../data/playbooks/stories/card-test.yaml");

fn at_a_shop() -> Breach {
    let mut breach = Breach::new();
    breach.playbook("card-test", CARD_TEST);
    breach
}

#[test]
fn help_follows_four_answers_and_fits_the_window() {
    let mut breach = at_a_shop();
    breach.types(["1", "Tom Becker", "61 cards", "23:40", "/leave"]);
    let ran = breach.run("start").ok().quiet();
    assert_eq!(ran.asked.len(), 5);
    let below = ran.screen_after("    Friday 20 Nov 2026, 23:40 in London, three minutes ago");
    let (help, _) = below.split_once("\n  > /leave").expect("a prompt");
    assert_eq!(
        help,
        "
  logged #0 to #4  Fri 23:43  k7f3 opened; your answers are saved

  k7f3  The first five minutes                       Fri 20 Nov 23:43 (London)

  Do not
    switch off, restart, or log in to the shop's servers
    delete, patch, restore or scan anything
    use company mail or chat for this
    write guesses or blame; write facts, times, who said it

  Call now
    1  Acquirer                                           no number on file
    2  Runs the servers                                   no number on file
    3  Executive approver                                 no number on file
    4  Legal counsel                                      no number on file

  Say to: Acquirer
    \"We take this as suspected since 23:40. Which cards, which dates, which case
    number? Do you want an investigator? Where do we write to?\"

  No answers are needed for any of this. Come back when you have called.

  1-4 what to say, and to log the call     go on     ? for more"
    );
    let screen = help.split_once("saved\n\n").expect("the five-minute screen").1;
    assert!(screen.lines().count() < 24, "with the prompt it fits:\n{screen}");
}

#[test]
fn putting_a_call_off_logs_nothing_and_keeps_the_screen() {
    let mut breach = at_a_shop();
    breach.types([
        "1",
        "Tom Becker",
        "61 cards",
        "23:40",
        "1",
        "/later",
        "1",
        "case 88213",
        "",
        "/leave",
    ]);
    let ran = breach.run("start").ok();
    assert!(
        ran.screen
            .contains("    1  Acquirer                                           called Fri 23:43\n")
    );
    assert_eq!(breach.told().split_off(5), ["call with Acquirer: case 88213"]);
}

#[test]
fn interrupted_on_the_five_minute_screen_it_comes_back_with_the_calls_that_were_made() {
    use breach::prompt::scripted::Event;
    let mut breach = at_a_shop();
    breach.types(["1", "Tom Becker", "61 cards", "23:40", "1", "case 88213"]);
    breach.does([Event::Interrupt]);
    breach.run("start").exits(130);
    breach.types(["/leave"]);
    let ran = breach.run("resume").ok();
    assert!(ran.screen.contains("The first five minutes"), "{}", ran.screen);
    assert!(ran.screen.contains("called Fri 23:43"), "{}", ran.screen);
}

#[test]
fn asides_and_help_work_before_there_is_an_incident() {
    let mut breach = at_a_shop();
    breach.types([
        "?",
        "/board",
        "1",
        "/help",
        "Tom Becker",
        "?",
        "61 cards",
        "/note x",
        "23:40",
        "/leave",
    ]);
    let ran = breach.run("start").ok();
    assert!(ran.screen.contains("  No incident is open yet."), "{}", ran.screen);
    assert_eq!(breach.entries()[0].by.name, "Tom Becker");
}

#[test]
fn nothing_is_opened_by_leaving_before_the_end_or_without_a_terminal() {
    let mut breach = at_a_shop();
    breach.types(["1", "Tom Becker", "/leave"]);
    breach.run("start").ok();
    breach.types(std::iter::repeat_n("", 300));
    breach.run("start").exits(1);
    breach.no_terminal();
    breach.run("start").exits(6);
    assert_eq!(breach.incidents(), Vec::<String>::new());
}

#[test]
fn every_step_screen_of_the_built_in_playbook_stands_whole_in_its_window() {
    let mut breach = Breach::new();
    breach.types(["Tom Becker", "a mail", "23:40", "/leave"]);
    breach.run("start payment-provider-breach").ok();
    let listed = breach.run("step list --json").ok();
    let listed: serde_json::Value = serde_json::from_str(&listed.stdout).expect("JSON");
    let steps: Vec<String> = listed["items"]
        .as_array()
        .expect("items")
        .iter()
        .map(|item| item["step"].as_str().or(item["id"].as_str()).expect("an id").to_owned())
        .collect();
    assert!(steps.len() > 20, "{steps:?}");
    for step in &steps {
        breach.types(["go on", step, "back", "/leave"]);
        let ran = breach.run("resume").ok();
        let shown = ran.screen_after(&format!("  > {step}"));
        let (shown, _) = shown.split_once("\n  > back").expect("a prompt");
        let rows: usize = shown
            .trim_start_matches('\n')
            .lines()
            .map(|line| line.chars().count().div_ceil(80).max(1))
            .sum();
        assert!(rows < 24, "{rows} rows and the prompt:\n{shown}");
    }
}

#[test]
fn a_number_that_is_not_on_file_can_be_kept_for_the_next_time() {
    let mut breach = at_a_shop();
    breach.types([
        "1",
        "Tom Becker",
        "61 cards",
        "23:40",
        "1",
        "case 88213",
        "+44 20 7946 0100",
        "yes",
        "/leave",
    ]);
    let ran = breach.run("start").ok();
    assert!(ran.screen.contains("  Kept in the profile.\n"), "{}", ran.screen);
    let contacts = breach.run("contacts").ok();
    assert!(contacts.stdout.contains("+44 20 7946 0100"), "{}", contacts.stdout);
}

/// Somebody in a hurry types what happened at the first list: a word that one line has chooses it, and a sentence is not lost.
#[test]
fn the_first_list_takes_words_and_keeps_a_sentence() {
    let mut breach = at_a_shop();
    breach.types(["the staff list went to the wrong firm", "7", "cannot say", "/leave"]);
    let ran = breach.run("start");
    assert_eq!(
        ran.screen_after("  A wrong choice costs nothing. You can change it later.\n"),
        "  Number: the staff list went to the wrong firm
  It is kept for the next question. Which line is closest? Type a number from 1
  to 10.
  Number: 7
  Your name, for the record: cannot say
  What were you told, in their words?
  > /leave

  No incident was opened. `breach start` begins again.
"
    );
}

/// A ransom note, a lost laptop and a mis-sent file begin with a page of their own and a title that fits, and their own steps
/// are the first to be offered.
#[test]
fn ransom_loss_and_a_wrong_address_have_a_first_page_of_their_own() {
    for (number, title, forbidden, called, step) in [
        (
            "6",
            "Possible ransom attack",
            "answer the note, open their chat link",
            "Insurer",
            "Save the demand",
        ),
        (
            "7",
            "Lost or stolen device",
            "wait for it to turn up",
            "Police",
            "Lock the lost device",
        ),
        (
            "8",
            "Data sent to the wrong person",
            "send a second mail with the data",
            "Recipient",
            "Stop the sending",
        ),
    ] {
        let mut breach = Breach::new();
        breach.types([number, "Ana", "what I was told", "10 min ago", "go on", "/leave"]);
        let screen = breach.run("start").ok().stdout;
        for shown in [forbidden, called, step] {
            assert!(screen.contains(shown), "`{shown}` is not in:\n{screen}");
        }
        assert!(!screen.contains("switch off, restart, or log in"), "{screen}");
        assert_eq!(breach.told()[0].split(" opened: ").nth(1), Some(title));
        // Interrupted on that page, one comes back to it.
        breach.types(["/leave"]);
        let again = breach.run("resume").ok().stdout;
        assert!(again.contains(forbidden), "{again}");
    }
}

/// Who was thrown out by a dead battery types `start` again: nobody opens a second incident without being asked.
#[test]
fn start_asks_whether_to_go_on_with_the_incident_that_is_open() {
    let mut breach = Breach::tiny();
    let before = breach.entries().len();
    breach.terminal().types(["1", "/leave"]);
    let ran = breach.run("start").ok();
    assert!(
        ran.screen.contains(
            "  An incident is open already. Go on with it?\n   1  go on with k7f3: Tiny thing\n   0  another one: open it\n"
        ),
        "{}",
        ran.screen
    );
    assert_eq!(breach.entries().len(), before);
}

/// A wrong playbook is put right in the walk, and who was called before is on the new list with the time of the call.
#[test]
fn a_wrong_playbook_is_swapped_in_the_walk_and_calls_carry_over() {
    let mut breach = Breach::new();
    breach.types([
        "Tom Becker",
        "the bank rang",
        "23:40",
        "4",
        "she listens",
        "/later",
        "go on",
    ]);
    breach.types(["/swap card-data-breach", "yes", "it is about cards", "go on", "/leave"]);
    let ran = breach.run("start customer-info-compromise").ok();
    let told = breach.told();
    assert!(
        told.iter()
            .any(|said| said.contains("card-data-breach") && said.contains("it is about cards")),
        "{told:?}\n{}",
        ran.screen
    );
    let (_, after) = ran.screen.split_once("it is about cards").expect("a reason");
    assert!(
        after.contains("called Fri 23:4") || after.contains("called 23:4"),
        "{}",
        ran.screen
    );
}

/// Somebody came in, and then the note is found: the page of a ransom is shown in the playbook that is followed already.
#[test]
fn a_situation_that_turns_out_otherwise_brings_its_own_page_and_facts() {
    let mut breach = Breach::new();
    breach.types([
        "1",
        "Ana",
        "strange log-ins",
        "10 min ago",
        "go on",
        "/swap",
        "6",
        "go on",
        "/leave",
    ]);
    let screen = breach.run("start").ok().stdout;
    let after = screen.split("What is it really?").nth(1).expect("the question");
    for shown in ["answer the note, open their chat link", "Save the demand"] {
        assert!(after.contains(shown), "`{shown}` is not in:\n{after}");
    }
    let told = breach.told();
    let last: Vec<&str> = told[told.len() - 4..].iter().map(String::as_str).collect();
    assert_eq!(
        last[..2],
        [
            "What have you been told, or seen? Files are locked, or somebody demands money",
            "What has happened, as far as you know? files-locked-or-demand",
        ]
    );
}

#[test]
fn leaving_at_the_question_about_an_open_incident_opens_nothing() {
    let mut breach = at_a_shop();
    breach.types(["1", "Ana", "strange log-ins", "10 min ago", "/leave"]);
    breach.run("start").ok();
    let before = breach.incidents();
    breach.types(["/leave"]);
    let ran = breach.run("start").ok();
    assert!(
        ran.stdout
            .ends_with("\n  No incident was opened. `breach start` begins again.\n"),
        "{}",
        ran.stdout
    );
    assert_eq!(breach.incidents(), before);
}
