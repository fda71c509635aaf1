//! Editions: which entries a reader gets, and which are only counted.

use std::collections::{BTreeMap, BTreeSet};

use super::recorded::Line;
use crate::incident::{Access, Entry, Event};

/// For whom an export is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edition {
    /// For outsiders: without privileged and without restricted entries.
    Default,
    /// For counsel: with privileged entries, without restricted ones.
    Counsel,
    /// Everything.
    Full,
}

impl Edition {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Edition::Default => "default",
            Edition::Counsel => "counsel",
            Edition::Full => "full",
        }
    }

    fn leaves_out(self, access: Access) -> bool {
        match (self, access) {
            (Edition::Full, Access::Privileged | Access::Restricted) | (Edition::Counsel, Access::Privileged) => false,
            (Edition::Counsel, Access::Restricted) | (Edition::Default, Access::Privileged | Access::Restricted) => {
                true
            }
        }
    }
}

/// What an edition leaves out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LeftOut {
    /// The entries, by number.
    pub entries: BTreeMap<u64, Access>,
    /// How many lines are left out because nobody can tell whose they are.
    pub unsound: usize,
}

impl LeftOut {
    /// Whether this entry is left out.
    pub fn has(&self, seq: u64) -> bool {
        self.entries.contains_key(&seq)
    }

    /// How many entries of this access are left out.
    pub fn count(&self, access: Access) -> usize {
        self.entries.values().filter(|left| **left == access).count()
    }
}

/// Decides what an edition leaves out: the entries themselves, and every entry that would give them away. Those are
/// corrections of them, the reasons for restricting them, and what followed from them or from a fact that they recorded.
pub(super) fn left_out(lines: &[Line], restricted: &BTreeMap<u64, Access>, edition: Edition) -> LeftOut {
    let mut left = LeftOut::default();
    if edition == Edition::Full {
        return left;
    }
    let own: BTreeMap<u64, Access> = restricted
        .iter()
        .filter(|(_, access)| edition.leaves_out(**access))
        .map(|(seq, access)| (*seq, *access))
        .collect();
    // Facts whose latest answer is left out, and facts of which any answer ever was.
    let mut hidden_now: BTreeSet<&str> = BTreeSet::new();
    let mut hidden_ever: BTreeMap<&str, Access> = BTreeMap::new();
    for line in lines {
        let Some(entry) = &line.entry else {
            left.unsound += 1;
            continue;
        };
        let through = cause(entry)
            .and_then(|cause| left.entries.get(&cause).or_else(|| own.get(&cause)).copied())
            .or_else(|| shown_fact(entry, &hidden_now, &hidden_ever));
        let access = own.get(&entry.seq).copied().or(through);
        if let Event::FactRecorded(fact) = &entry.event {
            match access {
                Some(access) => {
                    hidden_now.insert(&fact.fact);
                    hidden_ever.insert(&fact.fact, access);
                }
                None => {
                    hidden_now.remove(fact.fact.as_str());
                }
            }
        }
        if let Some(access) = access {
            left.entries.insert(entry.seq, access);
            if let Event::EntryCorrected(correction) = &entry.event
                && let crate::incident::event::Instead::Answer(fact) = &correction.instead
            {
                hidden_now.insert(&fact.fact);
                hidden_ever.insert(&fact.fact, access);
            }
        }
    }
    left
}

/// The entry that this one speaks of or follows from.
fn cause(entry: &Entry) -> Option<u64> {
    match &entry.event {
        Event::EntryCorrected(correction) => Some(correction.entry),
        Event::EntryRestricted(restriction) => Some(restriction.entry),
        Event::StepRuledOut(step) => Some(step.because),
        Event::StepRuledIn(step) => Some(step.because),
        Event::StepReopened(step) => step.because,
        Event::ObligationAssessed(assessed) => Some(assessed.because),
        Event::DeadlineMissed(missed) => Some(missed.because),
        _ => None,
    }
}

/// The access of a hidden fact that this entry would show: conditions carry the values they saw.
fn shown_fact(entry: &Entry, hidden_now: &BTreeSet<&str>, hidden_ever: &BTreeMap<&str, Access>) -> Option<Access> {
    let hidden = |name: &str| hidden_ever.get(name).copied();
    match &entry.event {
        Event::StepRuledOut(step) => step.seen.keys().find_map(|name| hidden(name)),
        Event::StepRuledIn(step) => step.seen.keys().find_map(|name| hidden(name)),
        Event::ObligationAssessed(assessed) => {
            let mut facts = assessed.changed.iter().flat_map(|outcome| &outcome.facts);
            facts.find_map(|name| hidden(name))
        }
        Event::FactWithdrawn(fact) if hidden_now.contains(fact.fact.as_str()) => hidden(&fact.fact),
        _ => None,
    }
}
