//! Keys as they come from the terminal, and bursts: a paste arrives in one piece, with hardly a pause between its
//! parts, and that is how it is told from typing. It must not know what is asked or drawn.

use std::collections::VecDeque;
use std::io;
use std::os::fd::AsFd;

use super::PromptError;
use super::keys::{Key, Keys};
use super::signals::Signals;

/// Parts of one paste follow each other faster than this, even over a network; a person is slower.
const PAUSE_MS: i64 = 30;
/// A long paste comes in parts that a busy machine or network may hold up for longer.
const LONG_PAUSE_MS: i64 = 250;
const LONG_PASTE: usize = 512;
/// How often a waiting question looks whether the window or the terminal's modes were changed.
const LOOK_MS: i64 = 500;
/// More than any pasted mail; the rest is dropped and reported.
const LONGEST_TEXT_BYTES: usize = 1 << 20;
const SHOWN_LINES: usize = 20;
const SHOWN_CHARACTERS: usize = 200;

#[derive(Debug)]
pub(super) struct Input {
    signals: &'static Signals,
    decoder: Keys,
    keys: VecDeque<Key>,
}

impl Input {
    pub(super) fn new(signals: &'static Signals) -> Self {
        Input {
            signals,
            decoder: Keys::default(),
            keys: VecDeque::new(),
        }
    }

    /// The next key that is already here.
    pub(super) fn take(&mut self) -> Option<Key> {
        self.keys.pop_front()
    }

    /// Whether [`Input::take`] has something to give.
    pub(super) fn has_keys(&self) -> bool {
        !self.keys.is_empty()
    }

    /// Waits for keys, a signal, or until it is time to look at the window.
    pub(super) fn wait(&mut self) -> Result<(), PromptError> {
        let midway = self.decoder.midway();
        if self
            .signals
            .wait(io::stdin().as_fd(), if midway { PAUSE_MS } else { LOOK_MS })?
        {
            self.read()?;
        } else if midway {
            self.keys.extend(self.decoder.pause());
        }
        Ok(())
    }

    /// Reads on until there is a pause, and returns what came as lines, the unfinished last one too. It cannot fail,
    /// since the answer before it must not be lost: a signal, Ctrl-C inside or a closed terminal end the burst, and the
    /// next question tells of them.
    pub(super) fn burst(&mut self) -> Vec<String> {
        let mut lines = Vec::new();
        let mut line = String::new();
        let mut count = 0;
        'burst: loop {
            while let Some(key) = self.keys.pop_front() {
                count += 1;
                match key {
                    Key::Enter => lines.push(std::mem::take(&mut line)),
                    Key::Char(character) if count < 2 * LONGEST_TEXT_BYTES => line.push(character),
                    Key::Tab => line.push('\t'),
                    Key::Interrupt => {
                        self.signals.interrupt();
                        break 'burst;
                    }
                    _ => {}
                }
            }
            let pause_ms = if count < LONG_PASTE { PAUSE_MS } else { LONG_PAUSE_MS };
            match self.signals.wait(io::stdin().as_fd(), pause_ms) {
                Ok(true) if self.read().is_ok() => {}
                Err(PromptError::Interrupted) => {
                    self.signals.interrupt();
                    break;
                }
                Ok(_) | Err(_) => break,
            }
        }
        self.keys.clear();
        if let Some(Key::Char(character)) = self.decoder.pause() {
            line.push(character);
        }
        if !line.is_empty() {
            lines.push(line);
        }
        lines
    }

    /// Whether something has been typed that nobody has read yet.
    pub(super) fn is_pending(&mut self) -> Result<bool, PromptError> {
        Ok(!self.keys.is_empty() || self.signals.wait(io::stdin().as_fd(), 0)?)
    }

    fn read(&mut self) -> Result<(), PromptError> {
        let mut bytes = [0; 4096];
        let count = match rustix::io::read(io::stdin(), &mut bytes) {
            Ok(0) => return Err(PromptError::Closed),
            Ok(count) => count,
            Err(rustix::io::Errno::INTR | rustix::io::Errno::AGAIN) => 0,
            Err(error) => return Err(error.into()),
        };
        for byte in &bytes[..count] {
            self.decoder.feed(*byte, &mut self.keys);
        }
        Ok(())
    }
}

/// Joins the lines of a paste to the line before them, as far as the longest text goes; returns what is left over.
pub(super) fn join(text: &mut String, lines: Vec<String>) -> Vec<String> {
    let mut lines = lines.into_iter();
    let mut left = Vec::new();
    for line in lines.by_ref() {
        if text.len() + line.len() > LONGEST_TEXT_BYTES {
            left.push(line);
            break;
        }
        text.push('\n');
        text.push_str(&line);
    }
    left.extend(lines);
    text.truncate(text.trim_end_matches('\n').len());
    left
}

/// Adds dropped lines to those that will be reported: none that is blank, and not more than can be shown.
pub(super) fn report(dropped: &mut Vec<String>, lines: Vec<String>) {
    for line in lines {
        let line = line.replace('\t', " ");
        let line = line.trim();
        if line.is_empty() || dropped.len() > SHOWN_LINES {
            continue;
        }
        if dropped.len() == SHOWN_LINES {
            dropped.push("…".to_owned());
            continue;
        }
        let mut cut: String = line.chars().take(SHOWN_CHARACTERS).collect();
        if cut.len() < line.len() {
            cut.push('…');
        }
        dropped.push(cut);
    }
}
