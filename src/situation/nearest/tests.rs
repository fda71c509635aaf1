use std::collections::BTreeMap;

use chrono::TimeDelta;

use crate::fact::{Answer, Kind, Value};
use crate::incident::Incident;
use crate::incident::event::Ending;
use crate::incident::state::{Closing, RowState};
use crate::obligation::library::builtin;
use crate::situation::Situation;
use crate::situation::sample::{incident, known, moment};
use crate::workflow::Workflow;

/// Something was suspected; the answers in `places` say where the business sits.
fn suspected(places: &[&str]) -> Incident {
    let mut incident = incident(&["suspected_at"]);
    if !places.is_empty() {
        known::fact(&mut incident, "established_in", Kind::Text, Answer::Unknown);
        let rows = places.iter().zip(1..).map(|(place, number)| {
            let cells = BTreeMap::from([("place".to_owned(), Value::Text((*place).to_owned()))]);
            let answer = Answer::known(Value::Row(cells));
            (number, RowState { answer, seq: 3 })
        });
        let rows = rows.collect();
        if let Some(fact) = incident.facts.get_mut("established_in") {
            fact.answer = None;
            fact.rows = rows;
        }
    }
    incident
}

/// What each line of `perhaps` asks for, and about whom, some hours later.
fn perhaps(incident: &Incident, hours: i64) -> Vec<(String, String, bool)> {
    let now = moment() + TimeDelta::hours(hours);
    let situation = Situation::of(&Workflow::following(builtin()), incident, now);
    let lines = situation.nearest().perhaps.into_iter();
    lines
        .map(|one| {
            (
                crate::situation::deadline::needs_words(&one.needs),
                one.first.id().to_owned(),
                one.is_near(),
            )
        })
        .collect()
}

fn line(needs: &str, id: &str, is_near: bool) -> (String, String, bool) {
    (needs.to_owned(), id.to_owned(), is_near)
}

#[test]
fn before_anybody_named_a_place_the_lines_are_questions_by_their_nearest_time() {
    assert_eq!(
        perhaps(&suspected(&[]), 1),
        [
            line("regulated as", "cn-cac-1h", false),
            line("people by place", "in-certin-6h", false),
            line("card data suspected", "acquirer-notice", false),
        ]
    );
}

#[test]
fn the_law_of_the_home_place_comes_before_any_that_is_nearer_in_time() {
    let lines = perhaps(&suspected(&["Germany"]), 1);
    let ids: Vec<(&str, bool)> = lines.iter().map(|(_, id, near)| (id.as_str(), *near)).collect();
    assert_eq!(
        ids,
        [("eu-cra-early", true), ("eu-gdpr-33-sa", true), ("in-certin-6h", false)]
    );
}

#[test]
fn a_time_that_is_over_stays_and_one_that_is_more_than_seven_days_off_does_not_show() {
    let home = suspected(&["Germany"]);
    let gdpr = |hours| perhaps(&home, hours).iter().any(|(_, id, _)| id == "eu-gdpr-33-sa");
    assert_eq!([1, 71, 73, 24 * 30].map(gdpr), [true; 4]);
    let early = perhaps(&home, -24 * 5);
    assert!(!early.iter().any(|(_, id, _)| id == "eu-gdpr-33-sa"), "{early:?}");
}

#[test]
fn an_incident_that_was_ruled_out_or_joined_owes_nothing_and_one_that_was_handled_does() {
    let closed = |how| {
        let mut incident = suspected(&["Germany"]);
        incident.closed = Some(Closing {
            how,
            why: "nothing of ours".to_owned(),
            second: Some("Jo Hall".to_owned()),
            joined_to: None,
            at: moment(),
            seq: 4,
        });
        let situation = Situation::of(&Workflow::following(builtin()), &incident, moment());
        (situation.open().count(), situation.nearest().perhaps.len())
    };
    assert_eq!(closed(Ending::RuledOut), (0, 0));
    assert_eq!(closed(Ending::Joined), (0, 0));
    assert_ne!(closed(Ending::Handled), (0, 0));
}
