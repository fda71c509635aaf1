//! Loads rules: those inside the program, and the responder's own on top of them.
//!
//! The only file of this folder that opens files. Names come from listing one folder, so that none leads out of it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::builtin;
use super::reader;
use super::rulebook::{Contents, Rulebook};
use crate::playbook::Rejected;
use crate::schema::diagnostic::Diagnostic;
use crate::schema::reader::MOST_FAULTS;
use crate::schema::source::Text;
use crate::schema::yaml::{MAX_BYTES, read_file};

/// A file that was checked.
#[derive(Clone, Debug, PartialEq)]
pub struct Checked {
    pub file: String,
    /// What it holds, and how many of that: `rule`, 2.
    pub holds: Option<(&'static str, usize)>,
    /// Its mistakes, if it has any.
    pub rejected: Option<Rejected>,
}

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
    pub fn load(&self) -> Result<Arc<Rulebook>, Rejected> {
        let built_in = builtin();
        let files = self.own_files()?;
        if files.is_empty() {
            Ok(built_in)
        } else {
            with_own(&built_in, &files)
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

    /// Checks files as if they were the responder's own: each takes the place of an own file of the same name. Mistakes in
    /// other files are left out. Names are shown as they are given and looked up from `cwd`.
    pub fn check(&self, files: &[PathBuf], cwd: &Path) -> Result<Vec<Checked>, Rejected> {
        let built_in = builtin();
        let read: Vec<Result<Text, Rejected>> = files.iter().map(|file| read(&cwd.join(file), file)).collect();
        let is_given = |own: &Text| {
            let mut names = files.iter().map(|file| file.file_name());
            names.any(|name| name == Path::new(&own.file).file_name())
        };
        let mut texts: Vec<Text> = read.iter().filter_map(|read| read.as_ref().ok()).cloned().collect();
        texts.extend(self.own_files()?.into_iter().filter(|own| !is_given(own)));
        let rejected = with_own(&built_in, &texts).err();
        let checked = read.into_iter().zip(files).map(|(read, file)| {
            let (holds, rejected) = match read {
                Err(rejected) => (None, Some(rejected)),
                Ok(text) => (
                    reader::holds(&text.text),
                    rejected.as_ref().and_then(|rejected| in_file(rejected, &text.file)),
                ),
            };
            Checked {
                file: file.display().to_string(),
                holds,
                rejected,
            }
        });
        Ok(checked.collect())
    }

    /// The responder's own files, by name.
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
            match read(&path, &path) {
                Ok(text) => texts.push(text),
                Err(rejected) => found.extend(rejected.diagnostics),
            }
        }
        if found.is_empty() {
            Ok(texts)
        } else {
            Err(refused(found))
        }
    }
}

/// The rules inside the program.
pub fn builtin() -> Arc<Rulebook> {
    builtin::rulebook()
}

fn with_own(built_in: &Contents, files: &[Text]) -> Result<Arc<Rulebook>, Rejected> {
    reader::read(built_in, files, true).map(|contents| Arc::new(Rulebook::from(contents)))
}

/// The mistakes of one file; those of all while there may be more than were looked for.
fn in_file(rejected: &Rejected, file: &str) -> Option<Rejected> {
    let mut mine = rejected.clone();
    if rejected.diagnostics.len() < MOST_FAULTS {
        mine.diagnostics.retain(|fault| fault.file == file);
        mine.texts.retain(|(name, _)| name == file);
    }
    Some(mine).filter(|mine| !mine.diagnostics.is_empty())
}

fn read(path: &Path, shown: &Path) -> Result<Text, Rejected> {
    let file = shown.display().to_string();
    match read_file(path, MAX_BYTES) {
        Ok(text) => Ok(Text { file, text }),
        Err(fault) => Err(refused(vec![Diagnostic::of_file(&file, fault)])),
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
        std::io::ErrorKind::NotADirectory => "it is not a folder".to_owned(),
        _ => crate::text::without_number(&error.to_string()).to_owned(),
    }
}
