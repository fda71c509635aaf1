//! Words with a slash in front that work at every prompt and leave the question where it was.

use crate::incident::Access;

/// What a slash command asks for, with what was typed behind it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SlashCommand {
    Note(String, Option<Access>),
    /// Log a call with somebody.
    Call(String),
    Board,
    /// Put this off, until when or why.
    Later(String),
    Fix(String),
    IAm(String),
    Help,
    Leave,
}

/// Every slash command, with what it does.
pub const SLASH_COMMANDS: [(&str, &str); 9] = [
    (
        "/note",
        "write down what happened; @Ana phone 22:50 in front says who told you, how and when",
    ),
    ("/counsel", "write down something for counsel only"),
    ("/call", "log a call"),
    ("/board", "show the board"),
    ("/later", "put this off"),
    ("/fix", "correct what was logged last, or /fix 12 for entry 12"),
    ("/i-am", "say who types from now on"),
    ("/help", "show this"),
    ("/leave", "leave; what was logged stays"),
];

impl SlashCommand {
    /// Reads what was typed. A slash in front of anything else is an answer, such as a path.
    pub fn parse(text: &str) -> Option<Self> {
        let (word, rest) = match text.split_once(char::is_whitespace) {
            Some((word, rest)) => (word, rest.trim()),
            None => (text, ""),
        };
        let rest = rest.to_owned();
        Some(match word {
            "/note" => SlashCommand::Note(rest, None),
            "/counsel" => SlashCommand::Note(rest, Some(Access::Privileged)),
            "/call" => SlashCommand::Call(rest),
            "/board" => SlashCommand::Board,
            "/later" => SlashCommand::Later(rest),
            "/fix" => SlashCommand::Fix(rest),
            "/i-am" => SlashCommand::IAm(rest),
            "/help" => SlashCommand::Help,
            "/leave" => SlashCommand::Leave,
            _ => return None,
        })
    }
}

/// Every slash command, a line each.
pub fn listed(width: usize) -> String {
    let mut shown = String::from("\n  At every prompt\n");
    for (word, what) in SLASH_COMMANDS {
        for line in crate::text::wrap(what, width, &format!("    {word:<9} "), "              ") {
            shown.push_str(&line);
            shown.push('\n');
        }
    }
    shown.push('\n');
    shown
}

#[cfg(test)]
mod tests;
