//! The small language of `when:`, `until:` and fact gates: names, literals, comparisons, `and or not`.
//!
//! Spelled like Jinja, checked against the types of the facts when a playbook is loaded, and evaluated with three values,
//! because what nobody knows yet is neither true nor false. Knows facts and their types, and nothing of playbooks,
//! records or screens.

mod check;
mod compare;
mod evaluate;
mod fault;
mod parse;
mod token;
mod tree;
mod truth;

#[cfg(test)]
mod tests;

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

pub use evaluate::{Seen, Verdict};
pub use fault::Fault;
pub use truth::Truth;

use crate::fact::Kind;
use crate::text::{Passage, unique_by};
use tree::Node;

/// A condition as somebody wrote it. Two are equal when their texts are.
#[derive(Clone, Debug)]
pub struct Condition {
    text: Passage,
    root: Arc<Node>,
}

impl Condition {
    /// Reads a condition.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        Ok(Condition {
            root: Arc::new(parse::parse(text)?),
            text: text.into(),
        })
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    /// The facts that it reads, each once, with the first place where it stands.
    pub fn names(&self) -> Vec<(Passage, Range<usize>)> {
        let mut names: Vec<(Passage, Range<usize>)> = Vec::new();
        self.root
            .each_name(&mut |name, at| names.push((name.clone(), at.clone())));
        unique_by(names, |(name, _)| name)
    }

    /// Every fault in its meaning, given the types of facts. A caller adds what may have been meant to `unknown-fact`.
    pub fn check(&self, kind_of: &dyn Fn(&str) -> Option<Kind>) -> Vec<Fault> {
        check::check(&self.root, &self.text, kind_of)
    }

    /// Whether it holds, given what has been answered.
    pub fn evaluate<'a>(&self, answer_of: &dyn Fn(&str) -> Seen<'a>) -> Verdict {
        evaluate::evaluate(self, &self.root, answer_of)
    }

    /// Like [`Condition::evaluate`], for whoever does not show what was seen: puts nothing into words, and is done sooner.
    pub fn outcome<'a>(&self, answer_of: &dyn Fn(&str) -> Seen<'a>) -> Verdict {
        evaluate::outcome(&self.root, answer_of)
    }
}

impl PartialEq for Condition {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for Condition {}

impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl Serialize for Condition {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

impl<'de> Deserialize<'de> for Condition {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Condition::parse(&text).map_err(serde::de::Error::custom)
    }
}
