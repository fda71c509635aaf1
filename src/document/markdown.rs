//! Markdown: readable as plain text, and inert when it is rendered.
//!
//! All text passes through [`escape`], so that nothing of it becomes markup, link, image, HTML or hidden character.

use super::model::{Block, Check, Document, Inline, Item, Section, Table, Target, Text, Tone};
use crate::text::visible_line;

pub fn markdown(document: &Document) -> String {
    let mut page = Page { text: String::new() };
    if !document.title.is_empty() {
        page.line("", &format!("# {}", heading(&document.title)));
    }
    if !document.remark.is_empty() {
        page.gap();
        page.line("", &inline(&document.remark, ""));
    }
    page.blocks(&document.blocks, 2);
    page.text
}

/// A new line that stays one when it is rendered.
const HARD_BREAK: &str = "\\\n";

struct Page {
    text: String,
}

impl Page {
    fn line(&mut self, margin: &str, line: &str) {
        let line = format!("{margin}{line}");
        self.text.push_str(line.trim_end());
        self.text.push('\n');
    }

    fn gap(&mut self) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
    }

    /// Blocks of a section, a blank line before each.
    fn blocks(&mut self, blocks: &[Block], level: usize) {
        for block in blocks {
            if matches!(block, Block::Space | Block::PageBreak) {
                continue;
            }
            self.gap();
            match block {
                Block::Section(section) => self.section(section, level),
                block => self.block(block, ""),
            }
        }
    }

    fn section(&mut self, section: &Section, level: usize) {
        let mut title = heading(&section.title);
        if !section.remark.is_empty() {
            title.push_str(&format!(" ({})", inline(&section.remark, "")));
        }
        self.line("", &format!("{} {title}", "#".repeat(level.min(6))));
        self.blocks(&section.blocks, level + 1);
    }

    fn block(&mut self, block: &Block, margin: &str) {
        match block {
            // Inside of an item a section is its title and what stands below it.
            Block::Section(section) => {
                self.line(margin, &format!("**{}**", inline(&section.title, margin)));
                self.nested(&section.blocks, margin);
            }
            Block::Paragraph(text) => self.line(margin, &inline(text, margin)),
            Block::Callout { tone, text } => match tone {
                Tone::Alarm => self.line(margin, &format!("**{}**", inline(text, margin))),
                Tone::Note => self.line(margin, &format!("> {}", inline(text, &format!("{margin}> ")))),
            },
            Block::Quote(text) => self.line(margin, &format!("> {}", inline(text, &format!("{margin}> ")))),
            Block::List(items) => {
                for item in items {
                    self.item("- ", item, margin);
                }
            }
            Block::Numbered(items) => {
                for (nth, item) in items.iter().enumerate() {
                    self.item(&format!("{}. ", nth + 1), item, margin);
                }
            }
            Block::Labelled(rows) => {
                for (label, text) in rows {
                    let inner = format!("{margin}  ");
                    self.line(margin, &format!("- {}: {}", escape(label), inline(text, &inner)));
                }
            }
            Block::Hanging { mark, text, .. } => {
                self.line(margin, &format!("{}{}", escape(mark), inline(text, margin)));
            }
            Block::Indented { blocks, .. } => self.nested(blocks, margin),
            Block::FirstFitting(ways) => self.nested(ways.first().map_or(&[][..], Vec::as_slice), margin),
            Block::Table(table) => self.table(table, margin),
            Block::Spread(items) => {
                let items: Vec<String> = items.iter().map(|item| inline(item, margin)).collect();
                self.line(margin, &items.join(" · "));
            }
            Block::Commands(commands) => {
                for (command, what) in commands {
                    self.line(margin, &format!("- {}: {}", code(command), escape(what)));
                }
            }
            Block::Code { language, text } => self.fenced(language, text, margin),
            Block::Picture(picture) => self.line(margin, &format!("*{}*", escape(&picture.description))),
            Block::Check(check) => self.check(check, margin),
            Block::Choices(choices) => {
                for choice in choices {
                    self.line(margin, &format!("- [ ] {}", escape(choice)));
                }
            }
            Block::Fields(fields) => {
                let fields: Vec<String> = fields
                    .iter()
                    .map(|(label, signs)| format!("{} {}", escape(label), blank(*signs)))
                    .collect();
                self.line(margin, &fields.join(" "));
            }
            Block::WritingLines(count) => {
                for nth in 0..*count {
                    if nth > 0 {
                        self.line(margin, "");
                    }
                    self.line(margin, &blank(0));
                }
            }
            Block::Space | Block::PageBreak => {}
        }
    }

    /// What stands below an item, directly and in its margin.
    fn nested(&mut self, blocks: &[Block], margin: &str) {
        for block in blocks {
            self.block(block, margin);
        }
    }

    fn item(&mut self, mark: &str, item: &Item, margin: &str) {
        let inner = format!("{margin}{}", " ".repeat(mark.len()));
        self.line(margin, &format!("{mark}{}", inline(&item.text, &inner)));
        self.nested(&item.blocks, &inner);
    }

    fn check(&mut self, check: &Check, margin: &str) {
        let inner = format!("{margin}  ");
        let number = check.number.map_or_else(String::new, |number| format!("{number}. "));
        let value = match &check.value {
            Some(value) if value.is_empty() => format!(" {}", blank(20)),
            Some(value) => format!(" {}", inline(value, &inner)),
            None => String::new(),
        };
        self.line(margin, &format!("- [ ] {number}{}{value}", inline(&check.text, &inner)));
        self.nested(&check.blocks, &inner);
    }

    /// A table with titles as a table of Markdown, where a cell is one line; rows without titles as a list.
    fn table(&mut self, table: &Table, margin: &str) {
        let cells = |row: &[Text]| -> Vec<String> {
            row.iter()
                .map(|cell| inline(cell, "").replace(HARD_BREAK, "\n"))
                .collect()
        };
        if table.head.is_empty() {
            for row in &table.rows {
                let cells: Vec<String> = cells(row)
                    .into_iter()
                    .filter(|cell| !cell.is_empty())
                    .map(|cell| cell.replace('\n', ", "))
                    .collect();
                self.line(margin, &format!("- {}", cells.join(" · ")));
            }
            return;
        }
        let line = |row: &[Text]| format!("| {} |", cells(row).join(" | ").replace('\n', "<br>"));
        self.line(margin, &line(&table.head));
        self.line(margin, &format!("|{}", "---|".repeat(table.head.len())));
        for row in &table.rows {
            self.line(margin, &line(row));
        }
    }

    fn fenced(&mut self, language: &str, text: &str, margin: &str) {
        // A fence longer than any in the text cannot be closed by it.
        let longest = text.split(|letter| letter != '`').map(str::len).max().unwrap_or(0);
        let fence = "`".repeat(longest.max(2) + 1);
        self.line(margin, &format!("{fence}{language}"));
        for line in text.lines() {
            self.line(margin, &visible_line(line));
        }
        self.line(margin, &fence);
    }
}

/// Room to write, in signs.
fn blank(signs: usize) -> String {
    "\\_".repeat(if signs == 0 { 40 } else { signs })
}

/// Text of a heading, which is one line.
fn heading(text: &Text) -> String {
    inline(text, "").replace(HARD_BREAK, " ")
}

/// Text in a line; lines below the first begin with the margin.
fn inline(text: &Text, margin: &str) -> String {
    let mut shown = String::new();
    for inline_ in &text.0 {
        match inline_ {
            // Lines of a text stay lines, also once it is rendered.
            Inline::Plain(text) if text.contains(['\n', '\r']) => {
                let lines = text.split(['\n', '\r']).filter(|line| !line.trim().is_empty());
                let lines: Vec<String> = lines.map(escape).collect();
                shown.push_str(&lines.join(&format!("{HARD_BREAK}{margin}")));
            }
            Inline::Plain(text) => shown.push_str(&escape(text)),
            Inline::Strong(text) => shown.push_str(&format!("**{}**", inline(text, margin))),
            Inline::Emphasis(text) => shown.push_str(&format!("*{}*", inline(text, margin))),
            Inline::Code(text) => shown.push_str(&code(text)),
            Inline::Entry(seq) => shown.push_str(&format!("#{seq}")),
            Inline::Link { text, to } => match to {
                Target::Address(address) => shown.push_str(&format!("{} ({})", escape(text), escape(address))),
                Target::Anchor(_) => shown.push_str(&escape(text)),
            },
            Inline::Break => {
                shown.push('\n');
                shown.push_str(margin);
            }
        }
    }
    shown
}

/// A span of code, which no backtick inside can close.
fn code(text: &str) -> String {
    let shown = visible_line(text);
    let longest = shown.split(|letter| letter != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    if longest == 0 {
        format!("{fence}{shown}{fence}")
    } else {
        format!("{fence} {shown} {fence}")
    }
}

/// A line of text from outside as text: control and bidirectional characters visible, nothing of it markup, HTML, a
/// link or an image.
fn escape(text: &str) -> String {
    let shown = visible_line(text);
    let mut escaped = String::with_capacity(shown.len() + 8);
    for (at, character) in shown.char_indices() {
        let rest = &shown[at + character.len_utf8()..];
        let before = shown[..at].trim_start();
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '$' => {
                escaped.push('\\');
                escaped.push(character);
            }
            // Some renderers make links of bare addresses.
            ':' if rest.starts_with("//") => escaped.push_str("\\:"),
            '.' if before.to_ascii_lowercase().ends_with("www") => escaped.push_str("\\."),
            // Only at the beginning can these be a heading, a list or a rule.
            '#' | '+' | '-' | '=' if before.is_empty() => {
                escaped.push('\\');
                escaped.push(character);
            }
            '.' | ')' if !before.is_empty() && before.bytes().all(|byte| byte.is_ascii_digit()) => {
                escaped.push('\\');
                escaped.push(character);
            }
            character => escaped.push(character),
        }
    }
    escaped
}
