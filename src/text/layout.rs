//! Text in columns: widths are those of the screen, where a Chinese character takes two.

use std::borrow::Cow;

use textwrap::{Options, WordSplitter};
use unicode_width::UnicodeWidthStr;

/// How many columns a line of text takes.
pub fn width(text: &str) -> usize {
    text.width()
}

/// Wraps text to lines of at most `width` columns. The first line begins with `indent_first`, the others with
/// `indent_rest`. Line breaks in the text stay; words longer than a line are cut.
pub fn wrap(text: &str, width: usize, indent_first: &str, indent_rest: &str) -> Vec<String> {
    let options = Options::new(width)
        .initial_indent(indent_first)
        .subsequent_indent(indent_rest)
        .word_splitter(WordSplitter::NoHyphenation);
    textwrap::wrap(text, options).into_iter().map(Cow::into_owned).collect()
}

/// The text in at most `width` columns; what is cut off is shown as `…`.
pub fn clip(text: &str, width: usize) -> Cow<'_, str> {
    if text.width() <= width {
        return Cow::Borrowed(text);
    }
    if width == 0 {
        return Cow::Borrowed("");
    }
    let mut end = 0;
    for (at, character) in text.char_indices() {
        let next = at + character.len_utf8();
        if text[..next].width() > width - 1 {
            break;
        }
        end = next;
    }
    Cow::Owned(format!("{}…", text[..end].trim_end()))
}

/// The text without the middle of lines that no message needs: somebody pasted a file where a name was expected.
pub fn shorten_lines(text: &str) -> Cow<'_, str> {
    const LONGEST: usize = 1500;
    const KEPT: usize = 300;
    if text.len() <= LONGEST {
        return Cow::Borrowed(text);
    }
    let mut shortened = String::new();
    for line in text.split_inclusive('\n') {
        let signs = line.chars().count();
        if signs <= LONGEST {
            shortened.push_str(line);
            continue;
        }
        shortened.extend(line.chars().take(KEPT));
        shortened.push_str(&format!(" [… {} characters …] ", signs - 2 * KEPT));
        shortened.extend(line.chars().skip(signs - KEPT));
    }
    Cow::Owned(shortened)
}

/// The text followed by spaces up to `width` columns. Longer text stays whole.
pub fn pad(text: &str, width: usize) -> String {
    let spaces = width.saturating_sub(text.width());
    format!("{text}{:spaces$}", "")
}

/// Breaks the lines of a finished screen that are wider than the window, keeping their indent.
pub fn fold(text: &str, columns: usize) -> String {
    let mut folded = String::new();
    for line in text.split_inclusive('\n') {
        let words = line.trim_start_matches(' ').trim_end();
        let indent = &line[..line.len() - line.trim_start_matches(' ').len()];
        if width(line.trim_end()) > columns {
            folded.push_str(&wrap(words, columns, indent, indent).join("\n"));
            folded.push('\n');
        } else {
            folded.push_str(line)
        }
    }
    folded
}
