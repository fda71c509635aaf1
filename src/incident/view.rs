//! Views: the record as one reader may see it, folded as if there were nothing else.
//!
//! A curtain, not a lock: who reads is what they say, and the file holds every entry.

use std::collections::{BTreeMap, BTreeSet};

use super::event::{CallLogged, EntryRestricted, FactUse};
use super::state::same_person;
use super::{Access, Entry, Incident};
use crate::text::{count_of, list_plain};

/// Who may read everything, besides whoever wrote an entry or restricted it.
const ROLES: [&str; 2] = ["incident-commander", "legal-counsel"];

/// Stands for the words of a privileged call.
const FOR_COUNSEL: &str = "what was said is for counsel";

/// What a reader may see.
#[derive(Clone, Debug)]
pub struct View {
    pub entries: Vec<Entry>,
    pub incident: Incident,
    pub left_out: LeftOut,
}

impl View {
    /// What this person may see of a record; none where that is all of it. Whoever has no name has no right either.
    pub fn of(whole: &Incident, entries: &[Entry], reader: Option<&str>) -> Option<Self> {
        let is_reader = |name: &str| reader.is_some_and(|reader| same_person(reader, name));
        let acts = |role: &&str| reader.is_some_and(|reader| whole.acts_as(reader, role));
        if whole.restricted.is_empty() || ROLES.iter().any(acts) {
            return None;
        }
        let mut own = whole.restricted.clone();
        for entry in entries.iter().filter(|entry| is_reader(&entry.by.name)) {
            own.remove(&entry.seq);
            if let Some(restriction) = entry.event.get::<EntryRestricted>() {
                own.remove(&restriction.entry);
            }
        }
        let mut sieve = Sieve::new(own, false, false);
        entries.iter().for_each(|entry| sieve.feed(Some(entry)));
        let left_out = sieve.left_out();
        if left_out.entries.is_empty() {
            return None;
        }
        let entries: Vec<Entry> = entries
            .iter()
            .filter_map(|entry| match left_out.entries.get(&entry.seq) {
                None => Some(entry.clone()),
                Some(Access::Privileged) => without_words(entry),
                Some(Access::Restricted) => None,
            })
            .collect();
        let incident = fold_shown(whole, &left_out, &mut entries.iter());
        Some(View {
            entries,
            incident,
            left_out,
        })
    }
}

/// That a privileged call was made is no secret: person, number and time stay.
fn without_words(entry: &Entry) -> Option<Entry> {
    let call = entry.event.get::<CallLogged>()?;
    Some(Entry {
        event: CallLogged {
            outcome: FOR_COUNSEL.to_owned(),
            ..call.clone()
        }
        .into(),
        ..entry.clone()
    })
}

/// The incident that the entries add up to which are shown.
pub fn fold_shown(whole: &Incident, left_out: &LeftOut, shown: &mut dyn Iterator<Item = &Entry>) -> Incident {
    let mut incident = Incident::default();
    if left_out.has(0) {
        incident.id.clone_from(&whole.id);
        incident.drill = whole.drill;
        incident.zone.clone_from(&whole.zone);
        incident.opened_at = whole.opened_at;
    }
    for entry in shown {
        // What followed from an entry that is left out may make no sense without it.
        let _ = incident.apply(entry);
    }
    incident
}

/// What a reader does not get.
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

/// Decides what a reader does not get, line by line: the entries themselves, and every entry that would give them away. Those
/// are corrections of them, the reasons for restricting them, and what followed from them or from a fact that they recorded.
#[derive(Debug)]
pub struct Sieve {
    is_full: bool,
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
    /// `own` are the entries that the reader may not see by what somebody said of them; `is_full`: the reader sees every line.
    pub fn new(own: BTreeMap<u64, Access>, is_unread: bool, is_full: bool) -> Self {
        Sieve {
            is_full,
            is_unread,
            own,
            hidden_now: BTreeSet::new(),
            hidden_ever: BTreeMap::new(),
            left: LeftOut::default(),
        }
    }

    /// Whether nothing of a whole record is left out.
    pub fn is_open(&self) -> bool {
        self.own.is_empty() && !self.is_unread
    }

    /// Looks at the next line: its entry, where it is sound.
    pub fn feed(&mut self, entry: Option<&Entry>) {
        if self.is_full {
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
    pub fn left_out(self) -> LeftOut {
        self.left
    }
}
