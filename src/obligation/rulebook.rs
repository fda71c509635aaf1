//! All rules of one run, with the words they use: regimes, definitions, facts, places and calendars.
//!
//! What was read and checked, and nothing of an incident. Knows found neither YAML nor files; where a rule was read as
//! a name for people.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Deref;
use std::sync::OnceLock;

use super::calendar::Calendars;
use super::definition::Definition;
use super::place::Places;
use super::regime::Regime;
use super::rule::Rule;
use super::start::{KNOWLEDGE, STARTS};
use super::symbols::Known;
use crate::condition::Condition;
use crate::fact::Kind;
use crate::hash::Hash;
use crate::playbook::FactDef;
use crate::text::Passage;

/// Facts that the engine reads by itself.
const OF_THE_ENGINE: [&str; 10] = [
    "org_role",
    "regulated_as",
    "sectors",
    "established_in",
    "persons_by_jurisdiction",
    "persons_total",
    "harm_by_place",
    "amex_cards",
    "notices_planned_at",
    "police_delay_until",
];

/// What a rulebook holds, in the order of its files.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Contents {
    /// The rules: files by name, each in its own order; the responder's new ones last.
    pub rules: Vec<Rule>,
    /// What a business may be regulated as.
    pub regimes: Vec<Regime>,
    /// Named conditions. Each reads facts and earlier ones.
    pub definitions: Vec<Definition>,
    /// Facts that only obligations ask for.
    pub facts: Vec<FactDef>,
    /// The shared facts, which playbooks ask for too.
    pub shared: Vec<FactDef>,
    /// The places that laws and people name.
    pub places: Places,
    /// Weekends and holidays, by the name of a calendar.
    pub calendars: Calendars,
    /// Where each rule was read, by its id.
    pub origins: BTreeMap<Passage, Origin>,
    /// The texts that all of it was read from, in the order in which they were read.
    pub sources: Vec<RuleSource>,
}

impl Contents {
    /// The names in it, with these types of what a condition may read and these rules.
    pub(super) fn known(&self, kinds: BTreeMap<String, Kind>, rules: impl IntoIterator<Item = String>) -> Known {
        Known {
            kinds,
            regimes: self.regimes.iter().map(|regime| regime.id.to_string()).collect(),
            places: self.places.clone(),
            calendars: self.calendars.names().map(str::to_owned).collect(),
            rules: rules.into_iter().collect(),
        }
    }
}

/// A text that rules were read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleSource {
    /// The file's name below `playbooks/`, or below the responder's own folder.
    pub path: String,
    /// Its text as it was read.
    pub text: Cow<'static, str>,
    /// It is the responder's own, not built in.
    pub own: bool,
}

/// Where a rule was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The file's name for people.
    pub file: Passage,
    /// It is the responder's own, not built in.
    pub own: bool,
    /// It took the place of a built-in rule.
    pub replaces: bool,
}

/// Rules that were checked, found by their names. Its [`Contents`] can be read as if they were its own fields.
#[derive(Clone, Debug, Default)]
pub struct Rulebook {
    contents: Contents,
    rules: HashMap<Passage, usize>,
    /// Whom each rule is to tell, in words, once somebody asked.
    whom: Vec<OnceLock<Passage>>,
    digest: OnceLock<Hash>,
    deciding: OnceLock<BTreeSet<Passage>>,
}

impl Rulebook {
    pub fn rule(&self, id: &str) -> Option<&Rule> {
        self.rules.get(id).and_then(|nth| self.contents.rules.get(*nth))
    }

    pub fn regime(&self, id: &str) -> Option<&Regime> {
        self.contents.regimes.iter().find(|regime| regime.id == id)
    }

    pub fn definition(&self, name: &str) -> Option<&Definition> {
        self.contents
            .definitions
            .iter()
            .find(|definition| definition.name == name)
    }

    /// The fact of this name: one of obligations, else a shared one.
    pub fn fact(&self, name: &str) -> Option<&FactDef> {
        let mut all = self.contents.facts.iter().chain(&self.contents.shared);
        all.find(|fact| fact.name == name)
    }

    /// The type of what a condition may read by this name: a fact's own, yes-no for a definition.
    pub fn kind_of(&self, name: &str) -> Option<Kind> {
        match self.fact(name) {
            Some(fact) => Some(fact.kind.clone()),
            None => self.definition(name).map(|_| Kind::YesNo),
        }
    }

    /// The names that rules may use.
    pub fn known(&self) -> Known {
        let facts = self.contents.shared.iter().chain(&self.contents.facts);
        let facts = facts.map(|fact| (fact.name.clone(), fact.kind.clone()));
        let definitions = self.contents.definitions.iter();
        let definitions = definitions.map(|definition| (definition.name.to_string(), Kind::YesNo));
        let rules = self.contents.rules.iter().map(|rule| rule.id.to_string());
        self.contents.known(definitions.chain(facts).collect(), rules)
    }

    /// What identifies these rules: SHA-256 of the lines that [`RuleSource::line`] gives for their texts, which
    /// `sha256sum FILE… | sha256sum` gives too.
    pub fn digest(&self) -> Hash {
        *self.digest.get_or_init(|| digest(&self.contents.sources))
    }

    /// The same with the rules of contracts, read in this source: in the places of the rules whose ids they have, else last.
    ///
    /// A condition that does not fit the facts is left out, and the note says so: better a duty too many than one that
    /// nobody sees because of a slip.
    pub fn with_contracts(&self, contracts: Vec<Rule>, source: RuleSource) -> Rulebook {
        let mut contents = self.contents.clone();
        for mut rule in contracts {
            let is_wrong = |when: &Condition| !when.check(&|name| self.kind_of(name)).is_empty();
            if rule.when.take_if(|when| is_wrong(when)).is_some() {
                let slip = "Its condition has a mistake and does not count: `breach profile check` shows it.";
                rule.note = Some(match rule.note {
                    Some(note) => format!("{slip} {note}").into(),
                    None => slip.into(),
                });
            }
            let place = contents.rules.iter().position(|known| known.id == rule.id);
            let origin = Origin {
                file: source.path.clone().into(),
                own: true,
                replaces: place.is_some(),
            };
            contents.origins.insert(rule.id.clone(), origin);
            match place {
                Some(place) => contents.rules[place] = rule,
                None => contents.rules.push(rule),
            }
        }
        contents.sources.push(source);
        Rulebook::from(contents)
    }

    /// What a jurisdiction is called: `California`, `Iceland, Liechtenstein and Norway`.
    pub fn place_words(&self, codes: &[Passage]) -> String {
        let names: Vec<&str> = codes
            .iter()
            .map(|code| {
                self.contents
                    .places
                    .get(code)
                    .map_or(code.as_str(), |place| place.name.as_str())
            })
            .collect();
        crate::text::list_plain(&names, "and")
    }

    /// The facts that rules, definitions and clocks read, in the order of the vocabulary.
    pub fn facts_read(&self) -> Vec<&FactDef> {
        let of_clocks: Vec<&str> = STARTS
            .iter()
            .flat_map(|start| start.facts)
            .chain(&KNOWLEDGE)
            .copied()
            .collect();
        let read = |fact: &str| self.deciding_facts().contains(fact) || of_clocks.contains(&fact);
        let all = self.contents.shared.iter().chain(&self.contents.facts);
        all.filter(|fact| read(&fact.name)).collect()
    }

    /// What the conditions of rules and definitions name, and what the engine reads by itself: the facts that decide whether
    /// rules apply. All others are times that clocks count from.
    pub(super) fn deciding_facts(&self) -> &BTreeSet<Passage> {
        self.deciding.get_or_init(|| {
            let conditions = self.contents.rules.iter().flat_map(|rule| {
                let or = rule.people.as_ref().and_then(|people| people.or.as_ref());
                rule.when
                    .iter()
                    .chain(rule.unless.iter().map(|exemption| &exemption.when))
                    .chain(or)
            });
            let defined = self.definitions.iter().map(|definition| &definition.when);
            let named = conditions
                .chain(defined)
                .flat_map(|condition| condition.names().into_iter().map(|(name, _)| name));
            named.chain(OF_THE_ENGINE.map(Passage::from)).collect()
        })
    }

    /// Whom a rule is to tell, with the place whose rule it is: there is more than one Attorney General. A contract has no
    /// place, and what names its place does not say it twice.
    pub fn whom(&self, rule: &Rule) -> Passage {
        let own = self
            .rules
            .get(&rule.id)
            .and_then(|nth| Some((self.contents.rules.get(*nth)?, self.whom.get(*nth)?)));
        match own.filter(|(own, _)| std::ptr::eq(*own, rule)) {
            Some((_, known)) => known.get_or_init(|| self.whom_in_place(rule)).clone(),
            None => self.whom_in_place(rule),
        }
    }

    fn whom_in_place(&self, rule: &Rule) -> Passage {
        let place = self.place_words(&rule.jurisdiction);
        let is_contract = rule.jurisdiction.iter().any(|code| code == super::CONTRACT);
        if is_contract || rule.tell.contains(&place) {
            rule.tell.clone()
        } else {
            format!("{place}: {}", rule.tell).into()
        }
    }

    /// Whether some rules are the responder's own.
    pub fn is_own(&self) -> bool {
        self.contents.origins.values().any(|origin| origin.own)
    }

    /// Where a rule was read.
    pub fn origin(&self, id: &str) -> Option<&Origin> {
        self.contents.origins.get(id)
    }
}

impl RuleSource {
    /// Its SHA-256 and its name, as `sha256sum` writes them.
    pub fn line(&self) -> String {
        format!("{}  {}\n", Hash::of(self.text.as_bytes()), self.path)
    }
}

/// What identifies the rules of these texts.
pub(super) fn digest(sources: &[RuleSource]) -> Hash {
    let lines: String = sources.iter().map(RuleSource::line).collect();
    Hash::of(lines.as_bytes())
}

impl From<Contents> for Rulebook {
    fn from(contents: Contents) -> Self {
        let ids = contents.rules.iter().enumerate();
        Rulebook {
            rules: ids.map(|(nth, rule)| (rule.id.clone(), nth)).collect(),
            whom: contents.rules.iter().map(|_| OnceLock::new()).collect(),
            contents,
            digest: OnceLock::new(),
            deciding: OnceLock::new(),
        }
    }
}

impl Deref for Rulebook {
    type Target = Contents;

    fn deref(&self) -> &Contents {
        &self.contents
    }
}

impl PartialEq for Rulebook {
    fn eq(&self, other: &Self) -> bool {
        self.contents == other.contents
    }
}

#[cfg(test)]
mod tests;
