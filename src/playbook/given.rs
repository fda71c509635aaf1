//! Everything that the check of a playbook needs, already read.

use std::collections::{BTreeMap, BTreeSet};

use crate::schema::source::Parsed;

/// Everything a check needs, already read.
pub(super) struct Given<'a> {
    pub(super) playbook: &'a Parsed,
    /// The playbook that it is based on.
    pub(super) base: Option<&'a Parsed>,
    /// The shared steps that were found, by id.
    pub(super) steps: &'a BTreeMap<String, Parsed>,
    /// Shared steps whose files have mistakes of their own, reported already.
    pub(super) broken: &'a BTreeSet<String>,
    /// The shared vocabulary: what rules ask for first, then what a playbook may declare over.
    pub(super) vocabulary: &'a [Parsed],
    /// Ids of all shared steps there are, used or not.
    pub(super) library: &'a [String],
    /// Ids of all obligations; none where they are not known, and then no id is refused.
    pub(super) obligations: Option<&'a BTreeSet<String>>,
}
