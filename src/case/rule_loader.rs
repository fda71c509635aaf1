//! The rules about who must be told, read when they are first asked for: what is built in, the responder's own on top, and
//! the contracts of the profile. Files with mistakes hold up nobody: what is built in counts then, and why is kept to be said.

use std::cell::{OnceCell, RefCell};
use std::path::PathBuf;
use std::sync::Arc;

use crate::obligation::{Obligations, Rulebook};
use crate::profile::Profile;

/// Where rules come from, and the rules once they were read.
#[derive(Debug, Default)]
pub struct RuleLoader {
    config: Option<PathBuf>,
    rules: OnceCell<Arc<Rulebook>>,
    refused: RefCell<Vec<String>>,
}

impl RuleLoader {
    /// Rules with what this folder of the responder's adds.
    pub fn new(config: Option<PathBuf>) -> Self {
        RuleLoader {
            config,
            ..RuleLoader::default()
        }
    }

    pub fn get(&self) -> Arc<Rulebook> {
        Arc::clone(self.rules.get_or_init(|| self.read()))
    }

    /// Why own rules or contracts are not used, each said once.
    pub fn take_refused(&self) -> Vec<String> {
        self.refused.take()
    }

    fn read(&self) -> Arc<Rulebook> {
        let own = self.config.as_ref().map(|folder| folder.join("obligations"));
        let (rules, rejected) = Obligations::new(own).load_or_builtin();
        let mut refused = self.refused.borrow_mut();
        refused.extend(rejected.map(|rejected| {
            let why = rejected.summary();
            format!("breach: your own obligations are not used, the built-in ones are: {why}\n  `breach obligation check` shows where\n")
        }));
        let profile = self.config.as_ref().map(|folder| folder.join("profile.yaml"));
        let Some(path) = profile else { return rules };
        let (contracts, source, failure) = Profile::load_contracts(&path);
        refused.extend(failure.map(|why| {
            format!("breach: contracts of the profile may be missing: {why}\n  `breach profile check` shows where\n")
        }));
        if contracts.is_empty() {
            rules
        } else {
            Arc::new(rules.with_contracts(contracts, source))
        }
    }
}
