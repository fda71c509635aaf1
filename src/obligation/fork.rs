//! A built-in rule as a file of one's own, in the words in which it was written, ready to edit.

use super::builtin;
use crate::schema::node::{entries, field};
use crate::schema::yaml::{Node, tree};

/// The text of a file with this built-in rule alone: what its file says for all its rules, and the rule. `None` if there is
/// no such rule inside the program.
pub fn copy(id: &str) -> Option<String> {
    let book = builtin::rulebook();
    let origin = book.origin(id)?;
    let (_, text) = builtin::FILES.iter().find(|(file, _)| *file == &*origin.file)?;
    let tree = tree(text).ok()?;
    let (key, rule) = entries(field(&tree, "rules")?).iter().find(|(key, _)| key.text == id)?;
    let mut copied = format!(
        "# A copy of the built-in rule {id}, which this one replaces. Edit it; `breach obligation check` after each\n\
         # change. Remove this file to go back to the built-in one.\n"
    );
    for (name, value) in entries(&tree).iter().filter(|(name, _)| name.text != "rules") {
        copied.push_str(&written(text, name.at.start, value));
    }
    copied.push_str("\nrules:\n\n");
    copied.push_str(&written(text, line_start(text, key.at.start), rule));
    Some(copied)
}

/// The lines from here to the end of a value.
fn written(text: &str, start: usize, value: &Node) -> String {
    format!("{}\n", text[start..value.at.end.max(start)].trim_end())
}

fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |newline| newline + 1)
}
