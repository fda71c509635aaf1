//! What may be written, what holds it, and what follows from it: a row each, on one small playbook.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::Rules;
use super::holds::{Hold, holds};
use super::plans::Workflow;
use crate::fact::{Answer, Kind, Value};
use crate::incident::event::{
    CallLogged, Event, FactRecorded, GateApproved, GateSentBack, PlaybookAdded, RoleAssigned, RoleTaken, StepAdded,
    StepAssigned, StepCompleted, StepDeferred, StepNotNeeded, StepOverridden, StepReopened, StepRuledIn, StepRuledOut,
    StepStarted,
};
use crate::incident::tests::sample::{Maker, fact, note};
use crate::incident::{By, Via};
use crate::journal::{Draft, Legality};
use crate::playbook::load_text;

const PLAYBOOK: &str = "
playbook: small
format: 1
title: Small
summary: A playbook of a few steps.
incident-title: Something happened
use-when: [something happened]
roles:
  incident-commander: {title: Commander, does: Decides}
facts:
  cards: {type: yes-no, ask: Are cards affected?, title: cards affected}
  police_delay_until: {type: date-time, ask: Until when?, title: police delay}
confirm:
  - step: look
    title: Look
    owner: incident-commander
    why: Somebody must.
    do: [Look.]
    ask: {cards: required}
    depends-on: [cards]
contain:
  - step: stop
    title: Stop it
    owner: incident-commander
    why: It goes on.
    do: [Stop it.]
    after: [look]
    gate:
      - approval: incident-commander
notify:
  - step: check
    title: Check it
    owner: incident-commander
    why: Two see more.
    do: [Check it.]
    gate:
      - four-eyes: look
  - step: tell
    title: Tell the bank
    owner: incident-commander
    why: They must hear of it.
    do: [Tell them.]
    when: cards
    gate:
      - police-delay
";

fn now() -> DateTime<Utc> {
    "2026-11-20T23:50:00Z".parse().expect("a time")
}

fn after(events: Vec<Event>) -> Maker {
    let mut maker = Maker::new(false, "Test");
    let playbook = load_text("small.yaml", PLAYBOOK).expect("no mistakes").playbook;
    maker.add(PlaybookAdded {
        playbook: playbook.id.clone(),
        title: playbook.title.clone(),
        sources: Vec::new(),
        plan: serde_json::value::RawValue::from_string(playbook.to_plan())
            .map(crate::incident::event::Plan)
            .expect("a plan"),
    });
    for event in events {
        maker.add(event);
    }
    maker
}

fn done(step: &str, before: &[&str]) -> Event {
    StepCompleted {
        step: step.to_owned(),
        pass: 1,
        title: step.to_owned(),
        before: before.iter().map(|name| (*name).to_owned()).collect(),
    }
    .into()
}

fn cards(answer: Answer, step: Option<&str>) -> Event {
    FactRecorded {
        step: step.map(str::to_owned),
        pass: step.map(|_| 1),
        ..fact("cards", "Are cards affected?", Kind::YesNo, answer)
    }
    .into()
}

fn yes() -> Answer {
    Answer::known(Value::YesNo(true))
}

fn no() -> Answer {
    Answer::known(Value::YesNo(false))
}

fn commander(name: &str) -> Event {
    RoleTaken {
        role: "incident-commander".to_owned(),
        title: "Commander".to_owned(),
        name: name.to_owned(),
        from: None,
    }
    .into()
}

fn deputy(name: &str) -> Event {
    RoleAssigned {
        role: "incident-commander".to_owned(),
        title: "Commander".to_owned(),
        name: name.to_owned(),
        from: None,
        deputy: true,
    }
    .into()
}

fn approved(step: &str, gate: &str) -> Event {
    GateApproved {
        step: step.to_owned(),
        pass: 1,
        title: step.to_owned(),
        gate: gate.to_owned(),
        words: "may we".to_owned(),
    }
    .into()
}

fn sent_back(step: &str, gate: &str) -> Event {
    GateSentBack {
        step: step.to_owned(),
        pass: 1,
        title: step.to_owned(),
        gate: gate.to_owned(),
        words: "may we".to_owned(),
        why: "no".to_owned(),
    }
    .into()
}

fn added(step: &str) -> Event {
    StepAdded {
        step: step.to_owned(),
        title: "New".to_owned(),
        phase: "contain".to_owned(),
        owner: None,
        why: "needed".to_owned(),
    }
    .into()
}

fn overridden() -> Event {
    StepOverridden {
        step: "stop".to_owned(),
        pass: 1,
        title: "Stop it".to_owned(),
        held_for: vec!["after:look".to_owned()],
        why: "it is urgent".to_owned(),
    }
    .into()
}

fn delay(until: &str) -> Event {
    let until = DateTime::parse_from_rfc3339(until).expect("a time");
    let answer = Answer::known(Value::DateTime(until));
    fact("police_delay_until", "Until when?", Kind::DateTime, answer).into()
}

/// Tom Becker writes the last event after the others.
fn verdict(mut events: Vec<Event>) -> String {
    let last = Draft::new(events.pop().expect("an event"));
    let maker = after(events);
    let tom = By {
        name: "Tom Becker".to_owned(),
        role: None,
        login: "tom".to_owned(),
        host: "ws-12".to_owned(),
        via: Via::Command,
    };
    match Rules::at(now(), Arc::default()).check(&maker.reading.incident, &last, &tom) {
        Ok(()) => "legal".to_owned(),
        Err(failure) => failure.error.to_string(),
    }
}

#[test]
fn what_a_playbook_demands_before_an_entry() {
    let (gate, eyes) = ("approval:incident-commander", "four-eyes:look");
    let changed = "what holds \"Stop it\" has changed in the meantime";
    let not_commander = "only the incident commander can override a hold, and Tom Becker is not";
    let assigned = Event::from(StepAssigned {
        step: "nowhere".to_owned(),
        title: "Nowhere".to_owned(),
        to: "Ana".to_owned(),
    });
    let call = Event::from(CallLogged {
        with: "Bank".to_owned(),
        number: None,
        outcome: "said so".to_owned(),
    });
    let deferred = Event::from(StepDeferred {
        step: "stop".to_owned(),
        pass: 1,
        title: "Stop it".to_owned(),
        until: None,
        why: None,
    });
    let started = Event::from(StepStarted {
        step: "stop".to_owned(),
        pass: 1,
        title: "Stop it".to_owned(),
        before: Vec::new(),
    });
    let not_needed = Event::from(StepNotNeeded {
        step: "look".to_owned(),
        pass: 1,
        title: "Look".to_owned(),
        why: "seen".to_owned(),
    });
    let table: Vec<(Vec<Event>, &str)> = vec![
        (vec![note("x")], "legal"),
        (vec![call], "legal"),
        (vec![deferred], "legal"),
        (vec![assigned], "no step is called `nowhere`"),
        (vec![done("look", &[])], "legal"),
        (vec![done("stop", &["after:look", gate])], "legal"),
        (vec![done("stop", &[])], changed),
        (vec![started], changed),
        (vec![done("stop", &["after:look"])], changed),
        (vec![not_needed, done("stop", &[gate])], "legal"),
        (vec![done("look", &[]), done("stop", &["after:look", gate])], changed),
        (vec![added("new")], "legal"),
        (vec![added("look")], "there is a step `look` already: \"Look\""),
        (vec![overridden()], not_commander),
        (vec![commander("Ana Ruiz"), overridden()], not_commander),
        (vec![commander("Tom Becker"), overridden()], "legal"),
        (vec![deputy("tom becker"), overridden()], "legal"),
        (
            vec![approved("stop", gate)],
            "nobody is Commander yet, so nobody can agree",
        ),
        (
            vec![commander("Ana Ruiz"), approved("stop", gate)],
            "Commander is Ana Ruiz, and Tom Becker is not a deputy",
        ),
        (vec![commander("Tom Becker"), approved("stop", gate)], "legal"),
        (vec![commander("Tom Becker"), sent_back("stop", gate)], "legal"),
        (
            vec![approved("stop", "approval:nobody")],
            "step `stop` has no gate `approval:nobody`",
        ),
        (vec![approved("check", eyes)], "legal"),
        (
            vec![done("look", &[]), approved("check", eyes)],
            "Tom Becker did \"Look\"; a second pair of eyes must be somebody else's",
        ),
        (
            vec![approved("tell", "police-delay")],
            "`police-delay` opens by itself when its fact or role is there",
        ),
    ];
    for (events, expected) in table {
        let names: Vec<String> = events.iter().map(|event| event.name().to_owned()).collect();
        assert_eq!(verdict(events), expected, "{names:?}");
    }
}

#[test]
fn what_holds_a_step() {
    let held = |events: Vec<Event>, step: &str| {
        let incident = after(events).reading.incident;
        let workflow = Workflow::with_rules(Arc::default(), &incident).expect("a plan");
        let step = workflow.step(step).expect("a step").clone();
        let holds = holds(&workflow, &incident, &step, 1, now());
        let held: Vec<String> = holds.into_iter().filter(Hold::holds).map(|hold| hold.name).collect();
        held.join(", ")
    };
    let (gate, eyes) = ("approval:incident-commander", "four-eyes:look");
    let table: Vec<(Vec<Event>, &str, &str)> = vec![
        (vec![], "look", ""),
        (vec![], "stop", "after:look, approval:incident-commander"),
        (vec![done("look", &[])], "stop", gate),
        (vec![approved("stop", gate)], "stop", "after:look"),
        (
            vec![approved("stop", gate), sent_back("stop", gate)],
            "stop",
            "after:look, approval:incident-commander",
        ),
        (vec![overridden()], "stop", gate),
        (vec![], "check", eyes),
        (vec![approved("check", eyes)], "check", ""),
        (vec![], "tell", ""),
        (vec![delay("2026-11-20T23:51:00Z")], "tell", "police-delay"),
        (vec![delay("2026-11-20T23:50:00Z")], "tell", ""),
    ];
    for (events, step, expected) in table {
        let names: Vec<String> = events.iter().map(|event| event.name().to_owned()).collect();
        assert_eq!(held(events, step), expected, "{step} after {names:?}");
    }
}

/// The first thing that follows: the entry that caused it and the event, with the step.
#[test]
fn what_follows_from_an_answer() {
    let follows = |events: Vec<Event>| {
        let incident = after(events).reading.incident;
        let next = Rules::at(now(), Arc::default()).consequence(&incident).expect("a plan");
        next.map(|(because, event)| {
            let step = event.facets().step.unwrap_or_default().to_owned();
            (because, event.name().to_owned(), step)
        })
    };
    let row = |because: u64, name: &str, step: &str| Some((because, name.to_owned(), step.to_owned()));
    let ruled_out = || {
        Event::from(StepRuledOut {
            step: "tell".to_owned(),
            title: "Tell the bank".to_owned(),
            condition: "cards".to_owned(),
            seen: Default::default(),
            because: 2,
        })
    };
    let ruled_in = || {
        Event::from(StepRuledIn {
            step: "tell".to_owned(),
            title: "Tell the bank".to_owned(),
            condition: "cards".to_owned(),
            seen: Default::default(),
            because: 4,
        })
    };
    let reopened = || {
        Event::from(StepReopened {
            step: "look".to_owned(),
            pass: 1,
            title: "Look".to_owned(),
            why: "it changed".to_owned(),
            because: Some(4),
        })
    };
    let look = || done("look", &[]);
    type Row = (&'static str, Vec<Event>, Option<(u64, String, String)>);
    let table: Vec<Row> = vec![
        ("nothing is known", vec![], None),
        ("the condition holds", vec![cards(yes(), None)], None),
        ("it does not", vec![cards(no(), None)], row(2, "step.ruled_out", "tell")),
        ("it is said already", vec![cards(no(), None), ruled_out()], None),
        (
            "it holds after all",
            vec![cards(no(), None), ruled_out(), cards(yes(), None)],
            row(4, "step.ruled_in", "tell"),
        ),
        (
            "nobody knows any more",
            vec![cards(no(), None), ruled_out(), cards(Answer::Unknown, None)],
            row(4, "step.ruled_in", "tell"),
        ),
        ("a first answer reopens nothing", vec![look(), cards(yes(), None)], None),
        (
            "another answer does",
            vec![cards(Answer::Unknown, None), look(), cards(yes(), None)],
            row(4, "step.reopened", "look"),
        ),
        (
            "the same answer does not",
            vec![cards(yes(), None), look(), cards(yes(), None)],
            None,
        ),
        (
            "nor does its own answer",
            vec![cards(Answer::Unknown, None), look(), cards(yes(), Some("look"))],
            None,
        ),
        (
            "the answer of another step does",
            vec![cards(Answer::Unknown, None), look(), cards(yes(), Some("stop"))],
            row(4, "step.reopened", "look"),
        ),
        (
            "what changed before it was done does not",
            vec![cards(Answer::Unknown, None), cards(yes(), None), look()],
            None,
        ),
        (
            "it is reopened once",
            vec![cards(Answer::Unknown, None), look(), cards(yes(), None), reopened()],
            None,
        ),
        (
            "a step that is ruled out stays as it is",
            vec![cards(yes(), None), done("tell", &[]), cards(no(), None), ruled_out()],
            None,
        ),
        (
            "and opens again with its condition",
            vec![cards(no(), None), ruled_out(), cards(yes(), None), ruled_in()],
            None,
        ),
    ];
    for (what, events, expected) in table {
        assert_eq!(follows(events), expected, "{what}");
    }
}
