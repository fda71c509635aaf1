//! A document on a terminal: two columns in, sections one below the other, at most a hundred columns wide, without colour.

use super::lines::{Lines, flat};
use super::model::{Document, Inline, Section, Table, Text};
use super::plain::{Medium, blocks, cells};
use crate::text::{pad, width as columns};

/// Columns between a label and what it labels.
const LABEL_GAP: usize = 3;

/// The document in this many columns. Every line ends with a line break.
pub fn terminal(document: &Document, width: usize) -> String {
    terminal_at(document, 2, width)
}

/// The same with what is in no section this many columns in.
pub fn terminal_at(document: &Document, margin: usize, width: usize) -> String {
    let mut lines = Lines::new(width);
    if !document.title.is_empty() {
        lines.two_sides(&flat(&document.title), &flat(&document.remark));
    }
    blocks::<Screen>(&mut lines, &document.blocks, margin, 1);
    lines.finish()
}

struct Screen;

impl Medium for Screen {
    const CODE: usize = 4;

    fn section(lines: &mut Lines, section: &Section, indent: usize, depth: usize) {
        let (title, remark) = (flat(&section.title), flat(&section.remark));
        lines.gap();
        if depth == 1 {
            lines.two_sides(&title, &remark);
        } else {
            lines.paragraph(indent, &title);
            if !remark.is_empty() {
                lines.paragraph(indent, &remark);
            }
        }
        blocks::<Screen>(lines, &section.blocks, 2 * (depth + 1), depth + 1);
    }

    fn labelled(lines: &mut Lines, rows: &[(String, Text)], indent: usize) {
        let widest = rows.iter().map(|(label, _)| columns(label)).max();
        let label_columns = widest.unwrap_or(0) + LABEL_GAP;
        for (label, text) in rows {
            let mark = pad(label, label_columns);
            if let [Inline::Code(code)] = text.0.as_slice() {
                // Something to compare or to copy stays in one piece.
                lines.kept(indent, &format!("{mark}{code}"));
            } else {
                lines.hanging(indent, &mark, label_columns, &flat(text));
            }
        }
    }

    /// A head above items of a list would be taken for the first of them.
    fn table(lines: &mut Lines, table: &Table, indent: usize) {
        let mut rows = cells(table);
        if !table.head.is_empty() && !lines.lines_up(indent, &rows) {
            rows.remove(0);
        }
        lines.rows(indent, &rows);
    }

    /// A command and what it does side by side; below each other where that is too wide, so that no command is ever wrapped.
    fn commands(lines: &mut Lines, commands: &[(String, String)], indent: usize) {
        let side_by_side: Vec<Vec<String>> = commands
            .iter()
            .map(|(command, what)| vec![command.clone(), what.clone()])
            .collect();
        if lines.fits(indent, &side_by_side) {
            return lines.rows(indent, &side_by_side);
        }
        for (command, what) in commands {
            lines.kept(indent, command);
            if !what.is_empty() {
                lines.paragraph(indent + 2, what);
            }
        }
    }

    fn page_break(_: &mut Lines) {}
}
