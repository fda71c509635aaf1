use std::path::Path;

use super::Answers;
use crate::fact::read::Asked;
use crate::obligation::Obligations;
use crate::playbook::Library;
use crate::time::Zone;

/// The mistakes of a file that begins as it should, each as `code line:column`.
fn mistakes(rest: &str) -> Vec<String> {
    let text = format!("answers: 1\nas: {{name: Tom Becker}}\n{rest}");
    let answers = Answers::parse("a.yaml", &text, Path::new("/nowhere")).expect("it is YAML");
    let loaded = Library::new(None)
        .load("payment-provider-breach")
        .expect("it is built in");
    let rules = Obligations::new(None).load().expect("the built-in rules");
    let asked = Asked {
        now: "2026-11-20T23:43:00Z".parse().expect("a time"),
        zone: Zone::UTC,
    };
    let found = answers.mistakes(&loaded.playbook, &rules, &asked).into_iter();
    found
        .map(|found| format!("{} {}:{}", found.code, found.line, found.column))
        .collect()
}

/// The mistakes of one item about collecting signs, whose lines begin at the fourth.
fn of_item(lines: &str) -> Vec<String> {
    mistakes(&format!("steps:\n  - step: gather-provider-signals\n{lines}"))
}

#[test]
fn every_way_to_end_wants_what_belongs_to_it() {
    assert_eq!(mistakes("close: {how: handled, why: all done}\n"), [""; 0]);
    assert_eq!(mistakes("close: {how: handled}\n"), ["missing-field 3:9"]);
    assert_eq!(
        mistakes("close: {how: ruled-out, why: nothing}\n"),
        ["missing-field 3:1"]
    );
    assert_eq!(mistakes("close: {how: joined, why: same}\n"), ["missing-field 3:1"]);
    assert_eq!(mistakes("close: {how: handld, why: all}\n"), ["wrong-type 3:14"]);
    assert_eq!(
        mistakes("close: {how: handled, why: all, to: k7f3}\n"),
        ["bad-ending 3:37"]
    );
}

#[test]
fn an_outcome_says_why_or_on_whom() {
    assert_eq!(
        of_item("    outcome: {waiting: J. Moreau, until: in 2 hours}\n"),
        [""; 0]
    );
    assert_eq!(
        of_item("    outcome: {waiting: {on: J. Moreau, until: in 2 hours}}\n"),
        [""; 0]
    );
    assert_eq!(
        of_item("    outcome: {later: no time, until: 2026-11-20 10:00}\n"),
        ["not-a-time 5:38"]
    );
    assert_eq!(of_item("    outcome: waiting\n"), ["missing-field 5:14"]);
    assert_eq!(of_item("    outcome: {not-needed: }\n"), ["missing-field 5:15"]);
    assert_eq!(
        of_item("    outcome: {will-not-do: a, not-needed: b}\n"),
        ["unknown-field 5:15"]
    );
}

#[test]
fn answers_fit_their_questions() {
    assert_eq!(
        of_item("    facts: {provider_name: unknown, services_used: {none: nothing}}\n"),
        [""; 0]
    );
    // A fact that no step asks for and only rules read.
    assert_eq!(of_item("    facts: {notice_incomplete: true}\n"), [""; 0]);
    assert_eq!(of_item("    facts: {notice_incomplet: true}\n"), ["unknown-fact 5:13"]);
    assert_eq!(
        of_item("    facts: {services_used: [gateway, gatewy]}\n"),
        ["bad-answer 5:38"]
    );
    assert_eq!(of_item("    facts: {services_used: []}\n"), ["bad-answer 5:28"]);
    assert_eq!(of_item("    facts: {provider_name: true}\n"), ["bad-answer 5:28"]);
    assert_eq!(of_item("    facts: {signals: {source: press}}\n"), ["bad-answer 5:22"]);
    assert_eq!(
        of_item("    facts: {signals: [{source: press, source: mail, official: perhaps}]}\n"),
        ["duplicate-key 5:39", "bad-answer 5:63"]
    );
    assert_eq!(
        of_item("    facts: {verify_with_provider.inquiry: letter.pdf}\n"),
        ["no-file 5:43"]
    );
}

#[test]
fn notices_name_duties_and_say_how_or_why_not() {
    let of = |lines: &str| mistakes(&format!("steps:\n  - notices:\n{lines}"));
    assert_eq!(
        of("      acquirer-notice: {at: 2026-11-20 22:00, channel: phone, to: J. Moreau, reference: A-1}\n"),
        [""; 0]
    );
    assert_eq!(of("      uk-gdpr-33-ico: {not-required: no personal data}\n"), [""; 0]);
    assert_eq!(
        of("      uk-gdpr-33-ico: {declined: risk unlikely, revisit: 2026-12-01 12:00}\n"),
        [""; 0]
    );
    assert_eq!(
        of("      acquirer-notce: {channel: phone}\n"),
        ["unknown-obligation 5:7"]
    );
    assert_eq!(of("      acquirer-notice: phone\n"), ["wrong-type 5:24"]);
    assert_eq!(
        of("      acquirer-notice: {at: 2026-11-20 22:00}\n"),
        ["missing-field 5:25"]
    );
    assert_eq!(
        of("      acquirer-notice: {channel: phone, at: unknown}\n"),
        ["not-a-time 5:7"]
    );
    assert_eq!(
        of("      acquirer-notice: {channel: phone, chanel: mail}\n"),
        ["unknown-field 5:41"]
    );
    assert_eq!(
        of("      uk-gdpr-33-ico: {declined: risk unlikely, revisit: 2026-01-02 10:00}\n"),
        ["not-a-time 5:58"]
    );
    // Without a step there is nothing else to say than who was told.
    assert_eq!(
        of("      acquirer-notice: {channel: phone}\n    outcome: done\n"),
        ["missing-field 4:5"]
    );
    assert_eq!(
        of(
            "      acquirer-notice: {channel: phone}\n      uk-gdpr-33-ico: {not-required: none}\n    at: tomorrow 9:00\n"
        ),
        ["not-a-time 7:9"]
    );
}

#[test]
fn waiting_ends_after_the_moment_at_which_it_was_said() {
    let of = |at: &str| {
        mistakes(&format!(
            "steps:\n  - step: assemble-team\n    at: {at}\n    outcome: {{waiting: Ana, until: 2026-01-02 10:00}}\n"
        ))
    };
    assert_eq!(of("2026-01-02 09:00"), [""; 0]);
    assert_eq!(of("2026-01-02 11:00"), ["not-a-time 6:36"]);
}

#[test]
fn gates_are_opened_in_their_own_way() {
    let of = |step: &str, gates: &str| mistakes(&format!("steps:\n  - step: {step}\n    gates: {gates}\n"));
    assert_eq!(of("record-integrity", "{acknowledge: agreed}"), [""; 0]);
    assert_eq!(
        of("record-integrity", "{acknowledge: {approved-by: Ana}}"),
        ["wrong-gate 5:26"]
    );
    assert_eq!(of("send-notice", "{police-delay: agreed}"), ["wrong-gate 5:27"]);
    // Two approvals: the kind alone does not say which.
    assert_eq!(
        of("close-incident", "{approval: {approved-by: Ana}}"),
        ["unknown-gate 5:13"]
    );
    assert_eq!(
        of("close-incident", "{approval:legal-counsel: {sent-back: no}}"),
        ["missing-field 5:38"]
    );
}

#[test]
fn a_number_in_a_row_may_say_how_sure_it_is() {
    let of = |rows: &str| of_item(&format!("    facts: {{persons_by_jurisdiction: {rows}}}\n"));
    assert_eq!(
        of("[{place: Texas, people: ~250}, {place: Ohio, people: up to 40}]"),
        [""; 0]
    );
    assert_eq!(of("[{place: Texas, people: many}]"), ["bad-answer 5:62"]);
}

#[test]
fn what_does_not_fit_is_told_with_what_to_write() {
    let text = "answers: 1
as: {role: scribe}
steps:
  - step: send-notice
    pass: 0
    channel: phone
    gates: {approval: maybe, four-eyes: {sent-back: wrong date, at: 14:00}}
    override: {by: Ana, channel: phone}
    outcome: waiting
    notices: {acquirer-notice: {to: desk}}
close: {how: closed, why: all done}
";
    let answers = Answers::parse("a.yaml", text, Path::new("/nowhere")).expect("it is YAML");
    let told = answers.found.iter().map(|found| {
        let help = found.help.as_ref().map_or_else(String::new, |help| format!("; {help}"));
        format!("{}:{} {}{help}", found.line, found.column, found.message)
    });
    assert_eq!(
        told.collect::<Vec<_>>(),
        [
            "2:6 `as` needs `name`",
            "5:11 a pass is a number from 1; leave it out for the pass that is next",
            "7:23 this is not what becomes of a gate; write `agreed`, `{approved-by: NAME}` or `{sent-back: WHY, by: NAME}`",
            "7:42 a gate that was sent back needs `by`",
            "8:16 `override` needs `why`",
            "9:14 `waiting` also says on whom; write `{waiting: ON WHOM}`",
            "10:33 found neither `channel` nor `not-required` nor `declined`; this must be written with `channel: …`, \
             `not-required: …` or `declined: …`",
            "11:14 `closed` is not possible here; this must be `handled`, `ruled-out` or `joined`",
            "6:14 a channel says how somebody told you, and nobody is named; add `who: NAME`",
        ]
    );
}
