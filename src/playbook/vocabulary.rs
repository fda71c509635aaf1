//! The facts of one playbook: the shared vocabulary, the playbook's own facts, and the types that their declarations give.
//!
//! It reads declarations and reports what is wrong with them. Which step asks for what is for [`super::check`].

use std::collections::HashSet;

use super::plan::FactDef;
use crate::fact::{Column, Kind};
use crate::schema::diagnostic::Diagnostic;
use crate::schema::node::{entries, field, field_text, items, text};
use crate::schema::reader::{MOST_FAULTS, line};
use crate::schema::source::Text;
use crate::schema::yaml::Node;
use crate::text::list;

/// Facts that the program asks itself when an incident is opened.
pub const OPENING_FACTS: [&str; 3] = ["situation", "reported_words", "first_read_at"];

/// A declared fact with its place.
pub(super) struct Declared<'a> {
    pub(super) fact: FactDef,
    /// The file that declares it.
    pub(super) text: &'a Text,
}

/// All shared facts that a playbook may speak of.
#[derive(Default)]
pub(super) struct Vocabulary<'a> {
    facts: Vec<Declared<'a>>,
}

impl<'a> Vocabulary<'a> {
    /// Adds the facts of a `facts:` mapping. A second declaration may have other words, but not another type.
    pub(super) fn declare(&mut self, text: &'a Text, node: &'a Node, found: &mut Vec<Diagnostic>) {
        for (key, value) in entries(node) {
            let Some(kind) = kind(text, value, found) else { continue };
            let Some(ask) = field_text(value, "ask") else { continue };
            let fact = FactDef {
                name: key.text.clone(),
                kind,
                ask: line(ask),
                hint: field_text(value, "hint").map(line),
                title: field_text(value, "title").map(line),
            };
            let declared = Declared { fact, text };
            match self.facts.iter_mut().find(|known| known.fact.name == key.text) {
                None => self.facts.push(declared),
                Some(known) if known.text.file == text.file => {}
                Some(known) if known.fact.kind == declared.fact.kind => *known = declared,
                Some(known) => found.push(
                    text.fault(
                        "fact-name-clash",
                        key.at.clone(),
                        format!(
                            "`{}` is a {} fact in `{}`, and not like this",
                            key.text, known.fact.kind, known.text.file
                        ),
                    )
                    .helped("choose another name; letters and conditions rely on the shared one"),
                ),
            }
        }
    }

    /// The fact of this name.
    pub(super) fn get(&self, name: &str) -> Option<&Declared<'a>> {
        self.facts.iter().find(|known| known.fact.name == name)
    }

    /// All of them in the order of their declarations.
    pub(super) fn iter(&self) -> impl Iterator<Item = &Declared<'a>> {
        self.facts.iter()
    }
}

/// The type that a fact or a question declares.
pub(crate) fn kind(text_of: &Text, node: &Node, found: &mut Vec<Diagnostic>) -> Option<Kind> {
    let type_node = field(node, "type")?;
    let name = text(type_node)?;
    let options_node = field(node, "options");
    let columns_node = field(node, "columns");
    if let Some(options) = options_node.filter(|_| !matches!(name, "select" | "multi-select")) {
        let message = format!("a {name} has no options");
        found.push(
            text_of
                .fault("bad-option", options.at.clone(), message)
                .helped("remove them, or make the type `select` or `multi-select`"),
        );
    }
    if let Some(columns) = columns_node.filter(|_| name != "table") {
        let message = format!("a {name} has no columns");
        found.push(
            text_of
                .fault("bad-option", columns.at.clone(), message)
                .helped("remove them, or make the type `table`"),
        );
    }
    let needs = |what: &str, found: &mut Vec<Diagnostic>| {
        found.push(text_of.fault(
            "missing-field",
            type_node.at.clone(),
            format!("a {name} needs `{what}`"),
        ));
    };
    Some(match name {
        "select" | "multi-select" => {
            let Some(node) = options_node else {
                needs("options", found);
                return None;
            };
            let options = options(text_of, node, found)?;
            if name == "select" {
                Kind::Select(options)
            } else {
                Kind::MultiSelect(options)
            }
        }
        "table" => {
            let Some(node) = columns_node else {
                needs("columns", found);
                return None;
            };
            Kind::Table(columns(text_of, node, found)?)
        }
        _ => return Kind::plain(name),
    })
}

fn options(text_of: &Text, node: &Node, found: &mut Vec<Diagnostic>) -> Option<Vec<String>> {
    let mut options: Vec<String> = Vec::new();
    let mut seen: HashSet<String> = HashSet::new();
    for item in items(node) {
        if found.len() >= MOST_FAULTS {
            return None;
        }
        let option = line(text(item)?);
        let problem = if !seen.insert(option.clone()) {
            Some("appears in the list twice")
        } else if matches!(option.as_str(), "unknown" | "none") {
            Some("is an answer to every question; it is never listed")
        } else if option.chars().count() > 60 {
            Some("is too long to choose from a list")
        } else {
            None
        };
        if let Some(problem) = problem {
            found.push(
                text_of
                    .fault(
                        "bad-option",
                        item.at.clone(),
                        format!("the option `{option}` {problem}"),
                    )
                    .helped("remove it, or write it differently"),
            );
        }
        options.push(option);
    }
    if options.len() < 2 && !items(node).is_empty() || items(node).is_empty() {
        found.push(text_of.fault("bad-option", node.at.clone(), "a choice needs two options or more"));
    }
    Some(options)
}

fn columns(text_of: &Text, node: &Node, found: &mut Vec<Diagnostic>) -> Option<Vec<Column>> {
    let mut columns = Vec::new();
    for (key, value) in entries(node) {
        let kind = match text(value) {
            Some("text") => Kind::Text,
            Some("long-text") => Kind::LongText,
            Some("yes-no") => Kind::YesNo,
            Some("number") => Kind::Number,
            Some("money") => Kind::Money,
            Some("date") => Kind::Date,
            Some("date-time") => Kind::DateTime,
            Some("duration") => Kind::Duration,
            Some("person") => Kind::Person,
            Some(_) => return None,
            None => Kind::Select(options(text_of, value, found)?),
        };
        columns.push(Column {
            name: key.text.clone(),
            kind,
        });
    }
    if columns.is_empty() {
        found.push(text_of.fault("bad-option", node.at.clone(), "a table needs a column"));
    }
    let mut names: Vec<&str> = columns.iter().map(|column| column.name.as_str()).collect();
    names.sort_unstable();
    if names.windows(2).any(|pair| pair[0] == pair[1]) {
        // Reported as a duplicate key already.
        return None;
    }
    Some(columns)
}

/// What a declaration of a fact may not be called in a message: a help that lists its neighbours.
pub(crate) fn nearest<'a>(wanted: &str, known: impl Iterator<Item = &'a str>) -> Option<String> {
    crate::text::did_you_mean(wanted, known).map(|near| format!("did you mean {}?", list(&[near], "or")))
}
