//! Situations as counsel puts them, with the reasoning beside each. Expected times are counted by hand from the law, not
//! taken from the program.

use crate::obligation_edges::{assessed, assessed_at};

/// A shop in the US that saw it on Monday 9 November 2026, 10:00 in New York, and concluded on the 12th.
fn us(role: &str, kinds: &str, people: &str, more: &str) -> String {
    format!(
        "zone: America/New_York\nfacts:\n  established_in: US\n  org_role: {role}\n  discovered_at: 2026-11-09 10:00\n  \
         determined_at: 2026-11-12\n  encrypted: no\n  data_types: [{kinds}]\n  \
         persons_by_jurisdiction: {{{people}}}\n{more}"
    )
}

const SHOP: &str = "  regulated_as: \"none: a shop\"\n";

fn came_to<const N: usize>(facts: &str, expected: [&str; N]) {
    let ids: Vec<&str> = expected
        .iter()
        .filter_map(|line| Some(line.split_once(':')?.0))
        .collect();
    assert_eq!(assessed(facts, &ids), expected);
}

/// 1: six states' own times for whoever holds data for others, from discovery or from the conclusion, by the clock there.
#[test]
fn a_payroll_service_holds_numbers_for_employers_in_six_states() {
    let people = "US-GA: 5, Florida: 5, US-AL: 5, US-MD: 5, US-NM: 5, Texas: 5";
    came_to(
        &us("held-for-others", "name, social-security-number", people, SHOP),
        [
            // Only for a data broker or a public body: asked.
            "us-ga-vendor: unknown, 2026-11-10T10:00:00-05:00, needs held_for_information_broker",
            // 10 days after the conclusion of the 12th.
            "us-fl-vendor: yes, 2026-11-22T23:59:59-05:00",
            "us-al-vendor: yes, 2026-11-22T23:59:59-06:00",
            // 10 days after discovery on the 9th.
            "us-md-vendor: yes, 2026-11-19T23:59:59-05:00",
            // 45 days after discovery: 24 December.
            "us-nm-vendor: yes, 2026-12-24T23:59:59-07:00",
            // Immediately: no number of days.
            "us-tx-vendor: yes, open",
            "us-fl-individuals: no",
            "us-tx-individuals: no",
        ],
    );
}

/// 2: outside the US too, a processor tells its customer, and not the authority or the people.
#[test]
fn a_host_holds_data_for_shops_in_six_countries() {
    let facts = "zone: Europe/Berlin\nfacts:\n  established_in: Germany\n  org_role: held-for-others\n  \
                 regulated_as: \"none: a host\"\n  aware_at: 2026-11-09 10:00\n  discovered_at: 2026-11-09 10:00\n  \
                 encrypted: no\n  risk_level: high\n  data_types: [name, health]\n  \
                 persons_by_jurisdiction: {Germany: 5, United Kingdom: 5, Switzerland: 5, Kenya: 5, Nigeria: 5, South Africa: 5}\n";
    came_to(
        facts,
        [
            "eu-gdpr-33-processor: yes, open",
            "uk-gdpr-33-processor: yes, open",
            "ch-fadp-processor: yes, open",
            // 48 hours, Nairobi.
            "ke-processor: yes, 2026-11-11T12:00:00+03:00",
            "ng-processor: yes, open",
            "za-popia-operator: yes, open",
            "eu-gdpr-33-sa: no",
            "uk-gdpr-33-ico: no",
        ],
    );
}

/// 3 to 10: user names with passwords, without names. Four states protect them alone; Delaware and New Jersey only beside a
/// name; Texas and Ohio not at all.
#[test]
fn log_ins_without_names_in_eight_states() {
    let people = "California: 5, Florida: 5, Illinois: 5, Vermont: 5, US-DE: 5, US-NJ: 5, Texas: 5, Ohio: 5";
    came_to(
        &us("ours", "user-name-and-password", people, SHOP),
        [
            "us-ca-individuals: yes, 2026-12-09T23:59:59-08:00",
            "us-fl-individuals: yes, 2026-12-12T23:59:59-05:00",
            "us-il-individuals: yes, open",
            "us-vt-individuals: yes, 2026-12-24T23:59:59-05:00",
            "us-de-individuals: no",
            "us-nj-individuals: no",
            "us-tx-individuals: no",
            "us-oh-individuals: no",
        ],
    );
    came_to(
        &us("ours", "name, user-name-and-password", people, SHOP),
        [
            "us-de-individuals: yes, 2027-01-11T23:59:59-05:00",
            "us-nj-individuals: yes, open",
            "us-tx-individuals: no",
            "us-oh-individuals: no",
        ],
    );
}

/// 11: health data counts in New York since 21 March 2025, and not in New Jersey. HIPAA counts beside both.
#[test]
fn a_clinic_with_patients_in_new_york_and_new_jersey() {
    let clinic = "  regulated_as: [hipaa-covered-entity]\n";
    came_to(
        &us("ours", "name, health", "New York: 5, US-NJ: 5", clinic),
        [
            "us-ny-individuals: yes, 2026-12-09T23:59:59-05:00",
            "us-nj-individuals: no",
            // 60 days after discovery on the 9th.
            "us-hipaa-individuals: yes, 2027-01-08T23:59:59-05:00",
        ],
    );
}

/// 12: passport numbers beside names count in some states and are nothing in others; Wyoming's words leave it open.
#[test]
fn a_hotel_with_copies_of_passports() {
    let people = "Texas: 5, California: 5, Ohio: 5, New York: 5, Wyoming: 5";
    came_to(
        &us("ours", "name, passport-number", people, SHOP),
        [
            "us-tx-individuals: yes, 2027-01-11T23:59:59-06:00",
            "us-ca-individuals: yes, 2026-12-09T23:59:59-08:00",
            "us-oh-individuals: no",
            "us-ny-individuals: no",
            "us-wy-individuals: unknown, open, needs data_kind_counts",
        ],
    );
}

/// 13: 36 hours are hours, over New Year too; business days leave out 1 January and the weekend.
#[test]
fn a_bank_over_new_year() {
    let facts = "zone: America/New_York\nfacts:\n  established_in: US\n  org_role: ours\n  \
                 regulated_as: [occ-bank, sec-registrant]\n  discovered_at: 2026-12-31 15:00\n  \
                 determined_at: 2026-12-31 15:00\n  major_incident: yes\n  significant_incident: yes\n  service_impact: yes\n  \
                 material: yes\n  material_at: 2026-12-31 15:00\n";
    assert_eq!(
        assessed_at(facts, "2027-01-01T12:00:00Z", &["us-bank36-occ", "us-sec-8k-105"]),
        [
            "us-bank36-occ: yes, 2027-01-02T03:00:00-05:00",
            // Mon 4, Tue 5, Wed 6, Thu 7 January.
            "us-sec-8k-105: yes, 2027-01-07T23:59:59-05:00",
        ]
    );
}

/// 14 and 15: Chile's law holds from 1 December 2026 for what is known from then on.
#[test]
fn chile_on_the_last_day_before_its_law_and_on_its_first() {
    let known = |day: &str| {
        format!(
            "zone: America/Santiago\nfacts:\n  established_in: Chile\n  org_role: ours\n  regulated_as: \"none: a shop\"\n  \
             aware_at: {day} 12:00\n  discovered_at: {day} 12:00\n  risk_level: high\n  encrypted: no\n  \
             data_types: [name, health]\n  persons_by_jurisdiction: {{Chile: 5}}\n"
        )
    };
    let ids = ["cl-agency", "cl-subjects"];
    assert_eq!(
        assessed_at(&known("2026-11-30"), "2026-12-02T12:00:00Z", &ids),
        ["cl-agency: no", "cl-subjects: no"]
    );
    assert_eq!(
        assessed_at(&known("2026-12-01"), "2026-12-02T12:00:00Z", &ids),
        ["cl-agency: yes, open", "cl-subjects: yes, open"]
    );
}

/// 16 to 19: four companies of a group, each by what it is.
#[test]
fn a_group_of_four_companies() {
    let of = |role: &str, more: &str| us(role, "name, bank-account-number", "Ohio: 20, New York: 20", more);
    // The shop owns the data. A bank account without its code is nothing in Ohio, and counts in New York.
    came_to(
        &of("ours", SHOP),
        [
            "us-oh-individuals: no",
            "us-ny-individuals: yes, 2026-12-09T23:59:59-05:00",
            "us-ny-vendor: no",
        ],
    );
    // The host tells the shop, in 30 days.
    came_to(
        &of("held-for-others", SHOP),
        [
            "us-ny-individuals: no",
            "us-ny-vendor: yes, 2026-12-09T23:59:59-05:00",
            "us-oh-vendor: no",
        ],
    );
    // The service company does both.
    came_to(
        &of("both", SHOP),
        [
            "us-ny-individuals: yes, 2026-12-09T23:59:59-05:00",
            "us-ny-vendor: yes, 2026-12-09T23:59:59-05:00",
        ],
    );
    // The lender is under the DFS too: 72 hours after the conclusion.
    came_to(
        &of(
            "ours",
            "  regulated_as: [nydfs-covered-entity]\n  service_impact: yes\n",
        ),
        [
            "us-nydfs-72: yes, 2026-11-15T00:00:00-05:00",
            "us-ny-individuals: yes, 2026-12-09T23:59:59-05:00",
        ],
    );
}

/// The same in one file: facts of all, and of each company its own; each has its own times.
#[test]
fn a_group_in_one_file() {
    let book = breach::obligation::library::builtin();
    let now = "2026-11-22T12:00:00Z".parse().expect("a time");
    let group = us("ours", "name, bank-account-number", "New York: 20", SHOP);
    let entities = "entities:\n  Shop: {}\n  Host Ltd: {org_role: held-for-others, discovered_at: 2026-11-10 10:00}\n";
    let text = format!("format: 1\n{group}{entities}").replace("  Shop: {}", "  Shop: {persons_total: 20}");
    let cases =
        breach::obligation::read_cases("group.yaml", &text, &book, now, breach::time::Zone::UTC).expect("facts");
    let mut said = Vec::new();
    for (entity, case) in &cases {
        for duty in breach::obligation::assess(&book, case, now).duties {
            if duty.is_on() && duty.rule.id.starts_with("us-ny-") {
                let due = duty.due_at().map(|due| due.to_rfc3339());
                said.push(format!(
                    "{}: {} {due:?}",
                    entity.as_deref().expect("a name"),
                    duty.rule.id
                ));
            }
        }
    }
    assert_eq!(
        said,
        [
            // 30 days from the 9th, the end of the day in New York.
            "Shop: us-ny-individuals Some(\"2026-12-10T04:59:59+00:00\")",
            "Shop: us-ny-ag Some(\"2026-12-10T04:59:59+00:00\")",
            // And from the 10th, when the host saw it.
            "Host Ltd: us-ny-vendor Some(\"2026-12-11T04:59:59+00:00\")",
        ]
    );
}

/// 20: a date of birth beside a name is enough in North Dakota and Washington, and nowhere else.
#[test]
fn names_with_dates_of_birth() {
    let people = "US-ND: 5, US-WA: 5, Oregon: 5, California: 5";
    came_to(
        &us("ours", "name, date-of-birth", people, SHOP),
        [
            "us-nd-individuals: yes, open",
            "us-wa-individuals: yes, 2026-12-09T23:59:59-08:00",
            "us-or-individuals: no",
            "us-ca-individuals: no",
        ],
    );
}
