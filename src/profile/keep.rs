//! Adds an entry to the text of a profile without touching what people wrote in it.
//!
//! A line is put in; nothing is rewritten. When the result does not read as it should, there is no result, and the caller
//! says which line to add by hand.

use super::{Profile, STARTER};

/// The text with this number for a contact: `None` when it cannot be put in safely.
pub fn with_contact(text: Option<&str>, id: &str, name: &str, number: &str) -> Option<String> {
    let text = text.unwrap_or(STARTER);
    let line = contact_line(id, name, number);
    let added = match text.lines().position(|line| line.trim_end() == "contacts:") {
        Some(at) => {
            let mut lines: Vec<&str> = text.lines().collect();
            lines.insert(at + 1, &line);
            lines.join("\n") + "\n"
        }
        None => format!("{}\ncontacts:\n{line}\n", text.trim_end()),
    };
    let kept = Profile::parse("profile.yaml", &added).ok()?;
    let contact = kept.contact(id)?;
    (contact.number.as_deref() == Some(number) && contact.name == name).then_some(added)
}

/// The text with this list in a field that it does not have yet.
pub fn with_list(text: Option<&str>, field: &str, items: &[String]) -> Option<String> {
    let text = text.unwrap_or(STARTER);
    let before = Profile::parse("profile.yaml", text).ok()?;
    let items: Vec<String> = items.iter().map(|item| quoted(item)).collect();
    let added = format!("{}\n{field}: [{}]\n", text.trim_end(), items.join(", "));
    let after = Profile::parse("profile.yaml", &added).ok()?;
    (after != before).then_some(added)
}

/// The line for a contact, also for adding it by hand.
pub fn contact_line(id: &str, name: &str, number: &str) -> String {
    format!("  {id}: {{name: {}, number: {}}}", quoted(name), quoted(number))
}

/// A YAML text in double quotes.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' | '\\' => {
                quoted.push('\\');
                quoted.push(letter);
            }
            letter if letter.is_control() => quoted.push(' '),
            letter => quoted.push(letter),
        }
    }
    quoted.push('"');
    quoted
}
