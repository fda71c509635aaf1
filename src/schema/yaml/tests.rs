#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::fmt::Write;
use std::path::Path;
use std::process::Command;

use super::{Content, FileFault, Key, MAX_ALIAS_BYTES, Node, YamlFault, line_and_column, read_file, tree};

/// A fault as one line: place, code, message and help.
fn told(text: &str, faults: &[YamlFault]) -> String {
    let mut told = String::new();
    for fault in faults {
        let (line, column) = line_and_column(text, fault.at.start);
        let help = fault
            .help
            .as_deref()
            .map(|help| format!("; {help}"))
            .unwrap_or_default();
        writeln!(told, "{line}:{column} {}: {}{help}", fault.code, fault.message).unwrap();
    }
    told
}

fn refused(text: &str) -> String {
    told(text, &tree(text).unwrap_err())
}

fn text(at: std::ops::Range<usize>, text: &str, plain: bool) -> Node {
    Node {
        at,
        content: Content::Text {
            text: text.to_owned(),
            plain,
        },
    }
}

fn key(at: std::ops::Range<usize>, text: &str) -> Key {
    Key {
        at,
        text: text.to_owned(),
    }
}

#[test]
fn a_tree_keeps_order_text_and_places() {
    let expected = Node {
        at: 0..34,
        content: Content::Map(vec![
            (key(0..1, "b"), text(3..8, "1_000", true)),
            (
                key(9..10, "a"),
                Node {
                    at: 12..22,
                    content: Content::List(vec![text(13..18, "x: y", false).at_end(19), text(20..21, "z", true)]),
                },
            ),
            (
                key(23..24, "c"),
                Node {
                    at: 24..24,
                    content: Content::Empty,
                },
            ),
            (key(26..27, "d"), text(32..34, "ab\n", false)),
        ]),
    };
    let found = tree("b: 1_000\na: ['x: y',z]\nc:\nd: |\n  ab\n").unwrap();
    assert_eq!(
        found,
        Node {
            at: 0..found.at.end,
            ..expected.with_block_end(&found)
        }
    );
}

impl Node {
    fn at_end(mut self, end: usize) -> Self {
        self.at.end = end;
        self
    }

    /// A block scalar ends where the next thing begins; only its start is promised.
    fn with_block_end(mut self, found: &Node) -> Self {
        if let (Content::Map(own), Content::Map(theirs)) = (&mut self.content, &found.content)
            && let (Some(own), Some(theirs)) = (own.last_mut(), theirs.last())
        {
            own.1.at.start = theirs.1.at.start;
            own.1.at.end = theirs.1.at.end;
        }
        self
    }
}

#[test]
fn words_that_look_like_other_types_stay_text() {
    let Content::List(items) = tree("[no, on, 0777, 1_000, 1.50, yes, 2026-11, Norway]")
        .unwrap()
        .content
    else {
        panic!("a list is expected")
    };
    let texts: Vec<String> = items
        .into_iter()
        .map(|item| match item.content {
            Content::Text { text, plain: true } => text,
            other => format!("{other:?}"),
        })
        .collect();
    assert_eq!(texts, ["no", "on", "0777", "1_000", "1.50", "yes", "2026-11", "Norway"]);
}

#[test]
fn a_byte_order_mark_and_carriage_returns_leave_lines_and_columns_right() {
    assert_eq!(
        refused("\u{feff}a: 1\r\nb: x: y\r\n"),
        "2:5 syntax: a `: ` is not allowed here; put the whole text into quotes, or check how far this line and \
         the one above are indented\n"
    );
    assert_eq!(
        refused("\u{feff}a: @x\r\n"),
        "1:4 syntax: a text cannot begin with this sign; put the whole text into quotes\n"
    );
    let Content::Map(entries) = tree("\u{feff}a: 1\r\nb: 2\r\n").unwrap().content else {
        panic!("a mapping is expected")
    };
    assert_eq!(
        entries,
        [
            (key(3..4, "a"), text(6..7, "1", true)),
            (key(9..10, "b"), text(12..13, "2", true))
        ]
    );
}

#[test]
fn every_mistake_in_the_yaml_is_said_in_plain_words() {
    let cases = [
        ("", "1:1 empty-file: the file is empty\n"),
        ("# nothing\n", "1:1 empty-file: the file is empty\n"),
        (
            "a:\n\t- b\n",
            "2:2 syntax: a tab character is used to indent; indent with spaces\n",
        ),
        (
            "a: [1, 2\nb: 3\n",
            "2:2 syntax: a `:` is not allowed inside a list; close the list above with `]`, or put the text into quotes\n",
        ),
        (
            "a: 'x\nb: y\n",
            "2:1 syntax: a quote was opened before this and never closed; close it with the same quote sign\n",
        ),
        (
            "a:\n  b: 1\n c: 2\n",
            "3:2 syntax: the indentation does not fit the lines above; fields of one thing start in the same \
             column\n",
        ),
        (
            "a: *x\n",
            "1:4 syntax: this alias (`*`) has no anchor; a text that begins with `*` needs quotes\n",
        ),
        (
            "a: - b",
            "1:4 syntax: a list cannot begin here; write `- ` on a line of its own, or put the text into quotes\n",
        ),
        (
            "a: {b: c",
            "1:4 syntax: this bracket is never closed; close it with `]` or `}`\n",
        ),
        (
            "a: 1\n---\nb: 2\n",
            "2:1 syntax: a second document begins here; one file holds one document; remove this `---`\n",
        ),
        (
            "? [a]\n: b\n",
            "1:5 syntax: a name is missing before this `:`; a name is plain text\n",
        ),
        (
            "a: !secret x\n",
            "1:12 syntax: the tag `!secret` is not used in these files; write the value without it, in quotes if need \
             be\n",
        ),
        (
            "a: &x\n  b: c\nd:\n  <<: *x\n",
            "4:3 syntax: merge keys (`<<`) are not used here; write the fields out\n",
        ),
        (
            "a: &x [*x]",
            "1:8 syntax: this alias refers to a value that contains it\n",
        ),
    ];
    for (yaml, expected) in cases {
        assert_eq!(refused(yaml), expected, "{yaml:?}");
    }
}

#[test]
fn nesting_of_every_kind_ends_at_the_limit_and_at_once() {
    let brackets = "[".repeat(100_000);
    assert_eq!(refused(&brackets), "1:33 nesting: nested more than 32 levels deep\n");
    let mut maps = String::new();
    for depth in 0..2_000 {
        writeln!(maps, "{}a:", " ".repeat(depth)).unwrap();
    }
    assert_eq!(refused(&maps), "33:33 nesting: nested more than 32 levels deep\n");
    let deep_alias = format!(
        "a: &x {}{}\nb: {}*x{}\n",
        "[".repeat(20),
        "]".repeat(20),
        "[".repeat(20),
        "]".repeat(20)
    );
    assert_eq!(refused(&deep_alias), "2:24 nesting: nested more than 32 levels deep\n");
}

#[test]
fn an_alias_bomb_is_refused_before_it_grows() {
    let mut bomb = "a: &a [x,x,x,x,x,x,x,x,x,x]\n".to_owned();
    for (name, inner) in ["b", "c", "d", "e", "f", "g", "h", "i"]
        .iter()
        .zip(["a", "b", "c", "d", "e", "f", "g", "h"])
    {
        let all = vec![format!("*{inner}"); 10].join(",");
        writeln!(bomb, "{name}: &{name} [{all}]").unwrap();
    }
    assert_eq!(
        refused(&bomb),
        "5:29 too-large: more than 100000 values in one file; aliases count with everything they stand for\n"
    );
}

/// A file of 110 KB can stand for a gigabyte: one long text, and ten thousand aliases of it.
#[test]
fn aliases_of_a_long_text_are_refused_before_they_grow() {
    let of = |bytes: usize, aliases: usize| {
        let mut text = format!("a: &a {}\nb:\n", "x".repeat(bytes));
        text.push_str(&"  - *a\n".repeat(aliases));
        text
    };
    assert_eq!(
        refused(&of(100_000, 10_000)),
        "13:5 too-large: aliases stand for more than 1024 KiB of text; write the text once, or use fewer aliases\n"
    );
    let most = MAX_ALIAS_BYTES / 1024;
    assert!(tree(&of(1024, most)).is_ok());
    assert!(tree(&of(1024, most + 1)).is_err());
}

fn fault(code: &'static str, message: &str, help: Option<&str>) -> FileFault {
    FileFault {
        code,
        message: message.to_owned(),
        help: help.map(str::to_owned),
    }
}

#[test]
fn only_regular_files_of_a_sane_size_in_utf8_are_read() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    };
    let most = super::MAX_BYTES;
    assert_eq!(read_file(&write("good", b"a: 1\n"), most), Ok("a: 1\n".to_owned()));
    assert_eq!(
        read_file(&write("edge", &vec![b'x'; most]), most).map(|text| text.len()),
        Ok(most)
    );
    let large = fault("too-large", "is larger than 256 KiB, which is the limit", None);
    assert_eq!(read_file(&write("large", &vec![b'x'; 5_000_000]), most), Err(large));
    assert_eq!(
        read_file(folder.path(), most),
        Err(fault("not-a-file", "is a folder, not a file", None))
    );
    assert_eq!(
        read_file(Path::new("/dev/zero"), most),
        Err(fault("not-a-file", "is a device, not a file", None))
    );
    let pipe = folder.path().join("pipe");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    assert_eq!(
        read_file(&pipe, most),
        Err(fault("not-a-file", "is a pipe, not a file", None))
    );
    assert_eq!(
        read_file(&folder.path().join("absent"), most),
        Err(fault("unreadable", "is not there", None))
    );
    assert_eq!(
        read_file(&write("latin", b"a: 1\nb: caf\xe9\n"), most),
        Err(fault(
            "not-utf8",
            "is not UTF-8 text: line 2, byte 12 of the file",
            Some("save it again as UTF-8")
        ))
    );
    assert_eq!(
        read_file(&write("wide", b"\xff\xfea\0:\0"), most),
        Err(fault(
            "not-utf8",
            "is UTF-16 text, not UTF-8",
            Some("save it again as UTF-8")
        ))
    );
}
