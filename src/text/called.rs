//! The name of the program in advice: as it was called, so that what is shown can be typed.

use std::borrow::Cow;

/// What every text calls the program.
const NAME: &str = "breach";

/// A text whose commands begin as the program was called: those in backticks, and those that stand on lines of their own.
pub fn as_called<'t>(text: &'t str, program: &str) -> Cow<'t, str> {
    if program == NAME || !text.contains(NAME) {
        return Cow::Borrowed(text);
    }
    let mut called = String::with_capacity(text.len() + 64);
    // A line of a text that somebody typed can look like a command; a list of commands begins below an empty line.
    let mut may_be_list = true;
    for line in text.split_inclusive('\n') {
        let indent = line.len() - line.trim_start_matches(' ').len();
        may_be_list = line.trim().is_empty() || may_be_list && is_command(&line[indent..]);
        if may_be_list && !line.trim().is_empty() {
            called.push_str(&line[..indent]);
            called.push_str(program);
            called.push_str(&line[indent + NAME.len()..]);
        } else {
            let mut line = line.to_owned();
            for (before, after) in [("`", " "), ("`", "`"), ("`", "\n"), ("To go on:   ", " ")] {
                line = line.replace(&format!("{before}{NAME}{after}"), &format!("{before}{program}{after}"));
            }
            called.push_str(&line);
        }
    }
    Cow::Owned(called)
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
