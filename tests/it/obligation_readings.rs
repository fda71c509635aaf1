//! Rows of the table read word by word: which data, which start, from when and until when. Each case is one step away from
//! another that comes out differently.

use crate::obligation_edges::{assessed, assessed_at};
use crate::obligation_readings_us::{US, with};

#[test]
fn the_earliest_of_several_starts_counts() {
    let card = US.replace("2026-11-09 10:00", "2026-11-08 10:00");
    let more = "  card_suspected: yes\n  suspected_at: 2026-11-09 10:00\n  card_brands: [discover]\n";
    assert_eq!(
        with(&card, more, &["discover-notify"]),
        ["discover-notify: yes, 2026-11-10T10:00:00-05:00"]
    );
    let india = "zone: Asia/Kolkata\nfacts:\n  established_in: India\n  persons_by_jurisdiction: {India: 20}\n  \
                 aware_at: 2026-11-20 09:00\n";
    let ids = ["in-certin-6h"];
    assert_eq!(assessed(india, &ids), ["in-certin-6h: yes, 2026-11-20T15:00:00+05:30"]);
    assert_eq!(
        with(india, "  told_at: 2026-11-19 20:00\n", &ids),
        ["in-certin-6h: yes, 2026-11-20T02:00:00+05:30"]
    );
    assert_eq!(
        with(india, "  told_at: 2026-11-20 20:00\n", &ids),
        ["in-certin-6h: yes, 2026-11-20T15:00:00+05:30"]
    );
}

#[test]
fn the_three_reports_of_china_count_the_same_people() {
    let china = |regime: &str, people: &str| {
        format!(
            "zone: Asia/Shanghai\nfacts:\n  established_in: China\n  regulated_as: [{regime}]\n  discovered_at: 2026-11-20 10:00\n  \
             incident_handled_at: 2026-11-21 10:00\n  significant_incident: no\n  persons_by_jurisdiction: {{{people}}}\n"
        )
    };
    let ids = ["cn-cac-1h", "cn-cac-4h", "cn-cac-final"];
    assert_eq!(
        assessed(&china("cn-network-operator", "China: 1000001"), &ids),
        [
            "cn-cac-1h: no",
            "cn-cac-4h: yes, 2026-11-20T14:00:00+08:00",
            "cn-cac-final: yes, 2026-12-21T23:59:59+08:00"
        ]
    );
    assert_eq!(
        assessed(&china("cn-network-operator", "China: 900000, Vietnam: 200000"), &ids),
        [
            "cn-cac-1h: no",
            "cn-cac-4h: yes, 2026-11-20T14:00:00+08:00",
            "cn-cac-final: yes, 2026-12-21T23:59:59+08:00"
        ]
    );
    assert_eq!(
        assessed(&china("cn-network-operator", "China: 1000000"), &ids),
        ["cn-cac-1h: no", "cn-cac-4h: no", "cn-cac-final: no"]
    );
    assert_eq!(
        assessed(&china("cn-critical-infrastructure", "China: 1000001"), &ids),
        [
            "cn-cac-1h: yes, 2026-11-20T11:00:00+08:00",
            "cn-cac-4h: no",
            "cn-cac-final: yes, 2026-12-21T23:59:59+08:00"
        ]
    );
}

#[test]
fn real_risk_of_harm_is_less_than_serious_harm() {
    let app = |more: &str| {
        format!(
            "zone: UTC\nfacts:\n  established_in: Kenya\n  org_role: ours\n  aware_at: 2026-11-20 10:00\n  encrypted: no\n  \
             acquisition: confirmed\n  persons_by_jurisdiction: {{Kenya: 30, Philippines: 30}}\n{more}"
        )
    };
    let ids = ["ke-odpc", "ph-npc"];
    let plain = "  data_types: [name, e-mail]\n";
    assert_eq!(
        assessed(&app(&format!("{plain}  risk_level: risk\n  serious_harm: no\n")), &ids),
        ["ke-odpc: yes, 2026-11-23T13:00:00+03:00", "ph-npc: no"]
    );
    assert_eq!(
        assessed(
            &app(&format!("{plain}  risk_level: unlikely\n  serious_harm: no\n")),
            &ids
        ),
        ["ke-odpc: no", "ph-npc: no"]
    );
    assert_eq!(
        assessed(&app(&format!("{plain}  risk_level: risk\n  serious_harm: yes\n")), &ids),
        ["ke-odpc: yes, 2026-11-23T13:00:00+03:00", "ph-npc: no"]
    );
    let ids_too = "  data_types: [name, government-id]\n  risk_level: risk\n  serious_harm: yes\n";
    assert_eq!(
        assessed(&app(ids_too), &ids),
        [
            "ke-odpc: yes, 2026-11-23T13:00:00+03:00",
            "ph-npc: yes, 2026-11-23T18:00:00+08:00"
        ]
    );
}

#[test]
fn a_zero_says_where_people_are_not() {
    let dubai = |zeros: &str| {
        format!(
            "zone: Asia/Dubai\nfacts:\n  established_in: Germany\n  org_role: ours\n  aware_at: 2026-11-20 10:00\n  encrypted: no\n  \
             data_types: [name]\n  risk_level: high\n  privacy_harm: yes\n  persons_by_jurisdiction: {{UAE: 50{zeros}}}\n"
        )
    };
    let ids = ["ae-difc-commissioner", "ae-adgm"];
    assert_eq!(
        assessed(&dubai(""), &ids),
        [
            "ae-difc-commissioner: unknown, open, needs persons_by_jurisdiction",
            "ae-adgm: unknown, 2026-11-23T10:00:00+04:00, needs persons_by_jurisdiction"
        ]
    );
    assert_eq!(
        assessed(&dubai(", DIFC: 0, ADGM: 0"), &ids),
        ["ae-difc-commissioner: no", "ae-adgm: no"]
    );
}

#[test]
fn a_report_on_what_still_goes_on_needs_that_it_still_goes_on() {
    let energy = |handled: &str| {
        format!(
            "zone: Europe/Vienna\nfacts:\n  established_in: Austria\n  org_role: ours\n  regulated_as: [nis2-entity]\n  \
             aware_at: 2026-09-01 10:00\n  significant_incident: yes\n  service_impact: no\n{handled}notices:\n  \
             eu-nis2-notification: 2026-09-04 10:00\n"
        )
    };
    let ids = ["eu-nis2-final", "eu-nis2-progress", "eu-nis2-recipients"];
    let now = "2026-12-25T00:00:00Z";
    assert_eq!(
        assessed_at(&energy(""), now, &ids),
        [
            "eu-nis2-final: yes, 2026-10-04T23:59:59+02:00",
            "eu-nis2-progress: yes, incident_closed",
            "eu-nis2-recipients: no"
        ]
    );
    assert_eq!(
        assessed_at(&energy("  incident_handled_at: 2026-09-20 10:00\n"), now, &ids),
        [
            "eu-nis2-final: yes, 2026-10-04T23:59:59+02:00",
            "eu-nis2-progress: no",
            "eu-nis2-recipients: no"
        ]
    );
    assert_eq!(
        assessed_at(&energy("  incident_handled_at: 2026-11-20 10:00\n"), now, &ids),
        [
            "eu-nis2-final: yes, 2026-10-04T23:59:59+02:00",
            "eu-nis2-progress: yes, 2026-12-20T23:59:59+01:00",
            "eu-nis2-recipients: no"
        ]
    );
    let unanswered = energy("").replace("  service_impact: no\n", "");
    assert_eq!(
        assessed_at(&unanswered, now, &ids[2..]),
        ["eu-nis2-recipients: yes, open"]
    );
}

#[test]
fn a_rule_has_its_first_and_its_last_day() {
    let payments = |aware: &str| {
        format!(
            "zone: Europe/London\nfacts:\n  established_in: United Kingdom\n  org_role: ours\n  \
             regulated_as: [uk-payment-service-provider]\n  major_incident: yes\n  aware_at: {aware}\n"
        )
    };
    let ids = ["uk-psr-99-fca"];
    assert_eq!(
        assessed_at(&payments("2027-03-17 23:00"), "2027-03-18T00:00:00Z", &ids),
        ["uk-psr-99-fca: yes, 2027-03-18T03:00:00Z"]
    );
    assert_eq!(
        assessed_at(&payments("2027-03-18 00:30"), "2027-03-18T01:00:00Z", &ids),
        ["uk-psr-99-fca: no"]
    );
    let maker = |aware: &str| {
        format!(
            "zone: Europe/Berlin\nfacts:\n  established_in: Germany\n  org_role: ours\n  regulated_as: [digital-product-maker]\n  \
             exploited_vulnerability: yes\n  aware_at: {aware}\n"
        )
    };
    assert_eq!(
        assessed(&maker("2026-09-10 23:59"), &["eu-cra-early"]),
        ["eu-cra-early: no"]
    );
    assert_eq!(
        assessed(&maker("2026-09-11 00:00"), &["eu-cra-early"]),
        ["eu-cra-early: yes, 2026-09-12T00:00:00+02:00"]
    );
}

#[test]
fn a_swiss_business_answers_to_swiss_law_for_people_abroad() {
    let swiss = |more: &str| {
        format!(
            "zone: Europe/Zurich\nfacts:\n  established_in: Switzerland\n  aware_at: 2026-11-20 10:00\n  risk_level: high\n  \
             persons_by_jurisdiction: {{Germany: 5}}\n{more}"
        )
    };
    let ids = ["ch-fadp-fdpic", "ch-fadp-subjects", "ch-fadp-processor"];
    let data = "  data_types: [name]\n  org_role: ";
    assert_eq!(
        assessed(&swiss(&format!("{data}ours\n")), &ids),
        [
            "ch-fadp-fdpic: yes, open",
            "ch-fadp-subjects: yes, open",
            "ch-fadp-processor: no"
        ]
    );
    assert_eq!(
        assessed(&swiss(&format!("{data}held-for-others\n")), &ids),
        [
            "ch-fadp-fdpic: no",
            "ch-fadp-subjects: no",
            "ch-fadp-processor: yes, open"
        ]
    );
    assert_eq!(
        assessed(&swiss("  data_types: [source-code]\n  org_role: ours\n"), &ids),
        ["ch-fadp-fdpic: no", "ch-fadp-subjects: no", "ch-fadp-processor: no"]
    );
}

#[test]
fn an_insiders_purpose_is_wrongful_too() {
    let japan = |insider: &str| {
        format!(
            "zone: Asia/Tokyo\nfacts:\n  established_in: Japan\n  org_role: ours\n  aware_at: 2026-11-20 10:00\n  encrypted: no\n  \
             data_types: [name]\n  outside_intrusion: no\n  persons_by_jurisdiction: {{Japan: 300}}\n{insider}"
        )
    };
    let ids = ["jp-appi-prelim", "jp-appi-final-60", "jp-appi-final-30"];
    assert_eq!(
        assessed(&japan("  insider_suspected: yes\n"), &ids),
        [
            "jp-appi-prelim: yes, 2026-11-24T23:59:59+09:00",
            "jp-appi-final-60: yes, 2027-01-18T23:59:59+09:00",
            "jp-appi-final-30: no"
        ]
    );
    assert_eq!(
        assessed(&japan("  insider_suspected: no\n"), &ids),
        ["jp-appi-prelim: no", "jp-appi-final-60: no", "jp-appi-final-30: no"]
    );
    assert_eq!(
        assessed(&japan(""), &ids),
        ["jp-appi-prelim: no", "jp-appi-final-60: no", "jp-appi-final-30: no"]
    );
}

#[test]
fn an_updated_report_begins_the_month_anew() {
    let bank = |reports: &str| {
        format!(
            "zone: Europe/Berlin\nfacts:\n  established_in: Germany\n  org_role: ours\n  regulated_as: [dora-entity]\n  \
             major_incident: yes\n  aware_at: 2026-11-16 10:00\n  classified_at: 2026-11-16 10:00\nnotices:\n  \
             eu-dora-initial: 2026-11-16 12:00\n  eu-dora-intermediate: {reports}\n"
        )
    };
    let ids = ["eu-dora-intermediate", "eu-dora-final"];
    assert_eq!(
        assessed(&bank("2026-11-18 11:00"), &ids),
        [
            "eu-dora-intermediate: yes, 2026-11-19T12:00:00+01:00",
            "eu-dora-final: yes, 2026-12-18T23:59:59+01:00"
        ]
    );
    assert_eq!(
        assessed(&bank("[2026-11-18 11:00, 2026-11-24 09:00]"), &ids),
        [
            "eu-dora-intermediate: yes, 2026-11-19T12:00:00+01:00",
            "eu-dora-final: yes, 2026-12-24T23:59:59+01:00"
        ]
    );
}

/// A delay moves the notices to people; whoever is told with them or before them is not told after them for that.

#[test]
fn a_first_day_denies_nobody_who_became_aware_on_it() {
    let maker = |facts: &str| {
        format!(
            "zone: Europe/Berlin\nfacts:\n  established_in: Germany\n  org_role: ours\n  regulated_as: [digital-product-maker]\n  \
             exploited_vulnerability: yes\n{facts}"
        )
    };
    let ids = ["eu-cra-early"];
    let suspected = "  suspected_at: 2026-09-10 10:00\n";
    assert_eq!(
        assessed(&maker(&format!("{suspected}  aware_at: 2026-09-12 09:00\n")), &ids),
        ["eu-cra-early: yes, 2026-09-13T09:00:00+02:00"]
    );
    assert_eq!(
        assessed(&maker(suspected), &ids),
        ["eu-cra-early: yes, 2026-09-11T10:00:00+02:00, earliest"]
    );
}

#[test]
fn insurance_data_enables_fraud_in_the_philippines() {
    let app = "zone: UTC\nfacts:\n  org_role: ours\n  aware_at: 2026-11-20 10:00\n  serious_harm: yes\n  \
               data_types: [name, health-insurance]\n  persons_by_jurisdiction: {Philippines: 30}\n";
    assert_eq!(
        assessed(app, &["ph-npc", "ph-subjects"]),
        [
            "ph-npc: yes, 2026-11-23T18:00:00+08:00",
            "ph-subjects: yes, 2026-11-23T18:00:00+08:00"
        ]
    );
}

#[test]
fn whether_it_still_goes_on_is_asked_until_the_final_report_is_due() {
    let energy = "zone: Europe/Vienna\nfacts:\n  established_in: Austria\n  regulated_as: [nis2-entity]\n  \
                  aware_at: 2026-11-20 10:00\n  significant_incident: yes\n";
    let ids = ["eu-nis2-final", "eu-nis2-progress"];
    assert_eq!(
        assessed(energy, &ids),
        [
            "eu-nis2-final: yes, incident_notification_sent",
            "eu-nis2-progress: unknown, incident_closed, needs incident_handled_at"
        ]
    );
    let told = format!("{energy}notices:\n  eu-nis2-notification: 2026-11-21 10:00\n");
    assert_eq!(
        assessed_at(&told, "2026-12-20T00:00:00Z", &ids),
        [
            "eu-nis2-final: yes, 2026-12-21T23:59:59+01:00",
            "eu-nis2-progress: unknown, incident_closed, needs incident_handled_at"
        ]
    );
    assert_eq!(
        assessed_at(&told, "2026-12-22T00:00:00Z", &ids),
        [
            "eu-nis2-final: yes, 2026-12-21T23:59:59+01:00",
            "eu-nis2-progress: yes, incident_closed"
        ]
    );
}

#[test]
fn a_start_of_its_own_needs_nothing_that_stands_in() {
    let india = "zone: Asia/Kolkata\nfacts:\n  established_in: India\n  persons_by_jurisdiction: {India: 20}\n  \
                 suspected_at: 2026-11-19 09:00\n";
    let ids = ["in-certin-6h"];
    assert_eq!(
        assessed(india, &ids),
        ["in-certin-6h: yes, 2026-11-19T15:00:00+05:30, earliest"]
    );
    assert_eq!(
        with(india, "  discovered_at: 2026-11-20 09:00\n", &ids),
        ["in-certin-6h: yes, 2026-11-20T15:00:00+05:30"]
    );
}
