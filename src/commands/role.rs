//! `breach role`: who holds which role.

use clap::Subcommand;
use serde_json::json;

use super::attribution::AttributionArgs;
use crate::context::Context;
use crate::document::{Block, Blocks, Document};
use crate::failure::Outcome;
use crate::incident::Via;
use crate::incident::event::{RoleAssigned, RoleTaken};
use crate::screens::held::refusal;
use crate::text::prefixed;
use crate::workflow::step_report::from_whom;

/// Say who holds which role
#[derive(Debug, Subcommand)]
pub enum Command {
    /// List roles and who holds them
    List,
    /// Take a role yourself
    Take {
        /// The role, such as incident-commander
        role: String,
        #[command(flatten)]
        attribution: AttributionArgs,
    },
    /// Give a role to somebody
    Assign {
        /// The role, such as incident-commander
        role: String,
        /// The person
        person: String,
        /// As deputy, beside the holder
        #[arg(long)]
        deputy: bool,
        #[command(flatten)]
        attribution: AttributionArgs,
    },
}

pub fn run(command: Command, context: &mut Context<'_>) -> Outcome {
    match command {
        Command::List => list(context),
        Command::Take { role, attribution } => {
            let mut case = context.open()?;
            let by = context.writer(Some(case.incident()), Via::Command)?;
            let name = attribution.who.clone().unwrap_or(by.name);
            attribution.record(&mut case, context, |incident, workflow| {
                Ok(RoleTaken {
                    title: workflow.known_role(&role)?.title.clone(),
                    role: role.clone(),
                    name: name.clone(),
                    from: from_whom(incident, &role, &name).map_err(refusal)?,
                }
                .into())
            })
        }
        Command::Assign {
            role,
            person,
            deputy,
            attribution,
        } => attribution.record(&mut context.open()?, context, |incident, workflow| {
            let from = if deputy {
                None
            } else {
                from_whom(incident, &role, &person).map_err(refusal)?
            };
            Ok(RoleAssigned {
                title: workflow.known_role(&role)?.title.clone(),
                role: role.clone(),
                name: person.clone(),
                from,
                deputy,
            }
            .into())
        }),
    }
}

fn list(context: &mut Context<'_>) -> Outcome {
    let mut case = context.open()?;
    let time = context.time_in(case.zone());
    let (workflow, incident) = case.workflow()?;
    let mut roles: Vec<(&str, &str, &str)> = Vec::new();
    for role in workflow.playbooks.iter().flat_map(|playbook| &playbook.roles) {
        if !roles.iter().any(|(id, ..)| *id == role.id) {
            roles.push((&role.id, &role.title, &role.does));
        }
    }
    if context.global.json {
        let items = roles.iter().map(|(id, title, does)| {
            json!({
                "role": id, "title": title, "does": does,
                "holder": incident.roles.get(*id).map(|holder| &holder.name),
                "since": incident.roles.get(*id).map(|holder| holder.since.to_rfc3339()),
                "deputy": incident.deputies.get(*id).map(|holder| &holder.name),
            })
        });
        return context.write_items("breach.role-list/1", items.collect());
    }
    let mut page = Document::default();
    page.space();
    for (id, title, does) in roles {
        let held = match incident.roles.get(id) {
            Some(holder) => format!("{}, since {}", holder.name, time.clock_near(holder.since)),
            None => "nobody yet".to_owned(),
        };
        let deputy = incident.deputies.get(id).map(|deputy| &deputy.name);
        page.hanging(
            "",
            4,
            format!("{title} ({id}): {held}{}", prefixed("; deputy ", &deputy)),
        );
        page.below(4, vec![Block::paragraph(does)]);
    }
    context.show(&page)
}
