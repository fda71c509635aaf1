//! What would follow from a correction that nobody has written yet.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};

use super::Situation;
use super::deadline::Deadline;
use super::timing::Timing;
use crate::failure::{Failure, Outcome};
use crate::incident::event::{
    EntryCorrected, ObligationAssessed, StepReopened, StepRuledIn, StepRuledOut, assessed_in_short,
};
use crate::incident::{By, Entry, Event, Hash, Incident, Mono, Via};
use crate::journal::Legality;
use crate::time::Zone;
use crate::workflow::plans::zone;
use crate::workflow::{Rules, Workflow};

/// What would follow, a sentence each; empty when nothing but the entry itself changes. Nothing is written.
pub fn effect(
    workflow: &Workflow,
    incident: &Incident,
    correction: &EntryCorrected,
    now: DateTime<Utc>,
) -> Outcome<Vec<String>> {
    let mut after = incident.clone();
    apply(&mut after, correction.clone().into(), now)?;
    let mut rules = Rules::at(now, std::sync::Arc::clone(&workflow.book));
    let mut sentences = Vec::new();
    let mut said_of = BTreeSet::new();
    while let Some((_, event)) = rules.consequence(&after)? {
        said_of.extend(event.facets().step.map(str::to_owned));
        sentences.push(in_short(&event, zone(incident)));
        apply(&mut after, event, now)?;
    }
    let (was, is) = (
        Situation::of(workflow, incident, now),
        Situation::of(workflow, &after, now),
    );
    for (step, (was, is)) in workflow.steps.iter().zip(was.steps.iter().zip(&is.steps)) {
        let (was, is) = (was.standing.name(), is.standing.name());
        if was != is && !said_of.contains(&step.id) {
            sentences.push(format!("\"{}\": {is} instead of {was}", step.title));
        }
    }
    let zone = zone(incident);
    let time = |at: Option<DateTime<Utc>>| {
        at.map_or_else(
            || "not known yet".to_owned(),
            |at| crate::time::format::day_clock(at, zone),
        )
    };
    // What is computed was said with the consequences.
    let of_steps = |deadline: &&Deadline| !matches!(deadline.timing, Timing::Withdrawn(_));
    for new in is.deadlines.iter().filter(of_steps) {
        let Some(step) = new.step() else { continue };
        let old = was.own_deadline(step).and_then(Deadline::at);
        if old != new.at() {
            sentences.push(format!(
                "deadline \"{}\" moves from {} to {}",
                new.tell,
                time(old),
                time(new.at())
            ));
        }
    }
    Ok(sentences)
}

/// What follows, shorter than it is written down.
fn in_short(event: &Event, zone: Zone) -> String {
    if let Some(step) = event.get::<StepReopened>() {
        format!("\"{}\" opens again: {}", step.title, step.why)
    } else if let Some(step) = event.get::<StepRuledOut>() {
        format!("\"{}\" is ruled out", step.title)
    } else if let Some(step) = event.get::<StepRuledIn>() {
        format!("\"{}\" is no longer ruled out", step.title)
    } else if let Some(assessed) = event.get::<ObligationAssessed>() {
        assessed_in_short(assessed)
    } else {
        event.sentence(zone)
    }
}

/// Folds an event into a copy of the state as if it were written now.
fn apply(incident: &mut Incident, event: Event, now: DateTime<Utc>) -> Outcome {
    let entry = Entry {
        seq: incident.next_seq,
        at: now,
        mono: Mono {
            boot: String::new(),
            ms: 0,
        },
        clock: None,
        salt: [0; 16],
        by: By {
            name: String::new(),
            role: None,
            login: String::new(),
            host: String::new(),
            via: Via::Script,
        },
        actor: None,
        told: None,
        drill: incident.drill,
        access: None,
        occurred: None,
        zone: None,
        prev: Hash::NONE,
        event,
    };
    incident
        .apply(&entry)
        .map_err(|illegal| Failure::refused(format!("{illegal}")).nothing_logged())
}
