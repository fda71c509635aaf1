//! The name of the program in advice: as it was called, so that what is shown can be typed.

use std::borrow::Cow;

/// What every text calls the program.
const NAME: &str = "breach";

/// Commands that have commands of their own, and what these are called in advice: no sentence about a breach has both words.
const FAMILIES: [&str; 10] = [
    "step",
    "gate",
    "fact",
    "role",
    "deadline",
    "obligation",
    "notice",
    "playbook",
    "profile",
    "contacts",
];
const OWN: [&str; 18] = [
    "list",
    "show",
    "done",
    "set",
    "override",
    "acknowledge",
    "approve",
    "assign",
    "take",
    "edit",
    "call",
    "explain",
    "check",
    "adopt",
    "copy",
    "made",
    "new",
    "swap",
];

/// A text whose commands begin as the program was called: those in backticks, those that stand on lines of their own, and
/// those that nothing but a command reads like.
pub fn as_called<'t>(text: &'t str, program: &str) -> Cow<'t, str> {
    if program == NAME || !text.contains(NAME) {
        return Cow::Borrowed(text);
    }
    let mut called = String::with_capacity(text.len() + 64);
    let mut begins_list = true;
    let mut rest = text;
    while let Some(at) = rest.find(NAME) {
        let (before, from) = rest.split_at(at);
        called.push_str(before);
        let line = called.rsplit('\n').next().unwrap_or_default();
        // A line of a text that somebody typed can look like a command; a list of commands begins below an empty line.
        if !before.trim_end_matches(' ').is_empty() {
            begins_list = before.trim_end_matches(' ').ends_with("\n\n");
        }
        let is_line = line.trim().is_empty();
        let command = from.split('\n').next().unwrap_or_default();
        let is_called = line.ends_with('`')
            || line.ends_with(":   ")
            || line.ends_with([' ', '(']) && is_family(command)
            || is_line && (begins_list || command.contains("  ")) && is_command(command);
        begins_list = begins_list && is_line && is_called;
        called.push_str(if is_called { program } else { NAME });
        rest = &from[NAME.len()..];
        if begins_list && let Some(end) = rest.find('\n') {
            called.push_str(&rest[..=end]);
            rest = &rest[end + 1..];
        }
    }
    called.push_str(rest);
    Cow::Owned(called)
}

/// Whether this begins with the program, a command and a command of that one or an option; or asks for a correction.
fn is_family(line: &str) -> bool {
    let mut words = line.split([' ', ')']).skip(1);
    match (words.next(), words.next()) {
        (Some("correct"), Some(entry)) => entry.starts_with(|sign: char| sign.is_ascii_digit()),
        (Some(first), Some(second)) => second.starts_with("--") || FAMILIES.contains(&first) && OWN.contains(&second),
        _ => false,
    }
}

/// Whether a line is a command with its arguments, and perhaps what it does behind a gap.
fn is_command(line: &str) -> bool {
    let command = line.trim_end().split("  ").next().unwrap_or_default();
    let mut words = command.split(' ');
    let is_argument = |word: &str| {
        word.starts_with(|sign: char| sign.is_ascii_alphanumeric() || sign == '-')
            && word
                .chars()
                .all(|sign| sign.is_ascii_alphanumeric() || "-_./".contains(sign))
    };
    words.next() == Some(NAME) && words.clone().count() <= 6 && words.all(is_argument)
}

#[cfg(test)]
mod tests;
