//! Lines of plain text: paragraphs, labels, rows that line up, and lists where rows would not fit.
//!
//! Widths are those of a terminal, where a Chinese character takes two columns. What came from outside is made visible here,
//! so that no cell can begin a line of its own. Knows nothing of documents; the renderers for the terminal and for paper
//! write with it.

use comfy_table::presets::NOTHING;
use comfy_table::{ColumnConstraint, ContentArrangement, Table, Width};

use super::model::{Inline, Target, Text};
use crate::text::{visible, visible_line, width as columns, wrap};

/// Below this many columns rows become lists.
const LIST_BELOW: usize = 40;
/// A page is never wider: long lines are hard to read.
const WIDEST: usize = 100;
const GAP: usize = 3;
/// Columns after a number or a mark in front of a row.
const MARK_GAP: usize = 2;
/// A first column up to this wide is a number or a mark.
const MARK: usize = 2;
/// A cell is not made narrower than this to fit a row.
const NARROWEST_CELL: usize = 20;

#[derive(Clone, Debug)]
pub(super) struct Lines {
    text: String,
    width: usize,
}

impl Lines {
    /// An empty page of this many columns.
    pub(super) fn new(width: usize) -> Self {
        Lines {
            text: String::new(),
            width: width.clamp(20, WIDEST),
        }
    }

    /// The columns that a page of this width really uses.
    pub(super) fn columns(&self) -> usize {
        self.width
    }

    pub(super) fn blank(&mut self) {
        self.text.push('\n');
    }

    /// A blank line, unless one stands there or nothing does.
    pub(super) fn gap(&mut self) {
        if !(self.text.is_empty() || self.text == "\n" || self.text.ends_with("\n\n")) {
            self.blank();
        }
    }

    /// Text that stands this many columns in. Its own line breaks stay.
    pub(super) fn paragraph(&mut self, indent: usize, text: &str) {
        let indent = " ".repeat(indent);
        for line in wrap(&visible(text), self.width, &indent, &indent) {
            self.push(&line);
        }
    }

    /// An item of a list: text behind a mark, the lines below it aligned with its first word.
    pub(super) fn item(&mut self, indent: usize, mark: &str, text: &str) {
        let first = format!("{}{}", " ".repeat(indent), visible_line(mark));
        self.wrapped(&first, &" ".repeat(columns(&first)), text);
    }

    /// Text behind a mark or a label; the lines below it stand this many columns further in, where there is room for that.
    pub(super) fn hanging(&mut self, indent: usize, mark: &str, by: usize, text: &str) {
        let indent = " ".repeat(indent);
        let mark = visible_line(mark);
        if self.width < LIST_BELOW && !mark.is_empty() {
            self.wrapped(&format!("{indent}{} ", mark.trim_end()), &format!("{indent}  "), text);
        } else {
            let by = (indent.len() + by).min(self.width / 3);
            self.wrapped(&format!("{indent}{mark}"), &" ".repeat(by), text);
        }
    }

    fn wrapped(&mut self, first: &str, rest: &str, text: &str) {
        let text = visible(text);
        let mut first = first;
        for line in text.split('\n') {
            for line in wrap(line, self.width, first, rest) {
                self.push(&line);
            }
            first = rest;
        }
    }

    /// A line that is never wrapped: a line break would change what it means.
    pub(super) fn kept(&mut self, indent: usize, line: &str) {
        self.push(&format!("{}{}", " ".repeat(indent), visible_line(line)));
    }

    pub(super) fn page_break(&mut self) {
        self.text.push('\u{c}');
    }

    pub(super) fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Short items side by side, four columns apart; a line breaks only between two of them.
    pub(super) fn spread(&mut self, indent: usize, items: &[String]) {
        const APART: &str = "    ";
        let indent = " ".repeat(indent);
        let mut line = String::new();
        for item in items {
            let item = visible_line(item);
            let fits = columns(&indent) + columns(&line) + APART.len() + columns(&item) <= self.width;
            if line.is_empty() {
                line.push_str(&item);
            } else if fits {
                line.push_str(APART);
                line.push_str(&item);
            } else {
                self.paragraph(indent.len(), &line);
                line = item.into_owned();
            }
        }
        if !line.is_empty() {
            self.paragraph(indent.len(), &line);
        }
    }

    /// Rows whose cells line up. A line break inside a cell begins a line below in the same column. Where the columns do
    /// not fit, the widest is wrapped; where that would leave slivers, each row becomes an item of a list.
    pub(super) fn rows(&mut self, indent: usize, rows: &[Vec<String>]) {
        let rows = clean(rows);
        match self.fitted(indent, &rows) {
            Some(widths) => self.table(indent, &rows, &widths),
            None => self.list(indent, &rows),
        }
    }

    /// Whether these rows fit as they are, without wrapping a cell.
    pub(super) fn fits(&self, indent: usize, rows: &[Vec<String>]) -> bool {
        let widths = natural_widths(&clean(rows));
        self.width >= LIST_BELOW && total(indent, &widths) <= self.width
    }

    /// Whether these rows line up in columns, wrapped where they must be; else they become a list.
    pub(super) fn lines_up(&self, indent: usize, rows: &[Vec<String>]) -> bool {
        self.fitted(indent, &clean(rows)).is_some()
    }

    /// The page as text. Every line ends with a line break.
    pub(super) fn finish(self) -> String {
        self.text
    }

    fn push(&mut self, line: &str) {
        self.text.push_str(line.trim_end());
        self.text.push('\n');
    }

    /// What the screen or the part is about on the left, and a remark at the right edge; one below the other where it is narrow.
    pub(super) fn two_sides(&mut self, left: &str, right: &str) {
        let (left, right) = (visible_line(left), visible_line(right));
        if right.is_empty() {
            self.paragraph(2, &left);
        } else if self.two_sides_fit(&left, &right) {
            let blanks = self.width - 4 - columns(&left) - columns(&right);
            self.push(&format!("  {left}{}{right}", " ".repeat(blanks)));
        } else {
            self.paragraph(2, &left);
            self.paragraph(2, &right);
        }
    }

    pub(super) fn two_sides_fit(&self, left: &str, right: &str) -> bool {
        columns(left) + columns(right) + GAP + 4 <= self.width
    }

    /// The widths at which rows fit, or nothing where they would be slivers.
    fn fitted(&self, indent: usize, rows: &[Vec<String>]) -> Option<Vec<usize>> {
        if self.width < LIST_BELOW {
            return None;
        }
        let mut widths = natural_widths(rows);
        while total(indent, &widths) > self.width {
            let widest = widths.iter_mut().rev().max_by_key(|width| **width)?;
            if *widest <= NARROWEST_CELL {
                return None;
            }
            *widest -= 1;
        }
        Some(widths)
    }

    fn table(&mut self, indent: usize, rows: &[Vec<String>], widths: &[usize]) {
        let mut table = Table::new();
        table.load_style(NOTHING);
        table.set_content_arrangement(ContentArrangement::Dynamic);
        table.set_width(u16::try_from(self.width + GAP).unwrap_or(u16::MAX));
        table.add_rows(rows.iter().cloned());
        for (nth, width) in widths.iter().enumerate() {
            if let Some(column) = table.column_mut(nth) {
                let gap = gap(nth, *width);
                column.set_padding((0, gap as u16));
                let whole = u16::try_from(width + gap).unwrap_or(u16::MAX);
                column.set_constraint(ColumnConstraint::Absolute(Width::Fixed(whole)));
            }
        }
        let indent = " ".repeat(indent);
        for line in table.lines() {
            self.push(&format!("{indent}{line}"));
        }
    }

    fn list(&mut self, indent: usize, rows: &[Vec<String>]) {
        let first = " ".repeat(indent.min(2));
        let rest = " ".repeat(indent.min(2) + 2);
        for row in rows {
            let mut cells = row
                .iter()
                .filter(|cell| !cell.is_empty())
                .map(|cell| cell.replace('\n', ", "));
            let Some(mut head) = cells.next() else { continue };
            // A number alone is no heading.
            if columns(&head) <= 3
                && let Some(next) = cells.next()
            {
                head = format!("{head}  {next}");
            }
            for line in wrap(&head, self.width, &first, &rest) {
                self.push(&line);
            }
            for cell in cells {
                for line in wrap(&cell, self.width, &rest, &rest) {
                    self.push(&line);
                }
            }
        }
    }
}

/// Cells without anything that a terminal would act on, of as many columns as the longest row, empty columns left out.
fn clean(rows: &[Vec<String>]) -> Vec<Vec<String>> {
    let count = rows.iter().map(Vec::len).max().unwrap_or(0);
    let cell = |row: &Vec<String>, nth: usize| -> String {
        row.get(nth).map_or_else(String::new, |cell| {
            visible(cell).replace('\t', " ").trim_end().to_owned()
        })
    };
    let used: Vec<usize> = (0..count)
        .filter(|nth| {
            rows.iter()
                .any(|row| row.get(*nth).is_some_and(|cell| !cell.is_empty()))
        })
        .collect();
    rows.iter()
        .map(|row| used.iter().map(|nth| cell(row, *nth)).collect())
        .collect()
}

fn natural_widths(rows: &[Vec<String>]) -> Vec<usize> {
    let count = rows.first().map_or(0, Vec::len);
    let widest = |nth: usize| {
        rows.iter()
            .flat_map(|row| row[nth].lines())
            .map(columns)
            .max()
            .unwrap_or(0)
    };
    (0..count).map(|nth| widest(nth).max(1)).collect()
}

fn total(indent: usize, widths: &[usize]) -> usize {
    let whole: usize = widths
        .iter()
        .enumerate()
        .map(|(nth, width)| width + gap(nth, *width))
        .sum();
    let last = widths.len().checked_sub(1).map_or(0, |nth| gap(nth, widths[nth]));
    indent + whole - last
}

fn gap(nth: usize, width: usize) -> usize {
    if nth == 0 && width <= MARK { MARK_GAP } else { GAP }
}

/// Text without marks, as it stands in plain lines.
pub(super) fn flat(text: &Text) -> String {
    let mut shown = String::new();
    for inline in &text.0 {
        match inline {
            Inline::Plain(text) => shown.push_str(text),
            Inline::Strong(text) | Inline::Emphasis(text) => shown.push_str(&flat(text)),
            Inline::Code(text) => shown.push_str(&format!("`{text}`")),
            Inline::Entry(seq) => shown.push_str(&format!("#{seq}")),
            Inline::Link { text, to } => match to {
                Target::Address(address) if address != text => shown.push_str(&format!("{text} ({address})")),
                Target::Address(_) | Target::Anchor(_) => shown.push_str(text),
            },
            Inline::Break => shown.push('\n'),
        }
    }
    shown
}
