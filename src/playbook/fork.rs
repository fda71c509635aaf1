//! A playbook of one's own: a copy of another in one file, comments kept, or a small start.
//!
//! Copies are made of lines, never written anew from values, since only that keeps what people wrote beside them. The
//! result is text; writing it is for others.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::find::{Library, Parts, Rejected};
use super::outline::Outline;
use super::plan::{Gate, Phase, Playbook, Step};
use crate::schema::diagnostic::Diagnostic;
use crate::schema::node::{entries, field, items, text};
use crate::schema::reader::{flowed, is_id};
use crate::schema::source::{Parsed, Text};
use crate::schema::yaml::{Key, Node};

const STARTER: &str = include_str!("starter.yaml");
const CHANGES: &str = include_str!("changes.yaml");

/// A copy of a playbook under a new name: shared steps and facts written out, ready to edit.
pub fn new_from(wanted: &str, new_id: &str, library: &Library) -> Result<String, Rejected> {
    good_name(new_id)?;
    let loaded = library.load(wanted)?;
    let Parts { main, steps, facts } = library.parts(wanted)?;
    let root = parsed(&main)?;
    let mut page = Page::new(&main.text);
    let mut trees = BTreeMap::new();
    for (id, text) in &steps {
        trees.insert(id.as_str(), (text, parsed(text)?));
    }
    for item in Phase::ALL
        .iter()
        .filter_map(|phase| field(&root, phase.name()))
        .flat_map(items)
    {
        let used = field(item, "use").and_then(text);
        let Some((id, (shared, tree))) = used.and_then(|id| trees.get_key_value(id)) else {
            continue;
        };
        let Some(step) = loaded.playbook.step(id) else { continue };
        let item = Item {
            page: &page,
            node: item,
            step,
        };
        let edit = item.written_out(&Page::new(&shared.text), tree);
        page.edits.push(edit);
    }
    if let Some(name) = field(&root, "playbook") {
        page.replace(name, new_id);
    }
    let facts = facts.iter().map(|text| Ok((Page::new(&text.text), parsed(text)?)));
    page.add_facts(&root, &facts.collect::<Result<Vec<_>, _>>()?, &loaded.playbook);
    let copy = page.finish();
    let expected = loaded.playbook.written_out(new_id);
    // Lines can be laid out in ways that cannot be moved, such as aliases of whole steps: better no copy than a wrong one.
    match library.load_instead(wanted, &copy) {
        Ok(copied) if copied.playbook == expected => Ok(copy),
        _ => Err(Rejected {
            diagnostics: vec![
                Diagnostic::whole("not-copied", &main.file, "cannot be copied as it is laid out")
                    .helped("write its steps as lists with `- `, without anchors and aliases"),
            ],
            texts: Vec::new(),
        }),
    }
}

/// A playbook that says only what it changes in another one, which is nothing yet.
pub fn changes_from(wanted: &str, new_id: &str, library: &Library) -> Result<String, Rejected> {
    good_name(new_id)?;
    let loaded = library.load(wanted)?;
    if !is_id(wanted) || loaded.since.is_some() {
        let message = "is no playbook that changes can be based on";
        let fault = Diagnostic::whole("unknown-playbook", wanted, message)
            .helped("name one of `breach playbook list` that is written out, or copy it with `--whole`");
        return Err(Rejected {
            diagnostics: vec![fault],
            texts: Vec::new(),
        });
    }
    let example = loaded.playbook.steps.first().map_or("a-step", |step| &step.id);
    Ok(CHANGES
        .replace("my-playbook", new_id)
        .replace("its-base", wanted)
        .replace("its-step", example)
        .replace("    all-of-it: {}\n", &Outline::of(&loaded.playbook).kept()))
}

/// A small playbook to begin with. It has no mistakes.
pub fn new_empty(new_id: &str) -> Result<String, Rejected> {
    good_name(new_id)?;
    Ok(STARTER.replace("my-playbook", new_id))
}

fn name_of((key, _): &(Key, Node)) -> String {
    key.text.clone()
}

fn good_name(new_id: &str) -> Result<(), Rejected> {
    if is_id(new_id) {
        return Ok(());
    }
    let fault = Diagnostic::whole("bad-id", new_id, "cannot be the name of a playbook")
        .helped("use lower-case letters, digits and single `-`, such as `our-card-playbook`");
    Err(Rejected {
        diagnostics: vec![fault],
        texts: Vec::new(),
    })
}

fn parsed(text: &Text) -> Result<Node, Rejected> {
    let parsed = Parsed::read(&text.file, &text.text).map_err(|diagnostics| Rejected {
        diagnostics,
        texts: Vec::new(),
    })?;
    Ok(parsed.tree)
}

/// Lines that stand for others.
struct Edit {
    lines: Range<usize>,
    by: Vec<String>,
}

struct Page<'a> {
    text: &'a str,
    lines: Vec<&'a str>,
    edits: Vec<Edit>,
}

impl<'a> Page<'a> {
    fn new(text: &'a str) -> Self {
        Page {
            text,
            lines: text.lines().collect(),
            edits: Vec::new(),
        }
    }

    fn line_of(&self, byte: usize) -> usize {
        self.text[..byte.min(self.text.len())].matches('\n').count()
    }

    /// The line after the last that a value stands on.
    fn after(&self, node: &Node, least: usize) -> usize {
        let written = self.text[..node.at.end.min(self.text.len())].trim_end().len();
        (self.line_of(written) + 1).max(least + 1)
    }

    /// The lines of each field of a block mapping, comments above a field with it.
    fn segments(&self, node: &Node) -> Vec<(String, Range<usize>)> {
        let mut segments: Vec<(String, Range<usize>)> = Vec::new();
        for (key, value) in entries(node) {
            let line = self.line_of(key.at.start);
            let floor = segments.last().map_or(0, |(_, lines)| lines.end);
            let mut start = line;
            while start > floor && self.lines[start - 1].trim_start().starts_with('#') {
                start -= 1;
            }
            segments.push((key.text.clone(), start..self.after(value, line)));
        }
        segments
    }

    /// Lines with another indentation; empty ones stay empty.
    fn indented(&self, lines: Range<usize>, by: usize) -> Vec<String> {
        self.lines[lines].iter().map(|line| indent(line, by)).collect()
    }

    /// Replaces a value that stands on one line.
    fn replace(&mut self, node: &Node, by: &str) {
        let line = self.line_of(node.at.start);
        let start = self.text[..node.at.start].rfind('\n').map_or(0, |newline| newline + 1);
        let old = self.lines[line];
        let (from, to) = (node.at.start - start, (node.at.end - start).min(old.len()));
        self.edits.push(Edit {
            lines: line..line + 1,
            by: vec![format!("{}{by}{}", &old[..from], &old[to..])],
        });
    }

    /// Adds the shared facts that the playbook needs and does not declare itself.
    fn add_facts(&mut self, root: &Node, shared: &[(Page<'_>, Node)], playbook: &Playbook) {
        let own = field(root, "facts");
        let mut declared: BTreeSet<String> = own.map(entries).unwrap_or_default().iter().map(name_of).collect();
        let mut by = Vec::new();
        // The last file that declares a fact is the one that counts.
        for (shared, tree) in shared.iter().rev() {
            let Some(facts) = field(tree, "facts") else { continue };
            for (name, lines) in shared.segments(facts) {
                let used = playbook.facts.iter().any(|fact| fact.name == name);
                if used && declared.insert(name.clone()) {
                    let base = entries(facts).iter().find(|(key, _)| key.text == name);
                    let column = base.map_or(2, |(key, _)| shared.column(key.at.start));
                    by.extend(shared.indented(lines, 2).iter().map(|line| dedent(line, column)));
                }
            }
        }
        if by.is_empty() {
            return;
        }
        match own {
            Some(own) => {
                let key = entries(root).iter().find(|(key, _)| key.text == "facts");
                let line = key.map_or(0, |(key, _)| self.line_of(key.at.start));
                let flow = self.text[own.at.clone()].starts_with('{');
                let column = entries(own).first().map_or(2, |(key, _)| self.column(key.at.start));
                if flow {
                    by.insert(0, "facts:".to_owned());
                    by.extend(
                        entries(own)
                            .iter()
                            .map(|(key, value)| format!("  {}: {}", key.text, flowed(value))),
                    );
                    self.edits.push(Edit {
                        lines: line..self.after(own, line),
                        by,
                    });
                } else {
                    self.edits.push(Edit {
                        lines: line + 1..line + 1,
                        by: by
                            .iter()
                            .map(|line| indent(&dedent(line, 2_usize.saturating_sub(column)), column.saturating_sub(2)))
                            .collect(),
                    });
                }
            }
            None => {
                by.insert(0, "facts:".to_owned());
                by.push(String::new());
                let phase = |name: &str| Phase::ALL.iter().any(|phase| phase.name() == name);
                let before = self.segments(root).into_iter().find(|(name, _)| phase(name));
                let line = before.map_or(self.lines.len(), |(_, lines)| lines.start);
                self.edits.push(Edit { lines: line..line, by });
            }
        }
    }

    fn column(&self, byte: usize) -> usize {
        let start = self.text[..byte].rfind('\n').map_or(0, |newline| newline + 1);
        self.text[start..byte]
            .chars()
            .filter(|letter| *letter != '\u{feff}')
            .count()
    }

    fn finish(mut self) -> String {
        self.edits
            .sort_by_key(|edit| std::cmp::Reverse((edit.lines.start, edit.lines.end)));
        let mut lines: Vec<String> = self.lines.iter().map(|line| (*line).to_owned()).collect();
        for edit in self.edits {
            lines.splice(edit.lines, edit.by);
        }
        let mut text = lines.join("\n").replace('\u{feff}', "");
        text.push('\n');
        text
    }
}

/// An item `- use: …` of a playbook.
struct Item<'p, 'a> {
    page: &'p Page<'a>,
    node: &'p Node,
    step: &'p Step,
}

impl Item<'_, '_> {
    /// The item with the shared step in place of its name, and with its own fields merged in.
    fn written_out(&self, shared: &Page<'_>, tree: &Node) -> Edit {
        let first = entries(self.node)
            .first()
            .map_or(self.node.at.start, |(key, _)| key.at.start);
        let start = self.page.line_of(self.node.at.start);
        let lines = start..self.page.after(self.node, start);
        let flow = self.page.text[self.node.at.clone()].starts_with('{');
        let dash = self.page.lines[start].find('-').unwrap_or(0);
        let column = if flow { dash + 2 } else { self.page.column(first) };
        let own = if flow {
            Vec::new()
        } else {
            self.page.segments(self.node)
        };
        let own_lines = |name: &str| -> Option<Vec<String>> {
            let value = field(self.node, name)?;
            if flow {
                return Some(vec![format!("{}{name}: {}", " ".repeat(column), flowed(value))]);
            }
            let (_, lines) = own.iter().find(|(known, _)| known == name)?;
            let from = lines.start.max(start);
            let mut lines = self.page.indented(from..lines.end, 0);
            // The first field shares its line with the dash.
            if from == start
                && let Some(line) = lines.first_mut()
            {
                *line = line.replacen("- ", "  ", 1);
            }
            Some(lines)
        };
        let mut by = Vec::new();
        for (name, lines) in shared.segments(tree) {
            match name.as_str() {
                "format" => {}
                "step" => {
                    for line in &shared.lines[lines.start..lines.end.saturating_sub(1)] {
                        if !line.contains("yaml-language-server") {
                            by.push(indent(line, dash));
                        }
                    }
                    by.push(format!("{}- step: {}{}", " ".repeat(dash), self.step.id, self.remark()));
                }
                name => {
                    let replaced = own_lines(name);
                    let from_shared = replaced.is_none();
                    let written = replaced.unwrap_or_else(|| shared.indented(lines, column));
                    let value = field(self.node, name).or_else(|| field(tree, name));
                    let written = match value {
                        Some(value) if from_shared => self.fitting(name, value, written, column),
                        _ => written,
                    };
                    by.extend(written);
                    if name == "do" {
                        self.add_also(&mut by, value, column);
                    }
                }
            }
        }
        for (key, _) in entries(self.node) {
            let known = field(tree, &key.text).is_some();
            if !known && !matches!(key.text.as_str(), "use" | "do-also") {
                by.extend(own_lines(&key.text).unwrap_or_default());
            }
        }
        Edit { lines, by }
    }

    /// A remark that stands on the line of `use`.
    fn remark(&self) -> String {
        let Some(value) = field(self.node, "use") else {
            return String::new();
        };
        let rest = &self.page.text[value.at.end..];
        let rest = rest.lines().next().unwrap_or("").trim();
        if rest.starts_with('#') {
            format!("  {rest}")
        } else {
            String::new()
        }
    }

    /// A shared field without the names that this playbook does not have, as loading dropped them.
    fn fitting(&self, name: &str, value: &Node, written: Vec<String>, column: usize) -> Vec<String> {
        let margin = " ".repeat(column);
        let list = |kept: &[String]| match kept {
            [] => Vec::new(),
            kept => vec![format!("{margin}{name}: [{}]", kept.join(", "))],
        };
        let count = items(value).len();
        match name {
            "after" if count != self.step.after.len() => list(&self.step.after),
            "depends-on" if count != self.step.depends_on.len() => list(&self.step.depends_on),
            "aim" if self.step.aim.is_none() => Vec::new(),
            "gate" if count != self.step.gates.len() => {
                let kept = |item: &&Node| match entries(item).first() {
                    Some((key, id)) if key.text == "four-eyes" => {
                        let id = text(id).unwrap_or("");
                        self.step
                            .gates
                            .iter()
                            .any(|gate| matches!(gate, Gate::FourEyes(step) if step == id))
                    }
                    _ => true,
                };
                let kept: Vec<String> = items(value).iter().filter(kept).map(flowed).collect();
                if kept.is_empty() {
                    return Vec::new();
                }
                std::iter::once(format!("{margin}gate:"))
                    .chain(
                        kept.iter()
                            .map(|gate| format!("{margin}  - {}", gate.trim_matches(['{', '}']))),
                    )
                    .collect()
            }
            _ => written,
        }
    }

    /// Adds the instructions of `do-also` below those of `do`.
    fn add_also(&self, by: &mut Vec<String>, instructions: Option<&Node>, column: usize) {
        let Some(also) = field(self.node, "do-also") else {
            return;
        };
        let written_as_list = by.last().is_some_and(|line| !line.trim_end().ends_with(']'));
        let margin = match by.iter().rev().find(|line| line.trim_start().starts_with("- ")) {
            Some(line) if written_as_list => line.len() - line.trim_start().len(),
            _ => {
                // `do: [a, b]` on one line becomes a list of lines.
                let from = by
                    .iter()
                    .rposition(|line| line.trim_start().starts_with("do:"))
                    .unwrap_or(by.len());
                by.truncate(from);
                by.push(format!("{}do:", " ".repeat(column)));
                let all = instructions.map(items).unwrap_or_default();
                by.extend(
                    all.iter()
                        .map(|item| format!("{}- {}", " ".repeat(column + 2), flowed(item))),
                );
                column + 2
            }
        };
        // Its comments come along; a list on one line becomes a list of lines.
        let segments = self.page.segments(self.node);
        let lines = segments
            .iter()
            .find(|(name, _)| name == "do-also")
            .map(|(_, lines)| lines.clone());
        let block = self.page.text[also.at.start..].starts_with('-');
        // A tab is no indentation that could be changed line by line.
        let tabs = |lines: &Range<usize>| self.page.lines[lines.clone()].iter().any(|line| line.contains('\t'));
        match lines.filter(|lines| block && !tabs(lines)) {
            Some(lines) => {
                let written = &self.page.lines[lines];
                let dash = written.iter().find(|line| line.trim_start().starts_with("- "));
                let from = dash.map_or(0, |line| line.len() - line.trim_start().len());
                let kept = written.iter().filter(|line| !line.trim_start().starts_with("do-also:"));
                by.extend(kept.map(|line| indent(&dedent(line, from), margin)));
            }
            None => {
                let margin = " ".repeat(margin);
                by.extend(items(also).iter().map(|item| format!("{margin}- {}", flowed(item))));
            }
        }
    }
}

fn indent(line: &str, by: usize) -> String {
    if line.trim().is_empty() {
        String::new()
    } else {
        format!("{}{line}", " ".repeat(by))
    }
}

fn dedent(line: &str, by: usize) -> String {
    let spaces = line.len() - line.trim_start_matches(' ').len();
    line[spaces.min(by)..].to_owned()
}
