//! Deadlines as items of a calendar: which of them, under which names, and how often each has changed.
//!
//! A name says nothing unless details were asked for. What once had a time stays in the calendar: as done, or as withdrawn.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::CalendarItem;
use crate::incident::event::{FactUse, Moves};
use crate::incident::receipt::short_id;
use crate::incident::{Entry, Hash, Incident};
use crate::situation::deadline::START_TIMES;
use crate::situation::timing::{Settled, Settlement};
use crate::situation::{Deadline, Situation, Timing};
use crate::text::prefixed;
use crate::time::format::full;
use crate::time::{TimeView, Zone};
use crate::workflow::Workflow;

/// What items are made from.
pub struct Record<'a> {
    pub workflow: &'a Workflow,
    pub incident: &'a Incident,
    pub entries: &'a [Entry],
    /// The hash of entry 0, which holds what nobody can guess.
    pub first: Hash,
}

/// How often a duty changed in the record, and what it was last.
#[derive(Clone, Debug, Default)]
struct Changes {
    /// How many entries say something about it; grows with the record and never shrinks.
    count: u32,
    /// When the last of them was written.
    last: Option<DateTime<Utc>>,
    /// The last time at which it was due.
    due: Option<DateTime<Utc>>,
    /// The entries, for corrections of them.
    entries: Vec<u64>,
}

/// One item for each duty that has a time, or had one.
pub fn deadline_items(record: &Record<'_>, situation: &Situation, details: bool, zone: Zone) -> Vec<CalendarItem> {
    let of_duties = changes(record.entries);
    let mut items: Vec<CalendarItem> = situation
        .deadlines
        .iter()
        .filter_map(|duty| {
            let changes = match duty.step() {
                Some(step) => changes_of_step(record, step),
                None => of_duties.get(duty.id()).cloned().unwrap_or_default(),
            };
            item(record, duty, &changes, details, situation.seen_in(zone))
        })
        .collect();
    items.sort_by(|one, other| (one.due, &one.uid).cmp(&(other.due, &other.uid)));
    items
}

fn item(
    record: &Record<'_>,
    duty: &Deadline,
    changes: &Changes,
    details: bool,
    time: TimeView,
) -> Option<CalendarItem> {
    let due = duty.at().or(changes.due)?;
    let never_ran = duty
        .step()
        .map_or(changes.due.is_none(), |step| !was_running(record.incident, step));
    let (settled, withdrawn) = match &duty.timing {
        Timing::Due(_) | Timing::Earliest(_) | Timing::EarliestPassed(_) | Timing::Missed(_) => (None, false),
        Timing::Settled(Settled {
            how: how @ (Settlement::Told(_) | Settlement::Done(_)),
            ..
        }) => (how.met_at(time.zone), false),
        // One that was due and cannot be told any more stays until somebody knows: nothing says that it is over.
        Timing::CannotTell(due) if changes.due.is_some() || duty.step().is_some() && due.is_some() => (None, false),
        Timing::CannotTell(_) => return None,
        Timing::Withdrawn(_) if never_ran => return None,
        Timing::NoLimit | Timing::Waiting(_) | Timing::Settled(_) | Timing::Withdrawn(_) => (None, true),
    };
    let short = short_id(&record.incident.id);
    Some(CalendarItem {
        uid: uid(record.first, duty.id(), duty.step().is_some()),
        summary: if details {
            format!("{}, incident {short}", duty.tell)
        } else {
            neutral(duty.number, short)
        },
        due,
        details: details.then(|| about(duty, due, record.incident, time.zone)),
        revision: changes.count,
        stamp: time.now,
        changed: changes.last.or(record.incident.opened_at).unwrap_or(time.now),
        settled,
        withdrawn,
    })
}

/// What the record itself holds that nobody can guess, and the id of the duty.
fn uid(first: Hash, id: &str, is_step: bool) -> String {
    let kind = if is_step { "step" } else { "obligation" };
    format!("{first}.{kind}.{id}")
}

fn neutral(number: Option<usize>, short: &str) -> String {
    match number {
        Some(number) => format!("Deadline {number}, incident {short}"),
        None => format!("Deadline, incident {short}"),
    }
}

fn about(duty: &Deadline, due: DateTime<Utc>, incident: &Incident, zone: Zone) -> String {
    let earliest = if duty.is_earliest() {
        ", to be safe; the law may allow longer"
    } else {
        ""
    };
    let told = prefixed("\nTold: ", &duty.lacks_the_hour(incident, zone));
    format!(
        "Tell: {} [{}]\nDue: {} ({}){earliest}{told}\nLaw: {}\nComputed from what is known. Counsel decides.",
        duty.tell,
        duty.id(),
        full(due, zone),
        zone.city(),
        duty.law_words()
    )
}

/// What every entry says about duties, by their ids.
fn changes(entries: &[Entry]) -> BTreeMap<String, Changes> {
    let mut found: BTreeMap<String, Changes> = BTreeMap::new();
    for entry in entries {
        match entry.event.facets().moves {
            Moves::Duties(duties) => {
                for (id, due) in duties {
                    let changes = found.entry(id.to_owned()).or_default();
                    changes.count = changes.count.saturating_add(1);
                    changes.last = Some(entry.at);
                    changes.due = due.or(changes.due);
                    changes.entries.push(entry.seq);
                }
            }
            Moves::LikeEntry(corrected) => {
                for changes in found
                    .values_mut()
                    .filter(|changes| changes.entries.contains(&corrected))
                {
                    changes.count = changes.count.saturating_add(1);
                    changes.last = Some(entry.at);
                }
            }
            Moves::Nothing | Moves::AllSteps | Moves::Step(_) => {}
        }
    }
    found
}

/// What may have changed the deadline of a step: reports about it, the facts that it reads or counts from, another text of
/// a playbook, corrections.
fn changes_of_step(record: &Record<'_>, id: &str) -> Changes {
    let mut facts: Vec<String> = START_TIMES.map(str::to_owned).to_vec();
    if let Some(step) = record.workflow.step(id) {
        facts.extend(step.reads());
    }
    let mut changes = Changes::default();
    for entry in record.entries.iter().skip(1) {
        let facets = entry.event.facets();
        let touches = match (facets.moves, facets.facts) {
            (Moves::AllSteps | Moves::LikeEntry(_), _) => true,
            (Moves::Step(step), _) => step == id,
            (Moves::Nothing, FactUse::Answers(fact) | FactUse::Withdraws(fact)) => {
                facts.iter().any(|known| known == fact)
            }
            (Moves::Nothing, FactUse::None | FactUse::Corrects(_) | FactUse::Quotes(_)) | (Moves::Duties(_), _) => {
                false
            }
        };
        if touches {
            changes.count = changes.count.saturating_add(1);
            changes.last = Some(entry.at);
        }
    }
    changes
}

/// Whether a step was ruled out after its deadline had begun to run, so that a calendar may hold it.
fn was_running(incident: &Incident, step: &str) -> bool {
    let Some(ruled_out) = incident.steps.get(step).and_then(|state| state.ruled_out.as_ref()) else {
        return false;
    };
    let mut began = START_TIMES.iter().filter_map(|fact| incident.facts.get(*fact));
    began.any(|fact| fact.seq < ruled_out.seq)
}
