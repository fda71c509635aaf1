//! Texts in which `{{ fact }}` stands for what is known: the words to say on the phone.

use std::ops::Range;

/// The names that a text asks for, each with the bytes at which it stands.
pub fn names(text: &str) -> Vec<(&str, Range<usize>)> {
    places(text).into_iter().map(|(_, name, at)| (name, at)).collect()
}

/// What was meant as a place for a fact and is none, each with its bytes: `{{ first_read_at }`, `<first_read_at>`.
pub fn slips(text: &str, is_fact: &dyn Fn(&str) -> bool) -> Vec<(Range<usize>, String)> {
    let mut slips = Vec::new();
    let good = places(text);
    for (open, sign) in text.match_indices(['{', '<', '[', '(', '%', '$']) {
        if good.iter().any(|(braces, ..)| braces.contains(&open)) {
            continue;
        }
        let inside = text[open..]
            .trim_start_matches(['{', '<', '[', '(', '%', '$'])
            .trim_start();
        let end = inside
            .find(|letter: char| !(letter.is_ascii_lowercase() || letter == '_'))
            .unwrap_or(inside.len());
        let is_closed = inside[end..].trim_start().starts_with(['}', '>', ']', ')', '%']) || sign == "$";
        let is_double = text[open..].starts_with("{{");
        let follows_another = slips
            .last()
            .is_some_and(|(at, _): &(Range<usize>, String)| at.contains(&open));
        if !follows_another && (is_double || is_closed && inside[..end].contains('_') && is_fact(&inside[..end])) {
            let rest = &inside[end..];
            let closing = rest.len() - rest.trim_start_matches([' ', '}', '>', ']', ')', '%']).len();
            let shown = text[open..text.len() - rest.len() + closing].trim_end();
            let at = open..open + shown.len();
            let message = format!("no fact is put in for `{shown}`");
            slips.push((at, message));
        }
    }
    slips
}

/// The text with something in the place of each name.
pub fn filled(text: &str, mut by: impl FnMut(&str) -> String) -> String {
    let mut filled = String::new();
    let mut from = 0;
    for (braces, name, _) in places(text) {
        filled.push_str(&text[from..braces.start]);
        filled.push_str(&by(name));
        from = braces.end;
    }
    filled.push_str(&text[from..]);
    filled
}

/// Each pair of braces, the name in it, and where the name stands.
fn places(text: &str) -> Vec<(Range<usize>, &str, Range<usize>)> {
    let mut places = Vec::new();
    let mut from = 0;
    while let Some(open) = text[from..].find("{{").map(|open| from + open) {
        let Some(close) = text[open + 2..].find("}}").map(|close| open + 2 + close) else {
            break;
        };
        let inside = &text[open + 2..close];
        let start = open + 2 + (inside.len() - inside.trim_start().len());
        let name = inside.trim();
        places.push((open..close + 2, name, start..start + name.len()));
        from = close + 2;
    }
    places
}

#[cfg(test)]
mod tests;
