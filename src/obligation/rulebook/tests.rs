#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use super::{Contents, Origin, RuleSource, Rulebook};
use crate::condition::Condition;
use crate::fact::{Asked, read_answer};
use crate::obligation::contract::{Contract, Party};
use crate::obligation::limit::Limit;
use crate::obligation::{CaseFacts, Obligations, Rule, assess};
use crate::time::Zone;

fn contract(id: &str, replaces: Option<&str>, when: Option<&str>) -> Rule {
    Contract {
        id: id.to_owned(),
        with: "Acme Bank".to_owned(),
        kind: Party::Acquirer,
        tell: None,
        within: Some(Limit::parse("6 hours").unwrap()),
        after: "suspicion".to_owned(),
        when: when.map(|when| Condition::parse(when).unwrap()),
        clause: "Merchant agreement 12.3".to_owned(),
        checked: "2026-10".to_owned(),
        contact: None,
        replaces: replaces.map(str::to_owned),
        calendar: None,
        note: Some("By phone.".to_owned()),
    }
    .rule(None)
}

fn with(contracts: Vec<Rule>) -> (Rulebook, Rulebook) {
    let built_in = Obligations::new(None).load().unwrap();
    let source = RuleSource {
        path: "profile.yaml".to_owned(),
        text: "contracts: {}\n".into(),
        own: true,
    };
    let all = built_in.with_contracts(contracts, source);
    (Rulebook::clone(&built_in), all)
}

#[test]
fn a_contract_takes_the_place_of_the_rule_it_replaces_or_comes_last() {
    let (built_in, all) = with(vec![
        contract("acme", Some("acquirer-notice"), None),
        contract("other", None, None),
    ]);
    let ids = |book: &Rulebook| -> Vec<String> { book.contents.rules.iter().map(|rule| rule.id.to_string()).collect() };
    let mut expected = ids(&built_in);
    expected.push("contract-other".to_owned());
    assert_eq!(ids(&all), expected);
    assert_eq!(
        all.rule("acquirer-notice"),
        Some(&contract("acme", Some("acquirer-notice"), None))
    );
    let origin = |replaces| Origin {
        file: "profile.yaml".into(),
        own: true,
        replaces,
    };
    assert_eq!(
        (all.origin("acquirer-notice"), all.origin("contract-other")),
        (Some(&origin(true)), Some(&origin(false)))
    );
}

#[test]
fn a_condition_with_a_mistake_hides_no_contract() {
    let (_, all) = with(vec![contract("acme", None, Some("no_such_fact"))]);
    let rule = all.rule("contract-acme").unwrap();
    assert_eq!(
        (rule.when.clone(), rule.note.as_deref()),
        (
            None,
            Some("Its condition has a mistake and does not count: `breach profile check` shows it. By phone.")
        )
    );
}

#[test]
fn the_clock_of_a_contract_runs_once_card_data_is_suspected() {
    let (_, all) = with(vec![contract("acme", None, None)]);
    let now = "2026-11-20T23:43:00Z".parse().unwrap();
    let mut case = CaseFacts::new(Zone::UTC);
    let due = |case: &CaseFacts| {
        let duties = assess(&all, case, now).duties;
        let duty = duties.iter().find(|duty| duty.rule.id == "contract-acme").unwrap();
        (duty.is_on(), duty.due_at().map(|at| at.to_rfc3339()))
    };
    let say = |case: &mut CaseFacts, fact: &str, words: &str| {
        let asked = Asked { now, zone: Zone::UTC };
        let answer = read_answer(words, &all.fact(fact).unwrap().kind, &asked).unwrap();
        case.answers.insert(fact.to_owned(), answer);
    };
    say(&mut case, "suspected_at", "2026-11-20T22:30:00Z");
    say(&mut case, "card_suspected", "no");
    let before = due(&case);
    say(&mut case, "card_suspected", "yes");
    assert_eq!(
        (before, due(&case)),
        ((false, None), (true, Some("2026-11-21T04:30:00+00:00".to_owned())))
    );
}

/// `sha256sum FILE… | sha256sum` says the same.
#[test]
fn the_digest_covers_every_text_with_its_name_in_order() {
    let digest = |texts: &[(&str, &'static str)]| {
        let sources = texts.iter().map(|(path, text)| RuleSource {
            path: (*path).to_owned(),
            text: (*text).into(),
            own: false,
        });
        let contents = Contents {
            sources: sources.collect(),
            ..Contents::default()
        };
        Rulebook::from(contents).digest().to_string()
    };
    let two = digest(&[("a.yaml", "one\n"), ("b.yaml", "two\n")]);
    assert_eq!(two, "49f1f2aa233418c2911f50e5004ca002115f43f03a1d095ff0513605bc324728");
    assert_ne!(two, digest(&[("b.yaml", "two\n"), ("a.yaml", "one\n")]));
    assert_ne!(two, digest(&[("a.yaml", "one\n"), ("c.yaml", "two\n")]));
    assert_ne!(two, digest(&[("a.yaml", "one\n"), ("b.yaml", "two")]));
}
