//! Who was told with a step: asked at a terminal, said with an option, hinted at otherwise, and taken back.

use breach::incident::Event;

use crate::harness::Breach;

const CARDS: &str = r#"
playbook: cards
format: 1
title: Cards
summary: Three steps.
incident-title: Card thing
use-when:
  - cards were taken
sources:
  - General practice
first:
  do-not: [hurry]
  call: [incident-commander]
roles:
  incident-commander: {title: Incident commander, does: Decides}
confirm:
  - step: look
    title: Look at it
    owner: incident-commander
    why: It is the first.
    do: [Look.]
    ask: {suspected_at: required}
    sources: [General practice]
notify:
  - step: tell-schemes
    title: Tell the schemes
    owner: incident-commander
    why: They want it.
    do: [Call.]
    ask:
      case_number:
        type: text
        ask: Which case number did you get?
    due: {obligations: [acquirer-notice, visa-notify, mc-notify, jcb-notify, unionpay-notify]}
    sources: [General practice]
  - step: tell-authority
    title: Tell the authority
    owner: incident-commander
    why: It wants it.
    do: [Write.]
    due: {obligations: [regulator]}
    sources: [General practice]
"#;

/// Cards are suspected of brands that want to be told. Tom types, without a terminal.
fn suspected(brands: &str) -> Breach {
    let mut breach = Breach::new();
    breach.playbook("cards", CARDS).env("BREACH_AS", "Tom").no_terminal();
    breach.run("start cards --no-walk").ok();
    for fact in [
        "contract_duties acquirer",
        "suspected_at 23:40",
        "card_suspected yes",
        &format!("card_brands {brands}"),
    ] {
        breach.run(&format!("fact set {fact}")).ok();
    }
    breach
}

/// Every notice in the record, as it is told.
fn notices(breach: &Breach) -> Vec<String> {
    let told = breach.told();
    let made = |event: &Event| matches!(event, Event::NoticeMade(_));
    let entries = breach.entries();
    let those = entries.iter().zip(told).filter(|(entry, _)| made(&entry.event));
    those.map(|(_, told)| told).collect()
}

#[test]
fn who_was_told_is_asked_once_the_questions_are_answered() {
    let mut breach = suspected("visa");
    breach.terminal();
    breach.types(["V-7", "3", "1, 2", "", "phone", ""]);
    let shown = breach.session(["step done tell-schemes"]);
    assert_eq!(shown, include_str!("../data/notices/asked.txt"));
    assert_eq!(
        notices(&breach),
        [
            "Acquiring bank / payment processor: told Friday 20 Nov 2026, 23:43, by phone",
            "Visa (usually through the acquirer): told Friday 20 Nov 2026, 23:43, by phone",
        ]
    );
}

#[test]
fn one_takes_the_reference_that_the_step_asked_for_and_the_time_of_the_report() {
    let mut breach = suspected("visa");
    breach.terminal();
    breach.types(["V-7", "2", ""]);
    breach
        .run("step done tell-schemes --at 23:41 --who Ana --channel chat")
        .ok();
    assert_eq!(
        notices(&breach),
        ["Visa (usually through the acquirer): told Friday 20 Nov 2026, 23:41, reference V-7 (Ana, told by chat)"]
    );
}

#[test]
fn enter_and_later_leave_all_of_them_open_and_the_step_asks_again_when_it_is_opened() {
    let mut breach = suspected("visa");
    breach.terminal();
    breach.types(["V-7", ""]);
    breach.run("step done tell-schemes").ok();
    assert_eq!(notices(&breach), [""; 0]);
    breach.types(["tell-schemes", "all", "/later", "/leave"]);
    let shown = breach.run("resume").ok().screen;
    assert!(
        shown.contains("  Nothing was logged about that. `breach notice made ID` does it later.\n"),
        "{shown}"
    );
    assert_eq!(notices(&breach), [""; 0]);
    breach.types(["tell-schemes", "all", "23:42", "mail", "", "/leave"]);
    breach.run("resume").ok();
    assert_eq!(notices(&breach).len(), 2);
}

#[test]
fn nothing_is_asked_where_nobody_is_to_be_told() {
    let mut breach = suspected("visa");
    breach.terminal();
    let shown = breach.session(["step done tell-authority", "step done look"]);
    assert_eq!(
        shown,
        "$ breach step done tell-authority\n  logged #8  Fri 23:43  Tell the authority: done\n\
         $ breach step done look\n  logged #9  Fri 23:43  Look at it: done\n"
    );
}

#[test]
fn without_a_terminal_options_say_who_was_told_and_hints_say_how_to() {
    let mut breach = suspected("visa,mastercard,jcb,unionpay");
    let shown = breach.session([
        "step done tell-schemes",
        "step reopen tell-schemes --why \"not yet\"",
        "step done tell-schemes --notice visa-notfy --channel phone",
        "step done tell-schemes --notice visa-notify",
        "step done tell-schemes --reference V-7",
        "step done tell-schemes --channel phone",
        "step done tell-schemes --notice visa-notify --notice acquirer-notice --channel phone --reference V-7 --at 23:41 --who Ana",
    ]);
    assert_eq!(shown, include_str!("../data/notices/options.txt"));
    assert_eq!(
        notices(&breach),
        [
            "Visa (usually through the acquirer): told Friday 20 Nov 2026, 23:41, by phone, reference V-7 (by Ana)",
            "Acquiring bank / payment processor: told Friday 20 Nov 2026, 23:41, by phone, reference V-7 (by Ana)",
        ]
    );
}

#[test]
fn a_notice_that_was_not_made_is_taken_back_and_the_duty_is_open_again() {
    let mut breach = suspected("visa");
    breach
        .run("step done tell-schemes --notice visa-notify --channel phone")
        .ok();
    let seq = breach
        .entries()
        .iter()
        .find_map(|entry| matches!(entry.event, Event::NoticeMade(_)).then_some(entry.seq))
        .expect("a notice");
    breach
        .run(&format!("correct {seq} --nothing --why \"that was the acquirer\""))
        .ok();
    let shown = breach.run("notice list").ok().stdout;
    assert_eq!(shown, "  No notice is recorded yet.\n");
}

#[test]
fn what_is_done_in_the_house_is_done_and_not_told() {
    let mut breach = suspected("visa");
    breach
        .run("notice made uk-gdpr-33-register --channel \"an entry, number 1\"")
        .ok();
    assert_eq!(
        notices(&breach),
        [
            "United Kingdom: Internal breach register (kept for the ICO): done Friday 20 Nov 2026, 23:43, by an entry, number 1"
        ]
    );
}
