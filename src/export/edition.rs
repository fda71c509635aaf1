//! Editions: which entries a reader gets, and which are only counted.

use std::collections::{BTreeMap, BTreeSet};

use crate::incident::event::FactUse;
use crate::incident::{Access, Entry, Reading};
use crate::text::{count_of, list_plain};

/// For whom an export is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edition {
    /// For outsiders: without privileged and without restricted entries.
    Default,
    /// For counsel: with privileged entries, without restricted ones.
    Counsel,
    Full,
}

impl Edition {
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

    /// What is left out, in words: `left out: 2 privileged entries`.
    pub fn words(&self) -> String {
        let parts: Vec<String> = [
            (self.count(Access::Privileged), "privileged entry", "privileged entries"),
            (self.count(Access::Restricted), "restricted entry", "restricted entries"),
            (
                self.unsound,
                "line that is not as it was written",
                "lines that are not as they were written",
            ),
            (self.unread, "line of another draft", "lines of another draft"),
        ]
        .into_iter()
        .filter(|(number, ..)| *number > 0)
        .map(|(number, one, many)| count_of(number, one, many))
        .collect();
        if parts.is_empty() {
            "nothing is left out".to_owned()
        } else {
            format!("left out: {}", list_plain(&parts, "and"))
        }
    }
}

/// Decides what an edition leaves out, line by line: the entries themselves, and every entry that would give them away. Those
/// are corrections of them, the reasons for restricting them, and what followed from them or from a fact that they recorded.
#[derive(Debug)]
pub(super) struct Sieve {
    edition: Edition,
    /// No line is read: the record is of another draft.
    is_unread: bool,
    /// What is left out by what somebody said of it.
    own: BTreeMap<u64, Access>,
    /// Facts whose latest answer is left out, and facts of which any answer ever was.
    hidden_now: BTreeSet<String>,
    hidden_ever: BTreeMap<String, Access>,
    left: LeftOut,
}

impl Sieve {
    /// `reading` is that of the whole record.
    pub(super) fn new(reading: &Reading, edition: Edition) -> Self {
        let restricted = reading.incident.restricted.iter();
        let own = restricted.filter(|(_, access)| edition.leaves_out(**access));
        Sieve {
            edition,
            is_unread: reading.other_draft.is_some(),
            own: own.map(|(seq, access)| (*seq, *access)).collect(),
            hidden_now: BTreeSet::new(),
            hidden_ever: BTreeMap::new(),
            left: LeftOut::default(),
        }
    }

    /// Whether nothing of a whole record is left out.
    pub(super) fn is_open(&self) -> bool {
        self.own.is_empty() && !self.is_unread
    }

    /// Looks at the next line: its entry, where it is sound.
    pub(super) fn feed(&mut self, entry: Option<&Entry>) {
        if self.edition == Edition::Full {
            return;
        }
        let Some(entry) = entry else {
            if self.is_unread {
                self.left.unread += 1;
            } else {
                self.left.unsound += 1;
            }
            return;
        };
        let facets = entry.event.facets();
        let hidden = |name: &str| self.hidden_ever.get(name).copied();
        let shown_fact = match &facets.facts {
            // Conditions carry the values they saw.
            FactUse::Quotes(names) => names.iter().find_map(|name| hidden(name)),
            FactUse::Withdraws(name) => hidden(name).filter(|_| self.hidden_now.contains(*name)),
            FactUse::None | FactUse::Answers(_) | FactUse::Corrects(_) => None,
        };
        let through = facets
            .because
            .and_then(|cause| self.left.entries.get(&cause).or_else(|| self.own.get(&cause)).copied());
        let access = self.own.get(&entry.seq).copied().or(through).or(shown_fact);
        match (facets.facts, access) {
            (FactUse::Answers(name) | FactUse::Corrects(name), Some(access)) => {
                self.hidden_now.insert(name.to_owned());
                self.hidden_ever.insert(name.to_owned(), access);
            }
            (FactUse::Answers(name), None) => {
                self.hidden_now.remove(name);
            }
            (FactUse::Corrects(_), None) | (FactUse::None | FactUse::Withdraws(_) | FactUse::Quotes(_), _) => {}
        }
        if let Some(access) = access {
            self.left.entries.insert(entry.seq, access);
        }
    }

    /// What is left out of everything that was looked at.
    pub(super) fn left_out(self) -> LeftOut {
        self.left
    }
}
