//! Numbers that do not depend on company systems: from the profile, and the people who hold roles in the incident.

use serde_json::{Value, json};

use crate::document::{Block, Document, Section};
use crate::incident::Incident;
use crate::incident::state::same_person;
use crate::profile::Profile;
use crate::text::prefixed;

/// One line of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Id of the contact or role.
    pub id: String,
    pub title: String,
    pub name: String,
    pub number: Option<String>,
    /// A remark from the profile.
    pub note: Option<String>,
}

/// Every contact: role holders of the incident, roles of the profile, their deputies, then the other contacts. The incident
/// knows best who holds a role; the profile knows numbers.
pub fn lines(profile: &Profile, incident: Option<&Incident>) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    let empty = std::collections::BTreeMap::new();
    let (roles, deputies) = incident.map_or((&empty, &empty), |incident| (&incident.roles, &incident.deputies));
    for (deputy, holders) in [(false, roles), (true, deputies)] {
        for (role, holder) in holders {
            let title = if deputy {
                format!("{}, deputy", holder.title)
            } else {
                holder.title.clone()
            };
            add(
                &mut lines,
                Line {
                    id: role.clone(),
                    title,
                    number: profile.number_of(&holder.name),
                    name: holder.name.clone(),
                    note: None,
                },
            );
        }
    }
    for (id, role) in &profile.roles {
        let title = crate::profile::title_of(id);
        add(
            &mut lines,
            Line {
                id: id.clone(),
                title: title.clone(),
                name: role.name.clone(),
                number: role.number.clone(),
                note: role.note.clone(),
            },
        );
        if let Some(deputy) = &role.deputy {
            add(
                &mut lines,
                Line {
                    id: id.clone(),
                    title: format!("{title}, deputy"),
                    name: deputy.clone(),
                    number: role.deputy_number.clone(),
                    note: None,
                },
            );
        }
    }
    for (id, contact) in &profile.contacts {
        add(
            &mut lines,
            Line {
                id: id.clone(),
                title: crate::profile::title_of(id),
                name: contact.name.clone(),
                number: contact.number.clone(),
                note: contact.note.clone(),
            },
        );
    }
    lines
}

/// The list as a screen.
pub fn contacts(lines: &[Line]) -> Document {
    let mut section = Section::new("Contacts")
        .remark("numbers that do not depend on company systems")
        .with(Block::Space);
    let commands: &[(&str, &str)] = if lines.is_empty() {
        section.blocks.push(Block::paragraph("No numbers are on file."));
        &[("breach contacts edit", "write them down now, before you need them")]
    } else {
        let rows = lines.iter().enumerate().map(|(nth, line)| row(nth + 1, line));
        section.blocks.push(Block::rows(rows.collect()));
        &[
            ("breach contacts call 1", "log a call, once you have made it"),
            ("breach contacts edit", "change this list"),
        ]
    };
    Document {
        blocks: vec![Block::Section(section), Block::Space, Block::commands(commands)],
        ..Document::default()
    }
}

fn row(number: usize, line: &Line) -> Vec<String> {
    let name = if line.name == line.title { "" } else { &line.name };
    let phone = line.number.as_deref().unwrap_or("no number on file");
    let note = prefixed("\n", &line.note);
    vec![
        number.to_string(),
        line.title.clone(),
        name.to_owned(),
        format!("{phone}{note}"),
    ]
}

pub fn to_json(lines: &[Line]) -> Vec<Value> {
    lines
        .iter()
        .map(|line| {
            json!({"id": line.id, "title": line.title, "name": line.name, "number": line.number, "note": line.note})
        })
        .collect()
}

/// Adds a line unless this person is listed under this id already.
fn add(lines: &mut Vec<Line>, line: Line) {
    let known = lines
        .iter_mut()
        .find(|known| known.id == line.id && same_person(&known.name, &line.name));
    match known {
        Some(known) => {
            known.note = known.note.take().or(line.note);
            known.number = known.number.take().or(line.number);
        }
        None => lines.push(line),
    }
}

#[cfg(test)]
mod tests;
