//! What a person is asked: the line they type at, what `?` says there, and what is shown again after a slash command.

use crate::prompt::TypeAhead;

/// One question with everything that belongs to it.
#[derive(Clone, Copy, Debug)]
pub struct Prompt<'p> {
    /// Text in front of the answer.
    pub line: &'p str,
    /// Fate of what was typed or pasted ahead.
    pub ahead: TypeAhead,
    pub help: &'p str,
    /// The question as it is shown again after a slash command.
    pub reminder: &'p str,
    /// What stands on the line already, to be mended.
    pub begun: &'p str,
}

impl<'p> Prompt<'p> {
    /// A question or a choice: what was typed ahead of it is dropped.
    pub fn new(line: &'p str) -> Self {
        Prompt {
            line,
            ahead: TypeAhead::Drop,
            help: "",
            reminder: "",
            begun: "",
        }
    }

    /// A question that takes a paste of several lines as one answer.
    pub fn of_text(line: &'p str) -> Self {
        Prompt {
            ahead: TypeAhead::Join,
            ..Prompt::new(line)
        }
    }

    /// The same with this help.
    pub fn help(self, help: &'p str) -> Self {
        Prompt { help, ..self }
    }

    /// The same with this text to be shown again.
    pub fn reminder(self, reminder: &'p str) -> Self {
        Prompt { reminder, ..self }
    }
}
