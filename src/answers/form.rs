//! What an answers file says, as far as it can be told without a playbook, each text with its place. What does not fit its
//! table is passed over here: the reader has said so.

use std::ops::Range;

use crate::schema::diagnostic::Diagnostic;
use crate::schema::node::{entries, field, items, text};
use crate::schema::source::Text;
use crate::schema::yaml::{Key, Node};

/// A text and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Said {
    /// The text, trimmed and never empty.
    pub(super) value: String,
    /// Its bytes in the file.
    pub(super) at: Range<usize>,
}

impl Said {
    pub(super) fn of(node: &Node) -> Option<Self> {
        let value = text(node)?.trim();
        (!value.is_empty()).then(|| Said {
            value: value.to_owned(),
            at: node.at.clone(),
        })
    }

    pub(super) fn field(node: &Node, name: &str) -> Option<Self> {
        field(node, name).and_then(Said::of)
    }
}

/// The text of a field.
pub(super) fn said(node: &Node, name: &str) -> Option<String> {
    Said::field(node, name).map(|said| said.value)
}

/// The fields of a mapping that is the value of a field, each name once.
pub(super) fn named<'n>(node: &'n Node, name: &str) -> Vec<(&'n Key, &'n Node)> {
    let mut kept: Vec<(&Key, &Node)> = Vec::new();
    for (key, value) in field(node, name).map(entries).unwrap_or_default() {
        if kept.iter().all(|(other, _)| other.text != key.text) {
            kept.push((key, value));
        }
    }
    kept
}

/// The items of a list that is the value of a field.
pub(super) fn listed<'n>(node: &'n Node, name: &str) -> &'n [Node] {
    field(node, name).map(items).unwrap_or_default()
}

/// When it happened, who did it, and how that was told.
#[derive(Clone, Debug, Default)]
pub(super) struct AttributionForm {
    pub(super) at: Option<Said>,
    pub(super) who: Option<Said>,
    pub(super) channel: Option<Said>,
}

impl AttributionForm {
    /// `who` is the field that names the person.
    pub(super) fn of(node: &Node, who: &str) -> Self {
        AttributionForm {
            at: Said::field(node, "at"),
            who: Said::field(node, who),
            channel: Said::field(node, "channel"),
        }
    }
}

/// What fields of one file can only say together.
pub(super) fn check(file: &Text, root: &Node) -> Vec<Diagnostic> {
    const OF_STEPS: [&str; 5] = ["pass", "facts", "gates", "override", "outcome"];
    let mut found = Vec::new();
    let mut lacks = |at: &Range<usize>, code, message: &str, help: &str| {
        found.push(file.fault(code, at.clone(), message).helped(help));
    };
    for item in listed(root, "steps") {
        let has = |name: &str| entries(item).iter().any(|(key, _)| key.text == name);
        let only_notices = has("notices") && !OF_STEPS.iter().any(|name| has(name));
        if !entries(item).is_empty() && Said::field(item, "step").is_none() && !only_notices {
            lacks(&item.at, "missing-field", "this item names no step", "add `step: STEP`");
        }
        for (node, who) in [(Some(item), "who"), (field(item, "override"), "by")] {
            if let Some(node) = node
                && let Some(channel) = Said::field(node, "channel")
                && Said::field(node, who).is_none()
            {
                let message = "a channel says how somebody told you, and nobody is named";
                lacks(&channel.at, "missing-field", message, &format!("add `{who}: NAME`"));
            }
        }
    }
    for (key, close) in entries(root).iter().filter(|(key, _)| key.text == "close") {
        match (
            said(close, "how").as_deref(),
            said(close, "second"),
            Said::field(close, "to"),
        ) {
            (Some("ruled-out"), None, _) => {
                let message = "ruled out needs a second person who agrees";
                lacks(&key.at, "missing-field", message, "add `second: NAME`");
            }
            (Some("joined"), _, None) => {
                let message = "`close` does not say which incident this one joins";
                lacks(&key.at, "missing-field", message, "add `to: ID`");
            }
            (Some("handled" | "ruled-out"), _, Some(to)) => {
                let message = "only `how: joined` goes on in another incident";
                lacks(&to.at, "bad-ending", message, "leave `to` out, or write `how: joined`");
            }
            _ => {}
        }
    }
    found
}
