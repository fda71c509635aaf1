//! One document with everything in it, as each renderer writes it, and text that tries everything at once.

use std::fs;
use std::path::Path;

use super::{
    Block, Blocks, Check, Document, Inline, Item, Picture, Section, Table, Target, Text, Tone, html, markdown, print,
    terminal,
};

const HOSTILE: &str =
    "<script>alert(1)</script> ](javascript:alert(1)) \"on=' & `c` **b** | # \u{202e}evil\u{1b}[31m\0";

/// What is kept of a golden file; `BLESS=1 cargo test` writes it, to be read before it is committed.
pub(crate) fn golden(path: &str, shown: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(path);
    if std::env::var_os("BLESS").is_some_and(|bless| bless == "1") {
        fs::write(&path, shown).expect("a golden file");
    }
    fs::read_to_string(path).unwrap_or_default()
}

fn whole(text: &str) -> Document {
    let link = |address: &str| Inline::Link {
        text: text.to_owned(),
        to: Target::Address(address.to_owned()),
    };
    let blocks = vec![
        Block::paragraph(
            Text::from(text)
                .plain(" ")
                .strong(text)
                .plain(" ")
                .emphasis(text)
                .plain(" ")
                .code(text)
                .plain(" ")
                .entry(7)
                .new_line()
                .with(link("https://x.test/?a=\"b"))
                .plain(" ")
                .with(link("javascript:alert(1)")),
        ),
        Block::Callout {
            tone: Tone::Alarm,
            text: text.into(),
        },
        Block::Quote(text.into()),
        Block::Section(Section {
            title: text.into(),
            remark: text.into(),
            anchor: Some("part".to_owned()),
            blocks: vec![
                Block::Labelled(vec![(text.to_owned(), text.into())]),
                Block::Table(Table {
                    head: vec![text.into(), text.into()],
                    rows: vec![vec![text.into(), text.into()]],
                }),
                Block::Numbered(vec![Item {
                    text: text.into(),
                    anchor: None,
                    blocks: vec![Block::Code {
                        language: "sh",
                        text: text.to_owned(),
                    }],
                }]),
                Block::Hanging {
                    mark: "12  ".to_owned(),
                    by: 4,
                    text: Text::from(text).new_line().plain(text),
                },
                Block::Indented {
                    by: 4,
                    blocks: vec![Block::paragraph(text)],
                },
                Block::FirstFitting(vec![
                    vec![Block::rows(vec![vec![text.repeat(20)]])],
                    vec![Block::paragraph(text)],
                ]),
                Block::Spread(vec![text.into(), text.into()]),
                Block::Commands(vec![(text.to_owned(), text.to_owned())]),
                Block::Picture(Picture {
                    svg: "<svg></svg>".to_owned(),
                    description: text.to_owned(),
                }),
            ],
        }),
        Block::PageBreak,
        Block::Check(Check {
            number: Some(1),
            text: text.into(),
            value: Some(text.into()),
            blocks: vec![
                Block::Choices(vec![text.to_owned()]),
                Block::Fields(vec![(text.to_owned(), 3)]),
                Block::WritingLines(1),
            ],
        }),
    ];
    Document {
        title: text.into(),
        remark: text.into(),
        blocks,
    }
}

#[test]
fn markdown_of_every_block() {
    let shown = markdown(&whole("a_b"));
    assert_eq!(shown, golden("document/tests/whole.md", &shown));
}

#[test]
fn html_of_every_block() {
    let shown = html(&whole("a<b"));
    let (_, body) = shown.split_once("<body>\n").unwrap_or_default();
    assert_eq!(body, golden("document/tests/whole.html", body));
}

#[test]
fn terminal_and_print_of_every_block() {
    for (name, shown) in [
        ("document/tests/whole.terminal.txt", terminal(&whole("words"), 80)),
        ("document/tests/whole.narrow.txt", terminal(&whole("words"), 30)),
        ("document/tests/whole.print.txt", print(&whole("words"))),
    ] {
        assert_eq!(shown, golden(name, &shown), "{name}");
    }
}

#[test]
fn hostile_text_stays_text_in_every_target() {
    let document = whole(HOSTILE);
    for shown in [
        markdown(&document),
        html(&document),
        terminal(&document, 80),
        print(&document),
    ] {
        assert!(!shown.contains(['\u{202e}', '\u{1b}', '\0']), "{shown}");
    }
    let page = html(&document);
    assert!(
        !page.contains("<script") && !page.contains("href=\"javascript"),
        "{page}"
    );
    // Quotes in text never end an attribute: every attribute is one that the renderer wrote.
    assert!(!page.contains(" on="), "{page}");
    let policy = "content=\"default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\"";
    assert_eq!(page.matches(policy).count(), 1);
}

#[test]
fn a_command_is_never_wrapped() {
    let command = "breach gate approve tell-the-bank --who \"Ana Ruiz\" --channel phone";
    let document = Document {
        blocks: vec![Block::Commands(vec![(
            command.to_owned(),
            "write down who agreed".to_owned(),
        )])],
        ..Document::default()
    };
    let expected = format!("  {command}\n    write down who agreed\n");
    assert_eq!(terminal(&document, 30), expected);
}

#[test]
fn marks_of_instructions_are_read_and_nothing_else_is() {
    assert_eq!(
        Text::marked("**now** <b> `a **b`, ![x](y) 2 * 3"),
        Text::new()
            .strong("now")
            .plain(" <b> ")
            .code("a **b")
            .plain(", ![x](y) 2 * 3")
    );
    assert_eq!(Text::marked("one ` mark **"), "one ` mark **".into());
}

fn rows(width: usize, cells: &[&[&str]]) -> String {
    let rows: Vec<Vec<String>> = cells
        .iter()
        .map(|row| row.iter().map(|cell| (*cell).to_owned()).collect())
        .collect();
    let mut page = Document::default();
    page.below(2, vec![Block::rows(rows)]);
    terminal(&page, width)
}

#[test]
fn rows_line_up_and_wide_characters_take_two_columns() {
    assert_eq!(
        rows(
            80,
            &[
                &["1", "保存日志", "Ana"],
                &["10", "logs", ""],
                &["2", "x", "nobody yet"]
            ]
        ),
        "    1   保存日志   Ana\n    10  logs\n    2   x          nobody yet\n"
    );
}

#[test]
fn the_widest_cell_wraps_in_its_own_column() {
    assert_eq!(
        rows(
            50,
            &[&[
                "Sat 23:40",
                "a duty with a title that is much too long for it",
                "MISSED"
            ]]
        ),
        "    Sat 23:40   a duty with a title that    MISSED\n                is much too long for it\n"
    );
}

#[test]
fn where_columns_would_be_slivers_each_row_is_a_list() {
    assert_eq!(
        rows(
            40,
            &[&[
                "1",
                "Save the logs before they age out today",
                "Ana Ruiz",
                "started 02:10"
            ]]
        ),
        "  1  Save the logs before they age out\n    today\n    Ana Ruiz\n    started 02:10\n"
    );
    assert_eq!(rows(39, &[&["a", "b"]]), "  a  b\n");
}

#[test]
fn a_line_break_in_a_cell_stays_in_its_column_and_other_control_characters_are_shown() {
    assert_eq!(
        rows(80, &[&["when", "title\nsource\x1b[2J"]]),
        "    when   title\n           source\\x1b[2J\n"
    );
}

#[test]
fn columns_without_anything_are_left_out() {
    assert_eq!(rows(80, &[&["a", "", "b"], &["c", ""]]), "    a  b\n    c\n");
}

fn headline(left: &str, right: &str, width: usize) -> String {
    terminal(&Document::new(left, right), width)
}

#[test]
fn a_headline_has_two_sides_or_two_lines() {
    assert_eq!(
        headline("k7f3  Title", "Sat 04:02", 40),
        "  k7f3  Title                Sat 04:02\n"
    );
    assert_eq!(
        headline("k7f3  A longer title", "Sat 04:02", 32),
        "  k7f3  A longer title\n  Sat 04:02\n"
    );
    assert_eq!(headline("k7f3", "", 32), "  k7f3\n");
}

#[test]
fn items_side_by_side_break_only_between_two() {
    let mut page = Document::default();
    page.spread(
        ["security codes taken?", "how many people?", "still going?"]
            .map(str::to_owned)
            .to_vec(),
    );
    assert_eq!(
        terminal(&page, 40),
        "  security codes taken?\n  how many people?    still going?\n"
    );
}
