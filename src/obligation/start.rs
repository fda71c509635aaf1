//! The events that clocks run from, and the facts that hold their times.
//!
//! A closed list: a rule that counted from an event that nobody records would never run. Pure data.

/// An event from which the time of a duty runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Start {
    /// Its name in a rule.
    pub name: &'static str,
    /// What it is, as part of a sentence: `discovery`.
    pub words: &'static str,
    /// The facts that hold its time; the earliest of them counts.
    pub facts: &'static [&'static str],
    /// While none of them is known, the earliest knowledge of any kind stands in for it, marked as such.
    pub stands_in: bool,
    /// A notice that was made starts it too: to the recipient that the rule names, or to the people of its jurisdiction.
    pub notice: bool,
}

/// The facts that say when somebody knew something, which stand in for each other until counsel chooses.
pub const KNOWLEDGE: [&str; 7] = [
    "arrived_at",
    "first_read_at",
    "suspected_at",
    "discovered_at",
    "told_at",
    "aware_at",
    "determined_at",
];

/// Facts whose times may lie ahead. All others say what has happened.
pub const MAY_BE_FUTURE: [&str; 3] = ["notices_planned_at", "police_delay_until", "policy_ends_on"];

/// Starts as a table: what each is (knowledge of something, a finding, a notice that was sent), its name, its words, its facts.
macro_rules! starts {
    ($($kind:ident $name:literal, $words:literal, [$($fact:literal),*];)*) => {
        &[$(Start {
            name: $name,
            words: $words,
            facts: &[$($fact),*],
            stands_in: matches!(StartKind::$kind, StartKind::Knowledge),
            notice: matches!(StartKind::$kind, StartKind::Sent),
        }),*]
    };
}

enum StartKind {
    Knowledge,
    Finding,
    Sent,
}

/// Every start, in the order in which an incident meets them.
pub const STARTS: &[Start] = starts! {
    Finding "occurrence", "the incident itself", ["occurred_at"];
    Knowledge "suspicion", "suspicion", ["suspected_at"];
    Knowledge "awareness", "awareness", ["aware_at"];
    Knowledge "discovery", "discovery", ["discovered_at"];
    Knowledge "discovery_or_notice", "discovery, or being told", ["discovered_at", "told_at"];
    Knowledge "determination", "determination", ["determined_at"];
    Finding "harm_determination", "the conclusion on harm", ["harm_determined_at"];
    Finding "confirmation", "confirmation", ["confirmed_at"];
    Finding "scope_identified", "knowing its scope", ["scope_identified_at"];
    Finding "classification", "classification as major", ["classified_at"];
    Finding "materiality_determination", "finding it material", ["material_at"];
    Finding "assessment_complete", "the end of the assessment", ["assessed_at"];
    Finding "belief_formed", "reasonable belief of serious harm", ["belief_formed_at"];
    Finding "facts_established", "the facts being clear", ["facts_established_at"];
    Finding "subjects_identified", "knowing who is affected", ["people_identified_at"];
    Finding "detection_by_responsible_area", "detection by the area in charge", ["area_detected_at"];
    Sent "initial_notice_sent", "the initial notification", [];
    Sent "incident_notification_sent", "the incident notification", [];
    Sent "intermediate_report_sent", "the intermediate report", [];
    Sent "regulator_notice_sent", "the first notice", [];
    Finding "regulator_request", "the authority's request", ["regulator_requested_at"];
    Finding "regulator_instruction", "the authority's order", ["regulator_ordered_at"];
    Finding "individual_notice_decision", "the decision to tell people", ["notice_decided_at"];
    Sent "individual_notice_sent", "the notices to people", ["notices_sent_at"];
    Finding "incident_closed", "the end of the incident", ["incident_handled_at"];
    Finding "fix_available", "a fix being available", ["fix_available_at"];
    Finding "information_determined", "the missing information", ["information_determined_at"];
    Finding "ransom_paid", "the ransom payment", ["ransom_paid_at"];
    Finding "pfi_required", "the demand for a PFI", ["pfi_required_at"];
    Finding "forensic_engaged", "engaging the PFI", ["forensic_engaged_at"];
    Finding "forensic_review_complete", "the end of the PFI's review", ["forensic_reviewed_at"];
    Knowledge "calendar_year_end", "the end of the year of discovery", ["discovered_at"];
    Finding "policy_end", "the end of the policy", ["policy_ends_on"];
    Finding "none", "nothing", [];
};

impl Start {
    pub fn named(name: &str) -> Option<&'static Start> {
        STARTS.iter().find(|start| start.name == name)
    }
}
