//! A list to choose from: by a number that stands on the screen, or by words that only one item has.
//!
//! A list that is longer than the window comes in parts. A number of a part that is not on the screen shows that part, and
//! chooses nothing: what is chosen has been seen.

use std::fmt::Write;

/// A list, and the part of it that is shown.
#[derive(Debug)]
pub(super) struct Choices<'c> {
    question: &'c str,
    items: &'c [String],
    none: Option<&'c str>,
    width: usize,
    /// Items that fit the window.
    rows: usize,
    /// Items that what was typed leaves.
    left: Vec<usize>,
    /// The first of the shown ones among them.
    first: usize,
}

/// What was typed at a list.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Choice {
    Item(usize),
    None,
    /// Nothing yet: another part of the list is to be shown.
    Show,
    /// Nothing: why, in a sentence.
    Unclear(String),
}

impl<'c> Choices<'c> {
    pub(super) fn new(
        question: &'c str,
        items: &'c [String],
        none: Option<&'c str>,
        (width, rows): (usize, usize),
    ) -> Self {
        Choices {
            question,
            items,
            none,
            width,
            rows: rows.max(3),
            left: (0..items.len()).collect(),
            first: 0,
        }
    }

    fn shown(&self) -> &[usize] {
        let end = self.left.len().min(self.first + self.rows);
        &self.left[self.first..end]
    }

    /// The question with the part of the list that is shown, a line an item.
    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        if !self.question.is_empty() {
            let _ = writeln!(text, "  {}", self.question);
        }
        for index in self.shown() {
            let number = format!("   {:<2} ", index + 1);
            for line in crate::text::wrap(&self.items[*index], self.width, &number, "      ") {
                let _ = writeln!(text, "{line}");
            }
        }
        if let Some(none) = self.none {
            let _ = writeln!(text, "   0  {none}");
        }
        let hidden = self.left.len() - self.shown().len();
        if hidden > 0 {
            let _ = writeln!(text, "  {hidden} more: Enter shows them, and a word narrows the list");
        }
        text
    }

    /// Reads what was typed.
    pub(super) fn read(&mut self, typed: &str) -> Choice {
        let typed = typed.trim();
        let lower = typed.to_lowercase();
        if let Ok(number) = typed.parse::<usize>() {
            return self.number(number);
        }
        match lower.as_str() {
            "" if self.left.len() > self.shown().len() => {
                let next = self.first + self.rows;
                self.first = if next < self.left.len() { next } else { 0 };
                return Choice::Show;
            }
            "" => return self.unclear(),
            "no" | "none" | "nothing" | "back" if self.none.is_some() => return Choice::None,
            _ => {}
        }
        if let Some(exact) = self.items.iter().position(|item| item.to_lowercase() == lower) {
            return Choice::Item(exact);
        }
        let fits = |item: &String| lower.split_whitespace().all(|word| has_word(item, word));
        let found: Vec<usize> = (0..self.items.len())
            .filter(|index| fits(&self.items[*index]))
            .collect();
        match found.as_slice() {
            [] => self.unclear(),
            [only] => Choice::Item(*only),
            _ => {
                self.left = found;
                self.first = 0;
                Choice::Show
            }
        }
    }

    fn number(&mut self, number: usize) -> Choice {
        let Some(index) = number.checked_sub(1) else {
            return if self.none.is_some() {
                Choice::None
            } else {
                self.unclear()
            };
        };
        if self.shown().contains(&index) {
            return Choice::Item(index);
        }
        if index >= self.items.len() {
            return self.unclear();
        }
        self.left = (0..self.items.len()).collect();
        self.first = index / self.rows * self.rows;
        Choice::Show
    }

    fn unclear(&self) -> Choice {
        let from = usize::from(self.none.is_none());
        let to = self.items.len();
        let more = if self.items.len() > self.rows {
            ", or a word of the list"
        } else {
            ""
        };
        Choice::Unclear(format!("Type a number from {from} to {to}{more}. Nothing was changed."))
    }
}

/// Whether one of the words of a text begins so.
fn has_word(text: &str, beginning: &str) -> bool {
    text.to_lowercase()
        .split(|letter: char| !letter.is_alphanumeric())
        .any(|word| word.starts_with(beginning))
}

#[cfg(test)]
mod tests;
