//! What one playbook says differently from another, by step and by field, in words.
//!
//! Compares what was resolved, never the YAML: a copy with every shared step written out is no difference, nor is another
//! name. Everything a plan holds is compared. Knows nothing of incidents, files or terminals.

use serde_json::{Value, json};
use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::document::{due_from, passes};
use super::plan::{Due, FactDef, First, Gate, Instruction, Moment, Phase, Playbook, Question, Role, Say, Step};
use crate::fact::Kind;
use crate::text::{count, list_plain, visible_line, wrap};

/// Every difference between two playbooks, in the order in which a reader meets them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Difference {
    pub changes: Vec<Change>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    pub part: Part,
    pub what: What,
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

/// What became of a part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// It is new: where it stands, and what it says, by field.
    Added(String, Vec<Field>),
    /// It is gone; where it stood.
    Removed(String),
    /// It stands elsewhere: where it stood, and where it stands.
    Moved(String, String),
    Changed(Field),
}

/// A field and its lines that are not the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its name in a playbook.
    pub name: &'static str,
    /// Its lines that went and came, in order.
    pub lines: Vec<Line>,
}

/// A line of a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Line {
    PromptError(String),
    Came(String),
}

/// What `mine` says differently from `base`.
pub fn difference(mine: &Playbook, base: &Playbook) -> Difference {
    let mut found = Vec::new();
    let change = |part: &Part, field: Field| Change {
        part: part.clone(),
        what: What::Changed(field),
    };
    for (part, mine, base) in [
        (Part::Playbook, head(mine), head(base)),
        (Part::First, first(&mine.first), first(&base.first)),
    ] {
        found.extend(changed(base, mine).into_iter().map(|field| change(&part, field)));
    }
    found.extend(roles(&mine.roles, &base.roles));
    // A shared fact comes and goes with the questions and conditions that name it, and those are named where they stand.
    for fact in &mine.facts {
        let theirs = base.facts.iter().find(|known| known.name == fact.name);
        let part = Part::Fact(fact.name.clone());
        let fields = theirs.map_or_else(Vec::new, |theirs| changed(fact_fields(theirs), fact_fields(fact)));
        found.extend(fields.into_iter().map(|field| change(&part, field)));
    }
    found.extend(steps(mine, base));
    Difference { changes: found }
}

impl Difference {
    /// Whether both say the same.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// The differences in words, for a screen of this width: nothing when there are none.
    pub fn words(&self, width: usize) -> String {
        let mut lines: Vec<String> = Vec::new();
        let mut last: Option<&Part> = None;
        for change in &self.changes {
            if last != Some(&change.part) {
                if last.is_some() {
                    lines.push(String::new());
                }
                lines.extend(wrap(&heading(&change.part), width, "  ", "    "));
            }
            last = Some(&change.part);
            let put = |lines: &mut Vec<String>, text: &str| lines.extend(wrap(text, width, "    ", "      "));
            match &change.what {
                What::Added(place, fields) => {
                    put(&mut lines, &format!("new, {place}"));
                    fields.iter().for_each(|field| field.put(&mut lines, width));
                }
                What::Removed(place) => put(&mut lines, &format!("left out; it was {place}")),
                What::Moved(from, to) => put(&mut lines, &format!("moved: it was {from}, and is {to}")),
                What::Changed(field) => field.put(&mut lines, width),
            }
        }
        lines.iter().map(|line| format!("{}\n", line.trim_end())).collect()
    }

    /// How much is different, in a few words: `1 step is new, 2 steps say something else`.
    pub fn summary(&self) -> String {
        let of = |fits: fn(&What) -> bool| {
            let mut ids: Vec<&str> = Vec::new();
            for change in &self.changes {
                if let Part::Step { id, .. } = &change.part
                    && fits(&change.what)
                    && !ids.contains(&id.as_str())
                {
                    ids.push(id);
                }
            }
            ids.len()
        };
        let elsewhere = self
            .changes
            .iter()
            .any(|change| !matches!(change.part, Part::Step { .. }));
        let mut parts: Vec<String> = [
            (of(|what| matches!(what, What::Added(..))), "new"),
            (of(|what| matches!(what, What::Removed(_))), "left out"),
            (of(|what| matches!(what, What::Moved(..))), "moved"),
            (of(|what| matches!(what, What::Changed(_))), "changed"),
        ]
        .into_iter()
        .filter(|(number, _)| *number > 0)
        .map(|(number, what)| format!("{} {what}", count(number, "step")))
        .collect();
        if elsewhere {
            parts.push("changes outside the steps".to_owned());
        }
        if parts.is_empty() {
            "no differences".to_owned()
        } else {
            list_plain(&parts, "and")
        }
    }

    /// The differences as JSON, one a field.
    pub fn to_json(&self) -> Vec<Value> {
        self.changes.iter().map(to_json).collect()
    }
}

impl Field {
    fn put(&self, lines: &mut Vec<String>, width: usize) {
        lines.extend(wrap(self.name, width, "    ", "    "));
        for line in &self.lines {
            let (sign, text) = match line {
                Line::PromptError(text) => ('-', text),
                Line::Came(text) => ('+', text),
            };
            let first = format!("      {sign} ");
            lines.extend(wrap(&visible_line(text), width, &first, "        "));
        }
    }

    fn sides(&self) -> (Vec<&str>, Vec<&str>) {
        let (mut gone, mut came) = (Vec::new(), Vec::new());
        for line in &self.lines {
            match line {
                Line::PromptError(text) => gone.push(text.as_str()),
                Line::Came(text) => came.push(text.as_str()),
            }
        }
        (gone, came)
    }
}

fn to_json(change: &Change) -> Value {
    let mut item = match &change.part {
        Part::Playbook => json!({"of": "playbook"}),
        Part::First => json!({"of": "first"}),
        Part::Role(id) => json!({"of": "role", "id": id}),
        Part::Fact(name) => json!({"of": "fact", "id": name}),
        Part::Step { id, title } => json!({"of": "step", "id": id, "title": title}),
    };
    match &change.what {
        What::Added(place, fields) => {
            item["what"] = json!("added");
            item["stands"] = json!(place);
            for field in fields {
                item["says"][field.name] = json!(field.sides().1);
            }
        }
        What::Removed(place) => {
            item["what"] = json!("removed");
            item["stood"] = json!(place);
        }
        What::Moved(from, to) => {
            item["what"] = json!("moved");
            item["stood"] = json!(from);
            item["stands"] = json!(to);
        }
        What::Changed(field) => {
            let (gone, came) = field.sides();
            item["what"] = json!("changed");
            item["field"] = json!(field.name);
            item["gone"] = json!(gone);
            item["came"] = json!(came);
        }
    }
    item
}

fn heading(part: &Part) -> String {
    let text = match part {
        Part::Playbook => "The playbook".to_owned(),
        Part::First => "The first five minutes".to_owned(),
        Part::Role(id) => format!("Role {id}"),
        Part::Fact(name) => format!("Fact {name}"),
        Part::Step { id, title } => format!("{title} ({id})"),
    };
    visible_line(&text).into_owned()
}

/// Fields with their lines; a field that says nothing has none.
type Fields = Vec<(&'static str, Vec<String>)>;

fn changed(base: Fields, mine: Fields) -> Vec<Field> {
    base.into_iter()
        .zip(mine)
        .filter(|((_, base), (_, mine))| base != mine)
        .map(|((name, base), (_, mine))| Field {
            name,
            lines: lines(&base, &mine),
        })
        .collect()
}

fn lines(base: &[String], mine: &[String]) -> Vec<Line> {
    let mut found = Vec::new();
    for op in capture_diff_slices(Algorithm::Myers, base, mine) {
        if !matches!(op, DiffOp::Equal { .. }) {
            found.extend(base[op.old_range()].iter().cloned().map(Line::PromptError));
            found.extend(mine[op.new_range()].iter().cloned().map(Line::Came));
        }
    }
    found
}

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
        roles: _,
        facts: _,
        steps: _,
    } = playbook;
    vec![
        ("title", one(title)),
        ("summary", one(summary)),
        ("incident-title", one(incident_title)),
        ("use-when", use_when.clone()),
        ("sources", sources.clone()),
    ]
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

fn roles(mine: &[Role], base: &[Role]) -> Vec<Change> {
    let mut found = Vec::new();
    for role in mine {
        let part = Part::Role(role.id.clone());
        match base.iter().find(|known| known.id == role.id) {
            Some(theirs) => found.extend(
                changed(role_fields(theirs), role_fields(role))
                    .into_iter()
                    .map(|field| Change {
                        part: part.clone(),
                        what: What::Changed(field),
                    }),
            ),
            None => found.push(Change {
                part,
                what: What::Added("among the roles".to_owned(), says(role_fields(role))),
            }),
        }
    }
    let gone = base.iter().filter(|role| mine.iter().all(|known| known.id != role.id));
    found.extend(gone.map(|role| Change {
        part: Part::Role(role.id.clone()),
        what: What::Removed("among the roles".to_owned()),
    }));
    found
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

/// Everything that a part says, as lines that came.
fn says(fields: Fields) -> Vec<Field> {
    let with_lines = fields.into_iter().filter(|(_, lines)| !lines.is_empty());
    with_lines
        .map(|(name, lines)| Field {
            name,
            lines: lines.into_iter().map(Line::Came).collect(),
        })
        .collect()
}

fn steps(mine: &Playbook, base: &Playbook) -> Vec<Change> {
    let mut found = Vec::new();
    let moved = moved(mine, base);
    for step in &mine.steps {
        let part = Part::Step {
            id: step.id.clone(),
            title: step.title.clone(),
        };
        let Some(theirs) = base.step(&step.id) else {
            found.push(Change {
                part,
                what: What::Added(place(mine, step), says(step_fields(step))),
            });
            continue;
        };
        if moved.contains(&step.id.as_str()) {
            found.push(Change {
                part: part.clone(),
                what: What::Moved(place(base, theirs), place(mine, step)),
            });
        }
        found.extend(
            changed(step_fields(theirs), step_fields(step))
                .into_iter()
                .map(|field| Change {
                    part: part.clone(),
                    what: What::Changed(field),
                }),
        );
    }
    let gone = base.steps.iter().filter(|step| mine.step(&step.id).is_none());
    found.extend(gone.map(|step| Change {
        part: Part::Step {
            id: step.id.clone(),
            title: step.title.clone(),
        },
        what: What::Removed(place(base, step)),
    }));
    found
}

/// Ids of the steps that stand in another list, or in another order among those that stayed in theirs.
fn moved<'a>(mine: &'a Playbook, base: &'a Playbook) -> Vec<&'a str> {
    let phase_of = |playbook: &Playbook, id: &str| playbook.step(id).map(|step| step.phase);
    let mut found: Vec<&str> = mine
        .steps
        .iter()
        .filter(|step| phase_of(base, &step.id).is_some_and(|phase| phase != step.phase))
        .map(|step| step.id.as_str())
        .collect();
    for phase in Phase::ALL {
        let stayed = |one: &'a Playbook, other: &'a Playbook| -> Vec<&'a str> {
            let here = one.steps.iter().filter(|step| step.phase == phase);
            here.filter(|step| phase_of(other, &step.id) == Some(phase))
                .map(|step| step.id.as_str())
                .collect()
        };
        let (before, now) = (stayed(base, mine), stayed(mine, base));
        for op in capture_diff_slices(Algorithm::Myers, &before, &now) {
            if !matches!(op, DiffOp::Equal { .. }) {
                found.extend(&now[op.new_range()]);
            }
        }
    }
    found
}

/// Where a step stands: `in contain, after "Save the logs"`.
fn place(playbook: &Playbook, step: &Step) -> String {
    let before = playbook
        .steps
        .iter()
        .take_while(|known| known.id != step.id)
        .filter(|known| known.phase == step.phase)
        .last();
    match before {
        Some(before) => format!("in {}, after \"{}\"", step.phase, before.title),
        None => format!("in {}, first", step.phase),
    }
}

fn step_fields(step: &Step) -> Fields {
    let Step {
        id: _,
        phase: _,
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
    let required = match required {
        true => Vec::new(),
        false => one("false: does not block closing"),
    };
    vec![
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
        None => text.clone(),
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
        Kind::Select(options) | Kind::MultiSelect(options) => format!("{kind}: {}", options.join(", ")),
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

#[cfg(test)]
mod tests;
