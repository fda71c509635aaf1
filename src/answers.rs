//! `breach start --answers FILE`: a whole walk from a file, for people who write down afterwards what happened, and for
//! rehearsals and tests.
//!
//! Every mistake that can be seen without running is reported before an incident is opened. What runs is written through
//! the same door, by the same rules, as what is typed. Knows no command and asks nobody anything.

mod action;
mod form;
mod resolve;
mod run;

#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};

use crate::context::Context;
use crate::fact::read::Asked;
use crate::failure::{Failure, FailureKind, Outcome};
use crate::formats::answers::ANSWERS;
use crate::obligation::Rulebook;
use crate::playbook::Playbook;
use crate::schema::diagnostic::{self, Diagnostic};
use crate::schema::node::field;
use crate::schema::reader::fits;
use crate::schema::source::{Parsed, Text};
use crate::schema::yaml::{MAX_BYTES, Node, line_and_column, read_file};
use crate::session::opening::OpeningAnswers;
use crate::time::{Zone, read_when};

use form::{Said, said};
use resolve::{Resolved, resolve};

pub use run::run;

/// How wide mistakes are drawn where no window is known.
const DRAWN_WIDTH: usize = 80;

/// An answers file that has been read. What is wrong in it is kept until [`Answers::check`] can tell all of it at once.
pub struct Answers {
    parsed: Parsed,
    /// Where files that it names are looked for.
    folder: PathBuf,
    found: Vec<Diagnostic>,
}

impl Answers {
    /// Reads an answers file.
    pub fn load(path: &Path) -> Outcome<Answers> {
        let file = path.file_name().map_or_else(
            || path.display().to_string(),
            |name| name.to_string_lossy().into_owned(),
        );
        let text = read_file(path, MAX_BYTES)
            .map_err(|fault| refused(&file, "", &[Diagnostic::of_file(&file, fault)], DRAWN_WIDTH, false))?;
        let folder = path.parent().map(Path::to_owned).unwrap_or_default();
        Answers::parse(&file, &text, &folder).map_err(|mistakes| refused(&file, &text, &mistakes, DRAWN_WIDTH, false))
    }

    /// Reads the text of an answers file. `file` is its name in messages, `folder` where files that it names lie.
    pub fn parse(file: &str, text: &str, folder: &Path) -> Result<Answers, Vec<Diagnostic>> {
        let parsed = Parsed::read(file, text)?;
        let mut found = Vec::new();
        fits(&parsed.text, &parsed.tree, &ANSWERS, &mut found);
        found.extend(form::check(&parsed.text, &parsed.tree));
        Ok(Answers {
            parsed,
            folder: folder.to_owned(),
            found,
        })
    }

    /// Looks for every mistake that can be seen before anything is written.
    pub fn check(&self, playbook: &Playbook, context: &mut Context<'_>, zone: Zone) -> Outcome {
        let asked = Asked {
            now: context.now(),
            zone,
        };
        let book = context.obligations();
        let mut mistakes = self.mistakes(playbook, &book, &asked);
        let to = field(&self.parsed.tree, "close").and_then(|close| Said::field(close, "to"));
        if let Some(to) = to
            && let Err(failure) = context.find(&to.value)
        {
            let found = self.parsed.text.fault("unknown-incident", to.at, failure.to_string());
            mistakes.push(Diagnostic {
                help: failure.hints.first().cloned(),
                ..found
            });
            diagnostic::sort(&mut mistakes);
        }
        match mistakes.as_slice() {
            [] => Ok(()),
            all => {
                let terminal = context.world.terminal;
                Err(self.refused(all, terminal.width, terminal.colour))
            }
        }
    }

    /// Every mistake against this playbook and these rules, by place.
    pub fn mistakes(&self, playbook: &Playbook, book: &Rulebook, asked: &Asked) -> Vec<Diagnostic> {
        let mut mistakes = self.found.clone();
        mistakes.extend(self.resolve(playbook, book, asked).found);
        diagnostic::sort(&mut mistakes);
        mistakes
    }

    /// What it answers to the three opening questions.
    pub fn opening(&self, now: DateTime<Utc>, zone: Zone) -> Outcome<OpeningAnswers> {
        let Some(opening) = field(&self.parsed.tree, "opening") else {
            return Ok(OpeningAnswers::default());
        };
        let first_read_at = Said::field(opening, "first_read_at").map(|text| {
            read_when(&text.value, now, zone).map_err(|why| {
                let found = self.parsed.text.fault("not-a-time", text.at, why.to_string());
                self.refused(&[found], DRAWN_WIDTH, false)
            })
        });
        Ok(OpeningAnswers {
            situation: said(opening, "situation"),
            reported_words: said(opening, "reported_words"),
            arrived_at: None,
            first_read_at: first_read_at.transpose()?,
        })
    }

    /// What it calls the incident.
    pub fn title(&self) -> Option<String> {
        said(&self.parsed.tree, "title")
    }

    /// Makes its writer the one who types.
    pub fn sign(&self, context: &mut Context<'_>) {
        if let Some((writer, name)) = self.writer() {
            context.set_writer(name, said(writer, "role"));
        }
    }

    fn resolve(&self, playbook: &Playbook, book: &Rulebook, asked: &Asked) -> Resolved {
        resolve(&self.parsed, playbook, book, asked, &self.folder)
    }

    fn writer(&self) -> Option<(&Node, String)> {
        let writer = field(&self.parsed.tree, "as")?;
        Some((writer, said(writer, "name")?))
    }

    fn place(&self, byte: usize) -> String {
        let Text { file, text } = &self.parsed.text;
        let (line, column) = line_and_column(text, byte);
        format!("{file}:{line}:{column}")
    }

    fn refused(&self, mistakes: &[Diagnostic], width: usize, colour: bool) -> Failure {
        let Text { file, text } = &self.parsed.text;
        refused(file, text, mistakes, width, colour)
    }
}

fn refused(file: &str, text: &str, mistakes: &[Diagnostic], width: usize, colour: bool) -> Failure {
    const AGAIN: &str = "put it right and run the same command again";
    match mistakes {
        [only] if only.line == 0 => {
            let help = only.help.as_ref().map_or_else(String::new, |help| format!("; {help}"));
            Failure::input(format!("`{file}` {}{help}", only.message))
                .no_incident_opened()
                .hint(AGAIN)
        }
        all => {
            let texts = [(file.to_owned(), text.to_owned())];
            let drawn = diagnostic::render(all, &texts, width, colour);
            Failure::screen(
                FailureKind::Input,
                format!(
                    "error: {}. No incident was opened.\n\n{drawn}\n",
                    diagnostic::summary(all)
                ),
            )
            .hint(AGAIN)
        }
    }
}
