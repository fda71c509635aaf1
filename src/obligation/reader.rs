//! From the texts of rule files to checked contents of a rulebook, or to every mistake in them.
//!
//! Files are read on top of contents that were checked before: the responder's own on top of what is built in. Opens no
//! files itself. What one rule means is for [`super::check`].

mod about;
mod calendars;
mod places;
mod rules;
#[cfg(test)]
mod tests;
mod vocabulary;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::Path;

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::rulebook::{Contents, RuleSource};
use crate::playbook::Rejected;
use crate::schema::diagnostic::{self, Diagnostic, has_errors};
use crate::schema::node::{entries, field};
use crate::schema::reader::{MOST_FAULTS, fits};
use crate::schema::source::Text;
use crate::schema::source::{Parsed, card_numbers, other_format, without_cards};
use crate::schema::yaml::{Key, Node, tree};
use about::About;

/// The most rules of one rulebook.
pub const MAX_RULES: usize = 2_000;

/// Reads files on top of `base`. `own` says whose they are.
pub(super) fn read(base: &Contents, files: &[Text], own: bool) -> Result<Contents, Rejected> {
    let mut found: Vec<Diagnostic> = Vec::new();
    let mut parsed: Vec<(About, Parsed)> = Vec::new();
    for file in files {
        found.extend(card_numbers(file).into_iter().map(|fault| Diagnostic {
            help: Some("remove it; this text goes into reports".to_owned()),
            ..fault
        }));
        match Parsed::read(&file.file, &file.text) {
            Ok(file) => match other_format(&file) {
                Some(fault) => found.push(fault),
                None => parsed.push((About::of(&file.tree), file)),
            },
            Err(faults) => found.extend(faults),
        }
    }
    for (about, file) in &parsed {
        fits(&file.text, &file.tree, about.record(), &mut found);
    }
    let mut reading = BookReader {
        base,
        contents: base.clone(),
        found,
        own,
    };
    reading.calendars(&parsed);
    reading.places(&parsed);
    reading.regimes(&parsed);
    let kinds = reading.facts(&parsed);
    let kinds = reading.definitions(&parsed, kinds);
    reading.rules(&parsed, kinds);
    if has_errors(&reading.found) {
        return Err(reject(reading.found, files));
    }
    let sources = files.iter().map(|file| RuleSource {
        path: source_path(&file.file, own),
        text: Cow::Owned(file.text.clone()),
        own,
    });
    reading.contents.sources.extend(sources);
    Ok(reading.contents)
}

/// What a file is called as a source: a folder of one's own is another one on each computer.
fn source_path(file: &str, own: bool) -> String {
    let name = Path::new(file).file_name().map(|name| name.to_string_lossy());
    match name.filter(|_| own) {
        Some(name) => format!("obligations/{name}"),
        None => file.to_owned(),
    }
}

/// What the text of a file holds, and how many of that.
pub(super) fn holds(text: &str) -> Option<(&'static str, usize)> {
    let tree = tree(text).ok()?;
    let about = About::of(&tree);
    let number = field(&tree, about.field()).map_or(0, |part| entries(part).len());
    Some((about.word(), number))
}

/// The mistakes with the texts they are in.
fn reject(mut found: Vec<Diagnostic>, files: &[Text]) -> Rejected {
    found.sort_by_key(|fault| files.iter().position(|file| file.file == fault.file));
    diagnostic::sort(&mut found);
    found.dedup();
    found.truncate(MOST_FAULTS);
    let in_it = |file: &&Text| found.iter().any(|fault| fault.file == file.file);
    Rejected {
        texts: files
            .iter()
            .filter(in_it)
            .map(|file| (file.file.clone(), without_cards(&file.text)))
            .collect(),
        diagnostics: found,
    }
}

struct BookReader<'a> {
    base: &'a Contents,
    contents: Contents,
    found: Vec<Diagnostic>,
    own: bool,
}

/// A named part of a file.
struct Part<'a> {
    file: &'a Text,
    head: &'a Node,
    key: &'a Key,
    node: &'a Node,
}

impl BookReader<'_> {
    /// The named parts of all files about one thing; each name once.
    fn parts<'p>(&mut self, files: &'p [(About, Parsed)], about: About) -> Vec<Part<'p>> {
        let mut parts: Vec<Part<'p>> = Vec::new();
        let mut first: BTreeMap<&str, &Text> = BTreeMap::new();
        for (_, file) in files.iter().filter(|(theirs, _)| *theirs == about) {
            for (key, node) in field(&file.tree, about.field()).map(entries).unwrap_or_default() {
                match first.get(key.text.as_str()) {
                    None => {
                        first.insert(&key.text, &file.text);
                        parts.push(Part {
                            file: &file.text,
                            head: &file.tree,
                            key,
                            node,
                        });
                    }
                    // Reported as a duplicate key already.
                    Some(other) if other.file == file.text.file => {}
                    Some(other) => {
                        let message = format!("`{}` is in `{}` too", key.text, other.file);
                        let fault = file.text.fault("duplicate-id", key.at.clone(), message);
                        self.found.push(fault.helped("keep one of the two"));
                    }
                }
            }
        }
        parts
    }

    /// A value of what was checked. That it cannot be made is said only if nothing else was: then it is a gap in the checks.
    fn made<T: DeserializeOwned>(&mut self, part: &Part<'_>, value: Value) -> Option<T> {
        match T::deserialize(value) {
            Ok(made) => Some(made),
            Err(_) if !self.found.is_empty() => None,
            Err(error) => {
                let message = format!("`{}` cannot be read: {error}", part.key.text);
                let fault = part.file.fault("wrong-type", part.key.at.clone(), message);
                self.found.push(fault);
                None
            }
        }
    }
}

/// Takes the place of what has the same name, or comes last.
fn put<T>(all: &mut Vec<T>, new: T, name: impl Fn(&T) -> &str) {
    match all.iter_mut().find(|known| name(known) == name(&new)) {
        Some(known) => *known = new,
        None => all.push(new),
    }
}
