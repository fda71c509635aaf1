use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;

use crate::obligation::Rule;
use crate::obligation::count::When;
use crate::obligation::rule::Recipient;
use crate::playbook::RECIPIENTS;
use crate::playbook::plan::{Due, DueWith};
use crate::screens::sample::duties::{book, rule, within};
use crate::situation::sample::{incident, known, moment, workflow};
use crate::situation::timing::{Settled, Settlement};
use crate::situation::{Situation, Timing};
use crate::workflow::Workflow;

const PLAYBOOK: &str = "
playbook: told
format: 1
title: Who is told
summary: A playbook with duties.
incident-title: Something got out
use-when: [something got out]
roles:
  counsel: {title: Counsel, does: Decides}
notify:
  - step: tell-authorities
    title: Tell the authorities
    owner: counsel
    why: They must hear of it.
    do: [Tell them.]
    due: {obligations: [acquirer-notice, regulator]}
  - step: tell-bureaus
    title: Tell the bureaus
    owner: counsel
    why: They must hear of it.
    do: [Tell them.]
    due: {obligations: [credit-bureaus]}
  - step: tell-owner
    title: Tell the owner of the data
    owner: counsel
    why: They must hear of it.
    do: [Tell them.]
    ask: {aware_at: optional}
    due: {by: 1 day after aware_at, source: The contract}
";

fn at(hours: i64) -> DateTime<Utc> {
    moment() + TimeDelta::hours(hours)
}

/// A duty that is due so many hours after the suspicion; 0 for one without a limit.
fn duty(id: &str, recipient: &str, hours: u32) -> Rule {
    let clock = match hours {
        0 => json!({"after": "suspicion"}),
        hours => within(&format!("{hours} hours"), "suspicion"),
    };
    rule(id, "Somebody", clock, json!({"recipient": recipient}))
}

fn followed(rules: Vec<Rule>) -> Workflow {
    workflow(PLAYBOOK, book(rules))
}

/// The id of the deadline that a step is due by, and when.
fn due_by(situation: &Situation, step: &str) -> Option<(String, Option<DateTime<Utc>>)> {
    situation
        .deadline_of(step)
        .map(|deadline| (deadline.id().to_owned(), deadline.at()))
}

fn taken(workflow: &Workflow, facts: &[&str]) -> Situation {
    Situation::of(workflow, &incident(facts), at(0))
}

const SUSPECTED: [&str; 2] = ["cards_suspected", "suspected_at"];

#[test]
fn a_step_is_due_with_the_earliest_open_duty_among_its_own() {
    let workflow = followed(vec![
        duty("us-ca-individuals", "individuals", 1),
        duty("eu-gdpr-33-sa", "regulator", 72),
        duty("acquirer-notice", "contract", 24),
        duty("visa-notify", "contract", 2),
        duty("us-ny-dfs", "regulator", 30),
    ]);
    let situation = taken(&workflow, &SUSPECTED);
    let first = Some(("acquirer-notice".to_owned(), Some(at(24))));
    assert_eq!(due_by(&situation, "tell-authorities"), first);
    let open: Vec<&str> = situation.open_with("tell-authorities").map(|duty| duty.id()).collect();
    assert_eq!(open, ["acquirer-notice", "us-ny-dfs", "eu-gdpr-33-sa"]);
}

#[test]
fn a_settled_duty_gives_way_to_the_next_one() {
    let workflow = followed(vec![
        duty("acquirer-notice", "contract", 24),
        duty("eu-gdpr-33-sa", "regulator", 72),
    ]);
    let mut incident = incident(&SUSPECTED);
    known::told(&mut incident, "acquirer-notice", at(25));
    let situation = Situation::of(&workflow, &incident, at(30));
    let next = Some(("eu-gdpr-33-sa".to_owned(), Some(at(72))));
    assert_eq!(due_by(&situation, "tell-authorities"), next);
    let told = situation
        .deadline("acquirer-notice")
        .map(|deadline| deadline.timing.clone());
    assert_eq!(
        told,
        Some(Timing::Settled(Settled {
            how: Settlement::Told(When::At(at(25))),
            due: Some(crate::situation::timing::DueTime {
                at: at(24),
                is_earliest: false
            }),
            late: Some(TimeDelta::hours(1)),
        }))
    );
}

#[test]
fn a_duty_without_a_time_does_not_hide_one_that_has_a_time() {
    let workflow = followed(vec![
        duty("acquirer-notice", "contract", 0),
        duty("eu-gdpr-33-sa", "regulator", 72),
    ]);
    let next = Some(("eu-gdpr-33-sa".to_owned(), Some(at(72))));
    assert_eq!(due_by(&taken(&workflow, &SUSPECTED), "tell-authorities"), next);
}

#[test]
fn a_step_whose_duties_do_not_apply_has_no_deadline_at_all() {
    let workflow = followed(vec![
        duty("acquirer-notice", "contract", 0),
        duty("us-ca-individuals", "individuals", 1),
    ]);
    let situation = taken(&workflow, &[]);
    assert_eq!(due_by(&situation, "tell-authorities"), None);
    assert_eq!(due_by(&situation, "tell-bureaus"), None);
    // A playbook's own duty says that it cannot be told yet.
    let own = situation.own_deadline("tell-owner").expect("its own");
    assert_eq!(own.timing, Timing::CannotTell(None));
    assert_eq!((own.needs.len(), &*own.counts_from), (1, "aware_at"));
}

#[test]
fn a_step_counts_from_the_earliest_known_start_until_its_own_is_known() {
    let workflow = followed(Vec::new());
    let own = |facts: &[&str], now: DateTime<Utc>| {
        let situation = Situation::of(&workflow, &incident(facts), now);
        situation.own_deadline("tell-owner").expect("its own").timing.clone()
    };
    assert_eq!(own(&["suspected_at"], at(24)), Timing::Earliest(at(24)));
    assert_eq!(own(&["suspected_at"], at(25)), Timing::EarliestPassed(at(24)));
    assert_eq!(own(&["suspected_at", "aware_at"], at(25)), Timing::Missed(at(24)));
}

#[test]
fn deadlines_stand_in_the_order_of_their_times() {
    let workflow = followed(vec![
        duty("us-tx-cra", "credit-bureaus", 48),
        duty("eu-gdpr-33-sa", "regulator", 72),
        duty("open", "regulator", 0),
    ]);
    let situation = taken(&workflow, &SUSPECTED);
    type Row<'a> = (&'a str, Option<usize>, Option<DateTime<Utc>>);
    let found: Vec<Row<'_>> = situation
        .deadlines
        .iter()
        .map(|deadline| (deadline.id(), deadline.number, deadline.at()))
        .collect();
    assert_eq!(
        found,
        [
            ("tell-owner", Some(1), Some(at(24))),
            ("us-tx-cra", Some(4), Some(at(48))),
            ("eu-gdpr-33-sa", Some(2), Some(at(72))),
            ("open", Some(3), None),
        ]
    );
}

#[test]
fn a_playbook_names_the_kinds_of_recipients_that_rules_name() {
    let kinds: Vec<&str> = Recipient::ALL.iter().map(|kind| kind.name()).collect();
    assert_eq!(kinds, RECIPIENTS);
    // None of them reads as an id: a step is due with all of a kind.
    let mut workflow = followed(vec![
        duty("ca-pipeda-others", "other", 5),
        duty("other-notice", "contract", 1),
    ]);
    workflow.steps[0].due = Some(Due::With(DueWith {
        obligations: vec!["other".to_owned()],
    }));
    let others = Some(("ca-pipeda-others".to_owned(), Some(at(5))));
    assert_eq!(due_by(&taken(&workflow, &SUSPECTED), "tell-authorities"), others);
}

#[test]
fn reasons_are_given_for_the_rules_that_are_asked_about() {
    let workflow = followed(vec![
        duty("acquirer-notice", "contract", 24),
        duty("other", "contract", 1),
    ]);
    let incident = incident(&SUSPECTED);
    let situation = Situation::of(&workflow, &incident, at(0));
    let because = |found: &Arc<crate::obligation::duty::Evaluation>| found.because.clone();
    assert!(
        situation
            .deadlines
            .iter()
            .filter_map(|deadline| deadline.computed.as_ref())
            .all(|found| because(found).is_empty())
    );
    let rules = [&workflow.book.rules[0]];
    let reasons = situation.reasons(&workflow, &incident, &rules);
    assert_eq!(reasons.len(), 1);
    assert!(!reasons[0].because.is_empty());
}
