//! Reads contracts from the part of a file that holds them, with every mistake at its place.
//!
//! What is spelled wrong is found without any rules; whether the rules and facts that are named exist takes a rulebook's
//! [`Known`]. Does not know which file it is, nor what else stands in it.

use std::collections::BTreeMap;

use serde_json::Value;

use super::check;
use super::contract::Contract;
use super::scalars::{LIMIT, MONTH, PARTY, START};
use super::start::Start;
use super::symbols::Known;
use crate::condition::Condition;
use crate::schema::diagnostic::Diagnostic;
use crate::schema::node::{entries, field, field_text, text};
use crate::schema::shape::{Record, Shape, may, must, record};
use crate::schema::source::Text;
use crate::schema::value;
use crate::schema::yaml::{Content, Key, Node};

const CONTRACT: Record = record! { "a contract":
    must("with", &Shape::Text, "The other side."),
    must("kind", &Shape::Special(&PARTY), "What they are to us."),
    may("tell", &Shape::Text, "Who is told, where that is not the other side."),
    may("within", &Shape::Special(&LIMIT), "How long; left out where the contract names no limit."),
    must("after", &Shape::Special(&START), "What it counts from."),
    may("when", &Shape::Condition, "What sets it off."),
    must("clause", &Shape::Text, "Where it is in the contract."),
    must("checked", &Shape::Special(&MONTH), "The month in which somebody last read it."),
    may("contact", &Shape::Id, "Whom to call: a contact or role."),
    may("replaces", &Shape::Id, "The rule whose place it takes."),
    may("calendar", &Shape::Text, "The calendar of its business days."),
    may("note", &Shape::Text, "What a reader should know beside it."),
};

pub(crate) const CONTRACTS: Shape = Shape::Map(&Shape::Id, &Shape::Record(&CONTRACT));

/// Contracts by id, in the order of the file, and every mistake that a table of fields cannot tell. With `known`, the names in them are looked up too.
pub(crate) fn read_contracts(file: &Text, node: &Node, known: Option<&Known>) -> (Vec<Contract>, Vec<Diagnostic>) {
    let mut found = Vec::new();
    if node.content == Content::Empty {
        return (Vec::new(), found);
    }
    let mut taken: BTreeMap<&str, &str> = BTreeMap::new();
    let mut contracts = Vec::new();
    for (id, node) in entries(node) {
        clock(file, node, &mut found);
        if let Some(known) = known {
            names(file, id, node, known, &mut found);
        }
        let fits = condition(file, node, known, &mut found);
        if let (Some(at), Some(replaced)) = (field(node, "replaces"), field_text(node, "replaces"))
            && let Some(first) = taken.insert(replaced, &id.text)
        {
            let message = format!("`{first}` takes the place of `{replaced}` already");
            let help = "leave `replaces` out of one of the two";
            found.push(file.fault("duplicate-id", at.at.clone(), message).helped(help));
        }
        contracts.extend(contract(id, node, fits));
    }
    (contracts, found)
}

/// Whether the condition can be read; a contract without one always counts.
fn condition(file: &Text, node: &Node, known: Option<&Known>, found: &mut Vec<Diagnostic>) -> bool {
    let Some(node) = field(node, "when") else { return true };
    match known {
        Some(known) => {
            check::condition(file, node, &known.kinds, found);
            text(node).is_some_and(|when| Condition::parse(when).is_ok())
        }
        None => check::parsed(file, node, found).is_some(),
    }
}

/// The contract that is written here; nothing where what it needs is missing, or something in it does not fit: a limit that
/// was misspelt is not no limit. Only a condition that cannot be read is left out, since a duty too many harms nobody.
fn contract(id: &Key, node: &Node, condition_fits: bool) -> Option<Contract> {
    let mut fields = value::fields(node, &CONTRACT);
    let is_known = |name: &str| CONTRACT.fields.iter().any(|field| field.name == name);
    let is_lost = |(key, _): &(Key, Node)| is_known(&key.text) && !fields.contains_key(&key.text);
    if entries(node).iter().any(is_lost) {
        return None;
    }
    if !condition_fits {
        fields.remove("when");
    }
    fields.insert("id".to_owned(), Value::from(id.text.as_str()));
    serde_json::from_value(Value::Object(fields)).ok()
}

/// Whether its clock can run.
fn clock(file: &Text, node: &Node, found: &mut Vec<Diagnostic>) {
    let Some(after) = field(node, "after") else { return };
    let Some(start) = text(after).and_then(Start::named) else {
        return;
    };
    if start.notice && start.facts.is_empty() {
        let message = format!("`{}` is the notice of another rule", start.name);
        let help = "say what the contract itself counts from, such as `suspicion`, `awareness` or `discovery`";
        found.push(file.fault("does-not-fit", after.at.clone(), message).helped(help));
    }
    if let (Some(within), "none") = (field(node, "within"), start.name) {
        let message = "a clock that counts from nothing has no limit";
        let help = "say under `after` what it counts from";
        found.push(file.fault("does-not-fit", within.at.clone(), message).helped(help));
    }
}

/// Whether the rules and calendars that it names are there, and its own rule is not.
fn names(file: &Text, id: &Key, node: &Node, known: &Known, found: &mut Vec<Diagnostic>) {
    check::calendar(file, node, known, found);
    match field(node, "replaces") {
        Some(replaced) => check::rule(file, replaced, known, found),
        None => {
            let rule = format!("contract-{}", id.text);
            if known.rules.contains(&rule) {
                let message = format!("a rule `{rule}` is there already");
                let help = format!("give it another name, or write `replaces: {rule}`");
                found.push(file.fault("duplicate-id", id.at.clone(), message).helped(help));
            }
        }
    }
}
