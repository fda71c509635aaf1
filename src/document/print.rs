//! A document on paper: plain text of 80 columns with page breaks, boxes to tick and lines to write on. What came from
//! outside is made visible by [`Lines`].

use super::lines::{Lines, flat};
use super::model::{Block, Check, Document, Item, Section, Table, Text};
use crate::text::{pad, visible_line, width, wrap};

pub const PAGE_WIDTH: usize = 80;

/// Columns between two cells, or two places to write into.
const GAP: usize = 2;

/// The document, ready for a printer.
pub fn print(document: &Document) -> String {
    let mut lines = Lines::new(PAGE_WIDTH);
    underlined(&mut lines, &document.title);
    if !document.remark.is_empty() {
        lines.paragraph(0, &flat(&document.remark));
    }
    blocks(&mut lines, &document.blocks, 0, 1);
    lines.finish()
}

fn blocks(lines: &mut Lines, blocks: &[Block], indent: usize, depth: usize) {
    for one in blocks {
        block(lines, one, indent, depth);
    }
}

fn block(lines: &mut Lines, block: &Block, indent: usize, depth: usize) {
    match block {
        Block::Section(inner) => section(lines, inner, indent, depth),
        Block::Paragraph(text) | Block::Callout { text, .. } => lines.paragraph(indent, &flat(text)),
        Block::Quote(text) => lines.paragraph(indent, &format!("\"{}\"", flat(text))),
        Block::List(items) => {
            for one in items {
                item(lines, one, "- ", indent, depth);
            }
        }
        Block::Numbered(items) => {
            for (nth, one) in items.iter().enumerate() {
                item(lines, one, &format!("{}. ", nth + 1), indent, depth);
            }
        }
        Block::Labelled(rows) => {
            for (label, text) in rows {
                lines.item(indent, &format!("{label}: "), &flat(text));
            }
        }
        Block::Table(table) => self::table(lines, table, indent),
        Block::Spread(items) => lines.spread(indent, &items.iter().map(flat).collect::<Vec<_>>()),
        Block::Commands(commands) => {
            for (command, what) in commands {
                lines.paragraph(indent, what);
                lines.kept(indent + 2, command);
            }
        }
        Block::Code { text, .. } => {
            for line in text.lines() {
                lines.kept(indent + 2, line);
            }
        }
        Block::Picture(picture) => lines.paragraph(indent, &picture.description),
        Block::Check(one) => check(lines, one, indent, depth),
        Block::Choices(choices) => self::choices(lines, choices, indent + 2),
        Block::Fields(fields) => self::fields(lines, fields, indent),
        Block::WritingLines(count) => {
            for _ in 0..*count {
                self::fields(lines, &[(String::new(), 0)], indent + 2);
            }
        }
        Block::Space => lines.blank(),
        Block::PageBreak => {
            if !lines.is_empty() {
                lines.page_break();
            }
        }
    }
}

/// The outermost titles are underlined; those inside have a blank line before them.
fn section(lines: &mut Lines, section: &Section, indent: usize, depth: usize) {
    if depth == 1 {
        underlined(lines, &section.title);
    } else {
        lines.blank();
        lines.paragraph(indent, &flat(&section.title));
    }
    if !section.remark.is_empty() {
        lines.paragraph(indent, &flat(&section.remark));
    }
    blocks(lines, &section.blocks, indent, depth + 1);
}

fn underlined(lines: &mut Lines, title: &Text) {
    if title.is_empty() {
        return;
    }
    let title = flat(title);
    lines.paragraph(0, &title);
    lines.kept(0, &"=".repeat(width(&visible_line(&title)).min(PAGE_WIDTH)));
}

fn item(lines: &mut Lines, item: &Item, mark: &str, indent: usize, depth: usize) {
    lines.item(indent, mark, &flat(&item.text));
    blocks(lines, &item.blocks, indent + mark.len(), depth);
}

/// Cells in columns as wide as each other, each row with room above it; an empty cell is a line to write on.
fn table(lines: &mut Lines, table: &Table, indent: usize) {
    let head = Some(&table.head).filter(|head| !head.is_empty());
    let rows: Vec<&Vec<Text>> = head.into_iter().chain(&table.rows).collect();
    let columns = rows.iter().map(|row| row.len()).max().unwrap_or(0);
    let room = PAGE_WIDTH.saturating_sub(indent + GAP * columns.saturating_sub(1));
    for row in rows {
        lines.blank();
        let mut left = room;
        let cells: Vec<(usize, Vec<String>)> = row
            .iter()
            .enumerate()
            .map(|(nth, cell)| {
                let columns = left.div_ceil(columns - nth);
                left -= columns;
                let shown = flat(cell);
                let parts = if shown.is_empty() {
                    vec!["_".repeat(columns)]
                } else {
                    shown
                        .lines()
                        .flat_map(|line| wrap(&visible_line(line), columns, "", ""))
                        .collect()
                };
                (columns, parts)
            })
            .collect();
        let height = cells.iter().map(|(_, parts)| parts.len()).max().unwrap_or(0);
        for nth in 0..height {
            let line: Vec<String> = cells
                .iter()
                .map(|(columns, parts)| pad(parts.get(nth).map_or("", String::as_str), *columns))
                .collect();
            lines.kept(indent, &line.join(&" ".repeat(GAP)));
        }
    }
}

fn check(lines: &mut Lines, check: &Check, indent: usize, depth: usize) {
    let mark = check
        .number
        .map_or_else(|| "[ ] ".to_owned(), |number| format!("[ ] {number:>2}  "));
    let text = flat(&check.text);
    match &check.value {
        None => lines.item(indent, &mark, &text),
        Some(value) => {
            let value = if value.is_empty() {
                "_".repeat(20)
            } else {
                visible_line(&flat(value)).into_owned()
            };
            let text = visible_line(&text).into_owned();
            let room = PAGE_WIDTH.saturating_sub(indent + mark.len() + GAP + width(&value));
            if width(&text) <= room {
                lines.kept(indent, &format!("{mark}{}{}{value}", pad(&text, room), " ".repeat(GAP)));
            } else {
                lines.item(indent, &mark, &text);
                lines.kept(PAGE_WIDTH.saturating_sub(width(&value)), &value);
            }
        }
    }
    blocks(lines, &check.blocks, indent + mark.len(), depth);
}

fn choices(lines: &mut Lines, choices: &[String], indent: usize) {
    const APART: usize = 3;
    let mut line = String::new();
    for choice in choices {
        let choice = format!("[ ] {}", visible_line(choice));
        if !line.is_empty() && indent + width(&line) + APART + width(&choice) > PAGE_WIDTH {
            lines.kept(indent, &std::mem::take(&mut line));
        }
        if !line.is_empty() {
            line.push_str(&" ".repeat(APART));
        }
        line.push_str(&choice);
    }
    if !line.is_empty() {
        lines.item(indent, "", &line);
    }
}

/// Labels, each with room to write behind it.
fn fields(lines: &mut Lines, fields: &[(String, usize)], indent: usize) {
    let mut line = String::new();
    for (label, signs) in fields {
        if !line.is_empty() {
            line.push_str(&" ".repeat(GAP));
        }
        if !label.is_empty() {
            line.push_str(&visible_line(label));
            line.push(' ');
        }
        let rest = PAGE_WIDTH.saturating_sub(indent + width(&line));
        line.push_str(&"_".repeat(if *signs == 0 { rest } else { *signs }));
    }
    lines.kept(indent, &line);
}
