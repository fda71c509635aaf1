//! What a playbook knows beyond one step: its roles, its steps, and which facts somebody asks for.

use std::collections::{BTreeMap, BTreeSet};

use super::given::{Given, Names};
use super::plan::{Due, DueBy, First, Moment, Repeat, Role, Schedule, Start, Step};
use super::step_source::Draft;
use super::vocabulary::{OPENING_FACTS, Vocabulary, kind, nearest};
use crate::fact::Kind;
use crate::schema::diagnostic::Diagnostic;
use crate::schema::node::entries;
use crate::template;

/// What a playbook knows beyond one step.
pub(super) struct Known<'a> {
    /// The shared facts.
    pub(super) vocabulary: &'a Vocabulary<'a>,
    /// The type of every fact that some step asks for, by full name, with the steps that ask.
    pub(super) asked: BTreeMap<String, (Kind, BTreeSet<String>)>,
    pub(super) steps: BTreeSet<String>,
    pub(super) roles: BTreeSet<String>,
    /// Ids of all shared steps there are, used or not.
    pub(super) library: BTreeSet<&'a str>,
    /// What there is beside playbooks; none where that is not known, so that it cannot be checked.
    pub(super) names: Option<&'a Names>,
}

impl<'a> Known<'a> {
    /// Gathers what all steps ask for.
    pub(super) fn new(
        vocabulary: &'a Vocabulary<'a>,
        drafts: &[Draft<'a>],
        roles: &[Role],
        given: &Given<'a>,
        found: &mut Vec<Diagnostic>,
    ) -> Self {
        let mut known = Known {
            vocabulary,
            asked: BTreeMap::new(),
            steps: drafts.iter().map(|draft| draft.id.clone()).collect(),
            roles: roles.iter().map(|role| role.id.clone()).collect(),
            library: given.library.iter().map(String::as_str).collect(),
            names: given.names,
        };
        let mut clashes: BTreeSet<String> = BTreeSet::new();
        for draft in drafts {
            let Some((file, node)) = draft.get("ask") else { continue };
            for (key, value) in entries(node) {
                let shared = vocabulary.get(&key.text);
                let (name, kind) = match shared {
                    Some(shared) => (key.text.clone(), shared.fact.kind.clone()),
                    None => {
                        // Its mistakes are reported where the step is built.
                        let Some(kind) = kind(file, value, &mut Vec::new()) else {
                            continue;
                        };
                        (format!("{}.{}", draft.prefix(), key.text), kind)
                    }
                };
                if let Some(clash) = vocabulary.get(&draft.prefix()).filter(|_| shared.is_none())
                    && clashes.insert(draft.prefix())
                {
                    let message = format!("`{name}` begins with the name of the shared fact `{}`", clash.fact.name);
                    found.push(
                        file.fault("fact-name-clash", key.at.clone(), message)
                            .helped("give the step another name, or ask this as a shared fact"),
                    );
                }
                let asked = known.asked.entry(name).or_insert_with(|| (kind, BTreeSet::new()));
                asked.1.insert(draft.id.clone());
            }
        }
        known
    }

    /// The facts that these steps and words speak of, in the order in which they do: it must not depend on the file
    /// that declares them.
    pub(super) fn used_facts(&self, steps: &[Step], first: &First, starts: &[Start]) -> Vec<String> {
        let mut used: Vec<String> = OPENING_FACTS.iter().map(|name| (*name).to_owned()).collect();
        for step in steps {
            used.extend(step.questions.iter().map(|question| question.fact.clone()));
            used.extend(step.reads());
            if let Some(Due::By(DueBy {
                of: Moment::Fact(name), ..
            })) = &step.due
            {
                used.push(name.clone());
            }
            if let Some(Repeat::Every(Schedule { until: Some(until), .. })) = &step.repeat {
                used.extend(until.names().into_iter().map(|(name, _)| name.to_string()));
            }
        }
        let firsts = [first].into_iter().chain(starts.iter().map(|start| &start.first));
        let said = firsts.flat_map(|first| &first.say);
        let said = said.flat_map(|say| template::names(&say.text));
        used.extend(said.map(|(name, _)| name.to_owned()));
        let known = starts.iter().flat_map(|start| &start.known);
        used.extend(known.map(|known| known.fact.clone()));
        let mut seen = BTreeSet::new();
        used.retain(|name| seen.insert(name.clone()));
        used
    }

    /// The type of a fact.
    pub(super) fn kind_of(&self, name: &str) -> Option<Kind> {
        let shared = self.vocabulary.get(name).map(|declared| declared.fact.kind.clone());
        shared.or_else(|| self.asked.get(name).map(|(kind, _)| kind.clone()))
    }

    /// Whether somebody asks for a fact.
    pub(super) fn can_be_known(&self, name: &str) -> bool {
        self.asked.contains_key(name) || (OPENING_FACTS.contains(&name) && self.vocabulary.get(name).is_some())
    }

    /// Why a fact cannot be read here: a code, a message and a help.
    pub(super) fn unreadable(&self, name: &str) -> Option<(&'static str, String, Option<String>)> {
        if self.can_be_known(name) {
            return None;
        }
        if self.vocabulary.get(name).is_some() {
            let message = format!("no step of this playbook asks for `{name}`");
            return Some(("never-asked", message, Some("add it under `ask` of a step".to_owned())));
        }
        let asked = self.asked.keys().map(String::as_str).chain(OPENING_FACTS);
        let by_end = || {
            // `window` where `confirm_card_compromise.window` is meant.
            let ends = |full: &&String| full.rsplit_once('.').is_some_and(|(_, end)| end == name);
            let mut matches = self.asked.keys().filter(ends);
            matches
                .next()
                .filter(|_| matches.next().is_none())
                .map(|full| format!("did you mean `{full}`?"))
        };
        let help = by_end()
            .or_else(|| nearest(name, asked))
            .or_else(|| nearest(name, self.vocabulary.iter().map(|declared| declared.fact.name.as_str())));
        Some(("unknown-fact", format!("no question asks for `{name}`"), help))
    }
}
