//! A file as it was read: its text, its tree, and what can be said of every file whatever its format.

use std::ops::Range;

use super::diagnostic::Diagnostic;
use super::node::{entries, text};
use super::yaml::{Node, tree};
use crate::mask::mask_cards;

/// A file as it was read, with its name for people.
#[derive(Clone, Debug)]
pub(crate) struct Text {
    pub(crate) file: String,
    pub(crate) text: String,
}

impl Text {
    /// A mistake at a place of this file.
    pub(crate) fn fault(&self, code: &'static str, at: Range<usize>, message: impl Into<String>) -> Diagnostic {
        Diagnostic::at(code, &self.file, &self.text, at, message)
    }

    /// The place of a part of a single value: exact where the text stands in the file as it is.
    pub(crate) fn within(&self, node: &Node, part: &Range<usize>) -> Range<usize> {
        let Some(text) = text(node) else { return node.at.clone() };
        let source = self.text.get(node.at.clone()).unwrap_or("");
        match source.find(text).filter(|_| !text.is_empty()) {
            Some(offset) => {
                let start = node.at.start + offset;
                start + part.start.min(text.len())..start + part.end.min(text.len())
            }
            None => node.at.clone(),
        }
    }
}

/// A file with its tree.
pub(crate) struct Parsed {
    pub(crate) text: Text,
    pub(crate) tree: Node,
}

impl Parsed {
    /// A file as it was read, or what is wrong with its YAML.
    pub(crate) fn read(file: &str, text: &str) -> Result<Self, Vec<Diagnostic>> {
        let text = Text {
            file: file.to_owned(),
            text: text.to_owned(),
        };
        match tree(&text.text) {
            Ok(tree) => Ok(Parsed { text, tree }),
            Err(faults) => Err(faults
                .into_iter()
                .map(|fault| Diagnostic::of_yaml(&text.file, &text.text, fault))
                .collect()),
        }
    }
}

/// Refuses a format that is not ours; nothing else in such a file can be judged.
pub(crate) fn other_format(parsed: &Parsed) -> Option<Diagnostic> {
    let Parsed { text: file, tree } = parsed;
    let entry = entries(tree).iter().find(|(key, _)| key.text == "format");
    let Some((_, node)) = entry else {
        let at = entries(tree).first().map_or(tree.at.clone(), |(key, _)| key.at.clone());
        let fault = file.fault("wrong-format", at, "the file does not say which format it has");
        return Some(fault.helped("write `format: 1`"));
    };
    let fault = |message: String| file.fault("wrong-format", node.at.clone(), message);
    match text(node).unwrap_or("") {
        "1" => None,
        newer if newer.parse::<u32>().is_ok_and(|number| number > 1) => {
            let ours = format!("breach {} reads format 1", env!("CARGO_PKG_VERSION"));
            Some(fault(format!("format {newer} needs a newer breach")).helped(ours))
        }
        _ => Some(fault("this is not a format".to_owned()).helped("write `format: 1`")),
    }
}

/// Card numbers in a text: nothing of the text is shown before they are gone.
pub(crate) fn card_numbers(file: &Text) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    if mask_cards(&file.text).count == 0 {
        return found;
    }
    let mut start = 0;
    for line in file.text.split_inclusive('\n') {
        let masked = mask_cards(line);
        if masked.count > 0 {
            let at = start + changed(line, &masked.text).start..start + changed(line, &masked.text).end;
            found.push(
                file.fault("card-number", at, "this looks like a card number")
                    .helped("remove it; a playbook goes into every record"),
            );
        }
        start += line.len();
    }
    if found.is_empty() {
        found.push(
            file.fault(
                "card-number",
                0..0,
                "this file contains a card number, over several lines",
            )
            .helped("remove it; a playbook goes into every record"),
        );
    }
    found
}

/// The text with every digit hidden on lines with a card number, each sign in its old place.
pub(crate) fn without_cards(text: &str) -> String {
    let hidden = |line: &str| line.replace(|letter: char| letter.is_ascii_digit(), "*");
    let lines = text.split_inclusive('\n').map(|line| match mask_cards(line).count {
        0 => line.to_owned(),
        _ => hidden(line),
    });
    let shown: String = lines.collect();
    if mask_cards(&shown).count == 0 {
        shown
    } else {
        hidden(text)
    }
}

/// The part of a line that a mask has changed.
fn changed(line: &str, masked: &str) -> Range<usize> {
    let head = line.bytes().zip(masked.bytes()).take_while(|(a, b)| a == b).count();
    let room = line.len().min(masked.len()) - head;
    let tail = line
        .bytes()
        .rev()
        .zip(masked.bytes().rev())
        .take(room)
        .take_while(|(a, b)| a == b)
        .count();
    // The mask leaves some digits as they are; the mark covers the whole number.
    let digits = |byte: u8| byte.is_ascii_digit() || byte == b' ' || byte == b'-';
    let start = head
        - line.as_bytes()[..head]
            .iter()
            .rev()
            .take_while(|byte| digits(**byte))
            .count();
    let end = line.len() - tail;
    let end = end + line.as_bytes()[end..].iter().take_while(|byte| digits(**byte)).count();
    let part = &line[start..end];
    start + (part.len() - part.trim_start_matches([' ', '-']).len())..start + part.trim_end_matches([' ', '-']).len()
}
