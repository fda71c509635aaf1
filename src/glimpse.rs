//! A quick look at a record from its two ends: what it is called, whether it is over. It is good for lists, never for proof,
//! and must not know playbooks or who is typing.

use std::ops::ControlFlow;

use chrono::{DateTime, Utc};

use crate::failure::Outcome;
use crate::incident::Entry;
use crate::incident::draft::Opening;
use crate::incident::event::{Nature, TYPES};
use crate::store::{IncidentId, Store};

/// What a quick look at a record tells, without reading all of it. Good for lists, never for proof.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Glimpse {
    /// It ended.
    pub is_closed: bool,
    /// It is a drill.
    pub is_drill: bool,
    /// Its title.
    pub title: String,
    /// When it was opened.
    pub opened_at: Option<DateTime<Utc>>,
    /// Its zone.
    pub zone: String,
    /// When its last entry was written.
    pub last_at: Option<DateTime<Utc>>,
    /// Number of the last entry.
    pub last_seq: Option<u64>,
}

/// Looks at a record's two ends.
///
/// # Errors
/// When the record cannot be read.
pub fn glance(store: &dyn Store, id: &IncidentId) -> Outcome<Glimpse> {
    let mut last = None;
    let mut is_closed = None;
    let seen = store.glance(id, &mut |line| {
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
    Ok(Glimpse {
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
