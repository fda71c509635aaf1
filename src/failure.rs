//! How a command fails: one kind, one message, hints, and the exit code that follows from the kind.
//!
//! The table in [`FailureKind`] is the only place where exit codes are decided.

use std::fmt;

use crate::prompt::PromptError;
use crate::store::StoreError;

/// What went wrong, as far as a caller or a script needs to tell apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FailureKind {
    /// A file, the disk or a database failed; or `verify` could not read all of it.
    Io,
    /// The command was used in a way it cannot be.
    Usage,
    /// A playbook or another input is not valid.
    Input,
    /// The record was tampered with, or a check code does not match.
    Tampered,
    /// A gate or a rule refused.
    Refused,
    /// There is no terminal to ask at.
    NoTerminal,
    /// The answer no longer fits, or the record was locked for too long.
    Conflict,
    Torn,
    Bug,
    Interrupted,
}

impl FailureKind {
    /// Every kind with its exit code and what the code means, in the order of the codes. `0` is not a failure.
    pub const TABLE: [(FailureKind, u8, &'static str); 10] = [
        (
            FailureKind::Io,
            1,
            "I/O error (file, disk or database), or `verify` could not read all of it",
        ),
        (FailureKind::Usage, 2, "wrong usage"),
        (
            FailureKind::Input,
            3,
            "a playbook or other input is invalid, or is no record of that incident",
        ),
        (
            FailureKind::Tampered,
            4,
            "the record was tampered with, or a check code does not match",
        ),
        (FailureKind::Refused, 5, "a gate or rule refused"),
        (FailureKind::NoTerminal, 6, "no terminal"),
        (
            FailureKind::Conflict,
            7,
            "the answer no longer fits, or the record was locked for 10 s",
        ),
        (FailureKind::Torn, 8, "the record ends torn"),
        (FailureKind::Bug, 70, "a bug in breach"),
        (FailureKind::Interrupted, 130, "interrupted with Ctrl-C"),
    ];

    pub fn exit_code(self) -> u8 {
        FailureKind::TABLE
            .iter()
            .find(|(kind, _, _)| *kind == self)
            .map_or(70, |(_, code, _)| *code)
    }
}

/// What a command that failed left behind. It ends the sentence, so that no message forgets it or says it twice.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Effect {
    /// The sentence says all there is to say.
    #[default]
    Unsaid,
    /// The record is as it was.
    NothingLogged,
    NothingWritten,
    /// Whatever it is about is as it was.
    NothingChanged,
    /// There is no new incident.
    NoIncidentOpened,
    /// What is kept, in words of its own.
    Kept(String),
}

impl fmt::Display for Effect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Effect::Unsaid => return Ok(()),
            Effect::NothingLogged => "; nothing was logged",
            Effect::NothingWritten => "; nothing was written",
            Effect::NothingChanged => "; nothing was changed",
            Effect::NoIncidentOpened => "; no incident was opened",
            Effect::Kept(what) => return write!(f, "; {what}"),
        })
    }
}

/// How a failure is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// One sentence after `error:`, with what caused it below.
    Sentence,
    /// A whole screen with its own heading, such as `Not yet:`, as it is.
    Screen,
    /// Everything was said already; only the exit code is left.
    Silent,
}

/// Why a command ended without doing what it was asked for.
#[derive(Debug)]
pub struct Failure {
    pub kind: FailureKind,
    /// What went wrong, for people; below it what caused it, as the system or a parser said it.
    pub error: anyhow::Error,
    pub effect: Effect,
    pub hints: Vec<String>,
    pub look: Look,
    /// Mistakes of a file, drawn with their lines, below the message. Made of text that was made safe already.
    pub drawing: String,
}

/// An error with the place that it is about.
#[derive(Debug)]
struct AtPlace {
    place: String,
    error: anyhow::Error,
}

impl fmt::Display for AtPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.error)
    }
}

impl std::error::Error for AtPlace {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.error.source()
    }
}

/// The result of a command.
pub type Outcome<T = ()> = Result<T, Failure>;

impl Failure {
    /// A failure of this kind with this sentence.
    pub fn new(kind: FailureKind, message: impl fmt::Display) -> Self {
        Failure {
            kind,
            error: anyhow::Error::msg(message.to_string()),
            effect: Effect::Unsaid,
            hints: Vec::new(),
            look: Look::Sentence,
            drawing: String::new(),
        }
    }

    pub fn usage(message: impl fmt::Display) -> Self {
        Failure::new(FailureKind::Usage, message)
    }

    pub fn input(message: impl fmt::Display) -> Self {
        Failure::new(FailureKind::Input, message)
    }

    pub fn refused(message: impl fmt::Display) -> Self {
        Failure::new(FailureKind::Refused, message)
    }

    pub fn io(message: impl fmt::Display) -> Self {
        Failure::new(FailureKind::Io, message)
    }

    pub fn bug(message: impl fmt::Display) -> Self {
        Failure::new(FailureKind::Bug, message)
    }

    /// A failure whose message is a whole screen of its own.
    pub fn screen(kind: FailureKind, screen: String) -> Self {
        Failure {
            look: Look::Screen,
            ..Failure::new(kind, screen)
        }
    }

    /// An exit code after everything has been said.
    pub fn silent(kind: FailureKind) -> Self {
        Failure {
            look: Look::Silent,
            ..Failure::new(kind, "")
        }
    }

    /// Keeps the error that this sentence follows from. It is shown below the sentence.
    #[must_use]
    pub fn because(mut self, cause: impl Into<anyhow::Error>) -> Self {
        self.error = cause.into().context(self.error.to_string());
        self
    }

    /// Puts a place in front of the sentence; what caused it stays below.
    #[must_use]
    pub fn at(mut self, place: &str) -> Self {
        self.error = AtPlace {
            place: place.to_owned(),
            error: self.error,
        }
        .into();
        self
    }

    /// Says at the end of the sentence what is left behind.
    #[must_use]
    pub fn effect(mut self, effect: Effect) -> Self {
        self.effect = effect;
        self
    }

    /// The sentence ends with "nothing was logged".
    #[must_use]
    pub fn nothing_logged(self) -> Self {
        self.effect(Effect::NothingLogged)
    }

    /// The sentence ends with "nothing was written".
    #[must_use]
    pub fn nothing_written(self) -> Self {
        self.effect(Effect::NothingWritten)
    }

    /// The sentence ends with "nothing was changed".
    #[must_use]
    pub fn nothing_changed(self) -> Self {
        self.effect(Effect::NothingChanged)
    }

    /// The sentence ends with "no incident was opened".
    #[must_use]
    pub fn no_incident_opened(self) -> Self {
        self.effect(Effect::NoIncidentOpened)
    }

    /// Draws the mistakes of a file below the message.
    #[must_use]
    pub fn drawn(mut self, drawing: &str) -> Self {
        drawing.trim_end().clone_into(&mut self.drawing);
        self
    }

    /// Adds what to type next.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    /// The failure for programs. Text that came from outside is as safe as on a screen, and advice calls the program as it was
    /// called.
    pub fn to_json(&self, program: &str) -> serde_json::Value {
        let safe = |text: &str| safe(&crate::text::as_called(text, program));
        let causes: Vec<String> = self.error.chain().skip(1).map(|cause| safe(&plain(cause))).collect();
        let hints: Vec<String> = self.hints.iter().map(|hint| safe(hint)).collect();
        let meaning = FailureKind::TABLE.iter().find(|(kind, _, _)| *kind == self.kind);
        serde_json::json!({
            "exit_code": self.kind.exit_code(),
            "exit_code_means": meaning.map(|(_, _, meaning)| meaning),
            "message": safe(&self.to_string()).trim_end(),
            "because": causes,
            "hints": hints,
            "mistakes": safe(&self.drawing),
        })
    }

    /// The message as it is shown on standard error. Text that came from outside is made visible here.
    pub fn render(&self) -> String {
        let mut shown = match self.look {
            Look::Silent => return String::new(),
            _ if self.kind == FailureKind::Interrupted => {
                "\nStopped with Ctrl-C. What was logged is kept.\n".to_owned()
            }
            Look::Screen => safe(&self.error.to_string()),
            Look::Sentence => {
                let mut text = format!("error: {}\n", hanging(&self.to_string()));
                for cause in self.error.chain().skip(1) {
                    text.push_str(&format!("  because: {}\n", safe(&plain(cause))));
                }
                text
            }
        };
        if !self.drawing.is_empty() {
            shown.push_str(&format!("\n{}\n", safe(&self.drawing)));
        }
        if self.kind == FailureKind::Bug {
            shown
                .push_str("This is a bug in breach. What was logged is kept. Please report it with the words above.\n");
        }
        for hint in &self.hints {
            shown.push_str(&format!("hint: {}\n", hanging(hint)));
        }
        shown
    }
}

/// A cause in one line, without the number that the system gives it.
fn plain(cause: &(dyn std::error::Error + 'static)) -> String {
    let text = cause.to_string();
    crate::text::visible_line(crate::text::without_number(&text)).into_owned()
}

/// A message often repeats what was typed: no control characters, no card number, and no end of it.
fn safe(text: &str) -> String {
    let masked = crate::mask::mask_cards(text).text;
    crate::text::visible(&crate::text::shorten_lines(&masked)).into_owned()
}

/// As [`safe`]; further lines are indented, so that none can pass for a line of ours.
fn hanging(text: &str) -> String {
    let mut lines = safe(text).lines().map(str::to_owned).collect::<Vec<_>>().into_iter();
    let mut shown = lines.next().unwrap_or_default();
    for line in lines {
        if line.starts_with("    ") || line.is_empty() {
            shown.push_str(&format!("\n{line}"));
        } else {
            shown.push_str(&format!("\n    {}", line.trim_start()));
        }
    }
    shown
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.error, self.effect)
    }
}

impl std::error::Error for Failure {}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        let kind = match &error {
            error if error.is_tampering() => FailureKind::Tampered,
            StoreError::Busy { .. } => FailureKind::Conflict,
            StoreError::NotFound { .. } | StoreError::AlreadyExists { .. } => FailureKind::Usage,
            StoreError::NotLines { .. } => FailureKind::Bug,
            _ => FailureKind::Io,
        };
        if let StoreError::Refused(refused) = error {
            return match refused.0.downcast::<Failure>() {
                Ok(failure) => *failure,
                Err(other) => Failure::new(FailureKind::Conflict, other),
            };
        }
        let effect = match &error {
            StoreError::Rewritten { .. } | StoreError::Busy { .. } | StoreError::NotLines { .. } => {
                Effect::NothingLogged
            }
            StoreError::AlreadyExists { .. } => Effect::NothingChanged,
            StoreError::Failed { .. } => {
                Effect::Kept("nothing was logged, and nothing logged earlier is lost".to_owned())
            }
            _ => Effect::Unsaid,
        };
        let failure = Failure::new(kind, &error).effect(effect);
        match error.hint() {
            Some(hint) => failure.hint(hint),
            None => failure,
        }
    }
}

impl From<PromptError> for Failure {
    fn from(gone: PromptError) -> Self {
        match gone {
            PromptError::Interrupted => Failure::new(FailureKind::Interrupted, &gone),
            PromptError::NoTerminal => Failure::new(FailureKind::NoTerminal, &gone),
            PromptError::Terminated(_) | PromptError::Closed => Failure::new(FailureKind::Io, &gone),
            PromptError::Io(error) => Failure::new(FailureKind::Io, "asking failed").because(error),
        }
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Failure::new(FailureKind::Io, plain(&error))
    }
}

#[cfg(test)]
mod tests;
