//! What comes in and goes out: standard input, standard output as text, as JSON and as bytes, and warnings.

use std::io::{Read, Write};

use super::Context;
use crate::document::{Document, terminal};
use crate::failure::{Effect, Failure, FailureKind, Outcome};
use crate::mask::mask_cards;
use crate::text::{visible, visible_json};

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

    /// Writes to standard output. Text from outside is made visible here, whatever it holds.
    pub fn say(&mut self, text: &str) -> Outcome {
        let text = visible(text);
        self.world
            .out
            .write_all(text.as_bytes())
            .and_then(|()| self.world.out.flush())
            .map_err(|error| unwritten(error, "what was logged is kept"))
    }

    /// Shows a document on standard output, as wide as the terminal.
    pub fn show(&mut self, document: &Document) -> Outcome {
        self.say(&terminal(document, self.world.terminal.width))
    }

    /// Writes to standard output exactly as it is: for exports and JSON, which escape by their own rules.
    pub fn write(&mut self, bytes: &[u8]) -> Outcome {
        self.world
            .out
            .write_all(bytes)
            .and_then(|()| self.world.out.flush())
            .map_err(|error| unwritten(error, "nothing is lost"))
    }

    /// Writes what a reading command found as JSON. `format` is the command and the number of its form, `breach.status/1`;
    /// new keys keep the number, a changed meaning raises it.
    pub fn write_items(&mut self, format: &str, items: Vec<serde_json::Value>) -> Outcome {
        self.write_json(serde_json::json!({"format": format, "items": items}))
    }

    /// The same with a note on what the items are.
    pub fn write_noted_items(&mut self, format: &str, note: &str, items: Vec<serde_json::Value>) -> Outcome {
        self.write_json(serde_json::json!({"format": format, "note": note, "items": items}))
    }

    fn write_json(&mut self, whole: serde_json::Value) -> Outcome {
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
