//! A step before it is checked: where each of its fields stands, in the playbook or in the step library.
//!
//! It merges what a playbook replaces in a shared step. It judges nothing.

use std::ops::Range;

use super::fields::{OWN_STEP, replaceable};
use super::plan::Phase;
use crate::hash::Hash;
use crate::schema::node::{field, text};
use crate::schema::reader::{flowed, line};
use crate::schema::source::Parsed;
use crate::schema::source::Text;
use crate::schema::yaml::Node;

/// A step before it is checked: where each of its fields stands.
pub(super) struct Draft<'a> {
    pub(super) id: String,
    /// The playbook it stands in: this one, or that which it is based on.
    pub(super) text: &'a Text,
    pub(super) at: Range<usize>,
    /// The list it stands in.
    pub(super) phase: Phase,
    fields: Vec<(&'a str, &'a Text, &'a Node)>,
    /// Instructions that the playbook adds.
    pub(super) also: Vec<&'a Node>,
    /// The file of the step library it comes from.
    shared: Option<&'a Text>,
    /// It was written for the playbook that this one is based on.
    is_of_base: bool,
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
            text,
            at,
            phase,
            fields: fields(text, node),
            also: Vec::new(),
            shared: None,
            is_of_base: false,
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
            text,
            at,
            phase,
            fields: all,
            also: field(node, "do-also").into_iter().collect(),
            shared: shared.map(|shared| &shared.text),
            is_of_base: false,
            missing: shared.is_none(),
        }
    }

    /// The same step, as part of what another playbook is based on.
    pub(super) fn of_base(self) -> Self {
        Draft {
            is_of_base: true,
            ..self
        }
    }

    /// Takes the fields of a change in the place of its own.
    pub(super) fn change(&mut self, text: &'a Text, node: &'a Node) {
        let new: Vec<_> = fields(text, node)
            .into_iter()
            .filter(|(name, ..)| replaceable(name))
            .collect();
        if new.iter().any(|(name, ..)| *name == "do") {
            self.also.clear();
        }
        self.fields
            .retain(|(name, ..)| new.iter().all(|(known, ..)| known != name));
        self.fields.extend(new);
        self.also.extend(field(node, "do-also"));
    }

    /// What identifies its text, whatever the layout and the comments: the beginning of a SHA-256 value.
    pub(super) fn digest(&self) -> String {
        let mut said = format!("{}\n", self.phase.name());
        for known in OWN_STEP.fields {
            if let Some((_, node)) = self.get(known.name).filter(|_| known.name != "step") {
                said.push_str(&format!("{}: {}\n", known.name, flowed(node)));
            }
        }
        for also in &self.also {
            said.push_str(&format!("do-also: {}\n", flowed(also)));
        }
        Hash::of(said.as_bytes()).to_string().chars().take(12).collect()
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

    /// Whether this file was written for other playbooks too: what it names may be absent from this one.
    pub(super) fn is_in_library(&self, file: &Text) -> bool {
        let is_shared = self.shared.is_some_and(|shared| shared.file == file.file);
        is_shared || self.is_of_base && self.text.file == file.file
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
