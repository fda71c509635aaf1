//! A quick look at a record from its two ends: what it is called, whether it is over. It is good for lists, never for proof,
//! and must not know playbooks or who is typing.

use std::ops::ControlFlow;
use std::thread;

use chrono::{DateTime, Utc};

use crate::failure::Outcome;
use crate::incident::Entry;
use crate::incident::draft::Opening;
use crate::incident::event::{Nature, TYPES};
use crate::store::{IncidentId, Store, StoreError};

pub use crate::store::Holds;

/// What a quick look at a record tells, without reading all of it. Good for lists, never for proof.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summary {
    /// Whether the record is the incident's own.
    pub holds: Holds,
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

/// Why a quick look at a record shows nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unseen {
    pub why: String,
    /// Whether this login is kept from it, by the system or a disk; else it is the record that is not as it should be.
    pub is_out_of_reach: bool,
}

/// Looks at a record's two ends.
pub fn peek(store: &dyn Store, id: &IncidentId) -> Result<Summary, Unseen> {
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
    });
    let seen = seen.map_err(|error| Unseen {
        is_out_of_reach: matches!(error, StoreError::Failed { .. }),
        why: match &error {
            StoreError::RecordGone { .. } => "its record was removed".to_owned(),
            StoreError::EmptyRecord { .. } => "its record was emptied".to_owned(),
            StoreError::NotOurs { found, expected, .. } if *expected == "a folder" => {
                format!("it is {found}, not a folder")
            }
            StoreError::NotOurs { found, .. } => format!("its record was replaced by {found}"),
            StoreError::Failed { reason, .. } => format!("it cannot be looked at: {reason}"),
            _ => error.to_string(),
        },
    })?;
    let opened = Opening::read(&seen.first_line).ok_or_else(|| Unseen {
        why: format!("its record was changed or replaced; `breach verify {id}` says more"),
        is_out_of_reach: false,
    })?;
    Ok(Summary {
        holds: Holds::of(id, &opened.incident),
        is_closed: is_closed.unwrap_or(false),
        is_drill: opened.drill,
        title: opened.title,
        zone: opened.zone,
        opened_at: Some(opened.at),
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
pub fn summaries(store: &dyn Store) -> Outcome<Vec<(IncidentId, Result<Summary, Unseen>)>> {
    /// Fewer than these are looked at before another thread has begun.
    const WORTH_A_THREAD: usize = 200;
    let ids = store.list()?;
    let look = |ids: &[IncidentId]| -> Vec<(IncidentId, Result<Summary, Unseen>)> {
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
