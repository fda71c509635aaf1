//! Handing over: read the situation aloud, have it said back, and only then change who is in command.

use super::asking::{Flow, Session};
use super::prompts::Prompt;
use crate::attribution::full_name;
use crate::document::terminal;
use crate::incident::event::RoleTaken;
use crate::journal::Draft;
use crate::screens::brief::brief;
use crate::screens::held::refusal;
use crate::workflow::step_report::from_whom;

impl Session<'_, '_> {
    /// Hands a role to somebody at this machine. `true` when it was taken over.
    pub fn hand_over(&mut self, name: Option<&str>, role: &str) -> Flow<bool> {
        let (now, zone, width) = (self.now(), self.zone, self.context.world.terminal.width);
        let current = self.case()?.situation(now)?;
        let (workflow, incident) = (current.workflow, current.incident);
        let title = workflow.known_role(role)?.title.clone();
        let from = incident.roles.get(role).map(|holder| holder.name.clone());
        let shown = brief(workflow, incident, current.entries, current.situation, zone);
        let shown = terminal(&shown, width);
        self.say(&format!("{shown}\n"))?;
        let people = self.people()?;
        let name = match name {
            Some(name) => full_name(name, &people),
            None => {
                let typed = self.text(
                    &Prompt::new("  Who takes over? "),
                    "Type a name, or /leave. Nothing was changed.",
                )?;
                full_name(&typed, &people)
            }
        };
        if let Err(again) = from_whom(self.case()?.incident(), role, &name) {
            return Err(refusal(again).into());
        }
        self.say(&format!(
            "  Ask {name} to say back: the next deadline, and what not to do.\n"
        ))?;
        let question = format!("Does {name} take over as {}?", title.to_lowercase());
        if !self.yes_or_no(&question)? {
            self.say("  Nothing was changed.\n")?;
            return Ok(false);
        }
        self.take_over(role, &title, &name, from)
    }

    /// Logs who holds the role from now on, and lets that person type.
    pub fn take_over(&mut self, role: &str, title: &str, name: &str, from: Option<String>) -> Flow<bool> {
        let event = RoleTaken {
            role: role.to_owned(),
            title: title.to_owned(),
            name: name.to_owned(),
            from,
        };
        let draft = Draft {
            actor: Some(name.to_owned()),
            ..Draft::new(event)
        };
        let logged = self.write(&mut |_, _| Ok(vec![draft.clone()]))?;
        if logged {
            self.context.set_writer(name.to_owned(), Some(role.to_owned()));
        }
        Ok(logged)
    }
}
