//! Rules, once the words that they use are known.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::about::About;
use super::{BookReader, MAX_RULES, Part, put};
use serde_json::{Value, json};

use crate::fact::Kind;
use crate::obligation::check;
use crate::obligation::cycles::{self, Link};
use crate::obligation::fields::{NEEDED, RULE, of_rule};
use crate::obligation::rule::Rule;
use crate::obligation::rulebook::Origin;
use crate::obligation::start::Start;
use crate::obligation::symbols::Known;
use crate::schema::node::{entries, field, text};
use crate::schema::reader::MOST_FAULTS;
use crate::schema::source::Parsed;
use crate::schema::source::Text;
use crate::schema::value;
use crate::schema::yaml::Node;
use crate::text::{Passage, did_you_mean, list};

impl BookReader<'_> {
    pub(super) fn rules(&mut self, files: &[(About, Parsed)], kinds: BTreeMap<String, Kind>) {
        let parts = self.parts(files, About::Rules);
        let base = self.base.rules.iter().map(|rule| rule.id.to_string());
        let rules = base.chain(parts.iter().map(|part| part.key.text.clone()));
        let known = self.contents.known(kinds, rules);
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
            let rule = filled(part);
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
        self.days(part, &get);
        self.outlasts(part, &get);
    }

    /// From when and until when a rule holds.
    fn days<'n>(&mut self, part: &Part<'n>, get: &dyn Fn(&str) -> Option<&'n Node>) {
        let status = get("status").and_then(text).unwrap_or("in-force");
        for (name, fitting) in [
            ("from", &["in-force", "contract", "pending"][..]),
            ("until", &["in-force", "contract"]),
        ] {
            if let Some(day) = get(name)
                && !fitting.contains(&status)
            {
                let message = format!("a rule that is {status} has no day in `{name}`");
                let fault = part.file.fault("does-not-fit", day.at.clone(), message);
                self.found
                    .push(fault.helped(format!("remove it, or write `status: {}`", fitting[0])));
            }
        }
        // Days are written from the year down, so that the earlier one comes first in the alphabet too.
        if let (Some(from), Some(until)) = (get("from"), get("until"))
            && text(until) < text(from)
        {
            let fault = part
                .file
                .fault("does-not-fit", until.at.clone(), "it ends before it begins");
            self.found.push(fault.helped("write the last day, after the first one"));
        }
    }

    /// A rule that follows another one which was due first counts from something that a fact records.
    fn outlasts<'n>(&mut self, part: &Part<'n>, get: &dyn Fn(&str) -> Option<&'n Node>) {
        let Some(other) = get("outlasts") else {
            return;
        };
        if text(other) == Some(part.key.text.as_str()) {
            let fault = part
                .file
                .fault("does-not-fit", other.at.clone(), "a rule cannot outlast itself");
            self.found.push(fault.helped("name the rule that is due before it"));
        }
        let start = get("clock")
            .and_then(|clock| field(clock, "after"))
            .and_then(text)
            .and_then(Start::named);
        if start.is_some_and(|start| start.facts.is_empty()) {
            let message = "no fact says when what it counts from has happened";
            let fault = part.file.fault("does-not-fit", other.at.clone(), message);
            self.found
                .push(fault.helped("count from something that a fact records, such as `incident_closed`"));
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
        cycles::rings(&with, &cycles::WITH, &mut self.found);
        cycles::rings(&notices, &cycles::NOTICE, &mut self.found);
    }
}

/// The fields of a rule: what its file says for all its rules, its own, and what goes without saying.
fn filled(part: &Part<'_>) -> Value {
    let mut rule = value::fields(part.head, &RULE);
    rule.extend(value::fields(part.node, &RULE));
    rule.insert("id".to_owned(), json!(part.key.text));
    for (name, value) in [
        ("by", json!(["anyone"])),
        ("reach", json!("people")),
        ("monitoring", json!("none")),
        ("kind", json!("duty")),
        ("status", json!("in-force")),
    ] {
        rule.entry(name).or_insert(value);
    }
    if let Some(Value::Object(people)) = rule.get_mut("people") {
        people.entry("of").or_insert(json!("residents"));
    }
    Value::Object(rule)
}
