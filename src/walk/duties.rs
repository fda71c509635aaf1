//! Duties to tell somebody in an incident: what the rules say about its facts, and what people decided about that.
//!
//! Joins [`crate::obligation`], which knows rules and no record, with [`crate::incident`], which knows decisions and no
//! rules. What people decided stands above what was computed; both are shown.

use chrono::{DateTime, Utc};

use super::guide::zone;
use crate::condition::Truth;
use crate::incident::Incident;
use crate::incident::event::{Applies, Assessed, ClockState, Event, ObligationAssessed, RulesOrigin, RulesUsed};
use crate::incident::state::{Decided, ObligationState};
use crate::obligation::count::{self, When};
use crate::obligation::duty::{Running, Since};
use crate::obligation::rule::RuleKind;
use crate::obligation::{Case, Duty, Rulebook, assess};

/// The facts of an incident that rules may read.
pub fn case_of(incident: &Incident) -> Case {
    let mut case = Case::new(zone(incident));
    for (name, fact) in &incident.facts {
        if let Some(answer) = &fact.answer {
            case.answers.insert(name.clone(), answer.clone());
        }
        let rows: Vec<_> = fact.known_rows().cloned().collect();
        if !rows.is_empty() {
            case.tables.insert(name.clone(), rows);
        }
    }
    for (id, state) in &incident.obligations {
        if let Some(notice) = state.first_notice() {
            case.notices.insert(id.clone(), When::At(notice.at.to_utc()));
        }
        // One without an end moves nothing yet: nobody knows to when.
        let end = state.delays.iter().rev().find_map(|delay| match &delay.released {
            Some(released) => Some(released.at),
            None => delay.until,
        });
        if let Some(end) = end {
            case.delays.insert(id.clone(), When::At(end.to_utc()));
        }
    }
    case
}
