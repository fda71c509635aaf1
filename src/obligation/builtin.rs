//! The rules inside the program: the YAML that people wrote, and what a reading of it with every check came to.
//!
//! A test reads the YAML, compares it with `builtin.jsonl` and, with `BLESS=1`, writes that.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use serde::{Deserialize, Serialize};

use super::calendar::{Calendar, Calendars};
use super::definition::Definition;
use super::place::{Place, Places};
use super::regime::Regime;
use super::rule::Rule;
use super::rulebook::{Contents, Origin, RuleSource, Rulebook};
use crate::hash::Hash;
use crate::playbook::FactDef;
use crate::text::Passage;

include!(concat!(env!("OUT_DIR"), "/obligations.rs"));

/// The file of the facts that playbooks share, which rules read too.
const SHARED: (&str, &str) = ("playbooks/facts.yaml", include_str!("../../playbooks/facts.yaml"));

const READ: &str = include_str!("builtin.jsonl");

/// A line of what was read.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum RuleLine {
    /// The digest of the texts that were read; always the first line.
    Digest(Hash),
    SharedFact(FactDef),
    Fact(FactDef),
    Regime(Regime),
    Definition(Definition),
    Place(Passage, Place),
    Calendar(Passage, Calendar),
    /// The file of the rules that follow.
    File(Passage),
    Rule(Box<Rule>),
}

/// The built-in rulebook, made at its first use.
pub(super) fn rulebook() -> Arc<Rulebook> {
    static MADE: OnceLock<Arc<Rulebook>> = OnceLock::new();
    Arc::clone(MADE.get_or_init(|| {
        let lines = READ.lines().map(serde_json::from_str);
        let lines: Vec<RuleLine> = lines
            .collect::<Result<_, _>>()
            .expect("a test writes and reads these lines");
        Arc::new(Rulebook::from(contents(lines)))
    }))
}

/// The texts that the lines were read from.
fn sources() -> impl Iterator<Item = RuleSource> {
    std::iter::once(&SHARED).chain(FILES).map(|(path, text)| RuleSource {
        path: (*path).to_owned(),
        text: Cow::Borrowed(text),
        own: false,
    })
}

fn contents(lines: Vec<RuleLine>) -> Contents {
    let mut contents = Contents {
        sources: sources().collect(),
        ..Contents::default()
    };
    let mut places = BTreeMap::new();
    let mut calendars = BTreeMap::new();
    let mut file = Passage::default();
    for line in lines {
        match line {
            RuleLine::Digest(_) => {}
            RuleLine::SharedFact(fact) => contents.shared.push(fact),
            RuleLine::Fact(fact) => contents.facts.push(fact),
            RuleLine::Regime(regime) => contents.regimes.push(regime),
            RuleLine::Definition(definition) => contents.definitions.push(definition),
            RuleLine::Place(code, place) => {
                places.insert(code, place);
            }
            RuleLine::Calendar(name, calendar) => {
                calendars.insert(name, calendar);
            }
            RuleLine::File(name) => file = name,
            RuleLine::Rule(rule) => {
                let origin = Origin {
                    file: file.clone(),
                    own: false,
                    replaces: false,
                };
                contents.origins.insert(rule.id.clone(), origin);
                contents.rules.push(*rule);
            }
        }
    }
    contents.places = Places::written(places);
    contents.calendars = Calendars(calendars);
    contents
}

#[cfg(test)]
pub(super) mod tests;
