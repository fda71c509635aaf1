use std::path::Path;

use super::{Contact, Desk, Profile, RolePerson, STARTER, refused};
use crate::document::tests::golden;
use crate::failure::FailureKind;
use crate::obligation::{Known, Obligations};

const EXAMPLE: &str = include_str!("example.yaml");

fn some(text: &str) -> Option<String> {
    Some(text.to_owned())
}

fn refusal(text: &str) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("profile.yaml");
    std::fs::write(&path, text).expect("a file");
    let failure = Profile::load(&path).expect_err("a refusal");
    failure.render().replace(&folder.path().display().to_string(), "$DIR")
}

#[test]
fn everything_in_it_is_read_in_its_order() {
    let profile = Profile::parse("profile.yaml", EXAMPLE).expect("no mistakes");
    assert_eq!(
        profile,
        Profile {
            organisation: some("Example Shop Ltd"),
            me: some("Tom Becker"),
            zone: some("Europe/London"),
            roles: vec![
                (
                    "incident-commander".to_owned(),
                    RolePerson {
                        name: "Tom Becker".to_owned(),
                        number: some("+44 20 7946 0101"),
                        deputy: some("Ana Ruiz"),
                        deputy_number: some("+44 20 7946 0188"),
                        note: None,
                    }
                ),
                (
                    "legal-counsel".to_owned(),
                    RolePerson {
                        name: "Dana Weiss".to_owned(),
                        number: some("+44 20 7946 0144"),
                        note: some("after hours only"),
                        ..RolePerson::default()
                    }
                ),
            ],
            contacts: vec![
                (
                    "acquirer".to_owned(),
                    Desk {
                        name: "Acquirer hotline".to_owned(),
                        number: some("+44 20 7946 0100"),
                        note: some("merchant id on the statement"),
                    }
                ),
                (
                    "police".to_owned(),
                    Desk {
                        name: "Report Fraud".to_owned(),
                        ..Desk::default()
                    }
                ),
            ],
            ..Profile::default()
        }
    );
}

#[test]
fn people_numbers_and_contacts_are_found() {
    let profile = Profile::parse("profile.yaml", EXAMPLE).expect("no mistakes");
    assert_eq!(
        profile.people(),
        [
            "Acquirer hotline",
            "Ana Ruiz",
            "Dana Weiss",
            "Report Fraud",
            "Tom Becker"
        ]
    );
    assert_eq!(profile.number_of("ana  ruiz"), some("+44 20 7946 0188"));
    assert_eq!(profile.number_of("Report Fraud"), None);
    let contact = |id: &str| {
        profile
            .contact(id)
            .map(|found: Contact| (found.title, found.name, found.number))
    };
    assert_eq!(
        contact("acquirer"),
        Some((
            "Acquirer".to_owned(),
            "Acquirer hotline".to_owned(),
            some("+44 20 7946 0100")
        ))
    );
    assert_eq!(
        contact("legal-counsel"),
        Some((
            "Legal counsel".to_owned(),
            "Dana Weiss".to_owned(),
            some("+44 20 7946 0144")
        ))
    );
    assert_eq!(contact("insurer"), None);
}

#[test]
fn the_file_to_begin_with_has_no_mistakes_and_says_nothing_yet() {
    assert_eq!(Profile::parse("profile.yaml", STARTER), Ok(Profile::default()));
}

#[test]
fn every_example_in_the_file_to_begin_with_has_no_mistakes() {
    let written: String = STARTER.lines().map(uncommented).collect();
    let profile = Profile::parse("profile.yaml", &written).expect("no mistakes");
    assert_eq!(
        (profile.roles.len(), profile.contacts.len(), profile.contracts.len()),
        (4, 4, 2)
    );
    assert_eq!(Profile::check("profile.yaml", &written, &known()), []);
    assert_eq!(profile.organisation, some("Example Shop Ltd"));
}

/// A line whose `#` stands before `name: …` as it would be without it.
fn uncommented(line: &str) -> String {
    let (indent, rest) = line.split_at(line.len() - line.trim_start().len());
    let example = rest
        .strip_prefix("# ")
        .filter(|rest| rest.split(':').next().is_some_and(|key| !key.contains(' ')));
    format!("{indent}{}\n", example.unwrap_or(rest))
}

#[test]
fn every_mistake_is_shown_at_its_place() {
    let text = "format: 1\nzone: Europe/Londn\nroles:\n  legal counsel: {name: Dana}\n  scribe: {nam: Lee}\n\
                contacts:\n  acquirer: {name: Hotline, number: none}\n  acquirer: {name: Again}\n";
    let told = refusal(text);
    assert_eq!(told, golden("profile/mistakes.stderr", &told));
}

#[test]
fn broken_yaml_is_shown_at_its_place() {
    let told = refusal("format: 1\nme: [Tom\n");
    assert_eq!(told, golden("profile/broken.stderr", &told));
}

#[test]
fn a_format_of_another_time_is_refused() {
    let told = refusal("format: 2\nme: Tom\n");
    assert_eq!(told, golden("profile/format.stderr", &told));
}

#[test]
fn no_file_is_an_empty_profile() {
    assert_eq!(
        Profile::load(Path::new("/nowhere/profile.yaml")).expect("no refusal"),
        Profile::default()
    );
}

#[test]
fn what_is_no_text_file_is_refused_without_waiting() {
    let folder = tempfile::tempdir().expect("a folder");
    let place = |name: &str| folder.path().join(name);
    std::fs::create_dir(place("folder")).expect("a folder");
    std::fs::write(place("large"), vec![b'a'; 5_000_000]).expect("a file");
    std::fs::write(place("latin"), b"me: J\xf6rg\n").expect("a file");
    std::os::unix::fs::symlink("/nowhere", place("dangling")).expect("a link");
    rustix::fs::mknodat(
        rustix::fs::CWD,
        place("pipe"),
        rustix::fs::FileType::Fifo,
        rustix::fs::Mode::RUSR | rustix::fs::Mode::WUSR,
        0,
    )
    .expect("a pipe");
    let said = |name: &str| {
        let failure = Profile::load(&place(name)).expect_err("a refusal");
        let text = failure
            .to_string()
            .replace(&folder.path().display().to_string(), "$DIR");
        (failure.kind, text)
    };
    assert_eq!(
        ["folder", "large", "latin", "dangling", "pipe"].map(said),
        [
            "`$DIR/folder` is a folder, not a file",
            "`$DIR/large` is larger than 256 KiB, which is the limit",
            "`$DIR/latin` is not UTF-8 text: line 1, byte 6 of the file; save it again as UTF-8",
            "`$DIR/dangling` is not there",
            "`$DIR/pipe` is a pipe, not a file",
        ]
        .map(|text| (FailureKind::Input, text.to_owned()))
    );
}

#[test]
fn what_we_sell_and_where_is_read_and_suggested() {
    let text = "format: 1\nsectors: [shop-or-online-trade]\nplaces: [GB, US-CA]\npayment-channels: [web, in-store]\n\
                payment-providers: PayCo\naccounts: [\"main account\", payouts]\n\
                letterhead: {name: Example Shop Ltd, phone: \"+44 20 7946 0199\"}\n";
    let profile = Profile::parse("profile.yaml", text).expect("no mistakes");
    assert_eq!(profile.places, ["GB", "US-CA"]);
    assert_eq!(
        profile.letterhead.as_ref().and_then(|head| head.name.clone()),
        some("Example Shop Ltd")
    );
    assert_eq!(profile.suggestion("sectors"), some("shop-or-online-trade"));
    assert_eq!(profile.suggestion("channel"), some("web, in-store"));
    assert_eq!(
        profile.suggestion("gather_provider_signals.suspected_provider"),
        some("PayCo")
    );
    assert_eq!(profile.suggestion("prepare_support.phone"), some("+44 20 7946 0199"));
    assert_eq!(profile.on_file("place"), ["GB", "US-CA"]);
    assert_eq!(profile.suggestion("persons_total"), None);
    assert_eq!(profile.on_file("account"), ["main account", "payouts"]);
}

#[test]
fn a_number_is_kept_without_touching_what_people_wrote() {
    let kept = super::keep::with_contact(Some(EXAMPLE), "it-operations", "Ana \"on call\"", "+44 20 7946 0188");
    let line = "  it-operations: {name: \"Ana \\\"on call\\\"\", number: \"+44 20 7946 0188\"}\n";
    let expected = EXAMPLE.replace("contacts:\n", &format!("contacts:\n{line}"));
    assert_eq!(kept, Some(expected));
    let fresh = super::keep::with_contact(None, "police", "Report Fraud", "101").expect("it fits the starter");
    assert!(fresh.starts_with(STARTER.split("contacts:\n").next().expect("the front")));
    assert_eq!(
        super::keep::with_contact(Some("contacts: {}\n"), "police", "Report Fraud", "101"),
        None
    );
}

#[test]
fn a_list_is_kept_where_there_is_none() {
    let kept = super::keep::with_list(Some(EXAMPLE), "sectors", &["shop-or-online-trade".to_owned()]);
    assert_eq!(kept, Some(format!("{EXAMPLE}sectors: [\"shop-or-online-trade\"]\n")));
    let again = super::keep::with_list(kept.as_deref(), "sectors", &["bank".to_owned()]);
    assert_eq!(again, None);
}

const DUTIES: &str = include_str!("duties.yaml");

fn known() -> Known {
    Obligations::new(None).load().expect("the built-in rules").known()
}

#[test]
fn what_duties_depend_on_is_read_and_suggested() {
    let profile = Profile::parse("profile.yaml", DUTIES).expect("no mistakes");
    let suggested = [
        "established_in",
        "regulated_as",
        "card_brands",
        "insured",
        "contract_duties",
    ]
    .map(|fact| profile.suggestion(fact).expect("an answer"));
    assert_eq!(
        suggested,
        [
            "Germany\nUS-CA",
            "ftc-financial-institution",
            "visa, mastercard",
            "yes",
            "none: the profile says so",
        ]
    );
    assert_eq!(Profile::default().suggestion("insured"), None);
    assert_eq!(Profile::check("profile.yaml", DUTIES, &known()), []);
}

#[test]
fn contracts_become_rules() {
    let profile = Profile::parse("profile.yaml", DUTIES).expect("no mistakes");
    let rules = serde_json::to_string_pretty(&profile.contract_rules()).expect("JSON");
    assert_eq!(format!("{rules}\n"), include_str!("contracts.json"));
}

#[test]
fn mistakes_in_names_are_shown_at_their_places() {
    let text = include_str!("contracts.yaml");
    let mistakes = Profile::check("profile.yaml", text, &known());
    let shown = refused("profile.yaml", text, &mistakes).render();
    let told = shown;
    assert_eq!(told, golden("profile/contracts.stderr", &told));
}

#[test]
fn names_of_rules_and_facts_are_looked_up_by_those_who_have_them() {
    let text = "format: 1\nregulated-as: [no-such-thing]\ncontracts:\n  one: {with: One, kind: other, after: awareness, \
                when: no_such_fact, clause: \"1\", checked: 2026-10, replaces: no-such-rule}\n";
    let profile = Profile::parse("profile.yaml", text).expect("no mistakes");
    let contract = profile.contracts.first().expect("a contract");
    assert_eq!(
        (contract.rule_id(), contract.deadline()),
        (
            "no-such-rule".to_owned(),
            "no limit in the contract; counts from awareness".to_owned()
        )
    );
    let codes: Vec<&str> = Profile::check("profile.yaml", text, &known())
        .iter()
        .map(|found| found.code)
        .collect();
    assert_eq!(codes, ["unknown-option", "unknown-fact", "unknown-rule"]);
}

#[test]
fn a_slip_elsewhere_hides_no_contract() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("profile.yaml");
    let contracts = |text: &str| {
        std::fs::write(&path, text).expect("a file");
        let (rules, source, failure) = Profile::load_contracts(&path);
        assert!(source.text.starts_with("contracts:") || rules.is_empty());
        assert!(!source.text.contains("insured:"));
        let ids: Vec<String> = rules.into_iter().map(|rule| rule.id.to_string()).collect();
        (
            ids,
            failure.map(|failure| {
                failure
                    .to_string()
                    .replace(&folder.path().display().to_string(), "$DIR")
            }),
        )
    };
    let missing = some("`$DIR/profile.yaml` has 1 mistake");
    let all = ["acquirer-notice", "contract-big-customer", "contract-insurer"].map(str::to_owned);
    assert_eq!(contracts(DUTIES), (all.to_vec(), None));
    assert_eq!(
        contracts(&DUTIES.replace("insured: yes", "insured: perhaps")),
        (all.to_vec(), missing.clone())
    );
    assert_eq!(
        contracts(&DUTIES.replace("24 hours", "24 hrs")),
        (all[1..].to_vec(), missing)
    );
    assert_eq!(contracts("format: 2\n"), (Vec::new(), None));
}
