//! Which kinds of data each state's law protects, cell by cell from the table of the research: beside a name, alone, with a
//! code, or not at all.

use std::fmt::Write;

use breach::condition::Truth;
use breach::obligation::{Rulebook, assess, explain, read_case};
use breach::time::Zone;
use chrono::{DateTime, Utc};

const TABLE: &str = include_str!("../data/obligations/data-kinds.csv");

fn now() -> DateTime<Utc> {
    "2026-11-22T12:00:00Z".parse().expect("a time")
}

/// Whether these kinds of data set off the duty to tell residents, and which facts would tell.
fn sets_off(book: &Rulebook, state: &str, kinds: &str, more: &str) -> (Truth, Vec<String>) {
    let text = format!(
        "format: 1\nfacts:\n  org_role: ours\n  card_elements: \"none: not seen\"\n  data_types: [{kinds}]\n{more}"
    );
    let case = read_case("facts.yaml", &text, book, now(), Zone::UTC).expect("facts");
    let rule = book
        .rule(&format!("{}-individuals", state.to_lowercase()))
        .expect("a rule");
    let duty = explain(book, &case, rule, now());
    let check = duty.checks.iter().find(|check| check.what == "when").expect("a check");
    (
        check.truth,
        check.missing_facts.iter().map(ToString::to_string).collect(),
    )
}

/// What a cell of the table means: kinds of data with more facts, and what comes out.
fn expected(kind: &str, cell: &str, enough: Truth) -> Vec<(String, &'static str, Truth)> {
    let kind = match kind {
        "log-in" => "user-name-and-password",
        "card-number-with-code" => "card-number, card-security-code",
        "without-a-name" => {
            let ssn = |more, truth| ("social-security-number".to_owned(), more, truth);
            return match cell {
                "alone" => vec![
                    ssn("", Truth::Unknown),
                    ssn("  enough_for_identity_theft: yes\n", Truth::True),
                    ssn("  enough_for_identity_theft: no\n", Truth::False),
                ],
                _ => Vec::new(),
            };
        }
        kind => kind,
    };
    let named = format!("name, {kind}");
    let alone = |truth| (kind.to_owned(), "", truth);
    let code = match kind {
        "mothers-maiden-name" => "bank-account-with-code",
        _ => "bank-access-code",
    };
    match (cell, kind) {
        ("no", _) => vec![(named, "", Truth::False), alone(Truth::False)],
        ("yes", _) | ("with-code", "bank-account-with-code" | "card-number, card-security-code") => {
            vec![(named, "", Truth::True), alone(enough)]
        }
        ("alone", _) => vec![(named, "", Truth::True), alone(Truth::True)],
        ("with-code", _) => vec![
            (named.clone(), "", Truth::False),
            (format!("{named}, {code}"), "", Truth::True),
        ],
        ("usable", _) => vec![
            (named.clone(), "", Truth::Unknown),
            (named.clone(), "  card_number_usable: yes\n", Truth::True),
            (named, "  card_number_usable: no\n", Truth::False),
        ],
        ("unclear", _) => vec![
            (named.clone(), "", Truth::Unknown),
            (named.clone(), "  data_kind_counts: yes\n", Truth::True),
            (named, "  data_kind_counts: no\n", Truth::False),
        ],
        other => panic!("{other:?} is no cell"),
    }
}

#[test]
fn each_state_protects_the_kinds_of_data_that_its_law_names() {
    let book = breach::obligation::library::builtin();
    let mut table = csv::Reader::from_reader(TABLE.as_bytes());
    let kinds = table.headers().expect("a first line").clone();
    let (mut said, mut states, mut cells) = (String::new(), 0, 0);
    for row in table.records() {
        let row = row.expect("a row");
        states += 1;
        // Without a name it may be enough for identity theft, in five of them.
        let enough = match &row[kinds.len() - 1] {
            "alone" => Truth::Unknown,
            _ => Truth::False,
        };
        for (kind, cell) in kinds.iter().zip(&row).skip(1) {
            cells += 1;
            for (kinds, more, wanted) in expected(kind, cell, enough) {
                let (found, needs) = sets_off(&book, &row[0], &kinds, more);
                if found != wanted {
                    writeln!(
                        said,
                        "{} {kind} ({cell}): [{kinds}] {more}is {found:?}, needs {needs:?}",
                        &row[0]
                    )
                    .expect("a string");
                }
            }
        }
    }
    assert_eq!(said, "");
    assert_eq!((states, cells), (54, 54 * 26));
}

/// Contacts alone are personal information nowhere.
#[test]
fn names_and_contacts_alone_set_off_nothing() {
    let book = breach::obligation::library::builtin();
    let mut table = csv::Reader::from_reader(TABLE.as_bytes());
    for row in table.records() {
        let row = row.expect("a row");
        let contacts = "name, postal-address, e-mail, phone, employment-and-pay, purchase-and-usage-history";
        assert_eq!(sets_off(&book, &row[0], contacts, "").0, Truth::False, "{}", &row[0]);
    }
}

/// What an earlier version called `government-id` is one of the kinds of today. Nobody knows which, so that every duty stays
/// until somebody says, and that is asked first.
#[test]
fn an_answer_with_a_former_kind_keeps_every_duty_and_is_asked_about_first() {
    let book = breach::obligation::library::builtin();
    let mut table = csv::Reader::from_reader(TABLE.as_bytes());
    for row in table.records() {
        let row = row.expect("a row");
        for former in ["government-id", "bank-account"] {
            let kinds = format!("name, {former}");
            assert_eq!(
                sets_off(&book, &row[0], &kinds, "").0,
                Truth::True,
                "{former} in {}",
                &row[0]
            );
        }
    }
    let text = "format: 1\nfacts:\n  org_role: ours\n  regulated_as: \"none: a shop\"\n  established_in: Ohio\n  \
                data_types: [name, government-id, biometric-or-genetic]\n  other_data_counts: yes\n  \
                persons_by_jurisdiction: {Ohio: 20}\n";
    let case = read_case("facts.yaml", text, &book, now(), Zone::UTC).expect("an older file still loads");
    let assessment = assess(&book, &case, now());
    let apart: Vec<(&str, usize)> = assessment
        .kinds_to_tell_apart
        .iter()
        .map(|(kind, may_be)| (kind.as_str(), may_be.len()))
        .collect();
    assert_eq!(apart, [("government-id", 7), ("biometric-or-genetic", 2)]);
    let (first, decided) = assessment.questions()[0].clone();
    assert_eq!(first, "data_types");
    assert!(decided.contains(&"us-oh-individuals"), "{decided:?}");
}
