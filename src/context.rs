//! What every command needs: the store, the incident that is meant, who is typing, the zone, and a way to speak.

use std::cell::{OnceCell, RefCell};
use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::path::PathBuf;
use std::sync::Arc;

use chrono::{DateTime, Utc};

use crate::failure::{Effect, Failure, Kind, Outcome};
use crate::glimpse::glance;
use crate::incident::{By, Entry, Incident, Via};
use crate::journal::{Draft, Journal, Logged, Pen};
use crate::mask::mask_cards;
use crate::obligation::{Obligations, Rulebook};
use crate::output_file::OwnFolders;
use crate::profile::Profile;
use crate::screen::logged::{ahead_lines, logged_lines};
use crate::store::{FolderStore, IncidentId, Store};
use crate::text::{visible, visible_json};
use crate::time::{TimeView, Zone};
use crate::walk::{Guide, Rules};
use crate::world::World;

/// The name of the file in a store that holds the incident chosen with `breach use`.
const CHOSEN: &str = "in-use";

/// What the options of every command said.
#[derive(Clone, Debug, Default)]
pub struct Choices {
    /// The folder of the records.
    pub store: Option<PathBuf>,
    /// The incident.
    pub incident: Option<String>,
    /// Who types.
    pub name: Option<String>,
    /// In which role.
    pub role: Option<String>,
    /// The zone to show times in.
    pub zone: Option<String>,
}

/// What a command works with.
pub struct Context<'w> {
    /// Everything outside the program.
    pub world: &'w mut World,
    /// What the options of every command said.
    pub global: Choices,
    store: Arc<FolderStore>,
    /// The rules about who must be told, once somebody has asked for them.
    rules: OnceCell<Arc<Rulebook>>,
    /// Why the responder's own rules are not among them, until that was said.
    refused_rules: RefCell<Vec<String>>,
    who: Option<(String, Option<String>)>,
}

impl<'w> Context<'w> {
    /// Finds the store.
    ///
    /// # Errors
    /// When there is no folder where one could be.
    pub fn new(world: &'w mut World, global: Choices) -> Outcome<Self> {
        let folder = global
            .store
            .clone()
            .or_else(|| world.variable("BREACH_STORE").map(PathBuf::from));
        let root = match folder {
            Some(folder) => world.cwd.join(folder),
            None => data_folder(world)?,
        };
        Ok(Context {
            world,
            global,
            store: Arc::new(FolderStore::new(root)),
            rules: OnceCell::new(),
            refused_rules: RefCell::default(),
            who: None,
        })
    }

    /// The store.
    pub fn store(&self) -> &FolderStore {
        &self.store
    }

    /// The store, to be held beside this context.
    pub fn shared_store(&self) -> Arc<FolderStore> {
        Arc::clone(&self.store)
    }

    /// The time now.
    pub fn now(&self) -> DateTime<Utc> {
        self.world.clock.read().at
    }

    /// The folders in which no other file is ever written: the store in use, those of the environment and of the system, and
    /// the responder's settings.
    pub fn own_folders(&self) -> OwnFolders {
        let named = self
            .world
            .variable("BREACH_STORE")
            .map(|folder| self.world.cwd.join(folder));
        let mut stores = vec![self.store.root().to_owned()];
        stores.extend(named);
        stores.extend(data_folder(self.world).ok());
        OwnFolders {
            stores,
            config: self.config_folder(),
        }
    }

    /// The time now, seen in a zone.
    pub fn time_in(&self, zone: Zone) -> TimeView {
        TimeView { now: self.now(), zone }
    }

    /// The folder for the responder's own playbooks and profile, when the system has one.
    pub fn config_folder(&self) -> Option<PathBuf> {
        let base = match (self.world.variable("XDG_CONFIG_HOME"), self.world.variable("HOME")) {
            (Some(folder), _) if folder.starts_with('/') => PathBuf::from(folder),
            (_, Some(home)) => PathBuf::from(home).join(".config"),
            _ => return None,
        };
        Some(base.join("breach"))
    }

    /// The organisation profile; empty when there is none.
    ///
    /// # Errors
    /// When there is one and it has mistakes.
    pub fn profile(&self) -> Outcome<Profile> {
        match self.config_folder() {
            Some(folder) => Profile::load(&folder.join("profile.yaml")),
            None => Ok(Profile::default()),
        }
    }

    /// The rules about who must be told: what is built in, the responder's own on top, and the contracts of the profile. Files
    /// with mistakes hold up nobody: what is built in counts then, and [`Context::warn_of_refused_rules`] says so.
    pub fn obligations(&self) -> Arc<Rulebook> {
        let rules = self.rules.get_or_init(|| {
            let own = self.config_folder().map(|folder| folder.join("obligations"));
            let (rules, rejected) = Obligations::new(own).load_or_builtin();
            let mut refused = self.refused_rules.borrow_mut();
            refused.extend(rejected.map(|rejected| {
                let why = rejected.summary();
                format!("breach: your own obligations are not used, the built-in ones are: {why}\n  `breach obligation check` shows where\n")
            }));
            let contracts = self.config_folder().map(|folder| folder.join("profile.yaml"));
            let Some(path) = contracts else { return rules };
            let (contracts, source, failure) = Profile::load_contracts(&path);
            refused.extend(failure.map(|why| {
                format!("breach: contracts of the profile may be missing: {why}\n  `breach profile check` shows where\n")
            }));
            if contracts.is_empty() {
                rules
            } else {
                Arc::new(rules.with_contracts(contracts, source))
            }
        });
        Arc::clone(rules)
    }

    /// Says once that the responder's own rules or contracts are not used, when they were asked for and have mistakes.
    pub fn warn_of_refused_rules(&mut self) {
        let refused = std::mem::take(&mut *self.refused_rules.borrow_mut());
        for why in refused {
            self.warn(&why);
        }
    }

    /// The zone to show times in: `--zone`, `TZ`, the profile, the system, UTC.
    ///
    /// # Errors
    /// When `--zone` names none.
    pub fn zone(&self) -> Outcome<Zone> {
        if let Some(name) = &self.global.zone {
            return Zone::parse(name).map_err(|why| Failure::new(Kind::Usage, why));
        }
        let from_variable = self
            .world
            .variable("TZ")
            .map(|name| name.trim_start_matches(':').to_owned());
        let from_profile = || self.profile().ok().and_then(|profile| profile.zone);
        let named = from_variable.and_then(|name| Zone::parse(&name).ok());
        Ok(named
            .or_else(|| from_profile().and_then(|name| Zone::parse(&name).ok()))
            .or_else(|| {
                self.world
                    .system_zone
                    .as_deref()
                    .and_then(|name| Zone::parse(name).ok())
            })
            .unwrap_or(Zone::UTC))
    }

    /// The zone for an incident: `--zone`, else the incident's own.
    ///
    /// # Errors
    /// When `--zone` names none.
    pub fn zone_of(&self, incident: &Incident) -> Outcome<Zone> {
        match self.global.zone {
            Some(_) => self.zone(),
            None => Ok(crate::walk::guide::zone(incident)),
        }
    }

    /// Whether questions can be asked.
    pub fn can_ask(&self) -> bool {
        self.world.terminal.input && self.world.terminal.error
    }

    /// Standard input as text, up to this many bytes.
    ///
    /// # Errors
    /// When it cannot be read, is longer, or is no UTF-8.
    pub fn read_input(&mut self, most_bytes: usize) -> Outcome<String> {
        let mut bytes = Vec::new();
        (&mut self.world.input)
            .take(most_bytes as u64 + 1)
            .read_to_end(&mut bytes)
            .map_err(|error| Failure::new(Kind::World, "standard input cannot be read").because(error))?;
        if bytes.len() > most_bytes {
            return Err(Failure::new(
                Kind::Input,
                format!("standard input is longer than {} KiB", most_bytes / 1024),
            ));
        }
        crate::schema::yaml::decode(bytes)
            .map_err(|fault| Failure::new(Kind::Input, format!("standard input {}", fault.message)))
    }

    /// Writes to standard output. Text from outside is made visible here, whatever it holds.
    ///
    /// # Errors
    /// When nobody can read it any more.
    pub fn say(&mut self, text: &str) -> Outcome {
        let text = visible(text);
        self.world
            .out
            .write_all(text.as_bytes())
            .and_then(|()| self.world.out.flush())
            .map_err(|error| unwritten(error, "what was logged is kept"))
    }

    /// Writes to standard output exactly as it is: for exports and JSON, which escape by their own rules.
    ///
    /// # Errors
    /// When nobody can read it any more.
    pub fn write(&mut self, bytes: &[u8]) -> Outcome {
        self.world
            .out
            .write_all(bytes)
            .and_then(|()| self.world.out.flush())
            .map_err(|error| unwritten(error, "nothing is lost"))
    }

    /// Writes what a reading command found as JSON. `format` is the command and the number of its form, `breach.status/1`;
    /// new keys keep the number, a changed meaning raises it.
    ///
    /// # Errors
    /// When nobody can read it any more.
    pub fn write_items(&mut self, format: &str, items: Vec<serde_json::Value>) -> Outcome {
        let whole = serde_json::json!({"format": format, "items": items});
        self.write(visible_json(&format!("{whole:#}\n")).as_bytes())
    }

    /// Writes a warning or a progress line to standard error, where failing to write changes nothing.
    pub fn warn(&mut self, text: &str) {
        let text = mask_cards(text).text;
        let text = visible(&text);
        // Nothing can be done about a standard error that is gone, and it must not end a response.
        let _ = self
            .world
            .err
            .write_all(text.as_bytes())
            .and_then(|()| self.world.err.flush());
    }

    /// The incident that is meant: `--incident`, the one in use, or the only open one. Drills never count.
    ///
    /// # Errors
    /// When none is open, or several are and none was chosen.
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
            [] => Err(Failure::new(Kind::Usage, "no incident is open")
                .hint("`breach start` opens one; `breach list` shows all, drills and closed ones too")),
            several => {
                let ids: Vec<&str> = several.iter().map(IncidentId::as_str).collect();
                Err(Failure::new(
                    Kind::Usage,
                    format!("{} incidents are open: {}", ids.len(), crate::text::list(&ids, "and")),
                )
                .hint(format!(
                    "`breach use {}` chooses one; `-i ID` speaks of one for one command",
                    ids[0]
                )))
            }
        }
    }

    /// The incident of this id, or of this last part of an id (`k7f3`).
    ///
    /// # Errors
    /// When there is none, or the part fits several.
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
                let failure = Failure::new(Kind::Usage, format!("there is no incident `{name}`"));
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
                    Failure::new(Kind::Usage, format!("`{name}` fits {}", crate::text::list(&ids, "and")))
                        .hint("type the whole id"),
                )
            }
        }
    }

    /// The incident chosen with `breach use`, if it is still there.
    pub fn chosen(&self) -> Option<IncidentId> {
        let text = std::fs::read_to_string(self.store.root().join(CHOSEN)).ok()?;
        let id = IncidentId::parse(text.trim()).ok()?;
        self.store.list().ok()?.contains(&id).then_some(id)
    }

    /// Chooses an incident for the commands that follow.
    ///
    /// # Errors
    /// When the choice cannot be kept.
    pub fn choose(&mut self, id: &IncidentId) -> Outcome {
        let path = self.store.root().join(CHOSEN);
        crate::output_file::replace(&path, format!("{id}\n").as_bytes())
            .map_err(|why| Failure::new(Kind::World, format!("`{}` could not be written: {why}", path.display())))
    }

    /// Chooses none.
    ///
    /// # Errors
    /// When the choice that was made cannot be taken back.
    pub fn choose_none(&mut self) -> Outcome {
        let path = self.store.root().join(CHOSEN);
        match std::fs::remove_file(&path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(Failure::new(
                Kind::World,
                format!(
                    "`{}` could not be removed: {}",
                    path.display(),
                    crate::files::plain(&error)
                ),
            )),
            _ => Ok(()),
        }
    }

    /// Every open incident that is no drill.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn open_incidents(&self) -> Outcome<Vec<IncidentId>> {
        let mut open = Vec::new();
        for id in self.store.list()? {
            // A record that cannot be looked at is counted as open: nobody may overlook it.
            let is_over = glance(&*self.store, &id).is_ok_and(|seen| seen.is_closed || seen.is_drill);
            if !is_over {
                open.push(id);
            }
        }
        Ok(open)
    }

    /// Reads an incident's record.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn journal(&self, id: &IncidentId) -> Outcome<Journal<'_>> {
        Journal::read(&*self.store, id, &mut |_, _| {})
    }

    /// Reads an incident's record and keeps every entry.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn journal_with_entries(&self, id: &IncidentId) -> Outcome<(Journal<'_>, Vec<Entry>)> {
        let mut entries = Vec::new();
        let journal = Journal::read(&*self.store, id, &mut |entry, _| entries.extend(entry))?;
        Ok((journal, entries))
    }

    /// The guide to an incident: its playbooks, joined.
    ///
    /// # Errors
    /// When a plan was written in a form that this program does not read.
    pub fn guide(&self, incident: &Incident) -> Outcome<Guide> {
        let rules = self.obligations();
        Guide::with_rules(rules, incident).map_err(|why| {
            Failure::new(
                Kind::Refused,
                format!("this breach cannot read the plan in the record: {why}"),
            )
            .hint("`breach note`, `log`, `verify` and `export` still work")
        })
    }

    /// Who is typing: `--as` and `--role`, else `BREACH_AS`, else whoever typed into this incident on this login last, else
    /// the profile, else asked once.
    ///
    /// # Errors
    /// When nobody said so and nobody can be asked.
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
                Kind::NoTerminal,
                "nobody said who is typing, and there is no terminal to ask at",
            )
            .hint("add `--as \"Your Name\"`, or set BREACH_AS"));
        }
        loop {
            let typed = self.world.prompter.ask(&crate::prompt::Ask {
                prompt: "  Your name, for the record: ",
                ahead: crate::prompt::Ahead::Drop,
                history: false,
            })?;
            let name = typed.text.trim().to_owned();
            if !name.is_empty() {
                self.who = Some((name.clone(), None));
                return Ok((name, self.global.role.clone()));
            }
        }
    }

    /// Writes to a record: drafts are made from the state under the store's lock, by the rules of its playbooks, and shown
    /// once they are durable.
    ///
    /// # Errors
    /// When it is refused, or the store fails.
    pub fn record(
        &mut self,
        id: &IncidentId,
        via: Via,
        make: &mut dyn FnMut(&Incident, &Guide) -> Outcome<Vec<Draft>>,
    ) -> Outcome<Logged> {
        let store = Arc::clone(&self.store);
        let mut journal = Journal::read(&*store, id, &mut |_, _| {})?;
        self.warn_if_broken(&journal);
        self.record_in(&mut journal, via, make)
    }

    /// Like [`Context::record`], for drafts that need no plan and change no fact, like notes: reading plans and rules takes
    /// longer than everything else about a note. What follows from rules alone waits for the next other entry.
    ///
    /// # Errors
    /// When it is refused, or the store fails.
    pub fn record_unguided(
        &mut self,
        id: &IncidentId,
        via: Via,
        make: &mut dyn FnMut(&Incident) -> Outcome<Vec<Draft>>,
    ) -> Outcome<Logged> {
        let store = Arc::clone(&self.store);
        let mut journal = Journal::read(&*store, id, &mut |_, _| {})?;
        self.warn_if_broken(&journal);
        let rules = Rules::at(self.now(), Arc::default());
        self.record_by(rules, &mut journal, via, make)
    }

    /// Like [`Context::record`], for a record that is open already.
    ///
    /// # Errors
    /// When it is refused, or the store fails.
    pub fn record_in(
        &mut self,
        journal: &mut Journal<'_>,
        via: Via,
        make: &mut dyn FnMut(&Incident, &Guide) -> Outcome<Vec<Draft>>,
    ) -> Outcome<Logged> {
        let book = self.obligations();
        let mut guide = Guide::following(Arc::clone(&book));
        let rules = Rules::at(self.now(), book);
        self.record_by(rules, journal, via, &mut |incident| {
            // A plan that cannot be read must not stop a note; a draft that needs the plan is refused by the rules.
            let _ = guide.refresh(incident);
            make(incident, &guide)
        })
    }

    fn record_by(
        &mut self,
        mut rules: Rules,
        journal: &mut Journal<'_>,
        via: Via,
        make: &mut dyn FnMut(&Incident) -> Outcome<Vec<Draft>>,
    ) -> Outcome<Logged> {
        let by = self.writer(Some(journal.incident()), via)?;
        let zone = self.zone_of(journal.incident())?;
        let mut pen = Pen {
            by,
            clock: &*self.world.clock,
            ids: &mut *self.world.ids,
            zone,
            tzdata: &self.world.tzdata,
        };
        let logged = journal.record(&mut pen, &mut rules, make)?;
        let width = self.world.terminal.width;
        self.say(&logged_lines(&logged, zone, width))?;
        if via == Via::Command {
            self.say(&ahead_lines(&logged, zone, width))?;
        }
        Ok(logged)
    }

    /// Warns loudly of a broken record; the response goes on.
    pub fn warn_if_broken(&mut self, journal: &Journal<'_>) {
        if journal.reading().has_unnoted_fault() {
            let first = journal
                .reading()
                .faults
                .first()
                .map_or_else(String::new, |fault| format!(" Entry {}: {}.", fault.entry, fault.what));
            self.warn(&format!(
                "WARNING: the record of {} is not as it was written.{first}\n\
                 Go on; what you log is kept, and the fault is noted. `breach verify {}` shows all of it.\n",
                journal.id(),
                journal.id()
            ));
        }
    }

    /// Shows what makes the store less safe than it should be.
    pub fn warn_about_store(&mut self) {
        for warning in self.store.warnings() {
            self.warn(&format!("warning: {warning}\n"));
        }
    }
}

/// Values of the environment that decide where data lies: the platform's data folder.
fn data_folder(world: &World) -> Outcome<PathBuf> {
    let variables: BTreeMap<&str, Option<&str>> = ["XDG_DATA_HOME", "HOME"]
        .into_iter()
        .map(|name| (name, world.variable(name)))
        .collect();
    match (variables["XDG_DATA_HOME"], variables["HOME"]) {
        (Some(folder), _) if folder.starts_with('/') => Ok(PathBuf::from(folder).join("breach")),
        (_, Some(home)) => Ok(PathBuf::from(home).join(".local/share/breach")),
        _ => Err(Failure::new(Kind::World, "there is no home folder to keep records in")
            .hint("name a folder: `--store FOLDER`, or set BREACH_STORE")),
    }
}

/// Standard output failed. Nobody is told where the reader has gone, as with `head`.
fn unwritten(error: std::io::Error, kept: &str) -> Failure {
    if error.kind() == std::io::ErrorKind::BrokenPipe {
        return Failure::silent(Kind::World);
    }
    Failure::new(Kind::World, "standard output cannot be written")
        .because(error)
        .effect(Effect::Kept(kept.to_owned()))
}
