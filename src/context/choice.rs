//! Which incident is meant: the one that was named, the one in use, or the only open one.

use super::Context;
use crate::failure::{Failure, Outcome};
use crate::store::IncidentId;
use crate::summary::{Summary, summaries};

/// The name of the file in the data folder that holds the incident chosen with `breach use`.
const CHOSEN: &str = "in-use";

impl Context<'_> {
    /// The incident that is meant: `--incident`, the one in use, or the only open one. Drills never count.
    pub fn incident_id(&mut self) -> Outcome<IncidentId> {
        if let Some(name) = self.global.incident.clone() {
            return self.find(&name);
        }
        if let Some(chosen) = self.chosen() {
            return Ok(chosen);
        }
        let open = self.open_incidents()?;
        match open.as_slice() {
            [only] => Ok(only.clone()),
            [] => Err(Failure::usage("no incident is open")
                .hint("`breach start` opens one; `breach list` shows all, drills and closed ones too")),
            several => {
                let ids: Vec<&str> = several.iter().map(IncidentId::as_str).collect();
                Err(Failure::usage(format!(
                    "{} incidents are open: {}",
                    ids.len(),
                    crate::text::list(&ids, "and")
                ))
                .hint(format!(
                    "`breach use {}` chooses one; `-i ID` speaks of one for one command",
                    ids[0]
                )))
            }
        }
    }

    /// The incident of this id, or of this last part of an id (`k7f3`).
    pub fn find(&self, name: &str) -> Outcome<IncidentId> {
        let all = self.store.list()?;
        if let Some(exact) = all.iter().find(|id| id.as_str() == name) {
            return Ok(exact.clone());
        }
        let fits: Vec<&IncidentId> = all
            .iter()
            .filter(|id| crate::incident::receipt::short_id(id.as_str()).eq_ignore_ascii_case(name))
            .collect();
        match fits.as_slice() {
            [only] => Ok((*only).clone()),
            [] => {
                let failure = Failure::usage(format!("there is no incident `{name}`"));
                Err(
                    match crate::text::did_you_mean(name, all.iter().map(IncidentId::as_str)) {
                        Some(near) => failure.hint(format!("did you mean `{near}`? `breach list` shows all")),
                        None => failure.hint("`breach list` shows all"),
                    },
                )
            }
            several => {
                let ids: Vec<&str> = several.iter().map(|id| id.as_str()).collect();
                Err(
                    Failure::usage(format!("`{name}` fits {}", crate::text::list(&ids, "and")))
                        .hint("type the whole id"),
                )
            }
        }
    }

    /// The incident chosen with `breach use`, if it is still there.
    pub fn chosen(&self) -> Option<IncidentId> {
        let text = std::fs::read_to_string(self.folder.join(CHOSEN)).ok()?;
        let id = IncidentId::parse(text.trim()).ok()?;
        self.store.list().ok()?.contains(&id).then_some(id)
    }

    /// Chooses an incident for the commands that follow.
    pub fn choose(&mut self, id: &IncidentId) -> Outcome {
        let path = self.folder.join(CHOSEN);
        crate::output_file::replace(&path, format!("{id}\n").as_bytes())
            .map_err(|why| Failure::io(format!("`{}` could not be written: {why}", path.display())))
    }

    pub fn choose_none(&mut self) -> Outcome {
        let path = self.folder.join(CHOSEN);
        match std::fs::remove_file(&path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(Failure::io(format!(
                "`{}` could not be removed: {}",
                path.display(),
                crate::files::plain(&error)
            ))),
            _ => Ok(()),
        }
    }

    /// Every open incident that is no drill.
    pub fn open_incidents(&self) -> Outcome<Vec<IncidentId>> {
        // A record that cannot be looked at is counted as open: nobody may overlook it.
        let is_over = |seen: &Outcome<Summary>| seen.as_ref().is_ok_and(|seen| seen.is_closed || seen.is_drill);
        let seen = summaries(self.store())?.into_iter();
        Ok(seen.filter(|(_, seen)| !is_over(seen)).map(|(id, _)| id).collect())
    }
}
