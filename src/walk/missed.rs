//! Deadlines that passed without a notice: what the next entry after such a time brings with it.

use chrono::{DateTime, Utc};

use crate::incident::Incident;
use crate::incident::event::{DeadlineMissed, Event};

/// The next deadline that passed without a notice and that the record does not call missed yet, with the entry that it
/// rests on.
pub(super) fn missed(incident: &Incident, now: DateTime<Utc>) -> Option<(u64, Event)> {
    incident.obligations.iter().find_map(|(id, state)| {
        let (due_at, because) = state.overdue(now)?;
        let event = DeadlineMissed {
            obligation: id.clone(),
            tell: state.tell.clone(),
            due_at,
            law: state.assessed.as_ref().map(|computed| computed.outcome.law.clone()),
            because,
        };
        Some((because, event.into()))
    })
}
