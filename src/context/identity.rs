//! Who is typing.

use super::Context;
use crate::failure::{Failure, FailureKind, Outcome};
use crate::incident::{By, Incident, Via};

impl Context<'_> {
    /// Who is typing: `--as` and `--role`, else `BREACH_AS`, else whoever typed into this incident on this login last, else
    /// the profile, else asked once.
    pub fn writer(&mut self, incident: Option<&Incident>, via: Via) -> Outcome<By> {
        let (name, role) = self.who(incident)?;
        Ok(By {
            name,
            role,
            login: self.world.login.clone(),
            host: self.world.host.clone(),
            via,
        })
    }

    /// Says who types from now on.
    pub fn set_writer(&mut self, name: String, role: Option<String>) {
        self.who = Some((name, role));
    }

    /// Who would be taken to be typing, without asking.
    pub fn known_writer(&self, incident: Option<&Incident>) -> Option<(String, Option<String>)> {
        if let Some((name, role)) = &self.who {
            return Some((name.clone(), self.global.role.clone().or_else(|| role.clone())));
        }
        let held = |name: &str| {
            let incident = incident?;
            let held = incident
                .roles
                .iter()
                .find(|(_, holder)| crate::incident::state::same_person(&holder.name, name));
            held.map(|(role, _)| role.clone())
        };
        let role = |name: &str| self.global.role.clone().or_else(|| held(name));
        let named = self.global.name.as_deref().or_else(|| self.world.variable("BREACH_AS"));
        if let Some(name) = named.map(str::trim).filter(|name| !name.is_empty()) {
            return Some((name.to_owned(), role(name)));
        }
        let here = format!("{}@{}", self.world.login, self.world.host);
        let last = incident.and_then(|incident| incident.writers.get(&here)).cloned();
        let name = last.or_else(|| self.profile().ok().and_then(|profile| profile.me))?;
        let role = role(&name);
        Some((name, role))
    }

    fn who(&mut self, incident: Option<&Incident>) -> Outcome<(String, Option<String>)> {
        if let Some(known) = self.known_writer(incident) {
            return Ok(known);
        }
        if !self.can_ask() {
            return Err(Failure::new(
                FailureKind::NoTerminal,
                "nobody said who is typing, and there is no terminal to ask at",
            )
            .hint("add `--as \"Your Name\"`, or set BREACH_AS"));
        }
        loop {
            let typed = self.world.prompter.ask(&crate::prompt::Ask {
                prompt: "  Your name, for the record: ",
                ahead: crate::prompt::TypeAhead::Drop,
                history: false,
                begun: "",
            })?;
            let name = typed.text.trim().to_owned();
            // No name begins so: it was meant for another prompt.
            if name.starts_with(['/', '?', '-']) {
                continue;
            }
            if !name.is_empty() {
                self.who = Some((name.clone(), None));
                return Ok((name, self.global.role.clone()));
            }
        }
    }
}
