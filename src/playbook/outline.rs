//! What a playbook says, part by part and field by field, as lines of text: what is compared, and what a playbook of changes
//! keeps of the one that it is based on.
//!
//! Made of what was resolved, never of the YAML. Everything a plan holds is in it.

use std::fmt::Write;

use serde_json::json;

use super::document::{due_from, passes};
use super::plan::{Due, FactDef, First, Gate, Instruction, Moment, Playbook, Question, Role, Say, Start, Step};
use crate::fact::Kind;
use crate::fact::narrower::offered;
use crate::hash::Hash;
use crate::schema::node::{entries, text};
use crate::schema::yaml::{Content, Node};

/// The most characters of a line that is kept as it is; of a longer one its checksum is kept.
const KEPT: usize = 40;

/// What a playbook says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outline {
    pub(super) parts: Vec<Said>,
    /// Long lines were kept as checksums.
    pub(super) is_kept: bool,
}

/// A part with what it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Said {
    pub(super) part: Part,
    /// Its lines by field; a field that says nothing has none.
    pub(super) fields: Vec<(String, Vec<String>)>,
}

/// A part of a playbook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// What stands at the top.
    Playbook,
    First,
    Role(String),
    /// A shared fact, by name.
    Fact(String),
    Step {
        id: String,
        /// Its title, as it is now.
        title: String,
    },
}

impl Part {
    /// The list that it stands in, in a file; and its name there.
    pub(super) fn key(&self) -> (&'static str, &str) {
        match self {
            Part::Playbook => ("playbook", ""),
            Part::First => ("first", ""),
            Part::Role(id) => ("roles", id),
            Part::Fact(name) => ("facts", name),
            Part::Step { id, .. } => ("steps", id),
        }
    }
}

impl Said {
    pub(super) fn lines(&self, field: &str) -> &[String] {
        let found = self.fields.iter().find(|(name, _)| name == field);
        found.map_or(&[], |(_, lines)| lines)
    }

    /// The list of steps that it stands in.
    pub(super) fn phase(&self) -> &str {
        self.lines("in").first().map_or("", String::as_str)
    }
}

impl Outline {
    pub fn of(playbook: &Playbook) -> Self {
        let said = |part: Part, fields: Fields| {
            let fields = fields.into_iter().map(|(name, lines)| (name.to_owned(), lines));
            Said {
                part,
                fields: fields.collect(),
            }
        };
        let mut parts = vec![
            said(Part::Playbook, head(playbook)),
            said(Part::First, first(&playbook.first)),
        ];
        let roles = playbook.roles.iter();
        parts.extend(roles.map(|role| said(Part::Role(role.id.clone()), role_fields(role))));
        let facts = playbook.facts.iter();
        parts.extend(facts.map(|fact| said(Part::Fact(fact.name.clone()), fact_fields(fact))));
        let steps = playbook.steps.iter();
        parts.extend(steps.map(|step| {
            let (id, title) = (step.id.clone(), step.title.clone());
            said(Part::Step { id, title }, step_fields(step))
        }));
        Outline { parts, is_kept: false }
    }

    /// What a file kept of it.
    pub(super) fn read(kept: &Node) -> Self {
        let mut parts = Vec::new();
        for (list, node) in entries(kept) {
            let each = match list.text.as_str() {
                "playbook" | "first" => vec![("", node)],
                _ => entries(node)
                    .iter()
                    .map(|(key, node)| (key.text.as_str(), node))
                    .collect(),
            };
            for (id, node) in each {
                let id = id.to_owned();
                let fields: Vec<(String, Vec<String>)> = entries(node)
                    .iter()
                    .map(|(key, node)| (key.text.clone(), lines_of(node)))
                    .collect();
                let title = fields.iter().find(|(name, _)| name == "title");
                let part = match list.text.as_str() {
                    "playbook" => Part::Playbook,
                    "first" => Part::First,
                    "roles" => Part::Role(id),
                    "facts" => Part::Fact(id),
                    _ => Part::Step {
                        title: title.and_then(|(_, lines)| lines.first()).unwrap_or(&id).clone(),
                        id,
                    },
                };
                parts.push(Said { part, fields });
            }
        }
        Outline { parts, is_kept: true }
    }

    /// What a file keeps of it, a line a part.
    pub(super) fn kept(&self) -> String {
        let mut text = String::new();
        let mut last = "";
        for said in &self.parts {
            let fields = said.fields.iter().filter(|(_, lines)| !lines.is_empty());
            let fields: Vec<String> = fields
                .map(|(name, lines)| {
                    let lines: Vec<String> = lines.iter().map(|line| json!(shortened(line)).to_string()).collect();
                    match lines.as_slice() {
                        [only] => format!("{name}: {only}"),
                        several => format!("{name}: [{}]", several.join(", ")),
                    }
                })
                .collect();
            let (list, id) = said.part.key();
            let fields = format!("{{{}}}", fields.join(", "));
            if id.is_empty() {
                let _ = writeln!(text, "    {list}: {fields}");
                continue;
            }
            if list != last {
                let _ = writeln!(text, "    {list}:");
                last = list;
            }
            let _ = writeln!(text, "      {id}: {fields}");
        }
        text
    }
}

/// The lines of a field, one or a list of them.
fn lines_of(node: &Node) -> Vec<String> {
    let nodes = match &node.content {
        Content::List(nodes) => nodes,
        _ => std::slice::from_ref(node),
    };
    nodes.iter().filter_map(text).map(str::to_owned).collect()
}

/// A line as it is kept: itself, or `=` and the beginning of its SHA-256 value.
pub(super) fn shortened(line: &str) -> String {
    if line.chars().count() <= KEPT && !line.starts_with('=') {
        return line.to_owned();
    }
    let checksum = Hash::of(line.as_bytes()).to_string();
    format!("={}", checksum.get(..8).unwrap_or_default())
}

/// Fields with their lines; a field that says nothing has none.
type Fields = Vec<(&'static str, Vec<String>)>;

fn one(text: &str) -> Vec<String> {
    vec![text.to_owned()]
}

fn optional(text: Option<&String>) -> Vec<String> {
    text.cloned().into_iter().collect()
}

fn head(playbook: &Playbook) -> Fields {
    // Another form or name is no difference in what is done; everything else is compared, here or elsewhere.
    let Playbook {
        plan: _,
        id: _,
        title,
        summary,
        incident_title,
        use_when,
        sources,
        first: _,
        starts,
        roles: _,
        facts: _,
        steps: _,
    } = playbook;
    vec![
        ("title", one(title)),
        ("summary", one(summary)),
        ("incident-title", one(incident_title)),
        (
            "use-when",
            use_when.iter().flat_map(|words| situation(words, starts)).collect(),
        ),
        ("sources", sources.clone()),
    ]
}

/// A situation, and how it is begun where that is its own.
fn situation(words: &str, starts: &[Start]) -> Vec<String> {
    let mut lines = vec![words.to_owned()];
    for start in starts.iter().filter(|start| start.when == words) {
        let Start {
            when: _,
            incident_title,
            known,
            first: minutes,
        } = start;
        lines.extend(incident_title.iter().map(|title| format!("incident-title: {title}")));
        lines.extend(
            known
                .iter()
                .map(|known| format!("known: {} is {}", known.fact, known.answer)),
        );
        let fields = first(minutes).into_iter();
        lines.extend(fields.flat_map(|(name, said)| said.into_iter().map(move |said| format!("{name}: {said}"))));
    }
    lines
}

fn first(first: &First) -> Fields {
    let First { do_not, call, say } = first;
    let said = |Say { to, text }: &Say| format!("{to}: {text}");
    vec![
        ("do-not", do_not.clone()),
        ("call", call.clone()),
        ("say", say.iter().map(said).collect()),
    ]
}

fn role_fields(role: &Role) -> Fields {
    let Role { id: _, title, does } = role;
    vec![("title", one(title)), ("does", one(does))]
}

fn fact_fields(fact: &FactDef) -> Fields {
    let FactDef {
        name: _,
        kind,
        ask,
        hint,
        title,
    } = fact;
    vec![
        ("type", one(&kind_words(kind))),
        ("ask", one(ask)),
        ("hint", optional(hint.as_ref())),
        ("title", optional(title.as_ref())),
    ]
}

fn step_fields(step: &Step) -> Fields {
    let Step {
        id: _,
        phase,
        title,
        owner,
        why,
        instructions,
        questions,
        when,
        after,
        gates,
        aim,
        due,
        repeat,
        run,
        notice,
        depends_on,
        required,
        sources,
        // Whether the words were taken from the step library or written out does not change them.
        shared: _,
    } = step;
    let aim = aim.as_ref().map(|aim| match &aim.after {
        Some(step) => format!("{} after {step}", aim.span),
        None => format!("{} after opening", aim.span),
    });
    let required = if *required {
        Vec::new()
    } else {
        one("false: does not block closing")
    };
    vec![
        ("in", one(phase.name())),
        ("title", one(title)),
        ("owner", one(owner)),
        ("why", one(why)),
        ("do", instructions.iter().map(instruction).collect()),
        ("ask", questions.iter().map(question).collect()),
        ("when", when.iter().map(ToString::to_string).collect()),
        ("after", after.clone()),
        ("gate", gates.iter().map(gate).collect()),
        ("aim", aim.into_iter().collect()),
        ("due", due.iter().map(duty_of).collect()),
        ("repeat", repeat.iter().map(passes).collect()),
        ("run", run.iter().map(|run| json!(run).to_string()).collect()),
        ("notice", optional(notice.as_ref())),
        ("depends-on", depends_on.clone()),
        ("required", required),
        ("sources", sources.clone()),
    ]
}

fn duty_of(due: &Due) -> String {
    due_from(due, |moment| match moment {
        Moment::Fact(name) => name.clone(),
        Moment::Step(name) => format!("{name} (a step)"),
    })
}

fn gate(gate: &Gate) -> String {
    gate.to_string()
}

fn instruction(instruction: &Instruction) -> String {
    let Instruction { text, command } = instruction;
    match command {
        Some(command) if text.is_empty() => format!("`{command}`"),
        Some(command) => format!("`{command}` {text}"),
        None => text.replace('\n', " / "),
    }
}

fn question(question: &Question) -> String {
    let Question {
        fact,
        local: _,
        kind,
        ask,
        hint,
        required,
    } = question;
    let needed = if *required { ", required" } else { "" };
    let hint = hint.as_ref().map_or_else(String::new, |hint| format!(" ({hint})"));
    format!("{fact} ({}{needed}): {ask}{hint}", kind_words(kind))
}

/// A type with everything that belongs to it.
fn kind_words(kind: &Kind) -> String {
    match kind {
        Kind::Select(options) | Kind::MultiSelect(options) => format!("{kind}: {}", offered(options).join(", ")),
        Kind::Table(columns) => {
            let columns: Vec<String> = columns
                .iter()
                .map(|column| format!("{} {}", column.name, kind_words(&column.kind)))
                .collect();
            format!("{kind}: {}", columns.join(", "))
        }
        kind => kind.to_string(),
    }
}
