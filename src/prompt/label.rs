//! Texts cut to what one row of a list can hold. It must not know what draws the list.

use std::collections::HashSet;

use crate::text::is_hidden;
use unicode_width::UnicodeWidthChar;

/// Cuts the items so that each is one row, and tells apart those that then look the same: the list finds the chosen
/// one by its text.
pub(super) fn labels(items: &[String], columns: usize) -> Vec<String> {
    let mut seen = HashSet::new();
    items
        .iter()
        .enumerate()
        .map(|(index, item)| {
            let mut label = cut(item, columns, columns.saturating_sub(4));
            if !seen.insert(label.clone()) {
                let number = format!(" #{}", index + 1);
                label = cut(item, columns - number.len(), columns.saturating_sub(4 + number.len())) + &number;
                seen.insert(label.clone());
            }
            label
        })
        .collect()
}

/// Not wider than `columns`, and not more bytes than `bytes`: the list takes bytes for columns when it counts the rows
/// that it has to clear.
pub(super) fn cut(item: &str, bytes: usize, columns: usize) -> String {
    const MARK: char = '…';
    let clean: Vec<char> = item.chars().filter(|character| !is_hidden(*character)).collect();
    let fits = |text: &[char], bytes: usize, columns: usize| {
        text.iter().map(|character| character.len_utf8()).sum::<usize>() <= bytes
            && text
                .iter()
                .map(|character| character.width().unwrap_or(0))
                .sum::<usize>()
                <= columns
    };
    if fits(&clean, bytes, columns) {
        return clean.into_iter().collect();
    }
    let mut length = clean.len();
    while !fits(
        &clean[..length],
        bytes.saturating_sub(MARK.len_utf8()),
        columns.saturating_sub(1),
    ) {
        length -= 1;
    }
    clean[..length].iter().chain([&MARK]).collect()
}

/// Columns that a text takes.
pub(super) fn width(text: &str) -> usize {
    text.chars().filter_map(|character| character.width()).sum()
}
