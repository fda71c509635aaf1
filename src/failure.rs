//! How a command fails: one kind, one message, hints, and the exit code that follows from the kind.
//!
//! The table in [`Kind`] is the only place where exit codes are decided.

use std::fmt;

use crate::prompt::Gone;
use crate::store::StoreError;

/// What went wrong, as far as a caller or a script needs to tell apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A file, the disk or a database failed; or `verify` could not read all of it.
    World,
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
    /// The record ends torn.
    Torn,
    /// A bug in breach.
    Bug,
    /// Ctrl-C.
    Interrupted,
}

impl Kind {
    /// Every kind with its exit code and what the code means, in the order of the codes. `0` is not a failure.
    pub const TABLE: [(Kind, u8, &'static str); 10] = [
        (
            Kind::World,
            1,
            "I/O error (file, disk or database), or `verify` could not read all of it",
        ),
        (Kind::Usage, 2, "wrong usage"),
        (Kind::Input, 3, "a playbook or other input is invalid"),
        (
            Kind::Tampered,
            4,
            "the record was tampered with, or a check code does not match",
        ),
        (Kind::Refused, 5, "a gate or rule refused"),
        (Kind::NoTerminal, 6, "no terminal"),
        (
            Kind::Conflict,
            7,
            "the answer no longer fits, or the record was locked for 10 s",
        ),
        (Kind::Torn, 8, "the record ends torn"),
        (Kind::Bug, 70, "a bug in breach"),
        (Kind::Interrupted, 130, "interrupted with Ctrl-C"),
    ];

    /// The exit code.
    pub fn exit_code(self) -> u8 {
        Kind::TABLE
            .iter()
            .find(|(kind, _, _)| *kind == self)
            .map_or(70, |(_, code, _)| *code)
    }
}

/// Why a command ended without doing what it was asked for.
#[derive(Debug)]
pub struct Failure {
    /// What kind of failure.
    pub kind: Kind,
    /// What went wrong, for people.
    pub error: anyhow::Error,
    /// What to type next.
    pub hints: Vec<String>,
    /// The message is a whole screen with its own heading, such as `Not yet:`; it is shown as it is.
    pub is_screen: bool,
    /// Mistakes of a file, drawn with their lines, below the message. Made of text that was made safe already.
    pub drawing: String,
    /// Everything was said already; only the exit code is left.
    pub is_silent: bool,
}

/// The result of a command.
pub type Outcome<T = ()> = Result<T, Failure>;

impl Failure {
    /// A failure of this kind with this sentence.
    pub fn new(kind: Kind, message: impl fmt::Display) -> Self {
        Failure {
            kind,
            error: anyhow::Error::msg(message.to_string()),
            hints: Vec::new(),
            is_screen: false,
            drawing: String::new(),
            is_silent: false,
        }
    }

    /// A failure whose message is a whole screen of its own.
    pub fn screen(kind: Kind, screen: String) -> Self {
        Failure {
            is_screen: true,
            ..Failure::new(kind, screen)
        }
    }

    /// An exit code after everything has been said.
    pub fn silent(kind: Kind) -> Self {
        Failure {
            is_silent: true,
            ..Failure::new(kind, "")
        }
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

    /// The message as it is shown on standard error. Text that came from outside is made visible here.
    pub fn render(&self) -> String {
        if self.is_silent {
            return String::new();
        }
        let mut shown = if self.kind == Kind::Interrupted {
            "\nStopped with Ctrl-C. What was logged is kept.\n".to_owned()
        } else if self.is_screen {
            safe(&self.error.to_string())
        } else {
            let mut text = format!("error: {}\n", hanging(&self.error.to_string()));
            for cause in self.error.chain().skip(1) {
                text.push_str(&format!(
                    "  because: {}\n",
                    safe(&crate::text::visible_line(&cause.to_string()))
                ));
            }
            text
        };
        if !self.drawing.is_empty() {
            shown.push_str(&format!("\n{}\n", safe(&self.drawing)));
        }
        if self.kind == Kind::Bug {
            shown
                .push_str("This is a bug in breach. What was logged is kept. Please report it with the words above.\n");
        }
        for hint in &self.hints {
            shown.push_str(&format!("hint: {}\n", hanging(hint)));
        }
        shown
    }
}

/// A message often repeats what was typed: no control characters, and no card number.
fn safe(text: &str) -> String {
    crate::text::visible(&crate::mask::mask_cards(text).text).into_owned()
}

/// As [`safe`]; further lines are indented, so that none can pass for a line of ours.
fn hanging(text: &str) -> String {
    let mut lines = safe(text).lines().map(str::to_owned).collect::<Vec<_>>().into_iter();
    let mut shown = lines.next().unwrap_or_default();
    for line in lines {
        match line.starts_with("    ") || line.is_empty() {
            true => shown.push_str(&format!("\n{line}")),
            false => shown.push_str(&format!("\n    {}", line.trim_start())),
        }
    }
    shown
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.error, f)
    }
}

impl std::error::Error for Failure {}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        let kind = match &error {
            error if error.is_tampering() => Kind::Tampered,
            StoreError::Busy { .. } => Kind::Conflict,
            StoreError::NotFound { .. } | StoreError::AlreadyExists { .. } => Kind::Usage,
            StoreError::NotLines { .. } => Kind::Bug,
            _ => Kind::World,
        };
        if let StoreError::Refused(refused) = error {
            return match refused.0.downcast::<Failure>() {
                Ok(failure) => *failure,
                Err(other) => Failure::new(Kind::Conflict, other),
            };
        }
        let failure = Failure::new(kind, &error);
        match error.hint() {
            Some(hint) => failure.hint(hint),
            None => failure,
        }
    }
}

impl From<Gone> for Failure {
    fn from(gone: Gone) -> Self {
        match gone {
            Gone::Interrupted => Failure::new(Kind::Interrupted, &gone),
            Gone::NoTerminal => Failure::new(Kind::NoTerminal, &gone),
            Gone::Terminated(_) | Gone::Closed | Gone::Io(_) => Failure::new(Kind::World, &gone),
        }
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        let text = error.to_string();
        Failure::new(Kind::World, text.split(" (os error").next().unwrap_or_default())
    }
}
