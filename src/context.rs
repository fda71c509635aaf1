//! What every command works with: the world, what the options of every command said, the store and the rules.
//!
//! Each thing that can be asked of it stands in a file of its own.

mod choice;
mod identity;
mod recording;
mod streams;
mod zones;

use std::path::PathBuf;
use std::rc::Rc;
use std::sync::Arc;

use chrono::{DateTime, Utc};

use crate::case::RuleLoader;
use crate::failure::{Failure, Outcome};
use crate::obligation::Rulebook;
use crate::output_file::OwnFolders;
use crate::playbook::Library;
use crate::profile::Profile;
use crate::store::{FolderStore, Store};
use crate::time::{TimeView, Zone};
use crate::world::World;

pub use streams::{Output, envelope};

/// What the options of every command said.
#[derive(Clone, Debug, Default)]
pub struct Choices {
    /// The folder of the records.
    pub store: Option<PathBuf>,
    pub incident: Option<String>,
    pub name: Option<String>,
    pub role: Option<String>,
    /// The zone to show times in.
    pub zone: Option<String>,
    /// Whether standard output gets one object of JSON, and nothing else.
    pub json: bool,
}

/// What a command works with.
pub struct Context<'w> {
    pub world: &'w mut World,
    /// What the options of every command said.
    pub global: Choices,
    store: Arc<dyn Store>,
    /// Where the choice of an incident is kept; a store of folders lies in it too.
    folder: PathBuf,
    rules: Rc<RuleLoader>,
    who: Option<(String, Option<String>)>,
    output: Output,
}

impl<'w> Context<'w> {
    /// Finds the store.
    pub fn new(world: &'w mut World, global: Choices) -> Outcome<Self> {
        check_environment(world, &global)?;
        let folder = global
            .store
            .clone()
            .or_else(|| world.variable("BREACH_STORE").map(PathBuf::from));
        let folder = match folder {
            Some(folder) => world.cwd.join(folder),
            None => data_folder(world)?,
        };
        let store = Arc::new(FolderStore::new(&folder));
        Ok(Context::with_store(world, global, store, folder))
    }

    /// Works with this store, and keeps the choice of an incident in this folder.
    pub fn with_store(world: &'w mut World, global: Choices, store: Arc<dyn Store>, folder: PathBuf) -> Self {
        Context {
            rules: Rc::new(RuleLoader::new(config_folder(world))),
            world,
            global,
            store,
            folder,
            who: None,
            output: Output::default(),
        }
    }

    pub fn store(&self) -> &dyn Store {
        &*self.store
    }

    /// The store, to be held beside this context.
    pub fn shared_store(&self) -> Arc<dyn Store> {
        Arc::clone(&self.store)
    }

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
        let mut stores = vec![self.folder.clone()];
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
        config_folder(self.world)
    }

    /// The organisation profile; empty when there is none.
    pub fn profile(&self) -> Outcome<Profile> {
        match self.config_folder() {
            Some(folder) => Profile::load(&folder.join("profile.yaml")),
            None => Ok(Profile::default()),
        }
    }

    /// The profile; a broken one is no reason not to start.
    pub fn profile_or_warning(&mut self) -> Profile {
        self.profile().unwrap_or_else(|failure| {
            self.warn(&format!("warning: the profile is not used: {failure}\n"));
            Profile::default()
        })
    }

    /// Where playbooks are looked for: the responder's own first.
    pub fn playbooks(&self) -> Library {
        Library::new(self.config_folder().map(|folder| folder.join("playbooks")))
    }

    /// The rules about who must be told, with the responder's own and the contracts of the profile.
    pub fn obligations(&self) -> Arc<Rulebook> {
        self.rules.get()
    }

    /// Says once that the responder's own rules or contracts are not used, when they were asked for and have mistakes.
    pub fn warn_of_refused_rules(&mut self) {
        for why in self.rules.take_refused() {
            self.warn(&why);
        }
    }
}

/// Variables that decide where records lie and who types, and are no text, would else be passed over in silence.
fn check_environment(world: &World, global: &Choices) -> Outcome {
    let is_used = |name: &str| match name {
        "BREACH_STORE" => global.store.is_none(),
        "BREACH_AS" => global.name.is_none(),
        "XDG_DATA_HOME" => global.store.is_none() && world.variable("BREACH_STORE").is_none(),
        "HOME" | "XDG_CONFIG_HOME" => true,
        _ => false,
    };
    match world.unreadable_env.iter().find(|name| is_used(name)) {
        Some(name) => Err(Failure::usage(format!("the variable {name} is not text in UTF-8"))
            .nothing_changed()
            .hint(format!("set {name} anew, or unset it"))),
        None => Ok(()),
    }
}

fn config_folder(world: &World) -> Option<PathBuf> {
    let base = match (world.variable("XDG_CONFIG_HOME"), world.variable("HOME")) {
        (Some(folder), _) if folder.starts_with('/') => PathBuf::from(folder),
        (_, Some(home)) => PathBuf::from(home).join(".config"),
        _ => return None,
    };
    Some(base.join("breach"))
}

fn data_folder(world: &World) -> Outcome<PathBuf> {
    match (world.variable("XDG_DATA_HOME"), world.variable("HOME")) {
        (Some(folder), _) if folder.starts_with('/') => Ok(PathBuf::from(folder).join("breach")),
        (_, Some(home)) => Ok(PathBuf::from(home).join(".local/share/breach")),
        _ => Err(Failure::io("there is no home folder to keep records in")
            .hint("name a folder: `--store FOLDER`, or set BREACH_STORE")),
    }
}
