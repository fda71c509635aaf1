//! Texts in which `{{ fact }}` stands for what is known: the words to say on the phone.

use std::ops::Range;

/// The names that a text asks for, each with the bytes at which it stands.
pub fn names(text: &str) -> Vec<(&str, Range<usize>)> {
    places(text).into_iter().map(|(_, name, at)| (name, at)).collect()
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
mod tests {
    use super::{filled, names};

    #[test]
    fn every_name_is_found_and_filled_in() {
        let text = "a {{ one }}{{two}} {{é}} b {{ open";
        assert_eq!(names(text), [("one", 5..8), ("two", 13..16), ("é", 21..23)]);
        assert_eq!(filled(text, |name| format!("<{name}>")), "a <one><two> <é> b {{ open");
        assert_eq!(filled("{{}}", |name| format!("<{name}>")), "<>");
    }
}
