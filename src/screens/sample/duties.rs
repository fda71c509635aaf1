//! The same night, with rules about who must be told: one duty in every state that there is.

use std::sync::Arc;

use serde::Deserialize;
use serde_json::{Value as Json, json};

use super::{Sample, at, fact_of, made_by};
use crate::fact::{Answer, Kind, Value};
use crate::incident::event::{
    NoticeDeclined, NoticeMade, ObligationConfirmed, ObligationCorrected, ObligationDelayed, ObligationNotRequired,
};
use crate::journal::Draft;
use crate::obligation::{Contents, Rule, Rulebook};

/// A rule of a contract. `more` says what is different.
pub(crate) fn rule(id: &str, tell: &str, clock: Json, more: Json) -> Rule {
    let mut rule = json!({
        "id": id, "jurisdiction": ["CONTRACT"], "law": format!("Law of {id} (as amended)"), "tell": tell,
        "recipient": "contract", "binds": "anyone", "by": ["anyone"], "reach": "anywhere", "trigger": "Card data",
        "when": "cards_suspected", "clock": clock, "deadline": "soon", "content": "facts", "encryption": "none",
        "risk": "none", "monitoring": "none", "kind": "duty", "status": "contract", "confidence": "confirmed",
        "source": "the contract", "as-of": "2026-06",
    });
    let (Some(rule_fields), Some(more)) = (rule.as_object_mut(), more.as_object()) else {
        panic!("objects");
    };
    rule_fields.extend(more.clone());
    Rule::deserialize(rule).expect("a rule")
}

pub(crate) fn book(rules: Vec<Rule>) -> Arc<Rulebook> {
    Arc::new(Rulebook::from(Contents {
        rules,
        ..Contents::default()
    }))
}

pub(crate) fn within(limit: &str, after: &str) -> Json {
    json!({"within": limit, "after": after})
}

/// A duty in every state.
pub(crate) fn every_state() -> Arc<Rulebook> {
    let none = json!({});
    let abroad = json!({"when": "abroad", "law": "GDPR Art. 33", "confidence": "mixed"});
    book(vec![
        rule(
            "bank",
            "Acquirer, in writing",
            within("24 hours", "suspicion"),
            none.clone(),
        ),
        rule("scheme", "Card scheme", within("3 days", "discovery"), none.clone()),
        rule(
            "scheme-fast",
            "Card scheme, by phone",
            within("3 hours", "discovery"),
            none.clone(),
        ),
        rule("insurer", "Insurer", within("2 hours", "suspicion"), none.clone()),
        rule(
            "customer",
            "Business customers",
            json!({"after": "suspicion"}),
            none.clone(),
        ),
        rule(
            "report",
            "Card scheme, the report",
            json!({"within": "3 days", "after": "regulator_notice_sent", "notice": "scheme"}),
            none.clone(),
        ),
        rule(
            "bank-two",
            "Second acquirer",
            within("24 hours", "suspicion"),
            none.clone(),
        ),
        rule("police", "Police", within("10 days", "suspicion"), none.clone()),
        rule("lender", "Lender", within("48 hours", "suspicion"), none.clone()),
        rule("landlord", "Landlord", within("48 hours", "suspicion"), none.clone()),
        rule("press", "Newspapers", within("48 hours", "suspicion"), none.clone()),
        rule(
            "codes",
            "Code committee",
            within("36 hours", "suspicion"),
            json!({"when": "cards_suspected and not codes_taken"}),
        ),
        rule(
            "abroad",
            "Authority abroad",
            within("72 hours", "suspicion"),
            abroad.clone(),
        ),
        rule("abroad-people", "People abroad", json!({"after": "suspicion"}), abroad),
    ])
}

/// The incident at 04:02, with those.
pub(crate) fn with_duties() -> Sample {
    let answer = |fact: &str, value: Value, kind: Kind| fact_of(fact, "Asked", kind, Answer::known(value));
    let yes_no = |fact: &str, yes: bool| answer(fact, Value::YesNo(yes), Kind::YesNo);
    let time = |text: &str| at(text).fixed_offset();
    let suspected = answer(
        "suspected_at",
        Value::DateTime(time("2026-11-20T23:40:00Z")),
        Kind::DateTime,
    );
    let about = |id: &str, tell: &str| (id.to_owned(), tell.to_owned());
    let (bank, bank_tell) = about("bank", "Acquirer, in writing");
    let (landlord, landlord_tell) = about("landlord", "Landlord");
    let later = vec![
        (1, suspected),
        (2, yes_no("codes_taken", false)),
        (3, yes_no("cards_suspected", true)),
        (4, yes_no("codes_taken", true)),
        (
            10,
            Draft::new(ObligationCorrected {
                obligation: bank,
                tell: bank_tell,
                due_at: time("2026-11-22T11:00:00Z"),
                why: "the contract says noon on Sunday.".to_owned(),
            }),
        ),
        (
            11,
            Draft::new(ObligationConfirmed {
                obligation: "police".to_owned(),
                tell: "Police".to_owned(),
                why: None,
            }),
        ),
        (
            12,
            Draft::new(ObligationDelayed {
                obligation: "police".to_owned(),
                tell: "Police".to_owned(),
                agency: "Met Police".to_owned(),
                officer: None,
                written: true,
                until: None,
                why: None,
            }),
        ),
        (
            20,
            Draft::new(NoticeMade {
                obligation: "lender".to_owned(),
                tell: "Lender".to_owned(),
                at: time("2026-11-21T00:02:00Z"),
                on_day: false,
                channel: "e-mail".to_owned(),
                reference: Some("L-12".to_owned()),
                attachment: None,
                to: None,
                internal: false,
            }),
        ),
        (
            21,
            Draft::new(ObligationNotRequired {
                obligation: landlord,
                tell: landlord_tell,
                why: "the lease says nothing".to_owned(),
            }),
        ),
        (
            22,
            Draft::new(NoticeDeclined {
                obligation: "press".to_owned(),
                tell: "Newspapers".to_owned(),
                why: "nothing is sure yet".to_owned(),
                decided_by: "Jo Hall".to_owned(),
                revisit_at: time("2026-11-21T12:00:00Z"),
            }),
        ),
    ];
    made_by(&every_state(), false, Vec::new(), later)
}

/// The incident with so many duties that are due at the same time.
pub(crate) fn with_many(number: usize) -> Sample {
    let rules = (1..=number)
        .map(|nth| {
            let (id, tell) = (format!("rule-{nth:02}"), format!("Authority {nth}"));
            rule(&id, &tell, within("24 hours", "suspicion"), json!({}))
        })
        .collect();
    let answer = |fact: &str, value: Value, kind: Kind| fact_of(fact, "Asked", kind, Answer::known(value));
    let told_at = at("2026-11-20T23:40:00Z").fixed_offset();
    let later = vec![
        (1, answer("suspected_at", Value::DateTime(told_at), Kind::DateTime)),
        (3, answer("cards_suspected", Value::YesNo(true), Kind::YesNo)),
    ];
    made_by(&book(rules), false, Vec::new(), later)
}
