//! A playbook that says only what it changes in another one: its steps among those of the other, and what the other says
//! differently since.

use super::difference::{Change, Difference, Fate, Field, compare};
use super::outline::{Outline, Part, Said};
use super::plan::Playbook;
use super::step_source::Draft;
use crate::schema::diagnostic::Diagnostic;
use crate::schema::node::{entries, field, field_text, items, text};
use crate::schema::source::Parsed;
use crate::schema::yaml::Node;
use crate::text::did_you_mean;

/// What a playbook says differently since another one was written on top of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Since {
    pub base: String,
    /// Where the other one says something of its own, which stays.
    pub replaced: Difference,
    /// In parts that the other one changes elsewhere.
    pub beside: Difference,
    /// In all other parts.
    pub elsewhere: Difference,
}

impl Since {
    /// Whether it says what it said.
    pub fn is_empty(&self) -> bool {
        self.all().is_empty()
    }

    pub fn all(&self) -> Difference {
        let all = [&self.replaced, &self.beside, &self.elsewhere];
        Difference {
            changes: all.into_iter().flat_map(|some| some.changes.clone()).collect(),
        }
    }
}

/// What stands at the top of a playbook and can be said anew.
const HEAD: [&str; 5] = ["title", "summary", "incident-title", "use-when", "sources"];

/// Whether a playbook says only what it changes.
pub(super) fn is_of_changes(tree: &Node) -> bool {
    entries(tree).iter().any(|(key, _)| key.text == "based-on")
}

/// Steps of the other playbook that it leaves out.
pub(super) fn left_out(tree: &Node) -> Vec<&str> {
    let list = field(tree, "leave-out").map(items).unwrap_or_default();
    list.iter().filter_map(text).collect()
}

/// What the other playbook says differently since this one noted what it said. `digests` identify the texts of its steps.
pub(super) fn since(tree: &Node, base: &Playbook, digests: &[(String, String)]) -> Option<Since> {
    let based_on = field(tree, "based-on")?;
    let changes = match (field(based_on, "said"), field(based_on, "steps")) {
        (Some(said), _) => compare(&Outline::of(base), &Outline::read(said)).changes,
        (None, Some(steps)) => by_step(steps, base, digests),
        (None, None) => return None,
    };
    let mut since = Since {
        base: field_text(based_on, "playbook")?.to_owned(),
        ..Since::default()
    };
    for change in changes {
        let own = own_fields(tree, &change.part);
        let group = match (&change.fate, own) {
            (_, None) => &mut since.elsewhere,
            (Fate::Changed(field), Some(own)) if own.iter().any(|name| *name == field.name) => &mut since.replaced,
            (Fate::Removed(_), Some(_)) => &mut since.replaced,
            (_, Some(own)) if own.is_empty() => &mut since.replaced,
            (_, Some(_)) => &mut since.beside,
        };
        group.changes.push(change);
    }
    Some(since)
}

/// The fields of a part that a playbook of changes says itself; none at all where it leaves the part out or replaces it
/// whole. `None` where it does not change the part.
fn own_fields<'n>(tree: &'n Node, part: &Part) -> Option<Vec<&'n str>> {
    let fields = |node: &'n Node| -> Vec<&'n str> {
        let names = entries(node).iter().map(|(key, _)| key.text.as_str());
        names.map(|name| if name == "do-also" { "do" } else { name }).collect()
    };
    match part {
        Part::Playbook => Some(fields(tree)).filter(|names| HEAD.iter().any(|name| names.contains(name))),
        Part::First => field(tree, "first").map(|_| Vec::new()),
        Part::Role(id) => field(field(tree, "roles")?, id).map(|_| Vec::new()),
        Part::Fact(name) => field(field(tree, "facts")?, name).map(|_| Vec::new()),
        Part::Step { id, .. } if left_out(tree).contains(&id.as_str()) => Some(Vec::new()),
        Part::Step { id, .. } => field(field(tree, "change")?, id).map(fields),
    }
}

/// What an earlier version of the program noted: what identifies the text of each step, and nothing else.
fn by_step(noted: &Node, base: &Playbook, digests: &[(String, String)]) -> Vec<Change> {
    let now = Outline::of(base);
    let mut then = now.clone();
    then.parts.retain(|said| match &said.part {
        Part::Step { id, .. } => field(noted, id).is_some(),
        _ => true,
    });
    for (key, _) in entries(noted).iter().filter(|(key, _)| base.step(&key.text).is_none()) {
        let (id, title) = (key.text.clone(), key.text.clone());
        let part = Part::Step { id, title };
        then.parts.push(Said {
            part,
            fields: Vec::new(),
        });
    }
    let mut changes = compare(&now, &then).changes;
    for step in &base.steps {
        let digest = digests
            .iter()
            .find(|(id, _)| *id == step.id)
            .map(|(_, digest)| digest.as_str());
        if field_text(noted, &step.id).is_some_and(|noted| Some(noted) != digest) {
            let (id, title) = (step.id.clone(), step.title.clone());
            let name = "something; the version that wrote the file did not note what".to_owned();
            changes.push(Change {
                part: Part::Step { id, title },
                fate: Fate::Changed(Field {
                    name,
                    lines: Vec::new(),
                }),
            });
        }
    }
    changes
}

/// Changes the other playbook's steps, and takes out those that are left out.
pub(super) fn apply<'a>(changes: &'a Parsed, base: Vec<Draft<'a>>, found: &mut Vec<Diagnostic>) -> Vec<Draft<'a>> {
    let Parsed { text: file, tree } = changes;
    let mut drafts: Vec<Draft<'a>> = base.into_iter().map(Draft::of_base).collect();
    let ids: Vec<String> = drafts.iter().map(|draft| draft.id.clone()).collect();
    let mut unknown = |id: &str, at: &std::ops::Range<usize>| {
        let mut fault = file.fault("undefined-step", at.clone(), format!("no step `{id}` to change"));
        let near = did_you_mean(id, ids.iter().map(String::as_str));
        fault.help = near.map(|near| format!("did you mean `{near}`?"));
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
