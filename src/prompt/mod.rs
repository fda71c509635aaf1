//! Asking one question at a time. A [`Prompter`] returns what a person typed, or why nobody can be asked any more; it
//! never hurts the terminal it asks at. It must not know what a question is about, what an answer means, or the record.

use std::fmt;
use std::io;

pub mod guard;
#[cfg(any(test, feature = "under-test"))]
pub mod scripted;
pub mod terminal;

mod editor;
mod input;
mod keys;
mod line;
mod paint;
mod signals;

#[cfg(test)]
mod tests;

/// Says what happens to text that was typed or pasted ahead of a question, or together with its answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TypeAhead {
    /// It is dropped and reported, so that it can be shown as dropped. For guarded questions and choices.
    Drop,
    /// Further lines of one paste belong to this answer, and tabs are kept. For notes, long text and table rows.
    Join,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ask<'a> {
    /// Text in front of the answer, with its own indent and trailing space. It starts on a fresh line; of several
    /// lines only the last one stands beside the answer.
    pub prompt: &'a str,
    /// Fate of what was typed or pasted ahead.
    pub ahead: TypeAhead,
    /// Whether the arrow keys bring back earlier answers, and this answer can be brought back later.
    pub history: bool,
    /// What stands on the line already, as if it had been typed.
    pub begun: &'a str,
}

/// What came back from a question.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typed {
    /// Answer without its final line end; lines of a paste are joined with `\n`. No control characters but `\n`, and
    /// tabs only with [`TypeAhead::Join`].
    pub text: String,
    /// Lines that were thrown away before or after the question, cut to a length that can be shown. Never blank.
    pub dropped: Vec<String>,
}

/// Why nobody can be asked any more. The terminal is already as it was found.
#[derive(Debug)]
pub enum PromptError {
    Interrupted,
    /// The signal of this name asked the program to end.
    Terminated(&'static str),
    /// End of input: Ctrl-D on an empty line, or the terminal went away.
    Closed,
    /// Input or the place where questions are drawn is not a terminal.
    NoTerminal,
    /// The terminal or the editor failed.
    Io(io::Error),
}

/// Somebody who can be asked.
pub trait Prompter {
    /// Asks for one line, or for one paste of several lines.
    fn ask(&mut self, ask: &Ask<'_>) -> Result<Typed, PromptError>;

    /// Opens `text` in the person's own editor. `None` when it came back unchanged.
    fn edit(&mut self, text: &str) -> Result<Option<String>, PromptError>;

    /// Throws away what has been typed ahead so far and returns it, so that it can be shown as dropped above the next
    /// question instead of below it.
    fn drop_ahead(&mut self) -> Vec<String> {
        Vec::new()
    }
}

impl fmt::Display for PromptError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PromptError::Interrupted => f.write_str("interrupted with Ctrl-C"),
            PromptError::Terminated(signal) => write!(f, "ended by {signal}"),
            PromptError::Closed => f.write_str("the input ended"),
            PromptError::NoTerminal => f.write_str("there is no terminal to ask at"),
            PromptError::Io(error) => write!(f, "asking failed: {error}"),
        }
    }
}

impl std::error::Error for PromptError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            PromptError::Io(error) => Some(error),
            PromptError::Interrupted | PromptError::Terminated(_) | PromptError::Closed | PromptError::NoTerminal => {
                None
            }
        }
    }
}

impl From<io::Error> for PromptError {
    fn from(error: io::Error) -> Self {
        // A terminal that has gone away fails every read and write with EIO.
        if error.raw_os_error() == Some(rustix::io::Errno::IO.raw_os_error()) {
            PromptError::Closed
        } else {
            PromptError::Io(error)
        }
    }
}

impl From<rustix::io::Errno> for PromptError {
    fn from(error: rustix::io::Errno) -> Self {
        PromptError::from(io::Error::from(error))
    }
}
