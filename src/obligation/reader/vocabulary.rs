//! The words that rules use: regimes, facts and named conditions.

use std::collections::BTreeMap;

use super::about::About;
use super::{BookReader, Part, put};
use crate::fact::Kind;
use crate::obligation::check;
use crate::obligation::definition::Definition;
use crate::obligation::fields::{DEFINITION, REGIME};
use crate::obligation::regime::{ALWAYS, Regime};
use crate::playbook::FactDef;
use crate::playbook::vocabulary::kind;
use crate::schema::diagnostic::Diagnostic;
use crate::schema::node::{field, items, text};
use crate::schema::source::Parsed;
use crate::schema::value::{self, words};
use crate::schema::yaml::{Content, Node};
use crate::text::{did_you_mean, list, meant};

impl BookReader<'_> {
    pub(super) fn regimes(&mut self, files: &[(About, Parsed)]) {
        let sectors = match self.base.shared.iter().find(|fact| fact.name == "sectors") {
            Some(fact) => match &fact.kind {
                Kind::Select(options) | Kind::MultiSelect(options) => options.clone(),
                _ => Vec::new(),
            },
            None => Vec::new(),
        };
        for part in self.parts(files, About::Regimes) {
            let id = part.key.text.as_str();
            if ALWAYS.contains(&id) {
                let message = format!("`{id}` is there already, and follows from other facts");
                let fault = part.file.fault("duplicate-id", part.key.at.clone(), message);
                self.found.push(fault.helped("choose another name"));
            }
            for node in field(part.node, "sectors").map(items).unwrap_or_default() {
                let Some(sector) = text(node).filter(|sector| !sectors.iter().any(|known| known == sector)) else {
                    continue;
                };
                let help = meant(
                    did_you_mean(sector, sectors.iter().map(String::as_str)),
                    format!("the options of `sectors` are {}", list(&sectors, "and")),
                );
                let message = format!("unknown option `{sector}` of `sectors`");
                self.found
                    .push(part.file.fault("unknown-option", node.at.clone(), message).helped(help));
            }
            if let Some(regime) = value::read(part.node, &REGIME, Some(("id", id))) {
                put(&mut self.contents.regimes, regime, |regime: &Regime| &regime.id);
            }
        }
    }

    /// Returns the type of every fact.
    pub(super) fn facts(&mut self, files: &[(About, Parsed)]) -> BTreeMap<String, Kind> {
        let regimes: Vec<String> = self
            .contents
            .regimes
            .iter()
            .map(|regime| regime.id.to_string())
            .collect();
        let before: Vec<String> = self.base.regimes.iter().map(|regime| regime.id.to_string()).collect();
        for fact in &mut self.contents.facts {
            if matches!(&fact.kind, Kind::MultiSelect(options) if !before.is_empty() && *options == before) {
                fact.kind = Kind::MultiSelect(regimes.clone());
            }
        }
        let all = self.contents.shared.iter().chain(&self.contents.facts);
        let mut kinds: BTreeMap<String, Kind> = all.map(|fact| (fact.name.clone(), fact.kind.clone())).collect();
        for part in self.parts(files, About::Facts) {
            let node = with_regimes(part.node, &regimes);
            let Some(kind) = kind(part.file, &node, &mut self.found) else {
                continue;
            };
            let name = &part.key.text;
            if let Some(known) = kinds.get(name).filter(|known| **known != kind) {
                let message = format!("`{name}` is a {known} fact already, and not like this");
                let fault = part.file.fault("fact-name-clash", part.key.at.clone(), message);
                self.found
                    .push(fault.helped("choose another name; rules and letters rely on the known one"));
            }
            kinds.entry(name.clone()).or_insert_with(|| kind.clone());
            let line = |name: &str| field(part.node, name).and_then(words);
            let Some(ask) = line("ask") else { continue };
            let fact = FactDef {
                name: name.clone(),
                kind,
                ask,
                hint: line("hint"),
                title: line("title"),
            };
            put(&mut self.contents.facts, fact, |fact| &fact.name);
        }
        kinds
    }

    /// Returns the type of everything that a rule may read.
    pub(super) fn definitions(
        &mut self,
        files: &[(About, Parsed)],
        facts: BTreeMap<String, Kind>,
    ) -> BTreeMap<String, Kind> {
        let mut kinds = facts.clone();
        let parts = self.parts(files, About::Definitions);
        let is_new = |name: &str| !parts.iter().any(|part| part.key.text == name);
        for base in self.base.definitions.iter().filter(|base| is_new(&base.name)) {
            kinds.insert(base.name.to_string(), Kind::YesNo);
        }
        for part in &parts {
            let name = &part.key.text;
            if facts.contains_key(name) {
                let message = format!("`{name}` is a fact");
                let fault = part.file.fault("fact-name-clash", part.key.at.clone(), message);
                self.found.push(fault.helped("choose another name"));
            }
            if let Some(when) = field(part.node, "when") {
                let before = self.found.len();
                check::condition(part.file, when, &kinds, &mut self.found);
                for fault in self.found[before..]
                    .iter_mut()
                    .filter(|fault| fault.code == "unknown-fact")
                {
                    let read = part.file.text.get(fault.span.clone()).unwrap_or_default();
                    if parts.iter().any(|part| part.key.text == read) {
                        fault.help = Some("a definition can only use those above it".to_owned());
                    }
                }
            }
            kinds.entry(name.clone()).or_insert(Kind::YesNo);
            if let Some(definition) = value::read(part.node, &DEFINITION, Some(("name", name))) {
                put(&mut self.contents.definitions, definition, |definition: &Definition| {
                    &definition.name
                });
            }
        }
        self.order_of_definitions(&parts);
        kinds
    }

    /// What takes the place of a built-in definition stands where that stood, and is read by what stands below it: to read
    /// that in turn would be to read itself.
    fn order_of_definitions(&mut self, parts: &[Part<'_>]) {
        let all: Vec<&str> = self
            .contents
            .definitions
            .iter()
            .map(|known| known.name.as_str())
            .collect();
        let place = |name: &str| all.iter().position(|known| *known == name);
        for (part, definition) in parts.iter().filter_map(|part| {
            let mut definitions = self.contents.definitions.iter();
            Some((
                part,
                definitions.find(|definition| definition.name == part.key.text.as_str())?,
            ))
        }) {
            let names = definition.when.names().into_iter().map(|(name, _)| name);
            let Some(below) = names.into_iter().find(|name| place(name) > place(&definition.name)) else {
                continue;
            };
            let at = field(part.node, "when").map_or(part.key.at.clone(), |when| when.at.clone());
            let is_in_it = |fault: &Diagnostic| fault.file == part.file.file && at.contains(&fault.span.start);
            if self.found.iter().any(is_in_it) {
                continue;
            }
            let message = format!("`{below}` is below the built-in `{}`, and may read it", definition.name);
            let fault = part.file.fault("unknown-fact", at, message);
            self.found
                .push(fault.helped("use only what is above it, or choose another name"));
        }
    }
}

/// The declaration of a fact with `options: regimes` written out.
fn with_regimes(node: &Node, regimes: &[String]) -> Node {
    let Content::Map(fields) = &node.content else {
        return node.clone();
    };
    let written_out = |value: &Node| Node {
        at: value.at.clone(),
        content: Content::List(
            regimes
                .iter()
                .map(|regime| Node {
                    at: value.at.clone(),
                    content: Content::Text {
                        text: regime.clone(),
                        plain: true,
                    },
                })
                .collect(),
        ),
    };
    let fields = fields.iter().map(|(key, value)| match text(value) {
        Some("regimes") if key.text == "options" => (key.clone(), written_out(value)),
        _ => (key.clone(), value.clone()),
    });
    Node {
        at: node.at.clone(),
        content: Content::Map(fields.collect()),
    }
}
