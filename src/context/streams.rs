//! What comes in and goes out: standard input, standard output as text, as JSON and as bytes, and warnings.

use std::io::{Read, Write};

use chrono::SecondsFormat;
use serde_json::{Value as Json, json};

use super::Context;
use crate::document::{Document, terminal};
use crate::failure::{Effect, Failure, FailureKind, Look, Outcome};
use crate::incident::{Entry, Hash, Receipt};
use crate::mask::mask_cards;
use crate::text::{as_called, visible, visible_json};

/// What standard output has got, and what it still gets.
#[derive(Debug, Default)]
pub struct Output {
    /// Whether it is kept for what programs read: what is said to people goes to standard error.
    is_for_programs: bool,
    /// Whether programs have got what they asked for.
    is_answered: bool,
    /// The incident that was written to last, with the first and the last entry.
    kept: Option<(String, u64, u64)>,
    /// The entries that were written, where JSON was asked for.
    written: Vec<Json>,
}

/// JSON as every command writes it.
pub fn envelope(format: &str, items: &[Json]) -> String {
    let whole = json!({"format": format, "items": items});
    visible_json(&format!("{whole:#}\n")).into_owned()
}

impl Context<'_> {
    /// Whether questions can be asked.
    pub fn can_ask(&self) -> bool {
        self.world.terminal.input && self.world.terminal.error
    }

    /// Standard input as text, up to this many bytes.
    pub fn read_input(&mut self, most_bytes: usize) -> Outcome<String> {
        let mut bytes = Vec::new();
        (&mut self.world.input)
            .take(most_bytes as u64 + 1)
            .read_to_end(&mut bytes)
            .map_err(|error| Failure::io("standard input cannot be read").because(error))?;
        if bytes.len() > most_bytes {
            return Err(Failure::input(format!(
                "standard input is longer than {} KiB",
                most_bytes / 1024
            )));
        }
        crate::schema::yaml::decode(bytes).map_err(|fault| Failure::input(format!("standard input {}", fault.message)))
    }

    /// Writes to standard output. Text from outside is made visible here, whatever it holds, and commands in it are called as
    /// the program was.
    pub fn say(&mut self, text: &str) -> Outcome {
        let text = as_called(text, &self.world.program).into_owned();
        self.say_as_recorded(&text)
    }

    /// The same for what people wrote, in which every word stays.
    pub fn say_as_recorded(&mut self, text: &str) -> Outcome {
        let text = visible(text);
        if self.output.is_for_programs || self.global.json {
            // The program that reads standard output is not told by this.
            let _ = self
                .world
                .err
                .write_all(text.as_bytes())
                .and_then(|()| self.world.err.flush());
            return Ok(());
        }
        self.world
            .out
            .write_all(text.as_bytes())
            .and_then(|()| self.world.out.flush())
            .map_err(|error| unwritten(error, self.kept().as_deref().unwrap_or("what was logged is kept")))
    }

    /// From now on what is said to people goes to standard error, and standard output is for a program.
    pub fn keep_output_for_programs(&mut self) {
        self.output.is_for_programs = true;
    }

    /// What stays, whatever becomes of standard output.
    fn kept(&self) -> Option<String> {
        let (incident, first, last) = self.output.kept.as_ref()?;
        Some(if first == last {
            format!("entry #{first} of `{incident}` is logged and kept")
        } else {
            format!("entries #{first} to #{last} of `{incident}` are logged and kept")
        })
    }

    /// Keeps in mind what was written to a record, for [`Context::answer`] and for what is said when output fails.
    pub(super) fn has_written(&mut self, incident: &str, entries: &[Entry]) {
        let (Some(first), Some(last)) = (entries.first(), entries.last()) else {
            return;
        };
        self.output.kept = Some((incident.to_owned(), first.seq, last.seq));
        if !self.global.json {
            return;
        }
        let written = entries.iter().filter_map(|entry| {
            let bytes = entry.seal().ok()?;
            let hash = Hash::of(bytes.strip_suffix(b"\n")?);
            Some(json!({
                "incident": incident,
                "entry": entry.seq,
                "at": entry.at.to_rfc3339_opts(SecondsFormat::Micros, true),
                "event": entry.event.name(),
                "head": hash.to_string(),
                "check_code": Receipt::new(incident, entry.seq, hash).to_string(),
            }))
        });
        self.output.written.extend(written);
    }

    /// Ends a command. Where JSON was asked for and nothing was read, it says what was written; where the command failed, why.
    pub fn answer(&mut self, outcome: Outcome) -> Outcome {
        if !self.global.json {
            return outcome;
        }
        let written = std::mem::take(&mut self.output.written);
        match outcome {
            Ok(()) if self.output.is_answered => Ok(()),
            Ok(()) => self.write_items("breach.written/1", written),
            Err(failure) if failure.look == Look::Silent => Err(failure),
            Err(failure) => {
                let mut item = failure.to_json(&self.world.program);
                item["written"] = Json::from(written);
                self.write_items("breach.error/1", vec![item])?;
                Err(Failure::silent(failure.kind))
            }
        }
    }

    /// Shows a document on standard output, as wide as the terminal.
    pub fn show(&mut self, document: &Document) -> Outcome {
        self.say(&terminal(document, self.world.terminal.width))
    }

    /// Standard output itself, for what is written piece by piece and escapes by its own rules.
    pub fn output_as_it_is(&mut self) -> &mut dyn Write {
        self.output.is_answered = true;
        &mut *self.world.out
    }

    /// Writes to standard output exactly as it is: for exports and JSON, which escape by their own rules.
    pub fn write(&mut self, bytes: &[u8]) -> Outcome {
        self.output.is_answered = true;
        self.world
            .out
            .write_all(bytes)
            .and_then(|()| self.world.out.flush())
            .map_err(|error| unwritten(error, self.kept().as_deref().unwrap_or("nothing is lost")))
    }

    /// Writes what a reading command found as JSON. `format` is the command and the number of its form, `breach.status/1`;
    /// new keys keep the number, a changed meaning raises it.
    pub fn write_items(&mut self, format: &str, items: Vec<Json>) -> Outcome {
        self.write(envelope(format, &items).as_bytes())
    }

    /// The same with a note on what the items are.
    pub fn write_noted_items(&mut self, format: &str, note: &str, items: Vec<Json>) -> Outcome {
        let whole = json!({"format": format, "note": note, "items": items});
        self.write(visible_json(&format!("{whole:#}\n")).as_bytes())
    }

    /// Writes a warning or a progress line to standard error, where failing to write changes nothing.
    pub fn warn(&mut self, text: &str) {
        let text = mask_cards(text).text;
        let text = as_called(&text, &self.world.program);
        let text = visible(&text);
        // Nothing can be done about a standard error that is gone, and it must not end a response.
        let _ = self
            .world
            .err
            .write_all(text.as_bytes())
            .and_then(|()| self.world.err.flush());
    }
}

/// Standard output failed. Nobody is told where the reader has gone, as with `head`.
fn unwritten(error: std::io::Error, kept: &str) -> Failure {
    if error.kind() == std::io::ErrorKind::BrokenPipe {
        return Failure::silent(FailureKind::Io);
    }
    Failure::io("standard output cannot be written")
        .because(error)
        .effect(Effect::Kept(kept.to_owned()))
}
