//! An entry in one sentence, the same on screen, in the log and in every export.
//!
//! Events carry the words of the question as asked, so the record alone is enough.

mod obligation;

use super::entry::{Access, Entry, Precision};
use super::event::{Ending, Event, FactRecorded, Instead, Outcome};
use super::state::same_person;
use crate::fact::words::answer_words_to;
use crate::text::{count, list_plain};
use crate::time::Zone;
use crate::time::words::{day_clock, full};

pub use obligation::{assessed_in_short, outcome_words};
use obligation::{assessed_words, declined_words, delayed_words, made_words};

/// What happened, as a sentence without its time. One line for most events; notes keep their own lines.
pub fn sentence(entry: &Entry, zone: Zone) -> String {
    let what = event_words(&entry.event, zone);
    let mut asides = Vec::new();
    let actor = entry
        .actor
        .as_deref()
        .filter(|actor| !same_person(actor, &entry.by.name));
    let actor =
        actor.filter(|actor| !matches!(&entry.event, Event::RoleTaken(taken) if same_person(&taken.name, actor)));
    match (actor, &entry.told) {
        (Some(actor), Some(told)) if same_person(actor, &told.by) => {
            asides.push(format!("{actor}, {}", channel_words(&told.channel)));
        }
        (actor, told) => {
            asides.extend(actor.map(|actor| format!("by {actor}")));
            asides.extend(
                told.as_ref()
                    .map(|told| format!("{}, {}", told.by, channel_words(&told.channel))),
            );
        }
    }
    match asides.is_empty() {
        true => what,
        false => format!("{what} ({})", asides.join("; ")),
    }
}

fn channel_words(channel: &str) -> String {
    match channel {
        "not said" => "told".to_owned(),
        "in person" | "meeting" => format!("told {channel}"),
        channel => format!("told by {channel}"),
    }
}

/// What happened, without who and when.
pub fn event_words(event: &Event, zone: Zone) -> String {
    match event {
        Event::IncidentOpened(opened) if opened.drill => format!("drill {} opened: {}", opened.incident, opened.title),
        Event::IncidentOpened(opened) => format!("{} opened: {}", opened.incident, opened.title),
        Event::IncidentClosed(closed) => {
            let how = match closed.how {
                Ending::Handled => "closed as handled".to_owned(),
                Ending::RuledOut => match &closed.second {
                    Some(second) => format!("closed as ruled out, agreed by {second}"),
                    None => "closed as ruled out".to_owned(),
                },
                Ending::Joined => format!(
                    "closed, joined to {}",
                    closed.joined_to.as_deref().unwrap_or("another incident")
                ),
            };
            let left = match closed.open.len() {
                0 => String::new(),
                open => format!("; {} left open", count(open, "step")),
            };
            format!("{how}: {}{left}", closed.why)
        }
        Event::IncidentReopened(reopened) => format!("opened again: {}", reopened.why),
        Event::IncidentLinked(linked) => format!("linked with {}: {}", linked.incident, linked.relation),
        Event::PlaybookAdded(added) => format!("playbook {} is followed: {}", added.playbook, added.title),
        Event::PlaybookSwapped(swapped) => {
            format!(
                "playbook {} takes the place of {}: {}",
                swapped.playbook, swapped.from, swapped.why
            )
        }
        Event::PlaybookAdopted(adopted) => format!("edited playbook {} is followed: {}", adopted.playbook, adopted.why),
        Event::StepCompleted(step) => format!(
            "{}: done{}",
            pass_title(&step.title, step.pass),
            before_words(&step.before)
        ),
        Event::StepStarted(step) => {
            format!(
                "{}: started{}",
                pass_title(&step.title, step.pass),
                before_words(&step.before)
            )
        }
        Event::StepWaiting(step) => {
            let until = step
                .until
                .map_or_else(String::new, |until| format!(", until {}", day_clock(until, zone)));
            format!("{}: waiting for {}{until}", pass_title(&step.title, step.pass), step.on)
        }
        Event::StepDeferred(step) => {
            let until = step
                .until
                .map_or_else(String::new, |until| format!(", until {}", day_clock(until, zone)));
            let why = step.why.as_ref().map_or_else(String::new, |why| format!(": {why}"));
            format!("{}: later{until}{why}", pass_title(&step.title, step.pass))
        }
        Event::StepNotNeeded(step) => format!(
            "{}: not needed, because: {}",
            pass_title(&step.title, step.pass),
            step.why
        ),
        Event::StepDeclined(step) => format!(
            "{}: will not be done, because: {}",
            pass_title(&step.title, step.pass),
            step.why
        ),
        Event::StepAssigned(step) => format!("{}: given to {}", step.title, step.to),
        Event::StepAdded(step) => format!("step added: {} ({}), because: {}", step.title, step.phase, step.why),
        Event::StepReopened(step) => format!(
            "{}: open again, because: {}",
            pass_title(&step.title, step.pass),
            step.why
        ),
        Event::StepOverridden(step) => format!(
            "{}: goes ahead in spite of {}, because: {}",
            pass_title(&step.title, step.pass),
            list_plain(
                &step.held_for.iter().map(|name| hold_words(name)).collect::<Vec<_>>(),
                "and"
            ),
            step.why
        ),
        Event::StepRuledOut(step) => {
            format!(
                "{}: ruled out, since this does not hold: {}{}",
                step.title,
                step.condition,
                seen_words(&step.seen)
            )
        }
        Event::StepRuledIn(step) => {
            format!(
                "{}: no longer ruled out, since {}{}",
                step.title,
                step.condition,
                seen_words(&step.seen)
            )
        }
        Event::GateAcknowledged(gate) => format!("agreed, for \"{}\": {}", gate.title, gate.words),
        Event::GateApproved(gate) => format!("approved, for \"{}\": {}", gate.title, gate.words),
        Event::GateSentBack(gate) => format!(
            "sent back, for \"{}\", because: {} (asked for was: {})",
            gate.title, gate.why, gate.words
        ),
        Event::FactRecorded(fact) => fact_words(fact, zone),
        Event::FactWithdrawn(fact) => match fact.row {
            Some(row) => format!("{} row {row}: withdrawn, because: {}", fact.fact, fact.why),
            None => format!("{}: withdrawn, because: {}", fact.fact, fact.why),
        },
        Event::NoteAdded(note) => note.text.clone(),
        Event::CallLogged(call) => match &call.number {
            Some(number) => format!("call with {} ({number}): {}", call.with, call.outcome),
            None => format!("call with {}: {}", call.with, call.outcome),
        },
        Event::EntryCorrected(correction) => format!(
            "entry {} corrected: {}, because: {}",
            correction.entry,
            instead_words(&correction.instead, zone),
            correction.why
        ),
        Event::EntryRestricted(restriction) => {
            let access = match restriction.access {
                Access::Privileged => "privileged",
                Access::Restricted => "restricted",
            };
            format!(
                "entry {} is {access} from now on: {}",
                restriction.entry, restriction.why
            )
        }
        Event::RoleTaken(role) => match &role.from {
            Some(from) => format!("{} is {}, from {from}", role.name, role.title),
            None => format!("{} is {}", role.name, role.title),
        },
        Event::RoleAssigned(role) if role.deputy => format!("{} is deputy: {}", role.name, role.title),
        Event::RoleAssigned(role) => match &role.from {
            Some(from) => format!("{} is {}, from {from}", role.name, role.title),
            None => format!("{} is {}", role.name, role.title),
        },
        Event::PenPassed(pen) => format!("the pen was offered to {}", pen.to),
        Event::PenAccepted(pen) => format!("the pen was accepted from {}", pen.from),
        Event::PenTakenBack(pen) => format!("the pen was taken back from {}: {}", pen.from, pen.why),
        Event::RecordRepaired(repair) => format!(
            "a torn end of {} was set aside, SHA-256 {}",
            count(usize::try_from(repair.bytes).unwrap_or(usize::MAX), "byte"),
            repair.sha256
        ),
        Event::RecordFaultNoted(fault) => {
            format!(
                "the record was found broken and the response went on: {}",
                fault.faults.join("; ")
            )
        }
        Event::ObligationAssessed(assessed) => assessed_words(assessed, zone),
        Event::ObligationConfirmed(said) => {
            let why = said
                .why
                .as_ref()
                .map_or_else(String::new, |why| format!(", because: {why}"));
            format!("{}: confirmed to apply as computed{why}", said.tell)
        }
        Event::ObligationNotRequired(said) => format!("{}: does not apply, because: {}", said.tell, said.why),
        Event::ObligationCorrected(said) => format!(
            "{}: due {} instead of the computed time, because: {}",
            said.tell,
            full(said.due_at, zone),
            said.why
        ),
        Event::ObligationExtended(said) => format!(
            "{}: extended to {}, because: {}",
            said.tell,
            full(said.until, zone),
            said.why
        ),
        Event::ObligationDelayed(said) => format!("{}: {}", said.tell, delayed_words(said, zone)),
        Event::ObligationReleased(said) => {
            format!("{}: not held back any more since {}", said.tell, full(said.at, zone))
        }
        Event::ObligationRecomputed(said) => {
            format!("{}: what is computed counts again, because: {}", said.tell, said.why)
        }
        Event::NoticeMade(made) => format!("{}: {}", made.tell, made_words(made, zone)),
        Event::NoticeDeclined(declined) => format!("{}: {}", declined.tell, declined_words(declined, zone)),
        Event::DeadlineMissed(missed) => {
            let law = missed.law.as_ref().map_or_else(String::new, |law| format!(" ({law})"));
            format!(
                "{}: {} passed without a notice{law}",
                missed.tell,
                full(missed.due_at, zone)
            )
        }
        Event::Foreign(foreign) => format!("{} (of a newer breach): {}", foreign.name, foreign.data),
    }
}

/// When it happened, if somebody said so: `22:50`, `about 22:50`, `at an unknown time`.
pub fn occurred_words(entry: &Entry, zone: Zone) -> Option<String> {
    let occurred = entry.occurred?;
    Some(match (occurred.at, occurred.precision) {
        (Some(at), Precision::Exact) => day_clock(at, zone),
        (Some(at), Precision::About | Precision::Unknown) => format!("about {}", day_clock(at, zone)),
        (None, _) => "at an unknown time".to_owned(),
    })
}

/// A hold's name in words.
pub fn hold_words(name: &str) -> String {
    match name.split_once(':') {
        Some(("after", step)) => format!("step {step}"),
        Some(("acknowledge", sentence)) => format!("agreement to \"{sentence}\""),
        Some(("approval", role)) => format!("approval by {role}"),
        Some(("four-eyes", step)) => format!("a second pair of eyes on {step}"),
        Some(("role-filled", role)) => format!("somebody being {role}"),
        Some(("fact", condition)) => format!("the condition {condition}"),
        _ if name == "evidence-released" => "release of the evidence".to_owned(),
        _ if name == "police-delay" => "the police delay".to_owned(),
        _ => name.to_owned(),
    }
}

fn before_words(before: &[String]) -> String {
    if before.is_empty() {
        return String::new();
    }
    let names: Vec<String> = before.iter().map(|name| hold_words(name)).collect();
    format!(", before {}", list_plain(&names, "and"))
}

/// A step's title, with the number of the pass when it is not the first.
pub fn pass_title(title: &str, pass: u32) -> String {
    if pass > 1 {
        format!("{title} (pass {pass})")
    } else {
        title.to_owned()
    }
}

fn fact_words(fact: &FactRecorded, zone: Zone) -> String {
    let answer = answer_words_to(&fact.kind, &fact.answer, zone);
    match fact.row {
        Some(row) => format!("{} Row {row}: {answer}", fact.asked),
        None => format!("{} {answer}", fact.asked),
    }
}

fn seen_words(seen: &std::collections::BTreeMap<String, String>) -> String {
    if seen.is_empty() {
        return String::new();
    }
    let facts: Vec<String> = seen.iter().map(|(name, value)| format!("{name} is {value}")).collect();
    format!(" ({})", facts.join(", "))
}

fn instead_words(instead: &Instead, zone: Zone) -> String {
    match instead {
        Instead::Text(text) => format!("now reads: {text}"),
        Instead::Answer(fact) => format!("the answer is {}", answer_words_to(&fact.kind, &fact.answer, zone)),
        Instead::Outcome(outcome) => match outcome {
            Outcome::Done => "it is done".to_owned(),
            Outcome::Started => "it is started".to_owned(),
            Outcome::Waiting { on, .. } => format!("it waits for {on}"),
            Outcome::Deferred { .. } => "it was put off".to_owned(),
            Outcome::NotNeeded { why } => format!("it is not needed: {why}"),
            Outcome::Declined { why } => format!("it will not be done: {why}"),
        },
        Instead::Occurred(occurred) => match occurred.at {
            Some(at) => format!("it happened at {}", day_clock(at, zone)),
            None => "nobody knows when it happened".to_owned(),
        },
        Instead::Actor(name) => format!("it was {name}"),
        Instead::Nothing => "it did not happen".to_owned(),
    }
}
