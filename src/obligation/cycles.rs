//! How rules hang together: a rule that applies only with another, a clock that another's notice starts. No such chain may
//! bite its own tail.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::schema::diagnostic::Diagnostic;
use crate::schema::source::Text;

/// From one rule to another.
pub(super) struct Link<'a> {
    pub(super) to: String,
    /// Where it is written, if that is in a file that is being read.
    pub(super) place: Option<(&'a Text, Range<usize>)>,
}

/// What links of one kind are called.
pub(super) struct Named {
    /// The code of a ring.
    pub(super) code: &'static str,
    /// What a ring of them means: `apply only with`.
    pub(super) joins: &'static str,
    /// What to do about it.
    pub(super) help: &'static str,
}

pub(super) const WITH: Named = Named {
    code: "with-cycle",
    joins: "with",
    help: "remove one of the `with`; say in it when the rule applies",
};

pub(super) const NOTICE: Named = Named {
    code: "notice-cycle",
    joins: "after",
    help: "remove one of the `notice`; none of these clocks would ever start",
};

/// Reports each ring of rules once. A rule links to one other at most.
pub(super) fn rings(links: &BTreeMap<String, Link<'_>>, named: &Named, found: &mut Vec<Diagnostic>) {
    let mut finished: BTreeSet<&str> = BTreeSet::new();
    for start in links.keys() {
        let mut path: Vec<&str> = Vec::new();
        let mut at = start.as_str();
        while !finished.contains(at) && !path.contains(&at) {
            path.push(at);
            match links.get(at) {
                Some(link) => at = &link.to,
                None => break,
            }
        }
        let ring = path.iter().position(|id| *id == at && links.contains_key(at));
        let closes = path
            .last()
            .and_then(|last| links.get(*last))
            .is_some_and(|link| link.to == at);
        if let Some(begin) = ring.filter(|_| closes && !finished.contains(at)) {
            let ids: Vec<String> = path[begin..].iter().chain([&at]).map(|id| format!("`{id}`")).collect();
            let message = match ids.len() {
                2 => format!("`{at}` waits for itself"),
                _ => format!(
                    "these rules wait for each other: {}",
                    ids.join(&format!(" {} ", named.joins))
                ),
            };
            let written = path[begin..]
                .iter()
                .filter_map(|id| links.get(*id))
                .find_map(|link| link.place.as_ref());
            if let Some((file, place)) = written {
                found.push(file.fault(named.code, place.clone(), message).helped(named.help));
            }
        }
        finished.extend(path);
    }
}
