//! A playbook that says only what it changes in another one: its steps among those of the other, and what the other says
//! differently since.

use std::collections::BTreeMap;

use super::step_source::Draft;
use crate::schema::diagnostic::Diagnostic;
use crate::schema::node::{entries, field, field_text, items, text};
use crate::schema::source::Parsed;
use crate::schema::yaml::Node;
use crate::text::{count, did_you_mean, list};

/// What a playbook says differently since another one was written on top of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Since {
    pub base: String,
    /// Steps that it says differently.
    pub changed: Vec<String>,
    /// Steps that are new in it.
    pub added: Vec<String>,
    /// Steps that are gone from it.
    pub gone: Vec<String>,
}

impl Since {
    /// Whether it says what it said.
    pub fn is_empty(&self) -> bool {
        self.changed.is_empty() && self.added.is_empty() && self.gone.is_empty()
    }

    /// `1 step is different, 2 are new`.
    pub fn summary(&self) -> String {
        let parts = [(&self.changed, "different"), (&self.added, "new"), (&self.gone, "gone")];
        let said = parts.iter().filter(|(steps, _)| !steps.is_empty());
        let said: Vec<String> = said
            .map(|(steps, what)| format!("{} {what}", count(steps.len(), "step")))
            .collect();
        said.join(", ")
    }
}

/// Whether a playbook says only what it changes.
pub(super) fn is_of_changes(tree: &Node) -> bool {
    entries(tree).iter().any(|(key, _)| key.text == "based-on")
}

/// Steps of the other playbook that it leaves out.
pub(super) fn left_out(tree: &Node) -> Vec<&str> {
    let list = field(tree, "leave-out").map(items).unwrap_or_default();
    list.iter().filter_map(text).collect()
}

/// What the other playbook says differently since this one noted its steps.
pub(super) fn since(tree: &Node, base: &[Draft<'_>]) -> Option<Since> {
    let based_on = field(tree, "based-on")?;
    let noted = field(based_on, "steps")?;
    let then: BTreeMap<&str, &str> = entries(noted)
        .iter()
        .filter_map(|(key, node)| Some((key.text.as_str(), text(node)?)))
        .collect();
    let mut since = Since {
        base: field_text(based_on, "playbook")?.to_owned(),
        ..Since::default()
    };
    for draft in base {
        match then.get(draft.id.as_str()) {
            None => since.added.push(draft.id.clone()),
            Some(digest) if **digest != draft.digest() => since.changed.push(draft.id.clone()),
            Some(_) => {}
        }
    }
    let is_gone = |id: &&&str| base.iter().all(|draft| draft.id != **id);
    since
        .gone
        .extend(then.keys().filter(is_gone).map(|id| (*id).to_owned()));
    Some(since)
}

/// Changes the other playbook's steps, and takes out those that are left out.
pub(super) fn apply<'a>(changes: &'a Parsed, base: Vec<Draft<'a>>, found: &mut Vec<Diagnostic>) -> Vec<Draft<'a>> {
    let Parsed { text: file, tree } = changes;
    let mut drafts: Vec<Draft<'a>> = base.into_iter().map(Draft::of_base).collect();
    let ids: Vec<String> = drafts.iter().map(|draft| draft.id.clone()).collect();
    let mut unknown = |id: &str, at: &std::ops::Range<usize>| {
        let mut fault = file.fault("undefined-step", at.clone(), format!("no step `{id}` to change"));
        let near = did_you_mean(id, ids.iter().map(String::as_str));
        fault.help = near.map(|near| format!("did you mean {}?", list(&[near], "or")));
        found.push(fault);
    };
    for (key, node) in field(tree, "change").map(entries).unwrap_or_default() {
        match drafts.iter_mut().find(|draft| draft.id == key.text) {
            Some(draft) => draft.change(file, node),
            None => unknown(&key.text, &key.at),
        }
    }
    for node in field(tree, "leave-out").map(items).unwrap_or_default() {
        let Some(id) = text(node) else { continue };
        match drafts.iter().position(|draft| draft.id == id) {
            Some(nth) => {
                drafts.remove(nth);
            }
            None => unknown(id, &node.at),
        }
    }
    drafts
}
