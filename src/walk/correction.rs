//! What a correction may put in the place of an entry, and what would follow from it.

use chrono::{DateTime, Utc};

use super::guide::Guide;
use super::law::Rules;
use super::moments::deadlines;
use super::standing::standing;
use crate::failure::{Failure, Kind, Outcome};
use crate::incident::event::{EntryCorrected, Instead};
use crate::incident::{By, Entry, Event, Hash, Incident, Mono, Via};
use crate::journal::Law;

/// What about an entry can be wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// The words of a note or a call.
    Words,
    /// The answer to a question.
    Answer,
    /// What became of a step.
    Outcome,
    /// When it happened.
    When,
    /// Who did it.
    Who,
    /// It did not happen.
    All,
}

impl Wrong {
    /// For a choice on the screen.
    pub fn words(self) -> &'static str {
        match self {
            Wrong::Words => "the words",
            Wrong::Answer => "the answer",
            Wrong::Outcome => "what became of it",
            Wrong::When => "when it happened",
            Wrong::Who => "who did it",
            Wrong::All => "it did not happen, or was not said",
        }
    }
}

/// What can be corrected about this event; nothing for events that stand as they are.
pub fn correctable(event: &Event) -> &'static [Wrong] {
    match event {
        Event::NoteAdded(_) | Event::CallLogged(_) => &[Wrong::Words, Wrong::When, Wrong::Who, Wrong::All],
        Event::FactRecorded(_) => &[Wrong::Answer, Wrong::All],
        Event::StepCompleted(_)
        | Event::StepStarted(_)
        | Event::StepWaiting(_)
        | Event::StepDeferred(_)
        | Event::StepNotNeeded(_)
        | Event::StepDeclined(_) => &[Wrong::Outcome, Wrong::When, Wrong::Who, Wrong::All],
        Event::GateAcknowledged(_) | Event::GateApproved(_) => &[Wrong::When, Wrong::Who, Wrong::All],
        Event::RoleTaken(_) | Event::RoleAssigned(_) => &[Wrong::Who, Wrong::All],
        Event::StepOverridden(_) => &[Wrong::All],
        Event::ObligationConfirmed(_)
        | Event::ObligationNotRequired(_)
        | Event::ObligationCorrected(_)
        | Event::ObligationExtended(_)
        | Event::ObligationDelayed(_)
        | Event::ObligationReleased(_)
        | Event::NoticeMade(_)
        | Event::NoticeDeclined(_) => &[Wrong::When, Wrong::Who, Wrong::All],
        _ => &[],
    }
}

/// The event that corrects an entry.
pub fn correction(entry: &Entry, instead: Instead, why: &str) -> EntryCorrected {
    EntryCorrected {
        entry: entry.seq,
        event: entry.event.name().to_owned(),
        why: why.to_owned(),
        instead,
    }
}

/// What would follow, a sentence each; empty when nothing but the entry itself changes. Nothing is written.
///
/// # Errors
/// When the correction is not legal.
pub fn effect(
    guide: &Guide,
    incident: &Incident,
    correction: &EntryCorrected,
    now: DateTime<Utc>,
) -> Outcome<Vec<String>> {
    let mut after = incident.clone();
    apply(&mut after, correction.clone().into(), now)?;
    let mut rules = Rules::at(now, std::sync::Arc::clone(&guide.book));
    let mut sentences = Vec::new();
    while let Some((_, event)) = rules.consequence(&after)? {
        sentences.push(match &event {
            Event::StepReopened(step) => format!("\"{}\" opens again: {}", step.title, step.why),
            Event::StepRuledOut(step) => format!("\"{}\" is ruled out", step.title),
            Event::StepRuledIn(step) => format!("\"{}\" is no longer ruled out", step.title),
            Event::ObligationAssessed(assessed) => crate::incident::telling::assessed_in_short(assessed),
            other => crate::incident::telling::event_words(other, super::guide::zone(incident)),
        });
        apply(&mut after, event, now)?;
    }
    for step in &guide.steps {
        let (was, is) = (standing(guide, incident, step, now), standing(guide, &after, step, now));
        let said = sentences.iter().any(|sentence| sentence.contains(&step.title));
        if was.name() != is.name() && !said {
            sentences.push(format!("\"{}\": {} instead of {}", step.title, is.name(), was.name()));
        }
    }
    let (was, is) = (deadlines(guide, incident, now), deadlines(guide, &after, now));
    let zone = super::guide::zone(incident);
    let time = |at: Option<DateTime<Utc>>| {
        at.map_or_else(
            || "not known yet".to_owned(),
            |at| crate::time::words::day_clock(at, zone),
        )
    };
    for new in &is {
        let old = was.iter().find(|old| old.step == new.step).and_then(|old| old.clock.at);
        if old != new.clock.at {
            sentences.push(format!(
                "deadline \"{}\" moves from {} to {}",
                new.title,
                time(old),
                time(new.clock.at)
            ));
        }
    }
    Ok(sentences)
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
        prev: Hash::NONE,
        event,
    };
    incident
        .apply(&entry)
        .map_err(|illegal| Failure::new(Kind::Refused, format!("{illegal}; nothing was logged")))
}
