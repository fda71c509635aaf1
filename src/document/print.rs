//! A document on paper: plain text of 80 columns with page breaks, boxes to tick and lines to write on.

use super::lines::{Lines, flat};
use super::model::{Document, Section, Table, Text};
use super::plain::{GAP, Medium, blocks};
use crate::text::{pad, visible_line, width, wrap};

pub const PAGE_WIDTH: usize = 80;

/// The document, ready for a printer.
pub fn print(document: &Document) -> String {
    let mut lines = Lines::new(PAGE_WIDTH);
    underlined(&mut lines, &document.title);
    if !document.remark.is_empty() {
        lines.paragraph(0, &flat(&document.remark));
    }
    blocks::<Paper>(&mut lines, &document.blocks, 0, 1);
    lines.finish()
}

fn underlined(lines: &mut Lines, title: &Text) {
    if title.is_empty() {
        return;
    }
    let title = flat(title);
    lines.paragraph(0, &title);
    lines.kept(0, &"=".repeat(width(&visible_line(&title)).min(PAGE_WIDTH)));
}

struct Paper;

impl Medium for Paper {
    const CODE: usize = 2;

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
        blocks::<Paper>(lines, &section.blocks, indent, depth + 1);
    }

    fn labelled(lines: &mut Lines, rows: &[(String, Text)], indent: usize) {
        for (label, text) in rows {
            lines.item(indent, &format!("{label}: "), &flat(text));
        }
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

    fn commands(lines: &mut Lines, commands: &[(String, String)], indent: usize) {
        for (command, what) in commands {
            lines.paragraph(indent, what);
            lines.kept(indent + 2, command);
        }
    }

    fn page_break(lines: &mut Lines) {
        if !lines.is_empty() {
            lines.page_break();
        }
    }
}
