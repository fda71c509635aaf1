//! What a tired person writes down that is nearly right, and what somebody knows only in part: it must not become a wrong yes
//! or a wrong no. And cases in which two rules, or two counts, meet.

use breach::obligation::{assess, read_case};
use breach::screens::obligations::clock_words;
use breach::time::{TimeView, Zone};

use crate::harness::Breach;
use crate::obligation_edges::{assessed, assessed_at, refused};

#[test]
fn a_seat_that_may_be_anywhere_rules_nothing_out() {
    let facts = |seat: &str| {
        format!(
            "zone: Europe/Berlin\nfacts:\n  established_in: {seat}\n  org_role: ours\n  aware_at: 2026-11-20 10:00\n  \
             risk_level: risk\n  encrypted: no\n  persons_by_jurisdiction: {{Texas: 9}}\n"
        )
    };
    let ids = ["eu-gdpr-33-sa", "uk-gdpr-33-ico", "je-dp-authority"];
    assert_eq!(
        assessed(&facts("EEA"), &ids),
        [
            "eu-gdpr-33-sa: unknown, 2026-11-23T10:00:00+01:00, needs persons_by_jurisdiction, needs established_in",
            "uk-gdpr-33-ico: no",
            "je-dp-authority: no",
        ]
    );
    assert_eq!(
        assessed(&facts("Europe"), &ids),
        [
            "eu-gdpr-33-sa: unknown, 2026-11-23T10:00:00+01:00, needs persons_by_jurisdiction, needs established_in",
            "uk-gdpr-33-ico: unknown, 2026-11-23T09:00:00Z, needs persons_by_jurisdiction, needs established_in",
            "je-dp-authority: unknown, 2026-11-23T09:00:00Z, needs persons_by_jurisdiction, needs established_in",
        ]
    );
    assert_eq!(
        refused("  established_in: [IN, Bavaria, Germany]\n"),
        [
            "3: `IN` may be more than one place; write `India` or `Indiana`",
            "3: no place `Bavaria`; write a country or a US state, such as `Germany` or `US-CA`",
        ]
    );
}

const SHOP: &str = "
zone: America/New_York
facts:
  established_in: US
  regulated_as: \"none: a shop\"
  org_role: ours
  discovered_at: 2026-11-09 10:00
  determined_at: 2026-11-12
  data_types: [name, government-id]
  encrypted: no
";

fn shop(more: &str) -> String {
    format!("{SHOP}{more}")
}

#[test]
fn a_misspelt_place_may_be_the_one_that_it_seems_to_mean() {
    let facts = shop("  persons_by_jurisdiction: {Kalifornia: 600, Atlantis: 5}\n");
    assert_eq!(
        assessed(&facts, &["us-ca-individuals", "us-tx-individuals"]),
        [
            "us-ca-individuals: unknown, 2026-12-09T23:59:59-08:00, needs persons_by_jurisdiction",
            "us-tx-individuals: no",
        ]
    );
}

#[test]
fn none_is_an_answer_to_which_of_these() {
    let facts = shop("  card_suspected: yes\n  card_brands: \"none: we take no cards\"\n");
    assert_eq!(
        assessed(&facts, &["visa-notify", "mc-notify"]),
        ["visa-notify: no", "mc-notify: no"]
    );
    let facts = shop("  contract_duties: \"none: no such contract\"\n");
    assert_eq!(assessed(&facts, &["pci-dss-12-10-1"]), ["pci-dss-12-10-1: no"]);
}

#[test]
fn at_least_so_many_is_a_count() {
    let facts = shop("  persons_by_jurisdiction: {California: at least 600, Texas: at least 100}\n");
    assert_eq!(
        assessed(&facts, &["us-ca-ag", "us-tx-ag"]),
        [
            "us-ca-ag: yes, individual_notice_sent",
            "us-tx-ag: unknown, 2026-12-12T23:59:59-06:00, needs persons_by_jurisdiction",
        ]
    );
}

#[test]
fn two_counts_of_the_same_people_narrow_each_other_down() {
    let hipaa = |people: &str| {
        format!(
            "zone: America/New_York\nfacts:\n  regulated_as: [hipaa-covered-entity]\n  discovered_at: 2026-11-20 11:00\n  \
             data_types: [name, health]\n  encrypted: no\n{people}"
        )
    };
    let ids = ["us-hipaa-hhs-500", "us-hipaa-hhs-annual"];
    for people in [
        "  persons_total: 499\n  persons_by_jurisdiction: {Ohio: ~490}\n",
        "  persons_total: up to 499\n  persons_by_jurisdiction: {Ohio: unknown}\n",
    ] {
        assert_eq!(
            assessed(&hipaa(people), &ids),
            [
                "us-hipaa-hhs-500: no",
                "us-hipaa-hhs-annual: yes, 2027-03-01T23:59:59-05:00"
            ]
        );
    }
    // Counts that contradict each other hide neither.
    assert_eq!(
        assessed(
            &hipaa("  persons_total: 400\n  persons_by_jurisdiction: {Ohio: 501}\n"),
            &ids
        ),
        [
            "us-hipaa-hhs-500: yes, 2027-01-19T23:59:59-05:00",
            "us-hipaa-hhs-annual: no"
        ]
    );
}

/// For federal filings days are those of the filer.
#[test]
fn a_day_in_california_is_not_over_when_it_is_in_new_york() {
    let facts = |zone: &str, seat: &str| {
        format!(
            "zone: {zone}\nfacts:\n  established_in: {seat}\n  regulated_as: [hipaa-covered-entity]\n  \
             discovered_at: 2026-12-31 22:30\n  data_types: [name, health]\n  encrypted: no\n  \
             persons_by_jurisdiction: {{California: 12}}\n"
        )
    };
    for (zone, seat) in [("America/Los_Angeles", "US"), ("America/Los_Angeles", "US-CA")] {
        assert_eq!(
            assessed(&facts(zone, seat), &["us-hipaa-hhs-annual"]),
            ["us-hipaa-hhs-annual: yes, 2027-03-01T23:59:59-08:00"]
        );
    }
    // A zone that is not one of theirs says nothing about the filer.
    assert_eq!(
        assessed(&facts("Europe/Berlin", "US"), &["us-hipaa-hhs-annual"]),
        ["us-hipaa-hhs-annual: yes, 2027-03-01T23:59:59-05:00"]
    );
}

#[test]
fn a_report_that_stands_in_the_place_of_another_starts_what_follows() {
    let trust = |more: &str| {
        format!(
            "zone: Europe/Berlin\nfacts:\n  established_in: Germany\n  regulated_as: [trust-service-provider]\n  \
             significant_incident: yes\n  aware_at: 2026-11-03 09:30\n{more}"
        )
    };
    let ids = ["eu-nis2-notification", "eu-nis2-notification-tsp", "eu-nis2-final"];
    assert_eq!(
        assessed(
            &trust("  service_impact: yes\nnotices:\n  eu-nis2-notification-tsp: 2026-11-04 08:00\n"),
            &ids
        ),
        [
            "eu-nis2-notification: no",
            "eu-nis2-notification-tsp: yes, 2026-11-04T09:30:00+01:00",
            "eu-nis2-final: yes, 2026-12-04T23:59:59+01:00",
        ]
    );
    assert_eq!(
        assessed(&trust("  service_impact: no\n"), &ids),
        [
            "eu-nis2-notification: yes, 2026-11-06T09:30:00+01:00",
            "eu-nis2-notification-tsp: no",
            "eu-nis2-final: yes, incident_notification_sent",
        ]
    );
    let clinic = "zone: America/New_York\nfacts:\n  regulated_as: [hipaa-covered-entity]\n  discovered_at: 2026-11-20\n  \
                  data_types: [name, health]\n  encrypted: no\n  persons_by_jurisdiction: {New York: 420, Illinois: 40}\n\
                  notices:\n  us-hipaa-hhs-annual: 2027-02-12 18:00\n";
    assert_eq!(
        assessed_at(clinic, "2027-02-13T12:00:00Z", &["us-ny-ag-hipaa", "us-il-ag-hipaa"]),
        [
            "us-ny-ag-hipaa: yes, 2027-02-22T23:59:59-05:00",
            "us-il-ag-hipaa: yes, 2027-02-22T23:59:59-06:00",
        ]
    );
}

#[test]
fn an_exemption_holds_only_on_its_own_conditions() {
    let ruled_out = |more: &str| shop(&format!("  harm_ruled_out: yes\n{more}"));
    let maine = "  scope_identified_at: 2026-11-20\n  persons_by_jurisdiction: {Maine: 3}\n";
    assert_eq!(
        assessed(&ruled_out(maine), &["us-me-individuals"]),
        ["us-me-individuals: no"]
    );
    let broker = ruled_out(maine).replace("\"none: a shop\"", "[information-broker]");
    assert_eq!(
        assessed(&broker, &["us-me-individuals"]),
        ["us-me-individuals: yes, 2026-12-20T23:59:59-05:00"]
    );
    let alaska = "  persons_by_jurisdiction: {Alaska: 3}\n";
    assert_eq!(
        assessed(&ruled_out(alaska), &["us-ak-individuals"]),
        ["us-ak-individuals: no"]
    );
    let unused = format!("{alaska}  no_harm_exemption_used: no\n");
    assert_eq!(
        assessed(&ruled_out(&unused), &["us-ak-individuals"]),
        ["us-ak-individuals: yes, open"]
    );
    // What was ruled out in general is not ruled out where the harm is known to be grave.
    let ohio = "  persons_by_jurisdiction: {Ohio: 5, Oregon: 5}\n  harm_by_place: [{place: Ohio, risk: high}]\n";
    assert_eq!(
        assessed(&ruled_out(ohio), &["us-oh-individuals", "us-or-individuals"]),
        [
            "us-oh-individuals: yes, 2026-12-24T23:59:59-05:00",
            "us-or-individuals: no"
        ]
    );
}

#[test]
fn an_insurer_tells_its_own_state_of_harm_and_others_from_250_people() {
    let insurer = |more: &str| {
        format!(
            "zone: America/New_York\nfacts:\n  regulated_as: [insurance-licensee]\n  encrypted: no\n  \
             determined_at: 2026-11-20 17:00\n  serious_harm: no\n  service_impact: no\n  \
             persons_by_jurisdiction: {{Ohio: 300, US-MI: 300, US-AL: 5, US-SC: 300}}\n{more}"
        )
    };
    let ids = [
        "us-al-insurance",
        "us-mi-insurance",
        "us-oh-insurance",
        "us-sc-insurance",
        "us-ri-insurance",
    ];
    // At home in Alabama, without harm: nothing there, and where 250 live nothing, unless another body must be told.
    assert_eq!(
        assessed(
            &insurer("  insurance_home_state: US-AL\n  other_authority_due: no\n"),
            &ids
        ),
        [
            "us-al-insurance: no",
            "us-mi-insurance: no",
            "us-oh-insurance: no",
            "us-sc-insurance: no",
            "us-ri-insurance: no"
        ]
    );
    // Ten business days in Michigan, over Thanksgiving; 72 hours in South Carolina; in Ohio it takes harm.
    assert_eq!(
        assessed(
            &insurer("  insurance_home_state: US-AL\n  other_authority_due: yes\n"),
            &ids
        ),
        [
            "us-al-insurance: no",
            "us-mi-insurance: yes, 2026-12-07T23:59:59-05:00",
            "us-oh-insurance: no",
            "us-sc-insurance: yes, 2026-11-23T17:00:00-05:00",
            "us-ri-insurance: no"
        ]
    );
    // Three business days from Friday: Wednesday. South Carolina asks for no harm at home.
    let harm = insurer("  insurance_home_state: US-AL\n  other_authority_due: no\n");
    assert_eq!(
        assessed(&harm.replace("serious_harm: no", "serious_harm: yes"), &ids[..1]),
        ["us-al-insurance: yes, 2026-11-25T23:59:59-06:00"]
    );
    assert_eq!(
        assessed(
            &insurer("  insurance_home_state: US-SC\n  other_authority_due: no\n"),
            &ids[3..4]
        ),
        ["us-sc-insurance: yes, 2026-11-23T17:00:00-05:00"]
    );
}

#[test]
fn both_halves_of_a_trigger_count() {
    let china = "zone: Asia/Shanghai\nfacts:\n  established_in: China\n  regulated_as: [cn-network-operator]\n  \
                 significant_incident: no\n  persons_total: 1000001\n  incident_handled_at: 2027-01-20 10:00\n";
    assert_eq!(
        assessed_at(china, "2027-01-21T00:00:00Z", &["cn-cac-final"]),
        ["cn-cac-final: yes, 2027-02-19T23:59:59+08:00"]
    );
    let cards = shop("  card_suspected: yes\n  card_brands: [visa]\n  pfi_required: pending\n");
    assert_eq!(
        assessed(&cards, &["visa-pfi-engage", "visa-pfi-onsite"]),
        ["visa-pfi-engage: yes, pfi_required", "visa-pfi-onsite: no"]
    );
    let wanted = cards.replace("pfi_required: pending", "pfi_required: yes");
    assert_eq!(
        assessed(&wanted, &["visa-pfi-onsite"]),
        ["visa-pfi-onsite: yes, forensic_engaged"]
    );
}

/// The clocks of duties in words, with what is said beside them.
fn said(facts: &str, ids: &[&str]) -> Vec<String> {
    let book = breach::obligation::library::builtin();
    let now = "2026-11-25T12:00:00Z".parse().expect("a time");
    let case = read_case("facts.yaml", &format!("format: 1\n{facts}"), &book, now, Zone::UTC).expect("no mistakes");
    let assessment = assess(&book, &case, now);
    let duty = |id: &&str| {
        assessment
            .duties
            .iter()
            .find(|duty| duty.rule.id == *id)
            .expect("a rule")
    };
    ids.iter()
        .map(duty)
        .map(|duty| {
            let police = duty.remarks.iter().filter(|remark| remark.contains("police"));
            let words = [clock_words(duty, TimeView { now, zone: duty.zone })]
                .into_iter()
                .chain(police.cloned());
            words.collect::<Vec<_>>().join(" | ")
        })
        .collect()
}

#[test]
fn nobody_is_told_to_give_notice_before_the_police_let_them() {
    let clinic = "zone: America/New_York\nfacts:\n  established_in: US\n  regulated_as: [hipaa-covered-entity]\n  org_role: ours\n  \
                  discovered_at: 2026-11-20 11:00\n  aware_at: 2026-11-20 11:00\n  data_types: [name, health]\n  encrypted: no\n  \
                  persons_by_jurisdiction: {Ohio: 620, South Africa: 4}\n";
    let held = |until: &str| {
        said(
            &format!("{clinic}  police_delay_until: {until}\n"),
            &["us-hipaa-individuals", "za-popia-subjects"],
        )
    };
    // 15 February is a holiday; the working day before it is not offered.
    assert_eq!(
        held("2027-02-15 12:00"),
        [
            "Mon 15 Feb 2027 12:00 (New York), 82 d 5 h: 60 days from discovery, Fri 20 Nov 2026 11:00 (New York) | \
             moved by the delay that police asked for, from Tue 19 Jan 2027 23:59 (New York); once that ends, without delay",
            "no fixed limit: without delay, from awareness, Fri 20 Nov 2026 18:00 (Johannesburg) | \
             police asked to hold this back until Mon 15 Feb 2027 19:00 (Johannesburg); not before that",
        ]
    );
    assert_eq!(
        held("2026-12-15 12:00")[0],
        "Tue 19 Jan 2027 23:59 (New York), 55 d 16 h: 60 days from discovery, Fri 20 Nov 2026 11:00 (New York) | \
         police asked to hold this back until Tue 15 Dec 2026 12:00 (New York); not before that"
    );
}

/// A relief for weekends can end later than the formal count of hours, which is then not shown as the latest time.
#[test]
fn nothing_is_due_at_the_latest_before_it_is_due() {
    let facts = "zone: Europe/Berlin\nfacts:\n  established_in: Germany\n  regulated_as: [dora-entity]\n  major_incident: yes\n  \
                 aware_at: 2026-11-20 22:00\n  classified_at: 2026-11-21 09:00\n";
    assert_eq!(
        said(facts, &["eu-dora-initial"]),
        [
            "Mon 23 Nov 2026 12:00 (Berlin), passed 2 d 1 h ago: 4 hours from classification as major, Sat 21 Nov 2026 09:00 (Berlin)"
        ]
    );
}

/// A mistyped year makes a deadline late by a year, and would say nothing.
#[test]
fn a_start_that_lies_ahead_is_doubted() {
    let book = breach::obligation::library::builtin();
    let now = "2026-11-25T12:00:00Z".parse().expect("a time");
    let ahead = |aware: &str| {
        let facts = format!(
            "format: 1\nzone: Europe/Berlin\nfacts:\n  established_in: Germany\n  risk_level: high\n  aware_at: {aware}\n  \
             persons_by_jurisdiction: {{Germany: 20}}\n  notices_planned_at: 2026-12-24\n"
        );
        let case = read_case("facts.yaml", &facts, &book, now, Zone::UTC).expect("no mistakes");
        let ahead = assess(&book, &case, now).starts_ahead(now);
        ahead.into_iter().map(|(fact, ..)| fact).collect::<Vec<_>>()
    };
    assert_eq!(ahead("2027-11-03 14:05"), ["aware_at"]);
    // The first moment of today is over.
    assert_eq!(ahead("2026-11-25"), Vec::<&str>::new());
}

/// A whole list of duties hangs on where people live: what may be a slip stands at the top, and `--strict` fails on it.
#[test]
fn an_unclear_place_is_said_first_and_strict_fails_on_it() {
    let mut breach = Breach::new();
    breach.no_terminal().file(
        "facts.yaml",
        "format: 1\nzone: America/New_York\nfacts:\n  org_role: ours\n  regulated_as: \"none: a shop\"\n  \
         established_in: US\n  discovered_at: 2026-11-20 10:00\n  data_types: [name, passport-number]\n  encrypted: no\n  \
         persons_by_jurisdiction: {Califronia: 501, CO: 3, US-IL: 20}\n",
    );
    let assess = "obligation assess --facts facts.yaml --now 2026-11-22";
    let shown = breach.session([
        assess,
        &format!("{assess} --strict --full"),
        "obligation list --jurisdiction CA",
    ]);
    let screen = r#"  What facts.yaml would mean                       Sun 22 Nov 00:00 (New York)

  Unclear: Califronia (501 people): no rule on file for it, ask counsel; did you
  mean `California`?

  Unclear: Colombia (CO) or Colorado (US-CO) (3 people): it is not clear which
  of them is meant; write the name or the code in full.

  Applies, by these facts                                      counsel decides
  Nothing yet.

  Cannot tell yet: 28 rules
  May card data be affected?  [card_suspected]
    for acquirer-notice, mc-notify, discover-notify, mc-pfi-engage, amex-notify,
    visa-notify and 13 more; the first perhaps Sat 21 Nov 2026 10:00 (New York)
  Which contracts may make you tell somebody?  [contract_duties]
    for pci-dss-12-10-1, pci-dss-12-10-3, nacha-notify and swift-csp
  How many people live where?  [persons_by_jurisdiction]
    for us-co-individuals, us-ca-individuals, co-sic and us-ca-ag; the first
    perhaps Sun 20 Dec 2026 23:59 (Denver)
  Is there insurance that may cover this?  [insured]
    for insurer-notice

  404 rules do not apply                          breach obligation explain ID
"#;
    let list = r#"$ breach obligation list --jurisdiction CA
error: `CA` may be more than one place
hint: write `Canada` or `California`
exit 2
"#;
    assert_eq!(
        shown,
        format!("$ breach {assess}\n{screen}$ breach {assess} --strict --full\n{screen}exit 3\n{list}")
    );
}
