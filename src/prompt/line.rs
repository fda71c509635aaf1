//! The one line that is being typed, and what keys do to it. It must not know where keys come from or how the line
//! is drawn.

use super::keys::Key;
use crate::text::is_hidden;

#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Line {
    characters: Vec<char>,
    cursor: usize,
    keep_tabs: bool,
    recalled: usize,
    own: Vec<char>,
}

/// What a key asks for beyond a change of the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LineAction {
    Nothing,
    Finish,
    Redraw,
    Interrupt,
    Close,
    Suspend,
}

impl Line {
    /// A line that holds a text already; tabs become spaces unless they are to be kept.
    pub(super) fn begun(text: &str, keep_tabs: bool) -> Self {
        let mut line = Line {
            keep_tabs,
            ..Line::default()
        };
        let shown = |character: &char| *character == '\t' && keep_tabs || !is_hidden(*character);
        line.replace(text.chars().filter(shown).collect());
        line
    }

    pub(super) fn characters(&self) -> &[char] {
        &self.characters
    }

    pub(super) fn cursor(&self) -> usize {
        self.cursor
    }

    pub(super) fn text(&self) -> String {
        self.characters.iter().collect()
    }

    /// Applies one key. `recall` returns the nth answer back, newest first.
    pub(super) fn press(&mut self, key: Key, recall: &dyn Fn(usize) -> Option<String>) -> LineAction {
        match key {
            Key::Char(character) => self.insert(character),
            Key::Tab => self.insert(if self.keep_tabs { '\t' } else { ' ' }),
            Key::Enter => return LineAction::Finish,
            Key::Backspace => self.erase(self.cursor.saturating_sub(1), self.cursor),
            Key::Delete => self.erase(self.cursor, (self.cursor + 1).min(self.characters.len())),
            Key::Left => self.cursor = self.cursor.saturating_sub(1),
            Key::Right => self.cursor = (self.cursor + 1).min(self.characters.len()),
            Key::Home => self.cursor = 0,
            Key::End => self.cursor = self.characters.len(),
            Key::Up => self.older(recall),
            Key::Down => self.newer(recall),
            Key::KillLine => self.erase(0, self.cursor),
            Key::KillWord => self.erase(self.word_start(), self.cursor),
            Key::KillRest => self.erase(self.cursor, self.characters.len()),
            Key::Redraw => return LineAction::Redraw,
            Key::Interrupt => return LineAction::Interrupt,
            Key::EndOfInput if self.characters.is_empty() => return LineAction::Close,
            Key::EndOfInput => self.erase(self.cursor, (self.cursor + 1).min(self.characters.len())),
            Key::Suspend => return LineAction::Suspend,
        }
        LineAction::Nothing
    }

    fn insert(&mut self, character: char) {
        self.characters.insert(self.cursor, character);
        self.cursor += 1;
    }

    fn erase(&mut self, from: usize, to: usize) {
        self.characters.drain(from..to);
        self.cursor = from;
    }

    fn word_start(&self) -> usize {
        let before = &self.characters[..self.cursor];
        let end = before
            .iter()
            .rposition(|character| !character.is_whitespace())
            .map_or(0, |last| last + 1);
        before[..end]
            .iter()
            .rposition(|character| character.is_whitespace())
            .map_or(0, |space| space + 1)
    }

    fn older(&mut self, recall: &dyn Fn(usize) -> Option<String>) {
        if let Some(text) = recall(self.recalled) {
            if self.recalled == 0 {
                self.own = std::mem::take(&mut self.characters);
            }
            self.recalled += 1;
            self.replace(text.chars().collect());
        }
    }

    fn newer(&mut self, recall: &dyn Fn(usize) -> Option<String>) {
        match self.recalled {
            0 => {}
            1 => {
                self.recalled = 0;
                let own = std::mem::take(&mut self.own);
                self.replace(own);
            }
            _ => {
                if let Some(text) = recall(self.recalled - 2) {
                    self.recalled -= 1;
                    self.replace(text.chars().collect());
                }
            }
        }
    }

    fn replace(&mut self, characters: Vec<char>) {
        self.cursor = characters.len();
        self.characters = characters;
    }
}
