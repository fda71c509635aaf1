//! What a report, letter, screen or paper says, without saying how it looks. Content stands here once; how it is written
//! for a terminal, as Markdown, as HTML or on paper is for the renderers. Knows no incident and no playbook.

use crate::text::{Passage, pad};

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    pub title: Text,
    /// What stands beside the title: when, where, for whom.
    pub remark: Text,
    pub blocks: Vec<Block>,
}

/// Words of one paragraph, cell or heading.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text(pub Vec<Inline>);

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Inline {
    /// Text from anywhere. Renderers make it safe.
    Plain(String),
    Strong(Text),
    Emphasis(Text),
    /// Something to type or to compare, sign by sign.
    Code(String),
    /// An entry of the record by its number; a link to it where the document holds it.
    Entry(u64),
    Link {
        text: String,
        to: Target,
    },
    /// A new line in the same paragraph.
    Break,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// An address. Only `https:`, `http:` and `mailto:` become links.
    Address(String),
    /// An anchor of the same document.
    Anchor(String),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    Section(Section),
    Paragraph(Text),
    /// A box: something that a reader must not overlook, or should know first.
    Callout {
        tone: Tone,
        text: Text,
    },
    /// Words to be said or read out as they stand.
    Quote(Text),
    List(Vec<Item>),
    Numbered(Vec<Item>),
    /// Rows of a label and what it labels.
    Labelled(Vec<(String, Text)>),
    /// Text whose further lines stand this many columns further in than its first, which may begin with a mark.
    Hanging {
        mark: String,
        by: usize,
        text: Text,
    },
    /// What belongs to the block above, this many columns further in.
    Indented {
        by: usize,
        blocks: Vec<Block>,
    },
    /// The first of these whose first block fits as it is, without wrapping; else the last.
    FirstFitting(Vec<Vec<Block>>),
    Table(Table),
    /// Short items side by side.
    Spread(Vec<Text>),
    /// Commands to type, each with what it does.
    Commands(Vec<(String, String)>),
    /// Lines that are kept as they are, to be copied.
    Code {
        language: &'static str,
        text: String,
    },
    Picture(Picture),
    /// A box to tick, with what belongs to it below.
    Check(Check),
    /// Answers to tick, one of them or several.
    Choices(Vec<String>),
    /// Places on one line to write into: a label each, and how many signs it should hold; 0 takes the rest of the line.
    Fields(Vec<(String, usize)>),
    /// This many lines to write on.
    WritingLines(usize),
    /// A pause, where blocks otherwise stand directly below each other.
    Space,
    PageBreak,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Section {
    pub title: Text,
    /// What stands at the right edge of the title.
    pub remark: Text,
    /// What links lead to; letters, digits and dashes.
    pub anchor: Option<String>,
    pub blocks: Vec<Block>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    Alarm,
    Note,
}

/// An item of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Item {
    pub text: Text,
    pub anchor: Option<String>,
    pub blocks: Vec<Block>,
}

/// Rows whose cells line up. Never holds a command: a cell may be wrapped, and a wrapped command is another one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// Empty where the cells need no title.
    pub head: Vec<Text>,
    pub rows: Vec<Vec<Text>>,
}

/// A drawing, made by the program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// A whole `svg` element, its texts escaped.
    pub svg: String,
    /// What it shows, for readers and targets that show no picture.
    pub description: String,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Check {
    pub number: Option<usize>,
    pub text: Text,
    /// What stands at the right edge; an empty text is room to write.
    pub value: Option<Text>,
    pub blocks: Vec<Block>,
}

impl Text {
    pub fn new() -> Self {
        Text::default()
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    #[must_use]
    pub fn plain(self, text: impl Into<String>) -> Self {
        self.with(Inline::Plain(text.into()))
    }

    #[must_use]
    pub fn strong(self, text: impl Into<Text>) -> Self {
        self.with(Inline::Strong(text.into()))
    }

    #[must_use]
    pub fn emphasis(self, text: impl Into<Text>) -> Self {
        self.with(Inline::Emphasis(text.into()))
    }

    #[must_use]
    pub fn code(self, text: impl Into<String>) -> Self {
        self.with(Inline::Code(text.into()))
    }

    #[must_use]
    pub fn entry(self, seq: u64) -> Self {
        self.with(Inline::Entry(seq))
    }

    #[must_use]
    pub fn new_line(self) -> Self {
        self.with(Inline::Break)
    }

    #[must_use]
    pub fn then(mut self, text: impl Into<Text>) -> Self {
        self.0.extend(text.into().0);
        self
    }

    #[must_use]
    pub fn with(mut self, inline: Inline) -> Self {
        self.0.push(inline);
        self
    }

    /// Texts with this between each two.
    pub fn joined(texts: impl IntoIterator<Item = Text>, between: &str) -> Self {
        texts.into_iter().fold(Text::new(), |joined, text| {
            if joined.is_empty() {
                text
            } else {
                joined.plain(between).then(text)
            }
        })
    }

    /// Text in which people mark code with backticks and emphasis with two stars, and nothing else. A mark that is not
    /// closed is text.
    pub fn marked(text: &str) -> Self {
        let mut marked = Text::new();
        let mut rest = text;
        while let Some(at) = rest.find(['`', '*']) {
            let mark = if rest[at..].starts_with("**") { "**" } else { "`" };
            let opened = rest[at..].strip_prefix(mark);
            let closed = opened.and_then(|after| after.split_once(mark));
            match closed.filter(|(inside, _)| !inside.is_empty()) {
                Some((inside, after)) => {
                    marked = marked.and_plain(&rest[..at]);
                    marked = if mark == "`" {
                        marked.code(inside)
                    } else {
                        marked.strong(inside)
                    };
                    rest = after;
                }
                None => {
                    // This sign begins nothing.
                    let end = at + 1;
                    marked = marked.and_plain(&rest[..end]);
                    rest = &rest[end..];
                }
            }
        }
        marked.and_plain(rest)
    }

    /// Adds to the plain text at the end, if one stands there.
    fn and_plain(mut self, text: &str) -> Self {
        match self.0.last_mut() {
            _ if text.is_empty() => {}
            Some(Inline::Plain(before)) => before.push_str(text),
            _ => self.0.push(Inline::Plain(text.to_owned())),
        }
        self
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        if text.is_empty() {
            return Text::new();
        }
        Text::new().plain(text)
    }
}

impl From<&String> for Text {
    fn from(text: &String) -> Self {
        text.as_str().into()
    }
}

impl From<&Passage> for Text {
    fn from(text: &Passage) -> Self {
        text.as_str().into()
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        text.as_str().into()
    }
}

impl From<std::borrow::Cow<'_, str>> for Text {
    fn from(text: std::borrow::Cow<'_, str>) -> Self {
        text.as_ref().into()
    }
}

impl Item {
    /// An item with these lines as a list below it, where there are any.
    pub fn over(text: impl Into<Text>, lines: Vec<Text>) -> Self {
        let blocks = if lines.is_empty() {
            Vec::new()
        } else {
            vec![Block::list(lines)]
        };
        Item {
            text: text.into(),
            anchor: None,
            blocks,
        }
    }
}

impl<T: Into<Text>> From<T> for Item {
    fn from(text: T) -> Self {
        Item {
            text: text.into(),
            ..Item::default()
        }
    }
}

impl Document {
    pub fn new(title: impl Into<Text>, remark: impl Into<Text>) -> Self {
        Document {
            title: title.into(),
            remark: remark.into(),
            blocks: Vec::new(),
        }
    }

    /// Those of these sections that hold something, apart from what stands above; where none does, this sentence.
    pub fn of_sections(sections: impl IntoIterator<Item = Section>, none: &str) -> Self {
        let mut document = Document::default();
        for section in sections.into_iter().filter(|section| !section.blocks.is_empty()) {
            document.space();
            document.add(section);
        }
        if document.blocks.is_empty() {
            document.paragraph(none);
        }
        document
    }
}

impl Section {
    pub fn new(title: impl Into<Text>) -> Self {
        Section {
            title: title.into(),
            ..Section::default()
        }
    }

    #[must_use]
    pub fn remark(mut self, remark: impl Into<Text>) -> Self {
        self.remark = remark.into();
        self
    }

    #[must_use]
    pub fn with(mut self, block: Block) -> Self {
        self.blocks.push(block);
        self
    }
}

/// Whatever holds blocks, to be written one after the other.
pub trait Blocks {
    fn blocks(&mut self) -> &mut Vec<Block>;

    fn add(&mut self, block: impl Into<Block>) {
        self.blocks().push(block.into());
    }

    fn space(&mut self) {
        self.add(Block::Space);
    }

    fn paragraph(&mut self, text: impl Into<Text>) {
        self.add(Block::paragraph(text));
    }

    fn rows(&mut self, rows: Vec<Vec<String>>) {
        self.add(Block::rows(rows));
    }

    fn spread(&mut self, items: Vec<String>) {
        self.add(Block::Spread(items.into_iter().map(Text::from).collect()));
    }

    fn commands(&mut self, commands: &[(&str, &str)]) {
        self.add(Block::commands(commands));
    }

    /// Text behind a label that takes this many columns.
    fn labelled(&mut self, label: &str, columns: usize, text: impl Into<Text>) {
        self.hanging(&pad(label, columns), columns, text);
    }

    /// Text behind a mark, its further lines this many columns in.
    fn hanging(&mut self, mark: &str, by: usize, text: impl Into<Text>) {
        self.add(Block::Hanging {
            mark: mark.to_owned(),
            by,
            text: text.into(),
        });
    }

    /// What belongs to the block before, this many columns in.
    fn below(&mut self, by: usize, blocks: Vec<Block>) {
        self.add(Block::Indented { by, blocks });
    }
}

impl From<Section> for Block {
    fn from(section: Section) -> Self {
        Block::Section(section)
    }
}

impl Blocks for Document {
    fn blocks(&mut self) -> &mut Vec<Block> {
        &mut self.blocks
    }
}

impl Blocks for Section {
    fn blocks(&mut self) -> &mut Vec<Block> {
        &mut self.blocks
    }
}

impl Blocks for Vec<Block> {
    fn blocks(&mut self) -> &mut Vec<Block> {
        self
    }
}

impl Block {
    pub fn paragraph(text: impl Into<Text>) -> Self {
        Block::Paragraph(text.into())
    }

    /// A list of these items.
    pub fn list<T: Into<Item>>(items: impl IntoIterator<Item = T>) -> Self {
        Block::List(items.into_iter().map(Into::into).collect())
    }

    pub fn rows(rows: Vec<Vec<String>>) -> Self {
        let rows = rows
            .into_iter()
            .map(|row| row.into_iter().map(Text::from).collect())
            .collect();
        Block::Table(Table { head: Vec::new(), rows })
    }

    pub fn commands(commands: &[(&str, &str)]) -> Self {
        let owned = |(command, what): &(&str, &str)| ((*command).to_owned(), (*what).to_owned());
        Block::Commands(commands.iter().map(owned).collect())
    }
}
