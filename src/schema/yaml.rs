//! The only file that names the YAML crate: files in, text out, and from text a tree with places.
//!
//! The tree is built from the events of the crate's parser, so that a reader can report every mistake at once, each at its
//! place, and so that aliases are counted before they grow. This module must not know what any file means.

mod file;
#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::ops::Range;

use serde_yaml::granit_parser::{Event, Options as ParserOptions, Parser, ScalarStyle, StructureStyle};

pub use file::{FileFault, decode, read_file};

/// The most bytes one file may have, and all files of one playbook together.
pub const MAX_BYTES: usize = 256 * 1024;
/// How deep lists and mappings may be nested.
pub const MAX_DEPTH: usize = 32;
/// How many values one file may hold, after aliases are followed.
pub const MAX_NODES: usize = 100_000;
/// How many bytes of text aliases may stand for in one file.
pub const MAX_ALIAS_BYTES: usize = 1024 * 1024;

/// One mistake in the YAML itself, or in what a type expected of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct YamlFault {
    /// Stable code, such as `syntax`.
    pub code: &'static str,
    /// Bytes of the text it is about.
    pub at: Range<usize>,
    /// What is wrong, as a sentence without its full stop.
    pub message: String,
    pub help: Option<String>,
}

/// A value of the tree, with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// Its bytes in the text; for a list or a mapping, from its first entry to its last.
    pub at: Range<usize>,
    pub content: Content,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// Nothing was written, or `null`, or `~`.
    Empty,
    /// One value, as text; whether `5` or `yes` means more than text is for the reader to say.
    Text {
        /// The text after YAML's escapes.
        text: String,
        plain: bool,
    },
    List(Vec<Node>),
    /// A mapping in the order of the file, duplicates and all.
    Map(Vec<(Key, Node)>),
}

/// A key of a mapping, with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// Its bytes in the text.
    pub at: Range<usize>,
    pub text: String,
}

/// Reads text into a tree.
pub fn tree(text: &str) -> Result<Node, Vec<YamlFault>> {
    let body = body(text);
    let skipped = text.len() - body.len();
    build(body, skipped).map_err(|fault| {
        let mut at = fault.at.start.min(body.len())..fault.at.end.min(body.len());
        if at.is_empty() {
            at.end = body[at.start..]
                .chars()
                .next()
                .filter(|next| *next != '\n' && *next != '\r')
                .map_or(at.start, |next| at.start + next.len_utf8());
        }
        vec![YamlFault {
            at: at.start + skipped..at.end + skipped,
            ..fault
        }]
    })
}

/// The line and the column, both from 1, of a byte of this text. A byte order mark takes no column.
pub fn line_and_column(text: &str, byte: usize) -> (usize, usize) {
    let byte = (0..=byte.min(text.len()))
        .rev()
        .find(|byte| text.is_char_boundary(*byte))
        .unwrap_or(0);
    let before = &text[..byte];
    let start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let column = before[start..].chars().filter(|letter| *letter != '\u{feff}').count() + 1;
    (before.bytes().filter(|byte| *byte == b'\n').count() + 1, column)
}

/// The text after a byte order mark.
fn body(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}

/// A list or a mapping whose end has not been seen yet.
enum Open {
    List(Vec<Node>),
    Map(Vec<(Key, Node)>, Option<Key>),
}

struct Level {
    open: Open,
    at: Range<usize>,
    anchor: usize,
    style: StructureStyle,
}

/// Builds the tree without recursion, so that no nesting can exhaust the stack.
fn build(text: &str, skipped: usize) -> Result<Node, YamlFault> {
    let mut options = ParserOptions::default();
    options.emit_comments = false;
    options.disallow_directives = true;
    options.flow_nesting_limit = MAX_DEPTH;
    options.block_nesting_limit = MAX_DEPTH;
    let mut levels: Vec<Level> = Vec::new();
    let mut anchors: HashMap<usize, Node> = HashMap::new();
    let mut root: Option<Node> = None;
    let (mut nodes, mut alias_bytes, mut documents) = (0, 0, 0);
    for event in Parser::new_from_str_with_options(text, options) {
        let (event, span) = event.map_err(|error| {
            let start = error.marker().byte_offset().unwrap_or(0);
            plain_words(&error.info(), start..start)
        })?;
        let at = span.byte_range().unwrap_or(0..0);
        let shifted = at.start + skipped..at.end + skipped;
        let tag = |written: &str| {
            fault(
                "syntax",
                at.clone(),
                format!("the tag `{written}` is not used in these files"),
            )
        };
        let (node, anchor) = match event {
            Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => continue,
            Event::DocumentStart(..) => {
                documents += 1;
                if documents > 1 {
                    return Err(fault("syntax", at, "a second document begins here".to_owned())
                        .helped("one file holds one document; remove this `---`"));
                }
                continue;
            }
            Event::Scalar(_, _, _, Some(written))
            | Event::SequenceStart(_, _, Some(written))
            | Event::MappingStart(_, _, Some(written)) => {
                return Err(tag(&written.original()).helped("write the value without it, in quotes if need be"));
            }
            Event::SequenceStart(style, anchor, _) => {
                levels.push(Level {
                    open: Open::List(Vec::new()),
                    at: shifted,
                    anchor,
                    style,
                });
                deep_enough(&levels, &at)?;
                continue;
            }
            Event::MappingStart(style, anchor, _) => {
                levels.push(Level {
                    open: Open::Map(Vec::new(), None),
                    at: shifted,
                    anchor,
                    style,
                });
                deep_enough(&levels, &at)?;
                continue;
            }
            Event::Scalar(value, style, anchor, _) => {
                let plain = style == ScalarStyle::Plain;
                let content = match value.as_ref() {
                    "" | "~" | "null" | "Null" | "NULL" if plain => Content::Empty,
                    text => Content::Text {
                        text: text.to_owned(),
                        plain,
                    },
                };
                (Node { at: shifted, content }, anchor)
            }
            Event::SequenceEnd | Event::MappingEnd => {
                let Some(level) = levels.pop() else { continue };
                let mut whole = level.at;
                let last = match &level.open {
                    Open::List(items) => items.last(),
                    Open::Map(entries, _) => entries.last().map(|(_, last)| last),
                };
                // A block has no sign at its end: the parser's end lies where the next thing begins.
                let end = match (level.style, last) {
                    (StructureStyle::Block, Some(last)) => last.at.end,
                    _ => shifted.end,
                };
                whole.end = whole.end.max(end);
                let content = match level.open {
                    Open::List(items) => Content::List(items),
                    Open::Map(entries, _) => {
                        if let Some((first, _)) = entries.first() {
                            whole.start = whole.start.min(first.at.start);
                        }
                        Content::Map(entries)
                    }
                };
                (Node { at: whole, content }, level.anchor)
            }
            Event::Alias(id) => {
                let known = anchors.get(&id).ok_or_else(|| {
                    fault(
                        "syntax",
                        at.clone(),
                        "this alias refers to a value that contains it".to_owned(),
                    )
                })?;
                let size = size(known);
                nodes += size.nodes;
                alias_bytes += size.bytes;
                if alias_bytes > MAX_ALIAS_BYTES {
                    let message = format!("aliases stand for more than {} KiB of text", MAX_ALIAS_BYTES / 1024);
                    return Err(fault("too-large", at, message).helped("write the text once, or use fewer aliases"));
                }
                if nodes > MAX_NODES {
                    return Err(too_many(at));
                }
                if levels.len() + depth(known) > MAX_DEPTH {
                    return Err(fault(
                        "nesting",
                        at,
                        format!("nested more than {MAX_DEPTH} levels deep"),
                    ));
                }
                (known.clone(), 0)
            }
            _ => continue,
        };
        nodes += 1;
        if nodes > MAX_NODES {
            return Err(too_many(at));
        }
        if anchor > 0 {
            anchors.insert(anchor, node.clone());
        }
        match levels.last_mut() {
            None => root = Some(node),
            Some(Level {
                open: Open::List(items),
                ..
            }) => items.push(node),
            Some(Level {
                open: Open::Map(entries, waiting),
                ..
            }) => match (waiting.take(), node.content) {
                (Some(key), content) => entries.push((key, Node { at: node.at, content })),
                (None, Content::Text { text, plain }) => {
                    if plain && text == "<<" {
                        return Err(fault("syntax", at, "merge keys (`<<`) are not used here".to_owned())
                            .helped("write the fields out"));
                    }
                    *waiting = Some(Key { at: node.at, text });
                }
                (None, _) => {
                    return Err(fault("syntax", at, "a name is missing before this `:`".to_owned())
                        .helped("a name is plain text"));
                }
            },
        }
    }
    let empty = || fault("empty-file", 0..0, "the file is empty".to_owned());
    root.filter(|root| root.content != Content::Empty).ok_or_else(empty)
}

fn deep_enough(levels: &[Level], at: &Range<usize>) -> Result<(), YamlFault> {
    if levels.len() > MAX_DEPTH {
        return Err(fault(
            "nesting",
            at.clone(),
            format!("nested more than {MAX_DEPTH} levels deep"),
        ));
    }
    Ok(())
}

fn too_many(at: Range<usize>) -> YamlFault {
    fault("too-large", at, format!("more than {MAX_NODES} values in one file"))
        .helped("aliases count with everything they stand for")
}

/// What a value takes, with everything in it.
#[derive(Clone, Copy, Default)]
struct Size {
    nodes: usize,
    bytes: usize,
}

fn size(node: &Node) -> Size {
    let mut size = Size { nodes: 1, bytes: 0 };
    let mut add = |inner: Size| {
        size.nodes += inner.nodes;
        size.bytes += inner.bytes;
    };
    match &node.content {
        Content::Empty => {}
        Content::Text { text, .. } => size.bytes = text.len(),
        Content::List(items) => items.iter().for_each(|item| add(self::size(item))),
        Content::Map(entries) => entries.iter().for_each(|(key, value)| {
            let of_key = Size {
                nodes: 0,
                bytes: key.text.len(),
            };
            add(of_key);
            add(self::size(value));
        }),
    }
    size
}

fn depth(node: &Node) -> usize {
    match &node.content {
        Content::Empty | Content::Text { .. } => 0,
        Content::List(items) => 1 + items.iter().map(depth).max().unwrap_or(0),
        Content::Map(entries) => 1 + entries.iter().map(|(_, value)| depth(value)).max().unwrap_or(0),
    }
}

fn fault(code: &'static str, at: Range<usize>, message: String) -> YamlFault {
    YamlFault {
        code,
        at,
        message,
        help: None,
    }
}

impl YamlFault {
    fn helped(self, help: &str) -> Self {
        YamlFault {
            help: Some(help.to_owned()),
            ..self
        }
    }
}

/// What the parser says, for people who do not know what a block mapping is.
fn plain_words(said: &str, at: Range<usize>) -> YamlFault {
    const QUOTE: &str = "put the whole text into quotes";
    const WORDS: [(&str, &str, &str); 13] = [
        (
            "mapping values are not allowed",
            "a `: ` is not allowed here",
            "put the whole text into quotes, or check how far this line and the one above are indented",
        ),
        ("tab", "a tab character is used to indent", "indent with spaces"),
        (
            "placement of ':'",
            "a `:` is not allowed inside a list",
            "close the list above with `]`, or put the text into quotes",
        ),
        (
            "could not find expected ':'",
            "a `:` is missing after a name",
            "write `name: value`; a text of several lines needs quotes",
        ),
        (
            "did not find expected key",
            "the indentation does not fit the lines above",
            "fields of one thing start in the same column",
        ),
        (
            "did not find expected '-'",
            "the indentation does not fit the lines above",
            "items of one list start in the same column, each after `- `",
        ),
        (
            "sequence entries are not allowed",
            "a list cannot begin here",
            "write `- ` on a line of its own, or put the text into quotes",
        ),
        (
            "unknown anchor",
            "this alias (`*`) has no anchor",
            "a text that begins with `*` needs quotes",
        ),
        (
            "escape",
            "inside double quotes, `\\` has a meaning of its own",
            "use single quotes, or write `\\\\`",
        ),
        (
            "quoted scalar",
            "a quote was opened before this and never closed",
            "close it with the same quote sign",
        ),
        ("unexpected character", "a text cannot begin with this sign", QUOTE),
        ("cannot start any token", "a text cannot begin with this sign", QUOTE),
        (
            "unclosed bracket",
            "this bracket is never closed",
            "close it with `]` or `}`",
        ),
    ];
    let lower = said.to_lowercase();
    if lower.contains("nesting") || lower.contains("recursion") {
        return fault("nesting", at, format!("nested more than {MAX_DEPTH} levels deep"));
    }
    match WORDS.iter().find(|(theirs, _, _)| lower.contains(theirs)) {
        Some((_, ours, help)) => fault("syntax", at, (*ours).to_owned()).helped(help),
        None => fault("syntax", at, format!("this is not YAML: {said}")),
    }
}
