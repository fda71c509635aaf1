//! Numbers that do not depend on company systems: from the profile, and the people who hold roles in the incident.

use serde::Serialize;
use serde_json::{Value, json};

use crate::document::{Block, Document, Section};
use crate::incident::Incident;
use crate::incident::state::same_person;
use crate::profile::Profile;
use crate::text::{prefixed, title_of};

/// One line of the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ContactLine {
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
pub fn lines(profile: &Profile, incident: Option<&Incident>) -> Vec<ContactLine> {
    let mut lines: Vec<ContactLine> = Vec::new();
    let empty = std::collections::BTreeMap::new();
    let (roles, deputies) = incident.map_or((&empty, &empty), |incident| (&incident.roles, &incident.deputies));
    for (mark, holders) in [("", roles), (", deputy", deputies)] {
        for (role, holder) in holders {
            let title = format!("{}{mark}", holder.title);
            add(
                &mut lines,
                role,
                title,
                &holder.name,
                &profile.number_of(&holder.name),
                &None,
            );
        }
    }
    for (id, role) in &profile.roles {
        let title = title_of(id);
        add(&mut lines, id, title.clone(), &role.name, &role.number, &role.note);
        if let Some(deputy) = &role.deputy {
            add(
                &mut lines,
                id,
                format!("{title}, deputy"),
                deputy,
                &role.deputy_number,
                &None,
            );
        }
    }
    for (id, contact) in &profile.contacts {
        add(
            &mut lines,
            id,
            title_of(id),
            &contact.name,
            &contact.number,
            &contact.note,
        );
    }
    lines
}

/// The list as a screen.
pub fn contacts(lines: &[ContactLine]) -> Document {
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

fn row(number: usize, line: &ContactLine) -> Vec<String> {
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

pub fn to_json(lines: &[ContactLine]) -> Vec<Value> {
    lines.iter().map(|line| json!(line)).collect()
}

/// Adds a line, or what it knows more where this person is listed under this id already.
fn add(
    lines: &mut Vec<ContactLine>,
    id: &str,
    title: String,
    name: &str,
    number: &Option<String>,
    note: &Option<String>,
) {
    let known = lines
        .iter_mut()
        .find(|known| known.id == id && same_person(&known.name, name));
    match known {
        Some(known) => {
            known.note = known.note.take().or_else(|| note.clone());
            known.number = known.number.take().or_else(|| number.clone());
        }
        None => lines.push(ContactLine {
            id: id.to_owned(),
            title,
            name: name.to_owned(),
            number: number.clone(),
            note: note.clone(),
        }),
    }
}

#[cfg(test)]
mod tests;
