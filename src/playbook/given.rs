//! Everything that the check of a playbook needs, already read.

use std::collections::{BTreeMap, BTreeSet};

use crate::schema::source::Parsed;

/// Names that playbooks use and others give.
#[derive(Clone, Debug, Default)]
pub struct Names {
    /// Ids of all obligations.
    pub obligations: BTreeSet<String>,
    /// Ids of contacts and of roles in the profile.
    pub contacts: BTreeSet<String>,
}

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
    /// What there is beside playbooks; none where that is not known, and then no name is refused.
    pub(super) names: Option<&'a Names>,
}
