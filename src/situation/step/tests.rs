use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};

use crate::incident::Incident;
use crate::incident::event::StepOutcome;
use crate::incident::state::RuledOut;
use crate::situation::sample::{incident, known, moment, workflow};
use crate::situation::{Situation, Standing};

const PLAYBOOK: &str = "
playbook: steps
format: 1
title: Steps
summary: A step in every state.
incident-title: Something got out
use-when: [something got out]
roles:
  lead: {title: Lead, does: Leads}
facts:
  cards_taken: {type: yes-no, ask: Were cards taken?}
  seen: {type: yes-no, ask: Was anything seen?, title: what was seen}
contain:
  - step: look
    title: Look
    owner: lead
    why: It must be known.
    do: [Look.]
    aim: 1 hour
    ask: {seen: required, cards_taken: optional}
  - step: stop
    title: Stop it
    owner: lead
    why: It must end.
    do: [Stop it.]
    after: [look]
  - step: ask
    title: Ask the lead
    owner: lead
    why: The lead decides.
    do: [Ask.]
    gate:
      - approval: lead
  - step: cards
    title: See to the cards
    owner: lead
    why: Cards can be used.
    do: [See to them.]
    when: cards_taken
  - step: report
    title: Report
    owner: lead
    why: They want to hear.
    do: [Report.]
    repeat: {every: 2 hours}
";

fn at(minutes: i64) -> DateTime<Utc> {
    moment() + TimeDelta::minutes(minutes)
}

fn stand(incident: &Incident, minutes: i64) -> Situation {
    Situation::of(&workflow(PLAYBOOK, Arc::default()), incident, at(minutes))
}

fn names(situation: &Situation) -> Vec<(&str, &str)> {
    let steps = situation.steps.iter();
    steps.map(|step| (step.id.as_str(), step.standing.name())).collect()
}

#[test]
fn a_step_stands_where_its_condition_its_holds_and_its_reports_say() {
    let fresh = incident(&[]);
    assert_eq!(
        names(&stand(&fresh, 0)),
        [
            ("look", "open"),
            ("stop", "held"),
            ("ask", "held"),
            ("cards", "cannot tell yet"),
            ("report", "open"),
        ]
    );
    let mut later = incident(&["cards_taken"]);
    known::reported(&mut later, "look", StepOutcome::Done, at(30));
    known::reported(
        &mut later,
        "stop",
        StepOutcome::Waiting {
            on: "the host".to_owned(),
            until: None,
        },
        at(31),
    );
    known::reported(
        &mut later,
        "ask",
        StepOutcome::NotNeeded {
            why: "agreed before".to_owned(),
        },
        at(32),
    );
    known::reported(&mut later, "cards", StepOutcome::Started, at(33));
    known::reported(&mut later, "report", StepOutcome::Done, at(34));
    assert_eq!(
        names(&stand(&later, 40)),
        [
            ("look", "done"),
            ("stop", "waiting"),
            ("ask", "not needed"),
            ("cards", "started"),
            ("report", "again later"),
        ]
    );
    let waiting = std::sync::Arc::make_mut(later.steps.get_mut("stop").expect("a step"));
    waiting.ruled_out = Some(RuledOut {
        condition: "no".to_owned(),
        seen: std::collections::BTreeMap::new(),
        seq: 9,
    });
    // What only waits is not waited for any more once a fact rules it out.
    assert_eq!(
        stand(&later, 40).step("stop").map(|step| step.standing.clone()),
        Some(Standing::RuledOut)
    );
}

#[test]
fn what_was_put_off_until_a_time_is_open_again_then() {
    let mut put_off = incident(&[]);
    let until = Some(at(60).fixed_offset());
    known::reported(&mut put_off, "look", StepOutcome::Deferred { until, why: None }, at(5));
    let name = |minutes| {
        let situation = stand(&put_off, minutes);
        situation.step("look").map(|step| step.standing.name())
    };
    assert_eq!([name(59), name(60)], [Some("later"), Some("open")]);
}

#[test]
fn an_aim_counts_from_the_opening_and_passes_of_a_schedule_are_missed() {
    let mut reported = incident(&[]);
    known::reported(&mut reported, "report", StepOutcome::Done, at(0));
    let status = |minutes, id: &str| {
        let situation = stand(&reported, minutes);
        let step = situation.step(id).expect("a step");
        (step.aim, step.pass, step.missed_passes)
    };
    assert_eq!(status(0, "look"), (Some(at(60)), 1, None));
    assert_eq!(status(119, "report"), (Some(at(120)), 2, None));
    assert_eq!(status(250, "report"), (Some(at(120)), 2, Some((2, at(120)))));
}

#[test]
fn what_can_be_done_comes_first_and_what_was_started_leads() {
    let todo = |situation: &Situation| -> Vec<String> {
        let now = situation.next.now.iter();
        now.map(|todo| todo.step.clone()).collect()
    };
    let mut incident = incident(&[]);
    let situation = stand(&incident, 0);
    // A word is all that `ask` needs; `stop` needs more than a word.
    assert_eq!(todo(&situation), ["look", "ask", "report"]);
    assert_eq!((situation.next.held.len(), situation.next.later), (0, 2));
    known::reported(&mut incident, "report", StepOutcome::Started, at(1));
    assert_eq!(todo(&stand(&incident, 2)), ["report", "look", "ask"]);
    known::reported(&mut incident, "look", StepOutcome::Done, at(3));
    let situation = stand(&incident, 4);
    assert_eq!(todo(&situation), ["report", "stop", "ask"]);
    assert_eq!(situation.next.done, 1);
    // The question of a step that came up is a gap now.
    let gaps: Vec<&str> = situation.not_known.iter().map(|gap| gap.title.as_str()).collect();
    assert_eq!(gaps, ["what was seen", "cards taken"]);
}
