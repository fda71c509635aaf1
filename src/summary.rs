//! A quick look at a record from its two ends: what it is called, whether it is over. It is good for lists, never for proof,
//! and must not know playbooks or who is typing.

use std::ops::ControlFlow;
use std::thread;

use chrono::{DateTime, Utc};

use crate::failure::Outcome;
use crate::incident::Entry;
use crate::incident::draft::Opening;
use crate::incident::event::{Nature, TYPES};
use crate::store::{IncidentId, Store};

/// What a quick look at a record tells, without reading all of it. Good for lists, never for proof.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summary {
    pub is_closed: bool,
    pub is_drill: bool,
    pub title: String,
    pub opened_at: Option<DateTime<Utc>>,
    pub zone: String,
    /// When its last entry was written.
    pub last_at: Option<DateTime<Utc>>,
    /// Number of the last entry.
    pub last_seq: Option<u64>,
}

/// Looks at a record's two ends.
pub fn peek(store: &dyn Store, id: &IncidentId) -> Outcome<Summary> {
    let mut last = None;
    let mut is_closed = None;
    let seen = store.peek(id, &mut |line| {
        last = last.or_else(|| Entry::stamp(line));
        is_closed = Entry::event_name(line).and_then(leaves_closed);
        // Entry 1 carries the playbook and is long. It does not close an incident.
        if is_closed.is_some() || line.starts_with(b"{\"seq\":2,") {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    })?;
    let opened = Opening::read(&seen.first_line);
    let opened_at = opened.as_ref().map(|opened| opened.at);
    let opened = opened.unwrap_or_default();
    Ok(Summary {
        is_closed: is_closed.unwrap_or(false),
        is_drill: opened.drill,
        title: opened.title,
        zone: opened.zone,
        opened_at,
        last_at: last.map(|(_, at)| at),
        last_seq: last.map(|(seq, _)| seq),
    })
}

/// Whether an entry with this event leaves the incident closed; `None` when it may follow in both lives.
fn leaves_closed(event: &str) -> Option<bool> {
    match TYPES.iter().find(|known| known.name == event)?.nature {
        Nature::Closing => Some(true),
        Nature::Work => Some(false),
        Nature::Remark | Nature::Amendment | Nature::Upkeep => None,
    }
}

/// Looks at the two ends of every record, in the order of their ids. Most of the time goes into waiting for the system to
/// open a record, so many records are shared out.
pub fn summaries(store: &dyn Store) -> Outcome<Vec<(IncidentId, Outcome<Summary>)>> {
    /// Fewer than these are looked at before another thread has begun.
    const WORTH_A_THREAD: usize = 200;
    let ids = store.list()?;
    let look = |ids: &[IncidentId]| -> Vec<(IncidentId, Outcome<Summary>)> {
        ids.iter().map(|id| (id.clone(), peek(store, id))).collect()
    };
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let share = ids.len().div_ceil(cores).max(WORTH_A_THREAD);
    Ok(thread::scope(|scope| {
        let shares: Vec<_> = ids
            .chunks(share)
            .skip(1)
            .map(|ids| scope.spawn(move || look(ids)))
            .collect();
        let mut seen = look(&ids[..ids.len().min(share)]);
        for share in shares {
            seen.extend(share.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        }
        seen
    }))
}
