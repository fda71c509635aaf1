//! What a node of a tree holds, asked for by what is expected there.

use super::yaml::{Content, Key, Node};

/// The text of a single value.
pub(crate) fn text(node: &Node) -> Option<&str> {
    match &node.content {
        Content::Text { text, .. } => Some(text.as_str()),
        _ => None,
    }
}

/// The value of a field, the first if it appears twice.
pub(crate) fn field<'a>(node: &'a Node, name: &str) -> Option<&'a Node> {
    entries(node)
        .iter()
        .find(|(key, _)| key.text == name)
        .map(|(_, value)| value)
        .filter(|value| value.content != Content::Empty)
}

/// The text of a field.
pub(crate) fn field_text<'a>(node: &'a Node, name: &str) -> Option<&'a str> {
    field(node, name).and_then(text)
}

/// The fields of a mapping; none for anything else.
pub(crate) fn entries(node: &Node) -> &[(Key, Node)] {
    match &node.content {
        Content::Map(entries) => entries,
        _ => &[],
    }
}

/// The items of a list; none for anything else.
pub(crate) fn items(node: &Node) -> &[Node] {
    match &node.content {
        Content::List(items) => items,
        _ => &[],
    }
}
