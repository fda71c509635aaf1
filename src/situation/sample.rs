//! Small incidents and workflows for the tests of this room.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use crate::fact::{Answer, Kind, Value};
use crate::incident::{FactState, Incident};
use crate::obligation::Rulebook;
use crate::playbook::load_text;
use crate::workflow::Workflow;

pub(super) fn moment() -> DateTime<Utc> {
    "2026-11-20T23:43:00Z".parse().expect("a time")
}

/// An open incident of which these facts are known: a time where the name ends in `_at`, else yes.
pub(super) fn incident(facts: &[&str]) -> Incident {
    let mut incident = Incident::default();
    "2026-11-20-k7f3".clone_into(&mut incident.id);
    "Something got out".clone_into(&mut incident.title);
    "Europe/London".clone_into(&mut incident.zone);
    incident.opened_at = Some(moment());
    incident.next_seq = 2;
    for name in facts {
        let (kind, value) = if name.ends_with("_at") {
            (Kind::DateTime, Value::DateTime(moment().fixed_offset()))
        } else {
            (Kind::YesNo, Value::YesNo(true))
        };
        known::fact(&mut incident, name, kind, Answer::known(value));
    }
    incident
}

/// A playbook that is followed with these rules.
pub(super) fn workflow(playbook: &str, book: Arc<Rulebook>) -> Workflow {
    let playbook = load_text("sample.yaml", playbook).expect("no mistakes").playbook;
    let mut workflow = Workflow::following(book);
    workflow.steps = playbook.steps.clone();
    workflow.playbooks = vec![playbook];
    workflow
}

pub(super) mod known {
    use super::{Answer, DateTime, FactState, Incident, Kind, Utc, moment};
    use crate::incident::event::StepOutcome;
    use crate::incident::state::{Notice, Pass, PassState};

    pub(in crate::situation) fn fact(incident: &mut Incident, name: &str, kind: Kind, answer: Answer) {
        let seq = incident.next_seq;
        incident.next_seq += 1;
        let state = FactState {
            asked: format!("{name}?"),
            kind,
            answer: Some(answer),
            rows: std::collections::BTreeMap::new(),
            last_row: 0,
            seq,
            at: moment(),
            who: "Tom Becker".to_owned(),
            told_by: None,
            versions: vec![seq],
            changed: None,
        };
        incident.facts.insert(name.to_owned(), state);
    }

    pub(in crate::situation) fn told(incident: &mut Incident, obligation: &str, at: DateTime<Utc>) {
        let seq = incident.next_seq;
        incident.next_seq += 1;
        let state = incident.obligations.entry(obligation.to_owned()).or_default();
        "Somebody".clone_into(&mut state.tell);
        state.notices.push(Notice {
            at: at.fixed_offset(),
            on_day: false,
            about: false,
            written: DateTime::<Utc>::UNIX_EPOCH,
            channel: "phone".to_owned(),
            reference: None,
            attachment: None,
            to: None,
            internal: false,
            who: "Tom Becker".to_owned(),
            seq,
        });
    }

    pub(in crate::situation) fn reported(incident: &mut Incident, step: &str, outcome: StepOutcome, at: DateTime<Utc>) {
        let seq = incident.next_seq;
        incident.next_seq += 1;
        let state = std::sync::Arc::make_mut(incident.steps.entry(step.to_owned()).or_default());
        state.passes.push(Pass {
            state: PassState::Reported(outcome),
            seq,
            at,
            who: "Ana Ruiz".to_owned(),
            before: Vec::new(),
            gates: std::collections::BTreeMap::new(),
            sent_back: std::collections::BTreeMap::new(),
            overridden: None,
        });
    }
}
