//! Rows of the table for the United States and for contracts, read word by word: which business, which data, which start. Each
//! case is one step away from another that comes out differently.

use crate::obligation_edges::assessed;

/// What comes out for these duties, with more facts.
pub(crate) fn with(base: &str, more: &str, ids: &[&str]) -> Vec<String> {
    assessed(&format!("{base}{more}"), ids)
}

pub(crate) const US: &str = "zone: America/New_York\nfacts:\n  established_in: US\n  org_role: ours\n  discovered_at: 2026-11-09 10:00\n  \
                  determined_at: 2026-11-12\n  encrypted: no\n  data_types: [name, government-id]\n";

#[test]
fn a_vendor_need_not_tell_of_what_harms_nobody() {
    let vendor = US.replace("ours", "held-for-others");
    let ids = ["us-or-vendor", "us-or-vendor-ag"];
    let people = "  regulated_as: \"none: a host\"\n  persons_by_jurisdiction: {Oregon: 251}\n  harm_ruled_out: ";
    assert_eq!(
        with(&vendor, &format!("{people}yes\n"), &ids),
        ["us-or-vendor: yes, 2026-11-19T23:59:59-08:00", "us-or-vendor-ag: no"]
    );
    assert_eq!(
        with(&vendor, &format!("{people}no\n"), &ids),
        [
            "us-or-vendor: yes, 2026-11-19T23:59:59-08:00",
            "us-or-vendor-ag: yes, open"
        ]
    );
}

#[test]
fn the_privacy_rules_for_finance_bind_brokers_and_advisers_too() {
    let people =
        "  persons_by_jurisdiction: {Kentucky: 20, Arizona: 20, Tennessee: 20, US-NM: 20, Ohio: 20, Texas: 20}\n";
    let ids = [
        "us-ky-individuals",
        "us-az-individuals",
        "us-tn-individuals",
        "us-nm-individuals",
        "us-oh-individuals",
        "us-tx-individuals",
    ];
    let regime = |regime: &str| format!("{people}  regulated_as: {regime}\n");
    assert_eq!(
        with(US, &regime("[sec-covered-institution]"), &ids),
        [
            "us-ky-individuals: no",
            "us-az-individuals: no",
            "us-tn-individuals: no",
            "us-nm-individuals: no",
            "us-oh-individuals: no",
            "us-tx-individuals: yes, 2027-01-11T23:59:59-06:00"
        ]
    );
    assert_eq!(
        with(US, &regime("\"none: a shop\""), &ids),
        [
            "us-ky-individuals: yes, open",
            "us-az-individuals: yes, 2026-12-27T23:59:59-07:00",
            "us-tn-individuals: yes, 2026-12-24T23:59:59-06:00",
            "us-nm-individuals: yes, 2026-12-24T23:59:59-07:00",
            "us-oh-individuals: yes, 2026-12-24T23:59:59-05:00",
            "us-tx-individuals: yes, 2027-01-11T23:59:59-06:00"
        ]
    );
}

#[test]
fn an_exemption_that_is_not_relied_on_exempts_nobody() {
    let people = "  regulated_as: \"none: a shop\"\n  outside_intrusion: no\n  harm_ruled_out: yes\n  harm_determined_at: 2026-11-16\n  \
                  persons_by_jurisdiction: {New York: 501, South Dakota: 20, Florida: 20}\n";
    let ids = [
        "us-ny-individuals",
        "us-ny-ag-noharm",
        "us-sd-individuals",
        "us-fl-individuals",
    ];
    let used = |used: &str| format!("{people}  no_harm_exemption_used: {used}\n");
    assert_eq!(
        with(US, &used("yes"), &ids),
        [
            "us-ny-individuals: no",
            "us-ny-ag-noharm: yes, 2026-11-26T23:59:59-05:00",
            "us-sd-individuals: no",
            "us-fl-individuals: no"
        ]
    );
    assert_eq!(
        with(US, &used("no"), &ids),
        [
            "us-ny-individuals: yes, 2026-12-09T23:59:59-05:00",
            "us-ny-ag-noharm: no",
            "us-sd-individuals: yes, 2027-01-08T23:59:59-06:00",
            "us-fl-individuals: yes, 2026-12-12T23:59:59-05:00"
        ]
    );
}

#[test]
fn a_card_number_alone_counts_in_some_states_and_in_some_where_it_works_without_a_code() {
    let cards = US.replace("government-id", "card-number");
    let people = "  regulated_as: \"none: a shop\"\n  persons_by_jurisdiction: {Alaska: 20, Maine: 20, Indiana: 20, US-CT: 20}\n  \
                  scope_identified_at: 2026-11-12\n";
    let ids = [
        "us-ak-individuals",
        "us-me-individuals",
        "us-in-individuals",
        "us-ct-individuals",
    ];
    assert_eq!(
        with(&cards, people, &ids),
        [
            "us-ak-individuals: unknown, open, needs card_elements, needs card_number_usable",
            "us-me-individuals: unknown, 2026-12-12T23:59:59-05:00, needs card_elements, needs card_number_usable",
            "us-in-individuals: yes, 2026-12-24T23:59:59-05:00",
            "us-ct-individuals: yes, 2027-01-08T23:59:59-05:00",
        ]
    );
}

#[test]
fn what_police_hold_back_from_people_waits_for_those_who_are_told_with_them() {
    let people = "  regulated_as: \"none: a shop\"\n  police_delay_until: 2027-03-01\n  \
                  persons_by_jurisdiction: {Connecticut: 20, Delaware: 501, Vermont: 20, Maryland: 20, New York: 20}\n";
    let ids = [
        "us-ct-ag",
        "us-de-ag",
        "us-vt-ag-final",
        "us-md-individuals",
        "us-md-ag",
        "us-ny-ag",
    ];
    assert_eq!(
        with(US, people, &ids),
        [
            "us-ct-ag: yes, 2027-03-01T23:59:59-05:00",
            "us-de-ag: yes, 2027-03-01T23:59:59-05:00",
            "us-vt-ag-final: yes, 2027-03-01T23:59:59-05:00",
            "us-md-individuals: yes, 2027-03-08T23:59:59-05:00",
            "us-md-ag: yes, 2027-03-08T23:59:59-05:00",
            "us-ny-ag: yes, 2026-12-09T23:59:59-05:00"
        ]
    );
}

#[test]
fn an_explicit_no_of_counsel_is_not_overruled_by_a_sign() {
    let union = |reportable: &str| format!("  regulated_as: [credit-union]\n  service_impact: yes\n{reportable}");
    let ids = ["us-ncua-72"];
    assert_eq!(
        with(US, &union(""), &ids),
        ["us-ncua-72: yes, 2026-11-15T00:00:00-05:00"]
    );
    assert_eq!(
        with(US, &union("  reportable_cyber_incident: no\n"), &ids),
        ["us-ncua-72: no"]
    );
}

#[test]
fn whoever_files_with_the_sec_reports_whether_or_not_shares_are_traded() {
    let filer = "  regulated_as: [sec-registrant]\n  listed_company: no\n  material_at: 2026-11-12\n";
    let ids = ["us-sec-8k-105"];
    assert_eq!(
        with(US, &format!("{filer}  material: yes\n"), &ids),
        ["us-sec-8k-105: yes, 2026-11-18T23:59:59-05:00"]
    );
    // The time says it as well, until somebody says no.
    assert_eq!(with(US, filer, &ids), ["us-sec-8k-105: yes, 2026-11-18T23:59:59-05:00"]);
    assert_eq!(
        with(US, &format!("{filer}  material: no\n"), &ids),
        ["us-sec-8k-105: no"]
    );
}

#[test]
fn staff_are_no_customers() {
    let lender = |whose: &str| {
        format!("  regulated_as: [ftc-financial-institution, mn-financial-institution]\n  persons_total: 600\n{whose}")
    };
    let ids = ["us-ftc-safeguards", "us-mn-46a"];
    assert_eq!(
        with(US, &lender(""), &ids),
        [
            "us-ftc-safeguards: yes, 2026-12-09T23:59:59-05:00",
            "us-mn-46a: yes, 2026-12-24T23:59:59-06:00"
        ]
    );
    assert_eq!(
        with(US, &lender("  data_subjects: [employees, applicants]\n"), &ids),
        ["us-ftc-safeguards: no", "us-mn-46a: no"]
    );
    assert_eq!(
        with(US, &lender("  data_subjects: [employees, customers]\n"), &ids),
        [
            "us-ftc-safeguards: yes, 2026-12-09T23:59:59-05:00",
            "us-mn-46a: yes, 2026-12-24T23:59:59-06:00"
        ]
    );
    assert_eq!(
        with(US, &lender("  acquisition: ruled-out\n"), &ids),
        ["us-ftc-safeguards: no", "us-mn-46a: no"]
    );
}

#[test]
fn none_of_several_is_none_of_them() {
    let merchant = |contracts: &str| {
        format!("  card_suspected: yes\n  suspected_at: 2026-11-09 10:00\n  card_brands: [discover]\n{contracts}")
    };
    let ids = ["acquirer-notice", "discover-notify", "nacha-notify"];
    assert_eq!(
        with(US, &merchant(""), &ids),
        [
            "acquirer-notice: yes, 2026-11-10T10:00:00-05:00",
            "discover-notify: yes, 2026-11-11T10:00:00-05:00",
            "nacha-notify: unknown, open, needs contract_duties"
        ]
    );
    assert_eq!(
        with(US, &merchant("  contract_duties: \"none: cash only\"\n"), &ids),
        [
            "acquirer-notice: no",
            "discover-notify: yes, 2026-11-11T10:00:00-05:00",
            "nacha-notify: no"
        ]
    );
    assert_eq!(
        with(US, &merchant("  contract_duties: [acquirer, nacha]\n"), &ids),
        [
            "acquirer-notice: yes, 2026-11-10T10:00:00-05:00",
            "discover-notify: yes, 2026-11-11T10:00:00-05:00",
            "nacha-notify: yes, open"
        ]
    );
}

#[test]
fn ids_of_people_need_their_names_for_nacha() {
    let more = "  contract_duties: [nacha]\n  suspected_at: 2026-11-09 10:00\n";
    let ids = ["nacha-notify"];
    assert_eq!(with(US, more, &ids), ["nacha-notify: yes, open"]);
    assert_eq!(
        with(&US.replace("name, government-id", "government-id"), more, &ids),
        ["nacha-notify: no"]
    );
}

#[test]
fn a_delay_moves_nobody_past_the_notices_to_people() {
    let people = "  regulated_as: \"none: a shop\"\n  confirmed_at: 2026-11-12\n  police_delay_until: 2026-12-15\n  \
                  persons_by_jurisdiction: {Rhode Island: 501, Maryland: 20}\n";
    let ids = ["us-ri-ag", "us-md-ag"];
    assert_eq!(
        with(US, &format!("{people}  notices_planned_at: 2026-12-16 10:00\n"), &ids),
        [
            "us-ri-ag: yes, 2026-12-16T10:00:00-05:00",
            "us-md-ag: yes, 2026-12-16T09:59:59-05:00"
        ]
    );
    assert_eq!(
        with(
            US,
            &format!("{people}notices:\n  us-ri-individuals: 2026-11-20 10:00\n"),
            &ids
        ),
        [
            "us-ri-ag: yes, 2026-11-20T10:00:00-05:00",
            "us-md-ag: yes, 2026-12-24T23:59:59-05:00"
        ]
    );
}

#[test]
fn a_demand_that_was_made_is_no_longer_pending() {
    let cards = "  card_suspected: yes\n  card_brands: [visa]\n  pfi_required: pending\n";
    let ids = ["visa-pfi-engage", "visa-pfi-onsite"];
    assert_eq!(
        with(US, cards, &ids),
        ["visa-pfi-engage: yes, pfi_required", "visa-pfi-onsite: no"]
    );
    assert_eq!(
        with(US, &format!("{cards}  pfi_required_at: 2026-11-13\n"), &ids),
        [
            "visa-pfi-engage: yes, 2026-11-20T23:59:59-05:00",
            "visa-pfi-onsite: yes, forensic_engaged"
        ]
    );
}

/// Whoever holds data for others tells the owner, in the time that its state sets, and nobody else.
#[test]
fn a_holder_of_data_tells_the_owner_and_not_the_residents() {
    let facts = |role: &str, more: &str| {
        let people = "Louisiana: 20, Tennessee: 20, Ohio: 20, South Dakota: 20, US-RI: 20, US-CT: 20, US-KY: 20";
        let facts = US.replace("org_role: ours", &format!("org_role: {role}"));
        format!("{facts}  regulated_as: \"none: a host\"\n  persons_by_jurisdiction: {{{people}}}\n{more}")
    };
    let ids = [
        "us-la-vendor",
        "us-la-individuals",
        "us-tn-vendor",
        "us-tn-individuals",
        "us-oh-vendor",
        "us-oh-individuals",
        // South Dakota has no rule for holders: a contract may have one.
        "us-sd-individuals",
        // Rhode Island binds whoever stores or processes the data, and has no duty to tell the owner.
        "us-ri-individuals",
        // Connecticut and Kentucky name whoever maintains the data: counsel says whether that is a holder alone.
        "us-ct-vendor",
        "us-ct-individuals",
        "us-ct-ag",
        "us-ky-individuals",
    ];
    let outcome = |role: &str, more: &str| with(&facts(role, more), "", &ids);
    let vendor = [
        "us-la-vendor: yes, 2027-01-08T23:59:59-06:00",
        "us-tn-vendor: yes, 2026-12-24T23:59:59-06:00",
        "us-oh-vendor: yes, open",
        "us-ct-vendor: yes, open",
    ];
    let [la, tn, oh, ct] = vendor;
    let ri = "us-ri-individuals: yes, confirmation";
    let nobody = [
        "us-la-individuals: no",
        "us-tn-individuals: no",
        "us-oh-individuals: no",
    ];
    assert_eq!(
        outcome("held-for-others", ""),
        [
            la,
            nobody[0],
            tn,
            nobody[1],
            oh,
            nobody[2],
            "us-sd-individuals: no",
            ri,
            ct,
            "us-ct-individuals: unknown, 2027-01-08T23:59:59-05:00, needs holder_tells_people",
            "us-ct-ag: unknown, 2027-01-08T23:59:59-05:00, needs holder_tells_people",
            "us-ky-individuals: unknown, open, needs holder_tells_people",
        ]
    );
    assert_eq!(
        outcome("held-for-others", "  holder_tells_people: no\n")[9..],
        ["us-ct-individuals: no", "us-ct-ag: no", "us-ky-individuals: no"]
    );
    let owner = [
        "us-la-individuals: yes, 2027-01-08T23:59:59-06:00",
        "us-tn-individuals: yes, 2026-12-24T23:59:59-06:00",
        "us-oh-individuals: yes, 2026-12-24T23:59:59-05:00",
        "us-sd-individuals: yes, 2027-01-08T23:59:59-06:00",
        ri,
        "us-ct-individuals: yes, 2027-01-08T23:59:59-05:00",
        "us-ct-ag: yes, 2027-01-08T23:59:59-05:00",
        "us-ky-individuals: yes, open",
    ];
    // Both, for different data: the duties of both.
    let mut both = owner.to_vec();
    both.extend(vendor);
    both.sort_unstable();
    let mut found = outcome("both", "");
    found.sort_unstable();
    assert_eq!(found, both);
    let mut ours = owner.to_vec();
    ours.extend([
        "us-la-vendor: no",
        "us-tn-vendor: no",
        "us-oh-vendor: no",
        "us-ct-vendor: no",
    ]);
    ours.sort_unstable();
    let mut found = outcome("ours", "");
    found.sort_unstable();
    assert_eq!(found, ours);
}
