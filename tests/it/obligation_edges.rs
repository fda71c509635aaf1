//! Where counting and telling go wrong most easily: clocks that are put forward, months without a 31st, numbers exactly on
//! the line or not known, people of whom nobody knows where they live, starts that nobody has settled.

use breach::condition::Truth;
use breach::obligation::{assess, read_case};
use breach::time::Zone;
use chrono::{DateTime, Utc};

pub(crate) fn assessed(facts: &str, ids: &[&str]) -> Vec<String> {
    assessed_at(facts, "2026-11-22T12:00:00Z", ids)
}

/// What the rules of these ids come to: whether each applies, how its clock stands, what it counts from, and what would tell.
pub(crate) fn assessed_at(facts: &str, now: &str, ids: &[&str]) -> Vec<String> {
    let book = breach::obligation::library::builtin();
    let now: DateTime<Utc> = now.parse().expect("a time");
    let text = format!("format: 1\n{facts}");
    let case = read_case("facts.yaml", &text, &book, now, Zone::UTC).unwrap_or_else(|mistakes| {
        panic!(
            "{}",
            breach::schema::diagnostic::render(&mistakes, &[("facts.yaml".to_owned(), text.clone())], 80, false)
        )
    });
    let assessment = assess(&book, &case, now);
    ids.iter()
        .map(|id| {
            let duty = assessment
                .duties
                .iter()
                .find(|duty| duty.rule.id == *id)
                .expect("a rule");
            let json = breach::obligation::json::duty(duty, false);
            let mut words = vec![json["applies"].as_str().expect("an outcome").to_owned()];
            let clock = &json["clock"];
            let state = clock["state"].as_str().expect("a state");
            if state != "none" {
                words.push(
                    clock["due_local"]
                        .as_str()
                        .or(clock["waits_for"].as_str())
                        .unwrap_or(state)
                        .to_owned(),
                );
            }
            if clock["since"]["earliest"] == true {
                words.push("earliest".to_owned());
            }
            words.extend(duty.missing_facts.iter().map(|fact| format!("needs {fact}")));
            format!("{id}: {}", words.join(", "))
        })
        .collect()
}

const IN_THREE_STATES: &str = "
zone: America/New_York
facts:
  established_in: US
  discovered_at: 2026-11-02 10:00
  data_types: [name, government-id]
  encrypted: no
";

#[test]
fn seventy_two_hours_are_seventy_two_hours_when_clocks_change() {
    let facts = |aware: &str| {
        format!(
            "zone: Europe/London\nfacts:\n  established_in: United Kingdom\n  org_role: ours\n  aware_at: {aware}\n"
        )
    };
    // Put back on 25 October 2026, put forward on 28 March 2027: not the same time of day three days later.
    assert_eq!(
        assessed(&facts("2026-10-24 12:00"), &["uk-gdpr-33-ico"]),
        ["uk-gdpr-33-ico: yes, 2026-10-27T11:00:00Z"]
    );
    assert_eq!(
        assessed(&facts("2027-03-26 12:00"), &["uk-gdpr-33-ico"]),
        ["uk-gdpr-33-ico: yes, 2027-03-29T13:00:00+01:00"]
    );
}

#[test]
fn a_month_after_the_thirty_first_ends_with_the_month() {
    let facts = |sent: &str| {
        format!(
            "zone: Europe/Berlin\nfacts:\n  established_in: Germany\n  regulated_as: dora-entity\n  major_incident: yes\nnotices:\n  eu-dora-intermediate: {sent}\n"
        )
    };
    // The last of February 2027 is a Sunday, which this entity may leave for noon on Monday; that of 2028 is a Tuesday.
    assert_eq!(
        assessed(&facts("2027-01-31 10:00"), &["eu-dora-final"]),
        ["eu-dora-final: yes, 2027-03-01T12:00:00+01:00"]
    );
    assert_eq!(
        assessed(&facts("2028-01-31 10:00"), &["eu-dora-final"]),
        ["eu-dora-final: yes, 2028-02-29T23:59:59+01:00"]
    );
}

#[test]
fn a_number_on_the_line_decides_and_one_that_is_not_known_is_each_plausible_case() {
    let with = |people: &str| {
        let facts = format!("{IN_THREE_STATES}  persons_by_jurisdiction: {{California: {people}}}\n");
        assessed(&facts, &["us-ca-individuals", "us-ca-ag"])
    };
    let due = "us-ca-individuals: yes, 2026-12-02T23:59:59-08:00";
    assert_eq!(with("500"), [due, "us-ca-ag: no"]);
    assert_eq!(with("501"), [due, "us-ca-ag: yes, individual_notice_sent"]);
    // About 450 may be 501; up to 500 may not; a place without a number has somebody in it.
    let open = "us-ca-ag: unknown, individual_notice_sent, needs persons_by_jurisdiction";
    assert_eq!(with("~450"), [due, open]);
    assert_eq!(with("up to 500"), [due, "us-ca-ag: no"]);
    assert_eq!(with("unknown"), [due, open]);
}

#[test]
fn a_law_may_say_that_an_unknown_number_is_enough() {
    let facts = format!("{IN_THREE_STATES}  persons_by_jurisdiction: {{US-DC: unknown, US-MD: unknown}}\n");
    assert_eq!(
        assessed(&facts, &["us-dc-ag", "us-dc-cra"]),
        [
            "us-dc-ag: yes, open",
            "us-dc-cra: unknown, open, needs persons_by_jurisdiction"
        ]
    );
}

#[test]
fn people_who_live_nobody_knows_where_may_live_anywhere() {
    let ids = ["us-ca-individuals", "us-tx-individuals", "uk-gdpr-33-ico"];
    let open = [
        "us-ca-individuals: yes, 2026-12-02T23:59:59-08:00",
        "us-tx-individuals: unknown, 2027-01-01T23:59:59-06:00, earliest, needs persons_by_jurisdiction",
        "uk-gdpr-33-ico: unknown, 2026-11-05T15:00:00Z, earliest, needs persons_by_jurisdiction, needs org_role",
    ];
    let sorted = |mut lines: Vec<String>| {
        // Which of two open questions is named first does not matter here.
        for line in &mut lines {
            let mut parts: Vec<String> = line.split(", ").map(str::to_owned).collect();
            parts[1..].sort();
            *line = parts.join(", ");
        }
        lines
    };
    let rows = format!("{IN_THREE_STATES}  persons_by_jurisdiction: {{California: 20, unknown: 3}}\n");
    let total = format!("{IN_THREE_STATES}  persons_total: 23\n  persons_by_jurisdiction: {{California: 20}}\n");
    let expected = sorted(open.map(str::to_owned).to_vec());
    assert_eq!(sorted(assessed(&rows, &ids)), expected);
    assert_eq!(sorted(assessed(&total, &ids)), expected);
    // Of people in the United States nobody knows in which state; in the United Kingdom they are not.
    let country = format!("{IN_THREE_STATES}  persons_by_jurisdiction: {{United States: 20}}\n");
    assert_eq!(
        assessed(&country, &["us-tx-individuals", "uk-gdpr-33-ico"]),
        [
            "us-tx-individuals: unknown, 2027-01-01T23:59:59-06:00, earliest, needs persons_by_jurisdiction",
            "uk-gdpr-33-ico: no",
        ]
    );
}

#[test]
fn a_place_without_rules_is_said_and_nobody_guesses_what_was_meant() {
    let book = breach::obligation::library::builtin();
    let now: DateTime<Utc> = "2026-11-22T12:00:00Z".parse().expect("a time");
    let text =
        "format: 1\nfacts:\n  persons_by_jurisdiction: {Bhutan: 3, CA: ~10, Atlantis: 1, unknown: 5, California: 2}\n";
    let case = read_case("facts.yaml", text, &book, now, Zone::UTC).expect("facts");
    let said: Vec<String> = assess(&book, &case, now)
        .without_rules
        .iter()
        .map(|place| format!("{} ({}): {}", place.place, place.people, place.why))
        .collect();
    assert_eq!(
        said,
        [
            "Bhutan (3): no rule on file for it, ask counsel",
            "Canada (CA) or California (US-CA) (8 to 12): it is not clear which of them is meant; write the name or the code in full",
            "Atlantis (1): no rule on file for it, ask counsel",
            "not known (5): where they live is not known; every place may count until it is",
        ]
    );
}

#[test]
fn the_earliest_knowledge_stands_in_until_counsel_chooses_and_findings_are_waited_for() {
    let facts = |more: &str| {
        format!(
            "zone: America/New_York\nfacts:\n  established_in: US\n  suspected_at: 2026-11-01 20:00\n  discovered_at: 2026-11-02 10:00\n  data_types: [name, government-id]\n  encrypted: no\n  persons_by_jurisdiction: {{Texas: 1, Maine: 1, Rhode Island: 1}}\n{more}"
        )
    };
    let ids = ["us-tx-individuals", "us-me-individuals", "us-ri-individuals"];
    assert_eq!(
        assessed(&facts(""), &ids),
        [
            "us-tx-individuals: yes, 2026-12-31T23:59:59-06:00, earliest",
            "us-me-individuals: yes, scope_identified",
            "us-ri-individuals: yes, confirmation",
        ]
    );
    assert_eq!(
        assessed(
            &facts("  determined_at: 2026-11-10\n  scope_identified_at: 2026-11-12\n  confirmed_at: 2026-11-12\n"),
            &ids
        ),
        [
            "us-tx-individuals: yes, 2027-01-09T23:59:59-06:00",
            "us-me-individuals: yes, 2026-12-12T23:59:59-05:00",
            "us-ri-individuals: yes, 2026-12-27T23:59:59-05:00",
        ]
    );
}

#[test]
fn a_delay_for_police_moves_what_it_may_and_nothing_else() {
    let facts = "
zone: America/New_York
facts:
  established_in: US
  org_role: ours
  discovered_at: 2026-11-02 10:00
  aware_at: 2026-11-02 10:00
  data_types: [name, government-id]
  encrypted: no
  persons_by_jurisdiction: {California: 600, Puerto Rico: 5, Germany: 5, South Dakota: 3}
  police_delay_until: 2027-01-15 12:00
";
    assert_eq!(
        assessed(
            facts,
            &["us-ca-individuals", "us-pr-ag", "eu-gdpr-33-sa", "us-sd-individuals"]
        ),
        [
            "us-ca-individuals: yes, 2027-01-15T09:00:00-08:00",
            "us-pr-ag: yes, 2026-11-12T23:59:59-04:00",
            "eu-gdpr-33-sa: yes, 2026-11-05T16:00:00+01:00",
            "us-sd-individuals: yes, 2027-02-14T23:59:59-06:00",
        ]
    );
}

#[test]
fn before_an_incident_is_classified_the_time_since_awareness_is_what_counts() {
    let facts = |more: &str| {
        format!(
            "zone: Europe/Berlin\nfacts:\n  established_in: Germany\n  regulated_as: dora-entity\n  aware_at: 2026-11-17 08:00\n{more}"
        )
    };
    assert_eq!(
        assessed(&facts(""), &["eu-dora-initial"]),
        ["eu-dora-initial: unknown, 2026-11-18T08:00:00+01:00, needs major_incident"]
    );
    assert_eq!(
        assessed(
            &facts("  major_incident: yes\n  classified_at: 2026-11-18 07:00\n"),
            &["eu-dora-initial"]
        ),
        ["eu-dora-initial: yes, 2026-11-18T08:00:00+01:00"]
    );
}

/// Chile's Law 21.719 was enacted in 2024 and is in force from 1 December 2026: what counts is the day in Chile on which the
/// business became aware, not the day on which somebody asks.
#[test]
fn chile_on_the_last_day_of_november_and_the_first_of_december() {
    let applies = |aware: &str, now: &str| {
        let facts = format!(
            "format: 1\nfacts:\n  aware_at: {aware}\n  risk_level: high\n  persons_by_jurisdiction: {{Chile: 5}}\n"
        );
        let book = breach::obligation::library::builtin();
        let now: DateTime<Utc> = now.parse().expect("a time");
        let case = read_case("f", &facts, &book, now, Zone::UTC).expect("facts");
        let assessment = assess(&book, &case, now);
        let duty = assessment.duties.iter().find(|duty| duty.rule.id == "cl-agency");
        let duty = duty.expect("a rule");
        (duty.applies, duty.because.clone())
    };
    let before = (Truth::False, "not in force before Tue 1 Dec 2026".to_owned());
    assert_eq!(
        applies("2026-11-30 23:59 America/Santiago", "2026-12-02T12:00:00Z"),
        before
    );
    assert_eq!(
        applies("2026-11-29 12:00 America/Santiago", "2026-11-30T12:00:00Z"),
        before
    );
    // Midnight in Santiago, on 1 December by UTC all day: known on the first day of the law.
    assert_eq!(
        applies("2026-12-01 00:00 America/Santiago", "2026-12-02T12:00:00Z").0,
        Truth::True
    );
    assert_eq!(applies("2026-12-01 01:00 Z", "2026-12-02T12:00:00Z"), before);
}

#[test]
fn a_bill_whose_day_has_come_is_not_applied_on_its_own_and_says_so() {
    let facts = "format: 1\nfacts:\n  discovered_at: 2026-09-20 10:00\n  persons_by_jurisdiction: {Connecticut: 5}\n";
    let because = |now: &str| {
        let book = breach::obligation::library::builtin();
        let now: DateTime<Utc> = now.parse().expect("a time");
        let case = read_case("f", facts, &book, now, Zone::UTC).expect("facts");
        let assessment = assess(&book, &case, now);
        let duty = assessment
            .duties
            .iter()
            .find(|duty| duty.rule.id == "us-ct-ag-forensic");
        duty.expect("a rule").because.clone()
    };
    assert_eq!(because("2026-09-30T12:00:00Z"), "not in force before Thu 1 Oct 2026");
    assert_eq!(
        because("2026-10-02T12:00:00Z"),
        "not in force when it was last read (2026-04), but was to be from Thu 1 Oct 2026: ask counsel"
    );
}

/// The mistakes of a file of facts, each with its place and what helps.
pub(crate) fn refused(facts: &str) -> Vec<String> {
    let book = breach::obligation::library::builtin();
    let now: DateTime<Utc> = "2026-11-22T12:00:00Z".parse().expect("a time");
    let text = format!("format: 1\nfacts:\n{facts}");
    let mistakes = read_case("facts.yaml", &text, &book, now, Zone::UTC).expect_err("mistakes");
    mistakes
        .into_iter()
        .map(|mistake| {
            let help = mistake.help.map_or_else(String::new, |help| format!("; {help}"));
            format!("{}: {}{help}", mistake.line, mistake.message)
        })
        .collect()
}

#[test]
fn fewer_than_none_and_times_of_another_age_are_slips() {
    assert_eq!(
        refused(
            "  persons_by_jurisdiction: {California: -5, Texas: ~-7}\n  persons_total: up to -1\n  \
             discovered_at: 0000-01-01\n  aware_at: 9999-12-31 10:00\n"
        ),
        [
            "3: people: `-5` is less than none; write `unknown` if nobody knows",
            "3: `-7` is less than none; write `unknown` if nobody knows",
            "4: `-1` is less than none; write `unknown` if nobody knows",
            "5: `0000-01-01` is outside the years 1900 to 2200",
            "6: `9999-12-31 10:00` is outside the years 1900 to 2200",
        ]
    );
}

#[test]
fn nothing_in_a_file_of_facts_is_left_out_without_a_word() {
    assert_eq!(
        refused(
            "  persons_by_jurisdiction: {California: [501]}\n  data_types: [name, [card-number]]\n  \
             card_elements: [unknown]\n  established_in: {Germany: yes}\n"
        ),
        [
            "3: this cell wants a number",
            "4: an option is text",
            "5: `unknown` is a whole answer and cannot be part of a list; write it alone, without a list",
            "6: `Germany` is a row of one value; nothing belongs to it; write a list: `[Germany]`",
        ]
    );
}

#[test]
fn the_fields_of_a_file_of_facts_are_those_of_its_table() {
    assert_eq!(
        refused(
            "  encrypted: unknown\nzone: Berlin/Germany\nnotice: {}\nnotices: {eu-gdpr-33-sa: {at: 2026-11-02}}\n\
             police-delays: {eu-gdpr-33-sb: 2026-11-02, eu-gdpr-33-sa: [2026-11-02]}\n"
        ),
        [
            "4: no time zone is called `Berlin/Germany`; a zone is written like `Europe/London` or `America/New_York`",
            "5: a file of facts has no field `notice`; did you mean `notices`?",
            "6: found fields; this must be a list, each item on a line after `- `",
            "7: no obligation is called `eu-gdpr-33-sb`; did you mean `eu-gdpr-33-sa`?",
            "7: found a list; this must be text",
        ]
    );
    assert_eq!(
        refused("  encrypted: unknown\nformat: 2\n"),
        ["4: `format` appears twice; keep one of the two"]
    );
}

#[test]
fn a_file_with_many_mistakes_shows_the_first_of_them() {
    let facts: String = (0..5_000).map(|nth| format!("  f{nth}: no\n")).collect();
    let mistakes = refused(&facts);
    assert_eq!(mistakes.len(), 100);
    assert_eq!(
        mistakes.last().map(String::as_str),
        Some("102: no fact is called `f99`")
    );
}

#[test]
fn a_card_number_in_a_file_of_facts_is_refused() {
    assert_eq!(
        refused("  regulated_as: \"none: 4111 1111 1111 1111\"\n"),
        ["3: this looks like a card number; remove it; this text is shown"]
    );
}

#[test]
fn an_empty_list_is_left_empty() {
    let facts = |kinds: &str| {
        format!(
            "facts:\n  discovered_at: 2026-11-02\n  encrypted: no\n  persons_by_jurisdiction: {{California: 5}}\n{kinds}"
        )
    };
    assert_eq!(
        assessed(&facts("  data_types: []\n"), &["us-ca-individuals"]),
        assessed(&facts(""), &["us-ca-individuals"])
    );
}

#[test]
fn fewer_than_none_in_a_record_is_not_taken_for_nobody() {
    let book = breach::obligation::library::builtin();
    let now: DateTime<Utc> = "2026-11-22T12:00:00Z".parse().expect("a time");
    let facts = |people: &str| {
        format!(
            "format: 1\nfacts:\n  discovered_at: 2026-11-02\n  data_types: [name, government-id]\n  encrypted: no\n  \
             persons_by_jurisdiction: [{{place: California{people}}}]\n"
        )
    };
    let read = |text: &str| read_case("facts.yaml", text, &book, now, Zone::UTC).expect("no mistakes");
    let mut slip = read(&facts(", people: 5"));
    for row in slip.tables.values_mut().flatten() {
        row.insert("people".to_owned(), breach::fact::Value::Number((-5).into()));
    }
    let not_counted = read(&facts(""));
    let outcomes = |case| -> Vec<_> {
        let assessment = assess(&book, case, now);
        assessment
            .duties
            .iter()
            .map(|duty| (duty.rule.id.clone(), duty.applies))
            .collect()
    };
    assert_eq!(outcomes(&slip), outcomes(&not_counted));
    assert!(outcomes(&slip).contains(&("us-ca-individuals".into(), breach::condition::Truth::True)));
}
