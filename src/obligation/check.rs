//! What the fields of a rule mean together with everything else: whether the names in them exist, whether conditions fit
//! the types of their facts, and whether a clock can run.
//!
//! Single values are for [`super::scalars`], how rules hang together for [`super::cycles`].

use std::collections::BTreeMap;

use super::limit::{Limit, Unit};
use super::place::{Place, PlaceMatch};
use super::regime::ALWAYS;
use super::start::Start;
use super::symbols::Known;
use crate::condition::Condition;
use crate::fact::Kind;
use crate::schema::diagnostic::Diagnostic;
use crate::schema::node::{field, field_text, items, text};
use crate::schema::source::Text;
use crate::schema::yaml::{Content, Node};
use crate::text::{did_you_mean, list, meant};

/// Checks one field of a rule, or of a file for all its rules.
pub(super) fn rule_field(file: &Text, name: &str, node: &Node, known: &Known, found: &mut Vec<Diagnostic>) {
    match name {
        "jurisdiction" => jurisdiction(file, node, known, found),
        "when" => condition(file, node, &known.kinds, found),
        "unless" => {
            for when in items(node).iter().filter_map(|item| field(item, "when")) {
                condition(file, when, &known.kinds, found);
            }
        }
        "people" => people(file, node, known, found),
        "by" => regimes(file, node, &ALWAYS[..3], known, found),
        "not-by" => regimes(file, node, &ALWAYS[1..], known, found),
        "with" | "outlasts" => rule(file, node, known, found),
        "clock" => clock(file, node, known, found),
        _ => {}
    }
}

/// Parses and types a condition.
pub(super) fn condition(file: &Text, node: &Node, kinds: &BTreeMap<String, Kind>, found: &mut Vec<Diagnostic>) {
    let Some(condition) = parsed(file, node, found) else {
        return;
    };
    let written = condition.text();
    for fault in condition.check(&|name| kinds.get(name).cloned()) {
        let at = file.within(node, &fault.at);
        let mut diagnostic = match fault.code {
            "unknown-fact" => {
                let name = &written[fault.at.clone()];
                let near = did_you_mean(name, kinds.keys().map(String::as_str));
                let mut diagnostic = file.fault("unknown-fact", at, format!("no fact and no definition `{name}`"));
                diagnostic.help = near.map(|near| format!("did you mean `{near}`?"));
                diagnostic
            }
            _ => file.fault("impossible-comparison", at, fault.message),
        };
        diagnostic.help = diagnostic.help.or(fault.help);
        found.push(diagnostic);
    }
}

pub(super) fn parsed(file: &Text, node: &Node, found: &mut Vec<Diagnostic>) -> Option<Condition> {
    match Condition::parse(text(node)?) {
        Ok(condition) => Some(condition),
        Err(fault) => {
            let mut diagnostic = file.fault("bad-condition", file.within(node, &fault.at), fault.message);
            diagnostic.help = fault.help;
            found.push(diagnostic);
            None
        }
    }
}

fn jurisdiction(file: &Text, node: &Node, known: &Known, found: &mut Vec<Diagnostic>) {
    for node in one_or_more(node) {
        let Some(code) = text(node).filter(|code| known.places.get(code).is_none()) else {
            continue;
        };
        let any_code = || "write a code such as `US-CA`, `DE` or `EU`; codes are listed in `places.yaml`".to_owned();
        let meant = |place: &Place| format!("did you mean `{}`?", place.code);
        let help = match known.places.find(code) {
            PlaceMatch::Place(place) => meant(place),
            PlaceMatch::Ambiguous(places) => {
                let codes: Vec<&str> = places.iter().map(|place| place.code.as_str()).collect();
                format!("did you mean {}?", list(&codes, "or"))
            }
            PlaceMatch::Unlisted => known.places.near(code).map_or_else(any_code, meant),
            PlaceMatch::Nowhere => any_code(),
        };
        let fault = file.fault("unknown-jurisdiction", node.at.clone(), format!("no place `{code}`"));
        found.push(fault.helped(help));
    }
}

fn people(file: &Text, node: &Node, known: &Known, found: &mut Vec<Diagnostic>) {
    if let Some(or) = field(node, "or") {
        condition(file, or, &known.kinds, found);
    }
    let number = |name: &str| field_text(node, name).and_then(|text| text.parse::<u32>().ok());
    if let (Some(least), Some(most), Some(at)) = (number("at-least"), number("at-most"), field(node, "at-most"))
        && most < least
    {
        let message = format!("nobody is at least {least} and at most {most}");
        found.push(file.fault("does-not-fit", at.at.clone(), message));
    }
}

fn regimes(file: &Text, node: &Node, always: &[&str], known: &Known, found: &mut Vec<Diagnostic>) {
    for node in one_or_more(node) {
        let Some(name) = text(node) else { continue };
        if always.contains(&name) || known.regimes.contains(name) {
            continue;
        }
        if name == ALWAYS[0] {
            let fault = file.fault("unknown-regime", node.at.clone(), "this would leave nobody");
            found.push(fault.helped("name the regimes that are meant"));
            continue;
        }
        let all = always.iter().copied().chain(known.regimes.iter().map(String::as_str));
        let help = meant(
            did_you_mean(name, all),
            "regimes are listed in `regimes.yaml`, under `regimes`",
        );
        found.push(
            file.fault("unknown-regime", node.at.clone(), format!("no regime `{name}`"))
                .helped(help),
        );
    }
}

/// Whether a rule of this id is there.
pub(super) fn rule(file: &Text, node: &Node, known: &Known, found: &mut Vec<Diagnostic>) {
    let Some(id) = text(node).filter(|id| !known.rules.contains(*id)) else {
        return;
    };
    let mut fault = file.fault("unknown-rule", node.at.clone(), format!("no rule `{id}`"));
    let near = did_you_mean(id, known.rules.iter().map(String::as_str));
    fault.help = Some(meant(near, "see `breach obligation list`"));
    found.push(fault);
}

/// Whether there is a calendar of the name that stands under `calendar`.
pub(super) fn calendar(file: &Text, node: &Node, known: &Known, found: &mut Vec<Diagnostic>) {
    let Some(node) = field(node, "calendar") else { return };
    let Some(name) = text(node).filter(|name| !known.calendars.contains(*name)) else {
        return;
    };
    let mut fault = file.fault("unknown-calendar", node.at.clone(), format!("no calendar `{name}`"));
    let near = did_you_mean(name, known.calendars.iter().map(String::as_str));
    fault.help = Some(meant(
        near,
        "calendars are listed in `calendars.yaml`, under `calendars`",
    ));
    found.push(fault);
}

fn clock(file: &Text, node: &Node, known: &Known, found: &mut Vec<Diagnostic>) {
    for notice in field(node, "notice").map(one_or_more).unwrap_or_default() {
        rule(file, notice, known, found);
    }
    if let Some(excluded) = field(node, "noon-of-next-working-day").and_then(|relief| field(relief, "not-by")) {
        regimes(file, excluded, &[], known, found);
    }
    calendar(file, node, known, found);
    for other in field(node, "or-after").map(one_or_more).unwrap_or_default() {
        let start = text(other).and_then(Start::named);
        if let Some(start) = start.filter(|start| start.facts.is_empty()) {
            let message = format!("no fact says when `{}` was", start.name);
            let fault = file.fault("does-not-fit", other.at.clone(), message);
            found.push(fault.helped("name a start that a fact records, such as `discovery`"));
        }
    }
    let mut misfit = |name: &str, message: String, help: &str| {
        if let Some(out_of_place) = field(node, name) {
            found.push(
                file.fault("does-not-fit", out_of_place.at.clone(), message)
                    .helped(help.to_owned()),
            );
        }
    };
    let within = field_text(node, "within");
    if field(node, "cap").is_some() && within.is_none() {
        misfit(
            "cap",
            "a second limit without a first".to_owned(),
            "write it as `within`",
        );
    }
    if within
        .and_then(|text| Limit::parse(text).ok())
        .is_some_and(|limit| limit.unit != Unit::Hours)
    {
        misfit(
            "full-hours",
            "this limit is not counted in hours".to_owned(),
            "remove it",
        );
    }
    let Some(after) = field(node, "after") else { return };
    let Some(start) = text(after).and_then(Start::named) else {
        return;
    };
    if start.name == "none" {
        for name in ["within", "cap"] {
            misfit(
                name,
                "a clock that counts from nothing has no limit".to_owned(),
                "say under `after` what it counts from",
            );
        }
    }
    if field(node, "notice").is_none() {
        misfit(
            "last-notice",
            "no notice is named of which the last would count".to_owned(),
            "name the rule in `notice`, or remove it",
        );
    }
    if !start.notice {
        misfit(
            "notice",
            format!("`{}` is not a notice", start.name),
            "remove it, or let the clock start at a notice",
        );
    } else if start.facts.is_empty() && field(node, "notice").is_none() {
        found.push(
            file.fault(
                "missing-field",
                after.at.clone(),
                format!("`{}` needs `notice`", start.name),
            )
            .helped("name the rule whose notice starts it: `notice: RULE`"),
        );
    }
}

/// The items of a list, or the single value that is in its place.
pub(super) fn one_or_more(node: &Node) -> &[Node] {
    match &node.content {
        Content::List(items) => items,
        _ => std::slice::from_ref(node),
    }
}

#[cfg(test)]
mod tests;
