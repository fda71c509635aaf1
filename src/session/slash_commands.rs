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
    /// Follow another playbook instead: its name, if one was typed.
    Swap(String),
    /// End the incident.
    Close,
    IAm(String),
    Help,
    Leave,
}

/// Every slash command, with what it does.
pub const SLASH_COMMANDS: [(&str, &str); 11] = [
    (
        "/note",
        "write down what happened; @Ana phone 22:50 in front says who told you, how and when",
    ),
    ("/counsel", "write down something for counsel only"),
    ("/call", "log a call"),
    ("/board", "show the board"),
    ("/later", "put this off"),
    ("/fix", "correct what was logged last, or /fix 12 for entry 12"),
    (
        "/swap",
        "it is something else: follow another playbook; what was done stays",
    ),
    (
        "/close",
        "end the incident: dealt with, ruled out, or part of another one",
    ),
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
            "/swap" => SlashCommand::Swap(rest),
            "/close" if rest.is_empty() => SlashCommand::Close,
            "/i-am" => SlashCommand::IAm(rest),
            "/help" => SlashCommand::Help,
            "/leave" => SlashCommand::Leave,
            _ => return None,
        })
    }
}

/// Words of the shell that a person may type at a prompt, where they would be kept as an answer.
const SHELL_COMMANDS: [&str; 22] = [
    "brief",
    "close",
    "contacts",
    "correct",
    "deadline",
    "export",
    "fact",
    "gate",
    "hand-over",
    "list",
    "log",
    "note",
    "notice",
    "obligation",
    "playbook",
    "resume",
    "restrict",
    "role",
    "start",
    "status",
    "step",
    "verify",
];

/// What is odd about an answer that was meant as a command, in a sentence. `is_file` says whether a path names a file.
pub fn mistaken(text: &str, is_file: impl Fn(&str) -> bool) -> Option<String> {
    let mut words = text.split_whitespace();
    let first = words.next()?;
    let shown = crate::text::visible_line(first);
    if let Some(word) = first.strip_prefix('/') {
        if word.contains('/') || word.is_empty() || is_file(text) {
            return None;
        }
        let names = SLASH_COMMANDS.iter().map(|(name, _)| *name);
        let near = crate::text::did_you_mean(first, names).map_or_else(String::new, |near| format!(" ({near} is)"));
        return Some(format!("`{shown}` is no command here{near}."));
    }
    if first
        .strip_prefix("--")
        .is_some_and(|flag| flag.starts_with(char::is_alphabetic))
    {
        return Some(format!(
            "`{shown}` is a flag of a command, and means nothing at a prompt."
        ));
    }
    let second = words.next()?;
    (first == "breach" && SHELL_COMMANDS.contains(&second))
        .then(|| format!("`breach {second}` is a command for the shell, and does nothing at a prompt."))
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
