//! Duties as JSON, for programs. Keys stay; new ones may come.

use chrono::SecondsFormat;
use serde_json::{Value, json};

use super::assess::WithoutRules;
use super::count::When;
use super::duty::{Due, Duty, Running, Since};
use super::labels;
use super::limit::Limit;
use crate::condition::Truth;
use crate::time::format::utc;

pub fn duty(duty: &Duty<'_>, with_trail: bool) -> Value {
    let rule = duty.rule;
    let mut object = json!({
        "id": rule.id,
        "tell": rule.tell,
        "recipient": rule.recipient,
        "jurisdiction": rule.jurisdiction,
        "applies": yes_no(duty.applies),
        "would_apply": duty.would_apply.map(yes_no),
        "because": duty.because,
        "asks": &duty.missing_facts[..],
        "clock": clock(duty),
        "told_at": duty.told.map(moment),
        "law": rule.law,
        "deadline": rule.deadline,
        "trigger": rule.trigger,
        "content": rule.content,
        "offer": rule.monitoring,
        "status": rule.status,
        "kind": rule.kind,
        "remarks": duty.remarks,
        "source": rule.source,
        "as_of": rule.as_of,
        "confidence": rule.confidence,
        "decides": "counsel",
    });
    if with_trail && let Some(object) = object.as_object_mut() {
        let checks: Vec<Value> = duty
            .checks
            .iter()
            .map(|check| {
                let seen: serde_json::Map<String, Value> = check
                    .seen
                    .iter()
                    .map(|(fact, words)| (fact.to_string(), json!(words)))
                    .collect();
                json!({
                    "check": check.what,
                    "outcome": yes_no(check.truth),
                    "rule": check.rule,
                    "seen": seen,
                    "asks": check.missing_facts,
                })
            })
            .collect();
        object.insert("trail".to_owned(), json!(checks));
    }
    object
}

pub fn without_rules(place: &WithoutRules) -> Value {
    json!({"place": place.place, "people": place.people, "why": place.why, "is_unclear": place.is_unclear})
}

pub fn yes_no(truth: Truth) -> &'static str {
    match truth {
        Truth::True => "yes",
        Truth::False => "no",
        Truth::Unknown => "unknown",
    }
}

fn clock(duty: &Duty<'_>) -> Value {
    let limit = |within: Option<Limit>| within.map(|within| within.to_string());
    let own = limit(duty.rule.clock.within);
    let zone = duty.zone.name();
    match &duty.clock {
        Running::None => json!({"state": "none"}),
        Running::Open(found) => {
            json!({"state": "open", "limit": null, "zone": zone, "since": found.as_ref().map(since)})
        }
        Running::Waiting { on } => {
            json!({"state": "waiting", "limit": own, "zone": zone, "waits_for": on.name, "facts": on.facts})
        }
        Running::Due(counted) => due("due", counted, duty, limit(counted.within)),
        Running::Kept(counted) => due("kept", counted, duty, limit(counted.within)),
    }
}

fn due(state: &str, counted: &Due, duty: &Duty<'_>, limit: Option<String>) -> Value {
    json!({
        "state": state,
        "limit": limit,
        "due_at": utc(counted.at),
        "due_local": duty.zone.at(&counted.at).to_rfc3339_opts(SecondsFormat::Secs, true),
        "due_words": labels::moment(counted.at, duty.zone),
        "zone": duty.zone.name(),
        "since": since(&counted.since),
        "formal_latest_at": counted.formal_latest.map(utc),
        "falls_on": counted.closed.as_ref().map(super::count::Closed::hint),
    })
}

/// A time in UTC, or a day.
pub fn moment(when: When) -> String {
    match when {
        When::At(at) => utc(at),
        When::On(day) => day.to_string(),
    }
}

fn since(since: &Since) -> Value {
    json!({"event": since.event, "at": moment(since.at), "fact": since.fact, "earliest": since.earliest})
}
