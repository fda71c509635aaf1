//! From the texts of rule files to checked contents of a rulebook, or to every mistake in them.
//!
//! Files are read on top of contents that were checked before: the responder's own on top of what is built in. Opens no
//! files itself. What one rule means is for [`super::check`].

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::calendar::Calendars;
use super::check::{self, Known};
use super::fields::{DEFINITION_FILE, FACT_FILE, NEEDED, REGIME_FILE, RULE_FILE, of_rule};
use super::fill::{self, Fields, Written};
use super::links::{self, Link};
use super::place::Places;
use super::regime::ALWAYS;
use super::rule::Rule;
use super::rulebook::{Contents, Origin};
use crate::diagnostic::{self, Diagnostic};
use crate::fact::Kind;
use crate::playbook::Rejected;
use crate::playbook::check::{Parsed, card_numbers, other_format, without_cards};
use crate::playbook::fields::Record;
use crate::playbook::reader::{MOST_FAULTS, Text, entries, field, fits, items, text};
use crate::playbook::vocabulary::kind;
use crate::text::{Passage, did_you_mean, list};
use crate::yaml::{Content, Key, Node, tree};

/// The most rules of one rulebook.
pub const MAX_RULES: usize = 2_000;

/// Every code that a file of obligations can be refused with. Each has a sample in `tests/data/obligations/invalid/`.
pub const CODES: [&str; 38] = [
    "bad-condition",
    "bad-date",
    "bad-id",
    "bad-limit",
    "bad-option",
    "card-number",
    "does-not-fit",
    "duplicate-alias",
    "duplicate-id",
    "duplicate-key",
    "empty-file",
    "fact-name-clash",
    "impossible-comparison",
    "missing-field",
    "negative-amount",
    "nesting",
    "not-a-file",
    "not-utf8",
    "notice-cycle",
    "place-cycle",
    "syntax",
    "too-large",
    "too-many-rules",
    "unknown-calendar",
    "unknown-fact",
    "unknown-field",
    "unknown-jurisdiction",
    "unknown-option",
    "unknown-place",
    "unknown-regime",
    "unknown-rule",
    "unknown-start",
    "unknown-unit",
    "unknown-zone",
    "unreadable",
    "with-cycle",
    "wrong-format",
    "wrong-type",
];

/// What a file of obligations is about, and the field that says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum About {
    Rules,
    Facts,
    Definitions,
    Regimes,
    Calendars,
    Places,
}

impl About {
    const ALL: [About; 6] = [
        About::Rules,
        About::Facts,
        About::Definitions,
        About::Regimes,
        About::Calendars,
        About::Places,
    ];

    fn field(self) -> &'static str {
        match self {
            About::Rules => "rules",
            About::Facts => "facts",
            About::Definitions => "definitions",
            About::Regimes => "regimes",
            About::Calendars => "calendars",
            About::Places => "places",
        }
    }

    /// Its table of fields, unless it has a reader of its own.
    fn record(self) -> Option<&'static Record> {
        match self {
            About::Rules => Some(&RULE_FILE),
            About::Facts => Some(&FACT_FILE),
            About::Definitions => Some(&DEFINITION_FILE),
            About::Regimes => Some(&REGIME_FILE),
            About::Calendars | About::Places => None,
        }
    }

    /// One of what such a file holds.
    fn word(self) -> &'static str {
        match self {
            About::Rules => "rule",
            About::Facts => "fact",
            About::Definitions => "definition",
            About::Regimes => "regime",
            About::Calendars => "calendar",
            About::Places => "place",
        }
    }

    fn of(tree: &Node) -> Self {
        let has = |about: &About| entries(tree).iter().any(|(key, _)| key.text == about.field());
        About::ALL.into_iter().find(has).unwrap_or(About::Rules)
    }
}

/// Reads files on top of `base`. `own` says whose they are.
///
/// # Errors
/// Every mistake in them.
pub(super) fn read(base: &Contents, files: &[Text], own: bool) -> Result<Contents, Rejected> {
    let mut found: Vec<Diagnostic> = Vec::new();
    let mut parsed: Vec<(About, Parsed)> = Vec::new();
    for file in files {
        found.extend(card_numbers(file).into_iter().map(|fault| Diagnostic {
            help: Some("remove it; what stands here goes into reports".to_owned()),
            ..fault
        }));
        match tree(&file.text) {
            Ok(tree) => {
                let file = Parsed {
                    text: file.clone(),
                    tree,
                };
                match other_format(&file) {
                    Some(fault) => found.push(fault),
                    None => parsed.push((About::of(&file.tree), file)),
                }
            }
            Err(faults) => {
                let faults = faults.into_iter();
                found.extend(faults.map(|fault| Diagnostic::of_yaml(&file.file, &file.text, fault)));
            }
        }
    }
    for (about, file) in &parsed {
        if let Some(record) = about.record() {
            fits(&file.text, &file.tree, record, &mut found);
        }
    }
    let mut reading = Reading {
        base,
        contents: base.clone(),
        found,
        own,
    };
    reading.calendars_and_places(&parsed);
    reading.regimes(&parsed);
    let kinds = reading.facts(&parsed);
    let kinds = reading.definitions(&parsed, kinds);
    reading.rules(&parsed, kinds);
    match reading.found.is_empty() {
        true => Ok(reading.contents),
        false => Err(reject(reading.found, files)),
    }
}

/// What the text of a file holds, and how many of that.
pub(super) fn holds(text: &str) -> Option<(&'static str, usize)> {
    let tree = tree(text).ok()?;
    let about = About::of(&tree);
    let number = field(&tree, about.field()).map_or(0, |part| entries(part).len());
    Some((about.word(), number))
}

/// The mistakes with the texts they are in.
fn reject(mut found: Vec<Diagnostic>, files: &[Text]) -> Rejected {
    found.sort_by_key(|fault| files.iter().position(|file| file.file == fault.file));
    diagnostic::sort(&mut found);
    found.dedup();
    found.truncate(MOST_FAULTS);
    let in_it = |file: &&Text| found.iter().any(|fault| fault.file == file.file);
    Rejected {
        texts: files
            .iter()
            .filter(in_it)
            .map(|file| (file.file.clone(), without_cards(&file.text)))
            .collect(),
        diagnostics: found,
    }
}

struct Reading<'a> {
    base: &'a Contents,
    contents: Contents,
    found: Vec<Diagnostic>,
    own: bool,
}

/// A named part of a file.
struct Part<'a> {
    file: &'a Text,
    head: &'a Node,
    key: &'a Key,
    node: &'a Node,
}

impl Reading<'_> {
    /// The named parts of all files about one thing; each name once.
    fn parts<'p>(&mut self, files: &'p [(About, Parsed)], about: About) -> Vec<Part<'p>> {
        let mut parts: Vec<Part<'p>> = Vec::new();
        let mut first: BTreeMap<&str, &Text> = BTreeMap::new();
        for (_, file) in files.iter().filter(|(theirs, _)| *theirs == about) {
            for (key, node) in field(&file.tree, about.field()).map(entries).unwrap_or_default() {
                match first.get(key.text.as_str()) {
                    None => {
                        first.insert(&key.text, &file.text);
                        parts.push(Part {
                            file: &file.text,
                            head: &file.tree,
                            key,
                            node,
                        });
                    }
                    // Reported as a duplicate key already.
                    Some(other) if other.file == file.text.file => {}
                    Some(other) => {
                        let message = format!("`{}` stands in `{}` too", key.text, other.file);
                        let fault = file.text.fault("duplicate-id", key.at.clone(), message);
                        self.found.push(fault.helped("keep one of the two"));
                    }
                }
            }
        }
        parts
    }

    fn calendars_and_places(&mut self, files: &[(About, Parsed)]) {
        for (_, file) in files.iter().filter(|(about, _)| *about == About::Calendars) {
            match Calendars::parse(&file.text.file, &file.text.text) {
                Ok(calendars) => self.contents.calendars.merge(calendars),
                Err(found) => self.found.extend(found),
            }
        }
        for (_, file) in files.iter().filter(|(about, _)| *about == About::Places) {
            let (known, calendars) = (&self.contents.places, &self.contents.calendars);
            match Places::parse(&file.text.file, &file.text.text, known, calendars) {
                Ok(places) => self.contents.places.merge(places),
                Err(found) => self.found.extend(found),
            }
        }
    }

    fn regimes(&mut self, files: &[(About, Parsed)]) {
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
                let help = match did_you_mean(sector, sectors.iter().map(String::as_str)) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!("the options of `sectors` are {}", list(&sectors, "and")),
                };
                let message = format!("`{sector}` is no option of `sectors`");
                self.found
                    .push(part.file.fault("unknown-option", node.at.clone(), message).helped(help));
            }
            if let Some(regime) = self.made(&part, fill::regime(id, &written(part.node))) {
                put(&mut self.contents.regimes, regime, |regime| &regime.id);
            }
        }
    }

    /// Returns the type of every fact.
    fn facts(&mut self, files: &[(About, Parsed)]) -> BTreeMap<String, Kind> {
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
            kinds.entry(name.clone()).or_insert(kind);
            if let Some(fact) = self.made(&part, fill::fact(name, &written(part.node), &regimes)) {
                put(&mut self.contents.facts, fact, |fact| &fact.name);
            }
        }
        kinds
    }

    /// Returns the type of everything that a rule may read.
    fn definitions(&mut self, files: &[(About, Parsed)], facts: BTreeMap<String, Kind>) -> BTreeMap<String, Kind> {
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
                        fault.help = Some("a definition reads those that stand above it".to_owned());
                    }
                }
            }
            kinds.entry(name.clone()).or_insert(Kind::YesNo);
            if let Some(definition) = self.made(part, fill::definition(name, &written(part.node))) {
                put(&mut self.contents.definitions, definition, |definition| {
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
            let message = format!(
                "`{below}` stands below the built-in `{}`, and may read it",
                definition.name
            );
            let fault = part.file.fault("unknown-fact", at, message);
            self.found
                .push(fault.helped("read only what stands above it, or choose another name"));
        }
    }

    fn rules(&mut self, files: &[(About, Parsed)], kinds: BTreeMap<String, Kind>) {
        let parts = self.parts(files, About::Rules);
        let base = self.base.rules.iter().map(|rule| rule.id.to_string());
        let known = Known {
            kinds,
            regimes: self
                .contents
                .regimes
                .iter()
                .map(|regime| regime.id.to_string())
                .collect(),
            places: self.contents.places.clone(),
            calendars: self.contents.calendars.names().map(str::to_owned).collect(),
            rules: base.chain(parts.iter().map(|part| part.key.text.clone())).collect(),
        };
        let new = parts.iter().filter(|part| self.base_rule(&part.key.text).is_none());
        if let Some(first) = new.skip(MAX_RULES.saturating_sub(self.base.rules.len())).take(1).next() {
            let message = format!("this is rule {}; {MAX_RULES} are the limit", MAX_RULES + 1);
            let fault = first.file.fault("too-many-rules", first.key.at.clone(), message);
            self.found.push(fault);
            return;
        }
        for (_, file) in files.iter().filter(|(about, _)| *about == About::Rules) {
            self.fields(&file.text, &file.tree, &known);
        }
        for part in &parts {
            if self.found.len() >= MOST_FAULTS {
                return;
            }
            self.fields(part.file, part.node, &known);
            self.whole(part);
        }
        self.links(&parts);
        if !self.found.is_empty() {
            return;
        }
        for part in &parts {
            let id = &part.key.text;
            let rule = fill::rule(id, &head(part.head), written(part.node).fields());
            let Some(rule) = self.made(part, rule) else { continue };
            let replaces = self.base_rule(id).is_some();
            put(&mut self.contents.rules, rule, |rule: &Rule| rule.id.as_str());
            let origin = Origin {
                file: part.file.file.clone().into(),
                own: self.own,
                replaces,
            };
            self.contents.origins.insert(id.clone().into(), origin);
        }
    }

    fn base_rule(&self, id: &str) -> Option<&Origin> {
        self.base.origins.get(id)
    }

    fn fields(&mut self, file: &Text, node: &Node, known: &Known) {
        for (key, value) in entries(node) {
            check::rule_field(file, &key.text, value, known, &mut self.found);
        }
    }

    /// What can only be said of a rule and its file together.
    fn whole(&mut self, part: &Part<'_>) {
        let get = |name: &str| field(part.node, name).or_else(|| field(part.head, name));
        let is_written = |name: &str| {
            let fields = entries(part.node).iter().chain(entries(part.head));
            fields.into_iter().any(|(key, _)| key.text == name)
        };
        let missing: Vec<&str> = NEEDED.into_iter().filter(|name| !is_written(name)).collect();
        // A slip in a field's name makes it unknown and missing at once: one mistake is enough.
        let strays = entries(part.node).iter().chain(entries(part.head));
        let slips: BTreeSet<&str> = strays
            .filter(|(key, _)| !of_rule().iter().any(|field| field.name == key.text))
            .filter_map(|(key, _)| did_you_mean(&key.text, missing.iter().copied()))
            .collect();
        let missing: Vec<&str> = missing.into_iter().filter(|name| !slips.contains(name)).collect();
        if !missing.is_empty() && !entries(part.node).is_empty() {
            let message = format!("`{}` needs {}", part.key.text, list(&missing, "and"));
            let fault = part.file.fault("missing-field", part.key.at.clone(), message);
            self.found
                .push(fault.helped("write it here, or at the top of the file for all its rules"));
        }
        if let Some(from) = field(part.node, "from")
            && get("status").and_then(text) != Some("pending")
        {
            let message = "only a pending rule is still to begin";
            let fault = part.file.fault("does-not-fit", from.at.clone(), message);
            self.found.push(fault.helped("write `status: pending`, or remove it"));
        }
    }

    fn links(&mut self, parts: &[Part<'_>]) {
        let is_new = |id: &str| !parts.iter().any(|part| part.key.text == id);
        let mut with: BTreeMap<String, Link<'_>> = BTreeMap::new();
        let mut notices: BTreeMap<String, Link<'_>> = BTreeMap::new();
        for rule in self.base.rules.iter().filter(|rule| is_new(&rule.id)) {
            let link = |to: &Passage| Link {
                to: to.to_string(),
                place: None,
            };
            with.extend(rule.with.iter().map(|to| (rule.id.to_string(), link(to))));
            // Where one of several notices is enough, a ring through one of them holds up nothing.
            if let [only] = rule.clock.notice.as_slice() {
                notices.insert(rule.id.to_string(), link(only));
            }
        }
        for part in parts {
            let get = |name: &str| field(part.node, name).or_else(|| field(part.head, name));
            let link = |node: &Node| {
                let to = text(node)?.to_owned();
                let place: Option<(&Text, Range<usize>)> = Some((part.file, node.at.clone()));
                Some((part.key.text.clone(), Link { to, place }))
            };
            with.extend(get("with").and_then(link));
            notices.extend(get("clock").and_then(|clock| field(clock, "notice")).and_then(link));
        }
        links::rings(&with, &links::WITH, &mut self.found);
        links::rings(&notices, &links::NOTICE, &mut self.found);
    }

    /// A value of what was checked. That it cannot be made is said only if nothing else was: then it is a gap in the checks.
    fn made<T: DeserializeOwned>(&mut self, part: &Part<'_>, value: Value) -> Option<T> {
        match T::deserialize(value) {
            Ok(made) => Some(made),
            Err(_) if !self.found.is_empty() => None,
            Err(error) => {
                let message = format!("`{}` cannot be read: {error}", part.key.text);
                let fault = part.file.fault("wrong-type", part.key.at.clone(), message);
                self.found.push(fault);
                None
            }
        }
    }
}

/// Takes the place of what has the same name, or comes last.
fn put<T>(all: &mut Vec<T>, new: T, name: impl Fn(&T) -> &str) {
    match all.iter_mut().find(|known| name(known) == name(&new)) {
        Some(known) => *known = new,
        None => all.push(new),
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

fn written(node: &Node) -> Written {
    match &node.content {
        Content::Empty => Written::Empty,
        Content::Text { text, .. } => Written::Text(text.clone()),
        Content::List(items) => Written::List(items.iter().map(written).collect()),
        Content::Map(fields) => Written::Map(named(fields)),
    }
}

/// What a file says for all its rules.
fn head(tree: &Node) -> Fields {
    let fields = entries(tree).iter().filter(|(key, _)| key.text != "rules");
    fields.map(|(key, value)| (key.text.clone(), written(value))).collect()
}

fn named(fields: &[(Key, Node)]) -> Fields {
    fields
        .iter()
        .map(|(key, value)| (key.text.clone(), written(value)))
        .collect()
}
