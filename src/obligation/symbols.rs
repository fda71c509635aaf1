//! The names that rules may use, and what each may be compared with.

use std::collections::{BTreeMap, BTreeSet};

use super::place::Places;
use crate::fact::Kind;

/// The names that rules may use.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// What conditions may read: facts, and definitions as yes-no.
    pub(super) kinds: BTreeMap<String, Kind>,
    pub(super) regimes: BTreeSet<String>,
    /// Places, and the headings under which rules stand.
    pub(super) places: Places,
    pub(super) calendars: BTreeSet<String>,
    pub(super) rules: BTreeSet<String>,
}

impl Known {
    /// The answers that a select or multi-select may have.
    pub fn options(&self, fact: &str) -> Option<&[String]> {
        match self.kinds.get(fact) {
            Some(Kind::Select(options) | Kind::MultiSelect(options)) => Some(options),
            _ => None,
        }
    }

    /// What is wrong with a place as it is written, and what to write instead; nothing where it is one place, or no places
    /// are known.
    pub fn misplaced(&self, written: &str) -> Option<(String, String)> {
        self.places.misplaced(written)
    }
}
