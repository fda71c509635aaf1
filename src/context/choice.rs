//! Which incident is meant: the one that was named, the one in use, or the only open one.

use super::Context;
use crate::failure::{Failure, Outcome};
use crate::store::{IncidentId, RECORD};
use crate::summary::{Holds, summaries};

/// The name of the file in the data folder that holds the incident chosen with `breach use`.
const CHOSEN: &str = "in-use";

/// How many incidents a message names.
const NAMED: usize = 5;

impl Context<'_> {
    /// The incident that is meant: `--incident`, the one in use, or the only open one. Drills never count.
    pub fn incident_id(&mut self) -> Outcome<IncidentId> {
        if let Some(name) = self.global.incident.clone() {
            return self.find(&name);
        }
        if let Some(chosen) = self.chosen()? {
            return Ok(chosen);
        }
        let open = self.open_incidents()?;
        match open.as_slice() {
            [(only, _)] => Ok(only.clone()),
            [] => Err(Failure::usage("no incident is open")
                .hint("`breach start` opens one; `breach list` shows all, drills and closed ones too")
                .hint(self.where_records_are())),
            several => {
                let ids: Vec<IncidentId> = several.iter().map(|(id, _)| id.clone()).collect();
                let odd = several
                    .iter()
                    .filter_map(|(id, why)| Some(format!("`{id}`: {}", why.as_ref()?)));
                let failure =
                    Failure::usage(format!("{} incidents are open: {}", several.len(), named(&ids))).hint(format!(
                        "`breach use {}` chooses one; `-i ID` speaks of one for one command",
                        ids[0]
                    ));
                Err(odd.take(NAMED).fold(failure, Failure::hint))
            }
        }
    }

    /// The incident of this id, or of this last part of an id (`k7f3`).
    pub fn find(&self, name: &str) -> Outcome<IncidentId> {
        let all = self.store.list()?;
        match fitting(&all, name).as_slice() {
            [only] => Ok(only.clone()),
            [] => {
                let failure = Failure::usage(format!("there is no incident `{name}`"));
                let near = crate::text::did_you_mean(name, all.iter().map(IncidentId::as_str));
                Err(match (near, all.is_empty()) {
                    (Some(near), _) => failure.hint(format!("did you mean `{near}`? `breach list` shows all")),
                    (None, false) => failure.hint(format!("`breach list` shows all: {}", named(&all))),
                    (None, true) => failure.hint(self.where_records_are()),
                })
            }
            several => Err(Failure::usage(format!("`{name}` fits {}", named(several))).hint("type the whole id")),
        }
    }

    /// Whether a name fits any incident.
    pub fn is_incident(&self, name: &str) -> Outcome<bool> {
        Ok(!fitting(&self.store.list()?, name).is_empty())
    }

    /// The incident chosen with `breach use`. One that is not there any more is an error: nothing may be written to another one
    /// in its stead.
    pub fn chosen(&self) -> Outcome<Option<IncidentId>> {
        let path = self.folder.join(CHOSEN);
        if path.symlink_metadata().is_err() {
            return Ok(None);
        }
        let text = crate::files::read_text(&path).map_err(|error| error.to_string());
        let chosen = text.and_then(|text| {
            IncidentId::parse(text.trim()).map_err(|_| "it names no incident; `breach use` writes it".to_owned())
        });
        let chosen = chosen.map_err(|why| {
            Failure::io(format!(
                "`{}`, which says which incident is in use, cannot be read: {why}",
                path.display()
            ))
            .hint("`breach use --none` removes it; `-i ID` speaks of an incident for one command")
        })?;
        if self.store.list()?.contains(&chosen) {
            return Ok(Some(chosen));
        }
        Err(Failure::io(format!("`{chosen}` is in use, and it is not there"))
            .hint("`breach use ID` chooses another one, `breach use --none` none")
            .hint(self.where_records_are()))
    }

    /// Where records are looked for, and what is odd about that place.
    pub fn where_records_are(&self) -> String {
        let folder = self.folder.display();
        let is_incident = self.folder.join(RECORD).symlink_metadata().is_ok();
        match (self.folder.parent(), self.folder.symlink_metadata()) {
            (Some(above), _) if is_incident => format!(
                "records are looked for in `{folder}`, which is the folder of one incident; the folder of records is the one \
                 above it: `--store {}`",
                above.display()
            ),
            (_, Err(error)) => format!(
                "records are looked for in `{folder}`, which cannot be looked at: {}",
                crate::files::plain(&error)
            ),
            _ => format!("records are looked for in `{folder}`"),
        }
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
            _ => {
                // A choice that a power cut brings back is seen, since every command says of which incident it speaks.
                let _ = std::fs::File::open(&self.folder).and_then(|folder| folder.sync_all());
                Ok(())
            }
        }
    }

    /// Every incident that is open, or may be: nobody may overlook one whose record is gone. What this login cannot get at is
    /// named, and keeps nobody from the others. Drills and copies never count. With what is odd about it, if anything is.
    pub fn open_incidents(&mut self) -> Outcome<Vec<(IncidentId, Option<String>)>> {
        let mut open = Vec::new();
        for (id, seen) in summaries(self.store())? {
            match seen {
                Ok(seen) if seen.is_closed || seen.is_drill || matches!(seen.holds, Holds::CopyOf(_)) => {}
                Err(_) if id.as_str().starts_with("drill-") => {}
                Err(unseen) if unseen.is_out_of_reach => {
                    if id.is_made() {
                        self.warn(&format!("warning: incident `{id}` is left out: {}\n", unseen.why));
                    }
                }
                Err(unseen) => open.push((id, Some(unseen.why))),
                Ok(seen) => open.push((id, seen.holds.words())),
            }
        }
        Ok(open)
    }
}

/// The incident of this id, else those that people call by this name.
fn fitting(all: &[IncidentId], name: &str) -> Vec<IncidentId> {
    if let Some(exact) = all.iter().find(|id| id.as_str() == name) {
        return vec![exact.clone()];
    }
    let is_called = |id: &&IncidentId| crate::incident::receipt::short_id(id.as_str()).eq_ignore_ascii_case(name);
    all.iter().filter(is_called).cloned().collect()
}

/// Incidents in a sentence, the first few by their names.
fn named(ids: &[IncidentId]) -> String {
    let names = ids.iter().map(|id| format!("`{id}`"));
    let names = crate::text::first_few(names, NAMED, |more| format!("{more} more"));
    crate::text::list_plain(&names, "and")
}
