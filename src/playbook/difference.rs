//! What one playbook says differently from another, by step and by field, in words: a copy with every shared step written
//! out is no difference, nor is another name. Knows nothing of incidents, files or terminals.

use serde_json::{Value, json};
use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::outline::{Outline, Said, shortened};
use super::plan::{Phase, Playbook};
use crate::text::{count, list_plain, visible_line, wrap};

pub use super::outline::Part;

/// What stands for a line of which only a checksum was kept.
const NOT_KEPT: &str = "(other words)";

/// Every difference between two playbooks, in the order in which a reader meets them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Difference {
    pub changes: Vec<Change>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    pub part: Part,
    pub fate: Fate,
}

/// What became of a part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
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
    pub name: String,
    /// Its lines that went and came, in order.
    pub lines: Vec<Line>,
}

/// A line of a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Line {
    Gone(String),
    Came(String),
}

/// What `mine` says differently from `base`.
pub fn difference(mine: &Playbook, base: &Playbook) -> Difference {
    compare(&Outline::of(mine), &Outline::of(base))
}

/// The same of what two playbooks say.
pub(super) fn compare(mine: &Outline, base: &Outline) -> Difference {
    let mut changes = Vec::new();
    for list in ["playbook", "first", "roles", "facts", "steps"] {
        let of = |outline: &'_ Outline| -> Vec<Said> {
            let parts = outline.parts.iter().filter(|said| said.part.key().0 == list);
            parts.cloned().collect()
        };
        let (mine, theirs) = (of(mine), of(base));
        let moved = moved(&mine, &theirs);
        let is_own_part = matches!(list, "roles" | "steps");
        let twin = |said: &Said, others: &[Said]| others.iter().position(|other| other.part.key() == said.part.key());
        for said in &mine {
            let mut add = |fate| {
                changes.push(Change {
                    part: said.part.clone(),
                    fate,
                });
            };
            let Some(other) = twin(said, &theirs).map(|nth| &theirs[nth]) else {
                // A shared fact comes and goes with the questions and conditions that name it, and those are named where
                // they stand.
                if is_own_part {
                    add(Fate::Added(place(&mine, said), says(said)));
                }
                continue;
            };
            if moved.contains(&said.part.key().1) {
                add(Fate::Moved(place(&theirs, other), place(&mine, said)));
            }
            for (name, lines) in said.fields.iter().filter(|(name, _)| name != "in") {
                let lines = self::lines(other.lines(name), lines, base.is_kept);
                if !lines.is_empty() {
                    let name = name.clone();
                    add(Fate::Changed(Field { name, lines }));
                }
            }
        }
        let gone = theirs.iter().filter(|said| is_own_part && twin(said, &mine).is_none());
        changes.extend(gone.map(|said| Change {
            part: said.part.clone(),
            fate: Fate::Removed(place(&theirs, said)),
        }));
    }
    Difference { changes }
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
            match &change.fate {
                Fate::Added(place, fields) => {
                    put(&mut lines, &format!("new, {place}"));
                    fields.iter().for_each(|field| field.put(&mut lines, width));
                }
                Fate::Removed(place) => put(&mut lines, &format!("left out; it was {place}")),
                Fate::Moved(from, to) => put(&mut lines, &format!("moved: it was {from}, and is {to}")),
                Fate::Changed(field) => field.put(&mut lines, width),
            }
        }
        lines.iter().map(|line| format!("{}\n", line.trim_end())).collect()
    }

    /// How much is different, in a few words: `1 step is new, 2 steps say something else`.
    pub fn summary(&self) -> String {
        let of = |fits: fn(&Fate) -> bool| {
            let mut ids: Vec<&str> = Vec::new();
            for change in &self.changes {
                if let Part::Step { id, .. } = &change.part
                    && fits(&change.fate)
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
            (of(|what| matches!(what, Fate::Added(..))), "new"),
            (of(|what| matches!(what, Fate::Removed(_))), "left out"),
            (of(|what| matches!(what, Fate::Moved(..))), "moved"),
            (of(|what| matches!(what, Fate::Changed(_))), "changed"),
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
        lines.extend(wrap(&self.name, width, "    ", "    "));
        for line in &self.lines {
            let (sign, text) = match line {
                Line::Gone(text) => ('-', text),
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
                Line::Gone(text) => gone.push(text.as_str()),
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
    match &change.fate {
        Fate::Added(place, fields) => {
            item["what"] = json!("added");
            item["stands"] = json!(place);
            for field in fields {
                item["says"][&field.name] = json!(field.sides().1);
            }
        }
        Fate::Removed(place) => {
            item["what"] = json!("removed");
            item["stood"] = json!(place);
        }
        Fate::Moved(from, to) => {
            item["what"] = json!("moved");
            item["stood"] = json!(from);
            item["stands"] = json!(to);
        }
        Fate::Changed(field) => {
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

/// The lines that went and came. `is_kept`: of those that were long only checksums are known.
fn lines(base: &[String], mine: &[String], is_kept: bool) -> Vec<Line> {
    let as_known = |line: &String| if is_kept { shortened(line) } else { line.clone() };
    let known: Vec<String> = mine.iter().map(as_known).collect();
    let gone = |line: &String| {
        if is_kept && line.starts_with('=') {
            NOT_KEPT.to_owned()
        } else {
            line.clone()
        }
    };
    let mut found = Vec::new();
    for op in capture_diff_slices(Algorithm::Myers, base, &known) {
        if !matches!(op, DiffOp::Equal { .. }) {
            found.extend(base[op.old_range()].iter().map(gone).map(Line::Gone));
            found.extend(mine[op.new_range()].iter().cloned().map(Line::Came));
        }
    }
    found
}

/// Everything that a part says, as lines that came.
fn says(said: &Said) -> Vec<Field> {
    let with_lines = said
        .fields
        .iter()
        .filter(|(name, lines)| name != "in" && !lines.is_empty());
    with_lines
        .map(|(name, lines)| Field {
            name: name.clone(),
            lines: lines.iter().cloned().map(Line::Came).collect(),
        })
        .collect()
}

/// Ids of the steps that stand in another list, or in another order among those that stayed in theirs.
fn moved<'a>(mine: &'a [Said], base: &'a [Said]) -> Vec<&'a str> {
    let phase_of = |steps: &'a [Said], id: &str| steps.iter().find(|said| said.part.key().1 == id).map(Said::phase);
    let mut found = Vec::new();
    for said in mine {
        let id = said.part.key().1;
        if phase_of(base, id).is_some_and(|phase| phase != said.phase()) {
            found.push(id);
        }
    }
    for phase in Phase::ALL.map(Phase::name) {
        let stayed = |one: &'a [Said], other: &'a [Said]| -> Vec<&'a str> {
            let here = one
                .iter()
                .filter(|said| said.phase() == phase)
                .map(|said| said.part.key().1);
            here.filter(|id| phase_of(other, id) == Some(phase)).collect()
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

/// Where a part stands: `in contain, after "Save the logs"`.
fn place(all: &[Said], said: &Said) -> String {
    let Part::Step { id, .. } = &said.part else {
        return "among the roles".to_owned();
    };
    let before = all
        .iter()
        .take_while(|known| known.part.key().1 != id)
        .filter(|known| known.phase() == said.phase())
        .last();
    if said.phase().is_empty() {
        return "among the steps".to_owned();
    }
    match before.map(|before| &before.part) {
        Some(Part::Step { title, .. }) => format!("in {}, after \"{title}\"", said.phase()),
        _ => format!("in {}, first", said.phase()),
    }
}

#[cfg(test)]
mod tests;
