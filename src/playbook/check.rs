//! From trees to a checked playbook, or to every mistake in them.
//!
//! What a file means together stands here: whether names exist, whether a step can ever open, whether one text stands
//! under one name. Single values are for [`super::reader`], single steps for [`super::step`]. No files are read here.

use std::collections::{BTreeMap, BTreeSet};

use super::changes;
use super::fields::{CHANGES, FACTS_FILE, PLAYBOOK, STEP_FILE};
use super::given::Given;
use super::plan::{FactDef, First, KnownFact, PLAN, Phase, Playbook, Role, Say, Start, Step};
use super::step::Link;
use super::step_source::Draft;
use super::symbols::Known;
use super::vocabulary::{OPENING_FACTS, Vocabulary, nearest};
use crate::fact::Kind;
use crate::fact::read::read_choice;
use crate::schema::diagnostic::{Also, Diagnostic, has_errors};
use crate::schema::node::{entries, field, field_text, items, text};
use crate::schema::reader::{MOST_FAULTS, fits, is_id, line};
use crate::schema::source::{Parsed, Text};
use crate::schema::yaml::{Key, Node};
use crate::template;
use crate::text::did_you_mean;

/// Desks outside a business that every business may have to call, and a starting profile offers.
const DESKS: [&str; 5] = ["acquirer", "insurer", "it-operations", "payment-provider", "police"];

/// The most steps a playbook may have.
pub const MAX_STEPS: usize = 2_000;

/// What came of a check.
pub(super) struct Checked {
    pub(super) playbook: Playbook,
    /// The files of the shared vocabulary that some fact came from.
    pub(super) used_vocabulary: BTreeSet<String>,
    /// What identifies the text of each step, by id.
    pub(super) digests: Vec<(String, String)>,
}

/// The shared steps that a playbook uses, in order.
pub(super) fn used_steps(tree: &Node) -> Vec<String> {
    let lists = Phase::ALL.iter().filter_map(|phase| field(tree, phase.name()));
    lists
        .flat_map(items)
        .filter_map(|item| field_text(item, "use"))
        .map(str::to_owned)
        .collect()
}

/// Checks a playbook with all it uses.
pub(super) fn check(given: &Given<'_>, found: &mut Vec<Diagnostic>) -> Option<Checked> {
    let before = found.len();
    let Parsed { text: file, tree } = given.playbook;
    fits(
        file,
        tree,
        if given.base.is_some() { &CHANGES } else { &PLAYBOOK },
        found,
    );
    if let Some(base) = given.base {
        fits(&base.text, &base.tree, &PLAYBOOK, found);
    }
    unknown_phases(tree, &mut found[before..]);
    for parsed in given.steps.values() {
        fits(&parsed.text, &parsed.tree, &STEP_FILE, found);
    }
    let mut vocabulary = Vocabulary::default();
    for shared in given.vocabulary {
        fits(&shared.text, &shared.tree, &FACTS_FILE, found);
        if let Some(facts) = field(&shared.tree, "facts") {
            vocabulary.declare(&shared.text, facts, found);
        }
    }
    // What stands later counts, so the playbook's own comes after that of the one it is based on.
    let written: Vec<&Parsed> = given.base.into_iter().chain([given.playbook]).collect();
    for playbook in &written {
        if let Some(facts) = field(&playbook.tree, "facts") {
            vocabulary.declare(&playbook.text, facts, found);
        }
    }
    let roles = roles(&written);
    let own = drafts(given.playbook, given, found);
    let drafts = match given.base {
        None => own,
        Some(base) => {
            let mut all = changes::apply(given.playbook, drafts(base, given, found), found);
            all.extend(own);
            all.sort_by_key(|draft| draft.phase);
            all
        }
    };
    if let Some(first) = drafts.get(MAX_STEPS) {
        let message = format!("this is step {}; {MAX_STEPS} are the limit", MAX_STEPS + 1);
        found.push(first.text.fault("too-many-steps", first.at.clone(), message));
        return None;
    }
    let known = Known::new(&vocabulary, &drafts, &roles, given, found);
    let mut links = Vec::new();
    let mut steps: Vec<(&Draft<'_>, Step)> = Vec::new();
    for draft in &drafts {
        if found.len() >= MOST_FAULTS {
            break;
        }
        let step = super::step::build(draft, &known, found, &mut links);
        match (step, steps.iter().find(|(_, other)| other.id == draft.id)) {
            (step, None) => steps.extend(step.map(|step| (draft, step))),
            (step, Some((first, other))) => {
                let different = step.is_some_and(|step| !step.same_text(other));
                found.push(twice(draft, first, different));
            }
        }
    }
    if drafts.is_empty() && found.len() == before {
        let at = entries(tree).first().map_or(tree.at.clone(), |(key, _)| key.at.clone());
        found.push(
            file.fault("no-steps", at, "this playbook has no steps")
                .helped("list them under `confirm`, `contain`, `notify`, `audit` or `learn`"),
        );
    }
    cycles(&links, found);
    let with = |name: &str| {
        let mut written = written.iter().rev();
        written.find(|playbook| field(&playbook.tree, name).is_some())
    };
    let first = with("first")
        .and_then(|playbook| Some((playbook, field(&playbook.tree, "first")?)))
        .map_or_else(First::default, |(playbook, node)| {
            first_minutes(&playbook.text, node, &known, found)
        });
    let starts = with("use-when").map_or_else(Vec::new, |playbook| starts(playbook, &known, found));
    if has_errors(&found[before..]) {
        return None;
    }
    let steps: Vec<Step> = steps.into_iter().map(|(_, step)| step).collect();
    let used = known.used_facts(&steps, &first, &starts);
    let declared: Vec<_> = used.iter().filter_map(|name| vocabulary.get(name)).collect();
    let used_vocabulary = declared.iter().map(|declared| declared.text.file.clone()).collect();
    let facts: Vec<FactDef> = declared.iter().map(|declared| declared.fact.clone()).collect();
    let head = |name: &str| -> String {
        let written = with(name).and_then(|playbook| field_text(&playbook.tree, name));
        written.map(line).unwrap_or_default()
    };
    let all = |name: &str| with(name).map_or_else(Vec::new, |playbook| texts(&playbook.tree, name));
    let digests = drafts.iter().map(|draft| (draft.id.clone(), draft.digest())).collect();
    Some(Checked {
        playbook: Playbook {
            plan: PLAN,
            id: head("playbook"),
            title: head("title"),
            summary: head("summary"),
            incident_title: head("incident-title"),
            use_when: with("use-when").map_or_else(Vec::new, |playbook| situations(&playbook.tree)),
            sources: all("sources"),
            first,
            starts,
            roles,
            facts,
            steps,
        },
        used_vocabulary,
        digests,
    })
}

/// A field that is unknown and holds steps is meant as a phase.
fn unknown_phases(tree: &Node, found: &mut [Diagnostic]) {
    let is_step = |item: &Node| field(item, "step").is_some() || field(item, "use").is_some();
    let phases = entries(tree)
        .iter()
        .filter(|(_, value)| items(value).iter().any(is_step));
    for (key, _) in phases {
        let is_it = |fault: &&mut Diagnostic| fault.code == "unknown-field" && fault.span == key.at;
        if let Some(fault) = found.iter_mut().find(is_it) {
            fault.code = "unknown-phase";
            fault.message = format!("no phase `{}`", key.text);
            let phases = || "the phases are `confirm`, `contain`, `notify`, `audit` and `learn`".to_owned();
            fault.help.get_or_insert_with(phases);
        }
    }
}

/// The texts of a list field.
pub(super) fn texts(node: &Node, name: &str) -> Vec<String> {
    let list = field(node, name).map(items).unwrap_or_default();
    list.iter().filter_map(text).map(line).collect()
}

/// The roles of these playbooks; a later one takes the place of an earlier one of the same id.
fn roles(written: &[&Parsed]) -> Vec<Role> {
    let mut roles: Vec<Role> = Vec::new();
    for playbook in written {
        for (key, value) in field(&playbook.tree, "roles").map(entries).unwrap_or_default() {
            let role = Role {
                id: key.text.clone(),
                title: field_text(value, "title").map(line).unwrap_or_default(),
                does: field_text(value, "does").map(line).unwrap_or_default(),
            };
            match roles.iter_mut().find(|known| known.id == role.id) {
                Some(known) if written.len() > 1 => *known = role,
                _ => roles.push(role),
            }
        }
    }
    roles
}

fn drafts<'a>(playbook: &'a Parsed, given: &Given<'a>, found: &mut Vec<Diagnostic>) -> Vec<Draft<'a>> {
    let file = &playbook.text;
    let mut drafts = Vec::new();
    for phase in Phase::ALL {
        let list = field(&playbook.tree, phase.name()).map(items).unwrap_or_default();
        for item in list {
            if let Some(node) = field(item, "step") {
                let Some(id) = text(node) else { continue };
                drafts.push(Draft::own(id, phase, file, node.at.clone(), item));
            } else if let Some(node) = field(item, "use") {
                let Some(id) = text(node) else { continue };
                let shared = given.steps.get(id);
                if shared.is_none() && !given.broken.contains(id) && is_id(id) {
                    let near = did_you_mean(id, given.library.iter().map(String::as_str));
                    let mut fault =
                        file.fault("unknown-shared-step", node.at.clone(), format!("no shared step `{id}`"));
                    fault.help = Some(match near {
                        Some(near) => format!("did you mean `{near}`?"),
                        None => "a step of your own begins with `step:`".to_owned(),
                    });
                    found.push(fault);
                }
                drafts.push(Draft::used(id, phase, file, node.at.clone(), item, shared));
            }
        }
    }
    drafts
}

fn twice(draft: &Draft<'_>, first: &Draft<'_>, different: bool) -> Diagnostic {
    let file = draft.text;
    let mut fault = if different {
        file.fault(
            "two-texts-one-id",
            draft.at.clone(),
            format!("two different steps are called `{}`", draft.id),
        )
        .helped("give one of them another name")
    } else {
        file.fault(
            "duplicate-id",
            draft.at.clone(),
            format!("the step `{}` appears twice", draft.id),
        )
        .helped("remove one of the two")
    };
    if first.text.file == file.file {
        fault.also.push(Also {
            span: first.at.clone(),
            label: "first here".to_owned(),
        });
    }
    fault
}

/// The words of each situation of `use-when`.
fn situations(tree: &Node) -> Vec<String> {
    let all = field(tree, "use-when").map(items).unwrap_or_default().iter();
    all.filter_map(|item| text(item).or_else(|| field_text(item, "when")))
        .map(line)
        .collect()
}

/// The situations that have a first page of their own.
fn starts(playbook: &Parsed, known: &Known<'_>, found: &mut Vec<Diagnostic>) -> Vec<Start> {
    let Parsed { text: file, tree } = playbook;
    let all = field(tree, "use-when").map(items).unwrap_or_default().iter();
    all.filter_map(|item| {
        let answers = field(item, "known").map(entries).unwrap_or_default().iter();
        Some(Start {
            when: line(field_text(item, "when")?),
            incident_title: field_text(item, "incident-title").map(line),
            known: answers
                .filter_map(|(name, node)| known_fact(file, name, node, known, found))
                .collect(),
            first: first_minutes(file, field(item, "first")?, known, found),
        })
    })
    .collect()
}

/// A fact that a choice at the start answers. Only what reads the same at any time and place.
fn known_fact(
    file: &Text,
    name: &Key,
    node: &Node,
    known: &Known<'_>,
    found: &mut Vec<Diagnostic>,
) -> Option<KnownFact> {
    let Some(declared) = known.vocabulary.get(&name.text) else {
        let message = format!("no shared fact `{}`", name.text);
        let mut fault = file.fault("unknown-fact", name.at.clone(), message);
        let names = known.vocabulary.iter().map(|declared| declared.fact.name.as_str());
        fault.help = nearest(&name.text, names);
        found.push(fault);
        return None;
    };
    let kind = &declared.fact.kind;
    if !matches!(kind, Kind::YesNo | Kind::Select(_) | Kind::MultiSelect(_)) {
        let message = format!("a choice at the start cannot answer `{}`: it is {kind}", name.text);
        let fault = file.fault("wrong-type", name.at.clone(), message);
        found.push(fault.helped("only yes-no questions and choices are answered so"));
        return None;
    }
    let answer = text(node)?.trim();
    match read_choice(answer, kind) {
        Ok(_) => Some(KnownFact {
            fact: name.text.clone(),
            answer: answer.to_owned(),
        }),
        Err(why) => {
            found.push(file.fault("bad-option", node.at.clone(), why.trim_end_matches('.')));
            None
        }
    }
}

fn first_minutes(file: &Text, node: &Node, known: &Known<'_>, found: &mut Vec<Diagnostic>) -> First {
    let called = field(node, "call").map(items).unwrap_or_default().iter();
    let called = called.filter_map(|node| Some((text(node)?, &node.at)));
    let told = field(node, "say").map(entries).unwrap_or_default().iter();
    for (id, at) in called.chain(told.map(|(key, _)| (key.text.as_str(), &key.at))) {
        found.extend(unknown_contact(id, known).map(|(message, help)| {
            let fault = file.fault("unknown-contact", at.clone(), message);
            fault.helped(help).doubt()
        }));
    }
    let mut say = Vec::new();
    for (key, value) in field(node, "say").map(entries).unwrap_or_default() {
        let Some(words) = text(value) else { continue };
        let is_fact = |name: &str| known.vocabulary.get(name).is_some();
        for (part, message) in template::slips(words, &is_fact) {
            let fault = file.fault("bad-placeholder", file.within(value, &part), message);
            found.push(fault.helped("write it like `{{ first_read_at }}`").doubt());
        }
        for (name, part) in template::names(words) {
            if known.vocabulary.get(name).is_none() {
                let mut fault = file.fault(
                    "unknown-fact",
                    file.within(value, &part),
                    format!("no shared fact `{name}`"),
                );
                fault.help = nearest(
                    name,
                    known.vocabulary.iter().map(|declared| declared.fact.name.as_str()),
                );
                found.push(fault);
            } else if !OPENING_FACTS.contains(&name) && !known.asked.contains_key(name) {
                found.push(
                    file.fault(
                        "never-asked",
                        file.within(value, &part),
                        format!("no step asks for `{name}`"),
                    )
                    .helped("add it under `ask` of a step"),
                );
            }
        }
        say.push(Say {
            to: key.text.clone(),
            text: line(words),
        });
    }
    First {
        do_not: texts(node, "do-not"),
        call: texts(node, "call"),
        say,
    }
}

/// Whom nobody could call, and what is meant: a role, a contact, or a desk that everybody has. A name unlike all of these is a
/// desk of the author's own, whose number may not be on file yet.
fn unknown_contact(id: &str, known: &Known<'_>) -> Option<(String, String)> {
    let contacts = &known.names?.contacts;
    if known.roles.contains(id) || contacts.contains(id) || DESKS.contains(&id) || !is_id(id) {
        return None;
    }
    let near = did_you_mean(id, known.roles.iter().chain(contacts).map(String::as_str).chain(DESKS))?;
    Some((
        format!("no role and no contact `{id}`"),
        format!("did you mean `{near}`?"),
    ))
}

/// Reports each ring of steps that wait for each other, once.
fn cycles(links: &[Link<'_>], found: &mut Vec<Diagnostic>) {
    let mut next: BTreeMap<&str, Vec<&Link<'_>>> = BTreeMap::new();
    for link in links {
        next.entry(link.from.as_str()).or_default().push(link);
    }
    let mut finished: BTreeSet<&str> = BTreeSet::new();
    for start in links {
        if finished.contains(start.from.as_str()) {
            continue;
        }
        // Walked by hand: two thousand steps in a row must not be two thousand calls deep.
        let mut path: Vec<(&str, usize)> = vec![(start.from.as_str(), 0)];
        while let Some((step, nth)) = path.last_mut() {
            let link = next.get(*step).and_then(|links| links.get(*nth)).copied();
            *nth += 1;
            let Some(link) = link else {
                finished.insert(*step);
                path.pop();
                continue;
            };
            let to = link.to.as_str();
            if let Some(begin) = path.iter().position(|(step, _)| *step == to) {
                let ring: Vec<String> = path[begin..]
                    .iter()
                    .map(|(step, _)| *step)
                    .chain([to])
                    .map(|step| format!("`{step}`"))
                    .collect();
                let message = match ring.len() {
                    2 => format!("`{to}` waits for itself"),
                    _ => format!("these steps wait for each other: {}", ring.join(" after ")),
                };
                found.push(
                    link.text
                        .fault("after-cycle", link.at.clone(), message)
                        .helped("remove one of the `after`"),
                );
            } else if !finished.contains(to) {
                path.push((to, 0));
            }
        }
    }
}
