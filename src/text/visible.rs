//! The one escape between stored text and a terminal.
//!
//! Control characters could move the cursor, repaint what was said, or type into the next prompt; bidirectional controls
//! and invisible characters could make a line read as something else. They are shown as what they are. What makes
//! scripts and emoji work (zero-width joiner and non-joiner, variation selectors) stays.

use std::borrow::Cow;
use std::fmt::Write;

/// Text of several lines, safe to show: everything dangerous becomes a sign such as `\x1b` or `\u{202e}`; line breaks and
/// tabs stay. Borrows when nothing changes. The result is its own fixed point.
pub fn visible(text: &str) -> Cow<'_, str> {
    shown(text, false)
}

/// One line of text, safe to show: as [`visible`], and line breaks and tabs become `\n` and `\t`, so that a text cannot
/// begin a line of its own.
pub fn visible_line(text: &str) -> Cow<'_, str> {
    shown(text, true)
}

/// JSON that is safe to show: as [`visible`], but with the escapes of JSON, so that it still means the same. `json` is JSON
/// already, where such characters stand in nothing but strings.
pub fn visible_json(json: &str) -> Cow<'_, str> {
    let hidden = |c: char| !matches!(c, '\n' | '\t' | '\r') && is_hidden(c);
    if is_plain(json) || !json.contains(hidden) {
        return Cow::Borrowed(json);
    }
    let mut shown = String::with_capacity(json.len() + 16);
    for character in json.chars() {
        if !hidden(character) {
            shown.push(character);
            continue;
        }
        for unit in character.encode_utf16(&mut [0; 2]) {
            let written = write!(shown, "\\u{unit:04x}");
            debug_assert!(written.is_ok(), "writing to a string cannot fail");
        }
    }
    Cow::Owned(shown)
}

fn shown(text: &str, one_line: bool) -> Cow<'_, str> {
    if is_plain(text) {
        return Cow::Borrowed(text);
    }
    let hidden = |c: char| match c {
        '\n' | '\t' => one_line,
        c => is_hidden(c),
    };
    let Some(first) = text.find(hidden) else {
        return Cow::Borrowed(text);
    };
    let mut shown = String::with_capacity(text.len() + 16);
    shown.push_str(&text[..first]);
    for character in text[first..].chars() {
        if !hidden(character) {
            shown.push(character);
            continue;
        }
        let written = match character {
            '\n' => shown.write_str("\\n"),
            '\t' => shown.write_str("\\t"),
            '\r' => shown.write_str("\\r"),
            c if c.is_ascii() => write!(shown, "\\x{:02x}", u32::from(c)),
            c => write!(shown, "\\u{{{:x}}}", u32::from(c)),
        };
        debug_assert!(written.is_ok(), "writing to a string cannot fail");
    }
    Cow::Owned(shown)
}

/// Whether a text is nothing but what ASCII can print, as nearly every one is. Looks at many bytes at once, and so at all of them.
pub(crate) fn is_plain(text: &str) -> bool {
    text.bytes()
        .fold(true, |plain, byte| plain & matches!(byte, b' '..=b'~'))
}

/// Whether a character is never shown as it is: it would act on the terminal, turn a text round, or not be seen.
pub fn is_hidden(character: char) -> bool {
    character.is_control()
        || matches!(character,
            // Bidirectional marks, embeddings, overrides and isolates.
            '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
            // Line and paragraph separators.
            | '\u{2028}' | '\u{2029}'
            // Characters that take no room and mean nothing to a reader.
            | '\u{ad}' | '\u{115f}' | '\u{1160}' | '\u{180e}' | '\u{200b}' | '\u{2060}'..='\u{2065}'
            | '\u{206a}'..='\u{206f}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}'
            // Tags, which can carry a whole hidden sentence.
            | '\u{e0000}'..='\u{e007f}')
}
