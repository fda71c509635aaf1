use chrono::{DateTime, TimeDelta, Utc};

use super::{Clock, Deadline, DutyTime, Origin, clock, deadlines, due_at};
use crate::incident::Incident;
use crate::obligation::rule::Recipient;
use crate::playbook::plan::{Due, DueWith, Step};
use crate::playbook::{RECIPIENTS, load_text};
use crate::walk::Guide;

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
    due: {by: 1 day after first_read_at, source: The contract}
";

fn at(hours: i64) -> DateTime<Utc> {
    let start: DateTime<Utc> = "2026-11-20T23:43:00Z".parse().expect("a time");
    start + TimeDelta::hours(hours)
}

fn guide(duties: Vec<DutyTime>) -> Guide {
    let playbook = load_text("told.yaml", PLAYBOOK).expect("no mistakes").playbook;
    let mut guide = Guide::default();
    guide.steps = playbook.steps.clone();
    guide.playbooks = vec![playbook];
    guide.duties = duties;
    guide
}

fn duty(id: &str, recipient: Recipient, at: Option<DateTime<Utc>>) -> DutyTime {
    DutyTime {
        id: id.to_owned(),
        recipient,
        tell: "Somebody".to_owned(),
        at,
        earliest: false,
        law: format!("The law of {id}"),
        source: "A text that was read".to_owned(),
        as_of: "2026-01".to_owned(),
        settled: false,
        internal: false,
    }
}

fn obligation(id: &str, at: DateTime<Utc>) -> Clock {
    Clock {
        at: Some(at),
        from: Origin::Obligation(id.to_owned()),
        earliest: false,
        source: format!("The law of {id}"),
        checked: Some("2026-01".to_owned()),
    }
}

fn step<'g>(guide: &'g Guide, id: &str) -> &'g Step {
    guide.step(id).expect("a step of the playbook")
}

fn time_of(guide: &Guide, id: &str) -> Option<Clock> {
    let due = step(guide, id).due.as_ref().expect("it is due");
    clock(guide, &Incident::default(), due)
}

#[test]
fn a_step_is_due_with_the_earliest_open_duty_among_its_own() {
    let guide = guide(vec![
        duty("us-ca-individuals", Recipient::Individuals, Some(at(1))),
        duty("eu-gdpr-33-sa", Recipient::Regulator, Some(at(72))),
        duty("acquirer-notice", Recipient::Contract, Some(at(24))),
        duty("visa-notify", Recipient::Contract, Some(at(2))),
        duty("us-ny-dfs", Recipient::Regulator, Some(at(30))),
    ]);
    assert_eq!(
        time_of(&guide, "tell-authorities"),
        Some(obligation("acquirer-notice", at(24)))
    );
    assert_eq!(
        due_at(
            &guide,
            &Incident::default(),
            step(&guide, "tell-authorities").due.as_ref().expect("it is due")
        ),
        Some(at(24))
    );
}

#[test]
fn a_settled_duty_gives_way_to_the_next_one() {
    let acquirer = DutyTime {
        settled: true,
        ..duty("acquirer-notice", Recipient::Contract, Some(at(24)))
    };
    let guide = guide(vec![
        acquirer,
        duty("eu-gdpr-33-sa", Recipient::Regulator, Some(at(72))),
    ]);
    assert_eq!(
        time_of(&guide, "tell-authorities"),
        Some(obligation("eu-gdpr-33-sa", at(72)))
    );
}

#[test]
fn a_duty_without_a_time_does_not_hide_one_that_has_a_time() {
    let guide = guide(vec![
        duty("acquirer-notice", Recipient::Contract, None),
        duty("eu-gdpr-33-sa", Recipient::Regulator, Some(at(72))),
    ]);
    assert_eq!(
        time_of(&guide, "tell-authorities"),
        Some(obligation("eu-gdpr-33-sa", at(72)))
    );
}

#[test]
fn a_step_whose_duties_do_not_apply_has_no_deadline_at_all() {
    let guide = guide(vec![
        duty("acquirer-notice", Recipient::Contract, None),
        duty("us-ca-individuals", Recipient::Individuals, Some(at(1))),
    ]);
    assert_eq!(time_of(&guide, "tell-authorities"), None);
    assert_eq!(time_of(&guide, "tell-bureaus"), None);
    // A playbook's own duty says that it cannot be told yet.
    assert_eq!(
        deadlines(&guide, &Incident::default(), at(0)),
        [Deadline {
            step: "tell-owner".to_owned(),
            title: "Tell the owner of the data".to_owned(),
            clock: Clock {
                at: None,
                from: Origin::Counted("first_read_at".to_owned()),
                earliest: false,
                source: "The contract".to_owned(),
                checked: None,
            },
            settled: false,
        }]
    );
}

#[test]
fn deadlines_stand_in_the_order_of_their_times() {
    let guide = guide(vec![
        duty("us-tx-cra", Recipient::CreditBureaus, Some(at(48))),
        duty("eu-gdpr-33-sa", Recipient::Regulator, Some(at(72))),
    ]);
    let found: Vec<(String, Option<DateTime<Utc>>)> = deadlines(&guide, &Incident::default(), at(0))
        .into_iter()
        .map(|deadline| (deadline.step, deadline.clock.at))
        .collect();
    assert_eq!(
        found,
        [
            ("tell-bureaus".to_owned(), Some(at(48))),
            ("tell-authorities".to_owned(), Some(at(72))),
            ("tell-owner".to_owned(), None),
        ]
    );
}

#[test]
fn the_earliest_possible_time_of_a_computed_duty_passes_without_being_missed() {
    let clock = obligation("eu-gdpr-33-sa", at(72));
    let early = Clock {
        earliest: true,
        ..clock.clone()
    };
    let counted = Clock {
        from: Origin::Counted("aware_at".to_owned()),
        ..early.clone()
    };
    let untold = Clock {
        at: None,
        ..clock.clone()
    };
    assert_eq!(
        [&clock, &early, &counted, &untold].map(|clock| (clock.is_missed(at(72)), clock.is_missed(at(73)))),
        [(false, true), (false, false), (false, true), (false, false)]
    );
}

#[test]
fn a_guide_keeps_its_duties_when_its_plans_are_read_again() {
    let duties = vec![duty("acquirer-notice", Recipient::Contract, Some(at(24)))];
    let mut guide = guide(duties.clone());
    guide.refresh(&Incident::default()).expect("it can be read");
    assert_eq!(guide.duties, duties);
}

#[test]
fn a_playbook_names_the_kinds_of_recipients_that_rules_name() {
    let kinds: Vec<&str> = Recipient::ALL.iter().map(|kind| kind.name()).collect();
    assert_eq!(kinds, RECIPIENTS);
    // None of them reads as an id: a step is due with all of a kind.
    let due = Due::With(DueWith {
        obligations: vec!["other".to_owned()],
    });
    let guide = guide(vec![
        duty("ca-pipeda-others", Recipient::Other, Some(at(5))),
        duty("other-notice", Recipient::Contract, Some(at(1))),
    ]);
    assert_eq!(
        clock(&guide, &Incident::default(), &due),
        Some(obligation("ca-pipeda-others", at(5)))
    );
}
