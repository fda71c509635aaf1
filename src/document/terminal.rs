//! A document on a terminal: two columns in, sections one below the other, at most a hundred columns wide, without colour.
//! What came from outside is made visible by [`Lines`].

use super::lines::{Lines, flat};
use super::model::{Block, Check, Document, Inline, Item, Section, Table, Text};

/// Columns between a label and what it labels.
const LABEL_GAP: usize = 3;

/// The document in this many columns. Every line ends with a line break.
pub fn terminal(document: &Document, width: usize) -> String {
    let mut lines = Lines::new(width);
    if !document.title.is_empty() {
        lines.headline(&flat(&document.title), &flat(&document.remark));
    }
    blocks(&mut lines, &document.blocks, 2, 1);
    lines.finish()
}

/// Blocks that stand this many columns in, in sections this deep.
fn blocks(lines: &mut Lines, blocks: &[Block], indent: usize, depth: usize) {
    for one in blocks {
        block(lines, one, indent, depth);
    }
}

fn block(lines: &mut Lines, block: &Block, indent: usize, depth: usize) {
    match block {
        Block::Section(inner) => section(lines, inner, depth),
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
        Block::Labelled(rows) => labelled(lines, rows, indent),
        Block::Table(table) => lines.rows(indent, &cells(table)),
        Block::Spread(items) => lines.spread(indent, &items.iter().map(flat).collect::<Vec<_>>()),
        Block::Commands(rows) => commands(lines, rows, indent),
        Block::Code { text, .. } => {
            for line in text.lines() {
                lines.kept(indent + 4, line);
            }
        }
        Block::Picture(picture) => lines.paragraph(indent, &picture.description),
        Block::Check(one) => check(lines, one, indent, depth),
        Block::Choices(choices) => {
            let choices: Vec<String> = choices.iter().map(|choice| format!("[ ] {choice}")).collect();
            lines.spread(indent, &choices);
        }
        Block::Fields(fields) => {
            let fields: Vec<String> = fields.iter().map(|(label, _)| format!("{label} ________")).collect();
            lines.spread(indent, &fields);
        }
        Block::WritingLines(_) | Block::PageBreak => {}
        Block::Space => lines.blank(),
    }
}

fn section(lines: &mut Lines, section: &Section, depth: usize) {
    let indent = 2 * depth;
    let (title, remark) = (flat(&section.title), flat(&section.remark));
    lines.gap();
    if indent == 2 {
        lines.headline(&title, &remark);
    } else {
        lines.paragraph(indent, &title);
        if !remark.is_empty() {
            lines.paragraph(indent, &remark);
        }
    }
    blocks(lines, &section.blocks, 2 * (depth + 1), depth + 1);
}

fn item(lines: &mut Lines, item: &Item, mark: &str, indent: usize, depth: usize) {
    lines.item(indent, mark, &flat(&item.text));
    blocks(lines, &item.blocks, indent + mark.len(), depth);
}

fn labelled(lines: &mut Lines, rows: &[(String, Text)], indent: usize) {
    let widest = rows.iter().map(|(label, _)| crate::text::width(label)).max();
    let columns = widest.unwrap_or(0) + LABEL_GAP;
    for (label, text) in rows {
        if let [Inline::Code(code)] = text.0.as_slice() {
            // Something to compare or to copy stays in one piece.
            lines.kept(indent, &format!("{}{code}", crate::text::pad(label, columns)));
        } else {
            lines.labelled(indent, label, columns, &flat(text));
        }
    }
}

fn cells(table: &Table) -> Vec<Vec<String>> {
    let head = Some(&table.head).filter(|head| !head.is_empty());
    head.into_iter()
        .chain(&table.rows)
        .map(|row| row.iter().map(flat).collect())
        .collect()
}

/// A command and what it does side by side; below each other where that is too wide, so that no command is ever wrapped.
fn commands(lines: &mut Lines, rows: &[(String, String)], indent: usize) {
    let side_by_side: Vec<Vec<String>> = rows
        .iter()
        .map(|(command, what)| vec![command.clone(), what.clone()])
        .collect();
    if lines.fits(indent, &side_by_side) {
        return lines.rows(indent, &side_by_side);
    }
    for (command, what) in rows {
        lines.kept(indent, command);
        if !what.is_empty() {
            lines.paragraph(indent + 2, what);
        }
    }
}

fn check(lines: &mut Lines, check: &Check, indent: usize, depth: usize) {
    let mark = check
        .number
        .map_or_else(|| "[ ] ".to_owned(), |number| format!("[ ] {number}  "));
    let value = check.value.as_ref().map(flat).unwrap_or_default();
    lines.item(indent, &mark, format!("{}   {value}", flat(&check.text)).trim_end());
    blocks(lines, &check.blocks, indent + mark.len(), depth);
}
