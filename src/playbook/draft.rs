//! A step before it is checked: where each of its fields stands, in the playbook or in the step library.
//!
//! It merges what a playbook replaces in a shared step. It judges nothing.

use std::ops::Range;

use super::fields::{OWN_STEP, replaceable};
use super::plan::Phase;
use crate::schema::reader::{field, line, text};
use crate::schema::source::Parsed;
use crate::schema::source::Text;
use crate::schema::yaml::Node;

/// A step before it is checked: where each of its fields stands.
pub(super) struct Draft<'a> {
    /// Its id.
    pub(super) id: String,
    /// Its place in the playbook.
    pub(super) at: Range<usize>,
    /// The list it stands in.
    pub(super) phase: Phase,
    fields: Vec<(&'a str, &'a Text, &'a Node)>,
    /// Instructions that the playbook adds.
    pub(super) also: Option<&'a Node>,
    /// The file of the step library it comes from.
    shared: Option<&'a Text>,
    /// A shared step that was not found: its name counts, its content does not.
    pub(super) missing: bool,
}

impl<'a> Draft<'a> {
    /// Whether it was taken from the step library.
    pub(super) fn is_shared(&self) -> bool {
        self.shared.is_some()
    }

    /// A step that the playbook writes itself.
    pub(super) fn own(id: &str, phase: Phase, text: &'a Text, at: Range<usize>, node: &'a Node) -> Self {
        Draft {
            id: id.to_owned(),
            at,
            phase,
            fields: fields(text, node),
            also: None,
            shared: None,
            missing: false,
        }
    }

    /// A shared step, with what the playbook replaces in it.
    pub(super) fn used(
        id: &str,
        phase: Phase,
        text: &'a Text,
        at: Range<usize>,
        node: &'a Node,
        shared: Option<&'a Parsed>,
    ) -> Self {
        let mut all: Vec<_> = fields(text, node)
            .into_iter()
            .filter(|(name, ..)| replaceable(name))
            .collect();
        if let Some(shared) = shared {
            for (name, text, node) in fields(&shared.text, &shared.tree) {
                if !all.iter().any(|(known, ..)| *known == name) {
                    all.push((name, text, node));
                }
            }
        }
        Draft {
            id: id.to_owned(),
            at,
            phase,
            fields: all,
            also: field(node, "do-also"),
            shared: shared.map(|shared| &shared.text),
            missing: shared.is_none(),
        }
    }

    /// A field, with the file it stands in.
    pub(super) fn get(&self, name: &str) -> Option<(&'a Text, &'a Node)> {
        let found = self.fields.iter().find(|(known, ..)| *known == name);
        found.map(|(_, text, node)| (*text, *node))
    }

    /// A field's text as one line.
    pub(super) fn words(&self, name: &str) -> Option<String> {
        self.get(name).and_then(|(_, node)| text(node)).map(line)
    }

    /// Whether this file is the step library's: what it names may be absent from the playbook.
    pub(super) fn is_in_library(&self, file: &Text) -> bool {
        self.shared.is_some_and(|shared| shared.file == file.file)
    }

    /// What the names of its own questions begin with.
    pub(super) fn prefix(&self) -> String {
        self.id.replace('-', "_")
    }
}

fn fields<'a>(text: &'a Text, node: &'a Node) -> Vec<(&'a str, &'a Text, &'a Node)> {
    let known = OWN_STEP.fields.iter().map(|known| known.name);
    known
        .filter_map(|name| field(node, name).map(|value| (name, text, value)))
        .collect()
}
