//! Editions: which entries a reader gets, and which are only counted.

use std::collections::{BTreeMap, BTreeSet};

use super::recorded::Recorded;
use crate::incident::Access;
use crate::incident::event::FactUse;

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
    /// How many lines of another draft are left out, since nobody can tell here who may read them.
    pub unread: usize,
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
pub(super) fn left_out(recorded: &Recorded, edition: Edition) -> LeftOut {
    let restricted = &recorded.reading.incident.restricted;
    let is_unread = recorded.reading.other_draft.is_some();
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
    for line in &recorded.lines {
        let Some(entry) = &line.entry else {
            *(if is_unread { &mut left.unread } else { &mut left.unsound }) += 1;
            continue;
        };
        let facets = entry.event.facets();
        let hidden = |name: &str| hidden_ever.get(name).copied();
        let shown_fact = match &facets.facts {
            // Conditions carry the values they saw.
            FactUse::Quotes(names) => names.iter().find_map(|name| hidden(name)),
            FactUse::Withdraws(name) => hidden(name).filter(|_| hidden_now.contains(name)),
            FactUse::None | FactUse::Answers(_) | FactUse::Corrects(_) => None,
        };
        let through = facets
            .because
            .and_then(|cause| left.entries.get(&cause).or_else(|| own.get(&cause)).copied());
        let access = own.get(&entry.seq).copied().or(through).or(shown_fact);
        match (facets.facts, access) {
            (FactUse::Answers(name) | FactUse::Corrects(name), Some(access)) => {
                hidden_now.insert(name);
                hidden_ever.insert(name, access);
            }
            (FactUse::Answers(name), None) => {
                hidden_now.remove(name);
            }
            (FactUse::Corrects(_), None) | (FactUse::None | FactUse::Withdraws(_) | FactUse::Quotes(_), _) => {}
        }
        if let Some(access) = access {
            left.entries.insert(entry.seq, access);
        }
    }
    left
}
