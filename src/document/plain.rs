//! The walk through a document for the targets of plain lines: a screen and paper. What came from outside is made visible by
//! [`Lines`].

use super::lines::{Lines, flat};
use super::model::{Block, Check, Item, Section, Table, Text};
use crate::text::{pad, visible_line, width};

/// Columns between two places to write into.
pub(super) const GAP: usize = 2;

/// What is drawn another way on a screen than on paper.
pub(super) trait Medium {
    /// How far in lines stand that are kept as they are.
    const CODE: usize;

    fn section(lines: &mut Lines, section: &Section, indent: usize, depth: usize);
    fn labelled(lines: &mut Lines, rows: &[(String, Text)], indent: usize);
    fn table(lines: &mut Lines, table: &Table, indent: usize);
    fn commands(lines: &mut Lines, commands: &[(String, String)], indent: usize);
    fn page_break(lines: &mut Lines);
}

/// Blocks that stand this many columns in, in sections this deep.
pub(super) fn blocks<M: Medium>(lines: &mut Lines, blocks: &[Block], indent: usize, depth: usize) {
    for one in blocks {
        block::<M>(lines, one, indent, depth);
    }
}

fn block<M: Medium>(lines: &mut Lines, block: &Block, indent: usize, depth: usize) {
    match block {
        Block::Section(inner) => M::section(lines, inner, indent, depth),
        Block::Paragraph(text) | Block::Callout { text, .. } => lines.paragraph(indent, &flat(text)),
        Block::Quote(text) => lines.paragraph(indent, &format!("\"{}\"", flat(text))),
        Block::List(items) => {
            for one in items {
                item::<M>(lines, one, "- ", indent, depth);
            }
        }
        Block::Numbered(items) => {
            for (nth, one) in items.iter().enumerate() {
                item::<M>(lines, one, &format!("{}. ", nth + 1), indent, depth);
            }
        }
        Block::Labelled(rows) => M::labelled(lines, rows, indent),
        Block::Hanging { mark, by, text } => lines.hanging(indent, mark, *by, &flat(text)),
        Block::Indented { by, blocks: below } => blocks::<M>(lines, below, indent + by, depth),
        Block::FirstFitting(ways) => {
            let fits = |way: &&Vec<Block>| way.first().is_none_or(|first| fits(lines, first, indent));
            if let Some(way) = ways.iter().find(fits).or_else(|| ways.last()) {
                blocks::<M>(lines, way, indent, depth);
            }
        }
        Block::Table(table) => M::table(lines, table, indent),
        Block::Spread(items) => lines.spread(indent, &items.iter().map(flat).collect::<Vec<_>>()),
        Block::Commands(commands) => M::commands(lines, commands, indent),
        Block::Code { text, .. } => {
            for line in text.lines() {
                lines.kept(indent + M::CODE, line);
            }
        }
        Block::Picture(picture) => lines.paragraph(indent, &picture.description),
        Block::Check(one) => check::<M>(lines, one, indent, depth),
        Block::Choices(choices) => self::choices(lines, choices, indent + 2),
        Block::Fields(fields) => self::fields(lines, fields, indent),
        Block::WritingLines(count) => {
            for _ in 0..*count {
                self::fields(lines, &[(String::new(), 0)], indent + 2);
            }
        }
        Block::Space => lines.blank(),
        Block::PageBreak => M::page_break(lines),
    }
}

/// Whether this fits as it is, without wrapping.
fn fits(lines: &Lines, block: &Block, indent: usize) -> bool {
    match block {
        Block::Table(table) => lines.fits(indent, &cells(table)),
        Block::Section(section) => lines.two_sides_fit(&flat(&section.title), &flat(&section.remark)),
        _ => true,
    }
}

pub(super) fn cells(table: &Table) -> Vec<Vec<String>> {
    let head = Some(&table.head).filter(|head| !head.is_empty());
    head.into_iter()
        .chain(&table.rows)
        .map(|row| row.iter().map(flat).collect())
        .collect()
}

fn item<M: Medium>(lines: &mut Lines, item: &Item, mark: &str, indent: usize, depth: usize) {
    lines.item(indent, mark, &flat(&item.text));
    blocks::<M>(lines, &item.blocks, indent + mark.len(), depth);
}

fn check<M: Medium>(lines: &mut Lines, check: &Check, indent: usize, depth: usize) {
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
            let room = lines
                .columns()
                .saturating_sub(indent + mark.len() + GAP + width(&value));
            if width(&text) <= room {
                lines.kept(indent, &format!("{mark}{}{}{value}", pad(&text, room), " ".repeat(GAP)));
            } else {
                lines.item(indent, &mark, &text);
                lines.kept(lines.columns().saturating_sub(width(&value)), &value);
            }
        }
    }
    blocks::<M>(lines, &check.blocks, indent + mark.len(), depth);
}

fn choices(lines: &mut Lines, choices: &[String], indent: usize) {
    const APART: usize = 3;
    let mut line = String::new();
    for choice in choices {
        let choice = format!("[ ] {}", visible_line(choice));
        if !line.is_empty() && indent + width(&line) + APART + width(&choice) > lines.columns() {
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
        let rest = lines.columns().saturating_sub(indent + width(&line));
        line.push_str(&"_".repeat(if *signs == 0 { rest } else { *signs }));
    }
    lines.kept(indent, &line);
}
