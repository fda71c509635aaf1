//! Loads rules: those inside the program, and the responder's own on top of them.
//!
//! The only file of this folder that opens files. Names come from listing one folder, so that none leads out of it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::builtin;
use super::reader;
use super::rulebook::{Contents, Rulebook};
use crate::diagnostic::Diagnostic;
use crate::playbook::Rejected;
use crate::playbook::reader::Text;
use crate::yaml::{MAX_BYTES, read_file};

/// Where rules are looked for.
#[derive(Clone, Debug, Default)]
pub struct Obligations {
    own: Option<PathBuf>,
}

impl Obligations {
    /// The built-in rules with the responder's own folder on top of them.
    pub fn new(own: Option<PathBuf>) -> Self {
        Obligations { own }
    }

    /// All rules.
    ///
    /// # Errors
    /// Every mistake in the responder's own files.
    pub fn load(&self) -> Result<Arc<Rulebook>, Rejected> {
        let built_in = builtin_checked()?;
        let files = self.own_files()?;
        match files.is_empty() {
            true => Ok(built_in),
            false => with_own(&built_in, &files),
        }
    }

    /// All rules; the built-in ones alone if the responder's own have mistakes, and those. An incident is never held up by
    /// rules.
    pub fn load_or_builtin(&self) -> (Arc<Rulebook>, Option<Rejected>) {
        match self.load() {
            Ok(all) => (all, None),
            Err(rejected) => (builtin(), Some(rejected)),
        }
    }

    /// All rules as they would be with these files, which take the places of the responder's own of the same names. Mistakes
    /// in other files are not told.
    ///
    /// # Errors
    /// Every mistake in these files.
    pub fn load_with(&self, files: &[PathBuf]) -> Result<Arc<Rulebook>, Rejected> {
        let built_in = builtin_checked()?;
        let mut given: Vec<Text> = Vec::new();
        let mut unreadable: Vec<Diagnostic> = Vec::new();
        for path in files {
            match read(path) {
                Ok(text) => given.push(text),
                Err(fault) => unreadable.push(fault),
            }
        }
        let is_given = |own: &Text| {
            let name = |path: &Path| path.file_name().map(|name| name.to_owned());
            files.iter().any(|file| name(file) == name(Path::new(&own.file)))
        };
        let own = self.own_files().unwrap_or_default();
        let mut all: Vec<Text> = own.into_iter().filter(|own| !is_given(own)).collect();
        all.extend(given);
        let told = |fault: &Diagnostic| files.iter().any(|file| file.display().to_string() == fault.file);
        match with_own(&built_in, &all) {
            Ok(all) if unreadable.is_empty() => Ok(all),
            Ok(_) => Err(refused(unreadable)),
            Err(mut rejected) => {
                rejected.diagnostics.retain(told);
                rejected
                    .texts
                    .retain(|(name, _)| files.iter().any(|file| file.display().to_string() == *name));
                rejected.diagnostics.extend(unreadable);
                match rejected.diagnostics.is_empty() {
                    // Only other files have mistakes: these are judged by what is built in.
                    true => Ok(built_in),
                    false => Err(rejected),
                }
            }
        }
    }

    /// The responder's own files, by name.
    ///
    /// # Errors
    /// Those that cannot be read.
    pub fn own_paths(&self) -> Result<Vec<PathBuf>, Rejected> {
        let Some(folder) = &self.own else { return Ok(Vec::new()) };
        let unreadable = |error: std::io::Error| {
            let message = format!("cannot be read: {}", plain(&error));
            refused(vec![Diagnostic::whole(
                "unreadable",
                &folder.display().to_string(),
                message,
            )])
        };
        let entries = match std::fs::read_dir(folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(unreadable(error)),
        };
        let mut paths = Vec::new();
        for entry in entries {
            let path = entry.map_err(unreadable)?.path();
            let is_hidden = path
                .file_name()
                .is_some_and(|name| name.as_encoded_bytes().starts_with(b"."));
            if !is_hidden
                && path
                    .extension()
                    .is_some_and(|ending| ending == "yaml" || ending == "yml")
            {
                paths.push(path);
            }
        }
        paths.sort();
        Ok(paths)
    }

    fn own_files(&self) -> Result<Vec<Text>, Rejected> {
        let mut texts = Vec::new();
        let mut found = Vec::new();
        for path in self.own_paths()? {
            match read(&path) {
                Ok(text) => texts.push(text),
                Err(fault) => found.push(fault),
            }
        }
        match found.is_empty() {
            true => Ok(texts),
            false => Err(refused(found)),
        }
    }
}

/// The rules inside the program.
pub fn builtin() -> Arc<Rulebook> {
    builtin::rulebook().unwrap_or_default()
}

fn builtin_checked() -> Result<Arc<Rulebook>, Rejected> {
    builtin::rulebook().map_err(|why| {
        let message = format!("cannot be read: {why}");
        refused(vec![Diagnostic::whole("unreadable", "the built-in rules", message)])
    })
}

fn with_own(built_in: &Contents, files: &[Text]) -> Result<Arc<Rulebook>, Rejected> {
    reader::read(built_in, files, true).map(|contents| Arc::new(Rulebook::from(contents)))
}

fn read(path: &Path) -> Result<Text, Diagnostic> {
    let file = path.display().to_string();
    match read_file(path, MAX_BYTES) {
        Ok(text) => Ok(Text { file, text }),
        Err(fault) => Err(Diagnostic::of_file(&file, fault)),
    }
}

fn refused(diagnostics: Vec<Diagnostic>) -> Rejected {
    Rejected {
        diagnostics,
        texts: Vec::new(),
    }
}

fn plain(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::PermissionDenied => "you may not read this folder".to_owned(),
        std::io::ErrorKind::NotADirectory => "this is no folder".to_owned(),
        _ => error.to_string(),
    }
}
